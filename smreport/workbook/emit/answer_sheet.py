"""One sheet that people fill in: the frame, the answers, the formulas and the notes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from smreport.blueprint import addresses, formulas
from smreport.blueprint.check_cells import message_cell
from smreport.blueprint.columns import Choice, Label
from smreport.blueprint.computed import compose_label
from smreport.blueprint.model import Column, Sheet
from smreport.blueprint.needed import Need, guide, need
from smreport.blueprint.own_cells import own_columns, said_of_typed_over, typed_over
from smreport.blueprint.sheet_places import fine
from smreport.blueprint.tables import OWN, Table, last_round_heading
from smreport.errors import InvalidValue
from smreport.findings import Level, begins_in_check
from smreport.words import locales, say
from smreport.workbook.emit.added_sheets import OWN_WIDTH
from smreport.workbook.emit.book import Book
from smreport.workbook.emit.cell_formats import TITLE_HEIGHT, group_height, heading_height, height, least_width
from smreport.workbook.emit.drop_downs import accept
from smreport.workbook.emit.page import Page, print_setup, set_widths, show_prompt
from smreport.workbook.emit.page_setup import wide_enough, within_a_page
from smreport.workbook.emit.prompts import leave_prompts

_CHECK_WIDTH, _REPEATED = 30, 2  # columns that stand on each page: Check, and what a row is called
_LAST_ROUND_WIDTH = 56
_FORM_WIDTHS = (_CHECK_WIDTH, 30, 54, 80)


class AnswerSheet:
    """One sheet on its way out: the frame, the answers, the formulas, and what Excel may accept."""

    def __init__(self, book: Book, sheet: Sheet, page: Page) -> None:
        self.book, self.blueprint, self.formats = book, book.blueprint, book.formats
        self.sheet, self.page = sheet, page
        self.table: Table = book.tables[sheet.key]
        self.checks = book.shown.checks.get(sheet.key, {})
        self.computed = book.shown.computed.get(sheet.key, {})
        self.given = set(book.tables.extras.given.get(sheet.key, ()))

    def write(self) -> None:
        self.refuse_too_many_rows()
        self.frame()
        if self.sheet.is_form:
            self.form()
        else:
            for column in self.sheet.columns:
                self.column(column)
            self.check_column()
            for row, answers in self.table.rows.items():
                texts = [
                    (self.shown_in(column, row, answers.get(column.key)), width)
                    for column, width in zip(self.sheet.columns, self.widths[1:], strict=True)
                ]
                self.fit(row, [*texts, (str(self.last_round.get(row, "")), _LAST_ROUND_WIDTH)])
        for column in self.sheet.asked_columns:
            accept(self.book, self.sheet, self.page, column)
        for prompt in leave_prompts(self.sheet):
            show_prompt(self.page, prompt)
        self.colour_checks()
        self.own_columns()
        self.notes()

    def own_columns(self) -> None:
        """Columns that people added themselves, to the right of the table; last round's answers wrap as answers do."""
        columns = self.book.tables.extras.columns.get(self.sheet.key, {})
        for number, (heading, values) in enumerate(columns.items(), start=self.width):
            is_ours = heading == last_round_heading()
            look = self.formats.headings[Need.WORKBOOK] if is_ours else self.formats.plain
            self.page.write_string(self.sheet.header_row - 1, number, heading, look)
            set_widths(self.page, [_LAST_ROUND_WIDTH if is_ours else OWN_WIDTH], number)
            for row, value in values.items():
                if is_ours:
                    self.book.text(self.page, row - 1, number, str(value), self.formats.cell("text", fixed=True))
                else:
                    self.book.own_value(self.page, row - 1, number, value)

    @property
    def last_round(self) -> Mapping[int, object]:
        """What stands beside open rows in the column that ``renew`` adds, by Excel row."""
        return self.book.tables.extras.columns.get(self.sheet.key, {}).get(last_round_heading(), {})

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

    @cached_property
    def widths(self) -> tuple[float, ...]:
        """Widths of the columns in letters: as the template has them, and wide enough for the words of a language.

        The lines above the table have room on its first page.
        """
        if self.sheet.is_form:
            return (*within_a_page(_FORM_WIDTHS),)
        widths = _CHECK_WIDTH, *map(self._width_of, self.sheet.columns)
        return (*wide_enough([[width] for width in widths], _REPEATED, self.sheet.above),)

    def _width_of(self, column: Column) -> float:
        if not self.blueprint.is_translated:
            return column.width
        choices = column.type.choices.labels.values() if isinstance(column.type, Choice) else ()
        return max(column.width, least_width(column.heading, choices))

    def refuse_too_many_rows(self) -> None:
        beyond = [row for row in self.table.rows if row > self.sheet.last_row]
        if beyond:
            title, room = self.sheet.title, locales.number(self.sheet.rows)
            raise InvalidValue(say("workbook.no_room", sheet=title, count=len(self.table.rows), room=room))

    def frame(self) -> None:
        """Title, purpose, guidance, who fills it in, the header row and the print set-up."""
        sheet, page = self.sheet, self.page
        page.write_string(0, 0, sheet.headline, self.formats.title)
        for row, line in enumerate(sheet.above[:-1], start=1):
            page.write_string(row, 0, line, self.formats.plain)
        header = sheet.header_row - 1
        self.book.way_back(page, header - 1, sheet.above[-1])
        columns = () if sheet.is_form else sheet.columns
        looks = [self.formats.headings[need(sheet, column)] for column in columns]
        looks = [self.formats.header] * (self.width - len(looks)) + looks
        page.add_table(
            header, 0, sheet.last_row - 1, self.width - 1,
            {"name": self.table_name, "autofilter": False, "style": None,
             "columns": [{"header": heading, "header_format": look}
                         for heading, look in zip(sheet.headings, looks, strict=True)]},
        )  # fmt: skip
        widths = self.widths
        set_widths(page, widths)
        page.set_row(0, TITLE_HEIGHT)
        page.set_row(header, heading_height(sheet.headings, widths))
        page.freeze_panes(sheet.header_row, 2)
        print_setup(page, header, [[width] for width in widths], _REPEATED, sheet.above)

    def form(self) -> None:
        fixed = self.formats.cell("text", fixed=True)
        answers = self.table.rows.get(0, {})
        for group, row in self.sheet.groups.items():
            self.page.write_string(row - 1, 1, group, self.formats.header)
            if self.blueprint.is_translated or len(group) > self.widths[1]:
                self.page.set_row(row - 1, group_height(group, self.widths[1]))
            for beside in (0, 2, 3):
                self.page.write_blank(row - 1, beside, None, self.formats.header)
        for column in self.sheet.columns:
            row, _ = self.sheet.place(column.key, 0)
            is_needed = need(self.sheet, column) is Need.ALWAYS
            guidance = "\n".join(filter(None, (guide(self.sheet, column), column.help_beside)))
            self.page.write_string(row - 1, 1, column.heading, self.formats.needed_question if is_needed else fixed)
            self.page.write_string(row - 1, 3, guidance, fixed)
            self.answer(column, 0, answers.get(column.key))
            self.check_question(column.key, row)
            texts = column.heading, _text_of(column, answers.get(column.key)), guidance
            self.fit(row, list(zip(texts, self.widths[1:], strict=True)))

    def shown_in(self, column: Column, row: int, answer: Any) -> str:
        """What a wrapped cell shows; numbers and days need one line."""
        shown = self.computed.get(column.key, {}).get(row)
        return shown if isinstance(shown, str) else _text_of(column, answer)

    def fit(self, row: int, texts: list[tuple[str, float]]) -> None:
        """Give a row the height that its texts need, the Check cell among them."""
        self.page.set_row(row - 1, height([(self.checks.get(row, ""), _CHECK_WIDTH), *texts]))

    @property
    def all_rows(self) -> range:
        return range(self.sheet.first_row, self.sheet.last_row + 1)

    def column(self, column: Column) -> None:
        values = dict(zip(self.table.numbers, self.table.columns.get(column.key, ()), strict=False))
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
        is_blank, messages = self.sheet.row_is_blank(first), self.messages(first)
        here, room = formulas.this_row_below(self.sheet.header_row), formulas.number(self.sheet.rows)
        beyond = formulas.more(here, room) if not self.sheet.rows_from else None
        cell = message_cell(is_blank, messages, beyond=beyond)
        if self.length_in_last_row(cell.spelled) >= formulas.LONGEST_FORMULA:
            cell = message_cell(is_blank, messages, apart=self.book.apart, beyond=beyond)
        formula = self.fitting(cell)
        shown = [self.checks.get(row, "") for row in self.all_rows]
        self.page.write_shared_formula(first - 1, 0, formula, shown, self.formats.check)
        self.for_new_rows(0, formula)

    def for_new_rows(self, column: int, formula: str) -> None:
        """Give the table the formula of a column in its own terms, if it is short enough so."""
        headings = {addresses.column_letter(number): text for number, text in enumerate(self.sheet.headings, start=1)}
        spelled = addresses.in_table_terms(formula, self.table_name, headings, self.sheet.first_row)
        if len(spelled) < formulas.LONGEST_FORMULA:
            self.page.fill_new_rows(column, spelled)

    @property
    def table_name(self) -> str:
        return self.sheet.key.capitalize()

    def check_question(self, question: str, row: int) -> None:
        """The Check cell of a form's question."""
        filled = formulas.filled(self.sheet.at(question, 0))
        formula = message_cell(formulas.NEVER, self.messages(row, question), worth_an_ok=filled)
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
        if self.length_in_last_row(text) >= formulas.LONGEST_FORMULA:
            raise InvalidValue(say("workbook.check_too_long", sheet=self.sheet.title))
        return text

    def length_in_last_row(self, formula: str) -> int:
        """How many letters a formula of the first row has in the last one, whose number may have more digits."""
        first, last = str(self.sheet.first_row), str(self.sheet.last_row)
        return len(formula) + (len(last) - len(first)) * len(re.findall(rf"\$[A-Z]+{first}(?!\d)", formula))

    def colour_checks(self) -> None:
        """Colour as a twin of the words in Check."""
        first, last = self.sheet.first_row - 1, self.sheet.last_row - 1
        cell = formulas.Cell(f"$A{self.sheet.first_row}")
        tests = {
            formulas.shows(cell, fine()): self.formats.fine,
            formulas.says(cell, begins_in_check(Level.ERROR)): self.formats.faulty,
            formulas.says(cell, begins_in_check(Level.GAP)): self.formats.lacking,
        }
        for test, look in tests.items():
            self.page.conditional_format(
                first, 0, last, 0,
                {"type": "formula", "criteria": f"={test.spelled}", "format": look, "stop_if_true": True},
            )  # fmt: skip


def _shown(value: Any) -> str | float:
    """What a computed cell shows."""
    return "" if value is None else value if isinstance(value, str) else float(value)


def _text_of(column: Column, value: Any) -> str:
    """What a wrapped cell shows; numbers and days need one line."""
    cell = None if value is None else column.type.cell(value)
    return cell if isinstance(cell, str) else ""
