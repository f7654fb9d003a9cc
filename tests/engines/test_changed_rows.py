"""Rows that people add, sort and delete: LibreOffice really does it, and what it shows then is what smreport says."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import openpyxl
import pytest
from click.testing import CliRunner
from engines.cells import saved_results
from engines.comparison import alike
from engines.gated import said_by_python
from template_folders import copied
from workbooks import all_known, saved

from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.templates import load
from smreport.cli import main
from smreport.workbook.read.reader import read
from smreport.workbook.read.workbook_file import Workbook

SCRIPT = Path(__file__).with_name("changing_rows.py")
SYSTEM = "/usr/bin/python3"  # LibreOffice's bridge is a module of it
ROWS = 12
SEVERAL_ROWS = "areas", "objectives", "tools", "mapping", "roles", "evaluation", "risks", "portfolio", "kpis", "actions"
NO_ROOM = "Note: The workbook has no room left to check this row. smreport check looks at it."


@pytest.fixture(scope="module")
def adding(program: Callable[[str], str], not_installed: Callable[[str], NoReturn]) -> Callable[..., str]:
    """Runs the script; what it prints."""
    program("soffice")
    if not Path(SYSTEM).exists() or subprocess.run([SYSTEM, "-c", "import uno"], capture_output=True).returncode:
        not_installed("LibreOffice's bridge to Python (Debian: python3-uno) is not installed")

    def run(*arguments: object) -> str:
        done = subprocess.run([SYSTEM, SCRIPT, *map(str, arguments)], capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_a_row_more_in_one_sheet_changes_nothing_anywhere_else(
    blueprint: Blueprint, adding: Callable[..., str], tmp_path: Path
) -> None:
    """Not a check, a count, a cost, a score or a rank; in every sheet, in the middle of its rows."""
    saved(all_known(blueprint), path := tmp_path / "filled.xlsx")
    titles = [sheet.title for sheet in blueprint if not sheet.is_form]
    found = json.loads(adding("everywhere", path, 3, *titles))
    assert {title: others for title, (_, others) in found.items()} == {title: [] for title in titles}
    assert min(compared for compared, _ in found.values()) > 1_000


def test_a_row_for_which_there_is_no_room_says_so_and_a_refreshed_workbook_has_room(
    adding: Callable[..., str], tmp_path: Path
) -> None:
    folder = copied(tmp_path / "small", "social_media", rows=ROWS)
    areas = [{"name": f"Area {number}", "kind": "Service", "status": "In scope"} for number in range(1, ROWS + 1)]
    objectives = [{"area": f"Area {number} (Service)", "objective": f"Objective {number}"} for number in (1, ROWS)]
    filled = saved(tables_from(load(folder), {"areas": areas, "objectives": objectives}), tmp_path / "filled.xlsx")
    grown, refreshed = tmp_path / "grown.xlsx", tmp_path / "refreshed.xlsx"
    adding("here", filled, grown, "1 Areas", 5, "Area in between", "Service", "In scope")

    *others, last = said(grown, "1 Areas")
    assert last == NO_ROOM
    assert len(others) == ROWS
    assert not [check for check in others if NO_ROOM in check or "error value" in check]
    assert not [check for check in said(grown, "2 Objectives") if "Error" in check]

    command = ("refresh", str(grown), "-o", str(refreshed), "--template", str(folder))
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    assert len(said(refreshed, "1 Areas")) == ROWS + 1
    assert not [check for check in said(refreshed, "1 Areas") if NO_ROOM in check]


@pytest.mark.parametrize("what", ["sorted", "deleted"])
def test_where_rows_are_sorted_or_deleted_the_sheets_say_what_python_says(
    blueprint: Blueprint, adding: Callable[..., str], tmp_path: Path, what: str
) -> None:
    saved(all_known(blueprint), path := tmp_path / "filled.xlsx")
    titles = [sheet.title for sheet in blueprint if not (sheet.is_form or sheet.rows_from)]
    adding(what, path, changed := tmp_path / "changed.xlsx", *titles)
    before, after = all_known(blueprint), read(Workbook(changed), blueprint)
    assert [key for key in SEVERAL_ROWS if [*before[key].rows.values()] == [*after[key].rows.values()]] == []
    shown, wanted = saved_results(changed), said_by_python(changed, blueprint)
    answered = {place: value for place, value in wanted.items() if place[0] in (*titles, blueprint.start.title)}
    assert len(answered) > 1_000
    assert {place: value for place, value in answered.items() if not alike(shown.get(place, ""), value)} == {}


def said(path: Path, title: str) -> list[str]:
    """What stands below Check in a sheet, without blanks."""
    column = [cell.value for cell in openpyxl.load_workbook(path, data_only=True)[title]["A"]]
    return [str(value) for value in column[column.index("Check") + 1 :] if value]
