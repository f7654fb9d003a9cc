"""Rows with all that stands in them: answers by the key of their column, people's own columns by their heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from smreport.blueprint.columns import Label, Ref, as_typed
from smreport.blueprint.model import Blueprint, Sheet
from smreport.blueprint.naming import InWords
from smreport.blueprint.rules import Unique
from smreport.blueprint.sheet_places import check_heading
from smreport.blueprint.tables import (
    OWN,
    Extras,
    Origin,
    Row,
    Table,
    Tables,
    added_headings,
    from_file_heading,
    from_row_heading,
    make_table,
)
from smreport.blueprint.typed_before import note_of
from smreport.blueprint.understanding import make_tables
from smreport.blueprint.values import normalised
from smreport.frozen import replace
from smreport.words import say

_PARTED = re.compile(r" ?[,;\n] ?")
Cells = dict[str, object]


def cells_of(tables: Tables, sheet: str) -> dict[int, Cells]:
    """The rows of a sheet by Excel row (a form has one row, 0), without what a split or merge added."""
    keys = [column.key for column in tables.blueprint.sheets[sheet].asked_columns]
    rows: dict[int, Cells] = {number: {key: row[key] for key in keys} for number, row in tables[sheet].rows.items()}
    added = added_headings()
    for heading, values in tables.extras.columns.get(sheet, {}).items():
        if heading not in added:
            for number in values.keys() & rows.keys():
                rows[number][f"{OWN}{heading}"] = values[number]
    return rows


def tables_of(blueprint: Blueprint, rows: Mapping[str, Mapping[int, Cells]], file: str = "") -> Tables:
    """Tables of rows: the inverse of :func:`cells_of`, as the template lays sheets out."""
    tables, columns = {}, {}
    for sheet in blueprint:
        sheet_rows = rows.get(sheet.key, {0: {}} if sheet.is_form else {})
        tables[sheet.key] = make_table(
            sheet, {number: answers_in(sheet, cells) for number, cells in sheet_rows.items()}
        )
        columns[sheet.key] = _own_columns(sheet_rows)
    made = make_tables(blueprint, tables, file)
    return replace(made, extras=Extras(columns={key: own for key, own in columns.items() if own}))


def answers_in(sheet: Sheet, cells: Cells) -> Row:
    """The answers among the cells of a row: of each asked column, None where there is none."""
    return {column.key: cells.get(column.key) for column in sheet.asked_columns}


def _own_columns(rows: Mapping[int, Cells]) -> dict[str, dict[int, object]]:
    columns: dict[str, dict[int, object]] = {}
    for number, cells in rows.items():
        for key, value in cells.items():
            if key.startswith(OWN):
                columns.setdefault(key.removeprefix(OWN), {})[number] = value
    return columns


def with_notes(tables: Tables, notes: Mapping[str, Mapping[tuple[str, int], str]]) -> Tables:
    """The tables with notes on cells; those on a column that is gone go on the Check cell beside it."""
    moved: dict[str, dict[tuple[str, int], str]] = {}
    for sheet, sheet_notes in notes.items():
        headings = {f"{OWN}{heading}" for heading in (check_heading(), *tables.extras.columns.get(sheet, {}))}
        for (key, row), text in sheet_notes.items():
            place = (f"{OWN}{check_heading()}" if key.startswith(OWN) and key not in headings else key, row)
            on_sheet = moved.setdefault(sheet, {})
            on_sheet[place] = f"{on_sheet[place]}\n{text}" if place in on_sheet else text
    return replace(tables, extras=replace(tables.extras, notes=moved))


def with_words_noted(tables: Tables) -> Tables:
    """The tables with notes on cells whose words give way to a choice or to a blank: nothing that was typed is lost.

    Signs without a letter, such as a dash, say nothing and get none.
    """
    notes = {key: dict(on_sheet) for key, on_sheet in tables.extras.notes.items()}
    for sheet, table in tables.items():
        for place, typed in _words_that_go(table):
            before, said = notes.setdefault(sheet, {}).get(place, ""), note_of(typed)
            if said not in before.splitlines():
                notes[sheet][place] = f"{before}\n{said}" if before else said
    return with_notes(tables, notes)


def _words_that_go(table: Table) -> Iterator[tuple[tuple[str, int], str]]:
    """What stood in cells that are blank now, or that hold a choice in its list's words, by column key and row."""
    for cells in (table.unsaid, table.typed):
        for key, of_key in cells.items():
            blank = {at for at, now in zip(table.numbers, table.columns[key], strict=True) if now is None}
            for row, value in of_key.items():
                typed = text_of(table.sheet, key, value)
                if row in blank and any(map(str.isalpha, typed)):
                    yield (key, row), typed
    for key, values in table.columns.items():
        for row, value in zip(table.numbers, values, strict=True):
            if isinstance(value, InWords) and value.says_more:
                yield (key, row), value.typed


