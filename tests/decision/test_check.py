"""The check as a whole: order, places, names, owners, and what column A shows."""

from __future__ import annotations

import pytest
from workbooks import all_known, workbook

from smreport.blueprint.model import Blueprint
from smreport.blueprint.own_cells import TYPED_OVER_CODE, said_of_typed_over
from smreport.blueprint.tables import Tables
from smreport.blueprint.templates import load, shipped
from smreport.decision.check import TAKEN_AS_IN_SCOPE, check, check_cells, owner_at
from smreport.decision.missing_rows import missing_rows
from smreport.decision.round_of import round_of
from smreport.findings import Finding, Level, as_text
from smreport.frozen import replace

COUNCIL = """
| areas      | name      | kind    | status   | lead              |
|            | Libraries | Service | In scope | Libraries Manager |
|            | Highways  | Sarvise | In scope |                   |
|            | Parks     | Sarvise | Parked   |                   |
| objectives | area                | objective    | importance |
|            | libraries (service) | More members | Essential  |
|            | Nowhere             | Fewer holes  |            |
| risks      | risk  | role | owner           |
|            | Delay |      | Head of Contact |
"""


@pytest.fixture
def tables(blueprint: Blueprint) -> Tables:
    return replace(workbook(blueprint, COUNCIL), file="council.xlsx")


def of(tables: Tables, code: str) -> list[Finding]:
    return [finding for finding in check(tables) if finding.code == code]


def test_findings_come_in_the_order_of_the_sheets(blueprint: Blueprint, tables: Tables) -> None:
    titles = [finding.sheet for finding in check(tables)]
    order = [sheet.title for sheet in blueprint]
    assert titles == sorted(titles, key=order.index)


def test_a_finding_says_where_it_is_and_what_stands_there(tables: Tables) -> None:
    first, second = of(tables, "areas.kind.listed")
    assert (first.file, first.sheet, first.row, first.cell, first.column) == (
        "council.xlsx",
        "1 Areas",
        8,
        "C8",
        "Kind",
    )
    assert (first.value, first.subject) == ("Sarvise", "Highways (Sarvise)")
    assert second.cell == "C9"


def test_the_same_mistake_in_several_cells_takes_one_line(tables: Tables) -> None:
    lines = [line for line in as_text(check(tables)).splitlines() if "Kind is not in the list" in line]
    assert len(lines) == 1
    assert "C8:C9 “Sarvise”: Kind is not in the list. Did you mean “Service”?" in lines[0]


def test_a_gap_is_owned_by_the_row_or_the_area_that_it_refers_to_or_whoever_fills_the_sheet_in(
    blueprint: Blueprint, tables: Tables
) -> None:
    assert [finding.owner for finding in of(tables, "risks.mitigation.required")] == ["Head of Contact"]
    assert [finding.owner for finding in of(tables, "objectives.outcome.required")] == [
        "Libraries Manager",
        blueprint.sheets["objectives"].who,
    ]
    assert [finding.owner for finding in of(tables, "areas.lead.required")] == [blueprint.sheets["areas"].who]


def test_a_finding_that_holds_up_a_principle_of_the_framework_names_it(tables: Tables) -> None:
    assert {finding.principle for finding in of(tables, "objectives.priority.required")} == {1}


def test_blank_rows_say_nothing(blueprint: Blueprint) -> None:
    assert check_cells(workbook(blueprint, ""))["areas"] == {}


@pytest.mark.parametrize("template", shipped())
def test_an_empty_sheet_is_one_gap_of_those_who_fill_it_in(template: str) -> None:
    blueprint = load(template)
    found = [finding for finding in check(workbook(blueprint, "")) if finding.sheet != "Settings"]
    asked = [sheet for sheet in blueprint if not (sheet.is_form or sheet.rows_from or sheet.optional)]
    assert [(each.sheet, each.owner, each.level) for each in found] == [(s.title, s.who, Level.GAP) for s in asked]
    first = [(sheet, sheet.asked_columns[0]) for sheet in asked]
    tables = workbook(blueprint, "")
    assert [(each.cell, each.column) for each in found] == [
        (tables[sheet.key].cell(column.key, sheet.first_row), column.heading) for sheet, column in first
    ]
    assert found[2].what == f"{blueprint.sheets['tools'].title}: nothing is filled in yet."
    assert {each.code.rpartition(".")[2] for each in found} == {"no_rows"}


def test_a_sheet_with_a_row_is_not_empty(blueprint: Blueprint) -> None:
    codes = [finding.code for finding in check(workbook(blueprint, "| tools | notes |\n| | Ask Ann. |"))]
    assert "areas.name.no_rows" in codes
    assert "tools.tool.no_rows" not in codes


