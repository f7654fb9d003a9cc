"""The lines at the foot of the pages, and the properties of a file: new ones where people have left the old alone."""

from __future__ import annotations

import copy
from collections.abc import Iterator

from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.part import XmlPart

from smreport.package.trees import parsed
from smreport.word.edits.notes import EditWords, Told
from smreport.word.edits.record import Edges
from smreport.word.edits.words import digest, words_of
from smreport.word.elements import Element, W
from smreport.word.page_footer import numbering

_PROPERTIES = ("title", "subject", "author")


def edges_of(word: WordFile) -> Edges:
    """What stands in the footers and properties of a file as it was written."""
    lines = frozenset(digest(words_of(line)) for line in _lines(word))
    return Edges(lines, {name: digest(_property(word, name)) for name in _PROPERTIES})


def renew_edges(base: WordFile, fresh: WordFile, known: Edges, words: EditWords) -> Iterator[Told]:
    """Renews what is still as it was written last; tells each new line that takes no place, as people changed the old.

    known  what was written last; empty where nobody knows
    """
    for name in _PROPERTIES:
        if known.properties.get(name) == digest(_property(base, name)):
            setattr(base.core_properties, name, _property(fresh, name))
    for line in _lines(fresh):
        if digest(words_of(line)) not in known.lines and not _is_put_in(base, line, known):
            yield Told("footer", words.footer_name(), words.footer(_without_numbers(line)))


def _is_put_in(base: WordFile, line: Element, known: Edges) -> bool:
    """Whether a new line stands in the file, or has taken the place of those of its kind that were written last."""
    is_there = False
    for old in list(_lines(base)):
        if words_of(old) == words_of(line):
            is_there = True
        elif _has_fields(old) == _has_fields(line) and digest(words_of(old)) in known.lines:
            old[:] = [part for part in old if part.tag == f"{W}pPr"]
            old.extend(copy.deepcopy(part) for part in line if part.tag != f"{W}pPr")
            is_there = True
    return is_there


def _lines(word: WordFile) -> Iterator[Element]:
    """The paragraphs with words in the footers of a file."""
    parts = [rel.target_part for rel in word.part.rels.values() if rel.reltype == RT.FOOTER and not rel.is_external]
    for part in parts:
        footer = part.element if isinstance(part, XmlPart) else parsed(part.blob)  # one that was just made is bytes
        yield from (line for line in footer.iter(f"{W}p") if words_of(line))


def _without_numbers(line: Element) -> str:
    """The words of a line without what stands around the number of the page."""
    around = " ".join(numbering("", "").split())
    return words_of(line).removesuffix(around).rstrip(" ·")


def _has_fields(line: Element) -> bool:
    return next(line.iter(f"{W}fldChar", f"{W}fldSimple"), None) is not None


def _property(word: WordFile, name: str) -> str:
    return str(getattr(word.core_properties, name))
