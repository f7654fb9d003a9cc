"""A note's box stands beside its cell, on the sheet, and is as wide as others and high enough, whatever the grid."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from smreport.workbook.mark.comment_boxes import Boxes
from smreport.workbook.packages import package_of

WIDE, LINE, LETTERS = 300, 17, 45  # pixels; a line of a note, and how many letters go into it at most
LAST = 16_383, 1_048_575
SHEET = "xl/worksheets/sheet1.xml"

Sizes = Mapping[int, int]  # pixels of some columns or rows, counted from 0; 0 where hidden
SIZES = st.dictionaries(st.integers(0, 12), st.sampled_from([0, 5, 20, 64, 90, 250, 700]), max_size=6)
TEXTS = st.lists(st.sampled_from(["Word ", "Line\n", "A long line that goes on " * 4, "x"]), min_size=1).map("".join)


def sheet(widths: Sizes, heights: Sizes, note: str = "") -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        page = book.add_worksheet()
        for column, width in widths.items():
            page.set_column_pixels(column, column, width, None, {"hidden": not width})
        for row, height in heights.items():
            page.set_row_pixels(row, height, None, {"hidden": not height})
        if note:
            page.write_comment("C3", note, {"x_scale": 1, "y_scale": 1})
    return content.getvalue()


def anchors(drawing: str) -> list[list[int]]:
    return [[int(part) for part in anchor.split(",")] for anchor in re.findall("Anchor>([^<]+)<", drawing)]


def span(sizes: Sizes, usual: int, first: int, first_by: int, last: int, last_by: int) -> int:
    """How many pixels lie between two places."""
    return sum(sizes.get(at, usual) for at in range(first, last)) - first_by + last_by


def drawn(content: bytes, cell: str, text: str, *, fits: bool = False) -> str:
    package = package_of(content)
    boxes = Boxes(package, SHEET)
    if fits:
        boxes.fit(cell, text)
    else:
        boxes.add(cell, text)
    boxes.save()
    return package.raw(boxes.part).decode()


@settings(max_examples=12)
@given(SIZES, SIZES, st.integers(1, 14), st.integers(0, 14), TEXTS)
def test_a_new_box_is_beside_its_cell_and_has_room_for_its_text(
    widths: Sizes, heights: Sizes, row: int, column: int, text: str
) -> None:
    drawing = drawn(sheet(widths, heights), f"{chr(ord('A') + column)}{row}", text)
    ((left, left_by, top, top_by, right, right_by, bottom, bottom_by),) = anchors(drawing)
    assert (left, top) == (column + 1, max(0, row - 2))
    assert 0 <= left_by < 20
    assert 0 <= top_by <= 10
    assert span(widths, 64, left, left_by, right, right_by) == WIDE
    high = span(heights, 20, top, top_by, bottom, bottom_by)
    lines = sum(max(1, -(-len(line) // LETTERS)) for line in text.split("\n"))
    assert lines * LINE < high <= (2 * lines + 2) * LINE
    assert right_by < widths.get(right, 64)
    assert bottom_by < heights.get(bottom, 20)
    sizes = re.search(r"width:([\d.]+)pt;height:([\d.]+)pt", drawing)
    assert sizes
    assert [float(size) for size in sizes.groups()] == [WIDE * 3 / 4, high * 3 / 4]  # points
    assert f"<x:Row>{row - 1}</x:Row><x:Column>{column}</x:Column>" in drawing


@settings(max_examples=12)
@given(SIZES, SIZES, TEXTS)
def test_a_person_s_box_stays_where_it_is_and_only_gets_higher(widths: Sizes, heights: Sizes, text: str) -> None:
    content = sheet(widths, heights, "Mine")
    before = drawn(content, "Z99", text, fits=True)
    after = drawn(content, "C3", text, fits=True)
    ((*place, right, right_by, bottom, bottom_by),) = anchors(before)
    ((*place_now, right_now, right_by_now, bottom_now, bottom_by_now),) = anchors(after)
    assert (place, right, right_by) == (place_now, right_now, right_by_now)
    assert (bottom_now, bottom_by_now) >= (bottom, bottom_by)
    left, left_by, top, top_by = place
    wide = span(widths, 64, left, left_by, right, right_by)
    high = span(heights, 20, top, top_by, bottom_now, bottom_by_now)
    fewest, most = (sum(1 + len(line) // max(wide // size, 8) for line in text.split("\n")) for size in (6, 9))
    assert high > LINE * (fewest - 1)
    assert after == before or high <= LINE * (most + 2)
    assert re.sub("Anchor>[^<]+<", "", after) == re.sub("Anchor>[^<]+<", "", before)


@pytest.mark.parametrize("cell", ["XFD1048576", "XFC1048575", "XFD1"])
def test_a_box_at_the_end_of_the_sheet_ends_with_it(cell: str) -> None:
    ((left, _, top, _, right, _, bottom, _),) = anchors(drawn(sheet({}, {}), cell, "A line\n" * 40))
    assert left <= right <= LAST[0]
    assert top <= bottom <= LAST[1]
    assert (left, right) == (LAST[0], LAST[0])


def test_a_sheet_says_what_its_columns_and_rows_measure_where_it_names_none() -> None:
    content = sheet({}, {})
    package = package_of(content)
    given_sizes = package.root(SHEET).find("{*}sheetFormatPr")
    given_sizes.set("defaultColWidth", "20")
    given_sizes.set("defaultRowHeight", "30")
    boxes = Boxes(package, SHEET)
    boxes.add("B2", "One\nTwo\nThree\nFour")
    boxes.save()
    ((left, left_by, top, top_by, right, right_by, bottom, bottom_by),) = anchors(package.raw(boxes.part).decode())
    assert span({}, 140, left, left_by, right, right_by) == WIDE
    assert 4 * LINE < span({}, 40, top, top_by, bottom, bottom_by) < 6 * LINE
