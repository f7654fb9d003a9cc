"""What a piece of a Word file says to a reader: its words as if all tracked changes were accepted."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from smreport.package.trees import NoXml, is_unsafe_xml, parsed
from smreport.word.elements import Element, W
from smreport.words import locales, say

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TEXT = f"{W}t"
_CHANGES = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_PASSED_OVER = {
    *(f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "tcPr", "trPr", "tblPr", "tblGrid", "sdtPr")),
    f"{_MC}Fallback",
}
_AS_TEXT = {
    f"{W}tab": " ", f"{W}ptab": " ", f"{W}br": " ", f"{W}cr": " ", f"{W}p": " ", f"{W}noBreakHyphen": "\u2011",
    f"{W}footnoteReference": "[note]", f"{W}endnoteReference": "[note]",
}  # fmt: skip
_SHOWN = {f"{W}drawing", f"{W}pict", f"{W}object"}
_FIELDS = {f"{W}{name}" for name in ("fldChar", "instrText", "fldSimple")}
_INTRICATE = {f"{W}del", f"{W}moveFrom", f"{W}tabs", f"{_MC}Fallback", *_SHOWN, *_FIELDS}
"""Without these all texts within an element are its words."""
_NUMBERED = {"SEQ", "REF", "PAGE", "PAGEREF", "NUMPAGES", "TOC"}
"""Fields that show what programs number by themselves."""

_MARKS = re.compile(r"\[(?:note|figure(?:: (?P<words>[^\]]*))?)\]")


def words_of(element: Element, charts: Mapping[str, str] | None = None) -> str:
    """The words of a paragraph, cell or row, with single spaces; what programs number by themselves is left out.

    charts  what each chart shows, by the relationship that leads to it
    """
    texts = _plain_texts(element)
    said = "".join(_said(element, [], charts or {}) if texts is None else texts)
    return " ".join(said.replace("\u00ad", "").split())


def _plain_texts(element: Element) -> list[str] | None:
    """All texts within an element, where they are its words, as of most; else None."""
    texts = []
    for piece in element.iter():
        tag = piece.tag
        if tag == _TEXT:
            texts.append(piece.text or "")
        elif tag in _AS_TEXT:
            texts.append(_AS_TEXT[tag])
        elif tag in _INTRICATE:
            return None
    return texts


def as_told(words: str) -> str:
    """Words as they are told to people: marks stand in the language that is spoken, as digests need not know it."""

    def mark(piece: re.Match[str]) -> str:
        if piece["words"] is not None:
            return say("word.edits.figure_of", words=piece["words"])
        return say("word.edits.note" if "note" in piece[0] else "word.edits.figure")

    return _MARKS.sub(mark, words)


def _said(element: Element, fields: list[str | None], charts: Mapping[str, str]) -> Iterator[str]:
    """The texts within an element; ``fields`` are those that are open: None while a code is still to come."""
    for child in element:
        tag = child.tag
        if tag in _PASSED_OVER or _is_simple_number(child):
            continue
        if tag in (f"{W}fldChar", f"{W}instrText"):
            _step(child, fields)
        elif tag in _SHOWN:
            yield f"[figure{_chart_in(child, charts)}]"
            yield from chain.from_iterable(_said(box, fields, charts) for box in child.iter(f"{W}txbxContent"))
        else:
            yield "" if any(map(_is_hidden, fields)) else _text_of(child)
            yield from _said(child, fields, charts)


def _text_of(element: Element) -> str:
    """What an element itself adds, without those in it."""
    return (element.text or "") if element.tag == _TEXT else _AS_TEXT.get(element.tag, "")


def _step(mark: Element, fields: list[str | None]) -> None:
    """One more mark of a field, or piece of its code."""
    kind = mark.get(f"{W}fldCharType")
    if kind is None:
        fields[-1:] = [(code or "") + (mark.text or "") for code in fields[-1:]]
    elif kind == "begin":
        fields.append(None)
    elif kind == "separate" and fields:
        fields[-1] = f"{(fields[-1] or '').strip()}\0"
    elif kind == "end" and fields:
        fields.pop()


def _is_hidden(code: str | None) -> bool:
    """Whether a field shows no words here: its code is still read, or what it shows is a number."""
    return code is None or not code.endswith("\0") or _is_numbered(code)


def _is_simple_number(element: Element) -> bool:
    return element.tag == f"{W}fldSimple" and _is_numbered(element.get(f"{W}instr") or "")


def _is_numbered(code: str) -> bool:
    return not code.rstrip("\0").split() or code.split()[0].rstrip("\0") in _NUMBERED


def _chart_in(drawing: Element, charts: Mapping[str, str]) -> str:
    chart = next(drawing.iter(f"{C}chart"), None)
    said = "" if chart is None else charts.get(chart.get(R_ID), "")
    return f": {said}" if said else ""


def words_of_chart(xml: bytes) -> str:
    """What a chart shows: its names, titles and figures, to the digits that every program keeps."""
    if is_unsafe_xml(xml):
        return ""
    try:
        root = parsed(xml)
    except NoXml:
        return ""
    return " | ".join(_rounded((element.text or "").strip()) for element in root.iter(f"{C}v", f"{_A}t"))


def _rounded(text: str) -> str:
    try:
        return f"{float(text):.12g}"
    except ValueError:
        return text


def has_tracked_changes(element: Element) -> bool:
    """Whether changes in an element still wait to be accepted or refused."""
    return next(element.iter(*_CHANGES), None) is not None


def digest(words: str) -> str:
    """Sixteen hexadecimal digits that stand for the words."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def figures_in(texts: Iterable[str]) -> set[str]:
    """The numbers, amounts, percentages and days in texts, as they stand there."""
    return {figure for text in texts for figure in re.findall(locales.figure_pattern(), text)}
