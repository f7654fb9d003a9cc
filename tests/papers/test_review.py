"""The review of a plan: each figure recomputed by plain arithmetic from the answers of two rounds."""

from __future__ import annotations

from copy import deepcopy
from datetime import date

import pytest
from papers.cases import column, prose, row_of, table_with, texts, whole
from papers.second_round import ACTUAL, DONE, DROPPED, MEETING, SPENT, STATUS, Answers, a_year_later, first_answers
from workbooks import answers as answers_of

from smreport.blocks.document import Chart, Document, Section
from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.publication import REASONS
from smreport.blueprint.times import When
from smreport.commands.loading import load_template
from smreport.commands.reviewing import reviewed_cases
from smreport.decision.check import check
from smreport.frozen import replace
from smreport.papers.review import Review
from smreport.papers.review_paper import review_paper
from smreport.papers.review_projects import Courses
from smreport.papers.review_rule import CHANGE, CLOSED, CONTINUE, STOP, UNSAID, Signs, Suggestion, suggested

FIRST = date(2027, 4, 1)


@pytest.fixture(scope="module")
def blueprint() -> Blueprint:
    return load_template("social_media")


def review_of(blueprint: Blueprint, then: Answers, now: Answers) -> Review:
    old, new = tables_from(blueprint, then, "then.xlsx"), tables_from(blueprint, now, "now.xlsx")
    return reviewed_cases(old, new, check(new))


def paper_of(review: Review) -> Document:
    words = review.now.wording.review
    assert words is not None
    return review_paper(review, words)


def section(document: Document, key: str) -> Section:
    return next(part for part in document.sections if part.key == key)


@pytest.fixture(scope="module")
def review(blueprint: Blueprint) -> Review:
    return review_of(blueprint, first_answers(), a_year_later())


@pytest.fixture(scope="module")
def document(review: Review) -> Document:
    return paper_of(review)


def by_name(rows: list[Answers], key: str = "name") -> dict[str, Answers]:
    return {row[key]: row for row in rows}


# --- figures ---


