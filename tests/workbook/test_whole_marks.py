"""What marking adds to a workbook, as a whole, and what is left of it once the marks are taken out.

``marks.txt`` is what marks change in a workbook in which people had been at work, ``marks_out.txt`` what of that
stays, and ``marks_bare.txt`` the least workbook with a mark: see ``kept``.
"""

from __future__ import annotations

import difflib
import io
import re
from functools import cache
from pathlib import Path

import pytest
import xlsxwriter
from kept import assert_as_kept
from workbook.parts_in_words import in_words
from workbook.test_mark import bare, finding, packed, parts

from smreport.findings import Level
from smreport.frozen import replace
from smreport.workbook.mark.comment_parts import own_words
from smreport.workbook.mark.made_from import made_from
from smreport.workbook.mark.marker import mark, marked_titles
from smreport.workbook.spreadsheet_xml import column_number, written

HERE = Path(__file__).parent
SEEN = "Seen by the team. "
FINDINGS = [
    finding("Plan", "C2", "It is high.", "Look again.", level=Level.NOTE, value="3", owner="Libraries"),
    finding("Plan", "B2", "The kind\nis not  in the list.", "Pick one.", level=Level.ERROR, value="Service"),
    finding("Plan", "C2", "It is  high.", "Look again.", level=Level.NOTE),
    finding("Plan", "A4", "It is short.", "", level=Level.NOTE), finding("Plan", "A4"), finding("Plan", "A3"),
    finding("Plan", "E12", "m" * 36, "m" * 45, level=Level.ERROR, value="m" * 25),
    finding("Plan", "E12", "m" * 35, "m" * 46, value="m" * 26), finding("Plan", "AB3", "x" * 301, SEEN * 30),
    finding("Plan", "F4", "x" * 300, "Fill it in.", owner="m" * 21), finding("Plan", "F3", owner="m" * 22),
    finding("Old & grey", "B10", "m" * 30), finding("Old & grey", "A1", "n" * 75), finding("Old & grey", "B2"),
    finding("Old & grey", "C16"), replace(finding("Plan", "A3"), cell=""), finding("Gone", "A3", level=Level.ERROR),
    replace(finding("Plan", "A3"), cell="A3:A4"), replace(finding("Plan", "A3"), cell="A1, " * 75),
    finding("Last", "C4", level=Level.ERROR),
]  # fmt: skip


