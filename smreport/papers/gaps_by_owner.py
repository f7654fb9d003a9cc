"""What the check found, by who can put it right, and whether each principle holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from smreport.blocks.document import Block, Bullets, Paragraph, TableColumn
from smreport.findings import Finding, Level, cells_in_words
from smreport.papers import certainty
from smreport.papers.case import Case
from smreport.papers.figures import listed
from smreport.papers.listing import listing
from smreport.papers.wording import Principle
from smreport.words import say

Blocks = Iterator[Block]


def gaps(case: Case, intro: str) -> Blocks:
    """What is wrong, missing or worth knowing, by who can put it right; implications that nobody assessed are gaps."""
    findings = case.results.findings
    levels = [*(finding.level for finding in findings), *(Level.GAP for _ in case.unassessed)]
    counts = listed(say(f"findings.count.{level.value}", count=levels.count(level)) for level in Level)
    yield Paragraph(intro or say("papers.gaps.counted", counts=counts))
    yield from certainty.gaps_first(case)
    how = tuple(
        say(
            "papers.principle.shown",
            number=str(principle.number),
            shown=principle.shown_by,
            found=principle_held(case, principle),
        )
        for principle in case.wording.principles
        if any(case.numbers(sheet) for sheet in case.sheets_of(principle))
    )
    if how:
        yield Bullets(say("papers.principle.holds_where"), how)
    rows = sorted((*_gaps_by_owner(case), *_unassessed(case)), key=_by_owner_and_level)
    yield from listing(
        "", say("papers.gaps.table"),
        (TableColumn(say("papers.column.owner"), 3), TableColumn(say("papers.column.level"), 1.3),
         TableColumn(say("papers.column.what"), 4.4), TableColumn(say("papers.column.where"), 3.6)),
        ((gap.owner, say(f"papers.level.{gap.level.value}"), gap.what, gap.where) for gap in rows),
        say("papers.gaps.described"),
    )  # fmt: skip


class _Gap(NamedTuple):
    """What is wrong, missing or worth knowing in some cells."""

    owner: str
    level: Level
    what: str
    where: str


def _gaps_by_owner(case: Case) -> Iterator[_Gap]:
    by_owner: dict[tuple[str, Level, str, str], list[Finding]] = {}
    for finding in case.results.findings:
        key = (finding.owner or say("papers.missing.facilitator"), finding.level, finding.sheet, finding.what)
        by_owner.setdefault(key, []).append(finding)
    for owner, level, sheet, what in by_owner:
        yield _Gap(owner, level, what, _where(case, by_owner[owner, level, sheet, what]))


def _by_owner_and_level(gap: _Gap) -> tuple[str, int]:
    return gap.owner.lower(), list(Level).index(gap.level)


def _unassessed(case: Case) -> Iterator[_Gap]:
    for entry in case.unassessed:
        what = say("papers.unassessed", subject=entry.heading)
        yield _Gap(entry.owner, Level.GAP, what, case.sources.cell("settings", entry.setting))


def principle_held(case: Case, principle: Principle) -> str:
    """What the check found: that the principle holds, or what speaks against it."""
    levels = [finding.level for finding in case.results.findings if finding.principle == principle.number]
    parts = [say(f"findings.count.{level.value}", count=levels.count(level)) for level in Level if level in levels]
    sheet, _, key = principle.counts.partition(".")
    blank = sum(answer is None for answer in case.column(sheet, key)) if sheet else 0
    parts += [say("papers.principle.blank", count=blank)] if blank else []
    return say("papers.principle.against", found=listed(parts)) if parts else say("papers.principle.holds")


def _where(case: Case, findings: list[Finding]) -> str:
    """The sheet and the cells of findings; in a combined workbook also the files that their rows came from."""
    cells = cells_in_words(finding.cell for finding in findings)
    sheet = findings[0].sheet
    origins = next((table.origins for table in case.results.tables.values() if table.title == sheet), {})
    files = dict.fromkeys(origins[finding.row].file for finding in findings if finding.row in origins)
    place = say("papers.source.cell", sheet=sheet, cell=cells)
    return say("papers.source.sent_in", source=place, files=listed(files)) if files else place


SECTIONS = {"gaps": gaps}
