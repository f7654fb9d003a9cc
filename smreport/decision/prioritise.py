"""Tactic 7: projects scored by a linear additive model, ranked, and the twin-track pair picked.

Each criterion is put on a scale from 0 (worst project) to 100 (best project), and the score is the mean of
these values by swing weights. A project with something unknown is ranked by what is known, and shown with
the ranks that it could take.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from smreport.blueprint import terms
from smreport.blueprint.tables import Tables
from smreport.blueprint.values import normalised
from smreport.decision.consolidate import open_projects, project_mappings
from smreport.decision.evaluate import cost_rows, risk_rows
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
        raise InvalidValue("Settings: the weights must be numbers from 0 on, and at least one above 0.")
    total = sum(swings.values())  # type: ignore[arg-type]
    return {name: swing / total for name, swing in swings.items()}  # type: ignore[operator]


def criteria(tables: Tables, mappings: pd.DataFrame, evaluation: pd.DataFrame, register: pd.DataFrame) -> pd.DataFrame:
    """Benefit, cost and risk of each open project.

    Index: Excel row of 7 Portfolio. Columns: title, benefit (points), cost (pounds, present value), risk
    (highest residual, 1 to 25), hours (a month), each NaN where unknown; mapping_rows, cost_rows, risk_rows
    (tuples of Excel rows). A sum or a maximum is known only where all its parts are.
    """
    taken = project_mappings(tables)
    rows = []
    for number, project in open_projects(tables).items():
        shares = mappings.loc[list(taken[number]), "share"]
        paid, unevaluated = cost_rows(project, evaluation)
        feared = risk_rows(project, register)
        known_cost = bool(project["roles"]) and not unevaluated and bool(paid["cost_share"].notna().all())
        rows.append(
            {
                "title": project["title"],
                "benefit": shares.sum() if len(shares) and shares.notna().all() else math.nan,
                "cost": paid["cost_share"].sum() if known_cost else math.nan,
                "risk": feared["residual"].max() if len(feared) and feared["residual"].notna().all() else math.nan,
                "hours": paid["hours_share"].sum() if known_cost else math.nan,
                "mapping_rows": taken[number],
                "cost_rows": tuple(paid.index),
                "risk_rows": tuple(feared.index),
            }
        )
    frame = pd.DataFrame(rows, columns=list(BEFORE_SCORING), index=pd.Index(list(open_projects(tables)), dtype="int64"))
    return frame.astype(dict.fromkeys((*terms.CRITERIA, "hours"), "float64"))


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
    ranked["rank"] = [_rank(score, ranked["score"]) for score in ranked["score"]]
    bounds = [_possible_ranks(bottom, top, low, high) for bottom, top in zip(low, high, strict=True)]
    ranked["best_rank"], ranked["worst_rank"] = [best for best, _ in bounds], [worst for _, worst in bounds]
    ranked["near_tie"] = [_is_near_tie(score, ranked["score"]) for score in ranked["score"]]
    return ranked.sort_values("rank", kind="stable", na_position="last")


def _possible_ranks(bottom: float, top: float, low: pd.Series, high: pd.Series) -> tuple[int, int]:
    """The best and the worst rank of a project whose score lies between bottom and top."""
    ahead_for_certain = int((low > top + TIE).sum())
    itself = int(top > bottom + TIE)
    perhaps_ahead = int((high > bottom + TIE).sum()) - itself
    return 1 + ahead_for_certain, 1 + perhaps_ahead


def _rank(score: float, all_scores: pd.Series) -> float:
    return math.nan if math.isnan(score) else 1.0 + float((all_scores > score + TIE).sum())


def _is_near_tie(score: float, all_scores: pd.Series) -> bool:
    return bool(((all_scores - score).abs() < NEAR_TIE).sum() > 1)


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
    kinds = {normalised(row["label"]): normalised(row["kind"]) for row in tables["areas"].rows.values()}
    picks = {}
    for kind in (terms.ACTIVITY, terms.SERVICE):
        for number in ranked.index[ranked["rank"].notna()]:
            areas: tuple[str, ...] = tables["portfolio"].rows[number]["areas"] or ()  # type: ignore[assignment]
            fitting = [area for area in areas if kinds.get(normalised(area)) == normalised(kind)]
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
