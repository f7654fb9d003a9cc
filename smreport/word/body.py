"""The blocks of a document as Word elements in the styles of the house: lxml only, no file."""

from __future__ import annotations

import copy
import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from smreport.blocks.document import (
    Block,
    Bullets,
    Callout,
    Chart,
    Contents,
    Document,
    Heading,
    Paragraph,
    Section,
    Table,
    TableColumn,
    WordPicture,
    appendix_number,
    called,
    figure_label,
    table_label,
)
from smreport.blocks.references import Piece, with_references
from smreport.word import styles as word_styles
from smreport.word.edits.piece_names import name_pieces
from smreport.word.elements import (
    Element,
    bookmark,
    commented,
    content_control,
    field,
    field_end,
    field_start,
    link,
    paragraph,
    row,
    run,
    table,
    text_rows,
    w,
)
from smreport.word.house_style import LEAST_SIZE
from smreport.word.section_marks import Mark
from smreport.word.style_values import StyleValues
from smreport.word.table_layout import NARROW_MARGIN, CellLooks, Layout, is_tall, laid_out
from smreport.words import joining, place, placed, say

ChartPlacer = Callable[[Chart, int], Element]
"""Puts a chart's files into the package and gives the run that shows it; the number is unique in the document."""

COVER = "cover"

_LONGEST_NAME = 64  # letters of a content control's name; Word refuses more
_TONE_STYLES = {
    "body": "BodyText",
    "lead": "BodyTextLead",
    "statement": "BodyTextStatement",
    "note": "BodyTextNote",
}
_NUMBERED_TONES = ("body", "lead")
_KEYED = (Table, Chart, WordPicture)
_CONTENTS_LEVELS = 2
_WHOLE_TABLE_ROWS = 3  # a table this short is kept on one page
_LARGEST_WORD = 30  # points, in a word picture
_NO_BREAK = "\u00a0"


