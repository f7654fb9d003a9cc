"""How a table is laid out on the page: as wide as the page, and never with a broken word."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from smreport.blocks.document import Table, TableColumn
from smreport.frozen import Frozen, replace
from smreport.word.column_widths import Need, column_widths, fits, need
from smreport.word.font_widths import Lettering, word_width
from smreport.words import joining

NARROW_MARGIN = 60  # left and right of a cell's text where a table is crowded, in twentieths of a point
_CROWDED = 0.9  # of the width: what is left is too little for long texts
_FEWEST = 2  # columns
_TALL = 3  # lines


class CellLooks(Frozen):
    """How the cells of a table are set, and the room beside their text, left and right together."""

    heading: Lettering
    text: Lettering
    margins: int


class Layout(Frozen):
    """A table as it goes onto the page.

    table   with fewer columns than were given, where some were put together
    widths  of its columns, in twentieths of a point
    narrow  whether its cells have narrow margins
    """

    table: Table
    widths: list[int]
    narrow: bool = False


def laid_out(table: Table, looks: CellLooks, width: int) -> Layout:
    """The table within ``width`` twentieths of a point.

    Where its longest words hardly fit beside each other, the margins of its cells are made narrow. Where they then do
    not fit, neighbouring columns are put together until there is room, each text behind its heading, but never with
    the first column.
    """
    laid, needs = table, _needs(table, looks)
    narrow = not fits(needs, _CROWDED * width)
    if narrow:
        looks = replace(looks, margins=min(looks.margins, 2 * NARROW_MARGIN))
        needs, groups = _needs(table, looks), [[number] for number in range(len(table.columns))]
        aim = width if fits(needs, width) else _CROWDED * width
        while not fits(needs, aim) and len(groups) > _FEWEST:
            groups = _fewer(groups, needs)
            laid = _joined(table, groups)
            needs = _needs(laid, looks)
    return Layout(laid, column_widths([column.share for column in laid.columns], needs, width), narrow)


def is_tall(texts: Sequence[str], widths: Sequence[int], lettering: Lettering) -> bool:
    """Whether a row has so many lines that, beside another such, it may stand alone: both would leave a hole."""
    lines = (
        sum(math.ceil(word_width(line, lettering) / max(width - 2 * NARROW_MARGIN, 1)) for line in text.splitlines())
        for text, width in zip(texts, widths, strict=True)
    )
    return max(lines, default=0) >= _TALL


def _needs(table: Table, looks: CellLooks) -> list[Need]:
    return [
        need([(column.heading, looks.heading), *((text, looks.text) for text in texts)], looks.margins)
        for column, texts in zip(table.columns, zip(*table.rows, strict=True), strict=True)
    ]


def _fewer(groups: Sequence[list[int]], needs: Sequence[Need]) -> list[list[int]]:
    """The groups of columns with two neighbours in one: those whose texts are shortest together."""
    at = min(range(1, len(groups) - 1), key=lambda number: needs[number].most + needs[number + 1].most)
    return [*groups[:at], groups[at] + groups[at + 1], *groups[at + 2 :]]


def _joined(table: Table, groups: Sequence[Sequence[int]]) -> Table:
    columns = (_column([table.columns[number] for number in group]) for group in groups)
    rows = (tuple(_cells(table.columns, row, groups)) for row in table.rows)
    return replace(table, columns=tuple(columns), rows=tuple(rows))


def _column(columns: Sequence[TableColumn]) -> TableColumn:
    if len(columns) == 1:
        return columns[0]
    return TableColumn("\n".join(column.heading for column in columns), sum(column.share for column in columns))


def _cells(columns: Sequence[TableColumn], row: Sequence[str], groups: Sequence[Sequence[int]]) -> Iterator[str]:
    for group in groups:
        if len(group) == 1:
            yield row[group[0]]
        else:
            yield "\n".join(joining.labelled(columns[number].heading, row[number]) for number in group if row[number])
