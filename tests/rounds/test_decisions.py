"""The sheet on which the facilitator decides, there and back."""

from __future__ import annotations

import io

import openpyxl
import pytest
from rounds.council import council

from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Extras
from smreport.blueprint.values import NO, YES, yes_or_no
from smreport.errors import InvalidValue
from smreport.frozen import replace
from smreport.rounds.decisions import (
    LAYOUT,
    Decisions,
    Matter,
    Option,
    Question,
    question_lines,
    question_rows,
    read_decisions,
    title,
    unanswered,
)
from smreport.workbook.emit.listing import emit_listing

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
    content = emit_listing(replace(council(blueprint), extras=extras), "All that was asked")
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


@pytest.mark.parametrize(
    ("answers", "waiting"),
    [
        ([], 2), (["Yes"], 1), (["", "Yes"], 1), (["No"], 2), (["No", "No"], 1), (["No", "no", "NO"], 0),
        (["No", "maybe"], 1), (["", "", "Yes"], 1), (["Yes", "", "No"], 0), (["maybe"], 2),
    ],
)  # fmt: skip
def test_a_question_waits_until_a_value_has_a_yes_or_all_have_an_answer(answers: list[str], waiting: int) -> None:
    assert unanswered(answered(*answers)) == waiting
    assert unanswered(answered(*answers)[4:]) == 0


def test_the_sheet_says_of_each_value_what_and_where_it_is() -> None:
    decided = Decisions({(CAPACITY.reference, "20"): False, (NAME.reference, "Facebook"): True})
    how = (
        "Put Yes beside the value to use; the others fall away. "
        "Then save, and merge again with --decisions and this file."
    )
    of_capacity = (CAPACITY.reference, "Filled in differently", "5 Roles", "Web editor", "Capacity")
    of_name = (NAME.reference, "Names that may be the same", "3 Tools", "facebook page", "Tool")
    assert question_rows([CAPACITY, NAME], decided) == (
        ("To decide",), (how,), (),
        ("Reference", "What it is about", "Sheet", "Row", "Column", "Value", "Where it stands", "Use it? Yes or No"),
        (*of_capacity, "20", "as sent: register.xlsx, D7", "No"),
        (*of_capacity, "(blank)", "b.xlsx, 5 Roles, D7", ""),
        (*of_name, "Facebook", "b.xlsx, 3 Tools, B9", "Yes"),
    )  # fmt: skip
    assert len(CAPACITY.reference) == 10


def test_of_values_with_a_yes_the_first_is_chosen_and_a_secret_one_is_not_told() -> None:
    every = Decisions({(CAPACITY.reference, option.shown): True for option in CAPACITY.options})
    assert every.chosen(CAPACITY) == "20"
    assert CAPACITY.publishable("20") == "20"
    assert replace(CAPACITY, secret=True).publishable("20") == "(not for publication)"


def test_a_line_that_is_cut_short_has_blanks_at_its_end() -> None:
    headings = answered()[3]
    rows = [headings, ["abc"], [], ["abc", "", "", "", "", 7.0], [None, *[""] * 6, True, "more"]]
    assert [(line.reference, line.value, line.answer, line.cell) for line in question_lines(rows)] == [
        ("abc", "", "", "H2"), ("", "", "", "H3"), ("abc", "7", "", "H4"), ("", "", "TRUE", "H5"),
    ]  # fmt: skip
    assert [*question_lines(rows[1:])] == []
