"""What is told of a workbook that people rearranged and added to: all remarks, all that they added, all refusals."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from textwrap import fill

import pytest
import xlsxwriter
from workbook.plain_books import plain_book, put, read_of, rows, told

from smreport.blueprint.templates import load
from smreport.errors import UnreadableFile
from smreport.workbook.read.additions import read_added, read_own, with_own_choices
from smreport.workbook.read.reader import read, read_loosely
from smreport.workbook.read.workbook_file import Stamp, Workbook

BLUEPRINT = load()
OTHER_FORM = "0123456789ab, from a folder"
TITLES = {"actions": "Our actions", "accounts": "Accounts", "options": "", "swings": "SWINGS", "advice": ""}
CELLS = {
    "accounts": {
        **rows("@one | Facebook | Ann | 1200 | 2027 | Keep | | No", "@two | Facebook | ditto | 5", "",
               " | | | | | | | Yes"),
        "J3": "Ward", "K3": "Ward", "L3": "account", "M3": "Empty", "J4": "North", "K5": 7, "J6": "odd", "L5": "x",
        "A1": "Back to Start here", "A2": "Draft", "B2": "Ring me", "N4": "no heading", "A4": "typed", "A5": "=1 -> 1",
        "I7": "Yes", "J7": "secret",
    },
    "actions": {**rows("Call | News | Bob | 2027-05-01 | Late", "Meet | News | Cy | soon | Done"),
        "B3": "", "F3": "Stage"},
    "roles": {
        "D3": "Capacity in hours a mnth", "J3": "Uses mapped (2)", "E3": "Note and source",
        **rows("Mo | Internal | 20 | one", "Jo | Member | 30 | two"), "F4": 7, "F5": "=1 -> 1", "G4": 8, "G5": 9,
    },
    "money": {"C3": "Capital (in £)", "D3": "Revenues", **rows("2026/27 | 100 | 5")},
    "mapping": {"L3": "Points for each project", "L4": 7, **rows("Libraries | Facebook"), "M3": "Own", "M4": "m"},
    "settings": {"C4": "Shire", "B6": "Author of the report", "C6": "Ann", "D4": "Help", "E4": "beside",
        "B80": "Own", "C80": "answer", "A2": "mine", "B7": ""},
    "evaluation": {"B3": "Role", "T3": ""},
}  # fmt: skip


def rearranged(path: Path, version: str, **titles: str) -> xlsxwriter.Workbook:
    book = plain_book(
        path, BLUEPRINT, CELLS, stamp=f"{BLUEPRINT.name}, version {version}, language en", titles=TITLES | titles
    )
    book.set_custom_property("smreport template form", OTHER_FORM)
    lists = book.add_worksheet("Lists" if version == "1.2" else "Our choices")
    if version == "1.2":
        book.define_name("list_gone", "=Gone!$A$1")
        book.define_name("list_service", "=Lists!$E$3:$E$5")
    for at, choices in enumerate(BLUEPRINT.lists.values()):
        lists.write(1, at, choices.heading)
        lists.write_column(2, at, [item.text for item in choices.items])
    heads = [choices.key for choices in BLUEPRINT.lists.values()]
    for key, texts in {
        "service": ["Our  own", "Libraries", "Our own", " "],
        "area_kind": ["", "", "Team", 5, "service"],
    }.items():
        lists.write_column(2, heads.index(key), texts)
    for number in range(15):
        lists.write(20 + number, heads.index("channel"), f"Channel {number}")
    copy = book.add_worksheet("5 Roles (2)")
    own = book.add_worksheet("My notes")
    book.add_worksheet("Blank")
    for place, value in {
        "B3": "Role",
        "C3": "Kind",
        "D3": "Capacity in hours a month",
        "E3": "Notes and sources",
        "F3": "Uses mapped",
        "G3": "Areas",
        "H3": "Channels",
    }.items():
        put(book, copy, place, value)
    own.write("A1", "Mine")
    own.write("C2", 5)
    own.write("A30000", "far")
    own.write_comment("B2", "on my notes")
    accounts = book.get_worksheet_by_name("Accounts")
    for cell, text in {
        "D4": "on Ann",
        "A4": "on the check",
        "J4": "on North",
        "B1": "above",
        "J6": "on odd",
        "D7": "secret",
    }.items():
        accounts.write_comment(cell, text)
    settings = book.get_worksheet_by_name("Settings")
    settings.write_comment("B4", "on a question")
    settings.write_comment("C4", "on an answer")
    settings.write_comment("C70", "nowhere")
    settings.write("A9000", "low")
    return book


def saved(folder: Path, version: str, **titles: str) -> Workbook:
    path = folder / "rearranged.xlsx"
    rearranged(path, version, **titles).close()
    return Workbook(path)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Workbook]:
    return {version: saved(tmp_path_factory.mktemp("rearranged"), version) for version in ("1.2", "1.1")}


REMARKS = """
Not found: the questions “Report author”, “Contact” in “Settings”.
Not found: the columns “Action”, “Status” in “Our actions”.
Not found: the sheet “7d Advice”.
Not found: the sheet “7e Options”.
“Capacity in hours a mnth” was taken for “Capacity in hours a month”.
“Start here”, A1: The workbook was made with another edition of its form.
“Accounts”, D5: The cell repeats the row above in a word or a sign, and was filled in from there.
"""
TOLD = """
Start here!A1 other_form / It says 0123456789ab, and was read as 2aef11b7f5bb. If sheets, headings, lists or
    rules were changed since, carry it over with smreport upgrade and the same --template.
