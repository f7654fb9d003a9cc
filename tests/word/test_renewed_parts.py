"""What comes with new pieces into a file that people worked on: lists, parts, edges; and files that programs spoilt."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from word.merge_cases import MORE, SAME
from word.report_templates import with_parts
from word.short_xml import element
from word.small_papers import BriefWords, Edit, after, as_it_is, ask, merged, own_paragraph, said, small_paper, write
from word.word_reports import STYLE, W

from smreport.blocks.document import Document, Heading, Paragraph, Section
from smreport.frozen import replace
from smreport.package.zipped import zipped
from smreport.word.edits.edges import edges_of, renew_edges
from smreport.word.edits.notes import Kept, Told
from smreport.word.edits.opened import is_as_written, opened, record_in
from smreport.word.edits.record import Edges
from smreport.word.edits.words import digest
from smreport.word.hand_edits import is_ours, renewed
from smreport.word.word_file import text_of
from smreport.word.writer import write_docx

STEPS = "\n= steps\n# Steps\nFirst:\n1. one\n1. two\nThen:\n1. three\nWe do:\n- four\n"
MORE_STEPS = (
    STEPS.replace("1. two", "1. two\n1. new")
    .replace("We do", "At last:\n1. five\nWe do")
    .replace("- four", "- four\n- six")
)


def lists_of(content: bytes) -> list[tuple[str, str, str]]:
    """Each item, the number of its list, and what stands before it by the definition of that list."""
    word = docx.Document(BytesIO(content))
    numbering = word.part.numbering_part.element
    kinds = {each.get(f"{W}abstractNumId"): each for each in numbering.iter(f"{W}abstractNum")}
    nums = {
        each.get(f"{W}numId"): kinds[each.find(f"{W}abstractNumId").get(f"{W}val")]
        for each in numbering.iter(f"{W}num")
    }
    assert len(nums) == len(list(numbering.iter(f"{W}num")))
    assert [child.tag for child in numbering] == sorted(
        (child.tag for child in numbering), key=lambda tag: "num" in tag
    )
    found = []
    for paragraph in word.element.body.iter(f"{W}p"):
        number = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
        if number is not None:
            kind = nums[number.get(f"{W}val")]
            found.append((text_of(paragraph), number.get(f"{W}val"), kind.find(f"{W}lvl/{W}lvlText").get(f"{W}val")))
    return found


def without_numbering(word: Any) -> None:
    """As a program saves it that drops all lists."""
    for rel_id in [key for key, rel in word.part.rels.items() if rel.reltype.endswith("/numbering")]:
        del word.part.rels[rel_id]


def own_list(word: Any) -> None:
    """A list of a person's, with a number and a kind of its own."""
    numbering = word.part.numbering_part.element
    numbering.insert(0, element("<abstractNum abstractNumId='70'><lvl ilvl='0'><lvlText val='*'/></lvl></abstractNum>"))
    numbering.append(element("<num numId='80'><abstractNumId val='70'/></num>"))
    item = own_paragraph(word, "own", "Body Text")
    item.find(f"{W}pPr").append(element("<numPr><ilvl val='0'/><numId val='80'/></numPr>"))
    said(word, "four").addnext(item)


@pytest.mark.parametrize("edit", [as_it_is, own_list, without_numbering])
def test_an_item_stays_in_its_list_and_a_new_list_begins_anew(edit: Edit) -> None:
    found = lists_of(merged(small_paper(STEPS), small_paper(MORE_STEPS), edit, write("Typed.", behind="four")).content)
    numbers = {text: number for text, number, _ in found}
    signs = {text: sign for text, _, sign in found}
    own = {"own": "*"} if edit is own_list else {}
    assert signs == {"one": "%1.", "two": "%1.", "new": "%1.", "three": "%1.", "five": "%1."} | own
    assert len({numbers[text] for text in ("one", "two", "new")}) == 1
    assert len({numbers[text] for text in ("one", "three", "five", *own)}) == 3 + len(own)


# --- files that programs have spoilt ---

CHART = SAME + "chart Email 9 Post 4\n"
RELS, OF_CHART = "word/_rels/document.xml.rels", "word/charts/_rels/chart1.xml.rels"
LINK = '<Relationship Id="rIdX" Type="http://x/y" Target="{}"{}/></Relationships>'


