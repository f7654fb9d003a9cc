"""The first wave as a model that both ways of solving read: who may be in, and what lines take by when they begin.

A line's cash and hours follow from which of its projects starts first (a step) and, if the line ends, from the months
in which one of them runs (a run). Lines that the same projects need from the same months on are one step.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from smreport.decision import terms
from smreport.decision.bought import Coverage
from smreport.decision.case import Case
from smreport.decision.money import HOURS, Cash, Limit, Period, monthly_rate, running_cash, setup_cash
from smreport.decision.records import CostLine
from smreport.decision.terms import CAPITAL, REVENUE
from smreport.frozen import Frozen

Numbers = npt.NDArray[np.int64]
Who = frozenset[int] | None  # positions among those that compete; None: somebody who is in all the same


class Step(Frozen, eq=False):
    """What lines take if first needed then: ``who`` starts at each time, earliest first; ``takes`` (times, columns)."""

    who: tuple[Who, ...]
    takes: Numbers


class Run(Frozen, eq=False):
    """What a line that ends takes while it runs: ``who`` runs in each stretch of months.

    months  (stretches, years) how many; ``pounds`` (years, months + 1) cash by how many months it runs in a year
    rate    pounds a month before rounding
    cash    (years, columns) in which columns these pounds count; ``hours`` (stretches, columns)
    """

    who: tuple[Who, ...]
    months: Numbers
    pounds: Numbers
    rate: float
    cash: Numbers
    hours: Numbers


class Model(Frozen, eq=False):
    """A case in numbers: a column for each limit (of hours for each month in which somebody starts), then total cash
    (pounds) and total hours (hundredths), by which ties are settled."""

    case: Case

    def under(self, case: Case) -> Model:
        """The same for a case whose limits differ in their amounts only: nothing that is taken is added up again."""
        other = Model(case)
        other.__dict__.update(steps=self.steps, runs=self.runs)
        return other

    @cached_property
    def period(self) -> Period:
        return Period.of(self.case.bought.round.settings)

    @cached_property
    def position(self) -> dict[int, int]:
        return {row: at for at, row in enumerate(self.case.free)}

    @cached_property
    def columns(self) -> tuple[tuple[Limit, int], ...]:
        """Each limit with the month in which it is held (hours) or 0."""
        projects = (self.case.bought.round.by_row[row] for row in (*self.case.free, *self.case.forced))
        starts = sorted(
            {self.period.first, *(max(self.period.begin(project), self.period.first) for project in projects)}
        )
        months = {HOURS: starts}
        return tuple((limit, month) for limit in self.case.limits for month in months.get(limit.kind, [0]))

    @cached_property
    def most(self) -> Numbers:
        return np.array([limit.most for limit, _ in self.columns], dtype=np.int64)

    @property
    def width(self) -> int:
        return len(self.columns) + 2

    @cached_property
    def coverage(self) -> tuple[Coverage, ...]:
        return self.case.bought.coverage

    def who(self, rows: Iterable[int]) -> Who:
        """The positions of those that compete among some rows; None where one is in all the same."""
        group = frozenset(rows)
        return (
            None if group & self.case.forced else frozenset(self.position[row] for row in group if row in self.position)
        )

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """One for each pattern of who needs lines from when."""
        together: dict[tuple[Who, ...], Numbers] = {}
        for line in self.lines:
            who, months = self.first_needed(line)
            runs = self.runs_of(line)
            takes = np.stack([self._from(line, month, runs if len(runs) == 1 else {}) for month in months])
            together[who] = together[who] + takes if who in together else takes
        return tuple(Step(who, takes) for who, takes in together.items() if takes.any())

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """The lines that end and that projects need at different times."""
        lines = [line for line in self.lines if len(self.runs_of(line)) > 1]
        return tuple(self._run(line) for line in lines)

    @cached_property
    def lines(self) -> list[CostLine]:
        return list(self.case.bought.needed([*self.case.free, *self.case.forced]))

    def _needers(self, line: CostLine) -> list[int]:
        needers = self.case.bought.needers[line.row]
        return [row for row in needers if row in self.position or row in self.case.forced]

    def first_needed(self, line: CostLine) -> tuple[tuple[Who, ...], list[int]]:
        """Who needs a line from which month on, earliest first; nobody after one who is in all the same."""
        starting: dict[int, list[int]] = defaultdict(list)
        for row in self._needers(line):
            starting[self.period.begin(self.case.bought.round.by_row[row])].append(row)
        starters, months = [], sorted(starting)
        for month in months:
            starters.append(self.who(starting[month]))
            if starters[-1] is None:
                break
        return tuple(starters), months[: len(starters)]

    def runs_of(self, line: CostLine) -> dict[tuple[int, int], list[int]]:
        """Who needs a line that ends, by first and last month; none for one that goes on."""
        runs: dict[tuple[int, int], list[int]] = defaultdict(list)
        for row in self._needers(line) if line.ends else ():
            project = self.case.bought.round.by_row[row]
            runs[max(self.period.begin(project), self.period.first), self.period.end(project)].append(row)
        return dict(runs)

    def _from(self, line: CostLine, first: int, runs: Mapping[tuple[int, int], object]) -> Numbers:
        """What a line takes if it is first needed in a month: set-up, and what runs from then."""
        period, settings = self.period, self.case.bought.round.settings
        takes = np.zeros(self.width, dtype=np.int64)
        if first >= period.first:
            takes += self._cash(period.year(first), setup_cash(line, settings))
        if not line.ends or runs:
            start, end = (max(first, period.first), period.last) if not line.ends else next(iter(runs))
            months = range(start, end + 1)
            for year, count in period.by_year(months).items():
                takes += self._cash(year, running_cash(line, settings, count))
            takes += self._hours(line, months)
        return takes

    def _cash(self, year: int, cash: Cash) -> Numbers:
        by_kind = {CAPITAL: cash.capital, REVENUE: cash.revenue}
        takes = [
            (by_kind[limit.kind] if limit.year == year else 0)
            if limit.kind in by_kind
            else cash.total * (limit.kind != HOURS)
            for limit, _ in self.columns
        ]
        return np.array([*takes, cash.total, 0], dtype=np.int64)

    def _hours(self, line: CostLine, months: range) -> Numbers:
        a_month = 0 if line.hours is None else line.hours.high
        takes = [a_month if limit.kind == HOURS and month in months else 0 for limit, month in self.columns]
        return np.array([*takes, 0, a_month * len(months)], dtype=np.int64)

    def _run(self, line: CostLine) -> Run:
        period, settings, runs = self.period, self.case.bought.round.settings, self.runs_of(line)
        edges = sorted({month for first, last in runs for month in (first, last + 1)})
        stretches = [range(first, end) for first, end in pairwise(edges)]
        who = [self._running(runs, months[0]) for months in stretches]
        counts = [period.by_year(months) for months in stretches]
        cash = [self._cash(year, Cash(0, 1, 1)) for year in period.years]
        pounds = [[running_cash(line, settings, count).revenue for count in range(period.months + 1)]] * len(cash)
        return Run(
            tuple(who),
            np.array([[count.get(year, 0) for year in period.years] for count in counts], dtype=np.int64),
            np.array(pounds, dtype=np.int64),
            monthly_rate(line, settings),
            np.stack(cash),
            np.stack([self._hours(line, months) for months in stretches]),
        )

    def _running(self, runs: Mapping[tuple[int, int], Iterable[int]], month: int) -> Who:
        """Who runs in a month."""
        return self.who(row for (first, last), rows in runs.items() if first <= month <= last for row in rows)

    @cached_property
    def needs(self) -> tuple[tuple[int, int], ...]:
        """Pairs of positions: the first can be in only with the second."""
        rows = self.case.free
        needs = ((row, needed) for row in rows for needed in self.case.bought.round.by_row[row].depends - {row})
        return tuple(sorted((self.position[row], self.position[to]) for row, to in needs if to in self.position))

    @cached_property
    def apart(self) -> tuple[tuple[int, int], ...]:
        """Pairs of positions that do not go together."""
        pairs = {
            (min(at, self.position[other]), max(at, self.position[other]))
            for row, at in self.position.items()
            for other in self.case.bought.round.by_row[row].not_with
            if other in self.position and other != row
        }
        return tuple(sorted(pairs))

    @cached_property
    def tracks(self) -> tuple[Who, ...]:
        """Who has an activity, and who has a service."""
        by_row = self.case.bought.round.by_row
        return tuple(
            self.who(row for row in (*self.case.free, *self.case.forced) if kind in by_row[row].kinds)
            for kind in (terms.ACTIVITY, terms.SERVICE)
        )
