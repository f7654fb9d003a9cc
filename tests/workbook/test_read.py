"""Workbooks as they come back from people, and files that are no workbooks at all."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook as OpenFile
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook
from workbook.plain_books import values_only
from workbooks import edited, example, saved, with_rows, workbook

from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.publication import mark_of
from smreport.blueprint.tables import Tables
from smreport.blueprint.templates import load, shipped
from smreport.blueprint.times import When
from smreport.blueprint.values import ReadAs, Unreadable
from smreport.decision.check import check
from smreport.errors import UnreadableFile
from smreport.frozen import replace
from smreport.limits import Limits
from smreport.workbook.read import workbook_file
from smreport.workbook.read.additions import read_added
from smreport.workbook.read.reader import read
from smreport.workbook.read.workbook_file import Workbook

BLUEPRINT = with_rows(load(), 8)
COUNCIL = workbook(
    BLUEPRINT,
    """
    | settings   | organisation | plan_start | budget |
    |            | Shire        | 2027-04-01 | 90000  |
    | areas      | name             | kind     | status   | lead              |
    |            | Libraries        | Service  | In scope | Libraries Manager |
    |            | Customer service | Activity | Parked   |                   |
    | objectives | area                | objective    | importance |
    |            | Libraries (Service) | More members | Essential  |
    | roles      | role      | kind     | capacity |
    |            | Librarian | Internal | 20       |
    | portfolio  | title        | areas               | roles     | start      | finish         |
    |            | Library news | Libraries (Service) | Librarian | 2027-05-01 | September 2028 |
    """,
)
AREAS_HEADINGS = 6  # the Excel row


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(COUNCIL, tmp_path_factory.mktemp("read") / "council.xlsx")


@pytest.fixture(scope="module")
def light(handed_out: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return values_only(Path(shutil.copy(handed_out, tmp_path_factory.mktemp("light"))))


@pytest.fixture
def path(light: Path, tmp_path: Path) -> Path:
    """The council's workbook with nothing but its values."""
    return Path(shutil.copy(light, tmp_path))


@pytest.fixture
def whole(handed_out: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(handed_out, tmp_path))


def after(path: Path, *edits: Callable[[OpenFile], object]) -> Tables:
    """What is read once somebody has edited the file."""
    return read(Workbook(edited(path, *edits)), BLUEPRINT)


def assert_same_values(found: Tables, sheet: str = "areas") -> None:
    values = found.frame(sheet).reset_index(drop=True)
    pd.testing.assert_frame_equal(values, COUNCIL.frame(sheet).reset_index(drop=True))


def turned_round(page: Worksheet) -> None:
    """The columns of a sheet from right to left."""
    for cells in page.iter_rows(min_row=AREAS_HEADINGS):
        for cell, value in zip(cells, [cell.value for cell in cells][::-1], strict=True):
            cell.value = value


def with_heading(cell: str, heading: str, title: str = "1 Areas") -> Callable[[OpenFile], object]:
    def rename(book: OpenFile) -> None:
        assert book[title][cell].value
        book[title][cell].value = heading

    return rename


def test_columns_may_be_moved(path: Path) -> None:
    found = after(path, lambda book: turned_round(book["1 Areas"]))
    assert_same_values(found)
    assert found["areas"].cell("name", 7) == "J7"


def test_findings_name_the_cell_where_a_moved_column_stands(path: Path) -> None:
    found = after(path, lambda book: turned_round(book["1 Areas"]))
    reason = [finding for finding in check(found) if finding.code == "areas.reason.required"]
    assert [finding.cell for finding in reason] == ["C8"]


@pytest.mark.parametrize("heading", ["Service area", "Area name", "  AREA \n", "area:"])
def test_a_heading_may_be_an_alias_or_differ_in_case_and_spaces(path: Path, heading: str) -> None:
    assert_same_values(after(path, with_heading(f"B{AREAS_HEADINGS}", heading)))


def test_rows_may_be_inserted_above_the_headings(path: Path) -> None:
    found = after(path, lambda book: book["1 Areas"].insert_rows(1, 3))
    assert_same_values(found)
    assert list(found["areas"].rows) == [10, 11]


