"""Measures: each figure with its unit, and how each stands, in the same words everywhere."""

from __future__ import annotations

from datetime import date

import pytest
from papers.cases import case_of, column, prose, row_of, small_case, table_with
from workbooks import example

from smreport.blocks.document import Block, Bullets, Paragraph, Table
from smreport.blueprint.model import Blueprint
from smreport.papers import measured, measures, standing
from smreport.papers.case import Case

KEYS = ("unit", "direction", "baseline", "target", "target_date", "actual", "actual_as_of")


def case_with(blueprint: Blueprint, *rows: tuple[str, ...], meeting: str = "", keys: tuple[str, ...] = KEYS) -> Case:
    lines = ["| settings | meeting_date |", f"|  | {meeting} |"] if meeting else []
    lines += [f"| kpis | name | project | {' | '.join(keys)} |"]
    lines += [f"| | Measure {at} | Whole strategy | {' | '.join(row)} |" for at, row in enumerate(rows, 1)]
    return small_case(blueprint, "\n".join(lines))


def one(blueprint: Blueprint, *row: str, meeting: str = "2028-01-01") -> measured.Measure:
    (measure,) = case_with(blueprint, row, meeting=meeting).measures.all
    return measure


def tables(blocks: list[Block]) -> list[Table]:
    return [block for block in blocks if isinstance(block, Table)]


@pytest.mark.parametrize(
    ("row", "stands"),
    [
        (("calls", "Decrease", "100", "50", "2029-01-01", "45", "2027-10-01"), "Met"),
        (("calls", "At least", "about 100", "50", "", "50", ""), "Met"),
        (("percent", "At most", "10", "40", "", "20", ""), "Met"),
        (("pounds a year", "Increase", "10", "£3k", "", "3000", ""), "Met"),
        (("percent", "", "10", "40%", "", "40 per cent", ""), "Met"),
        (("calls", "Decrease", "100", "50", "2027-06-30", "60", "2027-06-30"), "Missed"),
        (("calls", "Decrease", "100", "50", "2027-06-30", "60", ""), "Missed"),
        (("calls", "Decrease", "100", "50", "2027-06-30", "60", "2027-03-31"),
         "Not met when last counted; the date has passed"),
        (("calls", "Decrease", "100", "50", "2029-06-30", "60", "2027-03-31"), "On the way: 80% done"),
        (("calls", "Increase", "0", "1000", "", "999", ""), "On the way: 99% done"),
        (("calls", "Increase", "0", "1000", "", "1", ""), "On the way: 1% done"),
        (("calls", "Increase", "100", "200", "", "100", ""), "No change so far"),
        (("calls", "Increase", "100", "200", "", "90", ""), "Moved away from the target"),
        (("calls", "At least", "60", "50", "", "40", ""), "Moved away from the target"),
        (("calls", "Increase", "few", "200", "", "90", ""), "Not reached yet"),
        (("calls", "Increase", "", "200", "", "90", ""), "Not reached yet"),
        (("calls", "Increase", "10", "", "", "90", ""), "No target"),
        (("calls", "Increase", "10", "200", "2029-01-01", "", ""), "No figures yet"),
        (("calls", "Increase", "10", "200", "2027-01-01", "", ""), "No figures; the date has passed"),
        (("calls", "Increase", "10", "200", "", "about 90", ""), "Cannot be said: the latest figure is not exact"),
        (("calls", "Increase", "10", "many more", "", "90", ""), "Cannot be said: the target is no exact figure"),
        (("calls", "Increase", "10", "20%", "", "90", ""), "Cannot be said: the figures have different units"),
        (("percent", "Decrease", "40", "-20", "", "35", ""),
         "Cannot be said: the target seems to be a change, not a level"),
        (("calls", "", "", "20", "", "35", ""), "Cannot be said: whether more or less is better is not given"),
        (("calls", "Increase", "40", "20", "", "35", ""),
         "Cannot be said: the target lies against the direction wanted"),
    ],
)  # fmt: skip
def test_how_a_measure_stands_in_words(blueprint: Blueprint, row: tuple[str, ...], stands: str) -> None:
    assert one(blueprint, *row).stands == stands


def test_both_ends_have_their_unit_and_figures_their_day(blueprint: Blueprint) -> None:
    low = one(blueprint, "percent", "Decrease", "40", "-20", "March 2029", "35", "Q2 2026/27")
    assert (low.baseline, low.target, low.latest) == ("40%", "-20% (March 2029)", "35% (Q2 2026/27)")
    words = one(blueprint, "replies a year", "Increase", "about 410", "900", "", "", "")
    assert (words.baseline, words.target, words.latest) == ("about 410 replies a year", "900 replies a year", "")


def test_the_day_that_counts_is_the_meetings_else_the_newest_of_a_figure(blueprint: Blueprint) -> None:
    rows = [("", "", "1", "9", "2027-06-30", "3", day) for day in ("2027-03-31", "2027-09-30")]
    assert case_with(blueprint, *rows, meeting="2026-01-01").measures.today == date(2026, 1, 1)
    assert case_with(blueprint, *rows).measures.today == date(2027, 9, 30)
    assert case_with(blueprint, ("", "", "1", "9", "2001-01-01", "", "")).measures.today is None


