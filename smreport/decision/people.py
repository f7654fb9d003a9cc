"""Several people: what each person's or group's own swings would put first, where all agree and whose order differs.

Settings hold what was agreed, and decide; this says only who would see the order otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf

from smreport.blueprint.tables import Tables
from smreport.decision.score import Scored, ranks, score_of, weights_of
from smreport.decision.terms import CRITERIA
from smreport.frozen import Frozen

FIRST = 5


class Opinion(Frozen):
    """A row of 7c Swings: whose they are, and the swing weights by criterion."""

    row: int
    who: str
    swings: Mapping[str, float]


class Order(Frozen):
    """What one person's swings come to.

    first  rows of the five projects ranked first, in order; more where the fifth rank is shared
    moved  rows of the five that the agreed swings put first whose rank is another here, each with that rank
    """

    opinion: Opinion
    first: tuple[int, ...]
    moved: tuple[tuple[int, int], ...]


class People(Frozen):
    """What all of them come to.

    orders  of each person, in the order of the sheet
    agreed  rows of the first five by the agreed swings, in order
    shared  rows that are among the first five of everybody, the agreed swings included
    """

    orders: tuple[Order, ...]
    agreed: tuple[int, ...]
    shared: tuple[int, ...]

    @property
    def same(self) -> tuple[str, ...]:
        """Who puts the same projects first, in the same order."""
        return tuple(order.opinion.who for order in self.orders if not order.moved)


def opinions_in(tables: Tables) -> tuple[Opinion, ...]:
    """The rows of 7c Swings with three usable weights; a form may lack the sheet."""
    opinions = []
    for row, answers in tables["swings"].rows.items() if "swings" in tables else ():
        swings = {name: swing for name in CRITERIA if (swing := _usable(answers[name])) is not None}
        if len(swings) == len(CRITERIA) and any(swings.values()):
            opinions.append(Opinion(row, str(answers["who"] or ""), swings))
    return tuple(opinions)


def _usable(swing: object) -> float | None:
    is_number = isinstance(swing, int | float) and not isinstance(swing, bool) and 0 <= swing < inf
    return float(swing) if is_number else None  # type: ignore[arg-type]


def people_of(
    opinions: tuple[Opinion, ...], scores: Mapping[int, Scored], swings: Mapping[str, float], order: tuple[int, ...]
) -> People:
    """What each person's swings come to. ``order``: by the agreed swings, best first; equal ranks keep it."""
    agreed = _ranks(scores, swings)
    first = _first(agreed, order)
    orders = []
    for opinion in opinions:
        own = _ranks(scores, opinion.swings)
        moved = tuple((row, own[row]) for row in first if own[row] != agreed[row])
        orders.append(Order(opinion, _first(own, order), moved))
    shared = tuple(row for row in first if all(row in own_order.first for own_order in orders))
    return People(tuple(orders), first, shared)


def _ranks(scores: Mapping[int, Scored], swings: Mapping[str, float]) -> dict[int, int]:
    """The rank of each project that has one, by other swings."""
    weights = weights_of(swings)
    known = {row: score_of(scored.points, weights) for row, scored in scores.items() if scored.rank is not None}
    return {row: rank for row, rank in ranks(known).items() if rank is not None}


def _first(by_rank: Mapping[int, int], order: tuple[int, ...]) -> tuple[int, ...]:
    ranked = sorted((row for row in order if row in by_rank), key=by_rank.__getitem__)
    return tuple(row for row in ranked if by_rank[row] <= FIRST)
