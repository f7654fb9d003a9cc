"""Widths of columns, rows that are tall and names beside points, at the limits where each changes."""

from __future__ import annotations

import math

import pytest

from smreport.blocks.document import Table, TableColumn
from smreport.frozen import replace
from smreport.word.column_widths import Need, column_widths, fits, need
from smreport.word.font_widths import Lettering, word_width
from smreport.word.label_places import label_places
from smreport.word.table_layout import CellLooks, is_tall, laid_out

PLAIN, LARGE = Lettering("Arial", 10), Lettering("Arial", 20)
ONE = 111.2  # an "a" of Arial in 10 points, in twentieths of a point: 556 thousandths


def rounded(asked: Need) -> tuple[float, ...]:
    return tuple(round(value, 2) for value in (asked.least, asked.short, asked.most, asked.length))


def test_what_a_column_needs() -> None:
    """In widths of an "a", where a blank is one half of it, and a hyphen 333 / 556 of it; 10 is to spare."""
    blank, hyphen = 0.5 * ONE, 333 * 0.2
    needs = {
        ("a",): (ONE, ONE, ONE, ONE),
        ("aaa aa",): (3 * ONE, 5 * ONE + blank, 5 * ONE + blank, 5 * ONE + blank),
        ("aaa\naa",): (3 * ONE, 3 * ONE, 3 * ONE, 5 * ONE),
        ("a" * 16,): (16 * ONE,) * 4,
        ("a " * 8,): (ONE, 8 * (ONE + blank), 8 * (ONE + blank), 8 * (ONE + blank)),
        ("a " * 8 + "a",): (ONE, ONE, 9 * ONE + 8 * blank, 9 * ONE + 8 * blank),
        ("a" * 30,): (30 * ONE, 30 * ONE, 30 * ONE, 30 * ONE),
        ("a" * 31,): (16 * ONE, 16 * ONE, 31 * ONE, 31 * ONE),
        ("aa-aaa",): (3 * ONE, 5 * ONE + hyphen, 5 * ONE + hyphen, 5 * ONE + hyphen),
        ("aaa", "a", ""): (3 * ONE, 3 * ONE, 3 * ONE, math.sqrt(10 / 3) * ONE),
        ("",): (0, 0, 0, 0),
    }
    for texts, asked in needs.items():
        found = need([(text, PLAIN) for text in texts], 7)
        assert rounded(found) == tuple(round(value + 17, 2) for value in asked), texts
    assert rounded(need([("a", PLAIN), ("a", LARGE)], 0))[:3] == (2 * ONE + 10,) * 3


def asked(least: float, most: float, length: float = 100, short: float = 0) -> Need:
    return Need(least, max(least, short), most, length)


def test_columns_share_what_there_is() -> None:
    three = [asked(100, 200), asked(100, 300), asked(100, 400)]
    shares: list[tuple[list[float], list[Need], int, list[int]]] = [
        ([1, 1, 2], three, 900, [225, 225, 450]),  # all have room for their texts
        ([1, 1, 2], three, 901, [225, 225, 451]),
        ([1, 8], [asked(300, 300), asked(10, 20)], 900, [300, 600]),  # but for the longest word
        ([1, 1, 1], three, 300, [100, 100, 100]),  # no more than the longest words need
        ([9, 1, 1], three, 299, [100, 99, 100]),
        ([1, 1], [asked(300, 900), asked(100, 900)], 200, [150, 50]),
        ([1, 1], [asked(10, 900, 300), asked(10, 900, 600)], 1000, [381, 619]),  # the length counts by 0.7
        ([1, 1], [asked(10, 90_000, 30_000), asked(10, 90_000, 60_000)], 1000, [381, 619]),
        ([1, 3], [asked(10, 900, 300), asked(10, 900, 300)], 1000, [418, 582]),  # the share by 0.3
        ([1, 1], [asked(10, 100, 300), asked(10, 2000, 300)], 1000, [100, 900]),  # one needs less than its share
        ([1, 1], [asked(10, 9000, 1, short=206), asked(10, 9000, 999)], 1000, [206, 794]),  # a fifth for short texts
        ([1, 1], [asked(10, 9000, 1, short=207), asked(10, 9000, 999)], 1000, [10, 990]),
        ([1, 1, 1], [asked(10, 9000, 1, 110), asked(10, 9000, 1, 104), asked(10, 9000, 999)], 1000, [110, 104, 786]),
        ([1, 1, 1], [asked(10, 9000, 1, 111), asked(10, 9000, 1, 104), asked(10, 9000, 999)], 1000, [10, 104, 886]),
        ([1, 1, 1], [asked(10, 9000, 1, 104), asked(10, 9000, 1, 104), asked(10, 9000, 999)], 1000, [104, 104, 792]),
    ]
    for given, needs, total, widths in shares:
        assert column_widths(given, needs, total) == widths, (given, needs, total)
    assert [fits(three, total) for total in (299.9, 300, 301)] == [False, True, True]


