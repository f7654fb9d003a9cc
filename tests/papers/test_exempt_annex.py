"""The exempt annex holds what the public papers leave out; these are the same bytes with it and without."""

from __future__ import annotations

import re

import pytest
from papers.cases import case_of, texts
from workbooks import example

from smreport.blueprint.model import Blueprint
from smreport.commands.publishing import EXEMPT_ANNEX, DocumentOptions, Published, published
from smreport.decision.results import decide
from smreport.papers.case import Case
from smreport.papers.compose import papers_of
from smreport.papers.exempt_annex import exempt_annex
from smreport.word.hand_edits import is_exempt


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
    assert list(both.exempt) == [EXEMPT_ANNEX]


def test_it_is_known_as_exempt_and_the_public_papers_are_not(built: tuple[Published, Published]) -> None:
    _, both = built
    assert is_exempt(both.exempt[EXEMPT_ANNEX])
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
        assert case.verdicts.why(at) in text
    everything, _, _ = case.money.total_cash(case.results.order).partition(" ")
    assert everything in text
    assert everything not in papers


def test_there_is_none_where_nothing_is_marked(blueprint: Blueprint) -> None:
    devon = example(blueprint, "devon")
    assert exempt_annex(case_of(devon, exempt=True), case_of(devon)) is None
    assert published(decide(devon), DocumentOptions(exempt=True)).exempt == {}
