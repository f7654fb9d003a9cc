"""Score and rank: each project alone, on scales with fixed ends, by an additive model with swing weights.

Benefit alone, whole-life cost alone and residual risk each bring 0 to 100 points between ends that the council agrees;
points never fall below 0 and may exceed 100. What is not known brings the fewest points that it can. So no other
project that is not committed has a part in a score, and no blank raises one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from itertools import product
from typing import TYPE_CHECKING, TypeVar

from smreport.decision.bought import Bought
from smreport.decision.money import PENCE, present_value, running_years, whole_life
from smreport.decision.records import Ends, Project, Round, Settings
from smreport.decision.terms import BENEFIT, COST, CRITERIA, RISK
from smreport.decision.unknown import benefit_known, is_risk_known, risk_of
from smreport.errors import InvalidValue
from smreport.frozen import Frozen
from smreport.words import say

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Figures = TypeVar("Figures", float, "npt.NDArray[np.float64]")
_DIGITS = 9  # scores that agree to so many decimals are equal


class Scored(Frozen):
    """A project alone.

    values     benefit in points and cost in pounds (whole life), None where unknown; risk 1 to 25
    points     0 to 100 by criterion, before weights
    score      None where nothing is known of it; ``rank`` likewise, 1 is first, equal scores share a rank
    best_rank  that closing its gaps could bring, others as they are
    """

    row: int
    values: Mapping[str, float | None]
    points: Mapping[str, float]
    score: float | None
    rank: int | None
    best_rank: int


def weights_of(swings: Mapping[str, float]) -> dict[str, float]:
    """Swing weights as parts of 1.

    Raises InvalidValue where one is negative or not a number, or all are 0.
    """
    total = sum(swings.values())
    if min(swings.values()) < 0 or not total > 0:
        raise InvalidValue(say("findings.weights"))
    return {name: swing / total for name, swing in swings.items()}


def check_ends(ends: Mapping[str, Ends], weights: Mapping[str, float]) -> None:
    """Raises InvalidValue where the ends of a scale that has a weight are the same, or the wrong way round."""
    for name in CRITERIA:
        if weights[name] and not ends[name].are_usable(name):
            raise InvalidValue(say(f"findings.scale_ends.{name}"))


def points(value: float | None, ends: Ends) -> float:
    """0 at one end and 100 at the other, linear, never below 0; 0 where the value is unknown."""
    if value is None or ends.at_0 == ends.at_100:
        return 0.0
    return max(0.0, on_scale(value, ends))


def on_scale(figures: Figures, ends: Ends) -> Figures:
    """0 at one end and 100 at the other, linear, and on beyond both."""
    return 100 * (figures - ends.at_0) / (ends.at_100 - ends.at_0)


def score_of(by_criterion: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The weighted sum of points; a criterion of weight 0 takes no part."""
    return round(sum(weight * by_criterion[name] for name, weight in weights.items() if weight), _DIGITS)


def ranks(scores: Mapping[int, float | None]) -> dict[int, int | None]:
    """1 for the highest score; equal ones share a rank; None for what has no score."""
    known = sorted((score for score in scores.values() if score is not None), reverse=True)
    places: dict[float, int] = {}
    for place, score in enumerate(known, start=1):
        places.setdefault(score, place)
    return {row: None if score is None else places[score] for row, score in scores.items()}


def scored(bought: Bought) -> dict[int, Scored]:
    """Every open project by row, with score and rank.

    Raises InvalidValue where weights or ends of scales cannot be used.
    """
    settings = bought.round.settings
    weights = weights_of(settings.swings)
    check_ends(settings.ends, weights)
    values = {row: values_of(bought, row) for row in bought.lines}
    brought = {row: _points(figures, settings) for row, figures in values.items()}
    scores = {row: score_of(brought[row], weights) if _is_known(bought, row, weights) else None for row in values}
    by_rank, could_bring = ranks(scores), _best_points(bought.round)
    by_row, known = {}, sorted(score for score in scores.values() if score is not None)
    for row in values:
        best = score_of(_points(_at_best(bought, row, could_bring), settings), weights)
        ahead = len(known) - bisect_right(known, best)  # its own score is never above its best
        by_row[row] = Scored(row, values[row], brought[row], scores[row], by_rank[row], 1 + ahead)
    return by_row


