"""All that papers, exempt annexes and reviews say of small councils, and of rounds that differ, block by block.

``tests/papers/whole`` has it; see ``kept``.
"""

from __future__ import annotations

import pytest
from papers.intros import every_intro
from papers.offers import OFFERS
from papers.outlines import assert_is
from papers.own_forms import in_forms
from papers.two_years import REVIEWS
from papers.verdicts_told import every_verdict
from papers.whole_rounds import ROUNDS, of_long_rounds, round_of_answers, round_otherwise, told

from smreport.blueprint.model import Blueprint

WHOLE = {**OFFERS, **REVIEWS, "intros": every_intro, "own_forms": in_forms, "verdicts": every_verdict}
"""What is kept under each name."""


@pytest.mark.parametrize("name", WHOLE)
def test_a_paper_holds_what_is_kept_of_it(blueprint: Blueprint, name: str) -> None:
    assert_is(name, WHOLE[name](blueprint))


@pytest.fixture(scope="module")
def before(blueprint: Blueprint) -> list[str]:
    return told(blueprint, round_of_answers())


def test_papers_of_a_round_in_which_all_is_asked_say_this(before: list[str]) -> None:
    assert_is("round", before)


@pytest.mark.parametrize(("theme", "name"), [(theme, name) for theme, rounds in ROUNDS.items() for name in rounds])
def test_a_round_that_differs_is_told_otherwise_as_this_says(
    blueprint: Blueprint, before: list[str], theme: str, name: str
) -> None:
    assert_is(f"{theme}/{name.rstrip('.')}", round_otherwise(blueprint, before, theme, name))


def test_lists_that_are_longer_than_papers_have_room_for_are_cut_as_this_says(blueprint: Blueprint) -> None:
    assert_is("long", of_long_rounds(blueprint))
