"""The queries of docs/many-workbooks.md on exports of random workbooks, against what smreport itself says of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import pytest
from papers.attack import round_of
from strategies import AWKWARD_TEXTS, Pools, filled
from test_export import case_of, frame_of, with_weights

from smreport.blueprint.answers import Answers, tables_from
from smreport.blueprint.model import Blueprint
from smreport.exchange.tables import export
from smreport.papers.case import Case
from smreport.papers.measured import AWAY, LAPSED, MET, MISSED, NO_FIGURES, NOT_YET, ON_THE_WAY, SAME

PAGE = Path(__file__).parents[1] / "docs" / "many-workbooks.md"
WORKBOOKS = 30
POOLS = Pools(texts=(*AWKWARD_TEXTS, "12", "40", "7"))
FIGURES = (None, "3", "12", "40", "-4", "7.5", "1,200", "12%", "about 40", "400", 25, 0)
DIRECTIONS = (None, "Increase", "Decrease", "At least", "At most", "up", "less")
DAYS = (None, "2027-06", date(2028, 3, 31), "Spring 2029")

Rows = list[tuple[Any, ...]]
Cases = dict[str, Case]


def queries() -> dict[str, str]:
    """The queries of the page, by the heading that each stands under."""
    _, *parts = re.split(r"^## (.+)\n", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    blocks = {heading: re.findall(r"^```sql\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
              for heading, text in zip(parts[::2], parts[1::2], strict=True)}  # fmt: skip
    return {heading: "".join(each) for heading, each in blocks.items() if each}


def with_kpis(chance: Random, answers: Answers) -> Answers:
    """A round with measures of all kinds."""
    kinds = {
        "baseline": FIGURES,
        "actual": FIGURES,
        "target": FIGURES,
        "direction": DIRECTIONS,
        "unit": (None, "calls"),
    }
    days = {"as_of": DAYS, "actual_as_of": DAYS, "target_date": DAYS}
    rows = [{key: chance.choice(values) for key, values in {**kinds, **days}.items()} for _ in range(12)]
    return {**answers, "kpis": [{"name": f"Measure {at}", **row} for at, row in enumerate(rows)]}


@pytest.fixture(scope="module")
def cases(blueprint: Blueprint) -> Cases:
    """Exports by the names of their folders: awkward answers, rounds with a first wave, and no answers at all."""
    made: Cases = {"nothing": case_of(tables_from(blueprint, {}))}
    for seed in range(WORKBOOKS):
        chance = Random(seed)
        awkward = with_weights(filled(blueprint, POOLS, chance, rows=4 + seed % 5))
        answers = awkward if seed % 2 else with_kpis(chance, round_of(chance))
        made[f"council {seed:02}"] = case_of(tables_from(blueprint, answers), exempt=seed % 10 == 0)
    return made


@pytest.fixture(scope="module")
def ask(duckdb: ModuleType, cases: Cases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Rows]]:
    """Asks DuckDB what the page asks under a heading, in a folder with all exports."""
    folder = tmp_path_factory.mktemp("analyst")
    for name, case in cases.items():
        (folder / "exports" / name).mkdir(parents=True)
        for file, content in export(case, "parquet").items():
            (folder / "exports" / name / file).write_bytes(content)
    with pytest.MonkeyPatch.context() as patch, duckdb.connect() as database:
        patch.chdir(folder)
        database.execute(queries()["Begin"])
        yield lambda heading: database.execute(queries()[heading]).fetchall()


def tables_of(cases: Cases, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of a table of all exports as the JSON files have them, with the name of the export."""
    for key, case in sorted(cases.items()):
        for row in frame_of(export(case, "csv"), name).to_dict("records"):
            yield key, row


def marked_figures(cases: Cases) -> Rows:
    return [(key, "shown" if case.exempt else "withheld") for key, case in sorted(cases.items())]


def uses_of(cases: Cases) -> list[tuple[str, str, str]]:
    rows = tables_of(cases, "results.mappings")
    return [(key, row["area"], row["channel"]) for key, row in rows
            if not row["parked"] and row["area"] and row["channel"]]  # fmt: skip


def channels_of_areas(cases: Cases) -> Rows:
    uses: dict[tuple[str, str], list[str]] = {}
    for key, area, channel in uses_of(cases):
        uses.setdefault((key, area), []).append(channel)
    return [(*of, ", ".join(sorted({*named})), len(named)) for of, named in sorted(uses.items())]


def areas_of_channels(cases: Cases) -> Rows:
    uses = uses_of(cases)
    counted = Counter(channel for *_, channel in uses)
    rows = [
        (name, len({key for key, _, channel in uses if channel == name}),
         len({(key, area) for key, area, channel in uses if channel == name}), count)
        for name, count in counted.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row[1], -row[2], row[0]))


def costs_of_councils(cases: Cases) -> Rows:
    lines, cash = list(tables_of(cases, "results.costs")), list(tables_of(cases, "results.cash"))
    found: Rows = []
    for key, settings in tables_of(cases, "settings"):
        mine, years = ([row for of, row in rows if of == key] for rows in (lines, cash))
        known = [row["whole_life"] for row in mine if row["whole_life"] is not None]
        counts = (
            len(mine) or None,
            pytest.approx(sum(known), abs=1) if known else None,
            sum(row["withheld"] for row in mine) if mine else None,
            sum(row["whole_life"] is None and not row["withheld"] for row in mine) if mine else None,
        )
        wave = sum(row["together"] for row in years) if years else None
        found.append((key, settings["organisation"], *counts, wave, years[0]["left_out"] if years else None))
    return found


EXPECTED: dict[str, Callable[[Cases], Rows]] = {
    "Whether anything is not for publication": marked_figures,
    "Which services use which channel": channels_of_areas,
    "How widely each channel is used": areas_of_channels,
    "Cost by council": costs_of_councils,
}
KPIS = "KPIs against target"
REACHED = {
    "reached": {MET},
    "not reached": {MISSED, LAPSED, ON_THE_WAY, SAME, AWAY, NOT_YET},
    "no result yet": {NO_FIGURES},
}


def test_every_query_of_the_page_is_held_here() -> None:
    assert set(queries()) == {"Begin", *EXPECTED, KPIS}


@pytest.mark.parametrize("heading", EXPECTED)
def test_a_query_answers_what_smreport_says(heading: str, ask: Callable[[str], Rows], cases: Cases) -> None:
    answer = ask(heading)
    assert answer == EXPECTED[heading](cases)
    assert len(answer) > 5
    for column in range(len(answer[0])):
        assert len({row[column] for row in answer}) > 1, f"column {column} always says the same"


def test_a_kpi_is_reached_where_the_papers_say_so(ask: Callable[[str], Rows], cases: Cases) -> None:
    papers = {(key, measure.row): measure.standing for key, case in cases.items() for measure in case.measures.all}
    told = {(key, row): stands for key, row, *_, stands in ask(KPIS)}
    seen = Counter(told[of] for of, standing in papers.items() if told.get(of, "to read") != "to read")
    wrong = {
        of: (told[of], standing)
        for of, standing in papers.items()
        if of in told and told[of] in REACHED and standing not in REACHED[told[of]]
    }
    assert wrong == {}
    assert min(seen[stands] for stands in REACHED) >= 5, seen
