"""What a filled form's file holds beside its text: styles, lists, charts, footers, comments, properties."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from lxml import etree
from word.report_templates import bare, bytes_of
from word.short_xml import element
from word.small_forms import (
    DOCUMENT,
    NUMBERING,
    PAGE,
    STYLES,
    WORDS,
    form,
    h,
    lines_of,
    p,
    t,
)
from word.word_reports import STYLE, W

from smreport.blocks.document import (
    Bullets,
    Callout,
    Chart,
    Document,
    Heading,
    Paragraph,
    Series,
    Table,
    TableColumn,
    WordPicture,
)
from smreport.blocks.filling import Content, FormWords, Wanted
from smreport.errors import InvalidValue
from smreport.frozen import replace
from smreport.package.zipped import zipped
from smreport.word.filling.filled import Form, width_of
from smreport.word.filling.form_file import FormFile

TABLE = Table(
    "Costs",
    (TableColumn("Year"), TableColumn("Cash", 1, "right")),
    (("2027", "£5"),),
    "Costs.",
    "costs",
    ("5 Costs, row 5",),
)
CHART = Chart("bar", "Reach", "All.", ("Email", "Post"), (Series("People", (9.0, 4.0)),), key="reach")
BLOCKS = (
    Paragraph("First.", "lead"), Heading("Within", 2),
    Paragraph("See.", see=("reach", "costs", "other"), source="4 Tools, row 5"),
    Paragraph("Note.", "note"), Callout("Draft", "Not final."),
    Bullets("We:", ("ask", "hear"), sources=("2 Aims, row 5", "")),
    Bullets("Then:", ("one", "two"), numbered=True), Bullets("Last:", ("three",), numbered=True), TABLE,
    Paragraph("After."), CHART, WordPicture("Words", (("bins", 2), ("roads", 1)), key="words"),
)  # fmt: skip
WANTED = [Wanted("a", ("Purpose",)), Wanted("other", ("Other",)), Wanted("fact", ("Date",), is_fact=True)]
CONTENTS = [Content("a", BLOCKS), Content("other", (Paragraph("Other words.", see=("a", "reach")),))]
BODY = h("Purpose"), h("Other")


EXPECTED = r"""
(H1) Purpose
(BodyTextLead) First.
(H2) Within
(Normal) See. See (REF _Ref_reach \h)Figure 1, (REF _Ref_costs \h)Table 1 and “Other”.
(BodyTextNote) Note.
(Callout) <rStyle=Strong>Draft: Not final.
(ListLeadIn keepNext) We:
(Points) ask
(Points) hear
(ListLeadIn keepNext) Then:
(ListNumber numPr(ilvl=0 numId=3)) one
(ListNumber numPr(ilvl=0 numId=3)) two
(ListLeadIn keepNext) Last:
(ListNumber numPr(ilvl=0 numId=4)) three
(Caption keepNext) Table (SEQ Table \* ARABIC)1: Costs
| (TableHeading) Year | (TableHeadingNumber) Cash
| (TableText) 2027 | (TableNumber) £5
(Normal spacing before=160) After.
(Caption keepNext) Figure (SEQ Figure \* ARABIC)1: Reach
(Figure) [picture]
(Caption keepNext) Figure (SEQ Figure \* ARABIC)2: Words
(WordPicture) <rStyle=PictureWord><sz=60><szCs=60>bins <rStyle=PictureCount>2<rStyle=PictureWord><sz=24><szCs=24>  roads <rStyle=PictureCount>1
(H1) Other
(Normal) Other words. See “Purpose” and (REF _Ref_reach \h)Figure 1.
"""  # noqa: E501
STYLES_THAT_CAME = """
BodyTextLead < Normal 120/120
BodyTextNote < Normal 120/120
Callout < Normal 240/240
Caption < Normal 200/80
Figure < Normal 0/120
ListLeadIn < Normal 0/60
ListNumber < Normal 40/60
PictureCount < DefaultParagraphFont
PictureWord < DefaultParagraphFont
Strong < DefaultParagraphFont
TableHeading < Normal 0/0
TableHeadingNumber < Normal 0/0
TableNumber < Normal 0/0
TableText < Normal 0/0
WordPicture < Normal 0/0
smreportTable < TableNormal
DefaultParagraphFont < 
TableNormal < 
"""


def made(content: bytes, document: Document = DOCUMENT, *, trace: bool = False) -> dict[str, bytes]:
    """The parts of a filled form."""
    filled = Form(content, WORDS, WANTED, {"damaged": "is damaged."}).filled(document, CONTENTS, STYLE, trace)
    with zipfile.ZipFile(io.BytesIO(filled.content)) as package:
        return {name: package.read(name) for name in package.namelist()} | {"": filled.content}


def styles_in(parts: dict[str, bytes], before: str = "") -> list[str]:
    """The styles that came in, each with what it is based on, and those that it names."""
    root = etree.fromstring(parts["word/styles.xml"])
    found = []
    for style in root.iter(f"{W}style"):
        links = [style.find(f"{W}{tag}") for tag in ("basedOn", "next", "link")]
        named = [link.get(f"{W}val") for link in links if link is not None]
        spacing = style.find(f"{W}pPr/{W}spacing")
        spaces = "" if spacing is None else f" {spacing.get(f'{W}before')}/{spacing.get(f'{W}after')}"
        found.append(f"{style.get(f'{W}styleId')} < {' '.join(named)}{spaces}")
    return [each for each in found if each.split()[0] not in before.split()]


def test_blocks_come_in_the_forms_own_styles_and_lists_and_bring_what_it_lacks() -> None:
    parts = made(form(*BODY))
    assert lines_of(parts[""]) == EXPECTED.strip("\n").splitlines()
    assert styles_in(parts, "Normal H1 H2 Points") == STYLES_THAT_CAME.strip("\n").splitlines()
    assert sorted(parts)[1:] == [
        "[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels",
        "word/charts/_rels/report-chart1.xml.rels",
        "word/charts/report-chart1.xml", "word/document.xml", "word/embeddings/report-chart1.xlsx",
        "word/numbering.xml", "word/styles.xml",
    ]  # fmt: skip
    root = etree.fromstring(parts["word/numbering.xml"])
    assert [_number(each) for each in root] == [
        "abstract 1",
        "abstract 2",
        "num 2 of 1",
        "num 3 of 2 anew",
        "num 4 of 2 anew",
    ]
    ids = [mark.get(f"{W}id") for mark in etree.fromstring(parts["word/document.xml"]).iter(f"{W}bookmarkStart")]
    assert len(ids) == len({*ids}) == 3


def _number(each: Any) -> str:
    if each.tag == f"{W}abstractNum":
        return f"abstract {each.get(f'{W}abstractNumId')}"
    anew = " anew" if each.find(f"{W}lvlOverride[@{W}ilvl='0']/{W}startOverride[@{W}val='1']") is not None else ""
    return f"num {each.get(f'{W}numId')} of {each.find(f'{W}abstractNumId').get(f'{W}val')}{anew}"


def test_without_lists_in_the_form_those_of_ours_begin_its_numbering() -> None:
    parts = made(form(*BODY, numbering=None))
    numbers = [_number(each) for each in etree.fromstring(parts["word/numbering.xml"])]
    assert numbers == ["abstract 1", "num 1 of 1 anew", "num 2 of 1 anew"]
    plain = STYLES.replace("<numPr><numId val='2'/></numPr>", "")
    parts = made(form(*BODY, styles=plain))
    numbers = [_number(each) for each in etree.fromstring(parts["word/numbering.xml"])]
    assert numbers == [
        "abstract 1", "abstract 2", "abstract 3", "num 2 of 1", "num 3 of 2", "num 4 of 3 anew", "num 5 of 3 anew",
    ]  # fmt: skip
    assert [line for line in lines_of(parts[""]) if line.startswith("(Points")] == [
        "(Points numPr(ilvl=0 numId=3)) ask", "(Points numPr(ilvl=0 numId=3)) hear",
    ]  # fmt: skip


COMMENTS = (
    "<comment id='4' author='T'><p><r><t>Check </t></r></p><p><r><t>this.</t></r></p></comment>"
    "<comment id='x' author='T'><p/></comment><comment id='2' author='smreport'><p><r><t>Ours.</t></r></p></comment>"
)


def test_comments_say_where_figures_come_from_behind_those_of_the_form() -> None:
    content = form(*BODY, comments=COMMENTS)
    parts = made(content, trace=True)
    listed = etree.fromstring(parts["word/comments.xml"])
    assert [(each.get(f"{W}id"), "".join(each.itertext())) for each in listed] == [
        ("4", "Check this."), ("x", ""), ("2", "Ours."), ("5", "From 4 Tools, row 5"), ("6", "From 2 Aims, row 5"),
        ("7", "From 5 Costs, row 5"),
    ]  # fmt: skip
    body = etree.fromstring(parts["word/document.xml"])
    for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert [mark.get(f"{W}id") for mark in body.iter(f"{W}{tag}")] == ["5", "6", "7"]
    filled = Form(content, WORDS, WANTED, {"damaged": "is damaged."}).filled(DOCUMENT, CONTENTS, STYLE)
    assert [(each.kind, each.text) for each in filled.to_do] == [("comment", "Check this.")]
    untraced = made(form(*BODY))
    assert "word/comments.xml" not in untraced


def feet(parts: dict[str, bytes]) -> list[str]:
    """Each footer's lines, with the pages that it is for."""
    links = etree.fromstring(parts["word/_rels/document.xml.rels"])
    names = {link.get("Id"): link.get("Target") for link in links}
    key = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    section = next(etree.fromstring(parts["word/document.xml"]).iter(f"{W}sectPr"))
    return [
        f"{mark.get(f'{W}type')} {names[mark.get(key)]}: "
        + " / ".join("".join(line.itertext()) for line in etree.fromstring(parts[f"word/{names[mark.get(key)]}"]))
        for mark in section.iter(f"{W}footerReference")
    ]


