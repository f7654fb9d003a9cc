"""Mark words that are in another language than the document, so that screen readers read them rightly."""

from __future__ import annotations

from smreport.blocks.other_language import OtherWords
from smreport.word.elements import Element, W, w
from smreport.word.run_parts import split_run


def mark_language(root: Element, other: OtherWords | None) -> None:
    """Each piece of text that is word for word what people typed gets its language; runs are split where it changes."""
    if other is None or not other.texts:
        return
    for run in list(root.iter(W + "r")):
        if any(is_other for text in run.itertext(W + "t") for _, is_other in other.parted(text)):
            split_run(run, other.parted, lambda: w("lang", val=other.language))
