"""The half-way step: rows that follow from 4 Mapping, made ready to be completed."""

from __future__ import annotations

from collections.abc import Iterable

from smreport.blueprint import terms
from smreport.blueprint.tables import Row, Table, Tables, make_table, make_tables
from smreport.blueprint.values import normalised

NEEDS = ("mapping.area", "mapping.role", "roles.role", "evaluation.role", "portfolio.title", "portfolio.status")


def with_proposals(tables: Tables) -> tuple[Tables, tuple[str, ...]]:
    """The tables with rows added for what they imply, and what was added, in words.

    Roles named in 4 are added to 5; roles of 5 without an evaluation to 6; and for each area in scope, with
    a role that works for it and that no project takes yet, a candidate project to 7. Nothing is changed.
    """
    roles = _missing(_names(tables, "mapping", "role"), _names(tables, "roles", "role"))
    evaluated = _names(tables, "evaluation", "role")
    evaluations = _missing({**_names(tables, "roles", "role"), **dict.fromkeys(roles)}, evaluated)
    projects = _candidates(tables)
    rows: dict[str, list[Row]] = {
        "roles": [{"role": role} for role in roles],
        "evaluation": [{"role": role} for role in evaluations],
        "portfolio": projects,
    }
    extended = {key: _extended(tables, key, added) for key, added in rows.items() if added}
    fuller = make_tables(tables.blueprint, {**tables.tables, **extended}, tables.file)
    words = tuple(
        f"{tables.blueprint.sheets[key].title}: {row.get('title') or row.get('role')}"
        for key, added in rows.items()
        for row in added
    )
    return Tables(tables.blueprint, fuller.tables, tables.file, tables.extras), words


def _names(tables: Tables, sheet: str, column: str) -> dict[str, None]:
    return dict.fromkeys(tables.names(sheet, column).values())


def _missing(wanted: Iterable[str], there: Iterable[str]) -> list[str]:
    known = {normalised(name) for name in there}
    return [name for name in wanted if normalised(name) not in known]


def _candidates(tables: Tables) -> list[Row]:
    """A project for each area in scope and role of 4 Mapping that no project holds together."""
    parked = {
        normalised(row["label"])
        for row in tables["areas"].rows.values()
        if normalised(row["status"]) == normalised(terms.PARKED)
    }
    taken = [
        ({normalised(area) for area in row["areas"] or ()}, {normalised(role) for role in row["roles"] or ()})  # type: ignore[attr-defined]
        for row in tables["portfolio"].rows.values()
    ]
    names = {normalised(name) for name in tables.names("portfolio", "title")}
    candidates: dict[tuple[str, str], Row] = {}
    for row in tables["mapping"].rows.values():
        area, role = row["area"], row["role"]
        if area is None or role is None or normalised(area) in parked:
            continue
        held = any(normalised(area) in areas and (not roles or normalised(role) in roles) for areas, roles in taken)
        title = f"{area}: {role}"[:100]
        if not held and normalised(title) not in names:
            candidates.setdefault(
                (normalised(area), normalised(role)),
                {"title": title, "areas": (area,), "roles": (role,), "status": "Proposed"},
            )
    return list(candidates.values())


def _extended(tables: Tables, key: str, added: list[Row]) -> Table:
    table = tables[key]
    first = max(table.rows, default=table.sheet.first_row - 1) + 1
    blank = {column.key: None for column in table.sheet.asked_columns}
    rows = {number: dict(row) for number, row in table.rows.items()}
    rows |= {first + position: {**blank, **row} for position, row in enumerate(added)}
    return make_table(table.sheet, rows, table.title, table.places)
