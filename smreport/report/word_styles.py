"""The house style as Word's named styles, list numbering and settings: lxml only, no content."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import etree

from smreport.report.column_widths import CELL_MARGIN
from smreport.report.house_style import HouseStyle
from smreport.report.ooxml import Element, w

BULLETS, NUMBERS = 1, 2  # list ids that the list styles use; later ids restart a numbered list
_TWIPS_PER_CM = 1440 / 2.54
_A4_WIDTH = 11906
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def text_width(style: HouseStyle) -> int:
    """Width between the margins of an A4 page, in twentieths of a point."""
    return _A4_WIDTH - 2 * round(style.page.margin_cm * _TWIPS_PER_CM)


@dataclass(frozen=True)
class _Border:
    """A line at a ``side`` of a paragraph or table; ``width`` and ``gap`` to the text in points."""

    side: str
    colour: str
    width: float = 0.5
    gap: int = 0

    def element(self) -> Element:
        return w(self.side, val="single", sz=round(self.width * 8), space=self.gap, color=self.colour)


@dataclass(frozen=True)
class _Look:
    """A paragraph style. Sizes and spacing in points, indents and tab in twentieths of a point."""

    id: str
    name: str
    base: str = "Normal"
    following: str = ""
    font: str = ""
    size: float | None = None
    colour: str = ""
    bold: bool = False
    before: float | None = None
    after: float | None = None
    line: float | None = None
    left: int = 0
    right: int = 0
    right_tab: int = 0
    align: str = ""
    fill: str = ""
    borders: tuple[_Border, ...] = ()
    keep: bool = False
    whole: bool = False
    list_id: int | None = None
    level: int | None = None

    def element(self) -> Element:
        named = [w("name", val=self.name), w("basedOn", val=self.base)]
        after = [w("next", val=self.following)] if self.following else []
        looks = [*_paragraph_properties(self), *_run_properties(self)]
        custom = {} if self.name in _BUILT_IN else {"customStyle": 1}
        return w("style", *named, *after, w("qFormat"), *looks, type="paragraph", styleId=self.id, **custom)


_BUILT_IN = {
    *("Title", "Subtitle", "heading 1", "heading 2", "heading 3", "Body Text", "caption", "footer"),
    *("List Bullet", "List Number", "TOC Heading", "toc 1", "toc 2"),
}


def _paragraph_properties(look: _Look) -> list[Element]:
    """In the order the schema asks for."""
    children = [
        *_when(look.keep, w("keepNext")),
        *_when(look.keep or look.whole, w("keepLines")),
        *_when(look.list_id, w("numPr", w("numId", val=look.list_id or 0))),
        *_when(look.borders, w("pBdr", *(border.element() for border in look.borders))),
        *_when(look.fill, _shading(look.fill)),
        *_when(look.right_tab, w("tabs", w("tab", val="right", pos=look.right_tab))),
        *_spacing(look),
        *_when(look.left or look.right, w("ind", left=look.left, right=look.right)),
        *_when(look.align, w("jc", val=look.align)),
        *_when(look.level, w("outlineLvl", val=(look.level or 1) - 1)),
    ]
    return _when(children, w("pPr", *children))


def _spacing(look: _Look) -> list[Element]:
    points = {"before": look.before, "after": look.after}
    values: dict[str, str | int] = {name: round(20 * size) for name, size in points.items() if size is not None}
    if look.line is not None:
        values |= {"line": round(240 * look.line), "lineRule": "auto"}
    return _when(values, w("spacing", **values))


def _run_properties(look: _Look) -> list[Element]:
    children = _characters(look.font, look.size, look.colour, look.bold)
    return _when(children, w("rPr", *children))


def _characters(font: str = "", size: float | None = None, colour: str = "", bold: bool = False) -> list[Element]:
    """Each property twice where Word keeps right-to-left text apart, so that no script looks foreign."""
    fonts = dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), font)
    half_points = round(2 * (size or 0))
    return [
        *_when(font, w("rFonts", **fonts)),
        *_when(bold, w("b"), w("bCs")),
        *_when(colour, w("color", val=colour)),
        *_when(size, w("sz", val=half_points), w("szCs", val=half_points)),
    ]


def _shading(fill: str) -> Element:
    return w("shd", val="clear", color="auto", fill=fill)


def _when(condition: object, *elements: Element) -> list[Element]:
    return list(elements) if condition else []


def style_definitions(style: HouseStyle, language: str) -> list[Element]:
    """The children of ``w:styles``: defaults in ``language``, then every style a report uses."""
    looks = [
        *_heading_looks(style),
        *_text_looks(style),
        *_list_looks(),
        *_contents_looks(style),
        *_table_looks(style),
    ]
    colours = style.colours
    return [
        _defaults(style, language),
        _latent_styles(),
        *_default_styles(),
        *_character_styles(style),
        *(look.element() for look in looks),
        _table_style(
            "smreportTable",
            "smreport Table",
            colours.table_header_fill,
            colours.table_header_fill,
            colours.rule,
        ),
        _table_style("smreportCover", "smreport Cover", colours.tint, colours.rule, colours.rule),
    ]


def _defaults(style: HouseStyle, language: str) -> Element:
    characters = _characters(style.fonts.body, style.sizes.body, style.colours.text)
    language_tag = w("lang", val=language, eastAsia=language)
    line = w("spacing", before=0, after=0, line=round(240 * style.page.line_spacing), lineRule="auto")
    paragraph = w("pPr", w("widowControl"), line, w("jc", val="left"))
    return w("docDefaults", w("rPrDefault", w("rPr", *characters, language_tag)), w("pPrDefault", paragraph))


def _latent_styles() -> Element:
    """Keeps Word's few hundred unused styles out of the way of the ones the reports use."""
    return w("latentStyles", defLockedState=0, defUIPriority=99, defSemiHidden=1, defUnhideWhenUsed=1, defQFormat=0)


