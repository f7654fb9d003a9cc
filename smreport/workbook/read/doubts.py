"""The kinds of doubt about how cells were read: what is odd, how much it weighs, and what to do."""

from __future__ import annotations

from smreport.findings import Level
from smreport.frozen import Frozen
from smreport.words import say


class Doubt(Frozen):
    """A kind of doubt: its name and weight. What is odd, and what to do, stands in the catalogue of words.

    in_general  whether it can be said in general what to do, and not only of the cell itself
    """

    name: str
    level: Level
    in_general: bool = True

    @property
    def code(self) -> str:
        return f"cells.{self.name}"

    @property
    def what(self) -> str:
        return say(f"findings.cells.{self.name}.what")

    @property
    def fix(self) -> str:
        return say(f"findings.cells.{self.name}.fix") if self.in_general else ""


ERROR_VALUE = Doubt("error_value", Level.GAP)
NO_RESULT = Doubt("no_result", Level.GAP)
FAR = Doubt("far", Level.GAP)
MERGED = Doubt("merged", Level.GAP, in_general=False)
UNLINKED = Doubt("tick_box", Level.GAP)
TYPED = Doubt("typed_over", Level.NOTE)
HIDDEN = Doubt("hidden", Level.NOTE, in_general=False)
STRUCK = Doubt("struck", Level.NOTE)
PERCENT = Doubt("percent", Level.NOTE, in_general=False)
OTHERWISE = Doubt("shown_otherwise", Level.NOTE, in_general=False)
NOT_SHOWN = Doubt("not_shown", Level.NOTE, in_general=False)
NO_FORMAT = Doubt("unknown_format", Level.NOTE, in_general=False)
YES_IN_WORDS = Doubt("yes_in_words", Level.NOTE)
NO_IN_WORDS = Doubt("no_in_words", Level.NOTE)
TURNED = Doubt("turned_into_a_date", Level.NOTE)
AMBIGUOUS = Doubt("ambiguous_date", Level.NOTE)
NO_DAY = Doubt("no_day", Level.NOTE)
PLACEHOLDER = Doubt("placeholder", Level.NOTE)
TWICE = Doubt("heading_twice", Level.NOTE)
COPY = Doubt("sheet_copy", Level.NOTE, in_general=False)
GUESSED = Doubt("sheet_guessed", Level.NOTE, in_general=False)
OTHER_FORM = Doubt("other_form", Level.NOTE, in_general=False)
NOT_LOOKED = Doubt("not_looked", Level.NOTE)
NOTHING_SAID = Doubt("nothing_said", Level.NOTE)
FROM_ABOVE = Doubt("from_above", Level.NOTE)
NOT_FROM_ABOVE = Doubt("not_from_above", Level.GAP)
BULLET = Doubt("bullet", Level.NOTE)
TOTALS = Doubt("totals", Level.NOTE)
SUBHEADING = Doubt("subheading", Level.NOTE)
HEADINGS_AGAIN = Doubt("headings_again", Level.NOTE)
SECOND_TABLE = Doubt("second_table", Level.GAP)
ABOVE = Doubt("above_headings", Level.GAP)
BESIDE = Doubt("beside", Level.GAP)
EXTRA_COLUMN = Doubt("extra_column", Level.NOTE)
SECRET_COLUMN = Doubt("secret_column", Level.ERROR, in_general=False)
SECRET_FIGURE = Doubt("secret_figure", Level.ERROR)
SECRET_BESIDE = Doubt("secret_beside", Level.ERROR, in_general=False)
COMMENT = Doubt("comment", Level.NOTE)
BOX = Doubt("text_box", Level.NOTE)
COLOURS = Doubt("colours", Level.NOTE)

DOUBTS = (
    ERROR_VALUE, NO_RESULT, FAR, TYPED, MERGED, UNLINKED, HIDDEN, STRUCK, PERCENT, OTHERWISE, NOT_SHOWN,
    NO_FORMAT, TURNED, AMBIGUOUS, NO_DAY, NOTHING_SAID, FROM_ABOVE, NOT_FROM_ABOVE, BULLET, PLACEHOLDER, TOTALS,
    SUBHEADING, HEADINGS_AGAIN, SECOND_TABLE, ABOVE, BESIDE, EXTRA_COLUMN,
    SECRET_COLUMN, SECRET_FIGURE, SECRET_BESIDE, COMMENT, BOX, COLOURS, YES_IN_WORDS,
    NO_IN_WORDS, TWICE, COPY, GUESSED, OTHER_FORM, NOT_LOOKED,
)  # fmt: skip
"""All kinds of doubt, for the handbook."""

STOPPING = (SECRET_COLUMN.code, SECRET_FIGURE.code)
"""The codes of doubts about what may be a mark of what is not for publication, and hides nothing: all is kept back."""

LOST_IN_RENEWAL = tuple(doubt.code for doubt in (
    ERROR_VALUE, NO_RESULT, FAR, YES_IN_WORDS, NO_IN_WORDS, NOTHING_SAID, FROM_ABOVE, NOT_FROM_ABOVE, BULLET, TOTALS,
    SUBHEADING, HEADINGS_AGAIN, SECOND_TABLE,
))  # fmt: skip
"""The codes of doubts about cells that a workbook made anew shows in another way."""
