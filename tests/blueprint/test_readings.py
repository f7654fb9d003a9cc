"""The table of readings, which the handbook prints, holds for the reader: cell by cell, and through whole files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from random import Random

import pytest
from by_hand import written_by_hand
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook as OpenFile
from template_folders import change, copied
from workbooks import edited, no_drop_downs, saved, with_rows, workbook

from smreport.blueprint.answers import tables_from
from smreport.blueprint.columns import ColumnType, Date, Figure, Money, Number, Percent, Text, as_typed
from smreport.blueprint.naming import as_first_typed
from smreport.blueprint.no_answers import is_repeat
from smreport.blueprint.publication import secret_rows
from smreport.blueprint.readings import AREAS, Reading, readings, readings_of_place
from smreport.blueprint.tables import Tables, make_table
from smreport.blueprint.templates import load
from smreport.blueprint.times import When, span_in_words
from smreport.blueprint.understanding import make_tables
from smreport.blueprint.values import ReadAs, Unreadable
from smreport.decision.check import check
from smreport.findings import Finding
from smreport.words import speaking
from smreport.workbook.read.habits import understood
from smreport.workbook.read.reader import read
from smreport.workbook.read.workbook_file import Workbook

PLAN_START = date(2027, 4, 1)
PLACES: Mapping[str, tuple[str, str]] = {
    "time": ("actions", "due"), "money": ("evaluation", "setup_cost"), "money a year": ("evaluation", "yearly_cost"),
    "hours a month": ("evaluation", "hours"), "hours there are": ("roles", "capacity"),
    "words": ("actions", "owner"), "mark of secrecy": ("evaluation", "not_public"),
}  # fmt: skip
"""Where each kind is asked for in the shipped template; percentages are in Settings, and months first elsewhere."""
PERCENT = "number in a cell for percentages"
ABOVE = "The one above"
BLUEPRINT = with_rows(load(), 60)


def kind_of(reading: Reading) -> ColumnType | None:
    """The type of a column that asks for this kind, None where a whole table is needed to tell."""
    if reading.kind in PLACES and reading.kind not in ("words", "mark of secrecy"):
        return column_type(*PLACES[reading.kind])
    if reading.kind in ("percentage", PERCENT):
        return column_type("settings", "discount_rate")
    return Date("month_day_year") if reading.kind == "time with the month first" else None


def column_type(sheet: str, key: str) -> ColumnType:
    return BLUEPRINT.sheets[sheet].by_key[key].type


def meaning(kind: ColumnType, value: object) -> str:
    """A value in the words of the table."""
    if value is None:
        return "blank"
    if isinstance(value, Unreadable):
        return "asked for"
    if isinstance(value, When):
        return span_in_words(value.first, value.last) if value.first and value.last else "no day; comes last"
    return kind.in_words(value) if isinstance(kind, Number) and isinstance(value, float) else str(value)


ALONE = [one for one in readings() if kind_of(one) and one.meaning != "blank"]


@pytest.mark.parametrize("reading", ALONE, ids=lambda one: f"{one.kind}, {one.typed}")
def test_a_cell_means_what_the_table_says(reading: Reading) -> None:
    kind = kind_of(reading)
    assert kind is not None
    value = kind.parse(float(reading.typed) if reading.kind == PERCENT else reading.typed)
    value = value.in_plan(PLAN_START) if isinstance(value, When) else value
    assert meaning(kind, value) == reading.meaning
    if isinstance(value, When):
        assert str(value) == reading.typed  # what is printed
        assert (reading.level == "") == (value.first is not None and not value.is_ambiguous)
    else:
        assert reading.level == {Unreadable: "error", ReadAs: "note"}.get(type(value), "")


@pytest.mark.parametrize("tag", ["en-US", "en-IE", "en-CA"])
def test_a_cell_means_what_the_handbook_of_a_place_says(tag: str) -> None:
    """In its money, with its order of days, and told as it writes them."""
    there = load("social_media", tag)
    with speaking(there.tongue):
        cases = [one for one in readings_of_place(there.date_order) if kind_of(one) and one.meaning != "blank"]
        in_pounds = [one for one in cases if "£" in one.typed]
        assert {one.level for one in in_pounds} <= {"error"}
        for case in cases:
            kind = Date(there.date_order) if case.kind == "time" else kind_of(case)
            assert kind is not None
            value = kind.parse(float(case.typed) if case.kind == PERCENT else case.typed)
            value = value.in_plan(PLAN_START) if isinstance(value, When) else value
            assert meaning(kind, value) == case.meaning, case


# --- the same through files ---


def put(book: OpenFile, sheet: str, key: str, row: int, value: object) -> None:
    where = BLUEPRINT.sheets[sheet]
    book[where.title].cell(*where.place(key, where.first_row + row)).value = value


IN_FILES = [one for one in readings() if one.kind in PLACES]
FIRST = "First row"


def row_of(reading: Reading) -> int:
    """The row in which a case stands, counted from 0; words have a row above them to be filled from."""
    alike = [one for one in IN_FILES if PLACES[one.kind][0] == PLACES[reading.kind][0]]
    return 1 + alike.index(reading)


def typed_in(book: OpenFile) -> None:
    """Every case in its own row, pasted over the drop-downs, and all else of it as it should be."""
    put(book, "actions", "action", 0, FIRST)
    put(book, "actions", "owner", 0, ABOVE)
    for reading in IN_FILES:
        sheet, key = PLACES[reading.kind]
        row = row_of(reading)
        name = BLUEPRINT.sheets[sheet].name_key
        put(book, sheet, name, row, f"Row {row}")
        if sheet == "actions" and key != "owner":
            put(book, sheet, "owner", row, ABOVE)
        put(book, sheet, key, row, reading.typed)


def by_openpyxl(path: Path, request: pytest.FixtureRequest) -> Path:
    return edited(path, typed_in)


def by_libreoffice(path: Path, request: pytest.FixtureRequest) -> Path:
    libreoffice: Callable[[Path], Path] = request.getfixturevalue("libreoffice")
    return libreoffice(edited(path, typed_in))


def by_hand(path: Path, request: pytest.FixtureRequest) -> Path:
    return written_by_hand(edited(path, typed_in))


def pasted_over_drop_downs(path: Path, request: pytest.FixtureRequest) -> Path:
    return edited(path, no_drop_downs, typed_in)


WAYS = [by_openpyxl, by_hand, pasted_over_drop_downs, pytest.param(by_libreoffice, marks=pytest.mark.engines)]


@pytest.fixture(scope="module", params=WAYS)
def answered(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Tables, list[Finding]]:
    given_out = workbook(BLUEPRINT, "| settings | organisation | plan_start |\n|  | Shire | 2027-04-01 |")
    path = saved(given_out, tmp_path_factory.mktemp("readings") / "typed.xlsx")
    tables = read(Workbook(request.param(path, request)), BLUEPRINT)
    return tables, check(tables)


@pytest.mark.long
@pytest.mark.parametrize("reading", IN_FILES, ids=lambda one: f"{one.kind}, {one.typed}")
def test_a_file_means_what_the_table_says(answered: tuple[Tables, list[Finding]], reading: Reading) -> None:
    tables, findings = answered
    sheet, key = PLACES[reading.kind]
    table = tables[sheet]
    row = BLUEPRINT.sheets[sheet].first_row + row_of(reading)
    value = table.row(row)[key]
    if reading.kind == "mark of secrecy":
        assert reading.meaning == "not for publication"
        assert row in secret_rows(table)
    else:
        said = {ABOVE: "the answer above"}.get(str(value)) or meaning(table.sheet.by_key[key].type, value)
        assert said == reading.meaning
    cell = table.cell(key, row)
    about = [finding for finding in findings if (finding.sheet, finding.cell) == (table.title, cell)]
    of_others = (".plan_start", ".no_ceiling")  # findings that are not of the reading
    told = {finding.level.value for finding in about if not finding.code.endswith(of_others)}
    gaps = {"gap"} if value is None else set()  # what is needed is still asked for
    assert told - gaps == ({reading.level} if reading.level else set())


# --- for all values ---

FIGURES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "c. ", "up to ", "over ", "<", "about ", "£", "-", "between "]),
    st.sampled_from(["5", "12", "1,200", "0.5", "48,000", "8k", "1.2m"]),
    st.sampled_from(["", "-", " to ", " and ", "–"]).flatmap(
        lambda gap: st.sampled_from(["20", "12k", "£5,000"]).map(lambda end: f"{gap}{end}") if gap else st.just("")
    ),
    st.sampled_from(
        [
            "",
            "+",
            "%",
            " pa",
            " a month",
            " hours a week",
            " hrs/wk",
            " per cent",
            " (est)",
            " days a week",
            " pcm",
            " one-off",
            "/hr",
        ]
    ),
)
TIMES = st.builds(
    "{}{}{}".format,
    st.sampled_from(
        ["", "by ", "end of ", "w/c ", "early ", "Q2 ", "H2 ", "FY", "first week of ", "1-3 ", "from 2 May to "]
    ),
    st.sampled_from(["", "3 ", "March ", "3 March ", "Nov-", "01/02/", "Spring ", "2026/"]),
    st.sampled_from(["2027", "27", "2027/28", "2027-09", "year 2", "monthly"]),
)
TYPES: tuple[ColumnType, ...] = (
    Money(low=0), Money(unit="a year"), Number(unit="hours a month"), Number(careful="low"), Percent(low=0, high=1),
    Figure(), Text(), Date(), Date("month_day_year"),
)  # fmt: skip


@pytest.mark.parametrize("reading", ALONE, ids=lambda one: f"{one.kind}, {one.typed}")
def test_each_case_of_the_table_is_written_back_as_it_was_understood(reading: Reading) -> None:
    kind = kind_of(reading)
    assert kind is not None
    value = kind.parse(reading.typed)
    again = kind.parse(kind.cell(value))
    assert (again, meaning(kind, again)) == (value, meaning(kind, value))


@given(st.sampled_from(TYPES), FIGURES | TIMES | st.floats(-1e6, 1e6) | st.dates(date(1950, 1, 1), date(2150, 1, 1)))
def test_what_was_understood_is_read_as_the_same_again(kind: ColumnType, typed: object) -> None:
    value = kind.parse(typed)
    if value is None or isinstance(value, Unreadable):
        return
    again = kind.parse(kind.cell(value))
    assert again == value
    ends = [(one.low, one.high) if isinstance(one, ReadAs) else (one, one) for one in (value, again)]
    assert ends[0] == ends[1]


@given(st.sampled_from(TYPES), FIGURES | TIMES | st.floats(-1e6, 1e6))
def test_a_reading_that_is_not_exact_knows_it_and_so_has_a_note(kind: ColumnType, typed: object) -> None:
    """The check tells of every ``ReadAs``, and of times that could be others."""
    value = kind.parse(typed)
    if isinstance(kind, Number):
        is_exact = type(value) is float and value == pytest.approx(typed, rel=1e-14)
        assert is_exact or isinstance(value, ReadAs | Unreadable)
    elif isinstance(typed, str):
        assert str(value) == as_typed(typed)  # the words themselves


@given(st.sampled_from(TYPES), FIGURES)
def test_a_figure_lies_between_its_ends(kind: ColumnType, typed: str) -> None:
    value = kind.parse(typed)
    if isinstance(value, ReadAs):
        assert value.low <= value <= value.high
        assert (value.bound in ("exact", "about")) == (value.low == value == value.high)


@given(TIMES)
def test_a_time_ends_after_it_begins_and_is_printed_as_it_was_typed(typed: str) -> None:
    when = When.in_words(typed).in_plan(PLAN_START)
    assert (when.first is None) == (when.last is None)
    assert when.first is None or when.last is None or when.first <= when.last
    assert str(when) == typed


# --- whatever the order of rows ---

TYPED = {kind: [one.typed for one in readings() if one.kind == kind] for kind in {one.kind for one in readings()}}
OWN_WORDS = [typed for typed in TYPED["words"] if not is_repeat(typed)]
ACTIONS = st.fixed_dictionaries(
    {
        "due": st.sampled_from(TYPED["time"]) | TIMES,
        "owner": st.sampled_from(OWN_WORDS),
        "status": st.sampled_from(TYPED["actions.status"]),
    }
)
MAPPINGS = st.fixed_dictionaries(
    {
        "area": st.sampled_from([*TYPED["name of an area"], "swimming pool", "SWIMMING POOLS", "Parks"]),
        "role": st.sampled_from(["Librarian", "librarians", "Web officers", "tbc", "-"]),
    }
)


NAMED = {"actions": "action", "mapping": "notes"}


def read_in_order(content: Mapping[str, Sequence[Mapping[str, object]]]) -> Mapping[str, list[object]]:
    """What is read from some rows, by what each is called, however they stand."""
    raw = {}
    for sheet in BLUEPRINT:
        rows = content.get(sheet.key, [{}] if sheet.is_form else [])
        parsed = (
            {column.key: column.type.parse(row.get(column.key)) for column in sheet.asked_columns} for row in rows
        )
        raw[sheet.key] = make_table(sheet, dict(enumerate(parsed, start=0 if sheet.is_form else sheet.first_row)))
    tables = make_tables(BLUEPRINT, understood(raw, list(raw), None))
    return {
        str(row[NAMED[key]]): [*row.values(), *map(as_first_typed, row.values())]
        for key in NAMED
        for row in tables[key].rows.values()
    }


@given(st.lists(ACTIONS, min_size=2, max_size=5), st.lists(MAPPINGS, min_size=2, max_size=5), st.randoms())
def test_no_accepted_reading_depends_on_the_order_of_rows(
    actions: list[dict[str, str]], mappings: list[dict[str, str]], mixed: Random
) -> None:
    settings = [{"plan_start": "1 April 2027"}]
    content: dict[str, list[dict[str, str]]] = {
        "areas": [{"name": name, "kind": kind} for name, kind in AREAS],
        "actions": [{**row, "action": f"Action {number}"} for number, row in enumerate(actions)],
        "mapping": [{**row, "notes": f"Mapping {number}"} for number, row in enumerate(mappings)],
    }
    wanted = read_in_order({**content, "settings": settings})
    assert len(wanted) == len(actions) + len(mappings)
    for rows in content.values():
        mixed.shuffle(rows)
    assert read_in_order({**content, "settings": settings}) == wanted


def test_a_template_says_that_the_month_comes_first_and_all_its_dates_are_read_so(tmp_path: Path) -> None:
    folder = copied(tmp_path / "months_first", rows=3)
    change(folder, "workbook.toml", '^date_order = "day_month_year"', 'date_order = "month_day_year"')
    blueprint = load(folder)
    path = saved(tables_from(blueprint, {}), tmp_path / "months first.xlsx")
    dates = [(sheet, column.key) for sheet in blueprint for column in sheet.asked_columns if column.type.name == "date"]
    assert len(dates) > 5

    def type_in(book: OpenFile) -> None:
        for sheet, key in dates:
            book[sheet.title].cell(*sheet.place(key, sheet.first_row)).value = "3/4/2027"

    tables = read(Workbook(edited(path, type_in)), blueprint)
    ambiguous = {
        (found.sheet, found.cell): found.fix for found in check(tables) if found.code == "cells.ambiguous_date"
    }
    for sheet, key in dates:
        table = tables[sheet.key]
        (when,) = table.columns[key]
        assert isinstance(when, When)
        assert (when.first, when.last) == (date(2027, 3, 4), date(2027, 3, 4))
        assert "4 March 2027" in ambiguous[table.title, table.cell(key, table.numbers[0])]
