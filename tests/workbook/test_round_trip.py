"""What is written can be read back, cell by cell, also after another program has saved it."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import AWKWARD_TEXTS, Pools, any_answers, filled
from workbooks import example, saved, with_rows

from smreport.blueprint.answers import placed, tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Tables
from smreport.blueprint.templates import load
from smreport.errors import InvalidValue
from smreport.workbook.emit.writer import Shown, emit
from smreport.workbook.read.reader import read
from smreport.workbook.read.workbook_file import Workbook

SMALL = with_rows(load(), 8)
ROOMY = with_rows(load(), 60)


def assert_same_answers(found: Tables, wanted: Tables) -> None:
    for key, table in wanted.items():
        pd.testing.assert_frame_equal(found.frame(key), table.frame, obj=f"sheet {key}")


@pytest.mark.long
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(answers=any_answers(SMALL, rows=8))
def test_what_is_written_is_read_back(answers: dict[str, object], tmp_path_factory: pytest.TempPathFactory) -> None:
    tables = tables_from(SMALL, answers)
    path = saved(tables, tmp_path_factory.mktemp("round") / "answers.xlsx")
    assert_same_answers(read(Workbook(path), SMALL), tables)


@pytest.mark.long
def test_awkward_answers_are_read_back(blueprint: Blueprint, tmp_path: Path) -> None:
    tables = tables_from(ROOMY, filled(ROOMY, Pools(), Random(1), rows=60))
    assert_same_answers(read(Workbook(saved(tables, tmp_path / "answers.xlsx")), blueprint), tables)


def test_more_rows_than_the_template_prepares_are_read_back(blueprint: Blueprint, tmp_path: Path) -> None:
    answers = {"areas": [{"name": f"Area {number}", "kind": "Service"} for number in range(300)]}
    roomy = blueprint.sized({"areas": 300})
    tables = placed(tables_from(roomy, answers))
    assert roomy.sheets["areas"].rows == 300
    assert_same_answers(read(Workbook(saved(tables, tmp_path / "answers.xlsx")), blueprint), tables)


def test_answers_that_would_not_fit_are_refused_rather_than_left_out() -> None:
    tables = tables_from(SMALL, {"roles": [{"role": f"Role {number}"} for number in range(9)]})
    with pytest.raises(InvalidValue, match="5 Roles: there are 9 rows of answers, and the sheet has room for 8"):
        emit(tables, Shown())


def test_making_room_never_takes_rows_away(blueprint: Blueprint) -> None:
    assert blueprint.sized({"areas": 1}).sheets["areas"].rows == blueprint.sheets["areas"].rows


@pytest.mark.parametrize("name", ["devon", "illustrative"])
def test_the_examples_are_read_back(blueprint: Blueprint, tmp_path: Path, name: str) -> None:
    tables = example(blueprint, name)
    assert_same_answers(read(Workbook(saved(tables, tmp_path / "answers.xlsx")), blueprint), tables)


def test_the_same_answers_give_the_same_bytes() -> None:
    tables = tables_from(SMALL, {"areas": [{"name": "Libraries", "kind": "Service"}]})
    assert emit(tables, Shown()) == emit(tables, Shown())


@given(text=st.sampled_from(AWKWARD_TEXTS))
def test_a_parsed_text_stays_as_it_is_when_parsed_again(text: str) -> None:
    kind = SMALL.column("roles.notes").type
    assert kind.parse(kind.parse(text)) == kind.parse(text)


def test_a_text_longer_than_excel_holds_is_refused_by_sheet_and_cell() -> None:
    tables = tables_from(SMALL, {"roles": [{"role": "Adviser", "notes": "x" * 32_768}]})
    with pytest.raises(InvalidValue, match=r"5 Roles, E6: the text has 32,768 letters"):
        emit(tables, Shown())
