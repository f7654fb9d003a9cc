"""What a column says of itself follows from the rules of its sheet."""

from __future__ import annotations

import re

import pytest

from smreport.blueprint.model import Column, Sheet
from smreport.blueprint.needed import Need, guide, leave, need, need_in_words
from smreport.blueprint.rules import OneOf, Required
from smreport.blueprint.templates import load, shipped
from smreport.findings import Level

SHEETS = [sheet for name in shipped() for sheet in load(name)]


def words(address: str) -> str:
    sheet, _, key = address.partition(".")
    blueprint = load()
    return need_in_words(blueprint.sheets[sheet], blueprint.sheets[sheet].by_key[key])


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("areas.name", "Needed."),
        ("areas.lead", "Needed when Status is In scope."),
        ("areas.notes", "May stay blank."),
        ("areas.label", leave()),
        ("kpis.actual_as_of", "May stay blank."),  # only a note is made of it
        ("risks.project", "Needed unless Role is filled in."),
        ("channels.channel", leave()),  # the sheet is filled in by the workbook
        ("settings.organisation", "Needed."),
        ("settings.horizon_years", "May stay blank."),
    ],
)
def test_what_is_needed_is_said(address: str, said: str) -> None:
    assert words(address) == said


def asks(sheet: Sheet, column: Column) -> list[Required | OneOf]:
    """The rules by which a blank in the column counts as missing."""
    rules = [rule for rule in sheet.rules if isinstance(rule, Required | OneOf) and rule.level is not Level.NOTE]
    return [rule for rule in rules if column.key in rule.at]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
def test_a_blank_is_missed_exactly_where_the_column_says_that_it_is_needed(sheet: Sheet) -> None:
    for column in sheet.columns:
        is_missed = bool(asks(sheet, column)) and column.asked and not sheet.rows_from
        assert need_in_words(sheet, column).startswith("Needed") is is_missed
        always = [rule for rule in asks(sheet, column) if isinstance(rule, Required) and not rule.when]
        assert (need(sheet, column) is Need.ALWAYS) is (is_missed and bool(always))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
def test_the_guide_says_everything_once(sheet: Sheet) -> None:
    for column in sheet.columns:
        told = guide(sheet, column)
        assert told.startswith(need_in_words(sheet, column))
        assert column.help.rpartition(": ")[2].lower() in told.lower()
        assert len(re.findall("the workbook", told)) <= 1
        assert column.example in told
