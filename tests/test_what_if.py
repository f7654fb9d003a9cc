"""Another budget or other weights without touching the workbook, and why a project stands where it does."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from golden import text_of_docx
from openpyxl import Workbook as OpenFile
from openpyxl import load_workbook
from workbooks import edited

import smreport
from smreport.cli import main
from smreport.commands import reading
from smreport.commands.what_if import WhatIf
from smreport.errors import InvalidValue
from smreport.frozen import replace

BUDGET = 200_000  # of the workbook
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
    return run("explain", ILLUSTRATIVE, "faults reported ONLINE", "--exempt").output


def test_an_explanation_gives_rank_and_score_as_the_workbook_shows_them(explained: str) -> None:
    *_, score, rank = as_shown()
    assert f"Rank {rank} of 8, score {score:.1f}. Wave: First wave, proposed." in explained


def as_shown() -> list[object]:
    """The row of the project in the workbook."""
    return next(row for row in rows("7 Portfolio") if row[1] == "Faults reported online")


def rows(sheet: str) -> list[list[object]]:
    return [list(row) for row in load_workbook(ILLUSTRATIVE, data_only=True)[sheet].iter_rows(values_only=True)]


@pytest.mark.long
def test_what_the_criteria_add_comes_to_the_score(explained: str) -> None:
    table = rows_of(explained, "Score")
    assert [row[0] for row in table] == ["Benefit", "Cost", "Risk"]
    *_, score, _ = as_shown()
    assert sum(float(row[6]) for row in table) == pytest.approx(score, abs=0.15)
    for *_, weight, _, where in table:
        at_0, at_100, swing = (cell(f"Settings, {place}") for place in re.findall("C[0-9]+", where))
        assert at_0 != at_100
        assert f"{swing / 200:.0%}" == weight  # type: ignore[operator]


def test_points_lie_between_the_ends_of_the_scale_that_are_named(explained: str) -> None:
    for _, figure, at_0, at_100, points, *_ in rows_of(explained, "Score"):
        value, low, high = (float(re.sub("[£,]", "", text)) for text in (figure, at_0, at_100))
        assert float(points) == pytest.approx(max(0.0, 100 * (value - low) / (high - low)), abs=0.1)


@pytest.mark.long
def test_every_figure_of_an_explanation_stands_in_the_row_that_it_names(explained: str) -> None:
    for *_, points, where in rows_of(explained, "Benefit"):
        assert float(points) in cell(where)  # type: ignore[operator]
    for _, setup, yearly, hours, *_, where in rows_of(explained, "Cost"):
        assert {float(re.sub("[£,]", "", text)) for text in (setup, yearly, hours)} <= set(cell(where))  # type: ignore[call-overload]
    for *_, residual, where in rows_of(explained, "Risk"):
        assert float(residual) in cell(where)  # type: ignore[operator]


def test_an_unknown_project_is_answered_with_those_there_are() -> None:
    result = run("explain", ILLUSTRATIVE, "Dragons")
    assert result.exit_code == 2
    assert "“Dragons”" in result.output
    assert "“Faults reported online”" in result.output


@pytest.mark.parametrize("title", ["libraries for hard times", "Libraries for hard", "Libaries for hard times"])
def test_a_project_is_known_by_what_only_it_can_mean(title: str) -> None:
    assert run("explain", ILLUSTRATIVE, title).output.startswith("# Libraries for hard times\n")


def test_a_project_that_may_be_meant_is_asked_about() -> None:
    assert "Did you mean “Faults reported online”?" in run("explain", ILLUSTRATIVE, "Fault reporting online").output


@pytest.mark.long
@pytest.mark.parametrize("money", ["£40,000", "40k", "0.04m", " 40000 ", "40000.00"])
def test_money_on_the_command_line_may_be_written_as_people_do(money: str, tmp_path: Path) -> None:
    tried = run("build", ILLUSTRATIVE, "-o", tmp_path, "--budget", money)
    assert tried.exit_code == 0
    assert "£40,000 for the whole plan" in text_of_docx(tmp_path / "strategy.docx")


@pytest.mark.parametrize("money", ["-4", "lots", "", "£", "4,0x0", "nan", "1e5"])
def test_what_is_no_amount_is_refused_with_what_is_one(money: str, tmp_path: Path) -> None:
    refused = run("build", ILLUSTRATIVE, "-o", tmp_path, "--hours", money)
    assert refused.exit_code == 2
    assert "give an amount from 0 on, such as 40000, £40,000 or 40k" in refused.output


def test_money_that_is_not_for_publication_is_explained_only_on_request() -> None:
    public = run("explain", ILLUSTRATIVE, "More foster carers").output
    assert "Not for publication. Add --exempt to see it." in public
    exempt = run("explain", ILLUSTRATIVE, "More foster carers", "--exempt").output
    amounts = {amount for row in rows_of(exempt, "Cost") for amount in row if re.fullmatch("£[1-9].*", amount)}
    assert amounts
    assert not any(amount in public for amount in amounts)


@pytest.mark.long
def test_another_budget_changes_the_first_wave_and_both_documents_say_so(tmp_path: Path) -> None:
    assert run("build", ILLUSTRATIVE, "-o", tmp_path, "--budget", "100000").exit_code == 0
    for name in ("strategy.docx", "action-plan.docx"):
        assert f": £100,000 instead of £{BUDGET:,}. The workbook says otherwise." in text_of_docx(tmp_path / name)
    assert "What if" in text_of_docx(tmp_path / "strategy.docx").splitlines()[-1]
    wave = smreport.build(ILLUSTRATIVE, tmp_path, what_if=smreport.WhatIf(100_000)).results.wave
    assert wave is not None
    assert wave.spent.total.total <= 100_000
    as_it_is = smreport.build(ILLUSTRATIVE, tmp_path / "as it is").results.wave
    assert as_it_is is not None
    assert wave.chosen != as_it_is.chosen


@pytest.mark.long
def test_other_weights_are_those_the_ranks_rest_on(tmp_path: Path) -> None:
    assert run("build", ILLUSTRATIVE, "-o", tmp_path, "--weights", "benefit=0,cost=100,risk=0").exit_code == 0
    costs = smreport.build(
        ILLUSTRATIVE, tmp_path, what_if=smreport.WhatIf(weights={"benefit": 0, "cost": 100, "risk": 0})
    ).results.projects["cost"]
    assert costs.dropna().is_monotonic_increasing
    assert [bool(is_blank) for is_blank in costs.isna()] == [False] * 7 + [True]  # not known counts as the worst


def test_what_the_workbook_says_already_is_no_what_if(tmp_path: Path) -> None:
    assert run("build", ILLUSTRATIVE, "-o", tmp_path, "--budget", str(BUDGET)).exit_code == 0
    text = text_of_docx(tmp_path / "strategy.docx")
    assert f"£{BUDGET:,}" in text
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
    assert result.exit_code == 2
    assert "all of benefit, cost, risk are needed, one of them above 0." in result.output
    assert not list(tmp_path.iterdir())


def test_money_of_a_year_is_refused_where_the_form_does_not_ask_for_it() -> None:
    whole = reading.read_workbook(ILLUSTRATIVE)
    without = replace(whole, tables={key: table for key, table in whole.tables.items() if key != "money"})
    with pytest.raises(InvalidValue, match="this form has no sheet for money by year"):
        WhatIf(years={"2027/28 capital": 1.0}).applied(without)


@pytest.mark.long
def test_weights_that_are_not_given_stay_and_that_is_said(tmp_path: Path) -> None:
    stay = "As in Settings: Weight of cost 60 and Weight of risk 40."
    assert stay in run("explain", ILLUSTRATIVE, "Faults reported online", "--weights", "benefit=55").stdout
    built = run("build", ILLUSTRATIVE, "-o", tmp_path, "--weights", "benefit=55")
    assert stay in built.stdout
    assert stay in text_of_docx(tmp_path / "strategy.docx")
    for weights in ("benefit=100", "benefit=55,cost=60,risk=40"):
        assert (
            "As in Settings" not in run("explain", ILLUSTRATIVE, "Faults reported online", "--weights", weights).stdout
        )


def _without(tmp_path: Path, *weights: str) -> Path:
    """A workbook in which some weights are blank."""

    def clear(book: OpenFile) -> None:
        for row in book["Settings"].iter_rows(min_col=2, max_col=3):
            if row[0].value in weights:
                row[1].value = None

    return edited(Path(shutil.copy(ILLUSTRATIVE, tmp_path)), clear)


@pytest.mark.long
def test_an_option_that_cannot_be_used_is_told_by_itself_and_not_as_a_cell(tmp_path: Path) -> None:
    path = _without(tmp_path, "Weight of benefit", "Weight of cost", "Weight of risk")
    for weights in ("benefit=50", "benefit=0,cost=0,risk=0"):
        done = run("build", path, "-o", tmp_path / "out", "--weights", weights)
        assert (done.exit_code, "--weights" in done.stderr, "C28" in done.stderr) == (2, True, False), done.output


def test_a_draft_is_offered_only_where_it_can_be_written(tmp_path: Path) -> None:
    done = run("build", _without(tmp_path, "Weight of risk"), "-o", tmp_path / "out")
    assert done.exit_code == 1
    assert "C28" in done.stderr
    assert "--draft" not in done.stderr


def test_every_year_to_try_that_is_given_as_an_example_works_on_the_shipped_example() -> None:
    said = [(Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8"), run("build", "--help").stdout]
    said += [run("explain", "--help").stdout, run("build", "x.xlsx", "-o", "y", "--year", "soon").stderr]
    for text in said:
        examples = re.findall(r"(\d{4}/\d\d(?: (?:capital|revenue))?)=(\d+)", " ".join(text.split()))
        assert examples, text
        for year, amount in examples:
            WhatIf(years={year: float(amount)}).applied(reading.read_workbook(ILLUSTRATIVE))
