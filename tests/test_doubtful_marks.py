"""What may mean that a row is not for publication, wherever somebody has written it, is never taken for nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from golden import text_of_docx
from rounds.council import council
from workbooks import edited, saved

import smreport
from smreport.blueprint.model import Blueprint, Sheet
from smreport.blueprint.publication import mark_of, secret_rows
from smreport.cli import main
from smreport.commands.loading import load_template
from smreport.commands.reading import read_for_renewal, read_workbook

pytestmark = pytest.mark.usefixtures("few_rows")

MARKED = ("accounts", "evaluation", "risks", "portfolio", "kpis")


@pytest.fixture
def template(blueprint: Blueprint) -> Blueprint:
    return load_template("social_media")


@pytest.fixture
def path(template: Blueprint, tmp_path: Path) -> Path:
    return saved(council(template), tmp_path / "w.xlsx")


def says(*arguments: object) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


def heading_of(path: Path, key: str) -> tuple[Sheet, int, int]:
    """A sheet, and the row and column of the heading of its mark, or else of the first column that is free."""
    table = read_workbook(path)[key]
    mark = mark_of(table.sheet)
    return table.sheet, table.sheet.header_row, table.places[mark] if mark else len(table.sheet.columns) + 2


# --- the heading of the mark is another one, or gone ---


HEADINGS = ("Confidential", "For publication", "Not for publicaton", "Publish?", None)


def quickest(*cases: object) -> list[object]:
    """The first of some cases in the README's run of the tests, the others among the long ones."""
    first, *others = cases
    rest = [pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.long) for case in others]
    return [first, *rest]


@pytest.mark.parametrize(("key", "heading"), quickest(*zip(MARKED, HEADINGS, strict=True)))
def test_without_its_marks_nothing_is_made_of_a_workbook_until_they_have_their_heading(
    path: Path, key: str, heading: str | None
) -> None:
    sheet, row, column = heading_of(path, key)
    mark = sheet.by_key[mark_of(sheet)].heading
    marked, out = read_workbook(path)[key].numbers[0], path.parent / "out.xlsx"

    def rename(book: openpyxl.Workbook, text: str | None = heading) -> None:
        book[sheet.title].cell(row, column).value = text
        book[sheet.title].cell(marked, column).value = "Yes"

    edited(path, rename)
    for command in ("upgrade", "split", "check"):
        done = says(command, path, *(() if command == "check" else ("-o", out)))
        assert done.exit_code == 2, (command, done.output)
        assert "again, with Yes in those rows" in done.output
        assert f"“{mark}” in “{sheet.title}”" in done.output
        assert "smreport upgrade" not in done.output
        assert not out.exists()
    edited(path, lambda book: rename(book, mark))
    assert says("upgrade", path, "-o", out).exit_code == 0
    assert read_workbook(out)[key].columns[mark_of(sheet)][0] is True


# --- a column of people's own that may be the mark ---

UNMARKED = ("areas", "objectives", "tools", "mapping", "roles", "actions")
OWN = ("Not for publication", "Exempt", "Confidential?", "NFP", "Public?", "Publication", "Cyfrinachol")
PUBLIC = (("build", "--draft"), ("export",), ("split",))


def with_column(sheet: Sheet, row: int, column: int, heading: str, said: str) -> Callable[[openpyxl.Workbook], None]:
    def add(book: openpyxl.Workbook) -> None:
        book[sheet.title].cell(row, column).value = heading
        book[sheet.title].cell(row + 1, column).value = said

    return add


@pytest.mark.long
@pytest.mark.parametrize("key", quickest("evaluation", *UNMARKED))
def test_a_column_that_may_be_a_mark_stops_all_that_is_public_until_it_is_called_otherwise(
    path: Path, key: str
) -> None:
    sheet, row, column = heading_of(path, key)
    column = column if key in UNMARKED else len(sheet.columns) + 2
    heading = OWN[[*UNMARKED, "evaluation"].index(key)]
    edited(path, with_column(sheet, row, column, heading, "Yes"))
    (error,) = [found for found in smreport.check(path).findings if found.code == "cells.secret_column"]
    assert (error.level, error.sheet, error.value) == (smreport.Level.ERROR, sheet.title, heading)
    for command, *options in PUBLIC:
        done = says(command, path, "-o", path.parent / "out", *options)
        assert (done.exit_code, f"{sheet.title}, {error.cell}" in done.output) == (2, True), command
        assert not (path.parent / "out").exists()
    assert says("upgrade", path, "-o", path.parent / "new.xlsx").exit_code == 0
    assert read_for_renewal(path.parent / "new.xlsx", None)[0].extras.columns[key][heading] == {row + 1: "Yes"}
    edited(path, with_column(sheet, row, column, "Something else", "Yes"))
    assert says("export", path, "-o", path.parent / "out").exit_code == 0


