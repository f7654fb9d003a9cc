"""The exempt annex: what is marked as not for publication, and what the public papers leave out because of it.

It says each of these once, and nothing that the public papers say. Its tables name projects by their number in the
first of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from smreport.blocks.document import (
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Section,
    Table,
    TableColumn,
    exempt_words,
)
from smreport.blueprint.columns import Money
from smreport.blueprint.model import Column
from smreport.blueprint.publication import REASONS, mark_of, secret_rows, told_of_secret, withheld_rows
from smreport.blueprint.tables import Table as Answers
from smreport.decision.frontier import Point
from smreport.decision.people import Order
from smreport.decision.terms import COST, RISK
from smreport.papers import certainty, choice, figures, options
from smreport.papers.case import Case
from smreport.papers.figures import sentence
from smreport.papers.typed import typed_words
from smreport.papers.verdicts import Verdicts
from smreport.words import joining, locales, say

Blocks = Iterator[Block]
NamesBy = Mapping[str, Sequence[str]]
"""The names of rows by the ground, or the reason, that holds for them."""


def exempt_annex(case: Case, public: Case) -> Document | None:
    """The annex of a case that shows everything; None where nothing is marked.

    It stands beside the papers of the ``public`` case, which are the same with it and without.
    """
    if not case.privacy.has_secrets:
        return None
    case = _Numbered(case.full, case.wording, True, case.what_if)
    title, organisation = say("papers.annex.title"), case.answer("organisation")
    whose = organisation or say("papers.no_organisation")
    sections = {
        "marked": _marked(case),
        "exempt_projects": _projects(case, public),
        "exempt_options": _options(case, public),
        "exempt_money": _money(case, public),
    }
    parts = {key: tuple(blocks) for key, blocks in sections.items()}
    return Document(
        title=title,
        subtitle=say("papers.annex.subtitle", organisation=whose, exempt=exempt_words()),
        cover=(),
        sections=tuple(Section(key, blocks) for key, blocks in parts.items() if blocks),
        author=case.answer("author") or organisation,
        subject=title,
        footer=joining.beside((title, organisation, say("papers.annex.footer"))),
        language=case.results.tables.blueprint.tongue.tag,
        exempt=True,
        other=typed_words(case.results.tables),
    )


class _NumberedVerdicts(Verdicts):
    """Verdicts that name projects by their number in the annex."""

    def titles(self, rows: Iterable[int], most: int = 0) -> str:
        order = self._results.order
        numbers = sorted(order.index(row) + 1 for row in rows)
        named = figures.listed(map(str, numbers))
        if not numbers:
            return ""
        return say("papers.annex.numbered" if len(numbers) == 1 else "papers.annex.numbered.many", numbers=named)


class _Numbered(Case):
    """A case whose sentences name projects by their number in the annex."""

    @cached_property
    def verdicts(self) -> Verdicts:
        return _NumberedVerdicts(self.results, self.privacy, self.sources)


def why_exempt(by_ground: NamesBy, by_reason: NamesBy) -> Blocks:
    """On what grounds it stays out, and why the public interest is against publication: which rows for which."""
    leads = say("papers.annex.grounds"), say("papers.annex.reasons")
    named = [(lead, by) for lead, by in zip(leads, (by_ground, by_reason), strict=True) if by]
    alone = [say("papers.annex.only_one", lead=lead, item=figures.sentence(*by)) for lead, by in named if len(by) == 1]
    if alone:
        yield Paragraph(joining.sentences(alone))
    for lead, by in named:
        if len(by) > 1:
            of_rows = ((joining.unclosed(reason), figures.listed(dict.fromkeys(rows))) for reason, rows in by.items())
            items = (say("papers.annex.reason_of", reason=reason, names=rows) for reason, rows in of_rows)
            yield Bullets(lead, tuple(items))


def _marked_by(case: Case, key: str) -> NamesBy:
    """The names of the marked rows by the ground or the reason that holds for them; rows without a reason have none."""
    named: dict[str, list[str]] = {}
    default = case.settings.get(key)
    if key == REASONS[0] and default is None:
        default = say("papers.to_be_confirmed.ground")
    for table in case.results.tables.values():
        for at in sorted(secret_rows(table)):
            reason = table.row(at).get(key)
            if (holds := default if reason is None else reason) is not None:
                named.setdefault(str(holds), []).append(table.name_of(at) or say("papers.annex.no_name"))
    return named


# --- what is marked ---


def _marked(case: Case) -> Blocks:
    """The marked rows of each sheet, with what was answered there."""
    tables = case.results.tables
    whole = withheld_rows(tables)
    rows_by_sheet = [(key, sorted(secret_rows(table) | whole[key])) for key, table in tables.items()]
    yield Heading(say("papers.annex.marked"))
    yield from why_exempt(*(_marked_by(case, key) for key in REASONS))
    for key, rows in rows_by_sheet:
        if rows:
            yield _rows(case, key, rows, whole[key])


def _rows(case: Case, key: str, rows: list[int], whole: frozenset[int]) -> Bullets:
    """The marked rows of a sheet, each with what the public may not know of it: too many columns for a table."""
    table = case.results.tables[key]
    items, sources = [], []
    for at in rows:
        row = table.row(at)
        answers = joining.sentences(
            say("papers.annex.answer", what=column.heading, answer=sentence(answer_in_words(column, row[column.key])))
            for column in table.sheet.columns
            if is_told(table, column, row.get(column.key), at in whole)
        )
        name = table.name_of(at) or say("papers.annex.no_name")
        items.append(say("papers.annex.marked_row", name=name, answers=answers) if answers else name)
        sources.append(case.sources.rows(key, [at]))
    return Bullets(say("papers.annex.sheet", sheet=table.title), tuple(items), sources=tuple(sources))


def is_told(table: Answers, column: Column, value: object, is_whole: bool) -> bool:
    """Whether an answer of a marked row is told here: not its ground, and not what the public papers may say of it."""
    if value is None or not column.asked or column.key in (mark_of(table.sheet), table.sheet.name_key, *REASONS):
        return False
    return is_whole or told_of_secret(table.sheet, column, value) is None


def answer_in_words(column: Column, value: object) -> str:
    """An answer as an exempt paper prints it."""
    if isinstance(column.type, Money) and type(value) is float:
        return figures.pounds(value)
    return figures.when(value) if figures.when(value) != figures.not_known() else figures.shown(value)


# --- what is left out because of it ---


def _projects(case: Case, public: Case) -> Blocks:
    """The order of the projects, the figures that the public papers leave out, and why each is in or out."""
    if not case.results.order or not _leaves_out(public):
        return
    yield Heading(say("papers.annex.projects"))
    yield _in_order(case)
    yield from _about_ranks(case, bool(public.privacy.hides_ranks or public.results.withheld))
    yield from _figures_of(case, public)
    yield from _reasons(case, public)
    if public.sureness.people is None or public.results.withheld:
        yield from _people(case)


def _reasons(case: Case, public: Case) -> Blocks:
    """Why each project is in or out, and the pair to start with, where the public papers do not say it."""
    plain, known = Verdicts(case.results, case.privacy, case.sources), public.results.order
    hidden = [
        (at, case.verdicts.why(at))
        for at in case.results.order
        if at not in known or plain.why(at) != public.verdicts.why(at)
    ]
    if hidden:
        reasons = tuple(say("papers.annex.why", number=_number(case, at), why=why) for at, why in hidden)
        yield Bullets(say("papers.annex.why_in_or_out"), reasons)
    pair = case.verdicts.pair
    if pair and case.verdicts.is_ranked and public.verdicts.pair != pair:
        best = case.verdicts.titles(dict.fromkeys(pair))
        yield Paragraph(say("papers.annex.pair", pairing=choice.pairing(case, pair), best=best))


def _leaves_out(public: Case) -> bool:
    """Whether the public papers leave out what follows from all projects together, or have it without some of them."""
    return public.sureness.is_closed or public.privacy.hides_ranks or bool(public.results.withheld)


def _about_ranks(case: Case, with_ties: bool) -> Blocks:
    """The ranks that closing gaps could change, and the projects whose scores are less than a point apart."""
    order = case.results.order
    ranked = [at for at in order if case.results.scores[at].rank is not None] if case.has_scores else []
    ranges = [rank for at in ranked if (rank := case.rank(at)) != _number(case, at)]
    ties = choice.near_ties(case) if with_ties else []
    groups = joining.apart(_numbers(case, group) for group in ties)
    said = (
        say("papers.annex.ranks", ranks=figures.listed(ranges)) if ranges else "",
        say("papers.annex.ties", groups=groups) if groups else "",
    )
    if any(said):
        yield Paragraph(joining.sentences(said))


_Columns = list[tuple[TableColumn, list[str]]]


def _in_order(case: Case) -> Table:
    """The open projects by rank, each with its number, and how often it is in the first wave and first in rank."""
    order, sure, titles = case.results.order, case.sureness.certainty, case.results.round.by_row
    columns: _Columns = [
        (TableColumn(say("papers.annex.number"), 1), [_number(case, at) for at in order]),
        (TableColumn(say("papers.annex.project"), 6), [titles[at].title for at in order]),
    ]
    shares = _shares(case)
    drawn = say("papers.annex.order.drawn", draws=locales.number(sure.draws))
    return Table(
        drawn if shares else say("papers.annex.order"),
        tuple(column for column, _ in (*columns, *shares)),
        tuple(zip(*(texts for _, texts in (*columns, *shares)), strict=True)),
        say("papers.annex.order.described"),
        "exempt_projects",
        tuple(case.sources.of_project(at) for at in order),
    )


def _shares(case: Case) -> _Columns:
    """How often each project is in the first wave, and first in rank, as far as it was counted."""
    order, sure = case.results.order, case.sureness.certainty
    in_wave, columns = sure.in_wave or {}, []
    if in_wave:
        shares = [certainty.share(in_wave[at], sure.draws) if at in in_wave else figures.LEFT_BLANK for at in order]
        kinds = [certainty.kind_of(sure, at) if at in in_wave else figures.LEFT_BLANK for at in order]
        columns.append((TableColumn(say("papers.sure.in_wave"), 2, "right"), shares))
        columns.append((TableColumn(say("papers.sure.means"), 2.4), kinds))
    if sure.first:
        firsts = [certainty.first_share(sure, at) for at in order]
        columns.append((TableColumn(say("papers.sure.first"), 2, "right"), firsts))
    return columns


def _number(case: Case, at: int) -> str:
    """The number of an open project in the first table."""
    return str(case.results.order.index(at) + 1)


def _numbers(case: Case, rows: Iterable[int]) -> str:
    return figures.listed(_number(case, at) for at in sorted(rows, key=case.results.order.index))


Figure = Callable[[Case, int], str]
_FIGURES: tuple[tuple[str, float, Figure], ...] = (
    ("benefit", 1.4, lambda case, at: figures.number(case.projects[at].benefit)),
    ("score", 1.3, lambda case, at: case.score(at)),
    ("cost_points", 1.5, lambda case, at: case.points_of_score(at, COST)),
    ("risk_points", 1.5, lambda case, at: case.points_of_score(at, RISK)),
    ("risk", 1, lambda case, at: case.risk(at)),
    ("cost", 1.9, lambda case, at: case.money.cost(at)),
    ("staff", 2.1, lambda case, at: case.money.staff(at)),
    ("all_cash", 1.9, lambda case, at: case.money.known_cash(at)),
    ("cash", 1.9, lambda case, at: case.money.added_cash(at)),
    ("hours", 1.6, lambda case, at: case.money.hours(at)),
    ("in_kind", 1.6, lambda case, at: case.money.in_kind(at)),
)
"""What may stay out of a project's figures: the message of its heading, the share of the width, and the figure."""


