"""The web page says what the paper says, needs nothing from elsewhere, and is no page where figures may not be told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import html
from workbooks import example, workbook

from smreport.blocks.document import (
    Block,
    Bullets,
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
from smreport.blueprint.model import Blueprint
from smreport.cli import main
from smreport.commands.publishing import DocumentOptions, published
from smreport.decision.results import decide
from smreport.errors import OutputRefused
from smreport.frozen import replace
from smreport.papers.case import Case
from smreport.papers.compose import papers_of
from smreport.papers.wording import wording_of
from smreport.web.page import WebLooks, write_page

PAGE = "strategy.html"
COLOURS = dict.fromkeys(
    ("text", "muted", "heading", "link", "accent", "rule", "table_header_fill", "table_header_text", "tint"), "112233"
)
LOOKS = WebLooks("Arial", "Arial", COLOURS, ("112233", "445566"))
CLIENTS = Path(__file__).parents[1] / "clients"


@pytest.fixture(scope="module", params=["illustrative", "devon"])
def pair(request: pytest.FixtureRequest, blueprint: Blueprint) -> tuple[Document, bytes]:
    """A strategy as a document, and its page."""
    results = decide(example(blueprint, request.param))
    paper = papers_of(Case(results, wording_of(blueprint)))["strategy.docx"]
    return paper, published(results, DocumentOptions(html=True)).contents[PAGE]


def texts_of(block: Block) -> Iterator[str]:
    yield from () if isinstance(block, Contents) else block.texts
    if isinstance(block, Table):
        for row in block.rows:
            yield from row


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.long
def test_all_that_the_paper_says_stands_on_the_page(pair: tuple[Document, bytes]) -> None:
    paper, page = pair
    body = html.fromstring(page).find("body")
    for line_break in body.iter("br"):
        line_break.tail = f" {line_break.tail or ''}"
    said = words(" ".join(body.itertext()))
    facts = [text for fact in paper.cover for text in fact]
    wanted = [words(text.removesuffix(":")) for block in paper.blocks for text in texts_of(block)]
    assert len(wanted) > 200
    assert [text for text in (*facts, *wanted) if text not in said] == []


def test_it_needs_nothing_from_elsewhere_and_runs_nothing(pair: tuple[Document, bytes]) -> None:
    page = html.fromstring(pair[1])
    fetched = {"script", "link", "img", "iframe", "object", "embed", "form", "video", "audio", "base"}
    assert {element.tag for element in page.iter()} & fetched == set()
    assert {value[0] for value in page.xpath("//@href")} == {"#"}
    assert "url(" not in pair[1].decode()


def test_links_lead_somewhere_and_headings_leave_no_level_out(pair: tuple[Document, bytes]) -> None:
    page = html.fromstring(pair[1])
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.xpath("//@href")} | set(page.xpath("//@aria-labelledby")) <= set(ids)
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.get("lang") == "en-GB"


def test_every_table_has_a_caption_or_a_figure_s_and_heads_for_rows_and_columns(pair: tuple[Document, bytes]) -> None:
    for table in html.fromstring(pair[1]).iter("table"):
        assert table.find("caption") is not None or table.xpath("ancestor::figure/figcaption")
        assert {cell.get("scope") for cell in table.xpath("./thead//th")} == {"col"}
        assert {cell.get("scope") for cell in table.xpath("./tbody//th")} == {"row"}
        lengths = {len(row) for row in table.iter("tr")}
        assert len(lengths) == 1


# --- single blocks ---


def page_of(*blocks: Block) -> Any:
    document = Document("Plan", "Council", (), (Section("first", blocks),))
    return html.fromstring(write_page(document, LOOKS)).find("body").find("main")


def cells(table: Any) -> list[list[str]]:
    return [[words(cell.text_content()) for cell in row] for row in table.iter("tr")]


def test_words_that_look_like_markup_are_words() -> None:
    awkward = "<script>alert(1)</script> & “1 < 2”"
    (paragraph,) = page_of(Paragraph(awkward))
    assert (paragraph.text, len(paragraph)) == (awkward, 0)


@pytest.mark.parametrize(
    ("font", "quoted"),
    [
        ("Gill Sans MT-2_b", "Gill Sans MT-2_b"),
        ('A"; } body { display: none', "A  body  display none"),
        ("</style>", "style"),
    ],
)
def test_the_name_of_a_font_cannot_end_the_style(font: str, quoted: str) -> None:
    looks = replace(LOOKS, body=font, headings=font)
    assert f'--body: "{quoted}";--headings: "{quoted}";' in looks.css


def test_a_reference_is_a_link_to_what_it_names() -> None:
    table = Table("Costs", (TableColumn("What"),), (("One",),), key="costs")
    page = page_of(Paragraph("More is there.", see=("costs",)), table)
    (link,) = page.xpath(".//p/a")
    assert link.text == "Table 1"
    assert page.xpath(f".//table[@id='{link.get('href')[1:]}']")


@pytest.mark.parametrize(
    ("values", "number_format", "shown", "widths"),
    [
        ((4.0, 1.0, None), "#,##0", ["4", "1", ""], [100, 25]),
        ((0.5, -0.25, 1.0), "0%", ["50%", "−25%", "100%"], [50, 0, 100]),
        ((0.1, 0.05, 0.0), "0%", ["10%", "5%", "0%"], [10, 5, 0]),  # a share is one of 100 %
        ((1200.5, 600.25, 0.0), '"£"#,##0.00', ["£1,200.50", "£600.25", "£0.00"], [100, 50, 0]),
    ],
)
def test_bars_are_as_long_as_their_figures(
    values: tuple[float | None, ...], number_format: str, shown: list[str], widths: list[int]
) -> None:
    chart = Chart("bar", "Points", "Bars", ("A", "B", "C"), (Series("Count", values),), number_format=number_format)
    (table,) = page_of(chart).iter("table")
    assert [row[1] for row in cells(table)[1:]] == shown
    styles = table.xpath(".//span[@class='bar']/@style")
    assert [round(float(re.search(r"width: ([\d.]+)%", style)[1])) for style in styles] == widths  # type: ignore[index]


def test_points_have_numbers_that_lead_to_their_names() -> None:
    series = (Series("Cost", (10.0, 20.0)), Series("Now", (5.0, None)), Series("Later", (None, 8.0)))
    chart = Chart("scatter", "Both", "Points", ("A", "B"), series, x_title="Cost", y_title="Points", number_format="£0")
    page = page_of(chart)
    (table,) = page.iter("table")
    assert cells(table)[1:] == [["1. A", "£10", "5", "Now"], ["2. B", "£20", "8", "Later"]]
    (drawing,) = page.iter("svg")
    assert drawing.get("aria-hidden") == "true"
    assert {"1", "2", "Now", "Later", "Cost", "Points"} <= {text.text for text in drawing.iter("text")}


def test_a_timeline_says_the_first_and_the_last_day() -> None:
    series = (Series("Start", (46113.0, None)), Series("Proposed", (31.0, None)))
    chart = Chart("gantt", "When", "Times", ("A", "B"), series)
    (table,) = page_of(chart).iter("table")
    assert [row[:4] for row in cells(table)[1:]] == [["A", "1 April 2026", "1 May 2026", "Proposed"], ["B", "", "", ""]]


def test_lines_and_word_pictures_are_drawn() -> None:
    lines = Chart("line", "Way", "Lines", ("2026", "2027", "2028"), (Series("Calls", (9.0, None, 4.0)),))
    page = page_of(
        lines, WordPicture("Words", (("people", 4), ("roads", 1))), Bullets("So:", ("a", "b"), numbered=True)
    )
    assert page.xpath("string(.//svg/*[contains(@style, 'stroke-width')]/@d)").count("M") == 2  # broken where unknown
    assert [words(text.text_content()) for text in page.xpath(".//p[@class='words']/span")] == [
        "people (4)",
        "roads (1)",
    ]
    assert [item.text for item in page.xpath(".//ol/li")] == ["a", "b"]


def test_contents_lead_to_the_headings() -> None:
    page = page_of(Contents(), Heading("One"), Heading("Inside", 2), Heading("Two"))
    links = [
        (link.text, page.get_element_by_id(link.get("href")[1:]).text_content()) for link in page.xpath(".//nav//a")
    ]
    assert links == [(name, name) for name in ("One", "Inside", "Two")]
    assert [link.text for link in page.xpath(".//nav//ul/li/ul/li/a")] == ["Inside"]


# --- what is not for publication ---


def test_an_exempt_document_is_no_page() -> None:
    with pytest.raises(ValueError, match="not for publication"):
        write_page(Document("Plan", "", (), (), exempt=True), LOOKS)


def test_a_report_that_is_exempt_as_a_whole_is_no_page(blueprint: Blueprint) -> None:
    council = workbook(blueprint, "| settings | organisation | publication |\n| | Shire | Exempt |")
    with pytest.raises(OutputRefused, match=r"Settings, cell [A-Z]+\d+: the report as a whole is exempt"):
        published(decide(council), DocumentOptions(html=True))
    assert PAGE not in published(decide(council)).contents


@pytest.mark.long
def test_the_page_of_an_earlier_build_is_named(tmp_path: Path) -> None:
    file = Path(__file__).parents[2] / "examples" / "illustrative" / "illustrative.xlsx"
    assert CliRunner().invoke(main, ["build", str(file), "-o", str(tmp_path), "--html"]).exit_code == 0
    assert (tmp_path / PAGE).read_bytes().startswith(b"<!DOCTYPE html>")
    again = CliRunner().invoke(main, ["build", str(file), "-o", str(tmp_path)])
    assert re.search(r"strategy\.html is from an earlier build.* with --html\.", again.output)


# --- in a browser, and read by other programs ---


def test_axe_finds_nothing_at_any_width_and_in_print(
    pair: tuple[Document, bytes], node: Callable[..., Any], browser: str, tmp_path: Path
) -> None:
    (tmp_path / PAGE).write_bytes(pair[1])
    seen = node("axe.js", browser, tmp_path / PAGE)
    assert [place["place"] for place in seen] == [320, 480, 768, 1280, "print"]
    assert [(place["over"], place["broken"]) for place in seen] == [(0, [])] * 5  # nothing spills over the side
    assert min(place["kept"] for place in seen) > 25
    # it cannot tell the contrast of what is scrolled out of sight, or lies over a drawing
    assert {rule.partition(":")[0] for place in seen for rule in place["unsure"]} <= {"color-contrast"}


def test_axe_notices_faults(node: Callable[..., Any], browser: str, tmp_path: Path) -> None:
    page = write_page(Document("Plan", "Pale", (), (Section("a", (Paragraph("Text"),)),)), LOOKS)
    pale = replace(LOOKS, colours=COLOURS | {"text": "DDDDDD"}).css.encode()
    faulty = page.replace(LOOKS.css.encode(), pale).replace(b' lang="en-GB"', b"")
    (tmp_path / PAGE).write_bytes(faulty)
    broken = {rule.partition(":")[0] for place in node("axe.js", browser, tmp_path / PAGE) for rule in place["broken"]}
    assert {"color-contrast", "html-has-lang"} <= broken


@pytest.mark.parametrize("reader", ["mammoth", "docx-preview"])
@pytest.mark.parametrize("name", ["report", "strategy", "action-plan"])
def test_other_readers_of_word_files_show_all_words(
    name: str, reader: str, blueprint: Blueprint, node: Callable[..., Any], browser: str, tmp_path: Path
) -> None:
    results = decide(example(blueprint, "illustrative"))
    paper = papers_of(Case(results, wording_of(blueprint)))[f"{name}.docx"]
    file = tmp_path / f"{name}.docx"
    file.write_bytes(published(results).contents[file.name])
    drawn_by = (browser,) if reader == "docx-preview" else ()
    node(f"{reader.replace('-', '_')}.js", *drawn_by, file, tmp_path / "read.html")
    shown = html.fromstring((tmp_path / "read.html").read_text(encoding="utf-8")).text_content()
    shown = "".join(shown.split())
    for block in paper.blocks:
        drawn = block.texts if not isinstance(block, Chart) else (block.caption,)  # neither of them draws charts
        in_rows = (text for row in block.rows for text in row) if isinstance(block, Table) else ()
        for text in (*drawn, *in_rows):
            assert "".join(text.removesuffix(":").split()) in shown, text
