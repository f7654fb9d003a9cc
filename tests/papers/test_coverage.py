"""Every cell that people filled in is printed in a paper, or it is said why not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from papers.cases import case_of, small_case
from papers.outlines import assert_is
from papers.whole_rounds import all_cells
from workbooks import example, workbook

from smreport.blueprint.answers import read_answers, tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Extras, Origin
from smreport.commands.publishing import published
from smreport.frozen import replace
from smreport.papers.case import Case
from smreport.papers.compose import papers_of
from smreport.papers.coverage import (
    LOST,
    NO,
    NO_ANSWER,
    NOT_ASKED,
    NOWHERE,
    OFFICERS,
    SECRET,
    UNFUNDED,
    WORKED,
    Cell,
    Coverage,
    Covered,
    coverage,
    coverage_in_words,
)

HALF_FILLED = {path.stem: path for path in (Path(__file__).parents[1] / "half_filled").glob("*.toml")}
NAMES = ("illustrative", "devon", *sorted(HALF_FILLED))
PUBLIC = ("objectives", "mapping", "portfolio", "kpis", "actions")


def case_named(blueprint: Blueprint, name: str) -> Case:
    if name in HALF_FILLED:
        return case_of(tables_from(blueprint, read_answers(HALF_FILLED[name]), f"{name}.xlsx"))
    return case_of(example(blueprint, name))


def covered(case: Case) -> Coverage:
    return coverage(case, papers_of(case))


@pytest.mark.parametrize("name", NAMES)
class TestWorkbooks:
    def test_every_filled_cell_is_accounted_for(self, blueprint: Blueprint, name: str) -> None:
        case = case_named(blueprint, name)
        found = covered(case)
        filled = {
            Cell(key, column.key, row)
            for key, table in case.full.tables.items()
            for column in table.sheet.asked_columns
            if not (table.sheet.rows_from and column.key == table.sheet.name_key)
            for row, value in zip(table.numbers, table.columns[column.key], strict=True)
            if value is not None and value != ()
        }
        assert filled <= {*found.printed, *found.left}
        assert not found.printed.keys() & found.left.keys()
        assert found.lost == ()

    def test_what_is_meant_for_the_public_is_printed(self, blueprint: Blueprint, name: str) -> None:
        found = covered(case_named(blueprint, name))
        assert [sheet for sheet in PUBLIC if found.share(sheet) < 0.9] == []


SMALL = """
| settings   | organisation | illustrative |
|            | Exampleshire | Yes          |
| areas      | name      | kind    | status   | notes       |
|            | Libraries | Service | In scope | Ask in May. |
| roles      | role      |
|            | Librarian |
| evaluation | role      | setup_cost | yearly_cost | hours | not_public |
|            | Librarian | 77123      | 30000       | 5     | Yes        |
| portfolio  | title | areas               | roles     | start      | must_do | status   |
|            | Rooms | Libraries (Service) | Librarian | 2027-04-01 | No      | Approved |
|            | Forms | Libraries (Service) | Librarian | 2031-05-06 | Yes     | Proposed |
| risks      | risk          | project | likelihood | impact | residual_likelihood | residual_impact |
|            | Nobody comes. | Rooms   | Possible   | Major  | Rare                | Minor           |
| kpis       | name   | project | unit    | baseline | target |
|            | Visits | Rooms   | percent | 40       | -20    |
"""


@pytest.fixture(scope="module")
def case(blueprint: Blueprint) -> Case:
    return small_case(blueprint, SMALL)


class TestReasons:
    def test_each_cell_has_its_reason(self, case: Case) -> None:
        found = covered(case)
        rows = {key: case.numbers(key) for key in ("areas", "evaluation", "portfolio", "risks", "kpis")}
        (area,), (line,), (rooms, forms), (risk,), (kpi,) = rows.values()
        left = {cell: why for cell, why in found.left.items() if cell.sheet != "channels"}
        assert {
            Cell("settings", "illustrative", 0): WORKED,
            Cell("areas", "notes", area): OFFICERS,
            Cell("evaluation", "setup_cost", line): SECRET,
            Cell("evaluation", "not_public", line): NOWHERE,
            Cell("portfolio", "must_do", rooms): NO,
            Cell("portfolio", "start", forms): UNFUNDED,
            Cell("risks", "residual_impact", risk): WORKED,
        }.items() <= left.items()
        printed = {("portfolio", "must_do", forms), ("portfolio", "start", rooms), ("risks", "risk", risk),
                   ("kpis", "unit", kpi), ("kpis", "baseline", kpi), ("settings", "organisation", 0)}  # fmt: skip
        assert printed <= found.printed.keys()

    def test_rows_that_stay_out_as_a_whole_are_told_as_that(self, blueprint: Blueprint) -> None:
        tables = workbook(blueprint, SMALL.replace("must_do |", "not_public |"))
        case = case_of(tables)
        forms = tables["portfolio"].numbers[1]
        found = coverage(case, papers_of(case))
        assert forms not in case.results.tables["portfolio"].numbers
        assert found.left[Cell("portfolio", "title", forms)] == SECRET
        assert found.left[Cell("portfolio", "not_public", forms)] == NOWHERE

    def test_what_stands_elsewhere_by_chance_is_not_printed(self, case: Case) -> None:
        """The word of a short answer counts only beside its own row."""
        tables = case.full.tables
        changed = replace(tables["risks"], columns={**tables["risks"].columns, "kind": ["Visits"]})
        chanced = case_of(replace(tables, tables={**tables, "risks": changed}))
        found = coverage(chanced, {"action-plan.docx": papers_of(chanced)["action-plan.docx"]})
        assert found.left[Cell("risks", "kind", case.numbers("risks")[0])] == LOST

    def test_words_that_are_no_answer_own_columns_and_rows_aside_are_told(self, blueprint: Blueprint) -> None:
        case = small_case(blueprint, "| actions | action | project | due |\n| | Ask | Desk | tbc |")
        tables = case.full.tables
        (row,) = case.numbers("actions")
        extras = Extras(columns={"actions": {"Cost code": {row: "X9"}}})
        unsaid = replace(
            tables["actions"],
            unsaid={"due": {row: "tbc"}},
            columns={**tables["actions"].columns, "due": [None]},
        )
        found = covered(case_of(replace(tables, tables={**tables, "actions": unsaid}, extras=extras)))
        assert found.left[Cell("actions", "due", row)] == NO_ANSWER
        assert found.left[Cell("actions", "Cost code", row)] == NOT_ASKED


def test_the_build_says_what_became_of_the_cells(blueprint: Blueprint) -> None:
    case = case_named(blueprint, "actions")
    found = covered(case)
    told = coverage_in_words(case, found)
    assert told in published(case.results).remarks
    assert told == "Filled cells: 30, of which 29 are printed and 1 is no answer yet."
    lost = Coverage((*found.columns, Covered("actions", "review", [5, 6], [LOST, LOST])))
    assert coverage_in_words(case, lost).endswith("2 are in no paper. In no paper: 7b Actions, Review note (2).")
    assert Counter(lost.left.values()) == {NO_ANSWER: 1, LOST: 2}


@pytest.mark.parametrize("is_combined", [False, True])
def test_each_row_of_a_long_listing_has_the_source_that_it_has_alone(blueprint: Blueprint, is_combined: bool) -> None:
    tables = example(blueprint, "illustrative")
    numbers = tables["mapping"].numbers
    origins = {numbers[0]: Origin("libraries.xlsx", 31)} if is_combined else {}
    combined = replace(tables["mapping"], origins=origins)
    sources = case_of(replace(tables, tables={**tables.tables, "mapping": combined})).sources
    assert list(sources.each("mapping", numbers)) == [sources.rows("mapping", [row]) for row in numbers]


def test_each_cell_of_a_whole_round_is_in_this_paper_or_left_out_for_this_reason(blueprint: Blueprint) -> None:
    assert_is("cells", all_cells(blueprint))


def test_the_share_that_is_printed_is_of_what_the_public_may_see_and_can_be_printed() -> None:
    fates = ["report.docx", WORKED, UNFUNDED, LOST, OFFICERS, NOWHERE, SECRET, NO, NO_ANSWER, NOT_ASKED, "plan.docx"]
    covered = Coverage((Covered("kpis", "name", [*range(11)], fates), Covered("areas", "notes", [7], [OFFICERS])))
    assert [covered.share(sheet) for sheet in ("kpis", "areas", "risks")] == [0.4, 1.0, 1.0]
    assert covered.printed == {Cell("kpis", "name", 0): "report.docx", Cell("kpis", "name", 10): "plan.docx"}
    assert covered.lost == (Cell("kpis", "name", 3),)
    assert covered.left.keys() == {*(Cell("kpis", "name", row) for row in range(1, 10)), Cell("areas", "notes", 7)}
