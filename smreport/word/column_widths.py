"""Divide a table's width among its columns by their shares and texts, and never break a word."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence

from smreport.frozen import Frozen
from smreport.word.font_widths import Lettering, word_width

_CJK = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_BREAKS = re.compile(rf"[ \t\n\r\u200b]+|(?<=\w[-–—])(?=[^\W\d_])|(?<=[{_CJK}])|(?=[{_CJK}])")
"""Where every program begins a new line: not at a slash, nor within figures such as 2026-27."""

_LONGEST_WORD = 30  # letters: what is longer is a link or an address, which may break
_KEPT_OF_LINK = 16  # letters of it that fit on a line
_CONTENT = 0.7  # how much texts count beside shares: makes the fewest lines in the tables of the examples
_SHORT = 16  # letters
_FOR_SHORT = 0.2  # of what the longest words leave, as long texts need room too
_SPARE = 10  # twentieths of a point, as programs round
_HALVINGS = 60


class Need(Frozen):
    """What a column asks for, in twentieths of a point, with the margins of its cells.

    least   that its longest word stays whole
    short   that its short texts, such as dates, stay on one line too
    most    that each of its texts fits on one line
    length  of its texts: the root of the mean of their squares, as the longest make a table long
    """

    least: float
    short: float
    most: float
    length: float


def need(texts: Sequence[tuple[str, Lettering]], margins: float) -> Need:
    """What a column's texts, its heading among them, ask for."""
    least, short, most, squares = 0.0, 0.0, 0.0, 0.0
    for text, lettering in texts:
        lengths = [0.0]
        for line in text.splitlines():
            words = _BREAKS.split(line)
            widths = [word_width(word, lettering) for word in words]
            whole = (word if len(word) <= _LONGEST_WORD else word[:_KEPT_OF_LINK] for word in words)
            least = max(least, *(word_width(word, lettering) for word in whole))
            spaces = word_width(" ", lettering) * line.count(" ")
            lengths.append(sum(widths) + spaces)
        most, squares = max(most, *lengths), squares + sum(lengths) ** 2
        if len(text) <= _SHORT:
            short = max(short, *lengths)
    room = margins + _SPARE
    return Need(least + room, max(least, short) + room, most + room, math.sqrt(squares / len(texts)) + room)


def column_widths(shares: Sequence[float], needs: Sequence[Need], total: int) -> list[int]:
    """Whole widths that add up to ``total``, all in twentieths of a point.

    Columns that all have room for their texts have the widths of their shares. Otherwise the length of their texts
    counts too. A column whose share is too narrow for its longest word gets what the word needs, or its short texts
    where there is enough; one whose share is more than its longest text needs leaves the rest to the others.
    """
    least, most = [need.least for need in needs], [need.most for need in needs]
    if sum(least) >= total:
        return _whole(least, total)
    if sum(most) <= total:
        return _whole(_shared(shares, least, [float(total)] * len(needs), total), total)
    wanted = [share ** (1 - _CONTENT) * need.length**_CONTENT for share, need in zip(shares, needs, strict=True)]
    return _whole(_shared(wanted, _floors(needs, total), most, total), total)


def _floors(needs: Sequence[Need], total: int) -> list[float]:
    """What each column needs for its longest word, or for its short texts: first where that is little more."""
    floors = [need.least for need in needs]
    room = _FOR_SHORT * (total - sum(floors))
    for at in sorted(range(len(needs)), key=lambda at: needs[at].short - needs[at].least):
        more = needs[at].short - needs[at].least
        if more <= room:
            floors[at], room = needs[at].short, room - more
    return floors


def fits(needs: Sequence[Need], total: float) -> bool:
    """Whether every word of the columns can stay whole."""
    return sum(need.least for need in needs) <= total


def _shared(shares: Sequence[float], least: Sequence[float], most: Sequence[float], total: float) -> list[float]:
    """Each share of one unit, held between ``least`` and ``most``; the unit is found by halving."""

    def widths(unit: float) -> list[float]:
        return [max(low, min(high, unit * share)) for share, low, high in zip(shares, least, most, strict=True)]

    low, high = 0.0, total / min(shares)
    for _ in range(_HALVINGS):
        unit = (low + high) / 2
        low, high = (unit, high) if sum(widths(unit)) < total else (low, unit)
    return widths(high)


def _whole(widths: Sequence[float], total: int) -> list[int]:
    """``widths`` scaled to ``total`` and rounded so that they still add up to it."""
    ends = [round(total * end / sum(widths)) for end in itertools.accumulate(widths)]
    return [end - start for start, end in itertools.pairwise([0, *ends])]
