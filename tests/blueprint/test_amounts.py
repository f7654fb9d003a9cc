"""What columns take figures in words, and all else that cells hold, for: to the letter."""

from __future__ import annotations

import math

import pytest
from blueprint.form_amounts import read_again
from blueprint.form_text import assert_is, assert_read_again
from blueprint.form_values import values_read

from smreport.blueprint.amounts import Amount, in_unit

A_YEAR = {"a year": 1, "a quarter": 4, "a month": 12, "a week": 52}


def test_figures_are_read_as_they_were() -> None:
    assert_read_again("amounts", read_again)


def test_cells_are_read_by_each_type_of_column_as_they_were() -> None:
    assert_is("values", values_read())


@pytest.mark.parametrize("thing", ["", "hours ", "visits "])
def test_a_figure_of_another_time_is_counted_over(thing: str) -> None:
    for said, often in A_YEAR.items():
        for wanted, how_often in A_YEAR.items():
            amount = Amount(12.0, math.inf, "at least", f"{thing}{said}")
            over = in_unit(amount, f"{thing}{wanted}")
            assert over is not None
            assert (over[0].low, over[0].high, over[0].bound) == (
                pytest.approx(12 * often / how_often),
                math.inf,
                "at least",
            )
            assert (over[1] == "") is (said == wanted)


def test_days_and_people_at_work_are_counted_in_hours_and_nothing_else_is() -> None:
    weekly = {"day a week": 7.4, "days a week": 7.4, "fte": 37, "wte": 37, "full time": 37, "full time equivalent": 37}
    for unit, hours in weekly.items():
        over = in_unit(Amount(1.0, 2.0, "between", unit), "hours a week")
        assert over is not None
        assert (over[0].low, over[0].high) == (pytest.approx(hours), pytest.approx(2 * hours))
        assert over[1] == (
            f"The text says “{unit}”, and the column asks for “hours a week”. A working day was counted as 7.4 hours."
        )
        assert in_unit(Amount(1.0, 2.0, "between", unit), "visits a week") is None


def test_what_cannot_be_counted_over_is_not_read() -> None:
    plain = {("", ""), ("once", ""), ("hours", "hours a month"), ("hours a month", "hours a month"), ("", "a year")}
    units = ("", "once", "hours", "hours a month", "a decade", "%", "hours a decade", "visits")
    wanted = ("", "hours a month", "a year", "hours a decade")
    over = {(unit, want): in_unit(Amount(1.0, 1.0, "exact", unit), want) for unit in units for want in wanted}
    plain |= {("", "hours a month"), ("", "hours a decade"), ("hours", "hours a decade"), ("hours a decade",) * 2}
    assert {pair: said[1] for pair, said in over.items() if said} == dict.fromkeys(plain, "")


def test_what_counts_of_an_amount_is_its_careful_end_or_the_known_one() -> None:
    between, most, least = Amount(8, 12, "between"), Amount(-math.inf, 12, "at most"), Amount(8, math.inf, "at least")
    assert [amount.counted("high") for amount in (between, most, least)] == [12, 12, 8]
    assert [amount.counted("low") for amount in (between, most, least)] == [8, 12, 8]
    assert between.times(0.5) == Amount(4, 6, "between")
