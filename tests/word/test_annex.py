"""Long listings: the document stays usable, the annex has every row and keeps the rules for published spreadsheets."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from lxml import etree
from openpyxl.utils.escape import unescape
from papers.cases import case_of, texts
from word.wholes import assert_is, every_line
from workbook.accessibility import Fault, faults

from benchmarks.cases import SIZES, answers
from smreport.blocks.annex import MOST_ROWS, Annex, with_annex
from smreport.blocks.document import Bullets, Document, Heading, Paragraph, Section, Table, TableColumn
from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.commands.publishing import published
from smreport.papers.case import Case
from smreport.papers.compose import paper
from smreport.word.annex_workbook import write_annex
from smreport.word.self_check import broken_rules

LONGEST = 32_767


def table(rows: int, caption: str = "Sources", key: str = "") -> Table:
    columns = (TableColumn("Figure"), TableColumn("Where"), TableColumn("where"))
    body = tuple((f"Figure {row}", "", f"=row {row}") for row in range(rows))
    return Table(caption, columns, body, "Each figure.", key, tuple(f"4 Mapping, row {row}" for row in range(rows)))


def document(*blocks: Any) -> Document:
    return Document("Strategy", "", (), (Section("start", (Heading("Start"), *blocks)),), author="Officer")


def annexed(annex: Annex | None) -> openpyxl.Workbook:
    assert annex is not None
    return openpyxl.load_workbook(io.BytesIO(write_annex(annex)))


class TestCutting:
    def test_listing_that_is_not_long_stays_whole(self) -> None:
        short = document(table(MOST_ROWS))
        assert with_annex(short, "strategy-annex.xlsx") == (short, None)

    def test_long_listing_keeps_its_first_rows_and_names_the_sheet_with_all(self) -> None:
        cut, annex = with_annex(document(table(5000, key="sources")), "strategy-annex.xlsx")
        shown = next(block for block in cut.blocks if isinstance(block, Table))
        assert shown.rows == table(5000).rows[: len(shown.rows)]
        assert shown.caption == f"Sources: the first {len(shown.rows)} of 5,000"
        assert cut.labels["sources"] == "Table 1"
        (said,) = (block.text for block in cut.blocks if isinstance(block, Paragraph))
        assert said == "All 5,000 rows are in the workbook strategy-annex.xlsx, sheet Annex 1."
        assert annex is not None
        assert annex.tables == (table(5000, key="sources"),)


@pytest.fixture(scope="module")
def annex() -> Annex | None:
    return with_annex(document(table(300), table(201, "Gaps & notes")), "a.xlsx")[1]


def published_faults(content: bytes) -> list[Fault]:
    """What breaks a rule, but for the cover, which has no table."""
    return [fault for fault in faults(content) if (fault.rule, fault.sheet) != ("X01", "Cover")]


class TestWorkbook:
    def test_every_row_is_there_with_its_source(self, annex: Annex | None) -> None:
        page = annexed(annex)["Annex 1"]
        rows = list(page.iter_rows(min_row=4, values_only=True))
        assert rows == [(f"Figure {n}", "[not given]", f"=row {n}", f"4 Mapping, row {n}") for n in range(300)]

    def test_a_table_ends_with_the_last_row(self, annex: Annex | None) -> None:
        book = annexed(annex)
        assert [table.ref for page in book for table in page.tables.values()] == ["A3:D303", "A3:D204"]

    def test_text_that_looks_like_a_formula_is_none(self, annex: Annex | None) -> None:
        page = annexed(annex)["Annex 1"]
        assert {cell.data_type for row in page.iter_rows(min_row=4) for cell in row} == {"s"}

    @pytest.mark.parametrize(
        ("text", "read"),
        [
            ('Fish & chips <b>"now"</b>', 'Fish & chips <b>"now"</b>'),
            ("  first line\nsecond\tline ", "  first line\nsecond\tline "),
            ("_x0041_ is no letter", "_x0041_ is no letter"),
            ("a\x07bell", "a\x07bell"),
            ("Café 😀", "Café 😀"),
            ("long " * 10_000, ("long " * 10_000)[:LONGEST]),
            ("😀" * 20_000, "😀" * (LONGEST // 2)),
        ],
    )
    def test_any_text_is_read_back_as_it_was_as_far_as_a_cell_holds_it(self, text: str, read: str) -> None:
        odd = Table("Odd", (TableColumn("Text"),), ((text,),) * (MOST_ROWS + 1), "Each text.")
        page = annexed(with_annex(document(odd), "a.xlsx")[1])["Annex 1"]
        assert {unescape(str(row[0])) for row in page.iter_rows(min_row=4, values_only=True)} == {read}
        assert page.dimensions == f"A1:A{MOST_ROWS + 4}"

    def test_headings_that_differ_in_case_only_are_told_apart(self, annex: Annex | None) -> None:
        page = annexed(annex)["Annex 1"]
        assert [cell.value for cell in page[3]] == ["Figure", "Where", "where (2)", "Source"]

    def test_cover_leads_to_every_sheet(self, annex: Annex | None) -> None:
        cover = annexed(annex)["Cover"]
        assert [cover["A3"].value, cover["A4"].value] == ["Annex 1: Sources", "Annex 2: Gaps & notes"]
        assert [cover[cell].hyperlink.location for cell in ("A3", "A4")] == ["'Annex 1'!A1", "'Annex 2'!A1"]

    def test_workbook_keeps_the_rules_for_published_spreadsheets(self, annex: Annex | None) -> None:
        assert annex is not None
        assert published_faults(write_annex(annex)) == []

    def test_every_part_is_as_before(self) -> None:
        """Columns as wide as their longest text, from 12 to 60 letters; headings of which none is like another."""
        headings = ("A", "a", "A", "As long as a heading of forty letters is", "a (2)")
        rows = (
            ("12 letters..", "13 letters...", "x" * 61, "", ""),
            ("_x0041_ _xyz", "a\x07\x1f\uffff\tb", "<&>\n'", "y" * 59, ""),
        )
        columns = tuple(map(TableColumn, headings))
        odd = Table("Odd's", columns, rows, "", "", ("", "4 Mapping, row 5"))
        plain = Table("Plain", columns[:1], (("x" * 60,),), "Each of them.")
        content = write_annex(Annex("a.xlsx", "Plan", "Shire", "cy-GB", (odd, plain)))
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = [name for name in package.namelist() if "theme" not in name]
            shown = [f"--- {name} ---\n{every_line([etree.fromstring(package.read(name))])}" for name in names]
        assert_is("annex", "\n".join(shown))

    def test_same_listings_give_the_same_bytes(self, annex: Annex | None) -> None:
        assert annex is not None
        assert write_annex(annex) == write_annex(annex)


@pytest.fixture(scope="module")
def large(blueprint: Blueprint) -> Case:
    """200 areas, 5,000 mappings, 200 projects."""
    return case_of(tables_from(blueprint, answers(SIZES["medium"]), "medium.xlsx"))


@pytest.mark.long
class TestLargeWorkbook:
    def test_main_part_stays_as_short_as_that_of_a_small_one(self, large: Case) -> None:
        strategy = paper(large, "strategy")
        end = next(at for at, part in enumerate(strategy.sections) if _heading(part).startswith("Appendix 1:"))
        whole = {part.key: part.blocks for part in strategy.sections[:end]}
        left_out = whole.pop("left_out")  # in people's words, in full: an answer for each area
        assert sum(len(block.items) for block in left_out if isinstance(block, Bullets)) <= len(large.rows("areas"))
        main = [block for blocks in whole.values() for block in blocks]
        assert sum(len(block.rows) for block in main if isinstance(block, Table)) < 50
        assert sum(len(text.split()) for text in texts(main)) < 3_000  # eight sides of A4

    def test_report_stays_as_short_as_that_of_a_small_one(self, large: Case) -> None:
        report = paper(large, "report").blocks
        assert sum(len(block.rows) for block in report if isinstance(block, Table)) < 30
        assert sum(len(text.split()) for text in texts(report)) < 1_000

    def test_no_table_of_any_paper_is_longer_than_can_be_laid_out(self, large: Case) -> None:
        for composed in (paper(large, "strategy"), paper(large, "action_plan")):  # the report has no long one
            cut, annex = with_annex(composed, "annex.xlsx")
            assert max(len(block.rows) for block in cut.blocks if isinstance(block, Table)) <= MOST_ROWS
            assert annex is not None
            assert sum(isinstance(block, Heading) for block in cut.blocks) < 120

    def test_all_are_written_with_their_annexes_and_keep_the_rules(self, large: Case) -> None:
        contents = published(large.results).contents
        assert set(contents) == {
            "report.docx", "strategy.docx", "strategy-annex.xlsx", "action-plan.docx", "action-plan-annex.xlsx",
        }  # fmt: skip
        for name, content in contents.items():
            assert (broken_rules(content) if name.endswith(".docx") else published_faults(content)) == []
            assert len(content) < 1_000_000


def _heading(part: Section) -> str:
    return next((block.text for block in part.blocks if isinstance(block, Heading)), "")
