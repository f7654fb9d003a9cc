"""What a person at the terminal meets: words, exit codes and files, with nothing replaced by a stand-in."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import click
import openpyxl
import pytest
from click.testing import CliRunner, Result
from golden import text_of_docx
from workbooks import EXAMPLES, all_known, saved, with_rows
from workbooks import offered as offered_by

import smreport
from smreport.blueprint.templates import load
from smreport.cli import main
from smreport.commands.reading import read_workbook
from smreport.findings import FIELDS, Finding

TEMPLATE = EXAMPLES.parent / "workbook_templates" / "social_media"
DEVON, ILLUSTRATIVE = (EXAMPLES / name / f"{name}.xlsx" for name in ("devon", "illustrative"))
DOCUMENTS = {"report.docx", "strategy.docx", "action-plan.docx"}
RECORD = ".smreport.json"
SERVICE = "Service in the council's list"

SOUND = """
organisation = "Exampleshire County Council"
hourly_rate = 20
exempt_ground = "Paragraph 3"
"""
ROWS = """
[[areas]]
name = "Libraries"
kind = "Service"
status = "In scope"
[[objectives]]
area = "Libraries (Service)"
objective = "Help people with forms"
importance = "Important"
[[tools]]
tool = "Email bulletin"
use = "news"
channel = "Email"
[[mapping]]
area = "Libraries (Service)"
tool = "Email bulletin: news"
objective = "Help people with forms"
role = "Librarians"
strength = "Strong"
[[roles]]
role = "Librarians"
[[evaluation]]
role = "Librarians"
setup_cost = 4321
yearly_cost = 0
hours = 0
not_public = true
[[portfolio]]
title = "Warm rooms"
areas = ["Libraries (Service)"]
roles = ["Librarians"]
depends = {depends}
"""


def smreport_says(*arguments: object) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


def one_line(result: Result) -> str:
    """The one line on stderr of a command that could not do its work."""
    assert result.exit_code == 2, result.output
    assert isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    (line,) = result.stderr.splitlines()
    assert line.startswith("Error: ")
    return line


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped template with few rows prepared, as a council's own folder: quicker to write."""
    folder = tmp_path_factory.mktemp("template") / "small"
    shutil.copytree(TEMPLATE, folder)
    for sheet in folder.glob("sheets/*.toml"):
        text = sheet.read_text(encoding="utf-8")
        sheet.write_text(re.sub(r"(?m)^rows = \d+", "rows = 4", text), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def made(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A workbook made by the command from answers in TOML; the same answers give the same file."""
    folder = tmp_path_factory.mktemp("made")

    def make(toml: str) -> Path:
        target = folder / f"workbook {abs(hash(toml))}.xlsx"
        if not target.exists():
            source = target.with_suffix(".toml")
            source.write_text(toml, encoding="utf-8")
            done = smreport_says("new", "-o", target, "--template", small, "--answers", source)
            assert done.exit_code == 0, done.output
        return target

    return make


@pytest.fixture(scope="module")
def complete(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook without errors, gaps and notes."""
    path = tmp_path_factory.mktemp("complete") / "complete.xlsx"
    return saved(all_known(with_rows(load(), 60)), path)


@pytest.fixture
def sound(made: Callable[[str], Path]) -> Path:
    """A workbook with gaps but without errors; the cost of its one project is not for publication."""
    return made("[settings]\n" + SOUND + ROWS.format(depends=[]))


@pytest.fixture
def contradicting(made: Callable[[str], Path]) -> Path:
    """The same, but its project depends on one whose name is misspelt."""
    return made("[settings]\n" + SOUND + ROWS.format(depends=["WWarm rooms"]))


class TestNew:
    def test_workbook_with_starter_rows_has_areas_tools_and_roles_to_begin_with(self, tmp_path: Path) -> None:
        done = smreport_says("new", "-o", tmp_path / "sub" / "workbook.xlsx", "--organisation", "Sir Ddinbych Ŵ & Co")
        assert done.exit_code == 0
        assert str(tmp_path / "sub" / "workbook.xlsx") in done.stdout
        tables = read_workbook(tmp_path / "sub" / "workbook.xlsx")
        assert tables.settings["organisation"] == "Sir Ddinbych Ŵ & Co"
        assert all(tables[sheet].rows for sheet in ("areas", "tools", "roles"))
        assert not any(tables[sheet].rows for sheet in ("objectives", "mapping", "evaluation", "portfolio"))

    def test_blank_workbook_holds_no_answer_but_the_shown_defaults(self, tmp_path: Path, small: Path) -> None:
        done = smreport_says("new", "-o", tmp_path / "workbook.xlsx", "--blank", "--template", small)
        assert done.exit_code == 0
        tables = read_workbook(tmp_path / "workbook.xlsx")
        filled = {sheet.key for sheet in tables.blueprint if tables[sheet.key].rows and not sheet.rows_from}
        assert filled == {"settings"}
        answered = {key for key, value in tables["settings"].rows[0].items() if value is not None}
        ends = {f"{name}_at_{end}" for name in ("benefit", "cost", "risk") for end in (0, 100)}
        assumed = {"contingency", "swing_spread", "estimate_over", "up_to_from"}
        assert answered == {"horizon_years", "discount_rate", *ends, *assumed}  # pay is to be asked for

    def test_existing_file_is_refused_and_untouched(self, tmp_path: Path, small: Path) -> None:
        (tmp_path / "workbook.xlsx").write_bytes(b"a week of work")
        done = smreport_says("new", "-o", tmp_path / "workbook.xlsx", "--blank", "--template", small)
        assert "--force" in one_line(done)
        assert names(tmp_path) == {"workbook.xlsx"}
        assert (tmp_path / "workbook.xlsx").read_bytes() == b"a week of work"

    def test_force_keeps_the_old_file_under_a_number_and_says_where(self, tmp_path: Path, small: Path) -> None:
        (tmp_path / "workbook.xlsx").write_bytes(b"a week of work")
        done = smreport_says("new", "-o", tmp_path / "workbook.xlsx", "--blank", "--template", small, "--force")
        assert done.exit_code == 0
        assert str(tmp_path / "workbook (1).xlsx") in done.stdout
        assert (tmp_path / "workbook (1).xlsx").read_bytes() == b"a week of work"
        assert read_workbook(tmp_path / "workbook.xlsx")

    def test_own_service_list_comes_out_in_the_drop_down_of_area_names(self, tmp_path: Path, small: Path) -> None:
        source = tmp_path / "services.csv"
        source.write_text(
            "ID,Name,Other\n"
            '10,"Parking\npermits",x\n'
            '11,"  Blue   badges ",\n'
            "12,,no name\n"
            "13,£1 bus fares\n"
            "14,=SUM(1),\n"
            '15,"Births; deaths",\n'
            "16,Libraries,\n"
            "17,Libraries,\n"
            ",Without number,\n",
            encoding="cp1252",
        )
        target = tmp_path / "workbook.xlsx"
        done = smreport_says("new", "-o", target, "--blank", "--template", small, "--services", source)
        assert done.exit_code == 0, done.output
        choices = offered(target, "1 Areas", SERVICE)
        assert sorted(choices) == [
            "=SUM(1) (14)", "Births; deaths (15)", "Blue badges (11)", "Libraries (16)", "Libraries (17)",
            "Parking permits (10)", "Without number", "£1 bus fares (13)",
        ]  # fmt: skip
        assert [each for each in picked(target, "1 Areas", SERVICE, choices) if each.column == SERVICE] == []

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "columns id and name"),
            (b"number,title\n1,Parking\n", "columns id and name"),
            (b"id;name\n1;Parking\n", "columns id and name"),
            (b"id,name\n1,\n2,  \n", "no service has a name"),
            (b'id,name\n1,"' + b"never closed " * 20_000, "not a CSV file that can be read"),
            (bytes(range(256)) * 40, "columns id and name"),
        ],
    )
    def test_service_list_of_another_kind_is_refused_by_name(self, tmp_path: Path, content: bytes, words: str) -> None:
        source = tmp_path / "services.csv"
        source.write_bytes(content)
        line = one_line(smreport_says("new", "-o", tmp_path / "workbook.xlsx", "--services", source))
        assert str(source) in line
        assert words in line
        assert names(tmp_path) == {"services.csv"}

    @pytest.mark.parametrize("option", ["--services", "--answers"])
    def test_missing_file_is_named(self, tmp_path: Path, option: str) -> None:
        done = smreport_says("new", "-o", tmp_path / "workbook.xlsx", option, tmp_path / "nowhere.csv")
        assert done.exit_code == 2
        assert f"{tmp_path / 'nowhere.csv'}: there is no such file" in done.stderr
        assert names(tmp_path) == set()

    @pytest.mark.parametrize("name", ["workbook", "workbook.xls", "workbook.docx", "workbook.xlsx.zip"])
    def test_name_that_excel_would_not_open_is_refused(self, tmp_path: Path, name: str) -> None:
        done = smreport_says("new", "-o", tmp_path / name)
        assert done.exit_code == 2
        assert "must end in .xlsx" in done.stderr
        assert names(tmp_path) == set()

    @pytest.mark.parametrize(
        ("toml", "words"),
        [
            ("[settings", "not valid TOML"),
            ("[setings]\n", "there is no sheet 'setings'"),
            ("[[areas]]\nnam = 'Libraries'\n", "there is no column to fill in with key 'nam'"),
            ("areas = 'Libraries'\n", "rows are written as [[areas]]"),
            ("areas = ['Libraries']\n", "a row is a table of answers"),
            ("[[areas]]\nname = {first = 1}\n", "an answer is not a table"),
            ("[settings]\nweight_benefit = -1\n", "weights must be numbers from 0"),
        ],
    )
    def test_answers_file_with_a_mistake_is_refused(self, tmp_path: Path, toml: str, words: str) -> None:
        (tmp_path / "answers.toml").write_text(toml, encoding="utf-8")
        done = smreport_says("new", "-o", tmp_path / "workbook.xlsx", "--answers", tmp_path / "answers.toml")
        assert words in one_line(done)
        assert names(tmp_path) == {"answers.toml"}

    def test_unknown_template_is_refused(self, tmp_path: Path) -> None:
        line = one_line(smreport_says("new", "-o", tmp_path / "workbook.xlsx", "--template", "no_such"))
        assert "no_such" in line
        assert "social_media" in line


