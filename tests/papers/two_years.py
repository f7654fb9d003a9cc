"""A small council at its plan, a year later, and two years later: nearly all that a review can tell is there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from papers.cases import typed
from papers.outlines import outline
from rounds.rounds_in_memory import Rows, edited

from smreport.blueprint.answers import placed, tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Tables
from smreport.blueprint.times import When
from smreport.blueprint.values import ReadAs
from smreport.commands.renewing import last_round
from smreport.commands.reviewing import reviewed_cases
from smreport.decision.check import check
from smreport.frozen import replace
from smreport.papers.review import Review
from smreport.papers.review_annex import review_annex
from smreport.papers.review_paper import review_paper
from smreport.papers.wording import DocumentWords
from smreport.rounds.renew import renewed

Answers = dict[str, Any]


def after_a_year(blueprint: Blueprint, with_marks: bool = True) -> Review:
    """The plan and the year after it; some of it is not for publication, unless it is asked for without marks."""
    then, now = _plan_and_year(blueprint, with_marks)
    return reviewed_cases(then, now, check(now))


def of_many(blueprint: Blueprint) -> Review:
    """More of everything than a sentence or a table of a review has room for."""
    then, now = _many(), _many()
    now["settings"]["meeting_date"] = date(2028, 2, 8)
    for at, row in enumerate(now["portfolio"]):
        row["status"] = "In progress" if at < 23 else "Done" if at < 31 else "Dropped"
    for row in now["tools"]:
        row["status"] = "Live"
    now["accounts"] = [{"account": f"@{at}", "tool": "Tool 1"} for at in range(10)]
    then["accounts"] = [{"account": f"@old{at}", "tool": "Tool 1", "decision": "Keep"} for at in range(9)]
    old, new = tables_from(blueprint, then, "then.xlsx"), tables_from(blueprint, now, "now.xlsx")
    return reviewed_cases(old, new, check(new))


def _many() -> Answers:
    projects = [f"P{at}" for at in range(39)]  # 7 have no figure, 8 a measure that is met, 24 no measure
    return {
        "settings": {"organisation": "Shire", "meeting_date": date(2027, 2, 9)},
        "areas": [{"name": "Roads", "kind": "Service", "status": "In scope"}],
        "roles": [{"role": "Crew"}],
        "tools": [{"tool": f"Tool {at}", "status": "Planned"} for at in range(10)],
        "portfolio": [
            {
                "title": title,
                "areas": ["Roads (Service)"],
                "roles": ["Crew"],
                "status": "In progress",
                "lead": f"Lead {max(at, 30)}",
            }
            for at, title in enumerate(projects)
        ],
        "kpis": [
            {"name": f"Measure {at}", "project": title, "target": 10, "direction": "Increase", "owner": "Ann"}
            | ({} if at < 7 else {"actual": 12})
            for at, title in enumerate(projects[:15])
        ],
        "evaluation": [
            {"role": "Crew", "project": title, "purpose": "Cars", "setup_cost": 5} for title in projects[:5]
        ],
    }


def after_renewals(blueprint: Blueprint) -> tuple[Review, Review]:
    """The plan and the year after it in the workbook of the next plan; and after one more, two years later.

    One project was part of neither plan: it came and went in between.
    """
    plan, year = _plan_and_year(blueprint, with_marks=False)
    new = _renewed(year)
    second = placed(edited(new, _second_year))
    third = replace(placed(edited(_renewed(second), _third_year)), file="third.xlsx")
    one, other = (reviewed_cases(plan, now, check(now)) for now in (placed(new), third))
    return one, other


def _renewed(tables: Tables) -> Tables:
    return renewed(tables, last_round(tables))[0]


def _whole(review: Review, only: Collection[str] = ()) -> list[str]:
    return outline(review_paper(review, _words(review)), only)


def _with_its_annex(review: Review) -> list[str]:
    annex = review_annex(review, _words(review))
    assert annex is not None
    return [*_whole(review), *outline(annex)]


def _words(review: Review) -> DocumentWords:
    words = review.now.wording.review
    assert words is not None
    return words


def _plan_and_year(blueprint: Blueprint, with_marks: bool) -> tuple[Tables, Tables]:
    answers = {name: typed(name) for name in ("plan", "year")}
    for content in answers.values():
        for row in () if with_marks else (*content["evaluation"], *content["risks"]):
            row.pop("not_public", None)
    plan, year = (tables_from(blueprint, content, f"{name}.xlsx") for name, content in answers.items())
    return plan, year


def _second_year(rows: dict[str, Rows]) -> None:
    """Newer figures of some measures, more spending on some lines; the new project is finished."""
    rows["settings"][0]["meeting_date"] = When.on(date(2029, 2, 6))
    _answer(rows, "portfolio", "Chat", status="Done", lessons="People like it")
    _answer(rows, "portfolio", "Signs", status="Dropped")
    _answer(rows, "actions", "Begin", status="Done", review="In a week")
    _answer(rows, "actions", "Write a rota", status="Dropped", review="No need")
    for name, actual in (("Calls", "430"), ("Trust", "about 45"), ("Reach", "1250"), ("Posts", "18")):
        _answer(rows, "kpis", name, actual=actual, actual_as_of=When.on(date(2028, 12, 31)))
    _answer(rows, "evaluation", "Software", spent=1200.0, spent_as_of=When.on(date(2028, 12, 31)))
    _answer(rows, "evaluation", "Paper", spent=ReadAs(9.0, "about 9", False), spent_as_of=When.on(date(2028, 12, 31)))
    _answer(rows, "evaluation", "Licence", spent=12.0, spent_as_of=When.on(date(2028, 11, 30)))


def _third_year(rows: dict[str, Rows]) -> None:
    """The figures of this year, as far as they are known."""
    rows["settings"][0]["meeting_date"] = When.on(date(2030, 2, 5))
    _answer(rows, "kpis", "Calls", actual="400", actual_as_of=When.on(date(2029, 12, 31)))
    _answer(rows, "evaluation", "Software", spent=500.0, spent_as_of=When.on(date(2029, 12, 31)))


def _answer(rows: dict[str, Rows], sheet: str, name: str, **answers: object) -> None:
    (cells,) = [cells for cells in rows[sheet].values() if name in cells.values()]
    cells |= answers


_MOVED = ("review_summary", "review_risks", "review_ranks", "review_lessons", "review_missing")
REVIEWS: Mapping[str, Callable[[Blueprint], list[str]]] = {
    "after_a_year": lambda blueprint: _with_its_annex(after_a_year(blueprint)),
    "without_marks": lambda blueprint: _whole(after_a_year(blueprint, with_marks=False), _MOVED),
    "after_renewals": lambda blueprint: [
        line
        for said in map(_whole, after_renewals(blueprint), (("review_money", "review_missing"), ()))
        for line in said
    ],
    "of_many": lambda blueprint: _whole(of_many(blueprint)),
}
"""What is kept under each name."""
