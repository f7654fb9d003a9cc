"""What people write for a time, the days that it spans, and whether it can mean no others: a long table, read whole."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta

from smreport.blueprint.times import DateOrder, When, moved, span_in_words
from smreport.words import speaking
from smreport.words.languages import spoken_by

READ = """
1900-01-01 to 1900-12-31 a time: 1900
1927-03-03 a time: 3 Mar 1927
1998-02-01 to 1998-02-28 ?: 1998/02
1999-02-01 ?: 01/02/1999
1999-03-01 a time: 1st Mar 1999
1999-03-01 to 1999-03-31 a time: March 1999
1999-04-01 to 2000-03-31 a time: 1999/00 | 1999-00
2009-04-01 to 2010-03-31 ?: 2009-10
2009-11-01 to 2009-11-30 ?: 2009-11
2011-04-01 to 2012-03-31 ?: 2011-12
2012-04-01 to 2013-03-31 a time: 2012-13
2013-04-01 to 2014-03-31 a time: 2013-14
2013-12-01 to 2013-12-31 ?: 12/13
2014-01-01 to 2016-12-31 ?: 2014/16 | 2014/2016
2014-01-01 to 2018-12-31 ?: 2014-18
2014-04-01 to 2015-03-31 a time: 2014-2015
2017-11-01 to 2017-11-30 ?: 11/17 | Nov-17
2020-04-01 to 2021-03-31 ?: 20/21
2026-01-01 to 2028-12-31 a time: 2026 to 2028
2026-01-01 to 2029-12-31 ?: 2026-2029
2026-03-01 to 2028-04-30 a time: March 2026 - April 2028
2026-04-01 to 2028-03-31 ?: FY 2027 | FY27 | fin year 2027
2026-05-01 to 2027-03-31 ?: May-March 2027
2026-07-01 to 2027-03-31 ?: Q3 to Q1 2027
2026-12-01 to 2027-02-28 ?: December-February 2027 | December to February 2027
2026-12-01 to 2027-02-28 a time: December 2026 to February 2027
2027-01-01 to 2027-01-31 ?: 2027/1
2027-01-01 to 2027-03-31 ?: Q1 2027 | Q1-2027 | 2027 Q1 | first quarter 2027 | 1q 2027
2027-01-01 to 2027-04-30 ?: early 2027 | start of 2027 | beginning of 2027
2027-01-01 to 2027-06-30 ?: H1 2027 | first half, 2027 | half 1 2027 | Q1/Q2 2027 | half one 2027
2027-01-01 to 2027-09-30 ?: Q1 and Q3 2027
2027-01-01 to 2027-12-31: till 2027 | the end of 2027 | end 2027
2027-01-01 to 2027-12-31 ?: circa 2027 | expected 2027
2027-01-01 to 2027-12-31 a time: 2027
2027-01-01 to 2029-12-31 ?: 2027/29
2027-02-01 ?: 1/2/2027 | 1-2-27 | 1/2/27 9:30 | 1/2/2027 09:30:15
2027-02-01 to 2027-02-03 ?: 1/2/2027 - 3/2/2027
2027-02-01 to 2027-02-10 ?: beginning of February, 2027
2027-02-13 ?: 13/2/2027 | 2/13/2027
2027-02-21 to 2027-02-28 ?: late February 2027
2027-02-22 to 2027-02-28 ?: fourth week of February 2027
2027-02-28 ?: before March 2027 | before 1 March 2027
2027-02-28 to 2027-03-03 a time: 28 February-3 March 2027
2027-03-01 a time: Monday, 1 March 2027 | 2027/3/1 | 2027-03-01T09:30:00Z | 2027-03-01 9:30
2027-03-01 to 2027-03-03: between 1 and 3 March 2027
2027-03-01 to 2027-03-03 a time: 1-3 March 2027
2027-03-01 to 2027-03-07 ?: first week of March 2027 | 1st week in March 2027 | w/e 7 March 2027 | week
    commencing 1 March 2027 | week beginning 1 March 2027 | week ending 7 March 2027 | week of 1 March 2027 | week
    starting 1 March 2027
2027-03-01 to 2027-03-10 ?: early March 2027 | start of March 2027
2027-03-01 to 2027-03-31: by the end of March 2027 | due by March 2027 | until March 2027 | in March 2027 |
    during March 2027 | for March 2027 | due March 2027 | no later than March 2027 | at the latest March 2027 |
    latest March 2027 | end of March 2027 | end March 2027 | the March 2027
2027-03-01 to 2027-03-31 ?: 2027-03 | from March 2027 | from March 2027 on | from March 2027 onwards | not
    before from March 2027 | March 2027 onwards | March 2027 onward | c. March 2027 | ca. March 2027 | about March
    2027 | target: March 2027 | tbc March 2027 | provisionally March 2027 | planned: March 2027 | approx. March 2027
    | est March 2027 | March 2027? | March 2027 ? | March 2027 (tbc) | March 2027, tbc | March 2027 - provisional |
    March 2027 (to be confirmed)
