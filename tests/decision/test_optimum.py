"""The projects that bring the most benefit within the limits, held against published optima and brute force."""

from __future__ import annotations

import math
import subprocess
import sys
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smreport.decision import optimum
from smreport.decision.optimum import Comparison, Portfolio, best_portfolio, compare
from smreport.decision.terms import ACTIVITY, SERVICE

UNKNOWN = math.nan
FIRST_ROW = 8


def frame(benefit: list[float], cost: list[float], hours: list[float] | None = None) -> pd.DataFrame:
    """Projects A, B, C ... in rank order, from row 8 on."""
    rows = range(FIRST_ROW, FIRST_ROW + len(benefit))
    return pd.DataFrame(
        {
            "title": [chr(ord("A") + at) for at in range(len(benefit))],
            "benefit": benefit,
            "cost": cost,
            "hours": hours or [0.0] * len(benefit),
            "rank": [float(at + 1) for at in range(len(benefit))],
        },
        index=pd.Index(rows, dtype="int64"),
    )


def best(projects: pd.DataFrame, **rules: Any) -> Portfolio:
    return best_portfolio(projects, **{"twin_track": False, **rules})


def titles(projects: pd.DataFrame, found: Portfolio) -> str:
    return "".join(projects.loc[list(found.chosen), "title"])


# Classic 0/1 knapsack instances, used as test data by several libraries; see DESIGN, Published numbers.
@pytest.mark.parametrize(
    ("profits", "costs", "budget", "optimum", "items"),
    [
        ((70, 20, 39, 37, 7, 5, 10), (31, 10, 20, 19, 4, 3, 6), 50, 107, "AD"),
        ((15, 100, 90, 60, 40, 15, 10, 1), (2, 20, 20, 30, 40, 30, 60, 10), 102, 280, "ABCDF"),
        ((92, 57, 49, 68, 60, 43, 67, 84, 87, 72), (23, 31, 29, 44, 53, 38, 63, 85, 89, 82), 165, 309, "ABCDF"),
    ],
)
def test_the_optimum_is_the_published_one(
    profits: tuple[float, ...], costs: tuple[float, ...], budget: float, optimum: float, items: str
) -> None:
    projects = frame(list(profits), list(costs))
    found = best(projects, budget=budget)
    assert (found.value, titles(projects, found), found.infeasible) == (optimum, items, "")
    assert (found.proved, found.at_most) == (True, optimum)
    assert found.cost == projects.loc[list(found.chosen), "cost"].sum() <= budget


def test_going_down_the_list_by_benefit_for_the_money_falls_short_of_the_published_optimum() -> None:
    projects = frame([70, 20, 39, 37, 7, 5, 10], [31, 10, 20, 19, 4, 3, 6])
    ratio = projects["benefit"] / projects["cost"]
    left, listed = 50.0, []
    for row in ratio.sort_values(ascending=False).index:
        if projects.at[row, "cost"] <= left:
            left -= projects.at[row, "cost"]
            listed.append(row)
    assert projects.loc[listed, "benefit"].sum() == 102
    compared = compare(best(projects, budget=50).chosen, listed, projects)
    assert compared == Comparison((8,), (11,), (9, 12, 13), benefit=5.0, cost=2.0, hours=0.0)


def test_hours_limit_as_the_budget_does() -> None:
    projects = frame([10, 9, 8], [5, 5, 5], [30, 10, 10])
    assert titles(projects, best(projects, budget=10)) == "AB"
    assert titles(projects, best(projects, budget=10, hours=20)) == "BC"


def test_without_limits_all_that_brings_benefit_is_taken() -> None:
    projects = frame([10, 0, 8, 1], [1e9, 5, UNKNOWN, 0])
    assert titles(projects, best(projects)) == "ACD"


def test_the_whole_budget_may_be_used() -> None:
    projects = frame([1, 1], [0.1, 0.2])
    assert titles(projects, best(projects, budget=0.3)) == "AB"
    assert titles(projects, best(projects, budget=0.2999)) == "A"


