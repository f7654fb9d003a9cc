"""Commands from a workbook to a workbook: new, upgrade, refresh."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

import smreport
from smreport.cli.base import FORCE, LANGUAGE, PATH, TEMPLATE, by_template, require_xlsx, say_next, tell, typed
from smreport.cli.in_round import is_from_round
from smreport.words import say

if TYPE_CHECKING:
    from smreport import Renewed


@click.command()
@click.option(
    "-o", "--output", type=PATH, metavar="FILE",
    help="The workbook to make (.xlsx); else one called after the council, or workbook.xlsx, under a free name.",
)  # fmt: skip
@click.option("--organisation", default="", metavar="NAME", help="The council's name, for the cover.")
@TEMPLATE
@click.option("--services", type=PATH, metavar="FILE.csv", help="A service list (columns id and name) to pick from.")
@click.option("--starter/--blank", default=True, help="With starter rows (areas, tools, roles), or blank.")
@click.option("--answers", type=PATH, metavar="FILE.toml", help="Fill in the answers of a TOML file.")
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
    """Make a workbook for staff to fill in.

    \b
    Examples:
      smreport new
      smreport new -o workbook.xlsx --organisation "Exampleshire County Council"
      smreport new -o workbook.xlsx --services services.csv
      smreport new -o workbook.xlsx --blank
      smreport new -o llyfr.xlsx --language en+cy
    """
    if output:
        require_xlsx(output)
    for given in filter(None, (services, answers)):
        if not given.exists():
            raise click.UsageError(f"{given}: there is no such file.")
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
        click.echo(say("terminal.made_folder", path=str(folder)))
    click.echo(say("terminal.made", path=str(made.path), count=made.sheets))
    command = f"smreport check {typed(made.path)}{by_template(template)}"
    say_next(say("terminal.next.fill_in", command=command))


@click.command()
@click.argument("old", type=PATH, metavar="OLD")
@click.option("-o", "--output", type=PATH, required=True, metavar="NEW", help="The new workbook (.xlsx).")
@TEMPLATE
@FORCE
def upgrade(old: Path, output: Path, template: str | None, force: bool) -> None:
    """Carry the answers of an older or rearranged workbook over into a current one.

    OLD is never changed. What was not found in it is listed.

    \b
    Examples:
      smreport upgrade last-year.xlsx -o this-year.xlsx
    """
    require_xlsx(output)
    _tell_renewed(smreport.upgrade(old, output, template=template, force=force), by_template(template))


@click.command()
@click.argument("file", type=PATH, metavar="FILE")
@click.option("-o", "--output", type=PATH, required=True, metavar="NEW", help="The new workbook (.xlsx).")
@TEMPLATE
@FORCE
def refresh(file: Path, output: Path, template: str | None, force: bool) -> None:
    """Make rows ready for what the mappings imply: roles in 5 and 6, candidate projects in 7.

    FILE is never changed, and nothing that was typed is lost. In a round the new workbook takes the place of the
    round's, which is kept under another name.

    \b
    Examples:
      smreport refresh workbook.xlsx -o workbook-2.xlsx
    """
    require_xlsx(output)
    in_place = is_from_round("file") and is_from_round("output")
    _tell_renewed(smreport.refresh(file, output, template=template, force=force or in_place), by_template(template))


def _tell_renewed(renewed: Renewed, template: str) -> None:
    tell((renewed.path,), (renewed.kept,) if renewed.kept else ())
    for line in renewed.remarks:
        click.echo(f"Note: {line}")
    for line in renewed.added:
        click.echo(f"Added to {line}")
    click.echo(say("terminal.rows_ready", count=renewed.rows))
    say_next(f"smreport check {typed(renewed.path)}{template}")
