"""What stands around the text is renewed with it: the line at the foot of the pages, and the properties of a file."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from conftest import saved_by_libreoffice
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from word.council_styles import LOGO
from word.edited_papers import WORDS, edited, saved, type_at_the_end
from word.word_reports import STYLE, W

from smreport.blocks.document import Document, Heading, Paragraph, Section
from smreport.frozen import replace
from smreport.word.edits.edges import edges_of
from smreport.word.hand_edits import renewed
from smreport.word.word_file import WordFile, text_of
from smreport.word.writer import write_docx

DRAFT = Document(
    title="Strategy",
    subtitle="Shire",
    cover=(),
    sections=(Section("summary", (Heading("Summary"), Paragraph("The budget is £350,000."))),),
    author="Shire",
    subject="Strategy of Shire",
    footer="Strategy · Shire · Draft",
)
FINAL = replace(DRAFT, author="Greater Shire", subject="Strategy of Greater Shire", footer="Strategy · Greater Shire")
"""The same words under another footer, as of a draft that becomes final, or the other way."""


def written(document: Document) -> bytes:
    return write_docx(document, STYLE)


def feet(content: bytes) -> list[str]:
    """The lines in the footers of a file, without numbers of pages."""
    lines = (text_of(line) for footer in WordFile(content).footers for line in footer.iter(f"{W}p"))
    return [line.split("Page")[0].strip() for line in lines if line.strip()]


def worked_on(content: bytes) -> bytes:
    return edited(content, random.Random(1), type_at_the_end)[0]


@pytest.mark.parametrize(("then", "now"), [(DRAFT, FINAL), (FINAL, DRAFT)], ids=["no draft any more", "a draft again"])
def test_a_footer_that_nobody_touched_is_renewed_with_what_people_edited(then: Document, now: Document) -> None:
    kept = renewed(worked_on(written(then)), written(now), WORDS)
    assert kept
    assert kept.edited
    assert feet(kept.content) == [now.footer]
    properties = docx.Document(io.BytesIO(kept.content)).core_properties
    assert (properties.subject, properties.author) == (now.subject, now.author)
    assert kept.comments == ()


def own_footer(content: bytes) -> bytes:
    word = docx.Document(io.BytesIO(content))
    (footer,) = (rel.target_part for rel in word.part.rels.values() if rel.reltype.endswith("/footer"))
    first = next(text for text in footer.element.iter(f"{W}t") if "Shire" in (text.text or ""))
    first.text = "Ours alone"
    word.core_properties.subject = "Ours too"
    return saved(word)


def test_a_footer_that_people_changed_stays_and_the_new_line_is_told() -> None:
    kept = renewed(own_footer(written(FINAL)), written(DRAFT), WORDS)
    assert kept
    assert [line[:10] for line in feet(kept.content)] == ["Ours alone"]
    assert docx.Document(io.BytesIO(kept.content)).core_properties.subject == "Ours too"
    assert [(told.kind, told.text.rpartition(": ")[2]) for told in kept.comments] == [("footer", DRAFT.footer)]


def test_of_a_footer_that_people_changed_nothing_is_told_while_the_workbook_says_the_same() -> None:
    old = own_footer(written(FINAL))
    kept = renewed(worked_on(old), written(FINAL), WORDS)
    assert kept
    assert kept.comments == ()
    again = renewed(worked_on(kept.content), written(FINAL), WORDS)
    assert again
    assert [line[:10] for line in feet(again.content)] == ["Ours alone"]


def test_what_people_put_elsewhere_into_the_file_is_no_footer() -> None:
    """A picture and an address of the web lead out of the text as the footer does, and a header may say the same."""
    word = docx.Document(io.BytesIO(worked_on(written(DRAFT))))
    word.part.relate_to("https://shire.example/strategy", RT.HYPERLINK, is_external=True)
    word.add_paragraph().add_run().add_picture(io.BytesIO(LOGO))
    word.sections[0].header.paragraphs[0].text = "Strategy · Shire · Draft"
    kept = renewed(saved(word), written(FINAL), WORDS)
    assert kept
    assert feet(kept.content) == [FINAL.footer]
    assert docx.Document(io.BytesIO(kept.content)).sections[0].header.paragraphs[0].text == "Strategy · Shire · Draft"
    assert kept.comments == ()


def test_without_a_record_the_footer_is_people_s_own_and_the_new_line_is_told() -> None:
    word = docx.Document(io.BytesIO(worked_on(written(DRAFT))))
    for rel_id in [key for key, rel in word.part.rels.items() if rel.reltype.endswith("/customXml")]:
        del word.part.rels[rel_id]
    kept = renewed(saved(word), written(FINAL), WORDS)
    assert kept
    assert feet(kept.content) == [DRAFT.footer]
    assert [told.kind for told in kept.comments if told.kind == "footer"] == ["footer"]


def test_the_record_has_no_words_of_the_footer() -> None:
    edges = edges_of(docx.Document(io.BytesIO(written(DRAFT))))
    assert len(edges.lines) == 1
    assert "Shire" not in str(edges)


def test_a_footer_is_renewed_after_libreoffice_has_saved_the_file(
    program: Callable[[str], str], tmp_path: Path
) -> None:
    path = tmp_path / "strategy.docx"
    path.write_bytes(worked_on(written(DRAFT)))
    kept = renewed(saved_by_libreoffice(program("soffice"), tmp_path, path, "docx").read_bytes(), written(FINAL), WORDS)
    assert kept
    assert set(feet(kept.content)) == {FINAL.footer}
