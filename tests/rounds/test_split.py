"""Which rows go to whom."""

from __future__ import annotations

import pytest
from rounds.council import ANSWERS, HIGHWAYS, LIBRARIES, council
from rounds.rounds_in_memory import Round, shown
from workbooks import example, workbook

from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Extras, Origin, sent_heading, sent_to_heading
from smreport.errors import InvalidValue, UnreadableFile
from smreport.frozen import replace
from smreport.rounds.ownership import EVERYBODY, NOBODY, owners
from smreport.rounds.register import Register, read_register, register_tables, title
from smreport.rounds.split import Splitting, parts_of_workbook, prepared

L, H = frozenset({"libraries (service)"}), frozenset({"highways (service)"})


def test_a_row_belongs_to_the_areas_that_its_references_lead_to(blueprint: Blueprint) -> None:
    found = {key: list(rows.values()) for key, rows in owners(council(blueprint)).items()}
    assert found["areas"] == [L, H]
    assert found["objectives"] == [EVERYBODY, L, H]
    assert found["tools"] == found["accounts"] == found["settings"] == [EVERYBODY]
    assert found["mapping"] == [L, H, H]
    assert found["roles"] == [L | H, H, EVERYBODY]  # nobody names the volunteer: anybody may
    assert found["evaluation"] == [L | H, H]
    assert found["risks"] == [H, NOBODY]
    assert found["portfolio"] == [L | H, H]
    assert found["kpis"] == [EVERYBODY, H]
    assert found["actions"] == [H]


def test_money_and_weights_stay_with_the_facilitator(blueprint: Blueprint) -> None:
    kept = """
    | money  | year    | capital | source  |
    |        | 2027/28 | 5000    | Reserve |
    | swings | who     | benefit | cost | risk |
    |        | Finance | 10      | 100  | 20   |
    """
    tables = workbook(blueprint, ANSWERS + kept)
    sent = Round.of(tables)
    assert [list(owners(tables)[key].values()) for key in ("money", "swings")] == [[NOBODY], [NOBODY]]
    assert sent.merged(*map(sent.returned, sent.parts)).tables["money"].columns["capital"] == [5000.0]
    for part in sent.parts.values():
        assert not part["money"].numbers
        assert not part["swings"].numbers


def test_a_workbook_holds_its_own_rows_and_those_of_everybody(blueprint: Blueprint) -> None:
    part = Round.of(council(blueprint)).parts[LIBRARIES]
    assert shown(part, "areas", "name") == [("Libraries",), ("Highways",)]  # the shared project names Highways
    assert shown(part, "objectives", "objective") == [("Answer in a day",), ("More loans",)]
    assert shown(part, "mapping", "benefit") == [("More visit",)]
    assert shown(part, "roles", "role") == [("Web editor",), ("Volunteer",)]
    assert shown(part, "portfolio", "title") == [("One page",)]
    assert shown(part, "actions", "action") == []
    assert shown(part, "settings", "budget") == [("1000",)]


def test_all_that_a_workbook_refers_to_is_in_it(blueprint: Blueprint) -> None:
    part = Round.of(council(blueprint)).parts[HIGHWAYS]
    assert ("One page",) in shown(part, "portfolio", "title")
    assert ("Libraries",) in shown(part, "areas", "name")


def test_words_beside_each_row_say_whose_it_is(blueprint: Blueprint) -> None:
    part = Round.of(council(blueprint)).parts[LIBRARIES]
    marks = {key: list(columns[sent_heading()].values()) for key, columns in part.extras.columns.items()}
    first = blueprint.sheets["roles"].first_row
    assert marks["roles"] == [
        f"Yours and other areas’ (row {first})",
        f"Set by the facilitator: please leave as it is (row {first + 2})",
    ]
    assert [str(mark).partition(" (")[0] for mark in marks["areas"]] == [
        "Yours",
        "Set by the facilitator: please leave as it is",
    ]
    assert part.blueprint.start.intro[0] == f"This workbook is for: {LIBRARIES}"
    assert part.extras.given["settings"] == [0]


