"""What the check found, by who can put it right, and whether each principle holds."""

from __future__ import annotations

from collections.abc import Iterator

from smreport.blocks.document import Block, Bullets, Paragraph, TableColumn
from smreport.findings import Finding, Level, cells_in_words
from smreport.papers import certainty
from smreport.papers.case import Case
from smreport.papers.figures import counted, listed
from smreport.papers.listing import listing
from smreport.papers.wording import Principle
from smreport.words import say

Blocks = Iterator[Block]


def gaps(case: Case, intro: str) -> Blocks:
    """What is wrong, missing or worth knowing, by who can put it right; implications that nobody assessed are gaps."""
    findings = case.results.findings
    levels = [*(finding.level for finding in findings), *(Level.GAP for _ in case.unassessed)]
    counts = listed(counted(levels.count(level), level.value) for level in Level)
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
    yield from listing(
        "", "Gaps and notes",
        (TableColumn("Owner", 3), TableColumn("Level", 1.3), TableColumn("What", 4.4), TableColumn("Where", 3.6)),
        sorted((*_gaps_by_owner(case), *_unassessed(case)), key=_by_owner_and_level),
        "Each finding with its owner, its level, and the sheet and cells where it stands.",
    )  # fmt: skip


def _gaps_by_owner(case: Case) -> Iterator[tuple[str, ...]]:
    by_owner: dict[tuple[str, Level, str, str], list[Finding]] = {}
    for finding in case.results.findings:
        key = (finding.owner or "Facilitator", finding.level, finding.sheet, finding.what)
        by_owner.setdefault(key, []).append(finding)
    for owner, level, sheet, what in by_owner:
        yield owner, level.value.capitalize(), what, _where(case, by_owner[owner, level, sheet, what])


def _by_owner_and_level(row: tuple[str, ...]) -> tuple[str, int]:
    return row[0].lower(), list(Level).index(Level(row[1].lower()))


def _unassessed(case: Case) -> Iterator[tuple[str, ...]]:
    for entry in case.unassessed:
        what = say("papers.unassessed", subject=entry.heading)
        yield entry.owner, Level.GAP.value.capitalize(), what, case.sources.cell("settings", entry.setting)


def principle_held(case: Case, principle: Principle) -> str:
    """What the check found: that the principle holds, or what speaks against it."""
    levels = [finding.level for finding in case.results.findings if finding.principle == principle.number]
    parts = [counted(levels.count(level), level.value) for level in Level if level in levels]
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
    return f"{sheet}, {cells}{f' ({listed(files)})' if files else ''}"


SECTIONS = {"gaps": gaps}
