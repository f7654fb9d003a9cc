"""What people typed in another language than the paper's says so to screen readers, word for word."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lxml import etree
from word.wholes import shortly
from workbooks import EXAMPLES

import smreport
from smreport.blocks.other_language import OtherWords
from smreport.word.elements import W, paragraph, run, w
from smreport.word.other_language import mark_language

OTHER = OtherWords.of("en-GB", ["Faults reported online", "Libraries", "Ie", "A named contact, and thanks."])


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Cytuno ar: Faults reported online a(c) Libraries.", ["Faults reported online", "Libraries"]),
        ("Ie. Llyfrgelloedd", []),  # too short to tell
        ("Yn ei herbyn: A named contact, and thanks. Maint: 12", ["A named contact, and thanks"]),
        ("LibrariesX Libraries", ["Libraries"]),
    ],
)
def test_pieces_are_word_for_word_what_was_typed(text: str, others: list[str]) -> None:
    pieces = list(OTHER.parted(text))
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, is_other in pieces if is_other] == others


@given(some.text("ab .\n", max_size=30), some.lists(some.text("ab ", min_size=1, max_size=9), max_size=4))
def test_no_text_is_lost(text: str, typed: list[str]) -> None:
    other = OtherWords.of("en-GB", typed)
    assert "".join(piece for piece, _ in other.parted(text)) == text
    root = w("body", paragraph("Text", run(text, "Strong"))) if text.strip() else w("body")
    before = "".join(root.itertext())
    mark_language(root, other)
    assert "".join(root.itertext()) == before


def test_runs_keep_their_looks() -> None:
    root = w("body", paragraph("Text", run("Sef Faults reported online yn gyntaf", "Strong")))
    mark_language(root, OTHER)
    assert [shortly(part) for part in root.iter(W + "r")] == [
        "r (rPr (rStyle=Strong), t 'Sef ')",
        "r (rPr (rStyle=Strong, lang=en-GB), t 'Faults reported online')",
        "r (rPr (rStyle=Strong), t ' yn gyntaf')",
    ]


def test_a_welsh_paper_says_what_of_it_is_english(tmp_path: Path) -> None:
    options = smreport.DocumentOptions(language="cy", html=True)
    built = smreport.build(EXAMPLES / "illustrative" / "illustrative.xlsx", tmp_path / "out", options=options)
    report = next(path for path in built.documents if path.suffix == ".docx")
    document = etree.fromstring(zipfile.ZipFile(io.BytesIO(report.read_bytes())).read("word/document.xml"))
    marked = {"".join(run.itertext()) for run in document.iter(W + "r") if run.find(f"{W}rPr/{W}lang") is not None}
    assert {"Faults reported online", "Exampleshire County Council"} <= marked
    assert not any("Cyngor" in text or "prosiect" in text for text in marked)
    (page,) = (tmp_path / "out").glob("*.html")
    tree = etree.fromstring(page.read_bytes(), etree.HTMLParser())
    assert tree.get("lang") == "cy-GB"
    assert "Faults reported online" in {span.text for span in tree.iter("span") if span.get("lang") == "en-GB"}


def test_a_paper_in_the_language_of_its_workbook_says_nothing_of_it(tmp_path: Path) -> None:
    built = smreport.build(EXAMPLES / "illustrative" / "illustrative.xlsx", tmp_path / "out")
    content = zipfile.ZipFile(built.documents[0]).read("word/document.xml")
    assert b"<w:lang " not in content