class TestTheSecondRound:
    def test_page_one_says_what_is_asked_and_the_results(self, document: Document) -> None:
        said = "\n".join(prose(section(document, "review_summary").blocks))
        measures = by_name(first_answers()["kpis"])
        with_figure = {**{name: row for name, row in measures.items() if "actual" in row}, **dict.fromkeys(ACTUAL)}
        assert f"{len(measures) - len(with_figure)} have no figures yet" in said
        assert "since 9 February 2027" in said
        assert "1 project was finished: “Warnings that reach people”." in said
        assert "1 project was given up: “Right stuff, right bin”." in said
        assert f"{len(DONE)} were done" in said
        assert f"{len(DROPPED)} were given up" in said
        assert "to decide on 3 projects" in said

    def test_late_actions_are_those_whose_day_has_passed(self, document: Document) -> None:
        open_days = {
            row["action"]: row["due"]
            for row in a_year_later()["actions"]
            if row["status"] not in ("Done", "Dropped") and STATUS.get(row["project"]) not in ("Done", "Dropped")
        }
        late = {name for name, day in open_days.items() if isinstance(day, date) and day < MEETING}
        late |= {name for name, day in open_days.items() if day in ("January 2028", "September 2027", "Q1 2027/28")}
        table = table_with(section(document, "review_actions").blocks, "Action", "Due")
        assert set(column(table, "Action")) == late

    def test_the_part_of_the_wanted_change_that_came(self, document: Document) -> None:
        rows = by_name(a_year_later()["kpis"])

        def share(name: str) -> float:
            row = rows[name]
            return float((row["actual"] - row["baseline"]) / (row["target"] - row["baseline"]))

        table = table_with(section(document, "review_benefits").blocks, "Points expected")
        names = ("Share of faults reported online", "Calls that chase a reported fault")
        mean = sum(map(share, names)) / len(names)
        faults = row_of(table, "Faults reported online")
        assert faults["Of the wanted change came"] == f"{int(100 * mean)}% so far (mean of 2 measures, not due yet)"
        assert faults["Strengths were"] == "Too early to say"
        warnings = row_of(table, "Warnings that reach people")
        reached = share("Time from a decision to the first public warning")
        assert warnings["Of the wanted change came"] == f"{round(100 * reached)}% (1 measure)"
        assert warnings["Strengths were"] == ("About right" if reached <= 1.1 else "Understated")

    def test_money_planned_is_set_up_and_the_months_since_the_start(self, document: Document) -> None:
        answers = a_year_later()
        starts = {row["title"]: row["start"] for row in answers["portfolio"]}
        roles = {role: row["title"] for row in reversed(answers["portfolio"]) for role in row["roles"]}
        table = table_with(section(document, "review_money").blocks, "Planned by then", "Spent")
        planned = 0.0
        for line in answers["evaluation"]:
            if line.get("purpose") in SPENT:
                start = starts[line.get("project") or roles[line["role"]]]
                months = 12 * (2027 - start.year) + 12 - start.month + 1
                amount = line["setup_cost"] + line["yearly_cost"] * months / 12
                planned += amount
                row = row_of(table, f"{line['role']}: {line['purpose']}")
                assert row["Planned by then"] == f"£{amount:,.0f}"
                assert row["Spent"] == f"£{line['spent']:,}"
        total = row_of(table, "Together, of lines that can be compared")
        assert (total["Planned by then"], total["Spent"]) == (f"£{planned:,.0f}", f"£{sum(SPENT.values()):,}")
        assert f"£{sum(SPENT.values()):,} was spent, of £{planned:,.0f} planned" in whole(document)

    def test_the_outcomes_that_most_points_serve_are_told_in_the_councils_words(self, document: Document) -> None:
        answers = first_answers()
        strengths, importances = (
            {"Strong": 3, "Moderate": 2, "Slight": 1},
            {"Essential": 3, "Important": 2, "Useful": 1},
        )
        project = by_name(answers["portfolio"], "title")["Neighbourhood voice"]
        objectives = {(row["area"], row["objective"]): row for row in answers["objectives"]}
        points: dict[str, int] = {}
        for use in answers["mapping"]:
            objective = objectives.get((use["area"], use["objective"]))
            if use["area"] in project["areas"] and use["role"] in project["roles"] and objective:
                worth = strengths[use["strength"]] * importances[objective["importance"]]
                points[objective["outcome"]] = points.get(objective["outcome"], 0) + worth
        best = sorted(points, key=lambda outcome: -points[outcome])[:2]
        table = table_with(section(document, "review_outcomes").blocks, "Wanted", "Seen so far")
        wanted = row_of(table, "Neighbourhood voice")["Wanted"]
        assert [wanted.index(outcome.rstrip(".")) for outcome in best] == sorted(map(wanted.index, best))

    def test_risks_stand_then_and_now(self, document: Document) -> None:
        table = table_with(section(document, "review_risks").blocks, "Risk", "Then")
        first, second = first_answers()["risks"][:2]
        assert row_of(table, first["risk"])["Then"] == str(2 * 2)  # unlikely, minor
        assert row_of(table, first["risk"])["Now"] == str(3 * 2)  # possible, minor
        assert row_of(table, second["risk"])["Now"] == str(1 * 2)
        assert len(table.rows) == 2

    def test_accounts_opened_closed_and_still_waiting(self, document: Document) -> None:
        said = "\n".join(prose(section(document, "review_accounts").blocks))
        assert "1 account was added to the list: Exampleshire Alerts." in said
        assert "was to be closed is no longer listed: @exampleshire_youth_voice." in said
        assert "is still listed: Recycle for Exampleshire." in said

    def test_lines_have_a_point_for_each_dated_figure_and_the_target(self, document: Document) -> None:
        charts = [block for block in section(document, "review_measures").blocks if isinstance(block, Chart)]
        row = by_name(a_year_later()["kpis"])["Avoidable contacts"]
        (contacts,) = [chart for chart in charts if chart.caption.startswith("Avoidable contacts")]
        before = by_name(first_answers()["kpis"])["Avoidable contacts"]["actual"]
        assert contacts.series[0].values == (row["baseline"], before, row["actual"], None)
        assert contacts.series[1].values == (None, None, None, row["target"])
        assert "8,870 calls and emails a month (31 December 2027)" in contacts.description
        assert contacts.categories == ("March 2026", "31 October 2026", "31 December 2027", "31 March 2030")
        assert not [chart for chart in charts if chart.caption.startswith("Consultation responses")]  # "about 520"

    def test_words_are_no_figures(self, document: Document) -> None:
        table = table_with(section(document, "review_measures").blocks, "Figures over the rounds")
        (row,) = [dict(zip(("Measure", "Of"), row, strict=False)) for row in table.rows if "about 520" in " ".join(row)]
        assert row["Of"] == "Neighbourhood voice"
        assert "the latest figure is not exact" in " ".join(" ".join(row) for row in table.rows)

    def test_what_is_missing_is_said_once_with_who_is_asked(self, document: Document) -> None:
        table = table_with(section(document, "review_missing").blocks, "What is not known")
        assert len(set(table.rows)) == len(table.rows) <= 10
        assert "Response time" in " ".join(column(table, "What is not known"))
        elsewhere = [text for part in document.sections if part.key != "review_missing" for text in texts(part.blocks)]
        assert not any("Response time" in text for text in elsewhere)

    def test_every_table_row_has_its_cells(self, document: Document) -> None:
        for key in ("review_projects", "review_outcomes", "review_actions", "review_money", "review_risks"):
            for block in section(document, key).blocks:
                for source in getattr(block, "sources", ())[:1]:
                    assert ".xlsx" in source, key

    def test_the_same_workbook_twice_has_nothing_to_tell(self, blueprint: Blueprint) -> None:
        review = review_of(blueprint, first_answers(), first_answers())
        assert "asked to note the results." in whole(paper_of(review))
        assert {part.key for part in paper_of(review).sections} & {"review_risks", "review_money"} == set()

    def test_what_was_closed_before_is_not_told_again(self, blueprint: Blueprint) -> None:
        """A year later nothing new has come of the same projects."""
        later = a_year_later()
        later["settings"]["meeting_date"] = date(2028, 11, 14)
        review = review_of(blueprint, a_year_later(), later)
        assert "Right stuff" not in "\n".join(texts(section(paper_of(review), "review_projects").blocks))
        first_page = "\n".join(prose(section(paper_of(review), "review_summary").blocks))
        assert "was finished" not in first_page
        assert "were done" not in first_page

    def test_the_cover_promises_no_annex(self, document: Document) -> None:
        assert dict(document.cover)["Public or exempt"] == "Public, without what is not for publication"
        assert dict(document.cover)["Compared with"] == "Cabinet, 9 February 2027"


