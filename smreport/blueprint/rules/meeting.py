"""Rules of what goes to a meeting: what it may not publish has a ground and a mark, what it decides begins later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import reduce
from operator import add
from typing import Annotated, ClassVar

from smreport.blueprint import formulas
from smreport.blueprint.columns import Date
from smreport.blueprint.formulas import Number, Truth
from smreport.blueprint.model import Blueprint, Sheet
from smreport.blueprint.publication import is_secret
from smreport.blueprint.rules.base import Condition, Lookup, Rule, heading_of, names_match, parts_of
from smreport.blueprint.tables import Row, Table, Tables
from smreport.blueprint.times import When
from smreport.blueprint.values import normalised
from smreport.declared import ADDRESS, COLUMN, LOADED, SETTING, SHEET, Key
from smreport.words import joining, say


class Grounded(Rule, kw_only=True):
    """A setting that is the ground for all that is not for publication, needed where a marked row has none of its own.

    marks  the columns that keep rows out, like "risks.not_public"
    own    the key of the column in which rows of such a sheet may have a ground of their own
    """

    kind: ClassVar[str] = "grounded"
    column: Annotated[str, Key(names=COLUMN)]
    marks: Annotated[tuple[str, ...], Key(names=ADDRESS, some=True)]
    own: str

    @property
    def at(self) -> tuple[str, ...]:
        return (self.column,)

    @property
    def needs(self) -> tuple[str, ...]:
        return self.marks

    def prepare(self, table: Table, tables: Tables) -> Lookup:
        """The rows that need the ground, each a sheet and an Excel row; none where the file has no cell for it."""
        marked: list[tuple[str, int]] = []
        if self.column not in table.places:
            return marked
        for address in self.marks:
            marked_table = tables[address.partition(".")[0]]
            marks = marked_table.columns[address.partition(".")[2]]
            grounds = marked_table.columns.get(self.own, [None] * len(marks))
            rows = zip(marked_table.numbers, marks, grounds, strict=True)
            marked += [(marked_table.title, row) for row, mark, own in rows if is_secret(mark) and own is None]
        return marked

    def fails(self, row: Row, lookup: Lookup) -> bool:
        return row[self.column] is None and bool(lookup)

    def remedy(self, row: Row, lookup: Lookup) -> str:
        title, number = lookup[0]
        if len(lookup) == 1:
            return say("findings.grounded.one", sheet=title, row=str(number))
        return say("findings.grounded.more", sheet=title, row=str(number), count=len(lookup) - 1)

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        counts = [self._marked(blueprint, *address.split(".")) for address in self.marks]
        any_marked = formulas.more(reduce(add, counts), formulas.number(0))
        return formulas.both(formulas.blank(sheet.at(self.column, row)), any_marked)

    def _marked(self, blueprint: Blueprint, sheet: str, mark: str) -> Number:
        """In Excel: how many rows of a sheet are marked and have no ground of their own."""
        marks = blueprint.texts(f"{sheet}.{mark}")
        has_own = blueprint.has(f"{sheet}.{self.own}")
        own = [formulas.blank(blueprint.texts(f"{sheet}.{self.own}"))] if has_own else []
        return formulas.total(
            formulas.filled(marks), formulas.negated(formulas.one_of(marks, blueprint.words_for("no"))), *own
        )


class Marked(Rule, kw_only=True):
    """A row with a ground for staying out of what is published must be marked as not for publication.

    column   the mark
    reasons  the columns for why a row stays out; any of them is one
    """

    kind: ClassVar[str] = "marked"
    implied: ClassVar[bool] = True
    column: str
    reasons: tuple[str, ...]

    @property
    def at(self) -> tuple[str, ...]:
        return (self.column, *self.reasons)

    def fails(self, row: Row, lookup: Lookup) -> bool:
        return not is_secret(row[self.column]) and any(row[key] is not None for key in self.reasons)

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        mark, reasons = sheet.at(self.column, row), [formulas.filled(sheet.at(key, row)) for key in self.reasons]
        open_to_all = formulas.either(formulas.blank(mark), formulas.one_of(mark, blueprint.words_for("no")))
        return formulas.both(open_to_all, formulas.either(*reasons))

    def words(self, sheet: Sheet) -> tuple[str, str]:
        mark = heading_of(sheet, self.column)
        reasons = joining.all_quoted(heading_of(sheet, key) for key in self.reasons)
        return say("findings.marked.what", mark=mark), say("findings.marked.fix", mark=mark, reasons=reasons)


class InEffect(Rule, kw_only=True):
    """A time must not come before what is decided can take effect: before a meeting that decides, or a setting.

    It is asked of rows whose reference ``via`` leads to one that is not decided yet. Of times in words all must come
    before, and Excel sees none.

    state   the column there that says so; ``decided`` (``except`` in TOML) are the states in which it is decided
    by      the sheet with the meetings; ``date`` the column with their dates
    having  which of these decide
    """

    kind: ClassVar[str] = "in_effect"
    column: Annotated[str, Key(names=COLUMN)]
    via: Annotated[str, Key(names=COLUMN)]
    state: Annotated[str, Key(names="column of {target}")]
    decided: Annotated[tuple[str, ...], Key("except", some=True)]
    by: Annotated[str, Key(names=SHEET)]
    date: Annotated[str, Key(names="column of {by}")]
    having: Condition
    setting: Annotated[str, Key(names=SETTING)]
    target: Annotated[str, LOADED]  # of via

    def __post_init__(self) -> None:
        if not self.having.among:
            raise ValueError(say("template.having_takes_is", example='{ column = "role", is = ["Decide"] }'))

    @property
    def target_sheet(self) -> str:
        """The sheet that the reference leads to."""
        return self.target.partition(".")[0]

    @property
    def at(self) -> tuple[str, ...]:
        return (self.column, self.via)

    @property
    def needs(self) -> tuple[str, ...]:
        meetings = (f"{self.by}.{self.date}", f"{self.by}.{self.having.column}")
        return (self.target, f"{self.target_sheet}.{self.state}", *meetings, f"settings.{self.setting}")

    def prepare(self, table: Table, tables: Tables) -> Lookup:
        """The names of what is not decided yet, and the times before which nothing takes effect."""
        states = {normalised(text) for text in self.decided}
        sheet, _, key = self.target.partition(".")
        rows = zip(tables[sheet].plain(key), tables[sheet].plain(self.state), strict=True)
        open_names = {name for name, state in rows if state not in states} - {""}
        meetings = tables[self.by].alike((self.date, self.having.column)).rows
        times = [row[self.date] for row in meetings if self.having.holds(row)] + [tables.settings[self.setting]]
        return open_names, [when for when in times if isinstance(when, When) and when.first]

    def fails(self, row: Row, lookup: Lookup) -> bool:
        return any(self._too_early(row, lookup, live=False))

    def shows_in_sheet(self, row: Row, lookup: Lookup) -> bool:
        return any(self._too_early(row, lookup, live=True))

    def _too_early(self, row: Row, lookup: Lookup, live: bool) -> Iterator[bool]:
        """For each time whether the row's comes before it; ``live`` leaves out what Excel does not know."""
        open_names, times = lookup
        mine = row[self.column]
        last: date | None = (mine.day if live else mine.last) if isinstance(mine, When) else None
        if last is None or open_names.isdisjoint(map(normalised, parts_of(row[self.via]))):
            return
        yield from (when.first > last for when in times if when.day or not live)

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        mine, after = sheet.at(self.column, row), blueprint.setting(self.setting)
        states = blueprint.texts(f"{self.target_sheet}.{self.state}")
        meetings = blueprint.figures(f"{self.by}.{self.date}")
        named = names_match(blueprint, sheet, self.via, self.target, row)
        undecided = formulas.total(named, formulas.negated(formulas.one_of(states, self.decided)))
        day, nothing = formulas.number_in(mine), formulas.number(0)
        roles = blueprint.texts(f"{self.by}.{self.having.column}")
        deciding = (formulas.one_of(roles, self.having.among), Date.is_day(meetings))
        later = formulas.total(*deciding, formulas.more(formulas.number_in(meetings), day))
        is_before = formulas.both(Date.is_day(after), formulas.more(formulas.number_in(after), day))
        too_early = formulas.either(formulas.more(later, nothing), is_before)
        return formulas.both(Date.is_day(mine), formulas.more(undecided, nothing), too_early)
