"""The first wave: the set of projects that brings the most benefit within all limits and rules.

Where at most 16 projects compete all sets are tried; beyond, a solver finds the set, every one that it returns is added
up afresh in whole numbers, and one that breaks a limit is cut off. Of equal benefit less cash is better, then fewer
hours, then the best-ranked project in which two sets differ, then the title.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import cached_property

import numpy as np

from smreport.decision import terms
from smreport.decision.bought import Bought, Coverage
from smreport.decision.case import Case, case_of, conflicts, excess
from smreport.decision.model import Model
from smreport.decision.money import HOURS, Limit, Spent, spent
from smreport.decision.near import Near
from smreport.decision.records import Round
from smreport.decision.sets import MOST_PROJECTS, AllSets
from smreport.decision.solver import HALF, LOOSE, NEAR_NODES, NODES, SMALL, Aim, Relaxed, Solution, WaveProgram
from smreport.decision.tally import Tally, Truths
from smreport.decision.verdict import MET, NOT_ASKED, NOT_POSSIBLE
from smreport.frozen import Frozen, replace

MONEY = "money"
GAP = 0.001  # beyond what is small, a set so near the best is looked for first
CORE = 100  # projects left open when looking for it
WINDOW = 16  # projects whose order is settled in one go: their weights are powers of two


class Found(Frozen):
    """The best set that was found: all its projects, must-dos and commitments among them.

    at_most  what no set can exceed; equal to ``benefit`` where that is proved
    """

    chosen: frozenset[int]
    benefit: int
    at_most: int

    @property
    def is_exact(self) -> bool:
        return self.benefit >= self.at_most


class Wave(Frozen):
    """The first wave.

    chosen   Excel rows of 7 Portfolio, must-dos and commitments among them
    benefit  points together; ``at_most`` see ``Found``
    spent    cash by year and hours by month, as they are held against the limits
    twin     met, not_possible (then the wave is without it) or not_asked, as where nothing brings any benefit
    """

    chosen: frozenset[int]
    benefit: int
    at_most: int
    spent: Spent
    twin: str

    @property
    def short(self) -> float:
        """By which part of the best it may fall short; 0 where it is exact."""
        return 1 - self.benefit / self.at_most if self.at_most > self.benefit else 0.0


class Search(Frozen, eq=False):
    """Looks for the best set of a case, by trying all or by the solver."""

    case: Case

    @cached_property
    def model(self) -> Model:
        return Model(self.case)

    @cached_property
    def all_sets(self) -> AllSets | None:
        """All sets, where they are few enough to be tried."""
        return AllSets(self.model) if len(self.case.free) <= MOST_PROJECTS and not self.case.by_solver else None

    @cached_property
    def tally(self) -> Tally:
        """What adds up one set at a time."""
        return Tally(self.model)

    @cached_property
    def near(self) -> Near:
        """What looks about near a set, by rank."""
        return Near(self.tally, tuple(range(len(self.case.free))))

    def best(self, have: Collection[int] = (), without: Collection[int] = (), twin: bool = False) -> Found | None:
        """The best set with some projects and without others; None where there is none."""
        wanted, unwanted = frozenset(have) - self.case.forced, frozenset(without)
        if not wanted <= self.model.position.keys() or unwanted & self.case.forced or not self.is_consistent:
            return None
        if self.all_sets is None:
            return _solved(self, wanted, unwanted, twin)
        sets = self.all_sets
        position = self.model.position
        must, never = (sum(sets.bit(position[row]) for row in rows & position.keys()) for rows in (wanted, unwanted))
        number = sets.best(must, never, twin)
        return None if number is None else self.found(sets.rows(number))

    def under(self, limits: Iterable[Limit]) -> Search:
        """The same under other limits of money and hours. Sets bring and take the same, and are not tried out again."""
        other = Search(self.case.with_limits(limits))
        if [limit[:2] for limit in other.case.limits] == [limit[:2] for limit in self.case.limits]:
            other.__dict__["model"] = model = self.model.under(other.case)
            if self.all_sets is not None:
                other.__dict__["all_sets"] = self.all_sets.under(model)
            else:
                other.__dict__["tally"] = self.tally.under(model)
        return other

    def found(self, rows: Collection[int], at_most: int | None = None) -> Found:
        chosen = self.case.forced | frozenset(rows)
        benefit = self.case.bought.benefit(chosen)
        return Found(chosen, benefit, benefit if at_most is None else max(benefit, at_most))

    @cached_property
    def is_consistent(self) -> bool:
        """Whether what is in all the same goes together, and is within the risk appetite."""
        return not conflicts(self.case)

    def key(self, chosen: Collection[int]) -> tuple[int, int, int, tuple[bool, ...]]:
        """By which sets are put in order: the least is the best."""
        takes = spent(self.case.bought, chosen)
        absent = tuple(row not in chosen for row in self.case.free)
        return -self.case.bought.benefit(chosen), takes.total.total, sum(takes.hours), absent


def search_of(round: Round, order: Collection[int], by_solver: bool = False) -> Search:
    """The search for a round. ``order``: all open projects, best rank first."""
    return Search(replace(case_of(Bought(round), tuple(order)), by_solver=by_solver))


def first_wave(search: Search) -> Wave | None:
    """The first wave; None where no set keeps all limits and rules. See ``proposed``."""
    case = search.case
    best = proposed(case, lambda twin: search.best(twin=twin), case.twin_track)
    if best is None:
        return None
    kinds = {kind for row in best.chosen for kind in case.bought.round.by_row[row].kinds}
    without = NOT_POSSIBLE if best.benefit > case.bought.benefit(case.forced) else NOT_ASKED
    twin = (MET if kinds >= {terms.ACTIVITY, terms.SERVICE} else without) if case.twin_track else NOT_ASKED
    return Wave(best.chosen, best.benefit, best.at_most, spent(case.bought, best.chosen), twin)


def proposed(case: Case, find: Callable[[bool], Found | None], twin: bool) -> Found | None:
    """What is proposed, of the best sets that are found with both tracks and without.

    Both tracks are asked of sets that bring benefit beyond what is in all the same. Where no set brings any, nothing
    more is proposed: no money is spent on what no benefit is scored for.
    """
    sure = case.bought.benefit(case.forced)
    best = find(True) if twin else None
    if best is None or best.benefit <= sure:
        best = find(False)
    if best is not None and best.benefit <= sure and spent(case.bought, case.forced).keeps(case.limits):
        return replace(best, chosen=case.forced)
    return best


# --- by the solver ---


def _solved(search: Search, have: frozenset[int], without: frozenset[int], twin: bool) -> Found | None:
    program = _program(search, have, without, twin)
    if program is None:
        return None
    program.hold_limits()
    if program.size > SMALL and (near := _near_best(search, program)):
        return near
    relaxed = program.relaxed(program.benefit)
    start = _Start(search, relaxed, have, without, twin).searched() if relaxed else None
    best = _within_limits(search, program, program.thrifty_aim, start=start)
    return _settled(search, program, best) if best and best.is_exact else best


class _Start(Frozen):
    """Good sets to begin with, from the order in which the relaxation takes projects; None where none is found."""

    search: Search
    relaxed: Relaxed
    have: frozenset[int] = frozenset()
    without: frozenset[int] = frozenset()
    twin: bool = False

    def rounded(self) -> frozenset[int] | None:
        """What the relaxation takes whole, filled up."""
        whole = np.array([part > 1 - LOOSE for part in self.relaxed.parts], dtype=np.bool_)
        filled, tally = self._near.refilled(whole, self._core), self.search.tally
        if filled is None or (self.twin and not tally.on_both_tracks(filled)):
            return None
        return tally.rows(filled)

    def searched(self) -> frozenset[int] | None:
        """The best that looking about finds; for very many projects what is rounded."""
        if len(self.relaxed.parts) > SMALL:
            return self.rounded()
        best = self._near.best_found(self._core, self.twin)
        return None if best is None else self.search.tally.rows(best)

    @cached_property
    def _near(self) -> Near:
        parts, reduced = self.relaxed.parts, self.relaxed.reduced
        out = [row for row in self.search.case.free if self.search.case.bought.with_needs({row}) & self.without]
        positions = set(range(len(parts))) - {self.search.model.position[row] for row in out}
        order = sorted(positions, key=lambda at: (-parts[at], reduced[at], at))
        return Near(self.search.tally, tuple(order))

    @cached_property
    def _core(self) -> Truths:
        return self.search.tally.of(self.search.case.bought.with_needs(self.have))


def nearly_best(search: Search, part: float, twin: bool = False) -> Found | None:
    """A set that falls short of the best by a part of it at most, by the solver; equal ones are not put in order."""
    program = _program(search, frozenset(), frozenset(), twin) if search.is_consistent else None
    if program is None:
        return None
    program.hold_limits()
    relaxed = program.relaxed(program.benefit)
    start = None
    if relaxed is not None:
        begin, at_most = _Start(search, relaxed, twin=twin), program.sure_benefit + program.aim.points(relaxed.bound)
        for look in (begin.rounded, begin.searched):
            start = look() or start
            if start is not None and (attempt := search.found(start, at_most)).benefit >= attempt.at_most * (1 - part):
                return attempt
        if program.size > SMALL:
            core = program.with_core(relaxed, CORE)
            near = _within_limits(search, core, core.aim, part, start)
            return None if near is None else replace(near, at_most=max(at_most, near.benefit))
    return _within_limits(search, program, program.aim, part, start)


def _within_limits(
    search: Search, program: WaveProgram, aim: Aim, part: float = 0.0, start: frozenset[int] | None = None
) -> Found | None:
    """The best set of a program that keeps the limits when it is added up afresh. ``start``: one that does."""
    begin = None if start is None else _positions(search, start)
    while (solution := program.maximise(aim, _nodes(program), part, begin)) is not None:
        candidate = search.found(_rows(search, solution), program.sure_benefit + aim.points(solution.bound))
        if spent(search.case.bought, candidate.chosen).keeps(search.case.limits):
            return candidate
        program.cut_off(solution.taken)
    return None


def _nodes(program: WaveProgram) -> int:
    return max(NODES // max(program.size, 1), NEAR_NODES)


def _positions(search: Search, chosen: frozenset[int]) -> list[int]:
    return [search.model.position[row] for row in chosen - search.case.forced]


def _near_best(search: Search, program: WaveProgram) -> Found | None:
    """A set near the best of very many projects: all but those on the edge are settled as if taken in parts.

    What the relaxation says that nothing can exceed holds for it (Balas and Zemel 1980).
    """
    relaxed = program.relaxed(program.benefit)
    core = program.with_core(relaxed, CORE) if relaxed else None
    near = _within_limits(search, core, core.aim, GAP / 2) if core else None
    if relaxed is None or near is None:
        return None
    near = replace(near, at_most=program.sure_benefit + program.aim.points(relaxed.bound))
    if near.benefit >= near.at_most * (1 - GAP):
        return near
    solution = program.maximise(program.aim, NEAR_NODES, GAP, _positions(search, near.chosen))
    if solution is None:
        return near
    at_most = min(near.at_most, program.sure_benefit + program.aim.points(solution.bound))
    better = search.found(_rows(search, solution), at_most)
    fits = spent(search.case.bought, better.chosen).keeps(search.case.limits) and better.benefit > near.benefit
    return better if fits else replace(near, at_most=max(at_most, near.benefit))


def _program(search: Search, have: frozenset[int], without: frozenset[int], twin: bool) -> WaveProgram | None:
    position = search.model.position
    if twin and frozenset() in search.model.tracks:
        return None
    program = WaveProgram(search.model, twin=twin)
    program.fix([position[row] for row in without if row in position], 0.0)
    program.fix([position[row] for row in have], 1.0)
    return None if have & without else program


def _rows(search: Search, solution: Solution) -> frozenset[int]:
    return frozenset(row for row, is_in in zip(search.case.free, solution.taken, strict=True) if is_in)


def _settled(search: Search, program: WaveProgram, best: Found) -> Found:
    """Of all sets with as much benefit the one with less cash, then fewer hours, then better ranks.

    As a rule there is no other with as much benefit for no more cash, and then nothing else is asked.
    """
    program.hold(program.benefit, best.benefit - program.sure_benefit - HALF)
    while (rival := _rival(search, program, best)) is not None:
        settled = search.key(best.chosen)[:2] == search.key(rival.chosen)[:2]
        best = min(best, rival, key=lambda option: search.key(option.chosen))
        if settled:
            return _by_all_ties(search, program, best)
    return best


def _rival(search: Search, program: WaveProgram, best: Found) -> Found | None:
    """Another set with as much benefit for no more cash; None where there is none, or none was found."""
    others = program.branch()
    cash = others.columns[-2]
    others.program.at_most(cash, search.key(best.chosen)[1] - others.base[-2] + HALF)
    others.cut_off([row in best.chosen for row in search.case.free])
    while (solution := others.maximise(Aim({}), _nodes(program) // 2, patient=False)) is not None:
        rival = search.found(_rows(search, solution), best.at_most)
        if spent(search.case.bought, rival.chosen).keeps(search.case.limits):
            return rival
        others.cut_off(solution.taken)
    return None


def _by_all_ties(search: Search, program: WaveProgram, best: Found) -> Found:
    for column in (-2, -1):
        objective = {at: -part for at, part in program.columns[column].items()}
        best = _better(search, program, objective, best)
        least = search.key(best.chosen)[3 + column] - program.base[column]
        program.hold(objective, -least - HALF)
    return _by_rank(search, program, best)


def _better(search: Search, program: WaveProgram, objective: dict[int, float], best: Found) -> Found:
    begin = _positions(search, best.chosen)
    while (solution := program.maximise(Aim(objective), _nodes(program) // 2, 0.0, begin)) is not None:
        other = search.found(_rows(search, solution), best.at_most)
        if spent(search.case.bought, other.chosen).keeps(search.case.limits):
            return min(best, other, key=lambda option: search.key(option.chosen))
        program.cut_off(solution.taken)
    return best


def _by_rank(search: Search, program: WaveProgram, best: Found) -> Found:
    """From the best rank on, each project in wherever that can be."""
    free = search.case.free
    for start in range(0, len(free), WINDOW):
        window = range(start, min(start + WINDOW, len(free)))
        if not all(free[at] in best.chosen for at in window):
            weights = {at: 2.0 ** (WINDOW - 1 - at + start) for at in window}
            best = _better(search, program, weights, best)
        for at in window:
            program.fix([at], 1.0 if free[at] in best.chosen else 0.0)
    return best


# --- what would mend it ---


def least_excess(search: Search, sort: str) -> tuple[tuple[Limit, int], ...] | None:
    """The smallest more of one sort ("money", "hours" or "both") with which a set fits; None where no more of it helps.

    Each limit that has to be raised, with by how much.
    """
    chosen = _least_excess(search, sort)
    if chosen is None:
        return None
    return excess(search.case, chosen)


def _least_excess(search: Search, sort: str) -> frozenset[int] | None:
    if not search.is_consistent:
        return None
    if search.all_sets is not None:
        return _least_of_all(search, search.all_sets, sort)
    program = WaveProgram(search.model)
    more = program.hold_limits(sort)
    solution = program.maximise(Aim(dict.fromkeys(more, -1.0)), _nodes(program))
    return None if solution is None else search.case.forced | _rows(search, solution)


def _least_of_all(search: Search, sets: AllSets, sort: str) -> frozenset[int] | None:
    money, hours = sets.excess(MONEY), sets.excess(HOURS)
    counted = {MONEY: money, HOURS: hours}.get(sort, money + hours)
    fits = {MONEY: hours == 0, HOURS: money == 0}.get(sort, np.ones_like(money, dtype=np.bool_))
    if not fits.any():
        return None
    least = counted[fits].min()
    numbers = sets.numbers[fits & (counted == least)]
    return search.case.forced | sets.rows(int(numbers[0]))


def fewest_released(search: Search) -> tuple[int, ...] | None:
    """The fewest must-dos without which a set fits; None where no release of must-dos helps."""
    round = search.case.bought.round
    musts = [project.row for project in round.projects if project.must and not project.committed]
    freed = replace(round, projects=tuple(replace(project, must=False) for project in round.projects))
    counted = tuple(Coverage(frozenset({row}), 1, ()) for row in musts)
    case = case_of(Bought(freed, counted), search.case.order)
    best = Search(replace(case, limits=search.case.limits, by_solver=search.case.by_solver)).best()
    return None if best is None else tuple(sorted(row for row in musts if row not in best.chosen))
