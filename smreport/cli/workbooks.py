"""Commands from a workbook to a workbook: new, upgrade, refresh."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

import smreport
from smreport.cli.base import FORCE, LANGUAGE, PATH, TEMPLATE, by_template, echo, require_xlsx, say_next, tell, typed
from smreport.cli.in_round import is_from_round
from smreport.cli.said import argument, command, option
from smreport.words import say

if TYPE_CHECKING:
    from smreport import Renewed


@command()
@option("-o", "--output", type=PATH, metavar="file", said="new.output")
@option("--organisation", default="", metavar="name", said="new.organisation")
@TEMPLATE
@option("--services", type=PATH, metavar="csv_file", said="services")
@option("--starter/--blank", default=True, said="new.starter")
@option("--answers", type=PATH, metavar="toml_file", said="new.answers")
@LANGUAGE
@FORCE
def new(
    output: Path | None,
    organisation: str,
    template: str | None,
    services: Path | None,
    starter: bool,
    answers: Path | None,
    language: str,
    force: bool,
) -> None:
    """Make a workbook for staff to fill in."""
    if output:
        require_xlsx(output)
    for given in filter(None, (services, answers)):
        if not given.exists():
            raise click.UsageError(say("terminal.cannot.no_file", file=str(given)))
    folder = output.parent if output else Path()
    is_new = not folder.exists()
    made = smreport.new(
        output,
        organisation=organisation,
        template=template,
        services=services,
        starter=starter,
        answers=answers,
        language=language,
        force=force,
    )
    tell((), (made.kept,) if made.kept else ())
    if is_new:
        echo(say("terminal.made_folder", path=str(folder)))
    echo(say("terminal.made", path=str(made.path), count=made.sheets))
    command = f"smreport check {typed(made.path)}{by_template(template)}"
    say_next(say("terminal.next.fill_in", command=command))


@command()
@argument("old", type=PATH, metavar="old")
@option("-o", "--output", type=PATH, required=True, metavar="new", said="new_workbook")
@TEMPLATE
@FORCE
def upgrade(old: Path, output: Path, template: str | None, force: bool) -> None:
    """Carry the answers of an older or rearranged workbook over into a current one."""
    require_xlsx(output)
    _tell_renewed(smreport.upgrade(old, output, template=template, force=force), by_template(template))


@command()
@argument("file", type=PATH, metavar="file")
@option("-o", "--output", type=PATH, required=True, metavar="new", said="new_workbook")
@TEMPLATE
@FORCE
def refresh(file: Path, output: Path, template: str | None, force: bool) -> None:
    """Make rows ready for what the mappings imply: roles in 5 and 6, candidate projects in 7."""
    require_xlsx(output)
    in_place = is_from_round("file") and is_from_round("output")
    _tell_renewed(smreport.refresh(file, output, template=template, force=force or in_place), by_template(template))


def _tell_renewed(renewed: Renewed, template: str) -> None:
    tell((renewed.path,), (renewed.kept,) if renewed.kept else ())
    for line in renewed.remarks:
        echo(say("terminal.note", remark=line))
    for line in renewed.added:
        echo(say("terminal.rows_added", what=line))
    echo(say("terminal.rows_ready", count=renewed.rows))
    say_next(f"smreport check {typed(renewed.path)}{template}")
