"""How long the best portfolio takes to find, by number of projects and by what limits it.

    python benchmarks/portfolio.py [PROJECTS ...]

For each number of projects (default 200 and 2,000) it prints the wall-clock seconds of two invented portfolios of
each sort, and whether the optimum was proved. It is run by hand, never by the tests.
"""

from __future__ import annotations

import argparse
import math
import random
import time

import pandas as pd

from smreport.decision.optimum import best_portfolio
from smreport.decision.terms import ACTIVITY, SERVICE

SORTS = ("points", "any number", "follows cost")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("projects", nargs="*", type=int, default=[200, 2000])
    print(f"{'projects':>8} {'benefit':<13} {'limits':<16} seconds, proved")
    for size in options.parse_args().projects:
        for sort in SORTS:
            for limited in (False, True):
                runs = [measure(size, sort, limited, seed) for seed in (0, 1)]
                said = "; ".join(f"{seconds:.1f} {'yes' if proved else 'no'}" for seconds, proved in runs)
                print(f"{size:>8,} {sort:<13} {'budget and hours' if limited else 'budget':<16} {said}", flush=True)


def measure(size: int, sort: str, limited: bool, seed: int) -> tuple[float, bool]:
    """Seconds, and whether the optimum is proved: limits at 30 %, a quarter depend on another, two must-dos."""
    chance = random.Random(seed)
    costs = [round(chance.uniform(200, 60_000), 2) for _ in range(size)]
    benefits = [benefit(sort, cost, chance) for cost in costs]
    hours = [float(chance.randint(1, 60)) for _ in range(size)]
    ranks = [float(at + 1) for at in range(size)]
    projects = pd.DataFrame({"title": "A", "benefit": benefits, "cost": costs, "hours": hours, "rank": ranks})
    start = time.perf_counter()
    found = best_portfolio(
        projects,
        budget=sum(costs) * 0.3,
        hours=sum(hours) * 0.3 if limited else math.inf,
        must={0, size // 2},
        depends={at: {chance.randrange(at)} for at in range(1, size) if chance.random() < 0.25},
        kinds={at: {ACTIVITY if at % 2 else SERVICE} for at in range(size)},
    )
    return time.perf_counter() - start, found.proved


def benefit(sort: str, cost: float, chance: random.Random) -> float:
    """Points as the workbook makes them (shares of products of scales), any number, or in step with the cost."""
    if sort == "points":
        scales = range(1, 6)
        uses = range(chance.randint(1, 4))
        return sum(chance.choice(scales) * chance.choice(scales) / chance.choice((1, 1, 2, 3)) for _ in uses)
    return chance.uniform(1, 100) if sort == "any number" else round(cost / 1000 + 10, 1)


if __name__ == "__main__":
    main()
