"""What is looked for in the bytes of sheets before calamine gets them: unusual and far cells, new errors, too much."""

from __future__ import annotations

from io import BytesIO

import pytest
import python_calamine
import xlsxwriter

from smreport.workbook.read import grids
from smreport.workbook.read.for_calamine import (
    Trouble,
    as_calamine_reads,
    far_cells,
    without_far_cells,
)
from smreport.workbook.read.grids import Book, Damaged, TooMuch, has_unusual_cells, plainly_harmless, read_apart
from smreport.workbook.read.workbook_file import titled_by

MEGABYTE = 1024 * 1024


CELLS: list[tuple[str, bool]] = [
    ('<c r="A1"/>', False), ('<c r="A1">', False), ('<c r="HZ9999" s="3" t="s">', False),
    ('<c r="A1" t="s" cm="1"/>', False),
    ('<c r="IA1"/>', True), ('<c r="A10000"/>', True), ('<c r="AAA1"/>', True), ("<c>", True), ("<c/>", True),
    ('<c s="3" r="A1"/>', True), ('<c r="A1" r="B1"/>', True), ('<c r="A1" />', True), ("<c\n>", True),
    ("<x:c>", True), ('<x:c r="A1"/>', True), ("<cols>", False), ("<x:cols>", False),
]  # fmt: skip


def test_a_cell_is_usual_where_it_says_at_once_where_it_stands() -> None:
    assert [(cell, has_unusual_cells(f"<row>{cell}".encode())) for cell, _ in CELLS] == CELLS


def test_what_is_plainly_harmless_is_small_even_if_every_cell_had_the_longest_text() -> None:
    text, cell = b"<si>" + b"x" * (MEGABYTE - 4) + b"</si>", b'<c r="A1"/>'
    assert [plainly_harmless([text, cell * count]) for count in (1, 199, 200)] == [True, True, False]
    assert [plainly_harmless([text + cell * 150, cell * count]) for count in (49, 50)] == [True, False]
    assert plainly_harmless([text.replace(b"si>", b"so>"), cell * 200])
    large = b" " * 16 * MEGABYTE
    assert [plainly_harmless([large, more], False) for more in (b"", b" ")] == [True, False]


@pytest.mark.parametrize(
    ("part", "is_harmless"),
    [
        (b"<x/>", True), (b"<!-- x -->", False), (b"<![CDATA[", False), (b'<sst count="1234567">', True),
        (b'<sst count="12345678">', False), (b"<sst uniqueCount = '12345678'>", False), (b"<x:c/>", False),
    ],
)  # fmt: skip
def test_what_hides_or_asks_for_room_is_not_plainly_harmless(part: bytes, is_harmless: bool) -> None:
    assert plainly_harmless([b"<a/>", part]) is is_harmless
    assert not plainly_harmless([b"<a/>", part], True)
    assert plainly_harmless([b"<a/>", part], False) is (is_harmless or part == b"<x:c/>")


# --- far cells ---


def sheet(*cells: str) -> bytes:
    return b"<sheetData>" + b"".join(f'<c r="{at}"><v>{at}</v></c>'.encode() for at in cells) + b"</sheetData>"


FIRST = "A1"


@pytest.mark.parametrize(
    ("cells", "far"),
    [
        (["A10000", "A11000"], []), (["A11001"], ["A11001"]), (["A11000", "A12000"], []),
        (["A11000", "A12001"], ["A12001"]),
        (["B30000", "A30001"], ["B30000", "A30001"]), (["DA1", "GW1"], []),
        (["GX1", "IA1"], ["GX1", "IA1"]), (["GW1", "IA1"], []), (["CV1", "GW1", "KS1"], []),
        (["GW1", "KT1"], ["KT1"]), (["XFD1", "A1048576"], ["XFD1", "A1048576"]), (["XFE1"], []), (["A1048577"], []),
        (["A11001", "GX2"], ["A11001", "GX2"]), (["A99999", "ZZ3"], ["A99999", "ZZ3"]),
    ],
)  # fmt: skip
def test_cells_are_far_behind_a_gap_of_a_thousand_rows_or_a_hundred_columns(cells: list[str], far: list[str]) -> None:
    near = [cell for cell in [FIRST, *cells] if cell not in far]
    for written in (
        sheet(FIRST, *cells), sheet(FIRST, *cells).replace(b'<c r="', b"<c x='' r=\"").replace(b"<c x", b"<c  x"),
    ):  # fmt: skip
        found = [*far_cells(written)]
        assert [cell.split(b"<v>")[1].split(b"<")[0].decode() for _, cell in found] == far
        assert all(cell.startswith(b"<c ") and cell.endswith(b"</c>") for _, cell in found)
        left = without_far_cells(written)
        assert (left is written) is not far
        assert left.count(b"<v>") == len(near)
    assert without_far_cells(sheet(FIRST, *cells)) == sheet(*near)


