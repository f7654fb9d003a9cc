"""Where the council stands: its accounts and tools, what happens to each, and what was achieved so far."""

from __future__ import annotations

from collections.abc import Iterator

from smreport.blocks.document import Block, Bullets, Paragraph
from smreport.blueprint.columns import Figure
from smreport.blueprint.tables import Row
from smreport.decision import terms
from smreport.papers import figures
from smreport.papers.case import Case
from smreport.papers.figures import listed, not_known, sentence, shown, when
from smreport.papers.measured import UNCLEAR
from smreport.papers.measures import standings_in_words
from smreport.words import joining, say

Blocks = Iterator[Block]
_SHORT_LIST = 12  # accounts and tools in a sentence
_MOST_RESULTS = 4


def achieved(case: Case, intro: str) -> Blocks:
    """What was achieved: projects that are done or were given up, and measures that have a result."""
    items_achieved = achievements(case)
    if not items_achieved:
        return
    items, sources = zip(*items_achieved, strict=True)
    yield Bullets(intro or say("papers.achieved"), items, sources=sources)
    if standings := standings_in_words(case):
        yield Paragraph(standings)


def achievements(case: Case) -> list[tuple[str, str]]:
    """The first of what was achieved, each in a sentence with its source."""
    return [*closed_projects(case), *_results(case)][:_MOST_RESULTS]


def closed_projects(case: Case) -> Iterator[tuple[str, str]]:
    """The projects that are done or were given up, each in a sentence or two with its source."""
    for at in case.groups.done:
        row = case.project(at)
        name, finish = shown(row["title"]), when(row["finish"])
        head = say("papers.project.done", name=name, day=finish)
        if finish == not_known():
            head = say("papers.project.done.undated", name=name)
        yield joining.sentences((head, sentence(row["change"]))), case.sources.rows("portfolio", [at])
    for at in case.groups.dropped:
        name = shown(case.project(at)["title"])
        yield say("papers.project.dropped", name=name), case.sources.rows("portfolio", [at])


def _results(case: Case) -> Iterator[tuple[str, str]]:
    for measure in case.measures.with_results:
        text = say("papers.result", name=measure.name, latest=measure.latest, stands=measure.stands)
        if measure.standing == UNCLEAR:
            stands = figures.lowered(measure.stands)
            text = say("papers.result.unclear", name=measure.name, latest=measure.latest, stands=stands)
        yield text, case.sources.rows("kpis", [measure.row])


def standing(case: Case, intro: str) -> Blocks:
    """The accounts by what happens to them, the tools by status, and the tools that were refused, with reasons."""
    lists = [*_accounts(case), *_tools(case), *_refused(case)]
    if lists and intro:
        yield Paragraph(intro)
    yield from lists


def account_sheets(case: Case) -> list[str]:
    """The sheets of what there is already: those that ask for a tool and for a decision."""
    return [sheet.key for sheet in case.results.tables.blueprint if {"tool", "decision"} <= sheet.by_key.keys()]


def decided_accounts(case: Case, sheet: str) -> dict[str, list[int]]:
    """The Excel rows of a sheet of accounts by the decision, in the order in which it is offered; "" where none is."""
    by_decision: dict[str, list[int]] = {choice: [] for choice in (*case.choices(f"{sheet}.decision"), "")}
    for at, decision in zip(case.numbers(sheet), case.column(sheet, "decision"), strict=True):
        by_decision.setdefault("" if decision is None else str(decision), []).append(at)
    return {decision: numbers for decision, numbers in by_decision.items() if numbers}


def _accounts(case: Case) -> Blocks:
    for sheet in account_sheets(case):
        items, sources = [], []
        for decision, numbers in decided_accounts(case, sheet).items():
            names = listed((_account(case, sheet, at) for at in numbers), _SHORT_LIST)
            items.append(say("papers.accounts.decided", decision=decision or say("papers.undecided"), names=names))
            sources.append(case.sources.rows(sheet, numbers))
        if items:
            yield Bullets(say("papers.accounts", kind=case.plural(sheet)), tuple(items), sources=tuple(sources))


def _account(case: Case, sheet: str, at: int) -> str:
    """An account with its tool and how many it reaches: "Libraries (Facebook, about 6,200 followers)"."""
    columns, row = case.results.tables.blueprint.sheets[sheet], case.rows(sheet)[at]
    row = {key: case.privacy.shown(sheet, key, at, row[key]) for key in row}
    counts = [column for column in columns.asked_columns if isinstance(column.type, Figure) and row[column.key]]
    details = [str(row["tool"])] if row["tool"] is not None else []
    details += [
        say(
            "papers.accounts.count",
            count_of=figures.lowered(column.heading),
            figure=figures.figure(row[column.key]),
        )
        for column in counts
    ]
    name = case.results.tables[sheet].name_of(at) or not_known()
    return say("papers.accounts.one", name=name, details=joining.in_a_row(details)) if details else name


def _tools(case: Case) -> Blocks:
    """The tools by status, each with its uses; those that were refused stand apart."""
    items, sources = [], []
    for status, rows in _by_status(case).items():
        if case.choice("tools.status", status) == terms.REFUSED:
            continue
        uses: dict[str, list[str]] = {}
        for at in rows:
            row = case.rows("tools")[at]
            uses.setdefault(shown(row["tool"]), []).extend([str(row["use"])] if row["use"] is not None else [])
        names = (
            say("papers.tools.one", name=name, uses=listed(said, _SHORT_LIST)) if said else name
            for name, said in uses.items()
        )
        items.append(say("papers.tools.status", status=status or say("papers.undecided"), names=joining.apart(names)))
        sources.append(case.sources.rows("tools", rows))
    if items:
        yield Bullets(say("papers.tools", kind=case.plural("tools")), tuple(items), sources=tuple(sources))


def _by_status(case: Case) -> dict[str, list[int]]:
    by_status: dict[str, list[int]] = {choice: [] for choice in (*case.choices("tools.status"), "")}
    for at, row in case.rows("tools").items():
        by_status.setdefault("" if row["status"] is None else str(row["status"]), []).append(at)
    return {status: rows for status, rows in by_status.items() if rows}


def _refused(case: Case) -> Blocks:
    refused = {
        at: row for at, row in case.rows("tools").items()
        if case.choice("tools.status", row["status"]) == terms.REFUSED
    }  # fmt: skip
    if refused:
        items = tuple(map(_refusal, refused.values()))
        sources = tuple(case.sources.rows("tools", [at]) for at in refused)
        yield Bullets(say("papers.refused"), items, sources=sources)


def _refusal(row: Row) -> str:
    name = shown(row["tool"])
    name = name if row["use"] is None else say("papers.tools.one", name=name, uses=str(row["use"]))
    if row["reason"] is None:
        return sentence(name)
    return say("papers.reason.of", project=name, why=sentence(row["reason"]))
