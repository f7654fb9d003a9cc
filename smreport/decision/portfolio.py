"""Tactic 7: which projects are begun first, within budget and staff hours."""

from __future__ import annotations

import math

import pandas as pd

from smreport.blueprint.tables import Tables
from smreport.blueprint.values import normalised

NEEDS = ("settings.budget", "settings.hours_available", "portfolio.title", "portfolio.must_do", "portfolio.depends")

FIRST, LATER, OPEN = "First wave", "Later wave", "Cannot be placed yet"


def fund_down_the_list(tables: Tables, ranked: pd.DataFrame) -> pd.DataFrame:
    """Projects taken in order, must-dos first, for as long as budget and hours last.

    Index: Excel row of 7 Portfolio, in the order they were taken. Columns: title, wave (first, later, or
    cannot be placed), why (in words). A blank budget or number of hours limits nothing. A project waits for
    those it depends on. A must-do is taken even where it breaks a limit, and ``why`` says so.
    """
    left = {"cost": _limit(tables.settings["budget"]), "hours": _limit(tables.settings["hours_available"])}
    must = {number for number in ranked.index if tables["portfolio"].rows[number]["must_do"] is True}
    waiting = [*(n for n in ranked.index if n in must), *(n for n in ranked.index if n not in must)]
    titles = {normalised(title): int(str(number)) for number, title in ranked["title"].items()}
    placed: dict[int, tuple[str, str]] = {}
    while waiting:
        ready = next((n for n in waiting if not _needs(tables, n, titles) - set(placed)), waiting[0])
        waiting.remove(ready)
        placed[ready] = _place(ranked.loc[ready], left, ready in must, _unfunded(tables, ready, titles, placed))
    rows = [(ranked.at[number, "title"], *decision) for number, decision in placed.items()]
    return pd.DataFrame(rows, columns=["title", "wave", "why"], index=pd.Index(list(placed), dtype="int64"))


def _limit(value: object) -> float:
    return float(value) if isinstance(value, float) else math.inf


def _needs(tables: Tables, number: int, titles: dict[str, int]) -> set[int]:
    """The open projects that a project depends on."""
    parts: tuple[str, ...] = tables["portfolio"].rows[number]["depends"] or ()  # type: ignore[assignment]
    return {titles[normalised(part)] for part in parts if normalised(part) in titles}


def _unfunded(tables: Tables, number: int, titles: dict[str, int], placed: dict[int, tuple[str, str]]) -> list[str]:
    needed = _needs(tables, number, titles)
    names = {at: name for name, at in titles.items()}
    return [
        str(tables["portfolio"].rows[at]["title"]) for at in sorted(needed)
        if names[at] and placed.get(at, ("", ""))[0] != FIRST
    ]  # fmt: skip


def _place(project: pd.Series, left: dict[str, float], must: bool, unfunded: list[str]) -> tuple[str, str]:
    """The wave of one project and why; takes what it uses from what is left."""
    unknown = [name for name in left if math.isnan(project[name]) and not math.isinf(left[name])]
    short = [name for name in left if not math.isnan(project[name]) and project[name] > left[name] + 1e-9]
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


def _left(short: list[str]) -> str:
    """What is too short, with its verb: "budget left does", "budget and staff time left do"."""
    return f"{' and '.join(_LIMIT[name] for name in short)} left {'do' if len(short) > 1 else 'does'}"


_LIMIT = {"cost": "budget", "hours": "staff time"}
_UNKNOWN = {"cost": "costs", "hours": "staff hours"}


def _take(project: pd.Series, left: dict[str, float]) -> None:
    for name in left:
        if not math.isnan(project[name]):
            left[name] -= project[name]
