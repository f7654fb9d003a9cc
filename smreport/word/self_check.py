"""Whether a Word file is accessible, tested on the file itself: every build checks what it wrote.

The rules are those of UK public bodies for accessible documents; ``law`` marks what WCAG 2.2 AA needs, which
public bodies must meet since the Accessibility Regulations 2018, ``guide`` what their guidance asks for besides:
GDS "Publishing accessible documents", the Department for Transport's page on accessible Word documents (26 February
2021), UKHSA's publishing checks, and the Analysis Function's checklist for tables.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import starmap, zip_longest
from typing import Any, Literal

from lxml import etree

from smreport.word.house_style import LEAST_CONTRAST, LEAST_FOOTER_SIZE, LEAST_SIZE, contrast
from smreport.word.word_file import NS, W, WordFile, inside, is_blank, rows_of, style_id_of, text_of

Level = Literal["law", "guide"]

_VAL, _TABLE_CELL = f"{W}val", f"{W}tc"
_HEADER, _WHOLE = f"{W}trPr/{W}tblHeader", f"{W}trPr/{W}cantSplit"
_PLAIN_FONTS = {
    "Arial", "Verdana", "Tahoma", "Calibri", "Helvetica", "Segoe UI", "Trebuchet MS", "Open Sans", "Aptos",
    "Lato", "Source Sans Pro", "Source Sans 3", "Noto Sans", "Liberation Sans", "DejaVu Sans", "FS Me",
}  # fmt: skip
_NAMED = 3  # faults of a rule that are told


@dataclass(frozen=True)
class Rule:
    """A rule that a document must keep: its number, its words, its level, and what finds its breaches."""

    number: str
    words: str
    level: Level
    breaches: Callable[[WordFile], Iterator[str]]


@dataclass(frozen=True)
class Kept:
    """What the check of one rule came to; ``broken`` says what is wrong, empty where the rule is kept."""

    number: str
    words: str
    level: Level
    broken: tuple[str, ...] = ()


def self_check(content: bytes, language: str = "en-GB") -> tuple[Kept, ...]:
    """Every rule with what breaks it in a Word file that is to be in a language (a BCP 47 tag)."""
    file = WordFile(content, language)
    return tuple(Kept(rule.number, rule.words, rule.level, tuple(rule.breaches(file))) for rule in RULES)


def broken_rules(content: bytes) -> list[str]:
    """What is wrong with a Word file, each with the number of its rule; empty where all is well."""
    return [f"{kept.number}: {what}" for kept in self_check(content) for what in kept.broken]


def as_sentence(kept: tuple[Kept, ...]) -> str:
    """Which rules a document keeps, and which it does not and why, as it is told after a build."""
    passed = [rule.words for rule in kept if not rule.broken]
    lines = [f"keeps {len(passed)} of {len(kept)} accessibility rules: {', '.join(passed)}."]
    for rule in kept:
        if rule.broken:
            more = f" and {len(rule.broken) - _NAMED} more" if len(rule.broken) > _NAMED else ""
            lines.append(f"Not kept: {rule.words} ({rule.number}): {'; '.join(rule.broken[:_NAMED])}{more}.")
    return "\n".join(lines)


def _first_words(table: Any) -> str:
    """What the first row of a table says, to name it by."""
    return "".join(map(text_of, rows_of(table)[:1]))


def _is_header(row: Any) -> bool:
    return row.find(_HEADER) is not None


def _title_is_set(file: WordFile) -> Iterator[str]:
    title = file.part("docProps/core.xml").findtext("dc:title", "", NS)
    shown = [text_of(p) for p in file.paragraphs if file.style_of(p) == "title"]
    if not title or shown != [title]:
        yield f"the title property is “{title}”, and the titles shown are {shown}"


def _language_is_set(file: WordFile) -> Iterator[str]:
    language = file.styles.find("w:docDefaults//w:lang", NS)
    if language is None or language.get(f"{W}val") != file.wanted_language:
        yield f"the default language is not set to {file.wanted_language}"


def _headings_never_skip(file: WordFile) -> Iterator[str]:
    before = 0
    for level, text in file.headings:
        if level > before + 1:
            yield f"“{text}” of level {level} follows level {before}"
        before = level
    if not before:
        yield "there is no heading"


def _bold_is_no_heading(file: WordFile) -> Iterator[str]:
    for p in file.paragraphs:
        runs = p.findall("w:r", NS)
        bold = runs and all(run.find("w:rPr/w:b", NS) is not None for run in runs)
        if bold and file.style_of(p) in ("", "normal", "body text"):
            yield f"“{text_of(p)}” is bold from end to end"


def _text_is_large_and_plain(file: WordFile) -> Iterator[str]:
    for root, element in _looks(file, ("sz", "szCs")):
        style = _owner(element)
        is_edge = root in file.footers or style in ("footer", "header")
        points = int(element.get(f"{W}val")) / 2
        if points < (LEAST_FOOTER_SIZE if is_edge else LEAST_SIZE):
            yield f"text of {points:g} points in {style or 'a run'}"
    for _, fonts in _looks(file, ("rFonts",)):
        latin = {fonts.get(f"{W}{key}") for key in ("ascii", "hAnsi")} - {None}
        if latin - _PLAIN_FONTS:
            yield f"the font {', '.join(sorted(map(str, latin - _PLAIN_FONTS)))}"
    if (
        file.styles.find("w:docDefaults//w:sz", NS) is None
        and file.inherited(file.style("normal"), "w:rPr/w:sz") is None
    ):
        yield "the size of the text is left to the program"


def _looks(file: WordFile, tags: tuple[str, ...]) -> Iterator[tuple[Any, Any]]:
    """The elements of these names that shape text in use: of the styles the document needs, the body, the footers."""
    names = [f"{W}{tag}" for tag in tags]
    for element in file.styles.iter(*names):
        style = next(element.iterancestors(f"{W}style"), None)
        if style is None or style.get(f"{W}styleId") in file.used_styles:
            yield file.styles, element
    for root in (file.body, *file.footers):
        for element in root.iter(*names):
            yield root, element


def _owner(element: Any) -> str:
    """The name of the style that an element stands in, "" outside of styles."""
    style = next(element.iterancestors(f"{W}style"), None)
    return "" if style is None else str(style.find("w:name", NS).get(f"{W}val")).lower()


def _text_is_not_justified(file: WordFile) -> Iterator[str]:
    if any(alignment.get(f"{W}val") in ("both", "distribute") for _, alignment in _looks(file, ("jc",))):
        yield "text is justified"


def _letters_are_upright(file: WordFile) -> Iterator[str]:
    for _, mark in _looks(file, ("i", "caps", "smallCaps", "u")):
        is_off = mark.get(f"{W}val") in ("0", "false", "none")
        if not (is_off or (mark.tag == f"{W}u" and _owner(mark) == "hyperlink")):
            yield f"{etree.QName(mark).localname} in {_owner(mark) or 'a run'}"


def _links_name_their_target(file: WordFile) -> Iterator[str]:
    """A link that says what the heading it leads to says names its target, whatever people called that."""
    marks = file.body.iter(f"{W}bookmarkStart")
    headed = {mark.get(f"{W}name"): text_of(next(mark.iterancestors(f"{W}p"), mark)) for mark in marks}
    for link in file.body.iter(f"{W}hyperlink"):
        text = text_of(link).strip()
        if text and text == headed.get(link.get(f"{W}anchor"), "").strip():
            continue
        if re.fullmatch(r"(click )?here|more|link|(https?://|www\.)\S*|", text, re.IGNORECASE):
            yield f"a link says “{text_of(link)}”"


def _links_lead_somewhere(file: WordFile) -> Iterator[str]:
    marks = {mark.get(f"{W}name") for mark in file.body.iter(f"{W}bookmarkStart")}
    for link in file.body.iter(f"{W}hyperlink"):
        if link.get(f"{W}anchor") not in marks:
            yield f"the link “{text_of(link)}” leads nowhere"
    for code in file.body.iter(f"{W}instrText"):
        words = (code.text or "").split()
        if words[:1] == ["REF"] and not marks.intersection(words[1:2]):
            yield f"the reference {' '.join(words[1:2]) or 'without a name'} leads nowhere"


def _header_rows_repeat(file: WordFile) -> Iterator[str]:
    for table in file.tables:
        rows, name = rows_of(table), _first_words(table)
        marked = [_is_header(row) for row in rows]
        look = table.find("w:tblPr/w:tblLook", NS)
        if marked != [True] + [False] * (len(rows) - 1) or look is None or look.get(f"{W}firstRow") != "1":
            yield f"the table “{name}” has no single header row"
        if any(not text_of(cell) for row in rows[:1] for cell in inside(row, _TABLE_CELL)):
            yield f"the table “{name}” has a column without a heading"


def _tables_are_simple(file: WordFile) -> Iterator[str]:
    for table in file.tables:
        name = _first_words(table)
        merged = next(table.iter(f"{W}gridSpan", f"{W}vMerge", f"{W}hMerge"), None) is not None
        if merged or table.find(".//w:tbl", NS) is not None:
            yield f"the table “{name}” has merged or nested cells"
        width = len(table.findall("w:tblGrid/w:gridCol", NS))
        for row in rows_of(table):
            cells = list(inside(row, _TABLE_CELL))
            if len(cells) != width or all(map(is_blank, cells)):
                texts = [text_of(cell).strip() for cell in cells]
                yield f"the table “{name}” has a blank or an uneven row: {texts}"


def _rows_stay_whole(file: WordFile) -> Iterator[str]:
    for row in file.body.iter(f"{W}tr"):
        if row.find(_WHOLE) is None:
            yield f"the row “{text_of(row)}” may break over a page"


def _tables_are_described(file: WordFile) -> Iterator[str]:
    before = None
    for block in file.flow:
        if block.tag == f"{W}tbl":
            captioned = before is not None and file.style_of(before) == "caption"
            caption, description = (block.find(f"w:tblPr/w:{tag}", NS) for tag in ("tblCaption", "tblDescription"))
            if not captioned and caption is None:
                yield f"the table “{_first_words(block)}” has no caption"
            if captioned and description is None:
                yield f"the table “{text_of(before)}” has no description"
        before = block if block.tag == f"{W}p" else None


def _figures_are_described(file: WordFile) -> Iterator[str]:
    for figure in file.body.iter(f"{{{NS['wp']}}}docPr"):
        if not figure.get("descr", "").strip():
            yield f"the figure “{figure.get('name')}” has no alternative text"
    for p in file.paragraphs:
        if p.find(".//w:drawing", NS) is not None and not _is_captioned(file, p):
            yield "a figure has no caption"


def _is_captioned(file: WordFile, drawn: Any) -> bool:
    at = file.flow.index(drawn)
    beside = (file.flow[near] for near in (at - 1, at + 1) if 0 <= near < len(file.flow))
    return any(block.tag == f"{W}p" and file.style_of(block) == "caption" for block in beside)


def _text_contrasts(file: WordFile) -> Iterator[str]:
    link, footer = file.style("hyperlink"), file.style("footer")
    used = {("footer", _colour(file, footer), "FFFFFF"): None} if footer is not None else {}
    for style_id, table_id in _looks_of_paragraphs(file):
        style, table = file.by_id(style_id), file.by_id(table_id)
        behind = _fill(file, style, table)
        used["default" if style is None else file.name_of(style), _colour(file, style), behind] = None
        if link is not None:
            used["hyperlink", _colour(file, link), "FFFFFF"] = None
    for name, colour, behind in used:
        if contrast(colour, behind) < LEAST_CONTRAST:
            yield f"{name}: {colour} on {behind} has a contrast of {contrast(colour, behind):.1f} to 1"


def _looks_of_paragraphs(file: WordFile) -> dict[tuple[str, str], None]:
    """The styles in use, each with that of the table in whose header row it stands, "" elsewhere."""
    styles = {(style_id_of(p), ""): None for p in file.paragraphs}
    for table in file.tables:
        style = table.find("w:tblPr/w:tblStyle", NS)
        table_id = "" if style is None else str(style.get(f"{W}val"))
        for row in rows_of(table):
            behind = table_id if _is_header(row) else ""
            styles |= {(style_id, behind): None for style_id in _styles_in(row)}
    return styles


def _styles_in(row: Any) -> list[str]:
    """The ids of the styles of a row's paragraphs, "" for the default."""
    named = [str(mark.get(_VAL)) for mark in row.iter(f"{W}pStyle")]
    return named if len(named) == sum(1 for _ in row.iter(f"{W}p")) else [*named, ""]


