"""What more or less money would bring: the frontier, and the limits that bind.

Along the frontier all limits of money are multiplied by one factor, from what must-dos and commitments cost to what
everything costs; hours stay as they are. Where at most 16 projects compete every point is exact.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from smreport.decision.case import Case
from smreport.decision.money import HOURS, Limit, spent
from smreport.decision.near import NEXT_IN_RANK
from smreport.decision.verdict import MET, Verdict
from smreport.decision.wave import Found, Search, Wave, nearly_best, proposed
from smreport.frozen import Frozen

POINTS, FEW_POINTS = 20, 5
NEAR = 0.03  # beyond what can be tried out, by which part the best may be missed
PARTS = 1000  # factors are in thousandths
MORE_POUNDS, MORE_HOURS = 10_000, 1_000  # pounds; hundredths of an hour


class Point(Frozen):
    """The best set with all limits of money times a factor.

    factor   in thousandths; 1000 are the present limits
    cash     pounds that the set takes; ``benefit`` its points, ``at_most`` what no set can exceed
    """

    factor: int
    cash: int
    benefit: int
    at_most: int
    chosen: frozenset[int]


class Binding(Frozen):
    """A limit of which a little more would buy points.

    more      pounds, or hundredths of an hour
    points    that it buys, at least where ``is_exact`` is false
    enters, leaves  rows of projects
    """

    limit: Limit
    more: int
    points: int
    enters: tuple[int, ...]
    leaves: tuple[int, ...]
    is_exact: bool


class Frontier(Frozen):
    """Points by factor, least first (none without limits of money), and which limits bind."""

    points: tuple[Point, ...] = ()
    binding: tuple[Binding, ...] = ()


def frontier_of(search: Search, verdict: Verdict, wave: Wave | None) -> Frontier:
    """The frontier of a round; nothing where no wave is recommended."""
    if not verdict.is_recommended or wave is None:
        return Frontier()
    points = tuple(_points(search, wave))
    bindings = (_binding(search, wave, limit) for limit in search.case.limits)
    return Frontier(points, tuple(binding for binding in bindings if binding is not None))


def _points(search: Search, wave: Wave) -> Iterator[Point]:
    case = search.case
    if not any(limit.kind != HOURS for limit in case.limits):
        return
    for factor in factors(search):
        if factor == PARTS:
            yield _point(factor, wave.benefit, wave.at_most, case, wave.chosen)
            continue
        best = _best(search.under(scaled(case.limits, factor)), wave)
        if best is not None:
            yield _point(factor, best.benefit, best.at_most, case, best.chosen)


def _point(factor: int, benefit: int, at_most: int, case: Case, chosen: frozenset[int]) -> Point:
    return Point(factor, spent(case.bought, chosen).total.total, benefit, at_most, chosen)


def _best(search: Search, wave: Wave) -> Found | None:
    """The best set, with both tracks where the wave has them and that can be."""

    def find(twin: bool) -> Found | None:
        return search.best(twin=twin) if search.all_sets is not None else nearly_best(search, NEAR, twin)

    return proposed(search.case, find, wave.twin == MET)


def scaled(limits: tuple[Limit, ...], factor: int) -> tuple[Limit, ...]:
    """The limits with those of money times so many thousandths, in whole pounds."""
    return tuple(
        limit if limit.kind == HOURS else limit._replace(most=limit.most * factor // PARTS) for limit in limits
    )


def factors(search: Search) -> tuple[int, ...]:
    """The factors of the frontier, evenly spaced, the present one among them."""
    case, count = search.case, POINTS if search.all_sets is not None else FEW_POINTS
    least, most = (_needed(case, rows) for rows in (case.forced, case.forced | frozenset(case.free)))
    low, high = min(ceil(least), PARTS), max(ceil(most), PARTS)
    others = [low + at * (high - low) // (count - 2) for at in range(count - 1)]
    return tuple(sorted({*others, PARTS}))


def _needed(case: Case, rows: frozenset[int]) -> Fraction:
    """The smallest factor, in thousandths, with which what some projects cost fits; a limit of 0 has none."""
    takes = spent(case.bought, rows)
    parts = [
        Fraction(takes.against(limit) * PARTS, limit.most)
        for limit in case.limits
        if limit.kind != HOURS and limit.most
    ]
    return max(parts, default=Fraction(PARTS))


def _binding(search: Search, wave: Wave, limit: Limit) -> Binding | None:
    """What a little more of one limit would buy; None where it buys nothing, or nothing was found."""
    more = MORE_HOURS if limit.kind == HOURS else MORE_POUNDS
    raised = tuple(held._replace(most=held.most + more) if held == limit else held for held in search.case.limits)
    wider = search.under(raised)
    exact = wider.all_sets is not None
    chosen = _best_set(wider, wave) if exact else _better_set(wider, wave)
    points = 0 if chosen is None else search.case.bought.benefit(chosen) - wave.benefit
    if chosen is None or points <= 0:
        return None
    enters, leaves = tuple(sorted(chosen - wave.chosen)), tuple(sorted(wave.chosen - chosen))
    return Binding(limit, more, points, enters, leaves, exact)


def _best_set(search: Search, wave: Wave) -> frozenset[int] | None:
    best = _best(search, wave)
    return None if best is None else best.chosen


def _better_set(search: Search, wave: Wave) -> frozenset[int] | None:
    """The best of the wave with one more of the next in rank, and what that depends on."""
    case, tally = search.case, search.tally
    out = [row for row in case.free if row not in wave.chosen][:NEXT_IN_RANK]
    tried = (tally.of(wave.chosen | case.with_closure({row})) for row in out)
    best = max((trial for trial in tried if tally.is_allowed(trial)), key=tally.benefit, default=None)
    return None if best is None else tally.rows(best)
