"""Random rounds of projects, and what is best in them found by plain counting, from the rules and not from the product.

Nothing here is quick or clever: months are counted one by one, and all sets of projects are tried.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import ceil
from random import Random

from smreport.decision.records import Amount, CostLine, Limits, Project, Risk, Round, Settings, Use, YearLimit, amount
from smreport.frozen import asdict, replace

APRIL_2027 = 2027 * 12 + 3
AREAS, ROLES = ("area a", "area b", "area c"), ("role a", "role b", "role c", "role d")


def contested(round: Round) -> Round:
    """The same with all known and a line for every role, no risk too high, and half of what everything costs."""
    roles = sorted({role for project in round.projects for role in project.roles})
    zero = amount(0)
    shared = [CostLine(100 + at, role, None, amount(50_000), zero, amount(100)) for at, role in enumerate(roles)]
    rows = [project.row for project in round.projects]
    own = [CostLine(200 + row, "", row, amount((row % 3 + 1) * 100_000), zero, amount(row * 10)) for row in rows]
    free = tuple(replace(project, must=False, committed=False) for project in round.projects)
    known = replace(round, projects=free, lines=(*shared, *own), risks=(), uses=round.uses * 2)
    everything = count(known, rows)
    hours = max(everything.hours.values()) * 3 // 4
    return replace(known, limits=Limits(budget=everything.total // 2, hours=hours, twin_track=round.limits.twin_track))


def random_round(chance: Random, most: int = 8) -> Round:
    """A round in which something of everything happens: about half the limits bind."""
    size = chance.randint(2, most)
    first = APRIL_2027 + chance.choice((0, 0, 5))
    projects = [_project(chance, row, size, first) for row in range(8, 8 + size)]
    pairs = {frozenset(chance.sample(range(8, 8 + size), 2)) for _ in range(chance.choice((0, 0, 1, 2)))}
    together = tuple(_apart(project, pairs) for project in projects)
    years = sorted({(month - 3) // 12 for month in range(first, first + 24)})
    return Round(
        projects=together,
        uses=tuple(_use(chance, row) for row in range(8, 8 + chance.randint(3, 14))),
        lines=tuple(_line(chance, row, size) for row in range(8, 8 + chance.randint(3, 9))),
        risks=tuple(_risk(chance, row, size) for row in range(8, 8 + chance.randint(0, 6))),
        limits=_limits(chance, years),
        settings=Settings(plan_start=first, years=2, contingency=chance.choice((0, 1000)), wage=2000),
    )


def whole_pounds(round: Round) -> Round:
    """The same where rounding plays no part: whole pounds a month, no contingency of pennies."""

    def whole(line: CostLine) -> CostLine:
        yearly = line.yearly and amount(line.yearly.high // 12_000 * 12_000)
        setup = line.setup and amount(line.setup.high // 1_000 * 1_000)
        return replace(line, setup=setup, yearly=yearly)

    return replace(round, lines=tuple(map(whole, round.lines)))


def _project(chance: Random, row: int, size: int, first: int) -> Project:
    start = first + chance.choice((0, 0, 3, 7, 12, 20, -2))
    return Project(
        row=row,
        title=f"Project {chance.randint(0, 10**9)}",
        areas=frozenset(chance.sample(AREAS, chance.randint(1, 2))),
        roles=frozenset(chance.sample(ROLES, chance.choice((1, 1, 2)))),
        committed=chance.random() < 0.1,
        begun=chance.random() < 0.1,
        must=chance.random() < 0.1,
        start=start,
        finish=chance.choice((None, start + chance.randint(0, 15))),
        depends=frozenset({chance.randrange(8, 8 + size)} if chance.random() < 0.2 else ()) - {row},
        kinds=frozenset(chance.sample(("activity", "service"), chance.choice((1, 1, 2)))),
    )


def _apart(project: Project, pairs: Collection[frozenset[int]]) -> Project:
    others = frozenset(other for pair in pairs if project.row in pair for other in pair - {project.row})
    return Project(**{**asdict(project), "not_with": others})


def _use(chance: Random, row: int) -> Use:
    judged = (None, 1, 1, 2, 2, 3, 3)
    return Use(row, chance.choice(AREAS), chance.choice(ROLES), chance.choice(judged), chance.choice(judged))


def _line(chance: Random, row: int, size: int) -> CostLine:
    def figure(most: int) -> Amount | None:
        low = chance.choice((0, chance.randint(0, most)))
        known = amount(low) if chance.random() < 0.9 else Amount(low, low + chance.randint(0, most))
        return known if chance.random() < 0.97 else None

    return CostLine(
        row=row,
        role=chance.choice(ROLES),
        project=chance.randrange(8, 8 + size) if chance.random() < 0.3 else None,
        setup=figure(900_000),
        yearly=figure(400_000),
        hours=figure(4_000),
        kind=chance.choice(("exact", "estimate", "up_to")),
        setup_kind=chance.choice(("capital", "revenue", None)),
        ends=chance.random() < 0.4,
    )


def _risk(chance: Random, row: int, size: int) -> Risk:
    inherent = chance.choice((None, chance.randint(1, 25)))
    residual = chance.choice((None, chance.randint(1, inherent or 25)))
    return Risk(
        row, *chance.choice(((chance.choice(ROLES), None), ("", chance.randrange(8, 8 + size)))), inherent, residual
    )


def _limits(chance: Random, years: Collection[int]) -> Limits:
    def perhaps(most: int, share: float = 0.6) -> int | None:
        return chance.randint(0, most) if chance.random() < share else None

    by_year = [YearLimit(year, perhaps(20_000), perhaps(20_000)) for year in years if chance.random() < 0.6]
    limits = Limits(
        tuple(by_year), perhaps(40_000), perhaps(12_000), chance.choice((None, 12, 25)), chance.random() < 0.5
    )
    return limits if limits.any_set else Limits(budget=20_000)


# --- the same by hand -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counted:
    """What a set takes: pounds by (capital, revenue or all, year), and hundredths of an hour by month."""

    money: Mapping[tuple[str, int], int]
    hours: Mapping[int, int]

    @property
    def total(self) -> int:
        return sum(pounds for (kind, _), pounds in self.money.items() if kind == "all")


def months_of(round: Round) -> range:
    assert round.settings.plan_start is not None
    return range(round.settings.plan_start, round.settings.plan_start + 12 * round.settings.years)


def started(round: Round, project: Project) -> int:
    months = months_of(round)
    if project.start is None or project.start > months[-1]:
        return months[0]
    return project.start if project.begun else max(project.start, months[0])


def runs_in(round: Round, project: Project) -> set[int]:
    months, start = months_of(round), started(round, project)
    known = project.start is not None and project.start <= months[-1]
    if known and project.finish is not None and project.finish >= start:
        return {month for month in months if start <= month <= project.finish}
    return {month for month in months if month >= start}


def needs(project: Project, line: CostLine) -> bool:
    if line.project is not None:
        return line.project == project.row
    return line.role in project.roles or not line.role


def held(figure: Amount | None, line: CostLine, contingency: int) -> Fraction:
    if figure is None:
        return Fraction(0)
    is_estimate = line.kind == "estimate" and figure.low == figure.high
    return Fraction(figure.high, 100) * (1 + Fraction(contingency if is_estimate else 0, 10_000))


def count(round: Round, chosen: Collection[int]) -> Counted:
    """Cash and hours of a set, month by month."""
    projects = [project for project in round.projects if project.row in chosen]
    money: dict[tuple[str, int], int] = {}
    hours = dict.fromkeys(months_of(round), 0)

    def pay(kinds: Collection[str], year: int, pounds: Fraction) -> None:
        for kind in kinds:
            money[kind, year] = money.get((kind, year), 0) + ceil(pounds)

    for line in round.lines:
        who = [project for project in projects if needs(project, line)]
        if not who:
            continue
        first = min(started(round, project) for project in who)
        running = {month for month in hours if month >= first}
        if line.ends:
            running = {month for project in who for month in runs_in(round, project)}
        if first in hours:
            kinds = {"capital": ["capital"], "revenue": ["revenue"]}.get(line.setup_kind or "", ["capital", "revenue"])
            pay([*kinds, "all"], (first - 3) // 12, held(line.setup, line, round.settings.contingency))
        for year in {(month - 3) // 12 for month in running}:
            share = Fraction(sum((month - 3) // 12 == year for month in running), 12)
            pay(["revenue", "all"], year, held(line.yearly, line, round.settings.contingency) * share)
        for month in running:
            hours[month] += line.hours.high if line.hours else 0
    return Counted(money, hours)


def points_of(round: Round, chosen: Collection[int]) -> int:
    """Each use once, if any chosen project has its area and role."""
    projects = [project for project in round.projects if project.row in chosen]
    return sum(
        (use.strength or 0) * (use.importance or 0)
        for use in round.uses
        if any(use.area in project.areas and use.role in project.roles for project in projects)
    )


def within(round: Round, taken: Counted) -> bool:
    limits = round.limits
    return (
        all(
            most is None or taken.money.get((kind, year.year), 0) <= most
            for year in limits.years
            for kind, most in (("capital", year.capital), ("revenue", year.revenue))
        )
        and (limits.budget is None or taken.total <= limits.budget)
        and (limits.hours is None or max(taken.hours.values()) <= limits.hours)
    )


def risk_by_hand(round: Round, project: Project) -> int:
    own = [
        risk
        for risk in round.risks
        if risk.project == project.row or (risk.project is None and risk.role in project.roles)
    ]
    counts = [risk.residual or risk.inherent or 25 for risk in own]
    return max(counts) if counts and project.roles else 25


def is_unplaced(round: Round, project: Project) -> bool:
    """Whether something is unknown on which a limit is set, or the risk is too high."""
    limits = round.limits
    capital = any(year.capital is not None for year in limits.years)
    revenue = any(year.revenue is not None for year in limits.years)
    money = limits.budget is not None
    lines = [line for line in round.lines if needs(project, line)]
    if not project.roles <= {line.role for line in lines} and (capital or revenue or money or limits.hours is not None):
        return True
    if (project.start is None or project.start > months_of(round)[-1]) and (capital or revenue):
        return True
    for line in lines:
        either = {"capital": capital, "revenue": revenue}.get(line.setup_kind or "", capital or revenue)
        if line.setup is None and (money or either):
            return True
        if line.yearly is None and (money or revenue):
            return True
        if line.hours is None and limits.hours is not None:
            return True
    return False


def too_risky(round: Round, project: Project) -> bool:
    return round.limits.risk is not None and risk_by_hand(round, project) > round.limits.risk


def certain(round: Round) -> set[int]:
    """Must-dos, commitments and all that they depend on."""
    rows = {project.row for project in round.projects if project.must or project.committed}
    for _ in round.projects:
        rows |= {needed for project in round.projects if project.row in rows for needed in project.depends}
    return rows


def allowed_sets(round: Round) -> Iterator[frozenset[int]]:
    """All sets that keep the rules, whatever the limits of money and hours."""
    by_row = {project.row: project for project in round.projects}
    always = certain(round)
    never = {
        row
        for row, each in by_row.items()
        if row not in always and (is_unplaced(round, each) or too_risky(round, each) or each.lost)
    }
    committed = {row for row, project in by_row.items() if project.committed}
    if any(too_risky(round, by_row[row]) or by_row[row].lost for row in always - committed):
        return
    for size in range(len(by_row) + 1):
        for rows in combinations(sorted(by_row), size):
            chosen = frozenset(rows)
            if always <= chosen and not chosen & never and all(
                by_row[row].depends <= chosen and not by_row[row].not_with & chosen for row in chosen
            ):  # fmt: skip
                yield chosen


def on_both_tracks(round: Round, chosen: Collection[int]) -> bool:
    kinds = {kind for project in round.projects if project.row in chosen for kind in project.kinds}
    return {"activity", "service"} <= kinds


Place = tuple[int, int, int, tuple[bool, ...]]


def place(round: Round, chosen: frozenset[int], order: Collection[int]) -> Place:
    """The smaller, the better: benefit, cash, hours, and who of the best-ranked is in."""
    taken = count(round, chosen)
    return -points_of(round, chosen), taken.total, sum(taken.hours.values()), tuple(row not in chosen for row in order)


def feasible_sets(round: Round) -> list[frozenset[int]]:
    return [chosen for chosen in allowed_sets(round) if within(round, count(round, chosen))]


def best_by_hand(
    round: Round, order: Collection[int], feasible: Collection[frozenset[int]]
) -> tuple[frozenset[int], bool] | None:
    """The best set and whether it has both tracks, None where no set fits.

    Both tracks are asked of sets with points beyond those of what is in all the same; where no set has any, nothing
    more is in than that, if it fits by itself.
    """
    always = frozenset(certain(round))
    adding = [chosen for chosen in feasible if points_of(round, chosen) > points_of(round, always)]
    both = [chosen for chosen in adding if on_both_tracks(round, chosen)] if round.limits.twin_track else []
    among = both or adding or ([always] if always in feasible else feasible)
    if not among:
        return None
    best = min(among, key=lambda chosen: place(round, chosen, order))
    return best, on_both_tracks(round, best)
