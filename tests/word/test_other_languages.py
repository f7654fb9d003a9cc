"""A document in another language says nothing in English by itself, is sound, and is known again whoever opens it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

import docx
import openpyxl
import pytest
from made_up import CLOSE, LANGUAGE, OPEN, spoken_in_tests, unsaid
from word.edited_papers import WORDS
from word.word_reports import DOCUMENT, NS, STYLE, W, parts, said

from smreport.blocks.annex import with_annex
from smreport.blocks.document import Contents, Document, Heading, Paragraph, Section, Table, TableColumn, called
from smreport.blocks.markdown import write_markdown
from smreport.frozen import replace
from smreport.word.annex_workbook import write_annex
from smreport.word.hand_edits import is_exempt, renewed
from smreport.word.self_check import RULES, as_sentence, self_check
from smreport.word.writer import write_docx, write_house_docx
from smreport.words import ENGLISH, Words, say, speaking
from smreport.words.languages import OWN, spoken_by

PLACES = ["de-DE", "cy-GB", "fr-FR", "pl-PL", "en-US"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of people's own words for documents, in the made-up language."""
    folder = tmp_path_factory.mktemp("words")
    spoken_in_tests(folder, "word")
    return folder


def words_of_none(texts: Iterable[str]) -> list[str]:
    """The words of texts that were said in no language."""
    return [word for text in texts for word in unsaid(text)]


@pytest.fixture
def irish(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Words]:
    monkeypatch.setenv(OWN, str(folder))
    words = spoken_by(LANGUAGE, (folder,))
    with speaking(words):
        yield words


def own(text: str) -> str:
    """A text of people's, in brackets that tell it from what smreport says."""
    return f"{OPEN}{text}{CLOSE}"


def document() -> Document:
    """A document of which all but what smreport says stands in brackets."""
    columns, rows = (TableColumn(own("Risk")), TableColumn(own("Owner"))), ((own("Abuse"), own("Head")),) * 2
    appendix = say("word.appendix", number="1", heading=own("risks"))
    return Document(
        own("Strategy"), own("Plan"), ((own("Committee"), own("Cabinet")),),
        (
            Section("contents", (Contents(),)),
            Section("summary", (
                Heading(own("Summary")),
                Paragraph(own("We listen."), see=("risks", "table", "summary"), source=own("7 Portfolio, row 8")),
                Paragraph(f"{own('These are asked')}:", see=("table",)),
            )),
            Section("risks", (
                Heading(appendix),
                Paragraph(own("All of them.")),
                Table(own("Risks"), columns, rows, own("All."), key="table"),
                Table(own("All"), columns, rows * 60, own("All of them."), key="long"),
            )),
        ),
        author=own("Council"), footer=own("Strategy"), language="ga-IE",
    )  # fmt: skip


def texts(content: bytes) -> list[str]:
    """What each paragraph, comment and name of a section of a Word file says."""
    found = parts(content)
    roots = [root for name, root in found.items() if name.startswith("word/") and name.endswith(".xml")]
    names = [str(alias.get(f"{W}val")) for root in roots for alias in root.iterfind(".//w:sdtPr/w:alias", NS)]
    return [*(said(p) for root in roots for p in root.iter(f"{W}p")), *names]


class TestMadeUp:
    def test_a_document_has_no_words_but_those_of_the_language(self, irish: Words) -> None:
        main, annex = with_annex(document(), "plan-annex.xlsx")
        shown = texts(write_docx(main, STYLE, trace=True))
        assert len(shown) > 40
        assert words_of_none(text.replace("plan-annex.xlsx", "") for text in shown) == []
        assert annex is not None
        book = openpyxl.load_workbook(io.BytesIO(write_annex(annex)))
        cells = [str(cell.value) for page in book for row in page.iter_rows() for cell in row if cell.value]
        assert words_of_none(map(str, [*cells, *book.sheetnames, book.properties.title])) == []

    def test_markdown_has_none_either(self, irish: Words) -> None:
        assert words_of_none(write_markdown(document()).splitlines()) == []

    def test_a_document_keeps_every_rule(self, irish: Words) -> None:
        kept = self_check(write_docx(with_annex(document(), "a.xlsx")[0], STYLE), "ga-IE")
        assert [rule for rule in kept if rule.broken] == []

    def test_the_check_and_the_style_sample_speak_the_language(self, irish: Words) -> None:
        assert words_of_none(rule.words for rule in RULES) == []
        kept = self_check(write_docx(replace(document(), title=own("Other")), STYLE), "en-GB")
        assert any(rule.broken for rule in kept)
        assert words_of_none(line.replace("en-GB", "") for line in as_sentence(kept).splitlines()) == []
        assert words_of_none(texts(write_house_docx(STYLE, "ga-IE"))) == []

    def test_a_reference_says_what_stands_at_its_place(self, irish: Words) -> None:
        body = parts(write_docx(document(), STYLE))["word/document.xml"]
        assert called(say("word.appendix", number="1", heading="x")) == say("word.label.appendix", number="1")
        labels = document().labels
        shown = next(said(p) for p in body.iter(f"{W}p") if own("We listen.") in said(p))
        assert labels["table"] == say("word.label.table", number="1")
        assert [label for key, label in labels.items() if key in ("table", "risks") and label not in shown] == []

    def test_an_exempt_paper_is_known_in_any_language(self, irish: Words) -> None:
        content = write_docx(replace(document(), exempt=True), STYLE)
        plain = replace(document(), sections=(), cover=())
        for words in (irish, ENGLISH):
            with speaking(words):
                assert is_exempt(without_marks(content))
                assert not is_exempt(without_marks(write_docx(plain, STYLE)))

    def test_hand_edits_stay_where_the_language_changes(self, irish: Words) -> None:
        word = docx.Document(io.BytesIO(write_docx(document(), STYLE)))
        changed = next(text for text in word.element.body.iter(f"{W}t") if text.text == own("All of them."))
        changed.text = own("All of them, and more.")
        edited = io.BytesIO()
        word.save(edited)
        with speaking(ENGLISH):
            kept = renewed(edited.getvalue(), write_docx(DOCUMENT, STYLE), WORDS)
        assert kept is not None
        assert kept.edited


def without_marks(content: bytes) -> bytes:
    """A file as a program saves it that drops content controls and bookmarks, but for its properties."""
    word = docx.Document(io.BytesIO(content))
    body = word.element.body
    for control in body.findall(f"{W}sdt"):
        body.remove(control)
    saved = io.BytesIO()
    word.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize("tag", PLACES)
def test_pages_are_of_the_paper_that_is_used_in_a_place(tag: str) -> None:
    with speaking(Words(ENGLISH.folder, tag=tag)):
        word = docx.Document(io.BytesIO(write_docx(DOCUMENT, STYLE)))
    section = word.sections[0]
    width, height = (section.page_width, section.page_height)
    assert width
    assert height
    assert (round(width.inches, 1), round(height.inches, 1)) == ((8.5, 11.0) if tag == "en-US" else (8.3, 11.7))


def test_nouns_with_capitals_are_no_fault_where_the_language_has_them() -> None:
    told = Document(
        "Plan", "", (), (Section("a", (Heading("Die Ziele der Stadt"), Paragraph("Text."))),), language="de-DE"
    )
    for language, is_kept in (("de-DE", True), ("en-GB", False)):
        (rule,) = (rule for rule in self_check(write_docx(replace(told, language=language), STYLE), language)
                   if rule.number == "D23")  # fmt: skip
        assert (not rule.broken) is is_kept
