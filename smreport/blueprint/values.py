"""The values that cells hold once they are read: numbers and texts with a doubt, and how texts are compared.

Everything is either one of these, a ``When`` of :mod:`smreport.blueprint.times`, a plain ``str``, ``float``, ``bool``
or ``tuple`` of texts, or None for a blank. A blank is never a zero and never an empty text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

LAST_YEAR = 2199  # a number up to here in a date cell is a year that somebody typed, not a day before 1907
_DAY_ZERO = date(1899, 12, 30)


class Unreadable(str):
    """What somebody typed where it makes no sense, kept word for word."""

    __slots__ = ()


Bound = Literal["exact", "about", "at most", "at least", "between"]


class ReadAs(float):
    """A number that stood there otherwise: as a text such as "£1,200" or "£8k–£12k", or as 10 where 10 % is meant.

    typed      what stood there, as text
    number     the number that stood there, None where it was a text
    low, high  the ends between which it lies: the number itself where it is exact or "about", -inf or inf where the
               text names no such end
    bound      how the text says it
    note       what was made of it, where it was turned into the column's unit
    """

    typed: str
    low: float
    high: float
    bound: Bound
    note: str
    number: float | None

    def __new__(
        cls,
        meant: float,
        typed: str,
        low: float | None = None,
        high: float | None = None,
        bound: Bound = "exact",
        note: str = "",
        number: float | None = None,
    ) -> ReadAs:
        value = super().__new__(cls, meant)
        value.typed, value.bound, value.note, value.number = typed, bound, note, number
        value.low, value.high = (float(meant) if end is None else float(end) for end in (low, high))
        return value

    @property
    def is_plain(self) -> bool:
        """Whether nothing is lost where the number alone is written."""
        return self.bound == "exact" and not self.note

    @property
    def in_cell(self) -> float | Unreadable:
        """What stands in the cell, as the formulas of the sheets see it."""
        return Unreadable(self.typed) if self.number is None else self.number

    def __getnewargs__(self) -> tuple[float, str, float, float, Bound, str, float | None]:  # type: ignore[override]
        """What a copy is made from, as in another process."""
        return float(self), self.typed, self.low, self.high, self.bound, self.note, self.number


def single_spaced(text: str) -> str:
    """The text as Excel's TRIM leaves it."""
    return (re.sub(" +", " ", text) if "  " in text else text).strip(" ")


def normalised(value: object) -> str:
    """A text as comparisons see it: no case, no outer, doubled or special spaces, plain quotes and dashes."""
    return "" if value is None else _normalised(str(value))


_PLAIN_LETTERS = str.maketrans(
    dict.fromkeys("\u00a0\u2007\u2009\u202f", " ")
    | dict.fromkeys("\u00ad\u200b\u2060\ufeff")  # seen by nobody
    | dict.fromkeys("\u2018\u2019\u02bc\u2032", "'")
    | dict.fromkeys("\u201c\u201d", '"')
    | dict.fromkeys("\u2010\u2011\u2013\u2014", "-")
)  # what Word puts in by itself, and what comes along with copied text


def as_compared(text: str) -> str:
    """The same of a text that is compared once, and need not be kept."""
    plain = text if text.isascii() else text.translate(_PLAIN_LETTERS)
    return single_spaced(plain).lower()


_normalised = lru_cache(maxsize=100_000)(as_compared)


BULLETS = "•●▪◦‣∙○■□➢➤"
"""Signs that stand before an item of a list, and for nothing else."""
YES = ("yes", "y", "x", "✓", "✔", "☑", "1", "true")
NO = ("no", "n", "0", "false")
"""What plainly means Yes and No, in English. Whatever is not here means neither."""
YES_NO = "yes_no"
"""The list that every column for Yes and No offers."""


def yes_or_no(
    typed: str, also_yes: Iterable[str] = (), offered: Mapping[str, str] = MappingProxyType({})
) -> bool | None:
    """What a text plainly says, None where that is in doubt.

    offered   the ids "yes" and "no" by what else says so, such as the words of the form's language
    also_yes  further words for Yes; where there are some, words may follow on one of them: "Yes - commercial"
    """
    said = normalised(unicodedata.normalize("NFKC", typed)).rstrip(".!")
    if said in offered:
        return offered[said] == "yes"
    further = tuple(map(normalised, also_yes))
    if said in YES or said in further or (further and said.startswith(tuple(f"{word} " for word in ("yes", *further)))):
        return True
    return False if said in NO else None


def excel_day(number: float) -> date:
    """The day of an Excel serial number (1900 system)."""
    return _DAY_ZERO + timedelta(days=int(number))


def excel_number(day: date) -> int:
    """The Excel serial number of a day: the inverse of :func:`excel_day`."""
    return (day - _DAY_ZERO).days


class ReadOnce(dict[str, object]):
    """What texts are read as, each worked out when it is first asked for."""

    def __init__(self, parse: Callable[[str], object]) -> None:
        self.parse = parse

    def __missing__(self, text: str) -> object:
        self[text] = value = self.parse(text)
        return value
