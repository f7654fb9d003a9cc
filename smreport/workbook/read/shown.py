"""What people see in a cell, held against what the cell holds, where its number format shows something else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from smreport.blueprint.amounts import amount_in, in_other_currency
from smreport.blueprint.columns import ColumnType, Date, Money, Number, Percent
from smreport.blueprint.times import DateOrder, When
from smreport.blueprint.values import LAST_YEAR, excel_number, normalised
from smreport.frozen import replace
from smreport.words import Words, spoken
from smreport.words.days import MONTHS
from smreport.words.reading import in_english
from smreport.workbook.read.number_formats import GENERAL, Shown, serial_number, show

Place = tuple[int, int]  # Excel row and column, both counted from 1
Look = str | Shown  # a number format, or what the file itself says that is shown

DAYS_TO_1904 = 1462  # between the first days of the two ways in which Excel counts them
_MIDNIGHT = re.compile(r" 0?0:00(?::00)?$")  # programs show it with days that have no time
_SAMPLES = (0.0, 1234.5678, -1234.5678)


class Looks:
    """How the cells of one sheet are shown.

    codes       the number format of each style
    find        where cells with some of the styles stand, and their looks
    since_1904  whether days are counted from 1904 on
    """

    def __init__(
        self,
        codes: Sequence[str] = (),
        find: Callable[[frozenset[int]], Mapping[Place, Look]] = lambda styles: {},
        since_1904: bool = False,
    ) -> None:
        self.codes, self.since_1904 = codes, since_1904
        self._find = find
        self._by_styles: dict[frozenset[int], Mapping[Place, Look]] = {}
        self._that_matter: dict[tuple[type[ColumnType], bool], Mapping[Place, Look]] = {}

    def that_matter(self, kind: ColumnType, cells: Iterable[object]) -> Mapping[Place, Look]:
        """The looks of cells that could show something else than such a column takes from them."""
        kinds = set(map(type, cells))
        has_numbers = not kinds <= {str, bool}
        if isinstance(kind, Date | Number) and not has_numbers:
            return {}
        kept = type(kind), has_numbers
        if kept not in self._that_matter:
            styles = _styles_that_matter(tuple(self.codes), *kept, spoken())  # type: ignore[arg-type]  # classes are hashable
            if styles not in self._by_styles:
                self._by_styles[styles] = self._find(styles)
            self._that_matter[kept] = self._by_styles[styles]
        return self._that_matter[kept]


def revealed(look: Look, cell: object) -> Shown | None:
    """What a cell shows, None where that cannot be told."""
    number = as_number(cell)
    shown = look if isinstance(look, Shown) else show(str(cell) if number is None else number, look)
    return replace(shown, text=_MIDNIGHT.sub("", shown.text)) if shown and "d" in (shown.date or "") else shown


def as_number(cell: object) -> float | None:
    """The number that a cell holds, that of a day or a time included; None for others."""
    if isinstance(cell, date | time | timedelta):
        return serial_number(cell)
    return float(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else None


def as_seen(kind: ColumnType, cell: object, shown: Shown | None) -> object:
    """What a column of this kind takes from a cell: what people see, but the number itself where a number is asked for.

    An amount that is shown in another currency than that of the place becomes a text, which is no number.
    """
    number = as_number(cell)
    if shown is None or not shown.text or (number is None and isinstance(kind, Date | Number)):
        return cell
    if isinstance(kind, Date):
        return cell if isinstance(cell, int | float) else _day_as_seen(cell, shown)
    if not isinstance(kind, Number):
        return shown.text
    if isinstance(kind, Money) and is_in_other_currency(shown):
        return shown.text if amount_in(shown.text) is None else f"{shown.text} {shown.currency}"
    return number if shown.date is None else shown.text


def _day_as_seen(cell: object, shown: Shown) -> object:
    """A day; a month or a year in words where no more of it is shown."""
    if not isinstance(cell, date):
        return shown.text
    if "y" not in (shown.date or "") or "d" in (shown.date or ""):
        return cell
    return f"{MONTHS[cell.month - 1][:3]} {cell.year}" if "m" in (shown.date or "") else str(cell.year)


def since_1900(cell: object) -> object:
    """What stands in a cell for days, of a workbook that counts them from 1904 on, as others would have it."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and cell > LAST_YEAR:
        return cell + DAYS_TO_1904
    if isinstance(cell, date):
        day = cell.date() if isinstance(cell, datetime) else cell
        typed = excel_number(day) - DAYS_TO_1904
        return typed if 0 < typed <= LAST_YEAR else cell
    return cell


# --- whether people see the same ---


