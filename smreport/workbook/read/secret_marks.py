"""Marks of what is not for publication that a cell's value alone does not show, so that none is taken for a blank.

An error value, a formula without a result, a tick box tied to no cell, cells merged over the mark, a No that is
struck out, and a second column under the same heading: each is something that somebody meant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from smreport.blueprint.columns import as_typed
from smreport.blueprint.publication import is_secret, mark_of
from smreport.blueprint.tables import Table
from smreport.blueprint.values import Unreadable
from smreport.frozen import Frozen, replace
from smreport.words import say
from smreport.workbook.read.cell_features import Oddities
from smreport.workbook.read.grids import Grid
from smreport.workbook.read.headings import plain
from smreport.workbook.read.shown import Place


def with_marks(
    tables: Mapping[str, Table],
    grids: Mapping[str, Grid],
    headers: Mapping[str, int],
    oddities: Mapping[str, Oddities] | None,
) -> dict[str, Table]:
    """The tables with every mark that was made; one that cannot be read is an ``Unreadable``.

    grids     the cells of each sheet, by its key
    headers   by sheet key, the row of headings as an index into the grid
    oddities  by sheet title; None where the file could not be looked into, so that any blank may be a mark
    """
    marked = dict(tables)
    for key, header in headers.items():
        table = tables[key]
        mark = mark_of(table.sheet)
        if mark in table.places and not table.sheet.is_form:
            odd = (oddities or {}).get(table.title, Oddities())
            marks = _Marks.on(table, grids[key], header, odd)
            row_marks = [marks.of(row, seen) for row, seen in zip(table.numbers, table.columns[mark], strict=True)]
            if oddities is None:
                not_seen = Unreadable(say("findings.mark.not_seen"))
                row_marks = [not_seen if said is None else said for said in row_marks]
            marked[key] = replace(table, columns={**table.columns, mark: row_marks})
    return marked


class _Marks(Frozen):
    """The marks of one sheet.

    header   the row of headings, counted from 1
    columns  the columns that have the heading of the mark, the one that is read first
    covered  cells of these that are merged with others: the first of the merged cells
    """

    table: Table
    grid: Grid
    odd: Oddities
    header: int
    columns: Sequence[int]
    covered: Mapping[Place, Place]

    @classmethod
    def on(cls, table: Table, grid: Grid, header: int, odd: Oddities) -> _Marks:
        own, headings = table.places[mark_of(table.sheet)], list(map(plain, grid[header]))
        alike = [at for at, heading in enumerate(headings, start=1) if heading == headings[own - 1] and at != own]
        columns = [own, *alike]
        covered = {place: first for column in columns for place, first in _covered(odd, column, len(grid))}
        return cls(table, grid, odd, header + 1, columns, covered)

    def of(self, row: int, seen: object) -> object:
        """The mark of a row: of several, and of what its number format shows, the first that hides its figures."""
        marks = [*(self.at((row, column)) for column in self.columns), seen]
        return next(filter(is_secret, marks), marks[0])

    def at(self, place: Place) -> object:
        own, first = self.alone(place), self.covered.get(place, place)
        if first == place or is_secret(own):
            return own
        if first[1] in self.columns and first[0] > self.header:
            return self.alone(first)
        merged = Unreadable(say("findings.mark.merged"))
        return merged if as_typed(self.cell(first)) or first in self.odd.errors else own

    def alone(self, place: Place) -> object:
        """What one cell says."""
        if place in self.odd.errors:
            return Unreadable(self.odd.errors[place] or say("findings.mark.error_value"))
        if place in self.odd.unsaved:
            return Unreadable(say("findings.mark.no_result"))
        mark = self.table.sheet.by_key[mark_of(self.table.sheet)].type.parse(self.cell(place))
        if mark is None:
            return Unreadable(say("findings.mark.tick_box")) if place in self.odd.unlinked else None
        return Unreadable(say("findings.mark.struck")) if mark is False and place in self.odd.struck else mark

    def cell(self, place: Place) -> object:
        cells = self.grid[place[0] - 1]
        return cells[place[1] - 1] if place[1] <= len(cells) else ""


def _covered(odd: Oddities, column: int, rows: int) -> list[tuple[Place, Place]]:
    """The cells of a column that are merged with others, each once, with the first of the merged cells."""
    cells: list[tuple[Place, Place]] = []
    done = 0
    for first, last in sorted(odd.merged):
        if first[1] <= column <= last[1]:
            below = range(max(first[0], done + 1), min(last[0], rows) + 1)
            cells += [((row, column), first) for row in below]
            done = max(done, last[0])
    return cells
