"""Computed columns: the live Excel formulas of what Python works out. Here are those that any form may use.

A kind is one small class with the formula of one row. Values are not worked out here: whoever emits a
workbook hands them over, so that a file shows the truth before anything has calculated it.
"""

from __future__ import annotations

from abc import abstractmethod
from importlib import import_module
from typing import Annotated, ClassVar

from smreport.blueprint import formulas
from smreport.blueprint.columns import Label
from smreport.blueprint.formulas import (
    Expression,
    Text,
    Truth,
    both,
    choose,
    counted,
    either,
    filled,
    is_number,
    more,
    shown,
    text,
    total,
    total_where,
)
from smreport.blueprint.model import Blueprint, Column, Sheet
from smreport.blueprint.text_numbers import alike, place_among_names, places_among
from smreport.blueprint.workings import Working
from smreport.declared import ADDRESS, COLUMN, LOADED, Key
from smreport.frozen import Frozen
from smreport.words import say

_KINDS: dict[str, type[Computation]] = {}
_MORE_KINDS = ("smreport.decision.in_excel",)  # rooms above this one, known by name only


def known_kinds() -> dict[str, type[Computation]]:
    """All kinds by what templates call them, those of the decision included."""
    for room in _MORE_KINDS:
        import_module(room)
    return _KINDS


class Computation(Frozen, kw_only=True):
    """One kind of computed column."""

    kind: ClassVar[str] = ""
    names: Annotated[str, LOADED] = ""  # the column whose texts are looked up among, if any

    def __init_subclass__(cls) -> None:
        """A class with a kind makes it known to the templates; its fields are the keys that it takes."""
        if "kind" in vars(cls):
            _KINDS[cls.kind] = cls

    @property
    def needs(self) -> tuple[str, ...]:
        """The columns that it looks at, like "mapping.role"."""
        return ()

    def looks_for(self, sheet: str) -> tuple[Working, ...]:
        """The workings that look for the rows of a sheet elsewhere."""
        return ()

    @abstractmethod
    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Expression:
        """The Excel expression for one row, "" where there is nothing to show."""


def compose_label(column: Column, sheet: Sheet, row: int) -> Text:
    """The Excel expression of a label column: its pattern, or its first part alone where another is blank."""
    assert isinstance(column.type, Label)
    texts = {key: sheet.text_at(key, row) for key in column.type.parts}
    pieces, rest = [], column.type.pattern
    for key, part in texts.items():
        before, _, rest = rest.partition("{" + key + "}")
        pieces += [text(before), part] if before else [part]
    pieces += [text(rest)] if rest else []
    missing = either(*map(formulas.blank, texts.values()))
    return choose(missing, texts[column.type.parts[0]], formulas.joined(*pieces))


NOTHING, ONE = formulas.number(0), formulas.number(1)


class Count(Computation, kw_only=True):
    """How many rows of another sheet name this row."""

    kind: ClassVar[str] = "count"
    of: Annotated[str, Key(names=ADDRESS)]

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.of,)

    def named(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        key = sheet.name_key
        return both(alike(blueprint, self.of, sheet, key, row), filled(sheet.at(key, row)))

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Expression:
        return total(self.named(blueprint, sheet, row))


class CountDistinct(Count, kw_only=True):
    """How many different names of a sheet stand in those rows."""

    kind: ClassVar[str] = "count_distinct"
    distinct: Annotated[str, Key(names="column of {of}")]
    names: Annotated[str, Key(names=ADDRESS)]

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.of, f"{self.of.partition('.')[0]}.{self.distinct}", self.names)

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Expression:
        distinct = f"{self.of.partition('.')[0]}.{self.distinct}"
        mine, places = self.named(blueprint, sheet, row), places_among(blueprint, distinct, self.names)
        return formulas.different(counted(mine) * places, blueprint.texts(self.names))


class Sum(Count, kw_only=True):
    """The sum of a column over those rows; "" where none of them has a figure."""

    kind: ClassVar[str] = "sum"
    sum: Annotated[str, Key(names="column of {of}")]

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.of, f"{self.of.partition('.')[0]}.{self.sum}")

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Expression:
        figures = blueprint.figures(f"{self.of.partition('.')[0]}.{self.sum}")
        mine = self.named(blueprint, sheet, row)
        return shown(more(total(mine, is_number(figures)), NOTHING), total_where(mine, figures))


class LookUp(Computation, kw_only=True):
    """A column of the row that a reference names."""

    kind: ClassVar[str] = "look_up"
    via: Annotated[str, Key(names=COLUMN)]
    of: Annotated[str, Key(names=ADDRESS)]
    names: Annotated[str, Key(names=ADDRESS)]

    def __post_init__(self) -> None:
        if self.of.partition(".")[0] != self.names.partition(".")[0]:
            raise ValueError(say("template.two_sheets", of=repr(self.of), names=repr(self.names)))

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.of, self.names)

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Expression:
        at = place_among_names(blueprint, self.names, sheet, self.via, row)
        return shown(more(at, NOTHING), formulas.trimmed(formulas.item(blueprint.cells(self.of), at)))