@pytest.mark.long
@pytest.mark.parametrize(("heading", "said"), [("Exempt", "No"), ("Confidential", ""), ("Approved by", "Yes")])
def test_a_column_that_marks_nothing_stops_nothing(path: Path, heading: str, said: str) -> None:
    edited(path, with_column(*heading_of(path, "actions"), heading, said))
    assert "cells.secret_column" not in {found.code for found in smreport.check(path).findings}


# --- a ground without a mark, and words beside a figure ---


@pytest.mark.long
@pytest.mark.parametrize(
    ("key", "typed", "mark"),
    [
        ("exempt_ground", "Paragraph 3", None),
        ("exempt_ground", "Paragraph 3", "No"),
        ("public_interest", "We would pay more", None),
        ("setup_cost", "£4,073 (confidential)", None),
        ("setup_cost", "4073 NFP", "No"),
        ("hours", "about ten, not for publication", None),
        ("yearly_cost", "exempt: £4,073", None),
    ],
)
def test_what_says_that_a_row_is_secret_hides_it_and_is_an_error_at_its_mark(
    path: Path, key: str, typed: str, mark: str | None
) -> None:
    table = read_workbook(path)["evaluation"]
    row = table.numbers[0]

    def fill(book: openpyxl.Workbook) -> None:
        page = book[table.title]
        page.cell(row, table.places["setup_cost"]).value = "£4,073" if key != "yearly_cost" else 0
        page.cell(row, table.places[key]).value = typed
        page.cell(row, table.places["not_public"]).value = mark

    edited(path, fill)
    assert row in secret_rows(read_workbook(path)["evaluation"])
    errors = {found.cell for found in smreport.check(path).findings if found.level is smreport.Level.ERROR}
    assert table.cell("not_public", row) in errors
    said = says("export", path, "-o", path.parent / "out", "--format", "json").output
    said += says("check", path, "--format", "json").output
    said += "".join(file.read_text() for file in (path.parent / "out").iterdir())
    assert not re.search("4,?073|about ten", said)
    assert says("upgrade", path, "-o", path.parent / "new.xlsx").exit_code == 0
    assert secret_rows(read_workbook(path.parent / "new.xlsx")["evaluation"])


def test_a_figure_that_is_said_to_be_secret_where_nothing_is_kept_back_stops_all_that_is_public(path: Path) -> None:
    roles = read_workbook(path)["roles"]
    place = roles.cell("capacity", roles.numbers[0])
    edited(path, lambda book: book[roles.title].__setitem__(place, "20 (confidential)"))
    done = says("export", path, "-o", path.parent / "out")
    assert (done.exit_code, f"{roles.title}, {place}" in done.output) == (2, True)
    edited(path, lambda book: book[roles.title].__setitem__(place, 20))
    assert says("export", path, "-o", path.parent / "out").exit_code == 0


# --- the report as a whole ---


@pytest.mark.long
@pytest.mark.parametrize("said", quickest("Exempt para 3", "Confidential", "Yes", "tbc", "#N/A", "=1=1"))
def test_what_cannot_be_read_of_the_whole_report_counts_as_exempt(path: Path, said: str) -> None:
    settings = read_workbook(path)["settings"]
    place = settings.cell("publication", min(settings.numbers))
    mark = read_workbook(path)["evaluation"].cell("not_public", read_workbook(path)["evaluation"].numbers[0])

    def fill(book: openpyxl.Workbook) -> None:
        book[settings.title][place].value, book["6 Evaluation"][mark].value = said, "Yes"

    edited(path, fill)
    done = says("build", path, "-o", path.parent / "out", "--draft", "--html")
    assert (done.exit_code, f"cell {place}: the report as a whole is exempt" in done.output) == (2, True)
    assert says("build", path, "-o", path.parent / "out", "--draft").exit_code == 0
    text = text_of_docx((path.parent / "out" / "report.docx").read_bytes())
    assert re.search(r"Public or exempt\W+Exempt\b", text)
    assert "with an exempt annex" not in text
