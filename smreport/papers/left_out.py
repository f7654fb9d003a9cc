"""What one version of a paper tells and another leaves out: rows, items and sentences, and no more of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from smreport.blocks.document import Block, Bullets, Contents, Heading, Paragraph, Table
from smreport.frozen import replace
from smreport.papers.figures import LEFT_BLANK

Blocks = Iterator[Block]
_Cells = Mapping[str, str]
"""The filled cells of a table's row by heading."""


def left_out(whole: Iterable[Block], shorter: Iterable[Block]) -> Blocks:
    """What the blocks of the whole version say that those of the shorter one do not.

    Of a table that both have, only the rows that differ, with the columns in which one does; of a list the items that
    the shorter one lacks, under whatever lead-in. A heading stands where something below it is left. Notes in small
    print say how a table or list is to be read, and are told once, in the shorter version.
    """
    known = tuple(shorter)
    heading: Heading | None = None
    for block in whole:
        if isinstance(block, Heading):
            heading = block
        elif (kept := _kept(block, known)) is not None:
            if heading:
                yield heading
            heading = None
            yield kept


def _kept(block: Block, known: Sequence[Block]) -> Block | None:
    """What is left of a block, None where the other version says all of it."""
    match block:
        case Table():
            return _rows_left(block, [row for other in known for row in _rows_of(other, block)])
        case Bullets():
            return items_without(block, {item for other in known for item in _items(other)})
        case Contents() | Paragraph(tone="note"):
            return None
        case Paragraph():
            return None if _is_said(block, known) else block
        case _:
            return None if block in known else block


def _rows_of(other: Block, table: Table) -> list[_Cells]:
    """The rows of the same table in the other version."""
    return _cells(other) if isinstance(other, Table) and _name(other) == _name(table) else []


def _items(other: Block) -> tuple[str, ...]:
    return other.items if isinstance(other, Bullets) else ()


def _is_said(paragraph: Paragraph, known: Sequence[Block]) -> bool:
    return any(paragraph.text in other.text for other in known if isinstance(other, Paragraph))


def items_without(block: Bullets, known: Iterable[str]) -> Bullets | None:
    """A list without some of its items, None where none is left."""
    others = frozenset(known)
    places = [at for at, item in enumerate(block.items) if item not in others]
    if not places:
        return None
    return replace(block, items=tuple(block.items[at] for at in places), sources=_at(block.sources, places))


def _name(table: Table) -> str:
    return table.key or table.caption


def _cells(table: Table) -> list[_Cells]:
    headings = [column.heading for column in table.columns]
    return [
        {heading: text for heading, text in zip(headings, row, strict=True) if text not in ("", LEFT_BLANK)}
        for row in table.rows
    ]


def _rows_left(table: Table, known: Sequence[_Cells]) -> Table | None:
    """The rows that the other version has not, without the columns in which it says the same."""
    rows = _cells(table)
    places = [at for at, cells in enumerate(rows) if cells not in known]
    if not places:
        return None
    columns = _columns_left(table, [rows[at] for at in places], known)
    return replace(
        table,
        columns=tuple(table.columns[at] for at in columns),
        rows=tuple(tuple(table.rows[row][at] for at in columns) for row in places),
        sources=_at(table.sources, places),
    )


def _columns_left(table: Table, rows: Sequence[_Cells], known: Sequence[_Cells]) -> list[int]:
    """The first column, which names the rows, and those in which one of some rows says something else."""
    first, *others = (column.heading for column in table.columns)
    kept = (at for at, heading in enumerate(others, 1) if any(_differs(row, known, first, heading) for row in rows))
    return [0, *kept]


def _differs(cells: _Cells, known: Sequence[_Cells], first: str, heading: str) -> bool:
    """Whether a filled cell says what no row of the same first cell says in the other version."""
    text = cells.get(heading)
    return text is not None and text not in (
        other.get(heading) for other in known if other.get(first) == cells.get(first)
    )


def _at(sources: Sequence[str], places: Sequence[int]) -> tuple[str, ...]:
    return tuple(sources[at] for at in places) if sources else ()
