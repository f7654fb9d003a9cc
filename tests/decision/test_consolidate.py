"""Uses brought together by channel and by role; each benefit counted once, with the rows it comes from."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import workbook

from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Tables
from smreport.blueprint.templates import load
from smreport.decision.consolidate import Mapped, by_channel, by_role, capabilities, mapped
from smreport.decision.results import decide
from smreport.decision.round_of import round_of

BLUEPRINT = load()
COUNCIL = """
| areas      | name      | kind    | status   |
|            | Libraries | Service | In scope |
|            | Highways  | Service |          |
|            | Parks     | Service | Parked   |
| objectives | area                | objective | importance |
|            | Libraries (Service) | Grow      | Essential  |
|            | All areas           | Listen    | Useful     |
|            | Highways (Service)  | Listen    | Important  |
|            | Parks (Service)     | Mow       | Essential  |
|            | Highways (Service)  | Repair    |            |
| tools      | tool     | use       | channel        |
|            | Facebook | answers   | Social network |
|            | Facebook | events    | Social network |
|            | Bulletin | titles    | Email          |
|            | Pigeons  | messages  |                |
| roles      | role      |
|            | Adviser   |
|            | Librarian |
| mapping    | area                | tool              | objective | role      | strength |
|            | Libraries (Service) | Facebook: events  | Grow      | Librarian | Strong   |
|            | Libraries (Service) | Bulletin: titles  | Listen    | Librarian | Moderate |
|            | Highways (Service)  | Facebook: answers | Listen    | Adviser   | Moderate |
|            | Highways (Service)  | Facebook: answers | Repair    | Adviser   | Strong   |
|            | Parks (Service)     | Facebook: answers | Mow       | Adviser   | Strong   |
|            | Libraries (Service) | Pigeons: messages | Grow      |           |          |
| portfolio  | title  | areas                                   | roles     | status   |
|            | News   | Libraries (Service)                     | Librarian | Proposed |
|            | Roads  | Highways (Service); Libraries (Service) |           | Proposed |
|            | Past   | Libraries (Service)                     | Librarian | Dropped  |
|            | Future |                                         | Librarian | Proposed |
"""
NAMELESS = """
| areas      | name      | kind    | status   |
|            | Libraries | Service | In scope |
|            |           |         | Parked   |
| objectives | area                | objective | importance |
|            | Libraries (Service) |           | Essential  |
|            |                     | Readers   | Essential  |
|            |                     |           | Essential  |
|            | All areas           |           | Essential  |
|            | Libraries (Service) | Visits    | Essential  |
| mapping    | area                | objective | strength |
|            | Libraries (Service) |           | Strong   |
|            |                     | Readers   | Strong   |
|            |                     |           | Strong   |
|            |                     | Visits    | Strong   |
|            | Libraries (Service) | Visits    | Strong   |
"""
"""Rows without a name, and rows that name none."""


@pytest.fixture
def council(blueprint: Blueprint) -> Tables:
    return workbook(blueprint, COUNCIL)


def mappings_of(tables: Tables) -> dict[int, Mapped]:
    return mapped(tables, round_of(tables))


def test_points_are_strength_times_importance_of_the_objective(council: Tables) -> None:
    mappings = mappings_of(council)
    assert [mappings[row].points for row in (7, 8, 9)] == [
        3 * 3,
        2 * 1,
        2 * 2,
    ]  # the area's own importance where it is higher


def test_points_are_unknown_where_strength_or_importance_is_and_nothing_where_the_area_is_parked(
    council: Tables,
) -> None:
    mappings = mappings_of(council)
    assert mappings[10].points is mappings[12].points is None
    assert mappings[11].points == 0
    assert {row: use.parked for row, use in mappings.items()} == {
        7: False,
        8: False,
        9: False,
        10: False,
        11: True,
        12: False,
    }


def test_what_is_blank_names_nothing() -> None:
    """Neither an objective or an area that has no name yet, nor a parked one."""
    tables = workbook(BLUEPRINT, NAMELESS)
    *blank, named = mapped(tables, round_of(tables)).values()
    assert [(use.points, use.parked) for use in blank] == [(None, False)] * 4
    assert named.points == 9


def test_a_mapping_has_the_channel_of_its_tool(council: Tables) -> None:
    mappings = mappings_of(council)
    assert [mappings[row].channel for row in (7, 8, 12)] == ["Social network", "Email", None]


def test_a_mapping_has_the_names_that_were_typed(council: Tables) -> None:
    use = mappings_of(council)[8]
    assert use[:4] == ("Libraries (Service)", "Bulletin: titles", "Listen", "Librarian")


def test_a_channel_without_a_tool_is_not_that_of_a_mapping_without_one(blueprint: Blueprint) -> None:
    rows = """
    | areas      | name | kind    | status   |
    |            | Here | Service | In scope |
    | tools      | tool | use | channel |
    |            |      |     | Email   |
    | mapping    | area           | tool | objective | role |
    |            | Here (Service) |      | Grow      | Ash  |
    """
    assert [use.channel for use in mappings_of(workbook(blueprint, rows)).values()] == [None]


def test_roles_are_brought_together_without_parked_areas_most_benefit_first(council: Tables) -> None:
    roles = by_role(mappings_of(council))
    assert list(roles) == ["Librarian", "Adviser"]
    adviser = roles["Adviser"]
    assert (adviser.uses, adviser.points, adviser.unscored, adviser.rows) == (2, 4.0, 1, (9, 10))
    assert adviser.areas == ("Highways (Service)",)
    assert adviser.tools == ("Facebook: answers",)
    assert adviser.objectives == ("Listen", "Repair")
    assert adviser.channels == ("Social network",)


def test_roles_of_as_much_benefit_come_by_uses_and_then_by_name(blueprint: Blueprint) -> None:
    rows = """
    | areas      | name | kind    | status   |
    |            | Here | Service | In scope |
    | objectives | area           | objective | importance |
    |            | Here (Service) | Grow      | Useful     |
    | mapping    | area           | objective | role    | strength |
    |            | Here (Service) | Grow      | Willow  | Slight   |
    |            | Here (Service) | Grow      | Ash     | Slight   |
    |            | Here (Service) | Grow      | Oak     | Slight   |
    |            | Here (Service) | Grow      | Oak     |          |
    |            | Here (Service) | Grow      | Beech   |          |
    |            | Here (Service) | Grow      | Maple   | Strong   |
    """
    roles = by_role(mappings_of(workbook(blueprint, rows)))
    assert {role: group.uses for role, group in roles.items()} == {
        "Maple": 1,
        "Oak": 2,
        "Ash": 1,
        "Willow": 1,
        "Beech": 1,
    }
    assert list(roles) == ["Maple", "Oak", "Ash", "Willow", "Beech"]
    assert {(*group.tools, *group.channels) for group in roles.values()} == {()}
    assert roles["Beech"].points is None


def test_channels_are_brought_together_and_a_tool_without_one_is_left_out(council: Tables) -> None:
    channels = by_channel(mappings_of(council))
    assert {channel: group.uses for channel, group in channels.items()} == {"Social network": 3, "Email": 1}
    assert channels["Social network"].tools == ("Facebook: events", "Facebook: answers")
    assert channels["Social network"].roles == ("Librarian", "Adviser")


def test_nothing_mapped_gives_empty_frames_with_the_same_columns(blueprint: Blueprint, council: Tables) -> None:
    empty, full = decide(workbook(blueprint, "")), decide(council)
    assert list(empty.mappings.columns) == list(full.mappings.columns)
    assert list(empty.roles.columns) == list(full.roles.columns)
    assert list(empty.projects.columns) == list(full.projects.columns)
    assert empty.channels.empty


def test_what_areas_can_do_is_live_where_any_tool_is_else_planned_else_nothing(blueprint: Blueprint) -> None:
    tables = workbook(
        blueprint,
        """
        | areas   | name      | kind    | status   |
        |         | Libraries | Service | In scope |
        |         | Parks     | Service | Parked   |
        | tools   | tool | use    | capability | status        |
        |         | Wall | news   | Inform     | Planned       |
        |         | Post | news   | Inform     | Live          |
        |         | Mail | news   | Inform     | Planned       |
        |         | Poll | votes  | Consult    | Run by others |
        |         | Chat | help   | Answer     | Planned       |
        |         | Ear  | walls  | Listen     | Dormant       |
        |         | Fax  | papers |            | Live          |
        | mapping | area                | tool        |
        |         | Libraries (Service) | Wall: news  |
        |         | Libraries (Service) | Post: news  |
        |         | Libraries (Service) | Mail: news  |
        |         | Libraries (Service) | Poll: votes |
        |         | Libraries (Service) | Chat: help  |
        |         | Libraries (Service) | Ear: walls  |
        |         | Libraries (Service) | Fax: papers |
        |         | Libraries (Service) |             |
        |         | Highways (Service)  | Chat: help  |
        |         | Parks (Service)     | Post: news  |
        """,
    )
    matrix = capabilities(tables, mappings_of(tables))
    assert matrix.choices == ("Listen", "Inform", "Consult", "Answer", "Report back")
    assert matrix.by_area == {
        "Libraries (Service)": ("", "Live", "Live", "Planned", ""),
        "Highways (Service)": ("", "", "", "Planned", ""),
    }


# --- properties ---

AREAS, ROLES, GOALS = ("Libraries", "Highways", "Parks"), ("Adviser", "Librarian", "Member"), ("Grow", "Listen")
LABELS = tuple(f"{area} (Service)" for area in AREAS)


@st.composite
def councils(draw: st.DrawFn) -> dict[str, list[dict[str, object]]]:
    """Answers that hang together: some areas parked, some figures blank, projects that overlap."""
    maybe = lambda values: st.none() | st.sampled_from(values)  # noqa: E731
    several = lambda values: st.lists(st.sampled_from(values), max_size=3)  # noqa: E731
    money = st.none() | st.integers(0, 50_000)
    rows = {
        "areas": [{"name": area, "kind": "Service", "status": draw(maybe(("In scope", "Parked")))} for area in AREAS],
        "objectives": draw(_rows(area=st.sampled_from((*LABELS, "All areas")), objective=st.sampled_from(GOALS),
                                 importance=maybe(("Essential", "Important", "Useful")))),
        "tools": [{"tool": "Facebook", "use": "news", "channel": "Social network"}],
        "roles": [{"role": role} for role in ROLES],
        "mapping": draw(_rows(area=st.sampled_from(LABELS), tool=st.just("Facebook: news"), role=maybe(ROLES),
                              objective=st.sampled_from(GOALS), strength=maybe(("Strong", "Moderate", "Slight")))),
        "evaluation": draw(_rows(role=st.sampled_from(ROLES), setup_cost=money, yearly_cost=money, hours=money)),
        "risks": draw(_rows(risk=st.just("Risk"), role=maybe(ROLES), residual_likelihood=maybe(("Rare", "Likely")),
                            residual_impact=maybe(("Minor", "Severe")))),
        "portfolio": draw(_rows(areas=several(LABELS), roles=several(ROLES), status=maybe(("Proposed", "Done")))),
    }  # fmt: skip
    for number, project in enumerate(rows["portfolio"]):
        project["title"] = f"Project {number}"
    return rows


def _rows(**columns: st.SearchStrategy[object]) -> st.SearchStrategy[list[dict[str, object]]]:
    return st.lists(st.fixed_dictionaries(columns), max_size=6)


@settings(max_examples=12, deadline=None)
@given(answers=councils(), seed=st.integers(0, 2**16))
def test_the_order_of_rows_changes_nothing(answers: dict[str, list[dict[str, object]]], seed: int) -> None:
    random = Random(seed)
    shuffled = {sheet: random.sample(rows, len(rows)) for sheet, rows in answers.items()}
    figures = ["benefit", "cost", "risk", "hours", "score", "rank", "best_rank"]
    one, other = (
        decide(tables_from(BLUEPRINT, content)).projects.set_index("title")[figures].sort_index()
        for content in (answers, shuffled)
    )
    assert one.to_dict() == {key: pytest.approx(values, nan_ok=True) for key, values in other.to_dict().items()}


@settings(max_examples=12, deadline=None)
@given(answers=councils())
def test_every_row_that_counts_is_named_in_one_role_and_one_channel_at_most(
    answers: dict[str, list[dict[str, object]]],
) -> None:
    mappings = decide(tables_from(BLUEPRINT, answers)).uses
    for together in (by_role(mappings), by_channel(mappings)):
        rows = [row for group in together.values() for row in group.rows]
        assert len(rows) == len(set(rows)) == sum(group.uses for group in together.values())
        assert not any(mappings[row].parked for row in rows)
