"""The pieces of a Word file's body: which paragraphs and rows are whose, by their bookmarks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from smreport.word.edits.piece_names import is_of_row, is_ours
from smreport.word.edits.words import digest, has_tracked_changes, words_of
from smreport.word.elements import Element, W
from smreport.word.section_marks import mark_of
from smreport.word.word_file import rows_of

_ENDS = (f"{W}bookmarkStart", f"{W}bookmarkEnd")


@dataclass(eq=False)
class Piece:
    """Paragraphs, or a table row, with the names of all bookmarks on them.

    elements  one paragraph, several where people split one, or one row
    names     one name, several where people joined paragraphs
    """

    elements: list[Element]
    names: list[str]
    charts: Mapping[str, str] = field(repr=False, default_factory=dict)

    @property
    def is_row(self) -> bool:
        return bool(self.elements[0].tag == f"{W}tr")

    @property
    def is_single(self) -> bool:
        """Whether people have neither split nor joined it."""
        return len(self.elements) == 1 and len(self.names) == 1

    @property
    def cells(self) -> list[Element]:
        """The cells of a row; the paragraph of what is none."""
        return list(self.elements[0].iterchildren(f"{W}tc")) if self.is_row else self.elements[:1]

    @cached_property
    def words(self) -> list[str]:
        """What each cell says, or the paragraphs together, as it was when it was first asked."""
        if self.is_row:
            return [words_of(cell, self.charts) for cell in self.cells]
        return [" ".join(filter(None, (words_of(element, self.charts) for element in self.elements)))]

    def keep_only(self, paragraph: Element) -> None:
        """Let one of its paragraphs be all of it."""
        self.elements = [paragraph]
        vars(self).pop("words", None)
        vars(self).pop("digests", None)

    @cached_property
    def digests(self) -> tuple[str, ...]:
        return tuple(map(digest, self.words))

    @property
    def has_tracked_changes(self) -> bool:
        return any(map(has_tracked_changes, self.elements))

    @property
    def paragraph(self) -> Element:
        """Its first paragraph, on which a comment can hang."""
        first = self.elements[0]
        return next(first.iter(f"{W}p")) if self.is_row else first


@dataclass(eq=False)
class Block:
    """A paragraph or table of the body with what people wrote after it, up to the next one that has a name.

    key    the name of its first paragraph or row; "" for what stands before all of them
    table  the element of a table, None for paragraphs
    """

    key: str
    elements: list[Element]
    table: Element = None


def unwrapped(body: Element) -> dict[str, str]:
    """Take the content controls of the sections away, their content stays; gives the section of each name in them.

    Controls that people made stay. Another program may have dropped the tags of ours: those hold our bookmarks.
    """
    sections: dict[str, str] = {}
    for control in list(body.iterchildren(f"{W}sdt")):
        mark, content = mark_of(control), control.find(f"{W}sdtContent")
        names = [start.get(f"{W}name") for start in control.iter(f"{W}bookmarkStart")]
        ours = [name for name in names if is_ours(name)]
        is_part = control.find(f"{W}sdtPr/{W}docPartObj") is not None
        if content is None or not (mark or (ours and is_part)):
            continue
        if mark:
            sections |= dict.fromkeys(ours, mark.key)
        for element in list(content):
            control.addprevious(element)
        body.remove(control)
    return sections


def settle_bookmarks(body: Element) -> None:
    """Ends of bookmarks that a program has put between paragraphs, cells or rows go into the nearest paragraph."""
    for mark in list(body.iter(*_ENDS)):
        if next(mark.iterancestors(f"{W}p"), None) is not None:
            continue
        is_start = mark.tag == _ENDS[0]
        near = next(mark.iterancestors(f"{W}body"), body)
        paragraph = _next_paragraph(mark, near) if is_start else _last_paragraph(mark, near)
        if paragraph is None:
            continue
        at = 1 if is_start and paragraph.find(f"{W}pPr") is not None else 0
        paragraph.insert(at if is_start else len(paragraph), mark)


def _next_paragraph(mark: Element, body: Element) -> Element:
    followed = (element for element in body.iter(mark.tag, f"{W}p"))
    for element in followed:
        if element is mark:
            return next((other for other in followed if other.tag == f"{W}p"), None)
    return None


def _last_paragraph(mark: Element, body: Element) -> Element:
    last = None
    for element in body.iter(mark.tag, f"{W}p"):
        if element is mark:
            return last
        last = element if element.tag == f"{W}p" else last
    return last


class Reading:
    """The body of a Word file without our controls: its pieces by name, and its blocks in order."""

    def __init__(self, body: Element, charts: Mapping[str, str]) -> None:
        self.body, self._charts = body, charts
        self._paragraphs = list(body.iter(f"{W}p"))
        self._at = {paragraph: at for at, paragraph in enumerate(self._paragraphs)}
        self.pieces = self._pieces()
        self.by_name = {name: piece for piece in self.pieces for name in piece.names}
        self.blocks = self._blocks()

    def _pieces(self) -> list[Piece]:
        """Each stretch of paragraphs, or row, that bookmarks mark; those that overlap are one piece."""
        pieces: list[Piece] = []
        last = -1
        for name, first, end in sorted(self._spans(), key=lambda span: span[1:]):
            row = self._row(name, first, end)
            if row is not None:
                same = next((piece for piece in pieces[-1:] if piece.elements[0] is row), None)
                if same is None:
                    pieces.append(Piece([row], [name], self._charts))
                else:
                    same.names.append(name)
            elif first <= last and not pieces[-1].is_row:
                pieces[-1].names.append(name)
                pieces[-1].elements += self._paragraphs[last + 1 : end + 1]
            else:
                pieces.append(Piece(self._paragraphs[first : end + 1], [name], self._charts))
            last = max(last, end)
        return pieces

    def _spans(self) -> Iterator[tuple[str, int, int]]:
        """Each of our names with the numbers of the paragraphs where its bookmark begins and ends."""
        ends: dict[Element, Element] = {}
        open_: dict[str, Element] = {}
        for mark in self.body.iter(*_ENDS):
            if mark.tag == _ENDS[0]:
                open_[mark.get(f"{W}id")] = mark
            elif mark.get(f"{W}id") in open_:
                ends[open_.pop(mark.get(f"{W}id"))] = mark
        seen: set[str] = set()
        for start in self.body.iter(_ENDS[0]):
            name, first = start.get(f"{W}name"), self._number(start)
            if is_ours(name) and name not in seen and first is not None:
                seen.add(name)
                last = self._number(ends.get(start))
                yield name, first, first if last is None else max(first, last)

    def _number(self, mark: Element) -> int | None:
        paragraph = None if mark is None else next(mark.iterancestors(f"{W}p"), None)
        return self._at.get(paragraph)

    def _row(self, name: str, first: int, last: int) -> Element:
        """The row of the body's own tables that a bookmark marks, None where it marks something else."""
        if not is_of_row(name):
            return None
        rows = [next(self._paragraphs[at].iterancestors(f"{W}tr"), None) for at in (first, last)]
        row = rows[0]
        is_own = row is not None and row.getparent().getparent() is self.body
        return row if is_own and (rows[1] is row or first == last) else None

    def _blocks(self) -> list[Block]:
        starts: dict[Element, str] = {}
        for piece in self.pieces:
            first = piece.elements[0]
            holder = first.getparent() if piece.is_row else first
            if holder.getparent() is self.body:
                starts.setdefault(holder, piece.names[0])
        blocks = [Block("", [])]
        covered = {later for piece in self.pieces if not piece.is_row for later in piece.elements[1:]}
        for element in self.body:
            if element.tag == f"{W}sectPr":
                continue
            if element in starts and element not in covered:
                is_table = element.tag == f"{W}tbl"
                blocks.append(Block(starts[element], [element], element if is_table else None))
            else:
                blocks[-1].elements.append(element)
        return blocks


def row_names(by_name: Mapping[str, Piece]) -> dict[Element, str]:
    """The first name of each row that has one."""
    return {piece.elements[0]: piece.names[0] for piece in by_name.values() if piece.is_row}


def rows_by_name(table: Element, names: Mapping[Element, str]) -> dict[str, Element]:
    """The rows of a table that have names, in order, by their first names; ``names`` of each row."""
    return {names[row]: row for row in rows_of(table) if row in names}
