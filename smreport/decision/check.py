"""All findings of a workbook: every rule of the blueprint over every table, at once."""

from __future__ import annotations

from collections.abc import Iterator

from smreport.blueprint.columns import Ref
from smreport.blueprint.model import Sheet
from smreport.blueprint.rules import Rule
from smreport.blueprint.tables import Row, Table, Tables
from smreport.blueprint.values import normalised
from smreport.findings import Finding


def check(tables: Tables) -> list[Finding]:
    """Every finding, in the order of sheets, rules and rows."""
    return [finding for sheet in tables.blueprint for finding in _check_sheet(tables[sheet.key], tables)]


def _check_sheet(table: Table, tables: Tables) -> Iterator[Finding]:
    if table.sheet.rows_from:
        return
    owners = _Owners(table, tables)
    for rule in table.sheet.rules:
        for number, row, lookup in rule.broken_rows(table, tables):
            yield _finding(rule, table, tables, number, row, rule.remedy(row, lookup), owners)


def _finding(rule: Rule, table: Table, tables: Tables, number: int, row: Row, remedy: str, owners: _Owners) -> Finding:
    key = rule.at[0]
    column = table.sheet.by_key[key]
    what, fix = rule.words(table.sheet)
    value = row[key]
    return Finding(
        code=rule.code(table.sheet),
        level=rule.level_of(row),
        file=tables.file,
        sheet=table.title,
        row=table.excel_row(key, number),
        cell=table.cell(key, number),
        column=column.heading,
        what=what,
        fix=" ".join(filter(None, (remedy, fix))),
        value="" if value is None or column.asked is False else str(column.type.cell(value)),
        subject=table.name_of(number),
        owner=owners.of(row),
        principle=rule.principle,
    )


class _Owners:
    """Who answers for a row: the sheet's owner column, one of the row it refers to, or who fills the sheet in."""

    def __init__(self, table: Table, tables: Tables) -> None:
        self.sheet: Sheet = table.sheet
        self.via, _, self.key = table.sheet.owner.rpartition(".")
        self.names: dict[str, object] = {}
        if self.via:
            to = table.sheet.by_key[self.via].type
            assert isinstance(to, Ref)
            there = tables[to.to.sheet].rows.values()
            self.names = {normalised(row[to.to.column]): row[self.key] for row in there}

    def of(self, row: Row) -> str:
        owner = self.names.get(normalised(row[self.via])) if self.via else row.get(self.key)
        return str(owner or self.sheet.who)


def check_cells(tables: Tables) -> dict[str, dict[int, str]]:
    """What the Check column shows: OK or the messages, by sheet key and Excel row ("" for silent questions).

    Rules that Excel cannot tell are left out, as in the sheet.
    """
    return {sheet.key: _check_cells(tables[sheet.key], tables) for sheet in tables.blueprint}


def _check_cells(table: Table, tables: Tables) -> dict[int, str]:
    said: dict[int, list[str]] = {}
    for rule in table.sheet.rules:
        for number, row, lookup in rule.broken_rows(table, tables):
            if rule.shows_in_sheet(row, lookup):
                said.setdefault(table.excel_row(rule.at[0], number), []).append(rule.said(table.sheet))
    if table.sheet.is_form:
        filled = [table.places[key] for key, value in table.rows[0].items() if value is not None]
    else:
        filled = list(table.rows)
    return {row: " ".join(said.get(row, ["OK"])) for row in sorted({*filled, *said})}
