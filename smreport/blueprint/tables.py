"""Tables: the answers of a workbook, one frame a sheet, where the index is the Excel row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, count, product
from typing import TYPE_CHECKING, Literal

from smreport.blueprint.addresses import column_letter
from smreport.blueprint.columns import Choice, Label, Ref
from smreport.blueprint.model import Blueprint, Column, Sheet
from smreport.blueprint.naming import Choices, Names
from smreport.blueprint.references import Reference
from smreport.blueprint.rewording import BETWEEN
from smreport.blueprint.values import ReadAs, normalised
from smreport.findings import Finding
from smreport.frames import frame_of_columns
from smreport.frozen import Frozen, field, replace
from smreport.words import joining, say

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, object]
OWN = "+"  # before a heading, where it stands as a key: a column that people added, or do not fill in

Why = Literal["headings", "table", "total", "title", "blank"]


def from_file_heading() -> str:
    """The heading of the column of a combined workbook that says from which file each row came."""
    return say("workbook.from_file")


def from_row_heading() -> str:
    """The heading of the column of a combined workbook that says from which row there each row came."""
    return say("workbook.from_row")


def sent_heading() -> str:
    """The heading of the column that ``split`` adds: which rows the facilitator has set."""
    return say("workbook.sent")


def sent_to_heading() -> str:
    """The heading of the column that ``split`` adds to the register: whose the rows are."""
    return say("workbook.sent_to")


def added_headings() -> frozenset[str]:
    """The headings of the columns that a split or a merge adds."""
    return frozenset({from_file_heading(), from_row_heading(), sent_heading(), sent_to_heading()})


def last_round_heading() -> str:
    """The heading of the column that ``renew`` adds: what an open row said in the last round, to confirm or change."""
    return say("workbook.last_round")


class Origin(Frozen):
    """Where a row of a combined workbook came from: the file that was sent in, and the Excel row there."""

    file: str
    row: int


class Aside(Frozen):
    """A row that was not read as an answer: why, and what stands in it."""

    why: Why
    answers: Row


class Alike(Frozen):
    """The rows of a table in groups that hold the same values in some columns.

    rows    a row of each group with those columns only, in order of appearance
    groups  the number of each row's group, from 0 on in order of appearance
    """

    rows: list[Row]
    groups: list[int]

    @classmethod
    def of(cls, columns: Mapping[str, Sequence[object]], groups: list[int]) -> Alike:
        first = sorted(dict(zip(reversed(groups), reversed(range(len(groups))), strict=True)).values())
        chosen = ([values[at] for at in first] for values in columns.values())
        return cls([dict(zip(columns, values, strict=True)) for values in zip(*chosen, strict=True)], groups)

    @cached_property
    def sizes(self) -> list[int]:
        """How many rows each group has."""
        sizes = Counter(self.groups)
        return [sizes[group] for group in range(len(self.rows))]

    @cached_property
    def members(self) -> list[list[int]]:
        """The positions of the rows of each group."""
        members: list[list[int]] = [[] for _ in self.rows]
        for at, group in enumerate(self.groups):
            members[group].append(at)
        return members


def _told_apart(values: Sequence[object]) -> Sequence[object]:
    """The same values, so that none equals another that is not the same: 1.0 == True, and "12k" is as "12,000"."""
    kinds = set(map(type, values)) - {type(None)}
    if len(kinds) > 1 or ReadAs in kinds:
        return [(type(value), value, getattr(value, "typed", "")) for value in values]
    return values


def _numbered(values: Sequence[object]) -> list[int]:
    """A number for each different value, from 0 on in order of appearance."""
    numbers = dict(zip(dict.fromkeys(values), count(), strict=False))
    return list(map(numbers.__getitem__, values))


class Table(Frozen):
    """The answers of one sheet.

    columns the values of each asked column and of labels, by key: one for each row that people filled in, as in
            :mod:`smreport.blueprint.values`, None where blank
    numbers the Excel row of each row (in a form one row, 0)
    title   the sheet's name in the file
    places  where each key stands in the file: a column number, in a form a row number
    origins where rows of a combined workbook came from, by Excel row
    unsaid  words that only stand for an answer that is not there ("tbc"), by key and Excel row: read as blank
    typed   what stands in cells that were understood as something else, by key and Excel row: "ditto", "tbc"
    set_aside  rows that were not read as answers, such as totals, by Excel row
    """

    sheet: Sheet
    columns: Mapping[str, list[object]]
    numbers: list[int]
    title: str
    places: Mapping[str, int]
    answer_column: int = 3
    origins: Mapping[int, Origin] = field(default_factory=dict)
    unsaid: Mapping[str, Mapping[int, object]] = field(default_factory=dict)
    typed: Mapping[str, Mapping[int, object]] = field(default_factory=dict)
    set_aside: Mapping[int, Aside] = field(default_factory=dict)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """One row for each row that people filled in (index: the Excel row), a column for each key (dtype object)."""
        return frame_of_columns(self.columns, self.numbers)

    @cached_property
    def rows(self) -> dict[int, Row]:
        """The rows as dictionaries, by Excel row."""
        keys, columns = self.columns.keys(), self.columns.values()
        return {row: dict(zip(keys, values, strict=True)) for row, *values in zip(self.numbers, *columns, strict=True)}

    def plain(self, key: str) -> list[str]:
        """A column as comparisons see it; see ``values.normalised``."""
        if key not in self._plain:
            values = self.columns[key]
            spelling = {value: normalised(value) for value in set(values)}
            self._plain[key] = [spelling[value] for value in values]
        return self._plain[key]

    def alike(self, keys: Sequence[str]) -> Alike:
        """The rows in groups that hold the same values in these columns: what is true of one is true of all."""
        known = self._alike.get(tuple(keys))
        if known is None:
            columns = [self._numbered(key) for key in dict.fromkeys(keys)]
            groups = columns[0] if len(columns) == 1 else _numbered(list(zip(*columns, strict=True)))
            known = self._alike[tuple(keys)] = Alike.of({key: self.columns[key] for key in keys}, groups)
        return known

    def _numbered(self, key: str) -> list[int]:
        if key not in self._numbers:
            self._numbers[key] = _numbered(_told_apart(self.columns[key]))
        return self._numbers[key]

    @cached_property
    def _numbers(self) -> dict[str, list[int]]:
        return {}

    @cached_property
    def _plain(self) -> dict[str, list[str]]:
        return {}

    @cached_property
    def _alike(self) -> dict[tuple[str, ...], Alike]:
        return {}

    @cached_property
    def _positions(self) -> dict[int, int]:
        return dict(zip(self.numbers, count(), strict=False))

    def has(self, number: int) -> bool:
        """Whether people filled in an Excel row."""
        return number in self._positions

    def row(self, number: int) -> Row:
        """The row at an Excel row."""
        at = self._positions[number]
        return {key: values[at] for key, values in self.columns.items()}

    def without(self, rows: Collection[int]) -> Table:
        """The table without some rows, by their Excel rows; the others stay where they are."""
        if not rows:
            return self
        keep = [number not in rows for number in self.numbers]
        return replace(
            self,
            columns={key: list(compress(values, keep)) for key, values in self.columns.items()},
            numbers=list(compress(self.numbers, keep)),
            origins={row: origin for row, origin in self.origins.items() if row not in rows},
            unsaid=cells_without(self.unsaid, rows),
            typed=cells_without(self.typed, rows),
        )

    def excel_row(self, key: str, row: int) -> int:
        return self.places.get(key, 0) if self.sheet.is_form else row

    def cell(self, key: str, row: int) -> str:
        """The address of an answer in the file: "C7"; its heading where a file of an earlier version has no place."""
        if key not in self.places:
            return joining.quoted(self.sheet.by_key[key].heading)
        if self.sheet.is_form:
            return f"{column_letter(self.answer_column)}{self.places[key]}"
        return f"{column_letter(self.places[key])}{row}"

    def name_of(self, row: int) -> str:
        """What the row is called, "" where it has no name yet."""
        values = self.columns.get(self.sheet.name_key)
        value = values[self._positions[row]] if values else None
        return "" if value is None else str(value)


def cells_without(cells: Mapping[str, Mapping[int, object]], rows: Collection[int]) -> dict[str, dict[int, object]]:
    """Cells by column key and Excel row, without those of some rows."""
    return {key: {row: value for row, value in of_key.items() if row not in rows} for key, of_key in cells.items()}


class Layout(Frozen):
    """How a sheet that smreport adds is shown: as a table below its headings.

    header  the row of headings, as an index into the sheet's rows
    widths  of its columns, in letters
    answer  the column where people put Yes or No, None where nothing is asked
    """

    header: int
    widths: tuple[float, ...]
    answer: int | None = None


class Extras(Frozen):
    """What people added to a workbook that the template does not ask for, values as they stand in the cells.

    columns  by sheet key, heading and Excel row
    sheets   whole sheets by title, as rows of cells from A1 on
    layouts  how sheets that smreport adds are shown, by title
    notes    cell notes by sheet key, then by column key (or extra heading) and Excel row
    given    rows by sheet key that are there to be read, not filled in: they have the fill of cells that are set
    """

    columns: Mapping[str, Mapping[str, Mapping[int, object]]] = field(default_factory=dict)
    sheets: Mapping[str, tuple[tuple[object, ...], ...]] = field(default_factory=dict)
    notes: Mapping[str, Mapping[tuple[str, int], str]] = field(default_factory=dict)
    given: Mapping[str, Collection[int]] = field(default_factory=dict)
    layouts: Mapping[str, Layout] = field(default_factory=dict)


NO_EXTRAS = Extras()


@dataclass(frozen=True)
class Tables(Mapping[str, Table]):
    """The answers of a workbook by sheet key, with the file they come from.

    doubts  what the reader of the file has to tell of its cells; nobody's yet: the owners are left open
    typed_in  the language of what people typed (a BCP 47 tag), where it is another than the blueprint's
    """

    blueprint: Blueprint
    tables: Mapping[str, Table]
    file: str = ""
    extras: Extras = NO_EXTRAS
    doubts: tuple[Finding, ...] = ()
    typed_in: str = ""

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
        columns = {**table.columns, **{key: [value] for key, value in changes.items()}}
        return replace(self, tables={**self.tables, "settings": replace(table, columns=columns)})

    def names(self, sheet: str, column: str) -> dict[str, str]:
        """The filled values of a column: from any spelling to the sheet's own."""
        if (sheet, column) not in self._names:
            values = self[sheet].columns[column]
            texts = sorted({str(value) for value in values if value is not None}, reverse=True)
            self._names[sheet, column] = {normalised(value): value for value in texts}
        return self._names[sheet, column]

    def known(self, to: Reference) -> Names:
        """The names that a reference may hold, and what each is called in short: a label without its later parts."""
        if to not in self._known:
            table = self[to.sheet]
            kind = table.sheet.by_key[to.column].type
            labels = table.columns[to.column]
            parts = table.columns[kind.parts[0]] if isinstance(kind, Label) else ()
            shorter = {(str(part), str(label)) for part, label in zip(parts, labels, strict=False) if label is not None}
            names = [*self.names(to.sheet, to.column).values(), *to.also]
            if self.blueprint.is_translated:
                shorter |= set(_in_each_language(table, table.sheet.by_key[to.column]))
            self._known[to] = Names(names, shorter | set(to.called), next(iter(to.also), ""))
        return self._known[to]

    @cached_property
    def _names(self) -> dict[tuple[str, str], dict[str, str]]:
        return {}

    @cached_property
    def _known(self) -> dict[Reference, Names]:
        return {}


