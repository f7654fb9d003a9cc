"""Where each filled cell of a workbook is printed, or why it is not: nothing that people typed is lost unsaid."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

from smreport.blocks.document import Block, Bullets, Contents, Document, Heading, Paragraph, Table
from smreport.blueprint.columns import Percent, Ref, Text, YesNo
from smreport.blueprint.model import Column
from smreport.blueprint.tables import Table as Answers
from smreport.blueprint.tables import Tables
from smreport.blueprint.times import When
from smreport.blueprint.values import ReadAs, as_compared, normalised
from smreport.blueprint.withheld import is_withheld
from smreport.decision import results
from smreport.frozen import Frozen, field
from smreport.papers import earlier, figures, report
from smreport.papers.case import Case
from smreport.papers.sources import RowsNamed
from smreport.papers.units import with_currency, with_unit
from smreport.rounds.earlier_rows import EARLIER
from smreport.words import joining, say

WORKED, OFFICERS, NOWHERE, SECRET, UNFUNDED, NO, NO_ANSWER, NOT_ASKED, LOST = (
    "worked", "officers", "nowhere", "secret", "unfunded", "no", "no_answer", "not_asked", "lost",
)  # fmt: skip
REASONS = (WORKED, OFFICERS, NOWHERE, SECRET, UNFUNDED, NO, NO_ANSWER, NOT_ASKED, LOST)
"""Why a cell is in no paper.

