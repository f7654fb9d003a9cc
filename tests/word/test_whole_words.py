"""No word is broken within a cell: LibreOffice sets every table of every paper, and what it prints are whole words."""

from __future__ import annotations

import html
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest
from lxml import etree
from word.council_styles import BLUE, GREEN, RED
from word.word_reports import STYLE, W, parts
from workbooks import EXAMPLES

from smreport.blocks.annex import with_annex
from smreport.blocks.document import Chart, Document, Paragraph, Section
from smreport.blueprint.answers import read_answers, tables_from
from smreport.blueprint.model import Blueprint
from smreport.commands.pdf import as_pdf
from smreport.decision.results import decide
from smreport.frozen import replace
from smreport.papers.case import Case
from smreport.papers.compose import papers_of
from smreport.papers.wording import wording_of
from smreport.word.font_widths import Lettering, word_width
from smreport.word.house_style import Fonts
from smreport.word.style_file import StyleFile, read_style_file
from smreport.word.writer import write_docx

ANSWERS = {
    **{name: EXAMPLES / name / "answers.toml" for name in ("devon", "illustrative")},
    **{path.stem: path for path in (Path(__file__).parents[1] / "half_filled").glob("*.toml")},
}
LONGEST_WORD = 30  # letters; what is longer is a link, which may break
SPACED = '<w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="278" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
IN_ALL_FONTS = "Communications neighbourhood Subscribers £40,000 consultation’s @example WAVE Tyŷ ‘fjord’ Outcome"


@dataclass(frozen=True)
class Word:
    text: str
    width: float


@dataclass(frozen=True)
class Printed:
    """A Word file, and the words of its PDF page by page."""

    content: bytes
    pages: list[list[Word]]

    @property
    def broken(self) -> set[str]:
        """What is printed, and is no whole word of the file, nor of a word that may break there."""
        known: set[str] = set()
        for word in self._words():
            pieces = re.split("(?<=[-–—/])", word)
            known |= {"".join(pieces[start:end]) for start, end in combinations(range(len(pieces) + 1), 2)}
        links = [word for word in known if len(word) > LONGEST_WORD]
        there = {word.text for page in self.pages for word in page if re.search("[A-Za-z]", word.text)}
        return {word for word in there - known if not any(word in link for link in links)}

    def _words(self) -> Iterator[str]:
        for root in parts(self.content).values():
            for paragraph in root.iter(W + "p"):
                pieces = paragraph.iter(W + "t", W + "br", W + "tab")
                yield from "".join(piece.text or " " for piece in pieces).split()


Printer = Callable[[Mapping[str, bytes]], dict[str, Printed]]


