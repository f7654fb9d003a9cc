"""What the styles of a Word file come to: fonts, sizes, weights and margins, with what they are based on."""

from __future__ import annotations

from collections.abc import Iterator

from smreport.word.elements import Element, W
from smreport.word.font_widths import Lettering
from smreport.word.style_lookup import by_id, with_bases

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_VAL = f"{W}val"
_OFF = ("0", "false", "off")
_PLAIN = Lettering("Times New Roman", 10)  # by the standard, where a file says nothing
_PLAIN_MARGIN = 108  # Word's own, left and right of a cell's text, in twentieths of a point


class StyleValues:
    """Looks up values by the id of a style.

    styles    the part of the file with its styles
    theme     the root of its theme, if any
    """

    def __init__(self, styles: Element, theme: Element | None) -> None:
        self._styles, self._theme = by_id(styles), theme
        self._defaults = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")

    def value(self, id_: str, tag: str) -> str:
        """What a style of text says, or what it is based on, or the defaults; "" where nothing does."""
        elements = (properties.find(W + tag) for properties in self._properties(id_))
        return next((str(element.get(_VAL, "")) for element in elements if element is not None), "")

    def font(self, id_: str) -> str:
        """The name of the font of a style of text; "" where the file does not tell."""
        for properties in self._properties(id_):
            fonts = properties.find(W + "rFonts")
            if fonts is None:
                continue
            themed = fonts.get(W + "asciiTheme")
            named = self._theme_font(themed) if themed else fonts.get(W + "ascii", "")
            if named.strip():
                return str(named)
        return ""

    def lettering(self, id_: str) -> Lettering:
        """How text of the style is set."""
        half_points = self.value(id_, "sz")
        size = int(half_points) / 2 if half_points.isdecimal() else _PLAIN.size
        bold = (properties.find(W + "b") for properties in self._properties(id_))
        said = next((element.get(_VAL, "") for element in bold if element is not None), "off")
        return Lettering(self.font(id_) or _PLAIN.font, size, said not in _OFF)

    def cell_margins(self, id_: str) -> int:
        """What the cells of a table style leave beside their text, left and right together."""
        return sum(self._cell_margin(id_, side) for side in (("left", "start"), ("right", "end")))

    def _cell_margin(self, id_: str, names: tuple[str, str]) -> int:
        for style in with_bases(self._styles, id_):
            for margin in (style.find(f"{W}tblPr/{W}tblCellMar/{W}{name}") for name in names):
                if margin is not None and margin.get(W + "w", "").isdecimal():
                    return int(margin.get(W + "w"))
        return _PLAIN_MARGIN

    def _properties(self, id_: str) -> Iterator[Element]:
        """The text properties of a style, of those it is based on, and the file's defaults."""
        for style in with_bases(self._styles, id_):
            if (properties := style.find(W + "rPr")) is not None:
                yield properties
        if self._defaults is not None:
            yield self._defaults

    def _theme_font(self, name: str) -> str:
        kind = "majorFont" if name.startswith("major") else "minorFont"
        latin = None if self._theme is None else self._theme.find(f".//{_A}{kind}/{_A}latin")
        return "" if latin is None else str(latin.get("typeface", ""))
