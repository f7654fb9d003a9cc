"""What changed between two workbooks: row by row, by what each row is and not by its number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum

from smreport.blueprint.addresses import column_letter
from smreport.blueprint.columns import Choice, Label, Number, Ref, Text, YesNo, as_typed
from smreport.blueprint.model import Blueprint, Sheet
from smreport.blueprint.rules import Unique
from smreport.blueprint.tables import OWN, Table, Tables, last_round_heading
from smreport.blueprint.times import When
from smreport.blueprint.values import ReadAs, normalised
from smreport.errors import InvalidValue
from smreport.frozen import Frozen, asdict, field, replace
from smreport.rounds import decisions, register, rows
from smreport.rounds.pairing import Identity
from smreport.rounds.rows import Cells
from smreport.rounds.same_rows import Clues, Comparable, Sheetful, same_rows
from smreport.words import say

Pairs = Mapping[str, Mapping[int, int]]
"""By sheet key: the Excel rows of the old workbook that are in the new one, with their rows there."""
Names = Mapping[tuple[str, str], Mapping[str, str]]
"""By sheet and column key: what rows were called, as comparisons see it, and what they are called now."""


class Kind(Enum):
    """What became of a row or a cell."""

    TAKEN_OUT = "taken out"
    ADDED = "added"
    CHANGED = "changed"

    @property
    def word(self) -> str:
        """The word for it, as it stands before a change."""
        return say(f"terminal.compare.kind.{self.name.lower()}")

    @property
    def in_column(self) -> str:
        """The word, as long as the longest of them."""
        return f"{self.word:{max(len(kind.word) for kind in Kind)}}"


class Filled(Frozen):
    """A filled cell of a row that was added or taken out: its column's key and heading, what it shows, and where.

    secret  whether it is not for publication, so that words in brackets stand in its place
    """

    column: str
    heading: str
    text: str
    cell: str
    secret: bool = False


class Change(Frozen):
    """A row that was added or taken out, or a cell that changed.

    sheet     the sheet's key, "" for a sheet that people added
    title     what the sheet is called in the file
    row       what the row is called now; of one that was taken out, what it was called; "" in a form
    column    the column's key, "+" and its heading for people's own, "" for whole rows
    old, new  what the cell shows, "" where it is blank
    old_cell, new_cell  where it stands in either file; of a row the cell with its name; "" where it is not in that file
    old_row, new_row    the Excel rows, None where the row is not in that file
    cells     all that stands in a row that was added or taken out
    secret    whether some of it is not for publication, so that words in brackets stand in its place
    set_aside  whether it is a row that was not read as an answer, such as a total
    """

    kind: Kind
    sheet: str
    title: str
    row: str
    column: str = ""
    heading: str = ""
    old: str = ""
    new: str = ""
    old_cell: str = ""
    new_cell: str = ""
    old_row: int | None = None
    new_row: int | None = None
    cells: tuple[Filled, ...] = ()
    secret: bool = False
    set_aside: bool = False

    def as_dict(self) -> dict[str, object]:
        """The change as plain data for JSON."""
        return {**asdict(self), "kind": self.kind.value, "cells": list(map(asdict, self.cells))}


class Comparison(Frozen):
    """All that changed, which rows are the same, and which are called otherwise."""

    changes: tuple[Change, ...]
    pairs: Pairs = field(default_factory=dict)
    names: Names = field(default_factory=dict)

    def count(self, kind: Kind) -> int:
        """How many changes are of a kind."""
        return sum(change.kind is kind for change in self.changes)


def compared(old: Tables, new: Tables) -> Comparison:
    """What changed from an old workbook to a new one of the same template, values that are not for publication too.

    Answers count as they are understood, so that ``£12k`` and ``12000`` are the same, and so is a name in any
    spelling where it refers to a row. A row that is called otherwise changes once, and not in each row that names it.
    Rows that moved, columns that moved, and looks are no change.

    Raises InvalidValue where the workbooks are of two templates.
    """
    if old.blueprint.name != new.blueprint.name or old.blueprint.sheets.keys() != new.blueprint.sheets.keys():
        forms = (old.blueprint.title, new.blueprint.title)
        raise InvalidValue(
            say("terminal.compare.two_templates", old=old.file, new=new.file, of_old=forms[0], of_new=forms[1])
        )
    pairs: dict[str, Mapping[int, int]] = {}
    names: dict[tuple[str, str], Mapping[str, str]] = {}
    sheets: dict[str, _SheetPair] = {}
    for sheet in _targets_first(new.blueprint):
        sheets[sheet.key] = _SheetPair(sheet, old, new, names)
        pairs[sheet.key] = sheets[sheet.key].same_rows()
        names |= _new_names(sheet, old, new, pairs[sheet.key])
    changes = [change for sheet in new.blueprint for change in sheets[sheet.key].changes(pairs[sheet.key])]
    return Comparison((*changes, *_of_own_sheets(old, new)), pairs, names)


def _targets_first(blueprint: Blueprint) -> list[Sheet]:
    """The sheets, those that others refer to before these, as far as they go in no circle."""
    order: dict[str, Sheet] = {}
    begun: set[str] = set()

    def put(sheet: Sheet) -> None:
        if sheet.key in begun:
            return
        begun.add(sheet.key)
        for column in sheet.references:
            assert isinstance(column.type, Ref)
            put(blueprint.sheets[column.type.to.sheet])
        order[sheet.key] = sheet

    for sheet in blueprint:
        put(sheet)
    return list(order.values())


def _new_names(sheet: Sheet, old: Tables, new: Tables, pairs: Mapping[int, int]) -> Names:
    """What the rows of a sheet were called and are called now, by the columns that references may point at.

    Only where it is plain: all rows that had a name have the same new one, and neither name is in both workbooks.
    """
    names = {}
    for key in _referred_to(new.blueprint, sheet):
        old_names, new_names = (_names_by_row(tables[sheet.key], key) for tables in (old, new))
        renamed: dict[str, set[str]] = {}
        for number, at in pairs.items():
            renamed.setdefault(old_names[number], set()).add(new_names[at])
        kept = {*old_names.values()} & {*new_names.values()}
        names[sheet.key, key] = {
            was: now for was, (now, *others) in renamed.items() if was and now and not others and not {was, now} & kept
        }
    return names


def _referred_to(blueprint: Blueprint, sheet: Sheet) -> set[str]:
    """The columns of a sheet by which others name its rows."""
    targets = (column.type.to for other in blueprint for column in other.references if isinstance(column.type, Ref))
    return {to.column for to in targets if to.sheet == sheet.key}


def _names_by_row(table: Table, key: str) -> dict[int, str]:
    return dict(zip(table.numbers, table.plain(key), strict=True))


class _SheetPair:
    """One sheet in both workbooks.

    names  what rows of other sheets were called and are called now
    """

    def __init__(self, sheet: Sheet, old: Tables, new: Tables, names: Names) -> None:
        self.sheet, self.names, self.clues = sheet, names, _clues(sheet)
        self.old, self.new = (tables[sheet.key] for tables in (old, new))
        self.old_cells, self.new_cells = (_cells(tables, sheet) for tables in (old, new))
        self.noted = {_key_of_note(sheet, key): key for key in sheet.by_key}

    def same_rows(self) -> dict[int, int]:
        return same_rows(self.sheetful(self.old_cells), self.sheetful(self.new_cells), self.clues)

    def sheetful(self, every: Mapping[int, Cells]) -> Sheetful:
        cells = {number: self.comparable_row(row) for number, row in every.items()}
        return Sheetful({number: self.called(row) for number, row in cells.items()}, cells)

    def called(self, cells: Comparable) -> Identity:
        """What makes a row this row: what may not stand twice, else all of it."""
        if self.sheet.is_form:
            return ()
        parts = tuple(normalised(cells.get(key)) for key in self.clues.parts)
        return parts if any(parts) else _by_all(cells)

    def is_reference(self, key: str) -> bool:
        return key in self.sheet.by_key and isinstance(self.sheet.by_key[key].type, Ref)

    def comparable_row(self, cells: Cells) -> dict[str, str]:
        texts = ((key, self.comparable(key, value)) for key, value in cells.items())
        return {key: text for key, text in texts if text}

    def comparable(self, key: str, value: object) -> str:
        """What tells two answers apart: references by the names that rows have now, in any order."""
        if value is None or not self.is_reference(key):
            return rows.compared(self.sheet, key, value)
        kind = self.sheet.by_key[key].type
        assert isinstance(kind, Ref)
        names = self.names.get((kind.to.sheet, kind.to.column), {})
        parts = value if isinstance(value, tuple) else (str(value),)
        renamed = [names.get(normalised(part), part) for part in parts]
        known = rows.compared(self.sheet, key, renamed if kind.many else renamed[0])
        return ";".join(sorted(known.split(";")))

    # --- what changed ---

    def changes(self, pairs: Mapping[int, int]) -> Iterator[Change]:
        """Rows that were taken out and added, then cells that changed, each in the order of the sheet."""
        taken = set(pairs.values())
        for number, cells in self.old_cells.items():
            if number not in pairs and self.is_peoples(cells):
                gone = self.of_row(Kind.TAKEN_OUT, self.old, number, cells)
                yield replace(gone, old_cell=self.place_of_row(self.old, number), old_row=number)
        for number, cells in self.new_cells.items():
            if number not in taken and self.is_peoples(cells):
                added = self.of_row(Kind.ADDED, self.new, number, cells)
                yield replace(added, new_cell=self.place_of_row(self.new, number), new_row=number)
        for number, partner in sorted(pairs.items(), key=lambda pair: pair[1]):
            yield from self.of_cells(number, partner)
        yield from self.set_aside()

    def set_aside(self) -> Iterator[Change]:
        """The rows that one workbook sets aside, such as totals, and the other has not among those."""
        old, new = (self.aside_rows(table) for table in (self.old, self.new))
        for kind, table, its, others in ((Kind.TAKEN_OUT, self.old, old, new), (Kind.ADDED, self.new, new, old)):
            known = Counter(map(_as_one, others.values()))
            for number, cells in its.items():
                known[_as_one(cells)] -= 1
                if known[_as_one(cells)] < 0:
                    yield self.aside(kind, table, number, cells)

    def aside_rows(self, table: Table) -> dict[int, dict[str, str]]:
        """What stands in the rows that were set aside, by column."""
        every = {
            number: {key: self.shown(key, value) for key, value in aside.answers.items() if key in table.places}
            for number, aside in table.set_aside.items()
        }
        return {number: {key: text for key, text in cells.items() if text} for number, cells in every.items()}

    def aside(self, kind: Kind, table: Table, number: int, cells: Mapping[str, str]) -> Change:
        filled = tuple(
            Filled(key, rows.heading_of(self.sheet, key), text, rows.place_of(table, key, number))
            for key, text in cells.items()
        )
        place = filled[0].cell if filled else rows.place_of(table, OWN, number)
        name = filled[0].text if filled else ""
        change = Change(kind, self.sheet.key, table.title, name, cells=filled, set_aside=True)
        if kind is Kind.TAKEN_OUT:
            return replace(change, old_cell=place, old_row=number)
        return replace(change, new_cell=place, new_row=number)

    def is_peoples(self, cells: Cells) -> bool:
        """Whether people have filled in a row, and not the template alone."""
        return any(key.startswith(OWN) for key in cells) if self.sheet.rows_from else any(cells.values())

    def place_of_row(self, table: Table, number: int) -> str:
        column = self.sheet.by_key.get(_name_column(self.sheet))
        return rows.place_of(table, column.key if column else OWN, number)

    def of_row(self, kind: Kind, table: Table, number: int, cells: Cells) -> Change:
        filled = (
            Filled(key, rows.heading_of(self.sheet, key), self.shown(key, value), self.place(table, key, number))
            for key, value in cells.items()
            if value is not None
        )
        return Change(kind, self.sheet.key, table.title, rows.name_of(self.sheet, cells), cells=tuple(filled))

    def of_cells(self, number: int, at: int) -> Iterator[Change]:
        was, now = self.old_cells[number], self.new_cells[at]
        name = "" if self.sheet.is_form else rows.name_of(self.sheet, now) or rows.name_of(self.sheet, was)
        for key in {**was, **now}:
            old, new = was.get(key), now.get(key)
            if self.comparable(key, old) == self.comparable(key, new):
                continue
            before, after = self.shown(key, old), self.shown(key, new)
            if before == after:  # to so many digits
                before, after = (rows.text_of(self.sheet, key, value) for value in (old, new))
            places = (self.place(self.old, key, number), self.place(self.new, key, at))
            heading = rows.heading_of(self.sheet, key)
            yield Change(
                Kind.CHANGED, self.sheet.key, self.new.title, name, key, heading, before, after, *places, number, at
            )

    def place(self, table: Table, key: str, number: int) -> str:
        """The address of an answer, or of the one that a note is on; of people's own columns only the row."""
        return rows.place_of(table, self.noted.get(key, key), number)

    def shown(self, key: str, value: object) -> str:
        """What people see in a cell, "" where it is blank."""
        if isinstance(value, When):
            return str(value)
        kind = self.sheet.by_key[key].type if key in self.sheet.by_key else None
        if isinstance(kind, Number) and isinstance(value, float) and (not isinstance(value, ReadAs) or value.is_plain):
            return kind.shown(value)
        return rows.text_of(self.sheet, key, value)


