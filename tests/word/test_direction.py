"""Text of any script, and text that looks like a command, comes out of the Word file as it went in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openxml_audit
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from word.word_reports import DOCUMENT, NS, STYLE, W, parts, said

from smreport.blocks.document import Bullets, Heading, Paragraph, Section, Table, TableColumn
from smreport.frozen import replace
from smreport.word.writer import write_docx

ARABIC, HEBREW, ENGLISH = "مرحبا بالعالم", "שלום עולם", "Welcome to the library"


def written(*blocks: Any) -> Any:
    document = replace(DOCUMENT, sections=(Section("text", blocks),))
    return parts(write_docx(document, STYLE))["word/document.xml"]


def paragraph_of(text: str) -> Any:
    return next(p for p in written(Paragraph(text)).iter(W + "p") if said(p) == text)


def turned(paragraph: Any) -> list[str]:
    return [said(run) for run in paragraph.iter(W + "r") if run.find("w:rPr/w:rtl", NS) is not None]


@pytest.mark.parametrize("text", [ARABIC, HEBREW, f"{ARABIC} (Facebook)"])
def test_paragraph_that_is_mostly_right_to_left_is_set_so(text: str) -> None:
    assert paragraph_of(text).find("w:pPr/w:bidi", NS) is not None


@pytest.mark.parametrize("text", [ENGLISH, f"{ENGLISH}: {HEBREW}", "😀 12 £ ½"])
def test_other_paragraphs_are_not(text: str) -> None:
    assert paragraph_of(text).find("w:pPr/w:bidi", NS) is None


def test_only_the_words_of_such_a_script_are_marked() -> None:
    paragraph = paragraph_of(f"{ENGLISH}: {HEBREW}; 12 desks")
    assert turned(paragraph) == [f"{HEBREW}; 12 "]


@pytest.mark.parametrize("before", ["12 ", "(", f"12 × {ENGLISH}: "])
def test_figures_and_signs_before_the_first_word_are_not_marked(before: str) -> None:
    assert turned(paragraph_of(before + HEBREW)) == [HEBREW]


def test_text_without_such_a_script_stays_in_one_run() -> None:
    assert len(list(paragraph_of(ENGLISH).iter(W + "r"))) == 1


def test_lists_headings_and_cells_are_marked_too(tmp_path: Path) -> None:
    table = Table(HEBREW, (TableColumn(ARABIC), TableColumn("B")), ((HEBREW, "b"),), "One row.")
    document = replace(
        DOCUMENT, numbered=True, sections=(Section("text", (Heading(ARABIC), Bullets(HEBREW, (ARABIC,)), table)),)
    )
    path = tmp_path / "report.docx"
    path.write_bytes(write_docx(document, STYLE))
    body = parts(path.read_bytes())["word/document.xml"]
    assert len(body.findall(".//w:bidi", NS)) == 6
    assert list(openxml_audit.OpenXmlValidator(strict=True).validate(path).errors) == []


@pytest.mark.parametrize("text", ["=cmd|'/C calc'!A0", "+1", "-2", "@SUM(A1)", "a" * 32_767, "word " * 6_553 + "end"])
def test_text_of_a_cell_comes_out_as_it_went_in(text: str) -> None:
    table = Table("Cells", (TableColumn("A"), TableColumn("B")), ((text, text),), "One row.")
    body = written(Paragraph(text), Bullets("List:", (text,)), table)
    assert [said(p) for p in body.iter(W + "p")].count(text) == 4
    assert [code.text.split()[0] for code in body.iter(W + "instrText")] == ["SEQ"]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1))
@settings(deadline=None)
def test_any_text_is_kept_letter_by_letter(text: str) -> None:
    if text.strip():
        assert said(paragraph_of(text)) == text
