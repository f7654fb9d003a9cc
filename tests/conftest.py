"""What many tests need: the shipped blueprint, and LibreOffice as a second program that calculates."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

import kept
import kept_formulas
import pytest
from hypothesis import settings
from template_folders import SHIPPED, copied

from smreport.blueprint import templates
from smreport.blueprint.model import Blueprint
from smreport.blueprint.templates import load
from smreport.words import both_spoken, speak_both

CLIENTS = Path(__file__).parent / "clients"
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
  <item oor:path="/org.openoffice.Office.Calc/Formula/Load">
    <prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
  </item>
</oor:items>
"""

# What is compiled is kept, whatever the machine says: else each process that a test starts compiles smreport anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

kept_formulas.keep()

# what a test tries at random: few examples each time, many where --hypothesis-profile=long is given
settings.register_profile("short", max_examples=30, deadline=None)
settings.register_profile("long", max_examples=1000, deadline=None)
settings.load_profile("short")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--remake", action="store_true", help="keep what is given today, see tests/kept.py")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("remake"):
        kept.remake()


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """0, one process, where only files are named or few tests asked for, and for the engines; else all processors."""
    are_files = all("::" in argument or argument.endswith(".py") for argument in config.args)
    asked = config.option
    return 0 if are_files or asked.keyword or getattr(asked, "lf", False) or asked.markexpr == "engines" else None


@pytest.hookimpl(tryfirst=True)  # before -m is looked at
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks for another program belongs to the gate."""
    programs = {"program", "libreoffice", "libreoffice_as_it_comes", "pyarrow", "duckdb"}
    for item in items:
        if isinstance(item, pytest.Function) and programs.intersection(item.fixturenames):
            item.add_marker("engines")


@pytest.fixture(autouse=True)
def _languages_as_before() -> Iterator[None]:
    """What a test has spoken, no other hears."""
    before = both_spoken()
    yield
    speak_both(before)


@pytest.fixture(scope="session")
def blueprint() -> Blueprint:
    """The shipped template."""
    return load()


@pytest.fixture(scope="module")
def few_rows(blueprint: Blueprint, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """In a module's own process the shipped templates prepare few rows: workbooks are written and read sooner.

    ``blueprint`` is asked for so that it is the shipped one, whoever asks first.
    """
    folder = tmp_path_factory.mktemp("shipped")
    for template in SHIPPED.glob("*/workbook.toml"):
        copied(folder / template.parent.name, template.parent.name, rows=12)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(templates, "files", lambda package: folder)
        yield


@pytest.fixture(scope="session")
def not_installed() -> Callable[[str], NoReturn]:
    """Says that something outside Python is missing: the test is skipped, but fails in CI."""

    def skip(what: str) -> NoReturn:
        if os.environ.get("CI"):
            pytest.fail(f"{what}; in CI these tests must run.")
        pytest.skip(what)

    return skip


@pytest.fixture(scope="session")
def program(not_installed: Callable[[str], NoReturn]) -> Callable[[str], str]:
    """Finds a program by name."""
    return lambda name: shutil.which(name) or not_installed(f"{name} is not on the path")


@pytest.fixture(scope="session")
def pyarrow(not_installed: Callable[[str], NoReturn]) -> ModuleType:
    """The library behind ``export --format parquet``, with its module for Parquet."""
    try:
        import_module("pyarrow.parquet")
    except ImportError:
        not_installed("pyarrow is not installed")
    return import_module("pyarrow")


@pytest.fixture(scope="session")
def duckdb(pyarrow: ModuleType, not_installed: Callable[[str], NoReturn]) -> ModuleType:
    """A database that reads exports as they lie there; they are Parquet files, so that pyarrow is needed too."""
    try:
        return import_module("duckdb")
    except ImportError:
        not_installed("duckdb is not installed")


@pytest.fixture(scope="session")
def node(program: Callable[[str], str]) -> Callable[..., Any]:
    """Runs one of the scripts in tests/clients; what it prints."""

    def run(script: str, *arguments: object) -> Any:
        command = [program("node"), str(CLIENTS / script), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="session")
def browser(program: Callable[[str], str]) -> str:
    return next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), "") or program("chromium")


@pytest.fixture(scope="session")
def libreoffice(program: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Opens a workbook in LibreOffice, calculates every formula afresh and saves it as another .xlsx."""
    folder = tmp_path_factory.mktemp("libreoffice")
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(ALWAYS_RECALCULATE, encoding="utf-8")
    return partial(saved_by_libreoffice, program("soffice"), folder)


@pytest.fixture(scope="session")
def libreoffice_as_it_comes(
    program: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Path, str], Path]:
    """Opens a workbook in LibreOffice as it is after installing, and saves it with the ending xlsx or ods."""
    return partial(saved_by_libreoffice, program("soffice"), tmp_path_factory.mktemp("libreoffice-as-it-comes"))


def saved_by_libreoffice(soffice: str, folder: Path, path: Path, ending: str = "xlsx") -> Path:
    """The workbook as LibreOffice saves it, with the settings in the folder's profile."""
    profile, saved = (folder / "profile").as_uri(), folder / "saved"
    command = [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending, "--outdir"]
    subprocess.run([*command, str(saved), str(path)], check=True, capture_output=True, timeout=300)
    return saved / f"{path.stem}.{ending}"
