"""The command that reviews what came of a plan: review."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

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
    echo,
    progress,
    say_next,
    tell,
    typed,
)
from smreport.cli.said import Choice, argument, command, option
from smreport.frozen import asdict
from smreport.words import say


@command()
@argument("now", type=PATH, metavar="now")
@option("--since", type=PATH, required=True, metavar="last", said="review.since")
@option("-o", "--output", type=PATH, required=True, metavar="folder", said="review.output")
@TEMPLATE
@option("--draft", is_flag=True, said="review.draft")
@option("--exempt", is_flag=True, said="review.exempt")
@option("--style", type=PATH, metavar="file", said="review.style")
@TRACE
@NUMBERED
@option("--pdf", is_flag=True, said="review.pdf")
@PUBLISH
@LANGUAGE
@option("--format", "printed", type=Choice(["text", "json"]), default="text", said="print_result")
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
    """Write review.docx: what came of the plan since the last review, for the committee."""
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
        echo(_as_json(reviewed))
        return
    tell(reviewed.documents, reviewed.kept)
    for line in (*reviewed.remarks, *_suggestions(reviewed)):
        echo(line)
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
