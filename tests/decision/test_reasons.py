"""Why a project is in or out: what each reason claims is counted again by hand, on random cases."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from random import Random

from decision_cases import (
    allowed_sets,
    certain,
    contested,
    count,
    is_unplaced,
    on_both_tracks,
    place,
    points_of,
    random_round,
    too_risky,
    within,
)

from smreport.decision import reasons as why
from smreport.decision.money import Limit
from smreport.decision.reasons import Reason, reasons
from smreport.decision.records import Project, Round
from smreport.decision.wave import Search, Wave, first_wave, search_of

CASES = int(os.environ.get("SMREPORT_REASONS", "100"))  # a long run: SMREPORT_REASONS=3000


@dataclass(frozen=True)
class Claim:
    """A reason that was given, and all that is needed to count it again."""

    round: Round
    order: tuple[int, ...]
    wave: Wave
    row: int
    said: Reason

    @property
    def project(self) -> Project:
        return self.round.by_row[self.row]

    @cached_property
    def feasible(self) -> list[frozenset[int]]:
        fitting = [chosen for chosen in allowed_sets(self.round) if within(self.round, count(self.round, chosen))]
        return [each for each in fitting if self.wave.twin != "met" or on_both_tracks(self.round, each)]

    def best(self, having: bool) -> frozenset[int] | None:
        """The best set that has, or has not, the project."""
        fitting = [chosen for chosen in self.feasible if (self.row in chosen) == having]
        return min(fitting, key=lambda chosen: place(self.round, chosen, self.order), default=None)

    @property
    def closure(self) -> set[int]:
        reached = {self.row} | certain(self.round)
        for _ in self.round.projects:
            reached |= {needed for row in reached for needed in self.round.by_row[row].depends}
        return reached


def amount_of(limit: Limit, round: Round, chosen: frozenset[int]) -> int:
    taken = count(round, chosen)
    if limit.kind == "hours":
        return max(taken.hours.values())
    return taken.total if limit.kind == "budget" else taken.money.get((limit.kind, limit.year or 0), 0)


def too_dear(claim: Claim) -> bool:
    alone = frozenset(claim.closure)
    told = all(amount_of(limit, claim.round, alone) - limit.most == over > 0 for limit, over in claim.said.over)
    return told and bool(claim.said.over) and claim.best(having=True) is None


def displaced(claim: Claim) -> bool:
    other = claim.best(having=True)
    assert other is not None
    less = points_of(claim.round, claim.wave.chosen) - points_of(claim.round, other)
    changes = (set(claim.said.enters), set(claim.said.leaves)) == (other - claim.wave.chosen, claim.wave.chosen - other)
    return changes and less == claim.said.points and (less > 0) == (claim.said.kind == why.DISPLACED)


def equal(claim: Claim) -> bool:
    other = claim.best(having=True)
    assert other is not None
    ours, theirs = (count(claim.round, each) for each in (claim.wave.chosen, other))
    dearer, longer = theirs.total - ours.total, sum(theirs.hours.values()) - sum(ours.hours.values())
    tie = (why.MORE_HOURS, longer) if longer else (why.LOWER_RANK, 0)
    tie = (why.DEARER, dearer) if dearer else tie
    return displaced(claim) and (claim.said.tie, claim.said.by) == tie and claim.said.by >= 0


def waits(claim: Claim) -> bool:
    others = set(claim.said.others)
    if claim.said.names:
        return claim.project.lost == claim.said.names
    return bool(others) and others <= claim.closure - {claim.row} and not others & claim.wave.chosen


def chosen(claim: Claim) -> bool:
    other = claim.best(having=False)
    assert other is not None
    less = points_of(claim.round, claim.wave.chosen) - points_of(claim.round, other)
    changes = (set(claim.said.enters), set(claim.said.leaves)) == (other - claim.wave.chosen, claim.wave.chosen - other)
    return changes and less == claim.said.points and (less > 0) == (claim.said.kind == why.CHOSEN)


def for_twin_track(claim: Claim) -> bool:
    """With neither track asked another wave would be best, without it; or no other set has both tracks."""
    unasked = [each for each in allowed_sets(claim.round) if within(claim.round, count(claim.round, each))]
    best = min(unasked, key=lambda each: place(claim.round, each, claim.order))
    only = not on_both_tracks(claim.round, claim.wave.chosen - {claim.row})
    return (only and claim.row not in best) or claim.best(having=False) is None


def unscored(claim: Claim) -> bool:
    return points_of(claim.round, {claim.row}) == 0


TRUE: dict[str, Callable[[Claim], bool]] = {
    why.UNKNOWN: lambda claim: is_unplaced(claim.round, claim.project) and bool(claim.said.blanks),
    why.TOO_RISKY: lambda claim: too_risky(claim.round, claim.project),
    why.TOO_DEAR: too_dear,
    why.NO_SET: lambda claim: claim.best(having=True) is None,
    why.WAITS: waits,
    why.NOT_WITH: lambda claim: set() != set(claim.said.others) <= claim.project.not_with & claim.wave.chosen,
    why.NOTHING_SCORED: unscored,
    why.ADDS_NOTHING: lambda claim: points_of(claim.round, claim.wave.chosen | {claim.row}) == claim.wave.benefit,
    why.DISPLACED: displaced,
    why.EQUAL: equal,
    why.MUST_DO: lambda claim: claim.project.must,
    why.COMMITTED: lambda claim: claim.project.committed,
    why.NEEDED_BY: lambda claim: set(claim.said.others) <= claim.wave.chosen - {claim.row},
    why.TWIN_TRACK: for_twin_track,
    why.CHOSEN: chosen,
    why.EQUAL_WITHOUT: chosen,
}


def given(seed: int, most: int = 7) -> tuple[Search, Wave | None]:
    chance = Random(seed)
    round = random_round(chance, most) if seed % 2 else contested(random_round(chance, most))
    order = tuple(chance.sample([project.row for project in round.projects], len(round.projects)))
    search = search_of(round, order)
    return search, None if search.case.unknown.blanks else first_wave(search)


def test_every_reason_is_true_when_it_is_counted_again() -> None:
    told: Counter[str] = Counter()
    seed = 0
    while told["waves"] < CASES:
        search, wave = given(seed)
        seed += 1
        if wave is None:
            continue
        told["waves"] += 1
        ranks: dict[int, int | None] = {row: at for at, row in enumerate(search.case.order, start=1)}
        found = reasons(search, wave, ranks)
        assert found.keys() == search.case.bought.round.by_row.keys()
        for row, said in found.items():
            claim = Claim(search.case.bought.round, search.case.order, wave, row, said)
            assert TRUE[said.kind](claim), (seed - 1, row, said)
            told[said.kind] += 1
    rare = {why.NO_SET, why.EQUAL, why.NOT_WITH}
    assert told[why.DISPLACED] > 8, told
    assert TRUE.keys() - rare <= told.keys()


def at_most(claim: Claim) -> bool:
    """A set with, or without, the project is told that keeps all rules and limits, and how many points it is less."""
    other = (claim.wave.chosen | set(claim.said.enters)) - set(claim.said.leaves)
    if claim.said.points == claim.wave.benefit and not claim.said.leaves:
        return True  # no other set is told
    less = points_of(claim.round, claim.wave.chosen) - points_of(claim.round, other)
    turned = (claim.row in other) != (claim.row in claim.wave.chosen)
    return turned and other in claim.feasible and less == claim.said.points and not claim.said.is_exact


def above_a_limit_with_what_must_be(claim: Claim) -> bool:
    alone = frozenset(claim.closure)
    return all(amount_of(limit, claim.round, alone) - limit.most == over > 0 for limit, over in claim.said.over)


QUICK = {
    **TRUE,
    **dict.fromkeys((why.DISPLACED, why.EQUAL, why.CHOSEN, why.EQUAL_WITHOUT), at_most),
    why.TOO_DEAR: above_a_limit_with_what_must_be,
    "": lambda claim: claim.row not in claim.wave.chosen,
}


def test_where_not_all_sets_are_tried_what_is_told_is_true_at_most() -> None:
    told: Counter[str] = Counter()
    for seed in range(CASES):
        search, wave = given(seed)
        if wave is not None:
            quick = search_of(search.case.bought.round, search.case.order, by_solver=True)
            for row, said in reasons(quick, wave, dict.fromkeys(search.case.order, 1)).items():
                claim = Claim(search.case.bought.round, search.case.order, wave, row, said)
                assert QUICK[said.kind](claim), (seed, row, said)
                told[said.kind] += 1
    assert told[why.DISPLACED] > 5, told
    assert told[why.CHOSEN] > 5, told
