"""How far measures have come: each standing on both sides of each limit, with the share of the way that is done."""

from __future__ import annotations

from datetime import date

import pytest
from papers.cases import small_case

from smreport.blueprint.model import Blueprint
from smreport.frozen import replace
from smreport.papers.case import Case
from smreport.papers.measured import Measure, Measures, whole_percent
from smreport.papers.privacy import Privacy

TODAY = "2028-01-01"
STANDINGS = """
    | direction | baseline | target | by         | latest | of         | standing     | share
    |           | 40       | 60     |            | 50     |            | on_the_way   | 0.5
    |           | 60       | 40     |            | 50     |            | on_the_way   | 0.5
    |           | 60       | 40     |            | 40     |            | met          | 1
    |           | 60       | 40     |            | 39     |            | met          | 1.05
    |           | 40       | 60     |            | 61     |            | met          | 1.05
    |           | 50       | 50     |            | 50     |            | direction    |
    |           | 40%      | 60     |            | 50     |            | direction    |
    |           |          | 60     |            | 50     |            | direction    |
    | Increase  | 40       | 60     |            | 60     |            | met          | 1
    | Increase  | 40       | 60     |            | 59.9   |            | on_the_way   | 0.995
    | Increase  | 40       | 60     |            | 40     |            | same         | 0
    | Increase  | 40       | 60     |            | 39     |            | away         | -0.05
    | Increase  | 60       | 60     |            | 60     |            | met          |
    | Increase  | 60       | 60     |            | 59     |            | away         |
    | Increase  | 61       | 60     |            | 62     |            | against      |
    | Increase  | 40%      | 60     |            | 61     |            | met          |
    | Increase  | 40%      | 60     |            | 59     |            | not_yet      |
    | Increase  |          | 60     |            | 59     |            | not_yet      |
    | Decrease  | 60       | 40     |            | 40     |            | met          | 1
    | Decrease  | 60       | 40     |            | 41     |            | on_the_way   | 0.95
    | Decrease  | 60       | 40     |            | 60     |            | same         | 0
    | Decrease  | 60       | 40     |            | 61     |            | away         | -0.05
    | Decrease  | 40       | 40     |            | 40     |            | met          |
    | Decrease  | 39       | 40     |            | 38     |            | against      |
    | At least  | 70       | 60     |            | 60     |            | met          |
    | At least  | 70       | 60     |            | 59     |            | away         |
    | At least  | 50       | 60     |            | 59     |            | on_the_way   | 0.9
    | At most   | 30       | 40     |            | 40     |            | met          |
    | At most   | 30       | 40     |            | 41     |            | away         |
    | At most   | 50       | 40     |            | 41     |            | on_the_way   | 0.9
    | Increase  | 40       | 60     | 2028-01-01 | 50     | 2027-12-31 | on_the_way   | 0.5
    | Increase  | 40       | 60     | 2027-12-31 | 50     | 2027-12-31 | missed       | 0.5
    | Increase  | 40       | 60     | 2027-12-31 | 50     | 2027-12-30 | lapsed       | 0.5
    | Increase  | 40       | 60     | 2027-12-31 | 50     |            | missed       | 0.5
    | Increase  | 40       | 60     | 2028-03-31 | 50     | 2028-04-01 | missed       | 0.5
    | Increase  | 40       | 60     |            | 50     | 2027-12-31 | on_the_way   | 0.5
    | Increase  | 40       | 60     | 2027-12-31 | 60     | 2027-12-31 | met          | 1
    | Increase  | 40       | 60     | 2028-01-01 |        |            | no_figures   |
    | Increase  | 40       | 60     | 2027-12-31 |        |            | passed       |
    | Increase  | 40       |        | 2027-12-31 | 50     |            | no_target    |
    | Increase  | 40       |        |            |        |            | no_target    |
    | Decrease  | 0        | -5     |            | 1      |            | change       |
    | Decrease  | -1       | -5     |            | 1      |            | away         | -0.5
    | Decrease  |          | -5     |            | 0      |            | change       |
    | Decrease  |          | -5     |            | -1     |            | not_yet      |
    | Decrease  | 5        | 0      |            | 1      |            | on_the_way   | 0.8
    | Increase  | 40       | 60%    |            | 50     |            | units        |
    | Increase  | 40       | 60     |            | a few  |            | latest       |
    | Increase  | 40       | many   |            | 50     |            | target       |
    | Increase  | 40       | many   |            | a few  |            | latest       |
"""
IN_WORDS = {
    "met": "Met", "missed": "Missed", "lapsed": "Not met when last counted; the date has passed",
    "same": "No change so far", "away": "Moved away from the target", "not_yet": "Not reached yet",
    "no_target": "No target", "no_figures": "No figures yet", "passed": "No figures; the date has passed",
    "latest": "Cannot be said: the latest figure is not exact",
    "target": "Cannot be said: the target is no exact figure",
    "units": "Cannot be said: the figures have different units",
    "change": "Cannot be said: the target seems to be a change, not a level",
    "direction": "Cannot be said: whether more or less is better is not given",
    "against": "Cannot be said: the target lies against the direction wanted",
}  # fmt: skip
IDS = {"passed": "no_figures"} | dict.fromkeys(
    ("latest", "target", "units", "change", "direction", "against"), "unclear"
)


def measured(blueprint: Blueprint, rows: str, **settings: str) -> Case:
    answers = [f"| settings | {' | '.join(settings)} |", f"| | {' | '.join(settings.values())} |"] if settings else []
    return small_case(blueprint, "\n".join([*answers, rows]))


