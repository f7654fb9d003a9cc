"""Each section with words of the template before it, and without; and what sections say where nothing is filled in."""

from __future__ import annotations

import pytest
from papers.cases import case_of, small_case
from papers.outlines import lines
from papers.whole_rounds import in_short, round_of_answers

from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.papers.case import Case
from smreport.papers.compose import SECTIONS

INTRO = "Words before it."


@pytest.fixture(scope="module")
def case(blueprint: Blueprint) -> Case:
    return case_of(tables_from(blueprint, round_of_answers(), "w"))


def said(case: Case, key: str, intro: str) -> list[str]:
    return lines(SECTIONS[key](case, intro))


def place(case: Case, key: str) -> str:
    """How a section takes words before it: alone at the top, behind other words, before them, in place of others."""
    without, having = said(case, key, ""), said(case, key, INTRO)
    if having == without:
        return "never" if without else "empty"
    alone = [at for at, line in enumerate(having) if line.partition(" @")[0] == INTRO]
    if alone:
        (at,) = alone
        return f"alone at {at}" if having[:at] + having[at + 1 :] == without else f"in place of {at}"
    changed_lines = [(old, new) for old, new in zip(without, having, strict=True) if old != new]
    ((old, new),) = changed_lines
    return "before" if new == f"{INTRO} {old}" else "behind" if INTRO in new else f"{old} => {new}"


TAKEN = {
    "alone at 0": {
        "options", "advice", "wants", "standing", "uses", "channels", "kpis", "risks", "projects", "strategy_kpis",
        "how_measured", "owners", "missing", "all_areas", "all_objectives", "word_picture", "all_tools", "all_channels",
        "capability", "all_scores", "all_risks", "earlier_rounds",
    },
    "alone at 1": {"plan_summary"},
    "in place of 0": {"provenance", "gaps"},
    "before": {"purpose", "reasons", "portfolio", "twin_track", "progress", "later", "quarters"},
    "behind": {
        "recommendations", "background", "financial", "main_risks", "report_steps", "about", "summary", "achieved",
        "left_out", "priorities", "governance", "preferred",
    },
    "empty": {"roles"},
}  # fmt: skip
"""Where the words of the template stand in each section of the round."""


def test_words_of_the_template_stand_once_in_each_section_that_says_something(case: Case) -> None:
    taken: dict[str, set[str]] = {}
    for key in SECTIONS:
        taken.setdefault(place(case, key), set()).add(key)
    assert taken == TAKEN


EMPTY = """
purpose: Words before it. The meeting is asked to note the inventory of what there is today. No project is open, so there is nothing to decide. --lead
recommendations: : Words before it.
recommendations: 1. Note the inventory of what there is today.
about: : Words before it.
about: - Background papers: To be confirmed.
summary: > Inventory: This is an inventory, to note, and not yet a strategy. Nothing is recorded yet of areas, objectives, social tools, how they are used, who does the work, what it costs and projects.
plan_summary: There is no plan yet: no projects and no actions have been put forward. --lead
plan_summary: Words before it.
missing: Words before it.
missing: T What is not known yet [missing] (Each thing that is not known yet, with who is asked and what it could change.)
missing: : What is not known 5 | Who is asked 3
missing: | Organisation, Report author, Contact, Plan starts, Plan ends, Review date, Budget for the whole plan, Staff hours available a month and Cost of a staff hour | Facilitator
missing: … 7 more, the last | Projects: nothing is said yet | Everybody together
gaps: Words before it.
gaps: T Gaps and notes [] (Each finding with its owner, its level, and the sheet and cells where it stands.)
gaps: : Owner 3 | Level 1.3 | What 4.4 | Where 3.6
gaps: | Environment officer | Gap | Environment is not assessed yet. | Settings, C35
gaps: … 23 more, the last | Service staff | Gap | 4 Mapping: nothing is filled in yet. | 4 Mapping, B7
"""  # noqa: E501


def test_where_nothing_is_filled_in_sections_say_nothing_but_this(blueprint: Blueprint) -> None:
    case = small_case(blueprint)
    found = [f"{key}: {line}" for key in SECTIONS for line in in_short(said(case, key, INTRO), 1)]
    assert found == EMPTY.strip().splitlines()
