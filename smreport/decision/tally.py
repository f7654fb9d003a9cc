"""What single sets of projects bring and take, each added up at once from flat arrays, in whole numbers.

Looking about near a set tries thousands of sets, so each must be quick. A set is (projects that compete): who is in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property

import numpy as np
import numpy.typing as npt

from smreport.decision.model import Model, Numbers, Run
from smreport.frozen import Frozen

Truths = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.intp]


class _Groups(Frozen, eq=False):
    """Groups of projects one after the other, by position; ``starts`` where each begins. None is empty."""

    positions: Positions
    starts: Positions

    @classmethod
    def of(cls, groups: Iterable[Collection[int]]) -> _Groups:
        listed = [list(group) for group in groups]
        ends = np.cumsum([0, *map(len, listed)], dtype=np.intp)
        return cls(_array([at for group in listed for at in group]), ends[:-1])

    def any_in(self, present: Truths) -> Truths:
        """(groups): of which a set has a project."""
        if not len(self.starts):
            return np.zeros(0, dtype=np.bool_)
        has_any: Truths = np.logical_or.reduceat(present[self.positions], self.starts)
        return has_any


class _Steps(Frozen, eq=False):
    """The steps of a model that depend on who is in.

    starting  who starts at any time of a step; ``rows`` which row of ``takes`` that would be, ``never`` the row that
              counts where none of them is in
    sure      (columns) what steps take that do not depend on it
    """

    starting: _Groups
    rows: Positions
    never: Positions
    takes: Numbers
    sure: Numbers

    @classmethod
    def of(cls, model: Model) -> _Steps:
        groups, rows, never = list[list[int]](), list[int](), list[int]()
        takes, sure = [np.zeros((0, model.width), dtype=np.int64)], np.zeros(model.width, dtype=np.int64)
        begin = 0
        for step in model.steps:
            starting = [(at, time) for time, who in enumerate(step.who) for at in who or ()]
            if not starting:
                sure += step.takes[0]
                continue
            without = len(step.who) - (step.who[-1] is None)
            takes.append(np.vstack([step.takes, np.zeros_like(sure)])[: without + 1])
            groups.append([at for at, _ in starting])
            rows += [begin + time for _, time in starting]
            never += [begin + without] * len(starting)
            begin += without + 1
        return cls(_Groups.of(groups), _array(rows), _array(never), np.concatenate(takes), sure)

    def taken(self, present: Truths) -> Numbers:
        """(columns): what a set takes."""
        if not len(self.rows):
            return self.sure
        rows = np.where(present[self.starting.positions], self.rows, self.never)
        taken: Numbers = self.sure + self.takes[np.minimum.reduceat(rows, self.starting.starts)].sum(axis=0)
        return taken


class _Running(Frozen, eq=False):
    """A line that ends: who runs in those of its stretches that depend on it, and which run all the same."""

    run: Run
    stretches: list[int]
    who: _Groups
    sure: Numbers

    @classmethod
    def of(cls, run: Run) -> _Running:
        open_ones = [at for at, who in enumerate(run.who) if who]
        sure = np.array([who is None for who in run.who], dtype=np.int64)
        return cls(run, open_ones, _Groups.of(run.who[at] or () for at in open_ones), sure)

    def taken(self, present: Truths) -> Numbers:
        """(columns): what a set takes."""
        runs = self.sure.copy()
        runs[self.stretches] = self.who.any_in(present)
        months = runs @ self.run.months
        taken: Numbers = self.run.pounds[np.arange(len(months)), months] @ self.run.cash + runs @ self.run.hours
        return taken


class Tally(Frozen, eq=False):
    """Adds up sets of a model, each exactly."""

    model: Model

    def under(self, model: Model) -> Tally:
        """The same under limits that differ in their amounts only."""
        other = Tally(model)
        other.__dict__.update(_coverage=self._coverage, _steps=self._steps, _runs=self._runs)
        return other

    def of(self, rows: Iterable[int]) -> Truths:
        """The set of those of some rows that compete."""
        present = np.zeros(len(self.model.case.free), dtype=np.bool_)
        position = self.model.position
        present[[position[row] for row in rows if row in position]] = True
        return present

    def rows(self, present: Truths) -> frozenset[int]:
        """All projects of a set, those that are in all the same among them."""
        return self.model.case.forced | {self.model.case.free[at] for at in np.flatnonzero(present)}

    def benefit(self, present: Truths) -> int:
        """B(S), in points."""
        sure, groups, points = self._coverage
        return sure + int(points[groups.any_in(present)].sum())

    @cached_property
    def _coverage(self) -> tuple[int, _Groups, Numbers]:
        claimed = [(self.model.who(group.claimants), group.points) for group in self.model.coverage]
        open_ones = [(who, points) for who, points in claimed if who]
        worth = np.array([points for _, points in open_ones], dtype=np.int64)
        return sum(points for who, points in claimed if who is None), _Groups.of(who for who, _ in open_ones), worth

    def takes(self, present: Truths) -> Numbers:
        """(columns of the model): what a set takes."""
        return sum((run.taken(present) for run in self._runs), self._steps.taken(present))

    @cached_property
    def _steps(self) -> _Steps:
        return _Steps.of(self.model)

    @cached_property
    def _runs(self) -> list[_Running]:
        return [_Running.of(run) for run in self.model.runs]

    def is_allowed(self, present: Truths) -> bool:
        """Whether a set keeps all rules and limits, both tracks apart."""
        needs, apart = self._needs, self._apart
        if (present[needs[:, 0]] & ~present[needs[:, 1]]).any() or (present[apart[:, 0]] & present[apart[:, 1]]).any():
            return False
        if (self._steps.taken(present)[:-2] > self.model.most).any():  # lines that end only add to it
            return False
        return bool((self.takes(present)[:-2] <= self.model.most).all())

    @cached_property
    def _needs(self) -> Positions:
        return np.array(self.model.needs, dtype=np.intp).reshape(-1, 2)

    @cached_property
    def _apart(self) -> Positions:
        return np.array(self.model.apart, dtype=np.intp).reshape(-1, 2)

    def on_both_tracks(self, present: Truths) -> bool:
        """Whether a set has an activity and a service."""
        return all(who is None or bool(present[list(who)].any()) for who in self.model.tracks)


def _array(numbers: Iterable[int]) -> Positions:
    return np.array(list(numbers), dtype=np.intp)
