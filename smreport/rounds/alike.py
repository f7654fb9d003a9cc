"""Names that may stand for the same thing, and one put in place of the other wherever it is used."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from smreport.blueprint.columns import Label, Ref
from smreport.blueprint.model import Sheet
from smreport.blueprint.rules import Similar
from smreport.blueprint.tables import Row, Tables, make_table
from smreport.blueprint.values import normalised
from smreport.frozen import Frozen, replace

Meaning = tuple[str, ...]  # what two names share that may be the same


class Alike(Frozen):
    """A name that may be the same as another, which is proposed instead of it.

    sheet, column  keys of where such names stand
    meaning        what both names come down to
    old, new       the name, and the one proposed
    """

    sheet: str
    column: str
    meaning: Meaning
    old: str
    new: str


def names_alike(base: Tables | None, returns: Sequence[Tables]) -> tuple[Alike, ...]:
    """Names in returns that differ only as the template's own rules for similar names say.

    The name that the facilitator sent is kept, else the one that most returns use. Names that the facilitator
    sent are never among the old ones.
    """
    template = base or next(iter(returns), None)
    if template is None:
        return ()
    rules = [(sheet, rule) for sheet in template.blueprint for rule in sheet.rules if isinstance(rule, Similar)]
    return tuple(alike for sheet, rule in rules for alike in _alike(sheet, rule, base, returns))


def _alike(sheet: Sheet, rule: Similar, base: Tables | None, returns: Sequence[Tables]) -> Iterator[Alike]:
    used: dict[Meaning, Counter[str]] = defaultdict(Counter)
    for tables in returns:
        for meaning, name in _names(sheet, rule, tables):
            used[meaning][name] += 1
    sent: dict[Meaning, list[str]] = defaultdict(list)
    for meaning, name in _names(sheet, rule, base):
        sent[meaning].append(name)
    for meaning, counts in used.items():
        known = {normalised(name) for name in sent.get(meaning, ())}
        new = [name for name in counts if normalised(name) not in known]
        kept = sent[meaning][0] if meaning in sent else min(new, key=lambda name: (-counts[name], len(name), name))
        different = {normalised(name): name for name in sorted(new) if normalised(name) != normalised(kept)}
        for name in different.values():
            yield Alike(sheet.key, rule.column, meaning, name, kept)


def _names(sheet: Sheet, rule: Similar, tables: Tables | None) -> Iterator[tuple[Meaning, str]]:
    """The different names of a workbook, each with its meaning."""
    seen: set[tuple[Meaning, str]] = set()
    for row in tables[sheet.key].rows.values() if tables else ():
        if row[rule.column] is not None:
            meaning_and_name = rule.squashed(row), str(row[rule.column])
            if meaning_and_name not in seen:
                seen.add(meaning_and_name)
                yield meaning_and_name


class Renaming:
    """Names put in place of others, in their own sheets and wherever these are referred to."""

    def __init__(self, accepted: Iterable[Alike], everything: Sequence[Tables]) -> None:
        self.new: dict[tuple[str, str], dict[tuple[Meaning, str], str]] = defaultdict(dict)
        for alike in accepted:
            self.new[alike.sheet, alike.column][alike.meaning, normalised(alike.old)] = alike.new
        self.referred: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for tables in everything if self.new else ():
            self._learn(tables)

    def applied(self, tables: Tables) -> Tables:
        """The tables with the new names; rows stay where they are."""
        if not self.new:
            return tables
        made = {}
        for key, table in tables.items():
            sheet = table.sheet
            rows = {number: self._renamed(sheet, row) for number, row in table.rows.items()}
            fresh = make_table(sheet, rows, table.title, table.places)
            made[key] = replace(table, columns=fresh.columns)
        return replace(tables, tables=made)

    def _learn(self, tables: Tables) -> None:
        """What each renamed row, or its label, was called and is called now."""
        for sheet, column in list(self.new):
            labels = [c for c in tables.blueprint.sheets[sheet].columns if isinstance(c.type, Label)]
            for row in tables[sheet].rows.values():
                new = self._new_name(tables.blueprint.sheets[sheet], column, row)
                if new is None:
                    continue
                self.referred[sheet, column][normalised(row[column])] = new
                for label in labels:
                    assert isinstance(label.type, Label)
                    was, now = label.type.compose(dict(row)), label.type.compose({**row, column: new})
                    if was is not None and now is not None and was != now:
                        self.referred[sheet, label.key][normalised(was)] = now

    def _new_name(self, sheet: Sheet, column: str, row: Row) -> str | None:
        rule = next(rule for rule in sheet.rules if isinstance(rule, Similar) and rule.column == column)
        if row[column] is None:
            return None
        return self.new[sheet.key, column].get((rule.squashed(row), normalised(row[column])))

    def _renamed(self, sheet: Sheet, row: Row) -> Row:
        renamed = dict(row)
        for key, column in sheet.by_key.items():
            if (sheet.key, key) in self.new and (new := self._new_name(sheet, key, row)) is not None:
                renamed[key] = new
            if isinstance(column.type, Ref) and key in row:
                renamed[key] = _instead(row[key], self.referred.get((column.type.to.sheet, column.type.to.column), {}))
        return renamed


def _instead(value: object, names: Mapping[str, str]) -> object:
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(names.get(normalised(part), part) for part in value))
    return None if value is None else names.get(normalised(value), value)
