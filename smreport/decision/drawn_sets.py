"""What sets of projects bring and take in every draw, and which is best in each, all sets at once.

What a set takes is the sum of parts, each taken by the sets for which something is true: that a line is first needed
at a time, that it runs so many months of a year, or that it runs in a stretch of months. So it is one product of
matrices, in whole numbers far below 2 to the power of 53, and exact on every machine in whatever order it is added up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from smreport.decision.draws import Draws, Floats, Numbers
from smreport.decision.model import Model, Who
from smreport.decision.money import BUDGET, HOURS, MONTHS, PENCE, first_needed, running
from smreport.decision.records import CostLine
from smreport.decision.sets import AllSets, Truths, in_chunks
from smreport.decision.terms import CAPITAL, REVENUE
from smreport.frozen import Frozen, replace

NO_SET = -1


class When(NamedTuple):
    """For which sets a part counts.

    who     who starts at each time, or runs in each stretch; ``months`` of one year in each stretch (() for a start)
    number  the time at which it is first needed; or the months of the year in which it runs
    """

    who: tuple[Who, ...]
    months: tuple[int, ...]
    number: int


class Taking(Frozen, eq=False):
    """What cost lines take in each draw, in the columns of a model: each limit, then all cash and all hours."""

    model: Model
    draws: Draws

    def of(self, line: CostLine, first: int, months: Collection[int]) -> Numbers:
        """(columns, draws): the set-up, which falls in the month ``first``, and what runs in some months.

        The months are in the plan; ``first`` may be before it, and then the set-up is not held against it.
        """
        period, takes = self.model.period, np.zeros((self.model.width, self.draws.count), dtype=np.int64)
        figures = self.draws.figures[line.row]
        if first >= period.first:
            pounds = -(-figures.setup // PENCE)
            kinds = {line.setup_kind} if line.setup_kind else {CAPITAL, REVENUE}
            self._pay(takes, period.year(first), pounds, kinds)
        for year, count in period.by_year(months).items():
            self._pay(takes, year, self.running(line, count), {REVENUE})
        self._work(takes, line, months)
        return takes

    def running(self, line: CostLine, months: int) -> Numbers:
        """(draws): pounds for so many months of one year."""
        pounds: Numbers = -(-self.draws.figures[line.row].yearly * months // (PENCE * MONTHS))
        return pounds

    def paid(self, line: CostLine, year: int, months: int) -> Numbers:
        """(columns, draws): the yearly cost for so many months of one year."""
        takes = np.zeros((self.model.width, self.draws.count), dtype=np.int64)
        self._pay(takes, year, self.running(line, months), {REVENUE})
        return takes

    def worked(self, line: CostLine, months: Collection[int]) -> Numbers:
        """(columns, draws): the hours in some months."""
        takes = np.zeros((self.model.width, self.draws.count), dtype=np.int64)
        self._work(takes, line, months)
        return takes

    def _pay(self, takes: Numbers, year: int, pounds: Numbers, kinds: Collection[str]) -> None:
        for at, (limit, _) in enumerate(self.model.columns):
            if limit.kind == BUDGET or (limit.kind in kinds and limit.year == year):
                takes[at] += pounds
        takes[-2] += pounds

    def _work(self, takes: Numbers, line: CostLine, months: Collection[int]) -> None:
        hours = self.draws.figures[line.row].hours
        for at, (limit, month) in enumerate(self.model.columns):
            if limit.kind == HOURS and month in months:
                takes[at] += hours
        takes[-1] += hours * len(months)

    def of_set(self, chosen: Collection[int]) -> Numbers:
        """(columns, draws): what one set takes."""
        bought, period = self.model.case.bought, self.model.period
        total = np.zeros((self.model.width, self.draws.count), dtype=np.int64)
        chosen_rows = frozenset(chosen)
        for line in bought.needed(chosen):
            who = [bought.round.by_row[row] for row in bought.needers[line.row] & chosen_rows]
            total += self.of(line, first_needed(period, who), running(period, line, who))
        return total


class DrawnSets(Frozen, eq=False):
    """All sets in all draws."""

    sets: AllSets
    draws: Draws

    @cached_property
    def taking(self) -> Taking:
        return Taking(self.sets.model, self.draws)

    @cached_property
    def parts(self) -> dict[When, Numbers]:
        """What is taken when, (columns, draws) each; parts of the same sets are one."""
        together: dict[When, Numbers] = {}
        for line in self.sets.model.lines:
            for when, takes in self._parts(line):
                together[when] = together[when] + takes if when in together else takes
        return {when: takes for when, takes in together.items() if takes.any()}

    def _parts(self, line: CostLine) -> Iterator[tuple[When, Numbers]]:
        model, period = self.sets.model, self.sets.model.period
        who, months = model.first_needed(line)
        runs = model.runs_of(line)
        for at, month in enumerate(months):
            if not line.ends:
                runs_in: Collection[int] = range(max(month, period.first), period.last + 1)
            else:
                runs_in = _months(next(iter(runs))) if len(runs) == 1 else ()
            yield When(who, (), at), self.taking.of(line, month, runs_in)
        if len(runs) > 1:
            yield from self._stretches(line, runs)

    def _stretches(self, line: CostLine, runs: Mapping[tuple[int, int], list[int]]) -> Iterator[tuple[When, Numbers]]:
        """A line that ends and that projects need at different times."""
        model, period = self.sets.model, self.sets.model.period
        edges = sorted({month for first, last in runs for month in (first, last + 1)})
        stretches = [range(first, end) for first, end in pairwise(edges)]
        who = tuple(
            model.who(row for (first, last), rows in runs.items() if first <= months[0] <= last for row in rows)
            for months in stretches
        )
        for needers, months in zip(who, stretches, strict=True):
            yield When((needers,), (1,), 1), self.taking.worked(line, months)
        for year in period.years:
            in_year = tuple(period.by_year(months).get(year, 0) for months in stretches)
            for count in sorted(_sums(in_year)):
                yield When(who, in_year, count), self.taking.paid(line, year, count)

    def truth(self, when: When, numbers: Numbers) -> Truths:
        """For which sets a part counts."""
        if when.months:
            months = np.zeros(len(numbers), dtype=np.int64)
            for who, count in zip(when.who, when.months, strict=True):
                months += count * self._any_of(who, numbers)
            return np.asarray(months == when.number)
        is_first = self._any_of(when.who[when.number], numbers)
        for who in when.who[: when.number]:
            is_first &= ~self._any_of(who, numbers)
        return is_first

    def _any_of(self, who: Who, numbers: Numbers) -> Truths:
        if who is None:
            return np.ones(len(numbers), dtype=np.bool_)
        return np.asarray((numbers & self.sets.bits(who)) != 0)

    @cached_property
    def too_risky(self) -> Numbers:
        """(draws): the bits of the projects above the risk appetite; a bit more where one is in all the same.

        Commitments are not held against it, as in ``wave.conflicts``.
        """
        case, over_appetite = self.sets.model.case, np.zeros(self.draws.count, dtype=np.int64)
        appetite = case.bought.round.limits.risk
        if appetite is not None:
            bits = {row: self.sets.bit(at) for at, row in enumerate(case.free)}
            bits |= dict.fromkeys(case.forced - case.bought.committed, self._in_all)
            for row, bit in bits.items():
                over_appetite |= bit * (self.draws.risks[row] > appetite)
        return over_appetite

    @property
    def _in_all(self) -> int:
        """The bit of what is in all sets the same."""
        return 1 << self.sets.size

    @cached_property
    def best(self) -> Numbers:
        """(draws): the number of the best set in each, by every rule for ties; -1 where none fits."""
        best_sets = np.full(self.draws.count, NO_SET, dtype=np.int64)
        among = self._possible
        if among is not None:
            in_chunks(self.draws.count, 8 * len(among.numbers), lambda part: among.settle(best_sets, part))
        return best_sets

    @cached_property
    def _possible(self) -> _Among | None:
        """The sets that keep the limits if all costs were at the lowest that was drawn."""
        model, numbers = self.sets.model, self.sets.numbers[::-1]
        nothing = [np.zeros((model.width, self.draws.count), dtype=np.int64)]
        takes = np.stack([*self.parts.values()] or nothing).astype(np.float64)
        counts = [self.truth(when, numbers) for when in self.parts]
        truths = (np.stack(counts, axis=1) if counts else np.zeros((len(numbers), 1))).astype(np.float64)
        limits = len(model.columns)
        fits = _within(truths @ takes.min(axis=2)[:, :limits], model.most)
        if not fits.any():
            return None
        with_all = numbers[fits] | self._in_all
        sure = _within(truths[fits] @ takes.max(axis=2)[:, :limits], model.most)
        sure &= (with_all & np.bitwise_or.reduce(self.too_risky)) == 0
        covers = self.sets.covered[:, ::-1].T[fits]
        both = self._both(numbers[fits]) if model.case.twin_track else np.ones(fits.sum(), dtype=np.bool_)
        both &= covers[:, self._adding].any(axis=1)
        among = _Among(
            numbers[fits], truths[fits], covers.astype(np.float64), sure, both, takes,
            self.draws.points.astype(np.float64), model, self.too_risky, self._in_all,
        )  # fmt: skip
        return among.where(both) if (sure & both).any() else among

    @property
    def _adding(self) -> Truths:
        """(groups of uses): which bring points beyond what is in all the same; in each draw, if in one."""
        forced, groups = self.sets.model.case.forced, self.sets.model.coverage
        return np.array([group.points > 0 and not group.claimants & forced for group in groups], dtype=np.bool_)

    def _both(self, numbers: Numbers) -> Truths:
        activity, service = (self._any_of(who, numbers) for who in self.sets.model.tracks)
        return np.asarray(activity & service)


class _Among(Frozen, eq=False):
    """Sets, the greatest number first: which parts they take, what they cover, which fit in every draw, and which bring
    benefit beyond what is in all the same, and have both tracks where that is asked."""

    numbers: Numbers
    truths: Floats
    covered: Floats
    sure: Truths
    both: Truths
    takes: Floats
    points: Floats
    model: Model
    too_risky: Numbers
    in_all: int

    def where(self, which: Truths | Numbers) -> _Among:
        return replace(
            self, numbers=self.numbers[which], truths=self.truths[which], covered=self.covered[which],
            sure=self.sure[which], both=self.both[which],
        )  # fmt: skip

    def settle(self, best_sets: Numbers, part: slice) -> None:
        """Writes the best set of each of some draws."""
        benefit, among = self.covered @ self.points[:, part], self
        if (sure := self.sure & self.both).any():
            near = (benefit >= benefit[sure].max(axis=0)).any(axis=1)
            benefit, among = benefit[near], self.where(near)
        fits = ((among.numbers | self.in_all)[:, None] & self.too_risky[part]) == 0
        for column, most in enumerate(self.model.most):
            fits &= among.truths @ self.takes[:, column, part] <= most
        with_both = fits & among.both[:, None]
        fits = np.where(with_both.any(axis=0), with_both, fits)
        tied = fits & (benefit == (benefit * fits).max(axis=0))
        for column in (-2, -1):
            rows = np.flatnonzero(tied.any(axis=1))
            among, tied = among.where(rows), tied[rows]
            amount = among.truths @ self.takes[:, column, part]
            tied &= amount == np.where(tied, amount, np.inf).min(axis=0, initial=np.inf)
        has = tied.any(axis=0)
        if has.any():
            nothing_more = tied[among.numbers == 0].any(axis=0)  # where nothing brings any benefit
            first = np.where(nothing_more, 0, among.numbers[tied.argmax(axis=0)])
            best_sets[part] = np.where(has, first, NO_SET)


def _within(takes: Floats, most: Numbers) -> Truths:
    return np.asarray((takes <= most).all(axis=1))


def _months(run: tuple[int, int]) -> range:
    return range(run[0], run[1] + 1)


def _sums(counts: Collection[int]) -> set[int]:
    """All sums of some of the numbers."""
    sums = {0}
    for count in counts:
        sums |= {total + count for total in sums}
    return sums
