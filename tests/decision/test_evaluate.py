"""What work costs over the years, who is committed to it, and how risky it remains."""

from __future__ import annotations

import pytest
from workbooks import workbook

from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Tables
from smreport.decision.bought import Bought
from smreport.decision.evaluate import Costed, costs, risks
from smreport.decision.round_of import round_of

PROJECTS = """
    | portfolio | title | roles              | status   |
    |           | News  | Adviser; Librarian | Proposed |
    |           | Chat  | Adviser            |          |
    |           | Old   | Adviser            | Done     |
    |           |       | Adviser            | Proposed |
"""
RATES = """
    | settings | horizon_years | discount_rate | hourly_rate |
    |          | 4             | 0.035         | 10          |
"""


def found_in(tables: Tables) -> dict[int, Costed]:
    return costs(tables, Bought(round_of(tables)))


def council(blueprint: Blueprint, evaluation: str, settings: str = RATES) -> Tables:
    return workbook(blueprint, settings + PROJECTS + evaluation)


def test_set_up_yearly_cost_and_staff_time_are_one_present_value(blueprint: Blueprint) -> None:
    tables = council(
        blueprint,
        """
        | evaluation | role    | setup_cost | yearly_cost | hours | in_kind_hours |
        |            | Adviser | 1000       | 200         | 5     | 40            |
        """,
    )
    yearly = 200 + 5 * 12 * 10
    assert found_in(tables)[7].present_value == pytest.approx(1000 + yearly * 3.673079)  # annuity of 4 years


def test_a_blank_cost_is_unknown_and_never_zero(blueprint: Blueprint) -> None:
    tables = council(
        blueprint,
        """
        | evaluation | role      | setup_cost | yearly_cost | hours     |
        |            | Adviser   | 0          | 0           | 0         |
        |            | Librarian |            | 0           | 0         |
        |            | Member    | 0          |             | 0         |
        |            | Partner   | 0          | 0           |           |
        |            | Volunteer | 0          | 0           | about ten |
        """,
    )
    assert [cost.present_value for cost in found_in(tables).values()] == [0, None, None, None, None]


@pytest.mark.parametrize(("rate", "value"), [("", 1500 * 2.801637), ("0", 0.0), ("plenty", None)])
def test_hours_are_costed_at_the_templates_rate_and_an_unreadable_rate_leaves_the_cost_unknown(
    blueprint: Blueprint, rate: str, value: float | None
) -> None:
    tables = council(
        blueprint,
        """
        | evaluation | role    | setup_cost | yearly_cost | hours |
        |            | Adviser | 0          | 0           | 5     |
        """,
        f"""
        | settings | hourly_rate |
        |          | {rate}      |
        """,
    )
    assert found_in(tables)[7].present_value == pytest.approx(value)


def test_a_row_counts_the_commitments_that_need_it_and_one_of_nobody_none(blueprint: Blueprint) -> None:
    begun = PROJECTS.replace("| Proposed |", "| Approved |")
    rows = """
    | evaluation | role      | project | setup_cost | yearly_cost | hours |
    |            | Adviser   |         | 1000       | 0           | 8     |
    |            | Librarian |         | 1000       | 0           | 8     |
    |            | Adviser   | Chat    | 1000       | 0           | 8     |
    |            |           | News    | 1000       | 0           | 8     |
    |            |           | Old     | 1000       | 0           | 8     |
    |            |           |         | 1000       | 0           | 8     |
    """
    tables = workbook(blueprint, begun + rows)
    assert {row: cost.committed for row, cost in found_in(tables).items()} == {7: 1, 8: 1, 9: 0, 10: 1, 11: 0, 12: 0}
    again = found_in(tables.with_settings({"compete_again": True}))
    assert not any(cost.committed for cost in again.values())


def test_a_risk_is_likelihood_times_impact_before_and_after(blueprint: Blueprint) -> None:
    tables = workbook(
        blueprint,
        """
        | risks | risk  | likelihood     | impact   | residual_likelihood | residual_impact |
        |       | Worst | Almost certain | Severe   | possible            | MINOR           |
        |       | Open  | Rare           |          | Rare                |                 |
        |       | Odd   | Now and then   | Minor    | Rare                | Minor           |
        """,
    )
    assert {row: (size.inherent, size.residual) for row, size in risks(tables).items()} == {
        6: (25, 6), 7: (None, None), 8: (None, 2),
    }  # fmt: skip