def offered(workbook: Path, sheet: str, heading: str) -> list[str]:
    """The choices that the drop-down list of a column shows."""
    book = openpyxl.load_workbook(workbook)
    page = book[sheet]
    header = next(row for row in page.iter_rows() if row[0].value == "Check")
    column = next(cell.column_letter for cell in header if cell.value == heading)
    (validation,) = (
        each
        for each in page.data_validations.dataValidation
        if each.type == "list" and any(str(area).startswith(column) for area in each.sqref.ranges)
    )
    choices = [str(choice) for choice in offered_by(book, validation.formula1)]
    book.close()
    return choices


def picked(workbook: Path, sheet: str, heading: str, choices: list[str]) -> tuple[Finding, ...]:
    """What the check finds once each choice has been picked in a row of its own."""
    book = openpyxl.load_workbook(workbook)
    header = next(row for row in book[sheet].iter_rows() if row[0].value == "Check")
    (top,) = (cell for cell in header if cell.value == heading)
    for number, choice in enumerate(choices, start=1):
        cell = top.offset(row=number)
        cell.value, cell.data_type = choice, "s"
    book.save(workbook)
    book.close()
    (checked,) = smreport.check_workbooks([workbook])
    assert len(read_workbook(workbook)["areas"].rows) == len(choices)
    return checked.findings


