"""What people should know of how their cells were read, as findings: nothing is guessed or left out in silence."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import chain

from smreport.blueprint.addresses import column_letter
from smreport.blueprint.columns import Choice, ColumnType, Date, Figure, Number, Percent, Text, YesNo, as_typed
from smreport.blueprint.forms import digits, is_another
from smreport.blueprint.model import Column, Sheet
from smreport.blueprint.no_answers import is_repeat, says_nothing
from smreport.blueprint.own_cells import own_columns
from smreport.blueprint.publication import (
    is_secret,
    is_secret_row,
    mark_of,
    secret_rows,
    told_secret,
    withholds_rows,
)
from smreport.blueprint.tables import Aside, Table, Tables
from smreport.blueprint.times import When, span_in_words
from smreport.blueprint.values import ReadAs, normalised
from smreport.findings import Finding, Level
from smreport.frozen import Frozen, field, replace
from smreport.words import joining, locales, say
from smreport.workbook.read.cell_features import Oddities
from smreport.workbook.read.doubts import (
    AMBIGUOUS,
    BULLET,
    COPY,
    ERROR_VALUE,
    FAR,
    FROM_ABOVE,
    GUESSED,
    HEADINGS_AGAIN,
    HIDDEN,
    MERGED,
    NO_DAY,
    NO_FORMAT,
    NO_IN_WORDS,
    NO_RESULT,
    NOT_FROM_ABOVE,
    NOT_LOOKED,
    NOT_SHOWN,
    NOTHING_SAID,
    OTHER_FORM,
    OTHERWISE,
    PERCENT,
    PLACEHOLDER,
    SECOND_TABLE,
    SECRET_BESIDE,
    SECRET_FIGURE,
    STRUCK,
    SUBHEADING,
    TOTALS,
    TURNED,
    TWICE,
    TYPED,
    UNLINKED,
    YES_IN_WORDS,
    Doubt,
)
from smreport.workbook.read.grids import Grid
from smreport.workbook.read.habits import said_in
from smreport.workbook.read.not_used import Surroundings
from smreport.workbook.read.number_formats import Shown
from smreport.workbook.read.shown import Place, agrees, as_number, as_seen, names_the_day
from smreport.workbook.read.workbook_file import Workbook

ASIDE = {"headings": HEADINGS_AGAIN, "table": SECOND_TABLE, "total": TOTALS, "title": SUBHEADING, "blank": NOTHING_SAID}
_NEAR_DAYS = (date(1990, 1, 1), date(2100, 12, 31))
_DATES = {date, datetime, time, timedelta}
_PLAINLY = {True: ("yes", "true", ""), False: ("no", "false", "")}  # a cell that is merged with others shows nothing


class Whereabouts(Frozen):
    """Where the reader found the template's sheets.

    headers  by sheet key, the row of headings as an index into the grid
    guessed  keys of sheets that have another name, and were known by their headings only
    copies   sheets that look like one of the template's, but were not read: its key by their title
    oddities  what is odd in each sheet, by its title; None where that cannot be told
    shown    by sheet key and place, what cells show that may be something else than what they hold
    """

    headers: Mapping[str, int]
    guessed: Sequence[str] = ()
    copies: Mapping[str, str] = field(default_factory=dict)
    oddities: Mapping[str, Oddities] | None = None
    shown: Mapping[str, Mapping[Place, Shown | None]] = field(default_factory=dict)


def find_doubts(workbook: Workbook, tables: Tables, where: Whereabouts) -> tuple[Finding, ...]:
    """All that is to be told of a workbook from which these tables were read. Their owners are left open."""
    about_sheets = _about_sheets(workbook, tables, where)
    odd, shown = where.oddities or {}, where.shown
    current = workbook.stamp().version == tables.blueprint.version
    pages = (
        _Page(
            table,
            tables.file,
            workbook.grid(table.title),
            where.headers[key],
            odd.get(table.title),
            shown.get(key, {}),
            _written_above(table.sheet) if current else None,
        )
        for key, table in tables.items()
        if key in where.headers
    )
    return (*about_sheets, *chain.from_iterable(page.doubts() for page in pages))


def doubts_of_list(
    table: Table, file: str, grid: Grid, header: int, odd: Oddities | None, shown: Mapping[Place, Shown | None]
) -> tuple[Finding, ...]:
    """What is to be told of a table that was read from a list of people's own, whose layout is not the template's."""
    return tuple(_Page(table, file, grid, header, odd, shown, frozenset()).doubts())


def _about_sheets(workbook: Workbook, tables: Tables, where: Whereabouts) -> Iterator[Finding]:
    if where.oddities is None:
        yield one_finding(NOT_LOOKED, tables.file, workbook.titles[0])
    made_with, form = workbook.stamp().form, tables.blueprint.form
    if is_another(made_with, form):
        fix = say("findings.cells.other_form.carry_over", made_with=digits(made_with), read_as=digits(form))
        yield one_finding(OTHER_FORM, tables.file, workbook.titles[0], fix=fix)
    for key in where.guessed:
        fix = say("findings.cells.sheet_guessed.rename", title=tables[key].sheet.title)
        yield one_finding(GUESSED, tables.file, tables[key].title, fix=fix)
    for title, key in where.copies.items():
        fix = say("findings.cells.sheet_copy.move", title=tables[key].title)
        yield one_finding(COPY, tables.file, title, fix=fix)


def one_finding(doubt: Doubt, file: str, sheet: str, place: Place = (1, 1), column: str = "", fix: str = "") -> Finding:
    row, number = place
    cell = f"{column_letter(number)}{row}"
    return Finding(doubt.code, doubt.level, file, sheet, row, cell, column, doubt.what, fix or doubt.fix)


class _Page(Frozen):
    """A sheet that was read, with its cells, what is odd in it (None where there is nothing), and what cells show."""

    table: Table
    file: str
    grid: Grid
    header: int
    odd: Oddities | None
    shown: Mapping[Place, Shown | None]
    ours: frozenset[str] | None

    def doubts(self) -> Iterator[Finding]:
        yield from self.headings_twice()
        if self.odd:
            yield from self.odd_cells(self.odd)
            yield from self.typed_over(self.odd)
            yield from self.hidden_rows(self.odd)
            yield from self.merged_cells(self.odd)
        yield from self.seen_otherwise()
        yield from self.dates_for_texts()
        yield from self.values()
        yield from self.habits()
        yield from self.rows_set_aside()
        yield from self.told_secret()
        yield from self.not_used()

    # --- places ---

    @cached_property
    def keys(self) -> dict[int, str]:
        """The keys that people fill in, by column number (in a form, by row)."""
        return {number: key for key, number in self.table.places.items() if self.table.sheet.by_key[key].asked}

    def key_at(self, place: Place) -> str:
        """The key of the answer at a place, "" where there is none."""
        row, number = place
        if self.table.sheet.is_form:
            return self.keys.get(row, "") if number == self.table.answer_column else ""
        return self.keys.get(number, "") if row > self.header + 1 else ""

    def place(self, key: str, row: int) -> Place:
        at = self.table.places[key]
        return (at, self.table.answer_column) if self.table.sheet.is_form else (row, at)

    def type_at(self, place: Place) -> ColumnType:
        return self.table.sheet.by_key[self.key_at(place)].type

    def cell(self, place: Place) -> object:
        """What stands in a cell, "" outside the sheet's filled area."""
        row, number = place
        cells = self.grid[row - 1] if row <= len(self.grid) else ()
        return cells[number - 1] if number <= len(cells) else ""

    def answers(self, places: Iterable[Place]) -> list[Place]:
        """Those of the places that hold an answer, from top to bottom."""
        return [place for place in sorted(places) if self.key_at(place) and as_typed(self.cell(place))]

    def finding(
        self, doubt: Doubt, place: Place, fix: str = "", value: str | None = None, read_as: str = ""
    ) -> Finding:
        """A finding; of a row that is not for publication it quotes nothing, neither ``value`` nor ``read_as``."""
        key = self.key_at(place)
        heading = self.table.sheet.by_key[key].heading if key else ""
        row, shown = 0 if self.table.sheet.is_form else place[0], self.shown.get(place)
        seen = shown.text if shown else ""
        quoted, fix = (seen or as_typed(self.cell(place))) if value is None else value, fix or doubt.fix
        if row in self.hidden:
            quoted = read_as = ""
        return replace(
            one_finding(doubt, self.file, self.table.title, place, heading),
            fix=joining.sentences((_how_read(seen, read_as), fix)) if read_as else fix,
            value=quoted,
            subject=self.table.name_of(row) if row in self.table.rows and row not in self.unnamed else "",
        )

    @cached_property
    def secret(self) -> frozenset[int]:
        return secret_rows(self.table)

    @cached_property
    def hidden(self) -> frozenset[int]:
        """The rows of which nothing is quoted: the secret ones, and those that were not read and may be."""
        return self.secret | {row for row, kept in self.table.set_aside.items() if self.may_be_secret(kept)}

    @cached_property
    def unnamed(self) -> frozenset[int]:
        """The rows of which not even the name may be told."""
        return self.secret if withholds_rows(self.table.sheet) else frozenset()

    # --- what is odd ---

    def headings_twice(self) -> Iterator[Finding]:
        if self.table.sheet.is_form:
            return
        headings = self.grid[self.header]
        read = {normalised(headings[number - 1]): number for number in self.table.places.values()}
        for number, heading in enumerate(headings, start=1):
            if read.get(normalised(heading), number) != number:
                yield self.finding(TWICE, (self.header + 1, number))

    def odd_cells(self, odd: Oddities) -> Iterator[Finding]:
        for doubt, places in ((NO_RESULT, odd.unsaved), (UNLINKED, odd.unlinked)):
            yield from (self.finding(doubt, place) for place in sorted(places) if self.is_read_as_blank(place))
        for place, shown in odd.errors.items():
            if self.is_read_as_blank(place):
                yield self.finding(ERROR_VALUE, place, value=shown)
        if odd.far:
            place, others = min(odd.far), len(odd.far) - 1
            more = say("findings.cells.far.others", count=others) if others else ""
            yield self.finding(FAR, place, joining.sentences((FAR.fix, more)), odd.far[place])
        yield from (self.finding(STRUCK, place) for place in self.answers(odd.struck))

    def is_read_as_blank(self, place: Place) -> bool:
        """Whether what cannot be read there counts as a blank; as a mark it hides its row, and is an error."""
        return self.key_at(place) not in ("", mark_of(self.table.sheet))

    def seen_otherwise(self) -> Iterator[Finding]:
        """Cells whose number format shows something else than was read, or hides it."""
        for place, shown in sorted(self.shown.items()):
            column, value = self.table.sheet.by_key[self.key_at(place)], self.value(place)
            if value is None or isinstance(value, ReadAs):
                continue  # not read, or told with what it was read as
            doubt = _doubt_about(column, self.cell(place), shown)
            if doubt:
                yield self.finding(doubt, place, _remedy(doubt, column.type), read_as=self.in_words(place))

    def in_words(self, place: Place) -> str:
        """What was read from a cell."""
        value, kind = self.value(place), self.type_at(place)
        if isinstance(value, float):
            return kind.shown(value) if isinstance(kind, Number) else locales.figure(value)
        if isinstance(value, tuple):
            return joining.all_quoted(value)
        return str(value) if isinstance(value, When) else joining.quoted(str(value))

    def value(self, place: Place) -> object:
        """The answer that was read from a place, None where its row was not read."""
        row = 0 if self.table.sheet.is_form else place[0]
        return self.table.row(row)[self.key_at(place)] if row in self.table.rows else None

    def typed_over(self, odd: Oddities) -> Iterator[Finding]:
        """Cells of filled rows that the workbook fills in, and somebody typed over."""
        if self.table.sheet.is_form:
            return
        places = self.table.places
        columns = {
            places[column.key]: column.heading for column in own_columns(self.table.sheet) if column.key in places
        }
        for place in sorted(odd.typed(columns)):
            if place[0] > self.header + 1 and as_typed(self.cell(place)):
                yield replace(self.finding(TYPED, place), column=columns[place[1]])

    def hidden_rows(self, odd: Oddities) -> Iterator[Finding]:
        """One finding for all hidden rows with an answer, at the first of them: a filter may hide thousands."""
        hidden = [place for place in self.filled() if place[0] in odd.hidden] if odd.hidden else []
        if hidden:
            fix = say("findings.cells.hidden.show", count=len({row for row, _ in hidden}))
            yield self.finding(HIDDEN, min(hidden), fix, value="")

    def filled(self) -> Iterator[Place]:
        """All cells with an answer."""
        for key in self.keys.values():
            pairs = zip(self.table.numbers, self.table.columns[key], strict=True)
            yield from (self.place(key, row) for row, value in pairs if value is not None)

    def merged_cells(self, odd: Oddities) -> Iterator[Finding]:
        """Merged ranges that leave a filled row without an answer."""
        for first, last in odd.merged:
            if self.answers_within(first, last) > (self.key_at(first) != ""):
                finding = self.finding(MERGED, first, say("findings.cells.merged.unmerge", cells=_range(first, last)))
                yield replace(finding, level=Level.ERROR) if self.hides(first, last) else finding

    def hides(self, first: Place, last: Place) -> bool:
        """Whether a merged range lies over marks that keep figures out of publication."""
        at = self.table.places.get(mark_of(self.table.sheet), 0)
        return first[1] <= at <= last[1] and any(first[0] <= row <= last[0] for row in self.secret)

    def answers_within(self, first: Place, last: Place) -> int:
        """How many answers of filled rows belong into a range."""
        rows, columns = (range(start, end + 1) for start, end in zip(first, last, strict=True))
        if self.table.sheet.is_form:
            return sum(row in rows for row in self.keys) * (self.table.answer_column in columns)
        filled = bisect_right(self.table.numbers, last[0]) - bisect_left(self.table.numbers, first[0])
        return sum(number in columns for number in self.keys) * filled

    def told_secret(self) -> Iterator[Finding]:
        """Answers that cannot be read and say that they are not for publication: told at their row's mark, if any."""
        mark = mark_of(self.table.sheet)
        asked = set(self.keys.values()) - {mark}
        for key, row in told_secret(self.table):
            if key in asked and mark not in self.table.places:
                yield self.finding(SECRET_FIGURE, self.place(key, row), value="")
            elif key in asked and not is_secret(self.table.row(row)[mark]):
                fix = say("findings.cells.secret_beside.answer", cell=self.table.cell(key, row))
                yield self.finding(SECRET_BESIDE, self.place(mark, row), fix, value="")

    def dates_for_texts(self) -> Iterator[Finding]:
        """Dates where none is asked for: Excel makes one of 1-5."""
        form, numbers = self.table.sheet.is_form, self.table.numbers
        rows = self.grid if form else [self.grid[row - 1] for row in numbers]
        if _DATES.isdisjoint(map(type, chain.from_iterable(rows))):
            return
        for at, key in self.keys.items():
            if not isinstance(self.table.sheet.by_key[key].type, Date):
                cells = [self.cell(self.place(key, 0))] if form else [cells[at - 1] for cells in rows]
                turned = (row for row, cell in zip(numbers, cells, strict=True) if type(cell) in _DATES)
                yield from (self.finding(TURNED, self.place(key, row)) for row in turned)

    def not_used(self) -> Iterator[Finding]:
        """What stands in, on and around the table and is no answer."""
        around = Surroundings(
            self.table, self.grid, self.header, self.ours, lambda place: self.key_at(place) != "",
            lambda row: not self.table.sheet.is_form and row in self.hidden,
        )  # fmt: skip
        for unused in around.not_used(self.odd):
            fix = joining.sentences((unused.more, unused.doubt.fix)).strip()
            yield self.finding(unused.doubt, unused.place, fix, value=unused.said)

    # --- what was made of words ---

    def values(self) -> Iterator[Finding]:
        for key in self.keys.values():
            kind, values = self.table.sheet.by_key[key].type, self.table.columns[key]
            if isinstance(kind, Date):
                yield from self.times(key, values)
            elif isinstance(kind, YesNo):
                yield from self.yes_or_no_in_words(key, values)
            elif takes_any_words(kind):
                odd = {value for value in set(values) if isinstance(value, str) and says_nothing(value)}
                rows = (row for row, value in zip(self.table.numbers, values, strict=True) if odd and value in odd)
                yield from (self.finding(PLACEHOLDER, self.place(key, row)) for row in rows)

    def habits(self) -> Iterator[Finding]:
        """Cells that were filled from above, read as blank, or read without a bullet."""
        for key, cells in self.table.typed.items():
            for row, value in cells.items():
                now, said = self.table.row(row)[key], said_in(value)
                doubt = BULLET if not is_repeat(said) else NOT_FROM_ABOVE if now is None else FROM_ABOVE
                doubt = NOTHING_SAID if doubt is BULLET and now is None else doubt
                place = self.place(key, row)
                yield self.finding(doubt, place, read_as="" if now is None else self.in_words(place))

    def rows_set_aside(self) -> Iterator[Finding]:
        """Rows that were not read; of another table, its first row only. Of figures in them nothing is told."""
        reported = set()
        for row, aside in self.table.set_aside.items():
            doubt = ASIDE[aside.why]
            if aside.why == "table":
                if doubt in reported:
                    continue
                reported.add(doubt)
            key = next(key for key, value in aside.answers.items() if value is not None and key in self.table.places)
            last = max(self.table.set_aside)
            goes_on = doubt is SECOND_TABLE and last > row
            what = say("findings.cells.second_table.goes_on", row=str(last)) if goes_on else ""
            yield self.finding(
                doubt, self.place(key, row), joining.sentences((what, doubt.fix)), value=self.named(aside)
            )

    def may_be_secret(self, aside: Aside) -> bool:
        """Whether a row that was not read may say that it is not for publication; whatever stands in its mark may."""
        sheet = self.table.sheet
        return aside.answers.get(mark_of(sheet)) is not None or is_secret_row(sheet, aside.answers)

    def named(self, aside: Aside) -> str:
        """What a row that was not read says of itself; nothing where it may be a secret."""
        if self.may_be_secret(aside):
            return ""
        return next(filter(None, map(said_in, aside.answers.values())), "")

    def yes_or_no_in_words(self, key: str, values: Iterable[object]) -> Iterator[Finding]:
        kind = self.table.sheet.by_key[key].type
        offered = kind.choices.ids_of_all if isinstance(kind, YesNo) else {}
        for row, value in zip(self.table.numbers, values, strict=True):
            if isinstance(value, bool):
                place = self.place(key, row)
                said = normalised(as_typed(self.cell(place)))
                if said not in _PLAINLY[value] and said not in offered:
                    yield self.finding(YES_IN_WORDS if value else NO_IN_WORDS, place)

    def times(self, key: str, values: Iterable[object]) -> Iterator[Finding]:
        for row, when in zip(self.table.numbers, values, strict=True):
            if not isinstance(when, When):
                continue
            if when.day:
                yield from self.day_of_number(self.place(key, row), when)
            elif when.first is None or when.last is None:
                yield self.finding(NO_DAY, self.place(key, row), value=when.text)
            elif when.is_ambiguous:
                read_as = span_in_words(when.first, when.last)
                yield self.finding(AMBIGUOUS, self.place(key, row), value=when.text, read_as=read_as)

    def day_of_number(self, place: Place, when: When) -> Iterator[Finding]:
        """A bare number that is far from our days as Excel counts them may be something else: 202611."""
        is_near = when.day is not None and _NEAR_DAYS[0] <= when.day <= _NEAR_DAYS[1]
        if isinstance(self.cell(place), float | int) and place not in self.shown and not is_near:
            yield self.finding(AMBIGUOUS, place, read_as=str(when))


