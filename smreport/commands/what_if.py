"""Limits and weights to try instead of a workbook's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import inf

from smreport.blueprint.columns import Money
from smreport.blueprint.model import Column
from smreport.blueprint.tables import Table, Tables
from smreport.blueprint.values import normalised
from smreport.decision.terms import CAPITAL, CRITERIA, REVENUE
from smreport.errors import InvalidValue
from smreport.frozen import Frozen, field, replace
from smreport.papers.figures import listed, pounds
from smreport.words import joining, say
from smreport.words.locales import number

_WEIGHT = "weight_"
_YEAR = re.compile(r"([0-9]{4}/[0-9]{2})(?:[: ]+(capital|revenue))?")


class WhatIf(Frozen):
    """Limits and weights to try instead of the workbook's.

    budget   for the first wave, in the currency of the template
    hours    staff hours a month
    weights  swing weights from 0 to 100 by criterion: benefit, cost, risk
    years    money by financial year and kind, such as "2027/28 capital"; a year alone is enough where 6b Money limits
             one kind only in it

    Raises InvalidValue where one cannot be used.
    """

    budget: float | None = None
    hours: float | None = None
    weights: Mapping[str, float] = field(default_factory=dict)
    years: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        amounts = (("budget", self.budget), ("hours", self.hours), *self.years.items())
        for name, value in amounts:
            if value is not None and not 0 <= value < inf:
                raise InvalidValue(say("terminal.what_if.no_amount", name=name, value=repr(value)))
        for name, value in self.weights.items():
            if name not in CRITERIA or not 0 <= value <= 100:
                given, known = f"{name}={value!r}", joining.in_a_row(CRITERIA)
                raise InvalidValue(say("terminal.what_if.no_weight", given=given, known=known))
        for name in self.years:
            if not _YEAR.fullmatch(name):
                raise InvalidValue(say("terminal.what_if.no_year", given=repr(name)))

    def applied(self, tables: Tables) -> tuple[Tables, tuple[str, ...]]:
        """The tables with these settings, and what differs, in sentences.

        Raises InvalidValue for a year of which it is not clear whether capital or revenue is meant, and for weights
        that are none above 0, or lack one that the workbook does not have.
        """
        given = {"budget": self.budget, "hours_available": self.hours}
        given |= {f"{_WEIGHT}{name}": weight for name, weight in self.weights.items()}
        numbers = {key: float(value) for key, value in given.items() if value is not None}
        changes = {key: value for key, value in numbers.items() if value != tables.settings[key]}
        columns = tables.blueprint.sheets["settings"].by_key
        differences = [_differs(columns[key], value, tables.settings[key]) for key, value in changes.items()]
        differences += self.about_other_weights(tables)
        tables = tables.with_settings(changes)
        if self.weights:
            _require_weights(tables)
        for name, amount in self.years.items():
            tables, year_differences = _with_year(tables, name, float(amount))
            differences += year_differences
        return tables, tuple(differences)

    def about_other_weights(self, tables: Tables) -> tuple[str, ...]:
        """Of other weights than the workbook's that those which are not given stay as in Settings, in a sentence."""
        columns, settings = tables.blueprint.sheets["settings"].by_key, tables.settings
        if all(settings[f"{_WEIGHT}{name}"] == float(weight) for name, weight in self.weights.items()):
            return ()
        keys = [f"{_WEIGHT}{name}" for name in CRITERIA if name not in self.weights]
        stay = [(columns[key], tables.settings[key]) for key in keys]
        weights = [
            say("terminal.what_if.weight", what=column.heading, number=_in_words(column, value))
            for column, value in stay
        ]
        return (say("terminal.what_if.others_stay", weights=listed(weights)),) if weights else ()


def _require_weights(tables: Tables) -> None:
    """Raise InvalidValue where the weights to try cannot be used with those of the workbook."""
    row = tables["settings"].rows[0]
    weights = [row[f"{_WEIGHT}{name}"] for name in CRITERIA]
    numbers = [weight for weight in weights if isinstance(weight, float)]
    if None in weights or (len(numbers) == len(weights) and not sum(numbers) > 0):
        raise InvalidValue(say("terminal.what_if.some_weights", known=joining.in_a_row(CRITERIA)))


def _with_year(tables: Tables, name: str, amount: float) -> tuple[Tables, list[str]]:
    """The tables with another amount for a year: in its first row, while its other rows are blank."""
    match = _YEAR.fullmatch(name)
    assert match is not None
    if "money" not in tables:
        raise InvalidValue(say("terminal.what_if.no_sheet", given=name))
    year = _Year(tables["money"], match[1])
    kind = match[2] or year.only_kind
    before = year.total(kind)
    if before == amount:
        return tables, []
    difference = _differs(year.table.sheet.by_key[kind], amount, before, year.name)
    return replace(tables, tables={**tables.tables, "money": year.with_amount(kind, amount)}), [difference]


class _Year(Frozen):
    """A financial year in 6b Money."""

    table: Table
    name: str

    @property
    def rows(self) -> list[int]:
        """The positions of its rows."""
        wanted = normalised(self.name)
        return [at for at, typed in enumerate(self.table.plain("year")) if typed == wanted]

    def total(self, kind: str) -> float | None:
        """What its rows allow together, None where none of them says anything."""
        typed = [self.table.columns[kind][at] for at in self.rows]
        amounts = [float(amount) for amount in typed if isinstance(amount, int | float)]
        return sum(amounts) if amounts else None

    @property
    def only_kind(self) -> str:
        """The one kind of money that is limited in it."""
        kinds = [kind for kind in (CAPITAL, REVENUE) if self.total(kind) is not None]
        if len(kinds) != 1:
            raise InvalidValue(say("terminal.what_if.which_kind", year=self.name))
        return kinds[0]

    def with_amount(self, kind: str, amount: float) -> Table:
        table, rows = (self.table, self.rows) if self.rows else (self._with_row(), [len(self.table.numbers)])
        values = list(table.columns[kind])
        for at in rows:
            values[at] = amount if at == rows[0] else None
        return replace(table, columns={**table.columns, kind: values})

    def _with_row(self) -> Table:
        columns = {key: [*values, self.name if key == "year" else None] for key, values in self.table.columns.items()}
        row = max([self.table.sheet.first_row - 1, *self.table.numbers]) + 1
        return replace(self.table, columns=columns, numbers=[*self.table.numbers, row])


def _differs(column: Column, now: object, before: object, year: str = "") -> str:
    """What is tried instead of what the workbook says, in a sentence."""
    what = say("terminal.what_if.in_year", what=column.heading, year=year) if year else column.heading
    return say("terminal.what_if.differs", what=what, now=_in_words(column, now), before=_in_words(column, before))


def _in_words(column: Column, value: object) -> str:
    if not isinstance(value, float):
        return say("terminal.what_if.blank")
    return pounds(value) if isinstance(column.type, Money) else number(value, 10)
