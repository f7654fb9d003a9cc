"""Tactic 6: what each role's work costs over the years, and how risky it remains."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import pandas as pd

from smreport.blueprint.tables import Row, Tables
from smreport.blueprint.values import normalised
from smreport.decision import terms
from smreport.decision.consolidate import open_projects, scale_values

NEEDS = (
    "evaluation.role", "evaluation.project", "evaluation.setup_cost", "evaluation.yearly_cost", "evaluation.hours",
    "evaluation.in_kind_hours", "evaluation.cost_kind", "evaluation.not_public",
    "risks.risk", "risks.role", "risks.project", "risks.likelihood", "risks.impact",
    "risks.residual_likelihood", "risks.residual_impact",
    "settings.horizon_years", "settings.discount_rate", "settings.hourly_rate",
)  # fmt: skip


def present_value(setup: float, yearly: float, years: float, rate: float) -> float:
    """Pounds today for a cost now and a yearly cost at the end of each year.

    rate  the discount rate as a fraction, for example 0.035 (HM Treasury, Green Book)
    """
    annuity = years if rate == 0 else (1 - (1 + rate) ** -years) / rate
    return setup + yearly * annuity


def costs(tables: Tables) -> pd.DataFrame:
    """The rows of 6 Evaluation with their cost.

    Index: Excel row. Columns: as typed, and present_value (pounds, NaN unless set-up cost, yearly cost and
    hours are all given), shares (open projects that share the row: those with the role, or one where
    Project is filled in), cost_share (pounds for each of them), hours_share (hours a month for each).
    """
    settings = tables.settings
    years, rate = (_not_negative(settings[key]) for key in ("horizon_years", "discount_rate"))
    wage = 0.0 if settings["hourly_rate"] is None else _number(settings["hourly_rate"])
    frame = tables.frame("evaluation").copy()
    rows = tables["evaluation"].rows
    sharing_role = Counter(role for project in open_projects(tables).values() for role in roles_of(project))
    values, shares, hours = [], [], []
    for row in rows.values():
        setup, yearly, monthly = (_number(row[key]) for key in ("setup_cost", "yearly_cost", "hours"))
        staff = monthly * terms.HOURS_PER_YEAR_OF_MONTHLY * wage
        values.append(present_value(setup, yearly + staff, years, rate))
        shares.append(1 if row["project"] else sharing_role[normalised(row["role"])])
        hours.append(monthly)
    frame["present_value"] = pd.Series(values, frame.index, "float64")
    frame["shares"] = pd.Series(shares, frame.index, "int64")
    sharing = frame["shares"].where(frame["shares"] > 0)
    frame["cost_share"] = frame["present_value"] / sharing
    frame["hours_share"] = pd.Series(hours, frame.index, "float64") / sharing
    return frame


def risks(tables: Tables) -> pd.DataFrame:
    """The rows of 6a Risks on the 1 to 25 scale.

    Index: Excel row. Columns: as typed, and inherent and residual (likelihood x impact before and after
    mitigation, NaN where either is blank).
    """
    frame = tables.frame("risks").copy()
    for name, prefix in (("inherent", ""), ("residual", "residual_")):
        frame[name] = _product(tables, f"{prefix}likelihood", f"{prefix}impact")
    return frame


def _product(tables: Tables, likelihood: str, impact: str) -> pd.Series:
    """Likelihood times impact of each risk, NaN where either is blank."""
    likely, harmful = (scale_values(tables, "risks", column) for column in (likelihood, impact))
    products = [
        likely.get(str(row[likelihood]), math.nan) * harmful.get(str(row[impact]), math.nan)
        for row in tables["risks"].rows.values()
    ]
    return pd.Series(products, tables.frame("risks").index, "float64")


@dataclass(frozen=True)
class Borne:
    """Which rows of 6 Evaluation or 6a Risks a project bears: its own, and those of its roles that name no project.

    own, of_role  positions of rows by the project's title, and by role, as comparisons see them
    """

    own: Mapping[str, Sequence[int]]
    of_role: Mapping[str, Sequence[int]]

    @classmethod
    def in_frame(cls, frame: pd.DataFrame) -> Borne:
        own, of_role = defaultdict(list), defaultdict(list)
        for at, (project, role) in enumerate(zip(frame["project"], frame["role"], strict=True)):
            if not pd.isna(project):
                own[normalised(project)].append(at)
            elif role is not None:
                of_role[normalised(role)].append(at)
        return cls(own, of_role)

    def by(self, project: Row) -> list[int]:
        """The positions of the rows that a project bears, ascending."""
        shared = (self.of_role.get(role, ()) for role in roles_of(project))
        return sorted({*self.own.get(normalised(project["title"]), ()), *chain.from_iterable(shared)})


def risk_rows(project: Row, register: pd.DataFrame) -> pd.DataFrame:
    """The risks of a project; for many projects see :class:`Borne`."""
    return register.iloc[Borne.in_frame(register).by(project)]


def roles_of(project: Row) -> set[str]:
    """The roles of a project, as comparisons see them."""
    parts: tuple[str, ...] = project["roles"] or ()  # type: ignore[assignment]
    return {normalised(part) for part in parts}


def _not_negative(value: object) -> float:
    """A number from 0 on; NaN for what makes no sense as a time or a rate, so that costs are unknown."""
    number = _number(value)
    return number if number >= 0 else math.nan


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else math.nan
