"""Which projects come first, where the plan has no start, a project cannot be placed, or one alone has both kinds."""

from __future__ import annotations

from papers.cases import case_of
from papers.outlines import lines
from papers.whole_rounds import Change, changed, round_of_answers

from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.papers import choice
from smreport.papers.case import Case

BOTH: Change = {
    "settings": {"plan_start": None, "plan_end": None, "budget": 60000.0},
    "money": None,
    "evaluation": {4: {"hours": None}},
    "portfolio": {0: {"status": "Proposed"}, 2: {"areas": "Youth (Activity); Roads (Service)"}},
}
NEWS, POLLS = 8, 10  # rows of 7 Portfolio
SAID = """
Intro. The proposed first wave has the most benefit that is possible within £60,000 for the whole plan, 90 staff hours a month and a risk appetite of 12. <- Settings, C23 of w; Settings, C24 of w; Settings, C37 of w
T 2 projects are proposed for the first wave [first_wave] (Each project of the proposed first wave with the reason why it is in.)
: Project 3.6 | Wave 2.2 | Why it is in 6
| Road news | First wave, proposed | Chosen for its benefit: without it the most is 9 points less. <- 7 Portfolio, row 8 of w
| Youth polls | First wave, proposed | Chosen so that there are both an activity and a service area. <- 7 Portfolio, row 10 of w
: Not in the first wave:
- Road answers. Too dear: even without its competitors it is £400 above the budget of the whole plan.
1 project cannot be placed yet, as figures are not known: “Youth film”. <- 7 Portfolio, row 11 of w
With limits of money at 115.4% of those set, 4 benefit points more are possible for £69,200 of cash together: it would bring in “Road answers”. @all_scores
"""  # noqa: E501
CASH = "The proposed first wave takes £43,200 in cash over 3 years. Of this £27,500 is capital and £15,700 is revenue. Staff time is apart from it: in the fullest month 36 hours. <- 6 Evaluation, rows 7, 8 and 10 of w"  # noqa: E501


def case_with(blueprint: Blueprint, change: Change) -> Case:
    return case_of(tables_from(blueprint, changed(round_of_answers(), change), "w"))


def test_a_wave_without_dates_has_its_cash_in_a_sentence_and_names_what_cannot_be_placed(blueprint: Blueprint) -> None:
    case = case_with(blueprint, BOTH)
    wave = case.verdicts.first_wave
    assert lines(choice.portfolio(case, "Intro.")) == SAID.strip().splitlines()
    assert lines(choice.verdict(case, "Intro.")) == SAID.strip().splitlines()[:1]
    note = "Estimates stand with a contingency of 10%, assumed, as they are held against the limits. --note"
    assert lines(choice.cash_by_year(case, wave)) == [CASH, note]
    assert lines(choice.cash_by_year(case, wave, with_basis=False)) == [CASH]
    assert [choice.pair_area(case, at, kind) for at in (NEWS, POLLS) for kind in choice.KINDS] == [
        "Not known", "Roads", "Youth", "Roads",
    ]  # fmt: skip


def test_one_project_may_be_the_best_of_both_kinds(blueprint: Blueprint) -> None:
    closed = {at: {"status": "Dropped"} for at in (0, 1)}
    case = case_with(blueprint, {**BOTH, "portfolio": {**closed, 2: {"areas": "Youth (Activity); Roads (Service)"}}})
    assert lines(choice.twin_track(case, "Intro.")) == [
        "Intro. The proposed first wave starts Youth (activity) alongside Roads (service). Both are in “Youth polls”,"
        " the best-ranked project that has the two."
    ]


def test_where_no_project_is_open_only_the_words_before_a_verdict_are_said(blueprint: Blueprint) -> None:
    case = case_of(tables_from(blueprint, {}, "w"))
    assert lines(choice.verdict(case, "Intro.")) == ["Intro."]
    assert lines(choice.verdict(case)) == lines(choice.portfolio(case, "Intro.")) == []
