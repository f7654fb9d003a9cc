"""Every refusal has a way out: what its message advises is done, the command is run again, and it does its work.

A place is a call in the package that makes an error for users. Each is reached by a case here, or is among EXCEPTIONS
with the reason why not.
"""

from __future__ import annotations

import ast
import io
import os
import re
import shlex
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from compound_files import LABEL, PASSWORD, compound
from rounds.council import council
from word.report_templates import bare
from workbooks import edited, saved, with_rows

import smreport
from smreport import errors
from smreport.blueprint.templates import load
from smreport.cli import main
from smreport.limits import Limits
from smreport.package.terms import Terms
from smreport.word.style_file import STYLE_TERMS
from smreport.workbook.packages import terms_of

pytestmark = pytest.mark.usefixtures("few_rows")

PACKAGE = Path(smreport.__file__).parent
TEMPLATES = Path(__file__).parents[1] / "workbook_templates"
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
    """

    command: str
    says: str
    spoil: Spoil = lambda folder: None
    mend: Spoil = lambda folder: None
    again: str = ""
    env: Mapping[str, str] = field(default_factory=dict)


# --- what people do to files ---


def put(name: str, content: bytes | str) -> Spoil:
    return lambda folder: (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)


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


def flagged(bits: int) -> Spoil:
    def change(folder: Path) -> None:
        buffer = io.BytesIO()
        with zipfile.ZipFile(folder / "w.xlsx") as old, zipfile.ZipFile(buffer, "w") as new:
            for name in old.namelist():
                new.writestr(name, old.read(name))
            new.getinfo("xl/workbook.xml").flag_bits = bits
        (folder / "w.xlsx").write_bytes(buffer.getvalue())

    return change


def book_of(case: str, spoil: Spoil, says: str, **more: Any) -> tuple[str, Case]:
    """A workbook that cannot be read: what its message advises gives a sound one."""
    return case, Case("check w.xlsx", says, spoil, sound("w.xlsx"), **more)


def styles_of(case: str, spoil: Spoil, says: str) -> tuple[str, Case]:
    return f"style: {case}", Case("build w.xlsx -o out --style s.docx", says, spoil, sound("s.docx"))


def forms_of(case: str, spoil: Spoil, says: str, **more: Any) -> tuple[str, Case]:
    """A council's own report template that cannot be filled."""
    more.setdefault("mend", sound("form.docx"))
    return f"report template: {case}", Case("build w.xlsx -o out --report-template form.docx", says, spoil, **more)


def heading_for(title: str) -> Spoil:
    """A heading of a council's own, put into a copied template."""
    return in_text("mine/strategy.toml", r'^titles = \["Purpose", ', f'titles = ["{title}", "Purpose", ')


def answers_of(case: str, content: str | bytes, says: str, mended: str) -> tuple[str, Case]:
    command = "new -o made.xlsx --answers a.toml"
    return f"answers: {case}", Case(command, says, put("a.toml", content), put("a.toml", mended))


def services_of(case: str, content: str | bytes, says: str, mended: str) -> tuple[str, Case]:
    command = "new -o made.xlsx --services s.csv"
    return f"services: {case}", Case(command, says, put("s.csv", content), put("s.csv", mended))


def template_of(file: str, old: str, new: str, says: str, command: str = "check w.xlsx --template mine") -> Any:
    name = f"mine/{file}"
    return f"template: {says}", Case(command, says, in_text(name, old, new), sound(name))


def wording_of(file: str, old: str, new: str, says: str) -> tuple[str, Case]:
    case: tuple[str, Case] = template_of(file, old, new, says, "build w.xlsx -o out --template mine")
    return case


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NOTES = f'<Relationship Id="rIdN" Type="{OFFICE}/comments" Target="/xl/comments1.xml"/></Relationships>'
DRAWING = f'<Relationship Id="rIdV" Type="{OFFICE}/vmlDrawing" Target="/xl/drawings/v.vml"/></Relationships>'
EVALUATION = council(load())["evaluation"]
SECRET, GROUND = (EVALUATION.cell(key, EVALUATION.sheet.first_row) for key in ("not_public", "exempt_ground"))
SETTINGS = council(load())["settings"]
PUBLICATION, PLAN_START = (SETTINGS.cell(key, min(SETTINGS.rows)) for key in ("publication", "plan_start"))
CAPACITY = council(load())["roles"].places["capacity"]
ROW = '[[areas]]\nname = "Libraries"\n'
SHEET2, RELS2 = "xl__worksheets__sheet2_0_xml", "xl__worksheets___rels__sheet2_0_xml_0_rels"
SHEET3, RELS3 = "xl__worksheets__sheet3_0_xml", "xl__worksheets___rels__sheet3_0_xml_0_rels"


def template_stamp(text: str) -> Callable[[Any], object]:
    def change(book: Any) -> None:
        for row in book["Start here"].iter_rows(max_row=60, max_col=3):
            for cell in row:
                if str(cell.value).startswith("smreport template:"):
                    cell.value = f"smreport template: {text}"

    return change


