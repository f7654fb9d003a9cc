"""What is exported of a workbook: a table for each sheet with what was typed, and tables of what follows from it.

Rows are known by their row in Excel. What is typed in words where a number, a day, yes or no is expected has a field
of its own, so that nothing is lost and every other field has one type.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import isfinite
from pathlib import PurePath
from typing import Any

from smreport.blueprint.columns import Choice, Computed, Date, Money, Number, Percent, Ref, Refs, Scale, YesNo
from smreport.blueprint.model import Column, Sheet
from smreport.blueprint.rules import Required, Unique
from smreport.blueprint.tables import Table, from_file_heading, from_row_heading
from smreport.blueprint.times import When
from smreport.blueprint.values import ReadAs, Unreadable
from smreport.decision.consolidate import Together
from smreport.exchange import decided
from smreport.exchange.data_package import Cell, Field, Kind, Link, Resource, Style, apostrophes, files_of
from smreport.exchange.decided import Columns, Rows, described
from smreport.findings import Level
from smreport.frozen import replace
from smreport.papers.case import Case
from smreport.words import joining, say
from smreport.words.locales import number

EXCEL_ROW, WORKBOOK = "excel_row", "workbook"


def export(case: Case, style: Style = "csv") -> dict[str, bytes]:
    """All tables and results as a data package, by file name; the same case gives the same bytes.

    Figures that are not for publication are left out unless the case is exempt.
    """
    sheets = {key: _sheet(case, table) for key, table in case.results.tables.items()}
    resources = [*(_linked(case, key, sheets) for key in sheets), *_results(case, sheets)]
    return files_of(resources, _about(case, style), style)


def _about(case: Case, style: Style) -> dict[str, object]:
    tables = case.results.tables
    sentence = say("export.about.shown" if case.exempt else "export.about.left_out")
    return {
        "name": _resource_name(PurePath(tables.file).stem) or "workbook",
        "title": joining.titled(case.answer("organisation"), tables.blueprint.title),
        "description": joining.sentences((sentence, case.left_out, apostrophes() if style == "csv" else "")),
        "sources": [{"title": tables.file}],
        "template": {"name": tables.blueprint.name, "version": tables.blueprint.version},
        "notForPublication": "shown" if case.exempt else "withheld",
    }


def _resource_name(key: str) -> str:
    """A key in the letters that the name of a resource may have; full stops are for results."""
    return re.sub(r"[^a-z0-9_-]", "_", key.lower())


# --- what was typed ---


def _sheet(case: Case, table: Table) -> Resource:
    sheet = table.sheet
    names = _names(sheet)
    taken = {_key(sheet), *names.values()}
    fields = [Field(EXCEL_ROW, "integer", say("export.heading.excel_row"), say("export.excel_row"), [*table.rows])]
    if sheet.is_form:
        file = case.results.tables.file or WORKBOOK
        fields = [Field(WORKBOOK, "string", say("export.heading.workbook"), say("export.workbook"), [file])]
    fields += _origin(table, taken) if table.origins else []
    for column in _columns(sheet):
        values = [case.privacy.shown(sheet.key, column.key, at, row[column.key]) for at, row in table.rows.items()]
        fields += _fields(sheet, column, names[column.key], values, taken)
    return Resource(_resource_name(sheet.key), table.title, sheet.purpose, tuple(fields), (_key(sheet),))


def _key(sheet: Sheet) -> str:
    """The field that tells rows apart; a form has one row only."""
    return WORKBOOK if sheet.is_form else EXCEL_ROW


def _origin(table: Table, taken: set[str]) -> Iterator[Field]:
    """Where each row of a combined workbook was sent in."""
    origins = [table.origins.get(row) for row in table.rows]
    files, rows = ([getattr(origin, part, None) for origin in origins] for part in ("file", "row"))
    yield Field(_free("from_file", taken), "string", from_file_heading(), say("export.from_file"), files)
    yield Field(_free("from_row", taken), "integer", from_row_heading(), say("export.from_row"), rows)


def _columns(sheet: Sheet) -> list[Column]:
    """What people fill in, and the names of rows; what the workbook works out is among the results."""
    return [column for column in sheet.columns if not isinstance(column.type, Computed)]


def _names(sheet: Sheet) -> dict[str, str]:
    """The field of each column: its key, but for one that is called as the field which tells rows apart."""
    taken = {_key(sheet)}
    return {column.key: _free(column.key, taken) for column in _columns(sheet)}


def _free(name: str, taken: set[str]) -> str:
    """The name, with as many underscores as it takes to be the only one; it is taken then."""
    while name in taken:
        name += "_"
    taken.add(name)
    return name


def _fields(sheet: Sheet, column: Column, name: str, values: Sequence[object], taken: set[str]) -> Iterator[Field]:
    """The field of a column, and that of the words which may stand in its place."""
    kind, meaning = _kind(column), _meaning(column)
    cells = [_cell(value, kind) for value in values]
    constraints = _kept(_constraints(sheet, column), cells)
    if kind == "string":
        yield Field(name, kind, column.heading, meaning, cells, constraints)
        return
    words = _free(f"{name}_typed", taken)
    meaning = joining.sentences((meaning, say("export.words_in", field=words)))
    yield Field(name, kind, column.heading, meaning, cells, constraints)
    heading, description = say("export.as_typed.heading", heading=column.heading), say("export.as_typed", field=name)
    yield Field(words, "string", heading, description, [_as_typed(value) for value in values])


def _kind(column: Column) -> Kind:
    match column.type:
        case Number():
            return "number"
        case YesNo():
            return "boolean"
        case Date():
            return "date"
        case _:
            return "string"


def _meaning(column: Column) -> str:
    """The template's own words for a column, and its unit."""
    unit = ""
    match column.type:
        case Money():
            unit = say("export.unit.pounds")
        case Percent():
            unit = say("export.unit.percent")
        case Scale(choices=choices):
            steps = (
                say("export.unit.step", choice=text, value=number(value, 6)) for text, value in choices.values.items()
            )
            unit = say("export.unit.scale", steps=joining.in_a_row(steps))
        case Refs(separator=separator):
            unit = say("export.unit.several", separator=separator)
    return joining.sentences((column.help, unit))


