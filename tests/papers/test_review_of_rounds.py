"""A review over two renewals tells what the reviews of the rounds in between tell together."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from papers.cases import texts
from papers.second_round import Answers, a_year_later, first_answers
from papers.test_review import paper_of
from rounds.rounds_in_memory import Rows, edited

from smreport.blueprint.answers import placed, tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.publication import marked_also
from smreport.blueprint.tables import Tables
from smreport.blueprint.times import When
from smreport.commands.loading import load_template
from smreport.commands.renewing import last_round
from smreport.commands.reviewing import reviewed_cases
from smreport.decision.check import check
from smreport.papers.review import Review
from smreport.papers.review_actions import actions_of
from smreport.papers.review_figures import Figures
from smreport.papers.review_money import Spendings
from smreport.papers.review_projects import Courses
from smreport.rounds.renew import renewed

CAME_AND_WENT = "Chat on the web site"
STAYED = "Results in plain words"
"""Two projects of the second round; the first is done within it, with its measure, its action and its own cost."""
THIRD = date(2028, 12, 31)


@pytest.fixture(scope="module")
def blueprint() -> Blueprint:
    return load_template("social_media")


def second_round(chance: Random) -> Answers:
    """A year after the example, with projects that are new in it; some more are closed at random."""
    answers = a_year_later()
    old = next(row for row in answers["portfolio"] if row["status"] == "In progress")
    role = old["roles"] if isinstance(old["roles"], str) else old["roles"][0]
    for row in answers["portfolio"]:
        if row["status"] == "In progress" and chance.random() < 0.3:
            row["status"] = chance.choice(("Done", "Dropped"))
    for title, status in ((CAME_AND_WENT, "Done"), (STAYED, "In progress")):
        answers["portfolio"].append({**old, "title": title, "status": status, "depends": None, "lessons": None})
        answers["kpis"].append(
            {"name": f"{title}: calls", "project": title, "stage": "Outcome", "unit": "calls", "direction": "Decrease",
             "baseline": 900, "as_of": date(2027, 3, 31), "target": 700, "target_date": date(2029, 3, 31),
             "actual": 650 if status == "Done" else 850, "actual_as_of": date(2027, 12, 31)}
        )  # fmt: skip
        answers["actions"].append({"action": f"Begin with {title}", "project": title, "status": "Done"})
        answers["evaluation"].append(
            {"role": role, "project": title, "purpose": f"Software for {title}", "setup_cost": 1000,
             "yearly_cost": 100, "hours": 1, "spent": 700, "spent_as_of": date(2027, 12, 31)}
        )  # fmt: skip
    answers["portfolio"][-2]["lessons"] = "Nobody waits for an answer any more."
    return answers


def third_round(chance: Random, renewed_tables: Tables) -> Tables:
    """The renewed workbook a year later: newer figures, spending, and projects closed at random."""

    def edit(rows: dict[str, Rows]) -> None:
        for cells in rows["portfolio"].values():
            cells["status"] = chance.choice(("Done", "Dropped", "In progress"))
        for cells in rows["kpis"].values():
            if isinstance(cells["baseline"], str | float | int) and chance.random() < 0.8:
                cells["actual"], cells["actual_as_of"] = str(chance.randint(1, 90)), When.on(THIRD)
        for cells in rows["actions"].values():
            cells["status"] = chance.choice(("Done", "In progress", "Dropped"))
        for cells in rows["evaluation"].values():
            if chance.random() < 0.8:
                cells["spent"], cells["spent_as_of"] = float(chance.randint(100, 900)), When.on(THIRD)
        rows["settings"][0]["meeting_date"] = When.on(date(2029, 2, 6))

    return placed(edited(renewed_tables, edit))


def review_of(then: Tables, now: Tables) -> Review:
    return reviewed_cases(then, now, check(now))


@pytest.fixture(scope="module", params=range(5))
def rounds(request: pytest.FixtureRequest, blueprint: Blueprint) -> tuple[Tables, Tables, Tables, Tables]:
    """The plan, a year later, the same renewed, and another year later; then that renewed once more."""
    chance = Random(request.param)
    first, second = (
        tables_from(blueprint, answers, file)
        for answers, file in ((first_answers(), "2027.xlsx"), (second_round(chance), "2028.xlsx"))
    )
    between, _ = renewed(second, last_round(second))
    third = third_round(chance, between)
    after, _ = renewed(third, last_round(third))
    return first, second, third, placed(after)


@pytest.fixture(scope="module")
def reviews(rounds: tuple[Tables, ...]) -> tuple[Review, Review, Review]:
    """Of the first year, of the second since it, and of both at once."""
    first, second, third, _ = rounds
    return review_of(first, second), review_of(second, third), review_of(first, third)


def closed(review: Review) -> dict[str, str]:
    return {project.title: project.status for project in review.reviewed if project.is_closed}


@pytest.mark.long
def test_projects_that_were_closed_in_either_are_told_with_what_their_measures_show(
    reviews: tuple[Review, Review, Review],
) -> None:
    one, two, both = reviews
    assert closed(both) == {**closed(one), **closed(two)}
    assert CAME_AND_WENT in closed(both)
    courses = {course.project.title: course for course in both.once(Courses).all}
    for single in (one, two):
        for course in single.once(Courses).that_are("closed"):
            title, signs = course.project.title, course.signs
            assert (courses[title].signs.judged, courses[title].signs.met) == (signs.judged, signs.met)
    told = "\n".join(texts(paper_of(both).blocks))
    assert "Nobody waits for an answer any more." in told


def test_a_measure_has_its_line_over_all_rounds(reviews: tuple[Review, Review, Review]) -> None:
    lines = [{seen.measure.name: {*seen.points} for seen in review.once(Figures.of).seen} for review in reviews]
    one, two, both = lines
    assert {*both} == {*one, *two}
    assert any(len(points) > 2 for points in both.values())
    for name, points in both.items():
        singly = one.get(name, set()) | two.get(name, set())
        assert {(point.day, point.value) for point in points} == {(point.day, point.value) for point in singly}


def test_actions_that_were_done_or_dropped_in_either_are_told(reviews: tuple[Review, Review, Review]) -> None:
    became = [
        {(action.name, action.status) for action in actions_of(review) if action.is_told and action.status != "late"}
        for review in reviews
    ]
    assert became[2] == became[0] | became[1]


def test_what_was_spent_in_each_round_counts_together(
    rounds: tuple[Tables, ...], reviews: tuple[Review, Review, Review]
) -> None:
    """Spending counts anew in the renewed workbook: what was typed in both rounds is added, line by line."""
    spent = [{line.name: line.pounds_spent for line in review.once(Spendings.of).lines} for review in reviews]
    typed: dict[str, float] = {}
    for tables in rounds[1:3]:
        for row in tables["evaluation"].rows.values():
            name = f"{row['role']}: {row['purpose']}"
            typed[name] = typed.get(name, 0) + (row["spent"] or 0)
    both = spent[2]
    assert sum(name in spent[0] and name in spent[1] for name in both) > 2
    assert {name: amount for name, amount in both.items() if name in typed} == {
        name: amount for name, amount in typed.items() if name in both
    }
    passed = [
        line for line in reviews[2].once(Spendings.of).lines if [p.title for p in line.projects] == [CAME_AND_WENT]
    ]
    assert [(line.pounds_spent, line.planned) for line in passed] == [(700, None)]


def test_a_new_project_that_is_like_a_closed_one_is_not_taken_for_it(reviews: tuple[Review, Review, Review]) -> None:
    """The new ones were made from the first that was in progress, which may have been closed since."""
    for review in (reviews[0], reviews[2]):
        new = [project for project in review.projects if project.title in (STAYED, CAME_AND_WENT)]
        assert [project.then for project in new] == [None, None]


def test_once_more_renewed_it_tells_the_same_of_what_was_closed(
    rounds: tuple[Tables, ...], reviews: tuple[Review, Review, Review]
) -> None:
    first, *_, after = rounds
    assert closed(review_of(first, after)) == closed(reviews[2])


def test_what_came_and_went_stays_out_where_it_is_marked(rounds: tuple[Tables, ...]) -> None:
    first, second, *_ = rounds
    at = next(at for at in second["portfolio"].numbers if second["portfolio"].name_of(at) == CAME_AND_WENT)
    hidden, _ = renewed(marked_also(second, {"portfolio": frozenset({at})}), last_round(second))
    told = "\n".join(texts(paper_of(review_of(first, placed(hidden))).blocks))
    assert CAME_AND_WENT not in told
    assert STAYED in told
