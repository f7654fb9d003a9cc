"""Why a project is in the first wave or out of it: the first reason that is true, as data, each true by test.

Words come from elsewhere. Displacement is the optimum with the project forced in: exactly where all sets can be tried
or it is asked for one project; else a set that holds it, by leaving out and refilling, so that the points are at most.
"""

from __future__ import annotations

from smreport.decision.case import BLOCKED, NOT_WITH, TOO_RISKY, UNKNOWN, WAITS, Bar, Case, excess
from smreport.decision.money import spent
from smreport.decision.near import NEXT_IN_RANK
from smreport.decision.records import Blank
from smreport.decision.verdict import MET, Excess
from smreport.decision.wave import Found, Search, Wave
from smreport.frozen import Frozen

TOO_DEAR, NO_SET = "too_dear", "no_set"
NOTHING_SCORED, ADDS_NOTHING, DISPLACED, EQUAL = "nothing_scored", "adds_nothing", "displaced", "equal"
MUST_DO, COMMITTED, NEEDED_BY, TWIN_TRACK, CHOSEN, EQUAL_WITHOUT = (
    "must_do", "committed", "needed_by", "twin_track", "chosen", "equal_without",
)  # fmt: skip
OUT = (
    UNKNOWN, TOO_RISKY, TOO_DEAR, NO_SET, WAITS, NOT_WITH, BLOCKED, NOTHING_SCORED, ADDS_NOTHING, DISPLACED, EQUAL,
)  # fmt: skip
IN = (MUST_DO, COMMITTED, NEEDED_BY, TWIN_TRACK, CHOSEN, EQUAL_WITHOUT)
DEARER, MORE_HOURS, LOWER_RANK, LATER_TITLE = "dearer", "more_hours", "lower_rank", "later_title"


class Reason(Frozen):
    """Why a project is in or out. What a kind does not need is empty.

    kind     out: unknown, too_risky, too_dear, no_set, waits, not_with, blocked, nothing_scored, adds_nothing,
             displaced, equal; in: must_do, committed, needed_by, twin_track, chosen, equal_without;
             "" where it was not worked out
    blanks   cells to fill in (unknown, blocked)
    others   rows: waited for, not together with, that need it
    names    of projects waited for that are not open
    risk     (too_risky) ``over`` limits with how much (too_dear)
    enters, leaves  (displaced, equal: with it in; chosen, equal_without: with it out) rows that come in and go out
    points   by how many the other set is less, at most where ``is_exact`` is false
    tie      (equal) by what it was settled: dearer, more_hours, lower_rank or later_title; ``by`` how many pounds or
             hundredths of an hour
    """

    kind: str
    blanks: tuple[Blank, ...] = ()
    others: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    risk: int = 0
    over: Excess = ()
    enters: tuple[int, ...] = ()
    leaves: tuple[int, ...] = ()
    points: int = 0
    is_exact: bool = True
    tie: str = ""
    by: int = 0


def reasons(search: Search, wave: Wave, ranks: dict[int, int | None]) -> dict[int, Reason]:
    """Why each open project is in or out, by row. ``ranks`` of all open projects.

    Where not all sets can be tried, the reasons "no set within the rules has it" and "twin track" are not given, and
    those displaced beyond the twenty next in rank have no reason worked out (kind "").
    """
    case, by_row = search.case, {}
    worked_out = 0
    for row in case.order:
        if row in wave.chosen:
            by_row[row] = why_in(search, wave, row, exact=False)
            continue
        by_row[row] = why_out(search, wave, row, ranks, displacement=worked_out < NEXT_IN_RANK, exact=False)
        worked_out += by_row[row].kind in (DISPLACED, EQUAL)
    return by_row


def why_out(
    search: Search, wave: Wave, row: int, ranks: dict[int, int | None], displacement: bool = True, exact: bool = True
) -> Reason:
    """The first that is true of a project that is out. ``exact``: solved for it where not all sets can be tried."""
    case = search.case
    bar = case.barred.get(row)
    if bar is not None:
        return _barred(bar)
    is_solved = search.all_sets is not None or exact
    other = search.best({row}, twin=wave.twin == MET) if is_solved else None
    if is_solved and other is None:
        over = excess(case, case.with_closure({row}))
        return Reason(TOO_DEAR, over=over) if over else Reason(NO_SET)
    if not is_solved and (over := excess(case, case.with_closure({row}))):
        return Reason(TOO_DEAR, over=over)
    if reason := _rules(case, wave, row):
        return reason
    return _outdone(search, wave, row, ranks, other, displacement)


def _barred(bar: Bar) -> Reason:
    return Reason(bar.kind, blanks=bar.blanks, others=bar.others, names=bar.names, risk=bar.risk)


