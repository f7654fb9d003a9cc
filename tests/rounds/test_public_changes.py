"""What everybody may see of changes: nothing that is marked in either workbook, nor what belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from rounds.council import council

from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Extras, Tables
from smreport.blueprint.templates import load
from smreport.rounds import rows
from smreport.rounds.compare import Change, Comparison, Kind, compared
from smreport.rounds.public_changes import marks_of_both, public
from smreport.rounds.rows import Cells

BLUEPRINT: Blueprint = load()
COUNCIL = council(BLUEPRINT)
WITHHELD = "(not for publication)"
Cell = tuple[str, str, str]
"""An answer by its sheet, the name of its row, and its column."""


def with_cells(tables: Tables, cells: dict[Cell, object]) -> Tables:
    every: dict[str, dict[int, Cells]] = {sheet.key: rows.cells_of(tables, sheet.key) for sheet in BLUEPRINT}
    for (sheet, name, column), value in cells.items():
        (row,) = (row for row, own in every[sheet].items() if rows.name_of(BLUEPRINT.sheets[sheet], own) == name)
        every[sheet][row][column] = value
    return replace(rows.tables_of(BLUEPRINT, every, "w.xlsx"), extras=tables.extras)


def without(tables: Tables, sheet: str, name: str) -> Tables:
    every = {sheet.key: rows.cells_of(tables, sheet.key) for sheet in BLUEPRINT}
    every[sheet] = {row: own for row, own in every[sheet].items() if rows.name_of(BLUEPRINT.sheets[sheet], own) != name}
    return rows.tables_of(BLUEPRINT, every, "w.xlsx")


def told(old: Tables, new: Tables, tells: Callable[[str], bool] = lambda text: False) -> Comparison:
    comparison = compared(old, new)
    return public(comparison, old, new, marks_of_both(old, new, comparison.pairs), tells)


def all_of(changes: Comparison) -> str:
    return repr(changes)


def where(changes: Comparison) -> list[tuple[str, str, str, str, str]]:
    return [(change.sheet, change.row, change.column, change.old, change.new) for change in changes.changes]


COST: Cell = ("evaluation", "Road reporter", "setup_cost")
MARK: Cell = ("evaluation", "Road reporter", "not_public")


@pytest.mark.parametrize(("before", "after"), [(True, True), (True, None), (None, True), (None, "tbc")])
def test_a_figure_that_is_marked_in_either_workbook_is_in_neither(before: object, after: object) -> None:
    old = with_cells(COUNCIL, {MARK: before, COST: 4711.0})
    new = with_cells(COUNCIL, {MARK: after, COST: 8150.0})
    changes = told(old, new)
    assert ("evaluation", "Road reporter", "setup_cost", WITHHELD, WITHHELD) in where(changes)
    assert all(change.secret for change in changes.changes)
    assert not any(figure in all_of(changes) for figure in ("4,711", "8,150", "4711", "8150", "tbc"))


def test_a_figure_of_another_row_is_shown() -> None:
    old = with_cells(COUNCIL, {MARK: True})
    other: Cell = ("evaluation", "Web editor", "setup_cost")
    assert where(told(old, with_cells(old, {other: 300.0}))) == [
        ("evaluation", "Web editor", "setup_cost", "100", "300")
    ]


def test_what_a_marked_row_is_about_is_said_and_its_words_are_not() -> None:
    old = with_cells(COUNCIL, {MARK: True})
    kind: Cell = ("evaluation", "Road reporter", "cost_kind")
    notes: Cell = ("evaluation", "Road reporter", "notes")
    assert where(told(old, with_cells(old, {kind: "Exact", notes: "As they said"}))) == [
        ("evaluation", "Road reporter", "cost_kind", "", "Exact"),
        ("evaluation", "Road reporter", "notes", WITHHELD, WITHHELD),
    ]


@pytest.mark.parametrize("kind", [Kind.ADDED, Kind.TAKEN_OUT])
def test_a_marked_row_that_came_or_went_tells_what_it_is_about(kind: Kind) -> None:
    full = with_cells(COUNCIL, {MARK: True, COST: 4711.0})
    fewer = without(full, "evaluation", "Road reporter")
    (change,) = (told(fewer, full) if kind is Kind.ADDED else told(full, fewer)).changes
    assert (change.kind, change.row, change.secret) == (kind, "Road reporter", True)
    assert [(cell.column, cell.text) for cell in change.cells] == [
        ("role", "Road reporter"), ("project", "Faults online"), ("setup_cost", WITHHELD), ("not_public", WITHHELD)
    ]  # fmt: skip


HIDDEN: Cell = ("portfolio", "Faults online", "not_public")


@pytest.mark.parametrize(("before", "after"), [(True, True), (True, None), (None, True)])
def test_no_row_is_named_that_stays_out_as_a_whole_nor_one_that_belongs_to_it(before: object, after: object) -> None:
    lead: Cell = ("portfolio", "Faults online", "lead")
    unit: Cell = ("kpis", "Calls", "unit")
    old = with_cells(COUNCIL, {HIDDEN: before, lead: "Jo Roads", unit: "a month"})
    new = with_cells(COUNCIL, {HIDDEN: after, lead: "Al Lanes", unit: "a year"})
    changes = told(old, new)
    assert {sheet for sheet, *_ in where(changes)} == {"portfolio", "kpis"}
    words = ("Faults online", "Calls", "Jo Roads", "Al Lanes", "a month", "a year")
    assert not any(word in all_of(changes) for word in words)
    assert {change.row for change in changes.changes} == {WITHHELD}


def test_a_row_that_was_renamed_and_then_hidden_is_not_named_by_its_old_name() -> None:
    new = with_cells(COUNCIL, {HIDDEN: True, ("portfolio", "Faults online", "title"): "Faults on line"})
    changes = told(COUNCIL, new)
    assert changes.changes
    assert "Faults on" not in all_of(changes)


@pytest.mark.parametrize("turned", [False, True])
def test_a_row_that_belongs_to_one_that_is_hidden_in_the_other_workbook_alone_is_not_told(turned: bool) -> None:
    """The project is gone, and its KPI and actions stay; and the same the other way round."""
    with_it = with_cells(COUNCIL, {HIDDEN: True})
    gone = without(COUNCIL, "portfolio", "Faults online")
    changed = with_cells(gone, {("kpis", "Calls", "owner"): "Someone", ("kpis", "Reach", "owner"): "Comms"})
    changes = told(changed, with_it) if turned else told(with_it, changed)
    assert not any(word in all_of(changes) for word in ("Faults online", "Calls", "Someone"))
    assert "Reach" in all_of(changes)


def test_an_answer_that_names_a_hidden_row_among_others_is_not_told() -> None:
    depends: Cell = ("portfolio", "One page", "depends")
    old = with_cells(COUNCIL, {HIDDEN: True})
    new = with_cells(old, {depends: ("Faults online",)})
    assert where(told(old, new)) == [("portfolio", "One page", "depends", WITHHELD, WITHHELD)]


def with_sheet(tables: Tables, *cells: tuple[object, ...]) -> Tables:
    return replace(tables, extras=Extras(sheets={"Quotes": cells}))


def test_peoples_own_sheets_and_columns_are_told_where_nothing_is_marked() -> None:
    old, new = with_sheet(COUNCIL, ("Ames", 4711)), with_sheet(COUNCIL, ("Ames", 8150))
    assert where(told(old, new)) == [("", "Ames", "B", "4711", "8150")]
    marked = [with_cells(tables, {MARK: True}) for tables in (old, new)]
    assert where(told(*marked)) == [("", WITHHELD, "B", WITHHELD, WITHHELD)]
    row = COUNCIL["evaluation"].numbers[1]
    own = [replace(marked[0], extras=Extras({"evaluation": {"Bid": {row: bid}}})) for bid in (4711, 8150)]
    assert where(told(*own)) == [("evaluation", "Road reporter", "+Bid", WITHHELD, WITHHELD)]


def test_words_that_tell_what_is_marked_are_left_out_wherever_they_stand() -> None:
    def tells(text: str) -> bool:
        return "secret" in text

    areas = COUNCIL["areas"].numbers
    old = with_cells(COUNCIL, {("areas", "Libraries (Service)", "why"): "no", ("roles", "Volunteer", "notes"): "no"})
    new = with_cells(
        without(old, "actions", "Start"),
        {
            ("areas", "Libraries (Service)", "why"): "a secret",
            ("roles", "Volunteer", "role"): "secret Volunteer",
            ("roles", "secret Volunteer", "notes"): "a plan",
            ("risks", "Bad weather", "mitigation"): "in secret",
        },
    )
    new = replace(new, extras=Extras({"areas": {"A secret heading": {areas[1]: "said"}}}))
    changes = told(old, new, tells)
    assert "secret" not in all_of(changes).replace("secret=", "")
    assert {change.heading for change in changes.changes if change.column.startswith("+")} == {WITHHELD}
    taken_out = changes.changes[-1]
    assert isinstance(taken_out, Change)
    assert (taken_out.row, taken_out.secret) == ("Start", False)
