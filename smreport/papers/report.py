"""The sections of the covering report: what a meeting is asked for, why, at what cost and risk, and what else it asks.

Blank is "to be confirmed", never "none": nothing is said in the council's name that it did not write.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from smreport.blocks.document import Block, Bullets, Paragraph
from smreport.blueprint.tables import Row
from smreport.blueprint.times import When
from smreport.blueprint.values import normalised
from smreport.decision import terms
from smreport.decision.evaluate import Sized
from smreport.papers import figures, options, standing
from smreport.papers import strategy as key_messages
from smreport.papers.advice import advice, assessed, unassessed
from smreport.papers.case import Case
from smreport.papers.figures import listed, number, sentence, shown
from smreport.papers.measures import standings_in_words
from smreport.papers.plan_actions import upcoming
from smreport.papers.recommendations import decider, recommendations, role
from smreport.words import joining, say

Blocks = Iterator[Block]
_FEW = 3  # risks, priorities
_STEPS = 3
_NAMES = 8  # in a sentence
TOLD_ABOUT = ("contact", "background_papers", "other_formats", "report_version", "urgency")
"""The answers of Settings that the section about the report itself tells."""


# --- what is asked for, and why ---


def purpose(case: Case, intro: str) -> Blocks:
    """What this meeting is asked to do, and what comes of the limits, in two sentences."""
    body, title = figures.raised(case.answer("committee")) or say("papers.recommend.body"), case.named
    decide = say("papers.purpose.decide", body=body, title=title)
    asked = {
        "decide": decide if case.proposes_a_strategy else say("papers.purpose.decide.projects", body=body),
        "recommend": say("papers.purpose.recommend", body=body, title=title, decider=decider(case)),
        "comment": say("papers.purpose.comment", body=body, title=title, decider=decider(case)),
        "note": say("papers.purpose.note", body=body, title=title),
        "scrutiny": say("papers.purpose.scrutiny", body=body, title=title),
    }[role(case)]
    outcome = case.verdicts.main_sentence if case.results.order else say("papers.purpose.nothing_to_decide")
    parts = (intro, asked, outcome, case.verdicts.twin_track)
    yield Paragraph(joining.sentences(parts), tone="lead", source=case.sources.of_limits)


def reasons(case: Case, intro: str) -> Blocks:
    """Why, and what happens otherwise: as the council wrote it, after what was worked out for the wave."""
    if not case.results.order:
        return
    sentences = [intro, sentence(case.answer("reasons"))]
    if wave := case.verdicts.first_wave:
        points, every = case.money.total_benefit(wave), case.money.total_benefit(case.results.order)
        if any(case.projects[at].benefit is None for at in case.results.order):
            sentences.append(say("papers.reasons.wave.not_known", points=points, every=every))
        else:
            sentences.append(say("papers.reasons.wave", points=points, every=every))
    if text := joining.sentences(sentences):
        yield Paragraph(text, source=_source(case, "reasons"))
    if otherwise := sentence(case.answer("otherwise")):
        yield Paragraph(say("papers.reasons.otherwise", text=otherwise), source=_source(case, "otherwise"))


def _source(case: Case, key: str) -> str:
    return case.sources.at("settings", key) if case.answer(key) else ""


def background(case: Case, intro: str) -> Blocks:
    """The priorities that are served, what was decided before, and what there is now and was achieved.

    Where there is nothing to decide it is the whole of what the report tells.
    """
    items = {
        **(dict(key_messages.wanted(case)) if case.is_to_note else {}),
        **_priorities(case),
        **({say("papers.background.earlier", text=sentence(case.answer("earlier_decisions"))):
            _source(case, "earlier_decisions")} if case.answer("earlier_decisions") else {}),
        **({say("papers.background.policy", text=sentence(case.answer("existing_policy"))):
            _source(case, "existing_policy")} if case.answer("existing_policy") else {}),
        **_tools_in_use(case),
        **dict(key_messages.accounts(case)),
        **(dict(key_messages.actions(case)) if case.is_to_note else {}),
        **_results(case),
    }  # fmt: skip
    if items:
        lead = say("papers.background.noted") if case.is_to_note else say("papers.background.lead")
        yield Bullets(intro or lead, tuple(items), sources=tuple(items.values()))


def _results(case: Case) -> dict[str, str]:
    """What was achieved so far: one by one where that is what the report tells, else the measures in one sentence."""
    if case.is_to_note:
        return dict(standing.achievements(case))
    standings = standings_in_words(case)
    rows = [measure.row for measure in case.measures.with_results]
    return {
        **dict(standing.closed_projects(case)),
        **({standings: case.sources.rows("kpis", rows)} if standings else {}),
    }


def _priorities(case: Case) -> dict[str, str]:
    rows: dict[str, list[int]] = {}
    for at, row in case.rows("objectives").items():
        if row["priority"] is not None:
            rows.setdefault(str(row["priority"]), []).append(at)
    if not rows:
        return {}
    named = listed(sorted(rows, key=lambda name: -len(rows[name])), _FEW)
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


# --- money, risks and what else is asked ---


def financial(case: Case, intro: str) -> Blocks:
    """The cash of the wave by year, where it comes from, and what finance says."""
    entry = next((implication for implication in case.wording.implications if implication.costs), None)
    if wave := case.verdicts.first_wave:
        yield from options.cash_of_wave(case, wave)
    elif case.results.order:
        yield Paragraph(options.known_money(case), source=case.sources.of_costs(case.results.order))
    if entry is None:
        return
    texts = assessed(case, entry)
    if texts:
        yield Bullets(intro or say("papers.financial.lead"), tuple(texts), sources=tuple(texts.values()))
    elif case.results.order:
        yield Paragraph(say("papers.to_be_confirmed.by", owner=entry.owner))


def main_risks(case: Case, intro: str) -> Blocks:
    """The highest risks after mitigation, how they are met and how they moved."""
    sizes, rows, count = case.results.sizes, case.rows("risks"), len(case.results.sizes)
    if not sizes:
        return
    scored = [at for at, size in sizes.items() if size.residual is not None]
    chosen = case.highest_risks(scored or sizes)[:_FEW]
    if not scored:
        opening = say("papers.main_risks.unscored", count=count)
    elif len(scored) < count:
        opening = say("papers.main_risks.some", scored=str(len(scored)), of=str(count))
    else:
        opening = say("papers.main_risks.highest", count=count)
    items = tuple(_risk(rows[at], _moved(sizes[at]) if scored else "") for at in chosen)
    sources = tuple(case.sources.rows("risks", [at]) for at in chosen)
    yield Bullets(joining.sentences((intro, opening)), items, sources=sources)


def _risk(row: Row, size: str) -> str:
    """A risk, what is done against it, and its size where any is scored."""
    met = sentence(row["mitigation"])
    parts = (
        sentence(shown(row["risk"])),
        say("papers.main_risks.met", text=met) if met else "",
        say("papers.main_risks.size", size=size) if size else "",
    )
    return joining.sentences(parts)


def _moved(size: Sized) -> str:
    before, after = number(size.inherent), number(size.residual)
    if figures.not_known() in (before, after):
        known = after if after != figures.not_known() else before
        return say("papers.main_risks.not_scored") if known == figures.not_known() else known
    return say("papers.main_risks.moved", before=before, after=after)


# --- what happens next ---


def report_steps(case: Case, intro: str) -> Blocks:
    """The first actions of what is decided, and before them further meetings, which the cover may have already."""
    items = {**({} if "route" in on_cover(case) else _meetings(case)), **_first_actions(case)}
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
    return joining.apart(_meeting(case, row) for row in rows if row["body"] is not None)


def _meeting(case: Case, row: Row) -> str:
    asked, day = case.choice("meetings.role", row["role"]), figures.when(row["date"])
    what = figures.lowered(str(row["role"])) if asked else say("papers.steps.hears")
    body = figures.raised(str(row["body"]))
    if day == figures.not_known():
        return say("papers.steps.meeting.undated", body=body, what=what)
    return say("papers.steps.meeting", body=body, what=what, day=day)


def _first_actions(case: Case) -> dict[str, str]:
    """The next actions of projects that are committed: what is only proposed has no promised dates."""
    committed = {normalised(case.results.round.by_row[at].title) for at in case.verdicts.committed}
    rows = [
        (at, row) for at, row in upcoming(case) if row["action"] is not None and normalised(row["project"]) in committed
    ]
    return {_step(row): case.sources.rows("actions", [at]) for at, row in rows[:_STEPS]}


def _step(row: Row) -> str:
    action, day = joining.unclosed(sentence(row["action"])), figures.time_in_words(row["due"])
    owner = "" if row["owner"] is None else str(row["owner"])
    if owner and day:
        if isinstance(row["due"], When) and row["due"].names_a_time:
            return say("papers.steps.action", action=action, owner=owner, day=day)
        return say("papers.steps.action.typed", action=action, owner=owner, when=day)
    return say("papers.steps.action.short", action=action, more=owner or day) if owner or day else sentence(action)


def on_cover(case: Case) -> set[str]:
    """The settings and figures that the cover of the report tells, so that its sections need not."""
    facts = [fact for fact in case.wording.cover if "report" in (fact.papers or ["report"])]
    return {key for fact in facts for key in (*fact.settings, fact.figure)}


def implications(case: Case, intro: str) -> Blocks:
    """What was written of each subject but money, and what is still to be confirmed."""
    yield from advice(case, intro, [say("papers.advice.papers")] if _only_lacks_papers(case) else [])


def about(case: Case, intro: str) -> Blocks:
    """What the report rests on, how to get it in another form, and whom to ask where the cover does not say it."""
    if not _only_lacks_papers(case):
        yield from about_beside(case, intro, on_cover(case))


def _only_lacks_papers(case: Case) -> bool:
    """Whether the last section could only say that background papers are to be confirmed, as another can as well."""
    papers = [{section.key for section in words.sections} for words in case.wording.papers.values()]
    stands_beside = all("advice" in keys for keys in papers if "about" in keys)
    is_asked_there = stands_beside and any(not entry.costs for entry in unassessed(case))
    left = {*TOLD_ABOUT, "author"} - on_cover(case)
    return is_asked_there and "background_papers" in left and not any(map(case.answer, left))


def about_beside(case: Case, intro: str, told_elsewhere: Collection[str]) -> Blocks:
    """The same without the answers of Settings that are told elsewhere, by their keys."""
    papers = sentence(case.answer("background_papers")) or say("papers.to_be_confirmed")
    items = _contact(case, told_elsewhere)
    if "background_papers" not in told_elsewhere:
        items[say("papers.about.papers", text=papers)] = _source(case, "background_papers")
    more = {
        "report_version": say("papers.about.version", text=sentence(case.answer("report_version"))),
        "other_formats": say("papers.about.formats", text=sentence(case.answer("other_formats"))),
        "urgency": say("papers.about.urgency", text=sentence(case.answer("urgency"))),
    }
    items |= {text: _source(case, key) for key, text in more.items() if case.answer(key) and key not in told_elsewhere}
    if len(items) == 1 and not intro:
        yield from (Paragraph(text, source=source) for text, source in items.items())
    elif items:
        yield Bullets(intro or say("papers.about.lead"), tuple(items), sources=tuple(items.values()))


def _contact(case: Case, told_elsewhere: Collection[str]) -> dict[str, str]:
    """Whom to ask, with the cell that says how, or else who."""
    contact = joining.in_a_row(
        case.answer(key) for key in ("author", "contact") if case.answer(key) and key not in told_elsewhere
    )
    if contact and case.answer("contact"):
        return {say("papers.about.contact", contact=contact): _source(case, "contact")}
    return {say("papers.about.author", author=contact): _source(case, "author")} if contact else {}


SECTIONS = {
    "purpose": purpose, "recommendations": recommendations, "reasons": reasons, "background": background,
    "options": options.options, "preferred": options.preferred, "financial": financial, "main_risks": main_risks,
    "advice": implications, "report_steps": report_steps, "about": about,
}  # fmt: skip
