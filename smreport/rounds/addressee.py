"""What a service's workbook says about itself: whom it is for, and which of its rows are whose."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from smreport.blueprint.model import Blueprint


class Share(Enum):
    """Whose a row is, in the words that stand beside it."""

    OWN = "Yours"
    JOINT = "Yours and other areas’"
    SHARED = "Set by the facilitator: please leave as it is"
    WITHHELD = "Not for publication: the facilitator has the figures, please leave as it is"

    @property
    def is_given(self) -> bool:
        """Whether the row is there to be read, not filled in."""
        return self in (Share.SHARED, Share.WITHHELD)


@dataclass(frozen=True)
class Mark:
    """Whose a row is, and its row in the register."""

    share: Share
    row: int


_MARK = re.compile(rf"({'|'.join(re.escape(share.value) for share in Share)}) \(row (\d+)\)")
_FOR = re.compile("This workbook is for: (.+)", re.DOTALL)
_EXPLAINED = (
    "Rows with a light fill, and “{}” in the last column, are the same for several areas. "
    "Tell the facilitator if one is wrong."
)


def mark_of(share: Share, row: int) -> str:
    return f"{share.value} (row {row})"


def read_mark(cell: object) -> Mark | None:
    """The mark beside a row; None beside a new row, or where somebody has written over it."""
    match = _MARK.fullmatch(str(cell).strip())
    return Mark(Share(match[1]), int(match[2])) if match else None


def own_start(blueprint: Blueprint, name: str) -> Blueprint:
    """The template with a first sheet that says whom the workbook is for, and with settings marked as set."""
    lines = (f"This workbook is for: {name}", _EXPLAINED.format(Share.SHARED.value))
    settings = replace(blueprint.sheets["settings"], who=f"{Share.SHARED.value}. It is the same for all areas")
    return replace(
        blueprint,
        start=replace(blueprint.start, intro=(*lines, *blueprint.start.intro)),
        sheets={**blueprint.sheets, "settings": settings},
    )


def read_name(cells: Iterable[object]) -> str:
    """Whom a workbook says that it is for, "" where it does not say."""
    return next((match[1].strip() for cell in cells if (match := _FOR.fullmatch(str(cell).strip()))), "")
