"""Tactic 7: the projects that bring the most benefit within budget and staff hours, exactly, and how that compares."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

import highspy
import pandas as pd

from smreport.blueprint.values import normalised
from smreport.decision import terms

ROOM = 1e-9  # of a limit: what rounding may add to a sum that just fits
TIE = 1e-6  # of the largest benefit, or cost, of a project: sums nearer than this are equal
LOOSE = 1e-7  # the solver's own tolerances: with 1e-9 its presolve has cut off the optimum
MOST_NODES = 20_000  # of the search tree; a count, unlike a time limit, gives the same answer on every machine
TIE_NODES = 200
CORE = 96  # projects left open when looking for a portfolio near the best
ROOT = 1  # node of the search tree: no branching
WINDOW = 16  # projects whose order is settled in one go: their weights are powers of two

_LIMITED = {"cost": "costs", "hours": "staff hours"}


@dataclass(frozen=True)
class Portfolio:
    """The projects to begin first.

    chosen      Excel rows of 7 Portfolio, ascending; empty where ``infeasible`` says why there is none
    value       benefit points together; ``cost`` in pounds and ``hours`` a month likewise, over what is known
    unplaced    rows that could not be considered, with the reason in words
    uncounted   chosen rows (must-dos, or what they depend on) of which something is not known: it counts as nothing
    proved      whether it is certain that no other portfolio has more benefit; where the search was cut short it
                is not, and ``at_most`` is what no portfolio can exceed
    at_most     see ``proved``; equal to ``value`` where that is proved
    infeasible  the limit or rule that cannot be met, in words, or ""
    """

    chosen: tuple[int, ...] = ()
    value: float = 0.0
    cost: float = 0.0
    hours: float = 0.0
    unplaced: Mapping[int, str] = field(default_factory=dict)
    uncounted: tuple[int, ...] = ()
    proved: bool = True
    at_most: float = 0.0
    infeasible: str = ""


@dataclass(frozen=True)
class Comparison:
    """What the optimum and the list each fund.

    both, only_optimum, only_list  Excel rows, ascending
    benefit, cost, hours           the optimum's less the list's (points, pounds, a month); NaN where something
                                   about a project that only one of them funds is not known
    """

    both: tuple[int, ...]
    only_optimum: tuple[int, ...]
    only_list: tuple[int, ...]
    benefit: float
    cost: float
    hours: float


def best_portfolio(
    projects: pd.DataFrame,
    *,
    budget: float = math.inf,
    hours: float = math.inf,
    must: Collection[int] = (),
    depends: Mapping[int, Collection[int]] | None = None,
    kinds: Mapping[int, Collection[str]] | None = None,
    twin_track: bool = True,
) -> Portfolio:
    """The set of projects with the most benefit points that keeps within both limits and all rules.

    ``projects`` is indexed by Excel row and has columns title, benefit, cost, hours and rank, each number NaN
    where unknown (``prioritise.scores`` makes it); its order does not matter. ``must`` are the rows always in;
    ``depends`` gives the rows that a row needs (those not in ``projects`` are past needing); ``kinds`` gives
    the kinds of area of a row, of which ``twin_track`` wants at least one activity and one service.

    What is maximised is the sum of benefit, not of scores: a score already holds the cost, which the budget
    takes care of here, and scores do not add up. Of equal benefit the cheaper set is taken; of equal cost the
    one that has the best-ranked project in which they differ. A project without benefit is left out of a tie.
    Limits are held to one part in a thousand million. A limit of infinity is none.

    A project of unknown benefit, or of unknown cost or hours where that is limited, is left out, with those
    that depend on it, unless a must-do brings it in. Projects that depend on each other come together or not.

    Where the rule of twin tracks cannot be met, a call without ``twin_track`` finds what is best without it.
    """
    there = frozenset(_rows(projects.index))
    needs = {row: there.intersection((depends or {}).get(row, ())) for row in _rows(projects.index)}
    limits = {"cost": budget, "hours": hours}
    forced = _with_needs(set(must) & set(needs), needs)
    unplaced = _unplaced(projects, limits, forced, needs)
    taking_part = projects.drop(index=list(unplaced))
    ordered = taking_part.assign(_row=_rows(taking_part.index)).sort_values(["rank", "_row"], na_position="last")
    case = _Case(ordered.drop(columns="_row"), limits, forced, needs, _spelt_alike(kinds or {}))
    wanted = (terms.ACTIVITY, terms.SERVICE) if twin_track else ()
    infeasible = _over_limits(case) or _missing_kind(case, wanted, unplaced)
    found = None if infeasible else _most_benefit(case, wanted)
    if found is None:
        return Portfolio(unplaced=unplaced, infeasible=infeasible or _beyond_limits(case, wanted))
    taken = _settle_ties(case, wanted, found) if found.proved else found.taken
    return replace(_portfolio(case, taken, found), unplaced=unplaced)


def compare(optimum_rows: Iterable[int], list_rows: Iterable[int], projects: pd.DataFrame) -> Comparison:
    """Which projects only the optimum funds, which only the list down which the money goes, and what differs."""
    optimum, listed = set(optimum_rows), set(list_rows)
    gained, lost = sorted(optimum - listed), sorted(listed - optimum)
    differences = {
        name: math.fsum(projects.loc[gained, name]) - math.fsum(projects.loc[lost, name])
        for name in ("benefit", "cost", "hours")
    }
    return Comparison(tuple(sorted(optimum & listed)), tuple(gained), tuple(lost), **differences)


# --- what takes part -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Case:
    """The projects that take part, best rank first, and what they are held to."""

    projects: pd.DataFrame
    limits: Mapping[str, float]
    forced: Set[int]
    needs: Mapping[int, Set[int]]
    kinds: Mapping[int, Set[str]]

    @property
    def rows(self) -> list[int]:
        return _rows(self.projects.index)

    def known(self, name: str) -> list[float]:
        """The figures of a column; what is not known counts as nothing."""
        return [float(value) for value in self.projects[name].fillna(0.0)]


def _rows(index: pd.Index) -> list[int]:
    return [int(str(row)) for row in index]


def _spelt_alike(kinds: Mapping[int, Collection[str]]) -> dict[int, Set[str]]:
    return {row: {normalised(kind) for kind in names} for row, names in kinds.items()}


def _with_needs(rows: Set[int], needs: Mapping[int, Set[int]]) -> Set[int]:
    """The rows and all that they depend on, directly or not."""
    reached, waiting = set(rows), list(rows)
    while waiting:
        further = set(needs[waiting.pop()]) - reached
        reached |= further
        waiting.extend(further)
    return reached


def _unplaced(
    projects: pd.DataFrame, limits: Mapping[str, float], forced: Set[int], needs: Mapping[int, Set[int]]
) -> dict[int, str]:
    """The rows that cannot be considered, ascending, with the reason."""
    told = {"benefit": "benefit", **{name: _LIMITED[name] for name in limits if math.isfinite(limits[name])}}
    unknown = {name: set(_rows(projects.index[projects[name].isna()])) - forced for name in told}
    unknown_rows = set[int]().union(*unknown.values())
    unplaced: dict[int, str] = {}
    for row in unknown_rows:
        lacking = [word for name, word in told.items() if row in unknown[name]]
        unplaced[row] = f"Its {_and(lacking)} {'is' if lacking == ['benefit'] else 'are'} not known yet."
    for row in sorted(set(needs) - set(unplaced) - forced):
        awaited = sorted(_with_needs({row}, needs) & unknown_rows)
        if awaited:
            unplaced[row] = f"It waits for {_and([str(projects.at[at, 'title']) for at in awaited])}."
    return dict(sorted(unplaced.items()))


def _portfolio(case: _Case, taken: Taken, found: _Found) -> Portfolio:
    chosen = sorted(row for row, is_in in zip(case.rows, taken, strict=True) if is_in)
    limited = ["benefit", *(name for name in case.limits if math.isfinite(case.limits[name]))]
    partly_known = set(_rows(case.projects.index[case.projects[limited].isna().any(axis=1)]))
    value = _sum(case, "benefit", taken)
    return Portfolio(
        chosen=tuple(chosen),
        value=value,
        cost=_sum(case, "cost", taken),
        hours=_sum(case, "hours", taken),
        uncounted=tuple(row for row in chosen if row in partly_known),
        proved=found.proved,
        at_most=value if found.proved else max(value, -found.bound * _unit(case.known("benefit"))),
    )


def _sum(case: _Case, name: str, taken: Taken) -> float:
    return math.fsum(value for value, is_in in zip(case.known(name), taken, strict=True) if is_in)


# --- the model -------------------------------------------------------------------------------------------------

Taken = tuple[bool, ...]  # one for each project of a case


@dataclass(frozen=True)
class _Rule:
    """The parts of those taken add up to so much at most. Rules are scaled so that parts are about 1."""

    parts: Mapping[int, float]
    at_most: float

    def holds(self, taken: Taken) -> bool:
        return math.fsum(part for at, part in self.parts.items() if taken[at]) <= self.at_most + ROOM


@dataclass(frozen=True)
class _Model:
    """Whatever is minimised, what holds, and the projects that are already settled (position: in or out)."""

    objective: Sequence[float]
    rules: tuple[_Rule, ...]
    settled: Mapping[int, bool]

    def cost_of(self, taken: Taken) -> float:
        return math.fsum(part for part, is_in in zip(self.objective, taken, strict=True) if is_in)


@dataclass(frozen=True)
class _Found:
    taken: Taken
    proved: bool
    bound: float  # of the objective


def _unit(values: Sequence[float]) -> float:
    """A power of two about as large as the largest value, by which to divide without rounding."""
    return 2.0 ** math.frexp(max(map(abs, values), default=0.0) or 1.0)[1]


def _scaled(case: _Case, name: str) -> list[float]:
    values = case.known(name)
    unit = _unit(values)
    return [value / unit for value in values]


def _limits(case: _Case) -> Iterator[_Rule]:
    for name, limit in case.limits.items():
        if math.isfinite(limit):
            values = case.known(name)
            unit = abs(limit) or _unit(values)
            yield _Rule({at: value / unit for at, value in enumerate(values) if value}, limit / unit)


def _dependencies(case: _Case) -> Iterator[_Rule]:
    position = {row: at for at, row in enumerate(case.rows)}
    for row, at in position.items():
        yield from (_Rule({at: 1.0, position[needed]: -1.0}, 0.0) for needed in sorted(case.needs[row] - {row}))


def _twin_tracks(case: _Case, wanted: Sequence[str]) -> Iterator[_Rule]:
    for kind in wanted:
        yield _Rule({at: -1.0 for at, row in enumerate(case.rows) if _is(case, row, kind)}, -1.0)


def _is(case: _Case, row: int, kind: str) -> bool:
    return normalised(kind) in case.kinds.get(row, ())


def _model(case: _Case, wanted: Sequence[str], objective: Sequence[float], limited: bool = True) -> _Model:
    rules = (*(_limits(case) if limited else ()), *_dependencies(case), *_twin_tracks(case, wanted))
    return _Model(objective, rules, {at: True for at, row in enumerate(case.rows) if row in case.forced})


def _most_benefit(case: _Case, wanted: Sequence[str]) -> _Found | None:
    model = _model(case, wanted, [-value for value in _scaled(case, "benefit")])
    near = _near_best(model)
    return _minimise(_narrowed(model, model.cost_of(near)) if near else model)


def _settle_ties(case: _Case, wanted: Sequence[str], found: _Found) -> Taken:
    """Of all portfolios with as much benefit the cheapest, and of these the one with the better ranks."""
    most = _model(case, wanted, [-value for value in _scaled(case, "benefit")])
    cheapest = replace(_held(most, found.taken), objective=_scaled(case, "cost"))
    taken = _better(cheapest, found.taken)
    return _by_rank(_held(cheapest, taken), [value > 0 for value in case.known("benefit")], taken)


def _held(model: _Model, taken: Taken) -> _Model:
    """The model with its objective as a rule, no worse than what was taken, and what this settles."""
    worst = model.cost_of(taken)
    rule = _Rule({at: part for at, part in enumerate(model.objective) if part}, worst + TIE)
    return replace(_narrowed(model, worst), rules=(*model.rules, rule))


def _better(model: _Model, taken: Taken) -> Taken:
    found = _minimise(model, TIE_NODES) if len(model.settled) < len(taken) else None
    return found.taken if found and model.cost_of(found.taken) < model.cost_of(taken) else taken


def _by_rank(model: _Model, liked: Sequence[bool], taken: Taken) -> Taken:
    """From the best rank on, each project in (or, without benefit, out) wherever that can be."""
    settled = dict(model.settled)
    left = [at for at in range(len(taken)) if at not in settled]
    for start in range(0, len(left), WINDOW):
        window = left[start : start + WINDOW]
        if any(taken[at] != liked[at] for at in window):
            weights = [0.0] * len(taken)
            for place, at in enumerate(reversed(window)):
                weights[at] = 2.0**place * (-1.0 if liked[at] else 1.0)
            taken = _better(replace(model, objective=weights, settled=dict(settled)), taken)
        settled.update({at: taken[at] for at in window})
    return taken


# --- what cannot be met ----------------------------------------------------------------------------------------


def _over_limits(case: _Case) -> str:
    """How far the must-dos alone go over a limit, in words."""
    musts: Taken = tuple(row in case.forced for row in case.rows)
    over = [_excess(name, _sum(case, name, musts), limit) for name, limit in case.limits.items()]
    said = [words for words in over if words]
    return f"The must-dos, with what they depend on, {_and(said)}." if said else ""


def _excess(name: str, needed: float, limit: float) -> str:
    """What goes over a limit and by how much; nothing where it fits."""
    over = needed - limit
    if not over > ROOM * abs(limit):
        return ""
    if name == "cost":
        return f"cost {_pounds(needed)}, {_pounds(over)} more than the budget"
    return f"need {_number(needed)} staff hours a month, {_number(over)} more than there are"


def _missing_kind(case: _Case, wanted: Sequence[str], unplaced: Mapping[int, str]) -> str:
    for kind in wanted:
        if not any(_is(case, row, kind) for row in case.rows):
            waiting = sum(_is(case, row, kind) for row in unplaced)
            why = "can be placed yet, as something is not known" if waiting else "has been proposed"
            return f"{_BOTH}, but no project with {_A[normalised(kind)]} {why}."
    return ""


_BOTH = "The first wave needs an activity and a service"
_A = {normalised(terms.ACTIVITY): "an activity", normalised(terms.SERVICE): "a service"}


def _beyond_limits(case: _Case, wanted: Sequence[str]) -> str:
    """Which of the two tracks, or both together, do not fit within the limits, in words."""
    for kinds in (*((kind,) for kind in wanted), tuple(wanted)):
        with_what = _and([_A[normalised(kind)] for kind in kinds])
        for name, limit in case.limits.items():
            least = _minimise(_model(case, kinds, _scaled(case, name), limited=False))
            assert least is not None, "a kind that is there can be taken where nothing is limited"
            words = _excess(name, _sum(case, name, least.taken), limit)
            if words:
                return f"{_BOTH}, but the least that must-dos with {with_what} can do is {words}."
        if _minimise(_model(case, kinds, [0.0] * len(case.rows))) is None:
            return f"{_BOTH}, but with {with_what} the must-dos fit either the budget or the staff hours, not both."
    raise AssertionError("there is no portfolio, and nothing that stands in its way")


def _and(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _pounds(value: float) -> str:
    return f"£{value:,.2f}".removesuffix(".00")


def _number(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")


# --- the solver ------------------------------------------------------------------------------------------------

_OPTIONS: Mapping[str, bool | int | float | str] = {
    "output_flag": False, "threads": 1, "parallel": "off", "random_seed": 0, "mip_rel_gap": 0.0, "mip_abs_gap": 0.0,
    "mip_feasibility_tolerance": LOOSE, "primal_feasibility_tolerance": LOOSE, "dual_feasibility_tolerance": LOOSE,
}  # fmt: skip


def _minimise(model: _Model, most_nodes: int = MOST_NODES) -> _Found | None:
    """The best that the solver finds and that holds when added up afresh; None where nothing can hold.

    The solver reckons with tolerances. What it proposes is held against the rules without them, and excluded
    where it breaks one.
    """
    if not model.objective:
        return _Found((), True, 0.0)
    while True:
        solver = _solver(model, whole=True)
        solver.setOptionValue("mip_max_nodes", most_nodes)
        solver.run()
        status, told = solver.getModelStatus(), solver.getInfo()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        assert status in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kSolutionLimit), status
        if told.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            most_nodes *= 10
            continue
        taken = tuple(value > 0.5 for value in solver.getSolution().col_value)
        if all(rule.holds(taken) for rule in model.rules):
            return _Found(taken, status == highspy.HighsModelStatus.kOptimal, told.mip_dual_bound)
        model = replace(model, rules=(*model.rules, _anything_but(taken)))


def _anything_but(taken: Taken) -> _Rule:
    return _Rule({at: 1.0 if is_in else -1.0 for at, is_in in enumerate(taken)}, sum(taken) - 1.0)


def _near_best(model: _Model) -> Taken | None:
    """A portfolio near the best, soon found: all but the core of projects on the edge are settled as if in parts.

    It says how good the best is at least, which settles most projects for certain (Balas and Zemel 1980).
    """
    relaxed = _relaxed(model) if len(model.objective) > CORE else None
    if relaxed is None:
        return None
    by_edge = sorted(range(len(model.objective)), key=lambda at: abs(relaxed.reduced[at]))
    sure = {at: relaxed.parts[at] > 0.5 for at in by_edge[CORE:]}
    found = _minimise(replace(model, settled={**sure, **model.settled}), ROOT)
    return found.taken if found else None


def _narrowed(model: _Model, worst: float) -> _Model:
    """The model with the projects settled that are in, or out, wherever the objective is no worse: by reduced cost."""
    relaxed = _relaxed(model)
    if relaxed is None:
        return model
    beyond = worst + 12 * TIE - relaxed.least
    sure = {at: cost < 0 for at, cost in enumerate(relaxed.reduced) if abs(cost) > beyond}
    return replace(model, settled={**sure, **model.settled})


@dataclass(frozen=True)
class _Relaxed:
    """The best where projects may be taken in part: the objective, each part, and what changing it costs at least."""

    least: float
    parts: Sequence[float]
    reduced: Sequence[float]


def _relaxed(model: _Model) -> _Relaxed | None:
    solver = _solver(model, whole=False)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    solution = solver.getSolution()
    return _Relaxed(solver.getInfo().objective_function_value, solution.col_value, solution.col_dual)


class _Silent(highspy.Highs):
    """HiGHS, told to keep quiet before it does anything: turning on its call-backs prints its name and version."""

    def enableCallbacks(self) -> None:  # noqa: N802
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


def _solver(model: _Model, whole: bool) -> highspy.Highs:
    """HiGHS with the model in it: projects taken wholly or not at all, or in part."""
    solver = _Silent()  # type: ignore[no-untyped-call]
    for name, value in _OPTIONS.items():
        solver.setOptionValue(name, value)
    solver.passModel(_linear(model, whole))
    return solver


def _linear(model: _Model, whole: bool) -> highspy.HighsLp:
    size, linear = len(model.objective), highspy.HighsLp()
    linear.num_col_, linear.num_row_ = size, len(model.rules)
    linear.col_cost_ = list(model.objective)
    linear.col_lower_ = [1.0 if model.settled.get(at, False) else 0.0 for at in range(size)]
    linear.col_upper_ = [1.0 if model.settled.get(at, True) else 0.0 for at in range(size)]
    linear.row_lower_ = [-highspy.kHighsInf] * len(model.rules)
    linear.row_upper_ = [rule.at_most + ROOM for rule in model.rules]
    linear.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    ends = [0]
    for rule in model.rules:
        ends.append(ends[-1] + len(rule.parts))
    linear.a_matrix_.start_ = ends
    linear.a_matrix_.index_ = [at for rule in model.rules for at in rule.parts]
    linear.a_matrix_.value_ = [part for rule in model.rules for part in rule.parts.values()]
    if whole:
        linear.integrality_ = [highspy.HighsVarType.kInteger] * size
    return linear