@pytest.fixture(scope="module")
def printer(program: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Printer:
    program("soffice")
    folder = tmp_path_factory.mktemp("printed")

    def words(pdf: bytes) -> list[list[Word]]:
        (folder / "file.pdf").write_bytes(pdf)
        command = [program("pdftotext"), "-bbox", str(folder / "file.pdf"), "-"]
        told = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout
        pattern = r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="[\d.]+">(.*?)</word>'
        return [
            [Word(html.unescape(text), float(right) - float(left)) for left, right, text in re.findall(pattern, page)]
            for page in told.split("<page ")[1:]
        ]

    def print_all(files: Mapping[str, bytes]) -> dict[str, Printed]:
        pdfs = as_pdf({f"{name}.docx": content for name, content in files.items()})
        return {name: Printed(content, words(pdfs[f"{name}.pdf"])) for name, content in files.items()}

    return print_all


def papers(blueprint: Blueprint, name: str) -> dict[str, Document]:
    """The papers of a workbook, without charts, whose words are LibreOffice's to set."""
    case = Case(decide(tables_from(blueprint, read_answers(ANSWERS[name]), f"{name}.xlsx")), wording_of(blueprint))
    return {
        f"{name}-{Path(file).stem}": _without_charts(with_annex(paper, "annex.xlsx")[0])
        for file, paper in papers_of(case).items()
    }


def _without_charts(document: Document) -> Document:
    sections = (
        replace(part, blocks=tuple(block for block in part.blocks if not isinstance(block, Chart)))
        for part in document.sections
    )
    return replace(document, sections=tuple(sections))


@pytest.fixture(scope="module")
def in_house_style(blueprint: Blueprint, printer: Printer) -> dict[str, Printed]:
    documents = {key: paper for name in ANSWERS for key, paper in papers(blueprint, name).items()}
    return printer({key: write_docx(paper, STYLE) for key, paper in documents.items()})


def test_no_word_of_any_paper_is_broken(in_house_style: dict[str, Printed]) -> None:
    assert len(in_house_style) >= 3 * len(ANSWERS)
    assert sum(len(page) for printed in in_house_style.values() for page in printed.pages) > 20_000
    assert {name: printed.broken for name, printed in in_house_style.items() if printed.broken} == {}


# --- a council's style file: its font, its spaces ---


@pytest.fixture(scope="module")
def styles(
    libreoffice_as_it_comes: Callable[[Path, str], Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, StyleFile]:
    """Style files in broad and narrow fonts that LibreOffice can show, and one as Word's own template is spaced."""
    folder, found = tmp_path_factory.mktemp("styles"), {}
    for name, source in {"verdana": RED, "tahoma": GREEN, "times": BLUE.replace("Calibri", "Times New Roman")}.items():
        (folder / f"{name}.fodt").write_text(source, encoding="utf-8")
        found[name] = read_style_file(libreoffice_as_it_comes(folder / f"{name}.fodt", "docx").read_bytes())
    spaced = etree.tostring(found["times"].styles).decode()
    (before, after) = re.split("<w:pPrDefault>.*?</w:pPrDefault>", spaced, flags=re.DOTALL)
    return {**found, "spaced": replace(found["times"], styles=etree.fromstring(f"{before}{SPACED}{after}"))}


@pytest.fixture(scope="module")
def in_council_styles(blueprint: Blueprint, printer: Printer, styles: dict[str, StyleFile]) -> dict[str, Printed]:
    documents = {name: paper for name, paper in papers(blueprint, "illustrative").items() if "report" not in name}
    files = {
        f"{style} {name}": write_docx(paper, STYLE, base=file)
        for style, file in styles.items()
        for name, paper in documents.items()
    }
    return printer(files)


def test_no_word_is_broken_in_a_councils_font(in_council_styles: dict[str, Printed]) -> None:
    assert {name: printed.broken for name, printed in in_council_styles.items() if printed.broken} == {}


@pytest.mark.parametrize(("style", "most"), [("verdana", 1.4), ("tahoma", 1.25), ("times", 1.0), ("spaced", 1.05)])
def test_a_councils_style_does_not_blow_papers_up(
    in_house_style: dict[str, Printed], in_council_styles: dict[str, Printed], style: str, most: float
) -> None:
    """The first two are a sixth broader than the house's font, with wider margins or on shorter paper."""
    ours, theirs = 0, 0
    for name, printed in in_council_styles.items():
        used, _, paper = name.partition(" ")
        if used == style:
            ours, theirs = ours + len(in_house_style[paper].pages), theirs + len(printed.pages)
    assert 0 < theirs <= most * ours


# --- the widths themselves ---


@pytest.mark.parametrize("font", ["Arial", "Times New Roman", "Verdana", "Arial Narrow"])
def test_letters_are_as_wide_as_another_program_sets_them(printer: Printer, font: str) -> None:
    document = Document("T", "", (), (Section("words", (Paragraph(IN_ALL_FONTS),)),))
    style = replace(STYLE, fonts=Fonts(font, font))
    found = printer({"words": write_docx(document, style)})["words"].pages[0]
    widths = {word.text: word.width for word in found}
    for word in IN_ALL_FONTS.split():
        reckoned = word_width(word, Lettering(font, STYLE.sizes.body)) / 20
        assert widths[word] == pytest.approx(reckoned, rel=0.03), word
