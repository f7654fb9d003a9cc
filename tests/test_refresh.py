"""`smreport refresh`: what 4 Mapping implies stands ready in 5, 6 and 7, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook as OpenFile
from openpyxl.comments import Comment
from strategies import any_answers
from template_folders import copied
from workbooks import edited, example, saved, with_rows, workbook

import smreport
from smreport.blueprint.answers import Answers, tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Row, Tables
from smreport.blueprint.templates import load, shipped
from smreport.blueprint.values import normalised
from smreport.cli import main
from smreport.commands.reading import read_workbook
from smreport.decision.check import check
from smreport.decision.propose import with_proposals
from smreport.findings import Level

BLUEPRINT = with_rows(load(), 8)
COUNCIL = """
| settings   | organisation |
|            | Shire        |
| areas      | name      | kind    | status   |
|            | Libraries | Service | In scope |
|            | Highways  | Service | Parked   |
|            | Museums   | Service |          |
| objectives | area      | objective | importance |
|            | All areas | Grow      | Essential  |
| tools      | tool     | use  | channel        |
|            | Facebook | news | Social network |
| roles      | role    | kind     |
|            | Adviser | Internal |
| mapping    | area                | tool           | objective | role      |
|            | Libraries (Service) | Facebook: news | Grow      | Adviser   |
|            | Libraries (Service) | Facebook: news | Grow      | Librarian |
|            | Highways (Service)  | Facebook: news | Grow      | Engineer  |
|            | Museums (Service)   | Facebook: news | Grow      |           |
|            | Museums (Service)   | Facebook: news | Grow      | Curator   |
| evaluation | role    | setup_cost |
|            | Adviser | 120        |
| portfolio  | title        | areas               | roles   | status   |
|            | Library news | Libraries (Service) | Adviser | Approved |
"""


def errors(tables: Tables) -> list[str]:
    return [f"{finding.cell}: {finding.code}" for finding in check(tables) if finding.level is Level.ERROR]


def column(tables: Tables, sheet: str, key: str) -> list[object]:
    return [row[key] for row in tables[sheet].rows.values()]


def added(tables: Tables) -> dict[str, list[Row]]:
    """The rows that a refresh adds, by sheet; all that were there are the first, and unchanged.

    Names may be spelt as in the row that was added for them, as everywhere.
    """
    fuller, words = with_proposals(tables)
    found = {}
    for key, table in tables.items():
        rows = list(fuller[key].rows.items())
        assert seen(rows[: len(table.rows)]) == seen(table.rows.items())
        found[key] = [row for _, row in rows[len(table.rows) :]]
    assert len(words) == sum(map(len, found.values()))
    return {key: rows for key, rows in found.items() if rows}


def seen(rows: Iterable[tuple[int, Row]]) -> list[tuple[int, dict[str, str]]]:
    return [(number, {key: normalised(value) for key, value in row.items()}) for number, row in rows]


def candidates(tables: Tables) -> list[tuple[object, object]]:
    """The areas and roles of the projects that a refresh proposes."""
    return [(row["areas"], row["roles"]) for row in added(tables).get("portfolio", ())]


# --- the command ---


@dataclass(frozen=True)
class Refreshed:
    path: Path
    done: Result
    before: Tables
    after: Tables
    old_file_is_untouched: bool


def add_to(book: OpenFile) -> None:
    """What people added: a column and a note beside Adviser in 5 Roles, and a sheet."""
    page = book["5 Roles"]
    page["J5"], page["J6"] = "Agreed?", "yes"
    page["B6"].comment = Comment("part-time", "Ann")
    book.create_sheet("Scratch")["A1"] = "ours"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped template with few rows prepared: quicker to write."""
    return copied(tmp_path_factory.mktemp("template") / "small", rows=8)