class TestCheck:
    def test_workbook_without_errors_and_gaps_passes(self, complete: Path) -> None:
        done = smreport_says("check", complete)
        assert done.exit_code == 0
        counted, stops, limits, asked, step = done.stdout.splitlines()
        assert stops == "Stops a build: nothing. Gaps are listed in the documents."
        assert limits == "Limits: they can be held, so that a first wave is proposed."
        assert asked == "Worth asking: nothing."
        assert counted == f"{complete}: no errors, no gaps and no notes."
        assert step == f"Next: smreport build {complete} -o out"

    def test_gaps_alone_are_findings(self, sound: Path) -> None:
        done = smreport_says("check", sound)
        assert done.exit_code == 1
        assert re.search(
            r": no errors, \d+ gaps and (no|\d+) notes?\.\nStops a build: nothing.*\n"
            r"Worth asking: .*\nNext: .* --mark$",
            done.stdout.strip(),
        )

    def test_errors_come_first_within_each_sheet_and_every_line_names_its_cells(self, contradicting: Path) -> None:
        done = smreport_says("check", contradicting)
        assert done.exit_code == 1
        *sheets, counts = done.stdout.strip().split("\n\n")
        assert counts.startswith(f"{contradicting}: 1 error, ")
        assert len({sheet.splitlines()[0] for sheet in sheets}) == len(sheets) > 4
        for sheet in sheets:
            title, *lines = sheet.splitlines()
            assert title.startswith(f"{contradicting.name}: ")
            cells = r"[A-Z]+\d+(, [A-Z]+\d+)*( “.+”)?: .+|Still missing: (.+ \([A-Z]+\d+.*\))+\."
            found = [re.match(rf"  (error|gap|note) +({cells})", line) for line in lines]
            assert all(found)
            levels = [match[1] for match in found if match]
            assert levels == sorted(levels, key=["error", "gap", "note"].index)

    def test_broken_reference_says_cell_value_and_remedy(self, contradicting: Path) -> None:
        (line,) = (line for line in smreport_says("check", contradicting).stdout.splitlines() if " error " in line)
        tables = read_workbook(contradicting)
        assert f"{tables['portfolio'].cell('depends', next(iter(tables['portfolio'].rows)))} “WWarm rooms”" in line

    def test_json_holds_every_field_of_every_finding(self, contradicting: Path, complete: Path) -> None:
        done = smreport_says("check", contradicting, complete, "--format", "json")
        assert done.exit_code == 1
        found, nothing = json.loads(done.stdout)
        assert nothing == {
            "file": str(complete), "readable": True, "problem": "", "left_out": "", "limits": "held",
            "set_by_facilitator": 0, "findings": [],
        }  # fmt: skip
        assert {frozenset(finding) for finding in found["findings"]} == {frozenset(FIELDS)}
        (error,) = (finding for finding in found["findings"] if finding["level"] == "error")
        assert (error["sheet"], error["value"]) == ("7 Portfolio", "WWarm rooms")
        assert error["cell"].endswith(str(error["row"]))

    def test_json_and_text_count_alike(self) -> None:
        (found,) = json.loads(smreport_says("check", DEVON, "--format", "json").stdout)
        levels = [finding["level"] for finding in found["findings"]]
        text = smreport_says("check", DEVON).stdout
        assert f"{levels.count('gap')} gaps and {levels.count('note')} notes." in text

    def test_one_unreadable_file_does_not_stop_the_others(self, tmp_path: Path) -> None:
        (tmp_path / "broken.xlsx").write_bytes(b"")
        done = smreport_says("check", DEVON, tmp_path / "broken.xlsx", ILLUSTRATIVE)
        assert str(tmp_path / "broken.xlsx") in one_line(done)
        assert f"{tmp_path / 'broken.xlsx'}: not checked." in done.stdout
        assert f"{DEVON}: no errors, " in done.stdout
        assert f"{ILLUSTRATIVE}: no errors, 1 gap and no notes." in done.stdout

    def test_json_says_which_file_could_not_be_read(self, tmp_path: Path) -> None:
        done = smreport_says("check", tmp_path / "gone.xlsx", ILLUSTRATIVE, "--format", "json")
        line = one_line(done)
        gone, read = json.loads(done.stdout)
        assert (gone["readable"], read["readable"]) == (False, True)
        assert gone["findings"] == []
        assert gone["problem"] == line.removeprefix("Error: ")

    def test_workbook_is_only_read(self, tmp_path: Path, sound: Path) -> None:
        copy = Path(shutil.copy(sound, tmp_path / "workbook.xlsx"))
        smreport_says("check", copy)
        assert names(tmp_path) == {"workbook.xlsx"}
        assert copy.read_bytes() == sound.read_bytes()


