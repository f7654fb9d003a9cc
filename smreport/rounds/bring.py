"""Rows of a council's own list brought into a sheet: added where they are new, filled in where the sheet is blank."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import count

from smreport.blueprint.columns import Figure, Label, Number
from smreport.blueprint.model import Sheet
from smreport.blueprint.naming import Meant
from smreport.blueprint.needed import Need, need
from smreport.blueprint.publication import Rows, is_secret_row, secret_rows, withheld_names, withheld_rows
from smreport.blueprint.rules.base import parts_of
from smreport.blueprint.tables import OWN, Row, Table, Tables, make_table
from smreport.blueprint.times import When
from smreport.blueprint.understanding import make_tables
from smreport.blueprint.values import ReadAs, normalised
from smreport.frozen import Frozen, replace
from smreport.rounds.rows import Cells, answers_in, cells_of, compared, identity_keys, text_of, with_columns

Parts = tuple[str, ...]
"""What tells a row from others, as comparisons see it: "" where a part is blank."""


class Difference(Frozen):
    """A cell that has another answer in the list than in the workbook, where it stays.

    key       of the column; people's own begin with ``rows.OWN``
    row       in the sheet, as in ``Brought.tables``
    list_row  in the list
    """

    key: str
    row: int
    list_row: int
    kept: object
    listed: object

    @property
    def in_other_words(self) -> list[tuple[str, str]]:
        """The names and choices of the list that were understood, each with the words that stand there."""
        known = _all_words(self.kept)
        return [(name, words) for name, words in _other_words(self.listed) if normalised(words) not in known]


class Brought(Frozen):
    """The answers of a workbook with a list's in them, and what became of each row of the list.

    sheet        the key of the sheet
    rows         the row in ``tables`` of each row of the list, but for those in ``unclear``
    added        the rows of ``tables`` that are new
    cells        the row of the list that each new answer comes from, by column key and row of ``tables``
    differences  where the workbook has another answer, which stays
    unclear      rows of the list that may be several of the sheet: nothing of them was brought
    reworded     where the list says the same in words that the workbook's cell does not have
    """

    tables: Tables
    sheet: str
    rows: Mapping[int, int]
    added: frozenset[int]
    cells: Mapping[tuple[str, int], int]
    differences: tuple[Difference, ...]
    unclear: Mapping[int, tuple[int, ...]]
    reworded: tuple[Difference, ...] = ()

    @property
    def filled(self) -> frozenset[int]:
        """The rows that were there and have more answers now."""
        return frozenset(row for _, row in self.cells) - self.added

    @property
    def unchanged(self) -> int:
        """How many rows of the list brought nothing new."""
        return len(set(self.rows) - set(self.cells.values()))

    def out_row(self, row: int) -> int:
        """The Excel row that a row gets in a new workbook, which has no gaps."""
        return self._out_rows[row]

    @cached_property
    def _out_rows(self) -> dict[int, int]:
        table = self.tables[self.sheet]
        return {row: number for number, row in enumerate(table.numbers, start=table.sheet.first_row)}


def main_key(sheet: Sheet) -> str:
    """The column without which it cannot be said which row is which."""
    kind = sheet.by_key[sheet.name_key].type
    name = kind.parts[0] if isinstance(kind, Label) else sheet.name_key
    keys = identity_keys(sheet)
    return name if name in keys else keys[0]


def bring_in(tables: Tables, listed: Table, own: Mapping[str, Mapping[int, object]]) -> Brought:
    """The tables with the rows of a list, each answer only where none is.

    listed  the answers of the list, by its own rows
    own     values for columns of people's own: by heading, then by row of the list
    """
    sheet = listed.sheet
    rows = cells_of(tables, sheet.key)
    brought = _Bringing(sheet, rows, _list_rows(tables, listed, own), tables[sheet.key].set_aside)
    brought.bring()
    table = _fuller(tables[sheet.key], {row: answers_in(sheet, cells) for row, cells in rows.items()})
    fuller = make_tables(tables.blueprint, {**tables.tables, sheet.key: table}, tables.file)
    fuller = with_columns(replace(fuller, extras=tables.extras), {sheet.key: _own_columns(tables, sheet.key, rows)})
    return Brought(
        fuller, sheet.key, brought.rows_of_list, frozenset(brought.added), brought.cells,
        tuple(brought.differences), brought.unclear, tuple(brought.reworded),
    )  # fmt: skip


def _list_rows(tables: Tables, listed: Table, own: Mapping[str, Mapping[int, object]]) -> dict[int, Cells]:
    """The rows of the list, their names and choices understood as among the rows that are there."""
    table, first = tables[listed.sheet.key], max(listed.numbers, default=0) + 1
    here = {first + at: row for at, row in enumerate(table.rows.values())}
    joined = make_table(listed.sheet, {**listed.rows, **here})
    context = make_tables(tables.blueprint, {**tables.tables, listed.sheet.key: joined})[listed.sheet.key]
    rows: dict[int, Cells] = {}
    for number in listed.numbers:
        answers = {key: value for key, value in context.row(number).items() if listed.sheet.by_key[key].asked}
        beside = {f"{OWN}{heading}": values[number] for heading, values in own.items() if number in values}
        rows[number] = {key: value for key, value in {**answers, **beside}.items() if value is not None}
    return rows


def _fuller(table: Table, rows: Mapping[int, Row]) -> Table:
    """The table with more answers; all else that is known of its cells stays."""
    made = make_table(table.sheet, rows, table.title, table.places)
    return replace(table, columns=made.columns, numbers=made.numbers)


def _own_columns(tables: Tables, sheet: str, rows: Mapping[int, Cells]) -> dict[str, dict[int, object]]:
    """The columns of people's own, with what was brought into them."""
    columns = {heading: dict(values) for heading, values in tables.extras.columns.get(sheet, {}).items()}
    for row, cells in rows.items():
        for key, value in cells.items():
            if key.startswith(OWN):
                columns.setdefault(key.removeprefix(OWN), {})[row] = value
    return columns


