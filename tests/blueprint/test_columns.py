"""How each type of column takes what people type."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smreport.blueprint import columns
from smreport.blueprint.columns import (
    Choice,
    ColumnType,
    Date,
    Figure,
    Label,
    Money,
    Number,
    Percent,
    Ref,
    Reference,
    Refs,
    Text,
    YesNo,
    as_typed,
)
from smreport.blueprint.entry_limits import Limits
from smreport.blueprint.lists import ChoiceList, ListItem
from smreport.blueprint.times import When
from smreport.blueprint.values import ReadAs, Unreadable

COLOURS = ChoiceList("colours", "Colours", (ListItem("Dark red"), ListItem("Blue")))
YES_NO = ChoiceList("yes_no", "Yes or no", (ListItem("Yes"), ListItem("No")))
AREA = Reference("areas", "label")
TYPES: tuple[ColumnType, ...] = (
    Text(), Choice(COLOURS), Ref(AREA), Refs(AREA), Number(), Figure(), Date(), YesNo(YES_NO),
)  # fmt: skip


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
@pytest.mark.parametrize("raw", [None, "", "   ", "\n", "\u00a0", "\t \r\n"])
def test_nothing_but_spaces_is_a_blank(kind: ColumnType, raw: object) -> None:
    assert kind.parse(raw) is None


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (3.0, "3"), (3.5, "3.5"), (0.0, "0"), (-0.0, "0"), (True, "TRUE"), (date(2027, 4, 1), "2027-04-01"),
        (datetime(2027, 4, 1), "2027-04-01"), ("a\r\nb\rc", "a\nb\nc"), (" x\u00a0y ", "x y"), ("007", "007"),
    ],
)  # fmt: skip
def test_a_cell_is_taken_as_the_text_that_it_shows(raw: object, text: str) -> None:
    assert as_typed(raw) == text


NUMBERS = (
    ("£1,200", 1200), ("1,200.50", 1200.5), ("£ 12", 12), ("1.2k", 1200), ("-3", -3), ("−3", -3),
    ("1 000", 1000),
)  # fmt: skip


@pytest.mark.parametrize(("typed", "number"), NUMBERS)
def test_a_text_that_plainly_is_a_number_is_read_with_a_doubt(typed: str, number: float) -> None:
    value = Money().parse(typed)
    assert isinstance(value, ReadAs)
    assert (value, value.low, value.high, value.bound) == (number, number, number, "exact")


@pytest.mark.parametrize("typed", ["about ten", "1,20", "12 or 13", "1e5", "£", "--3", "1.2.3", "0x10", "inf"])
def test_a_text_that_may_be_something_else_is_not_a_number(typed: str) -> None:
    assert Number().parse(typed) == Unreadable(typed)


def test_a_text_out_of_bounds_is_not_read_as_a_number() -> None:
    assert isinstance(Number(low=0).parse("-3"), Unreadable)
    assert isinstance(Percent(high=1).parse("350%"), Unreadable)
    assert isinstance(Percent(low=0, high=1).parse("35%"), ReadAs)
    assert isinstance(Number().parse("35%"), Unreadable)


@pytest.mark.parametrize("high", [None, 5])
def test_where_more_than_all_is_allowed_a_bare_text_above_1_is_not_taken_for_percents(high: float | None) -> None:
    assert Percent(low=0, high=high).parse("350%") == 3.5
    assert isinstance(Percent(low=0, high=high).parse("3.5"), Unreadable)
    assert Percent(low=0, high=1).parse("3.5") == 0.035


@pytest.mark.parametrize("raw", [float("nan"), float("inf"), True])
def test_what_cannot_be_counted_is_not_a_number(raw: object) -> None:
    assert isinstance(Number().parse(raw), Unreadable)


def test_zero_is_not_a_blank() -> None:
    assert Number().parse(0) == 0.0
    assert Figure().parse(0) == "0"
    assert Refs(AREA).parse(0) == ("0",)


def test_a_choice_is_spelt_as_in_its_list_and_others_are_kept() -> None:
    assert Choice(COLOURS).parse("  dark   RED") == "Dark red"
    assert Choice(COLOURS).parse("Green ") == "Green"


def test_several_choices_are_told_apart_by_the_separator_and_counted_once() -> None:
    assert Refs(AREA).parse(" A; b ;;B ; a b;") == ("A", "b", "a b")
    assert Refs(AREA).parse(["A", "b "]) == ("A", "b")
    assert Refs(AREA).parse(" ; ;") is None
    assert Refs(AREA).cell(("A", "b")) == "A; b"


@pytest.mark.parametrize(
    ("raw", "value"),
    [("YES ", True), ("no", False), (True, True), ("FALSE", False), ("perhaps", Unreadable("perhaps")), (1.0, True)],
)
def test_yes_or_no(raw: object, value: object) -> None:
    assert YesNo(YES_NO).parse(raw) == value


@pytest.mark.parametrize("typed", ["Confidential", "EXEMPT until May", "yes - commercial"])
def test_further_words_mean_yes_only_where_the_form_says_so(typed: str) -> None:
    assert YesNo(YES_NO, ("Confidential", "Exempt")).parse(typed) is True
    assert YesNo(YES_NO).parse(typed) == Unreadable(typed)


@given(st.text())
@example("0\x1f")  # a space, to Python
def test_only_a_plain_no_is_read_as_no(typed: str) -> None:
    if YesNo(YES_NO, ("Secret",)).parse(typed) is False:
        assert re.sub(r"^[\s.!]+|[\s.!]+$", "", typed).casefold() in ("no", "n", "false", "0") or not typed.isascii()


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (date(2027, 4, 1), When.on(date(2027, 4, 1))),
        (datetime(2027, 4, 1, 9, 30), When.on(date(2027, 4, 1))),
        (46478.75, When.on(date(2027, 4, 1))),
        (2027.0, When.in_words("2027")),
        (date(1905, 7, 19), When.in_words("2027")),  # what Excel makes of 2027 in a date cell
        (date(1850, 1, 1), When.in_words("1850-01-01")),
        (" monthly ", When.in_words("monthly")),
        (True, When.in_words("TRUE")),
    ],
)
def test_a_date_is_a_day_or_words(raw: object, value: When) -> None:
    assert Date().parse(raw) == value


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (Text(), "=1+1"), (Choice(COLOURS), "blue"), (Refs(AREA), "A;B"), (Number(), "12"), (Number(), "about ten"),
        (Figure(), 35), (Date(), date(2027, 4, 1)), (Date(), "Q2 2027/28"), (YesNo(YES_NO), "yes"),
        (YesNo(YES_NO), "perhaps"),
    ],
)  # fmt: skip
def test_what_is_written_for_a_value_is_read_as_that_value(kind: ColumnType, raw: object) -> None:
    value = kind.parse(raw)
    assert kind.parse(kind.cell(value)) == value


LABEL = Label("{name} ({kind})")


@pytest.mark.parametrize(
    ("values", "label"),
    [
        ({"name": " Highways  North ", "kind": "Service"}, "Highways North (Service)"),
        ({"name": "Highways", "kind": None}, "Highways"),
        ({"name": None, "kind": "Service"}, None),
        ({"name": "{kind}", "kind": "{name}"}, "{kind} ({name})"),
        ({"name": 3.0, "kind": True}, "3 (TRUE)"),
    ],
)
def test_a_label_is_put_together_from_its_parts(values: dict[str, object], label: str | None) -> None:
    assert LABEL.compose(values) == label


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
def test_every_type_says_what_may_be_typed(kind: ColumnType) -> None:
    assert kind.describe()[0].isupper()


def test_a_new_text_type_is_known_by_its_name_and_read_by_its_own_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "_TYPES", {})

    class Postcode(Text):
        name = "postcode"

        def read(self, raw: object) -> str:
            return super().read(raw).upper()

    assert columns._TYPES["postcode"] is Postcode
    assert Postcode().parse(" ex1 1aa ") == "EX1 1AA"
    assert Postcode().parse(" ") is None


@pytest.mark.parametrize("kind", columns.TYPES.values(), ids=columns.TYPES)
def test_no_type_reads_past_its_own_reading(kind: type[ColumnType]) -> None:
    assert kind.parse is ColumnType.parse


@pytest.mark.parametrize("number", [6, 12.5, 100, 500])
def test_a_share_that_is_too_large_is_one_of_percents_typed_as_a_number_or_as_text(number: float) -> None:
    """A contingency may be above 100 %, so that 2 is 200 %; an export holds both as text."""
    share = Percent(low=0, high=5)
    read = share.read(f"{number:g}")
    assert read == share.read(number) == pytest.approx(number / 100)
    assert isinstance(read, ReadAs)


@pytest.mark.parametrize(
    ("low", "high", "ends"), [(None, None, (-1e12, 1e12)), (1, None, (1, None)), (None, 5, (None, 5)), (1, 5, (1, 5))]
)
def test_excel_takes_whole_numbers_alone_where_a_column_does_with_bounds_or_without(
    low: float | None, high: float | None, ends: tuple[float | None, float | None]
) -> None:
    assert Number(low=low, high=high, whole=True).limits() == Limits("whole", *ends)
    assert Number(low=low, high=high).limits() == Limits("decimal", *ends)
