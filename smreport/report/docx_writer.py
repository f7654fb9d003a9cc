"""Turn a Document into the bytes of a Word file: the one place that knows python-docx."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Iterator, Sequence

import docx
from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.rel import Relationships
from docx.shared import Cm, Mm

from smreport.report import word_styles
from smreport.report.column_widths import column_widths, longest_word
from smreport.report.document import (
    Block,
    Bullets,
    Callout,
    Contents,
    Document,
    Heading,
    Paragraph,
    Table,
    TableColumn,
)
from smreport.report.house_style import HouseStyle
from smreport.report.ooxml import (
    Element,
    bookmark,
    field,
    field_end,
    field_start,
    link,
    paragraph,
    row,
    run,
    table,
    w,
)
from smreport.report.printable import require_printable

_TONE_STYLES = {
    "body": "BodyText",
    "lead": "BodyTextLead",
    "statement": "BodyTextStatement",
    "note": "BodyTextNote",
}
_COVER_COLUMNS = (TableColumn("Item", 3), TableColumn("Detail", 7))
_COVER_CAPTION = "About this document"
_CONTENTS_LEVELS = 2
_WHOLE_TABLE_ROWS = 3  # a table this short is kept on one page
_KEPT_PARTS = frozenset(
    [RT.OFFICE_DOCUMENT, RT.CORE_PROPERTIES, RT.STYLES, RT.NUMBERING, RT.SETTINGS, RT.THEME, RT.FONT_TABLE]
)
_DAY_ZERO = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip file can hold


def write_docx(document: Document, style: HouseStyle) -> bytes:
    """The Word file of ``document`` in the house style; the same input always gives the same bytes.

    Raises ValueError, naming the block, for text that Word cannot store, for blank text where a
    reader would meet an empty paragraph, list or row, and for a table without rows.
    """
    require_printable(document)
    word = docx.Document()
    _keep_only_needed_parts(word)
    _set_looks(word, document, style)
    _set_page(word, document, style)
    _set_properties(word, document)
    word.element.body[:0] = _Body(document, style).elements()
    return _packed(word)


class _Body:
    """The blocks of one document as Word elements, with its running numbers."""

    def __init__(self, document: Document, style: HouseStyle) -> None:
        self._document = document
        self._style = style
        self._headings = [block for block in document.blocks if isinstance(block, Heading)]
        self._heading_numbers = itertools.count(1)
        self._table_numbers = itertools.count(1)
        self._list_numbers = itertools.count()

    def elements(self) -> list[Element]:
        """Title, cover facts and notices, then the blocks in their order."""
        document = self._document
        subtitle = [paragraph("Subtitle", run(document.subtitle))] if document.subtitle else []
        elements = [paragraph("Title", run(document.title)), *subtitle, *self._cover()]
        for block in (*document.notices, *document.blocks):
            elements += self._block(block)
        return elements

    def _cover(self) -> list[Element]:
        if not self._document.cover:
            return []
        styles = ("CoverHeading", "CoverHeading"), ("TableLabel", "TableText")
        facts = Table(_COVER_CAPTION, _COVER_COLUMNS, self._document.cover)
        return [_table("smreportCover", facts, *styles, self._style)]

    def _block(self, block: Block) -> list[Element]:
        match block:
            case Heading():
                return [self._heading(block)]
            case Paragraph():
                return [paragraph(_TONE_STYLES[block.tone], run(block.text))]
            case Bullets():
                return self._bullets(block)
            case Callout():
                return [paragraph("Callout", run(f"{block.label}:", "Strong"), run(f" {block.text}"))]
            case Table():
                return self._captioned(block)
            case Contents():
                return self._contents(block)

    def _heading(self, heading: Heading) -> Element:
        number = next(self._heading_numbers)
        new_page = [w("pageBreakBefore")] if heading.new_page else []
        marked = bookmark(number, _anchor(number), run(heading.text))
        return paragraph(f"Heading{heading.level}", *marked, properties=new_page)

    def _bullets(self, bullets: Bullets) -> list[Element]:
        lead = paragraph("ListLeadIn", run(bullets.lead))
        if not bullets.numbered:
            return [lead, *(paragraph("ListBullet", run(item)) for item in bullets.items)]
        list_id = word_styles.restart_id(next(self._list_numbers))
        return [lead, *(_numbered(item, list_id) for item in bullets.items)]

    def _captioned(self, block: Table) -> list[Element]:
        number = field("SEQ Table \\* ARABIC", str(next(self._table_numbers)))
        caption = paragraph("Caption", run("Table "), *number, run(f": {block.caption}"))
        right = [column.align == "right" for column in block.columns]
        header = ["TableHeadingNumber" if is_right else "TableHeading" for is_right in right]
        body = ["TableNumber" if is_right else "TableText" for is_right in right]
        return [caption, _table("smreportTable", block, header, body, self._style)]

    def _contents(self, contents: Contents) -> list[Element]:
        """A contents field that already shows its entries, so Word need not ask to update it."""
        listed = [pair for pair in enumerate(self._headings, start=1) if pair[1].level <= _CONTENTS_LEVELS]
        entries = [[link(_anchor(number), run(heading.text, "Hyperlink"))] for number, heading in listed]
        entries[0][:0] = field_start(f'TOC \\o "1-{_CONTENTS_LEVELS}" \\n \\h \\z')
        entries[-1].append(field_end())
        lines = zip(listed, entries, strict=True)
        new_page = [w("pageBreakBefore")] if contents.new_page else []
        return [
            paragraph("TOCHeading", run(contents.heading), properties=new_page),
            *(paragraph(f"TOC{heading.level}", *entry) for (_, heading), entry in lines),
        ]


def _anchor(heading_number: int) -> str:
    return f"_Toc{heading_number:08d}"


def _numbered(item: str, list_id: int) -> Element:
    listed = w("numPr", w("ilvl", val=0), w("numId", val=list_id))
    return paragraph("ListNumber", run(item), properties=[listed])


def _table(style_id: str, block: Table, header: Sequence[str], body: Sequence[str], style: HouseStyle) -> Element:
    headings = tuple(column.heading for column in block.columns)
    words = [longest_word(texts) for texts in zip(headings, *block.rows, strict=True)]
    shares = [column.share for column in block.columns]
    widths = column_widths(shares, words, style.sizes.table, word_styles.text_width(style))
    kept = len(block.rows) - 1 if len(block.rows) <= _WHOLE_TABLE_ROWS else 0
    rows = [row(widths, _cells(header, headings), header=True)]
    rows += [row(widths, _cells(body, texts, keep=number < kept)) for number, texts in enumerate(block.rows)]
    return table(style_id, widths, rows, block.caption, block.description)


def _cells(styles: Sequence[str], texts: Sequence[str], keep: bool = False) -> Iterator[Element]:
    for style, text in zip(styles, texts, strict=True):
        kept = [w("keepNext")] if keep else []
        yield paragraph(style, *([run(text)] if text else []), properties=kept)


def _keep_only_needed_parts(word: WordFile) -> None:
    """The library's template carries a thumbnail, a second style sheet and more that validators flag."""
    for rels in (word.part.package.rels, word.part.rels):
        _drop_unneeded(rels)


