"""A Word report with all kinds of blocks, and how tests look into such a file and change it."""

from __future__ import annotations

import io
import tomllib
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

from smreport.blocks.document import (
    Bullets,
    Callout,
    Chart,
    Contents,
    Document,
    Heading,
    Paragraph,
    Section,
    Series,
    Table,
    TableColumn,
    WordPicture,
)
from smreport.word.house_style import HouseStyle

STYLE_FILE = Path(__file__).parents[2] / "workbook_templates" / "social_media" / "style.toml"
STYLE = HouseStyle.from_mapping(tomllib.loads(STYLE_FILE.read_text(encoding="utf-8")))
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NS = {"w": W[1:-1]}

RISKS = Table(
    "Risks", (TableColumn("Risk"), TableColumn("Owner")), (("Abuse", "Head of Communities"), ("Delay", "")),
    "All risks.",
    key="risk_table", sources=("9 Risks, row 5", "9 Risks, row 6"),
)  # fmt: skip
REACH = Chart("bar", "Reach", "Email has most.", ("Email", "Post"), (Series("People", (9.0, 4.0)),), key="reach")
PICTURE = WordPicture("Words", (("residents", 9), ("safe places", 5), ("bins", 1)), key="words")
SECTIONS = (
    Section("decisions", (Heading("Decisions sought"), Bullets("Cabinet is asked to:", ("adopt it.",), numbered=True))),
    Section("contents", (Contents(),)),
    Section(
        "summary",
        (
            Heading("Summary"),
            Paragraph("We listen.", "lead", see=("risks", "dropped")),
            Callout("Illustrative", "Figures are invented."),
            Heading("Reach", 2),
            Paragraph("Email comes first.", see=("reach", "words", "risk_table"), source="4 Tools, row 5 of demo.xlsx"),
            Bullets("The aims are:", ("heard", "safe"), see=("summary",), sources=("2 Objectives, row 5", "")),
            REACH,
            PICTURE,
            Paragraph("Figures are rounded.", "note"),
        ),
    ),
    Section("risks", (Heading("Appendix 1: risks"), Paragraph("They are owned."), RISKS)),
)
DOCUMENT = Document("Strategy", "Exampleshire", (), SECTIONS, notices=(Callout("Draft", "Not final."),))


def parts(data: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: etree.fromstring(package.read(name)) for name in package.namelist() if name.endswith(".xml")}


def said(element: Any) -> str:
    return "".join(element.itertext(W + "t"))


def value(element: Any, path: str) -> str:
    return str(element.find(path, NS).get(W + "val"))


def committee_numbers(found: dict[str, Any]) -> dict[str, str]:
    """What stands before each paragraph of the committee list, counted as Word counts."""
    numbering = found["word/numbering.xml"]
    many = next(each for each in numbering.iterfind("w:abstractNum", NS) if len(each.findall("w:lvl", NS)) == 2)
    kind = many.get(W + "abstractNumId")
    lists = {
        each.get(W + "numId") for each in numbering.iterfind("w:num", NS) if value(each, "w:abstractNumId") == kind
    }
    texts = [value(level, "w:lvlText") for level in many.iterfind("w:lvl", NS)]
    counts, numbers = [0, 0], {}
    for p in found["word/document.xml"].iter(W + "p"):
        listed = p.find("w:pPr/w:numPr", NS)
        if listed is not None and value(listed, "w:numId") in lists:
            level = int(value(listed, "w:ilvl"))
            counts = [counts[0] + 1, 0] if level == 0 else [counts[0], counts[1] + 1]
            shown = texts[level].replace("%1", str(counts[0])).replace("%2", str(counts[1]))
            numbers[said(p)] = shown
    return numbers


def changed(package: bytes, **changes: Any) -> bytes:
    """The package with parts put in as bytes or changed by a function, by their names."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in dict.fromkeys([*source.namelist(), *changes]):
            content = source.read(name) if name in source.namelist() else b""
            change = changes.get(name)
            if change is not None:
                content = change if isinstance(change, bytes) else change(content.decode()).encode()
            copy.writestr(name, content)
    return target.getvalue()
