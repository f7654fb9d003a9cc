"""Where the row of headings stands in a sheet, and how headings are compared."""

from __future__ import annotations

import re
from functools import lru_cache

from smreport.blueprint.model import Sheet
from smreport.blueprint.values import normalised
from smreport.workbook.read.grids import Grid
from smreport.workbook.read.workbook_file import ROWS_TO_SEARCH


def is_blank(cell: object) -> bool:
    return cell is None or cell == "" or (isinstance(cell, str) and not cell.strip())


def plain(heading: object) -> str:
    """A heading without case, spaces, line breaks or punctuation."""
    return "" if heading is None or heading == "" else _plain(str(heading))


@lru_cache(maxsize=20_000)
def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", normalised(text))


@lru_cache(maxsize=1_000)
def all_plain(headings: tuple[str, ...]) -> frozenset[str]:
    """Some headings as :func:`plain` has them."""
    return frozenset(map(plain, headings))


def header_row(sheet: Sheet, grid: Grid) -> int | None:
    """The first row with all of the sheet's headings, else with most of them, as an index into the grid."""
    known = all_plain((*sheet.headings, *(alias for column in sheet.columns for alias in column.aliases)))
    best, header, all_of_them = 1, None, len(sheet.headings)
    for number, row in enumerate(grid[:ROWS_TO_SEARCH]):
        hits = sum([plain(cell) in known for cell in row if cell != ""])
        if hits > best:
            best, header = hits, number
        if best >= all_of_them:
            break
    return header
