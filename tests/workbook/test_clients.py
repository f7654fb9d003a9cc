"""The workbook opened and saved again by other programs: the same answers come back, the same things are found.

What each program drops is written down in CONTRIBUTING.md, "What other programs do to the workbook"; the table
there is held against what is really in the saved files.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from random import Random
from typing import ClassVar

import openpyxl
import pytest
from clients.holdings import holdings
from lxml import etree
from strategies import AWKWARD_TEXTS, Pools, filled
from workbooks import EXAMPLES, with_rows

from smreport.blueprint.addresses import column_letter
from smreport.blueprint.answers import Answers, placed, read_answers, tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Extras, Tables, own_places
from smreport.blueprint.times import When
from smreport.blueprint.values import ReadAs
from smreport.commands.making import workbook_bytes
from smreport.decision.check import check
from smreport.findings import Finding
from smreport.frozen import replace
from smreport.workbook.read.reader import read
from smreport.workbook.read.workbook_file import Workbook

CLIENTS_FOLDER = Path(__file__).parents[1] / "clients"
NODE_PACKAGES = CLIENTS_FOLDER / "node_modules"
CONTRIBUTING = Path(__file__).parents[2] / "CONTRIBUTING.md"
TABLE = "| In the workbook |"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TAB, ESCAPE_LIKE = "tab\tinside", "_x0041_"  # awkward texts that some programs change
OWN_TITLE = "Our own sheet"
OWN_SHEET = (("Ask", "Who", "Hours"), ("Is the page in use?", "Ann", 3.25), ("Fees & charges <2027>", "Bob", 17.75))
OWN_COLUMN = ("ask Ann again", 12.125)
OWN_CELLS = (*(cell for row in OWN_SHEET for cell in row), *OWN_COLUMN)


# --- cells as people type them and Excel saves them, which the emitter itself never writes ---


@dataclass(frozen=True)
class Typed:
    """One cell: its type and content as Excel saves it, and what is read from it; each has a row of its own."""

    what: str
    sheet: str
    key: str
    kind: str
    xml: str
    read_as: object
    looks_like: str = ""  # another column of the sheet, if the cell is shown like that


TYPED = (
    Typed("TRUE for yes", "evaluation", "not_public", "b", "<v>1</v>", True),
    Typed("FALSE for no", "portfolio", "must_do", "b", "<v>0</v>", False),
    Typed("TRUE in a text cell", "kpis", "source", "b", "<v>1</v>", "TRUE"),
    Typed("a sum", "evaluation", "yearly_cost", "n", "<f>12*100</f><v>1200</v>", 1200.0),
    Typed("a joined text", "actions", "owner", "str", '<f>"two"&amp;" words"</f><v>two words</v>', "two words"),
    Typed("a worked-out day", "actions", "due", "n", "<f>DATE(2027,4,1)</f><v>46478</v>", When.on(date(2027, 4, 1))),
    Typed("worked-out words for a day", "actions", "due", "str", '<f>"May "&amp;2027</f><v>May 2027</v>',
          When.in_words("May 2027")),
    Typed("a formula that shows nothing", "actions", "review", "str", '<f>""</f><v></v>', None),
    Typed("an error value", "evaluation", "setup_cost", "e", "<f>1/0</f><v>#DIV/0!</v>", None),
    Typed("an error value for a name", "actions", "project", "e", "<v>#N/A</v>", None),
    Typed("spaces", "kpis", "notes", "s", '<t xml:space="preserve">   </t>', None),
    Typed("a text within the cell", "kpis", "notes", "inlineStr", "<is><t>early</t></is>", "early"),
    Typed("a text partly bold", "actions", "action", "s",
          '<r><rPr><b/></rPr><t>bold</t></r><r><t xml:space="preserve"> and plain</t></r>', "bold and plain"),
    Typed("a text like an escape", "kpis", "owner", "s", "<t>_x005F_x0041_</t>", ESCAPE_LIKE),
    Typed("a tab", "kpis", "owner", "s", f"<t>{TAB}</t>", TAB),
    Typed("a tab and two lines", "kpis", "owner", "s", f"<t>{TAB}\nand on</t>", f"{TAB}\nand on"),
    Typed("more than 15 digits", "evaluation", "hours", "n", "<v>0.30000000000000004</v>", 0.3),
    Typed("a third in a text cell", "kpis", "unit", "n", "<v>0.33333333333333331</v>", "0.333333333333333"),
    Typed("a telephone number", "evaluation", "notes", "n", "<v>441392380101</v>", "441392380101"),
    Typed("a share", "kpis", "baseline", "n", "<v>0.35</v>", "0.35"),
    Typed("a day and a time", "kpis", "target_date", "n", "<v>46478.395833333336</v>", When.on(date(2027, 4, 1))),
    Typed("a small number for a day", "kpis", "as_of", "n", "<v>3</v>", When("3")),
    Typed("a day in a text cell", "actions", "notes", "n", "<v>46478</v>", "1 Apr 2027", looks_like="due"),
)  # fmt: skip


@dataclass(frozen=True)
class HandedOut:
    """The workbook that all programs get: the illustrative example, awkward answers of every kind, and typed cells.

    rows  the Excel row of each typed cell
    """

    path: Path
    tables: Tables
    rows: Mapping[Typed, int]

    @cached_property
    def read(self) -> Tables:
        return read(Workbook(self.path), self.tables.blueprint)

    def place(self, typed: Typed) -> tuple[str, int, str]:
        return typed.sheet, self.rows[typed], typed.key


@pytest.fixture(scope="session")
def handed_out(blueprint: Blueprint, tmp_path_factory: pytest.TempPathFactory) -> HandedOut:
    content = both(read_answers(EXAMPLES / "illustrative" / "answers.toml"), awkward(blueprint))
    needed = {key: len(rows) for key, rows in content.items() if isinstance(rows, list)}
    tables = placed(tables_from(blueprint.sized(needed), content))
    first = min(tables["areas"].rows)
    extras = Extras(
        columns={"areas": {"Our own notes": dict(enumerate(OWN_COLUMN, start=first))}},
        sheets={OWN_TITLE: OWN_SHEET},
        notes={"areas": {("name", first): "Is this right?\nAnn"}, "settings": {("organisation", 0): "Spelling?"}},
    )
    rows: dict[Typed, int] = {}
    for typed in TYPED:
        taken = [*tables[typed.sheet].rows, *(row for other, row in rows.items() if other.sheet == typed.sheet)]
        rows[typed] = max(taken) + 1
    path = tmp_path_factory.mktemp("clients") / "council.xlsx"
    path.write_bytes(typed_into(workbook_bytes(replace(tables, extras=extras)), blueprint, rows))
    return HandedOut(path, tables, rows)


def awkward(blueprint: Blueprint) -> Answers:
    """Sixty rows in every sheet; texts that some programs change are among the typed cells instead."""
    texts = [text for text in AWKWARD_TEXTS if text not in (TAB, ESCAPE_LIKE)]
    return filled(with_rows(blueprint, 60), Pools(texts=texts), Random(2), rows=60)


def both(sound: Answers, awkward: Answers) -> dict[str, object]:
    """The rows of both, and awkward settings but for numbers, without which nothing can be worked out."""
    rows = {key: [*sound.get(key, []), *more] for key, more in awkward.items() if key != "settings"}
    numbers = {key: value for key, value in sound["settings"].items() if isinstance(value, int | float)}
    return {**rows, "settings": {**awkward["settings"], **numbers}}


def typed_into(content: bytes, blueprint: Blueprint, rows: Mapping[Typed, int]) -> bytes:
    """The workbook file with the typed cells in it."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    titles = [sheet.get("name") for sheet in etree.fromstring(parts["xl/workbook.xml"]).iter(f"{MAIN}sheet")]
    texts = etree.fromstring(parts["xl/sharedStrings.xml"])
    for sheet in blueprint:
        name = f"xl/worksheets/sheet{titles.index(sheet.title) + 1}.xml"
        page = etree.fromstring(parts[name])
        cells = {cell.get("r"): cell for cell in page.iter(f"{MAIN}c")}
        letters = {key: column_letter(number) for key, number in own_places(sheet).items()}
        for typed, row in rows.items():
            if typed.sheet == sheet.key:
                style = cells[f"{letters[typed.looks_like or typed.key]}{row}"].get("s")
                fill_cell(cells[f"{letters[typed.key]}{row}"], typed, style, texts)
        parts[name] = etree.tostring(page, xml_declaration=True, encoding="UTF-8", standalone=True)
    parts["xl/sharedStrings.xml"] = etree.tostring(texts, xml_declaration=True, encoding="UTF-8", standalone=True)
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as copy:
        for name, part in parts.items():
            copy.writestr(name, part)
    return changed.getvalue()


