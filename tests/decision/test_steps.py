"""How many steps the solver takes in a build, counted and never timed; and the quick sums that keep them few."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import pytest
from decision_cases import allowed_sets, best_by_hand, count, feasible_sets, points_of, random_round, within

from smreport.decision.bought import Bought
from smreport.decision.closing import closings_of
from smreport.decision.frontier import FEW_POINTS, frontier_of
from smreport.decision.judging import verdict_of
from smreport.decision.money import HOURS, spent
from smreport.decision.reasons import CHOSEN, TOO_DEAR, TWIN_TRACK, reasons
from smreport.decision.records import CostLine, Limits, Project, Round, Settings, Use, YearLimit, amount
from smreport.decision.score import in_order, scored
from smreport.decision.solver import NODES, WaveProgram
from smreport.decision.verdict import HELD, MET
from smreport.decision.wave import Search, first_wave, nearly_best, search_of
from smreport.frozen import replace

APRIL = 2027 * 12 + 3


@contextmanager
def searches() -> Iterator[list[int]]:
    """The most nodes of every search that the solver makes meanwhile."""
    made, run = list[int](), WaveProgram._run

    def counted(program: WaveProgram, aim: Any, most_nodes: int, *given: Any) -> Any:
        made.append(most_nodes)
        return run(program, aim, most_nodes, *given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WaveProgram, "_run", counted)
        yield made


def shared_platforms(size: int, seed: int = 0) -> Round:
    """Projects that share a platform in fives, with limits by year and by month."""
    chance = Random(seed)
    rows = range(8, 8 + size)
    projects = tuple(
        Project(row, f"P{row}", frozenset({f"a{row}"}), frozenset({f"r{row}", f"platform {row % 5}"}),
                start=APRIL + chance.randrange(24), kinds=frozenset({"activity", "service"}))
        for row in rows
    )  # fmt: skip
    own = [(row, f"r{row}", 40_000_00) for row in rows]
    shared = [(1000 + at, f"platform {at}", 60_000_00) for at in range(5)]
    lines = tuple(
        CostLine(row, role, None, amount(chance.randrange(most)), amount(chance.randrange(most // 4)),
                 amount(chance.randrange(20_00)), "exact", chance.choice(("capital", "revenue")), chance.random() < 0.2)
        for row, role, most in own + shared
    )  # fmt: skip
    uses = tuple(Use(row, f"a{row}", f"r{row}", chance.randint(1, 9), 9) for row in rows)
    years = tuple(YearLimit(year, size * 3_000, size * 4_000) for year in (2027, 2028, 2029))
    return Round(projects, uses, lines, (), Limits(years, hours=size * 4_00), Settings(APRIL, years=3))


@pytest.mark.parametrize("size", [17, 24])
def test_a_build_asks_the_solver_twice_for_the_wave_and_once_at_most_for_each_point_of_the_frontier(size: int) -> None:
    round = shared_platforms(size)
    scores = scored(Bought(round))
    search = search_of(round, in_order(scores, {each.row: each.title for each in round.projects}))
    with searches() as made:
        verdict, wave = verdict_of(search)
        assert wave is not None
        assert (verdict.limits, verdict.proof, len(made)) == (HELD, 0.0, 2)
        reasons(search, wave, {row: each.rank for row, each in scores.items()})
        closings_of(search, verdict, wave, scores)
        assert len(made) == 2
        frontier_of(search, verdict, wave)
        assert len(made) <= 2 + FEW_POINTS
    assert max(made) <= NODES // size


@pytest.mark.parametrize("part", [0.0, 0.03, 0.5])
@pytest.mark.parametrize("budget", [12, 14])
def test_the_solver_is_not_asked_where_a_set_that_is_looked_up_is_near_enough(part: float, budget: int) -> None:
    """Six of a point, at four pounds each: twelve pounds buy three, and so do fourteen, where parts would bring 3.5."""
    with searches() as made:
        found = nearly_best(priced(dict.fromkeys(range(8, 14), 4), budget), part)
    assert found is not None
    assert (found.benefit, found.at_most, made) == (3, 3, [])


@pytest.mark.parametrize(("points", "most", "asked"), [(1, 60, 1), (10, 600, 2)])
def test_of_very_many_projects_the_solver_is_asked_again_only_where_the_first_set_is_not_near_enough(
    points: int, most: int, asked: int
) -> None:
    """Of 120 at four pounds 60 fit. With half a pound more to spend, as it is told, parts would bring 60, or 601."""
    search = priced(dict.fromkeys(range(8, 128), 4), 240, points)
    with searches() as made:
        best = search.best()
    assert best is not None
    assert (best.benefit, best.at_most, len(made)) == (most, most, asked)


def test_where_all_sets_are_tried_the_solver_is_not_asked() -> None:
    round = shared_platforms(12)
    with searches() as made:
        verdict, wave = verdict_of(search_of(round, [project.row for project in round.projects]))
    assert (verdict.limits, wave is None, made) == (HELD, False, [])


def cases(most: int) -> Iterator[tuple[Round, tuple[int, ...]]]:
    for seed in range(900):
        round = random_round(Random(seed))
        order = tuple(Random(seed).sample([each.row for each in round.projects], len(round.projects)))
        if not search_of(round, order).case.unknown.blanks:
            yield round, order
            most -= 1
        if not most:
            return


def test_ties_are_settled_though_the_first_set_that_is_found_has_more_cash(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cash is in the first objective only so that the rival is seldom found; without it the answers are the same."""
    monkeypatch.setattr(WaveProgram, "thrifty_aim", WaveProgram.aim)
    with searches() as made:
        found = 0
        for round, order in cases(120):
            best, wave = best_by_hand(round, order, feasible_sets(round)), first_wave(search_of(round, order, True))
            assert (None if wave is None else wave.chosen) == (None if best is None else best[0])
            found += wave is not None
    assert found > 20
    assert len(made) > found


