"""What a check takes grows with the names in a workbook, not with their pairs: calls are counted, never seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from difflib import SequenceMatcher, get_close_matches
from itertools import islice, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smreport.blueprint.answers import tables_from
from smreport.blueprint.likely import ByLetters
from smreport.blueprint.model import Blueprint
from smreport.decision.check import check

WORDS = ("library", "road", "waste", "school", "care", "park", "trade", "flood", "permit", "bin", "lamp", "bus")
MORE = 2.5
"""Times as many calls at most for twice as many names; where each is held against all others, it is nearly four."""


def names(many: int) -> list[str]:
    return [" ".join(words).capitalize() for words in islice(product(WORDS, repeat=3), many)]


def missing(many: int) -> dict[str, list[dict[str, object]]]:
    return {"mapping": [{"area": f"{name} {number}"} for number, name in enumerate(names(many))]}


def nearly_there(many: int) -> dict[str, list[dict[str, object]]]:
    return {
        "areas": [{"name": name, "kind": "Service"} for name in names(many)],
        "mapping": [{"area": f"{name} desk (Service)"} for name in names(many)],
        "portfolio": [{"areas": [f"{name}s and more"]} for name in names(many)],
    }


def calls(work: Callable[[], object]) -> int:
    """How many times Python functions are called."""
    made = 0

    def count(_frame: object, event: str, _what: object) -> None:
        nonlocal made
        made += event == "call"

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return made


@pytest.mark.parametrize("answers", [missing, pytest.param(nearly_there, marks=pytest.mark.long)])
def test_twice_as_many_names_take_about_twice_as_much(
    blueprint: Blueprint, answers: Callable[[int], dict[str, list[dict[str, object]]]]
) -> None:
    check(tables_from(blueprint, answers(1)))
    few, many = (calls(lambda n=n: check(tables_from(blueprint, answers(n)))) for n in (100, 200))
    assert many < MORE * few


TEXT = st.text("abcde ", max_size=12)


@given(TEXT, st.lists(TEXT.filter(bool), unique=True, max_size=8), st.sampled_from([0.6, 0.85]))
def test_the_texts_that_are_most_like_another_are_found_without_comparing_all(
    said: str, texts: list[str], cutoff: float
) -> None:
    every = get_close_matches(said, texts, n=len(texts) or 1, cutoff=cutoff)
    nearness = {text: SequenceMatcher(None, text, said).ratio() for text in every}
    assert set(ByLetters(texts).closest(said, cutoff)) == {t for t in every if nearness[t] == max(nearness.values())}
