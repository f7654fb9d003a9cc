"""Rows that others count on by name and that no sheet has: found where they are missing, and made ready."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from smreport.blueprint.columns import Label, Ref, Refs
from smreport.blueprint.likely import Words, folded
from smreport.blueprint.model import Blueprint, Column, Sheet
from smreport.blueprint.naming import Names
from smreport.blueprint.publication import secret_rows
from smreport.blueprint.references import Reference
from smreport.blueprint.rules.base import parts_of
from smreport.blueprint.tables import Row, Table, Tables
from smreport.blueprint.values import normalised
from smreport.findings import MISSING_ROW, NEAR, Finding, Level, cells_in_brief
from smreport.frozen import Frozen
from smreport.words import joining, say


class Need(Frozen):
    """A cell that counts on a row elsewhere."""

    sheet: str
    column: str
    row: int
    typed: str


class Missing(Frozen):
    """A row that is in no sheet yet.

    sheet, column  where it would be named, by keys
    name           what it is called
    needs          the cells that count on it
    row            what is known of it: its answers by key
    is_public      whether a row that is public needs it
    near           the row that is there and is likely meant, "" where none is, or where nobody may be told of it
    """

    sheet: str
    column: str
    name: str
    needs: tuple[Need, ...]
    row: Row
    is_public: bool
    near: str = ""


def missing_rows(tables: Tables) -> list[Missing]:
    """The rows that are named by others and are not there, in the order of the sheets where they are missing.

    A name in doubt is left out: one that is nearly another, or that several rows have. So is what will be read as
    names of the rows that are missing: a list of them, or one of them shortened.
    """
    needs: dict[tuple[str, str], dict[Words, list[Need]]] = defaultdict(lambda: defaultdict(list))
    for table in tables.values():
        for column in table.sheet.references:
            assert isinstance(column.type, Ref)
            to = column.type.to
            for need in _needs(table, column, tables):
                needs[to.sheet, to.column][folded(need.typed) or (normalised(need.typed),)].append(need)
    keys, secret = list(tables), {key: secret_rows(table) for key, table in tables.items()}
    return [
        _missing(
            tables,
            sheet,
            column,
            name,
            tuple(row_needs),
            is_public=any(need.row not in secret[need.sheet] for need in row_needs),
        )
        for (sheet, column), by_name in sorted(needs.items(), key=lambda item: keys.index(item[0][0]))
        for name, row_needs in _told_together(by_name, tables.known(Reference(sheet, column)), tables)
    ]


def _told_together(by_name: Mapping[Words, list[Need]], known: Names, tables: Tables) -> list[tuple[str, list[Need]]]:
    """The rows that are missing, by name, and the cells that need each.

    Of two names that may be one, the one that is used less gives way. A list of names is none itself, where all cells
    that hold it may hold several.
    """
    left = {_most_used(needs): list(needs) for needs in by_name.values()}
    gone: set[str] = set()
    others = Names([*known.spelling.values(), *left], left_out=gone)
    for name in _rarest_first(left):
        if all(_holds_several(need, tables) for need in left[name]):
            gone.add(name)
            parts = others.parts(name)
            _give_way(name, left, gone, [others.meant_by(part) for part in parts] if len(parts) > 1 else [])
    for name in _rarest_first(left):
        gone.add(name)
        _give_way(name, left, gone, [others.meant_by(name)])
    return list(left.items())


def _rarest_first(left: Mapping[str, list[Need]]) -> list[str]:
    return sorted(left, key=lambda name: (len(left[name]), len(name), name)) if len(left) > 1 else []


def _give_way(name: str, left: dict[str, list[Need]], gone: set[str], meant: list[tuple[str, ...]]) -> None:
    """Leaves out a name where it plainly means others: their rows are what its cells need. Else it is not gone."""
    rows = {names[0] for names in meant if len(names) == 1 and names[0] in left}
    if rows and all(len(names) == 1 for names in meant):
        needed = left.pop(name)
        for row in sorted(rows):
            left[row] += needed
    else:
        gone.remove(name)


def _holds_several(need: Need, tables: Tables) -> bool:
    return isinstance(tables[need.sheet].sheet.by_key[need.column].type, Refs)


def _most_used(needs: list[Need]) -> str:
    """The spelling that is used most; of those that are used as often the first."""
    used = Counter(need.typed for need in needs)
    return max(used, key=used.__getitem__)


def _needs(table: Table, column: Column, tables: Tables) -> Iterator[Need]:
    assert isinstance(column.type, Ref)
    known, values = tables.known(column.type.to), table.columns[column.key]
    unknown = {
        value: parts
        for value in set(values)
        if (parts := [part for part in parts_of(value) if normalised(part) not in known.spelling])
    }
    if unknown:
        doubted = {part: known.is_in_doubt(part) for parts in unknown.values() for part in parts}
        for row, value in zip(table.numbers, values, strict=True):
            yield from (Need(table.sheet.key, column.key, row, p) for p in unknown.get(value, ()) if not doubted[p])


def _missing(tables: Tables, sheet: str, column: str, name: str, needs: tuple[Need, ...], is_public: bool) -> Missing:
    named_in = _named_in(tables.blueprint.sheets[sheet], column)
    row: Row = {named_in: name}
    groups: dict[str, set[object]] = {}
    for need in needs:
        reference = tables[need.sheet].sheet.by_key[need.column].type
        if isinstance(reference, Ref) and reference.within:
            groups.setdefault(reference.within, set()).add(tables[need.sheet].row(need.row)[reference.within])
    row |= {key: next(iter(values)) for key, values in groups.items() if len(values) == 1}
    near = tables.known(Reference(sheet, column)).likely(name) if is_public else ""
    return Missing(sheet, named_in, name, needs, row, is_public, near)


def findings_of_missing(table: Table, tables: Tables, missing: list[Missing]) -> Iterator[Finding]:
    """A gap for each row that is missing in a sheet, at the rows where it could go. The owners are left open."""
    filled = max(table.numbers, default=table.sheet.first_row - 1)
    last = max(table.sheet.last_row, filled)
    for place, lacking in enumerate((row for row in missing if row.sheet == table.sheet.key), start=filled + 1):
        at = min(place, last)
        places = _places(lacking, tables)
        fix = say("findings.missing_row.fix", name=lacking.name, places=places)
        if lacking.near:
            fix = say("findings.missing_row.near", name=lacking.name, places=places, near=lacking.near)
        elif not lacking.is_public:
            fix = say("findings.missing_row.secret", places=places)
        yield Finding(
            code=_code(table.sheet, lacking.column, bool(lacking.near)),
            level=Level.GAP,
            file=tables.file,
            sheet=table.title,
            row=at,
            cell=table.cell(lacking.column, at),
            column=table.sheet.by_key[lacking.column].heading,
            what=say("findings.missing_row.what"),
            fix=fix,
            subject=lacking.name if lacking.is_public else "",
            owner=table.sheet.who,
        )


def codes_of_missing(blueprint: Blueprint, sheet: Sheet) -> list[str]:
    """The codes that such a finding can have in a sheet."""
    named = (c.type.to.column for other in blueprint for c in other.references if c.type.to.sheet == sheet.key)  # type: ignore[attr-defined]
    columns = dict.fromkeys(_named_in(sheet, column) for column in named)
    return [_code(sheet, column, near) for column in columns for near in (False, True)]


def _code(sheet: Sheet, column: str, near: bool) -> str:
    return f"{sheet.key}.{column}{NEAR if near else MISSING_ROW}"


def _named_in(sheet: Sheet, column: str) -> str:
    """Where people name a row that is referred to by a column: of a label its first part."""
    kind = sheet.by_key[column].type
    return kind.parts[0] if isinstance(kind, Label) else column


def _places(lacking: Missing, tables: Tables) -> str:
    """The cells that need the row, by sheet: "4 Mapping, E7, E9 and 3 more; 6 Evaluation, B8"."""
    cells: dict[str, list[str]] = {}
    for need in lacking.needs:
        table = tables[need.sheet]
        cells.setdefault(table.title, []).append(table.cell(need.column, need.row))
    return joining.apart(joining.in_a_row((title, cells_in_brief(addresses))) for title, addresses in cells.items())
