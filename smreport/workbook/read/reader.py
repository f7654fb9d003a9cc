"""An Excel file back to answers, by headings.

Sheets are found by name or alias, columns by heading or alias wherever they stand, rows wherever they
start. Extra sheets and columns are people's own and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches

from smreport.blueprint.forms import has_since, is_own
from smreport.blueprint.likely import Words, words_of
from smreport.blueprint.model import Blueprint, Column, Sheet
from smreport.blueprint.publication import mark_of
from smreport.blueprint.sheet_places import form_headings
from smreport.blueprint.tables import Origin, Row, Table, Tables, from_file_heading, from_row_heading, make_table
from smreport.blueprint.understanding import make_tables
from smreport.blueprint.workings import workings_title
from smreport.errors import UnreadableFile
from smreport.file_names import shown_name
from smreport.frozen import replace
from smreport.words import joining, say
from smreport.workbook.read.cell_features import find_oddities
from smreport.workbook.read.doubts import LOST_IN_RENEWAL, OTHER_FORM
from smreport.workbook.read.grids import Grid
from smreport.workbook.read.habits import understood
from smreport.workbook.read.headings import all_plain, header_row, plain
from smreport.workbook.read.number_formats import Shown
from smreport.workbook.read.reading_notes import Whereabouts, find_doubts
from smreport.workbook.read.rows_below import Seen, rows_below
from smreport.workbook.read.secret_marks import with_marks
from smreport.workbook.read.shown import Looks, Place
from smreport.workbook.read.words_kept import with_words_kept
from smreport.workbook.read.workbook_file import ROWS_TO_SEARCH, Stamp, Workbook


def read(workbook: Workbook, blueprint: Blueprint) -> Tables:
    """The answers of a workbook.

    Raises UnreadableFile where its template or version is another one, or where sheets or columns are
    missing; all that are missing are named at once.
    """
    stamp = _refuse_other_template(workbook, blueprint)
    path = str(workbook.path)
    upgrade = say("findings.upgrade_own" if is_own(blueprint.form) else "findings.upgrade", path=path)
    if stamp.version not in blueprint.accepts:
        known = joining.in_a_row(blueprint.accepts)
        version = stamp.version
        raise UnreadableFile(say("findings.file.version", path=path, version=version, known=known, command=upgrade))
    reading = _Reading(workbook, blueprint)
    reading.refuse_lost_marks()
    if reading.missing:
        missing = joining.apart(reading.missing)
        raise UnreadableFile(say("findings.file.missing", path=path, missing=missing, command=upgrade))
    return reading.all_tables()


def read_loosely(workbook: Workbook, blueprint: Blueprint) -> tuple[Tables, tuple[str, ...]]:
    """The answers of a workbook of any version, whatever is missing, and remarks on what was not found.

    Headings that are nearly the same are taken for the same, with a remark. Raises UnreadableFile only
    where the workbook was made from another template, or where rows have lost their mark of what is not for
    publication.
    """
    _refuse_other_template(workbook, blueprint)
    reading = _Reading(workbook, blueprint, loosely=True)
    reading.refuse_lost_marks()
    tables = reading.all_tables()
    codes = (*LOST_IN_RENEWAL, OTHER_FORM.code)
    doubts = (
        say("findings.remark.doubt", sheet=doubt.sheet, cell=doubt.cell, what=doubt.what)
        for doubt in tables.doubts
        if doubt.code in codes
    )
    missing = (say("findings.remark.not_found", what=what) for what in reading.missing)
    return tables, (*missing, *reading.remarks, *doubts)


def _refuse_other_template(workbook: Workbook, blueprint: Blueprint) -> Stamp:
    stamp = workbook.stamp()
    if stamp.name != blueprint.name:
        path, name, ours = str(workbook.path), stamp.name, blueprint.name
        raise UnreadableFile(say("findings.file.other_template", path=path, name=name, ours=ours))
    return stamp


# --- finding sheets, headings and columns ---


class _Reading:
    """One pass over a workbook: the tables, and what was not found in it.

    missing  sheets, headings and questions that are not there, in words
    lost_marks  of these, the headings of marks of what is not for publication, where the sheet has filled rows
    remarks  what was taken for something else (only where ``loosely``)
    headers  by sheet key, the row of headings as an index into the grid
    oddities what is odd in the sheets, by title; None where that cannot be told
    shown    by sheet key and place, what cells show that may be something else than what they hold
    """

    def __init__(self, workbook: Workbook, blueprint: Blueprint, loosely: bool = False) -> None:
        self.workbook, self.blueprint, self.loosely = workbook, blueprint, loosely
        self.version = workbook.stamp().version
        self.missing: list[str] = []
        self.lost_marks: dict[str, None] = {}
        self.remarks: list[str] = []
        self.headers: dict[str, int] = {}
        self._top_rows: dict[str, list[set[str]]] = {}
        self.shown: dict[str, dict[Place, Shown | None]] = {}
        titles = self.titles()
        own = set(titles.values())
        self.oddities = find_oddities(workbook.parts, own, workbook.trouble_in(own))
        self.tables = {sheet.key: self.table(sheet, titles.get(sheet.key)) for sheet in blueprint}

    def all_tables(self) -> Tables:
        """The tables together, with what there is to be told of how they were read."""
        grids = {key: self.workbook.grid(self.tables[key].title) for key in self.headers}
        marked = with_marks(self.tables, grids, self.headers, self.oddities)
        answers = understood(marked, self.headers, self.oddities)
        tables = make_tables(self.blueprint, answers, shown_name(self.workbook.path))
        tables = with_words_kept(tables, self.oddities)
        guessed = [key for key, table in tables.items() if key in self.headers and not self.is_named(table)]
        where = Whereabouts(self.headers, guessed, self.copies(), self.oddities, self.shown)
        return replace(tables, doubts=find_doubts(self.workbook, tables, where))

    def is_named(self, table: Table) -> bool:
        """Whether the tab has the name of its sheet, or one that it had before."""
        return plain(table.title) in all_plain((table.sheet.title, *table.sheet.aliases))

    def copies(self) -> dict[str, str]:
        """The tabs that look like a sheet of the template, which was read from another tab."""
        own = {self.blueprint.start.title, self.blueprint.lists_words.title, workings_title()}
        known = own | {self.tables[key].title for key in self.headers}
        return {
            title: sheet.key
            for title in self.workbook.titles
            if title not in known
            for sheet in self.blueprint
            if self.looks_like(sheet, title)
        }

    def titles(self) -> dict[str, str]:
        """Which tab holds which sheet: by name or alias, then by its headings."""
        by_name = {plain(title): title for title in reversed(self.workbook.titles)}
        named = {sheet.key: self.titled(sheet, by_name) for sheet in self.blueprint}
        titles = {key: title for key, title in named.items() if title is not None}
        for sheet in self.blueprint:
            if sheet.key not in titles:
                free = (title for title in self.workbook.titles if title not in titles.values())
                title = next((title for title in free if self.looks_like(sheet, title)), None)
                if title is not None:
                    titles[sheet.key] = title
        return titles

    def titled(self, sheet: Sheet, by_name: Mapping[str, str]) -> str | None:
        """The tab that is called like a sheet, letter by letter if there is one."""
        if sheet.title in self.workbook.titles:
            return sheet.title
        names = (plain(name) for name in (sheet.title, *sheet.aliases))
        return next((by_name[name] for name in names if name in by_name), None)

    def looks_like(self, sheet: Sheet, title: str) -> bool:
        """Whether a tab has most of the headings of a sheet."""
        wanted = all_plain(sheet.headings)
        if title not in self._top_rows:
            self._top_rows[title] = [set(map(plain, row)) for row in self.workbook.grid(title)[:ROWS_TO_SEARCH]]
        best = max((len(wanted & row) for row in self._top_rows[title]), default=0)
        return best >= _ALIKE * len(wanted)

    def table(self, sheet: Sheet, title: str | None) -> Table:
        if title is None:
            if has_since(sheet.since, self.version):
                self.missing.append(say("findings.missing.sheet", sheet=sheet.title))
            return make_table(sheet, {0: _no_answers(sheet)} if sheet.is_form else {})
        grid = self.workbook.grid(title)
        header = header_row(sheet, grid)
        if header is None:
            self.missing.append(say("findings.missing.headings", sheet=title))
            return make_table(sheet, {0: _no_answers(sheet)} if sheet.is_form else {}, title)
        self.headers[sheet.key] = header
        return self.form(sheet, title, grid, header) if sheet.is_form else self.rows(sheet, title, grid, header)

    def rows(self, sheet: Sheet, title: str, grid: Grid, header: int) -> Table:
        """A table sheet: the filled rows below the headings, by Excel row."""
        mark = sheet.by_key.get(mark_of(sheet))
        places = self.places(
            sheet.columns, grid[header], lambda columns: _columns_missing(columns, title), mark.key if mark else ""
        )
        table = rows_below(sheet, title, grid, header, places, self.seen(sheet, title))
        if mark and mark.key not in places and has_since(mark.since, self.version) and table.numbers:
            self.lost_marks[mark.heading] = None
        return replace(table, origins=_origins(grid, header, table.numbers))

    def refuse_lost_marks(self) -> None:
        """Raise UnreadableFile where nobody can tell which rows of a sheet are not for publication."""
        if self.lost_marks:
            missing, marks = joining.apart(self.missing), joining.all_quoted(self.lost_marks)
            path = str(self.workbook.path)
            raise UnreadableFile(say("findings.file.no_mark", path=path, missing=missing, marks=marks))

    def seen(self, sheet: Sheet, title: str) -> Seen:
        """How the cells of a sheet are shown."""
        looks = self.oddities[title].looks if self.oddities and title in self.oddities else Looks()
        return Seen(looks, self.shown.setdefault(sheet.key, {}))

    def form(self, sheet: Sheet, title: str, grid: Grid, header: int) -> Table:
        """A form's single row of answers; each question is found by its words."""
        question, answer = (_position(grid[header], heading) for heading in form_headings()[1:3])
        if question is None or answer is None:
            ask, reply = form_headings()[1:3]
            self.missing.append(say("findings.missing.form", question=ask, answer=reply, sheet=title))
            return make_table(sheet, {0: _no_answers(sheet)}, title)
        asked = [cells[question] if row > header else "" for row, cells in enumerate(grid)]
        places = self.places(sheet.columns, asked, lambda columns: _questions_missing(columns, title))
        answers, seen = _no_answers(sheet), self.seen(sheet, title)
        for key, row in places.items():
            kind = sheet.by_key[key].type
            (answers[key],) = kind.parse_all(seen.cells(kind, [grid[row - 1][answer]], [(row, answer + 1)]))
        table = make_table(sheet, {0: answers}, title, places)
        return replace(table, answer_column=answer + 1)

    def places(
        self,
        columns: Sequence[Column],
        headings: Sequence[object],
        lack: Callable[[Sequence[Column]], str],
        mark: str = "",
    ) -> dict[str, int]:
        """Where each key stands, counted from 1, by heading, alias or the words of these.

        Loosely, also by a heading that is nearly the same.

        mark  the key of what says which rows are not for publication: a word more or less may turn round what Yes means
              there, so that it is known by its own heading only
        """
        free = {plain(heading): number for number, heading in reversed(list(enumerate(headings, start=1)))}
        free.pop("", None)
        places = _places_by_name(columns, free)
        inexact = [column for column in columns if column.key != mark]
        places |= _places_by_words(self.lost(inexact, places), free, headings)
        for column in self.lost(inexact, places) if self.loosely else ():
            self.take(column, free, headings, places)
        if lost := self.lost(columns, places):
            self.missing.append(lack(lost))
        return places

    def lost(self, columns: Iterable[Column], places: Mapping[str, int]) -> list[Column]:
        """Those that the workbook's version has to have, and that have no place."""
        return [
            column
            for column in columns
            if column.asked and column.key not in places and has_since(column.since, self.version)
        ]

    def take(self, column: Column, free: dict[str, int], headings: Sequence[object], places: dict[str, int]) -> None:
        """The heading that is nearly that of a column, if there is one, and say so."""
        close = get_close_matches(plain(column.heading), free, n=1, cutoff=_NEARLY)
        if close:
            places[column.key] = free.pop(close[0])
            heading = str(headings[places[column.key] - 1])
            self.remarks.append(say("findings.remark.column_taken", heading=heading, name=column.heading))


