"""What columns of each type make of what cells hold: a line for each value, then what each type says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from smreport.blueprint import formulas
from smreport.blueprint.columns import (
    Choice,
    ColumnType,
    Computed,
    Date,
    Figure,
    Label,
    Money,
    Number,
    Percent,
    Ref,
    Refs,
    Text,
    YesNo,
)
from smreport.blueprint.lists import ChoiceList, ListItem
from smreport.blueprint.references import Reference
from smreport.blueprint.times import When
from smreport.blueprint.values import ReadAs, Unreadable

_AREAS = Reference("areas", "name")
_YES_NO = ChoiceList("yes_no", "Y", (ListItem("Ie", given_id="yes", also=("ydy",)), ListItem("Na", given_id="no")))
_COLOURS = (ListItem("Dark red"), ListItem("Blue"))
KINDS: dict[str, ColumnType] = {
    "text": Text(10), "choice": Choice(ChoiceList("colour", "Colours", _COLOURS)),
    "ref": Ref(_AREAS), "refs": Refs(_AREAS),
    "yes or no": YesNo(_YES_NO), "also yes": YesNo(_YES_NO, ("Secret", "In confidence")), "figure": Figure(),
    "date": Date(), "month first": Date("month_day_year"), "number": Number(), "1 to 5": Number(1, 5, whole=True),
    "share": Percent(0, 1), "any share": Percent(), "label": Label("{a} ({b})"),
}  # fmt: skip
MORE: dict[str, ColumnType] = {
    "any text": Text(), "suggested": Choice(ChoiceList("colour", "Colours", _COLOURS, open=True)),
    "commas": Refs(_AREAS, separator=","),
    "no colours": Choice(ChoiceList("colour", "Colours", ())), "fine": Number(0.12345678, 9.87654321),
    "from": Number(0.1234564), "up to": Number(high=0.1234564), "whole": Number(whole=True),
    "whole from": Number(1, whole=True),
    "whole up to": Number(high=5, whole=True), "money": Money(), "computed": Computed("score"),
}  # fmt: skip
CELLS: tuple[object, ...] = (
    "", " ", "\u00a0", "\x0c", "a\x0bb", "a\r\nb\rc", " dark  RED ", "DARK RED;blue; Dark red", "Yes", "YES!", "y.",
    "no", "No.", "ie", "na", "ydy", "Secret - x", "secret", "Secrets", "in confidence: y", "x", "1", "0", "✓", "true",
    "maybe", True, False, 1, 0, 3, 3.0, 2.5, 0.1+0.2, 1e15, 1e14, 1234567890123456.0, -1.0, float("nan"),
    float("inf"), float("-inf"), date(2027, 4, 1), datetime(2027, 4, 1), datetime(2027, 4, 1, 9, 30),
    datetime(2027, 4, 1, 0, 0, 1), date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(1900, 3, 2),
    date(1905, 7, 19), date(1906, 1, 7), date(1906, 1, 8), date(1906, 1, 9), date(1899, 12, 31), date(1899, 12, 30),
    2199, 2199.5, 2200, 2026, 46478.9, 2958465, 2958466, 2958465.5, "3/4/2027", "=1+1", ["A", "b ", " "],
    ("A", "a", "b"), time(9, 30), "350%", "0.5", "50", "1.0", 1.0, 100, 101, 100.0001, 0.35,
)  # fmt: skip


def values_read() -> str:
    return "".join(f"{line}\n" for line in (*_read(), *_said()))


def _read() -> Iterator[str]:
    """What each type reads in a cell, types that read the same together, and what it would write for it."""
    for cell in CELLS:
        read: dict[str, list[str]] = {}
        for name, kind in KINDS.items():
            read.setdefault(_value(kind, kind.parse(cell)), []).append(name)
        yield f"{cell!r}: {'; '.join(f'{chr(44).join(names)}: {value}' for value, names in read.items())}"


def _value(kind: ColumnType, value: object) -> str:
    if value is None:
        return "blank"
    said = repr(value)
    if isinstance(value, When):
        said = f"{value.text!r} {value.first} to {value.last}"
    elif isinstance(value, ReadAs):
        said = f"{float(value)!r} from {value.typed!r}, in Excel {value.in_cell!r}"
    elif isinstance(value, Unreadable):
        said = f"unreadable {value}"
    written = kind.cell(value)
    return said if str(written) in (said, value) else f"{said}, written {written!r}"


def _said() -> Iterator[str]:
    for name, kind in (KINDS | MORE).items():
        yield f"{name}: {type(kind).name}, {kind.style}, {'asked' if kind.asked else 'filled in'}, {kind.describe()}"
        yield f"    {kind.limits()}; {kind.not_readable('Heading')}"
        if broken := kind.broken(formulas.Cell("$B7")):
            yield f"    {broken.spelled}"
