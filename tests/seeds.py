"""For each rule of a template, the smallest answers that break it: what is seeded must be found, and by that rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import count
from typing import Any

from smreport.blueprint import columns as kinds
from smreport.blueprint.answers import tables_from
from smreport.blueprint.lists import ListItem
from smreport.blueprint.model import Blueprint, Column, Sheet
from smreport.blueprint.rules import (
    Acyclic,
    AllOrNone,
    AnyPositive,
    Apart,
    Belongs,
    Compare,
    Condition,
    Covered,
    Exists,
    Grounded,
    InEffect,
    InRange,
    Listed,
    Marked,
    NoSeparator,
    OneOf,
    Outside,
    Readable,
    RefState,
    Required,
    Rule,
    Similar,
    Understood,
    Unique,
    Unsaid,
)
from smreport.blueprint.tables import Tables
from smreport.frozen import replace

Row = dict[str, Any]
EARLY, BETWEEN, LATE = date(2028, 1, 1), date(2028, 7, 1), date(2029, 1, 1)


@dataclass
class Seed:
    """Answers that break one rule.

    rows  what is typed, by sheet key; in Settings one row
    at    the position, among the rows of the rule's own sheet, of the one that breaks it
    """

    blueprint: Blueprint
    sheet: Sheet
    rule: Rule
    tag: int
    rows: dict[str, list[Row]] = field(default_factory=dict)
    at: int = 0

    @property
    def name(self) -> str:
        """A name that no other seed has, and that is like no other."""
        return f"{''.join(chr(ord('a') + int(digit)) for digit in f'{self.tag:04}')} {self.rule.kind}".capitalize()

    def add(self, sheet: str, row: Row) -> None:
        """One more row; in Settings, more answers."""
        rows = self.rows.setdefault(sheet, [])
        if self.blueprint.sheets[sheet].is_form and rows:
            rows[0].update(row)
        else:
            rows.append(row)

    def here(self, **row: object) -> None:
        """A row of the rule's own sheet, to which the rule applies."""
        self.add(self.sheet.key, {**self.meeting(self.rule.when), **row})

    def meeting(self, condition: Condition | None) -> Row:
        """What a row needs to meet a condition."""
        if condition is None:
            return {}
        column = self.sheet.by_key[condition.column]
        if condition.among:
            return {column.key: condition.among[0]}
        choices = column.type.choices.texts if isinstance(column.type, kinds.Choice) else (self.name,)
        return {column.key: next(text for text in choices if text not in condition.not_among)}

    def parts(self, sheet: str, key: str) -> tuple[Row, str]:
        """A row of a sheet with a name of this seed's in a column, and that name."""
        column = self.blueprint.sheets[sheet].by_key[key]
        if not isinstance(column.type, kinds.Label):
            return {key: self.name}, self.name
        row: Row = {part: f"{self.name} {part}" for part in column.type.parts}
        return row, str(column.type.compose(dict(row)))

    def filler(self, *without: str) -> Row:
        """Something in a column that the rule does not look at, so that the row is not blank."""
        columns = [column for column in self.sheet.asked_columns if column.key not in without]
        texts = [column for column in columns if isinstance(column.type, kinds.Text)]
        if texts:
            return {texts[-1].key: self.name}
        chosen = next(each for each in columns if isinstance(each.type, kinds.Choice))
        assert isinstance(chosen.type, kinds.Choice)
        return {chosen.key: self.name if chosen.type.choices.open else chosen.type.choices.texts[0]}

    @cached_property
    def tables(self) -> Tables:
        content = {key: rows[0] if self.blueprint.sheets[key].is_form else rows for key, rows in self.rows.items()}
        return tables_from(self.blueprint, content, "seed.xlsx")

    @property
    def cell(self) -> str:
        """Where the rule must find something."""
        table = self.tables[self.sheet.key]
        return table.cell(self.rule.at[0], 0 if self.sheet.is_form else self.sheet.first_row + self.at)

    def tables_without_rule(self) -> Tables:
        """The same tables, the rule switched off."""
        table = self.tables[self.sheet.key]
        rules = tuple(rule for rule in table.sheet.rules if rule is not self.rule)
        changed = replace(table, sheet=replace(table.sheet, rules=rules))
        return replace(self.tables, tables={**self.tables.tables, self.sheet.key: changed})


