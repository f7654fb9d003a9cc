"""Page numbers in the contents list of a PDF: they are put into a copy of the Word document, which itself has none.

LibreOffice lays pages out by itself, so a first PDF tells on which page each heading stands, and the copy with these
numbers makes the second.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smreport.package.trees import parsed
from smreport.package.zipped import Zipped, zipped
from smreport.word.edits.opened import TERMS
from smreport.word.elements import Element, W, as_part, run, w
from smreport.word.word_file import flow, text_of

BODY = "word/document.xml"
_A4_WITHIN_MARGINS = 9026  # twentieths of a point, as Word has it
_WIDEST = 999  # a page number that takes the place of any


def listed(document: bytes) -> tuple[str, ...]:
    """The entries of a document's contents list; none where it has no list, or one with page numbers already."""
    return tuple(map(text_of, _entries(parsed(Zipped(document, TERMS)[BODY]))))


def with_pages(document: bytes, pages: Sequence[int] = ()) -> bytes:
    """A copy of a document with a page number at the end of each entry; without ``pages`` with room for one."""
    parts = dict(Zipped(document, TERMS))
    root = parsed(parts[BODY])
    entries = list(_entries(root))
    for entry, page in zip(entries, pages or [_WIDEST] * len(entries), strict=True):
        properties = entry.find(f"{W}pPr")
        if properties is None:
            properties = w("pPr")
            entry.insert(0, properties)
        before = sum(1 for _ in properties.iterchildren(f"{W}pStyle", f"{W}keepNext"))
        properties.insert(before, w("tabs", w("tab", val="right", pos=_text_width(root))))
        (*_, last) = entry.iterchildren(f"{W}hyperlink")
        last.append(run(f"\t{page}"))
    return zipped({**parts, BODY: as_part(root)})


def _entries(root: Element) -> Iterator[Element]:
    """The paragraphs in the field of a contents list that lead to a heading."""
    depth, is_listed = 0, False
    for block in flow(root.find(f"{W}body")):
        codes = [(code.text or "").split()[:1] for code in block.iter(f"{W}instrText")]
        is_listed = is_listed or ["TOC"] in codes
        if is_listed and ["PAGEREF"] not in codes and block.find(f"{W}hyperlink") is not None:
            yield block
        depth += sum(_STEPS.get(str(mark.get(f"{W}fldCharType")), 0) for mark in block.iter(f"{W}fldChar"))
        if is_listed and depth <= 0:
            return


_STEPS = {"begin": 1, "end": -1}


def _text_width(root: Element) -> int:
    """The width of the text on the last pages, in twentieths of a point."""
    size, margins = (next(reversed([*root.iter(f"{W}{tag}")]), None) for tag in ("pgSz", "pgMar"))
    if size is None or margins is None:
        return _A4_WITHIN_MARGINS
    return int(size.get(f"{W}w")) - int(margins.get(f"{W}left")) - int(margins.get(f"{W}right"))
