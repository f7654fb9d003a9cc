"""New words in a paragraph, cell or row that people have styled: their looks stay, and so do their comments."""

from __future__ import annotations

import copy
from collections.abc import Iterable

from smreport.word.edits.comments import marks_of_people
from smreport.word.edits.piece_names import is_ours
from smreport.word.elements import Element, W, w

_KEPT_STARTS = (f"{W}commentRangeStart", f"{W}bookmarkStart", f"{W}permStart")
_KEPT_ENDS = (f"{W}commentRangeEnd", f"{W}bookmarkEnd", f"{W}permEnd")
_PLACES = ("_Toc_", "_Ref_")  # bookmarks of headings, tables and figures, which come with the new words
_DESCRIBED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def fill_paragraph(theirs: Element, taken: Element) -> None:
    """The words of one paragraph in another, whose style stays."""
    starts, ends = _kept_marks(theirs)
    for child in list(theirs):
        if child.tag != f"{W}pPr":
            theirs.remove(child)
    words = [child for child in taken if child.tag != f"{W}pPr"]
    theirs.extend([*starts, *words, *ends])


def _kept_marks(paragraph: Element) -> tuple[list[Element], list[Element]]:
    """People's bookmarks and comments on a paragraph, the ends that open and those that close."""
    dropped = {
        start.get(f"{W}id") for start in paragraph.iter(f"{W}bookmarkStart") if is_our_place(start.get(f"{W}name"))
    }
    references = [mark for mark in marks_of_people(paragraph) if mark.tag == f"{W}r"]
    starts = [mark for mark in paragraph.iter(*_KEPT_STARTS) if not _is_dropped(mark, dropped)]
    ends = [mark for mark in paragraph.iter(*_KEPT_ENDS) if not _is_dropped(mark, dropped)]
    return starts, [*ends, *references]


def _is_dropped(mark: Element, dropped: set[str]) -> bool:
    return "bookmark" in mark.tag and mark.get(f"{W}id") in dropped


def is_our_place(name: str | None) -> bool:
    """Whether a bookmark is one that we put: of a piece, a heading, a table or a figure."""
    return is_ours(name) or (name or "").startswith(_PLACES)


def fill_cell(theirs: Element, taken: Element) -> None:
    """The words of one cell in another, whose looks stay."""
    first, *others = list(theirs.iterchildren(f"{W}p")) or [_new_paragraph(theirs)]
    for other in others:
        hang_comments_on(first, [other])
        theirs.remove(other)
    fill_paragraph(first, taken.find(f"{W}p"))


def _new_paragraph(cell: Element) -> Element:
    cell.append(w("p"))
    return cell[-1]


def dress_row(taken: Element, like: Element) -> None:
    """A new row gets the looks of one that is there: widths, lines, colours, styles."""
    ours, theirs = (list(row.iterchildren(f"{W}tc")) for row in (taken, like))
    if len(ours) != len(theirs):
        return
    for cell, other in zip(ours, theirs, strict=True):
        _replace_properties(cell, other, f"{W}tcPr")
        model = other.find(f"{W}p")
        for paragraph in cell.iterchildren(f"{W}p"):
            _replace_properties(paragraph, model, f"{W}pPr")


def _replace_properties(element: Element, other: Element, tag: str) -> None:
    mine, model = element.find(tag), None if other is None else other.find(tag)
    if model is None:
        return
    copied = copy.deepcopy(model)
    for change in [node for node in copied.iter() if node.tag.endswith(("Change", "cellIns", "cellDel", "cellMerge"))]:
        change.getparent().remove(change)
    for change in copied.findall(f"{W}rPr"):
        copied.remove(change)
    if mine is None:
        element.insert(0, copied)
    else:
        element.replace(mine, copied)


def hang_comments_on(paragraph: Element, gone: Iterable[Element]) -> None:
    """What people said about something that goes is said about a paragraph that stays."""
    for element in gone:
        for mark in marks_of_people(element):
            paragraph.append(mark)


def restore_description(theirs: Element, fresh: Element) -> None:
    """The alternative text of a chart or picture that another program has dropped."""
    for mine, model in zip(theirs.iter(_DESCRIBED), fresh.iter(_DESCRIBED), strict=False):
        for said in ("descr", "title"):
            if not mine.get(said) and model.get(said):
                mine.set(said, model.get(said))
