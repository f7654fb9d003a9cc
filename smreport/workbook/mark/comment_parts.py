"""Notes in cells: smreport's lines put in and taken out again, people's own notes kept.

Lines of smreport stand below a line "smreport:", in a note of their own or at the end of a person's. They are
known by that line and by the words they start with, since LibreOffice forgets who wrote a note.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

from smreport.findings import Level, begins_in_check
from smreport.package.parts import Package
from smreport.package.trees import Element
from smreport.words.languages import in_every_language
from smreport.workbook.mark.comment_boxes import Boxes, place_of
from smreport.workbook.spreadsheet_xml import MAIN, OFFICE, XML_SPACE, child, local, sml, written

AUTHOR = "smreport"
_COMMENTS = f"{OFFICE}/comments"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_HEADER = f"{AUTHOR}:"
_THREAD = "tc="  # how Excel names the author of a comment that stands in for a thread


def remove_notes(package: Package, sheet: str) -> None:
    """Take smreport's lines out of a sheet's notes, and the notes that hold nothing else."""
    part = package.target(sheet, _COMMENTS)
    if not part:
        return
    listed = child(package.root(part), "commentList")
    gone = {comment.get("ref") for comment in listed if _strip(comment)}
    for comment in [comment for comment in listed if comment.get("ref") in gone]:
        listed.remove(comment)
    if gone:
        boxes = Boxes(package, sheet)
        boxes.remove(gone)
        boxes.save()
    if gone and not len(listed):
        package.unrelate(sheet, part)


def add_notes(package: Package, sheet: str, notes: Mapping[str, str]) -> None:
    """Put notes into a sheet's cells, below the person's own words where a cell has a note.

    A cell with a thread of comments is left alone, as Excel would not show the note.
    """
    part = package.target(sheet, _COMMENTS) or _new_comments(package, sheet)
    root = package.root(part)
    comments = {comment.get("ref"): comment for comment in child(root, "commentList")}
    authors = {str(number): author.text or "" for number, author in enumerate(child(root, "authors"))}
    boxes = Boxes(package, sheet)
    if boxes.is_new:
        for cell, comment in comments.items():
            boxes.add(cell, _text(comment))
    for cell in sorted(notes, key=place_of):
        existing = comments.get(cell)
        if existing is None:
            child(root, "commentList").append(_comment(cell, notes[cell], _author(root)))
            boxes.add(cell, f"{_HEADER}\n{notes[cell]}")
        elif not authors.get(existing.get("authorId"), "").startswith(_THREAD):
            _append(existing, f"\n{_HEADER}\n{notes[cell]}")
            boxes.fit(cell, _text(existing))
    boxes.save()


def notes_of(package: Package, sheet: str) -> dict[str, str]:
    """The text of each note of a sheet, by the cell it is on; threads of comments too, as Excel tells them."""
    part = package.target(sheet, _COMMENTS)
    listed = child(package.root(part), "commentList") if part else None
    return {} if listed is None else {comment.get("ref", ""): _text(comment) for comment in listed}


def own_words(text: str) -> str:
    """A note's text without smreport's lines."""
    return "".join(text[start:end] for start, end in _kept(text))


# --- comments ---


def _new_comments(package: Package, sheet: str) -> str:
    root = sml("comments", sml("authors"), sml("commentList"))
    part = package.put(package.free_name("xl/comments{}.xml"), root, _COMMENTS_TYPE)
    package.relate(sheet, _COMMENTS, part)
    return part


def _author(root: Element) -> int:
    authors = child(root, "authors")
    names = [author.text for author in authors]
    if AUTHOR not in names:
        authors.append(sml("author", AUTHOR))
    return names.index(AUTHOR) if AUTHOR in names else len(names)


def _comment(cell: str, note: str, author: int) -> Element:
    return sml("comment", sml("text", _run(f"{_HEADER}\n{note}")), ref=cell, authorId=author)


def _run(words: str) -> Element:
    look = sml("rPr", sml("sz", val=10), sml("color", indexed=81), sml("rFont", val="Arial"), sml("family", val=2))
    text = sml("t", words)
    text.set(XML_SPACE, "preserve")
    return sml("r", look, text)


def _texts(comment: Element) -> list[Element]:
    """The elements that hold a comment's words; not those that say how a word is read aloud."""
    return [text for text in comment.iter(f"{{{MAIN}}}t") if local(text.getparent()) in ("text", "r")]


def _text(comment: Element) -> str:
    return "".join(text.text or "" for text in _texts(comment))


def _append(comment: Element, words: str) -> None:
    texts = _texts(comment)
    if texts and local(texts[0].getparent()) == "text":
        texts[0].text = (texts[0].text or "") + written(words)
        texts[0].set(XML_SPACE, "preserve")
    else:
        child(comment, "text").append(_run(words))


def _strip(comment: Element) -> bool:
    """Take smreport's lines out; true where nothing else is left."""
    whole = _text(comment)
    kept = _kept(whole)
    if own_words(whole) == whole:
        return False
    at = 0
    for text in _texts(comment):
        words = text.text or ""
        text.text = "".join(words[max(start - at, 0) : max(end - at, 0)] for start, end in kept)
        at += len(words)
        if not text.text and local(text.getparent()) == "r":
            text.getparent().getparent().remove(text.getparent())
    return not _text(comment).strip()


def _starts() -> tuple[str, ...]:
    """How our lines start, in whatever language they were written."""
    return tuple(start for level in Level for start in in_every_language(partial(begins_in_check, level)))


def _kept(text: str) -> list[tuple[int, int]]:
    """From where to where a note is a person's."""
    kept, ours, last_is_ours = [], False, False
    for line in re.finditer("[^\n]*\n|[^\n]+", text):
        is_header = line[0].strip() == _HEADER
        ours = ours or is_header
        last_is_ours = is_header or (ours and line[0].startswith(_starts()))
        if not last_is_ours:
            kept.append(line.span())
    if last_is_ours and kept:  # the line end before smreport's line came with it
        start, end = kept.pop()
        kept.append((start, end - 1))
    return kept