def test_blank_rows_between_are_skipped_and_each_row_keeps_its_number(path: Path) -> None:
    found = after(path, lambda book: book["1 Areas"].insert_rows(8, 2))
    assert_same_values(found)
    assert list(found["areas"].rows) == [7, 10]


def test_a_row_of_spaces_is_blank(path: Path) -> None:
    found = after(path, lambda book: book["1 Areas"].__setitem__("B10", "   "))
    assert list(found["areas"].rows) == [7, 8]


def test_own_columns_and_sheets_are_left_alone(path: Path) -> None:
    def add(book: OpenFile) -> None:
        book["1 Areas"].insert_cols(3)
        book["1 Areas"].cell(AREAS_HEADINGS, 3).value = "Our own notes"
        book["1 Areas"].cell(7, 3).value = "ask Ann"
        book.create_sheet("Scratch", 0)["A1"] = "Area"

    assert_same_values(after(path, add))


@pytest.mark.parametrize("title", ["Areas", "1. AREAS", "tactic 1", "1  areas "])
def test_a_sheet_may_be_renamed_to_an_alias(path: Path, title: str) -> None:
    found = after(path, lambda book: setattr(book["1 Areas"], "title", title))
    assert_same_values(found)
    assert found["areas"].title == title


def test_sheets_may_stand_in_another_order(path: Path) -> None:
    assert_same_values(after(path, lambda book: book.move_sheet("1 Areas", 5)))


def test_choices_and_references_may_differ_in_case_and_spaces(path: Path) -> None:
    def shout(book: OpenFile) -> None:
        book["1 Areas"]["C7"] = " sErvice  "
        book["2 Objectives"]["B7"] = "LIBRARIES  (service) "
        book["7 Portfolio"]["D8"] = " libraries (SERVICE) ; ; "

    found = after(path, shout)
    assert_same_values(found, "areas")
    assert_same_values(found, "objectives")
    assert_same_values(found, "portfolio")


def test_questions_of_a_form_may_be_sorted(path: Path) -> None:
    def sort(book: OpenFile) -> None:
        page = book["Settings"]
        first, last = BLUEPRINT.sheets["settings"].first_row, BLUEPRINT.sheets["settings"].last_row
        rows = [[(cell.value, cell.number_format) for cell in cells] for cells in page.iter_rows(first, last)]
        for cells, was in zip(page.iter_rows(first, last), rows[::-1], strict=True):
            for cell, (value, number_format) in zip(cells, was, strict=True):
                cell.value, cell.number_format = value, number_format

    found = after(path, sort)
    assert_same_values(found, "settings")
    row = found["settings"].excel_row("organisation", 0)
    assert row == BLUEPRINT.sheets["settings"].last_row
    assert found["settings"].cell("organisation", 0) == f"C{row}"


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("1,200 hours", ReadAs(1200, "1,200 hours")),
        ("£1,200", Unreadable("£1,200")),
        ("1.2k", ReadAs(1200, "1.2k")),
        (" 12 ", ReadAs(12, "12")),
        (12, 12.0),
        ("about ten", Unreadable("about ten")),
        ("-3", Unreadable("-3")),
        ("1,20", Unreadable("1,20")),
    ],
)
def test_a_number_typed_as_text_is_read_with_a_doubt(path: Path, typed: object, read_as: object) -> None:
    value = after(path, lambda book: book["5 Roles"].__setitem__("D6", typed))["roles"].rows[6]["capacity"]
    assert value == read_as
    assert type(value) is type(read_as)


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        (datetime(2027, 4, 1), When.on(date(2027, 4, 1))),
        (46113, When.on(date(2026, 4, 1))),
        (2027, When("2027", date(2027, 1, 1), date(2027, 12, 31))),
        ("2027", When("2027", date(2027, 1, 1), date(2027, 12, 31))),
        ("Q2 2027/28", When("Q2 2027/28", date(2027, 7, 1), date(2027, 9, 30))),
        ("1/9/2027", When("1/9/2027", date(2027, 9, 1), date(2027, 9, 1))),
        ("year zero", When("year zero")),
    ],
)
def test_a_date_may_be_a_day_a_year_or_words(path: Path, typed: object, read_as: When) -> None:
    found = after(path, lambda book: book["7 Portfolio"].__setitem__("I8", typed))
    assert found["portfolio"].rows[8]["start"] == read_as


