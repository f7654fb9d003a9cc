"""Whole results that are kept beside the tests as text, for a person to read and a diff to compare.

After a change that is meant ``python -m pytest --remake`` (or with some test files alone) keeps what is given today:
read the diff before you commit it.
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path

_REMAKE = "SMREPORT_REMAKE"
_AGAIN = "Is it meant? Then run python -m pytest --remake with this test, and read the diff."


def remake() -> None:
    """From now on, in this process and those that it starts, what is given is kept."""
    os.environ[_REMAKE] = "1"


def kept(path: Path, today: str) -> str:
    """The text that is kept."""
    if os.environ.get(_REMAKE):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(today, encoding="utf-8", newline="\n")
    return path.read_text(encoding="utf-8")


def assert_as_kept(path: Path, today: str) -> None:
    """Fails with what differs from the text that is kept."""
    assert_same(today, kept(path, today), f"{path.parent.name}/{path.name}")


def assert_same(today: str, before: str, what: str, again: str = _AGAIN) -> None:
    """Fails with what differs from a text that is kept, and how it is kept again."""
    lines = before.split("\n"), today.split("\n")
    difference = "\n".join(difflib.unified_diff(*lines, "kept", "today", lineterm="", n=1))
    assert today == before, f"{what} has changed. {again}\n{difference}"