def test_far_cells_are_told_by_their_place_and_only_where_they_hold_something() -> None:
    xml = b'<c r="A1"><v>1</v></c><c r="B20000"><t>x</t></c><c r="C20000"><f>A1</f></c><c r="D20000"/><c r="E20000"><v>'
    assert [*far_cells(xml)] == [((20000, 2), b'<c r="B20000"><t>x</t></c>')]
    assert without_far_cells(xml) == b'<c r="A1"><v>1</v></c><c r="D20000"/><c r="E20000"><v>'


def test_what_troubles_calamine_is_known_by_part_and_put_in_another_way() -> None:
    error = b'<c r="B1" t="e"><f>A1</f><v>#SPILL!</v></c>'
    parts = {
        "xl/worksheets/sheet1.xml": sheet("A1"), "xl/worksheets/sheet2.xml": sheet("A1", "A20000") + error,
        "xl/worksheets/sheet3.xml": b"<c>" + error, "xl/worksheets/sheet4.xml": b'<c s="1" r="A1"/>',
        "xl/worksheets/sheet5.xml": error, "xl/media/image.png": b"<c>",
    }  # fmt: skip
    trouble = Trouble.within(parts)
    one, two, three, four, five, _ = parts
    assert trouble == Trouble(
        frozenset({two}), frozenset({two, three, five}), frozenset({two, three, four}), frozenset({one, two, five})
    )
    read = as_calamine_reads(parts, trouble)
    known = error.replace(b"#SPILL!", b"#N/A")
    assert read == {**parts, two: sheet("A1") + known, three: b"<c>" + known, five: known}
    assert as_calamine_reads(parts, Trouble()) is parts
    assert trouble.near(two, parts[two]) == sheet("A1") + error
    assert trouble.near(one, parts[one]) is parts[one]