def with_columns(tables: Tables, columns: Mapping[str, Mapping[str, Mapping[int, object]]]) -> Tables:
    """The tables with more columns beside the template's own, by sheet key and heading."""
    joined = {
        key: {**tables.extras.columns.get(key, {}), **columns.get(key, {})}
        for key in {**tables.extras.columns, **columns}
    }
    return replace(tables, extras=replace(tables.extras, columns=joined))


def origin_columns(origins: Mapping[int, Origin]) -> dict[str, dict[int, object]]:
    """The two columns that say where rows came from."""
    return {
        from_file_heading(): {number: origin.file for number, origin in origins.items()},
        from_row_heading(): {number: float(origin.row) for number, origin in origins.items()},
    }


def filled_sheets(blueprint: Blueprint) -> Iterator[Sheet]:
    """The sheets that people fill in."""
    return (sheet for sheet in blueprint if not sheet.rows_from)


def text_of(sheet: Sheet, key: str, value: object) -> str:
    """What a cell shows, "" where it is blank."""
    if value is None:
        return ""
    return as_typed(value if key.startswith(OWN) else sheet.by_key[key].type.cell(value))


def compared(sheet: Sheet, key: str, value: object) -> str:
    """What tells two answers apart; a reference is the same in any spelling.

    Names that a comma or a line break parts are the same too: one that has either is read as two where its row was not
    sent.
    """
    text = text_of(sheet, key, value)
    is_reference = not key.startswith(OWN) and isinstance(sheet.by_key[key].type, Ref)
    return _PARTED.sub(";", normalised(text)) if is_reference else text


def heading_of(sheet: Sheet, key: str) -> str:
    return key.removeprefix(OWN) if key.startswith(OWN) else sheet.by_key[key].heading


def name_of(sheet: Sheet, cells: Cells) -> str:
    """What a row is called."""
    column = sheet.by_key.get(sheet.name_key)
    if column and isinstance(column.type, Label):
        return column.type.compose(dict(cells)) or ""
    return text_of(sheet, column.key, cells.get(column.key)) if column else ""


def identity(sheet: Sheet, cells: Cells) -> tuple[str, ...]:
    """What makes a row this row and no other: what may not stand twice, else its name, else all of it."""
    if sheet.is_form:
        return ()
    values = tuple(normalised(text_of(sheet, key, cells.get(key))) for key in identity_keys(sheet))
    if values[0]:
        return values
    return ("", *(normalised(text_of(sheet, key, value)) for key, value in sorted(cells.items())))


def identity_keys(sheet: Sheet) -> tuple[str, ...]:
    """The columns that tell rows apart: those that may not hold the same twice, else that of the name."""
    return next((rule.columns for rule in sheet.rules if isinstance(rule, Unique)), (sheet.name_key,))


def place_of(table: Table, key: str, row: int) -> str:
    """The address of an answer in its file; of people's own columns only the row."""
    return say("findings.row", row=str(row)) if key.startswith(OWN) else table.cell(key, row)
