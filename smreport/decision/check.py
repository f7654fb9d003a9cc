"""All findings of a workbook: every rule of the blueprint over every table, at once."""

from __future__ import annotations

from collections.abc import Iterator

from smreport.blueprint.check_cells import BETWEEN
from smreport.blueprint.columns import Ref
from smreport.blueprint.model import Column, Judges, Sheet
from smreport.blueprint.naming import Meant, as_first_typed
from smreport.blueprint.needed import emptiness
from smreport.blueprint.own_cells import TYPED_OVER_CODE, said_of_typed_over
from smreport.blueprint.publication import Rows, secret_rows, withheld_names, withheld_rows
from smreport.blueprint.rules import Breach
from smreport.blueprint.sheet_places import fine
from smreport.blueprint.tables import Row, Table, Tables
from smreport.blueprint.understanding import as_excel_reads
from smreport.blueprint.values import ReadAs, normalised
from smreport.decision import scope
from smreport.decision.limits_hold import finding_of_limits
from smreport.decision.missing_rows import Missing, findings_of_missing, missing_rows
from smreport.decision.round_of import depending_on_dropped, has_no_ceiling
from smreport.findings import Finding, Level
from smreport.frozen import replace
from smreport.words import joining, say


def check(tables: Tables) -> list[Finding]:
    """Every finding, in the order of sheets, rules and rows; then what the reader has to tell of each sheet."""
    return check_with(tables, finding_of_limits(tables))


def check_with(tables: Tables, of_limits: Finding | None) -> list[Finding]:
    """Every finding, with this one of the limits of the first wave, or none of them."""
    missing = missing_rows(tables)
    findings = [
        finding for sheet in tables.blueprint for finding in _check_sheet(tables[sheet.key], tables, missing, of_limits)
    ]
    titles = {table.title for table in tables.values()}
    findings += [replace(doubt, file=tables.file) for doubt in tables.doubts if doubt.sheet not in titles]
    withheld = withheld_rows(tables)
    return _without_names(findings, tables, withheld) if any(withheld.values()) else findings


def _without_names(findings: list[Finding], tables: Tables, withheld: Rows) -> list[Finding]:
    """The findings without anything of rows that are not for publication as a whole, but for where they stand."""
    places = {(tables[key].title, row): tables[key].sheet.who for key, rows in withheld.items() for row in rows}
    names = withheld_names(tables, withheld)
    redacted = []
    for finding in findings:
        who = places.get((finding.sheet, finding.row))
        said = normalised(f"{finding.value} {finding.subject} {finding.what} {finding.fix}")
        if who is not None or any(name in said for name in names):
            is_safe = finding.code.startswith("cells.") and not any(name in normalised(finding.fix) for name in names)
            fix = finding.fix if is_safe else say("findings.withheld.fix")  # the reader quotes nothing of such rows
            finding = replace(finding, value="", subject="", fix=fix, owner=finding.owner if who is None else who)
        redacted.append(finding)
    return redacted


def _check_sheet(table: Table, tables: Tables, missing: list[Missing], of_limits: Finding | None) -> Iterator[Finding]:
    owners, secret = _Owners(table, tables), secret_rows(table)
    for rule in () if table.sheet.rows_from else table.sheet.rules:
        findings = [
            finding
            for breach in rule.breaches(table, tables)
            for finding in _findings(rule, breach, table, tables, owners, secret)
        ]
        yield from sorted(findings, key=lambda finding: finding.row)
    unowned = _unowned(table, tables, of_limits, secret)
    yield from (replace(finding, owner=owners.at(finding.row)) for finding in unowned)
    yield from findings_of_missing(table, tables, missing)
    if table.sheet.must_have_rows and not table.numbers and not any(row.sheet == table.sheet.key for row in missing):
        yield _nothing_in(table, tables)
    for doubt in tables.doubts:
        if doubt.sheet == table.title:
            yield replace(doubt, file=tables.file, owner=owners.at(doubt.row))


def _unowned(table: Table, tables: Tables, of_limits: Finding | None, secret: frozenset[int]) -> Iterator[Finding]:
    """What is told of rows as a whole, its owners left open."""
    yield from _taken_as_in_scope(table, tables)
    yield from _gaps(table, tables, secret)
    if of_limits and of_limits.sheet == table.title:
        yield of_limits


def _findings(
    rule: Judges, breach: Breach, table: Table, tables: Tables, owners: _Owners, secret: frozenset[int]
) -> Iterator[Finding]:
    """What a breach says of each of its rows; of those not for publication nothing is quoted, only where they stand."""
    key = rule.at[0]
    column, value = table.sheet.by_key[key], breach.row[key]
    what, fix = rule.words(table.sheet)
    remedy = rule.remedy(breach.row, breach.lookup)
    for number in breach.numbers:
        is_told = number not in secret
        yield Finding(
            code=rule.code(table.sheet),
            level=rule.level_of(breach.row, breach.lookup),
            file=tables.file,
            sheet=table.title,
            row=table.excel_row(key, number),
            cell=table.cell(key, number),
            column=column.heading,
            what=what,
            fix=joining.sentences((remedy if is_told else "", fix)),
            value=_shown(column, value) if is_told else "",
            subject=table.name_of(number),
            owner=owners.of(table.row(number)),
            principle=rule.principle,
        )


TAKEN_AS_IN_SCOPE = "areas.status.taken_as_in_scope"


