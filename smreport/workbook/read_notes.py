"""The notes that people wrote on cells; the only module that knows openpyxl."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path

from smreport.blueprint.tables import Tables
from smreport.workbook.notes import own_words


def read_notes(path: Path, tables: Tables) -> dict[str, dict[tuple[str, int], str]]:
    """The notes on answers, by sheet key, then by column key and Excel row (in a form, row 0).

    Notes elsewhere, for example on headings, are left out, and so are all where the file is not .xlsx.
    """
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        return {}
    cells = _noted_cells(path)
    notes = {key: _on_answers(tables, key, cells.get(table.title, {})) for key, table in tables.items()}
    return {key: found for key, found in notes.items() if found}


def _noted_cells(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """By sheet title, then by row and column."""
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about parts that openpyxl would lose on saving; nothing is saved here
        book = openpyxl.load_workbook(path, data_only=True)
    found: dict[str, dict[tuple[int, int], str]] = {}
    for sheet in book.worksheets:
        noted = (cell for row in sheet.iter_rows() for cell in row if cell.comment)
        words = {(cell.row, cell.column): own_words(cell.comment.text) for cell in noted}
        found[sheet.title] = {place: text for place, text in words.items() if text.strip()}
    return found


def _on_answers(tables: Tables, key: str, cells: Mapping[tuple[int, int], str]) -> dict[tuple[str, int], str]:
    table = tables[key]
    at = {number: column for column, number in table.places.items()}
    notes = {}
    for (row, number), text in cells.items():
        if table.sheet.is_form and number == table.answer_column and row in at:
            notes[at[row], 0] = text
        elif not table.sheet.is_form and row in table.rows and number in at:
            notes[at[number], row] = text
    return notes