Our actions!A1 sheet_guessed / It was taken for “7b Actions”. Give it that name, to be sure.
5 Roles (2)!A1 sheet_copy / What is in “5 Roles” counts. Move there what is missing, then delete this sheet.
Settings!A2 above_headings of Shire / A2 “mine”.
Settings!E4 beside of Shire / E4 “beside”, B6 “Author of the report”, C6 “Ann”, B80 “Own”, C80 “answer”, A9000
    “low”.
Settings!B4 comment of Shire “on a question”
Settings!C4 comment [Organisation] of Shire “on an answer”
Settings!C70 comment of Shire “nowhere”
Accounts!L3 heading_twice “account”
Accounts!D5 from_above [Owner] of @two “ditto” / It was read as “Ann”.
Accounts!A2 above_headings / A2 “Draft”, B2 “Ring me”.
Accounts!J3 extra_column “Ward” / 3 cells in J4 to J7: “North”, “odd”.
Accounts!K3 extra_column “Ward” / 1 cell in K5: “7”.
Accounts!M3 extra_column “Empty” / Nothing stands below it.
Accounts!N3 extra_column / 1 cell in N4: “no heading”.
Accounts!A4 beside of @one / A4 “typed”, A5 “1”.
Accounts!B1 comment “above”
Accounts!A4 comment of @one “on the check”
Accounts!D4 comment [Owner] of @one “on Ann”
Accounts!J4 comment of @one “on North”
Accounts!J6 comment “on odd”
Accounts!D7 comment [Owner]
4 Mapping!M3 extra_column “Own” / 1 cell in M4: “m”.
5 Roles!F4 typed_over [Uses mapped] of Mo “7”
5 Roles!G4 typed_over [Areas] of Mo “8”
5 Roles!G5 typed_over [Areas] of Jo “9”
5 Roles!J3 extra_column “Uses mapped (2)” / Nothing stands below it.
Our actions!E5 no_day [Due] “soon”
Our actions!B3 extra_column / 2 cells in B4 to B5: “Call”, “Meet”.
Our actions!F3 extra_column “Stage” / 2 cells in F4 to F5: “Late”, “Done”.
"""
READ = """
# accounts
4 | @one | Facebook | Ann | 1200 | 2027 | Keep |  | no
5 | @two | Facebook | Ann | 5
7 |  |  |  |  |  |  |  | yes
owner was {5: 'ditto'}
# actions
4 |  | News | Bob | 2027-05-01
5 |  | News | Cy | soon
# roles
4 | Mo | Internal | 20.0 | one
5 | Jo | Member | 30.0 | two
# money
4 | 2026/27 | 100.0 | 5.0
# mapping
4 | Libraries | Facebook
# settings
0 | Shire
# evaluation
"""
LEFT = """
Left behind in “Settings”, as the new workbook has no place for it: A2 “mine”, E4 “beside”, C6 “Author of the
    report”: “Ann”, C80 “Own”: “answer”, the note on C70 “nowhere”.
Left behind in “Accounts”, as the new workbook has no place for it: A2 “Draft”, B2 “Ring me”, A4 “typed”, J6
    “odd”, the note on B1 “above”, the note on J6 “on odd”.
