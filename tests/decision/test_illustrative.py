"""The illustrative round, worked out again from its answers by plain arithmetic that shares no code with smreport."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from fractions import Fraction
from functools import cache
from itertools import combinations
from math import ceil, nan
from pathlib import Path
from typing import Any

import pytest
from workbooks import example

from smreport.blueprint.model import Blueprint
from smreport.decision import reasons as why
from smreport.decision.case import UNKNOWN as UNKNOWN_COST
from smreport.decision.frontier import frontier_of
from smreport.decision.reasons import Reason
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


UNKNOWN = {
    title for title in PROJECTS
    for line in ANSWERS["evaluation"]
    if of_project(line, title) and not {"setup_cost", "yearly_cost", "hours"} <= line.keys()
}  # fmt: skip
KNOWN = [title for title in PROJECTS if title not in UNKNOWN]


def with_needs(title: str) -> set[str]:
    """A project with all that it depends on, and what is committed."""
    return {title} | COMMITTED | set[str]().union(*map(with_needs, PROJECTS[title].get("depends", ())))


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
    """What is not known counts as the worst: it adds nothing."""
    weights = {name: SETTINGS[f"weight_{name}"] for name in ("benefit", "cost", "risk")}
    figures = {"benefit": benefit({title}), "risk": risk(title)}
    figures |= {} if title in UNKNOWN else {"cost": whole_life(title)}
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
        if musts <= chosen and not (risky | UNKNOWN) & chosen
        and all(set(PROJECTS[title].get("depends", ())) <= chosen for title in chosen)
        and all(any(kind in area for title in chosen for area in PROJECTS[title]["areas"])
                for kind in ("(Activity)", "(Service)"))
    ]  # fmt: skip


ALLOWED = allowed()


def beyond(chosen: Collection[str]) -> dict[tuple[str, int | None], int]:
    """By how much a set is beyond the limits, those that it keeps left out."""
    over = {limit: taken(frozenset(chosen), *limit) - much for limit, much in most().items()}
    return {limit: much for limit, much in over.items() if much > 0}


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


def gains() -> dict[tuple[str, int | None], int]:
    """What a little more of each limit, alone, would buy in benefit points; limits that buy nothing left out."""
    now = benefit(best(most()) or ())
    raised = {limit: benefit(best(most() | {limit: much + MORE.get(limit[0], 10_000)}) or ())
              for limit, much in most().items()}  # fmt: skip
    return {limit: points - now for limit, points in raised.items() if points > now}


def of_kind(results: Results, kind: str) -> dict[str, Reason]:
    """The projects whose reason is of a kind, each with it."""
    return {results.round.by_row[row].title: said for row, said in results.reasons.items() if said.kind == kind}


def test_every_project_alone_has_the_figures_score_and_rank_of_plain_arithmetic(results: Results) -> None:
    frame = results.projects.set_index("title")
    for title in PROJECTS:
        told = frame.loc[title]
        assert (told["benefit"], told["risk"]) == (benefit({title}), risk(title)), title
        cost = nan if title in UNKNOWN else whole_life(title)
        assert told["cost"] == pytest.approx(cost, abs=0.005, nan_ok=True), title
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
    for title in KNOWN:
        if not secret & set(PROJECTS[title]["roles"]):
            assert f"£{whole_life(title):,.0f}" in text, title
    chosen = frozenset(wave)
    for year in sorted({(at - 3) // 12 for at in MONTHS}):
        row = [taken(chosen, kind, year) for kind in ("capital", "revenue", "together")]
        cells = " | ".join(f"£{pounds:,}" for pounds in row)
        assert f"| {called(year)} | {cells} |" in text


def called(year: int | None) -> str:
    return f"{year}/{((year or 0) + 1) % 100}"


def test_the_papers_say_who_is_too_dear_and_who_is_not_known() -> None:
    """Though other figures stay out: what these two need is public, and nothing is compared."""
    for paper in ("report", "strategy", "action-plan"):
        text = (FOLDER / "golden" / f"{paper}.md").read_text(encoding="utf-8")
        for title in KNOWN:
            for (kind, year), much in beyond(with_needs(title)).items():
                assert title in text
                assert f"£{much:,} above the {kind} of {called(year)}" in text
    for title in UNKNOWN:
        assert f"| {title} | Cannot be placed yet |" in (FOLDER / "golden" / "strategy.md").read_text(encoding="utf-8")


def test_reasons_are_those_of_trying_every_set(results: Results) -> None:
    chosen = best(most())
    assert chosen is not None
    assert of_kind(results, UNKNOWN_COST).keys() == UNKNOWN
    too_dear = of_kind(results, why.TOO_DEAR)
    assert too_dear.keys() == {title for title in KNOWN if beyond(with_needs(title))}
    for title, said in too_dear.items():
        assert best(most(), having=title) is None
        over = {(limit.kind, limit.year): much for limit, much in said.over}
        assert over == beyond(with_needs(title))
    displaced = of_kind(results, why.DISPLACED)
    assert displaced.keys() == set(KNOWN) - chosen - too_dear.keys()
    for title, said in displaced.items():
        other = best(most(), having=title)
        assert other is not None
        assert said.points == benefit(chosen) - benefit(other) > 0
        assert (titles(results, said.enters), titles(results, said.leaves)) == (other - chosen, chosen - other)


def test_what_several_projects_of_the_wave_need_is_bought_once(results: Results) -> None:
    chosen = best(most())
    assert chosen is not None
    lines = ANSWERS["evaluation"]
    needers = [{title for title in chosen if of_project(line, title)} for line in lines]
    assert [titles(results, who) & chosen for _, who in sorted(results.bought.needers.items())] == needers
    shared = {line["role"] for line, who in zip(lines, needers, strict=True) if len(who) > 1}
    assert shared == {"Community champions"}
    alone = sum(taken(frozenset({title}), "budget", None) for title in chosen)
    assert alone > taken(chosen, "budget", None)


def test_the_frontier_is_that_of_trying_every_set(results: Results) -> None:
    wave = results.wave
    assert wave is not None
    points = frontier_of(results.search, results.verdict, wave).points
    for point in points:
        chosen = best(most(Fraction(point.factor, 1000)))
        assert chosen == titles(results, point.chosen)
        assert (point.benefit, point.cash) == (benefit(chosen), taken(chosen, "budget", None)), point.factor
    ends = [fits_from(COMMITTED), fits_from(KNOWN)]
    assert [points[0].factor, points[-1].factor] == ends
    assert 1000 in {point.factor for point in points}


def fits_from(chosen: Collection[str]) -> int:
    """The thousandths of all limits of money from which on a set keeps them; a limit of nothing stays out."""
    return max(
        ceil(Fraction(taken(frozenset(chosen), *limit) * 1000, much))
        for limit, much in most().items()
        if much and limit[0] != "hours"
    )


def test_two_years_bind_and_the_readme_says_which(results: Results) -> None:
    found = frontier_of(results.search, results.verdict, results.wave)
    assert {(each.limit.kind, each.limit.year): each.points for each in found.binding} == gains()
    assert {year for _, year in gains()} == {2027, 2028}
    readme = " ".join((FOLDER / "README.md").read_text(encoding="utf-8").split())
    for each in found.binding:
        raised = best(most() | {(each.limit.kind, each.limit.year): each.limit.most + 10_000})
        assert titles(results, each.enters) == (raised or set()) - titles(results, results.wave.chosen)  # type: ignore[union-attr]
        assert f"revenue of {called(each.limit.year)}" in readme
        assert f"{each.points} points" in readme


def test_the_readme_has_the_figures_of_plain_arithmetic() -> None:
    readme = " ".join((FOLDER / "README.md").read_text(encoding="utf-8").split())
    chosen = best(most())
    secret = {line["role"] for line in ANSWERS["evaluation"] if line["not_public"]}
    public = {title for title in KNOWN if not secret & set(PROJECTS[title]["roles"])}
    hours = taken(frozenset(public), "hours", None)
    assert f"{benefit(chosen or ())} benefit points of {benefit(PROJECTS)}" in readme
    assert f"{hours} staff hours" in readme
    assert f"There are {SETTINGS['hours_available']}, and £{SETTINGS['budget']:,} of cash" in readme


def test_the_round_shows_what_it_is_there_to_show(results: Results) -> None:
    """Projects displaced, too dear and not known, lines shared, capital, two years that bind, and a frontier."""
    kinds = {said.kind for said in results.reasons.values()}
    wave = results.wave
    assert wave is not None
    assert {why.DISPLACED, why.TOO_DEAR, UNKNOWN_COST} <= kinds
    assert any(len(who & wave.chosen) > 1 for who in results.bought.needers.values())
    found = frontier_of(results.search, results.verdict, wave)
    assert len({each.limit.year for each in found.binding} - {None}) == 2
    assert len({point.benefit for point in found.points}) > 3
    assert any(cash.capital for cash in wave.spent.cash.values())
