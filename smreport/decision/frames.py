"""Results as frames, for those who go on with them in pandas; what is not known is NaN.

Nothing else in the decision loads pandas, and this module is imported only when somebody asks for a frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import nan

import pandas as pd

from smreport.blueprint.tables import Tables
from smreport.blueprint.withheld import is_withheld
from smreport.decision.alone import Alone
from smreport.decision.consolidate import Mapped, Together
from smreport.decision.evaluate import Costed, Sized
from smreport.decision.terms import BENEFIT, COST, RISK

_NUMBERS = ("years", BENEFIT, COST, "cash", RISK, "hours", "score", "rank", "best_rank")
_GROUPED = ("area", "tool", "objective", "channel", "role")


def of_uses(tables: Tables, uses: Mapping[int, Mapped]) -> pd.DataFrame:
    """The rows of 4 Mapping.

    Index: Excel row. Columns: as typed, and channel (of the tool, None where unknown); parked (whether the area is
    parked); points (strength x importance, NaN where either is unknown, 0 where the area is parked).
    """
    frame = tables.frame("mapping").copy()
    frame["channel"] = pd.Series([use.channel for use in uses.values()], frame.index, object)
    frame["parked"] = [use.parked for use in uses.values()]
    frame["points"] = _numbers((use.points for use in uses.values()), frame.index)
    return frame


def of_groups(together: Mapping[str, Together], key: str) -> pd.DataFrame:
    """What is mapped of each role or channel; ``key``: role or channel.

    Index: the role or channel, most benefit points first, then most uses, then by name. Columns: uses (count), areas,
    tools, objectives, channels, roles (tuples of different names), points (sum of those known, NaN where none is),
    unscored (uses without points), rows (tuple of Excel rows).
    """
    columns = ["uses", *(f"{column}s" for column in _GROUPED if column != key), "points", "unscored", "rows"]
    rows = [[name, *(getattr(group, column) for column in columns)] for name, group in together.items()]
    frame = pd.DataFrame(rows, columns=[key, *columns])
    return frame.astype({"points": "float64"} if together else {}).set_index(key)


def of_costs(tables: Tables, costs: Mapping[int, Costed]) -> pd.DataFrame:
    """The rows of 6 Evaluation.

    Index: Excel row. Columns: as typed, and present_value (pounds, the whole-life cost over the years in Settings,
    NaN unless set-up cost, yearly cost and hours are all given); committed (open projects, approved or in progress,
    that need the row).
    """
    frame = tables.frame("evaluation").copy()
    frame["present_value"] = _numbers((cost.present_value for cost in costs.values()), frame.index)
    frame["committed"] = pd.Series([cost.committed for cost in costs.values()], frame.index, "int64")
    return frame


def of_risks(tables: Tables, sizes: Mapping[int, Sized]) -> pd.DataFrame:
    """The rows of 6a Risks on the 1 to 25 scale.

    Index: Excel row. Columns: as typed, and inherent and residual (likelihood x impact before and after mitigation,
    NaN where either is blank); counted (see ``unknown.risk_counted``).
    """
    frame = tables.frame("risks").copy()
    for key in ("inherent", "residual", "counted"):
        frame[key] = _numbers((getattr(size, key) for size in sizes.values()), frame.index)
    return frame


def of_projects(alone: Mapping[int, Alone]) -> pd.DataFrame:
    """The open projects alone, best first.

    Index: Excel row of 7 Portfolio. Columns: title; years (that it runs, at most those in Settings); benefit (points of
    its uses); cost (pounds, whole-life); cash (pounds over the same years, not discounted, that it adds to what
    commitments pay for); risk (1 to 25); risk_known (whether one of its risks is scored); hours (a month);
    mapping_rows, cost_rows, risk_rows (tuples of Excel rows); scaled_benefit, scaled_cost, scaled_risk (points);
    score; rank (1 is first, equal scores share a rank); best_rank (that closing its gaps could bring).
    """
    index = pd.Index(list(alone), dtype="int64")
    columns: dict[str, pd.Series] = {}
    for key in _PROJECTS:
        criterion = key.removeprefix("scaled_")
        if criterion != key:
            columns[key] = _numbers((project.scaled[criterion] for project in alone.values()), index)
            continue
        values = [getattr(project, key) for project in alone.values()]
        kind = bool if key == "risk_known" else None
        columns[key] = _numbers(values, index) if key in _NUMBERS else pd.Series(values, index, kind)
    return pd.DataFrame(columns, index)


_PROJECTS = (
    "title", "years", BENEFIT, COST, "cash", RISK, "risk_known", "hours", "mapping_rows", "cost_rows", "risk_rows",
    f"scaled_{BENEFIT}", f"scaled_{COST}", f"scaled_{RISK}", "score", "rank", "best_rank",
)  # fmt: skip


def _numbers(values: Iterable[float | None], index: pd.Index) -> pd.Series:
    """Numbers, NaN where one is not known; objects where some are withheld."""
    figures = [nan if value is None else value for value in values]
    return pd.Series(figures, index, "object" if any(map(is_withheld, figures)) else "float64")
