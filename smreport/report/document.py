"""Documents as data: what a report says, before any file format has a say in how it looks.

A :class:`Document` is a tuple of blocks. The sections of the reports build blocks; one writer turns
blocks into Word. Nothing here knows about Word, Excel or the workbook.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Align = Literal["left", "right"]
Tone = Literal["body", "lead", "statement", "note"]


@dataclass(frozen=True)
class Heading:
    """A heading of level 1, 2 or 3; ``new_page`` starts it on a new page (appendices)."""

    text: str
    level: int = 1
    new_page: bool = False

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3):
            raise ValueError(f"heading level must be 1, 2 or 3, got {self.level}")


@dataclass(frozen=True)
class Paragraph:
    """Running text. ``tone`` picks the style: body, lead (opening), statement (quoted) or note (small print)."""

    text: str
    tone: Tone = "body"


@dataclass(frozen=True)
class Bullets:
    """A list with a lead-in sentence; ``numbered`` for steps and recommendations."""

    lead: str
    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Callout:
    """A boxed notice that starts with its ``label`` in bold: "Draft", "Illustrative", "Decision sought"."""

    label: str
    text: str


@dataclass(frozen=True)
class TableColumn:
    """A table's column: its heading, its share of the text width, and how its cells are aligned."""

    heading: str
    share: float = 1.0
    align: Align = "left"


@dataclass(frozen=True)
class Table:
    """A captioned table with one header row. Every row has one text per column; no cell is merged.

    ``description`` says in a sentence what the table shows, for people who listen to it.
    """

    caption: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    description: str = ""

    def __post_init__(self) -> None:
        for position, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"table {self.caption!r} has {len(self.columns)} columns, "
                    f"but its row {position} has {len(row)} cells"
                )


@dataclass(frozen=True)
class Contents:
    """A contents list of the level 1 and 2 headings, with working links; ``new_page`` starts it on a new page."""

    heading: str = "Contents"
    new_page: bool = False


Block = Heading | Paragraph | Bullets | Callout | Table | Contents


@dataclass(frozen=True)
class Document:
    """A whole document: cover facts, then blocks.

    ``cover`` holds pairs such as ("Committee", "Cabinet") shown under the title. ``footer`` is printed
    on every page before the page number. ``language`` is a BCP 47 tag.
    """

    title: str
    subtitle: str
    cover: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    author: str = ""
    subject: str = ""
    footer: str = ""
    notices: tuple[Callout, ...] = field(default=())
    language: str = "en-GB"