def zero_weights(book: Any) -> None:
    for row in book["Settings"].iter_rows():
        for cell in row:
            if str(cell.value).startswith("Weight of") or "eight" in str(cell.value)[:8]:
                row[cell.column].value = -1


def kept_secret(book: Any) -> None:
    book["6 Evaluation"][SECRET].value, book["6 Evaluation"][GROUND].value = "Yes", "Paragraph 3"


def plan_of_2027(book: Any) -> None:
    book["Settings"][PLAN_START].value = date(2027, 4, 1)


def without_report(folder: Path) -> None:
    path = folder / "mine" / "strategy.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("\n[report]\n")] + text[text.index("\n[strategy]\n") :], encoding="utf-8")


def without_areas(book: Any) -> None:
    for row in book["1 Areas"].iter_rows(min_row=2, min_col=2):
        for cell in row:
            if cell.row > 5 and not isinstance(cell, openpyxl.cell.cell.MergedCell):
                cell.value = None


def decided(*answers: str) -> Callable[[Any], object]:
    def change(book: Any) -> None:
        page = book["To decide"]
        heading = next(
            [cell for cell in row if cell.value]
            for row in page.iter_rows()
            if "Reference" in [cell.value for cell in row]
        )
        for answer, row in zip(answers, page.iter_rows(min_row=heading[0].row + 1), strict=False):
            row[len(heading) - 1].value = answer

    return change


def one_changed(folder: Path) -> None:
    """A round in which two services say different things of a row that they share."""
    for name, content in round_of((folder / "w.xlsx").read_bytes()).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)


