"""Figures, names and dates as a reader meets them in a sentence."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from smreport.blueprint.times import When
from smreport.papers import figures
from smreport.papers.figures import not_known
from smreport.words import ENGLISH, Words, speaking


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "£0"), (350000, "£350,000"), (1234.4, "£1,234"), (1234.6, "£1,235"), (10.5, "£10"), (5.88, "£5.88"),
        (0.09, "£0.09"), (4.1, "£4.10"), (4.0, "£4"), (-2500, "−£2,500"), (math.nan, not_known()),
    ],
)  # fmt: skip
def test_pounds_are_whole_and_pence_are_kept_where_they_matter(amount: float, text: str) -> None:
    assert figures.pounds(amount) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (12.0, "12"), (12.25, "12.2"), (12.5, "12.5"), (100, "100"), (1200, "1,200"), (math.nan, not_known())],
)
def test_number_has_no_needless_decimals(value: float, text: str) -> None:
    assert figures.number(value) == text


@pytest.mark.parametrize(
    ("fraction", "text"),
    [(0.035, "3.5%"), (0.0325, "3.25%"), (0.0, "0%"), (1.0, "100%"), (None, not_known()), ("lots", not_known())],
)
def test_percentage_is_not_rounded_to_another_rate(fraction: object, text: str) -> None:
    assert figures.percent(fraction) == text


@pytest.mark.parametrize(
    ("names", "most", "text"),
    [
        ([], 0, ""), (["A"], 0, "A"), (["A", "B"], 0, "A and B"), (["A", "B", "C"], 0, "A, B and C"),
        (["A", "B", "C"], 3, "A, B and C"), (["A", "B", "C", "D"], 2, "A, B and 2 more"),
    ],
)  # fmt: skip
def test_names_are_listed_as_in_speech(names: list[str], most: int, text: str) -> None:
    assert figures.listed(names, most) == text


@pytest.mark.parametrize(
    ("typed", "text"),
    [("Answer calls", "Answer calls."), ("Done!", "Done!"), ("two\nlines ", "Two lines."), (" ", ""), (None, "")],
)
def test_typed_text_is_closed_like_a_sentence_once(typed: str | None, text: str) -> None:
    assert figures.sentence(typed) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, not_known()), (True, "Yes"), (False, "No"), (0.0, "0"), (12.25, "12.25"),
        (("Libraries", "Highways"), "Libraries; Highways"), (When.in_words("monthly"), "monthly"),
        (When.on(date(2027, 2, 9)), "9 February 2027"),
    ],
)  # fmt: skip
def test_answer_in_a_table_and_a_blank_says_so(value: object, text: str) -> None:
    assert figures.shown(value) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("9400", "calls a month", "9,400 calls a month"), ("0", "posts", "0 posts"), ("4.10", None, "4.10"),
        ("0.004", "percent", "0.004%"), ("1234567.125", None, "1,234,567.125"), ("2027", None, "2027"),
        ("<1K", "visits", "<1K visits"),
        ("just over 48,000", "followers", "just over 48,000 followers"), ("yes", "policy", "yes"),
        ("-5", "points", "-5 points"),
        ("35%", "percent", "35%"), ("£3k", "pounds", "£3k"),
        ("-20", "percent", "-20%"), ("about 46", "per cent of replies", "about 46% of replies"),
        ("4.1", "pounds", "£4.10"),
        ("2.60", "pounds a report", "£2.60 a report"), ("about 18000", "pounds a year", "about £18000 a year"),
        ("1", "working days", "1 working day"), ("1.5", "working days", "1.5 working days"), ("1", "%", "1%"),
        ("1", "calls a month", "1 call a month"), ("1", "people under 35", "1 person under 35"),
        ("1", "calls and emails a month", "1 (calls and emails a month)"), ("1", "press", "1 press"),
        ("2000", "calls", "2,000 calls"), ("2000", "number of calls", "2,000 calls"),
        ("2000", "number", "2,000 number"), ("1.2.3", None, "1.2.3"), ("²", None, "²"), (None, "visits", not_known()),
    ],
)  # fmt: skip
def test_kpi_figure_stays_what_was_typed(value: str | None, unit: str | None, text: str) -> None:
    assert figures.figure(value, unit) == text


@pytest.mark.parametrize(
    "words", ["Q2 2027/28", "September 2027", "2014/2016", "monthly", "year zero", "by Easter 2028"]
)
def test_time_in_words_is_kept_as_typed(words: str) -> None:
    assert figures.when(When.in_words(words)) == words


def test_day_is_written_in_full() -> None:
    assert figures.when(When.on(date(2027, 11, 3))) == "3 November 2027"


@pytest.mark.parametrize("blank", [None, When.in_words(""), "soon"])
def test_time_that_is_not_known_is_said_to_be_so(blank: object) -> None:
    assert figures.when(blank) == not_known()


def test_times_sort_by_their_last_day_and_what_names_no_time_comes_last() -> None:
    times = [When.in_words(text) for text in ("monthly", "September 2027", "2026/27", "Q1 2027/28", "2 April 2027")]
    ordered = [str(when) for when in sorted(times, key=figures.last_day)]
    assert ordered == ["2026/27", "2 April 2027", "Q1 2027/28", "September 2027", "monthly"]


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2027, 4, 1), "April to June 2027"), (date(2027, 12, 31), "October to December 2027"),
        (date(2028, 2, 29), "January to March 2028"), (date.max, "No date yet"),
    ],
)  # fmt: skip
def test_quarter_is_named_by_its_months(day: date, text: str) -> None:
    assert figures.quarter(day) == text


class TestInAnotherLanguage:
    """German of Germany, of which nothing but the tag is known: its figures, and no lists of words."""

    @pytest.fixture(autouse=True)
    def german(self, tmp_path: Path) -> Iterator[None]:
        reads = {"prozent": "percent", "euro": "pounds", "von hundert": "percent"}
        with speaking(Words(tmp_path, others=ENGLISH, tag="de-DE", reads=reads)):
            yield

    def test_figures_are_written_as_there(self) -> None:
        assert figures.pounds(1234.5) == "1.234\xa0€"
        assert figures.pounds(5.5) == "5,50\xa0€"
        assert figures.number(1234.5) == "1.234,5"
        assert figures.percent(0.035) == "3,5\xa0%"
        assert figures.figure("1234567.125", "clicks") == "1.234.567,125 clicks"
        assert figures.figure("-1234.5", "pounds a year") == "-1.234,50\xa0€ a year"
        assert figures.listed(["A", "B", "C"]) == "A, B und C"

    def test_units_in_words_of_the_language_are_read_and_what_they_are_of_stays(self) -> None:
        assert figures.figure("-20", "Prozent der Antworten") == "-20% der Antworten"
        assert figures.figure("about 5", "von Hundert") == "about 5%"
        assert figures.figure("4.5", "Euro im Jahr") == "4,50\xa0€ im Jahr"
        assert figures.figure("3", "Stunden") == "3 Stunden"

    def test_times_are_written_as_there_and_typed_ones_stay(self) -> None:
        assert figures.when(When.on(date(2027, 3, 9))) == "9. März 2027"
        assert figures.shown(When.on(date(2027, 3, 9))) == "9. März 2027"
        assert figures.when(When.in_words("by Easter 2028")) == "by Easter 2028"
        assert figures.quarter(date(2027, 3, 9)) == "Januar to März 2027"

    def test_what_english_says_of_units_and_small_words_is_not_said(self) -> None:
        assert figures.figure("1", "calls") == "1 calls"
        assert figures.common_words(["these", "these"], 3) == (("these", 2),)