def links_of(content: bytes, name: str = RELS) -> set[str]:
    word = opened(content)
    assert word
    parts = {part.partname.lstrip("/"): part for part in word.part.package.iter_parts()}
    source = name.replace("_rels/", "").removesuffix(".rels")
    return {rel.target_ref for rel in parts[source].rels.values()}


@pytest.mark.parametrize(
    ("target", "more", "stays"),
    [
        ("styles.xml", "", True), ("/word/styles.xml", "", True), ("../word/styles.xml", "", True), ("gone.xml", "",
        False),
        ("https://example.org", ' TargetMode="External"', True), ("https://example.org", "", False), ("", "", False),
    ],
)  # fmt: skip
def test_a_link_to_a_part_that_is_not_there_goes_and_all_others_stay(target: str, more: str, stays: bool) -> None:
    before = small_paper(CHART)
    linked = with_parts(before, {RELS: lambda text: text.replace("</Relationships>", LINK.format(target, more))})
    word = opened(linked)
    assert word
    assert ("rIdX" in word.part.rels) == stays
    assert links_of(linked) >= links_of(before)


def test_a_chart_forgets_a_workbook_that_is_not_there_and_no_other() -> None:
    for target, workbooks in (("../embeddings/chart1.xlsx", 1), ("gone.xlsx", 0)):
        content = with_parts(
            small_paper(CHART), {OF_CHART: lambda text, to=target: text.replace("../embeddings/chart1.xlsx", to)}
        )  # fmt: skip
        word = opened(content)
        assert word
        (chart,) = (rel.target_part for rel in word.part.rels.values() if rel.reltype.endswith("/chart"))
        assert chart.blob.count(b"externalData ") == workbooks
        assert len(chart.rels) == workbooks
    unsafe = with_parts(content, {"word/charts/chart1.xml": lambda text: "<!DOCTYPE a><a/>"})
    assert opened(unsafe) is not None


@pytest.mark.parametrize("content", [b"", b"words", b"PK\3\4", small_paper(SAME)[:-40]])
def test_what_is_no_word_file_is_none(content: bytes) -> None:
    assert opened(content) is None


