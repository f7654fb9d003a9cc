"""The sheets Lists and Workings as data: each of their columns with constants, or formulas and what they show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import accumulate

from smreport.blueprint import formulas
from smreport.blueprint.columns import Choice, Date, Ref, Refs, Scale
from smreport.blueprint.formulas import Cell, Number, Text, Truth, both, filled, same, text, total
from smreport.blueprint.lists import ChoiceList
from smreport.blueprint.live_lists import GroupedList
from smreport.blueprint.model import Blueprint, Column
from smreport.blueprint.named_parts import has_at_most, is_unlisted, part, part_shown
from smreport.blueprint.naming import in_excel
from smreport.blueprint.number_workings import OF_NUMBERS, NumberWorkings
from smreport.blueprint.tables import Tables
from smreport.blueprint.values import excel_number, normalised, single_spaced
from smreport.blueprint.workings import AMONG_ROWS, CHOICE, FIGURE, OF_ROWS, PART, PARTS, TEXT, UNLISTED, WORTH, Working
from smreport.frozen import Frozen
from smreport.words import joining, say


class ListColumn(Frozen):
    """A column of the sheet Lists or Workings, from its first row on: constants, then cells that share a formula.

    formula  for the first cell below the constants; it is the same for all, but for the row
    shown    what the formula shows in each cell
    """

    heading: str
    constants: tuple[str | float, ...] = ()
    formula: formulas.Expression | None = None
    shown: tuple[str | float, ...] = ()

    def __len__(self) -> int:
        return len(self.constants) + len(self.shown)

    @property
    def cells(self) -> tuple[str | float, ...]:
        """What it shows, from the first row on."""
        return (*self.constants, *self.shown)


Computed = Mapping[str, Mapping[str, Mapping[int, object]]]


def list_columns(tables: Tables) -> Iterator[ListColumn]:
    """All columns of the Lists sheet, in the order of ``Blueprint.list_columns``."""
    blueprint = tables.blueprint
    for choices in blueprint.lists.values():
        yield from _choices(choices)
    for live in blueprint.live_lists.values():
        formula, shown = _mirror(tables, live.to.to.sheet, live.to.to.column, len(live.fixed))
        sheet = blueprint.sheets[live.to.to.sheet].title
        heading = say("workbook.lists.fixed", choices=joining.in_a_row(live.fixed), sheet=sheet)
        yield ListColumn(heading, live.fixed, formula, shown)
    for grouped in blueprint.grouped_lists.values():
        yield from _grouped(grouped, tables)


def working_columns(tables: Tables, computed: Computed | None = None) -> Iterator[ListColumn]:
    """All columns of the sheet Workings, in the order of ``Blueprint.workings``.

    computed  the values of computed columns, by sheet key, column key and Excel row
    """
    numbers = NumberWorkings(tables.blueprint, lambda address: _spaced(_in_column(tables, address, computed)))
    for working in tables.blueprint.workings:
        yield _working(working, tables, computed or {}, numbers)


def working_headings(blueprint: Blueprint) -> tuple[str, ...]:
    """What stands above the columns of the sheet Workings."""
    return tuple(_heading(blueprint, working) for working in blueprint.workings)


def _heading(blueprint: Blueprint, working: Working) -> str:
    sheet = blueprint.sheets[working.sheet]
    heading = sheet.by_key[working.column].heading
    if working.kind == CHOICE:
        return say("workbook.workings.choice", sheet=sheet.title, heading=heading, which=working.names)
    if working.kind in (*OF_ROWS, *AMONG_ROWS):
        headings = joining.in_a_row(blueprint.column(address).heading for address in working.addresses)
        return say(f"workbook.workings.of.{working.kind}", sheet=sheet.title, heading=headings)
    if working.names:
        other = blueprint.sheets[working.names.partition(".")[0]].title
        return say("workbook.workings.place_in", sheet=sheet.title, heading=heading, other=other)
    return say(f"workbook.workings.of.{working.kind}", sheet=sheet.title, heading=heading)


def _choices(choices: ChoiceList) -> Iterator[ListColumn]:
    yield ListColumn(choices.heading, choices.texts)
    if choices.is_scale:
        yield ListColumn(choices.headings[1], tuple(item.value or 0.0 for item in choices.items))
    if choices.explains:
        yield ListColumn(choices.headings[-1], tuple(item.help for item in choices.items))


def _here(tables: Tables, sheet: str, column: str, below: int = 0) -> Cell:
    """In Excel: the cell of another sheet's column that belongs to this row, ``below`` so many constants."""
    position = formulas.this_row_below(tables.blueprint.LISTS_HEADER_ROW + below)
    return formulas.item(tables.blueprint.cells(f"{sheet}.{column}"), position)


