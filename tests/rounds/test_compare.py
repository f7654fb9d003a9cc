"""What changed between two workbooks: exactly what was done, by what each row is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rounds.council import council
from workbooks import example, workbook

from smreport.blueprint.answers import tables_from
from smreport.blueprint.columns import Label, Number, Ref, Text
from smreport.blueprint.model import Blueprint, Sheet
from smreport.blueprint.tables import Aside, Extras, Tables
from smreport.blueprint.templates import load
from smreport.errors import InvalidValue
from smreport.frozen import replace
from smreport.rounds import rows
from smreport.rounds.compare import Change, Kind, compared
from smreport.rounds.rows import Cells

Rows = dict[str, dict[int, Cells]]
Brief = tuple[Kind, str, str, str, str, str]
"""Kind, sheet, row, column, old and new value of a change."""

BLUEPRINT = load()
ILLUSTRATIVE = example(BLUEPRINT, "illustrative")
RENAMED = ("areas", "objectives", "roles", "portfolio")  # which others refer to
UNNAMED_ELSEWHERE = ("accounts", "mapping", "evaluation", "risks", "kpis", "actions", "money", "advice", "meetings")


def brief(change: Change) -> Brief:
    return change.kind, change.sheet, own_name(change), change.column, change.old, change.new


def own_name(change: Change) -> str:
    """What a row is called; nothing where it bears the name of another row, which may have been renamed."""
    sheet = BLUEPRINT.sheets[change.sheet]
    return (
        "" if sheet.is_form or isinstance(sheet.by_key.get(sheet.name_key, sheet.columns[0]).type, Ref) else change.row
    )


def changes(old: Tables, new: Tables) -> list[Brief]:
    return list(map(brief, compared(old, new).changes))


def rows_of(tables: Tables) -> Rows:
    return {sheet.key: rows.cells_of(tables, sheet.key) for sheet in tables.blueprint}


def tables_of(cells: Mapping[str, Mapping[int, Cells]]) -> Tables:
    return rows.tables_of(BLUEPRINT, cells, "new.xlsx")


# --- random edits ---


@dataclass
class Edits:
    """Edits of a workbook at random, each of another row, and what is to be said of them."""

    random: Random
    rows: Rows = field(default_factory=lambda: rows_of(ILLUSTRATIVE))
    done: list[Brief] = field(default_factory=list)
    touched: set[tuple[str, int]] = field(default_factory=set)
    words: int = 0

    def fresh(self) -> str:
        """Words that stand nowhere else."""
        self.words += 1
        return f"Quite new words {'abcdefghijklmnopqrstuvwxyz'[self.words]}"

    def pick(self, sheets: tuple[str, ...]) -> tuple[Sheet, int]:
        free = [(key, row) for key in sheets for row in self.rows[key] if (key, row) not in self.touched]
        key, row = self.random.choice(free)
        self.touched.add((key, row))
        return BLUEPRINT.sheets[key], row

    def name(self, sheet: Sheet, row: int) -> str:
        name = rows.name_of(sheet, self.rows[sheet.key][row])
        return own_name(Change(Kind.CHANGED, sheet.key, "", name))

    def take_out(self) -> None:
        sheet, row = self.pick(UNNAMED_ELSEWHERE)
        self.done.append((Kind.TAKEN_OUT, sheet.key, self.name(sheet, row), "", "", ""))
        del self.rows[sheet.key][row]

    def add(self) -> None:
        sheet = BLUEPRINT.sheets[self.random.choice(("areas", "objectives", "roles", "portfolio", "risks", "actions"))]
        column = sheet.by_key[name_column(sheet)]
        row = max(self.rows[sheet.key], default=0) + 1
        self.rows[sheet.key][row] = {column.key: self.fresh()}
        self.touched.add((sheet.key, row))
        self.done.append((Kind.ADDED, sheet.key, self.name(sheet, row), "", "", ""))

    def change(self) -> None:
        sheet, row = self.pick((*RENAMED, *UNNAMED_ELSEWHERE[:-2], "settings", "tools"))
        parts = {*rows.identity(sheet, {key: key for key in sheet.by_key}), name_column(sheet)}
        parts |= set(sheet.by_key[sheet.name_key].type.parts) if is_label(sheet) else set()
        keys = [
            column.key
            for column in sheet.asked_columns
            if column.key not in parts and isinstance(column.type, Text | Number)
        ]
        key = self.random.choice(keys)
        cells = self.rows[sheet.key][row]
        new: object = self.fresh()
        if isinstance(sheet.by_key[key].type, Number):
            new = 0.125 if cells.get(key) != 0.125 else 0.25
        name, old = self.name(sheet, row), shown(sheet, key, cells.get(key))
        cells[key] = new
        self.done.append((Kind.CHANGED, sheet.key, name, key, old, shown(sheet, key, new)))

    def rename(self) -> None:
        """A row that has words of its own beside its name; the rows that refer to it follow, or do not."""
        while True:
            sheet, row = self.pick(RENAMED)
            if self.has_own_words(sheet, row):
                break
        column = name_column(sheet)
        was, cells = self.names(sheet, row), self.rows[sheet.key][row]
        old, cells[column] = str(cells[column]), self.fresh()
        self.done.append((Kind.CHANGED, sheet.key, self.name(sheet, row), column, old, str(cells[column])))
        if self.random.random() < 0.7:
            self.refer(sheet.key, dict(zip(was, self.names(sheet, row), strict=True)))

    def has_own_words(self, sheet: Sheet, row: int) -> bool:
        name = name_column(sheet)
        keys = [c.key for c in sheet.asked_columns if isinstance(c.type, Text) and c.key != name]
        every = Counter((key, cells.get(key)) for cells in self.rows[sheet.key].values() for key in keys)
        mine = [(key, self.rows[sheet.key][row].get(key)) for key in keys]
        return any(" " in str(cell[1] or "") and every[cell] == 1 for cell in mine)

    def names(self, sheet: Sheet, row: int) -> tuple[str, ...]:
        return str(self.rows[sheet.key][row][name_column(sheet)]), self.name(sheet, row)

    def refer(self, target: str, names: Mapping[str, str]) -> None:
        for sheet in BLUEPRINT:
            for column in sheet.references:
                assert isinstance(column.type, Ref)
                if column.type.to.sheet == target:
                    for cells in self.rows[sheet.key].values():
                        value = cells.get(column.key)
                        parts = value if isinstance(value, tuple) else (value,)
                        new = tuple(names.get(part, part) if isinstance(part, str) else part for part in parts)
                        cells[column.key] = new if isinstance(value, tuple) else new[0]

    def shuffle(self) -> None:
        for key, of_sheet in self.rows.items():
            if not BLUEPRINT.sheets[key].is_form:
                numbers = [row + self.random.randrange(2) for row in range(10, 10 + 2 * len(of_sheet), 2)]
                every = list(of_sheet.values())
                self.random.shuffle(every)
                self.rows[key] = dict(zip(numbers, every, strict=True))


def is_label(sheet: Sheet) -> bool:
    return sheet.name_key in sheet.by_key and isinstance(sheet.by_key[sheet.name_key].type, Label)


def name_column(sheet: Sheet) -> str:
    if is_label(sheet):
        kind = sheet.by_key[sheet.name_key].type
        assert isinstance(kind, Label)
        return kind.parts[0]
    return sheet.name_key


def shown(sheet: Sheet, key: str, value: object) -> str:
    kind = sheet.by_key[key].type
    return kind.in_words(value) if isinstance(kind, Number) and isinstance(value, float) else str(value or "")


@given(st.integers(0, 10**9))
def test_exactly_what_was_done_is_said_and_backwards_too(seed: int) -> None:
    edits = Edits(Random(seed))
    steps = [edits.take_out, edits.add, edits.change, edits.rename]
    for step in edits.random.choices(steps, k=edits.random.randint(0, 12)):
        step()
    edits.shuffle()
    new = tables_of(edits.rows)
    comparison = compared(ILLUSTRATIVE, new)
    assert Counter(map(brief, comparison.changes)) == Counter(edits.done)
    mirrored = {mirror(change) for change in compared(new, ILLUSTRATIVE).changes}
    assert mirrored == {replace(change, row=own_name(change)) for change in comparison.changes}
    assert all(len(set(pairs.values())) == len(pairs) for pairs in comparison.pairs.values())


def mirror(change: Change) -> Change:
    """The change the other way round; what it is about bears its new name in both."""
    kinds = {Kind.ADDED: Kind.TAKEN_OUT, Kind.TAKEN_OUT: Kind.ADDED, Kind.CHANGED: Kind.CHANGED}
    turned = replace(
        change, kind=kinds[change.kind], old=change.new, new=change.old, old_cell=change.new_cell,
        new_cell=change.old_cell, old_row=change.new_row, new_row=change.old_row, row=own_name(change),
    )  # fmt: skip
    sheet = BLUEPRINT.sheets[change.sheet]
    if change.column and change.column == name_column(sheet):
        if is_label(sheet):
            kind = sheet.by_key[sheet.name_key].type
            assert isinstance(kind, Label)
            return replace(turned, row=change.row.replace(change.new, change.old))
        return replace(turned, row=change.old)
    return turned


# --- what counts as the same ---


def edited(edit: str, old: str = "", blueprint: Blueprint = BLUEPRINT) -> list[Brief]:
    """What changed between two workbooks, each written as tables."""
    return changes(workbook(blueprint, old), workbook(blueprint, edit))


@pytest.mark.parametrize("name", ["illustrative", "devon"])
def test_nothing_changed_in_itself(name: str) -> None:
    comparison = compared(example(BLUEPRINT, name), example(BLUEPRINT, name))
    assert comparison.changes == ()
    assert all(was == now for pairs in comparison.pairs.values() for was, now in pairs.items())
    assert {key for key, pairs in comparison.pairs.items() if pairs} >= {"settings", "areas", "mapping"}


COSTS = """
    | roles      | role       |
    |            | Web editor |
    | portfolio  | title     | areas             |
    |            | Warm room | {areas}           |
    | evaluation | role       | setup_cost |
    |            | {role}     | {cost}     |
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"cost": "12000"}, {"cost": "£12k"}),
        ({"cost": "£12,000"}, {"cost": "12000"}),
        ({"role": "web  editor"}, {"role": "Web editor"}),
        ({"areas": "Books; Roads"}, {"areas": "roads; Books"}),
    ],
)
def test_answers_count_as_they_are_understood(old: dict[str, str], new: dict[str, str]) -> None:
    usual = {"cost": "1", "role": "Web editor", "areas": "Books"}
    assert edited(COSTS.format(**usual | new), COSTS.format(**usual | old)) == []


