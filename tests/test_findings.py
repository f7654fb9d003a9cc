"""Findings in words: grouped by sheet, errors first, equal ones on one line with all their cells."""

from __future__ import annotations

import json
import re

import pytest

from smreport.findings import (
    Finding,
    Level,
    as_text,
    begins_in_check,
    cell_ranges,
    cells_in_brief,
    in_check,
    summary,
    without_what_follows,
)


def finding(cell: str, **changes: object) -> Finding:
    plain: dict[str, object] = {
        "code": "areas.kind.listed", "level": Level.ERROR, "file": "a.xlsx", "sheet": "1 Areas", "row": 7, "cell": cell,
        "column": "Kind", "what": "Kind is not in the list.", "fix": "Pick one.", "value": "Servise",
    }  # fmt: skip
    return Finding(**{**plain, **changes})  # type: ignore[arg-type]


def test_equal_findings_share_a_line_with_all_their_cells() -> None:
    text = as_text([finding("C7"), finding("C9"), finding("C9"), finding("C8", value="Actvity")])
    assert text.splitlines() == [
        "a.xlsx: 1 Areas",
        "  error  C7, C9 “Servise”, C8 “Actvity”: Kind is not in the list. Pick one.",
    ]


def test_cells_below_each_other_are_one_range_wherever_cells_are_listed() -> None:
    cells = [f"D{row}" for row in range(23, 6, -1)]
    assert cell_ranges([*cells, "AA3", "C7", "D8", "C9", "row 4", "E7", "E6"]) == [
        "C7", "C9", "D7:D23", "E6:E7", "AA3", "row 4",
    ]  # fmt: skip
    (line,) = as_text([finding(cell) for cell in cells]).splitlines()[1:]
    assert "D7:D23 “Servise”: " in line


def test_findings_with_other_remedies_do_not_share_a_line() -> None:
    assert len(as_text([finding("C7"), finding("C9", fix="Did you mean “Service”?")]).splitlines()) == 3


def test_errors_come_first_within_a_sheet_and_sheets_keep_their_order() -> None:
    gap = finding("B7", level=Level.GAP, code="areas.lead.required", value="", what="Lead is missing.", fix="A post.")
    note = finding("B8", level=Level.NOTE, code="areas.name.similar", value="")
    elsewhere = finding("C5", sheet="2 Objectives")
    text = as_text([note, gap, finding("C7"), elsewhere])
    assert [line.split()[0] for line in text.splitlines() if line] == [
        "a.xlsx:", "error", "gap", "note", "a.xlsx:", "error",
    ]  # fmt: skip
    assert "  gap    B7: Lead is missing. A post." in text


def test_a_long_value_is_shortened_and_line_breaks_are_closed_up() -> None:
    (line,) = as_text([finding("C7", value="two\nlines " + "x" * 100)]).splitlines()[1:]
    assert "“two lines xxx" in line
    assert "…”: Kind" in line
    assert len(line) < 130


def test_what_shares_a_last_line_is_named_even_where_one_alone_is_longer_than_a_line() -> None:
    rows = range(100_007, 100_013)
    found = [finding(f"AB{row}", fix=f"Change it, {row}.", value=f"{row} " + "x" * 60) for row in rows]
    last = as_text(found).splitlines()[-1]
    assert re.search(r"AB100009 “100009 x+…” \(And 4 more like it\.\)$", last)


@pytest.mark.parametrize(("length", "named"), [(28, "C9 “y+”, C10 “z+”"), (29, "C9 “y+”")])
def test_what_shares_a_last_line_is_named_as_far_as_a_line_of_a_window_goes(length: int, named: str) -> None:
    values = ("a", "b", "y" * 28, "z" * length)
    found = [finding(f"C{row}", fix=f"Change {row}.", value=value) for row, value in enumerate(values, 7)]
    assert re.search(rf"error  {named} \(And 2 more like it\.\)$", as_text(found))


def test_findings_are_counted_by_level() -> None:
    assert summary([]) == "no errors, no gaps and no notes"
    assert summary([finding("C7"), finding("C8"), finding("C9", level=Level.NOTE)]) == "2 errors, no gaps and 1 note"


def test_a_finding_is_plain_data() -> None:
    data = json.loads(json.dumps(finding("C7").as_dict()))
    assert (data["level"], data["cell"], data["value"]) == ("error", "C7", "Servise")


def gap(cell: str, kind: str, **changes: object) -> Finding:
    return finding(cell, **{"level": Level.GAP, "code": f"areas.{kind}", "value": "", **changes})


MIXED = [
    finding("E9", level=Level.NOTE, code="areas.name.understood", what="Read so.", fix="As A.", value="a"),
    finding("E7", level=Level.NOTE, code="areas.lead.ambiguous_date", what="Read so.", fix="As B.", value="b"),
    finding("E8", level=Level.NOTE, code="areas.lead.bullet", what="Without it.", fix="As C.", value="c"),
    finding("F7", level=Level.NOTE, code="areas.name.similar", what="Alike.", fix="Look.", value="Look"),
    gap("D7", "lead.required", column="Lead"), gap("D8", "lead.required", column="Lead", fix="A post."),
    gap("G7", "why.required", column="Why", what="Why is missing.", fix="Say it."),
    gap("B7", "roles.missing_row", what="No row.", fix="Add one.", value="Adviser"),
    gap("B8", "covered.tools", what="Nothing.", fix="Map it."),
    finding("C7", fix="1."), finding("C8", fix="2."), finding("C9", fix="3."),
    finding("H7", code="areas.kind.other", what="Wrong.", fix="Not “Servise”."),
    finding("C5", sheet="3 Tools", code="tools.no_rows", level=Level.GAP, what="Empty.", fix="Fill it in.", value=""),
    finding("C6", sheet="3 Tools", file="b.xlsx", code="tools.kind.required", level=Level.GAP, value="", what="None."),
]  # fmt: skip


