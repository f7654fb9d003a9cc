"""Score and rank of a project alone: fixed ends, swing weights, and what follows from them on random rounds."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from decision_cases import (
    APRIL_2027,
    best_by_hand,
    count,
    feasible_sets,
    points_of,
    random_round,
    risk_by_hand,
)

from smreport.decision.bought import Bought
from smreport.decision.money import added, cash_alone, present_value, whole_life
from smreport.decision.records import CostLine, Ends, Project, Risk, Round, Settings, Use, amount
from smreport.decision.score import (
    _best_cost,
    check_ends,
    difference,
    in_order,
    points,
    ranks,
    score_of,
    scored,
    unscored,
    values_of,
    weights_of,
)
from smreport.decision.terms import BENEFIT, COST, RISK
from smreport.errors import InvalidValue
from smreport.frozen import replace

ROUNDS = 80


@pytest.mark.parametrize(("outlay", "yearly_return", "net"), [(10, 2.5, -0.82), (5, 1.5, 0.51)])
def test_discounting_gives_the_published_net_present_values(outlay: float, yearly_return: float, net: float) -> None:
    """Four years at 3.5 %, the social time preference rate of HM Treasury's Green Book."""
    assert -present_value(outlay, -yearly_return, 4, 0.035) == pytest.approx(net, abs=0.005)


def test_without_a_discount_rate_years_are_added_up() -> None:
    assert present_value(100, 10, 3, 0) == 130
    assert present_value(100, 10, 3, 1e-9) == pytest.approx(130)


NEWS = Project(8, "News", frozenset({"libraries"}), frozenset({"adviser"}))
LINE = CostLine(8, "adviser", None, amount(1_000_00), amount(200_00), amount(5_00))
RATED = Settings(years=4, wage=10_00)


def test_whole_life_cost_is_cash_and_the_value_of_staff_over_the_years() -> None:
    found = whole_life(Bought(Round((NEWS,), lines=(LINE,), settings=RATED)), 8)
    assert found is not None
    assert found.cash == pytest.approx(1_000 + 200 * 3.673079, abs=0.001)  # annuity of 4 years at 3.5 %
    assert found.staff == pytest.approx(5 * 12 * 10 * 3.673079, abs=0.001)


def test_what_ends_is_paid_as_long_as_the_project_runs_and_part_of_a_year_at_its_end() -> None:
    """18 of 48 months: a whole year and half of the second, at the ends of the years."""
    ends = replace(LINE, ends=True, hours=amount(0))
    runs = replace(NEWS, start=APRIL_2027 + 30, finish=APRIL_2027 + 47)
    found = whole_life(Bought(Round((runs,), lines=(ends,), settings=RATED)), 8)
    assert found is not None
    assert found.cash == pytest.approx(1_000 + 200 / 1.035 + 100 / 1.035**2)
    unknown = whole_life(Bought(Round((replace(runs, finish=None),), lines=(ends,), settings=RATED)), 8)
    assert unknown is not None
    assert unknown.cash == pytest.approx(1_000 + 200 * 3.673079, abs=0.001)


def test_set_up_that_a_commitment_has_bought_counts_nothing_and_beside_it_is_what_is_added() -> None:
    under_way = replace(NEWS, row=9, title="Chat", committed=True)
    round = Round((NEWS, under_way), lines=(LINE, replace(LINE, row=9, role="", project=8)), settings=RATED)
    found = whole_life(Bought(round), 8)
    assert found is not None
    assert found.cash == pytest.approx(1_000 + 2 * 200 * 3.673079, abs=0.001)
    assert added(Bought(round), {8}).total.total == 1_000 + 4 * 200


