"""The action plan: every project with what is done, by whom and by when, as far as that is known."""

from __future__ import annotations

import re

import pytest
from papers.cases import both, case_of, column, prose, row_of, small_case, table_with, texts, whole
from workbooks import example

from smreport.blocks.document import Block, Heading, Table
from smreport.blueprint.model import Blueprint
from smreport.papers import action_plan
from smreport.papers.case import Case
from smreport.papers.compose import paper
from smreport.papers.figures import NOT_KNOWN

PLAN = """
| settings  | plan_start | plan_end   |
|           | 2027-04-01 | 2030-03-31 |
| areas     | name       | kind    | status   |
|           | Libraries  | Service | In scope |
| portfolio | title      | areas               | lead           | start      | finish         | status   | depends    |
|           | Warm rooms | Libraries (Service) | Branch Manager | 2027-04-12 | September 2028 | Proposed |            |
|           | Easy forms | Libraries (Service) |                | Q2 2027/28 |                | Proposed | Warm rooms |
|           | Old pages  | Libraries (Service) | Web Editor     |            | 2026-12-31     | Done     |            |
|           | Film night |                     |                |            |                | Dropped  |            |
| kpis      | name       | project        | baseline   | target | unit            | target_date | owner |
|           | Visits     | Warm rooms     | about 240  | 420    | visits a month  | June 2028   | Libraries Manager |
|           | Reach      | Whole strategy |            | 25000  | followers       |             |       |
| actions   | action           | project    | owner             | due        | status      |
|           | Count visitors   | Warm rooms | Libraries Manager | monthly    | Not started |
|           | Open the rooms   | Warm rooms | Libraries Manager | Q3 2027/28 | Not started |
|           | Train volunteers | Warm rooms | volunteer lead    | 2027-09-06 | In progress |
|           | Close the pages  | Old pages  |                   | 2026-11-30 | Done        |
|           | Ask readers      |            |                   |            |             |
| risks     | risk              | project    | residual_likelihood | residual_impact |
|           | Few people come   | Warm rooms | Possible            | Moderate        |
|           | Rooms are closed  | Easy forms |                     |                 |
"""


@pytest.fixture(scope="module")
def case(blueprint: Blueprint) -> Case:
    return small_case(blueprint, PLAN)


def section(case: Case, key: str, intro: str = "") -> list[Block]:
    return list(action_plan.SECTIONS[key](case, intro))


def part(case: Case, title: str) -> list[Block]:
    """What stands below a project's heading."""
    blocks = section(case, "projects")
    start = next(at for at, block in enumerate(blocks) if isinstance(block, Heading) and block.text == title)
    rest = blocks[start + 1 :]
    end = next((at for at, block in enumerate(rest) if isinstance(block, Heading)), len(rest))
    return rest[:end]


class TestProjects:
    def test_every_project_has_its_part_closed_ones_last(self, case: Case) -> None:
        titles = [block.text for block in section(case, "projects") if isinstance(block, Heading)]
        assert sorted(titles) == ["Easy forms", "Film night", "Old pages", "Warm rooms"]
        assert titles[2:] == ["Old pages", "Film night"]

    def test_table_of_projects_tells_time_as_typed_and_what_is_known_of_it(self, case: Case) -> None:
        table = table_with(section(case, "plan_summary"), "Project", "Time")
        times = {row["Project"]: row["Time"] for row in (row_of(table, title) for title in column(table, "Project"))}
        assert times == {
            "Warm rooms": "12 April 2027 to September 2028",
            "Easy forms": "From Q2 2027/28",
            "Old pages": "Until 31 December 2026",
            "Film night": NOT_KNOWN,
        }

    def test_closed_projects_have_no_wave_and_no_cost(self, case: Case) -> None:
        table = table_with(section(case, "plan_summary"), "Project", "Wave")
        assert row_of(table, "Old pages")["Wave"] == row_of(table, "Film night")["Wave"] == "Closed"
        assert "Cost" not in " ".join(prose(part(case, "Old pages")))
        assert f": {NOT_KNOWN}." in " ".join(prose(part(case, "Easy forms")))

    def test_project_without_a_title_is_open_as_far_as_anyone_knows(self, blueprint: Blueprint) -> None:
        nameless = small_case(blueprint, "| portfolio | lead |\n|  | Libraries Manager |")
        table = table_with(section(nameless, "plan_summary"), "Project", "Wave")
        assert table.rows[0][0] == NOT_KNOWN
        assert row_of(table, "Libraries Manager")["Wave"] == NOT_KNOWN

    def test_actions_of_a_project_stand_in_order_of_time(self, case: Case) -> None:
        table = table_with(part(case, "Warm rooms"), "Action", "Due")
        assert list(zip(column(table, "Action"), column(table, "Due"), strict=True)) == [
            ("Train volunteers", "6 September 2027"),
            ("Open the rooms", "Q3 2027/28"),
            ("Count visitors", "monthly"),
        ]

    def test_kpis_of_a_project_have_baseline_target_and_date_as_typed(self, case: Case) -> None:
        row = row_of(table_with(part(case, "Warm rooms"), "Measure"), "Visits")
        assert (row["Baseline"], row["Target"], row["By"]) == (
            "about 240 visits a month",
            "420 visits a month",
            "June 2028",
        )

    def test_risk_of_a_project_is_told_and_one_without_a_score_says_so(self, case: Case) -> None:
        assert re.search(r"Few people come \(\d+ of 25", " ".join(prose(part(case, "Warm rooms"))))
        assert "Rooms are closed (not scored yet)" in " ".join(prose(part(case, "Easy forms")))

    def test_what_a_project_lacks_is_said(self, case: Case) -> None:
        text = " ".join(prose(part(case, "Film night")))
        assert text.count("none recorded yet") == 2

    def test_dependency_is_told_where_there_is_one(self, case: Case) -> None:
        assert "Depends on: Warm rooms." in " ".join(prose(part(case, "Easy forms")))
        assert "Depends" not in " ".join(prose(part(case, "Warm rooms")))


