"""Charts show what the case knows and may tell: no more, no less, and the same in words."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date

import pytest
from papers.cases import case_of, column, small_case, table_with
from python_calamine import CalamineWorkbook
from workbooks import example

from smreport.blocks.document import Chart, Table
from smreport.blueprint.model import Blueprint
from smreport.blueprint.values import excel_day
from smreport.frozen import replace
from smreport.papers import action_plan, benefits, charts, choice, measures
from smreport.papers.case import Case
from smreport.papers.figures import number, pounds
from smreport.word.chart_parts import chart_files
from smreport.word.house_style import HouseStyle
from smreport.words import ENGLISH, Words, speaking

ALL: dict[str, Callable[[Case], Chart | None]] = {
    "benefit_against_cost": charts.benefit_against_cost,
    "benefit_by_channel": charts.benefit_by_channel,
    "benefit_by_role": charts.benefit_by_role,
    "timeline": charts.timeline,
    "kpi_progress": charts.kpi_progress,
}
SECRET = "More foster carers"  # its cost is not for publication

KPIS = """
| kpis | name            | project        | direction | baseline | target    | actual      |
|      | Reports         | Whole strategy | Increase  | 100      | 200       | 150         |
|      | Calls           | Whole strategy | Decrease  | 100      | 50        | 110         |
|      | Followers       | Whole strategy | At least  | 0        | 40        | 50          |
|      | In words        | Whole strategy | Increase  | 10       | 40        | about 20    |
|      | No result yet   | Whole strategy | Increase  | 10       | 40        |             |
|      | No way to go    | Whole strategy | Increase  | 10       | 10        | 10          |
|      | Against its way | Whole strategy | At most   | 10       | 40        | 20          |
"""

DATES = """
| portfolio | title   | start          | finish       | status   |
|           | Later   | Q2 2027/28     | June 2028    | Approved |
|           | Sooner  | 2027-04-12     | 2027-04-12   | Approved |
|           | Whenever | soon          | 2028-01-01   | Approved |
|           | Open end | 2027-04-01    |              | Approved |
|           | Reversed | 2028-04-01    | 2027-04-01   | Approved |
|           | Wished  | 2027-04-01     | 2027-05-01   | Proposed |
|           | Over    | 2026-01-01     | 2026-02-01   | Done     |
"""


def many_projects(blueprint: Blueprint, quantity: int) -> Case:
    """A case with so many projects, each with an area, a role and a use of its own."""
    sheets: dict[str, list[str]] = {
        "areas": ["name | kind | status"],
        "objectives": ["area | objective | importance"],
        "tools": ["tool | use | channel | status"],
        "mapping": ["area | tool | objective | role | strength"],
        "roles": ["role | kind"],
        "evaluation": ["role | setup_cost | yearly_cost | hours"],
        "risks": ["project | risk | likelihood | impact"],
        "portfolio": ["title | areas | roles | start | finish | status"],
    }
    for n in range(1, quantity + 1):
        area = f"Area {n:02} (Service)"
        sheets["areas"].append(f"Area {n:02} | Service | In scope")
        sheets["objectives"].append(f"{area} | Aim {n} | {'Important' if n % 3 else 'Essential'}")
        sheets["tools"].append(f"Tool {n} | news | {'Email' if n % 2 else 'Messaging'} | Live")
        sheets["mapping"].append(f"{area} | Tool {n}: news | Aim {n} | Role {n} | {'Strong' if n % 2 else 'Slight'}")
        sheets["roles"].append(f"Role {n} | Internal")
        sheets["evaluation"].append(f"Role {n} | {1000 * n} | 0 | 0")
        sheets["portfolio"].append(f"Project {n} | {area} | Role {n} | 2027-04-{1 + n % 28:02} | 2028-04-01 | Approved")
    lines = [
        f"| {sheet if at == 0 else ''} | {row} |" for sheet, rows in sheets.items() for at, row in enumerate(rows)
        if len(rows) > 1
    ]  # fmt: skip
    return small_case(blueprint, "\n".join(lines))


@pytest.fixture(scope="module")
def public(blueprint: Blueprint) -> Case:
    return case_of(example(blueprint, "illustrative"))


@pytest.fixture(scope="module")
def whole(blueprint: Blueprint) -> Case:
    return case_of(example(blueprint, "illustrative"), exempt=True)


@pytest.fixture(scope="module")
def crowded(blueprint: Blueprint) -> Case:
    return many_projects(blueprint, 40)


@pytest.fixture(scope="module")
def style(blueprint: Blueprint) -> HouseStyle:
    return HouseStyle.from_mapping(dict(blueprint.style))


def made(chart: Chart | None) -> Chart:
    assert chart is not None
    return chart


def shown(chart: Chart, position: int) -> dict[str, float]:
    """The values of a series by category, blanks left out."""
    values = zip(chart.categories, chart.series[position].values, strict=True)
    return {name: value for name, value in values if value is not None}


class TestWhatIsNotForPublication:
    @pytest.mark.parametrize("key", ["benefit_against_cost"])
    def test_a_withheld_cost_is_in_no_public_chart_and_not_in_its_workbook(
        self, key: str, public: Case, style: HouseStyle
    ) -> None:
        chart = made(ALL[key](public))
        assert SECRET not in chart.categories
        assert "1 project whose cost is not for publication" in chart.description
        files = chart_files(chart, style)
        assert SECRET.encode() not in files.xml
        cells = CalamineWorkbook.from_filelike(io.BytesIO(files.workbook)).get_sheet_by_index(0).to_python()
        assert SECRET not in [cell for row in cells for cell in row]
        assert SECRET not in chart.description

    @pytest.mark.parametrize("key", ["benefit_against_cost"])
    def test_the_full_version_has_all_of_it(self, key: str, whole: Case) -> None:
        chart = made(ALL[key](whole))
        assert SECRET in chart.categories
        assert "publication" not in chart.description


class TestFiguresStandInTheText:
    def test_benefit_and_cost_are_those_of_the_ranking(self, public: Case) -> None:
        chart = made(charts.benefit_against_cost(public))
        table = table_with(choice.priorities(public, ""), "Project", "Benefit points", "Whole-life cost")
        figures = zip(*(column(table, each) for each in ("Whole-life cost", "Benefit points")), strict=True)
        listed = dict(zip(column(table, "Project"), figures, strict=True))
        benefit = {name: points for at in range(1, len(chart.series)) for name, points in shown(chart, at).items()}
        for title, cost in shown(chart, 0).items():
            assert (pounds(cost), number(benefit[title])) == listed[title]

    @pytest.mark.parametrize("key", ["channel", "role"])
    def test_benefit_points_are_those_of_the_table(self, key: str, public: Case) -> None:
        chart = made(ALL[f"benefit_by_{key}"](public))
        table = {"channel": benefits.channel_table, "role": benefits.role_table}[key](public)
        listed = zip((row[0] for row in table.rows), column(table, "Benefit points"), strict=True)
        assert [(name, number(points)) for name, points in shown(chart, 0).items()] == list(listed)

    def test_start_and_finish_are_those_of_the_plan(self, public: Case) -> None:
        chart = made(charts.timeline(public))
        tables = [block for block in action_plan.plan_summary(public, "") if isinstance(block, Table)]
        dated = [table for table in tables if "Time" in {each.heading for each in table.columns}]
        listed = " ".join(time for table in dated for time in column(table, "Time"))
        lengths = {name: days for at in range(1, len(chart.series)) for name, days in shown(chart, at).items()}
        for title, start in shown(chart, 0).items():
            for day in (excel_day(start), excel_day(start + lengths[title] - 1)):
                assert f"{day.day} {day:%B %Y}" in listed

    def test_progress_is_that_of_the_table_beside_it(self, public: Case) -> None:
        chart, table = made(charts.kpi_progress(public)), table_with(measures.progress(public, ""), "How it stands")
        stands = dict(zip(column(table, "Measure"), column(table, "How it stands"), strict=True))
        told = {name: f"On the way: {share:.0%} done" for name, share in shown(chart, 0).items() if share > 0}
        assert {name: stands[name] for name in told} == told
        assert {stands[name] for name, share in shown(chart, 0).items() if share < 0} == {"Moved away from the target"}


@pytest.mark.parametrize("key", ALL)
class TestEveryChart:
    def test_is_left_out_where_nothing_is_known(self, key: str, blueprint: Blueprint) -> None:
        assert ALL[key](small_case(blueprint)) is None
        assert ALL[key](case_of(example(blueprint, "devon"))) is None

    def test_tells_in_words_what_it_shows(self, key: str, public: Case) -> None:
        chart = made(ALL[key](public))
        assert re.search(r"of \d+ \w+\.", chart.description)
        assert len(re.findall(r"\d[\d,]*", chart.description)) >= 3
        named = [name for name in chart.categories if name in chart.description]
        assert len(named) >= 2

    def test_uses_short_sentences(self, key: str, public: Case) -> None:
        sentences = made(ALL[key](public)).description.split(". ")
        assert max(len(sentence.split()) for sentence in sentences) <= 25

    def test_shows_twelve_at_most_and_says_of_how_many(self, key: str, crowded: Case) -> None:
        chart = ALL[key](crowded)
        if chart is None:
            assert key == "kpi_progress"  # the case has none
        elif key == "benefit_by_channel":
            assert len(chart.categories) == 2
        else:
            assert len(chart.categories) == charts.MOST_SHOWN
            assert re.search(r"the 12 of 40 (projects|roles)", chart.caption)
            assert "Only those shown are compared here." in chart.description

    def test_has_a_value_in_every_series_and_category(self, key: str, public: Case) -> None:
        chart = made(ALL[key](public))
        assert all(any(value is not None for value in series.values) for series in chart.series)
        for values in zip(*(series.values for series in chart.series), strict=True):
            assert any(value is not None for value in values)


class TestTimeline:
    def test_times_in_words_count_with_all_their_days_and_the_earliest_start_comes_first(
        self, blueprint: Blueprint
    ) -> None:
        chart = made(charts.timeline(small_case(blueprint, DATES)))
        starts = {title: excel_day(start) for title, start in shown(chart, 0).items()}
        assert starts == {"Sooner": date(2027, 4, 12), "Later": date(2027, 7, 1)}
        assert list(starts) == ["Sooner", "Later"]
        assert shown(chart, 1) == {"Sooner": 1, "Later": (date(2028, 6, 30) - date(2027, 7, 1)).days + 1}

    def test_what_has_no_time_is_counted_and_what_is_done_is_not_shown(self, blueprint: Blueprint) -> None:
        chart = made(charts.timeline(small_case(blueprint, DATES)))
        assert "Left out: 3 projects whose start or finish is not known." in chart.description
        assert "Over" not in chart.description

    def test_what_is_not_funded_has_no_dates(self, blueprint: Blueprint) -> None:
        chart = made(charts.timeline(small_case(blueprint, DATES)))
        assert "Left out: 1 project that waits for a decision, and so has no dates." in chart.description
        assert "Wished" not in chart.categories

    def test_waves_are_told_apart(self, public: Case) -> None:
        chart = made(charts.timeline(public))
        waves = {series.name: set(shown(chart, at)) for at, series in enumerate(chart.series) if at}
        wave, committed = public.results.wave, public.results.bought.committed
        assert wave is not None
        titles = {at: project.title for at, project in public.results.round.by_row.items()}
        assert waves["Committed"] == {titles[at] for at in committed}
        assert waves["First wave, proposed"] == {titles[at] for at in wave.chosen - committed}
        assert waves.keys() == {"Committed", "First wave, proposed"}

    def test_titles_begin_with_the_verdict(self, public: Case) -> None:
        for key in ("timeline", "benefit_against_cost"):
            assert made(ALL[key](public)).caption.startswith(f"{public.verdicts.headline}: ")


class TestProgress:
    def test_way_runs_from_baseline_to_target_whichever_is_better(self, blueprint: Blueprint) -> None:
        chart = made(charts.kpi_progress(small_case(blueprint, KPIS)))
        assert shown(chart, 0) == {"Followers": 1.25, "Reports": 0.5, "Calls": -0.2}

    def test_words_count_what_reached_the_target_what_moved_away_and_what_is_left_out(
        self, blueprint: Blueprint
    ) -> None:
        described = made(charts.kpi_progress(small_case(blueprint, KPIS))).description
        assert "1 has reached its target. 1 has moved away from it." in described
        assert "Left out: 4 measures whose progress cannot be worked out." in described


def test_equal_benefit_is_not_called_most(blueprint: Blueprint) -> None:
    case = many_projects(blueprint, 2)
    level = {role: group._replace(points=9.0) for role, group in case.results.by_role.items()}
    chart = made(charts.benefit_by_role(replace(case, full=replace(case.full, by_role=level))))
    assert "All have the same: 9 points." in chart.description
    assert "ost benefit:" not in chart.description


@pytest.mark.parametrize(("tag", "sign"), [("en-GB", "£"), ("en-IE", "€")])
def test_costs_have_the_currency_of_the_place(tag: str, sign: str, blueprint: Blueprint) -> None:
    with speaking(Words(ENGLISH.folder, tag=tag)):
        chart = made(charts.benefit_against_cost(many_projects(blueprint, 2)))
    assert chart.number_format == f"{sign}#,##0"