def _default_styles() -> list[Element]:
    named = [
        ("paragraph", "Normal", "Normal"),
        ("character", "DefaultParagraphFont", "Default Paragraph Font"),
        ("table", "TableNormal", "Normal Table"),
        ("numbering", "NoList", "No List"),
    ]
    return [w("style", w("name", val=name), type=kind, default=1, styleId=id_) for kind, id_, name in named]


def _character_styles(style: HouseStyle) -> list[Element]:
    link = [w("color", val=style.colours.link), w("u", val="single")]
    return [_character_style("Strong", w("b"), w("bCs")), _character_style("Hyperlink", *link)]


def _character_style(name: str, *properties: Element) -> Element:
    base = w("basedOn", val="DefaultParagraphFont")
    return w("style", w("name", val=name), base, w("rPr", *properties), type="character", styleId=name)


def _heading_looks(style: HouseStyle) -> list[_Look]:
    font, sizes, colours = style.fonts.headings, style.sizes, style.colours
    bar = (_Border("top", colours.accent, width=6, gap=14),)
    title = _Look("Title", "Title", font=font, size=sizes.title, colour=colours.heading, bold=True, after=6, line=1.0)
    heading = replace(title, following="BodyText", keep=True, line=1.1)
    return [
        replace(title, borders=bar),
        _Look("Subtitle", "Subtitle", font=font, size=sizes.subtitle, colour=colours.muted, after=16, line=1.1),
        replace(heading, id="Heading1", name="heading 1", size=sizes.heading_1, before=28, after=8, level=1),
        replace(heading, id="Heading2", name="heading 2", size=sizes.heading_2, before=20, after=6, level=2),
        replace(heading, id="Heading3", name="heading 3", size=sizes.heading_3, before=16, after=4, level=3),
        replace(heading, id="TOCHeading", name="TOC Heading", size=sizes.heading_2, before=24, after=6),
    ]


def _text_looks(style: HouseStyle) -> list[_Look]:
    sizes, colours = style.sizes, style.colours
    body = _Look("BodyText", "Body Text", before=8, after=8)
    variant = replace(body, base="BodyText")
    bar = (_Border("left", colours.accent, width=3, gap=10),)
    return [
        body,
        replace(variant, id="BodyTextLead", name="Body Text Lead", size=sizes.lead, after=10),
        replace(
            variant,
            id="BodyTextStatement",
            name="Body Text Statement",
            size=sizes.lead,
            colour=colours.heading,
            before=12,
            after=12,
            left=284,
            right=284,
            whole=True,
            borders=bar,
        ),
        replace(variant, id="BodyTextNote", name="Body Text Note", colour=colours.muted),
        _callout_look(style),
        _Look("Caption", "caption", colour=colours.heading, bold=True, before=16, after=6, keep=True, line=1.1),
        _footer_look(style),
    ]


def _callout_look(style: HouseStyle) -> _Look:
    """Borders in the colour of the tint pad the box; they also keep its text off the edge."""
    tint = style.colours.tint
    box = (
        _Border("top", tint, gap=6),
        _Border("left", style.colours.accent, width=4.5, gap=9),
        _Border("bottom", tint, gap=6),
        _Border("right", tint, gap=9),
    )
    spacing = _Look("Callout", "Callout", base="BodyText", before=14, after=14, left=240, right=200)
    return replace(spacing, fill=tint, borders=box, whole=True)


def _footer_look(style: HouseStyle) -> _Look:
    rule = (_Border("top", style.colours.rule, gap=6),)
    text = _Look("Footer", "footer", size=style.sizes.footer, colour=style.colours.muted, line=1.0)
    return replace(text, borders=rule, right_tab=text_width(style))


