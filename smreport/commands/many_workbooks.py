"""A round of many workbooks: split one, merge what comes back, say how far they are. Prints nothing."""

from __future__ import annotations

import gc
import multiprocessing
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Tables
from smreport.commands.gathering import REGISTER, find_workbooks
from smreport.commands.looks import house_style
from smreport.commands.one_workbook import (
    digest_of,
    load_template,
    read_for_renewal,
    read_with_added,
    refuse_other_form,
    workbook_bytes,
)
from smreport.decision.check import check
from smreport.errors import InvalidValue, UnreadableFile
from smreport.file_names import safe_name
from smreport.findings import Level
from smreport.limits import read_bytes
from smreport.papers.merge_report import merge_report
from smreport.rounds import decisions as deciding
from smreport.rounds.addressee import read_name
from smreport.rounds.candidates import Candidate, answers_in, left_out, left_out_in_words, several_in_words
from smreport.rounds.decisions import Decisions, read_decisions
from smreport.rounds.merge import Merged, Return, merge
from smreport.rounds.progress import (
    NOTHING_ASKED,
    Called,
    Completeness,
    Standing,
    completeness,
    own_findings,
    own_rows,
    roll_call,
    standing_of,
)
from smreport.rounds.register import Register, Sent, read_register, register_tables
from smreport.rounds.split import By, Part, Splitting, parts_of_workbook, prepared
from smreport.saving import save_own
from smreport.word.writer import write_docx
from smreport.workbook.mark.marker import made_from
from smreport.workbook.read.additions import with_own_choices
from smreport.workbook.read.workbook_file import ROWS_TO_SEARCH, Workbook

_REPORT_ENDING = " - merge report.docx"

Tick = Callable[[str, int, int], None]
"""Is told what is being done, how many are done, and out of how many."""
One = TypeVar("One")
Other = TypeVar("Other")


def _silent(what: str, done: int, total: int) -> None:
    """Says nothing of how far the work is."""


