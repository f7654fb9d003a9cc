"""The two sides of a renewal: the file that people worked on, and the new version, piece by piece."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from docx.document import Document as WordFile

from smreport.word.edits.comments import Comments
from smreport.word.edits.grafts import Grafts, level_of, style_names
from smreport.word.edits.opened import charts_of
from smreport.word.edits.pairing import renamed, with_names
from smreport.word.edits.piece_names import put_name
from smreport.word.edits.reading import Block, Piece, Reading, settle_bookmarks, unwrapped
from smreport.word.edits.record import Entry, Record, record_of
from smreport.word.edits.words import figures_in, words_of
from smreport.word.elements import Element, W
from smreport.word.word_file import style_id_of


class Change(Enum):
    """Who has changed something since the last build; not counted where both did alike."""

    NOBODY = "nobody"
    WORKBOOK = "workbook"
    PEOPLE = "people"
    BOTH = "both"


def change_of(known: str, theirs: str, fresh: str) -> Change:
    """Who changed a paragraph or cell, by its digests; ``known`` is "" where it is not known what was written."""
    if theirs == fresh:
        return Change.NOBODY
    if theirs == known:
        return Change.WORKBOOK
    return Change.PEOPLE if known == fresh else Change.BOTH


@dataclass
class Sides:
    """Both files, opened and read, and the records of both builds.

    known    what the last build wrote, under the names of today
    written  what the new version writes
    marked   the section of each name that stands in one, by the file that people worked on
    """

    base: WordFile
    fresh: WordFile
    known: Record
    written: Record
    theirs: Reading
    new: Reading
    comments: Comments
    grafts: Grafts
    marked: Mapping[str, str]

    @cached_property
    def style_names(self) -> dict[str, str]:
        return {**style_names(self.fresh), **style_names(self.base)}

    @cached_property
    def headings(self) -> dict[str, str]:
        """The heading under which each piece of the new version stands, by their names; "" for none."""
        names, under, above = style_names(self.fresh), dict[str, str](), dict[str, str]()
        for block in self.new.blocks:
            section = self.section(block.key)
            row_names = [block.key] if block.table is None else self.written.rows(block.key)
            under |= dict.fromkeys(row_names, above.get(section, ""))
            if block.table is None and block.elements and _is_heading(block.elements[0], names):
                above[section] = block.key
        return under

    def section(self, name: str) -> str:
        entry = self.written.entries.get(name) or self.known.entries.get(name)
        return entry.section if entry else self.marked.get(name, "")

    def table_of(self, block: Block) -> str:
        """What the records call a block of the file: a table by the name of its first row."""
        entry = self.written.entries.get(block.key) or self.known.entries.get(block.key)
        return entry.table if entry and entry.table and block.table is not None else block.key

    @cached_property
    def tables(self) -> dict[str, list[Block]]:
        """The tables of the file by their names; several blocks where people split one."""
        tables: dict[str, list[Block]] = {}
        for block in self.theirs.blocks:
            if block.table is not None:
                tables.setdefault(self.table_of(block), []).append(block)
        return tables

    def heading_of(self, section: str) -> Piece | None:
        """The first piece of a section that is still there: its heading, unless people took that out."""
        names = (*self.written.blocks(section), *self.known.blocks(section))
        return next((self.theirs.by_name[name] for name in names if name in self.theirs.by_name), None)

    @cached_property
    def titles(self) -> dict[str, str]:
        """What the sections of both sides are called: their headings, or those under which they stand."""
        titles: dict[str, str] = {}
        for reading, names in ((self.new, style_names(self.fresh)), (self.theirs, self.style_names)):
            title = ""
            for block in reading.blocks:
                if block.table is None and block.elements and _is_heading(block.elements[0], names):
                    title = words_of(block.elements[0]) if "1" in names[style_id_of(block.elements[0])] else title
                titles.setdefault(self.section(block.key), title)
        return titles

    def title_of(self, section: str) -> str:
        """What a section is called, the cover by its key."""
        return self.titles.get(section) or section.replace("_", " ").capitalize()

    @cached_property
    def stale_figures(self) -> set[str]:
        """Figures that stood in the paper as it was written, and no longer stand in the new version anywhere."""
        untouched = (piece for piece in self.theirs.pieces if self.is_untouched(piece))
        before = figures_in(words for piece in untouched for words in piece.words)
        return before - self.fresh_figures

    @cached_property
    def fresh_figures(self) -> set[str]:
        return figures_in(words for piece in self.new.pieces for words in piece.words)

    def is_untouched(self, piece: Piece) -> bool:
        """Whether people have left a piece as it was written."""
        entry = self.known.entries.get(piece.names[0])
        is_same = piece.is_single and entry is not None and entry.digests == piece.digests
        return is_same and not piece.has_tracked_changes

    def are_out(self, names: Sequence[str]) -> bool:
        """Whether people took out all of some pieces that were written."""
        written = [name for name in names if name in self.known.entries]
        return bool(written) and not any(name in self.theirs.by_name for name in written)

    def followers(self, piece: Piece) -> list[str]:
        """What a piece of the file leads to: all that stands under a heading, else what comes next and is none."""
        blocks = self.theirs.blocks
        at = next((at for at, block in enumerate(blocks) if block.key in piece.names), len(blocks))
        after = blocks[at + 1 :]
        level = level_of(piece.elements[0], "heading", self.style_names)
        levels = [level_of(block.elements[0], "heading", self.style_names) for block in after]
        if not level:
            return [block.key for block, other in zip(after[:1], levels, strict=False) if not other]
        end = next((at for at, other in enumerate(levels) if 0 < other <= level), len(after))
        return [block.key for block in after[:end]]


def _is_heading(element: Element, names: Mapping[str, str]) -> bool:
    return names.get(style_id_of(element), "").startswith("heading ")


def sides_of(base: WordFile, fresh: WordFile, record: Record | None, is_exempt: bool) -> Sides:
    """Both files taken apart; without a record, it is not known what was written under the names of today."""
    body, sections = base.element.body, unwrapped(fresh.element.body)
    new = Reading(fresh.element.body, charts_of(fresh))
    written = record_of(new, sections, is_exempt)
    comments = Comments(base)
    settle_bookmarks(body)
    marked = unwrapped(body)
    pairs = renamed(record, written) if record else {}
    for start in body.iter(f"{W}bookmarkStart"):
        if start.get(f"{W}name") in pairs:
            start.set(f"{W}name", pairs[start.get(f"{W}name")])
    known = with_names(record, pairs) if record else _unknown(written)
    theirs = Reading(body, charts_of(base))
    for piece in theirs.pieces:
        _trim(piece, known)
    return Sides(base, fresh, known, written, theirs, new, comments, Grafts(base, fresh, comments), marked)


def _unknown(written: Record) -> Record:
    entries = {name: Entry(name, entry.section, (), entry.table) for name, entry in written.entries.items()}
    return Record(entries, written.is_exempt)


def _trim(piece: Piece, known: Record) -> None:
    """A bookmark that also runs over what people wrote before or after belongs to the paragraph that was written."""
    entry = known.entries.get(piece.names[0])
    if entry is None or len(piece.elements) < 2 or len(piece.names) > 1:
        return
    same = [
        element for element in piece.elements if Piece([element], piece.names, piece.charts).digests == entry.digests
    ]
    if same:
        _move_name(piece, same[0])
        piece.keep_only(same[0])


def _move_name(piece: Piece, paragraph: Element) -> None:
    marks = [mark for element in piece.elements for mark in element.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")]
    number = next(mark.get(f"{W}id") for mark in marks if mark.get(f"{W}name") == piece.names[0])
    for mark in marks:
        if mark.get(f"{W}id") == number:
            mark.getparent().remove(mark)
    put_name(paragraph, piece.names[0], number)
