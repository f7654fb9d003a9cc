"""What follows from the rest of a renewed paper: contents list, numbers of tables and figures, bookmarks, charts."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from word.short_xml import element
from word.small_papers import (
    Edit,
    as_it_is,
    cut_section,
    merged,
    move_section,
    own_paragraph,
    said,
    small_paper,
    told_of,
    write,
)
from word.word_reports import W

FIRST = """
= contents
toc
= summary
# Summary
Costs are high. ->costs email risks
## Reach
We reach some.
= costs
# Costs
They grow. ->risks
%Costs|costs
|What|Much
|Staff|£1
chart Email 9 Post 4
= risks
# Risks
%All risks|risks
|Risk|Owner
|Abuse|Ann
"""
_MORE = "= more\n# More\n%More|more\n|A|B\n|c|d\nchart One 1 Two 2\n## Deep\nDeep words. ->more one\n"
MORE = (
    FIRST.replace("## Reach\nWe reach some.\n", "").replace("= risks", f"{_MORE}= risks").replace("Email 9", "Email 8")
)


def own_headings(word: Any) -> None:
    """A heading of one's own, one that says nothing, and one that comes from another file with its bookmark."""
    place = said(word, "They grow")
    for text, style in (("Third", "Heading 3"), (" ", "Heading 2"), ("Own", "Heading 2")):
        place.addnext(own_paragraph(word, text, style))
    copied = own_paragraph(word, "Copied", "Heading 1")
    copied.insert(1, element("<bookmarkStart id='1' name='_Toc_mine'/>"))
    copied.append(element("<bookmarkEnd id='1'/>"))
    place.addnext(copied)


def odd_bookmarks(word: Any) -> None:
    """One without an end, an end without a beginning, a number twice, and a name twice."""
    place = said(word, "They grow")
    for number, name in (
        (77, "open"),
        (88, ""),
        (1, "same number"),
        (1, ""),
        (79, "twice"),
        (79, ""),
        (80, "twice"),
        (80, ""),
    ):
        place.append(
            element(f"<bookmarkStart id='{number}' name='{name}'/>" if name else f"<bookmarkEnd id='{number}'/>")
        )


def fields(*pieces: str) -> Edit:
    """Fields behind some words: "<", "|" and ">" are their marks, "=code" what stands between the first two."""
    marks = {"<": "begin", "|": "separate", ">": "end"}

    def edit(word: Any) -> None:
        for piece in pieces:
            mark = f"<fldChar fldCharType='{marks.get(piece)}'/>"
            text = f"<instrText>{piece[1:]}</instrText>" if piece[0] == "=" else f"<t>{piece}</t>"
            said(word, "They grow").append(element(f"<r>{mark if piece in marks else text}</r>"))

    return edit


def one_level(word: Any) -> None:
    """A contents list of which only the lines of the second level are left."""
    for line in [
        line for line in word.element.body.iter(f"{W}p") if line.find(f"{W}pPr/{W}pStyle[@{W}val='TOC1']") is not None
    ]:
        line.getparent().remove(line)


def outcome(new: str, *edits: Edit) -> list[str]:
    """How the body of a renewed paper differs from the new version, and its charts with their workbooks."""
    papers = small_paper(FIRST), small_paper(new)
    kept = merged(*papers, *edits)
    with zipfile.ZipFile(BytesIO(kept.content)) as package:
        names = [name for name in package.namelist() if name.startswith(("word/charts/c", "word/embeddings/"))]
    return [*told_of(kept, *papers), *names]


