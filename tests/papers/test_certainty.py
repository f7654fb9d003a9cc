"""How sure the choice is, and what would change it, as papers and explanations say it."""

from __future__ import annotations

import re

import pytest
from papers.cases import case_of, column, row_of, small_case, table_with
from workbooks import workbook

from smreport.blocks.document import Block, Bullets, Paragraph, Table
from smreport.blueprint.model import Blueprint
from smreport.commands.what_if import WhatIf
from smreport.decision.certainty import CORE, OUTSIDE
from smreport.decision.closing import Closing
from smreport.decision.records import Blank
from smreport.errors import InvalidValue
from smreport.papers import certainty, comparisons
from smreport.papers.case import Case

ROUND = """
| settings   | plan_start | budget | hours_available | horizon_years | hourly_rate | weight_benefit | weight_cost | weight_risk | risk_appetite |
|            | 2027-04-01 | 9000   | 100             | 2             | 20          | 100            | 50          | 20          | 12            |
| areas      | name      | kind     | status   | lead              |
|            | Libraries | Service  | In scope | Libraries Manager |
|            | Answers   | Activity | In scope | Contact Manager   |
|            | Parks     | Service  | In scope | Parks Manager     |
| objectives | area                | objective | importance |
|            | Libraries (Service) | Read      | Essential  |
|            | Answers (Activity)  | Listen    | Important  |
|            | Parks (Service)     | Walk      |            |
| tools      | tool  | use  | channel | status |
|            | Email | news | Email   | Live   |
| roles      | role     | kind     |
|            | Writer   | Internal |
|            | Listener | Internal |
|            | Ranger   | Internal |
|            | Printer  | Internal |
| mapping    | area                | tool        | objective | role     | strength |
|            | Libraries (Service) | Email: news | Read      | Writer   | Strong   |
|            | Answers (Activity)  | Email: news | Listen    | Listener | Moderate |
|            | Parks (Service)     | Email: news | Walk      | Ranger   | Strong   |
|            | Libraries (Service) | Email: news | Read      | Printer  | Slight   |
| evaluation | role     | setup_cost | yearly_cost | hours | cost_kind | not_public |
|            | Writer   | 5000       | 0           | 5     | Exact     | {secret}   |
|            | Listener | 3000       | 0           | 5     | Estimate  |            |
|            | Ranger   | 4500       | 0           | 5     | Up to     |            |
|            | Printer  | 400        |             | 5     | Exact     |            |
| risks      | risk  | role     | likelihood | impact | residual_likelihood | residual_impact |
|            | One   | Writer   | Rare       | Minor  | Rare                | Minor           |
|            | Two   | Listener | Rare       | Minor  | Rare                | Minor           |
|            | Three | Ranger   | Rare       | Minor  | Rare                | Minor           |
|            | Four  | Printer  | Likely     | Major  |                     |                 |
| portfolio  | title    | areas               | roles    | start      | lead            |
|            | Bulletin | Libraries (Service) | Writer   | 2027-05-01 | Libraries Manager |
|            | Chat     | Answers (Activity)  | Listener | 2027-05-01 | Contact Manager |
|            | Walks    | Parks (Service)     | Ranger   | 2027-05-01 | Parks Manager   |
|            | Leaflets | Libraries (Service) | Printer  | 2027-05-01 | Libraries Manager |
| swings     | who     | benefit | cost | risk |
|            | Finance | 5       | 100  | 5    |
|            | Members | 100     | 50   | 20   |
"""  # noqa: E501


@pytest.fixture(scope="module")
def case(blueprint: Blueprint) -> Case:
    return small_case(blueprint, ROUND.replace("{secret}", ""))


@pytest.fixture(scope="module")
def secret(blueprint: Blueprint) -> Case:
    return small_case(blueprint, ROUND.replace("{secret}", "Yes"))


def rows_by_title(case: Case) -> dict[str, int]:
    return {project.title: project.row for project in case.results.round.projects}