2027-03-01 to 2027-03-31 a time: March, 2027 | March2027 | Mar. 2027 | 2027 March | 2027-Mar | 2027/march |
    3/2027 | 03-2027
2027-03-01 to 2027-04-30 a time: March & April 2027 | March and April 2027
2027-03-01 to 2027-05-03: from 1 March 2027 to 3 May 2027
2027-03-01 to 2027-05-03 ?: spring to 3 May 2027
2027-03-01 to 2027-05-03 a time: 1 March to 3 May 2027
2027-03-01 to 2027-05-31: between March and May 2027
2027-03-01 to 2027-05-31 ?: Spring 2027
2027-03-01 to 2027-05-31 a time: March-May 2027 | March - May 2027 | March/May 2027 | March until May 2027
2027-03-01 to 2027-08-31 ?: spring-summer 2027
2027-03-03: by 3 March 2027 | on 3 March 2027 | not later than 3 March 2027
2027-03-03 ?: since 3 March 2027 | around 3 March 2027 | 3 March 2027 approx
2027-03-03 a time: 3 March 2027 | 3rd of March, 2027 | March 3 2027 | March 3rd, 2027 | Wednesday 3 March 2027 |
    Wed, 3rd of March 2027 | 3-Mar-27 | 3/March/2027 | 3.Mar.27 | 3 March 2027, 9:30 | 3 March 2027 at 9.30 am | 3
    March 2027 9am | 3 March 2027 10:30:15 | 3   March   2027 | 3 March 2027.
2027-03-03 to 2027-03-05 a time: 3–5 March 2027
2027-03-03 to 2027-03-09 ?: w/c 3 March 2027 | wc 3 March 2027 | w/b 3/3/2027 | wb: 3 March 2027
2027-03-07 a time: Sunday 7 March 2027
2027-03-08 to 2027-03-14 ?: second week March, 2027 | 2nd week of March 2027
2027-03-11 to 2027-03-20 ?: mid-March 2027
2027-03-15 to 2027-03-21 ?: third week of March 2027 | 3rd week of March 2027
2027-03-21 to 2027-03-31 ?: late March 2027
2027-03-22 to 2027-03-28 ?: 4th week of March 2027
2027-03-25 to 2027-03-31 ?: last week of March 2027
2027-03-31 ?: 20270331
2027-03-31 a time: 31 March 2027 | 2027-03-31
2027-04-01 to 2027-06-30 ?: quarter 2 2027 | starting from Q1 2027/28 | 2nd qtr 2027 | quarter two 2027
2027-04-01 to 2027-06-30 a time: Q1 2027/28 | Q1 27/28 | 2027/28 Q1 | Q1 (2027/28) | Q1 (27/28)
2027-04-01 to 2027-09-30 a time: H1 2027/28 | first half of 2027/28 | Q1-Q2 2027/28
2027-04-01 to 2028-03-31 ?: 27/28 | 2027/28 onwards
2027-04-01 to 2028-03-31 a time: FY 2027/28 | fy27-28 | 2027/28 | 2027/2028 | 2027-28 | 2027-2028 | financial
    year 2027/28 | fin. year 27/28 | f/y 2027/28 | 2027/28 financial year | 2027/28 FY
2027-04-03 ?: 3/4/2027 at 2 pm
2027-05-01 to 2027-08-31 ?: mid-2027 | mid 2027
2027-06-01 to 2027-08-31 ?: summer term 2027
2027-07-01 to 2027-09-30 ?: Q3 '27 | Q3-27 | Q3/27 | 2027Q3 | Q3 ’27
2027-07-01 to 2027-09-30 a time: Q2 of FY 2027-28 | 2027/28-Q2
2027-07-01 to 2027-12-31 ?: H2 of 2027 | second half of 2027
2027-09-01 to 2027-11-30 ?: Autumn '27 | fall, 2027
2027-09-01 to 2027-12-31 ?: late 2027
2027-10-01 to 2027-12-31 ?: Q4,2027 | Q4 of 2027 | 2027-Q4 | 4Q27
2027-10-01 to 2027-12-31 a time: quarter 3, 2027/2028
2027-10-01 to 2028-03-31: the second half, 2027/28
2027-10-01 to 2028-03-31 a time: half 2 of 2027/28 | half two 2027/28
2027-11-01 to 2027-11-30 ?: 11-27 | Nov '27 | Nov/27 | November 27
2027-12-01 a time: 2027.12.01
2027-12-01 to 2027-12-31 ?: 2027.12
2027-12-01 to 2027-12-31 a time: 12.2027
2027-12-01 to 2028-02-29 ?: winter 2027 | Winter 2027/28 | Winter 27
2027-12-25 ?: Christmas 2027 | Xmas, 2027
2027-12-31 ?: prior to 1 January 2028
2028-01-01 to 2028-03-31 a time: qtr 4 FY27/28 | FY 2027-28, Q4 | last quarter of 2027/28 | 4q 2027/28 | qtr
    four 2027/28
