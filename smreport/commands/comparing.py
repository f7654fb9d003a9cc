"""What changed between two workbooks, for people who ask what happened since, and as a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from smreport.blueprint.tables import Extras, Layout, Tables
from smreport.commands.last_look import refuse_unheeded
from smreport.commands.reading import read_with_added, template_of
from smreport.decision.results import decide
from smreport.decision.terms import FIGURES_OF
from smreport.errors import InvalidValue
from smreport.frames import frame_of
from smreport.frozen import Frozen, replace
from smreport.papers.last_look import Marked
from smreport.rounds.compare import Change, Comparison, Kind, compared
from smreport.rounds.public_changes import Marks, marks_of_both, public
from smreport.saving import Saved, save_new
from smreport.words import say
from smreport.workbook.emit.listing import emit_listing
from smreport.workbook.read.workbook_file import Workbook

if TYPE_CHECKING:
    import pandas as pd

_FIELDS = ("kind", "sheet", "row", "column", "old", "new", "old_cell", "new_cell", "not_public")
_WIDTHS = (11.0, 16.0, 28.0, 22.0, 36.0, 36.0, 10.0, 10.0)


class Compared(Frozen):
    """What changed from an old workbook to a new one.

    comparison  the changes; without what is not for publication, unless it was asked for
    tables      the answers of the new workbook
    is_exempt   whether they may show what is not for publication
    """

    old: Path
    new: Path
    comparison: Comparison
    tables: Tables
    is_exempt: bool = False

    @property
    def changes(self) -> tuple[Change, ...]:
        """All that changed, by sheet: rows that were taken out and added, then cells."""
        return self.comparison.changes

    @property
    def kept_back(self) -> int:
        """How many changes are told without some of their words, which are not for publication."""
        return sum(change.secret for change in self.changes)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows were added and taken out, and how many cells changed."""
        count = self.comparison.count
        return {
            "rows_added": count(Kind.ADDED),
            "rows_taken_out": count(Kind.TAKEN_OUT),
            "cells_changed": count(Kind.CHANGED),
        }

    @property
    def in_words(self) -> str:
        """How many rows and cells changed, in a sentence."""
        if not self.changes:
            return say("terminal.compare.nothing", old=str(self.old), new=str(self.new))
        counts = self.counts
        added = say("terminal.compare.count.added", count=counts["rows_added"])
        taken_out = say("terminal.compare.count.taken_out", count=counts["rows_taken_out"])
        changed = say("terminal.compare.count.changed", count=counts["cells_changed"])
        return say("terminal.compare.counts", added=added, taken_out=taken_out, changed=changed)

    @property
    def frame(self) -> pd.DataFrame:
        """A row for each cell that changed, and for each filled cell of a row that was added or taken out.

        ``kind`` is the word added, taken out or changed; ``sheet``, ``row`` and ``column`` say what it is about by
        name; ``old`` and ``new`` are what the cell shows, "" where it is blank; ``old_cell`` and ``new_cell`` are
        where it stands in either file. Where ``not_public`` is True, words in brackets stand for some of them.
        """
        return frame_of(self._lines(), [*_FIELDS])

    def _lines(self) -> Iterator[tuple[object, ...]]:
        for change in self.changes:
            row = say("terminal.compare.aside", row=change.row) if change.set_aside else change.row
            about = (change.kind.value, change.title, row)
            for cell in change.cells:
                texts, places = ("", cell.text), ("", cell.cell)
                if change.kind is Kind.TAKEN_OUT:
                    texts, places = texts[::-1], places[::-1]
                yield *about, cell.heading, *texts, *places, cell.secret
            if not change.cells:
                places = (change.old_cell, change.new_cell)
                yield *about, change.heading, change.old, change.new, *places, change.secret


def compare(old: str | Path, new: str | Path, *, template: str | Path | None = None, exempt: bool = False) -> Compared:
    """What changed from an old workbook to a new one, by what each row is and not by its number.

    exempt  whether values and names are shown that are marked as not for publication in either workbook; else it is
            said only that they changed

    Raises UnreadableFile, TemplateError, InvalidValue where the workbooks are of two templates, or OutputRefused where
    something may be a mark of what is not for publication, and hides nothing.
    """
    result = compared_tables(*(_read(Path(path), template) for path in (old, new)), exempt=exempt)
    return replace(result, old=Path(old), new=Path(new))