@dataclass(frozen=True)
class Split:
    """The workbooks that were made, the register of them, and what there is to say.

    kept     where files that somebody had changed were kept, by name
    remarks  what of the workbook was not found, or has no place in the new ones
    """

    folder: Path
    sent: tuple[Sent, ...]
    register: Path
    kept: tuple[Path, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class MergedFiles:
    """The combined workbook and the report, and what they say.

    unreadable  why files could not be read, in one line each
    remarks     which files were left out, and of whom several came back
    """

    workbook: Path
    report: Path
    kept: tuple[Path, ...]
    merged: Merged
    roll: tuple[Called, ...]
    returned: tuple[str, ...]
    unreadable: tuple[str, ...]
    remarks: tuple[str, ...] = ()

    @property
    def chased(self) -> tuple[Called, ...]:
        return tuple(one for one in self.roll if one.to_chase)


@dataclass(frozen=True)
class Status:
    """How far one workbook is. ``part`` is whom it is for, ``problem`` why it cannot be read."""

    file: str
    part: str
    lead: str
    standing: Standing
    completeness: Completeness = NOTHING_ASKED
    errors: int = 0
    gaps: int = 0
    notes: int = 0
    problem: str = ""

    @property
    def has_come(self) -> bool:
        return self.standing in (Standing.RETURNED, Standing.UNKNOWN)

    @property
    def is_fine(self) -> bool:
        return self.has_come and not self.errors and not self.gaps


@dataclass(frozen=True)
class Standings:
    """How far all workbooks are; ``remarks`` say which files were left out, and of whom several came back."""

    rows: tuple[Status, ...]
    remarks: tuple[str, ...]


# --- split ---


def split_workbook(
    path: Path,
    folder: Path,
    *,
    by: By = "area",
    template: str | Path | None = None,
    jobs: int = 1,
    force: bool = False,
    tick: Tick = _silent,
) -> Split:
    """A workbook for each area, or each group of areas, with its own rows and what all share; and a register.

    The register is the workbook as it was sent: a first sheet of who got what, and beside every row to whom it
    went. Raises UnreadableFile, InvalidValue where there is no area, or OutputRefused, before anything is
    written, where a workbook in the folder was changed since.
    """
    tables, remarks = read_for_renewal(path, template)
    splitting = Splitting(prepared(tables))
    parts = parts_of_workbook(splitting.tables, by)
    names = _file_names(parts)
    workbooks = (splitting.workbook(part) for part in parts)
    contents = dict(zip(names, _each(_emitted, workbooks, len(parts), jobs, "Making workbooks", tick), strict=True))
    sent = tuple(
        Sent(name, part, _own_count(splitting, part), digest_of(contents[name]))
        for name, part in zip(names, parts, strict=True)
    )
    contents[REGISTER] = _emitted(register_tables(splitting, sent))
    kept = save_own(folder, contents, force)
    return Split(folder, sent, folder / REGISTER, tuple(kept.values()), remarks)


def _file_names(parts: Sequence[Part]) -> list[str]:
    taken = [Path(REGISTER).stem]
    for part in parts:
        taken.append(safe_name(part.name, taken))
    return [f"{name}.xlsx" for name in taken[1:]]


def _own_count(splitting: Splitting, part: Part) -> int:
    return sum(bool(owners & part.known_areas) for rows in splitting.owners.values() for owners in rows.values())


def _emitted(tables: Tables) -> bytes:
    return workbook_bytes(tables, strict=False)


# --- reading what came back ---


@dataclass(frozen=True)
class _Form:
    """The template that returns are read by. One that nobody ``is_given`` refuses workbooks of an edited copy."""

    template: str | Path
    is_given: bool

    def read(self, workbook: Workbook) -> Tables:
        blueprint = _loaded(self.template)
        if not self.is_given:
            refuse_other_form(workbook, blueprint)
        return read_with_added(workbook, with_own_choices(workbook, blueprint)[0])


@cache
def _loaded(template: str | Path) -> Blueprint:
    """A template, loaded once for all workbooks."""
    return load_template(template)


@dataclass(frozen=True)
class _Received:
    """A file that came back: what is in it, or why it cannot be read; neither where it is not ``opened``.

    answers, made_from  as in Candidate
    """

    path: Path
    fingerprint: str = ""
    name: str = ""
    tables: Tables | None = None
    problem: str = ""
    opened: bool = True
    answers: str = ""
    made_from: str | None = None


def _received(path: Path, form: _Form, as_sent: Collection[str] = ()) -> _Received:
    """What came back. A file with the fingerprint of one that was sent (``as_sent``) is not opened."""
    try:
        fingerprint = digest_of(read_bytes(path)) if as_sent else ""
        if fingerprint in as_sent:
            return _Received(path, fingerprint, opened=False)
        workbook = Workbook(path)
        tables = form.read(workbook)
        cells = (cell for row in workbook.grid(_first_title(workbook, tables))[:ROWS_TO_SEARCH] for cell in row[:1])
        return _Received(
            path, digest_of(workbook.content), read_name(cells), tables,
            answers=answers_in(tables), made_from=made_from(workbook.parts),
        )  # fmt: skip
    except UnreadableFile as problem:
        return _Received(path, problem=str(problem))


def _first_title(workbook: Workbook, tables: Tables) -> str:
    """Where a workbook says whom it is for; a marked copy has a sheet before it."""
    title = tables.blueprint.start.title
    return title if title in workbook.titles else workbook.titles[0]


def _form_of(paths: Sequence[Path], template: str | Path | None) -> _Form:
    """The template that is given, else the one that the first readable workbook was made from."""
    if template is not None:
        return _Form(template, is_given=True)
    problem = UnreadableFile("There is no workbook to read.")
    for path in paths:
        try:
            return _Form(Workbook(path).stamp().name, is_given=False)
        except UnreadableFile as fault:
            problem = fault
    raise problem


@dataclass(frozen=True)
class _Round:
    """The files of a round, the register that they belong to, their template, and what there is to say of others."""

    paths: tuple[Path, ...]
    register: Register | None
    form: _Form
    remarks: tuple[str, ...]

    @classmethod
    def found(
        cls, places: Sequence[Path], register: Path | None, template: str | Path | None, not_these: Iterable[Path] = ()
    ) -> _Round:
        """The workbooks in folders, or named one by one.

        Without a ``register`` the one that lies beside them is taken, if there is one. Raises InvalidValue where
        there is no workbook, UnreadableFile where the register cannot be read.
        """
        found = find_workbooks(places)
        folders = (place if place.is_dir() else place.parent for place in places)
        beside = (folder / REGISTER for folder in folders)
        register = register or next((path for path in beside if path.is_file()), None)
        left = {path.resolve() for path in (*not_these, *([register] if register else []))}
        paths = [path for path in found.paths if path.resolve() not in left]
        form = _form_of([*([register] if register else []), *paths], template)
        read_one = read_register(form.read(Workbook(register))) if register else None
        ordered = tuple(sorted(paths, key=lambda path: (path.name, str(path))))
        return cls(ordered, read_one, form, found.remarks)

    def sorted_out(self, received: Sequence[_Received]) -> tuple[dict[str, str], tuple[str, ...]]:
        """The files that do not count, by name, with why; and all that there is to say of files, in lines."""
        names = self.names()
        candidates = []
        for one in received:
            sent = self.sent(one)
            part = sent.part.name if sent else one.name
            candidates.append(Candidate(names[one.path], one.fingerprint, one.answers, one.made_from, part))
        out = left_out(candidates, [sent.file for sent in self.register.sent] if self.register else ())
        counted = (one for one in candidates if one.name not in out and one.content not in self.as_sent)
        return out, (*self.remarks, *left_out_in_words(out), *several_in_words(counted))

    def names(self) -> dict[Path, str]:
        """How each file is called: by its folder, too, where two have the same name."""
        times = Counter(path.name for path in self.paths)
        return {path: path.name if times[path.name] == 1 else f"{path.parent.name}/{path.name}" for path in self.paths}

    @property
    def as_sent(self) -> frozenset[str]:
        """The fingerprints of the workbooks as they were sent."""
        return frozenset(sent.fingerprint for sent in self.register.sent) if self.register else frozenset()

    def sent(self, one: _Received) -> Sent | None:
        if not self.register:
            return None
        if not one.opened:
            return next(sent for sent in self.register.sent if sent.fingerprint == one.fingerprint)
        return self.register.part_called(one.name, one.path.name)


def _each(
    work: Callable[[One], Other], items: Iterable[One], total: int, jobs: int, what: str, tick: Tick
) -> Iterator[Other]:
    """The results of some work on each item, in order, whoever of several processes has done it."""
    if jobs == 1 or total < 2:
        for done, item in enumerate(items, start=1):
            yield work(item)
            tick(what, done, total)
        return
    with ProcessPoolExecutor(min(jobs, total), multiprocessing.get_context("spawn")) as pool:
        for done, result in enumerate(pool.map(work, items, chunksize=max(1, total // (8 * jobs))), start=1):
            yield result
            tick(what, done, total)


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Python does not look for rings of objects meanwhile: there are none in what is read, and it takes a sixth."""
    searches = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searches:
            gc.enable()


# --- merge ---


def merge_returns(
    places: Sequence[Path],
    target: Path,
    *,
    register: Path | None = None,
    decisions: Path | None = None,
    template: str | Path | None = None,
    jobs: int = 1,
    force: bool = False,
    tick: Tick = _silent,
) -> MergedFiles:
    """One workbook out of many, with a sheet of what is to be decided, and a report in Word beside it.

    places     folders of returned workbooks, or the workbooks
    register   the register of the split; else the one beside the workbooks, if there is one
    decisions  an earlier combined workbook in which the facilitator has decided

    A file that cannot be read is named and does not stop the others. Raises UnreadableFile where none can be
    read, InvalidValue for decisions that cannot be used, or OutputRefused.
    """
    _refuse_inside(target, places)
    found = _Round.found(places, register, template, [target, *([decisions] if decisions else [])])
    decided = _decisions(decisions) if decisions else Decisions()
    read_one = partial(_received, form=found.form, as_sent=found.as_sent)
    with _no_search_for_cycles():
        received = list(_each(read_one, found.paths, len(found.paths), jobs, "Reading returns", tick))
    out, remarks = found.sorted_out(received)
    returns, files = _returns(found, [one for one in received if found.names()[one.path] not in out])
    unreadable = tuple(one.problem for one in received if one.problem)
    if not returns and not found.register:
        raise UnreadableFile("\n".join(unreadable) or "There is no workbook to merge.")
    merged = merge(found.register, returns, decided, target.name)
    roll = roll_call(found.register, files)
    returned = tuple(one.file for one in returns)
    report = write_docx(
        merge_report(merged, roll, returns, unreadable, target.name, remarks), house_style(merged.tables.blueprint)
    )
    names = (target.name, f"{target.stem}{_REPORT_ENDING}")
    contents = dict(zip(names, (workbook_bytes(merged.tables, strict=False), report), strict=True))
    kept = save_own(target.parent, contents, force)
    return MergedFiles(
        target, target.with_name(names[1]), tuple(kept.values()), merged, roll, returned, unreadable, remarks
    )


def _refuse_inside(target: Path, places: Iterable[Path]) -> None:
    for place in places:
        if place.is_dir() and target.resolve().parent == place.resolve():
            raise InvalidValue(
                f"{target}: this lies among the returns, and would be taken for one next time. Choose another folder."
            )


def _decisions(path: Path) -> Decisions:
    workbook = Workbook(path)
    title = next((title for title in workbook.titles if title.strip() == deciding.TITLE), None)
    return read_decisions(path.name, workbook.grid(title) if title else ())


def _returns(
    found: _Round, received: Iterable[_Received]
) -> tuple[list[Return], dict[str, tuple[Sent | None, Standing]]]:
    """What came back, and where each file stands. A file that is still as it was sent has nothing to tell."""
    names = found.names()
    returns, files = [], {}
    for one in received:
        sent = found.sent(one)
        standing = standing_of(sent, one.fingerprint, not one.problem)
        files[names[one.path]] = sent, standing
        if one.tables is not None and standing is not Standing.AS_SENT:
            returns.append(Return(names[one.path], one.tables, sent))
    return returns, files


# --- status ---


def returns_status(
    places: Sequence[Path],
    *,
    register: Path | None = None,
    template: str | Path | None = None,
    jobs: int = 1,
    tick: Tick = _silent,
) -> Standings:
    """How far each workbook is, in the order of the register, then those that it does not know.

    Counts only what is for the workbook's own people to fill in. Raises UnreadableFile for the register only,
    InvalidValue where there is no workbook.
    """
    found = _Round.found(places, register, template)
    names = found.names()
    read_one = partial(_surveyed, form=found.form)
    rows = list(_each(read_one, found.paths, len(found.paths), jobs, "Reading returns", tick))
    told: list[tuple[Sent | None, Status]] = []
    out, remarks = found.sorted_out([one for one, _ in rows])
    for one, status in rows:
        if names[one.path] in out:
            continue
        sent = found.sent(one)
        standing = standing_of(sent, one.fingerprint, not one.problem)
        part, lead = (sent.part.name, sent.part.lead) if sent else (one.name, "")
        told.append((sent, replace(status, file=names[one.path], part=part, lead=lead, standing=standing)))
    known = found.register.sent if found.register else ()
    listed = [status for sent in known for status in _of(sent, told)]
    return Standings((*listed, *(status for sent, status in told if sent is None)), remarks)


def _of(sent: Sent, told: Iterable[tuple[Sent | None, Status]]) -> list[Status]:
    mine = [status for to, status in told if to == sent]
    return mine or [Status(sent.file, sent.part.name, sent.part.lead, Standing.MISSING)]


def _surveyed(path: Path, form: _Form) -> tuple[_Received, Status]:
    """What came back, without its answers, and how far it is."""
    received = _received(path, form)
    tables = received.tables
    if tables is None:
        return received, Status(path.name, "", "", Standing.UNREADABLE, problem=received.problem)
    own = own_rows(tables)
    levels = Counter(finding.level for finding in own_findings(check(tables), tables, own))
    status = Status(
        path.name, received.name, "", Standing.UNKNOWN, completeness(tables, own),
        levels[Level.ERROR], levels[Level.GAP], levels[Level.NOTE],
    )  # fmt: skip
    return replace(received, tables=None), status
