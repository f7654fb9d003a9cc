"""Lists of what people typed in other sheets: after fixed choices, or ordered by another column."""

from __future__ import annotations

from smreport.blueprint.columns import Ref
from smreport.blueprint.references import Reference
from smreport.frozen import Frozen
from smreport.words import say


class LiveList(Frozen):
    """Fixed choices followed by what people typed in a column: "All areas", then the areas."""

    to: Ref

    @property
    def key(self) -> str:
        return live_list_key(self.to)

    @property
    def fixed(self) -> tuple[str, ...]:
        return self.to.to.also


def live_list_key(reference: Ref) -> str:
    return f"{reference.to.sheet}.{reference.to.column}+{','.join(reference.to.also)}"


class GroupedList(Frozen):
    """What people typed in a column, ordered by another column: the objectives of each area.

    On the Lists sheet it takes four columns: the groups; how many choices each has, and how many there are up
    to its last one; and the choices, group after group. Rows for all groups (``any``) are among those of each.
    """

    heading: str  # of the ref column that offers it
    to: Ref
    groups: Reference
    any: str

    PARTS = ("group", "size", "up_to", "choice")
    GROUP, SIZE, UP_TO, CHOICE = range(4)

    @property
    def key(self) -> str:
        return grouped_list_key(self.to)

    @property
    def headings(self) -> tuple[str, ...]:
        name, by = self.heading, self.to.within
        group = say("workbook.lists.group", heading=name, by=by)
        size, up_to = say("workbook.lists.size", heading=name), say("workbook.lists.up_to", heading=name)
        return group, size, up_to, say("workbook.lists.choice", heading=name)


def grouped_list_key(reference: Ref) -> str:
    return f"{reference.to.sheet}.{reference.to.column}/{reference.within}"
