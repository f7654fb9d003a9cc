"""Tactic 6 in Excel: cost and risk of a line, and of a project alone; see ``decision.evaluate``."""

from __future__ import annotations

from typing import ClassVar

from smreport.blueprint import formulas
from smreport.blueprint.columns import Date
from smreport.blueprint.computed import NOTHING, Computation
from smreport.blueprint.formulas import (
    Expression,
    Number,
    Shown,
    Truth,
    both,
    choose,
    counted,
    either,
    equals,
    filled,
    is_number,
    less,
    more,
    negated,
    number,
    number_in,
    same,
    shown,
    text,
    total,
    total_where,
)
from smreport.blueprint.model import Blueprint, Sheet
from smreport.blueprint.text_numbers import alike, has_text
from smreport.decision import terms
from smreport.decision.in_excel.pieces import (
    OfProject,
    annuity,
    borne,
    is_committed,
    owned,
    setting_or_default,
    worth_at,
)
from smreport.frozen import Frozen

_OF_YEARS = ("settings.horizon_years", "settings.discount_rate", "settings.hourly_rate")
_OF_COMMITMENTS = ("settings.compete_again", "portfolio.title", "portfolio.status")


def _staff(blueprint: Blueprint, hours: Number) -> Number:
    """Pounds a year for hours a month; for none of them the wage need not be known."""
    wage = number(terms.HOURS_PER_YEAR_OF_MONTHLY) * setting_or_default(blueprint, "hourly_rate")
    return choose(more(hours, NOTHING), hours * wage, NOTHING)


class WholeLife(Computation, kw_only=True):
    """Set-up cost now, yearly cost and staff time at the end of each year; "" unless all three are given."""

    kind: ClassVar[str] = "whole_life"

    @property
    def needs(self) -> tuple[str, ...]:
        return (*(f"evaluation.{key}" for key in ("setup_cost", "yearly_cost", "hours")), *_OF_YEARS)

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Expression:
        cells = [sheet.at(key, row) for key in ("setup_cost", "yearly_cost", "hours")]
        setup, yearly, hours = map(number_in, cells)
        rate, years = (setting_or_default(blueprint, key) for key in ("discount_rate", "horizon_years"))
        return shown(both(*map(is_number, cells)), setup + (yearly + _staff(blueprint, hours)) * annuity(rate, years))


class Committed(Computation, kw_only=True):
    """How many projects that are approved or in progress need a row; of one that names nobody that is not known: 0."""

    kind: ClassVar[str] = "committed"

    @property
    def needs(self) -> tuple[str, ...]:
        return ("evaluation.role", "evaluation.project", "portfolio.roles", *_OF_COMMITMENTS)

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Expression:
        role, project = (sheet.text_at(key, row) for key in ("role", "project"))
        titles = blueprint.texts("portfolio.title")
        committed = is_committed(blueprint, titles, blueprint.texts("portfolio.status"))
        takes_part = formulas.contains_part(blueprint.parts("portfolio.roles"), role, blueprint.separator)
        of_role = choose(filled(role), total(takes_part, committed), NOTHING)
        its_project = alike(blueprint, "portfolio.title", sheet, "project", row)
        return choose(filled(project), total(its_project, committed), of_role)


class ResidualRisk(Computation, kw_only=True):
    """Likelihood times impact after mitigation, else before it, else the worst; the worst too where it has risen."""

    kind: ClassVar[str] = "residual_risk"

    @property
    def needs(self) -> tuple[str, ...]:
        return tuple(f"risks.{key}" for key in _SCALES)

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Expression:
        scored = Scored(*(worth_at(blueprint, sheet, key, row) for key in _SCALES))
        worst = number(terms.WORST_RISK)
        before = choose(more(scored.before, NOTHING), scored.before, worst)
        return choose(scored.risen, worst, choose(more(scored.after, NOTHING), scored.after, before))


_SCALES = ("likelihood", "impact", "residual_likelihood", "residual_impact")


class Scored(Frozen):
    """The four values of a risk, or those of all risks; 0 where they are not known."""

    likelihood: Number
    impact: Number
    residual_likelihood: Number
    residual_impact: Number

    @property
    def before(self) -> Number:
        return self.likelihood * self.impact

    @property
    def after(self) -> Number:
        return self.residual_likelihood * self.residual_impact

    @property
    def risen(self) -> Truth:
        """Whether a risk is higher after mitigation than before."""
        return both(more(self.before, NOTHING), more(self.after, self.before))

    @property
    def known(self) -> Truth:
        return more(self.before + self.after, NOTHING)

    @property
    def counted(self) -> Number:
        """What risks count as, put together by sums: one IF does not go over many rows in every program."""
        worst = number(terms.WORST_RISK)
        before = self.before + worst * counted(equals(self.before, NOTHING))
        fine = self.after + before * counted(equals(self.after, NOTHING))
        return fine * counted(negated(self.risen)) + worst * counted(self.risen)

    @classmethod
    def everywhere(cls, blueprint: Blueprint) -> Scored:
        return cls(*(blueprint.worths(f"risks.{key}") for key in _SCALES))