def test_cash_on_top_of_commitments_is_never_less_than_what_counting_by_months_adds() -> None:
    """Where nothing that ends is shared at the same time it is exactly that; a commitment's end is not the line's."""
    exactly = 0
    for seed in range(ROUNDS):
        chance = Random(seed)
        own_start = APRIL_2027 + chance.choice((0, 12, 24))
        spans = {8: (own_start, own_start + 11), 9: (APRIL_2027, APRIL_2027 + chance.choice((11, 23, 35)))}
        news, under_way = (
            replace(NEWS, row=row, title=str(row), start=start, finish=finish, committed=row == 9)
            for row, (start, finish) in spans.items()
        )
        figures = [amount(chance.randrange(4) * 1_200_00) for _ in range(4)]
        lines = tuple(
            CostLine(8 + at, "adviser", 8 if at == 2 else None, setup, yearly, amount(0), "exact", None, ends=True)
            for at, (setup, yearly) in enumerate(zip(figures, figures[::-1], strict=True))
        )
        round = Round((news, under_way), lines=lines, settings=replace(RATED, years=3, plan_start=APRIL_2027))
        by_hand = count(round, {8, 9}).total - count(round, {9}).total
        told = cash_alone(Bought(round), 8)
        assert told is not None
        assert told >= by_hand, seed
        is_apart = spans[8][0] > spans[9][1]
        assert not is_apart or told == by_hand, seed
        exactly += is_apart and by_hand > 0
    assert exactly > 10


def test_points_are_linear_between_fixed_ends_and_never_below_0() -> None:
    assert [points(value, Ends(10, 60)) for value in (0, 10, 35, 60, 110)] == [0, 0, 50, 100, 200]
    assert [points(value, Ends(25, 1)) for value in (25, 13, 1, None)] == [0, 50, 100, 0]


@pytest.mark.parametrize(
    "ends", [{BENEFIT: Ends(5, 5)}, {BENEFIT: Ends(9, 5)}, {COST: Ends(0, 9)}, {RISK: Ends(1, 25)}]
)
def test_ends_that_are_the_same_or_the_wrong_way_round_are_refused(ends: dict[str, Ends]) -> None:
    every = {**Settings().ends, **ends}
    with pytest.raises(InvalidValue, match="counts as 100 must be"):
        check_ends(every, weights_of({BENEFIT: 1, COST: 1, RISK: 1}))
    check_ends(every, {BENEFIT: 1.0, COST: 1.0, RISK: 1.0} | dict.fromkeys(ends, 0.0))  # without a weight no matter


def test_the_weighted_sum_of_kracka_brauers_and_zavadskas() -> None:
    """Kracka, Brauers and Zavadskas 2010, also in the tests of scikit-criteria: minimised criteria as 1/x.

    Each criterion as its part of the column's sum is a scale from 0 to that sum, so that only 1/x is the test's own.
    """
    matrix = (
        (33.95, 23.78, 11.45, 39.97, 29.44, 167.10, 3.852),
        (38.9, 4.17, 6.32, 0.01, 4.29, 132.52, 25.184),
        (37.59, 9.36, 8.23, 4.35, 10.22, 136.71, 10.845),
        (30.44, 37.59, 13.91, 74.08, 45.10, 198.34, 2.186),
        (36.21, 14.79, 9.17, 17.77, 17.06, 148.3, 6.610),
        (37.8, 8.55, 7.97, 2.35, 9.25, 134.83, 11.935),
    )
    is_minimised = (True, True, True, True, False, True, False)
    better = [[1 / x if less else x for x, less in zip(row, is_minimised, strict=True)] for row in matrix]
    totals = [sum(column) for column in zip(*better, strict=True)]
    weights = weights_of({str(at): 100 for at in range(7)})
    found = {
        row: score_of({str(at): points(value, Ends(0, totals[at])) for at, value in enumerate(values)}, weights)
        for row, values in enumerate(better)
    }
    published = [0.12040426, 0.3458235, 0.13838192, 0.12841246, 0.12346084, 0.14351701]
    assert list(found.values()) == pytest.approx([100 * score for score in published], abs=5e-7)
    assert list(ranks(found).values()) == [6, 1, 3, 4, 5, 2]


def test_a_published_weighted_sum_is_ranked_on_full_precision() -> None:
    """To one decimal, as it was published, the second and the fourth would tie."""
    weights = weights_of({"a": 50, "b": 25, "c": 15, "d": 10})
    options = ((3.0, 5, 4, 4), (5, 9, 6, 3), (5, 0, 8, 5), (5, 6, 8, 8))
    found = {
        at: score_of({name: points(each, Ends(0, 100)) for name, each in zip(weights, option, strict=True)}, weights)
        for at, option in enumerate(options)
    }
    assert list(found.values()) == pytest.approx([3.75, 5.95, 4.20, 6.00])
    assert list(ranks(found).values()) == [4, 2, 3, 1]


