"""An Excel file back to answers, by headings; the only module that knows python-calamine.

Sheets are found by name or alias, columns by heading or alias wherever they stand, rows wherever they
start. Extra sheets and columns are people's own and are left alone.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import python_calamine

from smreport.blueprint.model import FORM_HEADINGS, Blueprint, Column, Sheet
from smreport.blueprint.tables import Row, Table, Tables, make_table, make_tables
from smreport.blueprint.values import normalised
from smreport.errors import UnreadableFile

Grid = Sequence[Sequence[object]]

_STAMP = re.compile(r"smreport template: (?P<name>.+), version (?P<version>\S+)")
_ROWS_TO_SEARCH = 40
_OLD_FORMAT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LARGEST_UNPACKED = 600 * 1024 * 1024


@dataclass(frozen=True)
class Stamp:
    """Which template, in which version, a file says that it was made from."""

    name: str
    version: str


class Workbook:
    """A workbook file, opened but not yet read against a template.

    Raises UnreadableFile, with one clear line, where the file is not an Excel or ODS workbook.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._book = _opened(path)
        self._grids: dict[str, Grid] = {}

    @property
    def titles(self) -> list[str]:
        return list(self._book.sheet_names)

    def grid(self, title: str) -> Grid:
        """The cells of a sheet from A1 on."""
        if title not in self._grids:
            self._grids[title] = self._book.get_sheet_by_name(title).to_python(skip_empty_area=False)
        return self._grids[title]

    def stamp(self) -> Stamp:
        """The template stamp, wherever in the workbook it stands.

        Raises UnreadableFile where there is none.
        """
        for title in self.titles:
            for row in self.grid(title)[:_ROWS_TO_SEARCH]:
                found = next(filter(None, (_STAMP.fullmatch(str(cell).strip()) for cell in row[:3])), None)
                if found:
                    return Stamp(found["name"], found["version"])
        raise UnreadableFile(
            f"{self.path}: this is not a workbook made by smreport (the line “smreport template: …” is not in it). "
            "Make one with: smreport new -o FILE"
        )


def read(workbook: Workbook, blueprint: Blueprint) -> Tables:
    """The answers of a workbook.

    Raises UnreadableFile where its template or version is another one, or where sheets or columns are
    missing; all that are missing are named at once.
    """
    _refuse_other_template(workbook, blueprint)
    titles = {sheet.key: _find_title(workbook, sheet) for sheet in blueprint}
    missing = [f"the sheet “{sheet.title}”" for sheet in blueprint if titles[sheet.key] is None]
    tables: dict[str, Table] = {}
    for sheet in blueprint:
        title = titles[sheet.key]
        if title is not None:
            try:
                tables[sheet.key] = _read_sheet(sheet, title, workbook.grid(title))
            except _MissingColumns as lacking:
                missing.append(str(lacking))
    if missing:
        raise UnreadableFile(
            f"{workbook.path}: missing: {'; '.join(missing)}. "
            "Put back what was deleted or renamed, or copy the answers into a new workbook."
        )
    return make_tables(blueprint, tables, workbook.path.name)


def _refuse_other_template(workbook: Workbook, blueprint: Blueprint) -> None:
    stamp = workbook.stamp()
    if stamp.name != blueprint.name:
        raise UnreadableFile(
            f"{workbook.path}: the workbook was made from the template “{stamp.name}”, not from “{blueprint.name}”. "
            f"Give it with --template {stamp.name}"
        )
    if stamp.version not in blueprint.accepts:
        known = ", ".join(blueprint.accepts)
        raise UnreadableFile(
            f"{workbook.path}: the workbook has version {stamp.version} of its template; "
            f"this smreport reads {known}. Use the smreport that made it, or a newer one."
        )


# --- opening ---


def _opened(path: Path) -> python_calamine.CalamineWorkbook:
    try:
        content = path.read_bytes()
    except IsADirectoryError:
        raise UnreadableFile(f"{path}: this is a folder, not a workbook.") from None
    except OSError as problem:
        raise UnreadableFile(f"{path}: cannot be read ({problem.strerror}).") from problem
    _refuse_by_content(path, content)
    try:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.PasswordError:
        raise UnreadableFile(_LOCKED.format(path=path)) from None
    except Exception as problem:
        # calamine raises many kinds on damaged files; each means the same to the user
        raise UnreadableFile(
            f"{path}: this is not a workbook that can be read ({problem}). Save it again as .xlsx and send that file."
        ) from problem


_LOCKED = "{path}: the workbook is protected with a password. Take the password off in Excel and save it again."