def test_a_range_is_not_the_figure_that_it_counts_as() -> None:
    usual = {"role": "Web editor", "areas": "Books"}
    (change,) = edited(COSTS.format(cost="12000", **usual), COSTS.format(cost="£8k–£12k", **usual))
    assert change[-2:] == ("£8k–£12k", "12,000")


def test_figures_that_differ_in_their_last_digits_are_shown_in_full() -> None:
    usual = {"role": "Web editor", "areas": "Books"}
    (change,) = edited(COSTS.format(cost="0.1234567890123", **usual), COSTS.format(cost="0.1234567890124", **usual))
    assert change[-2:] == ("0.1234567890124", "0.1234567890123")


ROLES = """
    | roles | role | kind | capacity |
"""


def roles(*lines: str) -> str:
    return ROLES + "\n".join(f"| | {line} |" for line in lines)


def test_a_name_that_is_spelt_anew_is_one_change() -> None:
    old = roles("Web editor | Staff | 20", "Web master | Staff | 20")
    new = roles("Web master | Staff | 20", "Web editors | Staff | 20")
    assert edited(new, old) == [(Kind.CHANGED, "roles", "Web editors", "role", "Web editor", "Web editors")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Phase 1 | Staff | 20", "Phase 2 | Staff | 20"),  # another number
        ("Web editor | Staff | 20", "Web editors | Volunteer | 5"),  # most of the rest is another
    ],
)
def test_another_row_is_not_the_same_renamed(old: str, new: str) -> None:
    assert [change[0] for change in edited(roles(new), roles(old))] == [Kind.TAKEN_OUT, Kind.ADDED]