def test_a_tally_brings_and_takes_what_counting_by_hand_finds() -> None:
    tried = 0
    for round, order in cases(60):
        search = search_of(round, order)
        allowed = set(allowed_sets(round))
        for chosen in sets_of(search, Random(tried)):
            present, takes = search.tally.of(chosen), spent(search.case.bought, chosen)
            assert search.tally.rows(present) == chosen
            assert search.tally.benefit(present) == points_of(round, chosen)
            assert list(search.tally.takes(present)[-2:]) == [takes.total.total, sum(takes.hours)]
            held = chosen in allowed and within(round, count(round, chosen))
            if search.is_consistent:
                assert search.tally.is_allowed(present) == held
            tried += 1
    assert tried > 200


def sets_of(search: Search, chance: Random) -> Iterator[frozenset[int]]:
    for _ in range(8):
        yield search.case.forced | {row for row in search.case.free if chance.random() < 0.5}


def test_what_is_found_near_a_set_keeps_all_limits_and_has_its_core() -> None:
    found = 0
    for round, order in cases(60):
        search = search_of(round, order)
        for row in search.case.free:
            core = search.tally.of(search.case.bought.with_needs({row}))
            if search.is_consistent and (other := search.near.best_found(core, True)) is not None:
                chosen = search.tally.rows(other)
                assert row in chosen
                assert within(round, count(round, chosen))
                assert search.tally.on_both_tracks(other)
                found += 1
    assert found > 20


def test_under_other_limits_a_search_finds_what_one_made_anew_finds() -> None:
    round = shared_platforms(18)
    search = search_of(round, [each.row for each in round.projects])
    wider = [limit._replace(most=limit.most if limit.kind == HOURS else limit.most * 2) for limit in search.case.limits]
    anew = Search(replace(search.case, limits=tuple(wider)))
    assert search.tally.takes(search.tally.of(search.case.free)).any()
    assert search.under(wider).best() == anew.best() != search.best()


def test_where_a_commitment_has_bought_all_that_is_needed_each_set_takes_as_much() -> None:
    """Two projects share the one line of a commitment, 12,000 a year: nothing depends on who is in."""
    zero = amount(0)
    projects = tuple(
        Project(row, f"Project {row}", frozenset({"area"}), frozenset({"role"}), committed=row == 8, start=APRIL)
        for row in (8, 9, 10)
    )
    line = CostLine(8, "role", None, amount(5_000_00), amount(12_000_00), zero, "exact", "capital")
    settings = Settings(plan_start=APRIL, years=1)
    for budget, fits in ((17_000, True), (16_999, False)):
        made = Round(projects, (), (line,), limits=Limits(budget=budget), settings=settings)
        tally = search_of(made, (8, 9, 10), by_solver=True).tally
        for chosen in ((), (9,), (10,), (9, 10)):
            present = tally.of(chosen)
            assert tally.takes(present).tolist() == [17_000, 17_000, 0]
            assert tally.is_allowed(present) is fits


