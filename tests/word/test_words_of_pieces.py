"""What a piece says: words as if tracked changes were accepted, fields by what they show, and no running numbers."""

from __future__ import annotations

import hashlib

import pytest
from word.short_xml import element

from smreport.word.edits.words import (
    as_told,
    digest,
    figures_in,
    has_tracked_changes,
    words_of,
    words_of_chart,
)
from smreport.words import speaking
from smreport.words.languages import spoken_by

BEGIN, PART, END = (f"<r><fldChar fldCharType='{kind}'/></r>" for kind in ("begin", "separate", "end"))


def run(*texts: str) -> str:
    return "".join(f"<r><t>{text}</t></r>" for text in texts)


def code(text: str) -> str:
    return f"<r><instrText>{text}</instrText></r>"


def field(said: str, shown: str) -> str:
    return f"{BEGIN}{code(said)}{PART}{run(shown)}{END}"


DRAWN = "<r><drawing><c:chart r:id='rId{}'/></drawing></r>"
BOX = "<txbxContent><p>{}</p></txbxContent>"
WORDS = {
    "runs, with breaks and tabs": ("<r><t>a </t><t> b</t><br/><t>c</t><tab/><t>d</t></r>" + run("e", "f"), "a b c def"),
    "other breaks": ("<r><t>a</t><cr/><t>b</t><ptab/><t>c</t><noBreakHyphen/><t>d</t></r>", "a b c‑d"),
    "soft hyphens": (run("coun\u00adcil"), "council"),
    "notes": ("<r><t>a</t><footnoteReference id='1'/></r><r><endnoteReference id='1'/></r>", "a[note][note]"),
    "put in and taken out": (f"<ins>{run('a')}</ins><del><r><delText>b</delText><tab/></r></del>{run('c')}", "ac"),
    "moved": (f"<moveFrom>{run('a')}</moveFrom>{run('b')}<moveTo>{run('a')}</moveTo>", "ba"),
    "tab stops": ("<pPr><tabs><tab val='left' pos='1'/></tabs></pPr>" + run("a", "b"), "ab"),
    "properties": ("<pPr><rPr><ins id='1'/></rPr></pPr><r><rPr><b/></rPr><t>a</t></r><r><pict/></r>", "a[figure]"),
    "twice for older programs": (
        f"<r><mc:AlternateContent><mc:Choice><t>a</t></mc:Choice><mc:Fallback>{run('b')}</mc:Fallback>"
        "</mc:AlternateContent></r>", "a",
    ),
    "a control": (f"<sdt><sdtPr><alias val='x'/>{run('b')}</sdtPr><sdtContent>{run('a')}</sdtContent></sdt>"
                  "<r><object/></r>", "a[figure]"),
    "a picture with words in it": (
        f"{run('a')}<r><drawing>{BOX.format(run('b'))}</drawing></r>{run('c')}", "a[figure] bc",
    ),
    "a chart": (DRAWN.format(1), "[figure: 9 | 4]"),
    "a chart that says nothing": (DRAWN.format(2) + run("a"), "[figure]a"),
    "a chart that is not known": (run("a") + DRAWN.format(3), "a[figure]"),
    "a link": (field(" HYPERLINK x ", "a"), "a"),
    "a number": (run("Table ") + field(" SEQ Table ", "1") + run(": a"), "Table : a"),
    "each kind of number": (
        "".join(field(kind, "1") for kind in ("REF a", "PAGE", "PAGEREF a", "NUMPAGES", "TOC a")), "",
    ),
    "a code in pieces": (f"{BEGIN}{code(' RE')}{code('F a ')}{PART}{run('1')}{END}{run('a')}", "a"),
    "a code that only begins so": (field("REFERENCE a", "b"), "b"),
    "a field without a code": (f"{BEGIN}{PART}{run('a')}{END}{run('b')}", "b"),
    "words in a code": (f"{BEGIN}{code('IF ')}{run('a')}{PART}{run('b')}{END}", "b"),
    "a field in a code": (f"{BEGIN}{code('IF ')}{field('AUTHOR', 'a')}{code(' x')}{PART}{run('b')}{END}", "b"),
    "a field in a number": (f"{BEGIN}{code('TOC')}{PART}{field('HYPERLINK', 'a')}{run('b')}{END}{run('c')}", "c"),
    "a number in a field": (f"{BEGIN}{code('IF')}{PART}{run('a')}{field('PAGE', '1')}{run('b')}{END}{run('c')}", "abc"),
    "a field that shows nothing": (f"{BEGIN}{code('AUTHOR')}{END}{run('a')}", "a"),
    "marks without a field": (f"{END}{PART}{code('PAGE')}{run('a')}{PART}{run('b')}", "ab"),
    "a simple number": (f"<fldSimple instr=' SEQ Table '>{run('1')}</fldSimple>{run('a')}", "a"),
    "a simple field": (f"<fldSimple instr='AUTHOR'>{run('a')}</fldSimple>", "a"),
    "a simple field without a code": (f"<fldSimple>{run('1')}</fldSimple>{run('a')}", "a"),
}  # fmt: skip


