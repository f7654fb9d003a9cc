"""Which paragraphs and rows are whose: by the bookmarks in a body, wherever programs and people have put their ends."""

from __future__ import annotations

from typing import Any

import pytest
from word.short_xml import body, element, short

from smreport.word.edits.filling import dress_row, fill_cell, fill_paragraph, hang_comments_on, restore_description
from smreport.word.edits.reading import Piece, Reading, settle_bookmarks, unwrapped
from smreport.word.edits.words import words_of


def mark(number: int, name: str, inside: str = "") -> str:
    """Both ends of a bookmark of ours: "p a" of a paragraph, "r a" of a row."""
    return f"{start(number, name)}{inside}{end(number)}"


def start(number: int, name: str) -> str:
    kind, _, own = name.partition(" ")
    return f"<bookmarkStart id='{number}' name='{f'_sr_{kind}_{own}' if own else name}'/>"


def end(number: int) -> str:
    return f"<bookmarkEnd id='{number}'/>"


def p(inside: str, before: str = "", after: str = "") -> str:
    return f"<p>{before}<r><t>{inside}</t></r>{after}</p>"


def named(number: int, name: str, inside: str) -> str:
    """A whole paragraph in a bookmark."""
    return p(inside, start(number, name), end(number))


def table(*rows: str) -> str:
    """Rows of cells of paragraphs."""
    return f"<tbl>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbl>"


def tc(*paragraphs: str) -> str:
    return f"<tc>{''.join(paragraphs)}</tc>"


def read(*blocks: str) -> tuple[str, str]:
    """The pieces of a body with their names and words, and its blocks with the words of each element."""
    reading = Reading(body(*blocks), {})
    pieces = [f"{_names(piece.names)}{'*' * piece.is_row}: {' | '.join(piece.words)}" for piece in reading.pieces]
    found = [
        f"{_names([block.key])}{'*' * (block.table is not None)}: {' / '.join(map(words_of, block.elements))}"
        for block in reading.blocks
    ]
    assert {name: piece for piece in reading.pieces for name in piece.names} == reading.by_name
    return "; ".join(pieces), "; ".join(found)


def _names(names: list[str]) -> str:
    return "+".join(name.rpartition("_")[2] for name in names)


