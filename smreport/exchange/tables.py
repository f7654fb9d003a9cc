"""What is exported of a workbook: a table for each sheet with what was typed, and tables of what follows from it.

Rows are known by their row in Excel. What is typed in words where a number, a day, yes or no is expected has a field
of its own, so that nothing is lost and every other field has one type.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import isfinite, nan
from pathlib import PurePath
from typing import Any

import pandas as pd

from smreport.blueprint.columns import Choice, Computed, Date, Money, Number, Percent, Ref, Refs, Scale, YesNo
from smreport.blueprint.model import Column, Sheet
from smreport.blueprint.rules import Required, Unique
from smreport.blueprint.tables import Table, from_file_heading, from_row_heading
from smreport.blueprint.times import When
from smreport.blueprint.values import ReadAs, Unreadable
from smreport.exchange import decided
from smreport.exchange.data_package import APOSTROPHES, Cell, Field, Kind, Link, Resource, Style, files_of
from smreport.exchange.decided import Columns
from smreport.findings import Level
from smreport.papers.case import Case

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
    sentences = ["Figures that are not for publication are shown."]
    if not case.exempt:
        sentences = ["Figures that are not for publication are left out, with what would give them away."]
    return {
        "name": _resource_name(PurePath(tables.file).stem) or "workbook",
        "title": ": ".join(filter(None, (case.answer("organisation"), tables.blueprint.title))),
        "description": " ".join(
            [*sentences, *filter(None, [case.left_out]), *([APOSTROPHES] if style == "csv" else [])]
        ),
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
    fields = [Field(EXCEL_ROW, "integer", "Row in Excel", "The row in Excel.", [*table.rows])]
    if sheet.is_form:
        file = case.results.tables.file or WORKBOOK
        fields = [Field(WORKBOOK, "string", "Workbook", "The file that the answers stand in.", [file])]
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
    yield Field(
        _free("from_file", taken), "string", from_file_heading(), "The workbook that the row was sent in.", files
    )
    yield Field(_free("from_row", taken), "integer", from_row_heading(), "The row in Excel there.", rows)


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
    yield Field(name, kind, column.heading, f"{meaning} What was typed in words is in {words}.", cells, constraints)
    description = f"What was typed, where it is in words or spelt in another way; {name} has what could be read of it."
    yield Field(words, "string", f"{column.heading}, as typed", description, [_as_typed(value) for value in values])


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
            unit = "Unit: pounds."
        case Percent():
            unit = "A fraction: 0.035 is 3.5%."
        case Scale(choices=choices):
            unit = f"A scale: {', '.join(f'{text} is {value:g}' for text, value in choices.values.items())}."
        case Refs(separator=separator):
            unit = f"Several stand with “{separator} ” between them."
    return f"{column.help} {unit}".strip()


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


def _without(frame: pd.DataFrame, columns: Iterable[str], rows: Iterable[int]) -> pd.DataFrame:
    """The frame with these cells blank."""
    frame = frame.copy()
    frame.loc[list(rows), list(columns)] = nan
    return frame


# --- what follows ---

_MAPPINGS: Columns = (
    ("area", "string", "The area."),
    ("tool", "string", "The tool and its use."),
    ("objective", "string", "The objective that the use serves."),
    ("role", "string", "The role that does the work."),
    ("channel", "string", "The channel of the tool."),
    ("parked", "boolean", "Whether the area is parked, so that the row is left out of the priorities."),
    ("points", "number", "Benefit points: strength times importance of the objective. Blank where one is unknown."),
    ("covered_by", "integer", "Open projects that would cover the use. It counts once, whoever covers it."),
)
_TOGETHER: Columns = (
    ("uses", "integer", "Rows of the mapping whose area is not parked."),
    ("areas", "string", "The different areas among them, with “; ” between."),
    ("tools", "string", "The different tool uses, with “; ” between."),
    ("objectives", "string", "The different objectives, with “; ” between."),
    ("points", "number", "Their benefit points together, as far as they are known."),
    ("unscored", "integer", "Rows whose points are unknown."),
    ("rows", "string", "The rows in Excel, with “; ” between."),
)
_ROLES: Columns = (("role", "string", "The role."), *_TOGETHER, ("channels", "string", "The different channels."))
_CHANNELS: Columns = (("channel", "string", "The channel."), *_TOGETHER, ("roles", "string", "The different roles."))
_COSTS: Columns = (
    ("role", "string", "The role."),
    ("project", "string", "The project, where the cost is for one alone."),
    ("whole_life", "number", "Pounds today for set-up, yearly and staff cost. Blank where a part is unknown."),
    ("needed_by", "integer", "Open projects that need it. It is bought once, whoever needs it."),
    ("withheld", "boolean", "Whether the figures are left out here, as they are not for publication."),
)
_RISKS: Columns = (
    ("risk", "string", "The risk."),
    ("role", "string", "The role that it belongs to, if to one."),
    ("project", "string", "The project that it belongs to, if to one."),
    ("inherent", "number", "Likelihood times impact before mitigation, 1 to 25."),
    ("residual", "number", "Likelihood times impact after mitigation, 1 to 25."),
    ("counted", "number", "What counts: after mitigation, else before, else 25."),
)
_FINDINGS: Columns = (
    ("code", "string", "The rule's stable name."),
    ("level", "string", "An error is a contradiction, a gap is something missing, a note is worth knowing."),
    ("table", "string", "The table of this package that it is about."),
    ("sheet", "string", "The sheet's name in the workbook."),
    ("row", "integer", "The row in Excel."),
    ("cell", "string", "The cell."),
    ("column", "string", "The column's heading."),
    ("what", "string", "What is wrong or missing."),
    ("fix", "string", "What to do about it."),
    ("value", "string", "What stands in the cell."),
    ("subject", "string", "The row's name."),
    ("owner", "string", "Who can put it right."),
    ("principle", "integer", "The principle of the framework that the rule holds up, if one."),
)


_CHOICES = {**decided.CHOICES, "level": tuple(level.value for level in Level)}


def _results(case: Case, sheets: Mapping[str, Resource]) -> Iterator[Resource]:
    results = case.results
    roles, channels = results.roles.reset_index(), results.channels.reset_index()
    yield _result("mappings", "What each mapping brings", _MAPPINGS, _mappings(case), of="mapping")
    yield _result("roles", "Benefit by role, most first", _ROLES, roles, ("role",))
    yield _result("channels", "Benefit by channel, most first", _CHANNELS, channels, ("channel",))
    yield _result("costs", "What each role's work costs", _COSTS, _costs(case), of="evaluation")
    yield _result("risks", "The risk register", _RISKS, _register(case), of="risks")
    yield _result("verdict", "The verdict on the first wave", decided.VERDICT, decided.verdict(case))
    yield _result("projects", "Projects alone, best first", decided.PROJECTS, decided.projects(case), of="portfolio")
    yield _result("waves", "Where projects stand, and why", decided.WAVES, decided.standings(case), of="portfolio")
    yield _result("limits", "What the first wave is held to", decided.LIMITS, decided.limits(case))
    yield _result("cash", "Cash of the first wave by financial year", decided.CASH, decided.cash(case))
    yield _result("hours", "Staff hours of the first wave by month", decided.MONTHLY, decided.hours(case))
    yield _result("findings", "What the check found", _FINDINGS, _findings(case, sheets))


def _result(
    name: str, title: str, columns: Columns, frame: pd.DataFrame, key: tuple[str, ...] = (), of: str = ""
) -> Resource:
    """A result as a table. Where its rows are those of the sheet ``of``, the frame's index is the row in Excel."""
    fields: list[Field] = []
    links: tuple[Link, ...] = ()
    if of:
        fields.append(Field(EXCEL_ROW, "integer", "Row in Excel", f"The row in the table {of}.", frame.index.tolist()))
        key, links = (EXCEL_ROW, *key), (Link(EXCEL_ROW, _resource_name(of), EXCEL_ROW),)
    for column, kind, description in columns:
        cells = [_cell(value, kind) for value in frame[column].tolist()]
        constraints = {"enum": list(_CHOICES[column])} if column in _CHOICES else {}
        fields.append(Field(column, kind, column.replace("_", " ").capitalize(), description, cells, constraints))
    return Resource(f"results.{name}", title, f"{title}.", tuple(fields), key, links)


