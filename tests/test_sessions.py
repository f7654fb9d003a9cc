"""What a person at the terminal reads, whole: every line of each command, of both streams, and its exit code.

After a change that is meant: SMREPORT_PLAY=1 python -m pytest tests/test_sessions.py writes the sessions anew; read the
difference before you commit it.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from rounds.council import council
from sessions_played import FOLDER, played
from workbooks import saved

import smreport
from smreport.blueprint.templates import load

pytestmark = pytest.mark.usefixtures("few_rows")

SESSIONS = sorted(FOLDER.glob("*.txt"))


@pytest.fixture(scope="module")
def stock(few_rows: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of two services, and the folder of its parts. Not to be changed."""
    folder = tmp_path_factory.mktemp("stock")
    saved(council(load()), folder / "filled.xlsx")
    smreport.split(folder / "filled.xlsx", folder / "sent")
    return folder


@pytest.mark.parametrize("session", SESSIONS, ids=lambda path: path.stem)
def test_every_line_of_a_session_is_as_it_was_read_by_people(
    session: Path, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = session.read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    if "filled.xlsx" in text or "sent" in text:
        shutil.copytree(request.getfixturevalue("stock"), tmp_path, dirs_exist_ok=True)
    went = played(text)
    if os.environ.get("SMREPORT_PLAY"):
        session.write_text(went, encoding="utf-8")
    assert went == text
