"""Changes as everybody may see them: nothing of what is not for publication in either workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from smreport.blueprint.columns import Date, Number
from smreport.blueprint.publication import (
    Rows,
    is_secret_row,
    mark_of,
    names_its_row,
    secret_rows,
    told_of_secret,
    unnamed,
    withheld_rows,
)
from smreport.blueprint.tables import OWN, Table, Tables
from smreport.frozen import Frozen, replace
from smreport.rounds.compare import Change, Comparison, Filled, Pairs
from smreport.words import say

_APART = 10_000_000  # between the rows of the old workbook and those of the new one, when they are looked at together
Part = TypeVar("Part", Change, Filled)
Places = frozenset[tuple[str, int, str]]
"""Answers by sheet key, Excel row and column key."""


class Marks(Frozen):
    """What is not for publication in one of two workbooks, since it is marked in either.

    whole    rows that stay out as a whole
    figures  rows whose figures stay out, those as a whole too
    naming   answers that name rows which stay out
    """

    whole: Rows
    figures: Rows
    naming: Places

    def __bool__(self) -> bool:
        return any(self.figures.values())


def marks_of_both(old: Tables, new: Tables, pairs: Pairs) -> tuple[Marks, Marks]:
    """What is not for publication in either workbook: a row that is marked in one of them is in the other, too."""
    both = _together(old, new)
    partners = {(key, was): now + _APART for key, rows in pairs.items() for was, now in rows.items()}
    partners |= {(key, now): was for (key, was), now in partners.items()}
    whole: Rows = {}
    while (more := _with_partners(withheld_rows(both, whole), partners)) != whole:
        whole = more
    marked = {key: secret_rows(table) | whole[key] for key, table in both.items()}
    figures = _with_partners(marked, partners)
    answers = unnamed(both, whole)
    naming = frozenset((sheet, row, key) for (sheet, row), keys in answers.items() for key in keys)
    return _marks_from(0, whole, figures, naming), _marks_from(_APART, whole, figures, naming)


def _marks_from(first: int, whole: Rows, figures: Rows, naming: Places) -> Marks:
    """The marks of one workbook, with its own row numbers."""

    def of(rows: Rows) -> Rows:
        return {
            key: frozenset(row - first for row in numbers if 0 <= row - first < _APART) for key, numbers in rows.items()
        }

    return Marks(of(whole), of(figures), frozenset((sheet, row - first, key) for sheet, row, key in naming))


def _with_partners(rows: Rows, partners: Mapping[tuple[str, int], int]) -> Rows:
    return {
        key: numbers | {partners[key, row] for row in numbers if (key, row) in partners}
        for key, numbers in rows.items()
    }


def _together(old: Tables, new: Tables) -> Tables:
    """The rows of both workbooks in one, so that a name which is withheld in one is in the other."""
    tables = {}
    for key, table in old.items():
        columns = {name: [*values, *new[key].columns[name]] for name, values in table.columns.items()}
        numbers = [*table.numbers, *(number + _APART for number in new[key].numbers)]
        tables[key] = replace(table, columns=columns, numbers=numbers)
    return Tables(new.blueprint, tables)


def public(
    comparison: Comparison, old: Tables, new: Tables, marks: tuple[Marks, Marks], tells: Callable[[str], bool]
) -> Comparison:
    """The changes without any value or name that is not for publication; that something changed is said.

    marks  of both workbooks
    tells  whether words that people wrote tell what is marked
    """
    view = _View(old, new, marks, tells)
    return Comparison(tuple(map(view.public, comparison.changes)))


class _View(Frozen):
    """Both workbooks, and what may not be told of them."""

    old: Tables
    new: Tables
    marks: tuple[Marks, Marks]
    tells: Callable[[str], bool]

    def public(self, change: Change) -> Change:
        shown = self.shown(change)
        return shown if shown == change else replace(shown, secret=True)

    def shown(self, change: Change) -> Change:
        named = self.without_telling_heading(replace(change, title=self.unless_it_tells(change.title)))
        if not change.sheet or change.set_aside:  # people's own sheets and totals may hold anything
            return _nothing_of(named) if any(self.marks) or self.is_marked_aside(change) else named
        if any(row in marks.whole[change.sheet] for _, marks, row in self.sides(change)):
            return _nothing_of(named)
        named = replace(named, row=self.name(change))
        if not change.column:
            cells = tuple(self.cell(change, cell) for cell in change.cells)
            return replace(named, cells=cells)
        texts = (change.old, change.new)
        if self.is_secret(change, change.column) or any(self.is_telling(change, change.column, at) for at in texts):
            return replace(named, old=_withheld(), new=_withheld())
        return named

    def is_marked_aside(self, change: Change) -> bool:
        """Whether a row that was not read as an answer is marked itself."""
        if not change.sheet:
            return False
        sides = ((self.old[change.sheet], change.old_row), (self.new[change.sheet], change.new_row))
        return any(
            is_secret_row(table.sheet, table.set_aside[row].answers)
            for table, row in sides
            if row is not None and row in table.set_aside
        )

    def without_telling_heading(self, part: Part) -> Part:
        """A change or a cell whose own column is not named where its heading tells what is marked."""
        if not self.tells(part.heading):
            return part
        return replace(part, column=f"{OWN}{_withheld()}", heading=_withheld())

    def sides(self, change: Change) -> Iterator[tuple[Table, Marks, int]]:
        """The workbooks that have the row, with its number."""
        sides = zip((self.old, self.new), self.marks, (change.old_row, change.new_row), strict=True)
        return ((tables[change.sheet], marks, row) for tables, marks, row in sides if row is not None)

    def is_secret(self, change: Change, key: str) -> bool:
        """Whether an answer in a row must stay out, in either workbook."""
        return any(self.stays_out(table, marks, row, key) for table, marks, row in self.sides(change))

    def stays_out(self, table: Table, marks: Marks, row: int, key: str) -> bool:
        sheet = table.sheet
        if (sheet.key, row, key) in marks.naming:
            return True
        if row not in marks.figures[sheet.key]:
            return False
        column = sheet.by_key.get(key)
        if column is None or key == mark_of(sheet) or not names_its_row(sheet, column):
            return True
        value = table.row(row)[key]
        return value is not None and told_of_secret(sheet, column, value) != value

    def name(self, change: Change) -> str:
        key = self.new[change.sheet].sheet.name_key
        hidden = bool(key) and self.is_secret(change, key)
        return _withheld() if hidden else self.unless_it_tells(change.row)

    def cell(self, change: Change, cell: Filled) -> Filled:
        named = self.without_telling_heading(cell)
        if self.is_secret(change, cell.column) or self.is_telling(change, cell.column, cell.text):
            return replace(named, text=_withheld(), secret=True)
        return named

    def is_telling(self, change: Change, key: str, text: str) -> bool:
        """Whether words tell what is marked; a figure in a column for figures is that of its own row."""
        column = self.new[change.sheet].sheet.by_key.get(key)
        return not (column and isinstance(column.type, Number | Date)) and self.tells(text)

    def unless_it_tells(self, text: str) -> str:
        return _withheld() if self.tells(text) else text


def _nothing_of(change: Change) -> Change:
    """That there is a change, and where."""
    old, new = (_withheld(), _withheld()) if change.column else ("", "")
    return replace(change, row=_withheld(), old=old, new=new, cells=())


def _withheld() -> str:
    """What stands in the place of a value or a name."""
    return say("findings.withheld.name")
