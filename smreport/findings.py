"""Findings: what is wrong or missing in a workbook, as data, and how it is put into words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import groupby

from smreport.frozen import Frozen, asdict, replace
from smreport.words import joining, place, say


class Level(Enum):
    """How much a finding weighs.

    An error is a contradiction or a broken reference: no final document is made from it. A gap is
    something still missing: it is listed in the report by owner. A note is worth knowing.
    """

    ERROR = "error"
    GAP = "gap"
    NOTE = "note"

    @property
    def word(self) -> str:
        """The word for it, as it stands before a finding."""
        return say(f"findings.level.{self.value}")


def in_check(level: Level, what: str) -> str:
    """What the Check column says of a row: how much it weighs, and what is wrong."""
    return say(f"findings.check.{level.value}", what=what)


def begins_in_check(level: Level) -> str:
    """How that begins: by it a line is known again."""
    return in_check(level, place(0)).partition(place(0))[0]


class Finding(Frozen):
    """One thing found in one place.

    code    stable name of the rule, for example "areas.kind.listed"
    level   error, gap or note
    file    name of the workbook file
    sheet   the sheet's name in that file
    row     the Excel row
    cell    the cell, for example "C7"
    column  the column's heading
    what    what is wrong, in a sentence
    fix     what to do about it, in a sentence
    value   what stands in the cell, as text ("" where it is blank)
    subject the row's own name, for example "Libraries (Service)"
    owner   who can put it right
    principle  the principle of the framework that the rule holds up, if one
    """

    code: str
    level: Level
    file: str
    sheet: str
    row: int
    cell: str
    column: str
    what: str
    fix: str
    value: str = ""
    subject: str = ""
    owner: str = ""
    principle: int | None = None

    @property
    def is_of_empty_sheet(self) -> bool:
        """Whether it says that nothing is filled in yet on its sheet."""
        return self.code.endswith(".no_rows")

    def as_dict(self) -> dict[str, object]:
        """The finding as plain data for JSON."""
        return {**asdict(self), "level": self.level.value}


FIELDS = Finding.__struct_fields__
"""The names of what a finding says, in order."""


def summary(findings: Iterable[Finding]) -> str:
    """One line that counts the findings by level."""
    levels = [finding.level for finding in findings]
    counts = {level: say(f"findings.count.{level.value}", count=levels.count(level)) for level in Level}
    return say("findings.counts", errors=counts[Level.ERROR], gaps=counts[Level.GAP], notes=counts[Level.NOTE])


_CELL = re.compile(r"([A-Z]+)([0-9]+)")


def cell_ranges(cells: Iterable[str]) -> list[str]:
    """The cells as ranges, each once, by column and row: "C7", "D7:D23". What is no cell's name comes last."""
    names = dict.fromkeys(cells)
    matches = [match for name in names if (match := _CELL.fullmatch(name))]
    places = sorted((len(match[1]), match[1], int(match[2])) for match in matches)
    ranges: list[tuple[str, int, int]] = []  # column, first row, last row
    for _, column, row in places:
        if ranges and ranges[-1][0] == column and ranges[-1][2] == row - 1:
            ranges[-1] = (column, ranges[-1][1], row)
        else:
            ranges.append((column, row, row))
    texts = [
        f"{column}{first}" if first == last else f"{column}{first}:{column}{last}" for column, first, last in ranges
    ]
    return [*texts, *(name for name in names if not _CELL.fullmatch(name))]


def cells_in_words(cells: Iterable[str]) -> str:
    """Where something stands, wherever cells are listed for people: "C7, D7:D23"."""
    return joining.in_a_row(cell_ranges(cells))


def cells_in_brief(cells: Iterable[str], most: int = 4) -> str:
    """A few of the places where something stands, and how many more: "E7, E9 and 3 more"."""
    places = list(dict.fromkeys(cells))
    ranges = cell_ranges(places)
    if len(ranges) <= most:
        return joining.in_a_row(ranges)
    shown = ranges[: most - 1]
    more = len(places) - sum(map(_size, shown))
    return say("findings.in_brief", cells=joining.in_a_row(shown), count=more)


def _size(cells: str) -> int:
    """How many cells a range down a column has."""
    first, _, last = cells.partition(":")
    start, end = (_CELL.fullmatch(cell) for cell in (first, last or first))
    return int(end[2]) - int(start[2]) + 1 if start and end else 1


def as_text(findings: Iterable[Finding]) -> str:
    """The findings for people, grouped by sheet: errors first, then rows that are missing, other gaps, and notes.

    Equal findings share a line with all their cells. What an empty sheet brings about elsewhere is not told: filling
    the sheet in is one thing to do.
    """
    lines: list[str] = []
    for (file, sheet), in_sheet in groupby(
        without_what_follows(findings), key=lambda finding: (finding.file, finding.sheet)
    ):
        lines += [joining.labelled(file, sheet), *_sheet_lines(in_sheet), ""]
    return "\n".join(lines).rstrip("\n")