def fill_cell(cell: etree._Element, typed: Typed, style: str, texts: etree._Element) -> None:
    """Put a typed cell in the place of a cell; texts go among those of the whole workbook, as Excel has it."""
    xml = typed.xml
    if typed.kind == "s":
        texts.append(etree.fromstring(f'<si xmlns="{MAIN[1:-1]}">{xml}</si>'))
        xml = f"<v>{len(texts) - 1}</v>"
    for child in [*cell]:
        cell.remove(child)
    cell.set("t", typed.kind)
    cell.set("s", style)
    cell.extend(etree.fromstring(f'<c xmlns="{MAIN[1:-1]}">{xml}</c>'))


# --- the programs ---


PERCENTAGES = ("Discount rate", "Contingency on estimates", "Estimates may run over by", "An “up to” may cost from")


@dataclass(frozen=True)
class Client:
    """A program that opens the workbook and saves it again.

    heading  what it is called in CONTRIBUTING.md, without its version
    changes  what comes back from the typed cells that it changes, by what they are
    without_result  the typed cells whose formula comes back without its result, which the check finds
    also_found  what the check finds in its files only: its code and the column
    bares_days  whether a day comes back as a bare number, which the check asks about where it is far from now
    """

    marks: ClassVar[tuple[pytest.MarkDecorator, ...]] = (pytest.mark.engines,)
    heading: str
    changes: Mapping[str, object] = field(default_factory=dict)
    without_result: Set[str] = frozenset()
    also_found: Set[tuple[str, str]] = frozenset()
    bares_days: bool = False

    def save(self, path: Path, folder: Path, request: pytest.FixtureRequest) -> Path:
        """Open the workbook and save it in the folder (LibreOffice: in its own); gives the new file."""
        raise NotImplementedError

    def version(self) -> str:
        raise NotImplementedError


