"""Blueprint and answers to an Excel file; the only module that knows XlsxWriter."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from html import escape
from itertools import accumulate
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from smreport.blueprint import formulas
from smreport.blueprint.columns import LONGEST_CELL, Label, Limits, Ref
from smreport.blueprint.computed import compose_label
from smreport.blueprint.listing import ListColumn, list_columns
from smreport.blueprint.model import Blueprint, Column, GroupedList, Sheet, grouped_list_key, live_list_key
from smreport.blueprint.needed import LEAVE, Need, guide, need
from smreport.blueprint.own_cells import own_columns, said_of_typed_over, typed_over
from smreport.blueprint.tables import Layout, Table, Tables
from smreport.errors import InvalidValue
from smreport.workbook.emit.cell_formats import LETTER, NORMAL_FONT, TITLE_HEIGHT, CellLooks, heading_height, height
from smreport.workbook.emit.page_setup import A4, END, SIDE, on_paper
from smreport.workbook.emit.prompts import LONGEST_PROMPT, LONGEST_TITLE, Prompt, leave_prompts, shortened

STAMP = "smreport template: {name}, version {version}"
OWN = "+"  # in the key of a note: before the heading of a column that people do not fill in, or added themselves
_CHECK_WIDTH, _LIST_WIDTH = 30, 26
_FORM_WIDTHS = (_CHECK_WIDTH, 30, 54, 80)
_NEXT = ("Put the errors right", "Fill in what is missing", "Fine so far")
_TYPED_OVER = "The workbook works this cell out by a formula. Answer No to keep the formula."
_PUT_BACK = "A heading was changed: put it back, or use smreport refresh"
_EMPTY, _EMPTY_IS_FINE = "To do: nothing is filled in yet", "Nothing filled in: this sheet may stay empty"
_PROGRESS_WIDTHS = (22, 44, 40, 14, 14, 14, 36)
_OWN_WIDTH = 24  # of a column that people added
_LIST_WIDTHS = {"value": 12, "meaning": 44}
_LONGEST_PRINTED = 60  # choices; a longer list, such as all services, would take blank pages for its neighbours
_PRINTED = "Only lists of up to 60 choices are printed, without the columns that the workbook works out. "
_LOOKS = "In bold: needed. Not in bold: may stay blank at times. "
_ITALICS = "In italics: the workbook fills it in. "
_LONGEST_TITLE, _NOT_IN_TITLES = 31, "[]:*?/\\"
_EARLIEST, _LATEST = date(1980, 1, 1), date(2199, 12, 31)


@dataclass(frozen=True)
class Shown:
    """What the workbook's own formulas will show, worked out beforehand.

    checks    the Check cell of each filled row, by sheet key and Excel row (in a form, the question's row)
    computed  the values of computed columns, by sheet key, column key and Excel row
    """

    checks: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    computed: Mapping[str, Mapping[str, Mapping[int, object]]] = field(default_factory=dict)


def emit(tables: Tables, shown: Shown) -> bytes:
    """The workbook as bytes, ready to be saved.

    tables  answers laid out by the template itself (see ``answers.placed``), with a blueprint that has
            room for them
    shown   what the formulas show, so that readers that do not calculate see the truth

    The same input gives the same bytes. Raises InvalidValue where Excel cannot hold a value.
    """
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            _Emitter(tables, shown, buffer).run()
        except UserWarning as refused:
            raise InvalidValue(f"Excel cannot hold this: {refused}") from refused
    return buffer.getvalue()


class _SharedFormula(NamedTuple):
    """A cell of a column that shares one formula; only the first holds its text and the area."""

    number: int
    text: str
    area: str
    format: Format
    value: str | float


class _Page(Worksheet):  # type: ignore[misc]
    """A worksheet with two things that XlsxWriter does not offer.

    Row heights are a start, not fixed: Excel goes on fitting rows to what is typed. XlsxWriter marks every
    given height as custom; without any, LibreOffice shows wrapped texts over each other.

    A column of formulas is written as one shared formula, as Excel itself does: a tenth of the time and of
    the size for long sheets.
    """

    shared_formulas = 0

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

    def _xml_start_tag_unencoded(self, tag: str, attributes: list[tuple[str, Any]]) -> None:
        kept = [each for each in attributes if each[0] != "customHeight"] if tag == "row" else attributes
        super()._xml_start_tag_unencoded(tag, kept)


class _Emitter:
    """One workbook on its way out."""

    def __init__(self, tables: Tables, shown: Shown, target: io.BytesIO) -> None:
        self.blueprint: Blueprint = tables.blueprint
        self.tables, self.shown = tables, shown
        self.book = xlsxwriter.Workbook(
            target,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, **NORMAL_FONT},
        )
        self.formats = CellLooks(self.book)
        self.pages: dict[str, Worksheet] = {}
        self.words: set[str] = set()  # of all formulas, the names of places among them

    def run(self) -> None:
        self.properties()
        for key in self.blueprint.order:
            self.pages[key] = self.book.add_worksheet(self.title(key), _Page)
        for key, page in self.pages.items():
            if key == "start":
                self.start(page)
            elif key == "lists":
                self.lists(page)
            else:
                _SheetEmitter(self, self.blueprint.sheets[key], page).run()
        for title, rows in self.tables.extras.sheets.items():
            layout = self.tables.extras.layouts.get(title)
            if layout:
                self.added_sheet(title, rows, layout)
            else:
                self.own_sheet(title, rows)
        self.define_names()
        self.pages[self.blueprint.order[0]].activate()
        self.book.close()

    def spelled(self, formula: formulas.Expression | str) -> str:
        """A formula as it is written; the names in it are remembered."""
        text = formula if isinstance(formula, str) else formula.spelled
        self.words.update(re.findall(r"\w+", text))
        return text

    def define_names(self) -> None:
        """Name the places that formulas speak of, and no others."""
        for name, address in self.blueprint.defined_names.items():
            if name in self.words:
                self.book.define_name(name, f"={address}")

    def title(self, key: str) -> str:
        words = {"start": self.blueprint.start, "lists": self.blueprint.lists_words}
        return words[key].title if key in words else self.blueprint.sheets[key].title

    def properties(self) -> None:
        organisation = str(self.tables.settings.get("organisation") or "")
        self.book.set_properties(
            {
                "title": " - ".join(filter(None, (organisation, self.blueprint.title))),
                "author": organisation or "smreport",
                "company": organisation,
                "created": datetime.combine(self.blueprint.released, datetime.min.time()),
            }
        )
        self.book.set_custom_property("Language", self.blueprint.language)
        self.book.set_custom_property("smreport template", self.blueprint.name)
        self.book.set_custom_property("smreport template version", self.blueprint.version)
        self.book.set_custom_property("smreport template form", self.blueprint.form)
        self.book.set_calc_mode("auto")

    def own_sheet(self, title: str, rows: Sequence[Sequence[object]]) -> None:
        """A sheet that people added themselves, values only."""
        page = self.book.add_worksheet(self.free_title(title), _Page)
        _set_widths(page, [_OWN_WIDTH] * max(map(len, rows)))
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                self.own_value(page, row, column, value)

    def added_sheet(self, title: str, rows: Sequence[Sequence[object]], layout: Layout) -> None:
        """A sheet that smreport adds: a table, with a drop-down where something is asked."""
        page = self.book.add_worksheet(self.free_title(title), _Page)
        page.hide_gridlines(2)
        _set_widths(page, layout.widths)
        page.set_row(0, TITLE_HEIGHT)
        above, headings, below = rows[: layout.header], rows[layout.header], rows[layout.header + 1 :]
        for row, cells in enumerate(above):
            self.text(page, row, 0, "".join(map(str, cells)), self.formats.plain if row else self.formats.title)
        first, last = layout.header + 1, layout.header + len(below)
        page.add_table(
            layout.header, 0, last, len(headings) - 1,
            {"name": f"{title.replace(' ', '_')}_table", "style": None,
             "columns": [{"header": str(heading), "header_format": self.formats.header} for heading in headings]},
        )  # fmt: skip
        for row, cells in enumerate(below, start=first):
            page.set_row(row, height([(str(each), width) for each, width in zip(cells, layout.widths, strict=True)]))
            for column, value in enumerate(cells):
                self.added_cell(page, row, column, value, fixed=column != layout.answer)
        if layout.answer is not None:
            choices = {
                "validate": "list",
                "source": ["Yes", "No"],
                "error_message": "Put Yes or No, or leave it blank.",
            }
            page.data_validation(first, layout.answer, last, layout.answer, choices)
        page.freeze_panes(first, 0)
        page.set_row(layout.header, heading_height([*map(str, headings)], layout.widths))
        lines = ["".join(map(str, cells)) for cells in above]
        _print_setup(page, layout.header, [[width] for width in layout.widths], 1, lines)

    def added_cell(self, page: Worksheet, row: int, column: int, value: object, fixed: bool) -> None:
        if isinstance(value, int | float):
            page.write_number(row, column, value, self.formats.cell("number", fixed, left=True))
        elif value == "":
            page.write_blank(row, column, None, self.formats.cell("text", fixed))
        else:
            self.text(page, row, column, str(value), self.formats.cell("text", fixed))

    def free_title(self, title: str) -> str:
        """The title as Excel takes it, with a number where another sheet has it."""
        plain = "".join(sign for sign in title if sign not in _NOT_IN_TITLES).strip("' ") or "Sheet"
        taken = {page.get_name().lower() for page in self.book.worksheets()}
        free, number = plain[:_LONGEST_TITLE], 1
        while free.lower() in taken:
            number += 1
            end = f" ({number})"
            free = plain[: _LONGEST_TITLE - len(end)] + end
        return free

    def own_value(self, page: Worksheet, row: int, column: int, value: object) -> None:
        """A value in a cell that is not the template's own; never a formula."""
        if isinstance(value, bool):
            page.write_boolean(row, column, value, self.formats.plain)
        elif isinstance(value, int | float):
            page.write_number(row, column, value, self.formats.plain)
        elif isinstance(value, time | timedelta):
            page.write_datetime(row, column, value, self.formats.own_hours)
        elif isinstance(value, date):
            has_time = isinstance(value, datetime) and value.time() != time()
            page.write_datetime(row, column, value, self.formats.own_moment if has_time else self.formats.own_date)
        elif value is not None and str(value).strip():
            self.text(page, row, column, str(value), self.formats.plain)

    def text(self, page: Worksheet, row: int, column: int, words: str, style: Format) -> None:
        if page.write_string(row, column, words, style):
            where = ", ".join(filter(None, (self.tables.file, page.get_name(), xl_rowcol_to_cell(row, column))))
            raise InvalidValue(
                f"{where}: the text has {len(words):,} letters; Excel holds {LONGEST_CELL:,} at most. Shorten it."
            )

    # --- Start here ---

    def start(self, page: Worksheet) -> None:
        words = self.blueprint.start
        page.hide_gridlines(2)
        page.set_row(0, TITLE_HEIGHT)
        page.write_string(0, 0, self.blueprint.title, self.formats.title)
        lines = [*words.intro, *(f"{number}. {step}" for number, step in enumerate(words.steps, start=1))]
        for row, line in enumerate(lines, start=1):
            page.write_string(row, 0, line, self.formats.plain)
        header = len(lines) + 2
        self.progress(page, header)
        stamp = STAMP.format(name=self.blueprint.name, version=self.blueprint.version)
        page.write_string(header - 1, 0, stamp, self.formats.note)
        _print_setup(page, header, [[width] for width in _PROGRESS_WIDTHS], 1, lines)

    def progress(self, page: Worksheet, header: int) -> None:
        """How far each sheet is: rows filled in, rows with errors and with gaps, and what to do next."""
        _set_widths(page, _PROGRESS_WIDTHS)
        headings = (
            "Sheet",
            "What it is for",
            "Who fills it in",
            "Rows filled in",
            "Rows with errors",
            "Rows with gaps",
        )
        listed = [sheet for sheet in self.blueprint if not sheet.rows_from]
        page.add_table(
            header, 0, header + len(listed), len(headings),
            {"name": "Progress", "autofilter": False, "style": None,
             "columns": [{"header": heading, "header_format": self.formats.header} for heading in (*headings, "Next")]},
        )  # fmt: skip
        page.set_row(header, heading_height([*headings, "Next"], _PROGRESS_WIDTHS))
        for row, sheet in enumerate(listed, start=header + 1):
            self.progress_row(page, row, sheet)
        _say(page, Prompt(header + 2, 4, header + 1 + len(listed), 7, "Progress", LEAVE))

    def progress_row(self, page: Worksheet, row: int, sheet: Sheet) -> None:
        text, number = self.formats.cell("text", fixed=True), self.formats.cell("number", fixed=True)
        page.write_url(row, 0, f"internal:{formulas.sheet_name(sheet.title)}!A1", self.formats.link, sheet.title)
        page.set_row(row, height([(sheet.purpose, _PROGRESS_WIDTHS[1]), (sheet.who, _PROGRESS_WIDTHS[2])]))
        page.write_string(row, 1, sheet.purpose, text)
        page.write_string(row, 2, sheet.who, text)
        checks, nothing = self.blueprint.checks(sheet.key), formulas.number(0)
        said = [check for check in self.shown.checks.get(sheet.key, {}).values() if check]
        counts = (len(said), sum("Error: " in check for check in said), sum("Gap: " in check for check in said))
        filled, errors, gaps = (formulas.number_in(formulas.Cell(f"${letter}{row + 1}")) for letter in "DEF")
        is_empty = formulas.equals(filled, nothing)
        page.write_formula(row, 3, f"={self.spelled(formulas.total(formulas.showing(checks)))}", number, counts[0])
        for column, level in ((4, "Error: "), (5, "Gap: ")):
            told = formulas.shown(is_empty, formulas.text(""), formulas.total(formulas.saying(checks, level)))
            value = counts[column - 3] if counts[0] else ""
            page.write_formula(row, column, f"={self.spelled(told)}", number, value)
        empty = _EMPTY_IS_FINE if sheet.optional else _EMPTY
        start, correct, fill, fine, put_back = map(formulas.text, (empty, *_NEXT, _PUT_BACK))
        step = formulas.choose(formulas.more(gaps, nothing), fill, fine)
        step = formulas.choose(formulas.more(errors, nothing), correct, step)
        step = formulas.choose(is_empty, start, step)
        step = formulas.choose(formulas.all_show(sheet.heading_cells), step, put_back)
        page.write_formula(
            row, 6, f"={self.spelled(step)}", text,
            empty if not counts[0] else _NEXT[0] if counts[1] else _NEXT[1] if counts[2] else _NEXT[2],
        )  # fmt: skip

    # --- Lists ---

    def lists(self, page: Worksheet) -> None:
        blueprint = self.blueprint
        header = blueprint.LISTS_HEADER_ROW - 1
        page.write_string(0, 0, blueprint.lists_words.title, self.formats.title)
        page.write_string(1, 0, blueprint.lists_words.intro[0], self.formats.plain)
        self.way_back(page, 2, _PRINTED)
        columns = list(list_columns(self.tables, self.shown.computed))
        length = max(map(len, columns))
        page.add_table(
            header, 0, header + length, len(columns) - 1,
            {"name": "Lists", "autofilter": False, "style": None,
             "columns": [{"header": column.heading, "header_format": self.formats.header} for column in columns]},
        )  # fmt: skip
        for number, column in enumerate(columns):
            self.list_column(page, header + 1, number, column)
        page.freeze_panes(header + 1, 0)
        self.lists_on_paper(page, header, columns)

    def lists_on_paper(self, page: _Page, header: int, columns: Sequence[ListColumn]) -> None:
        """Widths and heights for what is read and printed: the choices, each list on one page with its meanings."""
        page.set_row(0, TITLE_HEIGHT)
        widths = [_LIST_WIDTHS.get(column.heading.rpartition(": ")[2], _LIST_WIDTH) for column in columns]
        _set_widths(page, widths)
        page.set_row(header, heading_height([column.heading for column in columns], widths))
        cells = [column.cells for column in columns]
        for row in range(max(map(len, cells))):
            texts = [(str(there[row]), width) for there, width in zip(cells, widths, strict=True) if row < len(there)]
            page.set_row(header + 1 + row, height(texts))
        lists = list(self.blueprint.lists.values())
        starts = accumulate((len(each.headings) for each in lists), initial=0)
        groups = [widths[start : start + len(each.headings)] for start, each in zip(starts, lists, strict=False)]
        _print_setup(page, header, groups, 0, [])
        rows = max(len(each.items) for each in lists if len(each.items) <= _LONGEST_PRINTED)
        page.print_area(0, 0, header + rows, sum(map(len, groups)) - 1)

    def list_column(self, page: _Page, first: int, number: int, column: ListColumn) -> None:
        for row, constant in enumerate(column.constants, start=first):
            if isinstance(constant, float):
                page.write_number(row, number, constant, self.formats.cell("number"))
            else:
                page.write_string(row, number, constant, self.formats.cell("text"))
        if column.formula:
            fixed = self.formats.cell("text", fixed=True)
            start = first + len(column.constants)
            page.write_shared_formula(start, number, self.spelled(column.formula), column.shown, fixed)

    def way_back(self, page: Worksheet, row: int, before: str = "") -> None:
        start = self.blueprint.start.title
        target = f"internal:{formulas.sheet_name(start)}!A1"
        page.write_url(row, 0, target, self.formats.link_line, f"{before}Back to {start}")


class _SheetEmitter:
    """One sheet on its way out: the frame, the answers, the formulas, and what Excel may accept."""

    def __init__(self, book: _Emitter, sheet: Sheet, page: Worksheet) -> None:
        self.book, self.blueprint, self.formats = book, book.blueprint, book.formats
        self.sheet, self.page = sheet, page
        self.table: Table = book.tables[sheet.key]
        self.checks = book.shown.checks.get(sheet.key, {})
        self.computed = book.shown.computed.get(sheet.key, {})
        self.given = set(book.tables.extras.given.get(sheet.key, ()))

    def run(self) -> None:
        self.refuse_too_many_rows()
        self.frame()
        if self.sheet.is_form:
            self.form()
        else:
            for column in self.sheet.columns:
                self.column(column)
            self.check_column()
            for row, answers in self.table.rows.items():
                columns = self.sheet.columns
                self.fit(row, [(_text_of(column, answers.get(column.key)), column.width) for column in columns])
        for column in self.sheet.asked_columns:
            self.accept(column)
        for prompt in leave_prompts(self.sheet):
            _say(self.page, prompt)
        self.colour_checks()
        self.own_columns()
        self.notes()

    def own_columns(self) -> None:
        """Columns that people added themselves, to the right of the table."""
        columns = self.book.tables.extras.columns.get(self.sheet.key, {})
        for number, (heading, values) in enumerate(columns.items(), start=self.width):
            self.page.write_string(self.sheet.header_row - 1, number, heading, self.formats.plain)
            _set_widths(self.page, [_OWN_WIDTH], number)
            for row, value in values.items():
                self.book.own_value(self.page, row - 1, number, value)

    def notes(self) -> None:
        """Notes that people wrote on answers, on checks and in their own columns."""
        headings = [*self.sheet.headings, *self.book.tables.extras.columns.get(self.sheet.key, {})]
        for (key, row), text in self.book.tables.extras.notes.get(self.sheet.key, {}).items():
            if key.startswith(OWN):
                at_row, number = row, headings.index(key.removeprefix(OWN)) + 1
            else:
                at_row, number = self.sheet.place(key, row)
            self.page.write_comment(at_row - 1, number - 1, text)

    @property
    def width(self) -> int:
        return len(self.sheet.headings)

    def refuse_too_many_rows(self) -> None:
        beyond = [row for row in self.table.rows if row > self.sheet.last_row]
        if beyond:
            rows = f"{len(self.table.rows):,} rows of answers, and the sheet has room for {self.sheet.rows:,}"
            raise InvalidValue(f"{self.sheet.title}: there are {rows}.")

    def frame(self) -> None:
        """Title, purpose, guidance, who fills it in, the header row and the print set-up."""
        sheet, page = self.sheet, self.page
        page.write_string(0, 0, sheet.title, self.formats.title)
        for row, line in enumerate((sheet.purpose, *sheet.guidance), start=1):
            page.write_string(row, 0, line, self.formats.plain)
        header = sheet.header_row - 1
        self.book.way_back(page, header - 1, self.before_way_back())
        columns = () if sheet.is_form else sheet.columns
        looks = [self.formats.headings[need(sheet, column)] for column in columns]
        looks = [self.formats.header] * (self.width - len(looks)) + looks
        page.add_table(
            header, 0, sheet.last_row - 1, self.width - 1,
            {"name": self.table_name, "autofilter": False, "style": None,
             "columns": [{"header": heading, "header_format": look}
                         for heading, look in zip(sheet.headings, looks, strict=True)]},
        )  # fmt: skip
        widths = _FORM_WIDTHS if sheet.is_form else (_CHECK_WIDTH, *(c.width for c in sheet.columns))
        _set_widths(page, widths)
        page.set_row(0, TITLE_HEIGHT)
        page.set_row(header, heading_height(sheet.headings, widths))
        page.freeze_panes(sheet.header_row, 2)
        lines = [sheet.purpose, *sheet.guidance, f"{self.before_way_back()}Back to {self.blueprint.start.title}"]
        _print_setup(page, header, [[width] for width in widths], 2, lines)

    def before_way_back(self) -> str:
        """Who fills the sheet in, and what the looks of headings (in a form, of questions) mean."""
        who = f"Filled in by: {self.sheet.who}. " if self.sheet.who else ""
        if self.sheet.rows_from:
            return who
        need_of_last = need(self.sheet, self.sheet.columns[-1])  # what the workbook fills in comes last
        return f"{who}{_LOOKS}{_ITALICS if need_of_last is Need.WORKBOOK else ''}"

    def form(self) -> None:
        fixed = self.formats.cell("text", fixed=True)
        answers = self.table.rows.get(0, {})
        for column in self.sheet.columns:
            row, _ = self.sheet.place(column.key, 0)
            is_needed = need(self.sheet, column) is Need.ALWAYS
            told = guide(self.sheet, column)
            self.page.write_string(row - 1, 1, column.heading, self.formats.needed_question if is_needed else fixed)
            self.page.write_string(row - 1, 3, told, fixed)
            self.answer(column, 0, answers.get(column.key))
            self.check_question(column.key, row)
            self.fit(row, [(_text_of(column, answers.get(column.key)), _FORM_WIDTHS[2]), (told, _FORM_WIDTHS[3])])

    def fit(self, row: int, texts: list[tuple[str, float]]) -> None:
        """Give a row the height that its texts need, the Check cell among them."""
        self.page.set_row(row - 1, height([(self.checks.get(row, ""), _CHECK_WIDTH), *texts]))

    @property
    def all_rows(self) -> range:
        return range(self.sheet.first_row, self.sheet.last_row + 1)

    def column(self, column: Column) -> None:
        values: dict[Any, Any] = self.table.frame[column.key].to_dict() if column.key in self.table.frame else {}
        if column.computation or isinstance(column.type, Label):
            self.worked_out(column, values)
            return
        for row in self.all_rows:
            self.answer(column, row, values.get(row))

    def answer(self, column: Column, row: int, value: Any) -> None:
        at_row, number = self.sheet.place(column.key, row)
        style = self.formats.cell(column.type.style, fixed=row in self.given, left=self.sheet.is_form)
        if value is None:
            self.page.write_blank(at_row - 1, number - 1, None, style)
            return
        cell = column.type.cell(value)
        if isinstance(cell, date):
            self.page.write_datetime(at_row - 1, number - 1, cell, style)
        elif isinstance(cell, float):
            self.page.write_number(at_row - 1, number - 1, cell, style)
        else:
            self.book.text(self.page, at_row - 1, number - 1, str(cell), style)

    def worked_out(self, column: Column, labels: Mapping[int, Any]) -> None:
        """A column that the workbook fills in by itself."""
        first, number = self.sheet.place(column.key, self.sheet.first_row)
        expression: formulas.Expression
        if column.computation:
            expression = column.computation.formula(self.blueprint, self.sheet, first)
            values = self.computed.get(column.key, {})
        else:
            expression, values = compose_label(column, self.sheet, first), labels
        formula = self.fitting(formulas.of_a_filled_row(self.sheet.row_is_blank(first), expression))
        shown = [_shown(values.get(row)) for row in self.all_rows]
        self.page.write_shared_formula(
            first - 1, number - 1, formula, shown, self.formats.cell(column.type.style, fixed=True)
        )
        self.for_new_rows(number - 1, formula)

    def check_column(self) -> None:
        first = self.sheet.first_row
        formula = self.fitting(formulas.message_cell(self.sheet.row_is_blank(first), self.messages(first)))
        shown = [self.checks.get(row, "") for row in self.all_rows]
        self.page.write_shared_formula(first - 1, 0, formula, shown, self.formats.check)
        self.for_new_rows(0, formula)

    def for_new_rows(self, column: int, formula: str) -> None:
        """Give the table the formula of a column in its own terms, if it is short enough so."""
        headings = {formulas.column_letter(number): text for number, text in enumerate(self.sheet.headings, start=1)}
        spelled = formulas.in_table_terms(formula, self.table_name, headings, self.sheet.first_row)
        if len(spelled) < formulas.LONGEST_FORMULA:
            self.page.fill_new_rows(column, spelled)

    @property
    def table_name(self) -> str:
        return self.sheet.key.capitalize()

    def check_question(self, question: str, row: int) -> None:
        """The Check cell of a form's question."""
        filled = formulas.filled(self.sheet.at(question, 0))
        formula = formulas.message_cell(formulas.NEVER, self.messages(row, question), worth_an_ok=filled)
        self.page.write_formula(row - 1, 0, f"={self.fitting(formula)}", self.formats.check, self.checks.get(row, ""))

    def messages(self, row: int, question: str = "") -> list[tuple[formulas.Truth, str]]:
        """The conditions of the rules that Excel can tell, and what is said where they hold."""
        rules = (rule for rule in self.sheet.rules if rule.in_sheet and (not question or rule.at[0] == question))
        said = [(rule.condition(self.blueprint, self.sheet, row), rule.said(self.sheet)) for rule in rules]
        if own_columns(self.sheet) and not self.sheet.is_form:
            said.append((typed_over(self.sheet, row), said_of_typed_over()))
        return said

    def fitting(self, formula: formulas.Expression) -> str:
        text = self.book.spelled(formula)
        if len(text) >= formulas.LONGEST_FORMULA:
            raise InvalidValue(f"{self.sheet.title}: the Check formula is longer than Excel allows; take out a rule.")
        return text

    def accept(self, column: Column) -> None:
        """The drop-down or limits of a column, and the prompt that shows when its cell is selected."""
        first, number = self.sheet.place(column.key, self.sheet.first_row)
        last = first if self.sheet.is_form else self.sheet.last_row
        options: dict[str, Any] = {
            "input_title": column.heading[:LONGEST_TITLE],
            "input_message": shortened(guide(self.sheet, column), LONGEST_PROMPT),
            "validate": "any",
        }
        limits = column.type.limits()
        if column.type.style == "date":
            limits = Limits("date", _EARLIEST, _LATEST)
        if limits:
            options |= self.limited(column, limits)
        self.page.data_validation(first - 1, number - 1, last - 1, number - 1, options)
        if column.type.style == "figure":
            area = f"{formulas.column_letter(number)}{first}:{formulas.column_letter(number)}{last}"
            self.page.ignore_errors({"number_stored_as_text": area})

    def limited(self, column: Column, limits: Limits) -> dict[str, Any]:
        options: dict[str, Any] = {"error_title": column.heading[:32], "error_message": _refusal(column)}
        if limits.kind == "list":
            options |= {"validate": "list", "source": self.source(column, limits), "show_error": limits.strict}
            return options
        kind = {"length": "length"}.get(limits.kind, limits.kind)
        options |= {"validate": kind, **_bounds(limits)}
        if limits.kind == "date":
            options["error_type"] = "warning"
        return options

    def source(self, column: Column, limits: Limits) -> str:
        """What a drop-down offers, by defined names."""
        if not isinstance(column.type, Ref):
            return self.book.spelled(formulas.list_source(self.blueprint.list_texts(limits.source)))
        grouped = self.blueprint.grouped_lists.get(grouped_list_key(column.type))
        if grouped:
            return self.book.spelled(self.grouped_source(column.type, grouped))
        if column.type.to.also:
            return self.book.spelled(formulas.filled_part(self.blueprint.list_texts(live_list_key(column.type))))
        return self.book.spelled(formulas.filled_part(self.blueprint.cells(limits.source)))

    def grouped_source(self, reference: Ref, grouped: GroupedList) -> str:
        """The choices of this row's group."""
        name = partial(self.blueprint.list_name, grouped.key)
        groups, choices = (formulas.Text(name(part), many=True) for part in (GroupedList.GROUP, GroupedList.CHOICE))
        ups, sizes = (formulas.Number(name(part), many=True) for part in (GroupedList.UP_TO, GroupedList.SIZE))
        mine = formulas.same(groups, self.sheet.text_at(reference.within, self.sheet.first_row))
        return formulas.group_part(choices, mine, before=ups - sizes, size=sizes)

    def colour_checks(self) -> None:
        """Colour as a twin of the words in Check."""
        first, last = self.sheet.first_row - 1, self.sheet.last_row - 1
        cell = formulas.Cell(f"$A{self.sheet.first_row}")
        tests = {
            formulas.shows(cell, "OK"): self.formats.fine,
            formulas.says(cell, "Error: "): self.formats.faulty,
            formulas.says(cell, "Gap: "): self.formats.lacking,
        }
        for test, look in tests.items():
            self.page.conditional_format(
                first, 0, last, 0,
                {"type": "formula", "criteria": f"={test.spelled}", "format": look, "stop_if_true": True},
            )  # fmt: skip


def _set_widths(page: Worksheet, widths: Sequence[float], first: int = 0) -> None:
    for number, width in enumerate(widths, start=first):
        page.set_column(number, number, width * LETTER)


def _print_setup(
    page: Worksheet, header: int, groups: Sequence[Sequence[float]], repeated: int, lines: Sequence[str]
) -> None:
    """A4 landscape; the headings and the first groups of columns are on every page."""
    paper = on_paper(groups, repeated, lines)
    page.set_landscape()
    page.set_paper(A4)
    page.set_print_scale(paper.scale)
    page.set_v_pagebreaks(paper.breaks)
    page.print_across()
    page.repeat_rows(header)
    if repeated and paper.breaks:
        page.repeat_columns(0, repeated - 1)
    page.set_margins(left=SIDE, right=SIDE, top=END, bottom=END)


def _say(page: Worksheet, prompt: Prompt) -> None:
    """Words that show when a cell of the area is selected; anything may be typed, over formulas if asked twice."""
    options = {"validate": "any", "input_title": prompt.title[:LONGEST_TITLE], "input_message": prompt.words}
    if prompt.fixed:
        options |= {"validate": "custom", "value": f"={formulas.NEVER.spelled}", "error_type": "warning"}
        options |= {"error_title": prompt.title[:LONGEST_TITLE], "error_message": _TYPED_OVER}
    page.data_validation(prompt.top - 1, prompt.left - 1, prompt.bottom - 1, prompt.right - 1, options)


def _refusal(column: Column) -> str:
    if column.type.style == "date":
        return "This is not a date. Words such as September 2027 are fine too: answer Yes to keep them."
    return shortened(f"{column.type.describe()} is expected. {column.help}", 255)


def _bounds(limits: Limits) -> dict[str, Any]:
    if limits.low is not None and limits.high is not None:
        return {"criteria": "between", "minimum": limits.low, "maximum": limits.high}
    if limits.low is not None:
        return {"criteria": ">=", "value": limits.low}
    return {"criteria": "<=", "value": limits.high}


def _shown(value: Any) -> str | float:
    """What a computed cell shows."""
    return "" if value is None else value if isinstance(value, str) else float(value)


def _text_of(column: Column, value: Any) -> str:
    """What a wrapped cell shows; numbers and days need one line."""
    cell = None if value is None else column.type.cell(value)
    return cell if isinstance(cell, str) else ""