def test_a_label_is_worked_out_afresh_whatever_the_file_says(path: Path) -> None:
    found = after(path, lambda book: book["1 Areas"].__setitem__("K7", "Something else"))
    assert found["areas"].name_of(7) == "Libraries (Service)"


# --- files that cannot be read ---


def zipped(**parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return buffer.getvalue()


OLD_FORMAT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
NOT_WORKBOOKS: tuple[tuple[str, Callable[[bytes], bytes], str], ...] = (
    ("empty", lambda sound: b"", "the file is empty"),
    ("a letter", lambda sound: b"Dear Ann, here it is.", "this is not an Excel workbook"),
    ("another zip", lambda sound: zipped(letter="Dear Ann"), "this is not a workbook that can be read"),
    ("cut off", lambda sound: sound[: len(sound) // 2], "this is not an Excel workbook"),
    ("spoilt inside", lambda sound: sound[:300] + bytes(3000) + sound[3300:], "can be read"),
    ("old format", lambda sound: OLD_FORMAT, "old Excel format"),
    ("password", lambda sound: OLD_FORMAT + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
)


def refusal(path: Path, blueprint: Blueprint = BLUEPRINT) -> str:
    """The one line that says why a file cannot be read; it names the file."""
    with pytest.raises(UnreadableFile) as refused:
        read(Workbook(path), blueprint)
    message = str(refused.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    return message


@pytest.mark.parametrize(("content", "words"), [case[1:] for case in NOT_WORKBOOKS], ids=[c[0] for c in NOT_WORKBOOKS])
def test_what_is_no_workbook_is_refused_in_one_line(path: Path, content: Callable[[bytes], bytes], words: str) -> None:
    path.write_bytes(content(path.read_bytes()))
    assert words in refusal(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "No such file" in refusal(tmp_path / "nowhere.xlsx")
    assert "this is a folder" in refusal(tmp_path)


def test_a_workbook_of_somebody_else_is_refused(tmp_path: Path) -> None:
    book = OpenFile()
    book.save(tmp_path / "budget.xlsx")
    assert "this is not a workbook made by smreport" in refusal(tmp_path / "budget.xlsx")


def test_all_missing_sheets_and_columns_are_named_at_once(path: Path) -> None:
    def delete(book: OpenFile) -> None:
        del book["3 Tools"]
        with_heading(f"C{AREAS_HEADINGS}", "Sort")(book)
        with_heading("B8", "Responsible person", "Settings")(book)

    message = refusal(edited(path, delete))
    for lost in ("the sheet “3 Tools”", "the column “Kind” in “1 Areas”", "the question “Report author” in “Settings”"):
        assert lost in message


def test_a_sheet_without_its_headings_is_named(path: Path) -> None:
    message = refusal(edited(path, lambda book: book["5 Roles"].delete_rows(5)))
    assert "the row of headings in “5 Roles”" in message


def test_another_version_is_refused_with_the_versions_that_are_read(path: Path) -> None:
    message = refusal(path, replace(BLUEPRINT, accepts=("2.0", "2.1")))
    assert f"has version {BLUEPRINT.version} of its template" in message
    assert "reads 2.0, 2.1" in message


def test_another_template_is_refused_by_name(path: Path) -> None:
    message = refusal(path, replace(BLUEPRINT, name="digital"))
    assert "made from the template “social_media”, not from “digital”" in message


def test_lists_and_workings_are_known_by_their_names_and_not_read_for_a_check(
    blueprint: Blueprint, tmp_path: Path
) -> None:
    """They are wide, and as long as the longest sheet: reading them would cost more than all answers."""
    file = Workbook(saved(example(blueprint, "illustrative"), tmp_path / "council.xlsx"))
    asked: list[str] = []
    grid = file.grid
    file.grid = lambda title: (asked.append(title), grid(title))[1]  # type: ignore[method-assign]
    tables = read(file, blueprint)
    extras = read_added(file, tables)
    assert set(extras.sheets) == set()
    assert {"1 Areas", "4 Mapping"} <= set(asked)
    assert not {"Lists", "Workings"} & set(asked)


def wide(book: OpenFile) -> None:
    """A cell so far to the right that the file is read by a process of its own."""
    book["1 Areas"].cell(9, 110, "x")


def as_it_is(book: OpenFile) -> None:
    """Nothing is changed."""


@pytest.mark.parametrize("edit", [as_it_is, wide])
def test_large_workings_keep_no_answer_from_being_read_and_are_held_to_the_limits_themselves(
    whole: Path, edit: Callable[[OpenFile], None]
) -> None:
    def with_large_workings(book: OpenFile) -> None:
        edit(book)
        book["Workings"].cell(9_000, 100, 1)

    file = Workbook(edited(whole, with_large_workings), Limits(cells=200_000))
    assert read(file, BLUEPRINT)["areas"].numbers
    with pytest.raises(UnreadableFile, match="SMREPORT_MOST_CELLS"):
        file.grid("Workings")


@pytest.mark.parametrize("edit", [as_it_is, wide])
def test_workings_that_somebody_asks_for_are_read_as_they_stand(whole: Path, edit: Callable[[OpenFile], None]) -> None:
    def with_own_cell(book: OpenFile) -> None:
        edit(book)
        book["Workings"].cell(30, 2, "typed here")

    file = Workbook(edited(whole, with_own_cell))
    cells = CalamineWorkbook.from_path(file.path).get_sheet_by_name("Workings").to_python(skip_empty_area=False)
    assert cells[29][1] == "typed here"
    assert [list(row) for row in file.grid("Workings")] == cells


@pytest.mark.parametrize("name", shipped())
def test_what_is_handed_out_needs_no_process_of_its_own_to_be_read(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_file, "read_apart", None)
    file = Workbook(saved(tables_from(load(name), {}), tmp_path / "blank.xlsx"))
    assert all(file.grid(title) for title in file.titles)


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("changed", ["{}s", "{} (what we say)", "{} [H/M/L]", "{}s (Nov 26) *"])
def test_every_heading_is_known_in_the_plural_and_with_words_in_brackets(path: Path, which: int, changed: str) -> None:
    """Of every second column, as a sheet is known by the others."""

    def rename(book: OpenFile) -> None:
        for sheet in (sheet for sheet in BLUEPRINT if not (sheet.is_form or sheet.rows_from)):
            for column in sheet.asked_columns[which::2]:
                row, at = sheet.place(column.key, sheet.header_row)
                has_plural = " " not in column.heading and not column.heading.endswith("s")
                is_mark = column.key == mark_of(sheet)  # which is known by its own heading only
                if not is_mark and (has_plural or "{}s" not in changed):
                    book[sheet.title].cell(row, at).value = changed.format(column.heading)

    before = read(Workbook(path), BLUEPRINT)
    after = read(Workbook(edited(path, rename)), BLUEPRINT)
    assert {key: table.places for key, table in after.items()} == {key: table.places for key, table in before.items()}
    assert {key: table.rows for key, table in after.items()} == {key: table.rows for key, table in before.items()}


@pytest.mark.parametrize("heads", [("Importances", "Importance (1)", "Importance (2)"), ("What matters",)])
def test_a_heading_that_can_be_two_columns_or_is_another_is_not_guessed(path: Path, heads: tuple[str, ...]) -> None:
    sheet = BLUEPRINT.sheets["objectives"]

    def rename(book: OpenFile) -> None:
        row, at = sheet.place("importance", sheet.header_row)
        for beside, head in enumerate(heads):
            book[sheet.title].cell(row, at if not beside else 20 + beside).value = head

    with pytest.raises(UnreadableFile, match="Importance"):
        read(Workbook(edited(path, rename)), BLUEPRINT)
