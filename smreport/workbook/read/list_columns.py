"""Which column of a sheet each heading of somebody's own list means: by its name, as somebody says, or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches

from smreport.blueprint.columns import YesNo, as_typed
from smreport.blueprint.likely import words_of
from smreport.blueprint.model import Column, Sheet
from smreport.blueprint.publication import mark_of, says_secret
from smreport.blueprint.sheet_places import check_heading
from smreport.errors import InvalidValue
from smreport.frozen import Frozen, field
from smreport.words import joining, say
from smreport.workbook.read.grids import Grid
from smreport.workbook.read.headings import is_blank, plain
from smreport.workbook.read.workbook_file import ROWS_TO_SEARCH

_NEARLY = 0.75  # how alike a heading and a name must be for a question, which is never an answer


class Asked(Frozen):
    """What somebody says of the headings of a list.

    columns  which column of the workbook some of them are, by their own words
    own      those that go beside the table, as columns of people's own
    skipped  those that are not to be brought
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    own: Collection[str] = ()
    skipped: Collection[str] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        return (*self.columns, *self.own, *self.skipped)


class Heading(Frozen):
    """A heading of a list: the number of its column, its text, and how many cells are filled below.

    near  the heading of the workbook that it may mean, "" for none
    """

    number: int
    text: str
    cells: int
    near: str = ""


class Matched(Frozen):
    """Where the columns of a sheet stand in a list.

    title       the tab of the list
    header      the row of headings, as an index into the grid
    places      the number of each column, by key
    own         the number of each column of people's own, by its heading in the workbook
    skipped     headings that are not to be brought
    worked_out  headings of what the workbook works out by itself
    unplaced    headings that found no place
    """

    sheet: Sheet
    title: str
    header: int
    places: Mapping[str, int]
    own: Mapping[str, int]
    skipped: tuple[Heading, ...]
    worked_out: tuple[Heading, ...]
    unplaced: tuple[Heading, ...]

    @property
    def mark(self) -> Column | None:
        """The column of the sheet that keeps rows out of publication."""
        return self.sheet.by_key.get(mark_of(self.sheet))

    @property
    def secrecy(self) -> Heading | None:
        """A heading that may say which rows are not for publication, and found no place."""
        return next((heading for heading in self.unplaced if self._may_be_mark(heading)), None)

    def _may_be_mark(self, heading: Heading) -> bool:
        if self.mark and heading.near == self.mark.heading:
            return True
        return says_secret(heading.text) and not says_secret(heading.near)  # near: a reason of public interest

    @property
    def free(self) -> tuple[str, ...]:
        """The headings of the workbook that nothing of the list means."""
        return tuple(column.heading for column in self.sheet.asked_columns if column.key not in self.places)


def match(sheet: Sheet, title: str, grid: Grid, asked: Asked, own: Sequence[str] = ()) -> Matched | None:
    """Where a sheet's columns stand in a tab of a list; None where it has no heading at all that is known.

    own  the headings of people's own columns in the workbook

    Raises InvalidValue where what is asked names a heading or a column that is not there.
    """
    names = {column.key: _names(sheet, column) for column in sheet.columns}
    known = {*(name for some in names.values() for name in some), *map(plain, (*own, *asked.headings))}
    hits = [sum(plain(cell) in known for cell in row) for row in grid[:ROWS_TO_SEARCH]]
    if not any(hits):
        return None
    header = hits.index(max(hits))
    return _Matching(sheet, names, own, headings_in(grid, header)).matched(title, header, asked)


def headings_in(grid: Grid, header: int) -> list[Heading]:
    """The headings of a row, no two alike, with a name for blank ones that have something below."""
    below = range(header + 1, len(grid))
    headings, taken = [], Counter[str]()
    for number, cell in enumerate(grid[header], start=1):
        cells = sum(not is_blank(grid[row][number - 1]) for row in below)
        if cells or not is_blank(cell):
            text = " ".join(as_typed(cell).split()) or say("terminal.bring.unnamed", number=str(number))
            taken[plain(text)] += 1
            again = taken[plain(text)]
            headings.append(Heading(number, joining.bracketed(text, str(again)) if again > 1 else text, cells))
    return headings


def _names(sheet: Sheet, column: Column) -> tuple[str, ...]:
    """What a column may be called, the best name first; a mark of secrecy also by the words that mean Yes in it."""
    own = (column.key,) if column.asked else ()
    return tuple(map(plain, (*_called(sheet, column), *own)))


