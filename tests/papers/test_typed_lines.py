"""What people type in several lines, with bullets or with signs of its own at the end, reads as sentences do."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers.cases import case_of, whole
from workbooks import EXAMPLES, example

from smreport.blueprint.answers import read_answers, tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.times import When
from smreport.papers import figures
from smreport.papers.compose import papers_of
from smreport.papers.coverage import coverage
from smreport.papers.recommendations import recommended
from smreport.words import say

TYPED = {
    "Because:\n• residents asked\n• it’s cheap\n\nSee appendix.": "Because: residents asked; it’s cheap. See appendix.",
    "For two reasons\n- residents asked.\n- it’s cheap.": "For two reasons: residents asked; it’s cheap.",
    "Who: 1,912 residents\r\nWhat: 60% in favour": "Who: 1,912 residents. What: 60% in favour.",
    "Get more people\ninto libraries": "Get more people into libraries.",
    "• families hear first\n• fewer calls": "Families hear first; fewer calls.",
    "1. Staff post daily.\n2. Managers check weekly.": "1. Staff post daily. 2. Managers check weekly.",
    "Fewer people are caught,": "Fewer people are caught.",
    "They said “come in.”": "They said “come in.”",
    "-5 degrees": "-5 degrees.",
    "iPads for all": "iPads for all.",
    "gov.uk shows it": "gov.uk shows it.",
    "élan": "Élan.",
    "•": "",
    "": "",
}  # fmt: skip


@pytest.mark.parametrize("typed", TYPED)
def test_lines_run_on_as_sentences(typed: str) -> None:
    assert figures.sentence(typed) == TYPED[typed]


@given(st.lists(st.sampled_from(["We ask", "they answer.", "• one", "• two;", "- three!", "Why? ", ""]), max_size=6))
def test_no_sign_is_doubled_and_no_word_lost(lines: list[str]) -> None:
    said = figures.sentence("\n".join(lines))
    assert not re.search(r"[.!?;:,]\s*[.;,]|•|^- | - ", said)
    assert re.findall(r"\w+", said.lower()) == re.findall(r"\w+", " ".join(lines).lower())


@pytest.mark.parametrize(
    ("name", "said"),
    [("A learning island!", "Objectives: A learning island!"), ("Every quarter.", "Objectives: Every quarter."),
     ("Really?”", "Objectives: Really?”"), ("plain", "Objectives: plain."), ("etc.", "Objectives: etc.")],
)  # fmt: skip
def test_a_message_that_ends_with_what_was_typed_has_one_sign_at_its_end(name: str, said: str) -> None:
    closing = say("papers.adopted", day=name)
    assert closing.endswith(said.removeprefix("Objectives: "))
    assert not re.search(r"[.!?]”?\.$", closing)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [(When.on(date(2029, 3, 1)), "Hear on 1 March 2029 what"), (When.in_words("Spring 2029"), "wanted (Spring 2029)."),
     (When.in_words("by March 2029"), "wanted (by March 2029).")],
)  # fmt: skip
def test_a_review_is_heard_on_a_day_and_never_on_words(typed: When, asked: str, blueprint: Blueprint) -> None:
    tables = case_of(example(blueprint, "illustrative")).full.tables.with_settings({"review_date": typed})
    assert asked in " ".join(recommended(case_of(tables)))


@pytest.mark.parametrize(
    ("due", "said"),
    [("June 2027", "by June 2027."), ("by June 2027", ", by June 2027."), ("from May 2027 on", ", from May 2027 on."),
     ("ongoing", ", ongoing.")],
)  # fmt: skip
def test_an_action_is_due_by_a_time_and_says_by_once(due: str, said: str, blueprint: Blueprint) -> None:
    answers = read_answers(EXAMPLES / "illustrative" / "answers.toml")
    actions = [action | {"due": due} for action in answers["actions"]]
    case = case_of(tables_from(blueprint, answers | {"actions": actions}, "due.xlsx"))
    report = whole(papers_of(case)["report.docx"])
    assert said in report
    assert not re.search("by (by|from|ongoing)", report)


def test_what_stands_in_several_lines_is_found_in_the_papers(blueprint: Blueprint) -> None:
    lines = "comms@example.gov.uk\nTel 01632 960123"
    tables = example(blueprint, "illustrative").with_settings(
        {"contact": lines, "reasons": "Asked:\n• by all\n• often"}
    )
    case = case_of(tables)
    lost = {cell.key for cell in coverage(case, papers_of(case)).lost}
    assert not lost & {"contact", "reasons"}
