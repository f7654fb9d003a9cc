"""A council's own report template is filled in its places and in its own looks, and nothing of it is lost."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openxml_audit
import pytest
from docx.document import Document as WordFile
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from word.council_styles import LOGO
from word.report_templates import BLUE, DATA, TEMPLATES, bare, block_control, bytes_of, control, with_parts
from word.word_reports import STYLE
from workbooks import example

from smreport.blocks.document import Bullets, Chart, Document, Paragraph, Series, Table, TableColumn
from smreport.blocks.filling import Content, FormWords, Wanted
from smreport.blueprint.model import Blueprint
from smreport.commands.publishing import DocumentOptions, Published, published
from smreport.commands.report_template import FilledTemplate
from smreport.decision.results import decide
from smreport.word.filling.filled import Filled, Form

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
REFUSALS = {"damaged": "is damaged."}
WORDS = FormWords(
    ("implications",), ("sign-off",), ("date",), ("guidance", "delete this"), ("delete as appropriate",)
)  # fmt: skip
DOCUMENT = Document("Report", "", (), ())


@dataclass(frozen=True)
class Made:
    """A template, and what became of it with the illustrative example."""

    template: bytes
    published: Published

    @property
    def report(self) -> bytes:
        return self.published.contents["report.docx"]

    @property
    def filled(self) -> FilledTemplate:
        assert self.published.filled is not None
        return self.published.filled

    def left(self, kind: str) -> list[str]:
        return [to_do.text for to_do in self.filled.to_do if to_do.kind == kind]


@pytest.fixture(scope="module")
def made(blueprint: Blueprint, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    folder, results = tmp_path_factory.mktemp("templates"), decide(example(blueprint, "illustrative"))
    built = {}
    for name, make in TEMPLATES.items():
        (folder / f"{name}.docx").write_bytes(make())
        options = DocumentOptions(report_template=folder / f"{name}.docx")
        built[name] = Made((folder / f"{name}.docx").read_bytes(), published(results, options))
    return built


def opened(content: bytes) -> WordFile:
    return docx.Document(io.BytesIO(content))


def hints(element: Any) -> Iterator[Any]:
    """The fields that show a hint."""
    return (sdt for sdt in element.iter(f"{W}sdt") if sdt.find(f"{W}sdtPr/{W}showingPlcHdr") is not None)


def words_of(paragraph: Any) -> str:
    hinted = {piece for sdt in hints(paragraph) for piece in sdt.iter(f"{W}t")}
    return "".join(piece.text or "" for piece in paragraph.iter(f"{W}t") if piece not in hinted)


def said(content: bytes) -> list[str]:
    """What stands in the body, paragraph by paragraph, without hints of empty fields."""
    body = opened(content).element.body
    hinted = {paragraph for sdt in hints(body) for paragraph in sdt.iter(f"{W}p")}
    return [text for each in body.iter(f"{W}p") if each not in hinted and (text := words_of(each)).strip()]


def below(content: bytes, heading: str) -> list[str]:
    """The texts from a heading to the next one that has a heading's style or stands in bold."""
    texts: list[str] = []
    seen = False
    for paragraph in opened(content).paragraphs:
        is_heading = paragraph.style.name.startswith("Heading") or (
            bool(paragraph.runs) and all(each.bold for each in paragraph.runs)
        )
        if is_heading:
            seen = paragraph.text == heading
        elif seen and paragraph.text:
            texts.append(paragraph.text)
    return texts


def field(content: bytes, title: str) -> Any:
    body = opened(content).element.body
    return next(sdt for sdt in body.iter(f"{W}sdt") if sdt.find(f"{W}sdtPr/{W}alias").get(f"{W}val") == title)


# --- the three templates ---


