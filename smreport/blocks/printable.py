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
from smreport.words import say

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
            raise ValueError(say("word.unprintable.no_items", block=_name(block)))
        if isinstance(block, WordPicture) and not block.words:
            raise ValueError(say("word.unprintable.no_words", block=_name(block)))
        if isinstance(block, Contents):
            _require_headings(document)
    for name, text in _doubtful_texts(document):
        _require_legal(name, text)
        if not text.strip():
            raise ValueError(say("word.unprintable.blank", name=name))


def _require_properties(document: Document) -> None:
    for name in ("title", "author", "subject"):
        length = len(getattr(document, name))
        if length > PROPERTY_LIMIT:
            named = say(f"word.unprintable.text.{name}")
            raise ValueError(say("word.unprintable.long", name=named, count=length, most=str(PROPERTY_LIMIT)))
    for name in ("subtitle", "author", "subject", "footer", "language"):
        _require_legal(say(f"word.unprintable.text.{name}"), getattr(document, name))
    for label, detail in document.cover:
        _require_legal(say("word.unprintable.cover_fact", label=repr(label)), detail)
    if len(document.title.splitlines()) > 1:
        # the same words must fit the document property, which has one line
        raise ValueError(say("word.unprintable.title_lines", title=repr(document.title)))


def _require_table(table: Table) -> None:
    name = _name(table)
    _require_legal(name, table.description)
    if not table.columns or not table.rows:
        raise ValueError(say("word.unprintable.empty_table", table=name))
    for column in table.columns:
        if column.share <= 0:
            what = say("word.unprintable.share", table=name, column=repr(column.heading), share=str(column.share))
            raise ValueError(what)
    for position, row in enumerate(table.rows, start=1):
        for text in filter(_ILLEGAL.search, row):
            _require_legal(say("word.unprintable.row", table=name, row=str(position)), text)
        if not any(text.strip() for text in row):
            raise ValueError(say("word.unprintable.blank_row", table=name, row=str(position)))


def _require_headings(document: Document) -> None:
    if not any(isinstance(block, Heading) and block.level <= 2 for block in document.blocks):
        raise ValueError(say("word.unprintable.no_headings"))


def _doubtful_texts(document: Document) -> Iterator[Named]:
    """The texts that leave an empty paragraph or list behind if they are blank; of blocks only those at fault."""
    yield say("word.unprintable.text.title"), document.title
    yield say("word.unprintable.text.language"), document.language
    for label, _ in document.cover:
        yield say("word.unprintable.cover_label"), label
    for block in (*document.notices, *document.blocks):
        yield from ((_name(block), text) for text in block.texts if _ILLEGAL.search(text) or not text.strip())


def _name(block: Block) -> str:
    """What a reader would call the block: its kind and how it begins, with odd characters spelt out."""
    text = block.texts[0]
    start = text if len(text) <= 50 else text[:50] + "..."
    return say(f"word.block.{block.noun}", start=repr(start))


def _require_legal(name: str, text: str) -> None:
    illegal = _ILLEGAL.search(text)
    if illegal:
        code, position = f"U+{ord(illegal[0]):04X}", str(illegal.start() + 1)
        raise ValueError(say("word.unprintable.character", name=name, code=code, position=position))
