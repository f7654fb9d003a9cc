"""Rules about how the rows of one sheet refer to each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Annotated, ClassVar

from smreport.blueprint import formulas
from smreport.blueprint.formulas import Truth
from smreport.blueprint.model import Blueprint, Sheet
from smreport.blueprint.named_parts import choices_in, named_by
from smreport.blueprint.rules.base import Lookup, Rule, heading_of, parts_of
from smreport.blueprint.tables import Row, Table, Tables
from smreport.blueprint.text_numbers import alike
from smreport.blueprint.values import normalised
from smreport.declared import COLUMN, LOADED, Key
from smreport.words import say


class _AmongRows(Rule, kw_only=True):
    """Base of what holds a row against others of its own sheet, by their names.

    target  the column with the names, like "portfolio.title"
    """

    target: Annotated[str, LOADED]

    @property
    def name(self) -> str:
        """The column with the row's own name."""
        return self.target.partition(".")[2]

    @property
    def sees(self) -> tuple[str, ...]:
        return (*super().sees, self.name)


class Acyclic(_AmongRows, kw_only=True):
    """References among the rows of one sheet must not run in a circle.

    Excel tells a row that names itself, and two that name each other; longer circles are found by
    ``smreport check``.
    """

    kind: ClassVar[str] = "acyclic"
    column: Annotated[str, Key(names=COLUMN)]

    @property
    def at(self) -> tuple[str, ...]:
        return (self.column,)

    def prepare(self, table: Table, tables: Tables) -> Lookup:
        edges: dict[str, set[str]] = defaultdict(set)
        for name, value in zip(table.plain(self.name), table.columns[self.column], strict=True):
            edges[name].update(map(normalised, parts_of(value)))
        return edges, _circles(edges)

    def fails(self, row: Row, lookup: Lookup) -> bool:
        _, circle = lookup
        name = normalised(row[self.name])
        return any(circle.get(part) == circle[name] for part in self.parts(row)) if name in circle else False

    def parts(self, row: Row) -> list[str]:
        return [normalised(part) for part in parts_of(row[self.column])]

    def shows_in_sheet(self, row: Row, lookup: Lookup) -> bool:
        edges, _ = lookup
        return any(normalised(row[self.name]) in edges.get(part, ()) for part in self.parts(row))

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        back = blueprint.parts(f"{sheet.key}.{self.column}")
        names_others = named_by(choices_in(blueprint, sheet, self.column), blueprint, self.target)
        named_by_others = formulas.contains_part(back, sheet.text_at(self.name, row), blueprint.separator)
        return formulas.more(formulas.total(names_others, named_by_others), formulas.number(0))

    def words(self, sheet: Sheet) -> tuple[str, str]:
        what = self.what or say("findings.acyclic.what", heading=heading_of(sheet, self.column))
        return what, self.fix or say("findings.acyclic.fix")


def _circles(edges: Mapping[str, set[str]]) -> dict[str, int]:
    """Names that lead to each other have the same number, and no others (Tarjan 1972, without recursion)."""
    circle: dict[str, int] = {}
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_names: list[str] = []
    for start in edges:
        path = [] if start in order else [(start, iter(edges[start]))]
        while path:
            name, targets = path[-1]
            if name not in order:
                order[name] = lowest[name] = len(order)
                open_names.append(name)
            target = next((target for target in targets if target in edges and target not in circle), None)
            if target is None:
                path.pop()
                if path:
                    lowest[path[-1][0]] = min(lowest[path[-1][0]], lowest[name])
                if lowest[name] == order[name]:
                    at = open_names.index(name)
                    circle |= dict.fromkeys(open_names[at:], order[name])
                    del open_names[at:]
            elif target in order:
                lowest[name] = min(lowest[name], order[target])
            else:
                path.append((target, iter(edges[target])))
    return circle


class Apart(_AmongRows, kw_only=True):
    """A row must not keep apart from itself, or from one that it needs by ``other``, or that needs it.

    Excel tells what is needed directly; what is needed by way of others is found by ``smreport check``.
    """

    kind: ClassVar[str] = "apart"
    column: Annotated[str, Key(names=COLUMN)]
    other: Annotated[str, Key(names=COLUMN)]

    @property
    def at(self) -> tuple[str, ...]:
        return (self.column, self.other)

    def prepare(self, table: Table, tables: Tables) -> Lookup:
        """What each name needs."""
        needs: dict[str, set[str]] = defaultdict(set)
        for name, value in zip(table.plain(self.name), table.columns[self.other], strict=True):
            needs[name].update(map(normalised, parts_of(value)))
        needs.pop("", None)
        return needs

    def fails(self, row: Row, lookup: Lookup) -> bool:
        mine = normalised(row[self.name])
        needed = _reached(map(normalised, parts_of(row[self.other])), lookup) | {mine}
        apart = self._apart(row, lookup)
        return any(name in needed or (mine and mine in _reached([name], lookup)) for name in apart)

    def _apart(self, row: Row, lookup: Lookup) -> list[str]:
        """The names that the row keeps apart from, but for those that nothing is called."""
        return [name for name in map(normalised, parts_of(row[self.column])) if name in lookup]

    def shows_in_sheet(self, row: Row, lookup: Lookup) -> bool:
        mine = normalised(row[self.name])
        needed = {mine, *map(normalised, parts_of(row[self.other]))}
        return any(name in needed or (mine and mine in lookup[name]) for name in self._apart(row, lookup))

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        kept_apart, needed = (
            named_by(choices_in(blueprint, sheet, key), blueprint, self.target) for key in (self.column, self.other)
        )
        back = blueprint.parts(f"{sheet.key}.{self.other}")
        needs_me = formulas.contains_part(back, sheet.text_at(self.name, row), blueprint.separator)
        bound = formulas.either(alike(blueprint, self.target, sheet, self.name, row), needed, needs_me)
        clashes = formulas.total(kept_apart, bound)
        return formulas.more(clashes, formulas.number(0))


def _reached(names: Iterable[str], edges: Mapping[str, set[str]]) -> set[str]:
    """The names, and all that they lead to."""
    reached, waiting = set[str](), list(names)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += edges.get(name, ())
    return reached
