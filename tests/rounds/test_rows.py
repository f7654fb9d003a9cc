"""Rows with all that stands in them: taken out of a workbook, put into one, and told apart."""

from __future__ import annotations

import pytest
from rounds.council import council
from workbooks import workbook

from smreport.blueprint.naming import InWords
from smreport.blueprint.tables import OWN, Origin, Tables
from smreport.blueprint.templates import load
from smreport.blueprint.values import Unreadable
from smreport.frozen import replace
from smreport.rounds import rows
from smreport.rounds.rows import cells_of, tables_of

BLUEPRINT = load()
SHEETS = BLUEPRINT.sheets


def with_columns() -> Tables:
    tables = council(BLUEPRINT)
    return rows.with_columns(tables, {"roles": {"Room": {6: "B1", 8: 7.0, 99: "nobody's"}, "From file": {6: "a.xlsx"}}})


def test_cells_have_peoples_own_columns_and_none_that_a_split_or_merge_added() -> None:
    cells = cells_of(with_columns(), "roles")
    own = {number: {key: value for key, value in row.items() if key.startswith(OWN)} for number, row in cells.items()}
    assert own == {6: {"+Room": "B1"}, 7: {}, 8: {"+Room": 7.0}}
    assert [row["role"] for row in cells.values()] == ["Web editor", "Road reporter", "Volunteer"]
    assert cells_of(with_columns(), "settings").keys() == {0}
    assert "label" not in cells_of(with_columns(), "areas")[7]


def test_tables_of_cells_are_those_that_the_cells_came_from() -> None:
    before = with_columns()
    again = tables_of(BLUEPRINT, {sheet.key: cells_of(before, sheet.key) for sheet in BLUEPRINT}, before.file)
    assert {key: table.rows for key, table in again.items()} == {key: table.rows for key, table in before.items()}
    assert again.extras.columns == {"roles": {"Room": {6: "B1", 8: 7.0}}}
    nothing = tables_of(BLUEPRINT, {})
    assert (nothing["settings"].numbers, nothing["roles"].numbers, nothing.extras.columns) == ([0], [], {})


def test_columns_are_added_to_those_that_are_there() -> None:
    more = rows.with_columns(
        with_columns(), {"roles": {"Wall": {6: 1.0}, "Room": {7: "C"}}, "areas": {"Floor": {7: 2.0}}}
    )
    assert more.extras.columns == {
        "roles": {"Room": {7: "C"}, "From file": {6: "a.xlsx"}, "Wall": {6: 1.0}}, "areas": {"Floor": {7: 2.0}},
    }  # fmt: skip
    assert rows.origin_columns({6: Origin("a.xlsx", 9), 7: Origin("b.xlsx", 4)}) == {
        "From file": {6: "a.xlsx", 7: "b.xlsx"}, "From row": {6: 9.0, 7: 4.0},
    }  # fmt: skip


def test_notes_on_columns_that_are_gone_stand_on_the_check() -> None:
    notes = {
        ("role", 6): "A",
        ("+Room", 6): "B",
        ("+Gone", 6): "C",
        ("+Away", 6): "D",
        ("+Check", 7): "E",
        ("+Gone", 7): "F",
    }
    moved = rows.with_notes(with_columns(), {"roles": notes, "areas": {("+Room", 7): "G"}}).extras.notes
    assert moved == {
        "roles": {("role", 6): "A", ("+Room", 6): "B", ("+Check", 6): "C\nD", ("+Check", 7): "E\nF"},
        "areas": {("+Check", 7): "G"},
    }


def test_words_that_give_way_to_a_choice_or_a_blank_are_noted() -> None:
    tables = workbook(BLUEPRINT, """
        | roles | role       | kind             | capacity |
        |       | Web editor | council officer  |          |
        |       | Reporter   | Internal         | 5        |
        |       | Driver     | internal         |          |
    """)  # fmt: skip
    table = tables["roles"]
    tbc, unknown, dash = map(Unreadable, ("tbc", "n/k", "-"))
    kinds = [InWords("Internal", "council, mostly"), "Internal", InWords("Internal", "internal")]
    table = replace(
        table, columns={**table.columns, "kind": kinds}, unsaid={"capacity": {6: tbc, 7: unknown, 8: dash}},
        typed={"role": {6: "ditto"}, "notes": {7: "as above", 8: "…"}},
    )  # fmt: skip
    tables = replace(tables, tables={**tables.tables, "roles": table})
    before = {("capacity", 6): "Hours", ("kind", 6): "Sure?", ("notes", 7): "Typed before: as above"}
    noted = rows.with_words_noted(replace(tables, extras=replace(tables.extras, notes={"roles": before})))
    assert noted.extras.notes == {
        "roles": {
            ("capacity", 6): "Hours\nTyped before: tbc", ("kind", 6): "Sure?\nTyped before: council, mostly",
            ("notes", 7): "Typed before: as above",
        }
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sheet", "cells", "who", "name"),
    [
        ("areas", {"name": "A", "kind": "Service", "lead": "Ann"}, ("a", "service"), "A (Service)"),
        ("areas", {"name": "Libraries"}, ("libraries", ""), "Libraries"), ("areas", {"kind": "Service"}, None, ""),
        ("roles", {"role": "Web  Editor"}, ("web editor",), "Web  Editor"),
        ("settings", {"organisation": "Shire"}, (), ""),
        ("roles", {"capacity": 5.0, "+Room": "B1", "role": None}, ("", "b1", "5", ""), ""),
    ],
)  # fmt: skip
def test_a_row_is_what_may_not_stand_twice_else_all_of_it(
    sheet: str, cells: dict[str, object], who: tuple[str, ...] | None, name: str
) -> None:
    assert rows.identity(SHEETS[sheet], cells) == (
        ("", *map(str.lower, map(str, cells.values()))) if who is None else who
    )
    if sheet != "settings":
        assert rows.name_of(SHEETS[sheet], cells) == name


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("areas", ("Libraries (Service)", "Parks, Roads"), "libraries (service);parks;roads"),
        ("areas", ("A ; B",), "a;b"), ("areas", ("A\nB",), "a;b"), ("title", "A, B", "A, B"), ("+Own", "A, B", "A, B"),
        ("areas", None, ""), ("title", None, ""), ("not_public", True, "Yes"), ("+Own", 7.0, "7"),
    ],
)  # fmt: skip
def test_names_that_a_sign_parts_are_told_apart_alike(key: str, value: object, told: str) -> None:
    assert rows.compared(SHEETS["portfolio"], key, value) == told


def test_an_answer_has_a_cell_and_a_column_of_peoples_own_a_row() -> None:
    tables = with_columns()
    assert [rows.place_of(tables["roles"], key, 7) for key in ("role", "capacity", "+Room")] == ["B7", "D7", "row 7"]
    assert [rows.heading_of(SHEETS["roles"], key) for key in ("role", "+Room")] == ["Role", "Room"]
