"""All sets of projects at once, in numpy: what each brings and takes, and which is best by every rule for ties.

A set is a number whose bits are the projects that compete, the best-ranked in the highest bit; so of two sets the one
with the greater number has the best-ranked project in which they differ.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from smreport.decision.model import Model, Numbers, Run, Who
from smreport.decision.money import HOURS
from smreport.frozen import Frozen

MOST_PROJECTS = 16  # that compete: 65,536 sets
CHUNK = 16_000_000  # set-draws at once
Truths = npt.NDArray[np.bool_]


class AllSets(Frozen, eq=False):
    """Every set that keeps the rules (dependencies, not together with), whatever the limits."""

    model: Model

    @cached_property
    def size(self) -> int:
        return len(self.model.case.free)

    def under(self, model: Model) -> AllSets:
        """The same sets under limits that differ in their amounts only."""
        other = AllSets(model)
        other.__dict__.update(numbers=self.numbers, benefit=self.benefit, takes=self.takes)
        return other

    def bit(self, position: int) -> int:
        return 1 << (self.size - 1 - position)

    def bits(self, who: frozenset[int]) -> int:
        return sum(self.bit(position) for position in who)

    @cached_property
    def numbers(self) -> Numbers:
        """The sets, ascending."""
        numbers = np.arange(1 << self.size, dtype=np.int64)
        for needer, needed in self.model.needs:
            numbers = numbers[((numbers & self.bit(needer)) == 0) | ((numbers & self.bit(needed)) != 0)]
        for project, other in self.model.apart:
            both = self.bit(project) | self.bit(other)
            numbers = numbers[(numbers & both) != both]
        return numbers

    def any_of(self, who: Who) -> Truths:
        """Which sets have one of them; all, where one is in all the same."""
        if who is None:
            return np.ones(len(self.numbers), dtype=np.bool_)
        has: Truths = (self.numbers & self.bits(who)) != 0
        return has

    @cached_property
    def covered(self) -> Truths:
        """(groups of uses, sets): which are covered."""
        groups = [self.any_of(self.model.who(group.claimants)) for group in self.model.coverage]
        return np.stack(groups) if groups else np.zeros((0, len(self.numbers)), dtype=np.bool_)

    def benefits(self, points: Sequence[int] | Numbers | None = None) -> Numbers:
        """B(S) of each set; ``points`` of each group where they are not those of the round."""
        given = [group.points for group in self.model.coverage] if points is None else points
        total = np.zeros(len(self.numbers), dtype=np.int64)
        for worth, is_covered in zip(given, self.covered, strict=True):
            total += np.int64(worth) * is_covered
        return total

    @cached_property
    def benefit(self) -> Numbers:
        return self.benefits()

    @cached_property
    def takes(self) -> Numbers:
        """(sets, columns of the model): what each set takes."""
        takes = np.zeros((len(self.numbers), self.model.width), dtype=np.int64)
        for step in self.model.steps:
            first = np.full(len(self.numbers), len(step.who), dtype=np.int8)
            for at in reversed(range(len(step.who))):
                first[self.any_of(step.who[at])] = at
            takes += np.vstack([step.takes, np.zeros_like(step.takes[:1])])[first]
        for run in self.model.runs:
            takes += self._running(run)
        return takes

    def _running(self, run: Run) -> Numbers:
        runs = np.stack([self.any_of(who) for who in run.who], axis=1).astype(np.int64)
        months = runs @ run.months
        pounds = np.stack([run.pounds[year][months[:, year]] for year in range(len(run.pounds))], axis=1)
        takes: Numbers = pounds @ run.cash + runs @ run.hours
        return takes

    @cached_property
    def keeps_limits(self) -> Truths:
        keeps: Truths = self.excess("") == 0
        return keeps

    def excess(self, kind: str) -> Numbers:
        """By how much each set exceeds limits: of hours ("hours", in the fullest month), "money", or both ("")."""
        limits = [limit for limit, _ in self.model.columns]
        hours = np.array([limit.kind == HOURS for limit in limits], dtype=np.bool_)
        over = np.maximum(self.takes[:, : len(limits)] - self.model.most, 0)
        in_hours = over[:, hours].max(axis=1, initial=0)
        in_money = over[:, ~hours].sum(axis=1)
        excesses: Numbers = {HOURS: in_hours, "money": in_money}.get(kind, in_hours + in_money)
        return excesses

    @cached_property
    def on_both_tracks(self) -> Truths:
        """Which sets have an activity and a service."""
        activity, service = map(self.any_of, self.model.tracks)
        both: Truths = activity & service
        return both

    def ordered(self, benefit: Numbers) -> Numbers:
        """Positions of the sets within the limits, best first: benefit, less cash, fewer hours, best-ranked project."""
        at = np.flatnonzero(self.keeps_limits)
        cash, hours = self.takes[at, -2], self.takes[at, -1]
        return at[np.lexsort((-self.numbers[at], hours, cash, -benefit[at]))]

    @cached_property
    def best_first(self) -> Numbers:
        return self.ordered(self.benefit)

    def best(self, have: int, without: int, twin: bool) -> int | None:
        """The number of the best set with some projects and without others; None where there is none."""
        order = self.best_first
        numbers = self.numbers[order]
        fits = ((numbers & have) == have) & ((numbers & without) == 0)
        if twin:
            fits &= self.on_both_tracks[order]
        fitting = np.flatnonzero(fits)
        return int(numbers[fitting[0]]) if len(fitting) else None

    def rows(self, number: int) -> frozenset[int]:
        """The projects of a set that compete."""
        return frozenset(row for at, row in enumerate(self.model.case.free) if number & self.bit(at))


def in_chunks(draws: int, sets: int, work: Callable[[slice], None]) -> None:
    """Does work on so many draws at a time that sets x draws stay within memory."""
    size = max(1, CHUNK // max(sets, 1))
    for start in range(0, draws, size):
        work(slice(start, min(start + size, draws)))
