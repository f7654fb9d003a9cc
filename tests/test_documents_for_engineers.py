"""What the documents for engineers name is there: files, and what benchmarks and shown programs take from us."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "benchmarks").glob("*.md")),
]
HOMES = (ROOT, ROOT / "smreport", ROOT / "tests")
"""Where paths in the documents begin."""

_PATH = re.compile(r"(?<![\w./*-])(?:[\w.-]+/)+(?:[\w-]+\.(?:py|toml|md|js|csv)\b)?|`([\w-]+\.py)`")

_PROGRAM = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def paths(document: Path) -> list[str]:
    """Every module, folder and data file of this repository that a document names."""
    text = re.sub(r"https?://\S+", "", document.read_text(encoding="utf-8"))
    named = {match[1] or match[0] for match in _PATH.finditer(text)}
    return sorted(name for name in named if name.endswith((".py", ".js", ".md", ".csv", ".toml")) or _is_room(name))


def _is_room(name: str) -> bool:
    return name.partition("/")[0] in ("smreport", "tests", "benchmarks", "workbook_templates", "examples", "docs")


def is_there(document: Path, name: str) -> bool:
    if "/" not in name:  # a file that is called by its name alone
        return any(path.name == name for home in ("smreport", "tests", "benchmarks") for path in _files(home))
    return any((home / name).exists() for home in (*HOMES, document.parent))


def _files(home: str) -> Iterator[Path]:
    return (path for path in (ROOT / home).rglob("*.py") if "node_modules" not in path.parts)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_path_that_a_document_names_is_there(document: Path) -> None:
    assert [name for name in paths(document) if not is_there(document, name)] == []


def test_paths_are_found_in_the_documents() -> None:
    named = {name for document in DOCUMENTS for name in paths(document)}
    assert {"package/zipped.py", "smreport/limits.py", "tests/faults/", "smreport/word/", "style_fitting.py"} <= named
    assert not is_there(DOCUMENTS[0], "package/gone.py")
    assert not is_there(DOCUMENTS[0], "gone.py")


SCRIPTS = {
    **{
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "benchmarks").glob("*.py"))
    },
    **{
        f"{document.relative_to(ROOT)}, program {number}": program
        for document in DOCUMENTS
        for number, program in enumerate(_PROGRAM.findall(document.read_text(encoding="utf-8")), start=1)
    },
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_what_a_benchmark_or_a_shown_program_takes_from_the_package_is_there(script: str) -> None:
    """They are run by hand, so that nothing else tells when a module that they need has moved."""
    for node in ast.walk(ast.parse(SCRIPTS[script])):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] == "smreport":
            module = importlib.import_module(node.module)
            for alias in node.names:
                if not hasattr(module, alias.name):
                    importlib.import_module(f"{node.module}.{alias.name}")
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "smreport":
            assert hasattr(importlib.import_module("smreport"), node.attr)
