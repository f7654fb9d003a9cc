"""The check command: what is wrong or missing, as text, as JSON, or marked in the workbook."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

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
    say_next,
    tell_error,
    tell_saved,
    typed,
)
from smreport.cli.in_round import Several
from smreport.cli.said import Choice, argument, command, option
from smreport.errors import SmreportError, said_by
from smreport.findings import MISSING_ROW, NEAR, Finding, Level, as_text, cells_in_brief, summary
from smreport.words import joining, say, speaking_as_the_terminal
from smreport.words.locales import number

if TYPE_CHECKING:
    from smreport import Checked


@command()
@argument("files", cls=Several, nargs=-1, required=True, type=PATH, metavar="folder_or_files")
@TEMPLATE
@option("--format", "style", type=Choice(["text", "json"]), default="text", said="check.format")
@option("--mark", is_flag=True, said="check.mark")
@option("-o", "--output", type=PATH, metavar="file", said="check.output")
@FORCE
def check(
    files: tuple[Path, ...], template: str | None, style: str, mark: bool, output: Path | None, force: bool
) -> None:
    """Say what contradicts itself or is missing, by sheet and cell."""
    workbooks = smreport.find_workbooks(files)
    if output:
        _require_one_marked(workbooks.paths, mark, output)
    checked = smreport.check_workbooks(workbooks.paths, template)
    counted = [workbook for workbook in checked if not workbook.left_out]
    echo(_as_json(checked) if style == "json" else "\n\n".join(map(_as_text, counted)))
    for line in (*workbooks.remarks, *smreport.left_out_of(checked), *_problems(counted)):
        echo(line, err=True)
    readable = [workbook for workbook in counted if not workbook.unreadable]
    all_marked = not mark or _mark_all(readable, output, template, force, style == "json")
    if style == "text":
        _say_next(readable, mark, by_template(template))
    sys.exit(_exit_code(counted) if all_marked else CANNOT)


def _problems(checked: list[Checked]) -> list[str]:
    return [say("terminal.error", problem=workbook.unreadable) for workbook in checked if workbook.unreadable]


def _exit_code(checked: list[Checked]) -> int:
    if _problems(checked):
        return CANNOT
    return FINE if all(workbook.passed for workbook in checked) else FINDINGS


def _say_next(readable: list[Checked], mark: bool, template: str) -> None:
    if mark and readable:
        say_next(say("terminal.next.send_marked"))
    if mark or len(readable) != 1:
        return
    (only,) = readable
    if _lacks_rows_only(only.own):
        command = f"smreport refresh {typed(only.path)} -o {typed(_fuller(only.path))}{template}"
        say_next(say("terminal.next.refresh", command=command))
    elif not only.passed:
        command = f"smreport check {typed(only.path)} --mark{template}"
        say_next(say("terminal.next.put_right", command=command))
    elif only.is_whole:
        say_next(build_command(only.path, template))


def _lacks_rows_only(findings: Sequence[Finding]) -> bool:
    """Whether rows are missing that can be made: names that may be wrong, and errors, are put right first."""
    is_first = any(finding.level is Level.ERROR or finding.code.endswith(NEAR) for finding in findings)
    return not is_first and any(finding.code.endswith(MISSING_ROW) for finding in findings)


def _fuller(path: Path) -> Path:
    """A name for the workbook with the rows that were missing."""
    return path.with_name(f"{path.stem}-2.xlsx")


def _require_one_marked(files: tuple[Path, ...], mark: bool, output: Path) -> None:
    if not mark:
        raise click.UsageError(say("terminal.check.output_without_mark"))
    if len(files) > 1:
        raise click.UsageError(say("terminal.check.output_for_one"))
    if output.suffix.lower() != files[0].suffix.lower():
        raise click.UsageError(say("terminal.check.ending", file=str(output), ending=files[0].suffix))


def _mark_all(workbooks: list[Checked], output: Path | None, template: str | None, force: bool, err: bool) -> bool:
    """Whether all marked copies could be written."""
    written = [_write_marked(workbook, output, template, force, err) for workbook in workbooks]
    return all(written)


def _write_marked(checked: Checked, output: Path | None, template: str | None, force: bool, err: bool) -> bool:
    """Whether the marked copy could be written; a refusal does not stop the others."""
    try:
        tell_saved(smreport.mark(checked, output, template=template, force=force), err)
    except SmreportError as problem:
        tell_error(said_by(problem))
        return False
    return True


def _as_text(checked: Checked) -> str:
    with speaking_as_the_terminal():
        return _in_words(checked)


def _in_words(checked: Checked) -> str:
    if checked.unreadable:
        return say("terminal.check.not_checked", file=str(checked.path))
    counted = say("terminal.check.counted", file=str(checked.path), findings=summary(checked.own))
    lines = (counted, _stops(checked.own), checked.about_limits)
    counts = "\n".join([*filter(None, lines), _worth_asking(checked.own)])
    if checked.set_by_facilitator:
        about_set_rows = say("terminal.check.set_rows", count=checked.set_by_facilitator)
        counts = f"{counts}\n{about_set_rows}"
    return "\n\n".join(filter(None, (as_text(checked.own), counts)))


def _stops(findings: Sequence[Finding]) -> str:
    """What stops a build, in a line."""
    cells: dict[str, list[str]] = {}
    for finding in findings:
        if finding.level is Level.ERROR:
            cells.setdefault(finding.sheet, []).append(finding.cell)
    if not cells:
        return say("terminal.stops_nothing")
    places = joining.apart(
        say("terminal.check.cells_of", sheet=sheet, cells=cells_in_brief(sheet_cells))
        for sheet, sheet_cells in cells.items()
    )
    return say("terminal.stops", places=places)


_MOST_OWNERS = 4


def _worth_asking(findings: Sequence[Finding]) -> str:
    """Who can close how many gaps, in a line."""
    asked = Counter(finding.owner for finding in findings if finding.level is not Level.NOTE and finding.owner)
    if not asked:
        return say("terminal.ask_nobody")
    owners = joining.in_a_row(joining.bracketed(owner, number(gaps)) for owner, gaps in asked.most_common(_MOST_OWNERS))
    others = len(asked) - _MOST_OWNERS
    return say("terminal.ask", owners=say("terminal.ask_others", owners=owners, count=others) if others > 0 else owners)


def _as_json(checked: list[Checked]) -> str:
    """A list of objects: file, readable, problem, left_out (why, or ""), limits, set_by_facilitator, findings."""
    return json.dumps(
        [
            {
                "file": str(workbook.path),
                "readable": not workbook.unreadable,
                "problem": workbook.unreadable,
                "left_out": workbook.left_out,
                "limits": workbook.limits,
                "set_by_facilitator": workbook.set_by_facilitator,
                "findings": [finding.as_dict() for finding in workbook.findings],
            }
            for workbook in checked
        ],
        indent=2,
        ensure_ascii=False,
    )
