"""The last look at words that people wrote: whether they tell what is marked as not for publication."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from smreport.blueprint.amounts_in_text import tells_hours, tells_money
from smreport.blueprint.publication import Rows, secret_rows, withheld_names, withheld_rows
from smreport.blueprint.tables import Table, Tables
from smreport.blueprint.values import ReadAs, normalised
from smreport.blueprint.withheld import is_withheld
from smreport.decision.terms import FIGURES_OF
from smreport.frozen import Frozen
from smreport.rounds.earlier_rows import EARLIER, kept_answers
from smreport.words import joining, say

if TYPE_CHECKING:
    from smreport.decision.results import Results

_MONEY, _HOURS = ("setup_cost", "yearly_cost", "spent"), ("hours", "in_kind_hours")


class Marked(Frozen):
    """What no public words may tell: amounts of money, numbers of hours, and names.

    money  the costs of marked rows, what each comes to over the years, and what their projects cost and add in cash
    names  of rows that stay out as a whole, as comparisons see them, in two words at least: one alone may mean much
    """

    money: frozenset[float] = frozenset()
    hours: frozenset[float] = frozenset()
    names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, results: Results) -> Marked:
        """What is marked in a workbook; ``results`` are all of them, not those for the public."""
        tables, whole = results.tables, withheld_rows(results.tables)
        rows = secret_rows(tables[FIGURES_OF]) | whole[FIGURES_OF]
        needing = (at for at, lines in results.bought.lines.items() if any(line.row in rows for line in lines))
        projects = [results.alone[at] for at in {*needing} | whole["portfolio"] & {*results.order}]
        followed = [results.costs[row].present_value for row in rows]
        followed += [amount for alone in projects for amount in (alone.cost, alone.cash)]
        typed = cls.typed_in(tables, rows, whole)
        return cls(typed.money | _sizes(followed), typed.hours, typed.names)

    @classmethod
    def in_answers(cls, tables: Tables) -> Marked:
        """What is typed in the rows that are marked in a workbook, without what follows from it."""
        whole = withheld_rows(tables)
        return cls.typed_in(tables, secret_rows(tables[FIGURES_OF]) | whole[FIGURES_OF], whole)

    @classmethod
    def typed_in(cls, tables: Tables, rows: Collection[int], whole: Rows) -> Marked:
        """What is typed in some rows of costs, and the names of rows that stay out as a ``whole``."""
        others = {key: frozenset(table.numbers) - whole[key] for key, table in tables.items()}
        names = withheld_names(tables, whole) - withheld_names(tables, others)
        closed = whole.get(EARLIER, ())
        money, hours = (
            _sizes([*_answers(tables[FIGURES_OF], rows, keys), *_kept(tables, closed, keys)])
            for keys in (_MONEY, _HOURS)
        )
        money |= _sizes(_answers(tables[EARLIER], closed, ("spent",)) if closed else ())
        return cls(money, hours, frozenset(name for name in names if " " in name))

    def __or__(self, other: Marked) -> Marked:
        """What is marked in either of two workbooks."""
        return Marked(self.money | other.money, self.hours | other.hours, self.names | other.names)

    def __bool__(self) -> bool:
        return bool(self.money or self.hours or self.names)

    def is_told_in(self, text: str) -> bool:
        """Whether a text tells any of it."""
        if any(letter.isnumeric() for letter in text) and tells_money(text, self.money):
            return True
        return tells_hours(text, self.hours) or self._names(normalised(" ".join(text.split())))

    def without(self, words: str) -> str:
        """Words that people wrote, or what is said instead where they tell any of it."""
        return say("terminal.secret.words") if words and self.is_told_in(words) else words

    def without_quotes(self, sentence: str) -> str:
        """A sentence of ours without the quotes of people's words that tell any of it."""
        without = _quotes().sub(lambda quote: self.without(quote[0]), sentence) if self else sentence
        return sentence if without == sentence else without

    def without_end(self, line: str) -> str:
        """A line of ours without quotes that tell any of it, nor what comes behind its first colon if that does."""
        line = self.without_quotes(line)
        head, colon, words = line.partition(": ")
        without = f"{head}{colon}{self.without(words)}" if colon else self.without(line)
        return line if without == line else without

    def _names(self, plain: str) -> bool:
        return any(name in plain and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", plain) for name in self.names)


def _quotes() -> re.Pattern[str]:
    """What is quoted: between the marks of English, and of the language that is spoken."""
    opening, closing = joining.quoted("\n").split("\n")
    return _between((("“", "”"), (opening.strip(), closing.strip())))


@cache
def _between(pairs: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    """What stands between marks; within a quote there may be others."""
    ways = []
    for opening, closing in dict.fromkeys(pairs):
        inside = rf"[^{re.escape(opening + closing)}]*"
        first, last = re.escape(opening), re.escape(closing)
        others = f"(?:{first}{inside}{last}{inside})*" if first != last else ""
        ways.append(f"{first}{inside}{others}{last}")
    return re.compile("|".join(ways))


def _answers(table: Table, rows: Iterable[int], keys: Iterable[str]) -> list[float]:
    """The figures in some columns of a sheet, each end of a range too."""
    keys = tuple(keys)
    answers = [answer for row in rows for key in keys if isinstance(answer := table.row(row).get(key), float)]
    return [*answers, *(end for answer in answers if isinstance(answer, ReadAs) for end in (answer.low, answer.high))]


def _kept(tables: Tables, rows: Iterable[int], keys: Iterable[str]) -> Iterator[float]:
    """The figures of costs that marked rows of earlier rounds keep, each in a line with its heading."""
    columns = [tables[FIGURES_OF].sheet.by_key[key] for key in keys if key in tables[FIGURES_OF].sheet.by_key]
    for answers in (tables[EARLIER].row(row)["answers"] for row in rows):
        for column in columns:
            for figure in map(column.type.parse, kept_answers(answers, column.heading)):
                if isinstance(figure, float):
                    yield from (figure.low, figure.high) if isinstance(figure, ReadAs) else (figure,)


def _sizes(figures: Iterable[float | None]) -> frozenset[float]:
    return frozenset(float(figure) for figure in figures if figure and math.isfinite(figure))


def cells_that_tell(tables: Tables, marked: Marked, everywhere: bool = False) -> list[tuple[str, str, int]]:
    """The answers in words that tell what is marked: sheet, column and row of each. Nothing withheld is looked at.

    everywhere  look into columns that no paper prints, too
    """
    tells: dict[str, bool] = {}
    places = []
    for sheet, key, row, text in _texts(tables, everywhere) if marked else ():
        if text not in tells:
            tells[text] = marked.is_told_in(text)
        if tells[text]:
            places.append((sheet, key, row))
    return places


def _texts(tables: Tables, everywhere: bool) -> Iterator[tuple[str, str, int, str]]:
    for key, table in tables.items():
        for column in table.sheet.asked_columns:
            if not everywhere and table.sheet.printed_of(column) == "nowhere":
                continue
            for row, value in zip(table.numbers, table.columns[column.key], strict=True):
                if not is_withheld(value) and isinstance(value, str | tuple):
                    yield key, column.key, row, value if isinstance(value, str) else "; ".join(value)


def added_that_tells(tables: Tables, marked: Marked) -> list[tuple[str, str, int]]:
    """What people added beside the answers that tells what is marked: sheet, column or heading, and row of each."""
    every = [(key, name, row, text) for key, own in tables.extras.notes.items() for (name, row), text in own.items()]
    for key, columns in tables.extras.columns.items():
        every += [(key, name, row, str(value)) for name, own in columns.items() for row, value in own.items()]
    return [(key, name, row) for key, name, row, text in every if marked and marked.is_told_in(text)]
