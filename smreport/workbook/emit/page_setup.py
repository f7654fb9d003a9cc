"""Sheets on paper: landscape, with text of 8 points or more, a wide sheet on several pages side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from smreport.words import locales

TEXT_SIZE, SMALLEST_PRINTED = 11, 8  # points, on the screen and on paper
SIDE, END = 0.4, 0.5  # margins in inches, left and right, top and bottom
_LOWEST_SCALE = math.ceil(100 * SMALLEST_PRINTED / TEXT_SIZE)
_ACROSS = {"a4": 11.69, "letter": 11.0}  # inches of paper in landscape
_LETTER = 6.6  # pixels of an average letter of a line in Arial


@dataclass(frozen=True)
class Paper:
    """How a sheet is printed.

    scale   in per cent
    breaks  the columns, counted from 0, that start a new page
    """

    scale: int
    breaks: tuple[int, ...]


def _room() -> float:
    """Pixels across a page; programs differ a little in how wide a column is."""
    return (_ACROSS[locales.paper()] - 2 * SIDE) * 96 * 0.97


def on_paper(groups: Sequence[Sequence[float]], repeated: int = 0, lines: Sequence[str] = ()) -> Paper:
    """As few pages side by side as text of 8 points allows, and then text as large as fits on these.

    groups    the widths (in letters) of columns that stay together
    repeated  how many groups at the left are on every page
    lines     texts that run over the cells to their right
    """
    sizes = [sum(7 * width + 6 for width in group) for group in groups]
    fewest = len(_breaks(sizes, repeated, _LOWEST_SCALE))
    if fewest == 0:
        longest = max([sum(sizes), *(_LETTER * len(line) for line in lines)])
        return Paper(max(_LOWEST_SCALE, min(100, int(100 * _room() / longest))), ())
    scale = next(scale for scale in range(100, 0, -1) if len(_breaks(sizes, repeated, scale)) == fewest)
    starts = list(accumulate(map(len, groups), initial=0))
    return Paper(scale, tuple(starts[group] for group in _breaks(sizes, repeated, scale)))


def _breaks(sizes: Sequence[float], repeated: int, scale: int) -> list[int]:
    """The groups that start a new page."""
    room, always = _room() * 100 / scale, sum(sizes[:repeated])
    breaks, used = [], always
    for group, size in enumerate(sizes[repeated:], start=repeated):
        if used + size > room and used > always:
            breaks.append(group)
            used = always
        used += size
    return breaks
