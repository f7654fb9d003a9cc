"""A name for each paragraph and table row of a document: a hidden bookmark that every program keeps.

A name is made from what stays the same while answers change: the section, the heading above, the style, how a sentence
begins, the table, and what a row is about. It is like "_sr_p_summary_1f3a09c2d4e5": p for a paragraph, r for a row. In
a paper that is not for publication it begins with "_sx_", so that a copied paragraph is still known.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from smreport.word.edits.words import words_of
from smreport.word.elements import Element, W, bookmark
from smreport.word.word_file import rows_of, style_id_of

PUBLIC, EXEMPT = "_sr_", "_sx_"
_PARAGRAPH, _ROW = "p", "r"
_OURS = re.compile(rf"(?:{PUBLIC}|{EXEMPT})([{_PARAGRAPH}{_ROW}])_\w+")
_LONGEST_SECTION = 20  # letters; a bookmark has 40 at most
_OPENING = 4  # words by which a sentence is known


def is_ours(name: str | None) -> bool:
    """Whether a bookmark is one of those that name pieces."""
    return _OURS.fullmatch(name or "") is not None


def is_of_row(name: str) -> bool:
    """Whether a name is of a table row."""
    match = _OURS.fullmatch(name)
    return match is not None and match[1] == _ROW


def name_pieces(
    section: str, blocks: Iterable[tuple[str, Sequence[Element]]], numbers: Iterator[int], is_exempt: bool
) -> None:
    """Put a bookmark on each paragraph and row of a section; entries of a contents list get none.

    blocks   the elements of each block with its key, "" where it has none
    numbers  those of bookmarks that are still free
    """
    naming = _Naming(section, numbers, EXEMPT if is_exempt else PUBLIC)
    for key, elements in blocks:
        for element in elements:
            if element.tag == f"{W}tbl":
                naming.name_rows(element, key)
            elif not re.fullmatch(r"TOC\d", style_id_of(element)):
                naming.name_paragraph(element, key)


class _Naming:
    """The names of one section."""

    def __init__(self, section: str, numbers: Iterator[int], prefix: str) -> None:
        self._section, self._numbers, self._prefix = section, numbers, prefix
        self._heading = self._caption = ""
        self._used = Counter[str]()

    def name_paragraph(self, paragraph: Element, key: str) -> None:
        style, words = style_id_of(paragraph), words_of(paragraph)
        if style.startswith("Heading"):
            self._heading = _without_figures(words)
            about = self._heading
        elif style == "Caption":
            about = self._caption = key or _without_figures(words)
        else:
            about = self._caption if "[figure" in words else _opening(words)
        name = self._name(_PARAGRAPH, self._heading, style, about)
        put_name(paragraph, name, next(self._numbers))

    def name_rows(self, table: Element, key: str) -> None:
        header, *rows = rows_of(table)
        about = [[words_of(cell) for cell in row.iterchildren(f"{W}tc")] for row in rows]
        seen = Counter(cells[0] for cells in about)
        names = ["header", *("\t".join(cells[: 1 if seen[cells[0]] == 1 else 2]) for cells in about)]
        for row, name in zip((header, *rows), names, strict=True):
            place = self._name(_ROW, self._heading, key or self._caption, name)
            put_name(next(row.iter(f"{W}p")), place, next(self._numbers))

    def _name(self, kind: str, *about: str) -> str:
        known = "\0".join((self._section, kind, *about))
        self._used[known] += 1
        print_ = hashlib.sha256(f"{known}\0{self._used[known]}".encode()).hexdigest()[:12]
        section = re.sub(r"\W+", "_", self._section)[:_LONGEST_SECTION]
        return f"{self._prefix}{kind}_{section}_{print_}"


def put_name(paragraph: Element, name: str, number: int | str) -> None:
    """The whole paragraph between the two ends of a bookmark."""
    start, end = bookmark(number, name)
    properties = paragraph.find(f"{W}pPr")
    paragraph.insert(0 if properties is None else 1, start)
    paragraph.append(end)


def _opening(words: str) -> str:
    """How a sentence begins, without its figures: what stays while an answer changes."""
    first = _without_figures(words).split()[:_OPENING]
    labels = [at for at, word in enumerate(first) if word.endswith(":")]
    return " ".join(first[: labels[0] + 1] if labels else first)


def _without_figures(words: str) -> str:
    return " ".join(word for word in words.split() if not re.search(r"\d", word))
