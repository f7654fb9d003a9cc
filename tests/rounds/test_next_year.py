"""When the next round is, and which answers of Settings are others then: on both sides of each limit."""

from __future__ import annotations

from datetime import date

import pytest
from workbooks import workbook

from smreport.blueprint.tables import Tables
from smreport.blueprint.templates import load
from smreport.blueprint.times import When
from smreport.errors import InvalidValue
from smreport.frozen import replace
from smreport.rounds.next_year import next_year

BLANK = replace(workbook(load(), "| settings | author |\n| | Ann |"), file="our.plan.xlsx")
FIRST, LAST = date(2027, 4, 1), date(2028, 3, 31)


def asked(**settings: object) -> Tables:
    """A workbook whose Settings have these answers, dates in words or as such."""
    return BLANK.with_settings(
        {key: When.in_words(value) if key.endswith(("start", "end", "date")) and isinstance(value, str) else
         When.on(value) if isinstance(value, date) else value for key, value in settings.items()}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("year", "later"),
    [
        ("2027/28", "2028/29"), ("2027-28", "2028-29"), ("2027–28", "2028–29"), ("2027 / 28", "2028 / 29"),
        ("27/28", "28/29"),
        ("2027/2028", "2028/2029"), ("27/2028", "28/2029"), ("98/99", "99/00"), ("99/00", "00/01"),
        ("2099/00", "2100/01"),
        ("FY 2027/28 (draft)", "FY 2028/29 (draft)"), ("09/10", "10/11"), ("08/09", "09/10"),
        ("2027/29", None), ("2027/27", None), ("2027", None), ("2027/28 and 2028/29", None), ("12027/28", None),
        ("2027/281", None), ("1999/00", None), ("2027.28", None), (None, None),
    ],
)  # fmt: skip
def test_a_financial_year_is_one_later_and_written_as_it_was(year: str | None, later: str | None) -> None:
    assert next_year(asked(financial_year=year)).changes == ({"financial_year": later} if later else {})


@pytest.mark.parametrize(
    ("settings", "starts", "given"),
    [
        ({"plan_start": FIRST, "plan_end": LAST}, (date(2028, 4, 1), date(2029, 3, 31)), None),
        ({"plan_start": FIRST, "plan_end": LAST}, (date(2029, 7, 1), date(2030, 3, 31)), date(2029, 7, 1)),
        ({"plan_start": FIRST, "plan_end": date(2028, 4, 1)}, (date(2028, 4, 1), date(2029, 4, 1)), None),
        ({"plan_start": FIRST, "plan_end": date(2028, 4, 2)}, (date(2028, 4, 1), None), None),
        ({"plan_start": FIRST, "plan_end": date(2029, 3, 31)}, (date(2028, 4, 1), None), None),
        ({"plan_start": FIRST, "plan_end": date(2026, 12, 31)}, (date(2028, 4, 1), date(2028, 12, 31)), None),
        ({"plan_start": date(2028, 2, 29)}, (date(2029, 2, 28), None), None),
        ({"plan_start": "April 2027", "plan_end": "March 2028"}, (date(2028, 4, 1), date(2029, 3, 31)), None),
        ({"plan_start": "soon", "plan_end": LAST}, (None, None), None),
        ({"plan_end": LAST}, (date(2028, 3, 31), date(2029, 3, 31)), date(2028, 3, 31)),
        ({"plan_end": LAST}, (date(2028, 3, 30), None), date(2028, 3, 30)),
        ({"plan_start": FIRST}, (date(2027, 4, 2), None), date(2027, 4, 2)),
        ({}, (None, None), None),
    ],
)  # fmt: skip
def test_the_plan_moves_on_and_ends_after_it_starts(
    settings: dict[str, object], starts: tuple[date | None, date | None], given: date | None
) -> None:
    year = next_year(asked(**settings), given)
    start, end = (None if day is None else When.on(day) for day in starts)
    assert year.starts == starts[0]
    assert year.changes == {key: day for key, day in (("plan_start", start), ("plan_end", end)) if day}


@pytest.mark.parametrize("day", [FIRST, date(2027, 3, 31)])
def test_a_start_that_is_not_later_is_refused(day: date) -> None:
    with pytest.raises(InvalidValue) as refused:
        next_year(asked(plan_start=FIRST), day)
    assert str(refused.value) == (
        "our.plan.xlsx, Settings, C18: the last plan starts on 1 April 2027, so that the next one starts later. "
        "Give another day with --starts."
    )


