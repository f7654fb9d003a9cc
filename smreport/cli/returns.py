"""Commands for many services: split a workbook, merge what comes back, say how far it is."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

import smreport
from smreport.cli.base import (
    CANNOT,
    FINDINGS,
    FINE,
    FORCE,
    PATH,
    TEMPLATE,
    by_template,
    require_xlsx,
    say_next,
    tell,
    typed,
)
from smreport.cli.in_round import Several, is_from_round
from smreport.cli.rounds import TODAY, day_of, with_renewal
from smreport.findings import count_in_words
from smreport.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from smreport import MergedFiles, Question, Standings, Status, Tick

JOBS = click.option(
    "--jobs", type=click.IntRange(1, 64), default=1, show_default=True, metavar="NUMBER",
    help="How many processor cores to use. The result is the same.",
)  # fmt: skip
REGISTER = click.option(
    "--register", type=PATH, metavar="FILE", help="The register that split wrote; else the one beside the workbooks."
)
FILES = click.argument("places", cls=Several, nargs=-1, required=True, type=PATH, metavar="FOLDER|FILES...")
_NOT_IN_CSV = ("=", "+", "-", "@", "\t", "\r", "\n")  # at the start of a cell: spreadsheets would take a formula for it


@contextmanager
def _bar() -> Iterator[Tick]:
    """Shows on a terminal how far the work is; silent in pipes."""
    if not sys.stderr.isatty():
        yield lambda what, done, total: None
        return
    with click.progressbar(length=1, file=sys.stderr, show_pos=True) as bar:

        def tick(what: str, done: int, total: int) -> None:
            bar.label, bar.length = what, total
            bar.update(done - bar.pos)

        yield tick


@click.command()
@click.argument("file", type=PATH, metavar="FILE")
@click.option("-o", "--output", type=PATH, required=True, metavar="FOLDER", help="Where the workbooks go.")
@click.option(
    "--by", type=click.Choice(["area", "group"]), default="area", show_default=True,
    help="One workbook for each area, or for each group or directorate.",
)  # fmt: skip
@click.option(
    "--send", multiple=True, metavar="PLACE",
    help="A place, as a refusal names it, where words may tell what is not for publication.",
)  # fmt: skip
@TEMPLATE
@JOBS
@FORCE
def split(
    file: Path,
    output: Path,
    by: Literal["area", "group"],
    send: tuple[str, ...],
    template: str | None,
    jobs: int,
    force: bool,
) -> None:
    """Make a workbook for each service, with its own rows and what all share.

    Rows that are the same for several areas say so in the last column. register.xlsx says who was sent what,
    and holds all rows as they were sent: merge needs it. FILE is never changed.
    A workbook in FOLDER that somebody has changed is never replaced; with --force it is kept under another name.

    \b
    Examples:
      smreport split workbook.xlsx -o sent
      smreport split workbook.xlsx -o sent --by group
    """
    with _bar() as tick:
        made = smreport.split(file, output, by=by, template=template, jobs=jobs, force=force, send=send, tick=tick)
    tell(tuple(output / sent.file for sent in made.sent), made.kept)
    click.echo(say("terminal.wrote_register", path=str(made.register)))
    for line in made.remarks:
        click.echo(f"Note: {line}")
    say_next(
        say("terminal.next.send_out"),
        say("terminal.next.follow", register=typed(made.register), template=by_template(template)),
    )


@click.command()
@FILES
@click.option("-o", "--output", type=PATH, required=True, metavar="FILE", help="The combined workbook (.xlsx).")
@REGISTER
@click.option(
    "--decisions", type=PATH, metavar="COMBINED", help="An earlier combined workbook, with Yes and No on “To decide”."
)
@TEMPLATE
@JOBS
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", help="How to print the result.")
@FORCE
def merge(
    places: tuple[Path, ...],
    output: Path,
    register: Path | None,
    decisions: Path | None,
    template: str | None,
    jobs: int,
    style: str,
    force: bool,
) -> None:
    """Bring returned workbooks together in one, with a report of what is missing or to be decided.

    Where two returns differ, both values stand on the sheet “To decide” of the combined workbook. Put Yes beside
    one, save, and merge again with --decisions; in a round these are taken from its combined workbook, which is kept
    under another name. Each row says which file and row it came from.
    Exit code 0: all returned and nothing to decide. 1: somebody to chase or something to decide.
    2: a file cannot be read; the others are merged all the same.

    \b
    Examples:
      smreport merge returned -o combined.xlsx
      smreport merge returned -o combined.xlsx --register sent/register.xlsx
      smreport merge returned -o final.xlsx --decisions combined.xlsx
    """
    require_xlsx(output)
    again = is_from_round("output") and decisions == output
    with _bar() as tick:
        done = smreport.merge(
            places, output, register=register, decisions=decisions, template=template, jobs=jobs, force=force,
            again=again, tick=tick,
        )  # fmt: skip
    if style == "json":
        click.echo(_merged_as_json(done))
    _tell_merged(done, again, by_template(template), is_data=style == "json")
    for problem in done.unreadable:
        click.echo(f"Error: {problem}", err=True)
    if done.unreadable:
        sys.exit(CANNOT)
    sys.exit(FINDINGS if done.chased or done.merged.open else FINE)


def _tell_merged(done: MergedFiles, again: bool, template: str, is_data: bool) -> None:
    """What was written and what there is to say of it; in lines for people also what is to be done."""
    tell((done.workbook, done.report), done.kept, err=is_data)
    from_kept = (say("terminal.round.merged_again"),) if again and done.kept else ()
    lines = () if is_data else tuple(_merged_as_lines(done))
    for line in (*from_kept, *_about_register(not done.roll), *done.remarks, *lines):
        click.echo(line, err=is_data)
    if not is_data and (is_from_round("places") or not (done.merged.open or done.unreadable)):
        say_next(f"smreport build {typed(done.workbook)} -o out{template}")


def _about_register(is_missing: bool) -> tuple[str, ...]:
    """That nobody can tell who is missing where there is no register."""
    return (say("terminal.no_register"),) if is_missing else ()


def _merged_as_lines(done: MergedFiles) -> Iterator[str]:
    for called in done.chased:
        lead = f" (lead: {called.sent.part.lead})" if called.sent.part.lead else ""
        yield f"{called.standing.value}: {called.sent.file}{lead}"
    if done.merged.open:
        again = f"merge again with --decisions {typed(done.workbook)}"
        yield f"Decide on the sheet “To decide” of {done.workbook}, then {again}"
    out = sum(not row.kept for row in done.merged.removed)
    yield (
        f"{count_in_words(len(done.returned), 'workbook')} merged: {count_in_words(len(done.merged.open), 'question')} "
        f"to decide, {count_in_words(len(done.merged.added), 'new row')}, {count_in_words(out, 'row')} taken out."
    )


def _merged_as_json(done: MergedFiles) -> str:
    """An object.

    workbook, report  paths of what was written
    merged      names of the files that were merged
    unreadable  why others were not, in a line each
    remarks     which files were left out, and of whom several came back, in a line each
    sent        for each workbook of the register: file, for, lead, stands, files
    questions   about, sheet, row, column, reference, chosen (or null), and values: value and places
    removed     file, sheet, row, sent_as (file and row), kept
    added       file, sheet, row, at (Excel row), known
    """
    content: dict[str, Any] = {
        "workbook": str(done.workbook),
        "report": str(done.report),
        "merged": list(done.returned),
        "unreadable": list(done.unreadable),
        "remarks": list(done.remarks),
        "sent": [
            {
                "file": called.sent.file, "for": called.sent.part.name, "lead": called.sent.part.lead,
                "stands": called.standing.value, "files": list(called.files),
            }
            for called in done.roll
        ],
        "questions": [_question(question) for question in done.merged.questions],
        "removed": [
            {
                "file": row.file, "sheet": row.sheet, "row": row.row,
                "sent_as": {"file": row.sent_as.file, "row": row.sent_as.row}, "kept": row.kept,
            }
            for row in done.merged.removed
        ],
        "added": [
            {"file": row.file, "sheet": row.sheet, "row": row.row, "at": row.at.row, "known": row.known}
            for row in done.merged.added
        ],
    }  # fmt: skip
    return json.dumps(content, indent=2, ensure_ascii=False)


def _question(question: Question) -> dict[str, Any]:
    values = [
        {"value": question.publishable(option.text), "places": list(option.places)} for option in question.options
    ]
    return {
        "about": question.matter.value, "sheet": question.sheet, "row": question.row, "column": question.column,
        "reference": question.reference,
        "chosen": None if question.chosen is None else question.publishable(question.chosen),
        "values": values,
    }  # fmt: skip


@click.command()
@FILES
@REGISTER
@TEMPLATE
@JOBS
@click.option(
    "--format", "style", type=click.Choice(["text", "json", "csv"]), default="text", help="How to print the table."
)
@TODAY
def status(
    places: tuple[Path, ...], register: Path | None, template: str | None, jobs: int, style: str, today: datetime | None
) -> None:
    """Say how far each workbook is: returned or not, share filled in, errors and gaps.

    Counts the cells that must be filled, in the rows that are for the service itself. Of a whole workbook in which
    limits are set it also says what becomes of the first wave, and which gaps to close first. In a round it also says
    where the round stands, as “smreport next” does.
    Exit code 0: all returned, without errors or gaps. 1: not so. 2: a file cannot be read.

    \b
    Examples:
      smreport status returned
      smreport status returned --register sent/register.xlsx
      smreport status returned --format csv > status.csv
    """
    with _bar() as tick:
        standings = smreport.status(
            places, register=register, template=template, jobs=jobs, may_be_none=is_from_round("places"), tick=tick
        )
    _tell_standings(standings, style)
    if is_from_round("places"):
        _tell_round(standings, day_of(today), err=style != "text")
    elif style == "text":
        known = f" --register {typed(register)}" if register else ""
        _say_next_of(standings.rows, " ".join(map(typed, places)), known, by_template(template))
    problems = [workbook.problem for workbook in standings.rows if workbook.problem]
    for problem in problems:
        click.echo(f"Error: {problem}", err=True)
    if problems:
        sys.exit(CANNOT)
    sys.exit(FINE if standings.is_fine else FINDINGS)


def _tell_standings(standings: Standings, style: str) -> None:
    """The table, and what there is to say beside it."""
    rows = [workbook.as_dict() for workbook in standings.rows]
    as_printed = {"json": _status_as_json, "csv": _status_as_csv, "text": _status_as_text}
    if rows or style == "json":
        click.echo(as_printed[style](rows))
    is_split = len(rows) > 1 or any(workbook.part for workbook in standings.rows)
    about = _about_register(is_split and not standings.has_register)
    for line in (*(_first_waves(standings.rows) if style == "text" else ()), *standings.remarks, *about):
        click.echo(line, err=style != "text")


def _tell_round(standings: Standings, today: date, err: bool) -> None:
    """Where the round stands, and its next step."""
    step = with_renewal(smreport.next_step(today=today, standings=standings if standings.has_register else None))
    for line in step.lines[bool(step.returned) :]:  # the table counts them
        click.echo(line, err=err)


def _first_waves(rows: Sequence[Status]) -> Iterator[str]:
    """What is to be said of the first wave of whole workbooks, and which gaps to close first."""
    for row in (row for row in rows if row.first_wave.verdict):
        verdict = row.first_wave.verdict
        alone = len(rows) == 1
        yield (
            say("terminal.verdict", verdict=verdict)
            if alone
            else say("terminal.verdict.of", file=row.file, verdict=verdict)
        )
        yield from (say("terminal.close_first", gap=gap) for gap in row.first_wave.close_first)


def _say_next_of(workbooks: Sequence[Status], places: str, register: str, template: str) -> None:
    returned = [workbook for workbook in workbooks if workbook.has_come]
    if not all(workbook.is_fine for workbook in returned):
        say_next(say("terminal.next.mark_for_senders", command=f"smreport check {places} --mark{template}"))
    elif returned:
        say_next(f"smreport merge {places}{register} -o combined.xlsx{template}")


def _status_as_json(rows: list[dict[str, Any]]) -> str:
    """A list of objects with the keys of :meth:`smreport.Status.as_dict`."""
    return json.dumps(rows, indent=2, ensure_ascii=False)


def _status_as_csv(rows: list[dict[str, Any]]) -> str:
    """A line of headings, the keys of :meth:`smreport.Status.as_dict`, and a line for each workbook.

    No cell is taken for a formula.
    """
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(rows[0])
    writer.writerows([_never_a_formula(value) for value in row.values()] for row in rows)
    return lines.getvalue().rstrip("\n")


def _never_a_formula(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_NOT_IN_CSV) else value


def _status_as_text(rows: list[dict[str, Any]]) -> str:
    headings = ("Stands", "Filled in", "Errors", "Gaps", "Notes", "File")
    lines = [headings, *(_line(row) for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(headings) - 1)]
    returned = sum(row["stands"] == "Returned" for row in rows)
    table = [
        "  ".join([*(f"{cell:{width}}" for cell, width in zip(line, widths, strict=False)), line[-1]]) for line in lines
    ]
    return "\n".join([*table, "", f"{returned:,} of {count_in_words(len(rows), 'workbook')} returned."])


def _line(row: dict[str, Any]) -> tuple[str, ...]:
    share = "-" if row["share"] is None else f"{row['share']:.0%}"
    counts = ("-",) * 4 if row["problem"] or row["stands"] == "Not returned" else (
        share, str(row["errors"]), str(row["gaps"]), str(row["notes"]))  # fmt: skip
    return row["stands"], *counts, row["file"]
