"""Next year's workbook from this year's: what is closed moves to the earlier rounds, what is open is asked again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from itertools import product

from smreport.blueprint.columns import Ref
from smreport.blueprint.model import Column, Sheet
from smreport.blueprint.naming import InWords
from smreport.blueprint.publication import secret_rows, unnamed, withheld_rows
from smreport.blueprint.rules import Compare
from smreport.blueprint.rules.base import parts_of
from smreport.blueprint.tables import Extras, Row, Table, Tables, added_headings, last_round_heading, table_of
from smreport.blueprint.understanding import PLAN_START
from smreport.blueprint.values import normalised
from smreport.frozen import Frozen, field, replace
from smreport.rounds.earlier_rows import EARLIER, EarlierRow, Keeping, shown
from smreport.rounds.next_year import NextYear, next_year
from smreport.rounds.ownership import Place
from smreport.words import joining, say

PROJECTS, MEASURES, ACTIONS, AREAS, COSTS, SETTINGS = "portfolio", "kpis", "actions", "areas", "evaluation", "settings"
_FINISHED, _PARKED = ("done", "dropped"), "parked"
_OF_DECISION = ("meetings", "advice", "options")
_FIGURES = {"baseline": "actual", "as_of": "actual_as_of"}  # of a measure: what becomes of the last figure
_MEASURED = ("unit", "direction", "target", "target_date", "project", *_FIGURES, *_FIGURES.values())
_SPENT = ("spent", "spent_as_of")
_CONFIRMED = {
    PROJECTS: ("status", "start", "finish", "lead"),
    ACTIONS: ("status", "due", "owner"),
    AREAS: ("status",),
}
"""The answers of the last round that stand beside an open row, by sheet key."""

Rows = Mapping[str, frozenset[int]]
Changes = dict[str, dict[int, Row]]
"""New answers by sheet key, Excel row and column key."""


class LastRound(Frozen):
    """What was worked out of the last round.

    standings  how measures stood, in words by their Excel row
    wave       the projects of the first wave (Excel rows), as everybody may know it; None where none was recommended
    """

    standings: Mapping[int, str] = field(default_factory=dict)
    wave: frozenset[int] | None = None


class Unlinked(Frozen):
    """Names that an open row gave of projects that moved, taken out of its cell. ``secret``: not to be told outside."""

    sheet: str
    row: int
    column: str
    names: tuple[str, ...]
    secret: bool


class Renewal(Frozen):
    """What became of a workbook's rows, each by its sheet's key and its Excel row in the old file.

    year      the new round: its start, and the answers of Settings that changed or went
    moved     to the sheet of earlier rounds
    rebased   measures whose last figure is their baseline now
    counted   costs whose spending is kept there, and counts anew
    carried   open rows with last round's answers beside them
    again     parked areas that come up again
    unlinked  see :class:`Unlinked`
    kept      how many rows the sheet of earlier rounds has more
    """

    year: NextYear
    moved: Rows
    rebased: tuple[int, ...]
    counted: tuple[int, ...]
    carried: Rows
    again: tuple[int, ...]
    unlinked: tuple[Unlinked, ...]
    kept: int


def renewed(old: Tables, last: LastRound, starts: date | None = None) -> tuple[Tables, Renewal]:
    """The workbook of the next round, and what became of the last one's rows. Rows that stay keep their numbers.

    starts  the first day of the new plan; else a year after the old one
    """
    return _Renewing(old, last, next_year(old, starts)).done()


def passed_dates(tables: Tables) -> int:
    """How many dates are asked about as they lie before the plan."""
    return sum(
        len(breach.numbers)
        for table in tables.values()
        for rule in table.sheet.rules
        if isinstance(rule, Compare) and rule.setting == PLAN_START
        for breach in rule.breaches(table, tables)
    )


class _Renewing:
    """A workbook on its way into the next round."""

    def __init__(self, old: Tables, last: LastRound, year: NextYear) -> None:
        self.old, self.last, self.year, self.blueprint = old, last, year, old.blueprint
        self.withheld = withheld_rows(old)
        self.secret = frozenset(_secret_places(old))
        self.keeping = Keeping(old, year.name, self.secret, last.standings)
        self.moved = self.all_moved()
        self.unlinked = tuple(self.names_taken_out())
        self.again = tuple(self.rows_of_status(AREAS, (_PARKED,)))
        self.rebased = tuple(self.filled_in(MEASURES, "actual"))
        self.counted = tuple(self.filled_in(COSTS, "spent"))

    def done(self) -> tuple[Tables, Renewal]:
        kept = tuple(self.earlier())
        tables = {key: self.table(key) for key in self.old}
        tables[EARLIER] = _with_rows(tables[EARLIER], kept)
        new = replace(self.old, tables=tables, extras=self.extras(kept), doubts=())
        carried = {key: frozenset(self.staying(key)) for key in (PROJECTS, ACTIONS)}
        record = Renewal(
            self.year, self.moved, self.rebased, self.counted, carried, self.again, self.unlinked, len(kept)
        )
        return new, record

    # --- which rows move ---

    def all_moved(self) -> dict[str, frozenset[int]]:
        """The rows that move: closed ones, all that names a closed project alone, and what was of the last decision.

        A row that is not for publication as it may name a hidden project moves with that one, so as to stay hidden.
        """
        moved = {key: self.closed(key) for key in self.old}
        gone = self.names_gone(moved[PROJECTS])
        for key, table in self.old.items():
            moved[key] |= frozenset(number for number, row in table.rows.items() if self.names_one(table, row, gone))
        while any((released := self.released(moved)).values()):
            moved = {key: rows | released[key] for key, rows in moved.items()}
        return moved

    def released(self, moved: Rows) -> Rows:
        """The rows that would not stay hidden once others have moved."""
        still = withheld_rows(self.without(moved))
        return {key: self.withheld[key] - rows - still[key] for key, rows in moved.items()}

    def without(self, moved: Rows) -> Tables:
        return replace(self.old, tables={key: table.without(moved[key]) for key, table in self.old.items()})

    def closed(self, sheet: str) -> frozenset[int]:
        if sheet in (PROJECTS, ACTIONS):
            return frozenset(self.rows_of_status(sheet, _FINISHED))
        return frozenset(self.old[sheet].numbers) if sheet in _OF_DECISION else frozenset()

    def rows_of_status(self, sheet: str, ids: Iterable[str]) -> list[int]:
        address, rows = f"{sheet}.status", self.old[sheet].rows
        if not self.blueprint.has(address):
            return []
        return [number for number, row in rows.items() if self.blueprint.id_of(address, row["status"]) in ids]

    def names_gone(self, closed: frozenset[int]) -> frozenset[str]:
        """What closed projects are called, as comparisons see it, but for names that an open one has too."""
        table = self.old[PROJECTS]
        names = [(number, normalised(table.name_of(number))) for number in table.numbers]
        return frozenset(name for number, name in names if number in closed and name) - {
            name for number, name in names if number not in closed
        }

    def names_one(self, table: Table, row: Row, gone: frozenset[str]) -> bool:
        return any(normalised(row[column.key]) in gone for column in _naming_projects(table.sheet, many=False))

    def staying(self, sheet: str) -> list[int]:
        return [number for number in self.old[sheet].numbers if number not in self.moved[sheet]]

    def filled_in(self, sheet: str, key: str) -> list[int]:
        table = self.old[sheet]
        return [number for number in self.staying(sheet) if table.row(number).get(key) is not None]

    def names_taken_out(self) -> Iterator[Unlinked]:
        """Names of closed projects in cells for several, and those of hidden ones that would come to light."""
        gone, left = self.names_gone(self.moved[PROJECTS]), self.without(self.moved)
        before, after = unnamed(self.old, self.withheld), unnamed(left, withheld_rows(left))
        for key, table in self.old.items():
            for column, number in product(_naming_projects(table.sheet, many=True), self.staying(key)):
                every = parts_of(table.row(number)[column.key])
                hidden = _left_out(every, before.get((key, number), {}), column)
                to_light = hidden - _left_out(every, after.get((key, number), {}), column)
                names = tuple(name for name in every if normalised(name) in gone or name in to_light)
                if names:
                    yield Unlinked(key, number, column.key, names, not hidden.isdisjoint(names))

    # --- what is kept of them ---

    def earlier(self) -> Iterator[EarlierRow]:
        """The new rows there: projects, then all other rows, then the answers of Settings, a row each."""
        for key in (PROJECTS, *(key for key in self.old if key != PROJECTS)):
            for number in self.old[key].numbers:
                yield from self.earlier_of(key, number)
        for key in (*self.year.changes, *self.year.going):
            if self.old[SETTINGS].row(0)[key] is not None:
                yield from self.keeping.kept(SETTINGS, 0, (key,))

    def earlier_of(self, sheet: str, row: int) -> Iterator[EarlierRow]:
        if row in self.moved[sheet]:
            yield from self.keeping.kept(sheet, row)
        elif sheet == MEASURES and row in self.rebased:
            yield from self.keeping.kept(sheet, row, _MEASURED)
        elif sheet == COSTS and row in self.counted:
            yield from self.keeping.kept(sheet, row, (*_SPENT, "project"))
        for unlinked in self.unlinked:
            if unlinked.secret and (unlinked.sheet, unlinked.row) == (sheet, row):
                yield from self.keeping.kept(sheet, row, (unlinked.column,))

    # --- what stays ---

    def table(self, sheet: str) -> Table:
        return _changed(self.old[sheet].without(self.moved[sheet]), self.changes.get(sheet, {}))

    @cached_property
    def changes(self) -> Changes:
        changes: Changes = {SETTINGS: {0: {**dict.fromkeys(self.year.going), **self.year.changes}}}
        for row in self.rebased:
            was = self.old[MEASURES].row(row)
            figures = {key: was.get(actual) for key, actual in _FIGURES.items()}
            changes.setdefault(MEASURES, {})[row] = {**figures, **dict.fromkeys(_FIGURES.values())}
        changes[COSTS] = {row: dict.fromkeys(_SPENT) for row in self.counted}
        changes[AREAS] = {row: {"status": None} for row in self.again}
        for unlinked in self.unlinked:
            names = parts_of(self.old[unlinked.sheet].row(unlinked.row)[unlinked.column])
            left = tuple(name for name in names if name not in unlinked.names) or None
            changes.setdefault(unlinked.sheet, {}).setdefault(unlinked.row, {})[unlinked.column] = left
        return changes

    def extras(self, kept: tuple[EarlierRow, ...]) -> Extras:
        """What people added, without what a split or merge did; last round's answers; notes beside their figures."""
        columns = {key: self.columns(key) for key in {**self.old.extras.columns, **self.last_rounds}}
        notes = {key: self.notes(key) for key in self.old.extras.notes}
        first = _first_free(self.old[EARLIER])
        for at, row in enumerate(kept, start=first):
            if row.notes:
                notes.setdefault(EARLIER, {}).update({(key, at): text for key, text in row.notes.items()})
        return replace(self.old.extras, columns=columns, notes=notes)

    def columns(self, sheet: str) -> dict[str, Mapping[int, object]]:
        own = dict(self.old.extras.columns.get(sheet, {}))
        last = own.pop(last_round_heading(), {})
        if not self.old[EARLIER].numbers:  # nobody has renewed it before, so that a column called so is people's own
            own |= {joining.bracketed(last_round_heading(), "2"): last} if last else {}
        peoples = {
            heading: {row: value for row, value in values.items() if row not in self.moved[sheet]}
            for heading, values in own.items()
            if heading not in added_headings()
        }
        beside = self.last_rounds.get(sheet)
        return {last_round_heading(): beside, **peoples} if beside else {**peoples}

    def notes(self, sheet: str) -> dict[tuple[str, int], str]:
        """The notes on rows that stay, where their cells are now; those on answers that went are with these."""
        notes = {}
        moved_to = {was: now for now, was in _FIGURES.items()} if sheet == MEASURES else {}
        changed = self.changes.get(sheet, {})
        for (key, row), text in self.old.extras.notes[sheet].items():
            new = changed.get(row, {})
            if row in self.moved[sheet] or (key in new and key not in moved_to and not self.stays_noted(sheet, key)):
                continue
            notes[moved_to.get(key, key) if new else key, row] = text
        return notes

    def stays_noted(self, sheet: str, key: str) -> bool:
        """Whether a note stays on a cell whose answer changes: it was not kept elsewhere."""
        return sheet not in (MEASURES, COSTS, SETTINGS) or (sheet == SETTINGS and key not in self.year.going)

    # --- last round's answers ---

    @cached_property
    def last_rounds(self) -> dict[str, dict[int, str]]:
        """What stands beside open rows, by sheet key and Excel row."""
        beside = {key: {row: self.said_of(key, row) for row in self.staying(key)} for key in (PROJECTS, ACTIONS)}
        beside[AREAS] = {row: self.said_of(AREAS, row) for row in self.again}
        for unlinked in self.unlinked:
            if unlinked.sheet not in beside or unlinked.row not in beside[unlinked.sheet]:
                beside.setdefault(unlinked.sheet, {})[unlinked.row] = self.said_of(unlinked.sheet, unlinked.row)
        return {key: {row: text for row, text in of_rows.items() if text} for key, of_rows in beside.items()}

    def said_of(self, sheet: str, row: int) -> str:
        """Last round's answers of a row in a line, and what is not in its cells any more."""
        table = self.old[sheet]
        columns = [table.sheet.by_key[key] for key in _CONFIRMED.get(sheet, ()) if key in table.sheet.by_key]
        answers = joining.apart(self.answer(table, column, row) for column in columns)
        said = [say("workbook.last_round.answers", round=self.year.name, answers=answers)] if answers else []
        if sheet == PROJECTS and self.last.wave is not None and row not in self.withheld[PROJECTS]:
            is_in = row in self.last.wave
            said.append(say("workbook.last_round.in_wave" if is_in else "workbook.last_round.not_in_wave"))
        for unlinked in self.unlinked:
            if (unlinked.sheet, unlinked.row) == (sheet, row) and not unlinked.secret:
                said.append(self.about(unlinked))
        return joining.sentences(said)

    def answer(self, table: Table, column: Column, row: int) -> str:
        value = table.row(row)[column.key]
        if value is None:
            return ""
        text = shown(table.sheet, column, value)
        if isinstance(value, InWords) and value.says_more:
            text = say("workbook.earlier.typed", answer=str(value), words=value.typed)
        return say("workbook.earlier.answer", heading=column.heading, answer=text)

    def about(self, unlinked: Unlinked) -> str:
        column = self.old[unlinked.sheet].sheet.by_key[unlinked.column]
        status = {normalised(row["title"]): row["status"] for row in self.old[PROJECTS].rows.values()}
        names = (
            say("workbook.last_round.project", name=str(name), status=str(status.get(normalised(name), "")))
            for name in unlinked.names
        )
        return say("workbook.last_round.unlinked", heading=column.heading, names=joining.apart(names))