class Body:
    """The blocks of one document as Word elements, with its running numbers.

    looks     the values of the styles that its text has
    style_ids what the styles of the house are called there
    width     of the text, in twentieths of a point
    trace     hang a comment on what has a source
    named     put a bookmark on each paragraph and row, by which a later build knows it
    comments  the words of the comments, in order, once the elements are made
    """

    def __init__(
        self,
        document: Document,
        looks: StyleValues,
        style_ids: Mapping[str, str],
        width: int,
        place_chart: ChartPlacer,
        trace: bool = False,
        named: bool = True,
    ) -> None:
        self.comments: list[str] = []
        self._document, self._width, self._place_chart = document, width, place_chart
        self._lettering = cache(lambda style: looks.lettering(style_ids[style]))
        self._margins = cache(lambda table_style: looks.cell_margins(style_ids[table_style]))
        self._trace, self._named = trace, named
        self._labels = document.labels
        self._unmarked = _anchors(document)
        self._anchors = dict(self._unmarked)
        self._headings = list(_numbered_headings(document))
        self._places = list(_places(document))
        self._in_main_part = False
        self._marks, self._controls, self._charts = itertools.count(1), itertools.count(1), itertools.count(1)
        self._heading_numbers, self._list_numbers = itertools.count(1), itertools.count()
        self._table_numbers, self._figure_numbers = itertools.count(1), itertools.count(1)

    def elements(self) -> list[Element]:
        """The cover and then each section, every one a content control with its key as a tag."""
        document = self._document
        subtitle = [paragraph("Subtitle", run(document.subtitle))] if document.subtitle else []
        title = [paragraph("Title", run(document.title)), *subtitle, *self._cover()]
        notices = (("", self._block(notice)) for notice in document.notices)
        return [
            self._control(COVER, say("word.cover"), [("", title), *notices]),
            *(self._section(section) for section in document.sections if section.blocks),
        ]

    def _cover(self) -> list[Element]:
        if not self._document.cover:
            return []
        styles = ("CoverHeading", "CoverHeading"), ("TableLabel", "TableText")
        columns = TableColumn(say("word.cover.item"), 3), TableColumn(say("word.cover.detail"), 7)
        facts = Table(say("word.cover.about"), columns, self._document.cover)
        looks = self._cell_looks("smreportCover", "CoverHeading", "TableLabel")
        return [self._grid("smreportCover", laid_out(facts, looks, self._width), *styles)]

    def _section(self, section: Section) -> Element:
        blocks: list[tuple[str, list[Element]]] = []
        for number, block in enumerate(section.blocks):
            if isinstance(block, Heading):
                blocks.append(("", [self._heading(block, section.key if number == 0 else "")]))
            elif isinstance(block, Paragraph):
                blocks.append(("", [self._paragraph(block, leads=_leads(section.blocks, number))]))
            else:
                blocks.append((block.key if isinstance(block, _KEYED) else "", self._block(block)))
        return self._control(section.key, _name(section), blocks)

    def _control(self, key: str, name: str, blocks: Sequence[tuple[str, list[Element]]]) -> Element:
        """A section as a content control; ``blocks`` have keys, "" where they have none."""
        if self._named:
            name_pieces(key, blocks, self._marks, self._document.exempt)
        elements = itertools.chain.from_iterable(elements for _, elements in blocks)
        tag = Mark(key, is_exempt=self._document.exempt).tag
        return content_control(next(self._controls), tag, name[:_LONGEST_NAME], *elements)

    def _block(self, block: Bullets | Callout | Table | Chart | WordPicture | Contents) -> list[Element]:
        match block:
            case Bullets():
                return self._bullets(block)
            case Callout():
                return [paragraph("Callout", run(joining.lead(block.label), "Strong"), run(f" {block.text}"))]
            case Table():
                return self._table(block)
            case Chart():
                return self._chart(block)
            case WordPicture():
                return [self._figure_caption(block), paragraph("WordPicture", *_words(block))]
            case Contents():
                return self._contents(block)

    def _heading(self, heading: Heading, key: str) -> Element:
        number = next(self._heading_numbers)
        _, committee_number = self._headings[number - 1]
        if heading.level == 1:
            self._in_main_part = bool(committee_number)
        breaks = [w("pageBreakBefore")] if heading.new_page else []
        counted = [_listed(word_styles.COMMITTEE, 0)] if committee_number else []
        named = self._named_heading(heading.text, key)
        place = bookmark(next(self._marks), self._places[number - 1], *named)
        return paragraph(f"Heading{heading.level}", *place, properties=[*breaks, *counted])

    def _named_heading(self, text: str, key: str) -> list[Element]:
        """The heading, its label marked where a sentence refers to it: "Appendix 2", or all of it."""
        label = called(text)
        if self._labels.get(key) != label:
            return [run(text)]
        before, said, after = text.partition(label)
        if not said:
            return self._marked(key, run(text))
        around = [[run(words)] if words else [] for words in (before, after)]
        return [*around[0], *self._marked(key, run(label)), *around[1]]

    def _marked(self, key: str, *label: Element) -> list[Element]:
        """The label in a bookmark, where a sentence refers to the key."""
        anchor = self._unmarked.pop(key, "")
        return bookmark(next(self._marks), anchor, *label) if anchor else list(label)

    def _paragraph(self, block: Paragraph, leads: bool) -> Element:
        """A paragraph; one that ``leads`` to what follows, or ends with a colon, stays on the page with it."""
        kept = [w("keepNext")] if leads or block.text.endswith(":") else []
        counted = self._counted() if block.tone in _NUMBERED_TONES else []
        pieces = with_references(block.text, block.see, self._labels)
        content = self._sourced(block.source, self._runs(pieces))
        return paragraph(_TONE_STYLES[block.tone], *content, properties=[*kept, *counted])

    def _counted(self) -> list[Element]:
        """The number of a committee paper's paragraph, in its main part."""
        return [_listed(word_styles.COMMITTEE, 1)] if self._in_main_part else []

    def _runs(self, pieces: Sequence[Piece]) -> list[Element]:
        runs: list[Element] = []
        for piece in pieces:
            if isinstance(piece, str):
                runs.append(run(piece))
            else:
                runs += field(f"REF {self._anchors[piece.key]} \\h", piece.label)
        return runs

    def _sourced(self, source: str, content: list[Element]) -> list[Element]:
        if not (self._trace and source):
            return content
        self.comments.append(say("word.comment.source", source=source))
        return commented(len(self.comments) - 1, *content)

    def _bullets(self, block: Bullets) -> list[Element]:
        pieces = with_references(block.lead, block.see, self._labels)
        lead = paragraph("ListLeadIn", *self._runs(pieces), properties=self._counted())
        style, properties = "ListBullet", []
        if block.numbered:
            style, properties = "ListNumber", [_listed(word_styles.restart_id(next(self._list_numbers)), 0)]
        if self._in_main_part:
            properties.append(w("ind", left=word_styles.DEEPER, hanging=word_styles.HANGING))
        sources = block.sources or [""] * len(block.items)
        items = [
            paragraph(style, *self._sourced(source, [run(item)]), properties=map(copy.copy, properties))
            for item, source in zip(block.items, sources, strict=True)
        ]
        return [lead, *items]

    def _table(self, block: Table) -> list[Element]:
        number = field("SEQ Table \\* ARABIC", str(next(self._table_numbers)))
        caption = self._caption(block, placed(table_label(place(0)), [number]))
        layout = laid_out(block, self._cell_looks("smreportTable", "TableHeading", "TableText"), self._width)
        right = [column.align == "right" for column in layout.table.columns]
        header = ["TableHeadingNumber" if is_right else "TableHeading" for is_right in right]
        body = ["TableNumber" if is_right else "TableText" for is_right in right]
        return [caption, self._grid("smreportTable", layout, header, body)]

    def _chart(self, block: Chart) -> list[Element]:
        caption = self._figure_caption(block)
        return [caption, paragraph("Figure", self._place_chart(block, next(self._charts)))]

    def _figure_caption(self, block: Chart | WordPicture) -> Element:
        number = field("SEQ Figure \\* ARABIC", str(next(self._figure_numbers)))
        return self._caption(block, placed(figure_label(place(0)), [number]))

    def _caption(self, block: Table | Chart | WordPicture, label: Sequence[str | list[Element]]) -> Element:
        """The paragraph above a table or figure; its label has a field in the place of the number."""
        runs = self._marked(block.key, *_as_runs(label))
        return paragraph(
            "Caption", *_as_runs(placed(say("word.caption", label=place(0), caption=block.caption), [runs]))
        )

    def _contents(self, contents: Contents) -> list[Element]:
        """A contents field that already shows its entries, so Word need not ask to update it.

        The list stays together: where it does not fit below the cover, it has the next page, and no end of it alone.
        """
        listed = [
            numbered for numbered in enumerate(self._headings, start=1) if numbered[1][0].level <= _CONTENTS_LEVELS
        ]
        entries = [[link(self._places[number - 1], *_entry(heading, counted))] for number, (heading, counted) in listed]
        entries[0][:0] = field_start(f'TOC \\o "1-{_CONTENTS_LEVELS}" \\n \\h \\z')
        entries[-1].append(field_end())
        styles = [f"TOC{heading.level}" for _, (heading, _) in listed]
        lines = [
            paragraph(style, *entry, properties=[w("keepNext")])
            for style, entry in zip(styles, entries[:-1], strict=False)
        ]
        new_page = [w("pageBreakBefore")] if contents.new_page else []
        return [
            paragraph("TOCHeading", run(contents.heading), properties=[w("keepNext"), *new_page]),
            *lines,
            paragraph(styles[-1], *entries[-1]),
        ]

    def _cell_looks(self, table_style: str, heading: str, text: str) -> CellLooks:
        return CellLooks(self._lettering(heading), self._lettering(text), self._margins(table_style))

    def _grid(self, style_id: str, layout: Layout, header: Sequence[str], body: Sequence[str]) -> Element:
        block, widths = layout.table, layout.widths
        last = len(block.rows) - 1
        beside = range(last) if last < _WHOLE_TABLE_ROWS else (0, last - 1)  # no row alone on a page
        lettering = self._lettering(body[0])
        pairs = {number: block.rows[number : number + 2] for number in beside}
        kept = [number for number, two in pairs.items() if not all(is_tall(texts, widths, lettering) for texts in two)]
        titles = (paragraph(style, run(column.heading)) for style, column in zip(header, block.columns, strict=True))
        head = row(widths, titles, header=True)
        rows = text_rows(widths, body, block.rows, kept)
        for element, source in zip(rows, block.sources, strict=False):
            self._hang_source(element, source)
        margin = NARROW_MARGIN if layout.narrow else None
        return table(style_id, widths, [head, *rows], block.caption, block.description, margin)

    def _hang_source(self, table_row: Element, source: str) -> None:
        """A comment on the first cell of a row that says where it comes from."""
        if self._trace and source:
            first = next(cell for cell in table_row if len(cell) > 1)[1]
            first[1:] = self._sourced(source, list(first[1:]))