def test_column_a_says_ok_or_every_message_of_the_row(tables: Tables) -> None:
    shown = check_cells(tables)
    assert set(shown["areas"]) == {7, 8, 9}
    said = shown["areas"][8]
    for words in ("Note: Kind: not spelt as in the list; smreport check will look.", "Lead is missing."):
        assert words in said
    assert shown["risks"][6].count("is missing") == 5


def test_column_a_of_settings_says_ok_beside_what_is_filled_in_alone(blueprint: Blueprint) -> None:
    tables = workbook(blueprint, "| settings | plan_start | budget |\n| | 2027-04-01 | 1000 |")
    places, shown = tables["settings"].places, check_cells(tables)["settings"]
    assert {row for row, words in shown.items() if words == "OK"} == {places["plan_start"], places["budget"]}


def test_what_is_found_in_a_row_of_a_project_that_stays_out_of_publication_quotes_nothing_of_it(
    blueprint: Blueprint,
) -> None:
    rows = """
    | portfolio | title   | status   | not_public |
    |           | Secret  | Proposed | Yes        |
    |           | Open    | Proposed |            |
    | risks     | risk    | project  | likelihood | owner |
    |           | Delay   | Secret   | Frequently | Ann   |
    |           | Quarrel | Open     | Frequently | Bob   |
    """
    secret, told = of(workbook(blueprint, rows), "risks.likelihood.listed")
    assert (secret.value, secret.subject, secret.row) == ("", "", told.row - 1)
    assert (told.value, told.subject, told.owner) == ("Frequently", "Quarrel", "Bob")
    assert secret.fix != told.fix
    assert secret.owner == blueprint.sheets["risks"].who


def test_column_a_says_of_a_filled_row_that_a_formula_of_it_was_typed_over(tables: Tables) -> None:
    first = min(tables["objectives"].rows)
    doubts = tuple(
        Finding(code=code, level=Level.NOTE, file="", sheet=sheet, row=row, cell="A7", column="", what="", fix="")
        for code, sheet, row in (
            (TYPED_OVER_CODE, "1 Areas", 7), (TYPED_OVER_CODE, tables["objectives"].title, first),
            (TYPED_OVER_CODE, "1 Areas", 20), ("cells.other", "1 Areas", 9),
        )
    )  # fmt: skip
    before, after = check_cells(tables), check_cells(replace(tables, doubts=doubts))
    told = {(key, row) for key, cells in after.items() for row, words in cells.items() if words != before[key][row]}
    assert told == {("areas", 7), ("objectives", first)}
    assert said_of_typed_over() in after["areas"][7]


def test_what_the_reader_tells_is_told_once_of_whoever_answers_for_the_row(tables: Tables) -> None:
    """The second area has no lead, the last row is not filled in, and one sheet is none of the workbook's."""
    first, second, _ = tables["areas"].rows
    who = tables["areas"].sheet.who
    doubts = tuple(
        Finding(
            code="cells.other", level=Level.NOTE, file="", sheet=sheet, row=row, cell="", column="", what="", fix=""
        )
        for sheet, row in (("Elsewhere", 3), (tables["areas"].title, first), (tables["areas"].title, second))
    )
    told = [(each.sheet, each.row, each.owner, each.file) for each in of(replace(tables, doubts=doubts), "cells.other")]
    title = tables["areas"].title
    assert told == [
        (title, first, "Libraries Manager", "council.xlsx"), (title, second, who, "council.xlsx"),
        ("Elsewhere", 3, "", "council.xlsx"),
    ]  # fmt: skip
    assert [owner_at(tables, "areas", row) for row in (first, second, second + 20)] == ["Libraries Manager", who, who]
    assert owner_at(tables, "settings", 7) == tables["settings"].sheet.who
    assert owner_at(tables, "objectives", min(tables["objectives"].rows)) == "Libraries Manager"


def test_a_note_on_an_area_without_a_status_says_which_it_is_and_whose(blueprint: Blueprint) -> None:
    rows = """
    | areas   | name      | kind    | status | lead |
    |         | Libraries | Service |        | Ann  |
    |         | Highways  | Service | Parked | Bob  |
    | mapping | area      |
    |         | Libraries |
    """
    council = workbook(blueprint, rows)
    (note,) = of(council, TAKEN_AS_IN_SCOPE)
    first = min(council["areas"].rows)
    assert (note.subject, note.owner, note.row) == (council["areas"].name_of(first), "Ann", first)
    assert "Libraries" in note.subject
    assert (note.cell, note.level) == (council["areas"].cell("status", first), Level.NOTE)


