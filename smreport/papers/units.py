"""A figure that somebody typed together with its unit, as a person would write it: "60%", "£2.60 a report", "1 day"."""

from __future__ import annotations

import re
from decimal import Decimal

from smreport.blueprint.amounts import amount_in
from smreport.words import language, locales, say
from smreport.words.reading import in_english

_PERCENT = re.compile(r"(?:per ?cent|percentage|pct?|%)(?![a-z])(.*)", re.IGNORECASE)
_COUNTED = re.compile(r"(?:total )?(?:number|no\.?|count|nifer)s? (?:of|o) (?=\S)", re.IGNORECASE)
_POUNDS = re.compile(r"(?:pounds?|gbp|£)(?:\s+sterling)?((?:\s|/).*|)", re.IGNORECASE)


def with_unit(text: str, unit: str) -> str:
    """A figure as it was typed and its unit, once: "-20" and "percent" give "-20%", "35%" stays.

    What only says that things are counted, "number of visits", is left out of it. What is no figure, and what names a
    unit of its own, stays as it is. One of something is singular where the noun is known, and else stands before it in
    brackets: "1 (clicks)".
    """
    return _with_unit(text, text, unit)


def plain_with_unit(text: str, unit: str) -> str:
    """A plain number, such as "-1200.5", with thousands apart and its unit."""
    sign = text[: len(text) - len(text.lstrip("-−"))]
    size = text.removeprefix(sign)
    decimals = len(size.partition(".")[2])
    if (rate := _behind(_POUNDS, unit)) is not None:
        amount = locales.money(Decimal(size), 2 if decimals == 1 else decimals)
        return say("papers.unit.money", before=sign, amount=amount, rate=rate)
    return _with_unit(text, f"{sign}{locales.number(Decimal(size), decimals, keep_zeros=True)}", unit)


def _with_unit(text: str, written: str, unit: str) -> str:
    """The same of a text that is written otherwise."""
    unit = _counted(unit)
    amount = amount_in(text) if unit else None
    if amount is None or amount.unit or amount.is_money or text.rstrip().endswith(("%", unit)):
        return written
    if (of := _behind(_PERCENT, unit)) is not None:
        return say("papers.unit.percent", figure=written, of=of)
    if (rate := _behind(_POUNDS, unit)) is not None:
        return with_currency(text, rate)
    return say("papers.unit.other", figure=written, unit=_one(unit) if amount.low == amount.high == 1 else unit)


def _counted(unit: str) -> str:
    """What is counted, without the words that only say that it is."""
    match = _COUNTED.match(unit)
    return unit[match.end() :] if match else unit


def _behind(kind: re.Pattern[str], unit: str) -> str | None:
    """What stands behind the words for per cent or money in a unit, as it was typed; None where it has none."""
    if in_english(unit) == unit:
        whole = kind.fullmatch(unit)
        return whole[1] if whole else None
    words = unit.split(" ")
    heads = (" ".join(words[:size]) for size in range(len(words), 0, -1))
    head = next((head for head in heads if (read := kind.fullmatch(in_english(head))) and not read[1]), None)
    return None if head is None else unit[len(head) :]


def with_currency(text: str, rate: str = "") -> str:
    """An amount of money as it was typed with its sign, and two digits of pence: "4.1" is "£4.10".

    rate  what it is counted for, such as " a year"
    """
    amount = amount_in(text)
    if amount is None or amount.unit or amount.is_money:
        return text
    with_pence = re.sub(r"^([-−]?[\d,]+\.\d)$", r"\g<1>0", text)
    first = re.search(r"[\d.]", with_pence)
    start = first.start() if first else 0
    typed = say("papers.unit.money.typed", sign=locales.currency_sign(), figure=with_pence[start:])
    return say("papers.unit.money", before=with_pence[:start], amount=typed, rate=rate)


def _one(unit: str) -> str:
    """A unit for one of it; in a language without a list of units it stays."""
    words = language.words_of("units_of_one")
    if not words:
        return unit
    ones = dict(zip(words[::2], words[1::2], strict=True))
    later = "|".join(language.words_of("after_units"))
    head = re.split(rf"\s(?:{later})\s|\s?/", unit, maxsplit=1)[0]
    noun = head.rpartition(" ")[2]
    if noun.lower() in ones and locales.listed(["", ""]) not in head and "," not in head:
        return f"{head[: len(head) - len(noun)]}{ones[noun.lower()]}{unit[len(head) :]}"
    return say("papers.unit.of_one", unit=unit) if noun.endswith("s") and not noun.endswith("ss") else unit


def kind_of(unit: str) -> str:
    """A unit as comparisons see it: "percent" is "%", "reports per month" is "reports a month"."""
    unit = in_english(_counted(unit))
    if percent := _PERCENT.fullmatch(unit.strip()):
        return f"%{percent[1]}"
    if pounds := _POUNDS.fullmatch(unit.strip()):
        return f"£{pounds[1]}"
    amount = amount_in(f"2 {unit}")
    return amount.unit if amount else " ".join(unit.lower().split())


def plain_number(value: object, unit: str) -> tuple[float, str] | None:
    """An exact figure and what it is counted in; None for a blank, words, ranges and estimates.

    unit  what it is counted in where the value names nothing
    """
    amount = None if value is None else amount_in(str(value))
    if amount is None or amount.bound != "exact":
        return None
    kind = kind_of(unit)
    if amount.is_money:
        return amount.low, kind if kind.startswith("£") and not amount.unit else f"£{amount.unit and f' {amount.unit}'}"
    return amount.low, kind if not amount.unit else kind_of(amount.unit)
