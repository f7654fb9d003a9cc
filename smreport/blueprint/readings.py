"""How answers are understood, case by case: what is typed, what it means, and whether that is told. For the handbook.

The tests hold the reader against the same table, so that the handbook says what is so.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import Literal

Level = Literal["", "note", "gap", "error"]
NAME, NAMES = "name of an area", "names of areas"
AREAS = (
    ("Libraries", "Service"), ("Waste & recycling", "Service"), ("Children’s social care", "Service"),
    ("Consultation", "Activity"), ("Consultation", "Service"), ("Café culture", "Activity"), ("None", "Activity"),
)  # fmt: skip
"""The areas that the cases are about, by name and kind."""


@dataclass(frozen=True)
class Reading:
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


@cache
def readings() -> tuple[Reading, ...]:
    """All cases, those of one kind together."""
    text = files("smreport.blueprint").joinpath("readings.csv").read_text(encoding="utf-8")
    return tuple(Reading(**row) for row in csv.DictReader(StringIO(text, newline="")))  # type: ignore[arg-type]
