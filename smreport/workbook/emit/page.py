"""A sheet of the workbook as XlsxWriter writes it: shared formulas, heights that are a start, print set-up, prompts."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.utility import quote_sheetname, xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from smreport.blueprint import formulas
from smreport.words import locales, say
from smreport.workbook.emit.cell_formats import LETTER
from smreport.workbook.emit.page_setup import END, SIDE, on_paper
from smreport.workbook.emit.prompts import LONGEST_PROMPT, LONGEST_TITLE, Prompt, shortened


class _SharedFormula(NamedTuple):
    """A cell of a column that shares one formula; only the first holds its text and the area."""

    number: int
    text: str
    area: str
    format: Format
    value: str | float


class Page(Worksheet):  # type: ignore[misc]
    """A worksheet with three things that XlsxWriter does not offer.

    Row heights are a start, not fixed: Excel goes on fitting rows to what is typed. XlsxWriter marks every
    given height as custom; without any, LibreOffice shows wrapped texts over each other.

    A column of formulas is written as one shared formula, as Excel itself does: a tenth of the time and of
    the size for long sheets.

    A sheet whose first columns are on each of several pages side by side is printed in two areas: the columns of the
    first page whole, the others from the headings on. Else each page would have the beginning of the lines above.

    begins_again  the row of headings, and the first column of the second page, both from 0
    """

    shared_formulas = 0
    begins_again: tuple[int, int] | None = None

    def set_print_areas(self) -> None:
        """Say what is printed, when all cells are there."""
        if self.begins_again:
            (header, column), last, right = self.begins_again, self.dim_rowmax, self.dim_colmax
            areas = (0, 0, last, column - 1), (header, column, last, right)
            self.print_area_range = ",".join(f"{quote_sheetname(self.name)}!{xl_range_abs(*area)}" for area in areas)

    def write_shared_formula(
        self, row: int, column: int, formula: str, values: Sequence[str | float], cell_format: Format
    ) -> None:
        """Write a formula, as it stands in the first row, down a column, with what it shows in each cell."""
        area = f"{xl_rowcol_to_cell(row, column)}:{xl_rowcol_to_cell(row + len(values) - 1, column)}"
        for position, value in enumerate(values):
            first = position == 0
            cell = _SharedFormula(
                self.shared_formulas, formula if first else "", area if first else "", cell_format, value
            )
            self._check_dimensions(row + position, column)
            self.table[row + position][column] = cell
        self.shared_formulas += 1

    def fill_new_rows(self, column: int, formula: str) -> None:
        """The formula that Excel puts into a column of the table when somebody adds a row below it."""
        self.tables[-1]["columns"][column]["formula"] = formula

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if not isinstance(cell, _SharedFormula):
            super()._write_cell(row, col, cell)
            return
        kind = ' t="str"' if isinstance(cell.value, str) else ""
        shared = f't="shared" ref="{cell.area}" si="{cell.number}"' if cell.text else f't="shared" si="{cell.number}"'
        formula = f"<f {shared}>{escape(cell.text, quote=False)}</f>" if cell.text else f"<f {shared}/>"
        value = escape(cell.value, quote=False) if isinstance(cell.value, str) else f"{cell.value:.17g}"
        style = cell.format._get_xf_index()
        name = xl_rowcol_to_cell(row, col)
        self.fh.write(f'<c r="{name}" s="{style}"{kind}>{formula}<v>{value}</v></c>')

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        """A formula as a file holds it: ``blueprint/formulas.py`` spells newer functions so, and none is looked for."""
        return formula.removeprefix("=")

    def _xml_start_tag_unencoded(self, tag: str, attributes: list[tuple[str, Any]]) -> None:
        kept = [pair for pair in attributes if pair[0] != "customHeight"] if tag == "row" else attributes
        super()._xml_start_tag_unencoded(tag, kept)


def set_widths(page: Page, widths: Sequence[float], first: int = 0) -> None:
    for number, width in enumerate(widths, start=first):
        page.set_column(number, number, width * LETTER)


def print_setup(
    page: Page, header: int, groups: Sequence[Sequence[float]], repeated: int, lines: Sequence[str]
) -> None:
    """Landscape; the headings and the first groups of columns are on every page, the lines above on the first."""
    paper = on_paper(groups, repeated, lines)
    page.set_landscape()
    page.set_paper(locales.paper_in_excel())
    page.set_print_scale(paper.scale)
    page.set_v_pagebreaks(paper.breaks)
    page.print_across()
    page.repeat_rows(header)
    if repeated and paper.breaks:
        page.repeat_columns(0, repeated - 1)
        page.begins_again = header, paper.breaks[0]
    page.set_margins(left=SIDE, right=SIDE, top=END, bottom=END)


def show_prompt(page: Page, prompt: Prompt) -> None:
    """Words that show when a cell of the area is selected; anything may be typed, over formulas if asked twice."""
    options = {
        "validate": "any",
        "input_title": prompt.title[:LONGEST_TITLE],
        "input_message": shortened(prompt.words, LONGEST_PROMPT),
    }
    if prompt.fixed:
        options |= {"validate": "custom", "value": f"={formulas.NEVER.spelled}", "error_type": "warning"}
        options |= {"error_title": prompt.title[:LONGEST_TITLE], "error_message": say("workbook.keep_formula")}
    page.data_validation(prompt.top - 1, prompt.left - 1, prompt.bottom - 1, prompt.right - 1, options)