@pytest.mark.long
@pytest.mark.parametrize("name", TEMPLATES)
def test_no_paragraph_of_the_template_is_lost(name: str, made: Mapping[str, Made]) -> None:
    before, after = said(made[name].template), iter(said(made[name].report))
    for text in before:
        kept = re.escape(text).replace(r"\.\.\.\.", ".*").replace(r"\ ", " ")
        pattern = re.compile(rf"{re.sub(r'(:)', r':.*', kept)}.*", re.DOTALL)
        assert any(pattern.match(each) for each in after), text


@pytest.mark.long
@pytest.mark.parametrize("name", TEMPLATES)
def test_the_filled_template_is_valid_by_the_open_xml_rules(
    name: str, made: Mapping[str, Made], tmp_path: Path
) -> None:
    path = tmp_path / "report.docx"
    for content in (made[name].template, made[name].report):
        path.write_bytes(content)
        validator = openxml_audit.OpenXmlValidator(openxml_audit.FileFormat.MICROSOFT_365, strict=True)
        assert list(validator.validate(path).errors) == []


@pytest.mark.long
@pytest.mark.parametrize("name", TEMPLATES)
def test_traced_comments_say_where_figures_come_from_beside_those_of_the_template(
    name: str, blueprint: Blueprint, tmp_path: Path
) -> None:
    form, filled = tmp_path / "form.docx", tmp_path / "filled.docx"
    form.write_bytes(TEMPLATES[name]())
    results = decide(example(blueprint, "illustrative"))
    made = published(results, DocumentOptions(report_template=form, trace=True, numbered=True))
    filled.write_bytes(made.contents["report.docx"])
    word = docx.Document(str(filled))
    hung = [mark.get(f"{W}id") for mark in word.element.body.iter(f"{W}commentReference")]
    comments = {str(comment.comment_id): comment for comment in word.comments}
    assert len(hung) == len(set(hung))
    assert set(hung) == comments.keys()
    ours = {comment.text for comment in comments.values() if comment.author == "smreport"}
    plain = docx.Document(io.BytesIO(published(results, DocumentOptions(trace=True)).contents["report.docx"]))
    assert len(ours) > 10
    assert ours <= {comment.text for comment in plain.comments}
    assert {comment.text for comment in comments.values()} - ours == {
        comment.text for comment in docx.Document(str(form)).comments
    }
    left = Made(form.read_bytes(), made).left("comment")
    assert [text for text in left if text in ours] == []
    validator = openxml_audit.OpenXmlValidator(openxml_audit.FileFormat.MICROSOFT_365, strict=True)
    assert list(validator.validate(filled).errors) == []
    assert any("--numbered does nothing here" in remark for remark in made.remarks)


