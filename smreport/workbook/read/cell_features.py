"""What calamine does not tell of a sheet: error values, formulas without results, hidden, merged and struck-out cells.

They are looked for in the bytes of the sheet's own XML, cell by cell only where there is one of them at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice, product
from typing import Any

from smreport.blueprint.addresses import column_letter
from smreport.frozen import Frozen, field
from smreport.package.parts import Parts, Relationship
from smreport.package.trees import parsed
from smreport.workbook.colours import OWN_FILLS
from smreport.workbook.packages import ODS_CONTENT
from smreport.workbook.read.beside_cells import Beside, boxes_over, comment_on, find_beside
from smreport.workbook.read.for_calamine import (
    CELL,
    ERROR_CELL,
    FORMULA,
    Trouble,
    far_cells,
)
from smreport.workbook.read.number_formats import GENERAL, Shown, built_in
from smreport.workbook.read.sheet_parts import TERMS, UNTOLD, book_of, relation_in, sheets_of
from smreport.workbook.read.shown import Look, Looks, Place
from smreport.workbook.spreadsheet_xml import column_number


class Oddities(Frozen):
    """What is odd in one sheet, by its place in it.

    errors    what a cell with an error value shows, such as "#REF!"
    unsaved   cells with a formula whose result was never saved
    struck    cells with text that is struck out, wholly or in part
    looks     how the cells are shown
    unlinked  cells under a tick box that is tied to no cell
    hidden    rows that are hidden, by hand or by a filter
    merged    the first and the last cell of each merged range
    far       filled cells that stand so far away from all others that they are not read, and what is in them
    beside    comments and text boxes
    coloured  cells with a fill that people chose
    typed     tells of some columns, by their numbers, which of their cells hold something that is no formula's result
    """

    errors: Mapping[Place, str] = field(default_factory=dict)
    unsaved: frozenset[Place] = frozenset()
    struck: frozenset[Place] = frozenset()
    looks: Looks = field(default_factory=Looks)
    unlinked: frozenset[Place] = frozenset()
    hidden: frozenset[int] = frozenset()
    merged: tuple[tuple[Place, Place], ...] = ()
    far: Mapping[Place, str] = field(default_factory=dict)
    beside: Beside = field(default_factory=Beside)
    coloured: frozenset[Place] = frozenset()
    typed: Callable[[Collection[int]], frozenset[Place]] = lambda columns: frozenset()


def find_oddities(
    parts: Mapping[str, bytes], titles: Collection[str], trouble: Trouble | None = None
) -> Mapping[str, Oddities] | None:
    """What is odd in these sheets of a workbook, by their titles, from the parts of its file by name.

    trouble  which of the parts of these sheets trouble calamine, where that is known

    None where that cannot be told, as the parts are not as the standards have them.
    """
    known = Parts(parts, TERMS)
    try:
        if known.has(ODS_CONTENT):
            return _in_ods(known.root(ODS_CONTENT), titles)
        book = book_of(known)
        return _in_xlsx(known, book, titles, trouble) if book.endswith(".xml") else None
    except UNTOLD:
        return None  # calamine has read what this cannot, so nothing is refused here


def _first_of(parts: Parts, related: Iterable[Relationship], kind: str) -> str:
    """The first part of a kind that is there, of those that another relates to; "" where there is none."""
    targets = (relationship.target for relationship in related if relationship.is_of(kind))
    return next(filter(parts.has, targets), "")


# --- .xlsx and .xlsm ---

_NO_RESULT = rb"\s*+(?:<(?:\w+:)?v\s*+/>|<(?:\w+:)?v>\s*+</(?:\w+:)?v>)?\s*+</(?:\w+:)?c>"
_UNSAVED = re.compile(rb"([^<>]*)>\s*+" + FORMULA + _NO_RESULT)
_ALONE = rb"\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)" + _NO_RESULT
_FORMULAS_ALONE = re.compile(rb"<f(?<!t=\"str\"><f)" + _ALONE), re.compile(rb":f" + _ALONE)  # one for both is slow
_TEXT_RESULT = re.compile(rb"\bt=[\"']str[\"']")
_STYLED = re.compile(CELL + rb"([^<>]*\bs=[\"'](\d+)[\"'][^<>]*)>")
_SHARED = re.compile(CELL + rb"([^<>]*\bt=[\"']s[\"'][^<>]*)>\s*+<(?:\w+:)?v>\s*+(\d+)")
_STRUCK_INLINE = re.compile(
    CELL + rb"([^<>]*)>\s*+<(?:\w+:)?is>(?:(?!</(?:\w+:)?is>|<(?:\w+:)?c\s).)*?<(?:\w+:)?strike\b", re.DOTALL
)
_HIDDEN = re.compile(rb"<(?:\w+:)?row\s([^<>]*\bhidden=[\"'](?:1|true)[\"'][^<>]*)>")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s+ref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']")
_ROW = re.compile(rb"\br=[\"'](\d{1,7})[\"']")
_AT = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)\b([^<>]*)>")
_STYLE_OF_CELL = re.compile(rb"\bs=[\"'](\d{1,7})[\"']")
_PLACED_AND_FILLED = rb'<c r="([A-Z]{1,3})(\d{1,7})"(?=[^<>]*+(?<!/)>)'
"""How a filled cell begins that says first where it stands: far quicker to find."""
_PREFIX = re.compile(rb"(</?)\w+:")
_MOST_FAR = 1_000  # in a sheet
_MANY = 50
_MOST_FORMATS = 1_000  # in a workbook
_MOST_MERGED = 10_000  # in a sheet
_LONGEST_TAG = 1_000  # bytes of a cell's tag


def _in_xlsx(parts: Parts, book: str, titles: Collection[str], trouble: Trouble | None) -> dict[str, Oddities]:
    related, root = parts.relationships(book), parts.root(book)
    styles, texts = (_first_of(parts, related, kind) for kind in ("styles", "sharedStrings"))
    known = _Styles.of(parts, root, styles, texts)
    sheets = {title: part for title, part in sheets_of(related, root).items() if title in titles and parts.has(part)}
    trouble = trouble or Trouble.within({parts.spelt(part): parts.raw(part) for part in sheets.values()})
    return {title: _in_sheet(parts, part, known, texts, trouble) for title, part in sheets.items()}


def _in_sheet(parts: Parts, part: str, styles: _Styles, texts: str, trouble: Trouble) -> Oddities:
    whole, name = parts.raw(part), parts.spelt(part)
    xml, is_placed = trouble.near(name, whole), name in trouble.placed
    tail = xml[max(xml.rfind(b"sheetData"), 0) :]
    errors = ERROR_CELL.findall(xml) if name in trouble.errors else []
    hidden = _HIDDEN.findall(xml) if _said(xml, b"hidden", b"1|true") else []
    inline = _STRUCK_INLINE.findall(xml) if b"strike" in xml else []
    merged = islice(_MERGED.finditer(tail), _MOST_MERGED) if b"mergeCell" in tail else ()
    return Oddities(
        errors={place: shown.decode("utf-8", "replace") for cell, shown in errors for place in _places([cell])},
        unsaved=frozenset(_places(_unsaved(xml))),
        struck=frozenset(_places([*_styled(xml, styles.struck), *_holding(xml, styles.struck_texts), *inline])),
        looks=Looks(styles.codes, partial(_looks, xml, styles.codes, is_placed), styles.since_1904),
        unlinked=frozenset(_unlinked(parts, part, xml)) if b"control " in tail else frozenset(),
        hidden=frozenset(int(row[1]) for tag in hidden if (row := _ROW.search(tag))),
        merged=tuple(
            ((int(ends[2]), column_number(ends[1])), (int(ends[4]), column_number(ends[3]))) for ends in merged
        ),
        far=_far(parts, whole, texts) if xml is not whole else {},
        beside=find_beside(parts, part),
        coloured=frozenset(_places(_styled(xml, styles.coloured))),
        typed=partial(_typed, xml, is_placed),
    )


def _typed(xml: bytes, is_placed: bool, columns: Collection[int]) -> frozenset[Place]:
    """The cells of some columns that hold something without a formula; none in a sheet that has no formulas at all."""
    if not columns or not re.search(rb"<(?:\w+:)?f\b", xml):
        return frozenset()
    letters = "|".join(map(column_letter, columns)).encode()
    begins = rb'<c r="(?:%s)\d' if is_placed else CELL + rb"[^<>]*\br=[\"'](?:%s)\d"
    typed = re.compile(begins % letters + rb"{1,7}[\"'][^<>]*>\s*+<(?:\w+:)?(?:v|is)\b")
    return frozenset(_places(typed.findall(xml)))


def _far(parts: Parts, xml: bytes, texts: str) -> dict[Place, str]:
    """The far cells of a sheet that hold more than spaces, and what is in them."""
    cells = dict(islice(far_cells(xml), _MOST_FAR))
    shared = list(parts.root(texts).iterfind("{*}si")) if cells and texts else []
    words = {place: _words(_cell(xml), shared) for place, xml in cells.items()}
    return {place: text for place, text in words.items() if text.strip()}


def _cell(xml: bytes) -> Any:
    """A cell alone, without the prefixes that are explained elsewhere."""
    return parsed(_PREFIX.sub(rb"\1", xml), forgiving=True)


def _words(cell: Any, shared: Sequence[Any]) -> str:
    """What is in a cell, its formula apart."""
    value = cell.findtext("v") or ""
    if cell.get("t") == "s":
        return "".join(shared[int(value)].itertext()) if int(value) < len(shared) else ""
    return value or "".join("".join(inline.itertext()) for inline in cell.iterfind("is"))


def _said(xml: bytes, attribute: bytes, values: bytes) -> bool:
    """Whether an attribute has one of these values anywhere: far quicker than to look at every cell."""
    return re.search(rb"%s=[\"'](?:%s)[\"']" % (attribute, values), xml) is not None


def _unsaved(xml: bytes) -> Iterator[bytes]:
    """The tags of cells with a formula and no result. They are known by their formulas, of which there are few."""
    begin = b"<c " if b"<c " in xml else b":c "
    for formula in chain.from_iterable(pattern.finditer(xml) for pattern in _FORMULAS_ALONE):
        start = xml.rfind(begin, max(0, formula.start() - _LONGEST_TAG), formula.start())
        cell = _UNSAVED.match(xml, start + len(begin)) if start >= 0 else None
        if cell and cell.end() == formula.end() and not _TEXT_RESULT.search(cell[1]):
            yield cell[1]


def _styled(xml: bytes, styles: frozenset[int]) -> list[bytes]:
    """The tags of cells that have one of these styles."""
    if not styles or (len(styles) <= _MANY and not _said(xml, b"s", b"|".join(b"%d" % number for number in styles))):
        return []
    return [tag for tag, number in _STYLED.findall(xml) if int(number) in styles]


def _looks(xml: bytes, codes: Sequence[str], is_placed: bool, styles: frozenset[int]) -> dict[Place, Look]:
    """The number formats of filled cells that have one of these styles; those that say no place stand in turn."""
    numbers = b"|".join(b"%d" % number for number in styles)
    if not styles or not (0 in styles or _said(xml, b"s", numbers)):
        return {}
    if is_placed and 0 not in styles:
        cells = re.finditer(_PLACED_AND_FILLED + rb"[^<>]*?\bs=[\"'](%s)[\"']" % numbers, xml)
        return {(int(cell[2]), column_number(cell[1])): codes[int(cell[3])] for cell in cells}
    return {place: codes[style] for place, style in _styles_in_turn(xml) if style in styles}


def _styles_in_turn(xml: bytes) -> Iterator[tuple[Place, int]]:
    """The style of each cell; one that says no place stands behind the one before it."""
    row = column = 0
    for tag in _ROW_OR_CELL.finditer(xml):
        if tag[1] == b"row":
            said = _ROW.search(tag[2])
            row, column = int(said[1]) if said else row + 1, 0
            continue
        at = _AT.search(tag[2])
        row, column = (int(at[2]), column_number(at[1])) if at else (row, column + 1)
        yield (row, column), int(said[1]) if (said := _STYLE_OF_CELL.search(tag[2])) else 0


def _holding(xml: bytes, texts: frozenset[int]) -> list[bytes]:
    """The tags of cells that hold one of these shared texts."""
    return [tag for tag, number in _SHARED.findall(xml) if int(number) in texts] if texts else []


def _places(tags: Iterable[bytes]) -> Iterator[Place]:
    """Where cells stand, by their tags."""
    for tag in tags:
        if address := _AT.search(tag):
            yield int(address[2]), column_number(address[1])


class _Styles(Frozen):
    """What there is to know of a workbook's cell styles.

    struck        the numbers of those that strike out
    struck_texts  the numbers of shared texts that are struck out, wholly or in part
    codes         the number format of each
    coloured      the numbers of those with a fill that is none of smreport's
    since_1904    whether the workbook counts days from 1904 on
    """

    struck: frozenset[int] = frozenset()
    struck_texts: frozenset[int] = frozenset()
    codes: tuple[str, ...] = ()
    since_1904: bool = False
    coloured: frozenset[int] = frozenset()

    @classmethod
    def of(cls, parts: Parts, book: Any, styles: str, texts: str) -> _Styles:
        """What there is to know by the root of the workbook's own part and the names of two others, "" for none."""
        said = parts.raw(texts) if texts else b""
        struck_texts = _numbers(map(_is_struck, parts.tree(texts, said).iterfind("{*}si"))) if b"strike" in said else ()
        settings = book.iter("{*}workbookPr")
        since_1904 = any(setting.get("date1904", "0") not in ("0", "false") for setting in settings)
        if not styles:
            return cls(struck_texts=frozenset(struck_texts), codes=(GENERAL,), since_1904=since_1904)
        root = parts.root(styles)
        struck_fonts = set(_numbers(map(_is_struck, root.iterfind("{*}fonts/{*}font"))))
        fills = set(_numbers(map(_is_coloured, root.iterfind("{*}fills/{*}fill"))))
        codes = built_in() | {code.get("numFmtId"): str(code.get("formatCode")) for code in root.iter("{*}numFmt")}
        cells = list(root.iterfind("{*}cellXfs/{*}xf"))
        formats = tuple(codes.get(cell.get("numFmtId", "0"), "") or GENERAL for cell in cells)
        if len(set(formats)) > _MOST_FORMATS:
            raise ValueError("numFmts")
        return cls(
            frozenset(_numbers(int(cell.get("fontId", 0)) in struck_fonts for cell in cells)),
            frozenset(struck_texts),
            formats,
            since_1904,
            frozenset(_numbers(int(cell.get("fillId", 0)) in fills for cell in cells)),
        )


