"""The options that a meeting has, what speaks for and against each, which one is preferred, and what they cost."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from smreport.blocks.document import Block, Bullets, Paragraph, Table, TableColumn
from smreport.blueprint.tables import Row
from smreport.decision.case import excess
from smreport.decision.frontier import PARTS, Point
from smreport.papers import choice, figures
from smreport.papers.case import Case
from smreport.papers.figures import listed, pounds, sentence
from smreport.papers.verdicts import over_in_words
from smreport.words import joining, say

Blocks = Iterator[Block]
_FEW = 3  # limits in a sentence
_YEARS = 4  # financial years that a table of options has room for
_FEWEST_OPTIONS = 2  # to choose from


def options(case: Case, intro: str) -> Blocks:
    """Each option with its cash by year and its benefit, then what speaks for and against it; one alone is none."""
    if not has_options(case):
        return
    if intro:
        yield Paragraph(intro)
    costed_options = costed(case)
    if _has_figures(case, costed_options):
        yield options_table(case, costed_options)
    sources = [_typed_at(case, key) for key, *_ in costed_options]
    own = [case.sources.rows("options", [at]) for at in _own_options(case)]
    items = tuple(spoken(*option) for option in spoken_for(case))
    yield Bullets(say("papers.options.for_and_against"), items, sources=(*sources, *own))
    if basis := joining.sentences(case.money.basis(case.results.order)):
        yield Paragraph(basis, "note")


def has_options(case: Case) -> bool:
    """Whether there is something to choose from: one option alone is none."""
    return bool(case.results.order) and len(costed(case)) + len(_typed_options(case)) >= _FEWEST_OPTIONS


Option = tuple[str, str, list[int]]
"""The id of an option in the template's list, its name, and the rows of its projects."""


def costed(case: Case) -> list[Option]:
    """Doing nothing new, the wave, the next step up the frontier and everything; equal ones are one."""
    every, wave, committed = list(case.results.order), case.verdicts.first_wave, case.verdicts.committed
    wave_name = say("papers.option.wave")
    all_options: list[Option] = [("do_nothing", say("papers.option.nothing"), committed)]
    if wave:
        all_options.append(("wave", wave_name, wave))
    if step := _next_step(case):
        all_options.append(("step_up", say("papers.option.step_up"), [at for at in every if at in step.chosen]))
    everything = say("papers.option.all_proposed" if wave and set(wave) == set(every) else "papers.option.all")
    all_options.append(("everything", everything, every))
    kept: list[Option] = []
    for option in reversed(all_options):
        if all(set(option[2]) != set(other[2]) for other in kept):
            kept.insert(0, option)
    return kept


def _next_step(case: Case) -> Point | None:
    """The first point up the frontier that brings more than the wave."""
    wave = case.results.wave
    if wave is None or not case.verdicts.first_wave:
        return None
    points = case.sureness.frontier.points
    return next((point for point in points if point.factor > PARTS and point.chosen != wave.chosen), None)


def _has_figures(case: Case, costed_options: list[Option]) -> bool:
    """Whether anything is known of an option but the one of doing nothing new."""
    figures_of = (case.money.total_cash, case.money.total_benefit, case.money.fullest_month)
    others = [rows for key, _, rows in costed_options if key != "do_nothing"]
    return any(figure(rows) != figures.not_known() for rows in others for figure in figures_of)


def options_table(case: Case, costed_options: list[Option]) -> Table:
    years = [{year: together for year, _, _, together in case.money.by_year(rows)} for *_, rows in costed_options]
    names = sorted({year for of_option in years for year in of_option})
    shown_years = names if len(names) <= _YEARS else []
    columns = (
        TableColumn(say("papers.options.option"), 2.9),
        *(TableColumn(year, 1.4, "right") for year in shown_years),
        TableColumn(say("papers.options.cash", horizon=case.money.period), 2.3, "right"),
        TableColumn(say("papers.options.benefit"), 1.4, "right"),
        TableColumn(say("papers.options.hours"), 2.2, "right"),
    )
    rows = tuple(
        (
            name, *(pounds(of_option.get(year, 0)) for year in shown_years), case.money.total_cash(numbers, brief=True),
            case.money.total_benefit(numbers), case.money.fullest_month(numbers, brief=True),
        )
        for (_, name, numbers), of_option in zip(costed_options, years, strict=True)
    )  # fmt: skip
    return Table(
        say("papers.options.compared"), columns, rows, say("papers.options.compared.described"), "report_options",
        tuple(case.sources.of_costs(numbers) for *_, numbers in costed_options),
    )  # fmt: skip


Spoken = tuple[str, tuple[str, ...], tuple[str, ...]]
"""The name of an option, and the sentences for and against it."""


def spoken_for(case: Case) -> list[Spoken]:
    """What speaks for and against each option, the council's own last."""
    return [*(_for_and_against(case, *option) for option in costed(case)), *_typed_options(case)]


def _for_and_against(case: Case, key: str, name: str, numbers: list[int]) -> Spoken:
    typed = [
        row
        for row in case.optional_rows("options").values()
        if row["option"] is not None and case.choice("options.option", row["option"]) == key
    ]
    speaks_for = [_brings(case, key, numbers), *(sentence(row["advantage"]) for row in typed)]
    against = [*_breaks(case, key, numbers), *(sentence(row["disadvantage"]) for row in typed)]
    return name, tuple(filter(None, speaks_for)), tuple(filter(None, against))


