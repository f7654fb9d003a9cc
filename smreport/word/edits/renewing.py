"""What follows from the rest of a renewed file: its contents list, numbers of tables and figures, bookmarks, parts."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE as RT

from smreport.word.edits.grafts import Grafts, level_of
from smreport.word.elements import Element, W, bookmark, field_end, field_start, paragraph, run, w
from smreport.word.word_file import flow, style_id_of, text_of

_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"


def renew(base: WordFile, grafts: Grafts, names: Mapping[str, str]) -> None:
    """Bring everything in line with the text as it stands now; ``names`` are those of styles by their ids."""
    body = base.element.body
    _renumber_bookmarks(body)
    _renew_contents(body, grafts, names)
    _renew_numbers(body)
    _drop_unused_charts(base)


def _renumber_bookmarks(body: Element) -> None:
    """Each bookmark a number of its own, and each name once: the first that has it."""
    numbers, names, open_ = itertools.count(1), set[str](), dict[str, str]()
    starts: dict[str, Element] = {}
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
            starts[open_[old]] = mark
    for number in open_.values():
        starts[number].addnext(w("bookmarkEnd", id=number))


def _renew_contents(body: Element, grafts: Grafts, names: Mapping[str, str]) -> None:
    """The contents list of the headings as they are now, each with a bookmark to lead to."""
    entries = [(level, p) for p in flow(body) if (level := level_of(p, "toc", names))]
    headings = [(level, p) for p in flow(body) if (level := level_of(p, "heading", names)) and text_of(p).strip()]
    patterns = {level: style_id_of(p) for level, p in reversed(entries)}
    lines = [paragraph(patterns[level], _link(body, p, grafts)) for level, p in headings if level in patterns]
    if lines:
        _replace_entries([entry for _, entry in entries], lines, max(patterns))


def _replace_entries(entries: list[Element], lines: list[Element], deepest: int) -> None:
    lines[0][1:1] = field_start(f'TOC \\o "1-{deepest}" \\n \\h \\z')
    lines[-1].append(field_end())
    for line in lines:
        entries[0].addprevious(line)
    for entry in entries:
        entry.getparent().remove(entry)


def _link(body: Element, heading: Element, grafts: Grafts) -> Element:
    names = [mark.get(f"{W}name") for mark in heading.iterchildren(f"{W}bookmarkStart")]
    name = next((own for own in names if own.startswith("_Toc")), "")
    if not name:
        used = [str(mark.get(f"{W}id")) for mark in body.iter(f"{W}bookmarkStart")]
        number = 1 + max((int(mark_id) for mark_id in used if mark_id.isdigit()), default=0)
        name = f"_Toc_own_{number}"
        start, end = bookmark(number, name)
        heading.insert(1 if heading.find(f"{W}pPr") is not None else 0, start)
        heading.append(end)
    return w("hyperlink", run(text_of(heading), grafts.style_id("Hyperlink")), anchor=name, history=1)


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


def _drop_unused_charts(base: WordFile) -> None:
    used = {chart.get(_R_ID) for chart in base.element.body.iter(_CHART)}
    rels = base.part.rels
    for rel_id in [key for key, rel in rels.items() if rel.reltype == RT.CHART and key not in used]:
        del rels[rel_id]
