"""Tables as a data package: a CSV, JSON or Parquet file each, and ``datapackage.json``, which says what columns hold.

The description keeps to Frictionless Data's Data Package and Table Schema, version 1.

CSV files are those of RFC 4180 in UTF-8. They begin with a byte order mark, because without one Excel takes them for
the system's own character set. A text in them that a spreadsheet could take for a formula stands behind an
apostrophe, and so does one that begins with an apostrophe: taking off the first one always gives the text.

Parquet files have the same cells with their types, and say in their metadata what ``datapackage.json`` says of them.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal

from smreport.exchange.parquet import parquet_file
from smreport.frozen import Frozen, field
from smreport.words import say

Style = Literal["csv", "json", "parquet"]
Kind = Literal["string", "integer", "number", "boolean", "date"]
Cell = str | float | bool | date | None

DESCRIPTION = "datapackage.json"
_FORMULA_STARTS = (*"=+-@＝＋－＠\t\r\n", "'")
_MEDIA = {"csv": "text/csv", "json": "application/json", "parquet": "application/vnd.apache.parquet"}


class Field(Frozen):
    """A column of a table, with its cells from top to bottom, None where blank.

    constraints  as in Table Schema; the cells keep them
    """

    name: str
    kind: Kind
    title: str
    description: str
    cells: Sequence[Cell]
    constraints: Mapping[str, Any] = field(default_factory=dict)


class Link(Frozen):
    """Each cell of the field ``name`` is blank or stands in the field ``to`` of ``resource`` ("" for the same)."""

    name: str
    resource: str
    to: str


class Resource(Frozen):
    """A table to be written.

    name  also that of its file: small letters, digits, and ``.``, ``-`` or ``_``
    key   the fields that tell its rows apart
    """

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def names(self) -> list[str]:
        return [field.name for field in self.fields]

    @property
    def rows(self) -> Iterator[tuple[Cell, ...]]:
        return zip(*(field.cells for field in self.fields), strict=True)

    @property
    def has_rows(self) -> bool:
        return bool(self.fields[0].cells)

    def cells(self, name: str) -> Sequence[Cell]:
        """The cells of a field."""
        return self.fields[self.names.index(name)].cells


def files_of(resources: Sequence[Resource], about: Mapping[str, object], style: Style) -> dict[str, bytes]:
    """All files of a package by name. ``about`` is what ``datapackage.json`` says of the package as a whole.

    A JSON file without rows is only named in it, as programs for data packages take an empty array for a broken file.
    Raises InvalidValue where pyarrow, which Parquet files need, is not installed.
    """
    contents = {_file_name(resource, style): _content(resource, about, style) for resource in resources}
    described = [_described(resource, style) for resource in resources if resource.has_rows or style != "json"]
    empty = [_file_name(resource, style) for resource in resources if not resource.has_rows]
    profile = "data-package" if style == "parquet" else "tabular-data-package"  # which knows of text files only
    package = {"profile": profile, **about, "filesWithoutRows": empty, "resources": described}
    return {**contents, DESCRIPTION: f"{json.dumps(package, ensure_ascii=False, indent=2)}\n".encode()}


def apostrophes() -> str:
    """What is to be known of texts in CSV files."""
    return say("export.apostrophes")


def _file_name(resource: Resource, style: Style) -> str:
    return f"{resource.name}.{style}"


def _content(resource: Resource, about: Mapping[str, object], style: Style) -> bytes:
    match style:
        case "csv":
            return _csv_file(resource)
        case "json":
            return _json_file(resource)
        case "parquet":
            return _parquet_file(resource, about)


def _csv_file(resource: Resource) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(map(_in_csv, resource.names))
    writer.writerows(map(_in_csv, row) for row in resource.rows)
    return codecs.BOM_UTF8 + text.getvalue().encode()


def _in_csv(cell: Cell) -> str:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else repr(cell)


def _json_file(resource: Resource) -> bytes:
    """An array with an object for each row, each on a line of its own."""
    names = resource.names
    objects = (dict(zip(names, row, strict=True)) for row in resource.rows)
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, default=date.isoformat) for row in objects)
    return f"[\n{lines}\n]\n".encode()


def _parquet_file(resource: Resource, about: Mapping[str, object]) -> bytes:
    """The file says what stands in it, and of which package it is, whichever folder it goes to."""
    texts = {
        "title": resource.title,
        "description": resource.description,
        "schema": json.dumps(_schema(resource, "parquet"), ensure_ascii=False),
        "package": json.dumps(about, ensure_ascii=False),
    }
    return parquet_file({field.name: (field.kind, field.cells) for field in resource.fields}, texts)


def _described(resource: Resource, style: Style) -> dict[str, object]:
    entry = {
        "name": resource.name,
        "path": _file_name(resource, style),
        "title": resource.title,
        "description": resource.description,
        "format": style,
        "mediatype": _MEDIA[style],
    }
    if style == "parquet":
        return {"profile": "data-resource", **entry, "schema": _schema(resource, style)}
    dialect = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True}
    return {
        "profile": "tabular-data-resource",
        **entry,
        "encoding": "utf-8",
        **({"dialect": dialect} if style == "csv" else {}),
        "schema": _schema(resource, style),
    }


def _schema(resource: Resource, style: Style) -> dict[str, object]:
    schema: dict[str, object] = {"fields": [_field(field, style) for field in resource.fields]}
    if style != "parquet":
        schema["missingValues"] = [""]
    if resource.key:
        schema["primaryKey"] = list(resource.key)
    if resource.links:
        schema["foreignKeys"] = [
            {"fields": [link.name], "reference": {"resource": link.resource, "fields": [link.to]}}
            for link in resource.links
        ]
    return schema


def _field(field: Field, style: Style) -> dict[str, object]:
    constraints = dict(field.constraints)
    if style == "csv" and "enum" in constraints:
        constraints["enum"] = [_in_csv(choice) for choice in constraints["enum"]]
    described: dict[str, object] = {
        "name": field.name,
        "type": field.kind,
        "format": "default",
        "title": field.title,
        "description": field.description,
    }
    return {**described, "constraints": constraints} if constraints else described
