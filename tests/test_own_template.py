"""A council's own template: copied, edited in TOML, and used by every command as if it had shipped."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from golden import text_of_docx
from openpyxl import Workbook as OpenFile
from openpyxl.worksheet.worksheet import Worksheet
from template_folders import SHIPPED, SheetFile, append, change, copied, prepare_rows
from workbooks import EXAMPLES, edited, offered

from smreport.blueprint.tables import Tables
from smreport.blueprint.templates import load, shipped
from smreport.cli import main
from smreport.commands.reading import read_workbook
from smreport.commands.template_folders import check_template
from smreport.errors import InvalidValue

ANSWERS = EXAMPLES / "illustrative" / "answers.toml"
TONE = """heading = "Tone of voice"
type = "choice"
list = "tone"
required = "gap"
width = 16
help = "How the tool speaks.\""""
RULE = """[[rule]]
kind = "required"
column = "audience"
when = { column = "tone", is = ["Playful"] }
level = "error"
what = "A playful tool needs an audience."
fix = "Say in Audience who enjoys it."
"""


def smreport_says(*arguments: object) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


def one_line(done: Result) -> str:
    """The one line that a command says why it could not do its work."""
    assert done.exit_code == 2, done.output
    assert isinstance(done.exception, SystemExit)
    (line,) = done.stderr.splitlines()
    assert line.startswith("Error: ")
    assert "fault of its own" not in line
    return line.removeprefix("Error: ")


def adapt(folder: Path) -> None:
    """What a council would change: its name, a list, a column, a rule, a question's words and a default."""
    change(folder, "workbook.toml", '^name = "social_media"', 'name = "shire"')
    change(folder, "workbook.toml", '^title = "Social media strategy workbook"', 'title = "Shire social media"')
    change(folder, "workbook.toml", r"^\[lists\]", '[lists]\ntone = { heading = "Tone" }')
    (folder / "lists" / "tone.csv").write_text(
        "item,help\nFormal,As in a letter\nPlayful,As in a chat\n", encoding="utf-8"
    )
    tools = SheetFile(folder, "tools")
    tools.add("tone", TONE, before="audience")
    tools.save()
    append(folder, "sheets/tools.toml", RULE)
    settings = SheetFile(folder, "settings")
    settings.rename("organisation", "Name of the council")
    settings.columns["risk_at_0"] = settings.columns["risk_at_0"].replace("default = 25", "default = 20")
    settings.save()


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A template made by `smreport template copy` and adapted."""
    folder = tmp_path_factory.mktemp("own") / "mine"
    done = smreport_says("template", "copy", "social_media", folder)
    assert done.exit_code == 0, done.output
    prepare_rows(folder, 8)
    adapt(folder)
    return folder


def column(page: Worksheet, heading: str) -> tuple[int, str]:
    """The row of a heading and the letter of its column."""
    return next((cell.row, cell.column_letter) for row in page.iter_rows() for cell in row if cell.value == heading)


@dataclass(frozen=True)
class Made:
    path: Path
    book: OpenFile
    tables: Tables


@pytest.fixture(scope="module")
def made(mine: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A workbook of the own template with the illustrative answers; two tools have a tone."""
    path = tmp_path_factory.mktemp("made") / "workbook.xlsx"
    done = smreport_says("new", "-o", path, "--template", mine, "--answers", ANSWERS)
    assert done.exit_code == 0, done.output

    def fill_in(book: OpenFile) -> None:
        page = book["3 Tools"]
        header, letter = column(page, "Tone of voice")
        page[f"{letter}{header + 1}"], page[f"{letter}{header + 2}"] = "formal", "Playful"
        page[f"{column(page, 'Audience')[1]}{header + 2}"] = None

    edited(path, fill_in)
    return Made(path, openpyxl.load_workbook(path), read_workbook(path, mine))


