"""How sure a choice is, held against counting draw by draw, enumeration of all that can be drawn, and its own words."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from itertools import product
from random import Random

import numpy as np
import pytest
from decision_cases import (
    APRIL_2027,
    best_by_hand,
    count,
    feasible_sets,
    random_round,
    risk_by_hand,
)
from hypothesis import given
from hypothesis import strategies as st

from smreport.decision.bought import Bought
from smreport.decision.certainty import (
    BORDERLINE,
    CORE,
    LEAST_DRAWS,
    OUTSIDE,
    Certainty,
    certainty_of,
    competing,
    firsts,
    kind_of,
)
from smreport.decision.drawn_sets import NO_SET, DrawnSets, Taking
from smreport.decision.draws import Draws, Support, bits, drawn_swings
from smreport.decision.judging import verdict_of
from smreport.decision.money import PENCE
from smreport.decision.records import Amount, CostLine, Limits, Project, Risk, Round, Settings, Use, YearLimit, amount
from smreport.decision.score import in_order, score_of, scored, weights_of
from smreport.decision.terms import BENEFIT, COST, EXACT, RISK
from smreport.decision.verdict import HELD
from smreport.decision.wave import Search, search_of
from smreport.frozen import replace

ZERO = amount(0)


def sure_of(round: Round, draws: int) -> tuple[Search, Certainty]:
    scores = scored(Bought(round))
    search = search_of(round, in_order(scores, {each.row: each.title for each in round.projects}))
    verdict, wave = verdict_of(search)
    return search, certainty_of(search, verdict, wave, scores, draws)


def tight(round: Round, chance: Random) -> Round:
    """The same with all known, and limits by year at about what some of its projects take."""
    lines = tuple(
        replace(line, setup=line.setup or amount(90_000), yearly=line.yearly or ZERO, hours=line.hours or ZERO)
        for line in round.lines
    )
    roles = sorted({role for project in round.projects for role in project.roles})
    shared = tuple(CostLine(300 + at, role, None, amount(70_000), ZERO, ZERO) for at, role in enumerate(roles))
    uses = tuple(use._replace(strength=use.strength or 2, importance=use.importance or 2) for use in round.uses)
    known = replace(round, lines=(*lines, *shared), uses=uses)
    rows = [project.row for project in round.projects]
    taken = count(known, chance.sample(rows, len(rows) * 2 // 3))
    years = sorted({year for _, year in taken.money})
    limits = tuple(
        YearLimit(year, *(taken.money.get((kind, year), 0) for kind in ("capital", "revenue"))) for year in years
    )
    return replace(known, limits=replace(round.limits, years=limits, budget=None, risk=None))


def known_rounds(first_seed: int, most: int = 6) -> Iterator[tuple[int, Round, Search]]:
    """Random rounds whose limits can be held, every second one with little to spare."""
    for seed in range(first_seed, first_seed + 1_000):
        round = random_round(Random(seed), most)
        round = with_judgements(tight(round, Random(seed)) if seed % 2 else round)
        search = search_of(round, [project.row for project in round.projects])
        if not search.case.unknown.blanks and search.is_consistent:
            yield seed, round, search


def with_judgements(round: Round) -> Round:
    """The same with the likelihood and impact of each risk that is known, and sometimes a low appetite."""
    risks = tuple(map(_judged, round.risks))
    appetite = round.limits.risk if len(risks) % 2 else 12
    return replace(round, risks=risks, limits=replace(round.limits, risk=appetite))


def _judged(risk: Risk) -> Risk:
    known = risk.residual or risk.inherent
    if known is None:
        return risk
    pair = 1 + risk.row % 5, 1 + known % 5
    product = pair[0] * pair[1]
    return replace(risk, inherent=None if risk.residual else product, residual=product if risk.residual else None,
                   judged=pair)  # fmt: skip


def drawn_round(round: Round, draws: Draws, at: int) -> Round:
    """A round with the figures of one draw as exact ones, and one use for each group."""
    uses = tuple(
        Use(number, group.uses[0].area, group.uses[0].role, int(points[at]), 1)
        for number, (group, points) in enumerate(zip(draws.bought.coverage, draws.points, strict=True))
    )
    risks = tuple(replace(risk, inherent=None, residual=int(draws.each_risk[risk][at])) for risk in round.risks)
    return replace(round, lines=tuple(_drawn_line(line, draws, at) for line in round.lines), uses=uses, risks=risks)


def _drawn_line(line: CostLine, draws: Draws, at: int) -> CostLine:
    figures = draws.figures[line.row]
    setup, yearly, hours = (
        None if given is None else amount(int(drawn[at]))
        for given, drawn in ((line.setup, figures.setup), (line.yearly, figures.yearly), (line.hours, figures.hours))
    )
    return replace(line, setup=setup, yearly=yearly, hours=hours, kind=EXACT)


# --- the wave of every draw ---


def test_the_best_set_of_every_draw_is_what_counting_over_all_sets_finds() -> None:
    told: Counter[str] = Counter()
    for _, (seed, round, search) in zip(range(36), known_rounds(0), strict=False):
        draws = Draws(Bought(round), 6)
        wider = competing(search, draws)
        assert wider.all_sets is not None
        drawn = DrawnSets(wider.all_sets, draws)
        for at, number in enumerate(drawn.best):
            made = drawn_round(round, draws, at)
            best = best_by_hand(made, search.case.order, feasible_sets(made))
            chosen = None if number == NO_SET else search.case.forced | wider.all_sets.rows(int(number))
            assert chosen == (best and best[0]), (seed, at)
        told["differing"] += len(set(drawn.best.tolist())) > 1
        told["without"] += NO_SET in drawn.best
        told["competing only in some draws"] += wider is not search
        told["too risky in some draws"] += len(set(drawn.too_risky.tolist())) > 1
    assert min(told["differing"], told["without"]) > 1, told
    assert min(told["competing only in some draws"], told["too risky in some draws"]) > 2, told


def test_how_often_limits_are_kept_is_what_counting_month_by_month_finds() -> None:
    broken = 0
    for _, (seed, round, search) in zip(range(40), known_rounds(2_000), strict=False):
        verdict, wave = verdict_of(search)
        sure = certainty_of(search, verdict, wave, {}, 8)
        if wave is None:
            assert sure.keeps == ()
            continue
        appetite = round.limits.risk
        of_risk = [] if appetite is None else [(RISK, None, appetite)]
        assert [limit for limit, _ in sure.keeps] == [*search.case.limits, *of_risk]
        draws, asked = Draws(Bought(round), 8), {each.row for each in round.projects if not each.committed}
        for limit, times in sure.keeps:
            by_hand = 0
            for at in range(8):
                made = drawn_round(round, draws, at)
                taken = count(made, wave.chosen)
                risky = [risk_by_hand(made, each) for each in made.projects if each.row in asked & wave.chosen]
                held = {"budget": taken.total, "hours": max(taken.hours.values()), RISK: max([0, *risky])}
                by_hand += held.get(limit.kind, taken.money.get((limit.kind, limit.year or 0), 0)) <= limit.most
            assert times == by_hand, (seed, limit)
            broken += times < 8
    assert broken > 3


def test_shares_come_near_the_chances_that_enumeration_of_all_judgements_gives() -> None:
    """Two projects that do not go together, each with one use: 4 judgements, each a step up, down, or neither."""
    projects = tuple(
        Project(row, f"Project {row}", frozenset({f"area {row}"}), frozenset({"role"}), not_with=frozenset({17 - row}))
        for row in (8, 9)
    )
    uses = (Use(8, "area 8", "role", 2, 2), Use(9, "area 9", "role", 3, 1))
    line = CostLine(8, "role", None, ZERO, ZERO, ZERO, EXACT)
    round = Round(projects, uses, (line,), limits=Limits(budget=0, twin_track=False))
    steps = {1: (1, 2, 1, 1), 2: (1, 3, 2, 2), 3: (2, 3, 3, 3)}
    each = [a * b >= c * d for a, b, c, d in product(steps[2], steps[2], steps[3], steps[1])]  # the first by rank
    search, sure = sure_of(round, 20_000)
    assert search.case.free[0] == 8
    assert sure.in_wave is not None
    assert sure.in_wave[8] + sure.in_wave[9] == 20_000
    assert sure.in_wave[8] / 20_000 == pytest.approx(sum(each) / len(each), abs=0.012)


def test_a_triangular_cost_keeps_a_limit_as_often_as_its_distribution_says() -> None:
    project = Project(8, "One", frozenset({"area"}), frozenset({"role"}))
    line = CostLine(8, "role", None, Amount(1_000_00, 5_000_00), ZERO, ZERO, "estimate")
    made = Round((project,), (Use(8, "area", "role", 1, 1),), (line,), limits=Limits(budget=5_000, twin_track=False))
    for most in (1_500, 2_500, 3_000, 4_000):
        search, _ = sure_of(made, 1)
        assert search.all_sets is not None
        below = (most - 1_000) / 4_000
        chance = 2 * below**2 if below <= 0.5 else 1 - 2 * (1 - below) ** 2
        drawn = Draws(Bought(made), 20_000).figures[8].setup
        assert np.mean(-(-drawn // PENCE) <= most) == pytest.approx(chance, abs=0.012)


def test_equal_rounds_say_the_same_in_whatever_order_their_rows_stand() -> None:
    for _, (seed, round, search) in zip(range(25), known_rounds(4_000), strict=False):
        chance = Random(seed)
        moved = {project.row: row for project, row in zip(
            round.projects, chance.sample(range(100, 200), len(round.projects)), strict=True)}  # fmt: skip
        other = renumbered(round, moved, chance)
        there = search_of(other, [moved[row] for row in search.case.order])
        sure, again = (certainty_of(each, *verdict_of(each), scored(each.case.bought), 40) for each in (search, there))
        assert {moved[row]: times for row, times in (sure.in_wave or {}).items()} == (again.in_wave or {}), seed
        assert {moved[row]: times for row, times in sure.first.items()} == again.first, seed
        assert (sure.keeps, sure.without) == (again.keeps, again.without), seed


def renumbered(round: Round, rows: dict[int, int], chance: Random) -> Round:
    projects = [
        replace(
            each, row=rows[each.row], depends=frozenset(rows[row] for row in each.depends),
            not_with=frozenset(rows[row] for row in each.not_with),
        )
        for each in round.projects
    ]  # fmt: skip
    lines = [replace(each, row=each.row + 500, project=each.project and rows[each.project]) for each in round.lines]
    risks = [replace(each, project=each.project and rows[each.project]) for each in round.risks]
    uses = [use._replace(row=900 - use.row) for use in round.uses]
    for part in (projects, lines, risks, uses):
        chance.shuffle(part)
    return replace(round, projects=tuple(projects), lines=tuple(lines), risks=tuple(risks), uses=tuple(uses))


def test_a_project_more_does_not_change_what_is_drawn_for_others() -> None:
    _, round, _ = next(known_rounds(6_000))
    line = CostLine(999, "another role", None, amount(500), ZERO, ZERO)
    more = replace(round, lines=(line, *round.lines), uses=(Use(999, "aa", "aa", 2, 2), *round.uses))
    before, after = Draws(Bought(round), 30), Draws(Bought(more), 30)
    for row, figures in before.figures.items():
        assert np.array_equal(figures.setup, after.figures[row].setup)
    assert np.array_equal(before.points, after.points)


def test_blanks_stay_at_their_worst() -> None:
    project = Project(8, "One", frozenset({"area"}), frozenset({"role"}))
    uses = (Use(8, "area", "role", None, 3), Use(9, "area", "role", 3, None))
    round = Round((project,), uses, (CostLine(8, "role", None, None, ZERO, ZERO),), limits=Limits(budget=10**9))
    assert not Draws(Bought(round), 50).points.any()
    search, sure = sure_of(round, 50)
    assert search.case.barred.keys() == {8}
    assert sure.in_wave == {}
    assert sure.first == {}


def test_no_wave_has_no_shares() -> None:
    round = Round((Project(8, "One", frozenset({"area"}), frozenset({"role"})),))
    certainty = sure_of(round, 5)[1]
    assert (certainty.in_wave, certainty.without) == (None, 0)


# --- what is drawn ---


AMOUNTS = st.integers(0, 10**9)


@given(AMOUNTS, AMOUNTS, st.sampled_from(["exact", "estimate", "up_to"]), st.floats(0, 5), st.floats(0, 1))
def test_every_draw_lies_within_what_is_said_of_the_figure(
    one: int, other: int, kind: str, over: float, least: float
) -> None:
    figure = Amount(min(one, other), max(one, other)) if one % 2 else amount(one)
    support = Support.of(figure, kind, Settings(estimate_over=over, up_to_from=least))
    drawn = support.drawn(np.array([0.0, 0.001, 0.3, 0.5, 0.9, 1 - 2.0**-53]))
    assert round(support.low) <= drawn.min() <= drawn.max() <= round(support.high)
    assert list(drawn) == sorted(drawn)
    if kind == EXACT and not figure.is_range:
        assert set(drawn.tolist()) == {figure.high}
    if figure.is_range:
        assert (support.low, support.high) == figure


@given(AMOUNTS, st.floats(0, 4), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_widening_a_range_takes_nothing_out_of_what_is_possible(
    figure: int, over: float, more: float, least: float, less: float
) -> None:
    """So no wave that could be the best before is out of the possible ones after."""
    narrow, wide = (
        Settings(estimate_over=over, up_to_from=least),
        Settings(estimate_over=over + more, up_to_from=least * less),
    )
    for kind in ("estimate", "up_to", "exact"):
        before, after = (Support.of(amount(figure), kind, settings) for settings in (narrow, wide))
        assert after.low <= before.low <= before.high <= after.high
    typed = Support.of(Amount(figure, figure + 100), "estimate", narrow)
    wider = Support.of(Amount(max(figure - 50, 0), figure + 200), "estimate", narrow)
    assert wider.low <= typed.low <= typed.high <= wider.high


@given(st.tuples(*[st.integers(0, 100)] * 3).filter(any), st.integers(0, 100))
def test_swings_keep_the_order_and_stay_within_the_spread(stated: tuple[int, int, int], spread: int) -> None:
    swings = dict(zip((BENEFIT, COST, RISK), map(float, stated), strict=True))
    drawn = drawn_swings(swings, spread, 60)
    for one, swing in swings.items():
        assert np.abs(drawn[one] / 100 - swing).max() <= spread
        assert (drawn[one] > 0).all() if swing else not drawn[one].any()
        for other, less in swings.items():
            assert swing <= less or (drawn[one] >= drawn[other]).all()


def test_swings_that_differ_much_are_drawn_evenly() -> None:
    drawn = drawn_swings({BENEFIT: 90.0, COST: 30.0, RISK: 0.0}, 25, 20_000)
    for name, swing in ((BENEFIT, 90), (COST, 30)):
        quarters = np.histogram(drawn[name] / 100, bins=4, range=(swing - 25, swing + 25))[0]
        assert quarters / 20_000 == pytest.approx(0.25, abs=0.012)


def test_judgements_go_a_step_up_or_down_in_a_quarter_of_draws_each() -> None:
    project = Project(8, "One", frozenset({"area"}), frozenset({"role"}))
    for strength, shares in ((1, {1: 0.75, 3: 0.25}), (3, {1: 0.25, 3: 0.5, 9: 0.25}), (9, {3: 0.25, 9: 0.75})):
        settings = Settings(strengths=(1, 3, 9), importances=(1,))
        round = Round((project,), (Use(8, "area", "role", strength, 1),), settings=settings)
        values, counts = np.unique(Draws(Bought(round), 20_000).points[0], return_counts=True)
        assert dict(zip(values.tolist(), (counts / 20_000).tolist(), strict=True)) == pytest.approx(shares, abs=0.012)


def test_likelihood_and_impact_go_a_step_up_or_down_and_the_highest_risk_counts() -> None:
    """Nine pairs of 4 x 5, where 5 is the top: enumerated; another risk of 12 holds the score up."""
    project = Project(8, "One", frozenset({"area"}), frozenset({"role"}))
    steps = (3, 5, 4, 4), (4, 5, 5, 5)
    for others in ((), (Risk(9, "role", None, None, 12),)):
        risks = (Risk(8, "role", None, 25, 20, (4, 5)), *others)
        drawn = Draws(Bought(Round((project,), risks=risks)), 20_000).risks[8]
        values, counts = np.unique(drawn, return_counts=True)
        assert drawn.min() == 12
        expected = Counter(likely * harmful for likely, harmful in product(*steps))
        shares = {risk: times / 16 for risk, times in expected.items()}
        assert dict(zip(values.tolist(), (counts / 20_000).tolist(), strict=True)) == pytest.approx(shares, abs=0.012)
    high = Draws(Bought(Round((project,), risks=(*risks, Risk(10, "", 8, None, 24)))), 200).risks[8]
    assert set(high.tolist()) == {24, 25}


def test_a_risk_that_is_not_known_or_contradicts_itself_stays_at_its_worst() -> None:
    project = Project(8, "One", frozenset({"area"}), frozenset({"role"}))
    for risks in ((), (Risk(8, "role"),), (Risk(8, "role", None, 4, 6, (2, 3)),), (Risk(8, "", None, 4, 4, (2, 2)),)):
        assert set(Draws(Bought(Round((project,), risks=risks)), 100).risks[8].tolist()) == {25}
    inherent = Draws(Bought(Round((project,), risks=(Risk(8, "role", None, 6, None, (2, 3)),))), 200).risks[8]
    assert {2, 3, 4, 6, 8, 9, 12} == set(inherent.tolist())


def test_one_judgement_of_importance_moves_all_its_uses_together() -> None:
    project = Project(8, "One", frozenset({"area"}), frozenset({"role"}))
    uses = tuple(Use(row, "area", "role", 2, 2, "grow") for row in (8, 9))
    settings = Settings(strengths=(2,))
    drawn = Draws(Bought(Round((project,), uses, settings=settings)), 200).points[0]
    assert set(drawn.tolist()) == {4, 8, 12}


def test_what_is_drawn_is_the_same_on_every_machine() -> None:
    """The first number of SplitMix64 from 0 is published by its authors; names start it elsewhere."""
    assert split_mix(0, 1) == [0xE220A8397B1DCDAF]
    start = int.from_bytes(hashlib.blake2b(b"smreport 1|one", digest_size=8).digest(), "big")
    assert bits(["one"], 3).tolist() == [split_mix(start, 3)]
    assert bits(["one"], 3).dtype == np.uint64
    assert np.array_equal(bits(["one", "two"], 3)[1], bits(["two"], 5)[0, :3])


def split_mix(state: int, count: int) -> list[int]:
    golden, mask, found = 0x9E3779B97F4A7C15, 2**64 - 1, []
    for _ in range(count):
        state = (state + golden) & mask
        mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & mask
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & mask
        found.append(mixed ^ (mixed >> 31))
    return found


def test_chances_run_evenly_from_0_to_1_and_estimates_from_10_percent_less_to_what_they_may_run_over() -> None:
    """Of a cost of 1,000: the least and the most that is drawn come near the ends, and never beyond."""
    project = Project(8, "One", frozenset({"area"}), frozenset({"role"}))
    for kind, low, high in (("estimate", 900_00, 1_400_00), ("up_to", 500_00, 1_000_00), (EXACT, 1_000_00, 1_000_00)):
        line = CostLine(8, "role", None, amount(1_000_00), amount(1_000_00), amount(1_000_00), kind)
        drawn = Draws(Bought(Round((project,), lines=(line,))), 20_000).figures[8]
        assert np.array_equal(drawn.setup, drawn.yearly)
        assert set(drawn.hours.tolist()) == {1_000_00}
        assert low <= drawn.setup.min() <= low + (high - low) / 100
        assert high - (high - low) / 50 <= drawn.setup.max() <= high


def test_swings_that_were_not_given_are_drawn_as_equal_ones_of_100() -> None:
    project = Project(8, "One", frozenset({"area"}), frozenset({"role"}))
    weights = Draws(Bought(Round((project,), settings=Settings(equal_swings=True, spread=25.0))), 2_000).weights
    hundreds = drawn_swings(dict.fromkeys((BENEFIT, COST, RISK), 100.0), 25.0, 2_000)
    for name, drawn in weights.items():
        assert drawn == pytest.approx(hundreds[name] / sum(hundreds.values()))
    least, most = 75 / (75 + 2 * 125), 125 / (125 + 2 * 75)
    for drawn in weights.values():
        assert least <= drawn.min() < least + 0.03
        assert most - 0.05 < drawn.max() <= most


# --- ranks ---


def test_how_often_each_is_first_is_what_scoring_draw_by_draw_finds() -> None:
    for seed in range(12):
        round = with_judgements(random_round(Random(seed), 5))
        round = replace(round, settings=replace(round.settings, ends=Settings().ends, rate=0.0, spread=30.0))
        scores, draws = scored(Bought(round)), Draws(Bought(round), 10)
        times = dict.fromkeys((row for row, each in scores.items() if each.rank is not None), 0)
        for at in range(10):
            made = drawn_round(round, draws, at)
            swings = {name: float(weights[at]) for name, weights in draws.weights.items()}
            again = scored(Bought(replace(made, settings=replace(made.settings, swings=swings))))
            values = {row: score_of(again[row].points, weights_of(swings)) for row in times}
            for row, value in values.items():
                times[row] += value == max(values.values())
        assert firsts(Bought(round), scores, draws) == times, seed


@pytest.mark.parametrize(("pounds", "shared"), [((100_001, 101_500), True), ((99_999, 101_500), False)])
def test_beyond_the_bad_end_of_a_criterion_a_project_has_no_points_and_not_fewer(
    pounds: tuple[int, int], shared: bool
) -> None:
    """The bad end of cost is 100,000: a pound beyond it, and 1,500, both have none and are first together."""
    projects = tuple(Project(row, f"P{row}", frozenset({"area"}), frozenset({f"r{row}"})) for row in (8, 9))
    uses = tuple(Use(20 + row, "area", f"r{row}", 1, 1) for row in (8, 9))
    lines = tuple(
        CostLine(row, f"r{row}", None, amount(cost * 100), ZERO, ZERO, EXACT)
        for row, cost in zip((8, 9), pounds, strict=True)
    )
    bought = Bought(Round(projects, uses, lines, settings=Settings(strengths=(1,), importances=(1,))))
    found = firsts(bought, scored(bought), Draws(bought, 30))
    assert found == {8: 30, 9: 30 * shared}


def test_where_a_staff_hour_costs_nothing_hours_make_no_project_dearer_in_any_draw() -> None:
    projects = tuple(Project(row, f"P{row}", frozenset({"area"}), frozenset({f"r{row}"})) for row in (8, 9))
    uses = tuple(Use(20 + row, "area", f"r{row}", 1, 1) for row in (8, 9))
    lines = tuple(
        CostLine(row, f"r{row}", None, ZERO, ZERO, amount(hours), EXACT) for row, hours in ((8, 0), (9, 900_00))
    )
    for wage, shared in ((0, True), (1, False)):
        settings = Settings(strengths=(1,), importances=(1,), wage=wage)
        bought = Bought(Round(projects, uses, lines, settings=settings))
        assert firsts(bought, scored(bought), Draws(bought, 30)) == {8: 30, 9: 30 * shared}


def test_two_costs_of_one_role_are_drawn_each_by_itself() -> None:
    lines = tuple(CostLine(row, "role", None, Amount(0, 1_000_000), ZERO, ZERO, "range") for row in (8, 9))
    uses = tuple(Use(row, "area", "role", 2, 2) for row in (20, 21))
    draws = Draws(Bought(Round((), uses, lines)), 400)
    one, other = (draws.figures[row].setup for row in (8, 9))
    assert (one == other).sum() < 5
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.2


# --- words ---


@pytest.mark.parametrize(
    ("times", "draws", "kind"),
    [
        (380, 400, CORE), (379, 400, BORDERLINE), (20, 400, BORDERLINE), (19, 400, OUTSIDE), (0, 400, OUTSIDE),
        (400, 400, CORE), (950, 1_000, CORE), (949, 1_000, BORDERLINE), (50, 1_000, BORDERLINE), (49, 1_000, OUTSIDE),
        (LEAST_DRAWS - 1, LEAST_DRAWS - 1, ""), (0, LEAST_DRAWS - 1, ""), (399, 399, ""),
    ],
)  # fmt: skip
def test_the_words_at_their_edges(times: int, draws: int, kind: str) -> None:
    assert kind_of(times, draws) == kind


def test_what_is_in_all_the_same_is_in_every_draw_that_has_a_wave() -> None:
    seen = 0
    for _, (_, _, search) in zip(range(60), known_rounds(8_000), strict=False):
        verdict, wave = verdict_of(search)
        if verdict.limits == HELD and search.case.forced:
            sure = certainty_of(search, verdict, wave, {}, 20)
            assert sure.in_wave is not None
            assert all(sure.in_wave[row] + sure.without == 20 for row in search.case.forced)
            seen += 1
    assert seen > 5


def test_of_a_project_without_a_share_nothing_is_said() -> None:
    sure = Certainty(400, {8: 400, 9: 30}, 0, {}, ())
    assert (sure.kind(8), sure.kind(9), sure.kind(10)) == (CORE, BORDERLINE, "")
    assert Certainty(400, None, 0, {}, ()).kind(8) == ""
    assert Certainty(400, None, 0, {}, ()).of_kind(CORE) == ()


def test_a_set_up_that_a_commitment_has_bought_makes_no_project_dearer_in_any_draw() -> None:
    """One needs a shared line of 900,000 that is bought already, the other one nothing: they are first together."""
    projects = tuple(
        Project(row, f"Project {row}", frozenset({f"area {row}"}), frozenset({role}), committed=row == 7)
        for row, role in ((7, "shared"), (8, "shared"), (9, "other"))
    )
    uses = tuple(Use(row, f"area {row}", role, 1, 1) for row, role in ((8, "shared"), (9, "other")))
    lines = (
        CostLine(8, "shared", None, amount(900_000_00), ZERO, ZERO),
        CostLine(9, "other", None, ZERO, ZERO, ZERO),
    )
    made = Round(projects, uses, lines, settings=Settings(strengths=(1,), importances=(1,)))
    scores = scored(Bought(made))
    assert firsts(Bought(made), scores, Draws(Bought(made), 40)) == {7: 0, 8: 40, 9: 40}


def test_of_sets_that_bring_as_much_less_cash_comes_before_fewer_hours_in_every_draw() -> None:
    """One of two is to be chosen: the first takes 10 pounds and 90 hours a month, the other 20 pounds and none."""
    projects = tuple(
        Project(
            row,
            f"Project {row}",
            frozenset({f"area {row}"}),
            frozenset({f"role {row}"}),
            not_with=frozenset({17 - row}),
        )
        for row in (8, 9)
    )
    uses = tuple(Use(row, f"area {row}", f"role {row}", 2, 2) for row in (8, 9))
    lines = (
        CostLine(8, "role 8", None, amount(10_00), ZERO, amount(90_00), EXACT, "revenue"),
        CostLine(9, "role 9", None, amount(20_00), ZERO, ZERO, EXACT, "revenue"),
    )
    settings = Settings(plan_start=APRIL_2027, years=1, strengths=(2,), importances=(2,))
    for order in ((8, 9), (9, 8)):
        made = Round(projects, uses, lines, limits=Limits(budget=1_000, twin_track=False), settings=settings)
        search = search_of(made, order)
        sure = certainty_of(search, *verdict_of(search), {}, 20)
        assert sure.in_wave == {8: 20, 9: 0}


@pytest.mark.parametrize("limits", [Limits(budget=1_000), Limits(hours=100_00), Limits(budget=1_000, hours=100_00)])
def test_of_sets_that_bring_the_same_uses_the_cheaper_then_fewer_hours_then_the_better_rank_is_best_in_every_draw(
    limits: Limits,
) -> None:
    """Two bring the same use, each by a line of its own: the other adds nothing then."""
    projects = tuple(Project(row, f"Project {row}", frozenset({"area"}), frozenset({"role"})) for row in (8, 9))
    settings = Settings(plan_start=APRIL_2027, years=1)
    for pounds, hours, best in (((10, 11), (9, 1), 8), ((11, 10), (1, 9), 9), ((10, 10), (9, 8), 9),
                                ((10, 10), (8, 9), 8), ((10, 10), (9, 9), 8)):  # fmt: skip
        lines = tuple(
            CostLine(row, "", row, amount(cost * 100), ZERO, amount(time * 100), EXACT, "revenue")
            for row, cost, time in zip((8, 9), pounds, hours, strict=True)
        )
        lines = (*lines, CostLine(7, "role", None, ZERO, ZERO, ZERO, EXACT, "revenue"))
        made = Round(projects, (Use(8, "area", "role", 2, 2),), lines, (), replace(limits, twin_track=False), settings)
        search = search_of(made, (8, 9))
        sure = certainty_of(search, *verdict_of(search), {}, 20)
        assert sure.in_wave == {8: 20 * (best == 8), 9: 20 * (best == 9)}, (pounds, hours)


def test_everything_is_drawn_four_hundred_times() -> None:
    search = search_of(Round(limits=Limits(budget=1)), ())
    assert certainty_of(search, *verdict_of(search), {}).draws == 400


def test_swings_are_the_first_of_64_tries_that_keep_the_order_else_as_they_are() -> None:
    """Six of which one in 720 tries keeps the order: tried one by one, as it is written of how they are drawn."""
    stated, spread, draws = {f"c{at}": 50.0 - at / 100 for at in range(6)}, 25.0, 2_000
    swings = drawn_swings(stated, spread, draws)
    whole = {name: round(100 * swing) for name, swing in stated.items()}
    chances = {name: (bits([f"swing|{name}"], 64 * draws)[0] >> np.uint64(32)).tolist() for name in stated}
    in_try = list[int]()
    for draw in range(draws):
        for number in range(64):
            tried = [whole[name] - 2_500 + (chances[name][number * draws + draw] * 5_001 >> 32) for name in stated]
            if tried == sorted(tried, reverse=True):
                in_try.append(number)
                break
        else:
            tried = [*whole.values()]
        assert [int(swings[name][draw]) for name in stated] == tried
    assert {0, 63} <= set(in_try)
    assert len(in_try) < draws


def test_a_swing_is_a_hundredth_of_a_point_at_least_and_all_that_keep_the_order_are_drawn() -> None:
    drawn = drawn_swings({"a": 0.03, "b": 0.02, "c": 0.0}, 0.01, 2_000)
    pairs = set(zip(drawn["a"].tolist(), drawn["b"].tolist(), strict=True))
    assert pairs == {(a, b) for a in (2, 3, 4) for b in (1, 2, 3) if a >= b}
    assert set(drawn_swings({"a": 0.01, "b": 0.0}, 0.02, 400)["a"].tolist()) == {1, 2, 3}


def test_on_a_scale_from_0_a_typed_0_is_drawn_and_a_blank_is_not() -> None:
    project = Project(8, "One", frozenset({"area"}), frozenset({"role"}))
    for strength, points in ((0, {0, 1}), (None, {0}), (1, {0, 1, 2})):
        uses = (Use(8, "area", "role", strength, 1),)
        round = Round((project,), uses, settings=Settings(strengths=(0, 1, 2), importances=(1,)))
        assert set(Draws(Bought(round), 100).points[0].tolist()) == points


def test_swings_that_come_to_the_same_keep_the_order() -> None:
    """A hundredth apart, and drawn from a hundredth less to a hundredth more: equal ones are among the draws."""
    drawn = drawn_swings({BENEFIT: 50.0, COST: 49.99, RISK: 0.0}, 0.01, 400)
    pairs = set(zip(drawn[BENEFIT].tolist(), drawn[COST].tolist(), strict=True))
    assert pairs == {(more, less) for more in (4999, 5000, 5001) for less in (4998, 4999, 5000) if more >= less}


def test_a_judgement_that_is_not_on_its_scale_stays_as_it_is() -> None:
    project = Project(8, "One", frozenset({"area"}), frozenset({"role"}))
    uses = Use(8, "area", "role", 5, 1), Use(9, "area", "role", 2, 7)
    settings = Settings(strengths=(1, 2, 3), importances=(1,))
    drawn = Draws(Bought(Round((project,), uses, settings=settings)), 200).points[0]
    assert set(drawn.tolist()) == {5 + 7, 5 + 14, 5 + 21}
    nothing = Use(8, "area", "role", 0, 3), Use(9, "area", "role", 3, 0)
    assert not Draws(Bought(Round((project,), nothing, settings=settings)), 200).points.any()
    no_scales = Settings(strengths=(), importances=())
    assert (no_scales.best_strength, no_scales.best_importance) == (0, 0)


def test_of_a_kind_the_most_certain_come_first() -> None:
    sure = Certainty(400, {8: 390, 9: 400, 10: 200, 11: 400}, 0, {}, ())
    assert sure.of_kind(CORE) == (9, 11, 8)


def test_what_a_set_takes_in_each_draw_is_the_sum_of_its_parts() -> None:
    """The parts that are put together for all sets at once, against each set alone."""
    ending = 0
    for _, (seed, round, search) in zip(range(30), known_rounds(9_000), strict=False):
        sets, draws = search.all_sets, Draws(Bought(round), 3)
        assert sets is not None
        drawn = DrawnSets(sets, draws)
        counts = {when: drawn.truth(when, sets.numbers) for when in drawn.parts}
        ending += any(len(when.months) > 1 for when in drawn.parts)
        for at, number in enumerate(sets.numbers.tolist()):
            parts = [takes for when, takes in drawn.parts.items() if counts[when][at]]
            alone = drawn.taking.of_set(search.case.forced | sets.rows(number))
            assert np.array_equal(sum(parts, np.zeros_like(alone)), alone), (seed, number)
    assert ending


@pytest.mark.parametrize(("start", "pounds"), [(-1, 100), (0, 100), (11, 100)])
def test_a_set_up_counts_in_the_first_and_the_last_month_of_the_plan(start: int, pounds: int) -> None:
    """What began before counts as from the plan's start."""
    project = Project(8, "One", frozenset({"area"}), frozenset({"role"}), start=APRIL_2027 + start)
    line = CostLine(8, "role", None, amount(100_00), ZERO, ZERO, EXACT, "capital")
    settings = Settings(plan_start=APRIL_2027, years=1)
    made = Round((project,), (), (line,), limits=Limits(budget=1_000, twin_track=False), settings=settings)
    taking = Taking(search_of(made, (8,)).model, Draws(Bought(made), 2))
    assert taking.of_set({8})[-2].tolist() == [pounds] * 2
