"""The sections of the covering report: what a meeting is asked for, why, at what cost and risk, and what else it asks.

Blank is "to be confirmed", never "none": nothing is said in the council's name that it did not write.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import pandas as pd

from smreport.blocks.document import Block, Bullets, Paragraph, Table, TableColumn
from smreport.blueprint.tables import Row
from smreport.blueprint.values import normalised
from smreport.decision import terms
from smreport.decision.frontier import PARTS, Point
from smreport.decision.wave import excess
from smreport.papers import choice, figures
from smreport.papers.advice import advice, assessed
from smreport.papers.case import Case
from smreport.papers.figures import listed, number, pounds, sentence, shown
from smreport.papers.filled import Filled, filled_table
from smreport.papers.plan_actions import upcoming
from smreport.papers.recommendations import recommendations, role
from smreport.papers.verdicts import over_in_words
from smreport.words import say

Blocks = Iterator[Block]
_FEW = 3  # risks, priorities
_STEPS = 5
_YEARS = 4  # financial years that a table of options has room for
_NAMES = 8  # in a sentence
TOLD_ABOUT = ("contact", "background_papers", "other_formats", "report_version", "urgency")
"""The answers of Settings that the section about the report itself tells."""


# --- what is asked for, and why ---


def purpose(case: Case, intro: str) -> Blocks:
    """What this meeting is asked to do, and what comes of the limits, in two sentences."""
    body, title = case.answer("committee") or say("papers.recommend.body"), case.wording.name_of("strategy")
    asked = {
        "decide": say("papers.purpose.decide", body=body, title=title),
        "recommend": say("papers.purpose.recommend", body=body, title=title, decider=_decider(case)),
        "comment": say("papers.purpose.comment", body=body, title=title, decider=_decider(case)),
        "note": say("papers.purpose.note", body=body, title=title),
        "scrutiny": say("papers.purpose.scrutiny", body=body, title=title),
    }[role(case)]
    outcome = case.verdicts.main_sentence if case.results.order else say("papers.purpose.nothing_to_decide")
    parts = (intro, asked, outcome, case.verdicts.twin_track)
    yield Paragraph(" ".join(filter(None, parts)), tone="lead", source=case.sources.of_limits)


def _decider(case: Case) -> str:
    """Who decides finally: as Settings have it, else the meeting that decides."""
    deciding = (
        str(row["body"])
        for row in case.optional_rows("meetings").values()
        if row["body"] is not None and case.choice("meetings.role", row["role"]) == "decide"
    )
    return case.answer("decision_maker") or next(deciding, "") or say("papers.purpose.decider")


def reasons(case: Case, intro: str) -> Blocks:
    """Why, and what happens otherwise: as the council wrote it, after what was worked out for the wave."""
    if not case.results.order:
        return
    sentences = [intro, sentence(case.answer("reasons"))]
    if wave := case.verdicts.first_wave:
        every = case.money.total_benefit(case.results.order)
        sentences.append(say("papers.reasons.wave", points=case.money.total_benefit(wave), every=every))
    if text := " ".join(filter(None, sentences)):
        yield Paragraph(text, source=_source(case, "reasons"))
    if otherwise := sentence(case.answer("otherwise")):
        yield Paragraph(say("papers.reasons.otherwise", text=otherwise), source=_source(case, "otherwise"))


def _source(case: Case, key: str) -> str:
    return case.sources.at("settings", key) if case.answer(key) else ""


def background(case: Case, intro: str) -> Blocks:
    """The priorities that are served, what was decided before, and what there is now."""
    items = {
        **_priorities(case),
        **({say("papers.background.earlier", text=sentence(case.answer("earlier_decisions"))):
            _source(case, "earlier_decisions")} if case.answer("earlier_decisions") else {}),
        **({say("papers.background.policy", text=sentence(case.answer("existing_policy"))):
            _source(case, "existing_policy")} if case.answer("existing_policy") else {}),
        **_tools_in_use(case),
        **_accounts(case),
    }  # fmt: skip
    if items:
        yield Bullets(intro or say("papers.background.lead"), tuple(items), sources=tuple(items.values()))


def _priorities(case: Case) -> dict[str, str]:
    rows: dict[str, list[int]] = {}
    for at, row in case.rows("objectives").items():
        if row["priority"] is not None:
            rows.setdefault(str(row["priority"]), []).append(at)
    if not rows:
        return {}
    named = listed(sorted(rows, key=lambda name: -len(rows[name])), _NAMES)
    source = case.sources.rows("objectives", sorted(at for numbers in rows.values() for at in numbers))
    return {say("papers.background.priorities", names=named, count=len(rows)): source}


def _tools_in_use(case: Case) -> dict[str, str]:
    live = {
        at: str(row["tool"])
        for at, row in case.rows("tools").items()
        if row["tool"] is not None and case.choice("tools.status", row["status"]) == terms.LIVE
    }
    names = list(dict.fromkeys(live.values()))
    if not names:
        return {}
    text = say("papers.background.tools", names=listed(names, _NAMES), count=len(names))
    return {text: case.sources.rows("tools", live)}


def _accounts(case: Case) -> dict[str, str]:
    """What happens to the accounts, in the template's own words for each decision."""
    decided: dict[str, list[int]] = {}
    for at, row in case.optional_rows("accounts").items():
        if row.get("decision") is not None:
            decided.setdefault(str(row["decision"]), []).append(at)
    if not decided:
        return {}
    parts = listed(f"{name} {len(rows)}" for name, rows in decided.items())
    total = sum(map(len, decided.values()))
    source = case.sources.rows("accounts", sorted(at for rows in decided.values() for at in rows))
    return {say("papers.background.accounts", decisions=parts, count=total): source}


