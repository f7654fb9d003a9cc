"""Workbooks as tests write them: answers as small Markdown tables, and files that people have been at."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import openpyxl
from openpyxl import Workbook as OpenFile

from smreport.blueprint.answers import Answers, read_answers, tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Tables
from smreport.frozen import replace
from smreport.workbook.emit.writer import Shown, emit

EXAMPLES = Path(__file__).parents[1] / "examples"


def example(blueprint: Blueprint, name: str) -> Tables:
    """The answers of a shipped example."""
    return tables_from(blueprint, read_answers(EXAMPLES / name / "answers.toml"), f"{name}.xlsx")


def priced() -> Answers:
    """The illustrative answers with the one price that they wait for."""
    content = read_answers(EXAMPLES / "illustrative" / "answers.toml")
    return {**content, "evaluation": [{"setup_cost": 1_000, **line} for line in content["evaluation"]]}


def all_known(blueprint: Blueprint) -> Tables:
    """The illustrative round once it knows the price that it waits for: nothing is missing."""
    return tables_from(blueprint, priced(), "all known.xlsx")


def answers(markdown: str) -> Answers:
    """Answers from tables in which each line starts with a sheet's key (or nothing, for the same sheet).

    The first line of a sheet holds column keys. Numbers and days (2027-04-01) are taken as such unless
    they stand in quotes; an empty cell is a blank.

        | areas | name      | kind    |
        |       | Libraries | Service |
    """
    content: dict[str, list[dict[str, object]]] = {}
    keys: list[str] = []
    sheet = ""
    for line in filter(None, map(str.strip, markdown.splitlines())):
        first, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        if first:
            sheet, keys = first, cells
            content[sheet] = []
        else:
            row = {key: _typed(cell) for key, cell in zip(keys, cells, strict=True)}
            content[sheet].append({key: value for key, value in row.items() if value is not None})
    return {key: rows[0] if key == "settings" else rows for key, rows in content.items()}


def _typed(cell: str) -> object:
    if not cell:
        return None
    if cell.startswith('"') and cell.endswith('"'):
        return cell[1:-1]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        return date.fromisoformat(cell)
    return float(cell) if re.fullmatch(r"-?\d+(\.\d+)?", cell) else cell


def workbook(blueprint: Blueprint, markdown: str) -> Tables:
    """Tables from Markdown; see :func:`answers`."""
    return tables_from(blueprint, answers(markdown), "answers.xlsx")


def with_rows(blueprint: Blueprint, rows: int) -> Blueprint:
    """The same template with room for so many rows in each sheet, so that it is written faster."""
    sheets = {
        key: sheet if sheet.rows_from or sheet.is_form else replace(sheet, rows=rows)
        for key, sheet in blueprint.sheets.items()
    }
    return replace(blueprint, sheets=sheets)


def with_room_for(blueprint: Blueprint, rows: Mapping[str, int]) -> Blueprint:
    """The same template with room for so many rows in each sheet and one more: engines take their time by rows."""
    sheets = {
        key: sheet if sheet.rows_from or sheet.is_form else replace(sheet, rows=rows.get(key, 0) + 1)
        for key, sheet in blueprint.sheets.items()
    }
    return replace(blueprint, sheets=sheets)


def saved(tables: Tables, path: Path) -> Path:
    """The emitted workbook as a file, its formulas not yet calculated by anyone."""
    path.write_bytes(emit(tables, Shown()))
    return path


def put(sheet: str, column: str, row: int, value: object) -> Callable[[openpyxl.Workbook], None]:
    """An edit of a cell, by the heading of its column and how many rows it is below the headings."""

    def edit(book: openpyxl.Workbook) -> None:
        page = book[sheet]
        headings = next(cells for cells in page.iter_rows() if cells[0].value in ("Check", "Reference"))
        number = next(cell.column for cell in headings if cell.value == column)
        page.cell(headings[0].row + row, number).value = value

    return edit


def edited(path: Path, *edits: Callable[[OpenFile], object]) -> Path:
    """The file after somebody has edited and saved it with another program."""
    book = openpyxl.load_workbook(path)
    for edit in edits:
        edit(book)
    book.save(path)
    book.close()
    return path


def no_drop_downs(book: OpenFile) -> None:
    """As a sheet is over which cells were pasted."""
    for page in book:
        page.data_validations.dataValidation = []


def offered(book: OpenFile, source: str) -> list[object]:
    """What a drop-down offers: the filled cells of the range whose defined name stands in its source."""
    name = re.search(r"(?:all|list|offer)_\w+", source)
    assert name, source
    ((title, cells),) = book.defined_names[name[0]].destinations
    return [cell.value for (cell,) in book[title][cells.replace("$", "")] if cell.value not in (None, "")]
