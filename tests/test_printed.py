"""What commands print of what they have done, whole, for results of every kind: none, one and several of each."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from rounds.council import council

from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Origin, Tables
from smreport.cli import bringing, checking, comparing, documents, returns, reviewing, rounds, workbooks
from smreport.commands.bringing import BroughtList, Disagreement, UnclearRow
from smreport.commands.checking import Checked
from smreport.commands.comparing import Compared
from smreport.commands.documents import Built
from smreport.commands.first_wave import FirstWave
from smreport.commands.hand_edits import Edit
from smreport.commands.mails import WrittenMails
from smreport.commands.making import Renewed
from smreport.commands.merging import MergedFiles
from smreport.commands.reviewing import Reviewed, Suggested
from smreport.commands.standings import Standings, Status
from smreport.decision.results import decide
from smreport.findings import Finding, Level
from smreport.frozen import replace
from smreport.rounds.compare import Change, Comparison, Filled, Kind
from smreport.rounds.decisions import Matter, Option, Question
from smreport.rounds.merge import Added, Merged, Removed
from smreport.rounds.progress import Called, Completeness, Standing
from smreport.rounds.register import Sent
from smreport.rounds.split import Part
from smreport.workbook.read.list_columns import Heading


def said(text: str) -> list[str]:
    """The lines of a text as it stands in a test."""
    return [line.removeprefix(" " * 8) for line in text.strip().splitlines()]


def printed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The lines of standard output, then those of standard error behind an exclamation mark."""
    out, err = capsys.readouterr()
    return [line.rstrip() for line in out.splitlines()] + [f"! {line}".rstrip() for line in err.splitlines()]


@pytest.fixture(scope="module")
def tables(blueprint: Blueprint) -> Tables:
    return council(blueprint)


# --- status ---

NO_REGISTER = "No register: nobody can tell who is missing. Give the one that split wrote with --register."
WAVE = FirstWave("kept", "", 0.125, "A first wave is proposed.", ("Ask for the cost.", "Ask for the hours."))
RETURNED = Status("A.xlsx", "A", "Head", Standing.RETURNED, Completeness(1, 3), 1, 20, 300)
ROWS = (
    RETURNED,
    Status("B, long.xlsx", "B", "", Standing.MISSING),
    Status("=C.xlsx", "", "", Standing.UNREADABLE, problem="=C.xlsx: cannot be read."),
    Status("D.xlsx", "", "", Standing.UNKNOWN, first_wave=WAVE),
)


def test_standings_are_a_table_with_all_that_is_to_be_said_below(capsys: pytest.CaptureFixture[str]) -> None:
    returns._tell_standings(Standings(ROWS, ("E.xlsx was left out.",), has_register=False), "text")
    assert printed(capsys) == [
        "Stands               Filled in  Errors  Gaps  Notes  File",
        "Returned             33%        1       20    300    A.xlsx",
        "Not returned         -          -       -     -      B, long.xlsx",
        "Cannot be read       -          -       -     -      =C.xlsx",
        "Not in the register  -          0       0     0      D.xlsx",
        "",
        "1 of 2 workbooks returned.",
        "First wave of D.xlsx: A first wave is proposed.",
        "Close first: Ask for the cost.",
        "Close first: Ask for the hours.",
        "E.xlsx was left out.",
        NO_REGISTER,
    ]


@pytest.mark.parametrize("style", ["json", "csv"])
def test_programs_get_them_alone_and_people_the_rest_beside(style: str, capsys: pytest.CaptureFixture[str]) -> None:
    returns._tell_standings(Standings(ROWS, ("E.xlsx was left out.",)), style)
    out, err = capsys.readouterr()
    assert err == "E.xlsx was left out.\n"
    rows = [row.as_dict() for row in ROWS]
    if style == "json":
        assert json.loads(out) == rows
        assert out.startswith('[\n  {\n    "file": "A.xlsx",\n')
        return
    assert out.splitlines() == [
        "file,for,lead,stands,filled,asked,share,errors,gaps,notes,problem,limits,twin_track,short,verdict,close_first",
        "A.xlsx,A,Head,Returned,1,3,0.333,1,20,300,,,,,,",
        '"B, long.xlsx",B,,Not returned,0,0,,0,0,0,,,,,,',
        "'=C.xlsx,,,Cannot be read,0,0,,0,0,0,'=C.xlsx: cannot be read.,,,,,",
        'D.xlsx,,,Not in the register,0,0,,0,0,0,,kept,,0.125,A first wave is proposed.,"Ask for the cost.',
        'Ask for the hours."',
    ]


