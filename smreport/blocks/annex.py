"""Long listings: a document shows their first rows and names the workbook that has them all.

Word and its readers slow down on tables of thousands of rows, and nobody reads them there.
"""

from __future__ import annotations

from collections.abc import Iterator

from smreport.blocks.document import Block, Document, Paragraph, Section, Table
from smreport.frozen import Frozen, replace
from smreport.words import locales, say

MOST_ROWS = 100
"""A listing up to this long stays in the document as a whole."""

_SHOWN = 15


class Annex(Frozen):
    """A workbook beside a document: its file name, the document's properties, and a sheet for each long listing."""

    file: str
    title: str
    author: str
    language: str
    tables: tuple[Table, ...]


def with_annex(document: Document, file: str) -> tuple[Document, Annex | None]:
    """The document with its long listings cut, and the annex that has them whole; None where none is long.

    file  the annex's file name, such as "strategy-annex.xlsx"
    """
    moved: list[Table] = []
    sections = tuple(Section(part.key, tuple(_cut(part.blocks, moved, file))) for part in document.sections)
    if not moved:
        return document, None
    return replace(document, sections=sections), _annex(document, file, moved)


def _annex(document: Document, file: str, tables: list[Table]) -> Annex:
    return Annex(file, document.title, document.author, document.language, tuple(tables))


def _cut(blocks: tuple[Block, ...], moved: list[Table], file: str) -> Iterator[Block]:
    for block in blocks:
        if not isinstance(block, Table) or len(block.rows) <= MOST_ROWS:
            yield block
            continue
        moved.append(block)
        yield replace(
            block,
            caption=say(
                "word.annex.cut", caption=block.caption, shown=str(_SHOWN), all=locales.number(len(block.rows))
            ),
            rows=block.rows[:_SHOWN],
            sources=block.sources[:_SHOWN],
        )
        sheet = sheet_name(len(moved))
        yield Paragraph(say("word.annex.where", rows=locales.number(len(block.rows)), file=file, sheet=sheet))


def sheet_name(number: int) -> str:
    """What the sheet of the annex's n-th listing is called, counted from 1."""
    return say("word.annex.sheet", number=str(number))
