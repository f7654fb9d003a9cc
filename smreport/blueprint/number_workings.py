"""The workings that rest on the numbers of texts: each with its formula, and with what it shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from smreport.blueprint import formulas
from smreport.blueprint.formulas import Cell, Number, Text
from smreport.blueprint.model import Blueprint
from smreport.blueprint.naming import in_excel
from smreport.blueprint.text_numbers import Numbering, is_none_of_the_names, match, names_none
from smreport.blueprint.workings import AGAIN, AMISS, KEY, NUMBER, REPEATS, Working

Typed = Callable[[str], list[str]]  # what stands in the cells of a column that is named like "areas.label"
Worked = tuple[Text | Number, tuple[str | float, ...]]

OF_NUMBERS = (NUMBER, AMISS, KEY, AGAIN, REPEATS)


def of_numbers(working: Working, blueprint: Blueprint, cell: Cell, typed: Typed) -> Worked:
    """The formula in the first row of such a working, and what it shows in all rows."""
    if working.kind == NUMBER:
        numbering = Numbering.of(blueprint, working.address)
        return numbering.formula(blueprint, formulas.trimmed(cell)), _numbers(blueprint, working.address, typed)
    if working.kind == AMISS:
        amiss = is_none_of_the_names(blueprint, working.address, blueprint.numbers(working.address))
        numbers = names_none(blueprint, working.address, typed)
        return formulas.total(amiss), (float(sum(map(numbers, _numbers(blueprint, working.address, typed)))),)
    keys = _keys(blueprint, working.addresses, typed)
    again = [float(key != "" and keys.index(key) != at) for at, key in enumerate(keys)]
    if working.kind == KEY:
        return _key(blueprint, working.addresses), tuple(keys)
    if working.kind == AGAIN:
        return _again(blueprint, working.addresses), tuple(again)
    return formulas.total(blueprint.again(working.addresses)), (sum(again),)


def _numbers(blueprint: Blueprint, address: str, typed: Typed) -> tuple[float, ...]:
    known = Numbering.of(blueprint, address).numbers(typed)
    return tuple(known[in_excel(text)] for text in typed(address))


def _keys(blueprint: Blueprint, addresses: Sequence[str], typed: Typed) -> list[str]:
    rows = zip(*(_numbers(blueprint, address, typed) for address in addresses), strict=True)
    return [";".join(f"{number:.0f}" for number in row) if row[0] else "" for row in rows]


def _key(blueprint: Blueprint, addresses: Sequence[str]) -> Text:
    """The numbers of a row in one text."""
    here = formulas.this_row_below(blueprint.LISTS_HEADER_ROW)
    numbers = [formulas.number_at(blueprint.numbers(address), here) for address in addresses]
    joined = Text('&";"&'.join(number.spelled for number in numbers))
    return formulas.choose(formulas.equals(numbers[0], formulas.number(0)), formulas.text(""), joined)


def _again(blueprint: Blueprint, addresses: Sequence[str]) -> Number:
    """1 where an earlier row has the same key."""
    here, keys = formulas.this_row_below(blueprint.LISTS_HEADER_ROW), blueprint.keys(addresses)
    key = formulas.trimmed(formulas.item(keys, here))
    is_again = formulas.counted(formulas.differs(match(key, keys), here))
    return formulas.choose(formulas.blank(key), formulas.number(0), is_again)
