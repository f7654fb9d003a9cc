"""Which projects come first and why: the first wave, what waits, the ranking and the first pair."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from smreport.blocks.document import Block, Bullets, Callout, Paragraph, Table, TableColumn
from smreport.blueprint.values import normalised
from smreport.decision import terms
from smreport.decision.frontier import PARTS
from smreport.decision.verdict import NONE_SET
from smreport.papers.case import Case
from smreport.papers.figures import LEFT_BLANK, last_day, listed, number, percent, pounds, shown, when
from smreport.papers.listing import filled
from smreport.papers.verdicts import LATER, OPEN, UNPLACED
from smreport.words import joining, say

Blocks = Iterator[Block]
NEAR_TIE = 1.0  # points of score, out of 100
_SHORT_LIST = 8  # rows of the ranking, and names in a sentence
_FEW = 3  # ties, reasons
_MOST = 20  # projects by status


def priorities(case: Case, intro: str) -> Blocks:
    """The ranking, and what decided it; nothing where there are no scores to rank by."""
    if case.privacy.hides_ranks and case.has_scores:
        yield Paragraph(say("papers.rank.withheld"), "note")
        yield _unranked(case)
    if not case.verdicts.is_ranked:
        return
    weights = listed(
        say(f"papers.scored.weight.{name}", weight=percent(float(weight)))
        for name, weight in case.results.weights.items()
    )
    equal = case.results.round.settings.equal_swings
    basis = say("papers.scored.alike") if equal else say("papers.scored.weights", weights=weights)
    yield Paragraph(intro or basis, source=case.sources.of_weights)
    table = _ranking(case)
    yield table
    ranks = zip(case.results.order, table.rows, strict=False)
    if any(row[0] != str(case.results.scores[at].rank) for at, row in ranks):
        yield Paragraph(say("papers.rank.note"), "note")
    for group in near_ties(case):
        titles = [case.results.round.by_row[at].title for at in group]
        yield Paragraph(say("papers.ranking.tie", names=listed(titles, _SHORT_LIST)))


def _ranking(case: Case) -> Table:
    """The first projects in order of priority, with what is known of what their rank rests on."""
    best = list(case.results.order[:_SHORT_LIST])
    more = len(case.projects) - len(best)
    caption = say("papers.ranking.first", most=str(len(best)), of=str(len(case.projects)))
    return filled(Table(
        caption if more else say("papers.ranking"), _ranking_columns(), tuple(_ranked(case, at) for at in best),
        say("papers.ranking.described"), "",
        tuple(case.sources.of_project(at) for at in best),
    ))  # fmt: skip


def _unranked(case: Case) -> Table:
    """All projects by status and title, with what may be told of them."""
    every = case.results.order
    return filled(Table(
        say("papers.ranking.withheld"), _ranking_columns()[1:], tuple(_ranked(case, at)[1:] for at in every),
        say("papers.ranking.withheld.described"), "", tuple(case.sources.of_project(at) for at in every),
    ))  # fmt: skip


def _ranked(case: Case, at: int) -> tuple[str, ...]:
    alone = case.projects[at]
    figures_of = (number(alone.benefit), case.money.cost(at), case.risk(at))
    return (case.rank(at), alone.title, *figures_of, case.verdicts.stands(at))


def _ranking_columns() -> tuple[TableColumn, ...]:
    return (
        TableColumn(say("papers.ranking.rank"), 1.4),
        TableColumn(say("papers.ranking.project"), 4.7),
        TableColumn(say("papers.ranking.benefit"), 1.5, "right"),
        TableColumn(say("papers.ranking.cost"), 2.4, "right"),
        TableColumn(say("papers.ranking.risk"), 1.4, "right"),
        TableColumn(say("papers.ranking.wave"), 2.3),
    )


def near_ties(case: Case) -> list[list[int]]:
    """Projects whose scores are less than a point apart; those whose score must stay out are left out."""
    groups: list[list[int]] = []
    before: float | None = None
    for at, scored in ((at, case.results.scores[at]) for at in case.results.order if not case.privacy.hides_score(at)):
        if scored.score is None:
            continue
        if before is not None and before - scored.score < NEAR_TIE:
            groups[-1].append(at)
        else:
            groups.append([at])
        before = scored.score
    return [group for group in groups if len(group) > 1][:_FEW]


def portfolio(case: Case, intro: str) -> Blocks:
    """The verdict on the first wave: what is proposed and why, what waits and why, and what more money would bring.

    Where no wave is proposed projects stand by status and date.
    """
    if not case.results.order:
        return
    wave = case.verdicts.first_wave
    yield from verdict(case, intro)
    if not wave:
        is_by_rank = case.results.verdict.limits == NONE_SET and case.verdicts.is_ranked
        yield from [_ranking(case)] if is_by_rank else _by_status(case)
        return
    yield Table(
        case.verdicts.headline,
        (
            TableColumn(say("papers.ranking.project"), 3.6),
            TableColumn(say("papers.ranking.wave"), 2.2),
            TableColumn(say("papers.wave.why"), 6),
        ),
        tuple((case.results.round.by_row[at].title, case.verdicts.stands(at), case.verdicts.why(at)) for at in wave),
        say("papers.wave.described"),
        "first_wave",
        tuple(case.sources.rows("portfolio", [at]) for at in wave),
    )
    yield from left_waiting(case)
    yield from _step_up(case)


def _by_status(case: Case) -> Blocks:
    """The open projects with status, lead, dates and known cash, those that are decided first, then by their start.

    Of very many the first; the action plan has them all.
    """
    every = sorted(case.results.order, key=lambda at: (at not in case.verdicts.committed, last_day(_start(case, at))))
    rows = every[:_MOST] if "action_plan" in case.wording.papers else every
    columns = (
        TableColumn(say("papers.by_status.project"), 4), TableColumn(say("papers.by_status.status"), 2),
        TableColumn(say("papers.by_status.lead"), 2.6), TableColumn(say("papers.by_status.start"), 2),
        TableColumn(say("papers.by_status.finish"), 2),
        TableColumn(say("papers.by_status.cash", horizon=case.money.period), 3),
    )  # fmt: skip
    sources = tuple(case.sources.rows("portfolio", [at]) for at in rows)
    cells = tuple(_status_of(case, at) for at in rows)
    blank = (LEFT_BLANK, say("papers.not_named"))
    yield filled(Table(say("papers.by_status"), columns, cells, say("papers.by_status.described"), "", sources), blank)
    if more := len(every) - len(rows):
        yield Paragraph(say("papers.measures.more", count=more), "note")


def _status_of(case: Case, at: int) -> tuple[str, ...]:
    """A project's cells; what is only proposed has no promised dates."""
    row = case.project(at)
    lead = say("papers.not_named") if row["lead"] is None else str(row["lead"])
    is_decided = at in case.verdicts.committed
    start, finish = (when(row[key]) if is_decided else LEFT_BLANK for key in ("start", "finish"))
    title = case.results.round.by_row[at].title
    return title, shown(row["status"]), lead, start, finish, case.money.known_cash(at)


