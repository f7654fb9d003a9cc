"""The public door: what each command does as a function of the package, for notebooks and other programs."""

from __future__ import annotations

import ast
import inspect
import pydoc
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import smreport
from smreport.cli import main
from smreport.errors import InvalidValue, OutputRefused, UnreadableFile, WorkbookHasErrors
from smreport.findings import FIELDS
from smreport.frozen import asdict

pytestmark = pytest.mark.usefixtures("few_rows")

ROOT = Path(__file__).parent.parent
DEVON = ROOT / "examples" / "devon" / "devon.xlsx"
ILLUSTRATIVE = ROOT / "examples" / "illustrative" / "illustrative.xlsx"
GIVEN_OTHERWISE = {"template", "next"}  # a group of commands; and one whose name is Python's own: next_step
TEMPLATE_COMMANDS = {
    "list": "shipped_templates",
    "copy": "copy_template",
    "upgrade": "upgrade_template",
    "house": "make_house_file",
    "check": "check_template",
    "schema": "write_schemas",
    "words": "write_words",
}
FUNCTIONS = [name for name in smreport.__all__ if inspect.isfunction(getattr(smreport, name))]


def test_each_command_is_a_function() -> None:
    commands = set(main.commands) - GIVEN_OTHERWISE
    group: Any = main.commands["template"]
    assert set(TEMPLATE_COMMANDS) == set(group.commands)
    assert commands | set(TEMPLATE_COMMANDS.values()) <= set(FUNCTIONS)


def test_types_see_the_names_that_are_imported_when_asked_for() -> None:
    tree = ast.parse(Path(smreport.__file__).read_text(encoding="utf-8"))
    branch = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {
        (node.module, alias.name, alias.asname)
        for node in branch.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert seen == {(room, name, name) for name, room in smreport._ROOM_OF.items()}
    assert (Path(smreport.__file__).parent / "py.typed").is_file()


def test_no_module_bears_the_name_of_what_the_door_gives() -> None:
    package = Path(smreport.__file__).parent
    modules = {path.stem for path in package.iterdir()}
    assert modules >= {"commands", "cli", "errors"}
    assert modules & set(smreport.__all__) == set()


def test_what_it_does_not_have_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="'buidl'"):
        smreport.buidl  # noqa: B018


def test_it_lists_and_explains_itself() -> None:
    assert set(smreport.__all__) | {"__version__"} <= set(dir(smreport))
    text = pydoc.plain(pydoc.render_doc(smreport))
    assert "SmreportError" in text
    for name in FUNCTIONS:
        assert re.search(rf"^    {name}\(", text, re.MULTILINE), name


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_says_what_it_does_takes_and_gives(name: str) -> None:
    function = getattr(smreport, name)
    signature = inspect.signature(function)
    assert inspect.getdoc(function)
    assert signature.return_annotation is not inspect.Signature.empty
    for parameter in signature.parameters.values():
        assert parameter.annotation is not inspect.Parameter.empty
        assert parameter.annotation not in ("Path", "Path | None"), "paths may be texts"


def test_what_a_function_gives_can_be_made_a_dictionary() -> None:
    checked = smreport.check(DEVON)
    given = asdict(checked)
    assert (given["path"], given["findings"]) == (DEVON, checked.findings)
    assert set(asdict(checked.findings[0])) == set(FIELDS)


def test_what_the_readme_shows_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert shown
    assert 5 <= len(shown[1].splitlines()) <= 7
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(shown[1], names)
    assert {"level", "sheet", "cell", "what", "fix"} <= set(names["findings"].columns)
    assert names["projects"].loc[names["projects"].index[0], "title"]
    assert list(names["ranking"]["rank"]) == sorted(names["ranking"]["rank"])
    assert (tmp_path / "out" / "strategy.docx").is_file()


class TestFrames:
    def test_answers_are_a_frame_for_each_sheet_by_excel_row(self) -> None:
        frames = smreport.read(str(ILLUSTRATIVE))
        assert set(smreport.check_template("social_media").sheets) == set(frames)
        assert frames["settings"].index.tolist() == [0]
        assert frames["mapping"].index.min() > 1
        assert {"area", "objective", "role"} <= set(frames["mapping"].columns)

    def test_findings_are_rows_with_the_words_of_their_levels(self) -> None:
        checked = smreport.check(str(DEVON))
        assert len(checked.frame) == len(checked.findings) > 0
        first = checked.frame.iloc[0]
        assert (first["cell"], first["level"]) == (checked.findings[0].cell, checked.findings[0].level.value)
        assert checked.frame["is_own"].all()

    def test_a_frame_without_findings_has_its_columns(self) -> None:
        frame = smreport.Checked(ILLUSTRATIVE).frame
        assert frame.empty
        assert {"code", "level", "sheet", "cell", "what", "fix"} <= set(frame.columns)

    @pytest.mark.long
    def test_a_round_tells_who_was_sent_what_who_is_how_far_and_what_is_to_decide(self, tmp_path: Path) -> None:
        sent = smreport.split(str(ILLUSTRATIVE), str(tmp_path / "sent"))
        assert sent.frame["file"].tolist() == [
            name for name in sent.frame["file"] if (tmp_path / "sent" / name).is_file()
        ]
        returned = tmp_path / "sent" / sent.frame["file"][0]
        standings = smreport.status(str(returned), register=str(sent.register)).frame
        assert standings["stands"].tolist()[0] == "Still as it was sent"
        assert len(standings) == len(sent.frame)
        merged = smreport.merge(str(returned.parent), str(tmp_path / "all" / "combined.xlsx"))
        assert merged.frame.columns.tolist() == ["about", "sheet", "row", "column", "values", "chosen"]
        assert len(merged.frame) == len(merged.merged.questions)