def test_the_year_of_a_later_start_is_as_much_later() -> None:
    assert (
        next_year(asked(plan_start=FIRST, financial_year="2027/28"), date(2030, 1, 1)).changes["financial_year"]
        == "2030/31"
    )
    assert next_year(asked(financial_year="2027/28"), date(2030, 1, 1)).changes["financial_year"] == "2028/29"


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({"financial_year": "2027/28", "plan_start": FIRST}, "2027/28"),
        ({"financial_year": "y" * 60}, "y" * 60), ({"financial_year": "y" * 61}, "our.plan"),
        ({"plan_start": FIRST, "plan_end": LAST}, "1 April 2027 to 31 March 2028"),
        ({"plan_start": FIRST, "plan_end": FIRST}, "1 April 2027"),
        ({"plan_start": FIRST, "plan_end": date(2027, 3, 31)}, "1 April 2027"),
        ({"plan_start": FIRST}, "1 April 2027"), ({"plan_start": "soon", "plan_end": LAST}, "soon"),
        ({"plan_end": LAST}, "our.plan"), ({}, "our.plan"),
    ],
)  # fmt: skip
def test_the_last_round_is_called_by_its_year_its_days_or_its_file(settings: dict[str, object], name: str) -> None:
    assert next_year(asked(**settings)).name == name


@pytest.mark.parametrize(
    ("file", "name"), [("plan", "plan"), ("f" * 58 + "  g.xlsx", "f" * 58), ("f" * 70 + ".xlsx", "f" * 60)]
)
def test_a_file_s_name_is_cut_where_it_is_long(file: str, name: str) -> None:
    assert next_year(replace(BLANK, file=file)).name == name


START = date(2028, 4, 1)
PASSED, AHEAD = date(2028, 3, 31), START


@pytest.mark.parametrize(
    ("settings", "going"),
    [
        ({"review_date": PASSED}, ["review_date"]), ({"review_date": AHEAD}, []), ({"review_date": "soon"}, []),
        ({"pre_election_start": date(2027, 3, 1), "pre_election_end": AHEAD}, []),
        ({"pre_election_start": date(2027, 3, 1), "pre_election_end": PASSED},
         ["pre_election_start", "pre_election_end"]),
        ({"pre_election_start": PASSED}, ["pre_election_start"]), ({"pre_election_start": AHEAD}, []),
        ({"pre_election_end": PASSED},
         ["pre_election_end"]),
        ({"adopted_on": AHEAD, "legal": "Powers", "meeting_date": AHEAD}, ["meeting_date", "legal", "adopted_on"]),
        ({"budget": 5.0, "committee": "Cabinet"}, []),
    ],
)  # fmt: skip
def test_what_was_of_the_last_decision_goes_and_dates_once_they_have_passed(
    settings: dict[str, object], going: list[str]
) -> None:
    assert list(next_year(asked(plan_start=FIRST, **settings)).going) == going
    assert not [key for key in next_year(asked(**settings)).going if key.startswith(("review", "pre_"))]


def test_every_answer_of_a_decision_goes() -> None:
    known = [key for key in BLANK["settings"].columns if key not in ("plan_start", "plan_end", "financial_year")]
    assert list(next_year(asked(**dict.fromkeys(known, "x"))).going) == [
        "meeting_date", "report_version", "legal", "equality", "consultation", "environment", "key_decision",
        "key_decision_reason", "forward_plan", "call_in_ends", "delegation", "reasons", "otherwise",
        "background_papers",
        "adopted_on", "adopted_minute", "urgency",
    ]  # fmt: skip


def test_years_that_cannot_be_meant_say_nothing() -> None:
    last = next_year(asked(plan_start=date(2199, 1, 1), plan_end=date(2199, 12, 31)))
    assert last.name == "1 January 2199 to 31 December 2199"
    assert [str(day) for day in last.changes.values()] == ["1 January 2200", "31 December 2200"]
    far = next_year(asked(plan_start=date(2200, 1, 1), plan_end=date(2200, 1, 1)))
    assert (far.starts, far.changes) == (None, {})