What is worked out from it is; its column is for officers, or for nobody; its row is not for publication; it is a date
of what is not funded; it says No where a paper would only tell of a Yes; it only says that the answer is not there; it
is of a column that the template does not ask for, or of a row that is no answer; or no paper has a place for it.
"""

_TELLING = 12  # letters from which on a text is found wherever it stands
_KEPT = 10_000  # texts that are kept as comparisons see them, as names stand in many rows
_WORKED = frozenset(results.NEEDS)
_DATES = ("start", "finish", "due", "target_date")

Ways: TypeAlias = tuple[tuple[str, ...], ...]
"""The ways in which a paper may print something, each as texts that all stand there, as comparisons see them."""
Near: TypeAlias = Mapping[str, str]
"""What papers say of a row, by file."""


class Cell(NamedTuple):
    """A filled cell: the sheet's and the column's key (or an own column's heading), and the Excel row (0 in a form)."""

    sheet: str
    key: str
    row: int


class Covered(Frozen):
    """What became of the filled cells of a column.

    rows   their Excel rows (0 in a form)
    fates  of each the file of a paper that has it, or why it is in none, one of ``REASONS``
    """

    sheet: str
    key: str
    rows: list[int] = field(default_factory=list)
    fates: list[str] = field(default_factory=list)

    def add(self, row: int, fate: str) -> None:
        self.rows.append(row)
        self.fates.append(fate)


class Coverage(Frozen):
    """What became of each filled cell, column by column."""

    columns: tuple[Covered, ...]

    @cached_property
    def printed(self) -> Mapping[Cell, str]:
        """The file of a paper that has it, of each cell that is in one."""
        return {cell: fate for cell, fate in self._cells() if fate not in REASONS}

    @cached_property
    def left(self) -> Mapping[Cell, str]:
        """Why the others are in none."""
        return {cell: fate for cell, fate in self._cells() if fate in REASONS}

    def _cells(self) -> Iterator[tuple[Cell, str]]:
        for column in self.columns:
            for row, fate in zip(column.rows, column.fates, strict=True):
                yield Cell(column.sheet, column.key, row), fate

    @property
    def lost(self) -> tuple[Cell, ...]:
        """The cells that no paper has a place for."""
        return tuple(cell for cell, why in self.left.items() if why == LOST)

    def share(self, sheet: str) -> float:
        """The part of a sheet's cells that are printed, of those that are meant for the public; 1 where none is."""
        printed = sum(cell.sheet == sheet for cell in self.printed)
        left = sum(cell.sheet == sheet and why in (WORKED, UNFUNDED, LOST) for cell, why in self.left.items())
        return printed / (printed + left) if printed or left else 1.0


def coverage(case: Case, papers: Mapping[str, Document]) -> Coverage:
    """What became of each filled cell in public papers, those not for publication too: see :class:`Coverage`."""
    texts = _Texts(case, papers)
    asked = chain.from_iterable(_of_sheet(case, texts, key) for key in case.full.tables)
    return Coverage((*asked, *_not_asked(case.full.tables)))


def coverage_in_words(case: Case, covered: Coverage) -> str:
    """What became of the filled cells, counted; those that are in no paper by sheet and column."""
    counts = Counter(chain.from_iterable(column.fates for column in covered.columns))
    filled, printed = counts.total(), counts.total() - sum(counts[why] for why in REASONS)
    parts = [say("papers.coverage.count.printed", count=printed)]
    parts += [say(f"papers.coverage.count.{why}", count=counts[why]) for why in REASONS if counts[why]]
    total = say("papers.coverage", told=figures.listed(parts), count=filled)
    lost = [(column, count) for column in covered.columns if (count := column.fates.count(LOST))]
    if not lost:
        return total
    named = (
        say("papers.coverage.column", sheet=case.results.tables[column.sheet].title, count=count,
            column=case.heading(f"{column.sheet}.{column.key}"))
        for column, count in lost
    )  # fmt: skip
    return joining.sentences((total, say("papers.coverage.where", columns=joining.apart(named))))


# --- the cells ---


def _not_asked(tables: Tables) -> Iterator[Covered]:
    """The cells of rows that are no answer, and of columns that the template does not ask for."""
    for key, table in tables.items():
        for row, aside in table.set_aside.items():
            yield from (Covered(key, name, [row], [NOT_ASKED]) for name in _named(aside.answers))
    for key, columns in tables.extras.columns.items():
        for heading, values in columns.items():
            rows = _named(values)
            yield Covered(key, heading, rows, [NOT_ASKED] * len(rows))


def _named(values: Mapping[Any, object]) -> list[Any]:
    return [name for name, value in values.items() if value is not None]


def _of_sheet(case: Case, texts: _Texts, key: str) -> list[Covered]:
    """The cells of the columns that a sheet asks for, looked for row by row, as papers tell them."""
    table, public = case.full.tables[key], case.results.tables[key]
    columns = [_Column(case, texts, table, column) for column in table.sheet.asked_columns if _is_asked(table, column)]
    places = {row: at for at, row in enumerate(public.numbers)}
    for at, row in enumerate(table.numbers):
        near, place = texts.near(key, row), places.get(row)
        for column in columns:
            column.look(at, place, row, near)
    for column in columns:
        column.add_unsaid()
    return [column.covered for column in columns]


def _is_asked(table: Answers, column: Column) -> bool:
    """Whether a file has a column, which the template itself has not filled."""
    return column.key in table.columns and not (table.sheet.rows_from and column.key == table.sheet.name_key)


class _Column:
    """A column whose cells are looked for, those that only stand for an answer too."""

    def __init__(self, case: Case, texts: _Texts, table: Answers, column: Column) -> None:
        self.covered = Covered(table.sheet.key, column.key)
        self._case, self._texts, self._table, self._column = case, texts, table, column
        self._values = table.columns[column.key]
        self._public = case.results.tables[table.sheet.key].columns[column.key]
        self._known_ways: dict[object, Ways] = {}

    def look(self, at: int, place: int | None, row: int, near: Near) -> None:
        """Look for the cell of a row, if it has an answer.

        at, place  where the row is among all rows, and among those of which the public may know
        """
        value = self._values[at]
        if is_withheld(value) or value not in (None, ()):
            answer = None if place is None else self._public[place]
            self.covered.add(row, self._kept_back(row, value, answer) or self._found(row, value, near))

    def add_unsaid(self) -> None:
        """The words that stand for an answer which is not there."""
        for row in self._table.unsaid.get(self._column.key, ()):
            self.covered.add(row, NO_ANSWER)

    def _kept_back(self, row: int, value: object, answer: object) -> str:
        """Why a cell is meant for no public paper, "" where it is; ``answer`` is what the public may know of it."""
        if (goes_to := self._goes_to(row)) != "public":
            return goes_to
        sheet, key = self.covered.sheet, self.covered.key
        return "" if self._case.privacy.shown(sheet, key, row, answer) is not None and answer == value else SECRET

    def _goes_to(self, row: int) -> str:
        """Where an answer is meant to go: "public", or one of ``REASONS``."""
        if self.covered.sheet == EARLIER and not earlier.has_outcome(self._table.rows[row]):
            return OFFICERS
        return self._goes

    @cached_property
    def _goes(self) -> str:
        return self._table.sheet.printed_of(self._column)

    def _found(self, row: int, value: object, near: Near) -> str:
        """The file of a paper that prints a cell, or why there is none."""
        if isinstance(value, str) and (file := self._texts.beside(self._texts.as_typed(value), near)):
            return file
        cell = Cell(self.covered.sheet, self.covered.key, row)
        ways = self._ways(cell, value)
        file = self._texts.beside(ways, near) or self._texts.anywhere(ways, near, self._table.sheet.is_form)
        return file or _left(self._case, self._column, cell, value)

    def _ways(self, cell: Cell, value: object) -> Ways:
        """The ways in which a paper may print a cell, each once; of the same name in many rows worked out once."""
        if not isinstance(value, str | tuple) or cell.sheet == "kpis":  # a figure's unit stands beside it
            return _plain_ways(self._case, self._column, cell, value)
        if value not in self._known_ways:
            self._known_ways[value] = _plain_ways(self._case, self._column, cell, value)
        return self._known_ways[value]


def _left(case: Case, column: Column, cell: Cell, value: object) -> str:
    """Why a cell that is meant for the public is in no paper."""
    if cell.key in _DATES and _is_unfunded(case, cell):
        return UNFUNDED
    if value is False:
        return NO
    is_steering = cell.sheet in ("settings", "swings", "money") and not isinstance(column.type, Text)
    return WORKED if is_steering or f"{cell.sheet}.{cell.key}" in _WORKED else LOST


def _is_unfunded(case: Case, cell: Cell) -> bool:
    """Whether a date is of a project that is not decided or proposed, or of one of its actions."""
    if cell.sheet == "portfolio":
        return cell.row in case.groups.later
    return normalised(case.rows(cell.sheet)[cell.row].get("project")) in case.groups.titles_later


# --- what the papers say ---


class _Said(NamedTuple):
    """What a paper says in a line: what stands over it, as comparisons see that, its texts, and their source."""

    over: str
    texts: tuple[str, ...]
    source: str


class _Texts:
    """What papers say, as far as it is known of which row it is, and all of it."""

    def __init__(self, case: Case, papers: Mapping[str, Document]) -> None:
        self._case, self._papers = case, papers
        self.as_typed = lru_cache(_KEPT)(_as_typed)
        self._found: dict[tuple[str, str], bool] = {}
        self._by_word: dict[str, dict[str, list[str]]] = {}
        self._by_row: dict[tuple[str, int], dict[str, list[_Said]]] = {}
        for file, document in papers.items():
            for said in self._sourced(document):
                for place in self._rows(said.source):
                    self._by_row.setdefault(place, {}).setdefault(file, []).append(said)

    def _sourced(self, document: Document) -> Iterator[_Said]:
        """What a paper says with its sources; the meetings on a cover have their rows as theirs."""
        route = report.route(self._case)
        meetings = self._case.sources.rows("meetings", self._case.optional_rows("meetings")) if route else ""
        for said in _said(document):
            yield said._replace(source=meetings) if route and said.texts == (route,) else said

    def near(self, sheet: str, row: int) -> Near:
        """What each paper says of a row."""
        by_file = self._by_row.get((sheet, row), {})
        return {file: "\n".join(map(_in_full, said)) for file, said in by_file.items()}

    def beside(self, ways: Ways, near: Near) -> str:
        """The file of a paper that has a text in one of some ways where it speaks of its row, "" for none."""
        for file, text in near.items():
            for way in ways:
                for part in way:
                    if not _has_words(part, text):
                        break
                else:
                    return file
        return ""

    def anywhere(self, ways: Ways, near: Near, is_form: bool) -> str:
        """The same of a text that may also stand elsewhere in a paper."""
        for file in self._papers:
            of_row = near.get(file, "")
            for way in ways:
                if all(_has_words(part, of_row) or self._is_anywhere(part, file, is_form) for part in way):
                    return file
        return ""

    def _is_anywhere(self, part: str, file: str, is_form: bool) -> bool:
        """Whether a text of a paper has another that tells enough: those with its rarest word are looked through."""
        if len(part) < _TELLING and not is_form:
            return False
        if (part, file) not in self._found:
            index = self._index(file)
            lines = min((index.get(word, []) for word in _WORD.findall(part)), key=len, default=[])
            self._found[part, file] = any(_has_words(part, line) for line in lines)
        return self._found[part, file]

    def _index(self, file: str) -> dict[str, list[str]]:
        """The texts of a paper by the words in them."""
        if file not in self._by_word:
            index = self._by_word.setdefault(file, {})
            for line in {_plain(text) for said in _said(self._papers[file]) for text in said.texts}:
                for word in set(_WORD.findall(line)):
                    index.setdefault(word, []).append(line)
        return self._by_word[file]

    def _rows(self, source: str) -> Iterator[tuple[str, int]]:
        """The rows that a source names."""
        yield from ((self._sheets[title], row) for title, row in self._rows_named(source))

    @cached_property
    def _rows_named(self) -> RowsNamed:
        return RowsNamed(self._sheets)

    @cached_property
    def _sheets(self) -> dict[str, str]:
        return {table.title: key for key, table in self._case.results.tables.items()}


_WORD = re.compile(r"[^\W_]+")


def _has_words(words: str, text: str) -> bool:
    """Whether a text has some words as whole words."""
    at = text.find(words) if words else -1
    while at >= 0:
        before, after = text[max(0, at - 1) : at], text[at + len(words) : at + len(words) + 1]
        if not (before.isalnum() and words[0].isalnum()) and not (after.isalnum() and words[-1].isalnum()):
            return True
        at = text.find(words, at + 1)
    return False


def _plain(text: str) -> str:
    return as_compared(" ".join(text.split()))


def _in_full(said: _Said) -> str:
    """A text with what stands over it."""
    return "\n".join((said.over, _plain("\n".join(said.texts))))


def _said(document: Document) -> Iterator[_Said]:
    """Every text of a paper with its source; what stands in a table or a list, with what stands over it."""
    yield _Said("", (document.title, document.subtitle), "")
    yield from (_Said("", (text,), "") for _, text in document.cover)
    headings = ["", "", "", ""]
    for block in chain(document.notices, document.blocks):
        if isinstance(block, Heading):
            headings[block.level :] = [block.text, *[""] * (3 - block.level)]
            yield _Said("", (block.text,), "")
        yield from _texts(block, "\n".join(headings))


def _texts(block: Block, headings: str) -> Iterator[_Said]:
    """The texts of a block below its headings."""
    match block:
        case Paragraph():
            yield _Said(_plain(headings), (block.text,), block.source)
        case Bullets():
            over, sources = _plain(f"{headings}\n{block.lead}"), block.sources or ("",) * len(block.items)
            yield _Said("", (block.lead,), "")
            yield from (_Said(over, (item,), source) for item, source in zip(block.items, sources, strict=True))
        case Table():
            over, sources = _plain(f"{headings}\n{block.caption}"), block.sources or ("",) * len(block.rows)
            yield _Said("", (block.caption,), "")
            yield from (_Said(over, row, source) for row, source in zip(block.rows, sources, strict=True))
        case Contents() | Heading():
            pass
        case _:
            yield _Said("", tuple(block.texts), "")


def _as_typed(value: str) -> Ways:
    """A text as it was typed, without its full stop; of several lines each by itself, too."""
    whole = (_plain(joining.unclosed(value.strip())),)
    return (whole, tuple(map(_plain, figures.bare_lines(value)))) if "\n" in value.strip() else (whole,)


def _plain_ways(case: Case, column: Column, cell: Cell, value: object) -> Ways:
    return tuple(dict.fromkeys(tuple(map(_plain, way)) for way in _ways(case, column, cell, value)))


def _ways(case: Case, column: Column, cell: Cell, value: object) -> Iterator[tuple[str, ...]]:
    """The ways in which a paper may print a cell, each as texts that all stand there."""
    if isinstance(value, tuple):
        yield tuple(_name(case, column, part) for part in value)
    elif isinstance(value, When):
        yield (figures.time_in_words(value),)
    elif isinstance(value, float):
        yield from ((text,) for text in _numbers(column, value))
    elif isinstance(value, str):
        yield from _words(case, cell, column, value)
    elif value is True and isinstance(column.type, YesNo):
        yield (column.heading.replace(" ", "-"),)
        if (cell.sheet, cell.key) == ("portfolio", "must_do"):
            yield (joining.unclosed(say("papers.plan.must_do")),)


def _words(case: Case, cell: Cell, column: Column, value: str) -> Iterator[tuple[str, ...]]:
    """The ways of a text: as it was typed, without its full stop; of a tool's use its two parts."""
    yield (joining.unclosed(value.strip()),)
    yield figures.bare_lines(value)
    yield (_name(case, column, value),)
    yield from _figures(case, cell, value)
    if isinstance(column.type, Ref) and column.type.to.sheet == "tools":
        yield tuple(part for part in value.split(": ", 1) if part)


def _name(case: Case, column: Column, value: str) -> str:
    """A name as papers print it: an area without its kind."""
    is_area = isinstance(column.type, Ref) and column.type.to.sheet == "areas"
    return case.area(value) if is_area else value


def _numbers(column: Column, value: float) -> Iterator[str]:
    if isinstance(value, ReadAs):
        yield value.typed
        yield with_currency(value.typed)
    if isinstance(column.type, Percent):
        yield figures.percent(float(value))
    yield figures.pounds(value)
    yield figures.number(value, 2)


def _figures(case: Case, cell: Cell, value: str) -> Iterator[tuple[str, ...]]:
    """A measure's figure with its unit, and its unit as it stands behind a figure."""
    if cell.sheet == "kpis" and cell.key == "unit":
        yield (with_unit("7", value).replace("7", "").strip(),)
        yield tuple(filter(None, re.split(r"7", with_unit("7", value))))
    unit = case.rows("kpis")[cell.row]["unit"] if cell.sheet == "kpis" else None
    yield (figures.figure(value, unit),)
