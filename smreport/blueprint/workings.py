"""Workings: columns of the Lists sheet that work something out once for each row, for the formulas of many."""

from __future__ import annotations

from dataclasses import dataclass

TEXT, PARTS, WORTH, PLACE = "text", "parts", "worth", "place"


@dataclass(frozen=True)
class Working:
    """A column of the Lists sheet that works something out once for each row of another sheet.

    kind  the trimmed texts of a column, its choices ready to be searched, the values of a scale's words, or
          their places among the texts of another column (``names``)
    """

    kind: str
    sheet: str
    column: str
    names: str = ""

    @property
    def name(self) -> str:
        """Its defined name."""
        return working_name(self.kind, f"{self.sheet}.{self.column}", self.names)


def working_name(kind: str, address: str, names: str = "") -> str:
    return "_".join(filter(None, (kind, address.replace(".", "_"), names and "in", names.replace(".", "_"))))
