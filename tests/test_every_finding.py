"""Whatever is typed: a check that fails says why, and each finding names a sheet and a cell that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import any_answers
from workbooks import saved, with_rows

import smreport
from smreport.blueprint.addresses import column_letter
from smreport.blueprint.answers import Answers, tables_from
from smreport.blueprint.templates import load, shipped
from smreport.findings import Finding, Level
from smreport.workbook.read.workbook_file import Workbook

ROWS = 3
BLUEPRINTS = {name: with_rows(load(name), ROWS) for name in shipped()}


@st.composite
def any_workbook(draw: st.DrawFn) -> tuple[str, Answers]:
    name = draw(st.sampled_from(sorted(BLUEPRINTS)))
    return name, draw(any_answers(BLUEPRINTS[name], ROWS))


def stands_there(finding: Finding, workbook: Workbook) -> bool:
    """Whether the cell is within the sheet, and in the column (in a form, the row) that the finding names."""
    match = re.fullmatch(r"([A-Z]+)(\d+)", finding.cell)
    grid = workbook.grid(finding.sheet)
    is_there = finding.row <= len(grid) or finding.code.endswith(".missing_row")  # where it could go
    if match is None or int(match[2]) != finding.row or not is_there:
        return False
    headings = {column_letter(number): [row[number - 1] for row in grid] for number in range(1, len(grid[0]) + 1)}
    return finding.column in headings[match[1]] or finding.column in grid[finding.row - 1]


@pytest.mark.long
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=any_workbook())
def test_a_failed_check_names_a_cell_for_all_that_it_finds(
    content: tuple[str, Answers], tmp_path_factory: pytest.TempPathFactory
) -> None:
    name, answers = content
    path = tmp_path_factory.mktemp("typed") / "typed.xlsx"
    saved(tables_from(BLUEPRINTS[name], answers), path)
    (checked,) = smreport.check_workbooks([path])
    workbook = Workbook(path)
    assert checked.unreadable == ""
    assert checked.passed == all(finding.level is Level.NOTE for finding in checked.findings)
    assert checked.passed or checked.findings
    for finding in checked.findings:
        assert finding.sheet in workbook.titles
        assert stands_there(finding, workbook)
        assert finding.what.endswith((".", "?", "!"))
        assert finding.fix
        assert finding.owner


@pytest.mark.parametrize("content", [b"", b"Dear Ann", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_a_check_of_what_is_no_workbook_fails_and_says_why(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.xlsx"
    path.write_bytes(content)
    (checked,) = smreport.check_workbooks([path])
    assert not checked.passed
    assert checked.unreadable.startswith(f"{path}: ")
