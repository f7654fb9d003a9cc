"""Column types: how each kind of answer is read, written, limited and described.

A type is a small frozen object. ``parse`` takes what a cell or an answers file holds and gives a value of
:mod:`smreport.blueprint.values`; ``cell`` is its inverse and gives what is written; ``limits`` tells Excel
what to accept; ``broken`` spells, in Excel, when a filled cell cannot be read.
"""

from __future__ import annotations

import math
import re
from abc import abstractmethod
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Annotated, ClassVar, Literal, final

from smreport.blueprint import formulas
from smreport.blueprint.amounts import FREE, NOTHING, Amount, amount_in, bound_in_words, in_unit
from smreport.blueprint.entry_limits import Limits
from smreport.blueprint.kinds_in_words import number_in_words, text_in_words
from smreport.blueprint.lists import ChoiceList
from smreport.blueprint.references import Reference, ReferenceKeys
from smreport.blueprint.times import USUAL_ORDER, DateOrder, When
from smreport.blueprint.values import (
    LAST_YEAR,
    NO,
    YES,
    ReadAs,
    ReadOnce,
    Unreadable,
    excel_day,
    excel_number,
    normalised,
    single_spaced,
    yes_or_no,
)
from smreport.declared import COLUMN, LIST, LOADED, Key
from smreport.frozen import Frozen, force_setattr
from smreport.words import say
from smreport.words.locales import figure, percent

