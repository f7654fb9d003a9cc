"""What the cells of an emitted workbook look like, and how high the rows are that hold their texts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

from smreport.blueprint.needed import Need
from smreport.words import locales
from smreport.workbook.colours import FIXED_FILL, HEADER_FILL, INPUT_FILL, QUIET_FILL

_FONT = {"font_name": "Arial", "font_size": 11, "font_scheme": "none"}
NORMAL_FONT = {"default_format_properties": _FONT}  # in whose figures widths are counted; every system has its like
LETTER = 7 / 8  # the width of a letter, which is less than that of a figure
_LINE_HEIGHT, _MOST_LINES = 14.5, 28  # points; Excel shows 409 points at most
_HEADER_TEXT, _QUIET_TEXT, _LINE = "#FFFFFF", "#14323C", "#B8C4CA"
TITLE_HEIGHT = 25.5  # points
_LOST, _BOLD = 3, 1.1  # letters that a line does not use; the width of a bold letter
_BOX = {"border": 1, "border_color": _LINE}


def _number_formats() -> dict[str, str]:
    """The number format of each style, as money and dates are written where the language is spoken."""
    day = locales.day_in_excel()
    return {
        "money": locales.money_in_excel(), "percent": "0.0%", "date": day, "score": "0.0", "figure": "@",
        "moment": f"{day} hh:mm", "hours": "[h]:mm",
    }  # fmt: skip


class CellLooks:
    """The cell formats, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.made: dict[tuple[str, bool, bool], Format] = {}
        self.number_formats = _number_formats()
        font = self.font = _FONT
        self.title = book.add_format({**font, "bold": True, "font_size": 18, "font_color": HEADER_FILL})
        self.plain = book.add_format({**font, "valign": "top"})
        self.own_date, self.own_moment, self.own_hours = (
            book.add_format({**font, "valign": "top", "num_format": self.number_formats[style]})
            for style in ("date", "moment", "hours")
        )
        self.note = book.add_format({**font, "font_color": "#595959"})
        self.link = book.add_format({**font, **_BOX, "font_color": "#0B5394", "underline": 1, "valign": "top"})
        self.link_line = book.add_format({**font, "font_color": "#0B5394", "underline": 1})
        heading = {**font, **_BOX, "text_wrap": True, "valign": "vcenter"}
        loud = {**heading, "bold": True, "bg_color": HEADER_FILL, "font_color": _HEADER_TEXT}
        quiet = {**heading, "bg_color": QUIET_FILL, "font_color": _QUIET_TEXT}
        self.header = book.add_format(loud)
        self.headings = {
            Need.ALWAYS: self.header,
            Need.AT_TIMES: book.add_format(quiet),
            Need.WORKBOOK: book.add_format({**quiet, "italic": True, "bg_color": FIXED_FILL}),
        }
        self.needed_question = book.add_format(
            {**font, **_BOX, "bold": True, "text_wrap": True, "valign": "top", "bg_color": FIXED_FILL}
        )
        self.check = book.add_format({**font, **_BOX, "text_wrap": True, "valign": "top", "bg_color": FIXED_FILL})
        self.fine = book.add_format({"font_color": "#1B5E20"})
        self.faulty = book.add_format({"font_color": "#8B1A1A", "bg_color": "#FBE3E1"})
        self.lacking = book.add_format({"font_color": "#6B4A00", "bg_color": "#FFF3D6"})

    def cell(self, style: str, fixed: bool = False, left: bool = False) -> Format:
        """The format of an answer, or of a cell that the workbook fills in itself (``fixed``)."""
        if (style, fixed, left) not in self.made:
            look: dict[str, Any] = {**self.font, **_BOX, "valign": "top"}
            look |= {"bg_color": FIXED_FILL if fixed else INPUT_FILL}
            look |= {"num_format": self.number_formats[style]} if style in self.number_formats else {}
            look |= {"text_wrap": True} if style in ("text", "figure", "date") else {}
            look |= {"align": "left"} if left or style in ("date", "figure") else {}
            self.made[style, fixed, left] = self.book.add_format(look)
        return self.made[style, fixed, left]


def height(texts: Sequence[tuple[str, float]]) -> float:
    """Points for the tallest of some wrapped texts in columns of these widths (in letters)."""
    return _LINE_HEIGHT * min(max(_lines(text, width) for text, width in texts), _MOST_LINES)


def heading_height(headings: Sequence[str], widths: Sequence[float]) -> float:
    """Points for a row of headings, which stand in bold."""
    return _LINE_HEIGHT * max(2, *map(_bold_lines, headings, widths))


def least_width(heading: str, choices: Iterable[str]) -> float:
    """Letters that a column needs so that no word of its heading, in bold, or of its choices is broken."""
    bold, plain = (max(map(len, " ".join(texts).split()), default=0) for texts in ((heading,), choices))
    return max(bold * _BOLD, plain) + _LOST


def group_height(heading: str, width: float) -> float:
    """Points for a heading in bold above a group of questions."""
    return _LINE_HEIGHT * _bold_lines(heading, width)


def _bold_lines(text: str, width: float) -> int:
    return len(wrap(text, max(int(width / _BOLD), 1)))


def _lines(text: str, width: float) -> int:
    """How many lines a text takes: some letters are lost at each end where a word does not fit any more."""
    fits = max(width - _LOST, 1)
    return sum(
        1 if len(line) <= fits else max(math.ceil(len(line) / fits), len(wrap(line, max(int(width), 1))))
        for line in text.split("\n")
    )