def make_table(
    sheet: Sheet, rows: Mapping[int, Row], title: str = "", places: Mapping[str, int] | None = None
) -> Table:
    """A table from rows of parsed values by Excel row; labels are worked out here, whatever the file says."""
    keys = [column.key for column in sheet.asked_columns]
    columns: dict[str, list[object]] = {key: [row.get(key) for row in rows.values()] for key in keys}
    return table_of(sheet, columns, list(rows), title, places)


def table_of(
    sheet: Sheet,
    columns: Mapping[str, Sequence[object]],
    numbers: Sequence[int],
    title: str = "",
    places: Mapping[str, int] | None = None,
) -> Table:
    """A table from columns of parsed values by key, and the Excel row of each; labels are worked out here."""
    content = {column.key: list(columns[column.key]) for column in sheet.asked_columns}
    for column in sheet.columns:
        if isinstance(column.type, Label):
            content[column.key] = labels(column.type, columns)
    where = own_places(sheet) if places is None else places
    return Table(sheet, content, list(numbers), title or sheet.title, where)


def labels(label: Label, columns: Mapping[str, Sequence[object]]) -> list[object]:
    """The names of rows, put together from their parts."""
    rows = zip(*(columns[part] for part in label.parts), strict=True)
    return [label.compose(dict(zip(label.parts, values, strict=True))) for values in rows]


