"""The exempt annex: what is marked as not for publication, and what the public papers leave out because of it."""

from __future__ import annotations

from collections.abc import Iterator

from smreport.blocks.document import (
    EXEMPT,
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Section,
    Table,
    TableColumn,
)
from smreport.blueprint.columns import Money
from smreport.blueprint.model import Column, Sheet
from smreport.blueprint.publication import mark_of, secret_rows, withheld_rows
from smreport.decision.score import CRITERIA
from smreport.papers import certainty, choice, figures, options
from smreport.papers.case import Case
from smreport.papers.figures import sentence
from smreport.words import say

Blocks = Iterator[Block]


def exempt_annex(case: Case, public: Case) -> Document | None:
    """The annex of a case that shows everything; None where nothing is marked.

    It stands beside the papers of the ``public`` case, which are the same with it and without.
    """
    if not case.privacy.has_secrets:
        return None
    title, organisation = say("papers.annex.title"), case.answer("organisation")
    sections = {
        "why_exempt": _why(case),
        "marked": _marked(case),
        "exempt_projects": _projects(case, public),
        "exempt_options": _options(case),
        "exempt_money": _money(case),
        "exempt_certainty": _certainty(case),
    }
    parts = {key: tuple(blocks) for key, blocks in sections.items()}
    return Document(
        title=title,
        subtitle=organisation or say("papers.no_organisation"),
        cover=((say("papers.annex.public_or_exempt"), EXEMPT),),
        sections=tuple(Section(key, blocks) for key, blocks in parts.items() if blocks),
        author=case.answer("author") or organisation,
        subject=title,
        footer=" · ".join(filter(None, (title, organisation, say("papers.annex.footer")))),
        language=case.results.tables.blueprint.language,
        exempt=True,
    )


def _why(case: Case) -> Blocks:
    """On what grounds it stays out, and why the public interest is against publication."""
    yield Heading(say("papers.annex.why"))
    yield Paragraph(say("papers.annex.about"))
    grounds = case.privacy.grounds or (say("papers.to_be_confirmed").rstrip("."),)
    yield Bullets(say("papers.annex.grounds"), grounds)
    if case.privacy.reasons:
        yield Bullets(say("papers.annex.reasons"), case.privacy.reasons)


# --- what is marked ---


def _marked(case: Case) -> Blocks:
    """The marked rows of each sheet, with what was answered there."""
    tables = case.results.tables
    whole = withheld_rows(tables)
    rows_by_sheet = [(key, sorted(secret_rows(table) | whole[key])) for key, table in tables.items()]
    if any(rows for _, rows in rows_by_sheet):
        yield Heading(say("papers.annex.marked"))
    for key, rows in rows_by_sheet:
        if rows:
            yield from _rows(case, key, rows)


def _rows(case: Case, key: str, rows: list[int]) -> Blocks:
    """The marked rows of a sheet, each with its answers: too many columns for a table."""
    table = case.results.tables[key]
    items, sources = [], []
    for at in rows:
        answers = " ".join(
            say("papers.annex.answer", what=column.heading, answer=sentence(_answer(column, table.row(at)[column.key])))
            for column in table.sheet.columns
            if _is_told(table.sheet, column) and table.row(at)[column.key] is not None
        )
        name = table.name_of(at) or say("papers.annex.no_name")
        items.append(say("papers.annex.marked_row", name=name, answers=answers) if answers else name)
        sources.append(case.sources.rows(key, [at]))
    yield Bullets(say("papers.annex.sheet", sheet=table.title), tuple(items), sources=tuple(sources))


def _is_told(sheet: Sheet, column: Column) -> bool:
    return column.asked and column.key not in (mark_of(sheet), sheet.name_key)


def _answer(column: Column, value: object) -> str:
    if isinstance(column.type, Money) and type(value) is float:
        return figures.pounds(value)
    return figures.when(value) if figures.when(value) != figures.NOT_KNOWN else figures.shown(value)


# --- what is left out because of it ---


def _projects(case: Case, public: Case) -> Blocks:
    """The projects whose money, score or rank the public papers leave out, and why each is in or out."""
    hidden = _hidden(case, public)
    if not hidden:
        return
    yield Heading(say("papers.annex.projects"))
    yield _figures_of(case, hidden)
    yield _points_of(case, hidden)
    titles = case.results.round.by_row
    reasons = tuple(
        say("papers.reason.of", project=titles[at].title, why=why) for at in hidden if (why := case.verdicts.why(at))
    )
    if reasons:
        yield Bullets(say("papers.annex.why_in_or_out"), reasons)


def _hidden(case: Case, public: Case) -> list[int]:
    if public.privacy.hides_ranks:
        return list(case.results.order)
    public_rows = {
        at for at in public.results.order if not public.privacy.hides_score(at) and not public.privacy.hides_risk(at)
    }
    return [at for at in case.results.order if at not in public_rows]


def _figures_of(case: Case, hidden: list[int]) -> Table:
    titles = case.results.round.by_row
    return Table(
        say("papers.annex.projects.caption"),
        (TableColumn(say("papers.annex.project"), 3), TableColumn(say("papers.annex.rank"), 1, "right"),
         TableColumn(say("papers.annex.score"), 1, "right"), TableColumn(say("papers.annex.cost"), 1.8, "right"),
         TableColumn(say("papers.annex.cash"), 1.8, "right"), TableColumn(say("papers.annex.hours"), 1.2, "right"),
         TableColumn(say("papers.annex.risk"), 1, "right")),
        tuple(
            (titles[at].title, case.rank(at), case.score(at), case.money.cost(at), case.money.added_cash(at),
             case.money.hours(at), case.risk(at))
            for at in hidden
        ),
        say("papers.annex.projects.described"), "exempt_projects",
        tuple(case.sources.of_project(at) for at in hidden),
    )  # fmt: skip


def _points_of(case: Case, hidden: list[int]) -> Table:
    titles = case.results.round.by_row
    return Table(
        say("papers.annex.points.caption"),
        (TableColumn(say("papers.annex.project"), 3),
         *(TableColumn(name.capitalize(), 1.5, "right") for name in CRITERIA)),
        tuple((titles[at].title, *(case.points_of_score(at, name) for name in CRITERIA)) for at in hidden),
        say("papers.annex.points.described"),
    )  # fmt: skip


def _options(case: Case) -> Blocks:
    blocks = tuple(options.options(case, ""))
    if blocks:
        yield Heading(say("papers.annex.options"))
        yield from blocks


def _money(case: Case) -> Blocks:
    wave = case.verdicts.first_wave
    if wave:
        yield Heading(say("papers.annex.money"))
        yield from choice.cash_by_year(case, wave)


def _certainty(case: Case) -> Blocks:
    """How sure the choice is, which the public papers do not tell where marked figures bear on it."""
    blocks = (*certainty.in_full(case), *certainty.gaps_first(case))
    if blocks:
        yield Heading(say("papers.annex.certainty"))
        yield from blocks
