"""A workbook knows which form it was made with: a copied template keeps its name, and may ask something else."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from template_folders import SheetFile, append, change, copied
from workbooks import EXAMPLES, with_rows

import smreport
from smreport.blueprint.service_lists import read_service_list
from smreport.blueprint.templates import load, shipped
from smreport.cli import main
from smreport.commands.reading import read_workbook
from smreport.errors import UnreadableFile
from smreport.workbook.read.workbook_file import Workbook

pytestmark = pytest.mark.usefixtures("few_rows")

Edit = Callable[[Path], None]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def changed(file: str, old: str, new: str) -> Edit:
    return lambda folder: change(folder, file, old, new)


def added_to(file: str, toml: str) -> Edit:
    return lambda folder: append(folder, file, toml)


def reversed_columns(folder: Path) -> None:
    sheet = SheetFile(folder, "tools")
    sheet.reverse()
    sheet.save()


SAME = {
    "a word of help": changed("sheets/areas.toml", "^help = .*", 'help = "Another word."'),
    "the purpose of a sheet": changed("sheets/areas.toml", "^purpose = .*", 'purpose = "Why."'),
    "what a finding says": changed("sheets/mapping.toml", "^what = .*", 'what = "No."'),
    "room for rows": changed("sheets/areas.toml", r"^rows = \d+", "rows = 77"),
    "a width": changed("sheets/mapping.toml", "^width = 28", "width = 29"),
    "a comment": added_to("sheets/mapping.toml", "# Ours."),
    "the title": changed("workbook.toml", "^title = .*", 'title = "Ours"'),
    "the version": changed(
        "workbook.toml", r"^version = .*\naccepts = .*", 'version = "1.2"\naccepts = ["1.2", "1.1"]'
    ),
    "starter rows": changed("starter.toml", "^name = .*", 'name = "Ours"'),
    "the words of the documents": changed("strategy.toml", "^tools = .*", 'tools = "our tools"'),
    "a colour": changed("style.toml", "^accent = .*", 'accent = "0B5A8F"'),
    "what a choice means": lambda folder: list_item(folder, "tool_status", "help", "Ours."),
    "a suggestion of an open list": added_to("lists/risk_kind.csv", "Ours,\n"),
    "a further name of a column": changed(
        "sheets/mapping.toml", r'^aliases = \["Tool"\]', 'aliases = ["Tool", "Ours"]'
    ),
    "the order of columns": reversed_columns,
}
OTHER = {
    "a heading": changed("sheets/mapping.toml", '^heading = "Role"', 'heading = "Who"'),
    "the title of a sheet": changed("sheets/mapping.toml", "^title = .*", 'title = "4 Uses"'),
    "a choice": added_to("lists/tool_status.csv", "ours,Ours,\n"),
    "a value of a scale": lambda folder: list_item(folder, "strength", "value", "7"),
    "how much a gap weighs": changed("sheets/mapping.toml", '^required = "gap"', 'required = "error"'),
    "a rule": added_to("sheets/tools.toml", '[[rule]]\nkind = "required"\ncolumn = "audience"\nlevel = "note"'),
    "a column": lambda folder: another_column(folder),
    "a limit": changed("sheets/settings.toml", r"^max = \d+", "max = 3"),
    "a default": changed("sheets/settings.toml", r"^default = \d+", "default = 7"),
    "the sign between choices": changed("workbook.toml", "^separator = .*", 'separator = "|"'),
}  # fmt: skip


def another_column(folder: Path) -> None:
    sheet = SheetFile(folder, "tools")
    sheet.add("tone", 'heading = "Tone"\ntype = "text"\nhelp = "How it speaks."', before="audience")
    sheet.save()


def list_item(folder: Path, key: str, column: str, value: str) -> None:
    """Another value in the last line of a list."""
    path = folder / "lists" / f"{key}.csv"
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    names, cells = head.split(","), lines[-1].split(",")
    cells += [""] * (len(names) - len(cells))
    cells[names.index(column)] = value
    path.write_text("\n".join([head, *lines[:-1], ",".join(cells[: len(names)])]) + "\n", encoding="utf-8")


def digits_of(folder: str | Path) -> str:
    return load(folder).form.partition(",")[0]


class TestWhatMakesAForm:
    @pytest.mark.parametrize("edit", SAME)
    def test_words_and_looks_do_not(self, tmp_path: Path, edit: str) -> None:
        folder = copied(tmp_path / "mine")
        SAME[edit](folder)
        assert load(folder) != load() or edit in ("a comment",)
        assert digits_of(folder) == digits_of("social_media")

    @pytest.mark.parametrize("edit", OTHER)
    def test_what_is_asked_and_checked_does(self, tmp_path: Path, edit: str) -> None:
        folder = copied(tmp_path / "mine")
        OTHER[edit](folder)
        assert digits_of(folder) != digits_of("social_media")

    def test_each_shipped_template_has_its_own_and_keeps_it_with_other_services_and_rows(self, tmp_path: Path) -> None:
        assert len({load(name).form for name in shipped()}) == len(shipped())
        services = tmp_path / "services.csv"
        services.write_text("id,name\n1,Parking\n", encoding="utf-8")
        blueprint = load()
        assert with_rows(blueprint, 3).with_list("service", read_service_list(services)).form == blueprint.form
        smreport.new(tmp_path / "with.xlsx", services=services, starter=False)
        assert Workbook(tmp_path / "with.xlsx").stamp().form == blueprint.form


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copied template that asks something else under the same name."""
    folder = copied(tmp_path_factory.mktemp("forms") / "mine", rows=6)
    OTHER["a choice"](folder)
    return folder


