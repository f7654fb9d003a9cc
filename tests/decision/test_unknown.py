"""Not known counts as the worst that it can be: each row of the table, on random rounds; no blank helps."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from decision_cases import count, random_round, whole_pounds, within
from workbooks import EXAMPLES

from smreport.blueprint.answers import read_answers, tables_from
from smreport.blueprint.model import Blueprint
from smreport.decision import unknown
from smreport.decision.bought import Bought
from smreport.decision.judging import verdict_of
from smreport.decision.records import Blank, CostLine, Limits, Project, Risk, Round, Settings, Use, YearLimit, amount
from smreport.decision.results import decide
from smreport.decision.score import Scored, scored
from smreport.decision.terms import ESTIMATE
from smreport.decision.unknown import benefit_known, gaps, is_risk_known, risk_counted, risk_of
from smreport.decision.verdict import HELD, NOT_KNOWN_YET
from smreport.decision.wave import search_of
from smreport.frozen import replace

ROUNDS = 40
Blanking = Callable[[Round, Random], Round | None]


def with_blank(part: str, **changes: Any) -> Blanking:
    """Blanks cells of one record of a round."""

    def blanked(round: Round, chance: Random) -> Round | None:
        records = list(getattr(round, part))
        if not records:
            return None
        at = chance.randrange(len(records))
        if part == "projects" and records[at].committed:  # what is committed is sunk for the others
            return None
        is_tuple = hasattr(records[at], "_replace")
        records[at] = records[at]._replace(**changes) if is_tuple else replace(records[at], **changes)
        return replace(round, **{part: tuple(records)})

    return blanked


def without_lines_of_a_role(round: Round, chance: Random) -> Round:
    """All lines of a role are away, but for those of projects that do not have it."""
    role = chance.choice(sorted({line.role for line in round.lines}))
    strangers = {project.row for project in round.projects if role not in project.roles}
    kept = (line for line in round.lines if line.role != role or line.project in strangers)
    return replace(round, lines=tuple(kept))


def without_risks_of_a_role(round: Round, chance: Random) -> Round | None:
    """All risk rows of a role and of the projects that have it are away."""
    rows = {risk.row for risk in round.risks}
    return replace(round, risks=()) if rows else None


def without_residual(round: Round, chance: Random) -> Round:
    return replace(round, risks=tuple(replace(risk, residual=None) for risk in round.risks))


def without_owner(part: str) -> Blanking:
    return with_blank(part, role="", project=None)


def without_plan_start(round: Round, chance: Random) -> Round:
    return replace(round, settings=replace(round.settings, plan_start=None))


BLANKS: dict[str, Blanking] = {
    "strength": with_blank("uses", strength=None),
    "importance": with_blank("uses", importance=None),
    "areas": with_blank("projects", areas=frozenset(), kinds=frozenset()),
    "roles": with_blank("projects", roles=frozenset()),
    "a role without a line": without_lines_of_a_role,
    "set-up": with_blank("lines", setup=None),
    "yearly cost": with_blank("lines", yearly=None),
    "hours": with_blank("lines", hours=None),
    "no risk row": without_risks_of_a_role,
    "residual": without_residual,
    "a risk without any score": with_blank("risks", inherent=None, residual=None),
    "a risk of nobody": without_owner("risks"),
    "a cost line of nobody": without_owner("lines"),
    "start": with_blank("projects", start=None),
    "a start after the period": with_blank("projects", start=2027 * 12 + 200),
    "finish": with_blank("projects", finish=None),
    "goes on or ends": with_blank("lines", ends=False),
    "capital or revenue": with_blank("lines", setup_kind=None),
    "kind": with_blank("lines", kind=ESTIMATE),
    "plan's start": without_plan_start,
}


# The rows of the specification's table, and which of the above holds each; the last two are not of a project
ROWS = {
    "strength, importance": ("strength", "importance"),
    "a project's areas or roles": ("areas", "roles"),
    "a role without a line in 6; set-up, yearly cost, hours": (
        "a role without a line", "set-up", "yearly cost", "hours",
    ),
    "no risk row; a row without any score": ("no risk row", "residual", "a risk without any score"),
    "a risk row or cost line of neither role nor project": ("a risk of nobody", "a cost line of nobody"),
    "start (or one after the period)": ("start", "a start after the period"),
    "capital or revenue": ("capital or revenue",),
    "kind": ("kind",),
    "plan's start": ("plan's start",),
    "all three swings": ("swings",),
    "hourly rate, contingency, ends of scales": ("assumed",),
}  # fmt: skip


def test_every_row_of_the_table_has_its_property() -> None:
    assert unknown.__doc__ is not None
    rows = re.findall(r"^\| (.+?) \| .+ \|$", unknown.__doc__, re.MULTILINE)[1:]
    assert rows == list(ROWS)
    assert {name for names in ROWS.values() for name in names} - {"swings", "assumed"} <= BLANKS.keys()


def order_of(round: Round) -> list[int]:
    return [project.row for project in round.projects]


def judged(scores: dict[int, Scored]) -> dict[int, float]:
    return {row: -1.0 if found.score is None else found.score for row, found in scores.items()}


@pytest.mark.parametrize("blank", BLANKS)
def test_no_blank_raises_a_score(blank: str) -> None:
    for seed in range(ROUNDS):
        chance = Random(seed)
        round = random_round(chance, 6)
        if blanked := BLANKS[blank](round, chance):
            before, after = (judged(scored(Bought(each))) for each in (round, blanked))
            assert all(after[row] <= before[row] for row in before), seed


@pytest.mark.parametrize("blank", BLANKS)
def test_no_blank_makes_a_wave_better_or_lets_it_break_a_limit(blank: str) -> None:
    """What is recommended in spite of a blank is within the limits when the cell is filled in, and brings no more."""
    for seed in range(ROUNDS):
        chance = Random(seed)
        round = whole_pounds(random_round(chance, 6))
        blanked = BLANKS[blank](round, chance)
        if blanked is None:
            continue
        (before, wave), (after, poorer) = (verdict_of(search_of(each, order_of(each))) for each in (round, blanked))
        if after.limits == HELD and poorer is not None and before.limits != NOT_KNOWN_YET:
            assert before.limits == HELD, seed
            assert wave is not None
            assert poorer.benefit <= wave.benefit, seed
            assert within(round, count(round, poorer.chosen)), seed


OF_ONE = ("strength", "importance", "areas", "roles", "set-up", "yearly cost", "hours", "start", "capital or revenue")


@pytest.mark.parametrize("blank", OF_ONE)
def test_a_blank_in_a_cell_that_one_project_alone_needs_never_raises_its_rank(blank: str) -> None:
    for seed in range(ROUNDS):
        chance = Random(seed)
        round = apart(random_round(chance, 6))
        blanked = BLANKS[blank](round, chance)
        if blanked is None:
            continue
        before, after = scored(Bought(round)), scored(Bought(blanked))
        touched = [
            row for row in before if before[row].points != after[row].points or before[row].score != after[row].score
        ]
        assert len(touched) <= 1, seed
        for row in touched:
            assert (after[row].rank or 99) >= (before[row].rank or 99), seed


def apart(round: Round) -> Round:
    """The round with roles of each project's own, so that nothing is shared."""
    projects = tuple(replace(each, roles=frozenset({f"role {each.row}"}), committed=False) for each in round.projects)
    rows = [project.row for project in projects]
    lines = tuple(replace(line, role=f"role {rows[line.row % len(rows)]}", project=None) for line in round.lines)
    uses = tuple(use._replace(role=f"role {rows[use.row % len(rows)]}") for use in round.uses)
    risks = tuple(replace(risk, role=f"role {rows[risk.row % len(rows)]}", project=None) for risk in round.risks)
    return replace(round, projects=projects, lines=lines, uses=uses, risks=risks)


