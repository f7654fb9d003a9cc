"""Commands that write or tell what a workbook comes to: build, explain, demo, handbook."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
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
    echo,
    progress,
    say_next,
    tell,
    tell_saved,
    typed,
)
from smreport.cli.in_round import GivesWay
from smreport.cli.said import Choice, argument, command, option
from smreport.findings import summary
from smreport.frozen import asdict
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


@command()
@argument("file", type=PATH, metavar="file")
@option("-o", "--output", type=PATH, required=True, metavar="folder", said="build.output")
@TEMPLATE
@option("--draft", is_flag=True, said="build.draft")
@option("--exempt", is_flag=True, said="build.exempt")
@_tries
@option("--style", type=PATH, metavar="file", said="build.style")
@option("--report-template", type=PATH, metavar="file", said="build.report_template")
@TRACE
@NUMBERED
@option("--pdf", is_flag=True, said="build.pdf")
@option("--html", is_flag=True, said="build.html")
@option("--open", "opens", is_flag=True, said="build.open")
@PUBLISH
@LANGUAGE
@option("--format", "printed", type=Choice(["text", "json"]), default="text", said="print_result")
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
    """Write the papers of a completed workbook: report.docx, strategy.docx and action-plan.docx."""
    kind = smreport.DocumentOptions(**options)
    built = smreport.build(
        file, output, template=template, draft=draft, force=force, what_if=what_if, options=kind, progress=progress(),
    )  # fmt: skip
    if printed == "json":
        echo(_built_as_json(built))
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
            echo(say("terminal.not_opened", path=str(path)), err=err)


def _tell_built(built: smreport.Built, next_step: str) -> None:
    """What was written, what there is to say of it, and what to do next."""
    tell(built.documents, built.kept)
    findings = say("terminal.found", findings=summary(built.results.findings))
    of_template = built.filled.sentences if built.filled else ()
    for line in (*built.remarks, say("terminal.verdict", verdict=built.verdict), findings, *of_template):
        echo(line)
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


@command()
@argument("file", cls=GivesWay, type=PATH, metavar="file")
@argument("project", metavar="project")
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
    """Say why a project stands where it does: its benefit, cost and risk, with the rows behind them."""
    text = smreport.explain(file, project, template=template, exempt=exempt, what_if=what_if, publish=publish)
    echo(text.rstrip("\n"))


@command()
@option(
    "-o", "--output", type=PATH, default=Path("smreport-demo"), show_default=True, metavar="folder",
    said="demo.output",
)  # fmt: skip
@FORCE
def demo(output: Path, force: bool) -> None:
    """Run the whole round on the shipped example: a workbook and the papers made from it."""
    shown = smreport.demo(output, force=force, progress=progress())
    tell((shown.workbook, *shown.built.documents), shown.built.kept)
    echo(say("terminal.verdict", verdict=shown.built.verdict))
    echo(say("terminal.found_in_demo", findings=summary(shown.built.results.findings)))
    say_next(
        say("terminal.next.look_at_demo", command=f"smreport check {typed(shown.workbook)}"),
        say("terminal.next.make_own"),
    )


@command()
@option("-o", "--output", type=PATH, required=True, metavar="file", said="handbook.output")
@TEMPLATE
@LANGUAGE
@FORCE
def handbook(output: Path, template: str | None, language: str, force: bool) -> None:
    """Write the sheet-by-sheet guide to a workbook, with every check and its code."""
    tell_saved(smreport.handbook(output, template=template, language=language, force=force))
