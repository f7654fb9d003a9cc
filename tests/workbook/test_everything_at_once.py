"""All that is read and told of one workbook in which people did everything that they do."""

from __future__ import annotations

from datetime import datetime, time

import pytest
from workbook.plain_books import plain_book, read_of, rows, told

from smreport.blueprint.tables import Tables, from_file_heading, from_row_heading
from smreport.blueprint.templates import load
from smreport.words import say
from smreport.workbook.read.reader import read
from smreport.workbook.read.workbook_file import Workbook

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


TOLD = """
Settings!C19 error_value [Pre-election period ends] of Shire “#N/A”
Settings!C5 struck [Directorate] of Shire “x”
Settings!C9 hidden [Meeting date] of Shire / Show all rows (1 row cannot be seen), and delete those that should
    not count.
Settings!C12 merged [Report version] of Shire “0.1” / Unmerge C12:C13 and type the answer in each cell.
Settings!B16 merged of Shire “Plan starts” / Unmerge B16:C17 and type the answer in each cell.
Settings!C21 percent [Budget for the whole plan] of Shire “500%” / It is shown as “500%”, and was read as 5. Set
    the cell’s number format to General, and type the number that is meant.
Settings!C16 ambiguous_date [Plan starts] of Shire “1/2/2027” / It was read as 1 February 2027.
Settings!C20 no_day [Review date] of Shire “soon”
Settings!C15 not_from_above [Financial year] of Shire “ditto”
Settings!C22 nothing_said [Staff hours available a month] of Shire “n/a”
Settings!A1 above_headings of Shire / A1 “typed”, BZ2 “wide”.
Settings!E5 beside of Shire / E5 “why?”, B80 “Own question”, C80 “beyond”, AZ5000 “low”.
Settings!A4 beside of Shire / A4 “mine”.
3 Tools!B4 headings_again [Tool] “Tool”
3 Tools!B8 second_table [Tool] “Role” / It goes down to row 9.
3a Accounts!J3 heading_twice “Owner”
3a Accounts!D4 struck [Owner] of @one “Ann”
3a Accounts!D24 struck [Owner]
3a Accounts!D25 struck [Owner] “told”
3a Accounts!G14 merged [Decision] of @seven “Keep” / Unmerge G14:G15 and type the answer in each cell.
3a Accounts!I14 merged [Not for publication] of @seven “No” ERROR / Unmerge I14:I15 and type the answer in each
    cell.
3a Accounts!H5 merged [Notes and sources] / Unmerge H5:H6 and type the answer in each cell.
3a Accounts!F5 ambiguous_date [As of]
3a Accounts!F6 no_day [As of]
3a Accounts!F10 ambiguous_date [As of] of @five “202611” / It was read as 22 September 2454.
3a Accounts!F14 ambiguous_date [As of] of @seven “3/4/2027” / It was read as 3 April 2027.
3a Accounts!F15 ambiguous_date [As of]
3a Accounts!F21 no_day [As of] of @nine “2027-13-45”
3a Accounts!H13 placeholder [Notes and sources]
3a Accounts!I13 yes_in_words [Not for publication]
3a Accounts!I21 no_in_words [Not for publication] of @nine “0”
3a Accounts!B8 bullet [Account] of @four “• @four” / It was read as “@four”.
3a Accounts!D6 from_above [Owner]
3a Accounts!D8 nothing_said [Owner] of @four “-”
3a Accounts!D10 not_from_above [Owner] of @five “as above”
3a Accounts!D15 from_above [Owner]
3a Accounts!G5 from_above [Decision]
3a Accounts!H4 nothing_said [Notes and sources] of @one “tbc”
3a Accounts!H5 nothing_said [Notes and sources]
3a Accounts!H14 nothing_said [Notes and sources] of @seven “tbc”
3a Accounts!H21 nothing_said [Notes and sources] of @nine “see notes”
3a Accounts!B7 headings_again [Account] “Account”
3a Accounts!B9 subheading [Account] “Our own channels:”
3a Accounts!B11 subheading [Account] “Merged title”
3a Accounts!B16 totals [Account] “Sub-total”
3a Accounts!B17 subheading [Account] “NB: ring me”
3a Accounts!B19 totals [Account] “Sum”
3a Accounts!B22 totals [Account] “Total”
3a Accounts!B23 second_table [Account] “Role” / It goes down to row 26.
3a Accounts!A1 above_headings / A1 “Draft of Ann”, C2 “Ring me”.
3a Accounts!K3 extra_column “Wards” / Nothing stands below it.
3a Accounts!A14 beside of @seven / A14 “OK?”
3a Accounts!D5 comment [Owner]
5 Roles!D4 no_result [Capacity in hours a month] of Mo
5 Roles!D8 error_value [Capacity in hours a month] of Ed “#DIV/0!”
5 Roles!F5 typed_over [Uses mapped] of Jo “3”
5 Roles!F7 typed_over [Uses mapped] of Al “0”
5 Roles!G7 typed_over [Areas] of Al “7”
5 Roles!F8 typed_over [Uses mapped] of Ed “1”
5 Roles!G8 typed_over [Areas] of Ed “2”
5 Roles!H8 typed_over [Channels] of Ed “3”
5 Roles!I9 typed_over [Benefit points] of Di “4”
5 Roles!B5 hidden [Role] of Jo / Show all rows (2 rows cannot be seen), and delete those that should not count.
5 Roles!D7 turned_into_a_date [Capacity in hours a month] of Al “1-May”
5 Roles!E4 placeholder [Notes and sources] of Mo “n/a”
5 Roles!E6 placeholder [Notes and sources] of Cy “to do”
5 Roles!D9 nothing_said [Capacity in hours a month] of Di “within existing budgets”
5 Roles!D5 secret_figure [Capacity in hours a month] of Jo
5 Roles!L3 extra_column “Remarks” / 2 cells in L4 to L6: “a”, “b”.
5 Roles!M3 secret_column “Secret?” / 5 Roles keeps no row back: take out what must not be published. Then delete
    this column, or give it another heading if it says something else.
5 Roles!N3 secret_column “Public” / 5 Roles keeps no row back: take out what must not be published. Then delete
    this column, or give it another heading if it says something else.
5 Roles!O3 extra_column “Confidential” / 1 cell in O4: “No”.
5 Roles!C4 comment [Kind] of Mo “Why? I ask”
5 Roles!B7 text_box [Role] of Al “Abcde fgh Abcde fgh Abcde fgh Abcde fgh Abcde fgh Abcde fgh Abcde fgh Abcde
    fgh Abcde fgh Abcde fgh Abcde fgh Abcde fgh Abcde fgh Abcde fgh Abcde fgh Abcde fgh Abcde fgh Abcde fgh
    Abcde fgh Abcde fgh Abcde fgh Abcde fgh Abcde fgh Abcde fgh Abcde fgh Abcde fgh Abcde fgh Abcde fgh Abcde
    fgh Abcde fgh ”
5 Roles!C9 text_box [Kind] of Di “A box of words”
5 Roles!B6 colours [Role] of Cy / 2 cells are coloured.
6 Evaluation!W3 heading_twice “Not for publication”
6 Evaluation!I13 struck [Not for publication] of Ida
6 Evaluation!H5 merged [Kind of cost] of Jo ERROR / Unmerge H5:I6 and type the answer in each cell.
6 Evaluation!D14 merged [Set-up cost] of Jim / Unmerge D14:D15 and type the answer in each cell.
6 Evaluation!E4 percent [Yearly cost] of Mo “500%” / It is shown as “500%”, and was read as 5. Set the cell’s
    number format to General, and type the number that is meant.
6 Evaluation!F4 not_shown [Staff hours a month] of Mo “12” / It was read as 12. Delete it if it should not
    count; else set the cell’s number format to General.
6 Evaluation!G4 unknown_format [In-kind hours a month] of Mo “3” / It was read as 3. Set the cell’s number
    format to General, and type the number that is meant.
6 Evaluation!S4 shown_otherwise [Spent as of] of Mo “1 Apr” / It is shown as “1 Apr”, and was read as 1 April
    2027. Give the cell a number format with day, month and year.
6 Evaluation!E5 shown_otherwise [Yearly cost] of Jo / Set the cell’s number format to General, and type the
    number that is meant.
6 Evaluation!F5 not_shown [Staff hours a month] of Jo / Delete it if it should not count; else set the cell’s
    number format to General.
6 Evaluation!G5 shown_otherwise [In-kind hours a month] of Jo / Set the cell’s number format to General, and
    type the number that is meant.
6 Evaluation!R6 shown_otherwise [Spent to date] of Cy / Set the cell’s number format to General, and type the
    number that is meant.
6 Evaluation!S6 shown_otherwise [Spent as of] of Cy / Give the cell a number format with day, month and year.
6 Evaluation!L8 not_shown [Notes and sources] of Di “0.5” / It was read as “0.5”. Delete it if it should not
    count; else set the cell’s number format to General.
6 Evaluation!R8 shown_otherwise [Spent to date] of Di “1” / It is shown as “1”, and was read as 1,200. Set the
    cell’s number format to General, and type the number that is meant.
6 Evaluation!S8 shown_otherwise [Spent as of] of Di “4/1/2027” / It is shown as “4/1/2027”, and was read as 1
    April 2027. Give the cell a number format with day, month and year.
6 Evaluation!L4 placeholder [Notes and sources] of Mo “n/a”
6 Evaluation!L5 placeholder [Notes and sources] of Jo
6 Evaluation!B8 from_above [Role] of Di “as above” / It was read as “Di”.
6 Evaluation!C8 from_above [Project] of Di “ditto” / It was read as “News”.
6 Evaluation!C9 from_above [Project] of Ed
6 Evaluation!D7 from_above [Set-up cost] of Di
6 Evaluation!D8 not_from_above [Set-up cost] of Di “ditto”
6 Evaluation!D9 not_from_above [Set-up cost] of Ed
6 Evaluation!E9 from_above [Yearly cost] of Ed
6 Evaluation!F8 not_from_above [Staff hours a month] of Di “ditto”
6 Evaluation!F9 not_from_above [Staff hours a month] of Ed
6 Evaluation!H9 not_from_above [Kind of cost] of Ed
6 Evaluation!J8 not_from_above [Benefit note] of Di “ditto”
6 Evaluation!J9 nothing_said [Benefit note] of Ed
6 Evaluation!K9 not_from_above [Confidence] of Ed
6 Evaluation!L6 nothing_said [Notes and sources] of Cy
6 Evaluation!L9 from_above [Notes and sources] of Ed
6 Evaluation!I7 secret_beside [Not for publication] of Di / Answer Yes here, and write the answer alone in E7.
    Until then the row counts as marked.
6 Evaluation!V3 secret_column “Not public” / Answer Yes in Not for publication for those rows. Then delete this
    column, or give it another heading if it says something else.
6 Evaluation!X3 extra_column “Restricted” / 1 cell in X5.
6b Money!C4 shown_otherwise [Capital] of 2026/27 “x” / It is shown as “x”, and was read as 100. Set the cell’s
    number format to General, and type the number that is meant.
6b Money!B6 totals [Financial year] “Total 2026/27”
7 Portfolio!C5 from_above [Business project it serves] of Pages “ditto” / It was read as “x”.
7 Portfolio!D5 from_above [Areas] of Pages “ditto” / It was read as “Libraries”, “Parks”.
7 Portfolio!B7 totals [Project] “Total”
7a KPIs!I4 turned_into_a_date [Target] of Reach “1 Apr”
7a KPIs!K4 turned_into_a_date [Actual] of Reach “09:30”
7a KPIs!B5 placeholder [KPI] of n/a “n/a”
7a KPIs!E4 nothing_said [Unit] of Reach “tbc”
7a KPIs!H5 nothing_said [Baseline as of] of n/a “n/k”
7a KPIs!L4 nothing_said [Actual as of] of Reach “unknown”
7a KPIs!R3 extra_column “Extra” / Nothing stands below it.
7a KPIs!A5 beside of n/a / A5 “mine”.
7b Actions!E4 ambiguous_date [Due] of Do it “32873” / It was read as 31 December 1989.
7b Actions!E7 ambiguous_date [Due] of Write “73416” / It was read as 1 January 2101.
7b Actions!E8 no_day [Due] of Read “next spring”
7b Actions!E9 no_day [Due] of Tell “- May 2027”
7b Actions!B9 bullet [Action] of Tell “- Tell” / It was read as “Tell”.
7b Actions!B10 bullet [Action] of Ask * all “* Ask * all” / It was read as “Ask * all”.
7b Actions!C9 bullet [Project] of Tell “• News” / It was read as “News”.
7b Actions!D10 bullet [Owner] of Ask * all “– Gus” / It was read as “Gus”.
7b Actions!E10 bullet [Due] of Ask * all “• May 2028” / It was read as May 2028.
7b Actions!F10 bullet [Status] of Ask * all “o Done” / It was read as “Done”.
7b Actions!H5 nothing_said [Notes and sources] of Call “see notes”
7b Actions!B11 second_table [Action] “Role” / It goes down to row 22.
7b Actions!I3 extra_column / 2 cells in I4 to I5: “odd”, “odder”.
7c Swings!C7 totals [Weight of benefit]
7c Swings!A2 above_headings / A2 “ours”.
7d Advice!D4 placeholder [Post of the adviser] of Money “n/a”
7d Advice!E4 no_day [Date of the advice] of Money “1”
7d Advice!C4 nothing_said [Advice] of Money “-”
7d Advice!C5 nothing_said [Advice] of Legal “???”
7e Options!B4 placeholder [Option] of tbc “tbc”
7e Options!C4 placeholder [Advantages] of tbc “n/a”
7e Options!D4 placeholder [Disadvantages] of tbc “none”
7f Meetings!B20000 far [Body] “far away” Delete it, or move it up to the rows and columns that are filled in. So
    do with 1 other cell out there.
"""
READ = """
# accounts
4 | @one | Facebook | Ann | 1200 | 2027-04-01 | Keep |  | no
5 | @two | Facebook | Bob | just over 9,000 | 3/4/2027 | Keep |  | !Yes, until May
6 | @three | Facebook | Bob | 10% | soon | Keep |  | !not yet
8 | @four | Twitter |  | 5
10 | @five | Twitter |  | 7 | 22 September 2454 | Keep | Confidential
12 | Total |  |  | 2434 |  |  |  | yes
13 | @six | Twitter | Cy |  | 2026 | Merge | n/a | yes
14 | @seven | Twitter | Di | 8 k | 3/4/2027 | Keep |  | no
15 | @eight | Twitter | Di | 9 | 03-04-27 | Keep |  | yes
18 | Average of all |  |  | c. 5
20 | Average
21 | @nine | Twitter | Flo | 0 | 2027-13-45 | Drop |  | no
7 is of headings: Account | Tool | Owner | Followers
9 is of title: Our own channels:
11 is of title: Merged title
16 is of total: Sub-total |  |  | £99
17 is of title: NB: ring me
19 is of total: Sum |  |  | 5k
22 is of total: Total |  |  | £5k
23 is of table: Role | Area | Kind
24 is of table: Mo | x | kept secret | 0 |  |  |  | yes
25 is of table: Jo | y | told | 0
26 is of table:  |  |  |  | 5
account was {8: '• @four'}
owner was {6: 'ditto', 8: '-', 10: 'as above', 15: 'ditto'}
decision was {5: 'ditto'}
decision is to come {8: 'n/a'}
notes was {4: 'tbc', 5: '-', 14: 'tbc', 21: 'see notes'}
# roles
4 | Mo | Internal |  | n/a
5 | Jo | Internal | !£12 (confidential) | ok
6 | Cy | Member | 12.0 | to do
7 | Al | Partner | !1-May | 5
8 | Ed | TRUE
9 | Di | Partner |  | 1. first / 2. second
capacity was {9: '!within existing budgets'}
# evaluation
4 | Mo | News | !€1,200.00 | 5.0 | 12.0 | 3.0 | Exact | no | good | High | n/a |  |  |  |  |  | 1.005 | 1 April
    2027
5 | Jo | News | !€1,200.00 | 5.0 | 12.0 | 3.0 | Exact | yes | good | High | n/a |  |  |  |  |  |  | Apr 2027
6 | Cy | News | 1200.0 | 7.0 | 12.0 | !0.5 days | Estimate | !Merged with other cells | good | hi |  |  |  |  |
    |  | 1200.0 | 1 April 2027
7 | Di | News | 1200.0 | !£4,073 (confidential) |  | 12.0 |  |  |  |  | ok
8 | Di | News |  | 9.0 |  |  |  |  |  |  | 0.5 |  |  |  |  |  | 1200.0 | 1 April 2027
9 | Ed | News |  | 9.0 |  |  |  | yes |  |  | 0.5
10 | Flo | News | 4.0 | 5.0 | 6.0 | 7.0 | Exact | !n/a |  | Low | 1 |  |  |  | commercial
11 | Gus | News | 1.0 |  |  |  |  | !#DIV/0!
12 | Hal | News | 1.0 |  |  |  |  | !Formula without a result
13 | Ida | News | 1.0 |  |  |  |  | !No (struck out)
14 | Jim | News | 1.0 |  |  |  |  | yes
15 | Kit | News | 1.0 |  |  |  |  | !maybe
role was {8: 'as above'}
project was {8: 'ditto', 9: 'ditto'}
setup_cost was {7: '!ditto', 8: '!ditto', 9: '!ditto'}
yearly_cost was {9: '!ditto'}
hours was {8: '!ditto', 9: '!ditto'}
cost_kind was {9: 'ditto'}
benefit was {8: 'ditto', 9: '-'}
confidence was {9: 'ditto'}
confidence is to come {8: 'n/a', 9: 'n/a'}
notes was {6: 'tbc', 9: 'ditto'}
# kpis
4 | Reach | News | Outcome |  | Increase | 50% | 2026-03-31 | 1 Apr | 2027 | 09:30 |  |  |  |  | x
5 | n/a | Fun |  | % | Decrease | c. 5
4 comes from a.xlsx row 12
unit was {4: 'tbc'}
as_of was {5: 'n/k'}
actual_as_of was {4: 'unknown'}
# money
4 | 2026/27 | 100.0 | 5.0
5 | 2027/28 | 200.0 | 6.0
6 is of total: Total 2026/27 | 300.0 | 11.0
# swings
4 | A | 10.0 | 0.5 | 30.0
5 | B | 5.0 | 0.25 | 5.0
6 | C | 3.0 | 0.25 | 1.0
8 |  | 0.0 | 0.0 | 0.0
9 | D | 0.0
7 is of total:  | 18.0 | 1.0 | 36.0
# actions
4 | Do it | News | Ann | 31 December 1989 | Done
5 | Call | News | Bob | 1 January 1990 | Late
6 | Meet | News | Cy | 31 December 2100 | Late
7 | Write | News | Di | 1 January 2101 | Late
8 | Read | News | Ed | next spring | Late
9 | Tell | News | Flo | - May 2027 | Late
10 | Ask * all | News | Gus | May 2028 | Done
11 is of table: Role | Project | Staff hours a month
12 is of table: Mo | News | 5
13 is of table: Jo | News | 6
14 is of table: Action | Project | Due
22 is of table:  |  |  | 1 April 2027
action was {9: '- Tell', 10: '* Ask * all'}
project was {9: '• News'}
owner was {10: '– Gus'}
due was {10: '• May 2028'}
status was {10: 'o Done'}
notes was {5: 'see notes'}
# tools
5 | Tool | alerts
6 | Role | Area | Video | Owner | Listen | Live | because
7 | Facebook | news |  | all |  | Live
4 is of headings: Tool | Best-value use |  |  |  |  |  |  | Tool: Best-value use
8 is of table: Role | Area |  | Owner |  |  | because | x | Role: Area
9 is of table: Twitter | pictures |  |  |  |  |  |  | Twitter: pictures
# settings
0 | Shire | x |  |  | 46478 | Apr 2027 | 46478 |  | 0.1 |  |  |  | 1/2/2027 |  |  |  | soon | 5.0 |  |  |  |
    0.12 |  |  |  |  |  |  |  |  | !not sure | !true
financial_year was {0: 'ditto'}
hours_available was {0: '!n/a'}
# advice
4 | Money |  | n/a | 1
5 | Legal |  | Head
6 |  |  | Staffing
text was {4: '-', 5: '???'}
# portfolio
4 | News | x | Libraries + Parks | Mo
5 | Pages | x | Libraries + Parks
6 | Tips
7 is of total: Total
business_project was {5: 'ditto'}
areas was {5: 'ditto'}
areas is to come {6: 'tbc'}
roles is to come {5: 'tbc', 6: 'n/a'}
# options
4 | tbc | n/a | none
5 | Do nothing | ok | all
# meetings
4 | Cabinet | 2027 | Decide
"""


def test_every_finding_of_how_cells_were_read_is_told_with_all_that_it_says(tables: Tables) -> None:
    assert told(tables.doubts) == TOLD.strip()


def test_every_answer_is_read_and_every_row_that_is_none_set_aside(tables: Tables) -> None:
    assert read_of(tables, *CELLS) == READ.strip()
