"""Rules about one cell; most come with the column's type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from smreport.blueprint import formulas
from smreport.blueprint.columns import Choice, Number, Ref, Refs, in_other_currency
from smreport.blueprint.formulas import Truth
from smreport.blueprint.model import Blueprint, Sheet
from smreport.blueprint.rules.base import (
    Lookup,
    Rule,
    did_you_mean,
    heading_of,
    parts_of,
    verb,
)
from smreport.blueprint.tables import Row, Table, Tables, known_names
from smreport.blueprint.values import ReadAs, Unreadable, normalised
from smreport.declared import COLUMN, Key
from smreport.findings import Level


@dataclass(frozen=True, kw_only=True)
class Required(Rule):
    """A cell must be filled."""

    kind: ClassVar[str] = "required"
    column: Annotated[str, Key(names=COLUMN)]

    @property
    def at(self) -> tuple[str, ...]:
        return (self.column,)

    def fails(self, row: Row, lookup: Lookup) -> bool:
        return row[self.column] is None

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        return formulas.blank(sheet.at(self.column, row))

    def words(self, sheet: Sheet) -> tuple[str, str]:
        column = sheet.by_key[self.column]
        return self.what or f"{column.heading} {verb(column)} missing.", self.fix or column.help


@dataclass(frozen=True, kw_only=True)
class Readable(Rule, implied=True):
    """A filled cell must make sense as the column's type."""

    kind: ClassVar[str] = "readable"
    column: str

    @property
    def at(self) -> tuple[str, ...]:
        return (self.column,)

    def fails(self, row: Row, lookup: Lookup) -> bool:
        return isinstance(row[self.column], Unreadable | ReadAs)

    def level_of(self, row: Row) -> Level:
        return Level.NOTE if isinstance(row[self.column], ReadAs) else self.level

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        cell = sheet.at(self.column, row)
        broken = sheet.by_key[self.column].type.broken(cell)
        return formulas.both(formulas.filled(cell), broken) if broken else formulas.NEVER

    def words(self, sheet: Sheet) -> tuple[str, str]:
        column = sheet.by_key[self.column]
        return f"{column.heading} is not {column.type.wanted}.", f"{column.type.describe()} is expected."

    def remedy(self, row: Row, lookup: Lookup) -> str:
        value = row[self.column]
        if isinstance(value, ReadAs):
            return f"It was read as {value:,.10g}; type the number to be sure."
        if in_other_currency(str(value)):
            return f"“{value}” is in another currency. Set the cell’s number format to General, and type it anew."
        return ""


@dataclass(frozen=True, kw_only=True)
class InRange(Rule, implied=True):
    """A number must lie within the column's bounds."""

    kind: ClassVar[str] = "in_range"
    column: str
    low: float | None = None
    high: float | None = None

    @property
    def at(self) -> tuple[str, ...]:
        return (self.column,)

    def fails(self, row: Row, lookup: Lookup) -> bool:
        value = row[self.column]
        return isinstance(value, float) and not Number(self.low, self.high).allows(value)

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        cell = sheet.at(self.column, row)
        number = formulas.number_in(cell)
        bounds = [formulas.less(number, formulas.number(self.low))] if self.low is not None else []
        bounds += [formulas.more(number, formulas.number(self.high))] if self.high is not None else []
        return formulas.both(formulas.is_number(cell), formulas.either(*bounds))

    def words(self, sheet: Sheet) -> tuple[str, str]:
        column = sheet.by_key[self.column]
        low = "" if self.low is None else f"not below {self.low:g}"
        high = "" if self.high is None else f"not above {self.high:g}"
        bounds = " and ".join(filter(None, (low, high)))
        return f"{column.heading} must be {bounds}.", "Correct the number."


