"""What each measure came to since the last review, and its line over the rounds, as far as figures have a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from smreport.blueprint.tables import Row
from smreport.blueprint.values import normalised
from smreport.frozen import Frozen
from smreport.papers.figures import figure as figure_in_words
from smreport.papers.figures import named_day, said
from smreport.papers.measured import LAPSED, MET, MISSED, NO_FIGURES, NO_TARGET, UNCLEAR, Measure
from smreport.papers.review import Place, Project, Review
from smreport.papers.units import plain_number
from smreport.rounds.earlier_rows import EARLIER, kept_answers
from smreport.words import say

KPIS = "kpis"
OUTCOMES = ("outcome", "impact")
"""The kinds of measures that say what changed, by the ids of the template's list."""

_DATED = (("baseline", "as_of"), ("actual", "actual_as_of"))
_NOT_JUDGED = (NO_TARGET, NO_FIGURES, UNCLEAR)


class Point(NamedTuple):
    """A figure of a measure: the last day that it is of, the same as it was typed, and the figure."""

    day: date
    said: str
    value: float


class Seen(Frozen):
    """A measure as it stands at the review.

    measure  its newest figure against its target: of today's 7a KPIs, else of the round that ended since
    sheet, at  where that stands in today's workbook
    then     the same as it stood at the last review, None where it is new
    project  what it is of, None of the whole strategy and of no project that is known
    stage    the id of its kind
    figures  all its figures as they were typed, each with its day, in the order of the rounds
    points   the plain ones that have a day, oldest first, in one unit
    target   the target and the day by which it is to be reached, None where one is missing or is no plain figure
    is_due   whether that day has come
    """

    measure: Measure
    sheet: str
    at: int
    then: Measure | None
    project: Project | None
    stage: str
    unit: str
    figures: tuple[str, ...]
    points: tuple[Point, ...]
    target: Point | None
    is_due: bool

    @property
    def place(self) -> Place:
        return Place(True, self.sheet, self.at)

    @property
    def is_judged(self) -> bool:
        """Whether its figure can be held against its target."""
        return self.measure.standing not in _NOT_JUDGED

    @property
    def has_line(self) -> bool:
        return len(self.points) > 1

    @property
    def is_final(self) -> bool:
        """Whether what it shows is the end of it: its day has come, or its project is closed."""
        return self.is_due or (self.project is not None and self.project.is_closed)

    @property
    def is_missed(self) -> bool:
        return self.measure.standing in (MISSED, LAPSED)

    @property
    def is_met(self) -> bool:
        return self.measure.standing == MET


class Figures(Frozen):
    """The measures of a review that may be shown, in the order of the last workbook; new ones after them."""

    review: Review
    seen: tuple[Seen, ...]

    @classmethod
    def of(cls, review: Review) -> Figures:
        return cls(review, tuple(_seen_in(review)))

    def of_project(self, project: Project) -> list[Seen]:
        return [seen for seen in self.seen if seen.project == project]

    def that_say(self, project: Project) -> list[Seen]:
        """Its measures that can be held against a target: outcomes and impacts, else whatever there is."""
        judged = [seen for seen in self.of_project(project) if seen.is_judged]
        return [seen for seen in judged if seen.stage in OUTCOMES] or judged

    def source(self, *seen: Seen) -> str:
        """The cells of measures."""
        return self.review.cells(*(measure.place for measure in seen))


def _seen_in(review: Review) -> Iterator[Seen]:
    known = set()
    for then in review.then.measures.all:
        now = review.now_of(KPIS, then.row)
        known.add(now)
        yield from _standing(review, then, now, review.kept_of(KPIS, then.row))
    for measure in review.measures.all:
        if measure.row not in known:
            yield from _standing(review, None, measure.row, review.kept_of(KPIS, None, measure.row))
    for kept in review.passed(KPIS):
        yield from _standing(review, None, None, kept)