FOOTER, EVEN = p("Council"), "<evenAndOddHeaders/>"
OURS = "word/report-footer"
FOOTED = "<sectPr><footerReference type='{}' r:id='rId3'/>{}</sectPr>"


@pytest.mark.parametrize(
    ("page", "settings", "lines"),
    [
        (PAGE, "", ["default report-footer1.xml: Draft"]), ("", "", ["default report-footer1.xml: Draft"]),
        (FOOTED.format("default", ""), "", ["default footer1.xml: Council / Draft"]),
        (FOOTED.format("default", "<titlePg/>"), "", ["first report-footer1.xml: Draft",
        "default footer1.xml: Council / Draft"]),
        (FOOTED.format("default", "<titlePg val='0'/>"), EVEN, ["even report-footer1.xml: Draft",
        "default footer1.xml: Council / Draft"]),
        (FOOTED.format("first", "<titlePg/>"), EVEN.replace("/", " val='off'/"),
        ["default report-footer1.xml: Draft", "first footer1.xml: Council / Draft"]),
        ("<sectPr><titlePg/></sectPr>", EVEN, ["even report-footer3.xml: Draft", "first report-footer2.xml: Draft",
        "default report-footer1.xml: Draft"]),
    ],
)  # fmt: skip
def test_a_line_at_the_foot_stands_on_every_kind_of_page(page: str, settings: str, lines: list[str]) -> None:
    content = form(*BODY, page or "<p/>", footer1=FOOTER, settings=settings)
    assert feet(made(content, replace(DOCUMENT, footer="Draft"))) == lines
    assert "Draft" not in str(feet(made(content)))


