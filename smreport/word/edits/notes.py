"""What a renewal tells people: in comments in the file, and in lists after a build."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from smreport.frozen import Frozen

ToldKind = Literal["changed", "stale", "left_out", "gone", "table", "footer"]


class EditWords(Protocol):
    """The words of the comments; they come from whoever renews a file, in the language of its readers."""

    def changed(self, wording: str, figures: Sequence[str]) -> str:
        """People and the workbook changed the same: the new wording, and figures of people's that are not in it."""

    def stale(self, figures: Sequence[str]) -> str:
        """Figures in people's words that stood in the paper before, and no longer do."""

    def left_out(self, wordings: Sequence[str]) -> str:
        """People took something out, and the workbook says something new there."""

    def gone(self) -> str:
        """What people edited here is no longer in the workbook."""

    def table(self, rows: Sequence[str]) -> str:
        """People changed the columns of a table, and the workbook its rows: all of them as they are now."""

    def footer(self, wording: str) -> str:
        """People changed the line at the foot of the pages, and the workbook says something new there."""

    def footer_name(self) -> str:
        """What the foot of the pages is called."""


class Told(Frozen):
    """A comment in the file: what it is about, the heading of its section, and what it says.

    What it says of a footer, where no comment can hang, stands in the lists only.
    """

    kind: ToldKind
    section: str
    text: str


class Kept(Frozen):
    """A renewed document, and what of people's work it keeps.

    edited        headings of the sections in which people changed words
    removed       headings of the sections from which they took something out
    added         how many paragraphs and tables they wrote
    comments      the comments that now hang in it
    is_untouched  whether the old file had the very bytes that were written, so that nothing of it needs keeping
    """

    content: bytes
    edited: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    added: int = 0
    comments: tuple[Told, ...] = ()
    is_untouched: bool = False

    @property
    def is_pure(self) -> bool:
        """Whether nobody had changed any words."""
        return not (self.edited or self.removed or self.added)
