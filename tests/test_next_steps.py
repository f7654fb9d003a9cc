"""Every command that somebody goes on from names the next step, and that step works."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rounds.council import council
from template_folders import copied
from workbooks import EXAMPLES, all_known, saved, with_rows, workbook

from smreport.blueprint.templates import load
from smreport.cli import main
from smreport.commands.reading import read_workbook

pytestmark = [pytest.mark.usefixtures("few_rows"), pytest.mark.long]

ILLUSTRATIVE = EXAMPLES / "illustrative" / "illustrative.xlsx"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def steps(done: Result) -> Iterator[list[str]]:
    """The commands that are named as the next step, as typed."""
    for line in done.stdout.splitlines():
        _, is_one, command = line.partition("smreport ")
        if line.startswith("Next: ") and is_one and "template check" not in command:
            yield shlex.split(command.partition(" then ")[0])


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in whose name has a space in it, with a template of few rows."""
    folder = tmp_path / "the round"
    folder.mkdir()
    monkeypatch.chdir(folder)
    copied(folder / "small form", rows=8)
    return folder


class TestNextSteps:
    def test_of_one_workbook(self, here: Path) -> None:
        shutil.copy(ILLUSTRATIVE, here / "our workbook.xlsx")
        shutil.copy(EXAMPLES / "devon" / "devon.xlsx", here)
        commands = [
            ["demo"], ["new", "--template", here / "small form"], ["check", "our workbook.xlsx"],
            ["check", "devon.xlsx"], ["upgrade", "our workbook.xlsx", "-o", "new one.xlsx"],
            ["compare", "devon.xlsx", "our workbook.xlsx"], ["renew", "our workbook.xlsx", "-o", "next year.xlsx"],
            ["template", "copy", "social_media", "our form"],
            ["template", "check", "small form"],
        ]  # fmt: skip
        for command in commands:
            done = run(*command)
            assert "Next: " in done.stdout, (command, done.output)
            for step in steps(done):
                followed = run(*step)
                assert followed.exit_code in (0, 1), (step, followed.output)

    def test_of_a_round(self, here: Path) -> None:
        workbook = saved(council(load()), here / "all services.xlsx")
        sent = run("split", workbook, "-o", "what we sent", "--template", "small form")
        shutil.copytree(here / "what we sent", here / "what came back")
        (status,) = steps(sent)
        assert status[:2] == ["status", "FOLDER"]
        status[1] = "what came back"
        assert run(*status).exit_code == 1
        marked = run("check", "what came back", "--mark")
        assert "Next: send each marked copy" in marked.stdout

    def test_a_round_leads_to_its_documents(self, here: Path) -> None:
        (here / "what came back").mkdir()
        saved(all_known(with_rows(load(), 60)), here / "what came back" / "our workbook.xlsx")
        done, seen = run("status", "what came back"), []
        while next_steps := list(steps(done)):
            (step,) = next_steps
            seen.append(step[0])
            done = run(*step)
            assert done.exit_code in (0, 1), (step, done.output)
        assert seen == ["merge", "build"]
        assert (here / "out" / "strategy.docx").exists()

    @pytest.mark.parametrize(("role", "command"), [("Ranger", "refresh"), ("Adviser", "check")])
    def test_names_that_may_be_wrong_come_before_rows_that_are_missing(
        self, here: Path, role: str, command: str
    ) -> None:
        rows = f"""
        | roles   | role            |
        |         | Contact adviser |
        | mapping | role   |
        |         | Curator |
        |         | {role} |
        """
        saved(workbook(with_rows(load(), 8), rows), here / "w.xlsx")
        (step,) = steps(run("check", "w.xlsx"))
        assert step[0] == command


class TestNewWithoutAName:
    @pytest.mark.parametrize(
        ("organisation", "names"),
        [
            ("", ["workbook.xlsx", "workbook (2).xlsx"]),
            ("Exampleshire: County/Council", ["Exampleshire- County-Council.xlsx"]),
            ("CON", ["CON_.xlsx"]),
            ("  ..  ", ["workbook.xlsx"]),
        ],
    )
    def test_a_name_is_found_that_nothing_has(self, here: Path, organisation: str, names: list[str]) -> None:
        for name in names:
            done = run("new", "--organisation", organisation, "--template", "small form")
            assert done.exit_code == 0, done.output
            assert f"Made {name} " in done.stdout
        assert {path.name for path in here.glob("*.xlsx")} == set(names)
        name_read = organisation if organisation.strip(" .") else None  # dots alone stand for an answer not yet given
        assert read_workbook(here / names[-1]).settings["organisation"] == name_read