def test_a_row_of_common_answers_is_renamed_only_where_no_other_can_be_meant() -> None:
    """The kind and the hours are what many rows have; beside them stands nothing but the name."""
    old, new, third = ("Web editor | Staff | 20", "Librarians | Staff | 20", "Porters | Staff | 20")
    assert edited(roles(new), roles(old)) == [(Kind.CHANGED, "roles", "Librarians", "role", "Web editor", "Librarians")]
    assert [change[0] for change in edited(roles(new, third), roles(old, third))] == [Kind.CHANGED]
    several = edited(roles(new, third), roles(old))
    assert [change[0] for change in several] == [Kind.TAKEN_OUT, Kind.ADDED, Kind.ADDED]
    bare = edited(roles("Librarians | |"), roles("Web editor | |"))
    assert [change[0] for change in bare] == [Kind.TAKEN_OUT, Kind.ADDED]


def test_a_row_that_shares_words_with_another_is_not_the_same_where_most_else_is_different() -> None:
    old = """
        | portfolio | title     | lead         | change          | start      | must_do |
        |           | Warm room | Head of Care | Nobody is alone | 2027-04-01 | Yes     |
    """
    shared = old.replace("Warm room", "Cold shop")
    assert [change[0] for change in edited(shared, old)] == [Kind.CHANGED]
    other = shared.replace("Nobody is alone", "Food is cheap").replace("2027-04-01", "2028-04-01").replace("Yes", "No")
    assert [change[0] for change in edited(other, old)] == [Kind.TAKEN_OUT, Kind.ADDED]


