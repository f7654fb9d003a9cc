"""Workings: columns of a sheet of their own that work something out once for each row, for the formulas of many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from smreport.blueprint import formulas
from smreport.blueprint.formulas import Cell, Text, Truth
from smreport.words import say

KINDS = TEXT, PARTS, WORTH, PLACE, UNLISTED = "text", "parts", "worth", "place", "unlisted"


@dataclass(frozen=True)
class Working:
    """A column of the sheet Workings that works something out once for each row of another sheet.

    kind  the trimmed texts of a column, its choices ready to be searched, the values of a scale's words, or
          their places among the texts of another column (``names``), or whether its references are not spelt as listed
    """

    kind: str
    sheet: str
    column: str
    names: str = ""

    @property
    def name(self) -> str:
        """Its defined name."""
        return working_name(self.kind, f"{self.sheet}.{self.column}", self.names)


def working_name(kind: str, address: str, names: str = "") -> str:
    return "_".join(filter(None, (kind, address.replace(".", "_"), names and "in", names.replace(".", "_"))))


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
