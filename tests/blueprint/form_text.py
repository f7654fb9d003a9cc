"""A form, and what it says of some answers, as plain text that a person can read and a diff can compare."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from kept import assert_as_kept
from workbooks import workbook

from smreport.blueprint.listing import ListColumn, list_columns, working_columns
from smreport.blueprint.model import Blueprint, Column, Sheet
from smreport.blueprint.needed import emptiness, guide, need
from smreport.blueprint.tables import Tables
from smreport.blueprint.understanding import as_excel_reads

SMALL = Path(__file__).parent / "small"


def assert_is(name: str, today: str) -> None:
    """What is said is what is kept under the name."""
    assert_as_kept(SMALL / f"{name}.txt", today)


def assert_read_again(name: str, again: Callable[[str], str]) -> None:
    """The same of a text that has both what is read and what is made of it."""
    assert_is(name, again((SMALL / f"{name}.txt").read_text(encoding="utf-8")))


def form(small: Blueprint) -> str:
    """What the small form is."""
    return "\n".join(_form(small)) + "\n"


def answered(small: Blueprint) -> str:
    """What it says of its answers: of many that are wrong, and of few."""
    wrong, calm = (workbook(small, (SMALL / name).read_text(encoding="utf-8")) for name in ("answers.md", "calm.md"))
    lists = (line for column in (*list_columns(wrong), *working_columns(wrong)) for line in _list_column(column))
    shown = (line for column in (*list_columns(calm), *working_columns(calm)) for line in _shown(column))
    return "\n".join((*_findings(wrong), *lists, "=== calm", *_findings(calm), *shown)) + "\n"


def _form(form: Blueprint) -> Iterator[str]:
    yield f"{form.name} {form.version}, {form.title!r}, {form.form}"
    for sheet in form:
        yield from _sheet(form, sheet)
    for choices in form.lists.values():
        yield f"\n{choices.key}: {choices.headings}, open {choices.open}, scale {choices.is_scale}"
        yield from (f"    {item.id} {item.text!r} {item.help!r} {item.value} {item.also}" for item in choices.items)
    yield ""
    for name, place in form.defined_names.items():
        yield f"{name}: {place}"


def _sheet(form: Blueprint, sheet: Sheet) -> Iterator[str]:
    first = sheet.first_row
    yield f"\n== {sheet.key}: {sheet.headline!r}, {sheet.row_name}, rows {first} to {sheet.last_row} =="
    yield f"checks {sheet.checks}, name {sheet.name_key}, owner {sheet.owner!r}, {sheet.printed}, {sheet.groups}"
    yield f"or {sheet.aliases}, since {sheet.since!r}, stays {sheet.stays}, retired {sheet.retired}"
    yield f"must have rows: {sheet.must_have_rows}: {' / '.join(emptiness(sheet))}"
    yield from (f"| {line}" for line in sheet.above)
    for column in sheet.columns:
        yield from _column(form, sheet, column)
    for rule in sheet.rules:
        what, fix = rule.words(sheet)
        yield f"{rule.code(sheet)}, {rule.level.value}, principle {rule.principle}: {what} {fix}"
        yield f"    of {rule.at}, {rule.needs}: {rule.said(sheet)}"
        yield f"    = {rule.condition(form, sheet, first).spelled}"


def _column(form: Blueprint, sheet: Sheet, column: Column) -> Iterator[str]:
    kind = column.type
    yield f"{sheet.address(column.key)} {column.key} {column.heading!r}, {kind.name} {kind.style}, {column.width:g}"
    yield f"    {need(sheet, column).value}: {kind.describe()} {guide(sheet, column)}"
    yield f"    {kind.limits()}, or {column.aliases}, since {column.since!r}, withholds {column.withholds}"
    broken = kind.broken(sheet.at(column.key, sheet.first_row))
    if broken:
        yield f"    unreadable where {broken.spelled}: {kind.not_readable(column.heading)}"
    if column.computation:
        yield f"    = {column.computation.formula(form, sheet, sheet.first_row).spelled}"


def _findings(tables: Tables) -> Iterator[str]:
    """What is wrong in some answers, and in which rows the sheets say so."""
    in_excel = as_excel_reads(tables)
    for key, table in tables.items():
        for rule in table.sheet.rules:
            for breach in rule.breaches(table, tables):
                cells = " ".join(table.cell(rule.at[0], number) for number in breach.numbers)
                level = rule.level_of(breach.row, breach.lookup).value
                shows = "" if rule.shows_in_sheet(breach.row, breach.lookup) else ", not in the sheet"
                yield f"{cells} {rule.code(table.sheet)}, {level}{shows}: {rule.remedy(breach.row, breach.lookup)}"
            if rows := sorted(rule.rows_in_sheet(in_excel[key], in_excel)):
                yield f"    {rule.code(table.sheet)} shows in {', '.join(map(str, rows))}"


def _list_column(column: ListColumn) -> Iterator[str]:
    yield f"{column.heading}{f' = {column.formula.spelled}' if column.formula else ''}"
    yield from _shown(column)


def _shown(column: ListColumn) -> Iterator[str]:
    """What it shows in its cells, but for those at the end that show nothing."""
    shown = [f"{cell:.15g}" if isinstance(cell, float) else cell for cell in column.cells]
    while shown and shown[-1] in ("", "0"):
        shown.pop()
    yield f"    {len(column)}: {' | '.join(shown)}"
