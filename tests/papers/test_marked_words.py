"""What is marked in a workbook, as the last look sees it, and which words tell it."""

from __future__ import annotations

import pytest
from papers.whole_rounds import changed, round_of_answers

from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Extras, Tables
from smreport.decision.results import decide
from smreport.frozen import replace
from smreport.papers.last_look import Marked, added_that_tells, cells_that_tell

SECRET = "(not for publication)"
MARKS = {
    "evaluation": {1: {"not_public": True, "setup_cost": "15,000 to 20,000"}},
    "risks": {0: {"not_public": True}, 1: {"risk": "Flood", "not_public": True}},
    "portfolio": {3: {"not_public": True}},
    "earlier": {
        0: {
            "not_public": True,
            "answers": "Set-up cost: 4000\nYearly cost: 100 to 150\nStaff hours a month: 7\nLead: 9",
        },
        1: {"name": "Gritting told"},
    },
}  # fmt: skip
MARKED = Marked(frozenset({20000.0, 3456.5}), frozenset({12.0}), frozenset({"youth film", "secret scheme"}))


@pytest.fixture(scope="module")
def tables(blueprint: Blueprint) -> Tables:
    return tables_from(blueprint, changed(round_of_answers(), MARKS), "w")


def test_what_is_typed_in_marked_rows_is_marked_both_ends_of_a_range_and_names_of_two_words(tables: Tables) -> None:
    """Flood is one word, and Gritting told is also the name of a row that is public."""
    typed = Marked.in_answers(tables)
    assert typed.money == {15000, 20000, 3000, 900, 30000, 4000, 100, 150, 3800}
    assert typed.hours == {20, 2, 10, 7}
    assert typed.names == {"the feed fails", "youth film", "costs rise", "book a crew"}


def test_what_follows_from_marked_costs_is_marked_too(tables: Tables) -> None:
    """Of the line, what it comes to over the years; of the projects that need it, cost and cash."""
    results = decide(tables)
    typed, every = Marked.in_answers(tables), Marked.of(results)
    news, _, _, film = results.round.by_row
    line = {results.costs[row].present_value for row in (8, 11)}
    projects = {amount for at in (news, film) for amount in (results.alone[at].cost, results.alone[at].cash)}
    assert every.money == typed.money | line | projects - {0.0}
    assert len(line | projects - {0.0}) == 5
    assert (every.hours, every.names) == (typed.hours, typed.names)


def test_nothing_is_marked_where_no_row_is(blueprint: Blueprint) -> None:
    plain = tables_from(blueprint, round_of_answers(), "w")
    assert Marked.of(decide(plain)) == Marked.in_answers(plain) == Marked()
    assert not Marked()
    assert all((Marked(frozenset({1.0})), Marked(hours=frozenset({1.0})), Marked(names=frozenset({"a b"}))))
    both = Marked(frozenset({1.0}), frozenset({2.0}), frozenset({"a b"}))
    other = Marked(frozenset({3.0}), frozenset({4.0}), frozenset({"c d"}))
    assert both | other == Marked(frozenset({1.0, 3.0}), frozenset({2.0, 4.0}), frozenset({"a b", "c d"}))


TELL = {
    "It costs £20,000.": True, "It costs 20k pounds.": True, "It costs £21,000.": False, "Row 20000": True,
    "12 hours a month": True, "twelve hours a month": True, "13 hours": False, "12 people": False,
    "The Youth  Film is off.": True, "youth films": False, "the youth": False, "A youth film, then": True,
    "rayouth film": False, "Youth\nfilm": True, "nothing": False, "": False,
}  # fmt: skip


def test_amounts_hours_and_whole_names_tell(tables: Tables) -> None:
    assert {text: MARKED.is_told_in(text) for text in TELL} == TELL
    assert {text: Marked().is_told_in(text) for text in TELL} == dict.fromkeys(TELL, False)