def _as_one(cells: Mapping[str, str]) -> Identity:
    return tuple(f"{key}={normalised(text)}" for key, text in sorted(cells.items()))


def _cells(tables: Tables, sheet: Sheet) -> dict[int, Cells]:
    """The rows of a sheet; of one whose rows the template lists, only what people added beside them.

    Notes on cells stand beside their rows. What ``renew`` wrote beside them is no answer.
    """
    ours = f"{OWN}{last_round_heading()}"
    every = {
        number: {key: value for key, value in cells.items() if key != ours}
        for number, cells in rows.cells_of(tables, sheet.key).items()
    }
    for (key, number), text in tables.extras.notes.get(sheet.key, {}).items():
        if number in every and key != ours:
            every[number][_key_of_note(sheet, key)] = text
    if not sheet.rows_from:
        return every
    return {
        number: {key: value for key, value in cells.items() if key == sheet.name_key or key.startswith(OWN)}
        for number, cells in every.items()
    }


def _key_of_note(sheet: Sheet, key: str) -> str:
    """The key that the notes on a column have, as if they stood in a column of people's own."""
    return f"{OWN}{say('terminal.compare.note', heading=rows.heading_of(sheet, key))}"


def _name_column(sheet: Sheet) -> str:
    """The key of the column where people type what a row is called, "" in a form."""
    column = sheet.by_key.get(sheet.name_key)
    return column.type.parts[0] if column and isinstance(column.type, Label) else sheet.name_key


