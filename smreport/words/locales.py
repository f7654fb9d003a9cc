"""Numbers, money, dates and lists as the language that is spoken writes them, by what Babel has of the CLDR."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Context, Decimal, localcontext
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from smreport.words.catalogue import in_words, saying, spoken

if TYPE_CHECKING:
    from babel import Locale

# Babel is imported where it is first needed, so that a command which says no figure does not wait for it.


_ALL_DIGITS = Context(prec=400)
"""Babel rounds as the context says, and a float may have 309 digits before its point."""
_ON_LETTER = frozenset(["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"])
"""Where paper is of the size Letter: CLDR, supplemental/measurementData.xml, paperSize."""
_LOOKS_OF_CODES = re.compile(
    r"'(?P<quoted>[^']*)'|(?P<letters>([a-zA-Z])\3*)|(?P<mark>[ ./,-])|(?P<other>[^'a-zA-Z ./,-]+)"
)
NO_CURRENCY = "XXX"
"""What stands for the currency of a place that has none, such as Antarctica (ISO 4217)."""
_MANY = 10_000  # figures that are kept as they are written
_EXCEL_CODES = {"y": "yyyy", "M": "m", "L": "m", "d": "d"}


def figure_pattern() -> str:
    """What finds numbers, amounts, percentages and days in a text, as the language that is spoken writes them."""
    return _figure_pattern(spoken().tag)


@saying
def number(value: float | Decimal, places: int = 0, *, keep_zeros: bool = False, grouped: bool = True) -> str:
    """A figure with thousands apart: 1,234.5.

    places      decimals at most; what is rounded is the figure as Python holds it
    keep_zeros  whether zeros at the end stay, as in 12.50
    grouped     whether thousands stand apart
    """
    decimals = "." + ("0" if keep_zeros else "#") * places if places else ""
    return _number(spoken().tag, f"{value:.{places}f}", f"{'#,##0' if grouped else '0'}{decimals}")


@lru_cache(maxsize=_MANY)
def _number(tag: str, rounded: str, pattern: str) -> str:
    from babel.numbers import format_decimal

    with localcontext(_ALL_DIGITS):
        return format_decimal(Decimal(rounded), pattern, locale=_locale(tag))


@saying
def figure(value: float, digits: int = 10) -> str:
    """A figure with thousands apart and so many digits that count at most: 0.1 stays 0.1."""
    from babel.numbers import format_decimal

    written = f"{value:.{digits}g}"
    if not math.isfinite(value) or "e" in written:  # 1e+16, which no language reads otherwise
        return written
    decimals = len(written.partition(".")[2])
    return format_decimal(Decimal(written), f"#,##0.{'#' * decimals}" if decimals else "#,##0", locale=locale())


@saying
def percent(fraction: float, places: int = 0, *, keep_zeros: bool = False) -> str:
    """A fraction as a percentage: 0.035 gives 3.5%. Zeros at the end stay where it is said, as in 10.0%."""
    from babel.numbers import format_percent

    pattern = locale().percent_formats[None].pattern
    decimals = "." + ("0" if keep_zeros else "#") * places if places else ""
    with localcontext(_ALL_DIGITS):
        rounded = Decimal(f"{100 * fraction:.{places}f}") / 100
        return format_percent(rounded, pattern.replace("0", f"0{decimals}", 1), locale=locale())


@saying
def money(amount: float | Decimal, places: int = 0) -> str:
    """An amount in the currency of the place where the language is spoken: £1,234, with exactly so many decimals."""
    return _money(spoken().tag, f"{amount:.{places}f}", places)


@lru_cache(maxsize=_MANY)
def _money(tag: str, rounded: str, places: int) -> str:
    from babel.numbers import format_currency

    place, decimals = _locale(tag), f".{'0' * places}" if places else ""
    pattern = place.currency_formats["standard"].pattern.replace(".00", decimals)
    with localcontext(_ALL_DIGITS):
        return format_currency(Decimal(rounded), currency_of(tag), pattern, locale=place, currency_digits=False)


@saying
def day(when: date) -> str:
    """A date in full: 17 September 2027."""
    return _day(spoken().tag, when)


@lru_cache(maxsize=_MANY)
def _day(tag: str, when: date) -> str:
    from babel.dates import format_date

    return format_date(when, "long", locale=_locale(tag))


@saying
def month(when: date) -> str:
    """The month and year of a date: September 2027."""
    from babel.dates import format_skeleton

    return format_skeleton("yMMMM", when, locale=locale())


@saying
def month_name(when: date) -> str:
    """The name of a date's month alone: September."""
    return str(locale().months["stand-alone"]["wide"][when.month])


def month_comes_first(tag: str) -> bool:
    """Whether the month of a date in numbers stands before the day in a place (a BCP 47 tag)."""
    pattern = _locale(tag).date_formats["short"].pattern
    return bool(pattern.index("M") < pattern.index("d"))


