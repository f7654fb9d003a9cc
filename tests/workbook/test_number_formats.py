"""Number formats show what SheetJS and LibreOffice show: a table of formats and values, and others that are made up."""

from __future__ import annotations

import csv
import json
import re
import subprocess
from collections.abc import Callable, Iterable
from datetime import date
from math import inf
from pathlib import Path
from random import Random
from typing import NoReturn

import openpyxl
import pytest
from conftest import saved_by_libreoffice
from hypothesis import given
from hypothesis import strategies as st

from smreport.blueprint.times import day_in_words
from smreport.workbook.read.number_formats import BUILT_IN, Shown, serial_number, show

CLIENTS = Path(__file__).parents[1] / "clients"
DAY, MOMENT = 46478.0, 46478.395833333336  # 1 April 2027, and half past nine on that day
ACCOUNTING = '_-£* #,##0.00_-;-£* #,##0.00_-;_-£* "-"??_-;_-@_-'
TABLE: tuple[tuple[str, float, str], ...] = (
    ("0", 1234.567, "1235"),
    ("0", 0.5, "1"),
    ("0", -2.5, "-3"),
    ("0.00", 0.125, "0.13"),
    ("0.00", 2.675, "2.68"),
    ("#", 0, ""),
    ("#,##0", 1234567.8, "1,234,568"),
    ("#,##0", 999, "999"),
    ("#,##0", -1234, "-1,234"),
    ("#,##0.00", 48000, "48,000.00"),
    ("#,###", 1000000, "1,000,000"),
    ("00000", 7, "00007"),
    ("00000", 123456, "123456"),
    ("0,000", 7, "0,007"),
    ("000-00-0000", 123456789, "123-45-6789"),
    ("00000 000000", 1392380101, "01392 380101"),
    ("0.0#", 1.5, "1.5"),
    ("0.0#", 1.25, "1.25"),
    ("0.##", 1.5, "1.5"),
    (".00", 0.5, ".50"),
    (".00", 12.5, "12.50"),
    ("#.##", 0.25, ".25"),
    ("#,##0,", 1200, "1"),
    ("#,##0,", 1500, "2"),
    ("0.0,", 1200, "1.2"),
    ('0.0,"k"', 1200, "1.2k"),
    ('0.0,,"m"', 48_200_000, "48.2m"),
    ("#,##0,,", 48_200_000, "48"),
    ("£#,##0", 48000, "£48,000"),
    ("£#,##0.00", -5, "-£5.00"),
    ('"£"#,##0.00;[Red]-"£"#,##0.00', -5, "-£5.00"),
    ("£#,##0;(£#,##0)", -1200, "(£1,200)"),
    ("[$€-407]#,##0.00", 1200, "€1,200.00"),
    ("#,##0.00 [$€-407]", 1200, "1,200.00 €"),
    ("[$$-409]#,##0", 1200, "$1,200"),
    ("[$USD] #,##0.00", 1200, "USD 1,200.00"),
    ("[$£-809]#,##0.00;[RED]-[$£-809]#,##0.00", -1200, "-£1,200.00"),
    (ACCOUNTING, 1200, "£1,200.00"),
    (ACCOUNTING, -1200, "-£1,200.00"),
    (ACCOUNTING, 0, "£-"),
    ('0.0" days"', 3.5, "3.5 days"),
    ('0" hours a week"', 12, "12 hours a week"),
    ("0\\ \\k\\m", 12, "12 km"),
    ('"about "0', 12, "about 12"),
    ('"about "0', -12, "-about 12"),
    ('0"x"0', 12, "1x2"),
    ("0%", 0.12, "12%"),
    ("0.0%", 0.125, "12.5%"),
    ("0.00%", -0.00125, "-0.13%"),
    ("0 %", 0.5, "50 %"),
    ("0.00E+00", 1234.5, "1.23E+03"),
    ("0.00E+00", 0.00012, "1.20E-04"),
    ("0.0E+0", 99.96, "1.0E+2"),
    ("##0.0E+0", 12345, "12.3E+3"),
    ("# ?/?", 2.5, "2 1/2"),
    ("# ??/??", 0.3125, "5/16"),
    ("# ?/?", 4, "4"),
    ("# ?/8", 1.5, "1 4/8"),
    ("?/?", 1.5, "3/2"),
    (";;;", 1200, ""),
    ("0;-0;;@", 0, ""),
    ("0;-0;;@", 5, "5"),
    ('0;-0;"none"', 0, "none"),
    ('"Yes";"Yes";"No"', 1, "Yes"),
    ('"Yes";"Yes";"No"', 0, "No"),
    ('[>=1000]0.0,"k";0', 1200, "1.2k"),
    ('[>=1000]0.0,"k";0', 12, "12"),
    ('[<1]0.00;[<10]0.0;0', 3.14159, "3.1"),
    ('[<1]0.00;[<10]0.0;0', 31.4159, "31"),
    ("[Blue]0.0;[Red]-0.0", -1.25, "-1.3"),
    ("General", 0.25, "0.25"),
    ('General" people"', 48, "48 people"),
    ("@", 48, "48"),
    ("d mmmm yyyy", DAY, "1 April 2027"),
    ("dd/mm/yyyy", DAY, "01/04/2027"),
    ("dd/mm/yy", DAY, "01/04/27"),
    ("yyyy-mm-dd", DAY, "2027-04-01"),
    ("mmm yyyy", DAY, "Apr 2027"),
    ("mmm-yy", DAY, "Apr-27"),
    ("mmmm", DAY, "April"),
    ("mmmmm", DAY, "A"),
    ("yyyy", DAY, "2027"),
    ("d-mmm", DAY, "1-Apr"),
    ("dddd, d mmmm yyyy", DAY, "Thursday, 1 April 2027"),
    ("ddd d mmm", DAY, "Thu 1 Apr"),
    ("[$-809]dd mmmm yyyy;@", DAY, "01 April 2027"),
    ("dd\\.mm\\.yyyy", DAY, "01.04.2027"),
    ("d mmmm yyyy hh:mm", MOMENT, "1 April 2027 09:30"),
    ("hh:mm", MOMENT, "09:30"),
    ("h:mm AM/PM", 0.75, "6:00 PM"),
    ("h:mm:ss", 0.99999, "23:59:59"),
    ("mm:ss", 0.01, "14:24"),
    ("mm:ss.0", 0.0100086, "14:24.7"),
    ("[h]:mm", 1.5, "36:00"),
    ("[mm]:ss", 0.1, "144:00"),
    ("[ss]", 0.01, "864"),
)  # fmt: skip
OTHERWISE_IN_SHEETJS = {
    ("0", -2.5): "-2", ("0.00%", -0.00125): "-0.12%",  # it rounds halves up; Excel away from zero
    ("0,000", 7): None, ("0 %", 0.5): None,  # it does not take these
    ('General" people"', 48): "48",
}  # fmt: skip


