"""A Word file as it was written, to be looked at: its body in reading order, its styles by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from smreport.package.parts import Parts
from smreport.package.terms import OWN
from smreport.package.zipped import Zipped
from smreport.word.style_lookup import id_of, with_bases

NS = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "dc": "http://purl.org/dc/elements/1.1/",
}
W = f"{{{NS['w']}}}"
_VAL, _TEXT, _PROPERTIES, _STYLE = f"{W}val", f"{W}t", f"{W}pPr", f"{W}pStyle"


class WordFile:
    """The parts of a .docx file that rules look at; styles are known by name, as their ids differ by language."""

    def __init__(self, content: bytes, wanted_language: str = "en-GB") -> None:
        self.wanted_language = wanted_language
        self._parts = Parts(Zipped(content, OWN), OWN)

    def part(self, name: str) -> Any:
        return self._parts.root(name)

    @cached_property
    def body(self) -> Any:
        return self.part("word/document.xml").find("w:body", NS)

    @cached_property
    def styles(self) -> Any:
        return self.part("word/styles.xml")

    @cached_property
    def footers(self) -> list[Any]:
        names = [name for name in self._parts if name.startswith("word/footer")]
        return [self.part(name) for name in names]

    @cached_property
    def flow(self) -> list[Any]:
        """The paragraphs and tables of the body in reading order, those inside content controls too."""
        return list(flow(self.body))

    @cached_property
    def paragraphs(self) -> list[Any]:
        """The paragraphs of the body that stand outside tables."""
        return [block for block in self.flow if block.tag == f"{W}p"]

    @cached_property
    def tables(self) -> list[Any]:
        return [block for block in self.flow if block.tag == f"{W}tbl"]

    @cached_property
    def used_styles(self) -> set[str]:
        """The ids of the styles that the body names."""
        return {mark.get(_VAL) for mark in self.body.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")}

    @cached_property
    def headings(self) -> list[tuple[int, str]]:
        matches = [(re.fullmatch(r"heading ([1-9])", self.style_of(p)), p) for p in self.paragraphs]
        return [(int(match[1]), text_of(p)) for match, p in matches if match]

    @cached_property
    def _by_id(self) -> dict[str, Any]:
        return {style.get(f"{W}styleId"): style for style in self.styles.iterfind("w:style", NS)}

    def style_of(self, paragraph: Any) -> str:
        """The name of a paragraph's style in small letters; "" for the default."""
        return self._names.get(style_id_of(paragraph), "")

    @cached_property
    def _names(self) -> dict[str, str]:
        return {style_id: self.name_of(style) for style_id, style in self._by_id.items()}

    def name_of(self, style: Any) -> str:
        return str(style.find("w:name", NS).get(f"{W}val")).lower()

    def style(self, name: str) -> Any:
        """The style of a name in small letters, None where there is none."""
        return next((style for style in self._by_id.values() if self.name_of(style) == name), None)

    def by_id(self, style_id: str) -> Any:
        return self._by_id.get(style_id)

    def inherited(self, style: Any, path: str) -> Any:
        """An element of a style or of the nearest style that it is based on; else of the defaults."""
        chain = () if style is None else with_bases(self._by_id, id_of(style))
        elements = (element.find(path, NS) for element in chain)
        near = next((element for element in elements if element is not None), None)
        if near is not None:
            return near
        return self.styles.find(f"w:docDefaults//{path}", NS)


def style_id_of(paragraph: Any) -> str:
    """The id of a paragraph's style, "" for the default."""
    for properties in paragraph.iterchildren(_PROPERTIES):
        for style in properties.iterchildren(_STYLE):
            return str(style.get(_VAL))
    return ""


def flow(element: Any) -> Iterator[Any]:
    """The paragraphs and tables in reading order, those inside content controls too."""
    return inside(element, f"{W}p", f"{W}tbl")


def inside(element: Any, *tags: str) -> Iterator[Any]:
    """The children of these names, those inside content controls too."""
    for child in element:
        if child.tag in tags:
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent"):
            yield from inside(child, *tags)


def rows_of(table: Any) -> list[Any]:
    return list(inside(table, f"{W}tr"))


def text_of(element: Any) -> str:
    return "".join([piece.text or "" for piece in element.iter(_TEXT)])


def is_blank(element: Any) -> bool:
    return not any((piece.text or "").strip() for piece in element.iter(_TEXT))
