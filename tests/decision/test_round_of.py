"""The records of a round as they are made from a workbook."""

from __future__ import annotations

import pytest
from workbooks import example, workbook

from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Tables
from smreport.decision.bought import Bought
from smreport.decision.check import check
from smreport.decision.records import Amount, Blank, Risk, Round, Settings, Use, YearLimit, amount
from smreport.decision.results import decide
from smreport.decision.round_of import _MOST, _number, round_of
from smreport.decision.terms import BENEFIT, COST, RISK
from smreport.decision.verdict import CANNOT_BE_MET, HELD, NOT_KNOWN_YET
from smreport.errors import InvalidValue
from smreport.findings import Level
from smreport.frozen import asdict, replace

COUNCIL = """
    | areas | name      | kind     | status   |
    |       | Answers   | Activity | In scope |
    |       | Libraries | Service  | In scope |
    |       | Parks     | Service  | Parked   |
    | objectives | area                | objective | importance |
    |            | Answers (Activity)  | Listen    | Essential  |
    |            | Libraries (Service) | Grow      | Useful     |
    |            | All areas           | Grow      | Important  |
    | tools | tool     | use  | channel |
    |       | Facebook | news | Forum   |
    | roles | role      |
    |       | Adviser   |
    |       | Librarian |
    | mapping | area                | tool           | objective | role      | strength |
    |         | Answers (Activity)  | Facebook: news | Listen    | Adviser   | Strong   |
    |         | Libraries (Service) | Facebook: news | Grow      | Librarian | Slight   |
    |         | Libraries (Service) | Facebook: news | Grow      | Adviser   |          |
    |         | Parks (Service)     | Facebook: news | Grow      | Adviser   | Strong   |
    | evaluation | role    | project | setup_cost | yearly_cost | hours | cost_kind |
    |            | Adviser |         | 100.01     | 0           |       | Up to     |
    |            | adviser | CHAT    | 0          | 5           | 2.5   |           |
    |            | Adviser | Old     | 5          | 5           | 5     | Exact     |
    | risks | risk | role      | project | likelihood | impact   | residual_likelihood | residual_impact |
    |       | One  | Librarian |         | Likely     | Major    | Rare                | Major           |
    |       | Two  |           | Chat    | Likely     |          |                     |                 |
    |       | Old  |           | Old     | Likely     | Major    |                     |                 |
    | portfolio | title | areas              | roles              | start      | finish         | status      | must_do | depends         |
    |           | News  | Answers (Activity) | Adviser; Librarian | 2027-05-20 | September 2028 | In progress | Yes     | Done one        |
    |           | Chat  | Answers (Activity) | adviser            | Q2 2027/28 |                | Proposed    |         | News; Old; Chat |
    |           | Old   |                    | Adviser            |            |                | Dropped     |         |                 |
    |           | Done one |                 |                    |            |                | Done        |         |                 |
"""  # noqa: E501
SETTINGS = """
    | settings | plan_start | budget  | hours_available | horizon_years | hourly_rate |
    |          | 2027-04-01 | 1000.99 | 7.25            | 4             | 26          |
"""


@pytest.fixture(scope="module")
def tables(blueprint: Blueprint) -> Tables:
    return workbook(blueprint, COUNCIL + SETTINGS)


@pytest.fixture(scope="module")
def round(tables: Tables) -> Round:
    return round_of(tables)


def test_open_projects_are_known_by_their_row(round: Round, tables: Tables) -> None:
    news, chat = round.projects
    first = min(tables["portfolio"].rows)
    assert [(each.row, each.title) for each in round.projects] == [(first, "News"), (first + 1, "Chat")]
    assert (news.committed, news.begun, news.must, chat.committed) == (True, True, True, False)
    assert (news.kinds, chat.areas, chat.roles) == ({"activity"}, news.areas, {"adviser"})
    assert (news.start, news.finish) == (2027 * 12 + 4, 2028 * 12 + 8)
    assert (chat.start, chat.finish) == (2027 * 12 + 6, None)


def test_a_project_waits_for_what_is_open_and_for_what_will_never_be_done(round: Round) -> None:
    news, chat = round.projects
    assert (news.depends, news.lost) == (frozenset(), ())
    assert (chat.depends, chat.lost) == ({news.row}, ("Old",))


def test_uses_have_points_of_both_judgements_and_none_in_a_parked_area(round: Round) -> None:
    judged = [(use.strength, use.importance, use.points) for use in round.uses]
    assert judged == [(3, 3, 9), (1, 2, 2), (None, 2, 0)]
    groups = {tuple(sorted(group.claimants)): group.points for group in Bought(round).coverage}
    assert groups == {tuple(project.row for project in round.projects): 9}


