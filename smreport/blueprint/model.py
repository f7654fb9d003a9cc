"""The blueprint's parts: sheets, columns and lists, which know their own places in Excel.

Where the cells of a sheet stand is said in :mod:`smreport.blueprint.sheet_places`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import Annotated, Any, Literal, Protocol

from smreport.blueprint import addresses, formulas
from smreport.blueprint.columns import ColumnType, Ref, Refs
from smreport.blueprint.formulas import Cell, Expression, Number, Range, Text, Truth
from smreport.blueprint.lists import ChoiceList, ListItem
from smreport.blueprint.live_lists import GroupedList, LiveList, live_list_key
from smreport.blueprint.sheet_places import SheetPlaces
from smreport.blueprint.times import USUAL_ORDER, DateOrder
from smreport.blueprint.values import NO, YES, YES_NO, normalised
from smreport.blueprint.workings import (
    TEXT,
    WorkedOut,
    Working,
    of_use,
    possible_workings,
    working_name,
    workings_title,
)
from smreport.declared import COLUMN, HERE, LIST, LOADED, NAME, SAID, Key, Reworded, as_written
from smreport.findings import Level
from smreport.frozen import Frozen, replace
from smreport.words import ENGLISH, Words

_MOST_GROUPED = 1000  # rows of a grouped list
Printed = Literal["public", "officers", "nowhere"]
"""Where what is typed goes: into public papers, into what officers alone are given, or into no paper."""
_SHARED_ROWS = 8  # rows for all groups that a grouped list has room for in each group


class Computes(Protocol):
    """What a computed column asks of its kind; the kinds are classes of their own."""

    @property
    def names(self) -> str:
        """The column whose texts it looks up among, "" for none."""

    @property
    def needs(self) -> tuple[str, ...]:
        """The columns that it looks at, like "mapping.role"."""

    def looks_for(self, sheet: str) -> tuple[Working, ...]:
        """The workings that look for the rows of a sheet elsewhere."""

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Expression:
        """The Excel expression for one row."""


class Judges(Protocol):
    """What a sheet asks of its rules; the kinds are classes of their own, in ``blueprint.rules``."""

    @property
    def kind(self) -> str:
        """What the template calls the rule."""

    @property
    def when(self) -> Any:
        """The condition under which it applies, None for always."""

    def looks_for(self, sheet: str) -> tuple[Working, ...]:
        """The workings that look for the rows of a sheet elsewhere."""

    @property
    def in_sheet(self) -> bool:
        """Whether Excel can tell, too."""

    @property
    def level(self) -> Level:
        """How much a breach weighs."""

    @property
    def principle(self) -> int | None:
        """The principle of the framework that it holds up."""

    @property
    def at(self) -> tuple[str, ...]:
        """The columns that it looks at; the first is the one it points to."""

    @property
    def needs(self) -> tuple[str, ...]:
        """Columns of other sheets that it looks at, like "areas.status"."""

    def code(self, sheet: Sheet) -> str:
        """Its stable name."""

    def words(self, sheet: Sheet) -> tuple[str, str]:
        """What is wrong and how to fix it, for any row."""

    def said(self, sheet: Sheet) -> str:
        """What the Check column says."""

    def remedy(self, row: dict[str, object], lookup: Any) -> str:
        """How to fix this very row."""

    def level_of(self, row: dict[str, object], lookup: Any) -> Level:
        """How much it weighs in this very row."""

    def rows_in_sheet(self, table: Any, tables: Any) -> Iterator[int]:
        """The rows in which the sheet's own check speaks."""

    def condition(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        """In Excel: true where the row breaks it."""

    def breaches(self, table: Any, tables: Any) -> Iterator[Any]:
        """The rows of a table that break it."""


class Column(Frozen):
    """A column of a sheet, or a question of a form.

    since      the template's version that first had it: workbooks of earlier ones do not
    printed    where what is typed goes; None for where its sheet's answers go
    withholds  of a mark that keeps its row out of publication: what it keeps back, the figures or the whole row
    group      in a form, a heading above this question and those that follow
    help_beside  the help in the second language of a form in two, for places that have room for it
    """

    key: Annotated[str, NAME]
    heading: Annotated[str, SAID]
    type: Annotated[ColumnType, LOADED]
    help: Annotated[str, SAID]
    width: Annotated[float, Key(least=1, most=255)] = 20
    example: Annotated[str, SAID] = ""
    aliases: tuple[str, ...] = ()
    default: float | None = None
    since: str = ""
    printed: Printed | None = None
    withholds: Literal["figures", "row"] | None = None
    group: Annotated[str, SAID] = ""
    computation: Annotated[Computes | None, LOADED] = None
    help_beside: Annotated[str, LOADED] = ""

    @property
    def asked(self) -> bool:
        """Whether people fill it in."""
        return self.type.asked


class Sheet(SheetPlaces, Frozen):
    """A sheet of the workbook: what one row is, its columns, and the rules its rows must keep.

    printed  where what is typed in it goes, but for columns that say otherwise
    stays    whether its rows stay with the facilitator when the workbook is split
    since    the template's version that first had it: workbooks of earlier ones do not
    retired  headings of columns that earlier versions worked out, so that they are not taken for people's own
    headline  what stands above it: its title, which in two languages may be longer than a tab takes
    above    the lines between that and its table, a row each
    """

    key: Annotated[str, LOADED]
    title: Annotated[str, SAID]
    row_name: Annotated[str, Key("row", said=HERE)]
    purpose: Annotated[str, SAID]
    columns: Annotated[tuple[Column, ...], LOADED]
    guidance: Annotated[tuple[str, ...], SAID] = ()
    who: Annotated[str, SAID] = ""
    layout: Literal["table", "form"] = "table"
    name_key: Annotated[str, Key("key", names=COLUMN)] = ""
    owner: str = ""
    rows: Annotated[int, Key(least=1)] = 50
    rows_from: Annotated[str, Key(names=LIST)] = ""
    optional: bool = False
    printed: Printed = "public"
    stays: bool = False
    since: str = ""
    retired: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    rules: Annotated[tuple[Judges, ...], LOADED] = ()
    headline: Annotated[str, LOADED] = ""
    above: Annotated[tuple[str, ...], LOADED] = ()

    @property
    def is_form(self) -> bool:
        return self.layout == "form"

    @property
    def placed(self) -> tuple[Column, ...]:
        return self.columns

    @property
    def must_have_rows(self) -> bool:
        """Whether people have to fill in a row at least."""
        return not (self.is_form or self.rows_from or self.optional)

    @cached_property
    def by_key(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns}

    def printed_of(self, column: Column) -> Printed:
        """Where what is typed in a column goes."""
        return column.printed or self.printed

    @cached_property
    def references(self) -> tuple[Column, ...]:
        """The columns that point at rows of another sheet."""
        return tuple(column for column in self.columns if isinstance(column.type, Ref))

    @cached_property
    def asked_columns(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.asked)

    @property
    def looks_for(self) -> Iterator[Working]:
        """The workings that look for its rows elsewhere."""
        yield from (working for rule in self.rules for working in rule.looks_for(self.key))
        kinds = filter(None, (column.computation for column in self.columns))
        yield from (working for kind in kinds for working in kind.looks_for(self.key))

    def at(self, key: str, row: int) -> Cell:
        """An answer as a piece of a formula in the same row."""
        return Cell(self.cell(key, row))

    def text_at(self, key: str, row: int) -> Text:
        """The text of an answer as a piece of a formula in the same row."""
        return formulas.trimmed(self.at(key, row))

    def row_is_blank(self, row: int) -> Truth:
        """In Excel: true where nobody has typed anything in the row."""
        return formulas.nothing_in(self.at(column.key, row) for column in self.asked_columns)


class SheetWords(Frozen):
    """Text of a sheet that has no table of its own making: Start here and Lists."""

    title: str
    intro: tuple[str, ...]
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Blueprint(WorkedOut):
    """A whole workbook template, loaded and checked.

    ``order`` holds the keys of all sheets as they stand in the workbook, "start" and "lists" included.

    language  of the form: a tag (BCP 47), or two with a plus sign between them where it is bilingual
    tongue    the language in which it is spoken of; of a bilingual form the first
    reworded  gives texts of the template that are read later, those of its papers, in the form's language
    """

    name: str
    title: str
    version: str
    accepts: tuple[str, ...]
    released: date
    language: str
    separator: str
    order: tuple[str, ...]
    start: SheetWords
    lists_words: SheetWords
    lists: Mapping[str, ChoiceList]
    sheets: Mapping[str, Sheet]
    date_order: DateOrder = USUAL_ORDER
    starter: Mapping[str, object] = field(default_factory=dict)
    wording: Mapping[str, object] = field(default_factory=dict)
    style: Mapping[str, object] = field(default_factory=dict)
    house: bytes = b""
    report_template: bytes = b""
    tongue: Words = field(default=ENGLISH, compare=False)
    reworded: Reworded = field(default=as_written, compare=False)
    form: str = field(default="", compare=False)  # see blueprint.forms; with other services or rows it stays the same

    LISTS_HEADER_ROW = 4

    @property
    def is_translated(self) -> bool:
        """Whether the form is in another language, or for another place, than the template's files."""
        return self.reworded is not as_written

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self.sheets.values())

    def has(self, address: str) -> bool:
        """Whether there is a column named like "areas.label"."""
        sheet, _, key = address.partition(".")
        return sheet in self.sheets and key in self.sheets[sheet].by_key

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
        by_key = {}
        for sheet in self:
            for column in sheet.columns:
                if isinstance(column.type, Ref) and column.type.within:
                    grouped = self._grouped(sheet, column)
                    by_key[grouped.key] = grouped
        return {key: grouped for key, grouped in by_key.items() if self._rows_of(grouped) <= _MOST_GROUPED}

    def _grouped(self, sheet: Sheet, column: Column) -> GroupedList:
        kind = column.type
        assert isinstance(kind, Ref)
        own_type = sheet.by_key[kind.within].type
        target_type = self.sheets[kind.to.sheet].by_key[kind.within].type
        assert isinstance(own_type, Ref)
        assert isinstance(target_type, Ref)
        return GroupedList(column.heading, kind, own_type.to, target_type.to.also[0] if target_type.to.also else "")

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
        return self._below_headings(self.lists_words.title, self.list_columns[key] + part, self.list_length(key, part))

    def _below_headings(self, title: str, number: int, rows: int) -> str:
        """So many rows of a column of the sheet Lists or of the workings."""
        letter, first = addresses.column_letter(number), self.LISTS_HEADER_ROW + 1
        return f"{addresses.sheet_name(title)}!${letter}${first}:${letter}${first + max(rows, 1) - 1}"

    # --- choices that rules know by their ids ---

    def choices(self, address: str) -> ChoiceList:
        """The list of the column named like "areas.status"."""
        choices = getattr(self.column(address).type, "choices", None)
        assert isinstance(choices, ChoiceList), f"{address} has no list"
        return choices

    def label(self, address: str, choice: str) -> str:
        """What the template calls a choice of a column."""
        return self.choices(address).labels[choice]

    def words_for(self, answer: Literal["yes", "no"]) -> tuple[str, ...]:
        """All texts that plainly say Yes, or No, in the formulas of the sheets."""
        known = YES if answer == "yes" else NO
        own = self.lists[YES_NO].labels.get(answer, answer) if YES_NO in self.lists else answer
        return tuple(dict.fromkeys((*known, normalised(own))))

    def id_of(self, address: str, text: object) -> str:
        """The id of the choice that a text is, "" where it is none."""
        return self.choices(address).ids.get(normalised(text), "")

    def word_for_all(self, address: str) -> str:
        """What stands in a column for all rows of the sheet that it refers to: "All areas"."""
        kind = self.column(address).type
        return kind.to.also[0] if isinstance(kind, Ref) and kind.to.also else ""

    # --- pieces of formulas: places by their defined names, so that a formula holds no reference to another sheet ---

    def setting(self, key: str) -> Cell:
        """An answer on the Settings sheet."""
        return Cell(f"set_{key}")

    def cells(self, address: str) -> Range:
        """The answers of a column named like "areas.label", as they stand there."""
        return Range(f"all_{address.replace('.', '_')}")

    def checks(self, sheet: str) -> Range:
        """The Check cells of a sheet."""
        return Range(f"check_{sheet}")

    def texts(self, address: str) -> Text:
        """The trimmed texts of a column, worked out once, in a working."""
        return Text(working_name(TEXT, address), many=True)

    def list_texts(self, key: str) -> Text:
        """The items of a choice list."""
        return Text(self.list_name(key), many=True)

    def list_values(self, key: str) -> Number:
        """The values of a scale, from Lists."""
        return Number(self.list_name(key, part=1), many=True)

    def list_name(self, key: str, part: int = 0) -> str:
        """The defined name of a list, or of one of its columns."""
        if key in self.lists:
            return f"list_{key}" + ("_value" if part else "")
        number = [*self.live_lists, *self.grouped_lists].index(key) + 1
        return f"offer_{number}" + (f"_{GroupedList.PARTS[part]}" if key in self.grouped_lists else "")

    @cached_property
    def defined_names(self) -> dict[str, str]:
        """Where in Excel each name is that a formula may use."""
        names = {}
        for sheet in self:
            for column in sheet.columns:
                kind = "set_" if sheet.key == "settings" else f"all_{sheet.key}_"
                names[kind + column.key] = sheet.address(column.key)
            names[f"check_{sheet.key}"] = sheet.checks
        parts = {key: 2 if choices.is_scale else 1 for key, choices in self.lists.items()}
        parts |= dict.fromkeys(self.live_lists, 1) | dict.fromkeys(self.grouped_lists, len(GroupedList.PARTS))
        every = ((key, part) for key, number in parts.items() for part in range(number))
        names |= {self.list_name(key, part): self.list_range(key, part) for key, part in every}
        return names | {
            working.name: self._place_of_working(working, number)
            for number, working in enumerate(self.workings, start=1)
        }

    def _place_of_working(self, working: Working, number: int) -> str:
        """Where a working stands: a name for one cell is no range of one, of which ONLYOFFICE makes an error."""
        cells = self._below_headings(workings_title(), number, self.sheets[working.sheet].rows)
        return cells.partition(":")[0] if working.is_one_cell else cells

    @cached_property
    def workings(self) -> tuple[Working, ...]:
        """The columns that the formulas of this template lean on, in the order of the sheets."""
        return of_use(self._possible_workings(), (formula.spelled for formula in self._formulas()))

    def _possible_workings(self) -> dict[str, Working]:
        columns = {f"{sheet.key}.{column.key}": column for sheet in self for column in sheet.columns}
        return possible_workings(
            {address: isinstance(column.type, Refs) for address, column in columns.items()},
            sorted({column.computation.names for column in columns.values() if column.computation} - {""}),
            [tuple(f"{sheet.key}.{key}" for key in rule.at) for sheet in self for rule in sheet.rules if rule.at],
            [working for sheet in self for working in sheet.looks_for],
        )

    def _formulas(self) -> Iterator[formulas.Expression]:
        """All formulas of rows that look at other rows."""
        for sheet in self:
            yield from (rule.condition(self, sheet, sheet.first_row) for rule in sheet.rules if rule.in_sheet)
            yield from (
                column.computation.formula(self, sheet, sheet.first_row)
                for column in sheet.columns
                if column.computation
            )
            kinds = (column.type for column in sheet.columns)
            yield from (self.texts(kind.to.address) for kind in kinds if isinstance(kind, Ref))  # to be numbered by
        for grouped in self.grouped_lists.values():
            yield self.texts(f"{grouped.to.to.sheet}.{grouped.to.within}")
            yield self.texts(f"{grouped.to.to.sheet}.{grouped.to.to.column}")

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
