"""Habits of spreadsheets in each sheet and each kind of column: repeats, totals, sums, bare numbers for days."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook as OpenFile
from workbook.plain_books import values_only
from workbooks import edited, saved, with_rows, workbook

from smreport.blueprint.columns import Choice, Date, Number, Percent, Ref, Text, YesNo
from smreport.blueprint.model import Column, Sheet
from smreport.blueprint.no_answers import REPEATS, is_repeat
from smreport.blueprint.tables import Tables
from smreport.blueprint.templates import load
from smreport.blueprint.understanding import as_excel_reads
from smreport.decision.check import check
from smreport.findings import Finding, Level
from smreport.workbook.read.reader import read
from smreport.workbook.read.workbook_file import Workbook

BLUEPRINT = with_rows(load(), 6)
SHEETS = [sheet for sheet in BLUEPRINT if not (sheet.rows_from or sheet.is_form)]
GIVEN_OUT = "| settings | organisation | plan_start |\n|  | Shire | 2027-04-01 |"


@pytest.fixture(scope="module")
def given_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return values_only(saved(workbook(BLUEPRINT, GIVEN_OUT), tmp_path_factory.mktemp("habits") / "given.xlsx"))


def told_of(given_out: Path, target: Path, fill: object) -> tuple[Tables, list[Finding]]:
    target.write_bytes(given_out.read_bytes())
    tables = read(Workbook(edited(target, fill)), BLUEPRINT)  # type: ignore[arg-type]
    return tables, check(tables)


def put(book: OpenFile, sheet: Sheet, key: str, row: int, value: object) -> None:
    book[sheet.title].cell(*sheet.place(key, sheet.first_row + row)).value = value


def answer(column: Column) -> object:
    """Something that the column takes."""
    kind = column.type
    if isinstance(kind, Choice) and kind.choices.items:
        return kind.choices.items[0].text
    if isinstance(kind, Number):
        return 0.5 if isinstance(kind, Percent) else 12
    return {Ref: "Alpha", Date: "March 2027", YesNo: "Yes"}.get(type(kind), f"Words of {column.key}")


def columns(sheet: Sheet) -> Iterator[Column]:
    """Those that may repeat the row above: not the name of the row, nor a mark of secrecy."""
    return (one for one in sheet.asked_columns if one.key != sheet.name_key and one.key != "not_public")


def answered_then(said: str) -> Callable[[OpenFile], None]:
    """Two rows in every sheet: one with answers, and one that says this in each of its cells."""

    def fill(book: OpenFile) -> None:
        for sheet in SHEETS:
            put(book, sheet, sheet.name_key, 0, "First")
            put(book, sheet, sheet.name_key, 1, "Second")
            for column in columns(sheet):
                put(book, sheet, column.key, 0, answer(column))
                put(book, sheet, column.key, 1, said)

    return fill


@pytest.mark.parametrize("sign", ["ditto", '"', "↓", "(as above)"])
def test_in_each_kind_of_column_a_repeat_is_filled_from_above_and_told(
    given_out: Path, tmp_path: Path, sign: str
) -> None:
    tables, findings = told_of(given_out, tmp_path / "repeats.xlsx", answered_then(sign))
    told = {(found.sheet, found.cell) for found in findings if found.code == "cells.from_above"}
    for sheet in SHEETS:
        table = tables[sheet.key]
        first, second = (table.rows[sheet.first_row + row] for row in (0, 1))
        for column in columns(sheet):
            if (column.key, sign) == ("direction", "↓"):
                assert second[column.key] == "Decrease"  # there an arrow is an answer
                continue
            assert second[column.key] == first[column.key] is not None, (sheet.key, column.key)
            assert (table.title, table.cell(column.key, sheet.first_row + 1)) in told


def test_brackets_and_dashes_around_a_repeat_make_no_difference_and_a_dash_alone_is_none() -> None:
    assert all(map(is_repeat, REPEATS))
    assert all(map(is_repeat, ("(ditto)", "- DITTO -", "<as above>", '-"-', '"  "', "As row above.", "ibid.")))
    assert not any(map(is_repeat, ("-", "()", "see above", "same day")))


@pytest.mark.parametrize(
    "named", ["Total", "TOTALS:", "Grand total", "Total (12)", "Sub-total", "Total 2026/27", "Sum"]
)
def test_in_each_sheet_a_row_of_totals_is_set_aside(given_out: Path, tmp_path: Path, named: str) -> None:
    def fill(book: OpenFile) -> None:
        for sheet in SHEETS:
            words = next(one for one in sheet.asked_columns if not isinstance(one.type, Number))
            for column in sheet.asked_columns:
                put(book, sheet, column.key, 0, answer(column))
                if isinstance(column.type, Number):
                    put(book, sheet, column.key, 2, 99)
            put(book, sheet, words.key, 2, named)

    tables, findings = told_of(given_out, tmp_path / "totals.xlsx", fill)
    told = {(found.sheet, found.row) for found in findings if found.code == "cells.totals"}
    for sheet in SHEETS:
        assert tables[sheet.key].set_aside[sheet.first_row + 2].why == "total", sheet.key
        assert (tables[sheet.key].title, sheet.first_row + 2) in told


@pytest.mark.parametrize(
    ("said", "is_note"),
    [("Notes: please ring me", True), ("NB this is for 2027", True), ("Note: ask Sam", True), ("Notebooks", False)],
)
def test_a_line_that_calls_itself_a_note_names_nothing(
    given_out: Path, tmp_path: Path, said: str, is_note: bool
) -> None:
    def fill(book: OpenFile) -> None:
        for sheet in SHEETS:
            first = next(column for column in sheet.asked_columns if isinstance(column.type, Text | Ref))
            put(book, sheet, first.key, 2, said)

    tables, _ = told_of(given_out, tmp_path / "notes.xlsx", fill)
    for sheet in SHEETS:
        assert (sheet.first_row + 2 in tables[sheet.key].set_aside) is is_note, sheet.key


@pytest.mark.parametrize(("merged_to", "is_title"), [((0, 1), True), ((1, 0), False), ((1, 1), False)])
def test_a_lone_answer_is_a_title_where_cells_beside_it_are_merged_with_its_own(
    given_out: Path, tmp_path: Path, merged_to: tuple[int, int], is_title: bool
) -> None:
    areas = BLUEPRINT.sheets["areas"]

    def fill(book: OpenFile) -> None:
        row, column = areas.place("name", areas.first_row)
        put(book, areas, "name", 0, "Our services")
        book[areas.title].merge_cells(None, row, column, row + merged_to[0], column + merged_to[1])

    tables, _ = told_of(given_out, tmp_path / "merged.xlsx", fill)
    assert (areas.first_row in tables["areas"].set_aside) is is_title


def test_sums_without_a_name_are_no_money(given_out: Path, tmp_path: Path) -> None:
    """Wherever they stand; a figure that is no sum of the others is a row that lacks its name."""
    money = BLUEPRINT.sheets["money"]
    years = [("2026/27", 100, 5), ("2027/28", 200, 6)]

    def fill(place: int, capital: int) -> object:
        def put_all(book: OpenFile) -> None:
            rows = [*years]
            rows.insert(place, (None, capital, 11))  # type: ignore[arg-type]
            for row, values in enumerate(rows):
                for key, value in zip(("year", "capital", "revenue"), values, strict=True):
                    put(book, money, key, row, value)

        return put_all

    for place in (0, 1, 2):
        tables, findings = told_of(given_out, tmp_path / "sums.xlsx", fill(place, 300))
        assert tables["money"].columns["capital"] == [100, 200]
        assert [found.row for found in findings if found.code == "cells.totals"] == [money.first_row + place]
    tables, _ = told_of(given_out, tmp_path / "sums.xlsx", fill(2, 301))
    assert tables["money"].columns["capital"] == [100, 200, 301]


def test_a_bare_number_that_is_read_as_a_day_far_from_ours_is_told(given_out: Path, tmp_path: Path) -> None:
    actions = BLUEPRINT.sheets["actions"]

    def fill(book: OpenFile) -> None:
        for row, value in enumerate([202611, 20000, 46327, 2027]):
            put(book, actions, "action", row, f"Action {row}")
            put(book, actions, "due", row, value)
            book[actions.title].cell(*actions.place("due", actions.first_row + row)).number_format = "General"

    tables, findings = told_of(given_out, tmp_path / "numbers.xlsx", fill)
    assert [str(due) for due in tables["actions"].columns["due"]] == [
        "22 September 2454",
        "3 October 1954",
        "1 November 2026",
        "2027",
    ]
    told = [found.row - actions.first_row for found in findings if found.code == "cells.ambiguous_date"]
    assert told == [0, 1]


@pytest.mark.parametrize("said", ["ditto", "tbc", "n/a", "c. 12", "• Yes"])
def test_the_live_check_is_no_redder_than_the_check_about_words_that_are_understood(
    given_out: Path, tmp_path: Path, said: str
) -> None:
    tables, findings = told_of(given_out, tmp_path / "redder.xlsx", answered_then(said))
    errors = {(found.code, found.row) for found in findings if found.level is Level.ERROR}
    seen = as_excel_reads(tables)
    for sheet in SHEETS:
        for rule in (rule for rule in sheet.rules if rule.said(sheet).startswith("Error")):
            for row in rule.rows_in_sheet(seen[sheet.key], seen):
                assert (rule.code(sheet), row) in errors
