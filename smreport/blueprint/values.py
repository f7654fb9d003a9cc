"""The values that cells hold once they are read: dates in words, and numbers and texts with a doubt.

Everything is either one of these, a plain ``str``, ``float``, ``bool`` or ``tuple`` of texts, or None
for a blank. A blank is never a zero and never an empty text.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
LAST_YEAR = 2199  # a number up to here in a date cell is a year that somebody typed, not a day before 1907
_DAY_ZERO = date(1899, 12, 30)


class Unreadable(str):
    """What somebody typed where it makes no sense, kept word for word."""

    __slots__ = ()


class ReadAs(float):
    """A number that was typed as text, such as "£1,200", with the text it was read from."""

    typed: str

    def __new__(cls, number: float, typed: str) -> ReadAs:
        value = super().__new__(cls, number)
        value.typed = typed
        return value

    def __getnewargs__(self) -> tuple[float, str]:  # type: ignore[override]
        """What a copy is made from, as in another process."""
        return float(self), self.typed


@dataclass(frozen=True)
class When:
    """A day, or a time in words ("September 2027", "Q2 2027/28", "monthly") with the days it spans.

    ``text`` is "" for a plain day. ``first`` and ``last`` are None where the words name no time.
    """

    text: str = ""
    first: date | None = None
    last: date | None = None

    @classmethod
    def on(cls, day: date) -> When:
        return cls("", day, day)

    @classmethod
    def in_words(cls, text: str) -> When:
        """Words as they are, with the days they span where that can be told."""
        first, last = _span(text)
        return cls(text, first, last)

    @property
    def is_ambiguous(self) -> bool:
        """Whether the words could mean other days too: 1/9/2027, Q2 2027 (of which year?), 2014/2016."""
        return bool(self.text) and _span(self.text, _AMBIGUOUS) != (None, None)

    @property
    def day(self) -> date | None:
        """The day where an exact one was given."""
        return self.first if not self.text else None

    def __str__(self) -> str:
        return self.text or (day_in_words(self.first) if self.first else "")


def day_in_words(day: date) -> str:
    """The date in full: 17 September 2027."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def span_in_words(first: date, last: date) -> str:
    """The days from first to last: "1 September 2027", or "1 July 2027 to 30 September 2027"."""
    return day_in_words(first) if first == last else f"{day_in_words(first)} to {day_in_words(last)}"


def _month_number(word: str) -> int | None:
    for number, name in enumerate(MONTHS, start=1):
        if len(word) >= 3 and name.lower().startswith(word.lower().rstrip(".")):
            return number
    return None


def _month_span(year: int, month: int, months: int = 1) -> tuple[date, date]:
    end_year, end_month = year + (month + months - 2) // 12, (month + months - 2) % 12 + 1
    return date(year, month, 1), date(end_year, end_month, monthrange(end_year, end_month)[1])


def _day(match: re.Match[str]) -> tuple[date, date] | None:
    month = _month_number(match["month"])
    if not month:
        return None
    try:
        day = date(int(match["year"]), month, int(match["day"]))
    except ValueError:
        return None
    return day, day


def _uk_day(match: re.Match[str]) -> tuple[date, date] | None:
    year = int(match["year"])
    try:
        day = date(year if year > 99 else 2000 + year, int(match["month"]), int(match["day"]))
    except ValueError:
        return None
    return day, day


def _month(match: re.Match[str]) -> tuple[date, date] | None:
    month = _month_number(match["month"])
    return _month_span(int(match["year"]), month) if month else None


def _quarter(match: re.Match[str]) -> tuple[date, date]:
    """A quarter of the financial year where two years are given (April to March), else of the calendar year."""
    year, quarter = int(match["year"]), int(match["quarter"])
    first_month = 3 * quarter + 1 if match["end"] else 3 * quarter - 2
    return _month_span(year + (first_month - 1) // 12, (first_month - 1) % 12 + 1, months=3)


def _financial_year(match: re.Match[str]) -> tuple[date, date] | None:
    """From April to March, where the second year follows the first."""
    year = int(match["year"])
    return _month_span(year, 4, months=12) if int(match["end"]) % 100 == (year + 1) % 100 else None


def _years(match: re.Match[str]) -> tuple[date, date] | None:
    year, end = int(match["year"]), match["end"]
    last = int(end) if len(end) == 4 else year - year % 100 + int(end)
    return (date(year, 1, 1), date(last, 12, 31)) if last > year + 1 else None


def _year(match: re.Match[str]) -> tuple[date, date]:
    year = int(match["year"])
    return date(year, 1, 1), date(year, 12, 31)


_Days = Callable[[re.Match[str]], tuple[date, date] | None]
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_AMBIGUOUS: tuple[tuple[str, _Days], ...] = (
    (r"(?P<day>\d\d?)[/.-](?P<month>\d\d?)[/.-](?P<year>(?:19|20)?\d\d)", _uk_day),
    (rf"q(?P<quarter>[1-4]),? {_YEAR}(?P<end>)", _quarter),
    (rf"{_YEAR}[/-](?P<end>\d\d(?:\d\d)?)", _years),
)
_PLAIN: tuple[tuple[str, _Days], ...] = (
    (rf"(?P<day>\d\d?)(?:st|nd|rd|th)? (?P<month>[a-z]+\.?),? {_YEAR}", _day),
    (rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)", _uk_day),
    (rf"(?P<month>[a-z]+\.?) {_YEAR}", _month),
    (rf"q(?P<quarter>[1-4]),? {_YEAR}[/-](?P<end>\d{{2,4}})", _quarter),
    (rf"{_YEAR}[/-](?P<end>\d\d(?:\d\d)?)", _financial_year),
    (_YEAR, _year),
)


def _span(text: str, patterns: Iterable[tuple[str, _Days]] = (*_PLAIN, *_AMBIGUOUS)) -> tuple[date | None, date | None]:
    words = re.sub(r"^((by|until|from|in) )?((the )?end of )?(the )?", "", " ".join(text.split()).lower())
    for pattern, days in patterns:
        match = re.fullmatch(pattern, words)
        if match and (span := days(match)):
            return span
    return None, None


def single_spaced(text: str) -> str:
    """The text as Excel's TRIM leaves it."""
    return re.sub(" +", " ", text).strip(" ")


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


@lru_cache(maxsize=100_000)
def _normalised(text: str) -> str:
    return single_spaced(text.translate(_PLAIN_LETTERS)).lower()


YES = ("yes", "y", "x", "✓", "✔", "☑", "1", "true")
NO = ("no", "n", "0", "false")
"""What plainly means Yes and No, in English. Whatever is not here means neither."""


def yes_or_no(typed: str, also_yes: Iterable[str] = ()) -> bool | None:
    """What a text plainly says, None where that is in doubt.

    also_yes  further words for Yes; where there are some, words may follow on one of them: "Yes - commercial"
    """
    said = normalised(unicodedata.normalize("NFKC", typed)).rstrip(".!")
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
