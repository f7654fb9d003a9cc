"""The first wave by mixed-integer programming, with HiGHS: for more projects than all of whose sets can be tried.

x(p) is whether a project is in; covered(g) whether uses are covered, in [0, 1]; needed(s, t) whether the lines of a
step are needed at a time or before: at least x(p) of those that start then, at least needed(s, before), and at most
needed(s, before) plus the x(p) that start then, without which set-up would be pulled forward into a year with room.
Cash of a line that ends is rounded up by a whole variable. Where the x are whole, everything is exact.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from smreport.decision.model import Model, Run, Step, Who
from smreport.decision.money import HOURS
from smreport.frozen import Frozen

if TYPE_CHECKING:
    import highspy

NODES = 200_000  # of the search tree, divided by the projects; a count, unlike a time limit, gives the same answer on
# every machine, and a node takes the longer the more projects there are
SMALL = 100  # projects up to which a wave is looked for in one go
PLAIN = 60  # projects up to which all that prepares a long search takes longer than it saves
NEAR_NODES = 10  # where a set near the best is known
WHOLE_GAP = 0.99  # points are whole: what is less than one better is not better
ALL_CASH = 0.49  # of a point, that all cash together counts where it settles ties
UNIT = 1000.0  # a point in the objective that settles cash too, so that a pound is far above the tolerances
LOOSE = 1e-7  # the solver's own tolerances: with 1e-9 its presolve has cut off the optimum
HALF = 0.5

Parts = Mapping[int, float]  # by variable


@dataclass
class Program:
    """A linear program as it is put together: variables with bounds, rows of parts, and what is maximised."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[Parts, float]] = field(default_factory=list)  # at most

    def variable(self, upper: float = 1.0, whole: bool = False) -> int:
        """A new one from 0 on."""
        self.lower.append(0.0)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.lower) - 1

    def at_most(self, parts: Parts, most: float) -> None:
        self.rows.append((parts, most))

    def at_least(self, parts: Parts, least: float) -> None:
        self.rows.append(({at: -part for at, part in parts.items()}, -least))

    def no_more_than(self, variable: int, others: Iterable[int]) -> None:
        """A variable is at most the sum of others."""
        self.at_most({variable: 1.0, **dict.fromkeys(others, -1.0)}, 0.0)


class Solution(Frozen):
    """What the solver found: whether each project that competes is in, and what no solution can exceed."""

    taken: tuple[bool, ...]
    bound: float


class Aim(Frozen):
    """What is maximised: an objective, so many times that of the points, which may fall short by so much of a point.

    gap  how far from the best the search may end, in the objective's own units
    """

    objective: Parts
    unit: float = 1.0
    short: float = 0.0
    gap: float = 0.0

    def points(self, bound: float) -> int:
        """The points that nothing exceeds where nothing exceeds a bound of the objective."""
        return math.floor(bound / self.unit + self.short + 1e-6)


class Relaxed(Frozen):
    """The best where projects may be taken in part: what nothing can exceed, each part, and what changing it costs."""

    bound: float
    parts: tuple[float, ...]
    reduced: tuple[float, ...]


