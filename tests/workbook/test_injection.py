"""What people type stays text: no formula, no link and no field comes of it in the files that are written."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from workbooks import saved, with_rows, workbook

import smreport
from smreport.blueprint.tables import Extras, Tables
from smreport.blueprint.templates import load
from smreport.commands.publishing import published
from smreport.commands.reading import read_workbook
from smreport.decision.results import decide
from smreport.frozen import replace
from smreport.workbook.emit.writer import Shown, emit
from smreport.workbook.mark.marker import mark

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EVIL = (
    "=cmd|'/c calc'!A1",
    "+cmd|'/c calc'!A1",
    "-2+3",
    "@SUM(1)",
    '=HYPERLINK("http://evil.example")',
    "http://evil.example/x",
)
WANTED = re.compile(rb"cmd|calc|evil\.example")


def tables() -> Tables:
    """Every text that is typed is one that a spreadsheet program or Word might take for more."""
    cells = "\n".join(
        f"| | {text} | Service | In scope | {text} | {text} |" for text in (e.replace("|", "¦") for e in EVIL)
    )
    given = workbook(with_rows(load(), 12), f"| areas | name | kind | status | lead | why |\n{cells}")
    own = {"areas": {EVIL[0]: {row: EVIL[number] for number, row in enumerate(given["areas"].rows)}}}
    notes = {"areas": {("name", row): EVIL[0] for row in given["areas"].rows}}
    return replace(given, extras=Extras(own, {"=1+1": ((EVIL[0], EVIL[4]),)}, notes))


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="module")
def made() -> bytes:
    return emit(tables(), Shown())


@pytest.mark.long
def test_no_formula_of_a_workbook_holds_what_people_typed(made: bytes) -> None:
    sheets = {name: part for name, part in parts(made).items() if "worksheets/sheet" in name}
    formulas = [formula for part in sheets.values() for formula in re.findall(rb"<f[^>]*>(.*?)</f>", part)]
    assert formulas
    assert not list(filter(WANTED.search, formulas))


def test_no_workbook_links_to_anything_outside(made: bytes, tmp_path: Path) -> None:
    path = tmp_path / "made.xlsx"
    path.write_bytes(made)
    marked = mark(made, smreport.check_workbooks([path])[0].findings)
    for content in (made, marked):
        relations = [part for name, part in parts(content).items() if name.endswith(".rels")]
        assert sum(part.count(b"<Relationship ") for part in relations) > 20
        assert not [part for part in relations if b'"External"' in part]


def test_what_people_typed_is_still_there_word_for_word(tmp_path: Path) -> None:
    given = tables()
    read = read_workbook(saved(given, tmp_path / "made.xlsx"))
    assert read["areas"].columns["name"] == given["areas"].columns["name"]


@pytest.mark.long
def test_a_marked_workbook_has_no_formula_of_a_name_in_it(tmp_path: Path) -> None:
    """The first sheet of a marked workbook lists subjects and values as people typed them."""
    path = saved(tables(), tmp_path / "made.xlsx")
    checked = smreport.check_workbooks([path])[0]
    assert any("cmd" in finding.subject + finding.value for finding in checked.findings)
    marked = parts(mark(path.read_bytes(), checked.findings))
    formulas = [f for part in marked.values() for f in re.findall(rb"<f[^>]*>(.*?)</f>", part)]
    assert not list(filter(WANTED.search, formulas))


def test_no_document_has_a_field_or_an_outside_link_made_of_what_people_typed() -> None:
    papers = [parts(content) for content in published(decide(tables())).contents.values()]
    assert any(b"evil.example" in package["word/document.xml"] for package in papers)
    for package in papers:
        assert not [name for name, part in package.items() if name.endswith(".rels") and b"evil.example" in part]
        for name, part in package.items():
            if name.startswith("word/") and name.endswith(".xml"):
                root = etree.fromstring(part)
                fields = [element.text or "" for element in root.iter(f"{W}instrText")]
                fields += [element.get(f"{W}instr", "") for element in root.iter(f"{W}fldSimple")]
                assert not [field for field in fields if WANTED.search(field.encode()) or "DDE" in field.upper()]
