"""What a person at the terminal reads, whole: every line of each command, of both streams, and its exit code."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from kept import assert_as_kept
from rounds.council import council
from sessions_played import played
from workbooks import saved, with_rows, workbook

import smreport
from smreport.blueprint.templates import load

pytestmark = pytest.mark.usefixtures("few_rows")

FOLDER = Path(__file__).parent / "sessions"
SMALL = """
    | areas | name      | kind    | status   |
    |       | Libraries | Service | In scope |
    |       | Highways  | Service | In scope |
"""


@pytest.fixture(scope="module")
def stock(few_rows: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of two services with an error, the folder of its parts, and a small one. Not to be changed."""
    folder = tmp_path_factory.mktemp("stock")
    saved(council(load()), folder / "filled.xlsx")
    saved(workbook(with_rows(load(), 4), SMALL), folder / "small.xlsx")
    smreport.split(folder / "filled.xlsx", folder / "sent")
    return folder


@pytest.fixture
def play(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Plays a session of this name, and compares each line."""

    def compare(name: str) -> None:
        session = FOLDER / f"{name}.txt"
        text = session.read_text(encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        if ".xlsx" in text:
            shutil.copytree(request.getfixturevalue("stock"), tmp_path, dirs_exist_ok=True)
        assert_as_kept(session, played(text))

    return compare


def test_what_commands_take_and_refuse(play: Callable[[str], None]) -> None:
    play("usage")


def test_a_round_from_its_folder_to_what_is_sent(play: Callable[[str], None]) -> None:
    play("round")


def test_a_round_whose_workbooks_come_back(play: Callable[[str], None]) -> None:
    play("returns")


def test_a_round_that_is_merged_and_decided(play: Callable[[str], None]) -> None:
    play("merged")


def test_a_round_of_one_service_alone(play: Callable[[str], None]) -> None:
    play("alone")


def test_what_is_wrong_or_missing_in_workbooks(play: Callable[[str], None]) -> None:
    play("checks")


def test_what_changed_between_workbooks_and_what_is_made_of_them(play: Callable[[str], None]) -> None:
    play("other_workbooks")


def test_templates_of_ones_own(play: Callable[[str], None]) -> None:
    play("templates")


def test_papers_and_explanations(play: Callable[[str], None]) -> None:
    play("papers")


def test_every_session_is_played() -> None:
    known = {path.stem for path in FOLDER.glob("*.txt")}
    assert known == set(re.findall(r'play\("(\w+)"\)', Path(__file__).read_text(encoding="utf-8")))
