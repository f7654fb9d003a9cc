"""What a column takes from a cell, by what the cell holds and what it shows: number, day, text or another currency."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

import pytest

from smreport.blueprint.columns import ColumnType, Date, Money, Number, Percent, Text
from smreport.blueprint.times import USUAL_ORDER
from smreport.workbook.read.number_formats import Shown
from smreport.workbook.read.shown import Looks, as_seen, is_in_other_currency, names_the_day, revealed, since_1900

DAY = datetime(2027, 4, 1)


TAKEN: list[tuple[ColumnType, object, Shown | None, object]] = [
    (Date(), DAY, Shown("1 Apr 27", date="dmy"), DAY), (Date(), DAY, Shown("Apr-27", date="my"), "Apr 2027"),
    (Date(), DAY, Shown("2027", date="y"), "2027"), (Date(), DAY, Shown("1 Apr", date="dm"), DAY),
    (Date(), DAY, Shown("April", date="m"), DAY), (Date(), time(9, 30), Shown("09:30", date=""), "09:30"),
    (Date(), DAY, None, DAY), (Date(), DAY, Shown(""), DAY), (Date(), 2027, Shown("2,027"), 2027),
    (Date(), "spring", Shown("spring"), "spring"), (Number(), "12", Shown("12 a"), "12"),
    (Number(), 12.0, Shown("12 hours"), 12.0), (Number(), DAY, Shown("Apr-27", date="my"), "Apr-27"),
    (Text(), 12.0, Shown("012"), "012"), (Text(), "a", Shown("a Ltd"), "a Ltd"), (Text(), 7, Shown(""), 7),
    (Money(), 12.0, Shown("£12"), 12.0), (Money(), 12.0, Shown("12", "GBP"), 12.0),
    (Money(), 12.0, Shown("12 kr", "kr"), "12 kr"),
    (Money(), 12.0, Shown("12", "kr"), "12 kr"), (Money(), 12.0, Shown("€ 12", "€"), "€ 12"),
    (Number(), 12.0, Shown("12", "USD"), 12.0),
]  # fmt: skip


def test_a_column_takes_what_people_see() -> None:
    assert [as_seen(kind, cell, shown) for kind, cell, shown, _ in TAKEN] == [taken for *_, taken in TAKEN]


def test_midnight_is_no_time_of_a_day_and_of_no_day_it_is() -> None:
    shown = [revealed(code, DAY) for code in ("d mmm yyyy h:mm", "h:mm", "yyyy h:mm")]
    assert [it.text if it else None for it in shown] == ["1 Apr 2027", "0:00", "2027 0:00"]


@pytest.mark.parametrize("cell", [date(2031, 4, 2), 47940, 47940.5, "47940", True, 3, None])
def test_days_that_are_counted_from_1904_are_four_years_and_a_day_later(cell: object) -> None:
    later = since_1900(cell)
    moved = isinstance(cell, int | float) and not isinstance(cell, bool) and cell > 3000
    assert later == (cell + 1462 if moved else cell)  # type: ignore[operator]


NAMED: list[tuple[str, str, bool]] = [
    ("1 April 2027", "dmy", True), ("01/04/2027", "dmy", True), ("2 April 2027", "dmy", False),
    ("31 March 2027", "dmy", False), ("04/01/2027", "mdy", False), ("April 2027", "my", False),
    ("1 April", "dm", False),
    ("Thursday", "", False),
]  # fmt: skip


def test_a_day_is_named_in_full_and_as_no_other() -> None:
    for text, parts, names in NAMED:
        shown = Shown(text, date=parts)
        named = [names_the_day(cell, shown, USUAL_ORDER) for cell in (DAY, DAY.date())]
        assert (text, named) == (text, [names, names])


CODES = (
    "General", "0", "#,##0.00", "£#,##0", "[$€-407]0", "0%", "0,", "@", ";;;", "dd/mm/yyyy", "m/d/yyyy", "mmm yy",
    "yyyy-mm-dd", "h:mm", '0" days"', "[>5]0;0.0", '"x"', "[DBNum1]0", '0.0,"k"', '@" Ltd"', "0;;0", "[$GBP] 0", "#",
)  # fmt: skip
OF_NUMBERS = {"General", "0", "#,##0.00", "@", '0.0,"k"'}


@pytest.mark.parametrize(
    ("kind", "cells", "plain"),
    [
        (Text(), ["a", 5.0], {"General", "@"}), (Text(), ["a", True], {*CODES} - {";;;", '@" Ltd"', "[DBNum1]0"}),
        (Number(), [5.0], OF_NUMBERS), (Money(), [5], {*OF_NUMBERS, "£#,##0"}),
        (Percent(), [0.5], {"0%"}), (Date(), [DAY],
         {*CODES} - {"#", "0;;0", ";;;", "[>5]0;0.0", "[DBNum1]0", "h:mm", "m/d/yyyy", "mmm yy"}),
    ],
)  # fmt: skip
def test_only_cells_in_formats_that_could_show_something_else_are_looked_at(
    kind: ColumnType, cells: Sequence[object], plain: set[str]
) -> None:
    asked = []

    def find(styles: frozenset[int]) -> dict[tuple[int, int], str]:
        asked.append(styles)
        return {(style, 1): CODES[style] for style in styles}

    looks = Looks(CODES, find)
    other = looks.that_matter(kind, cells)
    assert {*CODES} - {*other.values()} == plain
    assert looks.that_matter(kind, [*cells, *cells]) is other
    assert len(asked) == 1
    if not isinstance(kind, Text):
        assert looks.that_matter(kind, ["a", True]) == {}
    assert [*Looks().that_matter(kind, cells)] == []


SINCE_1904: list[tuple[object, object]] = [
    (2198, 2198), (2199, 2199), (2200, 3662), (1.5, 1.5), (True, True), ("x", "x"), (0, 0),
    (date(1904, 1, 1), date(1904, 1, 1)), (date(1904, 1, 2), 1), (date(1910, 1, 8), 2199),
    (date(1910, 1, 9), date(1910, 1, 9)),
    (datetime(1904, 1, 3, 5), 2),
]  # fmt: skip


def test_a_year_is_no_day_in_a_workbook_that_counts_from_1904() -> None:
    assert [(cell, since_1900(cell)) for cell, _ in SINCE_1904] == SINCE_1904


AMOUNTS: list[tuple[Shown, bool]] = [
    (Shown("5"), False), (Shown("£5"), False), (Shown("5", "£"), False), (Shown("5", "gbp"), False),
    (Shown("€5"), True),
    (Shown("5", "€"), True), (Shown("5", "USD"), True), (Shown("5 kr"), True),
]  # fmt: skip


def test_an_amount_is_in_another_currency_by_its_sign_or_its_format() -> None:
    assert [(shown, is_in_other_currency(shown)) for shown, _ in AMOUNTS] == AMOUNTS


def test_what_the_file_says_is_shown_counts_and_texts_are_shown_by_their_section() -> None:
    said = Shown("1 Apr 2027 00:00", date="dmy")
    assert revealed(said, DAY) == Shown("1 Apr 2027", date="dmy")
    assert revealed(Shown("x 0:00"), "x") == Shown("x 0:00")
    assert (revealed('@" Ltd"', "A"), revealed("[DBNum1]0", 5), revealed("0.0", True)) == (
        Shown("A Ltd"),
        None,
        Shown("True"),
    )
