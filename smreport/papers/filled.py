"""Tables of what is there: a column that no row fills in is left out, and so nothing says that nothing is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from smreport.blocks.document import Table, TableColumn
from smreport.papers.figures import LEFT_BLANK


class Filled(NamedTuple):
    """A column: heading, share of the width, a text for each row, and what stands where there is none ("")."""

    heading: str
    share: float
    texts: Sequence[str]
    blank: str = LEFT_BLANK

    @property
    def is_sparse(self) -> bool:
        """Whether most rows have nothing in it, but not all."""
        return 0 < sum(map(bool, self.texts)) < len(self.texts) / 2


def filled_table(
    caption: str, columns: Sequence[Filled], described: str, sources: Sequence[str], key: str = ""
) -> Table:
    """A table of the columns that some row fills in."""
    kept = [column for column in columns if any(column.texts)]
    cells = ([text or column.blank for text in column.texts] for column in kept)
    return Table(
        caption,
        tuple(TableColumn(column.heading, column.share) for column in kept),
        tuple(zip(*cells, strict=True)),
        described,
        key,
        tuple(sources),
    )
