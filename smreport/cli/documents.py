"""Commands that write or tell what a workbook comes to: build, explain, demo, handbook."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from pathlib import Path
from typing import Any

import click

import smreport
from smreport.cli.base import (
    BUDGET,
    EXEMPT,
    FORCE,
    HOURS,
    LANGUAGE,
    NUMBERED,
    PATH,
    PUBLISH,
    TEMPLATE,
    TRACE,
    WEIGHTS,
    YEARS,
    by_template,
    progress,
    say_next,
    tell,
    tell_saved,
    typed,
)
from smreport.cli.in_round import GivesWay
from smreport.findings import summary
from smreport.words import say


def _tries(command: Callable[..., None]) -> Callable[..., None]:
    """The options that try other limits and weights, handed on together as ``what_if``."""

    @BUDGET
    @HOURS
    @YEARS
    @WEIGHTS
    @wraps(command)
    def run(
        budget: float | None,
        hours: float | None,
        years: dict[str, float],
        weights: dict[str, float] | None,
        **rest: Any,
    ) -> None:
        command(what_if=smreport.WhatIf(budget, hours, weights or {}, years), **rest)

    return run


@click.command()
@click.argument("file", type=PATH, metavar="FILE")
@click.option("-o", "--output", type=PATH, required=True, metavar="FOLDER", help="Where the documents go.")
@TEMPLATE
@click.option("--draft", is_flag=True, help="Write documents marked as drafts although the workbook has errors.")
@click.option("--exempt", is_flag=True, help="Write the exempt annex too: what the public papers leave out.")
@_tries
@click.option(
    "--style", type=PATH, metavar="FILE",
    help="A .docx or .dotx of yours whose styles, colours, header and footer the documents take.",
)  # fmt: skip
@click.option(
    "--report-template", type=PATH, metavar="FILE",
    help="A .docx or .dotx of yours for committee reports: report.docx is this file, filled.",
)  # fmt: skip
@TRACE
@NUMBERED
@click.option("--pdf", is_flag=True, help="Write the documents as PDF too; this needs LibreOffice.")
@click.option("--html", is_flag=True, help="Write the strategy as a web page too, without what people edited in Word.")
@click.option("--open", "opens", is_flag=True, help="Open the Word documents once they are written.")
@PUBLISH
@LANGUAGE
@click.option(
    "--format", "printed", type=click.Choice(["text", "json"]), default="text", help="How to print the result."
)
@FORCE
def build(
    file: Path,
    output: Path,
    template: str | None,
    draft: bool,
    what_if: smreport.WhatIf,
    force: bool,
    opens: bool,
    printed: str,
    **options: Any,
) -> None:
    """Write the papers of a completed workbook: report.docx, strategy.docx and action-plan.docx.

    What is missing is listed by owner. A workbook that contradicts itself is refused, unless --draft is given.
    What somebody changed in Word since the last build stays; where the workbook changed the same, a comment
    shows its wording. With --exempt the figures that are not for publication go into exempt/exempt-annex.docx
    in FOLDER, with all that is left out because of them; the public papers stay the same.

    With --report-template each part of the report goes under the heading, or beside the label, that means it in
    your own template. At the end stands what found no place, and what is left to fill, choose or delete by hand.

    \b
    Examples:
      smreport build workbook.xlsx -o out
      smreport build workbook.xlsx -o out --draft
      smreport build workbook.xlsx -o allan --language cy
      smreport build workbook.xlsx -o out --style council.dotx --trace --pdf --html
      smreport build workbook.xlsx -o out --report-template committee-report.docx
      smreport build workbook.xlsx -o what-if --budget 40000 --weights benefit=50,cost=30,risk=20
    """
    kind = smreport.DocumentOptions(**options)
    built = smreport.build(
        file, output, template=template, draft=draft, force=force, what_if=what_if, options=kind, progress=progress(),
    )  # fmt: skip
    if printed == "json":
        click.echo(_built_as_json(built))
    else:
        command = f"smreport check {typed(file)}{by_template(template)}"
        _tell_built(built, say("terminal.next.put_draft_right", command=command) if draft else "")
    if opens:
        _open_documents(built, err=printed == "json")


def _open_documents(built: smreport.Built, err: bool) -> None:
    """Each Word document in the program that the system has for it; that it could not be opened is no failure.

    Systems other than Windows and macOS say only at the end of their opener whether it could.
    """
    waits = sys.platform not in ("win32", "darwin")
    for path in built.documents:
        if path.suffix == ".docx" and click.launch(str(path.resolve()), wait=waits):
            click.echo(say("terminal.not_opened", path=str(path)), err=err)


def _tell_built(built: smreport.Built, next_step: str) -> None:
    """What was written, what there is to say of it, and what to do next."""
    tell(built.documents, built.kept)
    findings = say("terminal.found", findings=summary(built.results.findings))
    of_template = built.filled.sentences if built.filled else ()
    for line in (*built.remarks, say("terminal.verdict", verdict=built.verdict), findings, *of_template):
        click.echo(line)
    say_next(next_step or say("terminal.next.edit_documents"))


def _built_as_json(built: smreport.Built) -> str:
    content = {
        "documents": list(map(str, built.documents)),
        "kept": list(map(str, built.kept)),
        "remarks": built.remarks,
        "verdict": built.verdict,
        "edits": list(map(asdict, built.edits)),
        "report_template": built.filled.as_data if built.filled else None,
    }
    return json.dumps(content, indent=2, ensure_ascii=False)


@click.command()
@click.argument("file", cls=GivesWay, type=PATH, metavar="FILE")
@click.argument("project", metavar="PROJECT")
@TEMPLATE
@EXEMPT
@_tries
@PUBLISH
def explain(
    file: Path,
    project: str,
    template: str | None,
    exempt: bool,
    publish: tuple[str, ...],
    what_if: smreport.WhatIf,
) -> None:
    """Say why a project stands where it does: its benefit, cost and risk, with the rows behind them.

    It is compared with the projects ranked next above and below. With other limits or weights it says what they
    would change; the workbook stays as it is.

    \b
    Examples:
      smreport explain workbook.xlsx "Faults reported online"
      smreport explain workbook.xlsx "Faults reported online" --budget 40000 --year "2027/28 capital=20000"
    """
    text = smreport.explain(file, project, template=template, exempt=exempt, what_if=what_if, publish=publish)
    click.echo(text.rstrip("\n"))


@click.command()
@click.option(
    "-o", "--output", type=PATH, default=Path("smreport-demo"), show_default=True, metavar="FOLDER",
    help="Where the workbook and the documents go.",
)  # fmt: skip
@FORCE
def demo(output: Path, force: bool) -> None:
    """Run the whole round on the shipped example: a workbook and the papers made from it.

    \b
    Examples:
      smreport demo
      smreport demo -o somewhere
    """
    shown = smreport.demo(output, force=force, progress=progress())
    tell((shown.workbook, *shown.built.documents), shown.built.kept)
    click.echo(say("terminal.verdict", verdict=shown.built.verdict))
    click.echo(say("terminal.found_in_demo", findings=summary(shown.built.results.findings)))
    say_next(
        say("terminal.next.look_at_demo", command=f"smreport check {typed(shown.workbook)}"),
        say("terminal.next.make_own"),
    )


@click.command()
@click.option("-o", "--output", type=PATH, required=True, metavar="FILE", help="The guide (.docx or .md).")
@TEMPLATE
@LANGUAGE
@FORCE
def handbook(output: Path, template: str | None, language: str, force: bool) -> None:
    """Write the sheet-by-sheet guide to a workbook, with every check and its code.

    \b
    Examples:
      smreport handbook -o handbook.docx
      smreport handbook -o handbook.md
    """
    tell_saved(smreport.handbook(output, template=template, language=language, force=force))