def _figures_of(case: Case, public: Case) -> Blocks:
    """The figures of projects that the public papers leave out, and no others."""
    hidden = {key: {*_hidden(case, public, figure)} for key, _, figure in _FIGURES}
    rows = [at for at in case.results.order if any(at in rows for rows in hidden.values())]
    if not rows:
        return
    kept = [(key, share, figure) for key, share, figure in _FIGURES if hidden[key]]
    columns = (TableColumn(say(f"papers.annex.figure.{key}"), share, "right") for key, share, _ in kept)
    cells = ((_number(case, at), *(figure(case, at) for *_, figure in kept)) for at in rows)
    yield Table(
        say("papers.annex.projects.caption"), (TableColumn(say("papers.annex.number"), 1), *columns), tuple(cells),
        say("papers.annex.projects.described"), "", tuple(case.sources.of_project(at) for at in rows),
    )  # fmt: skip


def _hidden(case: Case, public: Case, figure: Figure) -> Iterator[int]:
    known = public.results.order
    return (at for at in case.results.order if at not in known or figure(case, at) != figure(public, at))


def _options(case: Case, public: Case) -> Blocks:
    """The options that the public papers do not have or do not cost, and what they do not say for and against any."""
    if not case.results.order:
        return
    limits = tuple(_limits_of_money(case)) if _leaves_out(public) else ()
    compared = tuple(_compared(case, public)) if options.has_options(case) else ()
    if compared or limits:
        yield Heading(say("papers.annex.options"))
        yield from compared
        yield from limits


