"""Limits and weights to try: which are taken, what the tables hold with them, and what is said of the difference."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from math import inf, nan

import pytest
from workbooks import with_rows, workbook

from smreport.blueprint.tables import Tables
from smreport.blueprint.templates import load
from smreport.commands.what_if import WhatIf
from smreport.errors import InvalidValue

SETTINGS = """
| settings | budget | hours_available | weight_benefit | weight_cost |
|          | 1000   | 12.5            | 50             | 30          |
"""
MONEY = """
| money | year    | capital | revenue |
|       | 2027/28 | 100     |         |
|       | 2027/28 | 20.5    |         |
|       | 2028/29 |         | 40      |
|       | 2029/30 | 5       | 6       |
|       | 2030/31 |         |         |
"""


@cache
def tables(markdown: str) -> Tables:
    return workbook(with_rows(load(), 3), markdown)


def differences(tried: WhatIf, markdown: str = SETTINGS + MONEY) -> list[str]:
    return list(tried.applied(tables(markdown))[1])


@pytest.mark.parametrize(
    ("name", "value", "is_taken"),
    [
        ("budget", 0, True), ("budget", 0.01, True), ("budget", -0.01, False), ("budget", inf, False),
        ("budget", nan, False), ("hours", 0, True), ("hours", -1, False),
        ("years", {"2027/28": 0}, True), ("years", {"2027/28": -1}, False), ("years", {"2027/28 capital": inf}, False),
        ("weights", {"benefit": 0}, True), ("weights", {"cost": 100}, True), ("weights", {"risk": 100.5}, False),
        ("weights", {"risk": -0.5}, False), ("weights", {"price": 5}, False), ("weights", {"benefit": nan}, False),
        ("years", {"2027/28: revenue": 1}, True), ("years", {"2027/28capital": 1}, False),
        ("years", {"2027": 1}, False), ("years", {"2027/28 other": 1}, False), ("years", {"27/28": 1}, False),
    ],
)  # fmt: skip
def test_amounts_from_0_on_and_weights_up_to_100_are_taken(name: str, value: object, is_taken: bool) -> None:
    if is_taken:
        assert getattr(WhatIf(**{name: value}), name) == value  # type: ignore[arg-type]
        return
    with pytest.raises(InvalidValue) as refused:
        WhatIf(**{name: value})  # type: ignore[arg-type]
    given = next(iter(value)) if isinstance(value, Mapping) else name
    assert given in str(refused.value)


SAID = {
    "nothing": (WhatIf(), []),
    "what the workbook says": (WhatIf(budget=1000, hours=12.5, years={"2028/29": 40}), []),
    "a budget": (WhatIf(budget=2500), ["Budget for the whole plan: £2,500 instead of £1,000."]),
    "no budget": (WhatIf(budget=0), ["Budget for the whole plan: £0 instead of £1,000."]),
    "hours": (WhatIf(hours=0.125), ["Staff hours available a month: 0.125 instead of 12.5."]),
    "all weights": (WhatIf(weights={"benefit": 50, "cost": 20, "risk": 30}), [
        "Weight of cost: 20 instead of 30.", "Weight of risk: 30 instead of blank."]),
    "weights with one left": (WhatIf(weights={"benefit": 40, "risk": 30}), [
        "Weight of benefit: 40 instead of 50.", "Weight of risk: 30 instead of blank.",
        "As in Settings: Weight of cost 30."]),
    "a year of two rows": (WhatIf(years={"2027/28 capital": 90}), [
        "Capital in 2027/28: £90 instead of £120."]),
    "as the rows together": (WhatIf(years={"2027/28": 120.5}), []),
    "the only kind": (WhatIf(years={"2028/29": 50}), ["Revenue in 2028/29: £50 instead of £40."]),
    "a kind that is blank": (WhatIf(years={"2028/29 capital": 50}), ["Capital in 2028/29: £50 instead of blank."]),
    "a year that is blank": (WhatIf(years={"2030/31: revenue": 7}), ["Revenue in 2030/31: £7 instead of blank."]),
    "a year that is not there": (WhatIf(years={"2031/32 revenue": 0}), ["Revenue in 2031/32: £0 instead of blank."]),
    "two years": (WhatIf(budget=1, years={"2029/30 revenue": 6, "2029/30 capital": 6}), [
        "Budget for the whole plan: £1 instead of £1,000.", "Capital in 2029/30: £6 instead of £5."]),
}  # fmt: skip


def test_what_differs_from_the_workbook_is_said_and_nothing_else() -> None:
    for tried, said in SAID.values():
        assert differences(tried) == said


@pytest.mark.parametrize("name", SAID)
def test_what_was_tried_differs_no_more(name: str) -> None:
    tried = SAID[name][0]
    after, _ = tried.applied(tables(SETTINGS + MONEY))
    assert list(tried.applied(after)[1]) == []
    for key, value in (("budget", tried.budget), ("hours_available", tried.hours)):
        assert after.settings[key] == (tables(SETTINGS).settings[key] if value is None else value)


@pytest.mark.parametrize("year", ["2027/28", "2029/30", "2030/31", "2031/32"])
def test_a_year_alone_is_clear_where_one_kind_is_limited(year: str) -> None:
    if year == "2027/28":
        assert len(differences(WhatIf(years={year: 1}))) == 1
        return
    with pytest.raises(InvalidValue, match=re.escape(f"{year}: say whether capital or revenue")):
        WhatIf(years={year: 1}).applied(tables(SETTINGS + MONEY))


def test_the_amount_of_a_year_stands_in_its_first_row_or_in_a_new_one() -> None:
    def money(tried: WhatIf, markdown: str = SETTINGS + MONEY) -> list[tuple[object, ...]]:
        after, _ = tried.applied(tables(markdown))
        table = after["money"]
        assert [*map(len, table.columns.values())] == [len(table.numbers)] * len(table.columns)
        return [(number, *(table.columns[key][at] for key in ("year", "capital", "revenue")))
                for at, number in enumerate(table.numbers)]  # fmt: skip

    before = money(WhatIf())
    first = before[0][0]
    assert isinstance(first, int)
    assert money(WhatIf(years={"2027/28 capital": 90})) == [
        (first, "2027/28", 90.0, None), (first + 1, "2027/28", None, None), *before[2:],
    ]  # fmt: skip
    assert money(WhatIf(years={"2031/32 revenue": 3})) == [*before, (first + 5, "2031/32", None, 3.0)]
    assert money(WhatIf(years={"2031/32 capital": 3}), SETTINGS) == [(first, "2031/32", 3.0, None)]


@pytest.mark.parametrize(
    ("weights", "markdown", "is_taken"),
    [
        ({"risk": 1}, SETTINGS, True), ({"benefit": 1}, SETTINGS, False), ({"benefit": 0, "cost": 0}, SETTINGS, False),
        ({"benefit": 0, "cost": 0, "risk": 0}, SETTINGS, False),
        ({"benefit": 0, "cost": 0, "risk": 0.1}, SETTINGS, True),
        ({"benefit": 1, "cost": 1}, MONEY, False), ({"benefit": 0, "cost": 0, "risk": 1}, MONEY, True),
    ],
)  # fmt: skip
def test_all_weights_are_needed_and_one_of_them_above_0(
    weights: dict[str, float], markdown: str, is_taken: bool
) -> None:
    if is_taken:
        after, _ = WhatIf(weights=weights).applied(tables(markdown))
        assert {name: after.settings[f"weight_{name}"] for name in weights} == weights
        return
    with pytest.raises(InvalidValue, match="all of benefit, cost, risk are needed, one of them above 0"):
        WhatIf(weights=weights).applied(tables(markdown))