def unscored(bought: Bought) -> dict[int, Scored]:
    """Every open project by row without score and rank, for weights or ends of scales that cannot be used."""
    points, last = dict.fromkeys(CRITERIA, 0.0), len(bought.lines)
    return {row: Scored(row, values_of(bought, row), points, None, None, last) for row in bought.lines}


def values_of(bought: Bought, row: int) -> dict[str, float | None]:
    """Benefit, cost and risk of a project alone; None is not known, a risk then at its worst."""
    cost = whole_life(bought, row)
    benefit = float(sum(group.points for group in bought.claims[row]))
    return {
        BENEFIT: benefit if benefit_known(bought, row) else None,
        COST: None if cost is None else cost.total,
        RISK: float(risk_of(bought, row)),
    }


def _points(values: Mapping[str, float | None], settings: Settings) -> dict[str, float]:
    return {name: points(values[name], settings.ends[name]) for name in CRITERIA}


def _is_known(bought: Bought, row: int, weights: Mapping[str, float]) -> bool:
    """Whether anything is known of a project that takes part in its score."""
    known = {
        BENEFIT: benefit_known(bought, row),
        COST: whole_life(bought, row) is not None,
        RISK: is_risk_known(bought, row),
    }
    return any(known[name] and weights[name] for name in CRITERIA)


def _at_best(bought: Bought, row: int, could_bring: Mapping[tuple[str, str], int]) -> dict[str, float | None]:
    """Benefit, cost and risk with every blank of the project at the best that it could be."""
    benefit = _best_benefit(bought.round.by_row[row], could_bring)
    return {BENEFIT: benefit, COST: _best_cost(bought, row), RISK: _best_risk(bought, row)}


def _best_points(round: Round) -> dict[tuple[str, str], int]:
    """What the uses of an area and a role could bring, by both, and by one alone (the other "")."""
    settings, best = round.settings, defaultdict[tuple[str, str], int](int)
    for use in round.uses:
        strength = settings.best_strength if use.strength is None else use.strength
        importance = settings.best_importance if use.importance is None else use.importance
        for place in {(use.area, use.role), (use.area, ""), ("", use.role), ("", "")}:
            best[place] += strength * importance
    return best


def _best_benefit(project: Project, could_bring: Mapping[tuple[str, str], int]) -> float:
    """The points of all uses that a project could claim; one without areas or roles could claim those of any."""
    places = product(project.areas or {""}, project.roles or {""})
    return float(sum(could_bring.get(place, 0) for place in places))


def _best_cost(bought: Bought, row: int) -> float:
    """The known figures of its lines; what is not known could be nothing."""
    project, settings, total = bought.round.by_row[row], bought.round.settings, 0.0
    for line in bought.lines[row]:
        setup = 0 if line.setup is None or bought.is_sunk(line) else line.setup.high
        hours = 0 if line.hours is None else line.hours.high * 12 * (settings.wage or 0) / PENCE
        yearly = (0 if line.yearly is None else line.yearly.high) + hours
        years = 0.0 if line.ends and None in (project.start, project.finish) else running_years(line, project, settings)
        total += present_value(setup, yearly, years, settings.rate) / PENCE
    return total


def _best_risk(bought: Bought, row: int) -> float:
    """The highest residual risk that is known; what is not known could be 1."""
    return float(max((risk.residual for risk in bought.risks[row] if risk.residual is not None), default=1))


def in_order(scores: Mapping[int, Scored], titles: Mapping[int, str]) -> tuple[int, ...]:
    """Rows by rank, those without one last; equal ranks by title, the only use of names, then by row."""

    def place(row: int) -> tuple[bool, int, str, int]:
        rank = scores[row].rank
        return rank is None, rank or 0, titles[row].casefold(), row

    return tuple(sorted(scores, key=place))


def difference(project: Scored, other: Scored, weights: Mapping[str, float]) -> dict[str, float]:
    """By how many points of score one project is ahead of another on each criterion that takes part."""
    return {name: weights[name] * (project.points[name] - other.points[name]) for name in CRITERIA if weights[name]}
