"""The parts of a workbook as calamine can read them: what it would refuse or lose is put in another way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from smreport.frozen import Frozen
from smreport.workbook.packages import ODS_CONTENT, is_ods, is_xml
from smreport.workbook.read.grids import has_unusual_cells
from smreport.workbook.spreadsheet_xml import column_number

Place = tuple[int, int]  # Excel row and column, both counted from 1

# Tags end before the next "<", and spaces are never given back: so no text takes long, whatever it is like.
CELL = rb"<(?:\w+:)?c\s"
FORMULA = rb"<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)"
ERROR_CELL = re.compile(
    CELL + rb"([^<>]*\bt=[\"']e[\"'][^<>]*)>\s*+(?:" + FORMULA + rb")?\s*+<(?:\w+:)?v\b[^<>]*>([^<]*)<"
)
"""A cell with an error value: the attributes of its tag, and the value."""

_ERRORS = re.compile(rb"t=[\"']e[\"']")
_KNOWN_ERROR = b"#N/A"

_NEAR_ROWS, _NEAR_COLUMNS = 10_000, 105
"""Cells within these are never far."""
_ROW_GAP, _COLUMN_GAP = 1_000, 100
"""How many blank rows or columns part a far cell from all others."""
_NOT_PLACED = re.compile(rb'<c(?! r="[A-Z]{1,3}\d{1,7}")[\s/>]'), re.compile(rb":c[\s/>]")
"""Cells that do not say first where they stand."""
_NOT_PLAIN = re.compile(rb'<c(?! r="[A-C]?[A-Z]\d{1,7}")[\s/>]'), _NOT_PLACED[1]
"""These, and cells beyond 104 columns."""
_PLAIN_LOW_CELL = re.compile(rb'<c r="[A-Z]{1,2}(\d{5,7})"[^<>]*+(?<!/)>')
_AT, _FILLED = CELL + rb"[^<>]*?\br=[\"']", rb"[\"'](?:[^<>]*[^<>/])?>"
_FILLED_CELL = re.compile(_AT + rb"([A-Z]{1,3})(\d{1,7})" + _FILLED)
_LOW_CELL = re.compile(_AT + rb"[A-Z]{1,3}(\d{5,7})" + _FILLED)
_WIDE_CELL = re.compile(_AT + rb"([A-Z]{3}|[D-Z][A-Z])\d{1,7}" + _FILLED)
_NEXT_CELL = re.compile(rb"<(/?)(?:\w+:)?c[\s/>]")
_VALUE = re.compile(rb"<(?:\w+:)?[vt][\s>]")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384

_BREAKS = {b"<text:tab/>": b"\t", b"<text:line-break/>": b"\n"}
_TRUTH = re.compile(rb'<table:table-cell[^>]* table:formula="of:=(TRUE|FALSE)\(\)"[^>]*>')


class Trouble(Frozen):
    """The parts of an .xlsx file, by name, of which calamine would make too much or lose something.

    far      with cells far away from all others
    errors   with error values
    unusual  with cells that do not say in the usual way where they stand, or are beyond the usual rows and columns
    placed   in which each cell says first where it stands
    """

    far: frozenset[str] = frozenset()
    errors: frozenset[str] = frozenset()
    unusual: frozenset[str] = frozenset()
    placed: frozenset[str] = frozenset()

    @classmethod
    def within(cls, parts: Mapping[str, bytes]) -> Trouble:
        """What there is in these parts, each looked at once."""
        xml = {name: part for name, part in parts.items() if is_xml(name)}
        unusual = frozenset(name for name, part in xml.items() if has_unusual_cells(part))
        unplaced = {name for name in unusual if any(cell.search(xml[name]) for cell in _NOT_PLACED)}
        return cls(
            frozenset(name for name in unusual if next(_far(xml[name]), None)),
            frozenset(name for name, part in xml.items() if _ERRORS.search(part)),
            unusual,
            frozenset(xml.keys() - unplaced),
        )

    def near(self, name: str, xml: bytes) -> bytes:
        """The XML of a part without its far cells; the same object where there are none."""
        return without_far_cells(xml) if name in self.far else xml


def as_calamine_reads(parts: Mapping[str, bytes], trouble: Trouble) -> Mapping[str, bytes]:
    """The parts; the same mapping where nothing had to change.

    In an .xlsx file, error values that are newer than calamine become one that it knows, and cells far away from all
    others go: it would make room for every cell between. In an .ods file, tabs and line breaks inside texts become
    characters, and TRUE and FALSE that came from Excel, which LibreOffice saves as 1 and 0 with a formula, become
    truth values.
    """
    if is_ods(parts):
        return {**parts, ODS_CONTENT: _plain_ods(parts[ODS_CONTENT])}
    known = {name: _with_known_errors(parts[name]) for name in trouble.errors}
    near = {name: without_far_cells(known.get(name, parts[name])) for name in trouble.far}
    changed = {name: part for name, part in {**known, **near}.items() if part is not parts[name]}
    return {**parts, **changed} if changed else parts


def _with_known_errors(xml: bytes) -> bytes:
    return ERROR_CELL.sub(lambda cell: cell[0][: cell.start(2) - cell.start()] + _KNOWN_ERROR + b"<", xml)


def without_far_cells(xml: bytes) -> bytes:
    """The XML of a sheet without its far cells; the same object where there are none."""
    kept, end = [], 0
    for _, start, stop in _far(xml):
        kept.append(xml[end:start])
        end = stop
    return b"".join([*kept, xml[end:]]) if kept else xml


def far_cells(xml: bytes) -> Iterator[tuple[Place, bytes]]:
    """The filled cells of a sheet that stand far away from all others, as they stand in its XML."""
    for place, start, end in _far(xml):
        if _VALUE.search(xml, start, end):
            yield place, xml[start:end]


def _far(xml: bytes) -> Iterator[tuple[Place, int, int]]:
    """The place of each far cell, and where it begins and ends in the XML of its sheet."""
    if not has_unusual_cells(xml):
        return
    is_plain = not any(cell.search(xml) for cell in _NOT_PLAIN)
    rows = _PLAIN_LOW_CELL.findall(xml) if is_plain else _LOW_CELL.findall(xml)
    columns = [] if is_plain else _WIDE_CELL.findall(xml)
    last_row = _edge(map(int, set(rows)), _NEAR_ROWS, _ROW_GAP)
    last_column = _edge(map(column_number, set(columns)), _NEAR_COLUMNS, _COLUMN_GAP)
    if last_row is None and last_column is None:
        return
    for cell in _FILLED_CELL.finditer(xml):
        place = int(cell[2]), column_number(cell[1])
        if _is_beyond(place[0], last_row, _LAST_ROW) or _is_beyond(place[1], last_column, _LAST_COLUMN):
            following = _NEXT_CELL.search(xml, cell.end())
            if following and following[1]:
                yield place, cell.start(), xml.index(b">", following.start()) + 1


def _is_beyond(number: int, last: int | None, most: int) -> bool:
    return last is not None and last < number <= most


def _edge(numbers: Iterable[int], near: int, gap: int) -> int | None:
    """The last number before the first gap, None where there is no gap; those up to ``near`` belong together."""
    ordered = [near, *sorted({number for number in numbers if number > near})]
    return next((before for before, after in pairwise(ordered) if after - before > gap), None)


def _plain_ods(xml: bytes) -> bytes:
    plain = _TRUTH.sub(_truth, xml)
    for mark, character in _BREAKS.items():
        plain = plain.replace(mark, character)
    return plain


def _truth(cell: re.Match[bytes]) -> bytes:
    typed = cell[0].replace(b'office:value-type="float"', b'office:value-type="boolean"')
    return re.sub(rb'office:value="[01]"', b'office:boolean-value="%s"' % cell[1].lower(), typed)