def _start(case: Case, at: int) -> object:
    return case.project(at)["start"]


def _step_up(case: Case) -> Blocks:
    """What the next step up the frontier would bring, in a sentence."""
    points = case.sureness.frontier.points
    present = next((point for point in points if point.factor == PARTS), None)
    step = next((point for point in points if present and point.benefit > present.benefit), None)
    if not present or not step:
        return
    more, limits = step.benefit - present.benefit, percent(step.factor / PARTS)
    names = case.verdicts.titles(sorted(step.chosen - present.chosen))
    yield Paragraph(
        say("papers.step_up", count=more, limits=limits, cash=pounds(step.cash), names=names), see=("all_scores",)
    )


def verdict(case: Case, intro: str = "") -> Blocks:
    """The verdict, and where no wave is proposed what would help."""
    if case.results.verdict.is_recommended:
        text = joining.sentences((intro, case.verdicts.main_sentence, case.verdicts.twin_track))
        yield Paragraph(text, source=case.sources.of_limits)
        return
    if intro:
        yield Paragraph(intro)
    if not case.results.order:
        return
    yield Callout(say("papers.verdict.title"), case.verdicts.main_sentence)
    if case.verdicts.mend:
        yield Bullets(say("papers.mend"), case.verdicts.mend)


def cash_by_year(case: Case, wave: Collection[int], with_basis: bool = True) -> Blocks:
    """The cash of the first wave by financial year, capital and revenue apart; staff time stands in a sentence.

    with_basis  say what to know of the amounts, which may stand in the same paper already
    """
    rows = case.money.by_year(wave)
    total = case.money.takes(wave).spent.total
    if rows:
        year_rows = [(year, *map(pounds, amounts)) for year, *amounts in rows]
        yield Table(
            say("papers.wave_cash"),
            (TableColumn(say("papers.wave_cash.year"), 3), TableColumn(say("papers.cash.capital"), 2, "right"),
             TableColumn(say("papers.cash.revenue"), 2, "right"),
             TableColumn(say("papers.wave_cash.together"), 2, "right")),
            (*year_rows, (say("papers.wave_cash.all_years"), *map(pounds, total))),
            say("papers.wave_cash.described"),
            "wave_cash",
            (*(case.sources.of_costs(wave) for _ in year_rows), case.sources.of_costs(wave)),
        )  # fmt: skip
    yield Paragraph(case.money.of_wave(wave, with_kinds=not rows), source=case.sources.of_costs(wave))
    for sentence in case.money.basis(wave) if with_basis else ():
        yield Paragraph(sentence, "note")


