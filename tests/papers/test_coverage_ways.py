"""In which words and at which places of a paper a cell counts as printed, by papers made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from papers.cases import case_of

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
)
from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.papers.case import Case
from smreport.papers.coverage import LOST, WORKED, Cell, coverage

RISK = "6a Risks, row 6"
IN, OUT = "a", LOST
NAMED = {"kpis": {"name": "Calls"}, "evaluation": {"role": "Web team"}}


def paper(*blocks: Block, **around: Any) -> Document:
    around = {"title": "T", "subtitle": "S", "cover": ()} | around
    return Document(sections=(Section("s", blocks),), **around)


def case_with(blueprint: Blueprint, address: str, value: object) -> Case:
    """A case in which one answer is given, in the first row of its sheet; a measure and a cost have their names."""
    sheet, _, key = address.partition(".")
    row: dict[str, Any] = {**NAMED.get(sheet, {}), key: value}
    content: dict[str, Any] = {sheet: row if sheet == "settings" else [row]}
    return case_of(tables_from(blueprint, content, "w"))


def fate(case: Case, address: str, *papers: Document) -> str:
    """What became of that answer in papers called a, b and so on."""
    sheet, _, key = address.partition(".")
    covered = coverage(case, dict(zip("abc", papers, strict=False)))
    return {**covered.printed, **covered.left}[Cell(sheet, key, min(case.full.tables[sheet].numbers))]


def table(*rows: str, caption: str = "Rows", sources: Sequence[str] = ()) -> Table:
    return Table(caption, (TableColumn("H"),), tuple((row,) for row in rows), sources=tuple(sources))


@pytest.mark.parametrize("source", ["", RISK])
def test_a_long_text_is_found_where_its_words_stand_as_whole_words(blueprint: Blueprint, source: str) -> None:
    texts = {
        "Train two people.": IN, "first, TRAIN  two people; then go": IN, "(Train two people)": IN,
        "Train two peoples": OUT, "Retrain two people": OUT, "Train people": OUT, "two people train": OUT,
        "Train two peoples, train two people": IN, "Retrain two people and train two people": IN,
        "Train two people2": OUT, "Train two people-": IN, "": OUT,
    }  # fmt: skip
    case = case_with(blueprint, "risks.mitigation", "Train two people.")
    found = {text: fate(case, "risks.mitigation", paper(Paragraph(text or "-", source=source))) for text in texts}
    assert found == texts
    odd = case_with(blueprint, "risks.mitigation", "(see) the list+")
    assert fate(odd, "risks.mitigation", paper(Paragraph("x(see) the list+y", source=source))) == IN


@pytest.mark.parametrize("text", ["Ask eleven.", "Ask twelve 1."])
def test_a_short_text_counts_only_beside_its_row(blueprint: Blueprint, text: str) -> None:
    is_long = len(text) > len("Ask twelve 1")  # twelve letters without the full stop
    ways = {
        "elsewhere": paper(Paragraph(text)),
        "beside its row": paper(Paragraph(text, source=RISK)),
        "beside other rows too": paper(Paragraph(text, source="6a Risks, rows 5, 6 and 9; 7 Portfolio, row 8")),
        "beside another row": paper(Paragraph(text, source="6a Risks, row 7")),
        "beside another sheet": paper(Paragraph(text, source="7b Actions, row 6")),
        "in an item": paper(Bullets("L", ("Other", text), sources=("", RISK))),
        "in another item": paper(Bullets("L", (text, "Other"), sources=("", RISK))),
        "in a row": paper(table("Other", text, sources=("", RISK))),
        "in another row": paper(table(text, "Other", sources=("", RISK))),
        "in the lead of the list": paper(Bullets(f"{text}:", ("Other",), sources=(RISK,))),
        "in the caption": paper(table("Other", caption=text, sources=(RISK,))),
        "in a heading above": paper(Heading(text), Heading("Sub", 2), Paragraph("Other", source=RISK)),
        "in the heading just above": paper(Heading("H"), Heading(text, 2), Paragraph("Other", source=RISK)),
        "in a heading of level 3": paper(Heading("H"), Heading(text, 3), Paragraph("Other", source=RISK)),
        "in a heading before": paper(Heading("H"), Heading(text, 2), Heading("N", 2), Paragraph("O", source=RISK)),
        "in one under a heading before": paper(
            Heading("G", 2), Heading(text, 3), Heading("H", 2), Paragraph("Other", source=RISK)
        ),
        "in one under an upper heading before": paper(Heading(text, 3), Heading("H"), Paragraph("Other", source=RISK)),
    }  # fmt: skip
    short = {
        "elsewhere", "beside another row", "beside another sheet", "in another item", "in another row",
        "in a heading before", "in one under a heading before", "in one under an upper heading before",
    }  # fmt: skip
    case = case_with(blueprint, "risks.mitigation", text)
    found = {where: fate(case, "risks.mitigation", document) for where, document in ways.items()}
    assert found == {where: OUT if where in short and not is_long else IN for where in ways}


def test_all_that_a_paper_says_is_looked_through_but_its_list_of_contents(blueprint: Blueprint) -> None:
    text = "Train two people"
    columns = (TableColumn(text),)
    ways = {
        "title": paper(title=text), "subtitle": paper(subtitle=text), "cover": paper(cover=(("L", text),)),
        "notice": paper(notices=(Callout("L", text),)), "callout": paper(Callout("L", text)),
        "label of a callout": paper(Callout(text, "Other")),
        "heading": paper(Heading(text)), "lead": paper(Bullets(text, ("Other",))), "item": paper(Bullets("L", (text,))),
        "caption": paper(table("Other", caption=text)), "cell": paper(table(text)),
        "chart": paper(Chart("bar", text, "D", ("A",), (Series("S", (1.0,)),))),
        "point": paper(Chart("bar", "C", "D", (text,), (Series("S", (1.0,)),))),
        "label of a cover": paper(cover=((text, "Other"),)), "footer": paper(footer=text),
        "heading of a column": paper(Table("C", columns, (("Other",),))),
        "contents": paper(Contents(text)),
    }  # fmt: skip
    nowhere = {"label of a cover", "footer", "heading of a column", "contents"}
    case = case_with(blueprint, "risks.mitigation", text)
    found = {where: fate(case, "risks.mitigation", document) for where, document in ways.items()}
    assert found == {where: OUT if where in nowhere else IN for where in ways}


def test_the_paper_that_tells_it_beside_its_row_is_named_before_one_that_has_it_elsewhere(
    blueprint: Blueprint,
) -> None:
    text = "Train two people"
    elsewhere, beside, other = paper(Paragraph(text)), paper(Paragraph(text, source=RISK)), paper(Paragraph("Other"))
    orders = {
        "a": [elsewhere, other], "b": [other, elsewhere], "c": [other, elsewhere, beside], LOST: [other, other],
    }  # fmt: skip
    case = case_with(blueprint, "risks.mitigation", text)
    assert [fate(case, "risks.mitigation", *papers) for papers in orders.values()] == [*orders]


WAYS: tuple[tuple[str, object, dict[str, str]], ...] = (
    ("risks.mitigation", "Train two people\n- Ask for more help.", {
        "Train two people Ask for more help": IN, "Train two people. Then: Ask for more help": IN,
        "Train two people. Then ask": OUT, "Ask for more help": OUT,
    }),
    ("risks.mitigation", "A drill at noon.", {"A drill at noon": IN, "a drill at noon?": IN, "A drill": OUT}),
    ("actions.due", date(2027, 4, 1), {"by 1 April 2027": IN, "by 11 April 2027": OUT, "2027-04-01": OUT}),
    ("actions.due", "autumn 2027", {"in autumn 2027": IN, "in 2027": OUT}),
    ("portfolio.areas", "Roads (Service); Youth (Activity)", {
        "Roads (Service) and Youth (Activity)": IN, "Youth (Activity)": WORKED, "Roads (Service)": WORKED,
    }),
    ("mapping.tool", "Page: news", {"Page: news": IN, "news with the Page": IN, "Page": WORKED, "news": WORKED}),
    ("kpis.unit", "calls a month", {"12 calls a month": IN, "calls a week": OUT, "calls a month": IN}),
    ("kpis.unit", "pounds a report", {"£2.60 a report": IN, "£2.60": OUT, "a report at £ 7": IN}),
    ("kpis.baseline", 1250.0, {"1,250": IN, "1250": IN, "1,25": OUT, "£1,250": IN}),
    ("kpis.baseline", "about 40", {"about 40": IN, "40": OUT}),
    ("evaluation.in_kind_hours", 12.25, {"12.25": IN, "£12": IN, "12": WORKED, "13": WORKED, "12.3": WORKED}),
    ("roles.capacity", 1250.0, {"1,250": IN, "£1,250": IN, "1250": OUT}),
    ("portfolio.must_do", True, {"Must-do": IN, "It is a must-do": IN, "Must do": WORKED}),
)  # fmt: skip


def test_each_kind_of_answer_is_found_in_the_ways_that_papers_print_it(blueprint: Blueprint) -> None:
    found = []
    for address, value, texts in WAYS:
        case = case_with(blueprint, address, value)
        table = case.full.tables[address.partition(".")[0]]
        source = f"{table.title}, row {min(table.numbers)}"
        found.append({text: fate(case, address, paper(Paragraph(text, source=source))) for text in texts})
    assert found == [texts for *_, texts in WAYS]


def test_a_short_answer_of_settings_is_found_anywhere(blueprint: Blueprint) -> None:
    wards, rate = "settings.wards", "settings.discount_rate"
    case = case_with(blueprint, wards, "All")
    assert [fate(case, wards, paper(cover=(("Wards", text),))) for text in ("All", "Allow")] == [IN, OUT]
    case = case_with(blueprint, rate, 0.035)
    assert [fate(case, rate, paper(Paragraph(f"at {text} a year"))) for text in ("3.5%", "4%")] == [IN, WORKED]
