"""The rows that are made ready from 4 Mapping: what is added is what is missing, and all that was there stays."""

from __future__ import annotations

from workbooks import workbook

from smreport.blueprint.columns import Text
from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Tables
from smreport.decision.propose import with_proposals

COUNCIL = """
    | areas      | name      | kind     | status   |
    |            | Answers   | Activity | In scope |
    |            | Libraries | Service  |          |
    |            | Parks     | Service  | Parked   |
    | roles      | role      |
    |            | Adviser   |
    | mapping    | area                | tool     | objective | role      |
    |            | Answers (Activity)  | Facebook | Listen    | Adviser   |
    |            | answers (activity)  | Facebook | Listen    | ADVISER   |
    |            | Answers (Activity)  | Facebook | Listen    | Librarian |
    |            | Libraries (Service) | Facebook | Listen    | Librarian |
    |            | Parks (Service)     | Facebook | Listen    | Adviser   |
    |            | Nowhere (Service)   | Facebook | Listen    | Adviser   |
    |            |                     | Facebook | Listen    | Adviser   |
    |            | Libraries (Service) | Facebook | Listen    |           |
    | evaluation | role    | setup_cost |
    |            | Adviser | 5          |
    | portfolio  | title | areas              | roles   | status |
    |            | News  | Answers (Activity) | adviser |        |
    |            | Idle  | Libraries (Service) |        |        |
"""


def titles(tables: Tables) -> list[object]:
    return [row["title"] for row in tables["portfolio"].rows.values()]


def test_each_area_in_scope_and_role_that_no_project_holds_together_becomes_a_candidate(blueprint: Blueprint) -> None:
    before = workbook(blueprint, COUNCIL)
    after, added = with_proposals(before)
    made = ["Answers (Activity): Librarian", "Libraries (Service): Librarian", "Nowhere (Service): Adviser"]
    assert titles(after) == ["News", "Idle", *made]
    *_, last, _ = after["portfolio"].rows.items()
    assert last[0] == max(before["portfolio"].rows) + 2
    assert {key: value for key, value in last[1].items() if value is not None} == {
        "title": "Libraries (Service): Librarian", "areas": ("Libraries (Service)",), "roles": ("Librarian",),
        "status": "Proposed",
    }  # fmt: skip
    assert [each for each in added if each.startswith("7 ")] == [f"7 Portfolio: {title}" for title in made]


def test_what_others_name_is_added_where_it_is_missing_and_nothing_that_was_there_changes(blueprint: Blueprint) -> None:
    before = workbook(blueprint, COUNCIL)
    after, added = with_proposals(before)
    assert [row["role"] for row in after["roles"].rows.values()] == ["Adviser", "Librarian"]
    assert [row["role"] for row in after["evaluation"].rows.values()] == ["Adviser", "Librarian"]
    assert [row["name"] for row in after["areas"].rows.values()][3:] == ["Nowhere (Service)"]
    assert {"5 Roles: Librarian", "6 Evaluation: Librarian", "1 Areas: Nowhere (Service)"} <= set(added)
    for key, table in before.items():
        for number, row in table.rows.items():
            assert {name: after[key].rows[number][name] for name in row} == row, (key, number)
    assert len(added) == sum(len(after[key].rows) - len(before[key].rows) for key in before)


def test_what_is_made_ready_once_is_not_made_again(blueprint: Blueprint) -> None:
    once, _ = with_proposals(workbook(blueprint, COUNCIL))
    again, added = with_proposals(once)
    assert (titles(again), added) == (titles(once), ())


def test_a_candidate_whose_roles_a_person_took_out_is_known_by_its_title(blueprint: Blueprint) -> None:
    project = "\n    |            | Libraries (Service): librarian | Libraries (Service) | Adviser | Dropped |"
    after, _ = with_proposals(workbook(blueprint, COUNCIL.rstrip() + project))
    assert titles(after)[2:4] == ["Libraries (Service): librarian", "Answers (Activity): Librarian"]
    assert "Libraries (Service): Librarian" not in map(str, titles(after))


def test_a_title_is_cut_to_what_its_cell_takes_and_has_a_number_where_another_has_it(blueprint: Blueprint) -> None:
    kind = blueprint.column("portfolio.title").type
    assert isinstance(kind, Text)
    role = "Adviser on words " * 30
    rows = f"""
    | areas   | name      | kind    | status   |
    |         | Libraries | Service | In scope |
    | mapping | area                | role     |
    |         | Libraries (Service) | {role}1  |
    |         | Libraries (Service) | {role}2  |
    |         | Libraries (Service) | {role}3  |
    """
    after, _ = with_proposals(workbook(blueprint, rows))
    assert min(after["portfolio"].rows) == blueprint.sheets["portfolio"].first_row
    first, second, third = map(str, titles(after))
    assert first == f"Libraries (Service): {role}"[: kind.longest].rstrip()
    assert (second[-4:], third[-4:]) == (" (2)", " (3)")
    assert first.startswith(second[:-4])
    assert len(second) in (kind.longest, kind.longest - 1)