BODIES = {
    "paragraphs, and what stands before and behind": (
        [p("x"), named(1, "p a", "A"), p("y"), "<sectPr/>", named(2, "p b", "B"), "<sdt/>"],
        "a: A; b: B", ": x; a: A / y; b: B / ",
    ),
    "other bookmarks": (
        ["<bookmarkStart id='8' name='_Toc1'/>", named(1, "_Ref", "x"), named(2, "p a", "A")], "a: A", ":  / x; a: A",
    ),
    "a name twice": (
        [named(1, "p a", "A"), named(2, "p a", "B"), named(2, "p b", "C")], "a: A; b: C", ": ; a: A / B; b: C",
    ),
    "numbers twice": (
        [p("A", start(1, "p a"), end(1)), p("B", start(1, "p b"), end(1))], "a: A; b: B", ": ; a: A; b: B",
    ),
    "split": ([p("A", start(1, "p a")), p("B"), p("C", after=end(1)), p("D")], "a: A B C", ": ; a: A / B / C / D"),
    "joined": ([p("A", start(1, "p a"), end(1) + mark(2, "p b"))], "a+b: A", ": ; a: A"),
    "joined and split": (
        [p("A", start(1, "p a")), p("B", start(2, "p b"), end(1)), p("C", after=end(2)), named(3, "p c", "D")],
        "a+b: A B C; c: D", ": ; a: A / B / C; c: D",
    ),
    "within another": (
        [p("A", start(1, "p a")), named(2, "p b", "B"), p("C", after=end(1))], "a+b: A B C", ": ; a: A / B / C",
    ),
    "without an end": ([p("A", start(1, "p a")), p("B")], "a: A", ": ; a: A / B"),
    "an end before its beginning": ([p("A", end(1)), p("B", start(1, "p a"))], "a: B", ": A; a: B"),
    "a beginning outside of a paragraph": ([start(1, "p a"), p("A", after=end(1))], "", ":  / A"),
    "rows": (
        [table(tc(named(1, "r h", "H"), p("I")) + tc(p("J")), tc(p("K")), tc(named(2, "r x", "X")))],
        "h*: H I | J; x*: X", ": ; h*: H I J K X",
    ),
    "a row with a bookmark over its cells": (
        [table(tc(p("H", start(1, "r h"))) + tc(p("I", after=end(1))))], "h*: H | I", ": ; h*: H I",
    ),
    "a row twice": ([table(tc(p("H", start(1, "r h") + start(2, "r i"), end(1) + end(2))))], "h+i*: H", ": ; h*: H"),
    "a bookmark over two rows": ([table(tc(p("H", start(1, "r h"))), tc(p("I", after=end(1))))], "h: H I", ": H I"),
    "a row's name on a paragraph": ([named(1, "r h", "H")], "h: H", ": ; h: H"),
    "a paragraph's name in a row": ([table(tc(named(1, "p h", "H")) + tc(p("I")))], "h: H", ": H I"),
    "a table in a table": (
        [table(tc(table(tc(named(2, "r x", "X"))), named(1, "r h", "H")))], "x: X; h*: X H", ": ; h*: X H",
    ),
    "a table in a control": (
        ["<sdt><sdtContent>" + table(tc(named(1, "r h", "H"))) + "</sdtContent></sdt>"], "h: H", ": H",
    ),
    "a row behind a paragraph that goes into it": (
        [p("A", start(1, "p a")), table(tc(p("H", mark(2, "r h") + end(1))), tc(named(3, "r x", "X")))],
        "a: A H; h*: H; x*: X", ": ; a: A; h*: H X",
    ),
}  # fmt: skip


def test_each_stretch_of_paragraphs_and_each_row_is_a_piece() -> None:
    for name, (blocks, pieces, found) in BODIES.items():
        assert read(*blocks) == (pieces, found), name


def test_a_piece_knows_its_words_as_they_were_and_those_of_one_paragraph_alone_once_that_is_all() -> None:
    one, other = element("A"), element("B")
    piece = Piece([one, element("<p/>"), other], ["a"])
    assert (piece.is_single, piece.words, len(piece.digests), piece.cells, piece.paragraph) == (
        False,
        ["A B"],
        1,
        [one],
        one,
    )
    before = piece.digests
    piece.keep_only(other)
    assert (piece.is_single, piece.words, piece.elements) == (True, ["B"], [other])
    assert piece.digests == Piece([element("B")], ["b"]).digests != before
    assert not Piece([one], ["a", "b"]).is_single
    assert [Piece([one, element(inside)], ["a"]).has_tracked_changes for inside in ("A", "<p><ins/></p>")] == [
        False,
        True,
    ]


SETTLED = [
    ([p("A"), start(1, "p a"), p("B"), end(1)], "A; (a B )a"),
    (["<p><pPr/></p>", start(1, "p a"), "<p><pPr/></p>", p("B"), end(1)], "; (a; B )a"),
    ([start(1, "p a"), end(1), p("A")], "end; (a A"),
    ([p("A"), end(1), start(1, "p a")], "A )a; start"),
    (
        [table(start(1, "r a") + tc(p("H")) + end(1), tc(p("I")) + start(2, "r b")), p("B"), end(2)],
        "(a H )a I; (b B )b",
    ),
    ([p("A", start(1, "p a"), end(1))], "(a A )a"),
]


@pytest.mark.parametrize(("blocks", "settled"), SETTLED)
def test_ends_between_paragraphs_go_into_the_nearest(blocks: list[str], settled: str) -> None:
    made = body(*blocks)
    settle_bookmarks(made)
    assert "; ".join(map(_with_marks, made)) == settled


