"""A case never shows public results as exempt ones, and public results hold no marked figure, nor what hides one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from papers.cases import case_of, papers, row_of, small_case, whole
from workbooks import example

from smreport.blocks.document import Table
from smreport.blueprint.model import Blueprint
from smreport.blueprint.publication import secret_rows
from smreport.blueprint.tables import Aside, Extras
from smreport.blueprint.withheld import is_withheld
from smreport.decision.results import Results
from smreport.decision.withheld import for_publication
from smreport.frozen import replace
from smreport.papers.case import Case
from smreport.papers.exempt_annex import exempt_annex
from smreport.papers.figures import pounds
from smreport.papers.last_look import Marked

FIGURES = ("setup_cost", "yearly_cost", "hours")
INSTEAD = (1e9, 0.0)  # what public results are worked out with


@pytest.fixture(scope="module")
def public(blueprint: Blueprint) -> Case:
    return case_of(example(blueprint, "illustrative"))


def test_a_public_case_made_exempt_shows_all_and_back_again_nothing(public: Case) -> None:
    exempt = replace(public, exempt=True)
    assert exempt.results is public.full
    assert repr(exempt_annex(exempt, public)) == repr(exempt_annex(Case(public.full, public.wording, True), public))
    again = replace(exempt, exempt=False)
    assert list(map(repr, papers(again))) == list(map(repr, papers(public)))


def test_results_of_the_public_make_no_exempt_case(public: Case) -> None:
    with pytest.raises(ValueError, match="all results"):
        Case(public.results, public.wording, exempt=True)
    with pytest.raises(ValueError, match="all results"):
        replace(Case(public.results, public.wording), exempt=True)


def test_what_is_public_already_stays_as_it_is(blueprint: Blueprint, public: Case) -> None:
    assert for_publication(public.results) is public.results
    devon = case_of(example(blueprint, "devon"))
    assert not devon.full.is_public
    assert devon.results.is_public
    assert devon.results.tables is devon.full.tables


def known(results: Results) -> Iterator[object]:
    """Every value in the tables, frames and scores of results."""
    for table in results.tables.values():
        for values in table.columns.values():
            yield from values
        for by_row in table.typed.values():
            yield from by_row.values()
        yield from (answer for aside in table.set_aside.values() for answer in aside.answers.values())
    for frame in (results.evaluation, results.register, results.projects):
        yield from (value for column in frame for value in frame[column].tolist())
    for scored in results.scores.values():
        yield from (*scored.values.values(), *scored.points.values(), scored.score)


def test_public_results_hold_no_marked_figure_and_none_that_stands_for_one(public: Case) -> None:
    table = public.full.tables["evaluation"]
    marked = secret_rows(table)
    secret = {table.row(row)[key] for row in marked for key in FIGURES} - {None, 0.0}
    open_rows = [table.row(row) for row in table.numbers if row not in marked]
    secret -= {row[key] for row in open_rows for key in FIGURES}
    assert len(secret) > 1
    told = [value for value in known(public.results) if isinstance(value, float)]
    assert not secret & set(told)
    assert max(told) < INSTEAD[0]
    for row in marked:
        assert all(is_withheld(public.rows("evaluation")[row][key]) for key in FIGURES)
        assert is_withheld(public.results.evaluation["present_value"][row])


def test_projects_with_a_marked_line_have_no_figure_that_follows_from_it(public: Case) -> None:
    hidden = public.privacy.withheld_projects
    assert hidden
    frame: Any = public.results.projects
    for at in public.results.order:
        followed = [frame.loc[at, key] for key in ("cost", "cash", "hours", "scaled_cost", "score")]
        scored = public.results.scores[at]
        followed += [scored.score, scored.values["cost"], scored.points["cost"]]
        assert {is_withheld(value) for value in followed} == {at in hidden}
        assert not is_withheld(frame.loc[at, "benefit"])


ODD = """
| areas | name      | kind    | status   |
|       | Libraries | Service | In scope |
| roles | role   |
|       | Editor |
| mapping | area                | tool        | objective | role   | strength |
|         | Libraries (Service) | Email: news | Help      | Editor | Strong   |
| evaluation | role   | setup_cost | yearly_cost | hours | cost_kind          | not_public |
|            | Editor | 95203      | 0           | 0     | bid is for £95,203 | Yes        |
| portfolio | title  | areas               | roles  |
|           | Forms  | Libraries (Service) | Editor |
"""


def test_words_typed_for_a_choice_of_a_marked_row_are_in_no_paper(blueprint: Blueprint) -> None:
    case = small_case(blueprint, ODD)
    assert "95,203" in str(case.full.tables["evaluation"].rows)
    documents = papers(case)
    blocks = [block for document in documents for block in document.blocks]
    assert "95,203" not in "\n".join(map(whole, documents))
    money = next(block for block in blocks if isinstance(block, Table) and block.caption.startswith("Money of each"))
    assert row_of(money, "Forms")["Kind of cost"] == "Not for publication"


def test_what_was_typed_otherwise_or_set_aside_in_marked_rows_and_beside_them_is_gone(public: Case) -> None:
    tables = public.full.tables
    table = tables["evaluation"]
    row = min(secret_rows(table))
    other = min(set(table.numbers) - secret_rows(table))
    typed = {"setup_cost": {row: "about £95,203", other: "about £5"}}
    changed = replace(table, typed=typed, set_aside={99: Aside("total", {"setup_cost": 195_203.0})})
    extras = Extras(notes={"evaluation": {("setup_cost", row): "£95,203"}})
    full = replace(tables, tables={**tables, "evaluation": changed}, extras=extras)
    told = replace(public, full=replace(public.full, tables=full)).results.tables
    assert told["evaluation"].typed == {"setup_cost": {other: "about £5"}}
    assert told["evaluation"].set_aside == {}
    assert told.extras == Extras()


def test_what_the_public_wave_is_worked_out_with_is_no_marked_figure_either(public: Case) -> None:
    marked = public.privacy.secret_rows("evaluation")
    lines = [line for line in public.results.round.lines if line.row in marked]
    lines += [line for needed in public.results.bought.lines.values() for line in needed if line.row in marked]
    assert len(lines) > 1
    for line in lines:
        amounts = [amount for amount in (line.setup, line.yearly, line.hours) if amount]
        assert {end / 100 for amount in amounts for end in (amount.low, amount.high)} <= set(INSTEAD)


def test_what_a_marked_row_and_its_projects_come_to_counts_as_told_too(public: Case) -> None:
    marked, exempt = Marked.of(public.full), replace(public, exempt=True)
    row = min(public.privacy.secret_rows("evaluation"))
    project = min(public.privacy.withheld_projects)
    amounts = [pounds(public.full.evaluation["present_value"][row]), exempt.money.cost(project)]
    amounts.append(exempt.money.added_cash(project))
    typed = Marked.typed_in(public.full.tables, [row], {key: frozenset() for key in public.full.tables})
    for amount in amounts:
        assert marked.is_told_in(f"It comes to {amount}.")
        assert not typed.is_told_in(f"It comes to {amount}.")
