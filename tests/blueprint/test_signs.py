"""A figure has one sign at most, wherever people put it: with two nobody can say which is meant."""

from __future__ import annotations

import pytest

from smreport.blueprint.amounts import amount_in


@pytest.mark.parametrize(
    ("typed", "low"),
    [("-5", -5), ("-£5", -5), ("£-5", -5), ("5", 5), ("-£-5", None)],
)
def test_a_figure_has_one_sign_at_most(typed: str, low: float | None) -> None:
    amount = amount_in(typed)
    assert (amount and amount.low) == low
