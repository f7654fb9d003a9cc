"""From what people typed to what it means across the tables, and back to what Excel sees in the cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import count

from smreport.blueprint.columns import Choice, Date, Label, Ref
from smreport.blueprint.model import Blueprint
from smreport.blueprint.naming import Choices, Meant, Names, agreed, as_first_typed, joined, meant
from smreport.blueprint.references import Reference
from smreport.blueprint.tables import Row, Table, Tables, is_understood, known_names, labels
from smreport.blueprint.times import When
from smreport.blueprint.values import ReadAs, normalised
from smreport.frozen import replace

PLAN_START = "plan_start"
"""The setting from whose day the years of the plan count."""


def make_tables(blueprint: Blueprint, tables: Mapping[str, Table], file: str = "") -> Tables:
    """Tables whose references and choices are understood: spelt as in the sheet that they point at, or in their list.

    What is not plainly one of them stays as it is. What was typed in other words is kept; see ``naming.Meant``.
    "Year 2" counts from the plan's start.
    """
    read = Tables(blueprint, _in_plan(tables), file)
    for kind in (Choice, Ref):  # choices first: the names of rows may be made of them
        read = Tables(blueprint, {key: _understood(table, read, kind) for key, table in read.items()}, file)
    spelt = _spelt_alike(read)
    return Tables(blueprint, {key: _respelt(table, spelt) for key, table in read.items()}, file) if spelt else read


def _in_plan(tables: Mapping[str, Table]) -> Mapping[str, Table]:
    """The tables with the days of times that count from the start of the plan."""
    settings = tables["settings"].columns if "settings" in tables else {}
    start = next(iter(settings.get(PLAN_START, ())), None)
    if not isinstance(start, When) or start.first is None:
        return tables
    first, dated = start.first, dict(tables)
    for key, table in tables.items():
        dates = [column.key for column in table.sheet.asked_columns if isinstance(column.type, Date)]
        columns = {at: [_when(value, first) for value in table.columns[at]] for at in dates if at != PLAN_START}
        dated[key] = replace(table, columns={**table.columns, **columns}) if columns else table
    return dated


def _when(value: object, start: date) -> object:
    return value.in_plan(start) if isinstance(value, When) else value


_Spelling = dict[Reference, dict[str, str]]


def _spelt_alike(tables: Tables) -> _Spelling:
    """For names that no row has yet: the spelling that most cells use, by what they refer to."""
    used: dict[Reference, Counter[str]] = {}
    for table in tables.values():
        for column in table.sheet.references:
            assert isinstance(column.type, Ref)
            place = Reference(column.type.to.sheet, column.type.to.column)
            for name, times in _unlisted(tables.known(column.type.to), table.columns[column.key]):
                used.setdefault(place, Counter())[name] += times
    every = ((place, agreed(names)) for place, names in used.items())
    return {place: spelt for place, spelt in every if any(name != new for name, new in spelt.items())}


def _unlisted(known: Names, values: list[object]) -> Iterator[tuple[str, int]]:
    """Names that no row has, nor nearly, and how often each stands there."""
    for value, times in Counter(values).items():
        for part in value if isinstance(value, tuple) else () if value is None else (str(value),):
            if normalised(part) not in known.spelling and not known.is_in_doubt(part):
                yield part, times


def _respelt(table: Table, spelling: _Spelling) -> Table:
    columns = dict(table.columns)
    for column in table.sheet.references:
        assert isinstance(column.type, Ref)
        new = spelling.get(Reference(column.type.to.sheet, column.type.to.column), {})
        if new:
            columns[column.key] = [_renamed(value, new) for value in columns[column.key]]
    return replace(table, columns=columns)


def _renamed(value: object, new: Mapping[str, str]) -> object:
    if isinstance(value, tuple):
        different: dict[str, str] = {}
        for part in value:
            name = part if isinstance(part, Meant) else meant(new.get(part, part), part)
            key = normalised(name)
            different[key] = joined(different[key], name) if key in different else name
        return tuple(different.values())
    return meant(new.get(value, value), value) if isinstance(value, str) and not isinstance(value, Meant) else value


def _understood(table: Table, tables: Tables, kind: type[Choice] | type[Ref]) -> Table:
    asked = [column for column in table.sheet.asked_columns if isinstance(column.type, kind) and is_understood(column)]
    if not asked or not table.numbers:
        return table
    columns, unsaid = dict(table.columns), dict(table.unsaid)
    for column in asked:
        values = table.columns[column.key]
        columns[column.key] = now = _values_understood(known_names(column, tables), values)
        if now.count(None) > values.count(None):
            pairs = zip(table.numbers, values, now, strict=True)
            unsaid[column.key] = {row: was for row, was, value in pairs if value is None is not was}
    return _labelled(replace(table, columns=columns, unsaid=unsaid))


def _values_understood(known: Names | Choices, values: list[object]) -> list[object]:
    """The values of a column; a text that stands in many cells is looked at once."""
    if not any(issubclass(kind, Meant | tuple) for kind in set(map(type, values))):
        once = {value: known.understood(value) for value in set(values)}
        return [once[value] for value in values]
    read = {value: known.understood(value) for value in {v for v in values if not _holds_meant(v)}}
    return [known.understood(value) if _holds_meant(value) else read[value] for value in values]


def _labelled(table: Table) -> Table:
    """The table with the names of its rows made anew from their parts."""
    named = {c.key: labels(c.type, table.columns) for c in table.sheet.columns if isinstance(c.type, Label)}
    return replace(table, columns={**table.columns, **named}) if named else table


def _holds_meant(value: object) -> bool:
    if isinstance(value, tuple):
        return any(isinstance(part, Meant) for part in value)
    return isinstance(value, Meant)


def as_excel_reads(tables: Tables) -> Tables:
    """The tables as the formulas of the sheets see them: all that was understood is as it stands in its cell."""
    return replace(tables, tables={key: _as_in_cells(table) for key, table in tables.items()})


def _as_in_cells(table: Table) -> Table:
    rows = _with_rows_set_aside(table)
    columns = {key: list(map(_as_in_cell, values)) for key, values in rows.columns.items()}
    places = dict(zip(rows.numbers, count(), strict=False))
    for key, cells in (*table.unsaid.items(), *table.typed.items()):  # a "tbc" may have stood behind a bullet
        for row, typed in cells.items():
            columns[key][places[row]] = typed
    return _labelled(replace(rows, columns=columns, unsaid={}, typed={}, set_aside={}))


def _with_rows_set_aside(table: Table) -> Table:
    """The table with the rows that were not read as answers, each in its place."""
    if not table.set_aside:
        return table
    aside: dict[int, Row] = {row: dict(kept.answers) for row, kept in table.set_aside.items()}
    rows = dict(sorted({**table.rows, **aside}.items()))
    columns = {key: [row.get(key) for row in rows.values()] for key in table.columns}
    return replace(table, columns=columns, numbers=list(rows))


def _as_in_cell(value: object) -> object:
    if isinstance(value, When) and value.text:
        return When(value.text)  # of a time in words Excel knows no day
    return value.in_cell if isinstance(value, ReadAs) else as_first_typed(value)
