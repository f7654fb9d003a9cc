"""The main sections of the strategy: what is asked for, why, at what cost and risk.

The main part stays short however long the workbook is: lists show the first few, and say where the rest stands.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import pandas as pd

from smreport.blocks.document import Block, Bullets, Callout, Chart, Paragraph, Table, TableColumn
from smreport.blueprint.tables import Row
from smreport.blueprint.values import normalised
from smreport.decision import terms
from smreport.decision.portfolio import FIRST
from smreport.decision.prioritise import NEAR_TIE
from smreport.findings import Level
from smreport.papers import charts, figures
from smreport.papers.case import Case
from smreport.papers.figures import NONE, NOT_KNOWN, counted, listed, number, pounds, sentence, shown
from smreport.papers.wording import Implication, Principle

Blocks = Iterator[Block]
_SHORT_LIST = 8  # rows of the ranking, and names in a sentence
_TOP = 4  # KPIs
_FEW = 3  # channels, roles, priorities served, risks, findings, steps


def decisions(case: Case, intro: str) -> Blocks:
    """What the committee is asked to decide."""
    items = {"Approve the strategy statement and its principles.": case.sources.at("settings", "statement")}
    wave = case.records.first_wave
    titles = [str(case.records.projects[at]["title"]) for at in wave]
    if titles:
        named = f"{counted(len(titles), 'project')}: {listed(titles, _SHORT_LIST)}"
        items[f"Agree the first wave of {named}."] = case.sources.rows("portfolio", wave)
        items[f"Agree its cost over {case.money.horizon}: {case.money.total_cost(wave)}."] = case.sources.of_costs(wave)
    pair = case.results.twin_track
    if pair:
        first, second = (f"{case.area(pair.activity)} (activity)", f"{case.area(pair.service)} (service)")
        items[f"Start with {first} alongside {second}."] = ""
    gaps = _count(case, Level.GAP)
    if gaps:
        items[f"Ask the owners named in the appendix to close {counted(gaps, 'gap')} in the evidence."] = ""
    review = figures.when(case.settings["review_date"])
    last = "Set a date to review results against outcomes." if review == NOT_KNOWN else _review(review)
    items[last] = case.sources.at("settings", "review_date")
    yield Bullets(intro or "The decisions sought are:", tuple(items), numbered=True, sources=tuple(items.values()))


def _review(day: str) -> str:
    return f"Review results against the outcomes wanted on {day}."


def _count(case: Case, level: Level) -> int:
    return sum(finding.level is level for finding in case.results.findings)


def summary(case: Case, intro: str) -> Blocks:
    """The whole strategy on one page: a paragraph and the figures that matter."""
    in_scope = case.areas(terms.IN_SCOPE)
    kinds = [str(row["kind"]) for row in in_scope]
    objectives, uses = len(case.numbers("objectives")), len(case.numbers("mapping"))
    yield Paragraph(
        f"{case.answer('organisation') or 'The organisation'} looked at {counted(len(case.rows('areas')), 'area')} "
        f"and took {counted(len(in_scope), 'area')} into scope. "
        f"Staff set {counted(objectives, 'objective')} "
        f"and mapped {counted(uses, 'use')} of {case.wording.tools} to them.",
        tone="lead",
    )
    if case.settings["existing_policy"]:
        yield Paragraph(f"The strategy sits beside an existing policy: {sentence(case.settings['existing_policy'])}")
    wave, budget, hours = case.records.first_wave, case.settings["budget"], case.settings["hours_available"]
    register = case.results.register
    facts = [
        ("Areas in scope", f"{len(in_scope)}: {_kinds(kinds)}", case.sources.rows("areas", case.rows("areas"))),
        (
            "First wave",
            f"{counted(len(wave), 'project')} of {len(case.projects)}",
            case.sources.rows("portfolio", wave),
        ),
        (
            "Cost of the first wave, present value",
            case.money.total_cost(wave) if wave else NOT_KNOWN,
            case.sources.of_costs(wave),
        ),
        ("Budget", pounds(_float(budget)), case.sources.at("settings", "budget")),
        (
            "Staff hours a month, first wave",
            case.money.total_hours(wave) if wave else NOT_KNOWN,
            case.sources.of_costs(wave),
        ),
        ("Staff hours a month available", number(_float(hours)), case.sources.at("settings", "hours_available")),
        (
            "Highest remaining risk (1 to 25)",
            case.at_least(register["residual"], "max"),
            case.sources.rows("risks", register.index),
        ),
        ("Gaps in the evidence", str(_count(case, Level.GAP)), ""),
    ]
    yield Table(
        "The strategy at a glance",
        (TableColumn("Measure", 4), TableColumn("Figure", 6)),
        tuple((name, text[:1].upper() + text[1:]) for name, text, _ in facts),
        "Key figures of the strategy, one in each row.",
        key="glance",
        sources=tuple(source for *_, source in facts),
    )


def _kinds(kinds: list[str]) -> str:
    activities, services = kinds.count(terms.ACTIVITY), kinds.count(terms.SERVICE)
    return f"{counted(activities, 'activity', 'activities')} and {counted(services, 'service')}"


def _float(value: object) -> float:
    return float(value) if isinstance(value, float) else math.nan


def principles(case: Case, intro: str) -> Blocks:
    """The statement, and each principle with what the check of the workbook found."""
    yield Paragraph(case.answer("statement") or case.wording.default_statement, tone="statement")
    found = {each.text: _held(case, each) for each in case.wording.principles}
    all_hold = set(found.values()) == {_HOLDS}
    items = tuple(text if all_hold else f"{text} Check: {result}." for text, result in found.items())
    lead = f"{intro or 'The principles were checked against the workbook.'}{' All hold.' if all_hold else ''}"
    yield Bullets(lead, items, numbered=True, see=("gaps",))


_HOLDS = "holds"


def _held(case: Case, principle: Principle) -> str:
    """What the check found: that the principle holds, what speaks against it, or that nothing is there yet."""
    if not any(case.numbers(sheet) for sheet in case.sheets_of(principle)):
        return "nothing to check yet"
    counts = dict.fromkeys(Level, 0)
    for finding in case.results.findings:
        counts[finding.level] += finding.principle == principle.number
    parts = [counted(count, level.value) for level, count in counts.items() if count]
    if principle.counts:
        sheet, _, key = principle.counts.partition(".")
        blank = sum(answer is None for answer in case.column(sheet, key))
        parts += [f"{counted(blank, 'row')} without it"] if blank else []
    return listed(parts) or _HOLDS


def areas(case: Case, intro: str) -> Blocks:
    """Which areas are in scope, and which are parked; the appendix says who leads them and why."""
    groups = {
        "Activities in scope": _area_names(case, case.areas(terms.IN_SCOPE), terms.ACTIVITY),
        "Service areas in scope": _area_names(case, case.areas(terms.IN_SCOPE), terms.SERVICE),
        "Parked for a later cycle": _area_names(case, case.areas(terms.PARKED)),
        "Still to be decided": _area_names(case, [r for r in case.rows("areas").values() if r["status"] is None]),
    }
    items = tuple(f"{name}: {listed(areas, _SHORT_LIST)}." for name, areas in groups.items() if areas)
    if items:
        yield Bullets(intro or "The areas were placed like this:", items, see=("all_areas",))
    else:
        yield Paragraph(f"{NONE}.")


def _area_names(case: Case, rows: list[Row], kind: str = "") -> list[str]:
    return [case.area(row["label"]) for row in rows if not kind or normalised(row["kind"]) == normalised(kind)]


def objectives(case: Case, intro: str) -> Blocks:
    """The corporate priorities that the objectives serve; the appendix has each objective with its outcome."""
    by_priority: dict[str, list[int]] = {}
    for at, row in case.rows("objectives").items():
        by_priority.setdefault(str(row["priority"] or ""), []).append(at)
    nameless = by_priority.pop("", [])
    stated = len(case.rows("objectives"))
    if not stated:
        yield Paragraph(f"{intro} {NONE}.".strip())
        return
    yield Paragraph(
        f"{intro} {counted(stated, 'objective').capitalize()} {'is' if stated == 1 else 'are'} stated.".strip(),
        see=("all_objectives", "word_picture"),
    )
    if by_priority:
        ranked = sorted(by_priority.items(), key=lambda pair: -len(pair[1]))[:_FEW]
        named = listed(f"{name} ({counted(len(rows), 'objective')})" for name, rows in ranked)
        most = f"They serve {counted(len(by_priority), 'corporate priority', 'corporate priorities')}"
        text = f"{most}. The most served: {named}." if len(by_priority) > _FEW else f"{most}: {named}."
        yield Paragraph(text, source=case.sources.rows("objectives", sorted(row for _, rows in ranked for row in rows)))
    if nameless:
        yield Paragraph(f"{counted(len(nameless), 'objective').capitalize()} {_names(len(nameless))} no priority yet.")


def channels(case: Case, intro: str) -> Blocks:
    """The channels that bring most benefit."""
    together = case.results.channels
    yield from _opening(case, intro, "channels", together)
    if not together.empty:
        yield channel_table(case, _FEW, "main_channels")
    yield from _refused(case)


def _opening(case: Case, intro: str, sheet: str, together: pd.DataFrame) -> Blocks:
    """The words before a short list; where there is more, how much more and where."""
    more = len(together) - _FEW
    what = case.plural(sheet).lower()
    words = f"These are the {_FEW} of {len(together)} {what} with most benefit." if more > 0 else ""
    if more > 0 and together["points"].isna().all():
        words = f"These are {_FEW} of {len(together)} {what}, as no benefit is known yet."
    text = f"{intro} {words}".strip() if not together.empty else f"{intro} {NONE}.".strip()
    if text:
        yield Paragraph(text, see=("all_channels",))


def channel_table(case: Case, most: int = 0, key: str = "") -> Table:
    """Channels with their tools, areas and benefit points; the first few, or all."""
    together = case.results.channels
    rows = together.head(most or len(together)).to_dict("index").items()
    name, tools = case.heading("channels.channel"), case.plural("tools")
    return Table(
        f"{case.plural('channels')} in order of benefit",
        (TableColumn(name, 3), TableColumn(tools, 5), *_COUNTS),
        tuple(
            (
                str(channel),
                listed(dict.fromkeys(map(case.tool, row["tools"])), _SHORT_LIST),
                str(len(row["areas"])),
                case.points(row),
            )
            for channel, row in rows
        ),
        f"Each {name.lower()} with its {tools.lower()}, the number of areas it serves and its benefit points.",
        key,
        tuple(case.sources.rows("mapping", row["rows"]) for _, row in rows),
    )


_COUNTS = (TableColumn("Areas", 1.3, "right"), TableColumn("Benefit points", 1.8, "right"))


def _refused(case: Case) -> Blocks:
    refused = [row for row in case.rows("tools").values() if row["status"] == terms.REFUSED]
    if refused:
        reasons = (
            f"{shown(row['tool'])} ({sentence(row['reason']).rstrip('.') or 'no reason given'})" for row in refused
        )
        yield Paragraph(f"Considered and refused: {listed(reasons, _FEW)}.", see=("all_tools",))


def roles(case: Case, intro: str) -> Blocks:
    """The roles that bring most benefit."""
    together = case.results.roles
    yield from _opening(case, intro, "roles", together)
    if together.empty:
        return
    yield role_table(case, _FEW, "main_roles")
    unnamed = sum(role is None for role in case.column("mapping", "role"))
    if unnamed:
        yield Paragraph(f"{counted(unnamed, 'mapped use').capitalize()} {_names(unnamed)} no role yet.")


def role_table(case: Case, most: int = 0, key: str = "") -> Table:
    """Roles with their kind, areas and benefit points; the first few, or all."""
    kinds = {normalised(row["role"]): shown(row["kind"]) for row in case.rows("roles").values()}
    together = case.results.roles
    rows = together.head(most or len(together)).to_dict("index").items()
    return Table(
        "Roles in order of benefit",
        (TableColumn("Role", 6), TableColumn("Kind", 2), *_COUNTS),
        tuple(
            (str(role), kinds.get(normalised(role), NOT_KNOWN), str(len(row["areas"])), case.points(row))
            for role, row in rows
        ),
        "Each role with its kind, the number of areas it works for and its benefit points.",
        key,
        tuple(case.sources.rows("mapping", row["rows"]) for _, row in rows),
    )


def _names(quantity: int) -> str:
    return "names" if quantity == 1 else "name"


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
    told = [found for at, found in case.records.projects.items() if not case.privacy.hides_score(at)]
    groups: list[list[str]] = []
    before = math.inf
    for title, score in ((found["title"], found["score"]) for found in told):
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
    waves = case.results.waves
    if waves.empty:
        yield Paragraph(f"{NONE}.")
        return
    budget, hours = (_float(case.settings[key]) for key in ("budget", "hours_available"))
    limits = [f"a budget of {pounds(budget)}"] if not math.isnan(budget) else []
    limits += [f"{number(hours)} staff hours a month"] if not math.isnan(hours) else []
    plan = case.results.plan
    within = f"within {listed(limits)}" if limits else "without a limit, as neither budget nor hours are set"
    if not (case.records.first_wave or case.money.cannot_be_met):
        yield Paragraph(f"{intro} No project is in a first wave yet.".strip())
    elif case.money.cannot_be_met:
        yield Callout("Cannot be met", sentence(case.money.cannot_be_met))
        yield Paragraph(f"{intro} So projects are taken in order of rank instead, {within}.".strip())
    else:
        most = "has the most benefit" if plan.optimum.proved else f"comes near the most, {number(plan.optimum.at_most)}"
        comma = "" if limits else ","
        compared = f"All sets of projects{comma} {within}{comma} were compared."
        yield Paragraph(f"{intro} {compared} The first wave {most}.".strip())
    if case.records.first_wave and plan.without_twin_track:
        yield Paragraph("No set within the limits has both an activity and a service area.")
    yield from _list_instead(case)
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


def kpis(case: Case, intro: str) -> Blocks:
    """The weightiest measures of the whole strategy and of the projects in the first wave."""
    rows = _main_kpis(case)
    if not rows:
        yield Paragraph(f"{NONE}.")
        return
    more = len(case.rows("kpis")) - len(rows)
    rest = f" The action plan has {counted(more, 'more', 'more')}." if more else ""
    if intro or rest:
        yield Paragraph(f"{intro}{rest}".strip())
    columns = (
        TableColumn("Measure", 4.6),
        TableColumn("Baseline", 1.8),
        TableColumn("Target", 3.8),
        TableColumn("By", 3.8),
    )
    yield Table(
        "Main measures", columns, tuple(_kpi(case.rows("kpis")[at])[:-1] for at in rows),
        "Each measure with its baseline, its target and the date of the target.", "main_kpis",
        tuple(case.sources.rows("kpis", [at]) for at in rows),
    )  # fmt: skip


def _main_kpis(case: Case) -> list[int]:
    """The Excel rows of one KPI of the whole strategy, then one of each project of the first wave, best first."""
    stages = case.choices("kpis.stage")
    by_project: dict[str, list[int]] = {}
    for at, row in sorted(case.rows("kpis").items(), key=lambda pair: -_position(pair[1]["stage"], stages)):
        by_project.setdefault(normalised(row["project"]), []).append(at)
    wave = case.records.first_wave or [int(str(at)) for at in case.projects.index]
    titles = [case.records.projects[at]["title"] for at in wave[:_SHORT_LIST]]
    chosen = [by_project.get(normalised(title), [])[:1] for title in (terms.WHOLE_STRATEGY, *titles)]
    spare = by_project.get(normalised(terms.WHOLE_STRATEGY), [])[1:]
    return [at for rows in (*chosen, spare) for at in rows][:_TOP]


def _position(stage: object, stages: Sequence[str]) -> int:
    return stages.index(str(stage)) if stage in stages else -1


def kpi_table(case: Case, caption: str, rows: Sequence[int]) -> Table:
    """KPIs with baseline, target, owner and, where some are there, latest figures; for the action plan."""
    measured = any(case.rows("kpis")[at]["actual"] is not None for at in rows)
    latest = (TableColumn("Latest", 2),) if measured else ()
    told = "its baseline, its latest figure" if measured else "its baseline"
    return Table(
        caption,
        (TableColumn("Measure", 3.6), TableColumn("Baseline", 1.7), *latest, TableColumn("Target", 2.6),
         TableColumn("By", 2.3), TableColumn("Owner", 2.8)),
        tuple(_kpi(case.rows("kpis")[at], measured) for at in rows),
        f"Each measure with {told}, its target, the date of the target and its owner.",
        sources=tuple(case.sources.rows("kpis", [at]) for at in rows),
    )  # fmt: skip


def _kpi(row: Row, measured: bool = False) -> tuple[str, ...]:
    as_of = figures.when(row["actual_as_of"])
    latest = figures.figure(row["actual"]) + (f" ({as_of})" if NOT_KNOWN not in (as_of, shown(row["actual"])) else "")
    return (
        shown(row["name"]),
        figures.figure(row["baseline"]),
        *((latest,) if measured else ()),
        figures.figure(row["target"], row["unit"]),
        figures.when(row["target_date"]),
        shown(row["owner"]),
    )


def risks(case: Case, intro: str) -> Blocks:
    """The risks that remain highest; the appendix has the whole register."""
    register = case.results.register
    if intro:
        yield Paragraph(intro)
    if register.empty:
        yield Paragraph(f"{NONE}. The workbook lists no risk, which is itself a gap.")
        return
    highest = register.sort_values("residual", ascending=False, na_position="last", kind="stable").head(_FEW)
    yield Paragraph(f"The register has {counted(len(register), 'risk')}. These remain the highest:", see=("all_risks",))
    rows = tuple(
        (shown(row["risk"]), number(row["inherent"]), number(row["residual"]), shown(row["owner"]))
        for _, row in highest.iterrows()
    )
    yield Table(
        "Main risks, from 1 to 25",
        (
            TableColumn("Risk", 6),
            TableColumn("Before", 1.4, "right"),
            TableColumn("After", 1.2, "right"),
            TableColumn("Owner", 4),
        ),
        rows,
        "Each risk with its size before and after mitigation, and its owner.",
        "main_risks",
        tuple(case.sources.rows("risks", [at]) for at in highest.index),
    )


def implications(case: Case, intro: str) -> Blocks:
    """What committees ask about; what is blank is said to be not yet assessed."""
    if intro:
        yield Paragraph(intro)
    rows = [
        (entry.heading, _assessed(case, entry), case.sources.at("settings", entry.setting))
        for entry in case.wording.implications
    ]
    rows.append(("Risk", _risk_before_and_after(case), case.sources.rows("risks", case.results.register.index)))
    mappings = case.numbers("mapping")
    left_out = sum(people is not None for people in case.column("mapping", "left_out"))
    told = f"Recorded for {left_out} of {counted(len(mappings), 'mapped use')}." if mappings else f"{NONE}."
    rows.append(("Who is left out", told, case.sources.rows("mapping", mappings)))
    yield Table(
        "Implications",
        (TableColumn("Subject", 2.6), TableColumn("Assessment", 8)),
        tuple((subject, text) for subject, text, _ in rows),
        "What the proposals mean for each subject.",
        "implications",
        tuple(source for *_, source in rows),
    )


def _assessed(case: Case, entry: Implication) -> str:
    """What the workbook says of a subject, after what the first wave costs where money is the subject."""
    answer = sentence(case.answer(entry.setting)) or f"Not yet assessed: {entry.owner}."
    return f"{case.money.of_first_wave} {answer}".strip() if entry.costs else answer


def _risk_before_and_after(case: Case) -> str:
    register = case.results.register
    if register.empty:
        return f"{NONE}."
    before, after = (case.at_least(register[key], "max") for key in ("inherent", "residual"))
    of = counted(len(register), "risk")
    return f"The highest of {of}, from 1 to 25: {_lower(before)} before mitigation, {_lower(after)} after."


def _lower(figure: str) -> str:
    return figure[:1].lower() + figure[1:]


def next_steps(case: Case, intro: str) -> Blocks:
    """The actions that are due first."""
    todo = [(at, row) for at, row in case.rows("actions").items() if row["status"] not in terms.FINISHED]
    todo.sort(key=lambda pair: figures.first_day(pair[1]["due"]))
    if not todo:
        yield Paragraph(f"{NONE}. The action plan lists what has been recorded so far.")
        return
    items = tuple(
        f"{sentence(row['action']).rstrip('.')}: {row['owner'] or 'owner not known yet'}, {_due(row['due'])}."
        for _, row in todo[:_FEW]
    )
    sources = tuple(case.sources.rows("actions", [at]) for at, _ in todo[:_FEW])
    yield Bullets(intro or "The first actions of the plan are:", items, sources=sources)


def _due(value: object) -> str:
    text = figures.when(value)
    return "date not known yet" if text == NOT_KNOWN else f"by {text}"


SECTIONS = {
    "decisions": decisions, "summary": summary, "principles": principles, "areas": areas, "objectives": objectives,
    "channels": channels, "roles": roles, "options": options, "priorities": priorities,
    "portfolio": portfolio, "twin_track": twin_track, "kpis": kpis, "risks": risks, "implications": implications,
    "next_steps": next_steps,
}  # fmt: skip