class TestBuild:
    def test_both_documents_are_written_and_named(self, tmp_path: Path, sound: Path) -> None:
        out = tmp_path / "for Cabinet" / "Ŵythnos 1"
        done = smreport_says("build", sound, "-o", out)
        assert done.exit_code == 0
        assert names(out) == {*DOCUMENTS, RECORD}
        assert all(f"Wrote {out / name}" in done.stdout for name in DOCUMENTS)
        assert re.search(r"The check found no errors, \d+ gaps", done.stdout)

    def test_contradicting_workbook_is_refused_with_all_errors_and_nothing_is_written(
        self, tmp_path: Path, contradicting: Path
    ) -> None:
        done = smreport_says("build", contradicting, "-o", tmp_path / "out")
        assert done.exit_code == 1
        assert "“WWarm rooms”" in done.stderr
        assert "--draft" in done.stderr
        assert "gap " not in done.stderr
        assert names(tmp_path) == set()

    def test_draft_is_written_and_says_on_its_first_and_every_page_that_it_is_one(
        self, tmp_path: Path, contradicting: Path
    ) -> None:
        done = smreport_says("build", contradicting, "-o", tmp_path, "--draft")
        assert done.exit_code == 0
        for name in DOCUMENTS:
            text = text_of_docx(tmp_path / name)
            assert "> Draft: " in text[: text.index("\n## ")]
            assert re.search(r"^Footer: .*Draft", text, re.MULTILINE)

    def test_draft_option_leaves_a_sound_workbook_unmarked(self, tmp_path: Path, sound: Path) -> None:
        assert smreport_says("build", sound, "-o", tmp_path, "--draft").exit_code == 0
        assert "## Recommendations" in text_of_docx(tmp_path / "report.docx")
        for name in DOCUMENTS:
            assert "Draft with errors" not in text_of_docx(tmp_path / name)
        assert "> Draft: " not in text_of_docx(tmp_path / "strategy.docx")

    def test_weights_that_cannot_be_used_are_findings_like_any_other_error(
        self, tmp_path: Path, contradicting: Path
    ) -> None:
        book = openpyxl.load_workbook(contradicting)
        weights = [row for row in book["Settings"].iter_rows() if str(row[1].value).startswith("Weight of")]
        for row in weights:
            row[2].value = 0
        book.save(tmp_path / "workbook.xlsx")
        book.close()
        done = smreport_says("build", tmp_path / "workbook.xlsx", "-o", tmp_path / "out")
        assert done.exit_code == 1
        assert "workbook.xlsx: Settings" in done.stderr
        assert "“WWarm rooms”" in done.stderr
        assert "weights must be" in one_line(
            smreport_says("build", tmp_path / "workbook.xlsx", "-o", tmp_path / "out", "--draft")
        )
        assert names(tmp_path) == {"workbook.xlsx"}

    def test_figures_not_for_publication_are_shown_with_exempt_only(self, tmp_path: Path, sound: Path) -> None:
        smreport_says("build", sound, "-o", tmp_path)
        public = {name: (tmp_path / name).read_bytes() for name in DOCUMENTS}
        smreport_says("build", sound, "-o", tmp_path, "--exempt")
        assert {name: (tmp_path / name).read_bytes() for name in DOCUMENTS} == public
        assert names(tmp_path / "exempt") == {"exempt-annex.docx", RECORD}
        assert not [name for name in DOCUMENTS if "£4,321" in text_of_docx(tmp_path / name)]
        annex = text_of_docx(tmp_path / "exempt" / "exempt-annex.docx")
        assert "£4,321" in annex
        assert "Paragraph 3" in annex

    def test_own_untouched_documents_are_replaced(self, tmp_path: Path, sound: Path, contradicting: Path) -> None:
        smreport_says("build", contradicting, "-o", tmp_path, "--draft")
        done = smreport_says("build", sound, "-o", tmp_path)
        assert done.exit_code == 0
        assert names(tmp_path) == {*DOCUMENTS, RECORD}
        assert "> Draft: " not in text_of_docx(tmp_path / "strategy.docx")

    def test_document_edited_by_hand_is_refused_and_unchanged(self, tmp_path: Path, sound: Path) -> None:
        smreport_says("build", sound, "-o", tmp_path)
        (tmp_path / "strategy.docx").write_bytes(b"two days of editing")
        plan = (tmp_path / "action-plan.docx").read_bytes()
        line = one_line(smreport_says("build", sound, "-o", tmp_path))
        assert "strategy.docx" in line
        assert "--force" in line
        assert (tmp_path / "strategy.docx").read_bytes() == b"two days of editing"
        assert (tmp_path / "action-plan.docx").read_bytes() == plan

    def test_force_keeps_the_edited_document_and_says_where(self, tmp_path: Path, sound: Path) -> None:
        smreport_says("build", sound, "-o", tmp_path)
        (tmp_path / "strategy.docx").write_bytes(b"two days of editing")
        done = smreport_says("build", sound, "-o", tmp_path, "--force")
        assert done.exit_code == 0
        assert f"Kept the old file as {tmp_path / 'strategy (1).docx'}" in done.stdout
        assert (tmp_path / "strategy (1).docx").read_bytes() == b"two days of editing"
        assert names(tmp_path) == {*DOCUMENTS, RECORD, "strategy (1).docx"}
        assert text_of_docx(tmp_path / "strategy.docx").startswith("# ")

    def test_output_that_is_a_file_is_refused(self, tmp_path: Path, sound: Path) -> None:
        (tmp_path / "out").write_bytes(b"a file")
        assert str(tmp_path / "out") in one_line(smreport_says("build", sound, "-o", tmp_path / "out"))

    def test_template_that_does_not_fit_the_workbook_is_named(self, tmp_path: Path, sound: Path, small: Path) -> None:
        other = Path(shutil.copytree(small, tmp_path / "other"))
        text = (other / "workbook.toml").read_text(encoding="utf-8")
        (other / "workbook.toml").write_text(text.replace('"social_media"', '"another"', 1), encoding="utf-8")
        line = one_line(smreport_says("build", sound, "-o", tmp_path / "out", "--template", other))
        assert "“social_media”" in line
        assert "“another”" in line


