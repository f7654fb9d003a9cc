"""What a project costs, as it was given: line by line, by year, and as a lower bound where figures are missing."""

from __future__ import annotations

from collections.abc import Iterator

from smreport.blocks.document import Block, Paragraph
from smreport.blueprint.tables import Row
from smreport.decision.money import BUDGET, HOURS
from smreport.decision.unknown import lacks
from smreport.papers import figures
from smreport.papers.case import Case
from smreport.papers.figures import as_given, said
from smreport.papers.filled import Filled, filled_table
from smreport.papers.privacy import not_for_publication
from smreport.words import joining, say

Blocks = Iterator[Block]
_MONEY = ("setup_cost", "yearly_cost")
_FIGURES = (*_MONEY, "hours", "in_kind_hours")
_WIDTHS = {"role": 2.8, "purpose": 3, "setup": 2.1, "yearly": 2.1, "hours": 1.7, "in_kind": 1.9, "sure": 2}


def money(case: Case, at: int, title: str) -> Blocks:
    """The cost lines of an open project as a table, and what they come to by year; nothing where none is given."""
    rows = [row for row in case.projects[at].cost_rows if _has_figures(case, row)]
    columns: list[Filled] = []
    if rows:
        columns = _lines(case, rows)
        sources = [case.sources.rows("evaluation", [line]) for line in rows]
        kept = [column for column in columns if not column.is_sparse]
        caption = say("papers.plan.costs", project=title)
        yield filled_table(caption, kept, say("papers.plan.costs.described"), sources)
    text = joining.sentences((*_sparse(columns), *_in_sentences(case, at, bool(rows))))
    if text:
        yield Paragraph(text, source=case.sources.rows("evaluation", rows))


def _has_figures(case: Case, at: int) -> bool:
    row = case.rows("evaluation")[at]
    return any(row.get(key) is not None for key in _FIGURES)


def _lines(case: Case, rows: list[int]) -> list[Filled]:
    cells = zip(*(_line(case, at) for at in rows), strict=True)
    return [
        Filled(say(f"papers.plan.costs.column.{key}"), width, texts)
        for (key, width), texts in zip(_WIDTHS.items(), cells, strict=True)
    ]


def _sparse(columns: list[Filled]) -> Iterator[str]:
    """What few rows say, in a sentence, where a column would say of most that it is not known."""
    for column in columns:
        if column.is_sparse:
            named = zip(columns[0].texts, column.texts, strict=True)
            answers = figures.listed(
                say("papers.plan.costs.one", answer=answer, role=role) for role, answer in named if answer
            )
            yield say("papers.plan.costs.sparse", heading=column.heading, answers=answers)


def _line(case: Case, at: int) -> tuple[str, ...]:
    """A row of 6 Evaluation in words, as far as it may be shown."""
    row = case.rows("evaluation")[at]
    is_secret = case.privacy.hides_row("evaluation", at)
    cells = {key: case.privacy.shown("evaluation", key, at, value) for key, value in row.items()}
    for key in _FIGURES:
        hides = is_secret and row.get(key) is not None
        cells[key] = not_for_publication() if hides else as_given(cells.get(key), is_money=key in _MONEY)
    in_kind = "" if cells["in_kind_hours"] == "0" else str(cells["in_kind_hours"])
    return (
        said(cells.get("role")), said(cells.get("purpose")), _beside(cells, "setup_cost", "setup_kind"),
        _beside(cells, "yearly_cost", "runs"), str(cells["hours"]), in_kind, said(cells.get("cost_kind")),
    )  # fmt: skip


def _beside(cells: Row, key: str, kind: str) -> str:
    """A figure, and in brackets what kind of cost it is, known as that may be without the figure."""
    words = figures.lowered(said(cells.get(kind)))
    if not words:
        return str(cells[key])
    return say("papers.plan.cost_kind", amount=str(cells[key]) or figures.not_known(), kind=words)


# --- what it comes to ---


def _in_sentences(case: Case, at: int, has_lines: bool) -> Iterator[str]:
    if case.privacy.withheld(at):
        yield say("papers.plan.money_withheld")
        return
    takes, missing = case.money.takes([at]), _missing(case, at)
    total = takes.spent.total
    if total.total and takes.no_cost:
        yield say("papers.plan.at_least", cash=figures.pounds(total.total), horizon=case.money.period)
    elif has_lines and not takes.no_cost:
        yield say("papers.plan.cash", cash=figures.pounds(total.total), horizon=case.money.period)
    if total.total:
        yield from _by_year(case, at)
        if total.capital and not takes.both_kinds:
            yield say("papers.plan.capital", amount=figures.pounds(total.capital))
        yield from case.money.open_points([at])
    if case.projects[at].cost is not None:
        yield say("papers.plan.whole_life", cost=case.money.cost(at))
    if has_lines and missing:
        yield say("papers.plan.not_given", what=figures.listed(missing))


def _by_year(case: Case, at: int) -> Iterator[str]:
    """The years in which it takes cash; nothing where there is one year, or it has no dates, as it waits for money."""
    if at in case.groups.later:
        return
    years = [(year, both) for year, _, _, both in case.money.by_year([at]) if both]
    if len(years) > 1:
        amounts = [say("papers.plan.in_year", amount=figures.pounds(both), year=year) for year, both in years]
        yield say("papers.plan.by_year", years=figures.listed(amounts))


def _missing(case: Case, at: int) -> list[str]:
    """The figures of its cost that nobody gave: "the set-up cost of the photographer"."""
    names = dict[str, None]()
    for lack in lacks(case.results.bought, at):
        if not lack.touches & {BUDGET, HOURS}:
            continue
        if not lack.blank.sheet:
            names[say("papers.plan.missing.line", role=_role(case, lack.blank.key))] = None
        elif lack.blank.sheet == "evaluation":
            heading = figures.lowered(case.heading(f"evaluation.{lack.blank.key}"))
            role = case.rows("evaluation")[lack.blank.row]["role"]
            names[say("papers.plan.missing", what=heading, role=figures.shown(role))] = None
    return list(names)


def _role(case: Case, plain: str) -> str:
    """A role as 5 Roles spells it."""
    spelt = case.results.tables.names("roles", "role")
    return spelt.get(plain, plain)
