"""Papers and reviews with all that their blocks hold, of small councils to which nearly everything happens."""

from __future__ import annotations

import pytest
from kept import assert_as_kept
from papers.in_lines import WHOLE as FOLDER
from papers.intros import every_intro
from papers.offers import OFFERS
from papers.own_forms import in_forms
from papers.two_years import REVIEWS
from papers.verdicts_told import every_verdict

from smreport.blueprint.model import Blueprint
from smreport.commands.loading import load_template

WHOLE = {**OFFERS, **REVIEWS, "intros": every_intro, "own_forms": in_forms, "verdicts": every_verdict}
"""What is kept under each name."""


@pytest.fixture(scope="module")
def blueprint() -> Blueprint:
    return load_template("social_media")


@pytest.mark.parametrize("name", WHOLE)
def test_a_paper_holds_what_is_kept_of_it(blueprint: Blueprint, name: str) -> None:
    assert_as_kept(FOLDER / f"{name}.txt", WHOLE[name](blueprint))
