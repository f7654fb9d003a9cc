"""A list of people's own read as answers of a sheet, which is found by the headings; cells are read as its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from smreport.blueprint.columns import Date
from smreport.blueprint.model import Blueprint, Sheet
from smreport.blueprint.publication import says_public
from smreport.blueprint.tables import Table, Tables
from smreport.blueprint.times import When
from smreport.blueprint.understanding import make_tables
from smreport.errors import InvalidValue, said_by
from smreport.findings import Finding, Level
from smreport.frozen import Frozen, replace
from smreport.words import joining, say
from smreport.workbook.read.cell_features import Oddities
from smreport.workbook.read.doubts import ABOVE, BESIDE, COLOURS, EXTRA_COLUMN, NOTHING_SAID, TWICE
from smreport.workbook.read.grids import Grid
from smreport.workbook.read.habits import understood
from smreport.workbook.read.headings import is_blank, plain
from smreport.workbook.read.list_columns import Asked, Matched, headings_in, match
from smreport.workbook.read.list_file import ListFile
from smreport.workbook.read.reading_notes import doubts_of_list, one_finding
from smreport.workbook.read.rows_below import Seen, rows_below
from smreport.workbook.read.secret_marks import with_marks
from smreport.workbook.read.shown import Looks

_FEWEST = 2  # headings that give a sheet away
_DAY_IN_FIGURES = re.compile(r"[\d/.-]+(?: 00:00(?::00)?)?")
_TOLD_OTHERWISE = {doubt.code for doubt in (EXTRA_COLUMN, TWICE, COLOURS)}

MainKey = Callable[[Sheet], str]
"""The key of the column that says which row is which."""
OwnHeadings = Mapping[str, Sequence[str]]
"""The headings of people's own columns in the workbook, by sheet key."""


class Listed(Frozen):
    """A list as answers.

    matched   where its columns stand
    table     its answers, by the rows of the list
    own       what goes beside the table: by heading, then by row of the list
    findings  what there is to tell of its cells
    """

    matched: Matched
    table: Table
    own: Mapping[str, Mapping[int, object]]
    findings: tuple[Finding, ...]


# --- which sheet ---


def about_secrecy(path: str, matched: Matched, heading: str) -> str:
    """The question about a heading that may say which rows are not for publication."""
    if matched.mark is None:
        return say("terminal.bring.secrecy.no_mark", path=path, heading=heading, sheet=matched.sheet.title)
    column = matched.mark.heading
    if says_public(heading):
        return say("terminal.bring.secrecy.opposite", path=path, heading=heading, column=column)
    return say("terminal.bring.secrecy", path=path, heading=heading, column=column)


