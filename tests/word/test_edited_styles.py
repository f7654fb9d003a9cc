"""What comes into an edited paper takes the paper's own styles, by name, and brings those that it lacks, once each."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from typing import Any

import docx
import pytest
from word.edited_papers import WORDS, lines, paper
from word.test_edits_by_piece import ANSWERS, after
from word.word_reports import W

from smreport.frozen import replace
from smreport.word.hand_edits import renewed

MORE = replace(ANSWERS, budget=250_000, note="Figures are estimates.", risks=(*ANSWERS.risks, ("Storms", "20")))
USES = (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
LINKS = (f"{W}basedOn", f"{W}next", f"{W}link")


def as_it_is(word: Any) -> None:
    """A person types something, so that the new version comes in piece by piece."""
    word.element.body.insert(0, word.add_paragraph("Typed.")._p)


def with_other_ids(word: Any) -> None:
    """As LibreOffice saves it: styles keep their names under ids of its own."""
    as_it_is(word)
    for style in word.styles.element.iter(f"{W}style"):
        style.set(f"{W}styleId", f"x{style.get(f'{W}styleId')}")
    for part in (word.styles.element, word.element.body):
        for use in part.iter(*USES, *LINKS):
            use.set(f"{W}val", f"x{use.get(f'{W}val')}")


def without_some(word: Any) -> None:
    """As programs save it that drop styles of which nothing is left."""
    as_it_is(word)
    for table in list(word.element.body.iter(f"{W}tbl")):
        table.getparent().remove(table)
    for style in list(word.styles.element.iter(f"{W}style")):
        if "Table" in style.get(f"{W}styleId"):
            style.getparent().remove(style)


@pytest.mark.parametrize("edit", [as_it_is, with_other_ids, without_some])
def test_no_style_comes_twice_and_none_is_missing(edit: Callable[[Any], None]) -> None:
    before = after(paper(ANSWERS), edit)
    kept = renewed(before, paper(MORE), WORDS)
    assert kept
    word, was = (docx.Document(io.BytesIO(content)) for content in (kept.content, before))
    styles = {style.get(f"{W}styleId"): style for style in word.styles.element.iter(f"{W}style")}
    names = Counter((style.get(f"{W}type"), style.find(f"{W}name").get(f"{W}val").lower()) for style in styles.values())
    assert max(names.values()) == 1
    used = {use.get(f"{W}val") for use in word.element.body.iter(*USES)}
    links = {link.get(f"{W}val") for style in styles.values() for link in style.iterchildren(*LINKS)}
    known = {style.get(f"{W}styleId") for style in was.styles.element.iter(f"{W}style")}
    assert used <= set(styles)
    assert links - set(styles) <= {link.get(f"{W}val") for link in was.styles.element.iter(*LINKS)} - known
    assert known <= set(styles)
    assert lines(kept.content).count("Figures are estimates.") == 1
