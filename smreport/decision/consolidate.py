"""Tactic 5: the mappings brought together by channel and by role, each with the rows it comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from operator import attrgetter
from typing import NamedTuple

from smreport.blueprint.columns import Choice
from smreport.blueprint.tables import Tables
from smreport.blueprint.values import normalised
from smreport.decision import scope, terms
from smreport.decision.records import Round

NEEDS = (
    "areas.label", "areas.status",
    "objectives.area", "objectives.objective", "objectives.importance",
    "tools.label", "tools.tool", "tools.channel",
    "mapping.area", "mapping.tool", "mapping.objective", "mapping.role", "mapping.strength",
    "portfolio.title", "portfolio.areas", "portfolio.roles", "portfolio.status",
)  # fmt: skip


class Mapped(NamedTuple):
    """A row of 4 Mapping with what can be worked out about it; names as typed, None where blank.

    channel  of the tool, None where it is not known
    parked   whether the area is parked
    points   strength x importance, None where either is not known, 0 where the area is parked
    """

    area: str | None
    tool: str | None
    objective: str | None
    role: str | None
    channel: str | None
    parked: bool
    points: float | None


class Together(NamedTuple):
    """The uses of a role or of a channel, without those whose area is parked.

    areas, tools, objectives, channels, roles  different names
    points    the sum of those known, None where none is; ``unscored`` uses without points
    rows      of 4 Mapping
    """

    uses: int
    areas: tuple[str, ...]
    tools: tuple[str, ...]
    objectives: tuple[str, ...]
    channels: tuple[str, ...]
    roles: tuple[str, ...]
    points: float | None
    unscored: int
    rows: tuple[int, ...]


class Capabilities(NamedTuple):
    """What areas can do: for each area a word for each of the choices of tools.capability."""

    choices: tuple[str, ...]
    by_area: Mapping[str, tuple[str, ...]]


def mapped(tables: Tables, round: Round) -> dict[int, Mapped]:
    """The mappings by Excel row."""
    table, parked, channels = tables["mapping"], scope.parked(tables), _channels(tables)
    worth = {use.row: float(use.points) or None for use in round.uses}
    columns = zip(
        *(table.columns[key] for key in ("area", "tool", "objective", "role")),
        map(channels.get, table.plain("tool")),
        (area in parked for area in table.plain("area")),
        (worth.get(row, 0.0) for row in table.numbers),
        strict=True,
    )
    return dict(zip(table.numbers, map(Mapped._make, columns), strict=True))


def by_role(mappings: Mapping[int, Mapped]) -> dict[str, Together]:
    """What is mapped of each role that 4 Mapping names: most benefit points first, then most uses, then by name."""
    return _brought_together(mappings, "role")


def by_channel(mappings: Mapping[int, Mapped]) -> dict[str, Together]:
    """The same of each channel that a mapped tool belongs to."""
    return _brought_together(mappings, "channel")


def _brought_together(mappings: Mapping[int, Mapped], key: str) -> dict[str, Together]:
    groups, name_of = defaultdict[str, list[int]](list), attrgetter(key)
    for row, use in mappings.items():
        if not use.parked and (name := name_of(use)) is not None:
            groups[name].append(row)
    together = {name: _together([mappings[row] for row in rows], rows) for name, rows in groups.items()}
    return dict(sorted(together.items(), key=_place))


def _together(uses: list[Mapped], rows: Iterable[int]) -> Together:
    areas, tools, objectives, roles, channels, _, points = zip(*uses, strict=True)
    known = [worth for worth in points if worth is not None]
    return Together(
        uses=len(uses),
        areas=_different(areas),
        tools=_different(tools),
        objectives=_different(objectives),
        channels=_different(channels),
        roles=_different(roles),
        points=sum(known) if known else None,
        unscored=len(uses) - len(known),
        rows=tuple(rows),
    )


def _place(group: tuple[str, Together]) -> tuple[float, int, str]:
    name, together = group
    return 1.0 if together.points is None else -together.points, -together.uses, name


def capabilities(tables: Tables, mappings: Mapping[int, Mapped]) -> Capabilities:
    """What the tools that an area uses let it do: what is there already, and what would have to be built.

    The areas are those of the mappings that are not parked, in their order. Of each choice there is the template's word
    for live where a mapped tool with the capability is live or run by others, its word for planned where one is
    planned, "" where there is none.
    """
    column = tables.blueprint.sheets["tools"].by_key["capability"].type
    assert isinstance(column, Choice)
    used = dict.fromkeys((use.area, use.tool) for use in mappings.values() if not use.parked)
    matrix = _matrix(tables, used)
    areas, choices = _different(area for area, _ in used), column.choices.texts
    return Capabilities(choices, {area: tuple(matrix.get((area, choice), "") for choice in choices) for area in areas})


def _matrix(tables: Tables, used: Iterable[tuple[str | None, str | None]]) -> dict[tuple[object, object], str]:
    """The word for live or planned by area and choice, from the tools that each area uses."""
    tools = dict(zip(tables["tools"].plain("label"), tables["tools"].rows.values(), strict=True))
    label_of, id_of = partial(tables.blueprint.label, "tools.status"), partial(tables.blueprint.id_of, "tools.status")
    live = label_of(terms.LIVE)
    standings = {terms.LIVE: live, terms.BY_OTHERS: live, terms.PLANNED: label_of(terms.PLANNED)}
    matrix: dict[tuple[object, object], str] = {}
    for area, tool in used:
        row = tools.get(normalised(tool)) if tool else None
        standing = standings.get(id_of(row["status"]), "") if row else ""
        if row and standing and matrix.get((area, row["capability"])) != live:
            matrix[area, row["capability"]] = standing
    return matrix


def _different(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(str(value) for value in dict.fromkeys(values) if value is not None)


def _channels(tables: Tables) -> dict[str, str | None]:
    """The channel of each tool use; where a name stands twice the later row counts, as in the sheet."""
    return {normalised(row["label"]): row["channel"] for row in tables["tools"].rows.values() if row["label"]}  # type: ignore[misc]