class Search(Frozen):
    """Where a list may go, and what of it is to be looked at.

    asked     what is said of its headings
    sheet     the title, key or alias of the only sheet, "" for any
    tab       the title of the only tab, "" for any
    own       the headings of people's own columns in the workbook
    main_key  the column of a sheet that says which row is which
    """

    blueprint: Blueprint
    main_key: MainKey
    own: OwnHeadings
    asked: Asked
    sheet: str = ""
    tab: str = ""

    def in_list(self, listed: ListFile) -> Matched:
        """The tab and the sheet whose headings fit best. Raises InvalidValue where none does, or several do."""
        sheets, tabs = self.sheets(), self.tabs(listed)
        grids = {tab: listed.grid(tab) for tab in tabs}
        fitting = {(tab, sheet.key): self.match(sheet, tab, grids[tab]) for tab in tabs for sheet in sheets}
        matches = [matched for matched in fitting.values() if isinstance(matched, Matched)]
        ranked = sorted(filter(self.is_enough, matches), key=_fit, reverse=True)
        if not ranked:
            raise self.refusal(fitting.values(), listed, grids)
        best = [matched for matched in ranked if _fit(matched) == _fit(ranked[0])]
        if len(best) > 1:
            raise InvalidValue(self.in_doubt(listed, best))
        if heading := ranked[0].secrecy:
            raise InvalidValue(about_secrecy(str(listed.path), ranked[0], heading.text))
        return ranked[0]

    def sheets(self) -> list[Sheet]:
        """The sheets that may be meant."""
        tables = [sheet for sheet in self.blueprint if not sheet.is_form and not sheet.rows_from]
        if not self.sheet:
            return tables
        named = [
            sheet
            for sheet in tables
            if plain(self.sheet) in {plain(name) for name in (sheet.title, sheet.key, *sheet.aliases)}
        ]
        if not named:
            titles = joining.all_quoted(sheet.title for sheet in tables)
            raise InvalidValue(say("terminal.bring.no_sheet", sheet=self.sheet, sheets=titles))
        return named[:1]

    def tabs(self, listed: ListFile) -> list[str]:
        if not self.tab:
            return list(listed.titles)
        titles = [title for title in listed.titles if plain(title) == plain(self.tab)]
        if not titles:
            known = joining.all_quoted(listed.titles)
            raise InvalidValue(say("terminal.bring.no_tab", path=str(listed.path), tab=self.tab, tabs=known))
        return titles[:1]

    def match(self, sheet: Sheet, tab: str, grid: Grid) -> Matched | InvalidValue | None:
        try:
            return match(sheet, tab, grid, self.asked, self.own.get(sheet.key, ()))
        except InvalidValue as problem:
            return problem

    def is_enough(self, matched: Matched) -> bool:
        """Whether the headings say which row is which, and enough of them which sheet it is."""
        return self.main_key(matched.sheet) in matched.places and (bool(self.sheet) or len(matched.places) >= _FEWEST)

    def refusal(
        self, fitting: Iterable[Matched | InvalidValue | None], listed: ListFile, grids: Mapping[str, Grid]
    ) -> InvalidValue:
        """Why no sheet fits, and what to type."""
        matches = list(fitting)
        problems = [problem for problem in matches if isinstance(problem, InvalidValue)]
        near = sorted((matched for matched in matches if isinstance(matched, Matched)), key=_fit, reverse=True)
        if problems and (self.sheet or not near):
            return InvalidValue(say("terminal.about", place=str(listed.path), problem=said_by(problems[0])))
        headings = _headings(near[:1], grids)
        if not headings:
            return InvalidValue(say("terminal.bring.empty", path=str(listed.path)))
        return InvalidValue(self.question(str(listed.path), near, joining.all_quoted(headings)))

    def question(self, path: str, near: Sequence[Matched], headings: str) -> str:
        """What has to be said of a list, with the options to type."""
        sheet = self.sheets()[0] if self.sheet or not near else near[0].sheet
        column, title = sheet.by_key[self.main_key(sheet)].heading, sheet.title
        option = f'"{_likeliest(near, sheet, column)}={column}"'
        if self.sheet:
            return say("terminal.bring.no_key", path=path, option=option, headings=headings, sheet=title, column=column)
        return say("terminal.bring.no_fit", path=path, option=option, headings=headings, title=f'"{title}"')

    def in_doubt(self, listed: ListFile, best: Sequence[Matched]) -> str:
        tabs = list(dict.fromkeys(matched.title for matched in best))
        if len(tabs) > 1:
            names = joining.all_quoted(tabs)
            return say("terminal.bring.tabs_alike", path=str(listed.path), tabs=names, option=f'"{tabs[0]}"')
        titles = joining.all_quoted(matched.sheet.title for matched in best)
        return say(
            "terminal.bring.sheets_alike", path=str(listed.path), sheets=titles, option=f'"{best[0].sheet.title}"'
        )


def _fit(matched: Matched) -> tuple[int, bool]:
    """How well a tab fits a sheet: by its headings, then by its name."""
    names = {plain(name) for name in (matched.sheet.title, matched.sheet.key, *matched.sheet.aliases)}
    return len(matched.places), plain(matched.title) in names


def _likeliest(near: Sequence[Matched], sheet: Sheet, column: str) -> str:
    """The heading of the list that may mean a column, else what stands for one."""
    matches = (matched for matched in near if matched.sheet is sheet)
    unplaced = (heading for matched in matches for heading in matched.unplaced)
    return next((heading.text for heading in unplaced if heading.near == column), say("terminal.bring.a_heading"))