def test_what_a_template_says_at_the_head_of_a_section_stands_in_it(review: Review) -> None:
    words = review.now.wording.review
    assert words is not None
    sections = tuple(replace(part, intro=f"Words for {part.key}.") for part in words.sections)
    paper = review_paper(review, replace(words, sections=sections))
    told = {part.key: "\n".join(prose(part.blocks)) for part in paper.sections}
    assert [key for key, text in told.items() if f"Words for {key}." not in text] == []
    assert set(told) >= {"review_outcomes", "review_actions", "review_money", "review_risks"}


# --- continue, change or stop ---


@pytest.mark.parametrize(
    ("signs", "suggestion"),
    [
        (Signs(closed=True), Suggestion(CLOSED)),
        (Signs(gone=True), Suggestion(UNSAID, "gone")),
        (Signs(begun=False), Suggestion(UNSAID, "not_begun")),
        (Signs(begun=None), Suggestion(UNSAID, "no_status")),
        (Signs(), Suggestion(UNSAID, "no_measure")),
        (Signs(measures=2), Suggestion(UNSAID, "no_figure")),
        (Signs(measures=2, judged=2, met=1, on_the_way=1), Suggestion(CONTINUE)),
        (Signs(measures=2, judged=2, met=1, on_the_way=1, over=0.1), Suggestion(CONTINUE)),
        (Signs(measures=2, judged=2, met=1, on_the_way=1, over=0.11), Suggestion(CHANGE)),
        (Signs(measures=2, judged=2, met=2, late=1), Suggestion(CHANGE)),
        (Signs(measures=2, judged=2, met=2, worse=True), Suggestion(CONTINUE)),
        (Signs(measures=2, judged=2, met=1, missed=1, worse=True), Suggestion(CHANGE)),
        (Signs(measures=2, judged=1, missed=1), Suggestion(CHANGE)),
        (Signs(measures=2, judged=1, missed=1, worse=True), Suggestion(STOP)),
        (Signs(measures=2, judged=1, missed=1, over=0.5), Suggestion(STOP)),
        (Signs(measures=2, judged=1, missed=1, over=0.5, must=True), Suggestion(CHANGE)),
        (Signs(measures=2, judged=1, over=0.5), Suggestion(CHANGE)),  # moved away, but its day has not come
    ],
)
def test_the_rule(signs: Signs, suggestion: Suggestion) -> None:
    assert suggested(signs) == suggestion


