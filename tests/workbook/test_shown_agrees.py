"""What a cell shows agrees with its number in any way of writing it, up to the rounding of its last digit."""

from __future__ import annotations

import pytest

from smreport.blueprint.columns import ColumnType, Money, Number, Percent
from smreport.workbook.read.shown import agrees

NUMBER, MONEY, PERCENT = Number(), Money(), Percent()


SHOWN: list[tuple[ColumnType, float, str, float]] = [
    (NUMBER, 1234.0, "1,234", 1236.0), (NUMBER, 1234.4, "1,234", 1234.6), (NUMBER, 0.25, "0.3", 0.36),
    (NUMBER, 0.5, ".5", 0.6), (NUMBER, -3.0, "-3", 3.0), (NUMBER, -3.0, "(3)", 3.0), (NUMBER, -3.2, "−3", -3.6),
    (NUMBER, 12000.0, "12k", 13000.0), (NUMBER, 12345.0, "12.345k", 12346.5), (NUMBER, 1.2e6, "1.2E+6", 1.3e6),
    (NUMBER, 1.24e-3, "1.2E-3", 1.26e-3), (NUMBER, 1.5e12, "1.5E12", 1.6e12), (NUMBER, 2.5, "2 1/2", 3.1),
    (NUMBER, 0.75, "3/4", 12.0), (NUMBER, -0.75, "-3/4", 0.75), (NUMBER, 0.87, "3/4", 0.88),
    (NUMBER, 0.0, "-", 1.0),
    (NUMBER, 0.0, "–", 0.4), (NUMBER, 0.3, "1/3", 0.9), (NUMBER, 10.0, "10/1", 11.0),
    (MONEY, 1200.0, "£1,200", 1201.0), (MONEY, 1200.0, "1,200 GBP", 1201.0), (MONEY, -5.0, "-£5.00", -5.01),
    (PERCENT, 0.125, "12.5%", 0.126), (PERCENT, 0.12, "12%", 0.13),
]  # fmt: skip


def test_a_text_shows_its_number_and_no_other() -> None:
    for kind, number, text, other in SHOWN:
        assert (text, agrees(kind, number, text), agrees(kind, other, text)) == (text, True, False)


@pytest.mark.parametrize("text", ["", "12 a", "a", "12%", "£12", "1,2", "1 2/", "1//2", "k"])
def test_what_is_no_number_agrees_with_none(text: str) -> None:
    assert not any(agrees(NUMBER, number, text) for number in (0.0, 1.0, 12.0, 0.12, 1000.0))


def test_words_of_the_heading_may_stand_beside_it() -> None:
    assert agrees(NUMBER, 12.0, "12 hours", "Hours a month")
    assert not agrees(NUMBER, 12.0, "12 days", "Hours a month")
    assert not agrees(PERCENT, 0.12, "12")


def test_a_fraction_of_nothing_is_no_error() -> None:
    assert agrees(NUMBER, 3.0, "3/0")
