"""A form's paragraphs as people read them: their words, their level, and whether there is anything in them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cached_property

from smreport.word.elements import Element, W
from smreport.word.style_lookup import by_id, with_bases
from smreport.word.word_file import flow, inside, style_id_of
from smreport.words import locales

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_VAL = f"{W}val"
_NOT_READ = {
    *(W + tag for tag in ("pPr", "rPr", "sdtPr", "txbxContent", "del", "moveFrom", "drawing", "pict", "object")),
    f"{_MC}Fallback",
}
_SHOWN = {W + tag for tag in ("drawing", "pict", "object", "sym", "footnoteReference", "endnoteReference", "sectPr")}
_NUMBER = re.compile(r"(?:\(?(?:\d+(?:\.\d+)*|[a-z]|[ivx]{1,5})[.)](?!\d)|\d+(?:\.\d+)*(?=\s))\s*")
_PLURAL = re.compile(r"\((s|es)\)", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]|\([^)]*\)|<[^>]*>|\{[^}]*\}")
_LINE = re.compile(r"[_.…]{3,}|…+")
_LONGEST_HEADING = 120  # letters of what may be a heading although its style says nothing of the kind


def words_in(element: Element) -> str:
    """The visible words of a paragraph or cell: without deleted ones, text boxes, and hints of empty fields."""
    return "".join(_pieces(element))


def _pieces(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag in _NOT_READ or is_hint(child):
            continue
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag == f"{W}tab":
            yield "\t"
        elif child.tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif isinstance(child.tag, str):
            yield from _pieces(child)
            if child.tag == f"{W}p":
                yield "\n"


def is_hint(element: Element) -> bool:
    """Whether it is a field that shows what to type there, and nothing typed."""
    return element.tag == f"{W}sdt" and element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def control_around(element: Element) -> Element | None:
    """The empty field that an element stands in, None where it stands in none."""
    return next((ancestor for ancestor in element.iterancestors(f"{W}sdt") if is_hint(ancestor)), None)


def following(element: Element) -> Iterator[Element]:
    """The paragraphs and tables after one, to the end of the cell or body, those inside content controls too."""
    for sibling in element.itersiblings():
        if sibling.tag in (f"{W}p", f"{W}tbl"):
            yield sibling
        elif sibling.tag == f"{W}sdt":
            yield from flow(sibling)
    holder = element.getparent()
    if holder.tag == f"{W}sdtContent":
        yield from following(holder.getparent())


def is_blank(paragraph: Element) -> bool:
    """Whether a paragraph shows nothing, begins no page and holds no field: it waits for words."""
    if any(child.tag in _SHOWN for child in paragraph.iter()) or paragraph.find(f".//{W}sdt") is not None:
        return False
    is_plain = next(paragraph.iter(f"{W}fldChar", f"{W}fldSimple", f"{W}br"), None) is None
    return is_plain and not words_in(paragraph).strip()


def without_lines(text: str) -> str:
    """The text without the line of dots or dashes that a form has to write on."""
    return _LINE.sub("", text).strip(" \t\n:\u00a0")


def plain(title: str) -> str:
    """A title without its number, letter case, colon and kind of quotation mark."""
    joined = locales.listed(("", ""))  # " and "
    words = " ".join(title.replace("’", "'").replace("&", joined).split()).casefold()
    return _NUMBER.sub("", words, count=1).strip(" :.–—-*") if _NUMBER.match(words) else words.strip(" :.–—-*")


def titles_of(text: str) -> frozenset[str]:
    """The titles that a text may be: with and without what stands in brackets, "(s)" read as one and as several."""
    spelt = {_PLURAL.sub(ending, text) for ending in (r"\1", "")}
    return frozenset({plain(spelling) for text in spelt for spelling in (text, _BRACKETS.sub(" ", text))} - {""})


class Styles:
    """What the styles of a form say of its paragraphs."""

    def __init__(self, styles: Element) -> None:
        self._styles = styles

    @cached_property
    def _by_id(self) -> dict[str, Element]:
        return by_id(self._styles)

    def names_of(self, paragraph: Element) -> list[str]:
        """The names of a paragraph's style and of those it is based on, in small letters."""
        chain = with_bases(self._by_id, style_id_of(paragraph))
        named = (style.find(f"{W}name") for style in chain)
        return [str(name.get(_VAL)).lower() for name in named if name is not None]

    def level_of(self, paragraph: Element) -> int | None:
        """The level of a heading, from 1; None for other paragraphs."""
        own = paragraph.find(f"{W}pPr/{W}outlineLvl")
        outlines = [own, *(style.find(f"{W}pPr/{W}outlineLvl") for style in self._chain(paragraph))]
        said = next((outline.get(_VAL, "") for outline in outlines if outline is not None), "")
        if said.isdecimal() and int(said) < 9:
            return int(said) + 1
        names = (re.fullmatch(r"heading ([1-9])", name) for name in self.names_of(paragraph))
        return next((int(name[1]) for name in names if name), None)

    def is_heading(self, paragraph: Element) -> bool:
        """Whether a paragraph looks like a heading: by its style, or short and all in bold or capitals."""
        text = words_in(paragraph).strip()
        if not text or len(text) > _LONGEST_HEADING:
            return False
        if self.level_of(paragraph) is not None:
            return True
        return text.isupper() or all(self.has(run, paragraph, "b") for run in shown_runs(paragraph))

    def is_listed(self, paragraph: Element) -> bool:
        """Whether a paragraph has a number or bullet, by itself or by its style."""
        holders = (paragraph, *self._chain(paragraph))
        listed = (holder.find(f"{W}pPr/{W}numPr/{W}numId") for holder in holders)
        number = next((mark.get(_VAL) for mark in listed if mark is not None), "0")
        return number != "0"

    def has(self, run: Element, paragraph: Element, tag: str) -> bool:
        """Whether a run is bold ("b") or italic ("i"), by itself or by its styles."""
        marks = [properties.find(W + tag) for properties in self.properties_of(run, paragraph)]
        mark = next((mark for mark in marks if mark is not None), None)
        return mark is not None and mark.get(_VAL, "1") not in ("0", "false", "off")

    def colour_of(self, run: Element, paragraph: Element) -> str:
        """The colour of a run, six hexadecimal digits; "" where nothing says it, or "auto"."""
        marks = (properties.find(f"{W}color") for properties in self.properties_of(run, paragraph))
        said = next((mark.get(_VAL, "") for mark in marks if mark is not None), "")
        return said.upper() if re.fullmatch("[0-9a-fA-F]{6}", said) else ""

    def properties_of(self, run: Element, paragraph: Element) -> Iterator[Element]:
        """What is said of the looks of a run, from near to far."""
        own = run.find(f"{W}rPr")
        named = None if own is None else own.find(f"{W}rStyle")
        chains = [
            *(with_bases(self._by_id, named.get(_VAL, "")) if named is not None else ()),
            *self._chain(paragraph),
        ]
        said = (own, *(style.find(f"{W}rPr") for style in chains))
        return (properties for properties in said if properties is not None)

    def _chain(self, paragraph: Element) -> Iterator[Element]:
        return with_bases(self._by_id, style_id_of(paragraph))