def _colour(file: WordFile, style: Any) -> str:
    """A style's text colour; what Word chooses by itself is black."""
    colour = file.inherited(style, "w:rPr/w:color")
    value = "auto" if colour is None else str(colour.get(f"{W}val"))
    return "000000" if value == "auto" else value


def _fill(file: WordFile, style: Any, table: Any) -> str:
    """The colour behind a paragraph: of its style, or of the header row of a table in a style."""
    first_row = None if table is None else table.find("w:tblStylePr[@w:type='firstRow']//w:shd", NS)
    shading = file.inherited(style, "w:pPr/w:shd") if first_row is None else first_row
    value = "auto" if shading is None else str(shading.get(f"{W}fill"))
    return "FFFFFF" if value == "auto" else value


_SHORT = 25_000  # letters, about ten pages: a shorter document needs no contents list


def _contents_are_listed(file: WordFile) -> Iterator[str]:
    codes = [(code.text or "").split() for code in file.body.iter(f"{W}instrText")]
    listed = [text_of(p) for p in file.paragraphs if re.fullmatch(r"toc [1-9]", file.style_of(p))]
    toc = next((code for code in codes if code[:1] == ["TOC"]), None)
    if toc is None:
        if len(text_of(file.body)) > _SHORT:
            yield "there is no contents list"
        return
    wanted = [text for level, text in file.headings if level <= _deepest(toc)]
    if not all(starmap(_names_heading, zip_longest(listed, wanted, fillvalue=""))):
        yield "the contents list does not say what the headings say"