@pytest.fixture(scope="module")
def refreshed(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Refreshed:
    folder = tmp_path_factory.mktemp("refreshed")
    old = edited(saved(workbook(BLUEPRINT, COUNCIL), folder / "old.xlsx"), add_to)
    content = old.read_bytes()
    done = CliRunner().invoke(main, ["refresh", str(old), "-o", str(folder / "new.xlsx"), "--template", str(template)])
    assert done.exit_code == 0, done.output
    tables = read_workbook(old), read_workbook(folder / "new.xlsx")
    return Refreshed(folder / "new.xlsx", done, *tables, old.read_bytes() == content)


class TestCommand:
    def test_roles_that_only_4_mapping_names_stand_in_5_and_all_roles_in_6(self, refreshed: Refreshed) -> None:
        assert column(refreshed.after, "roles", "role") == ["Adviser", "Librarian", "Engineer", "Curator"]
        assert column(refreshed.after, "evaluation", "role") == ["Adviser", "Librarian", "Engineer", "Curator"]

    def test_candidates_stand_in_7_with_their_area_and_role(self, refreshed: Refreshed) -> None:
        projects = [(row["title"], row["areas"], row["roles"]) for row in refreshed.after["portfolio"].rows.values()]
        assert projects[1:] == [
            ("Libraries (Service): Librarian", ("Libraries (Service)",), ("Librarian",)),
            ("Museums (Service): Curator", ("Museums (Service)",), ("Curator",)),
        ]
        assert column(refreshed.after, "portfolio", "status") == ["Approved", "Proposed", "Proposed"]

    def test_everything_that_was_typed_is_there(self, refreshed: Refreshed) -> None:
        for key, table in refreshed.before.items():
            found = refreshed.after.frame(key).iloc[: len(table.rows)]
            pd.testing.assert_frame_equal(found.reset_index(drop=True), table.frame.reset_index(drop=True), obj=key)

    def test_own_columns_sheets_and_notes_are_there(self, refreshed: Refreshed) -> None:
        book = openpyxl.load_workbook(refreshed.path)
        page = book["5 Roles"]
        assert (page["J5"].value, page["J6"].value, page["B6"].comment.text) == ("Agreed?", "yes", "part-time")
        assert book["Scratch"]["A1"].value == "ours"

    def test_what_was_added_is_said_row_by_row(self, refreshed: Refreshed) -> None:
        lines = [line for line in refreshed.done.stdout.splitlines() if line.startswith("Added to ")]
        assert lines[0] == "Added to 5 Roles: Librarian"
        assert lines[3] == "Added to 6 Evaluation: Librarian"
        assert lines[-1] == "Added to 7 Portfolio: Museums (Service): Curator"
        assert len(lines) == 8

    def test_rows_that_were_missing_are_there(self, refreshed: Refreshed) -> None:
        assert "roles.role.missing_row" in {finding.code for finding in check(refreshed.before)}
        assert not [finding.code for finding in check(refreshed.after) if finding.code.endswith("missing_row")]

    def test_the_old_file_is_untouched(self, refreshed: Refreshed) -> None:
        assert refreshed.old_file_is_untouched

    def test_a_second_time_adds_nothing_and_gives_the_same_file(
        self, refreshed: Refreshed, template: Path, tmp_path: Path
    ) -> None:
        again = smreport.refresh(refreshed.path, tmp_path / "again.xlsx", template=template)
        assert (again.added, again.remarks) == ((), ())
        assert again.path.read_bytes() == refreshed.path.read_bytes()

    def test_an_existing_file_is_refused(self, refreshed: Refreshed) -> None:
        done = CliRunner().invoke(main, ["refresh", str(refreshed.path), "-o", str(refreshed.path)])
        assert done.exit_code == 2
        assert "--force" in done.stderr


# --- which candidates ---


def council(blueprint: Blueprint = BLUEPRINT, **changes: object) -> Tables:
    """One area, role and mapping without a project; other answers as named: portfolio=[...]."""
    content: dict[str, object] = {
        "areas": [{"name": "Libraries", "kind": "Service"}],
        "roles": [{"role": "Adviser"}],
        "mapping": [{"area": "Libraries (Service)", "role": "Adviser"}],
        "evaluation": [{"role": "Adviser"}],
    }
    return tables_from(blueprint, {**content, **changes})


ALONE = [(("Libraries (Service)",), ("Adviser",))]


def test_an_area_with_a_role_that_no_project_takes_is_a_candidate() -> None:
    assert candidates(council()) == ALONE


@pytest.mark.parametrize(
    "project",
    [
        {"areas": ["Libraries (Service)"], "roles": ["Adviser"]},
        {"areas": ["Museums", "libraries (SERVICE)"], "roles": ["adviser", "Curator"]},
        {"areas": ["Libraries (Service)"], "roles": ["Adviser"], "status": "Dropped"},
        {"title": "libraries (Service):  Adviser"},
    ],
    ids=["both", "among others", "given up", "known by its name"],
)
def test_none_where_a_project_has_it_already(project: Row) -> None:
    assert candidates(council(portfolio=[{"title": "Warm rooms", **project}])) == []


@pytest.mark.parametrize(
    "project",
    [{"areas": ["Museums (Service)"]}, {"roles": ["Adviser"]}, {"roles": ["Curator"]},
     {"areas": ["Libraries (Service)"]}],
)  # fmt: skip
def test_one_where_projects_have_other_areas_only_or_no_roles_yet(project: Row) -> None:
    assert candidates(council(portfolio=[{"title": "Warm rooms", **project}])) == ALONE


@pytest.mark.parametrize("status", ["Parked", " parked "])
def test_none_for_a_parked_area(status: str) -> None:
    assert candidates(council(areas=[{"name": "Libraries", "kind": "Service", "status": status}])) == []


def test_one_for_an_area_whose_row_is_made_at_the_same_time() -> None:
    tables = council(mapping=[{"area": "Swimming pools", "role": "Adviser"}])
    assert candidates(tables) == [(("Swimming pools",), ("Adviser",))]


def test_none_without_a_role() -> None:
    assert added(council(mapping=[{"area": "Libraries (Service)"}])) == {}


def test_a_role_that_is_spelt_in_two_ways_is_added_once_in_the_first() -> None:
    mapping = [
        {"area": "Libraries (Service)", "role": role} for role in ("Head Curator", " head  curator", "HEAD CURATOR")
    ]
    found = added(council(mapping=mapping))
    assert [row["role"] for row in found["roles"]] == ["Head Curator"]
    assert [row["roles"] for row in found["portfolio"]] == [("Head Curator",)]


LONG = "An advice service that has a very long name " * 2
TITLES = BLUEPRINT.column("portfolio.title").type.longest  # type: ignore[attr-defined]


def test_a_list_of_missing_roles_and_a_shortened_one_make_no_rows_of_their_own() -> None:
    tables = tables_from(
        BLUEPRINT,
        {
            "areas": [{"name": "Libraries", "kind": "Service", "status": "In scope"}],
            "mapping": [{"role": "Library assistant", "area": "Libs"}, {"role": "Web officer", "area": "Librarys"}],
            "evaluation": [{"role": "Lib asst"}],
            "risks": [{"risk": "Late", "role": "Web oficer"}, {"risk": "Lost", "role": "Lib assist"}],
            "portfolio": [{"title": "Pages", "roles": "Web officer / Library assistant"}],
        },
    )
    fuller, _ = with_proposals(tables)
    assert column(fuller, "roles", "role") == ["Library assistant", "Web officer"]
    assert column(fuller, "areas", "name") == ["Libraries"]
    assert column(fuller, "portfolio", "roles")[0] == ("Web officer", "Library assistant")
    assert errors(fuller) == errors(tables)


@pytest.mark.parametrize("role", ["Adviser", "Librarian; Ranger", "Librarian\nRanger", "Ranger; Curator"])
def test_no_row_is_made_for_a_name_that_is_likely_another_or_for_a_list_where_one_is_asked_for(role: str) -> None:
    rows = {
        "areas": [{"name": "Parks", "kind": "Service", "status": "In scope"}],
        "roles": [{"role": name} for name in ("Contact centre adviser", "Librarian")],
        "mapping": [{"area": "Parks (Service)", "role": role}],
    }
    tables = tables_from(BLUEPRINT, rows)
    fuller, added = with_proposals(tables)
    assert column(fuller, "roles", "role") == ["Contact centre adviser", "Librarian"]
    assert not [line for line in added if role in line]
    assert role == "Adviser" or "mapping.role.exists" in {finding.code for finding in check(tables)}


def test_long_titles_are_cut_and_stay_different() -> None:
    names = [f"{LONG[:70]}{number}" for number in range(12)]
    found = added(
        council(
            areas=[{"name": LONG, "kind": "Service"}],
            roles=[{"role": name} for name in names],
            mapping=[{"area": f"{LONG.strip()} (Service)", "role": name} for name in names],
        )
    )
    titles = [str(row["title"]) for row in found["portfolio"]]
    assert max(map(len, titles)) <= TITLES
    assert [title for title in titles if title != title.strip()] == []
    assert len({title.lower() for title in titles}) == 12
    assert titles[1].endswith(" (2)")
    assert titles[11].endswith(" (12)")


def test_titles_that_come_out_the_same_stay_different() -> None:
    tables = council(
        areas=[{"name": "A: B"}, {"name": "A"}],
        roles=[{"role": "C"}, {"role": "B: C"}],
        mapping=[{"area": "A: B", "role": "C"}, {"area": "A", "role": "B: C"}],
    )
    assert [row["title"] for row in added(tables)["portfolio"]] == ["A: B: C", "A: B: C (2)"]


def test_a_status_that_the_template_does_not_offer_is_left_blank() -> None:
    decided = BLUEPRINT.lists["project_status"].items[1:]
    other = BLUEPRINT.with_list("project_status", decided)
    assert [row["status"] for row in added(council(other))["portfolio"]] == [None]


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_template_offers_the_status_of_a_candidate(name: str) -> None:
    assert "Proposed" in load(name).lists["project_status"].texts


# --- whatever the workbook holds ---


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(answers=any_answers(BLUEPRINT, rows=8))
def test_rows_are_only_ever_added_and_only_once(answers: Answers) -> None:
    tables = tables_from(BLUEPRINT, answers)
    fuller, _ = with_proposals(tables)
    assert added(fuller) == {}


_NAMES = st.text(st.sampled_from("abcXY :()-é&1"), min_size=1, max_size=80).filter(lambda name: name.strip(" "))


@st.composite
def sound_answers(draw: Any) -> Answers:
    """Answers without an error: areas, roles and projects in any number, and any of their pairs mapped."""
    areas = draw(st.lists(_NAMES, min_size=1, max_size=5, unique_by=lambda name: " ".join(name.lower().split())))
    roles = draw(st.lists(_NAMES, min_size=1, max_size=5, unique_by=lambda name: " ".join(name.lower().split())))
    labels = [f"{' '.join(name.split())} (Service)" for name in areas]
    statuses = st.sampled_from(["In scope", "Parked", ""])
    pairs = draw(st.lists(st.tuples(st.sampled_from(labels), st.sampled_from(roles)), max_size=12, unique=True))
    some = [st.lists(st.sampled_from(pool), max_size=3) for pool in (labels, roles)]
    projects = [
        {"title": f"Project {number}", "areas": draw(some[0]), "roles": draw(some[1])}
        for number in range(draw(st.integers(0, 3)))
    ]
    mapped = {"tool": "Facebook: news", "objective": "Grow"}
    return {
        "areas": [{"name": name, "kind": "Service", "status": draw(statuses)} for name in areas],
        "objectives": [{"area": "All areas", "objective": "Grow"}],
        "tools": [{"tool": "Facebook", "use": "news", "channel": "Social network"}],
        "roles": [{"role": role} for role in roles],
        "mapping": [{"area": area, "role": role, **mapped} for area, role in pairs],
        "evaluation": [{"role": role} for role in draw(st.lists(st.sampled_from(roles), max_size=3, unique=True))],
        "portfolio": projects,
    }


@pytest.mark.long
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(answers=sound_answers())
def test_a_workbook_without_errors_has_none_afterwards(answers: Answers) -> None:
    tables = tables_from(BLUEPRINT, answers)
    assert errors(tables) == []
    fuller, _ = with_proposals(tables)
    assert errors(fuller) == []


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(answers=sound_answers())
def test_afterwards_every_mapped_pair_in_scope_has_a_project_and_every_role_its_rows(answers: Answers) -> None:
    tables = tables_from(BLUEPRINT, answers)
    fuller, _ = with_proposals(tables)
    parked = {row["label"] for row in tables["areas"].rows.values() if row["status"] == "Parked"}
    projects = [(row["areas"] or (), row["roles"] or ()) for row in fuller["portfolio"].rows.values()]
    for row in fuller["mapping"].rows.values():
        taken = any(row["area"] in areas and row["role"] in roles for areas, roles in projects)
        assert taken or row["area"] in parked
    assert set(column(fuller, "evaluation", "role")) == set(column(fuller, "roles", "role"))
    proposed = projects[len(tables["portfolio"].rows) :]
    assert not parked & {area for areas, _ in proposed for area in areas}


@pytest.mark.long
@pytest.mark.parametrize("name", ["devon", "illustrative"])
def test_a_refreshed_example_has_no_errors_and_reads_back(blueprint: Blueprint, tmp_path: Path, name: str) -> None:
    tables = example(blueprint, name)
    renewed = smreport.refresh(saved(tables, tmp_path / "old.xlsx"), tmp_path / "new.xlsx")
    found = read_workbook(renewed.path)
    assert errors(found) == []
    for key, table in tables.items():
        assert list(found[key].rows.items())[: len(table.rows)] == list(table.rows.items())


def test_amounts_that_are_not_exact_stay_as_they_were_typed(tmp_path: Path) -> None:
    typed = ["about 1,500", "£8k–£12k", "up to £900", "£100 a month"]
    answers = {"evaluation": [{"role": "Adviser", "purpose": cost, "setup_cost": cost} for cost in typed]}
    path = saved(tables_from(BLUEPRINT, answers, "typed.xlsx"), tmp_path / "typed.xlsx")
    made = smreport.refresh(path, tmp_path / "made.xlsx").path
    costs = read_workbook(made)["evaluation"].columns["setup_cost"]
    assert [getattr(cost, "typed", cost) for cost in costs[: len(typed)]] == typed