def _taken_as_in_scope(table: Table, tables: Tables) -> Iterator[Finding]:
    """A note on each area without a status that is worked with all the same. The owners are left open."""
    if table.sheet.key != "areas" or not scope.is_known(tables):
        return
    for row in sorted(scope.taken_as_in_scope(tables)):
        yield Finding(
            code=TAKEN_AS_IN_SCOPE,
            level=Level.NOTE,
            file=tables.file,
            sheet=table.title,
            row=row,
            cell=table.cell("status", row),
            column=table.sheet.by_key["status"].heading,
            what=say("findings.taken_as_in_scope.what"),
            fix=say("findings.taken_as_in_scope.fix"),
            subject=table.name_of(row),
        )


DEPENDS_ON_DROPPED = "portfolio.depends.dropped"
CEILINGS = {"evaluation": ("setup_cost", "yearly_cost", "hours"), "settings": ("hourly_rate",)}
"""Columns by sheet in which a lower bound alone is not known."""


def codes_of_gaps(sheet: str) -> dict[str, str]:
    """What else counts as not known, or keeps a project out, on a sheet: its words by the code of the finding."""
    codes = {f"{sheet}.{key}.no_ceiling": "no_ceiling" for key in CEILINGS.get(sheet, ())}
    return codes | ({DEPENDS_ON_DROPPED: "depends_on_dropped"} if sheet == "portfolio" else {})


def _gaps(table: Table, tables: Tables, secret: frozenset[int]) -> Iterator[Finding]:
    """A gap for each cost of which a lower bound alone is known, and each project that depends on a dropped one."""
    for code, words in codes_of_gaps(table.sheet.key).items():
        key = code.split(".")[1]
        for row in depending_on_dropped(tables) if code == DEPENDS_ON_DROPPED else _without_ceiling(table, key):
            column = table.sheet.by_key[key]
            yield Finding(
                code=code,
                level=Level.GAP,
                file=tables.file,
                sheet=table.title,
                row=table.excel_row(key, row),
                cell=table.cell(key, row),
                column=column.heading,
                what=say(f"findings.counts_against.{words}.what"),
                fix=say(f"findings.counts_against.{words}.fix"),
                value="" if row in secret else _shown(column, table.row(row)[key]),
                subject=table.name_of(row),
            )


def _without_ceiling(table: Table, key: str) -> list[int]:
    return [row for row, value in zip(table.numbers, table.columns[key], strict=True) if has_no_ceiling(value)]


def _nothing_in(table: Table, tables: Tables) -> Finding:
    """The gap that an empty sheet is, at the cell where its first row begins."""
    sheet = table.sheet
    column = sheet.asked_columns[0]
    return Finding(
        **emptiness(sheet)._asdict(),
        level=Level.GAP,
        file=tables.file,
        sheet=table.title,
        row=sheet.first_row,
        cell=table.cell(column.key, sheet.first_row),
        column=column.heading,
        owner=sheet.who,
    )


def _shown(column: Column, value: object) -> str:
    """What stands in the cell, as text; "" where it is blank or worked out."""
    if value is None or not column.asked:
        return ""
    if isinstance(value, ReadAs):
        return value.typed
    if isinstance(value, Meant):
        return value.in_cell
    return str(column.type.cell(as_first_typed(value)) if not isinstance(value, str) else value)


def owner_at(tables: Tables, sheet: str, excel_row: int) -> str:
    """Who answers for what stands in a row of a sheet, filled in or not."""
    return _Owners(tables[sheet], tables).at(excel_row)


class _Owners:
    """Who answers for a row: the sheet's owner column, one of the row it refers to, or who fills the sheet in."""

    def __init__(self, table: Table, tables: Tables) -> None:
        self.table = table
        self.sheet: Sheet = table.sheet
        self.via, _, self.key = table.sheet.owner.rpartition(".")
        self.names: dict[str, object] = {}
        if self.via:
            to = table.sheet.by_key[self.via].type
            assert isinstance(to, Ref)
            target = tables[to.to.sheet]
            self.names = dict(zip(target.plain(to.to.column), target.columns[self.key], strict=True))

    def at(self, excel_row: int) -> str:
        """Who answers for what stands in an Excel row, filled in or not."""
        number = 0 if self.sheet.is_form else excel_row
        return self.of(self.table.row(number)) if self.table.has(number) else self.sheet.who

    def of(self, row: Row) -> str:
        owner = self.names.get(normalised(row[self.via])) if self.via else row.get(self.key)
        return str(owner or self.sheet.who)


def check_cells(tables: Tables) -> dict[str, dict[int, str]]:
    """What the Check column shows: OK or the messages, by sheet key and Excel row ("" for silent questions).

    Rules that Excel cannot tell are left out, as in the sheet.
    """
    seen = as_excel_reads(tables)
    return {sheet.key: _check_cells(seen[sheet.key], seen) for sheet in tables.blueprint}


def _check_cells(table: Table, tables: Tables) -> dict[int, str]:
    said: dict[int, list[str]] = {}
    for rule in table.sheet.rules:
        for number in rule.rows_in_sheet(table, tables):
            said.setdefault(table.excel_row(rule.at[0], number), []).append(rule.said(table.sheet))
    over = {doubt.row for doubt in tables.doubts if (doubt.code, doubt.sheet) == (TYPED_OVER_CODE, table.title)}
    for row in over & set(table.numbers):  # of a blank row the sheet says nothing
        said.setdefault(row, []).append(said_of_typed_over())
    if table.sheet.is_form:
        filled = [table.places[key] for key, value in table.rows[0].items() if value is not None]
    else:
        filled = table.numbers
    return {row: BETWEEN.join(said.get(row, [fine()])) for row in sorted({*filled, *said})}
