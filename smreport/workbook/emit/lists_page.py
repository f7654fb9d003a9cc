"""The sheets Lists and Workings: what people choose from, and what formulas look up."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate, pairwise

from xlsxwriter.utility import xl_rowcol_to_cell

from smreport.blueprint import addresses
from smreport.blueprint.lines_above import way_back
from smreport.blueprint.listing import ListColumn, list_columns, working_columns
from smreport.blueprint.workings import workings_title
from smreport.words import say
from smreport.workbook.emit.book import Book
from smreport.workbook.emit.cell_formats import TITLE_HEIGHT, heading_height, height, least_width
from smreport.workbook.emit.page import Page, print_setup, set_widths
from smreport.workbook.emit.page_setup import wide_enough

_LIST_WIDTH = 26
_VALUE_WIDTH, _MEANING_WIDTH = 12, 44
_LONGEST_PRINTED = 60  # choices; a longer list, such as all services, would take blank pages for its neighbours


def write_lists(book: Book, page: Page) -> None:
    words, columns = book.blueprint.lists_words, list(list_columns(book.tables))
    printed = say("workbook.lists.printed", most=str(_LONGEST_PRINTED))
    lines = words.title, words.intro[0], way_back(book.blueprint.start.title, printed)
    lists = list(book.blueprint.lists.values())
    starts = [*accumulate((len(choices.headings) for choices in lists), initial=0)]
    widths = _widths(book, columns)
    widths[: starts[-1]] = wide_enough([widths[start:end] for start, end in pairwise(starts)], 0, lines[1:])
    groups = [widths[start:end] for start, end in pairwise(starts)]
    header = _write_columns(book, page, "Lists", lines, columns, widths)
    print_setup(page, header, groups, 0, lines[1:])
    rows = max(len(choices.items) for choices in lists if len(choices.items) <= _LONGEST_PRINTED)
    page.print_area(0, 0, header + rows, starts[-1] - 1)


def write_workings(book: Book, page: Page) -> None:
    """What the workbook works out once for many formulas; on paper only the lines above."""
    lines = workings_title(), say("workbook.workings.intro"), way_back(book.blueprint.start.title)
    columns = list(working_columns(book.tables, book.shown.computed))
    if book.words_apart:
        columns.append(ListColumn(say("workbook.workings.words"), tuple(book.words_apart.values())))
    header = _write_columns(book, page, "Workings", lines, columns, _widths(book, columns))
    for row, name in enumerate(book.words_apart, start=header + 1):
        place = xl_rowcol_to_cell(row, len(columns) - 1, row_abs=True, col_abs=True)
        book.book.define_name(name, f"={addresses.sheet_name(page.get_name())}!{place}")
    print_setup(page, header, [[_LIST_WIDTH]], 0, lines[1:])
    page.print_area(0, 0, header - 1, math.ceil(max(map(len, lines)) / _LIST_WIDTH))


def _write_columns(
    book: Book,
    page: Page,
    name: str,
    lines: tuple[str, str, str],
    columns: Sequence[ListColumn],
    widths: Sequence[float],
) -> int:
    """A title, two lines and a table of columns, under a name in Excel; returns the row of headings, from 0."""
    header = book.blueprint.LISTS_HEADER_ROW - 1
    page.write_string(0, 0, lines[0], book.formats.title)
    page.write_string(1, 0, lines[1], book.formats.plain)
    book.way_back(page, 2, lines[2])
    length = max(map(len, columns))
    page.add_table(
        header, 0, header + length, len(columns) - 1,
        {"name": name, "autofilter": False, "style": None,
         "columns": [{"header": column.heading, "header_format": book.formats.header} for column in columns]},
    )  # fmt: skip
    for number, column in enumerate(columns):
        _list_column(book, page, header + 1, number, column)
    page.freeze_panes(header + 1, 0)
    _size(page, header, columns, widths)
    return header


def _widths(book: Book, columns: Sequence[ListColumn]) -> list[float]:
    lists = book.blueprint.lists.values()
    widths: dict[str, float] = {choices.headings[1]: _VALUE_WIDTH for choices in lists if choices.is_scale}
    widths |= {choices.headings[-1]: _MEANING_WIDTH for choices in lists if choices.explains}
    known = [widths.get(column.heading, _LIST_WIDTH) for column in columns]
    if not book.blueprint.is_translated:
        return known
    return [max(width, least_width(column.heading, ())) for width, column in zip(known, columns, strict=True)]


def _size(page: Page, header: int, columns: Sequence[ListColumn], widths: Sequence[float]) -> None:
    """Widths and heights for what is read and printed."""
    page.set_row(0, TITLE_HEIGHT)
    set_widths(page, widths)
    page.set_row(header, heading_height([column.heading for column in columns], widths))
    cells = [column.cells for column in columns]
    for row in range(max(map(len, cells))):
        texts = [(str(column[row]), width) for column, width in zip(cells, widths, strict=True) if row < len(column)]
        page.set_row(header + 1 + row, height(texts))


def _list_column(book: Book, page: Page, first: int, number: int, column: ListColumn) -> None:
    for row, constant in enumerate(column.constants, start=first):
        if isinstance(constant, float):
            page.write_number(row, number, constant, book.formats.cell("number"))
        else:
            page.write_string(row, number, constant, book.formats.cell("text"))
    if column.formula:
        fixed = book.formats.cell("text", fixed=True)
        start = first + len(column.constants)
        page.write_shared_formula(start, number, book.spelled(column.formula), column.shown, fixed)
