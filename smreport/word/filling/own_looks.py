"""Our blocks as elements in a form's own styles and lists; what the form has no style for comes in ours."""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Iterable, Sequence

from smreport.blocks.document import Chart, Document
from smreport.word import styles as word_styles
from smreport.word.body import COVER, Body
from smreport.word.chart_parts import chart_files, inline
from smreport.word.council_looks import looks_of
from smreport.word.edits.comments import MARKS
from smreport.word.elements import Element, W, paragraph, run, w
from smreport.word.filling.form_file import FormFile
from smreport.word.house_style import HouseStyle
from smreport.word.right_to_left import mark_direction
from smreport.word.section_marks import mark_of
from smreport.word.style_fitting import Fitted, kind_of_list, list_of, matched, put_in_order
from smreport.word.style_lookup import id_of
from smreport.word.style_values import StyleValues
from smreport.word.word_file import style_id_of

_VAL = f"{W}val"
_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_EMU_PER_TWIP = 635
_REFERENCES = tuple(W + tag for tag in ("pStyle", "rStyle", "tblStyle"))
_LINKS = tuple(W + tag for tag in ("basedOn", "next", "link"))
_MARKS = (f"{W}bookmarkStart", f"{W}bookmarkEnd")
_AFTER_SPACING = {W + tag for tag in ("ind", "contextualSpacing", "jc", "outlineLvl")}
_BELOW_TABLE = 160  # twentieths of a point
_REF = re.compile(r"\s*REF\s+(\S+)")
_RUNNING = ("BodyText", "BodyTextLead", "ListLeadIn")


class OwnLooks:
    """Puts the sections of a document into a form's terms, and what they need into the form's parts.

    trace     hang comments on what has a source
    comments  the words of these comments, by their numbers, once the sections are made
    running   the ids of the styles of running text, for which a form's own paragraphs may stand
    """

    def __init__(self, form: FormFile, style: HouseStyle, trace: bool = False) -> None:
        self._form, self._style, self._trace = form, looks_of(form.looks, style), trace
        self.comments: dict[int, str] = {}
        style_ids, self._added = matched(form.styles, word_styles.styles_of(self._style))
        self._fitted = Fitted(form.styles, form.numbering, style_ids, 0)
        self._lists: dict[str, str] = {}
        self.running = {style_ids[name] for name in _RUNNING}

    def sections(self, document: Document) -> dict[str, list[Element]]:
        """The elements of each section by its key without the heading it begins with; its notices under "cover"."""
        first = _greatest(self._form.body.iter(_DRAWN), "id")

        def place(chart: Chart, number: int) -> Element:
            return self._chart(chart, first + number)

        width, style_ids = self._form.looks.text_width, self._fitted.style_ids
        made = Body(document, self._values(), style_ids, width, place, self._trace, named=False)
        controls = made.elements()
        self._number_comments(controls, made.comments)
        contents = {mark.key: control.find(f"{W}sdtContent") for control in controls if (mark := mark_of(control))}
        for key, content in contents.items():
            _part_from_tables(content)
            if key == COVER:
                content[:] = content[len(content) - len(document.notices) :]
            elif len(content) and style_id_of(content[0]) == "Heading1":
                content.remove(content[0])
        self._settle(list(contents.values()))
        return {key: list(content) for key, content in contents.items()}

    def _number_comments(self, contents: Collection[Element], texts: Sequence[str]) -> None:
        """The comments on what was made, behind those that the form has."""
        first = self._form.free_comment
        self.comments = dict(enumerate(texts, start=first))
        for mark in [mark for content in contents for mark in content.iter(*MARKS)]:
            mark.set(f"{W}id", str(int(mark.get(f"{W}id")) + first))

    def _values(self) -> StyleValues:
        """What the form's styles say, and those of ours that it has not."""
        styles, theme = copy.deepcopy(self._form.styles), self._form.looks.theme
        for added in copy.deepcopy(self._added):
            added.set(f"{W}styleId", self._fitted.style_ids[id_of(added)])
            self._fitted.translate(added)
            styles.append(added)
        return StyleValues(styles, theme.root if theme else None)

    def line(self, text: str) -> Element:
        """A line for the foot of a page."""
        made = w("ftr", paragraph("Footer", run(text)))
        self._settle([made])
        return made[0]

    def _settle(self, contents: Collection[Element]) -> None:
        """What was made for a file of its own, made to fit the form: styles, lists, bookmarks, references."""
        kept = {mark.get(f"{W}name") for content in contents for mark in content.iter(_MARKS[0])}
        after = max(_greatest(root.iter(_MARKS[0]), f"{W}id") for root in (self._form.body, *self._form.edges)) + 1
        for content in contents:
            for mark in content.iter(_MARKS):
                mark.set(f"{W}id", str(int(mark.get(f"{W}id")) + after))
            _flatten_references(content, kept)
            for line in content.iter(f"{W}p"):
                self._list(line)
                _keep_with_next(line)
            self._fitted.translate(content)
            mark_direction(content)
        self._add_styles({mark.get(_VAL) for content in contents for mark in content.iter(_REFERENCES)})

    def _list(self, paragraph: Element) -> None:
        """The item of a list in the form's own list, where the form's style for it has one."""
        style = style_id_of(paragraph)
        if style not in ("ListBullet", "ListNumber"):
            return
        properties = paragraph.find(f"{W}pPr")
        number = properties.find(f"{W}numPr/{W}numId")
        if number is not None:
            number.set(_VAL, self._list_number(style, number.get(_VAL)))
        elif not list_of(self._fitted, style):
            listed = w("numPr", w("ilvl", val=0), w("numId", val=self._list_number(style, "")))
            properties.insert(1, listed)

    def _list_number(self, style: str, number: str) -> str:
        """The form's number of one of our lists; numbered lists begin anew."""
        known = f"{style} {number}"
        if known not in self._lists:
            kind = kind_of_list(self._form.numbering, list_of(self._fitted, style)) or self._kind(style)
            entry = w("num", w("abstractNumId", val=kind), numId=_next(self._form.numbering, "num", "numId"))
            if style == "ListNumber":
                entry.append(w("lvlOverride", w("startOverride", val=1), ilvl=0))
            put_in_order(self._form.numbering, entry)
            self._lists[known] = entry.get(f"{W}numId")
        return self._lists[known]

    def _kind(self, style: str) -> str:
        """A kind of list of ours, added to the form."""
        known = f"kind:{style}"
        if known not in self._lists:
            kind = word_styles.BULLETS if style == "ListBullet" else word_styles.NUMBERS
            definition = word_styles.numbering_definitions([kind])[0]
            for linked in list(definition.iter(f"{W}pStyle")):
                linked.getparent().remove(linked)
            definition.set(f"{W}abstractNumId", str(_next(self._form.numbering, "abstractNum", "abstractNumId")))
            put_in_order(self._form.numbering, definition)
            self._lists[known] = definition.get(f"{W}abstractNumId")
        return self._lists[known]

    def _add_styles(self, used: set[str]) -> None:
        """The styles that are used and that the form has not, with those that they rest on."""
        names = self._fitted.style_ids
        waiting = {names[id_of(style)]: style for style in self._added}
        added = []
        while used := {name for name in used if name in waiting}:
            for name in sorted(used):
                style = waiting.pop(name)
                style.set(f"{W}styleId", name)
                style.attrib.pop(f"{W}default", None)
                for listed in style.findall(f"{W}pPr/{W}numPr"):
                    listed.getparent().remove(listed)
                _say_spaces(style)
                self._fitted.translate(style)
                added.append(style)
                used |= {link.get(_VAL) for link in style.iter(_LINKS)}
        self._form.add_styles(added)

    def _chart(self, chart: Chart, number: int) -> Element:
        """A chart and its workbook put into the form's file; gives the run that shows it."""
        files = chart_files(chart, self._style)
        workbook = self._form.add_part("word/embeddings/report-chart{}.xlsx", files.workbook, _SHEET)
        drawing = self._form.add_part("word/charts/report-chart{}.xml", files.xml, _CHART)
        self._form.relate(drawing, "package", workbook)
        rel_id = self._form.relate(self._form.main, "chart", drawing)
        return inline(chart, rel_id, number, self._form.looks.text_width * _EMU_PER_TWIP)