def test_a_penny_over_the_budget_is_over_the_budget() -> None:
    projects = frame([5, 5], [500_000.00, 500_000.01])
    assert len(best(projects, budget=1_000_000.00).chosen) == 1
    assert len(best(projects, budget=1_000_000.01).chosen) == 2


def test_a_budget_of_nothing_is_not_a_blank_one() -> None:
    projects = frame([5, 3], [1, 0])
    assert titles(projects, best(projects, budget=0)) == "B"


def test_no_projects_make_an_empty_portfolio() -> None:
    assert best(frame([], []), budget=5) == Portfolio()


# ties


def test_of_equal_benefit_the_cheaper_is_taken() -> None:
    projects = frame([5, 5, 10], [6, 4, 10.5])
    assert titles(projects, best(projects, budget=10.5)) == "AB"
    assert titles(projects, best(frame([5, 5], [6, 4]), budget=6)) == "B"


def test_of_equal_benefit_and_cost_the_better_ranks_are_taken() -> None:
    projects = frame([5] * 6, [4] * 6)
    assert titles(projects, best(projects, budget=12)) == "ABC"
    projects["rank"] = [6.0, 5.0, UNKNOWN, 2.0, 2.0, 1.0]
    assert titles(projects, best(projects, budget=12)) == "DEF"


def test_equal_ranks_go_by_row() -> None:
    projects = frame([5] * 4, [4] * 4).assign(rank=1.0)
    assert titles(projects, best(projects, budget=8)) == "AB"


def test_ties_are_settled_however_many_there_are() -> None:
    projects = frame([5.0] * 50, [4.0] * 50)
    assert best(projects, budget=100).chosen == tuple(range(FIRST_ROW, FIRST_ROW + 25))


def test_a_project_without_benefit_is_left_out_even_where_it_costs_nothing() -> None:
    projects = frame([0, 5, 0], [0, 4, 3])
    assert titles(projects, best(projects, budget=100, hours=100)) == "B"


# dependencies and must-dos


def test_a_project_comes_with_what_it_depends_on_or_not_at_all() -> None:
    projects = frame([10, 1, 6], [5, 5, 5])
    assert titles(projects, best(projects, budget=5, depends={8: {9}})) == "C"
    assert titles(projects, best(projects, budget=10, depends={8: {9}})) == "AB"
    assert titles(projects, best(projects, budget=10, depends={8: {9}, 9: {10}})) == "BC"


def test_a_dependency_on_a_project_that_is_no_longer_open_holds_nothing_up() -> None:
    projects = frame([10], [5])
    assert titles(projects, best(projects, budget=5, depends={8: {99}})) == "A"


def test_projects_that_depend_on_each_other_or_themselves_come_together() -> None:
    projects = frame([10, 1, 6], [5, 5, 5])
    depends = {8: {9}, 9: {8}, 10: {10}}
    assert titles(projects, best(projects, budget=9, depends=depends)) == "C"
    assert titles(projects, best(projects, budget=10, depends=depends)) == "AB"


def test_a_must_do_is_in_whatever_it_brings_and_brings_what_it_depends_on() -> None:
    projects = frame([10, 0, 1], [5, 5, 5])
    assert titles(projects, best(projects, budget=10, must={9}, depends={9: {10}})) == "BC"


# twin track


def test_the_first_wave_has_an_activity_and_a_service() -> None:
    projects = frame([10, 9, 1], [5, 5, 5])
    kinds = {8: {ACTIVITY}, 9: {ACTIVITY}, 10: {SERVICE}}
    assert titles(projects, best(projects, budget=10, kinds=kinds)) == "AB"
    assert titles(projects, best(projects, budget=10, kinds=kinds, twin_track=True)) == "AC"


