"""Three report templates in the manner of those that councils publish; all of them are invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

import docx
from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Pt, RGBColor

BLUE = RGBColor(0x00, 0x70, 0xC0)
DATA = "urn:example:council-report"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
STORE = "{0F3A6A5C-7D1B-4B5E-9C55-1C2D3E4F5A6B}"


def bytes_of(word: WordFile) -> bytes:
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def with_parts(content: bytes, parts: Mapping[str, Callable[[str], str]]) -> bytes:
    """A file with some of its parts changed, or added."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        held = {name: package.read(name) for name in package.namelist()}
    for name, change in parts.items():
        held[name] = change(held.get(name, b"").decode()).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, each in held.items():
            package.writestr(name, each)
    return buffer.getvalue()


def bare() -> WordFile:
    """A document of A4 with a header, a footer with the page's number, and another body style than ours."""
    word = docx.Document()
    for key, relation in list(word.part.rels.items()):
        if relation.reltype.endswith("stylesWithEffects"):  # the library's own differs from its styles
            del word.part.rels[key]
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    word.styles["Normal"].font.name, word.styles["Normal"].font.size = "Arial", Pt(12)
    section.header.paragraphs[0].text = "Westshire Borough Council"
    footer = section.footer.paragraphs[0]
    footer.add_run("Agenda page ")
    footer._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'))
    return word


# --- numbered headings ---


def numbered() -> bytes:
    """Headings 1., 2. that count by themselves, empty paragraphs 1.1 below them, and labels in lines at the top."""
    word = bare()
    _number_headings(word)
    word.add_paragraph("COMMITTEE REPORT", style="Title")
    for label in ("Report to:", "Date of Meeting:", "Report of:", "Ward(s) affected:", "Lead Member:"):
        line = word.add_paragraph()
        line.add_run(label).bold = True
        line.add_run("\t")
    word.add_paragraph().add_run("Key Decision:").bold = True
    word.add_paragraph("Forward Plan No: ........................")
    for heading in (
        "Purpose of the Report", "RECOMMENDATION(S)", "Reasons for Recommendations", "Background", "Options Considered",
        "Proposal", "Financial Implications:", "Legal Implications", "Equality & Diversity Implications",
        "Environmental Implications", "Consultation", "Crime and Disorder", "Risk Management", "Next steps",
        "Background Papers",
    ):  # fmt: skip
        word.add_heading(heading, 1)
        if heading == "Crime and Disorder":
            guidance = word.add_paragraph("Say how the proposal bears on section 17.", style="Report Paragraph")
            guidance.runs[0].italic = True
        word.add_paragraph("", style="Report Paragraph")
    word.add_paragraph("Appendices attached to this report are published with the agenda.")
    return bytes_of(word)


def _number_headings(word: WordFile) -> None:
    numbering = word.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="709" w:hanging="709"/></w:pPr>'
        "</w:lvl>"
        for level, (style, text) in enumerate((("Heading1", "%1."), ("ReportParagraph", "%1.%2")))
    )
    kind = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>{levels}'
        "</w:abstractNum>"
    )
    numbering.insert(0, kind)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    paragraph = word.styles.add_style("Report Paragraph", WD_STYLE_TYPE.PARAGRAPH)
    paragraph.base_style = word.styles["Normal"]
    for style, level in ((word.styles["Heading 1"], 0), (paragraph, 1)):
        properties = style.element.get_or_add_pPr()
        listed = parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>')
        at = [child.tag.rpartition("}")[2] in ("keepNext", "keepLines") for child in properties].count(True)
        properties.insert(at, listed)


# --- a table of labels, and a matrix of implications ---


