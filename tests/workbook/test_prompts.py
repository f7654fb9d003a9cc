"""Headings and cells that the workbook fills in say so when they are selected, and look it too."""

from __future__ import annotations

import io
from functools import cache
from itertools import combinations

import openpyxl
import pytest
from openpyxl import Workbook as OpenFile
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import with_rows

from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Sheet
from smreport.blueprint.needed import Need, guide, leave, need, need_in_words
from smreport.blueprint.templates import load, shipped
from smreport.workbook.emit.prompts import LONGEST_PROMPT
from smreport.workbook.emit.writer import Shown, emit

SHEETS = [(name, sheet) for name in shipped() for sheet in with_rows(load(name), 5)]


def ids(value: object) -> str:
    return str(getattr(value, "key", value))


@cache
def emitted(template: str, rows: int = 5) -> OpenFile:
    content = emit(tables_from(with_rows(load(template), rows), {}), Shown())
    return openpyxl.load_workbook(io.BytesIO(content))


def prompts_at(page: Worksheet, cell: str) -> list[str]:
    return [each.prompt or "" for each in page.data_validations.dataValidation if cell in each.sqref]


@pytest.mark.parametrize(("template", "sheet"), SHEETS, ids=ids)
def test_every_heading_says_to_leave_it_and_what_it_is_for(template: str, sheet: Sheet) -> None:
    page = emitted(template)[sheet.title]
    columns = [None, *([] if sheet.is_form else sheet.columns)]
    for column, heading in zip(columns, page[sheet.header_row], strict=False):
        (words,) = prompts_at(page, heading.coordinate)
        assert "smreport finds the columns by them" in words
        assert column is None or need_in_words(sheet, column) in words


@pytest.mark.parametrize(("template", "sheet"), SHEETS, ids=ids)
def test_every_formula_says_to_leave_it(template: str, sheet: Sheet) -> None:
    page = emitted(template)[sheet.title]
    formulas = [cell for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas
    for cell in formulas:
        (words,) = prompts_at(page, cell.coordinate)
        assert words.startswith(leave())


def test_the_formulas_of_the_first_sheet_say_to_leave_them() -> None:
    page = emitted(shipped()[0])["Start here"]
    formulas = [cell for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas
    assert {words for cell in formulas for words in prompts_at(page, cell.coordinate)} == {leave()}


@pytest.mark.parametrize(("template", "sheet"), SHEETS, ids=ids)
def test_the_prompt_of_an_answer_begins_with_whether_it_is_needed(template: str, sheet: Sheet) -> None:
    for column in sheet.columns:
        cell = sheet.cell(column.key, sheet.last_row).replace("$", "")
        (words,) = prompts_at(emitted(template)[sheet.title], cell)
        assert words.rstrip("…") == guide(sheet, column)[: len(words.rstrip("…"))]
        assert words.startswith(need_in_words(sheet, column))


@pytest.mark.parametrize("template", shipped())
def test_questions_say_in_the_sheet_whether_they_are_needed(template: str) -> None:
    for sheet in (sheet for name, sheet in SHEETS if name == template and sheet.is_form):
        page = emitted(template)[sheet.title]
        for column in sheet.columns:
            row, _ = sheet.place(column.key, 0)
            assert page.cell(row, 4).value == guide(sheet, column)
            assert page.cell(row, 2).font.b is (need(sheet, column) is Need.ALWAYS)
        assert all(cell.font.b for cell in page[sheet.header_row])
        assert [page.cell(row, 2).value for row in sheet.groups.values()] == list(sheet.groups)
        assert "For the report to the meeting" in sheet.groups


@pytest.mark.parametrize("template", shipped())
def test_no_cell_has_two_prompts_and_none_is_too_long(template: str) -> None:
    for page in emitted(template):
        validations = page.data_validations.dataValidation
        areas = [area for each in validations for area in each.sqref.ranges]
        assert [(a.coord, b.coord) for a, b in combinations(areas, 2) if not a.isdisjoint(b)] == []
        assert all(len(each.prompt or "") <= LONGEST_PROMPT for each in validations)


def test_a_longer_sheet_has_no_more_prompts() -> None:
    def counts(rows: int) -> list[int]:
        return [len(page.data_validations.dataValidation) for page in emitted(shipped()[0], rows)]

    assert counts(8) == counts(5)


@pytest.mark.parametrize("template", shipped())
def test_headings_of_each_kind_differ_in_their_letters_not_only_in_colour(template: str) -> None:
    looks: dict[tuple[bool, bool], set[Need]] = {}
    for sheet in (sheet for name, sheet in SHEETS if name == template and not sheet.is_form):
        headings = emitted(template)[sheet.title][sheet.header_row][1:]
        for column, cell in zip(sheet.columns, headings, strict=True):
            looks.setdefault((cell.font.b, cell.font.i), set()).add(need(sheet, column))
    assert looks == {
        (True, False): {Need.ALWAYS}, (False, False): {Need.AT_TIMES}, (False, True): {Need.WORKBOOK},
    }  # fmt: skip


@pytest.mark.parametrize(("template", "sheet"), SHEETS, ids=ids)
def test_a_line_above_the_headings_explains_their_looks(template: str, sheet: Sheet) -> None:
    line = str(emitted(template)[sheet.title].cell(sheet.header_row - 1, 1).value)
    assert ("In bold: needed." in line) is not bool(sheet.rows_from)
    has_formulas = any(need(sheet, column) is Need.WORKBOOK for column in sheet.columns)
    assert ("In italics: the workbook fills it in." in line) is (has_formulas and not sheet.rows_from)


@pytest.mark.parametrize("template", shipped())
def test_no_sheet_is_protected(template: str) -> None:
    assert not any(page.protection.sheet for page in emitted(template))
