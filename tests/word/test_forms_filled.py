"""A form's headings, labels and fields of each kind, filled: the whole of it afterwards, and what is still to do."""

from __future__ import annotations

from collections.abc import Sequence

from word.small_forms import WANTED, block, field, fill, h, lines_of, outcome, p, t

from smreport.frozen import replace

WIDE = f"<tc><tcPr><gridSpan val='2'/></tcPr>{p('Date')}</tc>"
TALL, BELOW = f"<tc><tcPr><vMerge val='restart'/></tcPr>{p('Key decision')}</tc>", "<tc><tcPr><vMerge/></tcPr><p/></tc>"
HEADS = "Issue", "Implications", "Sign-off by", "Date cleared"
LOCK = "<lock val='sdtContentLocked'/>"
YES = "<dropDownList><listItem displayText='Yes' value='Y'/></dropDownList>"
FORMS: dict[str, tuple[Sequence[str], str]] = {
    "headings": ([
        h("1. PURPOSE"), p("Own words."), h("Risks"), p(), p(), h("Money", 2), p("[guidance]"), p("Own."),
        h("Other"), h("Date"),
    ], r"""
(H1) 1. PURPOSE
Own words.
(Normal keepNext) We ask.
(ListLeadIn keepNext) For:
(Points) money
(Points) time
(H1) Risks
Some.

(H2) Money
[guidance]
Own.
(Caption keepNext) Table (SEQ Table \* ARABIC)1: Costs
| (TableHeading) Year | (TableHeadingNumber) Cash
| (TableText keepNext) 2027 | (TableNumber keepNext) £5
| (TableText) 2028 | (TableNumber) 
(low)
(H1) Other
(H1) Date
(Normal) 9 February 2027
placed Date, Money, Purpose, Risks
empty: Other
guidance: [guidance]
"""),
    "headings that look so": ([
        p("*Purpose*"), p("words"), p("RISKS"), p(looks="<numPr><ilvl val='0'/><numId val='3'/></numPr>"),
        p("*Mon*", "ey"), p("*Money:*"),
    ], r"""
<b>Purpose
words
(Normal keepNext) We ask.
(ListLeadIn keepNext) For:
(Points) money
(Points) time
RISKS
(numPr(ilvl=0 numId=3)) Some.
<b>Money
<b>Money:
(Caption keepNext) Table (SEQ Table \* ARABIC)1: Costs
| (TableHeading) Year | (TableHeadingNumber) Cash
| (TableText keepNext) 2027 | (TableNumber keepNext) £5
| (TableText) 2028 | (TableNumber) 
(low)
placed Money, Purpose, Risks
"""),
    "pages": ([
        h("Purpose"), p("<r><br type='page'/></r>"), h("Risks"), p("a"), p("<r><br/></r>", "b"),
        p("c", looks="<sectPr/>"), p(), h("Money"), t(["x"]),
    ], r"""
(H1) Purpose
(Normal keepNext) We ask.
(ListLeadIn keepNext) For:
(Points) money
(Points) time
⏎
(H1) Risks
a
(Normal) Some.
⏎b
(sectPr) c

(H1) Money
| x
(low)
(Caption keepNext) Table (SEQ Table \* ARABIC)1: Costs
| (TableHeading) Year | (TableHeadingNumber) Cash
| (TableText keepNext) 2027 | (TableNumber keepNext) £5
| (TableText) 2028 | (TableNumber) 
(low)
placed Money, Purpose, Risks
"""),
    "in controls": ([
        block("Part", h("Purpose"), p("a"), hint=False), p("b"), block("Other", p("*Risks*"), p(), hint=False),
        block("Fixed", h("Money"), p(), kind=LOCK, hint=False), p("z"),
    ], r"""
{Part
(H1) Purpose
a
}
b
(Normal keepNext) We ask.
(ListLeadIn keepNext) For:
(Points) money
(Points) time
{Other
<b>Risks
Some.
}
{Fixed lock=sdtContentLocked
(H1) Money

}
z
(Caption keepNext) Table (SEQ Table \* ARABIC)1: Costs
| (TableHeading) Year | (TableHeadingNumber) Cash
| (TableText keepNext) 2027 | (TableNumber keepNext) £5
| (TableText) 2028 | (TableNumber) 
(low)
placed Money, Purpose, Risks
"""),
    "fields below": ([
        h("Purpose"), block("", p("hint")), h("Risks"), p(field("Text", "hint")), h("Money"),
        p("See ", field("Sum", "hint")), p(),
    ], r"""
(H1) Purpose
{
(keepNext) We ask.
(keepNext) For:
(Points) money
(Points) time
}
(H1) Risks
{Text: Some risks.}
(H1) Money
See {Sum?: hint}
(Caption keepNext) Table (SEQ Table \* ARABIC)1: Costs
| (TableHeading) Year | (TableHeadingNumber) Cash
| (TableText keepNext) 2027 | (TableNumber keepNext) £5
| (TableText) 2028 | (TableNumber) 
(low)
placed Money, Purpose, Risks
empty: Sum
"""),
    "fields by name": ([
        p("Risks: ", field("Purpose")), block("Risks", p("hint"), p("more")), p(field("Money", kind="")),
        p("Date: ", field("x", kind=LOCK + "<text/>")), p(field("Committee", kind=YES)),
        p("Key decision:", field("y", kind=YES)),
    ], r"""
Risks: {Purpose: We ask. For: money time}
{Risks
Some.
}
{Money: Costs:⏎2027: Cash £5⏎2028}
Date: {x? lock=sdtContentLocked: ?}
{Committee? dropDownList(listItem displayText=Yes value=Y): ?}
Key decision:{y dropDownList lastValue=Y(listItem displayText=Yes value=Y): Yes}
placed Key decision, Money, Purpose, Risks
locked: x
not_listed: Committee
empty: Date
empty: Committee
"""),
    "shared": ([
        h("Purpose and risks"), p(looks="<pStyle val='BodyText'/><jc val='both'/>"), p("own"),
        p(field('Money and time', kind="<text multiLine='1'/>")),
    ], r"""
(H1) Purpose and risks
(BodyText jc=both) 
own
{Money and time?: ?}
placed 
empty: Money and time
"""),
    "lines": ([
        p("*Date:*", "\t"), p("Committee: ....."), p("Key decision: Yes / No"), p("Risks: already"), p("Money:"),
        p("Purpose: [one]"), p(f"{'x ' * 40}Date: "),
    ], r"""
<b>Date:→9 February 2027
Committee: Cabinet
Key decision: Yes. It is. Yes / No
Risks: already
Money: Costs: 2027: Cash £5 2028
Purpose: We ask. For: money time [one]
x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x Date: 
placed Committee, Date, Key decision, Money, Purpose
choose: Key decision: Yes / No
guidance: Purpose: [one]
"""),
    "heading lines": ([
        h("Date: "), p(), h("Purpose:"), p("*Risks:*"),
    ], r"""
(H1) Date: 9 February 2027

(H1) Purpose:
(Normal keepNext) We ask.
(ListLeadIn keepNext) For:
(Points) money
(Points) time
<b>Risks:
(Normal) Some.
placed Date, Purpose, Risks
"""),
    "label cells": ([
        t(("Date", ""), ("Committee:", "Council"), ("Key decision:", ""), ("Purpose", "[guide]"), ("Risks", "")),
        t(("Money", ""), widths=(4000, 4000)),
    ], r"""
| Date | 9 February 2027
| Committee: | Council
| Key decision: | Yes. It is.
cell 0
Purpose
cell 1
(keepNext) We ask.
(keepNext) For:
(Points) money
(Points) time
[guide]
| Risks | Some.
| Money | (keepNext) Costs: ¶ (Points) 2027: Cash £5 ¶ (Points) 2028
placed Date, Key decision, Money, Purpose, Risks
guidance: [guide]
"""),
    "labels above": ([
        t(("Date", "Committee"), ("", ""), ("Key decision", "Name"), ("", "")), t(("Risks", ""), ("", "")),
    ], r"""
| Date | Committee
| 9 February 2027 | Cabinet
| Key decision | Name
|  | 
| Risks | Some.
|  | 
placed Committee, Date, Risks
"""),
    "in their cells": ([
        t((p("Date:") + p(), p("Committee") + p("[guide]")), ("Key decision:", "x"),
        (p("Purpose") + p("words"), p("Risks") + p() + p())),
    ], r"""
| Date: ¶ 9 February 2027 | Committee ¶ Cabinet ¶ [guide]
| Key decision: | x
| Purpose ¶ words | Risks ¶ Some. ¶ 
placed Committee, Date, Risks
guidance: [guide]
"""),
    "matrix": ([
        t(HEADS, ("Risks", "", "", ""), ("Money", "", "", ""), ("Purpose", "None.", "", "")),
        t(("Issue", "Sign-off"), ("Risks", "x")),
    ], r"""
| Issue | Implications | Sign-off by | Date cleared
| Risks | Some. | Ann | 9 May
cell 0
Money
cell 1
(Caption keepNext) Table (SEQ Table \* ARABIC)1: Costs
| (TableHeading) Year | (TableHeadingNumber) Cash
| (TableText keepNext) 2027 | (TableNumber keepNext) £5
| (TableText) 2028 | (TableNumber) 
(low)
cell 2
Bob
cell 3

cell 0
Purpose
cell 1
(keepNext) We ask.
(keepNext) For:
(Points) money
(Points) time
None.
cell 2

cell 3

| Issue | Sign-off
| Risks | x
placed Money, Purpose, Risks
"""),
    "matrix fields": ([
        t(HEADS, ("Risks", p(field("")), p(field("")), p(field("", kind="<date/>"))), ("Money", "", "[name]", "")),
    ], r"""
| Issue | Implications | Sign-off by | Date cleared
| Risks | {: Some risks.} | {: Ann} | { date fullDate=2027-05-09T00:00:00Z: 9 May}
cell 0
Money
cell 1
(Caption keepNext) Table (SEQ Table \* ARABIC)1: Costs
| (TableHeading) Year | (TableHeadingNumber) Cash
| (TableText keepNext) 2027 | (TableNumber keepNext) £5
| (TableText) 2028 | (TableNumber) 
(low)
cell 2
Bob
[name]
cell 3

placed Money, Risks
guidance: [name]
"""),
    "spans": ([
        t((WIDE, "Committee"), ("", "", ""), (TALL, "x", ""), (BELOW, "", "")),
    ], r"""
| Date | Committee
| 9 February 2027 |  | Cabinet
| Key decision | x | 
|  |  | 
placed Committee, Date
"""),
    "inner tables": ([
        t(("x", t(("Date", "")) + p()), ("Committee", t(("a", "b")) + p())),
    ], r"""
| x | | Date | 9 February 2027 ¶ 
| Committee | | a | b ¶ 
placed Date
"""),
    "narrow": ([
        t(("Money", ""), widths=(4000, 5000)), t(("Purpose", ""), widths=(100, 200)),
    ], r"""
| Money | (keepNext) Costs: ¶ (Points) 2027: Cash £5 ¶ (Points) 2028
| Purpose | (keepNext) We ask. ¶ (keepNext) For: ¶ (Points) money ¶ (Points) time
placed Money, Purpose
"""),
    "one column for both": ([
        t(("Issue", "Implications", "Sign-off"), ("Risks", "", ""), ("Money", "", "done")),
    ], r"""
| Issue | Implications | Sign-off
| Risks | Some. | Ann, 9 May
cell 0
Money
cell 1
(Caption keepNext) Table (SEQ Table \* ARABIC)1: Costs
| (TableHeading) Year | (TableHeadingNumber) Cash
| (TableText keepNext) 2027 | (TableNumber keepNext) £5
| (TableText) 2028 | (TableNumber) 
(low)
cell 2
done
placed Money, Risks
"""),
    "columns left of the label": ([
        t(("Sign-off", "Issue", "Implications"), ("", "Risks", "")),
    ], r"""
| Sign-off | Issue | Implications
|  | Risks | Some.
placed Risks
"""),
    "a table in a field": ([
        block("Money", p("hint")), block("Risks", t(["a"]), p(), hint=False),
    ], r"""
{Money

}
(Caption keepNext) Table (SEQ Table \* ARABIC)1: Costs
| (TableHeading) Year | (TableHeadingNumber) Cash
| (TableText keepNext) 2027 | (TableNumber keepNext) £5
| (TableText) 2028 | (TableNumber) 
(low)
{Risks
| a
Some.
}
placed Money, Risks
"""),
    "a list that waits": ([
        h("Purpose"), p(), p(looks="<numPr><ilvl val='0'/><numId val='2'/></numPr>"), p(),
    ], r"""
(H1) Purpose

(keepNext numPr(ilvl=0 numId=2)) We ask.
(keepNext numPr(ilvl=0 numId=2)) For:
(Points) money
(Points) time

placed Purpose
"""),
    "just narrow": ([
        t(("Money", ""), widths=(100, 5659)),
    ], r"""
| Money | (keepNext) Costs: ¶ (Points) 2027: Cash £5 ¶ (Points) 2028
placed Money
"""),
    "just wide": ([
        t(("Money", ""), widths=(100, 5660)),
    ], r"""
cell 0
Money
cell 1
(Caption keepNext) Table (SEQ Table \* ARABIC)1: Costs
| (TableHeading) Year | (TableHeadingNumber) Cash
| (TableText keepNext) 2027 | (TableNumber keepNext) £5
| (TableText) 2028 | (TableNumber) 
(low)
placed Money
"""),
    "labels of eighty letters": ([
        p(f"Date {'x' * 75}: "), p(f"Date {'x' * 76}: "), p("Date:"), p("Committee:\xa0"), p("(Key decision):"),
        p("Risks: (none]"), p("Money: (none)"),
    ], r"""
Date xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: 
Date xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: 
Date: 9 February 2027
Committee: Cabinet
(Key decision):
Risks: Some risks. (none]
Money: Costs: 2027: Cash £5 2028 (none)
placed Committee, Date, Money, Risks
guidance: (Key decision):
guidance: Risks: (none]
guidance: Money: (none)
"""),
    "answered": ([
        t(("Date", "9 May"), ("", "")), t(("Committee:", "Key decision"), ("x", "")), t(("Risks", "Money:")),
        p("Purpose:"), p("more"),
    ], r"""
| Date | 9 May
|  | 
| Committee: ¶ Cabinet | Key decision
| x | Yes. It is.
cell 0
Risks
cell 1
Money:
(Caption keepNext) Table (SEQ Table \* ARABIC)1: Costs
| (TableHeading) Year | (TableHeadingNumber) Cash
| (TableText keepNext) 2027 | (TableNumber keepNext) £5
| (TableText) 2028 | (TableNumber) 
(low)
Purpose: We ask. For: money time
more
placed Committee, Key decision, Money, Purpose
"""),
    "heads and labels": ([
        t(("Issue", "What"), ("Risks", ""), ("Money", "")), t(("Issue", ""), ("Date", "")),
        t(("a", "b"), ("Committee", ""), ("x", "")),
    ], r"""
| Issue | What
| Risks | Some.
cell 0
Money
cell 1
(Caption keepNext) Table (SEQ Table \* ARABIC)1: Costs
| (TableHeading) Year | (TableHeadingNumber) Cash
| (TableText keepNext) 2027 | (TableNumber keepNext) £5
| (TableText) 2028 | (TableNumber) 
(low)
| Issue | 
| Date | 9 February 2027
| a | b
| Committee | Cabinet
| x | 
placed Committee, Date, Money, Risks
"""),
    "pictures": ([
        t(("Date", "<p><r><drawing/></r></p>"), ("Committee", "<p><r><pict/></r></p>"),
        ("Key decision", t(["x"]) + p())),
    ], r"""
| Date | [picture]
| Committee | 
| Key decision | | x ¶ 
placed 
"""),
    "nothing to say": ([
        h("Nothing"), p("Nothing: "), p("Other: "),
    ], r"""
(H1) Nothing
Nothing: 
Other: 
placed 
empty: Nothing
"""),
    "levels": ([
        h("Implications"), h("Purpose", 2), h("Own"), h("Empty", 2), h("Last"), p("[guidance]"), h("Pictured"),
        p("<r><pict/></r>"), h("End"),
    ], r"""
(H1) Implications
(H2) Purpose
(Normal keepNext) We ask.
(ListLeadIn keepNext) For:
(Points) money
(Points) time
(H1) Own
(H2) Empty
(H1) Last
[guidance]
(H1) Pictured

(H1) End
placed Purpose
empty: Empty
empty: Last
empty: End
guidance: [guidance]
"""),
    "labels side by side": ([
        t(("a", "Date:", "Committee:")), t(("Key decision:", "Money:", "b")),
    ], r"""
| a | Date: ¶ 9 February 2027 | Committee: ¶ Cabinet
| Key decision: ¶ Yes. It is. | Money: | b
placed Committee, Date, Key decision
"""),
}  # fmt: skip


