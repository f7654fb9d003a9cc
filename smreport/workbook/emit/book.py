"""The workbook on its way out: what all its sheets share."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell

from smreport.blueprint import addresses, formulas
from smreport.blueprint.columns import LONGEST_CELL
from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Tables
from smreport.errors import InvalidValue
from smreport.frozen import Frozen, field
from smreport.words import joining, locales, say
from smreport.workbook.emit.cell_formats import NORMAL_FONT, CellLooks
from smreport.workbook.emit.page import Page

_LONGEST_TITLE, _NOT_IN_TITLES = 31, "[]:*?/\\"


class Shown(Frozen):
    """What the workbook's own formulas will show, worked out beforehand.

    checks    the Check cell of each filled row, by sheet key and Excel row (in a form, the question's row)
    computed  the values of computed columns, by sheet key, column key and Excel row
    """

    checks: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    computed: Mapping[str, Mapping[str, Mapping[int, object]]] = field(default_factory=dict)


class Book:
    """One workbook on its way out.

    words  all words of its formulas, the names of places among them
    words_apart  what is said by formulas that would be too long with it, by the name of its cell in the workings
    """

    def __init__(self, tables: Tables, shown: Shown, target: io.BytesIO) -> None:
        self.blueprint: Blueprint = tables.blueprint
        self.tables, self.shown = tables, shown
        self.book = xlsxwriter.Workbook(
            target,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, **NORMAL_FONT},
        )
        self.formats = CellLooks(self.book)
        self.words: set[str] = set()
        self.words_apart: dict[str, str] = {}
        self.set_properties()

    def add_page(self, title: str) -> Page:
        page: Page = self.book.add_worksheet(title, Page)
        return page

    def add_own_page(self, title: str) -> Page:
        """A page beside the template's: its title as Excel takes it, with a number where another sheet has it."""
        return self.add_page(self.free_title(title))

    def close(self) -> None:
        self.define_names()
        for page in self.book.worksheets():
            page.set_print_areas()
        self.book.close()

    def spelled(self, formula: formulas.Expression | str) -> str:
        """A formula as it is written; the names in it are remembered."""
        text = formula if isinstance(formula, str) else formula.spelled
        self.words.update(re.findall(r"\w+", text))
        return text

    def apart(self, words: str) -> formulas.Text:
        """The place of words in a cell of their own."""
        names = {said: name for name, said in self.words_apart.items()}
        name = names.get(words, f"said_{len(names) + 1}")
        self.words_apart[name] = words
        return formulas.Text(name)

    def define_names(self) -> None:
        """Name the places that formulas speak of, and no others."""
        for name, address in self.blueprint.defined_names.items():
            if name in self.words:
                self.book.define_name(name, f"={address}")

    def set_properties(self, title: str = "") -> None:
        """Say whose the workbook is; ``title`` what it is called, where that is not by the template."""
        organisation = str(self.tables.settings.get("organisation") or "")
        self.book.set_properties(
            {
                "title": joining.titled(organisation, title or self.blueprint.title),
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

    def free_title(self, title: str) -> str:
        """The title as Excel takes it, with a number where another sheet has it."""
        plain = "".join(sign for sign in title if sign not in _NOT_IN_TITLES).strip("' ") or say("workbook.sheet")
        taken = {page.get_name().lower() for page in self.book.worksheets()}
        free, number = plain[:_LONGEST_TITLE], 1
        while free.lower() in taken:
            number += 1
            end = f" ({number})"
            free = plain[: _LONGEST_TITLE - len(end)] + end
        return free

    def own_value(self, page: Page, row: int, column: int, value: object) -> None:
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

    def text(self, page: Page, row: int, column: int, words: str, style: Format) -> None:
        if page.write_string(row, column, words, style):
            where = joining.in_a_row((self.tables.file, page.get_name(), xl_rowcol_to_cell(row, column)))
            most = locales.number(LONGEST_CELL)
            raise InvalidValue(say("workbook.too_long", where=where, count=len(words), most=most))

    def way_back(self, page: Page, row: int, words: str) -> None:
        """A line with the link to the first sheet."""
        target = f"internal:{addresses.sheet_name(self.blueprint.start.title)}!A1"
        page.write_url(row, 0, target, self.formats.link_line, words)