@pytest.mark.parametrize("name", TEMPLATES)
def test_libreoffice_opens_the_filled_template(
    name: str, made: Mapping[str, Made], libreoffice_as_it_comes: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    path = tmp_path / f"{name}.docx"
    path.write_bytes(made[name].report)
    text = zipfile.ZipFile(libreoffice_as_it_comes(path, "odt")).read("content.xml").decode()
    assert "Agree the proposed first wave" in text


@pytest.mark.parametrize("name", TEMPLATES)
def test_headers_footers_settings_and_theme_stay_and_every_page_says_that_figures_are_invented(
    name: str, made: Mapping[str, Made]
) -> None:
    before, after = (zipfile.ZipFile(io.BytesIO(each)) for each in (made[name].template, made[name].report))
    for part in ("word/theme/theme1.xml", "word/settings.xml", "word/fontTable.xml"):
        assert before.read(part) == after.read(part)
    section = opened(made[name].report).sections[0]
    assert section.header.paragraphs[0].text == "Westshire Borough Council"
    assert [each.text for each in section.footer.paragraphs][-1] == "Illustrative figures"
    assert section.footer.paragraphs[0].text.startswith("Agenda page")


@pytest.mark.long
@pytest.mark.parametrize("name", TEMPLATES)
def test_the_other_papers_are_the_same_bytes(name: str, made: Mapping[str, Made], blueprint: Blueprint) -> None:
    plain = published(decide(example(blueprint, "illustrative"))).contents
    filled = made[name].published.contents
    assert {file for file in plain if plain[file] != filled[file]} == {"report.docx"}


def test_sections_go_under_numbered_headings_in_the_templates_own_paragraphs(made: Mapping[str, Made]) -> None:
    report = made["numbered"].report
    assert below(report, "RECOMMENDATION(S)")[:2] == ["Cabinet is asked to:", "Approve the strategy and its statement."]
    assert below(report, "Financial Implications:")[0].startswith("The proposed first wave takes £156,995")
    assert below(report, "Legal Implications")[0].startswith("The Civil Contingencies Act 2004")
    assert below(report, "Background Papers")[0].startswith("Flood review 2026")
    paragraphs = {each.text: each for each in opened(report).paragraphs}
    purpose = next(each for text, each in paragraphs.items() if text.startswith("Cabinet is asked to decide"))
    assert purpose.style.name == paragraphs["Cabinet is asked to:"].style.name == "Report Paragraph"
    assert paragraphs["Cabinet is asked to:"].paragraph_format.keep_with_next
    numbered = [each for each in opened(report).paragraphs if each.style.name == "List Number"]
    assert len(numbered) == 7


def test_facts_stand_behind_their_labels(made: Mapping[str, Made]) -> None:
    lines = said(made["numbered"].report)
    assert "Report to:Cabinet" in lines
    assert "Date of Meeting:9 February 2027" in lines
    assert "Forward Plan No: FP/27/08, published on 4 January 2027" in lines
    label, value = next(each for each in opened(made["numbered"].report).paragraphs if "Cabinet" in each.text).runs[:2]
    assert label.bold
    assert not value.bold


def test_what_is_left_of_numbered_headings_is_told(made: Mapping[str, Made]) -> None:
    numbered = made["numbered"]
    assert numbered.left("empty") == ["Crime and Disorder"]
    assert numbered.left("guidance") == ["Say how the proposal bears on section 17."]
    assert "Legal, equality and other implications: Staffing and Procurement" in numbered.filled.no_place
    assert "Decision route" in numbered.filled.no_place


def test_labels_beside_above_and_in_their_cells_are_filled(made: Mapping[str, Made]) -> None:
    cover = opened(made["tabled"].report).tables[0]
    assert [cell.text for cell in cover.rows[0].cells] == [
        "Decision Maker", "Cabinet", "Date of meeting", "9 February 2027",
    ]  # fmt: skip
    assert cover.cell(1, 1).text == "Cabinet Member for Customers and Communities\n[Insert name of Cabinet Member]"
    assert (
        cover.cell(3, 0).text == "Key Decision: Yes. It affects residents in more than one electoral division. Yes / No"
    )
    assert cover.cell(4, 0).text == "Wards affected\nAll"
    assert made["tabled"].left("choose") == ["Key Decision: Yes / No"]
    assert made["tabled"].left("guidance") == ["[Insert name of Cabinet Member]"]


def test_a_matrix_is_filled_row_by_row_with_who_signed_off_and_when(made: Mapping[str, Made]) -> None:
    matrix = next(each for each in opened(made["tabled"].report).tables if each.cell(0, 0).text == "Issue")
    rows = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in matrix.rows}
    assert list(rows) == [
        "Issue", "Finance", "Legal", "Equalities", "Climate change", "Data protection", "Crime and disorder",
    ]  # fmt: skip
    assert "£44,000 in 2027/28" in rows["Finance"][0]
    assert rows["Finance"][1:] == ["Section 151 Officer", "15 January 2027"]
    assert "Data Protection Officer" not in rows["Legal"][0]
    assert rows["Climate change"][1:] == ["", ""]
    assert rows["Crime and disorder"] == ["None.", "", ""]


