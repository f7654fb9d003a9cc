"""A new version of a document that keeps what people did to the one that is there.

The file that is there is the base: its styles, headers, comments and settings stay. Its paragraphs and rows are known
by hidden bookmarks, and who changed them by the digests of its record (``edits/``).
"""

from __future__ import annotations

import io
import re

import docx
from docx.document import Document as WordFile

from smreport.blocks.document import exempt_words
from smreport.package.terms import Refused
from smreport.package.zipped import Zipped
from smreport.word.edits import earlier, piece_names
from smreport.word.edits.comments import Comments
from smreport.word.edits.edges import edges_of, renew_edges
from smreport.word.edits.grafts import Grafts, level_of
from smreport.word.edits.merging import Merging
from smreport.word.edits.notes import EditWords, Kept
from smreport.word.edits.opened import TERMS, is_as_written, opened, record_as_written, record_in, with_record
from smreport.word.edits.placing import place
from smreport.word.edits.reading import Reading, unwrapped
from smreport.word.edits.record import Edges, Record
from smreport.word.edits.renewing import renew
from smreport.word.edits.sides import Sides, sides_of
from smreport.word.elements import Element, W
from smreport.word.section_marks import EXEMPT_TAG
from smreport.words.languages import in_every_language

_NOT_LOOKED_INTO = ("parts", "entry", "unpacked")  # what may be a paper, and is kept apart
_MAY_SAY = re.compile(r"(word/document|docProps/core)\d*\.xml")
_MARKED = (EXEMPT_TAG.encode(), f'"{piece_names.EXEMPT}'.encode())


def renewed(old: bytes, new: bytes, words: EditWords) -> Kept | None:
    """The new version of a document with the hand edits of the old one, and with comments in ``words``.

    None where the old one is no Word file, or smreport did not write it.
    """
    base = opened(old)
    if base is None:
        return None
    record = record_in(base)
    if record and is_as_written(old, record):
        return Kept(new, is_untouched=True)
    if not _is_ours(base):
        return None
    if earlier.is_earlier(base):
        if earlier.is_pure(base):
            return Kept(new)
        record = _adopted(base, new)
    return _merged(base, docx.Document(io.BytesIO(new)), record, words)


def _is_piece(start: Element) -> bool:
    return piece_names.is_ours(start.get(f"{W}name"))


def _adopted(base: WordFile, new: bytes) -> Record:
    fresh = docx.Document(io.BytesIO(new))
    written = record_as_written(fresh, is_exempt(new))
    unwrapped(fresh.element.body)
    grafts = Grafts(base, fresh, Comments(base))
    return earlier.adopt(base, written, Reading(fresh.element.body, {}), grafts)


def _merged(base: WordFile, fresh: WordFile, record: Record | None, words: EditWords) -> Kept:
    written = record_in(fresh)
    sides = sides_of(base, fresh, record, written is not None and written.is_exempt)
    added = _added(sides)
    count = len({_block_of(paragraph) for paragraph, _ in added})
    merging = Merging(sides, words)
    merging.run()
    for paragraph, section in added:
        merging.tell_stale(paragraph, section)
    place(merging)
    renew(base, sides.grafts, sides.style_names)
    _say_exempt(base, fresh)
    edges = edges_of(fresh)
    of_edges = tuple(renew_edges(base, fresh, record.edges if record else Edges(), words))
    names = [*sides.written.entries, *merging.entries]
    entries = {name: merging.entries[name] for name in dict.fromkeys(names)}
    content = with_record(base, Record(entries, sides.written.is_exempt, edges=edges), is_whole=False)
    edited, removed = (
        tuple(dict.fromkeys(map(sides.title_of, sections))) for sections in (merging.edited, merging.cut)
    )
    return Kept(content, edited, removed, count, (*merging.comments, *of_edges))


def _added(sides: Sides) -> list[tuple[Element, str]]:
    """The paragraphs that people wrote, with the section in which each stands."""
    ours = {paragraph for piece in sides.theirs.pieces for part in piece.elements for paragraph in part.iter(f"{W}p")}
    added = []
    for block in sides.theirs.blocks:
        section = sides.section(block.key)
        for element in block.elements:
            paragraphs = [paragraph for paragraph in element.iter(f"{W}p") if paragraph not in ours]
            added += [
                (paragraph, section)
                for paragraph in paragraphs
                if not level_of(paragraph, "toc", sides.style_names)
                and any(text.text for text in paragraph.iter(f"{W}t"))
            ]
    return added


def _block_of(paragraph: Element) -> Element:
    """The paragraph or table of the body that holds a paragraph."""
    holders = [paragraph, *paragraph.iterancestors()]
    return holders[next(at for at, holder in enumerate(holders) if holder.tag == f"{W}body") - 1]


def _say_exempt(base: WordFile, fresh: WordFile) -> None:
    """The properties of a paper that shows what is not for publication say so, whoever took them away."""
    ours, theirs = (word.core_properties for word in (base, fresh))
    if _says_exempt(theirs.keywords) and not _says_exempt(ours.keywords):
        ours.keywords = exempt_words()


def _says_exempt(text: str) -> bool:
    """Whether a text says so, in the language of whoever wrote it."""
    return any(words in text for words in in_every_language(exempt_words))


def is_ours(content: bytes) -> bool:
    """Whether smreport wrote a Word file, as far as its sections and bookmarks tell."""
    base = opened(content)
    return base is not None and _is_ours(base)


def _is_ours(base: WordFile) -> bool:
    return earlier.is_earlier(base) or any(map(_is_piece, base.element.body.iter(f"{W}bookmarkStart")))


def is_exempt(content: bytes) -> bool:
    """Whether a Word file, or a part of it, is from a paper that shows figures which are not for publication.

    Its sections, its bookmarks, its properties or its cover say so; the last three stay when LibreOffice has saved it.
    """
    try:
        parts = Zipped(content, TERMS)
        said = [parts[name] for name in parts if _MAY_SAY.fullmatch(name)]
    except Refused as refusal:
        return refusal.reason in _NOT_LOOKED_INTO
    return any(any(mark in part for mark in _MARKED) or _says_exempt(_words(part)) for part in said)


def _words(part: bytes) -> str:
    return re.sub(rb"<[^>]*>", b"", part).decode("utf-8", "replace")