def priced(costs: dict[int, int], budget: int, points: int = 1) -> Search:
    """Projects that share nothing, with what each costs and brings (a point), the best rank first; by the solver."""
    zero = amount(0)
    projects = tuple(Project(row, f"P{row}", frozenset({f"a{row}"}), frozenset({f"r{row}"})) for row in costs)
    lines = tuple(
        CostLine(row, f"r{row}", None, amount(cost * 100), zero, zero, "exact") for row, cost in costs.items()
    )
    uses = tuple(Use(row, f"a{row}", f"r{row}", points, 1) for row in costs)
    round = Round(projects, uses, lines, limits=Limits(budget=budget, twin_track=False))
    return search_of(round, tuple(costs), by_solver=True)


def test_what_gave_way_to_a_project_is_tried_again_the_best_rank_first() -> None:
    """With 12 in there are 4 pounds left: 8 takes 5, so 9 comes back, which leaves too little for 10."""
    search = priced({8: 5, 9: 3, 10: 2, 11: 9, 12: 6}, budget=10)
    tally = search.tally
    filled = search.near.refilled(tally.of({8, 9, 10, 11}), tally.of({12}))
    assert filled is not None
    assert tally.rows(filled) == {9, 12}


def test_reasons_are_worked_out_for_the_twenty_next_in_rank_alone() -> None:
    search = priced({row: 100 + row for row in range(8, 38)}, budget=300)
    verdict, wave = verdict_of(search)
    assert wave is not None
    told = [reason.kind for row, reason in reasons(search, wave, {}).items() if row not in wave.chosen]
    assert (verdict.limits, len(wave.chosen), len(told)) == (HELD, 2, 28)
    assert [bool(kind) for kind in told] == [True] * 20 + [False] * 8


def test_those_that_share_a_platform_are_tried_together_where_one_alone_is_too_dear() -> None:
    """Four of three pounds and three points fill twelve pounds; so do four of four points with a platform of eight."""
    zero = amount(0)
    own = {row: (3, 3, frozenset({f"r{row}"})) for row in range(8, 12)}
    own |= {row: (1, 4, frozenset({f"r{row}", "platform"})) for row in range(12, 16)}
    projects = tuple(Project(row, f"P{row}", frozenset({f"a{row}"}), roles) for row, (_, _, roles) in own.items())
    prices = {**{f"r{row}": cost for row, (cost, _, _) in own.items()}, "platform": 8}
    lines = tuple(
        CostLine(row, role, None, amount(cost * 100), zero, zero, "exact")
        for row, (role, cost) in enumerate(prices.items())
    )
    uses = tuple(Use(row, f"a{row}", f"r{row}", points, 1) for row, (_, points, _) in own.items())
    round = Round(projects, uses, lines, limits=Limits(budget=12, twin_track=False))
    search = search_of(round, tuple(own), by_solver=True)
    found = search.near.best_found(search.tally.of(()))
    assert found is not None
    assert search.tally.rows(found) == {12, 13, 14, 15}


def test_a_set_that_exceeds_money_and_hours_by_as_much_keeps_neither() -> None:
    """By ten pounds, and by ten hundredths of an hour a month."""
    line = CostLine(8, "role", None, amount(110_00), amount(0), amount(110), "exact")
    project, use = Project(8, "One", frozenset({"area"}), frozenset({"role"})), Use(8, "area", "role", 3, 3)
    settings = Settings(plan_start=APRIL, years=1)
    for budget, hours, fits in ((100, 100, False), (110, 110, True), (100, 110, False), (110, 100, False)):
        limits = Limits(budget=budget, hours=hours, twin_track=False)
        search = search_of(Round((project,), (use,), (line,), limits=limits, settings=settings), (8,))
        wave = first_wave(search)
        assert wave is not None
        assert (wave.chosen == {8}) is fits


