"""Split, merge and status with real files, as people run them and change what they were sent."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from golden import text_of_docx
from rounds.council import council
from workbooks import EXAMPLES, edited, put, saved

import smreport
from smreport.blueprint.tables import Origin
from smreport.blueprint.templates import load
from smreport.cli import main
from smreport.commands.reading import read_workbook
from smreport.commands.work import Workers
from smreport.decision.results import decide
from smreport.rounds.progress import Standing
from smreport.word.self_check import broken_rules

pytestmark = pytest.mark.usefixtures("few_rows")

FILE = EXAMPLES / "illustrative" / "illustrative.xlsx"
LIBRARIES, HIGHWAYS, WASTE = "Libraries (Service).xlsx", "Highways (Service).xlsx", "Waste services (Service).xlsx"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def sent(few_rows: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The illustrative example, split by area. Not to be changed."""
    folder = tmp_path_factory.mktemp("round") / "sent"
    done = run("split", FILE, "-o", folder)
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture(scope="module")
def small(few_rows: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of two services. Not to be changed."""
    return saved(council(load()), tmp_path_factory.mktemp("small") / "small.xlsx")


def returned(sent: Path, folder: Path, name: str, *edits: Callable[[openpyxl.Workbook], None]) -> Path:
    """A workbook that came back into a folder."""
    folder.mkdir(exist_ok=True)
    return edited(Path(shutil.copy(sent / name, folder / name)), *edits)


def merged(sent: Path, *places: Path, output: Path, options: tuple[object, ...] = ()) -> Result:
    return run("merge", *places, "-o", output, "--register", sent / "register.xlsx", *options)


# --- split ---


@pytest.mark.long
def test_split_makes_a_workbook_for_each_area_with_a_name_that_people_know(sent: Path) -> None:
    names = {path.name for path in sent.glob("*.xlsx")}
    assert {LIBRARIES, HIGHWAYS, "Staff engagement (Activity).xlsx", "register.xlsx"} <= names
    assert len(names) == len(read_workbook(FILE)["areas"].rows) + 1


@pytest.mark.long
@pytest.mark.parametrize(("status", "told"), [("Parked", True), ("In scope", False)])
def test_workbooks_for_parked_areas_alone_are_named(small: Path, tmp_path: Path, status: str, told: bool) -> None:
    def park(book: openpyxl.Workbook) -> None:
        page = book["1 Areas"]
        heads = {cell.value: cell.column for cell in next(row for row in page.iter_rows() if row[0].value == "Check")}
        for cells in page.iter_rows():
            if cells[heads["Area"] - 1].value == "Libraries":
                cells[heads["Status"] - 1].value = status

    path = edited(Path(shutil.copy(small, tmp_path)), park)
    done = run("split", path, "-o", tmp_path / "sent")
    assert (tmp_path / "sent" / LIBRARIES).exists()
    assert (f"Note: {LIBRARIES} is for an area that is parked." in done.output) is told


def test_a_split_workbook_tells_whom_it_is_for_and_reads_like_any_other(sent: Path) -> None:
    book = openpyxl.load_workbook(sent / LIBRARIES)
    assert book["Start here"]["A2"].value == "This workbook is for: Libraries (Service)"
    assert {row["name"] for row in read_workbook(sent / LIBRARIES)["areas"].rows.values()} == {"Libraries"}
    checked = run("check", sent / LIBRARIES)
    assert checked.exit_code == 0, checked.output


def test_the_register_is_a_workbook_with_a_list_of_what_was_sent(sent: Path) -> None:
    page = openpyxl.load_workbook(sent / "register.xlsx")["Register"]
    told = {str(row[0]): row[1:4] for row in page.iter_rows(min_row=2, values_only=True)}
    assert told[LIBRARIES] == ("Libraries (Service)", "Libraries (Service)", "Libraries Manager")
    assert len(told) == len(list(sent.glob("*.xlsx"))) - 1


@pytest.mark.long
def test_split_again_changes_nothing_and_never_replaces_a_return(small: Path, tmp_path: Path) -> None:
    folder = tmp_path / "sent"
    assert run("split", small, "-o", folder).exit_code == 0
    before = {path.name: path.read_bytes() for path in folder.glob("*.xlsx")}
    assert run("split", small, "-o", folder, "--jobs", 2).exit_code == 0
    assert {path.name: path.read_bytes() for path in folder.glob("*.xlsx")} == before
    changed = edited(folder / LIBRARIES, put("1 Areas", "Lead", 1, "Somebody else")).read_bytes()
    refused = run("split", small, "-o", folder)
    assert refused.exit_code == 2
    assert LIBRARIES in refused.output
    assert (folder / LIBRARIES).read_bytes() == changed
    assert run("split", small, "-o", folder, "--force").exit_code == 0
    assert changed in [path.read_bytes() for path in folder.glob("Libraries*.xlsx")]


def test_split_by_group_makes_a_workbook_for_each_group(small: Path, tmp_path: Path) -> None:
    assert run("split", small, "-o", tmp_path / "sent", "--by", "group").exit_code == 0
    groups = {str(row["group"]) for row in read_workbook(small)["areas"].rows.values()}
    assert {path.stem for path in (tmp_path / "sent").glob("*.xlsx")} == {*groups, "register"}


# --- merge ---


@pytest.mark.long
def test_returns_come_together_and_say_where_each_row_came_from(sent: Path, tmp_path: Path) -> None:
    back = tmp_path / "back"
    returned(sent, back, LIBRARIES, put("4 Mapping", "Benefit", 1, "Twice as many loans"))
    done = merged(sent, back, output=tmp_path / "combined.xlsx")
    assert done.exit_code == 1, done.output  # twelve have yet to return
    assert f"Not returned: {HIGHWAYS}" in done.output
    tables, original = read_workbook(tmp_path / "combined.xlsx"), read_workbook(FILE)
    benefits = [row["benefit"] for row in tables["mapping"].rows.values()]
    assert [one for one in benefits if one not in {row["benefit"] for row in original["mapping"].rows.values()}] == [
        "Twice as many loans"
    ]
    assert len(benefits) == len(original["mapping"].rows)
    changed = tables["mapping"].numbers[benefits.index("Twice as many loans")]
    first = read_workbook(sent / LIBRARIES)["mapping"].numbers[0]
    assert tables["mapping"].origins[changed] == Origin(LIBRARIES, first)
    assert tables["tools"].origins[tables["tools"].numbers[0]].file == "illustrative.xlsx"
    book = openpyxl.load_workbook(tmp_path / "combined.xlsx")
    (heading,) = [cell for row in book["4 Mapping"].iter_rows() for cell in row if cell.value == "From row"]
    heading.value = "Where from"
    book.save(tmp_path / "renamed.xlsx")
    renamed = read_workbook(tmp_path / "renamed.xlsx")
    assert (renamed["mapping"].origins, renamed["tools"].origins) == ({}, tables["tools"].origins)


@pytest.mark.long
def test_the_combined_workbook_gives_the_same_results_as_before_it_was_split(sent: Path, tmp_path: Path) -> None:
    back = tmp_path / "back"
    for name in (LIBRARIES, HIGHWAYS):
        returned(sent, back, name)
    merged(sent, back, output=tmp_path / "combined.xlsx")
    results, before = decide(read_workbook(tmp_path / "combined.xlsx")), decide(read_workbook(FILE))
    assert results.projects.equals(before.projects)


@pytest.mark.long
def test_a_conflict_is_shown_with_both_cells_and_settled_in_the_workbook(sent: Path, tmp_path: Path) -> None:
    back, combined = tmp_path / "back", tmp_path / "combined.xlsx"
    for name, hours in ((HIGHWAYS, 41), (WASTE, 43)):
        returned(sent, back, name, put("5 Roles", "Capacity in hours a month", 1, hours))
    roles = {name: read_workbook(back / name)["roles"] for name in (HIGHWAYS, WASTE)}
    shared = {name: table.rows[table.numbers[0]]["role"] for name, table in roles.items()}
    assert len(set(shared.values())) == 1, "both edits are of the same role"
    done = merged(sent, back, output=combined, options=("--format", "json"))
    (question,) = json.loads(done.stdout)["questions"]
    assert question["about"] == "Filled in differently"
    assert {value["value"] for value in question["values"]} > {"41", "43"}
    places = [place for value in question["values"] for place in value["places"]]
    row = roles[HIGHWAYS].numbers[0]
    assert f"{HIGHWAYS}, 5 Roles, D{row}" in places
    lines = [[cell.value for cell in cells] for cells in openpyxl.load_workbook(combined)["To decide"].iter_rows()]
    at = next(number for number, cells in enumerate(lines) if cells[5] == "43")
    header = next(number for number, cells in enumerate(lines) if cells[0] == "Reference")
    edited(combined, put("To decide", "Use it? Yes or No", at - header, "Yes"))
    settled = merged(sent, back, output=tmp_path / "final.xlsx", options=("--decisions", combined))
    assert "no questions to decide" in settled.output
    table = read_workbook(tmp_path / "final.xlsx")["roles"]
    assert [row["capacity"] for row in table.rows.values() if row["role"] == shared[WASTE]] == [43.0]


@pytest.mark.long
def test_a_near_duplicate_name_is_merged_after_a_yes(sent: Path, tmp_path: Path) -> None:
    back, combined = tmp_path / "back", tmp_path / "combined.xlsx"
    tools = read_workbook(FILE)["tools"]
    known = str(tools.rows[tools.numbers[0]]["tool"])
    rows = len(read_workbook(sent / LIBRARIES)["tools"].rows)
    returned(
        sent, back, LIBRARIES,
        put("3 Tools", "Tool", rows + 1, f"{known} page"),
        put("3 Tools", "Best-value use", rows + 1, "reading groups"),
    )  # fmt: skip
    done = merged(sent, back, output=combined, options=("--format", "json"))
    (question,) = json.loads(done.stdout)["questions"]
    assert (question["row"], question["values"][0]["value"]) == (f"{known} page", known)
    edited(combined, put("To decide", "Use it? Yes or No", 1, "Yes"))
    merged(sent, back, output=tmp_path / "final.xlsx", options=("--decisions", combined))
    found = [row["tool"] for row in read_workbook(tmp_path / "final.xlsx")["tools"].rows.values()]
    assert found[-1] == known
    assert f"{known} page" not in found


def test_a_merge_of_workbooks_that_are_still_as_they_were_sent_says_so_in_a_sentence(
    sent: Path, tmp_path: Path
) -> None:
    back = tmp_path / "back"
    back.mkdir()
    shutil.copy(sent / LIBRARIES, back)
    assert "\nNo workbooks merged: " in f"\n{merged(sent, back, output=tmp_path / 'combined.xlsx').output}"


def test_a_broken_file_is_named_and_does_not_stop_the_others(sent: Path, tmp_path: Path) -> None:
    back = tmp_path / "back"
    returned(sent, back, LIBRARIES)
    (back / HIGHWAYS).write_bytes(b"PK not really")
    done = merged(sent, back, output=tmp_path / "combined.xlsx")
    assert done.exit_code == 2
    assert f"Error: {back / HIGHWAYS}: " in done.stderr
    assert "1 workbook merged" in done.stdout
    assert len(read_workbook(tmp_path / "combined.xlsx")["areas"].rows) == len(read_workbook(FILE)["areas"].rows)


@pytest.mark.long
def test_order_and_number_of_processes_do_not_change_a_byte(small: Path, tmp_path: Path) -> None:
    assert run("split", small, "-o", tmp_path / "sent").exit_code == 0
    files = [
        returned(tmp_path / "sent", tmp_path / "back", name, put("5 Roles", "Notes and sources", 1, name))
        for name in (LIBRARIES, HIGHWAYS)
    ]
    results = []
    for number, (order, jobs) in enumerate(((files, 1), (files[::-1], 1), (files, 2))):
        output = tmp_path / str(number) / "combined.xlsx"
        assert merged(tmp_path / "sent", *order, output=output, options=("--jobs", jobs)).exit_code == 1
        results.append([path.read_bytes() for path in sorted(output.parent.glob("*combined*"))])
    assert results[0] == results[1] == results[2]
    assert len(results[0]) == 2


@pytest.mark.parametrize(
    ("jobs", "paying", "elsewhere"), [(None, 0, False), (None, 1, False), (None, 2, True), (1, 8, False)]
)
def test_other_processes_work_where_nobody_says_how_many_and_they_pay(
    monkeypatch: pytest.MonkeyPatch, jobs: int | None, paying: int, elsewhere: bool
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 1}, raising=False)
    who = ["__import__('os').getpid()"] * 4
    done = list(Workers(jobs).each("work", eval, who, len(who), paying))
    assert len(done) == len(who)
    assert (os.getpid() not in done) is elsewhere


def test_a_file_that_is_still_as_it_was_sent_is_known_under_any_name(sent: Path, tmp_path: Path) -> None:
    back = tmp_path / "back"
    returned(sent, back, LIBRARIES)
    shutil.copy(sent / HIGHWAYS, back / "copy of the other.xlsx")
    made = smreport.merge([back], tmp_path / "combined.xlsx", register=sent / "register.xlsx")
    stands = {one.sent.file: (one.standing, one.files) for one in made.roll}
    assert stands[HIGHWAYS] == (Standing.AS_SENT, ("copy of the other.xlsx",))
    assert stands[LIBRARIES] == (Standing.RETURNED, (LIBRARIES,))
    assert made.returned == (LIBRARIES,)


def test_a_return_that_libreoffice_saved_merges_the_same(
    sent: Path, tmp_path: Path, libreoffice: Callable[[Path], Path]
) -> None:
    by_openpyxl, by_libreoffice = tmp_path / "a", tmp_path / "b"
    edit = put("4 Mapping", "Benefit", 1, "Twice as many loans")
    path = returned(sent, by_openpyxl, LIBRARIES, edit)
    by_libreoffice.mkdir()
    shutil.copy(libreoffice(path), by_libreoffice / LIBRARIES)
    for folder in (by_openpyxl, by_libreoffice):
        merged(sent, folder, output=tmp_path / f"{folder.name}.out" / "combined.xlsx")
    one, other = (tmp_path / f"{name}.out" / "combined.xlsx" for name in "ab")
    assert one.read_bytes() == other.read_bytes()


def test_workbooks_that_were_never_split_merge_without_a_register(tmp_path: Path) -> None:
    for name, tool in (("a.xlsx", "Facebook"), ("b.xlsx", "YouTube")):
        answers = tmp_path / f"{name}.toml"
        answers.write_text(f'[settings]\norganisation = "X"\n[[tools]]\ntool = "{tool}"\n', encoding="utf-8")
        assert run("new", "-o", tmp_path / "in" / name, "--answers", answers).exit_code == 0
    done = run("merge", tmp_path / "in", "-o", tmp_path / "combined.xlsx")
    assert done.exit_code == 0, done.output
    found = [row["tool"] for row in read_workbook(tmp_path / "combined.xlsx")["tools"].rows.values()]
    assert found == ["Facebook", "YouTube"]


def test_the_report_says_whom_to_chase_and_is_accessible(sent: Path, tmp_path: Path) -> None:
    back = tmp_path / "back"
    returned(
        sent, back, LIBRARIES, put("3 Tools", "Status", 1, "Dormant"), put("2 Objectives", "Objective", 90, "New one")
    )
    merged(sent, back, output=tmp_path / "combined.xlsx")
    report = tmp_path / "combined - merge report.docx"
    text = text_of_docx(report)
    for words in (HIGHWAYS, "Head of Highways Operations", "Dormant", "2 Objectives: New one"):
        assert words in text
    assert broken_rules(report.read_bytes()) == []


def test_a_combined_workbook_among_the_returns_is_refused(sent: Path, tmp_path: Path) -> None:
    back = tmp_path / "back"
    returned(sent, back, LIBRARIES)
    refused = merged(sent, back, output=back / "combined.xlsx")
    assert refused.exit_code == 2
    assert "Choose another folder" in refused.output
    assert not (back / "combined.xlsx").exists()


@pytest.mark.long
def test_decisions_that_were_typed_are_not_overwritten(sent: Path, tmp_path: Path) -> None:
    back, combined = tmp_path / "back", tmp_path / "combined.xlsx"
    returned(sent, back, LIBRARIES, put("3 Tools", "Status", 1, "Dormant"))
    merged(sent, back, output=combined)
    edited(combined, put("To decide", "Use it? Yes or No", 1, "Yes"))
    before = combined.read_bytes()
    refused = merged(sent, back, output=combined)
    assert refused.exit_code == 2
    assert combined.read_bytes() == before


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    done = run("merge", tmp_path, "-o", tmp_path / "out" / "combined.xlsx")
    assert done.exit_code == 2
    assert "this is a folder, and there is no workbook in it" in done.output


# --- status ---


def test_status_says_how_far_each_workbook_is(sent: Path, tmp_path: Path) -> None:
    back = tmp_path / "back"
    returned(sent, back, LIBRARIES, put("4 Mapping", "Benefit", 1, None))
    shutil.copy(sent / HIGHWAYS, back / HIGHWAYS)
    done = run("status", back, "--register", sent / "register.xlsx", "--format", "json")
    assert done.exit_code == 1
    told = {row["file"]: row for row in json.loads(done.stdout)}
    assert told[LIBRARIES]["stands"] == "Returned"
    assert told[LIBRARIES]["asked"] - told[LIBRARIES]["filled"] == 1
    assert told[LIBRARIES]["gaps"] == 1
    assert told[HIGHWAYS]["stands"] == "Still as it was sent"
    assert told[WASTE]["stands"] == "Not returned"
    text = run("status", back, "--register", sent / "register.xlsx").output
    assert f"1 of {len(told)} workbooks returned." in text
    assert text.splitlines()[0].split() == ["Stands", "Filled", "in", "Errors", "Gaps", "Notes", "File"]


@pytest.mark.long
def test_status_and_merge_count_what_was_sent_once_and_new_rows_once(sent: Path, tmp_path: Path) -> None:
    """However many files came back, and whatever else lies there."""
    back = tmp_path / "back"
    returned(sent, back, LIBRARIES, put("5 Roles", "Role", 30, "Town crier"))
    shutil.copy(
        edited(Path(shutil.copy(back / LIBRARIES, tmp_path)), put("1 Areas", "Lead", 1, "Sam")), back / "2.xlsx"
    )
    (back / "broken.xlsx").write_bytes(b"no")
    files = {path.name for path in sent.glob("*.xlsx")} - {"register.xlsx"}
    text = run("status", back, "--register", sent / "register.xlsx").output
    assert f"1 of {len(files)} workbooks returned." in text
    done = run("merge", back, "--register", sent / "register.xlsx", "-o", tmp_path / "combined.xlsx")
    assert ", 1 new row," in done.output


def test_status_names_a_file_that_cannot_be_read_and_its_csv_holds_no_formula(sent: Path, tmp_path: Path) -> None:
    back = tmp_path / "back"
    returned(sent, back, LIBRARIES)
    (back / "=1+1.xlsx").write_bytes(b"no")
    done = run("status", back, "--register", sent / "register.xlsx", "--format", "csv")
    assert done.exit_code == 2
    rows = {row["file"]: row for row in csv.DictReader(io.StringIO(done.stdout))}
    assert rows["'=1+1.xlsx"]["stands"] == "Cannot be read"
    assert rows[LIBRARIES]["share"] == "1.0"
    assert "=1+1.xlsx: " in done.stderr


@pytest.mark.parametrize("command", ["split", "merge", "status"])
def test_help_shows_an_example(command: str) -> None:
    assert f"  smreport {command} " in run(command, "--help").output
