"""Figures with their units, on both sides of each rule, and what figures are counted in."""

from __future__ import annotations

import pytest

from smreport.papers.units import kind_of, plain_number, plain_with_unit, with_currency, with_unit


@pytest.mark.parametrize(
    ("unit", "figures"),
    [
        ("%", {"60": "60%", "about 5": "about 5%", "10 to 20": "10 to 20%", "35%": "35%", "35 % ": "35 % "}),
        ("percent", {"-20": "-20%"}), ("percentage of homes", {"3": "3% of homes"}), ("pct", {"5": "5%"}),
        ("pc", {"5": "5%"}), ("% a year", {"5": "5% a year"}), ("percentile", {"5": "5 percentile"}),
        ("Number of visits", {"4": "4 visits", "1": "1 visit"}), ("total number of visits", {"4": "4 visits"}),
        ("no. of visits", {"4": "4 visits"}),
        ("count of calls", {"4": "4 calls"}), ("nifer o alwadau", {"4": "4 alwadau"}),
        ("number of ", {"4": "4 number of "}), ("number", {"4": "4 number"}),
        ("visits", {"1": "1 visit", "1.0": "1.0 visit", "about 1": "about 1 visit", "1-2": "1-2 visits",
                    "2": "2 visits", "0.5": "0.5 visits", "": "",
                    "5 days": "5 days", "£5": "£5", "5 visits ": "5 visits ", "5%": "5%"}),
        ("", {"5": "5", "£5": "£5", "1": "1"}), ("glass", {"1": "1 glass"}), ("news", {"1": "1 (news)"}),
        ("clicks", {"1": "1 (clicks)"}), ("likes a day", {"1": "1 (likes a day)"}), ("likes", {"1": "1 (likes)"}),
        ("hours a week", {"1": "1 hour a week"}), ("people", {"1": "1 person", "2": "2 people"}),
        ("hours and minutes", {"1": "1 (hours and minutes)"}), ("hours, minutes", {"1": "1 (hours, minutes)"}),
        ("visits/day", {"1": "1 visit/day"}), ("visits per day", {"1": "1 visit per day"}),
        ("class visits", {"1": "1 class visit"}), ("Visits", {"1": "1 visit"}),
        ("pounds a report", {"2.6": "£2.60 a report"}), ("£ / report", {"2": "£2 / report"}), ("GBP", {"4.1": "£4.10"}),
        ("pounds sterling", {"1,000": "£1,000"}), ("£", {"£5": "£5", "2.60": "£2.60", "few": "few"}),
        ("poundstretcher", {"3": "3 poundstretcher"}), ("pound", {"-4.1": "-£4.10", "−4.15": "−£4.15", "1": "£1"}),
    ],
)  # fmt: skip
def test_a_figure_stands_with_its_unit_once(unit: str, figures: dict[str, str]) -> None:
    assert {figure: with_unit(figure, unit) for figure in figures} == figures


@pytest.mark.parametrize(
    ("text", "unit", "written"),
    [
        ("-1200.5", "calls", "-1,200.5 calls"), ("1200", "£", "£1,200"),
        ("1200.5", "pounds a year", "£1,200.50 a year"),
        ("1200.50", "£", "£1,200.50"), ("12345.678", "£", "£12,345.678"), ("-3", "£", "-£3"),
        ("−3", "calls", "−3 calls"),
        ("1", "calls", "1 call"), ("0.125", "%", "0.125%"), ("1200", "", "1,200"), ("1200.0", "", "1,200.0"),
    ],
)  # fmt: skip
def test_a_plain_number_has_its_thousands_apart(text: str, unit: str, written: str) -> None:
    assert plain_with_unit(text, unit) == written


@pytest.mark.parametrize(
    ("text", "rate", "written"),
    [
        ("4.1", "", "£4.10"), ("4.15", " a year", "£4.15 a year"), ("1,000", "", "£1,000"),
        ("about 4.1", "", "about £4.1"),
        ("£4", " a year", "£4"), ("4 days", "", "4 days"), ("few", "", "few"), ("-4.1", "", "-£4.10"),
        ("−12,000.5", " each", "−£12,000.50 each"), (".5", "", "£.5"), ("10 to 20", "", "£10 to 20"),
    ],
)  # fmt: skip
def test_money_has_its_sign_before_the_digits_and_two_digits_of_pence(text: str, rate: str, written: str) -> None:
    assert with_currency(text, rate) == written


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        ("percent", "%"), ("Per cent of calls", "% of calls"), (" % ", "%"), ("pct of", "% of"),
        ("£", "£"), ("GBP", "£"),
        ("pounds a year", "£ a year"), ("£/visit", "£/visit"), ("reports per month", "reports a month"),
        ("Number of Reports a  month", "reports a month"), ("no. of visits", "visits"), ("people", "people"), ("", ""),
    ],
)  # fmt: skip
def test_units_that_mean_the_same_are_of_one_kind(unit: str, kind: str) -> None:
    assert kind_of(unit) == kind


@pytest.mark.parametrize(
    ("value", "unit", "number"),
    [
        (None, "calls", None), ("5", "calls", (5, "calls")), (5.5, "%", (5.5, "%")), ("-3", "", (-3, "")),
        ("about 5", "calls", None), ("5-6", "calls", None), ("up to 5", "calls", None), ("few", "calls", None),
        ("5%", "calls", (5, "%")), ("5 days", "calls", (5, "days")),
        ("5 reports per month", "", (5, "reports a month")),
        ("£5", "", (5, "£")), ("£5", "calls", (5, "£")), ("£5", "pounds a year", (5, "£ a year")),
        ("£5 a year", "", (5, "£ a year")), ("£5 a year", "pounds", (5, "£ a year")), ("£3k", "GBP", (3000, "£")),
    ],
)  # fmt: skip
def test_an_exact_figure_is_a_number_of_its_unit(value: object, unit: str, number: tuple[float, str] | None) -> None:
    assert plain_number(value, unit) == number
