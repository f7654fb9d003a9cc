"""Divide a table's width among its columns by their shares, but without breaking ordinary words."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

CELL_MARGIN = 100  # left and right of a cell's text, in twentieths of a point
_BREAKABLE = 16  # letters: a longer word (a link, a place name in Wales) may break
_BROAD_FONTS = {"verdana": 1.15, "century gothic": 1.1, "dejavu sans": 1.15, "montserrat": 1.15}
_NARROW, _WIDE = frozenset("fijlrtI.,:;'!|()[]"), frozenset("mwMW%@")


def column_widths(shares: Sequence[float], words: Sequence[str], size: float, total: int) -> list[int]:
    """Whole widths that add up to ``total``, all in twentieths of a point.

    ``words`` holds the longest word of each column and ``size`` is the text size in points. A column
    whose share is too narrow for its word gets what the word needs; the others share the rest.
    """
    least = [_word_width(word, size) for word in words]
    if sum(least) >= total:
        return _whole(least, total)
    return _whole(_shared(shares, least, total), total)


def breadth(font: str) -> float:
    """How much broader than Arial a font is, about."""
    return _BROAD_FONTS.get(font.lower(), 1.0)


def longest_word(texts: Iterable[str]) -> str:
    """The word with the most letters in a column."""
    return max((word for text in texts for word in text.split()), key=len, default="")


def _shared(shares: Sequence[float], least: Sequence[float], total: float) -> list[float]:
    """Each share of ``total``, or the ``least`` of that column if that is more."""
    raised: set[int] = set()
    while True:
        free = total - sum(least[column] for column in raised)
        unit = free / sum(share for column, share in enumerate(shares) if column not in raised)
        widths = [least[n] if n in raised else unit * share for n, share in enumerate(shares)]
        short = {n for n, width in enumerate(widths) if width < least[n]}
        if not short:
            return widths
        raised |= short


def _whole(widths: Sequence[float], total: int) -> list[int]:
    """``widths`` scaled to ``total`` and rounded so that they still add up to it."""
    ends = [round(total * end / sum(widths)) for end in itertools.accumulate(widths)]
    return [end - start for start, end in itertools.pairwise([0, *ends])]


def _word_width(word: str, size: float) -> float:
    """About the width of ``word`` in a bold sans serif, with a cell's margins."""
    ems = sum(_letter_width(letter) for letter in word[:_BREAKABLE])
    return 20 * size * ems + 2 * CELL_MARGIN


def _letter_width(letter: str) -> float:
    if letter in _NARROW:
        return 0.36
    if letter in _WIDE:
        return 0.92
    return 0.74 if letter.isupper() else 0.62
