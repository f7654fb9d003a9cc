"""Tables whose columns or rows people and the workbook changed."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from word.merge_cases import DEARER, FEWER, LESS, MORE, WIDER, outcome
from word.small_papers import (
    Edit,
    cut,
    move,
    own_column,
    own_paragraph,
    own_row,
    retype,
    row_of,
    table_of,
    track,
    write,
)
from word.word_reports import W

from smreport.word.elements import w


def swap_heads(word: Any) -> None:
    one, two = row_of(word, "Owner").iter(f"{W}t")
    one.text, two.text = two.text, one.text


def merge_cell(tag: str) -> Edit:
    return lambda word: next(row_of(word, "Abuse").iter(f"{W}tcPr")).append(w(tag, val=1))


def part_table(word: Any) -> None:
    """The last row in a table of its own, behind a paragraph."""
    table, row = table_of(word, "Abuse"), row_of(word, "Delay")
    second = copy.deepcopy(table)
    for each in list(second.iter(f"{W}tr")):
        second.remove(each)
    second.append(row)
    table.addnext(second)
    table.addnext(own_paragraph(word, "Between."))


def as_text(word: Any) -> None:
    """The first column as paragraphs in the place of a table."""
    table = table_of(word, "Abuse")
    for row in table.iter(f"{W}tr"):
        table.addprevious(next(row.iter(f"{W}p")))
    table.getparent().remove(table)


CASES: dict[str, tuple[str, Sequence[Edit], str]] = {
    "a new column": (WIDER, [write("Typed.", behind="All risks")], """
 ..
 k % Table (SEQ Table)1: All risks
+Typed.
 | l Risk | Owner | Size
record abcdefghijklmnopqr
added 1
"""),
    "a new column, and a row of one's own": (WIDER, [own_row("Abuse", "Typed", "Me")], """
 ..
 k % Table (SEQ Table)1: All risks
-| l Risk | Owner | Size
-| m Abuse | Ann | 3
-| n Delay | Bob | 4
+| l {0 Risk 0}^sr table Risk | Owner | Size / Abuse | Ann | 3 / Delay | Bob | 4 | Owner
+| m Abuse | Ann
+| Typed | Me
+| n Delay | Bob
 = Last words
record abcdefghijklmnopqr
l risks, table l: Risk | Owner (told)
m risks, table l: Abuse | Ann (told)
n risks, table l: Delay | Bob (told)
edited Risks
added 1
table in Risks: table Risk | Owner | Size / Abuse | Ann | 3 / Delay | Bob | 4
"""),
    "a new column, and an edited cell": (WIDER, [retype("Ann", "Eve"), retype("We thank", "They thank")], """
 ..
 k % Table (SEQ Table)1: All risks
-| l Risk | Owner | Size
-| m Abuse | Ann | 3
-| n Delay | Bob | 4
+| l {0 Risk 0}^sr table Risk | Owner | Size / Abuse | Ann | 3 / Delay | Bob | 4 | Owner
+| m Abuse | Eve
+| n Delay | Bob
 = Last words
 ..
 q ## <Thanks>
-r We thank £8 givers.
+r {1 They thank £5 givers. 1}^sr now We thank £8 givers., not £5
record abcdefghijklmnopqr
l risks, table l: Risk | Owner (told)
m risks, table l: Abuse | Ann (told)
n risks, table l: Delay | Bob (told)
r close: We thank £5 givers. (told)
edited Risks, Last words
table in Risks: table Risk | Owner | Size / Abuse | Ann | 3 / Delay | Bob | 4
changed in Last words: now We thank £8 givers., not £5
"""),
    "a new column, and a tracked change": (WIDER, [track("Ann", " Jr")], """
 ..
 k % Table (SEQ Table)1: All risks
-| l Risk | Owner | Size
-| m Abuse | Ann | 3
-| n Delay | Bob | 4
+| l {0 Risk 0}^sr table Risk | Owner | Size / Abuse | Ann | 3 / Delay | Bob | 4 | Owner
+| m Abuse | Ann+ Jr+
+| n Delay | Bob
 = Last words
record abcdefghijklmnopqr
l risks, table l: Risk | Owner (told)
m risks, table l: Abuse | Ann (told)
n risks, table l: Delay | Bob (told)
edited Risks
table in Risks: table Risk | Owner | Size / Abuse | Ann | 3 / Delay | Bob | 4
"""),
    "a new column, and a row out": (WIDER, [cut("Delay")], """
 ..
 k % Table (SEQ Table)1: All risks
