"""Answers of a form in one language, told by the same form in another: choices by their ids, names by their rows.

What people typed in their own words stays. In a bilingual form they may type both languages into a cell, with
`` / `` between, as its headings have it; each language then takes its part.
"""

from __future__ import annotations

from collections.abc import Mapping

from smreport.blueprint.columns import Choice, Label, Ref, Text
from smreport.blueprint.model import Blueprint, Column, Sheet
from smreport.blueprint.naming import Meant
from smreport.blueprint.rewording import BETWEEN
from smreport.blueprint.tables import Table, Tables, labels
from smreport.blueprint.values import normalised
from smreport.frozen import replace
from smreport.words import language_of
from smreport.words.languages import BOTH

_ROUNDS = 4  # names of rows are made of names of other rows at most so many times


def retold(tables: Tables, blueprint: Blueprint) -> Tables:
    """The same answers in the language of another blueprint of the same template.

    Nothing else changes: rows keep their numbers, and cells their places.
    """
    if blueprint.language == tables.blueprint.language:
        return tables
    part = _part_of(tables.blueprint.language, blueprint.language)
    sheets = {key: replace(blueprint.sheets[key], rows=table.sheet.rows) for key, table in tables.items()}
    retold_tables = {key: _told(table, sheets[key], part) for key, table in tables.items()}
    for _ in range(_ROUNDS):
        retold_tables = {key: _named(table, sheets[key], tables, retold_tables) for key, table in retold_tables.items()}
    typed_in = "" if BOTH in tables.blueprint.language else tables.blueprint.language
    return replace(tables, blueprint=replace(blueprint, sheets=sheets), tables=retold_tables, typed_in=typed_in)


def _part_of(written: str, wanted: str) -> int | None:
    """Which part of a text in two languages is the wanted one, None where the form is in one language."""
    languages = [language_of(tag) for tag in written.split(BOTH)]
    return languages.index(language_of(wanted)) if len(languages) > 1 and language_of(wanted) in languages else None


def _told(table: Table, sheet: Sheet, part: int | None) -> Table:
    """A table with its choices and texts in the other language; what refers to other rows waits for their names."""
    columns = dict(table.columns)
    for column in table.sheet.asked_columns:
        new = sheet.by_key[column.key]
        if isinstance(column.type, Choice) and isinstance(new.type, Choice):
            columns[column.key] = [_choice(value, column.type, new.type) for value in columns[column.key]]
        if isinstance(column.type, Text) or (isinstance(column.type, Choice) and column.type.choices.open):
            columns[column.key] = [_in_part(value, part) for value in columns[column.key]]
    return replace(table, sheet=sheet, columns=columns)


def _choice(value: object, old: Choice, new: Choice) -> object:
    """A choice as the other language calls it; other words than the list's stay."""
    identity = old.choices.ids_of_all.get(normalised(value)) if isinstance(value, str) else None
    if identity is None or identity not in new.choices.labels:
        return value
    label = new.choices.labels[identity]
    return type(value)(label, value.typed, value.others) if isinstance(value, Meant) else label


def _in_part(value: object, part: int | None) -> object:
    """The part of a text that is in the wanted language, where it has one in each."""
    if part is None or not isinstance(value, str) or isinstance(value, Meant):
        return value
    parts = value.split(BETWEEN)
    return type(value)(parts[part].strip()) if len(parts) == 2 and all(map(str.strip, parts)) else value


def _named(table: Table, sheet: Sheet, before: Tables, retold_tables: Mapping[str, Table]) -> Table:
    """A table whose references call rows as these are called now, and whose own rows are named anew."""
    old = before[sheet.key]
    columns = dict(table.columns)
    for column in sheet.references:
        names = _new_names(column, old.sheet.by_key[column.key], before, retold_tables)
        columns[column.key] = [_reference(value, names) for value in old.columns[column.key]]
    columns |= {column.key: labels(column.type, columns) for column in sheet.columns if isinstance(column.type, Label)}
    return replace(table, columns=columns)


def _new_names(column: Column, old: Column, before: Tables, retold_tables: Mapping[str, Table]) -> dict[str, str]:
    """From what a reference may name, as comparisons see it, to what that is called now."""
    assert isinstance(column.type, Ref)
    assert isinstance(old.type, Ref)
    to = column.type.to
    pairs = zip(before[to.sheet].columns[to.column], retold_tables[to.sheet].columns[to.column], strict=True)
    rows = {normalised(was): str(now) for was, now in pairs if was is not None and now is not None}
    return rows | {normalised(was): now for was, now in zip(old.type.to.also, to.also, strict=True)}


def _reference(value: object, names: Mapping[str, str]) -> object:
    if isinstance(value, tuple):
        return tuple(_reference(part, names) for part in value)
    name = names.get(normalised(value)) if isinstance(value, str) else None
    if name is None:
        return value
    return type(value)(name, value.typed, value.others) if isinstance(value, Meant) else name
