"""What the public may know of a decision in which figures are marked, on rounds that are worked out by hand."""

from __future__ import annotations

import pytest
from workbooks import workbook

from smreport.blueprint.model import Blueprint
from smreport.blueprint.withheld import is_withheld
from smreport.decision.results import Results, decide
from smreport.decision.verdict import CANNOT_BE_MET, HELD, NOT_PUBLISHED
from smreport.decision.withheld import for_publication
from smreport.frozen import replace


def council(
    blueprint: Blueprint,
    marked: object,
    mark: str = "Yes",
    budget: int = 1000,
    others: tuple[int, int] = (600, 500),
    out: str = "",
    hours: object = 0,
    approved: str = "",
    must: str = "",
    extra: int = 0,
    weight: int = 100,
    more: str = "",
) -> Results:
    """One brings 9 points and costs what is marked; Two brings 4 and Three 1, for 600 and 500 pounds of 1,000."""
    rows = f"""
    | settings   | plan_start | budget | horizon_years | hourly_rate | weight_benefit | weight_cost | weight_risk |
    |            | 2027-04-01 | {budget} | 1             | 20        | {weight}       | {weight}    | {weight}    |
    | areas      | name | kind    | status   |
    |            | Here | Service | In scope |
    | objectives | area           | objective | importance |
    |            | Here (Service) | High      | Essential  |
    |            | Here (Service) | Middle    | Important  |
    |            | Here (Service) | Low       | Useful     |
    | roles      | role  |
    |            | Ann   |
    |            | Bob   |
    |            | Cleo  |
    | mapping    | area           | objective | role | strength |
    |            | Here (Service) | High      | Ann  | Strong   |
    |            | Here (Service) | Middle    | Bob  | Moderate |
    |            | Here (Service) | Low       | Cleo | Slight   |
    | evaluation | role | setup_cost | yearly_cost | hours | cost_kind | setup_kind | not_public |
    |            | Ann  | {marked}   | 0           | {hours} | Exact     | Capital    | {mark}     |
    |            | Bob  | {others[0]} | 0           | 0     | Exact     | Capital    |            |
    |            | Cleo | {others[1]} | 0           | 0     | Exact     | Capital    |            |
    | portfolio  | title | areas          | roles | start      | not_public | status | must_do |
    |            | One   | Here (Service) | Ann   | 2027-04-01 |            |        | {must}  |
    |            | Two   | Here (Service) | Bob   | 2027-04-01 |            |        |         |
    |            | Three | Here (Service) | Cleo  | 2027-04-01 | {out} | {approved} |         |
    """
    rows += "".join(f"|  | More {at} | Here (Service) | Cleo | 2027-04-01 |  |  |  |\n" for at in range(extra))
    rows += more
    return decide(workbook(blueprint, rows), strict=False)


def wave(results: Results) -> set[str] | None:
    titles = {project.row: project.title for project in results.round.projects}
    return None if results.wave is None else {titles[row] for row in results.wave.chosen}


@pytest.mark.parametrize(
    ("marked", "true", "told"),
    [
        (300, {"One", "Two"}, {"One", "Two"}), (400, {"One", "Two"}, {"One", "Two"}), (450, {"One", "Three"}, None),
        (500, {"One", "Three"}, None), (900, {"One"}, None), (1001, {"Two"}, {"Two"}), (90_000, {"Two"}, {"Two"}),
    ],
)  # fmt: skip
def test_a_wave_is_told_that_bounds_a_marked_figure_from_one_side_alone(
    blueprint: Blueprint, marked: int, true: set[str], told: set[str] | None
) -> None:
    """For nought One and Two: up to 400. For much Two alone: from 1,001 on. What lies between is bound from both sides.

    400 and 1,001 are less than a factor of eight apart, so that for nought no wave is told either.
    """
    results = council(blueprint, marked)
    public = for_publication(results)
    assert (wave(results), results.verdict.limits) == (true, HELD)
    expected = told if true == {"Two"} else None
    assert wave(public) == expected
    assert public.verdict.limits == (NOT_PUBLISHED if expected is None else HELD)


@pytest.mark.parametrize(
    ("marked", "budget", "others", "told"),
    [
        (300, 1_000, (0, 0), {"One", "Two", "Three"}), (1_000, 1_000, (0, 0), {"One", "Two", "Three"}),
        (1_001, 1_000, (0, 0), {"Two", "Three"}), (50, 1_000, (900, 150), {"One", "Two"}),
        (200, 1_000, (900, 150), None), (120, 1_000, (800, 150), None), (150, 1_000, (500, 300), None),
        (80, 1_000, (500, 370), None), (80, 1_000, (500, 380), {"One", "Two", "Three"}),
        (0, 1_100, (600, 500), {"One", "Two", "Three"}), (0, 1_099, (600, 500), {"One", "Two"}),
    ],
)  # fmt: skip
def test_a_wave_for_nought_is_told_where_what_lies_between_tells_little(
    blueprint: Blueprint, marked: int, budget: int, others: tuple[int, int], told: set[str] | None
) -> None:
    """Where nothing lies between it and that for much, or where the bounds are a factor of eight apart: 100 and 1,001.

    With 800 and 150 for the others all three are in up to 50, One and Two up to 200; with 500 and 380 all up to 120,
    with 500 and 370 up to 130. The hours of what is marked are blank, which changes nothing where none are limited.
    """
    public = for_publication(council(blueprint, marked, budget=budget, others=others, hours=""))
    assert wave(public) == told
    assert public.is_public