-| l Risk | Owner | Size
-| m Abuse | Ann | 3
-| n Delay | Bob | 4
+| l {0 Risk 0}^sr table Risk | Owner | Size / Abuse | Ann | 3 / Delay | Bob | 4 | Owner
+| m Abuse | Ann
 = Last words
record abcdefghijklmnopqr
l risks, table l: Risk | Owner (told)
m risks, table l: Abuse | Ann (told)
n risks, table l: Delay | Bob (told)
edited Risks
table in Risks: table Risk | Owner | Size / Abuse | Ann | 3 / Delay | Bob | 4
"""),
    "a new column, and one of one's own": (WIDER, [own_column("Abuse", "Note", "£5", "x")], """
 ..
 k % Table (SEQ Table)1: All risks
-| l Risk | Owner | Size
-| m Abuse | Ann | 3
-| n Delay | Bob | 4
+| l {0 Risk 0}^sr table Risk | Owner | Size / Abuse | Ann | 3 / Delay | Bob | 4 | Owner | Note
+| m Abuse | Ann | £5
+| n Delay | Bob | x
 = Last words
record abcdefghijklmnopqr
l risks, table l: Risk | Owner (told)
m risks, table l: Abuse | Ann (told)
n risks, table l: Delay | Bob (told)
edited Risks
table in Risks: table Risk | Owner | Size / Abuse | Ann | 3 / Delay | Bob | 4
"""),
    "a column of one's own": (MORE, [own_column("Abuse", "Note", "x", "£5"), write("Typed.", behind="They are")], """
 ..
 j They are owned.
+Typed.
 k % Table (SEQ Table)1: All risks
-| l Risk | Owner
-| m Abuse | Ann
-| C Flood | Dan
-| n Delay | Cat
+| l {0 Risk 0}^sr table Risk | Owner / Abuse | Ann / Flood | Dan / Delay | Cat | Owner | Note
+| m Abuse | Ann | x
+| n Delay | Bob | £5
 = Last words
record abcdefAghBijklmCnopqr
l risks, table l: Risk | Owner (told)
m risks, table l: Abuse | Ann (told)
C risks, table l:  (told)
n risks, table l: Delay | Bob (told)
edited Risks
added 1
table in Risks: table Risk | Owner / Abuse | Ann / Flood | Dan / Delay | Cat
"""),
    "a column of one's own, nothing new, and a figure that is no longer true": (DEARER, [
        own_column("Abuse", "Note", "x", "£5"),
    ], """
 ..
 k % Table (SEQ Table)1: All risks
-| l Risk | Owner
-| m Abuse | Ann
-| n Delay | Bob
+| l {0 Risk 0}^sr stale £5 | Owner | Note
+| m Abuse | Ann | x
+| n Delay | Bob | £5
 = Last words
record abcdefghijklmnopqr
edited Risks
stale in Risks: stale £5
"""),
    "a column of one's own, and a row gone": (FEWER, [own_column("Abuse", "Note", "x", "y")], """
 ..
 k % Table (SEQ Table)1: All risks
-| l Risk | Owner
-| m Abuse | Ann
+| l {0 Risk 0}^sr table Risk | Owner / Abuse | Ann | Owner | Note
+| m Abuse | Ann | x
+| n Delay | Bob | y
 = Last words
record abdeghijklmopqrn
l risks, table l: Risk | Owner (told)
m risks, table l: Abuse | Ann (told)
n risks, table l: Delay | Bob
edited Risks
table in Risks: table Risk | Owner / Abuse | Ann
"""),
    "a column of one's own, and the table gone": (LESS, [own_column("Abuse", "Note", "x", "y")], """
 ..
 j They are owned.
+k % Table (SEQ Table)1: All risks
+| l {0 Risk 0}^sr gone | Owner | Note
+| m Abuse | Ann | x
+| n Delay | Bob | y
 = Last words
record abcijoplmnk
l risks, table l: Risk | Owner (told)
m risks, table l: Abuse | Ann
n risks, table l: Delay | Bob
k risks: Table : All risks
edited Risks
gone in Risks: gone
"""),
    "columns in another order": (MORE, [swap_heads], """
 ..
 k % Table (SEQ Table)1: All risks
-| l Risk | Owner
+| l {0 Owner 0}^sr table Risk | Owner / Abuse | Ann / Flood | Dan / Delay | Cat | Risk
 | m Abuse | Ann
-| C Flood | Dan
-| n Delay | Cat
+| n Delay | Bob
 = Last words