def _list_looks() -> list[_Look]:
    item = _Look("ListBullet", "List Bullet", before=4, after=4, list_id=BULLETS)
    return [
        _Look("ListLeadIn", "List Lead-in", base="BodyText", after=4, keep=True),
        item,
        replace(item, id="ListNumber", name="List Number", list_id=NUMBERS),
    ]


def _contents_looks(style: HouseStyle) -> list[_Look]:
    entry = _Look("TOC1", "toc 1", before=4, after=2)
    return [entry, replace(entry, id="TOC2", name="toc 2", before=0, left=340)]


def _table_looks(style: HouseStyle) -> list[_Look]:
    text = _Look("TableText", "Table Text", size=style.sizes.table, line=1.05)
    heading = replace(text, id="TableHeading", name="Table Heading", bold=True, keep=True)
    on_fill = replace(heading, colour=style.colours.table_header_text)
    return [
        text,
        replace(text, id="TableNumber", name="Table Number", align="right"),
        replace(text, id="TableLabel", name="Table Label", bold=True),
        on_fill,
        replace(on_fill, id="TableHeadingNumber", name="Table Heading Number", align="right"),
        replace(heading, id="CoverHeading", name="Cover Heading", colour=style.colours.heading),
    ]


def _table_style(id_: str, name: str, fill: str, edge: str, rule: str) -> Element:
    lines = (_Border("top", edge), _Border("bottom", edge), _Border("insideH", rule))
    margins = (("top", 70), ("left", CELL_MARGIN), ("bottom", 70), ("right", CELL_MARGIN))
    table = w(
        "tblPr",
        w("tblBorders", *(line.element() for line in lines)),
        w("tblCellMar", *(w(side, w=size, type="dxa") for side, size in margins)),
    )
    header = w("tblStylePr", w("tcPr", _shading(fill)), type="firstRow")
    named = (w("name", val=name), w("basedOn", val="TableNormal"), w("qFormat"))
    return w("style", *named, table, header, type="table", customStyle=1, styleId=id_)


def numbering_definitions(numbered_lists: int) -> list[Element]:
    """The children of ``w:numbering``: bullets, numbers, and a restart for each numbered list."""
    abstract = [
        _abstract_list(BULLETS, "ListBullet", "bullet", "\u2022"),
        _abstract_list(NUMBERS, "ListNumber", "decimal", "%1."),
    ]
    used = [w("num", w("abstractNumId", val=kind), numId=kind) for kind in (BULLETS, NUMBERS)]
    return abstract + used + [_restart(position) for position in range(numbered_lists)]


def restart_id(position: int) -> int:
    """The list id of the numbered list at ``position`` (from 0) among the document's numbered lists."""
    return NUMBERS + 1 + position


def _restart(position: int) -> Element:
    from_one = w("lvlOverride", w("startOverride", val=1), ilvl=0)
    return w("num", w("abstractNumId", val=NUMBERS), from_one, numId=restart_id(position))


def _abstract_list(kind: int, style_id: str, number_format: str, text: str) -> Element:
    level = w(
        "lvl",
        w("start", val=1),
        w("numFmt", val=number_format),
        w("pStyle", val=style_id),
        w("lvlText", val=text),
        w("lvlJc", val="left"),
        w("pPr", w("ind", left=454, hanging=340)),
        ilvl=0,
    )
    return w("abstractNum", w("multiLevelType", val="singleLevel"), level, abstractNumId=kind)


def settings(language: str) -> list[Element]:
    """The children of ``w:settings``: today's layout rules, and no prompt when the file is opened."""
    word = "http://schemas.microsoft.com/office/word"
    return [
        w("zoom", percent=100),
        w("defaultTabStop", val=720),
        w("characterSpacingControl", val="doNotCompress"),
        w("compat", w("compatSetting", name="compatibilityMode", uri=word, val=15)),
        w("themeFontLang", val=language),
        w("decimalSymbol", val="."),
        w("listSeparator", val=","),
    ]


def themed(theme: bytes, style: HouseStyle) -> bytes:
    """``theme`` with the house fonts and accent, so that charts and what staff add later match the report."""
    root = etree.fromstring(theme)
    typefaces = {"majorFont": style.fonts.headings, "minorFont": style.fonts.body}
    for tag, font in typefaces.items():
        root.find(f".//{_DRAWING}{tag}/{_DRAWING}latin").set("typeface", font)
    root.find(f".//{_DRAWING}accent1/{_DRAWING}srgbClr").set("val", style.colours.accent)
    return _as_part(root)


def font_table(style: HouseStyle) -> bytes:
    """The list of the fonts that the file uses, in place of the template's."""
    names = dict.fromkeys((style.fonts.body, style.fonts.headings))
    return _as_part(w("fonts", *(w("font", name=name) for name in names)))


def _as_part(root: Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
