"""Tactic 5: the mappings brought together by channel and by role, each with the rows it comes from."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import partial

import numpy as np
import pandas as pd

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


def consolidated_mappings(tables: Tables, round: Round) -> pd.DataFrame:
    """The mappings with what can be worked out about each.

    Index: Excel row of 4 Mapping. Columns: area, tool, objective, role, benefit, strength, left_out as
    typed; channel (of the tool, None where unknown); parked (whether the area is parked); points
    (strength x importance, NaN where either is unknown, 0 where the area is parked).
    """
    frame = tables.frame("mapping").copy()
    parked, channels = scope.parked(tables), _channels(tables)
    table = tables["mapping"]
    frame["channel"] = pd.Series(list(map(channels.get, table.plain("tool"))), frame.index, object)
    frame["parked"] = [area in parked for area in table.plain("area")]
    worth = {use.row: float(use.points) or math.nan for use in round.uses}
    frame["points"] = pd.Series([worth.get(row, 0.0) for row in table.numbers], frame.index, "float64")
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
    matrix: dict[tuple[object, object], str] = {}
    for area, tool in dict.fromkeys(zip(used["area"], used["tool"], strict=True)):
        row = tools.get(normalised(tool)) if tool else None
        standing = standings.get(id_of(row["status"]), "") if row else ""
        if row and standing and matrix.get((area, row["capability"])) != live:
            matrix[area, row["capability"]] = standing
    areas, choices = _different(used["area"]), column.choices.texts
    cells = [[matrix.get((area, choice), "") for choice in choices] for area in areas]
    return pd.DataFrame(cells, index=pd.Index(areas, dtype=object), columns=list(choices), dtype=object)


_LISTED = ("area", "tool", "objective", "channel", "role")


def _different(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(value) for value in dict.fromkeys(values) if value is not None))


def _channels(tables: Tables) -> dict[str, str | None]:
    """The channel of each tool use; where a name stands twice the later row counts, as in the sheet."""
    return {normalised(row["label"]): row["channel"] for row in tables["tools"].rows.values() if row["label"]}  # type: ignore[misc]