CASES: dict[str, tuple[str, Sequence[Edit], str]] = {
    "saved again": (FIRST, [as_it_is], r"""
record abcdefghijklmnop
word/charts/chart1.xml
word/embeddings/chart1.xlsx
"""),
    "more, and a chart that changed": (MORE, [write("Typed.", behind="They grow")], r"""
 ..
 g They grow. See (REF _Ref_risks)Table 3.
+Typed.
 h % <_Ref_costsTable (SEQ Table)1_Ref_costs>: Costs
 ..
 k % <_Ref_emailFigure (SEQ Figure)1_Ref_email>: Counts
-l (Figure) [picture 1: All counts.]
+l (Figure) [picture 2: All counts.]
 = More
 ..
 E % <_Ref_oneFigure (SEQ Figure)2_Ref_one>: Counts
-F (Figure) [picture 2: All counts.]
+F (Figure) [picture 3: All counts.]
 G ## <Deep>
record abcfghijklABCDEFGHmnop
added 1
word/charts/chart2.xml
word/charts/chart3.xml
word/embeddings/Microsoft_Excel_Sheet1.xlsx
word/embeddings/Microsoft_Excel_Sheet2.xlsx
"""),
    "a section moved": (FIRST, [move_section("risks", "costs")], r"""
 ..
 >> Reach ->_Toc_summary_2
+> Risks ->_Toc_risks_1
 > Costs ->_Toc_costs_1
-> Risks ->_Toc_risks_1
 = Summary
 b # <Summary>
-c Costs are high. See (REF _Ref_costs)Table 1, (REF _Ref_email)Figure 1 and (REF _Ref_risks)Table 2.
+c Costs are high. See (REF _Ref_costs)Table 2, (REF _Ref_email)Figure 1 and (REF _Ref_risks)Table 1.
 d ## <Reach>
 e We reach some.
+= Risks
+m # <Risks>
+n % <_Ref_risksTable (SEQ Table)1_Ref_risks>: All risks
+| o Risk | Owner
+| p Abuse | Ann
 = Costs
 f # <Costs>
-g They grow. See (REF _Ref_risks)Table 2.
-h % <_Ref_costsTable (SEQ Table)1_Ref_costs>: Costs
+g They grow. See (REF _Ref_risks)Table 1.
+h % <_Ref_costsTable (SEQ Table)2_Ref_costs>: Costs
 | i What | Much
 ..
 l (Figure) [picture 1: All counts.]
-= Risks
-m # <Risks>
-n % <_Ref_risksTable (SEQ Table)2_Ref_risks>: All risks
-| o Risk | Owner
-| p Abuse | Ann
record abcdefghijklmnop
word/charts/chart1.xml
word/embeddings/chart1.xlsx
"""),
    "headings of one's own": (FIRST, [own_headings], r"""
 ..
 > Costs ->_Toc_costs_1
+> Copied ->_Toc_mine
+>> Own ->_Toc_own_26
 > Risks ->_Toc_risks_1
 ..
 g They grow. See (REF _Ref_risks)Table 2.
+# <Copied>
+## <Own>
+##  
+### Third
 h % <_Ref_costsTable (SEQ Table)1_Ref_costs>: Costs
record abcdefghijklmnop
added 4
word/charts/chart1.xml
word/embeddings/chart1.xlsx
"""),
    "no contents list": (FIRST, [cut_section("contents"), own_headings], r"""
 ..
-= Contents
-a toc Contents
-> (TOC)Summary ->_Toc_summary_1
->> Reach ->_Toc_summary_2
-> Costs ->_Toc_costs_1
-> Risks ->_Toc_risks_1
 = Summary
 ..
 g They grow. See (REF _Ref_risks)Table 2.
+# <Copied>
+## Own
+##  
+### Third
 h % <_Ref_costsTable (SEQ Table)1_Ref_costs>: Costs
record abcdefghijklmnop
removed Contents
added 4
word/charts/chart1.xml
word/embeddings/chart1.xlsx
"""),
    "a section out, and its chart": (MORE, [cut_section("costs")], r"""
 ..
 > (TOC)Summary ->_Toc_summary_1
-> Costs ->_Toc_costs_1
 > More ->_Toc_more_1
 ..
 = Summary
-b # <Summary>
-c Costs are high. See (REF _Ref_costs)Table 1, (REF _Ref_email)Figure 1 and (REF _Ref_risks)Table 3.
-= Costs
-f # <Costs>
-g They grow. See (REF _Ref_risks)Table 3.
-h % <_Ref_costsTable (SEQ Table)1_Ref_costs>: Costs
-| i What | Much
-| j Staff | £1
-k % <_Ref_emailFigure (SEQ Figure)1_Ref_email>: Counts
-l (Figure) [picture 1: All counts.]
+b # {0 <Summary> 0}^sr left out [figure: Count | Email | Post | 8 | 4]
+c Costs are high. See (REF _Ref_costs)Table 1, (REF _Ref_email)Figure 1 and (REF _Ref_risks)Table 2.
 = More
 A # <More>
-B % <_Ref_moreTable (SEQ Table)2_Ref_more>: More
+B % <_Ref_moreTable (SEQ Table)1_Ref_more>: More
 | C A | B
 | D c | d
-E % <_Ref_oneFigure (SEQ Figure)2_Ref_one>: Counts
-F (Figure) [picture 2: All counts.]
+E % <_Ref_oneFigure (SEQ Figure)1_Ref_one>: Counts
+F (Figure) [picture 1: All counts.]
 G ## <Deep>
-H Deep words. See (REF _Ref_more)Table 2 and (REF _Ref_one)Figure 2.
+H Deep words. See (REF _Ref_more)Table 1 and (REF _Ref_one)Figure 1.
 = Risks
 m # <Risks>
-n % <_Ref_risksTable (SEQ Table)3_Ref_risks>: All risks
+n % <_Ref_risksTable (SEQ Table)2_Ref_risks>: All risks
 | o Risk | Owner
record abcfghijklABCDEFGHmnop
l costs: [figure: Count | Email | Post | 9 | 4] (told)
removed Costs
left_out in Costs: left out [figure: Count | Email | Post | 8 | 4]
word/charts/chart2.xml
word/embeddings/Microsoft_Excel_Sheet1.xlsx
"""),
    "odd bookmarks": (FIRST, [odd_bookmarks], r"""
 ..
 f # <Costs>
-g They grow. See (REF _Ref_risks)Table 2.
+g They grow. See (REF _Ref_risks)Table 2.<openopen><same numbersame number><twicetwice>
 h % <_Ref_costsTable (SEQ Table)1_Ref_costs>: Costs
record abcdefghijklmnop
word/charts/chart1.xml
word/embeddings/chart1.xlsx
"""),
    "a field of one's own in pieces": (FIRST, [
        fields("<", "= SE", "=Q Table ", "|", "9", "8", ">", "x", "<", "=REF _Ref_costs", "|", "7", ">"),
    ], r"""
 ..
 b # <Summary>
-c Costs are high. See (REF _Ref_costs)Table 1, (REF _Ref_email)Figure 1 and (REF _Ref_risks)Table 2.
+c Costs are high. See (REF _Ref_costs)Table 2, (REF _Ref_email)Figure 1 and (REF _Ref_risks)Table 3.
 d ## <Reach>
 ..
 f # <Costs>
-g They grow. See (REF _Ref_risks)Table 2.
-h % <_Ref_costsTable (SEQ Table)1_Ref_costs>: Costs
+g They grow. See (REF _Ref_risks)Table 3.(SE)(Q Table)18x(REF _Ref_costs)Table 2
+h % <_Ref_costsTable (SEQ Table)2_Ref_costs>: Costs
 | i What | Much
 ..
 m # <Risks>
-n % <_Ref_risksTable (SEQ Table)2_Ref_risks>: All risks
+n % <_Ref_risksTable (SEQ Table)3_Ref_risks>: All risks
 | o Risk | Owner
record abcdefghijklmnop
edited Costs
word/charts/chart1.xml
word/embeddings/chart1.xlsx
"""),
    "fields that name nothing": (FIRST, [
        fields("<", "=SEQ", "|", "9", ">", "<", "=REF", "|", "8", ">", "<", "=REF none", "|", "7", ">", "<",
        "=SEQ Table", "|", ">"),
    ], r"""
 ..
 f # <Costs>
-g They grow. See (REF _Ref_risks)Table 2.
+g They grow. See (REF _Ref_risks)Table 2.(SEQ)9(REF)8(REF none)7(SEQ Table)
 h % <_Ref_costsTable (SEQ Table)1_Ref_costs>: Costs
record abcdefghijklmnop
word/charts/chart1.xml
word/embeddings/chart1.xlsx
"""),
    "fields that show nothing, and others": (FIRST, [
        fields("<", "=SEQ Table", ">", "5", "<", "=AUTHOR", "|", "me", ">", "<", "=SEQ Own", "|", "4", ">", "<",
        "=SEQ Own", "|", "4", ">"),
    ], r"""
 ..
 f # <Costs>
-g They grow. See (REF _Ref_risks)Table 2.
+g They grow. See (REF _Ref_risks)Table 2.(SEQ Table)5(AUTHOR)me(SEQ Own)1(SEQ Own)2
 h % <_Ref_costsTable (SEQ Table)1_Ref_costs>: Costs
record abcdefghijklmnop
edited Costs
word/charts/chart1.xml
word/embeddings/chart1.xlsx
"""),
    "a field in a field": (FIRST, [fields("<", "=SEQ Table", "<", "=SEQ Own", "|", "9", ">", "|", "3", ">")], r"""
 ..
 f # <Costs>
-g They grow. See (REF _Ref_risks)Table 2.
+g They grow. See (REF _Ref_risks)Table 2.(SEQ Table)(SEQ Own)13
 h % <_Ref_costsTable (SEQ Table)1_Ref_costs>: Costs
record abcdefghijklmnop
word/charts/chart1.xml
word/embeddings/chart1.xlsx
"""),
    "a contents list of one level": (FIRST, [one_level], r"""
 ..
 a toc Contents
-> (TOC)Summary ->_Toc_summary_1
->> Reach ->_Toc_summary_2
-> Costs ->_Toc_costs_1
-> Risks ->_Toc_risks_1
+>> (TOC)Reach ->_Toc_summary_2
 = Summary
record abcdefghijklmnop
word/charts/chart1.xml
word/embeddings/chart1.xlsx
"""),
}  # fmt: skip


def test_lists_and_numbers_are_those_of_the_text_as_it_stands() -> None:
    for name, (new, edits, expected) in CASES.items():
        assert outcome(new, *edits) == expected.strip("\n").splitlines(), name
