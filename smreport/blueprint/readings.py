"""How answers are understood, case by case: what is typed, what it means, and whether that is told. For the handbook.

The tests hold the reader against the same table, so that the handbook says what is so.
"""

from __future__ import annotations

import csv
from functools import cache, partial
from importlib.resources import files
from io import StringIO
from typing import Literal

from smreport.blueprint.times import USUAL_ORDER, DateOrder, When, span_in_words
from smreport.frozen import Frozen, replace
from smreport.words import ENGLISH, days, speaking_of, spoken

Level = Literal["", "note", "gap", "error"]
MONTH_FIRST = "time with the month first"
_SIGN = "£"
AMOUNTS = ("money", "money a year", "hours a month")
NAME, NAMES = "name of an area", "names of areas"
AREAS = (
    ("Libraries", "Service"), ("Waste & recycling", "Service"), ("Children’s social care", "Service"),
    ("Consultation", "Activity"), ("Consultation", "Service"), ("Café culture", "Activity"), ("None", "Activity"),
)  # fmt: skip
"""The areas that the cases are about, by name and kind."""


class Reading(Frozen):
    """One case.

    kind     what is asked for, such as "time" or "money a year", or a column for choices, such as "areas.status"
    typed    what stands in the cell
    meaning  what it is read as, in the words of the findings; of choices their ids; with "; " between several
    level    of the finding that tells it: "" for none, as it can mean nothing else; "error" asks what is meant
    """

    kind: str
    typed: str
    meaning: str
    level: Level

    @property
    def is_choice(self) -> bool:
        """Whether a choice of a list is asked for."""
        return "." in self.kind

    @property
    def is_answer(self) -> bool:
        """Whether it is read as something, and not as a blank or left to be asked for."""
        return self.meaning not in ("blank", "asked for", "a row that is missing")


def readings_of_place(order: DateOrder) -> tuple[Reading, ...]:
    """All cases as people of a place type them and are told: in its money, with days in its order.

    order  what 3/4/2027 means there. What is typed in numbers only another order reads so is left out, and a kind for
           that order alone becomes the ordinary one
    """
    return tuple(_in_place(_in_year(case)) for case in map(partial(_ordered, order), readings()) if case)


def _ordered(order: DateOrder, case: Reading) -> Reading | None:
    """A case where days stand in an order, None where they are read otherwise there."""
    if order == USUAL_ORDER:
        return case
    if case.kind == MONTH_FIRST:
        return replace(case, kind="time")
    is_alike = When.in_words(case.typed, order) == When.in_words(case.typed)
    return case if case.kind != "time" or is_alike else None


def _in_year(case: Reading) -> Reading:
    """A case of a financial year, or of a part of one, with its days where it begins in another month."""
    when = When.in_words(case.typed) if case.kind == "time" else When("")
    with speaking_of(ENGLISH):
        is_alike = When.in_words(when.text) == when
    if is_alike or when.first is None or when.last is None:
        return case
    return replace(case, meaning=span_in_words(when.first, when.last))


def _in_place(case: Reading) -> Reading:
    typed = case.typed
    if case.kind in AMOUNTS and (sign := spoken().respelt.get(_SIGN)):
        typed = spoken().spelt(typed.replace(sign, "\0")).replace("\0", _SIGN)  # its own sign is another one at home
    return replace(case, typed=typed, meaning=days.in_place(case.meaning, spoken().tag))


@cache
def readings() -> tuple[Reading, ...]:
    """All cases, those of one kind together."""
    text = files("smreport.blueprint").joinpath("readings.csv").read_text(encoding="utf-8")
    return tuple(Reading(**row) for row in csv.DictReader(StringIO(text, newline="")))  # type: ignore[arg-type]