def _secret_places(tables: Tables) -> Iterator[Place]:
    """The rows that are not for publication, of their figures alone too, and those that name one among others."""
    withheld = withheld_rows(tables)
    yield from unnamed(tables, withheld)
    for key, table in tables.items():
        yield from ((key, row) for row in withheld[key] | secret_rows(table))


def _left_out(names: tuple[str, ...], public: Row, column: Column) -> frozenset[str]:
    """The names of a cell that are not for publication; ``public`` has the cells that hold some, without these."""
    return frozenset(names) - frozenset(parts_of(public[column.key])) if column.key in public else frozenset()


def _naming_projects(sheet: Sheet, many: bool) -> list[Column]:
    """The columns that name a project, or several."""
    kinds = ((column, column.type) for column in sheet.references)
    return [
        column for column, kind in kinds if isinstance(kind, Ref) and kind.to.sheet == PROJECTS and kind.many == many
    ]


def _changed(table: Table, changes: Mapping[int, Row]) -> Table:
    """The table with other answers in some cells."""
    if not changes:
        return table
    columns = {
        key: [changes.get(row, {}).get(key, value) for row, value in zip(table.numbers, values, strict=True)]
        for key, values in table.columns.items()
    }
    return replace(table, columns=columns)


def _first_free(table: Table) -> int:
    return max(table.numbers, default=table.sheet.first_row - 1) + 1


def _with_rows(table: Table, rows: Iterable[EarlierRow]) -> Table:
    """The table with more rows below its last."""
    added = [row.cells for row in rows]
    first = _first_free(table)
    columns = {
        column.key: [*table.columns[column.key], *(cells.get(column.key) for cells in added)]
        for column in table.sheet.asked_columns
    }
    numbers = [*table.numbers, *range(first, first + len(added))]
    longer = table_of(table.sheet, columns, numbers, table.title, table.places)
    return replace(longer, unsaid=table.unsaid, typed=table.typed)
