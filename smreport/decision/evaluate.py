"""Tactic 6: what each row of cost comes to over the years, and how risky the work remains."""

from __future__ import annotations

from math import isnan
from typing import NamedTuple

from smreport.blueprint.tables import Tables
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


class Costed(NamedTuple):
    """What a row of 6 Evaluation comes to.

    present_value  pounds, the whole-life cost over the years in Settings; None unless set-up cost, yearly cost and
                   hours are all given
    committed      how many open projects, approved or in progress, need the row
    """

    present_value: float | None
    committed: int


class Sized(NamedTuple):
    """How large a row of 6a Risks is, from 1 to 25.

    inherent, residual  likelihood x impact before and after mitigation, None where either is blank
    counted             see ``unknown.risk_counted``
    """

    inherent: int | None
    residual: int | None
    counted: int


def costs(tables: Tables, bought: Bought) -> dict[int, Costed]:
    """What the rows of 6 Evaluation come to, by Excel row."""
    settings = bought.round.settings
    whole = {line.row: whole_life_of_line(line, settings, settings.years) for line in cost_lines(tables)}
    return {
        row: Costed(None if cost is None else known(cost.total), bought.commitments_to(row))
        for row, cost in whole.items()
    }


def known(amount: float | None) -> float | None:
    """An amount, None where it is not known, as of a rate that cannot be read."""
    return None if amount is None or isnan(amount) else amount


def risks(tables: Tables) -> dict[int, Sized]:
    """How large the rows of 6a Risks are, by Excel row."""
    return {risk.row: Sized(risk.inherent, risk.residual, risk_counted(risk)) for risk in risk_records(tables)}
