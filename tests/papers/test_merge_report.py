"""The report of a merge as a whole: whom to chase, what to decide, what was taken out, added and doubted."""

from __future__ import annotations

from typing import Any

from papers.outlines import outline
from papers.whole_rounds import in_short
from workbooks import workbook

from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Origin
from smreport.findings import Finding, Level
from smreport.frozen import replace
from smreport.papers.merge_report import merge_report
from smreport.rounds.decisions import Matter, Option, Question
from smreport.rounds.merge import Added, Merged, Removed, Return
from smreport.rounds.progress import Called, Standing
from smreport.rounds.register import Sent
from smreport.rounds.split import Part

ORGANISED = "| settings | organisation |\n| | Anyshire |"


def called(name: str, lead: str, standing: Standing, *files: str) -> Called:
    return Called(Sent(f"{name}.xlsx", Part(name, (), lead), 1, ""), standing, files)


def question(matter: Matter, column: str, *options: Option, **more: Any) -> Question:
    return Question(matter, ("k", column), "5 Roles", "Editor", column, options, **more)


def merged(blueprint: Blueprint, answers: str = "", **parts: Any) -> Merged:
    empty: dict[str, Any] = {"questions": (), "removed": (), "added": (), "new_rows": 0}
    return Merged(tables=workbook(blueprint, answers), **{**empty, **parts})


def doubt(sheet: str, cell: str, what: str, fix: str) -> Finding:
    return Finding("cells.shown", Level.NOTE, "w", sheet, 1, cell, "Capacity", what, fix)


def test_a_merge_of_which_all_is_to_be_told_says_this(blueprint: Blueprint) -> None:
    two = Option("40", ("a.xlsx, C7", "b.xlsx, C7")), Option("", ("c.xlsx, C7",))
    questions = (
        question(Matter.NAMES, "Role", Option("Web editor", ("a.xlsx, B7",)), secret=True),
        question(Matter.CONFLICT, "Capacity", *two),
        question(Matter.CONFLICT, "Kind", *two, chosen=""),
    )
    doubts = (
        doubt("5 Roles", "C7", "A range.", "Look."), doubt("5 Roles", "C8", "A range.", "Look."),
        doubt("5 Roles", "C9", "A range.", "Ask."), doubt("1 Areas", "C7", "A range.", "Look."),
    )  # fmt: skip
    back = Return("a.xlsx", replace(workbook(blueprint, ""), doubts=doubts))
    report = merge_report(
        merged(
            blueprint,
            ORGANISED,
            questions=questions,
            removed=(
                Removed("a.xlsx", "5 Roles", "Editor", Origin("register.xlsx", 9), True),
                Removed("b.xlsx", "5 Roles", "Writer", Origin("register.xlsx", 10), False),
            ),
            added=(
                Added("a.xlsx", "5 Roles", "Printer", Origin("a.xlsx", 11), True),
                Added("b.xlsx", "1 Areas", "Parks", Origin("b.xlsx", 12), False),
            ),
        ),
        (
            called("Roads", "Ann", Standing.RETURNED, "a.xlsx", "b.xlsx"), called("Parks", "", Standing.MISSING),
            called("Youth", "Bo", Standing.AS_SENT, "c.xlsx"),
        ),
        [back, Return("b.xlsx", workbook(blueprint, ""))],
        ["d.xlsx: no workbook"],
        "combined.xlsx",
        ["e.xlsx: an older one"],
    )  # fmt: skip
    assert "\n".join(outline(report)) == WHOLE.strip()


def test_a_merge_without_a_register_and_without_questions_lists_the_files(blueprint: Blueprint) -> None:
    report = merge_report(merged(blueprint), (), [Return("a.xlsx", workbook(blueprint, ""))], (), "combined.xlsx")
    assert "\n".join(outline(report)) == BARE.strip()


def test_a_merge_of_which_all_came_back_chases_nobody(blueprint: Blueprint) -> None:
    report = merge_report(merged(blueprint), [called("Roads", "Ann", Standing.RETURNED, "a.xlsx")], (), (), "c.xlsx")
    assert [line for line in outline(report) if line.startswith(("1 of", "T ", "| "))] == [
        "1 of 1 workbook has come back filled in.",
        "T Returned [] (Each workbook that has come back, with its file.)",
        "| Roads | Ann | a.xlsx",
    ]


