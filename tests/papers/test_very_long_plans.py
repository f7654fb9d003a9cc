"""Plans of more than forty projects of one standing: the last stand in a table, with their actions and measures."""

from __future__ import annotations

from papers.cases import case_of
from papers.outlines import lines

from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.papers.action_plan import SECTIONS


def plan(blueprint: Blueprint, count: int, status: str, known: bool = True) -> list[str]:
    """What stands behind the fortieth project of so many."""
    last = f"P{count}"
    content = {
        "portfolio": [{"title": f"P{at}", "status": status, "lead": f"Lead {at}"} for at in range(1, count + 1)],
        "actions": [{"action": "Step", "project": last, "owner": "Ann", "due": "May 2028"}] if known else [],
        "kpis": [{"name": "Calls", "project": last, "unit": "calls", "baseline": "4", "target": "9"}] if known else [],
    }
    case = case_of(tables_from(blueprint, content, "w"))
    said = lines(SECTIONS["projects" if status == "Approved" else "later"](case, ""))
    headings = [line for line in said if line.startswith("###")]
    assert [line.rpartition(" ")[2] for line in headings[:40]] == [f"P{at}" for at in range(1, 41)]
    return said[said.index(headings[39]) :]


SHOWN = "(Each measure with what is known of its baseline, its latest figure, its target and how it stands.)"


def test_the_forty_first_project_stands_in_a_table_with_its_actions_and_measures(blueprint: Blueprint) -> None:
    assert plan(blueprint, 41, "Approved")[2:] == [
        "### 1 more project",
        "T More projects [] (Each project with what is known of its number, lead, time and status.)",
        ": No. 0.8 | Project 3.8 | Lead 3 | Status 1.9",
        "| 41 | P41 | Lead 41 | Approved <- 7 Portfolio, row 48 of w",
        "T Actions of more projects [] (Each action with what is known of its number, owner, due date and status.)",
        ": No. 1 | Action 5 | Owner 3 | Due 2.4",
        "| 41.1 | Step | Ann | May 2028 <- 7b Actions, row 6 of w",
        f"T Measures of more projects [] {SHOWN}",
        ": Measure 3.1 | Baseline 2.6 | Target (by when) 2.6",
        "| Calls | 4 calls | 9 calls <- 7a KPIs, row 7 of w",
    ]


def test_those_that_wait_have_no_days_there_either(blueprint: Blueprint) -> None:
    said = plan(blueprint, 42, "Proposed")
    assert said[said.index("### 2 more projects") :] == [
        "### 2 more projects",
        "T More projects [] (Each project with what is known of its number, lead, time and status.)",
        ": No. 0.8 | Project 3.8 | Lead 3 | Status 1.9",
        "| 41 | P41 | Lead 41 | Proposed <- 7 Portfolio, row 48 of w",
        "| 42 | P42 | Lead 42 | Proposed <- 7 Portfolio, row 49 of w",
        "T Actions of more projects [] (Each action with what is known of its number, owner, due date and status.)",
        ": No. 1 | Action 5 | Owner 3",
        "| 42.1 | Step | Ann <- 7b Actions, row 6 of w",
        f"T Measures of more projects [] {SHOWN}",
        ": Measure 3.1 | Baseline 2.6 | Target (by when) 2.6",
        "| Calls | 4 calls | 9 calls <- 7a KPIs, row 7 of w",
    ]


def test_forty_projects_stand_each_by_itself_and_tables_of_nothing_are_left_out(blueprint: Blueprint) -> None:
    assert [line for line in plan(blueprint, 40, "Approved", known=False) if line.startswith("T ")] == []
    assert [line for line in plan(blueprint, 41, "Approved", known=False) if line.startswith("T ")] == [
        "T More projects [] (Each project with what is known of its number, lead, time and status.)",
    ]
