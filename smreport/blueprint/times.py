"""Times as people write them: a day, or words ("Q2 2027/28", "w/c 3 March 2026", "monthly") and the days they span.

The words are what is printed; what is compared and sorted is the span, by its end. A month never becomes a day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from smreport.words import locales, say
from smreport.words.days import MONTHS
from smreport.words.language import first_month
from smreport.words.reading import in_english

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DateOrder = Literal["day_month_year", "month_day_year"]
"""What 3/4/2027 means: 3 April, or March 4."""
USUAL_ORDER: DateOrder = "day_month_year"

Span = tuple[date, date]


@dataclass(frozen=True)
class When:
    """A day, or a time in words ("September 2027", "Q2 2027/28", "monthly") with the days it spans.

    ``text`` is "" for a plain day. ``first`` and ``last`` are None where the words name no time. ``is_sure`` says
    whether the words mean these days and no others.
    """

    text: str = ""
    first: date | None = None
    last: date | None = None
    is_sure: bool = field(default=True, compare=False)

    @classmethod
    def on(cls, day: date) -> When:
        return cls("", day, day)

    @classmethod
    def in_words(cls, text: str, order: DateOrder = USUAL_ORDER) -> When:
        """Words as they are, with the days they span where that can be told."""
        span, is_sure = _hedged(_plainly(text), order)
        return cls(text, *span, is_sure=is_sure) if span else cls(text)

    def in_plan(self, start: date) -> When:
        """The same, with the days of words that count from the start of the plan: "by end of year 2"."""
        words = _spelt_out(_plainly(self.text))
        span = _of_plan(words, start) if self.text and self.first is None else None
        return When(self.text, *span, is_sure=False) if span else self

    @property
    def is_ambiguous(self) -> bool:
        """Whether the words could mean other days too: 1/9/2027, Q2 2027 (of which year?), Spring 2026."""
        return self.first is not None and not self.is_sure

    @property
    def names_a_time(self) -> bool:
        """Whether it is a day, or words that surely name a time and say no more of it: June 2027, not by June 2027."""
        words = _plainly(self.text)
        says_how = _LEADING.sub("", words, count=1) != words or words.startswith(("from ", "between "))
        return self.first is not None and self.is_sure and not says_how

    @property
    def day(self) -> date | None:
        """The day where an exact one was given."""
        return self.first if not self.text else None

    def __str__(self) -> str:
        return self.text or (day_in_words(self.first) if self.first else "")


def day_in_words(day: date) -> str:
    """The date in full: 17 September 2027."""
    return locales.day(day)


def span_in_words(first: date, last: date) -> str:
    """The days from first to last: "1 September 2027", or "1 July 2027 to 30 September 2027"."""
    if first == last:
        return day_in_words(first)
    return say("findings.days", first=day_in_words(first), last=day_in_words(last))


# --- parts of dates ---


def _month_number(word: str) -> int | None:
    """The month of a number, a name, or the first three letters or more of one."""
    if word.isdigit():
        return int(word) if 1 <= int(word) <= 12 else None
    plain = word.rstrip(".")
    return next((at for at, name in enumerate(MONTHS, 1) if len(plain) >= 3 and name.lower().startswith(plain)), None)


def _year_number(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _months(year: int, month: int, months: int = 1) -> Span:
    end_year, end_month = year + (month + months - 2) // 12, (month + months - 2) % 12 + 1
    return date(year, month, 1), date(end_year, end_month, monthrange(end_year, end_month)[1])


def _on(year: str, month: str, day: str) -> Span | None:
    number = _month_number(month)
    try:
        calendar_day = date(_year_number(year), number or 0, int(day))
    except ValueError:
        return None
    return calendar_day, calendar_day


# --- one reading each ---


def _day(match: re.Match[str]) -> Span | None:
    return _on(match["year"], match["month"], match["day"])


def _weekday(match: re.Match[str]) -> Span | None:
    """A day whose weekday is named, where it is the right one."""
    span = _day(match)
    return span if span and WEEKDAYS[span[0].weekday()].lower().startswith(match["weekday"]) else None


def _day_of_two(match: re.Match[str], order: DateOrder) -> Span | None:
    """A day in numbers, in the order of the template; in the other one where it cannot be that."""
    first, second = match["one"], match["two"]
    day, month = (first, second) if order == USUAL_ORDER else (second, first)
    return _on(match["year"], month, day) or _on(match["year"], day, month)


def _week(match: re.Match[str], order: DateOrder) -> Span | None:
    span, _ = _read(match["rest"], order)
    if not span or span[0] != span[1]:
        return None
    ends = match["how"].startswith(("w/e", "week e"))
    return (span[0] - timedelta(days=6), span[0]) if ends else (span[0], span[0] + timedelta(days=6))


def _month(match: re.Match[str]) -> Span | None:
    month = _month_number(match["month"])
    return _months(_year_number(match["year"]), month) if month else None


def _quarter(match: re.Match[str]) -> Span | None:
    """A quarter of the financial year where two years are given, else of the calendar year."""
    year, quarter = _year_number(match["year"]), int(match["quarter"])
    if match["end"] and not _follows(year, match["end"]):
        return None
    return _part(year, match["end"], 3 * (quarter - 1), months=3)


def _part(year: int, end: str | None, after: int, months: int) -> Span:
    """Some months, so many after the beginning of a year: a financial one where two years are given."""
    month = (first_month() if end else 1) - 1 + after
    return _months(year + month // 12, month % 12 + 1, months)


def _follows(year: int, end: str) -> bool:
    return int(end) % 100 == (year + 1) % 100


def _financial_year(match: re.Match[str]) -> Span | None:
    """A financial year, where the second year follows the first."""
    year = _year_number(match["year"])
    return _months(year, first_month(), months=12) if _follows(year, match["end"]) else None


def _month_and_short_year(match: re.Match[str]) -> Span | None:
    """A month and the last figures of a year, where they cannot be a day and a month, or two years: "11/17"."""
    return _month(match) if int(match["year"]) > 12 else None


def _years(match: re.Match[str]) -> Span | None:
    year, end = int(match["year"]), match["end"]
    last = int(end) if len(end) == 4 else year - year % 100 + int(end)
    return (date(year, 1, 1), date(last, 12, 31)) if last > year + 1 else None


def _year(match: re.Match[str]) -> Span:
    return _months(int(match["year"]), 1, months=12)


_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_PARTS = {"early": (1, 4), "start": (1, 4), "beginning": (1, 4), "mid": (5, 4), "late": (9, 4)}
_DAYS = {"early": (1, 10), "start": (1, 10), "beginning": (1, 10), "mid": (11, 20), "late": (21, 31)}
_WEEKS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}


def _season(match: re.Match[str]) -> Span:
    """Three months; a winter goes on into the next year."""
    return _months(_year_number(match["year"]), _SEASONS[match["season"]], months=3)


def _part_of_year(match: re.Match[str]) -> Span:
    month, months = _PARTS[match["part"]]
    return _months(int(match["year"]), month, months)


def _part_of_month(match: re.Match[str]) -> Span | None:
    span = _month(match)
    return span and _within(span, *_DAYS[match["part"]])


def _week_of_month(match: re.Match[str]) -> Span | None:
    """Seven days: the first week is from the first day on, the last one up to the last."""
    span, number = _month(match), _WEEKS.get(match["nth"])
    last = span[1].day if span else 0
    return span and _within(span, *((7 * number - 6, 7 * number) if number else (last - 6, last)))


def _within(month: Span, first: int, last: int) -> Span:
    return month[0].replace(day=first), month[1].replace(day=min(last, month[1].day))


def _half(match: re.Match[str]) -> Span | None:
    """Half of the financial year where two years are given, else of the calendar year."""
    year, is_second = _year_number(match["year"]), match["half"] in ("2", "second")
    if match["end"] and not _follows(year, match["end"]):
        return None
    return _part(year, match["end"], 6 * is_second, months=6)


def _one_of_two_years(match: re.Match[str]) -> Span:
    """The financial year that is called after one of its two years: nobody can tell which, so both."""
    return _months(_year_number(match["year"]) - 1, first_month(), months=24)


def _christmas(match: re.Match[str]) -> Span:
    day = date(int(match["year"]), 12, 25)
    return day, day


_DASHES = str.maketrans("‐‑–—−’‘", "-----''")
_YEAR, _SHORT = r"(?P<year>(?:19|20)\d\d)", r"(?P<year>(?:19|20)?\d\d)"
_NAME, _DAY = r"(?P<month>[a-z]{3,9}\.?)", r"(?P<day>\d\d?)(?:st|nd|rd|th)?"
_END, _QUARTER, _FY = r"(?P<end>(?:20)?\d\d)", r"q(?:uarter|tr)? ?(?P<quarter>[1-4])", r"(?:fy ?)?"
_MONTH_NUMBER = r"(?P<month>0?[1-9]|1[0-2])"
_HALF = r"(?:h|half |the )?(?P<half>(?<=h)[12]|(?<=half )[12]|(?:first|second)(?= half))(?: half)?"
_Reader = Callable[[re.Match[str]], Span | None]
_SURE: tuple[tuple[str, _Reader], ...] = (
    (rf"{_DAY}(?: of)? {_NAME},? {_YEAR}", _day),
    (rf"{_NAME} {_DAY},? {_YEAR}", _day),
    (rf"(?P<weekday>[a-z]{{3,9}}),? {_DAY}(?: of)? {_NAME},? {_YEAR}", _weekday),
    (rf"{_DAY}[-/. ]{_NAME}[-/. ]{_SHORT}", _day),
    (rf"{_YEAR}[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)(?:[t ]\d\d?:\d\d[\d:.z+]*)?", _day),
    (rf"{_NAME}[-/, ]*{_YEAR}", _month),
    (rf"{_YEAR}[-/ ]{_NAME}", _month),
    (rf"{_MONTH_NUMBER}[-/.]{_YEAR}", _month),
    (rf"{_QUARTER},? (?:of )?{_FY}{_SHORT}[/-]{_END}", _quarter),
    (rf"{_FY}{_SHORT}[/-]{_END},?[ -]{_QUARTER}", _quarter),
    (rf"{_HALF},? (?:of )?{_FY}{_SHORT}[/-]{_END}", _half),
    (rf"fy ?{_SHORT}[/-]{_END}", _financial_year),
    (rf"{_YEAR}/{_END}", _financial_year),
    (rf"{_YEAR}-(?P<end>20\d\d|[2-9]\d|1[3-9]|00)", _financial_year),
    (_YEAR, _year),
)
_LIKELY: tuple[tuple[str, _Reader], ...] = (
    (rf"{_YEAR}-{_END}", _financial_year),  # 2009-10 could be October
    (rf"{_YEAR}[-/.]{_MONTH_NUMBER}", _month),
    (r"(?P<month>0?[1-9]|1[0-2])[-/](?P<year>[1-5]\d)", _month_and_short_year),
    (r"(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)", _day),
    (rf"{_NAME}[-/' ]+(?P<year>\d\d)", _month),  # Nov-17 could be a day
    (rf"{_QUARTER},?[-/ ]?(?:of )?{_YEAR}(?P<end>)", _quarter),
    (rf"{_QUARTER}[-/' ]+(?P<year>\d\d)(?P<end>)", _quarter),
    (rf"{_YEAR}(?P<end>)[-/ ]?{_QUARTER}", _quarter),
    (rf"{_YEAR}[/-]{_END}", _years),
    (r"(?P<year>[2-5]\d)/(?P<end>[2-5]\d)", _financial_year),
    (rf"fy ?{_SHORT}", _one_of_two_years),
    (rf"{_HALF},? (?:of )?{_YEAR}(?P<end>)", _half),
    (rf"(?P<season>{'|'.join(_SEASONS)})(?: term)?,? '?{_SHORT}(?:/\d\d)?", _season),
    (rf"(?P<part>{'|'.join(_PARTS)})(?: of)?[- ]{_YEAR}", _part_of_year),
    (rf"(?P<part>{'|'.join(_DAYS)})(?: of)?[- ]{_NAME},? {_YEAR}", _part_of_month),
    (rf"(?P<nth>{'|'.join(_WEEKS)}|last) week (?:of |in )?{_NAME},? {_YEAR}", _week_of_month),
    (rf"(?:xmas|christmas),? {_YEAR}", _christmas),
)
_BY_ORDER = rf"(?P<one>\d\d?)[/.-](?P<two>\d\d?)[/.-]{_SHORT}(?: \d\d?:\d\d(?::\d\d)?)?"
_WEEK = r"(?P<how>w/?[cb]|w/e|week (?:commencing|beginning|ending|of|starting))\.?:? (?P<rest>.+)"
_LEADING = re.compile(
    r"((due |not before )?(by|until|till|in|on|during|for|due|(?:no|not) later than|(?:at the )?latest) )?"
    r"((the )?end (of )?)?(the )?"
)
_OPEN = re.compile(r"(?:not before |starting )?(?:from|since) (?P<from>.+?)(?: on(?:wards?)?)?|(?P<on>.+?) onwards?")
_BEFORE = re.compile(r"(?:before|prior to) (?P<rest>.+)")
_UNSURE = r"tbc|to be confirmed|provisional(?:ly)?|planned|expected|approx(?:\.|imately)?|est(?:\.|imated)?"
_HEDGED = re.compile(
    rf"(?:(?:c\.?|ca\.?|circa|about|around|target|{_UNSURE}):? )?(?P<rest>.+?)(?: ?\?| ?[(,-]? ?(?:{_UNSURE})\)?)?"
)
_TO = re.compile(r" ?(?:-|&|\bto\b|\buntil\b|\band\b|(?<=[a-z])/(?=[a-z])|(?<=q\d)/(?=q\d)) ?")
_IN_NUMBERS = re.compile(r"\d{4}-\d\d?-\d\d?")
_CLOCK = re.compile(r"(?:,| at|,? )? ?\d\d?(?:[:.]\d\d(?::\d\d)?(?: ?[ap]m)?| ?[ap]m)$")
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4}
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_NTH_QUARTER = re.compile(rf"\b({'|'.join(_ORDINALS)}) (?:quarter|qtr)\b")
_QUARTER_FIRST = re.compile(r"\b([1-4])q ?(?=\d)")
_IN_LETTERS = re.compile(rf"\b(quarter|qtr|year|yr|half) ({'|'.join(_NUMBERS)})\b")
_FINANCIAL = re.compile(r"\b(?:financial year|fin\.? year|f/y|fy) ?(?=(?:20)?\d\d\b)|(?<=/\d\d) (?:financial year|fy)$")


def _plainly(text: str) -> str:
    """A text in English and in small letters, with single spaces and plain dashes."""
    return " ".join(in_english(text).split()).lower().translate(_DASHES)


def _spelt_out(words: str) -> str:
    """The words with what is said in letters in figures, without brackets, and without a time of the day."""
    words = _NTH_QUARTER.sub(lambda match: f"q{_ORDINALS[match[1]]}", words)
    words = _IN_LETTERS.sub(lambda match: f"{match[1]} {_NUMBERS[match[2]]}", words)
    words = _QUARTER_FIRST.sub(lambda match: f"q{match[1]} ", words)
    words = _FINANCIAL.sub(lambda match: "" if match[0].startswith(" ") else "fy", words)
    return re.sub(r"\((?=(?:20)?\d\d/(?:20)?\d\d\))|(?<=\d)\)$", "", words)


def _hedged(words: str, order: DateOrder) -> tuple[Span | None, bool]:
    """The days that words span; where they are only about a time, begin or end there, others may be meant."""
    span, is_sure = _read(words, order)
    if span or not words:
        return span, is_sure
    if match := _OPEN.fullmatch(words):
        return _hedged(match["from"] or match["on"], order)[0], False
    if match := _BEFORE.fullmatch(words):
        span, _ = _read(match["rest"], order)
        return (span and (_day_before(span[0]),) * 2), False
    match = _HEDGED.fullmatch(words)
    return (_read(match["rest"], order)[0], False) if match else (None, False)


def _day_before(day: date) -> date:
    return day - timedelta(days=1)


def _read(text: str, order: DateOrder) -> tuple[Span | None, bool]:
    """The days that words span, and whether they can mean no others."""
    return _read_where(first_month(), text, order)


@lru_cache(maxsize=10_000)
def _read_where(_: int, text: str, order: DateOrder) -> tuple[Span | None, bool]:
    """The same where financial years begin in a month, which the readers ask for themselves."""
    words = _LEADING.sub("", _spelt_out(text), count=1).strip(" .") if text else ""
    for readers, is_sure in ((_SURE, True), (_LIKELY, False)):
        for pattern, days in readers:
            match = re.fullmatch(pattern, words)
            if match and (span := days(match)):
                return span, is_sure
    for other, read in ((_BY_ORDER, _day_of_two), (_WEEK, _week)):
        match = re.fullmatch(other, words)
        if match and (span := read(match, order)):
            return span, False
    if (bare := _CLOCK.sub("", words)) != words and (span := _read(bare, order)[0]) and span[0] == span[1]:
        return span, _read(bare, order)[1]
    return _from_to(re.sub(r"^(?:between|from) ", "", words), order)


def _from_to(words: str, order: DateOrder) -> tuple[Span | None, bool]:
    """Two times with a dash, "to" or "and" between them; the first may leave out what the second says."""
    if _IN_NUMBERS.fullmatch(words):  # 2027-02-30 is no day, and no two times
        return None, False
    for gap in _TO.finditer(words):
        end, end_is_sure = _read(words[gap.end() :], order) if gap.start() > 0 else (None, False)
        if end is None:
            continue
        tail = words[gap.end() :].split()
        for at in range(len(tail), 0, -1):  # "1-3 March 2026", "March-May 2026", "1 March to 3 May 2026"
            start, is_sure = _read(" ".join([words[: gap.start()], *tail[at:]]), order)
            if start and start[0] <= end[0]:
                return (start[0], end[1]), is_sure and end_is_sure
            if start and tail[at:] and tail[at:] == tail[-1:]:  # "December-February 2026" began the year before
                return (moved(start[0], -12), end[1]), False
    return None, False


_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_OF_PLAN = re.compile(
    r"(?:(?:by|in|during|from|within) )?(?:the )?(?:end (?:of )?)?(?:the )?"
    r"(?:q(?:uarter )?(?P<quarter>[1-4]),? (?:of |in )?)?"
    r"(?:the )?(?:(?:year|yr|y|eoy) ?(?P<number>[1-9]\d?)|(?P<nth>first|second|third|fourth|fifth) year)"
    r"(?: of the plan)?(?:,? q(?P<later>[1-4]))?\.?"
)


def _of_plan(words: str, start: date) -> Span | None:
    """The days of a year of the plan, or of a quarter of it."""
    match = _OF_PLAN.fullmatch(words)
    if not match or start.year > 2199:
        return None
    year = int(match["number"] or 0) or _NTH[match["nth"]]
    quarter = match["quarter"] or match["later"]
    months = 12 * (year - 1) + (3 * (int(quarter) - 1) if quarter else 0)
    return moved(start, months), moved(start, months + (3 if quarter else 12)) - timedelta(days=1)


def moved(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    year, month = day.year + (day.month + months - 1) // 12, (day.month + months - 1) % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
