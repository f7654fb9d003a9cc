"""The command from one round to the next: renew."""

from __future__ import annotations

from pathlib import Path

import smreport
from smreport.cli.base import FORCE, PATH, TEMPLATE, by_template, echo, require_xlsx, say_next, tell, typed
from smreport.cli.said import argument, command, option
from smreport.words import say


@command()
@argument("old", type=PATH, metavar="old")
@option("-o", "--output", type=PATH, required=True, metavar="new", said="new_workbook")
@option("--starts", metavar="date", said="renew.starts")
@TEMPLATE
@FORCE
def renew(old: Path, output: Path, starts: str | None, template: str | None, force: bool) -> None:
    """Make next year's workbook from this year's."""
    require_xlsx(output)
    done = smreport.renew(old, output, starts=starts, template=template, force=force)
    tell((done.path,), (done.kept,) if done.kept else ())
    for remark in done.remarks:
        echo(say("terminal.note", remark=remark))
    for line in done.lines:
        echo(line)
    say_next(f"smreport check {typed(done.path)}{by_template(template)}")
