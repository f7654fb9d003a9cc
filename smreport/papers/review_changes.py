"""What moved since the last review beside measures and money: risks, ranks, and accounts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from smreport.blocks.document import Block, Bullets, Paragraph
from smreport.blueprint.withheld import is_withheld
from smreport.decision import terms
from smreport.decision.terms import BENEFIT, COST, RISK
from smreport.frozen import Frozen
from smreport.papers import figures
from smreport.papers.case import Case
from smreport.papers.figures import is_less, number, pounds, risk_size, sentence, shown
from smreport.papers.filled import Filled, filled_table
from smreport.papers.review import Project, Review, together
from smreport.papers.standing import account_sheets
from smreport.words import joining, say
from smreport.words.locales import percent

Blocks = Iterator[Block]
RISKS, TOOLS = "risks", "tools"
_NAMES = 8  # accounts in a sentence
_MERGED, _CLOSED = ("merge",), ("retire", "close")
_LIVE, _REFUSED = "live", "refused"


# --- risks ---


class Risk(Frozen):
    """A risk: its size after mitigation then and now, NaN where it is not scored, None where it is not listed."""

    name: str
    then: float | None
    now: float | None
    met: str
    source: str

    @property
    def rise(self) -> float:
        """By how much it rose, below 0 where it fell; 0 where that is not known."""
        if self.then is None or self.now is None or math.isnan(self.then) or math.isnan(self.now):
            return 0.0
        return self.now - self.then


def risks_of(review: Review) -> tuple[Risk, ...]:
    """All risks of both workbooks that may be shown, those of today first."""
    then, now = (_shown_rows(case) for case in (review.then, review.now))
    return (
        *(_risk(review, at, review.then_of(RISKS, at)) for at in now),
        *(_risk(review, None, at) for at in then if review.now_of(RISKS, at) is None),
    )


def _shown_rows(case: Case) -> list[int]:
    return [at for at in case.numbers(RISKS) if not case.privacy.hides_row(RISKS, at)]


def _risk(review: Review, now: int | None, then: int | None) -> Risk:
    case, at = (review.now, now) if now is not None else (review.then, then)
    row = case.rows(RISKS)[at or 0]
    return Risk(
        name=shown(row["risk"]),
        then=None if then is None else _size(review.then, then),
        now=None if now is None else _size(review.now, now),
        met=sentence(row["mitigation"]),
        source=together(
            "" if now is None else review.now.sources.rows(RISKS, [now]),
            "" if then is None else review.then.sources.rows(RISKS, [then]),
        ),
    )


def _size(case: Case, at: int) -> float:
    size = case.results.sizes[at].residual
    return math.nan if size is None else size


def risks(review: Review, intro: str) -> Blocks:
    """How many risks rose, fell, are new and are gone, and each of these then and now; nothing where none moved."""
    every = risks_of(review)
    moved = [risk for risk in every if risk.rise or risk.then is None or risk.now is None]
    if not moved:
        return
    moved.sort(key=lambda risk: -risk.rise)
    yield Paragraph(joining.sentences((intro, _counted(every))))
    columns = [
        Filled(say("papers.review.risk"), 5, [risk.name for risk in moved]),
        Filled(say("papers.review.risk.then"), 1.6, [_shown(risk.then) for risk in moved]),
        Filled(say("papers.review.risk.now"), 1.6, [_shown(risk.now) for risk in moved]),
        Filled(say("papers.review.risk.met"), 5, [risk.met for risk in moved]),
    ]
    sources = [risk.source for risk in moved]
    caption = say("papers.review.risks")
    yield filled_table(caption, columns, say("papers.review.risks.described"), sources, "review_risks")


def _shown(size: float | None) -> str:
    return "" if size is None else risk_size(size)


def _counted(every: Sequence[Risk]) -> str:
    """How many risks rose, fell, are new, are gone and are as they were."""
    both = [risk for risk in every if risk.then is not None and risk.now is not None]
    counts = {
        "rose": sum(risk.rise > 0 for risk in both),
        "fell": sum(risk.rise < 0 for risk in both),
        "new": sum(risk.then is None for risk in every),
        "gone": sum(risk.now is None for risk in every),
        "same": sum(not risk.rise for risk in both),
    }
    parts = [say(f"papers.review.risks_count.{kind}", count=count) for kind, count in counts.items() if count]
    return say("papers.review.risks.counted", told=figures.listed(parts), count=len(every))


def moved_most(review: Review) -> Risk | None:
    """The risk that moved most, None where none did."""
    moved = [risk for risk in risks_of(review) if risk.rise]
    return max(moved, key=lambda risk: abs(risk.rise)) if moved else None


def risk_in_words(risk: Risk) -> str:
    """How the risk that moved most did."""
    name, then, now = joining.unclosed(risk.name), _shown(risk.then), _shown(risk.now)
    return say(f"papers.review.risk_most.{'up' if risk.rise > 0 else 'down'}", name=name, then=then, now=now)


# --- ranks ---


def ranks(review: Review, intro: str) -> Blocks:
    """The projects open both times whose place moved, and which of benefit, cost and risk moved with it."""
    places = {} if review.hides_ranks else places_of(review)
    moved = sorted((pair for pair in places.items() if pair[1][0] != pair[1][1]), key=lambda pair: pair[1][1])
    if not moved:
        return
    lead = say("papers.review.ranks.lead", every=str(len(places)), count=len(moved))
    yield Paragraph(joining.sentences((intro, lead, _weights(review))))
    projects = [project for project, _ in moved]
    columns = [
        Filled(say("papers.review.project"), 3.4, [project.title for project in projects]),
        Filled(say("papers.review.rank.then"), 1.4, [str(then) for _, (then, _) in moved]),
        Filled(say("papers.review.rank.now"), 1.4, [str(now) for _, (_, now) in moved]),
        Filled(say("papers.review.rank.why"), 6, [_why(review, project) for project in projects]),
    ]
    sources = [review.source(project) for project in projects]
    caption = say("papers.review.ranks")
    yield filled_table(caption, columns, say("papers.review.ranks.described"), sources, "review_ranks")


def places_of(review: Review) -> dict[Project, tuple[int, int]]:
    """The places then and now among the projects that had a rank both times; equal ranks share a place."""
    both = {project: pair for project in review.projects if (pair := _ranks(review, project))}
    old, new = ([rank[at] for rank in both.values()] for at in (0, 1))
    return {
        project: (1 + sum(rank < then for rank in old), 1 + sum(rank < now for rank in new))
        for project, (then, now) in both.items()
    }


def _ranks(review: Review, project: Project) -> tuple[int, int] | None:
    """Its rank then and now, None where it has not both."""
    then, now = review.then.results.scores.get(project.then or 0), review.now.results.scores.get(project.now or 0)
    if then is None or now is None or then.rank is None or now.rank is None:
        return None
    return then.rank, now.rank


def _weights(review: Review) -> str:
    """That the weights are others than they were, "" where they are not."""
    then, now = review.then.results.weights, review.now.results.weights
    changed = [name for name in now if name in then and round(100 * then[name]) != round(100 * now[name])]
    parts = [say(f"papers.review.weights.{name}", then=percent(then[name]), now=percent(now[name])) for name in changed]
    return say("papers.review.weights", told=figures.listed(parts)) if parts else ""


def _why(review: Review, project: Project) -> str:
    """Which of its own figures moved, in sentences; else that others passed it."""
    then, now = (
        {BENEFIT: alone.benefit, COST: alone.cost, RISK: alone.scored_risk}
        for alone in (review.then.projects[project.then or 0], review.now.projects[project.now or 0])
    )
    sentences = list(_moved(then, now))
    is_decided = project.status in terms.COMMITTED and project.before not in terms.COMMITTED
    if is_decided and is_less(now[COST], then[COST]):
        sentences.append(say("papers.review.decided"))
    return joining.sentences(sentences) or say("papers.review.passed")


def _moved(then: Mapping[str, float | None], now: Mapping[str, float | None]) -> Iterator[str]:
    """A sentence for each figure that is another now; nothing of one that is withheld."""
    for name, words in ((BENEFIT, number), (COST, pounds), (RISK, number)):
        if is_withheld(then[name]) or is_withheld(now[name]):
            continue
        old, new = (figures.lowered(words(values[name])) for values in (then, now))
        if old != new:
            yield say(f"papers.review.moved.{name}", then=old, now=new)


# --- accounts ---


def accounts(review: Review, intro: str) -> Blocks:
    """The accounts that were opened, merged and closed, and the tools that went live or were refused."""
    items: dict[str, str] = {}
    for sheet in account_sheets(review.now):
        items |= dict(_accounts(review, sheet))
    items |= dict(_tools(review))
    if items:
        yield Bullets(intro or say("papers.review.accounts"), tuple(items), sources=tuple(items.values()))


def _accounts(review: Review, sheet: str) -> Iterator[tuple[str, str]]:
    """Sentences with their cells: what is new, what went, as it was decided or not, and what was to go and did not."""
    then, now = review.then, review.now
    new = [at for at in now.numbers(sheet) if review.then_of(sheet, at) is None]
    by_kind: dict[str, list[int]] = {kind: [] for kind in ("merged", "closed", "gone", "waiting")}
    for at in then.numbers(sheet):
        decision = then.choice(f"{sheet}.decision", then.rows(sheet)[at]["decision"])
        if kind := _became(decision, is_gone=review.now_of(sheet, at) is None):
            by_kind[kind].append(at)
    for kind, case, rows in (("new", now, new), *((kind, then, rows) for kind, rows in by_kind.items())):
        if rows:
            names = _named(case, sheet, rows)
            yield say(f"papers.review.accounts.{kind}", names=names, count=len(rows)), case.sources.rows(sheet, rows)


def _became(decision: str, is_gone: bool) -> str:
    """What became of an account that was there, by what was decided of it; "" where it stays as it was to."""
    if not is_gone:
        return "waiting" if decision in (*_MERGED, *_CLOSED) else ""
    return "merged" if decision in _MERGED else "closed" if decision in _CLOSED else "gone"


def _named(case: Case, sheet: str, rows: Sequence[int]) -> str:
    return figures.listed((case.results.tables[sheet].name_of(at) for at in rows), _NAMES)


def _tools(review: Review) -> Iterator[tuple[str, str]]:
    """The tools whose status moved to live or refused."""
    now, became = review.now, dict[str, list[int]]()
    for at, row in now.rows(TOOLS).items():
        then = review.then_of(TOOLS, at)
        before = review.then.choice("tools.status", review.then.rows(TOOLS)[then]["status"]) if then is not None else ""
        status = now.choice("tools.status", row["status"])
        if status != before and status in (_LIVE, _REFUSED):
            became.setdefault(status, []).append(at)
    for status, rows in became.items():
        names = figures.listed(dict.fromkeys(shown(now.rows(TOOLS)[at]["tool"]) for at in rows), _NAMES)
        yield say(f"papers.review.tools.{status}", names=names), now.sources.rows(TOOLS, rows)


SECTIONS = {"review_risks": risks, "review_ranks": ranks, "review_accounts": accounts}