def _clues(sheet: Sheet) -> Clues:
    """What the columns of a sheet say of whether two rows of different names are one."""
    name = _name_column(sheet)
    parts = next((rule.columns for rule in sheet.rules if isinstance(rule, Unique)), (name,))
    kinds = {column.key: column.type for column in sheet.asked_columns}
    words = frozenset(key for key, kind in kinds.items() if isinstance(kind, Text))
    values = frozenset(key for key, kind in kinds.items() if not isinstance(kind, Choice | YesNo))
    return Clues(name, tuple(dict.fromkeys((*parts, name))), words, values)


# --- sheets that people added ---


def _of_own_sheets(old: Tables, new: Tables) -> Iterator[Change]:
    """The rows of people's own sheets; nobody knows what one is called, so that it goes by what stands in it."""
    ours = {decisions.title(), register.title()}
    for title in dict.fromkeys((*old.extras.sheets, *new.extras.sheets)):
        if title not in ours:
            yield from _of_own_sheet(title, *(_grid(tables.extras.sheets.get(title, ())) for tables in (old, new)))


Grid = Mapping[int, Comparable]
"""The rows of people's own sheet by Excel row: what their cells show, by the letter of the column."""


def _grid(cells: Sequence[Sequence[object]]) -> Grid:
    texts = {
        number: {column_letter(at): as_typed(cell) for at, cell in enumerate(row, start=1) if cell is not None}
        for number, row in enumerate(cells, start=1)
    }
    filled = {number: {letter: text for letter, text in row.items() if text} for number, row in texts.items()}
    return {number: row for number, row in filled.items() if row}