def test_what_is_in_for_the_twin_track_alone_says_so_though_another_could_be_instead() -> None:
    """Two of four can be paid: the two services bring most, and with an activity the better of two activities is in."""
    brings = {8: (9, "service"), 9: (5, "service"), 10: (2, "activity"), 11: (1, "activity")}
    projects = tuple(
        Project(row, f"P{row}", frozenset({f"a{row}"}), frozenset({f"r{row}"}), kinds=frozenset({kind}))
        for row, (_, kind) in brings.items()
    )
    uses = tuple(Use(row, f"a{row}", f"r{row}", points, 1) for row, (points, _) in brings.items())
    lines = tuple(CostLine(row, f"r{row}", None, amount(1_00), amount(0), amount(0), "exact") for row in brings)
    search = search_of(Round(projects, uses, lines, limits=Limits(budget=2, twin_track=True)), tuple(brings))
    wave = first_wave(search)
    assert wave is not None
    assert (wave.chosen, wave.twin) == ({8, 10}, MET)
    told = {row: reason.kind for row, reason in reasons(search, wave, {}).items() if row in wave.chosen}
    assert told == {8: CHOSEN, 10: TWIN_TRACK}


@pytest.mark.parametrize("by_solver", [False, True])
@pytest.mark.parametrize("start", [-1, 0, 11])
def test_a_set_up_in_the_first_or_the_last_month_of_the_plan_is_held_against_the_limit(
    start: int, by_solver: bool
) -> None:
    project = Project(8, "One", frozenset({"area"}), frozenset({"role"}), start=APRIL + start)
    line = CostLine(8, "role", None, amount(100_00), amount(0), amount(0), "exact", "capital")
    use, settings = Use(8, "area", "role", 3, 3), Settings(plan_start=APRIL, years=1)
    for most, fits in ((99, False), (100, True)):
        limits = Limits((YearLimit(2027, most, 0),), twin_track=False)
        wave = first_wave(search_of(Round((project,), (use,), (line,), (), limits, settings), (8,), by_solver))
        assert wave is not None
        assert (wave.chosen == {8}) is fits


def test_one_of_two_of_a_kind_is_not_in_for_the_twin_track() -> None:
    """Of ten pounds: the first alone brings most; with both tracks two services and the activity are in."""
    projects = {8: (10, 20, "service"), 9: (5, 6, "service"), 10: (2, 2, "service"), 11: (3, 1, "activity")}
    round = Round(
        tuple(Project(row, f"P{row}", frozenset({f"a{row}"}), frozenset({f"r{row}"}), kinds=frozenset({kind}))
              for row, (_, _, kind) in projects.items()),
        tuple(Use(row, f"a{row}", f"r{row}", points, 1) for row, (_, points, _) in projects.items()),
        tuple(CostLine(row, f"r{row}", None, amount(cost * 100), amount(0), amount(0), "exact")
              for row, (cost, _, _) in projects.items()),
        limits=Limits(budget=10, twin_track=True),
    )  # fmt: skip
    search = search_of(round, tuple(projects))
    wave = first_wave(search)
    assert wave is not None
    assert wave.chosen == {9, 10, 11}
    told = {row: reason.kind for row, reason in reasons(search, wave, {}).items() if row in wave.chosen}
    assert told == {9: CHOSEN, 10: CHOSEN, 11: TWIN_TRACK}


def test_what_is_too_dear_says_by_how_much_where_not_all_sets_are_tried() -> None:
    search = priced({8: 5, 9: 30}, budget=10)
    wave = first_wave(search)
    assert wave is not None
    dear = reasons(search, wave, {})[9]
    assert (dear.kind, [(limit.kind, more) for limit, more in dear.over]) == (TOO_DEAR, [("budget", 20)])


def test_by_which_part_a_wave_may_fall_short_is_of_what_no_set_can_exceed() -> None:
    wave = first_wave(priced({8: 5}, budget=10))
    assert wave is not None
    assert [replace(wave, benefit=each, at_most=100).short for each in (75, 100, 101)] == [0.25, 0.0, 0.0]
