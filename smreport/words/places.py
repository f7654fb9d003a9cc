"""Messages with other things than text in the places of their parts, such as a field of Word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_PLACE = re.compile("\0(\\d+)\0")  # no text of people's has this letter


def place(number: int) -> str:
    """What is given as a part to keep its place, by a number from 0."""
    return f"\0{number}\0"


def placed(said: str, things: Sequence[T]) -> list[str | T]:
    """What was said, in pieces, with each thing in the place with its number: ``say("a.b", page=place(0))``."""
    pieces = _PLACE.split(said)
    return [things[int(piece)] if at % 2 else piece for at, piece in enumerate(pieces) if at % 2 or piece]