def text_of(blocks: tuple[Block, ...]) -> str:
    parts = []
    for block in blocks:
        if isinstance(block, Table):
            parts += [
                block.caption,
                *(each.heading for each in block.columns),
                *(cell for row in block.rows for cell in row),
            ]
        elif isinstance(block, Bullets):
            parts += [block.lead, *block.items]
        else:
            parts += block.texts
    return "\n".join(parts)


def test_shares_are_those_that_were_counted_and_the_words_are_those_of_the_table(case: Case) -> None:
    found, rows = case.sureness.certainty, rows_by_title(case)
    table = table_with(certainty.in_full(case), "In the first wave")
    assert found.in_wave is not None
    assert set(column(table, "Project")) == {each for each, row in rows.items() if row in found.in_wave}
    for title in column(table, "Project"):
        told, times = row_of(table, title), found.in_wave[rows[title]]
        assert told["In the first wave"] == f"{100 * times // found.draws}%"
        assert (told["Which makes it"] == "Core") == (100 * times >= 95 * found.draws)
        assert (told["Which makes it"] == "Outside") == (100 * times < 5 * found.draws)
    (paragraph,) = certainty.how_sure(case)
    assert isinstance(paragraph, Paragraph)
    named = set(re.findall(r"“(.+?)”", paragraph.text))
    assert named == {title for title, row in rows.items() if row in found.in_wave and found.kind(row) != OUTSIDE}
    assert found.of_kind(CORE)
    (kept,) = (block for block in certainty.in_full(case) if isinstance(block, Bullets) and "keeps" in block.lead)
    assert sum(len(item.split("; ")) for item in kept.items) == len(found.keeps)
    assert len({item.rpartition(": ")[2] for item in kept.items}) == len(kept.items)
    assert any("Risk appetite" in item.rpartition(": ")[0] for item in kept.items)


@pytest.mark.parametrize(
    ("times", "draws", "told"),
    [(0, 400, "0%"), (1, 400, "Below 1%"), (4, 400, "1%"), (399, 400, "99%"), (400, 400, "100%")],
)
def test_less_than_all_is_never_all_and_more_than_none_never_none(times: int, draws: int, told: str) -> None:
    assert certainty.share(times, draws) == told


def test_gaps_say_where_whose_and_what_would_change(case: Case) -> None:
    """Importance of Walk stands in 3 Objectives and is the parks manager's; a cost and a risk together keep one out."""
    table = table_with(certainty.gaps_first(case), "What is missing")
    objectives, evaluation = (case.full.tables[sheet] for sheet in ("objectives", "evaluation"))
    walk = next(row for row, answers in objectives.rows.items() if answers["objective"] == "Walk")
    printer = max(evaluation.rows)
    places = dict(zip(column(table, "What is missing"), column(table, "Who can say"), strict=True))
    (walks,) = [place for place in places if objectives.cell("importance", walk) in place and objectives.title in place]
    assert places[walks] == certainty.owner_at(case.full.tables, "objectives", walk)
    told = row_of(table, walks)["At its best"]
    assert "in “Walks”" in told
    assert any(evaluation.cell("yearly_cost", printer) in place for place in places)
    for closing in case.sureness.closings:
        assert set(closing.enters).isdisjoint(case.results.wave.chosen if case.results.wave else ())


def test_what_binds_and_the_frontier_are_told_as_they_were_found(case: Case) -> None:
    blocks = tuple(certainty.in_full(case))
    table, found = table_with(blocks, "Limits of money"), case.sureness.frontier
    assert row_of(table, "100%")["Compared with the first wave"] == "The first wave"
    told = {(row[0], row[2]) for row in table.rows}
    assert told <= {
        (f"{point.factor / 10:.1f}".removesuffix(".0") + "%", f"{point.benefit:,}") for point in found.points
    }
    changes = sum(one.chosen != other.chosen for one, other in zip(found.points, found.points[1:], strict=False))
    assert len(table.rows) >= changes + 1
    bullets = [block for block in blocks if isinstance(block, Bullets) and "little more" in block.lead]
    assert len(bullets[0].items if bullets else ()) == len(found.binding)


