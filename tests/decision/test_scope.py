"""Which areas are in scope, and which rows are named that no sheet has, by hand."""

from __future__ import annotations

import pytest
from workbooks import workbook

from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Tables
from smreport.decision import scope
from smreport.decision.check import check
from smreport.decision.missing_rows import Missing, codes_of_missing, missing_rows
from smreport.frozen import replace

AREAS = """
    | areas      | name      | kind    | status   |
    |            | Libraries | Service | In scope |
    |            | Highways  | Service |          |
    |            | Museums   | Service |          |
    |            | Idle      | Service |          |
    |            | Parks     | Service | Parked   |
    | objectives | area                | objective |
    |            | Highways (Service)  | Repair    |
    |            | Parks (Service)     | Mow       |
    | mapping    | area                |
    |            | Museums (Service)   |
    |            | Libraries (Service) |
    |            |                     |
"""


def test_an_area_without_a_status_is_in_scope_where_an_objective_or_a_use_names_it(blueprint: Blueprint) -> None:
    tables = workbook(blueprint, AREAS)
    first = min(tables["areas"].rows)
    assert scope.taken_as_in_scope(tables) == {first + 1, first + 2}
    assert scope.in_scope(tables) == {first, first + 1, first + 2}
    assert scope.parked(tables) == {"parks (service)"}
    noted = [finding.row for finding in check(tables) if finding.code == "areas.status.taken_as_in_scope"]
    assert noted == [first + 1, first + 2]


def test_scope_is_known_where_a_template_asks_all_that_it_needs(blueprint: Blueprint) -> None:
    tables = workbook(blueprint, "")
    assert scope.is_known(tables)
    for need in scope.NEEDS:
        sheet, _, key = need.partition(".")
        left = tuple(column for column in blueprint.sheets[sheet].columns if column.key != key)
        for sheets in (
            {**blueprint.sheets, sheet: replace(blueprint.sheets[sheet], columns=left)},
            {name: each for name, each in blueprint.sheets.items() if name != sheet},
        ):
            assert not scope.is_known(replace(tables, blueprint=replace(blueprint, sheets=sheets))), need


NAMED = """
    | areas      | name      | kind    |
    |            | Libraries | Service |
    | objectives | area                | objective |
    |            | Museums (Service)   | Listen    |
    |            | Libraries (Service) | Grow      |
    | roles      | role      |
    |            | Librarian |
    | mapping    | area                | objective | role       |
    |            | Museums (Service)   | Listen    | Ranger     |
    |            | Libraries (Service) | Listen    | ranger     |
    |            | Libraries (Service) | Repair    | Librarian  |
    |            | Libraries (Service) |           | Ranger     |
    | portfolio  | title | roles             |
    |            | One   | Ranger; Librarian |
    |            | Two   | Curator; Ranger   |
"""


def missing(tables: Tables) -> dict[tuple[str, str], Missing]:
    return {(each.sheet, each.name): each for each in missing_rows(tables)}


def test_a_row_that_others_name_is_missing_once_with_every_cell_that_needs_it(blueprint: Blueprint) -> None:
    tables = workbook(blueprint, NAMED)
    found = missing(tables)
    assert set(found) >= {("areas", "Museums (Service)"), ("roles", "Ranger"), ("roles", "Curator")}
    ranger, mapped, listed = found["roles", "Ranger"], min(tables["mapping"].rows), min(tables["portfolio"].rows)
    assert {(need.sheet, need.row) for need in ranger.needs} == {
        ("mapping", mapped), ("mapping", mapped + 1), ("mapping", mapped + 3), ("portfolio", listed),
        ("portfolio", listed + 1),
    }  # fmt: skip
    assert (ranger.column, ranger.row) == ("role", {"role": "Ranger"})
    assert found["areas", "Museums (Service)"].column == "name"
    order = [sheet.key for sheet in blueprint]
    keys = [sheet for sheet, _ in found]
    assert keys == sorted(keys, key=order.index)


def test_a_missing_objective_knows_its_area_where_all_that_name_it_agree(blueprint: Blueprint) -> None:
    found = missing(workbook(blueprint, NAMED))
    repair = found["objectives", "Repair"]
    assert repair.row == {"objective": "Repair", "area": "Libraries (Service)"}


def test_a_name_that_is_nearly_one_that_is_there_or_a_list_of_others_is_no_row_of_its_own(blueprint: Blueprint) -> None:
    rows = """
    | roles     | role      |
    |           | Librarian |
    | mapping   | role      |
    |           | Librarain |
    |           | Ranger    |
    | portfolio | title | roles              |
    |           | One   | Ranger and Curator |
    |           | Two   | Curator            |
    """
    tables = workbook(blueprint, rows)
    found, first = missing(tables), min(tables["portfolio"].rows)
    assert {name for sheet, name in found if sheet == "roles"} == {"Ranger", "Curator"}
    needs = {name: {(need.sheet, need.row) for need in found["roles", name].needs} for name in ("Ranger", "Curator")}
    assert needs["Curator"] == {("portfolio", first), ("portfolio", first + 1)}
    assert needs["Ranger"] == {("mapping", min(tables["mapping"].rows) + 1), ("portfolio", first)}


@pytest.mark.parametrize(
    ("often", "seldom"), [("Curatar", "Curator"), ("Curator", "Curatar"), ("Zoo team", "Zoo teams")]
)
def test_of_two_names_that_may_be_one_the_one_that_is_used_less_gives_way(
    blueprint: Blueprint, often: str, seldom: str
) -> None:
    rows = f"| mapping | role |\n| | {often} |\n| | {seldom} |\n| | {often} |"
    (found,) = missing_rows(workbook(blueprint, rows))
    assert (found.name, len(found.needs)) == (often, 3)


def test_a_gap_for_each_missing_row_stands_where_it_could_go(blueprint: Blueprint) -> None:
    tables = workbook(blueprint, NAMED)
    gaps = [finding for finding in check(tables) if finding.code == "roles.role.missing_row"]
    last = max(tables["roles"].rows)
    assert [(each.subject, each.row) for each in gaps] == [("Ranger", last + 1), ("Curator", last + 2)]
    assert all(each.owner == blueprint.sheets["roles"].who for each in gaps)
    assert "4 Mapping" in gaps[0].fix
    assert "roles.role.missing_row" in codes_of_missing(blueprint, blueprint.sheets["roles"])
    assert "areas.name.missing_row" in codes_of_missing(blueprint, blueprint.sheets["areas"])


@pytest.mark.parametrize("is_open", [True, False])
def test_what_only_rows_not_for_publication_need_is_not_named(blueprint: Blueprint, is_open: bool) -> None:
    rows = f"""
    | evaluation | role    | setup_cost | not_public |
    |            | Ranger  | 5          | Yes        |
    |            | {"Ranger" if is_open else ""}  | 6          |            |
    """
    (gap,) = [each for each in check(workbook(blueprint, rows)) if each.code == "roles.role.missing_row"]
    assert (gap.subject == "Ranger") is is_open
    assert ("Ranger" in gap.fix) is is_open