@cache
def round_of(workbook: bytes) -> dict[str, bytes]:
    """The register, what came back and the combined workbook, by their names."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "w.xlsx").write_bytes(workbook)
        run("split w.xlsx -o back")(folder)
        (folder / "sent").mkdir()
        shutil.move(folder / "back/register.xlsx", folder / "sent")
        for number, path in enumerate(sorted((folder / "back").glob("*.xlsx"))):
            edited(path, lambda book, at=number: rename(book["5 Roles"], "Volunteer", at))
        run("merge back --register sent/register.xlsx -o combined/c.xlsx")(folder)
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.glob("*/*.xlsx")}


def rename(page: Any, name: str, number: int) -> None:
    for row in page.iter_rows():
        if name in [cell.value for cell in row]:
            row[CAPACITY - 1].value = 10 + number


CASES: dict[str, Case] = dict([
    # --- a workbook that cannot be read ---
    book_of("empty", put("w.xlsx", b""), "the file is empty. Ask for it again."),
    book_of("a letter", put("w.xlsx", b"Dear Ann"), "not an Excel workbook. Open it in Excel and save"),
    book_of("a web page", put("w.xlsx", b"<html/>"), "a web page or XML, not an Excel workbook"),
    book_of("cut short", put("w.xlsx", b"PK\3\4" * 99), "damaged. Ask for it again."),
    book_of("a password", put("w.xlsx", PASSWORD), "Take the password off in Excel and save it again."),
    book_of("a label", put("w.xlsx", LABEL), "save a copy under a label that does not encrypt"),
    book_of("an old file", put("w.xlsx", compound("Workbook")), r"save it as \.xlsx"),
    book_of("encrypted parts", flagged(1), "Take the password off"),
    book_of("xlsb", in_parts("w.xlsx", xl__workbook_0_bin=str), "a binary Excel workbook"),
    book_of("entities", in_parts("w.xlsx", xl__workbook_0_xml=lambda xml: f"<!DOCTYPE x>{xml}"),
            "no spreadsheet program writes"),
    book_of("a place that is none", in_parts("w.xlsx", **{
        SHEET3: lambda xml: xml.replace("</sheetData>", '<row r="2"><c r="A-1"><v>1</v></c></row></sheetData>'),
    }), "not a workbook that can be read"),
    book_of("ten thousand parts", in_parts("w.xlsx", **{f"x__{at}": str for at in range(10_001)}), "10,000 parts"),
    book_of("a path that climbs", in_parts("w.xlsx", _0__0___evil=str), "points outside the file"),
    ("too large", Case("check w.xlsx", "more than 1 MB once", in_parts("w.xlsx", big=lambda _: "x" * 2**21),
                       env={"SMREPORT_MOST_MEGABYTES": "1"})),
    ("too large on the disk", Case(
        "check w.xlsx", "1 MB", lambda folder: (folder / "w.xlsx").write_bytes(
            (folder / "w.xlsx").read_bytes() + os.urandom(2**21)), env={"SMREPORT_MOST_MEGABYTES": "1"},
        mend=sound("w.xlsx"))),
    ("too many cells", Case("check w.xlsx", "more than 100 cells", env={"SMREPORT_MOST_CELLS": "100"})),
    ("a limit that is none", Case("check w.xlsx", "must be a whole number above 0",
        env={"SMREPORT_MOST_CELLS": "many"})),
    ("not there", Case("check x.xlsx", r"cannot be read \(No such file", mend=sound("w.xlsx"), again="check w.xlsx")),
    ("no ordinary file", Case("check /dev/zero", "Copy what is in it into one", again="check w.xlsx")),
    ("not ours", Case("check w.xlsx", "smreport new -o FILE", in_book(
        lambda book: book.remove(book["Start here"])), run("new -o n.xlsx"),
                      "check n.xlsx")),
    ("an old version", Case("check w.xlsx", r"smreport upgrade w\.xlsx -o NEW\.xlsx",
                            in_book(template_stamp("social_media, version 0.1")), again="check NEW.xlsx")),
    ("a sheet is gone", Case("check w.xlsx", r"smreport upgrade w\.xlsx -o NEW\.xlsx",
                             in_book(lambda book: book.remove(book["7a KPIs"])), again="check NEW.xlsx")),
    ("another template", Case("check w.xlsx --template digital_inclusion", "Give it with --template social_media",
                              again="check w.xlsx --template social_media")),
    ("a template of their own", Case(
        "check w.xlsx", "Name its folder with --template FOLDER",
        all_of(in_text("mine/workbook.toml", '^name = "social_media"', 'name = "ours"'),
               in_book(template_stamp("ours, version 1.0"))), again="check w.xlsx --template mine")),
    # --- marking ---
    ("marking: no listing of types", Case(
        "check w.xlsx --mark", r"save it as \.xlsx", lambda folder: without_part(folder / "w.xlsx",
            "[Content_Types].xml"),
        sound("w.xlsx"))),
    ("marking: more than the limit of memory", Case(
        "check w.xlsx --mark", "Take out what is not needed", env={"SMREPORT_MOST_MEMORY": "1"})),
    ("marking: strict", Case(
        "check w.xlsx --mark", "Strict Open XML", in_parts("w.xlsx", xl__workbook_0_xml=lambda xml: xml.replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                "http://purl.oclc.org/ooxml/spreadsheetml/main",
        )), sound("w.xlsx"))),
    ("marking: notes that are damaged", Case(
        "check w.xlsx --mark", "the file is damaged inside", in_parts("w.xlsx", xl__comments1_0_xml=lambda _: "<x",
            **{RELS3: lambda xml: xml.replace("</Relationships>", NOTES)}), sound("w.xlsx"))),
    ("marking: a drawing that has no end", Case(
        "check w.xlsx --mark", "no note can be added to the file", in_parts("w.xlsx",
            xl__drawings__v_0_vml=lambda _: "<x",
            **{RELS2: lambda xml: xml.replace("</Relationships>", DRAWING), SHEET2: lambda xml: xml.replace(
                "</worksheet>", f'<legacyDrawing xmlns:r="{OFFICE}" r:id="rIdV"/></worksheet>')}), sound("w.xlsx"))),
    # --- answers and service lists ---
    answers_of("no TOML", "[areas", "not valid TOML", ROW),
    answers_of("another encoding", 'x = "é"'.encode("cp1252"), "Save it in UTF-8", 'settings.organisation = "é"'),
    answers_of("an unknown sheet", "[parks]", "there is no sheet 'parks' in the template. Known are settings, areas",
        ROW),
    answers_of("one table for rows", '[areas]\nname = "x"', r"rows are written as \[\[areas\]\]", ROW),
    answers_of("a row that is none", "areas = [1]", "a row is a table of answers", ROW),
    answers_of("an answer that is a table", "[[areas]]\n[areas.name]\nx = 1", "an answer is not a table", ROW),
    answers_of("several for one", "[[areas]]\nname = [1, 2]", "one answer is expected", ROW),
    answers_of("an unknown column", "[[areas]]\nnam = 1", "there is no column to fill in with key 'nam'", ROW),
    answers_of("a text longer than a cell", f'[[areas]]\nname = "{"x" * 33_000}"', "Shorten it.", ROW),
    answers_of("weights that are none", "[settings]\nweight_risk = -1", "Settings: the weights must be numbers from 0",
               "[settings]\nweight_benefit = 1\nweight_cost = 1\nweight_risk = 1"),
    ("answers: too long", Case("new -o made.xlsx --answers a.toml", "more than 1 MB of text",
                               put("a.toml", f"{ROW}#{'x' * 2**21}"), env={"SMREPORT_MOST_TEXT": "1"})),
    ("answers: a folder", Case("new -o made.xlsx --answers mine", "this is a folder, not a file",
                               put("mine/a.toml", ROW), again="new -o made.xlsx --answers mine/a.toml")),
    services_of("no columns", "number;title\n1;x", "a first line with the columns id and name", "id,name\n1,x"),
    services_of("no names", "id,name\n1,", "Fill in the column name", "id,name\n1,x"),
    services_of("no CSV", b'id,name\n1,"' + b"never closed " * 20_000, r"Save it as CSV \(UTF-8\)", "id,name\n1,x"),
    ("services: too many", Case("new -o made.xlsx --services s.csv", "more than 2 items",
                                put("s.csv", "id,name\n1,a\n2,b\n3,c"), env={"SMREPORT_MOST_ITEMS": "2"})),
    # --- templates ---
    ("template: none", Case("check w.xlsx --template none", r"Give a shipped one \(.*social_media\)",
                            again="check w.xlsx --template social_media")),
    ("template: copied from none", Case("template copy none there", "These ship with smreport: .*social_media",
                                        again="template copy social_media there")),
    template_of("sheets/areas.toml", "^width", "wide", "unknown key; known are"),
    template_of("workbook.toml", 'heading = "Channel" }', "title = 1 }",
        "lists channel title: unknown key; known are heading"),
    template_of("workbook.toml", 'heading = "Channel" }', 'heading = "C", wide = 1 }', "wide: unknown key"),
    template_of("workbook.toml", "^accepts = .*", 'accepts = ["0"]', "the template's own version 1.2 must be in it"),
    ("template: a list is gone", Case(
        "check w.xlsx --template mine", "the file is missing, and workbook.toml names the list",
        gone("mine/lists/channel.csv"), sound("mine/lists/channel.csv"))),
    template_of("sheets/risks.toml", '^withholds = "row"', 'withholds = "figures"', 'withholds: give "row"'),
    template_of("lists/channel.csv", "^Microblog", '""', "line 3: each line needs an item"),
    template_of("lists/area_status.csv", "^parked,", "halted,", "no item has the id 'parked'"),
    template_of("lists/area_status.csv", "^parked,", "in_scope,", "line 3, id: another item has the id 'in_scope'"),
    template_of("sheets/kpis.toml", "^also = .*", "also = []", "give the word that stands for all of them"),
    template_of("lists/importance.csv", ",3,", ",0,", "line 2: value must be a whole number from 1 to 1000"),
    template_of("lists/importance.csv", ",3,", ",,", "every item of a scale needs a value"),
    ("template: a list in another encoding", Case(
        "check w.xlsx --template mine", "Save it in UTF-8", put("mine/lists/channel.csv", "item\né".encode("cp1252")),
        sound("mine/lists/channel.csv"))),
    template_of("sheets/areas.toml", "^owner = .*", 'owner = "nobody"', "owner: there is no column 'nobody'"),
    template_of("sheets/areas.toml", "^rows = .*", "rows = 0", "rows: must be 1 or more, got 0"),
    template_of("sheets/areas.toml", "^title = .*", f'title = "{"x" * 32}"', "a sheet's title has"),
    template_of("sheets/areas.toml", "^title = .*", 'title = "Lists"', "another sheet is called"),
    template_of("sheets/mapping.toml", '^kind = "unique"\n', 
        'kind = "unique"\nwhen = { column = "x", filled = true }\n', "when column: there is no column 'x'"),
    template_of(
        "sheets/areas.toml", '^type = "choice"\nlist = "area_status"', 'type = "text"', "must be choice, got 'text'"
    ),
    wording_of("sheets/objectives.toml", "^principle = 1", "principle = 99", "there is no principle 99"),
    ("template: schemas for none", Case("template schema none", "Give a folder that has a workbook.toml",
                                        again="template schema mine")),
    ("template: too many rows", Case(
        "check w.xlsx --template mine", "more than 50,000 rows together", in_text("mine/sheets/areas.toml",
            "^rows = .*",
                                                                               "rows = 60_000"))),
    template_of("sheets/mapping.toml", '"objectives.area"', '"objectives.nothing"', "to: there is no column"),
    template_of("sheets/kpis.toml", 'key = "baseline"', 'key = "base_line"', "baseline"),
    ("template: another form of it", Case(
        "check n.xlsx", "Say which: --template FOLDER", all_of(
            in_text("mine/sheets/areas.toml", "^rows = .*", "rows = 7"),
            in_text("mine/sheets/areas.toml", "^heading = \"Area\"", 'heading = "Place"'),
            run("new -o n.xlsx --template mine")), again="check n.xlsx --template mine")),
    ("template: nobody knows what it was copied from", Case(
        "template upgrade mine", "Say it with --from .*social_media", in_text("mine/workbook.toml", "^name = .*",
        'name = "ours"'), again="template upgrade mine --from social_media")),
    ("template: upgrade of none", Case("template upgrade none", "Give a folder that has a workbook", again=(
        "template upgrade mine --from social_media"))),
    ("template: a damaged origin", Case(
        "template upgrade copied", "Delete it and run this again", all_of(
            run("template copy social_media copied"), put("copied/copied_from.zip", b"x")),
        gone("copied/copied_from.zip"))),
    ("template: upgrade of a broken one", Case(
        "template upgrade mine --from social_media", "See what it is with: smreport template check mine",
        put("mine/starter.toml", "é".encode("cp1252")), sound("mine/starter.toml"))),
    ("template: upgrade of a sheet that is no TOML", Case(
        "template upgrade mine --from social_media", "sheets/areas.toml", put("mine/sheets/areas.toml", b"[["),
        sound("mine/sheets/areas.toml"))),
    # --- wording and looks ---
    wording_of("strategy.toml", r"^tools = .*\n", "", "tools: this key is missing"),
    wording_of("strategy.toml", r"^number = 1\n", "number = 1\ncolour = 1\n", "colour: unknown key; known are counts"),
    wording_of("strategy.toml", r'^key = "', 'key = "x', "there is no such section; known are"),
    wording_of("strategy.toml", r'^heading = "[^"]*"\nintro', "heading = 1\nintro", "heading: expected a text, got 1"),
    wording_of("strategy.toml", r'^intro = "', 'intro = "{nobody}', "can be filled in"),
    wording_of("style.toml", "^body = 12", "body = 8", "style.toml: house style"),
    ("looks: both changed", Case(
        "build w.xlsx -o out --template mine", "make the file anew: smreport template house FOLDER --force",
        all_of(in_parts("mine/house.docx", word__styles_0_xml=lambda xml: xml.replace('w:val="36"', 'w:val="40"')),
               in_text("mine/style.toml", "^body = 12", "body = 13")), run("template house mine --force"))),
    ("looks: no Word file", Case("build w.xlsx -o out --template mine", r"house\.docx: is not a Word file",
                                 put("mine/house.docx", b"x"), sound("mine/house.docx"))),
    styles_of("a password", put("s.docx", PASSWORD), "Take the password off in Word"),
    styles_of("a label", put("s.docx", LABEL), "save a copy under a label that does not encrypt"),
    styles_of("an old file", put("s.docx", compound("WordDocument")), r"save it as \.docx"),
    styles_of("text", put("s.docx", b"x"), r"Open it in Word and save it as \.docx"),
    styles_of("damaged", in_parts("s.docx", word__styles_0_xml=lambda xml: xml[:-9]), "is damaged"),
    styles_of("a style without an id", in_parts("s.docx", word__styles_0_xml=lambda xml: xml.replace(
        'w:styleId="Title"', "")), "is damaged"),
    styles_of("too large",
        lambda folder: (folder / "s.docx").write_bytes(bytes(53 * 2**20)), "Make its pictures smaller"),
    styles_of("a part too large", in_parts("s.docx",
        word__styles_0_xml=lambda xml: xml + " " * 21 * 2**20), "unpacked"),
    styles_of("too many parts", in_parts("s.docx", **{f"x__{at}": str for at in range(10_001)}), "into a new document"),
    styles_of("too many styles", in_parts("s.docx", word__styles_0_xml=lambda xml: xml.replace(
        "</w:styles>", "".join(f'<w:style w:styleId="s{at}"><w:name w:val="s{at}"/></w:style>' for at in range(10_001))
        + "</w:styles>")), "delete those that nobody uses"),
    styles_of("too many marks", in_parts("s.docx", word__document_0_xml=lambda xml: xml.replace(
        "</w:body>", "<w:p/>" * 500_000 + "</w:body>")), "Take out its text"),
    styles_of("a narrow page", in_parts("s.docx", word__document_0_xml=lambda xml: re.sub(
        'w:w="11906"', 'w:w="4000"', xml)), "Make the margins smaller"),
    styles_of("no document", in_parts("s.docx", _rels___0_rels=lambda xml: xml.replace("/officeDocument\"", '/x"')),
              r"Give a \.docx or \.dotx file"),
    styles_of("a workbook", lambda folder: shutil.copy(folder / "w.xlsx",
        folder / "s.docx"), r"Give a \.docx or \.dotx"),
    styles_of("macros", in_parts("s.docx", **{"[Content_Types]_0_xml": lambda xml: xml.replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml")}), "has macros"),
    styles_of("strict", in_parts("s.docx", _rels___0_rels=lambda xml: xml.replace(
        f"{OFFICE}/office", "http://purl.oclc.org/ooxml/officeDocument/relationships/office")), "Word Document"),
    forms_of("a password", put("form.docx", PASSWORD), "Take the password off in Word"),
    forms_of("a label", put("form.docx", LABEL), "save a copy under a label that does not encrypt"),
    forms_of("an old file", put("form.docx", compound("WordDocument")), r"old \.doc format.*save it as \.docx"),
    forms_of("text", put("form.docx", b"x"), r"form\.docx: is not a Word file, or is damaged"),
    forms_of("no text", in_parts("form.docx", word__document_0_xml=lambda xml: xml.replace("w:body>", "w:other>")),
             "is damaged"),
    forms_of("macros", in_parts("form.docx", **{"[Content_Types]_0_xml": lambda xml: xml.replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml")}), r"has macros\. Save it as \.docx"),
    forms_of("too many parts", in_parts("form.docx", **{f"x__{at}": str for at in range(10_001)}), "a new document"),
    forms_of("a part too large", in_parts("form.docx", word__styles_0_xml=lambda xml: xml + " " * 21 * 2**20),
             "Make its pictures smaller"),
    forms_of("too long", in_parts("form.docx", word__document_0_xml=lambda xml: xml.replace(
        "</w:body>", "<w:p/>" * 500_000 + "</w:body>")), "Take out what is not part of the template"),
    forms_of("protected", in_parts("form.docx", word__settings_0_xml=lambda xml: re.sub(
        "(<w:settings[^>]*>)", r'\1<w:documentProtection w:edit="readOnly" w:enforcement="1"/>', xml)),
        "Stop Protection"),
    ("report template: nothing known", Case(
        "build w.xlsx -o out --template mine --report-template form.docx", "add your headings to the titles",
        in_parts("form.docx", word__document_0_xml=lambda xml: xml.replace("Purpose", "Zweck")), heading_for("Zweck"))),
    ("report template: no report", Case(
        "build w.xlsx -o out --template mine --report-template form.docx", "has no report to fill it with",
        lambda folder: without_report(folder), lambda folder: None, again="build w.xlsx -o out --template mine")),
    # --- what commands are asked for ---
    ("errors", Case("build w.xlsx -o out", "add --draft", in_book(lambda book: book["1 Areas"].cell(7, 3, "Sort of")),
                    again="build w.xlsx -o out --draft")),
    ("weights", Case("export w.xlsx -o out", "Settings: the weights must be numbers", in_book(zero_weights),
                     sound("w.xlsx"))),
    ("a project that is not there", Case("explain w.xlsx Nothing", "Open projects: .*One page",
                                         again="explain w.xlsx 'One page'")),
    ("a year that is none", Case("explain w.xlsx 'One page' --year soon=1", "give a financial year",
                                 again="explain w.xlsx 'One page' --year '2027/28 capital=1'")),
    ("a year of which kind", Case("explain w.xlsx 'One page' --year 2027/28=1", "say whether capital or revenue",
                                  again="explain w.xlsx 'One page' --year '2027/28 revenue=1'")),
    ("a handbook of another kind", Case("handbook -o h.pdf", r"must end in \.docx or \.md", again="handbook -o h.md")),
    ("split: no areas", Case("split w.xlsx -o sent", "Name the areas first", in_book(without_areas), sound("w.xlsx"))),
    ("renew: a start that is no day", Case("renew w.xlsx -o n.xlsx --starts soon", "give the day on which the next",
                                           again="renew w.xlsx -o n.xlsx --starts 2028-04-01")),
    ("renew: a start too early", Case(
        "renew w.xlsx -o n.xlsx --starts 2027-04-01", "Settings, C[0-9]+: the last plan starts on 1 April 2027",
        in_book(plan_of_2027), again="renew w.xlsx -o n.xlsx --starts 2028-04-01")),
    ("renew: no sheet of earlier rounds", Case(
        "renew w.xlsx -o n.xlsx --template mine", "smreport template upgrade FOLDER", all_of(
            in_text("mine/workbook.toml", '^  "earlier",\n', ""), gone("mine/sheets/earlier.toml")),
        again="renew w.xlsx -o n.xlsx")),
    ("merge: an empty folder", Case("merge back -o c.xlsx", "Put the returned files there", lambda folder: (
        folder / "back").mkdir(), lambda folder: shutil.copy(folder / "w.xlsx", folder / "back"))),
    ("merge: nothing that can be read", Case(
        "merge back -o c.xlsx", "the file is empty. Ask for it again", lambda folder: (
            (folder / "back").mkdir(), (folder / "back/w.xlsx").write_bytes(b"")),
        lambda folder: shutil.copy(folder / "w.xlsx", folder / "back"))),
    ("merge: nothing that can be read, with a template", Case(
        "merge back -o c.xlsx --template social_media", "the file is empty. Ask for it again", all_of(
            lambda folder: (folder / "back").mkdir(), put("back/w.xlsx", b"")),
        lambda folder: shutil.copy(folder / "w.xlsx", folder / "back"))),
    ("merge: into the returns", Case(
        "merge back -o back/c.xlsx", "Choose another folder", lambda folder: (
            (folder / "back").mkdir(), shutil.copy(folder / "w.xlsx",
                folder / "back")), again="merge back -o c/c.xlsx")),
    ("merge: no register", Case(
        "merge sent --register r.xlsx -o c.xlsx", "Split the workbook again", all_of(
            run("split w.xlsx -o sent"), lambda folder: shutil.copy(folder / "w.xlsx", folder / "r.xlsx")),
        run("split w.xlsx -o anew"), "merge sent --register anew/register.xlsx -o c.xlsx")),
    ("merge: no decisions", Case(
        "merge back --register sent/register.xlsx -o c.xlsx --decisions w.xlsx", "Give the workbook that merge wrote",
        one_changed, again="merge back --register sent/register.xlsx -o c.xlsx --decisions combined/c.xlsx")),
    ("merge: a decision that is none", Case(
        "merge back --register sent/register.xlsx -o c.xlsx --decisions combined/c.xlsx", "Put one, or leave it blank",
        all_of(one_changed, in_book(decided("Perhaps"), "combined/c.xlsx")), in_book(decided("Yes"),
            "combined/c.xlsx"))),
    ("merge: two decisions", Case(
        "merge back --register sent/register.xlsx -o c.xlsx --decisions combined/c.xlsx", "Leave only one",
        all_of(one_changed, in_book(decided("Yes", "Yes"), "combined/c.xlsx")),
        in_book(decided("Yes", "No"), "combined/c.xlsx"))),
    ("a lock file", Case("check '~$w.xlsx'", "Give the workbook itself", put("~$w.xlsx", b"x"), again="check w.xlsx")),
    ("a lock file to build from", Case(
        "build '~$w.xlsx' -o out", "Give the workbook itself", put("~$w.xlsx", b"x"), again="build w.xlsx -o out")),
    ("a marked copy that was filled in", Case(
        "check w.xlsx --mark", "Check that one instead", all_of(run("check w.xlsx --mark"), in_book(
            lambda book: book["1 Areas"].cell(book["1 Areas"].max_row, 2, "Museums"), "w - to fix.xlsx")),
        again="check 'w - to fix.xlsx'")),
    ("a web page of what is exempt as a whole", Case(
        "build w.xlsx -o out --html", "the report as a whole is exempt",
        in_book(lambda book: book["Settings"].__setitem__(PUBLICATION, "Exempt")), sound("w.xlsx"))),
    ("a public paper in the place of an exempt one", Case(
        "build w.xlsx -o out --exempt", "Move it to another folder, then build again", all_of(
            run("build w.xlsx -o out/exempt"), in_book(kept_secret),
            lambda folder: (folder / "out/exempt/strategy.docx").rename(folder / "out/exempt/exempt-annex.docx")),
        lambda folder: shutil.move(folder / "out/exempt/exempt-annex.docx", folder / "old.docx"))),
    ("an exempt paper in the place of a public one", Case(
        "build w.xlsx -o out", "Move it to another folder, then build again", all_of(
            in_book(kept_secret), run("build w.xlsx -o out --exempt"), lambda folder: shutil.copy(
                folder / "out/exempt/exempt-annex.docx", folder / "out/strategy.docx")),
        lambda folder: shutil.move(folder / "out/strategy.docx", folder / "old.docx"))),
    ("an answer that tells what is marked", Case(
        "export w.xlsx -o out", 'add --publish "6a Risks, B7"', all_of(in_book(kept_secret), in_book(
            lambda book: book["6a Risks"].cell(7, 2, "It may be more than £100"))),
        again="export w.xlsx -o out --publish '6a risks, B7'")),
    ("an answer that tells a service what is marked", Case(
        "split w.xlsx -o out", 'add --send "6a Risks, B7"', all_of(in_book(kept_secret), in_book(
            lambda book: book["6a Risks"].cell(7, 2, "It may be more than £100"))),
        again="split w.xlsx -o out --send '6a Risks, B7'")),
    ("a paper that tells what is marked", Case(
        "build w.xlsx -o out", 'not for publication.* add --publish "strategy.docx: properties"', all_of(
            in_book(kept_secret), run("build w.xlsx -o out"), in_parts("out/strategy.docx", docProps__core_0_xml=(
                lambda xml: xml.replace("<dc:subject>", "<dc:subject>All for £100: ")))),
        again="build w.xlsx -o out --publish 'strategy.docx: properties'")),
    # --- where it goes ---
    ("there already", Case("new -o w.xlsx", "add --force", again="new -o w.xlsx --force")),
    ("changed since", Case("export w.xlsx -o out", "add --force", all_of(run("export w.xlsx -o out"), put(
        "out/areas.csv", b"mine")), again="export w.xlsx -o out --force")),
    ("a folder that is there", Case("template copy social_media mine", "Choose a folder that is not",
                                    again="template copy social_media other")),
    ("a file for a folder", Case("export w.xlsx -o w.xlsx", "cannot be written", again="export w.xlsx -o other")),
    ("a name that Windows cannot hold", Case("new -o con.xlsx", "Choose another name", again="new -o conn.xlsx")),
    ("open in another program", Case("new -o w.xlsx --force", r"delete the file ~\$w\.xlsx beside it", put(
        "~$w.xlsx", b""), gone("~$w.xlsx"))),
])  # fmt: skip

EXCEPTIONS = {
    "FaultyDocument(": "a fault of smreport: test_any_words.py looks for one",
    "smreport/commands/pdf.py: OutputRefused(": "what LibreOffice does, or is not there: test_pdf.py",
    "is open in another program. Close it there and run this again": "only Windows keeps a file from being read",
    "another run of smreport is writing there": "needs two runs at once: test_saving.py",
    "{self.path}: {LOCKED}": "calamine sees passwords in kinds of files that are refused before",
    "cannot be tried. Give a number from 0 up": "from Python only, where there is no option to check: test_door.py",
    "this form has no sheet for money by year": "both shipped forms have it; a copied one may lack it: test_what_if.py",
    "that counts as 100 must be": "in full by file and sheet from decide(): test_results.py",
    "{name}={value!r}: give": "from Python only, where there is no option to check: test_door.py",
    "UnreadableFile(checked.unreadable)": "from Python only; the command leaves such a file out: test_door.py",
    "There is no workbook to read.": "replaced by what is wrong with the last file before anybody sees it",
    "has no column “group” in this template": "the templates that can be split have it: test_split.py",
    "section 'capability': sheets/tools.toml": "test_own_template.py",
    "it needs the column": "what sheets refer to is checked before; a computation may lean on more: test_templates.py",
    "the first of its part needs a heading": "test_own_template.py",
    "section 'rows' (…): there is no": "test_own_template.py",
    "this is not an Excel workbook (.xlsx)": "caught, and told as a remark",
    "its sheet “…” is not there": "test_mark.py",
    "workbook of this kind cannot be marked": "its part is no XML, or calamine refuses it before: test_mark.py",
    "build.py: UnreadableFile(…: cannot be read": "only where the file goes between two readings of it",
    "there are …": "a workbook is made with room for all its rows: test_emit.py",
    "the Check formula is longer than Excel allows": "only templates of very many rules: test_emit.py",
    "Excel cannot hold this": "whatever else XlsxWriter refuses",
}


# --- running them ---


def say(folder: Path, command: str, env: Mapping[str, str] | None = None) -> Result:
    before = Path.cwd()
    os.chdir(folder)
    try:
        return CliRunner().invoke(main, shlex.split(command), env=dict(env or {}))
    finally:
        os.chdir(before)


@dataclass(frozen=True)
class Outcome:
    """What became of a case: the refusal, the second run, and the places where errors were made."""

    first: Result
    second: Result
    places: frozenset[str]


def outcome(case: Case, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Outcome:
    case.spoil(folder)
    made: set[str] = set()
    monkeypatch.setattr(errors.SmreportError, "__init__", lambda self, *words: made.add(caller()))
    first = say(folder, case.command, case.env)
    monkeypatch.undo()
    case.mend(folder)
    command, env = case.again or case.command, {}
    if setting := SETTING.search(first.output):
        env[setting[1]] = str(int(setting[2]) + 1_000_000)
    advised = re.search(r"smreport (upgrade \S+ -o \S+)$", first.output.strip())
    if advised:
        assert say(folder, advised[1]).exit_code < 2
    return Outcome(first, say(folder, command, env), frozenset(made))


def caller() -> str:
    """The file and line that makes an error."""
    frame = sys._getframe(2)
    return f"{Path(frame.f_code.co_filename)}:{frame.f_lineno}"


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound workbook, template and style file, and a copy of each to go back to."""
    folder = tmp_path_factory.mktemp("stock")
    tables = council(with_rows(load(), 6))
    risks = tables["risks"]
    column, row = risks.places["project"], max(risks.numbers)  # it names nobody, which is an error of its own
    edited(saved(tables, folder / "w.xlsx"), lambda book: book[risks.title].cell(row, column, "One page"))
    shutil.copy(TEMPLATES / "social_media" / "house.docx", folder / "s.docx")
    form = bare()
    form.add_heading("Purpose", 1)
    form.save(str(folder / "form.docx"))
    shutil.copytree(TEMPLATES / "social_media", folder / "mine")
    shutil.copytree(folder, folder / ".sound")
    return folder


