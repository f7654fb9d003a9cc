"""One verdict on the first wave: four fields that every sentence, title, caption, decision sought and check reads."""

from __future__ import annotations

from smreport.decision.money import Limit
from smreport.decision.records import Blank
from smreport.frozen import Frozen

MET, NOT_POSSIBLE, NOT_ASKED = "met", "not_possible", "not_asked"
NONE_SET, HELD, CANNOT_BE_MET, NOT_KNOWN_YET = "none_set", "held", "cannot_be_met", "not_known_yet"
NOT_PUBLISHED = "not_published"

Excess = tuple[tuple[Limit, int], ...]
"""Limits, each with what is needed beyond it: pounds, or hundredths of an hour in the fullest month."""


class Mend(Frozen):
    """How limits that cannot be met, or are not known yet, could be.

    over     limits that must-dos and commitments, with what they depend on, exceed, each with by how much
    money    the smallest more money with which a set fits, hours as they are; ``hours`` the same the other way
             round; each None where it would not help alone, and then ``both`` is the smallest of the two together
    release  the fewest must-dos (rows) without which a set fits, None where no release helps
    apart    pairs of rows that must both be in and do not go together
    risky    rows that must be in and are above the risk appetite, each with its risk
    stranded  rows that must be in and depend on what is neither open nor done
    cells    blanks to fill in, where limits are not known yet
    """

    over: Excess = ()
    money: Excess | None = None
    hours: Excess | None = None
    both: Excess | None = None
    release: tuple[int, ...] | None = None
    apart: tuple[tuple[int, ...], ...] = ()
    risky: tuple[tuple[int, int], ...] = ()
    stranded: tuple[int, ...] = ()
    cells: tuple[Blank, ...] = ()


class Verdict(Frozen):
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
