"""Where figures come from, in words: cells, rows and files, also of a combined workbook, and the same read back."""

from __future__ import annotations

import pytest
from papers.cases import typed
from workbooks import answers as answers_of

from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Origin, Tables
from smreport.decision.results import decide
from smreport.frozen import replace
from smreport.papers.sources import RowsNamed, Sources

OF_FILE = " of offer.xlsx"


@pytest.fixture(scope="module")
def tables(blueprint: Blueprint) -> Tables:
    money = answers_of("| money | year | capital |\n| | 2027/28 | 500 |\n| | 2028/29 | 600 |")
    return tables_from(blueprint, {**typed("offer"), **money}, "offer.xlsx")


@pytest.fixture(scope="module")
def sources(tables: Tables) -> Sources:
    return Sources(decide(tables))


@pytest.fixture(scope="module")
def combined(tables: Tables) -> Sources:
    """Three rows came from two files; the others stand in no file that was sent in."""
    origins = {7: Origin("Books.xlsx", 40), 8: Origin("Roads.xlsx", 7), 10: Origin("Books.xlsx", 9)}
    mapping = replace(tables["mapping"], origins=origins)
    return Sources(decide(replace(tables, tables={**tables.tables, "mapping": mapping})))


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ([], "no row"), ([7], "4 Mapping, row 7"), ([7, 9], "4 Mapping, rows 7 and 9"),
        ([9, 8, 7], "4 Mapping, rows 9, 8 and 7"),
    ],
)  # fmt: skip
def test_rows_are_named_in_the_order_in_which_they_are_given(sources: Sources, rows: list[int], named: str) -> None:
    assert sources.row_list("mapping", rows) == named
    assert sources.rows("mapping", iter(rows)) == (f"{named}{OF_FILE}" if rows else "")


def test_of_many_rows_the_first_twelve_are_named(sources: Sources) -> None:
    twelve = "4 Mapping, rows 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11"
    assert sources.rows("mapping", range(1, 13)) == f"{twelve} and 12{OF_FILE}"
    assert sources.rows("mapping", range(1, 14)) == f"{twelve} and 12 and 1 more{OF_FILE}"
    assert sources.rows("mapping", range(1, 33)) == f"{twelve} and 12 and 20 more{OF_FILE}"


def test_rows_of_a_combined_workbook_are_named_in_their_files_too(combined: Sources) -> None:
    assert combined.row_list("mapping", [7]) == "4 Mapping, row 7 (Books.xlsx, row 40)"
    assert combined.rows("mapping", [10, 9, 8, 7]) == (
        f"4 Mapping, rows 10, 9, 8 and 7{OF_FILE} (Books.xlsx, rows 9 and 40; Roads.xlsx, row 7)"
    )
    assert combined.row_list("mapping", [9]) == "4 Mapping, row 9"
    assert combined.rows("tools", [7]) == f"3 Tools, row 7{OF_FILE}"


def test_each_row_is_named_by_itself(sources: Sources, combined: Sources) -> None:
    alone = [f"4 Mapping, row {row}{OF_FILE}" for row in (7, 9)]
    assert list(sources.each("mapping", [7, 9])) == alone
    assert list(combined.each("mapping", [7, 9])) == [f"{alone[0]} (Books.xlsx, row 40)", alone[1]]


def test_answers_are_named_by_their_cells(sources: Sources, tables: Tables) -> None:
    assert sources.cell("settings", "statement") == f"Settings, {tables['settings'].cell('statement', 0)}"
    assert sources.at("settings", "statement") == f"{sources.cell('settings', 'statement')}{OF_FILE}"
    assert sources.cell("mapping", "strength", 8) == f"4 Mapping, {tables['mapping'].cell('strength', 8)}"
    assert sources.at("mapping", "strength", 8) == f"{sources.cell('mapping', 'strength', 8)}{OF_FILE}"


def test_what_a_figure_rests_on_is_named_sheet_by_sheet(sources: Sources, tables: Tables) -> None:
    of_settings = [sources.at("settings", key) for key in ("budget", "hours_available", "risk_appetite")]
    assert sources.of_limits == "; ".join([*of_settings, f"6b Money, rows 7 and 8{OF_FILE}"])
    weights = [sources.at("settings", f"weight_{name}") for name in ("benefit", "cost", "risk")]
    assert sources.of_weights == "; ".join(weights)
    answers, rooms, bells = (tables["portfolio"].numbers[at] for at in (0, 1, 3))
    assert sources.of_costs([bells, answers, rooms]) == f"6 Evaluation, rows 7, 8, 9, 10, 11 and 13{OF_FILE}"
    assert sources.of_project(bells) == "; ".join(
        f"{rows}{OF_FILE}"
        for rows in ("7 Portfolio, row 11", "4 Mapping, row 12", "6 Evaluation, row 13", "6a Risks, row 9")
    )


def test_limits_that_are_not_set_have_no_source(blueprint: Blueprint) -> None:
    bare = Sources(decide(tables_from(blueprint, {"settings": {"budget": 5}}, "bare.xlsx")))
    assert bare.of_limits == "Settings, C23 of bare.xlsx"


@pytest.mark.parametrize("count", [1, 2, 3, 12, 13, 14, 30])
def test_rows_that_a_source_names_are_read_back(sources: Sources, count: int) -> None:
    read = RowsNamed(["4 Mapping", "4", "7 Portfolio"])
    rows = list(range(7, 7 + count))
    source = f"7 Portfolio, row 9{OF_FILE}; {sources.rows('mapping', rows)}"
    assert list(read(source)) == [("7 Portfolio", 9), *(("4 Mapping", row) for row in rows[:12])]
    assert list(read("Settings, C23 of offer.xlsx; 9 Nothing, row 8")) == []