2028-02-21 to 2028-02-29 ?: late February 2028
2028-02-23 to 2028-02-29 ?: last week of February 2028
2028-02-29 a time: 29 Feb. 2028
2051-12-01 to 2051-12-31 ?: 12/51
2058-04-01 to 2059-03-31 ?: 58/59
2098-04-01 to 2100-03-31 ?: fy 99
2099-01-01 to 2099-12-31 a time: 2099
2099-03-01 to 2099-03-31 a time: March 2099
2099-04-01 to 2100-03-31 a time: 2099/00
no time: 2027-02-29 | 2027-2-30 | 2027-11-31 | 32 March 2027 |
    30 February 2028 | 29 Feb 2027 | 0 March 2027 | Thursday 3 March 2027 | 2027-13-01 |
    2027-00-01 | Smarch 2027 | 13/2027 | March 1899 | March 2199 | Q4 2027/29 | Q5 2027/28 | Q0 2027/28 | 2027/29 Q1
    | H2 2027/29 | H3 2027/28 | FY 2027/29 | 2027/27 | 2099-2100 | 1899 | 2199 | 2027/13 | 2027/0 | 12/12 | 12/60 |
    0/27 | 13/27 | 13/14 | 19/20 | 27/29 | 28/27 | 59/60 | 60/61 | 20271331 | 20270230 | 19990331 | 2014/2014 |
    2014/13 | late Smarch 2027 | first week of Smarch 2027 | fifth week of March 2027 | 13/13/2027 | 31.4.2027 | w/c
    March 2027 | week ending soon | not before 3 March 2027 | from soon | before soon | tbc | about | 3 March 2027 -
    1 March 2027 | 3-1 March 2027 | March 2027 to soon | to March 2027 | - March 2027 | March 2027 9am | quarter
    five 2027 | Q1 (2027) | 3 March | March | Q1 | monthly | year 2
"""
"""By the days, with "?" where the words may mean others, and "a time" where they name one and say no more of it."""

MONTH_FIRST = """
2027-01-02 ?: 1/2/2027 | from 1/2/2027 | 1/2/27? | 1/2/2027 9am | by 1/2/2027
2027-02-13 ?: 13/2/2027 | 2/13/2027
no time: 31.4.2027 | 4.31.2027 | 13/13/2027
2027-01-02 to 2027-01-08 ?: w/c 1/2/2027
2027-01-01 ?: before 1/2/2027
2027-01-02 to 2027-03-02 ?: 1/2/2027 - 3/2/2027
"""
OF_PLAN = """
2027-04-01 to 2028-03-31 ?: year 1 | by the end of the first year | within year 1
2028-04-01 to 2029-03-31 ?: Year 2 | by end of year 2 | second year | EOY 2 | year two | from year 2
2029-04-01 to 2030-03-31 ?: third year of the plan | yr 3 | Y3 | during the third year | end year 3 |
    the end of the year 3
