"""Answers in TOML: a workbook's content as data that a person can read, and that the reader would give.

``[settings]`` holds a form's answers; every other sheet is an array of tables whose keys are column keys.
A key that is left out is a blank cell.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from smreport.blueprint.columns import Refs
from smreport.blueprint.model import Blueprint, Sheet
from smreport.blueprint.naming import Meant
from smreport.blueprint.tables import Extras, Row, Tables, make_table
from smreport.blueprint.understanding import make_tables
from smreport.blueprint.values import ReadAs
from smreport.errors import InvalidValue, said_by
from smreport.frozen import replace
from smreport.limits import read_text
from smreport.words import joining, say

Answers = Mapping[str, Any]


def read_answers(path: Path) -> Answers:
    """An answers file. Raises UnreadableFile where it cannot be read, InvalidValue where it is not TOML."""
    try:
        return tomllib.loads(read_text(path))
    except (ValueError, RecursionError) as problem:  # RecursionError: brackets in brackets, thousands deep
        raise InvalidValue(say("terminal.answers.not_toml", file=str(path), problem=said_by(problem))) from problem


def tables_from(blueprint: Blueprint, answers: Answers, file: str = "") -> Tables:
    """Tables laid out as the emitted workbook will have them.

    Raises InvalidValue for a sheet or column that the template does not have.
    """
    unknown = set(answers) - set(blueprint.sheets)
    if unknown:
        first, known = repr(sorted(unknown)[0]), joining.in_a_row(blueprint.sheets)
        raise InvalidValue(say("terminal.answers.no_sheet", file=_named(file), sheet=first, known=known))
    rows = {sheet.key: _rows(blueprint, sheet, answers.get(sheet.key, []), file) for sheet in blueprint}
    return make_tables(
        blueprint, {key: make_table(blueprint.sheets[key], sheet_rows) for key, sheet_rows in rows.items()}, file
    )


def _rows(blueprint: Blueprint, sheet: Sheet, given: Any, file: str) -> dict[int, Row]:
    if sheet.is_form:
        return {0: _row(sheet, given or {}, file)}
    if sheet.rows_from:
        given = [{sheet.name_key: text} for text in blueprint.lists[sheet.rows_from].texts]
    if not isinstance(given, list):
        raise InvalidValue(say("terminal.answers.not_rows", file=_named(file), sheet=sheet.key, got=repr(given)))
    parsed = [_row(sheet, entry, file) for entry in given]
    return dict(enumerate(parsed, start=sheet.first_row))


def _named(file: str) -> str:
    return file or say("terminal.answers.unnamed")


def _row(sheet: Sheet, given: Mapping[str, object], file: str) -> Row:
    known = {column.key: column for column in sheet.asked_columns}
    name, at = _named(file), sheet.key
    if not isinstance(given, Mapping):
        raise InvalidValue(say("terminal.answers.not_a_row", file=name, sheet=at, got=repr(given)))
    for key, value in given.items():
        if isinstance(value, Mapping):
            raise InvalidValue(say("terminal.answers.a_table", file=name, sheet=at, key=key, got=repr(value)))
        if key not in known:
            raise InvalidValue(say("terminal.answers.no_column", file=name, sheet=at, key=repr(key)))
        if isinstance(value, list) and not isinstance(known[key].type, Refs):
            raise InvalidValue(say("terminal.answers.several", file=name, sheet=at, key=key, got=repr(value)))
    return {key: column.type.parse(given.get(key)) for key, column in known.items()}


def placed(tables: Tables) -> Tables:
    """The same answers laid out afresh, without gaps between rows, as the template lays out a new workbook."""
    laid_out, moved = {}, {}
    for key, table in tables.items():
        sheet = tables.blueprint.sheets[key]
        first = 0 if sheet.is_form else sheet.first_row
        moved[key] = {row: first + position for position, row in enumerate(table.rows)}
        rows = {moved[key][row]: _written(values) for row, values in table.rows.items()}
        laid_out[key] = make_table(sheet, rows)
    read = make_tables(tables.blueprint, laid_out, tables.file)
    return replace(read, extras=_moved(tables.extras, moved))


def _written(row: Row) -> Row:
    """A row as it is written: in listed names and choices, and exact figures that were typed as text as numbers."""
    return {key: _as_written(value) for key, value in row.items()}


def _as_written(value: object) -> object:
    if isinstance(value, ReadAs):
        return float(value) if value.is_plain else value
    if isinstance(value, tuple):
        return tuple(map(str, value))
    return str(value) if isinstance(value, Meant) else value


def _moved(extras: Extras, rows: Mapping[str, Mapping[int, int]]) -> Extras:
    """Extras beside rows that stand elsewhere now."""
    columns = {
        sheet: {
            heading: {rows[sheet][row]: value for row, value in values.items() if row in rows[sheet]}
            for heading, values in by_heading.items()
        }
        for sheet, by_heading in extras.columns.items()
    }
    notes = {
        sheet: {(key, rows[sheet][row]): text for (key, row), text in by_cell.items() if row in rows[sheet]}
        for sheet, by_cell in extras.notes.items()
    }
    given = {
        sheet: [rows[sheet][row] for row in given_rows if row in rows[sheet]]
        for sheet, given_rows in extras.given.items()
    }
    return Extras(columns, extras.sheets, notes, given, extras.layouts)
