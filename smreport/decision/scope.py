"""Which areas are in scope: those that say so, and those without a status that are worked with all the same."""

from __future__ import annotations

from smreport.blueprint.tables import Tables
from smreport.decision import terms

NEEDS = ("areas.label", "areas.status", "objectives.area", "mapping.area")


def taken_as_in_scope(tables: Tables) -> frozenset[int]:
    """The Excel rows of areas without a status that an objective or a mapped use names."""
    areas, named = tables["areas"], {*tables["objectives"].plain("area"), *tables["mapping"].plain("area")} - {""}
    rows = zip(areas.numbers, areas.plain("label"), areas.columns["status"], strict=True)
    return frozenset(number for number, label, status in rows if status is None and label in named)


def in_scope(tables: Tables) -> frozenset[int]:
    """The Excel rows of the areas that are in scope, or are taken as such."""
    areas, id_of = tables["areas"], tables.blueprint.id_of
    said = zip(areas.numbers, areas.columns["status"], strict=True)
    return taken_as_in_scope(tables) | {at for at, status in said if id_of("areas.status", status) == terms.IN_SCOPE}


def parked(tables: Tables) -> frozenset[str]:
    """The areas that are parked, as their names are compared."""
    areas, id_of = tables["areas"], tables.blueprint.id_of
    said = zip(areas.plain("label"), areas.columns["status"], strict=True)
    return frozenset(label for label, status in said if label and id_of("areas.status", status) == terms.PARKED)


def is_known(tables: Tables) -> bool:
    """Whether the template asks what this needs."""
    sheets = tables.blueprint.sheets
    return all(
        sheet in sheets and key in sheets[sheet].by_key for sheet, _, key in (need.partition(".") for need in NEEDS)
    )
