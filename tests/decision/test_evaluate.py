"""What work costs over the years, who is committed to it, and how risky it remains."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from workbooks import workbook

from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Tables
from smreport.decision.bought import Bought
from smreport.decision.evaluate import costs, risk_rows, risks
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


def found_in(tables: Tables) -> pd.DataFrame:
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
    assert found_in(tables).at[7, "present_value"] == pytest.approx(1000 + yearly * 3.673079)  # annuity of 4 years


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
    found = found_in(tables)["present_value"]
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
    assert found_in(tables).at[7, "present_value"] == pytest.approx(value, nan_ok=True)


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
    assert found_in(tables)["committed"].to_dict() == {7: 1, 8: 1, 9: 0, 10: 1, 11: 0, 12: 0}
    again = found_in(tables.with_settings({"compete_again": True}))
    assert not again["committed"].any()


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


def test_the_risks_of_a_project_are_its_own_those_of_its_roles_and_those_of_nobody(blueprint: Blueprint) -> None:
    """One that names a project is that project's alone, whatever its role."""
    tables = workbook(
        blueprint,
        """
        | risks | risk    | role      | project |
        |       | Own     |           | chat    |
        |       | Role    | ADVISER   |         |
        |       | Nobody  |           |         |
        |       | Other   |           | News    |
        |       | Both    | Adviser   | News    |
        |       | Another | Librarian |         |
        | portfolio | title | roles   |
        |           | Chat  | Adviser |
        |           | News  |         |
        """,
    )
    chat, news = tables["portfolio"].rows.values()
    register = risks(tables)
    assert risk_rows(chat, register)["risk"].tolist() == ["Own", "Role", "Nobody"]
    assert risk_rows(news, register)["risk"].tolist() == ["Nobody", "Other", "Both"]
