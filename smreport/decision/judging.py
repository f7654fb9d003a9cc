"""What is to be said of the first wave of a case, and what would mend limits that cannot be met."""

from __future__ import annotations

from smreport.decision.case import Case, conflicts, excess
from smreport.decision.money import HOURS
from smreport.decision.unknown import risk_of
from smreport.decision.verdict import CANNOT_BE_MET, HELD, NONE_SET, NOT_KNOWN_YET, Mend, Verdict
from smreport.decision.wave import MONEY, Search, Wave, fewest_released, first_wave, least_excess


def verdict_of(search: Search) -> tuple[Verdict, Wave | None]:
    """The verdict, and the wave it is about.

    There is no wave where no limit is set or none can be met. Where limits are not known yet there is what can be
    placed all the same: must-dos, commitments, and what takes nothing of the limits that are not known.
    """
    case = search.case
    if not case.bought.round.limits.any_set:
        return Verdict(NONE_SET), None
    wave = first_wave(search)
    if wave is None:
        return Verdict(CANNOT_BE_MET, mend=_mend(search)), None
    if case.unknown.blanks:
        return Verdict(NOT_KNOWN_YET, wave.short, wave.twin, Mend(cells=case.unknown.blanks)), wave
    return Verdict(HELD, wave.short, wave.twin), wave


def _mend(search: Search) -> Mend:
    case = search.case
    clashes = conflicts(case)
    money, hours = least_excess(search, MONEY), least_excess(search, HOURS)
    return Mend(
        over=excess(case, case.forced),
        money=money,
        hours=hours,
        both=least_excess(search, "both") if money is None and hours is None else None,
        release=fewest_released(search),
        apart=tuple(rows for rows in clashes if len(rows) > 1),
        risky=_risky(case, clashes),
        cells=case.unknown.blanks,
    )


def _risky(case: Case, clashes: tuple[tuple[int, ...], ...]) -> tuple[tuple[int, int], ...]:
    return tuple((rows[0], risk_of(case.bought, rows[0])) for rows in clashes if len(rows) == 1)