Left behind in “5 Roles”, as the new workbook has no place for it: F4 “7”.
The sheet “Our actions” was taken for “7b Actions”.
Left behind in “My notes”, as the new workbook has no place for it: A30000 “far”, the note on B2 “on my notes”.
"""
COLUMNS = {
    "accounts": {
        "Ward": {4: "North", 7: "secret"},
        "Ward (2)": {5: 7.0},
        "account (2)": {5: "x"},
        "Empty": {},
        "Column 14": {4: "no heading"},
    },
    "mapping": {"Points for each project": {4: 7.0}, "Own": {4: "m"}},
    "roles": {"Uses mapped (2)": {}},
    "actions": {"Column 2": {4: "Call", 5: "Meet"}, "Stage": {4: "Late", 5: "Done"}},
}
NOTES = {
    "settings": {("organisation", 0): "on a question\non an answer"},
    "accounts": {
        ("+Check", 4): "on the check",
        ("owner", 4): "on Ann",
        ("+Ward", 4): "on North",
        ("owner", 7): "secret",
    },
}
SHEETS = {
    "5 Roles (2)": (
        ("", "", "", "", "", "", "", ""),
        ("", "", "", "", "", "", "", ""),
        ("", "Role", "Kind", "Capacity in hours a month", "Notes and sources", "Uses mapped", "Areas", "Channels"),
    ),
    "My notes": (("Mine", "", ""), ("", "", 5.0)),
}
CHOICES = """
Left out of the list “Kind of area”: “Team”, “5”.
Left out of the list “Channel”: “Channel 0”, “Channel 1”, “Channel 2”, “Channel 3”, “Channel 4”, “Channel 5”,
    “Channel 6”, “Channel 7”, “Channel 8”, “Channel 9”, “Channel 10”, “Channel 11” and 3 more.
