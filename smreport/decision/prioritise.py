"""Tactic 7: projects scored by a linear additive model, ranked, and the twin-track pair picked.

Each criterion is put on a scale with fixed ends, from Settings, and the score is the mean of these values by swing
weights. What is not known counts as 0. A project of which nothing is known has no rank.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from smreport.blueprint.tables import Row, Tables
from smreport.blueprint.values import normalised
from smreport.decision import terms
from smreport.decision.evaluate import Borne, Terms, present_value, roles_of, years_running
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


def criteria(
    tables: Tables, taken: Mapping[int, tuple[int, ...]], mappings: pd.DataFrame, evaluation: pd.DataFrame,
    register: pd.DataFrame,
) -> pd.DataFrame:  # fmt: skip
    """Benefit, cost and risk of each open project alone. ``taken``: see ``consolidate.project_mappings``.

    Index: Excel row of 7 Portfolio. Columns: title; years that it runs (see ``evaluate.years_running``); benefit
    (points of its uses, NaN where none is scored); cost (pounds, whole-life, NaN unless all that it needs is known);
    cash (pounds over the same years, not discounted, that it adds to what commitments pay for); risk (1 to 25,
    the highest that one of its rows counts as, 25 without roles or rows); risk_known (whether one of them is scored);
    hours (a month, NaN where unknown); mapping_rows, cost_rows, risk_rows (tuples of Excel rows).
    """
    points = dict(zip(mappings.index, mappings["points"], strict=True))
    paid, feared = Borne.in_frame(evaluation), Borne.in_frame(register)
    rows = []
    for number, mapping_rows in taken.items():
        project = tables["portfolio"].rows[number]
        lines, risky = evaluation.iloc[paid.by(project)], register.iloc[feared.by(project)]
        rows.append(
            {
                "title": project["title"],
                "benefit": np.nansum([points[row] for row in mapping_rows]) or math.nan,
                **_costs(tables, project, lines),
                **_risks(project, risky),
                "mapping_rows": mapping_rows,
                "cost_rows": tuple(lines.index.tolist()),
                "risk_rows": tuple(risky.index.tolist()),
            }
        )
    frame = pd.DataFrame(rows, columns=list(BEFORE_SCORING), index=pd.Index(list(taken), dtype="int64"))
    return frame.astype({**dict.fromkeys(("years", *terms.CRITERIA, "cash", "hours"), "float64"), "risk_known": bool})


def _costs(tables: Tables, project: Row, lines: pd.DataFrame) -> dict[str, object]:
    """Years, cost, cash and hours of a project; NaN where one of its roles has no line, or a figure is not known."""
    roles, years = roles_of(project), years_running(project, Terms.of(tables).years)
    if not roles or not roles <= set(map(normalised, lines["role"])):
        return {"years": years, "cost": math.nan, "cash": math.nan, "hours": math.nan}
    cost, cash = _alone(tables, project, lines)
    hours = math.nan if math.isnan(cost) else lines["hours_share"].sum()
    return {"years": years, "cost": cost, "cash": cash, "hours": hours}


def _risks(project: Row, register: pd.DataFrame) -> dict[str, object]:
    """The highest risk of a project, and whether one of its risks is scored; the worst without roles or risks."""
    is_known = bool(register[["inherent", "residual"]].notna().any(axis=None))
    known = bool(roles_of(project)) and len(register) > 0
    return {"risk": register["counted"].max() if known else float(terms.WORST_RISK), "risk_known": is_known}


def _alone(tables: Tables, project: Row, lines: pd.DataFrame) -> tuple[float, float]:
    """Whole-life cost and cash of a project alone; NaN where a figure of a line is not known.

    Set-up that a commitment pays for counts 0, whether it is known or not; such a line adds no cash at all.
    """
    of_round, id_of = Terms.of(tables), partial(tables.blueprint.id_of, "evaluation.runs")
    cost = cash = 0.0
    for line in lines.to_dict("records"):
        ends = id_of(line["runs"]) == terms.ENDS
        years = years_running(project, of_round.years) if ends else of_round.years
        setup, yearly, hours = (_figure(line[key]) for key in ("setup_cost", "yearly_cost", "hours"))
        is_new = line["committed"] == 0
        cost += present_value(setup if is_new else 0.0, of_round.a_year(yearly, hours), years, of_round.rate)
        cash += setup + yearly * years if is_new else 0.0
    return cost, cash if not math.isnan(cost) else math.nan


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
