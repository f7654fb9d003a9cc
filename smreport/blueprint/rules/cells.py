"""Rules about one cell; most come with the column's type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from smreport.blueprint import formulas
from smreport.blueprint.amounts import amount_in, in_other_currency
from smreport.blueprint.columns import Choice, Number, Percent, Ref, Refs, YesNo
from smreport.blueprint.formulas import Truth
from smreport.blueprint.model import Blueprint, Sheet
from smreport.blueprint.named_parts import is_unlisted
from smreport.blueprint.naming import Choices, Meant, Names
from smreport.blueprint.no_answers import names_no_one
from smreport.blueprint.publication import mark_of, secret_rows
from smreport.blueprint.rules.base import (
    Breach,
    Lookup,
    Rule,
    did_you_mean,
    heading_of,
    is_unlisted_here,
    parts_of,
    unlisted_rows,
)
from smreport.blueprint.tables import Row, Table, Tables, is_understood, known_names
from smreport.blueprint.values import ReadAs, Unreadable, normalised
from smreport.declared import COLUMN, Key
from smreport.findings import Level, cells_in_brief
from smreport.words import joining, say


class Required(Rule, kw_only=True):
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
        is_plural = isinstance(column.type, Refs)
        missing = say("findings.required.are" if is_plural else "findings.required.is", heading=column.heading)
        return self.what or missing, self.fix or column.help


class Readable(Rule, kw_only=True):
    """A filled cell must make sense as the column's type."""

    kind: ClassVar[str] = "readable"
    implied: ClassVar[bool] = True
    column: str

    @property
    def at(self) -> tuple[str, ...]:
        return (self.column,)

    def prepare(self, table: Table, tables: Tables) -> Lookup:
        return table.sheet.by_key[self.column].type

    def fails(self, row: Row, lookup: Lookup) -> bool:
        return isinstance(row[self.column], Unreadable | ReadAs)

    def level_of(self, row: Row, lookup: Lookup) -> Level:
        return Level.NOTE if isinstance(row[self.column], ReadAs) else self.level

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        cell = sheet.at(self.column, row)
        broken = sheet.by_key[self.column].type.broken(cell)
        return formulas.both(formulas.filled(cell), broken) if broken else formulas.NEVER

    def words(self, sheet: Sheet) -> tuple[str, str]:
        column = sheet.by_key[self.column]
        fix = say("findings.readable.fix", expected=column.type.describe())
        return column.type.not_readable(column.heading), fix

    def said(self, sheet: Sheet) -> str:
        """Of a figure in words Excel cannot tell whether it can be read, nor of "ditto" for Yes; a mark is an error."""
        column = sheet.by_key[self.column]
        if not isinstance(column.type, Number | YesNo) or self.column == mark_of(sheet):
            return super().said(sheet)
        return say("findings.readable.in_words", heading=column.heading)

    def remedy(self, row: Row, lookup: Lookup) -> str:
        value = row[self.column]
        if isinstance(value, ReadAs):
            assert isinstance(lookup, Number)
            return joining.sentences((value.note, say("findings.read_as", words=lookup.in_words(value))))
        if in_other_currency(str(value)):
            return say("findings.other_currency", typed=str(value))
        amount = amount_in(str(value)) if isinstance(lookup, Number) else None
        if amount and any(map(str.isalpha, amount.unit)) and lookup.understood(amount) is None:
            asked = say("findings.other_unit", unit=amount.unit, wanted=lookup.unit) if lookup.unit else ""
            return asked or say("findings.unit_not_asked", unit=amount.unit)
        return ""


