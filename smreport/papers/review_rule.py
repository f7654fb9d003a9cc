"""Whether a project goes on, changes or stops, as the figures suggest: one rule, the same for every project.

It is a suggestion for the people who decide. It rests on figures alone, and says nothing where these say nothing.
"""

from __future__ import annotations

from smreport.frozen import Frozen

CONTINUE, CHANGE, STOP, UNSAID, CLOSED = "continue", "change", "stop", "unsaid", "closed"
KINDS = (STOP, CHANGE, CONTINUE, UNSAID, CLOSED)

OVER = 0.1
"""By which part more than planned is spent before a project is said to cost more than planned."""


class Signs(Frozen):
    """What is known of a project, as counts.

    begun     whether it was decided on, None where nobody says
    closed    whether it is done or dropped; ``gone`` whether it is no longer in the workbook
    measures  its measures; ``judged`` those whose figure can be held against a target: ``met``, ``on_the_way`` and
              ``missed`` (their day has come) are among them
    late      its actions that are late
    over      by which part more was spent than planned, below 0 for less; None where it is not known
    worse     whether it costs more, or brings less benefit, than at the last review; None where it is not known
    must      whether it has to be done whatever comes of it
    """

    begun: bool | None = True
    closed: bool = False
    gone: bool = False
    measures: int = 0
    judged: int = 0
    met: int = 0
    on_the_way: int = 0
    missed: int = 0
    late: int = 0
    over: float | None = None
    worse: bool | None = None
    must: bool = False

    @property
    def is_over(self) -> bool:
        return self.over is not None and self.over > OVER


class Suggestion(Frozen):
    """One of ``KINDS``, and why nothing can be said: gone, no_status, not_begun, no_measure or no_figure; else ""."""

    kind: str
    why: str = ""


def suggested(signs: Signs) -> Suggestion:
    """What the figures suggest.

    stop      every measure that can be judged was missed, its day has come, and the project costs more or brings less
              than was expected; what must be done changes instead
    continue  every such measure is met or on its way, no action is late, and no more is spent than planned by a tenth
    change    everything between
    """
    if signs.closed:
        return Suggestion(CLOSED)
    if why := _unsaid(signs):
        return Suggestion(UNSAID, why)
    if signs.missed == signs.judged and (signs.is_over or signs.worse) and not signs.must:
        return Suggestion(STOP)
    if signs.met + signs.on_the_way == signs.judged and not signs.late and not signs.is_over:
        return Suggestion(CONTINUE)
    return Suggestion(CHANGE)


def _unsaid(signs: Signs) -> str:
    """Why nothing can be said, "" where something can."""
    if signs.gone:
        return "gone"
    if not signs.begun:
        return "no_status" if signs.begun is None else "not_begun"
    if not signs.measures:
        return "no_measure"
    return "" if signs.judged else "no_figure"