def test_where_two_rows_are_as_near_neither_is_taken_for_the_old_one() -> None:
    old = roles("Web editor | Staff | 20")
    new = roles("Web editorA | Staff | 20", "Web editorB | Staff | 20")
    assert [change[0] for change in edited(new, old)] == [Kind.TAKEN_OUT, Kind.ADDED, Kind.ADDED]


def test_a_row_keeps_its_place_among_others_of_its_name() -> None:
    old = """
        | options | option     | advantage | disadvantage |
        |         | Do nothing | Cheap     | Slow         |
        |         | Do nothing | Quiet     | Late         |
        |         | Do nothing | Known     | Dear         |
    """
    new = """
        | options | option     | advantage | disadvantage |
        |         | Do nothing | Known     | Dear         |
        |         | Do nothing | Quiet     | Too late     |
    """
    assert sorted(edited(new, old), key=lambda change: change[0].value) == [
        (Kind.CHANGED, "options", "Do nothing", "disadvantage", "Late", "Too late"),
        (Kind.TAKEN_OUT, "options", "Do nothing", "", "", ""),
    ]


def test_a_row_without_a_name_goes_by_what_is_in_it() -> None:
    old = """
        | risks | risk | project   | mitigation     | owner |
        |       |      | Warm room | Ask them first | Jo    |
        |       |      | Warm room | Two of them    | Jo    |
    """
    assert edited(old, old) == []
    changed = old.replace("| Ask them first | Jo ", "| Ask them first | Al ")
    assert edited(changed, old) == [(Kind.CHANGED, "risks", "", "owner", "Jo", "Al")]


@pytest.mark.parametrize("follows", [True, False])
def test_a_new_name_is_said_once_and_not_in_each_row_that_bears_it(follows: bool) -> None:
    old = council(BLUEPRINT)
    cells = rows_of(old)
    row = next(row for row, filled in cells["areas"].items() if filled["name"] == "Highways")
    cells["areas"][row]["name"] = "Highway"
    if follows:
        Edits(Random(0), cells).refer("areas", {"Highways (Service)": "Highway (Service)"})
    comparison = compared(old, tables_of(cells))
    assert list(map(brief, comparison.changes)) == [
        (Kind.CHANGED, "areas", "Highway (Service)", "name", "Highways", "Highway")
    ]
    assert comparison.names["areas", "label"] == {"highways (service)": "highway (service)"}


def test_a_reference_to_another_row_is_a_change_though_rows_were_renamed() -> None:
    old = council(BLUEPRINT)
    cells = rows_of(old)
    for filled in cells["roles"].values():
        filled["role"] = {"Road reporter": "Road reporters"}.get(str(filled["role"]), filled["role"])
    (row,) = (row for row, filled in cells["evaluation"].items() if filled["role"] == "Road reporter")
    cells["evaluation"][row]["role"] = "Volunteer"
    briefs = changes(old, tables_of(cells))
    assert (Kind.CHANGED, "roles", "Road reporters", "role", "Road reporter", "Road reporters") in briefs
    about = [change for change in briefs if change[1] == "evaluation"]
    assert [change[3:] for change in about] == [("role", "Road reporter", "Volunteer")]


def test_both_cells_of_a_change_are_named_and_all_of_a_row_that_is_gone() -> None:
    old, cells = council(BLUEPRINT), rows_of(council(BLUEPRINT))
    first, *_ = cells["areas"]
    cells["areas"] = {row + 3: filled for row, filled in cells["areas"].items()}
    cells["areas"][first + 3]["lead"] = "Somebody else"
    gone, _ = cells["actions"].popitem()
    changed, taken_out = compared(old, tables_of(cells)).changes
    lead = old["areas"].cell("lead", first)
    assert (changed.old_cell, changed.new_cell) == (lead, lead.replace(str(first), str(first + 3)))
    assert (taken_out.old_row, taken_out.new_row, taken_out.new_cell) == (gone, None, "")
    assert [(cell.heading, cell.text) for cell in taken_out.cells] == [
        ("Action", "Start"), ("Project", "Faults online")
    ]  # fmt: skip


def test_workbooks_of_two_templates_cannot_be_compared() -> None:
    other = tables_from(load("digital_inclusion"), {}, "other.xlsx")
    with pytest.raises(InvalidValue, match="cannot be compared"):
        compared(ILLUSTRATIVE, other)


# --- what people added ---


