"""How few letters are enough for a word to be taken for another: on both sides of each limit."""

from __future__ import annotations

import pytest

from smreport.blueprint.likely import ByWords
from smreport.blueprint.naming import Choices, Names

KNOWN = Choices([("Medium", ["middling"]), ("Yearly", ["annual"]), ("Monthly", ["a month"]), ("Closed", ["shut"])])


@pytest.mark.parametrize(
    ("typed", "choices"),
    [
        ("m", ()), ("me", ()), ("med", ("Medium",)), ("med.", ("Medium",)), ("clo", ("Closed",)), ("m3d", ()),
        ("mid", ("Medium",)), ("be", ()), ("not", ()),
    ],
)  # fmt: skip
def test_three_letters_begin_a_choice(typed: str, choices: tuple[str, ...]) -> None:
    assert KNOWN.meant_by(typed) == choices


@pytest.mark.parametrize(
    ("typed", "choices"),
    [
        ("since 1 monthly", ()), ("about 12 monthly", ()), ("every 120 monthly", ()),
        ("from 2026 monthly", ("Monthly",)), ("from May 2026 yearly", ("Yearly",)), ("done 6 yearly", ()),
    ],
)  # fmt: skip
def test_a_number_before_a_choice_turns_it_round_and_a_year_does_not(typed: str, choices: tuple[str, ...]) -> None:
    assert KNOWN.meant_by(typed) == choices


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("Libraries", ["Library", "library's"]), ("Boxes", ["Box"]), ("Dishes", ["Dish"]), ("Passes", ["Pass"]),
        ("Benches", ["Bench"]), ("Children", ["Child", "Childrens"]), ("Services", ["Service"]), ("Ties", ["Tie"]),
        ("Parks", ["Park"]), ("Buses", ["Buse"]), ("Press", ["press"]), ("Bus", ["bus"]), ("Gas", ["gas"]),
    ],
)  # fmt: skip
def test_one_and_many_are_the_same_name(name: str, others: list[str]) -> None:
    known = Names([name, "Something else"])
    assert [known.meant_by(other) for other in others] == [(name,)] * len(others)


@pytest.mark.parametrize(("name", "other"), [("Ties", "Ty"), ("Dies", "Dy"), ("Gas", "Ga")])
def test_short_words_are_not_cut_to_others(name: str, other: str) -> None:
    assert Names([name, "Something else"]).meant_by(other) == ()


@pytest.mark.parametrize(
    ("typed", "name", "likely"),
    [
        ("asst", "assistant", False), ("asst director", "assistant director", True),
        ("hd libraries", "head libraries", False), ("lib", "libraries", True), ("li", "libraries", False),
        ("mngr roads", "manager roads", True), ("adult social", "adult social care services", True),
        ("adult social", "adult social care and the services", True), ("adult", "adult social", False),
        ("adult social", "adult social care for older people", False),
    ],
)  # fmt: skip
def test_a_shortened_name_needs_three_letters_and_a_contracted_one_another_word(
    typed: str, name: str, likely: bool
) -> None:
    assert any(ByWords([(tuple(name.split()), name)]).likely(tuple(typed.split()))) is likely
