"""Scores, ranks and the range of ranks while something is unknown; the pair to begin with."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from workbooks import workbook

from smreport.blueprint.model import Blueprint
from smreport.decision.prioritise import TwinTrack, ends_of_scales, on_scale, scores, weights
from smreport.decision.results import decide
from smreport.errors import InvalidValue

UNKNOWN = math.nan
EQUAL = {"benefit": 1 / 3, "cost": 1 / 3, "risk": 1 / 3}
ENDS = {"benefit": (0.0, 10.0), "cost": (100.0, 0.0), "risk": (20.0, 4.0)}


def projects(**criteria: tuple[float, float, float]) -> pd.DataFrame:
    """Projects by title with benefit, cost and risk."""
    frame = pd.DataFrame.from_dict(criteria, orient="index", columns=["benefit", "cost", "risk"], dtype="float64")
    frame.insert(0, "title", frame.index)
    return frame.set_axis(range(8, 8 + len(frame)))


def by_title(ranked: pd.DataFrame, column: str) -> dict[str, object]:
    return ranked.set_index("title")[column].to_dict()


# --- weights ---


def test_swing_weights_are_normalised() -> None:
    found = weights({"weight_benefit": 100.0, "weight_cost": 60.0, "weight_risk": 40.0})
    assert found == {"benefit": 0.5, "cost": 0.3, "risk": 0.2}


@pytest.mark.parametrize("swings", [(0.0, 0.0, 0.0), (-1.0, 50.0, 50.0), ("much", 50.0, 50.0), (None, 50.0, 50.0)])
def test_weights_that_make_no_sense_are_refused(swings: tuple[object, ...]) -> None:
    given_weights = dict(zip(("weight_benefit", "weight_cost", "weight_risk"), swings, strict=True))
    with pytest.raises(InvalidValue, match="the weights must be numbers from 0 on, and at least one above 0"):
        weights(given_weights)


# --- scores and ranks ---


def test_a_scale_has_fixed_ends_and_nothing_falls_below_0() -> None:
    values = pd.Series([10.0, 20.0, 5.0, 40.0, UNKNOWN])
    assert on_scale(values, (10.0, 30.0)).tolist() == [0, 50, 0, 150, 0]
    assert on_scale(values, (30.0, 10.0)).tolist() == [100, 50, 125, 0, 0]
    assert on_scale(values, (UNKNOWN, UNKNOWN)).isna().all()


def test_ends_the_wrong_way_round_leave_everything_without_a_score() -> None:
    answers = {"benefit_at_0": 0.0, "benefit_at_100": 40.0, "cost_at_0": 10.0, "cost_at_100": 10.0,
                "risk_at_0": 25.0, "risk_at_100": "low"}  # fmt: skip
    ends = ends_of_scales(answers)
    assert ends["benefit"] == (0.0, 40.0)
    assert all(math.isnan(end) for name in ("cost", "risk") for end in ends[name])
    assert scores(projects(A=(1, 2, 3)), EQUAL, ends)["score"].isna().all()


def test_a_score_is_the_weighted_mean_of_the_scaled_criteria() -> None:
    ranked = scores(
        projects(A=(10, 100, 4), B=(0, 0, 20), C=(5, 50, 12)), {"benefit": 0.5, "cost": 0.3, "risk": 0.2}, ENDS
    )
    assert by_title(ranked, "score") == pytest.approx({"A": 70, "B": 30, "C": 50})
    assert ranked["title"].tolist() == ["A", "C", "B"]
    assert ranked["rank"].tolist() == [1, 2, 3]


def test_equal_scores_share_a_rank_and_the_next_one_is_skipped() -> None:
    ranked = scores(projects(A=(5, 10, 3), B=(5, 10, 3), C=(0, 90, 9), D=(9, 0, 1)), EQUAL, ENDS)
    assert by_title(ranked, "rank") == {"D": 1, "A": 2, "B": 2, "C": 4}


def test_ranks_rest_on_full_precision_and_near_ties_are_pointed_out() -> None:
    """Published to one decimal these two would tie."""
    ranked = scores(projects(A=(60.04, 0, 0), B=(60.0, 0, 0), C=(100, 0, 0), D=(0, 0, 0)), EQUAL, ENDS)
    assert by_title(ranked, "rank") == {"C": 1, "A": 2, "B": 3, "D": 4}
    assert by_title(ranked, "near_tie") == {"C": False, "A": True, "B": True, "D": False}


def test_what_is_not_known_counts_as_0_and_a_project_is_shown_with_the_ranks_that_it_could_take() -> None:
    ranked = scores(projects(A=(10, 10, 5), B=(4, 40, 5), C=(0, UNKNOWN, 5), D=(6, UNKNOWN, 5)), EQUAL, ENDS)
    found = {title: (low, high) for title, low, high in ranked[["title", "best_rank", "worst_rank"]].values.tolist()}
    assert found == {"A": (1, 1), "B": (2, 3), "C": (2, 4), "D": (2, 4)}
    assert by_title(ranked, "score")["D"] == pytest.approx((60 + 0 + 93.75) / 3)


def test_a_project_of_which_nothing_is_known_comes_last_without_a_rank() -> None:
    ranked = scores(projects(A=(UNKNOWN, UNKNOWN, UNKNOWN), B=(1, 1, 1), C=(2, 1, 1)), EQUAL, ENDS)
    assert ranked["title"].tolist() == ["C", "B", "A"]
    assert math.isnan(ranked["rank"].iloc[2])
    assert ranked[["best_rank", "worst_rank"]].iloc[2].tolist() == [1, 3]


def test_a_criterion_without_weight_does_not_make_a_score() -> None:
    ranked = scores(projects(A=(UNKNOWN, 10, 5), B=(3, 20, 5)), {"benefit": 1.0, "cost": 0.0, "risk": 0.0}, ENDS)
    assert math.isnan(by_title(ranked, "score")["A"])  # type: ignore[arg-type]


def test_no_projects_give_an_empty_frame_with_the_same_columns() -> None:
    some = projects(A=(1, 1, 1))
    assert list(scores(some.iloc[:0], EQUAL, ENDS).columns) == list(scores(some, EQUAL, ENDS).columns)


FIGURES = st.one_of(st.just(UNKNOWN), st.integers(0, 100).map(float))
COMPLETE = st.lists(st.tuples(*[st.integers(0, 100).map(float)] * 3), min_size=1, max_size=7)
PARTIAL = st.lists(st.tuples(FIGURES, FIGURES, FIGURES), min_size=1, max_size=7)
SWINGS = st.tuples(*[st.integers(0, 100)] * 3).filter(any)


def ranked_by(
    rows: list[tuple[float, float, float]], swings: tuple[int, int, int], dearest: float = 100.0
) -> pd.DataFrame:
    named = {f"Project {number}": row for number, row in enumerate(rows)}
    answers = {f"weight_{name}": float(swing) for name, swing in zip(EQUAL, swings, strict=True)}
    ends = {"benefit": (0.0, 100.0), "cost": (dearest, 0.0), "risk": (100.0, 0.0)}
    return scores(projects(**named), weights(answers), ends).sort_index()


@settings(deadline=None, max_examples=40)
@given(rows=PARTIAL, swings=SWINGS, factor=st.sampled_from([0.01, 3.0, 1000.0]))
def test_ranks_do_not_depend_on_the_unit_that_costs_are_given_in(
    rows: list[tuple[float, float, float]], swings: tuple[int, int, int], factor: float
) -> None:
    in_pence = [(benefit, cost * factor, risk) for benefit, cost, risk in rows]
    one, other = ranked_by(rows, swings), ranked_by(in_pence, swings, 100 * factor)
    pd.testing.assert_frame_equal(one[["rank", "best_rank", "worst_rank"]], other[["rank", "best_rank", "worst_rank"]])


@settings(deadline=None, max_examples=40)
@given(rows=PARTIAL, swings=SWINGS)
def test_a_rank_counts_the_scores_above_and_a_near_tie_is_less_than_a_point_away(
    rows: list[tuple[float, float, float]], swings: tuple[int, int, int]
) -> None:
    ranked = ranked_by(rows, swings)
    known = ranked.dropna(subset=["score"])
    for at, score in known["score"].items():
        others = known["score"].drop(at)
        assert ranked.at[at, "rank"] == 1 + (others > score + 1e-9).sum()
        assert ranked.at[at, "near_tie"] == ((others - score).abs() < 1).any()
    assert not ranked["near_tie"][ranked["score"].isna()].any()


@settings(deadline=None, max_examples=40)
@given(rows=COMPLETE, swings=SWINGS)
def test_a_dominated_project_never_outranks_one_that_dominates_it(
    rows: list[tuple[float, float, float]], swings: tuple[int, int, int]
) -> None:
    ranks = ranked_by(rows, swings)["rank"].tolist()
    for (benefit, cost, risk), rank in zip(rows, ranks, strict=True):
        for (benefit2, cost2, risk2), rank2 in zip(rows, ranks, strict=True):
            if benefit >= benefit2 and cost <= cost2 and risk <= risk2:
                assert rank <= rank2


@settings(deadline=None, max_examples=40)
@given(rows=PARTIAL, swings=SWINGS)
def test_the_rank_lies_within_the_ranks_that_are_possible(
    rows: list[tuple[float, float, float]], swings: tuple[int, int, int]
) -> None:
    ranked = ranked_by(rows, swings)
    placed = ranked[ranked["rank"].notna()]
    assert (placed["best_rank"] <= placed["rank"]).all()
    assert (placed["rank"] <= placed["worst_rank"]).all()
    assert ranked["worst_rank"].max() <= len(rows)
    assert ranked["best_rank"].min() == 1


@settings(deadline=None, max_examples=40)
@given(rows=PARTIAL, swings=SWINGS, data=st.data())
def test_once_the_unknown_is_known_the_rank_is_one_of_those_that_were_possible(
    rows: list[tuple[float, float, float]], swings: tuple[int, int, int], data: st.DataObject
) -> None:
    """What becomes known lies between the worst and the best project so far, so the scales stay as they are."""
    known = [[value for value in column if not math.isnan(value)] for column in zip(*rows, strict=True)]
    assume(all(known))
    completed = [
        tuple(
            data.draw(st.floats(min(column), max(column))) if math.isnan(value) else value
            for value, column in zip(row, known, strict=True)
        )
        for row in rows
    ]
    before, after = ranked_by(rows, swings), ranked_by(completed, swings)  # type: ignore[arg-type]
    assert (before["best_rank"] <= after["rank"]).all()
    assert (after["rank"] <= before["worst_rank"]).all()


# --- one activity alongside one service ---

TWO_TRACKS = """
| areas      | name      | kind     |
|            | Answers   | Activity |
|            | Learning  | Activity |
|            | Libraries | Service  |
|            | Highways  | Service  |
| objectives | area      | objective | importance |
|            | All areas | Listen    | Important  |
| tools      | tool     | use  | channel |
|            | Facebook | news | Forum   |
| roles      | role    |
|            | Adviser |
| mapping    | area                | tool           | objective | role    | strength |
|            | Answers (Activity)  | Facebook: news | Listen    | Adviser | Slight   |
|            | Learning (Activity) | Facebook: news | Listen    | Adviser | Strong   |
|            | Libraries (Service) | Facebook: news | Listen    | Adviser | Strong   |
|            | Highways (Service)  | Facebook: news | Listen    | Adviser | Moderate |
"""


def pair(blueprint: Blueprint, portfolio: str) -> TwinTrack | None:
    return decide(workbook(blueprint, TWO_TRACKS + portfolio)).twin_track


def test_the_best_ranked_project_of_each_track_is_picked(blueprint: Blueprint) -> None:
    found = pair(
        blueprint,
        """
        | portfolio | title | areas               | roles   |
        |           | Ask   | Answers (Activity)  | Adviser |
        |           | Learn | Learning (Activity) | Adviser |
        |           | Roads | Highways (Service)  | Adviser |
        |           | Read  | Libraries (Service) | Adviser |
        """,
    )
    assert found == TwinTrack("Learning (Activity)", "Learn", "Libraries (Service)", "Read")


def test_one_project_may_hold_both_tracks_and_its_area_of_most_benefit_is_named(blueprint: Blueprint) -> None:
    found = pair(
        blueprint,
        """
        | portfolio | title | areas                                                      | roles   |
        |           | Both  | Highways (Service); Libraries (Service); Answers (Activity) | Adviser |
        """,
    )
    assert found == TwinTrack("Answers (Activity)", "Both", "Libraries (Service)", "Both")


@pytest.mark.parametrize("areas", ["Libraries (Service)", "Nowhere (Activity)", ""])
def test_no_pair_is_named_where_one_track_is_missing(blueprint: Blueprint, areas: str) -> None:
    found = pair(
        blueprint,
        f"""
        | portfolio | title | areas              | roles   |
        |           | Roads | Highways (Service) | Adviser |
        |           | Other | {areas}            | Adviser |
        """,
    )
    assert found is None


def test_no_pair_is_named_while_nothing_is_ranked(blueprint: Blueprint) -> None:
    assert pair(blueprint, "") is None