def test_weights_are_normalised_and_must_make_sense() -> None:
    assert weights_of({BENEFIT: 100, COST: 60, RISK: 40}) == {BENEFIT: 0.5, COST: 0.3, RISK: 0.2}
    for swings in ({BENEFIT: 0, COST: 0, RISK: 0}, {BENEFIT: 1, COST: -1, RISK: 1}):
        with pytest.raises(InvalidValue):
            weights_of(swings)


def test_equal_scores_share_a_rank_and_no_score_is_no_rank() -> None:
    assert ranks({8: 50.0, 9: 70.0, 10: 50.0, 11: None, 12: 10.0}) == {8: 2, 9: 1, 10: 2, 11: None, 12: 4}


def test_of_equal_ranks_the_title_decides_and_those_without_come_last() -> None:
    round = Round((replace(NEWS, title="b"), replace(NEWS, row=9, title="A"), Project(10, "0")), lines=(LINE,))
    titles = {project.row: project.title for project in round.projects}
    assert in_order(scored(Bought(round)), titles) == (9, 8, 10)


def test_a_criterion_of_weight_0_takes_part_nowhere() -> None:
    """Of News the risk alone is known: where risk has no weight it is not ranked."""
    round = Round((NEWS,), risks=(Risk(8, "adviser", None, 20, 5),))
    assert scored(Bought(round))[8].rank == 1
    without = replace(round, settings=Settings(swings={BENEFIT: 1, COST: 1, RISK: 0}))
    found = scored(Bought(without))[8]
    assert (found.rank, found.score) == (None, None)
    assert difference(found, found, {BENEFIT: 0.5, COST: 0.5, RISK: 0.0}).keys() == {BENEFIT, COST}


def test_differences_by_criterion_add_up_to_the_difference_in_score() -> None:
    compared = 0
    for seed in range(ROUNDS):
        round = random_round(Random(seed))
        found, weights = scored(Bought(round)), weights_of(round.settings.swings)
        known = [each for each in found.values() if each.score is not None]
        for one, other in pairwise(known):
            assert one.score is not None
            assert other.score is not None
            assert sum(difference(one, other, weights).values()) == pytest.approx(one.score - other.score, abs=1e-6)
            compared += one.score != other.score
    assert compared > ROUNDS


def test_adding_withdrawing_or_renaming_a_project_changes_no_others_score() -> None:
    for seed in range(ROUNDS):
        round = random_round(Random(seed))
        before = scored(Bought(round))
        gone = next((project for project in round.projects if not project.committed), None)
        if gone is None:
            continue
        others = tuple(project for project in round.projects if project != gone)
        left = replace(round, projects=tuple(replace(each, depends=each.depends - {gone.row}) for each in others))
        renamed = replace(round, projects=(*others, replace(gone, title="Another title")))
        for changed in (scored(Bought(left)), scored(Bought(renamed))):
            assert all(changed[each.row].score == before[each.row].score for each in others), seed


def test_closing_gaps_never_brings_a_rank_better_than_the_best_that_is_told() -> None:
    """Whatever a project's blanks turn out to be, its rank is no better than was told, others as they are."""
    for seed in range(ROUNDS):
        chance = Random(seed)
        round = random_round(chance)
        found = scored(Bought(round))
        closed = replace(
            round,
            uses=tuple(Use(*use[:3], use.strength or chance.randint(1, 3), use.importance or 3) for use in round.uses),
            lines=tuple(map(filled, round.lines)),
            risks=tuple(replace(risk, residual=risk.residual or 1) for risk in round.risks),
        )
        after = scored(Bought(closed))
        for row, before in found.items():
            ahead = [each.score for other, each in found.items() if other != row and each.score is not None]
            assert after[row].score is None or before.best_rank <= 1 + sum(score > after[row].score for score in ahead)
            assert before.rank is None or before.best_rank <= before.rank


def filled(line: CostLine) -> CostLine:
    """The line with a small figure where there is none."""
    return replace(line, setup=line.setup or amount(5), yearly=line.yearly or amount(7), hours=line.hours or amount(0))


