"""What an engine shows, held against what is wanted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from math import isclose
from pathlib import Path

from engines.cells import Cell, Place, Value, cells, changed, position, put
from engines.engine import Engine, handed_over

from smreport.blueprint.values import normalised


@dataclass(frozen=True)
class Outcome:
    """One workbook in one form, calculated by one engine.

    anew       how many formulas it worked out, each held against what is wanted
    not_anew   the formulas that it did not work out
    differing  what it shows, and what is wanted, where these differ
    left_out   the formulas that it cannot run; it was given their results
    """

    engine: str
    form: str
    anew: int = 0
    not_anew: list[Place] = field(default_factory=list)
    differing: dict[Place, tuple[Value, Value]] = field(default_factory=dict)
    left_out: dict[Place, str] = field(default_factory=dict)

    @property
    def is_right(self) -> bool:
        return not (self.not_anew or self.differing)

    def __str__(self) -> str:
        lines = [
            f"{self.engine}, {self.form}: {self.anew:,} formulas worked out, {len(self.not_anew):,} not,"
            f" {len(self.left_out):,} left out, {len(self.differing):,} differ."
        ]
        lines += [f"  {sheet}!{at} was not worked out{more}" for (sheet, at), more in by_column(self.not_anew)]
        for (sheet, at), more in by_column(self.differing):
            shown, wanted = self.differing[sheet, at]
            lines.append(f"  {sheet}!{at} shows {shown!r}, {wanted!r} is wanted{more}")
        return "\n".join(lines)


def by_column(places: Iterable[Place]) -> list[tuple[Place, str]]:
    """The first place of each column, and how many more there are in it."""
    columns: dict[Place, list[Place]] = {}
    for sheet, address in places:
        columns.setdefault((sheet, address.rstrip("0123456789")), []).append((sheet, address))
    return [(found[0], f"; {len(found) - 1} more in this column" * (len(found) > 1)) for found in columns.values()]


def outcome(engine: Engine, path: Path, form: str, wanted: Mapping[Place, Value]) -> Outcome:
    """Let an engine calculate a workbook from nothing but its answers and formulas.

    wanted  what formulas must show, by place; others are not looked at
    """
    formulas = {place: cell for place, cell in cells(path).items() if cell.formula}
    left_out = left_out_by(engine, formulas)
    given = changed(path, engine.folder / "given.xlsx", put({place: wanted.get(place, "") for place in left_out}))
    shown = engine.calculated(handed_over(given, engine.folder / "handed-over.xlsx", form))
    return compared((engine.name, form), (formulas.keys() & wanted.keys()) - left_out.keys(), shown, wanted, left_out)


def left_out_by(engine: Engine, formulas: Mapping[Place, Cell]) -> dict[Place, str]:
    """The formulas that an engine cannot run, and why."""
    return {
        place: why
        for place, cell in formulas.items()
        for pattern, why in engine.cannot.items()
        if re.search(pattern, cell.formula)
    }


def compared(
    who: tuple[str, str],
    formulas: Set[Place],
    shown: Mapping[Place, Value],
    wanted: Mapping[Place, Value],
    left_out: Mapping[Place, str],
) -> Outcome:
    """What an engine shows against what is wanted; a formula that shows nothing at all was not worked out."""
    worked_out = formulas & shown.keys()
    differing = {
        place: (shown[place], wanted[place]) for place in in_order(worked_out) if not alike(shown[place], wanted[place])
    }
    return Outcome(*who, len(worked_out), in_order(formulas - shown.keys()), differing, dict(left_out))


def in_order(places: Iterable[Place]) -> list[Place]:
    """Places by sheet, then down each column."""
    return sorted(places, key=lambda place: (place[0], position(place[1])))


def alike(shown: Value, wanted: Value) -> bool:
    """Equal: numbers to nine places, texts but for their case, which a sheet shows as it was typed."""
    if isinstance(shown, bool) or isinstance(wanted, bool):
        return shown is wanted
    if isinstance(shown, str) or isinstance(wanted, str):
        return isinstance(shown, str) and isinstance(wanted, str) and normalised(shown) == normalised(wanted)
    return isclose(shown, wanted, rel_tol=1e-9, abs_tol=1e-9)
