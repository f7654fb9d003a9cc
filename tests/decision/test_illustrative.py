"""The illustrative round, worked out again from its answers by plain arithmetic that shares no code with smreport."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from fractions import Fraction
from functools import cache
from itertools import combinations
from math import ceil
from pathlib import Path
from typing import Any

import pytest
from workbooks import example

from smreport.blueprint.model import Blueprint
from smreport.decision import reasons as why
from smreport.decision.frontier import frontier_of
from smreport.decision.results import Results, decide
from smreport.decision.verdict import HELD

FOLDER = Path(__file__).parents[2] / "examples" / "illustrative"
ANSWERS: dict[str, Any] = tomllib.loads((FOLDER / "answers.toml").read_text(encoding="utf-8"))
SETTINGS = ANSWERS["settings"]
PROJECTS = {each["title"]: each for each in ANSWERS["portfolio"]}
COMMITTED = {title for title, each in PROJECTS.items() if each["status"] in ("Approved", "In progress")}
STRENGTH, IMPORTANCE = {"Strong": 3, "Moderate": 2, "Slight": 1}, {"Essential": 3, "Important": 2, "Useful": 1}
LIKELY = {"Rare": 1, "Unlikely": 2, "Possible": 3, "Likely": 4, "Almost certain": 5}
HARM = {"Negligible": 1, "Minor": 2, "Moderate": 3, "Major": 4, "Severe": 5}
FIRST = SETTINGS["plan_start"].year * 12 + SETTINGS["plan_start"].month - 1
MONTHS = range(FIRST, FIRST + 12 * SETTINGS["horizon_years"])
MORE = {"hours": 10}  # of everything else 10,000 pounds


def of_project(row: Mapping[str, Any], title: str) -> bool:
    return row["project"] == title if "project" in row else row["role"] in PROJECTS[title]["roles"]


def month(title: str, which: str) -> int:
    day = PROJECTS[title][which]
    return int(day.year * 12 + day.month - 1)


def runs(title: str) -> set[int]:
    return {at for at in MONTHS if month(title, "start") <= at <= month(title, "finish")}


def matters(use: Mapping[str, Any]) -> int:
    found = (
        each for each in ANSWERS["objectives"]
        if each["objective"] == use["objective"] and each["area"] in (use["area"], "All areas")
    )  # fmt: skip
    return max(IMPORTANCE[each["importance"]] for each in found)


def benefit(chosen: Collection[str]) -> int:
    parked = {f"{each['name']} ({each['kind']})" for each in ANSWERS["areas"] if each.get("status") == "Parked"}
    return sum(
        STRENGTH[use["strength"]] * matters(use)
        for use in ANSWERS["mapping"]
        if use["area"] not in parked
        and any(use["area"] in PROJECTS[each]["areas"] and use["role"] in PROJECTS[each]["roles"] for each in chosen)
    )


def risk(title: str) -> int:
    mine = [row for row in ANSWERS["risks"] if of_project(row, title)]
    return max(LIKELY[row["residual_likelihood"]] * HARM[row["residual_impact"]] for row in mine)


def whole_life(title: str) -> float:
    total = 0.0
    for line in (each for each in ANSWERS["evaluation"] if of_project(each, title)):
        sunk = any(of_project(line, each) for each in COMMITTED)
        yearly = line["yearly_cost"] + line["hours"] * 12 * SETTINGS["hourly_rate"]
        months = len(MONTHS) if line["runs"] == "Goes on" else month(title, "finish") - month(title, "start") + 1
        years = Fraction(min(months, len(MONTHS)), 12)
        total += 0 if sunk else line["setup_cost"]
        for year in range(1, ceil(years) + 1):
            share = min(1, years - (year - 1))
            total += float(yearly * share) / (1 + SETTINGS["discount_rate"]) ** year
    return total


def score(title: str) -> float:
    figures = {"benefit": benefit({title}), "cost": whole_life(title), "risk": risk(title)}
    weights = {name: SETTINGS[f"weight_{name}"] for name in figures}
    points = {
        name: 100 * (figure - SETTINGS[f"{name}_at_0"]) / (SETTINGS[f"{name}_at_100"] - SETTINGS[f"{name}_at_0"])
        for name, figure in figures.items()
    }
    return sum(weights[name] * max(0, points[name]) for name in points) / sum(weights.values())


RANKING = sorted(PROJECTS, key=score, reverse=True)


@cache
def takes(chosen: frozenset[str]) -> dict[tuple[str, int], int]:
    """Pounds by (capital, revenue or together, year), and hours by ("hours", month)."""
    found: dict[tuple[str, int], int] = {}

    def add(kinds: Collection[str], at: int, much: int) -> None:
        for kind in kinds:
            found[kind, at] = found.get((kind, at), 0) + much

    for line in ANSWERS["evaluation"]:
        who = [title for title in chosen if of_project(line, title)]
        if not who:
            continue
        held = 1 + (Fraction(str(SETTINGS["contingency"])) if line["cost_kind"] == "Estimate" else 0)
        first = max(FIRST, min(month(title, "start") for title in who))
        months = {at for at in MONTHS if at >= first}
        if line["runs"] == "Ends":
            months = set[int]().union(*map(runs, who))
        add([line["setup_kind"].lower(), "together"], (first - 3) // 12, ceil(line["setup_cost"] * held))
        for year in {(at - 3) // 12 for at in months}:
            share = Fraction(sum((at - 3) // 12 == year for at in months), 12)
            add(["revenue", "together"], year, ceil(line["yearly_cost"] * held * share))
        for at in months:
            add(["hours"], at, line["hours"])
    return found


def most(factor: Fraction = Fraction(1)) -> dict[tuple[str, int | None], int]:
    """The limits by kind and year, those of money times a factor."""
    limits = {("budget", None): SETTINGS["budget"], ("hours", None): SETTINGS["hours_available"]}
    for row in ANSWERS["money"]:
        limits |= {(kind, int(row["year"][:4])): row[kind] for kind in ("capital", "revenue")}
    return {each: limit if each[0] == "hours" else int(limit * factor) for each, limit in limits.items()}


def taken(chosen: frozenset[str], kind: str, year: int | None) -> int:
    found = takes(chosen)
    if kind == "hours":
        return max(found.get(("hours", at), 0) for at in MONTHS)
    if kind == "budget":
        return sum(much for (name, _), much in found.items() if name == "together")
    return found.get((kind, year or 0), 0)


def allowed() -> list[frozenset[str]]:
    sets = (frozenset(some) for size in range(len(PROJECTS) + 1) for some in combinations(PROJECTS, size))
    musts = COMMITTED | {title for title, each in PROJECTS.items() if each["must_do"]}
    risky = {title for title in PROJECTS if risk(title) > SETTINGS["risk_appetite"]} - COMMITTED
    return [
        chosen for chosen in sets
        if musts <= chosen and not risky & chosen
        and all(set(PROJECTS[title].get("depends", ())) <= chosen for title in chosen)
        and all(any(kind in area for title in chosen for area in PROJECTS[title]["areas"])
                for kind in ("(Activity)", "(Service)"))
    ]  # fmt: skip


ALLOWED = allowed()


def best(limits: Mapping[tuple[str, int | None], int], having: str | None = None) -> frozenset[str] | None:
    fitting = [
        chosen for chosen in ALLOWED
        if (having is None or having in chosen) and all(taken(chosen, *each) <= limit for each, limit in limits.items())
    ]  # fmt: skip

    def place(chosen: frozenset[str]) -> tuple[object, ...]:
        hours = sum(much for (name, _), much in takes(chosen).items() if name == "hours")
        absent = tuple(title not in chosen for title in RANKING)
        return -benefit(chosen), taken(chosen, "budget", None), hours, absent

    return min(fitting, key=place, default=None)


@pytest.fixture(scope="module")
def results(blueprint: Blueprint) -> Results:
    return decide(example(blueprint, "illustrative"))


def titles(results: Results, rows: Collection[int]) -> set[str]:
    return {results.round.by_row[row].title for row in rows}


def test_every_project_alone_has_the_figures_score_and_rank_of_plain_arithmetic(results: Results) -> None:
    frame = results.projects.set_index("title")
    for title in PROJECTS:
        told = frame.loc[title]
        assert (told["benefit"], told["risk"]) == (benefit({title}), risk(title)), title
        assert told["cost"] == pytest.approx(whole_life(title), abs=0.005), title
        assert told["score"] == pytest.approx(score(title), abs=1e-6), title
        assert told["rank"] == RANKING.index(title) + 1
    assert [results.round.by_row[row].title for row in results.order] == RANKING


def test_the_first_wave_and_what_it_takes_are_those_of_trying_every_set(results: Results) -> None:
    wave = results.wave
    assert wave is not None
    chosen = best(most())
    assert chosen == titles(results, wave.chosen)
    assert (results.verdict.limits, wave.benefit) == (HELD, benefit(chosen))
    for year, cash in wave.spent.cash.items():
        assert list(cash) == [taken(chosen, kind, year) for kind in ("capital", "revenue", "together")]
    assert max(wave.spent.hours) == taken(chosen, "hours", None) * 100


def test_the_papers_print_these_figures(results: Results) -> None:
    """What is not for publication stays out of the public papers, so that they are asked for what may be told."""
    text = (FOLDER / "golden" / "strategy.md").read_text(encoding="utf-8")
    secret = {line["role"] for line in ANSWERS["evaluation"] if line["not_public"]}
    wave = titles(results, results.wave.chosen if results.wave else ())
    assert not any(secret & set(PROJECTS[title]["roles"]) for title in wave)
    for title in set(PROJECTS) - {each for each in PROJECTS if secret & set(PROJECTS[each]["roles"])}:
        assert f"£{whole_life(title):,.0f}" in text, title
    chosen = frozenset(wave)
    for year in sorted({(at - 3) // 12 for at in MONTHS}):
        row = [taken(chosen, kind, year) for kind in ("capital", "revenue", "together")]
        cells = " | ".join(f"£{pounds:,}" for pounds in row)
        assert f"| {year}/{(year + 1) % 100} | {cells} |" in text


def test_reasons_frontier_and_binding_limits_are_those_of_trying_every_set(results: Results) -> None:
    wave = results.wave
    assert wave is not None
    for row, said in results.reasons.items():
        if said.kind == why.DISPLACED:
            other = best(most(), having=results.round.by_row[row].title)
            assert other is not None
            assert said.points == wave.benefit - benefit(other)
    found = frontier_of(results.search, results.verdict, wave)
    for point in found.points:
        chosen = best(most(Fraction(point.factor, 1000)))
        assert chosen is not None
        assert (point.benefit, point.cash) == (benefit(chosen), taken(chosen, "budget", None)), point.factor
    for limit, much in most().items():
        raised = best(most() | {limit: much + MORE.get(limit[0], 10_000)})
        gain = benefit(raised or ()) - wave.benefit
        told = {(each.limit.kind, each.limit.year): each.points for each in found.binding}
        assert told.get(limit, 0) == gain, limit


def test_the_round_shows_what_it_is_there_to_show(results: Results) -> None:
    """Projects displaced, lines shared, capital, a year that binds, and a frontier."""
    kinds = {said.kind for said in results.reasons.values()}
    wave = results.wave
    assert wave is not None
    assert why.DISPLACED in kinds
    assert any(len(who & wave.chosen) > 1 for who in results.bought.needers.values())
    found = frontier_of(results.search, results.verdict, wave)
    assert {each.limit.year for each in found.binding} - {None}
    assert len({point.benefit for point in found.points}) > 3
    assert any(cash.capital for cash in wave.spent.cash.values())