def _as_runs(pieces: Sequence[str | list[Element]]) -> list[Element]:
    """Texts as runs, among what are elements already."""
    return [element for piece in pieces for element in ([run(piece)] if isinstance(piece, str) else piece)]


def _leads(blocks: Sequence[Block], number: int) -> bool:
    """Whether a paragraph is all that stands between a heading and a table, chart or list."""
    is_first = number > 0 and isinstance(blocks[number - 1], Heading)
    return is_first and isinstance(next(iter(blocks[number + 1 :]), None), Table | Chart | WordPicture | Bullets)


def _anchors(document: Document) -> dict[str, str]:
    """The bookmark of each label that a sentence of the document refers to."""
    referring = [block for block in document.blocks if isinstance(block, Paragraph | Bullets)]
    seen = {key for block in referring for key in block.see}
    used = [key for key in document.labels if key in seen]
    return {key: f"_Ref_{_slug(key)}" for key in used}


def _numbered_headings(document: Document) -> Iterator[tuple[Heading, str]]:
    """Every heading with its number in a committee paper: "2.", or "" where it has none."""
    numbers = itertools.count(1)
    for block in document.blocks:
        if isinstance(block, Heading):
            counts = document.numbered and block.level == 1 and not appendix_number(block.text)
            yield block, f"{next(numbers)}." if counts else ""


