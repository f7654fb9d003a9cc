"""Tactic 7: projects scored by a linear additive model, ranked, and the twin-track pair picked.

Each criterion is put on a scale from 0 (worst project) to 100 (best project), and the score is the mean of
these values by swing weights. A project with something unknown is ranked by what is known, and shown with
the ranks that it could take.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from smreport.blueprint.tables import Tables
from smreport.blueprint.values import normalised
from smreport.decision import terms
from smreport.decision.evaluate import Borne, roles_of
from smreport.errors import InvalidValue

NEEDS = (
    "settings.weight_benefit", "settings.weight_cost", "settings.weight_risk",
    "areas.label", "areas.kind", "portfolio.must_do", "portfolio.depends",
)  # fmt: skip

BEFORE_SCORING = ("title", "benefit", "cost", "risk", "hours", "mapping_rows", "cost_rows", "risk_rows")
"""The columns that are known of a project before it is scored."""

TIE = 1e-9
NEAR_TIE = 1.0  # points of score, out of 100


def weights(settings: Mapping[str, object]) -> dict[str, float]:
    """The swing weights from Settings, normalised so that they add up to 1.

    Raises InvalidValue where one is negative or not a number, or all are zero.
    """
    swings = {name: settings[f"weight_{name}"] for name in terms.CRITERIA}
    if not all(isinstance(swing, float) and swing >= 0 for swing in swings.values()) or not any(swings.values()):
        raise InvalidValue("the weights must be numbers from 0 on, and at least one above 0. Type them so.")
    total = sum(swings.values())  # type: ignore[arg-type]
    return {name: swing / total for name, swing in swings.items()}  # type: ignore[operator]


def criteria(
    tables: Tables, taken: Mapping[int, tuple[int, ...]], mappings: pd.DataFrame, evaluation: pd.DataFrame,
    register: pd.DataFrame,
) -> pd.DataFrame:  # fmt: skip
    """Benefit, cost and risk of each open project. ``taken``: see ``consolidate.project_mappings``.

    Index: Excel row of 7 Portfolio. Columns: title, benefit (points), cost (pounds, present value), risk
    (highest residual, 1 to 25), hours (a month), each NaN where unknown; mapping_rows, cost_rows, risk_rows
    (tuples of Excel rows). A sum or a maximum is known only where all its parts are.
    """
    share = mappings["share"].to_numpy()
    position = {number: at for at, number in enumerate(mappings.index)}
    paid, cost, hours = (
        Borne.in_frame(evaluation),
        *(evaluation[key].to_numpy() for key in ("cost_share", "hours_share")),
    )
    feared, residual = Borne.in_frame(register), register["residual"].to_numpy()
    evaluated = list(map(normalised, evaluation["role"]))
    rows = []
    for number, mapping_rows in taken.items():
        project = tables["portfolio"].rows[number]
        paying, risky = paid.by(project), feared.by(project)
        roles = roles_of(project)
        known_cost = bool(roles) and roles <= {evaluated[at] for at in paying} and not np.isnan(cost[paying]).any()
        rows.append(
            {
                "title": project["title"],
                "benefit": _known(share[[position[at] for at in mapping_rows]], np.sum),
                "cost": cost[paying].sum() if known_cost else math.nan,
                "risk": _known(residual[risky], np.max),
                "hours": np.nansum(hours[paying]) if known_cost else math.nan,
                "mapping_rows": mapping_rows,
                "cost_rows": tuple(evaluation.index[paying].tolist()),
                "risk_rows": tuple(register.index[risky].tolist()),
            }
        )
    frame = pd.DataFrame(rows, columns=list(BEFORE_SCORING), index=pd.Index(list(taken), dtype="int64"))
    return frame.astype(dict.fromkeys((*terms.CRITERIA, "hours"), "float64"))


def _known(values: npt.NDArray[np.float64], combined: Callable[[npt.NDArray[np.float64]], float]) -> float:
    """The sum or maximum of values; NaN where there is none, or one is unknown."""
    return float(combined(values)) if len(values) and not np.isnan(values).any() else math.nan


def scaled(values: pd.Series, lower_is_better: bool = False) -> pd.Series:
    """Values on a scale from 0 (worst) to 100 (best); all 100 where there is no difference."""
    low, high = values.min(), values.max()
    if not high > low:
        return values.where(values.isna(), 100.0)
    better: pd.Series = (high - values) if lower_is_better else (values - low)
    on_scale: pd.Series = better * (100 / (high - low))
    return on_scale


def scores(projects: pd.DataFrame, by_weight: Mapping[str, float]) -> pd.DataFrame:
    """The projects with scores and ranks, best first; those without any score last.

    Added columns: scaled_benefit, scaled_cost, scaled_risk (0 to 100); score (0 to 100, over what is
    known); rank (1 is first, equal scores share a rank, NaN where nothing is known); best_rank and
    worst_rank (what the rank could become once the unknown is known); near_tie (whether the next in rank is
    less than a point away).
    """
    ranked = projects.copy()
    values = pd.DataFrame({name: scaled(projects[name], name != "benefit") for name in terms.CRITERIA})
    weight = pd.Series(by_weight)
    known = values.notna().astype("float64") @ weight
    weighted = values.fillna(0) @ weight
    ranked = ranked.join(values.add_prefix("scaled_"))
    ranked["score"] = (weighted / known).where(known > 0)
    low, high = weighted, weighted + 100 * (1 - known)
    ranked["rank"] = 1.0 + _ahead(ranked["score"], ranked["score"]).where(ranked["score"].notna())
    ranked["best_rank"] = 1 + _ahead(high, low)
    ranked["worst_rank"] = 1 + _ahead(low, high) - (high > low + TIE)
    ranked["near_tie"] = _near_ties(ranked["score"])
    return ranked.sort_values("rank", kind="stable", na_position="last")


def _ahead(scores: pd.Series, others: pd.Series) -> pd.Series:
    """How many of the others are above each score by more than a tie."""
    known = np.sort(others.dropna().to_numpy())
    return len(known) - pd.Series(np.searchsorted(known, scores + TIE, side="right"), scores.index)


def _near_ties(scores: pd.Series) -> pd.Series:
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
