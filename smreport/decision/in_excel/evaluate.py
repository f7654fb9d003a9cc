"""Tactic 6 in Excel: cost and risk of a role's work, and of a project; see ``decision.evaluate``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from smreport.blueprint import formulas
from smreport.blueprint.computed import NOTHING, ONE, Computation
from smreport.blueprint.formulas import (
    Expression,
    Shown,
    both,
    choose,
    either,
    filled,
    is_number,
    more,
    negated,
    number_in,
    same,
    shown,
    text,
    total,
    total_where,
)
from smreport.blueprint.model import Blueprint, Sheet
from smreport.decision import terms
from smreport.decision.in_excel.pieces import (
    OfProject,
    if_all_known,
    open_projects,
    setting_or_default,
    shared_among,
    worth_at,
)


@dataclass(frozen=True, kw_only=True)
class PresentValue(Computation):
    """Set-up cost now, yearly cost and staff time at the end of each year; "" unless all three are given."""

    kind: ClassVar[str] = "present_value"

    @property
    def needs(self) -> tuple[str, ...]:
        settings = ("horizon_years", "discount_rate", "hourly_rate")
        here = ("setup_cost", "yearly_cost", "hours")
        return (*(f"evaluation.{key}" for key in here), *(f"settings.{key}" for key in settings))

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Expression:
        cells = [sheet.at(key, row) for key in ("setup_cost", "yearly_cost", "hours")]
        setup, yearly, hours = map(number_in, cells)
        rate, years = setting_or_default(blueprint, "discount_rate"), setting_or_default(blueprint, "horizon_years")
        wage = blueprint.setting("hourly_rate")
        paid = choose(formulas.blank(wage), NOTHING, number_in(wage))
        staff = hours * formulas.number(terms.HOURS_PER_YEAR_OF_MONTHLY) * paid
        value = setup + formulas.present_value(rate, years, yearly + staff)
        return shown(both(*map(is_number, cells)), value)


@dataclass(frozen=True, kw_only=True)
class CostShares(Computation):
    """How many projects share the cost of an evaluation row."""

    kind: ClassVar[str] = "cost_shares"

    @property
    def needs(self) -> tuple[str, ...]:
        return ("evaluation.role", "evaluation.project", "portfolio.roles", "portfolio.status", "portfolio.title")

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Expression:
        role, separator = sheet.text_at("role", row), blueprint.separator
        takes_part = formulas.contains_part(blueprint.parts("portfolio.roles"), role, separator)
        shared = total(takes_part, open_projects(blueprint))
        return choose(filled(sheet.at("project", row)), ONE, shared)


@dataclass(frozen=True, kw_only=True)
class CostShare(Computation):
    """The present value of an evaluation row for each project that shares it."""

    kind: ClassVar[str] = "cost_share"

    @property
    def needs(self) -> tuple[str, ...]:
        return ("evaluation.present_value", "evaluation.shares")

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Expression:
        return shared_among(sheet.at("present_value", row), sheet.at("shares", row))


@dataclass(frozen=True, kw_only=True)
class ResidualRisk(Computation):
    """Likelihood times impact after mitigation, by the values of their scales."""

    kind: ClassVar[str] = "residual_risk"

    @property
    def needs(self) -> tuple[str, ...]:
        return ("risks.residual_likelihood", "risks.residual_impact")

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Expression:
        likelihood, impact = (
            worth_at(blueprint, sheet, key, row) for key in ("residual_likelihood", "residual_impact")
        )
        return shown(more(likelihood * impact, NOTHING), likelihood * impact)


@dataclass(frozen=True, kw_only=True)
class ProjectCost(OfProject):
    """The project's shares of the present values in Evaluation; "" unless every role of it is evaluated."""

    kind: ClassVar[str] = "project_cost"

    @property
    def needs(self) -> tuple[str, ...]:
        there = ("role", "project", "present_value", "cost_share")
        return (*(f"evaluation.{key}" for key in there), "portfolio.title", "portfolio.roles")

    def criterion(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Shown:
        separator, project = blueprint.separator, blueprint.texts("evaluation.project")
        roles, evaluated = sheet.at("roles", row), blueprint.texts("evaluation.role")
        takes_part = formulas.contains_part(formulas.parts(roles, separator), evaluated, separator)
        own, nobodys = same(project, sheet.text_at("title", row)), formulas.blank(project)
        mine = either(own, both(nobodys, takes_part))
        unknown = total(mine, negated(is_number(blueprint.cells("evaluation.present_value"))))
        missing = formulas.unknown_parts(roles, evaluated, separator, where=either(own, nobodys))
        cost = total_where(mine, blueprint.cells("evaluation.cost_share"))
        return shown(either(formulas.blank(roles), missing, more(unknown, NOTHING)), text(""), cost)


@dataclass(frozen=True, kw_only=True)
class ProjectRisk(OfProject):
    """The highest residual risk among the project's own risks and those of its roles; "" if one is unknown."""

    kind: ClassVar[str] = "project_risk"

    @property
    def needs(self) -> tuple[str, ...]:
        return ("risks.role", "risks.project", "risks.residual", "portfolio.title", "portfolio.roles")

    def criterion(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Shown:
        separator, project = blueprint.separator, blueprint.texts("risks.project")
        roles = formulas.parts(sheet.at("roles", row), separator)
        of_role = formulas.contains_part(roles, blueprint.texts("risks.role"), separator)
        own = both(same(project, sheet.text_at("title", row)), filled(project))
        mine = either(own, both(of_role, formulas.blank(project)))
        likelihood, impact = (blueprint.worths(f"risks.residual_{part}") for part in ("likelihood", "impact"))
        return if_all_known(mine, blueprint.cells("risks.residual"), formulas.highest(mine, likelihood, impact))
