"""Finished papers as a reader has them: headings, sentences and tables of Word files, by python-docx alone."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph


@dataclass(frozen=True)
class Listed:
    """A table: its caption without the number, the heading that it stands under, and its rows by heading."""

    caption: str
    under: str
    headings: tuple[str, ...]
    rows: tuple[dict[str, str], ...]

    def column(self, heading: str) -> list[str]:
        return [row[heading] for row in self.rows]


@dataclass
class Finished:
    """A paper: every sentence with the heading that it stands under, and every table; ``charts`` are told in words."""

    sentences: list[tuple[str, str]] = field(default_factory=list)
    tables: list[Listed] = field(default_factory=list)
    charts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(text for _, text in self.sentences)

    def table(self, caption: str) -> Listed | None:
        """The first table whose caption begins so."""
        return next((table for table in self.tables if table.caption.startswith(caption)), None)

    def under(self, heading: str) -> list[str]:
        """The sentences under headings that begin so."""
        return [text for place, text in self.sentences if place.startswith(heading)]


def finished(content: bytes) -> Finished:
    """Reads a Word file; the cover's table has no caption and is left out."""
    word, paper = Document(io.BytesIO(content)), Finished()
    heading = caption = ""
    for element in _blocks(word.element.body):
        if element.tag == qn("w:tbl"):
            if caption:
                paper.tables.append(_listed(WordTable(element, word), caption, heading))
            caption = ""
            continue
        paragraph = WordParagraph(element, word)
        style, text = paragraph.style.style_id if paragraph.style else "", paragraph.text.strip()
        paper.charts += [drawn.get("descr", "") for drawn in element.iter(qn("wp:docPr"))]
        if style.startswith("Heading"):
            heading = text
        elif style == "Caption":
            caption = re.sub(r"^\w+ \d+: ", "", text)
        elif text and not style.startswith("TOC"):
            paper.sentences.append((heading, text))
    return paper


def _blocks(element: object) -> Iterator[object]:
    """Paragraphs and tables in order, those in content controls too."""
    for block in element.iterchildren():  # type: ignore[attr-defined]
        if block.tag == qn("w:sdt"):
            yield from _blocks(block.find(qn("w:sdtContent")))
        elif block.tag in (qn("w:p"), qn("w:tbl")):
            yield block


def _listed(table: WordTable, caption: str, heading: str) -> Listed:
    cells = [[cell.text.strip() for cell in row.cells] for row in table.rows]
    headings = tuple(cells[0])
    return Listed(caption, heading, headings, tuple(dict(zip(headings, row, strict=True)) for row in cells[1:]))


def papers(contents: Mapping[str, bytes]) -> dict[str, Finished]:
    """All papers of a build by what they are: "report", "strategy", "action-plan"."""
    return {file.removesuffix(".docx"): finished(docx) for file, docx in contents.items() if file.endswith(".docx")}


_AMOUNT = re.compile(r"-?£[\d,]+")


def pounds(text: str) -> list[int]:
    """The amounts of money in a text."""
    return [int(re.sub(r"[£,]", "", amount)) for amount in _AMOUNT.findall(text)]
