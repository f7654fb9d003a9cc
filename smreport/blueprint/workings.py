"""Workings: columns of a sheet of their own that work something out once for each row, for the formulas of many."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from smreport.blueprint.formulas import Number, Parts, Range, Text
from smreport.frozen import Frozen
from smreport.words import say

TEXT, FIGURE, PARTS, WORTH, PLACE = "text", "figure", "parts", "worth", "place"
UNLISTED, NUMBER = "unlisted", "number"
PART, AMISS, KEY, AGAIN, REPEATS = "part", "amiss", "key", "again", "repeats"
DOUBLED, CHOICE, FOUND, SHARED = "doubled", "choice", "found", "shared"
KINDS = (
    TEXT, FIGURE, PARTS, WORTH, PLACE, UNLISTED, NUMBER, PART, AMISS, KEY, AGAIN, REPEATS, DOUBLED, CHOICE, FOUND,
    SHARED,
)  # fmt: skip
OF_COLUMNS = (TEXT, FIGURE, PARTS, WORTH, UNLISTED, NUMBER, PART, AMISS, DOUBLED)
OF_ROWS = (KEY, AGAIN, REPEATS)
AMONG_ROWS = (FOUND, SHARED)
FEW = 4
"""So many choices of a cell have numbers of their own; a cell with more is searched as a text."""
_NEEDED = {
    NUMBER: (TEXT,), AMISS: (NUMBER, TEXT), DOUBLED: (NUMBER, TEXT), AGAIN: (KEY,), REPEATS: (AGAIN, KEY),
}  # fmt: skip


class Working(Frozen):
    """A column of the sheet Workings that works something out once for each row of another sheet.

    kind  of a column: its trimmed texts, its figures ("" where there is none), its choices ready to be searched, the
          values of a scale's words, their places among the texts of another column (``names``), whether its references
          are not spelt as listed, numbers that are the same for equal texts, its texts as they stand among several
          choices, and, in one cell, how many of its references are not listed, or how many of its texts stand there
          twice. Of a column for several: the number of the first choice, the second and so on (``names``). Of it and
          further columns of its sheet (``names``): the numbers of a row in one text, whether an earlier row has the
          same, and, in one cell, how many rows have; and the first row of another sheet (``among``) with the same
          texts, or with what is there for all in place of the first
    """

    kind: str
    sheet: str
    column: str
    names: str = ""
    among: str = ""

    @classmethod
    def of(cls, kind: str, addresses: Sequence[str], names: str = "", among: str = "") -> Working:
        """The working of some columns of a sheet."""
        sheet, column, *others = in_one(addresses).split(".")
        return cls(kind, sheet, column, names or ".".join(others), among)

    @property
    def address(self) -> str:
        """The column, named like "areas.label"."""
        return f"{self.sheet}.{self.column}"

    @property
    def addresses(self) -> tuple[str, ...]:
        """The column and the further ones."""
        return addresses_in(f"{self.address}.{self.names}" if self.names else self.address)

    @property
    def name(self) -> str:
        """Its defined name."""
        return working_name(self.kind, self.address, self.names, self.among)

    @property
    def is_one_cell(self) -> bool:
        """Whether it is worked out for all rows at once."""
        return self.kind in (AMISS, REPEATS, DOUBLED)

    @property
    def needs(self) -> Iterator[str]:
        """The names of the workings that it is worked out from, besides those that a formula asks for itself."""
        yield from (working_name(kind, self.address, self.names) for kind in _NEEDED.get(self.kind, ()))
        if self.kind == UNLISTED:
            yield working_name(CHOICE, self.address, "1")
        if self.kind in AMONG_ROWS:
            others = addresses_in(self.among)
            yield _name_of_rows(KEY, others)
            yield from (
                working_name(kind, address) for address in (*self.addresses, *others) for kind in (NUMBER, TEXT)
            )


def working_name(kind: str, address: str, names: str = "", among: str = "") -> str:
    places = (address, names and "in", names, among and "among", among)
    return "_".join([kind, *(place.replace(".", "_") for place in places if place)])


def addresses_in(columns: str) -> tuple[str, ...]:
    """The columns of "areas.name.kind", each with its sheet."""
    sheet, *keys = columns.split(".")
    return tuple(f"{sheet}.{key}" for key in keys)


def in_one(addresses: Sequence[str]) -> str:
    """The same the other way round."""
    return ".".join((addresses[0], *(address.partition(".")[2] for address in addresses[1:])))


def found_among(addresses: Sequence[str], others: Sequence[str]) -> tuple[Working, ...]:
    """The workings that look for the texts of a row in the rows of another sheet."""
    lookups = (Working.of(kind, addresses, among=in_one(others)) for kind in AMONG_ROWS)
    return (*lookups, *(Working.of(kind, others) for kind in OF_ROWS))


def possible_workings(
    columns: Mapping[str, bool], lookups: Sequence[str], rows: Iterable[Sequence[str]], others: Iterable[Working]
) -> dict[str, Working]:
    """All workings that a template could have, by name, in the order of its sheets.

    columns  whether each column is for several choices
    lookups  the columns among whose texts others are looked for
    rows     the columns of each rule
    """
    ways = [*((kind, "") for kind in OF_COLUMNS), *((PLACE, names) for names in lookups)]
    choices = [(CHOICE, str(which)) for which in range(1, FEW + 1)]
    of_columns = (
        Working.of(kind, [address], names=names)
        for address, is_for_several in columns.items()
        for kind, names in (ways + choices if is_for_several else ways)
    )
    of_rows = (Working.of(kind, addresses) for addresses in rows for kind in OF_ROWS)
    return {working.name: working for working in (*of_columns, *of_rows, *others)}


def of_use(possible: Mapping[str, Working], formulas: Iterable[str]) -> tuple[Working, ...]:
    """The workings whose names stand in formulas, and those that they are worked out from."""
    used = {name for formula in formulas for name in re.findall(r"\w+", formula)}
    needed = {need for name in used & possible.keys() for need in possible[name].needs}
    return tuple(working for name, working in possible.items() if name in used | needed)


class WorkedOut:
    """Base of a blueprint: what is worked out once for each row of its columns, as pieces of formulas."""

    def figures(self, address: str) -> Range:
        """The figures and days in a column, "" where there is none, worked out once, in a working."""
        return Range(working_name(FIGURE, address))

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

    def doubled(self, address: str) -> Number:
        """How many texts of a column of names stand there twice, or are offered before them, in one cell."""
        return Number(working_name(DOUBLED, address))

    def choice(self, address: str, which: int) -> Number:
        """The number of one of the choices in each cell, 0 where there is none or it is not listed; in a working."""
        return Number(working_name(CHOICE, address, str(which)), many=True)

    def found(self, addresses: Sequence[str], others: Sequence[str], kind: str = FOUND) -> Number:
        """The place of the first row of another sheet with the same texts in some columns, 0 for none; in a working.

        With ``SHARED`` for a kind, of the row that has what is there for all in place of the first text
        """
        names = in_one(addresses).split(".", 2)[2]
        return Number(working_name(kind, addresses[0], names, in_one(others)), many=True)

    def unlisted(self, address: str) -> Number:
        """1 where a reference is not spelt as the rows that it may name, else 0; worked out once, in a working."""
        return Number(working_name(UNLISTED, address), many=True)


def _name_of_rows(kind: str, addresses: Sequence[str]) -> str:
    return working_name(kind, addresses[0], in_one(addresses).partition(".")[2].partition(".")[2])


def workings_title() -> str:
    """What the sheet of the workings is called."""
    return say("workbook.workings.title")
