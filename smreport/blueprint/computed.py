"""Computed columns: the live Excel formulas of what the decision modules work out in Python.

A kind is one small class with the formula of one row. Values are not worked out here: whoever emits a
workbook hands them over, so that a file shows the truth before anything has calculated it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from smreport.blueprint import formulas, terms
from smreport.blueprint.columns import Label, Scale
from smreport.blueprint.formulas import (
    Cell,
    Expression,
    Number,
    Range,
    Shown,
    Text,
    Truth,
    both,
    choose,
    counted,
    either,
    equals,
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
from smreport.blueprint.model import Blueprint, Column, Sheet


@dataclass(frozen=True, kw_only=True)
class Computation(ABC):
    """One kind of computed column."""

    kind: ClassVar[str] = ""
    names: str = ""  # the column whose texts are looked up among, if any

    @property
    def needs(self) -> tuple[str, ...]:
        """The columns that it looks at, like "mapping.role"."""
        return ()

    @abstractmethod
    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Expression:
        """The Excel expression for one row, "" where there is nothing to show."""


def compose_label(column: Column, sheet: Sheet, row: int) -> Text:
    """The Excel expression of a label column: its pattern, or its first part alone where another is blank."""
    assert isinstance(column.type, Label)
    texts = {key: sheet.text_at(key, row) for key in column.type.parts}
    pieces, rest = [], column.type.pattern
    for key, part in texts.items():
        before, _, rest = rest.partition("{" + key + "}")
        pieces += [text(before), part] if before else [part]
    pieces += [text(rest)] if rest else []
    missing = either(*map(formulas.blank, texts.values()))
    return choose(missing, texts[column.type.parts[0]], formulas.joined(*pieces))


NOTHING, ONE = formulas.number(0), formulas.number(1)


@dataclass(frozen=True, kw_only=True)
class Count(Computation):
    """How many rows of another sheet name this row."""

    kind: ClassVar[str] = "count"
    of: str

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.of,)

    def named(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        name = sheet.text_at(sheet.name_key, row)
        return both(same(blueprint.texts(self.of), name), filled(name))

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Expression:
        return total(self.named(blueprint, sheet, row))


@dataclass(frozen=True, kw_only=True)
class CountDistinct(Count):
    """How many different names of a sheet stand in those rows."""

    kind: ClassVar[str] = "count_distinct"
    distinct: str
    names: str

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.of, f"{self.of.partition('.')[0]}.{self.distinct}", self.names)

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Expression:
        distinct = f"{self.of.partition('.')[0]}.{self.distinct}"
        mine = self.named(blueprint, sheet, row)
        return formulas.different(counted(mine) * blueprint.place(distinct, self.names), blueprint.texts(self.names))


@dataclass(frozen=True, kw_only=True)
class Sum(Count):
    """The sum of a column over those rows; "" where none of them has a figure."""

    kind: ClassVar[str] = "sum"
    sum: str

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.of, f"{self.of.partition('.')[0]}.{self.sum}")

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Expression:
        figures = blueprint.cells(f"{self.of.partition('.')[0]}.{self.sum}")
        mine = self.named(blueprint, sheet, row)
        return shown(more(total(mine, is_number(figures)), NOTHING), total_where(mine, figures))


@dataclass(frozen=True, kw_only=True)
class LookUp(Computation):
    """A column of the row that a reference names."""

    kind: ClassVar[str] = "look_up"
    via: str
    of: str
    names: str

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.of, self.names)

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Expression:
        names, wanted = blueprint.texts(self.names), blueprint.cells(self.of)
        at = formulas.highest(same(names, sheet.text_at(self.via, row)), filled(names), formulas.positions(names))
        return shown(more(at, NOTHING), formulas.trimmed(formulas.item(wanted, at)))


@dataclass(frozen=True, kw_only=True)
class BenefitPoints(Computation):
    """Strength of a mapping times the importance of its objective; 0 where the area is parked."""

    kind: ClassVar[str] = "benefit_points"

    @property
    def needs(self) -> tuple[str, ...]:
        here = tuple(f"mapping.{key}" for key in ("area", "objective", "strength"))
        return (*here, *(f"objectives.{key}" for key in ("area", "objective", "importance")), "areas.status")

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Expression:
        area, objective = (sheet.text_at(key, row) for key in ("area", "objective"))
        areas = blueprint.texts("objectives.area")
        whose = either(same(areas, area), same(areas, text(terms.ALL_AREAS)))
        here = same(blueprint.texts("objectives.objective"), objective)
        matters = formulas.highest(here, whose, blueprint.worths("objectives.importance"))
        points = matters * worth_at(blueprint, sheet, "strength", row)
        parked = total(
            same(blueprint.texts("areas.label"), area), same(blueprint.texts("areas.status"), text(terms.PARKED))
        )
        return shown(more(parked, NOTHING), NOTHING, shown(more(points, NOTHING), points))


@dataclass(frozen=True, kw_only=True)
class Claims(Computation):
    """How many projects that are not finished take this mapping's benefit."""

    kind: ClassVar[str] = "claims"

    @property
    def needs(self) -> tuple[str, ...]:
        return ("mapping.area", "mapping.role", *(f"portfolio.{key}" for key in ("title", "areas", "roles", "status")))

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Expression:
        separator = blueprint.separator
        in_area = formulas.contains_part(blueprint.parts("portfolio.areas"), sheet.text_at("area", row), separator)
        in_role = formulas.contains_part(blueprint.parts("portfolio.roles"), sheet.text_at("role", row), separator)
        any_role = formulas.blank(blueprint.texts("portfolio.roles"))
        return total(in_area, either(in_role, any_role), _open_projects(blueprint))


