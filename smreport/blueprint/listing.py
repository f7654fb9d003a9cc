"""The Lists sheet as data: each of its columns with constants, or formulas and what they show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from smreport.blueprint.formulas import both, filled, same, text, total
from smreport.blueprint.model import Blueprint, ChoiceList, GroupedList
from smreport.blueprint.tables import Tables
from smreport.blueprint.values import normalised


@dataclass(frozen=True)
class ListColumn:
    """A column of the Lists sheet, from its first row on: constants, then cells that share a formula.

    formula  for the first cell below the constants; it is the same for all, but for the row
    shown    what the formula shows in each cell
    """

    heading: str
    constants: tuple[str | float, ...] = ()
    formula: str = ""
    shown: tuple[str | float, ...] = ()

    def __len__(self) -> int:
        return len(self.constants) + len(self.shown)


def list_columns(tables: Tables) -> Iterator[ListColumn]:
    """All columns of the Lists sheet, in the order of ``Blueprint.list_columns``."""
    blueprint = tables.blueprint
    for choices in blueprint.lists.values():
        yield from _choices(choices)
    for live in blueprint.live_lists.values():
        formula, shown = _mirror(tables, live.to.to.sheet, live.to.to.column, len(live.fixed))
        heading = f"{', '.join(live.fixed)}, then {blueprint.sheets[live.to.to.sheet].title}"
        yield ListColumn(heading, live.fixed, formula, shown)
    for grouped in blueprint.grouped_lists.values():
        yield from _grouped(grouped, tables)


def _choices(choices: ChoiceList) -> Iterator[ListColumn]:
    yield ListColumn(choices.heading, choices.texts)
    if choices.is_scale:
        yield ListColumn(choices.headings[1], tuple(item.value or 0.0 for item in choices.items))
    if choices.explains:
        yield ListColumn(choices.headings[-1], tuple(item.help for item in choices.items))


def _mirror(tables: Tables, sheet: str, column: str, below: int = 0) -> tuple[str, tuple[str, ...]]:
    """What people typed in a column, cell for cell, ``below`` so many constants: the formula, and what it shows."""
    there = tables.blueprint.sheets[sheet]
    typed = [str(row[column] or "") for row in tables[sheet].rows.values()]
    formula = f'IFERROR(INDEX({there.address(column)},ROW()-{tables.blueprint.LISTS_HEADER_ROW + below})&"","")'
    return formula, (*typed, *[""] * (there.rows - len(typed)))


def _grouped(grouped: GroupedList, tables: Tables) -> Iterator[ListColumn]:
    mirror, groups = _mirror(tables, grouped.groups.sheet, grouped.groups.column)
    choices = _members(grouped, tables, groups)
    up_to = tuple(accumulate(map(len, choices)))
    first = tuple(end - len(members) + 1 if members else 0 for members, end in zip(choices, up_to, strict=True))
    last = tuple(end if members else 0 for members, end in zip(choices, up_to, strict=True))
    flat = [choice for members in choices for choice in members]
    room = tables.blueprint.list_length(grouped.key, GroupedList.CHOICE)
    shown = (*flat, *[""] * (room - len(flat)))[:room]
    spelled = _GroupedFormulas(grouped, tables.blueprint)
    columns: tuple[tuple[str | float, ...], ...] = (groups, first, last, up_to, shown)
    formulas = (mirror, spelled.first(), spelled.last(), spelled.up_to(), spelled.choice())
    for heading, formula, values in zip(grouped.headings, formulas, columns, strict=True):
        yield ListColumn(heading, (), formula, values)


def _members(grouped: GroupedList, tables: Tables, groups: tuple[str, ...]) -> list[list[str]]:
    """The choices of each group: its own, then those for all groups."""
    owned: dict[str, list[str]] = {}
    for row in tables[grouped.to.to.sheet].rows.values():
        if row[grouped.to.to.column] is not None:
            name = str(row[grouped.to.to.column])
            owned.setdefault(normalised(row[grouped.to.within]), []).append(name)
    shared = owned.get(normalised(grouped.any), []) if grouped.any else []
    return [[*owned.get(normalised(group), []), *shared] if group else [] for group in groups]


class _GroupedFormulas:
    """The formulas of a grouped list, as they stand in its first row."""

    def __init__(self, grouped: GroupedList, blueprint: Blueprint) -> None:
        self.grouped, self.blueprint = grouped, blueprint
        there = blueprint.sheets[grouped.to.to.sheet]
        self.names, self.owners = there.address(grouped.to.to.column), there.address(grouped.to.within)
        self.header_row = there.header_row

    def column(self, part: int) -> str:
        """The whole column, from the same sheet."""
        return self.blueprint.list_range(self.grouped.key, part).partition("!")[2]

    def cell(self, part: int, above: int = 0) -> str:
        """The cell of a column in this row, or the one above, where the heading counts as 0."""
        _, letter, row = self.column(part).partition(":")[0].split("$")
        return f"N(${letter}{int(row) - above})" if above else f"${letter}{row}"

    def count(self, owner: str) -> str:
        return total(same(self.owners, owner), filled(self.names))

    def up_to(self) -> str:
        group = self.cell(GroupedList.GROUP)
        shared = self.count(text(self.grouped.any)) if self.grouped.any else "0"
        return f'{self.cell(GroupedList.UP_TO, above=1)}+IF({group}="",0,{self.count(group)}+{shared})'

    def first(self) -> str:
        before, here = self.cell(GroupedList.UP_TO, above=1), self.cell(GroupedList.UP_TO)
        return f"IF({here}>{before},{before}+1,0)"

    def last(self) -> str:
        before, here = self.cell(GroupedList.UP_TO, above=1), self.cell(GroupedList.UP_TO)
        return f"IF({here}>{before},{here},0)"

    def choice(self) -> str:
        """The choice in this row: the k-th of its group's own, or of those for all groups."""
        at = f"(ROW()-{self.blueprint.LISTS_HEADER_ROW})"
        groups, firsts, lasts = (self.column(part) for part in (GroupedList.GROUP, GroupedList.FIRST, GroupedList.LAST))
        inside = both(f"({firsts}<={at})", f"({lasts}>={at})", f"({firsts}>0)")
        which = f"SUMPRODUCT(MAX({inside}*(ROW({groups})-{self.blueprint.LISTS_HEADER_ROW})))"
        group = f"INDEX({groups},{which})"
        place = f"({at}-INDEX({firsts},{which})+1)"
        own = self.count(group)
        owner = f"IF({place}<={own},{group},{text(self.grouped.any)})"
        nth = f"IF({place}<={own},{place},{place}-{own})"
        return f'IF({which}=0,"",IFERROR(INDEX({self.names},{self.nth_row(owner, nth)})&"",""))'

    def nth_row(self, owner: str, nth: str) -> str:
        """The position of the n-th row of an owner: SMALL over the rows, those of others out of reach."""
        mine = both(same(self.owners, owner), filled(self.names))
        rows = f"(ROW({self.names})-{self.header_row})"
        return f"SUMPRODUCT(SMALL({rows}+(1-{mine})*1000000,{nth}))"
