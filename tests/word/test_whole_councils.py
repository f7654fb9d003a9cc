"""What is taken from a council's Word file, as a whole, and the papers in its looks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from lxml import etree
from word.raw_councils import BODY, EDGES, NAMES, STYLES, THEME, council
from word.wholes import ODD, assert_is, every_line, shortly

from smreport.blocks.document import (
    Bullets,
    Callout,
    Contents,
    Document,
    Heading,
    Paragraph,
    Section,
    Table,
    TableColumn,
)
from smreport.errors import InvalidValue
from smreport.frozen import asdict, replace
from smreport.word.council_looks import looks_of
from smreport.word.elements import Element, W, w
from smreport.word.font_widths import Lettering
from smreport.word.part_cleaning import cleaned, linked, sorted_levels
from smreport.word.style_file import LinkedPart, StyleFile, digest, read_style_file, stamp
from smreport.word.style_fitting import fit, missing_styles, part_from_tables
from smreport.word.style_lookup import by_id, ids_by_name
from smreport.word.style_values import StyleValues
from smreport.word.writer import write_docx

PAPER = Document("Plan", "", (), (Section("summary", (
    Contents(), Heading("Summary"), Paragraph("We listen."), Heading("Aims", 2), Heading("How", 3),
    Bullets("They are:", ("heard",)), Bullets("Steps:", ("one",), numbered=True),
    Bullets("More:", ("two",), numbered=True),
    Table("Costs", (TableColumn("Year"),), (("2027",),), "Each."), Paragraph("All."), Callout("Draft", "Not final."),
    Table("Fonts", (TableColumn("Communications"), TableColumn("Why", 9)), (("Yes", "Each of them is told. " * 9),)),
)),), footer="Plan · Shire", numbered=True)  # fmt: skip


def taken() -> StyleFile:
    return read_style_file(council())


def bare() -> StyleFile:
    return read_style_file(council("", styles="", numbering="", settings="", theme=""))


def whole(file: StyleFile) -> str:
    edges = {f"{place} {kind}": part for (kind, place), part in file.edges.items()}
    parts = {"styles": file.styles, "numbering": file.numbering, "page": w("page", *file.page)}
    theme = {"theme": file.theme} if file.theme else {}
    linked = [w(name.replace(" ", "-"), part.root, *_images(part)) for name, part in {**theme, **edges}.items()]
    settings = w("settings", *file.settings)
    said = f"{file.keywords} / {file.made_from} / {file.is_as_made} / {file.text_width} / {file.places}"
    return f"{said}\n{every_line([*parts.values(), settings, *linked])}"


def _images(part: LinkedPart) -> list[Element]:
    return [w("image", id=each.rel_id, kind=each.content_type, digest=digest(each.content)) for each in part.images]


def test_what_is_taken_from_the_file_of_a_council() -> None:
    assert_is("council", whole(taken()))


def test_what_is_taken_from_a_file_with_nothing_in_it() -> None:
    assert_is("bare council", whole(bare()))


def test_a_paper_in_the_looks_of_a_council() -> None:
    content = write_docx(PAPER, ODD, base=taken())
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = [name for name in package.namelist() if name.startswith("word/") and not name.endswith("theme1.xml")]
        shown = [
            every_line([etree.fromstring(package.read(name))]) if name.endswith((".xml", ".rels")) else "a picture"
            for name in names
        ]
    assert_is(
        "paper of a council", "\n".join(f"--- {name} ---\n{text}" for name, text in zip(names, shown, strict=True))
    )


def test_missing_styles_are_named_as_word_names_them() -> None:
    assert missing_styles(taken(), ODD) == (
        "Strong", "Hyperlink", "Title", "Subtitle", "TOC Heading", "Caption", "Footer", "TOC 1", "TOC 2",
    )  # fmt: skip


# --- first pages, other pages ---


def section(*references: str, more: str = "", last: bool = False) -> str:
    """A section with references such as "default h1"; those to footers begin with f."""
    listed = "".join(
        f'<w:{"header" if key[0] == "h" else "footer"}Reference w:type="{place}" r:id="{key}"/>'
        for place, key in map(str.split, references)
    )
    inside = f"<w:sectPr>{listed}{more}</w:sectPr>"
    return inside if last else f"<w:p><w:pPr>{inside}</w:pPr></w:p>"


FIRST = "<w:titlePg/>"


EDGES_OF: tuple[tuple[list[str], dict[str, str]], ...] = (
        ([], {}),
        ([section("default h1", "default f1")], {"default header": "h1", "default footer": "f1"}),
        ([section("even h1", "first h2")], {"even header": "h1"}),
        ([section("first h1", "default h2", more=FIRST)],
         {"default header": "h2", "first header": "h1", "first footer": ""}),
        ([section(more=FIRST)], {"first header": "", "first footer": ""}),
        ([section("default h1"), section("default h2")], {"default header": "h2", "first header": "h1",
                                                          "first footer": ""}),
        ([section("default h1", "default f1"), section("default f2")],
         {"default header": "h1", "default footer": "f2", "first header": "h1", "first footer": "f1"}),
        ([section("default h1"), section()], {"default header": "h1"}),
        ([section("default h1"), section("default h2"), section("default h1")], {"default header": "h1"}),
        ([section("default gone", "default f1")], {"default footer": "f1"}),
        ([section("default h1"), section("default h2", more=FIRST)],
         {"default header": "h2", "first header": "h1", "first footer": ""}),
)  # fmt: skip


def test_the_first_page_has_the_edges_of_the_cover_and_others_those_of_the_last_section() -> None:
    texts = {
        key: "".join(etree.fromstring(f"<x {NAMES}>{inside}</x>").itertext()) for key, (_, inside) in EDGES.items()
    }
    for sections, edges in EDGES_OF:
        file = read_style_file(council("".join(sections)))
        said = {f"{place} {kind}": "".join(part.root.itertext()) for (kind, place), part in file.edges.items()}
        assert said == {name: texts.get(key, "") for name, key in edges.items()}, sections


def test_eight_centimetres_of_text_are_the_least() -> None:
    assert read_style_file(council(BODY.replace("11000.0", "7036"))).text_width == 4536
    with pytest.raises(InvalidValue, match="leaves less than 8 cm"):
        read_style_file(council(BODY.replace("11000.0", "7035")))


def test_styles_and_lists_must_be_told_apart() -> None:
    spoilt: list[dict[str, str]] = [
        {"styles": STYLES.replace('w:styleId="Kopf"', 'w:styleId=""')},
        {"styles": STYLES.replace('w:val="HEADING 1"', 'w:val=""')},
        {"styles": STYLES.replace('<w:name w:val="Count"/>', "")},
        {"numbering": '<w:num w:numId="4"><w:abstractNumId w:val="a"/></w:num>'},
        {"numbering": '<w:abstractNum w:abstractNumId="a"><w:styleLink/></w:abstractNum>'},
        {"styles": '<w:x><w:numId w:val="a"/></w:x>', "numbering": '<w:num w:numId="a"/>'},
    ]
    for parts in spoilt:
        with pytest.raises(InvalidValue, match="is damaged"):
            read_style_file(council(**parts))
    assert read_style_file(council(numbering='<w:num w:numId="four"/>'))  # no style has it


def test_ten_thousand_styles_are_the_most() -> None:
    assert len(read_style_file(council(styles="<w:x/>" * 10_000)).styles) == 10_000
    with pytest.raises(InvalidValue, match="has 10,001 styles"):
        read_style_file(council(styles="<w:x/>" * 10_001))


CHANGES: dict[str, Callable[[StyleFile], StyleFile]] = {
    "nothing": lambda file: file,
    "a style": lambda file: replace(file, styles=w("styles")),
    "a list": lambda file: replace(file, numbering=w("numbering")),
    "the theme": lambda file: replace(file, theme=None),
    "the page": lambda file: replace(file, page=file.page[:1]),
    "a header": lambda file: replace(file, edges={**file.edges, ("header", "default"): LinkedPart(w("hdr"))}),
    "a picture": lambda file: replace(
        file, edges={key: replace(edge, images=edge.images[:1]) for key, edge in file.edges.items()}),
    "a setting": lambda file: replace(file, settings=()),
}  # fmt: skip


def test_a_file_is_as_it_was_made_while_nothing_that_is_taken_from_it_changes() -> None:
    made = replace(taken(), keywords=stamp("0" * 12, taken().digest))
    assert [name for name, change in CHANGES.items() if change(made).is_as_made] == ["nothing"]
    turned = replace(made, edges=dict(reversed(made.edges.items())))
    assert turned.is_as_made
    assert [made.made_from, replace(made, keywords="").made_from] == ["0" * 12, ""]


# --- what is cleaned ---

FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
CODE = "<w:r><w:instrText>{}</w:instrText></w:r>".format
SAID = "<w:r><w:t>{}</w:t></w:r>".format


def a_field(code: str, shown: str = "shown") -> str:
    return FIELD("begin") + CODE(code) + FIELD("separate") + SAID(shown) + FIELD("end")


def inside_out(depth: int) -> str:
    return FIELD("begin") * depth + FIELD("end") * depth


CLEANED = (
        ("<w:ins><w:p/></w:ins><w:del><w:p/></w:del><w:x/>", "x (p, x)"),
        ("<w:smartTag><w:smartTagPr/><w:a/><w:customXml><w:b/></w:customXml></w:smartTag>", "x (a, b)"),
        ('<w:sdtPr><w:dataBinding w:xpath="a"/></w:sdtPr>', "x (sdtPr)"),
        ('<w:dataBinding w:prefixMappings="core-properties"/>', "x (dataBinding[prefixMappings=core-properties])"),
        ('<w:fldSimple w:instr=" page \\* x"><w:r/></w:fldSimple>', "x (fldSimple[instr= page \\* x] (r))"),
        ('<w:fldSimple w:instr=" INCLUDE "><w:r/><w:s/></w:fldSimple>', "x (r, s)"),
        ("<w:fldSimple><w:r/></w:fldSimple>", "x (fldSimple (r))"),
        (a_field("TITLE"), "x (r (fldChar[fldCharType=begin]), r (instrText 'TITLE'), r (fldChar[fldCharType=separate])"
                           ", r (t 'shown'), r (fldChar[fldCharType=end]))"),
        (a_field("ASK"), "x (r, r, r, r (t 'shown'), r)"),
        (FIELD("begin") + CODE("A") + CODE("SK") + FIELD("end"), "x (r, r, r, r)"),
        (FIELD("begin") + CODE("PA") + CODE("GE") + FIELD("end"),
         "x (r (fldChar[fldCharType=begin]), r (instrText 'PA'), r (instrText 'GE'), r (fldChar[fldCharType=end]))"),
        (FIELD("begin") + SAID("lost") + CODE("IF") + a_field("PAGE", "1") + FIELD("separate") + SAID("kept")
         + CODE("PAGE") + FIELD("end"), "x (r, r, r, r, r, r, r, r, r, r (t 'kept'), r (instrText 'PAGE'), r)"),
        (FIELD("end") + SAID("a"), "x (r (fldChar[fldCharType=end]), r (t 'a'))"),
        ("<w:p><w:t>no run</w:t></w:p>", "x (p (t 'no run'))"),
)  # fmt: skip


def test_what_is_not_a_parts_own_is_taken_out() -> None:
    for before, after in CLEANED:
        assert shortly(cleaned(etree.fromstring(f"<w:x {NAMES}>{before}</w:x>"))) == after


def test_fields_stand_in_each_other_twenty_times_at_most() -> None:
    assert cleaned(etree.fromstring(f"<w:x {NAMES}>{inside_out(20)}</w:x>")) is not None
    with pytest.raises(ValueError, match="depth"):
        cleaned(etree.fromstring(f"<w:x {NAMES}>{inside_out(21)}</w:x>"))


LINKED = (
    ('<w:hyperlink r:id="a"><w:r/><w:s/></w:hyperlink>', "x (r, s)"),
    ('<w:hyperlink r:id="kept"><w:r/></w:hyperlink>', "x (hyperlink[id=kept] (r))"),
    ('<w:drawing><a:b><a:blip r:embed="kept" r:link="a"/></a:b></w:drawing>', "x (drawing (b (blip[embed=kept])))"),
    ('<w:drawing><a:b><a:blip r:embed="a"/></a:b></w:drawing>', "x"),
    ('<w:drawing><a:b><a:blip r:link="a"/></a:b></w:drawing><w:p/>', "x (p)"),
    ('<w:pict><w:shape r:id="a"/></w:pict>', "x"),
    ('<w:p><w:shape r:id="a"/></w:p>', "x (p)"),
    ('<w:drawing><a:hlinkClick r:id="a"/><a:hlinkHover r:id="kept"/></w:drawing>', "x (drawing (hlinkHover[id=kept]))"),
    ('<w:drawing><a:ext><a:svgBlip r:embed="a"/></a:ext><a:c/></w:drawing>', "x (drawing (c))"),
    ('<w:shape href="a" althref="b" src="c" id="d"/>', "x (shape[id=d])"),
)


def test_what_leads_elsewhere_is_taken_out() -> None:
    for before, after in LINKED:
        assert shortly(linked(etree.fromstring(f"<w:x {NAMES}>{before}</w:x>"), {"kept"})) == after


def test_what_a_level_says_is_in_the_order_of_the_standard() -> None:
    standard = "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr"
    said = [*reversed(standard.split()), "odd"]
    (level,) = sorted_levels(w("numbering", w("lvl", *map(w, said))))
    assert " ".join(child.tag.partition("}")[2] for child in level) == f"{standard} odd"


# --- looks as values ---


def style(name: str, looks: str, kind: str = "paragraph", more: str = "") -> str:
    key = name.replace(" ", "")
    return f'<w:style w:type="{kind}" w:styleId="{key}"><w:name w:val="{name}"/>{more}<w:rPr>{looks}</w:rPr></w:style>'


def size(half_points: object) -> str:
    return f'<w:sz w:val="{half_points}"/>'


def colour(said: str) -> str:
    return f'<w:color w:val="{said}"/>'


def coloured_theme(**colours: str) -> str:
    said = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in colours.items())
    return f"<a:clrScheme>{said}</a:clrScheme>"


COUNCILS = {
    "nothing": ("", ""),
    "sizes": (style("Normal", size(30)) + style("Table Text", size(26)) + style("Body Text Lead", size(36)), ""),
    "a size and no more": (style("Normal", size(141)), ""),
    "a large size": (style("Normal", size(145)) + style("Table Text", size(999)), ""),
    "small sizes": (style("Normal", size(23)) + style("Table Text", size(2)), ""),
    "a size of no number": (style("Normal", size("12pt")), ""),
    "fonts": (style("Normal", '<w:rFonts w:ascii="Lato"/>') + style("Heading 1", '<w:rFonts w:ascii="Times"/>'), ""),
    "one font": (style("Normal", '<w:rFonts w:ascii=" "/>') + style("heading 1", '<w:rFonts w:ascii="Times"/>'), ""),
    "fonts of the theme": (f"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme='minorHAnsi' w:ascii='No'/>"
                           f"</w:rPr></w:rPrDefault></w:docDefaults>{style('Heading 1', '')}", THEME),
    "colours": (style("Normal", colour("202020")) + style("Heading 1", colour("7a1f3d"))
                + style("Subtitle", colour("333333")) + style("Hyperlink", colour("0000AA"), "character"),
                coloured_theme(accent1="0A7A80", dk2="123456", hlink="0000FF")),
    "pale colours": (style("Normal", colour("777777")) + style("Heading 1", colour("777777"))
                     + style("Subtitle", colour("777777")) + style("Hyperlink", colour("777777")),
                     coloured_theme(accent1="777777", dk2="777777", hlink="777777")),
    "hardly readable": (style("Normal", colour("767676")) + style("Heading 1", colour("767676")), ""),
    "heading of the theme": (style("Heading 1", colour("auto")), coloured_theme(accent1="12345G", dk2="123456")),
    "links of the theme": ("", coloured_theme(accent1="7A1F3D", hlink="0000ff")),
    "an accent for shapes only": ("", coloured_theme(accent1="949494")),
    "an accent that is too pale": ("", coloured_theme(accent1="969696")),
    "a dark accent": ("", coloured_theme(accent1="000000")),
    "text that needs white": (style("Normal", colour("757575")), coloured_theme(accent1="757575")),
    "text that needs less": (style("Normal", colour("6E6E6E")), coloured_theme(accent1="0A0A0A")),
    "a colour cut short": (style("Normal", colour("11111")), coloured_theme(accent1="")),
}  # fmt: skip


def test_looks_are_those_of_the_file_as_far_as_they_can_be_read() -> None:
    told = []
    for name, (styles, inside) in COUNCILS.items():
        looks, house = (
            {part: asdict(getattr(each, part)) for part in ("fonts", "sizes", "colours", "page")}
            for each in (looks_of(read_style_file(council(styles=styles, theme=inside)), ODD), ODD)
        )
        others = {f"{key}={said}" for part in looks for key, said in looks[part].items() if said != house[part][key]}
        told.append(f"{name}: {' '.join(sorted(others))}")
    without = looks_of(replace(bare(), theme=None), ODD)
    assert without == looks_of(bare(), ODD)
    assert_is("looks", "\n".join(told))


BOLD = {"<w:b/>": True, '<w:b w:val="1"/>': True, '<w:b w:val="off"/>': False, '<w:b w:val="0"/>': False,
        '<w:b w:val="false"/>': False, "": False}  # fmt: skip
BASED = '<w:basedOn w:val="Base"/>'


def values_of(styles: str, theme: Element | None = None) -> StyleValues:
    return StyleValues(etree.fromstring(f"<w:styles {NAMES}>{styles}</w:styles>"), theme)


def test_lettering_is_that_of_a_style_or_of_what_it_is_based_on_or_plain() -> None:
    base = style("Base", f'<w:rFonts w:ascii="Lato"/>{size(31)}<w:b/>')
    for looks, is_bold in BOLD.items():
        assert values_of(style("S", looks)).lettering("S") == Lettering("Times New Roman", 10, is_bold)
        of_base = values_of(base + style("S", looks, more=BASED)).lettering("S")
        assert of_base == Lettering("Lato", 15.5, is_bold or not looks)
    theme = etree.fromstring(f"<a:theme {NAMES}>{THEME}</a:theme>")
    themed = {"majorBidi": "Georgia", "minorHAnsi": "Tahoma"}
    for name, font in themed.items():
        fonts = style("S", f'<w:rFonts w:asciiTheme="{name}" w:ascii="No"/>', more=BASED)
        assert values_of(base + fonts, theme).lettering("S").font == font
        assert values_of(base + fonts).lettering("S").font == "Lato"
    assert [values_of("").font("S"), values_of("").value("S", "sz")] == ["", ""]
    assert values_of(base + style("S", size("big"), more=BASED)).lettering("S").size == 10


def test_margins_of_cells_are_those_of_a_style_or_of_what_it_is_based_on_or_words_own() -> None:
    def table(name: str, more: str = "", **widths: object) -> str:
        sides = "".join(f'<w:{side} w:w="{width}"/>' for side, width in widths.items())
        margins = f"<w:tblPr><w:tblCellMar>{sides}</w:tblCellMar></w:tblPr>"
        return f'<w:style w:styleId="{name}"><w:name w:val="{name}"/>{more}{margins}</w:style>'

    base = table("Base", left=40, right=50)
    margins = {
        "": 216, table("S"): 216, table("S", left=30): 30 + 108, table("S", start=20, end=10): 30,
        table("S", left=1, start=2): 1 + 108, base + table("S", BASED, right=7): 47,
        base + table("S", BASED, left="-9"): 90,
    }  # fmt: skip
    assert {styles: values_of(styles).cell_margins("S") for styles in margins} == margins


# --- styles and lists that are fitted ---

LISTED = style("List Bullet", "", more="<w:pPr><w:numPr>{}<w:numId w:val='{}'/></w:numPr></w:pPr>").format
TWO_LISTS = "".join(
    f'<w:abstractNum w:abstractNumId="{number}"/><w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
    for number in (3, 8)
)
FITTED = {
    "nothing": ("", ""),
    "bullets of its own": (LISTED("", 3), TWO_LISTS),
    "bullets at the first level": (LISTED('<w:ilvl w:val="0"/>', 8), TWO_LISTS),
    "bullets at another level": (LISTED('<w:ilvl w:val="2"/>', 8), TWO_LISTS),
    "bullets of a list that is not there": (LISTED("", 9), TWO_LISTS + '<w:num w:numId="9"/>'),
    "bullets of no list": (style("List Bullet", "", more="<w:pPr><w:numPr/></w:pPr>"), ""),
    "looks without a paragraph's": (style("List Number", "<w:b/>") + style("caption", "<w:i/>"), ""),
    "ids that others have": (
        style("Title", "").replace('"Title"/>', '"Mine"/>') + style("Title1", "").replace('"Title1"/>', '"Mine too"/>'),
        ""),
    "a heading on one that stays": (
        style("Base", "", more="<w:pPr><w:keepNext/></w:pPr>") + style("heading 1", "", more=BASED)
        + style("heading 2", "", more="<w:pPr><w:jc/></w:pPr>"), ""),
}  # fmt: skip


def test_styles_and_lists_of_the_house_are_added_to_those_of_a_file() -> None:
    told = []
    for name, (styles, numbering) in FITTED.items():
        file = read_style_file(council("", styles=styles, numbering=numbering))
        fitted = fit(file, ODD, "cy", 2)
        own = [each for each in fitted.styles if each.get(f"{W}styleId") in (*by_id(file.styles), "ListBullet", None)]
        ids = {house: given for house, given in fitted.style_ids.items() if house != given}
        told += [f"--- {name}: {fitted.more_lists} more lists, {ids}", every_line([*own, *fitted.numbering])]
    assert_is("fitted", "\n".join(told))


def test_text_below_a_table_stands_apart_from_it() -> None:
    def spaced(space: str) -> str:
        return style("S", "", more=f'<w:pPr><w:spacing w:before="{space}"/></w:pPr>')

    apart, base = "spacing[before=160]", spaced("500").replace('"S"', '"Base"')
    below = "<w:p><w:pPr><w:pStyle w:val='S'/>{}</w:pPr></w:p>".format
    cases = [
        (spaced("120"), below(""), "pPr (pStyle=S)"),
        (spaced("119"), below(""), f"pPr (pStyle=S, {apart})"),
        (spaced("many"), below("<w:numPr/><w:ind/>"), f"pPr (pStyle=S, numPr, {apart}, ind)"),
        ("", below(""), f"pPr (pStyle=S, {apart})"),
        (base + style("S", "", more=BASED), below(""), "pPr (pStyle=S)"),
        (base + style("S", "", more=f"{BASED}<w:pPr><w:spacing w:before='0'/></w:pPr>"), below(""),
         f"pPr (pStyle=S, {apart})"),
    ]  # fmt: skip
    for styles, text, after in cases:
        body = etree.fromstring(f"<w:body {NAMES}>{text}<w:tbl/>{text}<w:tbl/><w:tbl/><w:sdt/><w:tbl/></w:body>")
        part_from_tables(body, etree.fromstring(f"<w:styles {NAMES}>{styles}</w:styles>"))
        assert shortly(body[2]) == f"p ({after})", styles
        assert every_line(body).count("spacing") == (apart in after)


def test_a_style_has_a_hundred_other_names_at_most() -> None:
    others = ", ".join(f"Name {number}" for number in range(102))
    named = w("style", w("name", val="S"), w("aliases", val=others), type="paragraph", styleId="S")
    root = w("styles", named, w("style", w("name", val="NAME 3"), type="paragraph", styleId="late"))
    known = ids_by_name(root)
    assert [known.get(("paragraph", f"name {number}")) for number in (0, 3, 98, 99, 100)] == ["S"] * 4 + [None]
    assert known["paragraph", "s"] == "S"
