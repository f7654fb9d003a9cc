"""Killed at any moment, smreport leaves every file whole, and its next run goes through and clears up."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import pytest

RUNNER = Path(__file__).with_name("killed_at_each_step.py")
RECORD = ".smreport.json"
LITTER = re.compile(r"\.smreport-[a-z0-9_]{8}")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="copies processes as POSIX systems do")

Digests = dict[str, str]


@dataclass(frozen=True)
class Case:
    """A command, what stands in the folder before it, and what may never get lost of it.

    first      a command that was run before
    is_edited  whether a person has edited the documents
    lasting    files whose content stays in the folder, under whatever name
    """

    arguments: str
    first: str = ""
    is_edited: bool = False
    lasting: tuple[str, ...] = ()


CASES = {
    "build again": Case("build workbook.xlsx -o . --budget 500000"),
    "build over edited documents": Case(
        "build workbook.xlsx -o . --force", is_edited=True, lasting=("strategy.docx", "action-plan.docx")
    ),
    "mark over another": Case("check workbook.xlsx --mark -o old.xlsx --force", lasting=("old.xlsx",)),
    "upgrade over another": Case("upgrade workbook.xlsx -o old.xlsx --force", lasting=("old.xlsx",)),
}


@pytest.fixture(scope="session")
def folder_before(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, Case], Path]:
    """What a person has: a workbook, the documents made from it, and a file in the way of a new workbook."""
    finished = finish(tmp_path_factory.mktemp("finished"))
    return lambda place, case: prepare(finished, place, case)


def finish(folder: Path) -> Path:
    """The folder after a build; a small workbook, as each step of saving is built over twice."""
    answers = Path(__file__).parents[1] / "half_filled" / "money.toml"
    folder.mkdir(exist_ok=True)
    for arguments in (["new", "--answers", str(answers), "-o", "workbook.xlsx"], ["build", "workbook.xlsx", "-o", "."]):
        subprocess.run([sys.executable, "-m", "smreport", *arguments], cwd=folder, check=True, capture_output=True)
    (folder / "old.xlsx").write_bytes(b"made by somebody")
    return folder


def prepare(finished: Path, place: Path, case: Case) -> Path:
    folder = place / "ŵyn und Straße"
    shutil.copytree(finished, folder)
    if case.first:
        command = [sys.executable, "-m", "smreport", *case.first.split()]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    if case.is_edited:
        for path in folder.glob("*.docx"):
            document = docx.Document(str(path))
            document.add_paragraph(f"Somebody's words in {path.name}.")
            document.save(str(path))
    return folder


def killed_at_each_step(folder: Path, *arguments: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(RUNNER), str(folder), *arguments],
        cwd=folder, capture_output=True, text=True, check=True, timeout=600,
    )  # fmt: skip
    *_, told = done.stdout.splitlines()
    return dict(json.loads(told))


def harm_done(case: Case, old: Digests, new: Digests, killed: Digests, is_odd: bool, again: Digests) -> list[str]:
    """What a kill has harmed, in words; nothing where all is well.

    is_odd  whether the next run ended with another exit code than one that nobody disturbs
    """
    fine = {*old.values(), *new.values()}
    return [
        *(f"{name} is gone" for name in old if name not in killed),
        *(f"{name} is neither old nor new" for name, digest in killed.items()
          if name != RECORD and not LITTER.fullmatch(name) and digest not in fine),
        *(f"{name} was changed" for name in old if new.get(name) == old[name] != killed.get(name)),
        *(f"what {name} held is lost" for name in case.lasting
          for after in (killed, again) if old[name] not in after.values()),
        *(f"{name} is litter" for name in again if LITTER.fullmatch(name)),
        *(f"{name} was not made by the next run" for name in new if name != RECORD and again.get(name) not in fine),
        *(["the next run could not do its work"] if is_odd else []),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.long) if name.startswith("build") else name for name in CASES]
)
def test_a_kill_at_any_step_of_saving_harms_nothing(
    name: str, tmp_path: Path, folder_before: Callable[[Path, Case], Path]
) -> None:
    case = CASES[name]
    folder = folder_before(tmp_path, case)
    kills, harm = harm_in(case, killed_at_each_step(folder, *case.arguments.split()))
    assert harm == {}
    assert kills > 10


def harm_in(case: Case, told: dict[str, Any]) -> tuple[int, dict[int, list[str]]]:
    """How many kills there were, and by step what they have harmed."""
    old, new, kills = told["old"], told["new"], told["kills"]
    assert told["code"] in (0, 1), "the command could not do its work"
    assert {name for name in new if new[name] != old.get(name)} - {RECORD}, "the command wrote nothing"
    assert any(LITTER.fullmatch(name) for kill in kills for name in kill["killed"]), "no kill left any litter"
    found = {
        kill["step"]: harm_done(case, old, new, kill["killed"], kill["code"] != told["code"], kill["again"])
        for kill in kills
    }
    return len(kills), {step: harm for step, harm in found.items() if harm}
