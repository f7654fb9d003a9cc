"""The exempt annex holds what the public papers leave out; these are the same bytes with it and without."""

from __future__ import annotations

import re

import pytest
from papers.cases import annex_of, case_of, column, table_with, texts
from papers.outlines import assert_is
from papers.whole_rounds import all_annexes
from workbooks import EXAMPLES, example

from smreport.blocks.document import Document, Table
from smreport.blueprint.answers import read_answers, tables_from
from smreport.blueprint.model import Blueprint
from smreport.commands.paper_names import exempt_annex_file
from smreport.commands.publishing import DocumentOptions, Published, published
from smreport.decision.results import decide
from smreport.papers.case import Case
from smreport.papers.compose import papers_of
from smreport.papers.exempt_annex import exempt_annex
from smreport.word.hand_edits import is_exempt
from smreport.word.self_check import broken_rules


@pytest.fixture(scope="module")
def case(blueprint: Blueprint) -> Case:
    return case_of(example(blueprint, "illustrative"), exempt=True)


@pytest.fixture(scope="module")
def built(blueprint: Blueprint) -> tuple[Published, Published]:
    results = decide(example(blueprint, "illustrative"))
    public, both = (published(results, DocumentOptions(exempt=exempt)) for exempt in (False, True))
    return public, both


def told(case: Case) -> str:
    annex = exempt_annex(case, Case(case.results, case.wording))
    assert annex is not None
    return "\n".join(texts(annex.blocks))


def test_public_papers_are_the_same_bytes_with_it_and_without(built: tuple[Published, Published]) -> None:
    public, both = built
    assert both.contents == public.contents
    assert not public.exempt
    assert list(both.exempt) == [exempt_annex_file()]


def test_it_keeps_the_rules_of_documents_that_all_can_read(built: tuple[Published, Published]) -> None:
    _, both = built
    assert broken_rules(both.exempt[exempt_annex_file()]) == []


def test_it_is_known_as_exempt_and_the_public_papers_are_not(built: tuple[Published, Published]) -> None:
    _, both = built
    assert is_exempt(both.exempt[exempt_annex_file()])
    assert not any(is_exempt(content) for name, content in both.contents.items() if name.endswith(".docx"))


def test_it_tells_what_is_marked_with_ground_and_reason(case: Case) -> None:
    text = told(case)
    (row,) = case.privacy.secret_rows("evaluation")
    marked = case.rows("evaluation")[row]
    assert f"{marked['setup_cost']:,.0f}".replace(",", "") in text.replace(",", "")
    assert case.privacy.grounds
    assert all(ground in text for ground in case.privacy.grounds)
    assert all(reason in text for reason in case.privacy.reasons)
    assert re.search(r"Set-up cost: £[\d,]+\. Yearly cost: £[\d,]+\. ", text)
    assert not re.search(r"\.[.;]", text)


def test_it_tells_each_figure_that_the_public_papers_withhold(case: Case) -> None:
    public = Case(case.results, case.wording)
    hidden = [at for at in case.results.order if public.privacy.hides_score(at)]
    assert hidden
    text = told(case)
    papers = "\n".join(text for paper in papers_of(public).values() for text in texts(paper.blocks))
    for at in hidden:
        assert case.money.cost(at) in text
        assert case.money.cost(at) not in papers
        assert case.score(at) in text
        assert f"No. {case.results.order.index(at) + 1}: {case.verdicts.why(at).split(':')[0]}" in text
    everything, _, _ = case.money.total_cash(case.results.order).partition(" ")
    assert everything in text
    assert everything not in papers


FIGURE = re.compile(r"[£−]*\d[\d,]*(?:\.\d+)?%?")
NUMBERED = re.compile(r"Project \d+: |\d+\.\d+(?:, \d+\.\d+)*$")
"""How the action plan numbers projects and actions, by rank where that is not withheld."""


def test_what_the_papers_would_say_without_marks_stands_in_them_or_in_the_annex(case: Case) -> None:
    public = Case(case.results, case.wording)
    said = {text for paper in papers_of(public).values() for text in texts(paper.blocks)}
    known = {figure for text in (*said, told(case)) for figure in FIGURE.findall(text)}
    withheld = {text for paper in papers_of(case).values() for text in texts(paper.blocks)} - said
    figures = {figure for text in withheld if not NUMBERED.match(text) for figure in FIGURE.findall(text)}
    assert len(figures) > 50
    assert figures - known == set()


def test_it_tells_whose_weights_put_what_first_where_the_public_papers_cannot(case: Case) -> None:
    table = table_with(annex_of(case).blocks, "Person or group", "First five", "Ranks that differ from those agreed")
    assert "Finance" in column(table, "Person or group")
    assert all(re.fullmatch(r"\d+(, \d+)*", numbers) for numbers in column(table, "First five"))


def test_it_says_nothing_twice_and_nothing_that_the_public_papers_say(case: Case) -> None:
    text = told(case)
    (row,) = case.privacy.secret_rows("evaluation")
    marked = case.rows("evaluation")[row]
    figures = f"Set-up cost: £{marked['setup_cost']:,.0f}", str(marked["purpose"])
    for once in (*case.privacy.grounds, *case.privacy.reasons, *figures):
        assert text.count(once) == 1
    public = Case(case.results, case.wording)
    known = {row for paper in papers_of(public).values() for row in rows_with_figures(paper)}
    annex = exempt_annex(case, public)
    assert annex is not None
    assert known.isdisjoint(rows_with_figures(annex))


def test_a_project_that_is_withheld_whole_stands_in_it_with_all_that_belongs_to_it(blueprint: Blueprint) -> None:
    answers = read_answers(EXAMPLES / "illustrative" / "answers.toml")
    project = answers["portfolio"][2]
    project["not_public"] = True
    case = case_of(tables_from(blueprint, answers, "workbook.xlsx"), exempt=True)
    text = told(case)
    belonging = [row[key] for sheet, key in (("kpis", "name"), ("risks", "risk")) for row in answers[sheet]
                 if row.get("project") == project["title"]]  # fmt: skip
    assert len(belonging) > 1
    assert all(str(words) in text for words in (project["title"], *belonging))
    (at,) = (row for row in case.results.order if case.results.round.by_row[row].title == project["title"])
    assert f"{case.money.cost(at)}\n" in text


def rows_with_figures(paper: Document) -> set[tuple[str, ...]]:
    tables = (block for block in paper.blocks if isinstance(block, Table))
    return {row for table in tables for row in table.rows if any("£" in cell for cell in row)}


def test_there_is_none_where_nothing_is_marked(blueprint: Blueprint) -> None:
    devon = example(blueprint, "devon")
    assert exempt_annex(case_of(devon, exempt=True), case_of(devon)) is None
    assert published(decide(devon), DocumentOptions(exempt=True)).exempt == {}


def test_the_annex_of_a_round_of_which_little_is_known_says_this(blueprint: Blueprint) -> None:
    assert_is("annexes", all_annexes(blueprint))
