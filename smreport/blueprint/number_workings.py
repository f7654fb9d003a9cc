"""The workings that rest on the numbers of texts: each with its formula, and with what it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from smreport.blueprint import formulas
from smreport.blueprint.formulas import Cell, Number, Text
from smreport.blueprint.model import Blueprint
from smreport.blueprint.named_parts import choice_in
from smreport.blueprint.naming import in_excel
from smreport.blueprint.text_numbers import Numbering, is_none_of_the_names, match, names_none, numbered_by
from smreport.blueprint.values import single_spaced
from smreport.blueprint.workings import (
    AGAIN,
    AMISS,
    AMONG_ROWS,
    CHOICE,
    DOUBLED,
    KEY,
    NUMBER,
    REPEATS,
    SHARED,
    Working,
    addresses_in,
)

Typed = Callable[[str], list[str]]  # what stands in the cells of a column that is named like "areas.label"
Worked = tuple[Text | Number, tuple[str | float, ...]]

OF_NUMBERS = (NUMBER, AMISS, KEY, AGAIN, REPEATS, DOUBLED, CHOICE, *AMONG_ROWS)


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
        if working.kind == DOUBLED:
            return self._doubled(address)
        if working.kind == CHOICE:
            return self._choice(address, int(working.names), cell)
        if working.kind in AMONG_ROWS:
            return self._among_rows(working)
        return self._of_rows(working)

    def _doubled(self, address: str) -> Worked:
        """How many names of a column do not have their own place for a number."""
        numbers, names = self.blueprint.numbers(address), self.blueprint.texts(address)
        elsewhere = formulas.differs(numbers, formulas.positions(names))
        shown = sum(number not in (0, place) for place, number in enumerate(self.numbers(address), 1))
        return formulas.total(formulas.differs(numbers, formulas.number(0)), elsewhere), (float(shown),)

    def _choice(self, address: str, which: int, cell: Cell) -> Worked:
        """The number of one of the choices in a cell, among the names that they may be."""
        blueprint, numbering = self.blueprint, Numbering.of_names(self.blueprint, address)
        wanted, known = choice_in(cell, which, blueprint.separator), numbering.numbers(self.typed)
        choices = (text.split(blueprint.separator)[which - 1 : which] for text in self.typed(address))
        shown = (known.get(in_excel(single_spaced(choice[0])), 0.0) if choice else 0.0 for choice in choices)
        return numbering.formula(blueprint, wanted), tuple(shown)

    def _among_rows(self, working: Working) -> Worked:
        """The first row of another sheet with the texts of this one, or the word for all; 0 where one is blank."""
        blueprint, others = self.blueprint, addresses_in(working.among)
        numbers = [formulas.number_at(blueprint.numbers(address), self.here) for address in working.addresses]
        rows = [self.numbers(address) for address in working.addresses]
        if working.kind == SHARED:
            number = Numbering.of(blueprint, others[0]).of_fixed(blueprint.word_for_all(others[0]))
            numbers[0], rows[0] = formulas.number(number), (float(number),) * len(rows[0])
        places = {key: float(at) for at, key in reversed([*enumerate(self.keys(others), 1)]) if key}
        shown = (places.get(_spelled(row), 0.0) if all(row) else 0.0 for row in zip(*rows, strict=True))
        is_blank = formulas.either(*(formulas.equals(number, formulas.number(0)) for number in numbers))
        place = match(_in_one_text(numbers), blueprint.keys(others))
        return formulas.choose(is_blank, formulas.number(0), place), tuple(shown)

    def _of_rows(self, working: Working) -> Worked:
        """What says of a row that another is the same."""
        keys = self.keys(working.addresses)
        if working.kind == KEY:
            return self._key(working.addresses), keys
        first = {key: at for at, key in reversed([*enumerate(keys)])}
        again = tuple(float(key != "" and first[key] != at) for at, key in enumerate(keys))
        if working.kind == AGAIN:
            return self._again(working.addresses), again
        return formulas.total(self.blueprint.again(working.addresses)), (sum(again),)

    @property
    def here(self) -> Number:
        """In Excel: the place of this row."""
        return formulas.this_row_below(self.blueprint.LISTS_HEADER_ROW)

    def _key(self, addresses: Sequence[str]) -> Text:
        """The numbers of a row in one text."""
        numbers = [formulas.number_at(self.blueprint.numbers(address), self.here) for address in addresses]
        is_blank = formulas.equals(numbers[0], formulas.number(0))
        return formulas.choose(is_blank, formulas.text(""), _in_one_text(numbers))

    def _again(self, addresses: Sequence[str]) -> Number:
        """1 where an earlier row has the same key."""
        keys = self.blueprint.keys(addresses)
        key = formulas.trimmed(formulas.item(keys, self.here))
        is_again = formulas.counted(formulas.differs(match(key, keys), self.here))
        return formulas.choose(formulas.blank(key), formulas.number(0), is_again)

    def _known(self, names: str) -> Mapping[str, float]:
        return Numbering.of(self.blueprint, names).numbers(self.typed)

    def _numbers(self, address: str) -> tuple[float, ...]:
        known = self.known(numbered_by(self.blueprint, address))
        return tuple(known[in_excel(text)] if text else 0.0 for text in self.typed(address))

    def _keys(self, addresses: tuple[str, ...]) -> tuple[str, ...]:
        rows = zip(*map(self.numbers, addresses), strict=True)
        return tuple(_spelled(row) if row[0] else "" for row in rows)


def _in_one_text(numbers: Sequence[Number]) -> Text:
    return Text('&";"&'.join(number.spelled for number in numbers))


def _spelled(row: Sequence[float]) -> str:
    """The same in Python."""
    return ";".join(f"{number:.0f}" for number in row)