def _refuse_by_content(path: Path, content: bytes) -> None:
    if not content:
        raise UnreadableFile(f"{path}: the file is empty.")
    if content.startswith(_OLD_FORMAT):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise UnreadableFile(_LOCKED.format(path=path))
        raise UnreadableFile(
            f"{path}: this is a file in the old Excel format (.xls). Open it in Excel and save it as .xlsx."
        )
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise UnreadableFile(f"{path}: this is not an Excel workbook. Save the workbook as .xlsx and send that file.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as problem:
        raise UnreadableFile(f"{path}: the file is damaged ({problem}). Ask for it again.") from problem
    if unpacked > _LARGEST_UNPACKED:
        raise UnreadableFile(f"{path}: the file unpacks to {unpacked:,} bytes, more than a workbook should.")


# --- finding sheets, headings and columns ---


class _MissingColumns(Exception):
    """A sheet lacks headings; the text names them."""


def _plain(heading: object) -> str:
    """A heading without case, spaces, line breaks or punctuation."""
    return re.sub(r"[\W_]+", "", normalised(heading))


def _find_title(workbook: Workbook, sheet: Sheet) -> str | None:
    known = {_plain(title): title for title in reversed(workbook.titles)}
    return next((known[_plain(name)] for name in (sheet.title, *sheet.aliases) if _plain(name) in known), None)


def _read_sheet(sheet: Sheet, title: str, grid: Grid) -> Table:
    header = _header_row(sheet, title, grid)
    if sheet.is_form:
        return _read_form(sheet, title, grid, header)
    places = _columns(sheet, title, grid[header])
    return make_table(sheet, dict(_rows(sheet, grid, header, places)), title, places)


def _header_row(sheet: Sheet, title: str, grid: Grid) -> int:
    """The row with most of the sheet's headings, as an index into the grid."""
    known = {_plain(heading) for heading in sheet.headings}
    known |= {_plain(alias) for column in sheet.columns for alias in column.aliases}
    hits = [sum(_plain(cell) in known for cell in row) for row in grid[:_ROWS_TO_SEARCH]]
    best = max(hits, default=0)
    if best < 2:
        raise _MissingColumns(f"the row of headings in “{title}”")
    return hits.index(best)


def _columns(sheet: Sheet, title: str, headings: Sequence[object]) -> dict[str, int]:
    """The column number of each key. Raises _MissingColumns for asked ones that are not there."""
    there = {_plain(heading): number for number, heading in reversed(list(enumerate(headings, start=1)))}
    places: dict[str, int] = {}
    missing = []
    for column in sheet.columns:
        names = (_plain(name) for name in (column.heading, *column.aliases))
        number = next((there[name] for name in names if name in there and there[name] not in places.values()), None)
        if number is not None:
            places[column.key] = number
        elif column.asked:
            missing.append(f"“{column.heading}”")
    if missing:
        raise _MissingColumns(f"the column{'s' if len(missing) > 1 else ''} {', '.join(missing)} in “{title}”")
    return places


def _rows(sheet: Sheet, grid: Grid, header: int, places: Mapping[str, int]) -> Iterator[tuple[int, Row]]:
    """The filled rows below the headings, by Excel row."""
    asked = [(column, places[column.key] - 1) for column in sheet.asked_columns]
    for index in range(header + 1, len(grid)):
        cells = grid[index]
        row = {column.key: column.type.parse(cells[at]) for column, at in asked}
        if any(value is not None for value in row.values()):
            yield index + 1, row


def _read_form(sheet: Sheet, title: str, grid: Grid, header: int) -> Table:
    """A form's single row of answers; each question is found by its words."""
    at = {_plain(heading): number for number, heading in enumerate(grid[header])}
    question, answer = (at.get(_plain(heading)) for heading in FORM_HEADINGS[1:3])
    if question is None or answer is None:
        raise _MissingColumns(f"the columns “{FORM_HEADINGS[1]}” and “{FORM_HEADINGS[2]}” in “{title}”")
    asked = {_plain(cells[question]): index for index, cells in reversed(list(enumerate(grid))) if index > header}
    found = {column.key: _question_row(column, asked) for column in sheet.columns}
    missing = [f"“{column.heading}”" for column in sheet.columns if found[column.key] is None]
    if missing:
        raise _MissingColumns(f"the question{'s' if len(missing) > 1 else ''} {', '.join(missing)} in “{title}”")
    rows = {key: index for key, index in found.items() if index is not None}
    answers: Row = {column.key: column.type.parse(grid[rows[column.key]][answer]) for column in sheet.columns}
    places = {key: index + 1 for key, index in rows.items()}
    table = make_table(sheet, {0: answers}, title, places)
    return Table(sheet, table.frame, title, places, answer_column=answer + 1)


def _question_row(column: Column, asked: Mapping[str, int]) -> int | None:
    names = (_plain(name) for name in (column.heading, *column.aliases))
    return next((asked[name] for name in names if name in asked), None)
