"""The blueprint's parts: sheets, columns and lists, which know their own places in Excel.

Every sheet has its title in A1, its purpose and guidance below, then one header row and its table from
column A, where column A is always Check. In a form sheet (Settings) each question is a row instead:
Check, question, answer, help.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Literal

from smreport.blueprint import formulas
from smreport.blueprint.columns import ColumnType, Ref, Reference
from smreport.blueprint.values import normalised

if TYPE_CHECKING:
    from smreport.blueprint.computed import Computation
    from smreport.blueprint.rules import Rule

CHECK_HEADING = "Check"
FORM_HEADINGS = (CHECK_HEADING, "Question", "Answer", "What to put")
_FORM_ANSWER = 3  # the form's column C
_MOST_GROUPED = 1000  # rows of a grouped list
_SHARED_ROWS = 8  # rows for all groups that a grouped list has room for in each group


@dataclass(frozen=True)
class ListItem:
    """One choice, what it means, and its value where the list is a scale."""

    text: str
    help: str = ""
    value: float | None = None


@dataclass(frozen=True)
class ChoiceList:
    """A list of choices, which stands in a column of the Lists sheet."""

    key: str
    heading: str
    items: tuple[ListItem, ...]
    open: bool = False

    @property
    def is_scale(self) -> bool:
        return any(item.value is not None for item in self.items)

    @property
    def explains(self) -> bool:
        """Whether the Lists sheet shows what each choice means; a service list would be too long."""
        return not self.open and any(item.help for item in self.items)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of its columns on the Lists sheet: items, then values and meanings where it has them."""
        value = (f"{self.heading}: value",) if self.is_scale else ()
        meaning = (f"{self.heading}: meaning",) if self.explains else ()
        return (self.heading, *value, *meaning)

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(item.text for item in self.items)

    @cached_property
    def spelling(self) -> dict[str, str]:
        """From a choice as anybody may type it to the list's own spelling."""
        return {normalised(item.text): item.text for item in self.items}

    @cached_property
    def values(self) -> dict[str, float]:
        """The value of each choice of a scale."""
        return {item.text: item.value for item in self.items if item.value is not None}


@dataclass(frozen=True)
class Column:
    """A column of a sheet, or a question of a form."""

    key: str
    heading: str
    type: ColumnType
    help: str
    width: float = 20
    example: str = ""
    aliases: tuple[str, ...] = ()
    default: object = None
    computation: Computation | None = None

    @property
    def asked(self) -> bool:
        """Whether people fill it in."""
        return self.type.asked


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook: what one row is, its columns, and the rules its rows must keep."""

    key: str
    title: str
    row_name: str
    purpose: str
    columns: tuple[Column, ...]
    guidance: tuple[str, ...] = ()
    who: str = ""
    tactic: int | None = None
    layout: Literal["table", "form"] = "table"
    name_key: str = ""
    owner: str = ""
    rows: int = 50
    rows_from: str = ""
    aliases: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()

    @property
    def is_form(self) -> bool:
        return self.layout == "form"

    @cached_property
    def by_key(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns}

    @cached_property
    def references(self) -> tuple[Column, ...]:
        """The columns that point at rows of another sheet."""
        return tuple(column for column in self.columns if isinstance(column.type, Ref))

    @cached_property
    def asked_columns(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.asked)

    @property
    def header_row(self) -> int:
        """Below title, purpose, guidance and the line that says who fills it in."""
        return len(self.guidance) + 4

    @property
    def first_row(self) -> int:
        return self.header_row + 1

    @property
    def last_row(self) -> int:
        return self.header_row + (len(self.columns) if self.is_form else self.rows)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        return FORM_HEADINGS if self.is_form else (CHECK_HEADING, *(column.heading for column in self.columns))

    def place(self, key: str, row: int) -> tuple[int, int]:
        """Row and column number of an answer; in a form the question decides the row."""
        position = list(self.by_key).index(key)
        return (self.first_row + position, _FORM_ANSWER) if self.is_form else (row, position + 2)

    def cell(self, key: str, row: int) -> str:
        """The address of an answer from a formula in the same row: $C7 (in a form $C$7)."""
        at_row, number = self.place(key, row)
        return f"${formulas.column_letter(number)}{'$' if self.is_form else ''}{at_row}"

    def address(self, key: str, row: int | None = None) -> str:
        """The full address of a column's answers, or of one of them, for formulas in other sheets."""
        name = formulas.sheet_name(self.title)
        first, number = self.place(key, row or self.first_row)
        letter = formulas.column_letter(number)
        if self.is_form or row is not None:
            return f"{name}!${letter}${first}"
        return f"{name}!${letter}${first}:${letter}${self.last_row}"

    def row_is_blank(self, row: int) -> str:
        """In Excel: true where nobody has typed anything in the row."""
        asked = [self.cell(column.key, row) for column in self.asked_columns]
        return f'SUMPRODUCT(--(TRIM({asked[0]}:{asked[-1]})<>""))=0'


