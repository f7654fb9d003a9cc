"""Where everything stands that people moved or wrote between, and where what is new comes in."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx
from word.merge_cases import MORE, NEW_PLACE, OTHERWISE, outcome
from word.small_papers import (
    Edit,
    Shown,
    cut_section,
    merged,
    move,
    move_section,
    retype,
    said,
    section_of,
    small_paper,
    write,
    write_outside,
)
from word.word_reports import W


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


def test_what_people_moved_stays_there_and_what_is_new_comes_in_at_its_place() -> None:
    for name, (new, edits, expected) in CASES.items():
        assert outcome(new, *edits) == expected.strip("\n").splitlines(), name


def body_of(before: str, new: str, *edits: Edit) -> list[str]:
    papers = small_paper(before), small_paper(new)
    return list(Shown(merged(*papers, *edits).content, *papers).body())


def test_of_headings_whose_sources_are_gone_only_that_of_edited_words_stays() -> None:
    before = "= a\n# A\n## B\nIn B.\n### D\nIn D.\n## C\nIn C.\n## E\nIn E."
    assert body_of(before, "= a\n# A", retype("In C", "Ours in C")) == [
        "= A", "a # <A>", "f ## <C>", "g {0 Ours in C. 0}^sr gone",
    ]  # fmt: skip
    assert body_of(before, "= a\n# A", retype("In D", "Ours in D")) == [
        "= A", "a # <A>", "b ## <B>", "d ### <D>", "e {0 Ours in D. 0}^sr gone",
    ]  # fmt: skip


def test_a_section_is_named_by_the_first_letters_of_its_heading_and_tagged_as_its_paper_is() -> None:
    heading = "Counts of all that is reached by each of the channels of the council in a year"
    papers = [small_paper(f"= counts\n# {heading}\nWords {at}.\n", exempt=True) for at in (1, 2)]
    word = docx.Document(BytesIO(merged(*papers, write("Typed.", behind="Words")).content))
    controls = [control.find(f"{W}sdtPr") for control in word.element.body.iterchildren(f"{W}sdt")]
    named = [(each.find(f"{W}alias").get(f"{W}val"), each.find(f"{W}tag").get(f"{W}val")) for each in controls]
    assert named == [("Cover", "smreport-exempt:cover"), (heading[:64], "smreport-exempt:counts")]
    assert "publication" in word.core_properties.keywords
    assert len({each.find(f"{W}id").get(f"{W}val") for each in controls}) == 2
