"""What documents say before any file format: axes, labels, references, Markdown, annexes, and what is not printable."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smreport.blocks.annex import with_annex
from smreport.blocks.axis import round_axis
from smreport.blocks.document import (
    Bullets,
    Callout,
    Chart,
    Contents,
    Document,
    Heading,
    Paragraph,
    Section,
    Series,
    Table,
    TableColumn,
    WordPicture,
    appendix_number,
    called,
    exempt_words,
)
from smreport.blocks.filling import as_lines, as_list
from smreport.blocks.markdown import write_markdown
from smreport.blocks.other_language import OtherWords
from smreport.blocks.printable import require_printable
from smreport.blocks.references import Reference, in_words, with_references
from smreport.frozen import replace

# --- axes ---


@pytest.mark.parametrize(
    ("low", "high", "axis"),
    [
        (0, 9, (0, 5, 2)), (0, 10, (0, 5, 2)), (0, 5, (0, 5, 1)), (0, 12, (0, 5, 2.5)), (0, 13, (0, 3, 5)),
        (0, 26, (0, 3, 10)), (0, 51, (0, 3, 20)),
        (3, 3, (15, 16, 0.2)), (0, 0, (0, 1, 0.2)), (-7, 7, (-2, 2, 5)), (-3, -1, (-6, -2, 0.5)),
        (0, 50_001, (0, 6, 10_000)), (0, 0.05, (0, 5, 0.01)),
        (100, 104, (100, 104, 1)),
    ],
)  # fmt: skip
def test_an_axis_has_about_five_round_steps(low: float, high: float, axis: tuple[int, int, float]) -> None:
    made = round_axis(low, high)
    assert (made.first, made.last, pytest.approx(made.step)) == axis
    assert (made.low, made.high) == (pytest.approx(axis[0] * axis[2]), pytest.approx(axis[1] * axis[2]))
    assert [made.share(made.low), made.share(made.high), made.share((made.low + made.high) / 2)] == pytest.approx(
        [0, 1, 0.5]
    )


@given(st.floats(-1e6, 1e6), st.floats(0.001, 1e6))
def test_an_axis_holds_all_from_the_lowest_to_the_highest(low: float, span: float) -> None:
    made = round_axis(low, low + span)
    assert made.low <= low + made.step * 0.01
    assert made.high >= low + span - made.step * 0.01
    assert 1 <= made.last - made.first <= 7
    assert f"{made.step:e}"[:4] in ("1.00", "2.00", "2.50", "5.00")


# --- documents ---

COLUMNS = TableColumn("Year"), TableColumn("Cash", 1, "right"), TableColumn("Note")
TABLE = Table("Costs", COLUMNS, (("2027", "£5", "a | b"), ("2028", "", " "), ("", "£6", ""), ("", " ", "")),
key="costs",
              sources=("S1", "S2", "S3", "S4"))  # fmt: skip
CHART = Chart("bar", "Reach", "All.", ("Email",), (Series("People", (9.0,)),), key="reach")
PICTURE = WordPicture("Words", (("bins", 2), ("roads", 1)), key="words")


def document(*blocks: Any, **more: Any) -> Document:
    return Document("Plan", "Shire", (), (Section("start", tuple(blocks)),), **more)


UNSOUND = [
    lambda: Heading("a", 0), lambda: Heading("a", 4), lambda: Bullets("a", ("b",), sources=("c", "d")),
    lambda: replace(TABLE, sources=("S1",)),
    lambda: replace(TABLE, rows=(("a", "b", "c"), ("a", "b")), sources=()),
    lambda: replace(CHART, series=(Series("a", (1.0, 2.0)),)),
]  # fmt: skip


@pytest.mark.parametrize("make", UNSOUND)
def test_a_block_of_parts_that_do_not_fit_is_a_fault(make: Any) -> None:
    with pytest.raises(ValueError, match=r"=\d|'"):
        make()


def test_blocks_that_say_little_are_sound() -> None:
    heading, column, contents = Heading("a"), TableColumn("a"), Contents()
    assert (heading.level, heading.new_page, column.share, contents.new_page) == (1, False, 1.0, False)
    assert [Heading("a", level).level for level in (1, 2, 3)] == [1, 2, 3]
    assert contents.heading == "Contents"
    assert (CHART.height_cm, CHART.number_format, Bullets("a", ()).numbered, document().notices) == (
        8.0,
        "#,##0",
        False,
        (),
    )
    assert (document().numbered, document().exempt, document().language) == (False, False, "en-GB")
    assert TABLE.texts == ("Costs", "Year", "Cash", "Note")
    assert Bullets("a", ("b",)).texts == ("a", "b")
    assert Callout("a", "b").texts == ("a", "b")
    assert CHART.texts == ("Reach", "All.", "Email", "People")
    assert PICTURE.texts == ("Words", "bins", "roads")
    assert "not for publication" in exempt_words().lower()


def test_labels_count_tables_and_figures_that_nobody_names_too() -> None:
    first = Section(
        "a", (Paragraph("x"), replace(TABLE, key=""), replace(CHART, key=""), Heading("Reach"), Heading("Other"))
    )
    second = Section("b", (Heading("Appendix 2: risks"), TABLE, PICTURE, CHART, Heading("Appendix 3: more")))
    made = Document("T", "", (), (first, second, Section("c", (Paragraph("x"),))))
    assert made.labels == {
        "a": "“Reach”",
        "b": "Appendix 2",
        "costs": "Table 2",
        "words": "Figure 2",
        "reach": "Figure 3",
    }
    assert [*made.blocks] == [*first.blocks, *second.blocks, Paragraph("x")]


@pytest.mark.parametrize(
    ("heading", "number", "name"),
    [("Appendix 2: risks", "2", "Appendix 2"), ("Appendix A1: x: y", "A1", "Appendix A1"),
    ("Appendix 2:", "", "“Appendix 2:”"),
     ("An Appendix 2: x", "", "“An Appendix 2: x”"), ("Appendix: x", "", "“Appendix: x”"), ("Appendix 2: a\nb", "2",
     "Appendix 2")],
)  # fmt: skip
def test_an_appendix_is_called_by_its_number_and_others_by_their_heading(heading: str, number: str, name: str) -> None:
    assert (appendix_number(heading), called(heading)) == (number, name)


LABELS = {"a": "Table 1", "b": "“Reach”", "c": "“”", "d": "“Half"}


@pytest.mark.parametrize(
    ("text", "see", "pieces"),
    [
        ("We ask.", ("x",), ["We ask."]), ("We ask.", (), ["We ask."]), ("We ask.", ("a", "x", "a"),
        ["We ask. See ", Reference("a", "Table 1"), "."]),
        ("We ask :", ("a", "b"), ["We ask (see ", Reference("a", "Table 1"), " and “", Reference("b", "Reach"), "”):"]),
        ("We ask.", ("c", "d"), ["We ask. See ", Reference("c", "“”"), " and ", Reference("d", "“Half"), "."]),
    ],
)  # fmt: skip
def test_a_sentence_says_where_to_look_further(text: str, see: tuple[str, ...], pieces: list[Any]) -> None:
    found = with_references(text, see, LABELS)
    merged: list[Any] = []
    for piece in found:
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        else:
            merged.append(piece)
    assert merged == pieces
    assert in_words(found) == "".join(piece if isinstance(piece, str) else piece.label for piece in pieces)


# --- as lines of text ---

BLOCKS = (
    Contents(), Heading("Start", 1), Paragraph("We  ask.", see=("costs",)), Paragraph("Said.", "statement"),
    Heading("Below", 3),
    Callout("Draft", "Not\nfinal."), Bullets("We:", ("ask", "hear"), see=("reach",)),
    Bullets("Then:", ("one", "two"), numbered=True),
    TABLE, CHART, PICTURE,
)  # fmt: skip
MARKDOWN = """# Plan

