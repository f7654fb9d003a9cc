"""How sure a choice is: one seeded simulation, counted in draws.

Swings, judgements and costs are drawn together (``draws``); costs are held against the limits as they are drawn,
without contingency. Where at most 16 projects compete, the best set of every draw says how often each project is in
the first wave; core, borderline and outside projects are those of robust portfolio modelling (Liesio, Mild and Salo
2007, 2008). How often each is first in rank, and how often the recommended wave keeps each limit, is counted always.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from smreport.decision.bought import Bought
from smreport.decision.case import case_of
from smreport.decision.drawn_sets import NO_SET, DrawnSets, Taking
from smreport.decision.draws import DRAWS, Draws, Floats, Numbers
from smreport.decision.money import PENCE, Limit, present_value, running_years
from smreport.decision.score import Scored, on_scale
from smreport.decision.terms import BENEFIT, COST, CRITERIA, RISK
from smreport.decision.verdict import Verdict
from smreport.decision.wave import Search, Wave
from smreport.frozen import Frozen, replace

CORE, BORDERLINE, OUTSIDE = "core", "borderline", "outside"
KINDS = ((95, CORE), (5, BORDERLINE))
"""The words and from how many of 100 draws on each holds, OUTSIDE below: the one table of them."""
LEAST_DRAWS = 400
"""Fewer draws carry no words."""
_DIGITS = 9


class Certainty(Frozen):
    """How sure ranks and first wave are, in numbers of draws.

    draws    how many there were
    in_wave  in how many each project that competes, or is in all the same, was in the best set, by row; None beyond 16
             projects, or where no wave is recommended. One above the risk appetite competes where a step down ends that
    without  in how many no set kept the limits
    first    in how many each ranked project was first, by row; equal firsts count for each
    keeps    in how many the recommended wave kept each limit, the risk appetite as one of the kind "risk"
    """

    draws: int
    in_wave: Mapping[int, int] | None
    without: int
    first: Mapping[int, int]
    keeps: tuple[tuple[Limit, int], ...]

    def kind(self, row: int) -> str:
        """Core, borderline or outside; "" where it is not known, or there were too few draws for words."""
        if self.in_wave is None or row not in self.in_wave:
            return ""
        return kind_of(self.in_wave[row], self.draws)

    def of_kind(self, kind: str) -> tuple[int, ...]:
        """The projects of a kind, the most certain first."""
        rows = [row for row in self.in_wave or () if self.kind(row) == kind]
        return tuple(sorted(rows, key=lambda row: (-(self.in_wave or {})[row], row)))


def kind_of(times: int, draws: int) -> str:
    """Core from 95 of 100 draws on, outside below 5, borderline between; "" where there were too few draws."""
    if draws < LEAST_DRAWS:
        return ""
    return next((kind for least, kind in KINDS if times * 100 >= least * draws), OUTSIDE)


def certainty_of(
    search: Search, verdict: Verdict, wave: Wave | None, scores: Mapping[int, Scored], draws: int = DRAWS
) -> Certainty:
    """The simulation of a round. ``scores`` of the projects whose rank is to be told, others take no part in ranks."""
    drawn = Draws(search.case.bought, draws)
    in_wave: dict[int, int] | None = None
    without, keeps = 0, tuple[tuple[Limit, int], ...]()
    if verdict.is_recommended and wave is not None:
        keeps = _keeps(search, wave, drawn)
        wider = competing(search, drawn)
        if wider.all_sets is not None:
            in_wave, without = _in_wave(wider, DrawnSets(wider.all_sets, drawn).best)
    return Certainty(draws, in_wave, without, firsts(search.case.bought, scores, drawn), keeps)


def competing(search: Search, drawn: Draws) -> Search:
    """The search in which all compete that are within the risk appetite in some draw."""
    case = search.case
    risks = tuple(
        replace(risk, inherent=None, residual=int(drawn.each_risk[risk].min())) for risk in case.bought.round.risks
    )
    lowest = replace(case.bought, round=replace(case.bought.round, risks=risks))
    wider = replace(case_of(lowest, case.order), by_solver=case.by_solver)
    return search if wider.free == case.free else Search(wider)


def _in_wave(search: Search, best: Numbers) -> tuple[dict[int, int], int]:
    sets = search.all_sets
    assert sets is not None
    fits = best != NO_SET
    held = int(fits.sum())
    counts = {row: int((fits & ((best & sets.bit(at)) != 0)).sum()) for at, row in enumerate(search.case.free)}
    return counts | dict.fromkeys(sorted(search.case.forced), held), len(best) - held


def _keeps(search: Search, wave: Wave, drawn: Draws) -> tuple[tuple[Limit, int], ...]:
    """In how many draws the wave keeps each limit; hours in every month."""
    takes, kept = Taking(search.model, drawn).of_set(wave.chosen), dict[Limit, Numbers]()
    for at, (limit, _) in enumerate(search.model.columns):
        within = (takes[at] <= limit.most).astype(np.int64)
        kept[limit] = kept[limit] & within if limit in kept else within
    appetite = search.case.bought.round.limits.risk
    if appetite is not None:
        above = [drawn.risks[row] > appetite for row in sorted(wave.chosen - search.case.bought.committed)]
        kept[Limit(RISK, None, appetite)] = 1 - np.any([*above, np.zeros(drawn.count, dtype=np.bool_)], axis=0)
    return tuple((limit, int(held.sum())) for limit, held in kept.items())


def firsts(bought: Bought, scores: Mapping[int, Scored], drawn: Draws) -> dict[int, int]:
    """In how many draws each ranked project is first among them, by row."""
    ranked = [row for row, scored in scores.items() if scored.rank is not None]
    if not ranked:
        return {}
    claims: dict[int, list[int]] = defaultdict(list)
    for at, group in enumerate(bought.coverage):
        for row in group.claimants:
            claims[row].append(at)
    values = np.stack([_scores(bought, scores[row], drawn, claims[row]) for row in ranked])
    is_first = values == values.max(axis=0)
    return {row: int(times) for row, times in zip(ranked, is_first.sum(axis=1), strict=True)}


def _scores(bought: Bought, scored: Scored, drawn: Draws, claims: Sequence[int]) -> Floats:
    """(draws): the score of a project alone, which claims some groups of uses."""
    benefit: Floats = drawn.points[claims].sum(axis=0).astype(np.float64)
    values = {
        BENEFIT: benefit,
        COST: _cost(bought, scored, drawn),
        RISK: drawn.risks[scored.row].astype(np.float64),
    }
    ends, total = bought.round.settings.ends, np.zeros(drawn.count)
    for name in CRITERIA:
        figures = values[name]
        if figures is not None:
            total += drawn.weights[name] * np.maximum(0.0, on_scale(figures, ends[name]))
    return np.round(total, _DIGITS)


def _cost(bought: Bought, scored: Scored, drawn: Draws) -> Floats | None:
    """(draws): whole-life cost, pounds today; None where it is not known."""
    if scored.values[COST] is None:
        return None
    project, settings = bought.round.by_row[scored.row], bought.round.settings
    total = np.zeros(drawn.count)
    for line in bought.lines[scored.row]:
        figures = drawn.figures[line.row]
        a_year = present_value(0.0, 1.0, running_years(line, project, settings), settings.rate)
        yearly = figures.yearly + figures.hours * (12 * (settings.wage or 0)) / PENCE
        total += (0 if bought.is_sunk(line) else figures.setup) / PENCE + yearly * (a_year / PENCE)
    return total
