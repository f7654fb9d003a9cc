"""Which words tell an amount, and which do not."""

from __future__ import annotations

from collections.abc import Sequence

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


FROM_TO: dict[str, Sequence[tuple[float, float]]] = {
    "£1": [(1, 1)], "£12": [(11.5, 12.5)], "£10": [(9.95, 10.05)], "£5,000": [(4_975, 5_025)],
    "£5,100": [(5_050, 5_150)], "£5,120": [(5_115, 5_125)], "£95,203": [(95_202.5, 95_203.5)],
    "£100,000": [(99_500, 100_500)], "£95.2": [(95.15, 95.25)], "£95.20": [(95.195, 95.205)], "£0.5": [(0.5, 0.5)],
    "£0.50": [(0.495, 0.505)], "£1.5": [(1.45, 1.55)], "95.2k": [(95_150, 95_250)], "5k": [(5_000, 5_000)],
    "10k": [(9_950, 10_050)], "12k": [(11_500, 12_500)], "12 grand": [(11_500, 12_500)],
    "12 thousand": [(11_500, 12_500)], "1.2m": [(1_150_000, 1_250_000)], "1.2mn": [(1_150_000, 1_250_000)],
    "1.2 million": [(1_150_000, 1_250_000)], "1.2bn": [(1.15e9, 1.25e9)], "1.2 billion": [(1.15e9, 1.25e9)],
    "12345": [(12_344.5, 12_345.5)], "12340": [(12_335, 12_345)], "10000": [(9_950, 10_050)], "1234": [], "1234.56": [],
    "12345.67": [(12_345.665, 12_345.675)], "1,234": [(1_233.5, 1_234.5)], "1 234": [(1_233.5, 1_234.5)],
    "£1.234": [(1.2335, 1.2345), (1_233.5, 1_234.5)], "1.234k": [(1_233.5, 1_234.5)], "1.234": [],
    "£9-10k": [(9, 9), (9_000, 9_000), (9_950, 10_050)], "£12kpa": [(11_500, 12_500)],
    "12 quid": [(11.5, 12.5)], "12 pounds": [(11.5, 12.5)], "GBP 12": [(11.5, 12.5)], "12 km": [], "12": [], "0": [],
    "£0": [(0, 0)], "1.234,50": [(1_234.495, 1_234.505)], "12,345.6": [(12_345.55, 12_345.65)],
}  # fmt: skip
"""From what to what an amount may be that a text tells: half of its last digit up and down."""


def test_an_amount_is_told_as_far_as_its_last_digit_goes() -> None:
    """On the edge too, where a computer has a number for it; pounds that are told in full to half a penny."""
    wrong = []
    for text, spans in FROM_TO.items():
        edges = {float(edge) for span in spans for edge in span}
        probes = {edge + by for edge in edges for by in (-0.02, 0.02)} | {1.0, 12.0, 1_234.0, 12_000.0}
        probes |= {edge for edge in edges if (2 * edge).is_integer()}
        probes |= {low + by for low, high in spans if low == high for by in (-0.004, 0.004)}
        for amount in sorted(probes):
            expected = any(low <= amount <= high or (low == high and abs(amount - low) < 0.005) for low, high in spans)
            if tells_money(f"It is {text} now.", [amount]) is not expected:
                wrong.append((text, amount, expected))
    assert wrong == []


def test_one_of_several_amounts_is_enough_and_none_tells_nothing() -> None:
    assert tells_money("It is £12 or £99.", [5, 99])
    assert not tells_money("It is £12.", [])
    assert tells_hours("6 hours or 7 hours", [5, 7])
    assert not tells_hours("6 hours", [])


def test_hours_are_told_to_the_figure_and_small_ones_in_words() -> None:
    words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    hours = [number / 2 for number in range(28)]
    told = {word: [number for number in hours if tells_hours(f"{word} hours", [number])] for word in words}
    assert told == {word: [float(at)] for at, word in enumerate(words, 1)}
    near = [5.994, 5.996, 6.0, 6.004, 6.006]
    assert [tells_hours("6 hours", [number]) for number in near] == [False, True, True, True, False]
    texts = [
        "1,000 hours",
        "6.5 h",
        "6 hpa",
        "6 hpc",
        "6 hpw",
        "6 working hours",
        "6 in-kind hrs",
        "6 hotels",
        "£6",
        "16 h",
    ]
    assert [next((n for n in (6, 6.5, 1_000, 16) if tells_hours(text, [n])), None) for text in texts] == [
        1_000, 6.5, 6, 6, 6, 6, 6, None, None, 16,
    ]  # fmt: skip
