"""Texts as numbers: equal texts of some columns have the same number, so that rows are held against rows by numbers.

Programs compare numbers some ten to thirty times as fast as texts. Each text of a column is looked for once, in a
working: among the names that its column refers to, then in the columns that refer to them. A column that refers to
no other has its own texts for names. MATCH stops at the first that is equal, but takes * and ? for wildcards, and no
more than 255 letters: a text with those is compared with ``=``, as texts are everywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeGuard

from smreport.blueprint import formulas
from smreport.blueprint.columns import ColumnType, Label, Ref, Refs
from smreport.blueprint.formulas import LONGEST_TEXT, Number, Text, Truth
from smreport.blueprint.model import Blueprint, Sheet
from smreport.blueprint.naming import in_excel
from smreport.frozen import Frozen

_ELSEWHERE = 10_000_000  # added to positions in each further column; more than a sheet has rows
_WILD = "*?~"


class Numbering(Frozen):
    """How the texts of some columns are numbered: by their place, 0 for none, from -1 down for what is ``fixed``.

    fixed    what the columns offer before the names
    columns  the column with the names, then those that refer to it
    """

    fixed: tuple[str, ...]
    columns: tuple[str, ...]

    @classmethod
    def of(cls, blueprint: Blueprint, address: str) -> Numbering:
        """The numbering of a column."""
        columns = numbered_together(blueprint, address)
        offered = (text for column in columns for text in _offered_before(blueprint, column))
        return cls(tuple({in_excel(text): text for text in offered}.values()), columns)

    @classmethod
    def of_names(cls, blueprint: Blueprint, address: str) -> Numbering:
        """That of the names alone that a column for several refers to."""
        kind = blueprint.column(address).type
        assert isinstance(kind, Ref)
        numbering = cls.of(blueprint, kind.to.address)
        return cls(numbering.fixed, numbering.columns[:1])

    def of_fixed(self, text: str) -> int:
        """The number of a text that is offered before the names, 0 where it is not."""
        known = [in_excel(fixed) for fixed in self.fixed]
        return -1 - known.index(in_excel(text)) if in_excel(text) in known else 0

    def formula(self, blueprint: Blueprint, wanted: Text) -> Number:
        """In Excel: the number of a text."""
        columns = [blueprint.texts(address) for address in self.columns]
        number = formulas.choose(_is_awkward(wanted), _compared(wanted, columns), _matched(wanted, columns))
        for text in reversed(self.fixed):
            is_it = formulas.same(wanted, formulas.text(text))
            number = formulas.choose(is_it, formulas.number(self.of_fixed(text)), number)
        return formulas.choose(formulas.blank(wanted), formulas.number(0), number)

    def numbers(self, typed: Callable[[str], list[str]]) -> Mapping[str, float]:
        """The number of each text, as formulas compare it; ``typed`` gives what stands in the cells of a column."""
        numbers: dict[str, float] = {}
        for at, column in reversed(list(enumerate(self.columns))):
            places = [
                (in_excel(text), float(at * _ELSEWHERE + place)) for place, text in enumerate(typed(column), 1) if text
            ]
            numbers |= {text: place for text, place in reversed(places) if not _is_awkward_to_excel(text)}
            numbers |= {text: place for text, place in places if _is_awkward_to_excel(text)}
        return numbers | {in_excel(text): float(self.of_fixed(text)) for text in self.fixed} | {"": 0.0}


def _matched(wanted: Text, columns: list[Text]) -> Number:
    """Where a text stands first, by MATCH."""
    *before, last = enumerate(columns)
    place = _match(wanted, *last)
    for at, column in reversed(before):
        place = f"IFERROR({_match(wanted, at, column)},{place})"
    return Number(place)


def match(wanted: Text, texts: Text) -> Number:
    """In Excel: where a text stands first among others, by MATCH, which takes * and ? in it for wildcards."""
    return Number(_match(wanted, 0, texts))


def _match(wanted: Text, at: int, column: Text) -> str:
    return f"MATCH({wanted.spelled},{column.spelled},0)" + (f"+{at * _ELSEWHERE}" if at else "")


def _compared(wanted: Text, columns: list[Text]) -> Number:
    """Where a text stands last in the first column that has it, by ``=``."""
    places = [formulas.place_of(wanted, column) for column in columns]
    moved = [place + formulas.number(at * _ELSEWHERE) if at else place for at, place in enumerate(places)]
    number = moved.pop()
    while moved:
        number = formulas.choose(formulas.more(places[len(moved) - 1], formulas.number(0)), moved.pop(), number)
    return number


def _is_awkward(wanted: Text) -> Truth:
    """Whether MATCH would take a text for something else."""
    bare = wanted
    for sign in _WILD:
        bare = formulas.replaced(bare, sign, "")
    return Truth(f"OR(LEN({bare.spelled})<LEN({wanted.spelled}),LEN({wanted.spelled})>{LONGEST_TEXT})")


def _is_awkward_to_excel(text: str) -> bool:
    return len(text) > LONGEST_TEXT or any(sign in text for sign in _WILD)


def numbered_by(blueprint: Blueprint, address: str) -> str:
    """The column by whose texts those of a column are numbered, "" where they are not."""
    kind = blueprint.column(address).type
    if blueprint.sheets[address.partition(".")[0]].is_form or not (kind.asked or isinstance(kind, Label)):
        return ""
    return kind.to.address if _is_to_one(kind) else address


def _is_to_one(kind: ColumnType) -> TypeGuard[Ref]:
    return isinstance(kind, Ref) and not isinstance(kind, Refs)


def numbered_together(blueprint: Blueprint, address: str) -> tuple[str, ...]:
    """The column by which a column is numbered, and all columns that are numbered by it."""
    names = numbered_by(blueprint, address)
    tables = (sheet for sheet in blueprint if not sheet.is_form)
    refer = (
        f"{sheet.key}.{column.key}"
        for sheet in tables
        for column in sheet.columns
        if _is_to_one(column.type) and column.type.to.address == names
    )
    return (names, *(other for other in refer if other != names))


def _offered_before(blueprint: Blueprint, address: str) -> tuple[str, ...]:
    """What a column offers before the names that it refers to."""
    kind = blueprint.column(address).type
    return kind.to.also if isinstance(kind, Ref) else ()


# --- what formulas ask ---


def are_numbered_together(blueprint: Blueprint, *addresses: str) -> bool:
    """Whether equal texts of these columns have the same number."""
    names = {numbered_by(blueprint, address) for address in addresses}
    return len(names) == 1 and "" not in names


def are_looked_for(blueprint: Blueprint, addresses: Sequence[str], others: Sequence[str], word_for_all: str) -> bool:
    """Whether a working may look for the texts of a row, or the word for all, by numbers in other rows."""
    together = all(are_numbered_together(blueprint, *pair) for pair in zip(addresses, others, strict=True))
    return together and bool(word_for_all) and word_for_all == blueprint.word_for_all(others[0])


def number_here(blueprint: Blueprint, sheet: Sheet, key: str) -> Number:
    """In Excel: the number of this row's text."""
    return formulas.number_at(blueprint.numbers(f"{sheet.key}.{key}"), formulas.this_row_below(sheet.header_row))


