"""How far returns are, and whom to chase."""

from __future__ import annotations

from rounds.council import HIGHWAYS, LIBRARIES, council
from rounds.rounds_in_memory import Round
from workbooks import workbook

from smreport.blueprint.model import Blueprint
from smreport.decision.check import check
from smreport.frozen import replace
from smreport.rounds.progress import (
    Completeness,
    Standing,
    completeness,
    own_findings,
    own_rows,
    roll_call,
    standing_of,
)
from smreport.rounds.register import Sent
from smreport.rounds.split import Part

SENT = Sent("Parks.xlsx", Part("Parks", ("Parks",)), 3, "abc")


def test_where_a_file_stands() -> None:
    assert standing_of(SENT, "xyz", readable=True) is Standing.RETURNED
    assert standing_of(SENT, "abc", readable=True) is Standing.AS_SENT
    assert standing_of(None, "abc", readable=True) is Standing.UNKNOWN
    assert standing_of(SENT, "xyz", readable=False) is Standing.UNREADABLE


def test_the_best_of_a_service_s_files_counts(blueprint: Blueprint) -> None:
    register = Round.of(council(blueprint)).register
    libraries, highways = register.sent
    files = {
        "a.xlsx": (libraries, Standing.AS_SENT),
        "b.xlsx": (libraries, Standing.RETURNED),
        "c.xlsx": (None, Standing.UNKNOWN),
    }
    called = roll_call(register, files)
    assert [(one.sent, one.standing, one.files, one.to_chase) for one in called] == [
        (libraries, Standing.RETURNED, ("a.xlsx", "b.xlsx"), False),
        (highways, Standing.MISSING, (), True),
    ]


def test_only_what_is_for_the_service_to_fill_in_counts(blueprint: Blueprint) -> None:
    part = Round.of(council(blueprint)).parts[LIBRARIES]
    own = own_rows(part)
    assert {key: len(rows) for key, rows in own.items() if rows} == {
        "areas": 1, "objectives": 1, "mapping": 1, "roles": 1, "evaluation": 1, "portfolio": 1,
    }  # fmt: skip
    about = own_findings(check(part), part, own)
    assert {finding.subject for finding in about if finding.sheet == "5 Roles"} == {"Web editor"}
    assert not [finding for finding in about if finding.sheet == "Settings"]


def test_a_workbook_that_was_not_split_counts_as_a_whole(blueprint: Blueprint) -> None:
    tables = council(blueprint)
    own = own_rows(tables)
    assert list(own["settings"]) == [0]
    assert len(own_findings(check(tables), tables, own)) == len(check(tables))


def test_completeness_is_the_share_of_required_cells_that_are_filled(blueprint: Blueprint) -> None:
    tables = workbook(blueprint, "| accounts | account | tool |\n| | The council | Facebook |")
    own = {**dict.fromkeys(own_rows(tables), ()), "accounts": tables["accounts"].numbers}
    assert completeness(tables, own) == Completeness(2, 4)  # owner and decision are blank
    assert Completeness(2, 4).share == 0.5
    assert Completeness(0, 0).share is None


def test_nothing_can_be_said_of_who_returned_without_a_register() -> None:
    assert roll_call(None, {"a.xlsx": (None, Standing.UNKNOWN)}) == ()


def test_a_workbook_of_another_service_is_not_taken_for_one_of_the_same_file_name(blueprint: Blueprint) -> None:
    register = Round.of(council(blueprint)).register
    swapped = replace(register, sent=register.sent[::-1])
    found = swapped.part_called(HIGHWAYS, f"{LIBRARIES}.xlsx")
    assert found
    assert found.part.name == HIGHWAYS