def test_what_the_figures_suggest_for_each_project(review: Review, document: Document) -> None:
    courses = {course.project.title: course.suggestion.kind for course in Courses(review).all}
    assert courses == {
        "Faults reported online": CONTINUE, "Warnings that reach people": CLOSED, "Neighbourhood voice": CHANGE,
        "Scam alerts by neighbourhood": UNSAID, "Libraries for hard times": CHANGE, "More foster carers": CHANGE,
        "Right stuff, right bin": CLOSED, "Answers out of hours": UNSAID,
    }  # fmt: skip
    table = table_with(section(document, "review_projects").blocks, "The figures suggest")
    why = row_of(table, "Neighbourhood voice")["Because"]
    assert "1 no nearer to its target" in why
    assert "2 actions are late" in why
    assert "£11,750 was spent on what it alone needs, of £10,250 planned" in why


def test_a_project_that_missed_everything_and_costs_more_is_to_stop(blueprint: Blueprint) -> None:
    then, now = first_answers(), a_year_later()
    for row in now["kpis"]:
        if row["project"] == "Libraries for hard times":
            row |= {"target_date": date(2027, 12, 1), "actual": row["baseline"], "actual_as_of": date(2027, 12, 31)}
    for line in now["evaluation"]:
        if line["role"] == "Library digital champions":
            line["yearly_cost"] += 3000
    document = paper_of(review_of(blueprint, then, now))
    table = table_with(section(document, "review_projects").blocks, "The figures suggest")
    assert row_of(table, "Libraries for hard times")["The figures suggest"] == "Stop"
    assert "It costs more" in row_of(table, "Libraries for hard times")["Because"]


HALF = """
| settings  | organisation | meeting_date |
|           | Exampleshire | 2027-02-09   |
| areas     | name         | kind         | status   |
|           | Libraries    | Service      | In scope |
| roles     | role         |
|           | Adviser      |
| portfolio | title        | areas               | roles   | status      |
|           | First        | Libraries (Service) | Adviser | In progress |
|           | Second       | Libraries (Service) | Adviser | In progress |
|           | Third        | Libraries (Service) | Adviser | Proposed    |
|           | Fourth       | Libraries (Service) | Adviser |             |
|           | Fifth        | Libraries (Service) | Adviser | In progress |
| kpis      | name         | project | target |
|           | Visits       | Second  | 30     |
"""


def test_of_a_half_filled_workbook_little_can_be_said_and_each_reason_once(blueprint: Blueprint) -> None:
    then, now = answers_of(HALF), answers_of(HALF.replace("2027-02-09", "2028-02-08"))
    now["portfolio"] = now["portfolio"][:4]
    document = paper_of(review_of(blueprint, then, now))
    said = list(prose(section(document, "review_projects").blocks))
    assert said == [
        "It cannot be said of:",
        "“First”: it has no measure.",
        "“Second”: no measure has a figure yet that can be held against its target.",
        "“Third”: it was not decided on yet.",
        "“Fourth”: nobody says whether it was begun.",
        "“Fifth” is no longer in the workbook.",
    ]
    first_page = "\n".join(prose(section(document, "review_summary").blocks))
    assert "The workbook has no results yet" in first_page
    assert "asked to note" in first_page
    keys = {part.key for part in document.sections}
    assert keys == {"review_summary", "review_projects", "review_missing", "about"}


# --- the renewed workbook of the next round ---


