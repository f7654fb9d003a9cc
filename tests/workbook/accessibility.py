"""A checker of emitted workbooks against the rules for accessible spreadsheets, by their numbers X01 to X22.

The rules are the Analysis Function's checklist for releasing statistics in spreadsheets, in our own words. An
entry sheet departs from them only as CONTRIBUTING.md says: blank rows at the end of a table, frozen headings,
a light fill, long lines above the table that run over the empty cells beside them, and a title that looks like a
heading without the style of that name.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import openpyxl
from openpyxl.cell import Cell
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

LOWEST_CONTRAST = 4.5
LONGEST_TITLE = 31
BODY_SIZE = 11
BLACK, WHITE = "000000", "FFFFFF"
LEAVE = "The workbook fills this in."
_NOTE_MARK = re.compile(r"(?<![km])[\u00b9\u00b2\u00b3\u2070-\u2079†‡*]+\Z")  # but for m² and km²
_MADE_UP = re.compile(r"(sheet|table|blad|tabelle)\s*\d*", re.IGNORECASE)


@dataclass(frozen=True)
class Fault:
    """What breaks a rule, and where."""

    rule: str
    sheet: str
    what: str


def faults(content: bytes) -> list[Fault]:
    """All that breaks a rule in a workbook."""
    return list(_Checker(content).run())


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (RRGGBB), from 1 to 21, as WCAG 2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class _Checker:
    """One workbook: its package, and its cells with the values that they show."""

    def __init__(self, content: bytes) -> None:
        self.package = zipfile.ZipFile(io.BytesIO(content))
        self.book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)

    def run(self) -> Iterator[Fault]:
        yield from self.file()
        for page in self.book.worksheets:
            yield from (Fault(rule, page.title, what) for rule, what in _Page(page).run())

    # --- the file ---

    def file(self) -> Iterator[Fault]:
        parts = self.package.namelist()
        found = [
            ("X12", [part for part in parts if part.startswith("xl/drawings/drawing")], "a drawing floats over cells"),
            ("X15", [part for part in parts if part.startswith("xl/media/")], "there is an image"),
            ("X16", [part for part in parts if "vba" in part.lower()], "there is a macro"),
        ]
        yield from (Fault(rule, "", what) for rule, there, what in found if there)
        if "macroEnabled" in self.package.read("[Content_Types].xml").decode():
            yield Fault("X16", "", "it is of a kind that may hold macros")
        if self.raised_texts():
            yield Fault("X10", "", "a text is raised or lowered; say [note 1]")
        yield from self.titles()
        yield from self.information()
        yield from self.cursor()

    def raised_texts(self) -> bool:
        contents = (self.package.read(part) for part in self.package.namelist() if part.startswith("xl/"))
        return any(re.search(rb'vertAlign val="su(per|b)script"', content) for content in contents)

    def titles(self) -> Iterator[Fault]:
        titles = [title.strip().lower() for title in self.book.sheetnames]
        for title in self.book.sheetnames:
            if titles.count(title.strip().lower()) > 1:
                yield Fault("X17", title, "two sheets have this title")
            if _MADE_UP.fullmatch(title) or len(title) > LONGEST_TITLE:
                yield Fault("X17", title, "the title says nothing, or is too long")
            if self.book[title].sheet_state != "visible":
                yield Fault("X09", title, "the sheet is hidden")

    def information(self) -> Iterator[Fault]:
        known = self.book.properties
        languages = [known.language, *(each.value for each in self.book.custom_doc_props if each.name == "Language")]
        for name, value in (("title", known.title), ("author", known.creator), ("language", any(languages))):
            if not value or value == "openpyxl":
                yield Fault("X21", "", f"the document information has no {name}")

    def cursor(self) -> Iterator[Fault]:
        if self.book._active_sheet_index:
            yield Fault("X22", self.book.active.title, "the file opens on this sheet, not on the first")
        for number, page in enumerate(self.book.worksheets):
            view = page.sheet_view
            if number and view.tabSelected:
                yield Fault("X22", page.title, "this sheet is selected beside the first")
            active = view.pane.activePane if view.pane else None
            cells = [each.activeCell for each in view.selection if each.pane == active] or ["A1"]
            if cells != ["A1"]:
                yield Fault("X22", page.title, f"the cursor is in {cells[0]}")
            if view.pane and view.pane.topLeftCell != _first_free(view.pane):
                yield Fault("X22", page.title, "the sheet is scrolled")


def _first_free(pane: Any) -> str:
    """The first cell that is not frozen: where the part that moves starts when nothing is scrolled."""
    return f"{openpyxl.utils.get_column_letter(int(pane.xSplit or 0) + 1)}{int(pane.ySplit or 0) + 1}"


class _Page:
    """One sheet: faults as pairs of rule and words."""

    def __init__(self, page: Worksheet) -> None:
        self.page = page

    def run(self) -> Iterator[tuple[str, str]]:
        if not any(cell.value not in (None, "") for cell in self.cells):
            yield "X18", "the sheet is empty"
            return
        yield from self.frame()
        tables = list(self.page.tables.values())
        if len(tables) != 1:
            yield ("X20" if tables else "X01"), f"the sheet has {len(tables)} tables"
        for table in tables:
            yield from self.table(table)
        yield from self.texts()
        yield from self.colours()

    @cached_property
    def cells(self) -> list[Cell]:
        return [cell for row in self.page.iter_rows() for cell in row]

    # --- around the table ---

    def frame(self) -> Iterator[tuple[str, str]]:
        if self.page.merged_cells.ranges:
            yield "X03", f"cells are merged: {self.page.merged_cells}"
        hidden = [
            key
            for dimensions in (self.page.row_dimensions, self.page.column_dimensions)
            for key, dimension in dimensions.items()
            if dimension.hidden
        ]
        if hidden:
            yield "X09", f"rows or columns are hidden: {hidden}"
        kinds = [f"{which}{what}" for which in ("odd", "even", "first") for what in ("Header", "Footer")]
        edges = [getattr(self.page.HeaderFooter, kind) for kind in kinds]
        if any(part.text for edge in edges for part in (edge.left, edge.center, edge.right)):
            yield "X12", "there is a header or footer"
        title = self.page["A1"]
        if not isinstance(title.value, str) or not title.font.b or (title.font.sz or 0) <= BODY_SIZE:
            yield "X11", "A1 holds no title that looks like one"

    # --- the table ---

    def table(self, table: Table) -> Iterator[tuple[str, str]]:
        left, top, right, bottom = range_boundaries(table.ref)
        if _MADE_UP.fullmatch(table.displayName):
            yield "X02", f"the table is called {table.displayName}"
        if left != 1:
            yield "X19", f"the table starts in column {left}"
        filled = [cell for cell in self.cells if cell.value not in (None, "")]
        if any(cell.row > bottom for cell in filled):
            yield "X20", "something stands below the table"
        if {cell.row for cell in filled if cell.row < top} - {cell.row for cell in filled if cell.column == 1}:
            yield "X19", "a line above the table does not start in column A"
        headings = [str(cell.value or "").strip() for cell in self.page[top][left - 1 : right]]
        if not all(headings) or len({heading.lower() for heading in headings}) < len(headings):
            yield "X05", f"headings are missing or not different: {headings}"
        if table.headerRowCount == 0 or headings != [" ".join(column.name.split()) for column in table.tableColumns]:
            yield "X05", "the first row of the table is not its headings"
        rows = sorted({cell.row for cell in filled if top < cell.row <= bottom and left <= cell.column <= right})
        if rows and rows[-1] != top + len(rows):
            yield "X04", "a row in the table is blank and others below it are not"

    # --- what cells look like ---

    def texts(self) -> Iterator[tuple[str, str]]:
        said = {cell.coordinate: cell.value for cell in self.cells if isinstance(cell.value, str)}
        marked = [cell for cell, text in said.items() if _NOTE_MARK.search(text)]
        if marked:
            yield "X10", f"a note is marked by a sign in {marked[0]}; say [note 1]"
        in_tables = [cell for table in self.page.tables.values() for row in self.page[table.ref] for cell in row]
        unwrapped = [cell for cell in in_tables if not cell.alignment.wrap_text]
        running_over = [each.coordinate for each in unwrapped if self.is_typed_into(each) or self.is_long(each)]
        if running_over:
            yield "X06", f"the text in {running_over[0]} does not wrap"

    def is_typed_into(self, cell: Cell) -> bool:
        """Whether people put text into the cell: it has a prompt or a list, but is not for numbers or left alone."""
        return any(cell.coordinate in area for area in self.text_areas)

    @cached_property
    def text_areas(self) -> list[Any]:
        validations = self.page.data_validations.dataValidation
        texts = [each for each in validations if each.type not in ("decimal", "whole")]
        return [each.sqref for each in texts if not (each.prompt or "").startswith(LEAVE)]

    def is_long(self, cell: Cell) -> bool:
        """Whether the cell shows a text that is wider than its column."""
        return isinstance(cell.value, str) and len(cell.value) > self.widths.get(cell.column, 8.43)

    @cached_property
    def widths(self) -> dict[int, float]:
        return {
            number: dimension.width
            for dimension in self.page.column_dimensions.values()
            for number in range(dimension.min or 0, (dimension.max or 0) + 1)
        }

    def colours(self) -> Iterator[tuple[str, str]]:
        seen = {(_text_colour(cell.font), _fill_colour(cell.fill)) for cell in self.cells}
        yield from (("X14", f"{text} on {fill}") for text, fill in seen if contrast(text, fill) < LOWEST_CONTRAST)
        for formatting in self.page.conditional_formatting:
            for rule in formatting.rules:
                yield from self.conditional(formatting, rule)

    def conditional(self, formatting: Any, rule: Any) -> Iterator[tuple[str, str]]:
        """A colour that depends on something: only on words that the cell itself shows."""
        (area,) = formatting.sqref.ranges
        corner = f"${openpyxl.utils.get_column_letter(area.min_col)}{area.min_row}"
        formula = "".join(rule.formula)
        says = re.fullmatch(rf'{re.escape(corner)}="[^"]+"|ISNUMBER\(FIND\("[^"]+",{re.escape(corner)}\)\)', formula)
        if rule.type != "expression" or not says or area.min_col != area.max_col:
            yield "X14", f"the colour of {area.coord} says something that the cell does not: {formula}"
        beneath = _fill_colour(self.page.cell(area.min_row, area.min_col).fill)
        text, fill = _colours(rule.dxf, beneath)
        if contrast(text, fill) < LOWEST_CONTRAST:
            yield "X14", f"{text} on {fill} where {formula}"


def _text_colour(font: Any) -> str:
    return _rgb(font.color) or BLACK if font else BLACK


def _fill_colour(fill: Any) -> str:
    return _rgb(fill.fgColor) or WHITE if fill and fill.fill_type == "solid" else WHITE


def _colours(style: DifferentialStyle | None, beneath: str) -> tuple[str, str]:
    """Text and fill of a conditional format, whose fill has its colour the other way round."""
    fill = _rgb(style.fill.bgColor) if style and style.fill else ""
    return _text_colour(style.font if style else None), fill or beneath


def _rgb(colour: Any) -> str:
    """The colour as RRGGBB, "" where it is the theme's or automatic."""
    return str(colour.rgb)[-6:] if colour is not None and colour.type == "rgb" else ""
