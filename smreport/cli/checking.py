"""The check command: what is wrong or missing, as text, as JSON, or marked in the workbook."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smreport.cli.base import CANNOT, FINDINGS, FINE, FORCE, PATH, TEMPLATE, tell
from smreport.errors import SmreportError
from smreport.findings import as_text, summary

if TYPE_CHECKING:
    from smreport.build import Checked


@click.command()
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE...")
@TEMPLATE
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", help="How to print findings.")
@click.option("--mark", is_flag=True, help="Also write a copy of each workbook with notes in the faulty cells.")
@click.option(
    "-o", "--output", type=PATH, metavar="FILE",
    help="Where the marked copy goes; else beside the workbook, as “NAME - to fix.xlsx”.",
)  # fmt: skip
@FORCE
def check(
    files: tuple[Path, ...], template: str | None, style: str, mark: bool, output: Path | None, force: bool
) -> None:
    """Say what contradicts itself or is missing, by sheet and cell.

    An error is a contradiction. A gap is something still missing. A note is worth knowing.
    With --mark each sender gets their own workbook back: faulty cells have a note, and a first sheet
    “To fix” leads to all of them. Marking it again replaces the marks.
    Exit code 0: neither errors nor gaps. 1: some. 2: a file cannot be read or written.

    \b
    Examples:
      smreport check workbook.xlsx
      smreport check workbook.xlsx --mark -o "workbook to fix.xlsx"
      smreport check returns/*.xlsx --mark
      smreport check returns/*.xlsx --format json
    """
    from smreport import build

    if output:
        _require_one_marked(files, mark, output)
    checked = build.check_workbooks(files, template)
    click.echo(_as_json(checked) if style == "json" else "\n\n".join(map(_as_text, checked)))
    for one in checked:
        if one.unreadable:
            click.echo(f"Error: {one.unreadable}", err=True)
    readable = [one for one in checked if not one.unreadable]
    refused = [one for one in readable if mark and not _write_marked(one, output, force, err=style == "json")]
    if refused or len(readable) < len(checked):
        sys.exit(CANNOT)
    sys.exit(FINE if all(one.passed for one in checked) else FINDINGS)


def _require_one_marked(files: tuple[Path, ...], mark: bool, output: Path) -> None:
    if not mark:
        raise click.UsageError("-o says where a marked copy goes: add --mark.")
    if len(files) > 1:
        raise click.UsageError("-o is for one workbook. Without it each marked copy goes beside its workbook.")
    if output.suffix.lower() != files[0].suffix.lower():
        raise click.UsageError(f"{output}: the name must end in {files[0].suffix}, as that of the workbook does.")


def _write_marked(checked: Checked, output: Path | None, force: bool, err: bool) -> bool:
    """Whether the marked copy could be written; a refusal does not stop the others."""
    from smreport import build

    try:
        marked = build.mark_workbook(checked, output, force=force)
    except SmreportError as problem:
        click.echo(f"Error: {problem}", err=True)
        return False
    tell((marked.path,), (marked.kept,) if marked.kept else (), err)
    return True


def _as_text(checked: Checked) -> str:
    if checked.unreadable:
        return f"{checked.path}: not checked."
    counts = f"{checked.path}: {summary(checked.findings)}."
    return "\n\n".join(filter(None, (as_text(checked.findings), counts)))


def _as_json(checked: list[Checked]) -> str:
    return json.dumps(
        [
            {
                "file": str(one.path),
                "readable": not one.unreadable,
                "problem": one.unreadable,
                "findings": [finding.as_dict() for finding in one.findings],
            }
            for one in checked
        ],
        indent=2,
        ensure_ascii=False,
    )
