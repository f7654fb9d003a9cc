"""Small forms of a council's as text: how they are made for a test, filled, and read afterwards."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any

import docx
from lxml import etree
from word.report_templates import bare, bytes_of
from word.short_xml import element
from word.word_reports import STYLE, W

from smreport.blocks.document import Bullets, Document, Paragraph, Table, TableColumn
from smreport.blocks.filling import Content, FormWords, Wanted
from smreport.word.filling.filled import Filled, Form

WORDS = FormWords(
    ("implications",), ("sign-off",), ("cleared",), ("guidance", "delete this"), ("delete as appropriate",)
)  # fmt: skip
DOCUMENT = Document("Report", "", (), ())
COSTS = Table("Costs", (TableColumn("Year"), TableColumn("Cash", 1, "right")), (("2027", "£5"), ("2028", "")), "Costs.")
CONTENTS = {
    each.key: each for each in (
        Content("Purpose", (Paragraph("We ask."), Bullets("For:", ("money", "time")))),
        Content("Risks", (Paragraph("Some."),), text="Some risks.", signed_by="Ann", signed_on="9 May",
        signed_day=date(2027, 5, 9)),
        Content("Money", (COSTS,), signed_by="Bob"),
        Content("Date", text="9 February 2027", day=date(2027, 2, 9)),
        Content("Committee", text="Cabinet", choices=("Cabinet", "The cabinet")),
        Content("Key decision", text="Yes. It is.", choices=("Yes",)),
        Content("Nothing"),
    )
}  # fmt: skip
WANTED = [Wanted(each.key, (each.key,), not each.blocks) for each in CONTENTS.values()]


# --- forms ---


def h(text: str, level: int = 1) -> str:
    return f"<p><pPr><pStyle val='Heading{level}'/></pPr><r><t>{text}</t></r></p>"


def p(*runs: str, looks: str = "") -> str:
    """A paragraph of texts; "*bold*" and "_italic_" are such, and elements stay what they are."""
    return f"<p>{f'<pPr>{looks}</pPr>' if looks else ''}{''.join(map(_run, runs))}</p>"


def _run(text: str) -> str:
    if text[:1] == "<" and text[-1:] == ">" and text[1:2].islower():
        return text
    look = {"*": "<rPr><b/></rPr>", "_": "<rPr><i/></rPr>"}.get(text[:1], "") if text[:1] == text[-1:] else ""
    pieces = "".join(
        "<tab/>" if piece == "\t" else f"<t>{piece}</t>"
        for piece in re.split("(\t)", text.strip("*_") if look else text)
    )
    return f"<r>{look}{pieces}</r>"


def t(*rows: Sequence[str], widths: Sequence[int] = ()) -> str:
    """A table of texts, of paragraphs, or of whole cells."""
    return f"<tbl>{''.join(f'<tr>{_cells(row, widths)}</tr>' for row in rows)}</tbl>"


def _cells(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = []
    for at, text in enumerate(row):
        width = f"<tcPr><tcW w='{widths[at]}' type='dxa'/></tcPr>" if widths else ""
        inner = (
            text if text.startswith("<") and not text.startswith("<tcPr") else f"<p>{_run(text) if text else ''}</p>"
        )
        cells.append(text if text.startswith("<tc>") else f"<tc>{width}{inner}</tc>")
    return "".join(cells)


def field(title: str, hint: str = "?", kind: str = "<text/>", tag: str = "", held: str = "") -> str:
    """A field within a line that shows a hint, or holds something."""
    named = (f"<alias val='{title}'/>" if title else "") + (f"<tag val='{tag}'/>" if tag else "")
    shows = "" if held else "<showingPlcHdr/>"
    return f"<sdt><sdtPr>{named}{shows}{kind}</sdtPr><sdtContent><r><t>{held or hint}</t></r></sdtContent></sdt>"


def block(title: str, *inside: str, kind: str = "", hint: bool = True) -> str:
    """A field around paragraphs."""
    shows = "<showingPlcHdr/>" if hint else ""
    return f"<sdt><sdtPr><alias val='{title}'/>{shows}{kind}</sdtPr><sdtContent>{''.join(inside)}</sdtContent></sdt>"


@cache
def _bare() -> bytes:
    return bytes_of(bare())


def form(*blocks: str) -> bytes:
    """A form of these paragraphs and tables."""
    word = docx.Document(io.BytesIO(_bare()))
    body = word.element.body
    for made in map(element, blocks):
        body.insert(len(body) - 1, made)
    return bytes_of(word)


def fill(*blocks: str, wanted: Sequence[Wanted] = WANTED) -> Filled:
    return Form(form(*blocks), WORDS, wanted, {"damaged": "is damaged."}).filled(DOCUMENT, [*CONTENTS.values()], STYLE)


# --- how they read afterwards ---


def outcome(*blocks: str) -> list[str]:
    """A filled form: its lines, what was placed, and what is still to do."""
    made = fill(*blocks)
    todo = [f"{each.kind}: {each.text}" for each in made.to_do]
    return [*lines_of(made.content), f"placed {', '.join(sorted(made.placed))}", *todo]


def lines_of(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body = etree.fromstring(package.read("word/document.xml"))[0]
    return [line for child in body for line in _lines(child)]


def _lines(child: Any) -> Iterator[str]:
    kind = child.tag.removeprefix(W)
    if kind == "p":
        yield _paragraph(child)
    elif kind == "tbl":
        for row in child.iter(f"{W}tr"):
            if next(row.iterancestors(f"{W}tbl")) is child:
                own = (cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row)
                yield f"| {' | '.join(' ¶ '.join(line for inner in cell for line in _lines(inner)) for cell in own)}"
    elif kind == "sdt":
        yield f"{{{_title(child)}"
        yield from (line for inner in child.find(f"{W}sdtContent") for line in _lines(inner))
        yield "}"


def _title(control: Any) -> str:
    """What a control is called, "?" where it shows a hint, and what else is said of it."""
    said = [each for each in control.find(f"{W}sdtPr") if each.tag.removeprefix(W) not in ("alias", "tag")]
    alias = control.find(f"{W}sdtPr/{W}alias")
    marks = ["?" if each.tag == f"{W}showingPlcHdr" else f" {_look(each)}" for each in said if each.tag != f"{W}text"]
    return ("" if alias is None else alias.get(f"{W}val")) + "".join(marks)


def _paragraph(made: Any) -> str:
    looks = made.find(f"{W}pPr")
    said = () if looks is None else looks
    named = [each.get(f"{W}val") if each.tag == f"{W}pStyle" else _look(each) for each in said]
    return (f"({' '.join(named)}) " if named else "") + "".join(_piece(each) for each in made if each is not looks)


def _look(look: Any) -> str:
    """A property in short: "b", "jc=right", "spacing before=0 after=0", "numPr(ilvl=0 numId=5)"."""
    said = " ".join(f"{name.removeprefix(W)}={value}" for name, value in look.attrib.items())
    inner = f"({' '.join(map(_look, look))})" if len(look) else ""
    return (
        look.tag.removeprefix(W)
        + (said[3:] if said[:4] == "val=" and " " not in said else f" {said}" * bool(said))
        + inner
    )


def _piece(child: Any) -> str:
    kind, inner = child.tag.removeprefix(W), "".join(map(_piece, child))
    match kind:
        case "t":
            return child.text or ""
        case "tab" | "br" | "cr":
            return {"tab": "→", "br": "⏎", "cr": "⏎"}[kind]
        case "sdt":
            return f"{{{_title(child)}: {''.join(map(_piece, child.find(f'{W}sdtContent')))}}}"
        case "rPr":
            return "".join(f"<{_look(each)}>" for each in child)
        case "instrText":
            return f"({(child.text or '').strip()})"
        case "drawing":
            return "[picture]"
        case "p":
            return f"{_paragraph(child)}¶"
    return inner
