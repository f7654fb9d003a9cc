"""Lists of people's own: which heading is which column, which sheet is meant, and what its cells say."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from workbook.plain_books import read_of, told
from workbooks import workbook

from smreport.blueprint.templates import load
from smreport.errors import InvalidValue, UnreadableFile
from smreport.limits import Limits
from smreport.rounds.bring import main_key
from smreport.workbook.read.list_columns import Asked, Heading, Matched, match
from smreport.workbook.read.list_file import ListFile, open_list
from smreport.workbook.read.list_reader import Search, read_listed

BLUEPRINT = load()
COUNCIL = workbook(BLUEPRINT, "| tools | tool | use | status |\n| | Facebook | alerts | Live |")


def headed(
    *headings: object, below: Sequence[Sequence[object]] = (), above: Sequence[Sequence[object]] = ()
) -> list[list[object]]:
    """A grid with a row of headings, and with one filled row below where nothing else is said."""
    rows = below or [[f"{at}" for at in range(len(headings))]]
    return [list(row) for row in (*above, headings, *rows)]


def said(matched: Matched | None) -> str:
    """All of a match in a line."""
    if matched is None:
        return "nothing"
    named = " ".join(f"{key}={number}" for key, number in matched.places.items())
    own = " ".join(f"{heading}={number}" for heading, number in matched.own.items())
    kinds = {"skipped": matched.skipped, "worked out": matched.worked_out, "left": matched.unplaced}
    others = [f"{kind} {', '.join(map(one, headings))}" for kind, headings in kinds.items() if headings]
    return "; ".join(
        [f"{matched.sheet.key} in {matched.title} {matched.header}: {named}", *([f"own {own}"] if own else []), *others]
    )


def one(heading: Heading) -> str:
    near = f" ~ {heading.near}" if heading.near else ""
    return f"{heading.number} {heading.text} ({heading.cells}){near}"


HEADED: list[tuple[str, list[list[object]], Asked, tuple[str, ...], str]] = [
    ("accounts", headed("Nothing", "Known"), Asked(), (), "nothing"),
    ("accounts", headed("Handle", "network", "OWNER:"), Asked(), (), "accounts in tab 0: account=1 tool=2 owner=3"),
    ("accounts", headed("Account", "as_of", "x"), Asked(), (),
     "accounts in tab 0: account=1 as_of=2; left 3 x (1)"),
    (
        "accounts",
        headed("Account", "Tool", above=[["Account"], [], ["Our accounts"]]), Asked(), (),
        "accounts in tab 3: account=1 tool=2",
    ),
    (
        "accounts", headed("Account", "Account", "Handle", "", " ",
                           below=[["a", "b", "", "c", ""], ["d", "", "e", "", ""]]),
        Asked(), (), "accounts in tab 0: account=1; left 2 Account (2) (1), 3 Handle (1), 4 Column 4 (1)",
    ),
    (
        "accounts", headed("Account", "Followers in May", "Folowers", "Ownr", "Wards"), Asked(), (),
        "accounts in tab 0: account=1; left 2 Followers in May (1) ~ Followers, 3 Folowers (1), 4 Ownr (1) ~ Owner,"
        " 5 Wards (1)",
    ),
    (
        "accounts", headed("Account", "Check", "Ward", "Site", below=[["a", "b", "c", ""]]),
        Asked(), ("WARD", "Other"),
        "accounts in tab 0: account=1; own WARD=3; worked out 2 Check (1)",
    ),
    (
        "roles", headed("Role", "Areas", "Uses mapped", "points"), Asked(), (),
        "roles in tab 0: role=1; worked out 3 Uses mapped (1), 2 Areas (1); left 4 points (1)",
    ),
    (
        "accounts", headed("Name", "Where", "Who", "Site", "Ward", "Left"),
        Asked({"Name": "Account", "Where": "tool", "Who": "Lead"}, own=("Site", "Ward"), skipped=("Left",)),
        ("ward", "lead"),
        "accounts in tab 0: account=1 tool=2; own lead=3 Site=4 ward=5; skipped 6 Left (1)",
    ),
    (
        "accounts", headed("Owner", "Account"), Asked(own=("Owner",)), (),
        "accounts in tab 0: account=2; own Owner (2)=1",
    ),
    (
        "accounts", headed("Account", "Confidential", "Publish?"), Asked(), (),
        "accounts in tab 0: account=1 not_public=2; left 3 Publish? (1)",
    ),
    (
        "accounts", headed("Account", "Not for publication"), Asked(), (),
        "accounts in tab 0: account=1 not_public=2",
    ),
    ("accounts", headed("A", "B"), Asked({"A": "Account"}), (), "accounts in tab 0: account=1; left 2 B (1)"),
    (
        "accounts", headed("Account", above=[["x"]] * 39), Asked(), (), "accounts in tab 39: account=1",
    ),
    ("accounts", headed("Account", above=[["x"]] * 40), Asked(), (), "nothing"),
]  # fmt: skip


def test_each_heading_of_a_list_is_a_column_or_is_left_with_what_it_may_mean() -> None:
    found = [said(match(BLUEPRINT.sheets[key], "tab", grid, asked, own)) for key, grid, asked, own, _ in HEADED]
    assert found == [wanted for *_, wanted in HEADED]


NOT_THERE: list[tuple[Asked, str]] = [
    (Asked({"No": "Account"}), "The list has no heading “No” to say this of. Its headings are: “Account”, “x”."),
    (Asked(own=("y",)), "The list has no heading “y” to say this of. Its headings are: “Account”, “x”."),
    (Asked(skipped=("z",)), "The list has no heading “z” to say this of. Its headings are: “Account”, “x”."),
    (Asked({"x": "owner", "Account": "Owner"}), "Two headings are said to be “Owner”. Say it of one of them."),
    (Asked({"x": "Check"}), "“7f Meetings” has no column “Check” that people fill in. Choose one of: “Body”,"
     " “Date of the meeting”, “What it is asked to do”."),
]  # fmt: skip


def test_what_is_asked_of_headings_that_are_not_there_is_refused() -> None:
    for asked, says in NOT_THERE:
        sheet = BLUEPRINT.sheets["meetings" if "Check" in says else "accounts"]
        with pytest.raises(InvalidValue) as refused:
            match(sheet, "t", headed("Account", "x"), asked)
        assert str(refused.value) == says


# --- which sheet ---

TWO = headed("Account", "Tool")
NO_FIT = (
    "list.xlsx: the headings do not say into which sheet the list goes. Say it, and what they mean, such as: --sheet "
)
NOT_CLEAR = "list.xlsx: it is not clear which heading is the column “Account” of “3a Accounts”. Say it, such as: "
SHEETS = ", ".join(f"“{sheet.title}”" for sheet in BLUEPRINT if not sheet.is_form and not sheet.rows_from)


SEARCHED: list[tuple[dict[str, list[list[object]]], dict[str, object], str]] = [
    ({"t": TWO}, {}, "accounts in t 0: account=1 tool=2"),
    ({"t": headed("Account")}, {"sheet": "Accounts"}, "accounts in t 0: account=1"),
    ({"t": headed("Account")}, {"sheet": "3a ACCOUNTS"}, "accounts in t 0: account=1"),
    ({"t": TWO, "Accounts": TWO}, {}, "accounts in Accounts 0: account=1 tool=2"),
    ({"t": TWO, "u": TWO}, {"tab": "U"}, "accounts in u 0: account=1 tool=2"),
    ({"t": TWO, "u": headed("Account", "Tool", "Owner")}, {}, "accounts in u 0: account=1 tool=2 owner=3"),
    ({"t": headed("Account", "Tool", "Secret", "Kept")}, {"asked": Asked(skipped=("Secret",))},
     "accounts in t 0: account=1 tool=2; skipped 3 Secret (1); left 4 Kept (1)"),
    ({"t": headed("Account", "Tool", "ward")}, {"own": {"accounts": ["Ward"]}},
     "accounts in t 0: account=1 tool=2; own Ward=3"),
    ({"t": headed("Account")}, {}, f'{NO_FIT}"3a Accounts" --as "HEADING=Account". The headings are: “Account”.'),
    ({"t": headed("Tool", "Owner")}, {},
     f'{NO_FIT}"3a Accounts" --as "HEADING=Account". The headings are: “Tool”, “Owner”.'),
    ({"t": headed("Nothing", "here")}, {},
     f'{NO_FIT}"1 Areas" --as "HEADING=Area". The headings are: “Nothing”, “here”.'),
    ({"t": [["", ""], ["x", " "], ["a", "b"], ["c", "d"]]}, {},
     f'{NO_FIT}"1 Areas" --as "HEADING=Area". The headings are: “a”, “b”.'),
    ({"t": [["x"], ["y"]]}, {}, f'{NO_FIT}"1 Areas" --as "HEADING=Area". The headings are: “x”.'),
    ({"t": headed("Tool", "Owner")}, {"sheet": "accounts"},
     f'{NOT_CLEAR}--as "HEADING=Account". The headings are: “Tool”, “Owner”.'),
    ({"t": headed("Account of ours", "Owner")}, {"sheet": "accounts"},
     f'{NOT_CLEAR}--as "Account of ours=Account". The headings are: “Account of ours”, “Owner”.'),
    ({"t": [["", ""]]}, {}, "list.xlsx: the list is empty, or has no row of headings. Put a name above each of its"
     " columns."),
    ({"t": TWO, "u": TWO}, {}, "list.xlsx: more than one sheet of the list fits: “t”, “u”. Say which, such as:"
     ' --from "t".'),
    ({"t": TWO}, {"tab": "v"}, "list.xlsx: the list has no sheet “v”. It has: “t”. Give one of them with --from."),
    ({"t": TWO}, {"sheet": "settings"}, "There is no sheet “settings” that a list can go into. Choose one of:"
     f" {SHEETS}."),
    ({"t": headed("Area", "Objective")}, {}, "list.xlsx: the list fits more than one sheet of the workbook: “2"
     ' Objectives”, “4 Mapping”. Say which, such as: --sheet "2 Objectives".'),
    ({"t": TWO}, {"asked": Asked({"zz": "Account"})}, "list.xlsx: The list has no heading “zz” to say this of. Its"
     " headings are: “Account”, “Tool”."),
    ({"t": TWO}, {"asked": Asked({"zz": "Account"}), "sheet": "accounts"}, "list.xlsx: The list has no heading “zz”"
     " to say this of. Its headings are: “Account”, “Tool”."),
    ({"t": headed("Account", "Tool", "Publish?")}, {}, "list.xlsx: “Publish?” may say which rows are not for"
     " publication. Call the column “Not for publication” in the list, with Yes for those rows, or type --skip"
     ' "Publish?" if it does not say so.'),
    ({"t": headed("Role", "Capacity", "Secret")}, {"sheet": "roles"},
     "list.xlsx: “Secret” may say which rows are not for"
     " publication, and 5 Roles has no column for that: all that comes in is published. Take such rows out of the"
     ' list. Then type --skip "Secret", which you may type at once if it does not say so.'),
    ({"t": headed("Account", "Tool", "Restricted?")}, {}, "accounts in t 0: account=1 tool=2 not_public=3"),
]  # fmt: skip


def test_a_list_goes_where_most_of_its_headings_are_or_it_is_asked_where() -> None:
    assert [searched(tabs, options) for tabs, options, _ in SEARCHED] == [says for *_, says in SEARCHED]


def searched(tabs: dict[str, list[list[object]]], options: dict[str, object]) -> str:
    listed = ListFile(Path("list.xlsx"), list(tabs), tabs.__getitem__, lambda titles: None)
    search = Search(**({"blueprint": BLUEPRINT, "main_key": main_key, "own": {}, "asked": Asked()} | options))  # type: ignore[arg-type]
    try:
        return said(search.in_list(listed))
    except InvalidValue as problem:
        return str(problem)


# --- its answers ---

LIST = """
Our accounts,,,,,
Account,Tool,Followers,As of,Ward,Not for publication,Decision,Notes
@one,Facebook,1200,03/04/2027,North,,Keep,x
@two,tbc,ditto,2027-04-03 00:00,,Yes,tbc,
,,,,South,,,
Total,,5,,,,,
@three,Twitter,5,April 2027,East,perhaps,Merged,tbc
@four,,,3-4-27 00:00:00,,,Drop,
Account,Tool,,,,,,
"""
READ = """
# accounts
3 | @one | Facebook |  | 1200 | 03/04/2027 | Keep | x
4 | @two | tbc |  | 1200 | 3 April 2027 | tbc |  | yes
7 | @three | Twitter |  | 5 | April 2027 | Merged |  | !perhaps
8 | @four |  |  |  | 3-4-27 00:00:00 | Drop
6 is of total: Total |  |  | 5
9 is of headings: Account | Tool
followers was {4: 'ditto'}
notes was {7: 'tbc'}
"""
TOLD = """
ours!D3 ambiguous_date [As of] of @one “03/04/2027” / It was read as 3 April 2027.
ours!D8 ambiguous_date [As of] of @four “3-4-27 00:00:00” / It was read as 3 April 2027.
ours!C4 from_above [Followers]
ours!H7 nothing_said [Notes and sources]
ours!A6 totals [Account] “Total”
ours!A9 headings_again [Account] “Account”
ours!A1 above_headings NOTE / A1 “Our accounts”.
ours!G4 nothing_said [Decision]
ours!B4 nothing_said [Tool]
ours!E5 beside [Ward]
"""
DAYS = ["03/04/2027", "3 April 2027", "April 2027", "3-4-27 00:00:00"]


def test_a_list_is_read_as_its_sheet_with_all_that_there_is_to_tell(tmp_path: Path) -> None:
    path = tmp_path / "ours.csv"
    path.write_text(LIST.strip(), encoding="utf-8")
    listed = open_list(path)
    matched = Search(BLUEPRINT, main_key, {"accounts": ["Ward"]}, Asked()).in_list(listed)
    read = read_listed(listed, matched, COUNCIL)
    tables = {"accounts": read.table}
    assert (listed.name, listed.titles, listed.is_text, read.matched) == ("ours.csv", ["ours"], True, matched)
    assert read_of(tables, "accounts") == READ.strip()  # type: ignore[arg-type]
    assert [str(when) for when in read.table.columns["as_of"]] == DAYS
    assert read.own == {"Ward": {3: "North", 7: "East"}}
    assert told(read.findings) == TOLD.strip()
    loose = ListFile(path, ["ours"], listed.grid, lambda titles: None)
    marks = read_listed(loose, matched, COUNCIL).table.columns["not_public"]
    assert [str(mark) for mark in marks] == [
        "Cannot be told from a blank",
        "True",
        "Cannot be told from a blank",
        "perhaps",
        "Cannot be told from a blank",
    ]


# --- files ---

SAVE_ANEW = "Save the list anew from Excel, as “CSV UTF-8” or as a workbook."
NO_TEXT = "{path}: this is not text that can be read. In Excel, save it as “CSV UTF-8”, or as a workbook."


TEXTS: list[tuple[bytes, list[list[str]]]] = [
    (b"a,b\n1,2", [["a", "b"], ["1", "2"]]), (b"a;b\n1,5;2", [["a", "b"], ["1,5", "2"]]),
    (b"a\tb\n1,5\t2;3\n", [["a", "b"], ["1,5", "2;3"]]), (b"\xef\xbb\xbfa,b", [["a", "b"]]),
    ("£,b".encode("cp1252"), [["£", "b"]]), ("£;b\n".encode("utf-16"), [["£", "b"]]),
    (b"\xfe\xff" + "£\tb".encode("utf-16-be"), [["£", "b"]]), ("£,b".encode(), [["£", "b"]]),
    (b"sep=;\na;b,c", [["", ""], ["a", "b,c"]]), (b"sep=;\na;b\nc;d", [["", ""], ["a", "b"], ["c", "d"]]),
    (b"a;b\r1;2", [["a", "b"], ["1", "2"]]),
    (b"a,b,c,d;x\n1;2", [["a,b,c,d", "x"], ["1", "2"]]),
    (b"SEP=,\r\na;b,c", [["", ""], ["a;b", "c"]]),
    (b"sep=\na,b", [["sep=", ""], ["a", "b"]]), (b"sep=;;\na;b", [["sep=", "", ""], ["a", "b", ""]]),
    (b"a\n1,2,3\n4,5", [["a", "", ""], ["1", "2", "3"], ["4", "5", ""]]), (b"", []), (b"a", [["a"]]),
    (b'"a,b";c\n"x\ny";1', [["a,b", "c"], ["x\ny", "1"]]), (b"a,b;c\n1,2\n3;4,5", 
     [["a", "b;c"], ["1", "2"], ["3;4", "5"]]),
    (b"a;b\n" * 20 + b"c,d,e\n" * 20 + b"a;b\n" * 5,
     [*[["a;b", "", ""]] * 20, *[["c", "d", "e"]] * 20, *[["a;b", "", ""]] * 5]),
]  # fmt: skip


def test_a_text_file_is_opened_by_its_own_dialect(tmp_path: Path) -> None:
    path, found = tmp_path / "list.TXT", []
    for content, _ in TEXTS:
        path.write_bytes(content)
        found.append(open_list(path).grid("list"))
    assert found == [grid for _, grid in TEXTS]


NO_LISTS: list[tuple[bytes, int, str]] = [
    (b"a\0b,c", 100, NO_TEXT), (b"\x81,b", 100, NO_TEXT),
    (b'a,b\n"c,d\n', 100, f"{{path}}: line 2 is not CSV as it should be (unexpected end of data). {SAVE_ANEW}"),
    (b"x" * 1_000_001, 100, "{path}: line 1 is not CSV as it should be (field larger than field limit (1000000)). "
     f"{SAVE_ANEW}"),
    (b"a,b\nc\n", 3, "{path}: the file is too large: its sheets reach over more than 3 cells. Take out what is not"
     " needed. If you trust the file, set SMREPORT_MOST_CELLS to more than 3."),
]  # fmt: skip


def test_what_is_no_list_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    for content, cells, says in NO_LISTS:
        path.write_bytes(content)
        with pytest.raises(UnreadableFile) as refused:
            open_list(path, Limits(cells=cells))
        assert str(refused.value) == says.format(path=path)


def test_a_list_may_have_as_many_cells_and_letters_as_the_limits_say(tmp_path: Path) -> None:
    path = tmp_path / "list.tsv"
    path.write_bytes(b"a\tb\nc\n")
    assert open_list(path, Limits(cells=4)).grid("") == [["a", "b"], ["c", ""]]
    csv.field_size_limit(100_000)
    path.write_bytes(b"x" * 1_000_000)
    assert open_list(path).grid("") == [["x" * 1_000_000]]
