"""The main sections of the strategy: what is asked for, why, at what cost and risk."""

from __future__ import annotations

import math
from collections.abc import Iterator

from smreport.blueprint import terms
from smreport.blueprint.values import normalised
from smreport.findings import Level
from smreport.report import figures
from smreport.report.case import WITHHELD, Case
from smreport.report.document import Block, Bullets, Paragraph, Table, TableColumn
from smreport.report.figures import NONE, NOT_KNOWN, counted, listed, number, pounds, sentence, shown

Blocks = Iterator[Block]
_SHORT_LIST = 8


def decisions(case: Case, intro: str) -> Blocks:
    """What the committee is asked to decide."""
    items = ["Approve the strategy statement and the six principles."]
    titles = [str(case.projects["title"][at]) for at in case.first_wave]
    if titles:
        items.append(f"Agree the first wave of {counted(len(titles), 'project')}: {listed(titles)}.")
        items.append(f"Agree its cost over {_years(case)}: {case.total_cost(case.first_wave)}.")
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


def _years(case: Case) -> str:
    return counted(int(str(case.settings["horizon_years"]).split(".")[0]), "year")


def _count(case: Case, level: Level) -> int:
    return sum(finding.level is level for finding in case.results.findings)


def summary(case: Case, intro: str) -> Blocks:
    """The whole strategy on one page: a paragraph and the figures that matter."""
    in_scope = case.areas("In scope")
    kinds = [str(row["kind"]) for row in in_scope]
    objectives, uses = len(case.rows("objectives")), len(case.rows("mapping"))
    yield Paragraph(
        f"{case.answer('organisation') or 'The organisation'} looked at {counted(len(case.rows('areas')), 'area')} "
        f"and took {counted(len(in_scope), 'area')} into scope. "
        f"Staff set {counted(objectives, 'objective')} and mapped {counted(uses, 'use')} of social tools to them.",
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
        ("Staff hours a month for the first wave", number(case.sum_of("hours", case.first_wave))),
        ("Staff hours a month available", number(_float(case.settings["hours_available"]))),
        ("Highest remaining risk (1 to 25)", number(case.results.register["residual"].max())),
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
    yield Paragraph(intro)
    rows = tuple(
        (f"{principle.number}. {principle.text}", principle.shown_by, _held(case, principle.number))
        for principle in case.wording.principles
    )
    yield Table(
        "The six principles and how the workbook stands up to them",
        (TableColumn("Principle", 5), TableColumn("Checked by", 5), TableColumn("Result", 3)),
        rows,
        "Each principle, what was checked, and the result.",
    )


def _held(case: Case, principle: int) -> str:
    if principle == 3:
        uses = case.rows("mapping").values()
        described = sum(row["benefit"] is not None for row in uses)
        return "Holds" if described == len(uses) else f"{described} of {counted(len(uses), 'use')} described"
    counts = dict.fromkeys(Level, 0)
    for finding in case.results.findings:
        counts[finding.level] += finding.principle == principle
    parts = [counted(count, level.value) for level, count in counts.items() if count]
    return listed(parts)[:1].upper() + listed(parts)[1:] if parts else "Holds"


def areas(case: Case, intro: str) -> Blocks:
    """Which areas are in scope and why, and which are parked."""
    yield Paragraph(intro)
    in_scope = case.areas("In scope")
    if in_scope:
        rows = tuple(
            (str(row["name"] or NOT_KNOWN), str(row["kind"] or NOT_KNOWN), shown(row["lead"]), _why(row))
            for row in in_scope[: 3 * _SHORT_LIST]
        )
        yield Table(
            "Areas in scope",
            (TableColumn("Area", 3), TableColumn("Kind", 1.6), TableColumn("Lead", 3), TableColumn("Why", 5)),
            rows,
            "Each area in scope, its kind, who leads it, and why it was chosen.",
        )
    yield Paragraph(_parked(case))


def _why(row: dict[str, object]) -> str:
    return shown(row["reason"] if row["reason"] is not None else row["why"])


def _parked(case: Case) -> str:
    parked = [case.area(row["label"]) for row in case.areas(terms.PARKED)]
    undecided = [row for row in case.rows("areas").values() if row["status"] is None]
    said = f"Parked for a later cycle: {listed(parked, _SHORT_LIST)}." if parked else "No area is parked."
    more = f" {counted(len(undecided), 'area')} still to be decided." if undecided else ""
    return said + more[:2].upper() + more[2:]


def objectives(case: Case, intro: str) -> Blocks:
    """What each area wants to be different, in short; the appendix has the whole."""
    by_area: dict[str, list[str]] = {}
    for row in case.rows("objectives").values():
        by_area.setdefault(str(row["area"]), []).append(str(row["objective"] or NOT_KNOWN))
    stated = len(case.rows("objectives"))
    named = sum(row["priority"] is not None for row in case.rows("objectives").values())
    yield Paragraph(
        f"{intro} {counted(stated, 'objective').capitalize()} {'is' if stated == 1 else 'are'} stated, and "
        f"{named if named else 'none'} of them {'names' if named == 1 else 'name'} the corporate priority served."
    )
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
    yield Paragraph(intro)
    together = case.results.channels
    if together.empty:
        yield Paragraph(f"{NONE}.")
        return
    rows = tuple(
        (
            str(channel),
            listed(dict.fromkeys(tool.partition(": ")[0] for tool in row["tools"])),
            case.area_names(row["areas"], 4),
            number(row["points"]),
        )
        for channel, row in together.iterrows()
    )
    yield Table(
        "Channels in order of benefit",
        (
            TableColumn("Channel", 3),
            TableColumn("Tools", 3.5),
            TableColumn("Areas served", 4.5),
            TableColumn("Benefit points", 1.8, "right"),
        ),
        rows,
        "Each channel with its tools, the areas it serves and its benefit points.",
    )
    yield from _refused(case)


def _refused(case: Case) -> Blocks:
    refused = [row for row in case.rows("tools").values() if row["status"] == terms.REFUSED]
    if refused:
        reasons = (f"{row['tool']} ({sentence(row['reason']).rstrip('.') or 'no reason given'})" for row in refused)
        yield Paragraph(f"Considered and refused: {listed(reasons)}.")


def roles(case: Case, intro: str) -> Blocks:
    """Who does the work, and what each role brings and costs."""
    together = case.results.roles
    yield Paragraph(intro)
    if together.empty:
        yield Paragraph(f"{NONE}.")
        return
    kinds = {str(row["role"]): shown(row["kind"]) for row in case.rows("roles").values()}
    rows = tuple(
        (
            str(role),
            kinds.get(str(role), NOT_KNOWN),
            str(row["uses"]),
            case.area_names(row["areas"], 3),
            number(row["points"]),
        )
        for role, row in together.iterrows()
    )
    yield Table(
        "Roles in order of benefit",
        (
            TableColumn("Role", 4),
            TableColumn("Kind", 2),
            TableColumn("Uses", 1.1, "right"),
            TableColumn("Areas", 4),
            TableColumn("Benefit points", 1.8, "right"),
        ),
        rows,
        "Each role with its kind, mapped uses, areas and benefit points.",
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
        rows.append(_option(case, "First wave (recommended)", case.first_wave, "The best in rank within the limits."))
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
    return name, case.total_cost(numbers), number(case.sum_of("benefit", numbers)), meaning


def priorities(case: Case, intro: str) -> Blocks:
    """The ranking, and what decided it."""
    weights = case.results.weights
    yield Paragraph(
        intro
        or "Each project is scored from 0 to 100 on benefit, cost and risk. The weights come from the workbook: "
        + listed(f"{name} {weight:.0%}" for name, weight in weights.items())
        + "."
    )
    if case.projects.empty:
        yield Paragraph(f"{NONE}.")
        return
    if not case.has_scores:
        yield Paragraph("No project can be ranked yet: benefit, cost and risk are still unknown for all of them.")
    rows = tuple(
        (
            case.rank(int(str(at))),
            str(row["title"]),
            number(row["benefit"]),
            case.cost(int(str(at))),
            case.highest_risk(int(str(at))),
            case.score(int(str(at))),
        )
        for at, row in case.projects.iterrows()
    )
    yield Table("Projects in order of priority", _RANKING, rows, "Each project with its rank and what it rests on.")
    if any("(" in row[0] for row in rows):
        yield Paragraph("Where something is unknown, the ranks that a project could take stand in brackets.", "note")
    yield from _near_ties(case)


_RANKING = (
    TableColumn("Rank", 1.4),
    TableColumn("Project", 4.2),
    TableColumn("Benefit points", 1.7, "right"),
    TableColumn("Cost", 2.1, "right"),
    TableColumn("Risk, 1 to 25", 1.6, "right"),
    TableColumn("Score", 1.6, "right"),
)


def _near_ties(case: Case) -> Blocks:
    close = case.projects[case.projects["near_tie"]]
    if len(close) > 1:
        yield Paragraph(
            f"Less than one point of score lies between {listed(map(str, close['title']), _SHORT_LIST)}. "
            "Treat these as a tie."
        )


def portfolio(case: Case, intro: str) -> Blocks:
    """Which projects are begun first, within budget and hours, and why."""
    waves = case.results.waves
    if waves.empty:
        yield Paragraph(f"{NONE}.")
        return
    budget, hours = (_float(case.settings[key]) for key in ("budget", "hours_available"))
    limits = [f"a budget of {pounds(budget)}"] if not math.isnan(budget) else []
    limits += [f"{number(hours)} staff hours a month"] if not math.isnan(hours) else []
    within = f"within {listed(limits)}" if limits else "without a limit, as neither budget nor hours are set"
    yield Paragraph(f"{intro} Projects are taken in order of rank, {within}.".strip())
    rows = tuple(
        (str(row["title"]), str(row["wave"]), case.cost(int(str(at))), _hours(case, int(str(at))), str(row["why"]))
        for at, row in waves.iterrows()
    )
    yield Table(
        "The portfolio",
        (
            TableColumn("Project", 3.6),
            TableColumn("Wave", 1.9),
            TableColumn("Cost", 2, "right"),
            TableColumn("Hours a month", 1.5, "right"),
            TableColumn("Why", 4),
        ),
        rows,
        "Each project with its wave, cost, staff hours and the reason.",
    )
    if case.first_wave:
        in_words = case.total_cost(case.first_wave)
        yield Paragraph(
            f"The first wave costs {in_words}, at present value over {_years(case)}. "
            f"It takes {number(case.sum_of('hours', case.first_wave))} staff hours a month."
            if not math.isnan(case.sum_of("hours", case.first_wave))
            else f"The cost of the first wave: {in_words}."
        )


def _hours(case: Case, at: int) -> str:
    return WITHHELD if case.withheld(at) else number(case.projects["hours"][at])


def twin_track(case: Case, intro: str) -> Blocks:
    """The pair to start with and why, or what is missing to pick one."""
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
    """The measures of the whole strategy and of the first wave."""
    wanted = {normalised(case.projects["title"][at]) for at in case.first_wave}
    wanted.add(normalised(terms.WHOLE_STRATEGY))
    rows = [row for row in case.rows("kpis").values() if normalised(row["project"]) in wanted]
    rows = rows or list(case.rows("kpis").values())
    if intro:
        yield Paragraph(intro)
    if not rows:
        yield Paragraph(f"{NONE}.")
        return
    yield Paragraph("Key performance indicators (KPIs) measure outcomes rather than posts.")
    shown_rows = rows[: 2 * _SHORT_LIST]
    yield kpi_table("KPIs of the strategy and its first wave", shown_rows)
    if len(shown_rows) < len(rows):
        yield Paragraph(f"{counted(len(rows) - len(shown_rows), 'more KPI')} are in the action plan.")


def kpi_table(caption: str, rows: list[dict[str, object]], with_project: bool = True) -> Table:
    """KPIs with baseline and target; shared with the action plan."""
    columns = [TableColumn("KPI", 4.2), TableColumn("Baseline", 2), TableColumn("Target", 2), TableColumn("By", 2.4)]
    columns += [TableColumn("Project", 3)] if with_project else [TableColumn("Owner", 3)]
    last = "project" if with_project else "owner"
    return Table(
        caption,
        tuple(columns),
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
    """The risks that remain highest."""
    register = case.results.register
    if intro:
        yield Paragraph(intro)
    if register.empty:
        yield Paragraph(f"{NONE}. The workbook lists no risk, which is itself a gap.")
        return
    highest = register.sort_values("residual", ascending=False, na_position="last", kind="stable").head(5)
    yield Paragraph(f"{counted(len(register), 'risk').capitalize()} in the register. The highest that remain:")
    yield risk_table("Main risks before and after mitigation", highest)


def risk_table(caption: str, register: object) -> Table:
    """Risks with likelihood times impact before and after mitigation; shared with the appendix."""
    rows = tuple(
        (
            shown(row["risk"]),
            number(row["inherent"]),
            shown(row["mitigation"]),
            number(row["residual"]),
            shown(row["owner"]),
        )
        for _, row in register.iterrows()  # type: ignore[attr-defined]
    )
    return Table(
        caption,
        (
            TableColumn("Risk", 4),
            TableColumn("Before", 1.4, "right"),
            TableColumn("Mitigation", 4.4),
            TableColumn("After", 1.4, "right"),
            TableColumn("Owner", 2.6),
        ),
        rows,
        "Each risk with its size from 1 to 25 before and after mitigation, and its owner.",
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
    told = f"Recorded for {len(left_out)} of {counted(len(case.rows('mapping')), 'mapped use')}."
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
    "channels": channels, "roles": roles, "options": options, "priorities": priorities, "portfolio": portfolio,
    "twin_track": twin_track, "kpis": kpis, "risks": risks, "implications": implications, "next_steps": next_steps,
}  # fmt: skip