def _constraints(sheet: Sheet, column: Column) -> dict[str, Any]:
    """What a column must keep by its type and by the rules of the sheet, as constraints of Table Schema."""
    constraints: dict[str, Any] = {}
    for rule in sheet.rules:
        if rule.at == (column.key,) and not rule.when and isinstance(rule, Required | Unique):
            constraints[rule.kind] = True
    match column.type:
        case Choice(choices=choices) if choices.items and not choices.open:
            constraints["enum"] = list(choices.texts)
        case Number(low=low, high=high):
            constraints |= {name: bound for name, bound in (("minimum", low), ("maximum", high)) if bound is not None}
    return constraints


def _kept(constraints: Mapping[str, Any], cells: Sequence[Cell]) -> dict[str, Any]:
    """Those constraints that the cells keep, so that a package is valid whatever the check finds."""
    filled: list[Any] = [cell for cell in cells if cell is not None]
    keeps: dict[str, Callable[[Any], bool]] = {
        "required": lambda _: len(filled) == len(cells),
        "unique": lambda _: len(set(filled)) == len(cells),
        "enum": lambda choices: set(filled) <= set(choices),
        "minimum": lambda low: all(cell >= low for cell in filled),
        "maximum": lambda high: all(cell <= high for cell in filled),
    }
    return {name: wanted for name, wanted in constraints.items() if keeps[name](wanted)}


def _linked(case: Case, key: str, sheets: Mapping[str, Resource]) -> Resource:
    """The table with the links that hold: some names, all of the other sheet, where none stands twice."""
    blueprint, here = case.results.tables.blueprint, sheets[key]
    links = []
    for column in _columns(blueprint.sheets[key]):
        if not isinstance(column.type, Ref) or column.type.many:
            continue
        name, to = _names(blueprint.sheets[key])[column.key], column.type.to
        target = _names(blueprint.sheets[to.sheet])[to.column]
        known = [cell for cell in sheets[to.sheet].cells(target) if cell is not None]
        named = {*here.cells(name)} - {None}
        if named and named <= {*known} and len({*known}) == len(known):
            links.append(Link(name, "" if to.sheet == key else sheets[to.sheet].name, target))
    return replace(here, links=tuple(links))


def _cell(value: object, kind: Kind) -> Cell:
    """A value as its kind has it; None where it is blank or no value of that kind."""
    if kind == "string":
        return None if value is None else "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    if kind == "date":
        return value.first if isinstance(value, When) and value.first == value.last else None
    if not isinstance(value, int | float) or not isfinite(value):
        return None
    return bool(value) if kind == "boolean" else int(value) if kind == "integer" else float(value)


def _as_typed(value: object) -> str | None:
    """The words that stand where a day, a number, yes or no is expected; None where one does."""
    if isinstance(value, When):
        return value.text or None
    return value.typed if isinstance(value, ReadAs) else str(value) if isinstance(value, Unreadable) else None


# --- what is not for publication ---


def _secret_rows(case: Case, key: str) -> frozenset[int]:
    """The rows of a sheet whose figures stay out."""
    return frozenset() if case.exempt else case.privacy.secret_rows(key)


# --- what follows ---

