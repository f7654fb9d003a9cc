"""Lists of people's own opened as grids of cells: CSV in any usual dialect and encoding, or the tabs of a workbook."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from pathlib import Path

from smreport.errors import InvalidValue, UnreadableFile, said_by
from smreport.file_names import shown_name
from smreport.frozen import Frozen
from smreport.limits import Limits, read_bytes
from smreport.words import say
from smreport.workbook.read.cell_features import Oddities, find_oddities
from smreport.workbook.read.grids import Grid
from smreport.workbook.read.workbook_file import ROWS_TO_SEARCH, Workbook

_DELIMITERS = (",", ";", "\t")
_BYTE_ORDERS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ENDINGS = (".csv", ".tsv", ".txt")
_DIALECT = "sep="  # the first line by which Excel is told the delimiter
_LONGEST_CELL = 1_000_000  # letters; csv itself refuses far shorter ones


class ListFile(Frozen):
    """A list as grids of cells.

    titles    of its tabs; of a CSV file one, its name
    grid      the cells of a tab from A1 on, by its title
    oddities  what is odd in some tabs, by their titles; None where that cannot be told
    is_text   whether all cells are texts, as those of a CSV file are
    """

    path: Path
    titles: Sequence[str]
    grid: Callable[[str], Grid]
    oddities: Callable[[Collection[str]], Mapping[str, Oddities] | None]
    is_text: bool = False

    @property
    def name(self) -> str:
        return shown_name(self.path)


def open_list(path: Path, limits: Limits | None = None) -> ListFile:
    """A CSV file by its ending, else a workbook. Raises UnreadableFile where it cannot be read, or is too large."""
    limits = limits or Limits.from_environment()
    if path.suffix.lower() in _ENDINGS:
        return _text_list(path, limits)
    workbook = Workbook(path, limits)
    return ListFile(path, workbook.titles, workbook.grid, partial(find_oddities, workbook.parts))


def _text_list(path: Path, limits: Limits) -> ListFile:
    grid = grid_of(path, _decoded(path, read_bytes(path, limits, "text")), limits)
    return ListFile(path, [path.stem], lambda title: grid, lambda titles: dict.fromkeys(titles, Oddities()), True)


def _decoded(path: Path, content: bytes) -> str:
    """The text in UTF-8, in UTF-16 with a mark, or as Excel for Windows saves "CSV"."""
    encodings = ["utf-16"] if content.startswith(_BYTE_ORDERS) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableFile(say("terminal.bring.no_text", path=str(path)))


def grid_of(path: Path, text: str, limits: Limits) -> Grid:
    """The cells of a CSV text, every row as wide as the widest; blanks are "".

    Raises UnreadableFile where it is no CSV, or has more cells than the limits say.
    """
    csv.field_size_limit(_LONGEST_CELL)
    first, _, rest = text.partition("\n")
    if first.lower().startswith(_DIALECT) and len(first.strip()) == len(_DIALECT) + 1:
        rows = _rows(path, rest, first[len(_DIALECT)])
        rows.insert(0, [])  # so that rows keep their numbers
    else:
        rows = _rows(path, text, _delimiter(text))
    width = max(map(len, rows), default=0)
    try:
        limits.require("cells", width * len(rows))
    except InvalidValue as problem:
        raise UnreadableFile(say("terminal.about", place=str(path), problem=said_by(problem))) from problem
    return [row + [""] * (width - len(row)) for row in rows]


def _delimiter(text: str) -> str:
    """The delimiter by which most of the first rows are of one width, and wider than one cell."""

    def evenness(delimiter: str) -> tuple[int, int]:
        lines = "".join(text.splitlines(keepends=True)[:ROWS_TO_SEARCH])
        try:
            widths = Counter(len(row) for row in csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter))
        except csv.Error:  # told where the rows are read
            return 0, 0
        return max(((rows, width) for width, rows in widths.items() if width > 1), default=(0, 0))

    return max(_DELIMITERS, key=evenness)


def _rows(path: Path, text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(reader)
    except csv.Error as problem:
        message = say("terminal.bring.no_csv", path=str(path), line=f"{reader.line_num:,}", problem=said_by(problem))
        raise UnreadableFile(message) from problem
