"""Workbooks that cannot be read, or not be marked: they are asked for again, saved anew, or carried over."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from compound_files import LABEL, PASSWORD, compound
from refusals.case import Case, Spoil, all_of, in_book, in_parts, in_text, named, put, run, sound, without_part

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NOTES = f'<Relationship Id="rIdN" Type="{OFFICE}/comments" Target="/xl/comments1.xml"/></Relationships>'
DRAWING = f'<Relationship Id="rIdV" Type="{OFFICE}/vmlDrawing" Target="/xl/drawings/v.vml"/></Relationships>'
SHEET2, RELS2 = "xl__worksheets__sheet2_0_xml", "xl__worksheets___rels__sheet2_0_xml_0_rels"
SHEET3, RELS3 = "xl__worksheets__sheet3_0_xml", "xl__worksheets___rels__sheet3_0_xml_0_rels"


def head_marks(text: str) -> Callable[[Any], object]:
    """The heading of the mark in 6 Evaluation, which is there or the only one that is called Confidential."""

    def change(book: Any) -> None:
        cells = (cell for row in book["6 Evaluation"].iter_rows(max_row=12) for cell in row)
        next(cell for cell in cells if cell.value in ("Not for publication", "Confidential")).value = text

    return change


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


def template_stamp(text: str) -> Callable[[Any], object]:
    def change(book: Any) -> None:
        for row in book["Start here"].iter_rows(max_row=60, max_col=3):
            for cell in row:
                if str(cell.value).startswith("smreport template:"):
                    cell.value = f"smreport template: {text}"

    return change


CASES = named(
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
    ("no mark of what is not for publication", Case(
        "upgrade w.xlsx -o NEW.xlsx", "“Not for publication” again, with Yes in those rows",
        in_book(head_marks("Confidential")), in_book(head_marks("Not for publication")))),
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
)  # fmt: skip
