"""The program that the solver is given, asked alone: nothing that it returns is added up afresh or cut off here."""

from __future__ import annotations

from collections.abc import Iterator
from math import isclose
from random import Random

import pytest
from decision_cases import APRIL_2027, count, feasible_sets, points_of, random_round, within

from smreport.decision.judging import verdict_of
from smreport.decision.records import CostLine, Limits, Project, Round, Settings, Use, amount
from smreport.decision.solver import Aim, Parts, Program, Solution, WaveProgram
from smreport.decision.verdict import CANNOT_BE_MET
from smreport.decision.wave import MONEY, Search, first_wave, least_excess, search_of
from smreport.frozen import replace

MANY_NODES = 100_000
ZERO = amount(0)


def some(first_seed: int, many: int, most: int = 8) -> Iterator[tuple[int, Round, Search, list[frozenset[int]]]]:
    """Random rounds in which projects compete, all is known and something fits; with all that fits."""
    for seed in range(first_seed, first_seed + 50 * many):
        round = random_round(Random(seed), most)
        search = search_of(round, [project.row for project in round.projects], by_solver=True)
        if search.case.free and not search.case.unknown.blanks and (feasible := feasible_sets(round)):
            yield seed, round, search, feasible
            many -= 1
            if not many:
                return
    pytest.fail(f"{many} rounds are missing")


def told(search: Search) -> WaveProgram:
    program = WaveProgram(search.model)
    program.hold_limits()
    return program


def rows(search: Search, solution: Solution | None) -> frozenset[int]:
    assert solution is not None
    return search.case.forced | {row for row, is_in in zip(search.case.free, solution.taken, strict=True) if is_in}


def test_the_program_alone_finds_what_fits_and_brings_the_most_and_of_these_what_costs_the_least() -> None:
    several = 0
    for seed, round, search, feasible in some(0, 50, 7):
        program = told(search)
        most = max(points_of(round, chosen) for chosen in feasible)
        best = [chosen for chosen in feasible if points_of(round, chosen) == most]
        costs = [count(round, chosen).total for chosen in best]
        for aim in (program.aim, program.thrifty_aim):
            solution = program.maximise(aim, MANY_NODES)
            assert rows(search, solution) in best, seed
            assert solution is not None
            assert program.sure_benefit + aim.points(solution.bound) == most, seed
        assert count(round, rows(search, program.maximise(program.thrifty_aim, MANY_NODES))).total == min(costs), seed
        several += len(set(costs)) > 1
    assert several > 10


def test_the_program_counts_cash_and_hours_of_all_lines_as_they_are_held_against_limits() -> None:
    """The least and the most cash and hours of what fits: of lines that end too, to the pound."""
    for seed, round, search, feasible in some(5_000, 40, 6):
        program = told(search)
        taken = {chosen: count(round, chosen) for chosen in feasible}
        for column, amounts in (
            (-2, {chosen: each.total for chosen, each in taken.items()}),
            (-1, {chosen: sum(each.hours.values()) for chosen, each in taken.items()}),
        ):
            least: Parts = {at: -part for at, part in program.columns[column].items()}
            solution = program.maximise(Aim(least), MANY_NODES)
            assert amounts[rows(search, solution)] == min(amounts.values()), (seed, column)
            assert solution is not None
            assert isclose(program.base[column] - solution.bound, min(amounts.values()), abs_tol=0.01), (seed, column)


def test_points_that_are_given_count_instead_of_those_of_the_round() -> None:
    for seed, round, search, feasible in some(9_000, 20, 6):
        groups = search.model.coverage
        chance = Random(seed)
        worths = [chance.randint(0, 9) for _ in groups]
        program = WaveProgram(search.model, worths)
        program.hold_limits()

        def brought(chosen: frozenset[int], worths: list[int] = worths, search: Search = search) -> int:
            return sum(worth for worth, group in zip(worths, search.model.coverage, strict=True)
                       if group.claimants & chosen)  # fmt: skip

        solution = program.maximise(program.aim, MANY_NODES)
        assert solution is not None
        assert brought(rows(search, solution)) == max(map(brought, feasible)), seed
        assert program.sure_benefit + program.aim.points(solution.bound) == max(map(brought, feasible)), seed
        assert within(round, count(round, rows(search, solution)))


def test_what_is_taken_in_part_is_never_worse_and_says_what_each_change_costs_at_least() -> None:
    """A project that is out, forced in, costs its reduced points at least; one that is in, forced out, likewise."""
    changed = 0
    for seed, round, search, feasible in some(12_000, 40):
        program = told(search)
        relaxed = program.relaxed(program.benefit)
        assert relaxed is not None
        most = max(points_of(round, chosen) for chosen in feasible)
        assert program.sure_benefit + relaxed.bound >= most - 1e-6, seed
        assert len(relaxed.parts) == len(relaxed.reduced) == len(search.case.free)
        assert all(-1e-6 <= part <= 1 + 1e-6 for part in relaxed.parts)
        for at, (part, reduced) in enumerate(zip(relaxed.parts, relaxed.reduced, strict=True)):
            if min(part, 1 - part) < 1e-9 and abs(reduced) > 1e-6:
                assert (reduced > 0) == (part < 0.5), seed
                other = program.branch()
                other.fix([at], 1.0 - part)
                without = other.relaxed(other.benefit)
                assert without is None or without.bound <= relaxed.bound - abs(reduced) + 1e-6, (seed, at)
                changed += 1
    assert changed > 20


