"""The main sections of the strategy that are about the whole of it: its summary, risks, and how it is governed.

The main part stays short however long the workbook is: lists show the first few, and say where the rest stands. A
section that has nothing to say is not there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from smreport.blocks.document import Block, Bullets, Callout, Paragraph, Table, TableColumn
from smreport.blueprint.tables import Row
from smreport.decision import terms
from smreport.decision.evaluate import Sized
from smreport.papers import benefits, charts, choice, figures, kinds, measures, purposes, standing
from smreport.papers.case import Case
from smreport.papers.figures import listed, number, risk_size, sentence, shown
from smreport.papers.listing import filled
from smreport.papers.plan_actions import upcoming
from smreport.words import joining, say

Blocks = Iterator[Block]
_SHORT_LIST = 8  # names in a sentence
_FEW = 3  # objectives, steps
_MESSAGES = 5
_MOST_RISKS = 6
_GOVERNS = ("adopted_on", "governing_body", "existing_policy", "review_date", "other_formats")
"""The answers of which one at least is needed, so that more is told than whom to ask, which the cover says."""


def summary(case: Case, intro: str) -> Blocks:
    """The strategy on one side: what it is, the statement, the messages that matter, and benefit against cost."""
    if case.kind_told:
        yield Callout(say(f"papers.kind.{case.kind}.label"), case.kind_told)
    if case.answer("statement"):
        yield Paragraph(case.answer("statement"), "statement", source=case.sources.at("settings", "statement"))
    elif case.is_adopted:
        yield Paragraph(case.wording.default_statement, "statement")
    elif case.proposes_a_strategy:
        yield Callout(say("papers.statement.proposed"), case.wording.default_statement)
    key_messages = list(islice(messages(case), _MESSAGES))
    if key_messages:
        items, sources = zip(*key_messages, strict=True)
        yield Bullets(intro or say("papers.messages"), items, sources=sources)
    chart = charts.benefit_against_cost(case)
    if chart:
        yield chart
    if case.kind == kinds.ACTIONS:
        yield from _first_actions(case)


def messages(case: Case) -> Iterator[tuple[str, str]]:
    """What a reader of one page should know, each in a sentence or two with its source; the first ones matter most."""
    yield from wanted(case)
    yield from _achieved(case)
    yield from _wave(case)
    yield from _highest_risk(case)
    yield from accounts(case)
    yield from _areas(case)
    if case.kind == kinds.ACTIONS:
        yield from actions(case)
    if case.settings["review_date"] is not None:
        yield _review(case), case.sources.at("settings", "review_date")


def wanted(case: Case) -> Iterator[tuple[str, str]]:
    """How many objectives there are, and those of most importance."""
    scale = case.scale("objectives.importance")
    rows = sorted(case.rows("objectives").items(), key=lambda pair: -_position(pair[1]["importance"], scale))
    if not rows:
        return
    first = [str(row["objective"]) for _, row in rows[:_FEW] if row["objective"] is not None]
    names = listed(joining.quoted(joining.unclosed(name)) for name in first)
    count = len(rows)
    text = say("papers.message.wanted" if count > len(first) else "papers.message.wanted.all", count=count, names=names)
    yield text, case.sources.rows("objectives", [at for at, _ in rows[:_FEW]])


def _position(choice: object, scale: Sequence[str]) -> int:
    return scale.index(str(choice)) if choice in scale else -1


def _achieved(case: Case) -> Iterator[tuple[str, str]]:
    done = case.groups.done
    if done:
        names = listed((joining.quoted(shown(case.project(at)["title"])) for at in done), _SHORT_LIST)
        yield say("papers.message.done", count=len(done), names=names), case.sources.rows("portfolio", done)


def _wave(case: Case) -> Iterator[tuple[str, str]]:
    """What is proposed and committed, and what it takes; what projects there are where nothing is proposed."""
    if case.is_to_note:
        return
    proposed, committed, wave = case.verdicts.proposed, case.verdicts.committed, case.verdicts.first_wave
    if proposed:
        yield (
            say("papers.message.proposed", count=len(proposed), names=case.titles(proposed)),
            case.sources.rows("portfolio", proposed),
        )
    if committed:
        yield (
            say("papers.message.committed", count=len(committed), names=case.titles(committed)),
            case.sources.rows("portfolio", committed),
        )
    if wave:
        yield joining.sentences((case.money.of_wave(wave), *case.money.basis(wave))), case.sources.of_costs(wave)
    else:
        yield case.verdicts.main_sentence, case.sources.of_limits


def _highest_risk(case: Case) -> Iterator[tuple[str, str]]:
    sizes, rows = case.results.sizes, case.rows("risks")
    scored = [at for at, size in sizes.items() if size.residual is not None]
    named = (at for at in scored if rows[at]["risk"] is not None)
    for at in case.highest_risks(named)[:1]:
        name, size = joining.unclosed(str(rows[at]["risk"])), number(sizes[at].residual)
        text = say("papers.message.risk", count=len(sizes), size=size, name=name)
        if len(scored) < len(sizes):
            some, of = number(len(scored)), number(len(sizes))
            text = say("papers.message.risk.some", scored=some, of=of, size=size, name=name)
        yield text, case.sources.rows("risks", [at])


def actions(case: Case) -> Iterator[tuple[str, str]]:
    """How many actions are recorded, and where they stand."""
    rows = case.numbers("actions")
    if rows and "action_plan" in case.wording.papers:
        yield say("papers.message.actions", count=len(rows)), case.sources.rows("actions", rows)


def accounts(case: Case) -> Iterator[tuple[str, str]]:
    """How many accounts there are, and of how many what is decided."""
    for sheet in standing.account_sheets(case):
        decided = standing.decided_accounts(case, sheet)
        if any(decided):
            counts = listed(
                say("papers.accounts.counted", decision=decision or say("papers.undecided"), number=number(len(rows)))
                for decision, rows in decided.items()
            )
            of, total = case.plural(sheet), sum(map(len, decided.values()))
            yield (
                say("papers.message.accounts", kind=of, total=number(total), counts=counts),
                case.sources.rows(sheet, case.numbers(sheet)),
            )


def _areas(case: Case) -> Iterator[tuple[str, str]]:
    names = [case.area(row["label"]) for row in case.areas(terms.IN_SCOPE)]
    if names:
        text = say("papers.message.areas", count=len(names), names=listed(names, _SHORT_LIST))
        yield text, case.sources.rows("areas", case.numbers("areas"))


def risks(case: Case, intro: str) -> Blocks:
    """The risks and how each is met, the highest first; where none is scored there is no highest."""
    sizes, chosen = case.results.sizes, case.highest_risks()[:_MOST_RISKS]
    if not sizes:
        return
    if intro:
        yield Paragraph(intro)
    rows = tuple(
        (shown(row["risk"]), sentence(row["mitigation"]) or say("papers.risk.not_met"),
         risk_size(sizes[at].inherent), risk_size(sizes[at].residual), str(row["owner"] or say("papers.not_named")))
        for at, row in ((at, case.rows("risks")[at]) for at in chosen)
    )  # fmt: skip
    columns = (
        TableColumn(say("papers.column.risk"), 4.4), TableColumn(say("papers.review.risk.met"), 4.8),
        TableColumn(say("papers.column.before"), 1.3, "right"), TableColumn(say("papers.column.after"), 1.3, "right"),
        TableColumn(say("papers.column.owner"), 2.8),
    )  # fmt: skip
    sources = tuple(case.sources.rows("risks", [at]) for at in chosen)
    table = Table(_caption(sizes, len(chosen)), columns, rows, say("papers.risks.described"), "main_risks", sources)
    yield filled(table, (say("papers.risk.not_scored"), say("papers.risk.not_met"), say("papers.not_named")))


def _caption(sizes: Mapping[int, Sized], shown_of_them: int) -> str:
    """What the table of risks has: all or some, and how many of them are scored."""
    scored, of = sum(size.residual is not None for size in sizes.values()), len(sizes)
    if of == shown_of_them:
        return say("papers.risks.table" if scored else "papers.risks.unscored")
    if 0 < scored < of:
        return say("papers.risks.scored_some", most=str(shown_of_them), of=str(of), scored=str(scored))
    return say("papers.risks.highest" if scored else "papers.risks.some", most=str(shown_of_them), of=str(of))


def governance(case: Case, intro: str) -> Blocks:
    """Who answers for the strategy and hears how it goes, when it is reviewed, and what it goes by."""
    sentences = {key: text for key, text in _governed(case).items() if case.answer(key)}
    if not sentences.keys().isdisjoint(_GOVERNS):
        sources = tuple(case.sources.at("settings", key) for key in sentences)
        yield Bullets(say("papers.governed"), tuple(sentences.values()), sources=sources)
    if case.wording.principles and case.proposes_a_strategy:
        items = tuple(principle.text for principle in case.wording.principles)
        yield Bullets(
            intro or say("papers.principles.adopted" if case.is_adopted else "papers.principles"),
            items,
            numbered=True,
        )


def _governed(case: Case) -> dict[str, str]:
    """What is said of each answer of Settings about it, by the key of the answer; of a blank one it means nothing."""
    answer, body, often = case.answer, case.answer("governing_body"), case.answer("governing_frequency")
    when, minute = figures.when(case.settings.get("adopted_on")), answer("adopted_minute")
    adopted = say("papers.adopted.minute", day=when, minute=minute) if minute else say("papers.adopted", day=when)
    heard = say("papers.governed.often", body=body, often=often) if often else say("papers.governed.by", body=body)
    return {
        "adopted_on": adopted,
        "governing_body": heard,
        "existing_policy": say("papers.policy", policy=sentence(answer("existing_policy"))),
        "author": say("papers.answers_for", who=joining.in_a_row((answer("author"), answer("directorate")))),
        "contact": say("papers.contact", contact=answer("contact")),
        "review_date": _review(case),
        "other_formats": say("papers.other_formats", formats=sentence(answer("other_formats"))),
    }


def _review(case: Case) -> str:
    return say("papers.review", day=figures.when(case.settings["review_date"]))


def _first_actions(case: Case) -> Blocks:
    """The actions that are due first."""
    first = upcoming(case)[:_FEW]
    if first:
        sources = tuple(case.sources.rows("actions", [at]) for at, _ in first)
        yield Bullets(say("papers.actions.first"), tuple(_step(row) for _, row in first), sources=sources)


def _step(row: Row) -> str:
    """An action with its owner and when it is due, as far as they are known."""
    due = say("papers.step.due", day=figures.when(row["due"])) if row["due"] is not None else ""
    known = joining.apart((str(row["owner"] or ""), due))
    action = joining.unclosed(shown(row["action"]))
    return say("papers.step", action=action, known=known) if known else sentence(action)


SECTIONS = {
    "summary": summary, "wants": purposes.wants, "standing": standing.standing,
    "achieved": standing.achieved, "uses": purposes.uses, "left_out": purposes.left_out,
    "channels": benefits.channels, "roles": benefits.roles, "priorities": choice.priorities,
    "portfolio": choice.portfolio, "twin_track": choice.twin_track, "kpis": measures.kpis, "risks": risks,
    "governance": governance,
}  # fmt: skip
