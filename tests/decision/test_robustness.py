"""How far ranks depend on weights and on what is unknown; what overtakes the winner; who is outdone."""

from __future__ import annotations

import math
from collections.abc import Hashable
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smreport.decision.prioritise import scores
from smreport.decision.robustness import (
    Flip,
    Flips,
    Robustness,
    acceptability,
    dominated,
    flips,
    in_words,
    weighted_sum,
)

UNKNOWN = math.nan
NAMES = ("benefit", "cost", "risk")
EQUAL = {"benefit": 1.0, "cost": 1.0, "risk": 1.0}
ENDS = {"benefit": (0.0, 100.0), "cost": (5000.0, 1000.0), "risk": (12.0, 4.0)}


def on_scale(**rows: tuple[float, ...]) -> pd.DataFrame:
    """Projects by title with benefit, cost and risk from 0 to 100."""
    columns = [f"scaled_{name}" for name in NAMES]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns, dtype="float64")


def raw(**rows: tuple[float, ...]) -> pd.DataFrame:
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(NAMES), dtype="float64")


VALUES = st.integers(0, 10).map(lambda tenth: tenth * 10.0)
KNOWN_ROWS = st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=2, max_size=7)
ANY_VALUES = st.one_of(VALUES, VALUES, st.just(UNKNOWN))
ANY_ROWS = st.lists(st.tuples(ANY_VALUES, ANY_VALUES, ANY_VALUES), min_size=2, max_size=7)
SWINGS = st.tuples(*[st.integers(0, 10)] * 3).filter(any)


def named(rows: list[tuple[float, float, float]]) -> pd.DataFrame:
    return on_scale(**{f"P{number}": row for number, row in enumerate(rows)})


# --- weighted sums ---


def test_the_weighted_sum_of_kracka_brauers_and_zavadskas() -> None:
    """Kracka, Brauers and Zavadskas 2010, also in the tests of scikit-criteria: minimised criteria as 1/x."""
    matrix = np.array(
        [
            [33.95, 23.78, 11.45, 39.97, 29.44, 167.10, 3.852],
            [38.9, 4.17, 6.32, 0.01, 4.29, 132.52, 25.184],
            [37.59, 9.36, 8.23, 4.35, 10.22, 136.71, 10.845],
            [30.44, 37.59, 13.91, 74.08, 45.10, 198.34, 2.186],
            [36.21, 14.79, 9.17, 17.77, 17.06, 148.3, 6.610],
            [37.8, 8.55, 7.97, 2.35, 9.25, 134.83, 11.935],
        ]
    )
    minimised = np.array([True, True, True, True, False, True, False])
    better = np.where(minimised, 1 / matrix, matrix)
    found = weighted_sum(better / better.sum(axis=0), np.full(7, 1 / 7))
    published = [0.12040426, 0.3458235, 0.13838192, 0.12841246, 0.12346084, 0.14351701]
    assert found == pytest.approx(published, abs=5e-9)
    assert pd.Series(found).rank(ascending=False).tolist() == [6, 1, 3, 4, 5, 2]


# A weighted sum worked by hand, published to one decimal, where the second and the fourth option tie
WEIGHTS = np.array([0.50, 0.25, 0.15, 0.10])
OPTIONS = np.array([[3.0, 5, 4, 4], [5, 9, 6, 3], [5, 0, 8, 5], [5, 6, 8, 8]])


def test_a_published_weighted_sum_is_ranked_on_full_precision() -> None:
    """To one decimal, as it was published, the second and the fourth would tie."""
    found = weighted_sum(OPTIONS, WEIGHTS)
    assert found == pytest.approx([3.75, 5.95, 4.20, 6.00])
    assert pd.Series(found).rank(ascending=False).tolist() == [4, 2, 3, 1]


def test_weighted_sums_of_many_weightings_are_those_of_each() -> None:
    many = np.array([WEIGHTS, [0.25, 0.25, 0.25, 0.25]])
    found = weighted_sum(OPTIONS, many)
    assert found.tolist() == [weighted_sum(OPTIONS, row).tolist() for row in many]


# --- all weightings ---

CLOSED_FORM = on_scale(A=(100, 0, 0), B=(0, 100, 0), C=(40, 40, 40))