def listed(names: Iterable[str]) -> str:
    """Names in a sentence: "A, B and C"."""
    return _listed(tuple(names), "standard")


def either(names: Iterable[str]) -> str:
    """Names of which one holds: "A, B or C"."""
    return _listed(tuple(names), "or")


@saying
def _listed(names: Sequence[str], style: Literal["standard", "or"]) -> str:
    from babel.lists import format_list

    called = [in_words(name, spoken()) for name in names]
    if len(called) < 2:
        return "".join(called)
    return _WELSH_AND.sub(_and_before, format_list(called, style=style, locale=locale()))


_WELSH_AND = re.compile(r"\ba\(c\)(?=\W*(\w))")
_VOWELS = frozenset("aeiouwy18")
"""What Welsh has "ac" before: letters, and the figures whose words begin with one of them."""


def _and_before(match: re.Match[str]) -> str:
    """The CLDR leaves the Welsh "and" open, as a(c): it goes by the letter that follows."""
    return "ac" if unicodedata.normalize("NFD", match[1].lower())[0] in _VOWELS else "a"


def currency() -> str:
    """The currency of the place where the language is spoken, by its three letters: GBP."""
    return currency_of(spoken().tag)


def currency_sign() -> str:
    """Its sign as it is written there: £."""
    return sign_of(spoken().tag)


@cache
def currency_of(tag: str) -> str:
    """The currency of a language's place (a BCP 47 tag); pounds where it names no place."""
    from babel.numbers import get_territory_currencies

    return next(iter(map(str, get_territory_currencies(_locale(tag).territory or "GB"))), NO_CURRENCY)


def sign_of(tag: str) -> str:
    """The sign of that currency as it is written there."""
    from babel.numbers import get_currency_symbol

    return get_currency_symbol(currency_of(tag), locale=_locale(tag))


def paper() -> Literal["a4", "letter"]:
    """The size of the paper that is used where the language is spoken."""
    return "letter" if locale().territory in _ON_LETTER else "a4"


def paper_in_excel() -> int:
    """Its number in Excel."""
    return {"a4": 9, "letter": 1}[paper()]


def money_in_excel() -> str:
    """The number format of Excel for an amount in the currency of the place: £#,##0.00."""
    pattern = locale().currency_formats["standard"].pattern.partition(";")[0].strip("\u200e\u200f")
    before, after = (part.strip() for part in re.split(r"[#,.0]+", pattern, maxsplit=1))
    sign = currency_sign()
    shown = sign if sign in "£$€¥" else f'"{sign}"'
    gap = " " if re.search("\\s", pattern) else ""
    return f"{shown}{gap}#,##0.00" if before else f"#,##0.00{gap if after else ''}{shown}"


def day_in_excel() -> str:
    """The number format of Excel for a date with its month in letters: d mmm yyyy."""
    return _in_excel(locale().datetime_skeletons["yMMMd"].pattern)


def month_in_excel() -> str:
    """The number format of Excel for a month and its year: mmm yyyy."""
    return _in_excel(locale().datetime_skeletons["yMMM"].pattern)


def _in_excel(pattern: str) -> str:
    """A pattern of dates in the letters of Excel; words between them stand in quotation marks."""

    def code(piece: re.Match[str]) -> str:
        if letters := piece["letters"]:
            known = _EXCEL_CODES.get(letters[0], "")  # eras and the like, which Excel does not show
            return known if letters[0] == "y" else known * len(letters)
        return str(piece["mark"] or f'"{_between(piece)}"')

    return " ".join(_LOOKS_OF_CODES.sub(code, pattern).split())


def _between(piece: re.Match[str]) -> str:
    """What stands between the codes of a pattern of dates."""
    return str(piece["mark"] or piece["quoted"] or piece["other"] or "'")


def locale() -> Locale:
    """The language that is spoken, with its place, as Babel knows it."""
    return _locale(spoken().tag)


@cache
def _figure_pattern(tag: str) -> str:
    place, sign = _locale(tag), re.escape(sign_of(tag))
    months = "|".join(re.escape(name) for name in place.months["format"]["wide"].values())
    codes = {"d": r"\d{1,2}", "M": r"\d{1,2}", "MMMM": f"(?:{months})", "y": r"\d{4}"}
    pieces = _LOOKS_OF_CODES.finditer(place.date_formats["long"].pattern)
    date = "".join(
        codes.get(piece["letters"], r"\S+") if piece["letters"] else re.escape(_between(piece)) for piece in pieces
    )
    symbols = place.number_symbols.get("latn", {"group": ",", "decimal": "."})
    between = re.escape("".join({",", ".", symbols["group"], symbols["decimal"]}))
    return rf"{date}|(?:[£$€]|{sign})?\d+(?:[{between}]\d+)*(?:[ \u00a0\u202f]?(?:%|{sign})| per cent)?"


@cache
def _locale(tag: str) -> Locale:
    from babel import Locale

    return Locale.parse(tag, sep="-")