def _with_marks(made: Any) -> str:
    """The words of an element with the ends of bookmarks in it, of whichever name."""
    texts, names = [], {"1": "a", "2": "b"}
    for each in made.iter("{*}t", "{*}bookmarkStart", "{*}bookmarkEnd"):
        kind = each.tag.rpartition("}")[2]
        number = names.get(next((value for name, value in each.attrib.items() if name.endswith("}id")), ""), "")
        if each is made:
            return "start" if kind == "bookmarkStart" else "end"
        texts.append({"bookmarkStart": f"({number}", "bookmarkEnd": f"){number}"}.get(kind, each.text or ""))
    return " ".join(texts)


def test_what_begins_between_paragraphs_stands_behind_the_properties_of_the_next() -> None:
    made = body("<p/>", start(1, "p a"), "<p><pPr/><r/></p>", end(1), "<bookmarkEnd id='2'/>")
    settle_bookmarks(made)
    assert [short(each) for each in made] == [
        "<p/>", "<p><pPr/><bookmarkStart id='1' name='_sr_p_a'/><r/><bookmarkEnd id='1'/><bookmarkEnd id='2'/></p>",
    ]  # fmt: skip


def control(tag: str, inside: str, part: str = "<docPartObj/>") -> str:
    said = f"<tag val='{tag}'/>" if tag else ""
    return f"<sdt><sdtPr>{said}{part}</sdtPr><sdtContent>{inside}</sdtContent></sdt>"


def test_controls_of_sections_go_and_those_of_people_stay() -> None:
    made = body(
        control("smreport:summary", named(1, "p a", "A") + p("B") + named(2, "_Toc1", "C")), p("D"),
        control("", named(3, "p b", "E")), control("smreport-exempt:risks:0123456789ab", named(4, "r h", "F"), ""),
        control("", named(5, "p c", "G"), ""), control("mine", p("H")), control("mine", named(6, "p d", "I")),
        "<sdt><sdtPr><tag val='smreport:empty'/></sdtPr></sdt>",
    )  # fmt: skip
    assert unwrapped(made) == {"_sr_p_a": "summary", "_sr_r_h": "risks"}
    assert [f"{each.tag.rpartition('}')[2]} {words_of(each)}".strip() for each in made] == [
        "p A", "p B", "p C", "p D", "p E", "p F", "sdt G", "sdt H", "p I", "sdt",
    ]  # fmt: skip


# --- new words in what people have styled ---

ASKED = "<commentRangeStart id='3'/><r><t>words</t></r><commentRangeEnd id='3'/><r><commentReference id='3'/></r>"
NEW = "<p><pPr><jc val='left'/></pPr><bookmarkStart id='9' name='_Toc_a'/><r><t>new</t></r><bookmarkEnd id='9'/></p>"


def test_new_words_come_between_the_marks_of_people_and_without_those_of_ours() -> None:
    theirs = element(
        f"<p><pPr><jc val='right'/></pPr>{start(1, 'p a')}<bookmarkStart id='2' name='_Toc_b'/>"
        f"<bookmarkStart id='4' name='_Ref_c'/><bookmarkStart id='5' name='mine'/><permStart id='6'/>{ASKED}"
        f"<r><br/><commentReference id='7'/></r><commentReference id='8'/><permEnd id='6'/><bookmarkEnd id='5'/>"
        "<bookmarkEnd id='4'/><bookmarkEnd id='2'/><bookmarkEnd id='1'/></p>"
    )
    fill_paragraph(theirs, element(NEW))
    assert short(theirs) == (
        "<p><pPr><jc val='right'/></pPr><bookmarkStart id='5' name='mine'/><permStart id='6'/>"
        "<commentRangeStart id='3'/><bookmarkStart id='9' name='_Toc_a'/><r><t>new</t></r><bookmarkEnd id='9'/>"
        "<commentRangeEnd id='3'/><permEnd id='6'/><bookmarkEnd id='5'/>"
        "<r><commentReference id='3'/></r><r><br/><commentReference id='7'/></r></p>"
    )


