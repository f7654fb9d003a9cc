"""What nobody asks for is no gap: a blank of an optional column is nowhere called not known."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from papers.cases import case_of, papers, table_with
from workbooks import priced

from smreport.blocks.document import Document, Table
from smreport.blueprint.answers import Answers, tables_from
from smreport.blueprint.model import Blueprint, Sheet
from smreport.blueprint.needed import Need, need, need_in_words
from smreport.decision.check import check
from smreport.findings import Level
from smreport.papers.explain import explanation
from smreport.papers.figures import LEFT_BLANK, not_known

STAYS = "May stay blank."
WORKED_WITH = {"not_public", "tools", "strength", "residual_likelihood", "residual_impact"}
"""What figures are worked out from, and marks."""


def optional(sheet: Sheet) -> Iterator[str]:
    """The columns of a sheet that no rule asks for."""
    for column in sheet.asked_columns:
        if need(sheet, column) is Need.AT_TIMES and need_in_words(sheet, column) == STAYS:
            yield column.key


@pytest.fixture(scope="module")
def blanked(blueprint: Blueprint) -> Answers:
    """The illustrative answers; in every second row of a sheet that has many nothing optional is filled in."""
    answers = priced()
    for sheet in blueprint:
        if not sheet.is_form and sheet.key in answers:
            for row in answers[sheet.key][1::2]:
                for key in set(optional(sheet)) - WORKED_WITH:
                    row.pop(key, None)
    return answers


def cells(documents: list[Document]) -> Iterator[tuple[str, str, str]]:
    """Each cell of a document's tables, with the caption and its column."""
    tables = (block for document in documents for block in document.blocks if isinstance(block, Table))
    for table in tables:
        for row in table.rows:
            for column, cell in zip(table.columns, row, strict=True):
                yield table.caption, column.heading, cell


def test_a_blank_that_no_rule_asks_for_is_nowhere_called_not_known(blueprint: Blueprint, blanked: Answers) -> None:
    tables = tables_from(blueprint, blanked, "workbook.xlsx")
    asked = [finding for finding in check(tables) if finding.level is not Level.NOTE and not finding.value]
    assert [finding.code for finding in asked] == []
    case = case_of(tables)
    documents = [*papers(case), *(explanation(case, project.title) for project in case.results.round.projects)]
    assert [place for *place, cell in cells(documents) if not_known() in cell] == []
    assert sum(cell == LEFT_BLANK for *_, cell in cells(documents)) > 10


def test_a_cost_of_no_project_is_for_all_that_need_its_role(blueprint: Blueprint, blanked: Answers) -> None:
    evaluation = table_with(papers(case_of(tables_from(blueprint, blanked)))[1].blocks, "Role", "What it is for")
    projects = [
        dict(zip((column.heading for column in evaluation.columns), row, strict=True)) for row in evaluation.rows
    ]
    for row, typed in zip(projects, blanked["evaluation"], strict=True):
        assert row["Project"] == typed.get("project", "All that need the role")


def test_costs_of_which_none_names_a_project_have_no_column_for_it(blueprint: Blueprint, blanked: Answers) -> None:
    lines = [{key: answer for key, answer in line.items() if key != "project"} for line in blanked["evaluation"]]
    tables = tables_from(blueprint, {**blanked, "evaluation": lines})
    evaluation = table_with(papers(case_of(tables))[1].blocks, "Role", "What it is for")
    assert "Project" not in [column.heading for column in evaluation.columns]


def test_a_blank_that_a_rule_asks_for_is_not_known(blueprint: Blueprint) -> None:
    answers = priced()
    del answers["objectives"][0]["measure"]
    strategy = papers(case_of(tables_from(blueprint, answers)))[1]
    assert [column for _, column, cell in cells([strategy]) if cell == not_known()] == ["Measure"]