# --- which row is which ---


class _Bringing:
    """Rows of a sheet into which those of a list are brought: ``rows`` is filled on the way."""

    def __init__(
        self, sheet: Sheet, rows: dict[int, Cells], listed: Mapping[int, Cells], set_aside: Mapping[int, object]
    ) -> None:
        self.sheet, self.rows, self.listed = sheet, rows, listed
        self.free = count(max((*rows, *set_aside), default=sheet.first_row - 1) + 1)
        self.keys = identity_keys(sheet)
        self.main = self.keys.index(main_key(sheet))
        self.asked = [
            key != self.keys[self.main] and need(sheet, sheet.by_key[key]) is Need.ALWAYS for key in self.keys
        ]
        self.known = {row: self.parts(cells) for row, cells in rows.items()}
        self.called: dict[Parts, list[int]] = defaultdict(list)
        for row, parts in self.known.items():
            self.called[self.name(parts)].append(row)
        self.rows_of_list: dict[int, int] = {}
        self.added: set[int] = set()
        self.cells: dict[tuple[str, int], int] = {}
        self.differences: list[Difference] = []
        self.reworded: list[Difference] = []
        self.unclear: dict[int, tuple[int, ...]] = {}

    def bring(self) -> None:
        """Give each row its place, in the order of the list; then its answers, from what says most of itself on."""
        new: dict[Parts, int] = {}
        for number, place in self.places().items():
            if isinstance(place, tuple):
                place = new.get(place) or self.add(new, place)
            if place:
                self.rows_of_list[number] = place
        for number in sorted(self.rows_of_list, key=lambda number: _by_parts(self.parts(self.listed[number]))):
            self.fill(self.rows_of_list[number], self.listed[number], number)

    def add(self, new: dict[Parts, int], parts: Parts) -> int:
        new[parts] = row = next(self.free)
        self.rows[row] = {}
        self.added.add(row)
        return row

    def places(self) -> dict[int, int | Parts]:
        """By row of the list the row that it is, 0 where that is not clear, or what tells new rows apart.

        What says most of itself comes first, so that the order of the list makes no difference.
        """
        parts = {number: self.parts(cells) for number, cells in self.listed.items()}
        different = sorted(set(parts.values()), key=_by_parts)
        fitting, places = self.rows_that_one_fits(different), dict[Parts, int | Parts]()
        new: dict[Parts, list[Parts]] = defaultdict(list)
        for which in different:
            candidates = self.candidates(which, fitting, new[self.name(which)])
            places[which] = candidates[0] if len(candidates) == 1 else 0 if candidates else which
            if not candidates:
                new[self.name(which)].append(which)
        for number, which in parts.items():
            if places[which] == 0:
                self.unclear[number] = tuple(self.that_say_more(which))
        return {number: places[which] for number, which in parts.items()}

    def candidates(self, which: Parts, fitting: Mapping[Parts, int], new: Sequence[Parts]) -> list[int | Parts]:
        """The rows that a row of the list may be: the same, one that says less, or those that say more.

        new  the new rows of its name
        """
        same = [row for row in self.called.get(self.name(which), ()) if self.known[row] == which]
        if same or which in fitting:
            return [same[0] if same else fitting[which]]
        return [*self.that_say_more(which), *(other for other in new if self.extends(other, which))]

    def that_say_more(self, which: Parts) -> list[int]:
        """The rows that may be meant by what says less."""
        return [row for row in self.called.get(self.name(which), ()) if self.extends(self.known[row], which)]

    def rows_that_one_fits(self, listed: Sequence[Parts]) -> dict[Parts, int]:
        """By what tells a row of the list apart, the row that says less of itself and that no other can be."""
        by_name: dict[Parts, list[Parts]] = defaultdict(list)
        known = set(self.known.values())
        for which in listed:
            if which not in known:
                by_name[self.name(which)].append(which)
        fitting: dict[Parts, list[int]] = defaultdict(list)
        for row, parts in self.known.items():
            more = [which for which in by_name.get(self.name(parts), ()) if self.extends(which, parts)]
            if len(more) == 1:
                fitting[more[0]].append(row)
        return {which: rows[0] for which, rows in fitting.items() if len(rows) == 1}

    def name(self, parts: Parts) -> Parts:
        """The name of a row among what tells it apart; all of it where it has none."""
        return (parts[self.main],) if len(parts) == len(self.keys) else parts

    def parts(self, cells: Cells) -> Parts:
        """What tells a row apart; where it has no name, all that stands in it."""
        parts = tuple(meaning(self.sheet, key, cells.get(key)) for key in self.keys)
        if parts[self.main]:
            return parts
        filled = sorted((key, value) for key, value in cells.items() if value is not None)
        return ("",) * (len(self.keys) + 1) + tuple(f"{key} {meaning(self.sheet, key, value)}" for key, value in filled)

    def extends(self, parts: Parts, less: Parts) -> bool:
        """Whether a row of the same name says the same of itself as another, and what that leaves out though asked."""
        pairs = zip(parts, less, self.asked, strict=True)
        return all(part == other or (is_asked and not other) for part, other, is_asked in pairs)

    def fill(self, row: int, cells: Cells, number: int) -> None:
        """Put answers where there are none, and note those that differ or are in other words."""
        answers = self.rows[row]
        for key, value in cells.items():
            if answers.get(key) is None:
                answers[key] = value
                self.cells[key, row] = number
            elif meaning(self.sheet, key, answers[key]) != meaning(self.sheet, key, value):
                self.differences.append(Difference(key, row, number, answers[key], value))
            elif (other := Difference(key, row, number, answers[key], value)).in_other_words:
                self.reworded.append(other)


