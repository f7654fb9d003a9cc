"""Turn a Document into the bytes of a Word file: the one place that knows python-docx."""

from __future__ import annotations

import copy

import docx
from docx.document import Document as WordFile
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from smreport.blocks.document import Bullets, Chart, Document, exempt_words
from smreport.blocks.printable import require_printable
from smreport.package.zipped import zipped
from smreport.word import style_file
from smreport.word import styles as word_styles
from smreport.word.body import Body
from smreport.word.chart_parts import chart_files, inline
from smreport.word.council_looks import looks_of
from smreport.word.edits.comments import AUTHOR, TRACING, UNDATED
from smreport.word.edits.opened import record_as_written, with_record
from smreport.word.elements import Element, as_part, comment, reference, w
from smreport.word.house_file import house_file, made_from
from smreport.word.house_style import HouseStyle
from smreport.word.other_language import mark_language
from smreport.word.packing import parts_of
from smreport.word.page_footer import fill_footer, on_one_line
from smreport.word.right_to_left import mark_direction
from smreport.word.style_file import LinkedPart, StyleFile
from smreport.word.style_fitting import Fitted, fit, part_from_tables
from smreport.word.style_sample import style_sample
from smreport.word.style_values import StyleValues
from smreport.word.theme import theme

_EMU_PER_TWIP = 635
_KEPT_PARTS = (RT.OFFICE_DOCUMENT, RT.CORE_PROPERTIES)
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_FIRST_IN_EDGES = 10_000  # numbers of pictures in headers and footers; those of the text are below
_EDGES = {"header": (CT.WML_HEADER, RT.HEADER), "footer": (CT.WML_FOOTER, RT.FOOTER)}


def write_docx(document: Document, style: HouseStyle, *, base: StyleFile | None = None, trace: bool = False) -> bytes:
    """The Word file of ``document`` in the house style; the same input always gives the same bytes.

    base   a council's file, whose styles, theme, page, headers and footers go before ``style``
    trace  hang comments on paragraphs, items and rows that say which cells they come from

    Raises ValueError, naming the block, for text that Word cannot store, for blank text where a
    reader would meet an empty paragraph, list or row, and for a table without rows.
    """
    require_printable(document)
    file = base or house_file(style, document.language)
    return _Writer(document, file, looks_of(file, style) if base else style).written(trace)


def write_house_docx(style: HouseStyle, language: str) -> bytes:
    """The house style as a Word file to edit; its keywords tell which style.toml it was made from."""
    sample = style_sample(language)
    writer = _Writer(sample, house_file(style, language), style, is_paper=False)
    made = style_file.read_style_file(writer.written())
    return writer.written(keywords=style_file.stamp(made_from(style), made.digest))


