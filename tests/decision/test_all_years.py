"""Limits hold over all years of the plan and of the limits, however few years whole-life costs are counted over."""

from __future__ import annotations

import pytest
from papers.cases import case_of
from workbooks import workbook

from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Tables
from smreport.decision.closing import closings_of
from smreport.decision.results import Results, decide
from smreport.decision.verdict import CANNOT_BE_MET, HELD, NOT_KNOWN_YET

ANSWERS = """
| settings   | plan_start | plan_end   | horizon_years | hourly_rate | discount_rate | budget   |
|            | {plan_start} | {plan_end} | {years}       | 0           | 0             | {budget} |
| money      | year   | revenue   | source |
|            | {year} | {revenue} | Base   |
| areas      | name      | kind    | status   |
|            | Libraries | Service | In scope |
| roles      | role |
|            | One  |
| evaluation | role | setup_cost | yearly_cost | hours | cost_kind | setup_kind |
|            | One  | 0          | 100         | 0     | Exact     | Revenue    |
| risks      | role | risk | likelihood | impact | residual_likelihood | residual_impact |
|            | One  | Late | Rare       | Minor  | Rare                | Minor           |
| portfolio  | title | areas               | roles | start   | must_do |
|            | Law   | Libraries (Service) | One   | {start} | Yes     |
"""
USUAL = {
    "plan_start": "2027-04-01", "plan_end": "2032-03-31", "years": "", "budget": "", "year": "2027/28",
    "revenue": "500", "start": "2027-04-01",
}  # fmt: skip


def tables_of(blueprint: Blueprint, **changes: str) -> Tables:
    return workbook(blueprint, ANSWERS.format(**{**USUAL, **changes}))


def decided(blueprint: Blueprint, **changes: str) -> Results:
    return decide(tables_of(blueprint, **changes), strict=False)


@pytest.mark.parametrize(
    ("changes", "limits", "years"),
    [
        ({"budget": "499"}, CANNOT_BE_MET, 5),
        ({"budget": "500"}, HELD, 5),
        ({"budget": "499", "start": "2031-04-01", "years": "1"}, HELD, 5),
        ({"budget": "299", "plan_end": ""}, CANNOT_BE_MET, 3),
        ({"budget": "300", "plan_end": "2028-03-31"}, HELD, 3),
        ({"year": "2031/32", "revenue": "99"}, CANNOT_BE_MET, 5),
        ({"year": "2033/34", "revenue": "99"}, CANNOT_BE_MET, 7),
        ({"year": "2033/34", "revenue": "100"}, HELD, 7),
        ({"year": "2033/34", "revenue": "100", "budget": "699"}, CANNOT_BE_MET, 7),
        ({"plan_start": "1927-04-01", "start": "1927-04-01"}, NOT_KNOWN_YET, 100),
        ({"plan_end": "2190-03-31"}, HELD, 100),
    ],
)
def test_a_limit_that_is_set_is_a_limit_that_is_held(
    changes: dict[str, str], limits: str, years: int, blueprint: Blueprint
) -> None:
    case = case_of(tables_of(blueprint, **changes))
    row = case.results.order[0]
    assert case.results.verdict.limits == limits
    assert len(case.money.by_year([row])) == years
    assert case.money.period == f"{years} years"


def test_whole_life_costs_are_counted_over_the_years_in_settings_alone(blueprint: Blueprint) -> None:
    for years in ("1", "4", "9"):
        results = decided(blueprint, years=years)
        assert [alone.cost for alone in results.alone.values()] == [100 * int(years)]


def test_of_a_start_after_all_that_is_counted_it_is_not_said_that_it_is_blank(blueprint: Blueprint) -> None:
    case = case_of(tables_of(blueprint, start="2032-04-01"))
    assert case.results.verdict.limits == NOT_KNOWN_YET
    for said in (case.verdicts.mend[-1], case.verdicts.sentences[-1]):
        assert "starts only after March 2032" in said
        assert "Start of" not in said
    search = case.results.search
    assert not closings_of(search, case.results.verdict, case.results.wave, case.results.scores)