def _other_words(value: object) -> list[tuple[str, str]]:
    """The names and choices of an answer that were understood, each with the words that were typed."""
    meant = [part for part in parts_of(value) if isinstance(part, Meant)]
    return [(str(part), words) for part in meant for words in part.other_words]


def _all_words(value: object) -> set[str]:
    """What an answer says and all that was typed for it, as comparisons see it."""
    return {*map(normalised, parts_of(value)), *(normalised(words) for _, words in _other_words(value))}


def _by_parts(parts: Parts) -> tuple[int, Parts]:
    """What says more of itself comes first."""
    return -sum(map(bool, parts)), parts


def meaning(sheet: Sheet, key: str, value: object) -> str:
    """What an answer says, however it is written: days by the calendar, figures by their ends, texts as compared."""
    if value is None:
        return ""
    kind = None if key.startswith(OWN) else sheet.by_key[key].type
    if isinstance(value, When) and value.first and value.last:
        return f"{value.first}/{value.last}"
    if isinstance(kind, Number) and isinstance(value, float):
        low, high = (value.low, value.high) if isinstance(value, ReadAs) else (value, value)
        return f"{float(value):.12g}/{low:.12g}/{high:.12g}"
    text = normalised(compared(sheet, key, value))
    return text.replace(",", "") if isinstance(kind, Figure) else text


# --- what may be told ---


def _secret(tables: Tables, withheld: Rows, sheet: str) -> Iterator[int]:
    """The rows of a sheet that are not for publication, wholly or in their figures."""
    yield from secret_rows(tables[sheet])
    yield from withheld[sheet]


def _marked(listed: Table) -> set[int]:
    """The rows of a list that say of themselves that they are not for publication, also those that were set aside."""
    rows = {**{row: aside.answers for row, aside in listed.set_aside.items()}, **listed.rows}
    return {row for row, answers in rows.items() if is_secret_row(listed.sheet, answers)}


class Telling:
    """What may be told of the answers that were brought: nothing of rows that are not for publication, nor their names.

    before  the tables as they were
    listed  the answers of the list
    """

    def __init__(self, before: Tables, brought: Brought, listed: Table) -> None:
        self._table, states = brought.tables[brought.sheet], (before, brought.tables)
        withheld = [withheld_rows(tables) for tables in states]
        rows = (
            row for tables, some in zip(states, withheld, strict=True) for row in _secret(tables, some, brought.sheet)
        )
        self._secret = set(rows)
        self._names = frozenset[str]().union(*map(withheld_names, states, withheld))
        self._listed = _marked(listed) | {number for number, row in brought.rows.items() if row in self._secret}
        self._listed |= {number for number, some in brought.unclear.items() if self._secret.intersection(some)}
        self._secret |= {row for number, row in brought.rows.items() if number in self._listed}

    @property
    def hides_some(self) -> bool:
        """Whether any row of the list or of the sheet is not for publication."""
        return bool(self._secret or self._listed)

    def of_row(self, row: int) -> bool:
        """Whether anything may be told of a row of the sheet."""
        return row not in self._secret

    def of_listed(self, number: int) -> bool:
        """Whether anything may be told of a row of the list."""
        return number not in self._listed

    def text(self, text: str) -> str:
        """The text, "" where it names a row that is not for publication."""
        said = normalised(text)
        return "" if any(name in said for name in self._names) else text

    def value(self, key: str, row: int, value: object) -> str:
        """What an answer says, "" where it may not be told."""
        return self.text(text_of(self._table.sheet, key, value)) if self.of_row(row) else ""

    def name(self, row: int) -> str:
        """What a row of the sheet is called, "" where it may not be told."""
        return self.text(self._table.name_of(row)) if self.of_row(row) else ""
