"""The JSON Schemas of templates accept what ships, and mark what the loader refuses."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import jsonschema
import pytest
from template_folders import SHIPPED, change, copied

from smreport.blueprint.templates import shipped
from smreport.commands.template_schema import schema_files, write_schemas

FILES = [path.relative_to(SHIPPED) for name in shipped() for path in sorted((SHIPPED / name).rglob("*.toml"))]


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.toml")}


SCHEMAS = {
    name: {path: json.loads(content) for path, content in schema_files(files_of(SHIPPED / name)).items()}
    for name in shipped()
}


def faults(path: Path, text: str) -> list[str]:
    """What an editor would mark: it follows the first line of a file to its schema."""
    named = re.match(r"#:schema (\S+)\n", text)
    assert named, f"{path} names no schema"
    schema = (Path("/", *path.parts[1:-1]) / named[1]).as_posix().replace("sheets/../", "").lstrip("/")
    content = json.loads(json.dumps(tomllib.loads(text), default=str))
    return [
        fault.json_path for fault in jsonschema.Draft7Validator(SCHEMAS[path.parts[0]][schema]).iter_errors(content)
    ]


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_shipped_file_keeps_the_schema_that_it_names(path: Path) -> None:
    assert faults(path, (SHIPPED / path).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("workbook.toml", 'separator = ";"', 'separator = ""'), ("sheets/areas.toml", "width = 30", "wdth = 30"),
        ("sheets/areas.toml", "max = 80", "min = 80"), ("sheets/roles.toml", "unique = true", 'unique = "no"'),
        ("sheets/portfolio.toml", 'format = "score"', 'format = "scores"'), ("style.toml", "body = 12", "body = 8"),
        ("sheets/mapping.toml", 'compute = "look_up"', 'compute = "sum"'), ("strategy.toml", 'key = "r', 'key = "x'),
        ("sheets/areas.toml", 'kind = "similar"', 'kind = "alike"'), ("sheets/areas.toml", "\nhelp = ", "\nhlp = "),
        ("starter.toml", "[[areas]]", "[[aeras]]"), ("starter.toml", "\nname = ", "\nnaem = "),
    ],
)  # fmt: skip
def test_an_editor_marks_a_typo(file: str, old: str, new: str) -> None:
    text = (SHIPPED / "social_media" / file).read_text(encoding="utf-8")
    assert old in text
    assert faults(Path("social_media", file), text.replace(old, new, 1))


def test_a_template_copied_before_gets_the_schemas(tmp_path: Path) -> None:
    folder = copied(tmp_path / "mine")
    change(folder, "sheets/areas.toml", '^key = "group"', 'key = "our_group"')
    write_schemas(folder)
    written = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.glob("schema/*")}
    assert written == schema_files(files_of(folder))
    assert "our_group" in json.loads(written["schema/starter.json"])["properties"]["areas"]["items"]["properties"]