def _compared(case: Case, public: Case) -> Blocks:
    costed = options.costed(case)
    every, public_table = options.options_table(case, costed), options.options_table(public, options.costed(public))
    hidden = [option for option, row in zip(costed, every.rows, strict=True) if row not in public_table.rows]
    public_words = {name: {*pros, *cons} for name, pros, cons in options.spoken_for(public)}
    more = []
    for name, *sides in options.spoken_for(case):
        pros, cons = (tuple(text for text in side if text not in public_words.get(name, ())) for side in sides)
        more += [options.spoken(name, pros, cons)] if pros or cons else []
    if hidden:
        yield options.options_table(case, hidden)
    if more:
        yield Bullets(say("papers.options.for_and_against"), tuple(more))


def _money(case: Case, public: Case) -> Blocks:
    """The cash of the first wave, where the public papers say less of it."""
    wave = case.verdicts.first_wave
    if wave and _cash_of_wave(case) != _cash_of_wave(public):
        yield Heading(say("papers.annex.money"))
        yield from choice.cash_by_year(case, wave)


def _cash_of_wave(case: Case) -> tuple[object, str]:
    wave = case.verdicts.first_wave
    return case.money.by_year(wave), case.money.of_wave(wave)


def _limits_of_money(case: Case) -> Blocks:
    """How often the wave keeps its limits, what more or less money would bring, which limits bind, and the gaps."""
    yield from _kept(case)
    points = [*certainty.frontier_points(case)]
    distinct = list({point.chosen: point for point in reversed(points)}.values())[::-1]
    if len(distinct) > 1:
        heads = (
            say("papers.sure.frontier.limits"), say("papers.sure.frontier.cash"), say("papers.sure.frontier.points"),
            say("papers.annex.enters"), say("papers.annex.leaves"),
        )  # fmt: skip
        columns = (
            *(TableColumn(head, 2.8, "right") for head in heads[:3]),
            *(TableColumn(head, 2.2) for head in heads[3:]),
        )
        rows = tuple(_point(case, point) for point in distinct)
        yield Table(say("papers.sure.frontier"), columns, rows, say("papers.sure.frontier.described"))
    yield from certainty.binding_limits(case)
    if gaps := tuple(certainty.gaps_in_words(case)):
        yield _one_or_more(say("papers.annex.gaps"), gaps)


