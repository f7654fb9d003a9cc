"""Sheets on paper: landscape, with text of 8 points or more, a wide sheet on several pages side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate

from smreport.frozen import Frozen
from smreport.words import locales

TEXT_SIZE, SMALLEST_PRINTED = 11, 8  # points, on the screen and on paper
SIDE, END = 0.4, 0.5  # margins in inches, left and right, top and bottom
_LOWEST_SCALE = math.ceil(100 * SMALLEST_PRINTED / TEXT_SIZE)
_ACROSS = {"a4": 11.69, "letter": 11.0}  # inches of paper in landscape
_OF_A_LINE = 7  # pixels of a letter of a line in Arial, on the average of broad ones


class Paper(Frozen):
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
    lines     texts that run over the cells to their right, for which the first page is wide enough
    """
    sizes = [*map(_size, groups)]
    longest = _longest(lines)
    if not _breaks(sizes, repeated, _LOWEST_SCALE):
        return Paper(max(_LOWEST_SCALE, min(100, int(100 * _room() / max(sum(sizes), longest)))), ())
    laid = {scale: _breaks(sizes, repeated, scale) for scale in range(100, _LOWEST_SCALE - 1, -1)}
    best = max(laid, key=lambda scale: (sum(sizes[: laid[scale][0]]) >= longest, -len(laid[scale]), scale))
    starts = list(accumulate(map(len, groups), initial=0))
    return Paper(best, tuple(starts[group] for group in laid[best]))


def wide_enough(groups: Sequence[Sequence[float]], repeated: int, lines: Sequence[str]) -> list[float]:
    """The widths of all columns, one of them wider if that is needed for the lines above to stand on the first page."""
    paper, widths = on_paper(groups, repeated, lines), [width for group in groups for width in group]
    if paper.breaks:
        last = paper.breaks[0]
        widths[last - 1] += max(0, math.ceil((_longest(lines) - _size(widths[:last])) / 7))
    return widths


def within_a_page(widths: Sequence[float]) -> list[float]:
    """The widths of columns that are to be read side by side: the widest narrower by what does not fit on a page."""
    beyond = max(0, _size(widths) - _room() * 100 / _LOWEST_SCALE)
    widest = max(range(len(widths)), key=widths.__getitem__)
    return [width - math.ceil(beyond / 7) * (number == widest) for number, width in enumerate(widths)]


def _size(widths: Sequence[float]) -> float:
    """Pixels of columns side by side."""
    return sum(7 * width + 6 for width in widths)


def _longest(lines: Sequence[str]) -> float:
    """Pixels of the longest of some lines."""
    return max((_OF_A_LINE * len(line) for line in lines), default=0)


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
