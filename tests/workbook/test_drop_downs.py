"""Whatever an emitted drop-down offers is accepted when the workbook comes back."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from workbooks import example, offered, saved

from smreport.blueprint.columns import Choice, Ref, Refs, YesNo
from smreport.blueprint.model import Blueprint
from smreport.decision.check import check
from smreport.workbook.read.reader import read
from smreport.workbook.read.workbook_file import Workbook

REFUSALS = {"listed", "exists", "readable", "in_range", "no_separator"}


@pytest.fixture
def path(blueprint: Blueprint, tmp_path: Path) -> Path:
    return saved(example(blueprint, "illustrative"), tmp_path / "council.xlsx")


def offers(path: Path) -> dict[tuple[str, str], list[object]]:
    """What each drop-down offers, by sheet and by the first cell that it stands in."""
    book = openpyxl.load_workbook(path, data_only=True)
    found = {
        (sheet.title, str(validation.sqref).split(":")[0]): offered(book, validation.formula1)
        for sheet in book
        for validation in sheet.data_validations.dataValidation
        if validation.type == "list"
    }
    book.close()
    return found


def test_every_choice_and_reference_has_a_drop_down_that_offers_something(blueprint: Blueprint, path: Path) -> None:
    lists = offers(path)
    for sheet in blueprint:
        for column in sheet.asked_columns:
            kind = column.type
            if isinstance(kind, Ref | YesNo) or (isinstance(kind, Choice) and kind.choices.items):
                cell = sheet.cell(column.key, sheet.first_row).replace("$", "")
                assert lists[sheet.title, cell], f"{sheet.title}, {column.heading}"


@pytest.mark.long
def test_every_value_of_every_drop_down_is_accepted(blueprint: Blueprint, path: Path) -> None:
    lists = offers(path)
    tables = example(blueprint, "illustrative")
    book = openpyxl.load_workbook(path)
    for (title, cell), values in lists.items():
        sheet = next(sheet for sheet in blueprint if sheet.title == title)
        page, column = book[title], book[title][cell].column
        if sheet.is_form:
            page[cell] = values[-1]
        elif not sheet.rows_from:
            for row, value in enumerate(values, start=max(tables[sheet.key].rows) + 1):
                page.cell(row, column).value = value
    book.save(path)
    findings = check(read(Workbook(path), blueprint))
    assert sum(map(len, lists.values())) > 200
    assert [finding for finding in findings if finding.code.split(".")[2] in REFUSALS] == []


def test_a_drop_down_refuses_other_words_where_the_check_does_and_only_suggests_elsewhere(
    blueprint: Blueprint, path: Path
) -> None:
    book = openpyxl.load_workbook(path)
    refuses = {
        (page.title, str(validation.sqref).split(":")[0]): bool(validation.showErrorMessage)
        for page in book
        for validation in page.data_validations.dataValidation
        if validation.type == "list"
    }
    book.close()
    expected: dict[tuple[str, str], bool] = {}
    for sheet in blueprint:
        for column in sheet.asked_columns:
            kind = column.type
            if isinstance(kind, Ref | YesNo) or (isinstance(kind, Choice) and kind.choices.items):
                codes = {f"{sheet.key}.{column.key}.{rule}" for rule in ("listed", "exists", "readable")}
                is_checked = bool(codes & {rule.code(sheet) for rule in sheet.rules})
                takes_several = isinstance(kind, Refs)
                place = sheet.title, sheet.cell(column.key, sheet.first_row).replace("$", "")
                expected[place] = is_checked and not takes_several
    assert refuses == expected
    assert set(refuses.values()) == {True, False}
