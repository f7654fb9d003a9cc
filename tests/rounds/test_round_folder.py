"""A round from its folder to its papers: what each command takes from it, and what is said to be next."""

from __future__ import annotations

import json
import os
import select
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from rounds.council import HIGHWAYS, LIBRARIES, council
from workbooks import edited, saved

from smreport.blueprint.templates import load
from smreport.cli import main
from smreport.commands.reading import read_workbook

pytestmark = pytest.mark.usefixtures("few_rows")

EARLY, LATE = "2027-01-04", "2027-01-20"
"""Days before and after the deadline."""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def fine(*arguments: object, code: int = 0) -> Result:
    """What a command does that ends as it should."""
    done = run(*arguments)
    assert done.exit_code == code, done.output
    return done


def put(sheet: str, column: str, row: int, value: object) -> Callable[[openpyxl.Workbook], None]:
    """An edit of a cell, by the heading of its column and how many rows it is below the headings."""

    def edit(book: openpyxl.Workbook) -> None:
        page = book[sheet]
        headings = next(cells for cells in page.iter_rows() if cells[0].value in ("Check", "Reference"))
        number = next(cell.column for cell in headings if cell.value == column)
        page.cell(headings[0].row + row, number).value = value

    return edit


@pytest.fixture(scope="module")
def filled(few_rows: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of two services, with one error. Not to be changed."""
    return saved(council(load()), tmp_path_factory.mktemp("filled") / "filled.xlsx")


@pytest.fixture(scope="module")
def sent(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of that workbook's parts. Not to be changed."""
    folder = tmp_path_factory.mktemp("split") / "sent"
    fine("split", filled, "-o", folder)
    return folder


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new round whose deadline is 15 January 2027, and in which commands run."""
    folder = tmp_path / "our round"
    fine("init", folder, "--organisation", "Exampleshire", "--deadline", "15/01/2027")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def out(here: Path, sent: Path, filled: Path) -> Path:
    """The same once its workbooks are sent."""
    shutil.copy(filled, here / "workbook.xlsx")
    shutil.copytree(sent, here / "sent", dirs_exist_ok=True)
    return here


def comes_back(folder: Path, part: str, *edits: Callable[[openpyxl.Workbook], None]) -> Path:
    """A service's workbook comes back as it has changed it."""
    name = f"{part}.xlsx"
    return edited(Path(shutil.copy(folder / "sent" / name, folder / "returned" / name)), *edits)


def stands(today: str = EARLY) -> dict[str, object]:
    """Where the round stands."""
    step: dict[str, object] = json.loads(fine("next", "--format", "json", "--today", today).stdout)
    return step


def named(stage: str, today: str = EARLY) -> list[str]:
    """The command that is named as the next, as typed, of a round that stands at this stage."""
    step = stands(today)
    assert step["stage"] == stage, step
    program, *words = shlex.split(str(step["command"]))
    assert program == "smreport"
    return words


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], list[str]]]:
    """What a program that stands in for Word is given to open, once it has so many files."""
    if sys.platform in ("win32", "darwin"):
        pytest.skip("xdg-open is for other systems")
    pipe, program = tmp_path / "pipe", tmp_path / "programs" / "xdg-open"
    os.mkfifo(pipe)
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$1" > "{pipe}"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    handle = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)

    def read(number: int) -> list[str]:
        text = ""
        while text.count("\n") < number:
            assert select.select([handle], [], [], 60)[0], f"nothing was opened beside {text!r}"
            text += os.read(handle, 10_000).decode()
        return text.splitlines()

    yield read
    os.close(handle)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # click does not wait for the program
def test_a_round_is_walked_through_by_the_commands_that_next_names(
    here: Path, filled: Path, opened: Callable[[int], list[str]]
) -> None:
    made = fine(*named("new"))
    assert made.stdout.startswith("From round.toml: -o workbook.xlsx, --organisation Exampleshire, --template social_")
    assert read_workbook(here / "workbook.xlsx").settings["organisation"] == "Exampleshire"
    assert named("fill_in") == ["check"]

    shutil.copy(filled, here / "workbook.xlsx")  # people fill it in
    checked = fine(*named("put_right"), code=1)
    assert "Stops a build: 6a Risks " in checked.stdout
    edited(here / "workbook.xlsx", put("6a Risks", "Project", 2, "Faults online"))
    fine(*named("split"))
    assert {path.stem for path in (here / "sent").glob("*.xlsx")} == {LIBRARIES, HIGHWAYS, "register"}
    assert named("wait") == ["next"]
    assert fine("next", "--today", EARLY).stdout.splitlines() == [
        "0 of 2 workbooks have come back filled in.",
        "Next: wait for returns until 15 January 2027, put them into returned, then: smreport next",
    ]

    comes_back(here, LIBRARIES, put("4 Mapping", "Tool use", 1, "TikTok: dances"))  # which is in no sheet
    assert [about["for"] for about in stands(EARLY)["write_to"]] == [LIBRARIES]  # type: ignore[attr-defined]
    fine(*named("mails", LATE), "--today", LATE)
    texts = {path.stem: path.read_text() for path in (here / "mails").glob("*.txt")}
    assert texts.keys() == {LIBRARIES, HIGHWAYS}
    assert "has not come back" in texts[HIGHWAYS]
    assert "Dear Head of Books," in texts[LIBRARIES]
    assert "4 Mapping" in texts[LIBRARIES]
    assert "TikTok" not in texts[LIBRARIES]

    first = fine(*named("merge", LATE), code=1)
    assert f"Not returned: {HIGHWAYS}.xlsx" in first.stdout
    comes_back(here, LIBRARIES, put("5 Roles", "Capacity in hours a month", 1, 41))
    comes_back(here, HIGHWAYS, put("5 Roles", "Capacity in hours a month", 1, 43))
    assert "Newer than combined.xlsx" in " ".join(stands()["where"])  # type: ignore[arg-type]
    assert "--decisions" not in fine(*named("merge"), code=1).stdout.splitlines()[0]

    assert named("decide") == ["merge"]
    lines = [
        [cell.value for cell in cells] for cells in openpyxl.load_workbook("combined.xlsx")["To decide"].iter_rows()
    ]
    header = next(number for number, cells in enumerate(lines) if cells[0] == "Reference")
    at = next(number for number, cells in enumerate(lines) if cells[5] == "43")
    edited(here / "combined.xlsx", put("To decide", "Use it? Yes or No", at - header, "Yes"))
    decided = fine(*named("merge"))
    assert "--decisions combined.xlsx" in decided.stdout.splitlines()[0]
    assert "Kept the old file as combined (1).xlsx" in decided.stdout
    capacities = [row["capacity"] for row in read_workbook(here / "combined.xlsx")["roles"].rows.values()]
    assert 43.0 in capacities

    built = fine(*named("build"), "--open")
    assert built.stdout.startswith("From round.toml: combined.xlsx, -o built, ")
    papers = {"report.docx", "strategy.docx", "action-plan.docx"}
    assert set(opened(3)) == {str(here / "built" / name) for name in papers}
    assert stands()["stage"] == "built"
    os.utime(here / "combined.xlsx", (2e9, 2e9))  # somebody saves it later
    assert named("build") == ["build"]
