"""What people did to a table as a whole: to its columns, and whether to anything in it."""

from __future__ import annotations

from enum import Enum

from smreport.word.edits.reading import Piece
from smreport.word.edits.sides import Sides
from smreport.word.elements import Element, W
from smreport.word.word_file import rows_of

_MERGED = (f"{W}gridSpan", f"{W}vMerge", f"{W}hMerge")


class Columns(Enum):
    """Whose columns a table has: those written before and now, those written before where new ones follow, people's."""

    SAME = "same"
    NEW = "new"
    PEOPLE = "people"


def columns_of(sides: Sides, table: str) -> Columns:
    """What became of the columns of a table of the new version, by the name of its first row."""
    pieces = _pieces(sides, table)
    fresh = sides.written.entries[table].digests
    known = sides.known.entries[table].digests if table in sides.known.entries else ()
    before = known or fresh
    if any(not piece.is_row or len(piece.cells) != len(before) or _is_merged(piece) for piece in pieces):
        return Columns.PEOPLE
    header = sides.theirs.by_name.get(table)
    if known and header is not None and _is_reordered(known, header.digests):
        return Columns.PEOPLE
    return Columns.SAME if len(before) == len(fresh) else Columns.NEW


def _is_reordered(known: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Whether a heading of a column stands in the place of another."""
    return any(mine != old and mine in known for old, mine in zip(known, theirs, strict=True))


def _is_merged(piece: Piece) -> bool:
    return any(cell.find(f"{W}tcPr/{tag}") is not None for cell in piece.cells for tag in _MERGED)


def _pieces(sides: Sides, table: str) -> list[Piece]:
    names = dict.fromkeys((*sides.written.rows(table), *sides.known.rows(table)))
    pieces = (sides.theirs.by_name.get(name) for name in names)
    return list({id(piece): piece for piece in pieces if piece is not None}.values())


def is_left_alone(sides: Sides, table: str) -> bool:
    """Whether people have changed nothing in a table: no words, no rows."""
    pieces, known = _pieces(sides, table), sides.known.rows(table)
    if len(pieces) != len(known) or not all(map(sides.is_untouched, pieces)):
        return False
    return {row for piece in pieces for row in rows_of(_table(piece))} == {piece.elements[0] for piece in pieces}


def _table(piece: Piece) -> Element:
    return piece.elements[0].getparent()