def _say_spaces(style: Element) -> None:
    """No space above and below text but what our style says: the form's own text may have some."""
    if style.get(f"{W}type") != "paragraph":
        return
    properties = style.find(f"{W}pPr")
    if properties is None:
        properties = w("pPr")
        at = next((at for at, child in enumerate(style) if child.tag == f"{W}rPr"), len(style))
        style.insert(at, properties)
    spacing = properties.find(f"{W}spacing")
    if spacing is None:
        spacing = w("spacing")
        at = next((at for at, child in enumerate(properties) if child.tag in _AFTER_SPACING), len(properties))
        properties.insert(at, spacing)
    for side in ("before", "after"):
        spacing.set(W + side, spacing.get(W + side, "0"))


def _part_from_tables(content: Element) -> None:
    """Text set apart from a table above it, whatever the form's style says."""
    for table in content.iter(f"{W}tbl"):
        below = table.getnext()
        if below is not None and below.tag == f"{W}p":
            properties = below.find(f"{W}pPr")
            at = next((at for at, child in enumerate(properties) if child.tag in _AFTER_SPACING), len(properties))
            properties.insert(at, w("spacing", before=_BELOW_TABLE))


def _keep_with_next(paragraph: Element) -> None:
    """A caption stays on the page of what it is about, and a lead-in with its list, whatever the form's style says."""
    properties = paragraph.find(f"{W}pPr")
    if style_id_of(paragraph) in ("Caption", "ListLeadIn") and properties.find(f"{W}keepNext") is None:
        properties.insert(1, w("keepNext"))


def narrowed(elements: Iterable[Element], width: int, page: int) -> None:
    """Tables and charts that were made for the text's whole width made to fit a cell."""
    for element in elements:
        for part in element.iter(f"{W}tblW", f"{W}gridCol", f"{W}tcW"):
            part.set(f"{W}w", str(int(part.get(f"{W}w")) * width // page))
        for extent in element.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"):
            extent.set("cx", str(int(extent.get("cx")) * width // page))


def _flatten_references(content: Element, kept: Collection[str]) -> None:
    """References to headings, which are the form's, become the words that they show."""
    for code in list(content.iter(f"{W}instrText")):
        target = _REF.match(code.text or "")
        if target is None or target[1] in kept:
            continue
        runs = code.getparent()
        marks, follow = [runs.getprevious(), runs], runs.getnext()
        while follow is not None:
            mark = follow.find(f"{W}fldChar")
            if mark is not None:
                marks.append(follow)
                if mark.get(f"{W}fldCharType") == "end":
                    break
            follow = follow.getnext()
        for mark in marks:
            mark.getparent().remove(mark)


def _next(numbering: Element, tag: str, name: str) -> int:
    return max(_greatest(numbering.iter(W + tag), W + name), 0) + 1


def _greatest(elements: Iterable[Element], name: str) -> int:
    numbers = (element.get(name) or "" for element in elements)
    return max((int(number) for number in numbers if number.isdecimal()), default=0)