@pytest.mark.parametrize("part", ["setup", "yearly", "hours"])
def test_raising_a_cost_that_one_project_alone_has_never_helps_it(part: str) -> None:
    helped = 0
    for seed in range(ROUNDS // 2):
        chance = Random(seed)
        round = random_round(chance, 6)
        project = chance.choice(round.projects)
        low, high = (100, 12_000) if part == "hours" else (chance.randint(0, 300_000), 900_000)
        nothing = dict.fromkeys(("setup", "yearly", "hours"), amount(0))
        own = CostLine(90, "", project.row, kind="exact", **{**nothing, part: amount(low)})
        dearer = replace(own, **{part: amount(high)})
        before, after = (replace(round, lines=(*round.lines, line)) for line in (own, dearer))
        cheap, dear = (scored(Bought(each))[project.row] for each in (before, after))
        assert (dear.score or 0) <= (cheap.score or 0)
        assert (dear.rank or 99) >= (cheap.rank or 99)
        order = [each.row for each in round.projects]
        waves = [best_by_hand(each, order, feasible_sets(each)) for each in (before, after)]
        is_in = [wave is not None and project.row in wave[0] for wave in waves]
        helped += is_in[0] and not is_in[1]
        assert is_in[0] or not is_in[1] or waves[0] is None or waves[0][1] != (waves[1] or waves[0])[1], seed
    assert helped


def test_where_nothing_is_known_there_is_no_rank_and_the_best_that_it_could_be_is_told() -> None:
    blank = Project(9, "Blank")
    use = Use(8, "libraries", "adviser", 3, 3)
    found = scored(Bought(Round((NEWS, blank), uses=(use,), lines=(LINE,))))
    assert (found[9].rank, found[9].best_rank) == (None, 1)
    assert (found[8].rank, found[8].values[RISK]) == (1, 25)


def test_a_project_without_a_score_is_last_where_weights_cannot_be_used() -> None:
    found = unscored(Bought(Round((NEWS, Project(9, "Other")), lines=(LINE,))))
    assert [(each.score, each.rank, each.best_rank) for each in found.values()] == [(None, None, 2)] * 2
    assert all(set(each.points.values()) == {0.0} for each in found.values())
    assert weights_of({BENEFIT: 0.5, COST: 0, RISK: 0}) == {BENEFIT: 1.0, COST: 0.0, RISK: 0.0}


def test_benefit_and_risk_of_a_project_alone_are_what_counting_finds() -> None:
    known = 0
    for seed in range(ROUNDS):
        round = random_round(Random(seed))
        for project in round.projects:
            found = values_of(Bought(round), project.row)
            assert found[RISK] == risk_by_hand(round, project), seed
            assert (found[BENEFIT] or 0) == points_of(round, {project.row}), seed
            known += bool(found[BENEFIT])
    assert known > ROUNDS


def best_rank(project: Project, round: Round, rival: CostLine | Use) -> int:
    """The best rank of a project beside one other, whose cost or benefit alone is known."""
    other = Project(99, "Rival", frozenset({"rival"}), frozenset({"rival"}))
    part = "lines" if isinstance(rival, CostLine) else "uses"
    beside = replace(round, projects=(project, other), **{part: (*getattr(round, part), rival)})
    return scored(Bought(beside))[project.row].best_rank


OF_BENEFIT = Settings(swings={BENEFIT: 1, COST: 0, RISK: 0})
OF_COST = Settings(swings={BENEFIT: 0, COST: 1, RISK: 0}, ends={**Settings().ends, COST: Ends(1_000, 0)},
                   years=2, rate=0.0, wage=None)  # fmt: skip


@pytest.mark.parametrize(("areas", "roles", "best"), [("a", "r", 9), ("a", "", 9 + 6), ("", "r", 9 + 3)])
def test_the_best_rank_takes_blank_judgements_at_their_top_and_uses_of_any_area_or_role_that_is_blank(
    areas: str, roles: str, best: int
) -> None:
    uses = (
        Use(8, "a", "r", None, None), Use(9, "a", "s", None, 2), Use(10, "b", "r", 1, None), Use(11, "b", "s", 2, 1),
    )  # fmt: skip
    project = Project(8, "One", frozenset(filter(None, {areas})), frozenset(filter(None, {roles})))
    round = Round(uses=uses, settings=OF_BENEFIT)
    ranks = [best_rank(project, round, Use(99, "rival", "rival", points, 1)) for points in (best, best + 1)]
    assert ranks == [1, 2]
    blank = replace(project, areas=frozenset(), roles=frozenset())  # the rival's uses could be its own, too
    assert best_rank(blank, round, Use(99, "rival", "rival", 50, 1)) == 1


def test_the_best_rank_takes_unknown_costs_for_nothing_and_keeps_what_is_known() -> None:
    """100 a year for two years: of what ends, nothing where its months are not known, else for as long as it runs."""
    line = CostLine(8, "r", None, None, amount(100_00), amount(5_00), "exact")
    project = Project(8, "One", frozenset({"a"}), frozenset({"r"}))
    ending = replace(line, ends=True)
    a_year = replace(project, start=APRIL_2027, finish=APRIL_2027 + 11)
    for one, its, best in (
        (project, line, 200), (project, ending, 0), (replace(a_year, start=None), ending, 0), (a_year, ending, 100),
        (a_year, replace(line, setup=amount(50_00), hours=None), 250), (a_year, replace(line, yearly=None), 0),
    ):  # fmt: skip
        rivals = [CostLine(99, "rival", None, amount(cost * 100), amount(0), amount(0)) for cost in (best, best - 1)]
        ranks = [best_rank(one, Round(lines=(its,), settings=OF_COST), rival) for rival in rivals if best]
        assert ranks == ([1, 2] if best else []), best


def test_the_best_rank_takes_unknown_risks_for_1_and_keeps_what_is_known() -> None:
    settings = Settings(swings={BENEFIT: 0, COST: 0, RISK: 1})
    project, other = Project(8, "One", roles=frozenset({"r"})), Project(9, "Two", roles=frozenset({"s"}))
    for risks, rank in (((), 1), ((Risk(8, "r", None, 9, None),), 1), ((Risk(8, "r", None, 9, 5),), 2)):
        round = Round((project, other), risks=(*risks, Risk(9, "s", None, None, 4)), settings=settings)
        assert scored(Bought(round))[8].best_rank == rank


def test_at_its_best_a_cost_that_is_not_known_is_nothing() -> None:
    """Then it is level with a project that is known to cost nothing; with another cost that is known it is not."""
    zero, dear = amount(0), amount(1_000_00)
    projects = tuple(Project(row, f"P{row}", frozenset({"area"}), frozenset({f"r{row}"})) for row in (8, 9))
    uses = tuple(Use(row, "area", f"r{row}", 2, 2) for row in (8, 9))
    risks = tuple(Risk(row, f"r{row}", None, 10, 5) for row in (8, 9))
    for blank in ("setup", "yearly", "hours"):
        for others, best in ((zero, 1), (dear, 2)):
            figures = {"setup": others, "yearly": others, "hours": others, blank: None}
            lines = CostLine(8, "r8", None, zero, zero, zero), CostLine(9, "r9", None, **figures)
            found = scored(Bought(Round(projects, uses, lines, risks, settings=Settings(wage=26_00))))
            assert (found[8].rank, found[9].best_rank) == (1, best), (blank, others)


def test_at_its_best_a_cost_that_ends_ends_at_once_where_the_project_has_no_start_or_finish() -> None:
    zero, dear = amount(0), amount(1_000_00)
    risks = tuple(Risk(row, f"r{row}", None, 10, 5) for row in (8, 9))
    lines = CostLine(8, "r8", None, zero, zero, zero), CostLine(9, "r9", None, zero, dear, zero, ends=True)
    uses = tuple(Use(row, "area", f"r{row}", 2, 2) for row in (8, 9))
    for start, finish, best in ((None, None, 1), (24_327, None, 1), (None, 24_338, 1), (24_327, 24_338, 2)):
        projects = tuple(
            Project(row, f"P{row}", frozenset({"area"}), frozenset({f"r{row}"}), start=start, finish=finish)
            for row in (8, 9)
        )
        found = scored(Bought(Round(projects, uses, lines, risks, settings=Settings(plan_start=24_327))))
        assert (found[8].rank, found[9].best_rank) == (1, best), (start, finish)


def test_at_best_staff_hours_cost_their_wage_in_each_of_twelve_months() -> None:
    """Ten hours a month at 15 pounds for a year are 1,800 pounds; the set-up that is not known could be nothing."""
    line = CostLine(8, "role", None, None, amount(100_00), amount(10_00))
    project = Project(8, "One", frozenset({"area"}), frozenset({"role"}))
    settings = Settings(years=1, rate=0.0, wage=15_00)
    bought = Bought(Round((project,), (), (line,), settings=settings))
    assert _best_cost(bought, 8) == pytest.approx(1_900)
