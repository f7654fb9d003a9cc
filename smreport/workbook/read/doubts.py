"""The kinds of doubt about how cells were read: what is odd, how much it weighs, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from smreport.blueprint.own_cells import TYPED_OVER, WAY_BACK
from smreport.findings import Level


@dataclass(frozen=True)
class Doubt:
    """A kind of doubt: its name and weight, what is odd, and what to do unless the cell itself says more."""

    name: str
    level: Level
    what: str
    fix: str = ""

    @property
    def code(self) -> str:
        return f"cells.{self.name}"


ERROR_VALUE = Doubt(
    "error_value", Level.GAP, "The cell shows an error value, so it was read as blank.",
    "Type the answer itself, or mend the formula and save the file again.",
)  # fmt: skip
NO_RESULT = Doubt(
    "no_result", Level.GAP, "The formula here has no saved result, so the cell was read as blank.",
    "Open the workbook in Excel, save it and send it again; or type the answer itself.",
)  # fmt: skip
FAR = Doubt(
    "far", Level.GAP, "Something stands far away from all else in the sheet, and was not read.",
    "Delete it, or move it up to the rows and columns that are filled in.",
)  # fmt: skip
MERGED = Doubt("merged", Level.GAP, "Cells are merged here, and only the first of them holds the answer.")
UNLINKED = Doubt(
    "tick_box", Level.GAP, "A tick box lies over this cell, and nobody can tell whether it is ticked.",
    "Type the answer in the cell itself.",
)  # fmt: skip
TYPED = Doubt("typed_over", Level.NOTE, TYPED_OVER, WAY_BACK)
HIDDEN = Doubt("hidden", Level.NOTE, "Rows are hidden, by hand or by a filter. They were read all the same.")
STRUCK = Doubt(
    "struck", Level.NOTE, "The text is struck out. It was read all the same.",
    "Delete it if it should not count.",
)  # fmt: skip
PERCENT = Doubt("percent", Level.NOTE, "The cell shows a percentage, which was read as a plain number.")
OTHERWISE = Doubt("shown_otherwise", Level.NOTE, "The cell’s number format shows something else than was read.")
NOT_SHOWN = Doubt("not_shown", Level.NOTE, "The cell’s number format hides what is in the cell.")
NO_FORMAT = Doubt("unknown_format", Level.NOTE, "The cell has a number format that smreport does not know.")
YES_IN_WORDS = Doubt(
    "yes_in_words", Level.NOTE, "Other words stand here, and were read as Yes.", "Pick Yes from the list, to be sure."
)
NO_IN_WORDS = Doubt(
    "no_in_words", Level.NOTE, "Other words stand here, and were read as No.", "Pick No from the list, to be sure."
)
TURNED = Doubt(
    "turned_into_a_date", Level.NOTE, "A date stands here, and none is asked for.",
    "If Excel made it of something like 1-5, type that again after an apostrophe: '1-5.",
)  # fmt: skip
AMBIGUOUS = Doubt(
    "ambiguous_date", Level.NOTE, "The date is in words that could be taken in several ways.",
    "Type it like that, to be sure.",
)  # fmt: skip
NO_DAY = Doubt(
    "no_day", Level.NOTE, "No day can be told from these words.",
    "Leave them if they are meant so; else type a date such as 1 September 2027.",
)  # fmt: skip
PLACEHOLDER = Doubt(
    "placeholder", Level.NOTE, "A word that stands for nothing counts as an answer here.",
    "Leave the cell blank while the answer is not known, so that it is listed as missing.",
)  # fmt: skip
TWICE = Doubt(
    "heading_twice", Level.NOTE, "The same heading stands here a second time. Only the first is read.",
    "Move the answers below the first one, or give this one another heading.",
)  # fmt: skip
COPY = Doubt("sheet_copy", Level.NOTE, "The sheet looks like a copy, and was not read.")
GUESSED = Doubt("sheet_guessed", Level.NOTE, "The sheet has another name, and was known by its headings.")
OTHER_FORM = Doubt("other_form", Level.NOTE, "The workbook was made with another edition of its form.")
NOT_LOOKED = Doubt(
    "not_looked", Level.NOTE, "In this file error values, hidden rows and number formats cannot be seen.",
    "To have them seen too, open the workbook in Excel, save it and send it again.",
)  # fmt: skip

NOTHING_SAID = Doubt(
    "nothing_said", Level.NOTE, "Words that stand for an answer still to come were read as blank.",
    "Fill the cell in once the answer is known.",
)  # fmt: skip
FROM_ABOVE = Doubt(
    "from_above", Level.NOTE, "The cell repeats the row above in a word or a sign, and was filled in from there.",
    "Leave it, or type the answer itself.",
)  # fmt: skip
NOT_FROM_ABOVE = Doubt(
    "not_from_above", Level.GAP, "The cell repeats the row above, from which nothing could be taken.",
    "Type the answer itself.",
)  # fmt: skip
BULLET = Doubt(
    "bullet", Level.NOTE, "A bullet stands before the answer, and was left out.", "Leave it, or delete the bullet.",
)  # fmt: skip
TOTALS = Doubt(
    "totals", Level.NOTE, "The row looks like one of totals, and was not read.",
    "Delete it. If it is a row of its own, give it another name.",
)  # fmt: skip
SUBHEADING = Doubt(
    "subheading", Level.NOTE, "The row looks like a title within the table, and was not read.",
    "Delete it. If it is a row of its own, fill in more of it.",
)  # fmt: skip
HEADINGS_AGAIN = Doubt(
    "headings_again", Level.NOTE, "The headings stand here a second time. This row was not read, those below it were.",
    "Delete this row.",
)  # fmt: skip
SECOND_TABLE = Doubt(
    "second_table", Level.GAP, "Another table begins here. It was not read.",
    "Move its answers under the headings of the sheet where they belong.",
)  # fmt: skip
ABOVE = Doubt(
    "above_headings", Level.GAP, "Something was typed above the headings, and was not read.",
    "Move answers into the table; delete the rest.",
)  # fmt: skip
BESIDE = Doubt(
    "beside", Level.GAP, "Something was typed beside the answers, and was not read.",
    "Move answers into the columns for them; delete the rest.",
)  # fmt: skip
EXTRA_COLUMN = Doubt(
    "extra_column", Level.NOTE, "The form does not ask for this column. It is kept, and not used.",
    "Move what is an answer into the column that asks for it.",
)  # fmt: skip
COMMENT = Doubt(
    "comment", Level.NOTE, "There is a comment on the cell. It was not used.",
    "Type into the cell what should count.",
)  # fmt: skip
BOX = Doubt(
    "text_box", Level.NOTE, "A text box or shape lies over the sheet. It was not used.",
    "Type into the cells what should count.",
)  # fmt: skip
COLOURS = Doubt(
    "colours", Level.NOTE, "Cells were coloured by hand. The colours were not used.",
    "Type into the cells what the colours mean.",
)  # fmt: skip

DOUBTS = (
    ERROR_VALUE, NO_RESULT, FAR, TYPED, MERGED, UNLINKED, HIDDEN, STRUCK, PERCENT, OTHERWISE, NOT_SHOWN,
    NO_FORMAT, TURNED, AMBIGUOUS, NO_DAY, NOTHING_SAID, FROM_ABOVE, NOT_FROM_ABOVE, BULLET, PLACEHOLDER, TOTALS,
    SUBHEADING, HEADINGS_AGAIN, SECOND_TABLE, ABOVE, BESIDE, EXTRA_COLUMN, COMMENT, BOX, COLOURS, YES_IN_WORDS,
    NO_IN_WORDS, TWICE, COPY, GUESSED, OTHER_FORM, NOT_LOOKED,
)  # fmt: skip
"""All kinds of doubt, for the handbook."""

LOST_IN_RENEWAL = tuple(doubt.code for doubt in (
    ERROR_VALUE, NO_RESULT, FAR, YES_IN_WORDS, NO_IN_WORDS, NOTHING_SAID, FROM_ABOVE, NOT_FROM_ABOVE, BULLET, TOTALS,
    SUBHEADING, HEADINGS_AGAIN, SECOND_TABLE,
))  # fmt: skip
"""The codes of doubts about cells that a workbook made anew shows in another way."""
