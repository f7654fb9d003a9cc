"""What makes a Word report accessible, tested on the file itself, without the code that wrote it.

Each rule has a number and looks at a :class:`WordFile`; it yields what is wrong, in words.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from lxml import etree

NS = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "dc": "http://purl.org/dc/elements/1.1/",
}
W = f"{{{NS['w']}}}"
PLAIN_FONTS = {"Arial", "Verdana", "Tahoma", "Calibri", "Helvetica", "Segoe UI", "Trebuchet MS", "Open Sans"}
LEAST_SIZE, LEAST_FOOTER_SIZE = 24, 20  # half-points
LEAST_CONTRAST = 4.5


class WordFile:
    """The parts of a .docx file that the rules look at."""

    def __init__(self, content: bytes) -> None:
        self._package = zipfile.ZipFile(io.BytesIO(content))

    def part(self, name: str) -> Any:
        return etree.fromstring(self._package.read(name))

    @cached_property
    def body(self) -> Any:
        return self.part("word/document.xml").find("w:body", NS)

    @cached_property
    def styles(self) -> Any:
        return self.part("word/styles.xml")

    @cached_property
    def footers(self) -> list[Any]:
        names = [name for name in self._package.namelist() if name.startswith("word/footer")]
        return [self.part(name) for name in names]

    @property
    def paragraphs(self) -> list[Any]:
        """The paragraphs of the body that stand outside tables."""
        return list(self.body.iterchildren(f"{W}p"))

    @property
    def tables(self) -> list[Any]:
        return list(self.body.iterchildren(f"{W}tbl"))

    @property
    def headings(self) -> list[tuple[int, str]]:
        found = [(re.fullmatch(r"Heading([1-9])", style_of(p)), p) for p in self.paragraphs]
        return [(int(match[1]), text_of(p)) for match, p in found if match]

    def style(self, style_id: str) -> Any:
        return self.styles.find(f"w:style[@w:styleId='{style_id}']", NS)

    def inherited(self, style_id: str, path: str) -> Any:
        """An element of a style or of the nearest style that it is based on; else of the defaults."""
        style = self.style(style_id)
        while style is not None:
            found = style.find(path, NS)
            if found is not None:
                return found
            base = style.find("w:basedOn", NS)
            style = None if base is None else self.style(base.get(f"{W}val"))
        return self.styles.find(f"w:docDefaults//{path}", NS)


def style_of(paragraph: Any) -> str:
    found = paragraph.find("w:pPr/w:pStyle", NS)
    return "" if found is None else str(found.get(f"{W}val"))


def text_of(element: Any) -> str:
    return "".join(element.itertext(f"{W}t"))


def title_is_set(file: WordFile) -> Iterator[str]:
    title = file.part("docProps/core.xml").findtext("dc:title", "", NS)
    shown = [text_of(p) for p in file.paragraphs if style_of(p) == "Title"]
    if not title or shown != [title]:
        yield f"the title property is {title!r}, and the titles shown are {shown}"


def language_is_british(file: WordFile) -> Iterator[str]:
    language = file.styles.find("w:docDefaults//w:lang", NS)
    if language is None or language.get(f"{W}val") not in ("en-GB", "cy-GB"):
        yield "the default language is not set to British English or Welsh"


def headings_never_skip(file: WordFile) -> Iterator[str]:
    before = 0
    for level, text in file.headings:
        if level > before + 1:
            yield f"{text!r} of level {level} follows level {before}"
        before = level
    if not before:
        yield "there is no heading"


def bold_is_no_heading(file: WordFile) -> Iterator[str]:
    for p in file.paragraphs:
        runs = p.findall("w:r", NS)
        if (
            runs
            and style_of(p) in ("", "Normal", "BodyText")
            and all(run.find("w:rPr/w:b", NS) is not None for run in runs)
        ):
            yield f"{text_of(p)!r} is bold from end to end"


def text_is_large_and_plain(file: WordFile) -> Iterator[str]:
    for root in (file.styles, file.body, *file.footers):
        for size in root.iter(f"{W}sz", f"{W}szCs"):
            style = next((each.get(f"{W}styleId") for each in size.iterancestors(f"{W}style")), "")
            least = LEAST_FOOTER_SIZE if style == "Footer" or root in file.footers else LEAST_SIZE
            if int(size.get(f"{W}val")) < least:
                yield f"text of {int(size.get(f'{W}val')) / 2} points in {style or 'a run'}"
        for fonts in root.iter(f"{W}rFonts"):
            odd = {value for key, value in fonts.attrib.items() if "Theme" not in key} - PLAIN_FONTS
            if odd:
                yield f"the font {sorted(odd)}"
    if file.styles.find("w:docDefaults//w:sz", NS) is None or file.styles.find("w:docDefaults//w:rFonts", NS) is None:
        yield "the default size or font is left to the program"


def text_is_not_justified(file: WordFile) -> Iterator[str]:
    for root in (file.styles, file.body):
        if any(each.get(f"{W}val") in ("both", "distribute") for each in root.iter(f"{W}jc")):
            yield "text is justified"


def letters_are_upright(file: WordFile) -> Iterator[str]:
    for root in (file.styles, file.body, *file.footers):
        for mark in root.iter(f"{W}i", f"{W}caps", f"{W}smallCaps", f"{W}u"):
            owner = next((each.get(f"{W}styleId") for each in mark.iterancestors(f"{W}style")), "")
            if not (mark.tag == f"{W}u" and owner == "Hyperlink"):
                yield f"{etree.QName(mark).localname} in {owner or 'a run'}"


def links_name_their_target(file: WordFile) -> Iterator[str]:
    for link in file.body.iter(f"{W}hyperlink"):
        if re.fullmatch(r"(click )?here|more|link|(https?://|www\.)\S*|", text_of(link).strip(), re.IGNORECASE):
            yield f"a link says {text_of(link)!r}"


def links_lead_somewhere(file: WordFile) -> Iterator[str]:
    marks = {mark.get(f"{W}name") for mark in file.body.iter(f"{W}bookmarkStart")}
    for link in file.body.iter(f"{W}hyperlink"):
        if link.get(f"{W}anchor") not in marks:
            yield f"the link {text_of(link)!r} leads nowhere"


def header_rows_repeat(file: WordFile) -> Iterator[str]:
    for table in file.tables:
        rows = table.findall("w:tr", NS)
        marked = [row.find("w:trPr/w:tblHeader", NS) is not None for row in rows]
        look = table.find("w:tblPr/w:tblLook", NS)
        if marked != [True] + [False] * (len(rows) - 1) or look is None or look.get(f"{W}firstRow") != "1":
            yield f"the table {text_of(rows[0])!r} has no single header row"
        if not all(text_of(cell) for cell in rows[0].findall("w:tc", NS)):
            yield f"the table {text_of(rows[0])!r} has a column without a heading"


def tables_are_simple(file: WordFile) -> Iterator[str]:
    for table in file.tables:
        name = text_of(table.find("w:tr", NS))
        merged = list(table.iter(f"{W}gridSpan", f"{W}vMerge", f"{W}hMerge"))
        if merged or table.find(".//w:tbl", NS) is not None:
            yield f"the table {name!r} has merged or nested cells"
        width = len(table.findall("w:tblGrid/w:gridCol", NS))
        for row in table.findall("w:tr", NS):
            cells = [text_of(cell).strip() for cell in row.findall("w:tc", NS)]
            if len(cells) != width or not any(cells):
                yield f"the table {name!r} has a blank or an uneven row: {cells}"


def rows_stay_whole(file: WordFile) -> Iterator[str]:
    for row in file.body.iter(f"{W}tr"):
        if row.find("w:trPr/w:cantSplit", NS) is None:
            yield f"the row {text_of(row)!r} may break over a page"


def tables_are_described(file: WordFile) -> Iterator[str]:
    for table in file.tables:
        before = table.getprevious()
        captioned = before is not None and style_of(before) == "Caption"
        spoken = [table.find(f"w:tblPr/w:{tag}", NS) for tag in ("tblCaption", "tblDescription")]
        if not captioned and spoken[0] is None:
            yield f"the table {text_of(table.find('w:tr', NS))!r} has no caption"
        if captioned and spoken[1] is None:
            yield f"the table {text_of(before)!r} has no description"


def figures_are_described(file: WordFile) -> Iterator[str]:
    for figure in file.body.iter(f"{{{NS['wp']}}}docPr"):
        if not figure.get("descr", "").strip():
            yield f"the figure {figure.get('name')!r} has no alternative text"


def text_contrasts(file: WordFile) -> Iterator[str]:
    fills = {
        style.get(f"{W}styleId"): style.find("w:tblStylePr[@w:type='firstRow']//w:shd", NS).get(f"{W}fill")
        for style in file.styles.iterfind("w:style[@w:type='table']", NS)
        if style.find("w:tblStylePr[@w:type='firstRow']//w:shd", NS) is not None
    }
    link = file.style("Hyperlink")
    used: set[tuple[str, str, str]] = set()
    for p in file.body.iter(f"{W}p"):
        row = next(p.iterancestors(f"{W}tr"), None)
        table = next(p.iterancestors(f"{W}tbl"), None)
        is_header = row is not None and row.find("w:trPr/w:tblHeader", NS) is not None
        shading = file.inherited(style_of(p), "w:pPr/w:shd")
        behind = "FFFFFF" if shading is None else shading.get(f"{W}fill")
        if is_header and table is not None:
            behind = fills.get(table.find("w:tblPr/w:tblStyle", NS).get(f"{W}val"), behind)
        colour = file.inherited(style_of(p), "w:rPr/w:color")
        used.add((style_of(p), "000000" if colour is None else colour.get(f"{W}val"), behind))
        if p.find(".//w:hyperlink", NS) is not None and link is not None:
            used.add(("Hyperlink", link.find("w:rPr/w:color", NS).get(f"{W}val"), behind))
    used.add(("Footer", file.inherited("Footer", "w:rPr/w:color").get(f"{W}val"), "FFFFFF"))
    for style, colour, behind in sorted(used):
        if contrast(colour, behind) < LEAST_CONTRAST:
            yield f"{style}: {colour} on {behind} has a contrast of {contrast(colour, behind):.1f} to 1"


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, "contrast ratio" and "relative luminance"."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def contents_are_listed(file: WordFile) -> Iterator[str]:
    codes = [code.text or "" for code in file.body.iter(f"{W}instrText")]
    listed = [text_of(p) for p in file.paragraphs if style_of(p).startswith("TOC") and style_of(p) != "TOCHeading"]
    if not any(code.split()[:1] == ["TOC"] for code in codes):
        yield "there is no contents list"
    if listed != [text for level, text in file.headings if level <= 2]:
        yield "the contents list does not say what the headings say"


def pages_are_numbered(file: WordFile) -> Iterator[str]:
    codes = [(code.text or "").split()[:1] for footer in file.footers for code in footer.iter(f"{W}instrText")]
    if ["PAGE"] not in codes:
        yield "there is no page number in the footer"


def lists_are_real(file: WordFile) -> Iterator[str]:
    before = ""
    for p in file.paragraphs:
        style, text = style_of(p), text_of(p)
        if re.match(r"\s*([-–•*·]\s|\d+[.)]\s)", text) and not style.startswith(("Heading", "TOC")):
            yield f"a mark is typed at the start of {text!r}"
        if style.startswith("List") and style != "ListLeadIn" and not before.startswith("List"):
            yield f"the list that starts with {text!r} has no lead-in line"
        before = style


def headings_are_in_sentence_case(file: WordFile) -> Iterator[str]:
    for level, text in file.headings:
        if "&" in text:
            yield f"{text!r} has an ampersand"
        later = [word for word in re.findall(r"[A-Za-z]+", text.partition(": ")[2] or text)[1:] if len(word) > 1]
        if level == 1 and any(word[0].isupper() and not word.isupper() for word in later):
            yield f"{text!r} is not in sentence case"
        if text.isupper():
            yield f"{text!r} is in capitals"


def page_is_one_column(file: WordFile) -> Iterator[str]:
    if any(int(each.get(f"{W}num", "1")) > 1 for each in file.body.iter(f"{W}cols")):
        yield "text runs in columns"
    if list(file.body.iter(f"{{{NS['wps']}}}txbx", f"{W}txbxContent", f"{{{NS['wp']}}}anchor", f"{W}framePr")):
        yield "something floats over the text"


def paragraphs_are_filled(file: WordFile) -> Iterator[str]:
    for p in file.body.iter(f"{W}p"):
        if not text_of(p).strip() and p.find(".//w:drawing", NS) is None:
            where = "a cell" if next(p.iterancestors(f"{W}tc"), None) is not None else "the text"
            yield f"there is an empty paragraph in {where}, style {style_of(p)!r}"


RULES: dict[str, Callable[[WordFile], Iterator[str]]] = {
    "D01": title_is_set,
    "D02": language_is_british,
    "D03": headings_never_skip,
    "D04": bold_is_no_heading,
    "D05": text_is_large_and_plain,
    "D06": text_is_not_justified,
    "D07": letters_are_upright,
    "D08": links_name_their_target,
    "D08a": links_lead_somewhere,
    "D09": header_rows_repeat,
    "D10": tables_are_simple,
    "D11": rows_stay_whole,
    "D12": tables_are_described,
    "D13": figures_are_described,
    "D15": text_contrasts,
    "D16": contents_are_listed,
    "D17": pages_are_numbered,
    "D20": lists_are_real,
    "D23": headings_are_in_sentence_case,
    "D24": page_is_one_column,
    "D25": paragraphs_are_filled,
}


def broken_rules(content: bytes) -> list[str]:
    """What is wrong with a Word file, each with the number of its rule; empty where all is well."""
    file = WordFile(content)
    return [f"{number}: {what}" for number, rule in RULES.items() for what in rule(file)]
