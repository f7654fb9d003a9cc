"""All that the papers and the exempt annex say of a small round, and of rounds that differ from it, block by block.

``tests/papers/whole`` has it. After a change that is meant run ``python tests/remake_examples.py`` and read the diff.
"""

from __future__ import annotations

import pytest
from papers.whole_rounds import FOLDER, ROUNDS, kept, of_long_rounds, round_of_answers, round_otherwise, told
from test_examples import assert_same

from smreport.blueprint.model import Blueprint


@pytest.fixture(scope="module")
def before(blueprint: Blueprint) -> list[str]:
    return told(blueprint, round_of_answers())


def test_papers_of_a_round_in_which_all_is_asked_say_this(before: list[str]) -> None:
    assert_same("\n".join(before), (FOLDER / "round.txt").read_text(encoding="utf-8"), "A whole round")


def assert_said(blueprint: Blueprint, before: list[str], theme: str, name: str) -> None:
    assert_same(round_otherwise(blueprint, before, theme, name), kept(theme)[name], name)


@pytest.mark.parametrize("name", ROUNDS["money"])
def test_other_limits_and_costs_change_this(blueprint: Blueprint, before: list[str], name: str) -> None:
    assert_said(blueprint, before, "money", name)


@pytest.mark.parametrize("name", ROUNDS["secrets"])
def test_what_is_not_for_publication_changes_this(blueprint: Blueprint, before: list[str], name: str) -> None:
    assert_said(blueprint, before, "secrets", name)


@pytest.mark.parametrize("name", ROUNDS["kinds"])
def test_less_than_a_strategy_changes_this(blueprint: Blueprint, before: list[str], name: str) -> None:
    assert_said(blueprint, before, "kinds", name)


@pytest.mark.parametrize("name", ROUNDS["names"])
def test_other_names_and_words_of_the_settings_change_this(blueprint: Blueprint, before: list[str], name: str) -> None:
    assert_said(blueprint, before, "names", name)


def test_lists_that_are_longer_than_papers_have_room_for_are_cut_as_this_says(blueprint: Blueprint) -> None:
    assert_same(of_long_rounds(blueprint), (FOLDER / "long.txt").read_text(encoding="utf-8"), "A long round")
