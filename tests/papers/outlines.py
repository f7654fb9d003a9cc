"""Documents in blocks, line by line: all that a block holds, in a form that is short enough to read and compare.

# the key of a section
## A heading                   one more # for each level
> words                        a callout, with its label before a colon
- words, 1. words              an item of a list, below its lead with ":"
T a caption [key] (description)
: Area 3 | Benefit 1.5>        the columns of a table with their widths; > is aligned to the right
| Roads | 12                   a row
C scatter a caption            a chart, then its categories, series and axes
words --statement @see <- 7 Portfolio, row 8    a tone, what it refers to, and the cells behind it
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from kept import assert_as_kept
from papers.cases import FOLDER

from smreport.blocks.document import (
    Block,
    Bullets,
    Callout,
    Chart,
    Contents,
    Document,
    Heading,
    Paragraph,
    Table,
    WordPicture,
)


def assert_is(name: str, said: Iterable[str]) -> None:
    """It is what the file of that name holds."""
    assert_as_kept(FOLDER / f"{name}.txt", "".join(f"{line}\n" for line in said))


def outline(document: Document, only: Collection[str] = ()) -> list[str]:
    """All of a document, or some of its sections by their keys alone."""
    return [
        *([] if only else _about(document)),
        *(
            line
            for section in document.sections
            if not only or section.key in only
            for line in (f"# {section.key}", *lines(section.blocks))
        ),
    ]


def _about(document: Document) -> list[str]:
    marks = ("numbered" * document.numbered, "exempt" * document.exempt, document.language)
    return [
        f"=== {document.title} / {document.subtitle} ({' '.join(filter(None, marks))})",
        *(f"{label}: {text}" for label, text in document.cover),
        f"footer: {document.footer}",
        f"properties: {document.author} / {document.subject}",
        *lines(document.notices),
    ]


def lines(blocks: Iterable[Block]) -> list[str]:
    """Some blocks."""
    return [line.rstrip() for block in blocks for line in _lines(block)]


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * (block.level + 1)} {block.text}{' (new page)' * block.new_page}"
        case Paragraph():
            yield f"{block.text}{f' --{block.tone}' * (block.tone != 'body')}{_see(block.see)}{_from(block.source)}"
        case Callout():
            yield f"> {block.label}: {block.text}"
        case Bullets():
            yield f": {block.lead}{_see(block.see)}"
            for number, item in enumerate(block.items, 1):
                yield f"{f'{number}.' if block.numbered else '-'} {item}{_of(block.sources, number)}"
        case Table():
            yield f"T {block.caption} [{block.key}] ({block.description})"
            yield ": " + " | ".join(
                f"{column.heading} {column.share:g}{'>' * (column.align == 'right')}" for column in block.columns
            )
            for number, row in enumerate(block.rows, 1):
                yield f"| {' | '.join(row)}{_of(block.sources, number)}"
        case Chart():
            yield from _chart(block)
        case WordPicture():
            yield f"W {block.caption} [{block.key}] {', '.join(f'{word} {times}' for word, times in block.words)}"
        case Contents():
            yield f"contents {block.heading}{' (new page)' * block.new_page}"


def _chart(chart: Chart) -> Iterator[str]:
    yield f"C {chart.kind} {chart.caption} [{chart.key}] ({chart.description})"
    yield f": {chart.x_title} / {chart.y_title} / {chart.number_format} / {chart.height_cm:g} cm"
    yield f"| {' | '.join(chart.categories)}"
    for series in chart.series:
        values = ("" if value is None else f"{value:g}" for value in series.values)
        yield f"| {series.name}: {' | '.join(values)}"


def _see(keys: tuple[str, ...]) -> str:
    return "".join(f" @{key}" for key in keys)


def _of(sources: tuple[str, ...], number: int) -> str:
    return _from(sources[number - 1]) if sources else ""


def _from(source: str) -> str:
    return f" <- {source}" if source else ""
