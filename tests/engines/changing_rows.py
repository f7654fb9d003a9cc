"""Adds, sorts and deletes rows of a workbook in LibreOffice, as people do. Runs in the system's Python.

    /usr/bin/python3 changing_rows.py everywhere WORKBOOK.xlsx ROW SHEET...
    /usr/bin/python3 changing_rows.py here WORKBOOK.xlsx SAVED.xlsx SHEET ROW TEXT...
    /usr/bin/python3 changing_rows.py sorted WORKBOOK.xlsx SAVED.xlsx SHEET...
    /usr/bin/python3 changing_rows.py deleted WORKBOOK.xlsx SAVED.xlsx SHEET...

*everywhere* adds a blank row to one sheet after the other, takes it out again, and prints as JSON, by sheet, how many
cells elsewhere were compared and which of them came to show something else. The others save the file: *here* with one
row more and texts in it from column B on, *sorted* with sheets sorted by column B, the last first, and *deleted*
without the second row of some sheets. ROW is the Excel row that the new one gets, counted from the heading Check as 0.
As in Excel the new row gets the formulas of the row above, and names for all rows of a table stretch.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import uno
from com.sun.star.table import TableSortField

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from one_cell import given, opened

CHECK = "Check"
Rows = list[tuple[object, ...]]


def everywhere(document: Any, row: int, titles: Sequence[str]) -> dict[str, tuple[int, list[str]]]:
    """By sheet, with a row more there: how many cells were compared, and those that then show something else."""
    before, found = shown(document), {}
    for title in titles:
        at = add_row(document, title, row)
        document.calculateAll()
        after = shown(document)
        new = after[title].pop(at)
        others = [
            f"{sheet} row {number}: {was!r}, then {now!r}"
            for sheet, rows in before.items()
            for number, (cells, cells_now) in enumerate(zip(rows, after[sheet], strict=False), start=1)
            for was, now in zip(cells, cells_now, strict=True)
            if not alike(was, now)
        ]
        others += [f"{title}, the new row: {value!r}" for value in new if value != ""]
        found[title] = sum(value != "" for rows in before.values() for cells in rows for value in cells), others
        document.Sheets.getByName(title).Rows.removeByIndex(at, 1)
    return found


def alike(was: object, now: object) -> bool:
    """Whether two cells show the same, numbers but for the last digits."""
    if isinstance(was, float) and isinstance(now, float):
        return abs(was - now) <= 1e-9 * max(1.0, abs(was))
    return was == now


def shown(document: Any) -> dict[str, Rows]:
    """What the sheets show that have a heading Check."""
    sheets = map(document.Sheets.getByName, document.Sheets.ElementNames)
    every = {sheet.Name: [*used(sheet).DataArray] for sheet in sheets}
    return {title: rows for title, rows in every.items() if any(cells[0] == CHECK for cells in rows)}


def used(sheet: Any) -> Any:
    """All cells that are not blank, and those between them."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    return sheet.getCellRangeByPosition(0, 0, cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow)


def add_row(document: Any, title: str, row: int) -> int:
    """Adds a row with the formulas of the one above, and says where it is, counted from 0."""
    sheet, at = document.Sheets.getByName(title), heading(document, title) + row
    sheet.Rows.insertByIndex(at, 1)
    for column in range(used(sheet).Columns.Count):
        above = sheet.getCellRangeByPosition(column, at - 1, column, at - 1)
        if above.getCellByPosition(0, 0).Formula.startswith("="):
            sheet.copyRange(sheet.getCellByPosition(column, at).CellAddress, above.RangeAddress)
    return at


def sort(document: Any, title: str) -> None:
    """Sorts the rows of a sheet by their first answer, the last first."""
    sheet, by = document.Sheets.getByName(title), TableSortField()
    area = used(sheet).RangeAddress
    rows = sheet.getCellRangeByPosition(0, heading(document, title) + 1, area.EndColumn, area.EndRow)
    by.Field, by.IsAscending = 1, False
    fields = uno.Any("[]com.sun.star.table.TableSortField", (by,))
    rows.sort((given("SortFields", fields), given("ContainsHeader", False)))


def heading(document: Any, title: str) -> int:
    """The row of the heading Check, counted from 0."""
    rows = used(document.Sheets.getByName(title)).DataArray
    return next(number for number, cells in enumerate(rows) if cells[0] == CHECK)


def main() -> None:
    """Adds, and prints or saves."""
    what, path, *asked = sys.argv[1:]
    with opened(Path(path)) as (document, _):
        document.calculateAll()
        if what == "everywhere":
            print(json.dumps(everywhere(document, int(asked[0]), asked[1:])))
            return
        to, *titles = asked
        if what == "here":
            title, row, *texts = titles
            at = add_row(document, title, int(row))
            for column, text in enumerate(texts, start=1):
                document.Sheets.getByName(title).getCellByPosition(column, at).String = text
        for title in titles if what == "sorted" else ():
            sort(document, title)
        for title in titles if what == "deleted" else ():
            document.Sheets.getByName(title).Rows.removeByIndex(heading(document, title) + 2, 1)
        document.calculateAll()
        document.storeToURL(Path(to).resolve().as_uri(), (given("FilterName", "Calc MS Excel 2007 XML"),))


if __name__ == "__main__":
    main()
