"""What people and programs do to cells: each kind is read right, or told by sheet and cell with what to do.

Sheets, columns and rows that are moved, renamed, added or gone are in test_read.py; what whole programs do is in
test_clients.py.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn
from xml.sax.saxutils import escape

import pandas as pd
import pytest
from openpyxl import Workbook as OpenFile
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from workbooks import edited, saved, with_rows, workbook

from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Tables
from smreport.blueprint.templates import load
from smreport.blueprint.times import When
from smreport.blueprint.values import ReadAs, Unreadable
from smreport.decision.check import check, check_cells
from smreport.errors import UnreadableFile
from smreport.findings import Finding, Level
from smreport.workbook.read.cell_features import find_oddities
from smreport.workbook.read.reader import read, read_loosely
from smreport.workbook.read.workbook_file import Workbook

CLIENTS = Path(__file__).parents[1] / "clients"
BLUEPRINT = with_rows(load(), 8)
COUNCIL = workbook(
    BLUEPRINT,
    """
    | settings   | organisation | plan_start | budget |
    |            | Shire        | 2027-04-01 | 90000  |
    | areas      | name             | kind     | status   | lead              | why           |
    |            | Libraries        | Service  | In scope | Libraries Manager | Young readers |
    |            | Customer service | Activity | Parked   | Head of Contact   | Fewer calls   |
    |            | Children’s homes | Service  | In scope | Head of Care      | Carers ask    |
    | objectives | area                       | objective    | importance |
    |            | Libraries (Service)        | More members | Essential  |
    |            | Children’s homes (Service) | More carers  | Useful     |
    | roles      | role      | kind     | capacity |
    |            | Librarian | Internal | 20       |
    |            | Carer     | Partner  | 5        |
    | portfolio  | title        | areas               | roles     | start      | finish         |
    |            | Library news | Libraries (Service) | Librarian | 2027-05-01 | September 2028 |
    | kpis       | project      | name    | baseline        | as_of      |
    |            | Library news | Members | just over 9,000 | 2026-03-31 |
    """,
)
Edit = Callable[[Path], Path]
PARTS = {key: f"xl/worksheets/sheet{number}.xml" for number, key in enumerate(BLUEPRINT.order, start=1)}
FIRST = {sheet.key: sheet.first_row for sheet in BLUEPRINT}


def address(sheet: str, key: str, row: int = 0) -> str:
    """The cell of an answer in the workbook as it is handed out; rows count from 0."""
    return COUNCIL[sheet].cell(key, FIRST[sheet] + row)


def by_hand(edit: Callable[[OpenFile], object]) -> Edit:
    """Somebody edits the file with a program that saves it anew."""
    return lambda path: edited(path, edit)


def cell_xml(sheet: str, key: str, attributes: str, content: str, row: int = 0) -> Edit:
    """Some program saves a cell like this; its style stays."""
    cell = address(sheet, key, row)
    pattern = rf'<c r="{cell}"(?: s="(\d+)")?[^>]*?(?:/>|>.*?</c>)'.encode()
    new = rf'<c r="{cell}" s="\1" {attributes}>{content}</c>'.encode()
    return lambda path: rewritten(path, PARTS[sheet], lambda xml: re.sub(pattern, new, xml, count=1))


def put(sheet: str, key: str, typed: str, row: int = 0) -> Edit:
    """Somebody types a text into a cell."""
    return cell_xml(sheet, key, 't="inlineStr"', f'<is><t xml:space="preserve">{escape(typed)}</t></is>', row)


def rewritten(path: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """The file with another content in one of its parts."""
    parts = parts_of(path)
    before, parts[name] = parts[name], change(parts[name])
    assert parts[name] != before
    return packed(path, parts)


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def packed(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return path


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(COUNCIL, tmp_path_factory.mktemp("mess") / "council.xlsx")


@pytest.fixture
def path(handed_out: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(handed_out, tmp_path))


def after(path: Path, *edits: Edit) -> Tables:
    """What is read once somebody has edited the file."""
    for edit in edits:
        path = edit(path)
    return read(Workbook(path), BLUEPRINT)


def answer(tables: Tables, sheet: str, key: str, row: int = 0) -> object:
    return tables[sheet].rows[FIRST[sheet] + row][key]


def told(tables: Tables) -> list[Finding]:
    """What there is to say of how the cells were read."""
    return [finding for finding in check(tables) if finding.code.startswith("cells.")]


def the_one_told(tables: Tables, kind: str, sheet: str, cell: str) -> Finding:
    """The only thing that is told, which is of this kind and about this cell, and says what to do."""
    (finding,) = told(tables)
    assert (finding.code, finding.sheet, finding.cell) == (f"cells.{kind}", tables[sheet].title, cell)
    assert finding.fix.endswith(".")
    assert finding.file == "council.xlsx"
    assert finding.owner
    return finding


def assert_same_answers(found: Tables, without: str = "") -> None:
    """The answers of the council, but for those in the columns of a name."""
    for key, table in COUNCIL.items():
        frames = (there.frame.reset_index(drop=True) for there in (found[key], table))
        pd.testing.assert_frame_equal(*(frame.drop(columns=without, errors="ignore") for frame in frames))


def test_nothing_is_told_of_a_workbook_that_is_as_it_should_be(path: Path) -> None:
    found = read(Workbook(path), BLUEPRINT)
    assert_same_answers(found)
    assert told(found) == []


# --- sheets and columns ---


def test_a_sheet_under_another_name_is_known_by_its_headings_and_told(path: Path) -> None:
    found = after(path, by_hand(lambda book: setattr(book["1 Areas"], "title", "What we looked at")))
    assert_same_answers(found)
    assert "taken for “1 Areas”" in the_one_told(found, "sheet_guessed", "areas", "A1").fix


def test_a_copied_sheet_is_not_read_and_told(path: Path) -> None:
    def copy(book: OpenFile) -> None:
        copied = book.copy_worksheet(book["1 Areas"])
        copied.title = "1 Areas (2)"
        copied[address("areas", "name")] = "Museums"

    found = after(path, by_hand(copy))
    assert_same_answers(found)
    (finding,) = told(found)
    assert (finding.code, finding.level, finding.sheet, finding.cell) == (
        "cells.sheet_copy", Level.NOTE, "1 Areas (2)", "A1",
    )  # fmt: skip
    assert "“1 Areas” counts" in finding.fix


def test_a_copy_is_read_where_the_first_is_gone(path: Path) -> None:
    found = after(path, by_hand(lambda book: setattr(book["1 Areas"], "title", "1 Areas (2)")))
    assert_same_answers(found)
    assert [finding.code for finding in told(found)] == ["cells.sheet_guessed"]


def test_a_column_that_was_copied_is_told_and_the_first_is_read(path: Path) -> None:
    found = after(path, by_hand(lambda book: book["5 Roles"].cell(FIRST["roles"] - 1, 15, " KIND ")))
    assert_same_answers(found)
    the_one_told(found, "heading_twice", "roles", f"O{FIRST['roles'] - 1}")


# --- rows ---


@pytest.mark.parametrize("filtered", [False, True])
def test_hidden_and_filtered_rows_are_read_and_told(path: Path, filtered: bool) -> None:
    def hide(book: OpenFile) -> None:
        page = book["1 Areas"]
        if filtered:
            page.auto_filter.ref = f"A{FIRST['areas'] - 1}:J20"
            page.auto_filter.add_filter_column(2, ["Activity"])
        for row in (FIRST["areas"] + 1, 60):  # the second has nothing in it
            page.row_dimensions[row].hidden = True

    found = after(path, by_hand(hide))
    assert_same_answers(found)
    finding = the_one_told(found, "hidden", "areas", address("areas", "name", 1))
    assert (finding.level, finding.subject) == (Level.NOTE, "Customer service (Activity)")
    assert "1 row cannot be seen" in finding.fix


def test_sorted_rows_are_read_where_they_stand(path: Path) -> None:
    def sort(book: OpenFile) -> None:
        cells = list(book["1 Areas"].iter_rows(FIRST["areas"], FIRST["areas"] + 2, 2, 9))
        values = sorted([cell.value for cell in row] for row in cells)
        for row, sorted_values in zip(cells, values, strict=True):
            for cell, value in zip(row, sorted_values, strict=True):
                cell.value = value

    found = after(path, by_hand(sort))
    names = ["Children’s homes (Service)", "Customer service (Activity)", "Libraries (Service)"]
    assert [found["areas"].name_of(row) for row in found["areas"].rows] == names
    assert [finding for finding in check(found) if finding.code.endswith(".exists")] == []


def test_merged_cells_are_told_where_a_row_lacks_its_answer(path: Path) -> None:
    first, second = address("areas", "lead"), address("areas", "lead", 1)
    found = after(path, by_hand(lambda book: book["1 Areas"].merge_cells(f"{first}:{second}")))
    assert answer(found, "areas", "lead", 1) is None
    finding = the_one_told(found, "merged", "areas", first)
    assert finding.level is Level.GAP
    assert f"Unmerge {first}:{second}" in finding.fix


@pytest.mark.parametrize(
    ("first", "last", "level"),
    [("status", "not_public", Level.ERROR), ("not_public", "lessons", Level.ERROR), ("status", "notes", Level.GAP)],
)
def test_cells_that_are_merged_over_the_mark_of_a_secret_row_are_an_error(
    path: Path, first: str, last: str, level: Level
) -> None:
    ends, mark = [address("portfolio", key) for key in (first, last)], address("portfolio", "not_public")

    def merge(book: OpenFile) -> None:
        book["7 Portfolio"][mark], book["7 Portfolio"][ends[0]] = "Yes", "Yes" if first == "not_public" else "Approved"
        book["7 Portfolio"].merge_cells(":".join(ends))

    found = after(path, by_hand(merge))
    (merged,) = (finding for finding in told(found) if finding.code == "cells.merged")
    assert (merged.cell, merged.level) == (ends[0], level)


def test_merged_cells_that_take_no_answer_away_are_left_alone(path: Path) -> None:
    def merge(book: OpenFile) -> None:
        book["1 Areas"].merge_cells("A2:H2")
        book["1 Areas"].merge_cells("B30:B40")

    found = after(path, by_hand(merge))
    assert_same_answers(found)
    assert told(found) == []


# --- texts ---


@pytest.mark.parametrize(
    "typed", [" Library  news ", "Library\u00a0news", "\u00a0LIBRARY news", "Library\u202fnews\u200b"]
)
def test_spaces_of_any_kind_and_case_do_not_part_a_name_from_its_row(path: Path, typed: str) -> None:
    found = after(path, put("kpis", "project", typed))
    assert answer(found, "kpis", "project") == "Library news"
    assert told(found) == []


@pytest.mark.parametrize(
    "typed", ["Children's homes (Service)", "CHILDREN‘S HOMES (service)", "Childrenʼs homes (Service)"]
)
def test_smart_quotes_do_not_part_a_name_from_its_row(path: Path, typed: str) -> None:
    found = after(path, put("objectives", "area", typed, row=1))
    assert answer(found, "objectives", "area", 1) == "Children’s homes (Service)"


@pytest.mark.parametrize("typed", ["TBC", "-", "–", "tba", "?", "see above", "To be confirmed."])
@pytest.mark.parametrize(("sheet", "key"), [("areas", "why"), ("roles", "capacity"), ("portfolio", "start")])
def test_words_for_an_answer_still_to_come_are_read_as_blank_and_told(
    path: Path, sheet: str, key: str, typed: str
) -> None:
    found = after(path, put(sheet, key, typed))
    assert answer(found, sheet, key) is None
    finding = the_one_told(found, "nothing_said", sheet, address(sheet, key))
    assert (finding.level, finding.value) == (Level.NOTE, typed)


@pytest.mark.parametrize("typed", ["N/A", "None", "unknown"])
def test_a_word_that_stands_for_nothing_is_kept_and_told(path: Path, typed: str) -> None:
    found = after(path, put("areas", "why", typed))
    assert answer(found, "areas", "why") == typed
    finding = the_one_told(found, "placeholder", "areas", address("areas", "why"))
    assert (finding.level, finding.value) == (Level.NOTE, typed)


@pytest.mark.parametrize(
    ("sheet", "key", "typed", "code"),
    [
        ("roles", "capacity", "N/A", "cells.nothing_said"), ("roles", "capacity", "None", "roles.capacity.readable"),
        ("areas", "kind", "-", "cells.nothing_said"), ("areas", "kind", "N/A", "cells.nothing_said"),
        ("objectives", "area", "-", "cells.nothing_said"), ("objectives", "area", "N/A", "cells.nothing_said"),
        ("portfolio", "start", "N/A", "cells.nothing_said"), ("portfolio", "start", "None", "cells.no_day"),
    ],
)  # fmt: skip
def test_a_word_that_stands_for_nothing_is_found_in_every_other_kind_of_cell(
    path: Path, typed: str, sheet: str, key: str, code: str
) -> None:
    found = after(path, put(sheet, key, typed))
    assert address(sheet, key) in [finding.cell for finding in check(found) if finding.code == code]


def test_text_in_several_fonts_is_read_whole(path: Path) -> None:
    bold = CellRichText("Young ", TextBlock(InlineFont(b=True), "readers"))
    found = after(path, by_hand(lambda book: book["1 Areas"].__setitem__(address("areas", "why"), bold)))
    assert_same_answers(found)
    assert told(found) == []


def test_a_struck_out_cell_is_read_and_told(path: Path) -> None:
    def strike(book: OpenFile) -> None:
        for row in (0, 5):  # the second is blank
            book["1 Areas"][address("areas", "why", row)].font = Font(strike=True)

    found = after(path, by_hand(strike))
    assert_same_answers(found)
    assert the_one_told(found, "struck", "areas", address("areas", "why")).value == "Young readers"


def test_a_text_that_is_struck_out_in_part_is_read_whole_and_told(path: Path) -> None:
    struck = CellRichText("Young ", TextBlock(InlineFont(strike=True), "readers"))
    found = after(path, by_hand(lambda book: book["1 Areas"].__setitem__(address("areas", "why"), struck)))
    assert_same_answers(found)
    the_one_told(found, "struck", "areas", address("areas", "why"))


# --- numbers ---


@pytest.mark.parametrize(
    ("typed", "number", "shown"),
    [
        ("1,200", 1200, "1,200"), ("1.2k", 1200, "1,200"), ("12 hours", 12, "12"), ("1\u00a0200", 1200, "1,200"),
        ("<1K", 1000, "1,000 at most"), ("just over 48,000", 48_000, "about 48,000"),
        ("1-5", 1, "between 1 and 5, counted as 1"),
    ],
)  # fmt: skip
def test_a_number_in_words_is_read_and_the_note_says_as_what(path: Path, typed: str, number: float, shown: str) -> None:
    found = after(path, put("roles", "capacity", typed))
    value = answer(found, "roles", "capacity")
    assert isinstance(value, ReadAs)
    assert value == pytest.approx(number)
    (note,) = [finding for finding in check(found) if finding.code == "roles.capacity.readable"]
    assert (note.level, note.cell) == (Level.NOTE, address("roles", "capacity"))
    assert note.value == typed.replace("\u00a0", " ")
    assert note.fix.startswith(f"It was read as {shown}.")


@pytest.mark.parametrize("typed", ["10%", "£1,200", "ten", "1,200.50.1", "1.200,50", "$12", "2 x 3 days"])
def test_a_number_that_cannot_be_told_is_an_error(path: Path, typed: str) -> None:
    found = after(path, put("roles", "capacity", typed))
    assert answer(found, "roles", "capacity") == Unreadable(typed)
    (error,) = [finding for finding in check(found) if finding.code == "roles.capacity.readable"]
    assert (error.level, error.cell, error.value) == (Level.ERROR, address("roles", "capacity"), typed)


def test_a_figure_in_another_unit_is_asked_about_in_both(path: Path) -> None:
    found = after(path, put("roles", "capacity", "2 days a week"))
    (error,) = [finding for finding in check(found) if finding.code == "roles.capacity.readable"]
    assert error.fix.startswith("The text says “days a week”, and the column asks for “hours a month”.")


@pytest.mark.parametrize(
    ("sheet", "key", "asked"),
    [
        ("roles", "capacity", "and the column asks for “hours a month”"),
        ("evaluation", "setup_cost", "which the column does not ask for"),
    ],
)
def test_a_figure_of_things_that_are_not_asked_for_is_told_so(path: Path, sheet: str, key: str, asked: str) -> None:
    found = after(path, put(sheet, key, "5 desks"))
    (error,) = [finding for finding in check(found) if finding.code == f"{sheet}.{key}.readable"]
    assert error.fix.startswith(f"The text says “desks”, {asked}.")


@pytest.mark.parametrize("typed", ["**", "***", "**Parks**"])
def test_stars_are_no_bullet(path: Path, typed: str) -> None:
    found = after(path, put("areas", "why", typed))
    assert answer(found, "areas", "why") == typed
    assert told(found) == []


@pytest.mark.parametrize("typed", ["<1K", "just over 48,000", "1-5", "10%", "£1,200", "007", "yes"])
def test_a_figure_is_kept_as_it_was_typed(path: Path, typed: str) -> None:
    found = after(path, put("kpis", "baseline", typed))
    assert answer(found, "kpis", "baseline") == typed
    assert told(found) == []


def shown_as(sheet: str, key: str, value: object, number_format: str) -> Callable[[OpenFile], None]:
    """A cell that was pasted or typed where Excel chose the format."""

    def put_there(book: OpenFile) -> None:
        cell = book[COUNCIL[sheet].title][address(sheet, key)]
        cell.value, cell.number_format = value, number_format

    return put_there


@pytest.mark.parametrize("number_format", ["0%", "0.0%"])
def test_a_percentage_where_none_is_asked_for_is_told(path: Path, number_format: str) -> None:
    found = after(path, by_hand(shown_as("roles", "capacity", 0.35, number_format)))
    assert answer(found, "roles", "capacity") == 0.35
    assert "read as 0.35" in the_one_told(found, "percent", "roles", address("roles", "capacity")).fix


@pytest.mark.parametrize("number_format", ["General", "0", "0.0%"])
def test_a_number_that_is_no_share_is_one_of_percents(path: Path, number_format: str) -> None:
    """10 is 10 %, whatever it is shown as; the sheet, which cannot tell, does not call it an error."""
    found = after(path, by_hand(shown_as("settings", "discount_rate", 10, number_format)))
    assert found["settings"].rows[0]["discount_rate"] == 0.1
    cell = found["settings"].cell("discount_rate", 0)
    (note,) = [finding for finding in check(found) if (finding.sheet, finding.cell) == ("Settings", cell)]
    assert (note.level, note.value) == (Level.NOTE, "10")
    assert "It was read as 10%." in note.fix
    (in_sheet,) = [said for said in check_cells(found)["settings"].values() if "Discount rate" in said]
    assert in_sheet.startswith("Note: ")


def test_a_share_without_a_percent_sign_is_told_with_what_it_was_taken_for(path: Path) -> None:
    found = after(path, by_hand(shown_as("settings", "discount_rate", 0.5, "General")))
    assert found["settings"].rows[0]["discount_rate"] == 0.5
    assert (
        "read as 50%"
        in the_one_told(found, "shown_otherwise", "settings", found["settings"].cell("discount_rate", 0)).fix
    )


# --- dates ---


def test_a_range_that_excel_made_a_date_of_is_told(path: Path) -> None:
    found = after(path, by_hand(shown_as("kpis", "baseline", datetime(2027, 5, 1), "d-mmm")))
    finding = the_one_told(found, "turned_into_a_date", "kpis", address("kpis", "baseline"))
    assert (finding.level, finding.value) == (Level.NOTE, "1-May")
    assert answer(found, "kpis", "baseline") == "1-May"


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("September 2025", date(2025, 9, 1), date(2025, 9, 30)),
        ("Sept 2025", date(2025, 9, 1), date(2025, 9, 30)),
        ("Q2 2025/26", date(2025, 7, 1), date(2025, 9, 30)),
        ("2025/26", date(2025, 4, 1), date(2026, 3, 31)),
        ("1 September 2025", date(2025, 9, 1), date(2025, 9, 1)),
        ("2025-09-01", date(2025, 9, 1), date(2025, 9, 1)),
    ],
)
def test_a_time_in_plain_words_is_read(path: Path, typed: str, first: date, last: date) -> None:
    found = after(path, put("kpis", "as_of", typed))
    assert answer(found, "kpis", "as_of") == When(typed, first, last)
    assert told(found) == []


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("1/9/2025", "1 September 2025"),
        ("01.09.25", "1 September 2025"),
        ("13-9-2025", "13 September 2025"),
        ("9/13/2025", "13 September 2025"),
        ("Sep-27", "1 September 2027 to 30 September 2027"),
        ("Q2 2025", "1 April 2025 to 30 June 2025"),
        ("2014/2016", "1 January 2014 to 31 December 2016"),
    ],
)
def test_a_time_that_could_be_taken_in_several_ways_is_told_with_how_it_was_read(
    path: Path, typed: str, read_as: str
) -> None:
    found = after(path, put("kpis", "as_of", typed))
    finding = the_one_told(found, "ambiguous_date", "kpis", address("kpis", "as_of"))
    assert (finding.level, finding.value) == (Level.NOTE, typed)
    assert finding.fix.startswith(f"It was read as {read_as}.")


@pytest.mark.parametrize("typed", ["monthly", "31/02/2025", "Septober 2025"])
def test_words_that_name_no_day_are_kept_and_told(path: Path, typed: str) -> None:
    found = after(path, put("kpis", "as_of", typed))
    assert answer(found, "kpis", "as_of") == When(typed)
    the_one_told(found, "no_day", "kpis", address("kpis", "as_of"))


# --- formulas, error values and tick boxes ---


def test_a_formula_in_an_answer_is_read_as_its_result(path: Path) -> None:
    found = after(path, cell_xml("roles", "capacity", "", "<f>4*5</f><v>20</v>"))
    assert_same_answers(found)
    assert told(found) == []


@pytest.mark.parametrize("content", ["<f>4*5</f>", "<f>4*5</f><v></v>", "<f>4*5</f><v/>", '<f t="shared" si="3"/>'])
def test_a_formula_that_nobody_calculated_is_a_gap(path: Path, content: str) -> None:
    found = after(path, cell_xml("roles", "capacity", "", content))
    assert answer(found, "roles", "capacity") is None
    assert the_one_told(found, "no_result", "roles", address("roles", "capacity")).level is Level.GAP


def test_a_formula_that_shows_nothing_is_a_blank(path: Path) -> None:
    content = '<f>""</f><v></v>'
    found = after(path, cell_xml("roles", "capacity", 't="str"', content))
    assert answer(found, "roles", "capacity") is None
    assert told(found) == []


def test_the_workbooks_own_formulas_need_no_results(path: Path) -> None:
    found = after(path, by_hand(lambda book: book["5 Roles"].__setitem__(address("roles", "capacity"), "=4*5")))
    the_one_told(found, "no_result", "roles", address("roles", "capacity"))


NEW_ERRORS = (
    "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#PYTHON!", "#GETTING_DATA",
    "#EXTERNAL!", "Err:502", "#WHATEVER COMES NEXT!",
)  # fmt: skip


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!", "#NAME?", *NEW_ERRORS])
def test_an_error_value_is_a_gap(path: Path, error: str) -> None:
    content = f"<f>Gone!A1</f><v>{error}</v>"
    found = after(path, cell_xml("areas", "lead", 't="e"', content))
    assert answer(found, "areas", "lead") is None
    finding = the_one_told(found, "error_value", "areas", address("areas", "lead"))
    assert (finding.level, finding.value, finding.subject) == (Level.GAP, error, "Libraries (Service)")


@pytest.mark.parametrize(
    ("attributes", "content"),
    [
        ('t="e" vm="1"', "<v>#SPILL!</v>"), ("t='e'", "<f>_xlfn.UNIQUE(A1:A9)</f><v>#SPILL!</v>"),
        ('t="e"', '<f t="array" ref="D7">A1&lt;2</f>\n<v xml:space="preserve">#CALC!</v>'),
        ('cm="1" t="e"', "<f/><v>#X</v>"),
    ],
)  # fmt: skip
def test_an_error_value_is_known_however_a_program_spells_its_cell(path: Path, attributes: str, content: str) -> None:
    found = after(path, cell_xml("areas", "lead", attributes, content))
    assert answer(found, "areas", "lead") is None
    the_one_told(found, "error_value", "areas", address("areas", "lead"))


FAR_CELLS = ["B1048576", "XFD200", "XFD1048576", "C20000", "IZ9", "ABC7"]
A_SPACE = '<c r="{}" t="inlineStr"><is><t xml:space="preserve"> \u00a0</t></is></c>'


def far_away(cell: str, content: str) -> Edit:
    """Something in a cell far below or beside the answers of 1 Areas."""
    row = re.sub("[A-Z]", "", cell)
    added = f'<row r="{row}">{content.format(cell)}</row></sheetData>'.encode()
    return lambda path: rewritten(path, PARTS["areas"], lambda xml: xml.replace(b"</sheetData>", added))


@pytest.mark.parametrize("cell", FAR_CELLS)
@pytest.mark.parametrize("content", [A_SPACE, '<c r="{}" t="str"><f>""</f><v></v></c>', "<c r='{}'><v> </v></c>"])
def test_a_stray_space_far_away_is_nothing(path: Path, cell: str, content: str) -> None:
    found = after(path, far_away(cell, content))
    assert_same_answers(found)
    assert told(found) == []


@pytest.mark.parametrize("cell", FAR_CELLS)
@pytest.mark.parametrize(
    ("content", "value"),
    [
        ('<c r="{}"><v>12</v></c>', "12"),
        ('<c r="{}" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>', "ab"),
        ('<c r="{}" t="s"><v>0</v></c>', "Social media"), ('<c t="e" r="{}"><v>#SPILL!</v></c>', "#SPILL!"),
    ],
)  # fmt: skip
def test_what_stands_far_away_is_named_and_the_rest_is_read(path: Path, cell: str, content: str, value: str) -> None:
    found = after(path, far_away(cell, content))
    assert_same_answers(found)
    finding = the_one_told(found, "far", "areas", cell)
    assert finding.level is Level.GAP
    assert finding.value.startswith(value)


def test_several_cells_far_away_are_told_once(path: Path) -> None:
    found = after(path, far_away("XFD7", '<c r="{}"><v>1</v></c>'), far_away("B99999", '<c r="{}"><v>2</v></c>'))
    assert the_one_told(found, "far", "areas", "XFD7").fix.endswith("So do with 1 other cell out there.")


def test_upgrade_names_what_stands_far_away(path: Path) -> None:
    changed = far_away("XFD7", '<c r="{}"><v>12</v></c>')(path)
    assert any("XFD7" in remark for remark in read_loosely(Workbook(changed), BLUEPRINT)[1])


def test_an_error_value_in_a_row_that_is_blank_but_for_it_is_a_gap(path: Path) -> None:
    changed = cell_xml("areas", "lead", 't="e"', "<v>#REF!</v>", row=5)(path)
    the_one_told(read(Workbook(changed), BLUEPRINT), "error_value", "areas", address("areas", "lead", 5))


def test_an_error_value_on_the_settings_sheet_is_a_gap(path: Path) -> None:
    changed = cell_xml("settings", "budget", 't="e"', "<v>#VALUE!</v>")(path)
    the_one_told(read(Workbook(changed), BLUEPRINT), "error_value", "settings", address("settings", "budget"))


def test_upgrade_names_the_answers_that_are_error_values(path: Path) -> None:
    changed = cell_xml("areas", "lead", 't="e"', "<v>#REF!</v>")(path)
    _, remarks = read_loosely(Workbook(changed), BLUEPRINT)
    assert remarks == (
        f"“1 Areas”, {address('areas', 'lead')}: The cell shows an error value, so it was read as blank.",
    )


@pytest.mark.parametrize(("ticked", "read_as"), [(True, True), (False, False)])
def test_a_tick_in_the_cell_itself_is_yes_or_no(path: Path, ticked: bool, read_as: bool) -> None:
    found = after(path, cell_xml("portfolio", "must_do", 't="b"', f"<v>{ticked:d}</v>"))
    assert answer(found, "portfolio", "must_do") is read_as


TICK_BOX = """<controls><control xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
 shapeId="1025" r:id="rIdBox" name="Check Box 1"><controlPr defaultSize="0" autoFill="0"><anchor moveWithCells="1">
