"""What is said against mistakes in a template: each stands in a line, and what is said of it in the line below."""

from __future__ import annotations

import re
import shutil
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path

from smreport.blueprint.model import Blueprint
from smreport.blueprint.sheet_file import SheetFiles
from smreport.blueprint.templates import load
from smreport.declared import Toml
from smreport.errors import TemplateError

HEAD = {"title": "Here", "row": "a row", "purpose": "."}
NAME = '{key="name", type="text"}'
BESIDE = (
    '{key="state", type="choice", list="state"}, {key="idea", type="choice", list="own"}, {key="size", type="number"}, '
    '{key="when", type="date"}, {key="area", type="ref", to="areas.label"}, {key="role", type="ref", to="roles.name"}, '
    '{key="own", type="ref", to="here.name"}'
)
LEFT_OUT = "-"


def mistakes(written: str, folder: Path) -> str:
    """A text of mistakes with what is said against each; of what is taken that it is."""
    form = load(folder)
    contents = {path.stem: _toml(path) for path in sorted((folder / "sheets").glob("*.toml"))}
    cases = [line for line in written.splitlines() if line and not line.startswith(" ")]
    with tempfile.TemporaryDirectory() as name:
        own = Path(shutil.copytree(folder, Path(name) / "own"))
        return "".join(f"{case}\n    {_said(case, form, contents, own)}\n" for case in cases)


def _toml(path: Path) -> Toml:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _said(case: str, form: Blueprint, contents: dict[str, Toml], own: Path) -> str:
    kind, _, toml = case.partition(": ")
    if kind == "file":
        return _of_a_file(own, *toml.split(" | "))
    sheet = _sheet(kind, toml)
    return refusal(lambda: SheetFiles({**contents, "here": sheet}, form.lists, form.separator).build("here"))


def _sheet(kind: str, toml: str) -> Toml:
    """A sheet with a mistake in its head, in a column, or in a rule; a heading and help are given where none are."""
    columns = {"column": f"{NAME}, {toml}", "rule": f"{NAME}, {BESIDE}", "only": toml}.get(kind, NAME)
    rules = f"rule = [{toml}]" if kind == "rule" else ""
    head = toml if kind == "head" else ""
    sheet = tomllib.loads(f"{head}\ncolumn = [{columns}]\n{rules}")
    for column in sheet["column"]:
        if isinstance(column, dict):
            column.setdefault("heading", str(column["key"]).capitalize())
            column.setdefault("help", ".")
            for key in [key for key, value in column.items() if value == LEFT_OUT]:
                del column[key]
    return {key: value for key, value in {**HEAD, **sheet}.items() if kind != f"without {key}"}


def _of_a_file(own: Path, file: str, old: str, new: str) -> str:
    """What is said where the first match of a pattern in a file is something else."""
    before = (own / file).read_text(encoding="utf-8")
    after, times = re.subn(old, new, before, count=1, flags=re.MULTILINE)
    assert times == 1, f"{old} is not in {file}"
    (own / file).write_text(after, encoding="utf-8")
    said = refusal(lambda: load(own))
    (own / file).write_text(before, encoding="utf-8")
    return said


def refusal(read: Callable[[], object]) -> str:
    try:
        read()
    except TemplateError as mistake:
        return str(mistake)
    return "is taken"