class TestCopy:
    @pytest.mark.parametrize("name", shipped())
    def test_a_copy_is_the_template_itself_and_passes_its_check(self, tmp_path: Path, name: str) -> None:
        done = smreport_says("template", "copy", name, tmp_path / "deep" / "mine")
        assert done.exit_code == 0
        assert f"smreport template check {tmp_path / 'deep' / 'mine'}" in done.stdout
        assert load(tmp_path / "deep" / "mine") == load(name)
        files = {path.relative_to(tmp_path / "deep" / "mine") for path in (tmp_path / "deep" / "mine").rglob("*.*")}
        shipped_files = {path.relative_to(SHIPPED / name) for path in (SHIPPED / name).rglob("*.*")}
        assert files == {path for path in shipped_files if path.parts[0] != "words"} | {
            Path("copied_from.zip"),
            *(Path("schema", f"{name}.json") for name in ("workbook", "sheet", "strategy", "style", "starter")),
        }

    def test_an_existing_folder_is_refused_and_untouched(self, tmp_path: Path) -> None:
        (tmp_path / "mine").mkdir()
        (tmp_path / "mine" / "notes.txt").write_text("ours", encoding="utf-8")
        assert "this is there already" in one_line(smreport_says("template", "copy", "social_media", tmp_path / "mine"))
        assert [path.name for path in (tmp_path / "mine").iterdir()] == ["notes.txt"]

    @pytest.mark.parametrize("name", ["no_such", "../social_media", "", "social_media/sheets"])
    def test_an_unknown_name_is_refused_with_the_known_ones(self, tmp_path: Path, name: str) -> None:
        line = one_line(smreport_says("template", "copy", name, tmp_path / "mine"))
        assert all(known in line for known in shipped())
        assert list(tmp_path.iterdir()) == []

    def test_a_place_where_nothing_can_be_written_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("", encoding="utf-8")
        line = one_line(smreport_says("template", "copy", "social_media", tmp_path / "file" / "mine"))
        assert str(tmp_path / "file" / "mine") in line

    def test_the_list_names_every_template_with_its_title(self) -> None:
        said = smreport_says("template", "list").stdout
        assert said.splitlines() == [f"{name}: {load(name).title}" for name in shipped()]


