"""The command that reviews what came of a plan: review."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

import smreport
from smreport.cli.base import (
    FORCE,
    LANGUAGE,
    NUMBERED,
    PATH,
    PUBLISH,
    TEMPLATE,
    TRACE,
    by_template,
    progress,
    say_next,
    tell,
    typed,
)
from smreport.words import say


@click.command()
@click.argument("now", type=PATH, metavar="NOW")
@click.option(
    "--since", type=PATH, required=True, metavar="LAST", help="The workbook as it stood at the last review."
)  # fmt: skip
@click.option("-o", "--output", type=PATH, required=True, metavar="FOLDER", help="Where the document goes.")
@TEMPLATE
@click.option("--draft", is_flag=True, help="Write a document marked as a draft although the workbook has errors.")
@click.option(
    "--style", type=PATH, metavar="FILE",
    help="A .docx or .dotx of yours whose styles, colours, header and footer the document takes.",
)  # fmt: skip
@TRACE
@NUMBERED
@click.option("--pdf", is_flag=True, help="Write the document as PDF too; this needs LibreOffice.")
@PUBLISH
@LANGUAGE
@click.option(
    "--format", "printed", type=click.Choice(["text", "json"]), default="text", help="How to print the result."
)
@FORCE
def review(
    now: Path,
    since: Path,
    output: Path,
    template: str | None,
    draft: bool,
    force: bool,
    printed: str,
    **options: Any,
) -> None:
    """Write review.docx: what came of the plan since the last review, for the committee.

    NOW is today's workbook, with newer figures, statuses, spending and lessons, or the renewed one of the next round.
    LAST is the workbook as it stood at the last review, or when the plan was made. Rows are compared by what they
    are called. For each project it says whether the figures suggest to continue, change or stop, or why they do not.
    What either workbook marks as not for publication stays out.

    \b
    Examples:
      smreport review workbook.xlsx --since last-year.xlsx -o review
      smreport review workbook.xlsx --since last-year.xlsx -o review --style council.dotx --trace --pdf
    """
    reviewed = smreport.review(
        now,
        since,
        output,
        template=template,
        draft=draft,
        force=force,
        options=smreport.DocumentOptions(**options),
        progress=progress(),
    )
    if printed == "json":
        click.echo(_as_json(reviewed))
        return
    tell(reviewed.documents, reviewed.kept)
    for line in (*reviewed.remarks, *_suggestions(reviewed)):
        click.echo(line)
    command = f"smreport check {typed(now)}{by_template(template)}"
    say_next(
        say("terminal.next.put_draft_right", command=command) if draft else say("terminal.next.edit_review"),
    )


def _suggestions(reviewed: smreport.Reviewed) -> list[str]:
    """How many projects the figures suggest to continue, to change and to stop."""
    kinds = [suggested.course for suggested in reviewed.projects]
    counts = {kind: str(kinds.count(kind)) for kind in ("continue", "change", "stop", "unsaid", "closed")}
    return [
        say(
            "terminal.review.suggested", go_on=counts["continue"], change=counts["change"], stop=counts["stop"],
            unsaid=counts["unsaid"], closed=counts["closed"],
        )
    ]  # fmt: skip


def _as_json(reviewed: smreport.Reviewed) -> str:
    content = {
        "documents": list(map(str, reviewed.documents)),
        "kept": list(map(str, reviewed.kept)),
        "remarks": reviewed.remarks,
        "projects": list(map(asdict, reviewed.projects)),
        "edits": list(map(asdict, reviewed.edits)),
    }
    return json.dumps(content, indent=2, ensure_ascii=False)
