"""The measures with baseline, latest figure and target, and how each stands: the one place that says it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import cached_property

from smreport.blueprint.tables import Row
from smreport.blueprint.values import normalised
from smreport.decision.results import Results
from smreport.frozen import Frozen
from smreport.papers import figures
from smreport.papers.privacy import Privacy
from smreport.papers.units import plain_number
from smreport.words import locales, say

MET, MISSED, LAPSED, ON_THE_WAY, SAME, AWAY, NOT_YET, NO_TARGET, NO_FIGURES, UNCLEAR = (
    "met", "missed", "lapsed", "on_the_way", "same", "away", "not_yet", "no_target", "no_figures", "unclear",
)  # fmt: skip
STANDINGS = (MET, MISSED, LAPSED, ON_THE_WAY, SAME, AWAY, NOT_YET, UNCLEAR, NO_TARGET, NO_FIGURES)
_RISING, _FALLING = ("increase", "at_least"), ("decrease", "at_most")
_Number = tuple[float, str]  # a figure, and what it is counted in


class Measure(Frozen):
    """A row of 7a KPIs in words; a text is "" where the cell is blank.

    row       the Excel row
    project   what it is of, as typed; ``is_whole`` of the whole strategy
    baseline, latest  the figures with their unit and the day that they are of
    target    the same with the day by which it is to be reached, unless its project waits for money
    standing  how it stands, one of ``STANDINGS``; ``stands`` says it in words
    share     the part of the way from baseline to target that is done, below 0 where it moved away; None where the
              three are no plain numbers of one unit, or there is no way to go
    """

    row: int
    name: str
    project: str
    is_whole: bool
    baseline: str
    latest: str
    target: str
    standing: str
    stands: str
    share: float | None
    stage: str
    direction: str
    frequency: str
    source: str
    owner: str
    note: str

    @property
    def has_result(self) -> bool:
        return bool(self.latest)


class Measures:
    """All measures that may be shown."""

    def __init__(
        self, results: Results, privacy: Privacy, unfunded: Collection[str] = (), day: date | None = None
    ) -> None:
        """``unfunded`` are the projects that wait for money, as comparisons see them: no day is promised for them.

        day  the day by which a target date has passed, where it is known
        """
        self._blueprint, self._table = results.tables.blueprint, results.tables["kpis"]
        self._meeting, self._privacy = results.tables.settings.get("meeting_date"), privacy
        self._unfunded, self._day = unfunded, day

    @cached_property
    def all(self) -> tuple[Measure, ...]:
        """In the order of the sheet."""
        rows = self._table.rows.items()
        return tuple(self.measure(at, row) for at, row in rows if not self._privacy.hides_row("kpis", at))

    def of_project(self, title: object) -> list[Measure]:
        """Those of a project, by its title."""
        return self._by_project.get(normalised(title), [])

    @property
    def of_all(self) -> list[Measure]:
        """Those of the whole strategy."""
        return [measure for measure in self.all if measure.is_whole]

    @property
    def with_results(self) -> list[Measure]:
        """Those that have a latest figure, those that are met first."""
        measures = [measure for measure in self.all if measure.has_result]
        return sorted(measures, key=lambda measure: STANDINGS.index(measure.standing))

    @cached_property
    def _by_project(self) -> dict[str, list[Measure]]:
        by_project: dict[str, list[Measure]] = {}
        for measure in self.all:
            if measure.project and not measure.is_whole:
                by_project.setdefault(normalised(measure.project), []).append(measure)
        return by_project

    @cached_property
    def today(self) -> date | None:
        """The day by which a target date has passed: that of the meeting, else the newest that a figure is of.

        Never the clock's, so that the same workbook always makes the same papers.
        """
        if self._day:
            return self._day
        meeting = figures.named_day(self._meeting)
        days = (
            figures.named_day(row["actual_as_of"]) for row in self._table.rows.values() if row["actual"] is not None
        )
        return meeting or max(filter(None, days), default=None)

    def measure(self, at: int, row: Row) -> Measure:
        """A row of 7a KPIs, or one of earlier rounds that has the same figures, in words; ``at`` is its Excel row."""
        unit = figures.said(row["unit"])
        standing, why, share = self._standing(row, unit)
        is_unfunded = row["project"] is not None and normalised(row["project"]) in self._unfunded
        return Measure(
            row=at,
            name=figures.said(row["name"]) or say("papers.measure.nameless"),
            project=figures.said(row["project"]),
            is_whole=normalised(row["project"]) == normalised(self._blueprint.word_for_all("kpis.project")),
            baseline=_figure(row["baseline"], unit, row.get("as_of")),
            latest=_figure(row["actual"], unit, row["actual_as_of"]),
            target=_figure(row["target"], unit, None if is_unfunded else row["target_date"]),
            standing=standing,
            stands=_in_words(standing, why, share),
            share=share,
            **{key: figures.said(row.get(key)) for key in ("stage", "direction", "frequency", "source", "owner")},
            note=figures.said(row.get("notes")),
        )

    def _standing(self, row: Row, unit: str) -> tuple[str, str, float | None]:
        """How a measure stands, why that cannot be said, and the share of the way."""
        if row["target"] is None:
            return NO_TARGET, "", None
        if row["actual"] is None:
            return NO_FIGURES, "passed" if self._has_passed(row) else "", None
        latest, target, baseline = (plain_number(row[key], unit) for key in ("actual", "target", "baseline"))
        if latest is None or target is None:
            return UNCLEAR, "latest" if latest is None else "target", None
        direction = self._direction(row, baseline, target)
        if why := _against(latest, target, baseline, direction):
            return UNCLEAR, why, None
        is_up = direction in _RISING
        share = _share(latest, target, baseline, is_up)
        if latest[0] >= target[0] if is_up else latest[0] <= target[0]:
            return MET, "", share
        return self._not_reached(row, share) or _moved(latest, target, baseline, is_up), "", share

    def _direction(self, row: Row, baseline: _Number | None, target: _Number) -> str:
        """Whether more or less is better, where the column does not say it by baseline and target; "" if neither."""
        said = self._blueprint.id_of("kpis.direction", row["direction"])
        if said in (*_RISING, *_FALLING):
            return said
        if baseline is None or baseline[1] != target[1] or baseline[0] == target[0]:
            return ""
        return _RISING[0] if baseline[0] < target[0] else _FALLING[0]

    def _not_reached(self, row: Row, share: float | None) -> str:
        """Missed or lapsed where the target's date has come, else ""."""
        by, as_of = figures.named_day(row["target_date"]), figures.named_day(row["actual_as_of"])
        if by and as_of and as_of >= by:
            return MISSED
        if not self._has_passed(row):
            return ""
        return LAPSED if as_of else MISSED

    def _has_passed(self, row: Row) -> bool:
        by = figures.named_day(row["target_date"])
        return by is not None and self.today is not None and by < self.today


