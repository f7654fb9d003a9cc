"""Commands for a round as a whole: its folder, and what is to be done next."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import click

import smreport
from smreport.cli.base import PATH, say_next, tell, typed
from smreport.words import say

_DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"]
TODAY = click.option("--today", type=click.DateTime(_DAYS), hidden=True, help="The day that counts as today.")


def day_of(today: datetime | None) -> date:
    """The day that is given, else today."""
    return today.date() if today else date.today()


@click.command()
@click.argument("folder", type=PATH, metavar="ROUND")
@click.option("--organisation", default="", metavar="NAME", help="The council's name.")
@click.option("--template", default="", metavar="NAME|FOLDER", help="The template of all workbooks of the round.")
@click.option("--services", type=PATH, metavar="FILE.csv", help="A service list (columns id and name) to pick from.")
@click.option("--style", type=PATH, metavar="FILE", help="A .docx or .dotx of yours that gives documents their looks.")
@click.option(
    "--deadline", type=click.DateTime(_DAYS), metavar="DAY",
    help="By when workbooks are to come back, such as 2027-01-15 or 15/01/2027.",
)  # fmt: skip
def init(
    folder: Path,
    organisation: str,
    template: str,
    services: Path | None,
    style: Path | None,
    deadline: datetime | None,
) -> None:
    """Make the folder of a round: in it commands need no options.

    round.toml in it says which template, files, folders, money to try and deadline the round has; each line
    explains itself. Options of a command still win, and what it takes from the round it says.

    \b
    Examples:
      smreport init our-round
      smreport init our-round --organisation "Exampleshire County Council" --deadline 2027-01-15
    """
    day = deadline.date() if deadline else None
    made = smreport.init(
        folder, organisation=organisation, template=template, services=services, style=style, deadline=day
    )
    tell((made.file,), ())
    for path in made.folders:
        click.echo(say("terminal.made_folder", path=str(path)))
    is_here = folder.resolve() == Path.cwd()
    say_next(
        *([] if is_here else [say("terminal.next.go_into", folder=typed(folder))]),
        say("terminal.next.round", command="smreport next"),
    )


@click.command("next")
@click.option("--mails", is_flag=True, help="Also write a text to send to each service that is late, or has to mend.")
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", help="How to print it.")
@TODAY
def what_next(mails: bool, style: str, today: datetime | None) -> None:
    """Say where the round stands, and the one next command.

    With --mails a text for an e-mail is written for each service whose workbook is late, cannot be read, or has
    errors or gaps. Nobody is sent anything. A text that you have edited stays.
    Exit code 0, wherever the round stands. 2: there is no round here, or its round.toml is not right.

    \b
    Examples:
      smreport next
      smreport next --mails
      smreport next --format json
    """
    is_data = style == "json"
    if mails:
        _tell_mails(smreport.mails(today=day_of(today)), is_data)
    step = with_renewal(smreport.next_step(today=day_of(today)))
    if is_data:
        click.echo(json.dumps(step.as_dict(), indent=2, ensure_ascii=False))
        return
    for line in step.lines:
        click.echo(line)


def _tell_mails(done: smreport.WrittenMails, err: bool) -> None:
    """What was written; what stays as it is, or has gone."""
    tell(done.written, (), err)
    for path in done.edited:
        click.echo(say("terminal.round.mail_edited", path=str(path)), err=err)
    for path in done.removed:
        click.echo(say("terminal.round.mail_removed", path=str(path)), err=err)
    if not (done.written or done.edited):
        click.echo(say("terminal.round.no_mails"), err=err)


def with_renewal(step: smreport.NextStep) -> smreport.NextStep:
    """A step; once all is done with the command for the next year, if there is such a command."""
    root = click.get_current_context().find_root().command
    if step.command or "renew" not in getattr(root, "commands", {}):
        return step
    command = f"smreport renew {typed(step.source)} -o next-year.xlsx"
    return replace(step, command=command, step=say("terminal.round.step.renew", step=step.step, command=command))
