"""Tactic 7: how far the ranks depend on the weights, on what is unknown and on projects that others outdo."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from smreport.decision.prioritise import TIE

Matrix = npt.NDArray[np.float64]
Sense = Literal["max", "min"]

SENSES: Mapping[str, Sense] = {"benefit": "max", "cost": "min", "risk": "min"}
COUNTED_RANKS = 10
ROBUST, FAIRLY_ROBUST = 0.9, 0.5  # from which share of weightings on the first place is called so
NAMED = 5  # dominated projects that get a sentence of their own

_DECIMALS = 9  # values that differ by less than TIE are equal, as in prioritise.scores
_CELLS = 1_000_000  # values drawn at a time, so that memory does not grow with the number of draws
_EDGE = 1e-9  # weights nearer to each other than this are the same weight


def weighted_sum(matrix: Matrix, weights: Matrix) -> Matrix:
    """The weighted sums of the rows; with a row of weights for each draw, a row of sums for each draw.

    Added up criterion by criterion, so that equal rows get equal sums to the last digit.
    """
    total = np.zeros((*weights.shape[:-1], len(matrix)))
    for column in range(matrix.shape[1]):
        total += weights[..., column, None] * matrix[:, column]
    return total


# --- all weightings ---


@dataclass(frozen=True)
class Robustness:
    """How often each project takes each rank over all weightings (rank acceptability).

    ranks    index: as in the values; columns: 1, 2, ... up to the last rank counted; shares from 0 to 1
    later    the share of weightings in which a project ranks behind those; with it each project adds up to 1
    draws    how many weightings were drawn
    guessed  whether something unknown had to be drawn at random
    """

    ranks: pd.DataFrame
    later: pd.Series
    draws: int
    guessed: bool

    @property
    def first(self) -> pd.Series:
        """The share of weightings in which each project is first."""
        share: pd.Series = self.ranks[1]
        return share


def acceptability(
    values: pd.DataFrame, *, draws: int = 10_000, seed: int = 1, counted: int = COUNTED_RANKS
) -> Robustness:
    """Stochastic multicriteria acceptability analysis (Lahdelma, Hokkanen and Salminen 1998).

    values   a row for each project, a column for each criterion, 0 to 100, NaN where unknown
    counted  ranks up to this one are counted one by one

    Weights are uniform over all that add up to 1. An unknown value is drawn anew each time, uniform from 0 to
    100. A project of which nothing is known has no rank, as in ``prioritise.scores``, and is left out.

    Ties share evenly. Only projects with the same values can tie (any other tie has probability zero), so each
    group of such projects is given the mean of its members' shares. As the groups are sorted by their values
    before anything is drawn, the order of the rows and their names make no difference.

    Raises ValueError where there is nothing to draw or to count.
    """
    if draws < 1 or counted < 1:
        raise ValueError("draws and counted must be 1 or more.")
    known = values[values.notna().any(axis=1)]
    shares = _shares(_matrix(known), draws, seed, min(max(len(known), 1), counted))
    ranks = pd.DataFrame(shares, index=known.index, columns=range(1, shares.shape[1] + 1))
    later = (1 - ranks.sum(axis=1)).clip(lower=0) if len(known) > counted else pd.Series(0.0, known.index)
    return Robustness(ranks, later, draws, bool(known.isna().any(axis=None)))


def _matrix(values: pd.DataFrame) -> Matrix:
    matrix: Matrix = values.to_numpy(dtype="float64").round(_DECIMALS) + 0.0  # no negative zero
    return matrix


def _shares(matrix: Matrix, draws: int, seed: int, top: int) -> Matrix:
    """The shares of the first ranks, a row for each project; equal rows have equal shares."""
    if not len(matrix):
        return np.zeros((0, top))
    sortable = np.where(np.isnan(matrix), -np.inf, matrix)
    groups, members, sizes = np.unique(sortable, axis=0, return_inverse=True, return_counts=True)
    in_order = np.repeat(np.where(np.isinf(groups), np.nan, groups), sizes, axis=0)
    starts = np.cumsum(sizes) - sizes
    taken = np.add.reduceat(_times_taken(in_order, draws, seed, top), starts, axis=0)
    shares: Matrix = (taken / (sizes[:, None] * draws))[members.reshape(-1)]
    return shares


def _times_taken(matrix: Matrix, draws: int, seed: int, top: int) -> Matrix:
    """How often each project takes each of the first ranks; weights and unknown values have streams of their own."""
    for_weights, for_unknown = (
        np.random.Generator(np.random.PCG64(part)) for part in np.random.SeedSequence(seed).spawn(2)
    )
    weights = for_weights.dirichlet(np.ones(matrix.shape[1]), draws)
    taken = np.zeros((len(matrix), top))
    step = max(1, _CELLS // matrix.size)
    for start in range(0, draws, step):
        leaders = _leaders(_drawn_scores(matrix, weights[start : start + step], for_unknown), top)
        for rank in range(top):
            taken[:, rank] += np.bincount(leaders[:, rank], minlength=len(matrix))
    return taken


def _drawn_scores(matrix: Matrix, weights: Matrix, for_unknown: np.random.Generator) -> Matrix:
    """A row of scores for each row of weights, with the unknown values drawn."""
    scores = weighted_sum(np.nan_to_num(matrix), weights)
    projects, criteria = np.nonzero(np.isnan(matrix))
    drawn = for_unknown.random((len(weights), len(projects))) * 100
    for column in range(matrix.shape[1]):
        here = criteria == column
        scores[:, projects[here]] += weights[:, [column]] * drawn[:, here]
    return scores


def _leaders(scores: Matrix, top: int) -> npt.NDArray[np.intp]:
    """For each row of scores the positions of the best ones, best first."""
    front = np.argpartition(-scores, top - 1, axis=1)[:, :top]
    order = np.argsort(-np.take_along_axis(scores, front, axis=1), axis=1, kind="stable")
    return np.take_along_axis(front, order, axis=1)


# --- one weight at a time ---


@dataclass(frozen=True)
class Flip:
    """Where another project overtakes the winner as one weight changes, the others kept in proportion.

    weight           the present weight, from 0 to 1
    above, above_by  the smallest weight from the present one on, past which a project overtakes; and which one
    below, below_by  the same for the largest weight downwards; each None where nothing overtakes
    """

    criterion: str
    weight: float
    above: float | None
    above_by: Hashable | None
    below: float | None
    below_by: Hashable | None


@dataclass(frozen=True)
class Flips:
    """What it takes to overtake the winner.

    ranked   how many projects have a score under the weights given
    leaders  those on rank 1 in the order of the frame; the first of them is the winner
    changes  one for each criterion; none where there is no winner
    """

    ranked: int
    leaders: tuple[Hashable, ...]
    changes: tuple[Flip, ...]


def flips(values: pd.DataFrame, weights: Mapping[str, float]) -> Flips:
    """The weights at which another project overtakes the winner: exact, nothing is drawn.

    values   columns named as the weights, or with ``scaled_`` before; 0 to 100, NaN where unknown
    weights  from 0 on, at least one above 0

    Projects are compared as in ``prioritise.scores``: each by the mean of what is known of it. So the lead of
    one over the other, times both sums of known weights, is a polynomial of degree 2 in the weight that changes
    (degree 1 where all is known), and its roots are the answer. To be level is not to overtake. If one criterion
    has all the weight, the others have no proportion to keep and are taken as equal. Where several overtake at
    the same weight, the first in the frame is named.
    """
    matrix = _matrix(values.rename(columns=lambda name: str(name).removeprefix("scaled_"))[list(weights)])
    weight = np.array(list(weights.values())) / sum(weights.values())
    known = weighted_sum((~np.isnan(matrix)).astype("float64"), weight)
    scores = weighted_sum(np.nan_to_num(matrix), weight) / np.where(known > 0, known, np.nan)
    ranked = int((known > 0).sum())
    if not ranked:
        return Flips(0, (), ())
    leaders = np.flatnonzero(scores >= np.nanmax(scores) - TIE)
    changes = []
    for column, criterion in enumerate(weights):
        lead, present = _lead_over(int(leaders[0]), matrix, weight, column), float(weight[column])
        above, below = (_overtaking(lead, present, end, values.index) for end in (1.0, 0.0))
        changes.append(Flip(criterion, present, *above, *below))
    return Flips(ranked, tuple(values.index[leaders]), tuple(changes))


def _lead_over(winner: int, matrix: Matrix, weight: Matrix, column: int) -> Matrix:
    """The lead of each project over the winner by the weight t of one criterion: rows of c0 + c1 t + c2 t^2.

    A score is N(t) / D(t), where N = n0 + n1 t is the weighted sum and D = d0 + d1 t the sum of known weights;
    the lead is N D* - N* D, which has the sign of N / D - N* / D*.
    """
    others = np.where(np.arange(len(weight)) == column, 0.0, weight)
    if not others.any():
        others = np.where(np.arange(len(weight)) == column, 0.0, 1.0)
    others = others / (others.sum() or 1.0)
    values, known = np.nan_to_num(matrix), (~np.isnan(matrix)).astype("float64")
    n0, d0 = weighted_sum(values, others), weighted_sum(known, others)
    n1, d1 = values[:, column] - n0, known[:, column] - d0
    c0 = n0 * d0[winner] - n0[winner] * d0
    c1 = n0 * d1[winner] + n1 * d0[winner] - n0[winner] * d1 - n1[winner] * d0
    c2 = n1 * d1[winner] - n1[winner] * d1
    lead = np.stack([c0, c1, c2], axis=1)
    return np.where(np.abs(lead) < TIE, 0.0, lead)


def _overtaking(lead: Matrix, start: float, end: float, names: pd.Index) -> tuple[float | None, Hashable | None]:
    """The weight nearest to start, on the way to end, past which a lead is positive; and whose lead it is."""
    past = _first_positive(lead, start, end).round(12)
    if np.isnan(past).all():
        return None, None
    at = int(np.nanargmin(np.abs(past - start)))
    return float(past[at]), names[at]


def _first_positive(lead: Matrix, start: float, end: float) -> Matrix:
    """For each polynomial where it first turns positive on the way from start to end; NaN where it does not."""
    roots, towards = _roots(lead), math.copysign(1.0, end - start)
    between = (np.abs(roots - start) > _EDGE) & (np.abs(roots - end) > _EDGE) & ((roots - start) * (roots - end) < 0)
    roots = np.sort(np.where(between, roots, end) * towards, axis=1) * towards
    edges = np.concatenate([np.full((len(lead), 1), start), roots, np.full((len(lead), 1), end)], axis=1)
    middles, widths = (edges[:, 1:] + edges[:, :-1]) / 2, np.abs(edges[:, 1:] - edges[:, :-1])
    height = lead[:, [0]] + middles * (lead[:, [1]] + middles * lead[:, [2]])
    positive = (height > 1e-12) & (widths > _EDGE)
    first = edges[np.arange(len(lead)), positive.argmax(axis=1)]
    return np.where(positive.any(axis=1), first, np.nan)


def _roots(lead: Matrix) -> Matrix:
    """Both real roots of each polynomial; NaN or infinite where there is none."""
    c0, c1, c2 = lead.T
    with np.errstate(divide="ignore", invalid="ignore"):
        half = -(c1 + np.copysign(np.sqrt(c1 * c1 - 4 * c2 * c0), c1)) / 2  # the form that loses no digits
        return np.stack([half / c2, c0 / half], axis=1)


# --- whatever the weights ---


def dominated(criteria: pd.DataFrame, senses: Mapping[str, Sense] = SENSES) -> pd.DataFrame:
    """The projects that another one outdoes: at least as good on all criteria and better on one.

    criteria  raw values in the columns that senses names, NaN where unknown
    senses    whether more ("max") or less ("min") of each criterion is better

    Index: the dominated ones, in the order of criteria. Columns: by (index of one that outdoes it), strict
    (whether one is better on all). Named is the first in the frame that is not dominated itself, a strict one
    before others. Nothing is guessed: a project with an unknown value neither dominates nor is dominated.
    """
    signs = np.array([1.0 if sense == "max" else -1.0 for sense in senses.values()])
    matrix = _matrix(criteria[list(senses)]) * signs
    by, strictly = [_dominators(matrix, row) for row in matrix], [_better_on_all(matrix, row) for row in matrix]
    outdone = np.array([bool(found.any()) for found in by], dtype=bool)
    rows = []
    for position in np.flatnonzero(outdone):
        strict = bool(strictly[position].any())
        named = (strictly if strict else by)[position] & ~outdone
        rows.append((criteria.index[int(named.argmax())], strict))
    index = criteria.index[outdone]
    return pd.DataFrame(rows, columns=["by", "strict"], index=index).astype({"strict": bool})


def _dominators(matrix: Matrix, row: Matrix) -> npt.NDArray[np.bool_]:
    """Which rows dominate this one; a comparison with NaN is false, and so is the whole."""
    return np.asarray((matrix >= row).all(axis=1) & (matrix > row).any(axis=1), dtype=np.bool_)


def _better_on_all(matrix: Matrix, row: Matrix) -> npt.NDArray[np.bool_]:
    return np.asarray((matrix > row).all(axis=1), dtype=np.bool_)


# --- in words ---


def in_words(
    robustness: Robustness, changes: Flips, outdone: pd.DataFrame, titles: Mapping[Any, str] | None = None
) -> tuple[str, ...]:
    """What follows from all this for the first place and the dominated projects, a plain sentence each.

    titles  of the projects by index; without it the index itself is named
    """
    named = {label: str(label) for label in (*robustness.ranks.index, *outdone.index, *outdone["by"])}
    named |= dict(titles or {})
    if changes.ranked == 0:
        return ("No project has a rank yet, so there is nothing to test.",)
    if changes.ranked == 1:
        return (f"{named[changes.leaders[0]]} is the only project with a rank, so there is nothing to test.",)
    return (
        *_first_place(robustness, changes.leaders, named),
        *_overtaken(changes, named),
        *_outdone(outdone, named),
    )


def _first_place(robustness: Robustness, leaders: Sequence[Hashable], named: Mapping[Any, str]) -> list[str]:
    firsts = robustness.first.to_dict()
    share = math.fsum(firsts[leader] for leader in leaders)
    guess = ", with what is unknown drawn at random" if robustness.guessed else ""
    if len(leaders) == 1:
        sentences = [f"{named[leaders[0]]} stays first in {_of_weightings(share)}{guess}."]
    else:
        others = named[leaders[1]] if len(leaders) == 2 else f"{len(leaders) - 1} others"
        sentences = [
            f"{named[leaders[0]]} and {others} share first place.",
            f"One of them is first in {_of_weightings(share)}{guess}.",
        ]
    best = max(firsts, key=lambda label: firsts[label])
    if firsts[best] > share:
        sentences.append(f"{named[best]} is first more often, in {_of_weightings(firsts[best])}.")
    return [*sentences, _verdict(share)]


def _verdict(share: float) -> str:
    if share >= ROBUST:
        return "First place is robust: it hardly depends on the weights."
    if share >= FAIRLY_ROBUST:
        return "First place is fairly robust: it holds under most weightings, but not under all."
    return "First place is not robust: it depends on the weights."


def _of_weightings(share: float) -> str:
    """A share of weightings in whole percent; neither 0% nor 100% is said of what is only near it."""
    if share > 1 - 1e-12:
        return "all weightings tried"
    if share == 0:
        return "none of the weightings tried"
    if not 0.005 <= share < 0.995:
        return f"{'less than 1' if share < 0.5 else 'more than 99'}% of weightings"
    return f"{share:.0%} of weightings"


def _overtaken(changes: Flips, named: Mapping[Any, str]) -> list[str]:
    winner = named[changes.leaders[0]]
    found = [
        (named[by], change.criterion, words)
        for change in changes.changes
        for weight, by, side in ((change.above, change.above_by, "more"), (change.below, change.below_by, "less"))
        if weight is not None and (words := _weighs(weight, change.weight, side))
    ]
    if not found:
        return [f"No other project overtakes {winner} through a change of one weight alone."]
    return [f"{other} overtakes {winner} if {criterion} weighs {words}." for other, criterion, words in found]


def _weighs(weight: float, present: float, side: str) -> str:
    """The words for a weight: whole percent, or with a decimal where it would look like 0%, 100% or the present."""
    if abs(weight - present) < 0.0005:
        return f"any {side} than the present {present:.0%}"
    decimals = 1 if f"{weight:.0%}" in ("0%", "100%", f"{present:.0%}") else 0
    text = f"{weight:.{decimals}%}"
    return "" if text in ("0.0%", "100.0%") else f"{side} than {text}"


def _outdone(outdone: pd.DataFrame, named: Mapping[Any, str]) -> list[str]:
    sentences = []
    for label, by, strict in outdone.head(NAMED).itertuples(name=None):
        better = "better than" if strict else "as good as or better than"
        sentences.append(f"{named[by]} is {better} {named[label]} on every criterion.")
    if (more := len(outdone) - NAMED) > 0:
        are = "project is" if more == 1 else "projects are"
        sentences.append(f"{more} further {are} outdone by another on every criterion.")
    return sentences


# --- all of it ---


@dataclass(frozen=True)
class Judgement:
    """What is to be said of the ranks: the projects that were judged, and each part of the judgement."""

    projects: pd.DataFrame
    robustness: Robustness
    flips: Flips
    dominated: pd.DataFrame

    @property
    def sentences(self) -> tuple[str, ...]:
        titles: dict[Hashable, str] = self.projects["title"].to_dict()
        return in_words(self.robustness, self.flips, self.dominated, titles)


def judged(projects: pd.DataFrame, weights: Mapping[str, float]) -> Judgement:
    """The judgement of scored projects; see ``prioritise.scores`` for the frame."""
    values = projects[[f"scaled_{name}" for name in SENSES]]
    return Judgement(projects, acceptability(values), flips(values, weights), dominated(projects))
