"""What a cell says when it is selected: what to put there, or that it is to be left as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from smreport.blueprint.model import Sheet
from smreport.blueprint.needed import Need, guide, leave, need
from smreport.blueprint.sheet_places import check_heading, form_headings
from smreport.words import joining, say

LONGEST_TITLE, LONGEST_PROMPT = 32, 255  # letters, in Excel


class Prompt(NamedTuple):
    """Words for an area of cells: rows and columns as Excel counts them, from 1."""

    top: int
    left: int
    bottom: int
    right: int
    title: str
    words: str
    fixed: bool = False  # a formula stands there: Excel asks before somebody types over it


def shortened(text: str, limit: int) -> str:
    """The text, with a dot at its end that says so where it is cut."""
    return joining.shortened(text, limit)


def leave_prompts(sheet: Sheet) -> Iterator[Prompt]:
    """The prompts of all cells that people should leave as they are: headings, and what the workbook fills in."""
    yield from _form(sheet) if sheet.is_form else _table(sheet)
    words = joining.sentences((leave(), say("workbook.prompt.check")))
    yield Prompt(sheet.first_row, 1, sheet.last_row, 1, check_heading(), words, True)


def _form(sheet: Sheet) -> Iterator[Prompt]:
    head, first, last = sheet.header_row, sheet.first_row, sheet.last_row
    question, _, what = form_headings()[1:]
    headings, keep_headings = say("workbook.prompt.headings"), say("workbook.prompt.keep_headings")
    yield Prompt(head, 1, head, len(form_headings()), headings, keep_headings)
    keep = say("workbook.prompt.keep_questions")
    yield Prompt(first, 2, last, 2, question, keep)
    yield Prompt(first, 4, last, 4, what, say("workbook.prompt.keep_guidance"))


def _table(sheet: Sheet) -> Iterator[Prompt]:
    head, keep = sheet.header_row, say("workbook.prompt.keep_headings")
    yield Prompt(head, 1, head, 1, check_heading(), joining.sentences((say("workbook.prompt.check"), keep)))
    for number, column in enumerate(sheet.columns, start=2):
        guidance = guide(sheet, column)
        words = joining.sentences((shortened(guidance, LONGEST_PROMPT - len(joining.sentences(("…", keep))) + 1), keep))
        yield Prompt(head, number, head, number, column.heading, words)
        if need(sheet, column) is Need.WORKBOOK and not column.asked:
            yield Prompt(sheet.first_row, number, sheet.last_row, number, column.heading, guidance, True)