def _numbers(truths: Iterable[bool]) -> Iterator[int]:
    """The positions of what is true, counted from 0."""
    return (number for number, truth in enumerate(truths) if truth)


def _is_struck(text: Any) -> bool:
    """Whether a font strikes text out, or a text has a part that is struck out."""
    return any(strike.get("val", "1") not in ("0", "false") for strike in text.iter("{*}strike"))


def _is_coloured(fill: Any) -> bool:
    """Whether a fill shows a colour that smreport does not write."""
    colours = [colour for colour in fill.iter("{*}fgColor") if colour.getparent().get("patternType") == "solid"]
    return any(colour.get("rgb", "")[-6:].upper() not in OWN_FILLS for colour in colours)


def _unlinked(parts: Parts, part: str, xml: bytes) -> Iterator[Place]:
    """The cells under tick boxes whose tick goes into no cell."""
    targets = {relationship.key: relationship.target for relationship in parts.relationships(part)}
    for control in parts.tree(part, xml).iter("{*}control"):
        box = targets.get(relation_in(control), "")
        said = parts.raw(box) if parts.has(box) else b""
        corner = next(control.iter("{*}from"), None)
        if b"CheckBox" in said and b"fmlaLink" not in said and corner is not None:
            row, column = (corner.findtext(f"{{*}}{side}") for side in ("row", "col"))
            yield int(row or 0) + 1, int(column or 0) + 1


