"""Which row of the last workbook is which of today's, its earlier rounds among them, and what either keeps out."""

from __future__ import annotations

import pytest
from workbooks import workbook

from smreport.blueprint.model import Blueprint
from smreport.blueprint.publication import secret_rows, withheld_rows
from smreport.blueprint.tables import Tables
from smreport.commands.loading import load_template
from smreport.decision.results import decide
from smreport.frozen import replace
from smreport.papers.last_look import Marked
from smreport.rounds.compare import compared
from smreport.rounds.since import Rounds, Since

LAST = """
| areas     | name      | kind    | status   |
|           | Libraries | Service | In scope |
| roles     | role    |
|           | Adviser |
|           | Trainer |
| evaluation | role    | project    | purpose  | setup_cost | not_public |
|            | Adviser |            | Software | 9000       |            |
|            | Adviser |            | Training | 2000       |            |
|            | Trainer | First step | Venue    | 1000       |            |
|            | Trainer |            | Travel   | 500        |            |
| portfolio | title       | areas               | roles   | status      | not_public |
|           | First step  | Libraries (Service) | Adviser | In progress | {first}    |
|           | Second step | Libraries (Service) | Trainer | In progress |            |
| kpis      | name   | project     | target |
|           | Visits | First step  | 30     |
"""
NOW = """
| areas     | name      | kind    | status   |
|           | Libraries | Service | In scope |
| roles     | role    |
|           | Adviser |
|           | Trainer |
| evaluation | role    | purpose  | setup_cost |
|            | Adviser | Software | 9000       |
|            | Adviser | Training | 2000       |
|            | Trainer | Travel   | 500        |
| portfolio | title       | areas               | roles   | status      |
|           | Second step | Libraries (Service) | Trainer | In progress |
| earlier   | name        | round   | was_in        | project    | standing | actual | spent | answers | not_public |
|           | First step  | 2027/28 | 7 Portfolio   |            | Done     |        |       |         | {left}     |
|           | Visits      | 2027/28 | 7a KPIs       | First step |          | "12"   |       |         |            |
|           | Other       | 2027/28 | 7a KPIs       | First step |          | "13"   |       |         |            |
|           | Trainer     | 2027/28 | 6 Evaluation  | First step |          |        | 900   |         |            |
|           | Adviser     | 2027/28 | 6 Evaluation  |            |          |        | 8000  |         |            |
|           | Second step | 2027/28 | 7 Portfolio   |            |          |        |       | "Lead: ?" | Yes      |
"""


@pytest.fixture(scope="module")
def blueprint() -> Blueprint:
    return load_template("social_media")


def since(blueprint: Blueprint, first: str = "", left: str = "") -> Since:
    then, now = workbook(blueprint, LAST.format(first=first)), workbook(blueprint, NOW.format(left=left))
    return Since.of(then, now, compared(then, now).pairs)


def rows(tables: Tables, sheet: str) -> dict[str, int]:
    return {tables[sheet].name_of(at): at for at in tables[sheet].numbers}


def test_a_row_stands_among_the_earlier_rounds_by_sheet_name_and_project(blueprint: Blueprint) -> None:
    both = since(blueprint)
    earlier = rows(both.now, "earlier")
    assert both.left["portfolio"] == {rows(both.then, "portfolio")["First step"]: earlier["First step"]}
    assert both.left["kpis"] == {rows(both.then, "kpis")["Visits"]: earlier["Visits"]}
    venue = both.then["evaluation"].numbers[2]
    assert both.left["evaluation"] == {venue: earlier["Trainer"]}


def test_of_two_rows_called_alike_nobody_guesses_whose_spending_it_is(blueprint: Blueprint) -> None:
    both = since(blueprint)
    software, training, *_ = both.then["evaluation"].numbers
    assert not {software, training} & both.left["evaluation"].keys()


def test_an_open_project_is_not_hidden_by_what_renew_keeps_of_it(blueprint: Blueprint) -> None:
    both = since(blueprint)
    assert not withheld_rows(both.then)["portfolio"]
    assert not withheld_rows(both.now)["portfolio"]


@pytest.mark.parametrize(("first", "left"), [("Yes", ""), ("", "Yes")])
def test_what_either_keeps_out_both_do_with_all_that_is_of_it(blueprint: Blueprint, first: str, left: str) -> None:
    both = since(blueprint, first, left)
    then, now = withheld_rows(both.then), secret_rows(both.now["earlier"])
    assert then["portfolio"] == {rows(both.then, "portfolio")["First step"]}
    assert then["kpis"] == {*both.then["kpis"].numbers}
    earlier = rows(both.now, "earlier")
    assert now >= {earlier[name] for name in ("First step", "Visits", "Other", "Trainer")}
    assert earlier["Adviser"] not in now
    assert Marked.of(decide(both.now, (), strict=False)).is_told_in("It came to £900 in all.")


def test_without_a_sheet_of_earlier_rounds_rows_are_still_hidden_in_both(blueprint: Blueprint) -> None:
    then, now = (workbook(blueprint, LAST.format(first=first)) for first in ("Yes", ""))
    first = rows(then, "portfolio")["First step"]
    bare = [
        replace(tables, tables={key: table for key, table in tables.items() if key != "earlier"})
        for tables in (then, now)
    ]
    for older, newer in (bare, bare[::-1]):
        both = Since.of(older, newer, {"portfolio": {first: first}})
        assert both.rounds == Rounds()
        assert [secret_rows(tables["portfolio"]) for tables in (both.then, both.now)] == [{first}] * 2
