"""A form's headings, labels and fields of each kind, filled: the whole of it afterwards, and what is still to do."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from word.small_forms import block, field, h, outcome, p, t

HEADS = "Issue", "Implications", "Sign-off by", "Date cleared"
WIDE = f"<tc><tcPr><gridSpan val='2'/></tcPr>{p('Date')}</tc>"
TALL, BELOW = f"<tc><tcPr><vMerge val='restart'/></tcPr>{p('Key decision')}</tc>", "<tc><tcPr><vMerge/></tcPr><p/></tc>"
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
        t((p("Date:") + p(), p("Committee") + p("[guide]")),
          ("Key decision:", "x"), (p("Purpose") + p("words"), p("Risks") + p() + p())),
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
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_each_place_is_filled_in_its_own_way_and_what_is_left_is_told(name: str) -> None:
    blocks, expected = FORMS[name]
    assert outcome(*blocks) == expected.strip("\n").splitlines()