class TestDemo:
    def test_workbook_and_documents_appear_and_are_called_invented(self, tmp_path: Path) -> None:
        done = smreport_says("demo", "-o", tmp_path / "shown")
        assert done.exit_code == 0
        assert names(tmp_path / "shown") == {"illustrative.xlsx", *DOCUMENTS, RECORD}
        assert "no errors, 1 gap" in done.stdout
        assert "invented" in done.stdout
        assert "Illustrative" in text_of_docx(tmp_path / "shown" / "strategy.docx")
        checked = smreport_says("check", tmp_path / "shown" / "illustrative.xlsx")
        assert checked.exit_code == 1
        assert "Set-up cost is missing." in checked.stdout


def commands(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    """All commands by the words that call them: "new", "template copy"."""
    for name, command in sorted(group.commands.items()):
        yield f"{path}{name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{path}{name} ")


COMMANDS = dict(commands(main))


class TestHelp:
    @pytest.mark.parametrize("name", COMMANDS)
    def test_command_has_a_summary_and_examples_that_are_understood(self, name: str) -> None:
        done = smreport_says(*name.split(), "--help")
        assert done.exit_code == 0
        assert COMMANDS[name].get_short_help_str(200).endswith(".")
        _, _, examples = done.stdout.partition("Examples:\n")
        lines = [line.strip() for line in examples.split("\n\n")[0].splitlines()]
        assert lines
        for line in lines:
            assert f"{line} ".startswith(f"smreport {name} ") or isinstance(COMMANDS[name], click.Group)
            called = max((each for each in COMMANDS if line.startswith(f"smreport {each}")), key=len)
            COMMANDS[called].make_context(called, shlex.split(line.removeprefix(f"smreport {called}")))

    @pytest.mark.parametrize("name", COMMANDS)
    def test_every_option_says_what_it_is_for(self, name: str) -> None:
        options = [each for each in COMMANDS[name].params if isinstance(each, click.Option)]
        assert [each.name for each in options if not each.help] == []

    def test_help_of_the_program_lists_every_command_and_the_exit_codes(self) -> None:
        said = smreport_says("--help").stdout
        assert all(re.search(rf"^  {name} ", said, re.MULTILINE) for name in main.commands)
        assert "Exit codes: 0 fine, 1 findings, 2" in " ".join(said.split())

    @pytest.mark.parametrize("arguments", [["nonsense"], ["build"], ["check"], ["build", "x.xlsx", "-o", "y", "--pdf"]])
    def test_command_that_is_not_understood_ends_with_2(self, arguments: list[str]) -> None:
        done = smreport_says(*arguments)
        assert done.exit_code == 2
        assert "Error: " in done.stderr
        assert done.stdout == ""

    @pytest.mark.parametrize(
        ("words", "said"),
        [(["a.xlsx"], "unexpected extra argument (a.xlsx)"), (["a", "b"], "unexpected extra arguments (a b)")],
    )
    def test_words_that_no_command_asks_for_are_named(self, words: list[str], said: str) -> None:
        done = smreport_says("demo", *words)
        assert done.exit_code == 2
        assert said in done.stderr