<from><xdr:col xmlns:xdr="{drawing}">{column}</xdr:col><xdr:colOff xmlns:xdr="{drawing}">0</xdr:colOff>
<xdr:row xmlns:xdr="{drawing}">{row}</xdr:row></from></anchor></controlPr></control></controls>"""
BOX_PROPERTIES = b"""<formControlPr xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
 objectType="CheckBox" checked="Checked" %slockText="1" noThreeD="1"/>"""


@pytest.mark.parametrize(("link", "codes"), [(b"", ["cells.tick_box"]), (b'fmlaLink="$O$9" ', [])])
def test_a_tick_box_that_lies_over_a_cell_is_told_unless_it_is_linked(
    path: Path, link: bytes, codes: list[str]
) -> None:
    cell = address("portfolio", "must_do")
    part = PARTS["portfolio"]
    box = TICK_BOX.format(
        drawing="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
        column=COUNCIL["portfolio"].places["must_do"] - 1,
        row=FIRST["portfolio"] - 1,
    )
    rewritten(path, part, lambda xml: xml.replace(b"<tableParts", box.encode() + b"<tableParts"))
    parts = parts_of(path)
    relations = part.replace("worksheets/", "worksheets/_rels/") + ".rels"
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/ctrlProp"
    entry = b'<Relationship Id="rIdBox" Type="%s" Target="../ctrlProps/ctrlProp1.xml"/></Relationships>' % kind
    parts[relations] = parts[relations].replace(b"</Relationships>", entry)
    parts["xl/ctrlProps/ctrlProp1.xml"] = BOX_PROPERTIES % link
    found = told(read(Workbook(packed(path, parts)), BLUEPRINT))
    assert [(finding.code, finding.cell) for finding in found] == [(code, cell) for code in codes]


# --- habits of programs ---


def no_styles(parts: dict[str, bytes]) -> None:
    drop(parts, "xl/styles.xml", "xl/theme/theme1.xml")
    for name in sheets(parts):
        parts[name] = re.sub(rb' s="\d+"', b"", parts[name])


def no_properties(parts: dict[str, bytes]) -> None:
    drop(parts, "docProps/app.xml", "docProps/core.xml", "docProps/custom.xml")


def no_names(parts: dict[str, bytes]) -> None:
    parts["xl/workbook.xml"] = re.sub(rb"<definedNames>.*</definedNames>", b"", parts["xl/workbook.xml"])


def absolute_paths(parts: dict[str, bytes]) -> None:
    relations = parts["xl/_rels/workbook.xml.rels"]
    parts["xl/_rels/workbook.xml.rels"] = relations.replace(b'Target="', b'Target="/xl/')


def prefixed(parts: dict[str, bytes]) -> None:
    for name in (*sheets(parts), "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"):
        xml = re.sub(rb"<(/?)(\w+)(?=[ />])", rb"<\1x:\2", parts[name])
        parts[name] = xml.replace(b' xmlns="', b' xmlns:x="')


def texts_within_cells(parts: dict[str, bytes]) -> None:
    texts = re.findall(rb"<si>(.*?)</si>", parts["xl/sharedStrings.xml"], re.DOTALL)

    def inline(cell: re.Match[bytes]) -> bytes:
        return b'%st="inlineStr"><is>%s</is>' % (cell[1], texts[int(cell[2])])

    for name in sheets(parts):
        parts[name] = re.sub(rb'(<c [^>]*)t="s"><v>(\d+)</v>', inline, parts[name])
    drop(parts, "xl/sharedStrings.xml")


def cells_without_addresses(parts: dict[str, bytes]) -> None:
    """Cells stand where they do by their order, which the standard allows."""
    for name in sheets(parts):
        parts[name] = re.sub(rb'<c r="[A-Z]+\d+"', b"<c", parts[name])


def nothing_but_cells(parts: dict[str, bytes]) -> None:
    """As the smallest of programs write it: no table, no drop-down, no page set-up."""
    for name in sheets(parts):
        data = re.search(rb"<sheetData>.*</sheetData>", parts[name], re.DOTALL)
        assert data
        start = parts[name][: parts[name].index(b">", parts[name].index(b"<worksheet")) + 1]
        parts[name] = start + data[0] + b"</worksheet>"
    drop(parts, *(name for name in parts if name.startswith(("xl/tables/", "xl/worksheets/_rels/"))))


def sheets(parts: dict[str, bytes]) -> list[str]:
    return [name for name in parts if name.startswith("xl/worksheets/sheet")]


def drop(parts: dict[str, bytes], *names: str) -> None:
    for name in names:
        parts.pop(name, None)
        for relations in (each for each in parts if each.endswith(".rels")):
            target = re.escape(name.rpartition("/")[2].encode())
            parts[relations] = re.sub(rb'<Relationship [^>]*Target="[^"]*%s"[^>]*/>' % target, b"", parts[relations])
        types = parts["[Content_Types].xml"]
        parts["[Content_Types].xml"] = re.sub(rb'<Override PartName="/%s"[^>]*/>' % name.encode(), b"", types)


def strict(parts: dict[str, bytes]) -> None:
    """The stricter of the two kinds of .xlsx, which Excel offers under "Save as"."""
    names = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/": b"http://purl.oclc.org/ooxml/officeDocument/",
    }
    for part in parts:
        for plain, other in names.items():
            parts[part] = parts[part].replace(plain, other)


HABITS = (
    no_styles, no_properties, no_names, absolute_paths, prefixed, texts_within_cells, cells_without_addresses,
    nothing_but_cells, strict,
)  # fmt: skip


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.__name__)
def test_the_same_answers_come_from_a_file_as_other_programs_write_it(
    path: Path, habit: Callable[[dict[str, bytes]], None]
) -> None:
    parts = parts_of(path)
    habit(parts)
    found = read(Workbook(packed(path, parts)), BLUEPRINT)
    assert_same_answers(found)
    assert told(found) == []


@pytest.mark.parametrize("habit", [prefixed, strict], ids=lambda habit: habit.__name__)
def test_what_is_odd_is_seen_in_every_dialect(path: Path, habit: Callable[[dict[str, bytes]], None]) -> None:
    cell_xml("areas", "lead", 't="e"', "<v>#REF!</v>")(path)
    parts = parts_of(path)
    habit(parts)
    the_one_told(read(Workbook(packed(path, parts)), BLUEPRINT), "error_value", "areas", address("areas", "lead"))


def test_a_file_that_cannot_be_looked_into_is_read_and_told(path: Path) -> None:
    fonts = re.compile(rb'fontId="\d+"')
    found = after(path, lambda there: rewritten(there, "xl/styles.xml", lambda xml: fonts.sub(b'fontId="bold"', xml)))
    assert_same_answers(found, without="not_public")
    marks = [mark for table in found.values() for mark in table.columns.get("not_public", ())]
    assert marks
    assert None not in marks, "a blank may be a mark that cannot be seen"
    assert [(finding.code, finding.sheet, finding.cell) for finding in told(found)] == [
        ("cells.not_looked", "Start here", "A1")
    ]


# --- other kinds of files ---


def spoilt(book: OpenFile) -> None:
    """One oddity of each kind that .xlsx and .ods both hold."""
    page = book["1 Areas"]
    page[address("areas", "lead")] = "=1/0"
    page[address("areas", "why")].font = Font(strike=True)
    page[address("areas", "why", 1)] = CellRichText("Fewer ", TextBlock(InlineFont(strike=True), "calls"))
    page.row_dimensions[FIRST["areas"] + 2].hidden = True
    book["5 Roles"].merge_cells(f"{address('roles', 'kind')}:{address('roles', 'kind', 1)}")
    shown_as("roles", "capacity", 0.35, "0%")(book)
    page[address("areas", "lead", 1)].comment = Comment("Ask Highways", "Somebody")
    page[address("areas", "name", 1)].fill = PatternFill("solid", fgColor="FFFF00")


@pytest.mark.parametrize("ending", ["xlsm", "ods"])
def test_the_same_is_read_and_told_from_what_libreoffice_saves(
    path: Path, ending: str, libreoffice_as_it_comes: Callable[[Path, str], Path]
) -> None:
    saved_as = libreoffice_as_it_comes(edited(path, spoilt), ending)
    found = read(Workbook(saved_as), BLUEPRINT)
    assert [one.value for one in told(found) if one.code == "cells.comment"] == ["Ask Highways"]
    assert answer(found, "areas", "lead", 1) == "Head of Contact"
    assert sorted((finding.code, finding.sheet, finding.cell) for finding in told(found)) == [
        ("cells.colours", "1 Areas", address("areas", "name", 1)),
        ("cells.comment", "1 Areas", address("areas", "lead", 1)),
        ("cells.error_value", "1 Areas", address("areas", "lead")),
        ("cells.hidden", "1 Areas", address("areas", "name", 2)),
        ("cells.merged", "5 Roles", address("roles", "kind")),
        ("cells.percent", "5 Roles", address("roles", "capacity")),
        ("cells.struck", "1 Areas", address("areas", "why")),
        ("cells.struck", "1 Areas", address("areas", "why", 1)),
    ]


@pytest.mark.parametrize(
    ("wide", "high", "merged"),
    [(2, 1, (((3, 4), (3, 5)),)), (1, 3, (((3, 4), (5, 4)),)), (2, 3, (((3, 4), (5, 5)),)), (1, 1, ())],
)
def test_cells_that_are_merged_in_an_ods_file_are_known_by_their_first_and_last(
    wide: int, high: int, merged: object
) -> None:
    names = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table"))
    spans = f'table:number-columns-spanned="{wide}" table:number-rows-spanned="{high}"'
    content = f"""<office:document-content {names}><office:body><office:spreadsheet><table:table table:name="Areas">
        <table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>
        <table:table-row><table:table-cell table:number-columns-repeated="3"/><table:table-cell {spans}/>
        </table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""
    found = find_oddities({"content.xml": content.encode()}, ["Areas"])
    assert found
    assert found["Areas"].merged == merged