def test_nothing_is_taken_in_part_where_nothing_fits() -> None:
    search = search_of(_plain([5, 5], [3, 4], 10), (8, 9), by_solver=True)
    program = told(search)
    program.hold(program.benefit, 10.5)
    assert program.relaxed(program.benefit) is None
    assert program.maximise(program.aim, MANY_NODES) is None


def _plain(points: list[int], pounds: list[int], budget: int, must: bool = False, hours: int | None = None) -> Round:
    """Projects that share nothing, an hour a month each."""
    at = range(8, 8 + len(points))
    return Round(
        tuple(Project(row, f"P{row}", frozenset({f"a{row}"}), frozenset({f"r{row}"}), must=must) for row in at),
        tuple(Use(row, f"a{row}", f"r{row}", worth, 1) for row, worth in zip(at, points, strict=True)),
        tuple(
            CostLine(row, f"r{row}", None, amount(cost * 100), ZERO, amount(100), "exact", "revenue")
            for row, cost in zip(at, pounds, strict=True)
        ),
        limits=Limits(budget=budget, hours=hours, twin_track=False),
        settings=Settings(plan_start=APRIL_2027, years=1),
    )


def test_those_on_the_edge_are_left_open_and_the_others_are_as_they_are_taken_in_part() -> None:
    """By points for a pound 9, 8, 7, 6, 5 ... for 100 pounds each: 350 pounds buy three and a half."""
    search = search_of(_plain([9, 8, 7, 6, 5, 4], [100] * 6, 350), range(8, 14), by_solver=True)
    program = told(search)
    relaxed = program.relaxed(program.benefit)
    assert relaxed is not None
    assert relaxed.bound == pytest.approx(9 + 8 + 7 + 3, abs=0.1)
    assert relaxed.parts == pytest.approx((1, 1, 1, 0.5, 0, 0), abs=0.01)
    assert relaxed.reduced == pytest.approx((-3, -2, -1, 0, 1, 2))
    for size, fixed in ((6, {}), (4, {0: 1.0, 5: 0.0}), (2, {0: 1.0, 1: 1.0, 4: 0.0, 5: 0.0}),
                        (0, {0: 1.0, 1: 1.0, 2: 1.0, 4: 0.0, 5: 0.0})):  # fmt: skip
        core = program.with_core(relaxed, size).program
        assert {at: core.lower[at] for at in range(6) if core.lower[at] == core.upper[at]} == fixed, size
    assert program.program.upper[:6] == [1.0] * 6  # the program itself stays as it is


def test_a_copy_has_bounds_and_rows_of_its_own() -> None:
    program = told(search_of(_plain([5, 4], [3, 4], 10), (8, 9), by_solver=True))
    before = Program(*map(list, (program.program.lower, program.program.upper, program.program.whole)),
                     [*program.program.rows])  # fmt: skip
    other = program.branch()
    other.fix([0], 0.0)
    other.cut_off([True, True])
    other.hold(other.benefit, 1.0)
    assert program.program == before


def test_the_solver_looks_on_until_it_has_found_something_unless_it_is_not_asked_to_be_patient() -> None:
    """A hard one: what 30 projects bring is what they cost, and an odd sum is asked of even ones but for the last."""
    pounds = [2 * worth for worth in range(501, 530)] + [1_001]
    search = search_of(_plain(pounds, pounds, 14_391), range(8, 38), by_solver=True)
    program = told(search)
    program.hold(program.benefit, 14_390.5)
    assert program.maximise(program.aim, 0, patient=False) is None
    solution = program.maximise(program.aim, 1)
    assert count(search.case.bought.round, rows(search, solution)).total == 14_391
    assert program.maximise(program.aim, MANY_NODES, patient=False) is not None


def test_a_set_to_begin_with_is_what_is_found_where_no_time_is_left_to_look() -> None:
    pounds = [2 * worth for worth in range(501, 530)] + [1_001]
    search = search_of(_plain(pounds, pounds, 14_391), range(8, 38), by_solver=True)
    program = told(search)
    for begin in ({0, 5, 7}, {29, 1}):
        solution = program.maximise(program.aim, 0, start=begin, patient=False)
        assert solution is not None
        assert {at for at, is_in in enumerate(solution.taken) if is_in} == begin


@pytest.mark.parametrize(("budget", "hours", "more"), [(10, 300, 0), (9, 300, 1), (10, 299, None)])
def test_where_nothing_competes_what_is_in_all_the_same_fits_exactly_or_does_not(
    budget: int, hours: int, more: int | None
) -> None:
    """Three must-dos for ten pounds and three hours a month."""
    search = search_of(_plain([1, 1, 1], [3, 3, 4], budget, True, hours), (8, 9, 10), by_solver=True)
    wave = first_wave(search)
    if (budget, hours) == (10, 300):
        assert wave is not None
        assert (wave.chosen, wave.benefit, wave.short) == ({8, 9, 10}, 3, 0)
    else:
        assert verdict_of(search)[0].limits == CANNOT_BE_MET
    least = least_excess(search, MONEY)
    assert (None if least is None else sum(much for _, much in least)) == more


def test_where_hours_alone_are_limited_no_more_money_is_asked_of_what_takes_them_all() -> None:
    round = _plain([1, 1], [3, 3], 0, True, 200)
    search = search_of(replace(round, limits=Limits(hours=200, twin_track=False)), (8, 9), by_solver=True)
    assert least_excess(search, MONEY) == ()


def test_nothing_of_the_solver_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    assert first_wave(search_of(_plain([5, 4, 3], [3, 4, 5], 8), (8, 9, 10), by_solver=True))
    assert capfd.readouterr() == ("", "")
