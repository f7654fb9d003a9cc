"""Where everything stands that people moved or wrote between, and where what is new comes in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from word.merge_cases import MORE, NEW_PLACE, OTHERWISE, outcome
from word.small_papers import Edit, cut_section, move, move_section, said, section_of, write, write_outside


def to_the_end(*words: str) -> Edit:
    """Paragraphs moved behind the last section, the last of them first."""

    def edit(word: Any) -> None:
        for each in words:
            section_of(word, "close").addnext(said(word, each))

    return edit


CASES: dict[str, tuple[str, Sequence[Edit], str]] = {
    "rows and paragraphs moved": (MORE, [move("Delay", before="Abuse"), move("Email", before="The budget")], """
 ..
 a # <Summary>
+c Email comes first.
 b The budget is £6.
-c Email comes first.
 d : We do:
 ..
 | l Risk | Owner
+| n Delay | Cat
 | m Abuse | Ann
 | C Flood | Dan
-| n Delay | Cat
 = Last words
record abcdefAghBijklmCnopqr
"""),
    "moved into other sections": (MORE, [move("Email", behind="They are"), move("We reach", behind="Closing")], """
 ..
 b The budget is £6.
-c Email comes first.
 d : We do:
 ..
 g ## <Reach>
-h We reach 900 people.
 B And more.
 ..
 j They are owned.
+c Email comes first.
 k % Table (SEQ Table)1: All risks
 ..
 p Closing words.
+h We reach 900 people.
 q ## <Thanks>
record abcdefAghBijklmCnopqr
"""),
    "two of two sections moved into a third": (MORE, [
        move("They are", behind="Closing"), move("We reach", behind="They are"), write("Typed.", behind="We reach"),
    ], """
 ..
 g ## <Reach>
-h We reach 900 people.
 B And more.
 ..
 i # <Risks>
-j They are owned.
 k % Table (SEQ Table)1: All risks
 ..
 p Closing words.
-q ## <Thanks>
-r We thank £7 givers.
+~ j They are owned.
+~ h We reach 900 people.
+~ Typed.
+~ q ## <Thanks>
+~ r We thank £7 givers.
record abcdefAghBijklmCnopqr
added 1
"""),
    "moved above all": (MORE, [move("Closing", before="Paper"), write("Typed.", behind="Closing")], """
 ..
+~ p Closing words.
+~ Typed.
 = Summary
 ..
 o # <Last words>
-p Closing words.
 q ## <Thanks>
record abcdefAghBijklmCnopqr
added 1
"""),
    "a section moved": (MORE, [move_section("close", "summary"), write_outside("Typed.", "close")], """
 ..
+= Last words
+o # <Last words>
+p Closing words.
+q ## <Thanks>
+r We thank £7 givers.
+~ Typed.
 = Summary
 ..
 | n Delay | Cat
-= Last words
-o # <Last words>
-p Closing words.
-q ## <Thanks>
-r We thank £7 givers.
record abcdefAghBijklmCnopqr
added 1
"""),
    "the end of a section moved": (MORE, [to_the_end("We reach", "Reach")], """
 ..
 A - three
-g ## <Reach>
-h We reach 900 people.
 B And more.
 ..
 r We thank £7 givers.
+~ g ## <Reach>
+~ h We reach 900 people.
record abcdefAghBijklmCnopqr
"""),
    "most of a section moved": (MORE, [to_the_end("We reach", "Reach", "two", "one", "We do")], """
 ..
-= Summary
-a # <Summary>
-b The budget is £6.
-c Email comes first.
-d : We do:
-e - one
-f - two
-A - three
-g ## <Reach>
-h We reach 900 people.
-B And more.
+~ a # <Summary>
+~ b The budget is £6.
+~ c Email comes first.
 = Risks
 ..
 r We thank £7 givers.
+= Summary
+d : We do:
+e - one
+f - two
+A - three
+g ## <Reach>
+h We reach 900 people.
+B And more.
record abcdefAghBijklmCnopqr
"""),
    "in another order in the workbook": (OTHERWISE, [
        write("Typed.", behind="one"), move("Closing", behind="Thanks"),
    ], """
 ..
 e - one
+Typed.
 g ## <Reach>
 ..
 o # <Last words>
+q ## <Thanks>
 H Final words.
-q ## <Thanks>
 r We thank £5 givers.
record abAdfeghBCDEFGoHqr
added 1
"""),
    "a new section, and words between sections": (NEW_PLACE, [
        write_outside("Typed.", "risks"), write("Above.", before="Paper"), write("First.", before="Summary"),
        write("End.", behind="We thank"),
    ], """
 ..
+~ Above.
+~ First.
 = Summary
 ..
 | n Delay | Bob
+~ Typed.
 = Costs
 ..
 r We thank £5 givers.
+~ End.
record abcdefghijklmnABCDEopqr
added 4
"""),
    "a new section, where one is out and one was moved": (NEW_PLACE, [
        cut_section("risks"), move_section("close", "summary"),
    ], """
 ..
+= Last words
+o # <Last words>
+p Closing words.
+q ## <Thanks>
+r We thank £5 givers.
 = Summary
 ..
 h We reach 900 people.
-= Risks
-i # <Risks>
-j They are owned.
-k % Table (SEQ Table)1: All risks
-| l Risk | Owner
-| m Abuse | Ann
-| n Delay | Bob
 = Costs
 ..
 B They are high.
-C % Table (SEQ Table)2: Costs
+C % Table (SEQ Table)1: Costs
 | D What | Much
 | E Staff | £1
-= Last words
-o # <Last words>
-p Closing words.
-q ## <Thanks>
-r We thank £5 givers.
record abcdefghijklmnABCDEopqr
removed Risks
"""),
}  # fmt: skip
"""What the new version says, what people did to the first, and what comes out, as ``told_of`` has it."""


@pytest.mark.parametrize("name", CASES)
def test_what_people_moved_stays_there_and_what_is_new_comes_in_at_its_place(name: str) -> None:
    new, edits, expected = CASES[name]
    assert outcome(new, *edits) == expected.strip("\n").splitlines()
