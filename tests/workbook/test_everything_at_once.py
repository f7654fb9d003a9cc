"""All that is read and told of one workbook in which people did everything that they do."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path

import pytest
from kept import assert_as_kept
from workbook.plain_books import plain_book, read_of, rows, told

from smreport.blueprint.tables import Tables, from_file_heading, from_row_heading
from smreport.blueprint.templates import load
from smreport.words import say
from smreport.workbook.read.reader import read
from smreport.workbook.read.workbook_file import Workbook

HERE = Path(__file__).parent
BLUEPRINT = load()
STRUCK, RED = {"font_strikeout": True}, {"bg_color": "#FF0000"}
PLAIN: dict[str, object] = {}
DAY = datetime(2027, 4, 1)


def shown(value: object, code: str) -> tuple[object, dict[str, object]]:
    return value, {"num_format": code}


ACCOUNTS = {
    **rows(
        "@one | Facebook | Ann | 1200 | 2027-04-01 | Keep | tbc | No",
        "@two | Facebook | Bob | just over 9,000 | 3/4/2027 | ditto | - | Yes, until May",
        "@three | Facebook | ditto | 10% | soon | Keep | | not yet",
        "Account | Tool | Owner | Followers",
        "• @four | Twitter | - | 5 |  | n/a | |",
        "Our own channels:",
        "@five | Twitter | as above | 7 | 202611 | Keep | Confidential |",
        "Merged title",
        "Total | | | 2434 | | | | Yes",
        "@six | Twitter | Cy | | 2026 | Merge | n/a | Private",
        "@seven | Twitter | Di | 8 | 3/4/2027 | Keep | tbc | No",
        "@eight | Twitter | ditto | 9 | 03-04-27 | Keep | | true",
        "Sub-total | | | £99",
        "NB: ring me",
        "Average of all | | | c. 5",
        "Sum | | | 5k",
        "Average",
        "@nine | Twitter | Flo | 0 | 2027-13-45 | Drop | see notes | 0",
        "Total | | | £5k",
        "Role | Area | Kind",
        "Mo | x | kept secret | | | | | Yes",
        "Jo | y | told",
    ),
    "A1": "Draft of Ann", "A2": "3a Accounts", "C2": "Ring me", "J3": "Owner", "K3": "Wards", "A14": "OK?",
    "D4": ("Ann", STRUCK), "D24": ("kept secret", STRUCK), "D25": ("told", STRUCK), "D30": ("", STRUCK),
    "E14": shown(8, '0" k"'), "A15": "Error: x", "A21": say("findings.unchecked"),
    "E24": shown(7, "0,"), "E25": shown(7, "0,"), "F26": 5,
}  # fmt: skip
ROLES = {
    **rows(
        "Mo | Internal | 20 | n/a",
        "Jo | Internal | £12 (confidential) | ok | 3",
        "Cy | Member | 12-15 | to do |",
        "Al | Partner | | 5 | | 7",
        "Ed | Partner | | | 1 | 2 | 3",
        "Di | partners | within existing budgets | 1. first\n2. second | | | | 4",
    ),
    "F4": "=1+1 -> 2", "F5": (3, PLAIN), "D8": "=1/0 -> #DIV/0!", "C8": True,
    "D7": shown(datetime(2027, 5, 1), "d-mmm"),
    "D6": (12, RED), "B6": ("Cy", RED), "F7": (0, RED), "D4": "=A1", "L3": "Remarks", "M3": "Secret?", "N3": "Public",
    "O3": "Confidential", "L4": "a", "L6": "b", "M4": "No", "M5": "perhaps", "N4": "no", "O4": "No", "C2": "=A1",
}  # fmt: skip
EVALUATION = {
    **rows(
        "Mo | News | 1200 | 5 | 12 | 3 | Exact | No | good | High | n/a",
        "Jo | News | 1200 | 5 | 12 | 3 | Exact | Yes | good | High | n/a",
        "Cy | News | £1.2k | 5 to 7 | 12 hours | 0.5 days | about | | good | hi | tbc",
        "Di | News | ditto | £4,073 (confidential) | | 12 | | | | | ok",
        "as above | ditto | ditto | 9 | ditto | | | | ditto | n/a | ",
        "Ed | ditto | ditto | ditto | ditto | | ditto | Yes | - | ditto | ditto",
        "Flo | News | 4 | 5 | 6 | 7 | Exact | n/a | | Low | 1",
        "Gus | News | 1 |",
        "Hal | News | 1 |",
        "Ida | News | 1 | | | | | No",
        "Jim | News | 1 | | | | | No",
        "Kit | News | 1 | | | | | maybe",
    ),
    "A1": "6 Evaluation", "D4": shown(1200, "[$€-407]#,##0.00"), "E4": shown(5, "0%"), "F4": shown(12, ";;;"),
    "G4": shown(3, "[DBNum1]0"), "D5": shown(1200, "[$€-407]#,##0.00"), "E5": shown(5, "0,"), "F5": shown(12, ";;;"),
    "G5": shown(3, '0" a year"'), "R4": shown(1.005, "0.0"), "R6": shown(1200, "0,"), "S4": shown(DAY, "d mmm"),
    "S5": shown(DAY, "mmm yy"), "S6": shown(DAY, "m/d/yyyy"), "L8": shown(0.5, ";;;"),
    "R8": shown(1200, "0,"), "S8": shown(DAY, "m/d/yyyy"),
    "D10": shown(4, "0"), "I11": "=1/0 -> #DIV/0!",
    "I12": "=A1", "I13": ("No", STRUCK), "V3": "Not public", "V5": "x", "W3": "Not for publication", "W14": "Yes",
    "X3": "Restricted", "X5": "No", "P10": "commercial",
}  # fmt: skip
KPIS = {
    **rows("Reach | News | Outcome | tbc | Increase | 5 | 2026-03-31 | 7 | 2027", "n/a | Fun | | % | ↓ | c. 5 | n/k"),
    "G4": shown(0.5, "0%"), "I4": shown(DAY, "d mmm"), "K4": shown(time(9, 30), "hh:mm"), "P4": "x", "L4": "unknown",
    "R3": "Extra", "A5": "mine",
    "S3": from_file_heading(), "T3": from_row_heading(), "S4": "a.xlsx", "T4": 12, "S5": "b.xlsx", "T5": 1.5,
}  # fmt: skip
MONEY = {**rows("2026/27 | 100 | 5", "2027/28 | 200 | 6", "Total 2026/27 | 300 | 11"), "C4": shown(100, '"x"')}
SWINGS = {
    **rows("A | 10 | 0.5 | 30", "B | 5 | 0.25 | 5", "C | 3 | 0.25 | 1", " | 18 | 1 | 36", " | 0 | 0 | 0", "D | 0"),
    "A2": "ours",
}
ACTIONS = {
    **rows(
        "Do it | News | Ann | 32873 | Done", "Call | News | Bob | 32874 | Late | | see notes",
        "Meet | News | Cy | 73415 | Late", "Write | News | Di | 73416 | Late", "Read | News | Ed | next spring | Late",
        "- Tell | • News | Flo | - May 2027 | Late", "* Ask * all | News | – Gus | • May 2028 | o Done",
        "Role | Project | Staff hours a month", "Mo | News | 5", "Jo | News | 6", "Action | Project | Due",
    ),
    "I4": "odd", "I5": "odder", "E22": shown(46478, "d mmm"),
}  # fmt: skip
TOOLS = {
    **rows(
        "Tool | Best-value use", "Tool | alerts", "Role | Area | Video | Owner | Listen | Live | because",
        "Facebook | news | | all | | Live", "Role | Area | | Owner | | | because | x", "Twitter | pictures",
    )
}  # fmt: skip
SETTINGS = {
    "A1": "typed", "A4": "mine", "A5": "Gap: a", "E5": "why?", "B80": "Own question", "C80": "beyond", "D60": "help",
    "B81": "What this workbook is", "AZ5000": "low", "BZ2": "wide", "C4": "Shire", "C5": ("x", STRUCK), "C8": DAY,
    "C9": shown(DAY, "mmm yy"), "C10": DAY, "C15": "ditto", "C16": "1/2/2027", "C21": shown(5, "0%"), "C22": "n/a",
    "C34": "not sure", "C35": "true", "C12": "0.1", "C25": shown(12, "0.0"), "C19": "=1/0 -> #N/A", "C20": "soon",
}  # fmt: skip
CELLS = {
    "accounts": ACCOUNTS, "roles": ROLES, "evaluation": EVALUATION, "kpis": KPIS, "money": MONEY, "swings": SWINGS,
    "actions": ACTIONS, "tools": TOOLS, "settings": SETTINGS,
    "advice": {**rows("Money | - | n/a | 1", "Legal | ??? | Head"), "A3": "", "D6": "Staffing"},
    "portfolio": rows(
        "News | x | Libraries; Parks | Mo", "Pages | ditto | ditto | tbc", "Tips | | tbc | n/a",
        "Total | | | | | | | | | ",
    ),
    "options": rows("tbc | n/a | none", "Do nothing | ok | all"),
    "meetings": rows("Cabinet | 2027 | Decide"),
}  # fmt: skip


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    path = tmp_path_factory.mktemp("everything") / "everything.xlsx"
    book = plain_book(path, BLUEPRINT, CELLS)
    settings, accounts, roles, evaluation, meetings, advice = (
        book.get_worksheet_by_name(BLUEPRINT.sheets[key].title)
        for key in ("settings", "accounts", "roles", "evaluation", "meetings", "advice")
    )
    for row in (4, 5, 20):
        roles.set_row(row, None, None, {"hidden": True})
    settings.set_row(8, None, None, {"hidden": True})
    roles.write_comment("C4", "Why?\nI ask")
    roles.write_comment("J9", "  ")
    roles.insert_textbox("C9", "A box\nof words")
    roles.insert_textbox("B5", "Abcde fgh " * 31)
    accounts.write_comment("D5", "Secret words")
    for cells in ("G14:G15", "I14:I15", "H5:H6", "J5:K5", "B11:C11", "B28:B30", "A27:B27"):
        accounts.merge_range(cells, "")
    accounts.write("G14", "Keep")
    accounts.write("I14", "No")
    accounts.write("B11", "Merged title")
    evaluation.merge_range("H5:I6", "Exact")
    evaluation.merge_range("D14:D15", 1)
    settings.merge_range("C12:C13", "0.1")
    settings.merge_range("A13:B13", "")
    settings.merge_range("B16:C17", "Plan starts")
    advice.merge_range("D6:D7", "Staffing")
    meetings.write("B20000", "far away")
    meetings.write("C21000", "and farther")
    meetings.write("B20001", " ")
    book.close()
    return read(Workbook(path), BLUEPRINT)


def test_every_finding_of_how_cells_were_read_is_told_with_all_that_it_says(tables: Tables) -> None:
    assert_as_kept(HERE / "everything_told.txt", f"{told(tables.doubts)}\n")


def test_every_answer_is_read_and_every_row_that_is_none_set_aside(tables: Tables) -> None:
    assert_as_kept(HERE / "everything_read.txt", f"{read_of(tables, *CELLS)}\n")
