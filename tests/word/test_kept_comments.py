"""Comments of people stay, ours are written anew, and what a person deleted or resolved is not told again."""

from __future__ import annotations

import hashlib
import zipfile
from functools import cache
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from word.merge_cases import LESS, MORE, SAME
from word.short_xml import element
from word.small_papers import Edit, Shown, ask, merged, retype, small_paper, summary_of
from word.test_edits_by_piece import FEWER, TestEarlierVersion, paper
from word.word_reports import W

from smreport.word.edits.earlier import fingerprint

OFFICE = "http://schemas.microsoft.com/office/2011/relationships/"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
BUDGET, RISK = retype("The budget", "Our budget"), retype("Bob", "Eve")


@cache
def told() -> bytes:
    """A renewed paper with two comments of ours, 0 on the budget and 1 on a risk, and one of a person's."""
    return merged(small_paper(SAME), small_paper(MORE), BUDGET, RISK, ask("Email", "Why?")).content


def marks_of(word: Any, number: int) -> list[Any]:
    names = ("commentRangeStart", "commentRangeEnd", "commentReference")
    return [mark for mark in word.element.body.iter(*(W + name for name in names)) if mark.get(f"{W}id") == str(number)]


def numbers(word: Any) -> dict[str, int]:
    """The numbers of comments by how they begin."""
    return {each.text.split()[0]: each.comment_id for each in word.comments}


def delete(begins: str) -> Edit:
    def edit(word: Any) -> None:
        for mark in marks_of(word, numbers(word)[begins]):
            mark.getparent().remove(mark)

    return edit


def words_behind(begins: str) -> Edit:
    """A person has typed in the very run of a comment's mark."""

    def edit(word: Any) -> None:
        run = marks_of(word, numbers(word)[begins])[-1].getparent()
        run.insert(0, element("<rPr><b/></rPr>"))
        run.append(element("<t>Typed.</t>"))

    return edit


def more_parts(done: str = "1", spoilt: bytes = b"") -> Edit:
    """What Word keeps of comments beside them: who answered what and what is resolved, ours "now Cat" among it."""

    def edit(word: Any) -> None:
        known = {}
        for comment in word.part._comments_part.element:
            (paragraph,) = comment.iter(f"{W}p")
            known["".join(each.text for each in comment.iter(f"{W}t"))[:7]] = paragraph
        ids = {"Why?": "1", "now Cat": "2", "now The": "3"}
        for begins, number in ids.items():
            known[begins].set(f"{W14}paraId", number)
        ours = f'<x:commentEx x:paraId="2" x:done="{done}"/><x:commentEx x:paraId="3" x:done="0"/>'
        theirs = '<x:commentEx x:paraId="1"/><x:commentEx x:paraId="4" x:paraIdParent="2" x:done="0"/>'
        reply = '<x:commentEx x:paraId="5" x:paraIdParent="1"/><x:commentEx/>'
        listed = '<x:commentId x:paraId="1" x:durableId="91"/><x:commentId x:paraId="2" x:durableId="92"/>'
        dated = '<x:comment x:durableId="91"/><x:comment x:durableId="92"/><x:comment/>'
        for name, content in (
            ("commentsExtensible", dated), ("commentsExtended", ours + theirs + reply), ("commentsIds", listed),
        ):  # fmt: skip
            xml = spoilt or f'<x:list xmlns:x="urn:x">{content}</x:list>'.encode()
            part = Part(PackURI(f"/word/{name}.xml"), "application/xml", xml, word.part.package)
            word.part.relate_to(part, OFFICE + name)
        word.part.rels.get_or_add_ext_rel(f"{OFFICE}commentsIds", "https://example.org")

    return edit


