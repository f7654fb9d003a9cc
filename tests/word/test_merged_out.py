"""What people took out stays out, what the workbook no longer has goes, and what people edited of it stays."""

from __future__ import annotations

from collections.abc import Sequence

from word.merge_cases import FEWER, LESS, MORE, NO_RISKS, outcome
from word.small_papers import Edit, ask, cut, cut_section, cut_table, retype, write

CASES: dict[str, tuple[str, Sequence[Edit], str]] = {
    "paragraphs and rows out": (MORE, [cut("The budget", "Email", "one", "Delay", "Thanks")], """
 ..
 = Summary
-a # <Summary>
-b The budget is £6.
-c Email comes first.
+a # {0 <Summary> 0}^sr left out The budget is £6.
 d : We do:
-e - one
 f - two
 ..
 = Risks
-i # <Risks>
+i # {1 <Risks> 1}^sr left out Delay | Cat
 j They are owned.
 ..
 | C Flood | Dan
-| n Delay | Cat
 = Last words
 ..
 p Closing words.
-q ## <Thanks>
 r We thank £7 givers.
record abcdefAghBijklmCnopqr
b summary: The budget is £5. (told)
n risks, table l: Delay | Bob (told)
removed Summary, Risks, Last words
left_out in Summary: left out The budget is £6.
left_out in Risks: left out Delay | Cat
"""),
    "what comes new where a heading is out": (MORE, [cut("Reach", "We reach", "Abuse", "They are", "Closing")], """
 ..
 = Summary
-a # <Summary>
+a # {0 <Summary> 0}^sr left out And more.
 b The budget is £6.
 ..
 A - three
-g ## <Reach>
-h We reach 900 people.
-B And more.
 = Risks
 i # <Risks>
-j They are owned.
 k % Table (SEQ Table)1: All risks
 | l Risk | Owner
-| m Abuse | Ann
 | C Flood | Dan
 ..
 o # <Last words>
-p Closing words.
 q ## <Thanks>
record abcdefAghBijklmCnopqr
B summary:  (told)
removed Summary, Risks, Last words
left_out in Summary: left out And more.
"""),
    "a section out, and the heading of another": (MORE, [cut_section("risks"), cut("Summary")], """
 ..
 = Summary
-a # <Summary>
-b The budget is £6.
+b {1 {0 The budget is £6. 0}^sr left out three 1}^sr left out Flood | Dan / Delay | Cat
 c Email comes first.
 ..
 f - two
-A - three
 g ## <Reach>
 ..
 B And more.
-= Risks
-i # <Risks>
-j They are owned.
-k % Table (SEQ Table)1: All risks
-| l Risk | Owner
-| m Abuse | Ann
-| C Flood | Dan
-| n Delay | Cat
 = Last words
record abcdefAghBijklmCnopqr
A summary:  (told)
C risks, table l:  (told)
n risks, table l: Delay | Bob (told)
removed Summary, Risks
left_out in Summary: left out three
left_out in Risks: left out Flood | Dan / Delay | Cat
"""),
    "all out": (MORE, [cut_section("summary"), cut_section("risks"), cut_section("close")], """
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
-= Risks
-i # <Risks>
-j They are owned.
-k % Table (SEQ Table)1: All risks
-| l Risk | Owner
-| m Abuse | Ann
-| C Flood | Dan
-| n Delay | Cat
-= Last words
-o # <Last words>
-p Closing words.
-q ## <Thanks>
-r We thank £7 givers.
record abcdefAghBijklmCnopqr
b summary: The budget is £5. (told)
A summary:  (told)
B summary:  (told)
C risks, table l:  (told)
n risks, table l: Delay | Bob (told)
r close: We thank £5 givers. (told)
removed Summary, Risks, Last words
left_out in Summary: left out The budget is £6. / three / And more.
left_out in Risks: left out Flood | Dan / Delay | Cat
left_out in Last words: left out We thank £7 givers.
"""),
    "a table out, and the last words": (MORE, [cut_table("Abuse"), cut("We thank")], """
 ..
 = Risks
-i # <Risks>
+i # {0 <Risks> 0}^sr left out Flood | Dan / Delay | Cat
 j They are owned.
 k % Table (SEQ Table)1: All risks
-| l Risk | Owner
-| m Abuse | Ann
-| C Flood | Dan
-| n Delay | Cat
 = Last words
-o # <Last words>
+o # {1 <Last words> 1}^sr left out We thank £7 givers.
 p Closing words.
 q ## <Thanks>
-r We thank £7 givers.
record abcdefAghBijklmCnopqr
C risks, table l:  (told)
n risks, table l: Delay | Bob (told)
r close: We thank £5 givers. (told)
removed Risks, Last words
left_out in Risks: left out Flood | Dan / Delay | Cat
left_out in Last words: left out We thank £7 givers.
"""),
    "sources gone, with comments": (LESS, [
        ask("We reach", "Why?"), ask("Bob", "Who?"), write("Typed.", behind="two"),
    ], """
 ..
 = Summary
-a # <Summary>
+a # <Summary>{0  0}^AC Why?
 b The budget is £5.
 c Email comes first.
+Typed.
 = Risks
-i # <Risks>
+i # <Risks>{1  1}^AC Who?
 j They are owned.
record abcijop
added 1
"""),
    "sources gone of what was edited": (LESS, [
        retype("We reach", "They reach"), retype("Ann", "Eve"), retype("two", "too"), write("Typed.", behind="too"),
    ], """
 ..
 c Email comes first.
+d : We do:
+e - one
+f - {2 too 2}^sr gone
+Typed.
+g ## <Reach>
+h {1 They reach 900 people. 1}^sr gone
 = Risks
 ..
 j They are owned.
+k % Table (SEQ Table)1: All risks
+| l {0 Risk 0}^sr gone | Owner
+| m Abuse | Eve
+| n Delay | Bob
 = Last words
record abcijoplmnkhgfed
l risks, table l: Risk | Owner (told)
m risks, table l: Abuse | Ann
n risks, table l: Delay | Bob
k risks: Table : All risks
h summary: We reach 900 people. (told)
g summary: Reach
f summary: two (told)
e summary: one
d summary: We do:
edited Risks, Summary
added 1
gone in Risks: gone
gone in Summary: gone
gone in Summary: gone
"""),
    "sources gone of edited headings": (LESS, [
        retype("Reach", "Range"), retype("All risks", "The risks"), retype("We do", "They do"),
        retype("We thank", "They thank"),
    ], """
 ..
 c Email comes first.
+d : {3 They do: 3}^sr gone
+g ## {2 <Range> 2}^sr gone
 = Risks
 ..
 j They are owned.
+k % {1 Table (SEQ Table)1: The risks 1}^sr gone
 = Last words
 ..
 p Closing words.
+q ## <Thanks>
+r {0 They thank £5 givers. 0}^sr gone
record abcijoprqkgd
r close: We thank £5 givers. (told)
q close: Thanks
k risks: Table : All risks (told)
g summary: Reach (told)
d summary: We do: (told)
edited Last words, Risks, Summary
gone in Last words: gone
gone in Risks: gone
gone in Summary: gone
gone in Summary: gone
"""),
    "gone on both sides": (LESS, [cut_table("Abuse"), cut("We do", "Thanks")], """
record abcijopdlmnq
d summary: We do:
l risks, table l: Risk | Owner
m risks, table l: Abuse | Ann
n risks, table l: Delay | Bob
q close: Thanks
"""),
    "an item and a row gone that were edited": (FEWER, [
        retype("Bob", "Eve"), retype("two", "too"), ask("Email", "Why?"),
    ], """
 ..
 = Summary
-a # <Summary>
+a # <Summary>{0  0}^AC Why?
 b The budget is £5.
 ..
 h We reach 900 people.
+f - {2 too 2}^sr gone
 = Risks
 ..
 | m Abuse | Ann
+| n {1 Delay 1}^sr gone | Eve
 = Last words
record abdeghijklmopqrnf
n risks, table l: Delay | Bob (told)
f summary: two (told)
edited Risks, Summary
gone in Risks: gone
gone in Summary: gone
"""),
    "an item and a row gone, with comments": (FEWER, [
        ask("Bob", "Who?"), ask("Delay", "When?"), write("Typed.", behind="two"),
    ], """
 ..
 e - one
+Typed.
 g ## <Reach>
 ..
 = Risks
-i # <Risks>
+i # <Risks>{1  1}^AC When?{0  0}^AC Who?
 j They are owned.
record abdeghijklmopqr
added 1
"""),
    "a section gone, where people wrote": (NO_RISKS, [ask("They are", "Why?"), write("Typed.", behind="They are")], """
 ..
 h We reach 900 people.
+= Risks
+Typed.
 = Last words
record abcdefghopqr
added 1
"""),
    "a section gone, whose table people edited": (NO_RISKS, [retype("Ann", "Eve")], """
 ..
 h We reach 900 people.
+= Risks
+i # <Risks>
+j They are owned.
+k % Table (SEQ Table)1: All risks
+| l {0 Risk 0}^sr gone | Owner
+| m Abuse | Eve
+| n Delay | Bob
 = Last words
record abcdefghopqrlmnkji
l risks, table l: Risk | Owner (told)
m risks, table l: Abuse | Ann
n risks, table l: Delay | Bob
k risks: Table : All risks
j risks: They are owned.
i risks: Risks
edited Risks
gone in Risks: gone
"""),
    "a section gone, whose first words people edited": (NO_RISKS, [retype("They are", "Are they")], """
 ..
 h We reach 900 people.
+= Risks
+i # <Risks>
+j {0 Are they owned. 0}^sr gone
 = Last words
record abcdefghopqrji
j risks: They are owned. (told)
i risks: Risks
edited Risks
gone in Risks: gone
"""),
}  # fmt: skip
"""What the new version says, what people did to the first, and what comes out, as ``told_of`` has it."""


def test_nothing_comes_back_and_nothing_that_people_typed_goes() -> None:
    for name, (new, edits, expected) in CASES.items():
        assert outcome(new, *edits) == expected.strip("\n").splitlines(), name