"""
REFUSED = (
    "{path}: missing: the questions “Report author”, “Contact” in “Settings”; the column “Capacity in hours a month” "
    "in “5 Roles”; the columns “Action”, “Status” in “Our actions”; the sheet “7d Advice”; the sheet “7e Options”. Put "
    "back what was deleted or renamed, or carry the answers over with: smreport upgrade {path} -o NEW.xlsx"
)


def wrapped(remarks: Iterable[str]) -> str:
    return "\n".join(fill(line, 112, subsequent_indent="    ", break_on_hyphens=False) for line in remarks)


def test_all_that_is_missing_is_refused_in_one_line_and_found_loosely_as_far_as_it_goes(
    books: dict[str, Workbook],
) -> None:
    for book in books.values():
        with pytest.raises(UnreadableFile) as refused:
            read(book, BLUEPRINT)
        assert str(refused.value) == REFUSED.format(path=book.path)
        tables, remarks = read_loosely(book, BLUEPRINT)
        assert (wrapped(remarks), read_of(tables, *CELLS)) == (REMARKS.strip(), READ.strip())


def test_what_people_rearranged_is_told_and_lines_above_the_headings_where_they_can_be_told_from_ours(
    books: dict[str, Workbook],
) -> None:
    now, before = (told(read_loosely(book, BLUEPRINT)[0].doubts) for book in books.values())
    ours = "Settings!A2 above_headings of Shire / A2 “mine”.\n", "A2 “Draft”, B2", "!A2 above_headings / B2"
    assert now == TOLD.strip()
    assert before == now.replace(ours[0], "").replace(ours[1], "B2").replace("Accounts!A2 above", "Accounts!B2 above")


def test_what_people_added_goes_over_or_is_named(books: dict[str, Workbook]) -> None:
    for version, book in books.items():
        tables, _ = read_loosely(book, BLUEPRINT)
        own, remarks = read_own(book, tables)
        columns, left = dict(COLUMNS), LEFT.strip()
        if (
            version == "1.1"
        ):  # which worked out a column that is gone, and of whose lines above headings nothing is known
            columns["mapping"] = {"Own": {4: "m"}}
            left = left.replace("A2 “mine”, ", "").replace("A2 “Draft”, ", "")
        assert (own.columns, own.notes, own.sheets) == (columns, NOTES, SHEETS)
        assert " ".join(wrapped(remarks).split()) == " ".join(left.split())
        assert read_added(book, tables) == own


def test_choices_that_people_added_stay_in_open_lists_and_are_named_in_others(books: dict[str, Workbook]) -> None:
    (blueprint, remarks), again = (with_own_choices(book, BLUEPRINT) for book in books.values())
    assert again == (blueprint, remarks)
    assert wrapped(remarks) == CHOICES.strip()
    others = {key: choices for key, choices in blueprint.lists.items() if key != "service"}
    assert others == {key: choices for key, choices in BLUEPRINT.lists.items() if key != "service"}
    assert [item.text for item in blueprint.lists["service"].items] == ["Our own", "Libraries"]
    assert blueprint.lists["service"].open


UPGRADE = "Bring it up to date with: smreport upgrade {path} -o NEW.xlsx"
OTHER_TEMPLATE = (
    "{path}: the workbook was made from the template “other”, not from “social_media”. Give it with --template other"
)
NOT_OURS = (
    "{path}: this is not a workbook made by smreport (the line “smreport template: …” is not in it). "
    "Make one with: smreport new -o FILE"
)
KNOWN = f"of its template; this smreport reads 1.2, 1.1, 1.0. {UPGRADE}"


@pytest.mark.parametrize(
    ("stamp", "row", "column", "says"),
    [
        ("smreport template: social_media, version 0.9", 0, 0, f"{{path}}: the workbook has version 0.9 {KNOWN}"),
        (" smreport template: social_media, version 2, language cy ", 39, 2,
         f"{{path}}: the workbook has version 2 {KNOWN}"),
        ("smreport template: other, version 1.2", 0, 0, OTHER_TEMPLATE),
        ("smreport template: social_media, version 1.2", 40, 0, NOT_OURS),
        ("smreport template: social_media, version 1.2", 0, 3, NOT_OURS),
        ("smreport template: social_media", 0, 0, NOT_OURS),
    ],
)  # fmt: skip
def test_what_is_no_workbook_of_a_known_version_is_refused_in_one_line(
    tmp_path: Path, stamp: str, row: int, column: int, says: str
) -> None:
    path = tmp_path / "other.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("Blank")
    book.add_worksheet("Any").write(row, column, stamp)
    book.close()
    with pytest.raises(UnreadableFile) as refused:
        read(Workbook(path), BLUEPRINT)
    assert str(refused.value) == says.format(path=path)


# --- what cannot be done without ---

LOST = {
    "settings": {"C3": ""},
    "objectives": {f"{letter}3": "" for letter in "ABCDEFGH"},
    "roles": {"D3": "Capacity of hours", "B4": "Mo"},
    "accounts": {"I3": "For publication", "B4": "@one"},
    "kpis": {"Q3": "", "B4": "Reach"},
    "risks": {"N3": ""},
}
WITHOUT_MARKS = (
    "{path}: missing: the columns “Question” and “Answer” in “Settings”; the row of headings in “2 Objectives”; the "
    "column “Not for publication” in “3a Accounts”; the column “Capacity in hours a month” in “5 Roles”; the column "
    "“Not for publication” in “6a Risks”; the column “Not for publication” in “7a KPIs”. Nobody can tell which rows "
    "are not for publication, so nothing is made from this file. Call the column that says so “Not for publication” "
    "again, with Yes in those rows; insert it if it was deleted."
)
HALF = (
    "Not found: the question “Directorate” in “Settings”.",
    "Not found: the row of headings in “2 Objectives”.",
    "Not found: the column “Capacity in hours a month” in “5 Roles”.",
)


def test_rows_that_lost_their_mark_are_refused_with_all_that_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "lost.xlsx"
    plain_book(path, BLUEPRINT, LOST).close()
    for reading in (read, read_loosely):
        with pytest.raises(UnreadableFile) as refused:
            reading(Workbook(path), BLUEPRINT)
        assert str(refused.value) == WITHOUT_MARKS.format(path=path)


def test_one_question_is_missing_and_a_heading_is_not_taken_for_one_that_is_half_like_it(tmp_path: Path) -> None:
    path = tmp_path / "half.xlsx"
    half = {"settings": {"B5": ""}, "roles": LOST["roles"], "objectives": LOST["objectives"]}
    plain_book(path, BLUEPRINT, half).close()
    assert read_loosely(Workbook(path), BLUEPRINT)[1] == HALF
    plain_book(path, BLUEPRINT, {}, stamp="other, version 1.2").close()
    with pytest.raises(UnreadableFile) as refused:
        read_loosely(Workbook(path), BLUEPRINT)
    assert str(refused.value) == OTHER_TEMPLATE.format(path=path)


@pytest.mark.parametrize(
    ("line", "form", "stamp"),
    [
        ("smreport template: a b, version 1.2", "", Stamp("a b", "1.2")),
        (" smreport template: x, version 1.2, language cy\n", "0a1b", Stamp("x", "1.2", "0a1b", "cy")),
        ("smreport template: x, version 2", OTHER_FORM, Stamp("x", "2", OTHER_FORM)),
    ],
)
def test_the_stamp_says_of_which_template_version_form_and_language_a_workbook_is(
    tmp_path: Path, line: str, form: str, stamp: Stamp
) -> None:
    path = tmp_path / "stamped.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("First").write(39, 2, line)
    book.add_worksheet("Second").write(0, 0, "smreport template: later, version 9")
    book.set_custom_property("other", "5")
    if form:
        book.set_custom_property("smreport template form", form)
    book.close()
    assert Workbook(path).stamp() == stamp
