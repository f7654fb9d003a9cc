"""Number formats at their ends: every hour of a day, weekdays beside days, and the largest numbers."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from smreport.workbook.read.number_formats import BUILT_IN, serial_number, show

DAY = 46478  # 1 April 2027


@pytest.mark.parametrize("hour", range(24))
def test_every_hour_is_shown_by_both_clocks(hour: int) -> None:
    moment = datetime(2027, 4, 1, hour, 5)
    for code, wanted in (("h:mm AM/PM", moment.strftime("%-I:%M %p")), ("hh:mm", moment.strftime("%H:%M"))):
        shown = show(DAY + (hour * 60 + 5.01) / 1440, code)
        assert shown
        assert (code, shown.text) == (code, wanted)


@pytest.mark.parametrize(
    ("code", "text", "parts"),
    [
        ("ddd", "Thu", ""), ("dddd", "Thursday", ""), ("dddd mmmm yyyy", "Thursday April 2027", "my"),
        ("ddd d/m", "Thu 1/4", "dm"), ("mmmmm", "A", "m"), ("mmmm", "April", "m"), ("mmm", "Apr", "m"), ("m", "4", "m"),
        ("dd", "01", "d"), ("yyy", "2027", "y"), ("yy", "27", "y"), ("y", "27", "y"),
    ],
)  # fmt: skip
def test_a_weekday_is_no_day_of_a_month(code: str, text: str, parts: str) -> None:
    shown = show(DAY, code)
    assert shown
    assert (shown.text, shown.date) == (text, parts)


@pytest.mark.parametrize("power", [0, 9, 14, 22, 23, 24, 25, 26, 27, 28, 60, 300])
@pytest.mark.parametrize("decimals", [0, 1, 2, 5])
def test_a_number_of_any_size_is_shown_whole(power: int, decimals: int) -> None:
    code = f"0.{'0' * decimals}" if decimals else "0"
    shown = show(float(f"1e{power}"), code)
    assert shown
    assert shown.text == f"1{'0' * power}{'.' * bool(decimals)}{'0' * decimals}"


@pytest.mark.parametrize(
    ("code", "number", "text"),
    [
        ("# ?/8", 2.5, "2 4/8"), ("# ?/8", 2.0, "2"), ("# ??/16", 0.25, "4/16"), ("?/?", 2.75, "11/4"),
        ("# ?/?", -0.75, "-3/4"), ("# ?/?", 8 / 9, "8/9"), ("# ??/??", 98 / 99, "98/99"), ("?/?", 2.0, "2/1"),
        ("# ?/?", 0, "0"), ("# ?/?", 0.33, "1/3"), ("# ??/??", 0.33, "32/97"), ("# ?/2", 0.7, "1/2"),
        ('# ?/4" pages"', 1.5, "1 2/4 pages"),
    ],
)  # fmt: skip
def test_a_fraction_has_the_denominator_that_its_format_says(code: str, number: float, text: str) -> None:
    shown = show(number, code)
    assert shown
    assert " ".join(shown.text.split()) == text


@pytest.mark.parametrize(
    ("day", "number"), [((1900, 1, 1), 1), ((1900, 2, 28), 59), ((1900, 3, 1), 61), ((2027, 4, 1), DAY)]
)
def test_a_day_has_the_number_that_excel_gives_it(day: tuple[int, int, int], number: int) -> None:
    assert serial_number(datetime(*day)) == number


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("s.0", "7.3"), ("ss.00", "07.25"), ("h:mm:ss.000", "9:30:07.250"), ("mm:ss.0", "30:07.3"),
        ("[s].00", "34207.25"),
        ("[m]:ss", "570:07"), ("[h]:mm", "9:30"), ("[H]:MM", "9:30"), ("ss", "07"), ("h:m", "9:30"),
        ("m/d h:mm", "4/1 9:30"),
    ],
)  # fmt: skip
def test_parts_of_a_second_are_as_many_as_the_format_says(code: str, text: str) -> None:
    shown = show((9 * 3600 + 30 * 60 + 7.25) / 86400 + ("[" not in code) * DAY, code)
    assert shown
    assert shown.text == text


def test_times_and_lengths_of_time_are_parts_of_a_day() -> None:
    assert [serial_number(it) for it in (time(18), timedelta(hours=36), timedelta(0))] == [0.75, 1.5, 0]


@pytest.mark.parametrize("pounds", [range(5, 9), range(42, 45, 2)])
def test_formats_of_money_that_files_need_not_spell_out_show_pounds(pounds: range) -> None:
    for number in pounds:
        texts = [shown.text for value in (1234.5, -1234.5, 0) if (shown := show(value, BUILT_IN[str(number)]))]
        pence = ".50" if number in (7, 8, 44) else ""
        size = f"£1,234{pence}" if pence else "£1,235"
        assert texts == [size, f"-{size}", "£-" if number > 40 else f"£0{'.00' if pence else ''}"]


@pytest.mark.parametrize(
    ("code", "shown_of"),
    [
        ("0.0;(0.0)", {5: "5.0", -5: "(5.0)", 0: "0.0"}), ("[>100]0;0.0", {500: "500", 50: "50.0", -5: "-5.0"}),
        ('0;-0;"none"', {5: "5", -5: "-5", 0: "none"}), ("[<0](0);0", {5: "5", -5: "(5)", 0: "0"}),
        ('[=1]0" day";[<0]"late";0" days"', {1: "1 day", 2: "2 days", -3: "late", 0: "0 days"}),
        ("[>=10]0;[>=5]0.0;0.00", {10: "10", 9: "9.0", 5: "5.0", 4: "4.00"}),
    ],
)  # fmt: skip
def test_each_number_is_shown_by_the_first_section_that_fits(code: str, shown_of: dict[float, str]) -> None:
    assert {value: shown.text for value in shown_of if (shown := show(value, code))} == shown_of


@pytest.mark.parametrize(
    ("code", "number", "text"),
    [
        ("0.0E+0", 9.96, "1.0E+1"), ("0.0E+0", 9.94, "9.9E+0"), ("0.00E+00", 0.12, "1.20E-01"), ("0E-0", 12, "1E1"),
        ("0.0E+0", 0.01, "1.0E-2"), ("##0.0E+0", 999.96, "1.0E+3"), ("##0.0E+0", 12345, "12.3E+3"),
        ("0.0E+0", 10, "1.0E+1"), ('0.0E+0" m"', 12, "1.2E+1 m"),
    ],
)  # fmt: skip
def test_a_power_of_ten_goes_with_the_figure_that_is_shown(code: str, number: float, text: str) -> None:
    shown = show(number, code)
    assert shown
    assert shown.text == text


def test_the_last_day_is_shown_and_none_behind_it_and_long_times_to_the_minute() -> None:
    texts = [shown and shown.text for shown in (show(2958465, "yyyy"), show(2958466, "yyyy"), show(1000.5, "[h]:mm"))]
    assert texts == ["9999", None, "24012:00"]


def test_a_small_negative_number_is_negative() -> None:
    code = '0.0;(0.0);"none"'
    assert [shown and shown.text for shown in (show(-0.5, code), show(0, code))] == ["(0.5)", "none"]
