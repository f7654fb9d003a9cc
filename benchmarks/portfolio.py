"""How long the first wave takes to find, by number of projects and by what limits it.

    python benchmarks/portfolio.py [PROJECTS ...]

For each number of projects (default 15, 30, 50, 100 and 2,000) it prints the seconds, of making the records' index,
scores, wave, reasons and how sure they are, of two invented rounds of each sort, and by how much the wave may fall
short. With 2,000 projects a round has 100,000 uses. It is run by hand, never by the tests.
"""

from __future__ import annotations

import argparse
import resource
import time
from itertools import pairwise
from random import Random

from smreport.decision.bought import Bought
from smreport.decision.certainty import certainty_of
from smreport.decision.closing import closings_of
from smreport.decision.frontier import frontier_of
from smreport.decision.reasons import reasons
from smreport.decision.records import CostLine, Limits, Project, Risk, Round, Settings, Use, YearLimit, amount
from smreport.decision.score import in_order, scored
from smreport.decision.verdict import verdict_of
from smreport.decision.wave import search_of

START = 2027 * 12 + 3
SORTS = {
    "budget": "one budget, all from the start",
    "years": "capital and revenue by year, starts in April",
    "months": "by year and hours by month, starts in any month",
    "hard": "points in step with cost, by year and hours",
}


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("projects", nargs="*", type=int, default=[15, 30, 50, 100, 2000])
    print(f"{'projects':>8} {'round':<48} seconds: index and scores, verdict, reasons, how sure; at most short")
    for size in options.parse_args().projects:
        for sort, words in SORTS.items():
            for seed in (0, 1):
                print(f"{size:>8,} {words:<48} {measure(size, sort, seed)}", flush=True)
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def measure(size: int, sort: str, seed: int) -> str:
    """Seconds of each part, and by how much the wave may fall short."""
    made = invented(size, sort, seed)
    times = [time.perf_counter()]
    found = scored(Bought(made))
    order = in_order(found, {project.row: project.title for project in made.projects})
    times.append(time.perf_counter())
    search = search_of(made, order)
    verdict, wave = verdict_of(search)
    times.append(time.perf_counter())
    if wave is not None:
        reasons(search, wave, {row: each.rank for row, each in found.items()})
    times.append(time.perf_counter())
    certainty_of(search, verdict, wave, found)
    frontier_of(search, verdict, wave)
    closings_of(search, verdict, wave, found)
    times.append(time.perf_counter())
    parts = ", ".join(f"{after - before:6.2f}" for before, after in pairwise(times))
    return f"{parts}; {verdict.limits}, {verdict.proof or 0:.2%}"


def invented(size: int, sort: str, seed: int) -> Round:
    """A round with a role and a shared platform for every five projects; limits at about a third of all costs."""
    chance = Random(seed)
    roles = [f"role {at}" for at in range(max(3, size // 5))]
    areas = [f"area {at}" for at in range(max(4, size // 4))]
    rows = range(8, 8 + size)
    projects = tuple(project(chance, row, roles, areas, sort) for row in rows)
    own = [line(chance, row, f"own {row}", row, 60_000) for row in rows]
    shared = [line(chance, 10_000 + at, role, None, 120_000) for at, role in enumerate(roles)]
    many = max(60, size * 50)
    uses = tuple(use(chance, row, roles, areas) for row in range(8, 8 + many))
    if sort == "hard":
        worth = {each.row: max(1, (each.setup.high if each.setup else 0) // 100_000) for each in own}
        uses = tuple(Use(row, f"own {row}", f"own {row}", worth[row] + 10, 1) for row in rows)
    settings = Settings(plan_start=START, years=3, contingency=1000, wage=26_00)
    lines = tuple(own + shared)
    return Round(projects, uses, lines, (Risk(8, roles[0], None, 9, 4),), limits(lines, sort), settings)


def project(chance: Random, row: int, roles: list[str], areas: list[str], sort: str) -> Project:
    start = {"budget": 0, "years": chance.choice((0, 12, 24))}.get(sort, chance.randrange(30))
    own = {f"own {row}"} if sort == "hard" else set()
    return Project(
        row=row,
        title=f"Project {row}",
        areas=frozenset(chance.sample(areas, 2)) | own,
        roles=frozenset(chance.sample(roles, chance.choice((1, 2)))) | own,
        start=START + start,
        finish=START + start + chance.randrange(6, 30),
        depends=frozenset({chance.randrange(8, row)} if row > 8 and chance.random() < 0.15 else ()),
        kinds=frozenset({chance.choice(("activity", "service"))}),
    )


def line(chance: Random, row: int, role: str, owner: int | None, most: int) -> CostLine:
    setup, yearly, hours = (amount(chance.randint(0, top)) for top in (most * 100, most * 30, 40_00))
    kind = chance.choice(("capital", "revenue"))
    return CostLine(row, role, owner, setup, yearly, hours, "estimate", kind, chance.random() < 0.2)


def use(chance: Random, row: int, roles: list[str], areas: list[str]) -> Use:
    return Use(row, chance.choice(areas), chance.choice(roles), chance.randint(1, 3), chance.randint(1, 3))


def limits(lines: tuple[CostLine, ...], sort: str) -> Limits:
    setup, yearly, hours = (sum(getattr(each, key).high for each in lines) for key in ("setup", "yearly", "hours"))
    if sort == "budget":
        return Limits(budget=(setup + 3 * yearly) // 300)
    years = tuple(YearLimit(year, setup // 1500, (setup + 3 * yearly) // 900) for year in (2027, 2028, 2029))
    return Limits(years, hours=None if sort == "years" else hours // 3)


if __name__ == "__main__":
    main()
