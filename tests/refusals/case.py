"""A command that is refused and what its message advises: how cases are written, and how they are run."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from workbooks import edited

from smreport import errors
from smreport.cli import main

SETTING = re.compile(r"set (SMREPORT_\w+) to (?:more than )?(\d+)")
Spoil = Callable[[Path], object]


@dataclass(frozen=True)
class Case:
    """A command that is refused, and what its message advises.

    spoil    makes the bad input in a folder that holds a sound workbook, template, answers and style file
    command  what is run there
    says     words of the refusal
    mend     does what they say
    again    the command after that, where it is another; {setting} stands for nothing but tells that one is set
    into     the folder where it is run, where that is another
    """

    command: str
    says: str
    spoil: Spoil = lambda folder: None
    mend: Spoil = lambda folder: None
    again: str = ""
    into: str = ""
    env: Mapping[str, str] = field(default_factory=dict)


def named(*cases: tuple[str, Case]) -> dict[str, Case]:
    """Cases by their names, of which none stands for two."""
    by_name = dict(cases)
    assert len(by_name) == len(cases)
    return by_name


# --- what people do to files ---


def put(name: str, content: bytes | str) -> Spoil:
    def write(folder: Path) -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)

    return write


def sound(name: str) -> Spoil:
    """The file as it was before it was spoilt: asked for again, saved anew, undone."""
    return lambda folder: shutil.copy(folder / ".sound" / name, folder / name)


def gone(name: str) -> Spoil:
    return lambda folder: shutil.rmtree(folder / name) if (folder / name).is_dir() else (folder / name).unlink()


def in_text(name: str, old: str, new: str) -> Spoil:
    def change(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        changed, times = re.subn(old, lambda _: new, text, count=1, flags=re.MULTILINE)
        assert times, f"{old} is not in {name}"
        (folder / name).write_text(changed, encoding="utf-8")

    return change


def in_book(edit: Callable[[Any], object], name: str = "w.xlsx") -> Spoil:
    return lambda folder: edited(folder / name, edit)


def in_parts(name: str, **changes: Callable[[str], str]) -> Spoil:
    """Some parts of a packed file changed, or added. Slashes are spelt __, full stops _0_."""

    def change(folder: Path) -> None:
        with zipfile.ZipFile(folder / name) as file:
            parts = {each: file.read(each) for each in file.namelist()}
        for part, changed in changes.items():
            key = part.replace("_0_", ".").replace("__", "/")
            parts[key] = changed(parts.get(key, b"").decode()).encode()
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as file:
            for each, content in parts.items():
                file.writestr(each, content)

    return change


def without_part(path: Path, name: str) -> None:
    with zipfile.ZipFile(path) as file:
        parts = {each: file.read(each) for each in file.namelist() if each != name}
    with zipfile.ZipFile(path, "w") as file:
        for each, content in parts.items():
            file.writestr(each, content)


def all_of(*spoils: Spoil) -> Spoil:
    return lambda folder: [spoil(folder) for spoil in spoils]


def run(*commands: str) -> Spoil:
    """Other commands, which must work."""

    def work(folder: Path) -> None:
        for command in commands:
            done = say(folder, command)
            assert done.exit_code < 2, done.output

    return work


# --- running them ---


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit code, and what it printed."""

    exit_code: int
    output: str


def say(folder: Path, command: str, env: Mapping[str, str] | None = None) -> Ran:
    before = Path.cwd()
    os.chdir(folder)
    try:
        done = CliRunner().invoke(main, shlex.split(command), env=dict(env or {}))
    finally:
        os.chdir(before)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return Ran(done.exit_code, done.output)


@dataclass(frozen=True)
class Outcome:
    """What became of a case: the refusal, the second run, and the places where errors were made."""

    first: Ran
    second: Ran
    places: Sequence[str]

    @classmethod
    def of_json(cls, text: str) -> Outcome:
        first, second, places = json.loads(text)
        return cls(Ran(*first), Ran(*second), places)

    @property
    def json(self) -> str:
        return json.dumps([astuple(self.first), astuple(self.second), self.places])


class Trial:
    """Cases tried one after the other. Where the same command has run in the same files, it is not run again."""

    def __init__(self) -> None:
        self.second_runs: dict[object, Ran] = {}

    def outcome(self, case: Case, folder: Path) -> Outcome:
        case.spoil(folder)
        made: set[str] = set()
        with pytest.MonkeyPatch.context() as monkeypatch:
            monkeypatch.setattr(errors.SmreportError, "__init__", lambda self, *words: made.add(caller()))
            first = say(folder, case.command, case.env)
        case.mend(folder)
        command, env = case.again or case.command, {}
        if setting := SETTING.search(first.output):
            env[setting[1]] = str(int(setting[2]) + 1_000_000)
        advised = re.search(r"smreport (upgrade \S+ -o \S+)$", first.output.strip())
        if advised:
            assert say(folder, advised[1]).exit_code < 2
        return Outcome(first, self.second_run(folder, case.into, command, env), sorted(made))

    def second_run(self, folder: Path, into: str, command: str, env: Mapping[str, str]) -> Ran:
        key = (into, command, *env.items(), contents(folder))
        if key not in self.second_runs:
            self.second_runs[key] = say(folder / into, command, env)
        return self.second_runs[key]


def contents(folder: Path) -> str:
    """The digest of all files and folders in a folder."""
    digest = sha256()
    for path in sorted(folder.rglob("*")):
        digest.update(repr((path.relative_to(folder), path.read_bytes() if path.is_file() else None)).encode())
    return digest.hexdigest()


def caller() -> str:
    """The file and line that makes an error."""
    frame = sys._getframe(2)
    return f"{Path(frame.f_code.co_filename)}:{frame.f_lineno}"
