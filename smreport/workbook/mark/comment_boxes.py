"""The boxes that notes show in: their places and sizes, in a sheet's VML drawing.

The drawing is edited as text. Excel itself has written drawings that are not well-formed XML; as text, all
that is there stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from smreport.blueprint.addresses import column_letter
from smreport.errors import InvalidValue
from smreport.package.parts import Package
from smreport.package.trees import Element
from smreport.words import say
from smreport.workbook.spreadsheet_xml import MAIN, OFFICE, REL_ID, child, column_number, insert_in_order, pointing

SHEET_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins",
    "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors",
    "smartTags", "drawing", "legacyDrawing",
)  # fmt: skip
_DRAWING = f"{OFFICE}/vmlDrawing"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_CELL = re.compile("([A-Z]+)([0-9]+)")
_BOX_WIDTH, _LETTER, _LINE, _MARGIN = 300, 6.6, 17, 12  # pixels
_LAST_COLUMN, _LAST_ROW = 16_383, 1_048_575
_TRUE = ("1", "true")
_SHAPE = re.compile(r"<((?:\w+:)?)shape\b[^>]*(?<!/)>.*?</\1shape\s*>", re.DOTALL)
_DRAWN = re.compile(r"<(?:\w+:)?(?:shape|group|rect|roundrect|oval|line|polyline|curve|arc|image)\b")
_NOTE = re.compile(r"""ObjectType=["']Note["']""")
_ROW, _COLUMN = (re.compile(rf"<(?:\w+:)?{name}>\s*(\d+)\s*<") for name in ("Row", "Column"))
_ANCHOR = re.compile(r"(<(?:\w+:)?Anchor>)(\s*-?\d+(?:\s*,\s*-?\d+){7}\s*)(?=<)")
_NUMBER = re.compile(r"_x0000_s(\d+)\b")
_END = re.compile(r"</(?:\w+:)?xml\s*>\s*\Z")
_NAMES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMES.items())
_EMPTY_DRAWING = f'<xml {_DECLARED}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data=""/></o:shapelayout></xml>'
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"{declared}>'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_NEW_SHAPE = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;'
    'width:{width}pt;height:{height}pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"{declared}>'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)


def is_cell(address: str) -> bool:
    return _CELL.fullmatch(address) is not None


def place_of(cell: str) -> tuple[int, int]:
    """The row and column of an address, both counted from 1: "C7" is (7, 3)."""
    match = _CELL.fullmatch(cell)
    assert match
    return int(match[2]), column_number(match[1].encode())


