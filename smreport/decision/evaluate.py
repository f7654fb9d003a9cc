"""Tactic 6: what each role's work costs over the years, and how risky it remains."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

import pandas as pd

from smreport.blueprint.tables import Row, Tables
from smreport.blueprint.values import When, normalised
from smreport.decision import terms
from smreport.decision.consolidate import open_projects, scale_values

NEEDS = (
    "evaluation.role", "evaluation.project", "evaluation.setup_cost", "evaluation.yearly_cost", "evaluation.hours",
    "evaluation.in_kind_hours", "evaluation.cost_kind", "evaluation.not_public", "evaluation.runs",
    "portfolio.status", "portfolio.start", "portfolio.finish",
    "risks.risk", "risks.role", "risks.project", "risks.likelihood", "risks.impact",
    "risks.residual_likelihood", "risks.residual_impact",
    "settings.horizon_years", "settings.discount_rate", "settings.hourly_rate", "settings.compete_again",
)  # fmt: skip


def present_value(setup: float, yearly: float, years: float, rate: float) -> float:
    """Pounds today for a cost now and a yearly cost at the end of each year.

    years  of part of a last year its part is paid, at that year's end
    rate   the discount rate as a fraction, for example 0.035 (HM Treasury, Green Book)
    """
    if math.isnan(years) or math.isnan(rate):
        return math.nan
    whole = math.floor(years)
    part = years - whole
    return setup + yearly * ((1 - part) * _annuity(whole, rate) + part * _annuity(whole + 1, rate))


def _annuity(years: int, rate: float) -> float:
    """What a pound at the end of each year is worth today."""
    return years if rate == 0 else (1 - (1 + rate) ** -years) / rate


def costs(tables: Tables) -> pd.DataFrame:
    """The rows of 6 Evaluation with their cost.

    Index: Excel row. Columns: as typed, and present_value (pounds, the whole-life cost, NaN unless set-up cost, yearly
    cost and hours are all given), committed (open projects, approved or in progress, that need the row), shares (open
    projects with the role, or one where Project is filled in), cost_share (pounds for each of them), hours_share (hours
    a month for each).
    """
    terms_of_round = Terms.of(tables)
    frame = tables.frame("evaluation").copy()
    rows = tables["evaluation"].rows
    sharing_role = Counter(role for project in open_projects(tables).values() for role in roles_of(project))
    committed = commitments(tables)
    values, shares, hours = [], [], []
    for row in rows.values():
        setup, yearly, monthly = (_number(row[key]) for key in ("setup_cost", "yearly_cost", "hours"))
        values.append(
            present_value(setup, terms_of_round.a_year(yearly, monthly), terms_of_round.years, terms_of_round.rate)
        )
        shares.append(1 if row["project"] else sharing_role[normalised(row["role"])])
        hours.append(monthly)
    frame["present_value"] = pd.Series(values, frame.index, "float64")
    frame["committed"] = pd.Series([len(_needing(row, committed)) for row in rows.values()], frame.index, "int64")
    frame["shares"] = pd.Series(shares, frame.index, "int64")
    sharing = frame["shares"].where(frame["shares"] > 0)
    frame["cost_share"] = frame["present_value"] / sharing
    frame["hours_share"] = pd.Series(hours, frame.index, "float64") / sharing
    return frame


@dataclass(frozen=True)
class Terms:
    """Over how many years costs are counted, at what rate, and pounds for a staff hour; NaN where it makes no sense."""

    years: float
    rate: float
    wage: float

    @classmethod
    def of(cls, tables: Tables) -> Terms:
        return cls(*(_not_negative(tables.settings[key]) for key in ("horizon_years", "discount_rate", "hourly_rate")))

    def a_year(self, yearly: float, hours: float) -> float:
        """Pounds a year, with the value of staff time."""
        return yearly + hours * terms.HOURS_PER_YEAR_OF_MONTHLY * self.wage


def commitments(tables: Tables) -> dict[int, Row]:
    """The open projects that are taken before any competes: approved or in progress, unless Settings says otherwise."""
    if tables.settings["compete_again"] is True:
        return {}
    status_of = partial(tables.blueprint.id_of, "portfolio.status")
    return {at: row for at, row in open_projects(tables).items() if status_of(row["status"]) in terms.COMMITTED}


def _needing(line: Row, projects: Mapping[int, Row]) -> list[int]:
    """Which of some projects need a row of 6 Evaluation; one of neither role nor project counts for all."""
    project, role = normalised(line["project"]), normalised(line["role"])
    if project:
        return [at for at, row in projects.items() if normalised(row["title"]) == project]
    return [at for at, row in projects.items() if not role or role in roles_of(row)]


def years_running(project: Row, years: float) -> float:
    """How many years a project runs, by months, at most so many; all of them where start or finish is blank.

    NaN where one of them is in words that name no time. A project that finishes before it starts counts as one that
    never finishes.
    """
    start, finish = project["start"], project["finish"]
    if start is None or finish is None:
        return years
    first = start.first if isinstance(start, When) else None
    last = finish.last if isinstance(finish, When) else None
    if first is None or last is None:
        return math.nan
    months = 12 * (last.year - first.year) + last.month - first.month + 1
    return min(months / 12, years) if months > 0 else years


def risks(tables: Tables) -> pd.DataFrame:
    """The rows of 6a Risks on the 1 to 25 scale.

    Index: Excel row. Columns: as typed, and inherent and residual (likelihood x impact before and after
    mitigation, NaN where either is blank); counted (the residual, else the inherent, else 25; also 25 where the
    residual is above the inherent one).
    """
    frame = tables.frame("risks").copy()
    for name, prefix in (("inherent", ""), ("residual", "residual_")):
        frame[name] = _product(tables, f"{prefix}likelihood", f"{prefix}impact")
    counted = frame["residual"].fillna(frame["inherent"]).fillna(terms.WORST_RISK)
    risen = frame["residual"] > frame["inherent"]
    frame["counted"] = counted.where(~risen, terms.WORST_RISK).astype("float64")
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
    of_all        positions of those of neither role nor project, which count for all
    """

    own: Mapping[str, Sequence[int]]
    of_role: Mapping[str, Sequence[int]]
    of_all: Sequence[int]

    @classmethod
    def in_frame(cls, frame: pd.DataFrame) -> Borne:
        own, of_role, of_all = defaultdict(list), defaultdict(list), []
        for at, (project, role) in enumerate(zip(frame["project"], frame["role"], strict=True)):
            if not pd.isna(project):
                own[normalised(project)].append(at)
            elif role is not None:
                of_role[normalised(role)].append(at)
            else:
                of_all.append(at)
        return cls(own, of_role, of_all)

    def by(self, project: Row) -> list[int]:
        """The positions of the rows that a project bears, ascending."""
        shared = (self.of_role.get(role, ()) for role in roles_of(project))
        own = self.own.get(normalised(project["title"]), ())
        return sorted({*own, *self.of_all, *chain.from_iterable(shared)})


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
