"""Figures as people write them: "£8k–£12k", "up to £5,000", "c. 20", "10 %", "1,200 pa" as numbers with bounds."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Literal

from smreport.blueprint.values import Bound, ReadAs
from smreport.frozen import Frozen, replace
from smreport.words import joining, say
from smreport.words.reading import in_english

_OTHER_CURRENCY = re.compile(
    r"[¢¤¥€$₠-₿]|(?<![a-z])(?:AUD|CAD|CHF|CNY|DKK|EUR|INR|JPY|NOK|NZD|PLN|SEK|USD|kr|zł|Kč|Ft|lei|euros?|dollars?)(?![a-z])",
    re.IGNORECASE,
)
NOTHING = frozenset({"nil", "none", "zero", "nothing"})
"""Words that stand for the number zero where a number is asked for."""
FREE = frozenset({"free", "no cost", "nil cost", "zero cost", "at no cost", "no charge", "free of charge"})
"""Words that stand for zero where money is asked for."""


def in_other_currency(typed: str) -> bool:
    """Whether a text names another currency than pounds: "€1,200", "1200 USD"."""
    return _OTHER_CURRENCY.search(in_english(typed)) is not None


class Amount(Frozen):
    """A figure in words.

    low, high  the ends between which it lies; -inf or inf where there is none
    bound      how the words say it
    unit       what it is counted in as it stands there, such as "%" or "hours a week", "" where nothing is said
    is_money   whether a £ stands there
    """

    low: float
    high: float
    bound: Bound
    unit: str = ""
    is_money: bool = False

    def counted(self, careful: Literal["high", "low"]) -> float:
        """The number that counts: the careful end of a range, the known end of a bound."""
        ends = (self.high, self.low) if careful == "high" else (self.low, self.high)
        return next(end for end in ends if math.isfinite(end))

    def times(self, factor: float) -> Amount:
        return replace(self, low=self.low * factor, high=self.high * factor)


_WORTH = {
    "": 1.0, "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9,
}  # fmt: skip
_ABOUT = (
    r"c\.?|ca\.?|circa|approx(?:\.|imately)?|about|around|roughly|some|nearly|almost|just (?:under|over|above|below)"
    r"|close to|est\.?|estimated(?: at)?|in the region of|~|≈"
)
_AT_MOST = (
    r"up ?to|max(?:\.|imum)?(?: of)?|no more than|at most|not more than|less than|fewer than|under|below|within|[<≤]=?"
)
_AT_LEAST = r"at least|min(?:\.|imum)?(?: of)?|no(?:t)? (?:less|fewer) than|more than|over|above|from|[>≥]=?"
_NUMBER = (
    r"(?P<{0}>(?:\d{{1,3}}(?:[, ]\d{{3}})+|\d+)(?:\.\d+)?|\.\d+)"
    r"(?: ?(?P<{0}_worth>k|thousand|mn?|million|bn|billion)(?![a-z]))?"
)
_SIGN = r"(?P<minus>-)? ?(?P<pound>£|gbp)? ?(?P<later_minus>-)?"
_WORDS = r"[^\d£<>~]*"
_AMOUNT = re.compile(
    r"(?P<once>one[- ]off:? )?"
    rf"(?:(?P<about>{_ABOUT})|(?P<most>{_AT_MOST})|(?P<least>{_AT_LEAST})|(?P<between>between))? ?{_SIGN} ?"
    rf"{_NUMBER.format('one')} ?(?P<more>\+(?! ?vat))?"
    rf"(?: ?(?P<middle>%|{_WORDS}?) ?(?:-|\bto\b|\band\b) ?(?:£|gbp)? ?{_NUMBER.format('two')})? ?(?P<unit>{_WORDS})"
)
_AFTER: dict[Bound, frozenset[str]] = {
    "at most": frozenset({"max", "maximum", "at most", "or less", "or under", "or fewer", "tops"}),
    "at least": frozenset({"minimum", "at least", "or more", "or over", "plus", "and over"}),
    "about": frozenset({
        "?", "est", "estimate", "estimated", "approx", "approximately", "ish", "or so", "provisional", "indicative",
        "ballpark", "rough guess", "tbc", "to be confirmed", "subject to quote", "subject to confirmation", "+ vat",
        "plus vat", "exc vat", "excl vat", "ex vat", "excluding vat", "inc vat", "incl vat", "including vat",
    }),
}  # fmt: skip
"""Words after a figure and its unit, by what they say of it; VAT makes it one that is not exact."""
_DASHES = str.maketrans("‐‑–—−", "-----")


def amount_in(typed: str) -> Amount | None:
    """The figure that a text names, None where it names none or several."""
    return _amount_in(in_english(typed))


@lru_cache(maxsize=10_000)
def _amount_in(typed: str) -> Amount | None:
    text = " ".join(typed.translate(_DASHES).lower().split())
    match = _AMOUNT.fullmatch(text)
    if not match or _OTHER_CURRENCY.search(typed) or not _is_one_figure(match):
        return None
    unit, said_after = _parted(match["unit"])
    is_money = bool(match["pound"]) or unit in _POUNDS
    unit = "" if unit in _POUNDS else unit or ("once" if match["once"] else "")
    ends = _ends(match, said_after)
    return ends and Amount(*ends, unit, is_money)


def _ends(match: re.Match[str], said_after: Bound | Literal[""]) -> tuple[float, float, Bound] | None:
    """The ends between which a figure lies, and how that is said; None where it is said in two ways."""
    first, second = _sizes(match)
    if second is None:
        return None if match["between"] else _bounds(match, first, said_after)
    if match["most"] or match["least"] or first > second or said_after not in ("", "about"):
        return None
    return first, second, "between" if first < second else said_after or "exact"


def _parted(said: str) -> tuple[str, Bound | Literal[""]]:
    """The unit of a figure, and what the words after it say of the figure: "pa (est)"."""
    words = " ".join(re.sub(r"[()\[\],;:-]", " ", said).split())
    for bound, every in _AFTER.items():
        for after in every:
            bare = words.strip(" .")
            if bare == after or bare.endswith(f" {after}"):
                return _unit(bare.removesuffix(after)), bound
    return _unit(said), ""


def _is_one_figure(match: re.Match[str]) -> bool:
    """Whether there is one sign at most, and one unit."""
    signs = bool(match["minus"]) + bool(match["later_minus"])
    return signs < 2 and (not match["middle"] or _unit(match["middle"]) == _parted(match["unit"])[0])


def _bounds(match: re.Match[str], number: float, said_after: str) -> tuple[float, float, Bound] | None:
    """The ends between which a single number lies, and how that is said; None where it is said in two ways."""
    bounds: set[str] = {said_after} - {"", "about"}
    bounds |= {"at most"} if match["most"] else set()
    bounds |= {"at least"} if match["least"] or match["more"] else set()
    if len(bounds) > 1:
        return None
    if bounds == {"at most"}:
        return -math.inf, number, "at most"
    if bounds == {"at least"}:
        return number, math.inf, "at least"
    return number, number, "about" if match["about"] or said_after else "exact"


def _sizes(match: re.Match[str]) -> tuple[float, float | None]:
    """The one or two numbers; in "8-12k" the k is of both."""
    second = _size(match["two"], match["two_worth"]) if match["two"] else None
    first = _size(match["one"], match["one_worth"] or match["two_worth"])
    if second is not None and first > second and not match["one_worth"]:
        first = _size(match["one"], None)
    return -first if match["minus"] or match["later_minus"] else first, second


def _size(digits: str, worth: str | None) -> float:
    return float(digits.replace(",", "").replace(" ", "")) * _WORTH[worth or ""]


# --- units ---

_PER_YEAR = {"year": 1.0, "month": 12.0, "quarter": 4.0, "week": 52.0}
_POUNDS = frozenset({"pounds", "gbp", "pound"})
_HOURS_A_DAY = 7.4  # of a week of 37 hours
_FULL_TIME = frozenset({"fte", "wte", "full time", "full time equivalent"})
_SHORT = {
    "pa": "a year", "p.a": "a year", "per annum": "a year", "annually": "a year", "yearly": "a year",
    "pm": "a month", "p.m": "a month", "monthly": "a month", "weekly": "a week", "pw": "a week", "p.w": "a week",
    "pcm": "a month", "per calendar month": "a month", "per cent": "%", "percent": "%", "pc": "%",
    "quarterly": "a quarter", "pq": "a quarter", "one-off": "once", "one off": "once", "once only": "once",
    "total": "once", "in total": "once", "altogether": "once",
}  # fmt: skip


def _unit(said: str) -> str:
    """A unit in the words used here: "hrs/wk" is "hours a week"."""
    words = " ".join(said.strip(" .,;()").split())
    if words in _SHORT:
        return _SHORT[words]
    words = re.sub(r" ?/ ?| (?:per|each|every) |^(?:per|each|every) ", " a ", words).strip()
    words = re.sub(r"\bp a ([maqw])\b", r"p\1", words)  # "p/m"
    words = re.sub(r"\b(?:hrs?|hours?|h)\b", "hours", words)
    words = re.sub(r"\b(?:yrs?|years?)\b", "year", re.sub(r"\b(?:wks?|weeks?)\b", "week", words))
    words = re.sub(r"\bm(?:th|onths?)\b", "month", words)
    words = re.sub(r"\b(?:staff|of|an?) (?=hours)", "", words)
    for short, full in _SHORT.items():
        if words == short or words.endswith(f" {short}"):
            return f"{words.removesuffix(short)}{full}".strip()
    return words


def in_unit(amount: Amount, wanted: str) -> tuple[Amount, str] | None:
    """A figure in the unit of its column and what was done to it ("" for nothing); None where that is not plain.

    wanted  such as "hours a month", "a year", or "" for a figure that has none
    """
    without_time = wanted.rpartition(" a ")[0] if wanted else "once"
    if amount.unit in ("", _unit(wanted), without_time):
        return amount, ""
    thing, period, hours = _thing_and_period(amount.unit)
    wanted_thing, wanted_period, _ = _thing_and_period(wanted)
    factor = hours if wanted_thing == "hours" else 0.0
    factor = 1.0 if thing in ("", wanted_thing) else factor
    if not factor or period not in _PER_YEAR or wanted_period not in _PER_YEAR:
        return None
    note = say("findings.other_unit", unit=amount.unit, wanted=wanted)
    if factor != 1:
        note = joining.sentences((note, say("findings.hours_a_day", hours=f"{_HOURS_A_DAY:g}")))
    return amount.times(factor * _PER_YEAR[period] / _PER_YEAR[wanted_period]), note


def _thing_and_period(unit: str) -> tuple[str, str, float]:
    """What is counted, in which time, and the hours of each where it is days or people at work, else 0."""
    if unit in _FULL_TIME:
        return unit, "week", 5 * _HOURS_A_DAY
    thing, _, period = unit.rpartition("a ")
    return thing.strip(), period, _HOURS_A_DAY if thing.strip() in ("day", "days") else 0.0


# --- in words ---


def bound_in_words(value: ReadAs, ends: tuple[str, str], number: str) -> str:
    """How a figure was understood: "between 8,000 and 12,000, counted as 12,000"."""
    low, high = ends
    return {
        "exact": number,
        "about": f"about {number}",
        "at most": f"{high} at most",
        "at least": f"{low} at least",
        "between": f"between {low} and {high}, counted as {number}",
    }[value.bound]
