"""The export command: all tables and results as files that other programs read."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

import smreport
from smreport.cli.base import EXEMPT, FORCE, PATH, PUBLISH, TEMPLATE, tell
from smreport.findings import summary
from smreport.words import say


@click.command()
@click.argument("file", type=PATH, metavar="FILE")
@click.option("-o", "--output", type=PATH, required=True, metavar="FOLDER", help="Where the files go.")
@click.option(
    "--format", "style", type=click.Choice(["csv", "json"]), default="csv", show_default=True,
    help="The kind of file for each table.",
)  # fmt: skip
@TEMPLATE
@EXEMPT
@PUBLISH
@FORCE
def export(
    file: Path,
    output: Path,
    style: Literal["csv", "json"],
    template: str | None,
    exempt: bool,
    publish: tuple[str, ...],
    force: bool,
) -> None:
    """Write all tables and results for Power BI, Excel, databases and other programs.

    There is a file for each sheet, with what was typed, and one for each result. datapackage.json says what each
    column holds (a Frictionless Data Package). A workbook with errors is exported too: results.findings lists them.

    With --exempt they go into the folder “exempt” inside FOLDER, apart from those that may be published.

    In CSV files a text such as =1+1 stands behind an apostrophe, so that no spreadsheet runs it as a formula.

    \b
    Examples:
      smreport export workbook.xlsx -o data
      smreport export workbook.xlsx -o data --format json
      smreport export workbook.xlsx -o data --exempt
    """
    exported = smreport.export(
        file, output, style=style, template=template, exempt=exempt, force=force, publish=publish
    )
    *tables, package = exported.documents
    tell((package,), exported.kept)
    for line in exported.remarks:
        click.echo(line)
    click.echo(say("terminal.exported", count=len(tables), kind=style.upper()))
    click.echo(say("terminal.found", findings=summary(exported.results.findings)))
