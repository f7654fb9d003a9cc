"""Small makers of WordprocessingML elements: lxml only, with no say in content or looks."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from copy import copy
from functools import cache
from html import escape
from typing import Any, TypeAlias

from lxml import etree

from smreport.package.trees import parsed

Element: TypeAlias = Any  # an lxml element; lxml ships no types

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{_NAMESPACE}}}"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PREFIXES = {"w": _NAMESPACE}
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_LINE_END = re.compile("\r\n?")
_BREAK = re.compile("[\n\r\t]")
_PIECE = re.compile("[\n\t]|[^\n\t]+")


def w(tag: str, *children: Element, **attributes: str | int) -> Element:
    """``w("jc", val="right")`` makes ``<w:jc w:val="right"/>``."""
    element = copy(_bare(tag))
    for name, value in attributes.items():
        element.set(W + name, str(value))
    element.extend(children)
    return element


@cache
def _bare(tag: str) -> Element:
    """An element to copy, which is three times as quick as to make one."""
    return etree.Element(W + tag, None, _PREFIXES)


def run(text: str, style: str = "", half_points: int = 0) -> Element:
    """A run of text in an optional character style and size; line ends and tabs become Word's own."""
    named = [w("rStyle", val=style)] if style else []
    sized = [w("sz", val=half_points), w("szCs", val=half_points)] if half_points else []
    properties = [w("rPr", *named, *sized)] if named or sized else []
    pieces = _PIECE.findall(_LINE_END.sub("\n", text))
    return w("r", *properties, *(_piece(piece) for piece in pieces))


def _piece(piece: str) -> Element:
    if piece == "\n":
        return w("br")
    if piece == "\t":
        return w("tab")
    element = w("t")
    element.text = piece
    element.set(_XML_SPACE, "preserve")
    return element


def paragraph(style: str, *content: Element, properties: Iterable[Element] = ()) -> Element:
    """A paragraph in a named style. ``properties`` are for what no style can say: a list, a new page."""
    return w("p", w("pPr", w("pStyle", val=style), *properties), *content)


def field_start(instruction: str) -> list[Element]:
    """The runs that open a field: what follows, up to :func:`field_end`, is its cached result."""
    code = w("instrText")
    code.text = f" {instruction} "
    code.set(_XML_SPACE, "preserve")
    return [_field_mark("begin"), w("r", code), _field_mark("separate")]


def field_end() -> Element:
    """The run that closes a field."""
    return _field_mark("end")


def field(instruction: str, cached: str) -> list[Element]:
    """A whole field within one paragraph, showing ``cached`` until Word recalculates it."""
    return [*field_start(instruction), run(cached), field_end()]


def _field_mark(kind: str) -> Element:
    return w("r", w("fldChar", fldCharType=kind))


def bookmark(number: int | str, name: str, *content: Element) -> list[Element]:
    """``content`` between the two ends of a bookmark; ``number`` is unique in the document."""
    return [w("bookmarkStart", id=number, name=name), *content, w("bookmarkEnd", id=number)]


def commented(number: int, *content: Element) -> list[Element]:
    """``content`` with a comment hung on it; ``number`` is that of the comment."""
    mark = w("r", w("commentReference", id=number))
    return [w("commentRangeStart", id=number), *content, w("commentRangeEnd", id=number), mark]


def comment(number: int, text: str, author: str, initials: str, date: str = "") -> Element:
    """The words of a comment, for the list of comments."""
    dated = {"date": date} if date else {}
    return w("comment", w("p", run(text)), id=number, author=author, **dated, initials=initials)


def content_control(number: int, tag: str, name: str, *content: Element) -> Element:
    """Blocks that belong together: ``tag`` is for programs, ``name`` for people; both at most 64 letters.

    LibreOffice would turn the first paragraph of a plain control into an input field; it leaves quick parts alone.
    """
    part = w("docPartObj", w("docPartGallery", val="Quick Parts"))
    named = w("sdtPr", w("alias", val=name), w("tag", val=tag), w("id", val=number), part)
    return w("sdt", named, w("sdtContent", *content))


def link(anchor: str, *content: Element) -> Element:
    """A link to a bookmark of the same document."""
    return w("hyperlink", *content, anchor=anchor, history=1)


def table(
    style: str,
    widths: Sequence[int],
    rows: Iterable[Element],
    caption: str,
    description: str,
    margin: int | None = None,
) -> Element:
    """A fixed-width table, ``widths`` in twentieths of a point. Screen readers announce the two texts.

    margin  left and right of the text in its cells, where it is not the style's
    """
    spoken = [w("tblCaption", val=caption)] + ([w("tblDescription", val=description)] if description else [])
    sides = [] if margin is None else [w(side, w=margin, type="dxa") for side in ("left", "right")]
    properties = w(
        "tblPr",
        w("tblStyle", val=style),
        w("tblW", w=sum(widths), type="dxa"),
        w("tblLayout", type="fixed"),
        *([w("tblCellMar", *sides)] if sides else []),
        w("tblLook", val="0620", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1),
        *spoken,
    )
    return w("tbl", properties, w("tblGrid", *(w("gridCol", w=width) for width in widths)), *rows)


def row(widths: Sequence[int], cells: Iterable[Element], header: bool = False) -> Element:
    """A table row that never breaks over a page; a ``header`` is repeated on each page."""
    properties = w("trPr", w("cantSplit"), *([w("tblHeader")] if header else []))
    return w("tr", properties, *map(_cell, widths, cells))


def text_rows(
    widths: Sequence[int], styles: Sequence[str], rows: Iterable[Sequence[str]], kept: Container[int] = ()
) -> list[Element]:
    """Rows of plain texts with a style for each column, as :func:`row` makes them, but many times quicker.

    kept  the numbers of the rows that stay on a page with the next one
    """
    cells = [
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>'
        for width, style in zip(widths, styles, strict=True)
    ]
    written = []
    for number, texts in enumerate(rows):
        keep = "<w:keepNext/>" if number in kept else ""
        pairs = zip(cells, texts, strict=True)
        filled = "".join(f"{cell}{keep}</w:pPr>{_run_as_text(text)}</w:p></w:tc>" for cell, text in pairs)
        written.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{filled}</w:tr>")
    return list(parsed(f'<w:tbl xmlns:w="{_NAMESPACE}">{"".join(written)}</w:tbl>'.encode()))


def _run_as_text(text: str) -> str:
    if not text:
        return ""
    if not _BREAK.search(text):
        return f"<w:r>{_piece_as_text(text)}</w:r>"
    pieces = _PIECE.findall(_LINE_END.sub("\n", text))
    return f"<w:r>{''.join(map(_piece_as_text, pieces))}</w:r>"


def _piece_as_text(piece: str) -> str:
    if piece in _BREAKS:
        return _BREAKS[piece]
    return f'<w:t xml:space="preserve">{escape(piece, quote=False)}</w:t>'


_BREAKS = {"\n": "<w:br/>", "\t": "<w:tab/>"}


def _cell(width: int, content: Element) -> Element:
    return w("tc", w("tcPr", w("tcW", w=width, type="dxa")), content)


def reference(tag: str, place: str, rel_id: str) -> Element:
    """Where a header or footer stands: on the pages that ``place`` names."""
    element = etree.Element(W + tag, {W + "type": place}, {**_PREFIXES, "r": _RELATIONSHIPS})
    element.set(f"{{{_RELATIONSHIPS}}}id", rel_id)
    return element


def as_part(root: Element) -> bytes:
    """The element as the content of a part of the file."""
    return bytes(etree.tostring(root, encoding="UTF-8", standalone=True))