def _typed(tables: Tables, sheet: str, column: str, computed: Computed | None = None) -> list[str]:
    """What stands in each cell of a column, "" where nothing."""
    cells = _cells(tables, sheet, column, computed)
    if tables.blueprint.sheets[sheet].by_key[column].computation:
        return [str(cell or "") for cell in cells]
    return [*map(_text_of, cells)]


def _cells(tables: Tables, sheet: str, column: str, computed: Computed | None) -> list[object]:
    """What is in each cell of a column, None where nothing."""
    kind, numbers = tables.blueprint.sheets[sheet].by_key[column], tables.blueprint.sheets[sheet].table_rows
    if kind.computation:
        worked_out = (computed or {}).get(sheet, {}).get(column, {})
        return [worked_out.get(row) for row in numbers]
    rows = tables[sheet].rows
    values = (rows[row][column] if row in rows else None for row in numbers)
    return [None if value is None else kind.type.cell(value) for value in values]


def _in_column(tables: Tables, address: str, computed: Computed | None = None) -> list[str]:
    sheet, _, key = address.partition(".")
    return _typed(tables, sheet, key, computed)


def _spaced(texts: list[str]) -> list[str]:
    return [*map(single_spaced, texts)]


def _text_of(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{excel_number(cell):g}"
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def _mirror(tables: Tables, sheet: str, column: str, below: int = 0) -> tuple[formulas.Shown, tuple[str, ...]]:
    """What people typed in a column, cell for cell, ``below`` so many constants: the formula, and what it shows."""
    mirrored = formulas.as_text(_here(tables, sheet, column, below))
    return formulas.unless_error(mirrored, text("")), tuple(_typed(tables, sheet, column))


def _working(working: Working, tables: Tables, computed: Computed, numbers: NumberWorkings) -> ListColumn:
    """Something that is worked out once for each row of another sheet, and used by the formulas of many."""
    blueprint, names = tables.blueprint, working.names
    column = blueprint.sheets[working.sheet].by_key[working.column]
    cell = _here(tables, working.sheet, working.column)
    typed = numbers.typed(working.address)
    if working.kind == TEXT:
        formula, shown = _texts(cell, typed)
    elif working.kind == FIGURE:
        formula, shown = _figures(tables, working, cell, computed)
    elif working.kind == PARTS:
        formula, shown = _several(blueprint, cell, typed)
    elif working.kind == WORTH:
        formula, shown = _worths(blueprint, column, cell, typed)
    elif working.kind in OF_NUMBERS:
        formula, shown = numbers.worked(working, cell)
    elif working.kind == PART:
        formula = part(formulas.trimmed(cell), blueprint.separator)
        shown = tuple(part_shown(answer, blueprint.separator) for answer in typed)
    elif working.kind == UNLISTED:
        here = formulas.this_row_below(blueprint.LISTS_HEADER_ROW)
        first = formulas.number_at(blueprint.choice(working.address, 1), here)
        formula, shown = _unlisted(tables, column, cell, first, typed)
    else:
        formula, shown = _places(blueprint.texts(names), _in_column(tables, names, computed), cell, typed)
    otherwise = formulas.number(0) if isinstance(formula, Number) else text("")
    return ListColumn(_heading(blueprint, working), (), formulas.unless_error(formula, otherwise), shown)


_Worked = tuple[Text | Number | formulas.Shown, tuple[str | float, ...]]


def _texts(cell: Cell, typed: list[str]) -> _Worked:
    return formulas.trimmed(cell), tuple(typed)


def _figures(tables: Tables, working: Working, cell: Cell, computed: Computed) -> _Worked:
    are_days = isinstance(tables.blueprint.column(working.address).type, Date)
    is_one = Date.is_day(cell) if are_days else formulas.is_number(cell)
    shown = map(_figure, _cells(tables, working.sheet, working.column, computed))
    return formulas.shown(is_one, formulas.number_in(cell), text("")), tuple(shown)


def _figure(value: object) -> str | float:
    """The number that Excel sees in a cell, "" where it sees none."""
    if isinstance(value, date):
        return float(excel_number(value))
    return float(value) if isinstance(value, int | float) else ""


def _several(blueprint: Blueprint, cell: Cell, typed: list[str]) -> _Worked:
    return formulas.parts(cell, blueprint.separator), tuple(_parts(answer, blueprint.separator) for answer in typed)


def _worths(blueprint: Blueprint, column: Column, cell: Cell, typed: list[str]) -> _Worked:
    assert isinstance(column.type, Scale)
    choices = column.type.choices
    words, values = blueprint.list_texts(choices.key), blueprint.list_values(choices.key)
    by_word = {normalised(word): float(value) for word, value in choices.values.items()}
    shown = tuple(by_word.get(normalised(answer), 0.0) for answer in typed)
    return formulas.worth(formulas.trimmed(cell), words, values), shown


def _unlisted(tables: Tables, column: Column, cell: Cell, first: Number, typed: list[str]) -> _Worked:
    kind, blueprint = column.type, tables.blueprint
    if isinstance(kind, Ref):
        names, also = blueprint.texts(f"{kind.to.sheet}.{kind.to.column}"), kind.to.also
        listed = _typed(tables, kind.to.sheet, kind.to.column)
    else:
        assert isinstance(kind, Choice)
        names, also, listed = blueprint.list_texts(kind.choices.key), (), list(kind.choices.texts)
    separator = kind.separator if isinstance(kind, Refs) else ""
    known = {in_excel(name) for name in (*listed, *also)} | {""}
    answers = (answer.split(separator) if separator else [answer] for answer in typed)
    shown = tuple(float(any(in_excel(part) not in known for part in parts)) for parts in answers)
    missing = formulas.counted(is_unlisted(cell, names, also, separator))
    if separator:  # to take a cell apart takes twenty times as long as to look up the number of a single name
        single = both(has_at_most(cell, 1, separator), formulas.more(first, formulas.number(0)))
        fine = formulas.either(formulas.blank(cell), single)
        missing = formulas.choose(fine, formulas.number(0), missing)
    return missing, shown


def _places(known: Text, names: list[str], cell: Cell, typed: list[str]) -> _Worked:
    last = {in_excel(name): float(place) for place, name in enumerate(names, start=1) if name}
    return formulas.place_of(formulas.trimmed(cell), known), tuple(last.get(in_excel(answer), 0.0) for answer in typed)


def _parts(typed: str, separator: str) -> str:
    tight = typed.lower().replace(f"{separator} ", separator).replace(f" {separator}", separator)
    return f"{separator}{tight}{separator}"


def _grouped(grouped: GroupedList, tables: Tables) -> Iterator[ListColumn]:
    mirror, groups = _mirror(tables, grouped.groups.sheet, grouped.groups.column)
    choices = _members(grouped, tables, groups)
    sizes = tuple(map(float, map(len, choices)))
    flat = [choice for members in choices for choice in members]
    room = tables.blueprint.list_length(grouped.key, GroupedList.CHOICE)
    shown = (*flat, *[""] * (room - len(flat)))[:room]
    spelled = _GroupedFormulas(grouped, tables.blueprint)
    columns: tuple[tuple[str | float, ...], ...] = (groups, sizes, tuple(accumulate(sizes)), shown)
    expressions = (mirror, spelled.size(), spelled.up_to(), spelled.choice())
    for heading, formula, values in zip(grouped.headings, expressions, columns, strict=True):
        yield ListColumn(heading, (), formula, values)


def _members(grouped: GroupedList, tables: Tables, groups: tuple[str, ...]) -> list[list[str]]:
    """The choices of each group: its own, then those for all groups."""
    owned: dict[str, list[str]] = {}
    for row in tables[grouped.to.to.sheet].rows.values():
        if row[grouped.to.to.column] is not None:
            name = str(row[grouped.to.to.column])
            owned.setdefault(normalised(row[grouped.to.within]), []).append(name)
    shared = owned.get(normalised(grouped.any), []) if grouped.any else []
    return [[*owned.get(normalised(group), []), *shared] if group else [] for group in groups]


class _GroupedFormulas:
    """The formulas of a grouped list, as they stand in its first row."""

    def __init__(self, grouped: GroupedList, blueprint: Blueprint) -> None:
        self.grouped, self.blueprint = grouped, blueprint
        self.sheet, self.name_key = grouped.to.to.sheet, grouped.to.to.column
        self.names, self.owners = (blueprint.texts(f"{self.sheet}.{key}") for key in (self.name_key, grouped.to.within))

    def column(self, part: int) -> str:
        return self.blueprint.list_name(self.grouped.key, part)

    def cell(self, part: int, above: int = 0) -> Cell:
        """The cell of a column in this row, or ``above`` it, where the heading stands above the first."""
        corner = self.blueprint.list_range(self.grouped.key, part).partition("!")[2].partition(":")[0]
        _, letter, row = corner.split("$")
        return Cell(f"${letter}{int(row) - above}")

    def mine(self, owner: Text) -> Truth:
        return both(same(self.owners, owner), filled(self.names))

    def shared(self) -> Text:
        return text(self.grouped.any)

    def size(self) -> Number:
        group = formulas.trimmed(self.cell(GroupedList.GROUP))
        own = total(self.mine(group))
        everybody = own + total(self.mine(self.shared())) if self.grouped.any else own
        return formulas.choose(formulas.blank(group), formulas.number(0), everybody)

    def up_to(self) -> Number:
        above = self.cell(GroupedList.UP_TO, above=1)
        before = formulas.choose(formulas.is_number(above), formulas.number_in(above), formulas.number(0))
        return before + formulas.number_in(self.cell(GroupedList.SIZE))

    def choice(self) -> formulas.Shown:
        """The choice in this row: the k-th of its group's own, or of those for all groups."""
        at = formulas.this_row_below(self.blueprint.LISTS_HEADER_ROW)
        groups = formulas.Range(self.column(GroupedList.GROUP))
        ups, sizes = (Number(self.column(part), many=True) for part in (GroupedList.UP_TO, GroupedList.SIZE))
        inside = both(formulas.less(ups - sizes, at), formulas.at_least(ups, at))
        which = formulas.highest(inside, formulas.positions(groups))
        group = formulas.trimmed(formulas.item(groups, which))
        place = at - formulas.number_at(ups, which) + formulas.number_at(sizes, which)
        own = total(self.mine(group))
        is_own = formulas.at_most(place, own)
        owner = formulas.choose(is_own, group, self.shared())
        nth = formulas.choose(is_own, place, place - own)
        position = formulas.nth_position(nth, self.mine(owner), self.names)
        name = formulas.as_text(formulas.item(self.blueprint.cells(f"{self.sheet}.{self.name_key}"), position))
        nothing = formulas.equals(which, formulas.number(0))
        return formulas.shown(nothing, text(""), formulas.unless_error(name, text("")))
