"""Which projects come first and why: the options, the ranking, the first wave and the pair to start with."""

from __future__ import annotations

import math
from collections.abc import Iterator

from smreport.blocks.document import Block, Bullets, Callout, Chart, Paragraph, Table, TableColumn
from smreport.blueprint.values import normalised
from smreport.decision import terms
from smreport.decision.portfolio import FIRST
from smreport.decision.prioritise import NEAR_TIE
from smreport.papers import charts, figures
from smreport.papers.case import Case
from smreport.papers.figures import NONE, listed, number, pounds, sentence

Blocks = Iterator[Block]
_SHORT_LIST = 8  # rows of the ranking, and names in a sentence
_FEW = 3  # ties, reasons


def options(case: Case, intro: str) -> Blocks:
    """Doing nothing, the first wave, and everything at once."""
    every = [int(str(at)) for at in case.projects.index]
    if intro:
        yield Paragraph(intro)
    rows = [("Do nothing new", "£0", "0", "The objectives rely on what is done today.")]
    if case.records.first_wave and set(case.records.first_wave) != set(every):
        rows.append(
            _option(
                case,
                "First wave (recommended)",
                case.records.first_wave,
                "The set with the most benefit within the limits.",
            )
        )
    if every:
        recommended = " (recommended)" if set(case.records.first_wave) == set(every) else ""
        rows.append(_option(case, f"All projects{recommended}", every, "Every open project at once."))
    yield Table(
        "Options compared",
        (
            TableColumn("Option", 3),
            TableColumn("Cost, present value", 5),
            TableColumn("Benefit points", 1.4, "right"),
            TableColumn("What it means", 4.2),
        ),
        tuple(rows),
        "Each option with its cost, its benefit points and what it means.",
    )


def _option(case: Case, name: str, numbers: list[int], meaning: str) -> tuple[str, str, str, str]:
    return name, case.money.total_cost(numbers), case.money.total_benefit(numbers), meaning


def priorities(case: Case, intro: str) -> Blocks:
    """The ranking, and what decided it."""
    weights = listed(f"{name} {weight:.0%}" for name, weight in case.results.weights.items())
    told = f"Projects are scored from 0 to 100. The weights, set in the workbook, are {weights}."
    yield Paragraph(intro or told, see=("all_scores",), source=case.sources.of_weights)
    if case.projects.empty:
        yield Paragraph(f"{NONE}.")
        return
    if not case.has_scores:
        yield Paragraph("No project can be ranked yet. Benefit, cost and risk are still unknown for all of them.")
    best = [int(str(at)) for at in case.projects.index[:_SHORT_LIST]]
    rows = tuple(_ranked(case, at) for at in best)
    more = len(case.projects) - len(best)
    caption = f"The {len(best)} projects of highest priority, of {len(case.projects)}" if more else _IN_ORDER
    yield Table(
        caption, _RANKING, rows, "Each project with its rank and what it rests on.", "ranking",
        tuple(case.sources.of_project(at) for at in best),
    )  # fmt: skip
    if any("(" in row[0] for row in rows):
        yield Paragraph(
            "Where something is unknown, the ranks that a project could take stand in brackets. "
            "They hold as long as the unknown lies between the best and the worst figure known so far.",
            "note",
        )
    yield from _chart(charts.benefit_against_cost(case))
    yield from _near_ties(case)
    yield from _robustness(case)


_IN_ORDER = "Projects in order of priority"


def _chart(chart: Chart | None) -> Blocks:
    if chart:
        yield chart


def _ranked(case: Case, at: int) -> tuple[str, ...]:
    row = case.records.projects[at]
    figures_of = (number(row["benefit"]), case.money.cost(at), number(row["risk"]))
    return (case.rank(at), str(row["title"]), *figures_of, case.records.waves[at])


_RANKING = (
    TableColumn("Rank", 1.1),
    TableColumn("Project", 5),
    TableColumn("Benefit points", 1.5, "right"),
    TableColumn("Cost", 2.4, "right"),
    TableColumn("Risk, 1 to 25", 1.4, "right"),
    TableColumn("Wave", 2.1),
)


def _near_ties(case: Case) -> Blocks:
    shown = [project for at, project in case.records.projects.items() if not case.privacy.hides_score(at)]
    groups: list[list[str]] = []
    before = math.inf
    for title, score in ((project["title"], project["score"]) for project in shown):
        if before - score < NEAR_TIE:
            groups[-1].append(str(title))
        else:
            groups.append([str(title)])
        before = score
    for group in [group for group in groups if len(group) > 1][:_FEW]:
        yield Paragraph(f"Treat these as a tie, less than one point apart: {listed(group, _SHORT_LIST)}.")


