"""How commands end, whatever stops them, and what they show on a terminal alone or in a round."""

from __future__ import annotations

import errno
import gc
import os
import re
import select
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from smreport import errors
from smreport.cli import base, main, returns
from smreport.cli.base import Commands
from smreport.cli.in_round import given_by_round
from smreport.cli.said import command


def refused(number: int, file: str | None = None, winerror: int = 0) -> OSError:
    """As the system refuses a file; Windows has numbers of its own."""
    problem = OSError(number, os.strerror(number), *([file] if file else []))
    if winerror:
        problem.winerror = winerror  # type: ignore[attr-defined]
    return problem


def group(problem: BaseException | None) -> Commands:
    """A program with one command, which meets a problem."""

    def work() -> None:
        click.echo("At work.")
        if problem:
            raise problem

    program = Commands("smreport", said="smreport")
    program.add_command(command("work", said="check")(work))
    return program


USAGE = "Usage: smreport work [OPTIONS]\nTry 'smreport work --help' for help.\n\n"
OPEN = "Error: f.docx is open in another program. Close it there and run this again.\n"
OWN_FAULT = (
    "Error: smreport met a fault of its own (ValueError: odd). Nothing was overwritten. "
    "Set SMREPORT_DEBUG=1 and run it again for a report to send to its makers.\n"
)
ENDS: dict[str, tuple[BaseException | None, int, str]] = {
    "nothing": (None, 0, ""),
    "an exit": (SystemExit(1), 1, ""),
    "errors in a workbook": (errors.WorkbookHasErrors("C7: wrong.\nPut it right."), 1, "C7: wrong.\nPut it right.\n"),
    "a file that cannot be read": (errors.UnreadableFile("w.xlsx: gone."), 2, "Error: w.xlsx: gone.\n"),
    "a use that is none": (click.UsageError("Give a name."), 2, f"{USAGE}Error: Give a name.\n"),
    "Ctrl-C": (KeyboardInterrupt(), 130, "Stopped. No file is half written.\n"),
    "an answer that is refused": (click.Abort(), 130, "Aborted!\n"),
    "a reader who has gone": (BrokenPipeError(errno.EPIPE, "Broken pipe"), 2, ""),
    "a fault of its own": (ValueError("odd"), 2, OWN_FAULT),
    "a disk that is full": (
        refused(errno.ENOSPC), 2,
        "Error: What there is to say: cannot be read or written (No space left on device).\n"),
    "a file that the system refuses": (
        refused(errno.EIO, "f.docx"), 2, "Error: f.docx: cannot be read or written (Input/output error).\n"),
    "a file that is open": (refused(errno.EACCES, "f.docx", 32), 2, OPEN),
    "a part of a file that is open": (refused(errno.EACCES, "f.docx", 33), 2, OPEN),
    "a file without rights": (
        refused(errno.EACCES, "f.docx", 5), 2, "Error: f.docx: cannot be read or written (Permission denied).\n"),
}  # fmt: skip


def test_a_command_ends_with_a_clear_line_and_an_exit_code() -> None:
    for problem, code, said in ENDS.values():
        done = CliRunner().invoke(group(problem), ["work"])
        assert done.exception is None or isinstance(done.exception, SystemExit)
        assert (done.exit_code, done.stdout) == (code, "At work.\n")
        assert done.stderr == said


@pytest.mark.parametrize("name", ["a fault of its own", "a file that the system refuses"])
def test_its_makers_see_where_a_fault_is_from(name: str) -> None:
    problem = ENDS[name][0]
    done = CliRunner().invoke(group(problem), ["work"], env={"SMREPORT_DEBUG": "1"})
    assert done.exception is problem


def test_a_program_whose_streams_are_closed_writes_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    base._replace_missing_streams()
    with sys.stdin, sys.stdout, sys.stderr:
        assert (sys.stdin.name, sys.stdin.mode, sys.stdin.encoding) == (os.devnull, "r", "utf-8")
        assert [(stream.mode, stream.encoding) for stream in (sys.stdout, sys.stderr)] == [("w", "utf-8")] * 2
        assert sys.stdout.write("Ŵyn") == sys.stderr.write("Ŵyn") == 3
    open_one = sys.stdout
    base._replace_missing_streams()
    assert sys.stdout is open_one


