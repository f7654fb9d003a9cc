"""Words and signs that people put where an answer belongs, and that are none: still to come, not known, as above."""

from __future__ import annotations

from smreport.blueprint.amounts import NOTHING
from smreport.blueprint.values import normalised

STILL_TO_COME = frozenset({
    "tbc", "tba", "tbd", "to be confirmed", "to be agreed", "to be announced", "to be decided", "to be determined",
    "see above", "see below", "-", "--", "---", "?", "??", "???", "…", ".", "..", "...", "_",
})  # fmt: skip
"""Words and signs that are no answer in any cell."""
NO_FIGURE = frozenset({"n/a", "na", "n.a", "unknown", "not known", "not applicable", "none yet", "not yet known"})
"""Words that are no answer where a figure, a time or Yes or No is asked for."""
NO_CONTENT = STILL_TO_COME | NO_FIGURE | NOTHING | {"null", "to do"}
"""Words that are no answer where a name or a choice is asked for, and are doubtful in free text."""
REPEATS = frozenset({
    "ditto", "do.", "as above", "same as above", "as before", '"', '""', "''", "〃", "″", "↓", "⇓", "⬇",
})  # fmt: skip
"""Words and signs for the answer in the row above."""


def plainly(typed: object) -> str:
    """What stands in a cell, as the words above are spelt."""
    said = normalised(typed)
    return said if said in REPEATS or set(said) <= set(".") else said.rstrip(".!:")


def says_nothing(typed: object) -> bool:
    """Whether a text only stands for an answer that is not there."""
    return plainly(typed) in NO_CONTENT


def is_repeat(typed: object) -> bool:
    """Whether it stands for the row above."""
    return plainly(typed) in REPEATS
