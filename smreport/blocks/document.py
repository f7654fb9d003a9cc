"""Documents as data: what a report says, before any file format has a say in how it looks.

A :class:`Document` is a tuple of sections, each a tuple of blocks. The sections of the reports build blocks;
one writer turns them into Word. Nothing here knows about Word, Excel or the workbook.

A kind of block has a ``noun``, whose words are the message ``word.block.NOUN``, and its ``texts``: those that would
leave something empty behind if they were blank. It goes by the first of them. Blocks that others refer to have a
``key``; ``see`` holds the keys of sections, tables and charts that a block refers to. ``source`` and ``sources`` say
which cells a block's figures come from: "7 Portfolio, row 8".
"""

from __future__ import annotations

import re
from typing import ClassVar, Literal

from smreport.blocks.other_language import OtherWords
from smreport.frozen import Frozen, field
from smreport.words import joining, place, placed, say

Align = Literal["left", "right"]
Tone = Literal["body", "lead", "statement", "note"]
ChartKind = Literal["bar", "column", "stacked", "scatter", "gantt", "line"]


class Heading(Frozen):
    """A heading of level 1, 2 or 3; ``new_page`` starts it on a new page (appendices)."""

    noun: ClassVar[str] = "heading"
    text: str
    level: int = 1
    new_page: bool = False

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3):
            raise ValueError(f"{self.level=}")

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.text,)


class Paragraph(Frozen):
    """Running text. ``tone`` picks the style: body, lead (opening), statement (quoted) or note (small print)."""

    noun: ClassVar[str] = "paragraph"
    text: str
    tone: Tone = "body"
    see: tuple[str, ...] = ()
    source: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.text,)


class Bullets(Frozen):
    """A list with a lead-in sentence; ``numbered`` for steps and recommendations.

    sources  for each item, the cells behind it; empty where none is given
    """

    noun: ClassVar[str] = "list"
    lead: str
    items: tuple[str, ...]
    numbered: bool = False
    see: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _require_as_many(self.lead, self.sources, self.items)

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.lead, *self.items)


class Callout(Frozen):
    """A boxed notice that starts with its ``label`` in bold: "Draft", "Illustrative", "Decision sought"."""

    noun: ClassVar[str] = "callout"
    label: str
    text: str

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.label, self.text)


class TableColumn(Frozen):
    """A table's column: its heading, its share of the text width, and how its cells are aligned."""

    heading: str
    share: float = 1.0
    align: Align = "left"


class Table(Frozen):
    """A captioned table with one header row. Every row has one text per column; no cell is merged.

    ``description`` says in a sentence what the table shows, for people who listen to it.

    sources  for each row, the cells behind it; empty where none is given
    """

    noun: ClassVar[str] = "table"
    caption: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    description: str = ""
    key: str = ""
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _require_as_many(self.caption, self.sources, self.rows)
        for position, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(f"{self.caption!r}: {position=} {len(row)=} {len(self.columns)=}")

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.caption, *(column.heading for column in self.columns))


class Series(Frozen):
    """A chart's series: its name, and one value for each category; None where there is none."""

    name: str
    values: tuple[float | None, ...]


class Chart(Frozen):
    """A captioned chart that Word can edit. ``description`` is its alternative text, made from the data.

    bar, column, stacked, line  each series has one value for each category
    scatter  categories name the points; the first series holds x, each other one y, None where it has no point
    gantt    the two series hold start and length, in days since 30 December 1899
    """

    noun: ClassVar[str] = "chart"
    kind: ChartKind
    caption: str
    description: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    x_title: str = ""
    y_title: str = ""
    number_format: str = "#,##0"
    height_cm: float = 8.0
    key: str = ""

    def __post_init__(self) -> None:
        for series in self.series:
            if len(series.values) != len(self.categories):
                raise ValueError(f"{self.caption!r}: {series.name!r} {len(series.values)=} {len(self.categories)=}")

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.caption, self.description, *self.categories, *(series.name for series in self.series))


