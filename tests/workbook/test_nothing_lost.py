"""Nothing typed is lost in silence: words in and around tables, in comments and boxes, are read or named."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook as OpenFile
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from workbooks import edited, saved, with_rows, workbook

from smreport.blueprint.model import Sheet
from smreport.blueprint.tables import Tables
from smreport.blueprint.templates import load
from smreport.decision.check import check
from smreport.findings import Finding
from smreport.workbook.read.reader import read
from smreport.workbook.read.workbook_file import Workbook

BLUEPRINT = with_rows(load(), 3)
SHEETS = [sheet for sheet in BLUEPRINT if not sheet.rows_from]
GIVEN_OUT = "| settings | organisation | plan_start |\n|  | Shire | 2027-04-01 |"


def around(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """The cells in and around a table, but for its headings and a form's questions."""
    width = len(sheet.headings)
    asked = [sheet.place(column.key, sheet.first_row)[1] for column in sheet.asked_columns] + [width + 1, width + 2]
    for row in range(1, sheet.last_row + 4):
        for column in range(1, width + 3):
            is_heading = row == sheet.header_row and column <= width
            is_formula = row == sheet.first_row and not (
                sheet.is_form or column in asked
            )  # one stays, so that there are some
            is_question = sheet.is_form and sheet.header_row < row <= sheet.last_row and column in (2, 4)
            if not (is_heading or is_question or is_formula):
                yield row, column


def word(row: int, column: int) -> str:
    return f"w{row}q{column}z"


@pytest.fixture(scope="module")
def given_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(workbook(BLUEPRINT, GIVEN_OUT), tmp_path_factory.mktemp("lost") / "given.xlsx")


def told_of(path: Path) -> tuple[Tables, list[Finding]]:
    tables = read(Workbook(path), BLUEPRINT)
    return tables, check(tables)


def copy_of(path: Path, target: Path) -> Path:
    target.write_bytes(path.read_bytes())
    return target


@pytest.mark.long
@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
def test_a_word_in_any_cell_is_read_or_named(sheet: Sheet, given_out: Path, tmp_path: Path) -> None:
    typed: dict[str, tuple[int, int]] = {}

    def fill(book: OpenFile) -> None:
        page = book[sheet.title]
        for place in around(sheet):
            page.cell(*place).value = word(*place)
            typed[word(*place)] = place

    tables, findings = told_of(edited(copy_of(given_out, tmp_path / "filled.xlsx"), fill))
    table = tables[sheet.key]
    kept = " ".join(str(value) for row in table.rows.values() for value in row.values())
    here = [finding for finding in findings if finding.sheet == table.title]
    told = (
        " ".join(f"{finding.cell} {finding.value} {finding.fix}" for finding in here)
        .replace(",", " ")
        .replace(".", " ")
        .split()
    )
    spoken = " ".join(told)
    lost = [
        (one, place)
        for one, place in typed.items()
        if one not in kept and one not in spoken and f"{get_column_letter(place[1])}{place[0]}" not in told
    ]
    extra = {finding.cell.rstrip("0123456789") for finding in here if finding.code == "cells.extra_column"}
    assert [place for _, place in lost if get_column_letter(place[1]) not in extra] == []


def test_comments_colours_and_struck_out_answers_are_told_in_a_line_each(given_out: Path, tmp_path: Path) -> None:
    areas = BLUEPRINT.sheets["areas"]

    def fill(book: OpenFile) -> None:
        page = book[areas.title]
        for row in (0, 1):
            for key, value in {"name": f"Area {row}", "kind": "Service", "status": "Parked", "why": "Because"}.items():
                page.cell(*areas.place(key, areas.first_row + row)).value = value
        cell = page.cell(*areas.place("name", areas.first_row))
        cell.comment = Comment("Ask the director", "Somebody")
        cell.fill = PatternFill("solid", fgColor="FFFF00")
        page.cell(*areas.place("why", areas.first_row)).font = Font(strike=True)

    _, findings = told_of(edited(copy_of(given_out, tmp_path / "looks.xlsx"), fill))
    told = [(finding.code, finding.value) for finding in findings if finding.code.startswith("cells.")]
    assert told == [("cells.struck", "Because"), ("cells.comment", "Ask the director"), ("cells.colours", "")]


DRAWING = """<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor>
<xdr:from><xdr:col>2</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>6</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>
<xdr:to><xdr:col>4</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>9</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>
<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="2" name="TextBox 1"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr>
<xdr:spPr/><xdr:txBody><a:bodyPr/><a:p><a:r><a:t>Parks come </a:t></a:r><a:r><a:t>later</a:t></a:r></a:p></xdr:txBody>
</xdr:sp><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"""
THREADS = """<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">
<threadedComment ref="C7" id="{1}"><text>Is this right?</text></threadedComment>
<threadedComment ref="C7" id="{2}" parentId="{1}"><text>Yes, since May.</text></threadedComment></ThreadedComments>"""
RELATIONS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>"""
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office/2017/10/relationships"


def test_text_boxes_and_threads_are_told_with_what_they_say(given_out: Path, tmp_path: Path) -> None:
    number = BLUEPRINT.order.index("areas") + 1
    related = (
        f'<Relationship Id="b1" Type="{OFFICE}/drawing" Target="../drawings/drawing99.xml"/>'
        f'<Relationship Id="b2" Type="{MICROSOFT}/threadedComment" Target="../threadedComments/threadedComment1.xml"/>'
    )
    path = copy_of(given_out, tmp_path / "boxes.xlsx")
    relations = f"xl/worksheets/_rels/sheet{number}.xml.rels"
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    there = parts.get(relations, RELATIONS.format("").encode())
    parts[relations] = there.replace(b"</Relationships>", f"{related}</Relationships>".encode())
    parts["xl/drawings/drawing99.xml"] = DRAWING.encode()
    parts["xl/threadedComments/threadedComment1.xml"] = THREADS.encode()
    with zipfile.ZipFile(path, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    _, findings = told_of(path)
    told = {finding.code: (finding.cell, finding.value) for finding in findings if finding.code.startswith("cells.")}
    assert told["cells.text_box"] == ("C7", "Parks come later")
    assert told["cells.comment"] == ("C7", "Is this right? Yes, since May.")


def test_of_secret_rows_nothing_is_quoted(given_out: Path, tmp_path: Path) -> None:
    sheet = BLUEPRINT.sheets["evaluation"]

    def fill(book: OpenFile) -> None:
        page = book[sheet.title]
        row, width = sheet.first_row, len(sheet.headings)
        page.cell(*sheet.place("role", row)).value = "Librarian"
        page.cell(*sheet.place("not_public", row)).value = "tbc"
        page.cell(*sheet.place("setup_cost", row)).value = "c. 77,123"
        page.cell(*sheet.place("setup_cost", row)).comment = Comment("77,123 is what they ask", "Somebody")
        page.cell(sheet.header_row, width + 1).value = "What they ask"
        page.cell(row, width + 1).value = "77,123 a year"
        page.cell(*sheet.place("role", row + 1)).value = "Carer"
        page.cell(*sheet.place("setup_cost", row + 1)).value = "ditto"

    tables, findings = told_of(edited(copy_of(given_out, tmp_path / "secret.xlsx"), fill))
    assert tables["evaluation"].rows[sheet.first_row + 1]["setup_cost"] is None
    assert {"cells.comment", "cells.extra_column", "cells.not_from_above"} <= {finding.code for finding in findings}
    assert [finding for finding in findings if "77" in f"{finding.value} {finding.fix} {finding.what}"] == []