def _deepest(toc: list[str]) -> int:
    """The lowest level of heading that a contents field lists; all nine where it gives no range."""
    levels = re.search(r'\\o "?\d-(\d)', " ".join(toc))
    return int(levels[1]) if levels else 9 if "\\o" in toc else 2


def _names_heading(entry: str, heading: str) -> bool:
    """Whether an entry of the contents list is a heading, with its number or without."""
    return heading in (entry, re.sub(r"^\d+\.", "", entry))


def _pages_are_numbered(file: WordFile) -> Iterator[str]:
    codes = [(code.text or "").split()[:1] for footer in file.footers for code in footer.iter(f"{W}instrText")]
    simple = [
        (field.get(f"{W}instr") or "").split()[:1] for footer in file.footers for field in footer.iter(f"{W}fldSimple")
    ]
    if ["PAGE"] not in codes + simple:
        yield "there is no page number in the footer"


def _appendices_are_numbered(file: WordFile) -> Iterator[str]:
    titles = [text for level, text in file.headings if level == 1]
    matches = [re.fullmatch(r"Appendix (\d+): \S.*", text) for text in titles if text.startswith("Appendix ")]
    if [match and int(match[1]) for match in matches] != list(range(1, len(matches) + 1)):
        yield "the appendices are not numbered from 1 on"