def refusal(path: Path, blueprint: Blueprint = BLUEPRINT) -> str:
    with pytest.raises(UnreadableFile) as refused:
        read(Workbook(path), blueprint)
    message = str(refused.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    return message


def test_a_file_in_the_old_format_is_refused_with_what_to_do(
    path: Path, libreoffice_as_it_comes: Callable[[Path, str], Path]
) -> None:
    message = refusal(libreoffice_as_it_comes(path, "xls"))
    assert "old Excel format (.xls)" in message
    assert "save it as .xlsx" in message


def test_a_binary_workbook_is_refused_with_what_to_do(
    path: Path, program: Callable[[str], str], not_installed: Callable[[str], NoReturn]
) -> None:
    if not (CLIENTS / "node_modules" / "xlsx").is_dir():
        not_installed("packages are missing: npm ci --prefix tests/clients")
    target = path.with_suffix(".xlsb")
    command = [program("node"), str(CLIENTS / "sheetjs_xlsb.js"), str(path), str(target)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    message = refusal(target)
    assert "binary Excel workbook (.xlsb)" in message
    assert "(.xlsx)" in message


def test_a_list_of_lines_is_refused_with_what_to_do(tmp_path: Path) -> None:
    lines = tmp_path / "1 Areas.csv"
    lines.write_text("Check,Area,Kind\nOK,Libraries,Service\n", encoding="utf-8")
    message = refusal(lines)
    assert "not an Excel workbook" in message
    assert "(.xlsx)" in message