# --- .ods ---

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_LINES = ("style", "type")
_MOST_REPEATED = 20
_NUMBERS = ("float", "percentage", "currency", "date", "time")


def _in_ods(root: Any, titles: Collection[str]) -> dict[str, Oddities]:
    struck = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        if any(
            properties.get(f"{_STYLE}text-line-through-{how}", "none") != "none"
            for properties in style
            for how in _LINES
        )
    }
    coloured = {style.get(f"{_STYLE}name") for style in root.iter(f"{_STYLE}style") if _is_coloured_in_ods(style)}
    tables = {str(table.get(f"{_TABLE}name")): table for table in root.iter(f"{_TABLE}table")}
    return {title: _in_table(table, struck, coloured) for title, table in tables.items() if title in titles}


def _is_coloured_in_ods(style: Any) -> bool:
    """Whether a style of cells has a fill that smreport does not write."""
    fills = [
        properties.get(f"{_FO}background-color", "transparent")
        for properties in style.iter(f"{_STYLE}table-cell-properties")
    ]
    return any(fill.startswith("#") and fill[1:].upper() not in OWN_FILLS for fill in fills)


def _in_table(table: Any, struck_styles: set[Any], coloured_styles: set[Any]) -> Oddities:
    beside = Beside(boxes=dict(boxes_over(table.find(f"{_TABLE}shapes"), (1, 1))))
    coloured: set[Place] = set()
    errors: dict[Place, str] = {}
    struck: set[Place] = set()
    looks: dict[Place, Look] = {}
    hidden: set[int] = set()
    merged: list[tuple[Place, Place]] = []
    for rows, row in _numbered(table.iter(f"{_TABLE}table-row"), "rows"):
        if row.get(f"{_TABLE}visibility", "visible") != "visible":
            hidden.update(rows)
        for columns, cell in _numbered(row, "columns"):
            wide, high = (int(cell.get(f"{_TABLE}number-{side}-spanned", 1)) for side in ("columns", "rows"))
            if wide * high > 1:
                merged.append(((rows[0], columns[0]), (rows[0] + high - 1, columns[0] + wide - 1)))
            if cell.get(f"{_CALC}value-type") == "error":
                errors |= dict.fromkeys(product(rows, columns), " ".join(map(_said_in, cell.iterfind(f"{_TEXT}p"))))
            if cell.get(f"{_OFFICE}value-type") in _NUMBERS:
                looks |= dict.fromkeys(product(rows, columns), _shown(cell))
            if _has_style(cell, struck_styles):
                struck.update(product(rows, columns))
            if cell.get(f"{_TABLE}style-name") in coloured_styles:
                coloured.update(product(rows, columns))
            beside.comments.update(comment_on(cell, (rows[0], columns[0])))
            beside.boxes.update(boxes_over(cell, (rows[0], columns[0])))
    return Oddities(
        errors,
        struck=frozenset(struck),
        looks=Looks((), lambda styles: looks),
        hidden=frozenset(hidden),
        merged=tuple(merged),
        beside=beside,
        coloured=frozenset(coloured),
    )


