"""Which words tell an amount, and which do not."""

from __future__ import annotations

import pytest

from smreport.blueprint.amounts_in_text import tells_hours, tells_money
from smreport.words import speaking
from smreport.words.languages import spoken_by

TOLD = (
    "£95,203", "£95203", "£ 95 203", "95 203", "95,203", "95.2k", "95.2 k", "£95k", "£95.2K", "95203", "£95,203.00",
    "95 203 pounds", "GBP 95203", "95.203 thousand", "0.095 million", "£0.0952m", "95\u00a0203", "95\u202f203",
    "９５，２０３", "95’203", "£95,200", "£95,000", "the firm's £95,203, all told", "(95,203)", "£95,203.", "95.203,00",
    "£95.203", "cost:95203", "£95,203pa", "£95203p.a.", "£95kpa", "£95,203pcm", "£95,203ish", "£95,203exVAT",
    "£95.2keach", "95,203set-up", "95203pa", "95 grand", "£95-100k", "£90-95k", "95 to 100k", "£90-95kpa", "£95-100kpa",
    "£95,203x2", "95203poundsterling", "£95\u200b,203", "–£95,203",
)  # fmt: skip
NOT_TOLD = (
    "6", "95", "95.2", "95.2 per cent", "£95.20", "£95,204.50", "£96,000", "£94k", "£90,000", "£100,000", "2095203",
    "195,203", "95,203,000", "95 2030", "v95203", "95.2 km", "page 95, 203 lines", "9520", "£0.1m", "95.2",
    "£95-100", "95-100 km", "£95 to £100", "95kmh", "95 metres",
)  # fmt: skip


@pytest.mark.parametrize("text", TOLD)
def test_money_is_told(text: str) -> None:
    assert tells_money(f"Agreed: {text} a year", [95_203.0])


@pytest.mark.parametrize("text", NOT_TOLD)
def test_money_is_not_told(text: str) -> None:
    assert not tells_money(f"Agreed: {text} a year", [95_203.0])


@pytest.mark.parametrize(
    "text",
    ["6 hours", "6h", "6 hrs", "six hours", "Six-hour", "6.0 hours", "6 staff hours", "6hrspm", "6hpw", "6hoursaweek"],
)
def test_hours_are_told(text: str) -> None:
    assert tells_hours(f"It takes {text} a month.", [6.0])


@pytest.mark.parametrize("text", ["6", "£6", "6 days", "16 hours", "6.5 hours", "60 hours", "6 heads", "sixty hours"])
def test_hours_are_not_told(text: str) -> None:
    assert not tells_hours(f"It takes {text} a month.", [6.0])


def test_small_and_round_amounts_need_their_unit_and_all_their_digits() -> None:
    assert tells_money("It is £6.", [6.0])
    assert tells_money("It is £5,000.", [5_000.0])
    assert tells_money("It is 5k.", [5_000.0])
    assert not tells_money("It is 6 of 5000.", [6.0, 5_000.0])
    assert tells_money("It is £5,000.", [5_011.0])
    assert not tells_money("It is £5,000.", [5_203.0])


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("en-US", ("$950", "950 dollars", "$ 950", "USD 950", "£950")), ("en-IE", ("€950", "EUR 950", "£950")),
        ("cy", ("£950", "950 punt", "GBP 950")), ("en-GB", ("£950", "950 quid")),
    ],
)  # fmt: skip
def test_money_is_told_in_that_of_the_place(tag: str, told: tuple[str, ...]) -> None:
    with speaking(spoken_by(tag)):
        assert [text for text in told if not tells_money(f"Agreed: {text} a year", [950.0])] == []
        assert not tells_money("Agreed: 950 a year", [950.0])
