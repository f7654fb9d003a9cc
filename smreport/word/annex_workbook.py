"""Turn an annex into the bytes of an Excel workbook that keeps the rules for published spreadsheets."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from smreport.blocks.annex import Annex, sheet_name
from smreport.blocks.document import Table
from smreport.package.terms import OWN
from smreport.package.zipped import Zipped, zipped_in_turn
from smreport.words import joining, say

Rows = Sequence[Sequence[str]]

_DAY_ZERO = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_NARROWEST, _WIDEST = 12, 60
_FIRST_ROW = 4  # of a listing, as Excel counts: below the title, the description and the headings
_CELL_LIMIT = 32767  # units of two bytes
_PATTERN = re.compile(f'<row r="{_FIRST_ROW}".*?</row>')
_EXTENT = re.compile(r'(<dimension ref="A1:[A-Z]+)\d+')
_TABLE_EXTENT = re.compile(r'(<table [^>]* ref="A\d+:[A-Z]+)\d+')
_CELL = re.compile(r'<c r="([A-Z]+)\d+" s="(\d+)"')
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def write_annex(annex: Annex) -> bytes:
    """The workbook: a cover that lists the sheets, then one table a sheet; the same input gives the same bytes.

    Texts are written as texts, so that one that begins with "=" is never a formula.
    """
    listings = [_listing(table) for table in annex.tables]
    saved = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(saved, options) as book:
        title = say("word.annex.title", title=annex.title)
        book.set_properties({"title": title, "author": annex.author, "created": _DAY_ZERO})
        book.set_custom_property("Language", annex.language)
        looks = _Looks(book)
        _write_cover(book.add_worksheet(say("word.annex.cover")), annex, looks)
        for number, (table, rows) in enumerate(zip(annex.tables, listings, strict=True), start=1):
            _write_table(book.add_worksheet(sheet_name(number)), number, table, rows, looks)
    return _filled(saved, listings)


class _Looks:
    """The three formats of an annex."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        text = {"font_name": "Arial", "font_size": 12, "valign": "top"}
        self.title: Format = book.add_format({**text, "font_size": 16, "bold": True})
        self.heading: Format = book.add_format({**text, "bold": True, "text_wrap": True, "bottom": 1})
        self.text: Format = book.add_format({**text, "text_wrap": True})


def _listing(table: Table) -> Rows:
    """The rows of a table, each with its source where the table tells it."""
    if not table.sources:
        return table.rows
    return [(*row, source) for row, source in zip(table.rows, table.sources, strict=True)]


def _write_cover(page: Worksheet, annex: Annex, looks: _Looks) -> None:
    page.set_column(0, 0, 90, looks.text)
    page.write_string(0, 0, say("word.annex.title", title=annex.title), looks.title)
    page.write_string(1, 0, say("word.annex.intro"), looks.text)
    for number, table in enumerate(annex.tables, start=1):
        page.write_url(1 + number, 0, f"internal:'{_quoted(number)}'!A1", looks.text, _title(number, table))


def _title(number: int, table: Table) -> str:
    return say("word.caption", label=sheet_name(number), caption=table.caption)


def _quoted(number: int) -> str:
    """The name of a sheet as it stands within apostrophes."""
    return sheet_name(number).replace("'", "''")


def _write_table(page: Worksheet, number: int, table: Table, rows: Rows, looks: _Looks) -> None:
    """The sheet with all but its rows: one blank row is there as a pattern, in a table of that row."""
    headings = [column.heading for column in table.columns] + ([say("word.annex.source")] if table.sources else [])
    page.write_string(0, 0, _title(number, table), looks.title)
    page.write_string(1, 0, table.description or say("word.annex.rows", count=len(rows)), looks.text)
    for at, heading in enumerate(headings):
        longest = max((len(row[at]) for row in rows), default=0)
        page.set_column(at, at, min(max(longest, len(heading), _NARROWEST), _WIDEST), looks.text)
        page.write_blank(_FIRST_ROW - 1, at, None, looks.text)
    page.add_table(
        _FIRST_ROW - 2, 0, _FIRST_ROW - 1, len(headings) - 1,
        {"name": f"annex_{number}", "autofilter": False, "style": None,
         "columns": [{"header": heading, "header_format": looks.heading} for heading in _different(headings)]},
    )  # fmt: skip


def _different(headings: list[str]) -> list[str]:
    """Headings of which no two are alike without case, as Excel asks of a table."""
    names: list[str] = []
    for heading in headings:
        taken, name, times = {given.lower() for given in names}, heading, 1
        while name.lower() in taken:
            times += 1
            name = joining.bracketed(heading, str(times))
        names.append(name)
    return names


def _filled(book: io.BytesIO, listings: Sequence[Rows]) -> bytes:
    """The workbook with the rows of its listings, which the library would take many times as long to write."""
    sheets = {f"xl/worksheets/sheet{number}.xml": rows for number, rows in enumerate(listings, start=2)}
    tables = {f"xl/tables/table{number}.xml": len(rows) for number, rows in enumerate(listings, start=1)}

    def filled(name: str, part: bytes) -> bytes:
        if name in sheets:
            return _with_rows(part, sheets[name])
        return _down_to(_TABLE_EXTENT, part.decode(), tables[name]).encode() if name in tables else part

    return zipped_in_turn((name, filled(name, part)) for name, part in Zipped(book.getvalue(), OWN).items())


def _down_to(extent: re.Pattern[str], xml: str, count: int) -> str:
    """XML whose extent ends with the last of so many rows."""
    return extent.sub(rf"\g<1>{_FIRST_ROW - 1 + count}", xml)


def _with_rows(part: bytes, rows: Rows) -> bytes:
    """A sheet's XML with the rows in place of its pattern row, whose columns and looks they take."""
    sheet = part.decode()
    pattern = _PATTERN.search(sheet)
    assert pattern
    blank = say("word.annex.no_answer")
    cells = [
        (f'<c r="{column}', f'" s="{look}" t="inlineStr"><is><t xml:space="preserve">')
        for column, look in _CELL.findall(pattern[0])
    ]
    written = io.BytesIO()
    written.write(_down_to(_EXTENT, sheet[: pattern.start()], len(rows)).encode())
    for number, row in enumerate(rows, start=_FIRST_ROW):
        written.write(_storable(_row(number, [text or blank for text in row], cells)).encode())
    written.write(sheet[pattern.end() :].encode())
    return written.getvalue()


def _storable(xml: str) -> str:
    """XML with what it cannot hold as Excel writes it, and with what looks like that kept apart from it."""
    plain = _LOOKS_ESCAPED.sub("_x005F_", xml) if "_x" in xml else xml
    return plain if plain.isprintable() else _NOT_IN_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", plain)


def _row(number: int, texts: Sequence[str], cells: Sequence[tuple[str, str]]) -> str:
    pairs = zip(cells, texts, strict=True)
    filled = [f"{place}{number}{look}{_text(text)}</t></is></c>" for (place, look), text in pairs]
    return f'<row r="{number}">{"".join(filled)}</row>'


def _text(text: str) -> str:
    """A text as XML, cut to what a cell of Excel holds, which counts in units of two bytes."""
    if len(text) > _CELL_LIMIT // 2:
        text = text.encode("utf-16-le")[: 2 * _CELL_LIMIT].decode("utf-16-le", errors="ignore")
    return escape(text, quote=False)