def cut_short(path: Path) -> None:
    content = ILLUSTRATIVE.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def damaged_inside(path: Path) -> None:
    content = bytearray(ILLUSTRATIVE.read_bytes())
    with zipfile.ZipFile(ILLUSTRATIVE) as package:
        start = package.getinfo("xl/worksheets/sheet2.xml").header_offset + 200
    content[start : start + 400] = bytes(400)
    path.write_bytes(content)


def other_workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(path)
    book.close()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
UNREADABLE: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda path: None, "cannot be read"),
    "folder": (lambda path: path.mkdir(), "is a folder"),
    "empty": (lambda path: path.write_bytes(b""), "is empty"),
    "text": (lambda path: path.write_text("Area;Kind\n"), "not an Excel workbook"),
    "bytes": (lambda path: path.write_bytes(bytes(range(256)) * 9), "not an Excel workbook"),
    "cut short": (cut_short, "not an Excel workbook"),
    "damaged inside": (damaged_inside, "this is not a workbook that can be read"),
    "document": (lambda path: shutil.copy(EXAMPLES / "devon" / "strategy.docx", path), "that can be read"),
    "another's workbook": (other_workbook, "not a workbook made by smreport"),
    "old Excel": (lambda path: path.write_bytes(OLE), "old Excel format"),
    "locked": (lambda path: path.write_bytes(OLE + "EncryptedPackage".encode("utf-16-le")), "password"),
}


