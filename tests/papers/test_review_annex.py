"""The exempt annex of a review holds what the public review leaves out, and nothing that this says."""

from __future__ import annotations

import re
from random import Random

import pytest
from papers.cases import texts
from papers.outlines import outline
from papers.second_round import Answers, a_year_later, first_answers
from papers.test_review import paper_of, review_of
from workbooks import answers as answers_of

from smreport.blocks.document import Bullets, Document, Heading, Table
from smreport.blueprint.model import Blueprint
from smreport.commands.loading import load_template
from smreport.papers.review import Review
from smreport.papers.review_annex import review_annex

MARKED = ("evaluation", "portfolio", "risks", "kpis")
"""The sheets whose rows may be marked, here at random in one of two workbooks or in both."""
GROUND = "Paragraph 3: financial or business affairs of any person or of the council"
FIGURE = re.compile(r"[£−]*\d[\d,]*(?:\.\d+)?%?")


@pytest.fixture(scope="module")
def blueprint() -> Blueprint:
    return load_template("social_media")


def marked_at_random(seed: int) -> tuple[Answers, Answers]:
    chance = Random(seed)
    both = first_answers(), a_year_later()
    for answers in both:
        answers["settings"]["exempt_ground"] = GROUND
        for sheet in MARKED:
            for row in chance.sample(answers[sheet], chance.choice((0, 1, 1, 2))):
                row["not_public"] = True
    return both


def annex_of(review: Review) -> Document:
    words = review.now.wording.review
    assert words is not None
    annex = review_annex(review, words)
    assert annex is not None
    return annex


def figures_in(*documents: Document) -> set[str]:
    return {figure for document in documents for text in texts(document.blocks) for figure in FIGURE.findall(text)}


@pytest.mark.parametrize("seed", range(6))
def test_what_the_review_would_say_without_marks_stands_in_it_or_in_its_annex(blueprint: Blueprint, seed: int) -> None:
    review = review_of(blueprint, *marked_at_random(seed))
    public, annex = paper_of(review), annex_of(review)
    said = figures_in(public, annex)
    whole = figures_in(paper_of(review.with_all))
    counts = {f"{number}" for number in range(40)}  # of lines in charts, and of what is missing, which notes tell
    assert whole - said <= counts
    assert figures_in(annex) - figures_in(public)


@pytest.mark.parametrize("seed", range(6))
def test_it_names_each_row_that_stays_out_and_tells_nothing_that_the_review_tells(
    blueprint: Blueprint, seed: int
) -> None:
    then, now = marked_at_random(seed)
    review = review_of(blueprint, then, now)
    public, annex = paper_of(review), annex_of(review)
    told = "\n".join(texts(annex.blocks))
    for sheet, key in (("portfolio", "title"), ("risks", "risk"), ("kpis", "name")):
        for row in (*then[sheet], *now[sheet]):
            if row.get("not_public"):
                assert row[key] in told
                assert row[key] not in "\n".join(texts(public.blocks))
    rows = [row for block in public.blocks if isinstance(block, Table) for row in block.rows]
    again = [row for block in annex.blocks if isinstance(block, Table) for row in block.rows if row in rows]
    assert again == []
    items = {item for block in public.blocks if isinstance(block, Bullets) for item in block.items}
    assert not [item for block in annex.blocks if isinstance(block, Bullets) for item in block.items if item in items]
    assert GROUND in told


def test_sections_stand_under_the_headings_of_the_review_and_none_is_empty(blueprint: Blueprint) -> None:
    review = review_of(blueprint, *marked_at_random(1))
    words = review.now.wording.review
    assert words is not None
    headings = {section.heading for section in words.sections}
    _, *sections = annex_of(review).sections
    assert sections
    for section in sections:
        first, *rest = section.blocks
        assert isinstance(first, Heading)
        assert first.text in headings
        assert rest


def test_an_answer_that_changed_stands_with_what_it_was(blueprint: Blueprint) -> None:
    then, now = first_answers(), a_year_later()
    places = [at for at, line in enumerate(then["evaluation"]) if line.get("not_public")]
    then["evaluation"][places[0]]["setup_cost"], now["evaluation"][places[0]]["setup_cost"] = 11_700, 13_900
    told = "\n".join(texts(annex_of(review_of(blueprint, then, now)).blocks))
    assert "Set-up cost: £13,900; at the last review £11,700." in told


def test_a_row_that_only_the_last_workbook_has_is_told_too(blueprint: Blueprint) -> None:
    then, now = first_answers(), a_year_later()
    then["risks"].append({"risk": "A supplier leaves the market", "not_public": True})
    then["settings"]["exempt_ground"] = GROUND
    told = "\n".join(texts(annex_of(review_of(blueprint, then, now)).blocks))
    assert "A supplier leaves the market" in told


LEFT = """
| settings   | organisation | meeting_date |
|            | Shire        | {day}        |
| areas      | name      | kind    | status   |
|            | Libraries | Service | In scope |
| roles      | role    |
|            | Adviser |
"""
THEN = """
| evaluation | role    | project | purpose | setup_cost | yearly_cost | not_public | exempt_ground | public_interest |
|            | Adviser | Calls   | Phones  | 100        | 12          | Yes        | {ground}      | A tender is open |
| portfolio  | title | areas               | roles   | status      |
|            | Calls | Libraries (Service) | Adviser | In progress |
"""
NOW = """
| earlier | name    | round   | was_in       | project | standing | spent |
|         | Calls   | 2027/28 | 7 Portfolio  |         | Done     |       |
|         | Adviser | 2027/28 | 6 Evaluation | Calls   |          | 90    |
"""


def test_a_row_that_went_to_the_earlier_rounds_keeps_its_ground_and_reason(blueprint: Blueprint) -> None:
    then = answers_of(LEFT.format(day="2027-02-09") + THEN.format(ground=GROUND))
    annex = annex_of(review_of(blueprint, then, answers_of(LEFT.format(day="2028-02-08") + NOW)))
    assert outline(annex, ["marked"]) == [
        "# marked",
        "## What is exempt, and why",
        f"Ground for exemption: {GROUND}. Why the public interest is against publication: A tender is open.",
        ": 7g Earlier rounds:",
        "- Adviser. Round: 2027/28. Sheet it was in: 6 Evaluation. Project: Calls. Spent: £90."
        " <- 7g Earlier rounds, row 7 of now.xlsx",
        "Below stands, under the headings of the review, what it leaves out because of these rows. Counts and totals"
        " include them.",
    ]
