"""The one verdict: each of its states, and what would mend limits that cannot be met, tried out."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest
from decision_cases import APRIL_2027, allowed_sets, contested, count, feasible_sets, random_round

from smreport.decision.judging import verdict_of
from smreport.decision.money import BUDGET, HOURS, Limit
from smreport.decision.records import Blank, CostLine, Limits, Project, Risk, Round, Settings, Use, amount
from smreport.decision.verdict import (
    CANNOT_BE_MET,
    HELD,
    MET,
    NONE_SET,
    NOT_ASKED,
    NOT_KNOWN_YET,
    NOT_POSSIBLE,
    Verdict,
)
from smreport.decision.wave import search_of
from smreport.frozen import replace

LAW = Project(
    8, "Law", frozenset({"a"}), frozenset({"lawyer"}), must=True, start=APRIL_2027, kinds=frozenset({"service"})
)
COST = CostLine(8, "lawyer", None, amount(500_00), amount(0), amount(30_00), "exact", "revenue")
DATED = Settings(plan_start=APRIL_2027, years=1)


def verdict(round: Round, by_solver: bool = False) -> Verdict:
    return verdict_of(search_of(round, [project.row for project in round.projects], by_solver))[0]


def test_without_limits_nothing_is_recommended() -> None:
    assert verdict(Round((LAW,), lines=(COST,), settings=DATED)) == Verdict(NONE_SET)


def test_the_twin_track_is_met_not_possible_or_not_asked() -> None:
    round = Round((LAW,), lines=(COST,), limits=Limits(budget=500), settings=DATED)
    assert verdict(round) == Verdict(HELD, 0.0, NOT_ASKED), "nothing brings benefit beyond the must-do"
    useful = replace(round, projects=(replace(LAW, must=False),), uses=(Use(4, "a", "lawyer", 3, 3),))
    assert verdict(useful) == Verdict(HELD, 0.0, NOT_POSSIBLE)
    both = replace(round, projects=(replace(LAW, kinds=frozenset({"activity", "service"})),))
    assert verdict(both) == Verdict(HELD, 0.0, MET)
    assert verdict(replace(round, limits=Limits(budget=500, twin_track=False))) == Verdict(HELD, 0.0, NOT_ASKED)


@pytest.mark.parametrize("by_solver", [False, True], ids=["all sets", "solver"])
def test_what_would_mend_limits_that_cannot_be_met_is_told(by_solver: bool) -> None:
    other = replace(LAW, row=9, title="Duty", roles=frozenset({"officer"}))
    dear = replace(COST, row=9, role="officer", setup=amount(900_00), hours=amount(10_00))
    round = Round((LAW, other), lines=(COST, dear), limits=Limits(budget=1_000, hours=35_00), settings=DATED)
    found = verdict(round, by_solver)
    budget, hours = Limit(BUDGET, None, 1_000), Limit(HOURS, None, 35_00)
    assert (found.limits, found.proof, found.twin_track) == (CANNOT_BE_MET, None, NOT_ASKED)
    assert found.mend is not None
    assert found.mend.over == ((budget, 400), (hours, 5_00))
    assert (found.mend.money, found.mend.hours, found.mend.both) == (None, None, ((budget, 400), (hours, 5_00)))
    assert found.mend.release == (9,)  # one is enough; the better-ranked stays


def test_where_limits_cannot_be_met_what_is_not_known_is_told_too() -> None:
    other = replace(LAW, row=9, title="Duty", roles=frozenset({"officer"}))
    blank = replace(COST, row=9, role="officer", setup=None)
    for budget, limits in ((499, CANNOT_BE_MET), (500, NOT_KNOWN_YET)):
        found = verdict(Round((LAW, other), lines=(COST, blank), limits=Limits(budget=budget), settings=DATED))
        assert found.mend is not None
        assert (found.limits, found.mend.cells) == (limits, (Blank("evaluation", "setup_cost", 9),))


def test_must_dos_that_do_not_go_together_or_are_too_risky_are_named() -> None:
    other = replace(LAW, row=9, title="Duty", not_with=frozenset({8}))
    first = replace(LAW, not_with=frozenset({9}))
    risk = Risk(8, "lawyer", None, 20, 16)
    free = replace(COST, setup=amount(0), hours=amount(0))
    apart = verdict(Round((first, other), lines=(free,), limits=Limits(budget=0), settings=DATED))
    assert apart.mend is not None
    assert (apart.limits, apart.mend.apart, apart.mend.release) == (CANNOT_BE_MET, ((8, 9),), (9,))
    risky = verdict(Round((LAW,), lines=(free,), risks=(risk,), limits=Limits(risk=15), settings=DATED))
    assert risky.mend is not None
    assert (risky.limits, risky.mend.risky, risky.mend.release) == (CANNOT_BE_MET, ((8, 16),), (8,))
    committed = replace(LAW, committed=True)
    taken = Round((committed,), lines=(free,), risks=(risk,), limits=Limits(risk=15), settings=DATED)
    assert verdict(taken).limits == HELD


def test_where_one_more_sort_helps_alone_the_two_together_are_not_told() -> None:
    round = Round((LAW,), lines=(COST,), limits=Limits(budget=1_000, hours=25_00), settings=DATED)
    mend = verdict(round).mend
    assert mend is not None
    assert (mend.money, mend.hours, mend.both) == (None, ((Limit(HOURS, None, 25_00), 5_00),), None)
    mend = verdict(replace(round, limits=Limits(budget=400, hours=30_00))).mend
    assert mend is not None
    assert (mend.money, mend.hours, mend.both) == (((Limit(BUDGET, None, 400), 100),), None, None)


def test_pairs_and_single_risks_are_told_apart() -> None:
    first, other = replace(LAW, not_with=frozenset({9})), replace(LAW, row=9, title="Duty", not_with=frozenset({8}))
    third = replace(LAW, row=10, title="Third", roles=frozenset({"other"}))
    risks = (Risk(8, "lawyer", None, 20, 16), Risk(9, "other", None, 4, 4))
    mend = verdict(Round((first, other, third), lines=(COST,), risks=risks, limits=Limits(risk=15))).mend
    assert mend is not None
    assert (mend.apart, mend.risky) == (((8, 9),), ((8, 16), (9, 16)))
    assert verdict(Round((third,), lines=(COST,), risks=risks, limits=Limits(risk=4))).is_recommended
    assert not verdict(Round((first,), lines=(COST,), risks=risks, limits=Limits(risk=4))).is_recommended


def test_the_smallest_mends_are_the_smallest_on_random_rounds() -> None:
    tried = 0
    for seed in range(60):
        round = contested(random_round(Random(seed), 5))
        musts = tuple(replace(project, must=project.row < 11) for project in round.projects)
        round = replace(round, projects=musts)
        found = verdict(round)
        if found.limits != CANNOT_BE_MET or found.mend is None or found.mend.cells:
            continue
        if found.mend.apart or found.mend.risky:
            continue
        tried += 1
        over = [excess_of(round, chosen) for chosen in allowed_sets(round)]
        money = min((pounds for pounds, hours in over if not hours), default=None)
        hours = min((hours for pounds, hours in over if not pounds), default=None)
        for told, least in ((found.mend.money, money), (found.mend.hours, hours)):
            assert total(told) == least, seed
        released = found.mend.release
        assert (None if released is None else len(released)) == fewest(round), seed
        by_solver = verdict(round, by_solver=True).mend
        assert by_solver is not None
        assert [total(by_solver.money), total(by_solver.hours)] == [money, hours], seed
    assert tried > 20


def total(told: tuple[tuple[Limit, int], ...] | None) -> int | None:
    return None if told is None else sum(much for _, much in told)


def excess_of(round: Round, chosen: frozenset[int]) -> tuple[int, int]:
    """How many pounds (over all limits of money) and hundredths of an hour a set is over its limits."""
    taken, limits = count(round, chosen), round.limits
    most = [(taken.total, limits.budget)]
    for year in limits.years:
        most += [(taken.money.get((kind, year.year), 0), getattr(year, kind)) for kind in ("capital", "revenue")]
    pounds = sum(max(0, used - limit) for used, limit in most if limit is not None)
    hours = max(taken.hours.values())
    return pounds, 0 if limits.hours is None else max(0, hours - limits.hours)


def fewest(round: Round) -> int | None:
    """How many must-dos have to go, one, two, three tried in turn."""
    musts = [project.row for project in round.projects if project.must and not project.committed]
    for size in range(len(musts) + 1):
        for gone in combinations(musts, size):
            kept = tuple(replace(each, must=each.must and each.row not in gone) for each in round.projects)
            if feasible_sets(replace(round, projects=kept)):
                return size
    return None