# --- options ---


def options(case: Case, intro: str) -> Blocks:
    """Each option with its cash by year and its benefit, then what speaks for and against it."""
    if not case.results.order:
        return
    if intro:
        yield Paragraph(intro)
    costed_options = _options(case)
    yield _options_table(case, costed_options)
    names, speaks_for, against = zip(
        *(_for_and_against(case, *option) for option in costed_options), *_typed_options(case), strict=True
    )
    yield filled_table(
        say("papers.options.for_and_against"),
        [Filled(say("papers.options.option"), 2.4, names), Filled(say("papers.options.for"), 4, speaks_for),
         Filled(say("papers.options.against"), 4, against)],
        say("papers.options.for_and_against.described"), (),
    )  # fmt: skip
    for note in case.money.basis(case.results.order):
        yield Paragraph(note, "note")


Option = tuple[str, str, list[int]]
"""The id of an option in the template's list, its name, and the rows of its projects."""


def _options(case: Case) -> list[Option]:
    """Doing nothing new, the wave, the next step up the frontier and everything; equal ones are one."""
    every, wave, committed = list(case.results.order), case.verdicts.first_wave, case.verdicts.committed
    wave_name = say("papers.option.wave")
    all_options: list[Option] = [("do_nothing", say("papers.option.nothing"), committed)]
    if wave:
        all_options.append(("wave", wave_name, wave))
    if step := _next_step(case):
        all_options.append(("step_up", say("papers.option.step_up"), [at for at in every if at in step.chosen]))
    everything = say("papers.option.all_proposed" if wave and set(wave) == set(every) else "papers.option.all")
    all_options.append(("everything", everything, every))
    kept: list[Option] = []
    for option in reversed(all_options):
        if all(set(option[2]) != set(other[2]) for other in kept):
            kept.insert(0, option)
    return kept


def _next_step(case: Case) -> Point | None:
    """The first point up the frontier that brings more than the wave."""
    wave = case.results.wave
    if wave is None or not case.verdicts.first_wave:
        return None
    points = case.sureness.frontier.points
    return next((point for point in points if point.factor > PARTS and point.chosen != wave.chosen), None)


def _options_table(case: Case, costed_options: list[Option]) -> Table:
    years = [{year: together for year, _, _, together in case.money.by_year(rows)} for *_, rows in costed_options]
    names = sorted({year for of_option in years for year in of_option})
    shown_years = names if len(names) <= _YEARS else []
    columns = (
        TableColumn(say("papers.options.option"), 2.8),
        *(TableColumn(year, 1.7, "right") for year in shown_years),
        TableColumn(say("papers.options.cash", horizon=case.money.horizon), 2.4, "right"),
        TableColumn(say("papers.options.benefit"), 1.4, "right"),
        TableColumn(say("papers.options.hours"), 1.8, "right"),
    )
    rows = tuple(
        (
            name, *(pounds(of_option.get(year, 0)) for year in shown_years), case.money.total_cash(numbers, brief=True),
            case.money.total_benefit(numbers), case.money.fullest_month(numbers, brief=True),
        )
        for (_, name, numbers), of_option in zip(costed_options, years, strict=True)
    )  # fmt: skip
    return Table(
        say("papers.options.compared"), columns, rows, say("papers.options.compared.described"), "report_options",
        tuple(case.sources.of_costs(numbers) for *_, numbers in costed_options),
    )  # fmt: skip


