"""Where each filled cell of a workbook is printed, or why it is not: nothing that people typed is lost unsaid."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from smreport.blocks.document import Block, Bullets, Contents, Document, Heading, Paragraph, Table
from smreport.blueprint.columns import Percent, Ref, Text, YesNo
from smreport.blueprint.model import Column
from smreport.blueprint.tables import Table as Answers
from smreport.blueprint.tables import Tables
from smreport.blueprint.times import When
from smreport.blueprint.values import ReadAs, normalised
from smreport.blueprint.withheld import is_withheld
from smreport.decision import results
from smreport.frozen import Frozen
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
_WORKED = frozenset(results.NEEDS)
_DATES = ("start", "finish", "due", "target_date")


class Cell(NamedTuple):
    """A filled cell: the sheet's and the column's key (or an own column's heading), and the Excel row (0 in a form)."""

    sheet: str
    key: str
    row: int


class Coverage(Frozen):
    """What became of each filled cell.

    printed  the file of the first paper that has it
    left     why the others are in none, one of ``REASONS``
    """

    printed: Mapping[Cell, str]
    left: Mapping[Cell, str]

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
    printed, left, texts = dict[Cell, str](), dict[Cell, str](), _Texts(case, papers)
    for cell, value in _filled(case.full.tables):
        why = _kept_back(case, cell, value)
        if why:
            left[cell] = why
        elif file := texts.has(cell, value):
            printed[cell] = file
        else:
            left[cell] = _left(case, cell, value)
    return Coverage(printed, left)


def coverage_in_words(case: Case, covered: Coverage) -> str:
    """What became of the filled cells, counted; those that are in no paper by sheet and column."""
    counts = Counter(covered.left.values())
    parts = [say("papers.coverage.count.printed", count=len(covered.printed))]
    parts += [say(f"papers.coverage.count.{why}", count=counts[why]) for why in REASONS if counts[why]]
    total = say("papers.coverage", told=figures.listed(parts), count=len(covered.printed) + len(covered.left))
    if not covered.lost:
        return total
    columns = Counter((cell.sheet, cell.key) for cell in covered.lost)
    named = (
        say("papers.coverage.column", sheet=case.results.tables[sheet].title, count=count,
            column=case.heading(f"{sheet}.{key}"))
        for (sheet, key), count in columns.items()
    )  # fmt: skip
    return joining.sentences((total, say("papers.coverage.where", columns=joining.apart(named))))


def _filled(tables: Tables) -> Iterator[tuple[Cell, object]]:
    """Every cell that people filled in, with what it was read as; None where it was not read as an answer."""
    for key, table in tables.items():
        for column in table.sheet.asked_columns:
            yield from ((Cell(key, column.key, row), value) for row, value in _answers(table, column))
        for row, aside in table.set_aside.items():
            yield from ((Cell(key, name, row), None) for name in _named(aside.answers))
    for key, columns in tables.extras.columns.items():
        for heading, values in columns.items():
            yield from ((Cell(key, heading, row), None) for row in _named(values))


def _named(values: Mapping[Any, object]) -> list[Any]:
    return [name for name, value in values.items() if value is not None]


def _answers(table: Answers, column: Column) -> Iterator[tuple[int, object]]:
    """The answers of a column by Excel row, those that only stand for one too; not those of the template itself."""
    if table.sheet.rows_from and column.key == table.sheet.name_key:
        return
    pairs = zip(table.numbers, table.columns.get(column.key, ()), strict=False)
    yield from ((row, value) for row, value in pairs if is_withheld(value) or value not in (None, ()))
    yield from ((row, None) for row in table.unsaid.get(column.key, ()))


def _kept_back(case: Case, cell: Cell, value: object) -> str:
    """Why a cell is meant for no public paper, "" where it is."""
    table = case.results.tables[cell.sheet]
    column = table.sheet.by_key.get(cell.key)
    if column is None or cell.row in case.full.tables[cell.sheet].set_aside:
        return NOT_ASKED
    if value is None:
        return NO_ANSWER
    if (goes_to := _goes_to(case, cell, column)) != "public":
        return goes_to
    answer = table.rows[cell.row][cell.key] if cell.row in table.rows else None
    if is_withheld(answer) or case.privacy.shown(cell.sheet, cell.key, cell.row, answer) is None:
        return SECRET
    return "" if answer == value else SECRET


def _goes_to(case: Case, cell: Cell, column: Column) -> str:
    """Where an answer is meant to go: "public", or one of ``REASONS``."""
    table = case.full.tables[cell.sheet]
    if cell.sheet == EARLIER and not earlier.has_outcome(table.rows[cell.row]):
        return OFFICERS
    return table.sheet.printed_of(column)


def _left(case: Case, cell: Cell, value: object) -> str:
    """Why a cell that is meant for the public is in no paper."""
    if cell.key in _DATES and _is_unfunded(case, cell):
        return UNFUNDED
    if value is False:
        return NO
    kind = case.results.tables.blueprint.column(f"{cell.sheet}.{cell.key}").type
    is_steering = cell.sheet in ("settings", "swings", "money") and not isinstance(kind, Text)
    return WORKED if is_steering or f"{cell.sheet}.{cell.key}" in _WORKED else LOST


def _is_unfunded(case: Case, cell: Cell) -> bool:
    """Whether a date is of a project that is not decided or proposed, or of one of its actions."""
    if cell.sheet == "portfolio":
        return cell.row in case.groups.later
    return normalised(case.rows(cell.sheet)[cell.row].get("project")) in case.groups.titles_later


# --- what the papers say ---


class _Texts:
    """What papers say, as far as it is known of which row it is, and all of it."""

    def __init__(self, case: Case, papers: Mapping[str, Document]) -> None:
        self._case = case
        self._found: dict[tuple[str, str], bool] = {}
        self._by_word: dict[str, dict[str, set[str]]] = {}
        self._known_ways: dict[tuple[str, str, object], Collection[tuple[str, ...]]] = {}
        self._near_rows: dict[tuple[str, int], dict[str, str]] = {}
        self._by_row: dict[tuple[str, int], dict[str, list[str]]] = {}
        for file, document in papers.items():
            lines = set[str]()
            for text, source in self._sourced(document):
                lines.update(text.splitlines())
                for place in self._rows(source):
                    self._by_row.setdefault(place, {}).setdefault(file, []).append(text)
            index = self._by_word.setdefault(file, {})
            for line in map(_plain, lines):
                for word in _WORD.findall(line):
                    index.setdefault(word, set()).add(line)

    def _sourced(self, document: Document) -> Iterator[tuple[str, str]]:
        """What a paper says with its sources; the meetings on a cover have their rows as theirs."""
        route = report.route(self._case)
        meetings = self._case.sources.rows("meetings", self._case.optional_rows("meetings")) if route else ""
        for text, source in _said(document):
            yield text, meetings if route and text == route else source

    def has(self, cell: Cell, value: object) -> str:
        """The file of the first paper that prints a cell, "" for none."""
        ways = self._ways_of(cell, value)
        near, is_form = self._near(cell.sheet, cell.row), self._case.results.tables[cell.sheet].sheet.is_form
        for file in self._by_word:
            of_row = near.get(file, "")
            for way in ways:
                if all(self._is_in(part, of_row, file, is_form) for part in way):
                    return file
        return ""

    def _ways_of(self, cell: Cell, value: object) -> Collection[tuple[str, ...]]:
        """The ways in which a paper may print a cell, each once; of the same name in many rows worked out once."""
        same = (cell.sheet, cell.key, value)
        if isinstance(value, str) and cell.sheet != "kpis" and same in self._known_ways:
            return self._known_ways[same]
        ways = dict.fromkeys(tuple(map(_plain, way)) for way in _ways(self._case, cell, value))
        if isinstance(value, str):
            self._known_ways[same] = ways
        return ways

    def _near(self, sheet: str, row: int) -> dict[str, str]:
        """What each paper says of a row; the cells of a row are asked for one after another, or column by column."""
        if (sheet, row) not in self._near_rows:
            said = self._by_row.get((sheet, row), {})
            self._near_rows[sheet, row] = {file: "\n".join(map(_plain, texts)) for file, texts in said.items()}
        return self._near_rows[sheet, row]

    def _is_in(self, part: str, of_row: str, file: str, is_form: bool) -> bool:
        if _has_words(part, of_row):
            return True
        return (len(part) >= _TELLING or is_form) and self._is_anywhere(part, file)

    def _is_anywhere(self, part: str, file: str) -> bool:
        """Whether a paper has some words in one line: only those with the rarest of them are looked through."""
        if (part, file) not in self._found:
            index = self._by_word[file]
            lines = min((index.get(word, set()) for word in _WORD.findall(part)), key=len, default=set())
            self._found[part, file] = any(_has_words(part, line) for line in lines)
        return self._found[part, file]

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
    return normalised(" ".join(text.split()))


def _said(document: Document) -> Iterator[tuple[str, str]]:
    """Every text of a paper with its source; what stands in a table or a list, with what stands over it."""
    yield f"{document.title}\n{document.subtitle}", ""
    yield from ((text, "") for _, text in document.cover)
    headings = ["", "", "", ""]
    for block in chain(document.notices, document.blocks):
        if isinstance(block, Heading):
            headings[block.level :] = [block.text, *[""] * (3 - block.level)]
            yield block.text, ""
        over = "\n".join(filter(None, headings))
        yield from ((f"{over}\n{text}" if source else text, source) for text, source in _texts(block))


def _texts(block: Block) -> Iterator[tuple[str, str]]:
    match block:
        case Paragraph():
            yield block.text, block.source
        case Bullets():
            sources = block.sources or ("",) * len(block.items)
            yield block.lead, ""
            yield from ((f"{block.lead}\n{item}", source) for item, source in zip(block.items, sources, strict=True))
        case Table():
            sources = block.sources or ("",) * len(block.rows)
            yield block.caption, ""
            rows = ("\n".join((block.caption, *row)) for row in block.rows)
            yield from zip(rows, sources, strict=True)
        case Contents() | Heading():
            pass
        case _:
            yield "\n".join(block.texts), ""


def _ways(case: Case, cell: Cell, value: object) -> Iterator[tuple[str, ...]]:
    """The ways in which a paper may print a cell, each as texts that all stand there."""
    column = case.results.tables.blueprint.column(f"{cell.sheet}.{cell.key}")
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