def is_in_other_currency(shown: Shown) -> bool:
    """Whether an amount is shown in another currency than that of the place, which is read as pounds."""
    return in_english(shown.currency).upper() not in ("", "£", "GBP") or in_other_currency(shown.text)


def names_the_day(cell: date, shown: Shown, order: DateOrder) -> bool:
    """Whether a day is shown in full, and in words or an order that name no other day where 3/4 means the ``order``."""
    when = When.in_words(shown.text, order)
    day = cell.date() if isinstance(cell, datetime) else cell
    same = when.first is None or when.last is None or when.first <= day <= when.last
    return same and set("dmy") <= set(shown.date or "")


_AMOUNT = re.compile(
    r"(?P<minus>[-−(]*)(?P<digits>\d{1,3}(?:,\d{3})+|\d*)(?P<rest>\.\d*)?(?P<power>E[+-]?\d+)?(?P<k>k?)[-)]?",
    re.IGNORECASE,
)
_PARTS = re.compile(r"(?P<minus>[-−(]?)(?:(?P<whole>\d+) )?(?P<over>\d+)/(?P<under>\d+)\)?")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_NO_AMOUNT = ("-", "–", "—")  # how formats for accounts show nothing


def agrees(kind: ColumnType, number: float, text: str, words: str = "") -> bool:
    """Whether a text shows a number, but for the rounding of its last digit, in the unit of the column.

    words  the heading of the column: a unit may stand there
    """
    known = normalised(words).split()
    left = _WORDS.sub(lambda word: "" if normalised(word[0]) in known else word[0], text)
    if isinstance(kind, Percent):
        if "%" not in left:
            return False
        left, number = left.replace("%", ""), number * 100
    if isinstance(kind, Money):
        left = re.sub("£|GBP", "", in_english(left), flags=re.IGNORECASE)
    seen = _amount(left.strip())
    return seen is not None and abs(seen[0] - number) <= seen[1] * 0.501 + abs(number) * 1e-9


def _amount(text: str) -> tuple[float, float] | None:
    """The number that a text shows, and what its last digit is worth."""
    if text in _NO_AMOUNT:
        return 0.0, 0.0
    if parts := _PARTS.fullmatch(text):
        return _fraction(parts)
    match = _AMOUNT.fullmatch(text.replace(" ", ""))
    if not match or not (match["digits"] or match["rest"]):
        return None
    factor = 10.0 ** int((match["power"] or "E0")[1:]) * (1000 if match["k"] else 1)
    rest = (match["rest"] or ".")[1:]
    size = float(f"{match['digits'].replace(',', '') or 0}.{rest or 0}") * factor
    return (-size if match["minus"] else size), factor * 10.0 ** -len(rest)


def _fraction(parts: re.Match[str]) -> tuple[float, float]:
    under = int(parts["under"]) or 1
    size = int(parts["whole"] or 0) + int(parts["over"]) / under
    return (-size if parts["minus"] else size), 1 / under


@lru_cache(maxsize=1_000)
def _styles_that_matter(
    codes: tuple[str, ...], kind: type[ColumnType], has_numbers: bool, words: Words
) -> frozenset[int]:
    """The numbers of styles whose cells could show something else than a column of this kind takes from them."""
    return frozenset(style for style, code in enumerate(codes) if not _is_plain(code, kind, has_numbers, words))  # type: ignore[arg-type]


@lru_cache(maxsize=10_000)
def _is_plain(code: str, kind: type[ColumnType], has_numbers: bool, words: Words) -> bool:
    """Whether cells with this format surely show what a column of this kind takes from them.

    words  the language that is spoken, whose currency decides what an amount is
    """
    if not issubclass(kind, Date | Number):
        return code in (GENERAL, "@") or (not has_numbers and show("text", code) == Shown("text"))
    if re.search("[<=>]", code):
        return False
    shown = [show(sample, code) for sample in _SAMPLES]
    if issubclass(kind, Date):
        return (
            all(rendered and rendered.text and rendered.date is None for rendered in shown) or _order(shown[1]) == "dmy"
        )
    return all(_is_number(rendered, _ANY[kind], sample) for rendered, sample in zip(shown, _SAMPLES, strict=True))


def _is_number(shown: Shown | None, kind: ColumnType, number: float) -> bool:
    """Whether it shows a number as such: no day, no other currency, no other unit."""
    if shown is None or shown.date is not None or in_english(shown.currency).strip("£"):
        return False
    return agrees(kind, number, shown.text)


_ANY: Mapping[type[ColumnType], ColumnType] = {kind: kind() for kind in (Number, Money, Percent)}


def _order(shown: Shown | None) -> str:
    """The parts of a date in the order in which they are shown, from the smallest one on."""
    order = (shown and shown.date) or ""
    return order if order.startswith("d") else order[::-1]
