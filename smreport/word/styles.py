"""The house style as Word's named styles, list numbering and settings: lxml only, no content."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from lxml import etree

from smreport.frozen import Frozen, replace
from smreport.word.elements import Element, w
from smreport.word.house_style import HouseStyle
from smreport.words import locales

BULLETS, NUMBERS, COMMITTEE = 1, 2, 3  # ids of lists; later ids restart a numbered list
DEEPER, HANGING = 1134, 340  # where the items of a list stand below a numbered paragraph, in twentieths of a point
_COMMITTEE_INDENT = 709
_TWIPS_PER_CM = 1440 / 2.54
_PAPER = {"a4": (11906, 16838), "letter": (12240, 15840)}  # width and height in twentieths of a point
_CELL_MARGIN = 100  # left and right of a cell's text, in twentieths of a point


def paper_size() -> tuple[int, int]:
    """Width and height of the paper that is used where the language is spoken, in twentieths of a point."""
    return _PAPER[locales.paper()]


def text_width(style: HouseStyle) -> int:
    """Width between the margins of a page, in twentieths of a point."""
    return paper_size()[0] - 2 * round(style.page.margin_cm * _TWIPS_PER_CM)


class _Border(Frozen):
    """A line at a ``side`` of a paragraph or table; ``width`` and ``gap`` to the text in points."""

    side: str
    colour: str
    width: float = 0.5
    gap: int = 0

    def element(self) -> Element:
        return w(self.side, val="single", sz=round(self.width * 8), space=self.gap, color=self.colour)


class _Look(Frozen):
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
    *("List Bullet", "List Number", "TOC Heading", "toc 1", "toc 2", "Strong", "Hyperlink"),
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
    return [_defaults(style, language), _latent_styles(), *styles_of(style)]


def styles_of(style: HouseStyle) -> list[Element]:
    """Every style a report uses."""
    looks = [
        *_heading_looks(style),
        *_text_looks(style),
        *_list_looks(),
        *_figure_looks(),
        *_contents_looks(),
        *_table_looks(style),
    ]
    colours = style.colours
    fill, rule = colours.table_header_fill, colours.rule
    return [
        *_default_styles(),
        *_character_styles(style),
        *(look.element() for look in looks),
        _table_style("smreportTable", "smreport Table", fill, edge=fill, rule=rule),
        _table_style("smreportCover", "smreport Cover", colours.tint, edge=rule, rule=rule),
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
    colours = style.colours
    return [
        _character_style("Strong", "Strong", w("b"), w("bCs")),
        _character_style("Hyperlink", "Hyperlink", *link),
        _character_style("PictureWord", "Picture Word", w("color", val=colours.heading)),
        _character_style("PictureCount", "Picture Count", w("color", val=colours.muted)),
    ]


def _character_style(id_: str, name: str, *properties: Element) -> Element:
    custom = {} if name in _BUILT_IN else {"customStyle": 1}
    named = w("name", val=name), w("basedOn", val="DefaultParagraphFont")
    return w("style", *named, w("rPr", *properties), type="character", styleId=id_, **custom)


def _heading_looks(style: HouseStyle) -> list[_Look]:
    font, sizes, colours = style.fonts.headings, style.sizes, style.colours
    bar = (_Border("top", colours.accent, width=6, gap=14),)
    title = _Look("Title", "Title", font=font, size=sizes.title, colour=colours.heading, bold=True, after=6, line=1.0)
    heading = replace(title, following="BodyText", keep=True, line=1.1)
    return [
        replace(title, borders=bar),
        _Look("Subtitle", "Subtitle", font=font, size=sizes.subtitle, colour=colours.muted, after=12, line=1.1),
        replace(heading, id="Heading1", name="heading 1", size=sizes.heading_1, before=18, after=6, level=1),
        replace(heading, id="Heading2", name="heading 2", size=sizes.heading_2, before=14, after=4, level=2),
        replace(heading, id="Heading3", name="heading 3", size=sizes.heading_3, before=10, after=3, level=3),
        replace(heading, id="TOCHeading", name="TOC Heading", size=sizes.heading_2, before=18, after=6),
    ]


def _text_looks(style: HouseStyle) -> list[_Look]:
    sizes, colours = style.sizes, style.colours
    body = _Look("BodyText", "Body Text", before=6, after=6)
    variant = replace(body, base="BodyText")
    bar = (_Border("left", colours.accent, width=3, gap=10),)
    return [
        body,
        replace(variant, id="BodyTextLead", name="Body Text Lead", size=sizes.lead, after=6),
        replace(
            variant,
            id="BodyTextStatement",
            name="Body Text Statement",
            size=sizes.lead,
            colour=colours.heading,
            before=9,
            after=9,
            left=260,
            right=260,
            whole=True,
            borders=bar,
        ),
        replace(variant, id="BodyTextNote", name="Body Text Note", colour=colours.muted),
        _callout_look(style),
        _Look("Caption", "caption", colour=colours.heading, bold=True, before=10, after=4, keep=True, line=1.1),
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
    spacing = _Look("Callout", "Callout", base="BodyText", before=12, after=12, left=270, right=200)
    return replace(spacing, fill=tint, borders=box, whole=True)


def _footer_look(style: HouseStyle) -> _Look:
    rule = (_Border("top", style.colours.rule, gap=6),)
    text = _Look("Footer", "footer", size=style.sizes.footer, colour=style.colours.muted, line=1.0)
    return replace(text, borders=rule, right_tab=text_width(style))


def _list_looks() -> list[_Look]:
    item = _Look("ListBullet", "List Bullet", before=2, after=3, list_id=BULLETS)
    return [
        _Look("ListLeadIn", "List Lead-in", base="BodyText", after=3, keep=True),
        item,
        replace(item, id="ListNumber", name="List Number", list_id=NUMBERS),
    ]


def _figure_looks() -> list[_Look]:
    return [
        _Look("Figure", "Figure", before=0, after=6, line=1.0),
        _Look("WordPicture", "Word Picture", base="BodyText", line=1.0),
    ]


def _contents_looks() -> list[_Look]:
    entry = _Look("TOC1", "toc 1", before=0, after=1, line=1.0)
    return [entry, replace(entry, id="TOC2", name="toc 2", before=0, left=340)]


def _table_looks(style: HouseStyle) -> list[_Look]:
    text = _Look("TableText", "Table Text", size=style.sizes.table, before=0, after=0, line=1.0)
    heading = replace(text, id="TableHeading", name="smreport Table Heading", bold=True, keep=True)
    on_fill = replace(heading, colour=style.colours.table_header_text)
    return [
        text,
        replace(text, id="TableNumber", name="Table Number", align="right"),
        replace(text, id="TableLabel", name="Table Label", bold=True),
        on_fill,
        replace(on_fill, id="TableHeadingNumber", name="smreport Table Heading Number", align="right"),
        replace(heading, id="CoverHeading", name="smreport Cover Heading", colour=style.colours.heading),
    ]


def _table_style(id_: str, name: str, fill: str, edge: str, rule: str) -> Element:
    lines = (_Border("top", edge), _Border("bottom", edge), _Border("insideH", rule))
    margins = (("top", 40), ("left", _CELL_MARGIN), ("bottom", 40), ("right", _CELL_MARGIN))
    table = w(
        "tblPr",
        w("tblBorders", *(line.element() for line in lines)),
        w("tblCellMar", *(w(side, w=size, type="dxa") for side, size in margins)),
    )
    header = w("tblStylePr", w("tcPr", _shading(fill)), type="firstRow")
    named = (w("name", val=name), w("basedOn", val="TableNormal"), w("qFormat"))
    return w("style", *named, table, header, type="table", customStyle=1, styleId=id_)


def numbering_definitions(kinds: Collection[int] = (BULLETS, NUMBERS), numbered_lists: int = 0) -> list[Element]:
    """The children of ``w:numbering``: lists of these kinds, and a restart for each numbered list."""
    made = {
        BULLETS: _abstract_list(BULLETS, "ListBullet", "bullet", "\u2022"),
        NUMBERS: _abstract_list(NUMBERS, "ListNumber", "decimal", "%1."),
        COMMITTEE: _committee_list(),
    }
    used = [w("num", w("abstractNumId", val=kind), numId=kind) for kind in kinds]
    return [*(made[kind] for kind in kinds), *used, *(_restart(position) for position in range(numbered_lists))]


def restart_id(position: int) -> int:
    """The list id of the numbered list at ``position`` (from 0) among the document's numbered lists."""
    return COMMITTEE + 1 + position


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