def without_what_follows(findings: Iterable[Finding]) -> list[Finding]:
    """The findings without the gaps that are there only because another sheet is still empty."""
    every = list(findings)
    empty = {finding.code.partition(".")[0] for finding in every if finding.is_of_empty_sheet}
    return [finding for finding in every if not _follows_from(finding, empty)]


def _follows_from(finding: Finding, empty: Collection[str]) -> bool:
    """Whether a gap is there only because another sheet is still empty."""
    _, _, kind = finding.code.partition(".covered.")
    return finding.level is Level.GAP and kind in empty


def _sheet_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Lines about one sheet, in the order in which putting them right helps."""
    groups: dict[tuple[Level, str], dict[str, list[Finding]]] = {}
    for finding in findings:
        groups.setdefault((finding.level, _kind(finding)), {}).setdefault(finding.fix, []).append(finding)
    width = max(len(level.word) for level in Level)
    for level in Level:
        kinds = [by_fix for (its, _), by_fix in groups.items() if its is level]
        yield from (f"  {level.word:{width}}  {line}" for line in _level_lines(sorted(kinds, key=_is_no_missing_row)))


MISSING_ROW = ".missing_row"
NEAR = f".near{MISSING_ROW}"
"""How the codes end of a row that is missing, and of one whose name is likely meant for another's."""

_HOW_IT_WAS_READ = frozenset(
    {"understood", "readable", "ambiguous_date", "no_day", "nothing_said", "from_above", "bullet"}
)


def _kind(finding: Finding) -> str:
    """What findings share their few lines: those of one code, and all notes of a sheet on how answers were read."""
    _, _, kind = finding.code.rpartition(".")
    return "read" if finding.level is Level.NOTE and kind in _HOW_IT_WAS_READ else finding.code


def _level_lines(kinds: Sequence[Mapping[str, list[Finding]]]) -> Iterator[str]:
    """Lines about the kinds of findings of one level; several columns with blanks share the last one."""
    blanks = [kind for kind in kinds if _level(kind) is Level.GAP and _code(kind).endswith(".required")]
    short = blanks if len(blanks) > 1 else []
    for kind in kinds:
        if kind not in short:
            yield from _lines_about(kind)
    if short:
        yield say("findings.still_missing", columns=joining.in_a_row(map(_column_in_brief, short)))


def _level(by_fix: Mapping[str, list[Finding]]) -> Level:
    return next(iter(by_fix.values()))[0].level


def _code(by_fix: Mapping[str, list[Finding]]) -> str:
    return next(iter(by_fix.values()))[0].code


def _is_no_missing_row(by_fix: Mapping[str, list[Finding]]) -> bool:
    return not _code(by_fix).endswith(MISSING_ROW)


_MOST_LINES = {Level.ERROR: 3, Level.GAP: 2, Level.NOTE: 2}  # for one kind of finding in a sheet


def _lines_about(by_fix: Mapping[str, list[Finding]]) -> Iterator[str]:
    """A line for each remedy of one kind of finding; past a few, the last says how many more there are."""
    remedies = list(by_fix.items())
    most = _MOST_LINES[_level(by_fix)]
    shown = remedies if len(remedies) <= most else remedies[: most - 1]
    for fix, members in shown:
        unquoted = [
            replace(finding, value="") if joining.quoted(finding.value) in fix else finding for finding in members
        ]
        yield joining.labelled(_cells(unquoted), joining.sentences((members[0].what, fix)))
    others = [member for _, members in remedies[len(shown) :] for member in members]
    if others:
        yield say("findings.more_like_it", cells=_in_one_line(others), count=len(others))


def _in_one_line(others: Sequence[Finding]) -> str:
    """The first cells of some findings with what they say, as many as stand in a line."""
    named = [replace(other, value=other.value or other.subject) for other in others[:_MOST_CELLS]]
    while len(named) > 1 and len(_cells(named)) >= _ONE_LINE:
        named.pop()
    return _cells(named)


_MOST_CELLS = 6
_ONE_LINE = 70  # letters of cells that are only named, so that they stand in one line of a window


def _column_in_brief(by_fix: Mapping[str, list[Finding]]) -> str:
    """A column with the cells in which it is blank."""
    members = [member for some in by_fix.values() for member in some]
    return joining.bracketed(members[0].column, cells_in_brief(member.cell for member in members))


def _cells(findings: Iterable[Finding]) -> str:
    """Where findings stand, cells with the same value together: "C7, C9 “servce”, C12"."""
    by_value: dict[str, dict[str, None]] = {}
    for finding in findings:
        by_value.setdefault(finding.value, {})[finding.cell] = None
    return joining.in_a_row(
        say("findings.cells_said", cells=cells_in_words(cells), said=joining.quoted(joining.in_brief(value, 60)))
        if value
        else cells_in_words(cells)
        for value, cells in by_value.items()
    )