def shown_runs(paragraph: Element) -> list[Element]:
    """The runs that show words, those of empty fields left out."""
    runs = inside_text(paragraph)
    return [run for run in runs if any((piece.text or "").strip() for piece in run.iterchildren(f"{W}t"))]


def inside_text(element: Element) -> Iterator[Element]:
    """The runs of a paragraph in reading order, those of links, insertions and filled fields too."""
    for child in element:
        if child.tag == f"{W}r":
            yield child
        elif child.tag not in _NOT_READ and not is_hint(child) and isinstance(child.tag, str):
            yield from inside_text(child)


def grid_of(table: Element) -> list[list[tuple[int, Element]]]:
    """The rows of a table: each cell with the column that it begins in."""
    rows = []
    for row in inside(table, f"{W}tr"):
        before = row.find(f"{W}trPr/{W}gridBefore")
        at, cells = 0 if before is None else _whole(before.get(_VAL)), []
        for cell in inside(row, f"{W}tc"):
            cells.append((at, cell))
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            at += 1 if span is None else max(1, _whole(span.get(_VAL)))
        rows.append(cells)
    return rows


def continues_above(cell: Element) -> bool:
    """Whether a cell is the lower part of one that goes over several rows."""
    merged = cell.find(f"{W}tcPr/{W}vMerge")
    return merged is not None and merged.get(_VAL) != "restart"


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 4 else 0


def any_in(text: str, words: Collection[str]) -> bool:
    """Whether some of the words stand in a text, each as a word of its own."""
    return any(re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE) for word in words)
