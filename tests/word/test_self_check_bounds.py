"""Where each accessibility rule begins: what just breaks it is found, and what just keeps it is not."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openxml_audit
import pytest
from click.testing import CliRunner
from word.wholes import assert_is
from word.word_reports import DOCUMENT, STYLE, changed
from workbooks import saved, workbook

from smreport.blueprint.model import Blueprint
from smreport.cli import main
from smreport.commands import publishing
from smreport.word.self_check import RULES, Kept, as_sentence, broken_rules, self_check
from smreport.word.writer import write_docx

BODY, STYLES, FOOTER, CORE = "word/document.xml", "word/styles.xml", "word/footer1.xml", "docProps/core.xml"
WRITTEN = write_docx(DOCUMENT, STYLE)
Change = Callable[[str], str]

# --- a body of Word, piece by piece ---


def run(text: str, looks: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{looks}</w:rPr>" if looks else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs: str, style: str = "BodyText", more: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{more}</w:pPr>{''.join(runs)}</w:p>"


def text(words: str, style: str = "BodyText") -> str:
    return p(run(words), style=style)


def heading(level: int, words: str, name: str = "") -> str:
    marks = f'<w:bookmarkStart w:id="{len(name)}" w:name="{name}"/>', f'<w:bookmarkEnd w:id="{len(name)}"/>'
    return p(*((marks[0], run(words), marks[1]) if name else (run(words),)), style=f"Heading{level}")


def link(words: str, to: str = "summary") -> str:
    return p(run("See "), f'<w:hyperlink w:anchor="{to}">{run(words)}</w:hyperlink>')


def field(code: str, shown: str = "1") -> str:
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return (
        f'{marks[0]}<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>{marks[1]}{run(shown)}{marks[2]}'
    )


def cell(*blocks: str, more: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/>{more}</w:tcPr>{"".join(blocks)}</w:tc>'


def row(*cells: str, header: bool = False, whole: bool = True, style: str = "TableText") -> str:
    marks = ("<w:cantSplit/>" if whole else "") + ("<w:tblHeader/>" if header else "")
    inside = [each if each.startswith("<w:tc>") else cell(text(each, style)) for each in cells]
    return f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(inside)}</w:tr>"


HEADER = row("Risk", "Owner", header=True, style="TableHeading")
CAPTION, REACH = text("Table: risks", "Caption"), text("Figure: reach", "Caption")
CAPTIONED, DESCRIBED = '<w:tblCaption w:val="Risks"/>', '<w:tblDescription w:val="All risks."/>'


def table(*rows: str, said: str = DESCRIBED, first: str = "1", width: int = 2) -> str:
    columns = '<w:gridCol w:w="2000"/>' * width
    looks = f'<w:tblLook w:val="0620" w:firstRow="{first}" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"/>'
    style = '<w:tblStyle w:val="smreportTable"/><w:tblW w:w="4000" w:type="dxa"/>'
    return f"<w:tbl><w:tblPr>{style}{looks}{said}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def figure(words: str = "Email has most.", kind: str = "inline") -> str:
    return (
        f'<w:r><w:drawing><wp:{kind}><wp:extent cx="9" cy="9"/><wp:docPr id="7" name="Chart 1" descr="{words}"/>'
        f'<a:graphic><a:graphicData uri="urn:none"/></a:graphic></wp:{kind}></w:drawing></w:r>'
    )


def contents(entries: list[tuple[str, str]], code: str = 'TOC \\o "1-2" \\h') -> str:
    lines = [text(words, f"TOC{level}") for level, words in entries]
    first = lines[0].replace("</w:pPr>", f"</w:pPr>{field(code, '')}", 1) if lines else p(field(code, "None"))
    return "".join([first, *lines[1:]])


def headed(blocks: list[str]) -> list[tuple[str, str]]:
    """The headings that a contents list of two levels has."""
    return re.findall(r'<w:pStyle w:val="Heading([12])"/>.*?<w:t [^>]*>(.*?)</w:t>', "".join(blocks))


SOUND = [
    heading(1, "Summary", "summary"), text("We listen."), link("the summary"), p(run("See "), field("REF summary")),
    CAPTION, table(HEADER, row("Abuse", "Head of Books")), REACH, p(figure(), style="Figure"),
    text("The aims are:", "ListLeadIn"), text("heard", "ListBullet"), text("safe", "ListBullet"),
]  # fmt: skip


def report(*blocks: str, front: str = "", title: str = text("Strategy", "Title")) -> str:
    """The body of a report with these blocks; its contents list is made of their headings unless one is given."""
    return "".join([title, front or contents(headed(list(blocks))), *blocks])


def sound_and(*more: str) -> str:
    return report(*SOUND, *more)


def instead(old: str, new: str, times: int = 1) -> Change:
    def change(part: str) -> str:
        assert old in part, old
        return part.replace(old, new, times)

    return change


def built(body: str, **changes: Change) -> bytes:
    """The report as a Word file, with other parts changed."""

    def with_body(part: str) -> str:
        start = part.index("<w:body>") + len("<w:body>")
        names = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        root = (
            part[:start] if "xmlns:a=" in part[:start] else part[:start].replace("<w:document ", f"<w:document {names}")
        )
        return root + body + part[part.rindex("<w:sectPr") :]

    return changed(WRITTEN, **{BODY: with_body}, **changes)


def in_part(name: str, old: str, new: str, *more: str) -> bytes:
    return built(sound_and(*more), **{name: instead(old, new)})


def styled(style: str, looks: str, *more: str) -> bytes:
    """The sound report, with more looks in a style."""

    def change(part: str) -> str:
        changed_, times = re.subn(rf'(w:styleId="{style}".*?)</w:style>', rf"\1{looks}</w:style>", part, count=1)
        assert times, style
        return changed_

    return built(sound_and(*more), **{STYLES: change})


def sound(*more: str) -> bytes:
    return built(sound_and(*more))


def of(*blocks: str, **how: Any) -> bytes:
    return built(report(*blocks, **how))


def number_in(said: str) -> str:
    return said.partition(":")[0]


def coloured(colour: str) -> str:
    return f'<w:rPr><w:color w:val="{colour}"/></w:rPr>'


def without_size(part: str) -> str:
    return part.replace('<w:sz w:val="24"/><w:szCs w:val="24"/><w:lang', "<w:lang", 1)


NESTED = cell(table(row("a", header=True), row("b"), width=1), text("x", "TableText"))
TABLE = CAPTION, HEADER
H1, H2, H3 = heading(1, "More of it"), heading(2, "Of reach"), heading(3, "By post")
LINKED = '<w:rStyle w:val="Hyperlink"/>'
AT_THE_TOP = (
    '<w:style w:type="paragraph" w:styleId="Header"><w:name w:val="header"/><w:rPr><w:sz w:val="20"/></w:rPr></w:style>'
)
TOC3 = '<w:style w:type="paragraph" w:styleId="TOC3"><w:name w:val="toc 3"/></w:style>'
FOOTER_RUN = "</w:pPr><w:r>", '</w:pPr><w:r><w:rPr><w:sz w:val="{}"/></w:rPr>'

BREAKS: dict[str, dict[str, Callable[[], bytes]]] = {
    "D01": {
        "another title in the properties": lambda: in_part(CORE, "<dc:title>Strategy", "<dc:title>Strategy 2"),
        "two titles": lambda: sound(text("Strategy", "Title")),
        "no title in the text": lambda: of(*SOUND, title=text("Strategy")),
        "a title in another style": lambda: of(*SOUND, title=text("Strategy", "Subtitle")),
        "no title at all": lambda: built(
            report(*SOUND, title=text("Strategy")), **{CORE: instead("<dc:title>Strategy", "<dc:title>")}
        ),
    },
    "D02": {
        "another language": lambda: in_part(STYLES, '<w:lang w:val="en-GB"', '<w:lang w:val="en"'),
        "no language": lambda: built(sound_and(), **{STYLES: lambda part: re.sub(r"<w:lang [^>]*/>", "", part)}),
    },
    "D03": {
        "level 3 after level 1": lambda: sound(H3),
        "level 2 first": lambda: of(heading(2, "Summary", "summary"), *SOUND[1:]),
        "no heading": lambda: of(text("Summary"), text("We listen.")),
    },
    "D04": {
        "bold body text": lambda: sound(p(run("Reach", "<w:b/>"))),
        "bold text of no style": lambda: sound(p(run("Re", "<w:b/>"), run("ach", "<w:b/>"), style="")),
        "bold text of the default style": lambda: sound(p(run("Reach", "<w:b/>"), style="Normal")),
    },
    "D05": {
        "11.5 points in a run": lambda: sound(p(run("Small", '<w:sz w:val="23"/>'))),
        "11.5 points of complex script": lambda: sound(p(run("Small", '<w:szCs w:val="23"/>'))),
        "11.5 points in a style": lambda: styled("BodyText", '<w:rPr><w:sz w:val="23"/></w:rPr>'),
        "9.5 points in the footer": lambda: in_part(FOOTER, FOOTER_RUN[0], FOOTER_RUN[1].format(19)),
        "9.5 points in the style of the footer": lambda: built(
            sound_and(text("As a footer", "Footer")),
            **{STYLES: instead('<w:sz w:val="20"/><w:szCs w:val="20"/>', '<w:sz w:val="19"/><w:szCs w:val="20"/>')},
        ),
        "a font with serifs": lambda: sound(p(run("Old", '<w:rFonts w:ascii="Georgia"/>'))),
        "a font with serifs for other letters": lambda: sound(p(run("Old", '<w:rFonts w:hAnsi="Georgia"/>'))),
        "a font with serifs in a style": lambda: styled("BodyText", '<w:rPr><w:rFonts w:ascii="Georgia"/></w:rPr>'),
        "no size": lambda: built(sound_and(), **{STYLES: without_size}),
    },
    "D06": {
        "justified": lambda: sound(p(run("Even"), more='<w:jc w:val="both"/>')),
        "distributed": lambda: sound(p(run("Even"), more='<w:jc w:val="distribute"/>')),
        "justified by a style": lambda: styled("BodyText", '<w:pPr><w:jc w:val="both"/></w:pPr>'),
    },
    "D07": {
        "italics": lambda: sound(p(run("We ", "<w:i/>"), run("listen"))),
        "capitals": lambda: sound(p(run("We", '<w:caps w:val="1"/>'))),
        "small capitals": lambda: sound(p(run("We", "<w:smallCaps/>"))),
        "underlined": lambda: sound(p(run("We", '<w:u w:val="single"/>'))),
        "italics in a style": lambda: styled("BodyText", "<w:rPr><w:i/></w:rPr>"),
    },
    "D08": {
        f"a link that says “{words}”": lambda words=words: sound(link(words))
        for words in (
            "here", "Click here", "more", "More", "link", "https://example.org/a", "http://a.org", "www.a.org", "",
        )
    },
    "D08a": {
        "a link to nothing": lambda: sound(link("the risks", "risks")),
        "a reference to nothing": lambda: sound(p(run("See "), field("REF risks"))),
        "a reference to nothing, with a switch": lambda: sound(p(run("See "), field("REF risks \\h"))),
        "a reference without a name": lambda: sound(p(run("See "), field("REF"))),
    },
    "D09": {
        "no header row": lambda: sound(CAPTION, table(row("Risk", "Owner"), row("Abuse", "Head"))),
        "a second header row": lambda: sound(CAPTION, table(HEADER, row("Abuse", "Head", header=True))),
        "a header row that is not the first": lambda: sound(CAPTION, table(row("Abuse", "Head"), HEADER)),
        "a table without rows": lambda: sound(CAPTION, table()),
        "a table whose look has no header row": lambda: sound(CAPTION, table(HEADER, row("Abuse", "Head"), first="0")),
        "a column without a heading": lambda: sound(
            CAPTION, table(row("Risk", cell(p(style="TableHeading")), header=True, style="TableHeading"),
                           row("Abuse", "Head")),
        ),
    },
    "D10": {
        "merged across": lambda: sound(
            CAPTION, table(HEADER, row("Abuse", cell(text("Head", "TableText"), more='<w:gridSpan w:val="1"/>')))),
        "merged across as it was of old": lambda: sound(
            CAPTION, table(HEADER, row("Abuse", cell(text("Head", "TableText"), more="<w:hMerge/>")))),
        "merged down": lambda: sound(
            CAPTION, table(HEADER, row("Abuse", cell(text("Head", "TableText"), more="<w:vMerge/>")))),
        "a table in a table": lambda: sound(CAPTION, table(HEADER, row("Abuse", NESTED))),
        "a cell too few": lambda: sound(CAPTION, table(HEADER, row("Abuse", "Head"), row("Delay"))),
        "a cell too many": lambda: sound(CAPTION, table(HEADER, row("Abuse", "Head", "Legal"))),
        "a blank row": lambda: sound(CAPTION, table(HEADER, row("Abuse", "Head"), row(" ", " "))),
    },
    "D11": {
        "a last row that may break": lambda: sound(CAPTION, table(HEADER, row("Abuse", "Head", whole=False))),
        "a header row that may break": lambda: sound(
            CAPTION, table(row("Risk", "Owner", header=True, whole=False, style="TableHeading"), row("Abuse", "Head"))),
    },
    "D12": {
        "no caption": lambda: sound(text("And:"), table(HEADER, row("Abuse", "Head"))),
        "something between": lambda: sound(CAPTION, text("And:"), table(HEADER, row("Abuse", "Head"))),
        "a caption of the table before": lambda: sound(
            CAPTION, table(HEADER, row("Abuse", "Head")), table(HEADER, row("Delay", "Head"))),
        "no description": lambda: sound(CAPTION, table(HEADER, row("Abuse", "Head"), said=CAPTIONED)),
    },
    "D13": {
        "no alternative text": lambda: sound(REACH, p(figure(""), style="Figure")),
        "a blank one": lambda: sound(REACH, p(figure("  "), style="Figure")),
        "no caption": lambda: sound(text("And:"), p(figure(), style="Figure"), text("So.")),
        "a caption two lines off": lambda: sound(REACH, text("And:"), p(figure())),
        "a caption at the other end": lambda: built(
            p(figure(), style="Figure") + report(*SOUND, REACH)),
        "a caption in a table": lambda: sound(
            CAPTION, table(HEADER, row("Abuse", cell(REACH))), p(figure(), style="Figure")),
    },
    "D15": {
        "4.48 to 1": lambda: styled("BodyText", coloured("777777")),
        "4.48 to 1 in the footer": lambda: built(sound_and(), **{STYLES: instead("4A5860", "777777", 99)}),
        "4.48 to 1 in a link": lambda: built(sound_and(), **{STYLES: instead("0B5A8F", "777777")}),
        "on the fill of a style": lambda: styled(
            "Callout", coloured("707070"), text("Draft", "Callout")),
        "white in a body row": lambda: sound(CAPTION, table(HEADER, row("Abuse", "Head", style="TableHeading"))),
        "white on the white of no table style": lambda: sound(
            CAPTION, table(HEADER, row("Abuse", "Head")).replace('<w:tblStyle w:val="smreportTable"/>', "")),
        "a dark colour in a header row": lambda: sound(
            CAPTION, table(row("Risk", "Owner", header=True, style="TableText"), row("Abuse", "Head"))),
    },
    "D16": {
        "none in more than ten pages": lambda: of_length(25_001),
        "an entry too few": lambda: of(*SOUND, H1, front=contents(headed(SOUND))),
        "an entry too many": lambda: of(*SOUND, front=contents([*headed(SOUND), ("1", "Risks")])),
        "another order": lambda: of(*SOUND, H1, front=contents(headed([*SOUND, H1])[::-1])),
        "other words": lambda: of(*SOUND, front=contents([("1", "Summary of it")])),
        "a level that it should have": lambda: of(
            *SOUND, H2, H3, front=contents(headed([*SOUND, H2]), 'TOC \\o "1-3" \\h')),
        "all levels, without saying which": lambda: of(
            *SOUND, H2, H3, front=contents(headed([*SOUND, H2]), "TOC \\o \\h")),
    },
    "D17": {
        "only how many pages there are": lambda: in_part(FOOTER, " PAGE ", " NUMPAGES "),
    },
    "D19": {
        "one is left out": lambda: sound(heading(1, "Appendix 1: risks"), heading(1, "Appendix 3: costs")),
        "the first is 2": lambda: sound(heading(1, "Appendix 2: risks")),
        "without a name": lambda: sound(heading(1, "Appendix 1: ")),
        "without a number": lambda: sound(heading(1, "Appendix 1: risks"), heading(1, "Appendix B: costs")),
    },
    "D20": {
        **{f"a typed {mark}": lambda mark=mark: sound(text(f"{mark} a")) for mark in ("-", "–", "•", "*", "1.", "12)")},
        "bullets without a lead-in": lambda: sound(text("So."), text("heard", "ListBullet")),
        "numbers without a lead-in": lambda: sound(text("So."), text("heard", "ListNumber")),
        "bullets after a table": lambda: sound(
            text("The aims are:", "ListLeadIn"), CAPTION, table(HEADER, row("Abuse", "Head")), text("a", "ListBullet")),
    },
    "D23": {
        "a capital": lambda: sound(heading(1, "Decisions Sought")),
        "a capital after the number of an appendix": lambda: sound(heading(1, "Appendix 1: all Risks")),
        "an ampersand": lambda: sound(heading(1, "Costs &amp; risks")),
        "capitals only": lambda: sound(heading(1, "RISKS")),
    },
    "D24": {
        "two columns": lambda: columns("2"),
        "a drawing that floats": lambda: sound(REACH, p(figure(kind="anchor"), style="Figure")),
        "a text box": lambda: sound(p(run("x"), "<w:r><w:pict><w:txbxContent/></w:pict></w:r>")),
        "a frame": lambda: sound(p(run("x"), more='<w:framePr w:w="9"/>')),
    },
    "D25": {
        "an empty one": lambda: sound(p()),
        "one of spaces": lambda: sound(text("  ")),
        "an empty cell": lambda: sound(CAPTION, table(HEADER, row("Abuse", cell(p(style="TableText"))))),
    },
}  # fmt: skip

KEEPS: dict[str, dict[str, Callable[[], bytes]]] = {
    "D01": {"the same title": sound},
    "D02": {"the language that is wanted": sound},
    "D03": {
        "one level down at a time": lambda: sound(H2, H3, heading(3, "By email"), heading(1, "And so on")),
        "a heading in a table of contents only": lambda: sound(text("Annexes", "TOCHeading")),
    },
    "D04": {
        "one run that is not bold": lambda: sound(p(run("Reach: ", "<w:b/>"), run("Email has most."))),
        "a link alone": lambda: sound(p(
            f'<w:hyperlink w:anchor="summary">{run("the summary", "<w:b/>")}</w:hyperlink>')),
        "bold text of another style": lambda: sound(p(run("Reach", "<w:b/>"), style="Callout")),
    },
    "D05": {
        "12 points": lambda: sound(p(run("Plain", '<w:sz w:val="24"/><w:szCs w:val="24"/>'))),
        "10 points in the footer": lambda: in_part(FOOTER, FOOTER_RUN[0], FOOTER_RUN[1].format(20)),
        "10 points in the style of the footer": lambda: sound(text("As a footer", "Footer")),
        "small text in a style that is not used": lambda: styled(
            "Callout", '<w:rPr><w:rFonts w:ascii="Georgia"/><w:sz w:val="12"/></w:rPr>'),
        "10 points in a style for headers": lambda: built(sound_and(text("Above", "Header")), **{
            STYLES: instead("</w:docDefaults>", f"</w:docDefaults>{AT_THE_TOP}")}),
        "another plain font": lambda: sound(p(run("Plain", '<w:rFonts w:ascii="Calibri" w:hAnsi="Verdana"/>'))),
        "a font for other scripts": lambda: sound(p(run("Plain", '<w:rFonts w:cs="Georgia"/>'))),
        "a size in the default style only": lambda: built(sound_and(), **{
            STYLES: lambda part: instead('<w:name w:val="Normal"/>', '<w:name w:val="Normal"/><w:rPr><w:sz w:val="24"/>'
                                         "</w:rPr>")(without_size(part))}),
    },
    "D06": {
        f"aligned {side}": lambda side=side: sound(p(run("Even"), more=f'<w:jc w:val="{side}"/>'))
        for side in ("left", "center", "right", "start")
    } | {"justified in a style that is not used": lambda: styled("Callout", '<w:pPr><w:jc w:val="both"/></w:pPr>')},
    "D07": {
        "italics switched off": lambda: sound(p(run("We", '<w:i w:val="0"/>'), run("listen", '<w:i w:val="false"/>'))),
        "underlining switched off": lambda: sound(p(run("We", '<w:u w:val="none"/>'))),
        "a link underlined by its style": lambda: sound(p(
            f'<w:hyperlink w:anchor="summary">{run("the summary", LINKED)}</w:hyperlink>')),
    },
    "D08": {
        "words that name it": lambda: sound(link("more about bins")),
        "a longer word": lambda: sound(link("linked data")),
        "what a heading says": lambda: sound(heading(1, "More", "aims"), link("More", "aims")),
        "an address in words": lambda: sound(link("the page https://example.org")),
    },
    "D08a": {
        "a link to a bookmark": lambda: sound(link("the summary")),
        "a reference with a switch": lambda: sound(p(run("See "), field("REF summary \\h"))),
        "another field with a name": lambda: sound(p(run("See "), field("DATE risks"))),
    },
    "D09": {
        "one header row": lambda: sound(CAPTION, table(HEADER, row("Abuse", "Head"), row("Delay", "Head"))),
        "rows in a content control": lambda: sound(CAPTION, table(controlled(HEADER), controlled(row("Abuse", "x")))),
    },
    "D10": {
        "a row as wide as the table": lambda: sound(
            CAPTION, table(row("Risk", "Due", "By", header=True, style="TableHeading"), row("a", "b", "c"), width=3)),
        "one blank cell": lambda: sound(CAPTION, table(HEADER, row("Abuse", " "))),
        "a cell in a content control": lambda: sound(
            CAPTION, table(HEADER, row("Abuse", "Head").replace("<w:tc>", "<w:sdt><w:sdtContent><w:tc>", 1)
                           .replace("</w:tc>", "</w:tc></w:sdtContent></w:sdt>", 1))),
    },
    "D11": {"rows that stay whole": lambda: sound(CAPTION, table(HEADER, row("Abuse", "Head")))},
    "D12": {
        "named in its properties": lambda: sound(text("And:"), table(HEADER, row("Abuse", "Head"), said=CAPTIONED)),
        "captioned and described": lambda: sound(CAPTION, table(HEADER, row("Abuse", "Head"))),
    },
    "D13": {
        "a caption below": lambda: sound(text("And:"), p(figure(), style="Figure"), REACH),
        "a caption above": lambda: sound(REACH, p(figure(), style="Figure"), text("So.")),
        "a caption above, at the end": lambda: sound(REACH, p(figure(), style="Figure")),
        "a caption below, at the start": lambda: built(p(figure(), style="Figure") + REACH + report(*SOUND)),
    },
    "D15": {
        "4.54 to 1": lambda: styled("BodyText", coloured("767676")),
        "4.54 to 1 in a link": lambda: built(sound_and(), **{STYLES: instead("0B5A8F", "767676")}),
        "4.54 to 1 in the footer": lambda: built(sound_and(), **{STYLES: instead("4A5860", "767676", 99)}),
        "a pale style that is not used": lambda: styled("Callout", coloured("EEEEEE")),
        "black, as Word chooses": lambda: styled("BodyText", coloured("auto")),
        "white in a header row": lambda: sound(CAPTION, table(HEADER, row("Abuse", "Head"))),
    },
    "D16": {
        "none in ten pages": lambda: of_length(25_000),
        "two levels, where it names none": lambda: of(*SOUND, H2, H3, front=contents(headed([*SOUND, H2]), "TOC \\h")),
        "levels that it leaves out": lambda: of(*SOUND, H2, H3, front=contents(headed([*SOUND, H2]))),
        "entries with the numbers of paragraphs": lambda: of(*SOUND, H1, front=contents(
            [("1", "1.Summary"), ("1", "2.More of it")])),
        "all levels, without saying which": lambda: built(
            report(*SOUND, H2, H3, front=contents([*headed([*SOUND, H2]), ("3", "By post")], "TOC \\h \\o")),
            **{STYLES: instead("</w:docDefaults>", f'</w:docDefaults>{TOC3}')}),
    },
    "D17": {"a field in one piece": lambda: built(sound_and(), **{FOOTER: lambda part: instead("</w:p>", (
        '<w:fldSimple w:instr=" PAGE ">' + run("1") + "</w:fldSimple></w:p>"))(part.replace(" PAGE ", " DATE "))})},
    "D19": {
        "from 1 on": lambda: sound(heading(1, "Appendix 1: risks"), heading(1, "Appendix 2: costs")),
        "a word that only begins so": lambda: sound(heading(1, "Appendixes")),
        "a lower heading": lambda: sound(heading(2, "Appendix 7 of the plan")),
    },
    "D20": {
        "a number that begins a sentence": lambda: sound(text("1.5 million people"), text("-5 degrees"), text("2027)")),
        "numbered headings and contents": lambda: sound(heading(1, "1. the aims")),
        "a list after a list": lambda: sound(
            text("So:", "ListLeadIn"), text("a", "ListBullet"), text("b", "ListNumber"), text("c", "ListBullet")),
    },
    "D23": {
        "one capital, and a short name": lambda: sound(heading(1, "Decisions sought of NHS boards")),
        "a lower heading": lambda: sound(heading(2, "Decisions Sought &amp; Made")),
        "after the number of an appendix": lambda: sound(heading(1, "Appendix 1: Risks of it")),
        "one letter": lambda: sound(heading(1, "Plan B")),
    },
    "D24": {
        "one column": lambda: columns("1"),
        "columns of no number": lambda: sound(p(run("x"), more='<w:sectPr><w:cols w:space="9"/></w:sectPr>')),
    },
    "D25": {
        "one with a drawing only": lambda: sound(REACH, p(figure(), style="Figure")),
        "one letter": lambda: sound(text(".")),
    },
}  # fmt: skip


def of_length(letters: int) -> bytes:
    """A report without a contents list of so many letters."""
    front = text("Contents", "TOCHeading")
    rest = "".join(re.findall(r"<w:t [^>]*>(.*?)</w:t>", report(*SOUND, front=front)))
    return of(*SOUND, text("x" * (letters - len(rest))), front=front)


def columns(number: str) -> bytes:
    return built(sound_and(p(run("x"), more=f'<w:sectPr><w:cols w:num="{number}"/></w:sectPr>')))


def controlled(piece: str) -> str:
    return f"<w:sdt><w:sdtContent>{piece}</w:sdtContent></w:sdt>"


def told(number: str) -> dict[str, list[str]]:
    """What is found in the cases of a rule that break any."""
    broken = {name: broken_rules(make()) for name, make in BREAKS[number].items()}
    kept = {name: broken_rules(make()) for name, make in KEEPS[number].items()}
    assert [name for name, said in broken.items() if number not in map(number_in, said)] == []
    assert [name for name, said in kept.items() if number in map(number_in, said)] == []
    return {f"{number} breaks: {name}": said for name, said in broken.items()} | {
        f"{number} keeps: {name}": said
        for name, said in kept.items()
        if said  # it may break others
    }


@pytest.mark.parametrize("level", ["law", "guide"])
def test_what_just_breaks_a_rule_is_found_and_what_just_keeps_it_is_not(level: str) -> None:
    cases = [told(rule.number) for rule in RULES if rule.level == level]
    lines = [line for case in cases for name, said in case.items() for line in (name, *said)]
    assert_is(f"rules of the {level}", "\n".join(lines))


def test_every_rule_has_cases_on_both_sides() -> None:
    assert list(BREAKS) == list(KEEPS) == [rule.number for rule in RULES]


def test_the_report_that_they_change_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    without_figure = [block for block in SOUND if "w:drawing" not in block]
    path.write_bytes(of(*without_figure))
    validator = openxml_audit.OpenXmlValidator(openxml_audit.FileFormat.MICROSOFT_365, strict=True)
    assert list(validator.validate(path).errors) == []
    assert broken_rules(sound()) == []


def test_another_language_is_as_good_where_it_is_wanted() -> None:
    welsh = in_part(STYLES, '<w:lang w:val="en-GB"', '<w:lang w:val="cy"')
    for language, is_kept in (("cy", True), ("en-GB", False)):
        (kept,) = (each for each in self_check(welsh, language) if each.number == "D02")
        assert (not kept.broken) is is_kept


@pytest.mark.parametrize(("language", "is_kept"), [("de-AT", True), ("lb", True), ("en-GB", False), ("cy", False)])
def test_nouns_have_capitals_where_the_language_asks_for_them(language: str, is_kept: bool) -> None:
    (case,) = (each for each in self_check(sound(heading(1, "Der Bericht")), language) if each.number == "D23")
    assert (not case.broken) is is_kept


@pytest.mark.parametrize(("faults", "more"), [(3, ""), (4, " and 1 more")])
def test_a_rule_names_three_faults_and_counts_the_rest(faults: int, more: str) -> None:
    broken = tuple(f"fault {number}" for number in range(1, faults + 1))
    said = as_sentence((Kept("D01", "title set", "law"), Kept("D04", "no bold", "guide", broken)))
    assert said.splitlines() == [
        "keeps 1 of 2 accessibility rules: title set.", f"Not kept: no bold (D04): fault 1; fault 2; fault 3{more}.",
    ]  # fmt: skip


@pytest.mark.parametrize(("colour", "ratio"), [("777777", "4.47"), ("7F7F7F", "4.00")])
def test_a_contrast_is_cut_off_and_never_told_as_enough(colour: str, ratio: str) -> None:
    said = f"body text: {colour} on FFFFFF has a contrast of {ratio} to 1"
    assert f"D15: {said}" in broken_rules(styled("BodyText", coloured(colour)))


@pytest.mark.parametrize(("half_points", "points"), [(23, "11.5"), (22, "11")])
def test_how_small_letters_are_is_told_to_half_a_point(half_points: int, points: str) -> None:
    small = p(run("Small", f'<w:sz w:val="{half_points}"/>'))
    assert broken_rules(sound(small)) == [f"D05: text of {points} points in a piece of text"]


# --- what a build does about it ---


def test_these_rules_are_asked_for_by_the_law() -> None:
    by_law = [rule.number for rule in RULES if rule.level == "law"]
    assert by_law == ["D01", "D02", "D03", "D08", "D08a", "D09", "D10", "D13", "D15", "D24"]


@pytest.fixture(scope="module")
def blank(blueprint: Blueprint, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook that nobody has filled in."""
    return saved(workbook(blueprint, ""), tmp_path_factory.mktemp("blank") / "w.xlsx")


