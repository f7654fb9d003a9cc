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
    build_command,
    by_template,
    echo,
    require_xlsx,
    say_next,
    tell,
    tell_error,
    typed,
)
from smreport.cli.in_round import Several, is_from_round
from smreport.cli.rounds import TODAY, day_of, with_renewal
from smreport.cli.said import Choice, WholeNumber, argument, command, option
from smreport.file_names import named
from smreport.words import say
from smreport.words.locales import number, percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from smreport import MergedFiles, Question, Standings, Status, Tick

JOBS = option("--jobs", type=WholeNumber(1, 64), metavar="number", said="jobs")
REGISTER = option("--register", type=PATH, metavar="file", said="register")
FILES = argument("places", cls=Several, nargs=-1, required=True, type=PATH, metavar="folder_or_files")
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


@command()
@argument("file", type=PATH, metavar="file")
@option("-o", "--output", type=PATH, required=True, metavar="folder", said="split.output")
@option("--by", type=Choice(["area", "group"]), default="area", show_default=True, said="split.by")
@option("--send", multiple=True, metavar="place", said="place")
@TEMPLATE
@JOBS
@FORCE
def split(
    file: Path,
    output: Path,
    by: Literal["area", "group"],
    send: tuple[str, ...],
    template: str | None,
    jobs: int | None,
    force: bool,
) -> None:
    """Make a workbook for each service, with its own rows and what all share."""
    with _bar() as tick:
        made = smreport.split(file, output, by=by, template=template, jobs=jobs, force=force, send=send, tick=tick)
    tell(tuple(output / sent.file for sent in made.sent), made.kept)
    echo(say("terminal.wrote_register", path=str(made.register)))
    for line in made.remarks:
        echo(say("terminal.note", remark=line))
    say_next(
        say("terminal.next.send_out"),
        say("terminal.next.follow", register=typed(made.register), template=by_template(template)),
    )


@command()
@FILES
@option("-o", "--output", type=PATH, required=True, metavar="file", said="merge.output")
@REGISTER
@option("--decisions", type=PATH, metavar="combined", said="merge.decisions")
@TEMPLATE
@JOBS
@option("--format", "style", type=Choice(["text", "json"]), default="text", said="print_result")
@FORCE
def merge(
    places: tuple[Path, ...],
    output: Path,
    register: Path | None,
    decisions: Path | None,
    template: str | None,
    jobs: int | None,
    style: str,
    force: bool,
) -> None:
    """Bring returned workbooks together in one, with a report of what is missing or to be decided."""
    require_xlsx(output)
    again = is_from_round("output") and decisions == output
    with _bar() as tick:
        done = smreport.merge(
            places, output, register=register, decisions=decisions, template=template, jobs=jobs, force=force,
            again=again, tick=tick,
        )  # fmt: skip
    if style == "json":
        echo(_merged_as_json(done))
    _tell_merged(done, again, by_template(template), is_data=style == "json")
    for problem in done.unreadable:
        tell_error(problem)
    if done.unreadable:
        sys.exit(CANNOT)
    sys.exit(FINDINGS if done.chased or done.merged.open else FINE)


def _tell_merged(done: MergedFiles, again: bool, template: str, is_data: bool) -> None:
    """What was written and what there is to say of it; in lines for people also what is to be done."""
    tell((done.workbook, done.report), done.kept, err=is_data)
    from_kept = (say("terminal.round.merged_again"),) if again and done.kept else ()
    lines = () if is_data else tuple(_merged_as_lines(done))
    for line in (*from_kept, *_about_register(not done.roll), *done.remarks, *lines):
        echo(line, err=is_data)
    if not is_data and (is_from_round("places") or not (done.merged.open or done.unreadable)):
        say_next(build_command(done.workbook, template))


def _about_register(is_missing: bool) -> tuple[str, ...]:
    """That nobody can tell who is missing where there is no register."""
    return (say("terminal.no_register"),) if is_missing else ()


def _merged_as_lines(done: MergedFiles) -> Iterator[str]:
    for called in done.chased:
        stands, file, lead = called.standing.word, called.sent.file, called.sent.part.lead
        yield (
            say("terminal.merge.chased_by_lead", stands=stands, file=file, lead=lead)
            if lead
            else say("terminal.merge.chased", stands=stands, file=file)
        )
    if done.merged.open:
        yield say("terminal.merge.decide", file=str(done.workbook), option=f"--decisions {typed(done.workbook)}")
    yield say(
        "terminal.merge.done",
        workbooks=say("terminal.merge.workbooks", count=len(done.returned)),
        questions=say("terminal.merge.questions", count=len(done.merged.open)),
        added=say("terminal.merge.added", count=done.merged.new_rows),
        taken_out=say("terminal.merge.taken_out", count=sum(not row.kept for row in done.merged.removed)),
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


@command()
@FILES
@REGISTER
@TEMPLATE
@JOBS
@option("--format", "style", type=Choice(["text", "json", "csv"]), default="text", said="status.format")
@TODAY
def status(
    places: tuple[Path, ...],
    register: Path | None,
    template: str | None,
    jobs: int | None,
    style: str,
    today: datetime | None,
) -> None:
    """Say how far each workbook is: returned or not, share filled in, errors and gaps."""
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
        tell_error(problem)
    if problems:
        sys.exit(CANNOT)
    sys.exit(FINE if standings.is_fine else FINDINGS)


def _tell_standings(standings: Standings, style: str) -> None:
    """The table, and what there is to say beside it."""
    rows = [workbook.as_dict() for workbook in standings.rows]
    if style == "json":
        echo(_status_as_json(rows))
    elif rows:
        echo(_status_as_csv(rows) if style == "csv" else _status_as_text(standings))
    is_split = len(rows) > 1 or any(workbook.part for workbook in standings.rows)
    about = _about_register(is_split and not standings.has_register)
    for line in (*(_first_waves(standings.rows) if style == "text" else ()), *standings.remarks, *about):
        echo(line, err=style != "text")


def _tell_round(standings: Standings, today: date, err: bool) -> None:
    """Where the round stands, and its next step."""
    step = with_renewal(smreport.next_step(today=today, standings=standings if standings.has_register else None))
    for line in step.lines[bool(step.returned) :]:  # the table counts them
        echo(line, err=err)


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
        combined = typed(named(say("terminal.file.round.combined"), ".xlsx"))
        say_next(f"smreport merge {places}{register} -o {combined}{template}")


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


def _status_as_text(standings: Standings) -> str:
    headings = tuple(
        say(f"terminal.status.heading.{name}") for name in ("stands", "filled_in", "errors", "gaps", "notes", "file")
    )
    lines = [headings, *map(_line, standings.rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(headings) - 1)]
    back, count = standings.returned
    table = [
        "  ".join([*(f"{cell:{width}}" for cell, width in zip(line, widths, strict=False)), line[-1]]) for line in lines
    ]
    counted = ["", say("terminal.status.returned", back=number(back), count=count)] if count else []
    return "\n".join([*table, *counted])


def _line(workbook: Status) -> tuple[str, ...]:
    share = workbook.completeness.share
    counts = ("-",) * 4 if workbook.problem or workbook.is_missing else (
        "-" if share is None else percent(share), str(workbook.errors), str(workbook.gaps), str(workbook.notes)
    )  # fmt: skip
    return workbook.standing.word, *counts, workbook.file