def _robustness(case: Case) -> Blocks:
    """How far the first ranks depend on the weights."""
    if not case.has_scores:
        return
    yield Bullets("The ranks were tried out with all weightings:", case.judgement.sentences[:_FEW])
    if len(case.judgement.projects) < len(case.projects):
        yield Paragraph("Projects whose cost is not for publication are left out of this.", "note")


def portfolio(case: Case, intro: str) -> Blocks:
    """Which projects are begun first, within budget and hours, and why the others wait."""
    if case.results.waves.empty:
        yield Paragraph(f"{NONE}.")
        return
    yield from _how_it_was_chosen(case, intro)
    if case.records.first_wave and case.results.plan.without_twin_track:
        yield Paragraph("No set within the limits has both an activity and a service area.")
    yield from _list_instead(case)
    yield from _left_waiting(case)


def _how_it_was_chosen(case: Case, intro: str) -> Blocks:
    """What the first wave was chosen from, within which limits."""
    limits = _limits(case)
    within = f"within {listed(limits)}" if limits else "without a limit, as neither budget nor hours are set"
    if case.money.cannot_be_met:
        yield Callout("Cannot be met", sentence(case.money.cannot_be_met))
        yield Paragraph(f"{intro} So projects are taken in order of rank instead, {within}.".strip())
    elif not case.records.first_wave:
        yield Paragraph(f"{intro} No project is in a first wave yet.".strip())
    else:
        optimum = case.results.plan.optimum
        most = "has the most benefit" if optimum.proved else f"comes near the most, {number(optimum.at_most)}"
        comma = "" if limits else ","
        compared = f"All sets of projects{comma} {within}{comma} were compared."
        yield Paragraph(f"{intro} {compared} The first wave {most}.".strip())


def _limits(case: Case) -> list[str]:
    budget, hours = (figures.amount(case.settings[key]) for key in ("budget", "hours_available"))
    limits = [f"a budget of {pounds(budget)}"] if not math.isnan(budget) else []
    return limits + ([f"{number(hours)} staff hours a month"] if not math.isnan(hours) else [])


def _left_waiting(case: Case) -> Blocks:
    """The projects that are not in the first wave, and why."""
    waves = case.results.waves
    rest = waves[waves["wave"] != FIRST]
    others = list(zip(rest["title"].astype(str), rest["why"].astype(str), strict=True))
    if others:
        reasons = tuple(f"{title}: {why[:1].lower()}{why[1:]}" for title, why in others[:_FEW])
        more = len(others) - len(reasons)
        lead = f"Not in the first wave ({more} more in the appendix):" if more else "Not in the first wave:"
        yield Bullets(lead, reasons, see=("all_scores",) if more else ())


def _list_instead(case: Case) -> Blocks:
    """What would be funded down the ranking, where that differs."""
    comparison = case.results.plan.comparison
    if comparison.only_optimum == comparison.only_list == ():
        return
    ours, theirs = (
        [str(case.records.projects[at]["title"]) for at in rows]
        for rows in (comparison.only_optimum, comparison.only_list)
    )
    funded, left = listed(theirs, _FEW), listed(ours, _FEW)
    swap = f"would fund {funded} in place of {left}" if ours and theirs else ""
    alone = f"would also fund {funded}" if theirs else f"would leave out {left}"
    yield Paragraph(f"Going down the ranking instead {swap or alone}. {_gain(comparison.benefit)}".strip())


def _gain(benefit: float) -> str:
    return "" if math.isnan(benefit) else f"That would bring {number(benefit)} fewer benefit points."


def twin_track(case: Case, intro: str) -> Blocks:
    """The pair to start with and why, or what is missing to pick one."""
    pair = case.results.twin_track
    if pair is None:
        yield Paragraph(
            f"{intro} No pair can be picked yet. It takes a ranked project with an activity and a ranked project with "
            "a service area.".strip()
        )
        yield from _candidates(case)
        return
    activity, service = case.area(pair.activity), case.area(pair.service)
    if pair.activity_project == pair.service_project:
        why = f"Both are in “{pair.activity_project}”, the best-ranked project that has the two."
    else:
        why = (
            f"“{pair.activity_project}” is the best-ranked project with an activity. "
            f"“{pair.service_project}” is the best-ranked with a service area."
        )
    pairing = f"Recommended pair: {activity} (activity) alongside {service} (service)."
    yield Paragraph(f"{intro} {pairing} {why}".strip())


def _candidates(case: Case) -> Blocks:
    both = []
    for at in case.projects.index:
        project = case.project(int(str(at)))
        kinds = {case.kinds.get(normalised(area)) for area in project["areas"] or ()}  # type: ignore[attr-defined]
        if {terms.ACTIVITY, terms.SERVICE} <= kinds:
            both.append(str(project["title"]))
    if both:
        yield Bullets("These projects already join an activity with a service area:", tuple(both[:_SHORT_LIST]))
