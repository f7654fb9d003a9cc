"""The theme of the house: the colours and fonts that charts, and what staff add later, take by name."""

from __future__ import annotations

from lxml import etree

from smreport.word.elements import Element
from smreport.word.house_style import PAGE_COLOUR, HouseStyle

_NAMESPACE = "http://schemas.openxmlformats.org/drawingml/2006/main"
_A = f"{{{_NAMESPACE}}}"
_OWN_COLOUR = "phClr"  # in a theme: the colour of the shape that asks


def theme(style: HouseStyle) -> Element:
    """The theme in the fonts and colours of the house; shapes are plain, without shadows."""
    colours = style.colours
    named = {
        "dk1": colours.text,
        "lt1": PAGE_COLOUR,
        "dk2": colours.heading,
        "lt2": colours.tint,
        **{f"accent{number}": colour for number, colour in enumerate((colours.accent, *colours.charts), start=1)},
        "hlink": colours.link,
        "folHlink": colours.muted,
    }
    scheme = [_a(name, _a("srgbClr", val=colour)) for name, colour in named.items()]
    fonts = {"majorFont": style.fonts.headings, "minorFont": style.fonts.body}
    plain = _a(
        "fmtScheme",
        _a("fillStyleLst", *(_filled() for _ in range(3))),
        _a("lnStyleLst", *(_a("ln", _filled(), w=str(width)) for width in (6350, 12700, 19050))),
        _a("effectStyleLst", *(_a("effectStyle", _a("effectLst")) for _ in range(3))),
        _a("bgFillStyleLst", *(_filled() for _ in range(3))),
        name="smreport",
    )
    looks = [
        _a("clrScheme", *scheme, name="smreport"),
        _a("fontScheme", *(_a(kind, *_typefaces(font)) for kind, font in fonts.items()), name="smreport"),
        plain,
    ]
    return _a("theme", _a("themeElements", *looks), name="smreport")


def _filled() -> Element:
    return _a("solidFill", _a("schemeClr", val=_OWN_COLOUR))


def _typefaces(font: str) -> list[Element]:
    return [_a("latin", typeface=font), _a("ea", typeface=""), _a("cs", typeface="")]


def _a(tag: str, *children: Element, **attributes: str) -> Element:
    element = etree.Element(_A + tag, attributes, {"a": _NAMESPACE})
    element.extend(children)
    return element