def test_one_project_may_be_both_and_kinds_may_be_spelt_with_any_capitals() -> None:
    projects = frame([10, 9], [5, 5])
    kinds = {9: {ACTIVITY.upper(), f" {SERVICE.lower()} "}}
    assert titles(projects, best(projects, budget=5, kinds=kinds, twin_track=True)) == "B"


# what is not known


def test_a_project_of_unknown_cost_is_left_out_of_a_budget_and_named() -> None:
    projects = frame([10, 9, 8, 7, 6], [UNKNOWN, 5, UNKNOWN, 5, 5], [5, UNKNOWN, UNKNOWN, 5, 5])
    found = best(projects, budget=100, hours=100, depends={11: {8, 9}})
    assert titles(projects, found) == "E"
    assert found.unplaced == {
        8: "Its costs are not known yet.",
        9: "Its staff hours are not known yet.",
        10: "Its costs and staff hours are not known yet.",
        11: "It waits for A and B.",
    }


def test_a_project_of_unknown_benefit_is_left_out_even_without_limits() -> None:
    projects = frame([UNKNOWN, 9], [1, UNKNOWN])
    found = best(projects)
    assert (titles(projects, found), found.unplaced) == ("B", {8: "Its benefit is not known yet."})


def test_a_must_do_of_unknown_cost_is_in_and_said_not_to_be_counted() -> None:
    projects = frame([10, UNKNOWN, 8], [UNKNOWN, 5, 5])
    found = best(projects, budget=10, must={8}, depends={8: {9}})
    assert (titles(projects, found), found.uncounted, found.unplaced) == ("ABC", (8, 9), {})
    assert (found.value, found.cost) == (18, 10)


# what cannot be met


def test_must_dos_over_budget_are_named_with_the_sum() -> None:
    projects = frame([10, 9, 8], [70_000, 50_000.5, 5])
    found = best(projects, budget=100_000, must={8}, depends={8: {9}})
    assert (found.chosen, found.value) == ((), 0)
    assert found.infeasible == (
        "The must-dos, with what they depend on, cost £120,000.50, £20,000.50 more than the budget."
    )


def test_must_dos_over_both_limits_are_named_once() -> None:
    found = best(frame([10], [7], [40]), budget=5, hours=32.5, must={8})
    assert found.infeasible == (
        "The must-dos, with what they depend on, cost £7, £2 more than the budget "
        "and need 40 staff hours a month, 7.5 more than there are."
    )


BOTH = "The first wave needs an activity and a service, but"


@pytest.mark.parametrize(
    ("kinds", "costs", "said"),
    [
        ({8: {ACTIVITY}}, [5, 5, 5], f"{BOTH} no project with a service has been proposed."),
        ({}, [5, 5, 5], f"{BOTH} no project with an activity has been proposed."),
        (
            {8: {ACTIVITY}, 9: {SERVICE}},
            [5, UNKNOWN, 5],
            f"{BOTH} no project with a service can be placed yet, as something is not known.",
        ),
        (
            {8: {ACTIVITY}, 9: {SERVICE}, 10: {SERVICE}},
            [5, 30, 12],
            f"{BOTH} the least that must-dos with a service can do is cost £12, £2 more than the budget.",
        ),
        (
            {8: {ACTIVITY}, 9: {SERVICE}},
            [6, 7, 1],
            f"{BOTH} the least that must-dos with an activity and a service can do is cost £13, "
            "£3 more than the budget.",
        ),
    ],
)
def test_why_the_twin_tracks_cannot_be_met_is_said(kinds: dict[int, set[str]], costs: list[float], said: str) -> None:
    found = best(frame([10, 9, 8], costs), budget=10, kinds=kinds, twin_track=True)
    assert (found.infeasible, found.chosen) == (said, ())
    assert best(frame([10, 9, 8], costs), budget=10, kinds=kinds).infeasible == ""


