"""Turn a Document into Markdown: the same content as plain text, for guides and for reading in review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from smreport.report.document import Block, Bullets, Callout, Contents, Document, Heading, Paragraph, Table


def write_markdown(document: Document) -> str:
    """The document as Markdown with tables in pipe form. A contents list is left out."""
    lines = [f"# {document.title}", "", document.subtitle, ""]
    for name, detail in document.cover:
        lines.append(f"- {name}: {_plain(detail)}")
    lines += [""] if document.cover else []
    for block in (*document.notices, *document.blocks):
        lines += [*_lines(block), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * (block.level + 1)} {_plain(block.text)}"
    elif isinstance(block, Paragraph):
        yield f"> {_plain(block.text)}" if block.tone == "statement" else _plain(block.text)
    elif isinstance(block, Callout):
        yield f"> **{_plain(block.label)}:** {_plain(block.text)}"
    elif isinstance(block, Bullets):
        yield _plain(block.lead)
        yield ""
        for number, item in enumerate(block.items, start=1):
            yield f"{f'{number}.' if block.numbered else '-'} {_plain(item)}"
    elif isinstance(block, Table):
        yield f"{_plain(block.caption)}:"
        yield ""
        yield _row(column.heading for column in block.columns)
        yield _row("---:" if column.align == "right" else "---" for column in block.columns)
        yield from map(_row, block.rows)
    else:
        assert isinstance(block, Contents)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(_plain(cell).replace("|", "\\|") for cell in cells) + " |"


def _plain(text: str) -> str:
    return " ".join(text.split())
