"""JSON Schemas of the TOML files of a template, made from their declarations, for editors that complete and check."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_origin

from smreport.blueprint import rules
from smreport.blueprint.columns import TYPES, Computed, Label
from smreport.blueprint.computed import known_kinds
from smreport.blueprint.model import Column, Sheet
from smreport.blueprint.sheet_file import Implied, column_keys
from smreport.blueprint.templates import WorkbookKeys
from smreport.declared import Declared, Key, Toml, choices_of, is_declaration, keys_of, without_none
from smreport.errors import TemplateError
from smreport.limits import read_bytes
from smreport.papers import review_paper
from smreport.papers.compose import SECTIONS
from smreport.papers.wording import PAPERS, REVIEW, ROWS, Wording
from smreport.saving import save_over
from smreport.word.house_style import HouseStyle
from smreport.words import say

Schema = dict[str, Any]
FOLDER = "schema"
"""Where a template keeps its schemas; the first line of each TOML file names one."""
_DRAFT = "http://json-schema.org/draft-07/schema#"
_PLAIN: Mapping[Any, Schema] = {
    str: {"type": "string"}, int: {"type": "integer"}, float: {"type": "number"}, bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},  # editors hand dates over as texts
}  # fmt: skip
_ANSWER: Schema = {"type": ["string", "number", "boolean", "array"], "items": {"type": "string"}}


def schema_files(contents: Mapping[str, bytes]) -> dict[str, bytes]:
    """The schemas by their paths in a template: of workbook.toml, sheets, strategy.toml, style.toml and starter.toml.

    contents  the files of the template by their paths; starter rows have the columns of its sheets
    """
    made = {
        "workbook": _table(keys_of(WorkbookKeys)),
        "sheet": _sheet(),
        "strategy": _strategy(),
        "style": _table(keys_of(HouseStyle)),
        "starter": _starter(contents),
    }
    return {f"{FOLDER}/{name}.json": _written(name, schema) for name, schema in made.items()}


def write_schemas(folder: str | Path) -> tuple[Path, ...]:
    """The schemas, made anew in the folder of a template. Raises TemplateError where it is none, OutputRefused."""
    folder = Path(folder)
    if not (folder / "workbook.toml").is_file():
        raise TemplateError(say("template.folder.not_one", folder=str(folder)))
    sheets = (path for path in folder.glob("sheets/*.toml") if path.is_file())
    schemas = schema_files({path.relative_to(folder).as_posix(): read_bytes(path, limit="text") for path in sheets})
    for path, content in schemas.items():
        save_over(folder / path, content)
    return tuple(folder / path for path in schemas)


def _written(name: str, schema: Schema) -> bytes:
    titled = {"$schema": _DRAFT, "title": say("template.schema.title", file=f"{name}.toml"), **schema}
    return (json.dumps(titled, indent=1, ensure_ascii=False) + "\n").encode()


def _sheet() -> Schema:
    """A sheet, whose columns differ by their type and whose rules differ by their kind."""
    schema = _table(keys_of(Sheet))
    schema["properties"] |= {
        "column": {"type": "array", "minItems": 1, "items": _any_column()},
        "rule": {"type": "array", "items": _any_of([("kind", name, _rule(name)) for name in rules.KINDS])},
    }
    schema["required"].append("column")
    return schema


def _any_column() -> Schema:
    plain = [("type", name, _column(name)) for name in TYPES if name != Computed.name]
    column = _any_of([*plain, *(("compute", name, _column(Computed.name, name)) for name in known_kinds())])
    column["properties"]["type"] = {"enum": list(TYPES)}
    column["required"] = ["type"]
    column["allOf"].append({"if": _has("type", Computed.name), "then": {"required": ["compute"]}})
    return column


def _any_of(kinds: Sequence[tuple[str, str, Schema]]) -> Schema:
    """A table of one of several kinds, each told by the value of a key.

    All keys come first, as editors complete these; then which of them each kind has, and which it must have.
    """
    values: dict[str, list[Schema]] = {}
    for key, _, kind in kinds:
        values[key] = [{"enum": [name for other, name, _ in kinds if other == key]}]
        for name, value in kind["properties"].items():
            if value not in values.setdefault(name, []):
                values[name].append(value)
    return {
        "type": "object",
        "properties": {
            name: schemas[0] if len(schemas) == 1 else {"anyOf": schemas} for name, schemas in values.items()
        },
        "required": [kinds[0][0]],
        "allOf": [{"if": _has(key, name), "then": _only(kind, key)} for key, name, kind in kinds],
    }


def _has(key: str, value: str) -> Schema:
    return {"properties": {key: {"const": value}}, "required": [key]}


def _only(kind: Schema, key: str) -> Schema:
    return {"required": kind["required"], "propertyNames": {"enum": [key, *kind["properties"]]}}


def _column(type_name: str, compute: str = "") -> Schema:
    kind = TYPES[type_name]
    keys = {**keys_of(Column), **keys_of(Implied), **keys_of(kind)}
    keys |= keys_of(known_kinds()[compute]) if compute else {}
    known = column_keys(type_name, compute)
    schema = _table({key: declared for key, declared in keys.items() if key in known})
    schema["properties"] |= {"type": {"type": "string"}} if compute else {}
    return schema


def _rule(kind: str) -> Schema:
    return _table(keys_of(rules.KINDS[kind]))


def _strategy() -> Schema:
    schema = _table(keys_of(Wording))
    for paper in (*PAPERS, REVIEW):
        section = schema["properties"][paper]["properties"]["section"]["items"]
        known = (*SECTIONS, ROWS, *(review_paper.SECTIONS if paper == REVIEW else ()))
        section["properties"]["key"] = {"enum": sorted(known)}
    return schema


def _starter(contents: Mapping[str, bytes]) -> Schema:
    """Rows by the keys of sheets; each sheet has the columns that people fill in, and a form is one row.

    A sheet that is no TOML is left out: the check of templates explains it.
    """
    sheets: dict[str, Schema] = {}
    for path in sorted(contents):
        if path.startswith("sheets/") and path.endswith(".toml"):
            with suppress(ValueError, RecursionError):
                sheets[Path(path).stem] = _rows(tomllib.loads(contents[path].decode("utf-8-sig")))
    return {"type": "object", "properties": sheets, "additionalProperties": False}


def _rows(sheet: Toml) -> Schema:
    columns = sheet.get("column")
    asked = [
        column for column in (columns if isinstance(columns, list) else [])
        if isinstance(column, dict) and column.get("type") not in (Computed.name, Label.name)
    ]  # fmt: skip
    answers = {str(column.get("key")): _ANSWER | _description(column.get("help")) for column in asked}
    row = {"type": "object", "properties": answers, "additionalProperties": False}
    return row if sheet.get("layout") == "form" else {"type": "array", "items": row}


def _description(words: object) -> Schema:
    return {"description": words} if isinstance(words, str) else {}


def _table(keys: Mapping[str, Declared]) -> Schema:
    """A table with these keys and no others."""
    return {
        "type": "object",
        "properties": {key: _value(without_none(declared.hint), declared.key) for key, declared in keys.items()},
        "required": [key for key, declared in keys.items() if declared.required],
        "additionalProperties": False,
    }


def _value(hint: Any, key: Key) -> Schema:
    if choices := choices_of(hint):
        return {"enum": list(choices)}
    if key.names == "list":
        return {"type": "string"}
    if is_declaration(hint):
        return _table(keys_of(hint))
    if get_origin(hint) is tuple:
        return _several(get_args(hint), key)
    if get_origin(hint) is not None:  # a mapping
        names = {"propertyNames": {"pattern": f"^({key.matches})$"}} if key.matches else {}
        return {"type": "object", "additionalProperties": _value(get_args(hint)[1], Key()), **names}
    return _PLAIN[hint] | _limits(hint, key)


def _several(parts: tuple[Any, ...], key: Key) -> Schema:
    if get_origin(parts[0]) is tuple:  # pairs of names
        return {"type": "object", "minProperties": 1, "additionalProperties": {"type": "string"}}
    least = {"minItems": 1} if key.some else {}
    if parts[-1] is not Ellipsis:
        least = {"minItems": len(parts), "maxItems": len(parts)}
    return {"type": "array", "items": _value(parts[0], key if parts[0] is str else Key()), **least}


def _limits(hint: Any, key: Key) -> Schema:
    if hint is str:
        return {"pattern": f"^({key.matches})$"} if key.matches else {}
    limits = {"minimum": key.least, "maximum": key.most}
    return {name: limit for name, limit in limits.items() if limit is not None}
