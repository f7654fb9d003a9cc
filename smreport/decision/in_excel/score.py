"""Tactic 7 in Excel: score and rank of a project alone; see ``decision.score``."""

from __future__ import annotations

from typing import ClassVar

from smreport.blueprint.computed import NOTHING, ONE
from smreport.blueprint.formulas import (
    Number,
    Shown,
    Truth,
    at_most,
    blank,
    both,
    choose,
    either,
    is_number,
    less,
    more,
    negated,
    number,
    number_in,
    shown,
    total,
)
from smreport.blueprint.model import Blueprint, Sheet
from smreport.decision import terms
from smreport.decision.in_excel.evaluate import Scored
from smreport.decision.in_excel.pieces import OfProject, owned, setting_or_default
from smreport.frozen import Frozen


class ProjectScore(OfProject, kw_only=True):
    """The mean of a project's points by weight; see ``decision.score``.

    Nothing is shown where nothing that has a weight is known, where only some weights are given or one is below 0, or
    where the ends of a scale are the wrong way round.
    """

    kind: ClassVar[str] = "project_score"

    @property
    def needs(self) -> tuple[str, ...]:
        settings = (f"{name}_at_{end}" for name in terms.CRITERIA for end in (0, 100))
        weights = (f"weight_{name}" for name in terms.CRITERIA)
        known = ("risks.role", "risks.project", "risks.residual", "risks.likelihood", "risks.impact")
        return (
            *(f"settings.{key}" for key in (*settings, *weights)), *(f"portfolio.{name}" for name in terms.CRITERIA),
            *known, "risks.residual_likelihood", "risks.residual_impact", "portfolio.roles", "portfolio.title",
        )  # fmt: skip

    def criterion(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Shown:
        weights = _weights(blueprint)
        scales = [_Scale(blueprint, sheet, row, name) for name in terms.CRITERIA]
        pairs = list(zip(weights, scales, strict=True))
        known = either(*(both(more(weight, NOTHING), scale.known) for weight, scale in pairs))
        usable = (either(at_most(weight, NOTHING), scale.usable) for weight, scale in pairs)
        benefit, cost, risk = (choose(more(weight, NOTHING), weight * scale.points, NOTHING) for weight, scale in pairs)
        mean = (benefit + cost + risk) / (weights[0] + weights[1] + weights[2])
        none_below_0 = negated(either(*(less(weight, NOTHING) for weight in weights)))
        return shown(both(known, *usable, none_below_0, _all_given(blueprint)), mean)


def _has_defaults(blueprint: Blueprint) -> bool:
    settings = blueprint.sheets["settings"].by_key
    return any(settings[f"weight_{name}"].default is not None for name in terms.CRITERIA)


def _blanks(blueprint: Blueprint) -> list[Truth]:
    return [blank(blueprint.setting(f"weight_{name}")) for name in terms.CRITERIA]


def _all_given(blueprint: Blueprint) -> Truth:
    """Whether all three weights are given, or none."""
    blanks = _blanks(blueprint)
    none_is_blank = negated(either(*blanks))
    return either(none_is_blank, both(*blanks)) if not _has_defaults(blueprint) else more(ONE, NOTHING)


def _weights(blueprint: Blueprint) -> list[Number]:
    """The swing weights; all three blank count the same."""
    given = [setting_or_default(blueprint, f"weight_{name}") for name in terms.CRITERIA]
    if _has_defaults(blueprint):
        return given
    all_blank = both(*_blanks(blueprint))
    return [choose(all_blank, ONE, weight) for weight in given]


class _Scale(Frozen):
    """A criterion of a project on its scale, whose ends stand in Settings."""

    blueprint: Blueprint
    sheet: Sheet
    row: int
    name: str

    @property
    def known(self) -> Truth:
        """Whether the figure is known; the risk where one of the project's risks is scored."""
        if self.name != "risk":
            return is_number(self.sheet.at(self.name, self.row))
        scored = Scored.everywhere(self.blueprint).known
        return more(total(owned(self.blueprint, self.sheet, self.row, "risks"), scored), NOTHING)

    @property
    def ends(self) -> tuple[Number, Number]:
        zero, full = (setting_or_default(self.blueprint, f"{self.name}_at_{end}") for end in (0, 100))
        return zero, full

    @property
    def usable(self) -> Truth:
        zero, full = self.ends
        return more(full, zero) if self.name == "benefit" else more(zero, full)

    @property
    def points(self) -> Number:
        """From 0 up, 100 at the other end; 0 where the figure is not known."""
        cell, (zero, full) = self.sheet.at(self.name, self.row), self.ends
        points = number(100) * (number_in(cell) - zero) / (full - zero)
        return choose(is_number(cell), choose(more(points, NOTHING), points, NOTHING), NOTHING)


class ProjectRank(OfProject, kw_only=True):
    """1 for the highest score; equal scores share a rank."""

    kind: ClassVar[str] = "project_rank"

    @property
    def needs(self) -> tuple[str, ...]:
        return ("portfolio.score",)

    def criterion(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Shown:
        cell, scores = sheet.at("score", row), blueprint.cells("portfolio.score")
        ahead = more(number_in(scores), number_in(cell) + number(1e-9))
        return shown(is_number(cell), ONE + total(is_number(scores), ahead))
