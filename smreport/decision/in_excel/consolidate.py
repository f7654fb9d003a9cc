"""Tactic 5 in Excel: benefit of a mapped use, and of a project alone; see ``decision.consolidate``."""

from __future__ import annotations

from typing import ClassVar

from smreport.blueprint import formulas
from smreport.blueprint.computed import NOTHING, Computation
from smreport.blueprint.few_choices import are_few, may_be_few, named_by_few
from smreport.blueprint.formulas import (
    Expression,
    Number,
    Shown,
    Truth,
    both,
    choose,
    either,
    equals,
    more,
    number_at,
    shown,
    total_where,
)
from smreport.blueprint.model import Blueprint, Sheet
from smreport.blueprint.named_parts import choices_in, named_by
from smreport.blueprint.text_numbers import are_looked_for, named_alike, names_one_with, says_fixed
from smreport.blueprint.workings import FOUND, SHARED, Working, found_among
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
        points = _matters(blueprint, sheet, row) * worth_at(blueprint, sheet, "strength", row)
        words = [blueprint.label("areas.status", terms.PARKED)]
        parked = names_one_with(blueprint, "areas.label", sheet, "area", row, "areas.status", words)
        return shown(parked, NOTHING, shown(more(points, NOTHING), points))

    def looks_for(self, sheet: str) -> tuple[Working, ...]:
        return found_among(_OF_MAPPING, _OF_OBJECTIVES)


_OF_MAPPING = ("mapping.area", "mapping.objective")
_OF_OBJECTIVES = ("objectives.area", "objectives.objective")


def _matters(blueprint: Blueprint, sheet: Sheet, row: int) -> Number:
    """The importance of an objective, of its own area or of all; the highest, where it stands there several times.

    The row is held against all objectives only where one of those stands twice.
    """
    importance, word_for_all = blueprint.worths("objectives.importance"), blueprint.word_for_all("objectives.area")
    whose = either(
        named_alike(blueprint, "objectives.area", sheet, "area", row),
        says_fixed(blueprint, "objectives.area", word_for_all),
    )
    highest = formulas.highest(
        named_alike(blueprint, "objectives.objective", sheet, "objective", row), whose, importance
    )
    if not are_looked_for(blueprint, _OF_MAPPING, _OF_OBJECTIVES, word_for_all):
        return highest
    here = formulas.this_row_below(sheet.header_row)
    places = (number_at(blueprint.found(_OF_MAPPING, _OF_OBJECTIVES, kind), here) for kind in (FOUND, SHARED))
    own, of_all = (choose(more(place, NOTHING), number_at(importance, place), NOTHING) for place in places)
    none_is_double = equals(blueprint.repeats(_OF_OBJECTIVES), NOTHING)
    return choose(none_is_double, choose(more(own, of_all), own, of_all), highest)


class ProjectBenefit(OfProject, kw_only=True):
    """The points of the uses with one of the project's areas and one of its roles; "" where none of them is scored."""

    kind: ClassVar[str] = "project_benefit"

    @property
    def needs(self) -> tuple[str, ...]:
        return ("mapping.area", "mapping.role", "mapping.points", "portfolio.areas", "portfolio.roles")

    def criterion(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Shown:
        columns = {"areas": "mapping.area", "roles": "mapping.role"}
        by_texts = (named_by(choices_in(blueprint, sheet, key), blueprint, of) for key, of in columns.items())
        points = self._points(blueprint, *by_texts)
        if not all(may_be_few(blueprint, sheet, key, of) for key, of in columns.items()):
            return points
        by_numbers = (named_by_few(blueprint, sheet, key, of) for key, of in columns.items())
        are_all_few = both(*(are_few(blueprint, sheet, key, row) for key in columns))
        return shown(are_all_few, self._points(blueprint, *by_numbers), points)

    def _points(self, blueprint: Blueprint, in_area: Truth, in_role: Truth) -> Shown:
        points = total_where(both(in_area, in_role), blueprint.figures("mapping.points"))
        return shown(more(points, NOTHING), points)
