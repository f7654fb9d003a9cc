"""Tactic 5: the mappings brought together by channel and by role, each with the rows it comes from."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import partial
from itertools import chain

import numpy as np
import pandas as pd

from smreport.blueprint.columns import Choice, Scale
from smreport.blueprint.tables import Row, Tables
from smreport.blueprint.values import normalised
from smreport.decision import terms

NEEDS = (
    "areas.label", "areas.status",
    "objectives.area", "objectives.objective", "objectives.importance",
    "tools.label", "tools.tool", "tools.channel",
    "mapping.area", "mapping.tool", "mapping.objective", "mapping.role", "mapping.strength",
    "portfolio.title", "portfolio.areas", "portfolio.roles", "portfolio.status",
)  # fmt: skip


def consolidated_mappings(tables: Tables, taken: Mapping[int, tuple[int, ...]]) -> pd.DataFrame:
    """The mappings with what can be worked out about each. ``taken``: see :func:`project_mappings`.

    Index: Excel row of 4 Mapping. Columns: area, tool, objective, role, benefit, strength, left_out as
    typed; channel (of the tool, None where unknown); parked (whether the area is parked); points
    (strength x importance, NaN where either is unknown, 0 where the area is parked); claims (open projects that
    take the mapping); share (points for each of them, NaN where there is none).
    """
    frame = tables.frame("mapping").copy()
    parked, channels = _parked(tables), _channels(tables)
    table = tables["mapping"]
    frame["channel"] = pd.Series(list(map(channels.get, table.plain("tool"))), frame.index, object)
    frame["parked"] = [area in parked for area in table.plain("area")]
    frame["points"] = _points(tables, parked)
    claimed = [row for rows in taken.values() for row in rows]
    counts = pd.Series(claimed, dtype="int64").value_counts()
    frame["claims"] = counts.reindex(frame.index, fill_value=0).astype("int64")
    frame["share"] = (frame["points"] / frame["claims"]).where(frame["claims"] > 0)
    return frame


def by_role(mappings: pd.DataFrame) -> pd.DataFrame:
    """One row for each role named in 4 Mapping; see :func:`_brought_together` for the columns."""
    return _brought_together(mappings, "role")


def by_channel(mappings: pd.DataFrame) -> pd.DataFrame:
    """One row for each channel that a mapped tool belongs to; see :func:`_brought_together`."""
    return _brought_together(mappings, "channel")


def _brought_together(mappings: pd.DataFrame, key: str) -> pd.DataFrame:
    """Groups of mappings whose area is not parked.

    Index: the role or channel, most benefit points first, then most uses, then by name. Columns: uses
    (count), areas, tools, objectives, channels, roles (tuples of different names), points (sum of those
    known, NaN where none is), unscored (uses without points), rows (tuple of Excel rows).
    """
    used = mappings[~mappings["parked"].astype(bool)]
    others = {f"{column}s": used[column].to_numpy() for column in _LISTED if column != key}
    points, index = used["points"].to_numpy(), used.index.to_numpy()
    groups = []
    for name, at in used.groupby(key, sort=False).indices.items():
        known = ~np.isnan(points[at])
        groups.append(
            {
                key: name,
                "uses": len(at),
                **{title: _different(values[at]) for title, values in others.items()},
                "points": np.where(known, points[at], 0.0).sum() if known.any() else math.nan,
                "unscored": int((~known).sum()),
                "rows": tuple(index[at].tolist()),
            }
        )
    columns = [key, "uses", *(f"{column}s" for column in _LISTED if column != key), "points", "unscored", "rows"]
    together = pd.DataFrame(groups, columns=columns)
    together["_points"] = together["points"].fillna(-1)
    together = together.sort_values(["_points", "uses", key], ascending=[False, False, True], kind="stable")
    return together.drop(columns="_points").set_index(key)


def capabilities(tables: Tables, mappings: pd.DataFrame) -> pd.DataFrame:
    """What the tools that an area uses let it do: what is there already, and what would have to be built.

    Index: areas of the mappings that are not parked, in their order. Columns: the choices of tools.capability.
    Values: the template's word for live where a mapped tool with the capability is live or run by others, its
    word for planned where one is planned, "" where there is none.
    """
    column = tables.blueprint.sheets["tools"].by_key["capability"].type
    assert isinstance(column, Choice)
    used = mappings[~mappings["parked"].astype(bool)]
    tools = dict(zip(tables["tools"].plain("label"), tables["tools"].rows.values(), strict=True))
    label_of, id_of = partial(tables.blueprint.label, "tools.status"), partial(tables.blueprint.id_of, "tools.status")
    live = label_of(terms.LIVE)
    standings = {terms.LIVE: live, terms.BY_OTHERS: live, terms.PLANNED: label_of(terms.PLANNED)}
    there: dict[tuple[object, object], str] = {}
    for area, tool in dict.fromkeys(zip(used["area"], used["tool"], strict=True)):
        row = tools.get(normalised(tool)) if tool else None
        standing = standings.get(id_of(row["status"]), "") if row else ""
        if row and standing and there.get((area, row["capability"])) != live:
            there[area, row["capability"]] = standing
    areas, choices = _different(used["area"]), column.choices.texts
    cells = [[there.get((area, choice), "") for choice in choices] for area in areas]
    return pd.DataFrame(cells, index=pd.Index(areas, dtype=object), columns=list(choices), dtype=object)


_LISTED = ("area", "tool", "objective", "channel", "role")


def _different(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(value) for value in dict.fromkeys(values) if value is not None))


def open_projects(tables: Tables) -> dict[int, Row]:
    """The projects that have a title and are neither done nor dropped, by Excel row."""
    rows, status_of = tables["portfolio"].rows.items(), partial(tables.blueprint.id_of, "portfolio.status")
    return {number: row for number, row in rows if row["title"] and status_of(row["status"]) not in terms.FINISHED}


def project_mappings(tables: Tables) -> dict[int, tuple[int, ...]]:
    """The rows of 4 Mapping that each open project takes, by the project's Excel row.

    A mapping belongs to a project that has its area and its role; a project without areas or roles takes none.
    """
    mapping = tables["mapping"]
    uses = mapping.alike(("area", "role"))
    in_area: dict[str, list[tuple[str, list[int]]]] = {}
    for use, members in zip(uses.rows, uses.members, strict=True):
        found = (normalised(use["role"]), [mapping.numbers[at] for at in members])
        in_area.setdefault(normalised(use["area"]), []).append(found)
    taken = {}
    for number, row in open_projects(tables).items():
        areas, roles = _names(row["areas"]), _names(row["roles"])
        candidates = (numbers for area in areas for role, numbers in in_area.get(area, ()) if role in roles)
        taken[number] = tuple(sorted(chain.from_iterable(candidates)))
    return taken


def _names(value: object) -> dict[str, None]:
    """The normalised choices of a cell, in order and without repeats."""
    assert value is None or isinstance(value, tuple)
    return dict.fromkeys(normalised(part) for part in value or ())


def _parked(tables: Tables) -> set[str]:
    rows, blueprint = tables["areas"].rows.values(), tables.blueprint
    return {normalised(row["label"]) for row in rows if blueprint.id_of("areas.status", row["status"]) == terms.PARKED}


def _channels(tables: Tables) -> dict[str, str | None]:
    """The channel of each tool use; where a name stands twice the later row counts, as in the sheet."""
    return {normalised(row["label"]): row["channel"] for row in tables["tools"].rows.values() if row["label"]}  # type: ignore[misc]


def _points(tables: Tables, parked: set[str]) -> pd.Series:
    strengths = scale_values(tables, "mapping", "strength")
    importances = scale_values(tables, "objectives", "importance")
    matters: dict[tuple[str, str], float] = {}
    for row in tables["objectives"].rows.values():
        key = (normalised(row["area"]), normalised(row["objective"]))
        matters[key] = max(matters.get(key, 0.0), importances.get(str(row["importance"]), 0.0))
    shared, mapping = normalised(tables.blueprint.word_for_all("objectives.area")), tables["mapping"]
    points = []
    for area, objective, strength in zip(
        mapping.plain("area"), mapping.plain("objective"), mapping.columns["strength"], strict=True
    ):
        importance = max(matters.get((area, objective), 0.0), matters.get((shared, objective), 0.0))
        product = importance * strengths.get(str(strength), 0.0)
        points.append(0.0 if area in parked else product or math.nan)
    return pd.Series(points, index=mapping.frame.index, dtype="float64")


def scale_values(tables: Tables, sheet: str, column: str) -> dict[str, float]:
    """The value of each word of a scale column."""
    kind = tables.blueprint.sheets[sheet].by_key[column].type
    assert isinstance(kind, Scale)
    return kind.choices.values
