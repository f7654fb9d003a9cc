"""The house keeps its order: packages import one way, and each library has one door."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import smreport

PACKAGE = Path(smreport.__file__).parent
WORDS = {"smreport.errors", "smreport.findings"}
THINKING = {*WORDS, "smreport.blueprint", "smreport.decision"}

MAY_IMPORT = {
    "smreport.errors": set(),
    "smreport.findings": set(),
    "smreport.limits": {"smreport.errors"},
    "smreport.compound": set(),
    "smreport.file_names": set(),
    "smreport.saving": {"smreport.errors", "smreport.file_names"},
    "smreport.blueprint": {*WORDS, "smreport.limits", "smreport.blueprint"},
    "smreport.workbook": {
        *WORDS,
        "smreport.limits",
        "smreport.compound",
        "smreport.file_names",
        "smreport.blueprint",
        "smreport.workbook",
    },
    "smreport.decision": THINKING,
    "smreport.report": {*THINKING, "smreport.limits", "smreport.compound", "smreport.report"},
    "smreport.handbook": {*WORDS, "smreport.blueprint", "smreport.report"},
    "smreport.publishing": {*THINKING, "smreport.limits", "smreport.report"},
    "smreport.pdf": {"smreport.errors"},
    "smreport.data_package": set(),
    "smreport.export": {*THINKING, "smreport.report", "smreport.data_package"},
    "smreport.gathering": {"smreport.errors", "smreport.file_names"},
    "smreport.build": {
        *THINKING,
        "smreport.limits",
        "smreport.file_names",
        "smreport.returns",
        "smreport.workbook",
        "smreport.report",
        "smreport.saving",
        "smreport.handbook",
        "smreport.data_package",
        "smreport.export",
        "smreport.publishing",
        "smreport.pdf",
    },
    "smreport.returns": {*WORDS, "smreport.blueprint", "smreport.returns"},
    "smreport.merge_report": {*WORDS, "smreport.report", "smreport.returns"},
    "smreport.rounds": {
        *THINKING,
        "smreport.limits",
        "smreport.file_names",
        "smreport.gathering",
        "smreport.saving",
        "smreport.workbook",
        "smreport.returns",
        "smreport.report",
        "smreport.merge_report",
        "smreport.build",
    },
    "smreport.cli": {
        *WORDS,
        "smreport",
        "smreport.build",
        "smreport.gathering",
        "smreport.publishing",
        "smreport.rounds",
        "smreport.cli",
    },
    "smreport.__main__": {"smreport.cli"},
    "smreport": set(),
}
ONLY_DOOR = {
    "xlsxwriter": {
        "smreport.workbook.emit",
        "smreport.workbook.cell_looks",
        "smreport.report.chart_parts",
        "smreport.report.annex_writer",
    },
    "python_calamine": {"smreport.workbook.cells"},
    "docx": {"smreport.report.docx_writer", "smreport.report.hand_edits"},
    "openpyxl": set(),
    "highspy": {"smreport.decision.optimum"},
    "click": {"smreport.cli"},
}
HEAVY = ("pandas", "numpy", "lxml", "openpyxl", "docx", "xlsxwriter", "python_calamine", "highspy", "smreport.build")


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def stratum(module: str) -> str:
    """The part of the house that a module belongs to: smreport.blueprint.rules.rows is in smreport.blueprint."""
    return ".".join(module.split(".")[:2])


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            assert node.module
            submodules = [name for alias in node.names if (name := f"{node.module}.{alias.name}") in MODULES]
            yield from submodules or [node.module]


def tree_of(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_from_strata_below_it(module: str) -> None:
    own = {name for name in imports(tree_of(module)) if name.partition(".")[0] == "smreport"}
    assert {stratum(name) for name in own} <= MAY_IMPORT[stratum(module)]


@pytest.mark.parametrize("library", ONLY_DOOR)
def test_a_library_is_known_behind_one_door_only(library: str) -> None:
    users = {module for module in MODULES if library in {name.partition(".")[0] for name in imports(tree_of(module))}}
    doors = ONLY_DOOR[library]
    assert {user for user in users if not any(user == door or user.startswith(f"{door}.") for door in doors)} == set()


def test_the_package_itself_and_its_words_import_nothing_heavy() -> None:
    standard = sys.stdlib_module_names
    for module in ("smreport", "smreport.errors", "smreport.findings"):
        assert {name.partition(".")[0] for name in imports(tree_of(module))} <= standard


def test_the_command_line_imports_heavy_parts_inside_commands_only() -> None:
    code = f"import sys, smreport.cli; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_every_module_states_its_purpose_in_its_first_line() -> None:
    silent = [module for module in MODULES if not (ast.get_docstring(tree_of(module)) or "").strip()]
    assert silent == []


def test_no_room_is_called_utils_core_or_helpers() -> None:
    assert not {part for module in MODULES for part in module.split(".")} & {"utils", "core", "helpers", "common"}