def _for_and_against(case: Case, key: str, name: str, numbers: list[int]) -> tuple[str, str, str]:
    typed = [
        row
        for row in case.optional_rows("options").values()
        if row["option"] is not None and case.choice("options.option", row["option"]) == key
    ]
    speaks_for = [_brings(case, key, numbers), *(sentence(row["advantage"]) for row in typed)]
    against = [*_breaks(case, key, numbers), *(sentence(row["disadvantage"]) for row in typed)]
    return name, " ".join(filter(None, speaks_for)), " ".join(filter(None, against))


def _typed_options(case: Case) -> list[tuple[str, str, str]]:
    """The council's own options, which nothing was worked out for."""
    return [
        (str(row["option"]), sentence(row["advantage"]), sentence(row["disadvantage"]))
        for row in case.optional_rows("options").values()
        if row["option"] is not None and not case.choice("options.option", row["option"])
    ]


def _brings(case: Case, key: str, numbers: Collection[int]) -> str:
    """What speaks for an option that follows from its figures."""
    if key == "do_nothing":
        return say("papers.options.nothing_beyond" if numbers else "papers.options.nothing_new")
    if key == "wave":
        return say("papers.option.wave.short" if case.results.verdict.proof else "papers.option.wave.exact")
    if key == "step_up":
        bought = case.results.bought
        more = bought.benefit(numbers) - bought.benefit(case.verdicts.first_wave)
        return say("papers.options.more_than_wave", count=int(more))
    return say("papers.options.all_of_it")


def _breaks(case: Case, key: str, numbers: list[int]) -> list[str]:
    """What speaks against an option: what it leaves undone, and which limits it breaks."""
    left = len(case.results.order) - len(numbers)
    drawbacks = [say("papers.options.leaves", count=left)] if left else []
    if key == "everything" and any(project.not_with for project in case.results.round.projects):
        drawbacks.append(say("papers.option.all.apart"))
    if case.privacy.hides_money(numbers):
        return (
            drawbacks
            if set(numbers) <= set(case.verdicts.first_wave)
            else [*drawbacks, say("papers.options.over.withheld")]
        )
    over = excess(case.results.search.case, numbers) if numbers else ()
    if over:
        drawbacks.append(say("papers.options.over", over=over_in_words(over)))
    return drawbacks


def preferred(case: Case, intro: str) -> Blocks:
    """Why the proposed projects are in, and the nearest of the others are not."""
    wave = case.verdicts.proposed
    if not wave:
        return
    titles = case.results.round.by_row
    yield Table(
        case.verdicts.headline,
        (TableColumn(say("papers.preferred.project"), 3), TableColumn(say("papers.preferred.why"), 7)),
        tuple((titles[at].title, case.verdicts.why(at)) for at in wave),
        say("papers.preferred.described"), "preferred",
        tuple(case.sources.rows("portfolio", [at]) for at in wave),
    )  # fmt: skip
    yield from choice.left_waiting(case)


# --- money, risks and what else is asked ---


def financial(case: Case, intro: str) -> Blocks:
    """The cash of the wave by year, where it comes from, and what finance says."""
    entry = next((implication for implication in case.wording.implications if implication.costs), None)
    if wave := case.verdicts.first_wave:
        yield from choice.cash_by_year(case, wave)
    elif case.results.order:
        yield Paragraph(case.verdicts.main_sentence)
    if entry is None:
        return
    texts = assessed(case, entry)
    if texts:
        yield Bullets(intro or say("papers.financial.lead"), tuple(texts), sources=tuple(texts.values()))
    elif case.results.order:
        yield Paragraph(say("papers.to_be_confirmed.by", owner=entry.owner))


def main_risks(case: Case, intro: str) -> Blocks:
    """The highest risks after mitigation, how they are met and how they moved."""
    register = case.results.register
    if register.empty:
        return
    scored = register[register["residual"].notna()]
    highest = (scored if not scored.empty else register).sort_values("residual", ascending=False, kind="stable")
    chosen = highest.head(_FEW)
    count = len(register)
    opening = (
        say("papers.main_risks.highest", count=count)
        if not scored.empty
        else say("papers.main_risks.unscored", count=count)
    )
    yield Paragraph(" ".join(filter(None, (intro, opening))))
    rows = [row for _, row in chosen.iterrows()]
    yield filled_table(
        say("papers.main_risks.caption"),
        [Filled(say("papers.main_risks.risk"), 4, [shown(row["risk"]) for row in rows]),
         Filled(say("papers.main_risks.met"), 4, [sentence(row["mitigation"]) for row in rows]),
         Filled(say("papers.main_risks.size"), 2, [*map(_moved, rows)])],
        say("papers.main_risks.described"),
        [case.sources.rows("risks", [int(str(at))]) for at in chosen.index], "report_risks",
    )  # fmt: skip