Shire

- Committee: Cabinet of all

> **Notice:** First.



## Start

We ask. See Table 1.

> Said.

#### Below

> **Draft:** Not final.

We (see Figure 1):

- ask
- hear

Then:

1. one
2. two

Costs:

| Year | Cash | Note |
| --- | ---: | --- |
| 2027 | £5 | a \\| b |
| 2028 |  |  |
|  | £6 |  |
|  |  |  |

Reach: All.

Words: bins 2, roads 1
"""


def test_a_document_is_written_as_markdown() -> None:
    made = document(*BLOCKS, notices=(Callout("Notice", "First."),))
    assert write_markdown(replace(made, cover=(("Committee", "Cabinet\n of all"),))) == MARKDOWN.replace(
        "First.\n\n\n\n", "First.\n\n\n"
    )
    assert write_markdown(document(Paragraph("a"))) == "# Plan\n\nShire\n\na\n"
    assert write_markdown(document(Paragraph("a"), Heading("b", 2), Contents())) == "# Plan\n\nShire\n\na\n\n### b\n"


def test_blocks_are_lines_in_a_plain_field_and_a_table_is_a_list() -> None:
    assert as_lines(BLOCKS[1:], {"costs": "Table 1", "reach": "Figure 1"}) == [
        "Start", "We  ask. See Table 1.", "Said.", "Below", "Draft: Not\nfinal.", "We (see Figure 1):", "ask",
        "hear", "Then:", "one", "two",
        "Costs:", "2027: Cash £5; Note a | b", "2028", "Cash £6", "Reach", "Words",
    ]  # fmt: skip
    assert as_list(TABLE) == Bullets(
        "Costs:", ("2027: Cash £5; Note a | b", "2028", "Cash £6"), sources=("S1", "S2", "S3")
    )
    assert as_list(replace(TABLE, sources=())).sources == ()


# --- annexes ---


def rows(count: int) -> Table:
    return replace(
        TABLE, rows=tuple((str(row), "", "") for row in range(count)), sources=tuple(f"S{row}" for row in range(count))
    )


def test_a_table_of_more_than_a_hundred_rows_shows_fifteen_and_names_its_sheet() -> None:
    whole = document(rows(100), Paragraph("a"))
    assert with_annex(whole, "annex.xlsx") == (whole, None)
    made = Document(
        "Plan",
        "",
        (),
        (Section("a", (Paragraph("a"), rows(101))), Section("b", (rows(1000), rows(3)))),
        author="Ann",
        language="cy",
    )
    cut, annex = with_annex(made, "annex.xlsx")
    assert annex is not None
    assert (annex.file, annex.title, annex.author, annex.language) == ("annex.xlsx", "Plan", "Ann", "cy")
    assert annex.tables == (rows(101), rows(1000))
    short = replace(rows(15), caption="Costs: the first 15 of 101")
    assert cut.sections == (
        Section("a", (Paragraph("a"), short, Paragraph("All 101 rows are in the workbook annex.xlsx, sheet Annex 1."))),
        Section("b", (replace(short, caption="Costs: the first 15 of 1,000"),
                      Paragraph("All 1,000 rows are in the workbook annex.xlsx, sheet Annex 2."), rows(3))),
    )  # fmt: skip
    assert replace(cut, sections=made.sections) == made


# --- what cannot be printed ---

LONG = "a" * 51


def _sign(code: str, at: int) -> str:
    return f"the character U+{code} at position {at}, which a Word file cannot store; delete it"


REFUSED = {
    "title is blank": Document(" ", "", (), ()),
    "language is blank": document(language=""),
    "title must be one line, got 'a\\nb'": Document("a\nb", "", (), ()),
    "title is 256 characters long; Word allows 255": Document("a" * 256, "", (), ()),
    "author is 256 characters long; Word allows 255": document(author="a" * 256),
    "subject is 300 characters long; Word allows 255": document(subject="a" * 300),
    f"author holds {_sign('0001', 2)}": document(author="a\1"),
    f"subtitle holds {_sign('0000', 1)}": Document("a",
    "\0", (), ()),
    f"footer holds {_sign('FFFF', 1)}": document(footer="\uffff"),
    f"subject holds {_sign('000B', 1)}": document(subject="\x0b"),
    f"cover fact 'a' holds {_sign('001F', 3)}": Document("a", "", (("a", "bc\x1f"),), ()),
    "cover label is blank": Document("a", "", (("", "b"),), ()),
    "paragraph '' is blank": document(Paragraph("")),
    "callout 'a' is blank": document(Callout("a", " ")),
    f"paragraph '{LONG[:50]}...' holds {_sign('0008', 52)}": document(Paragraph(f"{LONG}\b")),
    f"paragraph '{LONG[:49]}\\x08' holds {_sign('0008', 50)}": document(Paragraph(f"{LONG[:49]}\b")),
    "callout 'n' is blank": document(notices=(Callout("n", ""),)),
    "list 'a' has no items": document(Bullets("a", ())),
    "word picture 'a' has no words": document(WordPicture("a", ())),
    "contents list has no heading of level 1 or 2 to list": document(Contents(), Heading("a", 3)),
    "table 'Costs' has no rows or no columns; leave it out, or say in words why it is empty": document(Table("Costs",
    (), ())),
    "table 'Costs': share of column 'a' must be above 0, got 0": document(Table("Costs", (TableColumn("a", 0),),
    (("b",),))),
    f"table 'Costs', row 2 holds {_sign('000C', 1)}": document(
        Table("Costs", (TableColumn("a"),), (("b",), ("\x0c",)))),
    "table 'Costs': row 2 is blank; leave it out": document(Table("Costs", (TableColumn("a"),), (("b",), (" ",)))),
    f"table 'Costs' holds {_sign('0001', 1)}": document(
        Table("Costs", (TableColumn("a"),), (("b",),), "\1")),
    "chart 'Reach' is blank": document(replace(CHART, description="")),
}  # fmt: skip


def test_what_a_word_file_cannot_hold_is_refused_by_name() -> None:
    for told, unprintable in REFUSED.items():
        with pytest.raises(ValueError) as caught:  # noqa: PT011
            require_printable(unprintable)
        assert str(caught.value) == told


PRINTABLE = [
    document(*(block for block in BLOCKS if block is not TABLE), author="a" * 255, subject="a" * 255, footer=""),
    Document("a" * 255, "", (("a", ""),), ()),
    document(Paragraph(f"{'a' * 50}\t\n\r\x85\ud7ff\ue000\ufffd\U0001f98a"), Contents(), Heading("b", 2)),
    document(Contents(), Heading("b")),
    document(Table("Costs", (TableColumn("a", 0.01), TableColumn("b")), (("", "b"),))),
]  # fmt: skip


@pytest.mark.parametrize("made", PRINTABLE)
def test_what_a_word_file_can_hold_is_printable(made: Document) -> None:
    require_printable(made)
    assert made.title


# --- words of another language ---


def test_words_of_another_language_are_told_from_those_of_the_document() -> None:
    words = OtherWords.of("cy", ["Mae  hi.", "bws", "cyngor", "Mae hi'n oer", "", "ysgol", "a b"])
    assert words.texts == {"Mae hi.", "cyngor", "Mae hi'n oer", "a b"}
    assert "Mae" not in repr(words)
    assert [*words.parted("Mae hi'n oer, cyngor; cyngorau: Mae hi. Mae hi. a b")] == [
        ("Mae hi'n oer", True), (", ", False), ("cyngor", True), ("; cyngorau: ", False), ("Mae hi", True),
        (". ", False), ("Mae hi", True),
        (". ", False), ("a b", True),
    ]  # fmt: skip
    assert [*words.parted("x cyngor")] == [("x ", False), ("cyngor", True)]
    assert [*words.parted("none")] == [("none", False)]
    assert [*words.parted("")] == [*OtherWords("cy").parted("")] == []
    assert [*OtherWords("cy").parted("cyngor")] == [("cyngor", False)]