def parts_of(content: bytes) -> dict[str, str]:
    """What stands beside the comments, without its root."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        names = [
            name for name in package.namelist() if name.startswith("word/comments") and name != "word/comments.xml"
        ]
        texts = {name[13:-4]: package.read(name).decode().partition("\n")[2] for name in names}
    return {
        name: text.replace("x:", "").removeprefix('<list xmlns:x="urn:x">').removesuffix("</list>")
        for name, text in texts.items()
    }


def comments_in(content: bytes, *papers: bytes) -> list[str]:
    """The lines that have comments, and all comments by number."""
    shown = Shown(content, *papers)
    listed = [f"{each.comment_id} {each.author}: {each.text}" for each in docx.Document(BytesIO(content)).comments]
    return [*(line for line in shown.body() if "^" in line), *listed]


OUTCOMES = {
    "left alone": ([], [
        "b {1 Our budget is £5. 1}^sr now The budget is £6., not £5", "c {0 Email comes first. 0}^AC Why?",
        "| n Delay | {2 Eve 2}^sr now Cat", "0 A councillor: Why?", "1 smreport: now The budget is £6., not £5",
        "2 smreport: now Cat",
    ]),
    "one deleted": ([delete("now")], [
        "b {1 Our budget is £5. 1}^sr now The budget is £6., not £5", "c {0 Email comes first. 0}^AC Why?",
        "0 A councillor: Why?", "1 smreport: now The budget is £6., not £5",
    ]),
    "typed in its run": ([words_behind("now")], [
        "b {1 Our budget is £5. 1}^sr now The budget is £6., not £5", "c {0 Email comes first. 0}^AC Why?",
        "| n Delay | {2 Eve<b>Typed. 2}^sr now Cat", "0 A councillor: Why?",
        "1 smreport: now The budget is £6., not £5",
        "2 smreport: now Cat",
    ]),
    "what people said deleted": ([delete("Why?")], [
        "b {1 Our budget is £5. 1}^sr now The budget is £6., not £5", "| n Delay | {2 Eve 2}^sr now Cat",
        "0 A councillor: Why?",
        "1 smreport: now The budget is £6., not £5", "2 smreport: now Cat",
    ]),
}  # fmt: skip


@pytest.mark.parametrize("name", OUTCOMES)
def test_ours_are_told_again_while_nobody_has_deleted_them(name: str) -> None:
    edits, expected = OUTCOMES[name]
    papers = small_paper(SAME), small_paper(MORE)
    assert comments_in(merged(told(), papers[1], *edits).content, *papers) == expected


@pytest.mark.parametrize(("done", "again"), [("1", False), ("true", False), ("0", True), ("", True)])
def test_a_resolved_one_is_not_told_again_and_nothing_beside_speaks_of_it(done: str, again: bool) -> None:
    content = merged(told(), small_paper(MORE), more_parts(done)).content
    assert ("2 smreport: now Cat" in comments_in(content)) == again
    assert parts_of(content) == {
        "Extended": '<commentEx paraId="1"/><commentEx paraId="4" done="0"/>'
        '<commentEx paraId="5" paraIdParent="1"/><commentEx/>',
        "Ids": '<commentId paraId="1" durableId="91"/>', "Extensible": '<comment durableId="91"/><comment/>',
    }  # fmt: skip


@pytest.mark.parametrize("spoilt", [b"<a>", b"<!DOCTYPE a><a/>"])
def test_what_cannot_be_read_beside_the_comments_stays_as_it_is(spoilt: bytes) -> None:
    content = merged(told(), small_paper(MORE), more_parts(spoilt=spoilt)).content
    with zipfile.ZipFile(BytesIO(content)) as package:
        assert {package.read(f"word/comments{name}.xml") for name in ("Ids", "Extended", "Extensible")} == {spoilt}
    assert comments_in(content)[-1] == "2 smreport: now Cat"


def test_a_figure_that_a_comment_spoke_of_is_told_as_long_as_it_is_untrue() -> None:
    once = merged(small_paper(SAME), small_paper(MORE), retype("Closing words", "Closing £5")).content
    dearer = small_paper(MORE.replace("£6", "£9"))
    assert [each.text for each in merged(once, dearer).comments] == ["stale £5"]
    assert [each.text for each in merged(once, small_paper(SAME)).comments] == []
    assert [each.text for each in merged(once, dearer, retype("Closing £5", "Closing £4")).comments] == []


TRACED = SAME.replace("first.", "first. @4 Tools, row 5").replace("Closing words.", "Closing words. @9 Risks, row 1")


def test_where_figures_come_from_is_said_on_what_stays_and_with_what_is_new_and_never_twice() -> None:
    before = small_paper(TRACED, trace=True)
    new = small_paper(TRACED.replace("row 5", "row 6").replace("Closing", "Last"), trace=True)
    papers = before, new
    once = merged(before, new, ask("The budget", "Why?")).content
    expected = [
        "b {2 The budget is £5. 2}^AC Why?", "c {3 Email comes first. 3}^sm From 4 Tools, row 6",
        "A {4 Last words. 4}^sm From 9 Risks, row 1",
    ]  # fmt: skip
    for content in (once, merged(once, new).content):
        assert [line for line in comments_in(content, *papers) if "^" in line] == expected
    untraced = merged(once, small_paper(SAME)).content
    assert [line for line in comments_in(untraced, *papers) if "^" in line] == expected[:1]


def test_a_comment_on_what_goes_hangs_on_its_heading_and_one_on_a_cell_on_its_row() -> None:
    content = merged(small_paper(SAME), small_paper(LESS), ask("Ann", "Who?"), ask("two", "Why?")).content
    assert [line for line in comments_in(content, small_paper(SAME)) if "^" in line] == [
        "a # <Summary>{1  1}^AC Why?", "i # <Risks>{0  0}^AC Who?",
    ]  # fmt: skip


# --- papers of earlier versions: their sections are known by a fingerprint ---

WORDS = "<p><r><t>We listen</t></r></p>"
SAYS_THE_SAME = [
    "<p rsidR='1'><pPr><rPr><b/></rPr></pPr><r><rPr><lang val='cy'/></rPr><t>We </t></r><proofErr/>"
    "<r><t>listen</t></r></p>",
    "<p><r><t>We</t><tab/><t>listen</t><br/></r></p>",
    "<p><r><rPr><b val='0'/><u val='none'/></rPr><t>We listen</t></r></p>",
    "<p><r><rPr><color val='auto'/><vertAlign val='baseline'/><i val='false'/></rPr><t> We  listen</t></r></p>",
    "<p><r><t>We listen</t></r><r><fldChar fldCharType='begin'/><t>9</t><fldChar fldCharType='separate'/><t>8</t>"
    "<fldChar fldCharType='end'/></r></p>",
]  # fmt: skip
SAYS_OTHERWISE = [
    "<p><r><t>We listened</t></r></p>", f"{WORDS}<p/>", "<p><r><t>We</t></r></p><p><r><t>listen</t></r></p>",
    *(f"<p><r><rPr><{look}/></rPr><t>We listen</t></r></p>" for look in (
        "b", "i", "u", "strike", "dstrike", "highlight", "vertAlign", "color val='FF0000'", "caps", "smallCaps",
        "vanish",
    )),
    "<p><r><t>We listen</t><commentReference id='1'/></r></p>", "<p><ins><r><t>We listen</t></r></ins></p>",
    "<p><del/><r><t>We listen</t></r></p>", "<p><moveFrom/><r><t>We listen</t></r></p>",
    "<p><r><t>We listen</t><drawing/></r></p>",
    "<p><r><fldChar fldCharType='end'/><t>We listen</t></r></p>", "<p><r><t>Welisten</t></r></p>",
]  # fmt: skip


def test_a_fingerprint_changes_with_words_and_hand_made_looks_and_with_nothing_that_programs_do() -> None:
    prints = [fingerprint(element(f"<body>{text}</body>")) for text in (WORDS, *SAYS_THE_SAME, *SAYS_OTHERWISE)]
    assert prints[0] == hashlib.sha256(b"We listen").hexdigest()[:12]
    assert {*prints[: 1 + len(SAYS_THE_SAME)]} == {prints[0]}
    others = prints[1 + len(SAYS_THE_SAME) :]
    assert [text for text, print_ in zip(SAYS_OTHERWISE, others, strict=True) if print_ == prints[0]] == []
    assert len({*others}) == len(others)


ADOPTED = """
= Contents
toc <_sr_p_contents_4c45079513f4Contents
> (TOC)Summary ->_Toc_summary_1
> Projects ->_Toc_projects_1
>> Faults reported online ->_Toc_projects_2
>> Library alerts ->_Toc_projects_3
>> Warm spaces ->_Toc_projects_4
> Costs ->_Toc_costs_1
= Summary
# {0 <_sr_p_summary_e76b43e7aa51<Summary> 0}^sr left out The budget is £250,000, and 3 projects need £40,000.
Email comes first. See . / Faults reported online at £12,000 / Library alerts at £8,000 / Warm spaces at £20,000
Budget | £250,000 / Projects | 3 / Needed | £40,000
(BodyTextLead) The budget is £350,000, and 4 projects need £345,925.
Post comes first. See (REF _Ref_costs)Table 2.
: <_sr_p_summary_40a747e7eb0bThe projects are:
- Library alerts at £83,159
- Carers' network at £105,079
- Faults reported online at £26,852
- Road works at £130,835
% <_sr_p_summary_7f7ee15c08f4Table (SEQ Table)1: Glance
| <_sr_r_summary_1e107ccb5afdMeasure | Figure
| Our budget | £350,000
| Projects | 4
| Needed | £345,925
= Projects
# <_sr_p_projects_ea265f70b4b0<Projects>
## <_sr_p_projects_e5ea4ba50098<Faults reported online>
<_sr_p_projects_4f20b9c3bd63What changes: Faults are mended in 3 days.
<_sr_p_projects_8287d152eda4Lead: Head of Streets. Whole-life cost: £12,000.
## <_sr_p_projects_be701eb5ea3f<Library alerts>
<_sr_p_projects_195feb520f7aWhat changes: Books come back.
<_sr_p_projects_5e9b031a524dLead: Head of Libraries. Whole-life cost: £8,000.
## <_sr_p_projects_f811807a4f23<Warm spaces>
<_sr_p_projects_51e6b4bdf328What changes: Nobody is cold.
<_sr_p_projects_9353fac3f8f1Lead: Communities. Whole-life cost: £20,000.
= Costs
# <_sr_p_costs_e635ed510abf<Costs>
% <_sr_p_costs_6d6c6c422f7c<_Ref_costsTable (SEQ Table)2_Ref_costs>: Costs by project
| <_sr_r_costs_b47691a8d295Project | Lead | Cost
| <_sr_r_costs_14d9e81e685dLibrary alerts | Head of Libraries | £8,000
| <_sr_r_costs_85f21f6b71b5Faults reported online | Head of Streets | £12,000
| <_sr_r_costs_289f6785dcf5Warm spaces | Communities | £20,000
% <_sr_p_costs_33b6386d7a8bFigure (SEQ Figure)1: Costs
(Figure) <_sr_p_costs_a7d376cc76c4[picture 2: All.]
(BodyTextNote) <_sr_p_costs_e38827434e3cFigures are rounded.
removed Summary, Appendix 1: risks
added 7
left_out in Summary: left out The budget is £250,000, and 3 projects need £40,000. / Email comes first. See .
Faults reported online at £12,000 / Library alerts at £8,000 / Warm spaces at £20,000 / Budget | £250,000
Projects | 3 / Needed | £40,000
"""


def test_an_edited_section_of_an_earlier_version_is_people_s_but_for_what_says_the_same() -> None:
    def last_section_out(word: Any) -> None:
        control = list(word.element.body.iterchildren(f"{W}sdt"))[-1]
        control.getparent().remove(control)

    edits = retype("Email comes first", "Post comes first"), retype("Budget", "Our budget"), last_section_out
    kept = merged(TestEarlierVersion.OLD, paper(FEWER), *edits)
    told = [*Shown(kept.content).body(), *summary_of(kept)]
    assert " ".join(told).replace(" / ", " ").split() == ADOPTED.replace(" / ", " ").split()
