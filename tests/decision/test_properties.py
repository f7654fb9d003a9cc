"""What must change nothing, on random rounds: units of money and hours, the order of rows, and names but for a tie."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from random import Random

import pytest
from decision_cases import contested, random_round, whole_pounds

from smreport.decision.bought import Bought
from smreport.decision.judging import verdict_of
from smreport.decision.reasons import Reason, reasons
from smreport.decision.records import Amount, CostLine, Ends, Round, YearLimit
from smreport.decision.score import Scored, in_order, scored
from smreport.decision.terms import COST
from smreport.decision.verdict import Verdict
from smreport.decision.wave import Wave, search_of
from smreport.frozen import replace

ROUNDS = 60


def times(figure: Amount | None, factor: int) -> Amount | None:
    return None if figure is None else Amount(figure.low * factor, figure.high * factor)


def in_another_currency(round: Round, factor: int) -> Round:
    """All money by a factor: costs, the wage, limits, and the ends of the scale."""

    def dearer(line: CostLine) -> CostLine:
        return replace(line, setup=times(line.setup, factor), yearly=times(line.yearly, factor))

    def more(pounds: int | None) -> int | None:
        return None if pounds is None else pounds * factor

    limits, settings = round.limits, round.settings
    years = tuple(YearLimit(year.year, more(year.capital), more(year.revenue)) for year in limits.years)
    ends = {**settings.ends, COST: Ends(*(end * factor for end in settings.ends[COST]))}
    return replace(
        round,
        lines=tuple(map(dearer, round.lines)),
        limits=replace(limits, years=years, budget=more(limits.budget)),
        settings=replace(settings, wage=more(settings.wage), ends=ends),
    )


def in_other_hours(round: Round, factor: int) -> Round:
    """Hours in a smaller unit, which costs so much less."""
    limits, settings = round.limits, round.settings
    assert settings.wage is not None
    return replace(
        round,
        lines=tuple(replace(line, hours=times(line.hours, factor)) for line in round.lines),
        limits=replace(limits, hours=None if limits.hours is None else limits.hours * factor),
        settings=replace(settings, wage=settings.wage // factor),
    )


def made(seed: int) -> Round:
    round = random_round(Random(seed), 7)
    return whole_pounds(contested(round) if seed % 3 == 0 else round)


def decided(round: Round, order: tuple[int, ...]) -> tuple[Verdict, Wave | None, dict[int, Reason]]:
    search = search_of(round, order)
    verdict, wave = verdict_of(search)
    return verdict, wave, {} if wave is None else reasons(search, wave, dict.fromkeys(order, 1))


@pytest.mark.parametrize(
    ("change", "factor"), [(in_another_currency, 3), (in_another_currency, 100), (in_other_hours, 4)]
)
def test_units_of_money_and_hours_change_neither_ranks_nor_wave(
    change: Callable[[Round, int], Round], factor: int
) -> None:
    with_a_wave = 0
    for seed in range(ROUNDS):
        round = made(seed)
        other = change(round, factor)
        ranks, again = ({row: each.rank for row, each in scored(Bought(it)).items()} for it in (round, other))
        assert ranks == again, seed
        order = tuple(project.row for project in round.projects)
        (verdict, wave, _), (same, moved, _) = decided(round, order), decided(other, order)
        assert (verdict.limits, verdict.twin_track) == (same.limits, same.twin_track), seed
        assert (wave and wave.chosen) == (moved and moved.chosen), seed
        with_a_wave += wave is not None
    assert with_a_wave > ROUNDS // 3


def renamed(round: Round, chance: Random) -> Round:
    """Other names for everything that has one, so that no order of names stays."""
    names = sorted({*(use.area for use in round.uses), *(use.role for use in round.uses),
                    *(name for each in round.projects for name in (*each.areas, *each.roles)),
                    *(line.role for line in round.lines), *(risk.role for risk in round.risks)} - {""})  # fmt: skip
    new = {"": ""} | dict(zip(names, chance.sample([f"name {at}" for at in range(99)], len(names)), strict=True))

    def those(some: frozenset[str]) -> frozenset[str]:
        return frozenset(new[name] for name in some)

    projects = (
        replace(each, title=f"Title {chance.random()}", areas=those(each.areas), roles=those(each.roles))
        for each in round.projects
    )
    return replace(
        round,
        projects=tuple(projects),
        uses=tuple(use._replace(area=new[use.area], role=new[use.role]) for use in round.uses),
        lines=tuple(replace(line, role=new[line.role]) for line in round.lines),
        risks=tuple(replace(risk, role=new[risk.role]) for risk in round.risks),
    )


def shuffled(round: Round, chance: Random) -> Round:
    """The same rows in another order."""
    parts = {part: chance.sample(getattr(round, part), len(getattr(round, part)))
             for part in ("projects", "uses", "lines", "risks")}  # fmt: skip
    return replace(round, **{part: tuple(rows) for part, rows in parts.items()})


@pytest.mark.parametrize("change", [renamed, shuffled])
def test_names_and_the_order_of_rows_change_nothing_but_the_order_of_equal_ranks(
    change: Callable[[Round, Random], Round],
) -> None:
    tied = 0
    for seed in range(ROUNDS):
        round = made(seed)
        other = change(round, Random(seed))
        before, after = scored(Bought(round)), scored(Bought(other))
        assert before == after, seed
        first, second = (
            in_order(scores, {each.row: each.title for each in it.projects})
            for scores, it in ((before, round), (after, other))
        )
        assert by_rank(before, first) == by_rank(before, second), seed
        tied += first != second
        order = tuple(project.row for project in round.projects)
        (verdict, wave, why), (same, again, whys) = decided(round, order), decided(other, order)
        one, two = (each.mend and replace(each.mend, cells=()) for each in (verdict, same))  # cells may name a role
        assert (replace(verdict, mend=one), wave) == (replace(same, mend=two), again), seed
        assert {row: said.kind for row, said in why.items()} == {row: said.kind for row, said in whys.items()}, seed
    assert (tied > 0) == (change is renamed)


def by_rank(scores: dict[int, Scored], order: tuple[int, ...]) -> list[set[int]]:
    return [set(rows) for _, rows in groupby(order, key=lambda row: scores[row].rank)]