def test_fields_are_filled_as_their_kinds_and_in_their_data(made: Mapping[str, Made]) -> None:
    report = made["controlled"].report
    data = etree.fromstring(zipfile.ZipFile(io.BytesIO(report)).read("customXml/item9.xml"))
    held = {child.tag.removeprefix(f"{{{DATA}}}"): child.text for child in data}
    title = "Report on the social media strategy"
    assert held == {
        "title": title, "date": "2027-02-09", "key": "Y", "holder": "Cabinet Member for Customers and Communities",
    }  # fmt: skip
    assert words_of(field(report, "Meeting date")) == "09/02/2027"
    assert field(report, "Meeting date").find(f"{W}sdtPr/{W}date").get(f"{W}fullDate") == "2027-02-09T00:00:00Z"
    assert words_of(field(report, "Key decision")) == "Yes"
    assert field(report, "Key decision").find(f"{W}sdtPr/{W}showingPlcHdr") is None
    assert title in opened(report).sections[0].header._element.xpath("string(.)")
    assert next(hints(opened(report).sections[0].header._element), None) is None


def test_a_locked_field_and_a_value_that_a_list_lacks_are_left_and_told(made: Mapping[str, Made]) -> None:
    controlled = made["controlled"]
    assert controlled.left("locked") == ["Report author", "Item number"]
    assert controlled.left("not_listed") == ["Committee"]
    assert list(hints(field(controlled.report, "Committee").getparent()))
    assert "Report author" in controlled.filled.no_place


def test_guidance_choices_and_comments_that_stay_are_told(made: Mapping[str, Made]) -> None:
    controlled = made["controlled"]
    assert controlled.left("guidance") == [
        "Guidance for authors: delete this box before the report is sent.", "One or two sentences on what is asked.",
        "Each must be capable of being voted on.", "Give at least three options.",
    ]  # fmt: skip
    assert controlled.left("choose")[0] == "This report is: for decision / for information"
    assert controlled.left("comment") == ["Democratic Services checks this line."]
    assert controlled.left("empty") == ["Health and wellbeing", "Committee"] or controlled.left("empty") == [
        "Committee"
    ]


# --- forms of any kind ---


def filled(word: WordFile | bytes, *contents: Content, titles: Mapping[str, tuple[str, ...]] | None = None) -> Filled:
    """A form filled with contents whose keys are their titles, unless others are given."""
    content = word if isinstance(word, bytes) else bytes_of(word)
    known = titles or {}
    wanted = [Wanted(each.key, known.get(each.key, (each.key,)), not each.blocks) for each in contents]
    return Form(content, WORDS, wanted, REFUSALS).filled(DOCUMENT, contents, STYLE)


def text_of(made: Filled) -> list[str]:
    return [each.text for each in opened(made.content).paragraphs]


PURPOSE = Content("Purpose", (Paragraph("We ask."),))
RISKS = Content("Risks", (Paragraph("There are some."),))


@pytest.mark.parametrize("heading", ["Purpose", "1. PURPOSE", "2.1  Purpose:", "A) purpose", "Purpose (of the author)"])
def test_a_heading_matches_without_number_case_and_colon(heading: str) -> None:
    word = bare()
    word.add_heading(heading, 1)
    assert text_of(filled(word, PURPOSE)) == [heading, "We ask."]


def test_the_first_heading_wins_and_two_sections_share_one() -> None:
    word = bare()
    for heading in ("Purpose", "Purpose"):
        word.add_heading(heading, 1)
        word.add_paragraph("")
    made = filled(word, PURPOSE, RISKS, titles={"Risks": ("Purpose",)})
    assert text_of(made) == ["Purpose", "We ask.", "There are some.", "Purpose", ""]
    assert [(each.kind, each.text) for each in made.to_do] == [("empty", "Purpose")]


