"""The main sections of the strategy: what is asked for, why, at what cost and risk."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from smreport.blueprint import terms
from smreport.blueprint.tables import Row
from smreport.blueprint.values import normalised
from smreport.decision.portfolio import FIRST
from smreport.decision.prioritise import NEAR_TIE
from smreport.findings import Level
from smreport.report import figures
from smreport.report.case import Case
from smreport.report.document import Block, Bullets, Callout, Paragraph, Table, TableColumn
from smreport.report.figures import NONE, NOT_KNOWN, counted, listed, number, pounds, sentence, shown
from smreport.report.wording import Principle

Blocks = Iterator[Block]
_SHORT_LIST = 8
_MAIN_FINDINGS = 5


def decisions(case: Case, intro: str) -> Blocks:
    """What the committee is asked to decide."""
    items = ["Approve the strategy statement and its principles."]
    titles = [str(case.projects["title"][at]) for at in case.first_wave]
    if titles:
        items.append(f"Agree the first wave of {counted(len(titles), 'project')}: {listed(titles)}.")
        items.append(f"Agree its cost over {case.horizon}: {case.total_cost(case.first_wave)}.")
    pair = case.results.twin_track
    if pair:
        items.append(f"Start with {case.area(pair.activity)} (activity) alongside {case.area(pair.service)} (service).")
    gaps = _count(case, Level.GAP)
    if gaps:
        items.append(f"Ask the owners named in the appendix to close {counted(gaps, 'gap')} in the evidence.")
    review = figures.when(case.settings["review_date"])
    items.append("Set a date to review results against outcomes." if review == NOT_KNOWN else _review(review))
    yield Bullets(intro or "The decisions sought are:", tuple(items), numbered=True)


def _review(day: str) -> str:
    return f"Review results against the outcomes wanted on {day}."


def _count(case: Case, level: Level) -> int:
    return sum(finding.level is level for finding in case.results.findings)


def summary(case: Case, intro: str) -> Blocks:
    """The whole strategy on one page: a paragraph and the figures that matter."""
    in_scope = case.areas(terms.IN_SCOPE)
    kinds = [str(row["kind"]) for row in in_scope]
    objectives, uses = len(case.rows("objectives")), len(case.rows("mapping"))
    yield Paragraph(
        f"{case.answer('organisation') or 'The organisation'} looked at {counted(len(case.rows('areas')), 'area')} "
        f"and took {counted(len(in_scope), 'area')} into scope. "
        f"Staff set {counted(objectives, 'objective')} "
        f"and mapped {counted(uses, 'use')} of {case.wording.tools} to them.",
        tone="lead",
    )
    if case.settings["existing_policy"]:
        yield Paragraph(f"The strategy sits beside an existing policy: {sentence(case.settings['existing_policy'])}")
    facts = [
        ("Areas in scope", f"{len(in_scope)}: {_kinds(kinds)}"),
        ("Projects ranked", f"{int(case.projects['rank'].notna().sum())} of {len(case.projects)}"),
        ("First wave", f"{counted(len(case.first_wave), 'project')}"),
        ("Cost of the first wave, present value", case.total_cost(case.first_wave) if case.first_wave else NOT_KNOWN),
        ("Budget", pounds(_float(case.settings["budget"]))),
        ("Staff hours a month for the first wave", case.total_hours(case.first_wave) if case.first_wave else NOT_KNOWN),
        ("Staff hours a month available", number(_float(case.settings["hours_available"]))),
        ("Highest remaining risk (1 to 25)", case.at_least(case.results.register["residual"], "max")),
        ("Gaps in the evidence", str(_count(case, Level.GAP))),
    ]
    yield Table(
        "The strategy at a glance",
        (TableColumn("Measure", 5), TableColumn("Figure", 4)),
        tuple((name, text[:1].upper() + text[1:]) for name, text in facts),
        "Key figures of the strategy, one in each row.",
    )


def _kinds(kinds: list[str]) -> str:
    activities, services = kinds.count(terms.ACTIVITY), kinds.count(terms.SERVICE)
    return f"{counted(activities, 'activity', 'activities')} and {counted(services, 'service')}"


def _float(value: object) -> float:
    return float(value) if isinstance(value, float) else math.nan


def principles(case: Case, intro: str) -> Blocks:
    """The statement, and each principle with what the check of the workbook found."""
    yield Paragraph(case.answer("statement") or case.wording.default_statement, tone="statement")
    if intro:
        yield Paragraph(intro)
    rows = tuple((f"{each.number}. {each.text}", _held(case, each)) for each in case.wording.principles)
    yield Table(
        "The principles and what the check found",
        (TableColumn("Principle", 8), TableColumn("Result", 2.4)),
        rows,
        "Each principle and whether the workbook holds to it.",
    )


def _held(case: Case, principle: Principle) -> str:
    """What the check found: that the principle holds, what speaks against it, or that nothing is there yet."""
    if not any(case.rows(sheet) for sheet in case.sheets_of(principle)):
        return "Nothing to check yet"
    counts = dict.fromkeys(Level, 0)
    for finding in case.results.findings:
        counts[finding.level] += finding.principle == principle.number
    parts = [counted(count, level.value) for level, count in counts.items() if count]
    if principle.counts:
        sheet, _, key = principle.counts.partition(".")
        blank = sum(row[key] is None for row in case.rows(sheet).values())
        parts += [f"{counted(blank, 'row')} without it"] if blank else []
    return listed(parts)[:1].upper() + listed(parts)[1:] if parts else "Holds"


def areas(case: Case, intro: str) -> Blocks:
    """Which areas are in scope, and which are parked; the appendix says who leads them and why."""
    groups = {
        "Activities in scope": _area_names(case, case.areas(terms.IN_SCOPE), terms.ACTIVITY),
        "Service areas in scope": _area_names(case, case.areas(terms.IN_SCOPE), terms.SERVICE),
        "Parked for a later cycle": _area_names(case, case.areas(terms.PARKED)),
        "Still to be decided": _area_names(case, [r for r in case.rows("areas").values() if r["status"] is None]),
    }
    items = tuple(f"{name}: {listed(areas)}." for name, areas in groups.items() if areas)
    if items:
        yield Bullets(intro or "The areas were placed like this:", items)
    else:
        yield Paragraph(f"{NONE}.")


def _area_names(case: Case, rows: list[Row], kind: str = "") -> list[str]:
    return [case.area(row["label"]) for row in rows if not kind or normalised(row["kind"]) == normalised(kind)]


def objectives(case: Case, intro: str) -> Blocks:
    """What each area wants to be different, in short; the appendix has the whole."""
    by_area: dict[object, list[str]] = {}
    for row in case.rows("objectives").values():
        by_area.setdefault(row["area"], []).append(str(row["objective"] or NOT_KNOWN))
    stated = len(case.rows("objectives"))
    named = sum(row["priority"] is not None for row in case.rows("objectives").values())
    opening = f"{intro} {counted(stated, 'objective').capitalize()} {'is' if stated == 1 else 'are'} stated, and"
    names = "names" if named == 1 else "name"
    yield Paragraph(f"{opening} {named or 'none'} of them {names} the corporate priority served.".strip())
    if not by_area:
        yield Paragraph(f"{NONE}.")
        return
    rows = tuple((case.area(area), "; ".join(texts)) for area, texts in list(by_area.items())[: 3 * _SHORT_LIST])
    yield Table(
        "Objectives by area",
        (TableColumn("Area", 3), TableColumn("Objectives", 8)),
        rows,
        "The objectives of each area. The outcomes are in the appendix.",
    )


def channels(case: Case, intro: str) -> Blocks:
    """What to do with each channel that a mapped tool belongs to."""
    if intro:
        yield Paragraph(intro)
    together = case.results.channels
    if together.empty:
        yield Paragraph(f"{NONE}.")
        return
    rows = tuple(
        (
            str(channel),
            listed(dict.fromkeys(map(case.tool, row["tools"]))),
            str(len(row["areas"])),
            case.points(row),
        )
        for channel, row in together.iterrows()
    )
    name, tools = case.heading("channels.channel"), case.plural("tools")
    yield Table(
        f"{case.plural('channels')} in order of benefit",
        (TableColumn(name, 3), TableColumn(tools, 5), *_COUNTS),
        rows,
        f"Each {name.lower()} with its {tools.lower()}, the number of areas it serves and its benefit points.",
    )
    yield from _refused(case)


_COUNTS = (TableColumn("Areas", 1.3, "right"), TableColumn("Benefit points", 1.8, "right"))


def _refused(case: Case) -> Blocks:
    refused = [row for row in case.rows("tools").values() if row["status"] == terms.REFUSED]
    if refused:
        reasons = (
            f"{shown(row['tool'])} ({sentence(row['reason']).rstrip('.') or 'no reason given'})" for row in refused
        )
        yield Paragraph(f"Considered and refused: {listed(reasons)}.")


def roles(case: Case, intro: str) -> Blocks:
    """Who does the work, and what each role brings."""
    together = case.results.roles
    if intro:
        yield Paragraph(intro)
    if together.empty:
        yield Paragraph(f"{NONE}.")
        return
    kinds = {normalised(row["role"]): shown(row["kind"]) for row in case.rows("roles").values()}
    rows = tuple(
        (str(role), kinds.get(normalised(role), NOT_KNOWN), str(len(row["areas"])), case.points(row))
        for role, row in together.iterrows()
    )
    yield Table(
        "Roles in order of benefit",
        (TableColumn("Role", 6), TableColumn("Kind", 2), *_COUNTS),
        rows,
        "Each role with its kind, the number of areas it works for and its benefit points.",
    )
    unnamed = sum(row["role"] is None for row in case.rows("mapping").values())
    if unnamed:
        yield Paragraph(f"{counted(unnamed, 'mapped use').capitalize()} {_names(unnamed)} no role yet.")


def _names(quantity: int) -> str:
    return "names" if quantity == 1 else "name"


def options(case: Case, intro: str) -> Blocks:
    """Doing nothing, the first wave, and everything at once."""
    every = [int(str(at)) for at in case.projects.index]
    if intro:
        yield Paragraph(intro)
    rows = [("Do nothing new", "£0", "0", "No project starts. The objectives rely on what is done today.")]
    if case.first_wave and set(case.first_wave) != set(every):
        rows.append(
            _option(
                case, "First wave (recommended)", case.first_wave, "The set with the most benefit within the limits."
            )
        )
    if every:
        recommended = " (recommended)" if set(case.first_wave) == set(every) else ""
        rows.append(_option(case, f"All projects{recommended}", every, "Every open project at once."))
    yield Table(
        "Options compared",
        (
            TableColumn("Option", 3.5),
            TableColumn("Cost, present value", 3.5),
            TableColumn("Benefit points", 1.8, "right"),
            TableColumn("What it means", 4.5),
        ),
        tuple(rows),
        "Each option with its cost, its benefit points and what it means.",
    )


def _option(case: Case, name: str, numbers: list[int], meaning: str) -> tuple[str, str, str, str]:
    return name, case.total_cost(numbers), case.total_benefit(numbers), meaning


def priorities(case: Case, intro: str) -> Blocks:
    """The ranking, and what decided it."""
    weights = listed(f"{name} {weight:.0%}" for name, weight in case.results.weights.items())
    yield Paragraph(intro or f"Projects are scored from 0 to 100. The weights, set in the workbook, are {weights}.")
    if case.projects.empty:
        yield Paragraph(f"{NONE}.")
        return
    if not case.has_scores:
        yield Paragraph("No project can be ranked yet. Benefit, cost and risk are still unknown for all of them.")
    rows = tuple(_ranked(case, int(str(at))) for at in case.projects.index)
    yield Table("Projects in order of priority", _RANKING, rows, "Each project with its rank and what it rests on.")
    if any("(" in row[0] for row in rows):
        yield Paragraph(
            "Where something is unknown, the ranks that a project could take stand in brackets. "
            "They hold as long as the unknown lies between the best and the worst figure known so far.",
            "note",
        )
    yield from _near_ties(case)


def _ranked(case: Case, at: int) -> tuple[str, ...]:
    row = case.projects.loc[at]
    wave = str(case.results.waves["wave"][at])
    figures_of = (number(row["benefit"]), case.cost(at), number(row["risk"]), case.score(at))
    return (case.rank(at), str(row["title"]), *figures_of, wave)


_RANKING = (
    TableColumn("Rank", 1.1),
    TableColumn("Project", 3.4),
    TableColumn("Benefit points", 1.5, "right"),
    TableColumn("Cost", 1.9, "right"),
    TableColumn("Risk, 1 to 25", 1.2, "right"),
    TableColumn("Score", 1.2, "right"),
    TableColumn("Wave", 2.1),
)


def _near_ties(case: Case) -> Blocks:
    shown_scores = case.projects[[not case.hides_score(int(str(at))) for at in case.projects.index]]
    groups: list[list[str]] = []
    before = math.inf
    for title, score in zip(shown_scores["title"], shown_scores["score"], strict=True):
        if before - score < NEAR_TIE:
            groups[-1].append(str(title))
        else:
            groups.append([str(title)])
        before = score
    for group in groups:
        if len(group) > 1:
            yield Paragraph(f"Treat these as a tie, less than one point apart: {listed(group, _SHORT_LIST)}.")


def robustness(case: Case, intro: str) -> Blocks:
    """How far the ranks depend on the weights, and which projects are outdone by others."""
    found = case.judgement.sentences
    yield Bullets(intro or "The ranks were tried out with all weightings:", found[:_MAIN_FINDINGS])
    if len(found) > _MAIN_FINDINGS:
        yield Paragraph("The appendix on scores has the rest.")
    if len(case.judgement.projects) < len(case.projects):
        yield Paragraph("Projects whose cost is not for publication are left out of this.", "note")


def portfolio(case: Case, intro: str) -> Blocks:
    """Which projects are begun first, within budget and hours, and why the others wait."""
    waves = case.results.waves
    if waves.empty:
        yield Paragraph(f"{NONE}.")
        return
    budget, hours = (_float(case.settings[key]) for key in ("budget", "hours_available"))
    limits = [f"a budget of {pounds(budget)}"] if not math.isnan(budget) else []
    limits += [f"{number(hours)} staff hours a month"] if not math.isnan(hours) else []
    plan = case.results.plan
    within = f"within {listed(limits)}" if limits else "without a limit, as neither budget nor hours are set"
    if plan.optimum.infeasible:
        yield Callout("Cannot be met", sentence(plan.optimum.infeasible))
        yield Paragraph(f"{intro} So projects are taken in order of rank instead, {within}.".strip())
    else:
        most = "has the most benefit" if plan.optimum.proved else f"comes near the most, {number(plan.optimum.at_most)}"
        yield Paragraph(f"{intro} All sets of projects {within} were compared. The first wave {most}.".strip())
    if plan.without_twin_track:
        yield Paragraph("No set within the limits has both an activity and a service area.")
    if case.first_wave:
        yield Paragraph(_first_wave(case))
    yield from _list_instead(case)
    others = [(str(row["title"]), str(row["why"])) for _, row in waves.iterrows() if row["wave"] != FIRST]
    if others:
        reasons = tuple(f"{title}: {why[:1].lower()}{why[1:]}" for title, why in others[:_SHORT_LIST])
        yield Bullets("Not in the first wave:", reasons)


def _list_instead(case: Case) -> Blocks:
    """What would be funded down the ranking, where that differs."""
    comparison = case.results.plan.comparison
    if comparison.only_optimum == comparison.only_list == ():
        return
    ours, theirs = (
        [str(case.projects["title"][at]) for at in rows] for rows in (comparison.only_optimum, comparison.only_list)
    )
    swap = f"would fund {listed(theirs)} in place of {listed(ours)}" if ours and theirs else ""
    alone = f"would also fund {listed(theirs)}" if theirs else f"would leave out {listed(ours)}"
    yield Paragraph(f"Going down the ranking instead {swap or alone}. {_gain(comparison.benefit)}".strip())


def _gain(benefit: float) -> str:
    return "" if math.isnan(benefit) else f"That would bring {number(benefit)} fewer benefit points."


def _first_wave(case: Case) -> str:
    return (
        f"The first wave costs {case.total_cost(case.first_wave)}. This is the present value over {case.horizon}. "
        f"Staff hours a month: {case.total_hours(case.first_wave)}."
    )


def twin_track(case: Case, intro: str) -> Blocks:
    """The pair to start with and why, or what is missing to pick one."""
    if intro:
        yield Paragraph(intro)
    pair = case.results.twin_track
    if pair is None:
        yield Paragraph(
            "No pair can be picked yet. It takes a ranked project with an activity and a ranked project with a "
            "service area."
        )
        yield from _candidates(case)
        return
    activity, service = case.area(pair.activity), case.area(pair.service)
    yield Paragraph(f"Recommended pair: {activity} (activity) alongside {service} (service).", tone="lead")
    if pair.activity_project == pair.service_project:
        yield Paragraph(f"Both are in “{pair.activity_project}”, the best-ranked project that has the two.")
    else:
        yield Paragraph(
            f"“{pair.activity_project}” is the best-ranked project with an activity. "
            f"“{pair.service_project}” is the best-ranked with a service area."
        )


def _candidates(case: Case) -> Blocks:
    both = []
    for at in case.projects.index:
        project = case.project(int(str(at)))
        kinds = {case.kinds.get(normalised(area)) for area in project["areas"] or ()}  # type: ignore[attr-defined]
        if {terms.ACTIVITY, terms.SERVICE} <= kinds:
            both.append(str(project["title"]))
    if both:
        yield Bullets("These projects already join an activity with a service area:", tuple(both))


def kpis(case: Case, intro: str) -> Blocks:
    """The measures of the whole strategy, and the weightiest of each project in the first wave."""
    rows = _main_kpis(case)
    if not rows:
        yield Paragraph(f"{NONE}.")
        return
    more = len(case.rows("kpis")) - len(rows)
    rest = f" The action plan has {counted(more, 'more', 'more')}." if more else ""
    if intro or rest:
        yield Paragraph(f"{intro}{rest}".strip())
    yield kpi_table("Main KPIs", rows)


def _main_kpis(case: Case) -> list[Row]:
    stages = case.choices("kpis.stage")
    by_project: dict[str, list[Row]] = {}
    for row in sorted(case.rows("kpis").values(), key=lambda row: -_position(row["stage"], stages)):
        by_project.setdefault(normalised(row["project"]), []).append(row)
    chosen = by_project.get(normalised(terms.WHOLE_STRATEGY), [])[:3]
    wave = case.first_wave or [int(str(at)) for at in case.projects.index]
    for at in wave[:_SHORT_LIST]:
        chosen += by_project.get(normalised(case.projects["title"][at]), [])[:1]
    return chosen


def _position(stage: object, stages: Sequence[str]) -> int:
    return stages.index(str(stage)) if stage in stages else -1


def kpi_table(caption: str, rows: list[Row], with_project: bool = True) -> Table:
    """KPIs with baseline and target; shared with the action plan."""
    last = "project" if with_project else "owner"
    return Table(
        caption,
        (
            TableColumn("KPI", 3.6),
            TableColumn("Baseline", 1.7),
            TableColumn("Target", 2.6),
            TableColumn("By", 2.3),
            TableColumn(last.capitalize(), 2.8),
        ),
        tuple(
            (
                shown(row["name"]),
                figures.figure(row["baseline"]),
                figures.figure(row["target"], row["unit"]),
                figures.when(row["target_date"]),
                shown(row[last]),
            )
            for row in rows
        ),
        "Each KPI with its baseline, its target and the date of the target.",
    )


def risks(case: Case, intro: str) -> Blocks:
    """The risks that remain highest; the appendix has the whole register."""
    register = case.results.register
    if intro:
        yield Paragraph(intro)
    if register.empty:
        yield Paragraph(f"{NONE}. The workbook lists no risk, which is itself a gap.")
        return
    highest = register.sort_values("residual", ascending=False, na_position="last", kind="stable").head(3)
    yield Paragraph(f"The register has {counted(len(register), 'risk')}. These remain the highest:")
    rows = tuple(
        (shown(row["risk"]), number(row["inherent"]), number(row["residual"]), shown(row["owner"]))
        for _, row in highest.iterrows()
    )
    yield Table(
        "Main risks, from 1 to 25",
        (
            TableColumn("Risk", 5),
            TableColumn("Before", 1.5, "right"),
            TableColumn("After", 1.5, "right"),
            TableColumn("Owner", 3),
        ),
        rows,
        "Each risk with its size before and after mitigation, and its owner.",
    )


def implications(case: Case, intro: str) -> Blocks:
    """What committees ask about; what is blank is said to be not yet assessed."""
    if intro:
        yield Paragraph(intro)
    rows = [
        (entry.heading, case.answer(entry.setting) or f"Not yet assessed: {entry.owner}.")
        for entry in case.wording.implications
    ]
    left_out = [str(row["left_out"]) for row in case.rows("mapping").values() if row["left_out"] is not None]
    uses = len(case.rows("mapping"))
    told = f"Recorded for {len(left_out)} of {counted(uses, 'mapped use')}." if uses else f"{NONE}."
    rows.append(("Who is left out", told))
    yield Table(
        "Implications",
        (TableColumn("Subject", 2.6), TableColumn("Assessment", 8)),
        tuple(rows),
        "What the proposals mean for each subject.",
    )


def next_steps(case: Case, intro: str) -> Blocks:
    """The actions that are due first."""
    todo = [row for row in case.rows("actions").values() if row["status"] not in terms.FINISHED]
    todo.sort(key=lambda row: figures.first_day(row["due"]))
    if not todo:
        yield Paragraph(f"{NONE}. The action plan lists what has been recorded so far.")
        return
    items = tuple(
        f"{sentence(row['action']).rstrip('.')}: {row['owner'] or 'owner not known yet'}, {_due(row['due'])}."
        for row in todo[:5]
    )
    yield Bullets(intro or "The first actions of the plan are:", items)


def _due(value: object) -> str:
    text = figures.when(value)
    return "date not known yet" if text == NOT_KNOWN else f"by {text}"


SECTIONS = {
    "decisions": decisions, "summary": summary, "principles": principles, "areas": areas, "objectives": objectives,
    "channels": channels, "roles": roles, "options": options, "priorities": priorities, "robustness": robustness,
    "portfolio": portfolio, "twin_track": twin_track, "kpis": kpis, "risks": risks, "implications": implications,
    "next_steps": next_steps,
}  # fmt: skip
