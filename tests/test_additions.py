"""What CONTRIBUTING says of adding things is enough: each is done so in a copy of the package, and seen at work there.

All are added to one copy, and four commands run in it once.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from golden import text_of_docx
from template_folders import prepare_rows
from test_documents_for_engineers import ROOT

pytestmark = pytest.mark.long

Edit = Callable[[str], str]


def before(anchor: str, text: str) -> Edit:
    """A text before the only place where another one stands."""

    def edit(file: str) -> str:
        assert file.count(anchor) == 1, anchor
        return file.replace(anchor, f"{text}{anchor}")

    return edit


def at_the_end(text: str) -> Edit:
    return lambda file: f"{file}\n{text}"


@dataclass(frozen=True)
class Place:
    """A file to edit: its path, what is done there, and how CONTRIBUTING names it."""

    path: str
    edits: tuple[Edit, ...]
    named: str


@dataclass(frozen=True)
class Addition:
    """The heading in CONTRIBUTING that says how to add it, and the places."""

    heading: str
    places: tuple[Place, ...]


AREAS = "workbook_templates/social_media/sheets/areas.toml"

COLUMN = """[[column]]
key = "ward"
heading = "Ward"
type = "text"
max = 40
width = 20
help = "The ward that it is about."

"""
RULE = """[[rule]]
kind = "required"
column = "ward"
when = { column = "kind", is = ["Service"] }
level = "gap"
what = "A service has no ward."
fix = "Ask its lead."
"""
COLUMN_TYPE = '''class Postcode(ColumnType, Frozen):
    """A postcode of two halves, in capitals."""

    name: ClassVar[str] = "postcode"
    longest: Annotated[int, Key("max", least=6, most=8)] = 8

    def read(self, raw: object) -> object:
        typed = single_spaced(as_typed(raw)).upper()
        return typed if " " in typed and len(typed) <= self.longest else Unreadable(typed)

    def broken(self, cell: formulas.Cell) -> formulas.Truth | None:
        return formulas.negated(formulas.says(cell, " "))

    def not_readable(self, heading: str) -> str:
        return f"{heading} is not a postcode."

    def describe(self) -> str:
        return f"A postcode of {self.longest} letters at most"


'''
OF_THE_TYPE = """[[column]]
key = "postcode"
heading = "Postcode"
type = "postcode"
max = 8
width = 12
help = "Where it is, such as EX1 1AA."

"""
RULE_KIND = '''"""Rules about how a text is written."""

from typing import Annotated, ClassVar

from smreport.blueprint import formulas
from smreport.blueprint.formulas import Truth
from smreport.blueprint.model import Blueprint, Sheet
from smreport.blueprint.rules.base import Lookup, Rule
from smreport.blueprint.tables import Row
from smreport.declared import COLUMN, Key


class Calm(Rule, kw_only=True):
    """A cell must not have a sign in it."""

    kind: ClassVar[str] = "calm"
    column: Annotated[str, Key(names=COLUMN)]
    sign: str = "!"

    @property
    def at(self) -> tuple[str, ...]:
        return (self.column,)

    def fails(self, row: Row, lookup: Lookup) -> bool:
        return self.sign in str(row[self.column] or "")

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        return formulas.says(sheet.at(self.column, row), self.sign)

    def words(self, sheet: Sheet) -> tuple[str, str]:
        return f"{sheet.by_key[self.column].heading} has the sign {self.sign} in it.", "Say it calmly."
'''
OF_THE_KIND = """[[rule]]
kind = "calm"
column = "why"
level = "note"
"""
BLOCK = '''class Quote(Frozen):
    """Somebody's words, and whose they are."""

    noun: ClassVar[str] = "quote"
    text: str
    who: str

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.text, self.who)


