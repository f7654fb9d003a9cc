"""Figures, names and dates as they stand in a sentence."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from smreport.blueprint.naming import InWords
from smreport.blueprint.times import When
from smreport.blueprint.values import BULLETS, ReadAs
from smreport.papers.units import plain_with_unit, with_currency, with_unit
from smreport.words import joining, language, locales, say

_PLAIN = re.compile(r"[-−]?[0-9]+(\.[0-9]+)?")
_FIRST_WORD = re.compile(r"[^\W\d_]+(?=[\s,;:!?]|\.\s|$)")
_BULLET = re.compile(rf"^(?:[{BULLETS}]|[-–—*·](?=\s))\s*")
LEFT_BLANK = "–"
"""What stands in a table's cell for an answer that nobody asks for."""


def not_known() -> str:
    """What stands in the place of an answer that a rule asks for and nobody has given."""
    return say("papers.not_known")


def none_identified() -> str:
    """What stands where there could be several of something, and nobody has named one."""
    return say("papers.none_identified")


def pounds(amount: float | None, pence: bool = False) -> str:
    """Whole pounds with thousands apart; pence only below ten pounds, or where they are asked for and there are any."""
    if amount is None or math.isnan(amount):
        return not_known()
    size = abs(amount)
    with_pence = (pence or size < 10) and not float(size).is_integer()
    money = locales.money(size, 2 if with_pence else 0)
    return say("papers.amount.negative", amount=money) if amount < 0 else money


def number(value: Any, places: int = 1) -> str:
    """A figure without needless decimals: 12, 12.5."""
    if value is None or math.isnan(value):
        return not_known()
    return locales.number(value, places)


def count_of(value: float) -> int:
    """A count for a message that has a figure with decimals: 1 for one, else one of those that take a plural."""
    return 1 if value == 1 else 2


def risk_size(size: float | None) -> str:
    """The size of a risk, from 1 to 25; of one that nobody scored, that it is not."""
    return say("papers.risk.not_scored") if size is None or math.isnan(size) else number(size)


def percent(fraction: object) -> str:
    """A fraction as a percentage without needless decimals: 3.5%."""
    return locales.percent(fraction, 2) if isinstance(fraction, float) else not_known()


def is_less(amount: float | None, other: float | None) -> bool:
    """Whether both are known, and the first is less."""
    return amount is not None and other is not None and amount < other


def listed(names: Iterable[str], most: int = 0) -> str:
    """Names in a sentence: "A, B and C"; beyond ``most`` the rest is counted."""
    words = list(names)
    if most and len(words) > most:
        words = [*words[:most], say("papers.more", count=len(words) - most)]
    return locales.listed(words)


def quoted(names: Iterable[str], most: int = 0) -> str:
    """The same with each name in quotation marks."""
    return listed([joining.quoted(name) for name in names], most)


def lowered(text: str) -> str:
    """A heading in the middle of a sentence: the first letter small, unless the word is an acronym.

    In a language that keeps the large letter of some words there it stays as it is.
    """
    if text[:2].isupper() or say("papers.headings.small_inside") != "yes":
        return text
    return text[:1].lower() + text[1:]


def raised(text: str) -> str:
    """A text at the beginning of a sentence: the first letter large."""
    return text[:1].upper() + text[1:]


def sentence(text: object) -> str:
    """A text that somebody typed as a sentence, with a capital and closed.

    Its lines run on, and the items of a list are parted. A first word that is no plain one, such as "iPads" or
    "gov.uk", stays as it is.
    """
    said, was_item = "", False
    for line, is_item in _lines("" if text is None else str(text)):
        said = _followed(said, was_item, line, is_item) if said else line
        was_item = is_item
    first = _FIRST_WORD.match(said)
    return joining.closed(raised(said) if first and first[0].islower() else said)