class WaveProgram:
    """The program of a model: its x are the first variables, by position."""

    def __init__(self, model: Model, points: Sequence[int] | None = None, twin: bool = False) -> None:
        self.model = model
        self.program = Program()
        self.size = len(model.case.free)
        for _ in range(self.size):
            self.program.variable(whole=True)
        self.columns: list[dict[int, float]] = [{} for _ in range(model.width)]
        self.base = np.zeros(model.width)
        self.benefit, self.sure_benefit = self._benefit(points)
        for step in model.steps:
            self._add_step(step)
        for run in model.runs:
            self._add_run(run)
        self._add_rules(twin)

    def _benefit(self, points: Sequence[int] | None) -> tuple[dict[int, float], int]:
        worths = [group.points for group in self.model.coverage] if points is None else points
        benefit, sure = dict[int, float](), 0
        for group, worth in zip(self.model.coverage, worths, strict=True):
            who = self.model.who(group.claimants)
            if who is None:
                sure += worth
            elif who and worth:
                covered = self._covered(who)
                benefit[covered] = benefit.get(covered, 0.0) + worth
        return benefit, sure

    def _covered(self, who: frozenset[int]) -> int:
        if len(who) == 1:
            return next(iter(who))
        covered = self.program.variable()
        self.program.no_more_than(covered, who)
        return covered

    def _add_step(self, step: Step) -> None:
        """needed(s, t) as variables; what is taken counts from one to the next."""
        nothing = np.zeros_like(step.takes[0])
        before: int | None = None
        for at, who in enumerate(step.who):
            change = step.takes[at] - (step.takes[at + 1] if at + 1 < len(step.who) else nothing)
            if who is None:
                self.base += change
                return
            needed = self._needed(who, before)
            self._count(needed, change)
            before = needed

    def _needed(self, who: frozenset[int], before: int | None) -> int:
        if before is None and len(who) == 1:
            return next(iter(who))
        needed = self.program.variable()
        causes = who if before is None else {before, *who}
        for cause in causes:
            self.program.no_more_than(cause, [needed])
        self.program.no_more_than(needed, causes)
        return needed

    def _count(self, variable: int, takes: Sequence[float]) -> None:
        for column, part in zip(self.columns, takes, strict=True):
            if part:
                column[variable] = column.get(variable, 0.0) + float(part)

    def _add_run(self, run: Run) -> None:
        runs = [self._runs(who) for who in run.who]
        for variable, hours in zip(runs, run.hours, strict=True):
            if variable is None:
                self.base += hours
            else:
                self._count(variable, hours)
        for year, cash in enumerate(run.cash):
            paid = self.program.variable(float(run.pounds[year].max()), whole=True)
            pounds = [*zip(runs, run.rate * run.months[:, year], strict=True)]
            parts = {variable: -part for variable, part in pounds if variable is not None and part}
            sure = sum(part for variable, part in pounds if variable is None)
            self.program.at_least({paid: 1.0, **parts}, sure - 1e-6)
            self._count(paid, cash)

    def _runs(self, who: Who) -> int | None:
        """Whether a line runs in a stretch of months: at least the x of those that run then. None: all the same."""
        if who is None:
            return None
        runs = self.program.variable()
        for project in who:
            self.program.no_more_than(project, [runs])
        return runs

    def _add_rules(self, twin: bool) -> None:
        for needer, needed in self.model.needs:
            self.program.no_more_than(needer, [needed])
        for project, other in self.model.apart:
            self.program.at_most({project: 1.0, other: 1.0}, 1.0)
        for who in self.model.tracks if twin else ():
            if who is not None:
                self.program.at_least(dict.fromkeys(who, 1.0), 1.0)

    def hold_limits(self, slack: str = "") -> list[int]:
        """The limits as rows; of one sort ("money", "hours") by so much more as variables say, which are returned.

        Hours are one limit, whatever the month, so they have one variable.
        """
        more: dict[object, int] = {}
        for at, (limit, _) in enumerate(self.model.columns):
            sort = HOURS if limit.kind == HOURS else "money"
            parts = dict(self.columns[at])
            if slack in (sort, "both"):
                key = sort if sort == HOURS else limit
                if key not in more:
                    more[key] = self.program.variable(math.inf)
                parts[more[key]] = -1.0
            self.program.at_most(parts, float(limit.most) - self.base[at] + HALF * (not slack))
        return list(more.values())

    def hold(self, objective: Parts, least: float) -> None:
        """Keeps an objective at least so good."""
        self.program.at_least(objective, least)

    def fix(self, positions: Collection[int], value: float) -> None:
        for at in positions:
            self.program.lower[at] = self.program.upper[at] = value

    def cut_off(self, taken: Sequence[bool]) -> None:
        """Anything but this set."""
        parts = {at: 1.0 if is_in else -1.0 for at, is_in in enumerate(taken)}
        self.program.at_most(parts, sum(taken) - 1.0)

    def branch(self) -> WaveProgram:
        """A copy, to which bounds and rows can be added."""
        other, own = copy(self), self.program
        other.program = Program([*own.lower], [*own.upper], own.whole, [*own.rows])
        return other

    @property
    def aim(self) -> Aim:
        """The most points, which are whole."""
        return Aim(self.benefit, gap=WHOLE_GAP)

    @property
    def thrifty_aim(self) -> Aim:
        """The most points, and of these the least cash: all cash together counts less than half a point."""
        cash = self.columns[-2]
        most = sum(abs(part) * self.program.upper[at] for at, part in cash.items())
        if not most:
            return self.aim
        pound = UNIT * ALL_CASH / most
        objective = {at: UNIT * part for at, part in self.benefit.items()}
        for at, part in cash.items():
            objective[at] = objective.get(at, 0.0) - pound * part
        return Aim(objective, UNIT, ALL_CASH, pound / 2)

    def relaxed(self, objective: Parts) -> Relaxed | None:
        """The linear relaxation; None where nothing fits."""
        import highspy

        solver = _solver(self.program, objective, whole=False)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = solver.getSolution()
        parts, reduced = (tuple(map(float, values[: self.size])) for values in (solution.col_value, solution.col_dual))
        return Relaxed(-solver.getInfo().objective_function_value, parts, reduced)

    def with_core(self, relaxed: Relaxed, size: int) -> WaveProgram:
        """The same with only so many projects left open: those on the edge; the others are as in the relaxation."""
        by_edge = sorted(range(self.size), key=lambda at: (abs(relaxed.reduced[at]), at))
        sure = [at for at in by_edge[size:] if min(relaxed.parts[at], 1 - relaxed.parts[at]) < LOOSE]
        core = self.branch()
        for at in sure:
            core.fix([at], float(round(relaxed.parts[at])))
        return core

    def maximise(
        self, aim: Aim, most_nodes: int, part: float = 0.0, start: Collection[int] | None = None, patient: bool = True
    ) -> Solution | None:
        """The best that is found; None where nothing fits, or (not ``patient``) nothing was found in so many nodes.

        part   of the best that may be missed; ``start`` the positions of a set to begin with
        """
        import highspy

        if not self.program.lower:  # nothing competes: what is in all the same fits, or does not
            return Solution((), 0.0) if all(most >= 0 for _, most in self.program.rows) else None
        while True:
            solver = self._run(aim, most_nodes, part, start)
            status = solver.getModelStatus()
            if status == highspy.HighsModelStatus.kInfeasible:
                return None
            if solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
                values = solver.getSolution().col_value
                return Solution(tuple(value > HALF for value in values[: self.size]), -solver.getInfo().mip_dual_bound)
            assert status == highspy.HighsModelStatus.kSolutionLimit, status
            if not patient:
                return None
            most_nodes *= 10

    def _run(self, aim: Aim, most_nodes: int, part: float, start: Collection[int] | None) -> highspy.Highs:
        """One search."""
        solver = _solver(self.program, aim.objective)
        _set(solver, {"mip_max_nodes": most_nodes, "mip_rel_gap": part, "mip_abs_gap": aim.gap})
        _set(solver, _PLAIN if self.size <= PLAIN else {})
        if start is not None:
            positions = np.arange(self.size, dtype=np.int32)
            solver.setSolution(self.size, positions, np.isin(positions, list(start)).astype("float64"))
        solver.run()
        return solver


