"""Small cases for the tests of the reports, and ways to look into what they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from workbooks import answers, workbook

from smreport.blocks.document import Block, Bullets, Callout, Contents, Document, Heading, Paragraph, Table
from smreport.blueprint.answers import Answers
from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Tables
from smreport.decision.results import decide
from smreport.frozen import replace
from smreport.papers.case import Case
from smreport.papers.compose import papers_of
from smreport.papers.exempt_annex import exempt_annex
from smreport.papers.wording import Wording

FOLDER = Path(__file__).parent / "whole"


def typed(name: str) -> Answers:
    """The answers of one of the small councils."""
    return answers((FOLDER / f"{name}.md").read_text(encoding="utf-8"))


def case_of(tables: Tables, exempt: bool = False) -> Case:
    return Case(decide(tables), Wording.from_mapping(tables.blueprint.wording), exempt)


def small_case(blueprint: Blueprint, markdown: str = "", exempt: bool = False) -> Case:
    """A case from answers as Markdown tables; see ``workbooks.answers``."""
    return case_of(workbook(blueprint, markdown), exempt)


def papers(case: Case) -> list[Document]:
    """The papers that the template asks for: as it is shipped the report, the strategy and the action plan."""
    return list(papers_of(case).values())


def annex_of(case: Case) -> Document:
    """The exempt annex of a case in which something is marked."""
    annex = exempt_annex(replace(case, exempt=True), replace(case, exempt=False))
    assert annex is not None
    return annex


def table_with(blocks: Iterable[Block], *headings: str) -> Table:
    """The first table that has these columns."""
    found = (block for block in blocks if isinstance(block, Table))
    return next(table for table in found if set(headings) <= {column.heading for column in table.columns})


def column(table: Table, heading: str) -> list[str]:
    """The texts of a column, from top to bottom."""
    at = [each.heading for each in table.columns].index(heading)
    return [row[at] for row in table.rows]


def row_of(table: Table, first: str) -> dict[str, str]:
    """The row in which a cell says exactly this, by heading."""
    return next(
        dict(zip((each.heading for each in table.columns), row, strict=True)) for row in table.rows if first in row
    )


def prose(blocks: Iterable[Block]) -> Iterator[str]:
    """Running text: what is read as sentences."""
    for block in blocks:
        match block:
            case Paragraph() | Callout():
                yield block.text
            case Bullets():
                yield block.lead
                yield from block.items


def texts(blocks: Iterable[Block]) -> Iterator[str]:
    """Every text of the blocks, tables and headings included."""
    for block in blocks:
        match block:
            case Heading():
                yield block.text
            case Table():
                yield block.caption
                yield block.description
                yield from (each.heading for each in block.columns)
                for row in block.rows:
                    yield from row
            case Contents():
                yield block.heading
            case _:
                yield from prose([block])


def whole(document: Document) -> str:
    """All that a document says, its cover and footer included."""
    cover = [text for fact in document.cover for text in fact]
    around = [document.title, document.subtitle, *cover, document.footer, document.subject, document.author]
    return "\n".join([*around, *texts(document.notices), *texts(document.blocks)])
