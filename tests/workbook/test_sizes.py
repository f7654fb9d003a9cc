"""How wide and how high: what fits on a page, in a row and in a prompt, on both sides of each limit."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as some

from smreport.words import speaking
from smreport.words.languages import spoken_by
from smreport.workbook.emit.cell_formats import group_height, heading_height, height, least_width
from smreport.workbook.emit.page_setup import on_paper, wide_enough, within_a_page
from smreport.workbook.emit.prompts import shortened

ROOM = {"en": (11.69 - 0.8) * 96 * 0.97, "en-US": (11.0 - 0.8) * 96 * 0.97}  # pixels across a page at full size
SMALLEST = 73  # per cent, at which 11 points are 8


def pixels(widths: Sequence[float]) -> float:
    return sum(7 * width + 6 for width in widths)


def laid(groups: Sequence[Sequence[float]], repeated: int, room: float) -> list[int]:
    """Which groups begin a page, where each page takes as many as have room beside those that are repeated."""
    always, pages = [*groups[:repeated]], [[*groups[:repeated]]]
    starts = []
    for at, group in enumerate(groups[repeated:], start=repeated):
        if len(pages[-1]) > len(always) and pixels([*chain(*pages[-1], group)]) > room:
            pages.append([*always])
            starts.append(at)
        pages[-1].append(group)
    return starts


@given(
    some.lists(some.lists(some.integers(8, 40), min_size=1, max_size=2), min_size=2, max_size=14),
    some.integers(0, 2), some.integers(0, 200), some.sampled_from(sorted(ROOM)),
)  # fmt: skip
def test_pages_are_the_fewest_then_the_largest_of_all_that_there_could_be(
    groups: list[list[int]], repeated: int, letters: int, language: str
) -> None:
    with speaking(spoken_by(language, ())):
        paper = on_paper(groups, repeated, ["x", "m" * letters])
    room, widths = ROOM[language], [width for group in groups for width in group]
    if not laid(groups, repeated, room * 100 / SMALLEST):
        across = max(pixels(widths), 7 * letters)
        assert (paper.scale, paper.breaks) == (max(SMALLEST, min(100, int(100 * room / across))), ())
        return
    ways = []
    for scale in range(SMALLEST, 101):
        starts = laid(groups, repeated, room * 100 / scale)
        first = pixels([*chain(*groups[: starts[0]])])
        columns = tuple(sum(map(len, groups[:start])) for start in starts)
        ways.append((first >= 7 * letters, -len(starts), scale, columns))
    assert (paper.scale, paper.breaks) == max(ways)[2:]


@pytest.mark.parametrize(
    ("groups", "lines", "wide"),
    [
        ([[30], [30], [30]], [], [30, 30, 30]),
        ([[30], [30], [30]], ["m" * 170], [30, 30, 30]),  # one page is as wide as it is
        ([[30], [30], [90], [80]], ["m" * 156], [30, 30, 94, 80]),  # 1,092 pixels, of which there are 1,068
        ([[30], [30], [90], [80]], ["m" * 153], [30, 30, 91, 80]),
        ([[30], [30], [90], [80]], ["m" * 152], [30, 30, 90, 80]),
        ([[30, 30], [40, 50], [80]], ["short", "m" * 170], [30, 30, 40, 67, 80]),
    ],
)
def test_the_last_column_of_the_first_page_is_as_much_wider_as_the_lines_above_need(
    groups: list[list[float]], lines: list[str], wide: list[float]
) -> None:
    assert wide_enough(groups, 0, lines) == wide


@pytest.mark.parametrize(
    ("widths", "narrower"),
    [
        ([30, 30, 54, 80], [30, 30, 54, 80]),  # 1,382 pixels, of which there are 1,389
        ([30, 30, 55, 80], [30, 30, 55, 80]),
        ([30, 30, 56, 80], [30, 30, 56, 79]),
        ([90, 30, 56, 80], [29, 30, 56, 80]),
        ([100, 100], [96, 100]),
    ],
)
def test_the_first_of_the_widest_gives_up_what_does_not_fit(widths: list[float], narrower: list[float]) -> None:
    assert within_a_page(widths) == narrower


@pytest.mark.parametrize(
    ("texts", "lines"),
    [
        ([("", 10)], 1),
        ([("m" * 17, 20)], 1), ([("m" * 18, 20)], 2), ([("m" * 34, 20)], 2), ([("m" * 35, 20)], 3),
        ([("m\nm", 20)], 2), ([("m" * 18 + "\n\nm", 20)], 4),
        ([("one " + "m" * 15 + " " + "m" * 15, 20)], 3),  # words do not break
        ([("m" * 19 + " " + "m" * 19 + " m", 20)], 3),
        ([("m", 20), ("m" * 18, 20), ("mm", 3)], 2),
        ([("mm", 3)], 2), ([("mm", 4)], 2), ([("m", 0.5)], 1), ([("mm", 5)], 1),
        ([("\n" * 27, 20)], 28), ([("\n" * 28, 20)], 28), ([("\n" * 26, 20)], 27),
    ],
)  # fmt: skip
def test_a_row_is_as_high_as_its_tallest_text(texts: list[tuple[str, float]], lines: int) -> None:
    assert height(texts) == 14.5 * lines


@pytest.mark.parametrize(
    ("headings", "widths", "lines"),
    [
        (["Park"], [20], 2),
        (["mmmm mmmm mmmm"], [5], 3), (["mmmm mmmm mmmm"], [9.8], 3), (["mmmm mmmm mmmm"], [9.9], 2),
        (["m", "mmmm mmmm mmmm mmmm"], [20, 5], 4), (["mmm"], [1], 3), (["mmm"], [0.5], 3), (["mmm"], [2.2], 2),
    ],
)  # fmt: skip
def test_headings_take_two_lines_or_as_many_as_the_longest_in_bold(
    headings: list[str], widths: list[float], lines: int
) -> None:
    assert heading_height(headings, widths) == 14.5 * lines
    if len(headings) == 1 and lines > 2:
        assert group_height(headings[0], widths[0]) == 14.5 * lines


def test_a_group_may_take_one_line() -> None:
    assert group_height("Who we are", 11) == 14.5
    assert group_height("Who we are", 10.9) == 29


@pytest.mark.parametrize(
    ("heading", "choices", "least"),
    [
        ("", [], 3),
        ("mm mmmmmmmmmm", [], 14),
        ("mm", ["m mmmmm", "mm"], 8),
        ("mmmmm", ["mmmmm"], 8.5),
        ("mmmmm", ["m" * 6], 9),
    ],
)
def test_no_word_is_broken(heading: str, choices: list[str], least: float) -> None:
    assert least_width(heading, choices) == pytest.approx(least)


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [("abc def", 7, "abc def"), ("abc def", 6, "abc d…"), ("abc def ghi", 9, "abc def …"), ("abcdefgh", 5, "abcd…")],
)
def test_what_is_cut_says_so(text: str, limit: int, cut: str) -> None:
    assert shortened(text, limit) == cut