Options = Mapping[str, bool | int | float | str]

_OPTIONS: Options = {
    "output_flag": False, "threads": 1, "parallel": "off",
    "mip_heuristic_effort": 0.0, "mip_pscost_minreliable": 2,
    "mip_feasibility_tolerance": LOOSE,
}  # fmt: skip


_PLAIN: Options = {
    "presolve": "off", "mip_allow_restart": False, "mip_allow_cut_separation_at_nodes": False,
}  # fmt: skip


@cache
def _silent() -> type[highspy.Highs]:
    """HiGHS that calls nobody back: turning that on prints its name and version before it can be told to keep quiet.

    It is loaded when it is first asked.
    """
    import highspy

    class Silent(highspy.Highs):
        def enableCallbacks(self) -> None:  # noqa: N802
            """Asked for as it is made."""

    return Silent


def _solver(program: Program, objective: Parts, whole: bool = True) -> highspy.Highs:
    solver = _silent()()
    _set(solver, _OPTIONS)
    solver.passModel(_linear(program, objective, whole))
    return solver


def _set(solver: highspy.Highs, options: Options) -> None:
    """Sets options; one that HiGHS does not take is an error of ours."""
    import highspy

    for name, value in options.items():
        status = solver.setOptionValue(name, value)
        assert status == highspy.HighsStatus.kOk, name


def _linear(program: Program, objective: Parts, whole: bool) -> highspy.HighsLp:
    import highspy

    size, rows, linear = len(program.lower), program.rows, highspy.HighsLp()
    linear.num_col_, linear.num_row_ = size, len(rows)
    linear.col_cost_ = [-objective.get(at, 0.0) for at in range(size)]
    linear.col_lower_, linear.col_upper_ = program.lower, program.upper
    linear.row_lower_ = [-highspy.kHighsInf] * len(rows)
    units = [_unit(parts) for parts, _ in rows]
    linear.row_upper_ = [most / unit for (_, most), unit in zip(rows, units, strict=True)]
    linear.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    linear.a_matrix_.start_ = [0, *np.cumsum([len(parts) for parts, _ in rows], dtype=np.int64).tolist()]
    linear.a_matrix_.index_ = [at for parts, _ in rows for at in parts]
    linear.a_matrix_.value_ = list(_scaled(rows, units))
    if whole:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        linear.integrality_ = [kinds[is_whole] for is_whole in program.whole]
    return linear


def _unit(parts: Parts) -> float:
    """A power of two by which to divide a row without rounding, so that its parts are a thousand at most."""
    return 2.0 ** max(0, int(np.frexp(max(map(abs, parts.values()), default=1.0))[1]) - 10)


def _scaled(rows: Sequence[tuple[Parts, float]], units: Sequence[float]) -> Iterator[float]:
    for (parts, _), unit in zip(rows, units, strict=True):
        yield from (part / unit for part in parts.values())
