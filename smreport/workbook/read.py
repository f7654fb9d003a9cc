"""An Excel file back to answers, by headings.

Sheets are found by name or alias, columns by heading or alias wherever they stand, rows wherever they
start. Extra sheets and columns are people's own and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

from smreport.blueprint.model import FORM_HEADINGS, Blueprint, Column, Sheet
from smreport.blueprint.tables import Row, Table, Tables, make_table, make_tables
from smreport.blueprint.values import normalised
from smreport.errors import UnreadableFile
from smreport.workbook.opening import ROWS_TO_SEARCH, Grid, Stamp, Workbook


def read(workbook: Workbook, blueprint: Blueprint) -> Tables:
    """The answers of a workbook.

    Raises UnreadableFile where its template or version is another one, or where sheets or columns are
    missing; all that are missing are named at once.
    """
    stamp = _refuse_other_template(workbook, blueprint)
    if stamp.version not in blueprint.accepts:
        known = ", ".join(blueprint.accepts)
        raise UnreadableFile(
            f"{workbook.path}: the workbook has version {stamp.version} of its template; this smreport reads {known}. "
            f"Bring it up to date with: smreport upgrade {workbook.path} -o NEW.xlsx"
        )
    reading = _Reading(workbook, blueprint)
    if reading.missing:
        raise UnreadableFile(
            f"{workbook.path}: missing: {'; '.join(reading.missing)}. Put back what was deleted or renamed, "
            f"or carry the answers over with: smreport upgrade {workbook.path} -o NEW.xlsx"
        )
    return make_tables(blueprint, reading.tables, workbook.path.name)


def read_loosely(workbook: Workbook, blueprint: Blueprint) -> tuple[Tables, tuple[str, ...]]:
    """The answers of a workbook of any version, whatever is missing, and remarks on what was not found.

    Headings that are nearly the same are taken for the same, with a remark. Raises UnreadableFile only
    where the workbook was made from another template.
    """
    _refuse_other_template(workbook, blueprint)
    reading = _Reading(workbook, blueprint, loosely=True)
    found = make_tables(blueprint, reading.tables, workbook.path.name)
    return found, tuple(f"Not found: {what}." for what in reading.missing) + tuple(reading.remarks)


def is_blank(cell: object) -> bool:
    return cell is None or str(cell).strip() == ""


def _refuse_other_template(workbook: Workbook, blueprint: Blueprint) -> Stamp:
    stamp = workbook.stamp()
    if stamp.name != blueprint.name:
        raise UnreadableFile(
            f"{workbook.path}: the workbook was made from the template “{stamp.name}”, not from “{blueprint.name}”. "
            f"Give it with --template {stamp.name}"
        )
    return stamp


# --- finding sheets, headings and columns ---


def plain(heading: object) -> str:
    """A heading without case, spaces, line breaks or punctuation."""
    return re.sub(r"[\W_]+", "", normalised(heading))


class _Reading:
    """One pass over a workbook: the tables, and what was not found in it.

    missing  sheets, headings and questions that are not there, in words
    remarks  what was taken for something else (only where ``loosely``)
    """

    def __init__(self, workbook: Workbook, blueprint: Blueprint, loosely: bool = False) -> None:
        self.workbook, self.blueprint, self.loosely = workbook, blueprint, loosely
        self.missing: list[str] = []
        self.remarks: list[str] = []
        titles = self.titles()
        self.tables = {sheet.key: self.table(sheet, titles.get(sheet.key)) for sheet in blueprint}

    def titles(self) -> dict[str, str]:
        """Which tab holds which sheet: by name or alias, then by its headings."""
        there = {plain(title): title for title in reversed(self.workbook.titles)}
        found: dict[str, str] = {}
        for sheet in self.blueprint:
            names = (plain(name) for name in (sheet.title, *sheet.aliases))
            exact = (title for title in self.workbook.titles if title == sheet.title)
            title = next(exact, None) or next((there[name] for name in names if name in there), None)
            if title is not None:
                found[sheet.key] = title
        for sheet in self.blueprint:
            if sheet.key not in found:
                free = [title for title in self.workbook.titles if title not in found.values()]
                title = next((title for title in free if self.looks_like(sheet, title)), None)
                if title is not None:
                    found[sheet.key] = title
        return found

    def looks_like(self, sheet: Sheet, title: str) -> bool:
        """Whether a tab has most of the headings of a sheet."""
        wanted = {plain(heading) for heading in sheet.headings}
        best = max(
            (len(wanted & set(map(plain, row))) for row in self.workbook.grid(title)[:ROWS_TO_SEARCH]), default=0
        )
        return best >= _ALIKE * len(wanted)

    def table(self, sheet: Sheet, title: str | None) -> Table:
        if title is None:
            self.missing.append(f"the sheet “{sheet.title}”")
            return make_table(sheet, {0: _no_answers(sheet)} if sheet.is_form else {})
        grid = self.workbook.grid(title)
        header = header_row(sheet, grid)
        if header is None:
            self.missing.append(f"the row of headings in “{title}”")
            return make_table(sheet, {0: _no_answers(sheet)} if sheet.is_form else {}, title)
        return self.form(sheet, title, grid, header) if sheet.is_form else self.rows(sheet, title, grid, header)

    def rows(self, sheet: Sheet, title: str, grid: Grid, header: int) -> Table:
        """A table sheet: the filled rows below the headings, by Excel row."""
        places = self.places(sheet.columns, grid[header], f"the column{{s}} {{names}} in “{title}”")
        at = {key: number - 1 for key, number in places.items()}
        columns = [(column, at.get(column.key)) for column in sheet.asked_columns]
        rows: dict[int, Row] = {}
        for index in range(header + 1, len(grid)):
            cells = grid[index]
            row = {
                column.key: None if number is None else column.type.parse(cells[number]) for column, number in columns
            }
            if any(value is not None for value in row.values()):
                rows[index + 1] = row
        return make_table(sheet, rows, title, places)

    def form(self, sheet: Sheet, title: str, grid: Grid, header: int) -> Table:
        """A form's single row of answers; each question is found by its words."""
        question, answer = (_position(grid[header], heading) for heading in FORM_HEADINGS[1:3])
        if question is None or answer is None:
            self.missing.append(f"the columns “{FORM_HEADINGS[1]}” and “{FORM_HEADINGS[2]}” in “{title}”")
            return make_table(sheet, {0: _no_answers(sheet)}, title)
        asked = [cells[question] if row > header else "" for row, cells in enumerate(grid)]
        places = self.places(sheet.columns, asked, f"the question{{s}} {{names}} in “{title}”")
        answers = _no_answers(sheet)
        for key, row in places.items():
            answers[key] = sheet.by_key[key].type.parse(grid[row - 1][answer])
        table = make_table(sheet, {0: answers}, title, places)
        return Table(sheet, table.frame, title, places, answer_column=answer + 1)

    def places(self, columns: Sequence[Column], there: Sequence[object], lack: str) -> dict[str, int]:
        """Where each key stands, counted from 1, by heading, alias or (loosely) a heading that is nearly the same."""
        free = {plain(heading): number for number, heading in reversed(list(enumerate(there, start=1)))}
        free.pop("", None)
        places: dict[str, int] = {}
        for column in columns:
            names = (plain(name) for name in (column.heading, *column.aliases))
            name = next((name for name in names if name in free), None)
            if name is not None:
                places[column.key] = free.pop(name)
        lost = [column for column in columns if column.asked and column.key not in places]
        if self.loosely:
            lost = [column for column in lost if not self.taken_for(column, free, there, places)]
        if lost:
            names_lost = ", ".join(f"“{column.heading}”" for column in lost)
            self.missing.append(lack.format(s="s" if len(lost) > 1 else "", names=names_lost))
        return places

    def taken_for(self, column: Column, free: dict[str, int], there: Sequence[object], places: dict[str, int]) -> bool:
        close = get_close_matches(plain(column.heading), free, n=1, cutoff=_NEARLY)
        if close:
            places[column.key] = free.pop(close[0])
            self.remarks.append(f"“{there[places[column.key] - 1]}” was taken for “{column.heading}”.")
        return bool(close)


_ALIKE = 0.7  # the share of a sheet's headings that gives it away under another name
_NEARLY = 0.8


def _no_answers(sheet: Sheet) -> Row:
    return {column.key: None for column in sheet.asked_columns}


def header_row(sheet: Sheet, grid: Grid) -> int | None:
    """The row with most of the sheet's headings, as an index into the grid."""
    known = {plain(heading) for heading in sheet.headings}
    known |= {plain(alias) for column in sheet.columns for alias in column.aliases}
    hits = [sum(plain(cell) in known for cell in row) for row in grid[:ROWS_TO_SEARCH]]
    best = max(hits, default=0)
    return hits.index(best) if best >= 2 else None


def _position(cells: Sequence[object], heading: str) -> int | None:
    return next((number for number, cell in enumerate(cells) if plain(cell) == plain(heading)), None)
