"""Which projects are begun first, within budget and hours, and why."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from workbooks import workbook

from smreport.blueprint.model import Blueprint
from smreport.decision.portfolio import FIRST, LATER, OPEN, fund_down_the_list

UNKNOWN = math.nan
Project = tuple[str, float, float, float, str, str]  # title, score, cost, hours, must do, depends on


def waves(
    blueprint: Blueprint, projects: list[Project], budget: object = "", hours: object = ""
) -> dict[str, tuple[str, str]]:
    """Wave and reason of each project, in the order they were taken. The projects are given in rank order."""
    rows = "".join(f"| | {title} | {must} | {depends} |\n" for title, _, _, _, must, depends in projects)
    tables = workbook(
        blueprint,
        f"| settings | budget | hours_available |\n| | {budget} | {hours} |\n"
        f"| portfolio | title | must_do | depends |\n{rows}",
    )
    ranked = pd.DataFrame(
        {
            "title": [project[0] for project in projects],
            "score": [project[1] for project in projects],
            "cost": [project[2] for project in projects],
            "hours": [project[3] for project in projects],
        },
        index=list(tables["portfolio"].rows),
    )
    found = fund_down_the_list(tables, ranked)
    return {title: (wave, why) for title, wave, why in found[["title", "wave", "why"]].values.tolist()}


def test_projects_are_taken_in_rank_order_while_the_budget_lasts(blueprint: Blueprint) -> None:
    found = waves(
        blueprint,
        [("A", 90, 60, 0, "", ""), ("B", 80, 50, 0, "", ""), ("C", 70, 40, 0, "", "")],
        budget=100,
    )
    assert found == {
        "A": (FIRST, "It is next in rank and within the limits."),
        "B": (LATER, "The budget left does not cover it."),
        "C": (FIRST, "It is next in rank and within the limits."),
    }


def test_hours_limit_as_the_budget_does(blueprint: Blueprint) -> None:
    found = waves(blueprint, [("A", 90, 60, 30, "", ""), ("B", 80, 50, 30, "", "")], budget=100, hours=40)
    assert found["B"] == (LATER, "The budget and staff time left do not cover it.")


def test_a_blank_budget_limits_nothing(blueprint: Blueprint) -> None:
    found = waves(blueprint, [("A", 90, 1e9, 1e9, "", ""), ("B", 80, UNKNOWN, UNKNOWN, "", "")])
    assert set(found.values()) == {(FIRST, "It is next in rank; no limit is set.")}


def test_a_budget_of_nothing_is_not_a_blank_one(blueprint: Blueprint) -> None:
    found = waves(blueprint, [("A", 90, 1, 0, "", ""), ("B", 80, 0, 0, "", "")], budget=0)
    assert [wave for wave, _ in found.values()] == [LATER, FIRST]


def test_the_whole_budget_may_be_used(blueprint: Blueprint) -> None:
    found = waves(blueprint, [("A", 90, 0.1, 0, "", ""), ("B", 80, 0.2, 0, "", "")], budget=0.3)
    assert [wave for wave, _ in found.values()] == [FIRST, FIRST]


def test_a_project_of_unknown_cost_cannot_be_placed_within_a_budget(blueprint: Blueprint) -> None:
    found = waves(blueprint, [("A", 90, UNKNOWN, UNKNOWN, "", ""), ("B", 80, 5, 5, "", "")], budget=10, hours=10)
    assert found == {
        "A": (OPEN, "Its costs and staff hours are not known yet."),
        "B": (FIRST, "It is next in rank and within the limits."),
    }


def test_a_project_without_a_score_cannot_be_placed(blueprint: Blueprint) -> None:
    assert waves(blueprint, [("A", UNKNOWN, 5, 5, "", "")]) == {"A": (OPEN, "It has no score yet.")}


def test_a_must_do_comes_first_and_takes_from_the_budget(blueprint: Blueprint) -> None:
    found = waves(blueprint, [("A", 90, 60, 0, "", ""), ("B", 10, 50, 0, "Yes", "")], budget=100)
    assert list(found.items()) == [
        ("B", (FIRST, "A must-do.")),
        ("A", (LATER, "The budget left does not cover it.")),
    ]


def test_a_must_do_is_taken_even_over_budget_and_says_so(blueprint: Blueprint) -> None:
    found = waves(blueprint, [("A", 90, 120, 0, "Yes", ""), ("B", 80, 1, 0, "", "")], budget=100)
    assert found["A"] == (FIRST, "A must-do, although the budget left does not cover it.")
    assert found["B"] == (LATER, "The budget left does not cover it.")


def test_a_project_waits_for_one_that_it_depends_on_even_if_it_ranks_higher(blueprint: Blueprint) -> None:
    found = waves(blueprint, [("A", 90, 10, 0, "", "B"), ("B", 80, 10, 0, "", "")], budget=100)
    assert list(found) == ["B", "A"]
    assert {wave for wave, _ in found.values()} == {FIRST}


def test_a_project_is_not_begun_before_one_that_cannot_be_afforded(blueprint: Blueprint) -> None:
    found = waves(
        blueprint, [("A", 90, 10, 0, "", "B; c"), ("B", 80, 500, 0, "", ""), ("C", 70, 1, 0, "", "")], budget=100
    )
    assert found["A"] == (LATER, "It waits for B.")
    assert found["C"][0] == FIRST


def test_dependencies_in_a_circle_or_on_nobody_do_not_hang(blueprint: Blueprint) -> None:
    found = waves(blueprint, [("A", 90, 1, 0, "", "B"), ("B", 80, 1, 0, "", "A"), ("C", 70, 1, 0, "", "Gone")])
    assert set(found) == {"A", "B", "C"}
    assert found["C"][0] == FIRST


def test_no_projects_give_an_empty_list(blueprint: Blueprint) -> None:
    assert waves(blueprint, []) == {}


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0]])
def test_what_is_begun_first_never_costs_more_than_the_budget(blueprint: Blueprint, order: list[int]) -> None:
    projects = [("A", 90.0, 40.0, 0.0, "", ""), ("B", 80.0, 70.0, 0.0, "", ""), ("C", 70.0, 30.0, 0.0, "", "")]
    taken = [projects[position] for position in order]
    found = waves(blueprint, taken, budget=75)
    assert sum(project[2] for project in taken if found[project[0]][0] == FIRST) <= 75
