"""What a filled workbook takes to recalculate: no row is held against the texts of a whole column.

Rows are held against rows by numbers (``smreport.blueprint.text_numbers``), each text is looked for once, and rows are
counted one by one only where some are known to repeat. Lists for drop-downs are short, see ``Blueprint.grouped_lists``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from blueprint.test_formulas import all_formulas, functions

from smreport.blueprint.answers import tables_from
from smreport.blueprint.listing import working_columns
from smreport.blueprint.model import Blueprint
from smreport.blueprint.rules.rows import Unique
from smreport.blueprint.templates import load, shipped
from smreport.blueprint.workings import AGAIN, CHOICE, FOUND, NUMBER, PLACE, SHARED

# but for the several choices of one cell, which are split
TEXTS_HELD_AGAINST_ONE = re.compile(r"\b(?:text|all)_\w+=(?:TRIM|INDEX)\((?!MID)")
BY_CHOICES = {"people.barrier.covered.tools", "mapping.tool.belongs"}  # choices of one short list: they have no numbers
LOOK_FOR_TEXTS = (
    NUMBER,
    AGAIN,
    CHOICE,
    FOUND,
    SHARED,
)  # by MATCH, which stops at the first; the slow way is for texts that it cannot take


def in_rows(blueprint: Blueprint) -> Iterator[tuple[str, str]]:
    """The formulas of sheets whose rows people add, and the workings that are no lookups themselves."""
    given = tuple(f"{sheet.key}." for sheet in blueprint if sheet.rows_from)  # as many rows as a list has choices
    yield from ((place, formula) for place, formula in all_formulas(blueprint) if not place.startswith(given))
    for working, column in zip(blueprint.workings, working_columns(tables_from(blueprint, {})), strict=True):
        is_short = working.kind == PLACE and working.names.startswith(given)
        if column.formula and working.kind not in LOOK_FOR_TEXTS and not is_short:
            yield working.name, column.formula.spelled


@pytest.mark.parametrize("name", shipped())
def test_no_row_is_held_against_the_texts_of_a_column(name: str) -> None:
    formulas = dict(in_rows(load(name)))
    assert len(formulas) > 100
    held = {place for place, formula in formulas.items() if TEXTS_HELD_AGAINST_ONE.search(formula)}
    assert held - BY_CHOICES == set()


@pytest.mark.parametrize("name", shipped())
def test_texts_are_looked_for_in_workings_only(name: str) -> None:
    assert [place for place, formula in in_rows(load(name)) if "MATCH" in functions(formula)] == []


@pytest.mark.parametrize("name", shipped())
def test_rows_are_counted_only_where_some_repeat(name: str) -> None:
    blueprint = load(name)
    pairs = [(sheet, rule) for sheet in blueprint for rule in sheet.rules if isinstance(rule, Unique)]
    several = [(sheet, rule) for sheet, rule in pairs if len(rule.columns) > 1]
    assert several
    for sheet, rule in several:
        spelled = rule.formula(blueprint, sheet, sheet.first_row).spelled
        repeats = blueprint.repeats([f"{sheet.key}.{key}" for key in rule.columns]).spelled
        assert f"IF(({repeats}=0),0,SUMPRODUCT(" in spelled
        assert ":" not in blueprint.defined_names[repeats]