def test_lines_belong_to_a_role_or_an_open_project(round: Round) -> None:
    shared, own = round.lines
    assert (shared.role, shared.project, shared.setup, shared.hours) == ("adviser", None, Amount(10_001, 10_001), None)
    assert (own.project, own.hours, own.kind, shared.kind) == (
        round.projects[1].row,
        Amount(250, 250),
        "estimate",
        "up_to",
    )
    assert (own.setup_kind, own.ends) == (None, False)


@pytest.mark.parametrize("key", ["setup_cost", "yearly_cost", "hours"])
@pytest.mark.parametrize("typed", ["over 5000", "at least 5,000", ">5000", "5,000+", "5000 or more", "from 5000"])
def test_a_lower_bound_is_not_known_and_found_as_a_gap(key: str, typed: str, blueprint: Blueprint) -> None:
    costs = {"setup_cost": "1", "yearly_cost": "1", "hours": "1"} | {key: typed}
    headings, cells = (" | ".join(row) for row in (costs, costs.values()))
    answers = f"""
    | evaluation | role | {headings} | cost_kind |
    |            | One  | {cells}    | Exact     |
    """
    tables = workbook(blueprint, answers)
    (line,) = round_of(tables).lines
    assert [line.setup, line.yearly, line.hours].count(None) == 1
    assert {"setup_cost": line.setup, "yearly_cost": line.yearly, "hours": line.hours}[key] is None
    (found,) = (finding for finding in check(tables) if finding.code == f"evaluation.{key}.no_ceiling")
    assert (found.level, found.cell) == (Level.GAP, tables["evaluation"].cell(key, line.row))


@pytest.mark.parametrize("typed", ["0?", "nil?", "none?", "about 0", "0 tbc", "c. 0", "~0"])
def test_a_zero_in_doubt_is_no_zero(typed: str, blueprint: Blueprint) -> None:
    answers = f"""
    | settings | budget  | hours_available |
    |          | {typed} | {typed}         |
    | evaluation | role | setup_cost | yearly_cost | hours   |
    |            | One  | {typed}    | {typed}     | {typed} |
    """
    round = round_of(workbook(blueprint, answers))
    (line,) = round.lines
    assert (line.setup, line.yearly, line.hours) == (None, None, None)
    assert (round.limits.budget, round.limits.hours, len(round.limits.unreadable)) == (None, None, 2)


LIMITS = ("settings.budget", "settings.hours_available", "settings.risk_appetite", "money.capital", "money.revenue")


@pytest.mark.parametrize("address", LIMITS)
@pytest.mark.parametrize(
    ("typed", "most"),
    [
        ("8-12", 8), ("8 to 12", 8), ("up to 12", 12), ("<12", 12), ("12 max", 12), ("about 12", 12), ("12?", 12),
        ("at least 12", 12), ("over 12", 12), ("12", 12), ("plenty", None), ("-12", None), ("8, 12", None),
    ],
)  # fmt: skip
def test_a_limit_is_what_the_note_says_that_it_was_read_as(
    address: str, typed: str, most: int | None, blueprint: Blueprint
) -> None:
    sheet, _, key = address.partition(".")
    year = {"money": ("year |", "2027/28 |")}.get(sheet, ("", ""))
    tables = workbook(blueprint, f"| {sheet} | {year[0]} {key} |\n| | {year[1]} {typed} |")
    limits, (row,) = round_of(tables).limits, tables[sheet].rows.values()
    by_year = [(year.capital, year.revenue) for year in limits.years]
    used = {
        "settings.budget": limits.budget, "settings.risk_appetite": limits.risk,
        "settings.hours_available": None if limits.hours is None else limits.hours / 100,
        "money.capital": by_year and by_year[0][0], "money.revenue": by_year and by_year[0][1],
    }[address]  # fmt: skip
    assert used == most
    if most is None:
        assert [(blank.sheet, blank.key) for blank in limits.unreadable] == [(sheet, key)]
    else:
        assert float(row[key]) == most
        assert tables.blueprint.column(address).type.in_words(row[key]).endswith((str(most), "at most", "at least"))


def test_risks_are_products_where_both_are_known(round: Round) -> None:
    first, second = round.risks
    assert first == Risk(first.row, "librarian", None, 16, 4, (1, 4))
    assert second == Risk(second.row, "", round.projects[1].row)
    assert (round.settings.likelihoods, round.settings.impacts) == ((1, 2, 3, 4, 5), (1, 2, 3, 4, 5))


