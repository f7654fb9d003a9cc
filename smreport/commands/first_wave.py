"""What a workbook's first wave comes to, in a few plain figures and sentences, as ``status`` tells it."""

from __future__ import annotations

from collections.abc import Sequence

from smreport.blueprint.tables import Tables
from smreport.decision.results import decide
from smreport.decision.round_of import limits_in
from smreport.findings import Finding
from smreport.frozen import Frozen, asdict
from smreport.papers.case import Case
from smreport.papers.certainty import gaps_in_words
from smreport.papers.wording import wording_of
from smreport.words import joining

_FIRST = 3


class FirstWave(Frozen):
    """The verdict on the first wave of a workbook in which limits are set; nothing that is not for publication.

    limits, twin_track  see :class:`smreport.decision.verdict.Verdict`
    short        by which part of the best, 0 to 1, a recommended wave may fall short; None where there is none
    verdict      in sentences
    close_first  the gaps that would change the wave most, three at most, a sentence each
    """

    limits: str = ""
    twin_track: str = ""
    short: float | None = None
    verdict: str = ""
    close_first: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Plain data; the gaps with a line break between."""
        return {**asdict(self), "close_first": "\n".join(self.close_first)}


NOTHING_SAID = FirstWave()


def first_wave_of(tables: Tables, findings: Sequence[Finding]) -> FirstWave:
    """The verdict, with what to ask first; nothing where no limit is set. ``findings`` are those of the check."""
    if not limits_in(tables).any_set:
        return NOTHING_SAID
    case = Case(decide(tables, findings, strict=False), wording_of(tables.blueprint))
    verdict = case.results.verdict
    short = verdict.proof if verdict.is_recommended else None
    gaps = tuple(gaps_in_words(case))[:_FIRST]
    return FirstWave(verdict.limits, verdict.twin_track, short, joining.sentences(case.verdicts.sentences), gaps)