class WordPicture(Frozen):
    """Words by how often they were used, set in sizes to match; each stands with its count.

    ``caption`` says what was counted, ``words`` holds (word, times).
    """

    noun: ClassVar[str] = "word_picture"
    caption: str
    words: tuple[tuple[str, int], ...]
    key: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.caption, *(word for word, _ in self.words))


class Contents(Frozen):
    """A contents list of the level 1 and 2 headings, with working links; ``new_page`` starts it on a new page."""

    noun: ClassVar[str] = "contents"
    heading: str = field(default_factory=lambda: say("word.contents"))
    new_page: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.heading,)


Block = Heading | Paragraph | Bullets | Callout | Table | Chart | WordPicture | Contents
"""All kinds of block; the type checker asks the writer for each of them."""


class Section(Frozen):
    """Blocks that belong together under a key: what a later run replaces as a whole."""

    key: str
    blocks: tuple[Block, ...]


def exempt_words() -> str:
    """What the cover of an exempt document says, and its properties."""
    return say("word.exempt")


class Document(Frozen):
    """A whole document: cover facts, then sections.

    ``cover`` holds pairs such as ("Committee", "Cabinet") shown under the title. ``footer`` is printed
    on every page before the page number. ``language`` is a BCP 47 tag. With ``numbered`` the headings
    of the main part and the paragraphs under them have numbers, so that a committee can refer to them.
    ``exempt`` says that it shows figures which are not for publication: its file is marked so. ``other`` is what of
    its text is in another language.
    """

    title: str
    subtitle: str
    cover: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    author: str = ""
    subject: str = ""
    footer: str = ""
    notices: tuple[Callout, ...] = field(default=())
    language: str = "en-GB"
    numbered: bool = False
    exempt: bool = False
    other: OtherWords | None = None

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of all sections, in order."""
        return tuple(block for section in self.sections for block in section.blocks)

    @property
    def labels(self) -> dict[str, str]:
        """What each key is called in a sentence: "Table 3", "Figure 1", "Appendix 2", or a section's heading."""
        labels: dict[str, str] = {}
        for section in self.sections:
            first = next((block for block in section.blocks if isinstance(block, Heading)), None)
            if first:
                labels[section.key] = called(first.text)
        tables = {key: table_label(str(number)) for key, number in self._numbered(Table)}
        figures = {key: figure_label(str(number)) for key, number in self._numbered(Chart, WordPicture)}
        return labels | tables | figures

    def _numbered(self, *kinds: type[Table | Chart | WordPicture]) -> list[tuple[str, int]]:
        """The keys of blocks of some kinds, each with its number."""
        keys = (block.key for block in self.blocks if isinstance(block, kinds))
        return [(key, number) for number, key in enumerate(keys, start=1) if key]


def table_label(number: str) -> str:
    """What a table is called: "Table 3"."""
    return say("word.label.table", number=number)


def figure_label(number: str) -> str:
    """What a chart or word picture is called: "Figure 1"."""
    return say("word.label.figure", number=number)


def called(heading: str) -> str:
    """How a sentence refers to a heading: "Appendix 2" for "Appendix 2: risks", else the heading in quotes."""
    number = appendix_number(heading)
    return say("word.label.appendix", number=number) if number else joining.quoted(heading)


def appendix_number(heading: str) -> str:
    """The number of an appendix by its heading, "2" for "Appendix 2: risks"; "" for other headings."""
    words = say("word.appendix", number=place(0), heading=place(1))
    spelt = "".join(re.escape(piece) if isinstance(piece, str) else piece.pattern for piece in placed(words, _APPENDIX))
    said = re.fullmatch(spelt, heading, re.DOTALL)
    return said["number"] if said else ""


_APPENDIX = (re.compile(r"(?P<number>\S+?)"), re.compile(r"\S.*"))


def _require_as_many(name: str, sources: tuple[str, ...], items: tuple[object, ...]) -> None:
    if sources and len(sources) != len(items):
        raise ValueError(f"{name!r}: {len(items)=} {len(sources)=}")