# --- each row of the table by an example ---

APRIL = 2027 * 12 + 3
KNOWN = CostLine(8, "adviser", None, amount(100_00), amount(12_00), amount(5_00), "exact", "capital")
NEWS = Project(8, "News", frozenset({"libraries"}), frozenset({"adviser"}), start=APRIL)
BY_YEAR = Limits((YearLimit(2027, 500, 500),), twin_track=False)
DATED = Settings(plan_start=APRIL, years=1)


def verdict(
    project: Project = NEWS, line: CostLine = KNOWN, limits: Limits = BY_YEAR, settings: Settings = DATED
) -> Any:
    round = Round((project,), (Use(8, "libraries", "adviser", 3, 3),), (line,), (), limits, settings)
    search = search_of(round, [project.row])
    return search, *verdict_of(search)


@pytest.mark.parametrize(
    ("project", "line", "limits", "cell"),
    [
        (NEWS, replace(KNOWN, setup=None), BY_YEAR, Blank("evaluation", "setup_cost", 8)),
        (NEWS, replace(KNOWN, yearly=None), BY_YEAR, Blank("evaluation", "yearly_cost", 8)),
        (NEWS, replace(KNOWN, hours=None), Limits(hours=1), Blank("evaluation", "hours", 8)),
        (NEWS, replace(KNOWN, role="other"), Limits(budget=1), Blank("", "adviser", 0 + 8)),
        (replace(NEWS, roles=frozenset()), KNOWN, Limits(hours=1), Blank("portfolio", "roles", 8)),
        (replace(NEWS, start=None), KNOWN, BY_YEAR, Blank("portfolio", "start", 8)),
        (replace(NEWS, start=APRIL + 12), KNOWN, BY_YEAR, Blank("portfolio", "start", 8)),
    ],
)
def test_what_is_not_known_is_not_placed_and_a_must_do_makes_the_verdict_unknown(
    project: Project, line: CostLine, limits: Limits, cell: Blank
) -> None:
    search, found, wave = verdict(project, line, limits)
    assert (found.limits, wave.chosen) == (HELD, frozenset())
    assert cell in search.case.barred[8].blanks
    search, found, wave = verdict(replace(project, must=True), line, limits)
    assert (found.limits, wave.chosen) == (NOT_KNOWN_YET, {8})
    assert cell in found.mend.cells