_MAPPINGS = described(
    "mappings",
    area="string",
    tool="string",
    objective="string",
    role="string",
    channel="string",
    parked="boolean",
    points="number",
    covered_by="integer",
)
_TOGETHER = described(
    "together",
    uses="integer",
    areas="string",
    tools="string",
    objectives="string",
    points="number",
    unscored="integer",
    rows="string",
)
_ROLES: Columns = (*described("roles", role="string"), *_TOGETHER, *described("roles", channels="string"))
_CHANNELS: Columns = (*described("channels", channel="string"), *_TOGETHER, *described("channels", roles="string"))
_COSTS = described(
    "costs",
    role="string",
    project="string",
    whole_life="number",
    needed_by="integer",
    withheld="boolean",
)
_RISKS = described(
    "risks",
    risk="string",
    role="string",
    project="string",
    inherent="number",
    residual="number",
    counted="number",
)
_FINDINGS = described(
    "findings",
    code="string",
    level="string",
    table="string",
    sheet="string",
    row="integer",
    cell="string",
    column="string",
    what="string",
    fix="string",
    value="string",
    subject="string",
    owner="string",
    principle="integer",
)


_CHOICES = {**decided.CHOICES, "level": tuple(level.value for level in Level)}


def _results(case: Case, sheets: Mapping[str, Resource]) -> Iterator[Resource]:
    results = case.results
    yield _result("mappings", _MAPPINGS, _mappings(case), of="mapping", at=results.uses)
    yield _result("roles", _ROLES, _together(_ROLES, results.by_role), ("role",))
    yield _result("channels", _CHANNELS, _together(_CHANNELS, results.by_channel), ("channel",))
    yield _result("costs", _COSTS, _costs(case), of="evaluation", at=results.costs)
    yield _result("risks", _RISKS, _risks(case), of="risks", at=results.sizes)
    yield _result("verdict", decided.VERDICT, decided.verdict(case))
    yield _result("projects", decided.PROJECTS, decided.projects(case), of="portfolio", at=results.alone)
    yield _result("waves", decided.WAVES, decided.standings(case), of="portfolio", at=results.order)
    yield _result("limits", decided.LIMITS, decided.limits(case))
    yield _result("cash", decided.CASH, decided.cash(case))
    yield _result("hours", decided.MONTHLY, decided.hours(case))
    yield _result("findings", _FINDINGS, _findings(case, sheets))


def _result(
    name: str, columns: Columns, rows: Rows, key: tuple[str, ...] = (), of: str = "", at: Iterable[int] = ()
) -> Resource:
    """A result as a table. Where its rows are those of the sheet ``of``, ``at`` are their rows in Excel."""
    fields: list[Field] = []
    links: tuple[Link, ...] = ()
    if of:
        heading, description = say("export.heading.excel_row"), say("export.row_in", table=of)
        fields.append(Field(EXCEL_ROW, "integer", heading, description, [*at]))
        key, links = (EXCEL_ROW, *key), (Link(EXCEL_ROW, _resource_name(of), EXCEL_ROW),)
    by_column = list(zip(*rows, strict=True)) or [()] * len(columns)
    for column, values in zip(columns, by_column, strict=True):
        cells = [_cell(value, column.kind) for value in values]
        constraints = {"enum": list(_CHOICES[column.name])} if column.name in _CHOICES else {}
        fields.append(Field(column.name, column.kind, column.heading, column.description, cells, constraints))
    title = say(f"export.title.{name}")
    return Resource(f"results.{name}", title, say("export.told", title=title), tuple(fields), key, links)


def _mappings(case: Case) -> Rows:
    covered = {use.row: len(group.claimants) for group in case.results.bought.coverage for use in group.uses}
    return [(*use, covered.get(row, 0)) for row, use in case.results.uses.items()]


def _together(columns: Columns, groups: Mapping[str, Together]) -> Rows:
    """What was brought together for each role or channel, whose name stands in the first column."""
    return [(name, *(getattr(group, column.name) for column in columns[1:])) for name, group in groups.items()]


def _costs(case: Case) -> Rows:
    secret, needers = _secret_rows(case, "evaluation"), case.results.bought.needers
    for row, cost in case.results.costs.items():
        typed = case.rows("evaluation")[row]
        whole_life = None if row in secret else cost.present_value
        yield typed["role"], typed["project"], whole_life, len(needers.get(row, ())), row in secret


def _risks(case: Case) -> Rows:
    secret = _secret_rows(case, "risks")
    for row, size in case.results.sizes.items():
        typed = case.rows("risks")[row]
        yield typed["risk"], typed["role"], typed["project"], *((None,) * len(size) if row in secret else size)


def _findings(case: Case, sheets: Mapping[str, Resource]) -> Rows:
    """What the check found."""
    by_title = {table.title: key for key, table in case.results.tables.items()}
    for finding in case.results.findings:
        key = by_title.get(finding.sheet, "")  # none for a sheet that was not read, such as a second copy
        cells = {"table": sheets[key].name if key else "", **finding.as_dict()}
        yield [None if cells[column.name] == "" else cells[column.name] for column in _FINDINGS]