LOOKS = CellLooks(PLAIN, PLAIN, 200)
EVEN = 4 * (12 * ONE + 10)  # four columns of twelve letters, without margins


def table(*headings: str) -> Table:
    return Table("T", tuple(TableColumn(heading, at + 1) for at, heading in enumerate(headings)), (headings,) * 2)


@pytest.mark.parametrize(
    ("width", "narrow", "columns"),
    [
        ((EVEN + 800) / 0.9 + 1, False, 4),  # nine tenths of it are enough
        ((EVEN + 800) / 0.9 - 1, True, 4),
        (EVEN + 480, True, 4),  # with narrow margins they fit in all of it
        (EVEN + 479, True, 3),
        ((3 * (12 * ONE + 130)) / 0.9, True, 2),  # put together, nine tenths again; a heading goes before each text
        (1000, True, 2),  # never less than two
    ],
)
def test_a_crowded_table_has_narrow_margins_and_then_fewer_columns(width: float, narrow: bool, columns: int) -> None:
    laid = laid_out(table(*["a" * 12] * 4), LOOKS, math.ceil(width) if width == EVEN + 480 else int(width))
    assert (laid.narrow, len(laid.table.columns), sum(laid.widths)) == (narrow, columns, pytest.approx(width, abs=1.5))


def test_margins_that_are_narrow_stay_so() -> None:
    looks = CellLooks(PLAIN, PLAIN, 100)
    laid = laid_out(table(*["a" * 12] * 4), looks, math.ceil(EVEN + 400))
    assert (laid.narrow, len(laid.table.columns)) == (True, 4)
    assert len(laid_out(table(*["a" * 12] * 4), looks, math.floor(EVEN + 399)).table.columns) == 3


def test_neighbours_with_the_shortest_texts_are_put_together_with_their_shares() -> None:
    crowded = table("first", "aa", "b" * 20, "c" * 8, "d" * 7, "e" * 22)
    right = TableColumn("e" * 22, 6, "right")
    crowded = replace(crowded, columns=(*crowded.columns[:-1], right))
    laid = laid_out(crowded, LOOKS, 7500)
    shown = [(column.heading, column.share, column.align) for column in laid.table.columns]
    assert shown == [
        ("first", 1, "left"), ("aa", 2, "left"), ("b" * 20, 3, "left"),
        (f"{'c' * 8}\n{'d' * 7}", 9, "left"), ("e" * 22, 6, "right"),
    ]  # fmt: skip
    assert laid.table.rows[0][3] == f"{'c' * 8}: {'c' * 8}\n{'d' * 7}: {'d' * 7}"
    groups = {
        width: ["".join(part[0] for part in column.heading.split("\n")) for column in found.table.columns]
        for width in (7550, 7150, 7100)
        for found in [laid_out(crowded, LOOKS, width)]
    }
    assert groups == {7550: ["f", "a", "b", "cd", "e"], 7150: ["f", "ab", "cd", "e"], 7100: ["f", "ab", "cde"]}


