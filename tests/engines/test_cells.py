"""The harness itself, without any engine: shared formulas are written out rightly, and nothing stale can hide."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from engines.cells import MAIN, Error, Place, Value, cells, changed, parts_of, results, saved_results
from engines.comparison import alike, compared
from engines.engine import AS_EMITTED, WRITTEN_OUT, handed_over
from lxml import etree
from workbooks import example

from smreport.blueprint.model import Blueprint
from smreport.commands.making import workbook_bytes


@pytest.fixture(scope="module")
def path(blueprint: Blueprint, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cells") / "illustrative.xlsx"
    path.write_bytes(workbook_bytes(example(blueprint, "illustrative")))
    return path


def by_openpyxl(path: Path) -> dict[Place, str]:
    """Every formula, as another reader writes the shared ones out."""
    book = openpyxl.load_workbook(path)
    every = ((page.title, cell) for page in book for row in page.iter_rows() for cell in row)
    return {(title, cell.coordinate): cell.value[1:] for title, cell in every if cell.data_type == "f"}


@pytest.mark.long
def test_shared_formulas_are_written_out_as_openpyxl_does(path: Path, tmp_path: Path) -> None:
    wanted = by_openpyxl(path)
    assert len(wanted) > 3000
    assert {place: cell.formula for place, cell in cells(path).items() if cell.formula} == wanted
    copy = handed_over(path, tmp_path / "copy.xlsx", WRITTEN_OUT)
    assert by_openpyxl(copy) == wanted
    assert b'"shared"' not in b"".join(parts_of(copy).values())


SHARED = [
    ("A1", "A2"), ("$A1", "$A2"), ("A$1", "A$1"), ("SUM(A1:B$2)", "SUM(A2:B$2)"), ('"A1"&A1', '"A1"&A2'),
    ("LOG10(A1)", "LOG10(A2)"), ("'A1 B2'!A1+Q1!A1:Q1!A2", "'A1 B2'!A2+Q1!A2:Q1!A3"),
    ("'It''s A1'!B3", "'It''s A1'!B4"), ("T[[#This Row],[A1]]", "T[[#This Row],[A1]]"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), SHARED)
def test_only_references_without_a_dollar_sign_move(tmp_path: Path, first: str, second: str) -> None:
    path = tmp_path / "shared.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_formula("D1", f"={first}")
        page.write_formula("D2", "=0")

    def share(title: str, page: etree._Element) -> None:
        for number, formula in enumerate(page.iter(f"{MAIN}f")):
            formula.attrib.update({"t": "shared", "si": "0"} | ({} if number else {"ref": "D1:D2"}))
            formula.text = None if number else formula.text

    found = cells(changed(path, path, share))
    assert [found["Sheet1", at].formula for at in ("D1", "D2")] == [first, second]


@pytest.mark.long
@pytest.mark.parametrize("form", [AS_EMITTED, WRITTEN_OUT])
def test_no_saved_result_is_handed_over_and_no_answer_is_lost(path: Path, tmp_path: Path, form: str) -> None:
    copy = handed_over(path, tmp_path / "copy.xlsx", form)
    assert results(copy) == {}
    assert len(saved_results(path)) > 3000
    was, now = cells(path), cells(copy)
    assert {at: cell for at, cell in was.items() if not cell.formula} == {
        at: cell for at, cell in now.items() if not cell.formula
    }


def test_a_formula_that_was_not_worked_out_does_not_pass() -> None:
    place: Place = ("Sheet1", "A1")
    found = compared(("an engine", AS_EMITTED), {place}, {}, {place: ""}, {})
    assert (found.is_right, found.anew, found.not_anew) == (False, 0, [place])
    assert "Sheet1!A1 was not worked out" in str(found)


UNLIKE: list[tuple[Value, Value]] = [
    (1.0, "1"), ("", 0.0), (True, 1.0), (False, 0.0), (0.0, ""), (1.0, 1.0 + 1e-8), ("OK", "O K"), (Error("#N/A"), ""),
    ("Error: Area is missing.", "Gap: Area is missing."), (True, "TRUE"),
]  # fmt: skip
ALIKE: list[tuple[Value, Value]] = [(1.0, 1.0 + 1e-12), ("Libraries", " libraries  "), (True, True), ("", "")]


@pytest.mark.parametrize(("shown", "wanted"), UNLIKE)
def test_unlike_values_do_not_pass(shown: Value, wanted: Value) -> None:
    assert not alike(shown, wanted)
    assert not alike(wanted, shown)


@pytest.mark.parametrize(("shown", "wanted"), ALIKE)
def test_like_values_pass(shown: Value, wanted: Value) -> None:
    assert alike(shown, wanted)
