"""What is not for publication: the one place that decides whose figures stay out, and what counts as a figure.

A row says it by its mark, the answer in the column ``not_public``. Nobody who meant to hide a figure may find it
printed, so a mark that cannot be read hides it too.
"""

from __future__ import annotations

from smreport.blueprint.columns import Choice, Label, Ref, YesNo
from smreport.blueprint.model import Column, Sheet
from smreport.blueprint.tables import Table
from smreport.blueprint.values import Unreadable, normalised

MARK = "not_public"


def is_secret(mark: object) -> bool:
    """Whether a mark keeps the figures of its row out: all do but a blank and a plain No."""
    return mark is not None and mark is not False


def secret_rows(table: Table) -> frozenset[int]:
    """The Excel rows whose figures stay out; none where the sheet has no such mark."""
    marks = table.columns.get(MARK, ())
    return frozenset(number for number, mark in zip(table.numbers, marks, strict=False) if is_secret(mark))


def names_its_row(sheet: Sheet, column: Column) -> bool:
    """Whether a column says what a row is about, by names and choices, and so holds no figure of it."""
    return column.key == sheet.name_key or isinstance(column.type, Label | Ref | Choice | YesNo)


def told_of_secret(sheet: Sheet, column: Column, value: object) -> object:
    """What may be told of an answer in a secret row: names, and choices that are listed; else None.

    Of words that cannot be read as Yes or No only that they stand there.
    """
    kind = column.type
    if isinstance(kind, YesNo):
        return Unreadable("Words that cannot be read") if isinstance(value, Unreadable) else value
    if isinstance(kind, Choice):
        return value if normalised(value) in kind.choices.spelling else None
    return value if names_its_row(sheet, column) else None