def standard_error(share: float, draws: int) -> float:
    return math.sqrt(share * (1 - share) / draws)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_first_rank_shares_are_those_of_the_closed_form(seed: int) -> None:
    """P(w > .4) = .6 squared = .36 for one weight, .2 squared = .04 for two; so A and B .36 - .02, C 1 - .68.

    The standard error at 10,000 draws is 0.0047; four of them are allowed.
    """
    first = acceptability(CLOSED_FORM, seed=seed).first
    for title, share in {"A": 0.34, "B": 0.34, "C": 0.32}.items():
        assert first[title] == pytest.approx(share, abs=4 * standard_error(share, 10_000))


def test_weights_are_uniform_over_all_that_add_up_to_1() -> None:
    """One criterion against a constant c: P(w > c) = (1 - c) squared with three criteria."""
    for constant in (10, 50, 80):
        found = acceptability(on_scale(A=(100, 0, 0), B=(constant,) * 3)).first["A"]
        share = (1 - constant / 100) ** 2
        assert found == pytest.approx(share, abs=4 * standard_error(share, 10_000))


def test_an_unknown_value_is_uniform_from_0_to_100() -> None:
    """It is above 70 in 30 % of draws, whatever the weights; equal projects have equal shares."""
    found = acceptability(on_scale(known=(70, 70, 5), unknown=(UNKNOWN, 70, 5)))
    both = acceptability(on_scale(A=(UNKNOWN, 70, 5), B=(UNKNOWN, 70, 5), C=(UNKNOWN, 70, 0)))
    assert both.first["A"] == both.first["B"]
    assert found.first["unknown"] == pytest.approx(0.3, abs=4 * standard_error(0.3, 10_000))
    assert found.guessed


def test_ties_share_their_ranks_evenly() -> None:
    found = acceptability(on_scale(A=(50, 50, 50), B=(50, 50, 50), C=(10, 10, 10), D=(50, 50, 50)), draws=500)
    assert found.ranks.loc["A"].tolist() == pytest.approx([1 / 3, 1 / 3, 1 / 3, 0])
    assert found.ranks.loc["A"].tolist() == found.ranks.loc["B"].tolist() == found.ranks.loc["D"].tolist()
    assert found.ranks.loc["C"].tolist() == [0, 0, 0, 1]
    assert not found.guessed


def test_ties_share_evenly_across_the_last_rank_counted() -> None:
    found = acceptability(on_scale(A=(90, 90, 90), B=(50, 50, 50), C=(50, 50, 50)), draws=100, counted=2)
    assert found.ranks.to_numpy().tolist() == [[1, 0], [0, 0.5], [0, 0.5]]
    assert found.later.tolist() == [0, 0.5, 0.5]


def test_values_that_differ_by_rounding_only_tie() -> None:
    found = acceptability(on_scale(A=(100 / 3, 50, 0.0), B=(33.33333333333334, 50, -0.0)), draws=100)
    assert found.first.tolist() == [0.5, 0.5]


def test_a_project_of_which_nothing_is_known_takes_no_part() -> None:
    found = acceptability(on_scale(A=(1, 2, 3), B=(UNKNOWN,) * 3), draws=100)
    assert found.ranks.index.tolist() == ["A"]
    assert found.first["A"] == 1
    assert not found.guessed


def test_of_many_projects_the_first_ten_ranks_are_counted_and_the_rest_together() -> None:
    values = pd.DataFrame(np.random.default_rng(7).random((300, 3)) * 100)
    found = acceptability(values, draws=1000)
    assert found.ranks.columns.tolist() == list(range(1, 11))
    assert found.ranks.sum().tolist() == pytest.approx([1] * 10)
    assert (found.ranks.sum(axis=1) + found.later).tolist() == pytest.approx([1] * 300)


@pytest.mark.parametrize("rows", [{}, {"A": (UNKNOWN,) * 3}])
def test_without_anything_known_there_are_no_shares(rows: dict[str, tuple[float, ...]]) -> None:
    found = acceptability(on_scale(**rows))
    assert len(found.ranks) == len(found.first) == len(found.later) == 0


@pytest.mark.parametrize("wrong", [{"draws": 0}, {"counted": 0}])
def test_no_draws_and_no_ranks_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must be 1 or more"):
        acceptability(CLOSED_FORM, **wrong)


def test_the_same_seed_gives_the_same_result_and_another_one_another() -> None:
    values = on_scale(A=(100, 0, UNKNOWN), B=(0, 100, 10), C=(40, UNKNOWN, 40))
    one, again, other = (acceptability(values, seed=seed) for seed in (5, 5, 6))
    pd.testing.assert_frame_equal(one.ranks, again.ranks, check_exact=True)
    assert not one.ranks.equals(other.ranks)