@pytest.fixture(scope="module")
def outcomes(stock: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Outcome]:
    """What became of a case, each tried once."""

    @cache
    def of(name: str) -> Outcome:
        folder = tmp_path_factory.mktemp("case")
        shutil.copytree(stock, folder, dirs_exist_ok=True)
        with pytest.MonkeyPatch.context() as monkeypatch:
            return outcome(CASES[name], folder, monkeypatch)

    return of


@pytest.mark.parametrize("name", CASES)
def test_what_a_refusal_advises_works(name: str, outcomes: Callable[[str], Outcome]) -> None:
    case, found = CASES[name], outcomes(name)
    words = " ".join(found.first.output.split())
    assert found.first.exit_code == (1 if name == "errors" else 2), words
    assert re.search(case.says, words), words
    assert "fault of its own" not in words
    assert found.second.exit_code < 2, found.second.output


def places() -> Iterator[tuple[str, int, int, str]]:
    """Every call that makes an error for users: its file, first and last line, and its words."""
    names = {name for name, each in vars(errors).items() if isinstance(each, type)}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                yield str(path), node.lineno, node.end_lineno or node.lineno, ast.unparse(node)


def test_every_refusal_is_tried_or_excepted_with_a_reason(outcomes: Callable[[str], Outcome]) -> None:
    reached = {place for name in CASES for place in outcomes(name).places}
    left = []
    for path, first, last, words in places():
        name = f"smreport/{Path(path).relative_to(PACKAGE).as_posix()}: {words}"
        excepted = any(all(part in name for part in known.split("…")) for known in EXCEPTIONS)
        if not excepted and not any(f"{path}:{line}" in reached for line in range(first, last + 1)):
            left.append(f"{name} (line {first})")
    assert left == [], "\n".join(left)


@pytest.mark.parametrize("terms", [terms_of(Limits()), STYLE_TERMS], ids=["workbooks", "styles"])
def test_every_sentence_about_a_packed_file_is_said(terms: Terms, outcomes: Callable[[str], Outcome]) -> None:
    said = [" ".join(outcomes(name).first.output.split()) for name in CASES]
    for words in terms.words.values():
        sentence = re.sub(r"\\{\w+\\}|\d[\d,]*", ".*", re.escape(words))  # a case may set another limit
        assert any(re.search(sentence, output) for output in said), words
