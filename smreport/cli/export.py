"""The export command: all tables and results as files that other programs read."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import smreport
from smreport.cli.base import EXEMPT, FORCE, PATH, PUBLISH, TEMPLATE, echo, tell
from smreport.cli.said import Choice, argument, command, option
from smreport.findings import summary
from smreport.words import say

_NAMES = {"csv": "CSV", "json": "JSON", "parquet": "Parquet"}


@command()
@argument("file", type=PATH, metavar="file")
@option("-o", "--output", type=PATH, required=True, metavar="folder", said="export.output")
@option(
    "--format", "style", type=Choice(["csv", "json", "parquet"]), default="csv", show_default=True, said="export.format"
)
@TEMPLATE
@EXEMPT
@PUBLISH
@FORCE
def export(
    file: Path,
    output: Path,
    style: Literal["csv", "json", "parquet"],
    template: str | None,
    exempt: bool,
    publish: tuple[str, ...],
    force: bool,
) -> None:
    """Write all tables and results for Power BI, Excel, databases and other programs."""
    exported = smreport.export(
        file, output, style=style, template=template, exempt=exempt, force=force, publish=publish
    )
    *tables, package = exported.documents
    tell((package,), exported.kept)
    for line in exported.remarks:
        echo(line)
    echo(say("terminal.exported", count=len(tables), kind=_NAMES[style]))
    echo(say("terminal.found", findings=summary(exported.results.findings)))