def test_what_a_terminal_has_no_letter_for_is_shown_as_a_question_mark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner(charset="latin-1").invoke(main, ["init", "Tŷ"])
    assert done.stdout_bytes.splitlines()[0] == b"Wrote T?/round.toml"


def test_a_command_seldom_looks_for_garbage() -> None:
    before = gc.get_threshold()
    try:
        CliRunner().invoke(main, ["template", "list"])
        assert gc.get_threshold() == (200_000, 30, 30)
    finally:
        gc.set_threshold(*before)


@contextmanager
def terminal() -> Iterator[Callable[[str], str]]:
    """Standard error on a terminal; gives what that shows, as far as an ending."""
    screen, line = os.openpty()
    with os.fdopen(line, "w", encoding="utf-8") as stream, redirect_stderr(stream):

        def read(ending: str) -> str:
            stream.flush()
            text = ""
            while ending not in text and select.select([screen], [], [], 5)[0]:
                text += os.read(screen, 65_536).decode()
            return text.replace("\r\n", "\n")

        yield read
    os.close(screen)


def test_on_a_terminal_each_step_is_said_and_the_work_is_counted() -> None:
    with terminal() as shown:
        base.progress()("Reading the workbook")
        assert shown("\n") == "Reading the workbook …\n"
        with returns._bar() as tick:
            for done in range(1, 4):
                tick("Reading returns", done, 3)
        bar = shown("3/3")
    assert "Reading returns" in bar
    assert re.findall("[0-9]/[0-9]", bar)[-1] == "3/3"


def test_elsewhere_nothing_is_said_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    base.progress()("Reading the workbook")
    with returns._bar() as tick:
        tick("Reading returns", 1, 3)
    assert capsys.readouterr() == ("", "")


# --- what commands take from a round ---

ROUND = """
organisation = "Exampleshire"
template = "social_media"
services = "services.csv"
style = "house.dotx"
report_template = "report.dotx"
language = "cy"
data = "tables"
[try]
budget = 40000
hours = 12.50
weight_benefit = 50
weight_cost = 30.0
weight_risk = 0
"""
FILES = {"template": "social_media"}
TRIED = {"budget": "40000", "hours": "12.5", "weights": "benefit=50,cost=30,risk=0"}
GIVEN: dict[str, dict[str, object]] = {
    "new": {"output": "workbook.xlsx", "organisation": "Exampleshire", "services": "services.csv", "language": "cy"},
    "check": {"files": ("workbook.xlsx",)},
    "refresh": {"file": "workbook.xlsx", "output": "workbook.xlsx"},
    "split": {"file": "workbook.xlsx", "output": "sent"},
    "status": {"places": ("workbook.xlsx",)},
    "merge": {"places": ("returned",), "output": "combined.xlsx"},
    "build": {"file": "workbook.xlsx", "output": "built", "language": "cy", "style": "house.dotx",
              "report_template": "report.dotx", **TRIED},
    "explain": {"file": "workbook.xlsx", **TRIED},
    "export": {"file": "workbook.xlsx", "output": "tables"},
    "compare": {},
    "renew": {},
}  # fmt: skip


def test_what_is_not_typed_comes_from_the_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in GIVEN:
        (tmp_path / "round.toml").write_text(ROUND, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        given = given_by_round(main.commands[name], [])
        assert given == {**GIVEN[name], **FILES}
        assert given_by_round(main.commands[name], ["x", "-h"]) == given_by_round(main.commands[name], ["--help"]) == {}


@pytest.mark.parametrize("name", ["demo", "template", "next", "init"])
def test_other_commands_take_nothing_from_it(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "round.toml").write_text(ROUND, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    taken = given_by_round(main.commands[name], [])
    assert taken == (FILES if name == "init" else {})


def test_papers_of_a_form_in_two_languages_are_in_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "round.toml").write_text('language = "en+cy"\n[try]\nbudget = 0.5', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    files = {"template": "social_media"}
    assert given_by_round(main.commands["new"], []) == {**files, "output": "workbook.xlsx", "language": "en+cy"}
    tried = {"file": "workbook.xlsx", "output": "built", "budget": "0.5"}
    assert given_by_round(main.commands["build"], []) == {**files, **tried}
