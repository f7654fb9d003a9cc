"""What becomes of rows and cells when returns are brought together."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations

import pytest
from hypothesis import given, settings
from rounds.council import HIGHWAYS, LIBRARIES, council
from rounds.rounds_in_memory import Edit, Round, edited, find, same_rows, shown
from strategies import any_answers
from workbooks import example, with_rows, workbook

from smreport.blocks.document import Heading
from smreport.blueprint.answers import Answers, tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Extras, Origin, Tables
from smreport.blueprint.templates import load
from smreport.frozen import replace
from smreport.papers.merge_report import merge_report
from smreport.rounds.decisions import Decisions, Matter
from smreport.rounds.merge import Return, merge
from smreport.rounds.split import By

SMALL = with_rows(load(), 8)


@pytest.fixture
def sent(blueprint: Blueprint) -> Round:
    return Round.of(council(blueprint))


def put(sheet: str, where: Mapping[str, object], **values: object) -> Edit:
    """An edit of the row that holds some values."""

    def edit(rows: dict[str, dict[int, dict[str, object]]]) -> None:
        rows[sheet][find(rows[sheet], **where)].update(values)

    return edit


def add(sheet: str, **values: object) -> Edit:
    """An edit that types a row below the last one."""

    def edit(rows: dict[str, dict[int, dict[str, object]]]) -> None:
        rows[sheet][max(rows[sheet], default=50) + 1] = values

    return edit


def drop(sheet: str, **where: object) -> Edit:
    """An edit that deletes a row."""

    def edit(rows: dict[str, dict[int, dict[str, object]]]) -> None:
        del rows[sheet][find(rows[sheet], **where)]

    return edit


# --- nothing changed ---


@pytest.mark.parametrize("by", ["area", "group"])
@pytest.mark.parametrize("name", ["illustrative", "devon"])
def test_an_example_split_and_merged_is_the_same(blueprint: Blueprint, name: str, by: By) -> None:
    sent = Round.of(example(blueprint, name), by)
    merged = sent.merged(*map(sent.returned, sent.parts))
    assert same_rows(merged.tables, sent.register.tables)
    assert (merged.questions, merged.removed, merged.added) == ((), (), ())


@settings(max_examples=15, deadline=None)
@given(answers=any_answers(SMALL, rows=4))
def test_whatever_is_split_and_merged_is_the_same(answers: Answers) -> None:
    sent = Round.of(tables_from(SMALL, answers, "any.xlsx"))
    merged = sent.merged(*map(sent.returned, sent.parts))
    assert same_rows(merged.tables, sent.register.tables)
    assert (merged.questions, merged.removed, merged.added) == ((), (), ())


def test_a_name_with_a_comma_is_the_same_where_its_row_was_not_sent(blueprint: Blueprint) -> None:
    """It is read as two names there."""
    council = workbook(blueprint, """
        | areas | name      | kind    | status   |
        |       | Libraries | Service | In scope |
        |       | Parks     | Service | In scope |
        | portfolio | title       | areas               | not_with                 | not_public |
        |           | Care, alone | Libraries (Service) |                          | Yes        |
        |           | Walks       | Parks (Service)     |                          |            |
        |           | Talks       | Parks (Service)     | Walks; Care, alone       | Yes        |
        |           | Talks again | Parks (Service)     | Care, alone              | Yes        |
    """)  # fmt: skip
    sent = Round.of(council)
    merged = sent.merged(*map(sent.returned, sent.parts))
    assert same_rows(merged.tables, council)
    assert (merged.questions, merged.removed, merged.added) == ((), (), ())


def test_a_name_with_a_line_break_is_the_same_where_its_row_was_not_sent() -> None:
    """It is read as two names there, too."""
    areas = [{"name": name, "kind": "Service", "status": "In scope"} for name in ("Libraries", "Parks")]
    libraries, parks = (f"{area['name']} (Service)" for area in areas)
    projects = [
        {"title": "Care\nalone", "areas": libraries, "not_public": "Yes"},
        {"title": "Walks", "areas": parks},
        {"title": "Talks", "areas": parks, "not_with": "Care\nalone; Walks", "not_public": "Yes"},
    ]
    council = tables_from(SMALL, {"areas": areas, "portfolio": projects}, "any.xlsx")
    sent = Round.of(council)
    merged = sent.merged(*map(sent.returned, sent.parts))
    assert same_rows(merged.tables, sent.register.tables)
    assert (merged.questions, merged.removed, merged.added) == ((), (), ())


def test_what_nobody_returned_stands_as_it_was_sent(sent: Round) -> None:
    assert same_rows(sent.merged().tables, sent.register.tables)


# --- edits ---


def test_a_service_s_edits_of_its_own_rows_are_taken(sent: Round) -> None:
    back = sent.returned(LIBRARIES, put("objectives", {"objective": "More loans"}, importance="Essential"))
    merged = sent.merged(back)
    assert ("More loans", "Essential") in shown(merged.tables, "objectives", "objective", "importance")
    assert merged.questions == ()


def test_rows_that_a_service_adds_or_renames_are_taken(sent: Round) -> None:
    def edit(rows: dict[str, dict[int, dict[str, object]]]) -> None:
        put("objectives", {"objective": "More loans"}, objective="More e-book loans")(rows)
        put("mapping", {"benefit": "More visit"}, objective="More e-book loans")(rows)
        add("objectives", area=LIBRARIES, objective="Warm places")(rows)

    back = sent.returned(LIBRARIES, edit)
    merged = sent.merged(back)
    assert [row[0] for row in shown(merged.tables, "objectives", "objective")] == [
        "Answer in a day", "More e-book loans", "Fewer calls", "Warm places",
    ]  # fmt: skip
    assert [(one.row, one.known) for one in merged.added] == [("Warm places", True)]
    assert merged.removed == ()


def test_rows_may_be_sorted_without_the_column_beside_them(sent: Round) -> None:
    part = sent.parts[HIGHWAYS]

    def turn(rows: dict[str, dict[int, dict[str, object]]]) -> None:
        numbers = list(rows["mapping"])
        rows["mapping"] = dict(zip(numbers, reversed(rows["mapping"].values()), strict=True))

    merged = sent.merged(Return("highways.xlsx", edited(part, turn), sent.sent(HIGHWAYS)))
    assert same_rows(merged.tables, sent.register.tables)


def test_a_row_that_two_services_share_takes_edits_of_different_cells_from_both(sent: Round) -> None:
    role = {"role": "Web editor"}
    merged = sent.merged(
        sent.returned(LIBRARIES, put("roles", role, capacity=30.0)),
        sent.returned(HIGHWAYS, put("roles", role, kind="Internal")),
    )
    assert shown(merged.tables, "roles", "role", "capacity", "kind")[0] == ("Web editor", "30", "Internal")
    assert merged.questions == ()


def test_the_same_cell_edited_twice_is_a_conflict_and_both_values_are_kept(sent: Round) -> None:
    role = {"role": "Web editor"}
    merged = sent.merged(
        sent.returned(LIBRARIES, put("roles", role, capacity=30.0)),
        sent.returned(HIGHWAYS, put("roles", role, capacity=40.0)),
    )
    (question,) = merged.questions
    assert (question.matter, question.row, question.column) == (
        Matter.CONFLICT, "Web editor", "Capacity in hours a month",
    )  # fmt: skip
    row = sent.parts[LIBRARIES]["roles"].numbers[0]
    assert [(option.text, option.places) for option in question.options] == [
        ("20", (f"as sent: register.xlsx, D{row}",)),
        ("40", (f"{HIGHWAYS}.xlsx, 5 Roles, D{row}",)),
        ("30", (f"{LIBRARIES}.xlsx, 5 Roles, D{row}",)),
    ]
    assert shown(merged.tables, "roles", "capacity")[0] == ("20",)  # as it was sent, until it is decided


@pytest.mark.parametrize("mark", [True, None])
def test_rival_figures_of_a_row_are_secret_where_it_is_marked_and_what_names_it_is_not(
    sent: Round, mark: bool | None
) -> None:
    role = {"role": "Web editor"}
    merged = sent.merged(
        sent.returned(LIBRARIES, put("evaluation", role, setup_cost=500.0, project="One page", not_public=mark)),
        sent.returned(HIGHWAYS, put("evaluation", role, setup_cost=700.0, project="Faults online", not_public=mark)),
    )
    secret = {question.column: question.secret for question in merged.questions}
    assert secret == {"Set-up cost": bool(mark), "Project": False}


def test_a_new_row_of_two_services_is_called_as_the_first_file_by_name_has_it(sent: Round) -> None:
    merged = sent.merged(
        sent.returned(LIBRARIES, add("roles", role="WEB WRITER", capacity=30.0)),
        sent.returned(HIGHWAYS, add("roles", role="Web writer", capacity=40.0)),
    )
    assert [(question.row, question.column) for question in merged.questions] == [
        ("Web writer", "Role"), ("Web writer", "Capacity in hours a month"),
    ]  # fmt: skip


def test_questions_come_on_a_sheet_where_yes_or_no_is_asked_for_and_no_other_sheet_is_added(sent: Round) -> None:
    back = sent.returned(LIBRARIES, put("tools", {"tool": "Facebook"}, status="Dormant"))
    extras, without = (sent.merged(*returns).tables.extras for returns in ([back], []))
    assert (without.sheets, without.layouts) == ({}, {})
    (rows,), layout = extras.sheets.values(), extras.layouts["To decide"]
    assert layout.answer is not None
    assert rows[layout.header][layout.answer] == "Use it? Yes or No"
    assert len(layout.widths) == len(rows[layout.header])


def test_a_conflict_is_settled_by_a_yes(sent: Round) -> None:
    role = {"role": "Web editor"}
    back = (
        sent.returned(LIBRARIES, put("roles", role, capacity=30.0)),
        sent.returned(HIGHWAYS, put("roles", role, capacity=40.0)),
    )
    (question,) = sent.merged(*back).questions
    merged = sent.merged(*back, decided=Decisions({(question.reference, "30"): True}))
    assert shown(merged.tables, "roles", "capacity")[0] == ("30",)
    assert merged.open == ()
    assert len(merged.questions) == 1


def test_the_same_edit_made_twice_is_no_conflict(sent: Round) -> None:
    edit = put("roles", {"role": "Web editor"}, capacity=30.0)
    merged = sent.merged(sent.returned(LIBRARIES, edit), sent.returned(HIGHWAYS, edit))
    assert shown(merged.tables, "roles", "capacity")[0] == ("30",)
    assert merged.questions == ()


def test_a_shared_row_stands_as_sent_until_the_facilitator_agrees_to_a_change(sent: Round) -> None:
    back = sent.returned(LIBRARIES, put("tools", {"tool": "Facebook"}, status="Dormant"))
    merged = sent.merged(back)
    (question,) = merged.questions
    assert question.matter is Matter.SHARED
    assert [option.text for option in question.options] == ["Live", "Dormant"]
    assert shown(merged.tables, "tools", "status") == [("Live",)]
    agreed = sent.merged(back, decided=Decisions({(question.reference, "Dormant"): True}))
    assert shown(agreed.tables, "tools", "status") == [("Dormant",)]


def test_a_changed_setting_is_a_change_of_a_shared_row(sent: Round) -> None:
    def edit(rows: dict[str, dict[int, dict[str, object]]]) -> None:
        rows["settings"][0]["budget"] = 9.0

    (question,) = sent.merged(sent.returned(LIBRARIES, edit)).questions
    assert (question.matter, question.sheet, question.column) == (
        Matter.SHARED,
        "Settings",
        "Budget for the whole plan",
    )


def test_a_cleared_cell_is_an_edit(sent: Round) -> None:
    back = sent.returned(LIBRARIES, put("mapping", {"benefit": "More visit"}, benefit=None))
    assert shown(sent.merged(back).tables, "mapping", "benefit")[0] == ("",)


# --- rows taken out ---


def test_a_row_that_its_only_owner_takes_out_falls_away_and_is_told_of(sent: Round) -> None:
    merged = sent.merged(sent.returned(LIBRARIES, drop("mapping", benefit="More visit")))
    assert [row[0] for row in shown(merged.tables, "mapping", "benefit")] == ["Fewer ring", "Faster"]
    (removed,) = merged.removed
    assert (removed.file, removed.row, removed.kept) == (f"{LIBRARIES}.xlsx", "More visit", False)
    assert removed.sent_as == Origin("register.xlsx", sent.register.tables["mapping"].numbers[0])


def test_a_row_that_others_need_stays_when_one_takes_it_out(sent: Round) -> None:
    merged = sent.merged(
        sent.returned(LIBRARIES, drop("roles", role="Web editor")),
        sent.returned(HIGHWAYS),
    )
    assert ("Web editor",) in shown(merged.tables, "roles", "role")
    assert [(one.row, one.kept) for one in merged.removed] == [("Web editor", True)]


def test_a_row_falls_away_when_all_whose_it_is_take_it_out(sent: Round) -> None:
    edit = drop("roles", role="Web editor")
    merged = sent.merged(sent.returned(LIBRARIES, edit), sent.returned(HIGHWAYS, edit))
    assert ("Web editor",) not in shown(merged.tables, "roles", "role")
    assert [one.kept for one in merged.removed] == [False, False]


def test_a_shared_row_stays_whoever_takes_it_out(sent: Round) -> None:
    merged = sent.merged(sent.returned(LIBRARIES, drop("tools", tool="Facebook")))
    assert shown(merged.tables, "tools", "tool") == [("Facebook",)]
    assert [one.kept for one in merged.removed] == [True]


# --- what is told of it ---


def test_the_report_has_a_heading_for_each_thing_that_happened(sent: Round) -> None:
    def headings(*returns: Return) -> list[str]:
        report = merge_report(sent.merged(*returns), (), returns, (), "combined.xlsx")
        return [block.text for block in report.blocks if isinstance(block, Heading)]

    usual = headings(sent.returned(LIBRARIES))
    assert headings(sent.returned(LIBRARIES, drop("roles", role="Web editor"))) == [*usual, "Rows that were taken out"]
    assert headings(sent.returned(LIBRARIES, add("roles", role="Web writer"))) == [*usual, "New rows"]
    dormant = put("tools", {"tool": "Facebook"}, status="Dormant")
    assert headings(sent.returned(LIBRARIES, dormant)) == [*usual, "Shared row changed"]


# --- where rows come from ---


def test_each_row_says_which_file_and_row_it_came_from(sent: Round) -> None:
    back = sent.returned(LIBRARIES, put("objectives", {"objective": "More loans"}, importance="Essential"))
    merged = sent.merged(back)
    columns = merged.tables.extras.columns["objectives"]
    origins = list(zip(columns["From file"].values(), columns["From row"].values(), strict=True))
    objectives = back.tables["objectives"].numbers
    base = sent.register.tables["objectives"].numbers
    assert origins == [("register.xlsx", base[0]), (back.file, objectives[1]), ("register.xlsx", base[2])]


def test_rows_of_a_file_that_was_not_sent_are_of_unknown_origin(sent: Round, blueprint: Blueprint) -> None:
    stray = Return("stray.xlsx", workbook(blueprint, "| areas | name | kind |\n| | Parks | Service |"))
    merged = sent.merged(stray)
    assert [(one.file, one.row, one.known) for one in merged.added] == [("stray.xlsx", "Parks (Service)", False)]
    assert shown(merged.tables, "areas", "name") == [("Libraries",), ("Highways",), ("Parks",)]


def test_a_row_marked_by_another_register_is_of_unknown_origin(sent: Round) -> None:
    part = sent.parts[LIBRARIES]
    row = max(part["objectives"].numbers) + 1
    marks = {**part.extras.columns["objectives"]["Sent by the facilitator"], row: "Yours (row 999)"}
    columns = {**part.extras.columns, "objectives": {"Sent by the facilitator": marks}}
    marked = replace(part, extras=replace(part.extras, columns=columns))
    back = Return("old.xlsx", edited(marked, add("objectives", objective="From last year")), sent.sent(LIBRARIES))
    assert [(one.row, one.known) for one in sent.merged(back).added] == [("From last year", False)]


# --- independent workbooks ---


def one_service(blueprint: Blueprint, tool_status: str, area: str) -> Tables:
    return workbook(
        blueprint,
        f"""
        | settings  | organisation |
        |           | Exampleshire |
        | areas     | name   | kind    |
        |           | {area} | Service |
        | tools     | tool     | use    | status        |
        |           | Facebook | alerts | {tool_status} |
        """,
    )


def test_workbooks_without_a_register_merge_and_the_same_row_is_one(blueprint: Blueprint) -> None:
    returns = [Return(f"{area}.xlsx", one_service(blueprint, "Live", area)) for area in ("Parks", "Museums")]
    merged = merge(None, returns, Decisions(), "combined.xlsx")
    assert shown(merged.tables, "areas", "name") == [("Museums",), ("Parks",)]
    assert shown(merged.tables, "tools", "tool", "status") == [("Facebook", "Live")]
    assert shown(merged.tables, "settings", "organisation") == [("Exampleshire",)]
    assert merged.questions == ()


def test_a_blank_gives_way_to_an_answer_and_two_answers_are_a_conflict(blueprint: Blueprint) -> None:
    returns = [
        Return("a.xlsx", one_service(blueprint, "", "Parks")),
        Return("b.xlsx", one_service(blueprint, "Live", "Parks")),
    ]
    merged = merge(None, returns, Decisions(), "combined.xlsx")
    assert shown(merged.tables, "tools", "status") == [("Live",)]
    assert merged.questions == ()
    third = Return("c.xlsx", one_service(blueprint, "Dormant", "Parks"))
    (question,) = merge(None, [*returns, third], Decisions(), "combined.xlsx").questions
    assert [option.text for option in question.options] == ["Live", "Dormant"]


# --- repeatable ---


def test_the_order_of_files_does_not_matter(sent: Round, blueprint: Blueprint) -> None:
    role = {"role": "Web editor"}
    returns = [
        sent.returned(LIBRARIES, put("roles", role, capacity=30.0)),
        sent.returned(HIGHWAYS, put("roles", role, capacity=40.0)),
        Return("stray.xlsx", one_service(blueprint, "Dormant", "Parks")),
    ]
    results = [sent.merged(*order) for order in permutations(returns)]
    for other in results[1:]:
        assert same_rows(other.tables, results[0].tables)
        assert other.tables.extras == results[0].tables.extras
        assert (other.questions, other.added) == (results[0].questions, results[0].added)


def test_a_later_return_changes_its_own_part_only(sent: Round) -> None:
    first = sent.returned(LIBRARIES, put("objectives", {"objective": "More loans"}, importance="Essential"))
    later = sent.returned(HIGHWAYS, put("objectives", {"objective": "Fewer calls"}, importance="Essential"))
    before, after = sent.merged(first).tables, sent.merged(first, later).tables
    keys = ("area", "objective", "importance")
    changed = set(shown(after, "objectives", *keys)) ^ set(shown(before, "objectives", *keys))
    assert {row[0] for row in changed} == {HIGHWAYS}


# --- what people added ---


def test_people_s_own_columns_sheets_and_notes_come_along(sent: Round) -> None:
    part = sent.parts[LIBRARIES]
    row = part["areas"].numbers[0]
    extras = Extras(
        {**part.extras.columns, "areas": {**part.extras.columns["areas"], "Phone": {row: 204.0}}},
        {"Our sheet": (("a", 1.0),)},
        {"areas": {("name", row): "Ask Jo"}},
    )
    merged = sent.merged(Return("libraries.xlsx", replace(part, extras=extras), sent.sent(LIBRARIES)))
    first = sent.register.tables["areas"].numbers[0]
    assert merged.tables.extras.columns["areas"]["Phone"] == {first: 204.0}
    assert merged.tables.extras.sheets["Our sheet"] == (("a", 1.0),)
    assert merged.tables.extras.notes["areas"] == {("name", first): "Ask Jo"}


def test_an_origin_of_an_earlier_merge_is_kept(sent: Round) -> None:
    areas = sent.register.tables["areas"]
    known = replace(areas, origins={number: Origin("first.xlsx", 3) for number in areas.numbers})
    base = replace(sent.register.tables, tables={**sent.register.tables.tables, "areas": known})
    merged = merge(replace(sent.register, tables=base), [], Decisions(), "combined.xlsx")
    assert set(merged.tables.extras.columns["areas"]["From file"].values()) == {"first.xlsx"}
