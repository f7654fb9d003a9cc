"""How sure the choice is, in words and tables: the one place that papers and ``explain`` take them from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from smreport.blocks.document import Block, Bullets, Paragraph, Table, TableColumn
from smreport.blueprint.values import normalised
from smreport.decision.certainty import BORDERLINE, CORE, KINDS, OUTSIDE, Certainty
from smreport.decision.check import owner_at
from smreport.decision.closing import Closing
from smreport.decision.frontier import MORE_HOURS, MORE_POUNDS, PARTS, Binding, Point
from smreport.decision.money import BUDGET, HOURS, Limit
from smreport.decision.people import Order
from smreport.decision.records import Blank
from smreport.decision.terms import CAPITAL, RISK
from smreport.papers import figures
from smreport.papers.case import Case
from smreport.papers.verdicts import SOME, financial_year, more_in_words
from smreport.words import joining, locales, say

Blocks = Iterator[Block]
_MOST_GAPS = 20
_HUNDREDTHS = 100


def how_sure(case: Case) -> Blocks:
    """How sure the recommended wave is, in a paragraph; nothing where none is recommended."""
    if not case.results.verdict.is_recommended:
        return
    if case.sureness.is_closed:
        yield Paragraph(say("papers.sure.withheld"), "note")
        return
    certainty = case.sureness.certainty
    if certainty.in_wave is None:
        return
    forced, least = case.results.search.case.forced, str(KINDS[0][0])
    core, borderline = ([row for row in certainty.of_kind(kind) if row not in forced] for kind in (CORE, BORDERLINE))
    draws = locales.number(certainty.draws)
    if core:
        sentences = [say("papers.sure.core", draws=draws, least=least, names=case.verdicts.titles(core, SOME))]
    else:
        sentences = [say("papers.sure.no_core", draws=draws, least=least)]
    if borderline:
        sentences.append(say("papers.sure.borderline", names=case.verdicts.titles(borderline, SOME)))
    yield Paragraph(joining.sentences(sentences))


def in_full(case: Case) -> Blocks:
    """All that is known of how sure ranks and wave are; which gaps would change them stands with the gaps."""
    yield from how_sure(case)
    yield from _shares(case)
    yield from _limits(case)
    yield from _frontier(case)
    yield from _people(case)


def _shares(case: Case) -> Blocks:
    """How often each project is in the first wave, and first in rank."""
    certainty = case.sureness.certainty
    in_wave, ranked = certainty.in_wave or {}, [row for row in case.results.order if row in certainty.first]
    if in_wave:
        yield from _shares_of_wave(case, certainty, in_wave)
    elif ranked:
        columns = (TableColumn(say("papers.sure.project"), 4), TableColumn(say("papers.sure.first"), 2, "right"))
        rows = tuple((_title(case, row), share(certainty.first[row], certainty.draws)) for row in ranked)
        draws = locales.number(certainty.draws)
        yield Table(say("papers.sure.firsts", draws=draws), columns, rows, say("papers.sure.firsts.described"))
    if in_wave or ranked:
        yield Paragraph(say("papers.sure.how"), "note")
    if not in_wave and case.results.verdict.is_recommended and not case.sureness.is_closed:
        yield Paragraph(say("papers.sure.many"), "note")


def _shares_of_wave(case: Case, certainty: Certainty, in_wave: Mapping[int, int]) -> Blocks:
    rows = tuple(
        (_title(case, row), share(in_wave[row], certainty.draws), kind_of(certainty, row), first_share(certainty, row))
        for row in case.results.order
        if row in in_wave
    )
    columns = (
        TableColumn(say("papers.sure.project"), 4), TableColumn(say("papers.sure.in_wave"), 2, "right"),
        TableColumn(say("papers.sure.means"), 2), TableColumn(say("papers.sure.first"), 2, "right"),
    )  # fmt: skip
    draws = locales.number(certainty.draws)
    yield Table(say("papers.sure.shares", draws=draws), columns, rows, say("papers.sure.shares.described"))


def kind_of(certainty: Certainty, row: int) -> str:
    """Whether a project is core, borderline or outside, in a word."""
    kinds = {
        CORE: say("papers.sure.kind.core"),
        BORDERLINE: say("papers.sure.kind.borderline"),
        OUTSIDE: say("papers.sure.kind.outside"),
    }
    return kinds.get(certainty.kind(row), "")


def first_share(certainty: Certainty, row: int) -> str:
    """In how many of 100 draws a project is first in rank."""
    return share(certainty.first[row], certainty.draws) if row in certainty.first else say("papers.sure.no_rank")


def share(times: int, draws: int) -> str:
    """In how many of 100 draws, rounded down, so that nothing less than all is all."""
    percent = 100 * times // draws
    return say("papers.sure.below_1") if times and not percent else locales.percent(percent / 100)


def _limits(case: Case) -> Blocks:
    """How often the wave keeps each limit; those that it keeps as often share a line."""
    shares = limits_kept(case).items()
    items = tuple(say("papers.sure.kept", limit=joining.apart(names), share=part) for part, names in shares)
    if items:
        yield Bullets(say("papers.sure.keeps"), items)


def limits_kept(case: Case) -> dict[str, list[str]]:
    """The limits by the share of draws in which the wave keeps them."""
    certainty = case.sureness.certainty
    limits_by_share: dict[str, list[str]] = {}
    for limit, times in certainty.keeps:
        limits_by_share.setdefault(share(times, certainty.draws), []).append(_limit(limit))
    return limits_by_share


def _limit(limit: Limit) -> str:
    if limit.kind == RISK:
        return say("papers.sure.limit.risk")
    if limit.kind in (BUDGET, HOURS):
        return say("papers.sure.limit.budget" if limit.kind == BUDGET else "papers.sure.limit.hours")
    year = financial_year(limit.year or 0)
    return say("papers.sure.limit.capital" if limit.kind == CAPITAL else "papers.sure.limit.revenue", year=year)


# --- close this gap first ---


def gaps_first(case: Case) -> Blocks:
    """The gaps that would change the first wave: where, who can say, and what would change."""
    closings = case.sureness.closings[:_MOST_GAPS]
    if not closings:
        return
    rows = tuple((_where(case, closing), owners(case, closing), what_changes(case, closing)) for closing in closings)
    heads = (say("papers.sure.gap.where"), say("papers.sure.gap.owner"), say("papers.sure.gap.change"))
    yield Table(
        say("papers.sure.gaps"), (TableColumn(heads[0], 3), TableColumn(heads[1], 2), TableColumn(heads[2], 4)), rows,
        say("papers.sure.gaps.described"),
    )  # fmt: skip


def gaps_in_words(case: Case) -> Iterator[str]:
    """The same gaps, a sentence each."""
    for closing in case.sureness.closings:
        where, owner, change = _where(case, closing), owners(case, closing), what_changes(case, closing)
        yield say("papers.sure.gap.line", where=where, owner=owner, change=change)


def what_changes(case: Case, closing: Closing) -> str:
    """What a gap closed at its best would change."""
    points = _points(closing.points, closing.is_exact)
    return say(
        "papers.sure.gap.changes", changes=joining.in_a_row([*_moves(case, closing.enters, closing.leaves), points])
    )


def _points(count: int, is_exact: bool) -> str:
    return say("papers.sure.gap.points" if is_exact else "papers.sure.gap.points_at_least", count=max(count, 0))


def _moves(case: Case, enters: tuple[int, ...], leaves: tuple[int, ...]) -> list[str]:
    into = [say("papers.sure.enters", names=case.verdicts.titles(enters, SOME))] if enters else []
    return into + ([say("papers.sure.leaves", names=case.verdicts.titles(leaves, SOME))] if leaves else [])


def what_is_blank(case: Case, closing: Closing) -> str:
    """The blanks in words, without their cells: "Yearly cost of “Adviser”"."""
    return figures.listed(dict.fromkeys(_blank(case, blank) for blank in closing.blanks))


def _blank(case: Case, blank: Blank) -> str:
    tables = case.results.tables
    if not blank.sheet:
        return place_of(case, blank)
    sheet, key, row = cell_of(case, blank)
    if sheet == "risks" and key == "risk":
        return place_of(case, blank)
    if (sheet, key) == ("mapping", "objective") and (other := tables[sheet].row(row)[key]) is not None:
        return say("papers.sure.blank.own_objective", what=case.heading("mapping.objective"), name=str(other))
    name, heading = tables[sheet].name_of(row), tables.blueprint.column(f"{sheet}.{key}").heading
    return say("papers.sure.blank", what=heading, name=name) if name else heading


def _where(case: Case, closing: Closing) -> str:
    return figures.listed(place_of(case, blank) for blank in closing.blanks)


def place_of(case: Case, blank: Blank) -> str:
    """A blank in words: its heading and cell, or the row that is missing."""
    tables = case.results.tables
    if not blank.sheet:
        roles = {normalised(row["role"]): str(row["role"]) for row in tables["roles"].rows.values()}
        return say("papers.sure.no_line", sheet=tables["evaluation"].title, name=roles.get(blank.key, blank.key))
    sheet, key, row = cell_of(case, blank)
    if sheet == "risks" and key == "risk":
        return say("papers.sure.no_line", sheet=tables["risks"].title, name=_title(case, blank.row))
    heading = tables.blueprint.column(f"{sheet}.{key}").heading
    return say("papers.sure.cell", what=heading, cell=case.sources.cell(sheet, key, row))


def cell_of(case: Case, blank: Blank) -> tuple[str, str, int]:
    """The sheet, column and row to fill in: the importance of a use stands with its objective, of its area or of all.

    Where neither is listed it is the objective that the use names.
    """
    if blank[:2] == ("risks", "residual"):
        return "risks", "residual_likelihood", blank.row
    if blank[:2] != ("mapping", "importance"):
        return blank
    use = case.results.tables["mapping"].row(blank.row)
    of_all = normalised(case.results.tables.blueprint.word_for_all("objectives.area"))
    for area in (normalised(use["area"]), of_all):
        for row, answers in case.rows("objectives").items():
            if (normalised(answers["area"]), normalised(answers["objective"])) == (area, normalised(use["objective"])):
                return "objectives", "importance", row
    return "mapping", "objective", blank.row


def owners(case: Case, closing: Closing) -> str:
    """Who can close a gap."""
    tables, names = case.results.tables, list[str]()
    for blank in closing.blanks:
        sheet, key, row = cell_of(case, blank) if blank.sheet else ("evaluation", "", 0)
        is_missing = not blank.sheet or (sheet, key) == ("risks", "risk")
        names.append(tables[sheet].sheet.who if is_missing else owner_at(tables, sheet, row))
    return figures.listed(dict.fromkeys(names))


# --- more or less money ---


def _frontier(case: Case) -> Blocks:
    """What more or less money would bring, where that changes the wave; and which limits bind."""
    points = [*frontier_points(case)]
    if len(points) > 1:
        heads = (
            say("papers.sure.frontier.limits"), say("papers.sure.frontier.cash"), say("papers.sure.frontier.points"),
            say("papers.sure.frontier.change"),
        )  # fmt: skip
        columns = (*(TableColumn(head, 1.6, "right") for head in heads[:3]), TableColumn(heads[3], 5))
        rows = tuple(_point(case, point) for point in points)
        yield Table(say("papers.sure.frontier"), columns, rows, say("papers.sure.frontier.described"))
    yield from binding_limits(case)


def frontier_points(case: Case) -> Iterator[Point]:
    """The shares of today's limits of money at which the wave changes, and today's."""
    points = case.sureness.frontier.points
    for before, point in zip((None, *points), points, strict=False):
        if before is None or before.chosen != point.chosen or point.factor == PARTS:
            yield point


def binding_limits(case: Case) -> Blocks:
    """Of which limits a little more would buy benefit, or that none would."""
    frontier = case.sureness.frontier
    if frontier.binding:
        yield Bullets(say("papers.sure.binding"), tuple(_binding(case, binding) for binding in frontier.binding))
    elif frontier.points and case.results.search.all_sets is not None:
        hours = figures.number(MORE_HOURS / _HUNDREDTHS)
        yield Paragraph(say("papers.sure.not_binding", pounds=figures.pounds(MORE_POUNDS), hours=hours))


def _point(case: Case, point: Point) -> tuple[str, ...]:
    enters, leaves = (tuple(sorted(rows)) for rows in changes_at(case, point))
    change = joining.in_a_row(_moves(case, enters, leaves)) or say("papers.sure.frontier.present")
    return (*point_in_figures(point), change)


def changes_at(case: Case, point: Point) -> tuple[frozenset[int], frozenset[int]]:
    """The projects that enter the first wave at a point of the frontier, and those that leave it."""
    present = frozenset[int]() if case.results.wave is None else case.results.wave.chosen
    return point.chosen - present, present - point.chosen


def point_in_figures(point: Point) -> tuple[str, str, str]:
    """A point of the frontier: its share of today's limits, its cash and its benefit."""
    return locales.percent(point.factor / PARTS, 1), figures.pounds(point.cash), locales.number(point.benefit)