def test_where_not_all_sets_are_tried_no_wave_for_nought_is_told(blueprint: Blueprint) -> None:
    """Sixteen that compete are tried, seventeen not. What there is more shares Cleo, and brings nothing more."""
    for extra, is_told in ((13, True), (14, False)):
        results = council(blueprint, 80, others=(500, 380), extra=extra)
        public = for_publication(results)
        assert results.verdict.limits == HELD
        assert (public.verdict.limits == HELD) is is_told, extra


def test_that_limits_cannot_be_met_is_a_finding_where_the_public_verdict_says_so(blueprint: Blueprint) -> None:
    public = for_publication(council(blueprint, 2_000, must="Yes"))
    assert public.verdict.limits == CANNOT_BE_MET
    assert f"settings.limits.{CANNOT_BE_MET}" in {finding.code for finding in public.findings}


def test_without_ranks_decided_projects_come_first(blueprint: Blueprint) -> None:
    public = for_publication(council(blueprint, 90_000, approved="Approved"))
    titles = {project.row: project.title for project in public.round.projects}
    assert [titles[row] for row in public.order] == ["Three", "One", "Two"]


def test_weights_that_cannot_be_used_are_no_reason_to_tell_nothing(blueprint: Blueprint) -> None:
    public = for_publication(council(blueprint, 90_000, weight=0))
    assert (wave(public), public.verdict.limits) == ({"Two"}, HELD)


def test_projects_that_need_a_marked_line_have_no_cost_score_or_rank_and_all_are_in_order_of_titles(
    blueprint: Blueprint,
) -> None:
    results = council(blueprint, 90_000)
    public, row = for_publication(results), {project.title: project.row for project in results.round.projects}
    frame = public.projects
    for title, hidden in (("One", True), ("Two", False), ("Three", False)):
        told = [frame.loc[row[title], key] for key in ("cost", "cash", "hours", "scaled_cost", "score")]
        scored = public.scores[row[title]]
        told += [scored.score, scored.values["cost"], scored.points["cost"]]
        assert {is_withheld(value) for value in told} == {hidden}, title
        assert not is_withheld(scored.values["benefit"])
        assert not is_withheld(frame.loc[row[title], "risk"])
    assert {each.rank for each in public.scores.values()} == {None}
    assert {each.best_rank for each in public.scores.values()} == {3}
    assert frame["rank"].isna().all()
    assert frame["best_rank"].isna().all()
    assert [row["One"], row["Three"], row["Two"]] == list(public.order) == frame.index.tolist()
    first = min(results.tables["evaluation"].rows)
    assert is_withheld(public.tables["evaluation"].rows[first]["setup_cost"])
    assert is_withheld(public.evaluation.loc[first, "present_value"])
    assert not is_withheld(public.evaluation.loc[first + 1, "present_value"])


def test_of_a_marked_risk_nothing_is_told_nor_the_score_of_who_bears_it_but_ranks_are(blueprint: Blueprint) -> None:
    """Where a template withholds figures of risks, and not whole rows."""
    more = """
    | risks | risk | role | likelihood | impact | residual_likelihood | residual_impact | not_public |
    |       | Loss | Ann  | Likely     | Severe | Possible            | Severe          | Yes        |
    |       | Wait | Bob  | Likely     | Severe | Possible            | Severe          |            |
    """
    tables = council(blueprint, 300, mark="", more=more).tables
    sheet = tables["risks"].sheet
    columns = tuple(replace(column, withholds="figures" if column.withholds else None) for column in sheet.columns)
    of_figures = replace(tables["risks"], sheet=replace(sheet, columns=columns))
    results = decide(replace(tables, tables={**tables.tables, "risks": of_figures}), strict=False)
    public, row = for_publication(results), {project.title: project.row for project in results.round.projects}
    marked, open_one = results.tables["risks"].numbers
    for risk, project, hidden in ((marked, "One", True), (open_one, "Two", False)):
        scored, frame = public.scores[row[project]], public.projects.loc[row[project]]
        told = [public.register.loc[risk, key] for key in ("inherent", "residual", "counted")]
        told += [frame["risk"], frame["scaled_risk"], frame["score"]]
        told += [scored.score, scored.values["risk"], scored.points["risk"]]
        assert [is_withheld(value) for value in told] == [hidden] * len(told), project
        assert not any(
            map(is_withheld, (frame["cost"], frame["benefit"], scored.values["cost"], scored.points["cost"]))
        )
        assert frame["rank"] == scored.rank == results.scores[row[project]].rank
    assert public.order == results.order
    assert wave(public) == wave(results)


def test_a_project_that_stays_out_as_a_whole_is_in_nothing_that_is_told(blueprint: Blueprint) -> None:
    public = for_publication(council(blueprint, 300, mark="", out="Yes"))
    assert {project.title for project in public.round.projects} == {"One", "Two"}
    assert wave(public) == {"One", "Two"}
    assert public.withheld == ("7 Portfolio",)
    assert {each.rank for each in public.scores.values()} == {1, 2}


def test_where_nothing_is_marked_all_is_told(blueprint: Blueprint) -> None:
    results = council(blueprint, 300, mark="")
    public = for_publication(results)
    assert (public.is_public, public.tables, public.order, public.given) == (
        True, results.tables, results.order, results.given,
    )  # fmt: skip
    assert for_publication(public) is public
