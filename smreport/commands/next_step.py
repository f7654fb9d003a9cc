"""Where a round stands, and the one next step: looked up in its files, however messy its folders are."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import date
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any

from smreport.blueprint.tables import Tables
from smreport.blueprint.times import day_in_words
from smreport.commands.mails import Due, WrittenMails, are_written, mails_due, write_mails
from smreport.commands.merging import has_answers, question_sheet
from smreport.commands.reading import read_workbook
from smreport.commands.round_folder import RoundFiles, round_of
from smreport.commands.standings import Standings, Status, status
from smreport.decision import scope
from smreport.decision.check import check
from smreport.errors import InvalidValue, UnreadableFile, said_by
from smreport.file_names import typed
from smreport.findings import Level
from smreport.frozen import Frozen, field
from smreport.papers.figures import listed
from smreport.rounds.decisions import read_decisions, unanswered
from smreport.rounds.progress import Standing
from smreport.rounds.round_file import RoundFolder
from smreport.saving import RECORD, changed_since
from smreport.words import say
from smreport.words.locales import number

_MOST_NAMED = 6


class Stage(Enum):
    """Where a round stands, by what is to be done next."""

    NEW = "new"
    FILL_IN = "fill_in"
    PUT_RIGHT = "put_right"
    SPLIT = "split"
    WAIT = "wait"
    MAILS = "mails"
    MERGE = "merge"
    DECIDE = "decide"
    BUILD = "build"
    BUILT = "built"


class NextStep(Frozen):
    """Where a round stands.

    returned  how many workbooks have come back, in a sentence; "" before any are sent
    where     what else there is to know, in sentences, what is the matter first
    step      what to do, in a sentence
    command   the one command for it, "" where there is none
    source    what papers are made of, or will be
    mails     the texts that are due, by the names of their files
    deadline  the day by which workbooks are to come back, None where none is set
    """

    stage: Stage
    returned: str
    where: tuple[str, ...]
    step: str
    command: str
    source: Path
    mails: dict[str, Due] = field(default_factory=dict)
    deadline: date | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """All that there is to say, for people."""
        return (*filter(None, (self.returned,)), *self.where, say("terminal.next", step=self.step))

    def as_dict(self) -> dict[str, Any]:
        """Plain data: stage, returned, where (sentences), step, command (or null), deadline, and whom to write to."""
        return {
            "stage": self.stage.value, "returned": self.returned, "where": list(self.where),
            "step": self.step, "command": self.command or None,
            "deadline": self.deadline.isoformat() if self.deadline else None,
            "write_to": [
                {"for": due.asked.part, "lead": due.asked.lead, "file": due.asked.file,
                 "why": due.asked.reason.value}
                for due in self.mails.values()
            ],
        }  # fmt: skip


def next_step(folder: str | Path = ".", *, today: date, standings: Standings | None = None) -> NextStep:
    """Where the round of a folder stands, and what to do next.

    folder     one with a round.toml, or below one
    today      which day it is: after the deadline what has not come back is late
    standings  what :func:`smreport.status` gave for its returns, if that is known already

    Nothing is written. Raises InvalidValue where there is no round, or its round.toml is not right, and TemplateError
    where its template cannot be used.
    """
    return _Look(round_of(folder), today, standings).step()


def mails(folder: str | Path = ".", *, today: date) -> WrittenMails:
    """Texts to send to the services of a round that are late, or whose returns are faulty or have gaps, as files.

    They go into the round's folder of mails, and nobody is sent anything. A text that somebody has edited stays.
    Raises InvalidValue where there is no round, TemplateError, UnreadableFile where its register cannot be read, or
    OutputRefused where nothing can be written.
    """
    look = _Look(round_of(folder), today, None)
    if not look.rows_are_known:
        raise UnreadableFile("\n".join(look.problems))
    return write_mails(look.mails_folder, look.mails)


class _Look:
    """The files of a round, each read once and when it is first asked for."""

    def __init__(self, round_: RoundFolder, today: date, standings: Standings | None) -> None:
        self.round, self.today, self.files = round_, today, RoundFiles(round_)
        self.problems: list[str] = []
        self._standings = standings
        self.mails_folder = round_.path(round_.mails)

    def step(self) -> NextStep:
        """The first step that is not done yet."""
        is_out = self.files.register or self.files.has_returns or os.path.lexists(self.files.combined)
        steps = self._of_returns() if is_out else self._of_workbook()
        return next(steps)

    def _next(self, stage: Stage, *where: str, command: str = "", step: str) -> NextStep:
        sentences = (*self.problems, *self._about_returns, *where)
        mails = self.mails if self._standings else {}
        return NextStep(
            stage, self._returned_in_words, sentences, step, command, self.files.whole, mails, self.round.deadline
        )

    # --- before anything is sent, or for one service alone ---

    def _of_workbook(self) -> Iterator[NextStep]:
        path, name = self.files.workbook, str(self.files.workbook)
        if not os.path.lexists(path):
            command = "smreport new"
            yield self._next(
                Stage.NEW, say("terminal.round.no_workbook", file=name), command=command,
                step=say("terminal.round.step.new", command=command),
            )  # fmt: skip
        yield from self._unreadable_or_wrong(path, "smreport check")
        tables = self._read(path)
        assert tables is not None
        if scope.is_known(tables) and not scope.in_scope(tables):
            command = "smreport check"
            yield self._next(
                Stage.FILL_IN, say("terminal.round.no_areas", file=name), command=command,
                step=say("terminal.round.step.fill_in", command=command),
            )  # fmt: skip
        areas = sum(label != "" for label in tables["areas"].plain("label"))
        if areas > 1 and not self._built_at:
            command = "smreport split"
            yield self._next(
                Stage.SPLIT, say("terminal.round.not_split", file=name, count=areas), command=command,
                step=say("terminal.round.step.split", command=command, other="smreport build"),
            )  # fmt: skip
        yield from self._papers(path)

    def _unreadable_or_wrong(self, path: Path, command: str) -> Iterator[NextStep]:
        """A workbook that cannot be read, or contradicts itself, is put right first."""
        tables = self._read(path)
        errors = 0 if tables is None else sum(finding.level is Level.ERROR for finding in check(tables))
        if tables is None or errors:
            where = say("terminal.round.errors", file=str(path), count=errors) if errors else ""
            step = say("terminal.round.step.put_right" if errors else "terminal.round.step.readable", command=command)
            yield self._next(Stage.PUT_RIGHT, *filter(None, (where,)), command=command, step=step)

    def _read(self, path: Path) -> Tables | None:
        """A workbook's answers; None where it cannot be read, which is among the problems then."""
        if path not in self._tables:
            try:
                self._tables[path] = read_workbook(path, self.round.template_given)
            except UnreadableFile as problem:
                self._tables[path] = None
                self.problems.append(said_by(problem))
        return self._tables[path]

    @cached_property
    def _tables(self) -> dict[Path, Tables | None]:
        return {}

    # --- once workbooks are out ---

    def _of_returns(self) -> Iterator[NextStep]:
        if not self.rows_are_known:
            command = "smreport split"
            yield self._next(
                Stage.SPLIT, command=command, step=say("terminal.round.step.split_again", command=command)
            )  # fmt: skip
        pressing = {name: due for name, due in self.mails.items() if due.asked.reason.is_pressing}
        if pressing and not are_written(self.mails_folder, pressing):
            command = "smreport next --mails"
            yield self._next(
                Stage.MAILS, command=command,
                step=say("terminal.round.step.mails", command=command, count=len(pressing)),
            )  # fmt: skip
        has_come = any(row.has_come or row.needs_nothing for row in self.rows)
        if not has_come and not os.path.lexists(self.files.combined):
            yield self._waiting(bool(pressing))
        yield from self._merging(bool(pressing))
        yield from self._unreadable_or_wrong(self.files.combined, f"smreport check {typed(self.files.combined)}")
        yield from self._papers(self.files.combined)

    def _waiting(self, has_mails: bool) -> NextStep:
        command, folder = "smreport next", str(self.files.returned)
        if has_mails:
            step = say("terminal.round.step.send_mails", folder=str(self.mails_folder), command=command)
        elif self.round.deadline is None:
            step = say("terminal.round.step.wait", folder=folder, command=command)
        else:
            day = day_in_words(self.round.deadline)
            step = say("terminal.round.step.wait_until", folder=folder, command=command, day=day)
        return self._next(Stage.WAIT, command=command, step=step)

    def _merging(self, has_mails: bool) -> Iterator[NextStep]:
        """Merge, decide, and merge again, until the combined workbook has all that came and was decided."""
        command, combined = "smreport merge", str(self.files.combined)
        sent = say("terminal.round.mails_ready", folder=str(self.mails_folder)) if has_mails else ""
        where = tuple(filter(None, (sent,)))
        step = say("terminal.round.step.merge", command=command)
        if not os.path.lexists(self.files.combined):
            yield self._next(Stage.MERGE, *where, command=command, step=step)
        if newer := [row.file for row in self.rows if row.path and _came_at(row.path) > self._merged_at]:
            files = _named(newer)
            about = say("terminal.round.newer_returns", files=files, file=combined, count=len(newer))
            yield self._next(Stage.MERGE, *where, about, command=command, step=step)
        questions = self._questions
        if questions is None or questions:
            about = say("terminal.round.open", file=combined, count=questions) if questions else ""
            decide = say("terminal.round.step.decide", file=combined, command=command)
            yield self._next(Stage.DECIDE, *where, *filter(None, (about,)), command=command, step=decide)
        if self._decided_since:
            about = say("terminal.round.decided", file=combined)
            decided = say("terminal.round.step.merge_decided", command=command, other="smreport build")
            yield self._next(Stage.MERGE, *where, about, command=command, step=decided)

    @cached_property
    def _questions(self) -> int | None:
        """How many questions of the combined workbook are left open; None where its answers cannot be used."""
        try:
            lines = question_sheet(self.files.combined)
            if lines:
                read_decisions(self.files.combined.name, lines)
            return unanswered(lines)
        except UnreadableFile:
            return 0  # it is told where the workbook is read
        except InvalidValue as problem:
            self.problems.append(said_by(problem))
            return None

    @property
    def _decided_since(self) -> bool:
        """Whether somebody has answered, or changed answers, since the combined workbook was written.

        Once papers were made of it, what changes in it is what people type into it, such as results a year later.
        """
        return self._merged_at >= self._built_at and self._is_answered_anew

    @property
    def _is_answered_anew(self) -> bool:
        """Whether the combined workbook has changed since it was written, and has answers to questions."""
        combined = self.files.combined
        try:
            return bool(changed_since(combined.parent, [combined.name])) and has_answers(combined)
        except UnreadableFile:
            return False

    @property
    def _merged_at(self) -> float:
        return _written_at(self.files.combined.parent, self.files.combined)

    # --- who has returned ---

    @cached_property
    def rows_are_known(self) -> bool:
        """Whether it can be told who has returned: not so where the register cannot be read."""
        if self._standings is None:
            try:
                self._standings = status(
                    self.files.returned, register=self.files.register, template=self.round.template_given,
                    may_be_none=True,
                )  # fmt: skip
            except UnreadableFile as problem:
                self.problems.append(said_by(problem))
        return self._standings is not None

    @property
    def rows(self) -> Sequence[Status]:
        return self._standings.rows if self.rows_are_known and self._standings else ()

    @cached_property
    def mails(self) -> dict[str, Due]:
        """The texts that are due."""
        return mails_due(self.round, self.rows, self.today)

    @property
    def _returned_in_words(self) -> str:
        if self._standings is None:
            return ""
        back, count = self._standings.returned
        return say("terminal.round.returned", back=number(back), count=count) if count else ""

    @property
    def _about_returns(self) -> tuple[str, ...]:
        """Which files nobody can use, who is late or has something to mend, and who has time yet."""
        if self._standings is None:
            return ()
        unknown = (row.problem for row in self.rows if row.problem and not row.part)
        return (*unknown, *self._about_mails, *self._about_others)

    @property
    def _about_others(self) -> Iterator[str]:
        """Who is still out and not late, once some have come back."""
        missing = [row for row in self.rows if row.standing is Standing.MISSING]
        files = [row.file for row in missing if not row.is_parked]
        is_late = self.round.deadline is not None and self.today > self.round.deadline
        if files and not is_late and len(missing) < len(self.rows):
            yield say("terminal.round.still_out", files=_named(files), count=len(files), when=self._until)
        if parked := [row.file for row in missing if row.is_parked]:
            yield say("terminal.round.parked", files=_named(parked), count=len(parked))

    @property
    def _until(self) -> str:
        day = self.round.deadline
        return say("terminal.round.until", day=day_in_words(day)) if day else say("terminal.round.no_deadline")

    @property
    def _about_mails(self) -> Iterator[str]:
        """Of each reason for a text, whom it is about."""
        reasons = dict.fromkeys(due.asked.reason for due in self.mails.values())
        for reason in reasons:
            files = [due.asked.file for due in self.mails.values() if due.asked.reason is reason]
            yield say(f"terminal.round.why.{reason.value}", files=_named(files), count=len(files))

    # --- the papers ---

    def _papers(self, source: Path) -> Iterator[NextStep]:
        """Build, and build again when the workbook is newer; then nothing is left."""
        command, built = "smreport build", str(self.files.built)
        step = say("terminal.round.step.build", command=command)
        if not self._built_at:
            where = say("terminal.round.not_built", file=str(source))
            yield self._next(Stage.BUILD, where, command=command, step=step)
        if source.stat().st_mtime > self._built_at:
            where = say("terminal.round.newer_workbook", file=str(source), folder=built)
            is_answered = source == self.files.combined and self._is_answered_anew
            also = say("terminal.round.answered_too", command="smreport merge") if is_answered else ""
            yield self._next(Stage.BUILD, *filter(None, (where, also)), command=command, step=step)
        yield self._next(
            Stage.BUILT, say("terminal.round.built", folder=built), step=say("terminal.round.step.edit")
        )  # fmt: skip

    @property
    def _built_at(self) -> float:
        """When papers were built last, in seconds; 0 where they never were."""
        papers = self.files.built
        return _written_at(papers, papers / RECORD)


def _written_at(folder: Path, file: Path) -> float:
    """When smreport wrote last into a folder: its record tells, even where somebody has edited the files since."""
    for path in (folder / RECORD, file):
        if os.path.isfile(path):
            return path.stat().st_mtime
    return 0.0


def _came_at(path: Path) -> float:
    """When a file was saved, or was put where it is: whichever was later."""
    try:
        about = path.stat()
    except OSError:  # a link that leads nowhere
        return 0.0
    return max(about.st_mtime, about.st_ctime)


def _named(files: Sequence[str]) -> str:
    return listed(files, _MOST_NAMED)