def _one_or_more(lead: str, items: tuple[str, ...]) -> Block:
    """A list, or one paragraph where it has one item."""
    return Bullets(lead, items) if len(items) > 1 else Paragraph(say("papers.annex.only_one", lead=lead, item=items[0]))


def _kept(case: Case) -> Blocks:
    """How often the wave keeps each limit; those that most of them share are not named."""
    shares = certainty.limits_kept(case)
    if shares:
        common = max(shares, key=lambda share: len(shares[share]))
        others = [
            say("papers.annex.kept.limit", limit=name, share=share)
            for share, names in shares.items()
            if share != common
            for name in names
        ]
        if others:
            yield Paragraph(say("papers.annex.kept.but", share=common, limits=figures.listed(others)))
        else:
            yield Paragraph(say("papers.annex.kept.all", share=common))


def _point(case: Case, point: Point) -> tuple[str, ...]:
    moved = (_numbers(case, rows) or say("papers.annex.no_project") for rows in certainty.changes_at(case, point))
    return (*certainty.point_in_figures(point), *moved)


def _people(case: Case) -> Blocks:
    """What each person's or group's weights would put first, by the numbers of the projects."""
    people = case.sureness.people
    if people is None or not people.agreed:
        return
    by_order: dict[tuple[str, str], list[Order]] = {}
    for order in people.orders:
        by_order.setdefault((_first(case, order), _moved(case, order)), []).append(order)
    heads = (say("papers.sure.people.who"), say("papers.sure.people.first"), say("papers.sure.people.moved"))
    yield Table(
        say("papers.sure.people"), (TableColumn(heads[0], 4), TableColumn(heads[1], 2), TableColumn(heads[2], 5)),
        tuple((figures.listed(order.opinion.who for order in orders), *seen) for seen, orders in by_order.items()),
        say("papers.sure.people.described"),
        sources=tuple(
            case.sources.rows("swings", [order.opinion.row for order in orders]) for orders in by_order.values()
        ),
    )  # fmt: skip


def _first(case: Case, order: Order) -> str:
    return joining.in_a_row(_number(case, at) for at in order.first)


def _moved(case: Case, order: Order) -> str:
    moved = (say("papers.annex.moved", number=_number(case, at), rank=str(rank)) for at, rank in order.moved)
    return joining.apart(moved) or say("papers.sure.people.same")
