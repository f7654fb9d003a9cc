"""Words and signs that people put where an answer belongs, and that are none: still to come, not known, as above."""

from __future__ import annotations

import re
from functools import lru_cache

from smreport.blueprint.amounts import NOTHING
from smreport.blueprint.values import normalised
from smreport.words.reading import in_english

STILL_TO_COME = frozenset({
    "tbc", "tba", "tbd", "to be confirmed", "to be agreed", "to be announced", "to be decided", "to be determined",
    "awaited", "awaiting", "to follow", "pending", "see above", "see below",
    "-", "--", "---", "?", "??", "???", "…", ".", "..", "...", "_",
})  # fmt: skip
"""Words and signs that are no answer in any cell."""
NO_FIGURE = frozenset({
    "n/a", "na", "n.a", "n/k", "nk", "n.k", "unknown", "not known", "not applicable", "none yet", "not yet known",
    "don't know", "not measured", "not recorded", "not collected", "not available", "no data", "no baseline",
})  # fmt: skip
"""Words that are no answer where a figure, a time or Yes or No is asked for."""
NOT_COUNTED = frozenset({
    "existing budget", "existing budgets", "within existing budget", "within existing budgets", "existing staff",
    "within existing resources", "existing resources", "from existing budgets", "officer time", "officer time only",
    "staff time", "staff time only", "in kind", "varies", "not costed", "not yet costed", "to be costed", "uncosted",
})  # fmt: skip
"""Words that say of a number only that nobody has counted it."""
NO_CONTENT = STILL_TO_COME | NO_FIGURE | NOTHING | {"null", "to do"}
"""Words that are no answer where a name or a choice is asked for, and are doubtful in free text."""
FOR_ALL = frozenset({
    "all", "everyone", "everything", "all of them", "all services", "all areas", "all teams", "all departments",
    "all directorates", "all projects",
})  # fmt: skip
"""Words for the answer that stands for all, where rows are asked for by name and there is one."""
NO_NAME = FOR_ALL | {"any", "various", "several", "multiple", "all of the above", "all roles", "all tools"}
"""Words that name no row where rows are asked for by name."""
REPEATS = frozenset({
    "ditto", "do.", "-do-", "idem", "same", "as above", "same as above", "as per above", "as before",
    "ibid", "same again", "as previous", "as previous row", "as row above", "as the row above", "as line above",
    "as the line above", "see row above", "see line above", "as the above", "repeat", '" "', "^",
    '"', '""', "''", "〃", "″", "↓", "⇓", "⬇",
})  # fmt: skip
"""Words and signs for the answer in the row above."""


def plainly(typed: object) -> str:
    """What stands in a cell, as the words above are spelt."""
    return _plainly(normalised(in_english(str(typed)) if isinstance(typed, str) else typed))


@lru_cache(maxsize=100_000)
def _plainly(said: str) -> str:
    if said in REPEATS or set(said) <= set("."):
        return said
    return said.rstrip(".!:").removeprefix("£").strip()  # "£-", "£tbc"


_ELSEWHERE = re.compile(
    r"(?:please )?(?:see|refer to|as per|per|as|as in|same as) (?:the |my |our |your |attached )*"
    r"(?:e-?mails?|attached|attachment|notes?|comments?|last (?:year|time)|previous(?: year)?|spreadsheet|other sheet)"
)
_BEGINS_TO_COME = re.compile(r"(?:tbc|tba|tbd|to be (?:confirmed|agreed|announced|decided|determined))\b[^\d]+")


def is_to_come(words: str) -> bool:
    """Whether words, as of :func:`plainly`, are no answer in any cell: still to come, or said to stand elsewhere."""
    return words in STILL_TO_COME or _ELSEWHERE.fullmatch(words) is not None


def begins_to_come(words: str) -> bool:
    """Whether words say that an answer is still to come, and of whom or when: "tbc w/ Finance"."""
    return _BEGINS_TO_COME.fullmatch(words) is not None


def says_nothing(typed: object) -> bool:
    """Whether a text only stands for an answer that is not there."""
    words = plainly(typed)
    return words in NO_CONTENT or is_to_come(words) or begins_to_come(words)


def names_nothing(typed: object) -> bool:
    """The same where a row is asked for by its name."""
    return says_nothing(typed) or names_no_one(typed)


def names_no_one(typed: object) -> bool:
    """Whether words stand for many rows or any, and name none."""
    return plainly(typed) in NO_NAME


def means_all(typed: object) -> bool:
    """Whether words plainly stand for all rows."""
    return plainly(typed) in FOR_ALL


def is_repeat(typed: object) -> bool:
    """Whether it stands for the row above."""
    return means_above(plainly(typed))


def means_above(words: str) -> bool:
    """Whether words, as of :func:`plainly`, stand for the row above."""
    return words in REPEATS or words.strip("()<>[]-– ") in REPEATS
