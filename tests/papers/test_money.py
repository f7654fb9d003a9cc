"""What projects take of money and time, in words: what is marked or unknown is said beside it, and never added up."""

from __future__ import annotations

from datetime import date

import pytest
from papers.cases import case_of
from papers.whole_rounds import changed, round_of_answers

from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Tables
from smreport.papers.money import Money

CHANGE = {
    "evaluation": {
        0: {"in_kind_hours": 1.5}, 1: {"not_public": True, "setup_kind": None},
        2: {"yearly_cost": None, "hours": None}, 3: {"setup_kind": None}, 4: {"cost_kind": None, "hours": 0.5},
    },
}  # fmt: skip
NEWS, ANSWERS, POLLS, FILM = EVERY = 8, 9, 10, 11  # rows of 7 Portfolio
SECRET = "Not for publication"
ESTIMATES = "Estimates stand with a contingency of 10%, assumed, as they are held against the limits."
AS_GIVEN = "Costs stand as they were given. Their totals count estimates with a contingency of 10%, assumed, as they are held against the limits."  # fmt: skip  # noqa: E501
UNKNOWN = "1 figure of cost is not known yet, and is not in the totals."
BOTH = "It is not known whether the set-up of 1 cost is capital or revenue, so it is held against both."
LEFT_OUT = "1 cost is left out, as it is not for publication."


@pytest.fixture(scope="module")
def tables(blueprint: Blueprint) -> Tables:
    return tables_from(blueprint, changed(round_of_answers(), CHANGE), "w")


@pytest.fixture(scope="module")
def money(tables: Tables) -> Money:
    return case_of(tables).money


def alone(money: Money, at: int) -> tuple[str, ...]:
    cash = money.cost(at), money.staff(at), money.known_cash(at), money.added_cash(at)
    return (*cash, money.hours(at), money.cost_kind(at), money.in_kind(at))


def test_a_project_alone_is_told_as_far_as_it_is_known_and_may_be(money: Money, tables: Tables) -> None:
    unknown = "Not known"
    found = {at: alone(money, at) for at in EVERY}
    assert found == {
        NEWS: (*[SECRET] * 5, "Exact and Estimate", SECRET),
        ANSWERS: (unknown, unknown, "£8,000 besides 1 figure that is not known", unknown, unknown, "Up to", "0"),
        POLLS: ("£17,888", "£10,086", "£8,617", "£8,000", "12", "Estimate", "8"),
        FILM: ("£30,109", "£109", "£33,000", "£30,000", "0.5", unknown, "None identified"),
    }
    shown = case_of(tables, exempt=True).money
    assert alone(shown, NEWS) == ("£29,978", "£20,172", "£34,084", "£0", "24", "Exact and Estimate", "3.5")
    assert alone(shown, POLLS) == found[POLLS]


def test_projects_together_say_what_is_not_in_their_sum(money: Money) -> None:
    sets: dict[tuple[int, ...], tuple[object, ...]] = {
        (): (0, 0, 0, 0, True, "£0", "£0", "0", "0"),
        (NEWS,): (0, 0, 1, 0, False, "£2,459 besides 1 cost that is not for publication", "£2,459 and more",
                  "4 besides 1 cost that is not for publication", "9"),
        (ANSWERS,): (1, 1, 0, 0, False, "£8,000 besides 1 figure that is not known", "£8,000 and more",
                     "Not known", "4"),
        (POLLS, FILM): (0, 0, 0, 1, True, "£41,617", "£41,617", "12.5", "5"),
        EVERY: (1, 1, 1, 1, False,
                "£52,076 besides 1 figure that is not known and 1 cost that is not for publication", "£52,076 and more",
                "16.5 besides 1 figure that is not known and 1 cost that is not for publication", "18"),
    }  # fmt: skip
    found = {}
    for rows in sets:
        takes = money.takes(rows)
        counted = takes.no_cost, takes.no_hours, takes.secret, takes.both_kinds, takes.is_whole
        cash = money.total_cash(rows), money.total_cash(rows, brief=True)
        found[rows] = (*counted, *cash, money.fullest_month(rows), money.total_benefit(rows))
    assert found == sets
    assert [money.fullest_month(rows, brief=True) for rows in sets] == [
        "0",
        "4 and more",
        "Not known",
        "12.5",
        "16.5 and more",
    ]


