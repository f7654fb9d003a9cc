"""What people typed as it stands in a sentence or a table, and the figures of documents at their ends."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pytest

from smreport.blueprint.naming import InWords
from smreport.blueprint.times import When
from smreport.blueprint.values import ReadAs
from smreport.papers import figures
from smreport.papers.figures import LEFT_BLANK, none_identified, not_known

SENTENCES = {
    "yes": "Yes.", "yes. but": "Yes. but.", "a: b": "A: b.", "iPads help": "iPads help.",
    "gov.uk is it": "gov.uk is it.",
    "e-mail us": "e-mail us.", "i.e. all": "i.e. all.", "(in brackets)": "(in brackets).", "2 more": "2 more.",
    "First line\nsecond line": "First line second line.", "First line.\nSecond line": "First line. Second line.",
    "first line\nSecond": "First line. Second.", "Do\n\n  much   more ": "Do much more.",
    "- one\n- two": "One; two.", "• one\n• two\nand more": "One; two. and more.", "- one\nTwo": "One. Two.",
    "we do:\n- one\n- two": "We do: one; two.", "We do this\n- one.\n- Two!\n- three": "We do this: one; Two! three.",
    "one;\n- two": "One; two.", "One\n- two\nthree": "One: two. three.", "what?\n- so": "What? so.",
    "One:\n-two": "One: -two.", "-": "-.", "- ": "-.", "\n": "",
}  # fmt: skip
LINES = {
    "we do:\n- one.\n* two;\n\n": ("we do:", "one", "two"), "One:\n-two": ("One:", "-two"),
    "– a\n—b\n·\tc": ("a", "—b", "c"),
    "": (), "-": ("-",), "•\n◦ x": ("x",),
}  # fmt: skip


def test_lines_and_lists_that_people_typed_run_on_in_a_sentence() -> None:
    assert {typed: figures.sentence(typed) for typed in SENTENCES} == SENTENCES
    assert [figures.sentence(value) for value in (None, 7, "")] == ["", "7.", ""]


def test_lines_stand_without_bullets_and_what_closes_them() -> None:
    assert {typed: figures.bare_lines(typed) for typed in LINES} == LINES


def test_headings_and_texts_change_their_first_letter_alone() -> None:
    lowered = {"Tools in use": "tools in use", "IT tools": "IT tools", "It": "it", "I": "I", "": "", "KPIs": "KPIs"}
    assert {text: figures.lowered(text) for text in lowered} == lowered
    assert [figures.raised(text) for text in ("tools in Use", "Tools", "")] == ["Tools in Use", "Tools", ""]


POUNDS: list[tuple[float | None, bool, str]] = [
    (None, False, not_known()), (9.994, False, "£9.99"), (9.0, False, "£9"), (9.5, False, "£9.50"),
    (10.0, False, "£10"),
    (10.4, False, "£10"), (-9.5, False, "−£9.50"), (-10.5, False, "−£10"), (25.5, True, "£25.50"), (25.0, True, "£25"),
    (1234.56, True, "£1,234.56"), (-25.5, True, "−£25.50"), (0.0, True, "£0"), (-0.5, False, "−£0.50"),
]  # fmt: skip


def test_pence_stand_below_ten_pounds_or_where_they_are_asked_for() -> None:
    assert [figures.pounds(amount, pence) for amount, pence, _ in POUNDS] == [text for *_, text in POUNDS]


def test_figures_have_as_many_places_as_asked_and_blanks_say_so() -> None:
    assert [figures.number(value) for value in (None, math.nan, 3.14159, 12, -1.06)] == [
        not_known(), not_known(), "3.1", "12", "-1.1",
    ]  # fmt: skip
    assert [figures.number(3.14159, places) for places in (0, 1, 2, 3)] == ["3", "3.1", "3.14", "3.142"]
    assert [figures.count_of(value) for value in (0.0, 0.5, 1.0, 1.5, 2.0)] == [2, 2, 1, 2, 2]
    assert [figures.risk_size(size) for size in (None, math.nan, 6.0, 12.5)] == ["Not scored"] * 2 + ["6", "12.5"]
    pairs = [(1.0, 2.0), (2.0, 2.0), (3.0, 2.0), (None, 2.0), (1.0, None), (None, None)]
    assert [figures.is_less(*pair) for pair in pairs] == [True, *[False] * 5]
    assert [figures.amount(value) for value in (2.5, 0.0)] == [2.5, 0.0]
    assert all(math.isnan(figures.amount(value)) for value in (None, "2", 2, True))


def test_names_are_quoted_each_and_beyond_the_most_they_are_counted() -> None:
    names = ["A", "B", "C"]
    assert [figures.quoted(names, most) for most in (0, 1, 2, 3)] == [
        "“A”, “B” and “C”", "“A” and 2 more", "“A”, “B” and 1 more", "“A”, “B” and “C”",
    ]  # fmt: skip


RANGE, BOUND, PLAIN, SPELT = (
    ReadAs(8000.0, "5,000 to 8,000", 5000.0, 8000.0, "between"), ReadAs(8000.0, "up to £8,000", bound="most"),
    ReadAs(1200.0, "£1,200"), ReadAs(0.1, "10", note="as a share"),
)  # fmt: skip
GIVEN: list[tuple[object, str, str]] = [
    (RANGE, "£5,000 to 8,000", "5,000 to 8,000"), (BOUND, "up to £8,000", "up to £8,000"), (PLAIN, "£1,200", "1,200"),
    (SPELT, "£10", "10"), (12.345, "£12", "12.35"), (None, "", ""), ("a few", "a few", "a few"),
]  # fmt: skip


def test_amounts_stand_as_they_were_given_where_more_was_typed_than_a_number() -> None:
    found = [
        (value, figures.as_given(value, is_money=True), figures.as_given(value, is_money=False)) for value, *_ in GIVEN
    ]
    assert found == GIVEN


def test_answers_are_shown_with_what_was_typed_beside_a_choice_and_blanks_are_left_out_where_asked() -> None:
    live = InWords("Live", "live since 2018")
    shown: list[tuple[Any, str, str]] = [
        (None, not_known(), ""), (live, "Live (live since 2018)", "Live (live since 2018)"),
        (InWords("Live", "LIVE"), "Live", "Live"), (True, "Yes", "Yes"), (False, "No", "No"), (2.345, "2.35", "2.35"),
        (("A", "B"), "A; B", "A; B"), (When.on(date(2027, 2, 9)), "9 February 2027", "9 February 2027"), (7, "7", "7"),
    ]  # fmt: skip
    assert [(value, figures.shown(value), figures.said(value)) for value, *_ in shown] == shown
    assert (LEFT_BLANK, none_identified()) == ("–", "None identified")


def test_four_digits_that_may_be_a_year_stay_without_a_unit() -> None:
    plain = {
        "1899": "1,899", "1900": "1900", "1999": "1999", "2000": "2000", "2099": "2099", "2100": "2,100",
        "19000": "19,000",
        "190": "190", "20.5": "20.5", "-2027": "-2,027", "2027.0": "2,027.0",
    }  # fmt: skip
    assert {text: figures.figure(text) for text in plain} == plain
    assert [figures.figure("2027", unit) for unit in ("calls", "", None)] == ["2,027 calls", "2027", "2027"]


def test_times_have_a_last_day_and_a_quarter() -> None:
    times = [When.on(date(2027, 2, 9)), When.in_words("September 2027"), When.in_words("soon"), None, "9"]
    assert [figures.named_day(time) for time in times] == [date(2027, 2, 9), date(2027, 9, 30), None, None, None]
    assert [figures.last_day(time) for time in times[2:]] == [date.max] * 3
    assert [figures.time_in_words(time) for time in times] == ["9 February 2027", "September 2027", "soon", "", ""]
    quarters = ["January to March", "April to June", "July to September", "October to December"]
    assert [figures.quarter(date(2027, month, 28)) for month in range(1, 13)] == [
        f"{quarters[at // 3]} 2027" for at in range(12)
    ]


def test_words_are_counted_by_how_many_texts_have_them() -> None:
    texts = ["Roads roads and buses", "roads, BUSES; tram", "their buses_and trams with", "a bus or cab, cab"]
    assert figures.common_words(texts, 9) == (("buses", 3), ("roads", 2))
    assert figures.common_words([*texts, "tree trams"], 2) == (("buses", 3), ("roads", 2))
    assert figures.common_words(["zebra ape4", "zebra apes", "apes"], 9) == (("apes", 2), ("zebra", 2))


@pytest.mark.parametrize("fraction", [None, 1, "3%", True])
def test_what_is_no_fraction_is_not_known(fraction: object) -> None:
    assert figures.percent(fraction) == not_known()
