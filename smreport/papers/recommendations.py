"""What a meeting is asked for: numbered, each of them to be voted on alone, as the verdict allows."""

from __future__ import annotations

from collections.abc import Iterator

from smreport.blocks.document import Block, Bullets
from smreport.blueprint.times import When
from smreport.blueprint.values import normalised
from smreport.papers import choice, figures
from smreport.papers.case import Case
from smreport.papers.figures import listed, raised, sentence
from smreport.words import joining, say

Blocks = Iterator[Block]
DECIDE, RECOMMEND, COMMENT, NOTE, SCRUTINY = ROLES = ("decide", "recommend", "comment", "note", "scrutiny")
"""What a meeting may be asked to do, by the ids of the template's list."""


def role(case: Case) -> str:
    """What this meeting is asked to do: as 7f Meetings has it, else to decide; without projects only to note."""
    if not case.results.order:
        return NOTE
    here = normalised(case.answer("committee"))
    roles = [
        case.choice("meetings.role", row["role"])
        for row in case.optional_rows("meetings").values()
        if here and normalised(row["body"]) == here
    ]
    return next((meeting_role for meeting_role in roles if meeting_role in ROLES), DECIDE)


def decider(case: Case) -> str:
    """Who decides finally: as Settings have it, else the meeting that decides."""
    deciding = (
        str(row["body"])
        for row in case.optional_rows("meetings").values()
        if row["body"] is not None and case.choice("meetings.role", row["role"]) == DECIDE
    )
    return case.answer("decision_maker") or next(deciding, "") or say("papers.purpose.decider")


def recommendations(case: Case, intro: str) -> Blocks:
    """What the meeting is asked for, with the cells behind it; what another body decides apart from its own."""
    asked, own = recommended(case), _exclusion(case)
    body = raised(case.answer("committee")) or say("papers.recommend.body")
    lead = say("papers.recommend.lead", body=body)
    others_lead = _of_another(case, body)
    if not others_lead:
        asked, own = asked | own, {}
    yield Bullets(intro or others_lead or lead, tuple(asked), numbered=True, sources=tuple(asked.values()))
    if own:
        yield Bullets(lead, tuple(own), sources=tuple(own.values()))


def _of_another(case: Case, body: str) -> str:
    """What this meeting does about what another body is asked to decide, "" where it decides itself or nobody does."""
    if not case.results.order:
        return ""
    return {
        DECIDE: "",
        RECOMMEND: say("papers.recommend.lead.recommend", body=body, decider=decider(case)),
        COMMENT: say("papers.recommend.lead.comment", body=body, decider=decider(case)),
        NOTE: say("papers.recommend.lead.note", body=body, decider=decider(case)),
        SCRUTINY: say("papers.recommend.lead.scrutiny", body=body, decider=decider(case)),
    }[role(case)]


def recommended(case: Case) -> dict[str, str]:
    """Each thing that is asked of who decides, with its source."""
    if not case.results.order:
        return {**_noted(case), **_closing(case)}
    return {**_statement(case), **about_the_wave(case), **_delegation(case), **_closing(case)}


def _noted(case: Case) -> dict[str, str]:
    return {say("papers.recommend.note", named=case.named): ""}


def _statement(case: Case) -> dict[str, str]:
    if not case.proposes_a_strategy:
        return {}
    if not case.answer("statement"):
        return {say("papers.recommend.strategy.proposal"): ""}
    return {say("papers.recommend.strategy"): case.sources.at("settings", "statement")}


def about_the_wave(case: Case) -> dict[str, str]:
    """What is asked of the first wave, each with its source; where none is proposed, how to get to one."""
    wave = case.verdicts.first_wave
    if not case.results.order:
        return {}
    if not wave:
        return {joining.sentences((case.verdicts.sought, *case.verdicts.mend)): case.sources.of_limits}
    return {**_projects(case), **_cash(case, wave), **_pair(case)}


def _projects(case: Case) -> dict[str, str]:
    proposed, committed = case.verdicts.proposed, case.verdicts.committed
    items = {}
    if proposed:
        agree = say("papers.sought.wave", names=case.titles(proposed), count=len(proposed))
        items[agree] = case.sources.rows("portfolio", proposed)
    if committed:
        note = say("papers.sought.committed", names=case.titles(committed), count=len(committed))
        items[note] = case.sources.rows("portfolio", committed)
    return items


def _cash(case: Case, wave: list[int]) -> dict[str, str]:
    cash, horizon, committed = case.money.total_cash(wave), case.money.period, case.verdicts.committed
    if not case.verdicts.proposed:
        return {}
    if committed:
        already = case.money.total_cash(committed)
        agree = say("papers.sought.cash.committed", cash=cash, horizon=horizon, already=already)
    else:
        agree = say("papers.sought.cash", cash=cash, horizon=horizon)
    return {agree: case.sources.of_costs(wave)}


def _pair(case: Case) -> dict[str, str]:
    pair = case.verdicts.pair
    if pair is None:
        return {}
    activity, service = (choice.pair_area(case, at, kind) for at, kind in zip(pair, choice.KINDS, strict=True))
    return {say("papers.sought.pair", activity=activity, service=service): ""}


def _delegation(case: Case) -> dict[str, str]:
    typed = case.answer("delegation")
    if not typed:
        return {}
    return {say("papers.recommend.delegate", text=sentence(typed)): case.sources.at("settings", "delegation")}


def _closing(case: Case) -> dict[str, str]:
    """To hear of results."""
    items, review = {}, case.settings["review_date"]
    wants, words = bool(case.numbers("objectives")), figures.when(review)
    if isinstance(review, When):
        if review.day:
            hear = say("papers.recommend.review" if wants else "papers.recommend.review.plain", day=words)
        else:
            hear = say("papers.recommend.review.typed" if wants else "papers.recommend.review.typed.plain", when=words)
        items[hear] = case.sources.at("settings", "review_date")
    elif case.results.order:
        items[say("papers.recommend.set_review" if wants else "papers.recommend.set_review.plain")] = ""
    return items


def _exclusion(case: Case) -> dict[str, str]:
    """The resolution to exclude the public, in the template's words, with the grounds and reasons that were typed."""
    if not (case.privacy.has_secrets and case.wording.exclude_public):
        return {}
    grounds = listed(case.privacy.grounds) or say("papers.to_be_confirmed.ground")
    resolution = case.fill(case.wording.exclude_public, grounds=grounds)
    reasons = [sentence(reason) for reason in case.privacy.reasons]
    return {joining.sentences([resolution, *reasons]): ""}