class TestViews:
    def test_every_action_stands_in_the_view_by_quarter_and_in_that_by_owner(self, case: Case) -> None:
        typed = sorted(str(row["action"]) for row in case.rows("actions").values())
        for key in ("quarters", "owners"):
            assert sorted(column(table_with(section(case, key), "Action"), "Action")) == typed

    def test_quarters_follow_each_other_and_actions_without_a_date_come_last(self, case: Case) -> None:
        assert column(table_with(section(case, "quarters"), "Quarter"), "Quarter") == [
            "October to December 2026", "July to September 2027", "October to December 2027", "No date yet",
            "No date yet",
        ]  # fmt: skip

    def test_owners_stand_together_in_alphabetical_order_and_nobody_comes_last(self, case: Case) -> None:
        owners = column(table_with(section(case, "owners"), "Owner"), "Owner")
        assert owners == ["Libraries Manager", "Libraries Manager", "volunteer lead", NOT_KNOWN, NOT_KNOWN]

    def test_kpis_of_the_whole_strategy_have_a_part_of_their_own(self, case: Case) -> None:
        table = table_with(section(case, "strategy_kpis"), "Measure")
        assert row_of(table, "Reach")["Target"] == "25,000 followers"
        assert len(table.rows) == 1


class TestCounts:
    def test_one_project_and_one_action_are_singular(self, blueprint: Blueprint) -> None:
        one = small_case(
            blueprint,
            """
            | portfolio | title      |
            |           | Warm rooms |
            | actions   | action     | project    |
            |           | Open rooms | Warm rooms |
            """,
        )
        opening = next(prose(section(one, "plan_summary")))
        assert "1 project and 1 action." in opening

    def test_time_of_the_plan_is_told_or_said_to_be_open(self, case: Case, blueprint: Blueprint) -> None:
        assert "1 April 2027 to 31 March 2030" in next(prose(section(case, "plan_summary")))
        year = small_case(blueprint, "| settings | financial_year |\n|  | 2027/28 |")
        assert "2027/28" in next(prose(section(year, "plan_summary")))
        assert "not set yet" in next(prose(section(small_case(blueprint), "plan_summary")))


class TestEmptyWorkbook:
    @pytest.mark.parametrize("key", list(action_plan.SECTIONS))
    def test_every_section_says_something_and_prints_no_empty_table(self, blueprint: Blueprint, key: str) -> None:
        blocks = section(small_case(blueprint), key)
        assert list(prose(blocks)) or key in ("more_projects", "progress", "strategy_kpis", "how_measured")
        assert not [block for block in blocks if isinstance(block, Table)]


def test_action_plan_of_an_example_holds_every_action_kpi_and_project(blueprint: Blueprint) -> None:
    case = case_of(example(blueprint, "illustrative"))
    said = set(texts(paper(case, "action_plan").blocks))
    for sheet, key in (("actions", "action"), ("kpis", "name"), ("portfolio", "title")):
        assert {str(row[key]) for row in case.rows(sheet).values()} <= said


def test_both_documents_tell_the_same_of_a_project(blueprint: Blueprint) -> None:
    case = case_of(example(blueprint, "illustrative"))
    strategy, plan = both(case)
    ranking = table_with(strategy.blocks, "Rank", "Whole-life cost", "Wave")
    summary = table_with(plan.blocks, "Project", "Wave")
    for title in column(ranking, "Project"):
        row = row_of(ranking, title)
        assert row["Wave"] == row_of(summary, title)["Wave"]
        assert row["Whole-life cost"] in " ".join(prose(part(case, title)))
        assert row["Whole-life cost"] in whole(plan)
