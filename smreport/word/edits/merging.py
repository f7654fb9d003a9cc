"""The words of a renewed file, paragraph by paragraph and cell by cell: whoever changed something alone is followed.

Where people and the workbook both did, people's words stay and a comment shows the workbook's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from smreport.frozen import replace
from smreport.word.edits.comments import TRACING, told_of
from smreport.word.edits.filling import (
    fill_cell,
    fill_paragraph,
    hang_comments_on,
    restore_description,
)
from smreport.word.edits.notes import EditWords, Told, ToldKind
from smreport.word.edits.reading import Piece
from smreport.word.edits.record import Entry
from smreport.word.edits.sides import Change, Sides, change_of
from smreport.word.edits.tables import Columns, columns_of, is_left_alone
from smreport.word.edits.words import as_told, digest, figures_in, words_of
from smreport.word.elements import Element, W


class Merging:
    """Brings words together in the file that people worked on; where they go is for ``placing.py``.

    entries   what the next record says, by name
    left_out  names of the new version that get no place, since people took out what they belong to
    removed   elements that go, since the workbook no longer has them and people did not touch them
    orphans   blocks of people's words whose source is gone, by their names
    whole     tables that are people's as a whole, and those that are replaced as a whole by the new version
    """

    def __init__(self, sides: Sides, words: EditWords) -> None:
        self.sides, self._words = sides, words
        self.entries: dict[str, Entry] = {}
        self.left_out: set[str] = set()
        self.removed: list[Element] = []
        self.orphans: set[str] = set()
        self.people_tables: set[str] = set()
        self.new_tables: set[str] = set()
        self.edited: dict[str, None] = {}
        self.cut: dict[str, None] = {}
        self.comments: list[Told] = []
        self._done: set[int] = set()
        self._untold: defaultdict[str, list[str]] = defaultdict(list)
        self.stale_figures, self._fresh_figures = sides.stale_figures, sides.fresh_figures

    def run(self) -> None:
        """Change the words in place, and say in comments what people should look at."""
        sides = self.sides
        self._settle_tables()
        for name in sides.written.entries:
            piece = sides.theirs.by_name.get(name)
            if piece is None:
                self._settle_absent(name)
            elif id(piece) not in self._done:
                self._done.add(id(piece))
                self._settle(piece)
        for table in dict.fromkeys(entry.table for entry in sides.known.entries.values() if entry.table):
            if table not in sides.written.entries:
                self._settle_old_table(table)
        for piece in reversed(sides.theirs.pieces):
            if id(piece) not in self._done and not any(name in sides.written.entries for name in piece.names):
                self._settle_old(piece)
        self._keep_absent()
        self._tell_left_out()

    # Tables, as far as they are settled as a whole

    def _settle_tables(self) -> None:
        sides = self.sides
        for table in (name for name, entry in sides.written.entries.items() if entry.table == name):
            columns = columns_of(sides, table)
            if columns is Columns.SAME or not self._names_there(table):
                continue
            if columns is Columns.NEW and is_left_alone(sides, table):
                self.new_tables.add(table)
                self._record(sides.written.rows(table))
            else:
                self._keep_table(table)
            own = {*sides.written.rows(table), *sides.known.rows(table)}
            pieces = (sides.theirs.by_name[name] for name in self._names_there(table))
            self._done |= {id(piece) for piece in pieces if own.issuperset(piece.names)}

    def _names_there(self, table: str) -> list[str]:
        names = dict.fromkeys((*self.sides.written.rows(table), *self.sides.known.rows(table)))
        return [name for name in names if name in self.sides.theirs.by_name]

    def _keep_table(self, table: str) -> None:
        """A table whose columns people changed is theirs; where the workbook changed rows, a comment shows them all."""
        sides, known = self.sides, self.sides.known.entries
        self.people_tables.add(table)
        names = sides.written.rows(table)
        self._keep(dict.fromkeys((*names, *sides.known.rows(table))))
        self.left_out |= {name for name in names if name not in sides.theirs.by_name}
        self.edited[sides.section(table)] = None
        changed = [name for name in names if name not in known or known[name].digests != self._digests(name)]
        first = sides.theirs.by_name[self._names_there(table)[0]]
        gone = [name for name in sides.known.rows(table) if name not in sides.written.entries]
        if changed or gone:
            rows = [" | ".join(sides.new.by_name[name].words) for name in names]
            self._tell("table", first.paragraph, self._words.table(rows), names)
        else:
            self._tell_stale(first.paragraph, [words_of(first.elements[0].getparent())], sides.section(table))

    # Pieces that both the new version and the file have

    def _settle(self, piece: Piece) -> None:
        if not piece.is_single or not self._is_as_written(piece):
            self._settle_joined(piece)
        elif piece.is_row:
            self._settle_row(piece)
        else:
            self._settle_paragraph(piece)

    def _is_as_written(self, piece: Piece) -> bool:
        """Whether a piece still is the paragraph, or the row of as many cells, that the new version has for it."""
        is_row = self.sides.new.by_name[piece.names[0]].is_row
        return piece.is_row == is_row and len(piece.cells) == len(self._digests(piece.names[0]))

    def _settle_joined(self, piece: Piece) -> None:
        """Paragraphs that people split or joined are theirs, with all their names."""
        names = [name for name in piece.names if name in self.sides.written.entries]
        changed = [name for name in names if self._known(name) != self._digests(name)]
        self._keep(piece.names)
        self.edited[self.sides.section(names[0])] = None
        if changed:
            wording = "\n".join(" | ".join(self.sides.new.by_name[name].words) for name in changed)
            self._tell_changed(piece.paragraph, wording, piece.words, changed)
        else:
            self._tell_stale(piece.paragraph, piece.words, self.sides.section(names[0]))

    def _settle_paragraph(self, piece: Piece) -> None:
        fresh = self.sides.new.by_name[piece.names[0]]
        change = self._change(piece, 0)
        theirs, model = piece.elements[0], fresh.elements[0]
        self.sides.grafts.learn_list(theirs, model)
        if change is Change.WORKBOOK or (change is Change.NOBODY and self._lacks_workbook(theirs)):
            fill_paragraph(theirs, self.sides.grafts.taken(model))
        elif change is Change.NOBODY:
            restore_description(theirs, model)
            self._trace(theirs, model)
        self._finish(piece, [change])

    def _settle_row(self, piece: Piece) -> None:
        fresh = self.sides.new.by_name[piece.names[0]]
        changes = [self._change(piece, at) for at in range(len(piece.cells))]
        if Change.WORKBOOK in changes:
            taken = self.sides.grafts.taken(fresh.elements[0])
            new_cells = list(taken.iterchildren(f"{W}tc"))
            for cell, new, change in zip(piece.cells, new_cells, changes, strict=True):
                if change is Change.WORKBOOK:
                    fill_cell(cell, new)
        if Change.WORKBOOK not in changes or changes[0] is not Change.WORKBOOK:
            self._trace(piece.paragraph, fresh.elements[0])
        self._finish(piece, changes)

    def _change(self, piece: Piece, at: int) -> Change:
        name = piece.names[0]
        known, fresh = self._known(name), self._digests(name)
        before = known[at] if len(known) == len(fresh) else ""
        change = change_of(before, piece.digests[at], fresh[at])
        is_tracked = change is Change.WORKBOOK and Piece([piece.cells[at]], piece.names).has_tracked_changes
        return Change.BOTH if is_tracked else change

    def _finish(self, piece: Piece, changes: Sequence[Change]) -> None:
        """The record of a piece, and what is told of it."""
        name, section = piece.names[0], self.sides.section(piece.names[0])
        known, fresh = self._known(name), self._digests(name)
        theirs = [change in (Change.PEOPLE, Change.BOTH) for change in changes]
        before = known if len(known) == len(fresh) else [""] * len(fresh)
        digests = tuple(
            old or _UNKNOWN if is_theirs else new for old, new, is_theirs in zip(before, fresh, theirs, strict=True)
        )
        self.entries[name] = replace(self.sides.written.entries[name], digests=digests)
        if any(theirs):
            self.edited[section] = None
        for at, change in enumerate(changes):
            cell = piece.cells[at]
            words, paragraph = piece.words[at], next(cell.iter(f"{W}p"), piece.paragraph) if piece.is_row else cell
            if change is Change.BOTH:
                self._tell_changed(paragraph, self.sides.new.by_name[name].words[at], [words], [name])
            elif change is Change.PEOPLE:
                self._tell_stale(paragraph, [words], section)

    def _lacks_workbook(self, paragraph: Element) -> bool:
        return self.sides.grafts.lacks_workbook(paragraph)

    def _trace(self, paragraph: Element, fresh: Element) -> None:
        """Where the figures come from, on words that stay as they are."""
        said = told_of(self.sides.fresh, fresh)
        if said:
            self.sides.comments.hang(paragraph, said, TRACING)

    # Pieces that only one of both has

    def _settle_absent(self, name: str) -> None:
        """What the file lacks: people took it out, or it is new, or it belongs to what people took out."""
        sides, entry = self.sides, self.sides.written.entries[name]
        known = sides.known.entries.get(name)
        if name in self.entries:
            return
        if known is None and not self._belongs_to_what_is_out(entry):
            self.entries[name] = entry
            return
        self.left_out.add(name)
        self.entries[name] = known or replace(entry, digests=())
        if known is not None:
            self.cut[entry.section] = None
        if known is None or known.digests != entry.digests:
            self._untold[entry.section].append(name)

    def _belongs_to_what_is_out(self, entry: Entry) -> bool:
        """Whether people took out the table, the heading or the section in which a new piece would stand."""
        sides, heading = self.sides, self.sides.headings.get(entry.name, "")
        if heading in self.left_out or entry.table in self.left_out:
            return True
        rows = sides.known.rows(entry.table) if entry.table else []
        if rows and entry.table not in sides.tables:
            return True
        section = sides.known.names(entry.section)
        return any(sides.are_out(names) for names in ([heading] if heading else [], section))

    def _settle_old_table(self, table: str) -> None:
        """A table that the workbook no longer has goes, unless people worked on it."""
        sides = self.sides
        pieces = [sides.theirs.by_name[name] for name in sides.known.rows(table) if name in sides.theirs.by_name]
        self._done |= {id(piece) for piece in pieces}
        if not pieces:
            return
        if is_left_alone(sides, table):
            self._remove(pieces[0].elements[0].getparent(), sides.section(table))
        else:
            self._orphan(pieces[0], [name for piece in pieces for name in piece.names])
            self.orphans |= {name for piece in pieces for name in piece.names}

    def _settle_old(self, piece: Piece) -> None:
        """A piece whose source is gone from the workbook goes, unless people worked on it."""
        if not self.sides.is_untouched(piece):
            self._orphan(piece, piece.names)
        elif self.orphans.intersection(self.sides.followers(piece)):  # a heading, caption or lead-in of what stays
            self._keep(piece.names)
            self.orphans |= set(piece.names)
        else:
            self._remove(piece.elements[0], self.sides.section(piece.names[0]))

    def _orphan(self, piece: Piece, names: Iterable[str]) -> None:
        self._keep(names)
        self.orphans |= set(piece.names)
        self.edited[self.sides.section(piece.names[0])] = None
        self._tell("gone", piece.paragraph, self._words.gone(), piece.names)

    def _remove(self, element: Element, section: str) -> None:
        heading = self.sides.heading_of(section)
        self.removed.append(element)
        if heading is not None and heading.elements[0] is not element:
            hang_comments_on(heading.paragraph, [element])

    # The record, and comments

    def _known(self, name: str) -> tuple[str, ...]:
        entry = self.sides.known.entries.get(name)
        return entry.digests if entry else ()

    def _digests(self, name: str) -> tuple[str, ...]:
        return self.sides.written.entries[name].digests

    def _record(self, names: Iterable[str]) -> None:
        for name in names:
            self.entries[name] = self.sides.written.entries[name]

    def _keep(self, names: Iterable[str]) -> None:
        """What people's pieces were when they were written stays in the record."""
        for name in names:
            known, written = (entries.get(name) for entries in (self.sides.known.entries, self.sides.written.entries))
            entry = known or (replace(written, digests=()) if written else Entry(name, self.sides.section(name), ()))
            self.entries[name] = entry

    def _keep_absent(self) -> None:
        """What people took out stays known, should the workbook have it again."""
        for name, entry in self.sides.known.entries.items():
            if name not in self.sides.theirs.by_name:
                self.entries.setdefault(name, entry)

    def _tell_changed(self, paragraph: Element, wording: str, theirs: Iterable[str], names: Sequence[str]) -> None:
        figures = sorted(figures_in(theirs) - figures_in([wording]))
        self._tell("changed", paragraph, self._words.changed(as_told(wording), figures), names)

    def _tell_stale(self, paragraph: Element, words: Iterable[str], section: str) -> None:
        commented_figures = self.sides.comments.figures.get(paragraph, set())
        outdated = sorted(figures_in(words) & (self.stale_figures | commented_figures) - self._fresh_figures)
        if outdated:
            self._hang("stale", paragraph, self._words.stale(outdated), section)

    def tell_stale(self, paragraph: Element, section: str) -> None:
        """A comment on people's own words, where figures in them are no longer true."""
        self._tell_stale(paragraph, [words_of(paragraph)], section)

    def _tell_left_out(self) -> None:
        """At the heading of each section, what the workbook says where people took something out."""
        for section, names in self._untold.items():
            wordings = [as_told(" | ".join(self.sides.new.by_name[name].words)) for name in names]
            place = self._place_to_tell(section)
            self._tell("left_out", place, self._words.left_out(wordings), names)

    def _place_to_tell(self, section: str) -> Element:
        """The heading of a section, or of the nearest before it that is there; else the first paragraph."""
        sections = self.sides.written.sections
        before = reversed(sections[: sections.index(section) + 1])
        heading = next((piece for earlier in before if (piece := self.sides.heading_of(earlier)) is not None), None)
        return heading.paragraph if heading else next(self.sides.base.element.body.iter(f"{W}p"))

    def _tell(self, kind: ToldKind, paragraph: Element, text: str, names: Sequence[str]) -> None:
        """Hang a comment, unless people have deleted or resolved the same one since the last build."""
        mark = self.sides.comments.digest_of(text)
        known = [self.sides.known.entries.get(name) for name in names]
        is_settled = all(entry is not None and entry.comment == mark for entry in known)
        for name in names:
            self.entries[name] = replace(self.entries[name], comment=mark)
        if not is_settled or mark in self.sides.comments.open:
            self._hang(kind, paragraph, text, self.sides.section(names[0]))

    def _hang(self, kind: ToldKind, paragraph: Element, text: str, section: str) -> None:
        self.sides.comments.hang(paragraph, text)
        self.comments.append(Told(kind, self.sides.title_of(section), text))


_UNKNOWN = digest("\0")
"""Stands where it is not known what was written: no words have it."""
