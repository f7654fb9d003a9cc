"""Names and choices are understood where only one can be meant; what was typed is kept, and told."""

from __future__ import annotations

import pickle
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.naming import Choices, Meant, Names, agreed
from smreport.blueprint.readings import AREAS, NAME, NAMES, Reading, readings
from smreport.blueprint.tables import Tables
from smreport.blueprint.templates import load, shipped
from smreport.decision.check import check

ROWS = [{"name": name, "kind": kind} for name, kind in AREAS]


def cases(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", [one for one in readings() if one.kind == kind], ids=lambda case: case.typed)


def told(tables: Tables, sheet: str, key: str) -> str:
    """What the check tells of how a cell was read, in a word of the table of cases."""
    words = {"understood": "note", "nothing_said": "note", "exists": "error", "listed": "error"}
    codes = [finding.code for finding in check(tables)]
    kinds = [code.rpartition(".")[2] for code in codes if code.startswith((f"{sheet}.{key}.", "cells."))]
    said = [words[kind] for kind in kinds if kind in words]
    if "areas.name.missing_row" in codes:
        said.append("gap")
    return (said or [""])[0]


@cases(NAME)
def test_a_name_is_read_as_the_table_of_cases_says(blueprint: Blueprint, case: Reading) -> None:
    tables = tables_from(blueprint, {"areas": ROWS, "mapping": [{"area": case.typed, "notes": "x"}]})
    (value,) = tables["mapping"].columns["area"]
    assert value == (case.meaning if case.is_answer else None if case.meaning == "blank" else case.typed)
    assert told(tables, "mapping", "area") == case.level


@cases(NAMES)
def test_several_names_are_read_as_the_table_of_cases_says(blueprint: Blueprint, case: Reading) -> None:
    tables = tables_from(blueprint, {"areas": ROWS, "portfolio": [{"title": "Pages", "areas": case.typed}]})
    assert tables["portfolio"].columns["areas"] == [tuple(case.meaning.split("; "))]
    assert told(tables, "portfolio", "areas") == case.level


@pytest.mark.parametrize("case", [one for one in readings() if one.is_choice], ids=lambda case: case.typed)
def test_a_status_is_read_as_the_table_of_cases_says(blueprint: Blueprint, case: Reading) -> None:
    sheet, _, key = case.kind.partition(".")
    tables = tables_from(blueprint, {sheet: [{key: case.typed, "notes": "x"}]})
    (value,) = tables[sheet].columns[key]
    wanted = None if case.meaning == "blank" else case.typed
    assert value == (blueprint.label(case.kind, case.meaning) if case.is_answer else wanted)
    assert told(tables, sheet, key) == case.level
    if case.is_answer and case.level:
        assert isinstance(value, Meant)
        assert value.typed == case.typed


@pytest.mark.parametrize("template", shipped())
def test_no_word_stands_for_two_choices_of_a_list(template: str) -> None:
    for choices in load(template).lists.values():
        for item in choices.items:
            for words in (item.text, *item.also):
                assert choices.known.meant_by(words) == (item.text,), (choices.key, words)


ANY_NAME = st.text(st.sampled_from("abes SAL&'’.,é-()12"), min_size=1, max_size=12)


@given(st.lists(ANY_NAME, min_size=1, max_size=6, unique=True), ANY_NAME, st.randoms())
@settings(max_examples=200, deadline=None)
def test_what_was_understood_is_understood_again_and_row_order_makes_no_difference(
    names: list[str], typed: str, random: object
) -> None:
    names = [name.strip() for name in names if name.strip()]
    known = Names(names)
    mixed = names[:]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    found = known.meant_by(typed)
    assert Names(mixed).meant_by(typed) == found
    for name in found:
        assert known.meant_by(name) == (name,)
    if len(found) == 1:
        read = known.understood(typed)
        assert read == found[0]
        assert (
            isinstance(read, Meant) or str(read).lower() == " ".join(typed.split(" ")).strip().lower() or read == typed
        )


@given(st.dictionaries(ANY_NAME, st.integers(1, 5), min_size=1, max_size=5))
@settings(max_examples=100, deadline=None)
def test_one_spelling_is_agreed_on_however_the_names_are_ordered(names: dict[str, int]) -> None:
    spelt = agreed(names)
    assert agreed(dict(reversed(list(names.items())))) == spelt
    assert {spelt[new] for new in spelt.values()} == set(spelt.values())


def test_a_name_in_other_words_can_be_copied_to_another_process() -> None:
    again = pickle.loads(pickle.dumps(Meant("Libraries (Service)", "Libraries")))
    assert (again, again.typed) == ("Libraries (Service)", "Libraries")


def test_a_blank_is_no_choice_and_what_was_understood_stays_so() -> None:
    known = Choices([("None", ["nothing"]), ("Some", ["a few"])])
    assert known.understood(None) is None
    read = known.understood("a few")
    again = known.understood(read)
    assert isinstance(again, Meant)
    assert (again, again.typed) == ("Some", "a few")


def test_where_a_name_has_a_comma_commas_part_only_what_is_all_names() -> None:
    assert Names(["A", "B"]).understood(("A, B",)) == ("A", "B")
    known = Names(["A", "B", "C, D"])
    assert known.understood(("A, C, D",)) == ("A", "C, D")
    assert known.understood(("A, E",)) == ("A, E",)
    assert Names(["A", "B"]).understood(("A, E",)) == ("A", "E")


def test_a_long_list_is_parted_in_no_time() -> None:
    known = Names(["a", "b", "c, d", *(f"Name {number} of a thing" for number in range(500))])
    started = time.perf_counter()
    typed = ", ".join(["a"] * 300)
    assert known.understood((typed,)) == ("a",)
    assert known.understood((f"{typed}, z",)) == (f"{typed}, z",)
    assert time.perf_counter() - started < 10


def test_a_shortened_or_misspelt_name_is_taken_where_one_is_likely_and_asked_about_where_two_are() -> None:
    known = Names(["Adult social care (Service)", "Libraries (Service)", "Project A", "Project B"])
    assert known.meant_by("Libs") == ("Libraries (Service)",)
    assert known.meant_by("adult soc care") == known.meant_by("Adult socail care") == ("Adult social care (Service)",)
    assert known.meant_by("Pro") == ()
    assert known.nearest("Project Z") == ""
    two = Names(["Library assistant", "Library adviser"])
    assert two.meant_by("Lib a") == ()
    assert two.meant_by("lib as") == ()
    assert Names(["Libraries", "Liberal arts"]).meant_by("lib") == ("Libraries",)
    assert Names(["Libraries", "Liberation"]).meant_by("lib") == ("Liberation", "Libraries")


def test_of_several_names_where_one_is_asked_for_all_are_named() -> None:
    known = Names(["Libraries (Service)", "Parks (Service)", "Consultation (Activity)", "Consultation (Service)"])
    assert known.can_mean("Libraries, parks") == ("Libraries (Service)", "Parks (Service)")
    assert len(known.can_mean("Libraries and consultation")) == 3
    assert known.is_in_doubt("Libraries, parks")
    assert not known.is_in_doubt("Libraries, pools")


def test_another_letter_or_number_is_another_name_and_no_slip() -> None:
    known = Names(["Project A", "Web officer", "Phase 1 of the roll-out"])
    assert known.is_in_doubt("Projct A")
    assert [name for name in ("Project Z", "Web officer 2", "Phase 2 of the roll-out") if known.is_in_doubt(name)] == []


def test_initials_in_capitals_name_what_only_one_is_called_and_are_asked_about_where_two_are() -> None:
    known = Names(["Office for Low Emissions", "Adult Social Care", "Area Safety Check"])
    assert known.meant_by("OFLE") == known.meant_by("OLE") == ("Office for Low Emissions",)
    assert known.meant_by("ASC") == ("Adult Social Care", "Area Safety Check")
    assert known.meant_by("ole") == ()


def test_what_says_less_than_a_choice_is_not_taken_for_it() -> None:
    known = Choices([("Done", ["complete"]), ("In scope", ["yes", "y"]), ("Parked", ["no", "n"])])
    assert [known.meant_by(typed) for typed in ("phase 1 done", "some complete", "no decision", "y or n")] == [()] * 4
    assert known.meant_by("comp") == ("Done",)
    assert known.meant_by("no") == ("Parked",)


@pytest.mark.parametrize(
    ("sheet", "key", "for_all"), [("objectives", "area", "All areas"), ("kpis", "project", "Whole strategy")]
)
@pytest.mark.parametrize("typed", ["All", "all services.", "everyone", "All projects"])
def test_words_for_all_are_the_choice_that_stands_for_all(
    blueprint: Blueprint, sheet: str, key: str, for_all: str, typed: str
) -> None:
    tables = tables_from(blueprint, {"areas": ROWS, sheet: [{key: typed}]})
    assert tables[sheet].columns[key] == [for_all]
    assert told(tables, sheet, key) == "note"


@pytest.mark.parametrize("typed", ["any", "various", "all of the above", "all tools"])
def test_words_for_some_are_not_the_choice_that_stands_for_all(blueprint: Blueprint, typed: str) -> None:
    tables = tables_from(blueprint, {"areas": ROWS, "objectives": [{"area": typed, "objective": "x"}]})
    assert tables["objectives"].columns["area"] == [None]


@pytest.mark.parametrize("typed", ["All areas", "everyone", "various"])
def test_where_one_is_wanted_words_for_many_are_asked_about(blueprint: Blueprint, typed: str) -> None:
    tables = tables_from(blueprint, {"areas": ROWS, "mapping": [{"area": typed, "notes": "x"}]})
    (said,) = [finding for finding in check(tables) if finding.code == "cells.nothing_said"]
    assert said.fix.startswith("Name what is meant")


def test_a_row_that_is_called_so_comes_before_the_choice_for_all(blueprint: Blueprint) -> None:
    areas = [*ROWS, {"name": "All services", "kind": "Service"}]
    tables = tables_from(blueprint, {"areas": areas, "objectives": [{"area": "all services"}]})
    assert tables["objectives"].columns["area"] == ["All services (Service)"]


@pytest.mark.parametrize("typed", ["Llyfrgelloedd", "llyfrgelloedd (libraries)"])
def test_a_name_may_stand_without_any_of_its_brackets(typed: str) -> None:
    known = Names(["Llyfrgelloedd (Libraries) (Service)", "Parks (Service)"])
    assert known.meant_by(typed) == ("Llyfrgelloedd (Libraries) (Service)",)


def test_a_word_that_may_only_name_a_part_of_the_council_counts_where_a_name_has_it() -> None:
    assert Names(["Digital communications team", "Web team"]).meant_by("Digital comms team") == (
        "Digital communications team",
    )


@pytest.mark.parametrize(("typed", "near"), [("Adviser", "Contact adviser"), ("Contact planner", ""), ("Ranger", "")])
def test_a_name_that_is_likely_meant_has_more_words_or_a_few_other_letters(typed: str, near: str) -> None:
    assert Names(["Contact adviser", "Web officer"]).likely(typed) == near


def test_a_name_that_is_likely_meant_stays_so_whatever_names_are_added() -> None:
    known = Names(["Contact adviser", "Web adviser"])
    assert known.likely("Adviser") in {"Contact adviser", "Web adviser"}
    assert Names(["Plan 2027"]).likely("Plan 2028") == ""


def test_a_list_is_told_by_signs_that_are_in_no_name() -> None:
    known = Names(["A", "B"])
    assert [known.is_list(typed) for typed in ("A; C", "C\nD", "C;", "C and D", "C, D")] == [True, True, *[False] * 3]
    assert not Names(["A; B", "C"]).is_list("D; E")
