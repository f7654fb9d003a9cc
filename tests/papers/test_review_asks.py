"""What a review asks of a meeting, by the meeting's role and by what the figures suggest."""

from __future__ import annotations

import pytest
from papers.outlines import outline
from papers.test_review import paper_of, review_of
from workbooks import answers

from smreport.blueprint.model import Blueprint
from smreport.commands.loading import load_template

PLAN = """
| settings  | organisation | meeting_date | committee   |
|           | Shire        | {day}        | {committee} |
| areas     | name         | kind         | status   |
|           | Libraries    | Service      | In scope |
| roles     | role         |
|           | Adviser      |
| portfolio | title | areas               | roles   | status      |
|           | Calls | Libraries (Service) | Adviser | In progress |
|           | Chat  | Libraries (Service) | Adviser | In progress |
| kpis      | name     | project | direction | baseline | target | target_date | actual   | actual_as_of |
|           | Answered | Calls   | Increase  | 10       | 30     | 2027-06-30  | {actual} | 2027-12-31   |
|           | Chats    | Chat    | Increase  | 10       | 30     | 2027-06-30  | 40       | 2027-12-31   |
| meetings  | body    | role   |
|           | Board   | Note   |
|           | cabinet | {role} |
"""
BEGINS = "This report reviews what has come of the list of projects and actions since 9 February 2027. "


@pytest.fixture(scope="module")
def blueprint() -> Blueprint:
    return load_template("social_media")


ON_ONE = "on 1 project that the figures suggest to change or to stop."


@pytest.mark.parametrize(
    ("committee", "role", "actual", "asked"),
    [
        ("cabinet", "Decide", "20", f"Cabinet is asked to note the results, and to decide {ON_ONE}"),
        ("cabinet", "Recommend", "20", f"Cabinet is asked to note the results, and to make a recommendation {ON_ONE}"),
        ("cabinet", "Comment", "20", "Cabinet is asked for its comments."),
        ("cabinet", "Scrutiny", "20", "Cabinet is asked to examine the results."),
        ("cabinet", "Note", "20", "Cabinet is asked to note the results."),
        ("cabinet", "Recommend", "30", "Cabinet is asked to note the results."),
        ("", "Note", "20", f"The meeting is asked to note the results, and to decide {ON_ONE}"),
        ("", "Decide", "30", "The meeting is asked to note the results."),
        ("Other", "Comment", "20", f"Other is asked to note the results, and to decide {ON_ONE}"),
    ],
)
def test_it_asks_for_more_than_to_note_only_where_a_project_is_to_change(
    blueprint: Blueprint, committee: str, role: str, actual: str, asked: str
) -> None:
    parts = {"committee": committee, "role": role, "actual": actual}
    then, now = (answers(PLAN.format(day=day, **parts)) for day in ("2027-02-09", "2028-02-08"))
    summary = outline(paper_of(review_of(blueprint, then, now)), ["review_summary"])
    assert summary[2] == f"{BEGINS}{asked} --lead"
