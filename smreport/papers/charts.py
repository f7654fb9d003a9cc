"""The charts of the reports: which figures of a case they show, and what they say in words.

Each function gives None where there is too little to compare. What is not for publication is left out before
anything is drawn, as a chart carries its figures with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from smreport.blocks.document import Chart, Series
from smreport.blueprint.tables import Row
from smreport.blueprint.times import When
from smreport.blueprint.values import excel_number
from smreport.decision.consolidate import Together
from smreport.papers import figures
from smreport.papers.case import Case
from smreport.papers.figures import listed, number, pounds
from smreport.papers.measured import MET, Measure, whole_percent
from smreport.papers.verdicts import STANDINGS, in_words
from smreport.words import joining, locales, say

MOST_SHOWN = 12  # bars or points; the table beside the chart has the others
_LEAST_SHOWN = 2
_MOST_NAMED = 3
_POINTS_HEIGHT, _BARS_HEIGHT, _BAR_HEIGHT, _LEGEND_HEIGHT = 7.0, 1.6, 0.75, 0.8  # centimetres


def benefit_against_cost(case: Case) -> Chart | None:
    """The projects by cost and benefit, in the groups of their waves. Their table: projects in order of priority."""
    public = {at: alone for at, alone in case.projects.items() if not case.privacy.withheld(at)}
    known = {
        at: (alone.benefit, alone.cost)
        for at, alone in public.items()
        if alone.benefit is not None and alone.cost is not None
    }
    if len(known) < _LEAST_SHOWN:
        return None
    drawn = sorted(known, key=lambda at: -known[at][0])[:MOST_SHOWN]
    titles = tuple(public[at].title for at in drawn)
    benefits, costs = zip(*(known[at] for at in drawn), strict=True)
    which = _which(len(drawn), len(known), "projects_by_benefit")
    words = (
        _compared(len(drawn), len(known)),
        *_ends(titles, benefits, "benefit", _points),
        *_ends(titles, costs, "cost", pounds),
        _left_out(len(public) - len(known), "not_known"),
        _left_out(len(case.projects) - len(public), "withheld"),
    )
    return Chart(
        "scatter",
        say("papers.chart.benefit_against_cost", verdict=case.verdicts.headline, which=which),
        _together(say("papers.chart.benefit_against_cost.described", which=which), *words),
        titles,
        (Series(say("papers.chart.cost"), costs), *_by_wave(case, dict(zip(drawn, benefits, strict=True)))),
        x_title=say("papers.chart.cost_over", horizon=case.money.horizon),
        y_title=say("papers.chart.benefit_points"),
        number_format=f"{locales.currency_sign()}#,##0",
        height_cm=_POINTS_HEIGHT,
    )


def benefit_by_channel(case: Case) -> Chart | None:
    """The benefit points of each channel. Their table: channels in order of benefit."""
    return _benefit(case.results.by_channel, figures.lowered(case.plural("channels")))


def benefit_by_role(case: Case) -> Chart | None:
    """The benefit points of each role. Their table: roles in order of benefit."""
    return _benefit(case.results.by_role, figures.lowered(case.plural("roles")))


def _benefit(together: Mapping[str, Together], kind: str) -> Chart | None:
    scored = [(name, group.points) for name, group in together.items() if group.points is not None]
    if len(scored) < _LEAST_SHOWN:
        return None
    drawn = scored[:MOST_SHOWN]
    names, benefits = tuple(str(name) for name, _ in drawn), tuple(points for _, points in drawn)
    which = _which_of(len(drawn), len(scored), kind)
    missing = sum(together[name].unscored for name, _ in drawn)
    words = (
        _compared(len(drawn), len(scored)),
        *_ends(names, benefits, "benefit", _points),
        say("papers.chart.unscored", count=missing) if missing else "",
        _left_out(len(together) - len(scored), "no_points"),
    )
    return Chart(
        "bar",
        say("papers.chart.benefit", which=which),
        _together(say("papers.chart.bars.described", which=which), *words),
        names,
        (Series(say("papers.chart.benefit_points"), benefits),),
        x_title=say("papers.chart.benefit_points"),
        number_format="#,##0",
        height_cm=_height(len(drawn)),
    )


def timeline(case: Case) -> Chart | None:
    """The decided and proposed projects from start to finish, in the groups of their waves; no others have dates.

    Their table: projects, in the plan.
    """
    planned = (*case.groups.decided, *case.groups.proposed)
    days = {at: span for at in planned if (span := _days(case.project(at)))}
    if len(days) < _LEAST_SHOWN:
        return None
    drawn = sorted(days, key=days.__getitem__)[:MOST_SHOWN]
    titles = tuple(case.projects[at].title for at in drawn)
    starts, ends = [days[at][0] for at in drawn], [sum(days[at]) for at in drawn]
    first, last = case.project(drawn[0]), case.project(drawn[ends.index(max(ends))])
    which = _which(len(drawn), len(days), "projects_by_start")
    earliest, latest = _holders(titles, starts, starts[0]), _holders(titles, ends, max(ends))
    words = (
        _compared(len(drawn), len(days)),
        say("papers.chart.timeline.first", names=earliest, day=figures.when(first["start"])),
        say("papers.chart.timeline.last", names=latest, day=figures.when(last["finish"])),
        _left_out(len(planned) - len(days), "undated"),
        *(say("papers.chart.timeline.later", count=len(rest)) for rest in [case.groups.later] if rest),
    )
    return Chart(
        "gantt",
        say("papers.chart.timeline", verdict=case.verdicts.headline, which=which),
        _together(say("papers.chart.timeline.described", which=which), *words),
        titles,
        (
            Series(say("papers.chart.timeline.start"), tuple(map(float, starts))),
            *_by_wave(case, {at: days[at][1] for at in drawn}),
        ),
        height_cm=_height(len(drawn)) + _LEGEND_HEIGHT,
    )


def _days(project: Row) -> tuple[int, int] | None:
    """The first day and the length in days, first and last day counted; None where one is not known."""
    start, finish = project["start"], project["finish"]
    if not isinstance(start, When) or not isinstance(finish, When) or not start.first or not finish.last:
        return None
    first, last = excel_number(start.first), excel_number(finish.last)
    return (first, last - first + 1) if first <= last else None


def kpi_progress(case: Case) -> Chart | None:
    """How far each measure has come from its baseline (0%) to its target (100%). Their table: ``measures.progress``."""
    measure_shares = _with_shares(case)
    if len(measure_shares) < _LEAST_SHOWN:
        return None
    drawn = measure_shares[:MOST_SHOWN]
    shares = tuple(whole_percent(share) / 100 for _, share in drawn)
    names = tuple(measure.name for measure, _ in drawn)
    which = _which(len(drawn), len(measure_shares), "measures")
    words = (
        _compared(len(drawn), len(measure_shares)),
        *_ends(names, shares, "progress", _of_the_way),
        say("papers.chart.progress.met", count=sum(measure.standing == MET for measure, _ in measure_shares)),
        *(say("papers.chart.progress.away", count=away) for away in [_moved_away(measure_shares)] if away),
        _left_out(len(case.measures.all) - len(measure_shares), "no_progress"),
    )
    return Chart(
        "bar",
        say("papers.chart.progress", which=which),
        _together(say("papers.chart.bars.described", which=which), *words),
        names,
        (Series(say("papers.chart.progress.part"), shares),),
        x_title=say("papers.chart.progress.axis", baseline=locales.percent(0), target=locales.percent(1)),
        number_format="0%",
        height_cm=_height(len(drawn)),
    )


def _with_shares(case: Case) -> list[tuple[Measure, float]]:
    """The measures whose progress can be worked out, with their share of the way, furthest first."""
    measure_shares = [(measure, measure.share) for measure in case.measures.all if measure.share is not None]
    return sorted(measure_shares, key=lambda pair: -pair[1])


def _of_the_way(share: float) -> str:
    return say("papers.chart.progress.share", share=locales.percent(share))


def _moved_away(measure_shares: Iterable[tuple[Measure, float]]) -> int:
    return sum(share < 0 for _, share in measure_shares)


# --- shared ---


def _by_wave(case: Case, values: Mapping[int, float]) -> list[Series]:
    """The values by row in a series for each standing that has any, None elsewhere."""
    standings = {at: case.verdicts.standing(at) for at in values}
    return [
        Series(in_words(kind), tuple(float(value) if standings[at] == kind else None for at, value in values.items()))
        for kind in STANDINGS
        if kind in standings.values()
    ]


def _height(bars: int) -> float:
    """A chart's height in centimetres, so that the bars of all charts are of one thickness."""
    return round(_BARS_HEIGHT + _BAR_HEIGHT * bars, 2)


