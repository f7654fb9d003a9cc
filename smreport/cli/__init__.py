"""The command line: thin, one command a step, heavy imports inside the commands."""

from __future__ import annotations

import atexit
import gc
import sys

import click

from smreport import __version__
from smreport.cli import (
    bringing,
    checking,
    comparing,
    documents,
    export,
    renewing,
    returns,
    reviewing,
    rounds,
    template,
    workbooks,
)
from smreport.cli.base import Commands
from smreport.cli.said import option
from smreport.words import say

_SELDOM = (200_000, 30, 30)  # objects, and rounds of the younger generations, before garbage is looked for


def _tell_version(ctx: click.Context, _option: click.Parameter, is_asked: bool) -> None:
    if is_asked and not ctx.resilient_parsing:
        click.echo(say("terminal.click.version", version=__version__))
        ctx.exit()


@click.group(
    cls=Commands, said="smreport", context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_tell_version, said="version")
def main() -> None:
    """Turn a workbook that services fill in into a social media strategy and an action plan."""
    _seldom_look_for_garbage()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _seldom_look_for_garbage() -> None:
    """A command makes many objects that it keeps to its end, among which the search took a quarter of its time."""
    gc.set_threshold(*_SELDOM)
    atexit.register(gc.freeze)  # nor once more for every library while Python shuts down


for _command in (
    workbooks.new, checking.check, documents.build, documents.explain, documents.demo, export.export, comparing.compare,
    workbooks.refresh, workbooks.upgrade, renewing.renew, bringing.bring, returns.split, returns.merge, returns.status,
    documents.handbook, template.template,
    rounds.init, rounds.what_next, reviewing.review,
):  # fmt: skip
    main.add_command(_command)