def compared_tables(old: Tables, new: Tables, *, exempt: bool = False) -> Compared:
    """The same of two workbooks that were read.

    Raises InvalidValue where they are of two templates, or OutputRefused where something may be a mark and is not read.
    """
    comparison = compared(old, new)
    marks = marks_of_both(old, new, comparison.pairs)
    if not exempt:
        refuse_unheeded(old)
        refuse_unheeded(new)
        comparison = public(comparison, old, new, marks, _tells((old, new), marks))
    return Compared(Path(old.file), Path(new.file), comparison, new, exempt and any(marks))


def _read(path: Path, template: str | Path | None) -> Tables:
    workbook = Workbook(path)
    return read_with_added(workbook, template_of(workbook, template))


def _tells(both: Sequence[Tables], marks: Sequence[Marks]) -> Callable[[str], bool]:
    """Whether words that people wrote tell what is marked in either workbook."""
    known = [marked for tables, its in zip(both, marks, strict=True) if its for marked in _marked(tables, its)]

    @cache
    def tells(text: str) -> bool:
        return any(marked and marked.is_told_in(text) for marked in known)

    return tells


def _marked(tables: Tables, marks: Marks) -> Iterator[Marked]:
    yield Marked.typed_in(tables, marks.figures[FIGURES_OF], marks.whole)
    with suppress(InvalidValue):  # nothing follows from weights that cannot be used
        yield Marked.of(decide(tables))


def save_changes(result: Compared, target: str | Path, *, force: bool = False) -> Saved:
    """The changes as a workbook: a line for each cell, as in ``result.frame``, and their number by sheet.

    Raises OutputRefused, or InvalidValue where Excel cannot hold a value.
    """
    return Saved(Path(target), save_new(Path(target), changes_as_workbook(result), force))


def changes_as_workbook(result: Compared) -> bytes:
    """The same as the bytes of its file. Raises InvalidValue where Excel cannot hold a value."""
    title = say("workbook.changes.title", old=result.old.name, new=result.new.name)
    every, counted = say("workbook.changes.sheet"), say("workbook.changes.by_sheet")
    sheets = {every: _sheet_of_changes(title, result), counted: _sheet_of_counts(title, result)}
    layouts = {every: Layout(3, _WIDTHS), counted: Layout(3, (30.0, 14.0, 14.0, 14.0))}
    tables = replace(result.tables, extras=Extras(sheets=sheets, layouts=layouts))
    return emit_listing(tables, title)


def _sheet_of_changes(title: str, result: Compared) -> tuple[tuple[object, ...], ...]:
    headings = (
        say("workbook.changes.kind"), say("workbook.changes.in_sheet"), say("workbook.changes.row"),
        say("workbook.changes.column"), say("workbook.changes.was"), say("workbook.changes.is_now"),
        say("workbook.changes.old_cell"), say("workbook.changes.new_cell"),
    )  # fmt: skip
    lines = ((_kind(str(kind)), *rest) for kind, *rest, _ in result._lines())
    how = say("workbook.changes.how_exempt") if result.is_exempt else say("workbook.changes.how")
    return ((title,), (how,), (), headings, *lines)


def _kind(kind: str) -> str:
    """The word for what became of a row or a cell."""
    return say(f"workbook.changes.kind.{Kind(kind).name.lower()}")


def _sheet_of_counts(title: str, result: Compared) -> tuple[tuple[object, ...], ...]:
    kinds = (Kind.ADDED, Kind.TAKEN_OUT, Kind.CHANGED)
    headings = (
        say("workbook.changes.in_sheet"), say("workbook.changes.added"), say("workbook.changes.taken_out"),
        say("workbook.changes.changed"),
    )  # fmt: skip
    titles = dict.fromkeys(change.title for change in result.changes)
    of_title = {name: [change.kind for change in result.changes if change.title == name] for name in titles}
    lines = ((name, *map(of_title[name].count, kinds)) for name in titles)
    return ((title,), (say("workbook.changes.counted"),), (), headings, *lines)
