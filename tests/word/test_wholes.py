"""Styles, lists, settings and papers as they are written, as wholes: nothing in them changes unseen."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree
from word.wholes import ODD, assert_is, every_line, shortly

from smreport.blocks.document import (
    Bullets,
    Callout,
    Chart,
    Contents,
    Document,
    Heading,
    Paragraph,
    Section,
    Series,
    Table,
    TableColumn,
    WordPicture,
)
from smreport.frozen import replace
from smreport.word import styles
from smreport.word.elements import W, w
from smreport.word.house_file import house_file, made_from, on_paper_of_place
from smreport.word.packing import parts_of
from smreport.word.theme import theme
from smreport.word.writer import write_docx, write_house_docx
from smreport.words import ENGLISH, Words, speaking


def test_the_styles_of_the_house() -> None:
    definitions = styles.style_definitions(ODD, "cy-GB")
    assert_is("styles", every_line(definitions))
    assert [child.tag for child in definitions[2:]] == [f"{W}style"] * len(styles.styles_of(ODD))


def test_the_lists_of_the_house() -> None:
    three = styles.numbering_definitions((styles.BULLETS, styles.NUMBERS, styles.COMMITTEE), numbered_lists=2)
    assert_is("lists", every_line([w("all", *three), w("few", *styles.numbering_definitions())]))
    assert [styles.restart_id(at) for at in (0, 1)] == [4, 5]


def test_the_settings_fonts_and_theme_of_a_file() -> None:
    kept = w("evenAndOddHeaders"), w("clrSchemeMapping", bg1="dark1")
    parts = [w("all", *styles.settings("cy-GB", kept)), w("own", *styles.settings("en-GB"))]
    assert_is("settings", every_line([*parts, styles.font_table(ODD), theme(ODD)]))


def test_the_width_of_a_text_is_that_between_the_margins() -> None:
    assert styles.paper_size() == (11906, 16838)
    assert styles.text_width(ODD) == 11906 - 2 * round(2.3 / 2.54 * 1440)
    on_a4 = replace(house_file(ODD, "en-GB"), page=(w("pgSz", w=11906, h=16838), w("pgMar")))
    with speaking(Words(ENGLISH.folder, tag="en-US")):
        assert styles.paper_size() == (12240, 15840)
        assert styles.text_width(ODD) == 12240 - 2 * round(2.3 / 2.54 * 1440)
        assert [*map(shortly, on_paper_of_place(on_a4).page)] == ["pgSz[w=12240 h=15840]", "pgMar"]
    assert [*map(shortly, on_paper_of_place(on_a4).page)] == ["pgSz[w=11906 h=16838]", "pgMar"]
    assert made_from(ODD) != made_from(replace(ODD, page=replace(ODD.page, line_spacing=1.2)))


# --- whole papers ---

FEW = Table(
    "Costs", (TableColumn("Year", 2), TableColumn("Cost", 1, "right")),
    (("2027", "£5"), ("2028", ""), ("All", "£5\nor\tmore")), "Each year.", "costs", ("5 Costs, row 7", "", "5 Costs"),
)  # fmt: skip
TALL = "Words that take many lines where they have little room. " * 6
MANY = Table("Areas", (TableColumn("Area", 1), TableColumn("Why", 3)), (("Roads", "Yes"), *[("Bins", TALL)] * 2,
             ("Parks", "No"), ("Tips", "So")))  # fmt: skip
CROWDED = Table("Many", tuple(TableColumn(f"Responsibilities{n}") for n in range(8)), (tuple("abcdefgh"),))
REACH = Chart("bar", "Reach", "Email has most.", ("Email",), (Series("People", (9,)),), height_cm=4.5, key="reach")
PICTURE = WordPicture("Words", (("homes", 9), ("safe places", 5), ("bins", 1)), key="words")
SECTIONS = (
    Section("decisions", (
        Heading("Decisions sought"), Bullets("It is asked to:", ("adopt it;", "fund it."), numbered=True),
        Paragraph("And to agree:", source="1 Areas, row 5"), Callout("Draft", "Not final."),
    )),
    Section("contents", (Contents(new_page=True),)),
    Section("no heading & a very long key that goes on", (
        Paragraph("We listen.", "lead", see=("risks", "gone", "nothing to see in this very long key")),
        Heading("Reach", 2), Paragraph("Email is first.", see=("reach", "words", "costs", "costs")), REACH, PICTURE,
        Bullets("The aims are:", ("heard", "safe"), see=("decisions",), sources=("2 Objectives, row 5", "")),
        Paragraph("We promise.", "statement"), Paragraph("Figures are rounded.", "note"),
        Heading("Cost", 3), Paragraph("A table."), Paragraph("Two of them."), FEW, MANY,
        Bullets("Next:", ("train.",), numbered=True), Heading("Words"), Paragraph("Which they use."), PICTURE,
    )),
    Section("nothing", ()),
    Section("risks", (Heading("Appendix 1: risks", new_page=True), Paragraph("All.", source="9 Risks"), CROWDED)),
    Section("appendix_two", (Heading("Appendix 2: tools"), Bullets("They are:", ("post",)))),
)  # fmt: skip
PAPER = Document("Strategy", "2027 to 2030", (("Committee", "Cabinet"), ("Wards", "All")), SECTIONS, "Shire", "Plan",
                 "Strategy · Shire", (Callout("Illustrative", "Invented."),), "cy-GB")  # fmt: skip
MAIN = Section("summary", (
    Heading("Summary"), Paragraph("We listen.", "lead"), Paragraph("We promise.", "statement"),
    Paragraph("Rounded.", "note"), Heading("Aims", 2), Bullets("They are:", ("heard",)), FEW,
))  # fmt: skip
SHORT = Document("Plan", "", (), (Section("contents", (Contents(),)), SECTIONS[0], MAIN, *SECTIONS[4:]),
                 numbered=True, exempt=True)  # fmt: skip


def written(document: Document, **how: Any) -> str:
    """Every part of the file, each under its name."""
    with zipfile.ZipFile(io.BytesIO(write_docx(document, ODD, **how))) as package:
        names = [name for name in package.namelist() if name not in ELSEWHERE]
        said = [every_line([etree.fromstring(package.read(name))]) for name in names]
    return "\n\n".join(f"--- {name} ---\n{text}" for name, text in zip(names, said, strict=True))


ELSEWHERE = {"word/styles.xml", "word/theme/theme1.xml", "word/charts/chart1.xml", "word/embeddings/chart1.xlsx"}


def test_a_paper_with_every_kind_of_block_and_where_it_comes_from() -> None:
    assert_is("paper", written(PAPER, trace=True))


def test_a_committee_paper_that_is_not_for_publication() -> None:
    assert_is("numbered", written(SHORT))


def test_the_file_in_which_a_council_changes_the_looks() -> None:
    content = write_house_docx(ODD, "en-GB")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [etree.fromstring(package.read(f"{name}.xml")) for name in ("word/document", "docProps/core")]
    assert_is("sample", every_line(parts))


def test_what_the_parts_are_comes_first_and_they_follow_by_name() -> None:
    word = docx.Document()
    word.part.relate_to(Part(PackURI("/Added.xml"), "application/xml", b"<x/>", word.part.package), "urn:added")
    first, *others = parts_of(word)
    assert first == "[Content_Types].xml"
    assert others == sorted(others)
    assert others[0] == "Added.xml"