def _committee_list() -> Element:
    """Headings 1., 2. and below them paragraphs 1.1, 1.2, all with their text at the same place."""
    levels = [
        w(
            "lvl",
            w("start", val=1),
            w("numFmt", val="decimal"),
            w("lvlText", val=text),
            w("lvlJc", val="left"),
            w("pPr", w("ind", left=_COMMITTEE_INDENT, hanging=_COMMITTEE_INDENT)),
            ilvl=level,
        )
        for level, text in enumerate(("%1.", "%1.%2"))
    ]
    return w("abstractNum", w("multiLevelType", val="multilevel"), *levels, abstractNumId=COMMITTEE)


def settings(language: str, kept: Sequence[Element] = ()) -> list[Element]:
    """The children of ``w:settings``: today's layout rules, and no prompt when the file is opened.

    kept  settings of a council's file that stay: of even pages, and of the names of colours
    """
    word = "http://schemas.microsoft.com/office/word"
    stay = {etree.QName(setting).localname: setting for setting in kept}
    return [
        w("zoom", percent=100),
        w("defaultTabStop", val=720),
        *(stay[tag] for tag in ("evenAndOddHeaders",) if tag in stay),
        w("characterSpacingControl", val="doNotCompress"),
        w("compat", w("compatSetting", name="compatibilityMode", uri=word, val=15)),
        w("themeFontLang", val=language),
        *(stay[tag] for tag in ("clrSchemeMapping",) if tag in stay),
        w("decimalSymbol", val="."),
        w("listSeparator", val=","),
    ]


def font_table(style: HouseStyle) -> Element:
    """The list of the fonts that the file uses."""
    names = dict.fromkeys((style.fonts.body, style.fonts.headings))
    return w("fonts", *(w("font", name=name) for name in names))