def plain(text: str) -> str:
    """A text without the spaces by which cells line up."""
    return re.sub("^(-?£) ", r"\\1", " ".join(text.replace("\u00a0", " ").split()))


def shown(value: float, code: str) -> str:
    told = show(value, code)
    assert told is not None
    return told.text


@pytest.mark.parametrize(("code", "value", "text"), TABLE)
def test_a_number_is_shown_as_its_format_says(code: str, value: float, text: str) -> None:
    assert shown(value, code) == text


SHEETJS = """
const {SSF} = require("xlsx");
const show = ([code, value]) => { try { return SSF.format(code, value) } catch (problem) { return null } };
console.log(JSON.stringify(JSON.parse(require("fs").readFileSync(0)).map(show)));
"""


def by_sheetjs(cells: list[tuple[str, float]], program: Callable[[str], str]) -> list[str | None]:
    """What SheetJS shows, None where it does not take a format. It takes $ for a plain sign, but not £."""
    command, asked = [program("node"), "-e", SHEETJS], json.dumps([(in_dollars(code), value) for code, value in cells])
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True, cwd=CLIENTS, timeout=60)
    said = zip(cells, json.loads(done.stdout), strict=True)
    return [text if text is None or code == in_dollars(code) else text.replace("$", "£") for (code, _), text in said]


def in_dollars(code: str) -> str:
    return code if "$" in code else code.replace("£", "$")


@pytest.fixture
def sheetjs(program: Callable[[str], str], not_installed: Callable[[str], NoReturn]) -> Callable[..., list[str | None]]:
    if not (CLIENTS / "node_modules" / "xlsx").is_dir():
        not_installed("packages are missing: npm ci --prefix tests/clients")
    return lambda cells: by_sheetjs(cells, program)


def unlike(theirs: Iterable[str | None]) -> dict[tuple[str, float], str | None]:
    """What another program shows otherwise than the table says."""
    pairs = zip(TABLE, theirs, strict=True)
    return {(code, value): text for (code, value, wanted), text in pairs if plain(text or "") != wanted}


def test_sheetjs_shows_the_same(sheetjs: Callable[..., list[str | None]]) -> None:
    assert unlike(sheetjs([(code, value) for code, value, _ in TABLE])) == OTHERWISE_IN_SHEETJS


AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"