def test_words_quotes_and_ends_of_lines_that_tell_are_left_out_and_others_stay() -> None:
    words = {"The youth film": SECRET, "The forum": "The forum", "": ""}
    quotes = {
        "“Youth film” is late.": f"{SECRET} is late.",
        "“Forum” and “the youth film” are late.": f"“Forum” and {SECRET} are late.",
        "“Forum” is late; the youth film is not.": "“Forum” is late; the youth film is not.",
        "“The “secret scheme” of old” ends.": f"{SECRET} ends.",
        "“Secret” scheme": "“Secret” scheme",
        "No quote at all": "No quote at all",
    }
    ends = {
        "Lead: youth film": f"Lead: {SECRET}",
        "Lead: Ann: youth film": f"Lead: {SECRET}",
        "Lead: Ann: forum": "Lead: Ann: forum",
        "Youth film: Ann": "Youth film: Ann",
        "“Youth film”: Ann": f"{SECRET}: Ann",
        "Youth film": SECRET,
        "Forum": "Forum",
    }
    assert {text: MARKED.without(text) for text in words} == words
    assert {text: MARKED.without_quotes(text) for text in quotes} == quotes
    assert {text: MARKED.without_end(text) for text in ends} == ends
    assert [Marked().without_quotes(text) for text in quotes] == [*quotes]


def test_cells_and_what_people_added_are_named_where_they_tell(tables: Tables) -> None:
    """A column that no paper prints is looked into only where it is asked for; a withheld cell never is."""
    told = changed(
        round_of_answers(),
        MARKS | {
            "actions": {0: {"review": "The youth film"}, 1: {"review": "The forum"}, 2: {"review": "The youth film"}},
            "accounts": {0: {"notes": "12 hours a month"}},
        },
    )  # fmt: skip
    tables = tables_from(tables.blueprint, told, "w")
    numbers = tables["actions"].numbers
    expected = {("actions", "review", numbers[0]), ("actions", "review", numbers[2]), ("accounts", "notes", 6)}
    names = Marked(hours=MARKED.hours, names=frozenset({"the youth film"}))
    assert {*cells_that_tell(tables, names)} == expected
    hidden = replace(
        tables["swings"].sheet,
        columns=tuple(replace(column, printed="nowhere") for column in tables["swings"].sheet.columns),
    )
    people = Marked(names=frozenset({"members of cabinet"}))
    with_people = changed(told, {"swings": {0: {"who": "Members of Cabinet"}}})
    where = [("swings", "who", 7)]
    form = replace(tables.blueprint, sheets={**tables.blueprint.sheets, "swings": hidden})
    assert cells_that_tell(tables_from(tables.blueprint, with_people, "w"), people) == where
    assert cells_that_tell(tables_from(form, with_people, "w"), people) == []
    assert cells_that_tell(tables_from(form, with_people, "w"), people, everywhere=True) == where
    assert cells_that_tell(tables, Marked()) == []


def test_areas_in_one_cell_are_looked_through_together(tables: Tables) -> None:
    both = Marked(names=frozenset({"roads (service); youth (activity)"}))
    content = changed(round_of_answers(), {"portfolio": {2: {"areas": "Roads (Service); Youth (Activity)"}}})
    assert cells_that_tell(tables_from(tables.blueprint, content, "w"), both) == [("portfolio", "areas", 10)]


def test_notes_and_columns_that_people_added_are_named_where_they_tell(tables: Tables) -> None:
    extras = Extras(
        columns={"risks": {"Cost code": {6: "£20,000", 7: "£5", 8: 20000.0}}},
        notes={
            "risks": {("owner", 7): "Youth film", ("owner", 8): "Forum"},
            "areas": {("lead", 7): "12 hours a month"},
        },
    )
    with_extras = replace(tables, extras=extras)
    assert {*added_that_tells(with_extras, MARKED)} == {
        ("risks", "owner", 7), ("areas", "lead", 7), ("risks", "Cost code", 6), ("risks", "Cost code", 8),
    }  # fmt: skip
    assert added_that_tells(with_extras, Marked()) == []
