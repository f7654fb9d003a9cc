"""The main sections of the strategy: what is asked for, why, at what cost and risk.

The main part stays short however long the workbook is: lists show the first few, and say where the rest stands.
"""

from __future__ import annotations

from collections.abc import Iterator

from smreport.blocks.document import Block, Bullets, Paragraph, Table, TableColumn
from smreport.blueprint.tables import Row
from smreport.decision import terms
from smreport.findings import Level
from smreport.papers import benefits, choice, figures, measures
from smreport.papers.case import Case
from smreport.papers.figures import NONE, NOT_KNOWN, counted, listed, number, sentence, shown
from smreport.papers.wording import Implication, Principle
from smreport.words import say

Blocks = Iterator[Block]
_SHORT_LIST = 8  # names in a sentence
_FEW = 3  # priorities served, risks, steps


def decisions(case: Case, intro: str) -> Blocks:
    """What the committee is asked to decide."""
    items = {"Approve the strategy statement and its principles.": case.sources.at("settings", "statement")}
    items |= _about_the_wave(case)
    gaps = _count(case, Level.GAP)
    if gaps:
        items[f"Ask the owners named in the appendix to close {counted(gaps, 'gap')} in the evidence."] = ""
    review = figures.when(case.settings["review_date"])
    last = "Set a date to review results against outcomes." if review == NOT_KNOWN else _review(review)
    items[last] = case.sources.at("settings", "review_date")
    yield Bullets(intro or "The decisions sought are:", tuple(items), numbered=True, sources=tuple(items.values()))


def _about_the_wave(case: Case) -> dict[str, str]:
    """What is asked of the first wave, each with its source; where none is proposed, how to get to one."""
    wave = case.verdicts.first_wave
    if not case.results.order:
        return {}
    if not wave:
        sought = case.verdicts.sought or say("papers.sought.nothing_fits")
        return {sought: case.sources.of_limits, **dict.fromkeys(case.verdicts.mend, "")}
    return {**_projects_sought(case), **_cash_sought(case, wave), **_pair_sought(case)}


def _projects_sought(case: Case) -> dict[str, str]:
    proposed, committed = case.verdicts.proposed, case.verdicts.committed
    items = {}
    if proposed:
        agree = say("papers.sought.wave", names=_titles(case, proposed), count=len(proposed))
        items[agree] = case.sources.rows("portfolio", proposed)
    if committed:
        note = say("papers.sought.committed", names=_titles(case, committed), count=len(committed))
        items[note] = case.sources.rows("portfolio", committed)
    return items


def _titles(case: Case, rows: list[int]) -> str:
    return listed((case.results.round.by_row[row].title for row in rows), _SHORT_LIST)


def _cash_sought(case: Case, wave: list[int]) -> dict[str, str]:
    cash, horizon, committed = case.money.total_cash(wave), case.money.horizon, case.verdicts.committed
    if not case.verdicts.proposed:
        return {}
    if committed:
        already = case.money.total_cash(committed)
        agree = say("papers.sought.cash.committed", cash=cash, horizon=horizon, already=already)
    else:
        agree = say("papers.sought.cash", cash=cash, horizon=horizon)
    return {agree: case.sources.of_costs(wave)}


def _pair_sought(case: Case) -> dict[str, str]:
    pair = case.verdicts.pair
    if pair is None:
        return {}
    activity, service = (choice.pair_area(case, at, kind) for at, kind in zip(pair, choice.KINDS, strict=True))
    return {say("papers.sought.pair", activity=activity, service=service): ""}


def _review(day: str) -> str:
    return f"Review results against the outcomes wanted on {day}."


def _count(case: Case, level: Level) -> int:
    return sum(finding.level is level for finding in case.results.findings)


def summary(case: Case, intro: str) -> Blocks:
    """The whole strategy on one page: a paragraph and the figures that matter."""
    in_scope = case.areas(terms.IN_SCOPE)
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
    yield _at_a_glance(case)


def _at_a_glance(case: Case) -> Table:
    in_scope, wave, register = case.areas(terms.IN_SCOPE), case.verdicts.first_wave, case.results.register
    kinds = _kinds([case.choice("areas.kind", row["kind"]) for row in in_scope])
    facts = [
        ("Areas in scope", f"{len(in_scope)}: {kinds}", case.sources.rows("areas", case.rows("areas"))),
        *_wave_at_a_glance(case, wave),
        (
            "Highest remaining risk (1 to 25)",
            case.at_least(register["residual"], "max"),
            case.sources.rows("risks", register.index),
        ),
        ("Gaps in the evidence", str(_count(case, Level.GAP)), ""),
    ]
    return Table(
        "The strategy at a glance",
        (TableColumn("Measure", 4), TableColumn("Figure", 6)),
        tuple((name, text[:1].upper() + text[1:]) for name, text, _ in facts),
        "Key figures of the strategy, one in each row.",
        key="glance",
        sources=tuple(source for *_, source in facts),
    )


def _wave_at_a_glance(case: Case, wave: list[int]) -> list[tuple[str, str, str]]:
    """The verdict, and what the first wave takes; the limits that it is held to."""
    limits = case.verdicts.limits or say("papers.limits.unset")
    facts = [("First wave", case.verdicts.headline, case.sources.rows("portfolio", wave))] if case.results.order else []
    if wave:
        cash, hours = case.money.total_cash(wave), case.money.fullest_month(wave)
        facts.append((f"Cash of the first wave over {case.money.horizon}", cash, case.sources.of_costs(wave)))
        facts.append(("Staff hours of the first wave in its fullest month", hours, case.sources.of_costs(wave)))
    return [*facts, ("Limits", limits, case.sources.of_limits)]


def _kinds(kinds: list[str]) -> str:
    activities, services = kinds.count(terms.ACTIVITY), kinds.count(terms.SERVICE)
    return f"{counted(activities, 'activity', 'activities')} and {counted(services, 'service')}"


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
        "Still to be decided": _area_names(case, case.undecided_areas()),
    }
    items = tuple(f"{name}: {listed(areas, _SHORT_LIST)}." for name, areas in groups.items() if areas)
    if items:
        yield Bullets(intro or "The areas were placed like this:", items, see=("all_areas",))
    else:
        yield Paragraph(f"{NONE}.")


def _area_names(case: Case, rows: list[Row], kind: str = "") -> list[str]:
    return [case.area(row["label"]) for row in rows if not kind or case.choice("areas.kind", row["kind"]) == kind]


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
        yield Paragraph(
            f"{counted(len(nameless), 'objective').capitalize()} {figures.names(len(nameless))} no priority yet."
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
    if not entry.costs or not case.results.order:
        return answer
    return f"{case.money.of_wave(case.verdicts.first_wave) or case.verdicts.told} {answer}"


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
    rows = case.rows("actions").items()
    todo = [(at, row) for at, row in rows if case.choice("actions.status", row["status"]) not in terms.FINISHED]
    todo.sort(key=lambda pair: figures.last_day(pair[1]["due"]))
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
    "channels": benefits.channels, "roles": benefits.roles, "options": choice.options, "priorities": choice.priorities,
    "portfolio": choice.portfolio, "twin_track": choice.twin_track, "kpis": measures.kpis, "risks": risks,
    "implications": implications, "next_steps": next_steps,
}  # fmt: skip