class InRange(Rule, kw_only=True):
    """A number must lie within the column's bounds."""

    kind: ClassVar[str] = "in_range"
    implied: ClassVar[bool] = True
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
        kind = column.type
        assert isinstance(kind, Number)
        low, high = ("" if end is None else kind.shown(end) for end in (self.low, self.high))
        if low and high:
            what = say("findings.in_range.between", heading=column.heading, low=low, high=high)
        elif low:
            what = say("findings.in_range.at_least", heading=column.heading, low=low)
        else:
            what = say("findings.in_range.at_most", heading=column.heading, high=high)
        return what, say("findings.in_range.fix")

    def said(self, sheet: Sheet) -> str:
        """Of a percentage Excel cannot tell whether 10 was typed for 10 %."""
        column = sheet.by_key[self.column]
        if isinstance(column.type, Percent):
            return say("findings.percent_too_large", heading=column.heading)
        return super().said(sheet)


class _Known(Rule, kw_only=True):
    """A cell must hold some of the names or choices that it may hold; so must each part of several.

    Excel tells only whether they are spelt as they are listed, and then leaves the rest to ``smreport check``.
    """

    implied: ClassVar[bool] = True
    column: str

    @property
    def at(self) -> tuple[str, ...]:
        return (self.column,)

    def prepare(self, table: Table, tables: Tables) -> Lookup:
        return known_names(table.sheet.by_key[self.column], tables)

    def unknown(self, row: Row, lookup: Lookup) -> list[str]:
        """The parts that nothing is called."""
        assert isinstance(lookup, Names | Choices)
        return [part for part in parts_of(row[self.column]) if normalised(part) not in lookup.spelling]

    def said(self, sheet: Sheet) -> str:
        column = sheet.by_key[self.column]
        if not is_understood(column):
            return super().said(sheet)
        return say("findings.not_spelt_as_listed", heading=column.heading)

    def rows_in_sheet(self, table: Table, tables: Tables) -> Iterator[int]:
        if not is_understood(table.sheet.by_key[self.column]):
            return super().rows_in_sheet(table, tables)
        return iter(unlisted_rows(table, self.column, tables))


class Listed(_Known, kw_only=True):
    """A choice must be in its list."""

    kind: ClassVar[str] = "listed"

    def prepare(self, table: Table, tables: Tables) -> Lookup:
        kind = table.sheet.by_key[self.column].type
        assert isinstance(kind, Choice)
        return kind.choices.known

    def fails(self, row: Row, lookup: Lookup) -> bool:
        return bool(lookup.items) and bool(self.unknown(row, lookup))

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
        what = say("findings.listed.what", heading=heading_of(sheet, self.column))
        return what, say("findings.listed.fix", choices=kind.choices.heading)

    def remedy(self, row: Row, lookup: Lookup) -> str:
        return did_you_mean(str(row[self.column]), lookup)


class Exists(_Known, kw_only=True):
    """A reference must not be in doubt: a name that two rows have, or that is nearly another.

    A name that no row has, nor nearly, is a row that is missing there; see ``decision.missing_rows``.
    """

    kind: ClassVar[str] = "exists"
    target: str
    where: str  # the title of the target's sheet

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.target,)

    def unknown(self, row: Row, lookup: Lookup) -> list[str]:
        """The parts that are in doubt."""
        return [part for part in super().unknown(row, lookup) if lookup.is_in_doubt(part)]

    def fails(self, row: Row, lookup: Lookup) -> bool:
        return bool(self.unknown(row, lookup))

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        kind = sheet.by_key[self.column].type
        assert isinstance(kind, Ref)
        if sheet.is_form:
            separator = kind.separator if isinstance(kind, Refs) else ""
            return is_unlisted(sheet.at(self.column, row), blueprint.texts(self.target), kind.to.also, separator)
        return is_unlisted_here(blueprint, sheet, self.column)

    def words(self, sheet: Sheet) -> tuple[str, str]:
        column = sheet.by_key[self.column]
        is_plural = isinstance(column.type, Refs)
        what = say(
            "findings.exists.are" if is_plural else "findings.exists.is", heading=column.heading, sheet=self.where
        )
        return what, say("findings.exists.fix")

    def remedy(self, row: Row, lookup: Lookup) -> str:
        unknown = self.unknown(row, lookup)
        if lookup.is_list(unknown[0]):
            return say("findings.exists.split")
        is_one_of_several = parts_of(row[self.column]) != tuple(unknown)
        named = say("findings.exists.unknown", typed=unknown[0]) if is_one_of_several else ""
        hint = did_you_mean(unknown[0], lookup)
        return hint if lookup.can_mean(unknown[0]) else joining.sentences((named, hint))