def test_each_measure_stands_as_its_figures_and_dates_say(blueprint: Blueprint) -> None:
    cases = [[cell.strip() for cell in line.split("|")[1:]] for line in STANDINGS.strip().splitlines()[1:]]
    rows = ["| kpis | name | project | direction | baseline | target | target_date | actual | actual_as_of |"]
    rows += [f"| | Measure {at} | Whole strategy | {' | '.join(cells[:6])} |" for at, cells in enumerate(cases)]
    found = measured(blueprint, "\n".join(rows), meeting_date=TODAY).measures.all
    percent = {at: f"On the way: {whole_percent(float(cells[7]))}% done" for at, cells in enumerate(cases) if cells[7]}
    assert [(measure.standing, measure.stands, measure.share) for measure in found] == [
        (
            IDS.get(cells[6], cells[6]),
            IN_WORDS.get(cells[6]) or percent[at],
            pytest.approx(float(cells[7])) if cells[7] else None,
        )
        for at, cells in enumerate(cases)
    ]


@pytest.mark.parametrize(
    ("share", "percent"),
    [
        (0.0, 0), (0.001, 1), (0.019, 1), (0.02, 2), (0.29, 29), (0.999, 99), (1.0, 100), (1.004, 100), (1.106, 111),
        (-0.004, 0), (-0.5, -50), (-0.506, -51),
    ],
)  # fmt: skip
def test_only_what_is_done_is_100_per_cent_and_only_what_is_not_begun_is_0(share: float, percent: int) -> None:
    assert whole_percent(share) == percent


WHOLE = """
    | kpis | name  | project        | stage   | unit  | direction | baseline | as_of         | target | target_date | actual | actual_as_of | frequency | source | owner | notes |
    |      | Calls | Roads online   | Outcome | calls | Decrease  | 400      | spring 2027   | 300    | 2029-03-31  | 350    | 2027-06-30   | Monthly   | Centre | Ann   | Once. |
    |      |       | whole strategy |         |       |           |          |               | 3      | 2029-03-31  |        | 2027-06-30   |           |        |       |       |
    |      | Views | Roads online   |         |       |           | 7        |               |        |             | 9      |              |           |        |       |       |
    |      | Mails |                |         | mails | Increase  | 1        |               | 2      |             | 2      | 2027-03-31   |           |        |       |       |
    | portfolio | title | status |
    |           | Roads online | Proposed |
"""  # fmt: skip  # noqa: E501


def test_a_measure_has_all_that_its_row_says_with_units_and_days(blueprint: Blueprint) -> None:
    case = measured(blueprint, WHOLE)
    calls = Measure(
        row=7, name="Calls", project="Roads online", is_whole=False, baseline="400 calls (spring 2027)",
        latest="350 calls (30 June 2027)", target="300 calls (31 March 2029)", standing="on_the_way",
        stands="On the way: 50% done", share=0.5, stage="Outcome", direction="Decrease", frequency="Monthly",
        source="Centre", owner="Ann", note="Once.",
    )  # fmt: skip
    nameless = Measure(
        row=8, name="A measure without a name", project="Whole strategy", is_whole=True, baseline="", latest="",
        target="3 (31 March 2029)", standing="no_figures", stands="No figures yet", share=None, stage="", direction="",
        frequency="", source="", owner="", note="",
    )  # fmt: skip
    measures = Measures(case.results, case.privacy)
    assert measures.all[:2] == (calls, nameless)
    waiting = Measures(case.results, case.privacy, unfunded=["roads online"])
    assert waiting.all[:2] == (replace(calls, target="300 calls"), nameless)


def test_measures_are_found_by_project_and_those_with_results_stand_by_how_far_they_are(blueprint: Blueprint) -> None:
    measures = measured(blueprint, WHOLE).measures
    calls, nameless, views, mails = measures.all
    assert measures.of_project("ROADS  online") == [calls, views]
    assert measures.of_project("Whole strategy") == measures.of_project("") == measures.of_project(None) == []
    assert measures.of_all == [nameless]
    assert measures.with_results == [mails, calls, views]


def test_the_day_is_the_one_that_is_given_else_the_meetings_else_the_newest_of_a_figure_that_is_there(
    blueprint: Blueprint,
) -> None:
    case = measured(blueprint, WHOLE)
    given = Measures(case.results, case.privacy, day=date(2020, 1, 1))
    with_meeting = measured(blueprint, WHOLE, meeting_date=TODAY).measures
    assert (given.today, with_meeting.today) == (date(2020, 1, 1), date(2028, 1, 1))
    later = WHOLE.replace(
        "| 3      | 2029-03-31  |        | 2027-06-30", "| 3      | 2029-03-31  |        | 2031-06-30"
    )
    assert measured(blueprint, later).measures.today == case.measures.today == date(2027, 6, 30)


def test_a_marked_measure_is_left_out_even_of_results_that_have_it(blueprint: Blueprint) -> None:
    """Public results have no such row; whoever hands over others tells it neither."""
    marked = WHOLE.replace("| notes |", "| notes | not_public |").replace("| Once. |", "| Once. | Yes |")
    rows = [f"{line}  |" if line.count("|") == 17 else line for line in marked.splitlines()]
    case = measured(blueprint, "\n".join(rows))
    assert [measure.name for measure in case.measures.all] == ["A measure without a name", "Views", "Mails"]
    for exempt, count in ((False, 3), (True, 4)):
        assert len(Measures(case.full, Privacy(case.full, exempt)).all) == count