def test_twin_tracks_that_fit_the_budget_or_the_hours_but_not_both_are_named() -> None:
    projects = frame([10, 9, 8], [1, 1, 9], [1, 9, 1])
    kinds = {8: {ACTIVITY}, 9: {SERVICE}, 10: {SERVICE}}
    found = best(projects, budget=5, hours=5, kinds=kinds, twin_track=True)
    assert found.infeasible == (
        f"{BOTH} with a service the must-dos fit either the budget or the staff hours, not both."
    )


# comparing


def test_what_differs_is_not_known_where_something_about_it_is_not() -> None:
    projects = frame([10, 9, UNKNOWN], [1, UNKNOWN, UNKNOWN], [1, 2, 3])
    compared = compare({8, 9}, {9, 10}, projects)
    assert (compared.both, compared.only_optimum, compared.only_list) == ((9,), (8,), (10,))
    assert (math.isnan(compared.benefit), math.isnan(compared.cost), compared.hours) == (True, True, -2.0)
    assert compare((9, 8), (8, 9), projects) == Comparison((8, 9), (), (), 0.0, 0.0, 0.0)


# brute force


Figures = dict[int, dict[str, float]]  # of each row, by column


@dataclass(frozen=True)
class Instance:
    """A random case: whole numbers, so that sums and ties are exact."""

    projects: pd.DataFrame
    budget: float
    hours: float
    must: set[int]
    depends: dict[int, set[int]]
    kinds: dict[int, set[str]]
    twin_track: bool

    def solved(self) -> Portfolio:
        rules = {name: value for name, value in vars(self).items() if name != "projects"}
        return best_portfolio(self.projects, **rules)

    def by_trying_all(self) -> tuple[int, ...] | None:
        """The best rows by benefit, cost and ranks, or None where nothing can be met."""
        figures = self.projects.fillna({"benefit": 0.0, "cost": 0.0, "hours": 0.0})
        known: Figures = figures[["benefit", "cost", "hours", "rank"]].to_dict("index")
        by_rank = sorted(known, key=lambda row: (known[row]["rank"], row))
        always, never = self._always(), self._unknown() - self._always()
        possible = []
        for taken in product((True, False), repeat=len(known)):
            chosen = {row for row, is_in in zip(known, taken, strict=True) if is_in}
            if always <= chosen and not chosen & never and self._allowed(chosen, known):
                ranks = tuple((row in chosen) != (known[row]["benefit"] > 0) for row in by_rank)
                benefit, cost = (sum(known[row][name] for row in chosen) for name in ("benefit", "cost"))
                possible.append((-benefit, cost, ranks, tuple(sorted(chosen))))
        return min(possible)[-1] if possible else None

    def _always(self) -> set[int]:
        brought = set(self.must)
        for _ in self.projects.index:
            brought |= {needed for row in brought for needed in self.depends.get(row, ())}
        return brought

    def _unknown(self) -> set[int]:
        limited = [name for name, most in (("cost", self.budget), ("hours", self.hours)) if math.isfinite(most)]
        return set(self.projects.index[self.projects[["benefit", *limited]].isna().any(axis=1)])

    def _allowed(self, chosen: set[int], known: Figures) -> bool:
        has = {kind for row in chosen for kind in self.kinds.get(row, ())}
        return (
            all(self.depends.get(row, set()) <= chosen for row in chosen)
            and sum(known[row]["cost"] for row in chosen) <= self.budget
            and sum(known[row]["hours"] for row in chosen) <= self.hours
            and (not self.twin_track or {ACTIVITY, SERVICE} <= has)
        )


@st.composite
def instances(draw: st.DrawFn) -> Instance:
    size = draw(st.integers(1, 9))
    rows = st.integers(FIRST_ROW, FIRST_ROW + size - 1)

    def numbers(most: int) -> list[float]:
        figure = st.one_of(st.integers(0, most).map(float), st.integers(0, most).map(float), st.just(UNKNOWN))
        some = draw(st.sampled_from([st.integers(0, most).map(float), figure]))
        return draw(st.lists(some, min_size=size, max_size=size))

    projects = frame(numbers(12), numbers(20), numbers(6))
    projects["rank"] = [float(rank) for rank in draw(st.permutations(range(size)))]
    limit = st.one_of(st.integers(0, 60).map(float), st.just(math.inf))
    return Instance(
        projects,
        draw(limit),
        draw(limit),
        draw(st.sets(rows, max_size=2)),
        draw(st.dictionaries(rows, st.sets(rows, max_size=2), max_size=4)),
        draw(st.dictionaries(rows, st.sets(st.sampled_from([ACTIVITY, SERVICE])))),
        draw(st.booleans()),
    )