def renewed(answers: Answers) -> Answers:
    """The next round's workbook as ``renew`` makes it: what is closed stands among the earlier rounds."""
    new = deepcopy(answers)
    closed = {row["title"] for row in new["portfolio"] if row["status"] in ("Done", "Dropped")}
    earlier: list[Answers] = []
    for row in new["portfolio"]:
        if row["title"] in closed:
            earlier.append(
                {"name": row["title"], "was_in": "7 Portfolio", "standing": row["status"], "lessons": row["lessons"]}
            )
    for row in new["kpis"]:
        kept = ("name", "project", "unit", "direction", "baseline", "as_of", "target", "target_date")
        earlier.append({key: row[key] for key in kept if key in row} | {"was_in": "7a KPIs"})
        earlier[-1] |= {key: row[key] for key in ("actual", "actual_as_of") if key in row}
        if "actual" in row:
            row |= {"baseline": row.pop("actual"), "as_of": row.pop("actual_as_of")}
    for row in new["evaluation"]:
        if "spent" in row:
            spent = {"spent": row.pop("spent"), "answers": f"Spent as of: {When.on(row.pop('spent_as_of'))}"}
            earlier.append({"name": row["role"], "was_in": "6 Evaluation", "project": row.get("project"), **spent})
    for row in new["actions"]:
        if row["status"] in ("Done", "Dropped"):
            earlier.append({"name": row["action"], "was_in": "7b Actions", "standing": row["status"]})
            earlier[-1]["project"] = row["project"]
    new["portfolio"] = [row for row in new["portfolio"] if row["title"] not in closed]
    for key in ("kpis", "actions", "evaluation", "risks"):
        new[key] = [row for row in new[key] if row.get("project") not in closed]
    new["actions"] = [row for row in new["actions"] if row["status"] not in ("Done", "Dropped")]
    new["earlier"] = [{"round": "2027/28", **row} for row in earlier]
    return new


def test_the_renewed_workbook_tells_the_same_of_what_is_closed(blueprint: Blueprint, review: Review) -> None:
    rolled = review_of(blueprint, first_answers(), renewed(a_year_later()))
    of_both = [{c.project.title: c.suggestion.kind for c in Courses(each).all} for each in (review, rolled)]
    assert of_both[0] == of_both[1]
    same, next_round = (section(paper_of(each), "review_summary").blocks for each in (review, rolled))
    results = [[text for text in prose(blocks) if "project was" in text or "was spent" in text or "8 were done" in text]
               for blocks in (same, next_round)]  # fmt: skip
    assert results[0] == results[1] != []
    table = table_with(section(paper_of(rolled), "review_measures").blocks, "Figures over the rounds")
    assert any("61%" in " ".join(row) and "70%" in " ".join(row) for row in table.rows)
    assert "Texts that were agreed beforehand" in whole(paper_of(rolled))
    assert not any("no longer in the workbook" in text for text in prose(paper_of(rolled).blocks))


def test_a_line_goes_over_three_rounds(blueprint: Blueprint) -> None:
    now = renewed(a_year_later())
    contacts = by_name(now["kpis"])["Avoidable contacts"]
    contacts |= {"actual": 8400, "actual_as_of": date(2028, 12, 31)}
    document = paper_of(review_of(blueprint, first_answers(), now))
    (chart,) = [block for block in document.blocks if isinstance(block, Chart) and "Avoidable" in block.caption]
    assert [value for value in chart.series[0].values if value is not None] == [9400, 9250, 8870, 8400]


# --- ranks, the pair of the twin track, and strengths ---


def unmarked(answers: Answers) -> Answers:
    for line in answers["evaluation"]:
        for key in ("not_public", *REASONS):
            line.pop(key, None)
    return answers


