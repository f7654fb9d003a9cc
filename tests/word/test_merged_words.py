"""Words that people and the workbook changed: whose stand, what is told of the others, and what is known afterwards."""

from __future__ import annotations

from collections.abc import Sequence

from word.merge_cases import FEWER, LESS, MORE, OTHERWISE, SAME, outcome
from word.small_papers import Edit, as_it_is, ask, cut, join, retype, split, track, without_record, write

CASES: dict[str, tuple[str, Sequence[Edit], str]] = {
    "saved again": (MORE, [as_it_is], """
record abcdefAghBijklmCnopqr
"""),
    "people alone": (SAME, [
        retype("The budget", "Our budget"), retype("Ann", "Eve"), write("Typed £5.", behind="Email"),
        retype("Last", "Our"),
    ], """
 ..
 a # <Summary>
-b The budget is £5.
+b Our budget is £5.
 c Email comes first.
+Typed £5.
 d : We do:
 ..
 | l Risk | Owner
-| m Abuse | Ann
+| m Abuse | Eve
 | n Delay | Bob
 = Last words
-o # <Last words>
+o # <Our words>
 p Closing words.
record abcdefghijklmnopqr
edited Summary, Risks, Last words
added 1
"""),
    "both, and figures that are no longer true": (MORE, [
        retype("The budget", "Our budget of £99"), retype("Bob", "Eve"), retype("Abuse", "Misuse"),
        retype("Last words", "Words of £5"), write("In £5.", behind="Thanks"),
    ], """
 ..
 a # <Summary>
-b The budget is £6.
+b {0 Our budget of £99 is £5. 0}^sr now The budget is £6., not £5 £99
 c Email comes first.
 ..
 | l Risk | Owner
-| m Abuse | Ann
+| m Misuse | Ann
 | C Flood | Dan
-| n Delay | Cat
+| n Delay | {1 Eve 1}^sr now Cat
 = Last words
-o # <Last words>
+o # {2 <Words of £5> 2}^sr stale £5
 p Closing words.
 q ## <Thanks>
+{3 In £5. 3}^sr stale £5
 r We thank £7 givers.
record abcdefAghBijklmCnopqr
b summary: The budget is £5. (told)
n risks, table l: Delay | Bob (told)
edited Summary, Risks, Last words
added 1
changed in Summary: now The budget is £6., not £5 £99
changed in Risks: now Cat
stale in Last words: stale £5
stale in Last words: stale £5
"""),
    "both alike, and tracked changes": (MORE, [
        retype("We thank £5", "We thank £7"), retype("Bob", "Cat"), track("The budget", " More."),
        track("Email", " Too."),
    ], """
 ..
 a # <Summary>
-b The budget is £6.
-c Email comes first.
+b {0 The budget is £5.+ More.+ 0}^sr now The budget is £6., not £5
+c Email comes first.+ Too.+
 d : We do:
record abcdefAghBijklmCnopqr
b summary: The budget is £5. (told)
edited Summary
changed in Summary: now The budget is £6., not £5
"""),
    "tracked changes in rows, and a comment": (MORE, [
        track("Bob", " Jr"), track("Ann", " Jr"), ask("The budget", "Why?"),
    ], """
 ..
 a # <Summary>
-b The budget is £6.
+b {0 The budget is £6. 0}^AC Why?
 c Email comes first.
 ..
 | l Risk | Owner
-| m Abuse | Ann
+| m Abuse | Ann+ Jr+
 | C Flood | Dan
-| n Delay | Cat
+| n Delay | {1 Bob+ Jr+ 1}^sr now Cat
 = Last words
record abcdefAghBijklmCnopqr
n risks, table l: Delay | Bob (told)
edited Risks
changed in Risks: now Cat
"""),
    "joined": (MORE, [join("The budget", "Email"), join("one", "two"), join("They are", "All risks")], """
 ..
 a # <Summary>
-b The budget is £6.
-c Email comes first.
+b+c {0 The budget is £5.Email comes first. 0}^sr now The budget is £6., not £5
 d : We do:
-e - one
-f - two
+e+f - onetwo
 A - three
 ..
 i # <Risks>
-j They are owned.
-k % Table (SEQ Table)1: All risks
+j+k They are owned.Table (SEQ Table)1: All risks
 | l Risk | Owner
record abcdefAghBijklmCnopqr
b summary: The budget is £5. (told)
edited Summary, Risks
changed in Summary: now The budget is £6., not £5
"""),
    "joined, with a figure that is no longer true": (MORE, [
        join("Email", "We do"), retype("Email", "Of £5, email"), join("Closing", "Thanks"),
    ], """
 ..
 b The budget is £6.
-c Email comes first.
-d : We do:
+c+d {0 Of £5, email comes first.We do: 0}^sr stale £5
 e - one
 ..
 o # <Last words>
-p Closing words.
-q ## <Thanks>
+p+q Closing words.<Thanks>
 r We thank £7 givers.
record abcdefAghBijklmCnopqr
edited Summary, Last words
stale in Summary: stale £5
"""),
    "joined, and one is gone": (FEWER, [join("The budget", "Email")], """
 ..
 a # <Summary>
-b The budget is £5.
+b+c The budget is £5.Email comes first.
 d : We do:
record abdeghijklmopqrc
c summary: Email comes first.
edited Summary
"""),
    "joined, and both are gone": (LESS, [join("one", "two")], """
 ..
 c Email comes first.
+d : We do:
+e+f - {0 onetwo 0}^sr gone
 = Risks
record abcijopefd
e summary: one (told)
f summary: two (told)
d summary: We do:
edited Summary
gone in Summary: gone
"""),
    "split": (MORE, [
        split("The budget", "And £5."), retype("The budget is £5.", "We have"), split("Email", "And us."),
        split("Closing", "With £5."), retype("Closing", "Last"),
    ], """
 ..
 a # <Summary>
-b The budget is £6.
+b {0 We have 0}^sr now The budget is £6., not £5
+And £5.
 c Email comes first.
+And us.
 d : We do:
 ..
 o # <Last words>
-p Closing words.
+p {1 Last words. 1}^sr stale £5
+With £5.
 q ## <Thanks>
record abcdefAghBijklmCnopqr
b summary: The budget is £5. (told)
edited Summary, Last words
added 1
changed in Summary: now The budget is £6., not £5
stale in Last words: stale £5
"""),
    "renamed in the workbook": (OTHERWISE, [
        retype("They are", "Are they"), retype("Email comes", "Mail comes"), retype("Bob", "Eve"), cut("Abuse"),
    ], """
 ..
 b The budget is £5.
-A Post comes first.
+A {0 Mail comes first. 0}^sr now Post comes first.
 d : We do:
 ..
 = All risks
-B # <All risks>
-C Somebody owns them.
+B # {2 <All risks> 2}^sr left out Misuse | Una
+C {1 Are they owned. 1}^sr now Somebody owns them.
 D % Table (SEQ Table)1: All risks
 | E Risk | Owner
-| F Misuse | Una
-| G Lateness | Bob
+| G Lateness | Eve
 = Last words
record abAdfeghBCDEFGoHqr
A summary: Email comes first. (told)
C risks: They are owned. (told)
F risks, table E: Abuse | Ann (told)
edited Summary, All risks
removed All risks
changed in Summary: now Post comes first.
changed in All risks: now Somebody owns them.
left_out in All risks: left out Misuse | Una
"""),
    "renamed, and taken out": (OTHERWISE, [
        retype("Abuse", "Abusing"), retype("Ann", "Eve"), cut("Risks", "Email"), retype("Closing", "Ending"),
        write("Of 900.", behind="Ending"),
    ], """
 ..
 = Summary
-a # <Summary>
+a # {3 <Summary> 3}^sr left out Post comes first.
 b The budget is £5.
-A Post comes first.
 d : We do:
 ..
 = All risks
-B # <All risks>
-C Somebody owns them.
+C {4 Somebody owns them. 4}^sr left out All risks
 D % Table (SEQ Table)1: All risks
 | E Risk | Owner
-| F Misuse | Una
+| F {0 Abusing 0}^sr now Misuse | {1 Eve 1}^sr now Una
 | G Lateness | Bob
 ..
 o # <Last words>
-H Final words.
+H {2 Ending words. 2}^sr now Final words.
+{5 Of 900. 5}^sr stale 900
 q ## <Thanks>
record abAdfeghBCDEFGoHqr
A summary: Email comes first. (told)
B risks: Risks (told)
F risks, table E: Abuse | Ann (told)
H close: Closing words. (told)
edited All risks, Last words
removed Summary, All risks
added 1
changed in All risks: now Misuse
changed in All risks: now Una
changed in Last words: now Final words.
left_out in Summary: left out Post comes first.
left_out in All risks: left out All risks
stale in Last words: stale 900
"""),
    "without a record": (MORE, [without_record], """
 ..
 = Summary
-a # <Summary>
-b The budget is £6.
+a # {3 <Summary> 3}^sr left out three / And more.
+b {0 The budget is £5. 0}^sr now The budget is £6., not £5
 c Email comes first.
 ..
 f - two
-A - three
 g ## <Reach>
 h We reach 900 people.
-B And more.
 = Risks
-i # <Risks>
+i # {4 <Risks> 4}^sr left out Flood | Dan
 j They are owned.
 ..
 | m Abuse | Ann
-| C Flood | Dan
-| n Delay | Cat
+| n Delay | {1 Bob 1}^sr now Cat
 = Last words
 ..
 q ## <Thanks>
-r We thank £7 givers.
+r {2 We thank £5 givers. 2}^sr now We thank £7 givers., not £5
record abcdefAghBijklmCnopqr
b summary: ? (told)
A summary:  (told)
B summary:  (told)
C risks, table l:  (told)
n risks, table l: Delay | ? (told)
r close: ? (told)
edited Summary, Risks, Last words
removed Summary, Risks
changed in Summary: now The budget is £6., not £5
changed in Risks: now Cat
changed in Last words: now We thank £7 givers., not £5
left_out in Summary: left out three / And more.
left_out in Risks: left out Flood | Dan
"""),
    "without a record, and sources are gone": (LESS, [without_record, retype("Email", "Mail"), cut("Delay")], """
 ..
 b The budget is £5.
-c Email comes first.
+c {0 Mail comes first. 0}^sr now Email comes first.
+d : {10 We do: 10}^sr gone
+e - {9 one 9}^sr gone
+f - {8 two 8}^sr gone
+g ## {7 <Reach> 7}^sr gone
+h {6 We reach 900 people. 6}^sr gone
 = Risks
 ..
 j They are owned.
+k % {5 Table (SEQ Table)1: All risks 5}^sr gone
+| l {4 Risk 4}^sr gone | Owner
+| m {3 Abuse 3}^sr gone | Ann
 = Last words
 ..
 p Closing words.
+q ## {2 <Thanks> 2}^sr gone
+r {1 We thank £5 givers. 1}^sr gone
record abcijoprqmlkhgfed
c summary: ? (told)
r close:  (told)
q close:  (told)
m risks:  (told)
l risks:  (told)
k risks:  (told)
h summary:  (told)
g summary:  (told)
f summary:  (told)
e summary:  (told)
d summary:  (told)
edited Summary, Last words, Risks
changed in Summary: now Email comes first.
gone in Last words: gone
gone in Last words: gone
gone in Risks: gone
gone in Risks: gone
gone in Risks: gone
gone in Summary: gone
gone in Summary: gone
gone in Summary: gone
gone in Summary: gone
gone in Summary: gone
"""),
}  # fmt: skip
"""What the new version says, what people did to the first, and what comes out, as ``told_of`` has it."""


def test_whoever_changed_words_alone_is_followed_and_else_a_comment_tells() -> None:
    for name, (new, edits, expected) in CASES.items():
        assert outcome(new, *edits) == expected.strip("\n").splitlines(), name
