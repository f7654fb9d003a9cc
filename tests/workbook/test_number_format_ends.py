"""Number formats at their ends: every hour of a day, weekdays beside days, and the largest numbers."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from smreport.words import speaking
from smreport.words.languages import spoken_by
from smreport.workbook.read.number_formats import BUILT_IN, Shown, built_in, serial_number, show

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


SECTIONS: list[tuple[str, dict[float | str, str | None]]] = [
    ("[<5](0);0", {-3: "-(3)", 4: "(4)", 5: "5"}), ("[<1](0);0", {-3: "-(3)"}),
    ("[<=0](0);0", {-3: "(3)", 0: "(0)"}),
    ("[>-5]0;0.0", {-3: "-3", -5: "-5.0"}), ('[>10]0;(0);"z"', {5: "z", -5: "(5)", 11: "11", 10: "z"}),
    ("[<>3]0;0.0", {3: "3.0", 4: "4"}), ("[>3]0", {3: None, 4: "4"}), ("[>=3]0", {3: "3", 2: None}),
    ("0;(0)", {0: "0", -1: "(1)"}), ("0;[>-5](0);0.0", {-3: "-(3)", -6: "-6.0"}),
    ('"x"', {-5: "-x", 5: "x"}), ("_x", {-5: ""}), ('"a"* "b"', {5: "ab"}), ("0_x0", {12: "1 2"}),
    ("0,0", {1234: "1,234", 5: "05"}), ("0,0,", {1234567: "1,235"}), ("0.,", {1500: "2."}), ("0.0,,", {1e6: "1.0"}),
    (",.00", {1500: "1.50"}), ("E+0", {5: "E+0"}),
    ("0%%", {0.5: "5000%%"}), ("0%,", {20: "2%"}), ('"a"?,??0"b"', {5: "a 5b", 1234: "a1,234b"}),
    ("?,??0", {1234567: "1,234,567"}), ('0.0?"x"', {1.5: "1.5 x", 1.25: "1.25x"}), ("0.??", {2: "2."}),
    ("0.0#0", {1.2: "1.200", 1.234: "1.234"}), ("#.#", {0: "."}), ("#,##0.00", {0: "0.00", -0.001: "-0.00"}),
    ("0-00", {123: "1-23", 12345: "123-45"}), ("#-#", {5: "-5", 0: "-"}),
    (".00E+0", {1234: "1.23E+3"}), ("0.0E+0", {0: "0.0E+0", 1: "1.0E+0"}), ("00.0E+0", {123: "01.2E+2"}),
    ("/0", {5: "/5"}), ("0/", {5: "5/"}), ('"a"/0', {5: "a/5"}), ('0/"a"', {5: "5/a"}),
    ("?/?", {0.1: "1/9", 0.2: "1/5"}), ('"a "?/?', {1.5: "a 3/2"}), ("# ?/2", {0.7: "1/2", 0: "0", 3.5: "3 1/2"}),
    ("General", {-5: "-5", 0.1 + 0.2: "0.3", 5: "5"}), ('"a "General', {-5: "-a 5"}), ("# ?/10", {0.5: "5/10"}),
    ("0;-0;0;@;\"x\"", {"Ann": "Ann"}), ('0;-0;0;"words"', {"Ann": "words"}), ("0;-0;0;", {"Ann": "", 5: "5"}),
    ('0;-0;0;"t: "@', {"Ann": "t: Ann", 0: "0"}), ('@" "@', {"a": "a a", 5: "5 5"}), ('_x@"x"*-', {"a": "ax"}),
    ("@;0", {5: "5", "a": "a"}), ("0;@", {-5: "-5"}), ("0" * 255, {7: f"{7:0255}"}), ("0" * 256, {7: None}),
    ("[RED]0", {5: "5"}), ("[Colour 12]0", {5: "5"}), ("[Pink]0", {5: None}), ("0 b", {5: None}), ("", {5: ""}),
    ("[=5]0", {5: "5", 6: None}), ("[>1E2]0;0.0", {101: "101", 100: "100.0"}), ("[>-1.5]0;0.0", {-1.5: "-1.5"}),
]  # fmt: skip


def test_a_value_is_shown_by_its_section_with_all_that_stands_there() -> None:
    cells = [(code, value, text) for code, texts in SECTIONS for value, text in texts.items()]
    wanted = {(code, value): None if text is None else Shown(text) for code, value, text in cells}
    assert {(code, value): show(value, code) for code, value, _ in cells} == wanted


MOMENTS: list[tuple[str, float, str | None, str | None]] = [
    ("d mmm yyyy", 0, "31 Dec 1899", "dmy"), ("d mmm yyyy", 1, "1 Jan 1900", "dmy"),
    ("d mmm yyyy", 59, "28 Feb 1900", "dmy"), ("d mmm yyyy", 61, "1 Mar 1900", "dmy"),
    ("d mmm yyyy", DAY + 0.999999, "2 Apr 2027", "dmy"), ("dd/mm/yy", 38500, "28/05/05", "dmy"),
    ("[hh]:mm", 0.1, "02:24", ""), ("[hh]:mm", 5, "120:00", ""), ("[h]:mm:ss.0", 1.00001, "24:00:00.9", ""),
    ("[m]", 0.5, "720", ""), ("[ss]", 0.00005, "04", ""), ("[MM]:SS", 0.1, "144:00", ""),
    ("h A/P", 0.1, "2 A", ""), ("h a/p", 0.8, "7 P", ""), ("hh am/pm", 0.5, "12 PM", ""), ("hhh", 0.1, "02", ""),
    ("ddddd", DAY, "Thursday", ""), ("mmmmmm", DAY, "April", "m"), ("MMMMM", DAY, "A", "m"),
    ("DDD", DAY, "Thu", ""),
    ("h mmm", DAY + 0.1, "2 Apr", "m"), ("h mm", DAY + 0.1, "2 24", ""), ("mm d", DAY, "04 1", "md"),
    ("d m s", DAY + 0.1, "1 24 0", "d"), ("m yyyy h", DAY + 0.1, "4 2027 2", "my"), ("y d", DAY, "27 1", "yd"),
    ("m h m", DAY + 0.1, "4 2 24", "m"), ("m m s", DAY + 0.1, "4 24 0", "m"), ("d d", DAY, "1 1", "d"),
    ("dd.mm", DAY, "01.04", "dm"), ('ss.0" x"', 0.3, "00.0 x", ""), ("s.00 yyyy", DAY + 0.3, "0.00 2027", "y"),
    ("h:mm:ss", 0.5 - 1e-9, "12:00:00", ""), ("hh:mm", 2958465.99, "23:45", ""),
    ("[$-F400]h", 0.5, "12:00:00", ""), ("[$-x-systime]h", 0.75, "18:00:00", ""),
    ("[$-x-sysdate]d", DAY, "1 April 2027", "dmy"), ("[$-F800]d", DAY, "1 April 2027", "dmy"),
    ("[$-407]dd/mm", DAY, "01/04", "dm"), ("[$-en-GB]mmm", DAY, "Apr", "m"), ("[$-1010409]mmm", DAY, "Apr", "m"),
    ("[$-407]MMM", DAY, None, None), ("[$-407]ddd", DAY, None, None), ("[$-407]mmm [$€]", DAY, None, None),
    ("[$-409]mmm[$-407]", DAY, None, None),
    ("h:mm", -0.5, None, None), ('h" o\'clock"_x', 0.5, "12 o'clock", ""), ("[h]", -1, None, None),
    ("AM/PM", 0.5, "PM", ""), ("AM/PM", 0.499, "AM", ""), ("d mmm yyyy h:mm", 46478.5, "1 Apr 2027 12:00", "dmy"),
]  # fmt: skip


def test_a_day_or_time_is_shown_with_all_that_stands_there() -> None:
    wanted = {(code, at): None if text is None else Shown(text, date=parts) for code, at, text, parts in MOMENTS}
    assert {(code, at): show(at, code) for code, at, *_ in MOMENTS} == wanted


CURRENCIES: list[tuple[str, str, str]] = [
    ("[$€-407] 0 [$-809]", "€ 5", "€"), ("[$ kr -41D]0", "kr 5", "kr"), ("[$]0", "5", ""),
    ("[$USD]0[$-409]", "USD5", "USD"),
    ("[$€-2]0;[$$-409]0", "€5", "€"), ('"$"0', "$5", ""),
]  # fmt: skip


def test_the_currency_is_the_last_that_a_section_names() -> None:
    wanted = {code: Shown(text, currency) for code, text, currency in CURRENCIES}
    assert {code: show(5, code) for code in wanted} == wanted


@pytest.mark.parametrize(
    ("language", "money", "nothing", "day"),
    [
        ("en-GB", "£1,234.50", "£-", "dd/mm/yyyy"), 
        ("en-IE", "€1,234.50", "€-", "dd/mm/yyyy"), ("en-US", "$1,234.50", "$-", "m/d/yyyy"),
        ("en-AU", "$1,234.50", "$-", "dd/mm/yyyy"), ("en-IN", "₹1,234.50", "₹-", "dd/mm/yyyy"),
    ],
)  # fmt: skip
def test_formats_that_files_need_not_spell_out_are_those_of_the_place(
    language: str, money: str, nothing: str, day: str
) -> None:
    with speaking(spoken_by(language)):
        codes = built_in()
    assert codes.keys() == BUILT_IN.keys()
    assert [shown and shown.text for shown in (show(1234.5, codes["7"]), show(0, codes["44"]))] == [money, nothing]
    assert (codes["14"], codes["22"].partition(" ")[0], codes["2"]) == (day, day, "0.00")
    assert ('"' in codes["7"]) is (money[0] not in "£$€¥")
