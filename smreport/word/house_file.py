"""The house style as a Word file would hold it, straight from style.toml."""

from __future__ import annotations

from smreport.frozen import replace
from smreport.word import styles as word_styles
from smreport.word.elements import W, w
from smreport.word.house_style import HouseStyle
from smreport.word.page_footer import house_footer
from smreport.word.style_file import LinkedPart, StyleFile, digest
from smreport.word.theme import theme

_TWIPS_PER_CM = 1440 / 2.54
_EDGE = round(1.1 * _TWIPS_PER_CM)  # from the edge of the paper to header and footer


def house_file(style: HouseStyle, language: str) -> StyleFile:
    """The styles, lists, theme, page and footer of the house."""
    margin = round(style.page.margin_cm * _TWIPS_PER_CM)
    wide, high = word_styles.paper_size()
    sides = dict.fromkeys(("top", "right", "bottom", "left"), margin)
    return StyleFile(
        styles=w("styles", *word_styles.style_definitions(style, language)),
        numbering=w("numbering", *word_styles.numbering_definitions()),
        theme=LinkedPart(theme(style)),
        page=(w("pgSz", w=wide, h=high), w("pgMar", **sides, header=_EDGE, footer=_EDGE, gutter=0)),
        edges={("footer", "default"): LinkedPart(house_footer())},
    )


def on_paper_of_place(file: StyleFile) -> StyleFile:
    """The same looks on the paper that is used where the language is spoken."""
    wide, high = word_styles.paper_size()
    page = tuple(w("pgSz", w=wide, h=high) if part.tag == f"{W}pgSz" else part for part in file.page)
    return replace(file, page=page)


def made_from(style: HouseStyle) -> str:
    """The digest of a style's values, by which a Word file tells what it was made from."""
    return digest(repr(style).encode())