def left_waiting(case: Case) -> Blocks:
    """The projects that are not in the first wave, and why; those that cannot be placed yet in a sentence."""
    others: dict[str, list[str]] = {}
    for at in _that_stand(case, LATER, OPEN):
        if why := case.verdicts.why(at):
            others.setdefault(why, []).append(case.results.round.by_row[at].title)
    if others:
        first = list(others.items())[:_FEW]
        reasons = tuple(say("papers.reason.of", project=listed(titles, _SHORT_LIST), why=why) for why, titles in first)
        more = sum(map(len, others.values())) - sum(len(titles) for _, titles in first)
        lead = say("papers.waiting.more", count=more) if more else say("papers.waiting")
        yield Bullets(lead, reasons, see=("all_scores",) if more else ())
    unplaced = _that_stand(case, UNPLACED)
    if unplaced:
        text = say("papers.unplaced", count=len(unplaced), names=case.verdicts.titles(unplaced, _SHORT_LIST))
        yield Paragraph(text, source=case.sources.rows("portfolio", unplaced))


def _that_stand(case: Case, *standings: str) -> list[int]:
    return [at for at in case.results.order if case.verdicts.standing(at) in standings]


def twin_track(case: Case, intro: str) -> Blocks:
    """The pair to start with and why; nothing where there is none."""
    pair = case.verdicts.pair
    if pair is None or not case.verdicts.is_ranked:
        return
    titles = [case.results.round.by_row[at].title for at in pair]
    if pair[0] == pair[1]:
        why = say("papers.pair.both", project=titles[0])
    else:
        why = say("papers.pair.two", activity=titles[0], service=titles[1])
    yield Paragraph(joining.sentences((intro, pairing(case, pair), why)))


def pairing(case: Case, pair: tuple[int, int]) -> str:
    """The areas of the pair to start with, in a sentence."""
    activity, service = (pair_area(case, at, kind) for at, kind in zip(pair, KINDS, strict=True))
    is_wave = bool(case.verdicts.first_wave)
    return say("papers.pair.of_wave" if is_wave else "papers.pair.by_rank", activity=activity, service=service)


KINDS = (terms.ACTIVITY, terms.SERVICE)


def pair_area(case: Case, at: int, kind: str) -> str:
    """The name of the area of a kind in which a project brings most benefit."""
    labels: tuple[str, ...] = case.project(at)["areas"] or ()  # type: ignore[assignment]
    fitting = [label for label in labels if case.kinds.get(normalised(label)) == kind]
    uses = [use for group in case.results.bought.claims[at] for use in group.uses]
    most = max(
        fitting, key=lambda label: sum(use.points for use in uses if use.area == normalised(label)), default=None
    )
    return case.area(most)
