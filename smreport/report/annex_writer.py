"""Turn an annex into the bytes of an Excel workbook that keeps the rules for published spreadsheets."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from smreport.report.annex import Annex, sheet_name
from smreport.report.document import Table

_DAY_ZERO = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_NARROWEST, _WIDEST = 12, 60
_NO_ANSWER = "[not given]"
_SOURCE = "Source"


def write_annex(annex: Annex) -> bytes:
    """The workbook: a cover that lists the sheets, then one table a sheet; the same input gives the same bytes.

    Texts are written as texts, so that one that begins with "=" is never a formula.
    """
    saved = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(saved, options) as book:
        book.set_properties({"title": f"{annex.title}: annex", "author": annex.author, "created": _DAY_ZERO})
        book.set_custom_property("Language", annex.language)
        looks = _Looks(book)
        _write_cover(book.add_worksheet("Cover"), annex, looks)
        for number, table in enumerate(annex.tables, start=1):
            _write_table(book.add_worksheet(sheet_name(number)), number, table, looks)
    return saved.getvalue()


class _Looks:
    """The three formats of an annex."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        text = {"font_name": "Arial", "font_size": 12, "valign": "top"}
        self.title: Format = book.add_format({**text, "font_size": 16, "bold": True})
        self.heading: Format = book.add_format({**text, "bold": True, "text_wrap": True, "bottom": 1})
        self.text: Format = book.add_format({**text, "text_wrap": True})


def _write_cover(page: Worksheet, annex: Annex, looks: _Looks) -> None:
    page.set_column(0, 0, 90, looks.text)
    page.write_string(0, 0, f"{annex.title}: annex", looks.title)
    page.write_string(1, 0, "The listings that the document has no room for, one on each sheet.", looks.text)
    for number, table in enumerate(annex.tables, start=1):
        page.write_url(
            1 + number, 0, f"internal:'{sheet_name(number)}'!A1", looks.text, f"{sheet_name(number)}: {table.caption}"
        )


def _write_table(page: Worksheet, number: int, table: Table, looks: _Looks) -> None:
    headings = [column.heading for column in table.columns]
    rows = [list(row) for row in table.rows]
    if table.sources:
        headings.append(_SOURCE)
        rows = [[*row, source] for row, source in zip(rows, table.sources, strict=True)]
    page.write_string(0, 0, f"{sheet_name(number)}: {table.caption}", looks.title)
    page.write_string(1, 0, table.description or f"{len(rows):,} rows.", looks.text)
    for at, heading in enumerate(headings):
        longest = max((len(row[at]) for row in rows), default=0)
        page.set_column(at, at, min(max(longest, len(heading), _NARROWEST), _WIDEST), looks.text)
    for down, row in enumerate(rows, start=3):
        for at, text in enumerate(row):
            page.write_string(down, at, text[:_CELL_LIMIT] or _NO_ANSWER, looks.text)
    page.add_table(
        2, 0, 2 + len(rows), len(headings) - 1,
        {"name": f"annex_{number}", "autofilter": False, "style": None,
         "columns": [{"header": heading, "header_format": looks.heading} for heading in _different(headings)]},
    )  # fmt: skip


_CELL_LIMIT = 32767


def _different(headings: list[str]) -> list[str]:
    """Headings of which no two are alike without case, as Excel asks of a table."""
    seen: dict[str, int] = {}
    names = []
    for heading in headings:
        seen[heading.lower()] = seen.get(heading.lower(), 0) + 1
        times = seen[heading.lower()]
        names.append(heading if times == 1 else f"{heading} ({times})")
    return names
