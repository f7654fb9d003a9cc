"""What is to be said of the first wave of a case, and what would mend limits that cannot be met."""

from __future__ import annotations

from smreport.decision.case import conflicts, excess, risky, stranded
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
    money, hours = least_excess(search, MONEY), least_excess(search, HOURS)
    return Mend(
        over=excess(case, case.forced),
        money=money,
        hours=hours,
        both=least_excess(search, "both") if money is None and hours is None else None,
        release=fewest_released(search),
        apart=tuple(rows for rows in conflicts(case) if len(rows) > 1),
        risky=tuple((row, risk_of(case.bought, row)) for row in risky(case)),
        stranded=stranded(case),
        cells=case.unknown.blanks,
    )
