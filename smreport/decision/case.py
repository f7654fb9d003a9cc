"""Who competes for the first wave and under which limits; what must be in and cannot; which limits a set exceeds.

Nothing is looked for here: what looks for the best set of a case is in ``wave``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from smreport.decision.bought import Bought
from smreport.decision.money import BUDGET, HOURS, Limit, limits_held, spent
from smreport.decision.records import Blank
from smreport.decision.terms import CAPITAL, REVENUE
from smreport.decision.unknown import NotKnown, lacking, not_known, risk_of
from smreport.frozen import Frozen, replace

UNKNOWN, TOO_RISKY, WAITS, NOT_WITH, BLOCKED = "unknown", "too_risky", "waits", "not_with", "blocked"


class Bar(Frozen):
    """Why a project cannot be in any set: unknown, too_risky, waits, not_with, blocked.

    blanks  the cells to fill in (unknown: its own; blocked: those of must-dos, commitments or limits)
    others  rows of the projects that it waits for or does not go together with; ``names`` those that are not open
    risk    what it is, where it is too risky
    """

    kind: str
    blanks: tuple[Blank, ...] = ()
    others: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    risk: int = 0


class Case(Frozen, eq=False):
    """Who competes for the first wave, and under which limits.

    order    all open projects, best rank first; of equal benefit, cash and hours it decides
    forced   in all the same; ``barred`` cannot be in
    limits   of money and hours; ``twin_track`` whether an activity and a service are asked
    by_solver  whether to use the solver even where all sets can be tried
    """

    bought: Bought
    order: tuple[int, ...]
    forced: frozenset[int]
    barred: Mapping[int, Bar]
    unknown: NotKnown
    limits: tuple[Limit, ...]
    twin_track: bool = True
    by_solver: bool = False

    @cached_property
    def free(self) -> tuple[int, ...]:
        """Those that compete, best rank first."""
        return tuple(row for row in self.order if row not in self.forced and row not in self.barred)

    def with_limits(self, limits: Iterable[Limit]) -> Case:
        """The same under other limits of money and hours."""
        return replace(self, limits=tuple(limits))

    def with_closure(self, rows: Collection[int]) -> frozenset[int]:
        """What is in all the same, with some projects and what they depend on."""
        return self.forced | self.bought.with_needs(rows)


def case_of(bought: Bought, order: Sequence[int]) -> Case:
    """The case of a round. ``order``: see ``score.in_order``."""
    unknown, limits = not_known(bought), bought.round.limits
    case = Case(bought, tuple(order), bought.forced, {}, unknown, limits_held(bought.round), limits.twin_track)
    barred: dict[int, Bar] = {}
    for row in order:
        if row not in case.forced and (bar := _barred_alone(case, row)):
            barred[row] = bar
    for row in order:
        waited = sorted(bought.with_needs({row}) & barred.keys() - {row})
        if row not in case.forced and row not in barred and waited:
            barred[row] = Bar(WAITS, others=tuple(waited))
    return replace(case, barred=barred)


def _barred_alone(case: Case, row: int) -> Bar | None:
    """Why a project cannot be in whatever the others do."""
    bought, project = case.bought, case.bought.round.by_row[row]
    appetite, risk = bought.round.limits.risk, risk_of(bought, row)
    if unknowns := lacking(bought, row):
        return Bar(UNKNOWN, blanks=tuple(lack.blank for lack in unknowns))
    if appetite is not None and risk > appetite:
        return Bar(TOO_RISKY, risk=risk)
    if project.lost:
        return Bar(WAITS, names=project.lost)
    if against := sorted(case.forced & project.not_with):
        return Bar(NOT_WITH, others=tuple(against))
    if case.unknown.touches and _touches(case, row):
        return Bar(BLOCKED, blanks=case.unknown.blanks)
    return None


def _touches(case: Case, row: int) -> bool:
    """Whether a project takes anything of a limit of which it is not known how much is left."""
    bought, touched = case.bought, case.unknown.touches
    before, after = spent(bought, case.forced), spent(bought, case.with_closure({row}))
    parts = {CAPITAL: "capital", REVENUE: "revenue", BUDGET: "total"}
    return (HOURS in touched and before.hours != after.hours) or any(
        getattr(before.cash[year], part) != getattr(after.cash[year], part)
        for kind, part in parts.items()
        if kind in touched
        for year in after.cash
    )


def conflicts(case: Case) -> tuple[tuple[int, ...], ...]:
    """What must be in and cannot: pairs that do not go together, and single ones that are ``risky`` or ``stranded``."""
    by_row = case.bought.round.by_row
    pairs = {tuple(sorted((row, other))) for row in case.forced for other in by_row[row].not_with & case.forced - {row}}
    return tuple(sorted({*pairs, *((row,) for row in (*risky(case), *stranded(case)))}))


def risky(case: Case) -> tuple[int, ...]:
    """What must be in and is above the risk appetite; a commitment is not held against it, as it is taken already."""
    appetite = case.bought.round.limits.risk
    return tuple(row for row in _asked(case) if appetite is not None and risk_of(case.bought, row) > appetite)


def stranded(case: Case) -> tuple[int, ...]:
    """What must be in and depends on a project that is neither open nor done; no commitment, as it is taken already."""
    return tuple(row for row in _asked(case) if case.bought.round.by_row[row].lost)


def _asked(case: Case) -> list[int]:
    return sorted(case.forced - case.bought.committed)


def excess(case: Case, chosen: Collection[int]) -> tuple[tuple[Limit, int], ...]:
    """The limits that a set exceeds, each with by how much."""
    takes = spent(case.bought, chosen)
    over = ((limit, takes.against(limit) - limit.most) for limit in case.limits)
    return tuple((limit, much) for limit, much in over if much > 0)
