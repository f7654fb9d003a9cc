"""Times in words, as published strategies write them, and the days that they span."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smreport.blueprint.times import When, day_in_words, span_in_words
from smreport.blueprint.values import ReadAs, excel_day, excel_number, normalised, single_spaced

SPANS = (
    ("September 2025", date(2025, 9, 1), date(2025, 9, 30)),
    ("sept. 2025", date(2025, 9, 1), date(2025, 9, 30)),
    ("by the end of February 2028", date(2028, 2, 1), date(2028, 2, 29)),
    ("End of 2026", date(2026, 1, 1), date(2026, 12, 31)),
    ("from Q2 2025/26", date(2025, 7, 1), date(2025, 9, 30)),
    ("Q1 2025/26", date(2025, 4, 1), date(2025, 6, 30)),
    ("Q4 2025/26", date(2026, 1, 1), date(2026, 3, 31)),
    ("q3 2025", date(2025, 7, 1), date(2025, 9, 30)),
    ("2027/28", date(2027, 4, 1), date(2028, 3, 31)),
    ("2027-2028", date(2027, 4, 1), date(2028, 3, 31)),
    ("1999/00", date(1999, 4, 1), date(2000, 3, 31)),
    ("2014/2016", date(2014, 1, 1), date(2016, 12, 31)),
    ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ("17th September 2027", date(2027, 9, 17), date(2027, 9, 17)),
    ("1/9/2027", date(2027, 9, 1), date(2027, 9, 1)),
    ("01.09.27", date(2027, 9, 1), date(2027, 9, 1)),
    ("2027-09-01", date(2027, 9, 1), date(2027, 9, 1)),
)
TIMELESS = (
    "monthly", "year zero", "tbc", "31 February 2027", "13/13/2027", "Smarch 2027", "Q5 2027", "2027/26", "in the end",
)  # fmt: skip


@pytest.mark.parametrize(("words", "first", "last"), SPANS)
def test_words_span_days(words: str, first: date, last: date) -> None:
    assert When.in_words(words) == When(words, first, last)


@pytest.mark.parametrize("words", TIMELESS)
def test_words_without_a_time_are_kept_as_they_are(words: str) -> None:
    when = When.in_words(words)
    assert (str(when), when.first, when.last, when.day) == (words, None, None, None)


@pytest.mark.parametrize("words", ["1/9/2027", "01.09.27", "by 13-9-2027", "Q2 2027", "2014/2016", "2014-18"])
def test_words_that_may_mean_other_days_are_ambiguous(words: str) -> None:
    assert When.in_words(words).is_ambiguous


@pytest.mark.parametrize(
    "words", ["1 September 2027", "2027-09-01", "Q2 2027/28", "2027/28", "2027", "May 2027", "soon"]
)
def test_other_words_are_not_ambiguous(words: str) -> None:
    assert not When.in_words(words).is_ambiguous


def test_days_are_not_ambiguous_and_are_told_from_first_to_last() -> None:
    assert not When.on(date(2027, 9, 1)).is_ambiguous
    assert span_in_words(date(2027, 7, 1), date(2027, 7, 1)) == "1 July 2027"
    assert span_in_words(date(2027, 7, 1), date(2027, 9, 30)) == "1 July 2027 to 30 September 2027"


def test_only_an_exact_day_counts_as_one() -> None:
    assert When.on(date(2027, 9, 17)).day == date(2027, 9, 17)
    assert When.in_words("17 September 2027").day is None


def test_a_day_is_shown_in_full() -> None:
    assert str(When.on(date(2027, 9, 7))) == day_in_words(date(2027, 9, 7)) == "7 September 2027"


@given(st.dates(date(1900, 3, 1), date(9999, 12, 31)))
def test_a_day_and_its_excel_number_are_inverse(day: date) -> None:
    assert excel_day(excel_number(day)) == day


def test_excel_counts_days_from_1900() -> None:
    assert excel_number(date(2027, 4, 1)) == 46478


@given(st.text(max_size=20), st.sampled_from(["", " ", "  ", "\u00a0"]))
def test_comparisons_see_no_case_and_no_outer_spaces(text: str, spaces: str) -> None:
    assert normalised(f"{spaces}{text.lower()}{spaces}") == normalised(text.lower())


def test_a_blank_is_normalised_to_nothing_and_spaces_are_single() -> None:
    assert normalised(None) == ""
    assert normalised(" Two\u00a0 Words ") == "two words"
    assert single_spaced("  a   b ") == "a b"


@pytest.mark.parametrize(
    "text", ["the council\u2019s \u201cfront\u201d door", 'THE\u202fcouncil\u02bcs "front" door\u200b']
)
def test_comparisons_see_plain_quotes_and_no_special_spaces(text: str) -> None:
    assert normalised(text) == 'the council\'s "front" door'


@pytest.mark.parametrize("dash", "\u2010\u2011\u2013\u2014")
def test_comparisons_see_one_dash(dash: str) -> None:
    assert normalised(f"Drop{dash}in") == "drop-in"


def test_a_number_that_was_typed_as_text_keeps_the_text() -> None:
    assert ReadAs(1200, "£1,200") == 1200
    assert ReadAs(1200, "£1,200").typed == "£1,200"
