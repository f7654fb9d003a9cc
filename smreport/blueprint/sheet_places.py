"""Where the cells of a sheet stand in Excel.

Every sheet has its title in A1, its purpose and guidance below, then one header row and its table from
column A, where column A is always Check. In a form sheet (Settings) each question is a row instead:
Check, question, answer, help; groups of questions have a heading in a row of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from typing import Protocol

from smreport.blueprint import addresses
from smreport.words import say

_FORM_ANSWER = 3  # the form's column C


def check_heading() -> str:
    """The heading of column A, which says what is wrong in a row."""
    return say("workbook.check")


def fine() -> str:
    """What a Check cell says where nothing is wrong."""
    return say("workbook.check.ok")


def form_headings() -> tuple[str, str, str, str]:
    """The headings of a form sheet."""
    questions = say("workbook.form.question"), say("workbook.form.answer"), say("workbook.form.what_to_put")
    return check_heading(), *questions


class Placed(Protocol):
    """What is asked of a column to give it its place."""

    @property
    def key(self) -> str:
        """Its name among the columns."""

    @property
    def heading(self) -> str:
        """What stands above it."""

    @property
    def group(self) -> str:
        """In a form, the heading of the group that begins with it."""


class SheetPlaces:
    """Base of a sheet, which says what it has: its places follow from that."""

    title: str
    above: tuple[str, ...]
    rows: int

    @property
    def is_form(self) -> bool:
        raise NotImplementedError

    @property
    def placed(self) -> Sequence[Placed]:
        """Its columns, in order."""
        raise NotImplementedError

    @property
    def header_row(self) -> int:
        """Below the title and the lines under it."""
        return len(self.above) + 2

    @property
    def first_row(self) -> int:
        return self.header_row + 1

    @property
    def last_row(self) -> int:
        return self.header_row + (len(self.placed) + len(self.groups) if self.is_form else self.rows)

    @cached_property
    def groups(self) -> dict[str, int]:
        """In a form, the headings of groups of questions, each with the Excel row in which it stands."""
        begins = [(at, column.group) for at, column in enumerate(self.placed) if self.is_form and column.group]
        return {group: self.first_row + at + above for above, (at, group) in enumerate(begins)}

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {column.key: at for at, column in enumerate(self.placed)}

    @cached_property
    def _form_rows(self) -> dict[str, int]:
        """The Excel row of each question of a form."""
        above = accumulate(bool(column.group) for column in self.placed)
        return {c.key: self.first_row + at + more for at, (c, more) in enumerate(zip(self.placed, above, strict=True))}

    @property
    def table_rows(self) -> range:
        """The Excel rows that the sheet prepares for answers."""
        return range(self.first_row, self.last_row + 1)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        return form_headings() if self.is_form else (check_heading(), *(column.heading for column in self.placed))

    def place(self, key: str, row: int) -> tuple[int, int]:
        """Row and column number of an answer; in a form the question decides the row."""
        if self.is_form:
            return self._form_rows[key], _FORM_ANSWER
        return row, self._positions[key] + 2

    def cell(self, key: str, row: int) -> str:
        """The address of an answer from a formula in the same row: $C7 (in a form $C$7)."""
        at_row, number = self.place(key, row)
        return f"${addresses.column_letter(number)}{'$' if self.is_form else ''}{at_row}"

    def address(self, key: str, row: int | None = None) -> str:
        """The full address of a column's answers, or of one of them, for formulas in other sheets."""
        name = addresses.sheet_name(self.title)
        first, number = self.place(key, row or self.first_row)
        letter = addresses.column_letter(number)
        if self.is_form or row is not None:
            return f"{name}!${letter}${first}"
        return f"{name}!${letter}${first}:${letter}${self.last_row}"

    @property
    def checks(self) -> str:
        """The full address of the Check cells."""
        return f"{addresses.sheet_name(self.title)}!$A${self.first_row}:$A${self.last_row}"

    @property
    def heading_cells(self) -> dict[str, str]:
        """The headings by their full addresses."""
        name = addresses.sheet_name(self.title)
        return {
            f"{name}!${addresses.column_letter(number)}${self.header_row}": heading
            for number, heading in enumerate(self.headings, start=1)
        }
