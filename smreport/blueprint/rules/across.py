"""Rules that hold a row against the rows of another sheet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar

from smreport.blueprint import formulas
from smreport.blueprint.columns import Ref, Refs
from smreport.blueprint.few_choices import are_few, may_be_few, named_by_few
from smreport.blueprint.formulas import Truth
from smreport.blueprint.model import Blueprint, Sheet
from smreport.blueprint.rules.base import (
    Condition,
    Lookup,
    Rule,
    are_all_listed,
    is_unlisted_here,
    names_match,
    parts_of,
    unlisted_rows,
)
from smreport.blueprint.tables import Row, Table, Tables, is_understood
from smreport.blueprint.text_numbers import (
    Numbering,
    alike,
    are_looked_for,
    has_text,
    is_a_name,
    names_one_with,
    number_here,
    numbered_by,
    says_fixed,
)
from smreport.blueprint.values import normalised
from smreport.blueprint.workings import FOUND, SHARED, Working, found_among
from smreport.declared import ADDRESS, COLUMN, FOR_ALL, LOADED, SHEET, Key
from smreport.words import say


class Belongs(Rule, kw_only=True):
    """Two cells together must name one row elsewhere, whose first cell may also be the word for all."""

    kind: ClassVar[str] = "belongs"
    columns: Annotated[tuple[str, str], Key(names=COLUMN)]
    to: Annotated[tuple[str, str], Key(names=ADDRESS)]
    any: Annotated[str, FOR_ALL]

    @property
    def at(self) -> tuple[str, ...]:
        return (self.columns[1], self.columns[0])

    @property
    def needs(self) -> tuple[str, ...]:
        return self.to

    def prepare(self, table: Table, tables: Tables) -> Lookup:
        sheet = self.to[0].partition(".")[0]
        owner, item = (address.partition(".")[2] for address in self.to)
        owners: dict[str, set[str]] = defaultdict(set)
        for name, whose in zip(tables[sheet].plain(item), tables[sheet].plain(owner), strict=True):
            owners[name].add(whose)
        return owners

    def fails(self, row: Row, lookup: Lookup) -> bool:
        owner, item = (normalised(row[key]) for key in self.columns)
        owners = lookup.get(item, set())
        return bool(owner and item and owners) and not owners & {owner, normalised(self.any)}

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        owner, item = (sheet.text_at(key, row) for key in self.columns)
        exists, foreign = self._exists_elsewhere(blueprint, sheet, row)
        sure = (
            [formulas.negated(is_unlisted_here(blueprint, sheet, self.columns[0]))]
            if is_understood(sheet.by_key[self.columns[0]])
            else []
        )
        sure += [are_all_listed(blueprint, self.to[0])] if is_understood(blueprint.column(self.to[0])) else []
        return formulas.both(formulas.filled(owner), formulas.filled(item), exists, foreign, *sure)

    def _exists_elsewhere(self, blueprint: Blueprint, sheet: Sheet, row: int) -> tuple[Truth, Truth]:
        """In Excel: whether the second text is a name there, and whether no row there has both."""
        (owners, items), mine, nothing = self.to, [f"{sheet.key}.{key}" for key in self.columns], formulas.number(0)
        known = alike(blueprint, items, sheet, self.columns[1], row)
        exists = formulas.more(formulas.total(known), nothing)
        if are_looked_for(blueprint, mine, self.to, self.any):
            here = formulas.this_row_below(sheet.header_row)
            own, of_all = (formulas.number_at(blueprint.found(mine, self.to, kind), here) for kind in (FOUND, SHARED))
            return self._is_name(blueprint, sheet, exists), formulas.equals(own + of_all, nothing)
        theirs = alike(blueprint, owners, sheet, self.columns[0], row)
        whose = formulas.either(theirs, says_fixed(blueprint, owners, self.any))
        return exists, formulas.equals(formulas.total(known, whose), nothing)

    def _is_name(self, blueprint: Blueprint, sheet: Sheet, exists: Truth) -> Truth:
        """The same of the second text alone, by its number if that tells."""
        _, items = self.to
        if numbered_by(blueprint, items) != items or Numbering.of(blueprint, items).fixed:
            return exists
        return is_a_name(number_here(blueprint, sheet, self.columns[1]))

    def looks_for(self, sheet: str) -> tuple[Working, ...]:
        return found_among([f"{sheet}.{key}" for key in self.columns], self.to)

    def rows_in_sheet(self, table: Table, tables: Tables) -> Iterator[int]:
        sheet, _, owner = self.to[0].partition(".")
        if is_understood(tables[sheet].sheet.by_key[owner]) and unlisted_rows(tables[sheet], owner, tables):
            return
        mine = table.sheet.by_key[self.columns[0]]
        unsure = unlisted_rows(table, mine.key, tables) if is_understood(mine) else set()
        yield from (row for row in super().rows_in_sheet(table, tables) if row not in unsure)


class RefState(Rule, kw_only=True):
    """The row that a reference names must not be in one of these states."""

    kind: ClassVar[str] = "ref_state"
    column: Annotated[str, Key(names=COLUMN)]
    state: Annotated[str, Key(names="column of {target}")]
    banned: Annotated[tuple[str, ...], Key("not", some=True)]
    target: Annotated[str, LOADED]

    @property
    def at(self) -> tuple[str, ...]:
        return (self.column,)

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.target, f"{self.target.partition('.')[0]}.{self.state}")

    def code(self, sheet: Sheet) -> str:
        return f"{super().code(sheet)}.{self.state}"

    def prepare(self, table: Table, tables: Tables) -> Lookup:
        sheet, _, key = self.target.partition(".")
        banned = {normalised(text) for text in self.banned}
        rows = zip(tables[sheet].plain(key), tables[sheet].plain(self.state), strict=True)
        return {name for name, state in rows if state in banned} - {""}

    def fails(self, row: Row, lookup: Lookup) -> bool:
        return any(normalised(part) in lookup for part in parts_of(row[self.column]))

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        state = f"{self.target.partition('.')[0]}.{self.state}"
        if not isinstance(sheet.by_key[self.column].type, Refs):
            return names_one_with(blueprint, self.target, sheet, self.column, row, state, self.banned)
        states = blueprint.texts(state)
        named = names_match(blueprint, sheet, self.column, self.target, row)
        return formulas.more(formulas.total(named, formulas.one_of(states, self.banned)), formulas.number(0))


class Covered(Rule, kw_only=True):
    """Rows of another sheet must match this one: at least ``min`` of them, at most ``max``.

    match  pairs of a column here and a column there. Where either holds several choices, one in common
           is enough; a blank column for several choices stands for any, unless it is the first.
    having columns that must be filled there for the row to count
    unless  a condition (``except`` in TOML) under which a row there does not count
    any    a value of the first column there that counts for every row here
    any_here  a value of the first column here that every value there counts for
    """

    kind: ClassVar[str] = "covered"
    match: Annotated[tuple[tuple[str, str], ...], Key(names=(COLUMN, "column of {by}"))]
    by: Annotated[str, Key(names=SHEET)]
    having: Annotated[tuple[str, ...], Key(names="column of {by}")] = ()
    unless: Annotated[Condition | None, Key("except")] = None
    any: Annotated[str, FOR_ALL] = ""
    any_here: Annotated[str, FOR_ALL] = ""
    min: Annotated[int, Key(least=0)] = 1
    max: Annotated[int | None, Key(least=0)] = None

    def __post_init__(self) -> None:
        if self.max is not None and self.min > self.max:
            raise ValueError(say("template.low_above_high", low=str(self.min), high=str(self.max)))
        if self.unless and not self.unless.among:
            raise ValueError(say("template.except_takes_is", example='{ column = "status", is = ["Done"] }'))

    @property
    def at(self) -> tuple[str, ...]:
        return tuple(here for here, _ in self.match)

    @property
    def needs(self) -> tuple[str, ...]:
        others = (self.unless.column,) if self.unless else ()
        return tuple(f"{self.by}.{key}" for key in (*(other_key for _, other_key in self.match), *self.having, *others))

    def code(self, sheet: Sheet) -> str:
        return f"{super().code(sheet)}.{self.by}"

    def prepare(self, table: Table, tables: Tables) -> Lookup:
        """For each value of the first column in ``by``, the rows' remaining values and how many rows have them."""
        rests_by_name: dict[str, Counter[_Rest]] = defaultdict(Counter)
        (_, first), *others = self.match
        wide = {key: isinstance(tables[self.by].sheet.by_key[key].type, Refs) for _, key in self.match}
        narrow_here = {here: not isinstance(table.sheet.by_key[here].type, Refs) for here, _ in self.match}
        excepted = (self.unless.column,) if self.unless else ()
        groups = tables[self.by].alike((*(key for _, key in self.match), *self.having, *excepted))
        for row, count in zip(groups.rows, groups.sizes, strict=True):
            if any(row[key] is None for key in self.having) or (self.unless and self.unless.holds(row)):
                continue
            rest = tuple(_wanted(row[key], wide[key]) for _, key in others)
            for part in parts_of(row[first]):
                rests_by_name[normalised(part)][rest] += count
        return rests_by_name, narrow_here

    def fails(self, row: Row, lookup: Lookup) -> bool:
        rests_by_name, narrow_here = lookup
        (first, _), *others = self.match
        mine = [normalised(part) for part in parts_of(row[first])]
        if not mine:
            return False
        rest = tuple(_wanted(row[here], not narrow_here[here]) for here, _ in others)
        matches = (match for rows in self._candidates(mine, rests_by_name) for match in rows.items())
        count = sum(times for theirs, times in matches if _compatible(rest, theirs))
        return count < self.min or (self.max is not None and count > self.max)

    def _candidates(self, mine: list[str], rests_by_name: Mapping[str, Counter[_Rest]]) -> list[Counter[_Rest]]:
        """The rows there that match in the first column."""
        if self.any_here and normalised(self.any_here) in mine:
            return list(rests_by_name.values())
        keys = dict.fromkeys([*mine, normalised(self.any)] if self.any else mine)
        return [rests_by_name[key] for key in keys if key in rests_by_name]

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        other_sheet = blueprint.sheets[self.by]
        matches = self._count(blueprint, sheet, row, by_numbers=False)
        several = [pair for pair in self.match if isinstance(sheet.by_key[pair[0]].type, Refs)]
        if several and all(may_be_few(blueprint, sheet, here, f"{self.by}.{key}") for here, key in several):
            few = formulas.both(*(are_few(blueprint, sheet, here, row) for here, _ in several))
            matches = formulas.choose(few, self._count(blueprint, sheet, row, by_numbers=True), matches)
        bounds = [formulas.less(matches, formulas.number(self.min))] if self.min else []
        bounds += [formulas.more(matches, formulas.number(self.max))] if self.max is not None else []
        filled, sure = formulas.filled(sheet.at(self.match[0][0], row)), self._sure(blueprint, sheet, other_sheet)
        return formulas.both(filled, *bounds, *sure)

    def _count(self, blueprint: Blueprint, sheet: Sheet, row: int, *, by_numbers: bool) -> formulas.Number:
        """In Excel: how many rows there match, the choices of a cell held against them by their numbers or as texts."""
        conditions = [
            self._match(blueprint, sheet, pair, row, first=position == 0, by_numbers=by_numbers)
            for position, pair in enumerate(self.match)
        ]
        conditions += [formulas.filled(blueprint.texts(f"{self.by}.{key}")) for key in self.having]
        conditions += [self.unless.not_in_range(blueprint, blueprint.sheets[self.by])] if self.unless else []
        return formulas.total(*conditions)

    def _sure(self, blueprint: Blueprint, sheet: Sheet, other_sheet: Sheet) -> Iterator[Truth]:
        """In Excel: that no name is spelt in a way that only ``smreport check`` understands, so that none is missed."""
        if self.min:
            keys = self._references(sheet, 0)
            yield from (formulas.negated(is_unlisted_here(blueprint, sheet, key)) for key in keys)
            yield from (are_all_listed(blueprint, f"{self.by}.{key}") for key in self._references(other_sheet, 1))

    def _references(self, sheet: Sheet, side: int) -> Iterator[str]:
        """The references among the columns that are matched, here (0) or there (1)."""
        return (pair[side] for pair in self.match if isinstance(sheet.by_key[pair[side]].type, Ref))

    def rows_in_sheet(self, table: Table, tables: Tables) -> Iterator[int]:
        other_table = tables[self.by]
        if self.min and any(unlisted_rows(other_table, key, tables) for key in self._references(other_table.sheet, 1)):
            return
        keys = self._references(table.sheet, 0) if self.min else ()
        unsure = {row for key in keys for row in unlisted_rows(table, key, tables)}
        yield from (row for row in super().rows_in_sheet(table, tables) if row not in unsure)

    def _match(
        self, blueprint: Blueprint, sheet: Sheet, pair: tuple[str, str], row: int, *, first: bool, by_numbers: bool
    ) -> Truth:
        here, key = pair
        address, text = f"{self.by}.{key}", sheet.text_at(here, row)
        if isinstance(blueprint.column(address).type, Refs):
            among = formulas.contains_part(blueprint.parts(address), text, blueprint.separator)
            return among if first else formulas.either(among, formulas.blank(blueprint.texts(address)))
        if by_numbers and isinstance(sheet.by_key[here].type, Refs):
            fits = named_by_few(blueprint, sheet, here, address)
        else:
            fits = names_match(blueprint, sheet, here, address, row)
        if isinstance(sheet.by_key[here].type, Refs) and not first:
            named = has_text(blueprint, f"{self.by}.{self.match[0][1]}")
            return formulas.either(fits, formulas.both(formulas.blank(text), named))
        also = [says_fixed(blueprint, address, self.any)] if self.any and first else []
        if self.any_here and first:
            is_for_all = formulas.same(text, formulas.text(self.any_here))
            also.append(formulas.both(is_for_all, has_text(blueprint, address)))
        return formulas.either(fits, *also)


_Rest = tuple[tuple[str, ...] | None, ...]  # the choices of all matched columns but the first; None stands for any


def _wanted(value: object, wide: bool) -> tuple[str, ...] | None:
    """The normalised choices of a cell; None (any) where a cell for several choices is blank."""
    parts = tuple(normalised(part) for part in parts_of(value))
    return None if wide and not parts else parts


def _compatible(mine: _Rest, theirs: _Rest) -> bool:
    return all(a is None or b is None or not set(a).isdisjoint(b) for a, b in zip(mine, theirs, strict=True))