def seeds(blueprint: Blueprint) -> list[Seed]:
    """One seed for each rule of each sheet that people fill in."""
    return list(_seeds(blueprint))


def _seeds(blueprint: Blueprint) -> Iterator[Seed]:
    tags = count()
    for sheet in blueprint:
        for rule in sheet.rules if not sheet.rows_from else ():
            seed = Seed(blueprint, sheet, rule, next(tags))
            BREAK[type(rule)](seed, rule)
            yield seed


# --- one function for each kind of rule ---


def break_required(seed: Seed, rule: Required) -> None:
    seed.here(**seed.filler(rule.column))


def break_readable(seed: Seed, rule: Readable) -> None:
    seed.here(**{rule.column: "about ten"})


def break_range(seed: Seed, rule: InRange) -> None:
    seed.here(**{rule.column: rule.low - 1 if rule.low is not None else (rule.high or 0) + 1})


def break_listed(seed: Seed, rule: Listed) -> None:
    choices = seed.sheet.by_key[rule.column].type.choices  # type: ignore[attr-defined]
    if not choices.items:  # a council gives its own list
        seed.blueprint = seed.blueprint.with_list(choices.key, (ListItem("Something listed"),))
    seed.here(**{rule.column: "Something else"})


def break_exists(seed: Seed, rule: Exists) -> None:
    name = listed_name(seed, rule.column)
    seed.here(**{rule.column: f"{name[0] * 2}{name}"})  # more than a slip of one letter
    seed.at = len(seed.rows[seed.sheet.key]) - 1


def listed_name(seed: Seed, column: str) -> str:
    """A name or a choice that the column may hold."""
    kind = seed.sheet.by_key[column].type
    if isinstance(kind, kinds.Choice):
        return kind.choices.texts[0]
    assert isinstance(kind, kinds.Ref)
    row, name = seed.parts(kind.to.sheet, kind.to.column)
    seed.add(kind.to.sheet, row)
    return name


def break_understood(seed: Seed, rule: Understood) -> None:
    seed.here(**{rule.column: f"The {listed_name(seed, rule.column)}."})
    seed.at = len(seed.rows[seed.sheet.key]) - 1


def break_unsaid(seed: Seed, rule: Unsaid) -> None:
    seed.here(**{rule.column: "TBC"})


def break_separator(seed: Seed, rule: NoSeparator) -> None:
    seed.here(**{rule.column: f"{seed.name}{rule.separator} and more"})


def break_unique(seed: Seed, rule: Unique) -> None:
    for _ in range(2):
        seed.here(**dict.fromkeys(rule.columns, seed.name))


def break_one_of(seed: Seed, rule: OneOf) -> None:
    seed.here(**seed.filler(*rule.columns))


def break_all_or_none(seed: Seed, rule: AllOrNone) -> None:
    seed.here(**{rule.columns[0]: 5})


def break_any_positive(seed: Seed, rule: AnyPositive) -> None:
    seed.here(**dict.fromkeys(rule.columns, 0))


def break_compare(seed: Seed, rule: Compare) -> None:
    mine, other = sizes(seed.sheet.by_key[rule.column])[:: -1 if rule.op == "<=" else 1]
    if rule.setting:
        is_date = isinstance(seed.sheet.by_key[rule.column].type, kinds.Date)
        seed.add("settings", {rule.setting: BETWEEN if is_date else other})  # good for both ways to break it
        seed.here(**{rule.column: mine})
    elif rule.via:
        sheet, _, key = rule.target.partition(".")
        row, name = seed.parts(sheet, key)
        seed.add(sheet, {**row, rule.other: other})
        seed.here(**{rule.column: mine, rule.via: name})
        seed.at = len(seed.rows[seed.sheet.key]) - 1
    else:
        seed.here(**{rule.column: mine, rule.other: other})