'''
IN_WORD = """            case Quote():
                return [paragraph("BodyTextStatement", run(f"“{block.text}” "), run(block.who, "Strong"))]
"""
SECTION = '''def voices(case: Case, intro: str) -> Blocks:
    """What residents say."""
    yield Paragraph(intro)
    yield Quote(f"We like {case.answer('organisation')}.", "A resident")


'''
SECTION_WORDS = """[[strategy.section]]
key = "voices"
heading = "What residents say"
intro = "Two of them were asked."

"""

ADDITIONS = {
    "column": Addition(
        "To add a column",
        (
            Place(
                AREAS, (before('[[column]]\nkey = "kind"\n', COLUMN + OF_THE_TYPE),),
                "`workbook_templates/social_media/sheets/`",
            ),
        ),
    ),
    "rule": Addition(
        "To add a rule", (Place(AREAS, (at_the_end(RULE), at_the_end(OF_THE_KIND)), "the sheet's file"),)
    ),
    "column type": Addition(
        "To add a column",
        (
            Place(
                "smreport/blueprint/columns.py", (before("class Choice(", COLUMN_TYPE),),
                "`blueprint/columns.py`",
            ),
        ),
    ),
    "rule kind": Addition(
        "To add a rule kind",
        (
            Place("smreport/blueprint/rules/calm.py", (at_the_end(RULE_KIND),), "`smreport/blueprint/rules/`"),
            Place(
                "smreport/blueprint/rules/__init__.py",
                (at_the_end("from smreport.blueprint.rules.calm import Calm"),),
                "`blueprint/rules/__init__.py`",
            ),
        ),
    ),
    "block": Addition(
        "To add a document block",
        (
            Place(
                "smreport/blocks/document.py",
                (before("Block = Heading", BLOCK), before("Heading | Paragraph | Bullets", "Quote | ")),
                "`blocks/document.py`",
            ),
            Place(
                "smreport/word/body.py",
                (before("    Section,\n", "    Quote,\n"), before("            case Bullets():\n", IN_WORD)),
                "`word/body.py`",
            ),
        ),
    ),
    "section": Addition(
        "To change wording or sections of the documents",
        (
            Place(
                "smreport/papers/strategy.py",
                (
                    before("Block, Bullets, Callout, Paragraph", "Quote, "),
                    before("SECTIONS = {", SECTION),
                    before('"summary": summary,', '"voices": voices, '),
                ),
                "`strategy.py`",
            ),
            Place(
                "workbook_templates/social_media/strategy.toml",
                (before('[[strategy.section]]\nkey = "summary"', SECTION_WORDS),),
                "`strategy.toml`",
            ),
        ),
    ),
}  # fmt: skip

ANSWERS = """[settings]
organisation = "Exampleshire County Council"

[[areas]]
name = "Libraries"
kind = "Service"
postcode = "ex1  1aa"
why = "Now!"

[[areas]]
name = "Parks"
kind = "Service"
ward = "Nymet"
postcode = "none"
why = "Green."
"""
RUN = """
import contextlib, io, json, sys
from smreport import read
from smreport.cli import main

told = {}
for line in json.loads(sys.argv[1]):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        try:
            main(line)
        except SystemExit as end:
            told[line[0]] = [end.code, out.getvalue()]
told["read"] = [list(map(str, read("workbook.xlsx")["areas"][key])) for key in ("ward", "postcode")]
print(json.dumps(told))
"""


@dataclass(frozen=True)
class Extended:
    """A copy of the package with all additions, and what its commands said: exit codes and texts."""

    folder: Path
    told: dict[str, Any]

    def told_by(self, rule: str) -> list[tuple[str, ...]]:
        """What the check says of a rule: the level, what is wrong, how to fix it, and the value."""
        (checked,) = json.loads(self.told["check"][1])
        keys = ("level", "what", "fix", "value")
        return [tuple(each[key] for key in keys) for each in checked["findings"] if each["code"] == rule]

    @cached_property
    def cells(self) -> list[str]:
        """What stands in the sheet 1 Areas, formulas as they are."""
        book = openpyxl.load_workbook(self.folder / "workbook.xlsx")
        return [str(cell.value) for row in book["1 Areas"] for cell in row]

    def check_column_says(self, words: str) -> bool:
        return any(cell.startswith("=") and words in cell for cell in self.cells)


def add(package: Path, additions: Iterable[Addition]) -> None:
    for place in (place for addition in additions for place in addition.places):
        path = package / place.path.removeprefix("smreport/")
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        for edit in place.edits:
            text = edit(text)
        path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Extended:
    folder = tmp_path_factory.mktemp("extended")
    shutil.copytree(ROOT / "smreport", folder / "smreport")
    shutil.copytree(ROOT / "workbook_templates", folder / "smreport" / "workbook_templates")
    template = folder / "smreport" / "workbook_templates" / "social_media"
    prepare_rows(template, 8)
    add(folder / "smreport", ADDITIONS.values())
    (folder / "answers.toml").write_text(ANSWERS, encoding="utf-8")
    commands = [
        ["template", "check", str(template)],
        ["new", "-o", "workbook.xlsx", "--answers", "answers.toml"],
        ["check", "workbook.xlsx", "--format", "json"],
        ["build", "workbook.xlsx", "-o", "out", "--draft", "--html"],
    ]
    done = subprocess.run(
        [sys.executable, "-c", RUN, json.dumps(commands)],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(folder)}, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return Extended(folder, json.loads(done.stdout))


def section_of_contributing(heading: str) -> str:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("addition", ADDITIONS.values(), ids=list(ADDITIONS))
def test_contributing_names_every_place(addition: Addition) -> None:
    how = section_of_contributing(addition.heading)
    assert [place.path for place in addition.places if place.named not in how] == []


def test_all_commands_take_the_additions(extended: Extended) -> None:
    codes = {command: told[0] for command, told in extended.told.items() if command != "read"}
    assert codes == {"template": 1, "new": 0, "check": 1, "build": 0}, extended.told
    about_words, fine, *_ = str(extended.told["template"][1]).splitlines()
    assert re.fullmatch(
        r"words/cy\.po: 8 texts have no words yet, and are said in English\. The first: .*", about_words
    )
    assert "all fine" in fine


def test_a_column_is_asked_for_and_read(extended: Extended) -> None:
    assert extended.cells.index("Ward") < extended.cells.index("Kind")
    assert extended.told["read"][0] == ["None", "Nymet"]


def test_a_rule_speaks_in_the_check_and_in_the_workbook(extended: Extended) -> None:
    assert extended.told_by("areas.ward.required") == [("gap", "A service has no ward.", "Ask its lead.", "")]
    assert extended.check_column_says("Gap: A service has no ward.")


def test_a_column_type_is_read_judged_and_described(extended: Extended) -> None:
    assert extended.told["read"][1] == ["EX1 1AA", "NONE"]
    what, fix = "Postcode is not a postcode.", "A postcode of 8 letters at most is expected."
    assert extended.told_by("areas.postcode.readable") == [("error", what, fix, "NONE")]
    assert extended.check_column_says(f"Error: {what}")


def test_a_rule_kind_is_known_to_templates_and_has_both_faces(extended: Extended) -> None:
    what = "Why social tools might help has the sign ! in it."
    assert extended.told_by("areas.why.calm") == [("note", what, "Say it calmly.", "Now!")]
    assert extended.check_column_says(f"Note: {what}")


def test_a_section_and_its_block_stand_in_the_document(extended: Extended) -> None:
    text = text_of_docx(extended.folder / "out" / "strategy.docx")
    _, heading, after = text.partition("# What residents say\n\nTwo of them were asked.\n")
    assert heading
    assert "“We like Exampleshire County Council.”" in after.partition("\n#")[0]
    page = (extended.folder / "out" / "strategy.html").read_text(encoding="utf-8")
    assert ">We like Exampleshire County Council.</p>" in page
