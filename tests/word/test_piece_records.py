"""The order of what two sides have, names of pieces, and what a record says of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from word.short_xml import body, element

from smreport.frozen import replace
from smreport.package.trees import parsed
from smreport.word.edits.order import merged_order
from smreport.word.edits.pairing import renamed, with_names
from smreport.word.edits.piece_names import is_of_row, is_ours, name_pieces
from smreport.word.edits.record import (
    Edges,
    Entry,
    Record,
    digest_of_parts,
    properties_xml,
    record_from,
)
from smreport.word.elements import W

# --- order ---


@pytest.mark.parametrize(
    ("base", "theirs", "fresh", "order"),
    [
        ("abc", "abc", "abc", "abc"), ("abc", "abc", "cab", "cab"), ("abc", "cab", "abc", "cab"),
        ("abc", "axbcy", "abc", "axbcy"), ("abc", "xabc", "cba", "xcba"), ("abc", "abc", "anbmc", "anbmc"),
        ("abc", "ba", "abcn", "bcna"), ("abc", "ac", "cna", "cna"), ("abc", "xy", "nm", "xynm"),
        ("", "xa", "an", "xan"),
        ("ab", "axby", "bnam", "bynaxm"), ("abc", "acbx", "ncmab", "nacmbx"), ("abc", "aabb", "ab", "ab"),
        ("a", "", "", ""),
    ],
)  # fmt: skip
def test_the_new_order_holds_unless_people_moved_something(base: str, theirs: str, fresh: str, order: str) -> None:
    assert "".join(merged_order(base, theirs, fresh)) == order


LISTS = st.lists(st.integers(0, 9), unique=True)


@given(LISTS, LISTS, LISTS)
def test_all_that_either_side_has_stands_once_in_the_order_of_one(
    base: list[int], theirs: list[int], fresh: list[int]
) -> None:
    order = merged_order(base, theirs, fresh)
    assert sorted(order) == sorted({*theirs, *fresh})
    kept = [item for item in base if item in theirs]
    leading = fresh if [item for item in theirs if item in base] == kept else theirs
    assert [item for item in order if item in leading] == leading


# --- names ---


def names(*blocks: str, section: str = "summary", exempt: bool = False, key: str = "") -> list[str]:
    """The names of paragraphs and rows; "# words" are headings, "% words" captions, "^" pictures, "a|b" tables."""
    made = body(*map(_block, blocks))
    numbers = iter(itertools.count(5))
    name_pieces(section, [(key, list(made))], numbers, exempt)
    marks = list(made.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"))
    assert [mark.get(f"{W}id") for mark in marks] == [str(at // 2 + 5) for at in range(len(marks))]
    return [mark.get(f"{W}name") for mark in marks[::2]]


STYLES = {"#": "Heading2", "%": "Caption", "-": "ListBullet", ">": "TOC1"}


def _block(text: str) -> str:
    if " / " in text or "|" in text:
        rows = ("".join(f"<tc>{_block(cell)}</tc>" for cell in row.split("|")) for row in text.split(" / "))
        return f"<tbl>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbl>"
    if text == "^":
        return "<p><pPr><pStyle val='Figure'/></pPr><r><drawing/></r></p>"
    style, words = (STYLES[text[:1]], text[2:]) if text[:1] in STYLES else ("BodyText", text)
    return f"<p><pPr><pStyle val='{style}'/></pPr><r><t>{words}</t></r></p>"


def test_names_tell_the_kind_the_section_and_whether_the_paper_is_public() -> None:
    first, second = names("We listen.", "a|b", section="9 Risks & more than twenty")[:2]
    assert (first[:27], second[:27]) == ("_sr_p_9_Risks_more_than_tw_", "_sr_r_9_Risks_more_than_tw_")
    assert len(first) == 27 + 12
    assert first.isascii()
    exempt = names("We listen.", section="9 Risks & more than twenty", exempt=True)
    assert exempt == [f"_sx{first[3:]}"]
    assert [is_ours(name) for name in (first, second, *exempt, "_sr_p_", "_sr_q_a", "_Toc1", "", None)] == [
        True, True, True, False, False, False, False, False,
    ]  # fmt: skip
    assert [is_of_row(name) for name in (first, second, "_sx_r_a", "_Toc1")] == [False, True, True, False]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (["The budget is £5 in all."], ["The budget is £6 in part."], "1"),
        (["We pay 5 of 6 staff who go."], ["We pay of 9 staff too."], "1"),
        (["a b c d e"], ["a b c d f"], "1"), (["a b c d e"], ["a b c f e"], "0"),
        (["Lead: Ann."], ["Lead: Bob and all."], "1"), (["a b Lead: x"], ["a b Lead: y"], "1"),
        (["a b: c d"], ["a b: e: d"], "1"),
        (["- one"], ["one"], "0"), (["# Reach", "a"], ["# Range", "a"], "00"),
        (["# Reach 5", "a"], ["# Reach 6", "a"], "11"),
        (["a", "# Reach"], ["a", "# Range"], "10"), (["> a", "b"], ["> c", "b"], "1"),
        (["% a 1", "b"], ["% a 2", "b"], "11"),
        (["% a"], ["% c"], "0"), (["% a", "k|v / x|y"], ["% b", "k|v / x|y"], "000"),
        (["k|v / x|y"], ["h|w / x|z"], "11"),
        (["k|v / x|y / x|z"], ["k|v / x|z / x|y"], "111"), (["k|v / x|y / z|y"], ["k|v / z|y / x|y"], "111"),
        (["k|v / x|y / z|y"], ["k|v / x|y / x|y"], "100"), (["% a", "^"], ["% b", "^"], "00"),
        (["a", "^"], ["b", "^"], "01"),
    ],
)  # fmt: skip
def test_a_name_stays_while_a_sentence_begins_alike_and_a_row_is_about_the_same(
    one: list[str], other: list[str], same: str
) -> None:
    first, second = names(*one), names(*other)
    assert len(first) == len(second)
    assert "".join(str(int(name in second)) for name in first) == same
    assert len({*first}) == len(first)


def test_what_says_the_same_twice_has_two_names_and_a_key_stands_for_a_caption() -> None:
    assert len({*names("a b", "a b", "# c", "# c", "a b", "k|v / x|y / x|y", "k|v / x|y")}) == 10
    assert names("% a", "k|v", key="costs") == names("% b", "k|v", key="costs")
    assert names("k|v", key="costs") != names("k|v", key="risks")
    assert names("a", section="a") != names("a", section="b")


def test_the_bookmark_goes_round_a_whole_paragraph_behind_its_properties() -> None:
    made = element("<p><pPr/><r/></p>")
    name_pieces("a", [("", [made])], iter([7]), False)
    assert [child.tag.removeprefix(W) for child in made] == ["pPr", "bookmarkStart", "r", "bookmarkEnd"]
    bare = element("<p><r/></p>")
    name_pieces("a", [("", [bare])], iter([7]), False)
    assert [child.tag.removeprefix(W) for child in bare] == ["bookmarkStart", "r", "bookmarkEnd"]


# --- the record ---

RECORD = Record(
    {
        entry.name: entry for entry in (
            Entry("_sr_p_a", "summary", ("1f",), comment="9"), Entry("_sr_r_h", "risks", ("2a", "3b"), "_sr_r_h"),
            Entry("_sr_r_x", "risks", (), "_sr_r_h"), Entry("_sr_p_b", "summary", ("4c",)),
        )
    },
    whole="77", edges=Edges(frozenset({"b", "a"}), {"title": "5", "author": "6"}),
)  # fmt: skip
XML = """<?xml version='1.0' encoding='UTF-8' standalone='yes'?>
<record xmlns="urn:smreport:record:1" paper="public" whole="77">
<piece name="_sr_p_a" section="summary" digests="1f" told="9"/>
<piece name="_sr_r_h" section="risks" digests="2a 3b" table="_sr_r_h"/>
<piece name="_sr_r_x" section="risks" digests="" table="_sr_r_h"/>
<piece name="_sr_p_b" section="summary" digests="4c"/>
<line digest="a"/><line digest="b"/>
<property name="title" digest="5"/><property name="author" digest="6"/></record>"""


def test_a_record_is_written_and_read_again() -> None:
    assert RECORD.as_xml().decode().replace("\n", "") == XML.replace("\n", "")
    for record in (RECORD, replace(RECORD, is_exempt=True, whole=""), Record()):
        assert record_from(record.as_xml()) == record
    assert RECORD.sections == ["summary", "risks"]
    assert [RECORD.blocks(section) for section in (*RECORD.sections, "x")] == [["_sr_p_a", "_sr_p_b"], ["_sr_r_h"], []]
    assert [RECORD.names(section) for section in RECORD.sections] == [["_sr_p_a", "_sr_p_b"], ["_sr_r_h", "_sr_r_x"]]
    assert [RECORD.rows(table) for table in ("_sr_r_h", "_sr_p_a")] == [["_sr_r_h", "_sr_r_x"], []]


def test_what_is_no_record_is_none_and_what_no_build_wrote_in_it_is_left_out() -> None:
    others = (
        XML.replace("record:1", "record:2"),
        XML[:-3],
        f"<!DOCTYPE a>{XML}",
        XML.replace("record ", "a ").replace("/record", "/a"),
    )
    assert [record_from(other.encode()) for other in others] == [None] * 4
    spoilt = XML.replace('name="_sr_p_b"', 'name="mine"').replace('name="_sr_r_h"', "").replace('whole="77"', "")
    assert record_from(spoilt.replace('digests="1f"', "").encode()) == Record(
        {"_sr_p_a": Entry("_sr_p_a", "summary", (), comment="9")}, edges=RECORD.edges
    )


def test_the_properties_of_the_part_name_its_kind() -> None:
    root = parsed(properties_xml())
    assert [root.tag.rpartition("}")[2], *(each.tag.rpartition("}")[2] for each in root.iter())][1:] == [
        "datastoreItem", "schemaRefs", "schemaRef",
    ]  # fmt: skip
    assert [*root.attrib.values(), *root[0][0].attrib.values()] == [
        "{6E2C8C0B-5B0E-4D0F-9B53-5C1B7D7A9E41}", "urn:smreport:record:1",
    ]  # fmt: skip


def test_a_files_digest_changes_with_each_part_but_the_record_and_not_with_their_order() -> None:
    parts = [("a", b"1"), ("b", b"2")]
    known = digest_of_parts(parts)
    assert digest_of_parts([*reversed(parts), ("c", RECORD.as_xml())]) == known
    others = [("a", b"1")], [("a", b"1"), ("c", b"2")], [("a", b"12"), ("b", b"")], [("a", b"1\0b"), ("", b"2")]
    assert known not in {digest_of_parts(other) for other in others}
    assert len({digest_of_parts(other) for other in others}) == 4


# --- which piece is which ---


@dataclass(frozen=True)
class Pair:
    """What was written and what is written now: "a=1 b=2; T h=1,2 x=3,4" are paragraphs and a table, each section."""

    before: str
    now: str
    pairs: str


def record(text: str) -> Record:
    entries = {entry.name: entry for entry in _entries(text)}
    return Record(entries)


def _entries(text: str) -> Iterator[Entry]:
    for section, part in enumerate(text.split("; ")):
        table = ""
        for piece in part.split():
            name, _, digests = piece.partition("=")
            is_row = name.isupper()
            full = f"_sr_{'r' if is_row else 'p'}_{name}"
            table = (table or full) if is_row else ""
            yield Entry(full, str(section), tuple(digests.split(",")) if digests else (), table)


PAIRS = {
    "nothing": Pair("a=1 b=2", "a=3 b=4", ""),
    "by their words": Pair("a=1 b=2 c=3", "d=2 e=1 f=9", "ae bd"),
    "the first that says it": Pair("a=1 b=1", "c=1 d=1 e=1", "ac bd"),
    "between the same": Pair("a=1 b=2 c=3", "a=1 d=9 c=3", "bd"),
    "as many between": Pair("a=1 b=2 c=3 d=4", "a=1 e=5 f=6 d=4", "be cf"),
    "not as many": Pair("a=1 b=2 c=3", "a=1 e=5 f=6 g=7 c=3", ""),
    "at the beginning and the end": Pair("b=2 a=1 c=3", "d=5 a=1 e=6", "bd ce"),
    "behind one that was renamed": Pair("a=1 b=2 c=3", "d=1 e=9 c=3", "ad be"),
    "paragraphs are no rows": Pair("a=1 b=2 c=3", "a=1 T=2 c=3", ""),
    "a table that says the same": Pair("H=1,2 X=3,4", "K=1,2 Y=3,4", "HK XY"),
    "rows that share most": Pair("H=1,2,3 X=1,2,3 Y=4,5,6", "H=1,2,3 V=4,9,6 W=1,9,3", "XW YV"),
    "rows that share half": Pair("H=1,2 X=1,2 Y=3,4 Z=7,8", "H=1,2 V=3,9 W=1,8", ""),
    "rows of more cells": Pair("H=1,2 X=1,2 Z=8,8", "H=1,2 V=1,2,3 W=1,2,3 U=5,6", ""),
    "rows between the same": Pair("H=1,2 X=1,2 Z=8,8", "H=1,2 V=5,6 Z=8,8", "XV"),
    "other sections": Pair("a=1; b=2", "c=2; d=1", "ac bd"),
    "a section that is gone": Pair("a=1; b=2", "a=1", ""),
    "what is not known": Pair("a= b=2", "c= b=2", "ac"),
}


def test_a_piece_is_known_by_its_words_its_cells_or_its_neighbours() -> None:
    for name, case in PAIRS.items():
        found = renamed(record(case.before), record(case.now))
        assert " ".join(sorted(f"{old[-1]}{new[-1]}" for old, new in found.items())) == case.pairs, name


def test_a_record_takes_new_names_in_its_tables_too() -> None:
    told = with_names(RECORD, {"_sr_r_h": "_sr_r_k", "_sr_p_b": "_sr_p_c"})
    assert [(entry.name, entry.table) for entry in told.entries.values()] == [
        ("_sr_p_a", ""), ("_sr_r_k", "_sr_r_k"), ("_sr_r_x", "_sr_r_k"), ("_sr_p_c", ""),
    ]  # fmt: skip
    assert with_names(RECORD, {}) == replace(RECORD, edges=Edges())
