"""What is not known yet, and who is asked: once in each paper, what could change the decision first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from smreport.blocks.document import Block, Paragraph
from smreport.decision.closing import Closing
from smreport.findings import Finding, Level
from smreport.frozen import Frozen
from smreport.papers import certainty, figures
from smreport.papers.advice import unassessed
from smreport.papers.case import Case
from smreport.papers.filled import Filled, filled_table
from smreport.words import joining, say

Blocks = Iterator[Block]
_MOST = 10  # lines
_FEW, _LETTERS = 3, 90  # names, and how long they may be together
_BLANK, _NO_ROWS, _MISSING_ROW = "required", "no_rows", "missing_row"
"""How the codes of gaps end: an answer is blank, a sheet is empty, or a row that other sheets name is not there."""


class Asked(Frozen):
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
    gaps = [_Gap(case, findings) for findings in _kinds(case)]
    together: dict[tuple[str, ...], list[_Gap]] = {}
    for gap in gaps:
        together.setdefault(gap.key, []).append(gap)
    lines = sorted(together.values(), key=lambda line: (line[0].is_closed, -sum(len(gap.findings) for gap in line)))
    for line in lines:
        yield Asked(_in_words(line), line[0].who)


def _kinds(case: Case) -> list[list[Finding]]:
    """The gaps, those of one kind, one sheet and one owner together; those of projects that are closed apart."""
    kinds: dict[tuple[str, str, str, bool], list[Finding]] = {}
    for finding in case.results.findings:
        if finding.level is Level.GAP:
            kind = (finding.what, finding.owner, finding.sheet, _is_closed(case, finding))
            kinds.setdefault(kind, []).append(finding)
    return list(kinds.values())


def _is_closed(case: Case, finding: Finding) -> bool:
    """Whether a gap is of a project that is done or was given up: nothing hangs on it any more."""
    is_project = finding.sheet == case.results.tables["portfolio"].title
    return is_project and finding.row in (*case.groups.done, *case.groups.dropped)


class _Gap:
    """Gaps of one kind: who is asked, the rows that they are of by their names, and what is missing of these."""

    def __init__(self, case: Case, findings: list[Finding]) -> None:
        first, sheets = findings[0], case.results.tables
        self.findings, self.who = findings, first.owner or say("papers.missing.facilitator")
        self.sort, self.heading, self.what = first.code.rpartition(".")[2], first.column, joining.unclosed(first.what)
        self.is_closed = _is_closed(case, first)
        key = next((table.sheet.key for table in sheets.values() if table.title == first.sheet), "settings")
        is_form = key == "settings"  # a question names no row
        self.about = "" if is_form else case.about(key)
        said = (finding.subject or finding.value for finding in findings if not is_form)
        names = dict.fromkeys(map(case.area, filter(None, said)))  # a row without a name is told by its cell
        self.names = tuple(joining.quoted(name) for name in names)

    @property
    def key(self) -> tuple[str, ...]:
        """What is the same in gaps that are told in one line: blanks in the same rows, or that nothing is there."""
        if self.sort == _NO_ROWS:
            return (self.who, self.sort)
        what = self.sort if self.sort == _BLANK else self.what
        return (self.who, what, self.about, str(self.is_closed), *self.names)


def _in_words(line: Sequence[_Gap]) -> str:
    """What is missing and of what: its own names where there are few."""
    gap, names = line[0], _names(line[0].names)
    about = figures.raised(gap.about)
    if gap.sort == _NO_ROWS:
        return say("papers.missing.no_rows", about=figures.raised(figures.listed(kind.about for kind in line)))
    if gap.sort == _MISSING_ROW and names:
        return say("papers.missing.row", about=about, names=names)
    if gap.sort != _BLANK:
        return say("papers.missing.of", what=gap.what, names=names) if names else joining.closed(gap.what)
    headings = _headings(dict.fromkeys(kind.heading for kind in line))
    if names:
        return say("papers.missing.of_rows", what=headings, names=names)
    return say("papers.missing.of", what=about, names=headings) if about else headings


def _names(names: Sequence[str]) -> str:
    """The first names, as many as fit into a line or so, and how many more there are."""
    few = [at for at in range(1, _FEW + 1) if sum(map(len, names[:at])) <= _LETTERS]
    return figures.listed(names, max(few, default=1))


def _headings(names: Collection[str]) -> str:
    """Headings of columns in a sentence; where one has a comma itself, parted by semicolons."""
    return joining.apart(names) if any("," in name for name in names) else figures.listed(names)


def _closing(case: Case, closing: Closing) -> Asked:
    return Asked(
        certainty.what_is_blank(case, closing),
        certainty.owners(case, closing),
        certainty.what_changes(case, closing),
    )


SECTIONS = {"missing": missing}
