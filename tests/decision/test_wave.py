"""The first wave, held against plain counting over all sets, published optima and dynamic programming."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from random import Random

import numpy as np
import pytest
from decision_cases import (
    APRIL_2027,
    allowed_sets,
    best_by_hand,
    certain,
    count,
    feasible_sets,
    on_both_tracks,
    points_of,
    random_round,
    within,
)

from smreport.decision.bought import Bought
from smreport.decision.case import excess
from smreport.decision.certainty import certainty_of
from smreport.decision.judging import verdict_of
from smreport.decision.money import spent
from smreport.decision.records import CostLine, Limits, Project, Round, Settings, Use, YearLimit, amount
from smreport.decision.solver import WaveProgram
from smreport.decision.verdict import MET, NOT_ASKED, NOT_POSSIBLE
from smreport.decision.wave import (
    Search,
    _better,
    _rival,
    _within_limits,
    first_wave,
    nearly_best,
    search_of,
)
from smreport.frozen import replace

WAVES = int(os.environ.get("SMREPORT_WAVES", "210"))  # a long run: SMREPORT_WAVES=5000
ZERO = amount(0)
ENDLESS = Settings(plan_start=APRIL_2027, years=1)


def known_cases(first_seed: int = 0) -> Iterator[tuple[int, Round, tuple[int, ...]]]:
    """Random rounds in which limits can be held, with a random order of rank."""
    for seed in range(first_seed, first_seed + 50 * WAVES):
        chance = Random(seed)
        round = random_round(chance)
        order = tuple(chance.sample([project.row for project in round.projects], len(round.projects)))
        if not search_of(round, order).case.unknown.blanks:
            yield seed, round, order


@pytest.mark.long
def test_the_wave_is_what_counting_over_all_sets_finds_by_both_ways_of_solving() -> None:
    found = 0
    for seed, round, order in known_cases():
        best = best_by_hand(round, order, feasible_sets(round))
        for by_solver in (False, True):
            wave = first_wave(search_of(round, order, by_solver))
            assert (wave is None) == (best is None), (seed, by_solver)
            if wave is not None and best is not None:
                assert wave.chosen == best[0], (seed, by_solver)
                adds = wave.benefit > points_of(round, certain(round))
                without = NOT_POSSIBLE if adds else NOT_ASKED
                assert wave.twin == (MET if best[1] else without) or not round.limits.twin_track
                assert (wave.benefit, wave.short) == (points_of(round, best[0]), 0)
        found += best is not None
        if found == WAVES:
            return
    pytest.fail(f"only {found} cases have a wave")


def test_what_depends_on_what_is_lost_is_in_no_set_and_not_in_the_wave() -> None:
    told = Counter[bool]()
    for seed, round, order in islice(known_cases(20_000), 60):
        one = Random(seed).choice(range(len(round.projects)))
        stranded = changed(round, one, lost=("An old one",))
        best = best_by_hand(stranded, order, feasible_sets(stranded))
        for by_solver in (False, True):
            wave = first_wave(search_of(stranded, order, by_solver))
            assert (None if wave is None else wave.chosen) == (None if best is None else best[0]), seed
        told[best is None] += 1
    assert min(told[True], told[False]) > 5, told


@pytest.mark.parametrize("by_solver", [False, True])
@pytest.mark.parametrize("points", [9, 0])
def test_both_tracks_are_asked_of_sets_that_bring_benefit_and_what_brings_none_is_left_out(
    points: int, by_solver: bool
) -> None:
    """A brings points and takes all the money; B and C are one of each kind, bring none, and B takes nothing."""
    round = simple([points, 0, 0], [10, 0, 5])
    for at, kind in enumerate(("activity", "activity", "service")):
        round = changed(round, at, kinds=frozenset({kind}))
    round = replace(round, limits=Limits(budget=10))
    search = search_of(round, [8, 9, 10], by_solver)
    wave = first_wave(search)
    assert wave is not None
    assert (8 in wave.chosen, wave.twin) == ((True, NOT_POSSIBLE) if points else (False, NOT_ASKED))
    assert points or not wave.chosen
    if not by_solver:
        sure = certainty_of(search, *verdict_of(search), {}, 20)
        assert sure.in_wave == {row: 20 * (row in wave.chosen) for row in (8, 9, 10)}


def test_what_a_set_takes_is_what_counting_month_by_month_finds() -> None:
    for seed in range(150):
        chance = Random(seed)
        round = random_round(chance)
        chosen = frozenset(project.row for project in round.projects if chance.random() < 0.5)
        by_hand, takes = count(round, chosen), spent(Bought(round), chosen)
        assert takes.total.total == by_hand.total
        assert list(takes.cash) == sorted({(month - 3) // 12 for month in by_hand.hours})
        for year, cash in takes.cash.items():
            counted = [by_hand.money.get((kind, year), 0) for kind in ("capital", "revenue", "all")]
            assert list(cash) == counted, seed
        assert list(takes.hours) == list(by_hand.hours.values())


def test_neither_the_order_of_rows_nor_their_numbers_change_the_wave() -> None:
    for seed, (_, round, order) in zip(range(60), known_cases(5_000), strict=False):
        chance = Random(seed)
        rows = [project.row for project in round.projects]
        renumbered = dict(zip(rows, chance.sample(range(100, 100 + len(rows)), len(rows)), strict=True))
        other = _renumbered(round, renumbered, chance)
        wave = first_wave(search_of(round, order))
        moved = first_wave(search_of(other, [renumbered[row] for row in order]))
        expected = None if wave is None else {renumbered[row] for row in wave.chosen}
        assert (None if moved is None else moved.chosen) == expected


def _renumbered(round: Round, rows: dict[int, int], chance: Random) -> Round:
    def new(numbers: frozenset[int]) -> frozenset[int]:
        return frozenset(rows[row] for row in numbers)

    projects = [
        replace(each, row=rows[each.row], depends=new(each.depends), not_with=new(each.not_with))
        for each in round.projects
    ]
    lines = [replace(line, project=rows.get(line.project or 0)) for line in round.lines]
    risks = [replace(risk, project=rows.get(risk.project or 0)) for risk in round.risks]
    for shuffled in (projects, lines, risks):
        chance.shuffle(shuffled)  # type: ignore[arg-type]
    return replace(round, projects=tuple(projects), lines=tuple(lines), risks=tuple(risks), uses=round.uses[::-1])


def test_groups_of_uses_stand_in_the_order_of_their_projects() -> None:
    for seed in range(20):
        groups = [sorted(group.claimants) for group in Bought(random_round(Random(seed))).coverage]
        assert groups == sorted(groups)


# --- single rules, each with two or three projects ---


def simple(benefits: list[int], pounds: list[int], hours: list[int] | None = None) -> Round:
    """Projects A, B, C ... from row 8 on, each with its own area, role, use and line."""
    rows = range(8, 8 + len(benefits))
    names = [f"{chr(ord('A') + at % 26)}{at // 26 or ''}" for at in range(len(benefits))]
    return Round(
        projects=tuple(
            Project(row, name, frozenset({name}), frozenset({name}), start=APRIL_2027)
            for row, name in zip(rows, names, strict=True)
        ),
        uses=tuple(Use(row, name, name, points, 1) for row, name, points in zip(rows, names, benefits, strict=True)),
        lines=tuple(
            CostLine(row, name, None, amount(cost * 100), ZERO, amount(time * 100), "exact", "revenue")
            for row, name, cost, time in zip(rows, names, pounds, hours or [0] * len(benefits), strict=True)
        ),
        limits=Limits(twin_track=False),
        settings=ENDLESS,
    )


def chosen(round: Round, by_solver: bool = False, **limits: int) -> str:
    """The titles of the wave under some limits, in order of rows; "-" where there is none."""
    limited = replace(round, limits=replace(round.limits, **limits))
    wave = first_wave(search_of(limited, [project.row for project in round.projects], by_solver))
    return "-" if wave is None else "".join(limited.by_row[row].title for row in sorted(wave.chosen))


def changed(round: Round, at: int, **changes: object) -> Round:
    projects = list(round.projects)
    projects[at] = replace(projects[at], **changes)  # type: ignore[arg-type]
    return replace(round, projects=tuple(projects))


both_ways = pytest.mark.parametrize("by_solver", [False, True], ids=["all sets", "solver"])


# Classic 0/1 knapsack instances, used as test data by several libraries.
@both_ways
@pytest.mark.parametrize(
    ("profits", "costs", "budget", "optimum", "items"),
    [
        ([70, 20, 39, 37, 7, 5, 10], [31, 10, 20, 19, 4, 3, 6], 50, 107, "AD"),
        ([15, 100, 90, 60, 40, 15, 10, 1], [2, 20, 20, 30, 40, 30, 60, 10], 102, 280, "ABCDF"),
        ([92, 57, 49, 68, 60, 43, 67, 84, 87, 72], [23, 31, 29, 44, 53, 38, 63, 85, 89, 82], 165, 309, "ABCDF"),
    ],
)
def test_the_optimum_is_the_published_one(
    profits: list[int], costs: list[int], budget: int, optimum: int, items: str, by_solver: bool
) -> None:
    round = simple(profits, costs)
    assert chosen(round, by_solver, budget=budget) == items
    assert sum(profits[ord(item) - ord("A")] for item in items) == optimum


@both_ways
def test_of_equal_benefit_less_cash_then_fewer_hours_then_the_better_rank_is_taken(by_solver: bool) -> None:
    assert chosen(simple([5, 5, 10], [6, 4, 11]), by_solver, budget=11) == "AB"
    assert chosen(simple([5, 5], [6, 4]), by_solver, budget=6) == "B"
    assert chosen(simple([5, 5], [6, 6], [9, 8]), by_solver, budget=6) == "B"
    assert chosen(simple([5] * 6, [4] * 6), by_solver, budget=12) == "ABC"


def test_ties_are_settled_however_many_there_are() -> None:
    round = simple([5] * 50, [4] * 50)
    wave = first_wave(search_of(replace(round, limits=Limits(budget=100, twin_track=False)), range(8, 58)))
    assert wave is not None
    assert wave.chosen == frozenset(range(8, 33))


@both_ways
def test_limits_are_met_to_the_pound(by_solver: bool) -> None:
    million = simple([5, 5], [5_000_000, 5_000_001])
    assert chosen(million, by_solver, budget=10_000_001) == "AB"
    assert chosen(million, by_solver, budget=10_000_000) == "A"
    assert chosen(simple([5, 3], [1, 0]), by_solver, budget=0) == "B"
    assert chosen(simple([10, 9, 8], [5, 5, 5], [30, 10, 10]), by_solver, budget=10, hours=2_000) == "BC"


@both_ways
def test_pennies_are_rounded_up_line_by_line_and_year_by_year(by_solver: bool) -> None:
    round = simple([5, 5], [0, 0])
    lines = tuple(replace(line, yearly=amount(1_201)) for line in round.lines)  # £12.01 a year, from 1 April
    assert chosen(replace(round, lines=lines), by_solver, budget=25) in ("A", "B")
    assert chosen(replace(round, lines=lines), by_solver, budget=26) == "AB"


@both_ways
def test_a_fixed_charge_is_bought_once_and_a_use_counts_once(by_solver: bool) -> None:
    round = simple([10, 9, 8], [100, 0, 0])
    shared = [replace(each, roles=frozenset({"A", each.title})) for each in round.projects]
    together = replace(round, projects=tuple(shared))
    assert chosen(together, by_solver, budget=100) == "ABC"
    assert chosen(together, by_solver, budget=99) == "-"[:0]
    same_use = changed(simple([10, 9, 8], [5, 5, 5]), 1, areas=frozenset({"A", "B"}), roles=frozenset({"A", "B"}))
    assert points_of(same_use, {8, 9}) == 19
    assert chosen(same_use, by_solver, budget=10) == "AB"


@both_ways
def test_ten_small_projects_on_one_platform_beat_the_project_ranked_first(by_solver: bool) -> None:
    round = simple([40, *[9] * 10], [60_000, 55_000, *[0] * 9])
    on_one = [round.projects[0], *(replace(each, roles=each.roles | {"B"}) for each in round.projects[1:])]
    assert chosen(replace(round, projects=tuple(on_one)), by_solver, budget=60_000) == "BCDEFGHIJK"


@both_ways
def test_set_up_falls_in_the_year_of_the_first_start_and_is_not_pulled_forward(by_solver: bool) -> None:
    """A starts in the second year, in which nothing is left; that there is room in the first does not help it."""
    round = replace(simple([5], [100]), settings=Settings(plan_start=APRIL_2027, years=2))
    late = changed(round, 0, start=APRIL_2027 + 12)
    years = (YearLimit(2027, None, 100), YearLimit(2028, None, 0))
    limits = Limits(years, twin_track=False)
    assert chosen(replace(late, limits=limits), by_solver) == ""
    earlier = replace(late.projects[0], row=9, title="B", start=APRIL_2027)
    two = replace(late, projects=(*late.projects, earlier), limits=limits)
    assert chosen(two, by_solver) == "AB"  # B's earlier start pays for A, which costs nothing more and ranks first


@both_ways
def test_dependencies_exclusions_must_dos_and_commitments(by_solver: bool) -> None:
    round = simple([10, 1, 6], [5, 5, 5])
    depends = changed(round, 0, depends=frozenset({9}))
    assert chosen(depends, by_solver, budget=5) == "C"
    assert chosen(depends, by_solver, budget=10) == "AB"
    apart = changed(changed(round, 0, not_with=frozenset({10})), 2, not_with=frozenset({8}))
    assert chosen(apart, by_solver, budget=15) == "AB"
    assert chosen(changed(round, 1, must=True), by_solver, budget=5) == "B"
    assert chosen(changed(round, 1, committed=True, depends=frozenset({10})), by_solver, budget=10) == "BC"
    assert chosen(changed(round, 0, lost=("An old one",)), by_solver, budget=5) == "C"
    circle = changed(depends, 1, depends=frozenset({8}))
    assert (chosen(circle, by_solver, budget=9), chosen(circle, by_solver, budget=10)) == ("C", "AB")


@both_ways
def test_an_activity_and_a_service_or_the_wave_without_them(by_solver: bool) -> None:
    round = replace(simple([10, 9, 1], [5, 5, 5]), limits=Limits(budget=10))
    kinds = [frozenset({"activity"}), frozenset({"activity"}), frozenset({"service"})]
    for at, kind in enumerate(kinds):
        round = changed(round, at, kinds=kind)
    assert chosen(round, by_solver) == "AC"
    assert chosen(changed(round, 2, kinds=frozenset()), by_solver) == "AB"
    assert chosen(changed(round, 0, kinds=frozenset({"activity", "service"})), by_solver) == "AB"


@pytest.mark.parametrize("seed", range(2))
def test_of_hundreds_of_projects_the_wave_is_near_that_of_dynamic_programming(seed: int) -> None:
    chance = np.random.default_rng(seed)
    benefits, costs, budget = chance.integers(1, 100, 300), chance.integers(1, 60, 300), 2_000
    most = np.zeros(budget + 1, dtype=np.int64)  # by pounds to spend, over the projects so far
    for benefit, cost in zip(benefits, costs, strict=True):
        most[cost:] = np.maximum(most[cost:], most[:-cost] + benefit)
    round = replace(simple(benefits.tolist(), costs.tolist()), limits=Limits(budget=budget, twin_track=False))
    wave = first_wave(search_of(round, [project.row for project in round.projects]))
    assert wave is not None
    assert wave.benefit <= most[budget] <= wave.at_most
    assert wave.short <= 0.001
    near = nearly_best(search_of(round, [project.row for project in round.projects]), 0.0001)
    assert near is not None
    assert 0.99 * most[budget] <= near.benefit <= most[budget] <= near.at_most
    assert within(round, count(round, near.chosen))
    assert within(round, count(round, wave.chosen))


def test_forty_projects_with_shared_lines_are_solved_exactly_and_add_up_afresh() -> None:
    chance = Random(3)
    base = random_round(chance, 8)
    known = [replace(line, project=None, setup=line.setup or ZERO, yearly=line.yearly or ZERO, hours=line.hours or ZERO,
                     role=f"role {chance.choice('abcd')}") for line in base.lines]  # fmt: skip
    projects = [
        replace(base.projects[at % len(base.projects)], row=8 + at, title=f"P{at}", must=False, committed=False,
                start=APRIL_2027 + chance.randrange(20), depends=frozenset(), not_with=frozenset())
        for at in range(40)
    ]  # fmt: skip
    own = [CostLine(100 + at, "", 8 + at, amount(chance.randint(1, 500_000)), ZERO, ZERO) for at in range(40)]
    uses = [Use(200 + at, f"area {chance.choice('abc')}", f"role {chance.choice('abcd')}", 3, 3) for at in range(20)]
    own_uses = [Use(300 + at, f"own {at}", "role a", chance.randint(1, 3), chance.randint(1, 3)) for at in range(40)]
    projects = [
        replace(each, areas=each.areas | {f"own {at}"}, roles=each.roles | {"role a"})
        for at, each in enumerate(projects)
    ]
    round = Round(tuple(projects), tuple(uses + own_uses), tuple(known + own), (), Limits(budget=70_000), base.settings)
    search = search_of(round, [project.row for project in projects])
    wave = first_wave(search)
    assert search.all_sets is None
    assert wave is not None
    assert wave.short == 0
    assert within(round, count(round, wave.chosen))
    assert wave.benefit == points_of(round, wave.chosen)
    assert on_both_tracks(round, wave.chosen) == (wave.twin == MET)
    assert no_swap_is_better(round, search, wave.chosen)


# --- what the solver returns is added up afresh ---


def loose(round: Round) -> tuple[Search, WaveProgram]:
    """A search by the solver, and a program to which no limit has been told, so that it returns too much."""
    search = search_of(round, [project.row for project in round.projects], by_solver=True)
    return search, WaveProgram(search.model)


def test_what_the_solver_returns_is_cut_off_until_it_keeps_the_limits() -> None:
    """Four of 5 points, at 3, 4, 5 and 6 pounds, of which ten pounds buy two; none is told to the solver."""
    round = replace(simple([5, 5, 5, 5], [3, 4, 5, 6]), limits=Limits(budget=10, twin_track=False))
    search, program = loose(round)
    found = _within_limits(search, program, program.aim)
    assert found is not None
    assert (found.benefit, excess(search.case, found.chosen)) == (10, ())
    dear = search.found({9, 11})
    search, program = loose(round)
    better = _better(search, program, {at: float(at == 0) + 0.1 for at in range(4)}, dear)
    assert (better.benefit, excess(search.case, better.chosen)) == (10, ())
    assert search.key(better.chosen) < search.key(dear.chosen)


@pytest.mark.parametrize(("hours", "rivals"), [(2, set()), (10, {frozenset({8, 10}), frozenset({9, 10})})])
def test_another_set_as_good_is_one_that_keeps_the_limits(hours: int, rivals: set[frozenset[int]]) -> None:
    """Three of 5 points for 3 pounds, of which six pounds buy two; the third takes 9 hours a month, the others one."""
    round = replace(simple([5] * 3, [3] * 3, [1, 1, 9]), limits=Limits(budget=6, hours=hours * 100, twin_track=False))
    search, program = loose(round)
    program.hold(program.benefit, 9.5)
    rival = _rival(search, program, search.found({8, 9}))
    assert {None if rival is None else rival.chosen} <= (rivals or {None})


def test_nothing_is_found_where_all_that_the_solver_returns_is_too_dear() -> None:
    round = replace(simple([5, 5], [3, 4]), limits=Limits(budget=2, twin_track=False))
    search, program = loose(round)
    program.hold(program.benefit, 4.5)
    assert _within_limits(search, program, program.aim) is None
    search, program = loose(round)
    program.hold(program.benefit, 4.5)
    nothing = search.found(())
    assert _better(search, program, program.benefit, nothing) == nothing
    search, program = loose(round)
    program.hold(program.benefit, 4.5)
    assert _rival(search, program, search.found({8, 9})) is None


@pytest.mark.parametrize("size", [6, 18, 34])
def test_of_many_sets_with_as_much_benefit_for_as_much_cash_the_fewest_hours_count_then_the_ranks(size: int) -> None:
    """The later the rank the fewer hours, but for the last three, which take the same."""
    hours = [*range(size + 20, 23, -1), 23, 23, 23]
    round = simple([5] * size, [4] * size, hours)
    titles = [project.title for project in round.projects]
    assert chosen(round, True, budget=8) == "".join(titles[-3:-1])
    assert chosen(round, True, budget=12) == "".join(titles[-3:])


def test_of_many_sets_with_as_much_benefit_the_least_cash_counts_before_hours_and_ranks() -> None:
    """Twenty for one place: each later one a pound less, and an hour more."""
    round = simple([5] * 20, [*range(40, 20, -1)], [*range(20)])
    assert chosen(round, True, budget=40) == round.projects[-1].title


@pytest.mark.parametrize("by_solver", [False, True])
def test_the_best_set_without_some_or_with_some_is_without_and_with_them(by_solver: bool) -> None:
    """Of 10, 9, 8 and 1 points at 5 pounds each ten pounds buy two; the last is barred, as it waits for an old one."""
    round = changed(simple([10, 9, 8, 1], [5] * 4), 3, lost=("An old one",))
    limited = replace(round, limits=Limits(budget=10, twin_track=False))
    search = search_of(limited, (8, 9, 10, 11), by_solver)
    for have, without, best in (
        ((), {8}, {9, 10}), ((), {8, 11}, {9, 10}), ((), {8, 9}, {10}), ({10}, (), {8, 10}), ({10}, {8}, {9, 10}),
        ((), {8, 9, 10}, set()), ({11}, (), None), ({8, 9, 10}, (), None), ({8}, {8}, None),
    ):  # fmt: skip
        found = search.best(have, without)
        assert (None if found is None else found.chosen) == best, (have, without)


def test_every_set_that_keeps_the_rules_is_tried_once() -> None:
    for _, (seed, round, order) in zip(range(20), known_cases(8_000), strict=False):
        search = search_of(round, order)
        if search.all_sets is not None and search.is_consistent:
            tried = [search.case.forced | search.all_sets.rows(number) for number in search.all_sets.numbers.tolist()]
            barred = {row for row, bar in search.case.barred.items() if bar.kind != "too_risky"}
            allowed = [chosen for chosen in allowed_sets(round) if not chosen & barred]
            assert len(tried) == len(set(tried)), seed
            assert set(tried) == set(allowed), seed


def test_under_other_amounts_nothing_that_sets_bring_or_take_is_added_up_again() -> None:
    for _, round, order in known_cases():
        search, slow = search_of(round, order), search_of(round, order, by_solver=True)
        if search.model.runs and search.case.limits:
            break
    more = [limit._replace(most=limit.most + 1) for limit in search.case.limits]
    other, sets = search.under(more), search.all_sets
    assert (other.all_sets is None, sets is None) == (False, False)
    for part in ("steps", "runs"):
        assert getattr(other.model, part) is getattr(search.model, part)
    for part in ("numbers", "benefit", "takes"):
        assert getattr(other.all_sets, part) is getattr(sets, part)
    for part in ("_coverage", "_steps", "_runs"):
        assert getattr(slow.under(more).tally, part) is getattr(slow.tally, part)
    assert other.model.most.tolist() == [most + 1 for most in search.model.most.tolist()]


def test_sixteen_projects_are_the_most_all_of_whose_sets_are_tried() -> None:
    for size, tried in ((16, True), (17, False)):
        round = simple([1] * size, [1] * size)
        search = search_of(replace(round, limits=Limits(budget=3, twin_track=False)), range(8, 8 + size))
        assert (search.all_sets is not None) is tried
        best = search.best()
        assert best is not None
        assert best.chosen == {8, 9, 10}


def no_swap_is_better(round: Round, search: Search, there: frozenset[int]) -> bool:
    """Whether no project can be added, and none exchanged, for more points."""
    best = points_of(round, there)
    tried = (there - {out} | {into} for into in search.case.free for out in (0, *there) if into not in there)
    return not any(points_of(round, other) > best and within(round, count(round, other)) for other in tried)