@pytest.mark.parametrize(
    ("line", "limits"),
    [
        (replace(KNOWN, hours=None), Limits(budget=200, twin_track=False)),
        (replace(KNOWN, setup=None, yearly=None), Limits(hours=500, twin_track=False)),
        (replace(KNOWN, setup=None), Limits((YearLimit(2027, None, 500),), twin_track=False)),
    ],
)
def test_what_no_limit_is_set_on_need_not_be_known(line: CostLine, limits: Limits) -> None:
    search, found, _ = verdict(line=line, limits=limits)
    assert (found.limits, search.case.free) == (HELD, (8,))


def test_nothing_is_placed_against_limits_that_an_unknown_must_do_touches_and_all_else_is() -> None:
    must = replace(NEWS, row=9, title="Law", roles=frozenset({"lawyer"}), must=True)
    line = replace(KNOWN, row=9, role="lawyer", setup=None)
    limits = Limits(budget=1_000, hours=10_000, twin_track=False)
    free = replace(NEWS, row=10, title="Talk", roles=frozenset({"volunteer"}))
    free_line = replace(KNOWN, row=10, role="volunteer", setup=amount(0), yearly=amount(0))
    round = Round((NEWS, must, free), (), (KNOWN, line, free_line), (), limits, DATED)
    search = search_of(round, [8, 9, 10])
    assert (search.case.barred.keys(), search.case.free) == ({8}, (10,))
    assert search.case.barred[8].blanks == (Blank("evaluation", "setup_cost", 9),)


def test_without_the_plans_start_limits_by_year_are_not_known_and_totals_hold() -> None:
    undated = replace(DATED, plan_start=None, years=2)
    search, found, _ = verdict(settings=undated)
    assert (found.limits, search.case.free) == (NOT_KNOWN_YET, ())
    assert found.mend.cells == (Blank("settings", "plan_start", 0),)
    for budget, chosen in ((124, {8}), (123, set[int]())):
        search, found, wave = verdict(settings=undated, limits=Limits(budget=budget, twin_track=False))
        assert (found.limits, wave.chosen) == (HELD, chosen)


@pytest.mark.parametrize(
    ("inherent", "residual", "counted"), [(12, 4, 4), (12, None, 12), (None, 4, 4), (None, None, 25), (4, 12, 25)]
)
def test_risks_count_at_their_worst(inherent: int | None, residual: int | None, counted: int) -> None:
    risk = Risk(8, "adviser", None, inherent, residual)
    assert risk_counted(risk) == counted
    round = Round((NEWS,), risks=(risk, Risk(9, "other", None, 25, 25)))
    assert risk_of(Bought(round), 8) == counted
    assert risk_of(Bought(replace(round, projects=(replace(NEWS, roles=frozenset()),))), 8) == 25
    assert risk_of(Bought(replace(round, risks=())), 8) == 25


