"""Commands for a round as a whole: its folder, and what is to be done next."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import click

import smreport
from smreport.cli.base import PATH, echo, say_next, tell, typed
from smreport.cli.said import Choice, Day, argument, command, option
from smreport.file_names import named
from smreport.frozen import replace
from smreport.words import say

_DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"]
TODAY = option("--today", type=Day(_DAYS), hidden=True, said="today")


def day_of(today: datetime | None) -> date:
    """The day that is given, else today."""
    return today.date() if today else date.today()


@command()
@argument("folder", type=PATH, metavar="round")
@option("--organisation", default="", metavar="name", said="init.organisation")
@option("--template", default="", metavar="name_or_folder", said="init.template")
@option("--services", type=PATH, metavar="csv_file", said="services")
@option("--style", type=PATH, metavar="file", said="init.style")
@option("--deadline", type=Day(_DAYS), metavar="day", said="init.deadline")
def init(
    folder: Path,
    organisation: str,
    template: str,
    services: Path | None,
    style: Path | None,
    deadline: datetime | None,
) -> None:
    """Make the folder of a round: in it commands need no options."""
    day = deadline.date() if deadline else None
    made = smreport.init(
        folder, organisation=organisation, template=template, services=services, style=style, deadline=day
    )
    tell((made.file,), ())
    for path in made.folders:
        echo(say("terminal.made_folder", path=str(path)))
    is_here = folder.resolve() == Path.cwd()
    say_next(
        *([] if is_here else [say("terminal.next.go_into", folder=typed(folder))]),
        say("terminal.next.round", command="smreport next"),
    )


@command("next")
@option("--mails", is_flag=True, said="next.mails")
@option("--format", "style", type=Choice(["text", "json"]), default="text", said="next.format")
@TODAY
def what_next(mails: bool, style: str, today: datetime | None) -> None:
    """Say where the round stands, and the one next command."""
    is_data = style == "json"
    if mails:
        _tell_mails(smreport.mails(today=day_of(today)), is_data)
    step = with_renewal(smreport.next_step(today=day_of(today)))
    if is_data:
        echo(json.dumps(step.as_dict(), indent=2, ensure_ascii=False))
        return
    for line in step.lines:
        echo(line)


def _tell_mails(done: smreport.WrittenMails, err: bool) -> None:
    """What was written; what stays as it is, or has gone."""
    tell(done.written, (), err)
    for path in done.edited:
        echo(say("terminal.round.mail_edited", path=str(path)), err=err)
    for path in done.removed:
        echo(say("terminal.round.mail_removed", path=str(path)), err=err)
    if not (done.written or done.edited):
        echo(say("terminal.round.no_mails"), err=err)


def with_renewal(step: smreport.NextStep) -> smreport.NextStep:
    """A step; once all is done with the command for the next year, if there is such a command."""
    root = click.get_current_context().find_root().command
    if step.command or "renew" not in getattr(root, "commands", {}):
        return step
    following = typed(named(say("terminal.file.next_year"), ".xlsx"))
    command = f"smreport renew {typed(step.source)} -o {following}"
    return replace(step, command=command, step=say("terminal.round.step.renew", step=step.step, command=command))