@dataclass(frozen=True)
class LiveList:
    """Fixed choices followed by what people typed in a column: "All areas", then the areas."""

    to: Ref

    @property
    def key(self) -> str:
        return live_list_key(self.to)

    @property
    def fixed(self) -> tuple[str, ...]:
        return self.to.to.also


def live_list_key(reference: Ref) -> str:
    return f"{reference.to.sheet}.{reference.to.column}+{','.join(reference.to.also)}"


@dataclass(frozen=True)
class GroupedList:
    """What people typed in a column, ordered by another column: the objectives of each area.

    On the Lists sheet it takes five columns: the groups; where the choices of each begin and end in the
    last column (0 where it has none); how many there are up to it; and the choices, group after group. Rows
    for all groups (``any``) are among the choices of each.
    """

    column: Column  # the ref column that offers it
    to: Ref
    groups: Reference
    any: str

    GROUP, FIRST, LAST, UP_TO, CHOICE = range(5)

    @property
    def key(self) -> str:
        return grouped_list_key(self.to)

    @property
    def headings(self) -> tuple[str, ...]:
        name, by = self.column.heading, self.to.within
        return (f"{name} choices by {by}", f"{name}: first", f"{name}: last", f"{name}: up to", f"{name} choices")


def grouped_list_key(reference: Ref) -> str:
    return f"{reference.to.sheet}.{reference.to.column}/{reference.within}"