def test_a_picture_below_a_heading_stays_and_the_words_stand_behind_it() -> None:
    word = bare()
    word.add_heading("Purpose")
    word.add_paragraph().add_run().add_picture(io.BytesIO(LOGO))
    word.add_heading("Risks")
    paragraphs = opened(filled(word, PURPOSE, RISKS).content).paragraphs
    pictured = [paragraph._p.find(f".//{W}drawing") is not None for paragraph in paragraphs]
    assert [paragraph.text for paragraph in paragraphs] == ["Purpose", "", "We ask.", "Risks", "There are some."]
    assert pictured == [False, True, False, False, False]


def test_a_section_stands_behind_the_forms_own_text_and_before_the_next_heading() -> None:
    word = bare()
    word.add_heading("Purpose", 1)
    word.add_paragraph("Every report must say why it is brought.")
    word.add_heading("Other", 1)
    assert text_of(filled(word, PURPOSE))[1:3] == ["Every report must say why it is brought.", "We ask."]


def test_a_heading_below_another_is_no_empty_heading() -> None:
    word = bare()
    word.add_heading("Implications", 1)
    word.add_heading("Purpose", 2)
    assert filled(word, PURPOSE).to_do == ()


def test_tables_charts_and_lists_come_in_with_what_they_need(tmp_path: Path) -> None:
    word = bare()
    word.add_heading("Purpose", 1)
    table = Table("Costs", (TableColumn("Year"), TableColumn("Cash", 1, "right")), (("2027/28", "£5"),), "Costs.")
    chart = Chart("bar", "Reach", "Email has most.", ("Email", "Post"), (Series("People", (9.0, 4.0)),), key="reach")
    blocks = (Paragraph("See.", see=("reach",)), table, chart, Bullets("We:", ("ask", "hear")),
              Bullets("Then:", ("one",), numbered=True), Bullets("Then again:", ("one",), numbered=True))  # fmt: skip
    made = filled(word, Content("Purpose", blocks))
    path = tmp_path / "filled.docx"
    path.write_bytes(made.content)
    validator = openxml_audit.OpenXmlValidator(openxml_audit.FileFormat.MICROSOFT_365, strict=True)
    assert list(validator.validate(path).errors) == []
    names = zipfile.ZipFile(path).namelist()
    assert "word/charts/report-chart1.xml" in names
    assert "word/embeddings/report-chart1.xlsx" in names
    assert opened(made.content).tables[0].cell(1, 1).text == "£5"
    numbers = {
        each._p.pPr.numPr.numId.val for each in opened(made.content).paragraphs if each.style.name == "List Number"
    }
    assert len(numbers) == 2


def test_a_field_around_paragraphs_takes_all_of_a_section() -> None:
    word = bare()
    word.element.body.insert(0, parse_xml(block_control("Purpose", "Click here")))
    made = filled(word, Content("Purpose", (Paragraph("We ask."), Bullets("For:", ("money",)))))
    held = [words_of(each) for each in field(made.content, "Purpose").iter(f"{W}p")]
    assert held == ["We ask.", "For:", "money"]


def test_a_plain_field_takes_a_section_as_text_and_an_unlisted_value_only_where_others_may_be_typed() -> None:
    word = bare()
    combo = '<w:comboBox><w:listItem w:displayText="Cabinet" w:value="1"/></w:comboBox>'
    for title, kind in (("Purpose", '<w:text w:multiLine="1"/>'), ("Body", combo), ("Day", "<w:date/>")):
        word.add_paragraph()._p.append(parse_xml(control(title, "?", kind)))
    made = filled(word, Content("Purpose", (Paragraph("We ask."), Bullets("For:", ("money",)))),
                  Content("Body", text="Harbour Board"), Content("Day", text="spring 2027"))  # fmt: skip
    assert [words_of(field(made.content, title)) for title in ("Purpose", "Body")] == [
        "We ask.For:money",
        "Harbour Board",
    ]
    assert [(each.kind, each.text) for each in made.to_do] == [("no_date", "Day"), ("empty", "Day")]


@pytest.mark.parametrize(("form", "shown"), [("d MMMM yyyy", "9 February 2027"), ("dd/MM/yy", "09/02/27"),
                                             ("dddd d MMMM", "9 February 2027"), ("d MMM", "9 Feb")])  # fmt: skip
