"""A new version of a document that keeps what people did to the one that is there.

The sections that smreport wrote are content controls. One that nobody touched is replaced by its new version; one
that a person edited stays as it is, and so does all that stands outside the sections. The file that is there is the
base: its styles, headers, comments and settings stay.
"""

from __future__ import annotations

import copy
import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

import docx
from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from smreport.blocks.document import EXEMPT
from smreport.limits import LARGEST_DOCUMENT, MEGABYTE
from smreport.package.terms import Refused, Terms
from smreport.package.zipped import Zipped, zipped
from smreport.word.elements import Element, W, bookmark, field_end, field_start, paragraph, run, w
from smreport.word.section_marks import EXEMPT_TAG, WRITTEN, Mark, fingerprint, mark_of
from smreport.word.word_file import flow, style_id_of, text_of
from smreport.word.writer import packed

CONTENTS = "contents"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


@dataclass(frozen=True)
class Kept:
    """A renewed document, and what of people's work it keeps: headings of sections, how many paragraphs and tables."""

    content: bytes
    edited: tuple[str, ...]
    removed: tuple[str, ...]
    added: int

    @property
    def is_pure(self) -> bool:
        """Whether nobody had changed anything in the sections or between them."""
        return not (self.edited or self.removed or self.added)


def renewed(old: bytes, new: bytes) -> Kept | None:
    """The new version of a document with the hand edits of the old one.

    None where the old one is no Word file, or has no marks: LibreOffice 7 drops them when it saves.
    """
    base = _opened(old)
    if base is None:
        return None
    fresh = docx.Document(io.BytesIO(new))
    there = {mark.key: control for control, mark in _controls(base)}
    if not there:
        return None
    merging = _Merging(base, fresh, there)
    merging.run()
    return Kept(packed(base), merging.edited, merging.removed, merging.added)


def is_exempt(content: bytes) -> bool:
    """Whether a Word file, or a part of it, is from a paper that shows figures which are not for publication.

    Its sections, its properties or its cover say so; the last two stay when LibreOffice has saved it.
    """
    try:
        parts = Zipped(content, _TERMS)
        said = [parts[name] for name in parts if _MAY_SAY.fullmatch(name)]
    except Refused as refusal:
        return refusal.reason in _NOT_LOOKED_INTO
    return any(EXEMPT_TAG.encode() in part or EXEMPT in _words(part) for part in said)


_TERMS = Terms({"damaged": "this is no Word file"}, unpacked=LARGEST_DOCUMENT * MEGABYTE)
_NOT_LOOKED_INTO = ("parts", "entry", "unpacked")  # what may be a paper, and is kept apart
_MAY_SAY = re.compile(r"(word/document|docProps/core)\d*\.xml")


def _words(part: bytes) -> str:
    return re.sub(rb"<[^>]*>", b"", part).decode("utf-8", "replace")


def _opened(content: bytes) -> WordFile | None:
    """A file that a person may have put there: what is not a sound Word file of a sane size is left alone."""
    try:
        return docx.Document(io.BytesIO(zipped(Zipped(content, _TERMS), level=0)))
    except (Refused, KeyError, ValueError, OSError, etree.XMLSyntaxError, PackageNotFoundError):
        return None


def _controls(word: WordFile) -> Iterator[tuple[Element, Mark]]:
    for control in word.element.body.iterchildren(f"{W}sdt"):
        mark = mark_of(control)
        if mark:
            yield control, mark


def _control_of(word: WordFile, key: str) -> Element:
    """The control of a section, None where there is none."""
    return next((control for control, mark in _controls(word) if mark.key == key), None)


def _content(control: Element) -> list[Element]:
    return list(control.find(f"{W}sdtContent"))


def _name(control: Element) -> str:
    alias = control.find(f"{W}sdtPr/{W}alias")
    return "" if alias is None else str(alias.get(f"{W}val"))


