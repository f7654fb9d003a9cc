"""Tables: the answers of a workbook, one frame a sheet, where the index is the Excel row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from smreport.blueprint.columns import Label, Ref
from smreport.blueprint.formulas import column_letter
from smreport.blueprint.model import Blueprint, Column, Sheet
from smreport.blueprint.values import normalised

Row = dict[str, object]


@dataclass(frozen=True)
class Table:
    """The answers of one sheet.

    frame   one row for each row that people filled in; index: the Excel row (in a form one row, index 0);
            columns: the keys of the asked columns and of labels; values as in
            :mod:`smreport.blueprint.values`, None where blank (dtype object)
    title   the sheet's name in the file
    places  where each key stands in the file: a column number, in a form a row number
    """

    sheet: Sheet
    frame: pd.DataFrame
    title: str
    places: Mapping[str, int]
    answer_column: int = 3

    @cached_property
    def rows(self) -> dict[int, Row]:
        """The rows as dictionaries, by Excel row."""
        keys = list(self.frame.columns)
        columns = [self.frame[key].tolist() for key in keys]
        index = self.frame.index.tolist()
        return {row: dict(zip(keys, values, strict=True)) for row, *values in zip(index, *columns, strict=True)}

    def excel_row(self, key: str, row: int) -> int:
        return self.places[key] if self.sheet.is_form else row

    def cell(self, key: str, row: int) -> str:
        """The address of an answer in the file: "C7"."""
        if self.sheet.is_form:
            return f"{column_letter(self.answer_column)}{self.places[key]}"
        return f"{column_letter(self.places[key])}{row}"

    def name_of(self, row: int) -> str:
        """What the row is called, "" where it has no name yet."""
        value = self.rows[row].get(self.sheet.name_key)
        return "" if value is None else str(value)


@dataclass(frozen=True)
class Extras:
    """What people added to a workbook that the template does not ask for, values as they stand in the cells.

    columns  by sheet key, heading and Excel row
    sheets   whole sheets by title, as rows of cells from A1 on
    notes    cell notes by sheet key, then by column key (or extra heading) and Excel row
    """

    columns: Mapping[str, Mapping[str, Mapping[int, object]]] = field(default_factory=dict)
    sheets: Mapping[str, tuple[tuple[object, ...], ...]] = field(default_factory=dict)
    notes: Mapping[str, Mapping[tuple[str, int], str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Tables(Mapping[str, Table]):
    """The answers of a workbook by sheet key, with the file they come from."""

    blueprint: Blueprint
    tables: Mapping[str, Table]
    file: str = ""
    extras: Extras = field(default_factory=Extras)

    def __getitem__(self, key: str) -> Table:
        return self.tables[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)

    def frame(self, key: str) -> pd.DataFrame:
        return self.tables[key].frame

    @cached_property
    def settings(self) -> Row:
        """The answers on the Settings sheet, with the template's default where one is blank."""
        answers = self.tables["settings"].rows[0]
        defaults = {column.key: column.default for column in self.tables["settings"].sheet.columns}
        return {key: defaults[key] if value is None else value for key, value in answers.items()}

    def with_settings(self, changes: Mapping[str, object]) -> Tables:
        """The same answers but for some settings."""
        table = self.tables["settings"]
        frame = table.frame.copy()
        for key, value in changes.items():
            frame[key] = pd.Series([value], index=frame.index, dtype=object)
        changed = Table(table.sheet, frame, table.title, table.places, table.answer_column)
        return Tables(self.blueprint, {**self.tables, "settings": changed}, self.file, self.extras)

    def names(self, sheet: str, column: str) -> dict[str, str]:
        """The filled values of a column: from any spelling to the sheet's own."""
        return self._names.setdefault(
            (sheet, column),
            {normalised(row[column]): str(row[column]) for row in self[sheet].rows.values() if row[column] is not None},
        )

    @cached_property
    def _names(self) -> dict[tuple[str, str], dict[str, str]]:
        return {}


def make_table(
    sheet: Sheet, rows: Mapping[int, Row], title: str = "", places: Mapping[str, int] | None = None
) -> Table:
    """A table from rows of parsed values by Excel row; labels are worked out here, whatever the file says."""
    labels = [column for column in sheet.columns if isinstance(column.type, Label)]
    keys = [column.key for column in sheet.asked_columns] + [column.key for column in labels]
    for row in rows.values():
        for column in labels:
            row[column.key] = column.type.compose(row)  # type: ignore[attr-defined]
    data = [[row.get(key) for key in keys] for row in rows.values()]
    frame = pd.DataFrame(data, columns=keys, index=pd.Index(list(rows), dtype="int64"), dtype=object)
    return Table(sheet, frame, title or sheet.title, places if places is not None else own_places(sheet))


def own_places(sheet: Sheet) -> dict[str, int]:
    """Where the template itself puts each column (in a form, each question's row)."""
    which = 0 if sheet.is_form else 1
    return {column.key: sheet.place(column.key, sheet.first_row)[which] for column in sheet.columns}


def make_tables(blueprint: Blueprint, tables: Mapping[str, Table], file: str = "") -> Tables:
    """Tables whose references are spelt as in the sheet they point at."""
    read = Tables(blueprint, tables, file)
    return Tables(blueprint, {key: _aligned(table, read) for key, table in tables.items()}, file)


def _aligned(table: Table, tables: Tables) -> Table:
    references = [column for column in table.sheet.columns if isinstance(column.type, Ref)]
    if not references or table.frame.empty:
        return table
    frame = table.frame.copy()
    for column in references:
        spelling = known_names(column, tables)
        frame[column.key] = pd.Series(
            [_respelt(value, spelling) for value in frame[column.key].tolist()], index=frame.index, dtype=object
        )
    return Table(table.sheet, frame, table.title, table.places, table.answer_column)


def known_names(column: Column, tables: Tables) -> dict[str, str]:
    """What a ref column may hold: from any spelling to the right one."""
    assert isinstance(column.type, Ref)
    to = column.type.to
    return {**{normalised(text): text for text in to.also}, **tables.names(to.sheet, to.column)}


def _respelt(value: object, spelling: Mapping[str, str]) -> object:
    if isinstance(value, tuple):
        return tuple(spelling.get(normalised(part), part) for part in value)
    return None if value is None else spelling.get(normalised(value), value)
