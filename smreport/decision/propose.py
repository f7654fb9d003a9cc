"""The half-way step: rows that follow from 4 Mapping, made ready to be completed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from smreport.blueprint.columns import LONGEST_CELL, Text
from smreport.blueprint.tables import Row, Table, Tables, make_table
from smreport.blueprint.understanding import make_tables
from smreport.blueprint.values import normalised
from smreport.decision import terms
from smreport.decision.missing_rows import missing_rows
from smreport.frozen import replace
from smreport.words import joining

NEEDS = (
    "areas.label", "areas.status", "mapping.area", "mapping.role", "roles.role", "evaluation.role",
    "portfolio.title", "portfolio.areas", "portfolio.roles", "portfolio.status",
)  # fmt: skip


def with_proposals(tables: Tables) -> tuple[Tables, tuple[str, ...]]:
    """The tables with rows added for what they imply, and what was added, in words.

    A row that others name and that is in no sheet is added where it is missing, unless one that is there is likely
    meant; roles of 5 without an evaluation to 6; and for each area in scope, with a role that works for it and that no
    project takes yet, a candidate project to 7. Nothing is changed.
    """
    named: dict[str, list[Row]] = {}
    for missing in missing_rows(tables):
        if not missing.near:
            named.setdefault(missing.sheet, []).append(dict(missing.row))
    whole, added = _with_rows(tables, named)
    evaluations = _missing(_names(whole, "roles", "role"), _names(whole, "evaluation", "role"))
    full, more = _with_rows(
        whole,
        {"evaluation": [{"role": role} for role in evaluations], "portfolio": _candidates(whole)},
    )
    return replace(full, extras=tables.extras), (*added, *more)


def _with_rows(tables: Tables, rows: Mapping[str, list[Row]]) -> tuple[Tables, tuple[str, ...]]:
    """The tables with more rows, and these in words."""
    extended = {key: _extended(tables, key, added) for key, added in rows.items() if added}
    fuller = make_tables(tables.blueprint, {**tables.tables, **extended}, tables.file)
    sheets = tables.blueprint.sheets
    return fuller, tuple(
        joining.labelled(sheets[key].title, str(row.get(sheets[key].name_key) or next(iter(row.values()))))
        for key, added in rows.items()
        for row in added
    )


def _names(tables: Tables, sheet: str, column: str) -> list[str]:
    """The filled values of a column, each once, as it is spelt first."""
    names: dict[str, str] = {}
    for row in tables[sheet].rows.values():
        if row[column] is not None:
            names.setdefault(normalised(row[column]), str(row[column]))
    return list(names.values())


def _missing(wanted: Iterable[str], existing: Iterable[str]) -> list[str]:
    known = {normalised(name) for name in existing}
    return [name for name in wanted if normalised(name) not in known]


def _candidates(tables: Tables) -> list[Row]:
    """A project for each area in scope and role of 4 Mapping that no project holds together."""
    in_scope = {
        normalised(row["label"])
        for row in tables["areas"].rows.values()
        if tables.blueprint.id_of("areas.status", row["status"]) != terms.PARKED
    }
    taken = [(_names_in(row["areas"]), _names_in(row["roles"])) for row in tables["portfolio"].rows.values()]
    own_titles = frozenset(tables.names("portfolio", "title"))
    titles, roles = set(own_titles), tables.names("roles", "role")
    candidates: dict[tuple[str, str], Row] = {}
    for row in tables["mapping"].rows.values():
        area, role = row["area"], row["role"]
        if area is None or normalised(role) not in roles or _title(area, role) in own_titles:
            continue
        pair = (normalised(area), normalised(role))
        if pair in candidates or pair[0] not in in_scope or _is_held(pair, taken):
            continue
        title = _free_title(joining.labelled(str(area), str(role)), titles, _longest_title(tables))
        titles.add(normalised(title))
        candidates[pair] = {"title": title, "areas": (area,), "roles": (role,), "status": _proposed(tables)}
    return list(candidates.values())


def _names_in(cell: object) -> set[str]:
    """The normalised names in a cell that holds several."""
    return set(map(normalised, cell or ()))  # type: ignore[call-overload]


def _is_held(pair: tuple[str, str], taken: list[tuple[set[str], set[str]]]) -> bool:
    """Whether a project has the area and the role; one without roles claims nothing."""
    area, role = pair
    return any(area in areas and role in roles for areas, roles in taken)


def _title(area: object, role: object) -> str:
    """The title that a candidate would have, as titles are compared: a person who changed it knows of it."""
    return normalised(joining.labelled(str(area), str(role)))


def _free_title(title: str, taken: set[str], longest: int) -> str:
    """The title, cut to its longest, with a number where another project has it."""
    free, number = title[:longest].rstrip(), 1
    while normalised(free) in taken:
        number += 1
        end = f" ({number})"
        free = title[: longest - len(end)].rstrip() + end
    return free


def _longest_title(tables: Tables) -> int:
    kind = tables.blueprint.column("portfolio.title").type
    return kind.longest if isinstance(kind, Text) else LONGEST_CELL


def _proposed(tables: Tables) -> str | None:
    """The status of a candidate, where the template's list offers it."""
    return tables.blueprint.choices("portfolio.status").labels.get(terms.PROPOSED)


def _extended(tables: Tables, key: str, added: list[Row]) -> Table:
    table = tables[key]
    first = max(table.rows, default=table.sheet.first_row - 1) + 1
    blank = {column.key: None for column in table.sheet.asked_columns}
    rows = {number: dict(row) for number, row in table.rows.items()}
    rows |= {first + position: {**blank, **row} for position, row in enumerate(added)}
    return make_table(table.sheet, rows, table.title, table.places)