class ProjectYears(OfProject, kw_only=True):
    """How many years a project runs, by months, at most those in Settings; all of them where that is not known."""

    kind: ClassVar[str] = "project_years"

    @property
    def needs(self) -> tuple[str, ...]:
        return ("portfolio.start", "portfolio.finish", "settings.horizon_years")

    def criterion(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Shown:
        days, most = [sheet.at(key, row) for key in ("start", "finish")], setting_or_default(blueprint, "horizon_years")
        months = formulas.months_spanned(*map(number_in, days))
        years = months / number(12)
        by_months = choose(both(more(months, NOTHING), less(years, most)), years, most)
        return shown(both(*map(Date.is_day, days)), by_months, most)


class _Lines(Frozen):
    """The rows of 6 Evaluation that a project needs.

    new      rows that no commitment pays for: elsewhere set-up is spent whatever is decided
    ending   rows whose yearly cost ends with the projects that need them
    running  the years in which those run for this project
    """

    blueprint: Blueprint
    sheet: Sheet
    row: int

    @property
    def mine(self) -> Truth:
        return borne(self.blueprint, self.sheet, self.row, "evaluation", "committed")

    @property
    def new(self) -> Truth:
        return equals(number_in(self.blueprint.figures("evaluation.committed")), NOTHING)

    @property
    def ending(self) -> Truth:
        ends = text(self.blueprint.label("evaluation.runs", terms.ENDS))
        return same(self.blueprint.texts("evaluation.runs"), ends)

    @property
    def years(self) -> Number:
        return setting_or_default(self.blueprint, "horizon_years")

    @property
    def running(self) -> Number:
        return number_in(self.sheet.at("years", self.row))

    def sum(self, key: str, *where: Truth) -> Number:
        return total_where(both(self.mine, *where), self.blueprint.figures(f"evaluation.{key}"))

    @property
    def unknown(self) -> Truth:
        """Whether a row has a figure missing that counts."""
        setup, yearly, hours = (
            negated(is_number(self.blueprint.figures(f"evaluation.{key}")))
            for key in ("setup_cost", "yearly_cost", "hours")
        )
        lacking = either(both(setup, self.new), yearly, hours)
        return more(total(self.mine, lacking), NOTHING)


class ProjectCost(OfProject, kw_only=True):
    """The whole-life cost of all that a project needs; "" unless all of it is known.

    Set-up that a commitment pays for counts 0. What ends runs as long as the project.
    """

    kind: ClassVar[str] = "project_cost"

    @property
    def needs(self) -> tuple[str, ...]:
        line_keys = ("role", "project", "setup_cost", "yearly_cost", "hours", "runs", "committed")
        mine = (*(f"evaluation.{key}" for key in line_keys), "portfolio.title", "portfolio.roles", "portfolio.years")
        return (*mine, *_OF_YEARS)

    def criterion(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Shown:
        lines, roles = _Lines(blueprint, sheet, row), sheet.at("roles", row)
        nobodys = negated(has_text(blueprint, "evaluation.project"))
        mine_or_nobodys = either(alike(blueprint, "evaluation.project", sheet, "title", row), nobodys)
        evaluated, separator = blueprint.texts("evaluation.role"), blueprint.separator
        missing = formulas.unknown_parts(roles, evaluated, separator, where=mine_or_nobodys)
        rate = setting_or_default(blueprint, "discount_rate")
        whole, part = annuity(rate, lines.years), annuity(rate, lines.running)
        a_year = lines.sum("yearly_cost") + _staff(blueprint, lines.sum("hours"))
        ending = lines.sum("yearly_cost", lines.ending) + _staff(blueprint, lines.sum("hours", lines.ending))
        saved = choose(more(ending, NOTHING), ending * (whole - part), NOTHING)
        cost = lines.sum("setup_cost", lines.new) + a_year * whole - saved
        return shown(either(formulas.blank(roles), missing, lines.unknown), text(""), cost)


class ProjectCash(OfProject, kw_only=True):
    """The cash that a project adds to what commitments pay for, not discounted; "" where its cost is unknown.

    What ends is counted for as long as the project runs, whatever commitments pay for meanwhile.
    """

    kind: ClassVar[str] = "project_cash"

    @property
    def needs(self) -> tuple[str, ...]:
        line_keys = ("role", "project", "setup_cost", "yearly_cost", "runs", "committed")
        project_keys = ("title", "roles", "years", "cost")
        mine = (*(f"evaluation.{key}" for key in line_keys), *(f"portfolio.{key}" for key in project_keys))
        return (*mine, "settings.horizon_years")

    def criterion(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Shown:
        lines = _Lines(blueprint, sheet, row)
        ending = lines.sum("yearly_cost", lines.ending)
        going_on = lines.sum("yearly_cost", lines.new, negated(lines.ending))
        until_end = choose(more(ending, NOTHING), ending * lines.running, NOTHING)
        cash = lines.sum("setup_cost", lines.new) + lines.years * going_on + until_end
        return shown(is_number(sheet.at("cost", row)), cash)


class ProjectRisk(OfProject, kw_only=True):
    """The highest residual risk of the project's own risks and those of its roles; the worst without roles or risks.

    A risk of neither role nor project counts too, but does not stand in for those that are missing.
    """

    kind: ClassVar[str] = "project_risk"

    @property
    def needs(self) -> tuple[str, ...]:
        risks = (f"risks.{key}" for key in ("role", "project", "residual", *_SCALES))
        return (*risks, "portfolio.title", "portfolio.roles")

    def criterion(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Shown:
        mine = borne(blueprint, sheet, row, "risks", "residual")
        highest = formulas.highest(mine, Scored.everywhere(blueprint).counted)
        known = both(filled(sheet.at("roles", row)), more(total(owned(blueprint, sheet, row, "risks")), NOTHING))
        return shown(known, highest, number(terms.WORST_RISK))