@given(rows=ANY_ROWS, data=st.data())
@settings(max_examples=60, deadline=None)
def test_the_order_of_rows_makes_no_difference(rows: list[tuple[float, float, float]], data: st.DataObject) -> None:
    values = named(rows)
    shuffled = values.loc[data.draw(st.permutations(list(values.index)))]
    one, other = acceptability(values, draws=200), acceptability(shuffled, draws=200)
    pd.testing.assert_frame_equal(one.ranks, other.ranks.loc[one.ranks.index], check_exact=True)


@given(rows=ANY_ROWS, counted=st.integers(1, 8))
@settings(max_examples=60, deadline=None)
def test_shares_add_up_to_1_by_project_and_by_rank(rows: list[tuple[float, float, float]], counted: int) -> None:
    found = acceptability(named(rows), draws=200, counted=counted)
    assert (found.ranks.sum(axis=1) + found.later).tolist() == pytest.approx([1] * len(found.ranks))
    if len(found.ranks):
        assert found.ranks.sum().tolist() == pytest.approx([1] * len(found.ranks.columns))


@given(rows=KNOWN_ROWS)
@settings(max_examples=60, deadline=None)
def test_a_dominated_project_is_never_first_more_often_than_one_that_dominates_it(
    rows: list[tuple[float, float, float]],
) -> None:
    values = named(rows).set_axis(NAMES, axis=1)
    first = acceptability(values, draws=200).first
    found = dominated(values, dict.fromkeys(NAMES, "max"))
    for title, by in found["by"].items():
        assert first[title] <= first[by]
    assert (first[found.index[found["strict"]]] == 0).all()


# --- one weight at a time ---


def by_criterion(found: Flips) -> dict[str, Flip]:
    return {change.criterion: change for change in found.changes}


def test_the_weight_past_which_another_project_overtakes() -> None:
    """A leads B by 60 w_benefit - 40 w_cost: level where w_cost is .6 of what both weigh together.

    With equal weights for benefit and risk, cost c and the others (1 - c) / 2: 30 (1 - c) = 40 c at c = 3/7.
    """
    found = flips(on_scale(A=(100, 0, 50), B=(40, 40, 50)), EQUAL)
    assert found.leaders == ("A",)
    assert found.ranked == 2
    cost = by_criterion(found)["cost"]
    assert (cost.above, cost.above_by) == (pytest.approx(3 / 7), "B")
    assert (cost.below, cost.below_by) == (None, None)
    benefit = by_criterion(found)["benefit"]
    assert (benefit.below, benefit.below_by) == (pytest.approx(0.25), "B")  # 60 b = 20 (1 - b)
    assert (benefit.above, benefit.above_by) == (None, None)
    risk = by_criterion(found)["risk"]
    assert (risk.above, risk.below) == (None, None)


def test_of_several_that_overtake_the_first_to_do_so_is_named() -> None:
    found = by_criterion(flips(on_scale(A=(100, 0, 50), B=(40, 40, 50), C=(90, 30, 25)), EQUAL))
    assert found["cost"].above_by == "C"


def test_the_weight_is_that_at_which_the_scores_change_places() -> None:
    projects = raw(A=(90, 5000, 6), B=(60, 2500, 4), C=(20, 1000, 12), D=(75, UNKNOWN, 5)).assign(title=list("ABCD"))
    weights = {"benefit": 0.5, "cost": 0.3, "risk": 0.2}
    ranked = scores(projects, weights, ENDS)
    found = flips(ranked[["scaled_benefit", "scaled_cost", "scaled_risk"]], weights)
    winner = found.leaders[0]
    assert winner == ranked.index[0]
    crossings = [
        (change, weight, by, sign)
        for change in found.changes
        for weight, by, sign in ((change.above, change.above_by, 1), (change.below, change.below_by, -1))
        if weight is not None
    ]
    assert crossings
    for change, weight, by, sign in crossings:
        short = scores(projects, moved(weights, change.criterion, weight - sign * 1e-6), ENDS)["score"]
        past = scores(projects, moved(weights, change.criterion, weight + sign * 1e-6), ENDS)["score"]
        assert short[winner] > short[by]
        assert past[by] > past[winner]


def moved(weights: dict[str, float], criterion: str, weight: float) -> dict[str, float]:
    """The weights with another one for a criterion, the others in proportion."""
    factor = (1 - weight) / (1 - weights[criterion])
    return {name: weight if name == criterion else old * factor for name, old in weights.items()}