@pytest.mark.parametrize(
    ("rows", "has_register", "lines"),
    [
        ([], True, []),
        ([replace(ROWS[3], first_wave=replace(WAVE, close_first=()))], False,
         ["First wave: A first wave is proposed."]),
        ([RETURNED], True, ["1 of 1 workbook returned."]),
        ([RETURNED], False, ["1 of 1 workbook returned.", NO_REGISTER]),
        ([ROWS[3], ROWS[2]], True, ["First wave of D.xlsx: A first wave is proposed.", "Close first: Ask for the cost.",
                                    "Close first: Ask for the hours."]),
    ],
)  # fmt: skip
def test_below_the_table_stands_what_there_is_to_say(
    rows: Sequence[Status], has_register: bool, lines: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    returns._tell_standings(Standings(tuple(rows), (), has_register), "text")
    below = printed(capsys)[len(rows) + 1 :]
    assert [line for line in below if line] == lines


FINE = replace(RETURNED, errors=0, gaps=0)


AFTER_STATUS: list[tuple[list[Status], str]] = [
    ([], ""),
    ([ROWS[1], ROWS[2]], ""),
    ([FINE, ROWS[1]], "smreport merge back --register r.xlsx -o combined.xlsx --template mine"),
    ([FINE, RETURNED], "mark what is missing for each sender: smreport check back --mark --template mine"),
    (
        [FINE, replace(FINE, gaps=1)],
        "mark what is missing for each sender: smreport check back --mark --template mine",
    ),
]


def test_after_status_come_marks_for_the_senders_or_the_merge(capsys: pytest.CaptureFixture[str]) -> None:
    for rows, step in AFTER_STATUS:
        returns._say_next_of(rows, "back", " --register r.xlsx", " --template mine")
        assert printed(capsys) == ([f"Next: {step}"] if step else [])


# --- merge ---


def merged_files(tables: Tables, several: bool = True) -> MergedFiles:
    option = Option("40", ("A.xlsx, D6",))
    question = Question(Matter.CONFLICT, ("k",), "5 Roles", "Editor", "Capacity", (option, Option("", ("B.xlsx, D6",))))
    questions = (question, replace(question, chosen="40"), replace(question, secret=True, chosen="40"))
    origin = Origin("register.xlsx", 7)
    removed = (Removed("A.xlsx", "5 Roles", "Editor", origin, kept=True),
               Removed("A.xlsx", "5 Roles", "Adviser", origin, kept=False))  # fmt: skip
    added = (Added("A.xlsx", "5 Roles", "Ranger", Origin("combined.xlsx", 9), known=False),)
    sent = [
        Sent(f"{name}.xlsx", Part(name, (name,), lead), 3, "") for name, lead in (("A", ""), ("B", "Head"), ("C", ""))
    ]
    standings = (Standing.RETURNED, Standing.MISSING, Standing.AS_SENT)
    roll = tuple(Called(each, standing, (each.file,)) for each, standing in zip(sent, standings, strict=True))
    merged = Merged(tables, questions if several else (), removed if several else (), added, 2 if several else 0)
    return MergedFiles(
        Path("all.xlsx"), Path("all - report.docx"), (Path("all (1).xlsx"),), merged, roll if several else roll[:1],
        ("A.xlsx", "C.xlsx") if several else ("A.xlsx",), ("D.xlsx: cannot be read.",) if several else (),
        ("E.xlsx was left out.",),
    )  # fmt: skip


def test_a_merge_says_whom_to_chase_what_to_decide_and_what_came_together(
    tables: Tables, capsys: pytest.CaptureFixture[str]
) -> None:
    returns._tell_merged(merged_files(tables), False, "", is_data=False)
    assert printed(capsys) == said("""
        Kept the old file as all (1).xlsx
        Wrote all.xlsx
        Wrote all - report.docx
        E.xlsx was left out.
        Not returned: B.xlsx (lead: Head)
        Still as it was sent: C.xlsx
        Decide on the sheet “To decide” of all.xlsx, then merge again with --decisions all.xlsx
        2 workbooks merged: 1 question to decide, 2 new rows, 1 row taken out.
    """)
    returns._tell_merged(merged_files(tables, several=False), True, " --template mine", is_data=False)
    assert printed(capsys) == said("""
        Kept the old file as all (1).xlsx
        Wrote all.xlsx
        Wrote all - report.docx
        The decisions were taken from the kept file. What else you changed in it stands there only: change it in the new one, too.
        E.xlsx was left out.
        1 workbook merged: no questions to decide, no new rows, no rows taken out.
        Next: smreport build all.xlsx -o out --template mine
    """)  # noqa: E501


def test_beside_data_of_a_merge_people_read_what_was_written(
    tables: Tables, capsys: pytest.CaptureFixture[str]
) -> None:
    returns._tell_merged(replace(merged_files(tables), kept=(), roll=()), True, "", is_data=True)
    assert printed(capsys) == said("""
        ! Wrote all.xlsx
        ! Wrote all - report.docx
        ! No register: nobody can tell who is missing. Give the one that split wrote with --register.
        ! E.xlsx was left out.
    """)


def test_data_of_a_merge_hold_all_that_came_of_it(tables: Tables) -> None:
    done = merged_files(tables)
    data = json.loads(returns._merged_as_json(done))
    about = {"about": "Filled in differently", "sheet": "5 Roles", "row": "Editor", "column": "Capacity"}
    about["reference"] = done.merged.questions[0].reference
    values = [{"value": "40", "places": ["A.xlsx, D6"]}, {"value": "", "places": ["B.xlsx, D6"]}]
    secret = "(not for publication)"
    hidden = [{**value, "value": secret} for value in values]
    assert data == {
        "workbook": "all.xlsx", "report": "all - report.docx", "merged": ["A.xlsx", "C.xlsx"],
        "unreadable": ["D.xlsx: cannot be read."], "remarks": ["E.xlsx was left out."],
        "sent": [
            {"file": "A.xlsx", "for": "A", "lead": "", "stands": "Returned", "files": ["A.xlsx"]},
            {"file": "B.xlsx", "for": "B", "lead": "Head", "stands": "Not returned", "files": ["B.xlsx"]},
            {"file": "C.xlsx", "for": "C", "lead": "", "stands": "Still as it was sent", "files": ["C.xlsx"]},
        ],
        "questions": [
            {**about, "chosen": None, "values": values}, {**about, "chosen": "40", "values": values},
            {**about, "chosen": secret, "values": hidden},
        ],
        "removed": [
            {"file": "A.xlsx", "sheet": "5 Roles", "row": name, "sent_as": {"file": "register.xlsx", "row": 7},
             "kept": kept} for name, kept in (("Editor", True), ("Adviser", False))
        ],
        "added": [{"file": "A.xlsx", "sheet": "5 Roles", "row": "Ranger", "at": 9, "known": False}],
    }  # fmt: skip
    frame = done.frame
    assert frame.columns.tolist() == ["about", "sheet", "row", "column", "values", "chosen"]
    assert frame["values"].tolist() == [("40", ""), ("40", ""), (secret, secret)]
    assert frame["chosen"].fillna("").tolist() == ["", "40", secret]


# --- check ---


def finding(cell: str, level: Level, owner: str = "Facilitator", **others: object) -> Finding:
    plain: dict[str, object] = {"code": "areas.kind.listed", "file": "w.xlsx", "sheet": "1 Areas", "row": int(cell[1:]),
             "cell": cell, "column": "Kind", "what": "Kind is wrong.", "fix": "Pick one."}  # fmt: skip
    return Finding(level=level, owner=owner, **{**plain, **others})  # type: ignore[arg-type]


ERRORS = (finding("C7", Level.ERROR), finding("C9", Level.ERROR, sheet="2 Tools"), finding("C8", Level.ERROR))
OWNERS = tuple(
    finding(f"D{row}", Level.GAP, owner) for row, owner in enumerate("AAAAABBBBCCCDDEF", start=7)
)  # fmt: skip
NOTE = finding("E7", Level.NOTE, "Nobody")


def below(checked: Checked) -> list[str]:
    """What stands below the findings of a file."""
    return checking._in_words(checked).split("\n\n")[-1].splitlines()


def test_below_findings_stands_what_stops_a_build_and_who_can_close_gaps() -> None:
    assert below(Checked(Path("w.xlsx"), own=(*ERRORS, NOTE), findings=(*ERRORS, NOTE))) == [
        "w.xlsx: 3 errors, no gaps and 1 note.",
        "Stops a build: 1 Areas C7:C8; 2 Tools C9.",
        "Worth asking: Facilitator (3).",
    ]
    assert below(Checked(Path("w.xlsx"), own=OWNERS[:14], findings=(*OWNERS, NOTE), limits="held")) == [
        "w.xlsx: no errors, 14 gaps and no notes.",
        "Stops a build: nothing. Gaps are listed in the documents.",
        *[line for line in below(Checked(Path("w.xlsx"), limits="held")) if line.startswith("Limits")],
        "Worth asking: A (5), B (4), C (3), D (2).",
        "3 findings are on rows that the facilitator set, so not for the sender; see them with --format json.",
    ]
    assert below(Checked(Path("w.xlsx"), own=OWNERS[:15], findings=(*OWNERS[:15], NOTE)))[2:] == [
        "Worth asking: A (5), B (4), C (3), D (2) and 1 other.",
        "1 finding is on rows that the facilitator set, so not for the sender; see them with --format json.",
    ]
    assert below(Checked(Path("w.xlsx"), own=OWNERS, findings=OWNERS))[-1].endswith("D (2) and 2 others.")
    assert below(Checked(Path("w.xlsx"), own=(NOTE,), findings=(NOTE,))) == [
        "w.xlsx: no errors, no gaps and 1 note.",
        "Stops a build: nothing. Gaps are listed in the documents.",
        "Worth asking: nothing.",
    ]
    assert checking._in_words(Checked(Path("w.xlsx"), unreadable="gone")) == "w.xlsx: not checked."


MISSING = finding("B6", Level.GAP, code="roles.missing_row")
PASSED = Checked(Path("some rows.xlsx"), own=(NOTE,))


AFTER_CHECK: list[tuple[list[Checked], bool, list[str]]] = [
        ([PASSED], False, ['smreport build "some rows.xlsx" -o out --template t']),
        ([replace(PASSED, is_whole=False)], False, []),
        ([PASSED, PASSED], False, []),
        ([], True, []),
        ([PASSED], True, ["send each marked copy to its sender. Filled in and sent back, it counts as the return"]),
        ([replace(PASSED, own=OWNERS)], False, [
            'put these right, or mark them for the sender: smreport check "some rows.xlsx" --mark --template t']),
        ([replace(PASSED, own=(MISSING, *OWNERS))], False, [
            'let the missing rows be made: smreport refresh "some rows.xlsx" -o "some rows-2.xlsx" --template t']),
        ([replace(PASSED, own=(MISSING, ERRORS[0]))], False, [
            'put these right, or mark them for the sender: smreport check "some rows.xlsx" --mark --template t']),
        ([replace(PASSED, own=(MISSING, replace(MISSING, code="roles.near.missing_row")))], False, [
            'put these right, or mark them for the sender: smreport check "some rows.xlsx" --mark --template t']),
    ]  # fmt: skip


def test_after_a_check_comes_what_helps_most(capsys: pytest.CaptureFixture[str]) -> None:
    for readable, mark, steps in AFTER_CHECK:
        checking._say_next(readable, mark, " --template t")
        assert printed(capsys) == [f"Next: {step}" for step in steps]


@pytest.mark.parametrize(
    ("checked", "code"),
    [([], 0), ([PASSED], 0), ([PASSED, replace(PASSED, own=OWNERS)], 1),
     ([PASSED, replace(PASSED, own=OWNERS), Checked(Path("x"), unreadable="gone")], 2)],
)  # fmt: skip
def test_a_check_ends_with_what_is_worst(checked: list[Checked], code: int) -> None:
    assert checking._exit_code(checked) == code


# --- compare ---

LONG = " ".join(f"word{number:03}" for number in range(40))  # 319 letters

CHANGES = {
    "changed    C7 “Libraries” Lead: “A” is now “B”": Change(
        Kind.CHANGED, "areas", "1 Areas", "Libraries", "lead", "Lead", "A", "B", "C7", "C7"),
    "changed    C9 (was C7) “Libraries” Lead: “A” is now blank": Change(
        Kind.CHANGED, "areas", "1 Areas", "Libraries", "lead", "Lead", "A", "", "C7", "C9"),
    "changed    C9 Lead: was blank, is now “B”": Change(
        Kind.CHANGED, "settings", "Settings", "", "lead", "Lead", "", "B", "", "C9"),
    "added      B7 “Libraries”. Kind: Service; Lead: A, B": Change(
        Kind.ADDED, "areas", "1 Areas", "Libraries", new_cell="B7", cells=(
            Filled("name", "Area", "Libraries", "B7"), Filled("kind", "Kind", "Service", "C7"),
            Filled("lead", "Lead", "A,\nB", "D7"))),
    "taken out  (was B7) “Libraries”": Change(Kind.TAKEN_OUT, "areas", "1 Areas", "Libraries", old_cell="B7"),
}  # fmt: skip


def test_a_change_is_told_with_its_place_and_both_answers() -> None:
    for line in CHANGES:
        change = CHANGES[line]
        assert f"{change.kind.in_column}  {comparing._line(change)}" == line


def test_a_change_that_is_withheld_or_set_aside_is_told_as_such() -> None:
    change = CHANGES["changed    C7 “Libraries” Lead: “A” is now “B”"]
    withheld = comparing._line(replace(change, secret=True))
    assert (withheld.startswith("C7 “Libraries”"), "“A”" in withheld, "“B”" in withheld) == (True, False, False)
    added = CHANGES["added      B7 “Libraries”. Kind: Service; Lead: A, B"]
    aside = comparing._line(replace(added, set_aside=True))
    assert aside != comparing._line(added)
    assert "B7 “Libraries”" in aside


@pytest.mark.parametrize("length", [159, 160, 161])
def test_an_answer_is_cut_where_a_line_has_no_room_for_it(length: int) -> None:
    text = LONG[:length].replace(" ", "_")
    assert (comparing._cut(text, 0) == text) == (length <= 160)


@pytest.mark.parametrize("start", [0, 40, 41, 80, 199, 200, 318])
def test_of_a_long_answer_the_part_around_what_differs_is_shown(start: int) -> None:
    text = LONG.replace(" ", "_")
    shown = comparing._cut(text, start)
    part = max(re.split("[ “”…]+", shown), key=len)
    at = text.index(part)
    assert len(part) == 160
    assert at == max(0, min(start - 40, len(text) - 160))
    assert shown == ("" if at == 0 else "… ") + part + ("" if at + 160 == len(text) else " …")


@pytest.mark.parametrize(
    ("old", "new", "at"), [("abc", "abd", 2), ("abc", "ab", 2), ("ab", "abc", 2), ("", "x", 0), ("x", "x", 1)]
)
def test_answers_are_compared_letter_by_letter(old: str, new: str, at: int) -> None:
    assert comparing._first_difference(old, new) == at


def test_changes_stand_by_sheet_with_their_number_and_what_is_kept_back(tables: Tables) -> None:
    changes = tuple(CHANGES.values())
    result = Compared(Path("a.xlsx"), Path("b.xlsx"), Comparison((*changes, replace(changes[0], secret=True))), tables)
    lines = list(comparing.as_text(result))
    first, second, third, fourth, fifth = (f"  {line}" for line in CHANGES)
    assert [line for line in lines if not line.endswith("not told.")][:11] == [
        "b.xlsx: 1 Areas", first, second, "", "b.xlsx: Settings", third, "", "b.xlsx: 1 Areas", fourth, fifth,
        lines[10],
    ]  # fmt: skip
    assert lines[12:] == [
        "In all: 1 row added, 1 taken out, 4 cells changed.",
        "1 of these is told without what is not for publication; --exempt shows it.",
    ]
    data = json.loads(comparing.as_json(result))
    assert {key: data[key] for key in data if key != "changes"} == {
        "old": "a.xlsx", "new": "b.xlsx", "rows_added": 1, "rows_taken_out": 1, "cells_changed": 4, "not_told": 1,
    }  # fmt: skip
    assert data["changes"] == [change.as_dict() for change in result.changes]
    cells = [("added", "1 Areas", "Libraries", "Kind", "", "Service", "", "C7", False),
             ("changed", "Settings", "", "Lead", "", "B", "", "C9", False)]  # fmt: skip
    frame = [tuple(row) for row in result.frame.itertuples(index=False)]
    assert len(frame) == 8
    assert set(cells) <= set(frame)
    assert ("taken out", "1 Areas", "Libraries", "", "", "", "B7", "", False) in frame


# --- bring ---

HEADINGS = (Heading(3, "Handle", 1), Heading(4, "Own er", 2, "Owner"))
DIFFERENT = Disagreement("D7", "Owner", "The council", "Comms", "C2", "Press", True)
BROUGHT = BroughtList(
    path=Path("w.xlsx"), written=True, kept=Path("w (1).xlsx"), listed="list.csv", sheet="3a Accounts", tab="list",
    added=1, filled=2, unchanged=3, skipped=1, unplaced=HEADINGS, free=("Followers", "As of"), worked_out=("Check",),
    left=("Notes",), differences=(DIFFERENT, replace(DIFFERENT, row="", cell="D8"), replace(DIFFERENT, is_told=False)),
    unclear=(UnclearRow(4, "Libraries", (7, 9)), UnclearRow(5, "", ()), UnclearRow(6, "", (7, 9))),
    findings=(finding("C7", Level.GAP),), other_tabs=("Old", "Older"), remarks=("A picture was not carried over.",),
)  # fmt: skip
NOTHING = BroughtList(
    path=Path("w.xlsx"), written=False, kept=None, listed="list.csv", sheet="3a Accounts", tab="list", added=0,
    filled=0, unchanged=0, skipped=0, unplaced=(), free=("Followers",), worked_out=(), left=(), differences=(),
    unclear=(), findings=(), other_tabs=(), remarks=(),
)  # fmt: skip


def test_all_is_told_of_a_list_that_was_brought(capsys: pytest.CaptureFixture[str]) -> None:
    bringing._tell(BROUGHT, " --template t")
    assert printed(capsys) == said(BROUGHT_SAID)
    bringing._tell(NOTHING, "")
    assert printed(capsys) == said(NOTHING_SAID)
    once = replace(NOTHING, written=True, added=2, skipped=2, unplaced=HEADINGS[:1], free=())
    bringing._tell(once, "")
    assert printed(capsys) == said(ONCE_SAID)


BROUGHT_SAID = """
w.xlsx: 1 Areas
  gap    C7: Kind is wrong. Pick one.

Kept the old file as w (1).xlsx
Wrote w.xlsx
Note: A picture was not carried over.
D7 “The council”, Owner: “Comms” stays. The list says “Press” (C2).
D8, Owner: “Comms” stays. The list says “Press” (C2).
D7, Owner: the list says otherwise (C2). What is not for publication is not printed here.
Row 4 of the list “Libraries” was not brought. It may be any of the rows 7, 9 of “3a Accounts”: say more of it in the list.
Row 5 of the list was not brought. It may be any of several: say more of it in the list.
Row 6 of the list was not brought. It may be any of the rows 7, 9 of “3a Accounts”: say more of it in the list.
No place for “Handle” (1 cell). Say what it is with --as "Handle=COLUMN", or: --own Handle or --skip Handle.
No place for “Own er” (2 cells). If it is “Owner”: --as "Own er=Owner". Else: --own "Own er" or --skip "Own er".
Columns of “3a Accounts” that no heading means: “Followers”, “As of”.
Bring the list again with these options: nothing is added twice. --own keeps a column beside the table, --skip leaves it out.
Not brought: the other sheets of the list, “Old”, “Older”. Bring one of them with --from.
Not brought, as the workbook works it out by itself: “Check”.
Left out as asked: “Notes”.
1 row of the list is no answer, such as one of totals, and was left out.
list.csv in “3a Accounts”: 1 row added, 2 filled in further, 3 with nothing new.
Next: smreport check w.xlsx --template t
"""  # noqa: E501
NOTHING_SAID = """
list.csv in “3a Accounts”: no rows added.
w.xlsx had all of this before, and stays as it was.
Next: smreport check w.xlsx
"""
ONCE_SAID = """
Wrote w.xlsx
No place for “Handle” (1 cell). Say what it is with --as "Handle=COLUMN", or: --own Handle or --skip Handle.
Bring the list again with these options: nothing is added twice. --own keeps a column beside the table, --skip leaves it out.
2 rows of the list are no answers, such as totals, and were left out.
list.csv in “3a Accounts”: 2 rows added.
Next: smreport check w.xlsx
"""  # noqa: E501


def test_programs_get_all_of_a_list_that_was_brought() -> None:
    data = json.loads(bringing._as_json(BROUGHT))
    plain = ("written", "sheet", "tab", "added", "filled", "unchanged", "skipped")
    lists = ("free", "worked_out", "left", "other_tabs", "remarks")
    assert data == {
        "path": "w.xlsx", "kept": "w (1).xlsx", "list": "list.csv",
        **{name: getattr(BROUGHT, name) for name in plain},
        **{name: list(getattr(BROUGHT, name)) for name in lists},
        "unplaced": [{"heading": "Handle", "cells": 1, "near": ""}, {"heading": "Own er", "cells": 2, "near": "Owner"}],
        "differences": [
            {"cell": cell, "column": "Owner", "row": row, "kept": "Comms", "list_cell": "C2", "listed": "Press",
             "is_told": told} for cell, row, told in (
                ("D7", "The council", True), ("D8", "", True), ("D7", "The council", False))
        ],
        "unclear": [
            {"list_row": 4, "name": "Libraries", "rows": [7, 9]}, {"list_row": 5, "name": "", "rows": []},
            {"list_row": 6, "name": "", "rows": [7, 9]},
        ],
        "findings": [BROUGHT.findings[0].as_dict()],
    }  # fmt: skip
    assert json.loads(bringing._as_json(NOTHING))["kept"] is None


@pytest.mark.parametrize(
    ("changes", "is_all"),
    [({}, True), ({"unplaced": HEADINGS}, False), ({"differences": (DIFFERENT,)}, False),
     ({"unclear": BROUGHT.unclear}, False), ({"findings": (NOTE,)}, True), ({"findings": BROUGHT.findings}, False)],
)  # fmt: skip
def test_all_of_a_list_is_placed_where_nothing_is_left_open(changes: dict[str, object], is_all: bool) -> None:
    assert replace(NOTHING, **changes).all_placed is is_all
    assert BROUGHT.frame.columns.tolist() == ["cell", "column", "row", "kept", "list_cell", "listed", "is_told"]
    assert BROUGHT.frame["cell"].tolist() == ["D7", "D8", "D7"]


# --- build and review ---


def test_what_was_built_is_told_to_people_and_to_programs(tables: Tables, capsys: pytest.CaptureFixture[str]) -> None:
    edit = Edit("report.docx", "stale", "Cost", "The figure is no longer true.")
    results = decide(tables, (ERRORS[0], NOTE))
    built = Built(
        (Path("out/report.docx"),), results, (Path("out/report (1).docx"),), ("A remark.",), "A verdict.", (edit,)
    )
    documents._tell_built(built, "")
    wrote = ["Kept the old file as out/report (1).docx", "Wrote out/report.docx", "A remark.",
             "First wave: A verdict.", "The check found 1 error, no gaps and 1 note."]  # fmt: skip
    assert printed(capsys) == [
        *wrote,
        "Next: read and edit the documents in Word; build again when figures change, and your edits stay",
    ]
    documents._tell_built(built, "put it right")
    assert printed(capsys) == [*wrote, "Next: put it right"]
    assert json.loads(documents._built_as_json(built)) == {
        "documents": ["out/report.docx"], "kept": ["out/report (1).docx"], "remarks": ["A remark."],
        "verdict": "A verdict.", "report_template": None,
        "edits": [{"file": "report.docx", "kind": "stale", "section": "Cost", "text": "The figure is no longer true."}],
    }  # fmt: skip


def test_a_review_counts_what_the_figures_suggest(tables: Tables) -> None:
    results = decide(tables, ())
    kinds = ["continue"] * 1 + ["change"] * 2 + ["stop"] * 3 + ["unsaid"] * 4 + ["closed"] * 5
    projects = tuple(Suggested(f"P{at}", kind, "gone") for at, kind in enumerate(kinds))
    reviewed = Reviewed((Path("review.docx"),), results, results, projects, (Path("old.docx"),), ("A remark.",))
    assert reviewing._suggestions(reviewed) == [
        "The figures suggest: continue 1, change 2, stop 3; cannot be said of 4, closed 5."
    ]
    data = json.loads(reviewing._as_json(reviewed))
    assert data["projects"][14] == {"project": "P14", "course": "closed", "why": "gone"}
    assert [len(data[key]) for key in ("documents", "kept", "remarks", "projects", "edits")] == [1, 1, 1, 15, 0]


def test_a_workbook_made_anew_is_told_with_the_rows_that_were_made_ready(capsys: pytest.CaptureFixture[str]) -> None:
    workbooks._tell_renewed(Renewed(Path("n.xlsx"), 2, ("A tab was left.",), ("Roles: A.",), Path("o.xlsx")), "")
    assert printed(capsys)[:3] == ["Kept the old file as o.xlsx", "Wrote n.xlsx", "Note: A tab was left."]
    workbooks._tell_renewed(Renewed(Path("n.xlsx"), 1, (), ("Roles: A.",)), " --template t")
    wrote, added, ready, step = printed(capsys)
    assert (wrote, "Roles: A." in added, " 1 " in f" {ready} ") == ("Wrote n.xlsx", True, True)
    assert step == "Next: smreport check n.xlsx --template t"


def test_texts_for_services_are_told_by_what_became_of_each(capsys: pytest.CaptureFixture[str]) -> None:
    rounds._tell_mails(WrittenMails((Path("m/A.txt"),), (Path("m/B.txt"),), (Path("m/C.txt"),)), err=True)
    wrote, edited, gone = printed(capsys)
    assert (wrote, edited) == ("! Wrote m/A.txt", "! Left as you edited it: m/B.txt")
    assert "m/C.txt" in gone
    nobody = "Nobody is late, and no return has anything to mend: there is no text to write."
    rounds._tell_mails(WrittenMails((), (), ()), err=False)
    assert printed(capsys) == [nobody]
    for done in (WrittenMails((Path("a"),), (), ()), WrittenMails((), (Path("a"),), ())):
        rounds._tell_mails(done, err=False)
        assert nobody not in printed(capsys)
