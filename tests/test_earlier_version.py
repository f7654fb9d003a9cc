"""A workbook that the template's version 1.0 made is read, merged and brought up to date, and nothing in it is lost."""

from __future__ import annotations

from pathlib import Path
from shutil import copy

import pytest
from openpyxl import Workbook as OpenFile
from workbooks import edited

import smreport
from smreport.blueprint.templates import load, shipped
from smreport.commands.loading import load_template
from smreport.commands.reading import read_with_added, read_workbook
from smreport.workbook.read.workbook_file import Workbook

THEN = Path(__file__).parent / "old_versions" / "social_media-1.0.xlsx"
ASKED_SINCE = {f"{sheet.key}.{column.key}" for sheet in load() for column in sheet.columns if column.since}


def added(path: Path) -> dict[str, dict[str, dict[int, object]]]:
    """People's own columns, by sheet and heading."""
    columns = read_with_added(Workbook(path), load_template("social_media")).extras.columns
    return {key: {heading: dict(values) for heading, values in own.items()} for key, own in columns.items() if own}


def test_what_is_asked_since_is_blank_and_nothing_is_missed() -> None:
    assert len(ASKED_SINCE) == 44
    assert smreport.check(THEN).frame.empty
    then = read_workbook(THEN)
    assert not then["money"].numbers
    assert all(set(then[sheet].columns[key]) == {None} for sheet, key in (each.split(".") for each in ASKED_SINCE))
    assert then["risks"].columns["residual_impact"] == ["Minor"]


def test_a_cell_that_is_not_in_the_file_is_named_by_its_heading() -> None:
    then = read_workbook(THEN)
    assert (then["settings"].cell("risk_appetite", 0), then["settings"].cell("budget", 0)) == ("“Risk appetite”", "C23")
    assert then["evaluation"].cell("runs", 7) == "“Yearly cost goes on or ends”"


@pytest.mark.long
@pytest.mark.parametrize("command", ["upgrade", "refresh"])
def test_it_is_made_anew_with_every_answer_and_without_what_is_no_longer_worked_out(
    command: str, tmp_path: Path
) -> None:
    anew = tmp_path / "anew.xlsx"
    done = getattr(smreport, command)(THEN, anew)
    assert done.remarks == ()
    then, now = read_workbook(THEN), read_workbook(anew)
    assert {key: table.columns for key, table in now.items()} == {key: table.columns for key, table in then.items()}
    assert Workbook(anew).stamp().version == load().version
    assert added(anew) == {}


def test_what_people_typed_over_a_figure_that_is_gone_is_named(tmp_path: Path) -> None:
    def type_over(book: OpenFile) -> None:
        page = book["4 Mapping"]
        (header,) = (row for row in page.iter_rows() if row[0].value == "Check")
        at = next(cell for cell in header if cell.value == "Projects that claim it")
        page.cell(at.row + 1, at.column).value = "two, I think"
        page.cell(at.row, at.column + 3).value = "Our own"
        page.cell(at.row + 1, at.column + 3).value = "stays"

    path = edited(Path(copy(THEN, tmp_path / "then.xlsx")), type_over)
    done = smreport.upgrade(path, tmp_path / "anew.xlsx")
    assert [remark for remark in done.remarks if "two, I think" in remark]
    assert added(tmp_path / "anew.xlsx") == {"mapping": {"Our own": {7: "stays"}}}


def test_a_sheet_of_people_s_own_that_is_called_as_a_later_one_of_ours_comes_along(tmp_path: Path) -> None:
    path = edited(
        Path(copy(THEN, tmp_path / "then.xlsx")), lambda book: book.create_sheet("Workings").append(["ours", 3])
    )
    smreport.upgrade(path, tmp_path / "anew.xlsx")
    for file in (path, tmp_path / "anew.xlsx"):
        own = read_with_added(Workbook(file), load_template("social_media")).extras.sheets
        assert list(own.values()) == [(("ours", 3.0),)]


@pytest.mark.long
@pytest.mark.parametrize("dropped", [False, True])
def test_the_workings_are_no_sheet_of_people_s_own_even_without_their_defined_names(
    dropped: bool, tmp_path: Path
) -> None:
    def drop(book: OpenFile) -> None:
        if dropped:
            book.defined_names.clear()

    smreport.upgrade(THEN, tmp_path / "anew.xlsx")
    path = edited(tmp_path / "anew.xlsx", drop)
    assert "Workings" in Workbook(path).titles
    assert not read_with_added(Workbook(path), load_template("social_media")).extras.sheets


def test_it_is_merged_and_built(tmp_path: Path) -> None:
    done = smreport.merge([THEN], tmp_path / "together.xlsx")
    assert done.workbook.exists()
    assert not done.unreadable
    built = smreport.build(THEN, tmp_path / "out")
    assert built.results.projects["rank"].tolist() == [1.0, 2.0]


@pytest.mark.parametrize("name", shipped())
def test_a_version_says_what_it_has_since_and_what_it_does_without(name: str) -> None:
    blueprint = load(name)
    assert blueprint.accepts == ("1.2", "1.1", "1.0")
    since = {sheet.key: sheet.since for sheet in blueprint if sheet.since}
    assert since == {**dict.fromkeys(("money", "swings", "advice", "options", "meetings"), "1.1"), "earlier": "1.2"}
    assert all(sheet.stays and sheet.optional for sheet in blueprint if sheet.since)
    assert [sheet.key for sheet in blueprint if sheet.retired] == ["mapping", "evaluation"]
