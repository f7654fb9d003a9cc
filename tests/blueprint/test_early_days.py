"""A small number in a cell that shows days was typed as a number: Excel's first days are read as it counts them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from smreport.blueprint.columns import Date


@pytest.mark.parametrize("number", [1, 2, 31, 59])
@pytest.mark.parametrize("kind", [date, datetime])
def test_a_day_before_the_leap_day_that_never_was_is_its_number(number: int, kind: type[date]) -> None:
    day = kind(1900, 1, 1) + timedelta(days=number - 1)
    read = Date().read(day)
    assert (read.day, read.text) == (None, str(number))  # type: ignore[attr-defined]


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(9999, 12, 31)])
def test_a_later_day_is_itself(day: date) -> None:
    assert Date().read(day).day == day  # type: ignore[attr-defined]


def test_a_day_behind_it_has_a_number_more() -> None:
    assert [Date().read(date(1900, 3, day)).text for day in (1, 2)] == ["61", "62"]  # type: ignore[attr-defined]
