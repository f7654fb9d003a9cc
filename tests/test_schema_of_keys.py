"""Schemas of what a class declares: each kind of value and each limit, whole."""

from __future__ import annotations

import json
from datetime import date
from enum import Enum
from typing import Annotated, Literal

import jsonschema
import pytest

from smreport.commands import template_schema
from smreport.declared import LIST, LOADED, Key, keys_of
from smreport.frozen import Frozen, field


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Inner(Frozen):
    text: str
    count: Annotated[int, Key(name="how_many", least=1)] = 1


class Every(Frozen):
    """A key of each kind."""

    plain: str
    number: Annotated[float, Key(least=0, most=9.5)]
    day: date
    maybe: int | None = None
    truth: bool = False
    like: Annotated[str, Key(matches="[a-z]+")] = "a"
    least: Annotated[int, Key(least=0)] = 0
    most: Annotated[float, Key(most=0)] = 0
    kind: Literal["a", "b"] = "a"
    colour: Colour = Colour.RED
    listed: Annotated[str, Key(names=LIST)] = ""
    texts: tuple[str, ...] = ()
    some: Annotated[tuple[str, ...], Key(some=True, matches="x.*")] = ("x",)
    two: tuple[str, str] = ("", "")
    inner: Inner | None = None
    inners: tuple[Inner, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    by_name: Annotated[dict[str, Inner], Key(matches="[a-z]+")] = field(default_factory=dict)
    by_any: dict[str, Inner] = field(default_factory=dict)
    loaded: Annotated[str, LOADED] = ""


INNER = {
    "type": "object", "required": ["text"], "additionalProperties": False,
    "properties": {"text": {"type": "string"}, "how_many": {"type": "integer", "minimum": 1}},
}  # fmt: skip
TEXT = {"type": "string"}
WHOLE = {
    "type": "object",
    "properties": {
        "plain": TEXT,
        "number": {"type": "number", "minimum": 0, "maximum": 9.5},
        "day": {"type": "string", "format": "date"},
        "maybe": {"type": "integer"},
        "truth": {"type": "boolean"},
        "like": {"type": "string", "pattern": "^([a-z]+)$"},
        "least": {"type": "integer", "minimum": 0},
        "most": {"type": "number", "maximum": 0},
        "kind": {"enum": ["a", "b"]},
        "colour": {"enum": ["red", "blue"]},
        "listed": TEXT,
        "texts": {"type": "array", "items": TEXT},
        "some": {"type": "array", "items": {"type": "string", "pattern": "^(x.*)$"}, "minItems": 1},
        "two": {"type": "array", "items": TEXT, "minItems": 2, "maxItems": 2},
        "inner": INNER,
        "inners": {"type": "array", "items": INNER},
        "pairs": {"type": "object", "minProperties": 1, "additionalProperties": TEXT},
        "by_name": {"type": "object", "additionalProperties": INNER, "propertyNames": {"pattern": "^([a-z]+)$"}},
        "by_any": {"type": "object", "additionalProperties": INNER},
    },
    "required": ["plain", "number", "day"],
    "additionalProperties": False,
}


def test_each_kind_of_value_has_its_schema() -> None:
    schema = template_schema._table(keys_of(Every))
    assert schema == WHOLE
    jsonschema.Draft7Validator.check_schema(schema)


def test_kinds_of_a_table_are_told_by_their_key() -> None:
    one = {"properties": {"a": TEXT, "b": TEXT}, "required": ["a"]}
    two = {"properties": {"b": {"type": "integer"}, "c": TEXT}, "required": []}
    three = {"properties": {"b": TEXT}, "required": ["b"]}
    assert template_schema._any_of([("kind", "one", one), ("kind", "two", two), ("other", "three", three)]) == {
        "type": "object",
        "properties": {
            "kind": {"enum": ["one", "two"]}, "a": TEXT, "b": {"anyOf": [TEXT, {"type": "integer"}]}, "c": TEXT,
            "other": {"enum": ["three"]},
        },
        "required": ["kind"],
        "allOf": [
            {"if": {"properties": {"kind": {"const": "one"}}, "required": ["kind"]},
             "then": {"required": ["a"], "propertyNames": {"enum": ["kind", "a", "b"]}}},
            {"if": {"properties": {"kind": {"const": "two"}}, "required": ["kind"]},
             "then": {"required": [], "propertyNames": {"enum": ["kind", "b", "c"]}}},
            {"if": {"properties": {"other": {"const": "three"}}, "required": ["other"]},
             "then": {"required": ["b"], "propertyNames": {"enum": ["other", "b"]}}},
        ],
    }  # fmt: skip


CONTENTS = {
    "sheets/b.toml": b'\xef\xbb\xbf[[column]]\nkey = "name"\nhelp = "Its name."\n'
                     b'[[column]]\nkey = "n"\ntype = "number"\n',
    "sheets/a.toml": b'layout = "form"\n[[column]]\nkey = "x"\nhelp = 1\n[[column]]\nkey = "y"\ntype = "computed"\n'
                     b'[[column]]\nkey = "z"\ntype = "label"\n',
    "sheets/none.toml": b'column = "none"', "sheets/odd.toml": b"column = [1]", "sheets/broken.toml": b"[[",
    "sheets/letters.toml": b"\xff", "sheets/notes.txt": b"", "other/c.toml": b"", "workbook.toml": b"",
}  # fmt: skip


def test_starter_rows_have_the_columns_that_people_fill_in() -> None:
    answer = {"type": ["string", "number", "boolean", "array"], "items": {"type": "string"}}
    row = {"type": "object", "additionalProperties": False}
    files = template_schema.schema_files(CONTENTS)
    starter = json.loads(files["schema/starter.json"])
    assert starter == {
        "$schema": "http://json-schema.org/draft-07/schema#", "title": "smreport template: starter.toml",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "a": {**row, "properties": {"x": answer}},
            "b": {"type": "array", "items": {
                **row, "properties": {"name": {**answer, "description": "Its name."}, "n": answer}}},
            "none": {"type": "array", "items": {**row, "properties": {}}},
            "odd": {"type": "array", "items": {**row, "properties": {}}},
        },
    }  # fmt: skip
    assert list(starter["properties"]) == sorted(starter["properties"])


def test_schemas_are_written_in_one_order_and_keep_the_draft_that_they_name() -> None:
    made = template_schema.schema_files(CONTENTS)
    assert list(made) == [f"schema/{name}.json" for name in ("workbook", "sheet", "strategy", "style", "starter")]
    for content in made.values():
        assert content.decode().startswith('{\n "$schema": "http://json-schema.org/draft-07/schema#",\n "title": ')
        assert content.endswith(b"}\n")
        jsonschema.Draft7Validator.check_schema(json.loads(content))


@pytest.mark.parametrize(
    ("part", "table"),
    [
        ("column", {"key": "a", "heading": "A", "type": "computed"}),
        ("column", {"key": "a", "heading": "A"}),
        ("column", {"key": "a", "heading": "A", "type": "no such"}),
        ("column", {"key": "a", "heading": "A", "type": "text", "compute": "look_up"}),
        ("rule", {"kind": "no such"}),
    ],
)
def test_a_column_or_rule_of_no_kind_is_marked(part: str, table: dict[str, str]) -> None:
    whole = json.loads(template_schema.schema_files({})["schema/sheet.json"])
    assert jsonschema.Draft7Validator(whole["properties"][part]["items"]).is_valid(table) is False
    assert whole["properties"]["column"]["minItems"] == 1
    assert "column" in whole["required"]
