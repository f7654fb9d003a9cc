"""Answers are read as people see them: what a number format makes of a cell is read, told or refused."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from workbook.plain_books import values_only
from workbooks import edited, saved, with_rows, workbook

import smreport
from smreport.blueprint.tables import Tables
from smreport.blueprint.templates import load
from smreport.blueprint.times import When
from smreport.blueprint.values import Unreadable
from smreport.decision.check import check
from smreport.findings import Finding, Level
from smreport.workbook.read.reader import read
from smreport.workbook.read.workbook_file import Workbook

BLUEPRINT = with_rows(load(), 8)
COUNCIL = workbook(
    BLUEPRINT,
    """
    | settings   | organisation | plan_start | budget |
    |            | Shire        | 2027-04-01 | 90000  |
    | areas      | name      | kind    | status   | lead              | why           |
    |            | Libraries | Service | In scope | Libraries Manager | Young readers |
    | roles      | role      | kind     | capacity |
    |            | Librarian | Internal | 20       |
    | evaluation | role      | project      | setup_cost | yearly_cost | hours |
    |            | Librarian | Library news | 900        | 1200        | 12    |
    | kpis       | project      | name    | baseline        | as_of      |
    |            | Library news | Members | just over 9,000 | 2026-03-31 |
    """,
)
ROWS = {sheet.key: sheet.first_row for sheet in BLUEPRINT}


def address(sheet: str, key: str, number: int = 0) -> str:
    return COUNCIL[sheet].cell(key, ROWS[sheet] + number)


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return values_only(saved(COUNCIL, tmp_path_factory.mktemp("shown") / "council.xlsx"))


@pytest.fixture
def path(handed_out: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(handed_out, tmp_path))


def put(path: Path, sheet: str, key: str, *cells: tuple[object, str]) -> Path:
    """The file with values in the cells of a column, each in its number format."""

    def put_there(book: openpyxl.Workbook) -> None:
        for number, (value, code) in enumerate(cells):
            cell = book[COUNCIL[sheet].title][address(sheet, key, number)]
            cell.value, cell.number_format = value, code

    return edited(path, put_there)


def found(path: Path) -> Tables:
    return read(Workbook(path), BLUEPRINT)


def answer(tables: Tables, sheet: str, key: str, number: int = 0) -> object:
    row = 0 if BLUEPRINT.sheets[sheet].is_form else ROWS[sheet] + number
    return tables[sheet].rows[row][key]


def told(tables: Tables, sheet: str, key: str, number: int = 0) -> list[Finding]:
    """What is said of how a cell was read."""
    at = tables[sheet].title, address(sheet, key, number)
    findings = [finding for finding in check(tables) if (finding.sheet, finding.cell) == at]
    return [each for each in findings if re.fullmatch(r"cells\..*|.*\.readable", each.code)]


def codes(tables: Tables, sheet: str, key: str, number: int = 0) -> list[str]:
    return [finding.code for finding in told(tables, sheet, key, number)]


# --- words and figures ---

WORDS = (
    (48000, "£#,##0", "£48,000"),
    (48000, "[$€-407]#,##0.00", "€48,000.00"),
    (3.5, '0.0" days"', "3.5 days"),
    (7, "00000", "00007"),
    (0.12, "0%", "12%"),
    (1200, "#,##0,", "1"),
    (48_200_000, '0.0,,"m"', "48.2m"),
    (1, '"Yes";;"No"', "Yes"),
    (datetime(2027, 4, 1), "mmm yyyy", "Apr 2027"),
    (datetime(2027, 4, 1), "yyyy-mm-dd h:mm:ss", "2027-04-01"),
    (datetime(2027, 4, 1, 9, 30), "d mmm yyyy h:mm", "1 Apr 2027 9:30"),
    (0.1234567890123, "General", "0.1234567890123"),
    (48000, "@", "48000"),
    ("Ann", '@" (acting)"', "Ann (acting)"),
)


@pytest.mark.parametrize("key", ["baseline", "owner", "unit"])
def test_a_number_among_words_is_read_as_it_is_shown(path: Path, key: str) -> None:
    tables = found(put(path, "kpis", key, *((value, code) for value, code, _ in WORDS)))
    assert [answer(tables, "kpis", key, number) for number in range(len(WORDS))] == [seen for *_, seen in WORDS]
    turned = [["cells.turned_into_a_date"] if isinstance(value, datetime) else [] for value, *_ in WORDS]
    assert [codes(tables, "kpis", key, number) for number in range(len(WORDS))] == turned


@pytest.mark.parametrize(
    ("sheet", "key", "value"),
    [
        ("kpis", "baseline", "48000"),
        ("evaluation", "setup_cost", 48000.0),
        ("kpis", "as_of", When.on(date(2031, 6, 1))),
    ],
)
def test_what_is_hidden_or_cannot_be_told_is_read_and_told(path: Path, sheet: str, key: str, value: object) -> None:
    tables = found(put(path, sheet, key, (48000, ";;;"), (48000, "[DBNum1]0")))
    for number, code in enumerate(["not_shown", "unknown_format"]):
        assert answer(tables, sheet, key, number) == value
        (note,) = told(tables, sheet, key, number)
        assert (note.code, note.level) == (f"cells.{code}", Level.NOTE)
        assert note.fix.startswith("It was read as ")


def test_a_text_that_is_hidden_is_read_and_told(path: Path) -> None:
    tables = found(put(path, "kpis", "owner", ("Ann", ";;;")))
    assert answer(tables, "kpis", "owner") == "Ann"
    assert codes(tables, "kpis", "owner") == ["cells.not_shown"]


# --- amounts ---

POUNDS = [
    "General", "0", "#,##0", "0.00", "£#,##0", "£#,##0.00", '"£"#,##0;[Red]-"£"#,##0', "[$£-809]#,##0.00",
    '_-£* #,##0.00_-;-£* #,##0.00_-;_-£* "-"??_-;_-@_-', "£#,##0;(£#,##0)", "[$GBP] #,##0", "#,##0.0#", '0.0,"k"',
    "# ?/?", '#,##0" yearly"',
]  # fmt: skip


def test_an_amount_that_is_shown_in_pounds_is_that_amount(path: Path) -> None:
    cells = [(value, code) for code in POUNDS for value in (1200, 0, 1234.5)]
    tables = found(put(path, "evaluation", "yearly_cost", *cells))
    for number, (value, _) in enumerate(cells):
        assert answer(tables, "evaluation", "yearly_cost", number) == value
        assert told(tables, "evaluation", "yearly_cost", number) == []


FOREIGN = (
    ("[$€-407]#,##0.00", "€1,200.00"),
    ("#,##0.00 [$€-1]", "1,200.00 €"),
    ('"$"#,##0', "$1,200"),
    ("$#,##0.00", "$1,200.00"),
    ("[$USD] #,##0", "USD 1,200"),
    ("#,##0 [$kr-41D]", "1,200 kr"),
    ("#,##0 [$zł-415]", "1,200 zł"),
    ('0.0,"k" [$€-2]', "1.2k €"),
    ('_-[$€-2]* #,##0_-;-[$€-2]* #,##0_-;_-[$€-2]* "-"_-;_-@_-', "€1,200"),
)


def assert_is_not_pounds(tables: Tables, sheet: str, key: str, number: int, shown: str) -> None:
    value = answer(tables, sheet, key, number)
    assert isinstance(value, Unreadable)
    assert value == shown
    (error,) = told(tables, sheet, key, number)
    assert (error.level, error.value) == (Level.ERROR, shown)
    assert error.fix.startswith(f"“{shown}” is in another currency. ")
    assert "pounds" in error.fix


def test_an_amount_in_another_currency_is_never_pounds(path: Path) -> None:
    tables = found(put(path, "evaluation", "setup_cost", *((1200, code) for code, _ in FOREIGN)))
    for number, (_, shown) in enumerate(FOREIGN):
        assert_is_not_pounds(tables, "evaluation", "setup_cost", number, shown)


@pytest.mark.parametrize(("code", "shown"), FOREIGN[:2])
def test_a_budget_in_another_currency_is_never_pounds(path: Path, code: str, shown: str) -> None:
    assert_is_not_pounds(found(put(path, "settings", "budget", (1200, code))), "settings", "budget", 0, shown)


def test_an_amount_typed_in_another_currency_is_never_pounds(path: Path) -> None:
    typed = ["€1,200", "$1,200", "1.200,00 €", "USD 1200", "1200 euros", "kr 1200", "¥1200", "EUR1200", "1200CHF"]
    tables = found(put(path, "evaluation", "setup_cost", *((text, "General") for text in typed)))
    for number, text in enumerate(typed):
        assert_is_not_pounds(tables, "evaluation", "setup_cost", number, text)


@pytest.mark.parametrize("code", ["General", "£#,##0.00"])
def test_following_the_advice_about_a_currency_helps(path: Path, code: str) -> None:
    foreign = put(path, "evaluation", "setup_cost", (1200, "[$€-407]#,##0.00"))
    assert told(found(foreign), "evaluation", "setup_cost")
    assert told(found(put(foreign, "evaluation", "setup_cost", (1030, code))), "evaluation", "setup_cost") == []


OTHERWISE = {
    ("evaluation", "setup_cost"): [(1200, "#,##0,", "1", "1,200"), (1_200_000, '0.0,,"m"', "1.2m", "1,200,000"),
                                   (1200, '#,##0" a month"', "1,200 a month", "1,200"),
                                   (1200, "0%", "120000%", "1,200")],
    ("evaluation", "hours"): [(12, '0" hours a week"', "12 hours a week", "12"), (12, "£#,##0.00", "£12.00", "12"),
                              (12, "[$€-407]0", "€12", "12")],
    ("roles", "capacity"): [(0.35, "0%", "35%", "0.35")],
    ("settings", "discount_rate"): [(0.35, "General", "0.35", "35%")],
    ("settings", "hourly_rate"): [(1200, "0,", "1", "1,200")],
}  # fmt: skip


@pytest.mark.parametrize(("sheet", "key"), OTHERWISE)
def test_a_number_that_is_shown_otherwise_is_read_and_both_are_told(path: Path, sheet: str, key: str) -> None:
    cells = OTHERWISE[sheet, key]
    tables = found(put(path, sheet, key, *((value, code) for value, code, *_ in cells)))
    for number, (value, _, shown, said) in enumerate(cells):
        assert answer(tables, sheet, key, number) == value
        (note,) = told(tables, sheet, key, number)
        assert note.code == ("cells.percent" if "%" in shown else "cells.shown_otherwise")
        assert note.fix.startswith(f"It is shown as “{shown}”, and was read as {said}. Set the cell’s number format")
        assert (note.level, note.value) == (Level.NOTE, shown)


def test_rounding_and_the_unit_of_the_column_are_nothing_to_tell(path: Path) -> None:
    cells = [(12, '0" hours"'), (12.26, "0.0"), (12, "00000"), (1234.567, "#,##0"), (0.4, "0"), (12.5, '0.0" Hours"')]
    tables = found(put(path, "evaluation", "hours", *cells))
    for number, (value, _) in enumerate(cells):
        assert answer(tables, "evaluation", "hours", number) == value
        assert told(tables, "evaluation", "hours", number) == []


# --- days ---


def test_a_month_that_excel_made_a_day_of_stays_a_month(path: Path) -> None:
    shown = {"mmm-yy": "Apr 2027", "mmmm yyyy": "Apr 2027", "mm/yyyy": "Apr 2027", "yyyy": "2027"}
    tables = found(put(path, "kpis", "as_of", *((datetime(2027, 4, 1), code) for code in shown)))
    for number, words in enumerate(shown.values()):
        assert answer(tables, "kpis", "as_of", number) == When.in_words(words)
        assert told(tables, "kpis", "as_of", number) == []


NOT_PLAIN = {
    "d-mmm": "cells.shown_otherwise", "m/d/yyyy": "cells.shown_otherwise", "hh:mm": "cells.shown_otherwise",
    "[$-407]mmmm yyyy": "cells.unknown_format",
}  # fmt: skip


def test_a_day_that_is_not_shown_as_that_day_is_told(path: Path) -> None:
    plain = ["d mmmm yyyy", "dd/mm/yyyy", "dddd, d mmmm yyyy", "yyyy-mm-dd hh:mm", "mm-dd-yy"]  # the last is built in
    tables = found(put(path, "kpis", "as_of", *((datetime(2027, 4, 5), code) for code in [*plain, *NOT_PLAIN])))
    expected = [*([] for _ in plain), *([code] for code in NOT_PLAIN.values())]
    for number in range(len(expected)):
        assert answer(tables, "kpis", "as_of", number) == When.on(date(2027, 4, 5))
        notes = told(tables, "kpis", "as_of", number)
        assert [note.code for note in notes] == expected[number]
        assert all("read as 5 April 2027" in note.fix for note in notes)


@pytest.mark.parametrize("code", ["d mmmm yyyy", "General", "0", "mmm yyyy"])
@pytest.mark.parametrize("since_1904", [False, True])
def test_days_are_counted_as_the_workbook_counts_them(path: Path, code: str, since_1904: bool) -> None:
    serial = 46478 - 1462 * since_1904

    def typed(book: openpyxl.Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904 if since_1904 else book.epoch
        for sheet, key, value in (("kpis", "as_of", serial), ("kpis", "target_date", 2027)):
            cell = book[COUNCIL[sheet].title][address(sheet, key)]
            cell.value, cell.number_format = value, code

    tables = found(edited(path, typed))
    day = When.on(date(2027, 4, 1)) if code != "mmm yyyy" else When.in_words("Apr 2027")
    assert answer(tables, "kpis", "as_of") == day
    if code != "mmm yyyy":
        assert answer(tables, "kpis", "target_date") == When.in_words("2027")
    assert answer(tables, "settings", "plan_start") == When.on(date(2027, 4, 1))


# --- what is not for publication ---


@pytest.mark.parametrize(
    ("mark", "code"), [("Yes", "General"), (1, "0"), (0, '"No";;"Yes"'), (1, '"No";;"Yes"'), ("Yes", ";;;")]
)
def test_nothing_is_told_of_how_figures_that_are_kept_back_are_shown(path: Path, mark: object, code: str) -> None:
    put(path, "evaluation", "not_public", (mark, code))
    put(path, "evaluation", "setup_cost", (1234, "[$€-407]#,##0"))
    tables = found(put(path, "evaluation", "yearly_cost", (123_400, "#,##0,")))
    for key in ("setup_cost", "yearly_cost"):
        (finding,) = told(tables, "evaluation", key)
        assert "123" not in finding.what + finding.fix + finding.value


# --- other ways to write a file ---


def rewritten(path: Path, change: Callable[[bytes], bytes]) -> Path:
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    with zipfile.ZipFile(path, "w") as file:
        for name, part in parts.items():
            file.writestr(name, change(part) if name.startswith("xl/worksheets/sheet") else part)
    return path


def test_a_currency_is_seen_in_cells_without_addresses(tmp_path: Path) -> None:
    path = saved(COUNCIL, tmp_path / "council.xlsx")  # in which each cell of a row is there
    put(path, "evaluation", "setup_cost", (1200, "[$€-407]#,##0"))
    tables = found(rewritten(path, lambda part: re.sub(rb'<c r="[A-Z]+\d+"', b"<c", part)))
    assert answer(tables, "evaluation", "setup_cost") == "€1,200"


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_the_same_is_seen_in_what_libreoffice_saves(
    path: Path, ending: str, libreoffice_as_it_comes: Callable[[Path, str], Path]
) -> None:
    cells = {
        ("evaluation", "setup_cost"): (1200, "[$€-407]#,##0.00"),
        ("evaluation", "yearly_cost"): (1200, "#,##0,"),
        ("evaluation", "hours"): (12, '0" hours a week"'),
        ("kpis", "baseline"): (48000, "[$£-809]#,##0"),
        ("kpis", "unit"): (3.5, '0.0" days"'),
        ("kpis", "owner"): (7, "00000"),
        ("kpis", "as_of"): (datetime(2027, 4, 1), "mmm yyyy"),
    }
    for (sheet, key), cell in cells.items():
        put(path, sheet, key, cell)
    before, after = found(path), found(libreoffice_as_it_comes(path, ending))
    assert isinstance(answer(after, "evaluation", "setup_cost"), Unreadable)
    for place in list(cells)[1:]:
        assert answer(after, *place) == answer(before, *place)
    for place in cells:
        assert codes(after, *place) == codes(before, *place)


def test_the_check_names_the_file_and_fails_for_another_currency(path: Path) -> None:
    (checked,) = smreport.check_workbooks([put(path, "evaluation", "setup_cost", (1200, "[$€-407]#,##0"))])
    (error,) = [finding for finding in checked.findings if finding.code == "evaluation.setup_cost.readable"]
    assert (error.file, error.cell) == ("council.xlsx", address("evaluation", "setup_cost"))
    assert not checked.passed