class TestPaths:
    @pytest.mark.long
    def test_texts_will_do_everywhere(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        made = smreport.new("workbook.xlsx", organisation="Exampleshire", starter=False)
        assert made.path == Path("workbook.xlsx")
        assert smreport.upgrade("workbook.xlsx", "upgraded.xlsx").path.is_file()
        assert smreport.refresh("workbook.xlsx", "refreshed.xlsx").path.is_file()
        assert smreport.renew("workbook.xlsx", "renewed.xlsx", starts="1 April 2028").path.is_file()
        assert smreport.mark("workbook.xlsx").path == Path("workbook - to fix.xlsx")
        assert smreport.mark(smreport.check("workbook.xlsx"), "marked.xlsx").path.is_file()
        assert smreport.handbook("handbook.md").path.is_file()
        assert smreport.copy_template("digital_inclusion", "mine") == Path("mine")
        assert smreport.make_house_file("mine", force=True).kept
        assert smreport.check_template("mine").title
        assert smreport.upgrade_template("mine").shipped.startswith("digital_inclusion")
        exported = smreport.export("workbook.xlsx", "data", style="json").documents
        assert exported[-1] == Path("data/datapackage.json")

    def test_a_folder_of_workbooks_is_found_by_its_name(self, tmp_path: Path) -> None:
        smreport.new(tmp_path / "a.xlsx")
        assert smreport.find_workbooks(str(tmp_path)).paths == (tmp_path / "a.xlsx",)
        with pytest.raises(InvalidValue, match="No workbook is named"):
            smreport.find_workbooks([])


class TestRefusals:
    """What stops a function is raised, and its text says what to do."""

    def test_what_is_no_workbook(self, tmp_path: Path) -> None:
        path = tmp_path / "notes.xlsx"
        path.write_text("not a workbook")
        for function in (smreport.read, smreport.check, smreport.mark):
            with pytest.raises(UnreadableFile, match=r"notes\.xlsx"):
                function(path)
        (checked,) = smreport.check_workbooks([path])
        assert "notes.xlsx" in checked.unreadable
        with pytest.raises(UnreadableFile, match=r"notes\.xlsx"):
            smreport.mark(checked)

    def test_a_file_that_is_there(self, tmp_path: Path) -> None:
        smreport.new(tmp_path / "a.xlsx")
        with pytest.raises(OutputRefused, match="there already"):
            smreport.new(tmp_path / "a.xlsx")
        kept = smreport.new(tmp_path / "a.xlsx", force=True).kept
        assert kept == tmp_path / "a (1).xlsx"

    def test_a_workbook_that_contradicts_itself(self, tmp_path: Path) -> None:
        answers = tmp_path / "answers.toml"
        answers.write_text("[settings]\nweight_benefit = 0\nweight_cost = 0\nweight_risk = 0\n")
        with pytest.raises((InvalidValue, WorkbookHasErrors)):
            smreport.build(smreport.new(tmp_path / "a.xlsx", answers=answers).path, tmp_path / "out")

    @pytest.mark.parametrize(
        "given",
        [{"budget": -1}, {"budget": float("nan")}, {"hours": float("inf")}, {"weights": {"wealth": 3}},
         {"weights": {"cost": 101}}, {"weights": {"cost": -1}}, {"years": {"2027/28": -1}}, {"years": {"2027": 5}},
         {"years": {"2027/28 wealth": 5}}],
    )  # fmt: skip
    def test_settings_that_cannot_be_tried(self, given: dict[str, Any]) -> None:
        with pytest.raises(InvalidValue):
            smreport.WhatIf(**given)

    def test_settings_at_their_limits_can_be_tried(self) -> None:
        assert smreport.WhatIf(0, 0, {"cost": 0, "benefit": 100, "risk": 0.5}).weights["benefit"] == 100


@pytest.mark.long
def test_a_template_that_is_edited_between_two_merges_is_read_anew(tmp_path: Path) -> None:
    folder = smreport.copy_template("social_media", tmp_path / "mine")
    (tmp_path / "returned").mkdir()
    smreport.new(tmp_path / "returned" / "a.xlsx", template=folder)
    first = smreport.merge(tmp_path / "returned", tmp_path / "1.xlsx", template=folder)
    strategy = folder / "workbook.toml"
    text = strategy.read_text(encoding="utf-8")
    strategy.write_text(
        re.sub(r'^title = ".*"', 'title = "Another title"', text, count=1, flags=re.M), encoding="utf-8"
    )
    second = smreport.merge(tmp_path / "returned", tmp_path / "2.xlsx", template=folder)
    assert first.merged.tables.blueprint.title != second.merged.tables.blueprint.title == "Another title"


def test_frames_are_pandas(tmp_path: Path) -> None:
    assert all(isinstance(frame, pd.DataFrame) for frame in smreport.read(ILLUSTRATIVE).values())