def test_notices_stand_before_all_and_a_title_goes_into_the_properties_that_lack_one() -> None:
    noticed = replace(DOCUMENT, notices=(Callout("Draft", "Not final."), Callout("Note", "More.")))
    assert lines_of(made(form(*BODY), noticed)[""])[:3] == [
        "(Callout) <rStyle=Strong>Draft: Not final.", "(Callout) <rStyle=Strong>Note: More.", "(H1) Purpose",
    ]  # fmt: skip


ENFORCED = {"='1'": True, "='0'": False, "": False, "='off'": False, "='true'": True}
SETTINGS = [
    (f"<documentProtection{f' enforcement{said}' if said else ''}/>", locked) for said, locked in ENFORCED.items()
]


@pytest.mark.parametrize(
    ("settings", "is_protected"), [*SETTINGS, (SETTINGS[3][0] + SETTINGS[4][0], True), ("", False), (None, False)]
)
def test_a_form_says_whether_anybody_may_type_into_it(settings: str | None, is_protected: bool) -> None:
    assert Form(form(*BODY, settings=settings), WORDS, WANTED, {"damaged": "d"}).is_protected == is_protected


def test_places_are_told_by_their_titles_in_the_order_of_the_form() -> None:
    found = Form(form(p("3. Date: "), *BODY, t(["Date", ""])), FormWords(), WANTED, {"damaged": "d"}).found
    assert {key: place.title for key, place in found.items()} == {"a": "Purpose", "other": "Other", "fact": "Date"}
    assert sorted(found, key=lambda key: found[key].number) == ["fact", "a", "other"]


