"""Random edits by people and random changes of answers: nothing typed is lost, nothing that changed is hidden.

More of them by hand: ``cd tests && python -m word.merge_run 500 1``.
"""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import openxml_audit
import pytest
from word.edited_papers import WORDS, Person, changed, comments, edited, first_answers, lines, paper, pieces

from smreport.word.hand_edits import renewed


def renewal(old: bytes, new: bytes) -> bytes:
    kept = renewed(old, new, WORDS)
    assert kept is not None
    return kept.content


def require_nothing_lost(person: Person, merged: bytes, what: str) -> None:
    there = "\n".join((*lines(merged), *comments(merged)))
    assert [token for token in person.typed if token not in there] == [], what


def require_nothing_hidden(first: bytes, second: bytes, merged: bytes, what: str) -> None:
    """What the workbook says now and did not say before stands in the text or in a comment."""
    before = {words for cells in pieces(first).values() for words in cells}
    text, told = "\n".join(lines(merged)), "\n".join(comments(merged))
    for cells in pieces(second).values():
        for words in cells:
            if words not in before:
                assert words in text or words in told, f"{what}: hidden: {words}"


def require_each_side_followed(first: bytes, old: bytes, second: bytes, merged: bytes, what: str) -> None:
    """Where one side alone changed a paragraph or cell, that side stands; what people deleted stays deleted."""
    before, theirs, fresh, now = (pieces(each) for each in (first, old, second, merged))
    for name in before.keys() & fresh.keys():
        if name not in theirs:
            assert name not in now, f"{what}: back again: {fresh[name]}"
        elif len(before[name]) == len(theirs[name]) == len(fresh[name]) == len(now[name]):
            for was, mine, new, stands in zip(before[name], theirs[name], fresh[name], now[name], strict=True):
                expected = {new} if mine == was else {mine} if new == was else {mine, new}
                assert stands in expected, f"{what}: {was!r}, {mine!r}, {new!r} became {stands!r}"


def require_order(second: bytes, merged: bytes, what: str) -> None:
    """Where people moved nothing, what is left of the new version stands in its order."""
    fresh, now = list(pieces(second)), list(pieces(merged))
    there = [name for name in now if name in fresh]
    assert there == [name for name in fresh if name in there], what


def require_sound(first: bytes, old: bytes, second: bytes, person: Person, what: str) -> bytes:
    merged = renewal(old, second)
    require_nothing_lost(person, merged, what)
    require_nothing_hidden(first, second, merged, what)
    if "add_a_column" not in person.done:
        require_each_side_followed(first, old, second, merged, what)
    if not {"move_a_section", "join_two_paragraphs", "add_a_column"} & set(person.done):
        require_order(second, merged, what)
    assert merged == renewal(old, second), f"{what}: other bytes"
    again = renewal(merged, second)
    assert lines(again) == lines(merged), f"{what}: not at rest"
    assert sorted(comments(again)) == sorted(comments(merged)), f"{what}: comments not at rest"
    return merged


def case(seed: int) -> tuple[bytes, bytes, bytes, Person]:
    """The first paper, what a person made of it, and the paper of changed answers."""
    chance = random.Random(seed)
    answers = first_answers(chance)
    first = paper(answers)
    old, person = edited(first, chance)
    return first, old, paper(changed(answers, chance)), person


@pytest.mark.long
@pytest.mark.parametrize("seed", range(12))
def test_saved_by_python_docx(seed: int, tmp_path: Path) -> None:
    first, old, second, person = case(seed)
    what = f"seed {seed}: {person.done}"
    merged = require_sound(first, old, second, person, what)
    assert faults(merged, tmp_path) <= faults(old, tmp_path), what


def faults(content: bytes, folder: Path) -> set[str]:
    """What is not valid in a file; python-docx's own comments name a style that is not there."""
    path = folder / "paper.docx"
    path.write_bytes(content)
    validator = openxml_audit.OpenXmlValidator(openxml_audit.FileFormat.MICROSOFT_365, strict=True)
    return {error.description for error in validator.validate(path).errors}


def converted(contents: dict[str, bytes], folder: Path, program: str) -> dict[str, bytes]:
    """Papers opened and saved by LibreOffice, all in one go."""
    for name, content in contents.items():
        (folder / f"{name}.docx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [folder / f"{name}.docx" for name in contents]
    command = [program, profile, "--headless", "--convert-to", "docx", "--outdir", folder / "saved", *files]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return {name: (folder / "saved" / f"{name}.docx").read_bytes() for name in contents}


def test_saved_by_libreoffice(tmp_path: Path, program: Callable[[str], str]) -> None:
    cases = {f"seed{seed}": case(seed) for seed in range(100, 106)}
    saved = converted({name: old for name, (_, old, _, _) in cases.items()}, tmp_path, program("soffice"))
    for name, (first, _, second, person) in cases.items():
        require_sound(first, saved[name], second, person, f"{name}: {person.done}")
