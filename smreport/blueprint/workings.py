"""Workings: columns of a sheet of their own that work something out once for each row, for the formulas of many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from smreport.blueprint import formulas
from smreport.blueprint.formulas import Cell, Number, Parts, Text, Truth
from smreport.frozen import Frozen
from smreport.words import say

TEXT, PARTS, WORTH, PLACE, UNLISTED, NUMBER = "text", "parts", "worth", "place", "unlisted", "number"
PART, AMISS, KEY, AGAIN, REPEATS = "part", "amiss", "key", "again", "repeats"
KINDS = (TEXT, PARTS, WORTH, PLACE, UNLISTED, NUMBER, PART, AMISS, KEY, AGAIN, REPEATS)
OF_COLUMNS = (TEXT, PARTS, WORTH, UNLISTED, NUMBER, PART, AMISS)
OF_ROWS = (KEY, AGAIN, REPEATS)
NEEDED = ((NUMBER, TEXT), (AMISS, NUMBER), (AMISS, TEXT), (REPEATS, AGAIN), (REPEATS, KEY))
"""What a kind of working is worked out from, of the same column."""


class Working(Frozen):
    """A column of the sheet Workings that works something out once for each row of another sheet.

    kind  of a column: its trimmed texts, its choices ready to be searched, the values of a scale's words, their places
          among the texts of another column (``names``), whether its references are not spelt as listed, numbers that
          are the same for equal texts, its texts as they stand among several choices, and, in one cell, how many of
          its references are not listed. Of it and further columns of its sheet (``names``): the numbers of a row in
          one text, whether an earlier row has the same, and, in one cell, how many rows have
    """

    kind: str
    sheet: str
    column: str
    names: str = ""

    @property
    def address(self) -> str:
        """The column, named like "areas.label"."""
        return f"{self.sheet}.{self.column}"

    @property
    def addresses(self) -> tuple[str, ...]:
        """The column and the further ones."""
        return tuple(f"{self.sheet}.{key}" for key in (self.column, *filter(None, self.names.split("."))))

    @property
    def name(self) -> str:
        """Its defined name."""
        return working_name(self.kind, self.address, self.names)

    @property
    def is_one_cell(self) -> bool:
        """Whether it is worked out for all rows at once."""
        return self.kind in (AMISS, REPEATS)


def working_name(kind: str, address: str, names: str = "") -> str:
    return "_".join(filter(None, (kind, address.replace(".", "_"), names and "in", names.replace(".", "_"))))


class WorkedOut:
    """Base of a blueprint: what is worked out once for each row of its columns, as pieces of formulas."""

    def parts(self, address: str) -> Parts:
        """The choices in each cell of a column for several, worked out once, in a working."""
        return Parts(working_name(PARTS, address), many=True)

    def part(self, address: str) -> Text:
        """Each text of a column as it stands among several choices, worked out once, in a working."""
        return Text(working_name(PART, address), many=True)

    def worths(self, address: str) -> Number:
        """The value of each word of a column with a scale, worked out once, in a working; 0 where there is none."""
        return Number(working_name(WORTH, address), many=True)

    def place(self, address: str, names: str) -> Number:
        """The place of each text of a column among the texts of another, from 1 on, worked out once, in a working."""
        return Number(working_name(PLACE, address, names), many=True)

    def numbers(self, address: str) -> Number:
        """The numbers of a column's texts, worked out once, in a working; see ``text_numbers``."""
        return Number(working_name(NUMBER, address), many=True)

    def amiss(self, address: str) -> Number:
        """How many references in a column are not spelt as the rows that they may name, in one cell."""
        return Number(working_name(AMISS, address))

    def keys(self, addresses: Sequence[str]) -> Text:
        """The numbers of the texts in some columns of a row in one text, in a working; "" where the first is blank."""
        return Text(_name_of_rows(KEY, addresses), many=True)

    def again(self, addresses: Sequence[str]) -> Number:
        """1 for each row before which another has the same texts in some columns, else 0; in a working."""
        return Number(_name_of_rows(AGAIN, addresses), many=True)

    def repeats(self, addresses: Sequence[str]) -> Number:
        """How many rows have the same texts in some columns as an earlier one, in one cell."""
        return Number(_name_of_rows(REPEATS, addresses))

    def unlisted(self, address: str) -> Number:
        """1 where a reference is not spelt as the rows that it may name, else 0; worked out once, in a working."""
        return Number(working_name(UNLISTED, address), many=True)


def _name_of_rows(kind: str, addresses: Sequence[str]) -> str:
    return working_name(kind, addresses[0], ".".join(address.partition(".")[2] for address in addresses[1:]))


def workings_title() -> str:
    """What the sheet of the workings is called."""
    return say("workbook.workings.title")


def is_unlisted(cell: Cell, known: Text, also: Iterable[str], separator: str) -> Truth:
    """In Excel: whether a cell names something that is not among the known names, nor one of a few others.

    separator  what stands between several names, "" where there is only one
    """
    if separator:
        return formulas.unknown_parts(cell, known, separator)
    name, others = formulas.trimmed(cell), list(also)
    missing = formulas.equals(formulas.total(formulas.same(known, name)), formulas.number(0))
    return formulas.both(
        formulas.filled(name), missing, *([formulas.negated(formulas.one_of(name, others))] if others else [])
    )