def test_a_cell_of_several_paragraphs_has_the_new_words_in_the_first_and_keeps_its_comments() -> None:
    cell = element(f"<tc><tcPr/><p><pPr/><r><t>old</t></r></p><p>{ASKED}</p><p/></tc>")
    fill_cell(cell, element(f"<tc><tcPr><x/></tcPr>{NEW}<p/></tc>"))
    assert short(cell) == (
        "<tc><tcPr/><p><pPr/><commentRangeStart id='3'/><bookmarkStart id='9' name='_Toc_a'/><r><t>new</t></r>"
        "<bookmarkEnd id='9'/><commentRangeEnd id='3'/><r><commentReference id='3'/></r></p></tc>"
    )
    empty = element("<tc><tcPr/></tc>")
    fill_cell(empty, element("<tc><p><pPr/><r/></p></tc>"))
    assert short(empty) == "<tc><tcPr/><p><r/></p></tc>"


def test_comments_on_what_goes_hang_on_what_stays() -> None:
    stays, goes = element("<p><r/></p>"), element(f"<p>{ASKED}<hyperlink><commentReference id='4'/></hyperlink></p>")
    hang_comments_on(stays, [goes])
    assert short(stays) == (
        "<p><r/><commentRangeStart id='3'/><commentRangeEnd id='3'/><r><commentReference id='3'/></r>"
        "<commentReference id='4'/></p>"
    )


def row(*cells: str) -> Any:
    return element(f"<tr>{''.join(f'<tc>{cell}</tc>' for cell in cells)}</tr>")


def test_a_new_row_has_the_looks_of_one_that_is_there_without_its_changes() -> None:
    mine = row(
        "<tcPr><tcW w='1'/></tcPr><p><pPr><pStyle val='Ours'/></pPr><r/></p><p/>", "<p><r/></p>", "<tcPr/><p><pPr/></p>"
    )
    like = row(
        "<tcPr><tcW w='2'/><cellIns id='1'/><cellDel id='1'/><cellMerge id='1'/><tcPrChange id='1'/></tcPr>"
        "<p><pPr><pStyle val='Theirs'/><rPr><b/></rPr><pPrChange id='2'><pPr/></pPrChange></pPr></p><p><pPr/></p>",
        "<tcPr><shd fill='red'/></tcPr><p><pPr><jc val='right'/></pPr></p>",
        "<sdt/>",
    )
    dress_row(mine, like)
    assert short(mine) == (
        "<tr><tc><tcPr><tcW w='2'/></tcPr><p><pPr><pStyle val='Theirs'/></pPr><r/></p>"
        "<p><pPr><pStyle val='Theirs'/></pPr></p></tc>"
        "<tc><tcPr><shd fill='red'/></tcPr><p><pPr><jc val='right'/></pPr><r/></p></tc>"
        "<tc><tcPr/><p><pPr/></p></tc></tr>"
    )
    assert "cellIns" in short(like)
    other = row("<tcPr/><p/>")
    dress_row(other, like)
    assert short(other) == "<tr><tc><tcPr/><p/></tc></tr>"


def test_a_description_that_a_program_dropped_comes_back_and_one_of_people_stays() -> None:
    drawn = "<p>{}</p>".format("".join(f"<r><wp:docPr id='{at}' {{}}/></r>" for at in range(3)))
    theirs = element(drawn.format("", "descr='mine' title=''", "descr=''"))
    restore_description(theirs, element(drawn.format("descr='a' title='b'", "descr='c' title='d'", "id2='x'")))
    assert [dict(each.attrib) for each in theirs.iter("{*}docPr")] == [
        {"id": "0", "descr": "a", "title": "b"}, {"id": "1", "descr": "mine", "title": "d"}, {"id": "2", "descr": ""},
    ]  # fmt: skip
