"""A page with every kind of block is kept whole: elements with all their attributes, and each stroke of a drawing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from kept import assert_as_kept

from smreport.blocks.document import (
    Block,
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
)
from smreport.blocks.other_language import OtherWords
from smreport.web.page import WebLooks, write_page

LOOKS = WebLooks('A "B" 9-x_{y}', "Head", {"text": "112233", "link": "445566"}, ("778899", "AABBCC", "DDEEFF"))
BLOCKS: tuple[Block, ...] = (
    Heading("Inside", 2),
    Paragraph("In short.\nSee below.", "lead", see=("table", "later")),
    Paragraph("We serve.", "statement"),
    Paragraph("Small print.", "note"),
    Paragraph("Body.\nMae’n dda, felly.\nFelly mae"),
    Callout("Draft", "Not yet.\nWait."),
    Bullets("First:", ("one", "two\nlines"), numbered=True, see=("chart",)),
    Bullets("Then:", ("three",)),
    Heading("Deep", 3),
    Table("Costs", (TableColumn("What"), TableColumn("How much", 1, "right")), (("Paper\nand ink", "£5"), ("", ""))),
    Table("More", (TableColumn("Only", 1, "right"),), (("5",),), key="table"),
    WordPicture("Words", (("people", 4), ("roads", 1)), "words"),
)
CHARTS: tuple[Block, ...] = (
    Chart(
        "bar", "Bars", "Three bars", ("A", "B", "C"),
        (Series("Some", (4.0, None, -1.0)), Series("All", (8.0, 2.0, 0.0))),
    ),
    Chart("column", "Shares", "Part", ("A", "B"), (Series("Part", (0.25, 0.5)),), number_format="0%", key="chart"),
    Chart("stacked", "None", "No bars", ("A",), (Series("Part", (None,)),)),
    Chart(
        "gantt", "Times", "Bars of time", ("A", "B", "C", "D"),
        (Series("Start", (46113.0, 46143.0, None, 46114.0)), Series("Agreed", (31.0, None, None, 0.0)),
         Series("Proposed", (None, 61.0, 5.0, None))),
    ),
    Chart("gantt", "No times", "None", ("A",), (Series("Start", (None,)), Series("Agreed", (None,)))),
    Chart(
        "scatter", "Points", "Six points", ("A", "B", "C", "D", "E", "F"),
        (
            Series("Cost", (1200.0, 4300.0, 250.0, None, -900.0, 10.0)),
            Series("Now", (5.0, None, None, None, None, None)),
            Series("Then", (None, -2.5, None, None, None, None)),
            Series("Later", (None, None, 62.5, 4.0, None, None)),
            Series("Never", (None, None, None, None, 3.0, None)),
        ),
        x_title="Cost", y_title="Points", number_format="£#,##0",
    ),
    Chart("scatter", "No points", "None", ("A",), (Series("Cost", (1.0,)), Series("Now", (None,)))),
    Chart(
        "line", "Lines", "Two lines", tuple(map(str, range(2019, 2025))),
        (Series("Calls", (9.0, 12.5, None, 4.0, 31.0, None)), Series("Letters", (*[2.0] * 5, -3.0)),
         Series("None", (None,) * 6)),
        y_title="Each year", number_format="0.0",
    ),
    Chart("line", "One", "One", ("2026",), (Series("Calls", (0.0,)),), key="one"),
    Chart("line", "Dozen", "Up to 12", ("2026", "2027"), (Series("Calls", (1.0, 12.0)),)),
    Chart("line", "Part", "Up to 40%", ("2026", "2027"), (Series("Part", (0.1, 0.4)),), number_format="0%"),
)  # fmt: skip
DOCUMENT = Document(
    "Plan", "Council", (("Committee", "Cabinet\n9 May"), ("Version", "2")),
    (
        Section("top", (Contents(), Heading("First"))),
        Section("now", (Heading("Now"), *BLOCKS)),
        Section("empty", ()),
        Section("later", (Heading("Later"), *CHARTS)),
        Section("end", (Paragraph("Without a heading, and Mae’n dda here."),)),
    ),
    author="Ann", subject="A plan", footer="Plan of Council", notices=(Callout("Note", "Read Mae’n dda this."),),
    other=OtherWords.of("cy", ["Mae’n dda", "Felly mae"]),
)  # fmt: skip


def in_lines(page: bytes) -> str:
    """A line for each element, without the rules that stand in a file of their own."""
    text = re.sub(r"(?s)(<style>:root .*?\n).*?(</style>)", r"\1\2", page.decode())
    return re.sub(r"(?<=>)(?=<(?!/))", "\n", text) + "\n"


KEPT = Path(__file__).parent / "whole_page.html"


def test_a_page_is_as_it_is_kept() -> None:
    assert_as_kept(KEPT, in_lines(write_page(DOCUMENT, LOOKS)))


@pytest.mark.parametrize(("language", "direction"), [("ar-EG", "rtl"), ("he", "rtl"), ("cy-GB", "ltr"), ("en", "ltr")])
def test_a_page_runs_in_the_direction_of_its_language(language: str, direction: str) -> None:
    bare = Document("Plan", "Of <us>", (), (Section("one", ()),), language=language)
    page = in_lines(write_page(bare, LOOKS))
    assert page.startswith(f'<!DOCTYPE html>\n<html lang="{language}" dir="{direction}">')
    assert page.split("</style>")[1].strip() == BARE


BARE = """</head>
<body>
<a class="skip" href="#main">Skip to the main content</a>
<header>
<h1>Plan</h1>
<p class="subtitle" dir="auto">Of &lt;us&gt;</p></header>
<main id="main"></main></body></html>"""