def _moved(row: pd.Series) -> str:
    before, after = number(row["inherent"]), number(row["residual"])
    if figures.NOT_KNOWN in (before, after):
        known = after if after != figures.NOT_KNOWN else before
        return say("papers.main_risks.not_scored") if known == figures.NOT_KNOWN else known
    return say("papers.main_risks.moved", before=before, after=after)


# --- what happens next ---


def report_steps(case: Case, intro: str) -> Blocks:
    """Further meetings, then the first actions of what is decided; those of proposals only as the plan has them."""
    items = {**_meetings(case), **_first_actions(case)}
    if items:
        yield Bullets(intro or say("papers.steps.lead"), tuple(items), sources=tuple(items.values()))


def _meetings(case: Case) -> dict[str, str]:
    """The other meetings of the route, in the order of their dates."""
    here = normalised(case.answer("committee"))
    rows = [
        (at, row)
        for at, row in case.optional_rows("meetings").items()
        if row["body"] is not None and normalised(row["body"]) != here
    ]
    rows.sort(key=lambda pair: figures.last_day(pair[1]["date"]))
    return {_meeting(case, row): case.sources.rows("meetings", [at]) for at, row in rows}


def route(case: Case) -> str:
    """The meetings that the report goes to, in the order of their dates, each with what it is asked to do."""
    rows = sorted(case.optional_rows("meetings").values(), key=lambda row: figures.last_day(row["date"]))
    return "; ".join(_meeting(case, row) for row in rows if row["body"] is not None)


def _meeting(case: Case, row: Row) -> str:
    asked, day = case.choice("meetings.role", row["role"]), figures.when(row["date"])
    what = str(row["role"]).lower() if asked else say("papers.steps.hears")
    if day == figures.NOT_KNOWN:
        return say("papers.steps.meeting.undated", body=str(row["body"]), what=what)
    return say("papers.steps.meeting", body=str(row["body"]), what=what, day=day)


def _first_actions(case: Case) -> dict[str, str]:
    """The next actions of projects that are committed: what is only proposed has no promised dates."""
    committed = {normalised(case.results.round.by_row[at].title) for at in case.verdicts.committed}
    rows = [
        (at, row) for at, row in upcoming(case) if row["action"] is not None and normalised(row["project"]) in committed
    ]
    return {_step(row): case.sources.rows("actions", [at]) for at, row in rows[:_STEPS]}


def _step(row: Row) -> str:
    action, day = sentence(row["action"]).rstrip("."), figures.when(row["due"])
    owner = "" if row["owner"] is None else str(row["owner"])
    if owner and day != figures.NOT_KNOWN:
        return say("papers.steps.action", action=action, owner=owner, day=day)
    return say("papers.steps.action.short", action=action, more=owner or day) if owner or day else f"{action}."


def about(case: Case, intro: str) -> Blocks:
    """Whom to ask, what the report rests on, and how to get it in another form."""
    yield from about_beside(case, intro, ())


def about_beside(case: Case, intro: str, told: Collection[str]) -> Blocks:
    """The same without the answers of Settings that are told elsewhere, by their keys."""
    contact = ", ".join(case.answer(key) for key in ("author", "contact") if case.answer(key) and key not in told)
    papers = sentence(case.answer("background_papers")) or say("papers.to_be_confirmed")
    items = {say("papers.about.contact", contact=contact): _source(case, "contact")} if contact else {}
    if "background_papers" not in told:
        items[say("papers.about.papers", text=papers)] = _source(case, "background_papers")
    more = {
        "report_version": say("papers.about.version", text=sentence(case.answer("report_version"))),
        "other_formats": say("papers.about.formats", text=sentence(case.answer("other_formats"))),
        "urgency": say("papers.about.urgency", text=sentence(case.answer("urgency"))),
    }
    items |= {text: _source(case, key) for key, text in more.items() if case.answer(key) and key not in told}
    if items:
        yield Bullets(intro or say("papers.about.lead"), tuple(items), sources=tuple(items.values()))


SECTIONS = {
    "purpose": purpose, "recommendations": recommendations, "reasons": reasons, "background": background,
    "options": options, "preferred": preferred, "financial": financial, "main_risks": main_risks,
    "advice": advice, "report_steps": report_steps, "about": about,
}  # fmt: skip
