"""Answers in TOML: a workbook's content as data that a person can read, and that the reader would give.

``[settings]`` holds a form's answers; every other sheet is an array of tables whose keys are column keys.
A key that is left out is a blank cell.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from smreport.blueprint.model import Blueprint, Sheet
from smreport.blueprint.tables import Row, Tables, make_table, make_tables
from smreport.errors import InvalidValue

Answers = Mapping[str, Any]


def read_answers(path: Path) -> Answers:
    """An answers file. Raises InvalidValue where it is not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise InvalidValue(f"{path}: not valid TOML: {problem}.") from problem


def tables_from(blueprint: Blueprint, answers: Answers, file: str = "") -> Tables:
    """Tables laid out as the emitted workbook will have them.

    Raises InvalidValue for a sheet or column that the template does not have.
    """
    unknown = set(answers) - set(blueprint.sheets)
    if unknown:
        raise InvalidValue(f"{file or 'answers'}: there is no sheet {sorted(unknown)[0]!r} in the template.")
    rows = {sheet.key: _rows(blueprint, sheet, answers.get(sheet.key, []), file) for sheet in blueprint}
    return make_tables(blueprint, {key: make_table(blueprint.sheets[key], found) for key, found in rows.items()}, file)


def _rows(blueprint: Blueprint, sheet: Sheet, given: Any, file: str) -> dict[int, Row]:
    if sheet.is_form:
        return {0: _row(sheet, given or {}, file)}
    if sheet.rows_from:
        given = [{sheet.name_key: text} for text in blueprint.lists[sheet.rows_from].texts]
    parsed = [_row(sheet, entry, file) for entry in given]
    return dict(enumerate(parsed, start=sheet.first_row))


def _row(sheet: Sheet, given: Mapping[str, object], file: str) -> Row:
    known = {column.key: column for column in sheet.asked_columns}
    for key in given:
        if key not in known:
            raise InvalidValue(f"{file or 'answers'}, {sheet.key}: there is no column to fill in with key {key!r}.")
    return {key: column.type.parse(given.get(key)) for key, column in known.items()}


def placed(tables: Tables) -> Tables:
    """The same answers laid out afresh, without gaps between rows, as the template lays out a new workbook."""
    laid_out = {}
    for key, table in tables.items():
        sheet = tables.blueprint.sheets[key]
        first = 0 if sheet.is_form else sheet.first_row
        laid_out[key] = make_table(sheet, {first + at: dict(row) for at, row in enumerate(table.rows.values())})
    return make_tables(tables.blueprint, laid_out, tables.file)