def tabled() -> bytes:
    """A cover in a table with labels beside, above and in the cells; a matrix of implications with sign-off."""
    word = bare()
    word.add_paragraph("Decision report", style="Title")
    cover = word.add_table(rows=0, cols=4, style="Table Grid")
    for texts in (
        ("Decision Maker", "", "Date of meeting", ""),
        ("Cabinet Member", "[Insert name of Cabinet Member]", "Lead Officer", ""),
        ("Title of report", "", "Forward plan reference", ""),
    ):
        cells = cover.add_row().cells
        for cell, text in zip(cells, texts, strict=True):
            cell.text = text
    across = cover.add_row().cells
    across[0].merge(across[3]).text = "Key Decision: Yes / No"
    below = cover.add_row().cells
    both = below[0].merge(below[1])
    both.text = "Wards affected"
    both.add_paragraph("")
    right = below[2].merge(below[3])
    right.text = "Is this report exempt?"
    right.add_paragraph("No")
    for heading in ("1.  Summary", "2.  Recommendations", "3.  Background", "4.  Alternative options considered"):
        word.add_paragraph().add_run(heading).bold = True
        word.add_paragraph("")
    word.add_paragraph().add_run("5.  Implications").bold = True
    word.add_paragraph("All implications must be cleared by the officers named before the report is published.")
    matrix = word.add_table(rows=1, cols=4, style="Table Grid")
    for cell, text in zip(matrix.rows[0].cells, ("Issue", "Implications", "Sign-off by", "Date cleared"), strict=True):
        cell.text = text
    for row in ("Finance", "Legal", "Equalities", "Climate change", "Data protection", "Crime and disorder"):
        cells = matrix.add_row().cells
        cells[0].text = row
    matrix.rows[6].cells[1].text = "None."
    matrix.autofit = False
    for column, width in zip(matrix.columns, (3, 7.5, 3, 2.5), strict=True):
        column.width = Cm(width)
    for row in matrix.rows:
        for cell, width in zip(row.cells, (3, 7.5, 3, 2.5), strict=True):
            cell.width = Cm(width)
    word.add_paragraph().add_run("6.  Risks").bold = True
    word.add_paragraph("")
    word.add_paragraph().add_run("7.  Background documents").bold = True
    return bytes_of(word)


# --- content controls, guidance and lines to choose from ---


def control(title: str, hint: str, kind: str = "<w:text/>", binding: str = "", lock: str = "") -> str:
    """A field within a line that shows a hint."""
    bound = (
        f'<w:dataBinding w:prefixMappings="xmlns:c=\'{DATA}\'" w:xpath="/c:report[1]/c:{binding}[1]" '
        f'w:storeItemID="{STORE}"/>' if binding else ""
    )  # fmt: skip
    locked = f'<w:lock w:val="{lock}"/>' if lock else ""
    return (
        f'<w:sdt {nsdecls("w")}><w:sdtPr><w:alias w:val="{title}"/><w:tag w:val="{title.replace(" ", "")}"/>'
        f'<w:id w:val="{sum(map(ord, title + hint)) + 1000}"/>{locked}'
        f"<w:showingPlcHdr/>{bound}{kind}</w:sdtPr><w:sdtContent>"
        f'<w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr>'
        f"<w:t>{hint}</w:t></w:r></w:sdtContent></w:sdt>"
    )  # fmt: skip


def block_control(title: str, hint: str) -> str:
    """A field around paragraphs that shows a hint."""
    return (
        f'<w:sdt {nsdecls("w")}><w:sdtPr><w:alias w:val="{title}"/><w:id w:val="{sum(map(ord, title)) + 5000}"/>'
        f'<w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr>'
        f'<w:t>{hint}</w:t></w:r></w:p></w:sdtContent></w:sdt>'
    )  # fmt: skip


DATE = (
    '<w:date><w:dateFormat w:val="dd/MM/yyyy"/><w:lid w:val="en-GB"/><w:storeMappedDataAs w:val="date"/>'
    '<w:calendar w:val="gregorian"/></w:date>'
)
YES_NO = (
    '<w:dropDownList><w:listItem w:displayText="Choose an item." w:value=""/>'
    '<w:listItem w:displayText="Yes" w:value="Y"/><w:listItem w:displayText="No" w:value="N"/></w:dropDownList>'
)
BODIES = '<w:dropDownList><w:listItem w:displayText="Harbour Committee" w:value="Harbour Committee"/></w:dropDownList>'