def _touched(word: WordFile) -> set[str]:
    """The keys of the sections that a person changed; the contents list is made anew anyway."""
    return {
        mark.key for control, mark in _controls(word)
        if mark.key != CONTENTS and fingerprint(_content(control)) != mark.fingerprint
    }  # fmt: skip


def _is_added(block: Element) -> bool:
    """Whether a person wrote a block between the sections."""
    return mark_of(block) is None and block.tag != f"{W}sectPr"


class _Merging:
    """One renewal, in place in the base."""

    def __init__(self, base: WordFile, fresh: WordFile, there: dict[str, Element]) -> None:
        self.base, self.fresh, self.there = base, fresh, there
        self.new = {mark.key: control for control, mark in _controls(fresh)}
        self._touched = _touched(base)
        written = _written(base) or list(there)
        gone = [key for key in written if key not in there and key in self.new]
        self.edited = tuple(_name(there[key]) for key in there if key in self._touched)
        self.removed = tuple(_name(self.new[key]) for key in gone)
        self.added = sum(_is_added(block) for block in base.element.body)
        self._gone = set(gone)
        self._names: set[str] = set()
        self._abstract: dict[str, str] = {}
        self._styles = {style.style_id: str(style.name).lower() for style in (*fresh.styles, *base.styles)}
        self._ids = itertools.count(1 + max(map(_number, base.element.body.iter(_DRAWN)), default=0))

    def run(self) -> None:
        body = self.base.element.body
        for key, control in self.there.items():
            if key in self._touched:
                continue
            if key in self.new:
                body.replace(control, self._taken(self.new[key]))
            else:
                body.remove(control)
        self._add_new_sections()
        _set_written(self.base, list(self.new))
        self._say_exempt()
        self._renumber_bookmarks()
        self._renew_contents()
        _renew_numbers(body)
        self._drop_unused_parts()

    def _say_exempt(self) -> None:
        """The properties of a paper that becomes exempt say so."""
        ours, theirs = (word.core_properties for word in (self.base, self.fresh))
        if EXEMPT in theirs.keywords and EXEMPT not in ours.keywords:
            ours.keywords = EXEMPT

    def _add_new_sections(self) -> None:
        """Sections that were not there before, each after the nearest one before it."""
        body = self.base.element.body
        after: Element = None
        for key, control in self.new.items():
            placed = _control_of(self.base, key)
            if placed is None and key not in self._gone:
                placed = self._taken(control)
                body.insert(0 if after is None else body.index(after) + 1, placed)
            after = after if placed is None else placed

    def _taken(self, control: Element) -> Element:
        """A section of the new version, with its charts, lists and comments, ready for the base."""
        taken = copy.deepcopy(control)
        for drawn in taken.iter(_DRAWN):
            drawn.set("id", str(next(self._ids)))
        for chart in taken.iter(_CHART):
            chart.set(f"{_R}id", self._take_chart(chart.get(f"{_R}id")))
        lists: dict[str, str] = {}
        for used in taken.iter(f"{W}numId"):
            number = used.get(f"{W}val")
            if number not in lists:
                lists[number] = self._take_list(number)
            used.set(f"{W}val", lists[number])
        self._take_styles(taken)
        self._take_comments(taken)
        return taken

    def _take_chart(self, rel_id: str) -> str:
        """The base's relationship to a copy of a chart of the new version and its workbook."""
        chart = self.fresh.part.related_parts[rel_id]
        copied = self._copied(chart, "/word/charts/chart{}.xml")
        for rel in chart.rels.values():
            workbook = self._copied(rel.target_part, "/word/embeddings/Microsoft_Excel_Sheet{}.xlsx")
            copied.load_rel(rel.reltype, workbook, rel.rId)
        return self.base.part.relate_to(copied, RT.CHART)

    def _copied(self, part: Part, pattern: str) -> Part:
        package = self.base.part.package
        taken = {str(other.partname) for other in package.iter_parts()} | self._names
        name = next(name for number in itertools.count(1) if (name := pattern.format(number)) not in taken)
        self._names.add(name)
        return Part(PackURI(name), part.content_type, part.blob, package)

    def _take_list(self, number: str) -> str:
        """The base's number for a copy of a list of the new version: bullets, steps, paragraph numbers."""
        ours, theirs = self.base.part.numbering_part.element, self.fresh.part.numbering_part.element
        num = copy.deepcopy(next(each for each in theirs.iter(f"{W}num") if each.get(f"{W}numId") == number))
        wanted = num.find(f"{W}abstractNumId").get(f"{W}val")
        abstract = next(each for each in theirs.iter(f"{W}abstractNum") if each.get(f"{W}abstractNumId") == wanted)
        twin = self._abstract.get(wanted)
        if twin is None:
            twin = self._abstract[wanted] = _free(ours, "abstractNum", "abstractNumId")
            copied = copy.deepcopy(abstract)
            copied.set(f"{W}abstractNumId", twin)
            for tied in copied.findall(f"{W}lvl/{W}pStyle"):
                tied.getparent().remove(tied)
            ours.insert(len(ours.findall(f"{W}abstractNum")), copied)
        num.find(f"{W}abstractNumId").set(f"{W}val", twin)
        free = _free(ours, "num", "numId")
        num.set(f"{W}numId", free)
        ours.append(num)
        return free

    def _take_styles(self, taken: Element) -> None:
        """Styles that the base lacks, with those that they are based on."""
        ours, theirs = ({style.get(f"{W}styleId"): style for style in word.styles.element.iter(f"{W}style")}
                        for word in (self.base, self.fresh))  # fmt: skip
        wanted = [mark.get(f"{W}val") for mark in taken.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")]
        for style_id in wanted:
            if style_id not in ours and style_id in theirs:
                ours[style_id] = copy.deepcopy(theirs[style_id])
                self.base.styles.element.append(ours[style_id])
                wanted += [based.get(f"{W}val") for based in ours[style_id].findall(f"{W}basedOn")]

    def _take_comments(self, taken: Element) -> None:
        marks = [each for each in taken.iter() if each.tag in _COMMENT_MARKS]
        if not marks:
            return
        ours, theirs = (word.part._comments_part.element for word in (self.base, self.fresh))
        said = {each.get(f"{W}id"): each for each in theirs.iter(f"{W}comment")}
        numbers: dict[str, str] = {}
        for mark in marks:
            number = mark.get(f"{W}id")
            if number not in numbers:
                numbers[number] = _free(ours, "comment", "id")
                comment = copy.deepcopy(said[number])
                comment.set(f"{W}id", numbers[number])
                ours.append(comment)
            mark.set(f"{W}id", numbers[number])

    def _renumber_bookmarks(self) -> None:
        """Each bookmark a number of its own, and each name once: the first that has it."""
        body = self.base.element.body
        numbers, names, open_ = itertools.count(1), set[str](), dict[str, str]()
        for mark in list(body.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
            old = mark.get(f"{W}id")
            if mark.tag == f"{W}bookmarkEnd":
                if old in open_:
                    mark.set(f"{W}id", open_.pop(old))
                else:
                    mark.getparent().remove(mark)
            elif mark.get(f"{W}name") in names:
                mark.getparent().remove(mark)
            else:
                names.add(mark.get(f"{W}name"))
                open_[old] = str(next(numbers))
                mark.set(f"{W}id", open_[old])

    def _renew_contents(self) -> None:
        """The contents list of the headings as they are now, each with a bookmark to lead to."""
        control = _control_of(self.base, CONTENTS)
        if control is None:
            return
        box = control.find(f"{W}sdtContent")
        entries = [(level, p) for p in box.findall(f"{W}p") if (level := self._level(p, "toc"))]
        patterns = dict(entries)
        for _, entry in entries:
            box.remove(entry)
        headings = [(self._level(p, "heading"), p) for p in flow(self.base.element.body) if text_of(p).strip()]
        lines = [paragraph(style_id_of(patterns[level]), self._link(p)) for level, p in headings if level in patterns]
        if lines:
            lines[0][1:1] = field_start(f'TOC \\o "1-{max(patterns)}" \\n \\h \\z')
            lines[-1].append(field_end())
        box.extend(lines)

    def _level(self, paragraph_: Element, kind: str) -> int:
        """The level of a paragraph in a style such as "heading 2" or "toc 2", 0 for another style."""
        name, _, level = self._styles.get(style_id_of(paragraph_), "").partition(" ")
        return int(level) if name == kind and level.isdigit() else 0

    def _link(self, heading: Element) -> Element:
        found = heading.find(f"{W}bookmarkStart")
        if found is None:
            body = self.base.element.body
            used = [_number(each) for each in body.iter(f"{W}bookmarkStart")]
            number = 1 + max(used, default=0)
            name = f"_Toc_own_{number}"
            start, end = bookmark(number, name)
            heading.insert(1 if heading.find(f"{W}pPr") is not None else 0, start)
            heading.append(end)
        else:
            name = found.get(f"{W}name")
        return w("hyperlink", run(text_of(heading), "Hyperlink"), anchor=name, history=1)

    def _drop_unused_parts(self) -> None:
        used = {chart.get(f"{_R}id") for chart in self.base.element.body.iter(_CHART)}
        rels = self.base.part.rels
        for rel_id in [each for each, rel in rels.items() if rel.reltype == RT.CHART and each not in used]:
            del rels[rel_id]


_COMMENT_MARKS = {f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference"}


def _number(element: Element) -> int:
    text = element.get("id") or element.get(f"{W}id") or ""
    return int(text) if text.isdigit() else 0


def _free(parent: Element, tag: str, key: str) -> str:
    used = [int(each.get(f"{W}{key}")) for each in parent.iter(f"{W}{tag}")]
    return str(1 + max(used, default=0))


def _renew_numbers(body: Element) -> None:
    """The numbers of tables and figures in the order of today, and the references to them."""
    counts: dict[str, int] = {}
    for code, shown in list(_fields(body)):
        words = code.split()
        if words[:1] == ["SEQ"] and words[1:] and shown is not None:
            counts[words[1]] = counts.get(words[1], 0) + 1
            shown.text = str(counts[words[1]])
    labels = {mark.get(f"{W}name"): _marked_words(mark) for mark in body.iter(f"{W}bookmarkStart")}
    for code, shown in list(_fields(body)):
        words = code.split()
        if words[:1] == ["REF"] and words[1:] and shown is not None and labels.get(words[1]):
            shown.text = labels[words[1]]


def _fields(body: Element) -> Iterator[tuple[str, Element]]:
    """Each field within a paragraph: its code, and the first text of what it shows."""
    for p in body.iter(f"{W}p"):
        code, shown, in_result = "", None, False
        for element in p.iter(f"{W}fldChar", f"{W}instrText", f"{W}t"):
            kind = element.get(f"{W}fldCharType")
            if kind == "begin":
                code, shown, in_result = "", None, False
            elif kind == "separate":
                in_result = True
            elif kind == "end":
                yield code, shown
                code, in_result = "", False
            elif element.tag == f"{W}instrText":
                code += element.text or ""
            elif in_result and shown is None:
                shown = element


def _marked_words(start: Element) -> str:
    """The text between the two ends of a bookmark in one paragraph."""
    words: list[str] = []
    for sibling in start.itersiblings():
        if sibling.tag == f"{W}bookmarkEnd" and sibling.get(f"{W}id") == start.get(f"{W}id"):
            return "".join(words)
        words.append(text_of(sibling))
    return ""


def _written(word: WordFile) -> list[str]:
    """The keys of the sections that were written into a file, as its document variable has them."""
    for variable in word.settings.element.iter(f"{W}docVar"):
        if variable.get(f"{W}name") == WRITTEN:
            return str(variable.get(f"{W}val")).split("|")
    return []


def _set_written(word: WordFile, keys: list[str]) -> None:
    for variable in word.settings.element.iter(f"{W}docVar"):
        if variable.get(f"{W}name") == WRITTEN:
            variable.set(f"{W}val", "|".join(keys))
