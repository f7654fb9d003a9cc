"""What Excel may accept in a cell: drop-downs, limits, and the prompt that shows when it is selected."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from smreport.blueprint import addresses, formulas
from smreport.blueprint.columns import ColumnType, Ref
from smreport.blueprint.entry_limits import Limits
from smreport.blueprint.live_lists import GroupedList, grouped_list_key, live_list_key
from smreport.blueprint.model import Blueprint, Column, Sheet
from smreport.blueprint.needed import guide
from smreport.words import joining, say
from smreport.workbook.emit.book import Book
from smreport.workbook.emit.page import Page
from smreport.workbook.emit.prompts import LONGEST_PROMPT, LONGEST_TITLE, shortened

_EARLIEST, _LATEST = date(1980, 1, 1), date(2199, 12, 31)


def accept(book: Book, sheet: Sheet, page: Page, column: Column) -> None:
    """The drop-down or limits of a column, and the prompt that shows when its cell is selected."""
    first, number = sheet.place(column.key, sheet.first_row)
    last = first if sheet.is_form else sheet.last_row
    options: dict[str, Any] = {
        "input_title": column.heading[:LONGEST_TITLE],
        "input_message": shortened(guide(sheet, column), LONGEST_PROMPT),
        "validate": "any",
    }
    limits = column.type.limits()
    if column.type.style == "date":
        limits = Limits("date", _EARLIEST, _LATEST)
    if limits:
        options |= _limited(book, sheet, column, limits)
    page.data_validation(first - 1, number - 1, last - 1, number - 1, options)
    if column.type.style == "figure":
        area = f"{addresses.column_letter(number)}{first}:{addresses.column_letter(number)}{last}"
        page.ignore_errors({"number_stored_as_text": area})


def _limited(book: Book, sheet: Sheet, column: Column, limits: Limits) -> dict[str, Any]:
    options: dict[str, Any] = {"error_title": column.heading[:32], "error_message": _refusal(column)}
    if limits.kind == "list":
        options |= {
            "validate": "list",
            "source": _source(book, sheet, column.type, limits),
            "show_error": limits.strict,
        }
        return options
    options |= {"validate": limits.kind, **_bounds(limits)}
    if limits.kind == "date":
        options["error_type"] = "warning"
    return options


def _source(book: Book, sheet: Sheet, kind: ColumnType, limits: Limits) -> str:
    """What a drop-down offers, by defined names."""
    blueprint = book.blueprint
    if not isinstance(kind, Ref):
        return book.spelled(formulas.list_source(blueprint.list_texts(limits.source)))
    grouped = blueprint.grouped_lists.get(grouped_list_key(kind))
    if grouped:
        return book.spelled(_grouped_source(blueprint, sheet, kind, grouped))
    if kind.to.also:
        return book.spelled(formulas.filled_part(blueprint.list_texts(live_list_key(kind))))
    return book.spelled(formulas.filled_part(blueprint.cells(limits.source)))


def _grouped_source(blueprint: Blueprint, sheet: Sheet, reference: Ref, grouped: GroupedList) -> str:
    """The choices of this row's group."""
    name = partial(blueprint.list_name, grouped.key)
    groups, choices = (formulas.Text(name(part), many=True) for part in (GroupedList.GROUP, GroupedList.CHOICE))
    ups, sizes = (formulas.Number(name(part), many=True) for part in (GroupedList.UP_TO, GroupedList.SIZE))
    mine = formulas.same(groups, sheet.text_at(reference.within, sheet.first_row))
    return formulas.group_part(choices, mine, before=ups - sizes, size=sizes)


def _refusal(column: Column) -> str:
    if column.type.style == "date":
        return say("workbook.no_date")
    expected = say("findings.readable.fix", expected=column.type.describe())
    return shortened(joining.sentences((expected, column.help)), 255)


def _bounds(limits: Limits) -> dict[str, Any]:
    if limits.low is not None and limits.high is not None:
        return {"criteria": "between", "minimum": limits.low, "maximum": limits.high}
    if limits.low is not None:
        return {"criteria": ">=", "value": limits.low}
    return {"criteria": "<=", "value": limits.high}