def test_a_limit_that_cannot_be_read_touches_what_it_could_be_about_and_is_told() -> None:
    """Of hours those alone: what takes money only competes. Of money everything but hours."""
    hours_only = replace(KNOWN, setup=amount(0), yearly=amount(0))
    money_only = replace(KNOWN, hours=amount(0))
    for key, is_free, is_blocked in (("hours_available", money_only, hours_only), ("budget", hours_only, money_only)):
        limits = Limits(unreadable=(Blank("settings", key, 0),), twin_track=False)
        for line, free in ((is_free, (8,)), (is_blocked, ())):
            search, found, _ = verdict(line=line, limits=limits)
            assert (found.limits, search.case.free) == (NOT_KNOWN_YET, free), key
            assert found.mend.cells == limits.unreadable


def test_a_gap_is_named_for_each_blank_of_a_project_and_for_nothing_else() -> None:
    project = replace(NEWS, start=None)
    uses = (
        Use(8, "libraries", "adviser", None, 3),
        Use(9, "libraries", "adviser", 3, None),
        Use(10, "x", "y", None, 1),
    )
    lines = (replace(KNOWN, setup=None), replace(KNOWN, row=9, yearly=None), replace(KNOWN, row=10, hours=None))
    risks = (Risk(8, "adviser", None, 4, None), Risk(9, "adviser", None, 4, 4), Risk(10))
    assert gaps(Bought(Round((project,), uses, lines, risks, settings=DATED)), 8) == (
        Blank("mapping", "strength", 8),
        Blank("mapping", "importance", 9),
        Blank("evaluation", "setup_cost", 8),
        Blank("evaluation", "yearly_cost", 9),
        Blank("evaluation", "hours", 10),
        Blank("portfolio", "start", 8),
        Blank("risks", "residual", 8),
        Blank("risks", "residual", 10),
    )
    nothing_lacks = Round((NEWS,), (Use(8, "libraries", "adviser", 3, 3),), (KNOWN,), risks[1:2], settings=DATED)
    assert gaps(Bought(nothing_lacks), 8) == ()


def test_a_risk_is_known_where_one_of_its_own_has_a_score_and_a_use_where_it_has_both() -> None:
    for risk, known in ((Risk(8, "adviser", None, 4, None), True), (Risk(8, "adviser", None, None, 4), True),
                        (Risk(8, "adviser"), False), (Risk(8, "", None, 4, 4), False)):  # fmt: skip
        assert is_risk_known(Bought(Round((NEWS,), risks=(risk,))), 8) is known
    for judged, known in (((3, 3), True), ((None, 3), False), ((3, None), False)):
        assert benefit_known(Bought(Round((NEWS,), (Use(8, "libraries", "adviser", *judged),))), 8) is known


def test_the_cells_of_all_gaps_are_named() -> None:
    nothing = Round((Project(8, "News"),), settings=DATED)
    assert gaps(Bought(nothing), 8) == (
        Blank("portfolio", "areas", 8),
        Blank("portfolio", "roles", 8),
        Blank("portfolio", "start", 8),
        Blank("risks", "risk", 8),
    )


@pytest.mark.parametrize(
    ("blank", "typed"),
    [
        ("weight_benefit | weight_cost | weight_risk", "7 | 7 | 7"),
        ("hourly_rate | contingency | horizon_years | discount_rate", None),
        ("benefit_at_0 | benefit_at_100 | cost_at_0 | cost_at_100 | risk_at_0 | risk_at_100", None),
    ],
)
def test_blank_settings_count_as_equal_swings_and_as_what_the_template_says(
    blueprint: Blueprint, blank: str, typed: str | None
) -> None:
    """So that nothing is gained by leaving them blank; what is assumed is named."""
    keys = blank.split(" | ")
    form = blueprint.sheets["settings"].by_key
    values = typed or " | ".join(str(form[key].default) for key in keys)
    answers = read_answers(EXAMPLES / "illustrative" / "answers.toml")
    settings = dict(answers["settings"]) | dict.fromkeys(keys)
    given = settings | dict(zip(keys, map(float, values.split(" | ")), strict=True))
    without, with_them = (
        decide(tables_from(blueprint, {**answers, "settings": each}, "w.xlsx")) for each in (settings, given)
    )
    assert without.scores == with_them.scores
    assert (without.verdict, without.wave) == (with_them.verdict, with_them.wave)
    assumed = without.round.settings.assumed
    assert without.round.settings.equal_swings if typed else set(keys) <= set(assumed)
