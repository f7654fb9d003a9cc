"""Benefit, cost and risk of projects from a whole workbook, and what its sheets show of them."""

from __future__ import annotations

import math

import pytest
from workbooks import example, workbook

from smreport.blueprint.model import Blueprint
from smreport.decision.consolidate import by_channel, by_role
from smreport.decision.results import Results, computed_cells, decide

COUNCIL = """
| settings   | hourly_rate | horizon_years | discount_rate |
|            | 0           | 1             | 0             |
| areas      | name      | kind    |
|            | Libraries | Service |
| objectives | area                | objective | importance |
|            | Libraries (Service) | Grow      | Essential  |
| tools      | tool     | use  | channel        |
|            | Facebook | news | Social network |
| roles      | role      |
|            | Adviser   |
|            | Librarian |
| mapping    | area                | tool           | objective | role      | strength |
|            | Libraries (Service) | Facebook: news | Grow      | Adviser   | Strong   |
|            | Libraries (Service) | Facebook: news | Grow      | Librarian | Slight   |
"""
PROJECTS = """
| portfolio | title | areas               | roles              | status |
|           | News  | Libraries (Service) | Adviser            |        |
|           | Chat  | Libraries (Service) | Adviser; Librarian |        |
|           | Alone |                     |                    |        |
|           | Past  | Libraries (Service) | Adviser            | Done   |
"""
KNOWN = """
| evaluation | role      | project | setup_cost | yearly_cost | hours |
|            | Adviser   |         | 100        | 0           | 6     |
|            | Librarian |         | 50         | 0           | 4     |
|            | Adviser   | Chat    | 7          | 0           | 1     |
| risks      | risk  | role    | project | residual_likelihood | residual_impact |
|            | Trolls | Adviser |         | Likely              | Minor           |
|            | Delay  |         | Chat    | Possible            | Severe          |
|            | Other  |         | Past    | Almost certain      | Severe          |
"""


def criteria(blueprint: Blueprint, *parts: str) -> dict[str, dict[str, float]]:
    """Benefit, cost, hours and risk of each project by its title."""
    frame = decide(workbook(blueprint, "".join((COUNCIL, PROJECTS, *parts)))).projects
    return frame.set_index("title")[["benefit", "cost", "hours", "risk"]].to_dict(orient="index")


def test_a_project_gathers_its_shares_of_benefit_cost_hours_and_its_highest_risk(blueprint: Blueprint) -> None:
    found = criteria(blueprint, KNOWN)
    assert found["News"] == {"benefit": 4.5, "cost": 50, "hours": 3, "risk": 8}
    assert found["Chat"] == {"benefit": 4.5 + 3, "cost": 50 + 50 + 7, "hours": 3 + 4 + 1, "risk": 15}


def test_benefit_is_unknown_where_one_mapping_of_the_project_has_no_strength(blueprint: Blueprint) -> None:
    unscored = COUNCIL.replace("| Slight   |", "|          |")
    frame = decide(workbook(blueprint, unscored + PROJECTS + KNOWN)).projects.set_index("title")
    assert frame.at["News", "benefit"] == 4.5
    assert math.isnan(frame.at["Chat", "benefit"])


def test_finished_projects_are_left_out(blueprint: Blueprint) -> None:
    assert set(criteria(blueprint, KNOWN)) == {"News", "Chat", "Alone"}


def test_a_project_without_areas_and_roles_has_nothing_known_rather_than_zero(blueprint: Blueprint) -> None:
    assert all(math.isnan(value) for value in criteria(blueprint, KNOWN)["Alone"].values())


def test_cost_is_unknown_unless_every_role_is_evaluated(blueprint: Blueprint) -> None:
    librarian = "|            | Librarian |         | 50         | 0           | 4     |\n"
    found = criteria(blueprint, KNOWN.replace(librarian, ""))
    assert found["News"]["cost"] == 50
    assert math.isnan(found["Chat"]["cost"])


def test_a_project_needs_no_cost_of_its_own(blueprint: Blueprint) -> None:
    own = "|            | Adviser   | Chat    | 7          | 0           | 1     |\n"
    assert criteria(blueprint, KNOWN.replace(own, ""))["Chat"]["cost"] == 50 + 50


def test_one_unknown_part_makes_cost_or_risk_unknown_rather_than_less(blueprint: Blueprint) -> None:
    found = criteria(
        blueprint, KNOWN.replace("| 7          | 0 ", "|            | 0 ").replace("| Severe ", "|        ")
    )
    assert math.isnan(found["Chat"]["cost"])
    assert math.isnan(found["Chat"]["risk"])
    assert found["News"] == {"benefit": 4.5, "cost": 50, "hours": 3, "risk": 8}


def test_every_figure_knows_the_rows_that_it_comes_from(blueprint: Blueprint) -> None:
    projects = decide(workbook(blueprint, COUNCIL + PROJECTS + KNOWN)).projects.set_index("title")
    assert projects.at["Chat", "mapping_rows"] == (7, 8)
    assert projects.at["Chat", "cost_rows"] == (7, 8, 9)
    assert projects.at["News", "cost_rows"] == (7,)
    assert projects.at["Chat", "risk_rows"] == (6, 7)


@pytest.fixture(scope="module", params=["devon", "illustrative"])
def results(request: pytest.FixtureRequest, blueprint: Blueprint) -> Results:
    return decide(example(blueprint, request.param))


def test_an_example_has_no_errors(results: Results) -> None:
    assert results.errors == ()


def test_where_no_costs_are_published_none_are_made_up(blueprint: Blueprint) -> None:
    devon = decide(example(blueprint, "devon"))
    assert devon.projects["cost"].isna().all()
    assert set(devon.waves["wave"]) == {"Cannot be placed yet"}


def test_there_is_a_value_or_nothing_for_every_computed_column(results: Results) -> None:
    cells = computed_cells(results)
    wanted = {(s.key, c.key) for s in results.tables.blueprint for c in s.columns if c.computation}
    assert {(sheet, column) for sheet, columns in cells.items() for column in columns} == wanted
    assert not any(
        value is None or value != value
        for columns in cells.values()
        for rows in columns.values()
        for value in rows.values()
    )


def test_counts_of_a_role_and_channel_are_those_of_the_rows_brought_together(results: Results) -> None:
    """The sheets count parked areas, too; their points do not count anywhere."""
    everything = results.mappings.assign(parked=False)
    for sheet, together in (("roles", by_role(everything)), ("channels", by_channel(everything))):
        cells = computed_cells(results)[sheet]
        for row in results.tables[sheet].rows:
            name = results.tables[sheet].name_of(row)
            group = together.loc[name] if name in together.index else None
            assert cells["mappings"][row] == (0 if group is None else group["uses"])
            assert cells["areas"][row] == (0 if group is None else len(group["areas"]))
            if group is not None and not math.isnan(group["points"]):
                assert cells["points"][row] == pytest.approx(group["points"])


def test_a_project_shows_its_score_and_rank(results: Results) -> None:
    cells = computed_cells(results)["portfolio"]
    placed = results.projects[results.projects["rank"].notna()]
    assert cells["rank"] == placed["rank"].to_dict()
    assert cells["score"] == pytest.approx(placed["score"].to_dict())