def test_a_date_is_shown_as_its_field_wants(form: str, shown: str) -> None:
    word = bare()
    kind = f'<w:date><w:dateFormat w:val="{form}"/></w:date>'
    word.add_paragraph("Date: ")._p.append(parse_xml(control("", "?", kind)))
    made = filled(word, Content("Date", text="9 February 2027", day=date(2027, 2, 9)))
    assert said(made.content) == [f"Date: {shown}"]


def test_a_template_of_words_becomes_a_document() -> None:
    word = bare()
    word.add_heading("Purpose", 1)
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    dotx = with_parts(bytes_of(word), {
        "[Content_Types].xml": lambda text: text.replace(f"{main}document.main", f"{main}template.main")})  # fmt: skip
    assert text_of(filled(dotx, PURPOSE)) == ["Purpose", "We ask."]


PIECES = st.sampled_from([
    "Purpose", "1. Risks:", "Date: ", "Date:\t[insert]", "Yes / No", "Static words of the council.", "[guidance]", "",
])  # fmt: skip


@pytest.mark.long
@given(st.lists(st.tuples(st.sampled_from(["p", "h", "b", "row", "field", "block"]), PIECES, PIECES), max_size=12))
def test_nothing_of_a_form_is_lost_whatever_it_holds(pieces: list[tuple[str, str, str]]) -> None:
    word = bare()
    body = word.element.body
    for kind, first, second in pieces:
        if kind == "row":
            for cell, text in zip(word.add_table(1, 2).rows[0].cells, (first, second), strict=True):
                cell.text = text
        elif kind == "block":
            body.insert(len(body) - 1, parse_xml(block_control(first, second)))
        elif kind == "field":
            word.add_paragraph(first)._p.append(parse_xml(control(second, "hint")))
        else:
            line = word.add_heading(first, 1) if kind == "h" else word.add_paragraph()
            line.add_run(second if kind == "h" else first).bold = kind == "b"
    before = bytes_of(word)
    made = filled(before, PURPOSE, RISKS, Content("Date", text="9 February 2027", day=date(2027, 2, 9)))
    after = iter(said(made.content))
    for text in said(before):
        parts = map(str.strip, re.split(r"(?<=:)", text))
        pattern = re.compile(".*".join(map(re.escape, parts)), re.DOTALL)
        assert any(pattern.search(each) for each in after), (text, said(made.content))
    opened(made.content)
    for content in (PURPOSE, RISKS):
        if content.key in made.placed:
            assert sum(content.blocks[0].texts[0] in text for text in said(made.content)) == 1


def test_what_a_locked_field_holds_stays_and_the_section_comes_after_it() -> None:
    word = bare()
    locked = f"""<w:sdt {nsdecls("w")}><w:sdtPr><w:alias w:val="Fixed"/><w:id w:val="7"/>
        <w:lock w:val="sdtContentLocked"/></w:sdtPr><w:sdtContent>
        <w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Purpose</w:t></w:r></w:p><w:p/>
        <w:p><w:r><w:t>Date: </w:t></w:r></w:p></w:sdtContent></w:sdt>"""
    before = parse_xml(re.sub(r">\s+<", "><", locked))
    word.element.body.insert(0, before)
    held = etree.tostring(before)
    made = filled(word, PURPOSE, Content("Date", text="9 February 2027"))
    body = opened(made.content).element.body
    assert re.sub(rb' xmlns:\w+="[^"]*"', b"", etree.tostring(body[0])) == re.sub(rb' xmlns:\w+="[^"]*"', b"", held)
    assert words_of(body[1]) == "We ask."
    assert ("locked", "Date") in [(each.kind, each.text) for each in made.to_do]
    assert made.placed == {"Purpose"}