class Boxes:
    """The boxes of one sheet's notes. Changes are made by :meth:`save`."""

    def __init__(self, package: Package, sheet: str) -> None:
        self.package, self.sheet, self.root = package, sheet, package.root(sheet)
        pointer = child(self.root, "legacyDrawing")
        self.part = "" if pointer is None else package.targets(sheet).get(pointer.get(REL_ID), "")
        self.is_new = not package.has(self.part)
        if self.is_new:
            self.part = package.free_name("xl/drawings/vmlDrawing{}.vml")
            self.block = int(re.sub(r"\D", "", self.part.rpartition("/")[2]))
            self.text, self.number = _EMPTY_DRAWING, self.block * 1024
        else:
            self.text = package.raw(self.part).decode("latin-1")  # any byte comes back as it was
            self.number = max(map(int, _NUMBER.findall(self.text)), default=1024)
        start = re.search(r"<(?:\w+:)?xml\b[^>]*>", self.text)
        missing = [f'xmlns:{key}="{uri}"' for key, uri in _NAMES.items() if not start or _lacks(start[0], key, uri)]
        self.declared = "".join(f" {declaration}" for declaration in missing)
        self.added: list[str] = []
        self.fuller: dict[str, str] = {}
        self.grid = _Grid(self.root)

    def add(self, cell: str, text: str) -> None:
        """A box beside the cell, big enough for the text."""
        row, column = place_of(cell)
        height = _height(text, _BOX_WIDTH)
        self.number += 1
        shape = _NEW_SHAPE.format(
            number=self.number, width=_BOX_WIDTH * 0.75, height=height * 0.75, declared=self.declared,
            anchor=self.grid.anchor(row - 1, column - 1, _BOX_WIDTH, height), row=row - 1, column=column - 1,
        )  # fmt: skip
        self.added.append(shape)

    def fit(self, cell: str, text: str) -> None:
        """Make a person's box high enough for what was added to it."""
        self.fuller[cell] = text

    def _fitted(self, shape: str) -> str:
        text = self.fuller.get(_cell_of(shape))
        if text is None:
            return shape
        anchor = _ANCHOR.search(shape)
        if anchor:
            return shape.replace(anchor[0], anchor[1] + self.grid.stretched(anchor[2], text))
        if "Anchor>" in shape:
            return shape
        row, column = (int(pattern.search(shape)[1]) for pattern in (_ROW, _COLUMN))  # type: ignore[index]
        place = self.grid.anchor(row, column, _BOX_WIDTH, _height(text, _BOX_WIDTH))
        return re.sub(r"<((?:\w+:)?)Row>", rf"<\1Anchor>{place}</\1Anchor>\g<0>", shape)

    def remove(self, cells: set[str]) -> None:
        self._change(lambda shape: "" if _cell_of(shape) in cells else shape)

    def _change(self, changed: Callable[[str], str]) -> None:
        self.text = _SHAPE.sub(lambda shape: changed(shape[0]), self.text)

    def save(self) -> None:
        """Put the drawing back; without anything drawn in it, it goes."""
        if self.fuller:
            self._change(self._fitted)
        added = "".join(self.added)
        if added and "_x0000_t202" not in self.text:
            added = _SHAPE_TYPE.format(declared=self.declared) + added
        end = _END.search(self.text)
        if added and not end:
            raise InvalidValue(say("findings.file.no_note", part=self.part))
        if end:
            self.text = self.text[: end.start()] + added + self.text[end.start() :]
        if not _DRAWN.search(self.text):
            self._drop()
        elif self.is_new:
            self._attach()
        elif self.text.encode("latin-1") != self.package.raw(self.part):
            self.package.put(self.part, self.text.encode("latin-1"))

    def _attach(self) -> None:
        blocks = ",".join(map(str, range(self.block, self.number // 1024 + 1)))  # 1,024 numbers of shapes each
        text = self.text.replace('data=""', f'data="{blocks}"', 1)
        self.package.put(self.part, text.encode("latin-1"), _DRAWING_TYPE)
        old_pointer = child(self.root, "legacyDrawing")
        if old_pointer is not None:  # it points at nothing
            self.root.remove(old_pointer)
        pointer = pointing("legacyDrawing", self.package.relate(self.sheet, _DRAWING, self.part))
        insert_in_order(self.root, pointer, SHEET_ORDER)

    def _drop(self) -> None:
        pointer = child(self.root, "legacyDrawing")
        if pointer is not None:
            self.root.remove(pointer)
            self.package.unrelate(self.sheet, self.part)


class _Grid:
    """How wide the columns and how high the rows of a sheet are, in pixels; all counted from 0."""

    def __init__(self, sheet: Element) -> None:
        given = child(sheet, "sheetFormatPr")
        default: Mapping[str, str] = {} if given is None else given.attrib
        self.width = _pixels(default, "defaultColWidth", 7, 64)
        self.height = 0 if default.get("zeroHeight") in _TRUE else _pixels(default, "defaultRowHeight", 4 / 3, 20)
        self.widths: list[tuple[int, int, int]] = []
        self.heights: dict[int, int] = {}
        for column in sheet.iterfind(f"{{{MAIN}}}cols/{{{MAIN}}}col"):
            span = int(column.get("min")) - 1, int(column.get("max")) - 1
            self.widths.append((*span, _pixels(column.attrib, "width", 7, self.width)))
        for row in sheet.iterfind(f"{{{MAIN}}}sheetData/{{{MAIN}}}row"):
            if row.get("r") and (row.get("ht") or row.get("hidden")):
                self.heights[int(row.get("r")) - 1] = _pixels(row.attrib, "ht", 4 / 3, self.height)

    def across(self, column: int) -> int:
        return next((width for first, last, width in self.widths if first <= column <= last), self.width)

    def down(self, row: int) -> int:
        return self.heights.get(row, self.height)

    def anchor(self, row: int, column: int, width: int, height: int) -> str:
        """Where a box of this size stands, beside a cell."""
        left = (min(column + 1, _LAST_COLUMN), 15)
        top = (row - 1, 10) if row else (0, 2)
        right = _reach(self.across, *left, width, _LAST_COLUMN)
        bottom = _reach(self.down, *top, height, _LAST_ROW)
        return ", ".join(map(str, (*left, *top, *right, *bottom)))

    def stretched(self, anchor: str, text: str) -> str:
        """The same place, but down to where the text ends if it is longer."""
        left, left_by, top, top_by, right, right_by, bottom, bottom_by = map(int, anchor.split(","))
        width = sum(map(self.across, range(left, right))) - left_by + right_by
        needed = _reach(self.down, top, top_by, _height(text, width), _LAST_ROW)
        end = max((bottom, bottom_by), needed)
        return ", ".join(map(str, (left, left_by, top, top_by, right, right_by, *end)))


def _pixels(attributes: Mapping[str, str], name: str, factor: float, default: int) -> int:
    if attributes.get("hidden") in _TRUE:
        return 0
    return round(float(attributes[name]) * factor) if name in attributes else default


def _reach(size: Callable[[int], int], start: int, offset: int, length: int, last: int) -> tuple[int, int]:
    """The column or row, and the pixels in it, that lie so many pixels behind a start."""
    left = offset + length
    while start < last and left >= size(start):
        left -= size(start)
        start += 1
    return start, left


def _height(text: str, width: int) -> int:
    letters = max(int((width - _MARGIN) / _LETTER), 8)
    return _MARGIN + _LINE * sum(1 + len(line) // letters for line in text.split("\n"))


def _cell_of(shape: str) -> str:
    """The cell whose note a shape is, "" where it is something else."""
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    if not (_NOTE.search(shape) and row and column):
        return ""
    return f"{column_letter(int(column[1]) + 1)}{int(row[1]) + 1}"


def _lacks(start: str, prefix: str, uri: str) -> bool:
    return not re.search(rf"""xmlns:{prefix}=["']{re.escape(uri)}["']""", start)
