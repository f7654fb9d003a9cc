"""Tactic 7: projects scored by a linear additive model, ranked, and the twin-track pair picked.

Each criterion is put on a scale with fixed ends, from Settings, and the score is the mean of these values by swing
weights. What is not known counts as 0. A project of which nothing is known has no rank.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smreport.blueprint.tables import Tables
from smreport.blueprint.values import normalised
from smreport.decision import terms
from smreport.errors import InvalidValue

NEEDS = (
    *(f"settings.weight_{name}" for name in terms.CRITERIA),
    *(f"settings.{name}_at_{end}" for name in terms.CRITERIA for end in (0, 100)),
    "areas.label", "areas.kind", "portfolio.must_do", "portfolio.depends",
)  # fmt: skip

BEFORE_SCORING = (
    "title",
    "years",
    "benefit",
    "cost",
    "cash",
    "risk",
    "risk_known",
    "hours",
    "mapping_rows",
    "cost_rows",
    "risk_rows",
)
"""The columns that are known of a project before it is scored."""

TIE = 1e-9
NEAR_TIE = 1.0  # points of score, out of 100


def weights(settings: Mapping[str, object]) -> dict[str, float]:
    """The swing weights from Settings, normalised so that they add up to 1; all three blank count the same.

    Raises InvalidValue where one is negative or not a number, or all are zero.
    """
    swings = {name: settings[f"weight_{name}"] for name in terms.CRITERIA}
    if all(swing is None for swing in swings.values()):
        swings = dict.fromkeys(terms.CRITERIA, 1.0)
    if not all(isinstance(swing, float) and swing >= 0 for swing in swings.values()) or not any(swings.values()):
        raise InvalidValue(
            "the weights must be numbers from 0 on, and at least one above 0. Type all three so, or none."
        )
    total = sum(swings.values())  # type: ignore[arg-type]
    return {name: swing / total for name, swing in swings.items()}  # type: ignore[operator]


def _figure(value: object) -> float:
    return float(value) if isinstance(value, int | float) else math.nan


def ends_of_scales(settings: Mapping[str, object]) -> dict[str, tuple[float, float]]:
    """By criterion, the figures that count as 0 and as 100; NaN where they are no numbers or the wrong way round."""
    ends = {name: tuple(_figure(settings[f"{name}_at_{end}"]) for end in (0, 100)) for name in terms.CRITERIA}
    fine = {name: zero < full if name == "benefit" else zero > full for name, (zero, full) in ends.items()}
    return {name: (zero, full) if fine[name] else (math.nan, math.nan) for name, (zero, full) in ends.items()}


def on_scale(values: pd.Series, ends: tuple[float, float]) -> pd.Series:
    """Values in points, linear between two ends that count as 0 and as 100; never below 0, and 0 where unknown.

    All NaN where the ends are.
    """
    zero, full = ends
    points: pd.Series = ((values - zero) * (100 / (full - zero))).clip(lower=0.0)
    return points.where(points.notna(), math.nan if math.isnan(zero) else 0.0)


def scores(
    projects: pd.DataFrame, by_weight: Mapping[str, float], ends: Mapping[str, tuple[float, float]]
) -> pd.DataFrame:
    """The projects with scores and ranks, best first; those of which nothing is known last.

    ends  what counts as 0 and as 100 of each criterion; see :func:`ends_of_scales`

    Added columns: scaled_benefit, scaled_cost, scaled_risk (points, NaN where unknown); score (the mean of points by
    weight, what is not known as 0); rank (1 is first, equal scores share a rank, NaN where nothing with a weight is
    known); best_rank and worst_rank (what the rank could become once the unknown is known); near_tie (whether the
    next in rank is less than a point away).
    """
    ranked = projects.copy()
    points = pd.DataFrame({name: on_scale(projects[name], ends[name]) for name in terms.CRITERIA}, projects.index)
    is_known = projects[list(terms.CRITERIA)].notna()
    if "risk_known" in projects:
        is_known["risk"] &= projects["risk_known"]
    counting = [name for name in terms.CRITERIA if by_weight[name] > 0]
    weight = pd.Series(by_weight)
    known = is_known.astype("float64") @ weight
    weighted = points[counting] @ weight[counting]
    ranked = ranked.join(points.where(is_known).add_prefix("scaled_"))
    ranked["score"] = weighted.where(known > 0)
    low, high = weighted.fillna(0), weighted.fillna(0) + 100 * (1 - known)
    ranked["rank"] = 1.0 + _ahead(ranked["score"], ranked["score"]).where(ranked["score"].notna())
    ranked["best_rank"] = 1 + _ahead(high, low)
    ranked["worst_rank"] = 1 + _ahead(low, high) - (high > low + TIE)
    ranked["near_tie"] = near_ties(ranked["score"])
    return ranked.sort_values("rank", kind="stable", na_position="last")


def _ahead(scores: pd.Series, others: pd.Series) -> pd.Series:
    """How many of the others are above each score by more than a tie."""
    known = np.sort(others.dropna().to_numpy())
    return len(known) - pd.Series(np.searchsorted(known, scores + TIE, side="right"), scores.index)


def near_ties(scores: pd.Series) -> pd.Series:
    """Whether another score is less than a point away."""
    in_order = scores.sort_values()
    return ((in_order.diff() < NEAR_TIE) | (in_order.diff(-1).abs() < NEAR_TIE)).reindex(scores.index)


@dataclass(frozen=True)
class TwinTrack:
    """One activity alongside one service area to start with: the areas, and the projects that hold them."""

    activity: str
    activity_project: str
    service: str
    service_project: str


def twin_track(tables: Tables, ranked: pd.DataFrame, mappings: pd.DataFrame) -> TwinTrack | None:
    """The best-ranked project with an activity and the best-ranked with a service area; they may be one.

    None where no project has a rank, or there is no ranked project for one of the two.
    """
    rows, id_of = tables["areas"].rows.values(), tables.blueprint.id_of
    kinds = {normalised(row["label"]): id_of("areas.kind", row["kind"]) for row in rows}
    picks = {}
    for kind in (terms.ACTIVITY, terms.SERVICE):
        for number in ranked.index[ranked["rank"].notna()]:
            areas: tuple[str, ...] = tables["portfolio"].rows[number]["areas"] or ()  # type: ignore[assignment]
            fitting = [area for area in areas if kinds.get(normalised(area)) == kind]
            if fitting:
                taken = mappings.loc[list(ranked["mapping_rows"][number])]
                picks[kind] = (_most_beneficial(fitting, taken), str(ranked.at[number, "title"]))
                break
    if len(picks) < 2:
        return None
    return TwinTrack(*picks[terms.ACTIVITY], *picks[terms.SERVICE])


def _most_beneficial(areas: list[str], mappings: pd.DataFrame) -> str:
    points = {area: mappings.loc[mappings["area"] == area, "share"].sum() for area in areas}
    return max(areas, key=lambda area: points[area])