def test_projects_are_compared_by_what_is_known_of_each() -> None:
    """B is known by benefit only and scores 60 throughout; A scores 100 b + 50 c + 0 r, 50 with equal weights."""
    values = on_scale(A=(100, 50, 0), B=(60, UNKNOWN, UNKNOWN))
    found = flips(values, {"benefit": 2, "cost": 1, "risk": 1})
    assert found.leaders == ("A",)
    change = by_criterion(found)["benefit"]
    assert (change.below, change.below_by) == (pytest.approx(7 / 15), "B")  # 100 b + 25 (1 - b) = 60
    assert change.above is None


def test_a_project_level_with_the_winner_overtakes_at_the_present_weight() -> None:
    found = flips(on_scale(A=(100, 0, 50), B=(0, 100, 50)), EQUAL)
    assert found.leaders == ("A", "B")
    assert by_criterion(found)["cost"].above == pytest.approx(1 / 3)
    assert by_criterion(found)["cost"].above_by == "B"


def test_to_be_level_is_not_to_overtake() -> None:
    found = flips(on_scale(A=(100, 80, 20), B=(100, 0, 0), C=(100, 80, 20)), EQUAL)
    assert [(change.above, change.below) for change in found.changes] == [(None, None)] * 3


def test_where_one_criterion_has_all_the_weight_the_others_are_taken_as_equal() -> None:
    found = flips(on_scale(A=(100, 0, 0), B=(50, 60, 40)), {"benefit": 1, "cost": 0, "risk": 0})
    change = by_criterion(found)["benefit"]
    assert (change.below, change.below_by) == (pytest.approx(0.5), "B")  # 100 b = 50 b + 50 (1 - b)


def test_with_one_criterion_no_weight_can_change() -> None:
    found = flips(pd.DataFrame({"benefit": [1.0, 2.0]}), {"benefit": 1.0})
    assert found.leaders == (1,)
    assert [(change.above, change.below) for change in found.changes] == [(None, None)]


def test_without_a_score_there_is_no_winner() -> None:
    assert flips(on_scale(), EQUAL) == Flips(0, (), ())
    assert flips(on_scale(A=(UNKNOWN, 5, 5)), {"benefit": 1, "cost": 0, "risk": 0}).ranked == 0


def exact_score(values: pd.DataFrame, title: Hashable, weights: dict[str, Fraction]) -> Fraction | None:
    """The mean of what is known, in fractions: an independent calculation."""
    row = values.loc[title].tolist()
    known = [(weights[name], Fraction(value)) for name, value in zip(NAMES, row, strict=True) if value == value]
    total = sum((weight for weight, _ in known), Fraction(0))
    return sum((weight * value for weight, value in known), Fraction(0)) / total if total else None


def exact_weights(swings: tuple[int, int, int], criterion: str, weight: Fraction) -> dict[str, Fraction]:
    others = {name: Fraction(swing) for name, swing in zip(NAMES, swings, strict=True) if name != criterion}
    if not any(others.values()):
        others = dict.fromkeys(others, Fraction(1))
    total = sum(others.values())
    return {criterion: weight, **{name: (1 - weight) * swing / total for name, swing in others.items()}}


def ahead(values: pd.DataFrame, winner: Hashable, weights: dict[str, Fraction]) -> set[Hashable]:
    """Those with a better score than the winner."""
    own = exact_score(values, winner, weights)
    others = {title: exact_score(values, title, weights) for title in values.index}
    return {title for title, score in others.items() if score is not None and own is not None and score > own}


@given(rows=ANY_ROWS, swings=SWINGS)
@settings(max_examples=100, deadline=None)
def test_nothing_overtakes_before_the_weight_and_the_named_one_does_just_past_it(
    rows: list[tuple[float, float, float]], swings: tuple[int, int, int]
) -> None:
    values, step = named(rows), Fraction(1, 10**8)
    found = flips(values, dict(zip(NAMES, map(float, swings), strict=True)))
    for position, change in enumerate(found.changes):
        present = Fraction(swings[position], sum(swings))
        sides = ((change.above, change.above_by, 1), (change.below, change.below_by, -1))
        for weight, by, sign in sides:
            end = (Fraction(1) if sign > 0 else Fraction(0)) if weight is None else Fraction(weight) - sign * step
            for part in range(1, 8):
                between = present + (end - present) * Fraction(part, 8)
                if (between - present) * sign > 0:
                    assert not ahead(values, found.leaders[0], exact_weights(swings, change.criterion, between))
            if weight is not None:
                past = exact_weights(swings, change.criterion, Fraction(weight) + sign * step)
                assert by in ahead(values, found.leaders[0], past)


