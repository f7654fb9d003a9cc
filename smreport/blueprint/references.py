"""What a column refers to: the rows of another sheet."""

from __future__ import annotations

from typing import Annotated

from smreport.declared import ADDRESS, FOR_ALL, Key
from smreport.frozen import Frozen


class Reference(Frozen):
    """What a ref column points at: "areas.label" is the column ``label`` of the sheet ``areas``.

    also    texts that are offered before its rows
    called  what else people may call these: pairs of such a text and the one that is meant
    """

    sheet: str
    column: str
    also: tuple[str, ...] = ()
    called: tuple[tuple[str, str], ...] = ()

    @property
    def address(self) -> str:
        """The column, named like "areas.label"."""
        return f"{self.sheet}.{self.column}"


class ReferenceKeys(Frozen):
    """How a template says it: the address of the column, and texts that are offered before its rows."""

    to: Annotated[str, Key(names=ADDRESS)]
    also: Annotated[tuple[str, ...], FOR_ALL] = ()

    @property
    def made(self) -> Reference:
        sheet, _, column = self.to.partition(".")
        return Reference(sheet, column, self.also)
