"""The command from one round to the next: renew."""

from __future__ import annotations

from pathlib import Path

import click

import smreport
from smreport.cli.base import FORCE, PATH, TEMPLATE, by_template, require_xlsx, say_next, tell, typed


@click.command()
@click.argument("old", type=PATH, metavar="OLD")
@click.option("-o", "--output", type=PATH, required=True, metavar="NEW", help="The new workbook (.xlsx).")
@click.option("--starts", metavar="DATE", help="When the new plan starts; else a year after the last one.")
@TEMPLATE
@FORCE
def renew(old: Path, output: Path, starts: str | None, template: str | None, force: bool) -> None:
    """Make next year's workbook from this year's.

    Done and dropped projects and all that was of them move to the sheet of earlier rounds, with the last decision.
    Last figures become baselines. Beside open rows stands what they said, to confirm or change. Parked areas, and
    dates that have passed, are asked about again. OLD is never changed, and nothing that was typed is lost.

    \b
    Examples:
      smreport renew combined.xlsx -o next-year.xlsx
      smreport renew combined.xlsx -o next-year.xlsx --starts "1 April 2028"
    """
    require_xlsx(output)
    done = smreport.renew(old, output, starts=starts, template=template, force=force)
    tell((done.path,), (done.kept,) if done.kept else ())
    for remark in done.remarks:
        click.echo(f"Note: {remark}")
    for line in done.lines:
        click.echo(line)
    say_next(f"smreport check {typed(done.path)}{by_template(template)}")