def _in_each_language(table: Table, column: Column) -> Iterator[tuple[str, str]]:
    """What the rows of a form in other words are called in either language, by their parts, and their names."""
    kind = column.type
    parts = kind.parts if isinstance(kind, Label) else (column.key,)
    columns = [table.sheet.by_key[part] for part in parts]
    for name, *values in zip(table.columns[column.key], *(table.columns[part] for part in parts), strict=True):
        ways = [_ways(of, value) for of, value in zip(columns, values, strict=True)]
        yield from ((way, str(name)) for way in ways[0] if name is not None)
        if name is not None and isinstance(kind, Label):
            for said in product(*ways):
                yield str(kind.compose(dict(zip(parts, said, strict=True)))), str(name)


def _ways(column: Column, value: object) -> tuple[str, ...]:
    """What an answer is called: a choice in all its words, a text in two languages in each."""
    if value is None:
        return ()
    text = str(value)
    if isinstance(column.type, Choice):
        return next(((text, *item.also) for item in column.type.choices.items if item.text == text), (text,))
    halves = text.split(BETWEEN)
    return (text, *halves) if len(halves) == 2 else (text,)


def own_places(sheet: Sheet) -> dict[str, int]:
    """Where the template itself puts each column (in a form, each question's row)."""
    which = 0 if sheet.is_form else 1
    return {column.key: sheet.place(column.key, sheet.first_row)[which] for column in sheet.columns}


def is_understood(column: Column) -> bool:
    """Whether what people type there is one of some names, or of the choices of a list that takes no others."""
    return isinstance(column.type, Ref) or (
        isinstance(column.type, Choice) and not column.type.choices.open and bool(column.type.choices.items)
    )


def known_names(column: Column, tables: Tables) -> Names | Choices:
    """What a column may hold: the names of rows elsewhere, or the choices of its list."""
    kind = column.type
    if isinstance(kind, Choice):
        return kind.choices.known
    assert isinstance(kind, Ref)
    return tables.known(kind.to)