Cell = str | float | bool | date
Style = Literal["text", "figure", "number", "money", "percent", "date", "score"]
LONGEST_CELL = 32_767
_UNPRINTABLE = re.compile("[\0-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0 cannot hold them


def as_typed(raw: object) -> str:
    """What a cell shows when its value is taken as text: 3.0 is "3", TRUE is "TRUE".

    Characters that no document can hold, such as a form feed pasted along, become spaces.
    """
    if isinstance(raw, str) and raw.isprintable():
        return raw.strip()
    if isinstance(raw, bool):
        return str(raw).upper()
    if isinstance(raw, datetime) and not (raw.hour or raw.minute or raw.second):
        raw = raw.date()
    if isinstance(raw, float):
        raw = _as_shown(raw)
        raw = int(raw) if raw.is_integer() and abs(raw) < 1e15 else raw
    text = str(raw).replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    return _UNPRINTABLE.sub(" ", text).strip()


def _as_shown(number: float) -> float:
    """A number to the 15 digits that Excel shows; LibreOffice saves no more of it."""
    return float(f"{number:.15g}")


_TYPES: dict[str, type[ColumnType]] = {}
TYPES: Mapping[str, type[ColumnType]] = MappingProxyType(_TYPES)
"""The column types by the name that templates give them."""


class ColumnType:
    """One kind of answer. A class with a ``name`` is known to templates by it; its fields are the keys it takes."""

    name: ClassVar[str]
    style: Style = "text"
    asked: bool = True  # False where the workbook fills the column in by itself

    def __init_subclass__(cls) -> None:
        if "name" in vars(cls):
            _TYPES[cls.name] = cls

    @final
    def parse(self, raw: object) -> object:
        """The value of a cell, None where it is blank; for any filled cell ``read`` says it."""
        if isinstance(raw, str):
            raw = as_typed(raw)
        return None if raw is None or raw == "" else self.read(raw)

    def parse_all(self, cells: Iterable[object]) -> list[object]:
        """The values of many cells; a text that stands in several of them is read once."""
        texts, cells = ReadOnce(self.parse), list(cells)
        if set(map(type, cells)) == {str}:
            return [texts[str(cell)] for cell in cells]
        return [texts[cell] if type(cell) is str else self.parse(cell) for cell in cells]

    @abstractmethod
    def read(self, raw: object) -> object:
        """The value of a filled cell; an ``Unreadable`` where it makes no sense."""

    def cell(self, value: object) -> Cell:
        """What is written for a value: the inverse of ``parse``."""
        return str(value)

    def limits(self) -> Limits | None:
        """What Excel may accept."""
        return None

    def broken(self, cell: formulas.Cell) -> formulas.Truth | None:
        """In Excel: true where a filled cell cannot be read."""
        return None

    def not_readable(self, heading: str) -> str:
        """What is said of a filled cell that cannot be read, below this heading."""
        return say("findings.readable.what", heading=heading)

    @abstractmethod
    def describe(self) -> str:
        """What may be typed, for the handbook and the prompt."""


class Text(ColumnType, Frozen):
    """Free text, shorter than ``longest`` letters."""

    name: ClassVar[str] = "text"
    longest: Annotated[int, Key("max", least=1, most=LONGEST_CELL)] = LONGEST_CELL

    def read(self, raw: object) -> str:
        return as_typed(raw)

    def limits(self) -> Limits | None:
        return Limits("length", 0, self.longest) if self.longest < LONGEST_CELL else None

    def describe(self) -> str:
        return text_in_words(self.longest if self.longest < LONGEST_CELL else None)


class Choice(ColumnType, Frozen):
    """One item of a choice list; an open list only suggests."""

    choices: Annotated[ChoiceList, Key("list", names=LIST)]
    name: ClassVar[str] = "choice"

    def read(self, raw: object) -> str:
        typed = as_typed(raw)
        return self.choices.spelling.get(normalised(typed), typed)

    def limits(self) -> Limits | None:
        return Limits("list", source=self.choices.key, strict=not self.choices.open) if self.choices.items else None

    def describe(self) -> str:
        said = self.choices
        return say("workbook.kind.open_choice" if said.open else "workbook.kind.choice", choices=said.heading)


class Scale(Choice):
    """One item of a list whose items have values, lowest to highest or the other way round."""

    name: ClassVar[str] = "scale"


class Ref(ColumnType, Frozen):
    """The name of a row of another sheet.

    within  a column that both sheets have: only rows that agree on it are offered ("" for all rows)
    """

    to: Annotated[Reference, Key(inside=ReferenceKeys)]
    within: Annotated[str, Key(names=COLUMN)] = ""
    name: ClassVar[str] = "ref"
    many: ClassVar[bool] = False

    def read(self, raw: object) -> object:
        return as_typed(raw)

    def limits(self) -> Limits | None:
        return Limits("list", source=f"{self.to.sheet}.{self.to.column}", strict=not self.many)

    def describe(self) -> str:
        return say("workbook.kind.ref")


class Refs(Ref):
    """The names of several rows of another sheet, with a separator between."""

    within: Annotated[str, LOADED] = ""
    separator: Annotated[str, LOADED] = ";"
    name: ClassVar[str] = "refs"
    many: ClassVar[bool] = True

    def read(self, raw: object) -> object:
        texts = raw if isinstance(raw, list | tuple) else as_typed(raw).split(self.separator)
        different: dict[str, str] = {}
        for part in filter(None, map(as_typed, texts)):
            different.setdefault(normalised(part), part)
        return tuple(different.values()) or None

    def cell(self, value: object) -> Cell:
        return f"{self.separator} ".join(value)  # type: ignore[arg-type]

    def describe(self) -> str:
        return say("workbook.kind.refs", separator=self.separator)


class Number(ColumnType, Frozen):
    """A number within bounds; whole where ``whole`` is set.

    A text that names a figure within the bounds is read as that number, with a note of what was understood.

    unit     what the number counts, and in which time, in words such as "hours a month" or "a year"
    careful  which end of a range such as "8-12" counts: the upper one of costs, the lower one of what there is
    """

    low: Annotated[float | None, Key("min")] = None
    high: Annotated[float | None, Key("max")] = None
    whole: bool = False
    unit: str = ""
    careful: Literal["high", "low"] = "high"
    style: Annotated[Style, LOADED] = "number"
    name: ClassVar[str] = "number"
    nothing: ClassVar[frozenset[str]] = NOTHING

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(say("template.low_above_high", low=repr(self.low), high=repr(self.high)))

    def read(self, raw: object) -> object:
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            return _as_shown(raw) if math.isfinite(raw) else Unreadable(raw)
        typed = as_typed(raw)
        if normalised(typed).rstrip(".!") in self.nothing and self.allows(0.0):
            return ReadAs(0.0, typed)
        stated = amount_in(typed)
        converted = self.understood(stated) if stated else None
        if converted is None or not self.allows(converted[0].counted(self.careful)):
            return Unreadable(typed)
        amount, note = converted
        if amount.bound == "about" and not amount.high:  # "0?" is no more a zero than "nil?": zero is typed
            return Unreadable(typed)
        low, high = amount.low, amount.high
        low = max(low, -math.inf if self.low is None else float(self.low))
        number, low, high = map(_as_shown, (amount.counted(self.careful), low, high))
        return ReadAs(number, typed, low, high, amount.bound, note)

    def understood(self, amount: Amount) -> tuple[Amount, str] | None:
        """A figure in this column's own terms, and what was done to it; None where it cannot be meant."""
        return None if amount.is_money or amount.unit == "%" else in_unit(amount, self.unit)

    def in_words(self, value: float) -> str:
        """What was read, for people: "between 8,000 and 12,000, counted as 12,000"."""
        if not isinstance(value, ReadAs):
            return self.shown(value)
        ends = (value.low, value.high, float(value))
        low, high, number = (self.shown(round(end, 2) if value.note and math.isfinite(end) else end) for end in ends)
        return bound_in_words(value, (low, high), number)

    def shown(self, number: float) -> str:
        return figure(number)

    def allows(self, number: float) -> bool:
        """Whether the number lies within the bounds."""
        return (self.low is None or number >= self.low) and (self.high is None or number <= self.high)

    def cell(self, value: object) -> Cell:
        if isinstance(value, Unreadable):
            return value
        if isinstance(value, ReadAs) and not value.is_plain:
            return value.typed
        return float(value)  # type: ignore[arg-type]

    def limits(self) -> Limits | None:
        bounds = (-1e12, 1e12) if self.low is None and self.high is None else (self.low, self.high)
        return Limits("whole" if self.whole else "decimal", *bounds)

    def broken(self, cell: formulas.Cell) -> formulas.Truth | None:
        return formulas.negated(formulas.is_number(cell))

    def not_readable(self, heading: str) -> str:
        return say("findings.readable.no_number", heading=heading)

    def describe(self) -> str:
        return number_in_words(self.low, self.high, is_whole=self.whole)


class Money(Number):
    """Pounds."""

    whole: Annotated[bool, LOADED] = False
    style: Annotated[Style, LOADED] = "money"
    name: ClassVar[str] = "money"
    nothing: ClassVar[frozenset[str]] = NOTHING | FREE

    def understood(self, amount: Amount) -> tuple[Amount, str] | None:
        return None if amount.unit == "%" else in_unit(amount, self.unit)

    def describe(self) -> str:
        return say("workbook.kind.money")


class Percent(Number):
    """A share, held as a fraction: 3.5 % is 0.035."""

    whole: Annotated[bool, LOADED] = False
    unit: Annotated[str, LOADED] = ""
    style: Annotated[Style, LOADED] = "percent"
    name: ClassVar[str] = "percent"

    @property
    def is_share(self) -> bool:
        """Whether no more than 100 % can be meant, so that a text of 10 is 10 %."""
        return self.high is not None and self.high <= 1

    def read(self, raw: object) -> object:
        """A plain number that is too large for a share, such as 10, can only be one of percents."""
        value = super().read(raw)
        if type(value) is not float or self.allows(value) or not self.allows(value / 100):
            return value
        return ReadAs(_as_shown(value / 100), as_typed(value), number=value)

    def understood(self, amount: Amount) -> tuple[Amount, str] | None:
        if amount.is_money or amount.unit not in ("", "%"):
            return None
        number = amount.counted(self.careful)
        is_too_large = not self.allows(number) and self.allows(number / 100)  # as of a plain number, see read
        if amount.unit or (self.is_share and number > 1) or is_too_large:
            return amount.times(0.01), ""
        return (amount, "") if abs(number) < 1 else None  # a bare 1 could be 1 % or all of it

    def shown(self, number: float) -> str:
        return percent(float(f"{number:.10g}"), 10)

    def describe(self) -> str:
        return say("workbook.kind.percent")


class Figure(ColumnType, Frozen):
    """A figure or words about one ("just over 48,000", "<1K", "35%"), kept as it was typed.

    The cells are text cells: in a number cell Excel would turn a typed 35% into 0.35.
    """

    style: Annotated[Style, LOADED] = "figure"
    name: ClassVar[str] = "figure"

    def read(self, raw: object) -> str:
        return as_typed(raw)

    def describe(self) -> str:
        return say("workbook.kind.figure")


_LEAP_DAY_OF_1900 = 60  # Excel counts this day that never was, so all days before have one number less


class Date(ColumnType, Frozen):
    """A day, or a time in words, which is kept as it was typed.

    order  what the template says that 3/4/2027 means
    """

    order: Annotated[DateOrder, LOADED] = USUAL_ORDER
    style: Annotated[Style, LOADED] = "date"
    name: ClassVar[str] = "date"

    def read(self, raw: object) -> object:
        if isinstance(raw, date):
            number = excel_number(raw.date() if isinstance(raw, datetime) else raw)
            if number <= _LEAP_DAY_OF_1900:
                number -= 1
            raw = number if number > 0 else raw
        if isinstance(raw, int | float) and not isinstance(raw, bool) and LAST_YEAR < raw < 2_958_466:
            return When.on(excel_day(raw))
        return When.in_words(as_typed(raw), self.order)

    def cell(self, value: object) -> Cell:
        assert isinstance(value, When)
        return value.day or value.text

    @staticmethod
    def is_day(cell: formulas.Cell | formulas.Range) -> formulas.Truth:
        """In Excel: whether there is an exact day; smaller numbers are years."""
        after = formulas.more(formulas.number_in(cell), formulas.number(LAST_YEAR))
        return formulas.both(formulas.is_number(cell), after)

    def describe(self) -> str:
        return say("workbook.kind.date")


class YesNo(ColumnType, Frozen):
    """Yes or no, in any plain words for it; those in ``also_yes`` mean Yes too."""

    choices: Annotated[ChoiceList, LOADED]
    also_yes: tuple[str, ...] = ()
    name: ClassVar[str] = "yesno"

    def read(self, raw: object) -> object:
        if isinstance(raw, bool):
            return raw
        typed = as_typed(raw)
        said = yes_or_no(typed, self.also_yes, self.choices.ids_of_all)
        return Unreadable(typed) if said is None else said

    def cell(self, value: object) -> Cell:
        return value if isinstance(value, Unreadable) else self.choices.labels["yes" if value else "no"]

    def limits(self) -> Limits | None:
        return Limits("list", source=self.choices.key)

    def broken(self, cell: formulas.Cell) -> formulas.Truth | None:
        known = [formulas.among(cell, dict.fromkeys((*YES, *NO, *self.choices.spelling)))]
        if self.also_yes:  # "Yes - commercial"; Excel looks at the beginning only
            known += [formulas.says(cell, "Yes "), formulas.among(cell, self.also_yes, min(map(len, self.also_yes)))]
        return formulas.negated(formulas.either(*known))

    def not_readable(self, heading: str) -> str:
        return say("findings.readable.no_yes_or_no", heading=heading)

    def describe(self) -> str:
        return say("workbook.kind.yes_or_no", yes=str(self.cell(True)), no=str(self.cell(False)))


class Label(ColumnType, Frozen):
    """The name of a row put together from other columns by a pattern such as "{name} ({kind})".

    Where a later part is blank, the name is the first part alone.
    """

    pattern: Annotated[str, Key(matches=r"[^{}]*({\w+}[^{}]*)+", like="pattern")]
    asked: Annotated[bool, LOADED] = False
    name: ClassVar[str] = "label"
    parts: Annotated[tuple[str, ...], LOADED] = ()  # those of the pattern

    def __post_init__(self) -> None:
        force_setattr(self, "parts", tuple(re.findall(r"{(\w+)}", self.pattern)))

    def read(self, raw: object) -> str:
        return as_typed(raw)

    def compose(self, values: dict[str, object]) -> str | None:
        """The label of a row, None where its first part is blank."""
        texts = {key: single_spaced(as_typed(values[key])) for key in self.parts if values.get(key) is not None}
        if self.parts[0] not in texts:
            return None
        return self.pattern.format(**texts) if len(texts) == len(self.parts) else texts[self.parts[0]]

    def describe(self) -> str:
        return say("workbook.kind.own")


class Computed(ColumnType, Frozen):
    """A column that the workbook works out from others; see :mod:`smreport.blueprint.computed`."""

    style: Annotated[Style, Key("format")] = "number"
    asked: Annotated[bool, LOADED] = False
    name: ClassVar[str] = "computed"

    def read(self, raw: object) -> object:
        return raw

    def describe(self) -> str:
        return say("workbook.kind.own")
