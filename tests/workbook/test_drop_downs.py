"""Whatever an emitted drop-down offers is accepted when the workbook comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook as OpenFile
from workbooks import example, saved

from smreport.blueprint.columns import Choice, Ref, YesNo
from smreport.blueprint.model import Blueprint
from smreport.decision.check import check
from smreport.workbook.opening import Workbook
from smreport.workbook.read import read

REFUSALS = {"listed", "exists", "readable", "in_range", "no_separator"}


@pytest.fixture
def path(blueprint: Blueprint, tmp_path: Path) -> Path:
    return saved(example(blueprint, "illustrative"), tmp_path / "council.xlsx")


def offers(path: Path) -> dict[tuple[str, str], list[object]]:
    """What each drop-down offers, by sheet and by the first cell that it stands in."""
    book = openpyxl.load_workbook(path, data_only=True)
    found = {
        (sheet.title, str(validation.sqref).split(":")[0]): list(_listed(book, validation.formula1))
        for sheet in book
        for validation in sheet.data_validations.dataValidation
        if validation.type == "list"
    }
    book.close()
    return found


def _listed(book: OpenFile, source: str) -> Iterator[object]:
    """The filled cells of the range that a list is taken from, by its defined name."""
    name = re.search(r"(?:all|list|offer)_\w+", source)
    assert name, source
    place = book.defined_names[name[0]].attr_text
    title, letter, first, last = re.search(r"'([^']+)'!\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)", place).groups()  # type: ignore[union-attr]
    for row in range(int(first), int(last) + 1):
        value = book[title][f"{letter}{row}"].value
        if value not in (None, ""):
            yield value


def test_every_choice_and_reference_has_a_drop_down_that_offers_something(blueprint: Blueprint, path: Path) -> None:
    offered = offers(path)
    for sheet in blueprint:
        for column in sheet.asked_columns:
            kind = column.type
            if isinstance(kind, Ref | YesNo) or (isinstance(kind, Choice) and kind.choices.items):
                cell = sheet.cell(column.key, sheet.first_row).replace("$", "")
                assert offered[sheet.title, cell], f"{sheet.title}, {column.heading}"


def test_every_value_of_every_drop_down_is_accepted(blueprint: Blueprint, path: Path) -> None:
    offered = offers(path)
    tables = example(blueprint, "illustrative")
    book = openpyxl.load_workbook(path)
    for (title, cell), values in offered.items():
        sheet = next(sheet for sheet in blueprint if sheet.title == title)
        page, column = book[title], book[title][cell].column
        if sheet.is_form:
            page[cell] = values[-1]
        elif not sheet.rows_from:
            for row, value in enumerate(values, start=max(tables[sheet.key].rows) + 1):
                page.cell(row, column).value = value
    book.save(path)
    findings = check(read(Workbook(path), blueprint))
    assert sum(map(len, offered.values())) > 200
    assert [finding for finding in findings if finding.code.split(".")[2] in REFUSALS] == []
