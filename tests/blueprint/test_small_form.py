"""A small form with all kinds of columns and rules is as it was, to the letter, and so is what it says of some answers.

After a change that is meant, ``python tests/remake_examples.py`` writes the texts anew: read their diff.
"""

from __future__ import annotations

from blueprint.form_text import ANSWERED, FORM, SMALL, answered, form

from smreport.blueprint.columns import TYPES
from smreport.blueprint.rules import KINDS
from smreport.blueprint.templates import load


def test_the_form_has_its_columns_rules_formulas_and_places() -> None:
    assert form() == FORM.read_text(encoding="utf-8")


def test_answers_break_its_rules_and_show_in_its_lists_and_workings() -> None:
    assert answered() == ANSWERED.read_text(encoding="utf-8")


def test_it_has_every_kind_of_column_and_rule() -> None:
    sheets = [*load(SMALL)]
    assert {type(column.type).name for sheet in sheets for column in sheet.columns} == TYPES.keys()
    assert {rule.kind for sheet in sheets for rule in sheet.rules} >= KINDS.keys()