def controlled() -> bytes:
    """Fields bound to data, a date, lists, locked ones; guidance in italics, blue and brackets; lines to choose."""
    word = bare()
    hint = word.styles.add_style("Placeholder Text", WD_STYLE_TYPE.CHARACTER)
    hint.font.color.rgb = RGBColor(0x66, 0x66, 0x66)
    word.add_paragraph("Guidance for authors: delete this box before the report is sent.")
    title = word.add_paragraph(style="Title")
    title._p.append(parse_xml(control("Report Title", "Click to enter the title", binding="title")))
    for label, made in (
        ("Meeting date", control("Meeting date", "Choose a date", DATE, binding="date")),
        ("Committee", control("Committee", "Choose a body", BODIES)),
        ("Key decision", control("Key decision", "Choose", YES_NO, binding="key")),
        ("Portfolio holder", control("Portfolio holder", "Enter a name", binding="holder")),
        ("Item number", control("Item number", "For Democratic Services", lock="sdtContentLocked")),
        ("Report author", control("Report author", "Enter a name", lock="contentLocked")),
    ):
        line = word.add_paragraph(f"{label}: ")
        line._p.append(parse_xml(made))
    word.add_paragraph("This report is: for decision / for information")
    header = word.sections[0].header.add_paragraph()
    header._p.append(parse_xml(control("Header title", "Title", binding="title")))
    body = word.element.body
    for heading, guidance, field in (
        ("Purpose of report", "One or two sentences on what is asked.", "Purpose"),
        ("Recommendations", "Each must be capable of being voted on.", ""),
        ("Options considered", "Give at least three options.", "Options text"),
        ("Financial implications", "", ""),
        ("Legal implications", "", ""),
        ("Health and wellbeing", "", ""),
    ):
        word.add_heading(heading, 2)
        if guidance:
            said = word.add_paragraph().add_run(guidance)
            said.italic = heading == "Recommendations"
            said.font.color.rgb = BLUE
        if field:
            body.insert(len(body) - 1, parse_xml(block_control(field, "Click here to write")))
    word.add_paragraph("[Delete as appropriate: There are no background papers / They are listed below]")
    word.styles.add_style("Comment Reference", WD_STYLE_TYPE.CHARACTER)
    comment = word.add_paragraph("Published under the Council's access to information rules.")
    word.add_comment(comment.runs[0], "Democratic Services checks this line.", author="Template", initials="T")
    return _with_data(bytes_of(word))


def _with_data(content: bytes) -> bytes:
    """The file with the part of XML that its fields are bound to."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    properties = f'<ds:datastoreItem xmlns:ds="{CUSTOM}" ds:itemID="{STORE}"><ds:schemaRefs/></ds:datastoreItem>'
    related = f'<Relationship Id="rId1" Type="{OFFICE}/customXmlProps" Target="itemProps9.xml"/>'
    relations = f'<Relationships xmlns="{RELATIONS}">{related}</Relationships>'
    custom = f'<Relationship Id="rIdData" Type="{OFFICE}/customXml" Target="../customXml/item9.xml"/>'
    listed = f'<Override PartName="/customXml/itemProps9.xml" ContentType="{PROPERTIES}"/>'
    return with_parts(content, {
        "customXml/item9.xml": lambda _: f'{head}<report xmlns="{DATA}"><title/><date/><key/><holder/></report>',
        "customXml/itemProps9.xml": lambda _: head + properties,
        "customXml/_rels/item9.xml.rels": lambda _: head + relations,
        "word/_rels/document.xml.rels": lambda text: text.replace("</Relationships>", f"{custom}</Relationships>"),
        "[Content_Types].xml": lambda text: text.replace("</Types>", f"{listed}</Types>"),
    })  # fmt: skip


TEMPLATES = {"numbered": numbered, "tabled": tabled, "controlled": controlled}