@dataclass(frozen=True)
class Words:
    """Text of a sheet that has no table of its own making: Start here and Lists."""

    title: str
    intro: tuple[str, ...]
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Blueprint:
    """A whole workbook template, loaded and checked.

    ``order`` holds the keys of all sheets as they stand in the workbook, "start" and "lists" included.
    """

    name: str
    title: str
    version: str
    accepts: tuple[str, ...]
    released: date
    language: str
    separator: str
    order: tuple[str, ...]
    start: Words
    lists_words: Words
    lists: Mapping[str, ChoiceList]
    sheets: Mapping[str, Sheet]
    starter: Mapping[str, object] = field(default_factory=dict)
    wording: Mapping[str, object] = field(default_factory=dict)
    style: Mapping[str, object] = field(default_factory=dict)
    house: bytes = b""

    LISTS_HEADER_ROW = 4

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self.sheets.values())

    def column(self, address: str) -> Column:
        """The column named like "areas.label"."""
        sheet, _, key = address.partition(".")
        return self.sheets[sheet].by_key[key]

    def address(self, address: str) -> str:
        """Where in Excel the answers of the column named like "areas.label" stand."""
        sheet, _, key = address.partition(".")
        return self.sheets[sheet].address(key)

    @cached_property
    def live_lists(self) -> dict[str, LiveList]:
        """The lists that join fixed choices with people's own rows, by key."""
        refs = (column.type for sheet in self for column in sheet.columns if isinstance(column.type, Ref))
        return {live_list_key(ref): LiveList(ref) for ref in refs if ref.to.also}

    @cached_property
    def grouped_lists(self) -> dict[str, GroupedList]:
        """The lists of the ref columns that offer only rows which agree with this one, by key.

        Left out past so many rows that working them out would slow Excel down; all rows are offered then.
        """
        found = {}
        for sheet in self:
            for column in sheet.columns:
                if isinstance(column.type, Ref) and column.type.within:
                    grouped = self._grouped(sheet, column)
                    found[grouped.key] = grouped
        return {key: grouped for key, grouped in found.items() if self._rows_of(grouped) <= _MOST_GROUPED}

    def _grouped(self, sheet: Sheet, column: Column) -> GroupedList:
        kind = column.type
        assert isinstance(kind, Ref)
        here = sheet.by_key[kind.within].type
        there = self.sheets[kind.to.sheet].by_key[kind.within].type
        assert isinstance(here, Ref)
        assert isinstance(there, Ref)
        return GroupedList(column, kind, here.to, there.to.also[0] if there.to.also else "")

    def _rows_of(self, grouped: GroupedList) -> int:
        return self.sheets[grouped.to.to.sheet].rows + _SHARED_ROWS * self.sheets[grouped.groups.sheet].rows

    @cached_property
    def list_columns(self) -> dict[str, int]:
        """Where each list starts on the Lists sheet; the values of a scale stand in the next column."""
        widths = {key: len(choices.headings) for key, choices in self.lists.items()}
        widths |= dict.fromkeys(self.live_lists, 1)
        widths |= {key: len(grouped.headings) for key, grouped in self.grouped_lists.items()}
        starts = accumulate(widths.values(), initial=1)
        return dict(zip(widths, starts, strict=False))

    def list_length(self, key: str, part: int = 0) -> int:
        """Rows of a list on the Lists sheet, or of one of its columns."""
        if key in self.lists:
            return len(self.lists[key].items)
        if key in self.live_lists:
            live = self.live_lists[key]
            return len(live.fixed) + self.sheets[live.to.to.sheet].rows
        grouped = self.grouped_lists[key]
        return self._rows_of(grouped) if part == GroupedList.CHOICE else self.sheets[grouped.groups.sheet].rows

    def list_range(self, key: str, part: int = 0) -> str:
        """The address of a list's items on the Lists sheet, or of its column ``part`` (1: a scale's values)."""
        letter = formulas.column_letter(self.list_columns[key] + part)
        first = self.LISTS_HEADER_ROW + 1
        name = formulas.sheet_name(self.lists_words.title)
        return f"{name}!${letter}${first}:${letter}${first + max(self.list_length(key, part), 1) - 1}"

    def setting(self, key: str) -> str:
        """The address of an answer on the Settings sheet."""
        return self.sheets["settings"].address(key)

    def sized(self, rows: Mapping[str, int]) -> Blueprint:
        """The same template with room for so many rows in each sheet, never fewer than it prepares."""
        sheets = {
            key: replace(sheet, rows=max(sheet.rows, rows.get(key, 0))) if not sheet.rows_from else sheet
            for key, sheet in self.sheets.items()
        }
        return replace(self, sheets=sheets)

    def with_list(self, key: str, items: tuple[ListItem, ...]) -> Blueprint:
        """The same template with other items in one list; the columns that use it follow."""
        choices = replace(self.lists[key], items=items)

        def relinked(column: Column) -> Column:
            linked = getattr(column.type, "choices", None)
            if linked is None or linked.key != key:
                return column
            return replace(column, type=replace(column.type, choices=choices))  # type: ignore[type-var]

        sheets = {
            name: replace(sheet, columns=tuple(map(relinked, sheet.columns))) for name, sheet in self.sheets.items()
        }
        return replace(self, lists={**self.lists, key: choices}, sheets=sheets)