def _columns_missing(columns: Sequence[Column], sheet: str) -> str:
    return say(
        "findings.missing.column" if len(columns) == 1 else "findings.missing.columns",
        names=_named(columns),
        sheet=sheet,
    )


def _questions_missing(columns: Sequence[Column], sheet: str) -> str:
    return say(
        "findings.missing.question" if len(columns) == 1 else "findings.missing.questions",
        names=_named(columns),
        sheet=sheet,
    )


def _named(columns: Sequence[Column]) -> str:
    return joining.all_quoted(column.heading for column in columns)


def _places_by_name(columns: Sequence[Column], free: dict[str, int]) -> dict[str, int]:
    """Where columns stand by their heading or an alias; their places are no longer free."""
    places: dict[str, int] = {}
    for column in columns:
        names = (plain(name) for name in (column.heading, *column.aliases))
        name = next((name for name in names if name in free), None)
        if name is not None:
            places[column.key] = free.pop(name)
    return places


def _places_by_words(columns: Sequence[Column], free: dict[str, int], headings: Sequence[object]) -> dict[str, int]:
    """Where columns stand by a heading in the singular or plural, or with words in brackets behind it.

    It must be one of a kind, and mean one of the columns.
    """
    by_words = _by_words((name, column.key) for column in columns for name in (column.heading, *column.aliases))
    headings_by_words = _by_words((headings[number - 1], plain(headings[number - 1])) for number in free.values())
    places: dict[str, int] = {}
    for words, (key, *other_keys) in by_words.items():
        same = headings_by_words.get(words, ())
        if len(same) == 1 and not other_keys and key not in places:
            places[key] = free.pop(same[0])
    return places