def _lists_are_real(file: WordFile) -> Iterator[str]:
    before = ""
    for block in file.flow:
        style = file.style_of(block) if block.tag == f"{W}p" else ""
        if block.tag == f"{W}p":
            text = text_of(block)
            if re.match(r"\s*([-–•*·]\s|\d+[.)]\s)", text) and not style.startswith(("heading", "toc")):
                yield f"a mark is typed at the start of “{text}”"
            is_item = style in ("list bullet", "list number")
            if is_item and not before.startswith("list"):
                yield f"the list that starts with “{text}” has no lead-in line"
        before = style


def _headings_are_in_sentence_case(file: WordFile) -> Iterator[str]:
    for text in (text for level, text in file.headings if level == 1):
        later = re.findall(r"[A-Za-z]+", text.partition(": ")[2] or text)[1:]
        if "&" in text:
            yield f"“{text}” has an ampersand"
        if any(word[0].isupper() and not word.isupper() for word in later):
            yield f"“{text}” is not in sentence case"
        if text.isupper():
            yield f"“{text}” is in capitals"


def _page_is_one_column(file: WordFile) -> Iterator[str]:
    if any(int(columns.get(f"{W}num", "1")) > 1 for columns in file.body.iter(f"{W}cols")):
        yield "text runs in columns"
    floating = (f"{{{NS['wps']}}}txbx", f"{W}txbxContent", f"{{{NS['wp']}}}anchor", f"{W}framePr")
    if next(file.body.iter(*floating), None) is not None:
        yield "something floats over the text"


def _paragraphs_are_filled(file: WordFile) -> Iterator[str]:
    for p in file.body.iter(f"{W}p"):
        if is_blank(p) and p.find(".//w:drawing", NS) is None:
            where = "a cell" if next(p.iterancestors(f"{W}tc"), None) is not None else "the text"
            yield f"there is an empty paragraph in {where}, style “{file.style_of(p)}”"


RULES = (
    Rule("D01", "title set", "law", _title_is_set),
    Rule("D02", "language set", "law", _language_is_set),
    Rule("D03", "real headings in order", "law", _headings_never_skip),
    Rule("D04", "no bold in place of headings", "guide", _bold_is_no_heading),
    Rule("D05", "plain text of 12 points or more", "guide", _text_is_large_and_plain),
    Rule("D06", "aligned left", "guide", _text_is_not_justified),
    Rule("D07", "no italics or capitals", "guide", _letters_are_upright),
    Rule("D08", "links that name their target", "law", _links_name_their_target),
    Rule("D08a", "links that lead somewhere", "law", _links_lead_somewhere),
    Rule("D09", "header rows that repeat", "law", _header_rows_repeat),
    Rule("D10", "simple tables", "law", _tables_are_simple),
    Rule("D11", "rows that stay whole", "guide", _rows_stay_whole),
    Rule("D12", "tables with captions", "guide", _tables_are_described),
    Rule("D13", "figures with alternative text", "law", _figures_are_described),
    Rule("D15", "contrast of 4.5 to 1", "law", _text_contrasts),
    Rule("D16", "a contents list", "guide", _contents_are_listed),
    Rule("D17", "page numbers", "guide", _pages_are_numbered),
    Rule("D19", "numbered appendices", "guide", _appendices_are_numbered),
    Rule("D20", "real lists", "guide", _lists_are_real),
    Rule("D23", "headings in sentence case", "guide", _headings_are_in_sentence_case),
    Rule("D24", "one column, nothing floating", "law", _page_is_one_column),
    Rule("D25", "no empty paragraphs", "guide", _paragraphs_are_filled),
)
