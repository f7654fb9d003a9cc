"""Elements laid into a form: into its empty paragraphs, into cells, behind labels, and below headings."""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Sequence

from smreport.word.elements import Element, W, run, w
from smreport.word.filling.reading import inside_text, is_blank
from smreport.word.word_file import flow, style_id_of

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_GAP = 120  # 6 points, in twentieths
_AFTER_SPACING = {
    W + tag
    for tag in ("ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment",
                "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange")
}  # fmt: skip
_DOTS = re.compile(r"_{3,}|[.…]{4,}|…+")
_LABEL_LOOKS = tuple(W + tag for tag in ("b", "bCs", "i", "iCs", "color", "u", "highlight", "caps", "smallCaps", "shd"))


def lay_into(blank: Element, elements: Sequence[Element], running: Collection[str]) -> Element:
    """Elements from an empty paragraph on: the first fills it, and running text takes its looks; gives the last one.

    running  the ids of the styles of running text
    """
    last = blank
    take_looks(elements, copy.deepcopy(blank.find(f"{W}pPr")), running)
    for number, element in enumerate(elements):
        if number == 0 and element.tag == f"{W}p":
            _fill(blank, element)
        elif number == 0:
            blank.addprevious(element)
        else:
            last.addnext(element)
            last = element
    return _parted_from_next(last)


def take_looks(elements: Sequence[Element], looks: Element | None, running: Collection[str]) -> None:
    """The looks of an empty paragraph of the form on running text, instead of ours."""
    for element in elements:
        if element.tag == f"{W}p" and style_id_of(element) in running:
            _take_looks(element, looks)


def _fill(blank: Element, element: Element) -> None:
    """The content of a paragraph put into an empty one."""
    for properties in blank.findall(f"{W}pPr"):
        blank.remove(properties)
    properties = element.find(f"{W}pPr")
    if properties is not None:
        blank.insert(0, properties)
    blank.extend(list(element))


def _take_looks(element: Element, looks: Element | None) -> None:
    """The looks of a form's own empty paragraph instead of ours."""
    own = element.find(f"{W}pPr")
    taken = w("pPr") if looks is None else copy.deepcopy(looks)
    if own is not None:
        element.remove(own)
        _keep(own, taken)
    element.insert(0, taken)
    marked = taken.find(f"{W}rPr")
    for words in inside_text(element) if marked is not None else ():
        if words.find(f"{W}rPr") is None:
            words.insert(0, _typed(marked))


def _keep(own: Element, taken: Element) -> None:
    """What of our looks stays: that a lead-in stays with its list, and the space below a table."""
    if own.find(f"{W}keepNext") is not None and taken.find(f"{W}keepNext") is None:
        taken.insert(1 if taken.find(f"{W}pStyle") is not None else 0, w("keepNext"))
    space, theirs = own.find(f"{W}spacing"), taken.find(f"{W}spacing")
    if space is None:
        return
    if theirs is not None:
        theirs.set(f"{W}before", space.get(f"{W}before"))
        return
    at = next((at for at, child in enumerate(taken) if child.tag in _AFTER_SPACING), len(taken))
    taken.insert(at, space)


def _typed(mark: Element) -> Element:
    """The looks of words typed into an empty paragraph, which its mark tells."""
    looks = copy.deepcopy(mark)
    for change in looks.findall(f"{W}rPrChange") + looks.findall(f"{W}ins") + looks.findall(f"{W}del"):
        looks.remove(change)
    return looks


def lay_after(anchor: Element, elements: Sequence[Element]) -> Element:
    """Elements behind another one, out of the fields that it ends; gives the last one."""
    while anchor.getparent().tag == f"{W}sdtContent" and anchor.getnext() is None:
        anchor = anchor.getparent().getparent()
    for element in reversed(elements):
        anchor.addnext(element)
    if anchor.tag == f"{W}tbl":
        anchor.addnext(gap())
    return _parted_from_next(elements[-1] if elements else anchor)


def _parted_from_next(last: Element) -> Element:
    """The last element; a table apart from what comes next, which is the form's and stays as it is."""
    if last.tag == f"{W}tbl":
        last.addnext(gap())
        return last.getnext()
    return last


def gap() -> Element:
    """A low empty paragraph: two tables would become one, and a heading would stick to the table above it."""
    height = w("spacing", before=0, after=0, line=_GAP, lineRule="exact")
    return w("p", w("pPr", height, w("rPr", w("sz", val=_GAP // 10), w("szCs", val=_GAP // 10))))


def lay_into_cell(cell: Element, elements: Sequence[Element], running: Collection[str]) -> Element:
    """Elements into a cell: from its first empty paragraph on, else before the guidance in it; gives the last one."""
    paragraphs = list(flow(cell))
    blank = next((paragraph for paragraph in paragraphs if paragraph.tag == f"{W}p" and is_blank(paragraph)), None)
    if blank is None:
        blank = w("p")
        cell.insert(next((at for at, child in enumerate(cell) if child.tag != f"{W}tcPr"), len(cell)), blank)
    return lay_into(blank, elements, running)


def lay_behind_label(paragraph: Element, text: str, length: int) -> None:
    """Words behind a label of a line, in the looks of the line but not of the label.

    length  how many letters of the line the label has, its colon and what blank follows included
    """
    _without_dots(paragraph)
    before, last = 0, None
    for text_run in list(inside_text(paragraph)):
        for piece in list(text_run):
            size = len(words_in_piece(piece))
            if before + size > length and piece.tag == f"{W}t":
                _part(piece, length - before)
                size = length - before
            before += size
            if size and before >= length:
                words = run(f"{text} " if rest_of(text_run, piece) else text)
                looks = text_run.find(f"{W}rPr")
                if looks is not None:
                    words.insert(0, _without_label_looks(looks))
                text_run.addnext(words)
                _move_rest(text_run, piece, words)
                return
        last = text_run
    words = run(text)
    (paragraph.append if last is None else last.addnext)(words)


def rest_of(text_run: Element, piece: Element) -> bool:
    """Whether words follow a piece of a run, in it or after it, without a blank before them."""
    after = [*piece.itersiblings(), *(part for follow in text_run.itersiblings() for part in follow.iter())]
    words = next((words for part in after if (words := words_in_piece(part))), "")
    return bool(words) and not words[0].isspace()


def _without_dots(paragraph: Element) -> None:
    """The dots or dashes to write on give way to what is written."""
    for piece in paragraph.iter(f"{W}t"):
        piece.text = _DOTS.sub("", piece.text or "")
        piece.set(_SPACE, "preserve")


def words_in_piece(piece: Element) -> str:
    """What a piece of a run adds to the words of its line."""
    if piece.tag == f"{W}t":
        return piece.text or ""
    return {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n"}.get(piece.tag, "")


def _part(piece: Element, at: int) -> None:
    """A piece of text in two."""
    rest = copy.deepcopy(piece)
    piece.text, rest.text = piece.text[:at], piece.text[at:]
    for part in (piece, rest):
        part.set(_SPACE, "preserve")
    piece.addnext(rest)


def _move_rest(text_run: Element, piece: Element, words: Element) -> None:
    """What follows a piece in its run stands in a run of its own, behind the new words."""
    rest = list(piece.itersiblings())
    if not rest:
        return
    looks = text_run.find(f"{W}rPr")
    words.addnext(w("r", *([copy.deepcopy(looks)] if looks is not None else []), *rest))


def _without_label_looks(looks: Element) -> Element:
    plain = copy.deepcopy(looks)
    for tag in _LABEL_LOOKS:
        for mark in plain.findall(tag):
            plain.remove(mark)
    return plain
