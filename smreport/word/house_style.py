"""How the reports look, as checked values: fonts, sizes, colours and page."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from smreport.declared import Key, keys_of
from smreport.frozen import Frozen, asdict, force_setattr
from smreport.words import joining, locales, say

LEAST_CONTRAST = 4.5  # WCAG 2.2 AA for text
LEAST_SHAPE_CONTRAST = 3.0  # WCAG 2.2 AA for bars, points and lines
LEAST_SIZE, LARGEST_SIZE = 12, 72
LEAST_FOOTER_SIZE = 10
PAGE_COLOUR = "FFFFFF"
_CHART_COLOURS = 5


Size = Annotated[float, Key(least=LEAST_SIZE, most=LARGEST_SIZE)]
Colour = Annotated[str, Key(matches="[0-9A-Fa-f]{6}", like="colour")]


class Fonts(Frozen):
    """Font names."""

    body: str
    headings: str

    def __post_init__(self) -> None:
        for name, font in asdict(self).items():
            if not isinstance(font, str) or not font.strip():
                raise ValueError(say("word.house_style.font", key=f"fonts.{name}", value=repr(font)))


class Sizes(Frozen):
    """Text sizes in points."""

    title: Size
    subtitle: Size
    heading_1: Size
    heading_2: Size
    heading_3: Size
    lead: Size
    body: Size
    table: Size
    footer: Annotated[float, Key(least=LEAST_FOOTER_SIZE, most=LARGEST_SIZE)]

    def __post_init__(self) -> None:
        _require_numbers(self, "sizes", dict.fromkeys(self.__struct_fields__, "points"))


class Colours(Frozen):
    """Colours as six hexadecimal digits. Pairs that carry text must be readable together.

    ``accent`` and the five ``charts`` are the accents of the theme, which Word gives to charts and shapes.
    """

    text: Colour
    muted: Colour
    heading: Colour
    link: Colour
    accent: Colour
    rule: Colour
    table_header_fill: Colour
    table_header_text: Colour
    tint: Colour
    charts: Annotated[tuple[str, str, str, str, str], Key(matches="[0-9A-Fa-f]{6}")]

    def __post_init__(self) -> None:
        if not isinstance(self.charts, list | tuple) or len(self.charts) != _CHART_COLOURS:
            raise ValueError(say("word.house_style.charts", most=str(_CHART_COLOURS), value=repr(self.charts)))
        force_setattr(self, "charts", tuple(self.charts))  # TOML gives a list
        single = {name: colour for name, colour in asdict(self).items() if name != "charts"}
        for name, colour in [*single.items(), *(("charts", colour) for colour in self.charts)]:
            if not isinstance(colour, str) or not re.fullmatch("[0-9A-Fa-f]{6}", colour):
                raise ValueError(say("word.house_style.colour", key=f"colours.{name}", value=repr(colour)))
        self._refuse_faint_charts()
        self._refuse_faint_text()

    def _refuse_faint_charts(self) -> None:
        for colour in self.charts:
            ratio = contrast(colour, PAGE_COLOUR)
            if ratio < LEAST_SHAPE_CONTRAST:
                least = locales.number(LEAST_SHAPE_CONTRAST)
                what = say("word.house_style.faint_chart", colour=colour, ratio=ratio_in_words(ratio), least=least)
                raise ValueError(what)

    def _refuse_faint_text(self) -> None:
        for text, behind in self.text_pairs():
            ratio = contrast(text, behind)
            if ratio < LEAST_CONTRAST:
                shown, least = ratio_in_words(ratio), locales.number(LEAST_CONTRAST, 1)
                what = say("word.house_style.faint_text", colour=text, behind=behind, ratio=shown, least=least)
                raise ValueError(what)

    def text_pairs(self) -> tuple[tuple[str, str], ...]:
        """Every (text, background) pair that the reports print."""
        on_page = (self.text, self.muted, self.heading, self.link)
        return (
            *((colour, PAGE_COLOUR) for colour in on_page),
            (self.table_header_text, self.table_header_fill),
            (self.text, self.tint),
            (self.heading, self.tint),
        )


class Page(Frozen):
    """Margins in centimetres, and line spacing as a multiple of the text size."""

    margin_cm: Annotated[float, Key(least=1, most=5)]
    line_spacing: Annotated[float, Key(least=1, most=2)]

    def __post_init__(self) -> None:
        _require_numbers(self, "page", {"margin_cm": "centimetres", "line_spacing": "times"})


class HouseStyle(Frozen):
    """The look of a report. Refuses sizes and colours that would make it hard to read."""

    fonts: Fonts
    sizes: Sizes
    colours: Colours
    page: Page

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> HouseStyle:
        """Build a style from the tables of a ``style.toml``.

        Raises ValueError that names every unknown and missing key at once, or the first value at fault.
        """
        parts = {"fonts": Fonts, "sizes": Sizes, "colours": Colours, "page": Page}
        faults = _key_faults(mapping, list(parts), prefix="")
        for name, part in parts.items():
            if name in mapping:
                faults += _key_faults(mapping[name], part.__struct_fields__, prefix=f"{name}.")
        if faults:
            raise ValueError(say("word.house_style.faults", faults=joining.apart(faults)))
        return cls(
            fonts=Fonts(**mapping["fonts"]),
            sizes=Sizes(**mapping["sizes"]),
            colours=Colours(**mapping["colours"]),
            page=Page(**mapping["page"]),
        )


def contrast(colour: str, other: str) -> float:
    """Contrast ratio of two colours by WCAG 2.2, from 1 (same) to 21 (black on white)."""
    lighter, darker = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4))
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _require_numbers(table: object, name: str, units: Mapping[str, str]) -> None:
    """Each value is a number within the limits that its field declares."""
    for key, unit in units.items():
        limits, value = keys_of(type(table))[key].key, getattr(table, key)
        # bool is an int to Python, but "true" is no size
        fits = not isinstance(value, bool) and isinstance(value, int | float)
        if not fits or not (limits.least or 0) <= value <= (limits.most or 0):
            least, most, name_of_key = str(limits.least), str(limits.most), f"{name}.{key}"
            what = say(f"word.house_style.limits.{unit}", key=name_of_key, least=least, most=most, value=repr(value))
            raise ValueError(what)


def _key_faults(mapping: object, known: Sequence[str], prefix: str) -> list[str]:
    if not isinstance(mapping, Mapping):
        return [say("word.house_style.no_table", table=prefix.rstrip("."), value=repr(mapping))]
    unknown = [_unknown(prefix, str(key), known) for key in mapping if key not in known]
    return unknown + [say("word.house_style.missing_key", key=f"{prefix}{key}") for key in known if key not in mapping]


def _unknown(prefix: str, key: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    if near:
        return say("word.house_style.unknown_key.near", key=f"{prefix}{key}", name=near[0])
    return say("word.house_style.unknown_key", key=f"{prefix}{key}")


def ratio_in_words(ratio: float) -> str:
    """A contrast, cut off after two digits: one that is too low is never told as the least that will do."""
    return locales.number(math.floor(ratio * 100) / 100, 2, keep_zeros=True)
