"""Axes of charts in round steps."""

from __future__ import annotations

import math
from typing import NamedTuple

_STEPS = 5
_ROUND = (1, 2, 2.5, 5, 10)


class Axis(NamedTuple):
    """From where to where an axis goes, counted in steps from zero, and how long a step is."""

    first: int
    last: int
    step: float

    @property
    def low(self) -> float:
        return self.step * self.first

    @property
    def high(self) -> float:
        return self.step * self.last

    def share(self, value: float) -> float:
        """Where a value stands between the ends: 0 at the low one, 1 at the high one."""
        return (value - self.low) / (self.high - self.low)


def round_axis(low: float, high: float) -> Axis:
    """An axis that holds all from low to high, in about five round steps."""
    rough = (high - low or 1.0) / _STEPS
    power = 10.0 ** math.floor(math.log10(rough))
    step = power * next(size for size in _ROUND if size * power >= rough * 0.999)
    first = math.floor(low / step)
    return Axis(first, max(math.ceil(high / step), first + 1), step)
