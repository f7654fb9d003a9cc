"""A drawing can be read back: its marks stand where its axes' numbers say, its words fit, and none hides another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smreport.blocks.axis import round_axis
from smreport.blocks.document import Chart, Series
from smreport.web.drawings import drawn, figures_of

SIZE = (480, 350)
LETTER = 7.0  # pixels of an average letter at the page's size
SCATTER = Chart(
    "scatter", "Both", "Points", ("A", "B", "C", "D"),
    (
        Series("Cost", (1200.0, 4300.0, 250.0, None)),
        Series("Now", (5.0, None, 62.5, None)),
        Series("Later", (None, 88.0, None, 3.0)),
        Series("Never", (None, None, None, None)),
    ),
    x_title="Cost", y_title="Points", number_format='"£"#,##0',
)  # fmt: skip
YEARS = tuple(map(str, range(2019, 2032)))
LINE = Chart(
    "line", "Way", "Lines", YEARS,
    (
        Series("Calls", (9.0, 12.5, None, 4.0, 31.0, *[None] * 8)),
        Series("Letters", (*[2.0] * 12, -3.0)),
    ),
    y_title="Each year", number_format="0.0",
)  # fmt: skip


def texts(svg: Any) -> list[tuple[str, float, float, str]]:
    return [
        (text.text, float(text.get("x")), float(text.get("y")), text.get("text-anchor")) for text in svg if text.text
    ]


def number(text: str) -> float:
    return float(re.sub("[£,%]", "", text).replace("−", "-"))


def scale(marks: Sequence[tuple[float, float]], value: float) -> float:
    """Where a value stands by an axis's first and last mark, of which all others stand where they should."""
    (low, start), *_, (high, end) = marks
    places = [start + (mark - low) / (high - low) * (end - start) for mark, _ in marks]
    assert places == pytest.approx([place for _, place in marks], abs=0.2)
    return start + (value - low) / (high - low) * (end - start)


def crossing(svg: Any) -> tuple[float, float]:
    """Where the axes cross."""
    (axis,) = svg.xpath("path[@class='axis']/@d")
    across, up = re.findall(r"[MV]([\d.]+)", axis)
    return float(across), float(up)


def marks_beside(svg: Any) -> list[tuple[float, float]]:
    """The numbers beside, each with the height that it stands for: its letters are centred on it."""
    across, up = crossing(svg)
    marks = [(number(words), y - 4) for words, x, y, anchor in texts(svg) if anchor == "end" and x == across - 6]
    assert marks[0][1] == pytest.approx(up, abs=0.1)
    return marks


def marks_below(svg: Any) -> list[tuple[float, float]]:
    """The numbers below, each with the place that it stands for."""
    _, up = crossing(svg)
    return [(number(words), x) for words, x, y, anchor in texts(svg) if anchor == "middle" and y == up + 18]


def centre(path: str) -> tuple[float, float]:
    """The middle of what a shape covers."""
    (x, y), *steps = _strokes(path)
    xs, ys = [x], [y]
    for across, up in steps:
        xs.append(xs[-1] + across)
        ys.append(ys[-1] + up)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _strokes(path: str) -> list[tuple[float, float]]:
    strokes = []
    for letter, given_numbers in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        numbers = [float(part) for part in given_numbers.split()]
        match letter:
            case "M" | "l":
                strokes.append((numbers[0], numbers[1]))
            case "h":
                strokes.append((numbers[0], 0.0))
            case "v":
                strokes.append((0.0, numbers[0]))
            case "a":
                assert numbers[0] == numbers[1] == abs(numbers[5]) / 2  # half a circle
                strokes.append((numbers[5], numbers[6]))
            case _:
                assert letter == "z"
    return strokes


def shapes(svg: Any) -> list[tuple[str, str]]:
    return [(path.get("d"), path.get("style")) for path in svg.iter("path") if path.get("style")]


def test_points_stand_where_the_axes_say_with_their_numbers_beside_them() -> None:
    svg = drawn(SCATTER)
    below, beside = marks_below(svg), marks_beside(svg)
    assert 3 <= len(below) <= 6
    assert below[0][0] == beside[0][0] == 0
    wanted = {
        (str(at), round(scale(below, x)), round(scale(beside, y)))
        for series in SCATTER.series[1:]
        for at, (x, y) in enumerate(zip(SCATTER.series[0].values, series.values, strict=True), 1)
        if x is not None and y is not None
    }
    centres = [centre(path) for path, _ in shapes(svg)]
    numbers = [text for text in texts(svg) if text[3] == "start" and text[0].isdigit()]
    drawn_points = {
        (words, round(across), round(up))
        for words, x, y, _ in numbers
        for across, up in centres
        if 0 < x - across <= 12 and abs(y - up) <= 6
    }
    assert drawn_points == wanted
    assert len(wanted) == 3


def test_each_group_has_a_shape_and_a_colour_of_its_own_and_its_name_beside_them() -> None:
    svg = drawn(SCATTER)
    groups = SCATTER.series[1:]
    legend = {}
    for words, x, y, _ in texts(svg):
        if words in {group.name for group in groups}:
            (legend[words],) = [
                (re.sub(r"^M\S+ \S+?(?=[a-z])", "", path), style)
                for path, style in shapes(svg)
                if 0 < x - centre(path)[0] <= 14 and abs(centre(path)[1] - y) <= 8
            ]
    assert set(legend) == {group.name for group in groups}
    assert len(set(legend.values())) == len({shape for shape, _ in legend.values()}) == len(groups)
    used = [(re.sub(r"^M\S+ \S+?(?=[a-z])", "", path), style) for path, style in shapes(svg)]
    assert sorted(used.count(look) for look in legend.values()) == [1, 2, 3]  # its own, and those of its points


