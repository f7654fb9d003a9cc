"""A figure that somebody typed together with its unit, as a person would write it: "60%", "£2.60 a report", "1 day"."""

from __future__ import annotations

import re

from smreport.blueprint.amounts import amount_in

_PERCENT = re.compile(r"(?:per ?cent|percentage|pct?|%)(?![a-z])(.*)", re.IGNORECASE)
_POUNDS = re.compile(r"(?:pounds?|gbp|£)(?:\s+sterling)?((?:\s|/).*|)", re.IGNORECASE)
_AFTER_THE_NOUN = re.compile(
    r"\s(?:an?|per|each|every|of|from|in|for|by|on|to|at|with|who|that|which|under|over|aged|within)\s|\s?/"
)
_ONE = {
    "calls": "call", "complaints": "complaint", "days": "day", "emails": "email", "followers": "follower",
    "groups": "group", "hours": "hour", "minutes": "minute", "months": "month", "people": "person", "points": "point",
    "posts": "post", "replies": "reply", "reports": "report", "residents": "resident", "seconds": "second",
    "users": "user", "visits": "visit", "weeks": "week", "years": "year",
}  # fmt: skip


def with_unit(text: str, unit: str) -> str:
    """A figure as it was typed and its unit, once: "-20" and "percent" give "-20%", "35%" stays.

    What is no figure, and what names a unit of its own, stays as it is. One of something is singular where the noun is
    known, and else stands before it in brackets: "1 (clicks)".
    """
    amount = amount_in(text)
    if not unit or amount is None or amount.unit or amount.is_money or text.rstrip().endswith(("%", unit)):
        return text
    if percent := _PERCENT.fullmatch(unit):
        return f"{text}%{percent[1]}"
    if pounds := _POUNDS.fullmatch(unit):
        return f"{_with_pounds(text)}{pounds[1]}"
    return f"{text} {_one(unit) if amount.low == amount.high == 1 else unit}"


def _with_pounds(text: str) -> str:
    """A £ before the first figure, and two digits of pence: "4.1" is "£4.10"."""
    pence = re.sub(r"^([-−]?[\d,]+\.\d)$", r"\g<1>0", text)
    return re.sub(r"(?=[\d.])", "£", pence, count=1)


def _one(unit: str) -> str:
    """A unit for one of it."""
    head = _AFTER_THE_NOUN.split(unit, maxsplit=1)[0]
    noun = head.rpartition(" ")[2]
    if noun.lower() in _ONE and " and " not in head and "," not in head:
        return f"{head[: len(head) - len(noun)]}{_ONE[noun.lower()]}{unit[len(head) :]}"
    return f"({unit})" if noun.endswith("s") and not noun.endswith("ss") else unit


def kind_of(unit: str) -> str:
    """A unit as comparisons see it: "percent" is "%", "reports per month" is "reports a month"."""
    if percent := _PERCENT.fullmatch(unit.strip()):
        return f"%{percent[1]}"
    if pounds := _POUNDS.fullmatch(unit.strip()):
        return f"£{pounds[1]}"
    amount = amount_in(f"2 {unit}")
    return amount.unit if amount else " ".join(unit.lower().split())


def plain_number(text: str, unit: str) -> tuple[float, str] | None:
    """An exact figure and what it is counted in; None for words, ranges and estimates.

    unit  what it is counted in where the text names nothing
    """
    amount = amount_in(text)
    if amount is None or amount.bound != "exact":
        return None
    kind = kind_of(unit)
    if amount.is_money:
        return amount.low, kind if kind.startswith("£") and not amount.unit else f"£{amount.unit and f' {amount.unit}'}"
    return amount.low, kind if not amount.unit else kind_of(amount.unit)
