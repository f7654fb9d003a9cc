"""What the check says of limits: at which cell, how grave, and what to fill in; and never else than the verdict."""

from __future__ import annotations

import pytest
from workbooks import workbook

from smreport.blueprint.model import Blueprint
from smreport.decision.limits_hold import codes_of_limits, finding_of_limits, limits_by
from smreport.decision.results import decide
from smreport.decision.verdict import CANNOT_BE_MET, HELD, NONE_SET, NOT_KNOWN_YET
from smreport.findings import Level
from smreport.frozen import replace

ANSWERS = """
| settings   | hourly_rate | contingency | plan_start   | budget   | hours_available | risk_appetite |
|            | 0           | 0           | {plan_start} | {budget} | {hours}         | {appetite}    |
| money      | year    | capital    | revenue    |
|            | 2027/28 | {capital}  |            |
|            | 2028/29 |            | {revenue}  |
| roles      | role |
|            | One  |
|            | Two  |
| evaluation | role | setup_cost | yearly_cost | hours | cost_kind | setup_kind |
|            | One  | {setup}    | {yearly}    | 5     | Exact     | Capital    |
|            | {two} | 0         | 0           | 0     | Exact     | Capital    |
| risks      | role | risk | likelihood | impact   | residual_likelihood | residual_impact |
|            | One  | Late | Possible   | Moderate | Possible            | Moderate        |
| portfolio  | title | roles | start      | must_do |
|            | Law   | One   | 2027-04-01 | Yes     |
|            | Duty  | Two   | 2027-04-01 | {also}  |
"""
USUAL = {
    "plan_start": "2027-04-01", "budget": "", "hours": "", "appetite": "", "capital": "", "revenue": "",
    "setup": "1000", "yearly": "100", "also": "", "two": "Two",
}  # fmt: skip
LEVELS = {CANNOT_BE_MET: Level.GAP, NOT_KNOWN_YET: Level.NOTE}


@pytest.mark.parametrize(
    ("changes", "limits", "at", "fix"),
    [
        ({"budget": "1299"}, CANNOT_BE_MET, "settings.budget", ""),
        ({"budget": "10", "yearly": ""}, CANNOT_BE_MET, "settings.budget", "Give more money or hours"),
        ({"hours": "4"}, CANNOT_BE_MET, "settings.hours_available", ""),
        ({"hours": "4", "budget": "5000"}, CANNOT_BE_MET, "settings.hours_available", ""),
        ({"capital": "999"}, CANNOT_BE_MET, "money.capital.0", ""),
        ({"capital": "1000", "revenue": "99"}, CANNOT_BE_MET, "money.revenue.1", ""),
        ({"appetite": "8"}, CANNOT_BE_MET, "settings.risk_appetite", ""),
        ({"appetite": "8", "budget": "5000", "capital": "5000"}, CANNOT_BE_MET, "settings.risk_appetite", ""),
        ({"budget": "5000", "setup": ""}, NOT_KNOWN_YET, "settings.budget", "6 Evaluation D7."),
        ({"revenue": "5000", "yearly": ""}, NOT_KNOWN_YET, "money.revenue.1", "6 Evaluation E"),
        ({"budget": "plenty"}, NOT_KNOWN_YET, "settings.budget", "Settings "),
        ({"capital": "5000", "plan_start": ""}, NOT_KNOWN_YET, "money.year.0", "Settings "),
        ({"budget": "5000", "also": "Yes", "two": "One"}, NOT_KNOWN_YET, "settings.budget", ""),
    ],
)
def test_a_finding_stands_at_the_first_limit_that_it_is_about(
    changes: dict[str, str], limits: str, at: str, fix: str, blueprint: Blueprint
) -> None:
    tables = workbook(blueprint, ANSWERS.format(**{**USUAL, **changes}))
    found = finding_of_limits(tables)
    assert found is not None
    sheet, key, *rest = at.split(".")
    row = min(tables[sheet].rows) + int(rest[0]) if rest else 0
    assert (found.code, found.level) == (f"{sheet}.limits.{limits}", LEVELS[limits])
    assert (found.sheet, found.cell) == (tables[sheet].title, tables[sheet].cell(key, row))
    assert found.column == tables[sheet].sheet.by_key[key].heading
    assert fix in found.fix
    assert limits_by([found], tables) == decide(tables, strict=False).verdict.limits == limits
    assert codes_of_limits(sheet)[found.code] is LEVELS[limits]


@pytest.mark.parametrize(
    ("changes", "limits"),
    [
        ({}, NONE_SET), ({"budget": "1300"}, HELD), ({"hours": "5"}, HELD), ({"appetite": "9"}, HELD),
        ({"capital": "1000", "revenue": "100"}, HELD), ({"budget": "5000", "two": "One"}, HELD),
    ],
)  # fmt: skip
def test_nothing_is_found_where_limits_are_held_or_none_is_set(
    changes: dict[str, str], limits: str, blueprint: Blueprint
) -> None:
    tables = workbook(blueprint, ANSWERS.format(**{**USUAL, **changes}))
    assert finding_of_limits(tables) is None
    assert limits_by([], tables) == decide(tables, strict=False).verdict.limits == limits


def test_where_a_cost_is_marked_it_does_not_tell_which_limit_is_exceeded(blueprint: Blueprint) -> None:
    """Else the cost would be bounded by the limits that are not named before it."""
    tables = workbook(blueprint, ANSWERS.format(**{**USUAL, "capital": "9000", "revenue": "1"}))
    costs, places = tables["evaluation"], []
    for mark in (None, True):
        marked = replace(costs, columns={**costs.columns, "not_public": [mark, None]})
        found = finding_of_limits(replace(tables, tables={**tables, "evaluation": marked}))
        assert found is not None
        places.append((found.code, found.column))
    assert places == [("money.limits.cannot_be_met", "Revenue"), ("money.limits.cannot_be_met", "Capital")]


def test_four_cells_to_fill_in_are_named_at_most(blueprint: Blueprint) -> None:
    lines = "".join(
        f"|            | One  |            |             | {at}   | Exact     | Capital    |\n" for at in range(4)
    )
    answers = ANSWERS.format(**{**USUAL, "budget": "5000"}).replace("| risks ", f"{lines}| risks ")
    found = finding_of_limits(workbook(blueprint, answers))
    assert found is not None
    assert found.fix.count("6 Evaluation") == 4


def test_only_the_sheets_with_limits_have_such_findings() -> None:
    assert codes_of_limits("portfolio") == {}
    assert len(codes_of_limits("money")) == len(codes_of_limits("settings")) == 2


def test_a_finding_about_a_year_names_it(blueprint: Blueprint) -> None:
    for changes, subject in (({"capital": "999"}, "2027/28"), ({"revenue": "99"}, "2028/29")):
        found = finding_of_limits(workbook(blueprint, ANSWERS.format(**{**USUAL, **changes})))
        assert found is not None
        assert found.subject == subject


def test_what_limits_come_to_is_told_by_their_own_finding_among_others(blueprint: Blueprint) -> None:
    tables = workbook(blueprint, ANSWERS.format(**{**USUAL, "capital": "999"}))
    found = finding_of_limits(tables)
    assert found is not None
    other = replace(found, code="money.year.required")
    assert limits_by([other, found, other], tables) == CANNOT_BE_MET
    assert limits_by([other], tables) != CANNOT_BE_MET