@cache
def theirs() -> bytes:
    """A workbook with notes, names, rules, sizes, a button and a table of their own, and a sheet of our title."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    plan, old, last = book.add_worksheet("Plan"), book.add_worksheet("Old & grey"), book.add_worksheet("Last")
    book.add_worksheet("to FIX").write("A1", "Ours")
    plan.write_row("A1", ["Area", "Kind", "Score"])
    plan.write_formula("D2", "=C2*2", None, 6)
    plan.write_comment("B2", "Ask Jane.\nShe knows.", {"author": "Bob"})
    plan.write_comment("C2", "Mine too", {"author": "Bob", "x_scale": 0.4, "y_scale": 1})
    plan.write_comment("D9", "Untouched", {"author": "Eve"})
    plan.conditional_format(
        "C2:C9", {"type": "cell", "criteria": ">", "value": 2, "format": book.add_format({"bold": 1})}
    )
    plan.data_validation("B3:B9", {"validate": "list", "source": ["a", "b"]})
    plan.add_table("H1:I3")
    old.set_column("A:A", 4)
    old.set_column("C:D", 30, None, {"hidden": True})
    old.set_default_row(30)
    for row, height in ((8, 3), (9, 40), (10, 0)):
        old.set_row(row, height)
    last.insert_button("C3", {"caption": "Press"})
    book.define_name("'Old & grey'!Here", "='Old & grey'!$A$1")
    book.define_name("Everywhere", "=Plan!$A$1")
    last.activate()
    plan.select()
    book.close()
    return content.getvalue()


def difference(before: bytes, after: bytes) -> str:
    lines = difflib.unified_diff(in_words(before).splitlines(), in_words(after).splitlines(), lineterm="", n=0)
    return "\n".join(line for line in lines if not line.startswith(("@@", "---", "+++"))) + "\n"


@cache
def marked() -> bytes:
    return mark(theirs(), FINDINGS, source="5" * 64, more="See the guide.")


WHOLE = {
    "marks.txt": lambda: difference(theirs(), marked()),
    "marks_bare.txt": lambda: in_words(mark(bare(), [finding("One", "A1")], title="Look at these")),
    "marks_out.txt": lambda: difference(theirs(), mark(marked(), [])),
    "marks_none.txt": lambda: difference(theirs(), mark(theirs(), [], title="Look at these", more="See the guide.")),
}
"""What is kept under each name."""


@pytest.mark.parametrize("name", WHOLE)
def test_marks_are_what_they_were(name: str) -> None:
    assert_as_kept(HERE / name, WHOLE[name]())


def test_marks_are_taken_out_as_often_as_they_are_put_in() -> None:
    cleared = mark(marked(), [])
    assert mark(cleared, []) == cleared
    assert difference(marked(), mark(cleared, FINDINGS, source="5" * 64, more="See the guide.")) == "\n"


@pytest.mark.parametrize(
    ("title", "others", "ours"),
    [
        ("", ["One"], "To fix"), ("", ["TO FIX"], "To fix (smreport)"),
        ("", ["to fix", "To fix (smreport)"], "To fix (smreport 2)"),
        ("", ["To fix", "To fix (smreport)", "to fix (SMREPORT 2)"], "To fix (smreport 3)"),
        ("m" * 31, ["One"], "m" * 31), ("m" * 32, ["One"], "m" * 31), ("m" * 31, ["M" * 31], "m" * 20 + " (smreport)"),
    ],
)  # fmt: skip
def test_our_sheet_has_a_title_that_no_other_has(title: str, others: list[str], ours: str) -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        for other in others:
            book.add_worksheet(other)
    assert marked_titles(mark(content.getvalue(), [], title=title)) == {ours}


def test_letters_of_columns_are_numbers() -> None:
    assert [column_number(letters) for letters in (b"A", b"Z", b"AA", b"AZ", b"BA", b"XFD")] == [
        1,
        26,
        27,
        52,
        53,
        16384,
    ]


def test_what_xml_and_excel_cannot_hold_is_written_otherwise() -> None:
    assert written("a\0b\tc\nd\x1f\ufffe _x0041_ _x004_ _X0041_") == "a b\tc\nd   _x005F_x0041_ _x004_ _X0041_"


def test_a_workbook_without_some_groups_of_looks_gets_them() -> None:
    there = parts(theirs())
    for group in ("borders", "dxfs", "fonts"):
        there["xl/styles.xml"] = re.sub(
            rb"<%b .*?</%b>" % (group.encode(), group.encode()), b"", there["xl/styles.xml"]
        )
    there["xl/styles.xml"] = re.sub(rb"<fills .*?</fills>", b"<fills/>", there["xl/styles.xml"])
    groups = re.findall(
        rb"<(fonts|fills|borders|cellXfs|dxfs)\b", parts(mark(packed(there), FINDINGS))["xl/styles.xml"]
    )
    assert groups == [b"fonts", b"fills", b"borders", b"cellXfs", b"dxfs"]


@pytest.mark.parametrize(
    ("note", "own"),
    [
        ("Mine\nsmreport:\nError: ours", "Mine"),
        ("", ""),
        ("Mine", "Mine"),
        ("Error: mine", "Error: mine"),
        ("Mine\nError: mine\n", "Mine\nError: mine\n"),
        ("smreport:\nError: ours", ""),
        (" smreport: \nGap: ours\n", ""),
        ("Mine\nsmreport:\nError: ours\nMine too", "Mine\nMine too"),
        ("Mine smreport:\nError: mine", "Mine smreport:\nError: mine"),
        ("smreport:\nMine\nNote: ours\nMine", "Mine\nMine"),
        ("Mine\n\nsmreport:\nGwall: ours\n Error: mine", "Mine\n\n Error: mine"),
    ],
)
def test_our_lines_of_a_note_stand_below_our_name_and_begin_with_a_level(note: str, own: str) -> None:
    assert own_words(note) == own


def test_a_copy_tells_from_what_it_was_made() -> None:
    assert made_from(parts(theirs())) is None
    assert made_from(parts(mark(theirs(), FINDINGS))) == ""
    assert made_from(parts(marked())) == "5" * 64
    assert made_from({"content.xml": b"smreport_marks smreport_marked_from <x> " + b"a" * 64}) == "a" * 64
    assert made_from({}) is None
