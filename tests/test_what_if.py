"""Another budget or other weights without touching the workbook, and why a project stands where it does."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from golden import text_of_docx
from openpyxl import load_workbook

import smreport
from smreport.cli import main
from smreport.commands import publishing

ILLUSTRATIVE = Path(__file__).parent.parent / "examples" / "illustrative" / "illustrative.xlsx"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def cell(address: str) -> object:
    """What stands in the workbook at "4 Mapping, row 9" (the whole row) or at "Settings, C28"."""
    sheet, _, place = address.partition(", ")
    page = load_workbook(ILLUSTRATIVE, data_only=True)[sheet]
    if place.startswith("row"):
        return [each.value for each in page[int(place.removeprefix("row "))]]
    return page[place].value


def rows_of(text: str, heading: str) -> list[list[str]]:
    """The body of the table below a heading of the explanation."""
    below = text.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in below.splitlines() if line.startswith("|")]
    return [[part.strip() for part in line.strip("|").split("|")] for line in lines[2:]]


@pytest.fixture(scope="module")
def explained() -> str:
    return run("explain", ILLUSTRATIVE, "faults reported ONLINE").output


def test_an_explanation_gives_rank_and_score_as_the_workbook_shows_them(explained: str) -> None:
    *_, score, rank = next(row for row in rows("7 Portfolio") if row[1] == "Faults reported online")
    assert f"Rank {rank} of 7, score {score:.1f}." in explained


def rows(sheet: str) -> list[list[object]]:
    return [list(row) for row in load_workbook(ILLUSTRATIVE, data_only=True)[sheet].iter_rows(values_only=True)]


def test_what_the_criteria_add_comes_to_the_score(explained: str) -> None:
    table = rows_of(explained, "Score")
    assert [row[0] for row in table] == ["Benefit", "Cost", "Risk"]
    assert sum(float(row[4]) for row in table) == pytest.approx(60.1, abs=0.15)
    assert [cell(row[5]) for row in table] == [100, 60, 40]


def test_every_figure_of_an_explanation_stands_in_the_row_that_it_names(explained: str) -> None:
    for *_, share, where in rows_of(explained, "Benefit"):
        assert float(share) in cell(where)  # type: ignore[operator]
    for *_, share, where in rows_of(explained, "Cost"):
        assert round(cell(where)[-1]) == int(share.strip("£").replace(",", ""))  # type: ignore[index]
    for *_, residual, where in rows_of(explained, "Risk"):
        assert float(residual) in cell(where)  # type: ignore[operator]


def test_an_unknown_project_is_answered_with_those_there_are() -> None:
    result = run("explain", ILLUSTRATIVE, "Dragons")
    assert result.exit_code == 2
    assert "“Dragons”" in result.output
    assert "“Faults reported online”" in result.output


def test_money_that_is_not_for_publication_is_explained_only_on_request() -> None:
    public = run("explain", ILLUSTRATIVE, "More foster carers").output
    assert "Not for publication. Add --exempt to see it." in public
    assert "£" not in public
    assert "£" in run("explain", ILLUSTRATIVE, "More foster carers", "--exempt").output


def test_another_budget_changes_the_first_wave_and_both_documents_say_so(tmp_path: Path) -> None:
    assert run("build", ILLUSTRATIVE, "-o", tmp_path, "--budget", "100000").exit_code == 0
    for name in (publishing.STRATEGY, publishing.ACTION_PLAN):
        assert "Budget: 100,000 instead of 350,000. The workbook says otherwise." in text_of_docx(tmp_path / name)
    assert "What if" in text_of_docx(tmp_path / publishing.STRATEGY).splitlines()[-1]
    wave = smreport.build(ILLUSTRATIVE, tmp_path, what_if=smreport.WhatIf(100_000)).results.waves["wave"]
    assert (wave == "First wave").sum() < 4


def test_other_weights_are_those_the_ranks_rest_on(tmp_path: Path) -> None:
    assert run("build", ILLUSTRATIVE, "-o", tmp_path, "--weights", "benefit=0,cost=100,risk=0").exit_code == 0
    costs = smreport.build(
        ILLUSTRATIVE, tmp_path, what_if=smreport.WhatIf(weights={"benefit": 0, "cost": 100, "risk": 0})
    ).results.projects["cost"]
    assert costs.is_monotonic_increasing


def test_what_the_workbook_says_already_is_no_what_if(tmp_path: Path) -> None:
    assert run("build", ILLUSTRATIVE, "-o", tmp_path, "--budget", "350000").exit_code == 0
    text = text_of_docx(tmp_path / publishing.STRATEGY)
    assert "£350,000" in text
    assert "What if" not in text


def test_the_workbook_is_never_changed_by_a_what_if(tmp_path: Path) -> None:
    before = ILLUSTRATIVE.read_bytes()
    run("build", ILLUSTRATIVE, "-o", tmp_path, "--budget", "1")
    assert ILLUSTRATIVE.read_bytes() == before


@pytest.mark.parametrize("weights", ["benefit", "benefit=x", "benefit=-1", "price=3", "cost=101"])
def test_weights_that_make_no_sense_are_refused(weights: str, tmp_path: Path) -> None:
    result = run("build", ILLUSTRATIVE, "-o", tmp_path, "--weights", weights)
    assert result.exit_code == 2
    assert "a number from 0 to 100" in result.output
    assert not list(tmp_path.iterdir())


def test_weights_that_are_all_zero_are_refused_with_a_clear_line(tmp_path: Path) -> None:
    result = run("build", ILLUSTRATIVE, "-o", tmp_path, "--weights", "benefit=0,cost=0,risk=0")
    assert result.exit_code in (1, 2)
    assert "above zero" in result.output or "above 0" in result.output
