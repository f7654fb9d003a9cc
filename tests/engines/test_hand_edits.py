"""Papers that ONLYOFFICE has saved are renewed as those that Word has: nothing typed is lost, nothing new is hidden."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from engines.onlyoffice import OnlyOffice, resaved
from word.edited_papers import WORDS, lines
from word.test_merge_property import case, require_sound

from smreport.word.hand_edits import renewed

pytestmark = pytest.mark.engines


@pytest.fixture(autouse=True)
def onlyoffice(not_installed: Callable[[str], NoReturn]) -> None:
    if OnlyOffice.missing():
        not_installed(OnlyOffice.missing())


@pytest.mark.parametrize("seed", range(200, 203))
def test_saved_by_onlyoffice(seed: int, tmp_path: Path) -> None:
    first, old, second, person = case(seed)
    require_sound(first, resaved(old, tmp_path), second, person, f"seed {seed}: {person.done}")


def test_saved_without_an_edit_it_says_what_the_new_version_says(tmp_path: Path) -> None:
    first, _, second, _ = case(1)
    found = renewed(resaved(first, tmp_path), second, WORDS)
    assert found is not None
    assert found.is_pure
    assert lines(found.content) == lines(second)