def sizes(column: Column) -> tuple[object, object]:
    """A small and a large answer."""
    if isinstance(column.type, kinds.Scale):
        texts = sorted(column.type.choices.values, key=column.type.choices.values.__getitem__)
        return texts[0], texts[-1]
    return (EARLY, LATE) if isinstance(column.type, kinds.Date) else (1, 2)


def break_outside(seed: Seed, rule: Outside) -> None:
    seed.add("settings", dict(zip(rule.window, (EARLY, LATE), strict=True)))
    seed.here(**{rule.column: BETWEEN})


def break_acyclic(seed: Seed, rule: Acyclic) -> None:
    row, name = seed.parts(*rule.target.split("."))
    seed.here(**row, **{rule.column: name})


def break_apart(seed: Seed, rule: Apart) -> None:
    row, name = seed.parts(*rule.target.split("."))
    seed.here(**row, **{rule.column: name})


def break_similar(seed: Seed, rule: Similar) -> None:
    for name in (seed.name, f"The {seed.name} page"):
        seed.here(**{rule.column: name, **dict.fromkeys(rule.same, seed.name)})


def break_belongs(seed: Seed, rule: Belongs) -> None:
    (sheet, owner), (_, item) = (address.split(".") for address in rule.to)
    row, name = seed.parts(sheet, item)
    seed.add(sheet, {**row, owner: f"{seed.name} of others"})
    seed.here(**{rule.columns[0]: f"{seed.name} of mine", rule.columns[1]: name})


def break_ref_state(seed: Seed, rule: RefState) -> None:
    sheet, key = rule.target.split(".")
    row, name = seed.parts(sheet, key)
    seed.add(sheet, {**row, rule.state: rule.banned[0]})
    seed.here(**{rule.column: name})
    seed.at = len(seed.rows[seed.sheet.key]) - 1


def break_covered(seed: Seed, rule: Covered) -> None:
    here: Row = {}
    names: Row = {}
    for mine, other in rule.match:
        row, names[other] = seed.parts(seed.sheet.key, mine)
        here |= row
    seed.here(**here)
    for _ in range(0 if rule.max is None else rule.max + 1):
        seed.add(rule.by, {**names, **dict.fromkeys(rule.having, seed.name)})


def break_grounded(seed: Seed, rule: Grounded) -> None:
    sheet, _, mark = rule.marks[0].partition(".")
    seed.add(sheet, {mark: True})
    seed.add("settings", {})


def break_marked(seed: Seed, rule: Marked) -> None:
    seed.here(**{rule.reasons[-1]: seed.name, rule.column: False})


def break_in_effect(seed: Seed, rule: InEffect) -> None:
    row, name = seed.parts(*rule.target.split("."))
    seed.add(rule.target_sheet, row)
    seed.add(rule.by, {rule.date: LATE, rule.having.column: rule.having.among[0]})
    seed.here(**{rule.column: EARLY, rule.via: name})


BREAK: Mapping[type[Rule], Callable[[Seed, Any], None]] = {
    Required: break_required,
    Readable: break_readable,
    InRange: break_range,
    Listed: break_listed,
    Exists: break_exists,
    NoSeparator: break_separator,
    Understood: break_understood,
    Unsaid: break_unsaid,
    Unique: break_unique,
    OneOf: break_one_of,
    AllOrNone: break_all_or_none,
    AnyPositive: break_any_positive,
    Apart: break_apart,
    Compare: break_compare,
    Outside: break_outside,
    Acyclic: break_acyclic,
    Similar: break_similar,
    Belongs: break_belongs,
    RefState: break_ref_state,
    Covered: break_covered,
    Grounded: break_grounded,
    InEffect: break_in_effect,
    Marked: break_marked,
}
