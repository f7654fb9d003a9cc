"""A Word document as plain text that a person can read and a diff can compare."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_MARKS = {
    "Title": "# {}", "Heading1": "## {}", "Heading2": "### {}", "Heading3": "#### {}", "TOCHeading": "**{}**",
    "TOC1": "- {}", "TOC2": "  - {}", "ListBullet": "- {}", "Caption": "**{}**", "Callout": "> {}",
    "BodyTextStatement": "> {}",
}  # fmt: skip
_ITEMS = ("TOC1", "TOC2", "ListBullet", "ListNumber")  # they follow the paragraph before them without a blank line


def text_of_docx(file: Path | str | bytes) -> str:
    """The document's words in reading order, as Markdown; running headers and footers stand at the end.

    Links are given by their text, a figure by its alternative text, a field (a page number) by the result
    that is kept in the file.
    """
    content = file if isinstance(file, bytes) else Path(file).read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body = etree.fromstring(package.read("word/document.xml"))[0]
        edges = [name for name in sorted(package.namelist()) if name.startswith(("word/header", "word/footer"))]
        running = [f"{name[5:11].capitalize()}: {_words(etree.fromstring(package.read(name)))}" for name in edges]
    lines = list(_lines(body))
    return "\n".join([*lines, *(["", "---", "", *running] if running else [])]) + "\n"


def _lines(body: Any) -> Iterator[str]:
    numbers: Counter[str] = Counter()
    before = ""
    for block in _blocks(body):
        style = _style(block) if block.tag == f"{W}p" else "Table"
        if before and not (style in _ITEMS and style[:3] == before[:3]):
            yield ""
        yield from _table(block) if style == "Table" else [_paragraph(block, style, numbers)]
        before = style


def _blocks(element: Any) -> Iterator[Any]:
    """Paragraphs and tables, those in content controls too."""
    for block in element.iterchildren(f"{W}p", f"{W}tbl", f"{W}sdt"):
        if block.tag == f"{W}sdt":
            yield from _blocks(block.find(f"{W}sdtContent"))
        else:
            yield block


def _paragraph(paragraph: Any, style: str, numbers: Counter[str]) -> str:
    words = _words(paragraph)
    if style == "ListNumber":
        listed = paragraph.find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val")
        numbers[listed] += 1
        return f"{numbers[listed]}. {words}"
    return _MARKS.get(style, "{}").format(words)


def _table(table: Any) -> Iterator[str]:
    rows = [[_cell(cell) for cell in row.iterchildren(f"{W}tc")] for row in table.iterchildren(f"{W}tr")]
    for number, row in enumerate(rows):
        yield f"| {' | '.join(row)} |"
        if number == 0:
            yield f"|{' --- |' * len(row)}"


def _cell(cell: Any) -> str:
    return "<br>".join(_words(paragraph) for paragraph in cell.iterchildren(f"{W}p")).replace("|", "\\|")


def _style(paragraph: Any) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "Normal" if found is None else str(found.get(f"{W}val"))


def _words(element: Any) -> str:
    return "".join(_pieces(element)).strip()


def _pieces(element: Any) -> Iterator[str]:
    tags = (f"{W}t", f"{W}tab", f"{W}br", _DRAWING)
    for piece in element.iter(*tags):
        if piece.tag == f"{W}t":
            yield piece.text or ""
        elif piece.tag == _DRAWING:
            yield f"[Figure: {piece.get('descr', '')}]"
        elif piece.getparent().tag == f"{W}r":
            yield "<br>" if piece.tag == f"{W}br" else " "
