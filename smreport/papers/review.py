"""What a review rests on: the workbook of the last review and today's, and what became of each project."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from smreport.blueprint.tables import Row
from smreport.blueprint.times import When
from smreport.blueprint.values import normalised
from smreport.decision import terms
from smreport.frozen import Frozen
from smreport.papers import figures
from smreport.papers.case import Case
from smreport.papers.measured import Measures
from smreport.rounds.earlier_rows import EARLIER, kept_answers
from smreport.rounds.since import Pairs, Rounds
from smreport.words import joining

Made = TypeVar("Made")

PORTFOLIO, COSTS = "portfolio", "evaluation"


class Place(NamedTuple):
    """A row of one of the two workbooks: whether it is today's, the sheet's key and the Excel row."""

    is_now: bool
    sheet: str
    row: int


class Project(Frozen):
    """A project of either workbook.

    title    as it is called now
    then     its Excel row in the last workbook's 7 Portfolio, ``now`` in today's, ``left`` the newest in today's
             earlier rounds; None where it is not there
    status   the id of its status today, or what it was when it went to the earlier rounds; "" where nobody says
    said     the same as people typed it
    before   the id of its status at the last review, "" where it is new or nobody said it
    """

    title: str
    then: int | None = None
    now: int | None = None
    left: int | None = None
    status: str = ""
    said: str = ""
    before: str = ""

    @property
    def was_closed(self) -> bool:
        """Whether it was done or given up at the last review already."""
        return self.before in terms.FINISHED

    @property
    def place(self) -> Place:
        """Where it stands today, else where it stood."""
        if self.now is not None:
            return Place(True, PORTFOLIO, self.now)
        if self.left is not None:
            return Place(True, EARLIER, self.left)
        return Place(False, PORTFOLIO, self.then or 0)

    @property
    def is_gone(self) -> bool:
        """Whether the last workbook has it, and today's nowhere."""
        return self.now is None and self.left is None

    @property
    def is_closed(self) -> bool:
        return self.status in terms.FINISHED

    @property
    def is_begun(self) -> bool:
        """Whether it was decided on, or is closed."""
        return self.is_closed or self.status in terms.COMMITTED