def test_lines_stand_where_the_axes_say_and_break_where_nothing_is_known() -> None:
    svg = drawn(LINE)
    beside = marks_beside(svg)
    years = {words: x for words, x, _, anchor in texts(svg) if anchor == "middle"}
    assert 3 <= len(years) <= 6
    assert set(years) <= set(YEARS)
    marks = [(float(year), x) for year, x in years.items()]
    for series, (path, _) in zip(LINE.series, shapes(svg), strict=True):
        wanted, was_known = [], False
        for year, value in zip(YEARS, series.values, strict=True):
            if value is not None:
                wanted.append(("L" if was_known else "M", scale(marks, float(year)), scale(beside, value)))
            was_known = value is not None
        points = [(letter, float(x), float(y)) for letter, x, y in re.findall(r"([ML])([\d.]+) ([\d.]+)", path)]
        assert [point[0] for point in points] == [point[0] for point in wanted]
        assert [c for point in points for c in point[1:]] == pytest.approx([c for w in wanted for c in w[1:]], abs=0.3)
        (name,) = [text for text in texts(svg) if text[0] == series.name]
        assert (name[1], name[2]) == pytest.approx((points[-1][1], points[-1][2] - 8), abs=0.2)


@pytest.mark.parametrize("chart", [SCATTER, LINE], ids=lambda chart: chart.kind)
def test_words_stand_within_the_drawing_and_clear_of_each_other(chart: Chart) -> None:
    svg = drawn(chart)
    assert svg.get("viewBox") == "0 0 480 350"
    boxes = []
    for words, x, y, anchor in texts(svg):
        length = LETTER * len(words)
        left = x - {"start": 0, "middle": length / 2, "end": length}[anchor]
        boxes.append((words, left, left + length, y - 11, y + 2))
    assert [box for box in boxes if box[1] < 0 or box[2] > SIZE[0] or box[3] < 0 or box[4] > SIZE[1]] == []
    hidden = [
        (first[0], second[0])
        for first, second in combinations(boxes, 2)
        if first[1] < second[2] and second[1] < first[2] and first[3] < second[4] and second[3] < first[4]
    ]
    assert hidden == []


def test_nothing_is_drawn_where_no_point_has_both_values_and_one_point_is_enough() -> None:
    alone = (Series("Cost", (10.0, None)), Series("Now", (None, 8.0)))
    assert drawn(Chart("scatter", "", "", ("A", "B"), alone)) is None
    assert drawn(Chart("bar", "", "", ("A", "B"), alone)) is None
    svg = drawn(Chart("line", "", "", ("2026",), (Series("Calls", (0.0,)),)))
    assert shapes(svg)[0][0].startswith("M64.0 ")


def test_bars_of_a_timeline_begin_and_end_where_its_days_do() -> None:
    series = (
        Series("Start", (1000.0, 1050.0, None)),
        Series("Agreed", (100.0, None, 5.0)),
        Series("Proposed", (None, 150.0, None)),
    )
    table = figures_of(Chart("gantt", "", "", ("A", "B", "C"), series), None)
    styles = [" ".join(row.xpath(".//@style")) for row in table.find("tbody")]
    rows = [re.findall(r"left: ([\d.]+)%; width: ([\d.]+)%; background: var\(--c(\d)\)", style) for style in styles]
    assert rows == [[("0.0", "50.0", "0")], [("25.0", "75.0", "1")], [("0.0", "2.5", "0")]]
    assert [cell.get("class") for cell in table.find("tbody")[0]] == [None, None, None, None, "track"]


@pytest.mark.parametrize(
    ("number_format", "value", "shown"),
    [
        ("#,##0", 12345.6, "12,346"), ("0", 12345.6, "12346"), ("0.00", 0.126, "0.13"), ("0%", 0.255, "26%"),
        ('"£"#,##0;-"£"#,##0', -1200.0, "−£1,200"), ("0", -0.2, "0"), ("General", -2.5, "−2.5"), ("0", None, ""),
        ('0.0" hours"', 3.26, "3.3 hours"), ("0", float("inf"), ""),
    ],
)  # fmt: skip
def test_a_figure_is_shown_as_its_format_says(number_format: str, value: float | None, shown: str) -> None:
    chart = Chart("column", "", "", ("A",), (Series("It", (value,)),), number_format=number_format)
    assert figures_of(chart, None).xpath("string(tbody/tr/td[1])") == shown


ANY = st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 3))


@given(ANY, ANY)
def test_an_axis_holds_all_in_a_few_round_steps(first: float, second: float) -> None:
    low, high = sorted((first, second))
    axis = round_axis(low, high)
    spare = 1e-6 * axis.step
    assert axis.low <= low + spare
    assert axis.high >= high - spare
    assert axis.low + axis.step > low - spare
    assert axis.high - axis.step < high + spare or axis.last - axis.first == 1
    assert f"{axis.step:e}"[:5] in {"1.000", "2.000", "2.500", "5.000"}
    if low < high:
        assert 3 <= axis.last - axis.first <= 7
    shares = [axis.share(value) for value in (axis.low, low, high, axis.high)]
    assert shares[0] == 0
    assert shares[3] == 1
    assert all(before <= after + 1e-9 for before, after in pairwise(shares))