def test_each_year_has_capital_revenue_and_both_and_set_up_of_unknown_kind_in_each(money: Money) -> None:
    assert money.by_year([POLLS, FILM]) == [
        ("2027/28", 38500, 6417, 39417), ("2028/29", 0, 1100, 1100), ("2029/30", 0, 1100, 1100),
    ]  # fmt: skip
    assert money.by_year([NEWS]) == [("2027/28", 0, 1459, 1459), ("2028/29", 0, 500, 500), ("2029/30", 0, 500, 500)]


def test_what_is_to_be_known_of_a_sum_stands_in_sentences(money: Money) -> None:
    sets = {(): (), (NEWS,): (ESTIMATES, LEFT_OUT), (ANSWERS,): (UNKNOWN,), EVERY: (ESTIMATES, UNKNOWN, BOTH, LEFT_OUT)}
    assert {rows: money.basis(rows) for rows in sets} == sets
    assert [money.open_points(rows) for rows in sets] == [(), (LEFT_OUT,), (), (BOTH, LEFT_OUT)]
    assert [money.contingency(rows, beside_lines=True) for rows in sets] == ["", AS_GIVEN, "", AS_GIVEN]
    assert [money.contingency(rows) for rows in sets] == ["", ESTIMATES, "", ESTIMATES]


def test_a_wave_tells_capital_and_revenue_only_where_all_of_both_is_known(blueprint: Blueprint, money: Money) -> None:
    plain = case_of(tables_from(blueprint, round_of_answers(), "w")).money
    cash, hours = (
        "The proposed first wave takes £42,701 in cash over 3 years.",
        "Staff time is apart from it: in the fullest month 36 hours.",
    )
    assert plain.of_wave([NEWS, POLLS]) == f"{cash} Of this £27,500 is capital and £15,201 is revenue. {hours}"
    assert plain.of_wave([NEWS, POLLS], with_kinds=False) == f"{cash} {hours}"
    assert plain.of_wave([]) == ""
    apart = "Staff time is apart from it, with these hours in the fullest month:"
    assert [money.of_wave(rows).partition(" years. ")[2] for rows in ([ANSWERS], [NEWS])] == [
        f"{apart} not known.", f"{apart} 4 besides 1 cost that is not for publication.",
    ]  # fmt: skip
    assert [money.of_wave(rows) == money.of_wave(rows, with_kinds=False) for rows in ([NEWS], [POLLS], [FILM])] == [
        True, True, False,
    ]  # fmt: skip


def test_periods_and_ends_of_scales_are_told_with_what_is_assumed(blueprint: Blueprint, money: Money) -> None:
    ends = [money.end_of_scale(name, end) for name in ("benefit", "cost", "risk") for end in (0, 100)]
    assert ends == [f"{end}, assumed" for end in ("0", "40", "£200,000", "£0", "25", "1")]
    times = {
        (2.0, None, None): ("2 years", "2 years"), (1.0, None, None): ("1 year", "1 year"),
        (2.5, None, None): ("2.5 years", "2.5 years"), (3.0, "2027-04-01", "2031-03-31"): ("4 years", "3 years"),
    }  # fmt: skip
    found = {}
    for years, start, end in times:
        markdown = {"horizon_years": years, "cost_at_0": 5000.0, "benefit_at_100": 7.5}
        days = {key: date.fromisoformat(day) for key, day in (("plan_start", start), ("plan_end", end)) if day}
        other = case_of(tables_from(blueprint, {"settings": {**markdown, **days}}, "w")).money
        found[years, start, end] = other.period, other.horizon
        assert [other.end_of_scale("cost", 0), other.end_of_scale("benefit", 100)] == ["£5,000", "7.5"]
        assert bool(other.by_year([])) == bool(days)
    assert found == times
