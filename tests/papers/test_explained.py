"""Why projects of a whole round stand where they do, and what other answers would change, block by block."""

from __future__ import annotations

import pytest
from papers.cases import case_of
from papers.outlines import assert_is, outline
from papers.whole_rounds import EXPLAINED, ROUNDS, Change, all_explained, all_tried, changed, round_of_answers

from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.errors import InvalidValue
from smreport.papers.comparisons import signed
from smreport.papers.explain import explanation


@pytest.mark.parametrize("name", EXPLAINED)
def test_projects_stand_where_they_do_for_these_reasons(blueprint: Blueprint, name: str) -> None:
    assert_is(name, all_explained(blueprint, name))


def test_other_answers_change_this_for_a_project(blueprint: Blueprint) -> None:
    assert_is("tried", all_tried(blueprint))


def test_where_marked_figures_are_shown_it_is_explained_as_if_nothing_were_marked(blueprint: Blueprint) -> None:
    content, marks = round_of_answers(), ROUNDS["secrets"]["Rows are not for publication."]
    plain = case_of(tables_from(blueprint, content, "w"))
    exempt = case_of(tables_from(blueprint, changed(content, marks), "w"), exempt=True)
    for title in ("Road answers", "Road news"):
        assert outline(explanation(exempt, title)) == outline(explanation(plain, title))


def test_a_name_that_means_no_open_project_or_several_is_told_with_those_there_are(blueprint: Blueprint) -> None:
    content = round_of_answers()
    north_south = {"portfolio": {0: {"title": "Road news (north)"}, 1: {"title": "Road news (south)"}}}
    every = "“Road news”, “Road answers”, “Youth polls” and “Youth film”."
    left_out = (
        " Rows of 3a Accounts, 6 Evaluation, 6a Risks, 7 Portfolio, 7a KPIs and 7b Actions are not for publication."
        " Lists, counts and figures are given without them."
    )
    rounds: list[tuple[Change, str, str]] = [
        ({}, "Road", f"{every} Did you mean “Road news”?"),
        ({}, "Mascot", every),
        (north_south, "road news", "“Road news (north)” and “Road news (south)”."),
        ({"portfolio": None}, "Road news", "none."),
        (ROUNDS["secrets"]["Rows are not for publication."], "Mascot", f"{every}{left_out}".replace(
            "“Road answers”, “Youth polls” and “Youth film”", "“Youth film” and “Youth polls”"
        )),
    ]  # fmt: skip
    plain = case_of(tables_from(blueprint, content, "w"))
    for change, asked, named in rounds:
        case = case_of(tables_from(blueprint, changed(content, change), "w")) if change else plain
        with pytest.raises(InvalidValue) as caught:
            explanation(case, asked)
        assert str(caught.value) == f"“{asked}”: there is no open project of this name. Open projects: {named}"
    assert explanation(plain, "Yuoth polls").title == "Youth polls"


def test_points_have_a_sign_unless_they_round_to_nothing() -> None:
    points = {0.0: "0", 0.04: "0", -0.04: "0", 0.06: "+0.1", -0.06: "−0.1", 3.25: "+3.2", -12.0: "−12"}
    assert {value: signed(value) for value in points} == points