def _standing(review: Review, then: Measure | None, now: int | None, kept: Sequence[int]) -> Iterator[Seen]:
    """A measure as it stands in today's sheet or, without a figure there, in the newest round since that has one.

    Nothing where it is gone.
    """
    row = review.now.rows(KPIS)[now] if now is not None else None
    with_figure = [at for at in kept if review.earlier(at)["actual"] is not None]
    if now is not None and row is not None and (row["actual"] is not None or not with_figure):
        yield _seen(review, KPIS, now, row, then)
    elif kept:
        left = (with_figure or kept)[-1]
        yield _seen(review, EARLIER, left, review.earlier(left), then)


def _seen(review: Review, sheet: str, at: int, row: Row, then: Measure | None) -> Seen:
    now, unit = review.now, said(row["unit"])
    typed = review.then.rows(KPIS)[then.row] if then else row
    rows = [typed, *_of_rounds(review, typed, row), row]
    measure = review.measures.measure(at, row)
    points = _points(rows, unit)
    return Seen(
        measure=measure,
        sheet=sheet,
        at=at,
        then=then,
        project=None if measure.is_whole else review.by_title.get(normalised(row["project"])),
        stage=now.choice("kpis.stage", measure.stage or typed.get("stage") or _stage_kept(review, row)),
        unit=unit,
        figures=tuple(_typed_figures(rows, unit)),
        points=points,
        target=_target(row, unit, _kind(rows, unit)) if points else None,
        is_due=_is_due(review, row),
    )


def _stage_kept(review: Review, row: Row) -> str | None:
    """The kind of a measure that is in earlier rounds alone, which stands among its other answers."""
    column = review.now.results.tables.blueprint.sheets[KPIS].by_key.get("stage")
    return next(kept_answers(row.get("answers"), column.heading), None) if column else None


def _target(row: Row, unit: str, kind: str) -> Point | None:
    """A plain target in the unit of the figures, and its day."""
    by, target = named_day(row["target_date"]), plain_number(row["target"], unit)
    return Point(by, said(row["target_date"]), target[0]) if by and target and target[1] == kind else None


def _is_due(review: Review, row: Row) -> bool:
    """Whether the target's day has come, by the day of the review or that of the figure."""
    by, days = named_day(row["target_date"]), (review.today, named_day(row["actual_as_of"]))
    return by is not None and any(day >= by for day in days if day)


def _of_rounds(review: Review, *typed: Row) -> list[Row]:
    """The rows of earlier rounds that are of the same measure."""
    names = {normalised(row["name"]) for row in typed}
    projects = {normalised(row["project"]) for row in typed}
    rows = review.now.optional_rows(EARLIER).values()
    return [
        row
        for row in rows
        if normalised(row["name"]) in names and (row["project"] is None or normalised(row["project"]) in projects)
    ]


def _typed_figures(rows: Iterable[Row], unit: str) -> dict[str, None]:
    """The figures and their days as they were typed, each once; a unit that is a word is left out."""
    texts = dict[str, None]()
    for row in rows:
        for key, dated in _DATED:
            if row.get(key) is not None:
                text = without_unit(figure_in_words(row[key], unit), unit)
                day = said(row.get(dated))
                texts[say("papers.measure.as_of", figure=text, when=day) if day else text] = None
    return texts


def without_unit(text: str, unit: str) -> str:
    """A figure without the unit that stands with its name; a sign such as % stays."""
    return text.replace(f" {unit}", "", 1) if unit else text


def _points(rows: Iterable[Row], unit: str) -> tuple[Point, ...]:
    """The figures with their days, oldest first; of two for one day that of the newer row."""
    kind, by_day = _kind(rows, unit), dict[date, Point]()
    for row in rows:
        for key, dated in _DATED:
            day, figure = named_day(row.get(dated)), plain_number(row.get(key), said(row.get("unit")) or unit)
            if day and figure and figure[1] == kind:
                by_day[day] = Point(day, said(row.get(dated)), figure[0])
    return tuple(sorted(by_day.values()))


def _kind(rows: Iterable[Row], unit: str) -> str:
    """What the newest figure is counted in."""
    numbers = [plain_number(row.get(key), said(row.get("unit")) or unit) for row in rows for key, _ in _DATED]
    return next((number[1] for number in reversed(numbers) if number), "")