def _mappings(case: Case) -> pd.DataFrame:
    covered = {use.row: len(group.claimants) for group in case.results.bought.coverage for use in group.uses}
    frame = case.results.mappings
    return frame.assign(covered_by=[covered.get(row, 0) for row in frame.index.tolist()])


def _costs(case: Case) -> pd.DataFrame:
    secret, needers = _secret_rows(case, "evaluation"), case.results.bought.needers
    frame = case.results.evaluation.assign(whole_life=case.results.evaluation["present_value"])
    needed = [len(needers.get(row, ())) for row in frame.index.tolist()]
    withheld = [row in secret for row in frame.index]
    return _without(frame, ("whole_life",), secret).assign(needed_by=needed, withheld=withheld)


def _register(case: Case) -> pd.DataFrame:
    return _without(case.results.register, ("inherent", "residual", "counted"), _secret_rows(case, "risks"))


def _findings(case: Case, sheets: Mapping[str, Resource]) -> pd.DataFrame:
    """What the check found."""
    by_title = {table.title: key for key, table in case.results.tables.items()}
    rows = []
    for finding in case.results.findings:
        key = by_title.get(finding.sheet, "")  # none for a sheet that was not read, such as a second copy
        cells = {"table": sheets[key].name if key else "", **finding.as_dict()}
        rows.append([None if cells[name] == "" else cells[name] for name, *_ in _FINDINGS])
    return pd.DataFrame(rows, columns=[name for name, *_ in _FINDINGS], dtype=object)
