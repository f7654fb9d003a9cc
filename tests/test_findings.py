"""Findings in words: grouped by sheet, errors first, equal ones on one line with all their cells."""

from __future__ import annotations

import json
import re

import pytest

from smreport.findings import Finding, Level, as_text, cell_ranges, summary


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
