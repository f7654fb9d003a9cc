"""Turn a Document into Markdown: the same content as plain text, for guides and for reading in review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

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
from smreport.blocks.references import in_words, with_references
from smreport.words import joining


def write_markdown(document: Document) -> str:
    """The document as Markdown with tables in pipe form. A contents list is left out."""
    lines = [f"# {document.title}", "", document.subtitle, ""]
    for name, detail in document.cover:
        lines.append(f"- {joining.labelled(name, _plain(detail))}")
    lines += [""] if document.cover else []
    labels = document.labels
    for block in (*document.notices, *document.blocks):
        lines += [*_lines(block, labels), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _lines(block: Block, labels: Mapping[str, str]) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * (block.level + 1)} {_plain(block.text)}"
        case Paragraph():
            yield f"{'> ' if block.tone == 'statement' else ''}{_said(block.text, block.see, labels)}"
        case Callout():
            yield f"> **{_plain(block.label)}:** {_plain(block.text)}"
        case Bullets():
            yield from (_said(block.lead, block.see, labels), "", *_items(block))
        case Table():
            yield from (joining.lead(_plain(block.caption)), "", *_table(block))
        case Chart():
            yield joining.labelled(_plain(block.caption), _plain(block.description))
        case WordPicture():
            yield joining.labelled(_plain(block.caption), joining.in_a_row(_counted(block)))
        case Contents():
            pass
        case _:  # a kind that was added: its words at least
            yield from map(_plain, block.texts)


def _said(text: str, see: tuple[str, ...], labels: Mapping[str, str]) -> str:
    """A text with the parts of the document that it refers to, on one line."""
    return _plain(in_words(with_references(text, see, labels)))


def _items(block: Bullets) -> Iterator[str]:
    for number, item in enumerate(block.items, start=1):
        yield f"{f'{number}.' if block.numbered else '-'} {_plain(item)}"


def _table(block: Table) -> Iterator[str]:
    yield _row(column.heading for column in block.columns)
    yield _row("---:" if column.align == "right" else "---" for column in block.columns)
    yield from map(_row, block.rows)


def _counted(block: WordPicture) -> Iterator[str]:
    return (joining.valued(_plain(word), str(count)) for word, count in block.words)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(_plain(cell).replace("|", "\\|") for cell in cells) + " |"


def _plain(text: str) -> str:
    return " ".join(text.split())
