"""`smreport upgrade`: a workbook of an earlier version, or one that people rearranged, becomes a current one.

Nothing that was typed is lost in silence: it is in the new workbook, or the remarks name it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner, Result
from engines.cells import parts_of, save
from hypothesis import HealthCheck, given, settings
from openpyxl import Workbook as OpenFile
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet
from strategies import any_answers
from template_folders import SheetFile, change, copied
from workbooks import EXAMPLES, edited, example, saved, with_rows, workbook

import smreport
from smreport.blueprint.answers import tables_from
from smreport.blueprint.lists import ListItem
from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Extras, Row, Tables
from smreport.blueprint.templates import load
from smreport.cli import main
from smreport.commands.making import workbook_bytes
from smreport.commands.reading import read_workbook
from smreport.decision.check import check
from smreport.frozen import replace
from smreport.workbook.mark.marker import mark
from smreport.workbook.read.workbook_file import Workbook

BLUEPRINT = with_rows(load(), 8)
ILLUSTRATIVE = EXAMPLES / "illustrative" / "answers.toml"
LEAD_NOW, LEAD_THEN = "Lead", "Accountable officer"


def smreport_says(*arguments: object) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


def find(page: Worksheet, words: object) -> tuple[int, int]:
    """Row and column of the first cell with these words."""
    return next((cell.row, cell.column) for row in page.iter_rows() for cell in row if cell.value == words)


def column(page: Worksheet, heading: str) -> list[object]:
    """What stands below a heading."""
    row, number = find(page, heading)
    return [cell.value for (cell,) in page.iter_rows(row + 1, None, number, number)]


def notes(page: Worksheet) -> dict[tuple[object, object], str]:
    """The notes of a sheet, by the name of their row and the heading of their column."""
    header, _ = find(page, "Check")
    noted = [cell for row in page.iter_rows(header + 1) for cell in row if cell.comment]
    return {(page.cell(cell.row, 2).value, page.cell(header, cell.column).value): cell.comment.text for cell in noted}


# --- a workbook of version 0.9 ---


@pytest.fixture(scope="module")
def template_then(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template as it was in version 0.9: other names, order, columns, lists and questions."""
    folder = copied(tmp_path_factory.mktemp("template") / "then", rows=20)
    change(folder, "workbook.toml", "^version = .*", 'version = "0.9"')
    change(folder, "workbook.toml", "^accepts = .*", 'accepts = ["0.9"]')
    change(folder, "workbook.toml", '^title = "Start here"', 'title = "Read me"')
    change(folder, "workbook.toml", '^title = "Lists"', 'title = "Choices"')
    change(folder, "workbook.toml", '"areas", "objectives", "tools", "accounts", "mapping"', '"mapping", "objectives"')
    change(folder, "workbook.toml", '^  "lists",', '  "accounts", "tools", "areas", "lists",')
    change(folder, "lists/channel.csv", "^Email,", "Fax,\nEmail,")
    change(folder, "lists/channel.csv", "^Search,.*\n|^Website,.*\n|^Podcast,.*\n", "")

    areas = SheetFile(folder, "areas")
    areas.head = areas.head.replace("1 Areas", "Where we work").replace("aliases =", "aliases = [] #")
    areas.rename("lead", LEAD_THEN)
    areas.rename("why", "Why social tools may help")
    areas.add("handle", 'heading = "Twitter handle"\ntype = "text"\nhelp = "With the @."', before="notes")
    areas.save()
    mapping = SheetFile(folder, "mapping")
    mapping.head = mapping.head.replace("4 Mapping", "Mapping")
    mapping.reverse()
    mapping.save()
    objectives = SheetFile(folder, "objectives")
    objectives.rename("priority", "Priority")
    objectives.reverse()
    objectives.save()
    kpis = SheetFile(folder, "kpis")
    del kpis.columns["frequency"]
    kpis.save()
    questions = SheetFile(folder, "settings")
    questions.add("fax", 'heading = "Fax number"\ntype = "text"\nhelp = "For the cover."', before="author")
    questions.rename("wards", "Electoral divisions")
    questions.reverse()
    questions.save()
    return folder