def test_rows_that_are_missing_come_in_the_order_of_the_sheets_where_they_are_missing(blueprint: Blueprint) -> None:
    rows = """
    | evaluation | role    | project |
    |            | Adviser | Chat    |
    | mapping    | area      | role    |
    |            | Libraries | Adviser |
    """
    sheets = [each.sheet for each in missing_rows(workbook(blueprint, rows))]
    order = [sheet.key for sheet in blueprint]
    assert sheets == sorted({"areas", "roles", "portfolio"}, key=order.index) != sorted(sheets)


def test_a_form_whose_answer_names_who_answers_for_it_is_that_persons(blueprint: Blueprint) -> None:
    tables = workbook(blueprint, "| settings | budget |\n|  | 7 |")
    form = tables["settings"]
    said = replace(
        tables, tables={**tables.tables, "settings": replace(form, sheet=replace(form.sheet, owner="budget"))}
    )
    assert (owner_at(tables, "settings", 7), owner_at(said, "settings", 7)) == (form.sheet.who, "7.0")


@pytest.mark.parametrize(("not_public", "told"), [("", True), ("Yes", False)])
def test_of_a_row_that_is_missing_a_name_that_may_be_meant_is_told_where_all_may_see_it(
    blueprint: Blueprint, not_public: str, told: bool
) -> None:
    rows = f"""
    | roles     | role            |
    |           | Contact adviser |
    | portfolio | title | roles           | not_public |
    |           | One   | Adviser         | {not_public} |
    """
    code = "roles.role.near.missing_row" if told else "roles.role.missing_row"
    (missing,) = of(workbook(blueprint, rows), code)
    assert (missing.subject == "Adviser") is told
    assert ("“Contact adviser”" in missing.fix) is told
    assert ("“Adviser”" in missing.fix) is told


@pytest.mark.parametrize("there", [0, 2])
def test_rows_that_are_missing_stand_one_after_the_other_below_those_that_are_there(
    blueprint: Blueprint, there: int
) -> None:
    rows = "| roles | role |\n" + "".join(f"| | Role {at} |\n" for at in range(there))
    rows += "| portfolio | title | roles |\n| | One | Contact planner |\n| | Two | Librarian |"
    found = of(workbook(blueprint, rows), "roles.role.missing_row")
    first = blueprint.sheets["roles"].first_row + there
    assert [(each.row, each.subject) for each in found] == [(first, "Contact planner"), (first + 1, "Librarian")]
    assert [each.cell[1:] for each in found] == [f"{first}", f"{first + 1}"]


def test_what_stands_in_a_cell_is_quoted_as_it_stands_there(blueprint: Blueprint) -> None:
    rows = """
    | portfolio | title | start      | finish     | depends    |
    |           | One   | 2027-05-01 | 2027-04-01 | One, Two   |
    |           | Two   | 2027-05-01 | 2027-06-01 | One, Two   |
    """
    quoted = {each.column: each.value for each in check(workbook(blueprint, rows)) if each.value}
    assert quoted == {"Project": "Two", "Start": "2027-05-01", "Finish": "2027-04-01", "Depends on": "One, Two"}


def test_column_a_of_a_sound_row_says_ok(blueprint: Blueprint) -> None:
    shown = check_cells(all_known(blueprint))
    filled = {key: set(cells.values()) for key, cells in shown.items() if cells}
    assert set(filled) == {sheet.key for sheet in blueprint}
    assert {words for cells in filled.values() for words in cells} == {"OK"}


def test_what_excel_cannot_tell_is_found_but_not_shown(blueprint: Blueprint) -> None:
    tables = workbook(blueprint, "| accounts | account |\n| | Shire page |\n| | the Shire |")
    assert [finding.cell for finding in of(tables, "accounts.account.similar")] == ["B6", "B7"]
    assert not any("nearly" in words for words in check_cells(tables)["accounts"].values())


def test_two_costs_of_one_role_are_both_counted_and_it_is_asked_what_each_is_for(blueprint: Blueprint) -> None:
    council = workbook(
        blueprint,
        """
        | roles      | role    |
        |            | Adviser |
        | evaluation | role    | project | setup_cost | yearly_cost | hours |
        |            | Adviser |         | 100        | 5           | 1     |
        |            | Adviser |         | 300        | 7           | 2     |
        """,
    )
    asked = of(council, "evaluation.role.unique")
    assert [(finding.level, finding.cell) for finding in asked] == [(Level.GAP, "B7"), (Level.GAP, "B8")]
    lines = round_of(council).lines
    assert sorted(line.setup.high for line in lines if line.setup) == [10_000, 30_000]
