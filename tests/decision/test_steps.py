"""How many steps the solver takes in a build, counted and never timed; and the quick sums that keep them few."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from decision_cases import allowed_sets, best_by_hand, count, feasible_sets, points_of, random_round, within

from smreport.decision.bought import Bought
from smreport.decision.closing import closings_of
from smreport.decision.frontier import FEW_POINTS, frontier_of
from smreport.decision.money import HOURS, spent
from smreport.decision.reasons import reasons
from smreport.decision.records import CostLine, Limits, Project, Round, Settings, Use, YearLimit, amount
from smreport.decision.score import in_order, scored
from smreport.decision.solver import NODES, WaveProgram
from smreport.decision.verdict import HELD, verdict_of
from smreport.decision.wave import Search, first_wave, search_of

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
