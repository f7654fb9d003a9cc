"""What is taken from a council's Word file, as a whole, and the papers in its looks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from lxml import etree
from word.raw_councils import BODY, EDGES, NAMES, STYLES, council, packed, parts_of_a_council
from word.wholes import ODD, assert_is, every_line, shortly

from smreport.blocks.document import Bullets, Callout, Contents, Document, Heading, Paragraph, Section, Table, TableColumn
from smreport.errors import InvalidValue
from smreport.frozen import replace
from smreport.word.council_looks import looks_of
from smreport.word.elements import Element, w
from smreport.word.part_cleaning import cleaned, linked, sorted_levels
from smreport.word.style_file import LinkedPart, StyleFile, digest, read_style_file, stamp
from smreport.word.style_fitting import matched, missing_styles
from smreport.word.style_values import StyleValues
from smreport.word.styles import styles_of
from smreport.word.writer import write_docx

FILE = read_style_file(council())
BARE = read_style_file(council("", styles="", numbering="", settings="", theme=""))
PAPER = Document("Plan", "", (), (Section("summary", (
    Contents(), Heading("Summary"), Paragraph("We listen."), Heading("Aims", 2), Heading("How", 3),
    Bullets("They are:", ("heard",)), Bullets("Steps:", ("one",), numbered=True), Bullets("More:", ("two",), numbered=True),
    Table("Costs", (TableColumn("Year"),), (("2027",),), "Each."), Paragraph("All."), Callout("Draft", "Not final."),
)),), footer="Plan · Shire", numbered=True)  # fmt: skip


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
    assert_is("council", whole(FILE))


def test_what_is_taken_from_a_file_with_nothing_in_it() -> None:
    assert_is("bare council", whole(BARE))


def test_a_paper_in_the_looks_of_a_council() -> None:
    content = write_docx(PAPER, ODD, base=FILE)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = [name for name in package.namelist() if name.startswith("word/") and not name.endswith("theme1.xml")]
        shown = [
            every_line([etree.fromstring(package.read(name))]) if name.endswith((".xml", ".rels")) else "a picture"
            for name in names
        ]
    assert_is("paper of a council", "\n".join(f"--- {name} ---\n{text}" for name, text in zip(names, shown, strict=True)))


def test_missing_styles_are_named_as_word_names_them() -> None:
    assert missing_styles(FILE, ODD) == (
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


@pytest.mark.parametrize(
    ("sections", "edges"),
    [
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
    ],
)  # fmt: skip
def test_the_first_page_has_the_edges_of_the_cover_and_others_those_of_the_last_section(
    sections: list[str], edges: dict[str, str]
) -> None:
    file = read_style_file(council("".join(sections)))
    said = {key: "".join(read.root.itertext()) for key, read in file.edges.items()}
    texts = {key: "".join(etree.fromstring(f"<x {NAMES}>{inside}</x>").itertext()) for key, (_, inside) in EDGES.items()}
    assert said == {
        (kind, place): texts.get(key, "") for name, key in edges.items() for place, kind in [tuple(name.split())]
    }


@pytest.mark.parametrize(("wide", "is_taken"), [(7036, True), (7035, False)])
def test_eight_centimetres_of_text_are_the_least(wide: int, is_taken: bool) -> None:
    body = BODY.replace("11000.0", str(wide))
    if is_taken:
        assert read_style_file(council(body)).text_width == 4536
    else:
        with pytest.raises(InvalidValue, match="leaves less than 8 cm"):
            read_style_file(council(body))


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"styles": STYLES.replace('w:styleId="Kopf"', 'w:styleId=""')}, "is damaged"),
        ({"styles": STYLES.replace('w:val="HEADING 1"', 'w:val=""')}, "is damaged"),
        ({"styles": STYLES.replace('<w:name w:val="Count"/>', "")}, "is damaged"),
        ({"numbering": '<w:num w:numId="four"/>'}, ""),  # no style has it
        ({"numbering": '<w:num w:numId="4"><w:abstractNumId w:val="a"/></w:num>'}, "is damaged"),
        ({"numbering": '<w:abstractNum w:abstractNumId="a"><w:styleLink/></w:abstractNum>'}, "is damaged"),
        ({"styles": '<w:x><w:numId w:val="a"/></w:x>', "numbering": '<w:num w:numId="a"/>'}, "is damaged"),
        ({"styles": "<w:x/>" * 10_000}, ""),
        ({"styles": "<w:x/>" * 10_001}, "has 10,001 styles"),
    ],
)
def test_styles_and_lists_must_be_told_apart(parts: dict[str, str], message: str) -> None:
    if message:
        with pytest.raises(InvalidValue, match=message):
            read_style_file(council(**parts))
    else:
        assert read_style_file(council(**parts))


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


@pytest.mark.parametrize("changed", CHANGES)
def test_a_file_is_as_it_was_made_while_nothing_that_is_taken_from_it_changes(changed: str) -> None:
    made = replace(FILE, keywords=stamp("0" * 12, FILE.digest))
    assert CHANGES[changed](made).is_as_made is (changed == "nothing")
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


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<w:ins><w:p/></w:ins><w:del><w:p/></w:del><w:x/>", "x (p, x)"),
        ("<w:smartTag><w:smartTagPr/><w:a/><w:customXml><w:b/></w:customXml></w:smartTag>", "x (a, b)"),
        ('<w:sdtPr><w:dataBinding w:xpath="a"/></w:sdtPr>', "x (sdtPr)"),
        ('<w:dataBinding w:prefixMappings="core-properties"/>', "x (dataBinding[prefixMappings=core-properties])"),
        ('<w:fldSimple w:instr=" page \\* x"><w:r/></w:fldSimple>', "x (fldSimple[instr= page \\* x] (r))"),
        ('<w:fldSimple w:instr=" INCLUDE "><w:r/><w:s/></w:fldSimple>', "x (r, s)"),
        ("<w:fldSimple><w:r/></w:fldSimple>", "x (fldSimple (r))"),
        (a_field("TITLE"), "x (r (fldChar[fldCharType=begin]), r (instrText 'TITLE'), r (fldChar[fldCharType=separate]),"
                           " r (t 'shown'), r (fldChar[fldCharType=end]))"),
        (a_field("ASK"), "x (r, r, r, r (t 'shown'), r)"),
        (FIELD("begin") + CODE("A") + CODE("SK") + FIELD("end"), "x (r, r, r, r)"),
        (FIELD("begin") + CODE("PA") + CODE("GE") + FIELD("end"),
         "x (r (fldChar[fldCharType=begin]), r (instrText 'PA'), r (instrText 'GE'), r (fldChar[fldCharType=end]))"),
        (FIELD("begin") + SAID("lost") + CODE("IF") + a_field("PAGE", "1") + FIELD("separate") + SAID("kept")
         + CODE("PAGE") + FIELD("end"), "x (r, r, r, r, r, r, r, r, r, r (t 'kept'), r (instrText 'PAGE'), r)"),
        (FIELD("end") + SAID("a"), "x (r (fldChar[fldCharType=end]), r (t 'a'))"),
        ("<w:p><w:t>no run</w:t></w:p>", "x (p (t 'no run'))"),
    ],
)  # fmt: skip
def test_what_is_not_a_parts_own_is_taken_out(before: str, after: str) -> None:
    assert shortly(cleaned(etree.fromstring(f"<w:x {NAMES}>{before}</w:x>"))) == after


def test_fields_stand_in_each_other_twenty_times_at_most() -> None:
    assert cleaned(etree.fromstring(f"<w:x {NAMES}>{inside_out(20)}</w:x>")) is not None
    with pytest.raises(ValueError, match="depth"):
        cleaned(etree.fromstring(f"<w:x {NAMES}>{inside_out(21)}</w:x>"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
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
    ],
)
def test_what_leads_elsewhere_is_taken_out(before: str, after: str) -> None:
    assert shortly(linked(etree.fromstring(f"<w:x {NAMES}>{before}</w:x>"), {"kept"})) == after


def test_what_a_level_says_is_in_the_order_of_the_standard() -> None:
    said = "legacy odd rPr pPr lvlJc lvlPicBulletId lvlText suff isLgl pStyle lvlRestart numFmt start".split()
    (level,) = sorted_levels(w("numbering", w("lvl", *map(w, said))))
    assert [child.tag.partition("}")[2] for child in level] == (
        "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr odd".split()
    )
