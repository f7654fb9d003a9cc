"""What Excel may accept in a cell, as a column type tells it to the writer of sheets."""

from __future__ import annotations

from datetime import date
from typing import Literal

from smreport.frozen import Frozen


class Limits(Frozen):
    """What Excel may accept in a cell.

    kind    "list", "decimal", "whole", "date" or "length"
    low, high  bounds for decimal, whole, date and length
    source  for a list: the name of a choice list, or the address of a column
    strict  whether Excel refuses other entries, or only offers the list
    """

    kind: Literal["list", "decimal", "whole", "date", "length"]
    low: float | date | None = None
    high: float | date | None = None
    source: str = ""
    strict: bool = True