class TestOwnTemplate:
    def test_its_check_finds_it_fine(self, mine: Path) -> None:
        done = smreport_says("template", "check", mine)
        assert (done.exit_code, done.stderr) == (0, "")
        before = sum(len(sheet.rules) for sheet in load())
        sheets = len(load().sheets)
        assert done.stdout.splitlines()[0] == f"Shire social media: {sheets} sheets and {before + 5} rules, all fine."

    def test_the_added_column_comes_out_with_a_drop_down_of_its_list(self, made: Made) -> None:
        page = made.book["3 Tools"]
        header, letter = column(page, "Tone of voice")
        (validation,) = (each for each in page.data_validations.dataValidation if f"{letter}{header + 1}" in each.sqref)
        assert validation.type == "list"
        assert validation.prompt == "Needed. Will be published. How the tool speaks."
        assert offered(made.book, validation.formula1) == ["Formal", "Playful"]

    def test_the_added_column_is_read_back_in_the_spelling_of_its_list(self, made: Made) -> None:
        tones = [row["tone"] for row in made.tables["tools"].rows.values()]
        assert tones[:3] == ["Formal", "Playful", None]

    def test_its_rules_are_checked_and_its_words_are_said(self, made: Made, mine: Path) -> None:
        done = smreport_says("check", made.path, "--template", mine, "--format", "json")
        assert done.exit_code == 1
        findings = [each for each in json.loads(done.stdout)[0]["findings"] if each["code"].startswith("tools.")]
        header, letter = column(made.book["3 Tools"], "Audience")
        (error,) = (each for each in findings if each["level"] == "error")
        assert (error["cell"], error["what"]) == (f"{letter}{header + 2}", "A playful tool needs an audience.")
        assert error["fix"] == "Say in Audience who enjoys it."
        missing = [each for each in findings if each["code"] == "tools.tone.required"]
        assert len(missing) == len(made.tables["tools"].rows) - 2

    def test_its_messages_stand_in_the_check_column(self, made: Made) -> None:
        header, letter = column(made.book["3 Tools"], "Check")
        formula = str(made.book["3 Tools"][f"{letter}{header + 1}"].value)
        assert "Error: A playful tool needs an audience." in formula
        assert "Gap: Tone of voice is missing." in formula

    def test_a_reworded_question_is_asked_and_answered(self, made: Made) -> None:
        row, _ = column(made.book["Settings"], "Name of the council")
        assert made.book["Settings"][f"C{row}"].value == made.tables.settings["organisation"]

    def test_another_default_stands_in_a_new_workbook_and_for_a_blank(self, mine: Path, tmp_path: Path) -> None:
        done = smreport_says("new", "-o", tmp_path / "new.xlsx", "--template", mine, "--blank")
        assert done.exit_code == 0, done.output
        assert read_workbook(tmp_path / "new.xlsx", mine)["settings"].rows[0]["risk_at_0"] == 20
        row, _ = column(openpyxl.load_workbook(tmp_path / "new.xlsx")["Settings"], "Risk that scores 0")
        edited(tmp_path / "new.xlsx", lambda book: book["Settings"].__setitem__(f"C{row}", None))
        assert read_workbook(tmp_path / "new.xlsx", mine).settings["risk_at_0"] == 20

    def test_documents_are_made_from_it(self, made: Made, mine: Path, tmp_path: Path) -> None:
        refused = smreport_says("build", made.path, "-o", tmp_path, "--template", mine)
        assert refused.exit_code == 1
        assert "A playful tool needs an audience. Say in Audience who enjoys it." in refused.stderr
        drafted = smreport_says("build", made.path, "-o", tmp_path, "--template", mine, "--draft")
        assert drafted.exit_code == 0, drafted.output
        assert "Tone of voice is missing" in text_of_docx(tmp_path / "strategy.docx")

    @pytest.mark.parametrize("command", [["check"], ["build", "-o", "out"], ["upgrade", "-o", "new.xlsx"]])
    def test_without_its_folder_the_workbook_says_which_template_it_needs(self, made: Made, command: list[str]) -> None:
        line = one_line(smreport_says(command[0], made.path, *command[1:]))
        assert "“shire”" in line
        assert "--template FOLDER" in line

    def test_a_workbook_of_the_shipped_template_is_not_read_by_it(self, mine: Path) -> None:
        line = one_line(smreport_says("check", EXAMPLES / "devon" / "devon.xlsx", "--template", mine))
        assert "“social_media”, not from “shire”" in line
        assert line.endswith("--template social_media")

    def test_upgrade_and_refresh_use_it(self, made: Made, mine: Path, tmp_path: Path) -> None:
        for command in ("upgrade", "refresh"):
            done = smreport_says(command, made.path, "-o", tmp_path / f"{command}.xlsx", "--template", mine)
            assert done.exit_code == 0, done.output
            found = read_workbook(tmp_path / f"{command}.xlsx", mine)
            assert found["tools"].rows == made.tables["tools"].rows


