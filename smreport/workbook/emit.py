"""Blueprint and answers to an Excel file; the only module that knows XlsxWriter."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from smreport.blueprint import formulas
from smreport.blueprint.columns import Label, Limits, Ref
from smreport.blueprint.computed import compose_label
from smreport.blueprint.model import Blueprint, Column, Sheet, live_list_key
from smreport.blueprint.tables import Table, Tables
from smreport.errors import InvalidValue

STAMP = "smreport template: {name}, version {version}"
_PAPER_A3, _PAPER_A4 = 8, 9
_CHECK_WIDTH = 30
_HEADER_FILL, _HEADER_TEXT = "#1F4E5F", "#FFFFFF"
_INPUT_FILL, _FIXED_FILL, _LINE = "#FFFFFF", "#EEF2F4", "#B8C4CA"
_NUMBER_FORMATS = {"money": "£#,##0.00", "percent": "0.0%", "date": "d mmmm yyyy", "score": "0.0", "figure": "@"}
_EARLIEST, _LATEST = date(1900, 1, 1), date(2199, 12, 31)


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


class _Emitter:
    """One workbook on its way out."""

    def __init__(self, tables: Tables, shown: Shown, target: io.BytesIO) -> None:
        self.blueprint: Blueprint = tables.blueprint
        self.tables, self.shown = tables, shown
        self.book = xlsxwriter.Workbook(
            target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self.formats = _Formats(self.book)
        self.pages: dict[str, Worksheet] = {}

    def run(self) -> None:
        self.properties()
        for key in self.blueprint.order:
            self.pages[key] = self.book.add_worksheet(self.title(key))
        for key, page in self.pages.items():
            if key == "start":
                self.start(page)
            elif key == "lists":
                self.lists(page)
            else:
                _SheetEmitter(self, self.blueprint.sheets[key], page).run()
        self.pages[self.blueprint.order[0]].activate()
        self.book.close()

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
        self.book.set_calc_mode("auto")

    # --- Start here ---

    def start(self, page: Worksheet) -> None:
        words = self.blueprint.start
        page.hide_gridlines(2)
        page.set_column(0, 0, 22)
        page.set_column(1, 2, 44)
        page.set_column(3, 5, 14)
        page.write_string(0, 0, self.blueprint.title, self.formats.title)
        lines = [*words.intro, *(f"{number}. {step}" for number, step in enumerate(words.steps, start=1))]
        for row, line in enumerate(lines, start=1):
            page.write_string(row, 0, line, self.formats.plain)
        header = len(lines) + 2
        self.progress(page, header)
        stamp = STAMP.format(name=self.blueprint.name, version=self.blueprint.version)
        page.write_string(header - 1, 0, stamp, self.formats.note)
        _print_setup(page, _PAPER_A4, header)

    def progress(self, page: Worksheet, header: int) -> None:
        """How far each sheet is: rows filled in, rows with something to put right, and what to do next."""
        headings = ("Sheet", "What it is for", "Who fills it in", "Rows filled in", "Rows to look at", "Next")
        page.set_column(5, 5, 34)
        listed = [sheet for sheet in self.blueprint if not sheet.rows_from]
        page.add_table(
            header, 0, header + len(listed), len(headings) - 1,
            {"name": "Progress", "autofilter": False, "style": None,
             "columns": [{"header": heading, "header_format": self.formats.header} for heading in headings]},
        )  # fmt: skip
        for row, sheet in enumerate(listed, start=header + 1):
            self.progress_row(page, row, sheet)

    def progress_row(self, page: Worksheet, row: int, sheet: Sheet) -> None:
        text, number = self.formats.cell("text", fixed=True), self.formats.cell("number", fixed=True)
        page.write_url(row, 0, f"internal:{formulas.sheet_name(sheet.title)}!A1", self.formats.link, sheet.title)
        page.write_string(row, 1, sheet.purpose, text)
        page.write_string(row, 2, sheet.who, text)
        checks = list(self.shown.checks.get(sheet.key, {}).values())
        rows_filled, faulty = len([check for check in checks if check]), len([c for c in checks if c not in ("", "OK")])
        checked = f"{formulas.sheet_name(sheet.title)}!$A${sheet.first_row}:$A${sheet.last_row}"
        page.write_formula(row, 3, f'=SUMPRODUCT(--({checked}<>""))', number, rows_filled)
        page.write_formula(row, 4, f'=SUMPRODUCT(({checked}<>"")*({checked}<>"OK"))', number, faulty)
        there = f"$D{row + 1}", f"$E{row + 1}"
        words = ("Nothing filled in yet", "Look at column A, Check", "Fine so far")
        page.write_formula(
            row, 5, f'=IF({there[0]}=0,"{words[0]}",IF({there[1]}>0,"{words[1]}","{words[2]}"))', text,
            words[0] if not rows_filled else words[1] if faulty else words[2],
        )  # fmt: skip

    # --- Lists ---

    def lists(self, page: Worksheet) -> None:
        blueprint = self.blueprint
        header = blueprint.LISTS_HEADER_ROW - 1
        page.write_string(0, 0, blueprint.lists_words.title, self.formats.title)
        page.write_string(1, 0, blueprint.lists_words.intro[0], self.formats.plain)
        self.way_back(page, 2)
        headings = [heading for choices in blueprint.lists.values() for heading in choices.headings]
        headings += [live.heading for live in blueprint.live_lists.values()]
        length = max(map(blueprint.list_length, blueprint.list_columns))
        page.add_table(
            header, 0, header + length, len(headings) - 1,
            {"name": "Lists", "autofilter": False, "style": None,
             "columns": [{"header": heading, "header_format": self.formats.header} for heading in headings]},
        )  # fmt: skip
        page.set_column(0, len(headings) - 1, 26)
        for key in blueprint.lists:
            self.choice_list(page, key, header + 1)
        for key in blueprint.live_lists:
            self.live_list(page, key, header + 1)
        page.freeze_panes(header + 1, 0)
        _print_setup(page, _PAPER_A3, header)

    def choice_list(self, page: Worksheet, key: str, first: int) -> None:
        choices, column = self.blueprint.lists[key], self.blueprint.list_columns[key] - 1
        text = self.formats.cell("text")
        for row, item in enumerate(choices.items, start=first):
            page.write_string(row, column, item.text, text)
            if choices.is_scale:
                page.write_number(row, column + 1, item.value, self.formats.cell("number"))
            if choices.explains:
                page.write_string(row, column + len(choices.headings) - 1, item.help, text)

    def live_list(self, page: Worksheet, key: str, first: int) -> None:
        live, column = self.blueprint.live_lists[key], self.blueprint.list_columns[key] - 1
        text = self.formats.cell("text", fixed=True)
        for row, fixed in enumerate(live.fixed, start=first):
            page.write_string(row, column, fixed, text)
        target = live.to.to
        sheet = self.blueprint.sheets[target.sheet]
        known = [row[target.column] for row in self.tables[target.sheet].rows.values()]
        for position in range(sheet.rows):
            value = known[position] if position < len(known) else None
            page.write_formula(
                first + len(live.fixed) + position, column,
                f'=IFERROR(INDEX({sheet.address(target.column)},{position + 1})&"","")', text, value or "",
            )  # fmt: skip

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

    def run(self) -> None:
        self.frame()
        if self.sheet.is_form:
            self.form()
        else:
            for column in self.sheet.columns:
                self.column(column)
            for row in range(self.sheet.first_row, self.sheet.last_row + 1):
                self.check(row)
        for column in self.sheet.asked_columns:
            self.accept(column)
        self.colour_checks()

    @property
    def width(self) -> int:
        return len(self.sheet.headings)

    def frame(self) -> None:
        """Title, purpose, guidance, who fills it in, the header row and the print set-up."""
        sheet, page = self.sheet, self.page
        page.write_string(0, 0, sheet.title, self.formats.title)
        for row, line in enumerate((sheet.purpose, *sheet.guidance), start=1):
            page.write_string(row, 0, line, self.formats.plain)
        header = sheet.header_row - 1
        who = f"Filled in by: {sheet.who}. " if sheet.who else ""
        self.book.way_back(page, header - 1, who)
        page.add_table(
            header, 0, sheet.last_row - 1, self.width - 1,
            {"name": sheet.key.capitalize(), "autofilter": False, "style": None,
             "columns": [{"header": heading, "header_format": self.formats.header} for heading in sheet.headings]},
        )  # fmt: skip
        page.set_row(header, 34)
        widths = (_CHECK_WIDTH, 30, 54, 80) if sheet.is_form else (_CHECK_WIDTH, *(c.width for c in sheet.columns))
        for number, width in enumerate(widths):
            page.set_column(number, number, width)
        page.freeze_panes(sheet.header_row, 2)
        _print_setup(page, _PAPER_A3 if sum(widths) > 180 else _PAPER_A4, header)

    def form(self) -> None:
        fixed = self.formats.cell("text", fixed=True)
        answers = self.table.rows.get(0, {})
        for column in self.sheet.columns:
            row, _ = self.sheet.place(column.key, 0)
            self.page.write_string(row - 1, 1, column.heading, fixed)
            self.page.write_string(row - 1, 3, _prompt(column), fixed)
            self.answer(column, 0, answers.get(column.key))
            self.check(row, column.key)

    def column(self, column: Column) -> None:
        values = self.table.frame[column.key].to_dict() if column.key in self.table.frame else {}
        for row in range(self.sheet.first_row, self.sheet.last_row + 1):
            if column.computation or isinstance(column.type, Label):
                self.formula(column, row, values.get(row))
            else:
                self.answer(column, row, values.get(row))

    def answer(self, column: Column, row: int, value: Any) -> None:
        at_row, number = self.sheet.place(column.key, row)
        style = self.formats.cell(column.type.style)
        if value is None:
            self.page.write_blank(at_row - 1, number - 1, None, style)
            return
        cell = column.type.cell(value)
        if isinstance(cell, date):
            self.page.write_datetime(at_row - 1, number - 1, cell, style)
        elif isinstance(cell, float):
            self.page.write_number(at_row - 1, number - 1, cell, style)
        else:
            self.page.write_string(at_row - 1, number - 1, cell, style)

    def formula(self, column: Column, row: int, label: object) -> None:
        at_row, number = self.sheet.place(column.key, row)
        if column.computation:
            expression = column.computation.formula(self.blueprint, self.sheet, row)
            value = self.computed.get(column.key, {}).get(row)
        else:
            expression, value = compose_label(column, self.sheet, row), label
        self.page.write_formula(
            at_row - 1, number - 1, f'=IFERROR(IF({self.sheet.row_is_blank(row)},"",{expression}),"")',
            self.formats.cell(column.type.style, fixed=True), "" if value is None else value,
        )  # fmt: skip

    def check(self, row: int, question: str = "") -> None:
        """The Check cell of a row; in a form, of one question."""
        rules = [rule for rule in self.sheet.rules if rule.in_sheet and (not question or rule.at[0] == question)]
        messages = [(rule.condition(self.blueprint, self.sheet, row), rule.words(self.sheet)[0]) for rule in rules]
        if question:
            filled = formulas.filled(self.sheet.cell(question, 0))
            formula = formulas.message_cell("FALSE", messages, worth_an_ok=filled)
        else:
            formula = formulas.message_cell(self.sheet.row_is_blank(row), messages)
        if len(formula) > formulas.LONGEST_FORMULA:
            raise InvalidValue(f"{self.sheet.title}: the Check formula is longer than Excel allows; take out a rule.")
        self.page.write_formula(row - 1, 0, formula, self.formats.check, self.checks.get(row, ""))

    def accept(self, column: Column) -> None:
        """The drop-down or limits of a column, and the prompt that shows when its cell is selected."""
        first, number = self.sheet.place(column.key, self.sheet.first_row)
        last = first if self.sheet.is_form else self.sheet.last_row
        options: dict[str, Any] = {
            "input_title": column.heading[:32],
            "input_message": _shortened(_prompt(column), 255),
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
        if isinstance(column.type, Ref):
            if column.type.to.also:
                return formulas.filled_part(self.blueprint.list_range(live_list_key(column.type)))
            sheet, _, key = limits.source.partition(".")
            return formulas.filled_part(self.blueprint.sheets[sheet].address(key))
        return f"={self.blueprint.list_range(limits.source)}"

    def colour_checks(self) -> None:
        """Colour as a twin of the words in Check."""
        first, last = self.sheet.first_row - 1, self.sheet.last_row - 1
        cell = f"$A{self.sheet.first_row}"
        self.page.conditional_format(
            first, 0, last, 0, {"type": "formula", "criteria": f'={cell}="OK"', "format": self.formats.fine}
        )
        self.page.conditional_format(
            first, 0, last, 0, {"type": "formula", "criteria": f'={cell}<>""', "format": self.formats.faulty}
        )


class _Formats:
    """The cell formats, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.made: dict[tuple[str, bool], Format] = {}
        font = {"font_name": "Arial", "font_size": 11}
        self.font = font
        self.title = book.add_format({**font, "bold": True, "font_size": 18, "font_color": _HEADER_FILL})
        self.plain = book.add_format({**font, "valign": "top"})
        self.note = book.add_format({**font, "font_size": 9, "font_color": "#595959"})
        self.link = book.add_format({**font, **_BOX, "font_color": "#0B5394", "underline": 1, "valign": "top"})
        self.link_line = book.add_format({**font, "font_color": "#0B5394", "underline": 1})
        self.header = book.add_format(
            {**font, **_BOX, "bold": True, "text_wrap": True, "valign": "vcenter",
             "bg_color": _HEADER_FILL, "font_color": _HEADER_TEXT}
        )  # fmt: skip
        self.check = book.add_format({**font, **_BOX, "text_wrap": True, "valign": "top", "bg_color": _FIXED_FILL})
        self.fine = book.add_format({"font_color": "#1B5E20"})
        self.faulty = book.add_format({"font_color": "#7A2E00", "bg_color": "#FDEBD8"})

    def cell(self, style: str, fixed: bool = False) -> Format:
        """The format of an answer, or of a cell that the workbook fills in itself (``fixed``)."""
        if (style, fixed) not in self.made:
            look: dict[str, Any] = {**self.font, **_BOX, "valign": "top"}
            look |= {"bg_color": _FIXED_FILL if fixed else _INPUT_FILL}
            look |= {"num_format": _NUMBER_FORMATS[style]} if style in _NUMBER_FORMATS else {}
            look |= {"text_wrap": True} if style in ("text", "figure", "date") else {}
            look |= {"align": "left"} if style in ("date", "figure") else {}
            self.made[style, fixed] = self.book.add_format(look)
        return self.made[style, fixed]


_BOX = {"border": 1, "border_color": _LINE}


def _print_setup(page: Worksheet, paper: int, header: int) -> None:
    page.set_landscape()
    page.set_paper(paper)
    page.fit_to_pages(1, 0)
    page.repeat_rows(header)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)


def _prompt(column: Column) -> str:
    """The help text, with an example and what a blank stands for."""
    parts = [column.help]
    if column.example:
        parts.append(f"Example: {column.example}.")
    if column.default is not None:
        shown = f"{column.default:.1%}" if column.type.style == "percent" else f"{column.default:g}"
        parts.append(f"If left blank: {shown}.")
    return " ".join(parts)


def _refusal(column: Column) -> str:
    if column.type.style == "date":
        return "This is not a date. Words such as September 2027 are fine too: answer Yes to keep them."
    return _shortened(f"{column.type.describe()} is expected. {column.help}", 255)


def _bounds(limits: Limits) -> dict[str, Any]:
    if limits.low is not None and limits.high is not None:
        return {"criteria": "between", "minimum": limits.low, "maximum": limits.high}
    if limits.low is not None:
        return {"criteria": ">=", "value": limits.low}
    return {"criteria": "<=", "value": limits.high}


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
