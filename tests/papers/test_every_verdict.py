"""Every state of the one verdict, by real workbooks through the commands: papers, terminal, JSON and export agree."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from golden import text_of_docx
from workbooks import saved, workbook

from smreport.blueprint.model import Blueprint
from smreport.blueprint.templates import load
from smreport.cli import main
from smreport.decision import wave
from smreport.decision.verdict import CANNOT_BE_MET, HELD, MET, NONE_SET, NOT_ASKED, NOT_KNOWN_YET, NOT_POSSIBLE
from smreport.papers.compose import file_of
from smreport.papers.wording import PAPERS

pytestmark = pytest.mark.usefixtures("few_rows")

ANSWERS = """
| settings   | hourly_rate | contingency | plan_start | budget   | hours_available |
|            | 0           | 0           | 2027-04-01 | {budget} | {hours}         |
| areas      | name      | kind       | status   |
|            | Libraries | Service    | In scope |
|            | Voice     | {activity} | In scope |
| objectives | area      | objective | importance |
|            | All areas | Help      | Essential  |
| tools      | tool  | use  | channel | status |
|            | Email | news | Email   | Live   |
| mapping    | area                | tool        | objective | role  | strength |
|            | Libraries (Service) | Email: news | Help      | One   | Strong   |
|            | Voice ({activity})  | Email: news | Help      | Two   | Slight   |
|            | Libraries (Service) | Email: news | Help      | Three | Moderate |
| roles      | role  |
|            | One   |
|            | Two   |
|            | Three |
| evaluation | role  | setup_cost | yearly_cost | hours | cost_kind | setup_kind |
|            | One   | 40000      | 0           | 0     | Exact     | Capital    |
|            | Two   | 2000       | 0           | {two} | Exact     | Revenue    |
|            | Three | 30000      | 0           | 0     | Exact     | Revenue    |
| risks      | role  | risk | likelihood | impact   | residual_likelihood | residual_impact |
|            | One   | Late | Possible   | Moderate | Possible            | Moderate        |
|            | Two   | Late | Possible   | Moderate | Possible            | Moderate        |
|            | Three | Late | Possible   | Moderate | Possible            | Moderate        |
| portfolio  | title      | areas               | roles | start      | finish     | must_do |
|            | Warm rooms | Libraries (Service) | One   | 2027-04-01 | 2030-03-31 |         |
|            | Open ears  | Voice ({activity})  | Two   | 2027-04-01 | 2030-03-31 | {must}  |
|            | Book bus   | Libraries (Service) | Three | 2027-04-01 | 2030-03-31 |         |
"""
USUAL = {"budget": "", "hours": "", "activity": "Activity", "must": "", "two": "5"}
NO_TRACK, UNKNOWN = {"activity": "Service"}, {"must": "Yes", "two": "", "hours": "9"}


class State(NamedTuple):
    """A state, the answers that make it, and whether the search stops at a set that is not proved to be the best."""

    limits: str
    twin: str
    answers: dict[str, str]
    is_near: bool = False


STATES = {
    f"{state.limits}, {state.twin}, {'near' if state.is_near else 'exact'}": state
    for state in (
        State(NONE_SET, NOT_ASKED, {}),
        State(CANNOT_BE_MET, NOT_ASKED, {"budget": "100", "must": "Yes"}),
        *(
            State(limits, twin, {"budget": "60000", **answers, **tracks}, is_near)
            for limits, answers in ((HELD, {}), (NOT_KNOWN_YET, UNKNOWN))
            for twin, tracks in ((MET, {}), (NOT_POSSIBLE, NO_TRACK))
            for is_near in (False, True)
        ),
    )
}
SAYS = {
    NONE_SET: "No limits of money or staff time are set",
    HELD: "most benefit that is possible within £60,000",
    CANNOT_BE_MET: "cannot be met",
    NOT_KNOWN_YET: "not known yet",
}
BLANKS = "Not known yet: "  # papers name what is blank, staff are told the cell too


def said(*words: object) -> str:
    done = CliRunner().invoke(main, list(map(str, words)))
    assert done.exit_code in (0, 1), done.output
    return done.stdout


@pytest.mark.long
@pytest.mark.parametrize("name", STATES)
def test_papers_terminal_json_and_export_tell_the_same_verdict(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state, path = STATES[name], tmp_path / "round.xlsx"
    blueprint: Blueprint = load()
    saved(workbook(blueprint, ANSWERS.format(**{**USUAL, **state.answers})), path)
    if state.is_near:  # as where hundreds compete: nearly as good as what the relaxation says is enough
        for limit, value in (("MOST_PROJECTS", 0), ("SMALL", 0), ("GAP", 0.5)):
            monkeypatch.setattr(wave, limit, value)
    built = said("build", path, "-o", tmp_path / "out")
    said("export", path, "-o", tmp_path / "json", "--format", "json")
    (row,) = json.loads((tmp_path / "json" / "results.verdict.json").read_text(encoding="utf-8"))
    (told,) = json.loads(said("status", path, "--format", "json"))
    (checked,) = json.loads(said("check", path, "--format", "json"))

    assert (row["limits"], row["twin_track"], row["is_proposed"]) == (state.limits, state.twin, state.limits == HELD)
    assert SAYS[state.limits] in row["verdict"] or state.is_near
    assert (row["short"] is not None) == (state.limits == HELD)
    assert bool(row["short"]) == (state.limits == HELD and state.is_near)
    assert ("short of the most" in row["verdict"]) == bool(row["short"])
    assert checked["limits"] == state.limits

    sentences = re.findall(r"\S.*?\.(?= |$)", f"{row['verdict']} {row['mend'] or ''}")
    papers = [text_of_docx((tmp_path / "out" / file_of(key)).read_bytes()) for key in PAPERS]
    assert all(sentence in text for text in papers for sentence in sentences)
    for_staff = [sentence for sentence in sentences if not sentence.startswith(BLANKS)]
    for text in (built, told["verdict"] if state.limits != NONE_SET else built):
        assert all(sentence in text for sentence in for_staff)
        assert len(re.findall(rf"{BLANKS}.* \(.+, [A-Z]{{1,2}}[0-9]+\)\.", text)) == len(sentences) - len(for_staff)
    for text in (built, *papers):
        assert ("does without" in text) == (state.limits == HELD and state.twin == NOT_POSSIBLE)

    is_set = state.limits != NONE_SET
    assert (told["limits"], told["twin_track"]) == ((state.limits, state.twin) if is_set else ("", ""))
    assert told["short"] == row["short"]
    assert bool(told["verdict"]) == is_set


@pytest.mark.long
@pytest.mark.parametrize("name", ["none_set, not_asked, exact", "cannot_be_met, not_asked, exact"])
def test_status_and_check_say_it_in_words_where_limits_are_set(name: str, tmp_path: Path) -> None:
    path, state = tmp_path / "round.xlsx", STATES[name]
    saved(workbook(load(), ANSWERS.format(**{**USUAL, **state.answers})), path)
    is_set = state.limits != NONE_SET
    told, checked = said("status", path), said("check", path)
    assert ("First wave: The limits and rules cannot be met" in told) == is_set
    assert ("Limits: they cannot be met" in checked) == is_set
    assert ("Limits: " in checked) == is_set
    other = saved(workbook(load(), ANSWERS.format(**{**USUAL, "budget": "60000"})), tmp_path / "other.xlsx")
    both = said("status", path, other)
    assert ("First wave of round.xlsx: " in both) == is_set
    assert "First wave of other.xlsx: The proposed first wave has the most benefit" in both


def test_the_gaps_to_close_first_are_told_by_status_with_owner_and_cell(tmp_path: Path) -> None:
    path = tmp_path / "round.xlsx"
    answers = ANSWERS.replace("| Strong   |", "|          |")
    saved(workbook(load(), answers.format(**{**USUAL, "budget": "60000"})), path)
    (told,) = json.loads(said("status", path, "--format", "json"))
    assert re.match(r"Strength \(4 Mapping, G\d+\), to ask of .+\. At its best: in “Warm rooms”", told["close_first"])
    (line,) = (line for line in said("status", path).splitlines() if line.startswith("Close first: "))
    assert line == f"Close first: {told['close_first']}"