def test_areas_of_a_group_share_a_workbook(blueprint: Blueprint) -> None:
    tables = workbook(
        blueprint,
        """
        | areas | name      | kind    | group  |
        |       | Libraries | Service | People |
        |       | Museums   | Service | people |
        |       | Highways  | Service |        |
        """,
    )
    parts = parts_of_workbook(tables, "group")
    assert [(part.name, part.areas) for part in parts] == [
        ("People", ("Libraries (Service)", "Museums (Service)")),
        ("Highways (Service)", ("Highways (Service)",)),
    ]


def test_a_workbook_without_areas_cannot_be_split(blueprint: Blueprint) -> None:
    with pytest.raises(InvalidValue, match="no area is filled in"):
        parts_of_workbook(workbook(blueprint, "| tools | tool |\n| | Facebook |"))


def test_a_template_without_groups_cannot_be_split_by_group(blueprint: Blueprint) -> None:
    areas = blueprint.sheets["areas"]
    without = replace(areas, columns=tuple(column for column in areas.columns if column.key != "group"))
    template = replace(blueprint, sheets={**blueprint.sheets, "areas": without})
    tables = workbook(template, "| areas | name | kind |\n| | Libraries | Service |")
    with pytest.raises(InvalidValue, match="Split it by area"):
        parts_of_workbook(tables, "group")


@pytest.mark.parametrize("name", ["illustrative", "devon"])
def test_every_row_of_an_example_goes_to_somebody_or_stays_with_the_facilitator(
    blueprint: Blueprint, name: str
) -> None:
    splitting = Splitting(prepared(example(blueprint, name)))
    sent = [splitting.rows_of(part) for part in parts_of_workbook(splitting.tables)]
    for key, rows in splitting.cells.items():
        for row in rows:
            kept = splitting.owners[key][row] == NOBODY
            assert kept or any(row in there.get(key, ()) for there in sent), (key, row)


# --- the register ---


def register_of(blueprint: Blueprint) -> tuple[Register, Register]:
    """A register, and what is read from the answers that it is saved as."""
    tables = council(blueprint)
    made = Round.of(tables).register
    return made, read_register(register_tables(Splitting(prepared(tables)), made.sent))


def test_the_register_says_who_was_sent_what(blueprint: Blueprint) -> None:
    made, read = register_of(blueprint)
    assert read.sent == made.sent
    to = read.tables.extras.columns
    assert list(to["roles"][sent_to_heading()].values()) == [
        "Libraries (Service).xlsx; Highways (Service).xlsx",
        "Highways (Service).xlsx",
        "Everybody",
    ]
    assert list(to["risks"][sent_to_heading()].values())[1] == "Nobody: it names no area"


def test_a_workbook_is_known_by_what_it_says_and_else_by_its_file(blueprint: Blueprint) -> None:
    register, _ = register_of(blueprint)
    libraries = register.sent[0]
    assert register.part_called(LIBRARIES.upper(), "renamed (final) v2.xlsx") == libraries
    assert register.part_called("", "libraries (service).xlsx") == libraries
    assert register.part_called("Parks (Service)", "libraries (service).xlsx") is None


def test_a_register_that_lost_its_first_sheet_says_so(blueprint: Blueprint) -> None:
    tables = replace(council(blueprint), file="register.xlsx", extras=Extras(sheets={title(): (("Workbook", "For"),)}))
    with pytest.raises(UnreadableFile, match=r"register\.xlsx: the sheet “Register” lacks “Areas”"):
        read_register(tables)


def test_a_row_keeps_where_it_came_from_when_a_combined_workbook_is_split_again(blueprint: Blueprint) -> None:
    tables = council(blueprint)
    areas = replace(tables["areas"], origins={tables["areas"].numbers[0]: Origin("Books.xlsx", 40)})
    again = prepared(replace(tables, tables={**tables.tables, "areas": areas}))
    assert list(again.extras.columns["areas"]["From file"].values()) == ["Books.xlsx", "answers.xlsx"]
