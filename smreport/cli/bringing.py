"""The bring command: a council's own list into a sheet of a workbook, told as text or as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

import smreport
from smreport.cli.base import (
    FINDINGS,
    FINE,
    FORCE,
    PATH,
    TEMPLATE,
    by_template,
    echo,
    require_xlsx,
    say_next,
    tell,
    typed,
)
from smreport.cli.said import Choice, argument, command, option
from smreport.findings import as_text
from smreport.frozen import asdict
from smreport.words import joining, say, speaking_as_the_terminal

if TYPE_CHECKING:
    from smreport import BroughtList


def _pairs(_ctx: click.Context, _option: click.Parameter, texts: tuple[str, ...]) -> dict[str, str]:
    """ "Handle=Account" as a heading of the list and a column; a heading may have an equals sign of its own."""
    pairs = {}
    for text in texts:
        heading, _, column = (part.strip() for part in text.rpartition("="))
        if not heading or not column:
            raise click.BadParameter(say("terminal.bring.no_pair", text=text))
        pairs[heading] = column
    return pairs


@command()
@argument("listed", type=PATH, metavar="list")
@argument("workbook", type=PATH, metavar="into")
@option("-o", "--output", type=PATH, metavar="new", said="bring.output")
@option("--sheet", default="", metavar="sheet", said="bring.sheet")
@option("--from", "tab", default="", metavar="sheet", said="bring.from")
@option("--as", "columns", multiple=True, callback=_pairs, metavar="heading_column", said="bring.as")
@option("--own", multiple=True, metavar="heading", said="bring.own")
@option("--skip", multiple=True, metavar="heading", said="bring.skip")
@TEMPLATE
@FORCE
@option("--format", "style", type=Choice(["text", "json"]), default="text", said="bring.format")
def bring(
    listed: Path,
    workbook: Path,
    output: Path | None,
    sheet: str,
    tab: str,
    columns: dict[str, str],
    own: tuple[str, ...],
    skip: tuple[str, ...],
    template: str | None,
    force: bool,
    style: str,
) -> None:
    """Bring a list of accounts, projects or services into the sheet of a workbook that it fits."""
    if output:
        require_xlsx(output)
    done = smreport.bring(
        listed, workbook, output, sheet=sheet, tab=tab, columns=columns, own=own, skip=skip, template=template,
        force=force,
    )  # fmt: skip
    if style == "json":
        echo(_as_json(done))
    else:
        _tell(done, by_template(template))
    sys.exit(FINE if done.all_placed else FINDINGS)


def _tell(done: BroughtList, template: str) -> None:
    if done.findings:
        with speaking_as_the_terminal():
            echo(f"{as_text(done.findings)}\n")
    if done.written:
        tell((done.path,), (done.kept,) if done.kept else ())
    for line in _lines(done):
        echo(line)
    say_next(f"smreport check {typed(done.path)}{template}")


def _lines(done: BroughtList) -> Iterator[str]:
    for remark in done.remarks:
        yield say("terminal.note", remark=remark)
    yield from _differing(done)
    yield from _without_place(done)
    if done.other_tabs:
        yield say("terminal.bring.other_tabs", tabs=joining.all_quoted(done.other_tabs))
    if done.worked_out:
        yield say("terminal.bring.worked_out", headings=joining.all_quoted(done.worked_out))
    if done.left:
        yield say("terminal.bring.left", headings=joining.all_quoted(done.left))
    if done.skipped:
        yield say("terminal.bring.skipped", count=done.skipped)
    counts = [say("terminal.bring.added", count=done.added)]
    if done.filled:
        counts.append(say("terminal.bring.filled", count=done.filled))
    if done.unchanged:
        counts.append(say("terminal.bring.unchanged", count=done.unchanged))
    yield say("terminal.bring.done", listed=done.listed, sheet=done.sheet, counts=joining.in_a_row(counts))
    if not done.written:
        yield say("terminal.bring.nothing_new", path=str(done.path))


def _differing(done: BroughtList) -> Iterator[str]:
    """Cells and rows where list and workbook do not agree."""
    for cell in done.differences:
        place, column, other = cell.cell, cell.column, cell.list_cell
        if cell.is_told:
            named = say("terminal.bring.called", name=cell.row) if cell.row else ""
            yield say(
                "terminal.bring.differs", cell=place, name=named, column=column, kept=cell.kept, listed=cell.listed,
                list_cell=other,
            )  # fmt: skip
        else:
            yield say("terminal.bring.differs.withheld", cell=place, column=column, list_cell=other)
    for row in done.unclear:
        name = say("terminal.bring.called", name=row.name) if row.name else ""
        if row.rows:
            rows = joining.in_a_row(map(str, row.rows))
            yield say("terminal.bring.unclear", number=str(row.list_row), name=name, rows=rows, sheet=done.sheet)
        else:
            yield say("terminal.bring.unclear.new", number=str(row.list_row), name=name)


def _without_place(done: BroughtList) -> Iterator[str]:
    """Headings that found no place, with the options to type."""
    for heading in done.unplaced:
        text, near, cells = heading.text, heading.near, heading.cells
        option = typed(f"{text}={near or say('terminal.bring.a_column')}")
        if near:
            yield say(
                "terminal.bring.no_place.near", count=cells, heading=text, near=near, option=option, typed=typed(text)
            )
        else:
            yield say("terminal.bring.no_place", count=cells, heading=text, option=option, typed=typed(text))
    if done.unplaced:
        if done.free:
            yield say("terminal.bring.free", sheet=done.sheet, columns=joining.all_quoted(done.free))
        yield say("terminal.bring.again")


def _as_json(done: BroughtList) -> str:
    """An object.

    path, written, kept  the workbook, whether it was written, and where the old file is
    list, sheet, tab     the list's name, the sheet of the workbook and that of the list
    added, filled, unchanged, skipped  how many rows of each kind
    unplaced     heading, cells, near (the column that it may mean, or "")
    free, worked_out, left, other_tabs, remarks  as texts
    differences  cell, column, row, kept, list_cell, listed, is_told (false: not for publication)
    unclear      list_row, name, rows
    findings     as smreport check has them
    """
    content = {
        "path": str(done.path), "written": done.written, "kept": str(done.kept) if done.kept else None,
        "list": done.listed, "sheet": done.sheet, "tab": done.tab,
        "added": done.added, "filled": done.filled, "unchanged": done.unchanged, "skipped": done.skipped,
        "unplaced": [{"heading": it.text, "cells": it.cells, "near": it.near} for it in done.unplaced],
        "free": done.free, "worked_out": done.worked_out, "left": done.left, "other_tabs": done.other_tabs,
        "remarks": done.remarks,
        "differences": [asdict(cell) for cell in done.differences],
        "unclear": [asdict(row) for row in done.unclear],
        "findings": [finding.as_dict() for finding in done.findings],
    }  # fmt: skip
    return json.dumps(content, indent=2, ensure_ascii=False)