def test_a_field_named_for_one_thing_is_not_filled_for_the_label_beside_it() -> None:
    word = bare()
    word.add_paragraph("Risks: ")._p.append(parse_xml(control("Purpose", "?")))
    made = filled(word, PURPOSE, RISKS)
    assert words_of(field(made.content, "Purpose")) == "We ask."
    assert "There are some." in " ".join(said(made.content))


def test_two_sections_in_one_plain_field_both_stand_in_it() -> None:
    word = bare()
    word.add_paragraph()._p.append(parse_xml(control("Purpose", "?", '<w:text w:multiLine="1"/>')))
    made = filled(word, PURPOSE, RISKS, titles={"Risks": ("Purpose",)})
    assert words_of(field(made.content, "Purpose")) == "We ask.There are some."


def test_no_two_bookmarks_or_drawings_of_the_filled_form_share_a_number(made: Mapping[str, Made]) -> None:
    for each in made.values():
        body = opened(each.report).element.body
        numbers = [mark.get(f"{W}id") for mark in body.iter(f"{W}bookmarkStart")]
        assert len(numbers) == len(set(numbers))


def test_heads_of_columns_for_signatures_are_no_labels() -> None:
    word = bare()
    table = word.add_table(2, 3)
    for cell, text in zip(table.rows[0].cells, ("Name", "Signature", "Date"), strict=True):
        cell.text = text
    assert filled(word, Content("Date", text="9 February 2027")).placed == frozenset()


def test_labels_above_blank_cells_are_filled_below() -> None:
    word = bare()
    table = word.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Committee", "Date"
    made = filled(word, Content("Date", text="9 February 2027"), Content("Committee", text="Cabinet"))
    assert [cell.text for cell in opened(made.content).tables[0].rows[1].cells] == ["Cabinet", "9 February 2027"]


def test_a_bold_blue_heading_is_no_guidance_but_a_blue_note_is() -> None:
    word = bare()
    for text, bold in (("Purpose", True), ("Keep to one page.", False)):
        said_so = word.add_paragraph().add_run(text)
        said_so.bold, said_so.font.color.rgb = bold, BLUE
    made = filled(word, PURPOSE)
    assert text_of(made) == ["Purpose", "Keep to one page.", "We ask."]
    assert [(each.kind, each.text) for each in made.to_do] == [("guidance", "Keep to one page.")]


@pytest.mark.parametrize("text", ["Yes / No", "Key decision: Yes/No*", "For decision / for information", "☐ Yes ☐ No"])
def test_a_line_of_alternatives_is_told(text: str) -> None:
    word = bare()
    word.add_heading("Purpose", 1)
    word.add_paragraph(text)
    assert [(each.kind, each.text) for each in filled(word, PURPOSE).to_do] == [("choose", text)]


@pytest.mark.parametrize(
    "text", ["Costs fall in 2027/28.", "See the council's strategy and/or its plan for all of this.", "5/6"]
)
def test_a_slash_in_the_forms_own_words_is_no_choice(text: str) -> None:
    word = bare()
    word.add_heading("Purpose", 1)
    word.add_paragraph(text)
    assert filled(word, PURPOSE).to_do == ()


def test_a_table_is_a_list_in_a_narrow_cell_and_stays_one_in_a_wide_cell() -> None:
    years = (("2027/28", "£44,000", "£39,705"), ("2028/29", "", "£37,470"))
    columns = (TableColumn("Year"), TableColumn("Capital"), TableColumn("Revenue"))
    content = Content("Purpose", (Table("Cash", columns, years, "Cash."),))
    texts = {}
    for width in (4, 14):
        word = bare()
        table = word.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).width = "Purpose", Cm(width)
        cell = opened(filled(word, content).content).tables[0].cell(0, 1)
        texts[width] = [each.text for each in cell.paragraphs if each.text], len(cell.tables)
    assert texts[4] == (["Cash:", "2027/28: Capital £44,000; Revenue £39,705", "2028/29: Revenue £37,470"], 0)
    assert texts[14] == (["Table 1: Cash"], 1)
