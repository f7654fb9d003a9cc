"""Sheets beside the template's own: those that people added, and those that smreport adds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from smreport.blueprint.lines_above import in_lines
from smreport.blueprint.tables import Layout
from smreport.words import say
from smreport.workbook.emit.book import Book
from smreport.workbook.emit.cell_formats import TITLE_HEIGHT, heading_height, height
from smreport.workbook.emit.page import Page, print_setup, set_widths
from smreport.workbook.emit.page_setup import wide_enough

OWN_WIDTH = 24  # of a column that people added
_OF_TITLE = 2  # letters of a line that one of a title takes


def own_sheet(book: Book, title: str, rows: Sequence[Sequence[object]]) -> None:
    """A sheet that people added themselves, values only."""
    page = book.add_own_page(title)
    set_widths(page, [OWN_WIDTH] * max(map(len, rows)))
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            book.own_value(page, row, column, value)


def added_sheet(book: Book, title: str, rows: Sequence[Sequence[object]], layout: Layout) -> None:
    """A sheet that smreport adds: a table, with a drop-down where something is asked."""
    page = book.add_own_page(title)
    page.hide_gridlines(2)
    above, headings, below = rows[: layout.header], rows[layout.header], rows[layout.header + 1 :]
    titles, lines = _in_lines(above)
    widths = wide_enough([[width] for width in layout.widths], 1, [*lines, *(_OF_TITLE * line for line in titles)])
    set_widths(page, widths)
    _lines_above(book, page, lines, len(titles))
    header = len(lines)
    first, last = header + 1, header + len(below)
    page.add_table(
        header, 0, last, len(headings) - 1,
        {"name": _table_name(title), "style": None,
         "columns": [{"header": str(heading), "header_format": book.formats.header} for heading in headings]},
    )  # fmt: skip
    for row, cells in enumerate(below, start=first):
        page.set_row(row, height([(str(cell), width) for cell, width in zip(cells, widths, strict=True)]))
        for column, value in enumerate(cells):
            _added_cell(book, page, row, column, value, fixed=column != layout.answer)
    if layout.answer is not None:
        choices = {
            "validate": "list",
            "source": [say("workbook.yes"), say("workbook.no")],
            "error_message": say("workbook.decide.put", yes=say("workbook.yes"), no=say("workbook.no")),
        }
        page.data_validation(first, layout.answer, last, layout.answer, choices)
    page.freeze_panes(first, 0)
    page.set_row(header, heading_height([*map(str, headings)], widths))
    print_setup(page, header, [[width] for width in widths], 1, lines)


def _in_lines(above: Sequence[Sequence[object]]) -> tuple[list[str], list[str]]:
    """The lines of a title, and all lines above a table."""
    said = ["".join(map(str, cells)) for cells in above]
    titles = [line for text in said[:1] for line in in_lines(text, _OF_TITLE)]
    return titles, [*titles, *(line for text in said[1:] for line in in_lines(text))]


def _lines_above(book: Book, page: Page, lines: Sequence[str], titles: int) -> None:
    """The lines above a table, of which the first are its title."""
    for row, line in enumerate(lines):
        book.text(page, row, 0, line, book.formats.title if row < titles else book.formats.plain)
        page.set_row(row, TITLE_HEIGHT if row < titles else None)


def _table_name(title: str) -> str:
    """A name as Excel takes it: letters, figures and underlines, and no figure first."""
    name = re.sub(r"\W", "_", title)
    return f"{'_' if name[:1].isdigit() else ''}{name}_table"


def _added_cell(book: Book, page: Page, row: int, column: int, value: object, fixed: bool) -> None:
    if isinstance(value, int | float):
        page.write_number(row, column, value, book.formats.cell("number", fixed, left=True))
    elif value == "":
        page.write_blank(row, column, None, book.formats.cell("text", fixed))
    else:
        book.text(page, row, column, str(value), book.formats.cell("text", fixed))