@given(rows=ANY_ROWS, swings=SWINGS, data=st.data())
@settings(max_examples=60, deadline=None)
def test_the_weights_do_not_depend_on_the_order_of_rows(
    rows: list[tuple[float, float, float]], swings: tuple[int, int, int], data: st.DataObject
) -> None:
    values, weights = named(rows), dict(zip(NAMES, map(float, swings), strict=True))
    one = flips(values, weights)
    other = flips(values.loc[data.draw(st.permutations(list(values.index)))], weights)
    assert set(one.leaders) == set(other.leaders)
    if len(one.leaders) == 1:
        assert [(c.above, c.below) for c in one.changes] == [(c.above, c.below) for c in other.changes]


# --- whatever the weights ---

# A worked example of dominance with senses max, max, min
FUNDS = pd.DataFrame.from_dict(
    {"PE": (7, 5, 35), "JN": (5, 4, 26), "AA": (5, 6, 28), "FX": (3, 4, 36), "MM": (1, 7, 30), "FN": (5, 8, 30)},
    orient="index",
    columns=["roe", "cap", "ri"],
)


def test_the_published_dominated_projects_are_found() -> None:
    found = dominated(FUNDS, {"roe": "max", "cap": "max", "ri": "min"})
    assert found["strict"].to_dict() == {"FX": True, "MM": False}
    assert found["by"].to_dict() == {"FX": "PE", "MM": "FN"}  # FX also by AA and FN


def test_less_cost_and_less_risk_are_better() -> None:
    found = dominated(raw(A=(10, 100, 5), B=(10, 200, 5), C=(5, 300, 9), D=(11, 250, 9)))
    assert found.to_dict("index") == {"B": {"by": "A", "strict": False}, "C": {"by": "A", "strict": True}}


def test_equal_projects_do_not_dominate_each_other() -> None:
    assert dominated(raw(A=(1, 1, 1), B=(1, 1, 1))).empty
    assert list(dominated(raw()).columns) == ["by", "strict"]


def test_nothing_is_guessed_of_unknown_values() -> None:
    assert dominated(raw(A=(10, 100, 5), B=(1, UNKNOWN, 9), C=(UNKNOWN, 1, 1))).empty


@given(rows=ANY_ROWS)
def test_dominators_are_known_better_and_not_dominated_themselves(rows: list[tuple[float, float, float]]) -> None:
    values = named(rows).set_axis(NAMES, axis=1)
    found = dominated(values)
    assert not set(found["by"]) & set(found.index)
    for title, by, strict in found.itertuples(name=None):
        better = (values.loc[by] - values.loc[title]) * [1, -1, -1]
        assert (better >= 0).all()
        assert (better > 0).all() if strict else (better > 0).any()


# --- in words ---


def words(values: pd.DataFrame, weights: dict[str, float] = EQUAL, draws: int = 2000) -> tuple[str, ...]:
    plain = values.rename(columns=lambda name: name.removeprefix("scaled_"))
    outdone = dominated(plain, dict.fromkeys(NAMES, "max"))
    return in_words(acceptability(values, draws=draws), flips(values, weights), outdone)


def test_one_sentence_for_each_thing_to_say() -> None:
    """By cost c: 80 (1 - c) = 100 c + 40/3 (1 - c) at c = .4. By risk r: 20 + 80 r = 50 - 30 r at r = 3/11."""
    values = on_scale(A=(40, 0, 100), B=(0, 100, 20), C=(40, 40, 40))
    share = acceptability(values, draws=2000).first["A"]
    assert words(values, {"benefit": 1, "cost": 1, "risk": 2}) == (
        f"A stays first in {share:.0%} of weightings.",
        "First place is fairly robust: it holds under most weightings, but not under all.",
        "B overtakes A if cost weighs more than 40%.",
        "B overtakes A if risk weighs less than 27%.",
    )


@pytest.mark.parametrize(
    ("present", "above", "said"),
    [
        (0.333, 0.41, "more than 41%"),
        (0.333, 0.334, "more than 33.4%"),
        (0.333, 0.3331, "any more than the present 33%"),
        (0.333, 0.997, "more than 99.7%"),
    ],
)
def test_a_weight_is_told_from_the_present_one_and_from_all(present: float, above: float, said: str) -> None:
    change = Flip("cost", present, above, "B", None, None)
    found = in_words(acceptability(CLOSED_FORM, draws=10), Flips(3, ("A",), (change,)), dominated(raw()))
    assert found[-1] == f"B overtakes A if cost weighs {said}."


