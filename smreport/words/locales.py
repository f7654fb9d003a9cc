"""Numbers, money, dates and lists as the language that is spoken writes them, by what Babel has of the CLDR."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from smreport.words.catalogue import spoken

if TYPE_CHECKING:
    from babel import Locale

# Babel is imported where it is first needed, so that a command which says no figure does not wait for it.


def number(value: float | Decimal, places: int = 0, *, keep_zeros: bool = False, grouped: bool = True) -> str:
    """A figure with thousands apart: 1,234.5.

    places      decimals at most; what is rounded is the figure as Python holds it
    keep_zeros  whether zeros at the end stay, as in 12.50
    grouped     whether thousands stand apart
    """
    from babel.numbers import format_decimal

    rounded = f"{value:.{places}f}"
    decimals = "." + ("0" if keep_zeros else "#") * places if places else ""
    pattern = f"{'#,##0' if grouped else '0'}{decimals}"
    return format_decimal(Decimal(rounded), pattern, locale=locale())


def percent(fraction: float, places: int = 0) -> str:
    """A fraction as a percentage without needless decimals: 0.035 gives 3.5%."""
    from babel.numbers import format_percent

    rounded = Decimal(f"{100 * fraction:.{places}f}") / 100
    pattern = locale().percent_formats[None].pattern
    return format_percent(rounded, pattern.replace("0", f"0.{'#' * places}" if places else "0", 1), locale=locale())


def money(amount: float | Decimal, places: int = 0) -> str:
    """An amount in the currency of the place where the language is spoken: £1,234, with exactly so many decimals."""
    from babel.numbers import format_currency

    decimals = f".{'0' * places}" if places else ""
    pattern = locale().currency_formats["standard"].pattern.replace(".00", decimals)
    return format_currency(Decimal(f"{amount:.{places}f}"), currency(), pattern, locale=locale(), currency_digits=False)


def day(when: date) -> str:
    """A date in full: 17 September 2027."""
    from babel.dates import format_date

    return format_date(when, "long", locale=locale())


def month(when: date) -> str:
    """The month and year of a date: September 2027."""
    from babel.dates import format_skeleton

    return format_skeleton("yMMMM", when, locale=locale())


def month_name(when: date) -> str:
    """The name of a date's month alone: September."""
    return str(locale().months["stand-alone"]["wide"][when.month])


def month_comes_first(tag: str) -> bool:
    """Whether the month of a date in numbers stands before the day in a place (a BCP 47 tag)."""
    pattern = _locale(tag).date_formats["short"].pattern
    return bool(pattern.index("M") < pattern.index("d"))


def listed(names: Iterable[str]) -> str:
    """Names in a sentence: "A, B and C"."""
    from babel.lists import format_list

    return format_list(list(names), style="standard", locale=locale())


def either(names: Iterable[str]) -> str:
    """Names of which one holds: "A, B or C"."""
    from babel.lists import format_list

    return format_list(list(names), style="or", locale=locale())


def currency() -> str:
    """The currency of the place where the language is spoken, by its three letters: GBP."""
    return _currency(locale().territory or "GB")


def currency_sign() -> str:
    """Its sign as it is written there: £."""
    from babel.numbers import get_currency_symbol

    return get_currency_symbol(currency(), locale=locale())


def locale() -> Locale:
    """The language that is spoken, with its place, as Babel knows it."""
    return _locale(spoken().tag)


@cache
def _locale(tag: str) -> Locale:
    from babel import Locale

    return Locale.parse(tag, sep="-")


@cache
def _currency(territory: str) -> str:
    from babel.numbers import get_territory_currencies

    return str(get_territory_currencies(territory)[0])
