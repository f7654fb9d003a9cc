"""Mark text in scripts that run from right to left, so that Word sets it in their direction."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from smreport.word.elements import Element, W, w
from smreport.word.run_parts import split_run

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_AFTER_DIRECTION = {W + tag for tag in ("adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "jc")}


def mark_direction(root: Element) -> None:
    """Paragraphs that are mostly right to left become so, and in every paragraph the words that are."""
    if not any(_RIGHT_TO_LEFT.search(piece.text or "") for piece in root.iter(W + "t")):
        return
    for paragraph in root.iter(W + "p"):
        text = "".join(paragraph.itertext(W + "t"))
        if not _RIGHT_TO_LEFT.search(text):
            continue
        strong = [_is_right_to_left(letter) for letter in text if _is_strong(letter)]
        if sum(strong) > len(strong) / 2:
            _turn(paragraph)
        for run in list(paragraph.iter(W + "r")):
            _mark_run(run)


def _turn(paragraph: Element) -> None:
    properties = paragraph.find(W + "pPr")
    later = [at for at, child in enumerate(properties) if child.tag in _AFTER_DIRECTION]
    properties.insert(later[0] if later else len(properties), w("bidi"))


def _mark_run(run: Element) -> None:
    """Split a run where its direction changes, and mark the parts that run from right to left."""
    if _RIGHT_TO_LEFT.search("".join(run.itertext(W + "t"))):
        split_run(run, _directions, lambda: w("rtl"))


def _directions(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces of one direction; what has none, such as blanks, stays with what comes before it."""
    start, turned = 0, False
    for at, letter in enumerate(text):
        if _is_strong(letter) and _is_right_to_left(letter) != turned:
            if at > start:
                yield text[start:at], turned
            start, turned = at, not turned
    yield text[start:], turned


def _is_strong(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in ("L", "R", "AL")


def _is_right_to_left(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in ("R", "AL")
