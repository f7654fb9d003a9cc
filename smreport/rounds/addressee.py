"""What a service's workbook says about itself: whom it is for, and which of its rows are whose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cache

from smreport.blueprint.model import Blueprint
from smreport.frozen import Frozen, replace
from smreport.words import Words, say, speaking_of, spoken

_HERE = "\0"  # in the place of a part of a message, as nobody types it


class Share(Enum):
    """Whose a row is."""

    OWN = "own"
    JOINT = "joint"
    SHARED = "shared"
    WITHHELD = "withheld"

    @property
    def words(self) -> str:
        """The words that stand beside it."""
        return say(f"workbook.whose.{self.value}")

    @property
    def is_given(self) -> bool:
        """Whether the row is there to be read, not filled in."""
        return self in (Share.SHARED, Share.WITHHELD)


class Mark(Frozen):
    """Whose a row is, and its row in the register."""

    share: Share
    row: int


def mark_of(share: Share, row: int) -> str:
    return say("workbook.share.mark", share=share.words, row=str(row))


def read_mark(cell: object) -> Mark | None:
    """The mark beside a row; None beside a new row, or where somebody has written over it."""
    text = str(cell).strip()
    matches = ((share, pattern.fullmatch(text)) for share, pattern in _marks(spoken()).items())
    return next((Mark(share, int(match[1])) for share, match in matches if match), None)


@cache
def _marks(words: Words) -> Mapping[Share, re.Pattern[str]]:
    """What marks look like in a language."""
    with speaking_of(words):
        return {share: _pattern(say("workbook.share.mark", share=share.words, row=_HERE), r"(\d+)") for share in Share}


def _pattern(said: str, part: str) -> re.Pattern[str]:
    """A message, with a pattern in the place of its part."""
    return re.compile(re.escape(said).replace(re.escape(_HERE), part), re.DOTALL)


def own_start(blueprint: Blueprint, name: str) -> Blueprint:
    """The template with a first sheet that says whom the workbook is for, and with settings marked as set."""
    shared = Share.SHARED.words
    lines = (say("workbook.share.part", name=name), say("workbook.share.explained", share=shared))
    settings = replace(blueprint.sheets["settings"], who=say("workbook.share.settings", share=shared))
    return replace(
        blueprint,
        start=replace(blueprint.start, intro=(*lines, *blueprint.start.intro)),
        sheets={**blueprint.sheets, "settings": settings},
    )


def read_name(cells: Iterable[object]) -> str:
    """Whom a workbook says that it is for, "" where it does not say."""
    line = _pattern(say("workbook.share.part", name=_HERE), "(.+)")
    return next((match[1].strip() for cell in cells if (match := line.fullmatch(str(cell).strip()))), "")