def test_a_paragraph_says_what_a_reader_reads() -> None:
    for name, (content, said) in WORDS.items():
        assert words_of(element(f"<p>{content}</p>"), {"rId1": "9 | 4", "rId2": ""}) == said, name


def test_a_cell_says_its_paragraphs_and_its_tables() -> None:
    inner = f"<tbl><tblPr/><tblGrid/><tr><trPr/><tc><tcPr/><p>{run('c')}</p></tc></tr></tbl>"
    plain = f"<tc><tcPr/><p>{run('a')}</p><p>{run('b')}</p>{inner}</tc>"
    assert words_of(element(plain)) == "a b c"
    assert words_of(element(plain.replace("<p>", "<p><fldSimple/>"))) == "a b c"


def test_marks_are_told_in_the_language_that_is_spoken_and_other_brackets_stay() -> None:
    words = "a [note] b [figure] c [figure: 9 | 4] d [figure: ] [x] [notes] [figure:]"
    assert as_told(words) == words
    with speaking(spoken_by("cy")):
        told = as_told(words)
    assert told == "a [nodyn] b [ffigur] c [ffigur: 9 | 4] d [ffigur: ] [x] [notes] [figure:]"


C, A = (f"http://schemas.openxmlformats.org/drawingml/2006/{kind}" for kind in ("chart", "main"))


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<a:t>Costs</a:t><c:v> Email </c:v><c:v>9.0</c:v><x/>", "Costs | Email | 9"),
        ("<c:v>0.12345678901234</c:v><c:v/><c:v>1234567890123</c:v>", "0.123456789012 |  | 1.23456789012e+12"),
        ("<c:v>1</c:w>", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_chart_says_its_names_and_figures(inside: str, said: str) -> None:
    xml = f'<c:chart xmlns:c="{C}" xmlns:a="{A}">{inside}</c:chart>'
    assert words_of_chart(xml.encode()) == said
    assert words_of_chart(f"<!DOCTYPE a>{xml}".encode()) == ""


@pytest.mark.parametrize("kind", ["ins", "del", "moveFrom", "moveTo", ""])
def test_changes_wait_where_they_are_tracked(kind: str) -> None:
    inside = f"<{kind}>{run('a')}</{kind}>" if kind else run("a")
    assert has_tracked_changes(element(f"<tc><p>{inside}</p></tc>")) == bool(kind)


def test_a_digest_is_the_first_half_of_a_known_one_and_figures_are_all_that_stand_there() -> None:
    assert digest("Tŷ £5") == hashlib.sha256("Tŷ £5".encode()).hexdigest()[:16]
    assert figures_in(["£5 and 12%", "on 9 May 2027, £1,200"]) >= {"£5", "12%", "£1,200"}
    assert figures_in(["none at all", ""]) == set()
