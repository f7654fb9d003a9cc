"""What people type for names and choices and how it is understood, case by case: for the handbook and the tests."""

from __future__ import annotations

from dataclasses import dataclass

from smreport.blueprint.naming import Choices, Names

Known = Names | Choices


@dataclass(frozen=True)
class Reading:
    """A text as it is typed, and what it means.

    means  the names or choices that it is read as; none where it is left as it is, or was read as blank
    note   what is told of it: "" where it is exactly what is listed, else "noted", "asked" (two are likely, or it is
           nearly one), "missing" (a row to be made) or "blank"
    """

    typed: str
    means: tuple[str, ...]
    note: str = "noted"


ROWS = (
    ("Libraries", "Service"), ("Waste & recycling", "Service"), ("Children’s social care", "Service"),
    ("Consultation", "Activity"), ("Consultation", "Service"), ("Café culture", "Activity"), ("None", "Activity"),
)  # fmt: skip
"""The areas of the cases, by name and kind."""

_LIBRARIES, _WASTE, _CARE = "Libraries (Service)", "Waste & recycling (Service)", "Children’s social care (Service)"

NAMES = (
    Reading("Libraries (Service)", (_LIBRARIES,), ""),
    Reading("libraries (SERVICE)", (_LIBRARIES,), ""),
    Reading("Children's social care (Service)", (_CARE,), ""),
    Reading("Libraries", (_LIBRARIES,)),
    Reading("LIBRARY", (_LIBRARIES,)),
    Reading("The libraries.", (_LIBRARIES,)),
    Reading("Service: libraries", (_LIBRARIES,)),
    Reading("Waste and recycling", (_WASTE,)),
    Reading("Recycling and waste", (_WASTE,)),
    Reading("Childrens Social Care", (_CARE,)),
    Reading("Cafe culture", ("Café culture (Activity)",)),
    Reading("Consultations (activity)", ("Consultation (Activity)",)),
    Reading("Consultation", (), "asked"),
    Reading("Librarries (Service)", (), "asked"),
    Reading("Swimming pools", (), "missing"),
    Reading("tbc", (), "blank"),
    Reading("N/A", (), "blank"),
    Reading("none", ("None (Activity)",)),
)
"""Names in a cell for one."""

SEVERAL = (
    Reading("Libraries (Service); Waste & recycling (Service)", (_LIBRARIES, _WASTE), ""),
    Reading("Libraries; waste and recycling", (_LIBRARIES, _WASTE)),
    Reading("Libraries\nWaste and recycling", (_LIBRARIES, _WASTE)),
    Reading("Libraries, Waste & recycling", (_LIBRARIES, _WASTE)),
    Reading("• Libraries\n• Waste & recycling (Service)", (_LIBRARIES, _WASTE)),
    Reading("library; Libraries (Service)", (_LIBRARIES,)),
    Reading("Libraries; tbc", (_LIBRARIES,)),
)
"""Names in a cell for several: parted by semicolons and new lines, and by commas where no name has one."""

STATUSES = {
    "areas.status": (
        Reading("In scope", ("in_scope",), ""),
        Reading("under way", ("in_scope",)),
        Reading("next year", ("parked",)),
        Reading("out of scope", ("parked",)),
        Reading("perhaps", (), "asked"),
    ),
    "tools.status": (
        Reading("live since 2018-04", ("live",)),
        Reading("to be bought", ("planned",)),
        Reading("recommended", ("planned",)),
        Reading("not live yet", ("planned",)),
        Reading("not recommended", ("refused",)),
        Reading("will be closed", (), "asked"),
    ),
    "portfolio.status": (
        Reading("proposed", ("proposed",), ""),
        Reading("recommended", ("proposed",)),
        Reading("planned", ("proposed",)),
        Reading("Completed March 2025", ("done",)),
        Reading("nearly done", (), "asked"),
        Reading("80% complete", (), "asked"),
        Reading("in progress or done", (), "asked"),
    ),
    "actions.status": (
        Reading("planned", ("not_started",)),
        Reading("to do", ("not_started",)),
        Reading("on track", ("in_progress",)),
        Reading("overdue", ("late",)),
        Reading("n/a", (), "blank"),
    ),
}
"""Choices in people's words by the column of the shipped form, and their ids."""


def areas() -> Names:
    """The names of the cases' areas."""
    labels = [(name, f"{name} ({kind})") for name, kind in ROWS]
    return Names((label for _, label in labels), labels)
