"""The looks of a council's Word file as values, for what the file itself has no style for."""

from __future__ import annotations

from smreport.frozen import replace
from smreport.word.elements import W
from smreport.word.house_style import (
    LARGEST_SIZE,
    LEAST_CONTRAST,
    LEAST_SHAPE_CONTRAST,
    LEAST_SIZE,
    PAGE_COLOUR,
    Colours,
    Fonts,
    HouseStyle,
    contrast,
)
from smreport.word.style_file import StyleFile
from smreport.word.style_lookup import ids_by_name
from smreport.word.style_values import StyleValues

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_VAL = f"{W}val"
_MUTED, _RULE, _BLACK = "595959", "BFBFBF", "000000"
_TINTS = (0.9, 0.94, 1.0)  # shares of the page's colour behind notices, until text on it is readable


def looks_of(file: StyleFile, style: HouseStyle) -> HouseStyle:
    """The looks of the file as far as it tells them and they are readable; else those of ``style``."""
    looks = _Looks(file)
    body = looks.size("normal", style.sizes.body)
    lead = looks.size("body text lead", min(body + 2, LARGEST_SIZE))
    sizes = replace(style.sizes, body=body, lead=lead, table=looks.size("table text", body))
    font = looks.font("normal", style.fonts.body)
    fonts = Fonts(font, looks.font("heading 1", font))
    return replace(style, fonts=fonts, sizes=sizes, colours=_colours(looks, style.colours))


def _colours(looks: _Looks, house: Colours) -> Colours:
    text = _readable([looks.colour("normal"), _BLACK])
    heading = _readable([looks.colour("heading 1"), looks.theme("accent1"), looks.theme("dk2"), text])
    accent = _readable([looks.theme("accent1"), heading], LEAST_SHAPE_CONTRAST)
    tints = (_mixed(accent, share) for share in _TINTS)
    tint = next(shade for shade in tints if min(contrast(text, shade), contrast(heading, shade)) >= LEAST_CONTRAST)
    return replace(
        house,
        text=text,
        muted=_readable([looks.colour("subtitle"), _MUTED]),
        heading=heading,
        link=_readable([looks.colour("hyperlink"), looks.theme("hlink"), heading]),
        accent=accent,
        rule=_RULE,
        table_header_fill=heading,
        table_header_text=PAGE_COLOUR,
        tint=tint,
    )


def _readable(colours: list[str], least: float = LEAST_CONTRAST) -> str:
    """The first colour that can be read on the page; the last one always can."""
    return next(colour for colour in colours if colour and contrast(colour, PAGE_COLOUR) >= least)


def _mixed(colour: str, share: float) -> str:
    """A colour thinned by a share of white."""
    parts = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return "".join(f"{round(part + (255 - part) * share):02X}" for part in parts)


class _Looks:
    """What a style of the file, by its name, looks like."""

    def __init__(self, file: StyleFile) -> None:
        self._names = {name: id_ for (_, name), id_ in ids_by_name(file.styles).items()}
        self._theme = file.theme.root if file.theme else None
        self._values = StyleValues(file.styles, self._theme)

    def size(self, name: str, otherwise: float) -> float:
        half_points = self._value(name, "sz")
        return max(LEAST_SIZE, min(LARGEST_SIZE, float(half_points) / 2)) if half_points.isdecimal() else otherwise

    def colour(self, name: str) -> str:
        """Six hexadecimal digits, or "" where the file does not tell."""
        return _hexadecimal(self._value(name, "color"))

    def theme(self, name: str) -> str:
        """A colour of the theme by its name, or ""."""
        colour = None if self._theme is None else self._theme.find(f".//{_A}clrScheme/{_A}{name}/*")
        return "" if colour is None else _hexadecimal(colour.get("lastClr") or colour.get("val") or "")

    def font(self, name: str, otherwise: str) -> str:
        return (self._values.font(self._names.get(name, "")) if self._is_known(name) else "") or otherwise

    def _value(self, name: str, tag: str) -> str:
        return self._values.value(self._names.get(name, ""), tag) if self._is_known(name) else ""

    def _is_known(self, name: str) -> bool:
        return name in self._names or name == "normal"


def _hexadecimal(text: str) -> str:
    return text.upper() if len(text) == 6 and all(digit in "0123456789abcdefABCDEF" for digit in text) else ""
