"""Which areas each row of a workbook belongs to, as its references tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from smreport.blueprint.columns import Ref
from smreport.blueprint.model import Blueprint, Column, Sheet
from smreport.blueprint.rules.base import parts_of
from smreport.blueprint.tables import Row, Tables
from smreport.blueprint.values import normalised

Owners = frozenset[str]
"""The labels of areas, as comparisons see them; without any, a row stays with the facilitator."""

EVERYBODY: Owners = frozenset({""})
NOBODY: Owners = frozenset()
_THROUGH = ("areas", "portfolio", "roles")  # the sheets by which a row belongs to areas, the nearest first
_ROLES_NAMED_IN = (("mapping", "role"), ("portfolio", "roles"))

Place = tuple[str, int]  # a sheet's key and an Excel row


def owners(tables: Tables) -> dict[str, dict[int, Owners]]:
    """Whose each row is, by sheet key and Excel row.

    A row that names areas is theirs; where a sheet has no areas, one that names a project, or else a role, is
    theirs who have it. A role is theirs whose uses or projects name it. Rows of sheets that lead to no area, such
    as tools, are everybody's, as are those for all areas and roles that nobody names. What should lead to an area
    and does not stays with the facilitator, as do the rows of a sheet that says so.
    """
    row_owners: dict[str, dict[int, Owners]] = {
        "areas": {number: _named(row["label"]) for number, row in tables["areas"].rows.items()}
    }
    known: dict[str, dict[str, Owners]] = {"areas": _by_name(tables, "areas", "label", row_owners["areas"])}
    for key in ("mapping", "portfolio"):
        row_owners[key] = _through(tables, key, known)
    known["portfolio"] = _by_name(tables, "portfolio", "title", row_owners["portfolio"])
    row_owners["roles"] = _of_roles(tables, row_owners)
    known["roles"] = _by_name(tables, "roles", "role", row_owners["roles"])
    return {sheet.key: row_owners.get(sheet.key) or _through(tables, sheet.key, known) for sheet in tables.blueprint}


def _named(label: object) -> Owners:
    return NOBODY if label is None else frozenset({normalised(label)})


def _joined(several: Iterable[Owners]) -> Owners:
    joined: Owners = NOBODY.union(*several)
    return EVERYBODY if joined >= EVERYBODY else joined


def _by_name(tables: Tables, sheet: str, column: str, row_owners: Mapping[int, Owners]) -> dict[str, Owners]:
    known: dict[str, Owners] = {}
    for number, row in tables[sheet].rows.items():
        name = normalised(row[column])
        known[name] = _joined((known.get(name, NOBODY), row_owners[number]))
    return known


def _through(tables: Tables, key: str, known: Mapping[str, Mapping[str, Owners]]) -> dict[int, Owners]:
    """The owners of a sheet's rows by the nearest sheet that they refer to."""
    if tables.blueprint.sheets[key].stays:
        return dict.fromkeys(tables[key].rows, NOBODY)
    columns_by_sheet = {sheet: _references(tables.blueprint.sheets[key], sheet) for sheet in _THROUGH if sheet != key}
    paths = (
        [columns_by_sheet["areas"]]
        if columns_by_sheet.get("areas")
        else [path for path in columns_by_sheet.values() if path]
    )
    if not paths:
        return dict.fromkeys(tables[key].rows, EVERYBODY)
    return {number: _of_row(row, paths, known) for number, row in tables[key].rows.items()}


def _references(sheet: Sheet, to: str) -> list[Column]:
    return [column for column in sheet.columns if isinstance(column.type, Ref) and column.type.to.sheet == to]


def _of_row(row: Row, paths: Iterable[Iterable[Column]], known: Mapping[str, Mapping[str, Owners]]) -> Owners:
    for columns in paths:
        areas = _joined(_of_names(row, columns, known))
        if areas:
            return areas
    return NOBODY


def _of_names(row: Row, columns: Iterable[Column], known: Mapping[str, Mapping[str, Owners]]) -> Iterator[Owners]:
    for column in columns:
        assert isinstance(column.type, Ref)
        for_all = {normalised(text) for text in column.type.to.also}
        for part in map(normalised, parts_of(row[column.key])):
            yield EVERYBODY if part in for_all else known[column.type.to.sheet].get(part, NOBODY)


def _of_roles(tables: Tables, row_owners: Mapping[str, Mapping[int, Owners]]) -> dict[int, Owners]:
    """The owners of roles by who names them."""
    named: dict[str, list[Owners]] = {}
    for sheet, column in _ROLES_NAMED_IN:
        for number, row in tables[sheet].rows.items():
            for part in parts_of(row[column]):
                named.setdefault(normalised(part), []).append(row_owners[sheet][number])
    return {
        number: _joined(named.get(normalised(row["role"]), ())) or EVERYBODY
        for number, row in tables["roles"].rows.items()
    }


def references(tables: Tables) -> dict[Place, tuple[Place, ...]]:
    """The rows that each row refers to."""
    names: dict[tuple[str, str], dict[str, list[int]]] = {}
    for column in _reference_columns(tables.blueprint):
        assert isinstance(column.type, Ref)
        names.setdefault((column.type.to.sheet, column.type.to.column), {})
    for (sheet, key), rows in names.items():
        for number, row in tables[sheet].rows.items():
            rows.setdefault(normalised(row[key]), []).append(number)
    return {
        (sheet.key, number): tuple(_pointed_at(sheet, row, names))
        for sheet in tables.blueprint
        for number, row in tables[sheet.key].rows.items()
    }


def _reference_columns(blueprint: Blueprint) -> Iterator[Column]:
    return (column for sheet in blueprint for column in sheet.columns if isinstance(column.type, Ref))


def _pointed_at(sheet: Sheet, row: Row, names: Mapping[tuple[str, str], Mapping[str, list[int]]]) -> Iterator[Place]:
    for column in sheet.columns:
        if isinstance(column.type, Ref):
            to = column.type.to
            for part in parts_of(row[column.key]):
                yield from ((to.sheet, number) for number in names[to.sheet, to.column].get(normalised(part), ()))