def test_without_the_residual_risk_likelihood_and_impact_are_those_of_the_inherent_one(blueprint: Blueprint) -> None:
    rows = """
    | risks | risk | role      | likelihood | impact   | residual_likelihood | residual_impact |
    |       | One  | Librarian | Likely     | Severe   | Rare                |                 |
    |       | Two  | Librarian |            | Severe   | Possible            | Moderate        |
    """
    first, second = round_of(workbook(blueprint, rows)).risks
    assert (first.inherent, first.residual, first.judged) == (20, None, (4, 5))
    assert (second.inherent, second.residual, second.judged) == (None, 9, (3, 3))


def test_limits_are_rounded_down_and_settings_taken(round: Round) -> None:
    assert (round.limits.budget, round.limits.hours, round.limits.risk) == (1_000, 725, None)
    assert (round.settings.plan_start, round.settings.years, round.settings.wage) == (2027 * 12 + 3, 4, 2_600)
    assert round.settings.rate == 0.035


def test_a_limit_that_cannot_be_read_is_not_no_limit(blueprint: Blueprint) -> None:
    limits = round_of(workbook(blueprint, '| settings | budget |\n| | "plenty" |')).limits
    assert (limits.budget, limits.unreadable, limits.any_set) == (None, (Blank("settings", "budget", 0),), True)


@pytest.mark.parametrize(
    "settings",
    ["| weight_benefit | weight_cost | weight_risk |\n| | 0 | 0 | 0 |", "| weight_benefit |\n| | 50 |",
     "| weight_benefit | weight_cost | weight_risk |\n| | much | 50 | 50 |", "| cost_at_0 | cost_at_100 |\n| | 5 | 9 |",
     '| risk_at_100 |\n| | "low" |'],
)  # fmt: skip
def test_weights_and_ends_that_make_no_sense_are_refused_or_leave_projects_without_a_score(
    blueprint: Blueprint, settings: str
) -> None:
    tables = workbook(blueprint, f"| settings {settings}\n| portfolio | title |\n| | Law |")
    with pytest.raises(InvalidValue, match=r"answers.xlsx, Settings: the (weights|cost|risk)"):
        decide(tables)
    found = decide(tables, strict=False)
    assert (found.weights, [scored.rank for scored in found.scores.values()]) == ({}, [None])


def test_a_row_of_a_title_that_stands_twice_belongs_to_both(blueprint: Blueprint) -> None:
    tables = workbook(
        blueprint,
        """
        | portfolio  | title | roles   |
        |            | Twin  | Adviser |
        |            | twin  | Adviser |
        | evaluation | project | setup_cost | yearly_cost | hours |
        |            | Twin    | 10         | 0           | 0     |
        """,
    )
    bought = Bought(round_of(tables))
    first, second = (project.row for project in bought.round.projects)
    assert [line.setup for line in bought.needed({first, second})] == [amount(1000)]
    assert bought.needers == {7: {first, second}}


def test_an_empty_workbook_is_an_empty_round_and_an_example_a_full_one(blueprint: Blueprint) -> None:
    empty = round_of(workbook(blueprint, ""))
    assert (empty.projects, empty.uses, empty.limits.any_set) == ((), (), False)
    full = round_of(example(blueprint, "illustrative"))
    assert all(isinstance(use, Use) and use.points for use in full.uses)
    assert len(full.projects) > 5


def test_limits_by_year_are_added_up_over_their_sources_and_what_cannot_be_read_is_told(blueprint: Blueprint) -> None:
    tables = workbook(
        blueprint,
        """
        | money | year    | capital | revenue     | source   |
        |       | 2028/29 |         | 70.9        | Reserve  |
        |       | 2027/28 | 100     |             | Grant    |
        |       | 2027/28 | 50      |             | Loan     |
        |       | 2027/28 |         |             | Nobody   |
        |       | 2028/29 |         | 8,000-9,000 | Council  |
        |       | one day | 5       |             | Somebody |
        |       | one day |         |             | Somebody |
        |       | 2029/30 | much    |             | Somebody |
        """,
    )
    first = min(tables["money"].rows)
    limits = round_of(tables).limits
    assert limits.years == (
        YearLimit(2027, 150, None, first + 1),
        YearLimit(2028, None, 8_070, first),
        YearLimit(2029, None, None, first + 7),
    )
    assert limits.unreadable == (Blank("money", "year", first + 5), Blank("money", "capital", first + 7))


