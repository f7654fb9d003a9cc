"""What may mean that a row is not for publication, wherever somebody has written it, is never taken for nothing."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from rounds.council import council
from workbooks import edited, saved

from smreport.blueprint.model import Blueprint, Sheet
from smreport.blueprint.publication import mark_of
from smreport.cli import main
from smreport.commands.loading import load_template
from smreport.commands.reading import read_workbook

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


@pytest.mark.parametrize(("key", "heading"), list(zip(MARKED, HEADINGS, strict=True)))
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