def test_a_form_without_a_body_is_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(form())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["word/document.xml"] = f'<w:document xmlns:w="{W[1:-1]}"/>'.encode()
    with pytest.raises(InvalidValue, match=r"^is damaged\.$"):
        Form(zipped(parts), WORDS, WANTED, {"damaged": "is damaged."})


def test_numbers_begin_behind_those_of_the_form_and_a_chart_is_as_wide_as_its_text() -> None:
    drawn = "<p><r><drawing><wp:docPr id='7'/></drawing></r><bookmarkStart id='40' name='a'/><bookmarkEnd id='40'/></p>"
    foot = "<p><bookmarkStart id='90' name='b'/><bookmarkEnd id='90'/></p>"
    more = f"<abstractNum abstractNumId='8'/>{NUMBERING}<num numId='21'><abstractNumId val='8'/></num>"
    parts = made(form(*BODY, drawn, numbering=more, footer1=foot))
    body = etree.fromstring(parts["word/document.xml"])
    numbers = [mark.get(f"{W}id") for mark in body.iter(f"{W}bookmarkStart")]
    assert numbers == [*map(str, range(int(numbers[0]), int(numbers[0]) + 3)), "40"]
    assert int(numbers[0]) == 94
    assert [mark.get("id") for mark in body.iter("{*}docPr")] == ["8", "7"]
    assert [_number(each) for each in etree.fromstring(parts["word/numbering.xml"])] == [
        "abstract 8", "abstract 1", "abstract 9", "num 2 of 1", "num 21 of 8", "num 22 of 9 anew", "num 23 of 9 anew",
    ]  # fmt: skip
    (extent,) = body.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent")
    assert int(extent.get("cx")) == (11906 - 2 * 1417) * 635
    links = etree.fromstring(parts["word/charts/_rels/report-chart1.xml.rels"])
    assert [(link.get("Type").rpartition("/")[2], link.get("Target")) for link in links] == [
        ("package", "../embeddings/report-chart1.xlsx")
    ]


def test_what_a_document_has_for_its_cover_and_its_numbers_is_none_of_a_forms() -> None:
    covered = replace(DOCUMENT, cover=(("Committee", "Cabinet"),), numbered=True)
    assert lines_of(made(form(*BODY), covered)[""]) == lines_of(made(form(*BODY))[""])


def test_new_styles_stand_in_the_list_that_some_programs_keep_beside_too() -> None:
    parts = made(form(*BODY, stylesWithEffects=STYLES))
    beside, styles = (
        [style.get(f"{W}styleId") for style in etree.fromstring(parts[f"word/{name}.xml"]).iter(f"{W}style")]
        for name in ("stylesWithEffects", "styles")
    )
    assert beside == styles
    defaults = [
        style for style in etree.fromstring(parts["word/styles.xml"]).iter(f"{W}style") if style.get(f"{W}default")
    ]
    assert [style.get(f"{W}styleId") for style in defaults] == ["Normal"]


@pytest.mark.parametrize(("title", "after"), [("", "Report"), (" ", "Report"), ("Own", "Own")])
def test_a_title_goes_into_the_properties_unless_they_have_one(title: str, after: str) -> None:
    word = bare()
    word.core_properties.title = title
    word.add_heading("Purpose", 1)
    file = FormFile(bytes_of(word), {"damaged": "d"})
    file.give_title("Report")
    assert docx.Document(io.BytesIO(file.to_bytes())).core_properties.title == after


@pytest.mark.parametrize(
    ("said", "width"),
    [("w='1000'", 784), ("w='1000' type='dxa'", 784), ("w='783'", 567), ("w='784'", 568), ("w='10'", 567),
    ("w='50' type='pct'", 9072),
     ("w='x'", 9072), ("type='dxa'", 9072), ("", 9072)],
)  # fmt: skip
def test_a_cell_is_as_wide_as_it_says_without_its_margins_and_never_less_than_a_centimetre(
    said: str, width: int
) -> None:
    cell = element(f"<tc><tcPr>{f'<tcW {said}/>' if said else ''}</tcPr></tc>")
    assert width_of(cell, FormFile(form(), {"damaged": "d"})) == width
