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

_SELDOM = (200_000, 30, 30)  # objects, and rounds of the younger generations, before garbage is looked for


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="smreport")
def main() -> None:
    """Turn a workbook that services fill in into a social media strategy and an action plan.

    \b
    The whole round:
      smreport new -o workbook.xlsx          a workbook to fill in
      smreport check workbook.xlsx           what is wrong or missing, by sheet and cell
      smreport build workbook.xlsx -o out    report, strategy and action plan in Word

    With many services: split, status and merge. In the folder of a round (init) commands need no options, and
    next says what to do. See it at work first: smreport demo

    Exit codes: 0 fine, 1 findings, 2 a file cannot be read or a command was not understood,
    130 stopped with Ctrl-C.
    """
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
