"""The emitted file as people open it: one visible sheet a tactic, one table a sheet, texts as they were typed."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from engines.cells import MAIN, parts_of, sheet_parts
from lxml import etree
from openpyxl import Workbook as OpenFile
from openpyxl.formula.translate import Translator
from workbooks import saved, with_rows, workbook

from smreport.blueprint import formulas
from smreport.blueprint.answers import tables_from
from smreport.blueprint.check_cells import message_cell
from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Tables
from smreport.blueprint.templates import load
from smreport.decision.check import check_cells
from smreport.decision.results import computed_cells, decide
from smreport.workbook.emit.writer import Shown, emit

BLUEPRINT = with_rows(load(), 6)
COUNCIL = """
| settings   | organisation |
|            | Shire        |
| areas      | name      | kind    | notes  |
|            | Libraries | Service | =1+1   |
|            | "007"     | Service | "TRUE" |
| objectives | area                | objective | importance |
|            | Libraries (Service) | Grow      | Essential  |
| tools      | tool     | use  | channel        |
|            | Facebook | news | Social network |
| roles      | role    |
|            | Adviser |
| mapping    | area                | tool           | objective | role    | strength |
|            | Libraries (Service) | Facebook: news | Grow      | Adviser | Strong   |
| actions    | action | due        |
|            | Write  | 2027-04-01 |
"""


@pytest.fixture(scope="module")
def tables() -> Tables:
    return workbook(BLUEPRINT, COUNCIL)


@pytest.fixture(scope="module")
def content(tables: Tables) -> bytes:
    return emit(tables, Shown(check_cells(tables), computed_cells(decide(tables))))


@pytest.fixture(scope="module")
def book(content: bytes) -> OpenFile:
    """The file with its formulas."""
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.fixture(scope="module")
def shown(content: bytes) -> OpenFile:
    """The file as a reader sees it that does not calculate."""
    return openpyxl.load_workbook(io.BytesIO(content), data_only=True)


def test_the_sheets_stand_in_the_order_of_the_template_and_all_are_visible(book: OpenFile) -> None:
    titles = {sheet.key: sheet.title for sheet in BLUEPRINT} | {"start": "Start here", "lists": "Lists"}
    assert book.sheetnames == [*(titles[key] for key in BLUEPRINT.order), "Workings"]
    assert {page.sheet_state for page in book} == {"visible"}


def test_every_sheet_is_one_table_whose_first_row_are_the_headings(book: OpenFile) -> None:
    for sheet in BLUEPRINT:
        (table,) = book[sheet.title].tables.values()
        headings = [cell.value for cell in book[sheet.title][table.ref][0]]
        assert headings == list(sheet.headings) == [column.name for column in table.tableColumns]


def test_nothing_that_was_typed_becomes_a_formula_or_changes_its_kind(book: OpenFile) -> None:
    page = book["1 Areas"]
    assert [(page[cell].value, page[cell].data_type) for cell in ("J7", "B8", "J8")] == [
        ("=1+1", "s"), ("007", "s"), ("TRUE", "s"),
    ]  # fmt: skip
    assert book["7b Actions"]["E6"].value == datetime(2027, 4, 1)


def test_a_reader_that_does_not_calculate_sees_checks_labels_and_computed_values(shown: OpenFile) -> None:
    assert "Status is missing." in shown["1 Areas"]["A7"].value
    assert shown["1 Areas"]["K7"].value == "Libraries (Service)"
    assert [shown["4 Mapping"].cell(7, column).value for column in range(10, 12)] == ["Social network", 9]
    assert shown["5 Roles"]["F6"].value == 1


def test_check_and_computed_columns_are_formulas_down_to_the_last_row(book: OpenFile) -> None:
    for sheet in BLUEPRINT:
        for row in sorted({*range(sheet.first_row, sheet.last_row + 1)} - {*sheet.groups.values()}):
            assert str(book[sheet.title].cell(row, 1).value).startswith("=")
        for column in sheet.columns:
            if column.computation:
                _, number = sheet.place(column.key, sheet.first_row)
                last = book[sheet.title].cell(sheet.last_row, number).value
                assert str(last).startswith("=")


def test_the_check_formula_stays_within_excels_limit_however_long_the_sheets_become() -> None:
    full = load().sized({sheet.key: 1_000_000 for sheet in load()})
    for sheet in full:
        of_cell: dict[str, list[tuple[formulas.Truth, str]]] = {}  # a form has a Check cell for each question
        for rule in (rule for rule in sheet.rules if rule.in_sheet):
            message = (rule.condition(full, sheet, sheet.last_row), rule.words(sheet)[0])
            of_cell.setdefault(rule.at[0] if sheet.is_form else "", []).append(message)
        for messages in of_cell.values():
            is_blank = formulas.NEVER if sheet.is_form else sheet.row_is_blank(sheet.last_row)
            formula = message_cell(is_blank, messages)
            assert len(formula.spelled) < formulas.LONGEST_FORMULA, sheet.title


def test_a_prompt_stands_on_every_cell_to_fill_in(book: OpenFile) -> None:
    for sheet in BLUEPRINT:
        prompts = {
            str(area).split(":")[0]: validation.prompt
            for validation in book[sheet.title].data_validations.dataValidation
            for area in validation.sqref.ranges
        }
        for column in sheet.asked_columns:
            cell = sheet.cell(column.key, sheet.first_row).replace("$", "")
            assert prompts[cell], f"{sheet.title}, {column.heading}"


def test_the_start_sheet_names_the_template_and_its_version(book: OpenFile) -> None:
    cells = [cell.value for row in book["Start here"].iter_rows() for cell in row]
    assert f"smreport template: social_media, version {BLUEPRINT.version}" in cells
    assert {sheet.title for sheet in BLUEPRINT if not sheet.rows_from} <= set(cells)


def test_the_file_says_whose_it_is_and_when_the_template_was_released(book: OpenFile) -> None:
    assert book.properties.title == "Shire - Social media strategy workbook"
    assert book.properties.created.date() == BLUEPRINT.released


def test_headings_stay_in_sight_and_are_printed_on_every_page(book: OpenFile) -> None:
    for sheet in BLUEPRINT:
        page = book[sheet.title]
        assert page.freeze_panes == f"C{sheet.first_row}"
        assert page.print_title_rows == f"${sheet.header_row}:${sheet.header_row}"
        assert page.page_setup.orientation == "landscape"


def test_the_package_holds_no_macro_and_no_link_to_elsewhere(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert not [name for name in package.namelist() if "vba" in name.lower() or "externalLink" in name]


def test_a_template_of_another_size_gives_room_and_nothing_else(blueprint: Blueprint) -> None:
    sized = blueprint.sized({"areas": 500, "channels": 500})
    assert sized.sheets["areas"].rows == 500
    assert sized.sheets["channels"] == blueprint.sheets["channels"]
    assert sized.sheets["areas"].columns == blueprint.sheets["areas"].columns


@pytest.mark.long
@pytest.mark.parametrize("language", ["", "cy"])
def test_no_formula_is_too_long_in_a_row_whose_number_has_more_digits(language: str, tmp_path: Path) -> None:
    roomy = with_rows(load("social_media", language), 6).sized({"portfolio": 1_000})
    parts = parts_of(saved(tables_from(roomy, {}), tmp_path / "roomy.xlsx"))
    page = etree.fromstring(parts[sheet_parts(parts)[roomy.sheets["portfolio"].title]])
    shared = [formula for formula in page.iter(f"{MAIN}f") if formula.get("t") == "shared" and formula.text]
    ends = [formula.get("ref", "").split(":") for formula in shared]
    last = [
        Translator(f"={formula.text}", a).translate_formula(b) for formula, (a, b) in zip(shared, ends, strict=True)
    ]
    assert max(map(len, last)) > formulas.LONGEST_FORMULA - 1_500
    assert max(map(len, last)) < formulas.LONGEST_FORMULA
