"""One verdict on the first wave: four fields that every sentence, title, caption, decision sought and check reads."""

from __future__ import annotations

from dataclasses import dataclass

from smreport.decision.model import Case
from smreport.decision.money import HOURS, Limit
from smreport.decision.records import Blank
from smreport.decision.unknown import risk_of
from smreport.decision.wave import (
    MONEY,
    NOT_ASKED,
    Search,
    Wave,
    conflicts,
    excess,
    fewest_released,
    first_wave,
    least_excess,
)

NONE_SET, HELD, CANNOT_BE_MET, NOT_KNOWN_YET = "none_set", "held", "cannot_be_met", "not_known_yet"
NOT_PUBLISHED = "not_published"

Excess = tuple[tuple[Limit, int], ...]
"""Limits, each with what is needed beyond it: pounds, or hundredths of an hour in the fullest month."""


@dataclass(frozen=True)
class Mend:
    """How limits that cannot be met, or are not known yet, could be.

    over     limits that must-dos and commitments, with what they depend on, exceed, each with by how much
    money    the smallest more money with which a set fits, hours as they are; ``hours`` the same the other way
             round; each None where it would not help alone, and then ``both`` is the smallest of the two together
    release  the fewest must-dos (rows) without which a set fits, None where no release helps
    apart    pairs of rows that must both be in and do not go together
    risky    rows that must be in and are above the risk appetite, each with its risk
    cells    blanks to fill in, where limits are not known yet
    """

    over: Excess = ()
    money: Excess | None = None
    hours: Excess | None = None
    both: Excess | None = None
    release: tuple[int, ...] | None = None
    apart: tuple[tuple[int, ...], ...] = ()
    risky: tuple[tuple[int, int], ...] = ()
    cells: tuple[Blank, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What is to be said of the first wave.

    limits      none_set, held, cannot_be_met or not_known_yet; a wave is recommended where they are held only. For
                the public not_published, where the verdict rests on projects that are not for publication
    proof       by which part of the best the wave may fall short; 0 where it is exact, None where there is no wave
    twin_track  met, not_possible (the wave is without it) or not_asked
    mend        what would help, where limits cannot be met or are not known yet
    """

    limits: str
    proof: float | None = None
    twin_track: str = NOT_ASKED
    mend: Mend | None = None

    @property
    def is_recommended(self) -> bool:
        return self.limits == HELD


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