def test_tabs_breaks_and_truths_of_an_ods_file_are_put_as_calamine_reads_them() -> None:
    cell = '<table:table-cell table:formula="of:={}()" office:value-type="float" office:value="{}">'
    content = f"a<text:tab/>b<text:line-break/>{cell.format('TRUE', 1)}{cell.format('FALSE', 0)}{cell.format('SUM', 1)}"
    truths = (
        '<table:table-cell table:formula="of:={}()" office:value-type="boolean" office:boolean-value="{}">'.format(
            *truth
        )
        for truth in (("TRUE", "true"), ("FALSE", "false"))
    )
    parts = {"content.xml": content.encode(), "mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}
    wanted = f"a\tb\n{''.join(truths)}{cell.format('SUM', 1)}"
    assert as_calamine_reads(parts, Trouble()) == {**parts, "content.xml": wanted.encode()}


# --- books that are read here and apart ---


def book(sheets: int = 2) -> bytes:
    """Sheets of two rows and three columns."""
    file = BytesIO()
    with xlsxwriter.Workbook(file) as made:
        for number in range(sheets):
            made.add_worksheet(f"S{number}").write_row(1, 0, [number, "x", True])
    return file.getvalue()


def test_cells_are_counted_over_all_sheets() -> None:
    content = book()
    sheets = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
    cells = sum(it.total_height * it.total_width for it in map(sheets.get_sheet_by_name, sheets.sheet_names))
    read = Book(content, cells)
    assert (read.titles, read.is_harmless) == (["S0", "S1"], True)
    assert [read.grid(title) for title in read.titles] == [[["", "", ""], [number, "x", True]] for number in (0.0, 1.0)]
    assert read.left == 0
    short = Book(content, cells - 1)
    short.grid("S0")
    with pytest.raises(TooMuch, match=r"^cells$"):
        short.grid("S1")
    with pytest.raises(Damaged):
        read.grid("S9")
    with pytest.raises(Damaged):
        Book(b"x", 5)


def test_another_process_reads_the_sheets_that_are_asked_for() -> None:
    content = book(3)
    limits = {"cells": 4, "seconds": 5, "memory": 300}
    read = read_apart(content, **limits, but=["S1"])
    assert {title: grid and grid[1] for title, grid in read.items()} == {
        "S0": [0.0, "x", True], "S1": None, "S2": [2.0, "x", True]
    }  # fmt: skip
    assert {title for title, grid in read_apart(content, **limits, only="S1").items() if grid} == {"S1"}
    with pytest.raises(TooMuch, match=r"^cells$"):
        read_apart(content, cells=3, seconds=5, memory=300, only="", but=["S1"])
    with pytest.raises(Damaged):
        read_apart(b"x", **limits)
    with pytest.raises(TooMuch, match=r"^seconds$"):
        read_apart(content, cells=9, seconds=0, memory=300)


def test_the_other_process_holds_itself_to_its_limits_as_far_as_the_system_lets_it() -> None:
    resource = pytest.importorskip("resource")
    kinds = {resource.RLIMIT_CPU: 10**6, resource.RLIMIT_AS: 10**7 * MEGABYTE}  # more than any test takes
    before = {kind: resource.getrlimit(kind) for kind in kinds}
    try:
        grids._hold_to(10**6, 10**7)
        for kind, most in kinds.items():
            hard = before[kind][1]
            assert resource.getrlimit(kind) == (most if hard == resource.RLIM_INFINITY else min(most, hard), hard)
    finally:
        for kind, limits in before.items():
            resource.setrlimit(kind, limits)


def test_several_sheets_are_harmless_as_long_as_they_are_small_even_if_each_is_the_whole_file() -> None:
    read = Book(book(), 100)
    for size, is_harmless in ((200 * MEGABYTE - 1, True), (200 * MEGABYTE, False)):
        read._size = size
        assert read.is_harmless is is_harmless


def test_what_the_other_process_sends_says_its_kind() -> None:
    content = book(3)
    for only, but, wanted in (
        ("", (), "012"),
        ("S1", (), "1"),
        ("", ("S0", "S2"), "1"),
        ("S1", ("S1",), ""),
        ("S9", (), ""),
    ):
        kind, sent = grids._read(content, 6, only, *but)
        assert isinstance(sent, dict)
        assert (kind, [*sent]) == ("grids", ["S0", "S1", "S2"])
        assert "".join(title[1] for title, grid in sent.items() if grid) == wanted
        assert all(grid is None or grid[1] == [float(title[1]), "x", True] for title, grid in sent.items())
    assert grids._read(content, 3, "") == ("TooMuch", "cells")
    assert grids._read(b"x", 6, "")[0] == "Damaged"


@pytest.mark.parametrize(
    ("part", "wanted"),
    [
        ("<definedName name=\"list_a\">'My ''own'''!$A$1</definedName>", "My 'own'"),
        ('<definedName name="x">X!A1</definedName><definedName a="1" name="list_b">Y&amp;Z!A1</definedName>', "Y&Z"),
        ('<definedName name="list_a">#REF!</definedName>', "#REF"), ('<definedName name="list_a">5</definedName>', ""),
        ('<definedName name="all_a">X!A1</definedName>', ""), ("", ""),
    ],
)  # fmt: skip
def test_the_sheet_of_the_first_of_our_names_is_known(part: str, wanted: str) -> None:
    assert titled_by({"xl/workbook.xml": part.encode()}, lambda name: name.startswith("list_")) == wanted