def _said_in(line: Any) -> str:
    return "".join(line.itertext())


_GENERAL = re.compile(r"-?[\d.]{11,}(?:E[+-]\d+)?")  # LibreOffice shows a little less than the number itself
_MONTH_ONLY = re.compile(r"[A-Za-z]{3,9}[ .-]+\d{2}(?:\d{2})?|\d\d?[/.-]\d{4}")
_YEAR_ONLY = re.compile(r"\d{4}")


def _shown(cell: Any) -> Look:
    """What a cell with a number shows, as the file has it, but for numbers to their last digit."""
    text = "\n".join(map(_said_in, cell.iterfind(f"{_TEXT}p")))
    kind = cell.get(f"{_OFFICE}value-type")
    if kind == "float" and _GENERAL.fullmatch(text):
        return GENERAL
    if kind in ("date", "time"):
        parts = "y" if _YEAR_ONLY.fullmatch(text) else "my" if _MONTH_ONLY.fullmatch(text) else "dmy"
        return Shown(text, date=parts if kind == "date" else "")
    return Shown(text, cell.get(f"{_OFFICE}currency", ""))


def _has_style(cell: Any, styles: set[Any]) -> bool:
    """Whether a cell, or a part of its text, has one of these styles."""
    if not styles:
        return False
    parts = (span.get(f"{_TEXT}style-name") for span in cell.iter(f"{_TEXT}span"))
    return cell.get(f"{_TABLE}style-name") in styles or any(part in styles for part in parts)


def _numbered(elements: Iterable[Any], what: str) -> Iterator[tuple[range, Any]]:
    """Rows or cells with all their numbers, counted from 1. One that stands for very many is the blank rest."""
    number = 1
    for element in elements:
        times = int(element.get(f"{_TABLE}number-{what}-repeated", 1))
        yield range(number, number + min(times, _MOST_REPEATED)), element
        number += times
