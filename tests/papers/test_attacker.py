"""Nobody who knows all rules, ends of scales and weights can work out a withheld figure from what is public.

Four random rounds; SMREPORT_ATTACKS=8 tries eight, and ``python -m papers.attack 200 1`` tries 200 by hand.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from random import Random

import pytest
from papers.attack import (
    APART,
    Answers,
    both_of,
    bounds,
    bounds_of_comparison,
    bounds_of_renewed,
    bounds_of_review,
    round_of,
    scaled,
    told,
    told_in_a_comparison,
    told_in_a_review,
    told_in_a_round,
    told_of_renewed,
)

from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.publication import secret_rows, withheld_rows
from smreport.commands.loading import load_template
from smreport.commands.renewing import last_round
from smreport.rounds.renew import renewed

pytestmark = pytest.mark.long

Sight = Callable[[Blueprint, Answers], dict[str, str]]
ROUNDS = int(os.environ.get("SMREPORT_ATTACKS", "4"))
FOUND = (1035,)  # by long runs: rounds in which something told a figure once


@pytest.fixture(scope="module")
def blueprint() -> Blueprint:
    return load_template("social_media")


@pytest.mark.parametrize("seed", [*range(6, 6 + ROUNDS), *FOUND])
def test_a_withheld_figure_is_bounded_on_one_side_only_or_by_a_factor_of_four(blueprint: Blueprint, seed: int) -> None:
    low, high, telling = bounds(blueprint, round_of(Random(seed)))
    assert high / low >= APART, telling


@pytest.mark.parametrize("seed", [20, 23])
def test_a_review_of_two_rounds_bounds_it_no_more_wherever_it_is_marked(blueprint: Blueprint, seed: int) -> None:
    low, high, telling = bounds_of_review(blueprint, round_of(Random(seed)))
    assert high / low >= APART, telling


@pytest.mark.parametrize("seed", [20, 23])
def test_a_comparison_of_two_rounds_bounds_it_no_more_wherever_it_is_marked(blueprint: Blueprint, seed: int) -> None:
    """On the terminal, as JSON and as a workbook, which anybody may be given; that of ``--exempt`` is not public."""
    low, high, telling = bounds_of_comparison(blueprint, round_of(Random(seed)))
    assert high / low >= APART, telling


@pytest.mark.parametrize("seed", [20, 25])
def test_nothing_public_of_a_renewed_workbook_bounds_it_more(blueprint: Blueprint, seed: int) -> None:
    """The renewed workbook itself is no public file: its facilitator, who holds every answer, has it alone.

    Public are its papers, tables and explanations, the review and the comparison, and what ``renew`` says; its services
    are sent their own rows.
    """
    low, high, telling = bounds_of_renewed(blueprint, round_of(Random(seed)))
    assert high / low >= APART, telling


@pytest.mark.parametrize("sight", [told_in_a_review, told_in_a_comparison, told_of_renewed])
def test_of_unmarked_rounds_each_of_these_tells(blueprint: Blueprint, sight: Sight) -> None:
    answers = unmarked(round_of(Random(20)))
    other = {**answers, "evaluation": [{**line, "not_public": True} for line in answers["evaluation"]]}
    every = [sight(blueprint, unmarked(scaled(other, factor))) for factor in (1, 2)]
    silent = {name for name in every[0] if every[0][name] == every[1].get(name)}
    assert {name for name in every[0] if name.startswith("compared")}.isdisjoint(silent)
    assert every[0] != every[1]


def test_renewed_rounds_have_marked_rows_that_stay_and_such_that_left(blueprint: Blueprint) -> None:
    stay, left = 0, 0
    for seed in range(20, 30):
        _, now = both_of(blueprint, round_of(Random(seed)), forgets=False)
        following, _ = renewed(now, last_round(now))
        stay += len(secret_rows(following["evaluation"]))
        left += len(withheld_rows(following)["earlier"])
    assert stay
    assert left


def test_the_attack_sees_each_thing_that_tells_a_figure_which_nobody_marked(blueprint: Blueprint) -> None:
    """Else nothing would follow from what it does not see: of the same round without its marks everything tells."""
    answers = round_of(Random(7))
    every = [told(tables_from(blueprint, unmarked(scaled(answers, factor)), "w.xlsx")) for factor in (1, 2)]
    telling = {name.partition("/")[0] for name in every[0] if every[0][name] != every[1].get(name)}
    assert telling >= {"report.docx", "strategy.docx", "action-plan.docx", "tables", "explained", "sent"}


def unmarked(answers: Answers) -> Answers:
    lines = [{key: value for key, value in line.items() if key != "not_public"} for line in answers["evaluation"]]
    return {**answers, "evaluation": lines}


def test_the_rounds_have_blanks_hours_in_kind_and_services_that_own_no_marked_line(blueprint: Blueprint) -> None:
    every = [round_of(Random(seed)) for seed in range(6, 6 + ROUNDS)]
    marked = [line for answers in every for line in answers["evaluation"] if line.get("not_public")]
    assert any(None in line.values() for line in marked)
    assert any(line.get("in_kind_hours") for line in marked)
    sent = [told_in_a_round(tables_from(blueprint, answers, "w.xlsx")) for answers in every]
    assert sum(any(name.startswith("sent/") for name in parts) for parts in sent) > ROUNDS / 2