class _Writer:
    """Puts a document together with the looks of a file; ``is_paper`` where people may edit it and build it again."""

    def __init__(self, document: Document, file: StyleFile, style: HouseStyle, *, is_paper: bool = True) -> None:
        self._document, self._file, self._style, self._is_paper = document, file, style, is_paper

    def written(self, trace: bool = False, keywords: str = "") -> bytes:
        document = self._document
        self._word = docx.Document()
        self._pictures: dict[PackURI, Part] = {}
        _keep_bare(self._word)
        numbered = sum(isinstance(block, Bullets) and block.numbered for block in document.blocks)
        fitted = fit(self._file, self._style, document.language, numbered)
        looks = StyleValues(fitted.styles, self._file.theme.root if self._file.theme else None)
        self._add_looks(fitted)
        self._add_body(fitted, looks, trace)
        self._add_page(fitted, looks)
        _set_properties(self._word, document, exempt_words() if document.exempt else keywords)
        if not self._is_paper:
            return zipped(parts_of(self._word))
        return with_record(self._word, record_as_written(self._word, document.exempt), is_whole=True)

    def _add_looks(self, fitted: Fitted) -> None:
        kept = copy.deepcopy(self._file.settings)
        settings = w("settings", *word_styles.settings(self._document.language, kept))
        self._add("styles", CT.WML_STYLES, RT.STYLES, fitted.styles)
        self._add("numbering", CT.WML_NUMBERING, RT.NUMBERING, fitted.numbering)
        self._add("settings", CT.WML_SETTINGS, RT.SETTINGS, settings)
        self._add("fontTable", CT.WML_FONT_TABLE, RT.FONT_TABLE, word_styles.font_table(self._style))
        self._add("theme/theme1", CT.OFC_THEME, RT.THEME, self._file.theme or theme(self._style))

    def _add_body(self, fitted: Fitted, looks: StyleValues, trace: bool) -> None:
        width = self._file.text_width
        body = Body(self._document, looks, fitted.style_ids, width, self._place_chart, trace, self._is_paper)
        target = self._word.element.body
        target[:] = body.elements()
        fitted.translate(target)
        part_from_tables(target, fitted.styles)
        mark_direction(target)
        mark_language(target, self._document.other)
        if body.comments:
            listed = [comment(number, text, AUTHOR, TRACING, UNDATED) for number, text in enumerate(body.comments)]
            self._add("comments", CT.WML_COMMENTS, RT.COMMENTS, w("comments", *listed))

    def _place_chart(self, chart: Chart, number: int) -> Element:
        """Put a chart and its workbook into the package; gives the run that shows it."""
        files, package = chart_files(chart, self._style), self._word.part.package
        workbook = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), CT.SML_SHEET, files.workbook, package)
        drawing = Part(PackURI(f"/word/charts/chart{number}.xml"), CT.DML_CHART, files.xml, package)
        drawing.relate_to(workbook, RT.PACKAGE)
        rel_id = str(self._word.part.relate_to(drawing, RT.CHART))
        return inline(chart, rel_id, number, self._file.text_width * _EMU_PER_TWIP)

    def _add_page(self, fitted: Fitted, looks: StyleValues) -> None:
        """The page of the file, with its headers, and the report's line in its footers."""
        edges = dict(self._file.edges)
        for place in self._file.places:
            edges.setdefault(("footer", place), LinkedPart(w("ftr", w("p"))))
        footer = self._footer(fitted, looks)
        references = []
        for number, ((kind, place), edge) in enumerate(sorted(edges.items(), key=lambda placed: placed[0]), start=1):
            root = copy.deepcopy(edge.root)
            for at, drawn in enumerate(root.iter(_DRAWN)):
                drawn.set("id", str(_FIRST_IN_EDGES * number + at))
            if kind == "footer":
                for line in fill_footer(root, footer, is_cover=place == "first"):
                    fitted.translate(line)
                    mark_direction(line)
            part, relationship = f"{kind}{number}", _EDGES[kind]
            rel_id = self._add(part, *relationship, LinkedPart(root, edge.images))
            references.append(reference(f"{kind}Reference", place, rel_id))
        first = [w("titlePg")] if any(place == "first" for _, place in edges) else []
        self._word.element.body.append(w("sectPr", *references, *copy.deepcopy(self._file.page), *first))

    def _footer(self, fitted: Fitted, looks: StyleValues) -> str:
        """The text of the report's line, short enough for one line."""
        return on_one_line(self._document.footer, looks.lettering(fitted.style_ids["Footer"]), self._file.text_width)

    def _add(self, name: str, content_type: str, relationship: str, content: Element | LinkedPart) -> str:
        """A part of the file with its pictures; gives the relationship by which the document knows it."""
        package = self._word.part.package
        linked = content if isinstance(content, LinkedPart) else LinkedPart(content)
        part = Part(PackURI(f"/word/{name}.xml"), content_type, as_part(linked.root), package)
        for image in linked.images:
            ending = image.content_type.rpartition("/")[2].removeprefix("x-")
            place = PackURI(f"/word/media/{style_file.digest(image.content)}.{ending}")
            picture = self._pictures.setdefault(place, Part(place, image.content_type, image.content, package))
            part.load_rel(RT.IMAGE, picture, image.rel_id)
        return str(self._word.part.relate_to(part, relationship))


def _keep_bare(word: WordFile) -> None:
    """Only the text and the properties of the library's own template stay, and nothing in them."""
    for rels in (word.part.package.rels, word.part.rels):
        for rel_id in [rel_id for rel_id, rel in rels.items() if rel.reltype not in _KEPT_PARTS]:
            del rels[rel_id]
    word.element.body[:] = []


def _set_properties(word: WordFile, document: Document, keywords: str) -> None:
    word.part.package.part_related_by(RT.CORE_PROPERTIES).element[:] = []
    properties = word.core_properties
    properties.title = document.title
    properties.author = document.author
    properties.subject = document.subject
    properties.language = document.language
    if keywords:
        properties.keywords = keywords