def _drop_unneeded(rels: Relationships) -> None:
    for rel_id in [rel_id for rel_id, rel in rels.items() if rel.reltype not in _KEPT_PARTS]:
        del rels[rel_id]


def _set_looks(word: WordFile, document: Document, style: HouseStyle) -> None:
    numbered = sum(isinstance(block, Bullets) and block.numbered for block in document.blocks)
    word.styles.element[:] = word_styles.style_definitions(style, document.language)
    word.part.numbering_part.element[:] = word_styles.numbering_definitions(numbered)
    word.settings.element[:] = word_styles.settings(document.language)
    theme, fonts = word.part.part_related_by(RT.THEME), word.part.part_related_by(RT.FONT_TABLE)
    theme._blob = word_styles.themed(theme.blob, style)
    fonts._blob = word_styles.font_table(style)


def _set_page(word: WordFile, document: Document, style: HouseStyle) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    margin = Cm(style.page.margin_cm)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = margin
    section.header_distance = section.footer_distance = Cm(1.1)
    section.footer.is_linked_to_previous = False
    page = [run("\tPage "), *field("PAGE", "1"), run(" of "), *field("NUMPAGES", "1")]
    section.footer._element[:] = [paragraph("Footer", *([run(document.footer)] if document.footer else []), *page)]


def _set_properties(word: WordFile, document: Document) -> None:
    word.part.package.part_related_by(RT.CORE_PROPERTIES).element[:] = []
    properties = word.core_properties
    properties.title = document.title
    properties.author = document.author
    properties.subject = document.subject
    properties.language = document.language


def _packed(word: WordFile) -> bytes:
    """The file zipped with fixed dates and order, which the library leaves to the clock."""
    saved, packed = io.BytesIO(), io.BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(packed, "w") as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _DAY_ZERO)
            target.writestr(entry, source.read(name), zipfile.ZIP_DEFLATED, compresslevel=6)
    return packed.getvalue()
