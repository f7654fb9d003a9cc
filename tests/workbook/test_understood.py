"""The cases of how names and choices are understood, typed into a workbook: it is read alike from every program.

Its own Check column says what Python makes of the same cells as Excel reads them, and is never redder than the check.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from by_hand import written_by_hand
from openpyxl import Workbook as OpenFile
from workbooks import edited, no_drop_downs, saved

from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.readings import AREAS, NAME, NAMES, Reading, readings
from smreport.blueprint.tables import Tables
from smreport.decision.check import check, check_cells
from smreport.findings import Level
from smreport.workbook.read.reader import read
from smreport.workbook.read.workbook_file import Workbook

ROWS = [{"name": name, "kind": kind, "status": "In scope"} for name, kind in AREAS]
KINDS = {NAME: "mapping.area", NAMES: "portfolio.areas"}


def _places() -> dict[str, list[Reading]]:
    """The cases by the column where they are typed; those of the areas themselves stand elsewhere."""
    places: dict[str, list[Reading]] = {}
    for case in readings():
        if case.kind in KINDS or (case.is_choice and case.kind != "areas.status"):
            places.setdefault(KINDS.get(case.kind, case.kind), []).append(case)
    return places


PLACES = tuple((*address.split("."), cases) for address, cases in _places().items())
OTHER = {
    "mapping": "notes",
    "portfolio": "title",
    "evaluation": "purpose",
    "tools": "tool",
    "actions": "action",
    "kpis": "notes",
    "risks": "risk",
}


def paste(blueprint: Blueprint, book: OpenFile) -> None:
    """Types each case into its row."""
    for sheet, key, cases in PLACES:
        there = blueprint.sheets[sheet]
        for row, case in enumerate(cases, start=there.first_row):
            for column, value in ((OTHER[sheet], f"Row {row}"), (key, case.typed)):
                at, place = there.place(column, row)
                if sheet != "portfolio" or key == "areas" or column == key:
                    book[there.title].cell(at, place, value)


def typed_in(blueprint: Blueprint, path: Path, *, over_drop_downs: bool = False) -> Path:
    """A workbook with the areas of the cases, into which each case was typed, or pasted over the drop-downs."""
    given_out = saved(tables_from(blueprint, {"areas": ROWS}), path)
    return edited(given_out, partial(paste, blueprint), *([no_drop_downs] if over_drop_downs else []))


def values(tables: Tables) -> list[tuple[str, object]]:
    return [
        (f"{sheet}.{key}", tables[sheet].row(row)[key])
        for sheet, key, cases in PLACES
        for row in rows(tables, sheet, cases)
    ]


def rows(tables: Tables, sheet: str, cases: list[Reading]) -> range:
    first = tables.blueprint.sheets[sheet].first_row
    return range(first, first + len(cases))


def wanted(blueprint: Blueprint) -> list[tuple[str, object]]:
    told: list[tuple[str, object]] = []
    for sheet, key, cases in PLACES:
        for case in cases:
            names = tuple(case.meaning.split("; "))
            if case.is_choice and case.is_answer:
                names = (blueprint.label(case.kind, case.meaning),)
            one: object = names[0] if case.is_answer else None if case.meaning == "blank" else case.typed
            told.append((f"{sheet}.{key}", names if key == "areas" else one))
    return told


@pytest.mark.long
def test_typed_pasted_over_the_drop_downs_or_written_by_hand_each_case_is_read_as_the_table_says(
    blueprint: Blueprint, tmp_path: Path
) -> None:
    typed = typed_in(blueprint, tmp_path / "typed.xlsx")
    pasted = typed_in(blueprint, tmp_path / "pasted.xlsx", over_drop_downs=True)
    assert values(read(Workbook(typed), blueprint)) == wanted(blueprint)
    assert values(read(Workbook(pasted), blueprint)) == wanted(blueprint)
    assert values(read(Workbook(written_by_hand(typed)), blueprint)) == wanted(blueprint)


def test_libreoffice_saves_what_is_read_alike_and_its_check_column_says_what_excel_can_tell(
    blueprint: Blueprint, tmp_path: Path, libreoffice: Callable[[Path], Path]
) -> None:
    file = Workbook(libreoffice(typed_in(blueprint, tmp_path / "cases.xlsx")))
    found = read(file, blueprint)
    assert values(found) == wanted(blueprint)
    cells = check_cells(found)
    errors = {(finding.sheet, finding.row) for finding in check(found) if finding.level is Level.ERROR}
    for sheet in blueprint:
        shown = [line[0] for line in file.grid(sheet.title)[sheet.header_row : sheet.last_row]]
        for row, said in enumerate(shown if not sheet.rows_from else (), start=sheet.first_row):
            assert said == cells[sheet.key].get(row, ""), (sheet.key, row)
            assert "Error:" not in str(said) or (sheet.title, row) in errors
