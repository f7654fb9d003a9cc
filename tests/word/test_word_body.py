"""What belongs together, refers to another place, is numbered or has a source shows so in the Word file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openxml_audit
import pytest
from word.word_reports import DOCUMENT, NS, SECTIONS, STYLE, W, committee_numbers, parts, said, value

from smreport.blocks.document import (
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Section,
    Table,
    TableColumn,
    WordPicture,
)
from smreport.blocks.markdown import write_markdown
from smreport.frozen import replace
from smreport.word.writer import write_docx


def written(document: Document, trace: bool = False) -> dict[str, Any]:
    return parts(write_docx(document, STYLE, trace=trace))


@pytest.fixture(scope="module")
def body() -> Any:
    return written(DOCUMENT)["word/document.xml"]


@pytest.fixture(scope="module")
def numbered() -> dict[str, Any]:
    return written(replace(DOCUMENT, numbered=True))


def paragraph_with(body: Any, words: str) -> Any:
    return next(p for p in body.iter(W + "p") if words in said(p))


class TestSections:
    def test_each_section_is_a_content_control_with_its_key_and_its_heading(self, body: Any) -> None:
        named = [
            (value(control, "w:sdtPr/w:tag"), value(control, "w:sdtPr/w:alias"))
            for control in body.iterfind("w:body/w:sdt", NS)
        ]
        assert named == [
            ("smreport:cover", "Cover"),
            ("smreport:decisions", "Decisions sought"),
            ("smreport:contents", "Contents"),
            ("smreport:summary", "Summary"),
            ("smreport:risks", "Appendix 1: risks"),
        ]

    def test_nothing_but_the_page_setup_stands_outside_the_controls(self, body: Any) -> None:
        assert [child.tag.removeprefix(W) for child in body.find("w:body", NS)] == ["sdt"] * 5 + ["sectPr"]

    def test_controls_have_numbers_of_their_own(self, body: Any) -> None:
        numbers = [value(control, "w:sdtPr/w:id") for control in body.iter(W + "sdt")]
        assert len(set(numbers)) == 5

    def test_long_heading_is_cut_in_the_name_of_its_control(self) -> None:
        document = replace(DOCUMENT, sections=(Section("long", (Heading("Long words " * 20),)),))
        names = [
            value(control, "w:sdtPr/w:alias") for control in written(document)["word/document.xml"].iter(W + "sdt")
        ]
        assert max(map(len, names)) == 64

    def test_section_without_blocks_is_left_out(self) -> None:
        document = replace(DOCUMENT, sections=(*SECTIONS, Section("empty", ())))
        assert len(list(written(document)["word/document.xml"].iter(W + "sdt"))) == 5


class TestReferences:
    @pytest.mark.parametrize(
        "sentence",
        [
            "We listen. See Appendix 1.",
            "Email comes first. See Figure 1, Figure 2 and Table 1.",
            "The aims are (see “Summary”):",
        ],
    )
    def test_sentence_names_what_it_refers_to_in_word_and_in_markdown(self, body: Any, sentence: str) -> None:
        assert sentence in [said(p) for p in body.iter(W + "p")]
        assert sentence in write_markdown(DOCUMENT).splitlines()

    def test_each_label_is_a_field_on_a_bookmark_around_exactly_that_label(self, body: Any) -> None:
        marked = {}
        for start in body.iter(W + "bookmarkStart"):
            words = []
            for element in start.itersiblings():
                if element.tag == W + "bookmarkEnd" and element.get(W + "id") == start.get(W + "id"):
                    break
                words.append(said(element))
            marked[start.get(W + "name")] = "".join(words)
        fields = [code for code in body.iter(W + "instrText") if code.text.split()[0] == "REF"]
        shown = {code.text.split()[1]: said(code.getparent().getnext().getnext()) for code in fields}
        assert sorted(shown.values()) == ["Appendix 1", "Figure 1", "Figure 2", "Summary", "Table 1"]
        assert all(marked[anchor] == label for anchor, label in shown.items())
        assert all(code.text.split()[2:] == ["\\h"] for code in fields)

    def test_marks_have_names_and_numbers_of_their_own(self, body: Any) -> None:
        starts = list(body.iter(W + "bookmarkStart"))
        assert len({start.get(W + "name") for start in starts}) == len(starts)
        assert len({start.get(W + "id") for start in starts}) == len(starts)


class TestWordPicture:
    def test_words_are_larger_the_more_often_they_are_used(self, body: Any) -> None:
        picture = next(p for p in body.iter(W + "p") if value(p, "w:pPr/w:pStyle") == "WordPicture")
        sizes = {
            said(run).strip(): int(value(run, "w:rPr/w:sz"))
            for run in picture.iter(W + "r")
            if value(run, "w:rPr/w:rStyle") == "PictureWord"
        }
        assert sizes == {"residents": 60, "safe places": 42, "bins": 24}

    def test_each_word_stays_with_its_count_and_is_read_with_it(self, body: Any) -> None:
        picture = next(p for p in body.iter(W + "p") if value(p, "w:pPr/w:pStyle") == "WordPicture")
        assert said(picture).split("  ") == ["residents\u00a09", "safe places\u00a05", "bins\u00a01"]

    def test_words_used_alike_are_alike(self) -> None:
        alike = WordPicture("Words", (("one", 2), ("two", 2)))
        body = written(replace(DOCUMENT, sections=(Section("words", (alike,)),)))["word/document.xml"]
        assert {size.get(W + "val") for size in body.iter(W + "sz")} == {"24"}

    def test_picture_without_words_is_refused(self) -> None:
        with pytest.raises(ValueError, match="word picture 'Words' has no words"):
            write_docx(replace(DOCUMENT, sections=(Section("words", (WordPicture("Words", ()),)),)), STYLE)


class TestTrace:
    def test_comments_tell_the_cells_behind_paragraphs_items_and_rows(self) -> None:
        found = written(DOCUMENT, trace=True)
        comments = {each.get(W + "id"): said(each) for each in found["word/comments.xml"].iter(W + "comment")}
        hung = {}
        for start in found["word/document.xml"].iter(W + "commentRangeStart"):
            words = []
            for element in start.itersiblings():
                if element.tag == W + "commentRangeEnd":
                    break
                words.append(said(element))
            hung["".join(words)] = comments[start.get(W + "id")]
        assert hung == {
            "Email comes first. See Figure 1, Figure 2 and Table 1.": "From 4 Tools, row 5 of demo.xlsx",
            "heard": "From 2 Objectives, row 5",
            "Abuse": "From 9 Risks, row 5",
            "Delay": "From 9 Risks, row 6",
        }

    def test_comments_are_by_smreport_and_not_from_the_clock(self) -> None:
        for comment in written(DOCUMENT, trace=True)["word/comments.xml"].iter(W + "comment"):
            assert comment.get(W + "author") == "smreport"
            assert comment.get(W + "date") == "1980-01-01T00:00:00Z"
        assert write_docx(DOCUMENT, STYLE, trace=True) == write_docx(DOCUMENT, STYLE, trace=True)

    def test_without_trace_there_are_no_comments(self) -> None:
        found = written(DOCUMENT)
        assert "word/comments.xml" not in found
        assert found["word/document.xml"].find(".//w:commentReference", NS) is None


class TestCommitteeNumbers:
    def test_headings_of_the_main_part_and_the_text_below_them_are_numbered(self, numbered: dict[str, Any]) -> None:
        assert committee_numbers(numbered) == {
            "Decisions sought": "1.",
            "Cabinet is asked to:": "1.1",
            "Summary": "2.",
            "We listen. See Appendix 1.": "2.1",
            "Email comes first. See Figure 1, Figure 2 and Table 1.": "2.2",
            "The aims are (see “Summary”):": "2.3",
        }

    def test_contents_list_shows_the_numbers(self, numbered: dict[str, Any]) -> None:
        body = numbered["word/document.xml"]
        entries = [p for p in body.iter(W + "p") if value(p, "w:pPr/w:pStyle").startswith("TOC")]
        shown = ["".join("\t" if t.tag == W + "tab" else t.text for t in p.iter(W + "t", W + "tab")) for p in entries]
        assert shown == ["Contents", "1.\tDecisions sought", "2.\tSummary", "Reach", "Appendix 1: risks"]

    def test_items_stand_below_their_numbered_lead_in(self, numbered: dict[str, Any]) -> None:
        item = paragraph_with(numbered["word/document.xml"], "heard")
        assert int(item.find("w:pPr/w:ind", NS).get(W + "left")) > 709

    def test_without_the_option_nothing_is_numbered_but_numbered_lists(self, body: Any) -> None:
        listed = [value(p, "w:pPr/w:pStyle") for p in body.iter(W + "p") if p.find("w:pPr/w:numPr", NS) is not None]
        assert listed == ["ListNumber"]


@pytest.mark.parametrize("trace", [False, True], ids=["plain", "traced"])
@pytest.mark.parametrize("numbers", [False, True], ids=["unnumbered", "numbered"])
def test_every_kind_of_document_passes_the_open_xml_rules(tmp_path: Path, numbers: bool, trace: bool) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(write_docx(replace(DOCUMENT, numbered=numbers), STYLE, trace=trace))
    validator = openxml_audit.OpenXmlValidator(openxml_audit.FileFormat.MICROSOFT_365, strict=True)
    assert list(validator.validate(path).errors) == []


TALL = (
    "Words that take so many lines in their narrow column that there are three or more of them, whatever the font is. "
)

TABLE = Table("Rows", (TableColumn("What"),), (("One",),), "Each row.")


class TestPages:
    def kept(self, *rows: str) -> list[bool]:
        """Which rows of a table stay with the next one."""
        columns = (TableColumn("What"), TableColumn("Number"))
        block = Table("Rows", columns, tuple((words, "1") for words in rows), "Each row.")
        body = written(replace(DOCUMENT, sections=(Section("rows", (Heading("Rows"), block)),)))["word/document.xml"]
        (*_, table) = body.iter(W + "tbl")
        return [row.find(".//w:keepNext", NS) is not None for row in table.findall("w:tr", NS)[1:]]

    def test_a_short_table_of_short_rows_stays_whole(self) -> None:
        assert self.kept("One", "Two", "Three") == [True, True, False]

    def test_a_table_of_tall_rows_may_part_between_them(self) -> None:
        assert self.kept(TALL * 2, TALL * 2, TALL * 2) == [False, False, False]

    def test_a_short_row_never_stands_alone(self) -> None:
        assert self.kept(TALL * 2, TALL * 2, "Last") == [False, True, False]
        assert self.kept("First", *[TALL * 2] * 4, "Last") == [True, False, False, False, True, False]

    @pytest.mark.parametrize(
        ("blocks", "stays"),
        [
            ((Heading("Shared"), Paragraph("Words."), TABLE), True),
            ((Heading("Shared"), Paragraph("Words."), Bullets("List:", ("One",))), True),
            ((Heading("Shared"), Paragraph("Words."), Paragraph("More.")), False),
            ((Paragraph("First."), Paragraph("Words."), TABLE), False),
            ((Heading("Shared"), Paragraph("Words.")), False),
        ],
    )
    def test_one_paragraph_between_a_heading_and_a_table_or_list_stays_with_that(
        self, blocks: tuple[Block, ...], stays: bool
    ) -> None:
        body = written(replace(DOCUMENT, sections=(Section("shared", blocks),)))["word/document.xml"]
        assert (paragraph_with(body, "Words.").find("w:pPr/w:keepNext", NS) is not None) is stays

    @pytest.mark.parametrize(
        ("organisation", "shown"), [("Council", "Paper · Council · Draft"), ("Council of the Isles " * 4, "")]
    )
    def test_a_footer_that_is_too_long_for_one_line_leaves_the_title_out(self, organisation: str, shown: str) -> None:
        text = f"Paper · {organisation.strip()} · Draft"
        made = written(replace(DOCUMENT, footer=text))
        footer = said(next(root for name, root in made.items() if name.startswith("word/footer")))
        assert footer.startswith(shown or text.removeprefix("Paper · "))