def test_a_weight_hardly_below_all_is_not_worth_a_sentence() -> None:
    change = Flip("cost", 0.333, 0.9999, "B", None, None)
    found = in_words(acceptability(CLOSED_FORM, draws=10), Flips(3, ("A",), (change,)), dominated(raw()))
    assert not any("overtakes A if" in sentence for sentence in found)


def test_more_than_two_that_share_first_place_are_counted() -> None:
    found = words(on_scale(A=(5, 5, 5), B=(5, 5, 5), C=(5, 5, 5)))
    assert found[:2] == ("A and 2 others share first place.", "One of them is first in all weightings tried.")


def test_one_more_often_first_than_the_winner_is_named() -> None:
    found = words(on_scale(A=(100, 0, 0), B=(70, 70, 70)), {"benefit": 8, "cost": 1, "risk": 1})
    assert found[0].startswith("A stays first in ")
    assert found[1].startswith("B is first more often, in ")


def test_a_winner_that_nothing_overtakes_is_robust_and_dominated_projects_are_named() -> None:
    assert words(on_scale(A=(90, 90, 90), B=(50, 50, 50), C=(90, 90, 40))) == (
        "A stays first in all weightings tried.",
        "First place is robust: it hardly depends on the weights.",
        "No other project overtakes A through a change of one weight alone.",
        "A is better than B on every criterion.",
        "A is as good as or better than C on every criterion.",
    )


def test_more_dominated_projects_than_a_page_bears_are_counted() -> None:
    many = on_scale(A=(90, 90, 90), **{f"P{number}": (number, number, number) for number in range(7)})
    found = words(many)
    assert sum("is better than" in sentence for sentence in found) == 5
    assert found[-1] == "2 further projects are outdone by another on every criterion."


def test_a_shared_first_place_and_unknown_values_are_said() -> None:
    level = on_scale(A=(100, 0, 50), B=(0, 100, 50), C=(0, 0, UNKNOWN))
    found = words(level)
    assert found[0] == "A and B share first place."
    assert found[1].startswith("One of them is first in ")
    assert found[1].endswith("% of weightings, with what is unknown drawn at random.")
    assert "B overtakes A if cost weighs any more than the present 33%." in found


def test_without_two_ranked_projects_one_sentence_says_so() -> None:
    assert words(on_scale()) == ("No project has a rank yet, so there is nothing to test.",)
    alone = "A is the only project with a rank, so there is nothing to test."
    assert words(on_scale(A=(1, 2, 3), B=(UNKNOWN,) * 3)) == (alone,)


def test_titles_are_given_by_index() -> None:
    values = on_scale(A=(90, 90, 90), B=(50, 50, 50)).set_axis([8, 9])
    plain = values.set_axis(NAMES, axis=1)
    titles = {8: "Youth work", 9: "Fly-tipping"}
    outdone = dominated(plain, dict.fromkeys(NAMES, "max"))
    found = in_words(acceptability(values, draws=100), flips(values, EQUAL), outdone, titles)
    assert found[0] == "Youth work stays first in all weightings tried."
    assert found[-1] == "Youth work is better than Fly-tipping on every criterion."


def test_a_share_near_none_or_all_is_not_rounded_to_it() -> None:
    ranks = pd.DataFrame({1: [0.9999, 0.0001]}, index=["A", "B"])
    found = Robustness(ranks, 1 - ranks[1], 10_000, False)
    nothing = dominated(raw())
    assert in_words(found, Flips(2, ("A",), ()), nothing)[0] == "A stays first in more than 99% of weightings."
    second = in_words(found, Flips(2, ("B",), ()), nothing)
    assert second[0] == "B stays first in less than 1% of weightings."
    assert second[1] == "A is first more often, in more than 99% of weightings."


@given(rows=ANY_ROWS, swings=SWINGS)
@settings(max_examples=60, deadline=None)
def test_sentences_are_short_and_plain(rows: list[tuple[float, float, float]], swings: tuple[int, int, int]) -> None:
    """25 words at most with titles of up to five words."""
    values = named(rows).rename(index=lambda title: f"Help for carers {title} online")
    for sentence in words(values, dict(zip(NAMES, map(float, swings), strict=True)), draws=50):
        assert len(sentence.split()) <= 25
        assert sentence.endswith(".")
        assert "nan" not in sentence
        assert " 0% of" not in sentence
