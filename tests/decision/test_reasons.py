"""Why a project is in or out: what each reason claims is counted again by hand, on random cases."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from random import Random

from decision_cases import (
    APRIL_2027,
    allowed_sets,
    certain,
    contested,
    count,
    is_unplaced,
    on_both_tracks,
    place,
    points_of,
    random_round,
    risk_by_hand,
    too_risky,
    within,
)

from smreport.decision import reasons as why
from smreport.decision.money import Limit
from smreport.decision.reasons import Reason, reasons
from smreport.decision.records import CostLine, Limits, Project, Round, Settings, Use, amount
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
    ranks: Mapping[int, int | None] = field(default_factory=dict)

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
    if dearer or longer:
        tie = (why.DEARER, dearer) if dearer else (why.MORE_HOURS, longer)
    else:
        tie = by_rank(claim, other), 0
    return displaced(claim) and (claim.said.tie, claim.said.by) == tie and claim.said.by >= 0


def by_rank(claim: Claim, other: frozenset[int]) -> str:
    """Of the projects in which sets differ the first is in the wave: by its rank, or, of equal ranks, by its title."""
    ours, theirs = (min(rows, key=claim.order.index) for rows in (claim.wave.chosen - other, other - claim.wave.chosen))
    assert claim.order.index(ours) < claim.order.index(theirs)
    return why.LATER_TITLE if claim.ranks.get(ours, 0) == claim.ranks.get(theirs, 1) else why.LOWER_RANK


def blocked(claim: Claim) -> bool:
    """Something of a must-do or commitment is unknown, and it takes more of a limit on which that bears."""
    forced = certain(claim.round)
    unknown = [claim.round.by_row[row] for row in forced if is_unplaced(claim.round, claim.round.by_row[row])]
    before, after = (count(claim.round, rows) for rows in (forced, claim.closure))
    hours, money = before.hours != after.hours, before.money != after.money
    limits = claim.round.limits
    has_money = limits.budget is not None or limits.by_year
    takes = (hours and limits.hours is not None) or (money and has_money)
    return bool(unknown) and bool(claim.said.blanks) and takes


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
    why.TOO_RISKY: lambda claim: (
        too_risky(claim.round, claim.project) and claim.said.risk == risk_by_hand(claim.round, claim.project)
    ),
    why.TOO_DEAR: too_dear,
    why.NO_SET: lambda claim: claim.best(having=True) is None,
    why.WAITS: waits,
    why.NOT_WITH: lambda claim: set() != set(claim.said.others) <= claim.project.not_with & claim.wave.chosen,
    why.BLOCKED: blocked,
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


def test_every_kind_of_reason_is_counted_again() -> None:
    assert TRUE.keys() == {*why.IN, *why.OUT}


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
            claim = Claim(search.case.bought.round, search.case.order, wave, row, said, ranks)
            assert TRUE[said.kind](claim), (seed - 1, row, said)
            told[said.kind] += 1
    assert told[why.DISPLACED] > 8, told
    assert min(told[kind] for kind in TRUE.keys() - {why.EQUAL, why.BLOCKED}) > 0, told  # these two below


def alike(chance: Random) -> tuple[Round, dict[int, int | None]]:
    """Projects that bring the same, of which the budget buys half; some cost or take more, some share a rank."""
    rows, zero = range(8, 8 + chance.randint(2, 5)), amount(0)

    def line(row: int) -> CostLine:
        setup, hours = chance.choice((1_000, 1_000, 1_100)), chance.choice((1, 1, 2))
        return CostLine(row, f"{row}", None, amount(setup), zero, amount(hours), "exact", "revenue")

    round = Round(
        tuple(Project(row, f"{row}", frozenset({f"{row}"}), frozenset({f"{row}"})) for row in rows),
        tuple(Use(row, f"{row}", f"{row}", 2, 2) for row in rows),
        tuple(map(line, rows)),
        limits=Limits(budget=11 * (len(rows) // 2), twin_track=False),
        settings=Settings(plan_start=APRIL_2027, years=1),
    )
    ranks = sorted(chance.choice((1, 2)) for _ in rows)
    return round, dict(zip(rows, ranks, strict=True))


def test_every_tie_is_settled_by_what_is_told() -> None:
    told: Counter[str] = Counter()
    for seed in range(40):
        round, ranks = alike(Random(seed))
        search = search_of(round, tuple(ranks))
        wave = first_wave(search)
        assert wave is not None
        for row, said in reasons(search, wave, ranks).items():
            claim = Claim(round, search.case.order, wave, row, said, ranks)
            assert TRUE[said.kind](claim), (seed, row, said)
            told[said.tie if said.kind == why.EQUAL else said.kind] += 1
    assert min(told[tie] for tie in (why.DEARER, why.MORE_HOURS, why.LOWER_RANK, why.LATER_TITLE)) > 2, told


def test_what_is_blocked_by_an_unknown_must_do_is_counted_again() -> None:
    told: Counter[str] = Counter()
    for seed in range(12 * CASES):
        round = random_round(Random(seed), 7)
        search = search_of(round, [project.row for project in round.projects])
        if search.case.unknown.blanks and (wave := first_wave(search)):
            for row, said in reasons(search, wave, dict.fromkeys(search.case.order, 1)).items():
                told[said.kind] += 1
                if said.kind == why.BLOCKED:
                    assert blocked(Claim(round, search.case.order, wave, row, said)), (seed, row, said)
        if told[why.BLOCKED] > CASES // 2:
            return
    assert told[why.BLOCKED] > CASES // 4, told


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


def test_what_brings_no_points_and_is_in_for_its_rank_is_told_so_where_not_all_sets_are_tried() -> None:
    """The first brings 5 points, the second none and costs nothing, the third one point."""
    zero = amount(0)
    projects = tuple(Project(row, f"P{row}", frozenset({f"{row}"}), frozenset({f"{row}"})) for row in (8, 9, 10))
    uses = tuple(Use(row, f"{row}", f"{row}", points, 1) for row, points in ((8, 5), (9, 0), (10, 1)))
    lines = tuple(CostLine(row, f"{row}", None, amount(cost), zero, zero) for row, cost in ((8, 100), (9, 0), (10, 0)))
    round = Round(projects, uses, lines, limits=Limits(budget=1, twin_track=False))
    search = search_of(round, (8, 9, 10), by_solver=True)
    wave = first_wave(search)
    assert wave is not None
    assert wave.chosen == {8, 9, 10}
    told = {row: why.why_in(search, wave, row, exact=False) for row in wave.chosen}
    assert {row: (said.kind, said.points, said.leaves, said.is_exact) for row, said in told.items()} == {
        8: (why.CHOSEN, 5, (8,), False), 9: (why.EQUAL_WITHOUT, 0, (9,), False), 10: (why.CHOSEN, 1, (10,), False),
    }  # fmt: skip


def test_what_does_not_go_with_a_must_do_is_out_for_it() -> None:
    zero = amount(0)
    projects = tuple(
        Project(row, f"P{row}", frozenset({"area"}), frozenset({"role"}), must=row == 9, not_with=frozenset({17 - row}))
        for row in (8, 9)
    )
    lines = (CostLine(8, "role", None, zero, zero, zero),)
    search = search_of(Round(projects, (Use(8, "area", "role", 1, 1),), lines, limits=Limits(budget=1)), (8, 9))
    wave = first_wave(search)
    assert wave is not None
    assert wave.chosen == {9}
    told = reasons(search, wave, {8: 1, 9: 1})
    assert (told[8], told[9].kind) == (Reason(why.NOT_WITH, others=(9,)), why.MUST_DO)


def test_the_only_service_of_a_wave_with_both_tracks_brings_all_its_points_at_most() -> None:
    zero = amount(0)
    projects = tuple(
        Project(row, f"P{row}", frozenset({f"{row}"}), frozenset({f"{row}"}), kinds=frozenset({kind}))
        for row, kind in ((8, "activity"), (9, "service"), (10, "activity"))
    )
    uses = tuple(Use(row, f"{row}", f"{row}", points, 1) for row, points in ((8, 5), (9, 3), (10, 1)))
    lines = tuple(CostLine(row, f"{row}", None, zero, zero, zero) for row in (8, 9, 10))
    search = search_of(Round(projects, uses, lines, limits=Limits(budget=1)), (8, 9, 10), by_solver=True)
    wave = first_wave(search)
    assert wave is not None
    assert (wave.chosen, wave.twin) == ({8, 9, 10}, "met")
    told = {row: why.why_in(search, wave, row, exact=False) for row in wave.chosen}
    assert {row: (said.kind, said.points, said.leaves, said.is_exact) for row, said in told.items()} == {
        8: (why.CHOSEN, 5, (8,), False), 9: (why.CHOSEN, 9, (), False), 10: (why.CHOSEN, 1, (10,), False),
    }  # fmt: skip
    exact = {row: why.why_in(search, wave, row) for row in (8, 10)}
    assert {row: (said.kind, said.points, said.leaves, said.is_exact) for row, said in exact.items()} == {
        8: (why.CHOSEN, 5, (8,), True), 10: (why.CHOSEN, 1, (10,), True),
    }  # fmt: skip
