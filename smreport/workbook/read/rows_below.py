"""The rows below a table's headings, read by the types of their columns as people see the cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress, repeat

from smreport.blueprint.columns import ColumnType, Date
from smreport.blueprint.model import Sheet
from smreport.blueprint.tables import Table, table_of
from smreport.frozen import Frozen, field
from smreport.workbook.read.grids import Grid
from smreport.workbook.read.headings import is_blank
from smreport.workbook.read.number_formats import Shown
from smreport.workbook.read.shown import Looks, Place, as_seen, revealed, since_1900


class Seen(Frozen):
    """How the cells of a sheet are shown.

    shown  what cells show that may be something else than what they hold: it is filled in while they are read
    """

    looks: Looks = field(default_factory=Looks)
    shown: dict[Place, Shown | None] = field(default_factory=dict)

    def cells(self, kind: ColumnType, cells: Sequence[object], places: Iterable[Place]) -> Sequence[object]:
        """The cells of a column as people see them, where their number formats make something else of them."""
        if isinstance(kind, Date) and self.looks.since_1904:
            cells = list(map(since_1900, cells))
        other = self.looks.that_matter(kind, cells)
        if not other:
            return cells
        seen = list(cells)
        for number, (place, cell) in enumerate(zip(places, cells, strict=True)):
            if place in other and not is_blank(cell) and not isinstance(cell, bool):
                self.shown[place] = revealed(other[place], cell)
                seen[number] = as_seen(kind, cell, self.shown[place])
        return seen


def rows_below(sheet: Sheet, title: str, grid: Grid, header: int, places: Mapping[str, int], seen: Seen) -> Table:
    """The filled rows below the headings, by Excel row.

    header  the row of headings, as an index into the grid
    places  the number of each column, by key
    """
    blank = [""] * len(grid[header])
    numbers = [row for row in range(header + 2, len(grid) + 1) if grid[row - 1] != blank]
    cells = list(zip(*(grid[row - 1] for row in numbers), strict=True))
    columns: dict[str, list[object]] = {}
    for column in sheet.asked_columns:
        at = places.get(column.key)
        if cells and at:
            columns[column.key] = column.type.parse_all(
                seen.cells(column.type, cells[at - 1], zip(numbers, repeat(at)))
            )
        else:
            columns[column.key] = [None] * len(numbers)
    filled = [values.count(None) < len(values) for values in zip(*columns.values(), strict=True)]
    if not all(filled):
        numbers = list(compress(numbers, filled))
        columns = {key: list(compress(values, filled)) for key, values in columns.items()}
    return table_of(sheet, columns, numbers, title, dict(places))
