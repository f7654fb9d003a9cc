"""Rules about a row, or about the rows of one sheet, and how they compare."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from smreport.blueprint import formulas
from smreport.blueprint.columns import Date, Scale
from smreport.blueprint.formulas import Cell, Number, Truth
from smreport.blueprint.likely import in_one_word
from smreport.blueprint.model import Blueprint, Column, Sheet
from smreport.blueprint.rules.base import (
    Breach,
    Lookup,
    Rule,
    heading_of,
    names_match,
    parts_of,
)
from smreport.blueprint.tables import Row, Table, Tables
from smreport.blueprint.text_numbers import alike, numbered_by
from smreport.blueprint.times import When
from smreport.blueprint.values import ReadAs, normalised
from smreport.declared import COLUMN, LOADED, SETTING, Key
from smreport.findings import Level
from smreport.frozen import Frozen
from smreport.words import joining, say


class Unique(Rule, kw_only=True):
    """No two rows may have the same values in these columns."""

    kind: ClassVar[str] = "unique"
    columns: Annotated[tuple[str, ...], Key(names=COLUMN, some=True)]

    @property
    def at(self) -> tuple[str, ...]:
        return self.columns

    def key(self, row: Row) -> tuple[str, ...]:
        return tuple(normalised(row[key]) for key in self.columns)

    def prepare(self, table: Table, tables: Tables) -> Lookup:
        """The keys that stand in more than one row."""
        rows = Counter(zip(*(table.plain(key) for key in self.columns), strict=True))
        return {key for key, times in rows.items() if times > 1}

    def fails(self, row: Row, lookup: Lookup) -> bool:
        return normalised(row[self.columns[0]]) != "" and self.key(row) in lookup

    def breaches(self, table: Table, tables: Tables) -> Iterator[Breach]:
        return super().breaches(table, tables) if self.prepare(table, tables) else iter(())

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        addresses = [f"{sheet.key}.{key}" for key in self.columns]
        pairs = zip(addresses, self.columns, strict=True)
        times = formulas.total(*(alike(blueprint, address, sheet, key, row) for address, key in pairs))
        if len(addresses) > 1 and all(numbered_by(blueprint, address) for address in addresses):
            none_is = formulas.equals(blueprint.repeats(addresses), formulas.number(0))
            times = formulas.choose(none_is, formulas.number(0), times)  # rows are counted only where some repeat
        return formulas.both(formulas.filled(sheet.at(self.columns[0], row)), formulas.more(times, formulas.number(1)))

    def words(self, sheet: Sheet) -> tuple[str, str]:
        *others, last = (heading_of(sheet, key) for key in self.columns)
        if others:
            what = say("findings.unique.several", others=joining.in_a_row(others), last=last)
        else:
            what = say("findings.unique.what", heading=last)
        return self.what or what, self.fix or say("findings.unique.fix")


class OneOf(Rule, kw_only=True):
    """At least one of the columns must be filled."""

    kind: ClassVar[str] = "one_of"
    columns: Annotated[tuple[str, ...], Key(names=COLUMN, some=True)]

    @property
    def at(self) -> tuple[str, ...]:
        return self.columns

    def fails(self, row: Row, lookup: Lookup) -> bool:
        return all(row[key] is None for key in self.columns)

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        return formulas.both(*(formulas.blank(sheet.at(key, row)) for key in self.columns))


class AllOrNone(Rule, kw_only=True):
    """All of the columns are filled, or none is."""

    kind: ClassVar[str] = "all_or_none"
    columns: Annotated[tuple[str, ...], Key(names=COLUMN, some=True)]

    @property
    def at(self) -> tuple[str, ...]:
        return self.columns

    def fails(self, row: Row, lookup: Lookup) -> bool:
        return len({row[key] is None for key in self.columns}) > 1

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        cells = [sheet.at(key, row) for key in self.columns]
        return formulas.both(
            formulas.either(*map(formulas.filled, cells)), formulas.either(*map(formulas.blank, cells))
        )

    def words(self, sheet: Sheet) -> tuple[str, str]:
        names = joining.in_a_row(heading_of(sheet, key) for key in self.columns)
        what = self.what or say("findings.all_or_none.what", headings=names)
        return what, self.fix or say("findings.all_or_none.fix")


class AnyPositive(Rule, kw_only=True):
    """At least one of the numbers must be above zero, defaults counted; nothing is said where none is given.

    Excel knows no number in words, so of such a row it says nothing.
    """

    kind: ClassVar[str] = "any_positive"
    columns: Annotated[tuple[str, ...], Key(names=COLUMN, some=True)]

    @property
    def at(self) -> tuple[str, ...]:
        return self.columns

    def prepare(self, table: Table, tables: Tables) -> Lookup:
        return {key: table.sheet.by_key[key].default for key in self.columns}

    def fails(self, row: Row, lookup: Lookup) -> bool:
        defaults: Mapping[str, object] = lookup
        values = [defaults[key] if row[key] is None else row[key] for key in self.columns]
        given = any(value is not None for value in values)
        return given and not any(isinstance(value, int | float) and value > 0 for value in values)

    def shows_in_sheet(self, row: Row, lookup: Lookup) -> bool:
        return not any(isinstance(row[key], str) for key in self.columns)

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        cells = [sheet.at(key, row) for key in self.columns]
        words = [formulas.both(formulas.filled(cell), formulas.negated(formulas.is_number(cell))) for cell in cells]
        return formulas.both(self._none_is_positive(sheet, row), formulas.negated(formulas.either(*words)))

    def _none_is_positive(self, sheet: Sheet, row: int) -> Truth:
        nothing = formulas.number(0)
        positive = [self._positive(sheet.at(key, row), sheet.by_key[key].default, nothing) for key in self.columns]
        none_is = formulas.negated(formulas.either(*positive))
        if any(sheet.by_key[key].default is not None for key in self.columns):
            return none_is
        return formulas.both(formulas.either(*(formulas.filled(sheet.at(key, row)) for key in self.columns)), none_is)

    @staticmethod
    def _positive(cell: Cell, default: object, nothing: Number) -> Truth:
        typed = formulas.choose(formulas.is_number(cell), formulas.number_in(cell), nothing)
        otherwise = formulas.number(default) if isinstance(default, int | float) else nothing
        return formulas.more(formulas.choose(formulas.blank(cell), otherwise, typed), nothing)

    def words(self, sheet: Sheet) -> tuple[str, str]:
        names = joining.in_a_row(heading_of(sheet, key) for key in self.columns)
        what = self.what or say("findings.any_positive.what", headings=names)
        return what, self.fix or say("findings.any_positive.fix")


class Compare(Rule, kw_only=True):
    """A number, time or scale must stand in the right order to another one, defaults counted in its own row.

    The other is a column of the same row (``other``), a setting (``setting``), or the column ``other`` of
    the rows that the reference ``via`` names. Nothing is said where either is blank or names no time. Times in
    words are compared by their ends; where the two times overlap, that is a note at most. Excel sees no words.
    """

    kind: ClassVar[str] = "compare"
    column: Annotated[str, Key(names=COLUMN)]
    op: Literal[">=", "<=", ">"]
    other: Annotated[str, Key(names="column of {target_sheet}")] = ""
    setting: Annotated[str, Key(names=SETTING)] = ""
    via: Annotated[str, Key(names=COLUMN)] = ""
    target: Annotated[str, LOADED] = ""  # of via

    def __post_init__(self) -> None:
        if bool(self.other) == bool(self.setting):
            raise ValueError(say("template.other_or_setting"))

    @property
    def target_sheet(self) -> str:
        """The sheet of ``other`` where a reference leads to it."""
        return self.target.partition(".")[0]

    @property
    def at(self) -> tuple[str, ...]:
        return (self.column, *((self.via,) if self.via else (self.other,) if self.other else ()))

    @property
    def needs(self) -> tuple[str, ...]:
        if self.setting:
            return (f"settings.{self.setting}",)
        return (self.target, f"{self.target.partition('.')[0]}.{self.other}") if self.via else ()

    @property
    def needs_words(self) -> bool:
        """Whether what it is compared with has its heading in another sheet."""
        return bool(self.via)

    def code(self, sheet: Sheet) -> str:
        return f"{super().code(sheet)}.{self.setting or self.other}"

    def prepare(self, table: Table, tables: Tables) -> Lookup:
        column = table.sheet.by_key[self.column]
        if self.setting:
            return column, [_size(column, tables.settings[self.setting])]
        if not self.via:
            return column, table.sheet.by_key[self.other]
        sheet, _, key = self.target.partition(".")
        other = tables[sheet].sheet.by_key[self.other]
        sizes: dict[str, list[_Size | None]] = defaultdict(list)
        for name, value in zip(tables[sheet].plain(key), tables[sheet].columns[self.other], strict=True):
            sizes[name].append(_size(other, value))
        return column, sizes

    def pairs(self, row: Row, lookup: Lookup) -> list[tuple[_Size, _Size]]:
        """What is compared, as far as both are known, and stands in the wrong order."""
        column, compared = lookup
        mine = _size_or_default(column, row[self.column])
        if isinstance(compared, list):
            others = compared
        elif isinstance(compared, Column):
            others = [_size_or_default(compared, row[self.other])]
        else:
            others = [size for part in parts_of(row[self.via]) for size in compared.get(normalised(part), ())]
        return [(mine, other) for other in others if mine and other and self._breaks(mine.last, other.last)]

    def fails(self, row: Row, lookup: Lookup) -> bool:
        return bool(self.pairs(row, lookup))

    def shows_in_sheet(self, row: Row, lookup: Lookup) -> bool:
        return any(mine.is_live and other.is_live for mine, other in self.pairs(row, lookup))

    def level_of(self, row: Row, lookup: Lookup) -> Level:
        """A contradiction only where the two cannot both be right."""
        pairs = self.pairs(row, lookup)
        sure = (self._breaks(*((m.last, o.first) if self.op in (">=", ">") else (m.first, o.last))) for m, o in pairs)
        return self.level if any(sure) else Level.NOTE

    def _breaks(self, mine: float, other: float) -> bool:
        return mine > other if self.op == "<=" else mine < other or (mine == other and self.op == ">")

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        mine, is_size = _size_formula(blueprint, sheet.by_key[self.column], sheet.at(self.column, row))
        breaks = {">=": formulas.less, "<=": formulas.more, ">": formulas.at_most}[self.op]
        if self.via:
            named = names_match(blueprint, sheet, self.via, self.target, row)
            others, are_sizes = _sizes_formula(blueprint, f"{self.target.partition('.')[0]}.{self.other}")
            worse = formulas.total(named, are_sizes, breaks(mine, others))
            return formulas.both(is_size, formulas.more(worse, formulas.number(0)))
        if self.setting:
            column, cell = blueprint.sheets["settings"].by_key[self.setting], blueprint.setting(self.setting)
        else:
            column, cell = sheet.by_key[self.other], sheet.at(self.other, row)
        other, is_other = _size_formula(blueprint, column, cell)
        return formulas.both(is_size, is_other, breaks(mine, other))

    def words(self, sheet: Sheet) -> tuple[str, str]:
        if self.what:
            return self.what, self.fix
        heading, is_after = heading_of(sheet, self.column), self.op == "<="
        if self.other:
            other = heading_of(sheet, self.other)
            what = say(
                "findings.compare.after" if is_after else "findings.compare.before", heading=heading, other=other
            )
        else:
            what = say(
                "findings.compare.after_setting" if is_after else "findings.compare.before_setting", heading=heading
            )
        return what, self.fix or say("findings.compare.fix")


class _Size(Frozen):
    """A value as numbers to compare by: days as ordinals, scales by their values.

    is_live  whether Excel knows it, too
    """

    first: float
    last: float
    is_live: bool = True


def _size(column: Column, value: object) -> _Size | None:
    if isinstance(column.type, Scale):
        worth = column.type.choices.values.get(str(value))
        return None if worth is None else _Size(worth, worth)
    if isinstance(value, When):
        known = value.first and value.last
        return _Size(value.first.toordinal(), value.last.toordinal(), bool(value.day)) if known else None  # type: ignore[union-attr]
    if not isinstance(value, float):
        return None
    return _Size(value.low, value.high, False) if isinstance(value, ReadAs) else _Size(value, value)


def _size_or_default(column: Column, value: object) -> _Size | None:
    return _size(column, column.default if value is None else value)


def _size_formula(blueprint: Blueprint, column: Column, cell: Cell) -> tuple[Number, Truth]:
    """In Excel: the number to compare by, and whether there is one."""
    if isinstance(column.type, Scale):
        key = column.type.choices.key
        value = formulas.worth(formulas.trimmed(cell), blueprint.list_texts(key), blueprint.list_values(key))
        return value, formulas.more(value, formulas.number(0))
    number, is_known = formulas.number_in(cell), formulas.is_number(cell)
    if column.default is not None:
        blank = formulas.blank(cell)
        return formulas.choose(blank, formulas.number(column.default), number), formulas.either(blank, is_known)
    return number, Date.is_day(cell) if isinstance(column.type, Date) else is_known


def _sizes_formula(blueprint: Blueprint, address: str) -> tuple[Number, Truth]:
    """The same over the rows of a column."""
    kind, cells = blueprint.column(address).type, blueprint.figures(address)
    if isinstance(kind, Scale):
        values = blueprint.worths(address)
        return values, formulas.more(values, formulas.number(0))
    return formulas.number_in(cells), Date.is_day(cells) if isinstance(kind, Date) else formulas.is_number(cells)


class Outside(Rule, kw_only=True):
    """A time must not fall between two settings, the whole of it where it is in words."""

    kind: ClassVar[str] = "outside"
    column: Annotated[str, Key(names=COLUMN)]
    window: Annotated[tuple[str, str], Key(names=SETTING)]

    @property
    def at(self) -> tuple[str, ...]:
        return (self.column,)

    @property
    def needs(self) -> tuple[str, ...]:
        return tuple(f"settings.{key}" for key in self.window)

    def prepare(self, table: Table, tables: Tables) -> Lookup:
        days = [tables.settings[key] for key in self.window]
        return [day.day if isinstance(day, When) else None for day in days]

    def fails(self, row: Row, lookup: Lookup) -> bool:
        start, end = lookup
        value = row[self.column]
        if not isinstance(value, When) or value.first is None or value.last is None:
            return False
        return bool(start and end and start <= value.first and value.last <= end)

    def shows_in_sheet(self, row: Row, lookup: Lookup) -> bool:
        value = row[self.column]
        return isinstance(value, When) and value.day is not None

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        cells = (sheet.at(self.column, row), *(blueprint.setting(key) for key in self.window))
        day, start, end = map(formulas.number_in, cells)
        within = formulas.at_least(day, start), formulas.at_most(day, end)
        return formulas.both(*map(Date.is_day, cells), *within)


class Similar(Rule, kw_only=True):
    """Names that differ only in spacing, punctuation, plural or a word like "page" may be the same thing.

    Excel cannot tell; only ``smreport check`` does. ``same`` names columns that must agree as well.
    """

    kind: ClassVar[str] = "similar"
    in_sheet: ClassVar[bool] = False
    column: Annotated[str, Key(names=COLUMN)]
    same: Annotated[tuple[str, ...], Key(names=COLUMN)] = ()

    FILLERS: ClassVar[tuple[str, ...]] = ("a", "the", "and", "page", "account", "channel", "official", "our")

    @property
    def at(self) -> tuple[str, ...]:
        return (self.column,)

    @property
    def sees(self) -> tuple[str, ...]:
        return (*super().sees, *self.same)

    def squashed(self, row: Row) -> tuple[str, ...]:
        name = in_one_word(str(row[self.column] or ""), self.FILLERS)
        return (name, *(normalised(row[key]) for key in self.same))

    def prepare(self, table: Table, tables: Tables) -> Lookup:
        alike: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
        for row in table.alike(self.sees).rows:
            if row[self.column] is not None:
                alike[self.squashed(row)].setdefault(normalised(row[self.column]), str(row[self.column]))
        return alike

    def others(self, row: Row, lookup: Lookup) -> list[str]:
        names = lookup.get(self.squashed(row), {})
        return [name for key, name in names.items() if key != normalised(row[self.column])]

    def fails(self, row: Row, lookup: Lookup) -> bool:
        return row[self.column] is not None and bool(self.others(row, lookup))

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Truth:
        return formulas.NEVER

    def words(self, sheet: Sheet) -> tuple[str, str]:
        return self.what or say("findings.similar.what"), self.fix or say("findings.similar.fix")

    def remedy(self, row: Row, lookup: Lookup) -> str:
        return say("findings.similar.compare", name=self.others(row, lookup)[0])
