"""What more money, a gap closed and other people's swings would change, held against counting and plain sorting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random

from decision_cases import (
    APRIL_2027,
    allowed_sets,
    best_by_hand,
    contested,
    count,
    feasible_sets,
    points_of,
    random_round,
    risk_by_hand,
)
from workbooks import workbook

from smreport.blueprint.model import Blueprint
from smreport.decision.bought import Bought
from smreport.decision.closing import at_best, closings_of
from smreport.decision.frontier import MORE_HOURS, MORE_POUNDS, POINTS, factors, frontier_of, scaled
from smreport.decision.judging import verdict_of
from smreport.decision.people import FIRST, Opinion, opinions_in, people_of
from smreport.decision.records import Blank, CostLine, Limits, Project, Risk, Round, Settings, Use, YearLimit, amount
from smreport.decision.score import Scored, in_order, scored, weights_of
from smreport.decision.terms import BENEFIT, COST, RISK
from smreport.decision.verdict import HELD
from smreport.decision.wave import Search, Wave, search_of
from smreport.frozen import replace


def recommended(first_seed: int, hard: bool = True) -> Iterator[tuple[int, Round, Search, Wave]]:
    """Random rounds with a recommended wave."""
    for seed in range(first_seed, first_seed + 2_000):
        round = random_round(Random(seed), 6)
        round = _numbered(contested(round)) if hard and seed % 2 else round
        search = search_of(round, [project.row for project in round.projects])
        verdict, wave = verdict_of(search)
        if verdict.limits == HELD and wave is not None:
            yield seed, round, search, wave


def _numbered(round: Round) -> Round:
    """The same with a row of its own for each use."""
    return replace(round, uses=tuple(use._replace(row=row) for row, use in enumerate(round.uses, start=8)))


def with_factor(round: Round, factor: int) -> Round:
    """All limits of money times so many thousandths."""
    limits = round.limits
    years = tuple(
        year._replace(
            capital=None if year.capital is None else year.capital * factor // 1000,
            revenue=None if year.revenue is None else year.revenue * factor // 1000,
        )
        for year in limits.years
    )
    budget = None if limits.budget is None else limits.budget * factor // 1000
    return replace(round, limits=replace(limits, years=years, budget=budget))


def raised(round: Round, kind: str, year: int | None, more: int) -> Round:
    limits = round.limits
    if kind == "budget":
        return replace(round, limits=replace(limits, budget=(limits.budget or 0) + more))
    if kind == "hours":
        return replace(round, limits=replace(limits, hours=(limits.hours or 0) + more))
    years = tuple(
        each._replace(**{kind: getattr(each, kind) + more}) if each.year == year else each for each in limits.years
    )
    return replace(round, limits=replace(limits, years=years))


# --- the frontier ---


def test_every_point_of_the_frontier_is_what_counting_over_all_sets_finds() -> None:
    rising = 0
    for _, (seed, round, search, wave) in zip(range(16), recommended(0), strict=False):
        points = frontier_of(search, *verdict_of(search)).points
        if all(limit.kind == "hours" for limit in search.case.limits):
            assert points == ()
            continue
        allowed = [(chosen, count(round, chosen)) for chosen in allowed_sets(round)]
        for point in points[:: max(1, len(points) // 4)]:
            made = with_factor(round, point.factor)
            feasible = feasible_sets(made)
            best = best_by_hand(replace(made, limits=replace(made.limits, twin_track=wave.twin == "met")),
                                search.case.order, feasible)  # fmt: skip
            assert best is not None, (seed, point)
            assert (point.chosen, point.benefit) == (best[0], points_of(round, best[0])), (seed, point.factor)
            assert point.cash == dict(allowed)[point.chosen].total
        rising += len({point.benefit for point in points}) > 2
    assert rising > 4


def test_the_frontier_goes_from_what_is_in_all_the_same_to_everything_with_the_present_in_it() -> None:
    for _, (seed, round, search, wave) in zip(range(40), recommended(500), strict=False):
        found = factors(search)
        assert 1000 in found
        assert len(found) <= POINTS
        assert list(found) == sorted(set(found))
        points = frontier_of(search, *verdict_of(search)).points
        if points:
            assert next(point for point in points if point.factor == 1000).chosen == wave.chosen, seed
        zero = any(0 in (year.capital, year.revenue) for year in round.limits.years) or round.limits.budget == 0
        if points and not zero and round.limits.hours is None:
            everything = frozenset(search.case.free) | search.case.forced
            made = with_factor(round, found[-1])
            if everything in set(allowed_sets(made)):
                assert points[-1].benefit == points_of(round, everything), seed


def test_a_limit_binds_where_a_little_more_of_it_alone_buys_points() -> None:
    binding = 0
    for _, (seed, round, search, wave) in zip(range(30), recommended(1_000), strict=False):
        found = {each.limit: each for each in frontier_of(search, *verdict_of(search)).binding}
        for limit in search.case.limits:
            more = MORE_HOURS if limit.kind == "hours" else MORE_POUNDS
            made = raised(round, limit.kind, limit.year, more)
            made = replace(made, limits=replace(made.limits, twin_track=wave.twin == "met"))
            best = best_by_hand(made, search.case.order, feasible_sets(made))
            assert best is not None
            gain = points_of(round, best[0]) - wave.benefit
            assert (limit in found) == (gain > 0), (seed, limit)
            if limit in found:
                each = found[limit]
                assert (each.points, each.is_exact) == (gain, True)
                assert (wave.chosen | set(each.enters)) - set(each.leaves) == best[0]
                binding += 1
    assert binding > 3


def test_the_frontier_has_twenty_points_and_five_beyond_what_can_be_tried() -> None:
    """From nothing to 9,137 pounds, where the limit is 1,000: four even steps, and the present."""
    zero = amount(0)
    projects = tuple(Project(row, f"P{row}", frozenset({"area"}), frozenset({f"r{row}"})) for row in (8, 9))
    lines = tuple(
        CostLine(row, f"r{row}", None, amount(cost * 100), zero, zero, "exact") for row, cost in ((8, 137), (9, 9_000))
    )
    round = Round(projects, (), lines, limits=Limits(budget=1_000, twin_track=False))
    assert factors(search_of(round, (8, 9), by_solver=True)) == (0, 1_000, 3_045, 6_091, 9_137)
    every = factors(search_of(round, (8, 9)))
    assert (len(every), every[0], every[-1], 1_000 in every) == (20, 0, 9_137, True)


def test_a_limit_binds_where_ten_thousand_pounds_or_ten_hours_more_let_a_project_in() -> None:
    zero, dated = amount(0), Settings(plan_start=APRIL_2027, years=1)
    project, use = Project(8, "One", frozenset({"area"}), frozenset({"role"})), Use(8, "area", "role", 1, 1)
    for setup, hours, limits, more in (
        (15_000_00, 0, Limits(budget=5_000), MORE_POUNDS), (15_000_01, 0, Limits(budget=5_000), 0),
        (0, 15_00, Limits(hours=5_00), MORE_HOURS), (0, 15_01, Limits(hours=5_00), 0),
    ):  # fmt: skip
        line = CostLine(8, "role", None, amount(setup), zero, amount(hours), "exact", "revenue")
        round = Round((project,), (use,), (line,), limits=replace(limits, twin_track=False), settings=dated)
        search = search_of(round, (8,))
        binding = frontier_of(search, *verdict_of(search)).binding
        assert [(each.more, each.points, each.enters) for each in binding] == [(more, 1, (8,))] * bool(more)


def test_beyond_what_can_be_tried_points_are_near_the_best_and_what_binds_is_true() -> None:
    binding = 0
    for _, (seed, round, search, _) in zip(range(15), recommended(2_000), strict=False):
        slow = search_of(round, search.case.order, by_solver=True)
        verdict, wave = verdict_of(slow)
        exact = {each.limit: each for each in frontier_of(search, *verdict_of(search)).binding}
        found = frontier_of(slow, verdict, wave)
        assert len(found.points) <= 5
        for point in found.points:
            limits = scaled(search.case.limits, point.factor)
            best = search.under(limits).best(twin=wave is not None and wave.twin == "met")
            if best is not None:
                assert best.benefit * 0.97 <= point.benefit <= best.benefit, (seed, point.factor)
        for each in found.binding:
            assert not each.is_exact
            assert 0 < each.points <= exact[each.limit].points, seed
            binding += 1
    assert binding


def priced(points: list[int], pounds: list[int], budget: int) -> Search:
    """Projects that share nothing, from row 8 on, the best rank first; by the solver."""
    zero, rows = amount(0), range(8, 8 + len(points))
    projects = tuple(Project(row, f"P{row}", frozenset({f"a{row}"}), frozenset({f"r{row}"})) for row in rows)
    uses = tuple(Use(row, f"a{row}", f"r{row}", worth, 1) for row, worth in zip(rows, points, strict=True))
    lines = tuple(
        CostLine(row, f"r{row}", None, amount(cost * 100), zero, zero, "exact")
        for row, cost in zip(rows, pounds, strict=True)
    )
    round = Round(projects, uses, lines, limits=Limits(budget=budget, twin_track=False))
    return search_of(round, tuple(rows), by_solver=True)


def test_beyond_what_can_be_tried_the_next_in_rank_are_those_that_are_out() -> None:
    """25 of 4,000 pounds are in; 10,000 more let in one of the three that are out, the best 3 points; not the last."""
    search = priced([9] * 25 + [1, 3, 2, 8], [4_000] * 25 + [9_000, 9_000, 9_000, 10_001], 100_000)
    (found,) = frontier_of(search, *verdict_of(search)).binding
    assert (found.more, found.points, found.enters, found.leaves, found.is_exact) == (10_000, 3, (34,), (), False)


def test_beyond_what_can_be_tried_what_the_relaxation_takes_whole_is_no_point_where_it_is_far_from_the_best() -> None:
    """A third of 37 pounds buys six points for 11 pounds; by points for a pound two for 3 come first."""
    search = priced([2, 2, 6], [3, 12, 11], 37)
    points = {point.factor: point.benefit for point in frontier_of(search, *verdict_of(search)).points}
    assert points == {0: 0, 333: 6, 666: 8, 1_000: 10}


# --- gaps ---


def test_a_kind_of_set_up_that_is_blank_may_be_either() -> None:
    zero = amount(0)
    line = CostLine(8, "role", None, amount(100), zero, zero)
    lines = (line, replace(line, row=9))
    found = list(at_best(Bought(Round((), (), lines)), (Blank("evaluation", "setup_kind", 8),)))
    kinds = [[line.setup_kind for line in bought.round.lines] for bought in found]
    assert sorted(kinds) == [["capital", lines[1].setup_kind], ["revenue", lines[1].setup_kind]]


def closed_by_hand(round: Round, blanks: tuple[Blank, ...]) -> list[Round]:
    return [bought.round for bought in at_best(Bought(round), blanks)]


def test_closing_a_gap_changes_the_wave_as_working_it_out_anew_says() -> None:
    changing: dict[str, int] = {}
    for _, (seed, round, search, wave) in zip(range(80), recommended(3_000, hard=False), strict=False):
        scores, verdict = scored(Bought(round)), verdict_of(search)[0]
        for each in closings_of(search, verdict, wave, scores):
            best: list[tuple[int, frozenset[int]]] = []
            for made in closed_by_hand(round, each.blanks):
                found = best_by_hand(made, search.case.order, feasible_sets(made))
                if found is not None:
                    best.append((points_of(made, found[0]) - wave.benefit, found[0]))
            after = (wave.chosen | set(each.enters)) - set(each.leaves)
            assert after != wave.chosen
            assert (each.points, after) in best, (seed, each)
            assert each.points == max(points for points, chosen in best if chosen != wave.chosen)
            for blank in each.blanks:
                changing[blank.key] = changing.get(blank.key, 0) + 1
    assert changing.keys() >= {"strength", "setup_cost", "hours"}, changing


def test_no_blank_judgement_that_would_change_the_wave_is_missed() -> None:
    for _, (seed, round, search, wave) in zip(range(30), recommended(5_000), strict=False):
        scores, verdict = scored(Bought(round)), verdict_of(search)[0]
        told = {blank for each in closings_of(search, verdict, wave, scores) for blank in each.blanks}
        claimed = {use.row for groups in search.case.bought.claims.values() for group in groups for use in group.uses}
        for use in round.uses:
            if use.row in claimed and use.strength is None and use.importance is not None:
                made = replace(round, uses=tuple(
                    Use(*other[:3], 3, *other[4:]) if other is use else other for other in round.uses
                ))  # fmt: skip
                best = best_by_hand(made, search.case.order, feasible_sets(made))
                assert best is not None
                assert (best[0] != wave.chosen) == (Blank("mapping", "strength", use.row) in told), (seed, use)


def test_nothing_is_told_where_no_wave_is_recommended_or_nothing_is_blank() -> None:
    for _, (_, round, search, wave) in zip(range(20), recommended(6_001), strict=False):
        full = contested(round)
        whole = tuple(use._replace(strength=use.strength or 1, importance=use.importance or 1) for use in full.uses)
        risks = tuple(replace(each, setup_kind="revenue") for each in full.lines)
        made = search_of(replace(full, uses=whole, lines=risks), search.case.order)
        assert closings_of(made, *verdict_of(made), scored(made.case.bought)) == ()
        none = search_of(replace(round, limits=Limits()), search.case.order)
        assert closings_of(none, *verdict_of(none), scored(none.case.bought)) == ()
        assert wave is not None


def test_beyond_what_can_be_tried_a_gap_is_told_of_only_with_a_better_set() -> None:
    told = 0
    for _, (seed, round, search, _) in zip(range(40), recommended(7_000, hard=False), strict=False):
        slow = search_of(round, search.case.order, by_solver=True)
        verdict, wave = verdict_of(slow)
        for each in closings_of(slow, verdict, wave, scored(Bought(round))):
            assert wave is not None
            after = (wave.chosen | set(each.enters)) - set(each.leaves)
            made = closed_by_hand(round, each.blanks)
            gains = [points_of(one, after) - wave.benefit for one in made if after in feasible_sets(one)]
            assert each.points in gains, seed
            assert each.points > 0
            told += 1
    assert told > 1


def test_a_judgement_that_is_blank_is_told_where_the_top_of_its_scale_changes_the_wave_and_no_other() -> None:
    """There is money for one of two. The first brings 4 points, the second nothing yet: at best 9, or 3 at most."""
    zero = amount(0)
    projects = tuple(Project(row, f"P{row}", frozenset({"area"}), frozenset({f"r{row}"})) for row in (8, 9))
    lines = tuple(CostLine(row, f"r{row}", None, amount(100_00), zero, zero, "exact") for row in (8, 9))
    strength, importance = Blank("mapping", "strength", 21), Blank("mapping", "importance", 21)
    for use, told in (
        ((None, 3), [((strength,), 5)]), ((3, None), [((importance,), 5)]), ((None, 1), []), ((1, None), []),
        ((None, None), [((strength, importance), 5)]), ((1, 1), []),
    ):  # fmt: skip
        uses = Use(20, "area", "r8", 2, 2), Use(21, "area", "r9", *use)
        round = Round(projects, uses, lines, limits=Limits(budget=100, twin_track=False))
        search = search_of(round, (8, 9))
        found = closings_of(search, *verdict_of(search), scored(search.case.bought))
        assert [(each.blanks, each.points) for each in found] == told, use
        assert all((each.project, each.enters, each.leaves) == (9, (9,), (8,)) for each in found)


def test_two_blanks_of_one_project_are_told_together_where_neither_alone_lets_it_in() -> None:
    """With one of the two costs typed as nothing the other one is the gap, and stands alone."""
    projects = tuple(Project(row, f"Project {row}", frozenset({"area"}), frozenset({f"role {row}"})) for row in (8, 9))
    uses = tuple(Use(row, "area", f"role {row}", 2, 2) for row in (8, 9))
    zero, both = amount(0), (Blank("evaluation", "setup_cost", 9), Blank("evaluation", "yearly_cost", 9))
    for setup, told in ((None, both), (zero, both[1:])):
        lines = CostLine(8, "role 8", None, zero, zero, zero), CostLine(9, "role 9", None, setup, None, zero)
        search = search_of(Round(projects, uses, lines, limits=Limits(budget=1_000, twin_track=False)), (8, 9))
        verdict, wave = verdict_of(search)
        assert wave is not None
        assert wave.chosen == {8}
        (found,) = closings_of(search, verdict, wave, scored(search.case.bought))
        assert (found.blanks, found.project, found.points, found.enters, found.leaves) == (told, 9, 4, (9,), ())


def test_what_is_told_together_is_what_stands_in_the_way_and_no_other_blank() -> None:
    """A cost and the risk are; that a known set-up may be capital or revenue is not, where there is enough of both."""
    zero, hundred = amount(0), amount(100_00)
    project = Project(9, "One", frozenset({"area"}), frozenset({"role"}), start=APRIL_2027)
    line = CostLine(9, "role", None, hundred, None, zero, "exact")
    limits = Limits((YearLimit(2027, 500, 500),), risk=9, twin_track=False)
    round = Round((project,), (Use(9, "area", "role", 2, 2),), (line,), (), limits, Settings(APRIL_2027, years=1))
    yearly, kind = Blank("evaluation", "yearly_cost", 9), Blank("evaluation", "setup_kind", 9)
    for lines, risks, told in (
        ((line,), (), (yearly, Blank("risks", "risk", 9))),
        ((line,), (Risk(30, "role", None, 16),), (yearly, Blank("risks", "residual", 30))),
        ((line, replace(line, row=10)), (Risk(30, "role", None, 16, 4),), (yearly, yearly._replace(row=10))),
    ):
        search = search_of(replace(round, lines=lines, risks=risks), (9,))
        (found,) = closings_of(search, *verdict_of(search), scored(search.case.bought))
        assert (found.blanks, found.project, found.points) == (told, 9, 4)
        assert kind not in told


def lacking_costs(blank_lines: list[int], by_solver: bool) -> Search:
    """Projects of a point each, from row 8 on, of which so many lines each have a set-up that is not known."""
    zero, rows = amount(0), range(8, 8 + len(blank_lines))
    projects = tuple(Project(row, f"P{row}", frozenset({f"a{row}"}), frozenset({f"r{row}"})) for row in rows)
    uses = tuple(Use(row, f"a{row}", f"r{row}", 1, 1) for row in rows)
    lines = tuple(
        CostLine(10 * row + at, f"r{row}", None, None, zero, zero, "exact")
        for row, blanks in zip(rows, blank_lines, strict=True)
        for at in range(blanks)
    )
    round = Round(projects, uses, lines, limits=Limits(budget=1, twin_track=False))
    return search_of(round, tuple(rows), by_solver)


def test_so_many_gaps_are_tried_those_of_the_best_ranked_first() -> None:
    """Forty where all sets can be tried, ten beyond; and ten projects in whose way several blanks stand."""
    for blanks, by_solver, told in (([1] * 42, False, 40), ([1] * 12, True, 10), ([2] * 12, False, 10),
                                    ([2] * 12, True, 10)):  # fmt: skip
        search = lacking_costs(blanks, by_solver)
        found = closings_of(search, *verdict_of(search), scored(search.case.bought))
        assert [each.project for each in found] == list(range(8, 8 + told)), (blanks, by_solver)
        assert {len(each.blanks) for each in found} == set(blanks)
        assert {(each.points, each.is_exact) for each in found} == {(1, not by_solver)}


def test_at_its_best_a_role_that_is_blank_or_has_no_line_takes_nothing() -> None:
    projects = (Project(8, "One", frozenset({"area"})), Project(9, "Two", frozenset({"area"}), frozenset({"adviser"})))
    dated = Settings(plan_start=APRIL_2027, years=1)
    for blank in (Blank("portfolio", "roles", 8), Blank("", "adviser", 9)):
        (better,) = closed_by_hand(Round(projects, limits=Limits(budget=1), settings=dated), (blank,))
        taken = count(better, {8, 9})
        assert (set(taken.money.values()), set(taken.hours.values())) == ({0}, {0}), blank
        (line,) = better.lines
        assert line.role in better.by_row[blank.row or 9].roles
        assert (line.setup, line.yearly, line.hours) == (amount(0),) * 3


def test_at_its_best_a_project_claims_all_that_a_blank_may_name_and_its_risk_is_the_least() -> None:
    uses = Use(8, "area a", "adviser", 2, 3), Use(9, "area b", "adviser", 1, 1), Use(10, "area a", "librarian", 3, 3)
    line, risk = CostLine(8, "adviser", None, amount(0), amount(0), amount(0)), Risk(5, "", 8, 20)
    cases = (
        (Blank("portfolio", "areas", 8), frozenset[str](), {"adviser"}, (risk,), 7, 20),
        (Blank("portfolio", "roles", 8), {"area a"}, frozenset[str](), (), 15, 1),
        (Blank("risks", "risk", 8), {"area a"}, {"adviser"}, (), 6, 1),
        (Blank("risks", "residual", 5), {"area a"}, {"adviser"}, (risk,), 6, 1),
    )
    for blank, areas, roles, risks, points, score in cases:
        project = Project(8, "One", frozenset(areas), frozenset(roles))
        (better,) = at_best(Bought(Round((project,), uses, (line,), risks)), (blank,))
        assert better.benefit({8}) == points, blank
        assert risk_by_hand(better.round, better.round.by_row[8]) == score, blank


def test_at_its_best_a_start_is_that_of_the_plan_or_of_a_financial_year_in_it() -> None:
    project, line = Project(8, "One"), CostLine(8, "role", None, amount(0), amount(0), amount(0))
    for first, starts in ((APRIL_2027 + 5, (5, 12, 24)), (APRIL_2027, (0, 12))):
        round = Round((project,), (), (line,), settings=Settings(plan_start=first, years=2))
        found = [each.round.by_row[8].start for each in at_best(Bought(round), (Blank("portfolio", "start", 8),))]
        assert found == [APRIL_2027 + month for month in starts]


# --- people ---


def test_what_people_put_first_is_plain_sorting() -> None:
    for seed in range(60):
        chance = Random(seed)
        round = random_round(chance, 9)
        scores = scored(Bought(round))
        titles = {project.row: project.title for project in round.projects}
        order = in_order(scores, titles)
        opinions = tuple(
            Opinion(row, f"Group {row}", {name: float(chance.choice((0, 20, 50, 100)) + (name == BENEFIT))
                                          for name in (BENEFIT, COST, RISK)})
            for row in range(6, 6 + chance.randint(1, 4))
        )  # fmt: skip
        people = people_of(opinions, scores, round.settings.swings, order)
        assert [each.opinion for each in people.orders] == list(opinions)

        for each in people.orders:
            ranked = by_hand(scores, each.opinion.swings)
            expected: list[int] = []
            for group in ranked:
                if len(expected) < FIRST:
                    expected += sorted(group, key=order.index)
            assert list(each.first) == expected, seed
        first = [set(each.first) for each in people.orders]
        assert set(people.shared) == set(people.agreed).intersection(*first)
        for each in people.orders:
            place = {row: 1 + sum(map(len, by_hand(scores, each.opinion.swings)[:at]))
                     for at, group in enumerate(by_hand(scores, each.opinion.swings)) for row in group}  # fmt: skip
            moved = {row: place[row] for row in people.agreed if place[row] != scores[row].rank}
            assert dict(each.moved) == moved, seed
            assert (each.opinion.who in people.same) == (not moved)


def by_hand(scores: Mapping[int, Scored], swings: Mapping[str, float]) -> list[list[int]]:
    """The ranked projects by score, equal ones together."""
    weights, places = weights_of(swings), dict[str, list[int]]()
    for row, each in scores.items():
        if each.rank is not None:
            score = sum(weights[name] * each.points[name] for name in weights)
            places.setdefault(f"{score:020.9f}", []).append(row)
    return [places[score] for score in sorted(places, reverse=True)]


def test_only_whole_rows_of_swings_are_read(blueprint: Blueprint) -> None:
    tables = workbook(
        blueprint,
        """
        | swings | who     | benefit | cost | risk |
        |        | Finance | 20      | 100  | 50   |
        |        | Members | 100     |      | 20   |
        |        | Nobody  | 0       | 0    | 0    |
        """,
    )
    found = opinions_in(tables)
    assert [(each.who, dict(each.swings)) for each in found] == [("Finance", {BENEFIT: 20, COST: 100, RISK: 50})]
    assert found[0].row == min(tables["swings"].rows)


def test_a_weight_may_be_0_but_neither_negative_nor_a_word_and_the_first_five_are_five(blueprint: Blueprint) -> None:
    tables = workbook(
        blueprint,
        """
        | swings | who     | benefit | cost | risk |
        |        | Members | 100     | 0    | 0    |
        |        | Nobody  | 100     | -1   | 0    |
        |        | Nobody  | 100     | some | 0    |
        """,
    )
    (members,) = opinions_in(tables)
    assert (members.who, members.swings[COST]) == ("Members", 0)
    scores = {row: Scored(row, {}, dict.fromkeys((BENEFIT, COST, RISK), 50.0 - row), 50.0 - row, row, 1)
              for row in range(1, 8)}  # fmt: skip
    people = people_of((members,), scores, members.swings, tuple(scores))
    assert people.agreed == people.shared == people.orders[0].first == (1, 2, 3, 4, 5)
    assert people.same == ("Members",)
