"""People's words come first: objectives, benefits and who is left out are stated, not counted; results are told."""

from __future__ import annotations

import re

import pytest
from papers.cases import case_of, prose, small_case, table_with, texts
from papers.test_kinds import main_part
from workbooks import example

from smreport.blueprint.model import Blueprint
from smreport.papers import appendices, benefits, strategy
from smreport.papers.case import Case
from smreport.papers.compose import paper
from smreport.papers.figures import percent, pounds

TWO_AREAS = """
| settings   | hourly_rate | weight_benefit | weight_cost | weight_risk |
|            | 26.5        | 62.5           | 25          | 12.5        |
| areas      | name       | kind     | status   |
|            | Libraries  | Service  | In scope |
|            | Highways   | Service  | In scope |
|            | Fostering  | Service  | Parked   |
| objectives | area                | objective | outcome          | priority   | importance |
|            | Libraries (Service) | More help | People are helped | Fair lives | Essential  |
| tools      | tool  | use  | channel | status  | reason     | capability |
|            | Email | news | Email   | Live    |            |            |
|            | Films | jokes | Video  | Refused | Too costly |            |
| mapping    | area                | tool        | objective | role | benefit      | left_out         | strength |
|            | Libraries (Service) | Email: news | More help | One  | Bills fall   | No email: a desk | Strong   |
|            | Libraries (Service) | Email: news | More help | Two  |              | No email: a desk | Strong   |
|            | Highways (Service)  | Email: news | More help | One  | Roads known  | Nobody: radio    | Strong   |
|            | Fostering (Service) | Email: news | More help | Two  | Homes found  |                  | Strong   |
| accounts   | account | tool  | decision | followers |
|            | @one    | Email | Keep     | 1,200     |
|            | @two    | Email |          |           |
| kpis       | name   | project        | actual | actual_as_of | baseline | target | target_date |
|            | Visits | Whole strategy | 120    | 2026         | 100      | 200    | 2028        |
| portfolio  | title | areas               | roles | status | finish |
|            | Old   | Libraries (Service) | One   | Done   | 2025   |
"""


@pytest.fixture(scope="module")
def case(blueprint: Blueprint) -> Case:
    return small_case(blueprint, TWO_AREAS)


def said(case: Case, key: str, intro: str = "") -> list[str]:
    return list(prose({**strategy.SECTIONS, **appendices.SECTIONS}[key](case, intro)))


def test_each_objective_stands_with_its_outcome_and_priority(case: Case) -> None:
    assert said(case, "wants")[:2] == ["Libraries:", "More help. People are helped. Priority: Fair lives."]


def test_each_benefit_stands_in_the_words_that_were_typed_by_area(case: Case) -> None:
    told = said(case, "uses")
    assert told[:3] == ["Libraries:", "Bills fall. With: Email.", "Email: news, for the objective “More help”."]
    assert told[3:5] == ["Highways:", "Roads known. With: Email."]
    assert told[5] == "Fostering (parked for a later cycle):"


def test_each_answer_on_who_is_left_out_stands_once_by_area(case: Case) -> None:
    assert said(case, "left_out")[1:] == ["Libraries. No email: a desk.", "Highways. Nobody: radio."]


def test_accounts_stand_by_what_happens_to_them_and_refused_tools_with_the_reason(case: Case) -> None:
    told = said(case, "standing")
    assert "Keep: @one (Email, followers: 1,200)." in told
    assert "Not decided yet: @two (Email)." in told
    assert "Live: Email (news)." in told
    assert "Films (jokes). Too costly." in told


def test_results_are_told_of_projects_and_measures(case: Case) -> None:
    told = " ".join(said(case, "achieved"))
    assert "Old: done (2025)." in told
    assert "Visits: 120 (2026). On the way: 20% done." in told


def test_only_what_several_areas_share_stands_by_channel_and_role(case: Case) -> None:
    table = table_with(benefits.roles(case, ""), "Role", "Areas")
    assert [(row[0], row[-1]) for row in table.rows] == [("One", "Libraries and Highways")]


def test_a_live_tool_of_blank_capability_is_not_said_to_have_none_yet(case: Case) -> None:
    assert "Not yet" not in " ".join(texts(appendices.capability(case, "")))


def test_percentages_and_pounds_keep_what_was_typed(case: Case) -> None:
    assert percent(0.125) == "12.5%"
    assert pounds(211_950.86) == "£211,951"
    sources = table_with(appendices.provenance(case, ""), "Figure", "Value")
    values = {row[0]: row[1] for row in sources.rows}
    assert values["Cost of a staff hour"] == "£26.50"


@pytest.mark.parametrize("name", ["devon", "illustrative"])
def test_every_benefit_objective_and_other_way_is_printed_in_the_main_part(blueprint: Blueprint, name: str) -> None:
    case = case_of(example(blueprint, name))
    text = "\n".join(texts(main_part(paper(case, "strategy"))))
    for sheet, keys in {"objectives": ("objective", "outcome", "priority"), "mapping": ("benefit", "left_out")}.items():
        for row in case.rows(sheet).values():
            missing = [row[key] for key in keys if row[key] is not None and str(row[key]).rstrip(".") not in text]
            assert missing == []


ODD = (
    r"None identified|No projects of|mapped use|\b1 (?:working )?days\b|\b0 projects|outcomes wanted on|findings|"
    r"Recorded for|\brow \d|\bby (?:20\d\d|monthly|ongoing)\b|weightings|, [A-Z]{1,2}[0-9]{1,3}\b"
)


@pytest.mark.parametrize("name", ["devon", "illustrative"])
def test_nothing_odd_and_no_term_of_the_tool_stands_in_the_main_part(blueprint: Blueprint, name: str) -> None:
    text = "\n".join(texts(main_part(paper(case_of(example(blueprint, name)), "strategy"))))
    assert re.findall(ODD, text) == []


def test_a_wave_is_proposed_with_why_what_waits_and_the_next_step(blueprint: Blueprint) -> None:
    case = small_case(
        blueprint,
        """
        | settings   | hourly_rate | budget |
        |            | 0           | 1000   |
        | areas      | name      | kind    | status   |
        |            | Libraries | Service | In scope |
        |            | Highways  | Service | In scope |
        | objectives | area                | objective | importance |
        |            | Libraries (Service) | Help      | Essential  |
        |            | Highways (Service)  | Warn      | Useful     |
        | tools      | tool  | use  | channel |
        |            | Email | news | Email   |
        | mapping    | area                | tool        | objective | role | strength |
        |            | Libraries (Service) | Email: news | Help      | One  | Strong   |
        |            | Highways (Service)  | Email: news | Warn      | Two  | Strong   |
        | roles      | role |
        |            | One  |
        |            | Two  |
        | evaluation | role | setup_cost | yearly_cost | hours | cost_kind |
        |            | One  | 900        | 0           | 0     | Exact     |
        |            | Two  | 800        | 0           | 0     | Exact     |
        | risks      | risk | project | residual_likelihood | residual_impact |
        |            | A    | First   | Rare                | Minor           |
        |            | B    | Second  | Rare                | Minor           |
        | portfolio  | title  | areas               | roles |
        |            | First  | Libraries (Service) | One   |
        |            | Second | Highways (Service)  | Two   |
        """,
    )
    told = " ".join(said(case, "portfolio"))
    assert "Not in the first wave: Second. Displaced" in told
    assert "benefit points more are possible for £1,700 of cash together: it would bring in “Second”." in told
