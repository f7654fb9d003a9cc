"""What everybody may see of changes: nothing that is marked in either workbook, nor what belongs to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rounds.council import council
from workbooks import example

from smreport.blueprint.columns import Figure, Ref, Text
from smreport.blueprint.model import Blueprint, Column, Sheet
from smreport.blueprint.rules import Unique
from smreport.blueprint.tables import Aside, Extras, Tables
from smreport.blueprint.templates import load
from smreport.frozen import replace
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
    in_words = where(told(old, with_cells(old, {kind: "It is 4711 or so"})))
    assert in_words == [("evaluation", "Road reporter", "cost_kind", WITHHELD, WITHHELD)]


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
def test_nor_is_a_row_told_that_belonged_to_it_by_its_old_name(turned: bool) -> None:
    renamed = with_cells(COUNCIL, {HIDDEN: True, ("portfolio", "Faults online", "title"): "Faults on line"})
    new = without(renamed, "kpis", "Calls")
    changes = told(new, COUNCIL) if turned else told(COUNCIL, new)
    assert "kpis" in {change.sheet for change in changes.changes}
    assert not any(word in all_of(changes) for word in ("Faults on", "Calls"))


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


def test_of_totals_and_notes_nothing_is_told_where_they_may_tell_what_is_marked() -> None:
    def edition(amount: float, marked: object, note: str, aside_mark: object = None) -> Tables:
        tables = with_cells(COUNCIL, {MARK: marked})
        costs = tables["evaluation"]
        row = next(row for row in costs.numbers if costs.name_of(row) == COST[1])
        answers = {"role": "Total", "setup_cost": amount, "not_public": aside_mark}
        aside = replace(costs, set_aside={max(costs.numbers) + 1: Aside("total", answers)})
        extras = Extras(notes={"evaluation": {("role", row): note}})
        return replace(tables, tables={**tables.tables, "evaluation": aside}, extras=extras)

    plain = told(edition(4711.0, None, "offer 1"), edition(8150.0, None, "offer 2"))
    assert all(text in all_of(plain) for text in ("4,711", "8,150", "offer 1", "offer 2"))
    for marked in (told(edition(4711.0, True, "offer 1"), edition(8150.0, None, "offer 2")),
                   told(edition(4711.0, True, "offer 1"), edition(8150.0, True, "offer 2"))):  # fmt: skip
        assert not any(text in all_of(marked) for text in ("4,711", "4711", "8,150", "8150", "offer"))
    own = told(edition(4711.0, None, "", "Yes"), edition(8150.0, None, ""))
    assert "4,711" not in all_of(own)


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


# --- at random ---

MARKED = ("portfolio", "kpis", "risks", "accounts", "evaluation")
ILLUSTRATIVE = example(BLUEPRINT, "illustrative")
Sheets = dict[str, dict[int, Cells]]


def naming(sheet: Sheet) -> set[str]:
    """The columns that make a row this row."""
    unique = (rule.columns for rule in sheet.rules if isinstance(rule, Unique))
    return {*next(unique, ()), sheet.name_key}


def of_projects(sheet: Sheet) -> list[Column]:
    """The columns that name projects."""
    return [
        column for column in sheet.references if isinstance(column.type, Ref) and column.type.to.sheet == "portfolio"
    ]


class Written:
    """Two workbooks of which the second was made from the first; each text and figure in them is like no other."""

    def __init__(self, random: Random) -> None:
        self.random, self.said = random, 0
        self.old: Sheets = {sheet.key: rows.cells_of(ILLUSTRATIVE, sheet.key) for sheet in BLUEPRINT}
        projects = {str(cells["title"]): self.word() for cells in self.old["portfolio"].values()}
        for sheet in BLUEPRINT:
            for row, cells in self.old[sheet.key].items():
                for column in of_projects(sheet):
                    value = cells[column.key]
                    names = tuple(projects.get(str(part), str(part)) for part in value or ()) or None  # type: ignore[attr-defined]
                    cells[column.key] = names if isinstance(value, tuple) else projects.get(str(value), value)
                self.write(self.old, sheet, row)
                if sheet.key == "portfolio":
                    cells["title"] = projects[str(cells["title"])]
        self.new: Sheets = {key: {row: dict(cells) for row, cells in of.items()} for key, of in self.old.items()}

    def word(self) -> str:
        self.said += 1
        return "".join(("Zq", *self.random.choices("abcdefghijklmnop", k=9), "x"))

    def write(self, side: Sheets, sheet: Sheet, row: int, some: float = 1) -> None:
        for column in sheet.asked_columns:
            value = side[sheet.key][row].get(column.key)
            is_word = isinstance(column.type, Text | Figure) and column.key not in naming(sheet) and value
            if is_word and self.random.random() < some:
                side[sheet.key][row][column.key] = self.word()

    def mark(self) -> None:
        """Hide a row, in one workbook or both."""
        key = self.random.choice(MARKED)
        row = self.random.choice(list(self.old[key]))
        for side in self.random.choice(([self.old], [self.new], [self.old, self.new])):
            side[key][row]["not_public"] = True

    def change(self) -> None:
        sheet = BLUEPRINT.sheets[self.random.choice([key for key in self.new if self.new[key]])]
        row = self.random.choice(list(self.new[sheet.key]))
        sides = [side for side in (self.old, self.new) if row in side[sheet.key]]
        if self.random.random() < 0.3 and not sheet.is_form and len(sides) == 2:
            del self.random.choice(sides)[sheet.key][row]
        else:
            self.write(self.new, sheet, row, some=0.4)

    def hidden(self, key: str) -> set[int]:
        """The rows that are marked in one of the workbooks at least."""
        return {row for side in (self.old, self.new) for row, cells in side[key].items() if cells.get("not_public")}

    def secrets(self) -> set[str]:
        """The words that no comparison may tell: those of hidden rows, and of rows that name a hidden project."""
        sides = (self.old, self.new)
        projects = {
            side["portfolio"][row]["title"] for side in sides for row in self.hidden("portfolio") & {*side["portfolio"]}
        }
        secrets = set(map(str, projects))
        for sheet in BLUEPRINT:
            columns = [column.key for column in of_projects(sheet)]
            belonging = {
                row
                for side in sides
                for row, cells in side[sheet.key].items()
                if any(cells[key] in projects for key in columns)
            }
            for side in sides:
                for row in (self.hidden(sheet.key) if sheet.key in MARKED else set()) | belonging:
                    cells = side[sheet.key].get(row, {})
                    secrets |= {
                        str(cells[key]) for key in cells if key not in {column.key for column in sheet.references}
                    }
        return {word for word in secrets if word.startswith("Zq")}


@pytest.mark.long
@given(st.integers(0, 10**9))
def test_no_word_of_a_hidden_row_is_told_whatever_changed(seed: int) -> None:
    written = Written(Random(seed))
    for _ in range(written.random.randint(1, 5)):
        written.mark()
    for _ in range(written.random.randint(1, 30)):
        written.change()
    old, new = (rows.tables_of(BLUEPRINT, cells, "w.xlsx") for cells in (written.old, written.new))
    secrets = written.secrets()
    for pair in ((old, new), (new, old)):
        words = set(re.findall("Zq[a-p]{9}x", all_of(told(*pair))))
        assert words & secrets == set()
