"""Mark words that are in another language than the document, so that screen readers read them rightly."""

from __future__ import annotations

import copy

from smreport.blocks.other_language import OtherWords
from smreport.word.elements import Element, W, w


def mark_language(root: Element, other: OtherWords | None) -> None:
    """Each piece of text that is word for word what people typed gets its language; runs are split where it changes."""
    if other is None or not other.texts:
        return
    for run in list(root.iter(W + "r")):
        pieces = {at: list(other.parted(child.text or "")) for at, child in enumerate(run) if child.tag == W + "t"}
        if any(is_other for parts in pieces.values() for _, is_other in parts):
            _split(run, pieces, other.language)


def _split(run: Element, pieces: dict[int, list[tuple[str, bool]]], language: str) -> None:
    properties = run.find(W + "rPr")
    for at, child in enumerate(list(run)):
        if child.tag == W + "rPr":
            continue
        for text, is_other in pieces.get(at, [("", False)]):
            content = copy.copy(child)
            if text:
                content.text = text
            looks = copy.deepcopy(properties) if properties is not None else w("rPr")
            if is_other:
                looks.append(w("lang", val=language))
            run.addprevious(w("r", *([looks] if len(looks) else []), content))
    run.getparent().remove(run)
