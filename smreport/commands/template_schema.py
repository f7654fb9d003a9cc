"""JSON Schemas of the TOML files of a template, made from their declarations, for editors that complete and check."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import is_dataclass
from datetime import date
from typing import Any, get_args, get_origin

from smreport.blueprint import rules
from smreport.blueprint.columns import TYPES, Computed
from smreport.blueprint.computed import known_kinds
from smreport.blueprint.model import Column, Sheet
from smreport.blueprint.sheet_file import Implied, column_keys
from smreport.blueprint.templates import WorkbookKeys
from smreport.declared import Declared, Key, choices_of, keys_of, without_none
from smreport.papers.compose import SECTION_KEYS
from smreport.papers.wording import Wording
from smreport.word.house_style import HouseStyle

Schema = dict[str, Any]
FOLDER = "schema"
"""Where a template keeps its schemas; the first line of each TOML file names one."""
_DRAFT = "http://json-schema.org/draft-07/schema#"
_PLAIN: Mapping[Any, Schema] = {
    str: {"type": "string"}, int: {"type": "integer"}, float: {"type": "number"}, bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},  # editors hand dates over as texts
}  # fmt: skip


def schema_files() -> dict[str, bytes]:
    """The schemas by the names of their files: of workbook.toml, of sheets, of strategy.toml and of style.toml."""
    made = {
        "workbook": _table(keys_of(WorkbookKeys)),
        "sheet": _sheet(),
        "strategy": _strategy(),
        "style": _table(keys_of(HouseStyle)),
    }
    return {f"{name}.json": _written(name, schema) for name, schema in made.items()}


def _written(name: str, schema: Schema) -> bytes:
    titled = {"$schema": _DRAFT, "title": f"smreport template: {name}.toml", **schema}
    return (json.dumps(titled, indent=1, ensure_ascii=False) + "\n").encode()


def _sheet() -> Schema:
    """A sheet, whose columns differ by their type and whose rules differ by their kind."""
    schema = _table(keys_of(Sheet))
    schema["properties"] |= {
        "column": {"type": "array", "minItems": 1, "items": {"oneOf": list(_columns())}},
        "rule": {"type": "array", "items": {"oneOf": [_rule(kind) for kind in rules.KINDS.values()]}},
    }
    schema["required"].append("column")
    return schema


def _columns() -> Iterable[Schema]:
    """The columns of each type; of computed ones, those of each kind."""
    for name, kind in TYPES.items():
        for compute in known_kinds() if issubclass(kind, Computed) else ("",):
            keys = {**keys_of(Column), **keys_of(Implied), **keys_of(kind)}
            keys |= keys_of(known_kinds()[compute]) if compute else {}
            known = column_keys(name, compute)
            fixed = {"type": name} | ({"compute": compute} if compute else {})
            yield _table({key: declared for key, declared in keys.items() if key in known}, fixed)


def _rule(kind: type[rules.Rule]) -> Schema:
    return _table(keys_of(kind), {"kind": kind.kind})


def _strategy() -> Schema:
    schema = _table(keys_of(Wording))
    for document, known in SECTION_KEYS.items():
        section = schema["properties"][document]["properties"]["section"]["items"]
        section["properties"]["key"] = {"enum": sorted(known)}
    return schema


def _table(keys: Mapping[str, Declared], fixed: Mapping[str, str] | None = None) -> Schema:
    """A table with these keys and no others.

    fixed  keys that tell this kind of table from others, with their values
    """
    told = fixed or {}
    return {
        "type": "object",
        "properties": {
            **{key: {"const": value} for key, value in told.items()},
            **{key: _value(without_none(declared.hint), declared.key) for key, declared in keys.items()},
        },
        "required": [*told, *(key for key, declared in keys.items() if declared.required)],
        "additionalProperties": False,
    }


def _value(hint: Any, key: Key) -> Schema:
    if choices := choices_of(hint):
        return {"enum": list(choices)}
    if key.names == "list":
        return {"type": "string"}
    if isinstance(hint, type) and is_dataclass(hint):
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
