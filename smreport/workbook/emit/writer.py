"""Blueprint and answers to an Excel file."""

from __future__ import annotations

import io
import warnings

from smreport.blueprint.tables import Tables
from smreport.blueprint.workings import workings_title
from smreport.errors import InvalidValue, said_by
from smreport.words import say
from smreport.workbook.emit.added_sheets import added_sheet, own_sheet
from smreport.workbook.emit.answer_sheet import AnswerSheet
from smreport.workbook.emit.book import Book, Shown
from smreport.workbook.emit.lists_page import write_lists, write_workings
from smreport.workbook.emit.start_page import write_start

__all__ = ["Shown", "emit"]


def emit(tables: Tables, shown: Shown) -> bytes:
    """The workbook as bytes, ready to be saved.

    tables  answers laid out by the template itself (see ``answers.placed``), with a blueprint that has
            room for them
    shown   what the formulas show, so that readers that do not calculate see the truth

    The same input gives the same bytes. Raises InvalidValue where Excel cannot hold a value.
    """
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            _write(Book(tables, shown, buffer))
        except UserWarning as refused:
            raise InvalidValue(say("workbook.refused", problem=said_by(refused))) from refused
    return buffer.getvalue()


def _write(book: Book) -> None:
    blueprint = book.blueprint
    titles = {"start": blueprint.start.title, "lists": blueprint.lists_words.title}
    titles |= {sheet.key: sheet.title for sheet in blueprint}
    pages = {key: book.add_page(titles[key]) for key in blueprint.order}
    for key, page in pages.items():
        if key == "start":
            write_start(book, page)
        elif key == "lists":
            write_lists(book, page)
        else:
            AnswerSheet(book, blueprint.sheets[key], page).write()
    if blueprint.workings or book.words_apart:
        write_workings(book, book.add_page(workings_title()))
    for title, rows in book.tables.extras.sheets.items():
        layout = book.tables.extras.layouts.get(title)
        if layout:
            added_sheet(book, title, rows, layout)
        else:
            own_sheet(book, title, rows)
    pages[blueprint.order[0]].activate()
    book.close()
