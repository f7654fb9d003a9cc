"""Charts of every kind, with odd figures too, as they are written, as wholes: nothing in them changes unseen."""

from __future__ import annotations

import io
from collections.abc import Iterator

import openpyxl
from lxml import etree
from word.wholes import ODD, assert_is, every_line

from smreport.blocks.document import Chart, Series
from smreport.word.chart_parts import LONGEST_NAME, chart_files, inline, shortened

NAMES = ("Post", "Email and every other way of writing to people")
FOUR = ("A", "B", "C", "D")

CHARTS = {
    "bars": Chart("bar", "Bars", "B.", FOUR, (Series("Points", (42, -3.5, None, 0)),), "Points", "Tool", "0.0"),
    "bars from zero": Chart("bar", "B", "B.", NAMES, (Series("P", (1, 5)), Series("Q", (2, None)))),
    "bars below zero": Chart("bar", "B", "B.", NAMES, (Series("P", (-1, -5)),)),
    "bars of nothing": Chart("bar", "B", "B.", NAMES, (Series("P", (0, None)),)),
    "shares": Chart("bar", "Way", "W.", NAMES, (Series("Way", (0.1, -0.06)),), number_format="0%"),
    "shares beyond the whole": Chart("bar", "Way", "W.", NAMES, (Series("Way", (0.1, 1.4)),), number_format="0%"),
    "columns": Chart("column", "C", "C.", FOUR, (Series("2027", (1, 2, None, 4)), Series("2028", (5, -4, 2, 1))),
                     y_title="Visits"),
    "shares in columns": Chart("column", "C", "C.", NAMES, (Series("Way", (0.1, 0.3)),), number_format="0.0%"),
    "stack": Chart("stacked", "S", "S.", ("A", "B", "C"), (
        Series("First", (60, 6, 5.9)), Series("Second", (40, None, 0)), Series("Third", (None, 2, 9)),
        *(Series(f"S{n}", (0, 9, n)) for n in range(5)),
    ), "All"),
    "stack of shares": Chart("stacked", "S", "S.", NAMES, (Series("P", (0.06, 0.05)), Series("Q", (0.94, 0.95))),
                             number_format="0%"),
    "lines": Chart("line", "L", "L.", FOUR, tuple(
        Series(f"Visits {n}", (n, None, 2 * n, -1)) for n in range(5)), "Year", "Visits", "#,##0"),
    "line": Chart("line", "L", "L.", ("A",), (Series("Visits", (3,)),)),
    "points": Chart("scatter", "P", "P.", (*FOUR, "A name that is longer than others", "E"), (
        Series("Cost", (64000, 76000, 31000, -147000, 5, None)), Series("Now", (27, None, 28, None, 1, None)),
        Series("Later", (None, -12, None, 25, None, 3)), *[Series("Never", (None,) * 6)] * 3,
    ), "Cost", "Benefit", "£#,##0", height_cm=9.5),
    "points at the edge": Chart("scatter", "P", "P.", tuple(f"Ten {n:06}" for n in range(9)), (
        Series("Cost", (600, 650, 700, 725, 750, 775, 800, 850, 1000)), Series("Now", tuple(range(0, 90, 10))))),
    "one point": Chart("scatter", "P", "P.", ("A",), (Series("Cost", (-2,)), Series("Now", (5,)))),
    "times": Chart("gantt", "T", "T.", FOUR, (
        Series("Start", (46500, 46600, 46754, None)), Series("Days", (200, 30, None, 900))), "When", "What"),
    "parts of times": Chart("gantt", "T", "T.", FOUR[:2], (
        Series("Start", (46500, None)), Series("Made", (200, 9)), Series("Tried", (10, 40)))),
}  # fmt: skip


def assert_as_before(*kinds: str) -> None:
    for name, chart in CHARTS.items():
        if chart.kind in kinds:
            files = chart_files(chart, ODD)
            assert files.xml.startswith(b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>")
            drawn = every_line([etree.fromstring(files.xml), inline(chart, "rId9", 3, 6_000_000)])
            assert_is(f"charts/{name}", "\n".join([*cells(files.workbook), "", drawn]))


def test_bars_and_columns_and_the_figures_behind_them() -> None:
    assert_as_before("bar", "column")


def test_stacks_and_lines_and_the_figures_behind_them() -> None:
    assert_as_before("stacked", "line")


def test_points_and_time_lines_and_the_figures_behind_them() -> None:
    assert_as_before("scatter", "gantt")


def cells(workbook: bytes) -> Iterator[str]:
    """What a workbook holds, row by row."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    (sheet,) = book.worksheets
    widths = {letter: column.width for letter, column in sheet.column_dimensions.items()}
    yield f"{book.properties.title} of {book.properties.created}: {sheet.title} {sheet.dimensions} {widths}"
    for row in sheet.iter_rows():
        yield " | ".join(
            f"{'bold ' if cell.font.b else ''}{cell.value!r} {cell.number_format}"
            for cell in row
            if cell.value is not None
        )


def test_a_name_is_cut_at_a_word_where_more_than_half_stays() -> None:
    cut = {
        ("as it is", 8): "as it is",
        (" one\n\tline ", 8): "one line",
        ("as it was", 8): "as it…",
        ("as it-was", 7): "as it…",
        ("abcd efghi", 8): "abcd ef…",
        ("abcde fghi", 8): "abcde…",
        ("abcdefghi", 8): "abcdefg…",
        ("a bc, - dkk", 9): "a bc…",
        ("W" * 41, LONGEST_NAME): "W" * 39 + "…",
        ("W" * 40, LONGEST_NAME): "W" * 40,
    }
    assert {(text, longest): shortened(text, longest) for text, longest in cut} == cut


def test_a_time_line_has_five_steps_at_most_from_the_quarter_on() -> None:
    """Day 46478 is 1 April 2027; the others are 1 May and 29 June."""
    axes = {
        1: (0, 31, 31), 155: (0, 155, 31), 156: (0, 184, 92), 460: (0, 460, 92), 461: (0, 549, 183),
        915: (0, 915, 183), 916: (0, 1098, 366), 1830: (0, 1830, 366), 1831: (0, 2193, 731),
    }  # fmt: skip
    for start in (46478, 46508, 46567):
        for days, (low, high, step) in axes.items():
            times = Series("Start", (start,)), Series("Days", (46478 + days - start,))
            root = etree.fromstring(chart_files(Chart("gantt", "T", "T.", ("A",), times), ODD).xml)
            ends = [float(next(root.iter(f"{{*}}{tag}")).get("val")) for tag in ("min", "max", "majorUnit")]
            assert ends == [46478 + low, 46478 + high, step], (start, days)
