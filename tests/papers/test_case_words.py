"""What sections ask of a case: names, blanks, risks, scores and ranks in words, each in one place for all of them."""

from __future__ import annotations

import pytest
from papers.cases import case_of
from papers.whole_rounds import changed, round_of_answers

from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.errors import TemplateError
from smreport.papers.case import Case

CHANGE = {
    "settings": {"legal": None},
    "areas": {0: {"name": "Youth"}, 4: {"name": "Lakes", "kind": "Service"}},
    "objectives": {1: {"area": "Youth (Service)"}},
    "mapping": {0: {"area": "Youth (Service)", "strength": None}},
    "risks": {0: {"residual_impact": None}, 3: {"risk": None}},
    "portfolio": {0: {"areas": "Youth (Service)"}},
    "kpis": {4: {"project": None}},
    "advice": {1: {"text": None}, 3: {"implication": "Legal", "text": "Fine."}},
}
NEWS, ANSWERS, POLLS, FILM = 8, 9, 10, 11  # rows of 7 Portfolio


@pytest.fixture(scope="module")
def case(blueprint: Blueprint) -> Case:
    return case_of(tables_from(blueprint, changed(round_of_answers(), CHANGE), "w"))


def test_areas_go_by_their_names_and_by_their_kind_too_where_two_have_one_name(case: Case) -> None:
    labels = ["Youth (Service)", "YOUTH (activity)", "parks (service)", "Elsewhere", None]
    assert [case.area(label) for label in labels] == [
        "Youth (Service)", "Youth (Activity)", "Parks", "Elsewhere", "Not known",
    ]  # fmt: skip
    few = ["Parks (Service)", "Trees (Service)", "Lakes (Service)"]
    assert [case.area_names(few, most) for most in (0, 2)] == ["Parks, Trees and Lakes", "Parks, Trees and 1 more"]
    assert case.kinds == {
        "youth (service)": "service", "youth (activity)": "activity", "parks (service)": "service",
        "trees (service)": "service", "lakes (service)": "service",
    }  # fmt: skip
    names = {status: [row["name"] for row in case.areas(status)] for status in ("in_scope", "parked", "other")}
    assert names == {"in_scope": ["Youth", "Youth"], "parked": ["Parks"], "other": []}
    assert [row["name"] for row in case.undecided_areas()] == ["Trees", "Lakes"]
    assert (case.all_areas, case.parked) == ("all areas", {"parks (service)"})
    assert [case.tool(label) for label in ("Page: news", "PAGE:  answers", "Radio: talk")] == [
        "Page",
        "Page",
        "Radio: talk",
    ]


def test_a_blank_that_a_rule_asks_for_is_not_known_and_another_a_dash(case: Case) -> None:
    cells = {
        ("risks", "owner", 6): "Head of Roads", ("risks", "mitigation", 8): "Not known", ("areas", "lead", 9): "–",
        ("risks", "risk", 9): "Not known", ("accounts", "owner", 8): "Not known", ("areas", "reason", 8): "–",
    }  # fmt: skip
    assert {place: case.told(*place) for place in cells} == cells
    assert (case.blank("areas", "status", 10), case.blank("risks", "kind", 7)) == ("Not known", "–")


def test_rows_are_found_by_project_and_risks_by_what_remains(case: Case) -> None:
    assert case.rows_by_project("risks") == {
        "road news": [6], "road answers": [7], "youth polls": [8], "youth film": [9],
    }  # fmt: skip
    assert case.rows_by_project("kpis") == {
        "whole strategy": [7], "road news": [8], "road answers": [9], "youth polls": [10],
    }  # fmt: skip
    assert case.rows_by_project("actions")["road news"] == [6, 7]
    assert case.highest_risks() == [9, 8, 7, 6]
    assert (case.highest_risks([6, 7, 9]), case.highest_risks([])) == ([9, 7, 6], [])


