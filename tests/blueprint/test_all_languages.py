"""The small form in other languages, and what of its answers the public may know, is as it was to the letter.

After a change that is meant, ``python tests/remake_examples.py`` writes the texts anew: read their diff.
"""

from __future__ import annotations

from blueprint.form_languages import in_languages, in_public
from blueprint.form_text import LANGUAGES, PUBLIC, SMALL
from workbooks import workbook

from smreport.blueprint.publication import published, withheld_rows
from smreport.blueprint.templates import load


def test_words_and_answers_are_told_in_each_language() -> None:
    assert in_languages(SMALL).splitlines() == LANGUAGES.read_text(encoding="utf-8").splitlines()


def test_what_stays_out_is_in_nothing_public() -> None:
    assert in_public(SMALL).splitlines() == PUBLIC.read_text(encoding="utf-8").splitlines()


def test_settings_that_name_what_stays_out_stay_without_the_name() -> None:
    """Else nothing public could be made of a form whose settings refer to its rows."""
    form = load(SMALL)
    tables = workbook(form, (SMALL / "answers.md").read_text(encoding="utf-8"))
    hidden = {"areas": frozenset({9})}  # Parks
    assert 0 not in withheld_rows(tables, hidden)["settings"]
    assert published(tables).settings == tables.settings


def test_a_name_that_has_all_words_of_what_stays_out_stays_out_too() -> None:
    """Delta is marked, and a meeting decides on "Delta project", which no row is called."""
    tables = workbook(load(SMALL), (SMALL / "answers.md").read_text(encoding="utf-8"))
    assert "Delta project" in tables["meetings"].columns["project"]
    assert published(tables)["meetings"].columns["project"] == ["Zeta"]