def test_people_are_told_apart_by_whose_order_differs(case: Case) -> None:
    table, people = table_with(certainty.in_full(case), "Person or group"), case.sureness.people
    assert people is not None
    assert column(table, "Person or group") == ["Finance", "Members"]
    assert row_of(table, "Members")["Ranks that differ from those agreed"] == "No rank"
    assert people.same == ("Members",)
    finance = next(order for order in people.orders if order.opinion.who == "Finance")
    titles = {row: title for title, row in rows_by_title(case).items()}
    assert finance.moved
    for row, rank in finance.moved:
        assert f"{titles[row]} is {rank}" in row_of(table, "Finance")["Ranks that differ from those agreed"]


def test_nothing_that_rests_on_withheld_costs_is_told(case: Case, secret: Case) -> None:
    blocks = (*certainty.how_sure(secret), *certainty.in_full(secret), *certainty.gaps_first(secret))
    told = text_of(blocks)
    assert "Bulletin" in text_of(tuple(certainty.in_full(case)))
    assert "Bulletin" not in told
    assert "not for publication" in told
    for heading in ("In the first wave", "What is missing", "Limits of money"):
        assert heading not in told
    assert "£" not in told
    assert not secret.sureness.certainty.first
    assert secret.sureness.people is None


def test_a_withheld_cost_changes_nothing_of_what_is_told(blueprint: Blueprint, secret: Case) -> None:
    cheaper = small_case(blueprint, ROUND.replace("{secret}", "Yes").replace("| 5000 ", "| 2000 "))
    assert tuple(certainty.in_full(cheaper)) == tuple(certainty.in_full(secret))
    assert tuple(certainty.how_sure(cheaper)) == tuple(certainty.how_sure(secret))


def test_an_exempt_paper_tells_all(blueprint: Blueprint, case: Case) -> None:
    exempt = small_case(blueprint, ROUND.replace("{secret}", "Yes"), exempt=True)
    assert tuple(certainty.in_full(exempt)) == tuple(certainty.in_full(case))


def test_without_limits_nothing_is_said_of_waves(blueprint: Blueprint) -> None:
    free = small_case(blueprint, re.sub(r"9000   \| 100 ", "       |     ", ROUND.replace("{secret}", "")).replace(
        "| 12            |", "|               |"))  # fmt: skip
    assert free.results.verdict.limits == "none_set"
    assert tuple(certainty.how_sure(free)) == ()
    told = text_of(tuple(certainty.in_full(free)))
    assert "First in rank" in told
    assert "first wave" not in told


# --- comparisons ---


def test_the_differences_to_the_neighbours_are_those_of_the_scores(case: Case) -> None:
    rows, scores = rows_by_title(case), case.results.scores
    ranked = [row for row in case.results.order if scores[row].rank is not None]
    for place, row in enumerate(ranked):
        beside = ranked[max(place - 1, 0) : place] + ranked[place + 1 : place + 2]
        assert comparisons.neighbours(case, row) == tuple(beside)
        table = next(block for block in comparisons.compared(case, row) if isinstance(block, Table))
        for at, other in enumerate(beside, start=1):
            ahead = (scores[row].score or 0) - (scores[other].score or 0)
            told = [float(line[at].replace("−", "-").replace(",", "")) for line in table.rows]
            assert told[-1] == pytest.approx(ahead, abs=0.051)
            assert sum(told[:-1]) == pytest.approx(ahead, abs=0.16)
    assert len(ranked) > 2
    assert rows


def test_where_a_cost_is_withheld_no_project_is_compared_with_its_neighbours(secret: Case) -> None:
    assert len(secret.results.order) > 2
    assert not any(tuple(comparisons.compared(secret, row)) for row in secret.results.order)
    all_told = Case(secret.full, secret.wording, True)
    assert all(tuple(comparisons.compared(all_told, row)) for row in all_told.results.order if ranked(all_told, row))
    assert any(ranked(all_told, row) for row in all_told.results.order)


