"""The workings that rest on the numbers of texts: each with its formula, and with what it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from smreport.blueprint import formulas
from smreport.blueprint.formulas import Cell, Number, Text
from smreport.blueprint.model import Blueprint
from smreport.blueprint.naming import in_excel
from smreport.blueprint.text_numbers import Numbering, is_none_of_the_names, match, names_none, numbered_by
from smreport.blueprint.workings import AGAIN, AMISS, KEY, NUMBER, REPEATS, Working

Typed = Callable[[str], list[str]]  # what stands in the cells of a column that is named like "areas.label"
Worked = tuple[Text | Number, tuple[str | float, ...]]

OF_NUMBERS = (NUMBER, AMISS, KEY, AGAIN, REPEATS)


class NumberWorkings:
    """What such workings of one workbook show; what several of them ask is worked out once.

    typed  gives what stands in the cells of a column
    """

    def __init__(self, blueprint: Blueprint, typed: Typed) -> None:
        self.blueprint, self.typed = blueprint, cache(typed)
        self.known, self.numbers, self.keys = cache(self._known), cache(self._numbers), cache(self._keys)

    def worked(self, working: Working, cell: Cell) -> Worked:
        """The formula in the first row of a working, and what it shows in all rows."""
        blueprint, address = self.blueprint, working.address
        if working.kind == NUMBER:
            wanted = formulas.trimmed(cell)
            return Numbering.of(blueprint, address).formula(blueprint, wanted), self.numbers(address)
        if working.kind == AMISS:
            amiss = is_none_of_the_names(blueprint, address, blueprint.numbers(address))
            names_no_row = names_none(blueprint, address, self.typed)
            return formulas.total(amiss), (float(sum(map(names_no_row, self.numbers(address)))),)
        keys = self.keys(working.addresses)
        if working.kind == KEY:
            return _key(blueprint, working.addresses), keys
        first = {key: at for at, key in reversed([*enumerate(keys)])}
        again = tuple(float(key != "" and first[key] != at) for at, key in enumerate(keys))
        if working.kind == AGAIN:
            return _again(blueprint, working.addresses), again
        return formulas.total(blueprint.again(working.addresses)), (sum(again),)

    def _known(self, names: str) -> Mapping[str, float]:
        return Numbering.of(self.blueprint, names).numbers(self.typed)

    def _numbers(self, address: str) -> tuple[float, ...]:
        known = self.known(numbered_by(self.blueprint, address))
        return tuple(known[in_excel(text)] if text else 0.0 for text in self.typed(address))

    def _keys(self, addresses: tuple[str, ...]) -> tuple[str, ...]:
        rows = zip(*map(self.numbers, addresses), strict=True)
        return tuple(";".join(f"{number:.0f}" for number in row) if row[0] else "" for row in rows)


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
