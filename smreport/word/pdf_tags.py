"""What a screen reader needs and LibreOffice leaves out of a PDF, and on which pages headings stand.

It needs the alternative text of charts, and tags that say so.

LibreOffice names a tag after a paragraph's style, so that a style called "Figure" makes each of its paragraphs a figure
without words. PDF (ISO 32000-1, 14.8.4) lets nobody give its own names of tags another meaning.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import pikepdf

from smreport.package.trees import parsed
from smreport.package.zipped import Zipped
from smreport.word.edits.opened import TERMS

_NUMBER = re.compile(r"[\d.\s]+")  # of a heading, which a contents list and a PDF's bookmarks write differently
Tag: TypeAlias = Any  # a structure element; pikepdf's objects are typed by what is in them
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_FIGURE = "/Figure"
STANDARD = frozenset(re.findall(r"/\w+", """
    /Document /Part /Art /Sect /Div /BlockQuote /Caption /TOC /TOCI /Index /NonStruct /Private /P /H /H1 /H2 /H3 /H4 /H5
    /H6 /L /LI /Lbl /LBody /Table /TR /TH /TD /THead /TBody /TFoot /Span /Quote /Note /Reference /BibEntry /Code /Link
    /Annot /Ruby /Warichu /Figure /Formula /Form
"""))  # fmt: skip
"""The tags that PDF itself names."""


def with_alternative_text(pdf: bytes, document: bytes) -> bytes:
    """A PDF that LibreOffice made of a Word document, its figures with the document's alternative texts.

    Where it has not as many figures as the document, none gets one: a wrong text is worse than none.
    """
    with pikepdf.open(io.BytesIO(pdf)) as file:
        root = file.Root.get("/StructTreeRoot")
        if root is None:
            return pdf
        tags = list(_tags(root.get("/K")))
        _give_standard_tags_back(root, tags)
        figures, texts = [tag for tag in tags if tag.get("/S") == _FIGURE], alternative_texts(document)
        if len(figures) == len(texts):
            for figure, text in zip(figures, texts, strict=True):
                figure["/Alt"] = pikepdf.String(text)
        buffer = io.BytesIO()
        file.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def alternative_texts(document: bytes) -> list[str]:
    """The alternative text of each chart and picture in the text of a Word document, in order."""
    body = parsed(Zipped(document, TERMS)["word/document.xml"])
    return [drawn.get("descr") or drawn.get("title") or "" for drawn in body.iter(_DRAWN)]


def pages_in(pdf: bytes, entries: Sequence[str]) -> tuple[int, ...]:
    """The page of each entry's heading, by the bookmarks of the PDF; none where a heading is not among them."""
    with pikepdf.open(io.BytesIO(pdf)) as file, file.open_outline() as outline:
        numbers = {page.objgen: number for number, page in enumerate(file.pages, start=1)}
        marks = iter([(_plain(mark.title), numbers.get(_page(mark))) for mark in _every(outline.root)])
    pages = [next((page for title, page in marks if title == _plain(entry)), None) for entry in entries]
    return () if None in pages else tuple(page for page in pages if page)


def _tags(kids: Tag) -> Iterator[Tag]:
    """The structure elements under one or several kids, in the order in which they are read."""
    waiting = [kids]
    while waiting:
        kid = waiting.pop()
        if isinstance(kid, pikepdf.Array):
            waiting += reversed(list(kid))
        elif isinstance(kid, pikepdf.Dictionary):
            if "/S" in kid:
                yield kid
            if "/K" in kid:
                waiting.append(kid["/K"])


def _give_standard_tags_back(root: Tag, tags: list[Tag]) -> None:
    """Elements whose style only has the name of a standard tag become what that style is; real figures keep theirs."""
    roles = root.get("/RoleMap", pikepdf.Dictionary())
    for name in [name for name in list(roles) if name in STANDARD]:
        meant = roles[name]
        for tag in tags:
            if tag.get("/S") == name and not (name == _FIGURE and _has_place(tag)):
                tag["/S"] = meant
        del roles[name]


def _has_place(tag: Tag) -> bool:
    """Whether an element says where on the page it lies, as LibreOffice does for what is drawn."""
    attributes = tag.get("/A")
    every = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
    return any(isinstance(layout, pikepdf.Dictionary) and "/BBox" in layout for layout in every)


def _every(marks: Sequence[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
    """The bookmarks of a PDF in reading order, those under others too."""
    for mark in marks:
        yield mark
        yield from _every(mark.children)


def _page(mark: pikepdf.OutlineItem) -> Any:
    """The number of the object that is a bookmark's page."""
    action: Any = mark.action
    of_action = None if action is None else action.get("/D")
    place: Any = of_action if mark.destination is None else mark.destination
    return place[0].objgen if isinstance(place, pikepdf.Array) else (0, 0)


def _plain(heading: str) -> str:
    """A heading without its number, and with single spaces."""
    words = " ".join(heading.split())
    return words[match.end() :] if (match := _NUMBER.match(words)) else words