def _by_words(pairs: Iterable[tuple[object, str]]) -> dict[Words, list[str]]:
    """Of headings with something each, what goes with the words of each heading, without brackets behind it."""
    by_words: dict[Words, list[str]] = {}
    for heading, own in pairs:
        words = words_of(_IN_BRACKETS.sub("", str(heading))) or words_of(str(heading))
        if words and own not in by_words.setdefault(words, []):
            by_words[words].append(own)
    return by_words


_IN_BRACKETS = re.compile(r"(?:\s*[(\[][^()\[\]]*[)\]])+[\s:*]*$")
_ALIKE = 0.7  # the share of a sheet's headings that gives it away under another name
_NEARLY = 0.8


def _origins(grid: Grid, header: int, rows: Iterable[int]) -> dict[int, Origin]:
    """Where rows of a combined workbook came from, as its own two columns say."""
    file, row = (_position(grid[header], heading) for heading in (from_file_heading(), from_row_heading()))
    if file is None or row is None:
        return {}
    said = {number: (grid[number - 1][file], grid[number - 1][row]) for number in rows}
    return {
        number: Origin(str(name), int(at))
        for number, (name, at) in said.items()
        if isinstance(at, int | float) and float(at).is_integer()
    }


def _no_answers(sheet: Sheet) -> Row:
    return {column.key: None for column in sheet.asked_columns}


def _position(cells: Sequence[object], heading: str) -> int | None:
    return next((number for number, cell in enumerate(cells) if plain(cell) == plain(heading)), None)