def test_a_row_of_three_lines_is_tall() -> None:
    two = 2 * 10 * ONE
    rows = {
        (("a" * 20,), (two / 2 + 120,)): False,  # two lines
        (("a" * 21,), (two / 2 + 120,)): True,
        (("a\na",), (9000,)): False,
        (("a\na\na",), (9000,)): True,
        (("a", "a\nb\nc", ""), (9000, 9000, 9000)): True,
        (("aaa",), (120,)): True,  # no width at all
        (("",), (9000,)): False,
        ((), ()): False,
    }
    assert {(texts, widths): is_tall(texts, widths, PLAIN) for texts, widths in rows} == rows


# --- names beside points: a letter is 5.6 wide in a size of 10, a line 12.5 high, a mark reaches 6 ---

NAME, WIDE, HIGH, MARK = "a" * 10, 56.0, 12.5, 6.0


@pytest.mark.parametrize(
    ("point", "plot", "place"),
    [
        ((50, 50), (50 + MARK + WIDE, 100), "right"),
        ((MARK + WIDE + 0.01, 50), (2 * (MARK + WIDE), 100), "left"),
        ((MARK + WIDE - 0.1, 50), (2 * (MARK + WIDE) - 0.2, 100), "above"),
        ((40, 100 - MARK - HIGH), (80, 100), "above"),
        ((40, 100 - MARK - HIGH + 0.1), (80, 100), "below"),
        ((28, 50), (56, 100), "above"),
        ((50, HIGH / 2), (200, 100), "right"),
        ((50, HIGH / 2 - 0.1), (200, 100), "above"),
        ((50, 100 - HIGH / 2 + 0.1), (200, 100), "below"),
        ((100, 10), (162, 12.5), "right"),
    ],
)
def test_a_name_stays_in_the_plot(point: tuple[float, float], plot: tuple[float, float], place: str) -> None:
    assert label_places([point], [NAME], 10, plot) == [place]


def test_a_name_hides_as_little_of_other_names_and_marks_as_can_be() -> None:
    plot = (1000.0, 1000.0)
    placed = {
        ((500, 500), (500 + MARK + WIDE + MARK, 500)): ["right", "right"],  # its mark begins where the name ends
        ((500, 500), (500 + MARK + WIDE + MARK - 0.1, 500)): ["left", "right"],
        ((500, 500), (500, 500 + HIGH / 2 + MARK)): ["right", "left"],
        ((500, 500), (500.1 + MARK, 500 + HIGH / 2 + MARK - 0.1)): ["left", "right"],
        ((500, 500), (500, 500 + HIGH)): ["right", "right"],
        ((500, 500), (500, 500 + HIGH - 0.1)): ["right", "left"],
        ((500, 500), (500, 500)): ["right", "left"],
        ((500, 500), (500, 500), (500, 500)): ["right", "left", "above"],
        ((500, 500), (500, 500), (500, 500), (500, 500)): ["right", "left", "above", "below"],
    }
    found = {points: label_places(points, [NAME] * len(points), 10, plot) for points in placed}
    assert found == placed


def test_a_width_is_that_of_the_letters() -> None:
    assert word_width("a", PLAIN) == pytest.approx(ONE)


def test_a_hidden_mark_is_five_times_as_bad_as_a_hidden_name() -> None:
    """To the right two of the twelve of a mark would be hidden, to the left some of the name lies beside the plot."""
    beside = 5 * 2 * 2 * MARK / HIGH
    for less, place in ((-0.5, "left"), (0.5, "right")):
        x = WIDE + MARK - beside - less
        points = (x, HIGH / 2), (x + WIDE + 2 * MARK - 2, HIGH / 2)
        assert label_places(points, [NAME, NAME], 10, (300, HIGH)) == [place, "right"]
