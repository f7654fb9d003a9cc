"""Gaps that would change the first wave: where each is, who can close it, and what it would change."""

from __future__ import annotations

import pytest
from papers.cases import annex_of, case_of
from papers.outlines import lines
from papers.whole_rounds import Change, changed, round_of_answers

from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.decision.closing import Closing
from smreport.decision.records import Blank
from smreport.papers import certainty
from smreport.papers.case import Case

ENOUGH = {0: {"capital": 60000, "revenue": 30000}, 1: {"revenue": 30000}, 2: {"revenue": 30000}}
GAPS = {
    "money": ENOUGH,
    "objectives": {0: {"importance": None}},
    "mapping": {0: {"objective": "Be loud"}, 2: {"objective": None, "strength": None}},
    "evaluation": {2: {"setup_cost": None}},
}
NEWS, ANSWERS, POLLS, FILM = 8, 9, 10, 11  # rows of 7 Portfolio
PLACES = [
    (Blank("evaluation", "setup_cost", 9), "Set-up cost (6 Evaluation, D9)", "Facilitator with each role",
     "Set-up cost of “Contact centre”"),
    (Blank("", "contact centre", ANSWERS), "A row for Contact centre (sheet 6 Evaluation)",
     "Facilitator with each role", "A row for Contact centre (sheet 6 Evaluation)"),
    (Blank("", "nobody", ANSWERS), "A row for nobody (sheet 6 Evaluation)", "Facilitator with each role",
     "A row for nobody (sheet 6 Evaluation)"),
    (Blank("mapping", "importance", 8), "Importance (2 Objectives, G7)", "Service staff", "Importance of “Be heard”"),
    (Blank("mapping", "importance", 7), "Objective (4 Mapping, D7)", "Head of Roads",
     "Objective of its own area instead of “Be loud”"),
    (Blank("mapping", "importance", 9), "Objective (4 Mapping, D9)", "Head of Youth", "Objective of “A say in plans.”"),
    (Blank("mapping", "strength", 9), "Strength (4 Mapping, G9)", "Head of Youth", "Strength of “A say in plans.”"),
    (Blank("risks", "residual", 7), "Likelihood after mitigation (6a Risks, I7)", "Ann Lee",
     "Likelihood after mitigation of “Staff leave”"),
    (Blank("risks", "risk", POLLS), "A row for Youth polls (sheet 6a Risks)", "Facilitator with each role",
     "A row for Youth polls (sheet 6a Risks)"),
]  # fmt: skip


@pytest.fixture(scope="module")
def case(blueprint: Blueprint) -> Case:
    return case_of(tables_from(blueprint, changed(round_of_answers(), GAPS), "w"))


def closing(
    *blanks: Blank, points: int = 4, is_exact: bool = True, moved: tuple[list[int], list[int]] = ([], [])
) -> Closing:
    return Closing(blanks, ANSWERS, points, *map(tuple, moved), is_exact=is_exact)


def test_each_kind_of_gap_has_a_place_an_owner_and_words(case: Case) -> None:
    found = [
        (blank, certainty.place_of(case, blank), certainty.owners(case, closing(blank)),
         certainty.what_is_blank(case, closing(blank)))
        for blank, *_ in PLACES
    ]  # fmt: skip
    assert found == PLACES


def test_gaps_that_go_together_name_each_owner_once(case: Case) -> None:
    cost, use, other = (PLACES[at][0] for at in (0, 4, 5))
    together = closing(cost, use, other, cost)
    assert certainty.owners(case, together) == "Facilitator with each role, Head of Roads and Head of Youth"
    assert certainty.what_is_blank(case, closing(use, other, use)) == (
        "Objective of its own area instead of “Be loud” and Objective of “A say in plans.”"
    )


def test_what_would_change_is_told_with_the_least_that_is_known_of_it(case: Case) -> None:
    told = {
        "in “Road answers”, out “Youth film”, 4 benefit points more.": closing(moved=([ANSWERS], [FILM])),
        "out “Road news” and “Youth polls”, at least 1 benefit point more.": closing(
            points=1, is_exact=False, moved=([], [NEWS, POLLS])
        ),
        "no more benefit points.": closing(points=-3),
    }
    assert [certainty.what_changes(case, each) for each in told.values()] == [*told]


def test_the_gap_that_counts_most_is_told_first_where_a_wave_is_proposed(case: Case) -> None:
    assert lines(certainty.gaps_first(case)) == [
        "T Gaps to close first: each would change the first wave if it turned out at its best []"
        " (Each gap with where it is, who can close it and what would change.)",
        ": What is missing 3 | Who can say 2 | At its best 4",
        f"| {FIRST} | Head of Youth | in “Youth polls”, 9 benefit points more.",
        f"| {SECOND} | Service staff | in “Youth polls”, 3 benefit points more.",
    ]
    assert list(certainty.gaps_in_words(case)) == [
        f"{FIRST}, to ask of Head of Youth. At its best: in “Youth polls”, 9 benefit points more.",
        f"{SECOND}, to ask of Service staff. At its best: in “Youth polls”, 3 benefit points more.",
    ]


FIRST, SECOND = "Strength (4 Mapping, G9) and Objective (4 Mapping, D9)", "Importance (2 Objectives, G7)"


def test_an_exempt_annex_tells_one_gap_in_a_sentence_and_several_in_a_list(blueprint: Blueprint) -> None:
    def told(change: Change) -> list[str]:
        blocks = annex_of(case_of(tables_from(blueprint, changed(round_of_answers(), change), "w"))).blocks
        return [line for line in lines(blocks) if line.startswith(("Gaps", ": Gaps")) or "to ask of" in line]

    lead, marked = "Gaps that would change the first wave, closed at their best", {4: {"not_public": True}}
    assert told({"evaluation": {2: {"setup_cost": None}, **marked}, "money": ENOUGH}) == [
        f"{lead}: Set-up cost (6 Evaluation, D9), to ask of Facilitator with each role. At its best: in no. 4,"
        " 4 benefit points more."
    ]
    several = told({**GAPS, "evaluation": marked})
    assert [line.partition(", to ask of ")[0] for line in several] == [
        f": {lead}:", f"- {FIRST}", f"- {SECOND}", f"- {SECOND}",
    ]  # fmt: skip
