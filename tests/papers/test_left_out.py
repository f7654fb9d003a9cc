"""What one version of a paper tells and another leaves out, and tables of which only what is filled in is shown."""

from __future__ import annotations

import pytest
from papers.cases import small_case
from papers.outlines import lines

from smreport.blocks.document import Block, Bullets, Callout, Contents, Heading, Paragraph, Table, TableColumn
from smreport.blueprint.model import Blueprint
from smreport.papers.figures import none_identified, not_known
from smreport.papers.filled import Filled, filled_table
from smreport.papers.left_out import items_without, left_out
from smreport.papers.listing import by_area, filled, listing


def table(rows: str, caption: str = "Costs", key: str = "", sourced: bool = True) -> Table:
    """A table of rows such as "A 1 2; B 3 4", with a source for each."""
    cells = tuple(tuple("" if cell == "_" else cell for cell in row.split()) for row in rows.split("; "))
    columns = tuple(TableColumn(f"H{at}", at + 1.0) for at in range(len(cells[0])))
    sources = tuple(f"row {at}" for at in range(len(cells))) if sourced else ()
    return Table(caption, columns, cells, "described", key, sources)


def left(whole: list[Block], *shorter: Block) -> list[str]:
    return lines(left_out(whole, shorter))


@pytest.mark.parametrize(
    ("whole", "known", "rows"),
    [
        ("A 1 2; B 3 4", "A 1 2; B 3 4", []),
        ("A 1 2; B 3 4", "B 3 4; A 1 2", []),
        ("A 1 2; B 3 4", "A 1 2", ["| B | 3 | 4 <- row 1"]),
        ("A 1 2; B 3 4", "A 1 2; B 3 _", ["| B | 4 <- row 1"]),
        ("A 1 2; B 3 4", "A 1 2; B 3 –", ["| B | 4 <- row 1"]),
        ("A 1 –; B 3 4", "A 1 _; B 3 4", []),
        ("A 1 –; B 3 4", "A 2 2; B 3 5", ["| A | 1 | – <- row 0", "| B | 3 | 4 <- row 1"]),
        ("A 1 2; A 3 2", "A 1 2; A 4 2", ["| A | 3 <- row 1"]),
        ("A 1 2; C 1 2", "A 1 2", ["| C | 1 | 2 <- row 1"]),
        ("A 1 2", "B 1 2; A 5 2", ["| A | 1 <- row 0"]),
        ("A 1", "A 1 2", ["| A <- row 0"]),
        ("A 1 2", "A 1", ["| A | 2 <- row 0"]),
    ],
)
def test_rows_that_differ_are_left_with_the_columns_in_which_one_does(whole: str, known: str, rows: list[str]) -> None:
    assert [line for line in left([table(whole)], table(known)) if line.startswith("| ")] == rows


def test_what_is_left_of_a_table_keeps_its_caption_and_widths_and_needs_no_sources() -> None:
    whole = table("A 1 2; B 3 4", key="costs", sourced=False)
    assert left([whole], table("A 1 2; B 5 4", "Other words", "costs")) == [
        "T Costs [costs] (described)", ": H0 1 | H1 2", "| B | 3",
    ]  # fmt: skip
    assert len(left([table("A 1")], table("A 1", "Time"))) == 3
    assert left([table("A 1")], Bullets("Costs", ("A",)), table("A 1")) == []


def test_items_and_sentences_that_the_other_version_has_are_left_out_under_whatever_lead() -> None:
    listed = Bullets("These:", ("one", "two", "three"), True, ("a",), ("r1", "r2", "r3"))
    assert left([listed], Bullets("Those:", ("two",))) == [": These: @a", "1. one <- r1", "2. three <- r3"]
    assert left([listed], Bullets("Those:", ("two", "one")), Bullets("More:", ("three",))) == []
    assert left([listed], Paragraph("one two three")) == lines([listed])
    assert items_without(listed, []) == listed
    assert items_without(Bullets("L", ("one", "two")), ["one"]) == Bullets("L", ("two",))
    assert left([Paragraph("Half of it.")], Paragraph("All. Half of it.")) == []
    assert left([Paragraph("All. Half of it.")], Paragraph("Half of it.")) == ["All. Half of it."]
    assert left([Paragraph("one")], listed, Callout("L", "one")) == ["one"]
    assert left([Paragraph("Small print.", "note"), Contents("C")], Paragraph("x")) == []
    assert left([Paragraph("Led.", "lead"), Callout("L", "a")], Callout("L", "b")) == ["Led. --lead", "> L: a"]
    assert left([Callout("L", "a")], Callout("L", "a")) == []