@dataclass(frozen=True, kw_only=True)
class Listed(Rule, implied=True):
    """A choice must be in its list."""

    kind: ClassVar[str] = "listed"
    column: str

    @property
    def at(self) -> tuple[str, ...]:
        return (self.column,)

    def prepare(self, table: Table, tables: Tables) -> Lookup:
        kind = table.sheet.by_key[self.column].type
        assert isinstance(kind, Choice)
        return kind.choices.spelling

    def fails(self, row: Row, lookup: Lookup) -> bool:
        assert isinstance(lookup, dict)
        return row[self.column] is not None and bool(lookup) and normalised(row[self.column]) not in lookup

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        text, kind = sheet.text_at(self.column, row), sheet.by_key[self.column].type
        assert isinstance(kind, Choice)
        if not kind.choices.items:
            return formulas.NEVER
        known = formulas.total(formulas.same(blueprint.list_texts(kind.choices.key), text))
        return formulas.both(formulas.filled(text), formulas.equals(known, formulas.number(0)))

    def words(self, sheet: Sheet) -> tuple[str, str]:
        kind = sheet.by_key[self.column].type
        assert isinstance(kind, Choice)
        return (
            f"{heading_of(sheet, self.column)} is not in the list.",
            f"Pick one from the list “{kind.choices.heading}”.",
        )

    def remedy(self, row: Row, lookup: Lookup) -> str:
        return did_you_mean(str(row[self.column]), lookup)


@dataclass(frozen=True, kw_only=True)
class Exists(Rule, implied=True):
    """A reference must name a row of the other sheet; so must each part of several."""

    kind: ClassVar[str] = "exists"
    column: str
    target: str
    where: str  # the title of the target's sheet

    @property
    def at(self) -> tuple[str, ...]:
        return (self.column,)

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.target,)

    def prepare(self, table: Table, tables: Tables) -> Lookup:
        return known_names(table.sheet.by_key[self.column], tables)

    def unknown(self, row: Row, lookup: Lookup) -> list[str]:
        """The parts that nothing is called."""
        assert isinstance(lookup, dict)
        return [part for part in parts_of(row[self.column]) if normalised(part) not in lookup]

    def fails(self, row: Row, lookup: Lookup) -> bool:
        return bool(self.unknown(row, lookup))

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        kind = sheet.by_key[self.column].type
        assert isinstance(kind, Ref)
        known = blueprint.texts(self.target)
        if isinstance(kind, Refs):
            return formulas.unknown_parts(sheet.at(self.column, row), known, kind.separator)
        text = sheet.text_at(self.column, row)
        missing = formulas.equals(formulas.total(formulas.same(known, text)), formulas.number(0))
        others = [formulas.negated(formulas.one_of(text, kind.to.also))] if kind.to.also else []
        return formulas.both(formulas.filled(text), missing, *others)

    def words(self, sheet: Sheet) -> tuple[str, str]:
        return (
            f"{heading_of(sheet, self.column)} {verb(sheet.by_key[self.column])} not listed in {self.where}.",
            "Pick one from the list, or add it there.",
        )

    def remedy(self, row: Row, lookup: Lookup) -> str:
        unknown = self.unknown(row, lookup)
        named = f"“{unknown[0]}” is unknown." if parts_of(row[self.column]) != tuple(unknown) else ""
        hint = did_you_mean(unknown[0], lookup)
        return " ".join(filter(None, (named, hint)))


@dataclass(frozen=True, kw_only=True)
class NoSeparator(Rule, implied=True):
    """A name that other sheets choose several of must not hold the separator."""

    kind: ClassVar[str] = "no_separator"
    column: str
    separator: str = ";"

    @property
    def at(self) -> tuple[str, ...]:
        return (self.column,)

    def fails(self, row: Row, lookup: Lookup) -> bool:
        return row[self.column] is not None and self.separator in str(row[self.column])

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        return formulas.says(sheet.at(self.column, row), self.separator)

    def words(self, sheet: Sheet) -> tuple[str, str]:
        what = f"{heading_of(sheet, self.column)} has a “{self.separator}” in it, which stands between choices."
        return what, "Use a comma or a dash instead."
