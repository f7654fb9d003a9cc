"""What commands say and list of a workbook, without the words of people's that tell what is marked in it."""

from __future__ import annotations

from collections.abc import Iterable

from smreport.blueprint.tables import Tables
from smreport.findings import Finding
from smreport.frozen import replace
from smreport.papers.last_look import Marked


def screened(findings: Iterable[Finding], tables: Tables) -> list[Finding]:
    """Findings without the words of people's that tell what is marked in their workbook."""
    marked = Marked.in_answers(tables)
    return [_without(finding, marked) for finding in findings] if marked else list(findings)


def _without(finding: Finding, marked: Marked) -> Finding:
    return replace(
        finding,
        what=marked.without_quotes(finding.what),
        fix=marked.without_quotes(finding.fix),
        value=marked.without(finding.value),
        subject=marked.without(finding.subject),
        owner=marked.without(finding.owner),
    )


def screened_lines(lines: Iterable[str], tables: Tables) -> tuple[str, ...]:
    """What there is to say of a workbook, without the words of people's that tell what is marked in it."""
    return tuple(map(Marked.in_answers(tables).without_end, lines))
