"""A small form with all kinds of columns and rules is as it was, to the letter, and so is what it says of some answers.

Mistakes stand in their files with what is told of each: a new one is a line there, and ``--remake`` tells the rest.
"""

from __future__ import annotations

from functools import partial

import pytest
from blueprint.form_mistakes import mistakes, refusal
from blueprint.form_text import SMALL, answered, assert_is, assert_read_again, form

from smreport.blueprint.columns import TYPES
from smreport.blueprint.model import Blueprint
from smreport.blueprint.rules import KINDS
from smreport.blueprint.templates import load, require, require_choices, require_types, require_whole_rows


@pytest.fixture(scope="module")
def small() -> Blueprint:
    return load(SMALL)


def test_the_form_has_its_columns_rules_formulas_and_places(small: Blueprint) -> None:
    assert_is("form", form(small))


def test_answers_break_its_rules_and_show_in_its_lists_and_workings(small: Blueprint) -> None:
    assert_is("answered", answered(small))


def test_it_is_called_as_its_file_says(small: Blueprint) -> None:
    assert (small.name, small.title, small.version, small.accepts) == ("small", "Small form", "2", ("1", "2"))


def test_it_has_every_kind_of_column_and_rule(small: Blueprint) -> None:
    assert {type(column.type).name for sheet in small for column in sheet.columns} == TYPES.keys()
    assert {rule.kind for sheet in small for rule in sheet.rules} >= KINDS.keys()


def test_each_mistake_in_a_sheet_is_told_by_its_file_and_key_and_what_is_none_is_taken() -> None:
    assert_read_again("mistakes", partial(mistakes, folder=SMALL))


def test_each_mistake_in_a_file_is_told_by_it_and_its_key_and_what_is_none_is_taken() -> None:
    assert_read_again("mistakes_in_files", partial(mistakes, folder=SMALL))


def test_what_a_form_lacks_that_the_rules_need_is_told(small: Blueprint) -> None:
    lacking = {
        "a column": lambda: require(small, ["areas.name", "areas.label", "areas.size", "areas.more"]),
        "a type": lambda: require_types(small, {"no.such": "text", "areas.name": "text", "needs.area": "refs"}),
        "a choice": lambda: require_choices(small, {"no.such": ["x"], "areas.state": ["open", "shut", "gone"]}, []),
        "a word": lambda: require_choices(small, {"areas.state": ["open", "parked"]}, ["needs.area", "needs.role"]),
        "a mark of rows": lambda: require_whole_rows(small, "areas"),
        "nothing": lambda: require_whole_rows(small, "tools"),
    }
    assert {what: refusal(needed) for what, needed in lacking.items()} == {
        "a column": (
            "template small, sheets/areas.toml: the column with key 'size' is missing, and the decision rules or the "
            "documents need it."
        ),
        "a type": (
            "template small, sheets/needs.toml, column area type: must be refs, got 'ref'; the decision rules need its "
            "list."
        ),
        "a choice": (
            "template small, lists/state.csv: no item has the id 'shut', and decisions need it. The items have open, "
            "parked. Put 'shut' in a column id, beside the item that means it."
        ),
        "a word": (
            "template small, sheets/needs.toml, column role also: give the word that stands for all of them, like "
            '["All areas"]; the decision rules need it.'
        ),
        "a mark of rows": (
            'template small, sheets/tools.toml, column hidden withholds: give "row". Figures alone can be kept back on '
            "the sheet 1 Areas only, as nothing public is worked out from them there."
        ),
        "nothing": "is taken",
    }