@settings(deadline=None, max_examples=150)
@given(case=instances())
def test_the_optimum_is_what_trying_everything_finds(case: Instance) -> None:
    found, wanted = case.solved(), case.by_trying_all()
    assert bool(found.infeasible) == (wanted is None)
    assert found.chosen == (wanted or ())
    assert found.proved
    assert found.value == case.projects.loc[list(found.chosen), "benefit"].sum()


@settings(deadline=None, max_examples=100)
@given(case=instances(), core=st.integers(0, 4))
def test_a_first_guess_with_few_projects_left_open_changes_nothing(case: Instance, core: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(optimum, "CORE", core)
        assert case.solved().chosen == (case.by_trying_all() or ())


@pytest.mark.parametrize("seed", range(3))
def test_of_hundreds_of_projects_the_optimum_is_that_of_dynamic_programming(seed: int) -> None:
    chance = np.random.default_rng(seed)
    benefits, costs, budget = chance.integers(1, 100, 300), chance.integers(1, 60, 300), 2_000
    most = np.zeros(budget + 1, dtype=np.int64)  # by pounds to spend, over the projects so far
    for benefit, cost in zip(benefits, costs, strict=True):
        most[cost:] = np.maximum(most[cost:], most[:-cost] + benefit)
    projects = frame([5.0] * 300, [1.0] * 300).assign(benefit=benefits.astype("float64"), cost=costs.astype("float64"))
    found = best(projects, budget=float(budget))
    assert (found.proved, found.value) == (True, most[budget])
    assert found.cost <= budget


def test_the_solver_prints_nothing() -> None:
    done = subprocess.run([sys.executable, "-c", _SOLVE], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")


_SOLVE = """
import pandas as pd
from smreport.decision.optimum import best_portfolio
columns = {"title": ["A", "B"], "benefit": [1.0, 2.0], "cost": [1.0, 1.0], "hours": [0.0, 0.0], "rank": [1.0, 2.0]}
assert best_portfolio(pd.DataFrame(columns, index=[8, 9]), budget=1.0, twin_track=False).chosen == (9,)
"""


@settings(deadline=None, max_examples=50)
@given(case=instances(), more=st.integers(1, 30))
def test_more_budget_never_brings_less(case: Instance, more: int) -> None:
    before, after = case.solved(), replace(case, budget=case.budget + more).solved()
    assert after.value >= before.value
    assert before.infeasible or not after.infeasible


@settings(deadline=None, max_examples=50)
@given(case=instances(), data=st.data())
def test_the_order_of_the_rows_changes_nothing(case: Instance, data: st.DataObject) -> None:
    shuffled = case.projects.loc[data.draw(st.permutations(list(case.projects.index)))]
    assert replace(case, projects=shuffled).solved() == case.solved()


@settings(deadline=None, max_examples=50)
@given(case=instances(), factor=st.floats(1e-3, 1e6))
def test_costs_and_budget_in_another_currency_change_nothing(case: Instance, factor: float) -> None:
    scaled = case.projects.assign(cost=case.projects["cost"] * factor)
    found, before = replace(case, projects=scaled, budget=case.budget * factor).solved(), case.solved()
    assert (found.chosen, found.value, found.unplaced) == (before.chosen, before.value, before.unplaced)
    assert found.cost == pytest.approx(before.cost * factor)
    assert bool(found.infeasible) == bool(before.infeasible)
