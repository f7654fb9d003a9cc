"""Which projects come first and why: the options, the ranking, the first wave and the pair to start with."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from smreport.blocks.document import Block, Bullets, Callout, Chart, Paragraph, Table, TableColumn
from smreport.blueprint.values import normalised
from smreport.decision import terms
from smreport.decision.wave import excess
from smreport.papers import charts
from smreport.papers.case import Case
from smreport.papers.certainty import how_sure
from smreport.papers.figures import NONE, listed, number, pounds
from smreport.papers.verdicts import LATER, OPEN, UNPLACED, over_in_words
from smreport.words import say

Blocks = Iterator[Block]
NEAR_TIE = 1.0  # points of score, out of 100
_SHORT_LIST = 8  # rows of the ranking, and names in a sentence
_FEW = 3  # ties, reasons


def options(case: Case, intro: str) -> Blocks:
    """Doing nothing new, the proposed first wave, and everything at once."""
    every, wave = list(case.results.order), case.verdicts.first_wave
    committed = case.verdicts.committed
    if intro:
        yield Paragraph(intro)
    meaning = say("papers.option.nothing.committed" if committed else "papers.option.nothing.means")
    rows = [_option(case, say("papers.option.nothing"), committed, meaning)]
    if wave and set(wave) != set(every):
        rows.append(_option(case, say("papers.option.wave"), wave, _first_wave(case)))
    if every:
        name = say("papers.option.all_proposed" if set(wave) == set(every) else "papers.option.all")
        rows.append(_option(case, name, every, _everything(case, every)))
    yield Table(
        "Options compared",
        (
            TableColumn("Option", 2.6),
            TableColumn(f"Cash over {case.money.horizon}", 3),
            TableColumn("Benefit points", 1.4, "right"),
            TableColumn("Staff hours in the fullest month", 2.4),
            TableColumn("What it means", 4.2),
        ),
        tuple(rows),
        "Each option with its cash, its benefit points, its staff hours and what it means.",
    )
    for sentence in case.money.basis(every):
        yield Paragraph(sentence, "note")


def _option(case: Case, name: str, numbers: list[int], meaning: str) -> tuple[str, ...]:
    money = case.money
    return name, money.total_cash(numbers), money.total_benefit(numbers), money.fullest_month(numbers), meaning


def _first_wave(case: Case) -> str:
    """What it means to take the proposed first wave."""
    return say("papers.option.wave.short" if case.results.verdict.proof else "papers.option.wave.exact")


def _everything(case: Case, every: list[int]) -> str:
    """What it means to do everything at once: which limits it breaks."""
    apart = any(project.not_with for project in case.results.round.projects)
    if apart:
        return say("papers.option.all.apart")
    over = excess(case.results.search.case, every)
    if not over:
        return say("papers.option.all.means")
    if case.privacy.hides_money(every):
        return say("papers.option.all.over.withheld")
    return say("papers.option.all.over", over=over_in_words(over))


def priorities(case: Case, intro: str) -> Blocks:
    """The ranking, and what decided it."""
    weights = listed(f"{name} {weight:.0%}" for name, weight in case.results.weights.items())
    equal = case.results.round.settings.equal_swings
    told = say("papers.scored.alike") if equal else say("papers.scored.weights", weights=weights)
    yield Paragraph(intro or told, see=("all_scores",), source=case.sources.of_weights)
    if case.projects.empty:
        yield Paragraph(f"{NONE}.")
        return
    if not case.has_scores:
        yield Paragraph("No project can be ranked yet. Benefit, cost and risk are still unknown for all of them.")
    best = list(case.results.order[:_SHORT_LIST])
    rows = tuple(_ranked(case, at) for at in best)
    more = len(case.projects) - len(best)
    caption = f"The {len(best)} projects of highest priority, of {len(case.projects)}" if more else _IN_ORDER
    yield Table(
        caption, _RANKING, rows, "Each project with its rank, what it rests on, and where it stands.", "ranking",
        tuple(case.sources.of_project(at) for at in best),
    )  # fmt: skip
    if any(row[0] != str(case.results.scores[at].rank) for at, row in zip(best, rows, strict=True)):
        yield Paragraph(say("papers.rank.note"), "note")
    yield from _chart(charts.benefit_against_cost(case))
    yield from _near_ties(case)


_IN_ORDER = "Projects in order of priority"


def _chart(chart: Chart | None) -> Blocks:
    if chart:
        yield chart


def _ranked(case: Case, at: int) -> tuple[str, ...]:
    row = case.records.projects[at]
    figures_of = (number(row["benefit"]), case.money.cost(at), case.risk(at))
    return (case.rank(at), str(row["title"]), *figures_of, case.verdicts.stands(at))


_RANKING = (
    TableColumn("Rank", 1.4),
    TableColumn("Project", 4.7),
    TableColumn("Benefit points", 1.5, "right"),
    TableColumn("Whole-life cost", 2.4, "right"),
    TableColumn("Risk, 1 to 25", 1.4, "right"),
    TableColumn("Wave", 2.3),
)


def _near_ties(case: Case) -> Blocks:
    """Projects whose scores are less than a point apart; those whose score must stay out are left out."""
    groups: list[list[str]] = []
    before: float | None = None
    for at, found in ((at, case.results.scores[at]) for at in case.results.order if not case.privacy.hides_score(at)):
        if found.score is None:
            continue
        if before is not None and before - found.score < NEAR_TIE:
            groups[-1].append(case.results.round.by_row[at].title)
        else:
            groups.append([case.results.round.by_row[at].title])
        before = found.score
    for group in [group for group in groups if len(group) > 1][:_FEW]:
        yield Paragraph(f"Treat these as a tie, less than one point apart: {listed(group, _SHORT_LIST)}.")


def portfolio(case: Case, intro: str) -> Blocks:
    """The verdict on the first wave: what is proposed, why, and with what money; or why nothing is, and what helps."""
    if not case.results.order:
        yield Paragraph(f"{NONE}.")
        return
    wave = case.verdicts.first_wave
    yield from verdict(case, intro)
    yield from how_sure(case)
    if wave:
        yield Table(
            case.verdicts.headline,
            (TableColumn("Project", 3.6), TableColumn("Wave", 2.2), TableColumn("Why it is in", 6)),
            tuple(
                (case.results.round.by_row[at].title, case.verdicts.stands(at), case.verdicts.why(at)) for at in wave
            ),
            "Each project of the proposed first wave with the reason why it is in.",
            "first_wave",
            tuple(case.sources.rows("portfolio", [at]) for at in wave),
        )
        yield from cash_by_year(case, wave)
    yield from left_waiting(case)


def verdict(case: Case, intro: str = "") -> Blocks:
    """The verdict, and where no wave is proposed what would help."""
    if case.results.verdict.is_recommended:
        told = " ".join(filter(None, (intro, case.verdicts.told, case.verdicts.twin_track)))
        yield Paragraph(told, source=case.sources.of_limits)
        return
    if intro:
        yield Paragraph(intro)
    if not case.results.order:
        return
    yield Callout(say("papers.verdict.title"), case.verdicts.told)
    if case.verdicts.mend:
        yield Bullets(say("papers.mend"), case.verdicts.mend)


def cash_by_year(case: Case, wave: Collection[int]) -> Blocks:
    """The cash of the first wave by financial year, capital and revenue apart; staff time stands in a sentence."""
    rows = case.money.by_year(wave)
    total = case.money.takes(wave).spent.total
    if rows:
        told = [(year, *map(pounds, amounts)) for year, *amounts in rows]
        yield Table(
            "Cash of the first wave by financial year",
            (TableColumn("Financial year", 3), TableColumn("Capital", 2, "right"), TableColumn("Revenue", 2, "right"),
             TableColumn("Together", 2, "right")),
            (*told, ("All years", *map(pounds, total))),
            "Each financial year with the capital, the revenue and the cash together that the first wave takes.",
            "wave_cash",
            (*(case.sources.of_costs(wave) for _ in told), case.sources.of_costs(wave)),
        )  # fmt: skip
    yield Paragraph(case.money.of_wave(wave), source=case.sources.of_costs(wave))
    for sentence in case.money.basis(wave):
        yield Paragraph(sentence, "note")


def left_waiting(case: Case) -> Blocks:
    """The projects that are not in the first wave, and why."""
    out = (LATER, UNPLACED, OPEN)
    told = [at for at in case.results.order if case.verdicts.standing(at) in out]
    others = [(case.results.round.by_row[at].title, why) for at in told if (why := case.verdicts.why(at))]
    if others:
        reasons = tuple(say("papers.reason.of", project=title, why=why) for title, why in others[:_FEW])
        more = len(others) - len(reasons)
        lead = f"Not in the first wave ({more} more in the appendix):" if more else "Not in the first wave:"
        yield Bullets(lead, reasons, see=("all_scores",) if more else ())


def twin_track(case: Case, intro: str) -> Blocks:
    """The pair to start with and why, or what is missing to pick one."""
    pair = case.verdicts.pair
    if pair is None:
        missing = case.verdicts.twin_track or say("papers.pair.missing")
        yield Paragraph(f"{intro} {missing}".strip())
        yield from _candidates(case)
        return
    activity, service = (pair_area(case, at, kind) for at, kind in zip(pair, KINDS, strict=True))
    titles = [case.results.round.by_row[at].title for at in pair]
    is_wave = bool(case.verdicts.first_wave)
    if pair[0] == pair[1]:
        why = say("papers.pair.both", project=titles[0])
    else:
        why = say("papers.pair.two", activity=titles[0], service=titles[1])
    pairing = say("papers.pair.of_wave" if is_wave else "papers.pair.by_rank", activity=activity, service=service)
    yield Paragraph(f"{intro} {pairing} {why}".strip())


KINDS = (terms.ACTIVITY, terms.SERVICE)


def pair_area(case: Case, at: int, kind: str) -> str:
    """The name of the area of a kind in which a project brings most benefit."""
    labels: tuple[str, ...] = case.project(at)["areas"] or ()  # type: ignore[assignment]
    fitting = [label for label in labels if case.kinds.get(normalised(label)) == kind]
    uses = [use for group in case.results.bought.claims[at] for use in group.uses]
    most = max(
        fitting, key=lambda label: sum(use.points for use in uses if use.area == normalised(label)), default=None
    )
    return case.area(most)


def _candidates(case: Case) -> Blocks:
    by_row = case.results.round.by_row
    both = [by_row[at].title for at in case.results.order if set(KINDS) <= by_row[at].kinds]
    if both:
        yield Bullets("These projects already join an activity with a service area:", tuple(both[:_SHORT_LIST]))