def ranked(case: Case, row: int) -> bool:
    return case.results.scores[row].rank is not None


def test_another_answer_says_what_it_changes(blueprint: Blueprint, case: Case) -> None:
    tables, told = WhatIf(budget=4_000).applied(case.full.tables)
    other = Case(case_of(tables).full, case.wording, False, told)
    bulletin = rows_by_title(case)["Bulletin"]
    text = text_of(tuple(comparisons.changed(other, case, bulletin)))
    assert "£4,000 instead of £9,000" in text
    was, now = (frozenset(each.verdicts.first_wave) for each in (case, other))
    assert bulletin in was - now
    assert "It goes out of the first wave." in text
    assert "Its rank stays" in text
    points = [case.results.bought.benefit(wave) for wave in (was, now)]
    assert f"brings {points[1]} benefit points instead of {points[0]}" in text
    assert blueprint is tables.blueprint


# --- money by year, tried ---

MONEY = """
| money | year    | capital | revenue | source |
|       | 2027/28 | 500     | 700     | One    |
|       | 2027/28 | 100     |         | Two    |
|       | 2028/29 |         | 900     | One    |
"""


def years_of(blueprint: Blueprint, years: dict[str, float]) -> tuple[list[tuple[int, int | None, int | None]], str]:
    tables, told = WhatIf(years=years).applied(workbook(blueprint, MONEY))
    limits = case_of(tables).results.round.limits
    return [(year.year, year.capital, year.revenue) for year in limits.years], " ".join(told)


def test_money_of_a_year_is_tried_instead_of_all_its_rows(blueprint: Blueprint) -> None:
    assert years_of(blueprint, {"2027/28 capital": 50})[0] == [(2027, 50, 700), (2028, None, 900)]
    found, told = years_of(blueprint, {"2028/29": 40, "2029/30 capital": 7})
    assert found == [(2027, 600, 700), (2028, None, 40), (2029, 7, None)]
    assert "Revenue in 2028/29: £40 instead of £900." in told
    assert "Capital in 2029/30: £7 instead of blank." in told
    assert years_of(blueprint, {"2027/28 capital": 600})[1] == ""


def test_a_year_alone_is_refused_where_it_could_mean_two(blueprint: Blueprint) -> None:
    for year in ("2027/28", "2030/31"):
        with pytest.raises(InvalidValue, match="say whether capital or revenue"):
            years_of(blueprint, {year: 5})


@pytest.mark.parametrize(
    ("owner", "importance", "objective", "place", "told"),
    [
        ("Libraries (Service)", "", "Grow", "objectives.importance", "Importance of “Grow”"),
        ("All areas", "", "Grow", "objectives.importance", "Importance of “Grow”"),
        ("Parks (Service)", "Useful", "Grow", "mapping.objective", "Objective of its own area instead of “Grow”"),
        ("Parks (Service)", "Useful", "", "mapping.objective", "Objective"),
    ],
)
def test_what_is_blank_of_a_use_is_importance_where_its_objective_counts_and_else_the_objective(
    owner: str, importance: str, objective: str, place: str, told: str, blueprint: Blueprint
) -> None:
    case = small_case(
        blueprint,
        f"""
    | areas      | name      | kind    | status   |
    |            | Libraries | Service | In scope |
    |            | Parks     | Service | In scope |
    | objectives | area    | objective | importance   |
    |            | {owner} | Grow      | {importance} |
    | tools      | tool  | use  | channel |
    |            | Email | news | Email   |
    | mapping    | area                | tool        | objective   | role | strength |
    |            | Libraries (Service) | Email: news | {objective} | One  | Strong   |
    """,
    )
    (use,) = case.results.round.uses
    blank = Blank("mapping", "importance", use.row)
    assert use.points == 0
    assert ".".join(certainty.cell_of(case, blank)[:2]) == place
    assert certainty.what_is_blank(case, Closing((blank,), 8, 1, (), ())).startswith(told)
