"""Benefit, cost and risk of projects from a whole workbook, and what its sheets show of them."""

from __future__ import annotations

import math

import pytest
from workbooks import example, workbook

from smreport.blueprint.model import Blueprint
from smreport.decision.consolidate import by_channel, by_role
from smreport.decision.results import Results, computed_cells, decide
from smreport.errors import InvalidValue

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


def test_a_project_alone_has_all_its_uses_all_that_it_needs_and_its_highest_risk(blueprint: Blueprint) -> None:
    found = criteria(blueprint, KNOWN)
    assert found["News"] == {"benefit": 9, "cost": 100, "hours": 6, "risk": 8}
    assert found["Chat"] == {"benefit": 9 + 3, "cost": 100 + 50 + 7, "hours": 6 + 4 + 1, "risk": 15}


def test_a_use_without_strength_adds_nothing(blueprint: Blueprint) -> None:
    unscored = COUNCIL.replace("| Slight   |", "|          |")
    frame = decide(workbook(blueprint, unscored + PROJECTS + KNOWN)).projects.set_index("title")
    assert frame["benefit"].to_dict() == pytest.approx({"News": 9, "Chat": 9, "Alone": math.nan}, nan_ok=True)


def test_set_up_that_a_commitment_pays_for_costs_nothing_more_and_what_it_runs_adds_no_cash(
    blueprint: Blueprint,
) -> None:
    begun = PROJECTS.replace("| Adviser            |        |", "| Adviser            | In progress |")
    costs = KNOWN.replace("| 100        | 0           | 6     |", "| 100        | 30          | 6     |")
    frame = decide(workbook(blueprint, COUNCIL + begun + costs)).projects.set_index("title")
    assert (frame.at["Chat", "cost"], frame.at["Chat", "cash"]) == (30 + 50 + 7, 50 + 7)
    tables = workbook(blueprint, COUNCIL + begun + costs).with_settings({"compete_again": True})
    frame = decide(tables).projects.set_index("title")
    assert (frame.at["Chat", "cost"], frame.at["Chat", "cash"]) == (130 + 50 + 7, 130 + 50 + 7)


def test_a_cost_that_ends_is_paid_for_the_months_that_its_project_runs(blueprint: Blueprint) -> None:
    def cost(start: str, finish: str) -> float:
        rows = f"""
        | portfolio | title | roles   | start   | finish   |
        |           | News  | Adviser | {start} | {finish} |
        | evaluation | role    | setup_cost | yearly_cost | hours | runs |
        |            | Adviser | 0          | 120         | 0     | Ends |
        """
        frame = decide(workbook(blueprint, COUNCIL.replace("| 1             |", "| 3             |") + rows)).projects
        return float(frame["cost"].iloc[0])

    assert cost("2027-04-30", "2028-05-01") == pytest.approx(14 * 10)
    assert cost("April 2027", "Q1 2028/29") == pytest.approx(15 * 10)
    assert cost("2027-04-30", "") == cost("", "") == cost("2027-04-30", "2040-01-01") == 360
    assert cost("2027-04-30", "once it is agreed") == 360


def test_finished_projects_are_left_out(blueprint: Blueprint) -> None:
    assert set(criteria(blueprint, KNOWN)) == {"News", "Chat", "Alone"}


def test_a_project_without_areas_and_roles_has_nothing_known_and_the_worst_risk(blueprint: Blueprint) -> None:
    found = criteria(blueprint, KNOWN)["Alone"]
    assert found == pytest.approx({"benefit": math.nan, "cost": math.nan, "hours": math.nan, "risk": 25}, nan_ok=True)


def test_cost_is_unknown_unless_every_role_is_evaluated(blueprint: Blueprint) -> None:
    librarian = "|            | Librarian |         | 50         | 0           | 4     |\n"
    found = criteria(blueprint, KNOWN.replace(librarian, ""))
    assert found["News"]["cost"] == 100
    assert math.isnan(found["Chat"]["cost"])


def test_a_project_needs_no_cost_of_its_own(blueprint: Blueprint) -> None:
    own = "|            | Adviser   | Chat    | 7          | 0           | 1     |\n"
    assert criteria(blueprint, KNOWN.replace(own, ""))["Chat"]["cost"] == 100 + 50


def test_one_unknown_part_makes_the_cost_unknown_and_the_risk_the_worst_rather_than_less(blueprint: Blueprint) -> None:
    found = criteria(
        blueprint, KNOWN.replace("| 7          | 0 ", "|            | 0 ").replace("| Severe ", "|        ")
    )
    assert math.isnan(found["Chat"]["cost"])
    assert found["Chat"]["risk"] == 25
    assert found["News"] == {"benefit": 9, "cost": 100, "hours": 6, "risk": 8}


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
    assert devon.projects["hours"].isna().all()


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
    everything = {row: use._replace(parked=False) for row, use in results.uses.items()}
    for sheet, together in (("roles", by_role(everything)), ("channels", by_channel(everything))):
        cells = computed_cells(results)[sheet]
        for row in results.tables[sheet].rows:
            name = results.tables[sheet].name_of(row)
            group = together.get(name)
            assert cells["mappings"][row] == (0 if group is None else group.uses)
            assert cells["areas"][row] == (0 if group is None else len(group.areas))
            if group is not None and group.points is not None:
                assert cells["points"][row] == pytest.approx(group.points)


def test_a_role_counts_names_that_are_known_and_shows_points_only_where_a_use_is_scored(blueprint: Blueprint) -> None:
    rows = """
    | areas      | name      | kind    | status   |
    |            | Libraries | Service | In scope |
    | objectives | area                | objective | importance |
    |            | Libraries (Service) | Grow      | Essential  |
    | roles      | role      |
    |            | Librarian |
    |            | Adviser   |
    |            | Ranger    |
    | mapping    | area                | objective | role      | strength |
    |            | Libraries (Service) | Grow      | Librarian | Strong   |
    |            | Libraries (Service) | Grow      | librarian |          |
    |            | Nowhere (Service)   | Grow      | Librarian | Slight   |
    |            | Nowhere (Service)   | Grow      | Adviser   | Slight   |
    """
    tables = workbook(blueprint, rows)
    cells, first = computed_cells(decide(tables))["roles"], min(tables["roles"].rows)
    assert cells["mappings"] == {first: 3, first + 1: 1, first + 2: 0}
    assert cells["areas"] == {first: 1, first + 1: 0, first + 2: 0}
    assert cells["points"] == {first: 9}


def test_a_project_shows_its_score_and_rank(results: Results) -> None:
    cells = computed_cells(results)["portfolio"]
    placed = results.projects[results.projects["rank"].notna()]
    assert cells["rank"] == placed["rank"].to_dict()
    assert cells["score"] == pytest.approx(placed["score"].to_dict())


def test_ends_of_a_scale_that_cannot_be_used_are_refused_by_file_and_sheet(blueprint: Blueprint) -> None:
    wrong = "\n| settings | benefit_at_0 | benefit_at_100 |\n|          | 40           | 0              |\n"
    tables = workbook(blueprint, wrong)
    with pytest.raises(InvalidValue, match=r"Settings: the benefit that counts as 100 must be more"):
        decide(tables)
    assert decide(tables, strict=False).scores == {}