def _against(latest: _Number, target: _Number, baseline: _Number | None, direction: str) -> str:
    """Why latest figure and target cannot be compared, "" where they can."""
    if latest[1] != target[1]:
        return "units"
    if target[0] < 0 <= (baseline or latest)[0]:
        return "change"
    if not direction:
        return "direction"
    if baseline is None or baseline[1] != target[1]:
        return ""
    wrong = target[0] < baseline[0] if direction == _RISING[0] else target[0] > baseline[0]
    return "against" if wrong and direction in (_RISING[0], _FALLING[0]) else ""


def _share(latest: _Number, target: _Number, baseline: _Number | None, is_up: bool) -> float | None:
    if baseline is None or baseline[1] != target[1]:
        return None
    way = target[0] - baseline[0]
    return (latest[0] - baseline[0]) / way if (way > 0 if is_up else way < 0) else None


def _moved(latest: _Number, target: _Number, baseline: _Number | None, is_up: bool) -> str:
    """How a target that is not reached stands, by where the figure was before."""
    if baseline is None or baseline[1] != target[1]:
        return NOT_YET
    if latest[0] == baseline[0]:
        return SAME
    return ON_THE_WAY if (latest[0] > baseline[0]) == is_up else AWAY


def _in_words(standing: str, why: str, share: float | None) -> str:
    if standing == UNCLEAR:
        return say("papers.measure.unclear", why=say(f"papers.measure.why.{why}"))
    if standing == NO_FIGURES and why:
        return say("papers.measure.no_figures_passed")
    if standing == ON_THE_WAY and share is not None:
        return say("papers.measure.share", share=locales.percent(whole_percent(share) / 100))
    return say(f"papers.measure.stands.{standing}")


def whole_percent(share: float) -> int:
    """A share of the way in per cent: 100 only where it is done, 0 only where nothing is."""
    if 0 < share < 1:
        return max(1, int(100 * share + 1e-9))
    return round(100 * share)


def _figure(value: object, unit: str, as_of: object = None) -> str:
    """A figure with its unit, and its day."""
    if value is None:
        return ""
    text, when = figures.figure(value, unit), figures.time_in_words(as_of)
    return say("papers.measure.as_of", figure=text, when=when) if when else text