class TestUnreadableFiles:
    @pytest.mark.parametrize("kind", UNREADABLE)
    def test_file_is_refused_in_one_line_that_says_why(self, tmp_path: Path, kind: str) -> None:
        make, words = UNREADABLE[kind]
        path = tmp_path / "Rückgabe 1.xlsx"
        make(path)
        for arguments in (["check", path], ["build", path, "-o", tmp_path / "out"]):
            line = one_line(smreport_says(*arguments))
            assert str(path) in line
            assert words in line
        assert not (tmp_path / "out").exists()


def boom(*_: object, **__: object) -> NoReturn:
    raise RuntimeError("the sky fell")


class TestFaultOfItsOwn:
    def test_it_is_owned_up_to_without_a_traceback(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(smreport, "build", boom)
        monkeypatch.delenv("SMREPORT_DEBUG", raising=False)
        line = one_line(smreport_says("build", DEVON, "-o", tmp_path))
        assert "RuntimeError: the sky fell" in line
        assert "SMREPORT_DEBUG" in line

    def test_the_traceback_can_be_asked_for(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(smreport, "build", boom)
        monkeypatch.setenv("SMREPORT_DEBUG", "1")
        assert isinstance(smreport_says("build", DEVON, "-o", tmp_path).exception, RuntimeError)


class TestAsAProgram:
    """The few things that only a process of its own can show."""

    @staticmethod
    def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "smreport", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, env={**os.environ, **environment}, check=False)

    def test_version(self) -> None:
        done = self.run("--version")
        assert (done.returncode, done.stderr) == (0, b"")
        assert smreport.__version__ in done.stdout.decode()

    def test_unknown_command_ends_with_2(self) -> None:
        done = self.run("nonsense")
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"nonsense" in done.stderr

    def test_unreadable_file_leaves_one_line_on_stderr(self, tmp_path: Path) -> None:
        done = self.run("build", tmp_path / "gone.xlsx", "-o", tmp_path)
        assert (done.returncode, done.stdout) == (2, b"")
        assert len(done.stderr.splitlines()) == 1

    def test_a_question_that_nobody_answers_ends_with_a_word(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def asked(*_: object, **_named: object) -> None:
            raise click.Abort

        monkeypatch.setattr(COMMANDS["check"], "callback", asked)
        done = smreport_says("check", __file__)
        assert (done.exit_code, done.stderr) == (130, "Aborted!\n")

    def test_terminal_that_cannot_show_every_letter_does_not_stop_a_check(self) -> None:
        done = self.run("check", DEVON, PYTHONIOENCODING="latin-1")
        assert done.returncode == 1
        assert "gap" in done.stdout.decode("latin-1")
        assert b"?" in done.stdout
        assert done.stderr == b""