def _name(section: Section) -> str:
    """What people see when they point at a section: its heading; of one without, its key."""
    named = [block.texts[0] for block in section.blocks if isinstance(block, Heading | Contents)]
    return named[0] if named else say("word.section", key=section.key.replace("_", " ").capitalize())


def _places(document: Document) -> Iterator[str]:
    """The bookmark of each heading; it stays the same while the section keeps its key."""
    for section in document.sections:
        headings = sum(isinstance(block, Heading) for block in section.blocks)
        yield from (f"_Toc_{_slug(section.key)}_{number}" for number in range(1, headings + 1))


def _slug(key: str) -> str:
    """A key as it may stand in the name of a bookmark, which has 40 letters at most."""
    return re.sub(r"\W+", "_", key)[:28]


def _entry(heading: Heading, counted: str) -> list[Element]:
    number = [run(f"{counted}\t", "Hyperlink")] if counted else []
    return [*number, run(heading.text, "Hyperlink")]


def _listed(list_id: int, level: int) -> Element:
    return w("numPr", w("ilvl", val=level), w("numId", val=list_id))


def _words(picture: WordPicture) -> Iterator[Element]:
    """Each word in a size by its count, and its count, which stays on the same line."""
    counts = [count for _, count in picture.words]
    least, spread = min(counts), (max(counts) - min(counts)) or 1
    for position, (word, count) in enumerate(picture.words):
        size = LEAST_SIZE + (_LARGEST_WORD - LEAST_SIZE) * (count - least) / spread
        yield run(f"{'  ' if position else ''}{word}{_NO_BREAK}", "PictureWord", round(2 * size))
        yield run(str(count), "PictureCount")