def _rules(case: Case, wave: Wave, row: int) -> Reason | None:
    """It waits for a project that is out, does not go with one that is in, or has nothing that is scored."""
    waits = case.bought.with_needs({row}) - {row} - wave.chosen
    if waits:
        return Reason(WAITS, others=tuple(sorted(waits)))
    if against := case.bought.round.by_row[row].not_with & wave.chosen:
        return Reason(NOT_WITH, others=tuple(sorted(against)))
    if not any(group.points for group in case.bought.claims[row]):
        return Reason(NOTHING_SCORED)
    if not case.bought.gain(row, wave.chosen):
        return Reason(ADDS_NOTHING)
    return None


def _outdone(
    search: Search, wave: Wave, row: int, ranks: dict[int, int | None], other: Found | None, displacement: bool
) -> Reason:
    with_it = other.chosen if other is not None else None
    if with_it is None and displacement:
        with_it = refilled(search, wave, search.case.with_closure({row}))
    if with_it is None or (less := wave.benefit - search.case.bought.benefit(with_it)) < 0:
        return Reason("")
    is_exact = other is not None and other.is_exact and wave.short == 0
    enters, leaves = _changes(wave.chosen, with_it)
    if less > 0:
        return Reason(DISPLACED, enters=enters, leaves=leaves, points=less, is_exact=is_exact)
    tie, by = _tie(search, wave, with_it, ranks)
    return Reason(EQUAL, enters=enters, leaves=leaves, tie=tie, by=by, is_exact=is_exact)


def _changes(before: frozenset[int], after: frozenset[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return tuple(sorted(after - before)), tuple(sorted(before - after))


def _tie(search: Search, wave: Wave, other: frozenset[int], ranks: dict[int, int | None]) -> tuple[str, int]:
    """By what the wave is preferred to a set with as much benefit."""
    takes = spent(search.case.bought, other)
    if more := takes.total.total - wave.spent.total.total:
        return DEARER, more
    if more := sum(takes.hours) - sum(wave.spent.hours):
        return MORE_HOURS, more
    first = next(row for row in search.case.order if (row in wave.chosen) != (row in other))
    best_of_other = next((row for row in search.case.order if row in other - wave.chosen), None)
    same_rank = best_of_other is not None and ranks[first] == ranks[best_of_other]
    return (LATER_TITLE if same_rank else LOWER_RANK), 0


def why_in(search: Search, wave: Wave, row: int, exact: bool = True) -> Reason:
    """The first that is true of a project that is in."""
    case = search.case
    by_row = case.bought.round.by_row
    if by_row[row].committed:
        return Reason(COMMITTED)
    if by_row[row].must:
        return Reason(MUST_DO)
    needed_by = sorted(case.bought.dependants[row] & wave.chosen - {row})
    if needed_by:
        return Reason(NEEDED_BY, others=tuple(needed_by))
    if search.all_sets is not None or exact:
        return _chosen(search, wave, row)
    without = search.tally.of(wave.chosen - {row})
    if not search.tally.is_allowed(without) or (wave.twin == MET and not search.tally.on_both_tracks(without)):
        return Reason(CHOSEN, points=wave.benefit, is_exact=False)
    less = case.bought.gain(row, wave.chosen - {row})
    return Reason(CHOSEN if less > 0 else EQUAL_WITHOUT, leaves=(row,), points=less, is_exact=False)


def _chosen(search: Search, wave: Wave, row: int) -> Reason:
    is_twin = wave.twin == MET
    if is_twin and _only_of_its_kind(search.case, wave, row):
        free_choice = search.best()
        if free_choice is not None and row not in free_choice.chosen:
            return Reason(TWIN_TRACK)
    without = search.best(without={row}, twin=is_twin)
    if without is None:  # only with it are both tracks there
        return Reason(TWIN_TRACK)
    enters, leaves = _changes(wave.chosen, without.chosen)
    less, is_exact = wave.benefit - without.benefit, without.is_exact and wave.short == 0
    return Reason(CHOSEN if less > 0 else EQUAL_WITHOUT, enters=enters, leaves=leaves, points=less, is_exact=is_exact)


def _only_of_its_kind(case: Case, wave: Wave, row: int) -> bool:
    by_row = case.bought.round.by_row
    others = {kind for other in wave.chosen - {row} for kind in by_row[other].kinds}
    return bool(by_row[row].kinds - others)


def refilled(search: Search, wave: Wave, core: frozenset[int]) -> frozenset[int] | None:
    """A set with a core: the wave, with others left out from the worst rank up until it fits,
    then filled up again. None where none is found.

    What is found keeps all limits and rules, but need not be the best.
    """
    if core & search.case.barred.keys():
        return None
    tally = search.tally
    filled = search.near.refilled(tally.of(wave.chosen), tally.of(core))
    return None if filled is None or (wave.twin == MET and not tally.on_both_tracks(filled)) else tally.rows(filled)