class TestTable:
    def test_what_no_row_has_is_left_out_and_a_missing_target_is_said(self, blueprint: Blueprint) -> None:
        case = case_with(blueprint, ("visits", "", "5", "9", "", "", ""), ("", "", "", "9", "", "4", ""))
        (table,) = tables(list(measures.kpis(case, "")))
        assert "Latest" in [each.heading for each in table.columns]
        assert column(table, "Baseline") == ["5 visits", "Not taken yet"]
        without = case_with(blueprint, ("visits", "", "5", "9", "", "", ""), ("", "", "3", "", "", "", ""))
        assert column(tables(list(measures.kpis(without, "")))[0], "How it stands") == ["No figures yet", "No target"]

    def test_a_measure_without_any_figure_is_named_below_the_table_of_those_that_have_one(
        self, blueprint: Blueprint
    ) -> None:
        case = case_with(blueprint, ("visits", "", "5", "9", "", "", ""), ("", "", "", "9", "", "", ""))
        blocks = list(measures.kpis(case, ""))
        (table,) = tables(blocks)
        assert [each.heading for each in table.columns] == ["Measure", "Baseline", "Target (by when)"]
        with_one, without = (measure.name for measure in case.measures.all)
        assert column(table, "Measure") == [with_one]
        assert blocks[-1] == Paragraph(
            f"No figures yet: {without}, target 9.", source=case.sources.rows("kpis", [case.measures.all[1].row])
        )

    def test_a_measure_says_the_same_in_strategy_and_plan(self, blueprint: Blueprint) -> None:
        case = case_of(example(blueprint, "illustrative"))
        main = table_with(measures.kpis(case, ""), "How it stands")
        plan = table_with(measures.progress(case, ""), "How it stands")
        shared = set(column(main, "Measure")) & set(column(plan, "Measure"))
        assert shared
        for name in shared:
            assert row_of(main, name).items() <= row_of(plan, name).items()

    def test_what_was_achieved_is_told_in_the_same_words(self, blueprint: Blueprint) -> None:
        case = case_of(example(blueprint, "illustrative"))
        found = next(block.items for block in standing.achieved(case, "") if isinstance(block, Bullets))
        told = found[len(case.groups.done) + len(case.groups.dropped) :]
        results = case.measures.with_results
        assert 0 < len(told) <= len(results)
        assert list(told) == [f"{each.name}: {each.latest}. {each.stands}." for each in results[: len(told)]]

    def test_each_result_stands_in_the_plan_with_baseline_and_target(self, blueprint: Blueprint) -> None:
        case = case_of(example(blueprint, "illustrative"))
        table = table_with(measures.progress(case, ""), "How it stands")
        assert column(table, "Measure") == [measure.name for measure in case.measures.with_results]
        for measure in case.measures.with_results:
            row = row_of(table, measure.name)
            told = (measure.latest, measure.baseline or "Not yet", measure.target or "No target", measure.stands)
            assert tuple(row[key] for key in ("Latest", "Baseline", "Target (by when)", "How it stands")) == told

    def test_the_strategy_says_how_many_more_there_are(self, blueprint: Blueprint) -> None:
        case = case_with(blueprint, *[("visits", "", "5", "9", "", "", "")] * 9)
        assert "The action plan has 4 more." in list(prose(measures.kpis(case, "")))

    def test_source_note_and_owner_stand_where_they_were_typed(self, blueprint: Blueprint) -> None:
        keys = ("stage", "frequency", "source", "owner", "notes")
        case = case_with(blueprint, ("Outcome", "Monthly", "Gate counter", "Librarian", "Closed in May"), keys=keys)
        (table,) = tables(list(measures.how_measured(case, "")))
        assert table.rows == (("Measure 1", "Outcome", "Monthly", "Gate counter", "Librarian", "Closed in May"),)
        assert list(measures.how_measured(case_with(blueprint, ("",) * 5, keys=keys), "")) == []


def test_results_are_counted_in_words_and_nothing_is_said_without_any(blueprint: Blueprint) -> None:
    met, new = ("", "Increase", "1", "9", "", "9", ""), ("", "Increase", "1", "9", "", "", "")
    told = next(prose(measures.progress(case_with(blueprint, met, new, new), "")))
    assert told == "How the 3 measures stand: 1 is met and 2 have no figures yet."
    assert list(measures.progress(case_with(blueprint, new), "")) == []


def test_measures_of_finished_projects_count_and_those_of_unknown_projects_are_listed(blueprint: Blueprint) -> None:
    case = small_case(
        blueprint,
        """
        | portfolio | title | status |
        |           | Pages | Done   |
        | kpis | name   | project | direction | baseline | target | actual |
        |      | Visits | Pages   | Increase  | 10       | 20     | 30     |
        |      | Calls  | Forms   | Decrease  | 10       | 5      | 4      |
        """,
    )
    table = table_with(measures.progress(case, ""), "How it stands")
    assert column(table, "Measure") == ["Visits", "Calls"]
    assert column(table_with(measures.strategy_kpis(case, ""), "Measure"), "Measure") == ["Calls"]