def test_a_heading_stands_once_and_only_where_something_below_it_is_left() -> None:
    whole = [
        Heading("Empty"), Paragraph("said"), Heading("First", 2), Paragraph("x"), Paragraph("y"), Heading("Last"),
        Paragraph("said"), Paragraph("z"), Heading("End"),
    ]  # fmt: skip
    assert left(whole, Paragraph("said")) == ["### First", "x", "y", "## Last", "z"]


# --- only what is filled in ---


def test_columns_that_nobody_filled_in_are_left_out_but_for_the_first() -> None:
    blanks = ["_", "–", "x"]
    assert filled(table("A 1 2; B 3 4")) == table("A 1 2; B 3 4")
    for blank in blanks:
        kept = lines([filled(table(f"– {blank} 2; _ – _"), also=["x"])])
        assert kept == [
            "T Costs [] (Each row with: H0 and H2.)", ": H0 1 | H2 3", "| – | 2 <- row 0", "|  |  <- row 1",
        ]  # fmt: skip
    assert len(filled(table("A x; B x")).columns) == 2
    for word in (not_known(), none_identified()):
        given = Table("C", (TableColumn("H0"), TableColumn("H1")), (("A", word), ("B", word)))
        assert [column.heading for column in filled(given).columns] == ["H0"]


def test_a_listing_stands_under_its_intro_unless_it_would_have_names_alone() -> None:
    one, two = (TableColumn("H0", 1.5),), (TableColumn("H0", 1.5), TableColumn("H1", 2, "right"))
    rows = [("A", "1"), ("B", "–")]
    assert lines(listing("Intro", "C", two, iter(rows), "D", iter(["r1", "r2"]))) == [
        "Intro", "T C [] (D)", ": H0 1.5 | H1 2>", "| A | 1 <- r1", "| B | – <- r2",
    ]  # fmt: skip
    assert lines(listing("", "C", two, rows, "D"))[0] == "T C [] (D)"
    assert lines(listing("Intro", "C", one, [("A",)], "D")) == ["Intro", "T C [] (D)", ": H0 1.5", "| A"]
    assert lines(listing("Intro", "C", two, [("A", "–")], "D")) == []
    assert lines(listing("Intro", "C", two, [], "D")) == []


def test_a_table_of_filled_columns_says_in_each_what_stands_for_a_blank() -> None:
    columns = [Filled("A", 1.5, ["a", ""]), Filled("B", 2, ["", ""]), Filled("C", 3, ["", "c"], "none")]
    assert lines([filled_table("T", columns, "D", ["r1", "r2"], "key")]) == [
        "T T [key] (D)", ": A 1.5 | C 3", "| a | none <- r1", "| – | c <- r2",
    ]  # fmt: skip
    sparse = {"": False, "1": False, "0": False, "10": False, "100": True, "000": False, "110": False, "1000": True}
    assert {texts: Filled("A", 1, ["x" * int(text) for text in texts]).is_sparse for texts in sparse} == sparse


def test_rows_stand_by_area_those_for_all_first_and_those_of_none_last(blueprint: Blueprint) -> None:
    case = small_case(
        blueprint,
        """
        | areas | name  | kind     | status   |
        |       | Roads | Service  | In scope |
        |       | Youth | Activity | Parked   |
        |       | Youth | Service  | In scope |
        | objectives | area              | objective |
        |            |                   | None      |
        |            | youth (service)   | A         |
        |            | Roads (Service)   | B         |
        |            | Elsewhere         | C         |
        |            | All areas         | D         |
        |            | Roads (Service)   | E         |
        |            | Youth (Activity)  | F         |
        """,
    )
    assert list(by_area(case, "objectives").items()) == [
        ("All areas", [11]), ("Roads", [9, 12]), ("Youth (Activity) (parked for a later cycle)", [13]),
        ("Youth (Service)", [8]), ("Elsewhere", [10]), ("", [7]),
    ]  # fmt: skip
