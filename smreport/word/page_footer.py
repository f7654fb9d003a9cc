"""The line at the foot of each page: the house's own, or one more in the footer that a council has."""

from __future__ import annotations

from smreport.word.elements import Element, W, content_control, field, paragraph, run, w
from smreport.word.font_widths import Lettering, word_width
from smreport.words import joining, place, placed, say

TAG = "smreport:footer"
_GAP = "   "


def house_footer() -> Element:
    """The footer of the house: a line that each report fills with its own text, and the page number."""
    return w("ftr", content_control(1, TAG, say("word.footer.name"), _line("", "\t")))


def on_one_line(text: str, lettering: Lettering, width: int) -> str:
    """A footer's text as it fits beside the page number; else without the title, its first part, which it can spare."""
    others = joining.parted("beside", text)[1:]
    fits = word_width(text + _GAP + numbering("100", "100"), lettering) <= width
    return text if fits or not others else joining.beside(others)


def fill_footer(footer: Element, text: str, is_cover: bool) -> list[Element]:
    """Put the report's text and the page number into a footer; the number only where it has none, and not on a cover.

    The line takes the place of the house's line, or goes below what a council has there. Gives what was put in.
    """
    for control in footer.iter(W + "sdt"):
        if control.find(f"{W}sdtPr/{W}tag[@{W}val='{TAG}']") is not None:
            for name in control.iterfind(f"{W}sdtPr/{W}alias"):
                name.set(W + "val", say("word.footer.name"))
            line = _line(text, "\t")
            control.find(W + "sdtContent")[:] = [line]
            return [line]
    if is_cover or _has_page_number(footer):
        lines = [paragraph("Footer", run(text))] if text else []
    else:
        lines = [_line(text, " · ")]
    if lines and len(footer) == 1 and _is_blank(footer[0]):
        footer.clear()
    footer.extend(lines)
    return lines


def _line(text: str, between: str) -> Element:
    before = f"{text}{between}" if text or between == "\t" else ""
    said = placed(before + numbering(place(0), place(1)), [field("PAGE", "1"), field("NUMPAGES", "1")])
    return paragraph(
        "Footer", *(part for piece in said for part in ([run(piece)] if isinstance(piece, str) else piece))
    )


def numbering(page: str, pages: str) -> str:
    """What stands at the foot of each page: "Page 1 of 9"."""
    return say("word.footer.pages", page=page, pages=pages)


def _has_page_number(footer: Element) -> bool:
    codes = [code.text or "" for code in footer.iter(W + "instrText")]
    codes += [simple.get(W + "instr", "") for simple in footer.iter(W + "fldSimple")]
    return any(code.split()[:1] == ["PAGE"] for code in codes)


def _is_blank(element: Element) -> bool:
    """A paragraph that shows nothing at all."""
    return element.tag == W + "p" and all(child.tag == W + "pPr" for child in element)
