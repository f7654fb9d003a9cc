"""Nobody who knows all rules, ends of scales and weights can work out a withheld figure from what is public.

No attacker can tell apart two workbooks whose public papers, tables and terminal are the same to the letter. So a
round is safe where all that is public stays as it is while the marked figures grow or shrink fourfold at least: any
bounds on both sides are a factor of four apart then, whatever they are worked out with. That holds against every
program, and so against each that could be written here.

``ATTACKED`` in the environment says how many rounds are tried: 200 for the long run.
"""

from __future__ import annotations

import os
from copy import deepcopy
from itertools import product
from random import Random
from typing import Any

import pytest
from papers.cases import case_of

from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Tables
from smreport.commands.first_wave import first_wave_of
from smreport.commands.reading import load_template
from smreport.decision.check import check
from smreport.exchange.tables import export
from smreport.papers.compose import papers_of
from smreport.papers.explain import explanation

ROUNDS = int(os.environ.get("ATTACKED", "8"))
APART, STEP = 4, 2
FIGURES = ("setup_cost", "yearly_cost", "hours")
AREAS = ("Libraries (Service)", "Sport (Activity)", "Highways (Service)")
Answers = dict[str, Any]


@pytest.fixture(scope="module")
def blueprint() -> Blueprint:
    return load_template("social_media")


def round_of(chance: Random) -> Answers:
    """3 to 7 projects, shared lines and own ones, one or two of them marked, and limits of some kind."""
    size = chance.randint(3, 7)
    roles = [f"Role {at}" for at in range(size)]
    titles = [f"Project {chance.randint(100, 999)} {at}" for at in range(size)]
    lines = [_line(chance, {"role": role}) for role in roles]
    lines += [_line(chance, {"project": title}) for title in chance.sample(titles, 2)]
    for line in chance.sample(lines, chance.choice((1, 1, 2))):
        line["not_public"] = True
    return {
        "settings": {
            "organisation": "Exampleshire", "hourly_rate": 20, "exempt_ground": "Paragraph 3", "plan_start": "2027-04",
            "plan_end": "2030-03", **_limits(chance, lines),
        },
        "areas": [
            {"name": label.split(" (")[0], "kind": label.split("(")[1][:-1], "status": "In scope"} for label in AREAS
        ],
        "objectives": [
            {"area": "All areas", "objective": "Help", "importance": "Important"},
            {"area": "All areas", "objective": "Hear", "importance": "Essential"},
        ],
        "tools": [{"tool": "Email", "use": "news", "channel": "Email"}],
        "roles": [{"role": role} for role in roles],
        "mapping": [
            {
                "area": area, "tool": "Email: news", "objective": objective, "role": role,
                "strength": chance.choice(("Slight", "Moderate", "Strong")),
            }
            for role in roles
            for area, objective in chance.sample(list(product(AREAS, ("Help", "Hear"))), chance.randint(1, 4))
        ],
        "evaluation": lines,
        "money": _by_year(chance, lines),
        "portfolio": [
            {
                "title": title, "areas": "; ".join(AREAS), "status": _status(chance),
                "roles": "; ".join(dict.fromkeys((role, *chance.sample(roles, chance.choice((0, 0, 1)))))),
            }
            for title, role in zip(titles, roles, strict=True)
        ],
    }  # fmt: skip


def _line(chance: Random, whose: Answers) -> Answers:
    return {
        **whose, "setup_cost": chance.randint(1_000, 90_000), "yearly_cost": chance.randint(500, 40_000),
        "hours": chance.randint(2, 60), "cost_kind": chance.choice(("Exact", "Estimate", "Up to")),
        "setup_kind": chance.choice(("Capital", "Revenue")),
    }  # fmt: skip


def _status(chance: Random) -> str:
    return "Approved" if chance.random() < 0.1 else "Proposed"


def _limits(chance: Random, lines: list[Answers]) -> Answers:
    cash = sum(line["setup_cost"] + 3 * line["yearly_cost"] for line in lines)
    share = chance.uniform(0.2, 1.1)
    budget = {"budget": int(cash * share)}
    hours = {"hours_available": int(sum(line["hours"] for line in lines) * chance.uniform(0.3, 1.1))}
    return chance.choice((budget, {**budget, **hours}, hours, {}))


def _by_year(chance: Random, lines: list[Answers]) -> list[Answers]:
    if chance.random() < 0.6:
        return []
    setup, yearly = (sum(line[key] for line in lines) for key in FIGURES[:2])
    years = ("2027/28", "2028/29", "2029/30")
    amounts = [(chance.randint(0, setup), chance.randint(yearly // 3, yearly)) for _ in years]
    return [{"year": year, "capital": one, "revenue": two} for year, (one, two) in zip(years, amounts, strict=True)]


def scaled(answers: Answers, factor: float) -> Answers:
    """The same round where the marked figures are so many times what they are."""
    other = deepcopy(answers)
    for line in other["evaluation"]:
        if line.get("not_public"):
            line |= {key: line[key] * factor for key in FIGURES}
    return other


def told(tables: Tables) -> str:
    """All that is public: papers, tables, why each project stands where it does, and what the terminal prints."""
    case, findings = case_of(tables), check(tables)
    every = [repr(paper) for paper in papers_of(case).values()]
    every += [content.decode() for content in export(case, "json").values()]
    every += [repr(explanation(case, str(title))) for title in case.projects["title"]]
    return "\n".join([*every, repr(findings), repr(first_wave_of(tables, findings))])


def bounds(blueprint: Blueprint, answers: Answers) -> tuple[float, float]:
    """The least and the highest factor that leave all that is public as it is, as far as they need be known."""

    def is_same(factor: float) -> bool:
        return told(tables_from(blueprint, scaled(answers, factor), "w.xlsx")) == public

    public = told(tables_from(blueprint, answers, "w.xlsx"))
    low = high = 1.0
    while high < APART and is_same(high * STEP):
        high *= STEP
    while high / low < APART and is_same(low / STEP):
        low /= STEP
    return low, high


@pytest.mark.parametrize("seed", range(6, 6 + ROUNDS))
def test_a_withheld_figure_is_bounded_on_one_side_only_or_by_a_factor_of_four(blueprint: Blueprint, seed: int) -> None:
    low, high = bounds(blueprint, round_of(Random(seed)))
    assert high / low >= APART