def test_a_part_of_another_kind_is_never_a_fault() -> None:
    paper, new = after(small_paper(CHART), ask("Email", "Why?")), small_paper(MORE)
    with zipfile.ZipFile(BytesIO(paper)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name in parts:
        renewed(zipped({**parts, name: b"<a/>"}, 0), new, BriefWords())
    assert renewed(paper, new, BriefWords())
    assert [is_ours(zipped({**parts, name: b"<a/>"})) for name in parts if "document" in name] == [False, False]


def test_the_record_knows_the_bytes_of_a_file_that_nobody_touched_and_gives_way_to_the_next() -> None:
    paper = small_paper(SAME)
    kept = merged(paper, small_paper(MORE), write("Typed.", behind="Email"))
    for content, is_whole in ((paper, True), (kept.content, False), (after(paper, as_it_is), False)):
        word = opened(content)
        assert word
        record = record_in(word)
        assert record
        assert is_as_written(content, record) == is_whole
        kinds = [part for part in word.part.package.iter_parts() if b"urn:smreport:record:1" in part.blob]
        assert len(kinds) == 2
    assert Kept(b"").is_pure
    assert [Kept(b"", **each).is_pure for each in ({"edited": ("a",)}, {"removed": ("a",)}, {"added": 1})] == [
        False
    ] * 3


def test_a_record_of_people_s_own_data_stays_and_ours_takes_a_free_name() -> None:
    def own_data(word: Any) -> None:
        part = Part(PackURI("/customXml/Item2.xml"), "application/xml", b"<a/>", word.part.package)
        word.part.relate_to(part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml")

    content = merged(small_paper(SAME), small_paper(MORE), own_data, write("Typed.", behind="Email")).content
    with zipfile.ZipFile(BytesIO(content)) as package:
        assert package.read("customXml/Item2.xml") == b"<a/>"
        assert sorted(name for name in package.namelist() if "/item" in name.lower()) == [
            "customXml/Item2.xml", "customXml/_rels/item1.xml.rels", "customXml/item1.xml", "customXml/itemProps1.xml",
        ]  # fmt: skip


# --- what stands around the text ---

PAPER = Document("Strategy", "", (), (Section("a", (Heading("A"), Paragraph("b"))),), "Ann", "On a", "Strategy · Draft")
NUMBERS = "Page 1 of 1"


def with_feet(*lines: str) -> Any:
    """A file whose footer has these lines; "#" stands for a page's number, and no words for an empty line."""
    word = docx.Document(BytesIO(write_docx(PAPER, STYLE)))
    (footer,) = (rel.target_part.element for rel in word.part.rels.values() if rel.reltype.endswith("/footer"))
    field = "<fldSimple instr='PAGE'><r><t>1</t></r></fldSimple>"
    pattern = "<p><pPr><jc val='{}'/></pPr><r><t>{}</t></r>{}</p>"
    footer[:] = [
        element(pattern.format(at, text.rstrip("#"), field * text.endswith("#"))) for at, text in enumerate(lines)
    ]
    return word


def feet_of(word: Any) -> list[str]:
    (footer,) = (rel.target_part.element for rel in word.part.rels.values() if rel.reltype.endswith("/footer"))
    looks = [line.find(f"{W}pPr/{W}jc").get(f"{W}val") for line in footer]
    fields = ["#" * len(list(line.iter(f"{W}fldSimple"))) for line in footer]
    texts = [
        "".join(text.text or "" for text in line.iter(f"{W}t") if text.getparent().getparent().tag == f"{W}p")
        for line in footer
    ]
    return [f"{look} {text}{field}" for look, text, field in zip(looks, texts, fields, strict=True)]


@pytest.mark.parametrize(
    ("theirs", "written", "fresh", "feet", "told"),
    [
        (["a#"], ["a#"], ["b#"], ["0 b#"], []), (["a#"], ["a#"], ["a#"], ["0 a#"], []),
        (["mine"], ["a"], ["a"], ["0 mine"], []),
        (["mine"], ["a"], ["b"], ["0 mine"], ["b"]), (["mine", "a"], ["a"], ["b"], ["0 mine", "1 b"], []),
        (["a"], ["a"], ["b#"], ["0 a"], ["b"]), (["a#"], ["a#"], ["b"], ["0 a#"], ["b"]),
        (["b"], ["a"], ["b"], ["0 b"], []),
        (["a", "c#"], ["a", "c#"], ["b", "d#"], ["0 b", "1 d#"], []), (["", "a"], ["a"], ["", "b"], ["0 ", "1 b"], []),
        (["a"], [], ["b"], ["0 a"], ["b"]), (["a"], [], ["a"], ["0 a"], []),
    ],
)  # fmt: skip
def test_a_line_at_the_foot_that_people_left_alone_gives_way_to_the_new_one_of_its_kind(
    theirs: list[str], written: list[str], fresh: list[str], feet: list[str], told: list[str]
) -> None:
    word, known = with_feet(*theirs), Edges(frozenset(map(digest, (line.rstrip("#") for line in written))))
    found = list(renew_edges(word, with_feet(*fresh), known, BriefWords()))
    assert feet_of(word) == feet
    assert found == [Told("footer", "foot", f"footer {line}") for line in told]


def test_what_is_told_of_a_line_at_the_foot_leaves_the_numbering_out() -> None:
    fresh = docx.Document(BytesIO(write_docx(replace(PAPER, footer="Strategy · Final"), STYLE)))
    told = list(renew_edges(with_feet("mine"), fresh, Edges(), BriefWords()))
    assert told == [Told("footer", "foot", "footer Strategy · Final")]


def test_properties_that_people_left_alone_are_renewed_and_others_stay() -> None:
    word, fresh = (docx.Document(BytesIO(write_docx(paper, STYLE))) for paper in (
        PAPER, replace(PAPER, title="Plan", author="Bob", subject="On b"),
    ))  # fmt: skip
    known = edges_of(word)
    assert known.properties == {"title": digest("Strategy"), "subject": digest("On a"), "author": digest("Ann")}
    word.core_properties.author = "Mine"
    assert list(renew_edges(word, fresh, known, BriefWords())) == []
    properties = word.core_properties
    assert (properties.title, properties.author, properties.subject) == ("Plan", "Mine", "On b")
