"""Rows that people add: what LibreOffice shows then, which really adds them, and what smreport makes of the file."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import openpyxl
import pytest
from click.testing import CliRunner
from template_folders import copied
from workbooks import all_known, saved

from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.templates import load
from smreport.cli import main

SCRIPT = Path(__file__).with_name("adding_rows.py")
SYSTEM = "/usr/bin/python3"  # LibreOffice's bridge is a module of it
ROWS = 12
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


def said(path: Path, title: str) -> list[str]:
    """What stands below Check in a sheet, without blanks."""
    column = [cell.value for cell in openpyxl.load_workbook(path, data_only=True)[title]["A"]]
    return [str(value) for value in column[column.index("Check") + 1 :] if value]
