"""The sheet on which the facilitator decides, there and back."""

from __future__ import annotations

import io

import openpyxl
import pytest
from rounds.council import council

from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Extras
from smreport.blueprint.values import NO, YES, yes_or_no
from smreport.commands.making import workbook_bytes
from smreport.errors import InvalidValue
from smreport.frozen import replace
from smreport.rounds.decisions import (
    LAYOUT,
    Decisions,
    Matter,
    Option,
    Question,
    question_rows,
    read_decisions,
    title,
)

CAPACITY = Question(
    Matter.CONFLICT, ("roles", "web editor", "capacity"), "5 Roles", "Web editor", "Capacity",
    (Option("20", ("as sent: register.xlsx, D7",)), Option("", ("b.xlsx, 5 Roles, D7",))),
)  # fmt: skip
NAME = Question(
    Matter.NAMES, ("names", "tools", "tool", "facebook page"), "3 Tools", "facebook page", "Tool",
    (Option("Facebook", ("b.xlsx, 3 Tools, B9",)),),
)  # fmt: skip
NONE_YET = Decisions()


def answered(*answers: str) -> list[list[object]]:
    """The sheet with these answers beside its values, from the first on."""
    rows = [list(row) for row in question_rows([CAPACITY, NAME], NONE_YET)]
    for row, answer in zip(rows[-3:], answers, strict=False):
        row[-1] = answer
    return rows


def test_a_line_stands_for_each_value_and_a_blank_one_says_so() -> None:
    assert [row[5] for row in question_rows([CAPACITY, NAME], NONE_YET)[-3:]] == ["20", "(blank)", "Facebook"]


def test_answers_are_read_back() -> None:
    decided = read_decisions("c.xlsx", answered("", "yes", "No"))
    assert decided.chosen(CAPACITY) == ""
    assert decided.chosen(NAME) is None
    assert [row[-1] for row in question_rows([CAPACITY, NAME], decided)[-3:]] == ["", "Yes", "No"]


def test_the_sheet_is_a_table_with_a_drop_down_for_the_answer_only(blueprint: Blueprint) -> None:
    extras = Extras(sheets={title(): question_rows([CAPACITY, NAME], NONE_YET)}, layouts={title(): LAYOUT})
    content = workbook_bytes(replace(council(blueprint), extras=extras))
    page = openpyxl.load_workbook(io.BytesIO(content))[title()]
    assert [table.ref for table in page.tables.values()] == ["A4:H7"]
    (offered,) = page.data_validations.dataValidation
    assert (str(offered.sqref), offered.formula1) == ("H5:H7", '"Yes,No"')
    assert all(cell.alignment.wrap_text for row in page["A5:H7"] for cell in row)
    decided = read_decisions("c.xlsx", list(page.values))
    assert decided == NONE_YET


@pytest.mark.parametrize("said", [*YES, *NO, "YES.", "Y "])
def test_an_answer_is_read_as_in_any_column_for_yes_and_no(said: str) -> None:
    (chosen,) = read_decisions("c.xlsx", answered(said)).answers.values()
    assert chosen is yes_or_no(said)


def test_a_value_that_is_no_longer_there_leaves_the_question_open() -> None:
    assert Decisions({(CAPACITY.reference, "99"): True}).chosen(CAPACITY) is None


def test_a_reference_does_not_hang_on_the_values() -> None:
    other = Question(CAPACITY.matter, CAPACITY.key, "Roles", "x", "y", ())
    assert other.reference == CAPACITY.reference
    assert NAME.reference != CAPACITY.reference


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (("Yes", "Yes"), "c.xlsx, To decide, H6: H5 has a Yes for the same question. Leave only one."),
        (("maybe",), "c.xlsx, To decide, H5: “maybe” is neither Yes nor No. Put one, or leave it blank."),
    ],
)
def test_answers_that_cannot_be_used_are_refused(answers: tuple[str, ...], said: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        read_decisions("c.xlsx", answered(*answers))
    assert str(refusal.value) == said


def test_a_workbook_without_the_sheet_is_refused() -> None:
    with pytest.raises(InvalidValue, match="Give the workbook that merge wrote"):
        read_decisions("other.xlsx", ())
