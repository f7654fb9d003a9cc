"""A document as lines: each block with all that it holds but Word's looks, for a person to read and a diff to compare.

    [KEY] a section             # heading of level 1; ## of level 2, + on a new page
    P running text              tone and what it leads to behind it
    L a list's lead, then       - its items, or 1. where they are numbered
    ! LABEL: a notice           T a table: its columns with their shares of the width, then its rows
    C a chart                   W a word picture

Cells that a text comes from stand behind it after <.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from workbooks import answers

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
from smreport.blueprint.answers import Answers

WHOLE = Path(__file__).parent / "whole"


def typed(name: str) -> Answers:
    """The answers of one of the small councils."""
    return answers((WHOLE / f"{name}.md").read_text(encoding="utf-8"))


def in_lines(document: Document, only: Collection[str] = ()) -> str:
    """A document, or some of its sections by their keys alone."""
    lines = [] if only else [*_about(document)]
    for section in document.sections:
        if not only or section.key in only:
            lines += ["", f"[{section.key}]", *(line for block in section.blocks for line in lines_of(block))]
    return "\n".join(lines).lstrip("\n") + "\n"


def _about(document: Document) -> Iterator[str]:
    yield f"{document.title} / {document.subtitle} / {document.subject} / {document.author} / {document.footer}"
    looks = [name for name in ("numbered", "exempt") if getattr(document, name)]
    yield " ".join([document.language, *looks])
    yield from (f"{label}: {text}" for label, text in document.cover)
    for notice in document.notices:
        yield from lines_of(notice)


def lines_of(block: Block) -> Iterator[str]:
    """A block with all that it holds."""
    match block:
        case Heading():
            yield f"{'#' * block.level}{'+' if block.new_page else ''} {block.text}"
        case Paragraph():
            yield f"P {block.text}{_see(block.see)}{_in_brackets(block.tone, 'body')}{_from(block.source)}"
        case Bullets():
            yield f"L {block.lead}{_see(block.see)}"
            for number, (item, source) in enumerate(zip(block.items, _sources(block), strict=True), 1):
                yield f"  {f'{number}.' if block.numbered else '-'} {item}{_from(source)}"
        case Callout():
            yield f"! {block.label}: {block.text}"
        case Table():
            yield f"T {block.caption}{_in_brackets(block.key)}: {block.description}"
            heads = (f"{each.heading} {each.share:g}{_in_brackets(each.align, 'left')}" for each in block.columns)
            yield f"  {' | '.join(heads)}"
            for row, source in zip(block.rows, _sources(block), strict=True):
                yield f"  | {' | '.join(row)}{_from(source)}"
        case Chart():
            yield from _chart(block)
        case WordPicture():
            yield f"W {block.caption}{_in_brackets(block.key)}: {block.words}"
        case Contents():
            yield f"Contents: {block.heading}{'+' if block.new_page else ''}"


def _chart(chart: Chart) -> Iterator[str]:
    yield f"C {chart.kind} {chart.caption}{_in_brackets(chart.key)}: {chart.description}"
    yield f"  {chart.x_title} / {chart.y_title} / {chart.number_format} / {chart.height_cm:g} cm"
    yield f"  {' | '.join(chart.categories)}"
    for series in chart.series:
        yield f"  {series.name}: {' | '.join('' if value is None else f'{value:g}' for value in series.values)}"


def _sources(block: Bullets | Table) -> tuple[str, ...]:
    return block.sources or ("",) * len(block.items if isinstance(block, Bullets) else block.rows)


def _from(source: str) -> str:
    return f"  < {source}" if source else ""


def _see(keys: tuple[str, ...]) -> str:
    return f" -> {' '.join(keys)}" if keys else ""


def _in_brackets(text: str, plain: str = "") -> str:
    return "" if text == plain else f" ({text})"
