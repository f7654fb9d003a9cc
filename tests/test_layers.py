"""The house keeps its order: packages import one way, and each library has one door."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import smreport

PACKAGE = Path(smreport.__file__).parent
WORDS = {"smreport.errors", "smreport.findings", "smreport.frozen", "smreport.words"}
THINKING = {*WORDS, "smreport.blueprint", "smreport.decision"}

ROOMS = {*THINKING, "smreport.frames", "smreport.limits", "smreport.file_names", "smreport.declared"}
MAY_IMPORT = {
    "smreport.errors": set(),
    "smreport.frames": set(),
    "smreport.frozen": set(),
    "smreport.findings": {"smreport.frozen", "smreport.words"},
    "smreport.words": {"smreport.words", "smreport.errors", "smreport.frozen"},
    "smreport.limits": {"smreport.errors", "smreport.frozen", "smreport.words"},
    "smreport.file_names": {"smreport.words"},
    "smreport.declared": {"smreport.errors", "smreport.frozen", "smreport.words"},
    "smreport.saving": {"smreport.errors", "smreport.frozen", "smreport.file_names", "smreport.words"},
    # leaves: they know nothing of councils
    "smreport.blocks": {"smreport.words", "smreport.frozen", "smreport.blocks"},
    "smreport.package": {"smreport.words", "smreport.errors", "smreport.frozen", "smreport.limits", "smreport.package"},
    "smreport.word": {
        "smreport.words", "smreport.errors", "smreport.frozen", "smreport.limits", "smreport.declared",
        "smreport.blocks", "smreport.package", "smreport.word",
    },
    "smreport.web": {"smreport.words", "smreport.frozen", "smreport.blocks", "smreport.web"},
    # the form, and its face in Excel
    "smreport.blueprint": {
        *WORDS, "smreport.frames", "smreport.limits", "smreport.declared", "smreport.package", "smreport.blueprint",
    },
    "smreport.workbook.colours": set(),
    "smreport.workbook.spreadsheet_xml": {"smreport.package"},
    "smreport.workbook.packages": {"smreport.words", "smreport.errors", "smreport.limits", "smreport.package"},
    "smreport.workbook.emit": {*WORDS, "smreport.blueprint", "smreport.workbook.colours", "smreport.workbook.emit"},
    "smreport.workbook.mark": {
        *WORDS, "smreport.blueprint", "smreport.package", "smreport.workbook.packages",
        "smreport.workbook.spreadsheet_xml", "smreport.workbook.mark",
    },
    "smreport.workbook.read": {
        *WORDS, "smreport.limits", "smreport.file_names", "smreport.blueprint", "smreport.package",
        "smreport.workbook.packages", "smreport.workbook.spreadsheet_xml", "smreport.workbook.colours",
        "smreport.workbook.mark", "smreport.workbook.read",
    },
    # what follows from the answers, and what is said of it
    "smreport.decision": THINKING,
    "smreport.rounds": {*WORDS, "smreport.declared", "smreport.blueprint", "smreport.rounds"},
    "smreport.papers": {*THINKING, "smreport.declared", "smreport.blocks", "smreport.rounds", "smreport.papers"},
    "smreport.exchange": {*THINKING, "smreport.papers", "smreport.exchange"},
    # all of it together
    "smreport.commands": {
        *ROOMS, "smreport.saving", "smreport.blocks", "smreport.word", "smreport.web", "smreport.rounds",
        "smreport.workbook.emit", "smreport.workbook.mark", "smreport.workbook.read",
        "smreport.papers", "smreport.exchange", "smreport.commands",
    },
    # the door, and who comes in by it
    "smreport": {
        "smreport.errors", "smreport.findings", "smreport.saving", "smreport.decision", "smreport.rounds",
        "smreport.commands",
    },
    "smreport.cli": {*WORDS, "smreport.file_names", "smreport", "smreport.cli"},
    "smreport.__main__": {"smreport.cli"},
    "smreport.workbook": set(),
}  # fmt: skip
ONLY_DOOR = {
    "xlsxwriter": {
        "smreport.workbook.emit",
        "smreport.word.chart_parts",
        "smreport.word.annex_workbook",
    },
    "python_calamine": {"smreport.workbook.read.grids"},
    "docx": {"smreport.word.writer", "smreport.word.packing", "smreport.word.hand_edits", "smreport.word.edits"},
    "openpyxl": set(),
    "highspy": {"smreport.decision.solver"},
    "pikepdf": {"smreport.word.pdf_tags"},
    "pyarrow": {"smreport.exchange.parquet"},
    "click": {"smreport.cli"},
    "gettext": {"smreport.words"},
    "babel": {"smreport.words"},
    "msgspec": {"smreport.frozen"},
}
PARSING = {"XMLParser", "fromstring", "fromstringlist", "XML", "HTML", "parse", "iterparse", "XMLPullParser"}
EXAMPLE = str(PACKAGE.parent / "examples" / "illustrative" / "illustrative.xlsx")
HEAVY = (
    "pandas", "numpy", "lxml", "openpyxl", "docx", "xlsxwriter", "python_calamine", "highspy", "pikepdf",
    "smreport.commands.reading",
)  # fmt: skip


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def stratum(module: str) -> str:
    """The part of the house that a module belongs to: smreport.blueprint.rules.rows is in smreport.blueprint."""
    parts = module.split(".")
    names = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next(name for name in names if name in MAY_IMPORT)


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            assert node.module
            submodules = [name for alias in node.names if (name := f"{node.module}.{alias.name}") in MODULES]
            yield from submodules or [node.module]


@cache
def tree_of(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


@cache
def imports_of(module: str) -> frozenset[str]:
    return frozenset(imports(tree_of(module)))


def test_a_module_imports_only_from_strata_below_it() -> None:
    reaches_up = {
        module: strata
        for module in MODULES
        if (
            strata := {stratum(name) for name in imports_of(module) if name.partition(".")[0] == "smreport"}
            - MAY_IMPORT[stratum(module)]
        )
    }
    assert reaches_up == {}


def test_every_allowance_is_used() -> None:
    used = {layer: set[str]() for layer in MAY_IMPORT}
    for module in MODULES:
        used[stratum(module)] |= {stratum(name) for name in imports_of(module) if name.partition(".")[0] == "smreport"}
    assert {layer: unused for layer, may in MAY_IMPORT.items() if (unused := may - used[layer])} == {}


@pytest.mark.parametrize("library", ONLY_DOOR)
def test_every_door_of_a_library_is_used(library: str) -> None:
    users = [module for module in MODULES if library in {name.partition(".")[0] for name in imports_of(module)}]
    assert [door for door in ONLY_DOOR[library] if not any(f"{user}.".startswith(f"{door}.") for user in users)] == []


@pytest.mark.parametrize("library", ONLY_DOOR)
def test_a_library_is_known_behind_one_door_only(library: str) -> None:
    users = {module for module in MODULES if library in {name.partition(".")[0] for name in imports_of(module)}}
    doors = ONLY_DOOR[library]
    assert {user for user in users if not any(user == door or user.startswith(f"{door}.") for door in doors)} == set()


def opens_by_itself(tree: ast.AST) -> set[str]:
    """What a module uses to open zipped files or to parse XML."""
    zips = {name for name in imports(tree) if name.partition(".")[0] in ("zipfile", "xml", "tarfile")}
    attributes = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in PARSING)
    parses = {node.attr for node in attributes if isinstance(node.value, ast.Name) and node.value.id == "etree"}
    taken = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("lxml")
        for alias in node.names
    }
    return zips | parses | (taken - {"etree", "E"})  # E only builds


def test_zipped_files_are_opened_and_xml_is_parsed_in_one_room() -> None:
    opening = {module: uses for module in MODULES if (uses := opens_by_itself(tree_of(module)))}
    assert opening == {
        "smreport.package.zipped": {"zipfile"},
        "smreport.package.trees": {"XMLParser", "fromstring", "iterparse"},
    }


def test_the_room_of_packages_knows_neither_excel_nor_word_nor_councils() -> None:
    names = re.compile(r"Word\b|(?i:excel|workbook|council|spreadsheet|worksheet|docx|xlsx|\bsheet)")
    found = {
        module: names.findall(path.read_text(encoding="utf-8"))
        for module, path in MODULES.items()
        if module.startswith("smreport.package")
    }
    assert {module: words for module, words in found.items() if words} == {}


def test_the_package_itself_and_its_words_import_nothing_heavy() -> None:
    standard = sys.stdlib_module_names
    for module in ("smreport.errors", "smreport.findings"):
        own = {name for name in imports(tree_of(module)) if not name.startswith(("smreport.frozen", "smreport.words"))}
        assert {name.partition(".")[0] for name in own} <= standard
    code = "import sys; before = set(sys.modules); import smreport; print(*(set(sys.modules) - before))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    names = set(loaded.stdout.split())
    assert {name for name in names if name.partition(".")[0] not in standard} == {"smreport"}


def test_the_command_line_imports_heavy_parts_inside_commands_only() -> None:
    code = f"import sys, smreport.cli; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("command", "unneeded"),
    [
        (["check", EXAMPLE], {"pandas", "numpy", "highspy", "xlsxwriter", "docx"}),  # its limits hold
        (["new", "-o", "new.xlsx"], {"pandas", "numpy", "highspy", "docx", "python_calamine"}),
        (["build", EXAMPLE, "-o", "papers"], {"pandas", "highspy", "pikepdf"}),  # all sets can be tried
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_command_loads_nothing_that_it_does_not_need(command: list[str], unneeded: set[str], tmp_path: Path) -> None:
    look = f"atexit.register(lambda: print(sorted({unneeded!r} & sys.modules.keys())))"
    code = f"import atexit, sys; from smreport.cli import main; {look}; sys.argv = {['smreport', *command]!r}; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, timeout=300)
    assert done.returncode == (command[0] == "check"), done.stderr  # it has findings
    assert done.stdout.splitlines()[-1] == "[]"


def test_every_module_states_its_purpose_in_its_first_line() -> None:
    silent = [module for module in MODULES if not (ast.get_docstring(tree_of(module)) or "").strip()]
    assert silent == []


def test_no_room_is_called_utils_core_or_helpers() -> None:
    assert not {part for module in MODULES for part in module.split(".")} & {"utils", "core", "helpers", "common"}
