"""Start here says how far each sheet is: an empty one is still to do, and LibreOffice works out the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from strategies import Pools, filled
from workbooks import all_known, with_rows

from smreport.blueprint.answers import Answers, tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Tables
from smreport.blueprint.templates import load, shipped
from smreport.commands.making import workbook_bytes
from smreport.decision.check import check_cells
from smreport.workbook.read.reader import read
from smreport.workbook.read.workbook_file import Workbook

MAY_STAY_EMPTY = {
    "1a People", "3a Accounts", "3a Already there", "6b Money", "7c Swings", "7d Advice", "7e Options", "7f Meetings",
}  # fmt: skip
Progress = dict[str, tuple[object, ...]]


def progress(path: Path) -> Progress:
    """Rows filled in, rows with errors, rows with gaps and what is next, by the sheet's title."""
    rows = [tuple(row) for row in Workbook(path).grid("Start here")]
    header = next(number for number, row in enumerate(rows) if row[0] == "Sheet")
    return {str(row[0]): row[3:7] for row in rows[header + 1 :] if row[0]}


def written(tables: Tables, path: Path) -> Path:
    path.write_bytes(workbook_bytes(tables, strict=False))
    return path


def with_everything(blueprint: Blueprint) -> Answers:
    """Answers that break many rules, several in one row."""
    return filled(blueprint, Pools(), Random(5), rows=8)


@pytest.mark.parametrize("template", shipped())
def test_an_empty_sheet_is_still_to_do_unless_it_may_stay_empty(tmp_path: Path, template: str) -> None:
    found = progress(written(tables_from(with_rows(load(template), 5), {}), tmp_path / "blank.xlsx"))
    assert found.pop("Settings")[1:3] == (0, 9)
    assert {row[:3] for row in found.values()} == {(0, "", "")}
    to_do = {title for title, row in found.items() if str(row[3]).startswith("To do: ")}
    assert to_do == set(found) - MAY_STAY_EMPTY
    assert {found[title][3] for title in set(found) - to_do} == {"Nothing filled in: this sheet may stay empty"}


def test_a_sheet_without_faults_is_fine(tmp_path: Path) -> None:
    found = progress(written(all_known(load()), tmp_path / "council.xlsx"))
    assert {row[1:] for row in found.values()} == {(0, 0, "Fine so far")}


@pytest.mark.parametrize("template", shipped())
@pytest.mark.engines  # the gate asks two engines more
@pytest.mark.parametrize("make", [lambda blueprint: {}, with_everything], ids=["blank", "full of faults"])
def test_libreoffice_counts_what_the_check_finds(
    tmp_path: Path, libreoffice: Callable[[Path], Path], template: str, make: Callable[[Blueprint], Answers]
) -> None:
    blueprint = with_rows(load(template), 8)
    tables = tables_from(blueprint, make(blueprint))
    path = written(tables, tmp_path / "council.xlsx")
    found = progress(libreoffice(path))
    assert found == progress(path)
    for key, said in check_cells(read(Workbook(path), blueprint)).items():  # words for a blank are written as one
        title, told = blueprint.sheets[key].title, [cell for cell in said.values() if cell]
        if title in found and told:
            counts = tuple(sum(level in cell for cell in told) for level in ("", "Error: ", "Gap: "))
            assert found[title][:3] == counts
