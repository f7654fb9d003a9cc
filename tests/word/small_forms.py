"""Small forms of a council's as text: how they are made for a test, filled, and read afterwards."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from lxml import etree
from word.short_xml import element
from word.word_reports import STYLE, W

from smreport.blocks.document import Bullets, Document, Paragraph, Table, TableColumn
from smreport.blocks.filling import Content, FormWords, Wanted
from smreport.package.zipped import zipped
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
    return f"<p><pPr><pStyle val='H{level}'/></pPr><r><t>{text}</t></r></p>"


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


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MOST_LINES = 4  # of a cell that stands on one
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OF_LINKS = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
PAGE = "<sectPr><pgSz w='11906' h='16838'/><pgMar left='1417' right='1417' top='1' bottom='1'/></sectPr>"
STYLES = (
    "<docDefaults><rPrDefault><rPr><rFonts ascii='Arial' hAnsi='Arial'/><sz val='24'/></rPr></rPrDefault></docDefaults>"
    "<style type='paragraph' default='1' styleId='Normal'><name val='Normal'/></style>"
    "<style type='paragraph' styleId='H1'><name val='heading 1'/><basedOn val='Normal'/><rPr><b/></rPr></style>"
    "<style type='paragraph' styleId='H2'><name val='heading 2'/><basedOn val='H1'/></style>"
    "<style type='paragraph' styleId='Points'><name val='List Bullet'/><basedOn val='Normal'/><pPr><numPr>"
    "<numId val='2'/></numPr></pPr></style>"
)
NUMBERING = (
    "<abstractNum abstractNumId='1'><lvl ilvl='0'><numFmt val='bullet'/><lvlText val='*'/></lvl></abstractNum>"
    "<num numId='2'><abstractNumId val='1'/></num>"
)


def form(*blocks: str, **parts: str | None) -> bytes:
    """A form of these paragraphs and tables, with few styles.

    parts  what else stands in it, by kinds such as "settings" or "footer1"; of "styles" and "numbering" other ones,
           None for none
    """
    page = "" if "<sectPr>" in "".join(blocks) else PAGE
    inner = {"document": f"<body>{''.join(blocks)}{page}</body>", "styles": STYLES, "numbering": NUMBERING} | parts
    packed, types, links = {}, "", ""
    for at, (name, content) in enumerate((name, content) for name, content in inner.items() if content is not None):
        kind = name.rstrip("0123456789")
        tag = {"footer": "ftr", "header": "hdr"}.get(kind, kind)
        packed[f"word/{name}.xml"] = etree.tostring(element(f"<{tag}>{content}</{tag}>"))
        content_type = _TYPE.format(kind if at else "document.main")
        types += f'<Override PartName="/word/{name}.xml" ContentType="{content_type}"/>'
        links += f'<Relationship Id="rId{at}" Type="{OFFICE}/{kind}" Target="{name}.xml"/>' if at else ""
    main = f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    rest = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{_OF_LINKS}{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{main}</Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
    }  # fmt: skip
    return zipped({name: text.encode() for name, text in rest.items()} | packed)


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
                cells = [[line for inner in cell for line in _lines(inner)] for cell in own]
                if any(len(lines) > _MOST_LINES for lines in cells):
                    yield from (line for at, lines in enumerate(cells) for line in (f"cell {at}", *lines))
                else:
                    yield f"| {' | '.join(map(' ¶ '.join, cells))}"
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
    if made.find(f"{W}pPr/{W}spacing[@{W}lineRule='exact']") is not None:
        return "(low)"
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
