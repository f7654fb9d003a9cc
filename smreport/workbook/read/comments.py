"""The notes that people wrote on cells, and which cells hold formulas."""

from __future__ import annotations

from collections.abc import Iterator

from smreport.errors import InvalidValue
from smreport.package.parts import Package
from smreport.package.trees import one_by_one
from smreport.words import say
from smreport.workbook.mark.comment_boxes import is_cell, place_of
from smreport.workbook.mark.comment_parts import notes_of, own_words
from smreport.workbook.packages import package_of
from smreport.workbook.spreadsheet_xml import MAIN, OFFICE, REL_ID, child

Place = tuple[int, int]  # Excel row and column, both counted from 1


class Cells:
    """What there is in a workbook file beside values; ``readable`` is false where it is not an .xlsx or .xlsm file.

    Without any content there are no cells to know of.
    """

    def __init__(self, content: bytes) -> None:
        self._parts: dict[str, bytes] = {}
        self._notes: dict[str, dict[Place, str]] = {}
        self.readable = True
        if content:
            try:
                package = package_of(content)
                for title, part in _sheets(package):
                    self._parts[title] = package.raw(part)
                    self._notes[title] = dict(_own_notes(package, part))
            except InvalidValue:
                self.readable = False

    def notes(self, title: str) -> dict[Place, str]:
        """The notes of a sheet, without the lines that ``smreport check --mark`` put into them."""
        return self._notes.get(title, {})

    def formulas(self, title: str) -> set[Place]:
        """The cells of a sheet that hold formulas."""
        return set(_formulas(self._parts[title])) if title in self._parts else set()


def _sheets(package: Package) -> Iterator[tuple[str, str]]:
    """The title of each sheet that holds cells, and the part it is in."""
    book = package.target("", f"{OFFICE}/officeDocument")
    parts = package.targets(book, f"{OFFICE}/worksheet")
    entries = child(package.root(book), "sheets") if book.endswith(".xml") else None
    if entries is None:
        raise InvalidValue(say("findings.file.no_types"))
    for entry in entries:
        part = parts.get(entry.get(REL_ID), "")
        if package.has(part):
            yield str(entry.get("name")), part


def _own_notes(package: Package, sheet: str) -> Iterator[tuple[Place, str]]:
    texts = {cell: text for cell, text in notes_of(package, sheet).items() if is_cell(cell)}
    notes = {place_of(cell): own_words(text).strip() for cell, text in texts.items()}
    return ((place, notes[place]) for place in sorted(notes) if notes[place])


def _formulas(sheet: bytes) -> Iterator[Place]:
    """Where formulas stand, as far as it can be read: calamine may have read what this cannot."""
    for row in one_by_one(sheet, f"{{{MAIN}}}row"):
        for formula in row.iter(f"{{{MAIN}}}f"):
            cell = formula.getparent().get("r", "")
            if is_cell(cell):
                yield place_of(cell)
