"""What a person at the terminal reads, whole: every line of each command, of both streams, and its exit code."""

from __future__ import annotations

import shutil
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


@pytest.mark.parametrize("session", sorted(FOLDER.glob("*.txt")), ids=lambda session: session.stem)
def test_a_session_goes_as_it_is_kept(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, session: Path
) -> None:
    text = session.read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    if ".xlsx" in text:
        shutil.copytree(request.getfixturevalue("stock"), tmp_path, dirs_exist_ok=True)
    assert_as_kept(session, played(text))
