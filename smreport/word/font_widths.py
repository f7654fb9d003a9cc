"""How wide a word is set in an office font, from the widths of its letters: the same on every machine."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

from smreport.frozen import Frozen

_OTHER = "verdana"
"""The broadest of the fonts measured stands for every font that was not."""

_AS_WIDE = {
    "helvetica": "arial",
    "liberation sans": "arial",
    "liberation sans narrow": "arial narrow",
    "times": "times new roman",
    "liberation serif": "times new roman",
    "carlito": "calibri",
    "caladea": "cambria",
}
_HYPHENS = dict.fromkeys("\u2010\u2011\u00ad", "-")
_SPACES = dict.fromkeys("\u00a0\u202f", " ")
_UNDER_ACCENT = "ı"
"""What an accent stands on in the place of an i, whose dot it takes; in some fonts it is broader."""
_REMEMBERED, _FONTS = 20_000, 100  # words and names that are kept
_FULL = 1000  # thousandths of the text size: a letter of Chinese, Japanese or Korean


class Lettering(Frozen):
    """How a text is set: its font, its size in points, and whether it is bold."""

    font: str
    size: float
    bold: bool = False


def word_width(word: str, lettering: Lettering) -> float:
    """The width of ``word`` in twentieths of a point, without kerning, which makes it narrower if anything."""
    return _ems(word, _known(lettering.font), lettering.bold) * lettering.size * 20 / 1000


@lru_cache(_REMEMBERED)
def _ems(word: str, font: str, bold: bool) -> int:
    """In thousandths of the text size."""
    widths = _widths()[f"{font} bold" if bold else font]
    return sum(_letter(letter, widths) for letter in word)


def _letter(letter: str, widths: Mapping[str, int]) -> int:
    letter = _HYPHENS.get(letter) or _SPACES.get(letter, letter)
    if letter in widths:
        return widths[letter]
    bare = unicodedata.normalize("NFKD", letter)
    if bare[0] in widths:
        return sum(widths.get(part, 0) for part in bare.replace("i", _UNDER_ACCENT))
    if unicodedata.category(letter)[0] in "MC":  # an accent by itself, or what has no shape
        return 0
    return _FULL if unicodedata.east_asian_width(letter) in "WF" else widths["M"]


@lru_cache(_FONTS)
def _known(font: str) -> str:
    """The font whose widths count for ``font``."""
    name = font.strip().lower()
    name = _AS_WIDE.get(name, name)
    return name if name in _widths() else _OTHER


@cache
def _widths() -> Mapping[str, Mapping[str, int]]:
    """For each font, plain and bold, the width of each letter; see ``tests/word/measure_fonts.py``."""
    text = files("smreport.word").joinpath("font_widths.csv").read_text(encoding="utf-8")
    (_, *fonts), *rows = csv.reader(text.splitlines())
    letters = [chr(int(code, 16)) for code, *_ in rows]
    columns = zip(*(map(int, row[1:]) for row in rows), strict=True)
    return {font.lower(): dict(zip(letters, column, strict=True)) for font, column in zip(fonts, columns, strict=True)}
