"""Small workbooks that hold what a template asks for and little else, as a program of somebody's own may write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from string import ascii_uppercase
from textwrap import fill
from typing import Any

import xlsxwriter

from smreport.blueprint.addresses import column_letter
from smreport.blueprint.model import Blueprint, Sheet
from smreport.blueprint.sheet_places import form_headings
from smreport.blueprint.tables import Table, Tables
from smreport.blueprint.values import Unreadable
from smreport.findings import Finding
from smreport.workbook.read.doubts import DOUBTS
from smreport.workbook.read.workbook_file import Workbook

HEADINGS_ROW = 3
Cells = Mapping[str, object]
"""Values by address; a pair is a value and the properties of its format."""


def plain_book(
    path: Path, blueprint: Blueprint, cells: Mapping[str, Cells], *, stamp: str = "", titles: Mapping[str, str] = {}
) -> xlsxwriter.Workbook:
    """A workbook that is still open, with each sheet's headings in row 3, and cells by the key of their sheet.

    stamp   what it says of the template and its version, else the blueprint's own
    titles  other titles of sheets, by key, "" for one that is left out
    """
    book = xlsxwriter.Workbook(path)
    start = book.add_worksheet(blueprint.start.title)
    start.write(1, 1, f"smreport template: {stamp or f'{blueprint.name}, version {blueprint.version}'}")
    for sheet in blueprint:
        title = titles.get(sheet.key, sheet.title)
        if not title:
            continue
        page = book.add_worksheet(title)
        for place, value in {**_headings(sheet), **cells.get(sheet.key, {})}.items():
            put(book, page, place, value)
    return book


def put(book: xlsxwriter.Workbook, page: Any, place: str, value: object) -> None:
    """A value of any kind into a cell: what begins with = is a formula, and ("…", {…}) has a format."""
    typed, look = value if isinstance(value, tuple) else (value, None)
    look = book.add_format({"num_format": "General", **look}) if look is not None else None
    if isinstance(typed, str) and typed.startswith("="):
        formula, _, result = typed.partition(" -> ")
        page.write_formula(place, formula, look, result)
    elif isinstance(typed, str):
        page.write_string(place, typed, look)
    elif hasattr(typed, "year") or hasattr(typed, "hour"):
        page.write_datetime(place, typed, look)
    else:
        page.write(place, typed, look)


def values_only(path: Path) -> Path:
    """The same file with nothing but values in its cells: far quicker to be opened and saved by openpyxl."""
    cells = Workbook(path)
    book = xlsxwriter.Workbook(path)
    day = {"num_format": "dd/mm/yyyy"}
    for title in cells.titles:
        page = book.add_worksheet(title)
        for row, values in enumerate(cells.grid(title), start=1):
            for at, value in enumerate(values):
                if value != "":
                    put(book, page, f"{column_letter(at + 1)}{row}", (value, day) if isinstance(value, date) else value)
    book.close()
    return path


def _headings(sheet: Sheet) -> dict[str, object]:
    headings = form_headings() if sheet.is_form else sheet.headings
    cells: dict[str, object] = {f"{_letters(at)}{HEADINGS_ROW}": text for at, text in enumerate(headings)}
    if sheet.is_form:
        cells |= {f"B{HEADINGS_ROW + at}": column.heading for at, column in enumerate(sheet.columns, start=1)}
    return cells


def _letters(at: int) -> str:
    return chr(ord("A") + at)


def rows(*lines: str, first: int = HEADINGS_ROW + 1) -> dict[str, object]:
    """Cells from lines such as ``Mo | 12 |``, from column B on; a number is one, and a blank is none."""
    split = ((row, [cell.strip() for cell in line.split("|")]) for row, line in enumerate(lines, first))
    return {
        f"{_letters(at)}{row}": float(cell) if re.fullmatch(r"-?\d+(\.\d+)?", cell) else cell
        for row, said in split
        for at, cell in enumerate(said, start=1)
        if cell
    }


def told(findings: Iterable[Finding]) -> str:
    """All that findings say but for what follows from their kind: cell, kind, column, subject, value and more."""
    return "\n".join(map(_line, findings))


def _line(found: Finding) -> str:
    kind = next(doubt for doubt in DOUBTS if doubt.code == found.code)
    assert (found.what, found.cell.lstrip(ascii_uppercase)) == (kind.what, str(found.row))
    said = (
        f"{found.sheet}!{found.cell} {kind.name}",
        found.column and f"[{found.column}]",
        found.subject and f"of {found.subject}",
        found.value and f"“{found.value}”",
        found.level.name if found.level is not kind.level else "",
        "/" if found.fix.endswith(kind.fix) else "",
        found.fix.removesuffix(kind.fix).strip(),
    )
    return _wrapped(" ".join(filter(None, said)).rstrip(" /"))


def _wrapped(line: str) -> str:
    return fill(line, 112, subsequent_indent="    ", break_on_hyphens=False)


def read_of(tables: Tables, *keys: str) -> str:
    """The rows that were read, the cells of each by their Excel row, and what became of others and of single cells."""
    return "\n".join(_wrapped(line) for key in keys for line in (f"# {key}", *_answers(tables[key])))


def _answers(table: Table) -> Iterator[str]:
    """A sheet, "!" before what could not be read."""
    asked = [column.key for column in table.sheet.asked_columns]
    for row, answers in table.rows.items():
        yield " | ".join([str(row), *(_said(answers[key]) for key in asked)]).rstrip(" |")
    yield from (f"{row} comes from {origin.file} row {origin.row}" for row, origin in table.origins.items())
    for row, aside in table.set_aside.items():
        yield f"{row} is of {aside.why}: {' | '.join(map(_said, aside.answers.values())).rstrip(' |')}"
    for key in asked:
        was = {row: _said(cell) for row, cell in table.typed.get(key, {}).items()}
        to_come = {row: _said(cell) for row, cell in table.unsaid.get(key, {}).items()}
        yield from ([f"{key} was {was}"] if was else []) + ([f"{key} is to come {to_come}"] if to_come else [])


def _said(answer: object) -> str:
    if isinstance(answer, Unreadable):
        return f"!{answer}"
    if isinstance(answer, tuple):
        return " + ".join(map(str, answer))
    if answer is None or isinstance(answer, bool):
        return {None: "", True: "yes", False: "no"}[answer]
    return " / ".join(str(answer).splitlines())