def test_tables_have_300_rows_at_most_and_say_how_many_more_there_are(blueprint: Blueprint) -> None:
    last, ends = "… 298 more, the last | 5 Roles: Printer | a.xlsx | 1", []
    for count in (300, 301, 302):
        added = (Added("a.xlsx", "5 Roles", "Printer", Origin("a.xlsx", 1), True),) * count
        said = [*in_short(outline(merge_report(merged(blueprint, added=added), (), (), (), "c.xlsx")))]
        ends.append(said[said.index(last) + 1 :])
    assert ends == [[], ["1 more is not shown here."], ["2 more are not shown here."]]


WHOLE = """
=== Merge report / Anyshire - Social media strategy workbook (en-GB)
Combined workbook: combined.xlsx
Returns merged: 2
To decide: 2 questions
footer: Merge report: combined.xlsx
properties: Anyshire / Who has returned, and what the facilitator has to decide
# merge_report
contents Contents
## Who has returned
1 of 3 workbooks have come back filled in.
T To chase [] (Each workbook that is still to come, with who leads the area.)
: For 4 | Lead 3 | File 4 | Stands 2.4
| Parks | Nobody named | Parks.xlsx | Not returned
| Youth | Bo | Youth.xlsx | Still as it was sent
T Returned [] (Each workbook that has come back, with its file.)
: For 4 | Lead 3 | File 4
| Roads | Ann | a.xlsx; b.xlsx
## Files that were left out, or came twice
: What became of files beside the returns that count:
- e.xlsx: an older one
## Files that could not be read
: They are not in the combined workbook. Put them right and merge again:
- d.xlsx: no workbook
## What to decide
Left to decide: 2 questions. Put Yes or No on the sheet “To decide” of combined.xlsx, save it, and merge again with --decisions. Nothing falls away until then.
### Filled in differently
These cells were filled in differently in more than one workbook.
T Filled in differently [] (Each value, the file and cell it stands in, and the decision.)
: Where 3.2 | Value 3 | Found in 4 | Decided 1.4
| 5 Roles: Editor, Capacity | 40 | a.xlsx, C7; b.xlsx, C7 | Open
| 5 Roles: Editor, Capacity | (blank) | c.xlsx, C7 | Open
| 5 Roles: Editor, Kind | 40 | a.xlsx, C7; b.xlsx, C7 | No
| 5 Roles: Editor, Kind | (blank) | c.xlsx, C7 | Yes
### Names that may be the same
These names may stand for the same thing. They stay apart until you say Yes.
T Names that may be the same [] (Each value, the file and cell it stands in, and the decision.)
: Where 3.2 | Value 3 | Found in 4 | Decided 1.4
| 5 Roles: Editor, Role | (not for publication) | a.xlsx, B7 | Open
## Cells to look at in the returns
The combined workbook holds values only, so it cannot show what is odd about these cells.
T Cells to look at [] (Each cell, what is odd about it, and what to do.)
: Where 4 | What 4 | What to do 4
| a.xlsx, 5 Roles, C7:C8 | A range. | Look.
| a.xlsx, 5 Roles, C9 | A range. | Ask.
| a.xlsx, 1 Areas, C7 | A range. | Look.
## Rows that were taken out
These rows were sent and are not in the return. They still stand in the register.
T Rows taken out [] (Each row, the file that lacks it, and whether it is kept.)
: Row 4 | Taken out in 3 | Sent as 3 | Now 2
| 5 Roles: Editor | a.xlsx | register.xlsx, row 9 | Kept, as it is not theirs alone
| 5 Roles: Writer | b.xlsx | register.xlsx, row 10 | Out
## New rows
T New rows [] (Each row that a return has added.)
: Row 5 | File 4 | Excel row 1.2>
| 5 Roles: Printer | a.xlsx | 11
## Rows of unknown origin
They stand in files that the register does not know, or were sent by another register.
T Rows of unknown origin [] (Each row that nobody is known to have sent.)
: Row 5 | File 4 | Excel row 1.2>
| 1 Areas: Parks | b.xlsx | 12
"""  # noqa: E501
BARE = """
=== Merge report / Social media strategy workbook (en-GB)
Combined workbook: combined.xlsx
Returns merged: 1
To decide: no questions
footer: Merge report: combined.xlsx
properties:  / Who has returned, and what the facilitator has to decide
# merge_report
contents Contents
## Who has returned
There is no register, so nobody can tell who has yet to return a workbook.
T Merged workbooks [] (The files that were merged.)
: File 1
| a.xlsx
## What to decide
Nothing is left to decide.
"""