def _headings(near: Sequence[Matched], grids: Mapping[str, Grid]) -> list[str]:
    """The headings of a list of which no sheet is known: those of the likeliest row, else of its first filled one."""
    for matched in near:
        return [heading.text for heading in headings_in(grids[matched.title], matched.header)]
    for grid in grids.values():
        for header, cells in enumerate(grid):
            if sum(not is_blank(cell) for cell in cells) > (len(cells) > 1):
                return [heading.text for heading in headings_in(grid, header)]
    return []


# --- its answers ---


def read_listed(listed: ListFile, matched: Matched, tables: Tables) -> Listed:
    """The answers of a list, read as those of the sheet that it fits.

    tables  the answers of the workbook, whose names its cells may use
    """
    sheet, header = matched.sheet, matched.header
    grid, oddities = listed.grid(matched.title), listed.oddities([matched.title])
    odd = oddities.get(matched.title) if oddities else None
    seen = Seen(odd.looks if odd else Looks())
    read = rows_below(sheet, matched.title, grid, header, matched.places, seen)
    read = _with_days(read) if listed.is_text else read
    marked = with_marks({sheet.key: read}, {sheet.key: grid}, {sheet.key: header}, oddities)
    table = understood({**tables.tables, **marked}, [sheet.key], {matched.title: odd or Oddities()})[sheet.key]
    context = make_tables(tables.blueprint, {**tables.tables, sheet.key: table})[sheet.key]
    own = {heading: dict(_cells_below(grid, header, number)) for heading, number in matched.own.items()}
    doubts = (
        *(_as_note(doubt) for doubt in doubts_of_list(context, listed.name, grid, header, odd, seen.shown)),
        *_unsaid(context, listed.name),
        *_beside_nothing(table, own, matched, listed.name),
    )
    by_row = {heading: {row: cells[row] for row in table.numbers if row in cells} for heading, cells in own.items()}
    return Listed(matched, table, by_row, tuple(doubt for doubt in doubts if doubt.code not in _TOLD_OTHERWISE))


def _with_days(table: Table) -> Table:
    """The table of a text file, in which days are days that can only be read in one way."""
    columns = dict(table.columns)
    for column in table.sheet.asked_columns:
        if isinstance(column.type, Date):
            columns[column.key] = list(map(_day, table.columns[column.key]))
    return replace(table, columns=columns)


def _day(value: object) -> object:
    is_day = isinstance(value, When) and value.first is not None and value.first == value.last and value.is_sure
    return When.on(value.first) if is_day and _DAY_IN_FIGURES.fullmatch(value.text) else value  # type: ignore


def _cells_below(grid: Grid, header: int, number: int) -> Iterator[tuple[int, object]]:
    """The filled cells of a column, by Excel row."""
    for row in range(header + 2, len(grid) + 1):
        cell = grid[row - 1][number - 1]
        if not is_blank(cell):
            yield row, cell


def _as_note(doubt: Finding) -> Finding:
    """A title above the headings is what lists have, and no fault of theirs."""
    return replace(doubt, level=Level.NOTE) if doubt.code == ABOVE.code else doubt


def _unsaid(table: Table, file: str) -> Iterator[Finding]:
    """Words that stand for no choice yet, such as "tbc"."""
    for key, cells in table.unsaid.items():
        for row in cells:
            place = (row, table.places[key])
            yield one_finding(NOTHING_SAID, file, table.title, place, table.sheet.by_key[key].heading)


def _beside_nothing(
    table: Table, own: Mapping[str, Mapping[int, object]], matched: Matched, file: str
) -> Iterator[Finding]:
    """Cells for columns of people's own in rows that have no answer for the table."""
    read = {*table.rows, *table.set_aside}
    for heading, cells in own.items():
        for row in cells:
            if row not in read:
                yield one_finding(BESIDE, file, table.title, (row, matched.own[heading]), heading)