def _of_own_sheet(title: str, old: Grid, new: Grid) -> Iterator[Change]:
    """A row goes by what stands in its first column, else by all of it."""
    letters = frozenset(letter for row in (*old.values(), *new.values()) for letter in row)
    before, after = (Sheetful({at: _own_name(row) for at, row in grid.items()}, grid) for grid in (old, new))
    pairs = same_rows(before, after, Clues("A", ("A",), letters))
    for number in sorted(old.keys() - pairs.keys()):
        yield replace(
            _own_row(Kind.TAKEN_OUT, title, number, old[number]), old_cell=_first_cell(old, number), old_row=number
        )
    for number in sorted(new.keys() - {*pairs.values()}):
        yield replace(
            _own_row(Kind.ADDED, title, number, new[number]), new_cell=_first_cell(new, number), new_row=number
        )
    for number, partner in pairs.items():
        was, now = old[number], new[partner]
        for letter in (letter for letter in {**was, **now} if was.get(letter) != now.get(letter)):
            places = (f"{letter}{number}", f"{letter}{partner}")
            texts = (was.get(letter, ""), now.get(letter, ""))
            yield Change(Kind.CHANGED, "", title, _first(now), letter, letter, *texts, *places, number, partner)


def _own_name(row: Comparable) -> Identity:
    return (normalised(row["A"]),) if "A" in row else _by_all(row)


def _by_all(cells: Comparable) -> Identity:
    """A row without a name goes by all that stands in it."""
    return ("", *(f"{key}={normalised(text)}" for key, text in sorted(cells.items())))


def _own_row(kind: Kind, title: str, number: int, row: Comparable) -> Change:
    cells = (Filled(letter, letter, text, f"{letter}{number}") for letter, text in row.items())
    return Change(kind, "", title, _first(row), cells=tuple(cells))


def _first(row: Comparable) -> str:
    return next(iter(row.values()))


def _first_cell(grid: Grid, number: int) -> str:
    return f"{next(iter(grid[number]))}{number}"