def _binding(case: Case, binding: Binding) -> str:
    points = say(
        "papers.sure.gap.points" if binding.is_exact else "papers.sure.gap.points_at_least", count=binding.points
    )
    changes = joining.in_a_row([points, *_moves(case, binding.enters, binding.leaves)])
    return say("papers.sure.binding.one", more=more_in_words(binding.limit, binding.more), changes=changes)


# --- several people ---


def _people(case: Case) -> Blocks:
    """What each person's or group's weights would put first."""
    people = case.sureness.people
    if people is None or not people.agreed:
        return
    heads = (say("papers.sure.people.who"), say("papers.sure.people.first"), say("papers.sure.people.moved"))
    rows = tuple(
        (order.opinion.who, figures.listed(_title(case, row) for row in order.first), _moved(case, order))
        for order in people.orders
    )
    yield Table(
        say("papers.sure.people"), (TableColumn(heads[0], 2), TableColumn(heads[1], 4), TableColumn(heads[2], 4)), rows,
        say("papers.sure.people.described"),
        sources=tuple(case.sources.rows("swings", [order.opinion.row]) for order in people.orders),
    )  # fmt: skip
    if people.shared:
        yield Paragraph(say("papers.sure.people.shared", names=case.verdicts.titles(people.shared, SOME)))
    else:
        yield Paragraph(say("papers.sure.people.none_shared"))


def _moved(case: Case, order: Order) -> str:
    moved = [say("papers.sure.people.rank", name=_title(case, row), rank=str(rank)) for row, rank in order.moved]
    return figures.listed(moved) or say("papers.sure.people.same")


def _title(case: Case, row: int) -> str:
    return case.results.round.by_row[row].title