@pytest.fixture(scope="module")
def old(template_then: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The illustrative county's workbook in version 0.9, with what was asked only then."""
    folder = tmp_path_factory.mktemp("old")
    answers = ILLUSTRATIVE.read_text(encoding="utf-8")
    answers = answers.replace("[settings]\n", '[settings]\nfax = "01392 999999"\n', 1)
    answers = answers.replace("[[areas]]\n", '[[areas]]\nhandle = "@first"\n', 1)
    lines = [line for line in answers.splitlines() if not line.startswith("frequency = ")]
    (folder / "answers.toml").write_text("\n".join(lines), encoding="utf-8")
    path = folder / "last year.xlsx"
    done = smreport_says("new", "-o", path, "--template", template_then, "--answers", folder / "answers.toml")
    assert done.exit_code == 0, done.output
    parts = parts_of(path)  # that version shipped with smreport: it was nobody's own folder
    assert b", from a folder" in parts["docProps/custom.xml"]
    parts["docProps/custom.xml"] = parts["docProps/custom.xml"].replace(b", from a folder", b"")
    return save(parts, path)


@dataclass(frozen=True)
class Upgraded:
    path: Path
    done: Result
    tables: Tables
    book: OpenFile
    old_file_is_untouched: bool


@pytest.fixture(scope="module")
def upgraded(old: Path, tmp_path_factory: pytest.TempPathFactory) -> Upgraded:
    before = old.read_bytes()
    path = tmp_path_factory.mktemp("new") / "this year.xlsx"
    done = smreport_says("upgrade", old, "-o", path)
    assert done.exit_code == 0, done.output
    return Upgraded(path, done, read_workbook(path), openpyxl.load_workbook(path), old.read_bytes() == before)


def without(answers: Tables, sheet: str, *keys: str) -> dict[int, Row]:
    return {number: {**row, **dict.fromkeys(keys)} for number, row in answers[sheet].rows.items()}


class TestAnEarlierVersion:
    def test_check_refuses_it_and_says_how_to_bring_it_up_to_date(self, old: Path) -> None:
        done = smreport_says("check", old)
        assert done.exit_code == 2
        assert f"smreport upgrade {old} -o NEW.xlsx" in done.stderr
        assert "has version 0.9 of its template" in done.stderr

    @pytest.mark.parametrize("sheet", list(load().sheets))
    def test_every_answer_is_carried_over(self, blueprint: Blueprint, upgraded: Upgraded, sheet: str) -> None:
        not_asked_then = {"areas": ("lead",), "kpis": ("frequency",), "settings": ("wards",)}
        wanted = without(example(blueprint, "illustrative"), sheet, *not_asked_then.get(sheet, ()))
        assert upgraded.tables[sheet].rows == wanted

    def test_it_is_of_the_current_version_and_is_checked(self, upgraded: Upgraded) -> None:
        stamp = Workbook(upgraded.path).stamp()
        assert (stamp.name, stamp.version) == ("social_media", load().version)
        done = smreport_says("check", upgraded.path)
        assert done.exit_code == 1
        assert "no errors, " in done.stdout

    def test_its_sheets_and_headings_are_those_of_a_new_workbook(
        self, blueprint: Blueprint, upgraded: Upgraded
    ) -> None:
        titles = {sheet.key: sheet.title for sheet in blueprint} | {"start": "Start here", "lists": "Lists"}
        assert upgraded.book.sheetnames == [*(titles[key] for key in blueprint.order), "Workings"]
        for sheet in blueprint:
            headings = [cell.value for cell in upgraded.book[sheet.title][sheet.header_row]]
            assert headings[: len(sheet.headings)] == list(sheet.headings)

    def test_what_could_not_be_found_is_listed(self, upgraded: Upgraded) -> None:
        said = upgraded.done.stdout
        assert "Note: Not found: the column “Frequency” in “7a KPIs”." in said
        assert f"Note: Not found: the column “{LEAD_NOW}” in “Where we work”." in said
        assert "Note: Not found: the question “Wards affected” in “Settings”." in said

    def test_where_answers_below_other_headings_went_is_said_of_sheets_that_lack_a_column(
        self, upgraded: Upgraded
    ) -> None:
        said = [line for line in upgraded.done.stdout.splitlines() if "the form knows no heading" in line]
        assert [line.split("”")[0] for line in said] == ["Note: “Where we work"]

    def test_what_was_taken_for_something_else_is_said(self, upgraded: Upgraded) -> None:
        said = upgraded.done.stdout
        assert "Note: “Why social tools may help” was taken for “Why social tools might help”." in said
        assert "Note: The sheet “Where we work” was taken for “1 Areas”." in said

    def test_an_alias_needs_no_remark(self, upgraded: Upgraded) -> None:
        said = upgraded.done.stdout
        assert "was taken for" in said
        assert "“Priority”" not in said
        assert "“Mapping” was taken" not in said

    def test_a_column_that_is_no_longer_asked_stands_beside_the_table(self, upgraded: Upgraded) -> None:
        assert column(upgraded.book["1 Areas"], "Twitter handle")[0] == "@first"

    def test_a_heading_that_nobody_knows_keeps_its_answers_as_a_column_of_its_own(
        self, blueprint: Blueprint, upgraded: Upgraded
    ) -> None:
        leads = [row["lead"] for row in example(blueprint, "illustrative")["areas"].rows.values()]
        assert column(upgraded.book["1 Areas"], LEAD_THEN)[: len(leads)] == leads

    def test_an_answer_to_a_question_that_is_no_longer_asked_is_named(self, upgraded: Upgraded) -> None:
        assert "“Fax number”: “01392 999999”" in upgraded.done.stdout
        assert "“Electoral divisions”: “" in upgraded.done.stdout

    def test_a_listed_row_and_a_choice_that_are_no_longer_there_are_named(self, upgraded: Upgraded) -> None:
        assert "Note: No longer a row of “5a Channels”: “Fax”." in upgraded.done.stdout
        assert "Note: Left out of the list “Channel”: “Fax”." in upgraded.done.stdout

    def test_the_words_of_the_old_template_are_not_taken_for_peoples_own(self, upgraded: Upgraded) -> None:
        notes = [line for line in upgraded.done.stdout.splitlines() if line.startswith("Note: Left behind")]
        assert len(notes) == 1
        assert notes[0].startswith("Note: Left behind in “Settings”")

    def test_the_old_file_is_untouched(self, upgraded: Upgraded) -> None:
        assert upgraded.old_file_is_untouched

    def test_doing_it_again_gives_the_same_workbook(self, upgraded: Upgraded, tmp_path: Path) -> None:
        done = smreport_says("upgrade", upgraded.path, "-o", tmp_path / "again.xlsx")
        assert [line for line in done.stdout.splitlines() if line.startswith("Note:")] == []
        assert (tmp_path / "again.xlsx").read_bytes() == upgraded.path.read_bytes()


# --- what people added to a workbook of the current version ---

COUNCIL = """
| settings   | organisation | weight_benefit | weight_cost | weight_risk |
|            | Shire        | 100            | 50          | 40          |
| areas      | name      | kind    | status   | lead           |
|            | Libraries | Service | In scope | Head Librarian |
|            | Highways  | Service | Parked   |                |
|            | Museums   | Service | In scope |                |
| objectives | area                | objective | importance |
|            | Libraries (Service) | Grow      | Essential  |
| roles      | role    |
|            | Adviser |
"""
ORGANISATION, BUDGET, WEIGHT = (
    BLUEPRINT.sheets["settings"].place(key, 0)[0] for key in ("organisation", "budget", "weight_cost")
)
BELOW = BLUEPRINT.sheets["settings"].last_row + 3
IDEAS, CLOSED = BLUEPRINT.lists["kpi_name"], BLUEPRINT.lists["strength"]
KINDS = {
    "Day": datetime(2027, 4, 1), "Moment": datetime(2027, 4, 1, 9, 30), "Hour": time(9, 30),
    "Hours": timedelta(hours=30), "Truth": True, "Share": 0.25, "Not a formula": "  '=1+1",
}  # fmt: skip
FIRST = 7  # the Excel row of Libraries in 1 Areas


def add_columns(book: OpenFile) -> None:
    page = book["1 Areas"]
    columns = {
        "L": ("Agreed?", "yes"), "M": ("Agreed?", "no"), "N": ("Lead", "Deputy Librarian"), "O": ("Seen by", None),
        "P": (None, "ask Ann"), "Q": ("lead", "x"), "R": ("why", None),
    }  # fmt: skip
    for letter, values in columns.items():
        page[f"{letter}{FIRST - 1}"], page[f"{letter}{FIRST}"] = values
    for number, (heading, value) in enumerate(KINDS.items(), start=19):
        page.cell(FIRST - 1, number).value, page.cell(FIRST, number).value = heading, value


def add_notes(book: OpenFile) -> None:
    places = {
        "1 Areas": ("A7", "D7", "K7", "L7", "R7", "B6", "C12"), "Settings": (f"B{ORGANISATION}", f"C{ORGANISATION}"),
        "Lists": ("A5",), "Start here": ("A1",), "Scratch": ("C3",),
    }  # fmt: skip
    for title, cells in places.items():
        for cell in cells:
            book[title][cell].comment = Comment(f"about {cell}", "Ann")


def add_sheets(book: OpenFile) -> None:
    page = book.create_sheet("Scratch", 0)
    page["C3"], page["A5"], page["B5"] = 3, datetime(2027, 4, 1), "=not a formula"
    page["B5"].data_type = "s"
    chart = BarChart()
    chart.add_data(Reference(page, min_col=3, min_row=3))
    page.add_chart(chart, "D9")
    book.create_sheet("Start-here", 0)["A1"] = "ours"
    book.create_sheet("lists.")["A1"] = "ours, too"
    book.create_sheet("Actions", 0).append(["Action", "Owner", "Due"])
    book["Actions"].append(["Buy stamps", "Ann"])
    book.create_sheet("Nothing in it")


def add_strays(book: OpenFile) -> None:
    """Cells that a new workbook has no place for."""
    book["1 Areas"]["D3"], book["1 Areas"]["L14"] = "late", 1200.5
    book["2 Objectives"].insert_rows(2)
    book["2 Objectives"]["A2"] = "By Friday, please"
    book["Settings"]["F7"], book["Settings"][f"B{BELOW}"], book["Settings"][f"C{BELOW}"] = "hm", "Twitter", "@shire"
    book["5 Roles"]["A6"], book["5 Roles"]["F6"] = "fine by us", 7
    for number in range(20):
        book["3 Tools"].cell(1, number + 3).value = number


def add_choices(book: OpenFile) -> None:
    for choices, text in ((IDEAS, "Letters of thanks"), (CLOSED, "Enormous")):
        row = BLUEPRINT.LISTS_HEADER_ROW + len(choices.items) + 1
        book["Lists"].cell(row, BLUEPRINT.list_columns[choices.key]).value = text


def answer_oddly(book: OpenFile) -> None:
    page = book["1 Areas"]
    page[f"C{FIRST}"], page[f"D{FIRST}"] = "Sarvise", True
    page.merge_cells(f"C{FIRST + 1}:C{FIRST + 2}")
    book["5 Roles"]["D6"], book["Settings"][f"C{BUDGET}"] = "about ten", datetime(2027, 4, 1)
    book["Settings"][f"C{WEIGHT}"] = -1


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The current template with few rows prepared: quicker to write."""
    return copied(tmp_path_factory.mktemp("template") / "small", rows=8)


@pytest.fixture
def path(tmp_path: Path, small: Path) -> Path:
    """A workbook, and beside it the template to renew it by."""
    (tmp_path / "template").symlink_to(small)
    return saved(workbook(BLUEPRINT, COUNCIL), tmp_path / "council.xlsx")


def renew(path: Path, target: Path | None = None) -> smreport.Renewed:
    return smreport.upgrade(path, target or path.with_name("new.xlsx"), template=path.parent / "template")


@dataclass(frozen=True)
class Messy:
    """A workbook that people have added to wherever they could, made anew."""

    renewed: smreport.Renewed
    tables: Tables
    book: OpenFile
    old_file_is_untouched: bool

    def column(self, title: str, heading: str) -> list[object]:
        return column(self.book[title], heading)

    def left(self, title: str) -> str:
        """What is said to be left behind of a sheet."""
        (said,) = (remark for remark in self.renewed.remarks if remark.startswith(f"Left behind in “{title}”"))
        return said.partition(": ")[2].removesuffix(".")


@pytest.fixture(scope="module")
def messy(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Messy:
    folder = tmp_path_factory.mktemp("messy")
    (folder / "template").symlink_to(small)
    old = saved(workbook(BLUEPRINT, COUNCIL), folder / "old.xlsx")
    edited(old, add_columns, add_sheets, add_notes, add_strays, add_choices, answer_oddly)
    before = old.read_bytes()
    renewed = renew(old)
    book = openpyxl.load_workbook(renewed.path)
    return Messy(renewed, read_workbook(renewed.path), book, old.read_bytes() == before)


class TestOwnColumns:
    @pytest.mark.parametrize("heading", KINDS)
    def test_values_of_every_kind_are_kept(self, messy: Messy, heading: str) -> None:
        value = KINDS[heading]
        wanted = timedelta(hours=9, minutes=30) if isinstance(value, time) else value
        assert messy.column("1 Areas", heading)[0] == wanted

    def test_a_heading_is_given_to_a_column_that_has_none(self, messy: Messy) -> None:
        assert messy.column("1 Areas", "Column 16")[:3] == ["ask Ann", None, None]

    def test_columns_with_the_same_heading_are_both_kept(self, messy: Messy) -> None:
        assert messy.column("1 Areas", "Agreed?")[0] == "yes"
        assert messy.column("1 Areas", "Agreed? (2)")[0] == "no"

    def test_a_second_column_with_a_heading_of_the_template_is_kept(self, messy: Messy) -> None:
        assert messy.column("1 Areas", "Lead (2)")[0] == "Deputy Librarian"
        assert messy.tables["areas"].rows[FIRST]["lead"] == "Head Librarian"

    def test_a_column_that_nobody_has_filled_in_yet_is_kept(self, messy: Messy) -> None:
        assert set(messy.column("1 Areas", "Seen by")) == {None}

    def test_values_and_notes_follow_their_row_when_blank_rows_close_up(self, path: Path) -> None:
        def spread(book: OpenFile) -> None:
            page = book["1 Areas"]
            page.insert_rows(FIRST + 1, 3)
            page.insert_rows(2, 2)
            highways = FIRST + 6
            page[f"L{FIRST + 1}"], page[f"L{highways}"] = "Agreed?", "by Ann"
            page[f"B{highways}"].comment = Comment("A31 too?", "Ann")
            page[f"L{highways}"].comment = Comment("on the phone", "Ann")

        renewed = renew(edited(path, spread))
        assert list(read_workbook(renewed.path)["areas"].rows) == [FIRST, FIRST + 1, FIRST + 2]
        page = openpyxl.load_workbook(renewed.path)["1 Areas"]
        assert column(page, "Agreed?")[:3] == [None, "by Ann", None]
        assert notes(page) == {("Highways", "Area"): "A31 too?", ("Highways", "Agreed?"): "on the phone"}
        assert renewed.remarks == ()

    def test_formulas_become_their_values(self, path: Path, libreoffice: Callable[[Path], Path]) -> None:
        def calculate(book: OpenFile) -> None:
            book["1 Areas"][f"L{FIRST - 1}"], book["1 Areas"][f"L{FIRST}"] = "Letters", f"=LEN(B{FIRST})"
            book["5 Roles"]["B6"] = '="Ad"&"viser"'

        path.write_bytes(libreoffice(edited(path, calculate)).read_bytes())
        renewed = renew(path)
        page = openpyxl.load_workbook(renewed.path)["1 Areas"]
        assert column(page, "Letters")[0] == len("Libraries")
        assert read_workbook(renewed.path)["roles"].name_of(6) == "Adviser"
        assert renewed.remarks == ()


class TestNotes:
    def test_they_stay_on_answers_checks_labels_and_own_columns(self, messy: Messy) -> None:
        headings = {"A7": "Check", "D7": "Status", "K7": "Area as shown in lists", "L7": "Agreed?", "R7": "why"}
        assert notes(messy.book["1 Areas"]) == {
            ("Libraries", heading): f"about {cell}" for cell, heading in headings.items()
        }

    def test_those_beside_an_answer_of_a_form_go_on_the_answer(self, messy: Messy) -> None:
        page = messy.book["Settings"]
        noted = {cell.coordinate: cell.comment.text for row in page.iter_rows() for cell in row if cell.comment}
        assert noted == {f"C{ORGANISATION}": f"about B{ORGANISATION}\nabout C{ORGANISATION}"}

    def test_those_without_a_place_are_named(self, messy: Messy) -> None:
        assert messy.left("1 Areas").endswith("the note on B6 “about B6”, the note on C12 “about C12”")
        for title, cell in (("Scratch", "C3"), ("Start here", "A1"), ("Lists", "A5")):
            assert messy.left(title) == f"the note on {cell} “about {cell}”"

    @pytest.mark.long
    def test_marks_of_the_check_are_left_out(self, path: Path) -> None:
        edited(path, lambda book: setattr(book["1 Areas"][f"C{FIRST + 1}"], "comment", Comment("ask Ann", "Ann")))
        edited(path, lambda book: book["1 Areas"].__setitem__(f"C{FIRST + 1}", "Sarvise"))
        path.write_bytes(mark(path.read_bytes(), check(read_workbook(path))))
        assert "To fix" in openpyxl.load_workbook(path).sheetnames
        renewed = renew(path)
        book = openpyxl.load_workbook(renewed.path)
        assert renewed.remarks == ()
        assert "To fix" not in book.sheetnames
        assert notes(book["1 Areas"]) == {("Highways", "Kind"): "ask Ann"}


class TestOwnSheets:
    def test_values_are_kept_in_their_cells_behind_the_templates_sheets(self, messy: Messy) -> None:
        page = messy.book["Scratch"]
        assert [page["C3"].value, page["A5"].value, page["B5"].value] == [3, datetime(2027, 4, 1), "=not a formula"]
        assert page["B5"].data_type == "s"
        assert messy.book.sheetnames[-4:] == ["Actions", "Start-here", "Scratch", "lists."]

    def test_a_title_that_is_nearly_one_of_the_templates_is_kept(self, messy: Messy) -> None:
        assert [messy.book[title]["A1"].value for title in ("Start-here", "lists.")] == ["ours", "ours, too"]

    def test_a_list_of_actions_of_their_own_is_not_taken_for_the_templates(self, messy: Messy) -> None:
        rows = [[cell.value for cell in row] for row in messy.book["Actions"].iter_rows()]
        assert rows == [["Action", "Owner", "Due"], ["Buy stamps", "Ann", None]]
        assert not messy.tables["actions"].rows

    def test_a_sheet_that_has_the_title_of_one_of_the_templates_is_kept_under_another(self, path: Path) -> None:
        def replace_sheet(book: OpenFile) -> None:
            del book["7b Actions"]
            book.create_sheet("7b Actions")["A1"] = "Buy stamps"

        renewed = renew(edited(path, replace_sheet))
        assert renewed.remarks == ("Not found: the row of headings in “7b Actions”.",)
        assert openpyxl.load_workbook(renewed.path)["7b Actions (2)"]["A1"].value == "Buy stamps"

    def test_titles_that_excel_does_not_take_are_cut_and_told_apart(self, tmp_path: Path) -> None:
        sheets = {f"{'Long' * 9}{number}": (("text", number),) for number in range(3)} | {"[a]/b?": (("c",),)}
        tables = replace(workbook(BLUEPRINT, COUNCIL), extras=Extras(sheets=sheets))
        book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(tables)))
        titles = book.sheetnames[-4:]
        assert titles == ["Long" * 7 + "Lon", "Long" * 6 + "Lon (2)", "Long" * 6 + "Lon (3)", "ab"]
        assert [book[title]["B1"].value for title in titles[:3]] == [0, 1, 2]


class TestWhatHasNoPlace:
    """It is named with its cell; the old file, which nobody touches, keeps it."""

    def test_far_cells_of_own_sheets_are_named(self, path: Path) -> None:
        def stray(book: OpenFile) -> None:
            page = book.create_sheet("Actions")
            page["A1"], page["XFD1"], page["B99999"] = "Buy stamps", "a stray", 12
            book.create_sheet("Far")["XFD9"] = "alone"
            book["Lists"]["XFD3"] = "out here"

        left = "Left behind in “{}”, as the new workbook has no place for it: {}."
        renewed = renew(edited(path, stray))
        assert set(renewed.remarks) == {
            left.format("Actions", "XFD1 “a stray”, B99999 “12”"), left.format("Far", "XFD9 “alone”"),
            left.format("Lists", "XFD3 “out here”"),
        }  # fmt: skip
        assert openpyxl.load_workbook(renewed.path)["Actions"]["A1"].value == "Buy stamps"

    def test_the_old_file_is_untouched(self, messy: Messy) -> None:
        assert messy.old_file_is_untouched

    def test_a_line_above_the_headings(self, messy: Messy) -> None:
        assert messy.left("2 Objectives") == "A2 “By Friday, please”"
        assert messy.left("1 Areas").startswith("D3 “late”, ")

    def test_a_value_beside_a_blank_row(self, messy: Messy) -> None:
        assert ", L14 “1200.5”, " in messy.left("1 Areas")

    def test_a_question_of_their_own(self, messy: Messy) -> None:
        assert messy.left("Settings") == f"F7 “hm”, C{BELOW} “Twitter”: “@shire”"

    def test_a_cell_that_the_workbook_works_out_and_that_was_typed_over(self, messy: Messy) -> None:
        assert messy.left("5 Roles") == "A6 “fine by us”, F6 “7”"

    def test_much_of_it_is_counted(self, messy: Messy) -> None:
        assert messy.left("3 Tools").endswith("M1 “10”, N1 “11” and 8 more")

    def test_a_choice_that_was_added_to_a_closed_list(self, messy: Messy) -> None:
        assert f"Left out of the list “{CLOSED.heading}”: “Enormous”." in messy.renewed.remarks

    def test_charts(self, messy: Messy) -> None:
        assert "Pictures, charts and shapes are left behind." in messy.renewed.remarks

    def test_nothing_else_is_remarked(self, messy: Messy) -> None:
        assert len(messy.renewed.remarks) == 10


class TestChoices:
    def test_ideas_that_were_added_to_an_open_list_are_kept(self, messy: Messy) -> None:
        listed = messy.column("Lists", IDEAS.heading)
        assert listed[: len(IDEAS.items) + 1] == [*IDEAS.texts, "Letters of thanks"]

    def test_the_councils_own_service_list_is_kept(self, path: Path) -> None:
        services = (ListItem("Parking (10)"), ListItem("Blue badges (11)"))
        cars = {"areas": [{"name": "Cars", "kind": "Service", "service": "Parking (10)"}]}
        renewed = renew(saved(tables_from(BLUEPRINT.with_list("service", services), cars), path))
        offered = column(openpyxl.load_workbook(renewed.path)["Lists"], "Services of the council")
        assert list(filter(None, offered)) == ["Parking (10)", "Blue badges (11)"]
        assert renewed.remarks == ()


class TestOddAnswers:
    def test_what_cannot_be_read_and_what_is_not_in_a_list_stays_as_typed(self, messy: Messy) -> None:
        area = messy.tables["areas"].rows[FIRST]
        assert (area["kind"], area["status"]) == ("Sarvise", "TRUE")
        assert messy.tables["roles"].rows[6]["capacity"] == "about ten"
        assert messy.tables["settings"].rows[0]["budget"] == "2027-04-01"

    def test_merged_cells_give_their_first_row_the_value(self, messy: Messy) -> None:
        assert [row["kind"] for row in messy.tables["areas"].rows.values()] == ["Sarvise", "Service", None]

    def test_weights_that_cannot_be_used_are_carried_over_for_the_check_to_find(self, messy: Messy) -> None:
        assert messy.tables["settings"].rows[0]["weight_cost"] == -1
        assert "settings.weight_cost.in_range" in {finding.code for finding in check(messy.tables)}

    def test_more_rows_than_the_template_prepares_get_room(self, path: Path) -> None:
        roles = [{"role": f"Role {number}"} for number in range(50)]
        renewed = renew(saved(tables_from(BLUEPRINT.sized({"roles": 50}), {"roles": roles}), path))
        assert len(read_workbook(renewed.path)["roles"].rows) == 50


@pytest.mark.long
class TestAgain:
    @settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(answers=any_answers(BLUEPRINT, rows=6))
    def test_upgrading_a_current_workbook_changes_no_answer_and_has_nothing_to_remark(
        self, answers: dict[str, object], small: Path, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        tables = tables_from(BLUEPRINT, answers)
        folder = tmp_path_factory.mktemp("identity")
        renewed = smreport.upgrade(saved(tables, folder / "old.xlsx"), folder / "new.xlsx", template=small)
        assert renewed.remarks == ()
        found = read_workbook(renewed.path)
        for key, table in tables.items():
            pd.testing.assert_frame_equal(found.frame(key), table.frame, obj=f"sheet {key}")

    @pytest.mark.parametrize("name", ["devon", "illustrative"])
    def test_upgrading_a_new_workbook_gives_the_same_bytes(self, tmp_path: Path, small: Path, name: str) -> None:
        old, new = tmp_path / "old.xlsx", tmp_path / "new.xlsx"
        smreport.new(old, template=small, answers=EXAMPLES / name / "answers.toml")
        smreport.upgrade(old, new, template=small)
        assert new.read_bytes() == old.read_bytes()

    def test_upgrading_a_messy_workbook_again_changes_nothing(self, messy: Messy, small: Path, tmp_path: Path) -> None:
        renewed = smreport.upgrade(messy.renewed.path, tmp_path / "again.xlsx", template=small)
        assert renewed.remarks == ()
        assert renewed.path.read_bytes() == messy.renewed.path.read_bytes()


class TestCommand:
    @pytest.mark.long
    def test_the_new_file_must_not_be_there(self, path: Path) -> None:
        before = path.read_bytes()
        done = smreport_says("upgrade", path, "-o", path)
        assert done.exit_code == 2
        assert "--force" in done.stderr
        assert path.read_bytes() == before

    def test_with_force_the_old_file_is_kept_under_another_name(self, path: Path, small: Path) -> None:
        before = path.read_bytes()
        done = smreport_says("upgrade", path, "-o", path, "--force", "--template", small)
        assert done.exit_code == 0
        kept = path.with_name("council (1).xlsx")
        assert f"Kept the old file as {kept}" in done.stdout
        assert kept.read_bytes() == before

    def test_a_workbook_of_another_template_is_refused(self, path: Path, tmp_path: Path) -> None:
        done = smreport_says("upgrade", path, "-o", tmp_path / "new.xlsx", "--template", "digital_inclusion")
        assert done.exit_code == 2
        assert len(done.stderr.splitlines()) == 1
        assert not (tmp_path / "new.xlsx").exists()

    def test_a_file_without_a_list_of_its_parts_loses_its_notes_only_and_that_is_said(self, path: Path) -> None:
        with zipfile.ZipFile(path) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        with zipfile.ZipFile(path, "w") as package:
            for name in parts.keys() - {"[Content_Types].xml"}:
                package.writestr(name, parts[name])
        renewed = renew(path)
        assert renewed.remarks == (
            "Notes in cells are left behind. To keep them, save the workbook as .xlsx in Excel first.",
        )
        assert read_workbook(renewed.path)["areas"].rows == workbook(BLUEPRINT, COUNCIL)["areas"].rows