@pytest.fixture(scope="module")
def made(mine: Path) -> Path:
    path = mine.parent / "workbook.xlsx"
    answers = EXAMPLES / "illustrative" / "answers.toml"
    assert run("new", "-o", path, "--template", mine, "--answers", answers).exit_code == 0
    return path


def commands(path: Path, out: Path) -> list[list[object]]:
    return [
        ["check", path], ["build", path, "-o", out / "docs"], ["export", path, "-o", out / "data"],
        ["explain", path, "Scam alerts by neighbourhood"], ["status", path],
        ["merge", path, "-o", out / "merged" / "combined.xlsx"], ["split", path, "-o", out / "sent"],
        ["upgrade", path, "-o", out / "upgraded.xlsx"], ["refresh", path, "-o", out / "fresh.xlsx"],
    ]  # fmt: skip


class TestForgottenTemplate:
    @pytest.mark.long
    def test_no_command_reads_with_another_form_in_silence_and_its_advice_works(
        self, mine: Path, made: Path, tmp_path: Path
    ) -> None:
        for number, command in enumerate(commands(made, tmp_path / "no")):
            done = run(*command)
            assert done.exit_code == 2, (command, done.output)
            said = done.stderr
            assert "made with another form of the template “social_media”" in said
            assert all(form in said for form in (digits_of(mine), digits_of("social_media")))
            assert "--template FOLDER, or --template social_media" in said
            template = (mine, "social_media")[number % 2]
            again = commands(made, tmp_path / f"{number}")[number]
            followed = run(*again, "--template", template)
            assert followed.exit_code in (0, 1), followed.output

    def test_a_workbook_of_another_form_is_not_read_unless_its_template_is_named(self, mine: Path, made: Path) -> None:
        with pytest.raises(UnreadableFile, match="another form of the template “social_media”"):
            read_workbook(made)
        assert read_workbook(made, mine)

    @pytest.mark.long
    def test_who_names_another_form_is_told_so(self, mine: Path, made: Path, tmp_path: Path) -> None:
        for template, is_told in ((mine, False), ("social_media", True)):
            checked = run("check", made, "--template", template).stdout
            assert ("The workbook was made with another edition of its form" in checked) is is_told
            built = run("build", made, "-o", tmp_path / "out", "--draft", "--force", "--template", template).stdout
            assert ("another edition" in built) is is_told
        assert "smreport upgrade" in checked

    @pytest.mark.long
    @pytest.mark.parametrize("edit", ["a value of a scale", "a heading"])
    def test_upgrading_settles_it(self, mine: Path, made: Path, tmp_path: Path, edit: str) -> None:
        later = shutil.copytree(mine, tmp_path / "later")
        OTHER[edit](later)
        checked = run("check", made, "--template", later)
        assert "smreport upgrade" in checked.output
        assert "--template" in checked.output
        done = run("upgrade", made, "-o", tmp_path / "new.xlsx", "--template", later)
        assert "The workbook was made with another edition of its form" in done.stdout
        settled = run("check", tmp_path / "new.xlsx", "--template", later)
        assert settled.exit_code in (0, 1)
        assert "another edition" not in settled.output


class TestAsBefore:
    def test_a_copy_with_other_words_only_needs_no_template(self, tmp_path: Path) -> None:
        folder = copied(tmp_path / "mine", rows=4)
        SAME["a word of help"](folder)
        run("new", "-o", tmp_path / "new.xlsx", "--template", folder, "--blank")
        assert run("check", tmp_path / "new.xlsx").exit_code == 1

    def test_a_workbook_that_does_not_say_is_read(self, made: Path, tmp_path: Path) -> None:
        path = tmp_path / "silent.xlsx"
        with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w") as new:
            for name in old.namelist():
                part = old.read(name)
                new.writestr(name, part.replace(b"smreport template form", b"something else"))
        assert Workbook(path).stamp().form == ""
        assert read_workbook(path)

    def test_a_shipped_workbook_of_an_accepted_version_is_read_whatever_its_form(
        self, made: Path, tmp_path: Path
    ) -> None:
        path = tmp_path / "shipped.xlsx"
        with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w") as new:
            for name in old.namelist():
                new.writestr(name, old.read(name).replace(b", from a folder<", b"<"))
        assert Workbook(path).stamp().form not in ("", load().form)
        assert not [doubt for doubt in read_workbook(path).doubts if doubt.code == "cells.other_form"]

    @pytest.mark.parametrize("ending", ["xlsx", "ods"])
    def test_libreoffice_keeps_it(
        self, made: Path, ending: str, libreoffice_as_it_comes: Callable[[Path, str], Path]
    ) -> None:
        path = libreoffice_as_it_comes(made, ending)
        assert Workbook(path).stamp().form == Workbook(made).stamp().form
        with pytest.raises(UnreadableFile, match="another form"):
            read_workbook(path)
