"""The small form in other languages, and what of its answers the public may know, is as it was to the letter."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from blueprint.form_languages import in_languages, in_public
from blueprint.form_text import SMALL, assert_is
from workbooks import workbook

from smreport.blueprint.publication import (
    is_secret,
    is_told_secret,
    published,
    says_public,
    says_secret,
    withheld_rows,
)
from smreport.blueprint.tables import Tables
from smreport.blueprint.templates import load
from smreport.blueprint.times import When
from smreport.blueprint.values import Unreadable
from smreport.blueprint.withheld import WITHHELD
from smreport.errors import InvalidValue, TemplateError
from smreport.words import speaking


def test_words_and_answers_are_told_in_each_language() -> None:
    assert_is("languages", in_languages(SMALL))


def test_what_stays_out_is_in_nothing_public() -> None:
    assert_is("public", in_public(SMALL))


def test_a_form_in_two_languages_is_read_in_both() -> None:
    for language, first in {"": None, "en+cy": date(2027, 5, 1), "cy+en": date(2027, 5, 1)}.items():
        with speaking(load(SMALL, language).tongue):
            assert (When.in_words("Mai 2027").first, When.in_words("May 2027").first) == (first, date(2027, 5, 1))


@pytest.fixture(scope="module")
def tables() -> Tables:
    return workbook(load(SMALL), (SMALL / "answers.md").read_text(encoding="utf-8"))


def test_settings_that_name_what_stays_out_stay_without_the_name(tables: Tables) -> None:
    """Else nothing public could be made of a form whose settings refer to its rows."""
    hidden = {"areas": frozenset({9})}  # Parks
    assert 0 not in withheld_rows(tables, hidden)["settings"]
    assert published(tables).settings == tables.settings


def test_a_name_that_has_all_words_of_what_stays_out_stays_out_too(tables: Tables) -> None:
    """Delta is marked, and a meeting decides on "Delta project", which no row is called."""
    assert "Delta project" in tables["meetings"].columns["project"]
    assert published(tables)["meetings"].columns["project"] == ["Zeta"]


def test_what_names_a_mark_is_told_by_the_beginnings_of_words() -> None:
    public = ("public", "Publish now", "in the publication", "for the Public")
    secret = ("Confidential", "commercial in confidence", "exempt", "private", "restricted", "Cyfrinachol")
    neither = ("", "open", "Libraries", "section road", "republic")
    assert [says_public(text) for text in (*public, *secret, *neither)] == [True] * 4 + [False] * 11
    assert [says_secret(text) for text in (*public, *secret, *neither)] == [True] * 10 + [False] * 5
    told = [WITHHELD, Unreadable("£5 (confidential)"), Unreadable("£5"), "confidential", None]
    assert [is_told_secret(answer) for answer in told] == [True, True, False, False, False]
    assert [is_secret(mark) for mark in (True, False, None, "x", Unreadable("no?"))] == [True, False, False, True, True]


def test_a_language_that_a_form_has_no_words_in_is_refused_and_so_are_words_that_cannot_be_read(tmp_path: Path) -> None:
    for template in (SMALL, "social_media"):
        with pytest.raises(InvalidValue, match=r"^There are no words in the language fr, but in cy, en, en-US\."):
            load(template, "fr")
    own = Path(shutil.copytree(SMALL, tmp_path / "own"))
    (own / "words" / "cy.po").write_text('msgid "a', encoding="utf-8")
    with pytest.raises(TemplateError, match=r"words/cy\.po"):
        load(own, "cy")
    (own / "words" / "cy.po").unlink()
    with pytest.raises(InvalidValue) as refused:
        load(own, "cy")
    write = f"smreport template words {own} --language cy-GB"
    assert str(refused.value) == f"{own} has no words in the language cy-GB. Write some: {write}"
    with pytest.raises(
        InvalidValue, match=r"^The template digital_inclusion has no words in the language cy-GB\. Copy"
    ):
        load("digital_inclusion", "cy")
    assert load(own).title == "Small form"
    (own / "lists" / "kind.csv").write_bytes(b"item\n\xff\n")
    with pytest.raises(TemplateError, match=r"^lists/kind\.csv: "):
        load(own)