def test_figures_of_projects_are_told_with_what_is_not_known_of_them(case: Case) -> None:
    criteria = ("benefit", "cost", "risk")
    found = {
        at: (case.rank(at), case.score(at), case.risk(at), *(case.points_of_score(at, name) for name in criteria))
        for at in case.results.order
    }
    assert found == {
        ANSWERS: ("1", "48.5", "6", "10", "92.4", "79.2"), POLLS: ("2", "46.9", "9", "12.5", "91.1", "66.7"),
        FILM: ("3", "38.9", "16", "12.5", "83.9", "37.5"),
        NEWS: ("4 (at best 1)", "36.3", "12", "Not known", "85", "54.2"),
    }  # fmt: skip
    points = {str(role): case.points(group) for role, group in case.results.by_role.items()}
    assert points == {"Youth forum": "5", "Contact centre": "4", "Web team": "Not known"}
    assert {str(name): case.points(group) for name, group in case.results.by_channel.items()} == {
        "Social network": "At least 6", "Forum": "3",
    }  # fmt: skip
    assert case.titles(case.results.order) == "Road answers, Youth polls, Youth film and Road news"
    assert case.titles([NEWS] * 9) == f"{', '.join(['Road news'] * 8)} and 1 more"


def test_the_template_s_own_words_are_taken_from_it(case: Case) -> None:
    assert [case.plural(sheet) for sheet in ("areas", "kpis", "settings")] == ["Areas", "KPIs", "Settings"]
    assert case.heading("tools.channel") == "Channel"
    assert case.choices("portfolio.status") == ("Proposed", "Approved", "In progress", "Done", "Dropped")
    assert case.choices("portfolio.lead") == ()
    assert case.scale("risks.likelihood") == ("Rare", "Unlikely", "Possible", "Likely", "Almost certain")
    assert [(principle.number, case.sheets_of(principle)) for principle in case.wording.principles] == [
        (1, ("areas", "objectives")), (2, ("portfolio",)), (3, ("mapping",)),
        (4, ("areas", "objectives", "mapping", "portfolio", "kpis")), (5, ("portfolio",)), (6, ("objectives", "tools")),
    ]  # fmt: skip


def test_subjects_are_assessed_by_settings_or_by_advice_with_words(case: Case) -> None:
    money, legal, *others = case.wording.implications
    assert [case.advised(entry) for entry in (money, legal)] == [[6], [9]]
    assert case.unassessed == others


def test_curly_names_are_filled_in_and_a_name_that_there_is_not_is_told(case: Case) -> None:
    names = "{organisation}, {committee}, {plan}, {review_date}, {place}"
    assert case.fill(names, place="here") == "Anyshire, Cabinet, 1 April 2027 to 31 March 2030, 2 October 2028, here"
    for text in ("{place}", "{0}", "{organisation", "{plan.day}"):
        with pytest.raises(TemplateError) as caught:
            case.fill(text)
        assert repr(text) in str(caught.value)
        assert "{organisation}, {committee}, {plan}, {review_date}" in str(caught.value)


@pytest.mark.parametrize(
    ("start", "end", "year", "told", "is_known"),
    [
        ("2027-04-01", "2030-03-31", "2027/28", "2027-04-01 to 2030-03-31", True),
        ("2027-04-01", None, "2027/28", "2027/28", True), (None, "2030-03-31", "2027/28", "2027/28", True),
        ("2027-04-01", None, None, "a period that is not set yet", False),
        (None, "2030-03-31", None, "a period that is not set yet", False),
        ("2027-04-01", "2030-03-31", None, "2027-04-01 to 2030-03-31", True),
    ],
)  # fmt: skip
def test_the_time_of_a_plan_is_its_days_or_its_financial_year(
    blueprint: Blueprint, start: str | None, end: str | None, year: str | None, told: str, is_known: bool
) -> None:
    settings = {"plan_start": start, "plan_end": end, "financial_year": year}
    case = case_of(tables_from(blueprint, {"settings": settings}, "w"))
    assert (case.plan, case.has_plan) == (told, is_known)
