"""What people typed in another language than a paper is in is marked there, whichever paper it is."""

from __future__ import annotations

import ast
import io
import zipfile

import pytest
from test_layers import MODULES, tree_of
from workbooks import EXAMPLES

from smreport.blueprint.answers import read_answers, tables_from
from smreport.blueprint.tables import Tables
from smreport.blueprint.templates import load
from smreport.commands.looks import house_style
from smreport.decision.results import decide
from smreport.frozen import replace
from smreport.papers.case import Case
from smreport.papers.exempt_annex import exempt_annex
from smreport.papers.explain import explanation
from smreport.papers.typed import typed_words
from smreport.papers.wording import wording_of
from smreport.word.writer import write_docx
from smreport.words import ENGLISH, speaking

OF_NO_ANSWERS = {"smreport.papers.handbook": "a guide to the form itself"}


@pytest.fixture(scope="module")
def in_welsh() -> Tables:
    """The illustrative answers, as if people had typed them in Welsh into a form that is told in English."""
    with speaking(ENGLISH):
        answers = read_answers(EXAMPLES / "illustrative" / "answers.toml")
        return replace(tables_from(load(), answers, "w.xlsx"), typed_in="cy-GB")


def test_the_language_in_which_most_was_typed_is_marked(in_welsh: Tables) -> None:
    few = replace(in_welsh, tables={"areas": in_welsh["areas"]}, typed_in="ga-IE")
    here = replace(in_welsh, typed_in="en-US")
    other = typed_words(few, here, in_welsh)
    assert other is not None
    assert other.language == "cy-GB"
    assert "Libraries for hard times" in other.texts
    assert typed_words(here, replace(in_welsh, typed_in="")) is None


def test_papers_beside_the_public_ones_mark_it_too(in_welsh: Tables) -> None:
    with speaking(ENGLISH):
        wording = wording_of(in_welsh.blueprint)
        case = Case(decide(in_welsh), wording)
        annex = exempt_annex(Case(case.full, wording, True), case)
        explained = explanation(case, "Libraries for hard times")
    assert annex is not None
    for document in (annex, explained):
        assert document.other is not None
        assert document.other.language == "cy-GB"
    assert b'w:lang w:val="cy-GB"' in _body_of(write_docx(annex, house_style(load())))


def _body_of(content: bytes) -> bytes:
    return zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml")


def test_each_paper_says_in_which_languages_it_is() -> None:
    without = {
        f"{module}:{call.lineno}": sorted({"language", "other"} - given)
        for module in MODULES
        if module.startswith("smreport.papers.")
        for call in ast.walk(tree_of(module))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Document"
        if not {"language", "other"} <= (given := {keyword.arg for keyword in call.keywords})
    }
    assert {place.partition(":")[0] for place in without} == set(OF_NO_ANSWERS)
    assert list(without.values()) == [["other"]]