@pytest.mark.parametrize(
    ("typed", "hundredths"), [("0.29", 29), ("1.001", 101), ("8-12", (800, 1200)), ("0", 0), ("some", None), ("", None)]
)
def test_figures_are_rounded_up_to_hundredths_and_a_range_has_both_ends(
    blueprint: Blueprint, typed: str, hundredths: int | tuple[int, int] | None
) -> None:
    (line,) = round_of(workbook(blueprint, f"| evaluation | role | setup_cost |\n| | Adviser | {typed} |")).lines
    expected = hundredths if isinstance(hundredths, tuple | None) else (hundredths, hundredths)
    assert line.setup == expected


def test_projects_that_do_not_go_together_whichever_says_so_and_rows_without_a_title(blueprint: Blueprint) -> None:
    tables = workbook(
        blueprint,
        """
        | portfolio | title | roles   | status  | not_with         |
        |           | One   | Adviser |         |                  |
        |           |       | Adviser |         |                  |
        |           | Two   | Adviser |         | One; Two; Gone   |
        |           | Three | Adviser |         | Gone             |
        |           | Gone  | Adviser | Dropped | Three            |
        """,
    )
    one, two, three = round_of(tables).projects
    assert [each.title for each in (one, two, three)] == ["One", "Two", "Three"]
    assert (one.not_with, two.not_with, three.not_with) == ({two.row}, {one.row}, frozenset())


def test_how_far_figures_may_differ_is_taken_from_settings_and_else_is_usual(blueprint: Blueprint) -> None:
    typed = "| settings | swing_spread | estimate_over | up_to_from |\n| | 10 | 0.8 | 0.25 |"
    settings = round_of(workbook(blueprint, typed)).settings
    assert (settings.spread, settings.estimate_over, settings.up_to_from) == (10, 0.8, 0.25)
    unreadable = "| settings | swing_spread | estimate_over | up_to_from |\n| | some | much | -1 |"
    usual = round_of(workbook(blueprint, unreadable)).settings
    assert (usual.spread, usual.estimate_over, usual.up_to_from) == (25, 0.4, 0.5)


@pytest.mark.parametrize("figure", [10**9, 10**20, 1e300])
def test_figures_that_make_no_sense_stop_no_decision(blueprint: Blueprint, figure: float) -> None:
    """The check asks about them; it tells the verdict too, so that this must be worked out, and soon."""
    keys = ("budget", "hours_available", "horizon_years", "hourly_rate", "contingency")
    settings = f"| settings | plan_start | {' | '.join(keys)} |\n| | 2027-04-01 | {f'{figure} | ' * len(keys)}"
    costs = COUNCIL.replace("100.01", str(figure)).replace("| Up to ", "| Estimate ").replace("2.5", str(figure))
    tables = workbook(blueprint, f"{costs}\n{settings}")
    assert decide(tables).verdict.limits in (HELD, CANNOT_BE_MET, NOT_KNOWN_YET)
    headings = {tables["settings"].sheet.by_key[key].heading for key in ("horizon_years", "contingency")}
    assert headings <= {finding.column for finding in check(tables)}


def test_settings_that_are_not_given_are_those_of_the_shipped_template(blueprint: Blueprint) -> None:
    """Where nothing is typed: but for the ends of scales and the wage, which the template gives as assumptions."""
    read, usual = asdict(round_of(workbook(blueprint, "")).settings), asdict(Settings())
    same = {"strengths", "importances", "likelihoods", "impacts", "rate", "years", "spread", "estimate_over"}
    for name in (*same, "up_to_from", "plan_start", "swings"):
        assert read[name] == usual[name], name


def test_where_a_template_does_not_ask_for_the_ends_of_scales_they_are_the_usual_ones(blueprint: Blueprint) -> None:
    tables = workbook(blueprint, "")
    form, ends = tables["settings"], {f"{name}_at_{end}" for name in (BENEFIT, COST, RISK) for end in (0, 100)}
    unasked = replace(
        form,
        sheet=replace(form.sheet, columns=tuple(column for column in form.sheet.columns if column.key not in ends)),
        columns={key: answers for key, answers in form.columns.items() if key not in ends},
    )
    found = round_of(replace(tables, tables={**tables.tables, "settings": unasked})).settings.ends
    assert {name: tuple(its) for name, its in found.items()} == {BENEFIT: (0, 100), COST: (100_000, 0), RISK: (25, 1)}


def test_a_number_is_from_0_to_a_million_million() -> None:
    assert _MOST == 10**12
    assert [_number(value) for value in (0, 0.5, 10**12)] == [0.0, 0.5, 1e12]
    assert {_number(value) for value in (-0.1, 10**12 + 1, float("nan"), float("inf"), True, "5", None)} == {None}
