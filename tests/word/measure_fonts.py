"""Measure the letters of ``smreport/word/font_widths.csv`` anew: ``cd tests && python -m word.measure_fonts``.

By hand, as it needs fontTools and Debian's fonts-liberation, fonts-crosextra-carlito, fonts-crosextra-caladea and
fonts-dejavu-core (on 30 November 2026: Liberation 1.07.4, DejaVu 2.37, Carlito 20220224, Caladea 20200211). Each is
free, under the GPL with its exception for fonts, the OFL, or the licence of Bitstream Vera. All but the last are made
as wide, letter by letter, as the office font whose name their column has. DejaVu Sans is about as wide as Verdana, and
stands for it and for every font that has no column. A width is a fact of a font; nothing else of them is taken.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

TABLE = Path(__file__).parents[2] / "smreport" / "word" / "font_widths.csv"
FONTS = {
    "Arial": ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    "Arial Narrow": ("LiberationSansNarrow-Regular.ttf", "LiberationSansNarrow-Bold.ttf"),
    "Times New Roman": ("LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf"),
    "Calibri": ("Carlito-Regular.ttf", "Carlito-Bold.ttf"),
    "Cambria": ("Caladea-Regular.ttf", "Caladea-Bold.ttf"),
    "Verdana": ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
}
LETTERS = [*map(chr, range(0x20, 0x7F)), *"£€¥§©®°±²³·×÷¼½¾«»–—‘’“”•…≈≤≥→ÆæŒœØøŁłĐđÐðÞþßı"]
"""Letters with accents are as wide as without, but for i: as wide as ı."""


def measured(folder: Path) -> list[list[str | int]]:
    """A row for each letter: its code and, in each font, its width in thousandths of the text size; 0 for none."""
    from fontTools.ttLib import TTFont  # for this tool alone

    fonts = []
    for name in (name for pair in FONTS.values() for name in pair):
        (path,) = folder.rglob(name)
        font = TTFont(path)
        scale, glyphs, widths = 1000 / font["head"].unitsPerEm, font.getBestCmap(), font["hmtx"]
        fonts.append({code: round(scale * widths[glyph][0]) for code, glyph in glyphs.items()})
    heading = [f"{name}{weight}" for name in FONTS for weight in ("", " bold")]
    return [["letter", *heading], *([f"{ord(x):04X}", *(font.get(ord(x), 0) for font in fonts)] for x in LETTERS)]


if __name__ == "__main__":
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(measured(Path(*sys.argv[1:] or ["/usr/share/fonts"])))
