"""Tactic 7: which projects are begun first, within budget and staff hours."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any

import pandas as pd

from smreport.blueprint.tables import Row, Tables
from smreport.blueprint.values import normalised
from smreport.decision.optimum import Comparison, Portfolio, best_portfolio, compare

NEEDS = (
    "settings.budget", "settings.hours_available", "portfolio.title", "portfolio.must_do", "portfolio.depends",
    "portfolio.areas", "areas.label", "areas.kind",
)  # fmt: skip

FIRST, LATER, OPEN = "First wave", "Later wave", "Cannot be placed yet"


@dataclass(frozen=True)
class Plan:
    """Which projects are begun first, and what it was held against.

    waves       index: Excel row of 7 Portfolio, in order of rank; columns: title, wave, why (in words)
    optimum     the set with the most benefit within the limits; see ``optimum.best_portfolio``
    without_twin_track  whether the twin track could not be met, so that the optimum does without it
    listed      the waves of :func:`fund_down_the_list`, which are also the plan where there is no optimum
    comparison  how the first wave and that of the list differ
    """

    waves: pd.DataFrame
    optimum: Portfolio
    without_twin_track: bool
    listed: pd.DataFrame
    comparison: Comparison


def plan(tables: Tables, ranked: pd.DataFrame) -> Plan:
    """The first wave: the projects with the most benefit within budget and hours, by all rules.

    Where no set keeps all rules, ``optimum.infeasible`` names the one that cannot be met, and projects are
    taken down the list instead.
    """
    listed = fund_down_the_list(tables, ranked)
    optimum, without_twin_track = _optimum(tables, ranked)
    waves = listed if optimum.infeasible else _waves(tables, ranked, optimum)
    first, list_first = ([int(str(row)) for row in frame.index[frame["wave"] == FIRST]] for frame in (waves, listed))
    return Plan(waves, optimum, without_twin_track, listed, compare(first, list_first, ranked))


def _optimum(tables: Tables, ranked: pd.DataFrame) -> tuple[Portfolio, bool]:
    rows = {int(str(row)): tables["portfolio"].rows[int(str(row))] for row in ranked.index}
    titles = {normalised(title): int(str(number)) for number, title in ranked["title"].items()}
    id_of, places = tables.blueprint.id_of, tables["areas"].rows.values()
    kinds = {normalised(row["label"]): id_of("areas.kind", row["kind"]) for row in places}

    def best(twin_track: bool) -> Portfolio:
        return best_portfolio(
            ranked,
            budget=_limit(tables.settings["budget"]),
            hours=_limit(tables.settings["hours_available"]),
            must={number for number, row in rows.items() if row["must_do"] is True},
            depends={number: _needs(tables, number, titles) for number in rows},
            kinds={number: {kinds.get(normalised(area), "") for area in _areas(row)} for number, row in rows.items()},
            twin_track=twin_track,
        )

    found = best(twin_track=True)
    if not found.infeasible:
        return found, False
    alone = best(twin_track=False)
    return (found, False) if alone.infeasible else (alone, True)


def _areas(row: Row) -> tuple[str, ...]:
    return row["areas"] or ()  # type: ignore[return-value]


def _waves(tables: Tables, ranked: pd.DataFrame, optimum: Portfolio) -> pd.DataFrame:
    chosen = set(optimum.chosen)
    limited = not all(math.isinf(_limit(tables.settings[key])) for key in ("budget", "hours_available"))
    rows = []
    for number, title in ranked["title"].items():
        at = int(str(number))
        if at in chosen:
            must = tables["portfolio"].rows[at]["must_do"] is True
            why = "A must-do." if must else "In the set with the most benefit." if limited else "No limit is set."
            rows.append((title, FIRST, why))
        elif at in optimum.unplaced:
            rows.append((title, OPEN, optimum.unplaced[at]))
        else:
            rows.append((title, LATER, "Another set brings more benefit within the limits."))
    return pd.DataFrame(rows, columns=["title", "wave", "why"], index=ranked.index)


def fund_down_the_list(tables: Tables, ranked: pd.DataFrame) -> pd.DataFrame:
    """Projects taken in order, must-dos first, for as long as budget and hours last.

    Index: Excel row of 7 Portfolio, in the order they were taken. Columns: title, wave (first, later, or
    cannot be placed), why (in words). A blank budget or number of hours limits nothing. A project waits for
    those it depends on. A must-do is taken even where it breaks a limit, and ``why`` says so.
    """
    left = {"cost": _limit(tables.settings["budget"]), "hours": _limit(tables.settings["hours_available"])}
    projects: dict[int, dict[str, Any]] = ranked[["title", "score", *left]].to_dict("index")  # type: ignore[assignment]
    must = {number for number in projects if tables["portfolio"].rows[number]["must_do"] is True}
    titles = {normalised(project["title"]): number for number, project in projects.items()}
    needs = {number: _needs(tables, number, titles) for number in projects}
    placed: dict[int, tuple[str, str]] = {}
    for number in _in_turn(sorted(projects, key=lambda number: number not in must), needs):
        unfunded = [projects[at]["title"] for at in sorted(needs[number]) if placed.get(at, ("",))[0] != FIRST]
        placed[number] = _place(projects[number], left, number in must, unfunded)
    rows = [(projects[number]["title"], *decision) for number, decision in placed.items()]
    return pd.DataFrame(rows, columns=["title", "wave", "why"], index=pd.Index(list(placed), dtype="int64"))


def _limit(value: object) -> float:
    return float(value) if isinstance(value, float) else math.inf


def _needs(tables: Tables, number: int, titles: dict[str, int]) -> set[int]:
    """The open projects that a project depends on."""
    parts: tuple[str, ...] = tables["portfolio"].rows[number]["depends"] or ()  # type: ignore[assignment]
    return {titles[normalised(part)] for part in parts if normalised(part) in titles}


def _in_turn(waiting: Sequence[int], needs: Mapping[int, Set[int]]) -> Iterator[int]:
    """Each time the first one that has all it needs; where none has (a circle), the first one."""
    turn = {number: at for at, number in enumerate(waiting)}
    missing = {number: set(needs[number]) for number in waiting}
    needed_by: dict[int, list[int]] = defaultdict(list)
    for number in waiting:
        for at in needs[number]:
            needed_by[at].append(number)
    ready = [turn[number] for number in waiting if not missing[number]]
    left = dict.fromkeys(waiting)
    while left:
        number = waiting[heappop(ready)] if ready else next(iter(left))
        if number in left:
            del left[number]
            yield number
            for other in needed_by[number]:
                missing[other].discard(number)
                if not missing[other]:
                    heappush(ready, turn[other])


def _place(project: Mapping[str, Any], left: dict[str, float], must: bool, unfunded: list[str]) -> tuple[str, str]:
    """The wave of one project and why; takes what it uses from what is left."""
    unknown, short = _unknown(project, left), _short(project, left)
    if must:
        _take(project, left)
        over = f", although the {_left(short)} not cover it" if short else ""
        return FIRST, f"A must-do{over}."
    if unfunded:
        return LATER, f"It waits for {', '.join(unfunded)}."
    if math.isnan(project["score"]):
        return OPEN, "It has no score yet."
    if unknown:
        return OPEN, f"Its {' and '.join(_UNKNOWN[name] for name in unknown)} are not known yet."
    if short:
        return LATER, f"The {_left(short)} not cover it."
    _take(project, left)
    limited = math.isfinite(min(left.values()))
    return FIRST, "It is next in rank and within the limits." if limited else "It is next in rank; no limit is set."


def _unknown(project: Mapping[str, Any], left: Mapping[str, float]) -> list[str]:
    """What is limited and not known of a project."""
    return [name for name in left if math.isnan(project[name]) and not math.isinf(left[name])]


def _short(project: Mapping[str, Any], left: Mapping[str, float]) -> list[str]:
    """What a project uses more of than is left."""
    return [name for name in left if not math.isnan(project[name]) and project[name] > left[name] + 1e-9]


def _left(short: list[str]) -> str:
    """What is too short, with its verb: "budget left does", "budget and staff time left do"."""
    return f"{' and '.join(_LIMIT[name] for name in short)} left {'do' if len(short) > 1 else 'does'}"


_LIMIT = {"cost": "budget", "hours": "staff time"}
_UNKNOWN = {"cost": "costs", "hours": "staff hours"}


def _take(project: Mapping[str, Any], left: dict[str, float]) -> None:
    for name in left:
        if not math.isnan(project[name]):
            left[name] -= project[name]
