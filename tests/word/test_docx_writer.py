"""What a reader, a screen reader and Word find in the file: each test reads the written file back."""

from __future__ import annotations

import io
import re
import tomllib
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree
from word.wholes import assert_is

from smreport.blocks.document import (
    Block,
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
from smreport.word.house_style import HouseStyle, contrast
from smreport.word.writer import write_docx

STYLE_FILE = Path(__file__).parents[2] / "workbook_templates" / "social_media" / "style.toml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NS = {"w": W[1:-1], "dc": "http://purl.org/dc/elements/1.1/", "dcterms": "http://purl.org/dc/terms/"}

MONEY = Table(
    "Cost by year",
    (TableColumn("Year", 2), TableColumn("Revenue", 1, "right"), TableColumn("Capital", 1, "right")),
    (("2025/26", "£28,500", "£20,000"), ("2026/27", "£31,000", "")),
    "One row a year.",
    key="money",
    sources=("5 Costs, row 7", ""),
)
PLAIN = Table("Areas", (TableColumn("Area"), TableColumn("Lead")), (("Roads", "Highways Manager"),))
REACH = Chart(
    "bar", "Reach of tools", "Bar chart. Email reaches 900 people.", ("Email", "Post"),
    (Series("People", (900.0, 40.0)),), key="reach",
)  # fmt: skip
WORDS = WordPicture("Words by use", (("residents", 9), ("public transport", 5), ("bins", 1)))
BLOCKS: tuple[Block, ...] = (
    Contents(),
    Heading("Decisions sought"),
    Bullets("Cabinet is asked to:", ("adopt the strategy;", "fund it."), numbered=True),
    Heading("Summary"),
    Paragraph("We listen first.", "lead"),
    Paragraph("Residents ask in public.", see=("areas", "money", "dropped"), source="2 Objectives, row 5"),
    Paragraph("No one will lose a service.", "statement"),
    Paragraph("Figures are rounded.", "note"),
    Heading("Money", 2),
    MONEY,
    Heading("By service", 3),
    Bullets("Services in scope:", ("roads", "recycling"), see=("reach",), sources=("", "1 Areas, row 9")),
    REACH,
    WORDS,
    Callout("Illustrative", "Costs are examples."),
    Bullets("Next steps:", ("train staff;", "publish results."), numbered=True),
    Heading("Appendix 1: areas", new_page=True),
    PLAIN,
)
SECTIONS = (
    Section("contents", BLOCKS[:1]),
    Section("decisions", BLOCKS[1:3]),
    Section("summary", BLOCKS[3:-2]),
    Section("areas", BLOCKS[-2:]),
)
DOCUMENT = Document(
    title="Social media strategy",
    subtitle="2025 to 2028",
    cover=(("Committee", "Cabinet"), ("Wards affected", "All")),
    sections=SECTIONS,
    author="Exampleshire Council",
    subject="Strategy",
    footer="Exampleshire Council",
    notices=(Callout("Draft", "Not for publication."),),
)


@pytest.fixture(scope="module")
def settings() -> dict[str, Any]:
    return tomllib.loads(STYLE_FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def style(settings: dict[str, Any]) -> HouseStyle:
    return HouseStyle.from_mapping(settings)


@pytest.fixture(scope="module")
def data(style: HouseStyle) -> bytes:
    return write_docx(DOCUMENT, style)


@pytest.fixture(scope="module")
def word(data: bytes) -> Any:
    return opened(data)


@pytest.fixture(scope="module")
def body(data: bytes) -> Any:
    return part(data, "word/document.xml")


@pytest.fixture(scope="module")
def styles(data: bytes) -> Any:
    return part(data, "word/styles.xml")


def part(data: bytes, name: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def with_blocks(*blocks: Block) -> Document:
    return Document("Title", "", (), (Section("main", blocks),))


def written(style: HouseStyle, *blocks: Block) -> Any:
    return opened(write_docx(with_blocks(*blocks), style))


def opened(data: bytes) -> Any:
    """The file as python-docx has it, which is blind to what stands in content controls: they are taken off."""
    word = docx.Document(io.BytesIO(data))
    body = word.element.body
    for control in body.findall("w:sdt", NS):
        for block in control.find("w:sdtContent", NS):
            control.addprevious(block)
        body.remove(control)
    return word


def values(tree: Any, path: str) -> list[str]:
    return [element.get(W + "val") for element in tree.iterfind(path, NS)]


def style_named(styles: Any, style_id: str) -> Any:
    return styles.find(f"w:style[@w:styleId='{style_id}']", NS)


class TestReadingOrder:
    def test_headings_keep_their_order_and_levels(self, word: Any) -> None:
        found = [(p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith("Heading")]
        assert found == [
            ("Heading 1", "Decisions sought"),
            ("Heading 1", "Summary"),
            ("Heading 2", "Money"),
            ("Heading 3", "By service"),
            ("Heading 1", "Appendix 1: areas"),
        ]

    def test_title_then_subtitle_then_facts_then_notice_open_the_document(self, body: Any) -> None:
        first = list(body.find("w:body/w:sdt/w:sdtContent", NS))
        assert [element.tag.removeprefix(W) for element in first] == ["p", "p", "tbl", "p"]
        assert ["".join(element.itertext()) for element in first[:2]] == [
            "Social media strategy",
            "2025 to 2028",
        ]
        assert "".join(first[3].itertext()) == "Draft: Not for publication."

    def test_each_tone_has_its_style(self, word: Any) -> None:
        by_text = {p.text: p.style.name for p in word.paragraphs}
        assert by_text["We listen first."] == "Body Text Lead"
        assert by_text["Residents ask in public. See Appendix 1 and Table 1."] == "Body Text"
        assert by_text["No one will lose a service."] == "Body Text Statement"
        assert by_text["Figures are rounded."] == "Body Text Note"

    def test_appendix_starts_on_a_new_page_and_other_headings_do_not(self, word: Any) -> None:
        broken = [p.text for p in word.paragraphs if p.paragraph_format.page_break_before]
        assert broken == ["Appendix 1: areas"]

    def test_callout_label_is_strong_and_its_text_is_not(self, word: Any) -> None:
        notice = next(p for p in word.paragraphs if p.text.startswith("Illustrative"))
        assert notice.style.name == "Callout"
        assert [(r.text, r.style.name) for r in notice.runs] == [
            ("Illustrative:", "Strong"),
            (" Costs are examples.", "Default Paragraph Font"),
        ]

    def test_no_paragraph_outside_a_blank_cell_is_empty(self, body: Any) -> None:
        empty = [
            p for p in body.iter(W + "p") if not "".join(p.itertext(W + "t")) and p.find(".//w:drawing", NS) is None
        ]
        assert len(empty) == 1  # the capital of 2026/27
        assert empty[0].getparent().tag == W + "tc"

    def test_subtitle_and_cover_may_be_left_out(self, style: HouseStyle) -> None:
        word = written(style, Paragraph("Only this."))
        assert [p.text for p in word.paragraphs] == ["Title", "Only this."]
        assert word.tables == []


class TestLists:
    def test_each_numbered_list_starts_again_at_one(self, word: Any, data: bytes) -> None:
        used = [p._p.pPr.numPr.numId.val for p in word.paragraphs if p.style.name == "List Number"]
        first, second = sorted(set(used))
        assert used == [first, first, second, second]
        numbering = part(data, "word/numbering.xml")
        for number in (first, second):
            restart = f"w:num[@w:numId='{number}']/w:lvlOverride[@w:ilvl='0']/w:startOverride"
            assert values(numbering, restart) == ["1"]

    def test_bullets_come_from_a_real_list_and_stay_with_their_lead_in(self, word: Any, styles: Any) -> None:
        texts = [(p.style.name, p.text) for p in word.paragraphs]
        start = texts.index(("List Lead-in", "Services in scope (see Figure 1):"))
        assert texts[start + 1 : start + 3] == [("List Bullet", "roads"), ("List Bullet", "recycling")]
        assert style_named(styles, "ListLeadIn").find("w:pPr/w:keepNext", NS) is not None
        assert style_named(styles, "ListBullet").find("w:pPr/w:numPr/w:numId", NS) is not None

    def test_every_list_the_text_uses_is_defined(self, body: Any, styles: Any, data: bytes) -> None:
        numbering = part(data, "word/numbering.xml")
        defined = {num.get(W + "numId") for num in numbering.iterfind("w:num", NS)}
        assert {*values(body, ".//w:numId"), *values(styles, ".//w:numId")} <= defined


class TestContents:
    def test_entries_link_to_bookmarks_on_the_headings_they_name(self, body: Any) -> None:
        marked = {
            mark.get(W + "name"): "".join(mark.getparent().itertext(W + "t")) for mark in body.iter(W + "bookmarkStart")
        }
        links = [(link.get(W + "anchor"), "".join(link.itertext(W + "t"))) for link in body.iter(W + "hyperlink")]
        assert [text for _, text in links] == ["Decisions sought", "Summary", "Money", "Appendix 1: areas"]
        assert all(marked[anchor] == text for anchor, text in links)

    def test_entries_are_styled_by_level(self, word: Any) -> None:
        entries = [(p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith("toc")]
        assert entries[1:3] == [("toc 1", "Summary"), ("toc 2", "Money")]

    def test_every_field_is_opened_split_and_closed(self, body: Any) -> None:
        kinds = [mark.get(W + "fldCharType") for mark in body.iter(W + "fldChar")]
        assert kinds == ["begin", "separate", "end"] * (len(kinds) // 3)
        instructions = [code.text.strip() for code in body.iter(W + "instrText")]
        assert instructions[0] == 'TOC \\o "1-2" \\n \\h \\z'

    def test_contents_heading_is_no_heading_and_opening_asks_no_question(
        self, word: Any, styles: Any, data: bytes
    ) -> None:
        contents = next(p for p in word.paragraphs if p.text == "Contents")
        assert contents.style.name == "TOC Heading"
        assert style_named(styles, "TOCHeading").find(".//w:outlineLvl", NS) is None
        assert part(data, "word/settings.xml").find("w:updateFields", NS) is None

    def test_bookmark_numbers_are_unique(self, body: Any) -> None:
        numbers = Counter(mark.get(W + "id") for mark in body.iter(W + "bookmarkStart"))
        assert set(numbers.values()) == {1}

    def test_the_contents_list_stays_together(self, style: HouseStyle) -> None:
        content = write_docx(with_blocks(Contents(), Heading("One", 1), Heading("Two", 1), Heading("Three", 1)), style)
        written = docx.Document(io.BytesIO(content)).element.body.iter(W + "p")
        listed = [p for p in written if p.find("w:pPr/w:pStyle", NS).get(W + "val").startswith("TOC")]
        assert [p.find("w:pPr/w:keepNext", NS) is not None for p in listed] == [True, True, True, False]

    def test_contents_without_headings_is_refused(self, style: HouseStyle) -> None:
        with pytest.raises(ValueError, match="contents list has no heading"):
            write_docx(with_blocks(Contents(), Heading("Detail", 3)), style)


class TestTables:
    def test_one_header_row_repeats_on_each_page(self, body: Any) -> None:
        for table in body.iter(W + "tbl"):
            repeated = [row.find("w:trPr/w:tblHeader", NS) is not None for row in table.iterfind("w:tr", NS)]
            assert repeated == [True] + [False] * (len(repeated) - 1)
            assert table.find("w:tblPr/w:tblLook", NS).get(W + "firstRow") == "1"

    def test_no_row_breaks_across_pages(self, body: Any) -> None:
        rows = list(body.iter(W + "tr"))
        assert len(rows) == 8
        assert all(row.find("w:trPr/w:cantSplit", NS) is not None for row in rows)

    def test_no_cell_is_merged_or_nested(self, body: Any) -> None:
        assert body.findall(".//w:tc", NS)
        assert not body.findall(".//w:gridSpan", NS) + body.findall(".//w:vMerge", NS)
        assert not body.findall(".//w:tc//w:tbl", NS)

    def test_cells_hold_what_the_document_says(self, word: Any) -> None:
        texts = [[cell.text for cell in row.cells] for row in word.tables[1].rows]
        assert texts == [["Year", "Revenue", "Capital"], *map(list, MONEY.rows)]

    def test_cover_facts_are_a_table_under_item_and_detail(self, word: Any) -> None:
        cover = word.tables[0]
        assert [cell.text for cell in cover.rows[0].cells] == ["Item", "Detail"]
        assert [cell.text for cell in cover.rows[1].cells] == ["Committee", "Cabinet"]

    def test_screen_readers_hear_what_each_table_shows(self, body: Any) -> None:
        assert values(body, ".//w:tblCaption") == ["About this document", "Cost by year", "Areas"]
        assert values(body, ".//w:tblDescription") == ["One row a year."]

    def test_captions_are_numbered_by_a_field_above_their_table(self, word: Any, body: Any) -> None:
        captions = [p for p in word.paragraphs if p.style.name == "Caption"]
        kinds = {"Table": W + "tbl", "Figure": W + "p"}
        assert [p.text for p in captions] == [
            "Table 1: Cost by year",
            "Figure 1: Reach of tools",
            "Figure 2: Words by use",
            "Table 2: Areas",
        ]
        for caption in captions:
            kind = caption.text.split()[0]
            assert f"SEQ {kind}" in "".join(caption._p.itertext(W + "instrText"))
            assert caption._p.getnext().tag == kinds[kind]

    def test_caption_and_header_stay_with_the_table(self, styles: Any) -> None:
        for style_id in ("Caption", "TableHeading", "TableHeadingNumber"):
            assert style_named(styles, style_id).find("w:pPr/w:keepNext", NS) is not None

    @pytest.mark.parametrize(
        ("rows", "kept"),
        [(1, [None]), (3, [True, True, None]), (4, [True, None, True, None]), (6, [True, *[None] * 3, True, None])],
    )
    def test_short_table_stays_on_one_page_and_no_row_of_a_long_one_is_alone(
        self, style: HouseStyle, rows: int, kept: list[bool | None]
    ) -> None:
        (table,) = written(style, replace(PLAIN, rows=PLAIN.rows * rows)).tables
        assert [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows[1:]] == kept

    def test_number_columns_are_right_aligned_by_their_style(self, word: Any, styles: Any) -> None:
        names = [[cell.paragraphs[0].style.name for cell in row.cells] for row in word.tables[1].rows[:2]]
        assert names == [
            ["smreport Table Heading", "smreport Table Heading Number", "smreport Table Heading Number"],
            ["Table Text", "Table Number", "Table Number"],
        ]
        assert values(styles, "w:style[@w:styleId='TableNumber']/w:pPr/w:jc") == ["right"]

    def test_widths_follow_the_shares_and_fill_the_text_width(self, word: Any, body: Any) -> None:
        section = word.sections[0]
        text_width = (section.page_width - section.left_margin - section.right_margin) / 635
        for table in body.iter(W + "tbl"):
            grid = [int(column.get(W + "w")) for column in table.iterfind("w:tblGrid/w:gridCol", NS)]
            first_row = [int(cell.get(W + "w")) for cell in table.find("w:tr", NS).iter(W + "tcW")]
            assert grid == first_row
            assert sum(grid) == pytest.approx(text_width, abs=2)
            assert values(table, "w:tblPr/w:tblLayout") == [None]
            assert table.find("w:tblPr/w:tblLayout", NS).get(W + "type") == "fixed"
        year, revenue, _ = word.tables[1].columns
        assert year.width == pytest.approx(2 * revenue.width, rel=0.001)

    def test_narrow_column_is_widened_until_its_words_fit(self, style: HouseStyle) -> None:
        table = Table("Risks", (TableColumn("Risk", 9), TableColumn("Status", 1)), (("Low", "In progress"),))
        (found,) = written(style, table).tables
        _, status = found.columns
        # Helvetica's published widths (p 556, r 333, o 556, g 556, e 556, s 500) set "progress" in
        # 12 point as 46.7 points; the cell's margins are 5 points each.
        assert 56.7 <= status.width.pt <= 58

    def test_word_that_is_too_long_for_any_column_leaves_room_for_the_others(self, style: HouseStyle) -> None:
        table = Table("Links", (TableColumn("Link"), TableColumn("Use")), (("x" * 300, "Listening"),))
        (found,) = written(style, table).tables
        _, use = found.columns
        assert use.width.pt >= 58.0  # "Listening" in 12 point by Helvetica's widths, and the margins

    def test_more_words_than_the_page_can_hold_still_fill_it_exactly(self, style: HouseStyle) -> None:
        table = Table("Many", tuple(TableColumn(f"Responsibilities{n}") for n in range(9)), (("x",) * 9,))
        (found,) = written(style, table).tables
        assert sum(column.width for column in found.columns) == pytest.approx(9638 * 635, abs=635)

    def test_a_row_costs_the_same_number_of_elements_in_a_long_table(self, style: HouseStyle) -> None:
        def elements(rows: int) -> int:
            table = replace(PLAIN, rows=tuple((f"Area {n}", f"Lead {n}") for n in range(rows)))
            return len(list(part(write_docx(with_blocks(table), style), "word/document.xml").iter()))

        hundred, two_hundred, thousand = elements(100), elements(200), elements(1000)
        assert thousand - two_hundred == 8 * (two_hundred - hundred)

    def test_table_without_rows_is_refused(self, style: HouseStyle) -> None:
        with pytest.raises(ValueError, match="table 'Areas' has no rows"):
            write_docx(with_blocks(replace(PLAIN, rows=())), style)

    def test_blank_row_is_refused_by_caption_and_number(self, style: HouseStyle) -> None:
        table = replace(PLAIN, rows=(*PLAIN.rows, (" ", "")))
        with pytest.raises(ValueError, match="table 'Areas': row 2 is blank"):
            write_docx(with_blocks(table), style)

    def test_column_without_a_share_is_refused(self, style: HouseStyle) -> None:
        table = Table("Areas", (TableColumn("Area", 0),), (("Roads",),))
        with pytest.raises(ValueError, match="share of column 'Area' must be above 0, got 0"):
            write_docx(with_blocks(table), style)


class TestText:
    def test_line_ends_become_line_breaks(self, style: HouseStyle) -> None:
        paragraph = written(style, Paragraph("one\ntwo\r\nthree\rfour")).paragraphs[-1]
        assert paragraph.text == "one\ntwo\nthree\nfour"
        assert len(paragraph._p.findall(".//w:br", NS)) == 3

    @pytest.mark.parametrize(
        "text",
        ["Thanks 😀 🇬🇧", "שלום עולם", "مرحبا بالعالم", "ŵ ŷ £ ½", "  kept  spaces ", "a\tb", "<b> & 'c'"],
    )
    def test_text_survives(self, style: HouseStyle, text: str) -> None:
        assert written(style, Paragraph(text)).paragraphs[-1].text == text

    @pytest.mark.parametrize(
        ("block", "name"),
        [
            (Heading("Bad\x0bheading"), r"heading 'Bad\x0bheading'"),
            (Paragraph("Bad\x00"), r"paragraph 'Bad\x00'"),
            (Bullets("List:", ("fine", "bad\ufffe")), "list 'List:'"),
            (Callout("Draft", "bad\ud800"), "callout 'Draft'"),
            (replace(PLAIN, rows=(("Roads", "bad\x1b"),)), "table 'Areas', row 1"),
            (replace(PLAIN, columns=(TableColumn("A\x01"), TableColumn("B"))), "table 'Areas'"),
            (replace(PLAIN, description="bad\x02"), "table 'Areas'"),
            (Contents("Con\x03tents"), r"contents list 'Con\x03tents'"),
        ],
        ids=lambda value: type(value).__name__ if not isinstance(value, str) else "",
    )
    def test_character_word_cannot_store_is_refused_by_block(self, style: HouseStyle, block: Block, name: str) -> None:
        with pytest.raises(ValueError, match="which a Word file cannot store; delete it") as caught:
            write_docx(with_blocks(Heading("Start"), block), style)
        assert str(caught.value).startswith(name)

    @pytest.mark.parametrize("field", ["title", "subtitle", "author", "subject", "footer"])
    def test_illegal_character_around_the_blocks_is_refused_by_field(self, style: HouseStyle, field: str) -> None:
        faulty: dict[str, Any] = {field: "bad\f"}
        with pytest.raises(ValueError, match=rf"{field} holds the character U\+000C at position 4"):
            write_docx(replace(DOCUMENT, **faulty), style)

    def test_illegal_character_in_a_cover_fact_is_refused_by_label(self, style: HouseStyle) -> None:
        with pytest.raises(ValueError, match="cover fact 'Committee'"):
            write_docx(replace(DOCUMENT, cover=(("Committee", "Cab\x07inet"),)), style)

    @pytest.mark.parametrize(
        ("block", "message"),
        [
            (Heading(" "), "heading ' ' is blank"),
            (Paragraph(""), "paragraph '' is blank"),
            (Bullets("", ("item",)), "list '' is blank"),
            (Bullets("List:", ("item", "")), "list 'List:' is blank"),
            (Bullets("List:", ()), "list 'List:' has no items"),
            (Callout("Draft", "\n"), "callout 'Draft' is blank"),
            (replace(PLAIN, caption=""), "table '' is blank"),
        ],
    )
    def test_text_that_would_leave_an_empty_paragraph_is_refused(
        self, style: HouseStyle, block: Block, message: str
    ) -> None:
        with pytest.raises(ValueError, match=re.escape(message)):
            write_docx(with_blocks(block), style)


class TestProperties:
    def test_title_property_equals_the_title_paragraph(self, word: Any) -> None:
        title = next(p for p in word.paragraphs if p.style.name == "Title")
        assert word.core_properties.title == title.text == DOCUMENT.title

    def test_author_and_subject_are_set(self, word: Any) -> None:
        properties = word.core_properties
        assert (properties.author, properties.subject) == ("Exampleshire Council", "Strategy")

    @pytest.mark.parametrize("language", ["en-GB", "cy-GB"])
    def test_language_is_the_default_of_every_text(self, style: HouseStyle, language: str) -> None:
        data = write_docx(replace(DOCUMENT, language=language), style)
        assert values(part(data, "word/styles.xml"), "w:docDefaults//w:lang") == [language]
        assert docx.Document(io.BytesIO(data)).core_properties.language == language

    def test_title_longer_than_word_allows_is_refused(self, style: HouseStyle) -> None:
        with pytest.raises(ValueError, match="title is 256 characters long; Word allows 255"):
            write_docx(replace(DOCUMENT, title="x" * 256), style)

    def test_title_of_two_lines_is_refused(self, style: HouseStyle) -> None:
        with pytest.raises(ValueError, match="title must be one line"):
            write_docx(replace(DOCUMENT, title="One\nTwo"), style)

    def test_footer_has_its_text_and_page_x_of_y(self, word: Any) -> None:
        footer = word.sections[0].footer._element
        words = (piece.text if piece.tag == W + "t" else "\t" for piece in footer.iter(W + "t", W + "tab"))
        assert "".join(words) == "Exampleshire Council\tPage 1 of 1"
        codes = [code.text.strip() for code in footer.iter(W + "instrText")]
        assert codes == ["PAGE", "NUMPAGES"]

    def test_page_is_a4_portrait(self, word: Any) -> None:
        section = word.sections[0]
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        assert section.left_margin.cm == pytest.approx(2.0, abs=0.01)


class TestFile:
    def test_same_document_gives_the_same_bytes(self, style: HouseStyle, data: bytes) -> None:
        assert write_docx(DOCUMENT, style) == data

    def test_nothing_in_the_file_comes_from_the_clock(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = part(data, "docProps/core.xml")
        assert not core.findall("dcterms:created", NS) + core.findall("dcterms:modified", NS)

    def test_only_needed_parts_are_in_the_file(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            assert sorted(package.namelist()) == [
                "[Content_Types].xml",
                "_rels/.rels",
                "customXml/_rels/item1.xml.rels",
                "customXml/item1.xml",
                "customXml/itemProps1.xml",
                "docProps/core.xml",
                "word/_rels/document.xml.rels",
                "word/charts/_rels/chart1.xml.rels",
                "word/charts/chart1.xml",
                "word/document.xml",
                "word/embeddings/chart1.xlsx",
                "word/fontTable.xml",
                "word/footer1.xml",
                "word/numbering.xml",
                "word/settings.xml",
                "word/styles.xml",
                "word/theme/theme1.xml",
            ]

    @pytest.mark.parametrize("blocks", [BLOCKS, (PLAIN,), (Paragraph("Only text."),)])
    def test_file_passes_the_open_xml_rules(self, style: HouseStyle, tmp_path: Path, blocks: tuple[Block, ...]) -> None:
        audit = pytest.importorskip("openxml_audit")
        path = tmp_path / "report.docx"
        path.write_bytes(write_docx(replace(DOCUMENT, sections=(Section("main", blocks),)), style))
        for version in (audit.FileFormat.OFFICE_2013, audit.FileFormat.MICROSOFT_365):
            assert audit.OpenXmlValidator(file_format=version).validate(path).errors == []


class TestLooks:
    def test_looks_come_from_named_styles_only(self, body: Any) -> None:
        run_properties = {child.tag for found in body.iter(W + "rPr") for child in found}
        assert run_properties == {W + name for name in ("rStyle", "sz", "szCs")}
        sized = [size.getparent().find("w:rStyle", NS).get(W + "val") for size in body.iter(W + "sz")]
        assert set(sized) == {"PictureWord"}
        allowed = {W + name for name in ("pStyle", "numPr", "keepNext", "pageBreakBefore")}
        assert {child.tag for found in body.iter(W + "pPr") for child in found} <= allowed

    def test_every_style_that_is_used_is_defined(self, body: Any, styles: Any) -> None:
        defined = {found.get(W + "styleId") for found in styles.iterfind("w:style", NS)}
        references = ("pStyle", "rStyle", "tblStyle")
        used = {name for tag in references for name in values(body, f".//w:{tag}")}
        based_on = {*values(styles, ".//w:basedOn"), *values(styles, ".//w:next")}
        assert used | based_on <= defined

    def test_no_italics_capitals_or_justified_text_and_only_links_are_underlined(self, styles: Any) -> None:
        for tag in ("i", "iCs", "caps", "smallCaps"):
            assert styles.find(f".//w:{tag}", NS) is None
        assert set(values(styles, ".//w:jc")) == {"left", "right"}
        underlined = [mark.getparent().getparent().get(W + "styleId") for mark in styles.iter(W + "u")]
        assert underlined == ["Hyperlink"]

    def test_all_text_is_at_least_12_point_but_the_footer(self, styles: Any) -> None:
        small = [
            size.getparent().getparent().get(W + "styleId")
            for size in styles.iter(W + "sz", W + "szCs")
            if int(size.get(W + "val")) < 24
        ]
        assert set(small) == {"Footer"}
        assert values(styles, "w:docDefaults//w:sz") == ["24"]

    def test_text_colours_contrast_with_the_page(self, styles: Any) -> None:
        on_fill = {"TableHeading", "TableHeadingNumber"}
        for colour in styles.iter(W + "color"):
            if colour.getparent().getparent().get(W + "styleId") not in on_fill:
                assert contrast(colour.get(W + "val"), "FFFFFF") >= 4.5

    def test_text_colours_contrast_with_the_fills_behind_them(self, styles: Any, style: HouseStyle) -> None:
        def fill(style_id: str) -> str:
            return str(style_named(styles, style_id).find(".//w:shd", NS).get(W + "fill"))

        def colour(style_id: str) -> str:
            return values(style_named(styles, style_id), ".//w:color")[0]

        assert contrast(colour("TableHeading"), fill("smreportTable")) >= 4.5
        assert contrast(colour("CoverHeading"), fill("smreportCover")) >= 4.5
        assert contrast(style.colours.text, fill("Callout")) >= 4.5

    def test_charts_and_later_additions_use_the_house_font(self, data: bytes, style: HouseStyle) -> None:
        theme = part(data, "word/theme/theme1.xml")
        fonts = [found.get("typeface") for found in theme.iter("{*}latin")]
        assert fonts == [style.fonts.headings, style.fonts.body]


class TestHouseStyle:
    @pytest.mark.parametrize(
        ("one", "other", "ratio"),
        [
            ("000000", "FFFFFF", 21.0),
            ("777777", "FFFFFF", 4.48),
            ("FF0000", "FFFFFF", 4.0),
            ("abcdef", "ABCDEF", 1),
            # of WebAIM's contrast checker
            ("767676", "FFFFFF", 4.54),
            ("0000FF", "FFFFFF", 8.59),
            ("00FF00", "FFFFFF", 1.37),
            ("000080", "FFFFFF", 16.01),
            ("0A0A0A", "FFFFFF", 19.80),
            ("0B0B0B", "FFFFFF", 19.68),
        ],
    )
    def test_contrast_is_that_of_wcag(self, one: str, other: str, ratio: float) -> None:
        assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
        assert contrast(other, one) == contrast(one, other)

    def test_keys_are_reported_all_at_once_with_a_hint(self, settings: dict[str, Any]) -> None:
        sizes = {key: size for key, size in settings["sizes"].items() if key != "body"}
        faulty = {**settings, "sizes": {**sizes, "boddy": 12}, "extra": {}}
        del faulty["page"]
        with pytest.raises(ValueError, match="house style") as caught:
            HouseStyle.from_mapping(faulty)
        assert str(caught.value) == (
            "house style: unknown key extra; missing key page; "
            "unknown key sizes.boddy (did you mean body?); missing key sizes.body"
        )

    @pytest.mark.parametrize(
        ("section", "key", "value", "message"),
        [
            ("sizes", "body", 11, "sizes.body must be from 12 to 72 points, got 11"),
            ("sizes", "footer", 9.5, "sizes.footer must be from 10 to 72 points, got 9.5"),
            ("sizes", "lead", "14", "sizes.lead must be from 12 to 72 points, got '14'"),
            ("page", "margin_cm", True, "page.margin_cm must be from 1 to 5 centimetres, got True"),
            ("colours", "accent", "teal", "colours.accent must be six hexadecimal digits, got 'teal'"),
            ("colours", "heading", "7FB0C0", "text in 7FB0C0 on FFFFFF has a contrast of"),
            (
                "colours",
                "table_header_text",
                "0B4A60",
                "a contrast of 1.00 to 1; at least 4.5 to 1 is needed",
            ),
            ("fonts", "body", " ", "fonts.body must be the name of a font, got ' '"),
        ],
    )
    def test_look_that_is_hard_to_read_is_refused(
        self, settings: dict[str, Any], section: str, key: str, value: object, message: str
    ) -> None:
        faulty = {**settings, section: {**settings[section], key: value}}
        with pytest.raises(ValueError, match=re.escape(message)):
            HouseStyle.from_mapping(faulty)

    def test_values_are_taken_up_to_their_limits(self, settings: dict[str, Any]) -> None:
        """White on 767676 has a contrast of 4.54, on 777777 one of 4.48; 949494 one of 3.03, 959595 one of 2.99."""
        limits: list[tuple[str, str, object, object]] = [
            *(("sizes", key, 12, 11.99) for key in settings["sizes"] if key != "footer"),
            *(("sizes", key, 72, 72.01) for key in settings["sizes"]),
            ("sizes", "footer", 10, 9.99),
            ("sizes", "lead", 12.5, True),
            ("page", "margin_cm", 1, 0.99),
            ("page", "margin_cm", 5, 5.01),
            ("page", "line_spacing", 1, 0.99),
            ("page", "line_spacing", 2.0, 2.01),
            ("page", "line_spacing", 1.5, "1.5"),
            ("fonts", "headings", "A", ""),
            ("fonts", "body", " A ", 7),
            ("colours", "link", "767676", "777777"),
            ("colours", "muted", "767676", "777777"),
            ("colours", "table_header_fill", "767676", "777777"),
            ("colours", "text", "000000", "767676"),  # on the tint
            ("colours", "heading", "000000", "767676"),
            ("colours", "rule", "abcdef", "abcde"),
            ("colours", "rule", "ABCDEF", "ABCDEFA"),
            ("colours", "rule", "012345", 12345),
            ("colours", "charts", ["949494"] * 5, ["959595"] * 5),
            ("colours", "charts", ("000000",) * 5, ("000000",) * 4),
            ("colours", "charts", ["000000"] * 5, ["000000"] * 6),
            ("colours", "charts", ["000000"] * 5, ["000000", "00000G"] * 2 + ["000000"]),
            ("colours", "charts", ["000000"] * 5, "000000"),
        ]
        told = []
        for section, key, within, beyond in limits:
            taken = HouseStyle.from_mapping({**settings, section: {**settings[section], key: within}})
            assert getattr(getattr(taken, section), key) == (tuple(within) if isinstance(within, list) else within)
            with pytest.raises(ValueError, match=r"\w") as caught:
                HouseStyle.from_mapping({**settings, section: {**settings[section], key: beyond}})
            told.append(str(caught.value))
        assert_is("limits of a house style", "\n".join(told))

    def test_section_that_is_no_table_is_refused(self, settings: dict[str, Any]) -> None:
        with pytest.raises(ValueError, match="fonts must be a table of keys, got 'Arial'"):
            HouseStyle.from_mapping({**settings, "fonts": "Arial"})

    def test_style_cannot_be_changed_by_accident(self, style: HouseStyle) -> None:
        with pytest.raises(AttributeError, match="immutable"):
            style.sizes.body = 14  # type: ignore[misc]

    def test_larger_text_reaches_the_document(self, settings: dict[str, Any]) -> None:
        large = HouseStyle.from_mapping({**settings, "sizes": {**settings["sizes"], "body": 14}})
        data = write_docx(DOCUMENT, large)
        assert values(part(data, "word/styles.xml"), "w:docDefaults//w:sz") == ["28"]
