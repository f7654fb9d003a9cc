"""What every rule kind has: a condition, words, and its faces in Excel and in Python."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Annotated, Any, ClassVar

from smreport.blueprint import formulas
from smreport.blueprint.columns import Refs
from smreport.blueprint.formulas import Truth
from smreport.blueprint.model import Blueprint, Sheet
from smreport.blueprint.named_parts import choices_in, named_by
from smreport.blueprint.naming import Choices, Names, in_excel
from smreport.blueprint.tables import Row, Table, Tables, known_names
from smreport.blueprint.text_numbers import is_none_of_the_names, named_alike, number_here, numbered_by
from smreport.blueprint.values import normalised
from smreport.blueprint.workings import Working
from smreport.declared import SAID, Key
from smreport.findings import Level, in_check
from smreport.frozen import Frozen
from smreport.words import joining, say

Lookup = Any  # what a rule's `prepare` hands to its `fails`


class Breach(Frozen):
    """Rows that break a rule in the same way.

    numbers  their Excel rows
    row      what the rule has seen of each of them; see ``Rule.sees``
    lookup   what it was held against
    """

    numbers: list[int]
    row: Row
    lookup: Lookup


class Condition(Frozen):
    """When a rule applies: a column of the row is, or is not, one of some texts, or is filled."""

    column: str
    among: Annotated[tuple[str, ...], Key("is")] = ()
    not_among: Annotated[tuple[str, ...], Key("not")] = ()
    filled: bool = False

    def __post_init__(self) -> None:
        if bool(self.among) + bool(self.not_among) + self.filled != 1:
            raise ValueError(say("template.one_condition"))

    def holds(self, row: Row) -> bool:
        value = normalised(row.get(self.column))
        if self.filled:
            return value != ""
        if self.among:
            return value in {normalised(text) for text in self.among}
        return value not in {normalised(text) for text in self.not_among}

    def formula(self, sheet: Sheet, row: int) -> Truth:
        cell = sheet.at(self.column, row)
        if self.filled:
            return formulas.filled(cell)
        if self.among:
            return formulas.one_of(cell, self.among)
        return formulas.negated(formulas.one_of(cell, self.not_among))

    def not_in_range(self, blueprint: Blueprint, sheet: Sheet) -> Truth:
        """In Excel, over the rows of another sheet: true where the condition does not hold there."""
        return formulas.negated(formulas.one_of(blueprint.texts(f"{sheet.key}.{self.column}"), self.among))


_KINDS: dict[str, type[Rule]] = {}
KINDS: Mapping[str, type[Rule]] = MappingProxyType(_KINDS)
"""The kinds of rules by the name that templates give them."""


class Rule(Frozen, kw_only=True):
    """One rule of a sheet. ``what`` and ``fix`` in TOML replace the kind's own words.

    A class with a ``kind`` is known to templates by it, unless it is ``implied`` by the keys of columns; its fields
    are the keys it takes.
    """

    kind: ClassVar[str] = ""
    implied: ClassVar[bool] = False
    in_sheet: ClassVar[bool] = True  # False where Excel cannot tell and only `smreport check` does
    level: Annotated[Level, Key(absent=Level.ERROR)]
    what: Annotated[str, SAID] = ""
    fix: Annotated[str, SAID] = ""
    when: Condition | None = None
    principle: Annotated[int | None, Key(least=1)] = None

    def __init_subclass__(cls) -> None:
        if "kind" in vars(cls) and not cls.implied:
            _KINDS[cls.kind] = cls

    @property
    @abstractmethod
    def at(self) -> tuple[str, ...]:
        """The columns of the sheet that the rule looks at; the first is the one it points to."""

    @property
    def sees(self) -> tuple[str, ...]:
        """All columns of the row that the rule looks at: those that ``fails`` is given."""
        return (*self.at, self.when.column) if self.when else self.at

    @property
    def needs(self) -> tuple[str, ...]:
        """Columns of other sheets that the rule looks at, like "areas.status"."""
        return ()

    @property
    def needs_words(self) -> bool:
        """Whether it has no words of its own, so that the template must say what is wrong."""
        return type(self).words is Rule.words

    def looks_for(self, sheet: str) -> tuple[Working, ...]:
        """The workings that look for the rows of a sheet elsewhere."""
        return ()

    def prepare(self, table: Table, tables: Tables) -> Lookup:
        """What ``fails`` needs from the tables, looked up once."""
        return None

    @abstractmethod
    def fails(self, row: Row, lookup: Lookup) -> bool:
        """Whether the row breaks the rule."""

    @abstractmethod
    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        """In Excel: true where the row breaks the rule."""

    def words(self, sheet: Sheet) -> tuple[str, str]:
        """What is wrong and how to fix it, for any row."""
        return self.what, self.fix

    def said(self, sheet: Sheet) -> str:
        """What the Check column says: the level in a word, and what is wrong."""
        return in_check(self.level, self.words(sheet)[0])

    def remedy(self, row: Row, lookup: Lookup) -> str:
        """How to fix this very row, where more can be said than ``words`` says."""
        return ""

    def shows_in_sheet(self, row: Row, lookup: Lookup) -> bool:
        """Whether Excel can tell, too, that this very row breaks the rule."""
        return self.in_sheet

    def level_of(self, row: Row, lookup: Lookup) -> Level:
        """How much it weighs in this very row."""
        return self.level

    def code(self, sheet: Sheet) -> str:
        """The rule's stable name."""
        return f"{sheet.key}.{self.at[0]}.{self.kind}"

    def condition(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        """The formula, and that the rule applies to the row at all."""
        broken = self.formula(blueprint, sheet, row)
        return formulas.both(self.when.formula(sheet, row), broken) if self.when else broken

    def breaches(self, table: Table, tables: Tables) -> Iterator[Breach]:
        """The rows that break the rule; rows in which it sees the same are judged once."""
        alike, lookup = table.alike(self.sees), self.prepare(table, tables)
        for group, row in enumerate(alike.rows):
            if (self.when is None or self.when.holds(row)) and self.fails(row, lookup):
                yield Breach([table.numbers[at] for at in alike.members[group]], row, lookup)

    def rows_in_sheet(self, table: Table, tables: Tables) -> Iterator[int]:
        """The Excel rows in which the sheet's own check speaks, in tables of ``understanding.as_excel_reads``."""
        for breach in self.breaches(table, tables):
            if self.shows_in_sheet(breach.row, breach.lookup):
                yield from breach.numbers


def unlisted_rows(table: Table, key: str, tables: Tables) -> set[int]:
    """The Excel rows whose cell holds what is not spelt as the names or choices that it may hold."""
    known = known_names(table.sheet.by_key[key], tables)
    values = table.columns[key]
    other = {value for value in set(values) if any(in_excel(part) not in known.in_excel for part in parts_of(value))}
    return {number for number, value in zip(table.numbers, values, strict=True) if value in other}


def is_unlisted_here(blueprint: Blueprint, sheet: Sheet, key: str) -> Truth:
    """In Excel: whether this row's reference is not spelt as the rows that it may name."""
    address = f"{sheet.key}.{key}"
    if _is_numbered(blueprint, address):
        return is_none_of_the_names(blueprint, address, number_here(blueprint, sheet, key))
    unlisted = formulas.number_at(blueprint.unlisted(address), formulas.this_row_below(sheet.header_row))
    return formulas.more(unlisted, formulas.number(0))


def are_all_listed(blueprint: Blueprint, address: str) -> Truth:
    """In Excel: whether all references in a column are spelt as the rows that they may name."""
    if _is_numbered(blueprint, address):
        return formulas.equals(blueprint.amiss(address), formulas.number(0))
    return formulas.equals(formulas.total(blueprint.unlisted(address)), formulas.number(0))


def _is_numbered(blueprint: Blueprint, address: str) -> bool:
    """Whether a column refers to one name a cell, whose number tells whether it is listed."""
    return numbered_by(blueprint, address) not in ("", address)


def heading_of(sheet: Sheet, key: str) -> str:
    return sheet.by_key[key].heading


def did_you_mean(value: str, known: Names | Choices) -> str:
    """Which of several names is asked for, or which one is near."""
    names = known.can_mean(value)
    if len(names) > 1:
        return say("findings.can_mean", typed=value, names=joining.all_quoted(names))
    near = known.nearest(value)
    return say("findings.did_you_mean", name=near) if near else ""


def parts_of(value: object) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return () if value is None else (value if isinstance(value, str) else str(value),)


def names_match(blueprint: Blueprint, sheet: Sheet, key: str, names: str, row: int) -> Truth:
    """In Excel, over the rows of a column of names: which the cell, or one of its several choices, names."""
    if isinstance(sheet.by_key[key].type, Refs):
        return named_by(choices_in(blueprint, sheet, key), blueprint, names)
    return named_alike(blueprint, names, sheet, key, row)