@pytest.mark.long
@pytest.mark.parametrize("number", ["D09", "D11"], ids=["a rule of the law", "a rule of a guide"])
@pytest.mark.parametrize("is_own", [False, True], ids=["shipped looks", "looks of a council"])
def test_a_build_stops_where_its_own_looks_break_a_rule_of_the_law(
    number: str, is_own: bool, blank: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faulty = next(iter(BREAKS[number].values()))()
    monkeypatch.setattr(publishing, "write_docx", lambda *_, **__: faulty)
    out, style = tmp_path / "out", tmp_path / "own.docx"
    style.write_bytes(WRITTEN)
    done = CliRunner().invoke(main, ["build", str(blank), "-o", str(out), *(["--style", str(style)] if is_own else [])])
    stops = number == "D09" and not is_own
    assert done.exit_code == (2 if stops else 0), done.output
    assert ("a document that is not accessible" in done.stderr) is stops
    assert (out / "strategy.docx").exists() is not stops
    assert f"({number}): " in " ".join(done.output.split())


@pytest.mark.parametrize(("code", "told"), [("REF risks \\h", "reference risks leads"), ("REF", "without a name")])
def test_a_reference_to_nothing_is_named(code: str, told: str) -> None:
    (broken,) = [rule for rule in broken_rules(sound(p(run("See "), field(code)))) if rule.startswith("D08a")]
    assert told in broken