def said_by(*command: str) -> str:
    """The first version number that a program says."""
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    return re.search(r"\d+(\.\d+)+", done.stdout + done.stderr)[0]  # type: ignore[index]


@dataclass(frozen=True)
class LibreOffice(Client):
    ending: str = "xlsx"

    def save(self, path: Path, folder: Path, request: pytest.FixtureRequest) -> Path:
        saved: Path = request.getfixturevalue("libreoffice_as_it_comes")(path, self.ending)
        return saved

    def version(self) -> str:
        return said_by("soffice", "--version")


@dataclass(frozen=True)
class Gnumeric(Client):
    def save(self, path: Path, folder: Path, request: pytest.FixtureRequest) -> Path:
        ssconvert = request.getfixturevalue("program")("ssconvert")
        command = [ssconvert, "--recalc", str(path), str(folder / path.name)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return folder / path.name

    def version(self) -> str:
        return said_by("ssconvert", "--version")


@dataclass(frozen=True)
class NodePackage(Client):
    package: str = ""
    script: str = ""

    def save(self, path: Path, folder: Path, request: pytest.FixtureRequest) -> Path:
        node = request.getfixturevalue("program")("node")
        if not (NODE_PACKAGES / self.package).is_dir():
            request.getfixturevalue("not_installed")("packages are missing: npm ci --prefix tests/clients")
        command = [node, str(CLIENTS_FOLDER / self.script), str(path), str(folder / path.name)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return folder / path.name

    def version(self) -> str:
        return str(json.loads((NODE_PACKAGES / self.package / "package.json").read_text(encoding="utf-8"))["version"])


@dataclass(frozen=True)
class OpenPyXL(Client):
    marks = ()

    def save(self, path: Path, folder: Path, request: pytest.FixtureRequest) -> Path:
        book = openpyxl.load_workbook(path)
        book.save(folder / path.name)
        book.close()
        return folder / path.name

    def version(self) -> str:
        return str(openpyxl.__version__)


WITHOUT_RESULTS = dict.fromkeys(("a sum", "a joined text", "a worked-out day", "worked-out words for a day"))
CLIENTS = (
    LibreOffice("LibreOffice, .xlsx"),
    LibreOffice(
        "LibreOffice, .ods",
        {
            "a small number for a day": When("2"),
            "a tab and two lines": TAB.replace("\t", "") + "\nand on",
        },
        ending="ods",
    ),
    Gnumeric("Gnumeric", {"a text partly bold": "boldand plain"}),
    NodePackage(
        "SheetJS",
        {"a text like an escape": "A", "a day in a text cell": "46478"},
        also_found={("cells.shown_otherwise", heading) for heading in PERCENTAGES},
        bares_days=True,
        package="xlsx",
        script="sheetjs.js",
    ),
    NodePackage(
        "exceljs",
        {"a text like an escape": "A", "worked-out words for a day": When.in_words("1899-12-30")},
        frozenset({"a formula that shows nothing"}),
        package="exceljs",
        script="exceljs.js",
    ),
    OpenPyXL(
        "openpyxl",
        {"a text like an escape": "A", **WITHOUT_RESULTS},
        frozenset({*WITHOUT_RESULTS, "a formula that shows nothing", "an error value"}),
    ),
)


@dataclass(frozen=True)
class Kept:
    """A column of the table in CONTRIBUTING.md: what a program, in the version that was looked at, keeps."""

    version: str
    words: Mapping[str, str]


def documented(table: str) -> dict[str, Kept]:
    """A table in CONTRIBUTING.md, known by how it begins, by program without its version."""
    text = CONTRIBUTING.read_text(encoding="utf-8")
    table = text[text.index(table) :].partition("\n\n")[0]
    headings, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines())
    found = {}
    for number, heading in enumerate(headings[1:], start=1):
        program, version, ending = re.fullmatch(r"(\D+) ([\d.]+)(.*)", heading).groups()  # type: ignore[union-attr]
        found[program + ending] = Kept(version, {cells[0]: cells[number] for cells in rows})
    return found


@dataclass(frozen=True)
class Saved:
    """The workbook after a program has saved it; ``kept`` is what CONTRIBUTING.md says that the program keeps."""

    client: Client
    path: Path
    read: Tables
    kept: Kept

    @property
    def is_of_this_version(self) -> bool:
        """Whether CONTRIBUTING.md is about the version that saved it."""
        return self.client.version().startswith(self.kept.version)


@pytest.fixture(
    scope="session", params=[pytest.param(client, id=client.heading, marks=client.marks) for client in CLIENTS]
)
def saved(
    request: pytest.FixtureRequest,
    handed_out: HandedOut,
    tmp_path_factory: pytest.TempPathFactory,
) -> Saved:
    client: Client = request.param
    path = client.save(handed_out.path, tmp_path_factory.mktemp("saved"), request)
    return Saved(client, path, read(Workbook(path), handed_out.tables.blueprint), documented(TABLE)[client.heading])


# --- what comes back ---


def exact(value: object) -> object:
    """A value in a form that is equal only to itself, its type and what was typed included."""
    return type(value), value, value.typed if isinstance(value, ReadAs) else None


def differences(found: Tables, wanted: Tables) -> dict[tuple[str, int, str], object]:
    """What is found in each cell where something else is wanted."""
    return {
        (sheet, row, key): found[sheet].rows.get(row, {}).get(key)
        for sheet, table in wanted.items()
        for row in table.rows.keys() | found[sheet].rows.keys()
        for key in table.frame.columns
        if exact(found[sheet].rows.get(row, {}).get(key)) != exact(table.rows.get(row, {}).get(key))
    }


def findings(tables: Tables, without: Set[tuple[str, int]]) -> list[Finding]:
    """What the check finds, the file's name and some rows left out."""
    titles = {table.title: sheet for sheet, table in tables.items()}
    found = (replace(finding, file="") for finding in check(tables))
    return [finding for finding in found if (titles[finding.sheet], finding.row) not in without]


@pytest.mark.long
def test_cells_as_excel_saves_them_are_read_as_they_are_meant(handed_out: HandedOut) -> None:
    meant = {handed_out.place(typed): typed.read_as for typed in TYPED if typed.read_as is not None}
    found = differences(handed_out.read, handed_out.tables)
    plain = {(sheet, row, key) for sheet, row, key in found if is_the_same_figure(handed_out, sheet, row, key)}
    assert {place: value for place, value in found.items() if place not in plain} == meant


def is_the_same_figure(handed_out: HandedOut, sheet: str, row: int, key: str) -> bool:
    """Whether a figure in words, such as "a dozen", was written as its number."""
    wanted = handed_out.tables[sheet].rows.get(row, {}).get(key)
    return isinstance(wanted, ReadAs) and wanted == handed_out.read[sheet].rows[row][key]


@pytest.mark.long
def test_the_same_answers_come_back(handed_out: HandedOut, saved: Saved) -> None:
    changes = saved.client.changes
    known = {handed_out.place(typed): changes[typed.what] for typed in TYPED if typed.what in changes}
    found = differences(saved.read, handed_out.read)
    assert {place: value for place, value in found.items() if known.get(place, "unknown") != value} == {}
    if saved.is_of_this_version:
        assert found == known


def test_the_same_is_found(handed_out: HandedOut, saved: Saved) -> None:
    unlike = {*saved.client.changes, *saved.client.without_result}
    changed = {(typed.sheet, row) for typed, row in handed_out.rows.items() if typed.what in unlike}
    before = findings(handed_out.read, without=changed)
    assert len(before) > 1000
    after = findings(saved.read, without=changed)
    more = [finding for finding in after if (finding.code, finding.column) in saved.client.also_found]
    assert len(more) == len(saved.client.also_found)
    far = [finding for finding in after if finding.code == "cells.ambiguous_date" and finding not in before]
    assert bool(far) is saved.client.bares_days
    assert [finding for finding in after if finding not in (*more, *far)] == before


def test_a_formula_that_lost_its_result_is_found(handed_out: HandedOut, saved: Saved) -> None:
    lost = {handed_out.place(typed)[:2] for typed in TYPED if typed.what in saved.client.without_result}
    titles = {table.title: key for key, table in saved.read.items()}
    assert {(titles[each.sheet], each.row) for each in check(saved.read) if each.code == "cells.no_result"} == lost


# --- what is dropped ---


def in_words(there: int, before: int) -> str:
    """How much of something a saved workbook still holds."""
    if there >= 1.5 * before:
        return "doubled"
    return "kept" if there >= before else "in part" if there else "lost"


def held(path: Path, handed_out: HandedOut) -> dict[str, int]:
    """How much there is of all that the table is about."""
    now, before = Workbook(path), Workbook(handed_out.path)
    shown = 0
    for table in handed_out.tables.values():
        checks, wanted = now.grid(table.title), before.grid(table.title)
        rows = table.places.values() if table.sheet.is_form else table.rows
        shown += sum(checks[row - 1][0] == wanted[row - 1][0] != "" for row in rows)
    added = [*now.grid(OWN_TITLE), *now.grid(handed_out.tables["areas"].title)]
    return {
        **holdings(path),
        "What the Check column shows": shown,
        "Sheets and columns that people added": sum(cell in row for cell in OWN_CELLS for row in added),
    }


def test_contributing_says_what_each_program_keeps(handed_out: HandedOut, saved: Saved) -> None:
    if not saved.is_of_this_version:
        pytest.skip(f"CONTRIBUTING.md is about {saved.client.heading} {saved.kept.version}, not the version here")
    before, after = held(handed_out.path, handed_out), held(saved.path, handed_out)
    assert min(before.values()) > 0
    assert saved.kept.words == {what: in_words(after[what], number) for what, number in before.items()}
