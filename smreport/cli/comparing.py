"""The compare command: what changed between two workbooks, as text, as JSON, or as a workbook."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import smreport
from smreport.cli.base import (
    EXEMPT,
    FINDINGS,
    FINE,
    FORCE,
    PATH,
    TEMPLATE,
    by_template,
    echo,
    require_xlsx,
    say_next,
    tell_saved,
    typed,
)
from smreport.cli.said import Choice, argument, command, option
from smreport.words import joining, say

if TYPE_CHECKING:
    from smreport import Change, Compared

_SHOWN, _BEFORE = 160, 40  # letters of a long answer that are shown, and of these before what differs


@command()
@argument("old", type=PATH, metavar="old")
@argument("new", type=PATH, metavar="new")
@TEMPLATE
@option("--format", "style", type=Choice(["text", "json"]), default="text", said="compare.format")
@option("-o", "--output", type=PATH, metavar="file", said="compare.output")
@EXEMPT
@FORCE
def compare(
    old: Path, new: Path, template: str | None, style: str, output: Path | None, exempt: bool, force: bool
) -> None:
    """Say what changed from one workbook to another, row by row."""
    if output:
        require_xlsx(output)
    result = smreport.compare(old, new, template=template, exempt=exempt)
    if style == "json":
        echo(as_json(result))
    else:
        for line in as_text(result):
            echo(line)
    if output and result.changes:
        tell_saved(smreport.save_changes(result, output, force=force), err=style == "json")
    elif output:
        echo(say("terminal.compare.not_written", path=str(output)), err=style == "json")
    if style == "text" and result.changes:
        say_next(f"smreport check {typed(new)}{by_template(template)}")
    sys.exit(FINDINGS if result.changes else FINE)


def as_json(result: Compared) -> str:
    """An object with the files, how much changed, and the changes with the fields of :class:`smreport.Change`."""
    changes = [change.as_dict() for change in result.changes]
    about = {"old": str(result.old), "new": str(result.new), **result.counts, "not_told": result.kept_back}
    return json.dumps({**about, "changes": changes}, indent=2, ensure_ascii=False)


def as_text(result: Compared) -> Iterator[str]:
    """The lines that the terminal shows: the changes by sheet, then how many there are."""
    for title, changes in groupby(result.changes, key=lambda change: change.title):
        yield say("terminal.compare.sheet", file=str(result.new), sheet=title)
        yield from (f"  {change.kind.in_column}  {_line(change)}" for change in changes)
        yield ""
    yield result.in_words
    if result.kept_back:
        yield say("terminal.compare.kept_back", count=result.kept_back)


def _line(change: Change) -> str:
    place = _place(change)
    if change.set_aside:
        place = say("terminal.compare.aside", row=place)
    if not change.column:
        cells = (
            say("terminal.compare.cell", heading=cell.heading, text=_cut(cell.text, 0))
            for cell in change.cells
            if cell.text != change.row
        )
        filled = joining.apart(cells)
        return say("terminal.compare.filled", row=place, cells=filled) if filled else place
    if change.secret:
        return say("terminal.compare.withheld", place=place, heading=change.heading)
    start = _first_difference(change.old, change.new)
    old, new = _cut(change.old, start), _cut(change.new, start)
    if not old:
        return say("terminal.compare.filled_in", place=place, heading=change.heading, new=new)
    if not new:
        return say("terminal.compare.blanked", place=place, heading=change.heading, old=old)
    return say("terminal.compare.changed", place=place, heading=change.heading, old=old, new=new)


def _place(change: Change) -> str:
    """Where it stands now, and where it stood, with the name of the row."""
    old, new = change.old_cell, change.new_cell
    place = new
    if not new:
        place = say("terminal.compare.stood", old=old)
    elif old and old != new:
        place = say("terminal.compare.moved", new=new, old=old)
    if not change.row:
        return place
    name = joining.quoted(_cut(change.row, 0))
    return say("terminal.compare.row", place=place, name=name)


def _first_difference(old: str, new: str) -> int:
    pairs = zip(old, new, strict=False)
    return next((at for at, (was, now) in enumerate(pairs) if was != now), min(len(old), len(new)))


def _cut(text: str, start: int) -> str:
    """An answer in one line; of a long one the part where it begins to differ."""
    line = " ".join(text.split())
    if len(line) <= _SHOWN:
        return line
    first = max(0, min(start - _BEFORE, len(line) - _SHOWN))
    part, is_last = line[first : first + _SHOWN].strip(), first + _SHOWN >= len(line)
    if not first:
        return say("terminal.compare.cut.end", text=part)
    return say("terminal.compare.cut.start" if is_last else "terminal.compare.cut.both", text=part)