record abcdefAghBijklmCnopqr
l risks, table l: Risk | Owner (told)
m risks, table l: Abuse | Ann (told)
C risks, table l:  (told)
n risks, table l: Delay | Bob (told)
edited Risks
table in Risks: table Risk | Owner / Abuse | Ann / Flood | Dan / Delay | Cat
"""),
    "a column with another heading": (MORE, [retype("Owner", "Who")], """
 ..
 k % Table (SEQ Table)1: All risks
-| l Risk | Owner
+| l Risk | Who
 | m Abuse | Ann
record abcdefAghBijklmCnopqr
edited Risks
"""),
    "cells merged across": (MORE, [merge_cell("gridSpan")], """
 ..
 k % Table (SEQ Table)1: All risks
-| l Risk | Owner
+| l {0 Risk 0}^sr table Risk | Owner / Abuse | Ann / Flood | Dan / Delay | Cat | Owner
 | m Abuse | Ann
-| C Flood | Dan
-| n Delay | Cat
+| n Delay | Bob
 = Last words
record abcdefAghBijklmCnopqr
l risks, table l: Risk | Owner (told)
m risks, table l: Abuse | Ann (told)
C risks, table l:  (told)
n risks, table l: Delay | Bob (told)
edited Risks
table in Risks: table Risk | Owner / Abuse | Ann / Flood | Dan / Delay | Cat
"""),
    "cells merged downwards": (MORE, [merge_cell("vMerge")], """
 ..
 k % Table (SEQ Table)1: All risks
-| l Risk | Owner
+| l {0 Risk 0}^sr table Risk | Owner / Abuse | Ann / Flood | Dan / Delay | Cat | Owner
 | m Abuse | Ann
-| C Flood | Dan
-| n Delay | Cat
+| n Delay | Bob
 = Last words
record abcdefAghBijklmCnopqr
l risks, table l: Risk | Owner (told)
m risks, table l: Abuse | Ann (told)
C risks, table l:  (told)
n risks, table l: Delay | Bob (told)
edited Risks
table in Risks: table Risk | Owner / Abuse | Ann / Flood | Dan / Delay | Cat
"""),
    "cells merged as of old, and a row gone": (FEWER, [merge_cell("hMerge")], """
 ..
 k % Table (SEQ Table)1: All risks
-| l Risk | Owner
+| l {0 Risk 0}^sr table Risk | Owner / Abuse | Ann | Owner
 | m Abuse | Ann
+| n Delay | Bob
 = Last words
record abdeghijklmopqrn
l risks, table l: Risk | Owner (told)
m risks, table l: Abuse | Ann (told)
n risks, table l: Delay | Bob
edited Risks
table in Risks: table Risk | Owner / Abuse | Ann
"""),
    "a table in two": (MORE, [part_table], """
 ..
 | C Flood | Dan
+Between.
 | n Delay | Cat
record abcdefAghBijklmCnopqr
added 1
"""),
    "a table as text": (MORE, [as_text], """
 ..
 k % Table (SEQ Table)1: All risks
-| l Risk | Owner
-| m Abuse | Ann
-| C Flood | Dan
-| n Delay | Cat
+l {0 Risk 0}^sr table Risk | Owner / Abuse | Ann / Flood | Dan / Delay | Cat
+m Abuse
+n Delay
 = Last words
record abcdefAghBijklmCnopqr
l risks, table l: Risk | Owner (told)
m risks, table l: Abuse | Ann (told)
C risks, table l:  (told)
n risks, table l: Delay | Bob (told)
edited Risks
table in Risks: table Risk | Owner / Abuse | Ann / Flood | Dan / Delay | Cat
"""),
    "rows of one's own": (MORE, [own_row("Delay", "Typed", "Me"), own_row("Owner", "Top", "Me")], """
 ..
 | l Risk | Owner
+| Top | Me
 | m Abuse | Ann
 ..
 | n Delay | Cat
+| Typed | Me
 = Last words
record abcdefAghBijklmCnopqr
added 1
"""),
    "a row of one's own above all": (MORE, [own_row("Owner", "Top", "Me"), move("Top", before="Owner")], """
 ..
 k % Table (SEQ Table)1: All risks
+| Top | Me
 | l Risk | Owner
record abcdefAghBijklmCnopqr
added 1
"""),
}  # fmt: skip
"""What the new version says, what people did to the first, and what comes out, as ``told_of`` has it."""


def test_a_table_is_merged_cell_by_cell_until_people_change_its_columns() -> None:
    for name, (new, edits, expected) in CASES.items():
        assert outcome(new, *edits) == expected.strip("\n").splitlines(), name