def alike(blueprint: Blueprint, address: str, sheet: Sheet, key: str, row: int) -> Truth:
    """In Excel, over the rows of a column: which have the text of a cell of this row."""
    if are_numbered_together(blueprint, address, f"{sheet.key}.{key}"):
        return formulas.equals(blueprint.numbers(address), number_here(blueprint, sheet, key))
    return formulas.same(blueprint.texts(address), sheet.text_at(key, row))


def says_fixed(blueprint: Blueprint, address: str, text: str) -> Truth:
    """In Excel, over the rows of a column: which say what may be offered there before the names."""
    number = Numbering.of(blueprint, address).of_fixed(text) if numbered_by(blueprint, address) else 0
    if number:
        return formulas.equals(blueprint.numbers(address), formulas.number(number))
    return formulas.same(blueprint.texts(address), formulas.text(text))


def has_text(blueprint: Blueprint, address: str) -> Truth:
    """In Excel, over the rows of a column: which are filled."""
    if numbered_by(blueprint, address):
        return formulas.differs(blueprint.numbers(address), formulas.number(0))
    return formulas.filled(blueprint.texts(address))


def named_alike(blueprint: Blueprint, address: str, sheet: Sheet, key: str, row: int) -> Truth:
    """In Excel, over the rows of a column: which have the text of a cell of this row; none where that is blank."""
    return formulas.both(alike(blueprint, address, sheet, key, row), has_text(blueprint, address))


