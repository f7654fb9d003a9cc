"""The notes that people wrote on cells, and which cells hold formulas; the only module that knows openpyxl."""

from __future__ import annotations

import io
import warnings
from typing import Any

from smreport.workbook.notes import own_words

Place = tuple[int, int]  # Excel row and column, both counted from 1


class Cells:
    """A workbook file as openpyxl sees it; ``readable`` is false where it does not know that kind of file."""

    def __init__(self, content: bytes) -> None:
        import openpyxl

        self._cells: dict[str, dict[Place, Any]] = {}
        self.readable = True
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about parts that openpyxl would lose on saving; nothing is saved here
                book = openpyxl.load_workbook(io.BytesIO(content))
        except Exception:  # it refuses many files that Excel and calamine read, with errors of every kind
            self.readable = False
        else:
            # not by its public loops, which first make a cell wherever there is none
            self._cells = {page.title: page._cells for page in book.worksheets}

    def notes(self, title: str) -> dict[Place, str]:
        """The notes of a sheet, without the lines that ``smreport check --mark`` put into them."""
        noted = sorted((place, cell.comment) for place, cell in self._cells.get(title, {}).items() if cell.comment)
        notes = {place: own_words(comment.text or "").strip() for place, comment in noted}
        return {place: text for place, text in notes.items() if text}

    def formulas(self, title: str) -> set[Place]:
        """The cells of a sheet that hold formulas."""
        return {place for place, cell in self._cells.get(title, {}).items() if cell.data_type == "f"}
