"""The illustrative example over two more rounds: its reviews are what the data give, and tell nothing secret."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from example_rounds import FILES, FOLDER, YEARS, Years, changed, two_more_rounds
from kept import assert_same
from remake_examples import REMAKE
from workbooks import workbook

from smreport.blueprint.answers import Answers, read_answers
from smreport.blueprint.model import Blueprint
from smreport.commands.reading import read_workbook
from smreport.commands.reviewing import reviewed_cases
from smreport.decision.check import check
from smreport.findings import Level
from smreport.papers.review_money import Spendings

pytestmark = [pytest.mark.usefixtures("few_rows"), pytest.mark.long]


@pytest.fixture(scope="module")
def years(few_rows: None, tmp_path_factory: pytest.TempPathFactory) -> Years:
    return two_more_rounds(tmp_path_factory.mktemp("rounds"))


@pytest.fixture(scope="module")
def today(years: Years) -> dict[str, bytes]:
    return years.made()


def parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def typed_in(year: str) -> Answers:
    return read_answers(FOLDER / "rounds" / f"{year}.toml")


def review(year: str) -> str:
    return (FOLDER / "golden" / f"review-{year}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [path for path in FILES if path.endswith((".md", ".txt"))])
def test_golden_texts_are_what_the_data_give(today: dict[str, bytes], path: str) -> None:
    assert_same(today[path].decode(), (FOLDER / path).read_text(encoding="utf-8"), path, REMAKE)


@pytest.mark.parametrize("year", YEARS)
def test_documents_are_what_the_data_give(today: dict[str, bytes], year: str) -> None:
    path = f"review-{year}.docx"
    assert parts(today[path]) == parts((FOLDER / path).read_bytes()), REMAKE


@pytest.mark.parametrize("year", YEARS)
def test_a_review_says_on_every_page_that_its_figures_are_invented(year: str) -> None:
    assert "> Illustrative: " in review(year)
    assert re.search(r"^Footer: .*Illustrative", review(year), re.MULTILINE)


@pytest.mark.parametrize("year", YEARS)
def test_no_figure_of_the_fostering_adverts_is_told(years: Years, year: str) -> None:
    (line,) = (row for row in read_workbook(years.latest)["evaluation"].rows.values() if row["not_public"])
    assert line["spent"] == 33870
    secret = [f"{amount:{form}}" for amount in (line["spent"], line["setup_cost"]) for form in (",.0f", ".0f")]
    told = [text.decode("utf-8", "replace") for text in parts((FOLDER / f"review-{year}.docx").read_bytes()).values()]
    assert not [figure for figure in secret for text in told if figure in text]
    assert "1 line is left out, as it is not for publication." in review(year)


@pytest.mark.parametrize("year", YEARS)
def test_what_was_learnt_and_each_new_figure_are_told(year: str) -> None:
    typed = typed_in(year)
    lessons = [row["lessons"] for row in typed["portfolio"] if "lessons" in row]
    assert len(lessons) > 3
    assert not [lesson for lesson in lessons if lesson not in review(year)]
    lines = {row[0].split(", in ")[0]: row[2] for row in table(review(year), "Measure")}
    for row in typed["kpis"]:
        if "actual" in row:
            figure = row["actual"] if isinstance(row["actual"], str) else f"{row['actual']:,}"
            assert figure.removeprefix("about ") in lines[row["row"]].split("; ")[-1]


def test_the_story_has_all_that_can_come_of_a_project_and_of_a_measure() -> None:
    both = review("2028") + review("2029")
    stands = {row[-1].split(":")[0] for year in YEARS for row in table(review(year), "Measure")}
    assert {"Met", "Missed", "On the way", "Moved away from the target", "Cannot be said"} <= stands
    for words in (
        "have no figures yet",
        "finished: “Warnings that reach people”",
        "given up: “Right stuff, right bin”",
    ):
        assert words in both


def test_actions_of_projects_that_nobody_decided_on_are_not_late() -> None:
    late = {row[0]: row[1] for row in table(review("2028"), "Action")}
    assert set(late.values()) == {"Faults reported online"}
    assert "Choose ten libraries and name a digital champion in each" not in late  # though it was due in October 2027


def test_spending_before_and_since_the_renewal_is_counted_together() -> None:
    first, second = (
        {row["row"]["role"]: row["spent"] for row in typed_in(year)["evaluation"] if "spent" in row} for year in YEARS
    )
    shown = {row[0].split(":")[0]: row[3] for row in table(review("2029"), "What it pays for")}
    both = {role: first[role] + second[role] for role in first.keys() & second.keys() if role != "Community champions"}
    assert {role: shown[role] for role in both} == {role: f"£{spent:,}" for role, spent in both.items()}
    assert shown["Community champions"] == "about £5,900 and £2,450 together"


def test_spending_of_two_rounds_names_the_cells_of_both(years: Years) -> None:
    review_of_both = reviewed_cases(read_workbook(years.later), read_workbook(years.latest), ())
    cells = {line.name: review_of_both.cells(*line.places) for line in Spendings.of(review_of_both).lines}
    for name, places in cells.items():
        assert "6 Evaluation, row" in places
        assert ("7g Earlier rounds, row" in places) != name.startswith("Trading standards")


def test_what_began_before_the_plan_is_not_set_up_again(years: Years) -> None:
    """In the second plan the link between the form and the crews' system costs its yearly cost alone."""
    then, now = read_workbook(years.later), read_workbook(years.latest)
    start = now["settings"].rows[0]["plan_start"]
    planned = [
        {line.name: line.planned for line in Spendings.of(reviewed_cases(tables, now, ())).lines}
        for tables in (then, then.with_settings({"plan_start": start}))
    ]
    (name,) = (name for name in planned[0] if name.startswith("Contact centre"))
    assert [round(by_plan[name] or 0) for by_plan in planned] == [38000 + 16500 * 23 / 12, 16500]


def test_the_renewed_workbook_asks_about_parked_areas_and_passed_dates_alone(years: Years) -> None:
    """And about the one amount that was not typed as a number, which is kept as it was."""
    findings = check(read_workbook(years.renewed))
    assert all(finding.level is not Level.ERROR for finding in findings)
    areas = [finding for finding in findings if finding.sheet == "1 Areas"]
    (kept,) = (finding for finding in findings if finding.sheet == "7g Earlier rounds")
    assert kept.value == "about 5,900"
    assert len(areas) == len(years.renewal.renewal.again) == 4
    dates = [finding for finding in findings if finding not in (*areas, kept)]
    assert len(dates) == years.renewal.dates
    assert all("before the plan" in finding.what for finding in dates)


@pytest.mark.parametrize(
    "entry", [{"row": "Nobody's"}, {"row": {"name": "Reading", "kind": "Activity"}}, {"row": "Reading", "nmae": "x"}]
)
def test_changes_to_what_is_not_there_are_refused(blueprint: Blueprint, entry: Answers) -> None:
    tables = workbook(
        blueprint,
        """
        | areas | name    | kind    |
        |       | Reading | Service |
        """,
    )
    with pytest.raises(AssertionError, match=r"rows are|no column"):
        changed(tables, {"areas": [entry]})


def table(text: str, first: str) -> list[list[str]]:
    """The rows of the table whose first heading is this, without the headings."""
    rows = [
        line.strip("| ").split(" | ") for line in text[text.index(f"| {first} |") :].partition("\n\n")[0].splitlines()
    ]
    return rows[2:]