def test_ranks_that_moved_say_which_of_their_figures_did(blueprint: Blueprint) -> None:
    then, now = unmarked(first_answers()), unmarked(first_answers())
    now["settings"] |= {"meeting_date": MEETING, "weight_cost": 100}
    for line in now["evaluation"]:
        if line["role"] == "Contact centre advisers":
            line["yearly_cost"] += 60_000
    now["portfolio"][1]["lessons"] = "Agree the words beforehand."
    review = review_of(blueprint, then, now)
    document = paper_of(review)
    table = table_with(section(document, "review_ranks").blocks, "Then", "Now", "Why")
    ranks = [{str(row["title"]): case.results.scores[at].rank for at, row in case.rows("portfolio").items()}
             for case in (review.then, review.now)]  # fmt: skip
    assert {row[0]: row[1:3] for row in table.rows} == {
        title: (str(ranks[0][title]), str(ranks[1][title])) for title in ranks[0] if ranks[0][title] != ranks[1][title]
    }
    why = row_of(table, "Faults reported online")["Why"]
    assert "whole-life cost went from £" in why
    assert "cost from 30% to 42%" in "\n".join(prose(section(document, "review_ranks").blocks))
    pair = review.then.verdicts.pair
    assert pair is not None
    taught = "\n".join(prose(section(document, "review_lessons").blocks))
    assert ("pair of the twin track" in taught) == (review.then.numbers("portfolio")[1] in pair)


def test_who_moves_up_as_another_is_closed_has_not_changed_places(blueprint: Blueprint) -> None:
    then, now = unmarked(first_answers()), unmarked(first_answers())
    best = max(review_of(blueprint, then, then).then.results.scores.values(), key=lambda score: -(score.rank or 99))
    now["portfolio"][best.row - 8]["status"] = "Done"
    review = review_of(blueprint, then, now)
    assert review.then.results.scores[best.row].rank == 1
    assert "review_ranks" not in {part.key for part in paper_of(review).sections}


def test_strengths_are_held_against_what_came_where_two_projects_say_it(blueprint: Blueprint) -> None:
    then, now = first_answers(), a_year_later()
    for row in now["kpis"]:
        if row["project"] == "Faults reported online" and "actual" in row:
            row["target_date"] = date(2027, 12, 31)
    document = paper_of(review_of(blueprint, then, now))
    said = "\n".join(prose(section(document, "review_benefits").blocks))
    shares = [(61 - 46) / (70 - 46), (1040 - 1180) / (700 - 1180)]
    mean = (sum(shares) / 2 + (12 - 55) / (15 - 55)) / 2
    assert f"on average {int(100 * mean)}% of the wanted change came (2 projects)" in said
    table = table_with(section(document, "review_benefits").blocks, "Strengths were")
    assert row_of(table, "Faults reported online")["Strengths were"] == "Overstated"


@pytest.mark.parametrize(
    ("without", "told"), [((), "Of 1 more project"), (("More foster carers",), "Of 2 more projects")]
)
def test_projects_of_which_no_measure_says_what_came_are_counted(
    blueprint: Blueprint, without: tuple[str, ...], told: str
) -> None:
    now = a_year_later()
    for row in now["kpis"]:
        if row["project"] in without:
            row.pop("actual", None)
    document = paper_of(review_of(blueprint, first_answers(), now))
    assert f"{told} that" in "\n".join(prose(section(document, "review_benefits").blocks))


# --- what is not for publication ---


@pytest.mark.parametrize("marked", ["then", "now"])
def test_a_line_that_either_workbook_marks_stays_out_of_the_review(blueprint: Blueprint, marked: str) -> None:
    then, now = first_answers(), a_year_later()
    for line in (then if marked == "then" else now)["evaluation"]:
        if line.get("purpose") == "Consultation platform":
            line["not_public"] = True
    said = whole(paper_of(review_of(blueprint, then, now)))
    assert "11,750" not in said
    assert "10,250" not in said
    assert "What was spent is not for publication." in said
    assert "£73,150 was spent" in said  # of the four other lines
    assert "2 lines are left out, as they are not for publication." in said


@pytest.mark.parametrize("marked", ["then", "now", "earlier"])
def test_a_row_that_either_workbook_withholds_is_named_nowhere(blueprint: Blueprint, marked: str) -> None:
    then, now = first_answers(), renewed(a_year_later())
    if marked == "then":
        by_name(then["portfolio"], "title")["Warnings that reach people"]["not_public"] = True
    elif marked == "earlier":
        by_name(now["earlier"])["Warnings that reach people"]["not_public"] = True
    else:
        now = a_year_later()
        by_name(now["portfolio"], "title")["Warnings that reach people"]["not_public"] = True
    document = paper_of(review_of(blueprint, then, now))
    assert "Warnings that reach people" not in repr(replace(document, notices=()))
    assert "first public warning" not in repr(document)
    assert "are not for publication" in "\n".join(texts(document.notices))
