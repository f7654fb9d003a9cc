"""All that the papers and the exempt annex say of a small round, and of rounds that differ from it, block by block.

``tests/papers/whole`` has it. After a change that is meant run ``python tests/remake_examples.py`` and read the diff.
"""

from __future__ import annotations

import pytest
from papers.whole_rounds import FOLDER, ROUNDS, all_otherwise, of_long_rounds, round_of_answers, told
from test_examples import assert_same

from smreport.blueprint.model import Blueprint


@pytest.fixture(scope="module")
def before(blueprint: Blueprint) -> list[str]:
    return told(blueprint, round_of_answers())


def test_papers_of_a_round_in_which_all_is_asked_say_this(before: list[str]) -> None:
    assert_same("\n".join(before), (FOLDER / "round.txt").read_text(encoding="utf-8"), "A whole round")


@pytest.mark.parametrize("theme", ROUNDS)
def test_papers_of_rounds_that_differ_say_this_otherwise(blueprint: Blueprint, before: list[str], theme: str) -> None:
    said = all_otherwise(blueprint, before, theme)
    assert_same(said, (FOLDER / f"{theme}.txt").read_text(encoding="utf-8"), theme)


def test_lists_that_are_longer_than_papers_have_room_for_are_cut_as_this_says(blueprint: Blueprint) -> None:
    assert_same(of_long_rounds(blueprint), (FOLDER / "long.txt").read_text(encoding="utf-8"), "A long round")