def _points(value: float) -> str:
    if float(value).is_integer():
        return say("papers.chart.points", count=int(value))
    return say("papers.chart.points.in_part", points=number(value))


def _which(drawn: int, total: int, kind: str) -> str:
    """What a chart shows, in words: "7 projects", or "the 12 of 40 projects with most benefit"."""
    if drawn == total:
        return say(f"papers.chart.all.{kind}", count=drawn)
    return say(f"papers.chart.first.{kind}", count=drawn, total=str(total))


def _which_of(drawn: int, total: int, kind: str) -> str:
    """The same of what a template has a word for: "7 channels"."""
    if drawn == total:
        return say("papers.chart.kind.all", count=drawn, kind=kind)
    return say("papers.chart.kind.first", count=drawn, total=str(total), kind=kind)


def _compared(drawn: int, total: int) -> str:
    return say("papers.chart.compared") if drawn < total else ""


def _ends(names: Sequence[str], values: Sequence[float], kind: str, show: Callable[[float], str]) -> tuple[str, ...]:
    """Which have the highest and the lowest value, in words; or that all have the same."""
    high, low = max(values), min(values)
    if high == low:
        return (say("papers.chart.same", value=show(high)),)
    return (
        say(f"papers.chart.most.{kind}", names=_holders(names, values, high), value=show(high)),
        say(f"papers.chart.least.{kind}", names=_holders(names, values, low), value=show(low)),
    )


def _holders(names: Sequence[str], values: Sequence[float], edge: float) -> str:
    """All that have this value; names and values are in the same order."""
    return listed([name for name, value in zip(names, values, strict=True) if value == edge], _MOST_NAMED)


def _left_out(quantity: int, why: str) -> str:
    return say(f"papers.chart.left_out.{why}", count=quantity) if quantity else ""


def _together(*sentences: str) -> str:
    return joining.sentences(sentences)
