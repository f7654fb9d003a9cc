"""A document as one accessible web page: one file of HTML with its looks in it, and no script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import count
from typing import Any, TypeAlias

from lxml import etree
from lxml.builder import E

from smreport.blocks.document import (
    Block,
    Bullets,
    Callout,
    Chart,
    Contents,
    Document,
    Heading,
    Paragraph,
    Table,
    WordPicture,
)
from smreport.blocks.other_language import OtherWords
from smreport.blocks.references import Piece, with_references
from smreport.frozen import Frozen
from smreport.web.drawings import drawn, figures_of
from smreport.words import joining, say

Element: TypeAlias = Any  # an lxml element; lxml ships no types
MAIN = "main"
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi"})
_MOST_WORD_SIZE = 2.25  # rem


class WebLooks(Frozen):
    """Fonts and colours of a page: colours as six hexadecimal digits, those of charts in order."""

    body: str
    headings: str
    colours: Mapping[str, str]
    charts: tuple[str, ...]

    @property
    def css(self) -> str:
        named = {name: f"#{colour}" for name, colour in self.colours.items()}
        named |= {f"c{number}": f"#{colour}" for number, colour in enumerate(self.charts)}
        named |= {"body": _quoted(self.body), "headings": _quoted(self.headings)}
        return ":root {" + "".join(f"--{name}: {value};" for name, value in named.items()) + "}\n" + _rules()


@cache
def _rules() -> str:
    return (files(__package__) / "page.css").read_text(encoding="utf-8")


def _quoted(font: str) -> str:
    """A font's name for CSS, without what could end the quotation or the style."""
    return '"' + "".join(letter for letter in font if letter.isalnum() or letter in " -_") + '"'


def write_page(document: Document, looks: WebLooks) -> bytes:
    """The document as a page in UTF-8. Raises ValueError for one that is exempt: a web page is for everybody."""
    if document.exempt:
        raise ValueError(say("papers.web.exempt", title=repr(document.title)))
    page = _Page(document)
    head = E.head(
        E.meta(charset="utf-8"),
        E.meta(name="viewport", content="width=device-width, initial-scale=1"),
        E.title(document.title),
        E.meta(name="description", content=document.subject or document.subtitle),
        E.meta(name="author", content=document.author),
        E.style(looks.css),
    )
    body = E.body(
        E.a(say("papers.web.skip"), {"class": "skip", "href": f"#{MAIN}"}),
        E.header(*page.top()),
        E.main(*page.content(), id=MAIN),
        *([E.footer(E.p(document.footer))] if document.footer else []),
    )
    if document.other:
        _mark_language(body, document.other)
    direction = "rtl" if document.language.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"
    html = E.html(head, body, lang=document.language, dir=direction)
    page_bytes: bytes = etree.tostring(html, encoding="utf-8", method="html", doctype="<!DOCTYPE html>")
    return page_bytes


def _mark_language(root: Element, other: OtherWords) -> None:
    """Put what is in another language into spans that say so."""
    for element in [tag for tag in root.iter() if isinstance(tag.tag, str) and not tag.tag.startswith("{")]:
        _mark_text(element, other)
        for child in [child for child in element if child.get("lang") is None]:
            _mark_tail(child, other)


def _mark_text(element: Element, other: OtherWords) -> None:
    pieces = list(other.parted(element.text or ""))
    if element.get("lang") is None and any(is_other for _, is_other in pieces):
        element.text, *spans = _spans(pieces, other.language)
        for at, span in enumerate(spans):
            element.insert(at, span)


def _mark_tail(child: Element, other: OtherWords) -> None:
    pieces = list(other.parted(child.tail or ""))
    if any(is_other for _, is_other in pieces):
        child.tail, *spans = _spans(pieces, other.language)
        parent = child.getparent()
        for at, span in enumerate(spans, start=parent.index(child) + 1):
            parent.insert(at, span)


def _spans(pieces: Sequence[tuple[str, bool]], language: str) -> list[Any]:
    """The text before the first span, then each span with the text behind it."""
    before, spans = "", list[Element]()
    for text, is_other in pieces:
        if is_other:
            spans.append(E.span(text, lang=language))
        elif spans:
            spans[-1].tail = (spans[-1].tail or "") + text
        else:
            before += text
    return [before, *spans]