@dataclass(frozen=True)
class Review:
    """Two cases of one organisation: as it stood at the last review, and as it stands now.

    pairs   which row of ``then`` is which of ``now``, by sheet
    rounds  what today's earlier rounds keep of the time between them
    """

    then: Case
    now: Case
    pairs: Pairs
    rounds: Rounds
    _made: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, make: Callable[[Review], Made]) -> Made:
        """What is made of the review, made when it is first asked for."""
        if make not in self._made:
            self._made[make] = make(self)
        made: Made = self._made[make]
        return made

    @property
    def with_all(self) -> Review:
        """The same with what is not for publication: no public paper is written from it."""
        then, now = (Case(case.full, case.wording, True, case.what_if) for case in (self.then, self.now))
        return Review(then, now, self.pairs, self.rounds)

    # --- rows of both ---

    def now_of(self, sheet: str, row: int) -> int | None:
        """The row of today's sheet that a row of the last workbook is, None where it is gone or not for publication."""
        at = self.pairs.get(sheet, {}).get(row)
        return at if at in self.now.rows(sheet) else None

    def left_of(self, sheet: str, row: int) -> int | None:
        """Its newest row among today's earlier rounds."""
        return next(reversed(self.kept_of(sheet, row)), None)

    def kept_of(self, sheet: str, then: int | None, now: int | None = None) -> tuple[int, ...]:
        """What today's earlier rounds keep of a row of the last workbook, else of one that is new: a row each round."""
        kept = self.rounds.of_new if then is None else self.rounds.of_then
        return self._public(kept.get(sheet, {}).get((now if then is None else then) or 0, ()))

    def passed(self, sheet: str) -> tuple[tuple[int, ...], ...]:
        """The same of what came after the last workbook and is gone from today's; nothing that a round withholds."""
        return tuple(kept for kept in self.rounds.passed.get(sheet, ()) if self._public(kept) == kept)

    def _public(self, places: tuple[int, ...]) -> tuple[int, ...]:
        shown = self.now.optional_rows(EARLIER)
        return tuple(place for place in places if place in shown)

    def then_of(self, sheet: str, row: int) -> int | None:
        """The row of the last workbook that a row of today's is, None where it is new."""
        at = self._back.get(sheet, {}).get(row)
        return at if at in self.then.rows(sheet) else None

    @cached_property
    def _back(self) -> dict[str, dict[int, int]]:
        return {key: {new: old for old, new in same.items()} for key, same in self.pairs.items()}

    def earlier(self, row: int) -> Row:
        """A row of today's earlier rounds."""
        return self.now.optional_rows(EARLIER)[row]

    def gone(self, sheet: str) -> list[int]:
        """The rows of the last workbook that today's has nowhere."""
        rows = self.then.numbers(sheet) if sheet in self.then.results.tables else []
        return [at for at in rows if self.now_of(sheet, at) is None and self.left_of(sheet, at) is None]

    # --- time ---

    @cached_property
    def measures(self) -> Measures:
        """Today's measures, by the day of the review."""
        return Measures(self.now.results, self.now.privacy, self.now.groups.titles_later, self.today)

    @cached_property
    def today(self) -> date | None:
        """The day of the review: of today's meeting, or of the newest figure where that is later. Never a clock's."""
        days = [self.now.measures.today, figures.named_day(self.now.settings.get("meeting_date"))]
        for at, row in self.now.rows(COSTS).items():
            if not self.now.privacy.hides_row(COSTS, at):
                days.append(figures.named_day(row.get("spent_as_of")))
        for row in self.now.optional_rows(EARLIER).values():
            days += [figures.named_day(row["actual_as_of"]), figures.named_day(self.spent_as_of(row))]
        return max(filter(None, days), default=None)

    def spent_as_of(self, earlier: Row) -> object:
        """Up to when the spending of a row of earlier rounds is counted, which stands among its other answers."""
        if earlier["spent"] is None:
            return None
        column = self.now.results.tables.blueprint.sheets[COSTS].by_key.get("spent_as_of")
        texts = kept_answers(earlier["answers"], column.heading) if column else ()
        return next(map(When.in_words, texts), earlier["actual_as_of"])

    @property
    def last_meeting(self) -> str:
        """The day of the last meeting in words, "" where nobody says it, or says the same of today's."""
        then, now = (figures.when(case.settings.get("meeting_date")) for case in (self.then, self.now))
        return "" if then in (now, figures.not_known()) else then

    # --- projects ---

    @cached_property
    def projects(self) -> tuple[Project, ...]:
        """All projects: those of the last workbook in its order, those that are new, and those that came and went."""
        old = [self._of_last(at) for at in self.then.numbers(PORTFOLIO)]
        known = {project.now for project in old}
        new = [self._new(at) for at in self.now.numbers(PORTFOLIO) if at not in known]
        return (*old, *new, *(self._passed(kept[-1]) for kept in self.passed(PORTFOLIO)))

    @property
    def reviewed(self) -> list[Project]:
        """Those that were not closed at the last review already."""
        return [project for project in self.projects if not project.was_closed]

    def _of_last(self, at: int) -> Project:
        now, left = self.now_of(PORTFOLIO, at), self.left_of(PORTFOLIO, at)
        row, said = self.then.project(at), None
        before = self.then.choice("portfolio.status", row["status"])
        if now is not None:
            row = self.now.project(now)
            said = row["status"]
        elif left is not None:
            said = self.earlier(left)["standing"]
        return Project(_title(row), at, now, left, self._status(said), figures.said(said), before)

    def _new(self, at: int) -> Project:
        row = self.now.project(at)
        return Project(_title(row), None, at, None, self._status(row["status"]), figures.said(row["status"]))

    def _passed(self, at: int) -> Project:
        row = self.earlier(at)
        said = row["standing"]
        return Project(figures.shown(row["name"]), None, None, at, self._status(said), figures.said(said))

    def _status(self, said: object) -> str:
        return self.now.choice("portfolio.status", said)

    @cached_property
    def by_title(self) -> dict[str, Project]:
        """The projects by what either workbook calls them, as comparisons see it."""
        by_title = {normalised(project.title): project for project in self.projects}
        for project in self.projects:
            if project.then is not None:
                by_title.setdefault(normalised(self.then.project(project.then)["title"]), project)
        return by_title

    def source(self, *projects: Project) -> str:
        """The cells of projects."""
        return self.cells(*(project.place for project in projects))

    def cells(self, *places: Place) -> str:
        """The source of a figure made from some rows, those of one sheet together."""
        rows: dict[tuple[bool, str], list[int]] = {}
        for is_now, sheet, row in dict.fromkeys(places):
            rows.setdefault((is_now, sheet), []).append(row)
        cases = {True: self.now, False: self.then}
        return together(*(cases[is_now].sources.rows(sheet, of_sheet) for (is_now, sheet), of_sheet in rows.items()))

    def lesson(self, project: Project) -> str:
        """What was learnt of it, as people wrote it; "" where they wrote nothing."""
        said = None
        if project.now is not None:
            said = self.now.project(project.now).get("lessons")
        if said is None and project.left is not None:
            said = self.earlier(project.left)["lessons"]
        return figures.sentence(said)

    def lead(self, project: Project) -> str:
        """Who leads it, or did; "" where nobody says."""
        places = ((self.now, project.now), (self.then, project.then))
        said = (figures.said(case.project(at)["lead"]) for case, at in places if at is not None)
        return next(filter(None, said), "")

    def hides_money(self, project: Project) -> bool:
        """Whether the money of a project stays out, as either workbook marks a figure of it."""
        places = ((self.then, project.then), (self.now, project.now))
        return any(at is not None and case.privacy.withheld(at) for case, at in places)

    @property
    def hides_ranks(self) -> bool:
        return self.then.privacy.hides_ranks or self.now.privacy.hides_ranks


def _title(row: Row) -> str:
    return figures.shown(row["title"])


def together(*sources: str) -> str:
    """Several sources in one text."""
    return joining.apart(dict.fromkeys(filter(None, sources)))
