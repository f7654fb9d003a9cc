"""Tables: rows in groups that are alike, and columns read at once."""

from __future__ import annotations

import copy
import pickle
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smreport.blueprint.answers import tables_from
from smreport.blueprint.columns import Money, Text
from smreport.blueprint.tables import Alike, Table, table_of
from smreport.blueprint.templates import load
from smreport.blueprint.times import When
from smreport.blueprint.values import ReadAs, Unreadable

BLUEPRINT = load("social_media")
VALUES = st.sampled_from(
    (
        None,
        "1",
        "a",
        "A",
        Unreadable("a"),
        1.0,
        ReadAs(1.0, "£1"),
        True,
        False,
        0.0,
        ("a",),
        ("a", "b"),
        When.on(date(2027, 4, 1)),
        When.in_words("1 April 2027"),
    )
)
CELLS = st.one_of(
    st.sampled_from(["", " ", "Yes", "no", "£1,200", "10%", "Q2 2027/28", "a; b; a", "Strong", "strong ", "x\u00a0y"]),
    st.text(max_size=8),
    st.floats(allow_nan=False),
    st.booleans(),
    st.none(),
    st.dates(),
)


def roles(values: list[object]) -> Table:
    sheet = BLUEPRINT.sheets["roles"]
    columns = {column.key: [None] * len(values) for column in sheet.asked_columns}
    return table_of(sheet, {**columns, "role": values, "notes": values[::-1]}, range(6, 6 + len(values)))


def groups(alike: Alike) -> list[int]:
    return alike.groups


@given(st.lists(VALUES, max_size=12))
def test_rows_are_alike_where_values_and_their_types_are_the_same(values: list[object]) -> None:
    table = roles(values)
    kinds = [((type(a), a), (type(b), b)) for a, b in zip(values, values[::-1], strict=True)]
    order = list(dict.fromkeys(kinds))
    alike = table.alike(("role", "notes"))
    assert groups(alike) == [order.index(kind) for kind in kinds]
    assert [(row["role"], row["notes"]) for row in alike.rows] == [(a[1], b[1]) for a, b in order]
    assert alike.sizes == [kinds.count(kind) for kind in order]
    assert sorted(at for members in alike.members for at in members) == list(range(len(values)))


@given(st.lists(CELLS, max_size=12))
def test_a_column_read_at_once_gives_what_its_cells_give_one_by_one(cells: list[object]) -> None:
    for sheet in BLUEPRINT:
        for kind in {column.type for column in sheet.asked_columns}:
            read, wanted = kind.parse_all(cells), [kind.parse(cell) for cell in cells]
            assert [(type(value), value) for value in read] == [(type(value), value) for value in wanted]


def test_a_table_without_rows_has_no_groups() -> None:
    assert groups(roles([]).alike(("role",))) == []
    assert roles([]).alike(("role",)).rows == []


def test_a_row_is_found_by_its_number_and_has_its_name() -> None:
    table = roles(["Web editor", None])
    assert table.row(6) == table.rows[6]
    assert table.name_of(6) == "Web editor"
    assert table.name_of(7) == ""


def test_a_column_is_compared_without_case_and_outer_spaces() -> None:
    assert roles(["  Web  Editor", None, "WEB EDITOR"]).plain("role") == ["web editor", "", "web editor"]


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))])
def test_a_number_read_from_text_keeps_what_was_typed_when_it_is_copied(again: object) -> None:
    number = again(Money().parse("£1,200"))  # type: ignore[operator]
    assert (float(number), number.typed) == (1200.0, "£1,200")


def test_text_without_a_printable_character_is_blank() -> None:
    assert Text().parse("\u00a0\x0c \t") is None


@given(st.lists(st.lists(st.integers(0, 6), max_size=3), min_size=1, max_size=7))
def test_projects_stand_in_a_circle_where_one_can_come_back_to_them(needs: list[list[int]]) -> None:
    titles = [f"Project {number}" for number in range(7)]
    projects = [
        {"title": titles[at], "depends": [titles[number] for number in found]} for at, found in enumerate(needs)
    ]
    table = tables_from(BLUEPRINT, {"portfolio": projects})
    rule = next(rule for rule in BLUEPRINT.sheets["portfolio"].rules if rule.kind == "acyclic")
    found = {number for breach in rule.breaches(table["portfolio"], table) for number in breach.numbers}
    first = BLUEPRINT.sheets["portfolio"].first_row
    assert found == {first + at for at in range(len(needs)) if at in _reached(needs, at)}


def _reached(needs: list[list[int]], start: int) -> set[int]:
    reached: set[int] = set()
    waiting = [start]
    while waiting:
        at = waiting.pop()
        further = set(needs[at] if at < len(needs) else ()) - reached
        reached |= further
        waiting.extend(further)
    return reached
