"""What is laid into a form: into empty paragraphs in their looks, into cells, behind labels, and apart from tables."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from word.short_xml import element, short
from word.small_forms import p, t
from word.word_reports import W

from smreport.word.filling.laying import gap, lay_after, lay_behind_label, lay_into, lay_into_cell, take_looks
from smreport.word.filling.own_looks import narrowed

_LOW = "<spacing before='0' after='0' line='120' lineRule='exact'/><rPr><sz val='12'/><szCs val='12'/></rPr>"
GAP = f"<p><pPr>{_LOW}</pPr></p>"
OURS = "<p><pPr><pStyle val='Run'/>{}</pPr><r><t>{}</t></r></p>"
A, B, OTHER = OURS.format("", "a"), OURS.format("", "b"), "<p><pPr><pStyle val='Item'/></pPr><r><t>i</t></r></p>"
TABLE = t(["x"])
LOOKS = "<pPr><jc val='left'/><rPr><b/></rPr></pPr>"
LAID = "<p><pPr><jc val='left'/><rPr><b/></rPr></pPr><r><rPr><b/></rPr><t>{}</t></r></p>"


def into(body: str, *elements: str) -> tuple[str, int]:
    """A body whose only empty paragraph was filled, and the place of the last element laid."""
    made = element(f"<body>{body}</body>")
    blank = next(each for each in made.iter(f"{W}p") if not each.findall(f"{W}r"))
    last = lay_into(blank, [element(text) for text in elements], {"Run"})
    return "".join(map(short, made)), list(made).index(last)


@pytest.mark.parametrize(
    ("body", "elements", "after", "last"),
    [
        (f"<p>{LOOKS}</p>{p('z')}", (A, B), f"{LAID.format('a')}{LAID.format('b')}{p('z')}", 1),
        (f"<p>{LOOKS}</p>", (OTHER, A), f"{OTHER}{LAID.format('a')}", 1), ("<p/>", (A,),
        "<p><pPr/><r><t>a</t></r></p>", 0),
        (f"<p>{LOOKS}</p>{p('z')}", (TABLE, A), f"{TABLE}<p>{LOOKS}</p>{LAID.format('a')}{p('z')}", 2),
        ("<p/>" + p("z"), (OTHER, TABLE), f"{OTHER}{TABLE}{GAP}{p('z')}", 2), (f"{p('y')}<p/>", (TABLE,),
        f"{p('y')}{TABLE}<p/>", 2),
        ("<p><bookmarkStart id='1'/></p>", (OTHER,),
        "<p><pPr><pStyle val='Item'/></pPr><bookmarkStart id='1'/><r><t>i</t></r></p>", 0),
        ("<p/>", (p("a"),), p("a"), 0),
    ],
)  # fmt: skip
def test_the_first_paragraph_fills_the_empty_one_and_running_text_has_its_looks(
    body: str, elements: tuple[str, ...], after: str, last: int
) -> None:
    assert into(body, *elements) == (after, last)


LOOKS_TAKEN = [
    ("<keepNext/>", "<jc val='left'/>", "<keepNext/><jc val='left'/>"), ("<keepNext/>", "<pStyle val='T'/><jc/>",
    "<pStyle val='T'/><keepNext/><jc/>"),
    ("<keepNext/>", "<keepNext/><jc/>", "<keepNext/><jc/>"), ("<keepLines/>", "<jc/>", "<jc/>"), ("", "<jc/>",
    "<jc/>"), ("<keepNext/>", None, "<keepNext/>"),
    ("<spacing before='160'/>", "<spacing before='1' after='2'/>", "<spacing before='160' after='2'/>"),
    ("<spacing before='160'/>", "<keepNext/><ind/><jc/>", "<keepNext/><spacing before='160'/><ind/><jc/>"),
    *(("<spacing before='160'/>", f"<numPr/><{tag}/>", f"<numPr/><spacing before='160'/><{tag}/>") for tag in (
        "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment",
        "textboxTightWrap", "outlineLvl", "divId",
        "cnfStyle", "rPr", "sectPr", "pPrChange",
    )),
    ("<spacing before='160'/>", "<numPr/>", "<numPr/><spacing before='160'/>"), ("<spacing before='160'/>", None,
    "<spacing before='160'/>"),
]  # fmt: skip


@pytest.mark.parametrize(("own", "theirs", "taken"), LOOKS_TAKEN)
def test_of_our_looks_stays_what_keeps_lines_together_and_space_below_a_table(
    own: str, theirs: str | None, taken: str
) -> None:
    made = element(OURS.format(own, "a").replace("<r>", "<r><rPr/>"))
    take_looks([made, element("<tbl/>")], None if theirs is None else element(f"<pPr>{theirs}</pPr>"), {"Run"})
    assert short(made.find(f"{W}pPr")) == (f"<pPr>{taken}</pPr>" if taken else "<pPr/>")


def test_typed_words_have_the_looks_of_the_mark_without_its_changes_and_only_where_they_have_none() -> None:
    marked = "<pPr><rPr><ins id='1'/><del id='2'/><b/><rPrChange id='3'><rPr/></rPrChange></rPr></pPr>"
    link = "<hyperlink><r><rPr><i/></rPr><t>b</t></r></hyperlink>"
    made = element(f"<p><pPr><pStyle val='Run'/></pPr><r><t>a</t></r>{link}</p>")
    other = element(OTHER)
    take_looks([made, other], element(marked), {"Run"})
    assert short(made) == f"<p>{marked}<r><rPr><b/></rPr><t>a</t></r>{link}</p>"
    assert short(other) == OTHER


AFTER = [
    (f"{p('y')}{p('z')}", (A, B), f"{p('y')}{A}{B}{p('z')}", 2), (f"{TABLE}{p('z')}", (A,),
    f"{TABLE}{GAP}{A}{p('z')}", 2),
    (f"{p('y')}{p('z')}", (TABLE,), f"{p('y')}{TABLE}{GAP}{p('z')}", 2), (p("y"), (), p("y"), 0),
    (f"<sdt><sdtContent>{p('x')}{p('y')}</sdtContent></sdt>{p('z')}", (A,),
    f"<sdt><sdtContent>{p('x')}{p('y')}</sdtContent></sdt>{A}{p('z')}", 1),
    (f"<sdt><sdtContent><sdt><sdtContent>{p('y')}</sdtContent></sdt></sdtContent></sdt>", (A,),
     f"<sdt><sdtContent><sdt><sdtContent>{p('y')}</sdtContent></sdt></sdtContent></sdt>{A}", 1),
    (f"<sdt><sdtContent>{p('y')}{p('z')}</sdtContent></sdt>", (A,),
    f"<sdt><sdtContent>{p('y')}{A}{p('z')}</sdtContent></sdt>", -1),
]  # fmt: skip


@pytest.mark.parametrize(("body", "elements", "after", "at"), AFTER)
def test_elements_come_behind_another_and_out_of_fields_that_it_ends(
    body: str, elements: tuple[str, ...], after: str, at: int
) -> None:
    made = element(f"<body>{body}</body>")
    anchor = next((each for each in made.iter(f"{W}p") if "y" in "".join(each.itertext())), made[0])
    last = lay_after(anchor, [element(text) for text in elements])
    assert "".join(map(short, made)) == after
    assert at == -1 or made[at] is last
    assert short(gap()) == GAP


CELLS = [
    (f"<tcPr/>{p('y')}<p/>{p('z')}", f"<tcPr/>{p('y')}<p><pPr/><r><t>a</t></r></p>{p('z')}"),
    (f"<tcPr/>{p('_guide_')}", f"<tcPr/><p><pPr/><r><t>a</t></r></p>{p('_guide_')}"), ("<tcPr/>",
    "<tcPr/><p><pPr/><r><t>a</t></r></p>"),
    (f"{TABLE}<p/>", f"{TABLE}<p><pPr/><r><t>a</t></r></p>"), ("", "<p><pPr/><r><t>a</t></r></p>"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "after"), CELLS)
def test_a_cell_is_filled_from_its_first_empty_paragraph_on_else_before_its_guidance(cell: str, after: str) -> None:
    made = element(f"<tc>{cell}</tc>")
    lay_into_cell(made, [element(A)], {"Run"})
    assert "".join(map(short, made)) == after


def run(text: str, looks: str = "") -> str:
    return f"<r>{f'<rPr>{looks}</rPr>' if looks else ''}{text}</r>"


def words(text: str) -> str:
    return f"<t>{text}</t>"


LINES = [
    (run(words("Date: ")), 6, run(words("Date: ")) + run(words("NEW"))),
    (run(words("Date: x")), 6, run(words("Date: ")) + run(words("NEW ")) + run(words("x"))),
    (run(words("Date: "), "<b/><sz val='9'/>") + run(words("[x]"), "<i/>"), 6,
     run(words("Date: "), "<b/><sz val='9'/>") + run(words("NEW "), "<sz val='9'/>") + run(words("[x]"), "<i/>")),
    (run(words("Date: ....."), "<b/>"), 6, run(words("Date: "), "<b/>") + run(words("NEW"), "") .replace("<r>",
    "<r><rPr/>")),
    (run(words("Da")) + run(words("te:") + "<tab/>" + words("x y"), "<u/>"), 6,
     run(words("Da")) + run(words("te:") + "<tab/>", "<u/>") + run(words("NEW "), "").replace("<r>",
     "<r><rPr/>") + run(words("x y"), "<u/>")),
    (run(words("Date:") + "<br/>" + words(" x")),
    6, run(words("Date:") + "<br/>") + run(words("NEW")) + run(words(" x"))),
    (run(words("Date")) + run("<cr/>"), 5, run(words("Date")) + run("<cr/>") + run(words("NEW"))),
    (run(words("Date")), 9, run(words("Date")) + run(words("NEW"))), ("", 0, run(words("NEW"))),
    (run("<drawing/>") + run(words("Date:")), 5, run("<drawing/>") + run(words("Date:")) + run(words("NEW"))),
    (run(words("Date…") + words("x")), 4, run(words("Date")) + run(words("NEW ")) + run(words("x"))),
    (run(words("Date: __ ___ .. …")), 5, run(words("Date:")) + run(words("NEW")) + run(words(" __  .. "))),
]  # fmt: skip


@pytest.mark.parametrize(("line", "length", "after"), LINES)
def test_words_come_behind_a_label_in_the_looks_of_its_line_but_not_of_the_label(
    line: str, length: int, after: str
) -> None:
    made = element(f"<p>{line}</p>")
    lay_behind_label(made, "NEW", length)
    assert "".join(map(short, made)) == after
    assert all(
        each.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
        for each in made.iter(f"{W}t")
        if each.text
    )


@pytest.mark.parametrize("tag", ["b", "bCs", "i", "iCs", "color", "u", "highlight", "caps", "smallCaps", "shd"])
def test_looks_of_a_label_are_not_those_of_what_is_written(tag: str) -> None:
    made = element(f"<p><r><rPr><{tag}/><rFonts/><{tag}/></rPr><t>a</t></r></p>")
    lay_behind_label(made, "NEW", 1)
    assert [short(each.find(f"{W}rPr")) for each in made] == [
        f"<rPr><{tag}/><rFonts/><{tag}/></rPr>",
        "<rPr><rFonts/></rPr>",
    ]


def test_a_table_and_a_chart_are_as_narrow_as_their_cell() -> None:
    wide: Any = element(
        "<tbl><tblPr><tblW w='9000'/></tblPr><tblGrid><gridCol w='3000'/><gridCol w='6000'/></tblGrid><tr><tc>"
        "<tcPr><tcW w='3001'/></tcPr>"
        "<p><r><wp:extent cx='900' cy='500'/></r></p></tc></tr></tbl>"
    )
    narrow = copy.deepcopy(wide)
    narrowed([narrow], 3000, 9000)
    sizes = [value for each in narrow.iter() for value in each.attrib.values()]
    assert sizes == ["3000", "1000", "2000", "1000", "300", "500"]
