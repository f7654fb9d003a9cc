"""What somebody meets who asks what changed since: on the terminal, as JSON, and as a workbook."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook as OpenFile
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from rounds.council import council
from workbook import accessibility, lint
from workbooks import edited, saved, with_rows

import smreport
from smreport.blueprint.answers import tables_from
from smreport.blueprint.tables import Tables
from smreport.blueprint.templates import load
from smreport.cli import main

pytestmark = pytest.mark.usefixtures("few_rows")

BLUEPRINT = with_rows(load(), 6)
COUNCIL = council(BLUEPRINT)
THEN = Path(__file__).parent / "old_versions" / "social_media-1.0.xlsx"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory, few_rows: None) -> Path:
    return saved(COUNCIL, tmp_path_factory.mktemp("council") / "last week.xlsx")


@pytest.fixture
def old(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(original, tmp_path))


def answer(tables: Tables, sheet: str, key: str, row: int = 0) -> tuple[str, str]:
    """The sheet and cell of an answer."""
    return tables[sheet].title, tables[sheet].cell(key, tables[sheet].numbers[row])


LEAD, LOANS, START = (
    answer(COUNCIL, *place) for place in (("areas", "lead"), ("objectives", "outcome", 1), ("actions", "action"))
)


def some_edits(book: OpenFile) -> None:
    book[LEAD[0]][LEAD[1]] = "Head of Reading"
    book[LOANS[0]][LOANS[1]] = "More people read"
    actions = book[START[0]]
    actions.move_range(f"B{actions[START[1]].row}:H{actions[START[1]].row}", rows=2)
    actions[START[1]] = "Finish"


@pytest.fixture(scope="module")
def changed(original: Path) -> Path:
    return edited(Path(shutil.copy(original, original.with_name("this week.xlsx"))), some_edits)


@pytest.fixture
def new(old: Path, changed: Path) -> Path:
    return Path(shutil.copy(changed, old.parent))


class TestTerminal:
    def test_both_values_with_their_cells_and_what_to_do_next(self, old: Path, new: Path) -> None:
        done = run("compare", old, new)
        assert done.exit_code == 1
        row = int(START[1][1:])
        assert done.stdout.splitlines() == [
            f"{new}: 1 Areas",
            f"  changed    {LEAD[1]} “Libraries (Service)” Lead: “Head of Books” is now “Head of Reading”",
            "",
            f"{new}: 2 Objectives",
            f"  changed    {LOANS[1]} “More loans” Outcome: was blank, is now “More people read”",
            "",
            f"{new}: 7b Actions",
            f"  added      B{row} “Finish”",
            "",
            "In all: 1 row added, none taken out, 2 cells changed.",
            f"Next: smreport check {new}" if " " not in str(new) else f'Next: smreport check "{new}"',
        ]

    def test_the_other_way_round(self, old: Path, new: Path) -> None:
        blank = saved(tables_from(BLUEPRINT, {}), old.with_name("blank.xlsx"))
        said = run("compare", new, old).stdout
        assert f"{LOANS[1]} “More loans” Outcome: “More people read” is now blank" in said
        assert f"  taken out  (was {START[1]}) “Finish”" in said.splitlines()
        assert f"  taken out  (was {START[1]}) “Start”. Project: Faults online" in run("compare", old, blank).stdout
        assert "no row added, 1 taken out, 2 cells changed" in said

    def test_nothing(self, old: Path) -> None:
        done = run("compare", old, old, "-o", old.with_name("changes.xlsx"))
        assert done.exit_code == 0
        assert done.stdout.splitlines() == [
            f"Nothing changed from {old} to {old}.",
            f"{old.with_name('changes.xlsx')} was not written, as nothing changed.",
        ]
        assert not old.with_name("changes.xlsx").exists()

    def test_a_long_answer_is_cut_to_where_it_differs(self, old: Path, new: Path) -> None:
        long = "Nothing new here. " * 30
        edited(old, lambda book: book[LEAD[0]].__setitem__(LEAD[1], f"{long}Old end.{long}"))
        edited(new, lambda book: book[LEAD[0]].__setitem__(LEAD[1], f"{long}New end.{long}"))
        (line,) = (line for line in run("compare", old, new).stdout.splitlines() if LEAD[1] in line)
        assert "Old end." in line
        assert "New end." in line
        assert len(line) < 600
        changes = json.loads(run("compare", old, new, "--format", "json").stdout)["changes"]
        assert changes[0]["new"] == f"{long}New end.{long}".strip()


class TestJson:
    def test_each_change_with_all_that_is_known_of_it(self, old: Path, new: Path, tmp_path: Path) -> None:
        done = run("compare", old, new, "--format", "json", "-o", tmp_path / "changes.xlsx")
        assert done.exit_code == 1
        said = json.loads(done.stdout)
        assert {key: value for key, value in said.items() if key != "changes"} == {
            "old": str(old), "new": str(new), "rows_added": 1, "rows_taken_out": 0, "cells_changed": 2, "not_told": 0,
        }  # fmt: skip
        lead, _, added = said["changes"]
        assert (lead["kind"], lead["sheet"], lead["column"], lead["old"]) == (
            "changed",
            "areas",
            "lead",
            "Head of Books",
        )
        assert [cell["text"] for cell in added["cells"]] == ["Finish"]
        assert done.stderr == f"Wrote {tmp_path / 'changes.xlsx'}\n"


class TestWorkbook:
    def test_a_line_for_each_cell_and_how_many_by_sheet(self, old: Path, new: Path, tmp_path: Path) -> None:
        path = tmp_path / "changes.xlsx"
        assert f"Wrote {path}" in run("compare", old, new, "-o", path).stdout
        book = openpyxl.load_workbook(path)
        page = book["Changes"]
        assert page["A1"].value == "What changed from last week.xlsx to this week.xlsx"
        lines = [tuple(cell or "" for cell in line) for line in page.iter_rows(min_row=5, values_only=True)]
        assert lines[0] == (
            "changed", "1 Areas", "Libraries (Service)", "Lead", "Head of Books", "Head of Reading", LEAD[1], LEAD[1]
        )  # fmt: skip
        assert lines[2] == ("added", "7b Actions", "Finish", "Action", "", "Finish", "", START[1])
        assert len(lines) == 3
        assert [line[1:] for line in book["By sheet"].iter_rows(min_row=5, values_only=True)] == [
            (0, 0, 1), (0, 0, 1), (1, 0, 0)
        ]  # fmt: skip
        (table,) = page.tables.values()
        assert table.autoFilter is not None
        assert page.freeze_panes == "A5"
        assert book.properties.title == "Exampleshire - What changed from last week.xlsx to this week.xlsx"

    def test_it_keeps_the_rules_for_accessible_workbooks_and_of_excel(
        self, old: Path, new: Path, tmp_path: Path
    ) -> None:
        path = tmp_path / "changes.xlsx"
        smreport.save_changes(smreport.compare(old, new), path)
        assert accessibility.faults(path.read_bytes()) == []
        assert lint.faults(path) == []
        before = path.read_bytes()
        smreport.save_changes(smreport.compare(old, new), path, force=True)
        assert path.read_bytes() == before

    def test_a_file_that_is_there_stays(self, old: Path, new: Path, tmp_path: Path) -> None:
        path = tmp_path / "changes.xlsx"
        path.write_text("mine")
        refused = run("compare", old, new, "-o", path)
        assert refused.exit_code == 2
        assert "there already" in refused.stderr
        done = run("compare", old, new, "-o", path, "--force")
        assert done.exit_code == 1
        assert (tmp_path / "changes (1).xlsx").read_text() == "mine"

    def test_its_name_ends_as_that_of_a_workbook(self, old: Path, tmp_path: Path) -> None:
        done = run("compare", old, old, "-o", tmp_path / "changes.csv")
        assert done.exit_code == 2
        assert "must end in .xlsx" in done.stderr


class TestRefusals:
    def test_a_file_that_is_no_workbook(self, old: Path, tmp_path: Path) -> None:
        notes = tmp_path / "notes.xlsx"
        notes.write_text("not a workbook")
        for pair in ((old, notes), (notes, old), (old, tmp_path / "gone.xlsx")):
            done = run("compare", *pair)
            assert done.exit_code == 2
            assert done.stderr.startswith("Error: ")

    def test_workbooks_of_two_templates(self, old: Path, tmp_path: Path) -> None:
        other = smreport.new(tmp_path / "other.xlsx", template="digital_inclusion").path
        done = run("compare", old, other)
        assert done.exit_code == 2
        assert "cannot be compared" in done.stderr


# --- what is no change ---


def moved_columns(book: OpenFile) -> None:
    """The columns of 1 Areas the other way round, beside the Check column, and its rows sorted."""
    page = book["1 Areas"]
    table = COUNCIL["areas"]
    header = table.sheet.header_row
    columns = sorted(table.places[column.key] for column in table.sheet.asked_columns)
    rows = [header, *reversed(table.numbers)]
    cells = [[page.cell(row, column).value for column in reversed(columns)] for row in rows]
    for row, values in zip([header, *table.numbers], cells, strict=True):
        for column, value in zip(columns, values, strict=True):
            page.cell(row, column).value = value


def looks(book: OpenFile) -> None:
    page: Worksheet = book["1 Areas"]
    for row in page.iter_rows(min_row=7, max_row=8):
        for cell in row:
            cell.font = Font(bold=True)
    page.column_dimensions["B"].width = 50
    book["4 Mapping"].title = "Our mapping"


def blank_rows(book: OpenFile) -> None:
    page = book["5 Roles"]
    row = COUNCIL["roles"].numbers[1]
    page.move_range(f"B{row}:E{row + 1}", rows=2)


@pytest.mark.long
@pytest.mark.parametrize("edit", [lambda book: None, moved_columns, looks, blank_rows])
def test_what_people_do_to_a_file_without_another_answer_is_no_change(old: Path, edit: object) -> None:
    new = edited(Path(shutil.copy(old, old.with_name("saved.xlsx"))), edit)  # type: ignore[arg-type]
    done = run("compare", old, new)
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("command", ["upgrade", "refresh"])
def test_a_workbook_of_an_earlier_version_and_what_became_of_it(tmp_path: Path, command: str) -> None:
    made = tmp_path / "new.xlsx"
    assert run(command, THEN, "-o", made).exit_code == 0
    changes = smreport.compare(THEN, made).changes
    assert [change for change in changes if change.kind.value != "added"] == []
    assert command == "refresh" or changes == ()


def test_a_marked_copy_says_the_same_as_the_file_that_it_was_made_from(old: Path) -> None:
    assert run("check", old, "--mark").exit_code == 1
    done = run("compare", old, old.with_name("last week - to fix.xlsx"))
    assert done.exit_code == 0, done.output


def test_days_and_figures_are_shown_as_people_write_them(old: Path, new: Path) -> None:
    title, cell = answer(COUNCIL, "settings", "plan_start")
    rate = answer(COUNCIL, "settings", "discount_rate")
    edited(new, lambda book: [book[title].__setitem__(cell, date(2027, 4, 1)), book[title].__setitem__(rate[1], 0.035)])
    said = run("compare", old, new).stdout
    assert "is now “1 April 2027”" in said
    assert "is now “3.5%”" in said


def test_a_frame_has_a_row_for_each_cell(old: Path, new: Path) -> None:
    result = smreport.compare(str(old), str(new))
    assert result.frame.columns.tolist() == [
        "kind", "sheet", "row", "column", "old", "new", "old_cell", "new_cell", "not_public"
    ]  # fmt: skip
    assert result.frame["kind"].tolist() == ["changed", "changed", "added"]
    assert smreport.compare(old, old).frame.empty
    assert re.search("old_cell", str(type(result).frame.__doc__))


def test_what_is_marked_is_shown_where_it_is_asked_for_and_the_workbook_says_so(old: Path, tmp_path: Path) -> None:
    cost, mark = (answer(COUNCIL, "evaluation", key) for key in ("setup_cost", "not_public"))
    edited(old, lambda book: book[mark[0]].__setitem__(mark[1], "Yes"))
    new = edited(Path(shutil.copy(old, tmp_path / "new.xlsx")), lambda book: book[cost[0]].__setitem__(cost[1], 4711))
    said = run("compare", old, new).stdout
    assert f"{cost[1]} “Web editor” Set-up cost: changed; it is not for publication" in said
    assert "1 of these is told without what is not for publication; --exempt shows it." in said
    path = tmp_path / "changes.xlsx"
    shown = run("compare", old, new, "--exempt", "-o", path).stdout
    assert "“100” is now “4,711”" in shown
    assert "--exempt" not in shown
    assert str(openpyxl.load_workbook(path)["Changes"]["A2"].value).startswith("NOT FOR PUBLICATION")


def test_totals_and_notes_on_cells_are_told_as_what_they_are(old: Path, tmp_path: Path) -> None:
    cost, tables = answer(COUNCIL, "evaluation", "setup_cost"), COUNCIL["evaluation"]
    row = max(tables.numbers) + 1

    def edit(book: openpyxl.Workbook) -> None:
        book[cost[0]].cell(row, tables.places["role"]).value = "Total"
        book[cost[0]].cell(row, tables.places["setup_cost"]).value = 900
        book[cost[0]][cost[1]].comment = Comment("Ask again in May", "Somebody")

    new = edited(Path(shutil.copy(old, tmp_path / "new.xlsx")), edit)
    said = run("compare", old, new, "-o", tmp_path / "changes.xlsx").stdout
    assert re.search(rf"added +B{row} “Total” \(not read as an answer\). Set-up cost: 900", said)
    assert "Note on Set-up cost: was blank, is now “Ask again in May”" in said
    rows = openpyxl.load_workbook(tmp_path / "changes.xlsx")["Changes"].iter_rows(values_only=True)
    assert any("Total (not read as an answer)" in row for row in rows)
    found = json.loads(run("compare", old, new, "--format", "json").stdout)["changes"]
    assert [change["set_aside"] for change in found] == [False, True]
