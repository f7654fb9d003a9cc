"""A project held against the ones ranked next above and below, and another answer against the workbook's."""

from __future__ import annotations

from collections.abc import Iterator

from smreport.blocks.document import Block, Bullets, Heading, Paragraph, Table, TableColumn
from smreport.decision.reasons import why_in, why_out
from smreport.decision.score import difference
from smreport.decision.terms import CRITERIA
from smreport.decision.verdict import CANNOT_BE_MET, HELD, NONE_SET, NOT_KNOWN_YET, NOT_PUBLISHED
from smreport.papers import figures
from smreport.papers.case import Case
from smreport.papers.verdicts import SOME
from smreport.words import joining, say
from smreport.words.locales import number

Blocks = Iterator[Block]


def placed(case: Case, at: int) -> Blocks:
    """Why it is in the first wave or out of it, worked out for it alone; and the same of its neighbours in rank."""
    for sentence in dict.fromkeys(filter(None, (why(case, at), *case.verdicts.sentences))):
        yield Paragraph(sentence)
    beside = [(other, why(case, other)) for other in neighbours(case, at)]
    lines = tuple(_beside(case, other, reason) for other, reason in beside if reason)
    if lines:
        yield Bullets(say("papers.placed.beside"), lines)


def _beside(case: Case, row: int, reason: str) -> str:
    name, rank = case.results.round.by_row[row].title, str(case.results.scores[row].rank)
    stands = case.verdicts.stands(row)
    return say("papers.placed.why", name=name, rank=rank, stands=figures.lowered(stands), why=reason)


def why(case: Case, row: int) -> str:
    """Why a project is in the first wave or out of it, exactly; "" where there is no wave."""
    results = case.results
    if results.wave is None:
        return ""
    ranks = {other: scored.rank for other, scored in results.scores.items()}
    if row in results.wave.chosen:
        return case.verdicts.why(row, why_in(results.search, results.wave, row))
    return case.verdicts.why(row, why_out(results.search, results.wave, row, ranks), with_cells=True)


def compared(case: Case, at: int) -> Blocks:
    """By how many points of score it is ahead of or behind its neighbours in rank, and on what.

    Nothing where a cost could be worked out from it: public results have no ranks then, and so nobody has neighbours.
    """
    weights, beside = case.results.weights, neighbours(case, at)
    if not beside:
        return
    yield Heading(say("papers.compared"), 1)
    rows = []
    for name in filter(weights.__getitem__, CRITERIA):
        rows.append((say(f"papers.criterion.{name}"), *(_ahead(case, at, other, name) for other in beside)))
    rows.append((say("papers.compared.all"), *(_ahead(case, at, other, "") for other in beside)))
    columns = (TableColumn(say("papers.compared.criterion"), 2), *(_against(case, at, other) for other in beside))
    yield Table(say("papers.compared.points"), columns, tuple(rows), say("papers.compared.described"))


def neighbours(case: Case, at: int) -> tuple[int, ...]:
    """The projects ranked next above and next below, as far as there are any."""
    if case.results.scores[at].rank is None:
        return ()
    ranked = [row for row in case.results.order if case.results.scores[row].rank is not None]
    place = ranked.index(at)
    return tuple(ranked[max(place - 1, 0) : place] + ranked[place + 1 : place + 2])


def _against(case: Case, at: int, other: int) -> TableColumn:
    name, rank = case.results.round.by_row[other].title, str(case.results.scores[other].rank)
    return TableColumn(say("papers.compared.against", name=name, rank=rank), 3, "right")


def _ahead(case: Case, at: int, other: int, criterion: str) -> str:
    """Points of score ahead, on one criterion or on all."""
    scores = case.results.scores
    ahead = difference(scores[at], scores[other], case.results.weights)
    return signed(ahead[criterion] if criterion else sum(ahead.values()))


def signed(points: float) -> str:
    """+3.2, −1 or 0."""
    text = number(abs(points), 1)
    return f"{'+' if points > 0 else '−'}{text}" if round(points, 1) else text


# --- another answer ---


def changed(case: Case, before: Case, at: int) -> Blocks:
    """What another answer changes for a project and for the first wave."""
    yield Heading(say("papers.changed"), 1)
    yield Paragraph(joining.sentences(case.what_if))
    yield Bullets(say("papers.changed.lead"), tuple(_changes(case, before, at)))


def _changes(case: Case, before: Case, at: int) -> Iterator[str]:
    was, now = (version.results.scores[at].rank for version in (before, case))
    ranks = [say("papers.changed.no_rank") if rank is None else str(rank) for rank in (was, now)]
    if was == now:
        yield say("papers.changed.same_rank", rank=ranks[0])
    else:
        yield say("papers.changed.rank", before=ranks[0], now=ranks[1])
    yield from _of_verdict(case, before)
    yield from _of_wave(case, before, at)


def _of_verdict(case: Case, before: Case) -> Iterator[str]:
    was, now = (version.results.verdict.limits for version in (before, case))
    if was != now:
        yield {
            NONE_SET: say("papers.changed.none_set"),
            HELD: say("papers.changed.held"),
            CANNOT_BE_MET: say("papers.changed.cannot_be_met"),
            NOT_KNOWN_YET: say("papers.changed.not_known_yet"),
            NOT_PUBLISHED: say("papers.verdict.not_published"),
        }[now]


def _of_wave(case: Case, before: Case, at: int) -> Iterator[str]:
    was, now = (frozenset(version.verdicts.first_wave) for version in (before, case))
    if (at in was) == (at in now):
        yield say("papers.changed.still_in") if at in now else say("papers.changed.still_out")
    else:
        yield say("papers.changed.comes_in") if at in now else say("papers.changed.goes_out")
    if enters := sorted(now - was - {at}):
        yield say("papers.changed.enters", names=case.verdicts.titles(enters, SOME))
    if leaves := sorted(was - now - {at}):
        yield say("papers.changed.leaves", names=case.verdicts.titles(leaves, SOME))
    points = [version.results.bought.benefit(wave) for version, wave in ((before, was), (case, now))]
    if was != now and was and now:
        yield say("papers.changed.points", before=number(points[0]), now=number(points[1]))