class _OfReading(Rule, kw_only=True):
    """Base of what only tells how a cell was read, of which Excel knows nothing."""

    in_sheet: ClassVar[bool] = False
    column: str

    @property
    def at(self) -> tuple[str, ...]:
        return (self.column,)

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        return formulas.NEVER


class Understood(_OfReading, kw_only=True):
    """What a name or a choice in other words was taken for is told, once for each way of saying it."""

    kind: ClassVar[str] = "understood"
    implied: ClassVar[bool] = True

    def fails(self, row: Row, lookup: Lookup) -> bool:
        return any(isinstance(part, Meant) and part.other_words for part in parts_of(row[self.column]))

    def breaches(self, table: Table, tables: Tables) -> Iterator[Breach]:
        secret = secret_rows(table)
        taken: dict[tuple[str, bool, str, tuple[str, ...]], list[int]] = {}
        for number, value in zip(table.numbers, table.columns[self.column], strict=True):
            if not self.fails({self.column: value}, None):
                continue
            by_words: dict[str, list[str]] = {}
            for part in parts_of(value):
                for words in part.other_words if isinstance(part, Meant) else ():
                    by_words.setdefault(words, []).append(str(part))
            for typed, names in by_words.items():
                taken.setdefault((normalised(typed), number in secret, typed, tuple(names)), []).append(number)
        for (_, _, typed, every), numbers in taken.items():
            cells = [table.cell(self.column, number) for number in numbers[1:]]
            yield Breach(numbers[:1], {self.column: Meant(every[0], typed)}, (every, cells))

    def words(self, sheet: Sheet) -> tuple[str, str]:
        heading = heading_of(sheet, self.column)
        return say("findings.understood.what", heading=heading), say("findings.understood.fix")

    def remedy(self, row: Row, lookup: Lookup) -> str:
        names, cells = lookup
        value = row[self.column]
        assert isinstance(value, Meant)
        if cells:
            also = cells_in_brief(cells)
            return say("findings.understood.as_also", typed=value.typed, names=joining.all_quoted(names), cells=also)
        return say("findings.understood.as", typed=value.typed, names=joining.all_quoted(names))


class Unsaid(_OfReading, kw_only=True):
    """Words that only stand for a missing answer, such as "tbc", are told of: the cell was read as blank."""

    kind: ClassVar[str] = "unsaid"
    implied: ClassVar[bool] = True

    def fails(self, row: Row, lookup: Lookup) -> bool:
        return row[self.column] is not None

    def breaches(self, table: Table, tables: Tables) -> Iterator[Breach]:
        for number, typed in table.unsaid.get(self.column, {}).items():
            if self.fails({self.column: typed}, None):
                yield Breach([number], {self.column: typed}, None)

    def remedy(self, row: Row, lookup: Lookup) -> str:
        return say("findings.unsaid.which") if names_no_one(row[self.column]) else ""

    def code(self, sheet: Sheet) -> str:
        """The same as where the reader finds such words in cells for other answers than names and choices."""
        return "cells.nothing_said"

    def words(self, sheet: Sheet) -> tuple[str, str]:
        return say("findings.cells.nothing_said.what"), say("findings.cells.nothing_said.fix")


UNDERSTANDING = (Understood.kind, Unsaid.kind)
"""The kinds that only tell how a cell was understood."""


class NoSeparator(Rule, kw_only=True):
    """A name that other sheets choose several of must not hold the separator."""

    kind: ClassVar[str] = "no_separator"
    implied: ClassVar[bool] = True
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
        heading = heading_of(sheet, self.column)
        what = say("findings.no_separator.what", heading=heading, separator=self.separator)
        return what, say("findings.no_separator.fix")