def with_own(tables: Tables, columns: dict[int, object], **sheets: list[list[object]]) -> Tables:
    extras = Extras({"areas": {"Ward": columns}}, {title: tuple(map(tuple, cells)) for title, cells in sheets.items()})
    return replace(tables, extras=extras)


def test_peoples_own_columns_are_compared_by_their_rows() -> None:
    tables = council(BLUEPRINT)
    first, second = tables["areas"].numbers
    new = with_own(tables, {first: "North", second: 3})
    assert changes(with_own(tables, {first: "North", second: 3.0}), new) == []
    assert [change[3:] for change in changes(with_own(tables, {first: "South"}), new)] == [
        ("+Ward", "South", "North"), ("+Ward", "", "3")
    ]  # fmt: skip


def test_notes_on_cells_are_compared_with_their_rows() -> None:
    tables = council(BLUEPRINT)
    first = tables["areas"].numbers[0]
    notes = [
        replace(tables, extras=Extras(notes={"areas": {("lead", first): text}, "settings": {("budget", 0): "Cabinet"}}))
        for text in ("Ask Ann", "Ask Bob")
    ]
    assert changes(notes[0], notes[0]) == []
    assert [change[3:] for change in changes(*notes)] == [("+Note on Lead", "Ask Ann", "Ask Bob")]
    assert [change[3:] for change in changes(tables, notes[1])] == [
        ("+Note on Budget for the whole plan", "", "Cabinet"), ("+Note on Lead", "", "Ask Bob")
    ]  # fmt: skip


def with_total(tables: Tables, amount: float) -> Tables:
    costs = tables["evaluation"]
    total = {max(costs.numbers) + 1: Aside("total", {"role": "Total", "setup_cost": amount})}
    return replace(tables, tables={**tables.tables, "evaluation": replace(costs, set_aside=total)})


def test_a_row_that_was_set_aside_is_named_as_such() -> None:
    tables = council(BLUEPRINT)
    one, other = with_total(tables, 100.0), with_total(tables, 250.0)
    assert changes(one, one) == []
    (came,) = compared(tables, one).changes
    assert (came.kind, came.row, came.set_aside, came.old_row) == (Kind.ADDED, "Total", True, None)
    assert [(cell.heading, cell.text) for cell in came.cells][-1] == ("Set-up cost", "100")
    assert [(change.kind, change.set_aside) for change in compared(one, other).changes] == [
        (Kind.TAKEN_OUT, True), (Kind.ADDED, True)
    ]  # fmt: skip


def test_rows_that_the_template_lists_are_compared_by_what_people_added_beside_them() -> None:
    tables = council(BLUEPRINT)
    first = tables["channels"].numbers[0]
    own = replace(tables, extras=Extras({"channels": {"Ours": {first: "Yes indeed"}}}))
    fewer = replace(tables["channels"], numbers=[], columns={key: [] for key in tables["channels"].columns})
    assert [change[3:] for change in changes(tables, own)] == [("+Ours", "", "Yes indeed")]
    assert changes(replace(tables, tables={**tables.tables, "channels": fewer}), tables) == []


def test_peoples_own_sheets_are_compared_by_what_stands_first_in_a_row() -> None:
    tables = council(BLUEPRINT)
    old = with_own(tables, {}, Quotes=[["Who", "Bid"], [], ["Ames", 100], ["Bell", 200], [None, "loose"]])
    new = with_own(tables, {}, Quotes=[["Bell", 250], ["Who", "Bid"], ["Cole", 1], [None, "loose"]])
    assert (
        changes(old, with_own(tables, {}, Quotes=[["Bell", 200], [None, "loose"], ["Ames", 100], ["Who", "Bid"]])) == []
    )
    made = compared(old, new).changes
    assert [(c.kind, c.title, c.row, c.heading, c.old, c.new, c.old_cell, c.new_cell) for c in made] == [
        (Kind.TAKEN_OUT, "Quotes", "Ames", "", "", "", "A3", ""),
        (Kind.ADDED, "Quotes", "Cole", "", "", "", "", "A3"),
        (Kind.CHANGED, "Quotes", "Bell", "B", "200", "250", "B4", "B1"),
    ]


def test_a_sheet_that_came_is_all_new_and_those_of_a_merge_are_not_looked_at() -> None:
    tables = council(BLUEPRINT)
    came = compared(tables, with_own(tables, {}, Plans=[["One"], ["Two", "more"]], **{"To decide": [["Anything"]]}))
    assert [(change.kind, change.title, change.row) for change in came.changes] == [
        (Kind.ADDED, "Plans", "One"), (Kind.ADDED, "Plans", "Two")
    ]  # fmt: skip