def test_a_sheet_is_told_in_the_order_in_which_putting_right_helps() -> None:
    assert as_text(MIXED).splitlines() == [
        "a.xlsx: 1 Areas",
        "  error  C7 “Servise”: Kind is not in the list. 1.",
        "  error  C8 “Servise”: Kind is not in the list. 2.",
        "  error  C9 “Servise”: Kind is not in the list. 3.",
        "  error  H7: Wrong. Not “Servise”.",
        "  gap    B7 “Adviser”: No row. Add one.",
        "  gap    Still missing: Lead (D7:D8), Why (G7).",
        "  note   E9 “a”: Read so. As A.",
        "  note   E7 “b”, E8 “c” (And 2 more like it.)",
        "  note   F7 “Look”: Alike. Look.",
        "",
        "a.xlsx: 3 Tools",
        "  gap    C5: Empty. Fill it in.",
        "",
        "b.xlsx: 3 Tools",
        "  gap    C6: None. Pick one.",
    ]


@pytest.mark.parametrize(("level", "most"), [(Level.ERROR, 3), (Level.GAP, 2), (Level.NOTE, 2)])
def test_of_one_kind_so_many_remedies_have_lines_of_their_own(level: Level, most: int) -> None:
    for count in range(1, most + 4):
        found = [finding(f"C{row}", level=level, fix=f"Change {row}.") for row in range(1, count + 1)]
        lines = as_text(found).splitlines()[1:]
        assert len(lines) == min(count, most)
        own = count if count <= most else most - 1
        assert [re.search(r"C\d+", line)[0] for line in lines[:own]] == [f"C{row}" for row in range(1, own + 1)]  # type: ignore[index]
        assert (f"(And {count - own} more like it.)" in lines[-1]) == (count > most)


def test_gaps_of_one_column_are_told_by_their_remedies_and_of_two_in_a_line() -> None:
    one = [gap("D7", "lead.required", fix="1."), gap("D8", "lead.required", fix="2.")]
    assert as_text(one).splitlines()[1:] == [
        "  gap    D7: Kind is not in the list. 1.", "  gap    D8: Kind is not in the list. 2.",
    ]  # fmt: skip
    both = [*one, finding("E7", level=Level.NOTE, code="areas.why.required", value="")]
    assert len(as_text(both).splitlines()) == 4


@pytest.mark.parametrize(
    ("code", "level", "told"),
    [
        ("areas.covered.tools", Level.GAP, False), ("areas.covered.tools", Level.NOTE, True),
        ("areas.covered.roles", Level.GAP, True), ("areas.tools", Level.GAP, True),
    ],
)  # fmt: skip
def test_what_an_empty_sheet_brings_about_is_not_told(code: str, level: Level, told: bool) -> None:
    empty = finding("C5", sheet="3 Tools", code="tools.no_rows", level=Level.GAP)
    follows = finding("C9", code=code, level=level)
    assert without_what_follows([follows, empty]) == ([follows, empty] if told else [empty])
    assert without_what_follows([follows]) == [follows]
    assert (empty.is_of_empty_sheet, follows.is_of_empty_sheet) == (True, False)


@pytest.mark.parametrize(
    ("cells", "brief"),
    [
        ([], ""), (["C7"], "C7"), (["C7", "C7"], "C7"), (["E7", "C9", "D8", "B6"], "B6, C9, D8, E7"),
        (["B6", "C9", "D8", "E7", "F7"], "B6, C9, D8 and 2 more"),
        (["B6", "B7", "B8", "C9", "D8", "D10", "D12"], "B6:B8, C9, D8 and 2 more"),
        (["row 4", "Z1", "AA1", "B1", "A10", "A9"], "A9:A10, B1, Z1 and 2 more"),
    ],
)  # fmt: skip
def test_a_few_places_are_named_and_the_others_counted(cells: list[str], brief: str) -> None:
    assert cells_in_brief(cells) == brief


def test_six_cells_are_named_of_what_shares_a_last_line() -> None:
    found = [finding(f"C{row}", fix=f"Change {row}.", value="", subject=f"S{row}") for row in range(1, 10)]
    assert as_text(found).splitlines()[-1] == (
        "  error  C3 “S3”, C4 “S4”, C5 “S5”, C6 “S6”, C7 “S7”, C8 “S8” (And 7 more like it.)"
    )


@pytest.mark.parametrize("level", Level)
def test_the_check_column_says_how_much_it_weighs_first(level: Level) -> None:
    line = in_check(level, "Lead is missing.")
    assert line.endswith("Lead is missing.")
    assert begins_in_check(level) == line.removesuffix("Lead is missing.")
    assert len({begins_in_check(each) for each in Level}) == 3