def spoken(name: str, speaks_for: tuple[str, ...], against: tuple[str, ...]) -> str:
    """An option with what speaks for and against it, as far as anything does."""
    pros = say("papers.options.for", text=joining.sentences(speaks_for)) if speaks_for else ""
    cons = say("papers.options.against", text=joining.sentences(against)) if against else ""
    return joining.sentences((sentence(name), pros, cons))


def _own_options(case: Case) -> dict[int, Row]:
    """The council's own options by Excel row, which nothing was worked out for."""
    rows = case.optional_rows("options").items()
    return {
        at: row
        for at, row in rows
        if row["option"] is not None and not case.choice("options.option", row["option"])
    }  # fmt: skip


def _typed_options(case: Case) -> list[Spoken]:
    """The same, each with what speaks for and against it."""
    rows = _own_options(case).values()
    return [(str(row["option"]), _typed(row["advantage"]), _typed(row["disadvantage"])) for row in rows]


def _typed(text: object) -> tuple[str, ...]:
    return tuple(filter(None, [sentence(text)]))


def _typed_at(case: Case, key: str) -> str:
    """Where something was typed of an option of the template's list, "" where nothing was."""
    rows = [
        at
        for at, row in case.optional_rows("options").items()
        if row["option"] is not None and case.choice("options.option", row["option"]) == key
    ]
    return case.sources.rows("options", rows) if rows else ""


def _brings(case: Case, key: str, numbers: Collection[int]) -> str:
    """What speaks for an option that follows from its figures."""
    if key == "do_nothing":
        return say("papers.options.nothing_beyond" if numbers else "papers.options.nothing_new")
    if key == "wave":
        return say("papers.option.wave.short" if case.results.verdict.proof else "papers.option.wave.exact")
    if key == "step_up":
        bought = case.results.bought
        more = bought.benefit(numbers) - bought.benefit(case.verdicts.first_wave)
        return say("papers.options.more_than_wave", count=int(more))
    return say("papers.options.all_of_it")


def _breaks(case: Case, key: str, numbers: list[int]) -> list[str]:
    """What speaks against an option: what it leaves undone, and which limits it breaks."""
    left = len(case.results.order) - len(numbers)
    drawbacks = [say("papers.options.leaves", count=left)] if left else []
    if key == "everything" and any(project.not_with for project in case.results.round.projects):
        drawbacks.append(say("papers.option.all.apart"))
    if case.privacy.hides_money(numbers):
        return (
            drawbacks
            if set(numbers) <= set(case.verdicts.first_wave)
            else [*drawbacks, say("papers.options.over.withheld")]
        )
    over = excess(case.results.search.case, numbers) if numbers else ()
    if over:
        drawbacks.append(say("papers.options.over", over=over_in_words(over)))
    return drawbacks


def preferred(case: Case, intro: str) -> Blocks:
    """Why the proposed projects are in, and the nearest of the others are not."""
    wave = case.verdicts.proposed
    if not wave:
        return
    by_reason: dict[str, list[int]] = {}
    for at in wave:
        by_reason.setdefault(case.verdicts.why(at), []).append(at)
    items = tuple(say("papers.reason.of", project=case.titles(rows), why=why) for why, rows in by_reason.items())
    sources = tuple(case.sources.rows("portfolio", rows) for rows in by_reason.values())
    lead = joining.sentences((intro, say("papers.preferred.lead", headline=case.verdicts.headline)))
    yield Bullets(lead, items, sources=sources)
    yield from choice.left_waiting(case)


# --- what it costs ---


def cash_of_wave(case: Case, wave: list[int]) -> Blocks:
    """The cash of the wave by year, capital and revenue apart.

    A table, unless that of the options has the years already: then each kind in a sentence.
    """
    rows = case.money.by_year(wave)
    if not has_options(case) or not 0 < len(rows) <= _YEARS:
        yield from choice.cash_by_year(case, wave, with_basis=not has_options(case))
        return
    kinds = {
        say("papers.cash.capital"): {year: capital for year, capital, _, _ in rows if capital},
        say("papers.cash.revenue"): {year: revenue for year, _, revenue, _ in rows if revenue},
    }
    text = [case.money.of_wave(wave, with_kinds=False)]
    for kind, amounts in kinds.items():
        years = listed(say("papers.plan.in_year", amount=pounds(cash), year=year) for year, cash in amounts.items())
        text += [say("papers.cash.kind_by_year", kind=kind, years=years)] if amounts else []
    yield Paragraph(joining.sentences(text), source=case.sources.of_costs(wave))


def known_money(case: Case) -> str:
    """What is known of the money that the open projects take together, where no first wave is proposed."""
    every, limits = case.results.order, case.verdicts.each_limit
    cash, count = case.money.total_cash(every, brief=True), len(every)
    if cash == figures.not_known():
        return say("papers.financial.not_known", count=count)
    known = say("papers.financial.known", cash=cash, horizon=case.money.period, count=count)
    held = ""
    if 0 < len(limits) <= _FEW:
        held = say("papers.financial.held.one" if count == 1 else "papers.financial.held", limits=listed(limits))
    return joining.sentences((known, held, *case.money.basis(every)))
