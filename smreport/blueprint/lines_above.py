"""What stands between a sheet's title and its table, a line in each row, and none longer than a printed page takes."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from smreport.blueprint.model import Blueprint, Sheet
from smreport.blueprint.needed import Need, need
from smreport.frozen import replace
from smreport.words import joining, say, speaking_of

LONGEST_LINE = 170  # letters: on the narrowest page, of Letter paper, 8 points leave as much beside a column cut off


def with_lines_above(blueprint: Blueprint) -> Blueprint:
    """The blueprint whose sheets know the lines above their tables, in its language: these say where a table begins."""
    with speaking_of(blueprint.tongue):
        sheets = {
            key: replace(sheet, above=(*_lines(sheet, blueprint.start.title),))
            for key, sheet in blueprint.sheets.items()
        }
    return replace(blueprint, sheets=sheets)


def in_lines(text: str, size: int = 1) -> list[str]:
    """A text in lines that fit on a page; ``size`` how many letters of a line one of its letters takes."""
    return [part for line in text.split("\n") for part in _even(line, LONGEST_LINE // size) or [""]]


def _even(line: str, most: int) -> list[str]:
    """A line in as few as take ``most`` letters, and these about as long as each other: no word stands alone."""
    fewest = len(wrap(line, most, break_on_hyphens=False))
    if fewest <= 1:
        return wrap(line, most)
    widths = range(len(line) // fewest, most + 1)
    return next(lines for width in widths if len(lines := wrap(line, width, break_on_hyphens=False)) == fewest)


def way_back(start: str, before: str = "") -> str:
    """The words of the link to the first sheet, behind other sentences."""
    return joining.sentences((before, say("workbook.way_back", sheet=start)))


def _lines(sheet: Sheet, start: str) -> Iterator[str]:
    """Purpose, guidance, and who fills the sheet in, with the link to the first sheet in the last line."""
    for text in (sheet.purpose, *sheet.guidance):
        yield from in_lines(text)
    before = _before_way_back(sheet)
    if len(together := way_back(start, before)) <= LONGEST_LINE:
        yield together
    else:
        yield from in_lines(before)
        yield way_back(start)


def _before_way_back(sheet: Sheet) -> str:
    """Who fills the sheet in, and what the looks of headings (in a form, of questions) mean."""
    who = say("workbook.filled_in_by", who=sheet.who) if sheet.who else ""
    if sheet.rows_from:
        return who
    need_of_last = need(sheet, sheet.columns[-1])  # what the workbook fills in comes last
    italics = say("workbook.in_italics") if need_of_last is Need.WORKBOOK else ""
    return joining.sentences((who, say("workbook.in_bold"), italics))
