"""Tactic 6: what each row of cost comes to over the years, and how risky the work remains."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from smreport.blueprint.tables import Row, Tables
from smreport.blueprint.values import normalised
from smreport.decision.bought import Bought
from smreport.decision.money import whole_life_of_line
from smreport.decision.round_of import cost_lines
from smreport.decision.round_of import risks as risk_records
from smreport.decision.unknown import risk_counted

NEEDS = (
    "evaluation.role", "evaluation.project", "evaluation.setup_cost", "evaluation.yearly_cost", "evaluation.hours",
    "evaluation.in_kind_hours", "evaluation.cost_kind", "evaluation.not_public", "evaluation.runs",
    "portfolio.status", "portfolio.start", "portfolio.finish",
    "risks.risk", "risks.role", "risks.project", "risks.likelihood", "risks.impact",
    "risks.residual_likelihood", "risks.residual_impact",
    "settings.horizon_years", "settings.discount_rate", "settings.hourly_rate", "settings.compete_again",
)  # fmt: skip


def costs(tables: Tables, bought: Bought) -> pd.DataFrame:
    """The rows of 6 Evaluation with their cost.

    Index: Excel row. Columns: as typed, and present_value (pounds, the whole-life cost over the years in Settings,
    NaN unless set-up cost, yearly cost and hours are all given); committed (open projects, approved or in progress,
    that need the row).
    """
    settings, frame = bought.round.settings, tables.frame("evaluation").copy()
    lines = list(cost_lines(tables))
    whole = [whole_life_of_line(line, settings, settings.years) for line in lines]
    frame["present_value"] = _floats(frame, [None if cost is None else cost.total for cost in whole])
    frame["committed"] = pd.Series([bought.commitments_to(line.row) for line in lines], frame.index, "int64")
    return frame


def risks(tables: Tables) -> pd.DataFrame:
    """The rows of 6a Risks on the 1 to 25 scale.

    Index: Excel row. Columns: as typed, and inherent and residual (likelihood x impact before and after
    mitigation, NaN where either is blank); counted (see ``unknown.risk_counted``).
    """
    frame, records = tables.frame("risks").copy(), list(risk_records(tables))
    frame["inherent"] = _floats(frame, [risk.inherent for risk in records])
    frame["residual"] = _floats(frame, [risk.residual for risk in records])
    frame["counted"] = _floats(frame, list(map(risk_counted, records)))
    return frame


def _floats(frame: pd.DataFrame, values: Sequence[float | None]) -> pd.Series:
    return pd.Series([math.nan if value is None else float(value) for value in values], frame.index, "float64")


def risk_rows(project: Row, register: pd.DataFrame) -> pd.DataFrame:
    """The risks of a project, whatever its status: its own, those of its roles, and those of nobody."""
    roles, title = set(map(normalised, project["roles"] or ())), normalised(project["title"])  # type: ignore[call-overload]
    own, of_role = (register[key].astype(object).where(register[key].notna(), None) for key in ("project", "role"))
    owners = zip(map(normalised, own), map(normalised, of_role), strict=True)
    return register[[own == title if own else not role or role in roles for own, role in owners]]
