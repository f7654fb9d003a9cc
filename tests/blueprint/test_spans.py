"""A time in words goes from its first day to its last: at the ends of months, quarters and years too."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import pytest

from smreport.blueprint.times import MONTHS, When


def span(text: str) -> tuple[date | None, date | None]:
    when = When.in_words(text)
    return when.first, when.last


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("year", [2027, 2028])
def test_each_month_has_its_days_however_it_is_written(month: int, year: int) -> None:
    whole = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    name = MONTHS[month - 1]
    for said in (f"{month}/", f"{month:02}/", f"{name} ", f"{name[:3]} ", f"{name[:4]}. "):
        text = f"{said}{year}"
        assert (text, span(text)) == (text, whole)


@pytest.mark.parametrize(
    "text", ["0/2027", "13/2027", "00/2027", "Ma 2027", "J 2027", "31/2/2027", "30/2/2028", "31 June 2027"]
)
def test_what_is_no_month_or_no_day_of_it_is_no_time(text: str) -> None:
    assert span(text) == (None, None)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Q1 2027", (2027, 1, 1), (2027, 3, 31)), ("Q4 2027", (2027, 10, 1), (2027, 12, 31)),
        ("Q4 2026/27", (2027, 1, 1), (2027, 3, 31)), ("Q1 2027/28", (2027, 4, 1), (2027, 6, 30)),
        ("2027/28", (2027, 4, 1), (2028, 3, 31)), ("2027", (2027, 1, 1), (2027, 12, 31)),
        ("early May 2027", (2027, 5, 1), (2027, 5, 10)), ("mid May 2027", (2027, 5, 11), (2027, 5, 20)),
        ("late February 2028", (2028, 2, 21), (2028, 2, 29)),
    ],
)  # fmt: skip
def test_quarters_years_and_parts_of_months(text: str, first: tuple[int, ...], last: tuple[int, ...]) -> None:
    assert span(text) == (date(*first), date(*last))


@pytest.mark.parametrize(
    ("words", "quarter"),
    [
        ("first", 1), ("1st", 1), ("second", 2), ("2nd", 2), ("third", 3), ("3rd", 3), ("fourth", 4), ("4th", 4),
        ("last", 4),
    ],
)  # fmt: skip
def test_a_quarter_may_be_counted_in_words(words: str, quarter: int) -> None:
    assert span(f"{words} quarter 2027") == span(f"Q{quarter} 2027") != (None, None)