@dataclass(frozen=True, kw_only=True)
class BenefitShare(Computation):
    """The benefit points of a mapping for each project that claims it."""

    kind: ClassVar[str] = "benefit_share"

    @property
    def needs(self) -> tuple[str, ...]:
        return ("mapping.points", "mapping.claims")

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Expression:
        return _shared(sheet.at("points", row), sheet.at("claims", row))


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
        rate, years = _setting(blueprint, "discount_rate"), _setting(blueprint, "horizon_years")
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
        shared = total(takes_part, _open_projects(blueprint))
        return choose(filled(sheet.at("project", row)), ONE, shared)


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
class OfProject(Computation):
    """Base of a project's criteria: nothing is shown for a finished project, or for one without a title."""

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Expression:
        finished = formulas.one_of(sheet.at("status", row), terms.FINISHED)
        left_out = either(formulas.blank(sheet.at("title", row)), finished)
        return shown(left_out, text(""), self.criterion(blueprint, sheet, row))

    @abstractmethod
    def criterion(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Shown:
        """The expression for a project that is not finished."""


@dataclass(frozen=True, kw_only=True)
class ProjectBenefit(OfProject):
    """The project's shares of the benefit points of its mappings; "" where one of them is unknown."""

    kind: ClassVar[str] = "project_benefit"

    @property
    def needs(self) -> tuple[str, ...]:
        return ("mapping.area", "mapping.role", "mapping.share", "portfolio.areas", "portfolio.roles")

    def criterion(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Shown:
        separator = blueprint.separator
        areas, roles = (formulas.parts(sheet.at(key, row), separator) for key in ("areas", "roles"))
        in_area = formulas.contains_part(areas, blueprint.texts("mapping.area"), separator)
        in_role = formulas.contains_part(roles, blueprint.texts("mapping.role"), separator)
        any_role = formulas.blank(sheet.at("roles", row))
        mine, share = both(in_area, either(in_role, any_role)), blueprint.cells("mapping.share")
        return _if_all_known(mine, share, total_where(mine, share))


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
class CostShare(Computation):
    """The present value of an evaluation row for each project that shares it."""

    kind: ClassVar[str] = "cost_share"

    @property
    def needs(self) -> tuple[str, ...]:
        return ("evaluation.present_value", "evaluation.shares")

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Expression:
        return _shared(sheet.at("present_value", row), sheet.at("shares", row))


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
        return _if_all_known(mine, blueprint.cells("risks.residual"), formulas.highest(mine, likelihood, impact))


@dataclass(frozen=True, kw_only=True)
class ProjectScore(OfProject):
    """The weighted mean, 0 to 100, of the criteria that are known; see ``decision.prioritise``."""

    kind: ClassVar[str] = "project_score"

    @property
    def needs(self) -> tuple[str, ...]:
        weights = tuple(f"settings.weight_{name}" for name in terms.CRITERIA)
        return (*weights, *(f"portfolio.{name}" for name in terms.CRITERIA))

    def criterion(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Shown:
        weighted, weights = [], []
        for name in terms.CRITERIA:
            cell, weight = sheet.at(name, row), _setting(blueprint, f"weight_{name}")
            weighted.append(choose(is_number(cell), weight * self.points(blueprint, name, cell), NOTHING))
            weights.append(choose(is_number(cell), weight, NOTHING))
        known = weights[0] + weights[1] + weights[2]
        return shown(equals(known, NOTHING), text(""), (weighted[0] + weighted[1] + weighted[2]) / known)

    @staticmethod
    def points(blueprint: Blueprint, name: str, cell: Cell) -> Number:
        """A criterion on the scale from 0, the worst of all projects, to 100, the best."""
        column, hundred = blueprint.cells(f"portfolio.{name}"), formulas.number(100)
        low, high = formulas.lowest_in(column), formulas.highest_in(column)
        better = number_in(cell) - low if name == "benefit" else high - number_in(cell)
        return choose(equals(high - low, NOTHING), hundred, hundred * better / (high - low))


@dataclass(frozen=True, kw_only=True)
class ProjectRank(OfProject):
    """1 for the highest score; equal scores share a rank."""

    kind: ClassVar[str] = "project_rank"

    @property
    def needs(self) -> tuple[str, ...]:
        return ("portfolio.score",)

    def criterion(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Shown:
        cell, scores = sheet.at("score", row), blueprint.cells("portfolio.score")
        ahead = more(number_in(scores), number_in(cell) + formulas.number(1e-9))
        return shown(is_number(cell), ONE + total(is_number(scores), ahead))


def worth_at(blueprint: Blueprint, sheet: Sheet, key: str, row: int) -> Number:
    """In Excel: the value of the scale's word in a cell, 0 where it is blank or unknown."""
    kind = sheet.by_key[key].type
    assert isinstance(kind, Scale)
    words, values = blueprint.list_texts(kind.choices.key), blueprint.list_values(kind.choices.key)
    return formulas.worth(sheet.text_at(key, row), words, values)


def _open_projects(blueprint: Blueprint) -> Truth:
    finished = formulas.one_of(blueprint.texts("portfolio.status"), terms.FINISHED)
    return both(filled(blueprint.texts("portfolio.title")), negated(finished))


def _setting(blueprint: Blueprint, key: str) -> Number:
    """A number from Settings, or its default where it is blank."""
    cell, default = blueprint.setting(key), blueprint.sheets["settings"].by_key[key].default
    if not isinstance(default, int | float):
        return number_in(cell)
    return choose(formulas.blank(cell), formulas.number(default), number_in(cell))


def _shared(figure: Cell, among: Cell) -> Shown:
    """A figure for each of those that share it; "" where it is unknown or nobody does."""
    some = choose(is_number(among), number_in(among), NOTHING)
    return shown(both(is_number(figure), more(some, NOTHING)), number_in(figure) / number_in(among))


def _if_all_known(mine: Truth, figures: Range, value: Number) -> Shown:
    """A value that is worked out of figures; "" where none is there or one of them is unknown."""
    unknown = total(mine, negated(is_number(figures)))
    return shown(either(equals(total(mine), NOTHING), more(unknown, NOTHING)), text(""), value)


KINDS: dict[str, type[Computation]] = {
    kind.kind: kind
    for kind in (
        Count, CountDistinct, Sum, LookUp, BenefitPoints, Claims, BenefitShare, PresentValue, CostShares,
        CostShare, ResidualRisk, ProjectBenefit, ProjectCost, ProjectRisk, ProjectScore, ProjectRank,
    )
}  # fmt: skip
