"""What somebody meets who makes next year's workbook: on the terminal, in the new file, and through the door."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from half_typed import HALF_FILLED, as_typed, read
from openpyxl import Workbook as OpenFile
from openpyxl.comments import Comment
from rounds.closing_year import ANSWERS
from workbook import lint
from workbooks import edited, saved, with_rows, workbook

import smreport
from smreport.blueprint.tables import Tables
from smreport.blueprint.templates import load
from smreport.blueprint.times import When
from smreport.cli import main
from smreport.commands.loading import load_template
from smreport.commands.reading import read_with_added
from smreport.errors import InvalidValue
from smreport.workbook.read.workbook_file import Workbook

pytestmark = pytest.mark.usefixtures("few_rows")

OLD_VERSIONS = sorted((Path(__file__).parent / "old_versions").glob("*.xlsx"))
BLUEPRINT = with_rows(load(), 6)
COUNCIL = workbook(BLUEPRINT, ANSWERS)
PORTFOLIO = BLUEPRINT.sheets["portfolio"]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def read_anew(path: Path) -> Tables:
    """The answers with all that people added."""
    opened = Workbook(path)
    return read_with_added(opened, load_template(opened.stamp().name))


def add(book: OpenFile) -> None:
    """What people added: a column of their own, a sheet, and notes on a figure and on a closed project."""
    page, free = book[PORTFOLIO.title], len(PORTFOLIO.headings) + 1
    for at, text in enumerate(("Our colour", "red", "green", "blue")):
        page.cell(PORTFOLIO.header_row + at, free).value = text
    book.create_sheet("Scratch")["A1"] = "ours"
    for sheet, key, row, note in (("kpis", "actual", 1, "still provisional"), ("portfolio", "lessons", 0, "ask Ann")):
        table = COUNCIL[sheet]
        book[table.title][table.cell(key, table.numbers[row])].comment = Comment(note, "Ann")
    for key, words in (("lessons", "Tell people sooner."), ("status", "done last May")):
        book[PORTFOLIO.title][COUNCIL["portfolio"].cell(key, PORTFOLIO.first_row)] = words


@dataclass(frozen=True)
class Renewed:
    old: Path
    new: Path
    done: Result
    after: Tables
    is_untouched: bool


@pytest.fixture(scope="module")
def renewed(few_rows: None, tmp_path_factory: pytest.TempPathFactory) -> Renewed:
    folder = tmp_path_factory.mktemp("renewed")
    old, new = edited(saved(COUNCIL, folder / "this year.xlsx"), add), folder / "next year.xlsx"
    content = old.read_bytes()
    done = run("renew", old, "-o", new)
    assert done.exit_code == 0, done.output
    return Renewed(old, new, done, read_anew(new), old.read_bytes() == content)


class TestTheCommand:
    def test_what_was_done_is_said_in_a_few_lines(self, renewed: Renewed) -> None:
        assert renewed.done.stdout.splitlines() == [
            f"Wrote {renewed.new}",
            "Moved to 7g Earlier rounds: 1 row of 6 Evaluation, 1 row of 6a Risks, 2 rows of 7 Portfolio, "
            "1 row of 7a KPIs, 2 rows of 7b Actions and 1 row of 7f Meetings.",
            "1 answer of Settings was about the last decision, and moved there too.",
            "1 KPI has its last figure as its baseline now.",
            "The spending of 1 cost is kept there, and counts anew.",
            "Warm rooms: Depends on no longer has Old website.",
            "Reading: Depends on no longer has Web chat.",
            "Still open: 2 rows of 7 Portfolio and 1 row of 7b Actions. "
            "Confirm or change what the column “Last round” says.",
            "1 parked area comes up again: say whether it is in scope now.",
            "Plan starts: 1 April 2028 instead of 1 April 2027.",
            "Plan ends: 31 March 2029 instead of 31 March 2028.",
            "Financial year: 2028/29 instead of 2027/28.",
            "3 dates are before the plan starts: the check asks about them.",
            f"{renewed.old} is as it was.",
            f'Next: smreport check "{renewed.new}"',
        ]

    def test_the_check_asks_about_as_many_dates_as_it_said(self, renewed: Renewed) -> None:
        codes = [finding.code for finding in smreport.check(renewed.new).findings]
        assert sum(code.endswith(".plan_start") for code in codes) == 3
        assert "areas.status.required" in codes
        extra = [f for f in smreport.check(renewed.new).findings if f.code == "cells.extra_column"]
        assert [finding.value for finding in extra] == ["Our colour"]

    def test_last_rounds_answers_stand_right_beside_the_table(self, renewed: Renewed) -> None:
        page = openpyxl.load_workbook(renewed.new)[PORTFOLIO.title]
        beside = len(PORTFOLIO.headings) + 1
        assert page.cell(PORTFOLIO.header_row, beside).value == "Last round"
        said = str(page.cell(PORTFOLIO.first_row, beside).value)
        assert said.startswith(
            "Status: In progress; Start: 1 September 2027; Finish: 31 December 2027; Lead: Head (2027"
        )

    def test_people_s_own_words_are_kept(self, renewed: Renewed) -> None:
        after = renewed.after
        assert after.extras.sheets["Scratch"] == (("ours",),)
        assert [*after.extras.columns["portfolio"]["Our colour"].values()] == ["blue"]
        assert after.extras.notes["kpis"] == {("baseline", after["kpis"].numbers[0]): "still provisional"}
        (row,) = [at for at, row in after["earlier"].rows.items() if row["was_in"] == "7 Portfolio" and row["lessons"]]
        kept = after["earlier"].row(row)
        assert {"Status: done last May", "Our colour: red"} <= set(str(kept["answers"]).splitlines())
        assert kept["lessons"] == "Tell people sooner."
        (guests,) = [at for at, row in after["earlier"].rows.items() if row["name"] == "Guests"]
        notes = {("lessons", row): "ask Ann", ("actual", guests): "still provisional"}
        assert after.extras.notes["earlier"] == notes

    def test_measures_stand_as_they_stood(self, renewed: Renewed) -> None:
        stood = {row["name"]: row["standing"] for row in renewed.after["earlier"].rows.values() if row["unit"]}
        assert stood == {"Visits": "Met", "Guests": "Cannot be said: the latest figure is not exact"}

    def test_the_old_file_is_untouched_and_two_renewals_give_the_same_bytes(
        self, renewed: Renewed, tmp_path: Path
    ) -> None:
        assert renewed.is_untouched
        target = Path(shutil.copy(renewed.old, tmp_path / "next.xlsx"))
        refused = run("renew", renewed.old, "-o", target)
        assert (refused.exit_code, target.read_bytes()) == (2, renewed.old.read_bytes())
        assert run("renew", renewed.old, "-o", target, "--force").exit_code == 0
        assert (tmp_path / "next (1).xlsx").read_bytes() == renewed.old.read_bytes()
        assert target.read_bytes() == renewed.new.read_bytes()

    def test_the_new_workbook_keeps_the_rules_of_its_kind(self, renewed: Renewed) -> None:
        assert lint.faults(renewed.new) == []

    def test_it_is_built_and_renewed_once_more(self, renewed: Renewed, tmp_path: Path) -> None:
        assert run("build", renewed.new, "-o", tmp_path / "out", "--draft").exit_code == 0
        third = smreport.renew(renewed.new, tmp_path / "third.xlsx")
        assert third.renewal.year.name == "2028/29"
        earlier = renewed.after["earlier"].rows.values()
        assert [*read_anew(third.path)["earlier"].rows.values()][: len(earlier)] == [*earlier]


class TestStarts:
    @pytest.mark.parametrize("day", ["1 June 2028", datetime(2028, 6, 1)])
    def test_a_day_in_words_or_as_a_date(self, renewed: Renewed, tmp_path: Path, day: str | date) -> None:
        done = smreport.renew(renewed.old, tmp_path / "n.xlsx", starts=day)
        assert done.renewal.year.starts == date(2028, 6, 1)
        assert str(read_anew(done.path).settings["plan_start"]) == "1 June 2028"

    @pytest.mark.parametrize("day", ["June 2028", "", date(9999, 4, 1)], ids=str)
    def test_what_is_no_day_is_refused(self, renewed: Renewed, tmp_path: Path, day: str | date) -> None:
        with pytest.raises(InvalidValue, match="give the day on which the next plan starts"):
            smreport.renew(renewed.old, tmp_path / "n.xlsx", starts=day)
        assert not list(tmp_path.iterdir())

    def test_without_a_plan_the_cell_to_fill_in_is_named(self, tmp_path: Path) -> None:
        old = saved(COUNCIL.with_settings({"plan_start": None}), tmp_path / "o.xlsx")
        done = run("renew", old, "-o", tmp_path / "n.xlsx")
        assert re.search(r"^Settings, C\d+: say when the new plan starts\.", done.stdout, re.MULTILINE)
        assert "before the plan starts" not in done.stdout


def answers(tables: Tables) -> Iterator[str]:
    """What people have typed into the rows of all sheets, each answer in words."""
    for table in tables.values():
        for column in table.sheet.asked_columns:
            values = table.columns[column.key]
            yield from (str(value) for value in values if isinstance(value, str | When))
            yield from (str(part) for value in values if isinstance(value, tuple) for part in value)


def no_word_is_lost(old: Path, new: Path) -> None:
    after = read_anew(new)
    own = (str(text) for of in after.extras.columns.values() for rows in of.values() for text in rows.values())
    everything = "\n".join((*answers(after), *own))
    assert [words for words in answers(read_anew(old)) if words not in everything] == []


@pytest.mark.parametrize("old", OLD_VERSIONS, ids=lambda path: path.stem)
def test_workbooks_of_earlier_versions_are_renewed(old: Path, tmp_path: Path) -> None:
    done = smreport.renew(old, tmp_path / "new.xlsx")
    assert done.remarks == ()
    assert Workbook(done.path).stamp().version == load().version
    no_word_is_lost(old, done.path)


def test_a_half_filled_workbook_is_renewed_as_people_typed_it(tmp_path: Path) -> None:
    (path,) = [path for path in HALF_FILLED if path.stem == "done"]
    old = as_typed(read(BLUEPRINT.sized({"portfolio": 20, "kpis": 20}), path), path, tmp_path / "old.xlsx")
    done = smreport.renew(old, tmp_path / "new.xlsx")
    assert done.renewal.moved["portfolio"]
    no_word_is_lost(old, done.path)


def test_the_other_template_is_renewed_by_its_own_words(tmp_path: Path) -> None:
    old = saved(workbook(with_rows(load("digital_inclusion"), 6), """
        | portfolio | title | status   |
        |           | Rooms | Done     |
        |           | Loans | Proposed |
    """), tmp_path / "old.xlsx")  # fmt: skip
    done = smreport.renew(old, tmp_path / "new.xlsx")
    after = read_anew(done.path)
    assert (after.blueprint.name, after["portfolio"].columns["title"]) == ("digital_inclusion", ["Loans"])
    assert after["earlier"].columns["name"] == ["Rooms"]
