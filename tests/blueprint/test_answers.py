"""Answers as data: what an answers file may hold, and how tables are laid out from it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from workbooks import workbook

from smreport.blueprint.answers import placed, read_answers, tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import make_table
from smreport.blueprint.understanding import make_tables
from smreport.errors import InvalidValue


def test_rows_stand_below_the_headings_in_their_order(blueprint: Blueprint) -> None:
    tables = tables_from(blueprint, {"roles": [{"role": "Adviser"}, {"role": "Librarian", "capacity": 20}]})
    assert {row: values["role"] for row, values in tables["roles"].rows.items()} == {6: "Adviser", 7: "Librarian"}
    assert tables["roles"].rows[6]["capacity"] is None
    assert tables["roles"].cell("capacity", 7) == "D7"


def test_sheets_that_are_left_out_are_empty_and_a_form_has_its_one_row(blueprint: Blueprint) -> None:
    tables = tables_from(blueprint, {})
    assert tables.frame("areas").empty
    assert set(tables["settings"].rows) == {0}
    assert len(tables["channels"].rows) == len(blueprint.lists["channel"].items)


def test_settings_show_the_defaults_where_an_answer_is_blank(blueprint: Blueprint) -> None:
    settings = tables_from(blueprint, {"settings": {"cost_at_0": 10}}).settings
    assert (settings["cost_at_0"], settings["benefit_at_100"], settings["discount_rate"]) == (10.0, 40.0, 0.035)
    assert settings["budget"] is None


def test_references_are_spelt_as_the_row_that_they_name(blueprint: Blueprint) -> None:
    tables = workbook(
        blueprint,
        """
        | areas      | name      | kind    |
        |            | Libraries | Service |
        | objectives | area                 | objective |
        |            | LIBRARIES  (service) | Grow      |
        |            | all areas            | Listen    |
        |            | Parks                | Mow       |
        """,
    )
    areas = [row["area"] for row in tables["objectives"].rows.values()]
    assert areas == ["Libraries (Service)", "All areas", "Parks"]


def test_answers_are_laid_out_afresh_without_gaps(blueprint: Blueprint) -> None:
    sheet = blueprint.sheets["roles"]
    rows = {9: {"role": "Adviser"}, 30: {"role": "Librarian"}}
    others = tables_from(blueprint, {}).tables
    scattered = make_tables(blueprint, {**others, "roles": make_table(sheet, rows, "Our roles", {"role": 5})})
    assert list(placed(scattered)["roles"].rows) == [6, 7]
    assert placed(scattered)["roles"].title == "5 Roles"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"parks": []}, "a.toml: there is no sheet 'parks' in the template."),
        ({"roles": [{"rolle": "Adviser"}]}, "a.toml, roles: there is no column to fill in with key 'rolle'."),
        ({"roles": [{"mappings": 3}]}, "a.toml, roles: there is no column to fill in with key 'mappings'."),
        ({"settings": {"colour": "red"}}, "a.toml, settings: there is no column to fill in with key 'colour'."),
    ],
)
def test_answers_for_what_is_not_there_are_refused(blueprint: Blueprint, content: dict[str, object], said: str) -> None:
    with pytest.raises(InvalidValue, match=re.escape(said)):
        tables_from(blueprint, content, "a.toml")


def test_an_answers_file_that_is_not_toml_is_named(tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    path.write_text("[settings\n", encoding="utf-8")
    with pytest.raises(InvalidValue, match=re.escape(f"{path}: not valid TOML: ")):
        read_answers(path)