class _Page:
    """The blocks of a document as elements; tables and figures are numbered as they come."""

    def __init__(self, document: Document) -> None:
        self._document, self._labels = document, document.labels
        self._keyed = {block.key for block in document.blocks if isinstance(block, Table | Chart | WordPicture)}
        self._tables, self._figures, self._headings = count(1), count(1), count(1)

    def top(self) -> Iterator[Element]:
        yield E.h1(self._document.title)
        if self._document.subtitle:
            yield E.p(self._document.subtitle, {"class": "subtitle", "dir": "auto"})

    def content(self) -> Iterator[Element]:
        cover = self._document.cover
        if cover:
            yield E.dl(*(item for name, fact in cover for item in (E.dt(name), E.dd(*_lines(fact), dir="auto"))))
        for notice in self._document.notices:
            yield from self._block(notice)
        for section in self._document.sections:
            first, *others = section.blocks or (None,)
            if isinstance(first, Heading):
                yield self._heading(first, section.key)
            elif first is not None:
                yield from self._block(first)
            for block in others:
                yield from self._block(block)

    def _block(self, block: Block) -> Iterator[Element]:
        match block:
            case Heading():
                yield self._heading(block)
            case Paragraph():
                yield self._paragraph(block)
            case Bullets():
                yield from self._bullets(block)
            case Callout():
                text = E.p(E.strong(joining.lead(block.label)), " ", *_lines(block.text), dir="auto")
                yield E.div(text, {"class": "callout"})
            case Table():
                yield self._table(block)
            case Chart():
                yield self._chart(block)
            case WordPicture():
                yield self._word_picture(block)
            case Contents():
                yield self._contents(block)
            case _:  # a kind that was added: its words at least
                yield from (E.p(*_lines(text), dir="auto") for text in block.texts)

    def _heading(self, heading: Heading, key: str = "") -> Element:
        number = next(self._headings)
        inside = (
            E.span(heading.text, id=_place(key)) if key in self._labels and key not in self._keyed else heading.text
        )
        return E(f"h{heading.level + 1}", inside, id=f"h-{number}", dir="auto")

    def _paragraph(self, block: Paragraph) -> Element:
        said = self._said(block.text, block.see)
        if block.tone == "statement":
            return E.blockquote(E.p(*said, dir="auto"))
        return E.p(*said, {"dir": "auto"} | ({} if block.tone == "body" else {"class": block.tone}))

    def _said(self, text: str, see: tuple[str, ...]) -> list[Element | str]:
        return [part for piece in with_references(text, see, self._labels) for part in _linked(piece)]

    def _bullets(self, block: Bullets) -> Iterator[Element]:
        yield E.p(*self._said(block.lead, block.see), dir="auto")
        items = (E.li(*_lines(item), dir="auto") for item in block.items)
        yield E.ol(*items) if block.numbered else E.ul(*items)

    def _table(self, block: Table) -> Element:
        classes = ["right" if column.align == "right" else "" for column in block.columns]
        head = (
            E.th(column.heading, _classed(own, scope="col")) for column, own in zip(block.columns, classes, strict=True)
        )
        rows = (
            E.tr(*(_cell(number, text, own) for number, (text, own) in enumerate(zip(row, classes, strict=True))))
            for row in block.rows
        )
        number = next(self._tables)
        caption = E.caption(say("papers.web.table", number=str(number), caption=block.caption), id=f"t-{number}")
        table = E.table(caption, E.thead(E.tr(*head)), E.tbody(*rows), _named(block.key))
        return _scrolling(table, f"t-{number}")

    def _chart(self, block: Chart) -> Element:
        number = next(self._figures)
        caption = say("papers.web.figure", number=str(number), caption=block.caption)
        place, drawing = f"f-{number}", drawn(block)
        table = figures_of(block, E.caption(caption, id=place) if drawing is None else None)
        above = [] if drawing is None else [E.figcaption(caption, id=place), drawing]
        about = E.p(block.description, {"class": "note", "dir": "auto"})
        return E.figure(*above, _scrolling(table, place), about, _named(block.key))

    def _word_picture(self, block: WordPicture) -> Element:
        number = next(self._figures)
        caption = E.figcaption(say("papers.web.figure", number=str(number), caption=block.caption))
        most = max(times for _, times in block.words)
        words: list[Element | str] = []
        for word, times in block.words:
            size = 1 + (_MOST_WORD_SIZE - 1) * times / most
            words += [
                E.span(say("papers.web.word", word=word, times=str(times)), style=f"font-size: {size:.2f}rem"),
                " ",
            ]
        return E.figure(caption, E.p(*words, {"class": "words", "dir": "auto"}), _named(block.key))

    def _contents(self, block: Contents) -> Element:
        """Links to the headings of level 1, and in each to those of level 2."""
        top = E.ul()
        headings = (other for other in self._document.blocks if isinstance(other, Heading))
        for number, heading in enumerate(headings, start=1):
            link = E.li(E.a(heading.text, href=f"#h-{number}"))
            if heading.level == 1 or not len(top):
                top.append(link)
            elif heading.level == 2:
                inner = top[-1].find("ul")
                if inner is None:
                    inner = E.ul()
                    top[-1].append(inner)
                inner.append(link)
        return E.nav(E.h2(block.heading, id="contents"), top, {"aria-labelledby": "contents"})


def _scrolling(table: Element, labelled_by: str) -> Element:
    """A table that can be moved sideways on a narrow screen, by the keyboard too."""
    return E.div(table, {"class": "scroll", "role": "region", "tabindex": "0", "aria-labelledby": labelled_by})


def _cell(number: int, text: str, own: str) -> Element:
    if number == 0:
        return E.th(*_lines(text), _classed(own, scope="row", dir="auto"))
    return E.td(*_lines(text), _classed(own, dir="auto"))


def _classed(own: str, **others: str) -> dict[str, str]:
    return others | ({"class": own} if own else {})


def _named(key: str) -> dict[str, str]:
    return {"id": _place(key)} if key else {}


def _place(key: str) -> str:
    return f"k-{key}"


def _linked(piece: Piece) -> Iterable[Element | str]:
    return _lines(piece) if isinstance(piece, str) else [E.a(piece.label, href=f"#{_place(piece.key)}")]


def _lines(text: str) -> list[Element | str]:
    """A text with its line breaks."""
    first, *others = text.splitlines() or [""]
    parts: list[Element | str] = [first]
    for line in others:
        parts += [E.br(), line]
    return parts
