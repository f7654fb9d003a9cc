"""Refuse, with the name of the block at fault, a document that would not print as a sound Word file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from smreport.blocks.document import (
    Block,
    Bullets,
    Contents,
    Document,
    Heading,
    Table,
    WordPicture,
)

PROPERTY_LIMIT = 255  # Word's own limit for a document property
_ILLEGAL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not in production 2 of XML 1.0

Named: TypeAlias = tuple[str, str]  # what a text is, and the text


def require_printable(document: Document) -> None:
    """Raise ValueError for the first thing that cannot be printed; say where it is and how to mend it."""
    _require_properties(document)
    for block in document.blocks:
        if isinstance(block, Table):
            _require_table(block)
        if isinstance(block, Bullets) and not block.items:
            raise ValueError(f"{_name(block)} has no items")
        if isinstance(block, WordPicture) and not block.words:
            raise ValueError(f"{_name(block)} has no words")
        if isinstance(block, Contents):
            _require_headings(document)
    for name, text in _needed_texts(document):
        _require_legal(name, text)
        if not text.strip():
            raise ValueError(f"{name} is blank")


def _require_properties(document: Document) -> None:
    for name in ("title", "author", "subject"):
        length = len(getattr(document, name))
        if length > PROPERTY_LIMIT:
            raise ValueError(f"{name} is {length} characters long; Word allows {PROPERTY_LIMIT}")
    for name in ("subtitle", "author", "subject", "footer", "language"):
        _require_legal(name, getattr(document, name))
    for label, detail in document.cover:
        _require_legal(f"cover fact {label!r}", detail)
    if len(document.title.splitlines()) > 1:
        # the same words must fit the document property, which has one line
        raise ValueError(f"title must be one line, got {document.title!r}")


def _require_table(table: Table) -> None:
    name = _name(table)
    _require_legal(name, table.description)
    if not table.columns or not table.rows:
        raise ValueError(f"{name} has no rows or no columns; leave it out, or say in words why it is empty")
    for column in table.columns:
        if column.share <= 0:
            raise ValueError(f"{name}: share of column {column.heading!r} must be above 0, got {column.share}")
    for position, row in enumerate(table.rows, start=1):
        for text in row:
            _require_legal(f"{name}, row {position}", text)
        if not any(text.strip() for text in row):
            raise ValueError(f"{name}: row {position} is blank; leave it out")


def _require_headings(document: Document) -> None:
    if not any(isinstance(block, Heading) and block.level <= 2 for block in document.blocks):
        raise ValueError("contents list has no heading of level 1 or 2 to list")


def _needed_texts(document: Document) -> Iterator[Named]:
    """Every text that leaves an empty paragraph or list behind if it is blank."""
    yield "title", document.title
    yield "language", document.language
    for label, _ in document.cover:
        yield "cover label", label
    for block in (*document.notices, *document.blocks):
        for text in block.texts:
            yield _name(block), text


def _name(block: Block) -> str:
    """What a reader would call the block: its kind and how it begins, with odd characters spelt out."""
    text = block.texts[0]
    start = text if len(text) <= 50 else text[:50] + "..."
    return f"{block.noun} {start!r}"


def _require_legal(name: str, text: str) -> None:
    illegal = _ILLEGAL.search(text)
    if illegal:
        raise ValueError(
            f"{name} holds the character U+{ord(illegal[0]):04X} at position {illegal.start() + 1}, "
            "which a Word file cannot store; delete it"
        )
