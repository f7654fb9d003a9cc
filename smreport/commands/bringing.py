"""A council's own list of accounts, projects or services carried into the right sheet of a workbook."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from smreport.blueprint.addresses import column_letter
from smreport.blueprint.answers import placed
from smreport.blueprint.tables import OWN, Tables, added_headings
from smreport.commands.making import workbook_bytes
from smreport.commands.reading import read_for_renewal
from smreport.decision import check as rules
from smreport.decision.missing_rows import missing_rows
from smreport.errors import InvalidValue
from smreport.file_names import shown_name
from smreport.findings import Finding, Level
from smreport.frames import frame_of
from smreport.frozen import Frozen, asdict, replace
from smreport.rounds.bring import Brought, Difference, Telling, bring_in, main_key
from smreport.rounds.rows import heading_of, place_of
from smreport.saving import save_new
from smreport.words import joining, say
from smreport.workbook.read.doubts import BESIDE
from smreport.workbook.read.headings import is_blank
from smreport.workbook.read.list_columns import Asked, Heading
from smreport.workbook.read.list_file import ListFile, open_list
from smreport.workbook.read.list_reader import Listed, Search, read_listed

if TYPE_CHECKING:
    import pandas as pd

_NOT_UNDERSTOOD = ("readable", "listed", "exists", "in_range", "no_separator")
_MISSING_ROW = "missing_row"


class Disagreement(Frozen):
    """A cell where the list and the workbook have different answers: the workbook's stays.

    kept, listed, row  "" where they are not for publication
    """

    cell: str
    column: str
    row: str
    kept: str
    list_cell: str
    listed: str
    is_told: bool


class UnclearRow(Frozen):
    """A row of the list that may be several of the sheet: its name, "" where it is not for publication, and these."""

    list_row: int
    name: str
    rows: tuple[int, ...]


class BroughtList(Frozen):
    """What became of a list that was brought into a workbook.

    path         the workbook that has it now
    written      whether it was written: not where everything was there already
    sheet, tab   the sheet's title, and the list's
    added        how many rows are new; ``filled``, ``unchanged``: of those that were there; ``skipped``: left out
    unplaced     the headings that found no place, with their filled cells and what they may mean
    free         the columns of the sheet that no heading means
    worked_out   headings of what the workbook works out by itself
    left         headings that were left out as asked
    findings     what there is to tell of cells of the list, then of those in the workbook that are not understood
    other_tabs   filled sheets of the list that were not brought
    remarks      what was not carried over of the workbook itself
    """

    path: Path
    written: bool
    kept: Path | None
    listed: str
    sheet: str
    tab: str
    added: int
    filled: int
    unchanged: int
    skipped: int
    unplaced: tuple[Heading, ...]
    free: tuple[str, ...]
    worked_out: tuple[str, ...]
    left: tuple[str, ...]
    differences: tuple[Disagreement, ...]
    unclear: tuple[UnclearRow, ...]
    findings: tuple[Finding, ...]
    other_tabs: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def all_placed(self) -> bool:
        """Whether all of the list found a place and was understood; notes do not count."""
        open_ends = (*self.unplaced, *self.differences, *self.unclear)
        return not open_ends and all(finding.level is Level.NOTE for finding in self.findings)

    @property
    def frame(self) -> pd.DataFrame:
        """A row for each cell where list and workbook differ: cell, column, row, kept, list_cell, listed, is_told."""
        rows = [asdict(difference) for difference in self.differences]
        return frame_of(rows, ["cell", "column", "row", "kept", "list_cell", "listed", "is_told"])


def bring(
    path: str | Path,
    workbook: str | Path,
    target: str | Path | None = None,
    *,
    sheet: str = "",
    tab: str = "",
    columns: Mapping[str, str] | None = None,
    own: Collection[str] = (),
    skip: Collection[str] = (),
    template: str | Path | None = None,
    force: bool = False,
) -> BroughtList:
    """The rows of a list in the sheet of a workbook whose headings fit them; each answer only where none is yet.

    path      the list (.csv, .xlsx, .ods), which is never touched
    workbook  into which it goes
    target    the new workbook (.xlsx); else the workbook is made anew in its place, and the old file kept under
              another name
    sheet     the title, key or alias of the sheet; else the one whose headings fit best
    tab       the sheet of the list; else the one whose headings fit best
    columns   headings of the list that mean a column of other words: {"Handle": "Account"}
    own       headings of the list that go beside the table, as columns of people's own
    skip      headings of the list that are not brought

    Raises UnreadableFile, TemplateError, OutputRefused, or InvalidValue where it cannot be said what goes where.
    """
    path, workbook = Path(path), Path(workbook)
    in_place, target = target is None, _place_of(workbook, target)
    listed = open_list(path)
    before, remarks = read_for_renewal(workbook, template)
    added = added_headings()
    own_headings = {key: [name for name in some if name not in added] for key, some in before.extras.columns.items()}
    search = Search(before.blueprint, main_key, own_headings, Asked(columns or {}, own, skip), sheet, tab)
    matched = search.in_list(listed)
    answers = read_listed(listed, matched, before)
    brought = bring_in(before, answers.table, answers.own)
    written = bool(brought.cells) or not in_place
    after = replace(brought.tables, file=shown_name(target))
    kept = save_new(target, workbook_bytes(after, strict=False), force or in_place) if written else None
    said = _Said(before, replace(brought, tables=after), answers, listed, written)
    done = said.result(target, kept, remarks if written else ())
    return replace(done, other_tabs=() if tab else _other_tabs(listed, matched.title))


def _place_of(workbook: Path, target: str | Path | None) -> Path:
    """Where the new workbook goes."""
    if target is None and workbook.suffix.lower() != ".xlsx":
        raise InvalidValue(say("terminal.bring.not_in_place", path=str(workbook)))
    return Path(target) if target else workbook


def _other_tabs(listed: ListFile, title: str) -> tuple[str, ...]:
    """The other sheets of a list that have anything in them."""
    others = (other for other in listed.titles if other != title)
    return tuple(other for other in others if any(not is_blank(cell) for row in listed.grid(other) for cell in row))


class _Said:
    """What is said of a list that was brought, without anything that is not for publication."""

    def __init__(self, before: Tables, brought: Brought, answers: Listed, listed: ListFile, written: bool) -> None:
        self.brought, self.answers, self.listed, self.written = brought, answers, listed, written
        self.telling = Telling(before, brought, answers.table)
        self.sheet = answers.matched.sheet
        self.tables = placed(brought.tables) if written else brought.tables

    def result(self, path: Path, kept: Path | None, remarks: tuple[str, ...]) -> BroughtList:
        brought, matched, table = self.brought, self.answers.matched, self.answers.table
        return BroughtList(
            path=path, written=self.written, kept=kept, listed=self.listed.name, sheet=matched.sheet.title,
            tab=matched.title, added=len(brought.added), filled=len(brought.filled), unchanged=brought.unchanged,
            skipped=len(table.set_aside), unplaced=matched.unplaced, free=matched.free,
            worked_out=tuple(heading.text for heading in matched.worked_out),
            left=tuple(heading.text for heading in matched.skipped), differences=tuple(self.differences()),
            unclear=tuple(self.unclear()), findings=tuple(self.findings()), other_tabs=(), remarks=remarks,
        )  # fmt: skip

    def row_of(self, row: int) -> int:
        """The Excel row in the workbook, which has no gaps once it is made anew."""
        return self.brought.out_row(row) if self.written else row

    def cell(self, key: str, row: int) -> str:
        return place_of(self.tables[self.sheet.key], key, self.row_of(row))

    def list_cell(self, key: str, row: int) -> str:
        matched = self.answers.matched
        at = matched.own[key.removeprefix(OWN)] if key.startswith(OWN) else matched.places[key]
        return f"{column_letter(at)}{row}"

    def differences(self) -> Iterator[Disagreement]:
        for difference in self.brought.differences:
            kept, listed = self.values(difference)
            yield Disagreement(
                self.cell(difference.key, difference.row), heading_of(self.sheet, difference.key),
                self.telling.name(difference.row), kept, self.list_cell(difference.key, difference.list_row), listed,
                is_told=bool(kept and listed),
            )  # fmt: skip

    def values(self, difference: Difference) -> tuple[str, str]:
        """What the workbook and the list say, both or neither."""
        values = (difference.kept, difference.listed)
        kept, listed = (self.telling.value(difference.key, difference.row, value) for value in values)
        return (kept, listed) if kept and listed else ("", "")

    def unclear(self) -> Iterator[UnclearRow]:
        table = self.answers.table
        for number, rows in self.brought.unclear.items():
            name = self.telling.text(table.name_of(number)) if self.telling.of_listed(number) else ""
            yield UnclearRow(number, name, tuple(map(self.row_of, rows)))

    def findings(self) -> Iterator[Finding]:
        yield from map(self.quiet, (*self.answers.findings, *self.reworded()))
        if self.written:
            yield from self.not_understood()

    def reworded(self) -> Iterator[Finding]:
        """Of each cell of the list that says in other words what the workbook has, as what it was read."""
        for other in self.brought.reworded:
            heading = heading_of(self.sheet, other.key)
            for name, typed in other.in_other_words:
                yield Finding(
                    f"{self.sheet.key}.{other.key}.understood", Level.NOTE, self.listed.name,
                    self.answers.matched.title, other.list_row, self.list_cell(other.key, other.list_row), heading,
                    say("findings.understood.what", heading=heading),
                    say("findings.understood.as", typed=typed, names=joining.quoted(name)), typed,
                )  # fmt: skip

    def quiet(self, finding: Finding) -> Finding:
        """A finding of the list without what is not for publication."""
        quoted = (finding.value, finding.subject, finding.fix)
        may_hide = finding.code == BESIDE.code and self.telling.hides_some
        if self.telling.of_listed(finding.row) and not may_hide and all(map(self.may_be_told, quoted)):
            return finding
        return replace(finding, value="", subject="", fix="")

    def may_be_told(self, text: str) -> bool:
        return self.telling.text(text) == text

    def not_understood(self) -> Iterator[Finding]:
        """What the check says of the answers that were brought: what is not understood, and whose row is missing."""
        cells = {(key, self.row_of(row)) for key, row in self.brought.cells}
        places = {(row, heading_of(self.sheet, key)) for key, row in cells}
        missing = self.missing(cells)
        for finding in rules.check_with(self.tables, None):
            _, _, kind = finding.code.rpartition(".")
            is_new = finding.sheet == self.sheet.title and (finding.row, finding.column) in places
            is_odd = is_new and kind in _NOT_UNDERSTOOD and finding.level is not Level.NOTE
            if is_odd or (kind == _MISSING_ROW and finding.subject in missing):
                yield finding

    def missing(self, cells: Collection[tuple[str, int]]) -> set[str]:
        """The names of rows elsewhere that these cells need, by column key and row."""
        return {
            row.name
            for row in missing_rows(self.tables)
            if any(need.sheet == self.sheet.key and (need.column, need.row) in cells for need in row.needs)
        }
