"""Emitted workbooks keep the rules for accessible spreadsheets, and the checker notices where one does not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook as OpenFile
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet
from template_folders import copied
from workbook.accessibility import contrast, faults
from workbooks import EXAMPLES, with_rows, workbook

import smreport
from smreport.blueprint.templates import load, shipped
from smreport.decision.check import check_cells
from smreport.workbook.emit.writer import Shown, emit

AREAS, HEADER = "1 Areas", 6  # the sheet that is spoilt, and the Excel row of its headings


def test_contrast_is_as_wcag_has_it() -> None:
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    assert contrast("FFFFFF", "767676") == pytest.approx(4.54, abs=0.005)
    assert contrast("777777", "FFFFFF") == pytest.approx(4.48, abs=0.005)


# --- what is emitted ---


@pytest.mark.long
@pytest.mark.parametrize("template", shipped())
@pytest.mark.parametrize("starter", [True, False], ids=["starter", "blank"])
def test_a_new_workbook_keeps_every_rule(tmp_path: Path, template: str, starter: bool) -> None:
    smreport.new(tmp_path / "new.xlsx", template=template, starter=starter)
    assert faults((tmp_path / "new.xlsx").read_bytes()) == []


@pytest.mark.long
@pytest.mark.parametrize("name", ["devon", "illustrative"])
def test_an_example_keeps_every_rule(tmp_path: Path, name: str) -> None:
    template = copied(tmp_path / "small", rows=4)
    smreport.new(tmp_path / "new.xlsx", template=template, answers=EXAMPLES / name / "answers.toml")
    assert faults((tmp_path / "new.xlsx").read_bytes()) == []


# --- what the checker notices ---

TABLES = workbook(
    with_rows(load(), 8),
    """
    | settings | organisation |
    |          | Shire        |
    | areas    | name      | kind    | status   |
    |          | Libraries | Service | In scope |
    |          | Highways  | Service | Parked   |
    """,
)


@pytest.fixture(scope="module")
def sound() -> bytes:
    """A small sound workbook as another program saves it; as openpyxl drops what formulas show, they are values."""
    book = openpyxl.load_workbook(io.BytesIO(emit(TABLES, Shown(check_cells(TABLES)))), data_only=True)
    for title in set(book.sheetnames) - {"Start here", AREAS, "Lists"}:
        del book[title]
    return saved(book)


def saved(book: OpenFile) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def in_areas(edit: Callable[[Worksheet], object]) -> Callable[[OpenFile], object]:
    return lambda book: edit(book[AREAS])


def put(cell: str, value: object) -> Callable[[OpenFile], object]:
    return in_areas(lambda page: page.__setitem__(cell, value))


def look(cell: str, **looks: object) -> Callable[[OpenFile], object]:
    def change(page: Worksheet) -> None:
        for name, value in looks.items():
            setattr(page[cell], name, value)

    return in_areas(change)


def colour(area: str, rule: object) -> Callable[[OpenFile], object]:
    return in_areas(lambda page: page.conditional_formatting.add(area, rule))


def call_table(name: str) -> Callable[[OpenFile], object]:
    def rename(page: Worksheet) -> None:
        table = page.tables.pop("Areas")
        table.name = table.displayName = name
        page.add_table(table)

    return in_areas(rename)


def start_table_in_b(page: Worksheet) -> None:
    table = page.tables["Areas"]
    table.ref = table.ref.replace("A", "B", 1)
    table.tableColumns = table.tableColumns[1:]


def add_table(page: Worksheet) -> None:
    page["A17"], page["A18"] = "More", "x"
    page.add_table(Table(displayName="More", ref="A17:A18"))


def add_chart(page: Worksheet) -> None:
    chart = BarChart()
    chart.add_data(Reference(page, min_col=2, min_row=7))
    page.add_chart(chart, "N9")


def say_nothing_of(name: str) -> Callable[[OpenFile], object]:
    return lambda book: setattr(book.properties, name, None)


def forget_language(book: OpenFile) -> None:
    del book.custom_doc_props["Language"]


def put_cursor(book: OpenFile) -> None:
    pane = next(each for each in book[AREAS].sheet_view.selection if each.pane == "bottomRight")
    pane.activeCell = pane.sqref = "D9"


def put_cursor_in_an_unfrozen_sheet(book: OpenFile) -> None:
    book["Start here"].sheet_view.selection[0].activeCell = "B2"


RAISED = CellRichText("Libraries", TextBlock(InlineFont(vertAlign="superscript"), "1"))
PALE, RED = Font(color="FFA9A9A9"), PatternFill(bgColor="FFFF9999")
CHECK = f"A{HEADER + 1}:A{HEADER + 8}"
PLANTED: dict[str, tuple[str, Callable[[OpenFile], object], str]] = {
    "no table": ("X01", in_areas(lambda page: page.tables.pop("Areas")), AREAS),
    "table without a name of its own": ("X02", call_table("Table3"), AREAS),
    "merged cells": ("X03", in_areas(lambda page: page.merge_cells("A2:C2")), AREAS),
    "blank row between": ("X04", put("B11", "Museums"), AREAS),
    "two headings alike": ("X05", put(f"C{HEADER}", "AREA"), AREAS),
    "no heading": ("X05", put(f"C{HEADER}", None), AREAS),
    "heading that the table does not know": ("X05", put(f"C{HEADER}", "Sort"), AREAS),
    "cell to fill in that does not wrap": ("X06", look("H12", alignment=Alignment(wrap_text=False)), AREAS),
    "long text that does not wrap": ("X06", look(f"A{HEADER + 1}", alignment=Alignment(), value="Gap. " * 20), AREAS),
    "hidden row": ("X09", in_areas(lambda page: setattr(page.row_dimensions[8], "hidden", True)), AREAS),
    "hidden column": ("X09", in_areas(lambda page: setattr(page.column_dimensions["J"], "hidden", True)), AREAS),
    "hidden sheet": ("X09", lambda book: setattr(book["Lists"], "sheet_state", "hidden"), "Lists"),
    "raised number": ("X10", put("B7", RAISED), ""),
    "asterisk": ("X10", put("B7", "Libraries*"), AREAS),
    "no title": ("X11", put("A1", None), AREAS),
    "title like any other text": ("X11", look("A1", font=Font(size=11)), AREAS),
    "header": ("X12", in_areas(lambda page: setattr(page.oddHeader.center, "text", "Shire")), AREAS),
    "chart": ("X12", in_areas(add_chart), ""),
    "pale text": ("X14", look("B7", font=PALE), AREAS),
    "text on a dark fill": ("X14", look("B7", fill=PatternFill("solid", fgColor="FF1F4E5F")), AREAS),
    "pale conditional text": ("X14", colour(CHECK, FormulaRule([f'$A{HEADER + 1}="OK"'], font=PALE)), AREAS),
    "colour scale": ("X14", colour("C7:C14", ColorScaleRule("min", None, "FFFF0000", "max", None, "FF00FF00")), AREAS),
    "colour for a number": ("X14", colour("C7:C14", CellIsRule("greaterThan", ["3"], fill=RED)), AREAS),
    "colour in another column": ("X14", colour("C7:C14", FormulaRule([f'$A{HEADER + 1}="OK"'], fill=RED)), AREAS),
    "title that says nothing": ("X17", lambda book: setattr(book[AREAS], "title", "Sheet1"), "Sheet1"),
    "empty sheet": ("X18", lambda book: book.create_sheet("More"), "More"),
    "table away from the edge": ("X19", in_areas(start_table_in_b), AREAS),
    "line away from the edge": ("X19", in_areas(lambda page: page.move_range("A3", cols=1)), AREAS),
    "words below the table": ("X20", put("A20", "Source: Shire"), AREAS),
    "second table": ("X20", in_areas(add_table), AREAS),
    "no title of the file": ("X21", say_nothing_of("title"), ""),
    "no author": ("X21", say_nothing_of("creator"), ""),
    "no language": ("X21", forget_language, ""),
    "opens on another sheet": ("X22", lambda book: setattr(book, "active", 1), AREAS),
    "cursor elsewhere": ("X22", put_cursor, AREAS),
    "cursor elsewhere on the first sheet": ("X22", put_cursor_in_an_unfrozen_sheet, "Start here"),
    "scrolled": ("X22", in_areas(lambda page: setattr(page.sheet_view.pane, "topLeftCell", "C9")), AREAS),
    "two sheets selected": ("X22", in_areas(lambda page: setattr(page.sheet_view, "tabSelected", True)), AREAS),
}  # fmt: skip


def test_the_sound_workbook_has_no_fault(sound: bytes) -> None:
    assert faults(sound) == []


@pytest.mark.long
@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_fault_is_noticed_and_nothing_else(sound: bytes, planted: str) -> None:
    rule, edit, sheet = PLANTED[planted]
    book = openpyxl.load_workbook(io.BytesIO(sound), rich_text=True)
    edit(book)
    assert {(fault.rule, fault.sheet) for fault in faults(saved(book))} == {(rule, sheet)}


@pytest.mark.parametrize(
    ("rule", "part"),
    [("X12", "xl/drawings/drawing1.xml"), ("X15", "xl/media/image1.png"), ("X16", "xl/vbaProject.bin")],
)
def test_a_part_that_should_not_be_there_is_noticed(sound: bytes, rule: str, part: str) -> None:
    buffer = io.BytesIO(sound)
    with zipfile.ZipFile(buffer, "a") as package:
        package.writestr(part, b"")
    assert [fault.rule for fault in faults(buffer.getvalue())] == [rule]


def test_every_rule_has_a_planted_fault() -> None:
    numbers = {1, 2, 3, 4, 5, 6, 9, 10, 11, 12, *range(14, 23)}
    there = {rule for rule, _, _ in PLANTED.values()} | {"X15", "X16"}
    assert there == {f"X{number:02}" for number in numbers}
