"""What work costs over the years, who shares it, and how risky it remains."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbooks import workbook

from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Tables
from smreport.decision.evaluate import costs, present_value, risks

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


def council(blueprint: Blueprint, evaluation: str, settings: str = RATES) -> Tables:
    return workbook(blueprint, settings + PROJECTS + evaluation)


@pytest.mark.parametrize(
    ("outlay", "yearly_return", "net"),
    [(10, 2.5, -0.82), (5, 1.5, 0.51)],
)
def test_discounting_gives_the_published_net_present_values(outlay: float, yearly_return: float, net: float) -> None:
    """Four years at 3.5 %, the social time preference rate of HM Treasury's Green Book.

    -10 then 2.5 a year is worth -0.82, and -5 then 1.5 a year +0.51. Costs count as positive here.
    """
    assert -present_value(outlay, -yearly_return, 4, 0.035) == pytest.approx(net, abs=0.005)


def test_without_a_discount_rate_years_are_added_up() -> None:
    assert present_value(100, 10, 3, 0) == 130
    assert present_value(100, 10, 3, 1e-9) == pytest.approx(130)


@given(yearly=st.floats(0, 1e6), years=st.integers(1, 30), rate=st.floats(1e-4, 1))
def test_later_costs_weigh_less_but_not_nothing(yearly: float, years: int, rate: float) -> None:
    value = present_value(0, yearly, years, rate)
    assert 0 <= value <= yearly * years * (1 + 1e-9)
    assert value >= yearly / (1 + rate) * (1 - 1e-9)


def test_set_up_yearly_cost_and_staff_time_are_one_present_value(blueprint: Blueprint) -> None:
    tables = council(
        blueprint,
        """
        | evaluation | role    | setup_cost | yearly_cost | hours | in_kind_hours |
        |            | Adviser | 1000       | 200         | 5     | 40            |
        """,
    )
    yearly = 200 + 5 * 12 * 10
    assert costs(tables).at[7, "present_value"] == pytest.approx(1000 + yearly * 3.673079)  # annuity of 4 years


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
    found = costs(tables)["present_value"]
    assert found.at[7] == 0
    assert found.drop(7).isna().all()


@pytest.mark.parametrize(("rate", "value"), [("", 1500 * 2.801637), ("0", 0.0), ("plenty", math.nan)])
def test_hours_are_costed_at_the_templates_rate_and_an_unreadable_rate_leaves_the_cost_unknown(
    blueprint: Blueprint, rate: str, value: float
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
    assert costs(tables).at[7, "present_value"] == pytest.approx(value, nan_ok=True)


def test_a_cost_is_shared_by_the_open_projects_of_its_role_or_borne_by_one(blueprint: Blueprint) -> None:
    tables = council(
        blueprint,
        """
        | evaluation | role      | project | setup_cost | yearly_cost | hours |
        |            | Adviser   |         | 1000       | 0           | 8     |
        |            | Librarian |         | 1000       | 0           | 8     |
        |            | Adviser   | Chat    | 1000       | 0           | 8     |
        |            | Nobody    |         | 1000       | 0           | 8     |
        """,
        "| settings | hourly_rate |\n| | 0 |",
    )
    found = costs(tables)
    assert found["shares"].to_dict() == {7: 2, 8: 1, 9: 1, 10: 0}
    assert found["cost_share"].to_dict() == pytest.approx({7: 500, 8: 1000, 9: 1000, 10: math.nan}, nan_ok=True)
    assert found["hours_share"].to_dict() == pytest.approx({7: 4, 8: 8, 9: 8, 10: math.nan}, nan_ok=True)


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
    found = risks(tables)[["inherent", "residual"]]
    assert found.loc[6].tolist() == [25, 6]
    assert found.loc[7].isna().all()
    assert math.isnan(found.at[8, "inherent"])
    assert found.at[8, "residual"] == 2
