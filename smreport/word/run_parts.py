"""Runs split where something about their text changes, so that the parts can say so."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable

from smreport.word.elements import Element, W, w

Parted = Callable[[str], Iterable[tuple[str, bool]]]
"""A text in pieces, each with whether it is to be marked."""


def split_run(run: Element, parted: Parted, mark: Callable[[], Element]) -> None:
    """Put runs with the looks of ``run`` in its place, one for each piece; those to be marked have the mark, too."""
    properties = run.find(W + "rPr")
    for content in list(run):
        if content.tag == W + "rPr":
            continue
        pieces = (list(parted(content.text or "")) if content.tag == W + "t" else []) or [("", False)]
        for text, is_marked in pieces:
            piece = copy.copy(content)
            if text:
                piece.text = text
            looks = copy.deepcopy(properties) if properties is not None else w("rPr")
            if is_marked:
                looks.append(mark())
            run.addprevious(w("r", *([looks] if len(looks) else []), piece))
    run.getparent().remove(run)
