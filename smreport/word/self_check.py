"""Whether a Word file is accessible, tested on the file itself: every build checks what it wrote.

The rules are those of UK public bodies for accessible documents; ``law`` marks what WCAG 2.2 AA needs, which
public bodies must meet since the Accessibility Regulations 2018, ``guide`` what their guidance asks for besides:
GDS "Publishing accessible documents", the Department for Transport's page on accessible Word documents (26 February
2021), UKHSA's publishing checks, and the Analysis Function's checklist for tables.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import starmap, zip_longest
from typing import Any, Literal

from lxml import etree

from smreport.blocks.document import appendix_number
from smreport.frozen import Frozen
from smreport.word.house_style import LEAST_CONTRAST, LEAST_FOOTER_SIZE, LEAST_SIZE, contrast, ratio_in_words
from smreport.word.word_file import NS, W, WordFile, inside, is_blank, rows_of, style_id_of, text_of
from smreport.words import joining, locales, place, say

Level = Literal["law", "guide"]

_VAL, _TABLE_CELL = f"{W}val", f"{W}tc"
_HEADER, _WHOLE = f"{W}trPr/{W}tblHeader", f"{W}trPr/{W}cantSplit"
_PLAIN_FONTS = {
    "Arial", "Verdana", "Tahoma", "Calibri", "Helvetica", "Segoe UI", "Trebuchet MS", "Open Sans", "Aptos",
    "Lato", "Source Sans Pro", "Source Sans 3", "Noto Sans", "Liberation Sans", "DejaVu Sans", "FS Me",
}  # fmt: skip
_NOUNS_IN_CAPITALS = ("de", "lb")  # languages
_NAMED = 3  # faults of a rule that are told


class Rule(Frozen):
    """A rule that a document must keep: its number, its level, and what finds its breaches."""

    number: str
    level: Level
    breaches: Callable[[WordFile], Iterator[str]]

    @property
    def words(self) -> str:
        """What it asks for: "title set"."""
        return say(f"word.rule.{self.number.lower()}")


class Kept(Frozen):
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
    return [joining.labelled(kept.number, what) for kept in self_check(content) for what in kept.broken]


def as_sentence(kept: tuple[Kept, ...]) -> str:
    """Which rules a document keeps, and which it does not and why, as it is told after a build."""
    passed = [rule.words for rule in kept if not rule.broken]
    broken = [_not_kept(rule) for rule in kept if rule.broken]
    count, every = str(len(passed)), str(len(kept))
    return joining.below([say("word.access.kept", kept=count, every=every, rules=joining.in_a_row(passed)), *broken])


def _not_kept(rule: Kept) -> str:
    faults, more = joining.apart(rule.broken[:_NAMED]), len(rule.broken) - _NAMED
    if more > 0:
        faults = say("word.access.more", faults=faults, count=more)
    return say("word.access.not_kept", rule=rule.words, number=rule.number, faults=faults)


def _first_words(table: Any) -> str:
    """What the first row of a table says, to name it by."""
    return "".join(map(text_of, rows_of(table)[:1]))


def _is_header(row: Any) -> bool:
    return row.find(_HEADER) is not None


def _title_is_set(file: WordFile) -> Iterator[str]:
    title = file.part("docProps/core.xml").findtext("dc:title", "", NS)
    shown = [text_of(p) for p in file.paragraphs if file.style_of(p) == "title"]
    if not title or shown != [title]:
        yield say("word.broken.title", title=title, shown=str(shown))


def _language_is_set(file: WordFile) -> Iterator[str]:
    language = file.styles.find("w:docDefaults//w:lang", NS)
    if language is None or language.get(f"{W}val") != file.wanted_language:
        yield say("word.broken.language", language=file.wanted_language)


def _headings_never_skip(file: WordFile) -> Iterator[str]:
    before = 0
    for level, text in file.headings:
        if level > before + 1:
            yield say("word.broken.level", heading=text, level=str(level), before=str(before))
        before = level
    if not before:
        yield say("word.broken.no_heading")


def _bold_is_no_heading(file: WordFile) -> Iterator[str]:
    for p in file.paragraphs:
        runs = p.findall("w:r", NS)
        bold = runs and all(run.find("w:rPr/w:b", NS) is not None for run in runs)
        if bold and file.style_of(p) in ("", "normal", "body text"):
            yield say("word.broken.bold", text=text_of(p))


def _text_is_large_and_plain(file: WordFile) -> Iterator[str]:
    for root, element in _looks(file, ("sz", "szCs")):
        style = _owner(element)
        is_edge = root in file.footers or style in ("footer", "header")
        points = int(element.get(f"{W}val")) / 2
        if points < (LEAST_FOOTER_SIZE if is_edge else LEAST_SIZE):
            yield _small(locales.number(points, 1), style)
    for _, fonts in _looks(file, ("rFonts",)):
        latin = {fonts.get(f"{W}{key}") for key in ("ascii", "hAnsi")} - {None}
        if latin - _PLAIN_FONTS:
            yield say("word.broken.font", fonts=joining.in_a_row(sorted(map(str, latin - _PLAIN_FONTS))))
    if (
        file.styles.find("w:docDefaults//w:sz", NS) is None
        and file.inherited(file.style("normal"), "w:rPr/w:sz") is None
    ):
        yield say("word.broken.no_size")


def _small(points: str, style: str) -> str:
    if style:
        return say("word.broken.small_in_style", points=points, style=style)
    return say("word.broken.small", points=points)


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
        yield say("word.broken.justified")


def _letters_are_upright(file: WordFile) -> Iterator[str]:
    for _, mark in _looks(file, ("i", "caps", "smallCaps", "u")):
        is_off = mark.get(f"{W}val") in ("0", "false", "none")
        if not (is_off or (mark.tag == f"{W}u" and _owner(mark) == "hyperlink")):
            what, style = say(f"word.broken.letters.{etree.QName(mark).localname.lower()}"), _owner(mark)
            yield (
                say("word.broken.letters_in_style", what=what, style=style)
                if style
                else say("word.broken.letters_in_text", what=what)
            )


def _links_name_their_target(file: WordFile) -> Iterator[str]:
    """A link that says what the heading it leads to says names its target, whatever people called that."""
    marks = file.body.iter(f"{W}bookmarkStart")
    vague = "|".join(map(re.escape, say("word.vague_links").split(", ")))
    headed = {mark.get(f"{W}name"): text_of(next(mark.iterancestors(f"{W}p"), mark)) for mark in marks}
    for link in file.body.iter(f"{W}hyperlink"):
        text = text_of(link).strip()
        if text and text == headed.get(link.get(f"{W}anchor"), "").strip():
            continue
        if re.fullmatch(rf"{vague}|(https?://|www\.)\S*|", text, re.IGNORECASE):
            yield say("word.broken.link_says", text=text_of(link))


def _links_lead_somewhere(file: WordFile) -> Iterator[str]:
    marks = {mark.get(f"{W}name") for mark in file.body.iter(f"{W}bookmarkStart")}
    for link in file.body.iter(f"{W}hyperlink"):
        if link.get(f"{W}anchor") not in marks:
            yield say("word.broken.link_leads", text=text_of(link))
    for code in file.body.iter(f"{W}instrText"):
        words = (code.text or "").split()
        if words[:1] == ["REF"] and not marks.intersection(words[1:2]):
            name = " ".join(words[1:2])
            yield say("word.broken.reference", name=name) if name else say("word.broken.reference_without_name")


def _header_rows_repeat(file: WordFile) -> Iterator[str]:
    for table in file.tables:
        rows, name = rows_of(table), _first_words(table)
        marked = [_is_header(row) for row in rows]
        look = table.find("w:tblPr/w:tblLook", NS)
        if marked != [True] + [False] * (len(rows) - 1) or look is None or look.get(f"{W}firstRow") != "1":
            yield say("word.broken.header_row", table=name)
        if any(not text_of(cell) for row in rows[:1] for cell in inside(row, _TABLE_CELL)):
            yield say("word.broken.no_column_heading", table=name)


def _tables_are_simple(file: WordFile) -> Iterator[str]:
    for table in file.tables:
        name = _first_words(table)
        merged = next(table.iter(f"{W}gridSpan", f"{W}vMerge", f"{W}hMerge"), None) is not None
        if merged or table.find(".//w:tbl", NS) is not None:
            yield say("word.broken.merged", table=name)
        width = len(table.findall("w:tblGrid/w:gridCol", NS))
        for row in rows_of(table):
            cells = list(inside(row, _TABLE_CELL))
            if len(cells) != width or all(map(is_blank, cells)):
                texts = [text_of(cell).strip() for cell in cells]
                yield say("word.broken.uneven_row", table=name, row=str(texts))


def _rows_stay_whole(file: WordFile) -> Iterator[str]:
    for row in file.body.iter(f"{W}tr"):
        if row.find(_WHOLE) is None:
            yield say("word.broken.row_breaks", row=text_of(row))


def _tables_are_described(file: WordFile) -> Iterator[str]:
    before = None
    for block in file.flow:
        if block.tag == f"{W}tbl":
            captioned = before is not None and file.style_of(before) == "caption"
            caption, description = (block.find(f"w:tblPr/w:{tag}", NS) for tag in ("tblCaption", "tblDescription"))
            if not captioned and caption is None:
                yield say("word.broken.table_caption", table=_first_words(block))
            if captioned and description is None:
                yield say("word.broken.table_description", table=text_of(before))
        before = block if block.tag == f"{W}p" else None


def _figures_are_described(file: WordFile) -> Iterator[str]:
    for figure in file.body.iter(f"{{{NS['wp']}}}docPr"):
        if not figure.get("descr", "").strip():
            yield say("word.broken.alternative_text", figure=str(figure.get("name")))
    for p in file.paragraphs:
        if p.find(".//w:drawing", NS) is not None and not _is_captioned(file, p):
            yield say("word.broken.figure_caption")


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
        used[
            say("word.broken.default_style") if style is None else file.name_of(style), _colour(file, style), behind
        ] = None
        if link is not None:
            used["hyperlink", _colour(file, link), "FFFFFF"] = None
    for name, colour, behind in used:
        if contrast(colour, behind) < LEAST_CONTRAST:
            ratio = ratio_in_words(contrast(colour, behind))
            yield say("word.broken.contrast", style=name, colour=colour, behind=behind, ratio=ratio)


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
            yield say("word.broken.no_contents")
        return
    wanted = [text for level, text in file.headings if level <= _deepest(toc)]
    if not all(starmap(_names_heading, zip_longest(listed, wanted, fillvalue=""))):
        yield say("word.broken.other_contents")


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
        yield say("word.broken.no_page_number")


def _appendices_are_numbered(file: WordFile) -> Iterator[str]:
    titles = [text for level, text in file.headings if level == 1]
    begins = say("word.label.appendix", number=place(0)).partition(place(0))[0]
    numbers = [appendix_number(text) for text in titles if begins and text.startswith(begins)]
    wanted = [str(number) for number in range(1, len(numbers) + 1)]
    if numbers != wanted:
        yield say("word.broken.appendices")


def _lists_are_real(file: WordFile) -> Iterator[str]:
    before = ""
    for block in file.flow:
        style = file.style_of(block) if block.tag == f"{W}p" else ""
        if block.tag == f"{W}p":
            text = text_of(block)
            if re.match(r"\s*([-–•*·]\s|\d+[.)]\s)", text) and not style.startswith(("heading", "toc")):
                yield say("word.broken.typed_mark", text=text)
            is_item = style in ("list bullet", "list number")
            if is_item and not before.startswith("list"):
                yield say("word.broken.no_lead_in", text=text)
        before = style


def _headings_are_in_sentence_case(file: WordFile) -> Iterator[str]:
    for text in (text for level, text in file.headings if level == 1):
        later = re.findall(r"[A-Za-z]+", text.partition(": ")[2] or text)[1:]
        if "&" in text:
            yield say("word.broken.ampersand", heading=text)
        if file.wanted_language.partition("-")[0] not in _NOUNS_IN_CAPITALS and any(
            word[0].isupper() and not word.isupper() for word in later
        ):
            yield say("word.broken.sentence_case", heading=text)
        if text.isupper():
            yield say("word.broken.capitals", heading=text)


def _page_is_one_column(file: WordFile) -> Iterator[str]:
    if any(int(columns.get(f"{W}num", "1")) > 1 for columns in file.body.iter(f"{W}cols")):
        yield say("word.broken.columns")
    floating = (f"{{{NS['wps']}}}txbx", f"{W}txbxContent", f"{{{NS['wp']}}}anchor", f"{W}framePr")
    if next(file.body.iter(*floating), None) is not None:
        yield say("word.broken.floats")


def _paragraphs_are_filled(file: WordFile) -> Iterator[str]:
    for p in file.body.iter(f"{W}p"):
        if is_blank(p) and p.find(".//w:drawing", NS) is None:
            in_cell = next(p.iterancestors(f"{W}tc"), None) is not None
            yield say("word.broken.empty_in_cell" if in_cell else "word.broken.empty", style=file.style_of(p))


RULES = (
    Rule("D01", "law", _title_is_set),
    Rule("D02", "law", _language_is_set),
    Rule("D03", "law", _headings_never_skip),
    Rule("D04", "guide", _bold_is_no_heading),
    Rule("D05", "guide", _text_is_large_and_plain),
    Rule("D06", "guide", _text_is_not_justified),
    Rule("D07", "guide", _letters_are_upright),
    Rule("D08", "law", _links_name_their_target),
    Rule("D08a", "law", _links_lead_somewhere),
    Rule("D09", "law", _header_rows_repeat),
    Rule("D10", "law", _tables_are_simple),
    Rule("D11", "guide", _rows_stay_whole),
    Rule("D12", "guide", _tables_are_described),
    Rule("D13", "law", _figures_are_described),
    Rule("D15", "law", _text_contrasts),
    Rule("D16", "guide", _contents_are_listed),
    Rule("D17", "guide", _pages_are_numbered),
    Rule("D19", "guide", _appendices_are_numbered),
    Rule("D20", "guide", _lists_are_real),
    Rule("D23", "guide", _headings_are_in_sentence_case),
    Rule("D24", "law", _page_is_one_column),
    Rule("D25", "guide", _paragraphs_are_filled),
)
