"""One verdict: all papers, the terminal, the check and the export say the same of every state, and tell no secret."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from papers.cases import annex_of, case_of, column, papers, prose, table_with, whole
from workbooks import saved, workbook

from smreport.blueprint.model import Blueprint
from smreport.cli import main
from smreport.decision import reasons as why
from smreport.decision import verdict as verdicts
from smreport.decision.check import DEPENDS_ON_DROPPED
from smreport.decision.limits_hold import codes_of_limits
from smreport.decision.money import BUDGET, HOURS, Limit
from smreport.decision.reasons import IN, OUT, Reason
from smreport.decision.records import Blank
from smreport.decision.terms import CAPITAL, REVENUE
from smreport.decision.verdict import MET, NOT_ASKED, NOT_POSSIBLE, Verdict
from smreport.exchange.tables import export
from smreport.frozen import replace
from smreport.papers import action_plan, choice
from smreport.papers.case import Case
from smreport.papers.explain import explanation
from smreport.papers.recommendations import recommendations
from smreport.papers.verdicts import STANDINGS

ANSWERS = """
| settings   | hourly_rate | contingency | plan_start | budget   | hours_available | risk_appetite |
|            | 0           | 0           | 2027-04-01 | {budget} | {hours}         | {appetite}    |
| areas      | name      | kind       | status   |
|            | Libraries | Service    | In scope |
|            | Voice     | {activity} | In scope |
| objectives | area      | objective | importance |
|            | All areas | Help      | Essential  |
| tools      | tool  | use  | channel | status |
|            | Email | news | Email   | Live   |
| mapping    | area                | tool        | objective | role  | strength |
|            | Libraries (Service) | Email: news | Help      | One   | {strong} |
|            | Voice ({activity})  | Email: news | Help      | Two   | {slight} |
| roles      | role |
|            | One  |
|            | Two  |
| evaluation | role | setup_cost | yearly_cost | hours | cost_kind | setup_kind | not_public |
|            | One  | 40000      | 1000        | 5     | Exact     | Capital    | {secret}   |
|            | Two  | {cost}     | 0           | 20    | Exact     | Revenue    |            |
| risks      | role | risk | likelihood | impact | residual_likelihood | residual_impact |
|            | One  | Late | Possible | Moderate | Possible | Moderate |
|            | Two  | Late | {likely} | {severe} | {likely} | {severe} |
| portfolio  | title      | areas               | roles | start      | must_do | not_with   | depends   | status    |
|            | Warm rooms | Libraries (Service) | One   | 2027-04-01 | {must}  |            |           |           |
|            | Open ears  | Voice ({activity})  | Two   | 2027-04-01 | {also}  | {not_with} | {depends} | {also_is} |
{gone}
"""
USUAL = {
    "budget": "", "hours": "", "appetite": "", "activity": "Activity", "secret": "", "cost": "2000", "must": "",
    "also": "", "not_with": "", "depends": "", "also_is": "", "gone": "",
    "strong": "Strong", "slight": "Slight", "likely": "Possible", "severe": "Moderate",
}  # fmt: skip
TOGETHER = 40_000 + 3 * 1_000 + 2_000  # both projects over the three years that costs are counted

OLD_HALL = "| | Old hall | Libraries (Service) | One | 2027-04-01 | | | | Dropped |"

STATES = {
    "none set": ({}, verdicts.NONE_SET, NOT_ASKED, "no first wave is proposed"),
    "held": ({"budget": "60000"}, verdicts.HELD, MET, "most benefit that is possible within £60,000"),
    "without twin track": ({"budget": "50000", "activity": "Service"}, verdicts.HELD, NOT_POSSIBLE, "does without"),
    "nothing fits": ({"budget": "10"}, verdicts.HELD, NOT_ASKED, "none that adds benefit fits within £10"),
    "nothing scored": (
        {"budget": "60000", "strong": "", "slight": "", "activity": "Service"}, verdicts.HELD, NOT_ASKED,
        "as no benefit is scored yet",
    ),
    "nothing scored, with both tracks": (
        {"budget": "60000", "strong": "", "slight": ""}, verdicts.HELD, NOT_ASKED, "as no benefit is scored yet",
    ),
    "one of the tracks is not scored": (
        {"budget": "60000", "slight": "", "also": "Yes"}, verdicts.HELD, MET, "most benefit that is possible",
    ),
    "beside a must-do nothing is scored": (
        {"budget": "60000", "strong": "", "also": "Yes"}, verdicts.HELD, NOT_ASKED, "most benefit that is possible",
    ),
    "one not scored, one too dear": (
        {"budget": "5000", "slight": ""}, verdicts.HELD, NOT_ASKED, "none that adds benefit fits within £5,000",
    ),
    "too little money": (
        {"budget": "30000", "must": "Yes", "also": "Yes"}, verdicts.CANNOT_BE_MET, NOT_ASKED,
        f"The smallest step that would do: £{TOGETHER - 30_000:,} more for the whole plan.",
    ),
    "too few hours": (
        {"hours": "22", "must": "Yes", "also": "Yes"}, verdicts.CANNOT_BE_MET, NOT_ASKED,
        "The smallest step that would do: 3 more staff hours a month.",
    ),
    "must-do to release": (
        {"budget": "44000", "must": "Yes", "also": "Yes"}, verdicts.CANNOT_BE_MET, NOT_ASKED,
        "It would do to release the must-do “",
    ),
    "apart": (
        {"budget": "90000", "must": "Yes", "also": "Yes", "not_with": "Warm rooms"}, verdicts.CANNOT_BE_MET, NOT_ASKED,
        "“Warm rooms” and “Open ears” must both be in, and do not go together.",
    ),
    "too risky": (
        {"appetite": "4", "must": "Yes"}, verdicts.CANNOT_BE_MET, NOT_ASKED,
        "its risk of 9 is above the risk appetite of 4",
    ),
    "stranded": (
        {"budget": "90000", "must": "Yes", "also": "Yes", "depends": "Old hall", "gone": OLD_HALL},
        verdicts.CANNOT_BE_MET, NOT_ASKED,
        "“Open ears” must be in, and depends on what is neither open nor done: “Old hall”.",
    ),
    "a commitment stranded": (
        {"budget": "90000", "must": "Yes", "also_is": "Approved", "depends": "Old hall", "gone": OLD_HALL},
        verdicts.HELD, MET, "most benefit that is possible within £90,000",
    ),
    "not known yet": (
        {"budget": "60000", "also": "Yes", "cost": ""}, verdicts.NOT_KNOWN_YET, NOT_ASKED,
        "Not known yet: Set-up cost",
    ),
}  # fmt: skip


@pytest.mark.parametrize("changes", [{"also": "Yes"}, {"also_is": "Approved"}, {"also_is": "In progress"}, {}])
def test_what_depends_on_a_dropped_project_is_found(changes: dict[str, str], blueprint: Blueprint) -> None:
    case = made(blueprint, **changes, budget="90000", depends="Old hall", gone=OLD_HALL)
    assert [found.subject for found in case.results.findings if found.code == DEPENDS_ON_DROPPED] == ["Open ears"]


def made(blueprint: Blueprint, exempt: bool = False, **changes: str) -> Case:
    return case_of(workbook(blueprint, ANSWERS.format(**{**USUAL, **changes})), exempt)


@pytest.mark.parametrize("name", STATES)
class TestEveryState:
    def test_papers_check_and_export_tell_the_same(self, name: str, blueprint: Blueprint) -> None:
        changes, limits, twin, words = STATES[name]
        case = made(blueprint, **changes)
        found = case.results.verdict
        assert (found.limits, found.twin_track) == (limits, twin)
        assert words in " ".join(case.verdicts.sentences)
        told = " ".join(prose(choice.portfolio(case, "")))
        assert case.verdicts.main_sentence in told
        assert all(sentence in told for sentence in case.verdicts.mend)
        assert not re.search(r", [A-Z]{1,2}[0-9]+\b", told), "no cells for councillors"
        assert case.verdicts.main_sentence in " ".join(prose(action_plan.plan_summary(case, "")))
        assert all(case.verdicts.main_sentence in text for text in map(whole, papers(case)))
        (row,) = json.loads(export(case, "json")["results.verdict.json"])
        assert (row["limits"], row["twin_track"], row["verdict"]) == (limits, twin, case.verdicts.main_sentence)
        assert (row["mend"] or "") == " ".join(case.verdicts.mend)
        codes = {finding.code for finding in case.results.findings} & {*codes_of_limits("settings")}
        assert {code.rpartition(".")[2] for code in codes} == {limits} - {verdicts.NONE_SET, verdicts.HELD}

    def test_a_wave_is_proposed_where_limits_are_held_and_only_there(self, name: str, blueprint: Blueprint) -> None:
        changes, limits, *_ = STATES[name]
        case = made(blueprint, **changes)
        asked = " ".join(prose(recommendations(case, "")))
        is_proposed = limits == verdicts.HELD and case.verdicts.main_sentence.startswith("The proposed first wave")
        assert ("Agree the proposed first wave" in asked) == is_proposed
        assert ("Agree the cash" in asked) == is_proposed
        assert bool(case.verdicts.first_wave) == is_proposed
        if not is_proposed:
            assert case.verdicts.sought in asked
            assert all(sentence in asked for sentence in case.verdicts.mend)
        standings = {case.verdicts.standing(at) for at in case.results.order}
        assert standings <= set(STANDINGS)
        assert ("proposed" in standings) == is_proposed
        files = export(case, "json")
        assert bool(json.loads(files.get("results.cash.json", b"[]"))) == is_proposed
        assert [row["wave"] for row in json.loads(files["results.waves.json"])] == [
            case.verdicts.standing(at) for at in case.results.order
        ]

    def test_every_sentence_is_short(self, name: str, blueprint: Blueprint) -> None:
        case = made(blueprint, **STATES[name][0])
        for text in (*case.verdicts.sentences, case.verdicts.sought, *map(case.verdicts.why, case.results.order)):
            assert max(len(sentence.split()) for sentence in text.split(". ")) <= 25


SCORES = {"nobody": ("", ""), "somebody": ("Almost certain", "Severe")}


@pytest.mark.parametrize("must", ["", "Yes"])
@pytest.mark.parametrize("scored_by", SCORES)
def test_a_risk_that_nobody_scored_is_not_told_as_one_of_25(scored_by: str, must: str, blueprint: Blueprint) -> None:
    likely, severe = SCORES[scored_by]
    case = made(blueprint, budget="60000", appetite="12", also=must, likely=likely, severe=severe)
    said = " ".join([*case.verdicts.sentences, *map(case.verdicts.why, case.results.order)])
    is_scored = scored_by == "somebody"
    assert ("risk of 25 is above the risk appetite of 12" in said) == is_scored
    assert ("risk is not known: it counts as 25, above the risk appetite of 12" in said) != is_scored
    assert is_scored or all("risk of 25" not in text for text in map(whole, papers(case)))


def test_what_may_fall_short_says_by_how_much_and_never_less(blueprint: Blueprint) -> None:
    case = made(blueprint, budget="60000")
    wave = case.results.wave
    near = replace(case.results)
    near.__dict__["_found"] = (Verdict(verdicts.HELD, 0.01201, MET), wave)
    told = Case(near, case.wording)
    assert "at most 1.3% short of the most that is possible" in told.verdicts.main_sentence
    assert told.verdicts.main_sentence in " ".join(prose(choice.portfolio(told, "")))
    (row,) = json.loads(export(told, "json")["results.verdict.json"])
    assert row["short"] == pytest.approx(0.01201)


def test_cash_is_that_of_the_set_by_year_with_capital_and_revenue_apart(blueprint: Blueprint) -> None:
    case = made(blueprint, budget="60000")
    table = table_with(choice.cash_by_year(case, case.verdicts.first_wave), "Financial year", "Capital", "Revenue")
    assert column(table, "Financial year") == ["2027/28", "2028/29", "2029/30", "All years"]
    assert column(table, "Capital") == ["£40,000", "£0", "£0", "£40,000"]
    assert column(table, "Revenue") == ["£3,000", "£1,000", "£1,000", "£5,000"]
    assert column(table, "Together")[-1] == f"£{TOGETHER:,}"
    assert f"takes £{TOGETHER:,} in cash" in case.money.of_wave(case.verdicts.first_wave)
    assert "25 hours" in case.money.of_wave(case.verdicts.first_wave)  # apart, never as cash


def test_build_and_check_say_that_limits_cannot_be_met(blueprint: Blueprint, tmp_path: Path) -> None:
    changes, limits, _, words = STATES["too little money"]
    path = saved(workbook(blueprint, ANSWERS.format(**{**USUAL, **changes})), tmp_path / "round.xlsx")
    checked = CliRunner().invoke(main, ["check", str(path), "--format", "json"])
    found = {each["code"]: each for each in json.loads(checked.output)[0]["findings"]}
    assert found[f"settings.limits.{limits}"]["level"] == "gap"
    built = CliRunner().invoke(main, ["build", str(path), "-o", str(tmp_path / "out")])
    assert built.exit_code == 0, built.output
    assert words in built.output


class TestSecrets:
    """Row One is not for publication: no figure tells what it costs, nor what limits it breaks by how much."""

    @pytest.mark.parametrize("name", STATES)
    def test_no_amount_that_depends_on_it_is_told(self, name: str, blueprint: Blueprint) -> None:
        changes = {**STATES[name][0], "secret": "Yes"}
        public, exempt = (made(blueprint, exempt, **changes) for exempt in (False, True))
        budget = float(changes.get("budget") or 0)
        told = "\n".join([*map(whole, papers(public)), *public.verdicts.sentences])
        held = "\n".join([whole(annex_of(exempt)), *exempt.verdicts.sentences])
        amounts = {40_000, 43_000, 42_000, 43_000 + 2_000, 41_000, 42_000 + 1_000, abs(TOGETHER - budget)}
        secret = {f"£{amount:,.0f}" for amount in amounts - {budget}}
        assert not any(re.search(rf"{amount}\b", told) for amount in secret)
        assert any(amount in held for amount in secret)

    @pytest.mark.parametrize("change", [{"40000": "41234"}, {"| 5     |": "| 4     |"}])
    def test_papers_and_export_are_the_same_whatever_it_costs(
        self, change: dict[str, str], blueprint: Blueprint
    ) -> None:
        text = ANSWERS.format(**{**USUAL, "budget": "20000", "secret": "Yes", "must": "Yes"})
        ((old, new),) = change.items()
        assert old in text
        one, other = (case_of(workbook(blueprint, each)) for each in (text, text.replace(old, new)))
        assert one.results.verdict.limits == verdicts.CANNOT_BE_MET
        assert list(map(whole, papers(one))) == list(map(whole, papers(other)))
        assert export(one) == export(other)

    def test_what_is_too_dear_is_told_of_a_project_that_needs_nothing_of_it(self, blueprint: Blueprint) -> None:
        case = made(blueprint, budget="60000", cost="70000", secret="Yes")
        (secret,) = case.privacy.withheld_projects
        (other,) = set(case.results.order) - {secret}
        assert case.verdicts.why(other).endswith("it is £10,000 above the budget of the whole plan.")
        assert not any(case.verdicts.tells(other, Reason(kind)) for kind in (why.DISPLACED, why.NO_SET, why.CHOSEN))
        (row,) = [row for row in json.loads(export(case, "json")["results.waves.json"]) if row["title"] == "Open ears"]
        assert (row["reason"], row["why"]) == (why.TOO_DEAR, case.verdicts.why(other))

    def test_what_is_too_dear_beside_it_is_not_told(self, blueprint: Blueprint) -> None:
        case = made(blueprint, budget="60000", secret="Yes", must="Yes")
        too_dear = Reason(why.TOO_DEAR, over=LIMITS)
        assert not any(case.verdicts.tells(row, too_dear) for row in case.results.order)


def test_papers_name_what_is_blank_and_staff_are_told_its_cell(blueprint: Blueprint) -> None:
    case = made(blueprint, budget="60000", cost="")
    (row,) = [at for at in case.results.order if case.verdicts.standing(at) == "unplaced"]
    assert case.verdicts.why(row).endswith("Set-up cost of “Two”.")
    assert case.verdicts.why(row, with_cells=True).endswith("Set-up cost (6 Evaluation, D8).")
    told = {text for paper in papers(case) for text in whole(paper).splitlines() if "It cannot be placed" in text}
    assert told
    assert not any("(6 Evaluation" in text for text in told)
    explained = whole(explanation(case, "Open ears"))
    assert case.verdicts.why(row, with_cells=True) in explained
    assert "Its whole-life cost is not known yet. In cash over 3 years: " in explained


CELL = Blank("evaluation", "setup_cost", 7)
LIMITS = tuple((Limit(kind, year, 5), 1_234) for kind, year in (
    (BUDGET, None), (CAPITAL, 2027), (REVENUE, 2028), (HOURS, None),
))  # fmt: skip


def reason_of(kind: str, first: int, second: int, **changes: object) -> Reason:
    """A reason of a kind with all that it may need."""
    usual = Reason(kind, blanks=(CELL,), others=(second,), risk=20, over=LIMITS, enters=(first,), leaves=(second,),
                   points=7, tie=why.DEARER, by=1_234)  # fmt: skip
    return replace(usual, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def held(blueprint: Blueprint) -> Case:
    return made(blueprint, budget="60000", appetite="25")


class TestReasons:
    def told(self, case: Case, reason: Reason, of: int | None = None) -> str:
        first = case.results.order[0] if of is None else of
        given = replace(case.results)
        given.__dict__.update(_found=case.results._found, reasons=dict.fromkeys(case.results.order, reason))
        return Case(given, case.wording, case.exempt).verdicts.why(first)

    @pytest.mark.parametrize("kind", [*OUT, *IN, ""])
    def test_every_kind_has_short_sentences_with_all_their_parts(self, kind: str, held: Case) -> None:
        first, second = held.results.order
        text = self.told(held, reason_of(kind, first, second))
        assert text.endswith(".")
        assert not re.search("[{}]|papers", text)

    @pytest.mark.parametrize("tie", [why.DEARER, why.MORE_HOURS, why.LOWER_RANK, why.LATER_TITLE])
    def test_every_tie_says_by_what_it_was_settled(self, tie: str, held: Case) -> None:
        first, second = held.results.order
        told = {self.told(held, reason_of(why.EQUAL, first, second, tie=each)) for each in (tie, "dearer")}
        assert len(told) == (1 if tie == why.DEARER else 2)

    @pytest.mark.parametrize("kind", [why.DISPLACED, why.CHOSEN])
    def test_what_is_not_proved_says_at_most(self, kind: str, held: Case) -> None:
        first, second = held.results.order
        exact, not_proved = (self.told(held, reason_of(kind, first, second, is_exact=each)) for each in (True, False))
        assert "at most" in not_proved
        assert "at most" not in exact

    @pytest.mark.parametrize("kind", [*OUT, *IN])
    def test_no_kind_tells_an_amount_of_what_is_not_for_publication(self, kind: str, blueprint: Blueprint) -> None:
        case = made(blueprint, budget="60000", appetite="25", secret="Yes")
        (secret,) = case.privacy.withheld_projects
        (other,) = set(case.results.order) - {secret}
        for tie in (why.DEARER, why.MORE_HOURS):
            text = self.told(case, reason_of(kind, secret, other, tie=tie), secret)
            assert not re.search(r"1,234|12\.34|£|/28|/29", text)