def test_libreoffice_shows_the_same(program: Callable[[str], str], tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row, (code, value, _) in enumerate(TABLE, start=1):
        cell = book.active.cell(row, 1, value)
        cell.number_format = code
    book.save(tmp_path / "formats.xlsx")
    saved_by_libreoffice(program("soffice"), tmp_path, tmp_path / "formats.xlsx", AS_SHOWN)
    lines = (tmp_path / "saved" / "formats.csv").read_text(encoding="utf-8").splitlines()
    assert unlike(row[0] if row else "" for row in csv.reader(lines)) == {}


# --- formats and values that are made up ---

NUMBERS = st.floats(allow_nan=False, allow_infinity=False, width=32) | st.integers(-(10**15), 10**15).map(float)
PIECES = st.sampled_from(
    ["0", "#", "?", ",", ".", "%", "/", "E+", "@", ";", '"', "\\", "_", "*", "[", "]", "[h]", "[Red]", "[>5]",
     "[$€-407]", "General", "AM/PM", "y", "m", "d", "h", "s", " ", "-", "£", "days"]
)  # fmt: skip


@given(code=st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=12), value=NUMBERS | st.text(max_size=5))
def test_any_format_gives_an_answer_or_none(code: str, value: float | str) -> None:
    assert isinstance(show(value, code), Shown | None)


@given(value=NUMBERS, decimals=st.integers(0, 6), scale=st.integers(0, 2), sign=st.sampled_from(["", "£", "[$€-407]"]))
def test_a_shown_number_is_the_number_to_its_last_digit(value: float, decimals: int, scale: int, sign: str) -> None:
    places = "." + decimals * "0" if decimals else ""
    digits = re.sub("[£€,]", "", shown(value, f"{sign}#,##0{places}{scale * ','}"))
    assert float(digits) * 1000**scale == pytest.approx(value, rel=1e-12, abs=0.5001 * 10**-decimals * 1000**scale)


@given(day=st.dates(date(1901, 1, 1), date(2199, 12, 31)))
def test_a_day_is_shown_as_that_day(day: date) -> None:
    assert shown(serial_number(day), "yyyy-mm-dd") == day.isoformat()
    assert shown(serial_number(day), "[$-F800]dddd, mmmm dd, yyyy") == day_in_words(day)


def test_sheetjs_shows_the_same_of_formats_that_are_made_up(sheetjs: Callable[..., list[str | None]]) -> None:
    chance = Random(7)
    signs, units = ["", "£", '"£"', "[$€-407]", "[$USD] "], ["", "%", '" days"', "\\x", " [$€-1]", ",", ',,"m"']
    digits = ["0", "#,##0", "00000", "#", "0.0", "#,##0.00", "0.0#", "#.##", "0.000"]
    cells = [
        (
            f"{chance.choice(signs)}{chance.choice(digits)}{chance.choice(units)}",
            chance.choice([1, -1]) * chance.randrange(10**10, 10**13) / 997,
        )
        for _ in range(400)
    ]
    theirs = {cell: text for cell, text in zip(cells, sheetjs(cells), strict=True) if text is not None}
    assert len(theirs) > 300
    assert {cell: plain(text) for cell, text in theirs.items()} == {cell: shown(cell[1], cell[0]) for cell in theirs}


# --- what cannot be told ---


@pytest.mark.parametrize(
    ("code", "value"),
    [("[DBNum1]0", 12), ("[$-407]mmmm yyyy", DAY), ("b/bb/bbbb", DAY), ("[<5]0;[<9]0", 12), ("yyyy", -5), ("0", inf)],
)
def test_a_format_that_is_not_known_gives_no_answer(code: str, value: float) -> None:
    assert show(value, code) is None


@pytest.mark.parametrize("code", BUILT_IN.values())
def test_every_format_that_files_need_not_spell_out_is_known(code: str) -> None:
    assert show(DAY, code) is not None


@pytest.mark.parametrize(
    ("code", "text"), [("@", "Ann"), (";;;", ""), ('@" Ltd"', "Ann Ltd"), ("0;-0;0;@", "Ann"), ("0.00", "Ann")]
)
def test_a_text_is_shown_by_the_section_for_texts(code: str, text: str) -> None:
    assert show("Ann", code) == Shown(text)


@pytest.mark.parametrize(("code", "parts"), [("d mmm yy", "dmy"), ("mmm-yy", "my"), ("m/d/yyyy", "mdy"), ("h:mm", "")])
def test_a_date_says_which_of_its_parts_are_shown(code: str, parts: str) -> None:
    told = show(DAY, code)
    assert told is not None
    assert told.date == parts


@pytest.mark.parametrize(
    ("code", "sign"), [("[$€-407] 0", "€"), ("0 [$kr-41D]", "kr"), ("[$USD] 0", "USD"), ("£0", ""), ("[$-809]0", "")]
)
def test_a_currency_is_told_where_the_format_names_it(code: str, sign: str) -> None:
    told = show(12, code)
    assert told is not None
    assert told.currency == sign