def _followed(said: str, was_item: bool, line: str, is_item: bool) -> str:
    """What was said with one more line: an item behind another, the first item of a list, or words."""
    if is_item and was_item and joining.closed(item := joining.bare(said)) != item:
        return joining.apart((item, line))
    if is_item and not was_item:
        return joining.sentences((joining.lead(said) if said[-1].isalnum() else said, line))
    goes_on = line[0].islower() and not was_item
    return joining.sentences((said if goes_on else joining.closed(said), line))


def bare_lines(text: str) -> tuple[str, ...]:
    """The lines of a text that somebody typed, without bullets and what closes them."""
    return tuple(filter(None, (joining.bare(line) for line, _ in _lines(text))))


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Each line without its bullet, and whether it had one."""
    for line in filter(None, (" ".join(line.split()) for line in text.splitlines())):
        words = _BULLET.sub("", line)
        if words:
            yield words, words != line


def shown(value: object) -> str:
    """An answer as it is shown in a table; a blank says so."""
    if value is None:
        return not_known()
    if isinstance(value, bool):
        return say("papers.yes" if value else "papers.no")
    if isinstance(value, tuple):
        return joining.apart(value)
    if isinstance(value, InWords) and value.says_more:
        return say("papers.answer.in_words", choice=str(value), typed=value.typed)
    if isinstance(value, float):
        return number(value, 2)
    return time_in_words(value) if isinstance(value, When) else str(value)


def said(value: object) -> str:
    """An answer as it is shown in a table, "" where it is blank."""
    return "" if value is None else shown(value)


def as_given(value: object, is_money: bool) -> str:
    """An amount as it was given: a range, a bound or a period stays in the words that were typed; "" for a blank."""
    if isinstance(value, ReadAs) and not value.is_plain:
        return with_currency(value.typed) if is_money else value.typed
    if not isinstance(value, float):
        return said(value)
    return pounds(value) if is_money else number(value, 2)


def figure(value: object, unit: object = None) -> str:
    """A KPI's figure with thousands apart where it is a plain number, and its unit where the text names none.

    Without a unit four digits that begin with 19 or 20 may be a year, and stay as they are.
    """
    if value is None:
        return not_known()
    text = str(value)
    plain = _PLAIN.fullmatch(text)
    if plain and (unit or not (len(text) == 4 and text.startswith(("19", "20")))):
        return plain_with_unit(text, str(unit or ""))
    return with_unit(text, str(unit)) if unit else text


def when(value: object) -> str:
    """A date in full, or the words that were typed."""
    return time_in_words(value) or not_known()


def time_in_words(value: object) -> str:
    """The same, "" where no time is known."""
    if not isinstance(value, When):
        return ""
    return value.text or (locales.day(value.first) if value.first else "")


def last_day(value: object) -> date:
    """The day to sort by, the end of what is in words; what names no time comes last."""
    return named_day(value) or date.max


def named_day(value: object) -> date | None:
    """The last day of a time that was typed, None where it names none."""
    return value.last if isinstance(value, When) else None


def quarter(day: date) -> str:
    """The quarter of a financial year that a day lies in, in words."""
    if day == date.max:
        return say("papers.plan.no_date")
    first = 3 * ((day.month - 1) // 3) + 1
    start, end = date(day.year, first, 1), date(day.year, first + 2, 1)
    return say("papers.quarter", first=locales.month_name(start), last=locales.month(end))


def common_words(texts: Iterable[str], most: int) -> tuple[tuple[str, int], ...]:
    """The words that stand in most of the texts, with in how many; small words and single uses are left out."""
    counts: Counter[str] = Counter()
    small = frozenset(language.words_of("small_words"))
    for text in texts:
        counts.update({word for word in re.findall(r"[^\W\d_]{4,}", text.lower()) if word not in small})
    return tuple(pair for pair in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])) if pair[1] > 1)[:most]


def amount(value: object) -> float:
    """An answer as a number, NaN where it is blank."""
    return value if isinstance(value, float) else math.nan
