"""Elements of the new version of a document, made ready to stand in the file that people worked on."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Mapping

from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from smreport.word.edits.comments import Comments
from smreport.word.elements import Element, W
from smreport.word.word_file import style_id_of

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_USES_STYLE = (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
_STYLE_LINKS = (f"{W}basedOn", f"{W}next", f"{W}link")


class Grafts:
    """Takes elements of one file over into another: their charts, lists, styles and comments come with them.

    marks  numbers that no bookmark of the other file has
    """

    def __init__(self, base: WordFile, fresh: WordFile, comments: Comments) -> None:
        self._base, self._fresh, self._comments = base, fresh, comments
        self._styles = _StyleNames(base, fresh)
        self._lists: dict[str, str] = {}
        self._abstract: dict[str, str] = {}
        self._names: set[str] = set()
        body = base.element.body
        self._ids = itertools.count(1 + max(map(_number, body.iter(_DRAWN)), default=0))
        marks = body.iter(f"{W}bookmarkStart")
        self.marks = itertools.count(1 + max((_number(mark, f"{W}id") for mark in marks), default=0))

    def learn_list(self, theirs: Element, fresh: Element) -> None:
        """That a list of the new version is one of the base, since both have the same paragraph in it."""
        base_number, fresh_number = (paragraph.find(f"{W}pPr/{W}numPr/{W}numId") for paragraph in (theirs, fresh))
        if base_number is not None and fresh_number is not None:
            self._lists.setdefault(fresh_number.get(f"{W}val"), base_number.get(f"{W}val"))

    def taken(self, element: Element) -> Element:
        """A copy of an element of the new version, ready for the base."""
        taken = copy.deepcopy(element)
        for drawn in taken.iter(_DRAWN):
            drawn.set("id", str(next(self._ids)))
        for chart in taken.iter(_CHART):
            chart.set(f"{_R}id", self._take_chart(chart.get(f"{_R}id")))
        marks: dict[str, str] = {}
        for mark in taken.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"):
            number = mark.get(f"{W}id")
            marks[number] = marks.get(number) or str(next(self.marks))
            mark.set(f"{W}id", marks[number])
        for used in taken.iter(f"{W}numId"):
            used.set(f"{W}val", self._list(used.get(f"{W}val")))
        for used in taken.iter(*_USES_STYLE):
            used.set(f"{W}val", self._styles.taken(used.get(f"{W}val")))
        self._comments.take(taken, self._fresh)
        return taken

    def lacks_workbook(self, paragraph: Element) -> bool:
        """Whether another program has dropped the workbook behind a chart of the base."""
        charts = [chart.get(f"{_R}id") for chart in paragraph.iter(_CHART)]
        parts = [self._base.part.related_parts[rel_id] for rel_id in charts if rel_id in self._base.part.rels]
        return any(not part.rels for part in parts)

    def style_id(self, fresh_id: str) -> str:
        """What the base calls a style of the new version."""
        return self._styles.taken(fresh_id)

    def _take_chart(self, rel_id: str) -> str:
        """The base's relationship to a copy of a chart of the new version and its workbook."""
        chart = self._fresh.part.related_parts[rel_id]
        copied = self._copied(chart, "/word/charts/chart{}.xml")
        for rel in chart.rels.values():
            workbook = self._copied(rel.target_part, "/word/embeddings/Microsoft_Excel_Sheet{}.xlsx")
            copied.load_rel(rel.reltype, workbook, rel.rId)
        return str(self._base.part.relate_to(copied, RT.CHART))

    def _copied(self, part: Part, pattern: str) -> Part:
        package = self._base.part.package
        taken = {str(other.partname) for other in package.iter_parts()} | self._names
        name = next(name for number in itertools.count(1) if (name := pattern.format(number)) not in taken)
        self._names.add(name)
        return Part(PackURI(name), part.content_type, part.blob, package)

    def _list(self, number: str) -> str:
        """The base's number for a list of the new version: bullets, steps, paragraph numbers."""
        if number not in self._lists:
            self._lists[number] = self._take_list(number)
        return self._lists[number]

    def _take_list(self, number: str) -> str:
        ours, theirs = self._numbering(), self._fresh.part.numbering_part.element
        num = copy.deepcopy(next(element for element in theirs.iter(f"{W}num") if element.get(f"{W}numId") == number))
        wanted = num.find(f"{W}abstractNumId").get(f"{W}val")
        abstract = next(
            element for element in theirs.iter(f"{W}abstractNum") if element.get(f"{W}abstractNumId") == wanted
        )
        twin = self._abstract.get(wanted)
        if twin is None:
            twin = self._abstract[wanted] = _free(ours, "abstractNum", "abstractNumId")
            copied = copy.deepcopy(abstract)
            copied.set(f"{W}abstractNumId", twin)
            for tied in copied.findall(f"{W}lvl/{W}pStyle"):
                tied.getparent().remove(tied)
            ours.insert(_after_last(ours, f"{W}abstractNum"), copied)
        num.find(f"{W}abstractNumId").set(f"{W}val", twin)
        free = _free(ours, "num", "numId")
        num.set(f"{W}numId", free)
        ours.insert(max(_after_last(ours, f"{W}num"), _after_last(ours, f"{W}abstractNum")), num)
        return free

    def _numbering(self) -> Element:
        """The lists of the base; those of the new version where a program has dropped all."""
        if RT.NUMBERING not in {rel.reltype for rel in self._base.part.rels.values()}:
            lists = self._fresh.part.numbering_part
            package = self._base.part.package
            copied = type(lists).load(lists.partname, lists.content_type, lists.blob, package)
            self._base.part.relate_to(copied, RT.NUMBERING)
        return self._base.part.numbering_part.element