2030-04-01 to 2031-03-31 ?: fourth year
2031-04-01 to 2032-03-31 ?: fifth year. | in year 5
2036-04-01 to 2037-03-31 ?: year 10
2038-04-01 to 2039-03-31 ?: y12
2125-04-01 to 2126-03-31 ?: year 99
2027-04-01 to 2027-06-30 ?: Q1 year 1
2027-07-01 to 2027-09-30 ?: first year q2
2028-07-01 to 2028-09-30 ?: Q2 in the second year | quarter two of year two
2028-10-01 to 2028-12-31 ?: quarter 3, year 2 | year 2, q3
2029-01-01 to 2029-03-31 ?: q4 of year 2 | year 2 Q4
2027-05-01 to 2027-05-31 a time: May 2027
no time: year 100 | year 0 | Q5 year 1 | sixth year | monthly
"""


def lines(table: str) -> dict[str, str]:
    """What is said of each text."""
    of_texts = [line.partition(": ")[::2] for line in re.sub(r"\n +", " ", table).strip().split("\n")]
    return {text.strip(): said for said, texts in of_texts for text in texts.split(" | ")}


def told(when: When) -> str:
    if when.first is None or when.last is None:
        return "no time"
    to = f" to {when.last}" if when.last != when.first else ""
    return f"{when.first}{to}{' ?' if when.is_ambiguous else ''}{' a time' if when.names_a_time else ''}"


@pytest.mark.parametrize(("table", "order"), [(READ, "day_month_year"), (MONTH_FIRST, "month_day_year")])
def test_each_way_of_writing_a_time_spans_its_days(table: str, order: DateOrder) -> None:
    expected = lines(table)
    assert {text: told(When.in_words(text, order)) for text in expected} == expected
    assert {text: str(When.in_words(text, order)) for text in expected} == {text: text for text in expected}


def test_years_of_the_plan_count_from_its_start() -> None:
    expected = lines(OF_PLAN)
    assert {text: told(When.in_words(text).in_plan(date(2027, 4, 1))) for text in expected} == expected
    assert When.on(date(2027, 5, 1)).in_plan(date(2027, 4, 1)) == When.on(date(2027, 5, 1))


@pytest.mark.parametrize("start", [date(2027, 1, 31), date(2028, 2, 29), date(2027, 12, 1), date(2199, 12, 31)])
def test_a_year_of_the_plan_may_begin_on_any_day(start: date) -> None:
    for number in (1, 2, 5):
        year = When.in_words(f"year {number}").in_plan(start)
        quarters = [When.in_words(f"Q{quarter} of year {number}").in_plan(start) for quarter in (1, 2, 3, 4)]
        begins = [start + relativedelta(months=12 * (number - 1) + 3 * quarter) for quarter in range(5)]
        assert (year.first, year.last) == (begins[0], begins[4] - timedelta(days=1))
        spans = [(quarter.first, quarter.last) for quarter in quarters]
        assert spans == [(begins[at], begins[at + 1] - timedelta(days=1)) for at in range(4)]
    assert When.in_words("year 1").in_plan(date(2200, 1, 1)).first is None


def test_a_day_is_moved_by_months_as_dateutil_moves_it() -> None:
    days = [date(year, month, day) for year in (2027, 2028) for month in range(1, 13) for day in (1, 28, 31)
            if day <= monthrange(year, month)[1]]  # fmt: skip
    for months in (*range(-14, 15), 36):
        assert [moved(day, months) for day in days] == [day + relativedelta(months=months) for day in days]


FINANCIAL = ("2027/28", "Q1 2027/28", "Q4 2027/28", "H2 2027/28", "FY 2027", "Q1 2027", "2027")
IN_APRIL = (
    "2027-04-01 to 2028-03-31", "2027-04-01 to 2027-06-30", "2028-01-01 to 2028-03-31", "2027-10-01 to 2028-03-31",
    "2026-04-01 to 2028-03-31", "2027-01-01 to 2027-03-31", "2027-01-01 to 2027-12-31",
)  # fmt: skip
IN_JULY = (
    "2027-07-01 to 2028-06-30", "2027-07-01 to 2027-09-30", "2028-04-01 to 2028-06-30", "2028-01-01 to 2028-06-30",
    "2026-07-01 to 2028-06-30", "2027-01-01 to 2027-03-31", "2027-01-01 to 2027-12-31",
)  # fmt: skip


@pytest.mark.parametrize(
    ("tag", "spans", "day"),
    [("en-GB", IN_APRIL, "1 April 2027"), ("en-US", IN_JULY, "April 1, 2027"), ("cy", IN_APRIL, "1 Ebrill 2027")],
)
def test_a_financial_year_begins_as_the_place_has_it(tag: str, spans: tuple[str, ...], day: str) -> None:
    with speaking(spoken_by(tag)):
        assert tuple(f"{when.first} to {when.last}" for when in map(When.in_words, FINANCIAL)) == spans
        assert str(When.on(date(2027, 4, 1))) == span_in_words(date(2027, 4, 1), date(2027, 4, 1)) == day


def test_a_day_of_its_own_is_a_time_and_words_alone_are_none() -> None:
    day, words, nothing = When.on(date(2027, 4, 1)), When.in_words("1 April 2027"), When.in_words("soon")
    assert [(when.day, when.names_a_time, when.is_ambiguous, str(when)) for when in (day, words, nothing, When())] == [
        (date(2027, 4, 1), True, False, "1 April 2027"), (None, True, False, "1 April 2027"),
        (None, False, False, "soon"), (None, False, False, ""),
    ]  # fmt: skip
    assert When("x", date(2027, 4, 1), date(2027, 4, 1), is_sure=False) == When("x", date(2027, 4, 1), date(2027, 4, 1))


def test_every_quarter_half_and_month_of_a_year_follow_each_other() -> None:
    for year in ("2027", "2027/28", "2027-28", "27/28"):
        for part, number in (("Q", 4), ("quarter ", 4), ("H", 2)):
            parts = [When.in_words(f"{part}{at} {year}") for at in range(1, number + 1)]
            whole = When.in_words(year)
            assert (parts[0].first, parts[-1].last) == (whole.first, whole.last)
            assert [one.last + timedelta(days=1) for one in parts[:-1] if one.last] == [one.first for one in parts[1:]]
