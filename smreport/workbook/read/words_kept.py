"""Words that a workbook made anew keeps in notes, beside the choices that took their place: they count as typed."""

from __future__ import annotations

from collections.abc import Mapping

from smreport.blueprint.columns import Choice
from smreport.blueprint.model import Column
from smreport.blueprint.naming import Choices, Kept, Meant
from smreport.blueprint.tables import Table, Tables, is_understood
from smreport.blueprint.typed_before import words_noted
from smreport.frozen import replace
from smreport.workbook.mark.comment_parts import own_words
from smreport.workbook.read.cell_features import Oddities
from smreport.workbook.read.shown import Place


def with_words_kept(tables: Tables, oddities: Mapping[str, Oddities] | None) -> Tables:
    """The tables with the words of notes beside their choices, where the choice is still the one that they mean."""
    by_sheet = dict(tables.tables)
    for key, table in tables.items():
        odd = (oddities or {}).get(table.title)
        noted = {place: words for place, text in odd.beside.comments.items() if (words := _words(text))} if odd else {}
        if noted:
            columns = {column.key: _beside(table, column, noted) for column in _choices(table)}
            by_sheet[key] = replace(table, columns={**table.columns, **columns})
    return replace(tables, tables=by_sheet)


def _words(comment: str) -> str:
    return words_noted(own_words(comment))


def _choices(table: Table) -> list[Column]:
    asked = (column for column in table.sheet.asked_columns if column.key in table.places)
    return [column for column in asked if isinstance(column.type, Choice) and is_understood(column)]


def _beside(table: Table, column: Column, noted: Mapping[Place, str]) -> list[object]:
    assert isinstance(column.type, Choice)
    known, at = column.type.choices.known, table.places[column.key]
    places = [(at, table.answer_column) if table.sheet.is_form else (row, at) for row in table.numbers]
    values = zip(table.columns[column.key], places, strict=True)
    return [_kept(value, noted.get(place, ""), known) for value, place in values]


def _kept(value: object, words: str, known: Choices) -> object:
    if not words or not isinstance(value, str) or isinstance(value, Meant):
        return value
    return Kept(value, words) if known.meant_by(words) == (value,) else value