class _StyleNames:
    """Styles of the new version in the base, known by name: programs give them other ids."""

    def __init__(self, base: WordFile, fresh: WordFile) -> None:
        self._base = base.styles.element
        self._fresh = {style.get(f"{W}styleId"): style for style in fresh.styles.element.iter(f"{W}style")}
        self._ids = {style.get(f"{W}styleId") for style in self._base.iter(f"{W}style")}
        self._known: dict[str, str] = {}

    def taken(self, fresh_id: str) -> str:
        if fresh_id not in self._known:
            style = self._fresh.get(fresh_id)
            base_id = "" if style is None else self._find(style)
            self._known[fresh_id] = base_id or fresh_id
            if style is not None and not base_id:
                self._known[fresh_id] = self._add(style, fresh_id)
        return self._known[fresh_id]

    def _find(self, style: Element) -> str:
        """The id of the base's style of the same name and kind, best in the same letters; "" where there is none."""
        kind, name = style.get(f"{W}type"), style_name(style)
        same = [other for other in self._base.iter(f"{W}style") if other.get(f"{W}type") == kind]
        exact = [other for other in same if style_name(other) == name]
        alike = exact or [other for other in same if style_name(other).lower() == name.lower()]
        return str(alike[0].get(f"{W}styleId")) if alike else ""

    def _add(self, style: Element, fresh_id: str) -> str:
        """A copy of the style with those that it is based on, under an id that is free."""
        free = next(candidate for at in itertools.count() if (candidate := f"{fresh_id}{at or ''}") not in self._ids)
        self._ids.add(free)
        self._known[fresh_id] = free
        copied = copy.deepcopy(style)
        copied.set(f"{W}styleId", free)
        self._base.append(copied)
        for link in copied.iterchildren(*_STYLE_LINKS):
            link.set(f"{W}val", self.taken(link.get(f"{W}val")))
        return free


def style_name(style: Element) -> str:
    """The name of a style as people see it."""
    named = style.find(f"{W}name")
    return "" if named is None else str(named.get(f"{W}val"))


def style_names(word: WordFile) -> Mapping[str, str]:
    """The names of a file's styles in small letters, by their ids."""
    return {style.get(f"{W}styleId"): style_name(style).lower() for style in word.styles.element.iter(f"{W}style")}


def level_of(paragraph: Element, kind: str, names: Mapping[str, str]) -> int:
    """The level of a paragraph in a style such as "heading 2" or "toc 2", 0 for another style."""
    name, _, level = names.get(style_id_of(paragraph), "").partition(" ")
    return int(level) if name == kind and level.isdigit() else 0


def _number(element: Element, key: str = "id") -> int:
    text = element.get(key) or ""
    return int(text) if text.isdigit() else 0


def _free(parent: Element, tag: str, key: str) -> str:
    used = [element.get(f"{W}{key}") or "" for element in parent.iter(f"{W}{tag}")]
    return str(1 + max((int(number) for number in used if number.isdigit()), default=0))


def _after_last(parent: Element, tag: str) -> int:
    """Where another element of a kind goes: after the last of them, or in front."""
    return max((at + 1 for at, child in enumerate(parent) if child.tag == tag), default=0)