AREAS, LISTS = "sheets/areas.toml", r"^\[lists\]"
TONELESS = '[lists]\ntone = { heading = "Tone" }'
MISTAKES = {
    # file, what is replaced, by what, what is said
    "no closing quotation mark": (AREAS, '^title = "1 Areas"', 'title = "1 Areas', f"{AREAS}: not valid TOML: "),
    "letters of another encoding": (AREAS, "", "", f"{AREAS}: not valid TOML: "),
    "a key misspelt": (AREAS, "^heading = ", "headding = ", f"{AREAS}, column name headding: unknown key"),
    "an unknown type": (AREAS, '^type = "text"', 'type = "txt"', f"{AREAS}, column name type: unknown type 'txt'"),
    "an unknown list": (AREAS, '^list = "area_kind"', 'list = "kinds"', "column kind list: there is no list 'kinds'"),
    "a list without a file": ("workbook.toml", LISTS, TONELESS, "lists/tone.csv: the file is missing"),
    "a blank choice": (
        "lists/area_kind.csv",
        "^service,Service,",
        "service,,",
        "lists/area_kind.csv, line 3: each line needs an item",
    ),
    "a rule for no column": (
        AREAS,
        r'^columns = \["name", "kind"\]',
        'columns = ["x"]',
        "no column 'x' in this sheet",
    ),
    "an unknown rule": (AREAS, '^kind = "unique"', 'kind = "once"', "rule 1 (once) kind: unknown kind 'once'"),
    "an unknown level": (AREAS, '^required = "gap"', 'required = "yes"', "must be error, gap or note, got 'yes'"),
    "a needed column gone": (
        "sheets/portfolio.toml",
        '"must_do"',
        '"must"',
        "column with key 'must_do' is missing",
    ),
    "a sheet gone": ("workbook.toml", '"areas", ', '"parks", ', "sheets/parks.toml: the file is missing"),
    "an unknown key in a starter row": (
        "starter.toml",
        "^name = ",
        "nam = ",
        "starter.toml, areas: there is no col",
    ),
    "a colour that is none": ("style.toml", '^text = "1D2529"', 'text = "black"', "style.toml: "),
    "a text that is too pale": ("style.toml", '^text = "1D2529"', 'text = "AAAAAA"', "style.toml: "),
}


class TestMistakes:
    @pytest.mark.parametrize("mistake", MISTAKES)
    def test_it_is_explained_in_one_line_by_file_and_key(self, tmp_path: Path, mistake: str) -> None:
        file, old, new, said = MISTAKES[mistake]
        folder = copied(tmp_path / "mine", rows=4)
        if old:
            change(folder, file, old, new)
        else:
            (folder / file).write_bytes((folder / file).read_bytes() + "# Ŵyth café".encode("cp1252", errors="replace"))
        assert said in one_line(smreport_says("template", "check", folder))

    def test_every_command_says_so_and_writes_nothing(self, tmp_path: Path) -> None:
        folder = copied(tmp_path / "mine", rows=4)
        change(folder, "sheets/areas.toml", '^type = "text"', 'type = "txt"')
        workbook = EXAMPLES / "devon" / "devon.xlsx"
        for arguments in (
            ["new", "-o", tmp_path / "new.xlsx"], ["check", workbook], ["build", workbook, "-o", tmp_path / "out"],
            ["upgrade", workbook, "-o", tmp_path / "new.xlsx"], ["handbook", "-o", tmp_path / "handbook.md"],
        ):  # fmt: skip
            line = one_line(smreport_says(*arguments, "--template", folder))
            assert "sheets/areas.toml, column name type: unknown type 'txt'" in line
        assert [path.name for path in tmp_path.iterdir()] == ["mine"]

    def test_a_folder_that_is_no_template_is_refused(self, tmp_path: Path) -> None:
        for folder in (tmp_path, tmp_path / "nowhere", tmp_path / "a file"):
            (tmp_path / "a file").write_text("", encoding="utf-8")
            assert "workbook.toml" in one_line(smreport_says("template", "check", folder))

    @pytest.mark.long
    def test_a_folder_that_has_a_shipped_name_is_used_by_its_path(self, tmp_path: Path) -> None:
        folder = copied(tmp_path / "social_media", rows=4)
        change(folder, "workbook.toml", '^title = "Social media strategy workbook"', 'title = "Ours"')
        assert smreport_says("template", "check", folder).stdout.startswith("Ours: ")
        shutil.rmtree(folder)
        assert smreport_says("template", "check", "social_media").stdout.startswith(f"{load().title}: ")


def test_a_starter_answer_that_no_cell_can_hold_is_refused_by_the_check(tmp_path: Path) -> None:
    folder = copied(tmp_path / "mine", rows=4)
    change(folder, "starter.toml", "^name = .*", f'name = "{"a" * 32_768}"')
    with pytest.raises(InvalidValue, match="1 Areas"):
        check_template(folder)
