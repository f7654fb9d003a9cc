"""A workbook of tables that are there to be read, in the looks of all others."""

from __future__ import annotations

import io

from smreport.blueprint.tables import Tables
from smreport.workbook.emit.added_sheets import added_sheet
from smreport.workbook.emit.book import Book, Shown


def emit_listing(tables: Tables, title: str) -> bytes:
    """The sheets of ``tables`` that have a layout, and nothing else: each a table with a title, filters and headings.

    title  what the workbook is called in its properties

    The same input gives the same bytes. Raises InvalidValue where Excel cannot hold a value.
    """
    buffer = io.BytesIO()
    book = Book(tables, Shown(), buffer)
    book.set_properties(title)
    for name, layout in tables.extras.layouts.items():
        added_sheet(book, name, tables.extras.sheets[name], layout)
    book.close()
    return buffer.getvalue()