def _called(sheet: Sheet, column: Column) -> tuple[str, ...]:
    kind = column.type
    marks = kind.also_yes if isinstance(kind, YesNo) and column.key == mark_of(sheet) else ()
    return column.heading, *column.aliases, *marks


class _Matching:
    """The headings of a list, as they are given to columns one by one."""

    def __init__(
        self, sheet: Sheet, names: Mapping[str, tuple[str, ...]], own: Sequence[str], headings: Sequence[Heading]
    ) -> None:
        self.sheet, self.names, self.own_headings = sheet, names, own
        self.free = {plain(heading.text): heading for heading in headings}
        self.places: dict[str, int] = {}
        self.own: dict[str, int] = {}

    def matched(self, title: str, header: int, asked: Asked) -> Matched:
        skipped = tuple(map(self.take, asked.skipped))
        beside = [*map(self.take, asked.own)]
        for text, column in asked.columns.items():
            self.give(self.take(text), column)
        for heading in beside:
            self.own[self.beside(heading.text)] = heading.number
        self.by_name()
        worked_out = tuple(self.worked_out())
        unplaced = tuple(self.with_questions())
        return Matched(self.sheet, title, header, self.places, self.own, skipped, worked_out, unplaced)

    def take(self, text: str) -> Heading:
        """A heading by its name, which is then no longer free."""
        if plain(text) not in self.free:
            headings = joining.all_quoted(heading.text for heading in self.free.values())
            raise InvalidValue(say("terminal.bring.no_heading", heading=text, headings=headings))
        return self.free.pop(plain(text))

    def give(self, heading: Heading, column: str) -> None:
        """A heading to a column of the sheet, or to one of people's own."""
        keys = [key for key, names in self.names.items() if plain(column) in names and self.sheet.by_key[key].asked]
        own = [name for name in self.own_headings if plain(name) == plain(column)]
        if not keys and not own:
            columns = joining.all_quoted(asked.heading for asked in self.sheet.asked_columns)
            message = say("terminal.bring.no_column", sheet=self.sheet.title, column=column, columns=columns)
            raise InvalidValue(message)
        taken = self.places if keys else self.own
        place = keys[0] if keys else own[0]
        if place in taken:
            raise InvalidValue(say("terminal.bring.column_twice", column=column))
        taken[place] = heading.number

    def beside(self, text: str) -> str:
        """What a column of people's own is called: no heading of the sheet."""
        known = (name for name in self.own_headings if plain(name) == plain(text))
        ours = {plain(heading) for heading in self.sheet.headings}
        return next(known, joining.bracketed(text, "2") if plain(text) in ours else text)

    def by_name(self) -> None:
        for column in self.sheet.asked_columns:
            if column.key not in self.places:
                name = next((name for name in self.names[column.key] if name in self.free), None)
                if name is not None:
                    self.places[column.key] = self.free.pop(name).number
        for heading in self.own_headings:
            if plain(heading) in self.free and heading not in self.own:
                self.own[heading] = self.free.pop(plain(heading)).number

    def worked_out(self) -> Iterator[Heading]:
        """The headings of columns that people do not fill in."""
        computed = (name for column in self.sheet.columns if not column.asked for name in self.names[column.key])
        for name in (plain(check_heading()), *computed):
            if name in self.free:
                yield self.free.pop(name)

    def with_questions(self) -> Iterator[Heading]:
        """The headings that are left, each with the column that it may mean; no column is asked about twice."""
        free = {
            name: column.heading
            for column in self.sheet.asked_columns
            if column.key not in self.places
            for name in _called(self.sheet, column)
        }
        for heading in sorted(self.free.values(), key=lambda heading: heading.number):
            if heading.cells:
                near = _near(heading.text, free)
                free = {name: column for name, column in free.items() if column != near}
                yield Heading(heading.number, heading.text, heading.cells, near)


def _near(text: str, names: Mapping[str, str]) -> str:
    """The heading of the column that a text may mean: with words more or fewer, or misspelt; "" for none.

    names  the headings of columns by what they may be called
    """
    said = set(words_of(text))
    for name, heading in names.items() if said else ():
        words = set(words_of(name))
        if words and (words <= said or said <= words):
            return heading
    by_plain = {plain(name): heading for name, heading in names.items()}
    close = get_close_matches(plain(text), by_plain, n=1, cutoff=_NEARLY)
    return by_plain[close[0]] if close else ""