def places_among(blueprint: Blueprint, address: str, names: str) -> Number:
    """In Excel, over the rows of a column: the place of each text among names, 0 where it is none of them."""
    if not are_numbered_together(blueprint, address, names):
        return blueprint.place(address, names)
    numbers = blueprint.numbers(address)
    return numbers * formulas.counted(is_a_name(numbers))


def place_among_names(blueprint: Blueprint, names: str, sheet: Sheet, key: str, row: int) -> Number:
    """In Excel: the last place of this row's text among names, 0 where it is none of them.

    The text is held against all names only where one of those stands twice.
    """
    last = formulas.highest(named_alike(blueprint, names, sheet, key, row), formulas.positions(blueprint.texts(names)))
    if not _has_place(blueprint, names, sheet, key):
        return last
    return formulas.choose(_has_no_doubles(blueprint, names), _only_place(blueprint, sheet, key), last)


def names_one_with(
    blueprint: Blueprint, names: str, sheet: Sheet, key: str, row: int, state: str, words: Sequence[str]
) -> Truth:
    """In Excel: whether this row's text names a row that has one of some words in another column, as above."""
    states, nothing = blueprint.texts(state), formulas.number(0)
    times = formulas.total(named_alike(blueprint, names, sheet, key, row), formulas.one_of(states, words))
    if _has_place(blueprint, names, sheet, key):
        place = _only_place(blueprint, sheet, key)
        is_there = formulas.counted(formulas.one_of(formulas.item(states, place), words))
        at_place = formulas.choose(formulas.more(place, nothing), is_there, nothing)
        times = formulas.choose(_has_no_doubles(blueprint, names), at_place, times)
    return formulas.more(times, nothing)


def _has_place(blueprint: Blueprint, names: str, sheet: Sheet, key: str) -> bool:
    """Whether the number of a text is its place among the names, if none of those stands twice."""
    together = are_numbered_together(blueprint, names, f"{sheet.key}.{key}")
    return together and numbered_by(blueprint, names) == names


def _has_no_doubles(blueprint: Blueprint, names: str) -> Truth:
    return formulas.equals(blueprint.doubled(names), formulas.number(0))


def _only_place(blueprint: Blueprint, sheet: Sheet, key: str) -> Number:
    """The place of this row's text among names of which none stands twice, 0 where it is none of them."""
    here = number_here(blueprint, sheet, key)
    return formulas.choose(is_a_name(here), here, formulas.number(0))


def is_a_name(number: Number) -> Truth:
    """In Excel: whether a number is the place of a name, and not of another text."""
    return formulas.both(formulas.more(number, formulas.number(0)), formulas.less(number, formulas.number(_ELSEWHERE)))


def is_none_of_the_names(blueprint: Blueprint, address: str, numbers: Number) -> Truth:
    """In Excel: whether a number is that of a text which is none of the names, nor offered before them there."""
    names = blueprint.numbers(numbered_by(blueprint, address))
    conditions = [formulas.more(numbers, formulas.number(_ELSEWHERE))]
    numbering, offered = Numbering.of(blueprint, address), set(map(in_excel, _offered_before(blueprint, address)))
    for text in numbering.fixed:
        if in_excel(text) not in offered:  # offered elsewhere: here it has to be a name
            number = formulas.number(numbering.of_fixed(text))
            is_it = formulas.equals(numbers, number)
            is_name = formulas.more(formulas.total(formulas.equals(names, number)), formulas.number(0))
            conditions.append(formulas.both(is_it, formulas.negated(is_name)))
    return formulas.either(*conditions)


def names_none(blueprint: Blueprint, address: str, typed: Callable[[str], list[str]]) -> Callable[[float], bool]:
    """The same in Python."""
    numbering = Numbering.of(blueprint, address)
    here = {*map(in_excel, _offered_before(blueprint, address)), *map(in_excel, typed(numbering.columns[0]))}
    foreign = {numbering.of_fixed(text) for text in numbering.fixed if in_excel(text) not in here}
    return lambda number: number > _ELSEWHERE or number in foreign