def test_each_place_is_filled_in_its_own_way_and_what_is_left_is_told() -> None:
    for name, (blocks, expected) in FORMS.items():
        assert outcome(*blocks) == expected.strip("\n").splitlines(), name


SHARED: dict[str, tuple[Sequence[str], str]] = {
    "shared heading": ([h('Purpose'), p(looks="<jc val='both'/><rPr><i/></rPr>")], r"""
(H1) Purpose
(keepNext jc=both rPr(i)) <i>We ask.
(keepNext jc=both rPr(i)) <i>For:
(Points) money
(Points) time
(jc=both rPr(i)) <i>Some.
"""),
    "shared text below": ([h('Purpose'), p('own'), t(['x'])], r"""
(H1) Purpose
own
| x
(low)
(Normal keepNext) We ask.
(ListLeadIn keepNext) For:
(Points) money
(Points) time
Some.
"""),
    "shared field": ([p(field('Purpose', kind="<text multiLine='1'/>"))], r"""
{Purpose: We ask.⏎For:⏎money⏎time⏎Some risks.}
"""),
    "shared block": ([block('Purpose', p('hint'))], r"""
{Purpose
(keepNext) We ask.
(keepNext) For:
(Points) money
(Points) time
}
Some.
"""),
    "shared cell": ([t(('Purpose', ''))], r"""
cell 0
Purpose
cell 1
(keepNext) We ask.
(keepNext) For:
(Points) money
(Points) time
Some.
"""),
    "shared field below": ([h('Purpose'), block('Text', p('hint')), p('own')], r"""
(H1) Purpose
{Text
(keepNext) We ask.
(keepNext) For:
(Points) money
(Points) time
}
Some.
own
"""),
}  # fmt: skip


def test_two_sections_that_share_a_place_stand_there_one_after_the_other() -> None:
    wanted = [replace(thing, titles=("Purpose",)) if thing.key == "Risks" else thing for thing in WANTED]
    for name, (blocks, expected) in SHARED.items():
        made = fill(*blocks, wanted=wanted)
        assert lines_of(made.content) == expected.strip("\n").splitlines(), name
        assert (made.placed, made.to_do) == ({"Purpose", "Risks"}, ()), name
