"""Tactic 5 in Excel: benefit of a mapped use, and of a project alone; see ``decision.consolidate``."""

from __future__ import annotations

from typing import ClassVar

from smreport.blueprint import formulas
from smreport.blueprint.computed import NOTHING, Computation
from smreport.blueprint.formulas import (
    Expression,
    Shown,
    both,
    either,
    more,
    same,
    shown,
    text,
    total,
    total_where,
)
from smreport.blueprint.model import Blueprint, Sheet
from smreport.blueprint.named_parts import choices_in, named_by
from smreport.blueprint.text_numbers import alike, says_fixed
from smreport.decision import terms
from smreport.decision.in_excel.pieces import OfProject, worth_at


class BenefitPoints(Computation, kw_only=True):
    """Strength of a mapping times the importance of its objective; 0 where the area is parked."""

    kind: ClassVar[str] = "benefit_points"

    @property
    def needs(self) -> tuple[str, ...]:
        here = tuple(f"mapping.{key}" for key in ("area", "objective", "strength"))
        return (*here, *(f"objectives.{key}" for key in ("area", "objective", "importance")), "areas.status")

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Expression:
        of_all = says_fixed(blueprint, "objectives.area", blueprint.word_for_all("objectives.area"))
        whose = either(alike(blueprint, "objectives.area", sheet, "area", row), of_all)
        here = alike(blueprint, "objectives.objective", sheet, "objective", row)
        matters = formulas.highest(here, whose, blueprint.worths("objectives.importance"))
        points = matters * worth_at(blueprint, sheet, "strength", row)
        parked_word = text(blueprint.label("areas.status", terms.PARKED))
        named = alike(blueprint, "areas.label", sheet, "area", row)
        parked = total(named, same(blueprint.texts("areas.status"), parked_word))
        return shown(more(parked, NOTHING), NOTHING, shown(more(points, NOTHING), points))


class ProjectBenefit(OfProject, kw_only=True):
    """The points of the uses with one of the project's areas and one of its roles; "" where none of them is scored."""

    kind: ClassVar[str] = "project_benefit"

    @property
    def needs(self) -> tuple[str, ...]:
        return ("mapping.area", "mapping.role", "mapping.points", "portfolio.areas", "portfolio.roles")

    def criterion(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Shown:
        in_area = named_by(choices_in(blueprint, sheet, "areas", row), blueprint, "mapping.area")
        in_role = named_by(choices_in(blueprint, sheet, "roles", row), blueprint, "mapping.role")
        points = total_where(both(in_area, in_role), blueprint.cells("mapping.points"))
        return shown(more(points, NOTHING), points)
