"""A value that is not for publication cannot be shown, counted with, compared, looked up or stored by accident."""

from __future__ import annotations

import copy
import json
import math
import operator
import pickle
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from smreport.blueprint.values import normalised
from smreport.blueprint.withheld import WITHHELD, is_withheld
from smreport.errors import SecretAsked, SmreportError
from smreport.papers import figures

TOLD: dict[str, Callable[[Any], object]] = {
    "as a text": str, "as code": repr, "in a sentence": "{}".format, "with digits": "{:,.2f}".format,
    "joined": lambda value: "; ".join(map(str, [value])),
    "as a number": float, "whole": int, "rounded": round, "as a NaN": math.isnan, "as yes or no": bool,
    "as a size": abs, "in a sum": lambda value: sum([value]), "in a difference": lambda value: 100 - value,
    "times": lambda value: 2 * value, "as a part": lambda value: value / 2, "equal": lambda value: value == 95_203,
    "unequal": lambda value: value != 95_203, "less": lambda value: value < 1, 
    "sorted": lambda value: sorted([1, value]),
    "as an index": operator.index, "as a key": lambda value: {value: 1}, "among others": lambda value: value in (1, 2),
    "stored": pickle.dumps, "copied": copy.deepcopy, "in a column": lambda value: pd.Series([1.0, value]).max(),
    "by our own words": figures.shown, "as money": figures.pounds, "as a figure": figures.number,
    "as a size of risk": figures.risk_size, "in comparisons": normalised,
}  # fmt: skip


@pytest.mark.parametrize("way", TOLD)
def test_whoever_asks_for_it_is_refused(way: str) -> None:
    with pytest.raises(SecretAsked):
        TOLD[way](WITHHELD)


def test_it_is_no_json_either() -> None:
    with pytest.raises(TypeError, match="not JSON serializable"):
        json.dumps(WITHHELD)


def test_it_can_be_asked_for_and_stands_for_no_blank() -> None:
    assert is_withheld(WITHHELD)
    assert not any(map(is_withheld, (None, 0.0, "", False, math.nan)))
    assert pd.Series([WITHHELD, None, 1.0], dtype="object").notna().tolist() == [True, False, True]


def test_what_forgets_to_ask_is_at_fault_and_not_the_user() -> None:
    assert not issubclass(SecretAsked, SmreportError)
