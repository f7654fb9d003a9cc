"""Tactic 7 in Excel: score and rank of a project; see ``decision.prioritise``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from smreport.blueprint import formulas
from smreport.blueprint.computed import NOTHING, ONE
from smreport.blueprint.formulas import (
    Cell,
    Number,
    Shown,
    choose,
    equals,
    is_number,
    more,
    number_in,
    shown,
    text,
    total,
)
from smreport.blueprint.model import Blueprint, Sheet
from smreport.decision import terms
from smreport.decision.in_excel.pieces import (
    OfProject,
    setting_or_default,
)


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
            cell, weight = sheet.at(name, row), setting_or_default(blueprint, f"weight_{name}")
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
