"""What is not known yet, and who is asked: once in each paper, what could change the decision first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from smreport.blocks.document import Block, Paragraph
from smreport.decision.closing import Closing
from smreport.findings import Finding, Level
from smreport.papers import certainty, figures
from smreport.papers.advice import unassessed
from smreport.papers.case import Case
from smreport.papers.filled import Filled, filled_table
from smreport.words import say

Blocks = Iterator[Block]
_MOST = 10  # lines


@dataclass(frozen=True)
class Asked:
    """One thing that is not known: what it is, who is asked, and what hangs on it ("" where nothing that is known)."""

    what: str
    who: str
    why: str = ""


def missing(case: Case, intro: str) -> Blocks:
    """At most ten lines; how many more there are stands below. Nothing where all is known."""
    asked = list(dict.fromkeys(_asked(case)))
    if not asked:
        return
    if intro:
        yield Paragraph(intro)
    first = asked[:_MOST]
    yield filled_table(
        say("papers.missing.caption"),
        [Filled(say("papers.missing.what"), 5, [line.what for line in first]),
         Filled(say("papers.missing.who"), 3, [line.who for line in first]),
         Filled(say("papers.missing.why"), 4, [line.why for line in first])],
        say("papers.missing.described"), (), "missing",
    )  # fmt: skip
    if more := len(asked) - len(first):
        yield Paragraph(say("papers.missing.more", count=more), "note")


def _asked(case: Case) -> Iterator[Asked]:
    yield from (_closing(case, closing) for closing in case.sureness.closings)
    for entry in unassessed(case):
        yield Asked(say("papers.missing.implication", subject=entry.heading), entry.owner)
    by_kind: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in case.results.findings:
        if finding.level is Level.GAP:
            kind = (finding.what, finding.owner or say("papers.missing.facilitator"), finding.sheet)
            by_kind.setdefault(kind, []).append(finding)
    settings = case.results.tables["settings"].title  # a question names no row
    for (what, who, sheet), findings in sorted(by_kind.items(), key=lambda pair: -len(pair[1])):
        yield Asked(_with_names(what, [] if sheet == settings else findings), who)


def _closing(case: Case, closing: Closing) -> Asked:
    return Asked(
        certainty.what_is_blank(case, closing),
        certainty.owners(case, closing),
        certainty.what_changes(case, closing),
    )


def _with_names(what: str, findings: list[Finding]) -> str:
    """What is missing and of what: its own names where there are few."""
    names = list(dict.fromkeys(finding.subject for finding in findings if finding.subject))
    if not names:
        return what
    return say("papers.missing.of", what=what.rstrip("."), names=figures.listed((f"“{n}”" for n in names), 3))


SECTIONS = {"missing": missing}