def _written_above(sheet: Sheet) -> frozenset[str]:
    """What the workbook itself writes above the headings."""
    return frozenset(map(normalised, (sheet.headline, sheet.title, sheet.purpose, *sheet.guidance, *sheet.above)))


def _remedy(doubt: Doubt, kind: ColumnType) -> str:
    """What to do about a cell that shows something else than was read: typing alone leaves its number format."""
    if doubt is NOT_SHOWN:
        return say("findings.cells.not_shown.fix")
    if isinstance(kind, Date):
        return say("findings.number_format.of_date")
    if isinstance(kind, Percent):
        return say("findings.number_format.of_percentage")
    return say("findings.number_format.of_number" if isinstance(kind, Number) else "findings.number_format.of_text")


def _how_read(seen: str, read_as: str) -> str:
    return (
        say("findings.shown_and_read_as", seen=seen, words=read_as) if seen else say("findings.read_as", words=read_as)
    )


def _doubt_about(column: Column, cell: object, shown: Shown | None) -> Doubt | None:
    """What there is to say of a cell by what it shows."""
    kind, number = column.type, as_number(cell)
    if shown is None:
        return NO_FORMAT if number is not None else None
    if not shown.text:
        return NOT_SHOWN
    if number is None or isinstance(as_seen(kind, cell, shown), str):
        return None
    if isinstance(kind, Date):
        return OTHERWISE if isinstance(cell, date) and not names_the_day(cell, shown, kind.order) else None
    if "%" in shown.text and not isinstance(kind, Percent):
        return PERCENT
    return None if agrees(kind, number, shown.text, column.heading) else OTHERWISE


def takes_any_words(kind: ColumnType) -> bool:
    """Whether no rule says which words may stand there."""
    return isinstance(kind, Text | Figure) or (isinstance(kind, Choice) and kind.choices.open)


def _range(first: Place, last: Place) -> str:
    return f"{column_letter(first[1])}{first[0]}:{column_letter(last[1])}{last[0]}"
