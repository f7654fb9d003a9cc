"""How long the first wave takes to find, by number of projects and by what limits it.

    python benchmarks/portfolio.py [PROJECTS ...] [--sorts budget years months hard ties]

For each number of projects (default 15, 30, 50, 100 and 2,000) and two invented rounds of each sort it prints:
processor seconds of index and scores, wave, reasons, how sure, frontier and gaps; how often the solver was asked and
in how many nodes it searched, which is the same on every machine; and by how much the wave may fall short. With 2,000
projects a round has 100,000 uses. It is run by hand, never by the tests.
"""

from __future__ import annotations

import argparse
import resource
import time
from itertools import pairwise
from random import Random
from typing import Any

from smreport.decision.bought import Bought
from smreport.decision.certainty import certainty_of
from smreport.decision.closing import closings_of
from smreport.decision.frontier import frontier_of
from smreport.decision.judging import verdict_of
from smreport.decision.reasons import reasons
from smreport.decision.records import Amount, CostLine, Limits, Project, Risk, Round, Settings, Use, YearLimit, amount
from smreport.decision.score import in_order, scored
from smreport.decision.solver import WaveProgram
from smreport.decision.wave import search_of
from smreport.frozen import replace

START = 2027 * 12 + 3
SORTS = {
    "budget": "one budget, all from the start",
    "years": "capital and revenue by year, starts in April",
    "months": "by year and hours by month, starts in any month",
    "hard": "points in step with cost, by year and hours",
    "ties": "costs in steps of 10,000 pounds, equal uses",
}


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("projects", nargs="*", type=int, default=[15, 30, 50, 100, 2000])
    options.add_argument("--sorts", nargs="*", choices=SORTS, default=list(SORTS))
    given = options.parse_args()
    print("processor seconds: scores, wave, reasons, how sure, frontier, gaps; all; steps; limits, short by at most")
    for size in given.projects:
        for sort in given.sorts:
            for seed in (0, 1):
                print(f"{size:>8,} {SORTS[sort]:<48} {measure(size, sort, seed)}", flush=True)
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def measure(size: int, sort: str, seed: int) -> str:
    """Processor seconds of each part, the solver's steps, and by how much the wave may fall short."""
    made, steps = invented(size, sort, seed), Steps()
    times = [time.process_time()]
    found = scored(Bought(made))
    order = in_order(found, {project.row: project.title for project in made.projects})
    times.append(time.process_time())
    search = search_of(made, order)
    verdict, wave = verdict_of(search)
    times.append(time.process_time())
    if wave is not None:
        reasons(search, wave, {row: each.rank for row, each in found.items()})
    times.append(time.process_time())
    for work in (certainty_of, frontier_of, closings_of):
        work(search, verdict, wave, *([] if work is frontier_of else [found]))
        times.append(time.process_time())
    parts = ", ".join(f"{after - before:.2f}" for before, after in pairwise(times))
    return f"{parts}; {times[-1] - times[0]:.2f}; {steps}; {verdict.limits}, {verdict.proof or 0:.2%}"


class Steps:
    """Counts how often the solver is asked from now on, and in how many nodes it searches."""

    def __init__(self) -> None:
        self.asked = self.nodes = 0
        run = _RUN

        def counted(*given: Any, **named: Any) -> Any:
            solver = run(*given, **named)
            self.asked, self.nodes = self.asked + 1, self.nodes + max(solver.getInfo().mip_node_count, 0)
            return solver

        WaveProgram._run = counted  # type: ignore[method-assign]

    def __str__(self) -> str:
        return f"{self.asked} asked, {self.nodes} nodes"


_RUN = WaveProgram._run


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
    if sort == "ties":
        own, shared = [rounded(each) for each in own], [rounded(each) for each in shared]
        uses = tuple(Use(each.row, each.area, each.role, 2, 1) for each in uses)
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
        not_with=frozenset({chance.randrange(8, row)} if row > 8 and chance.random() < 0.05 else ()),
        kinds=frozenset({chance.choice(("activity", "service"))}),
    )


def line(chance: Random, row: int, role: str, owner: int | None, most: int) -> CostLine:
    setup, yearly, hours = (amount(chance.randint(0, top)) for top in (most * 100, most * 30, 40_00))
    kind = chance.choice(("capital", "revenue"))
    return CostLine(row, role, owner, setup, yearly, hours, "estimate", kind, chance.random() < 0.2)


def rounded(cost: CostLine) -> CostLine:
    """A line whose figures are whole multiples of 10,000 pounds and of ten hours."""

    def down(figure: Amount | None, unit: int) -> Amount:
        return amount((figure.high if figure else 0) // unit * unit)

    return replace(
        cost, setup=down(cost.setup, 10_000_00), yearly=down(cost.yearly, 10_000_00), hours=down(cost.hours, 10_00)
    )


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
