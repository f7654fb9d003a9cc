"""Whose order holds where both sides could have changed it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)


def merged_order(base: Sequence[Item], theirs: Sequence[Item], fresh: Sequence[Item]) -> list[Item]:
    """All items of ``theirs`` and ``fresh``, each once: in the order of ``fresh``, unless people moved something.

    base  the order in which they stood when people got them
    What only one side has comes after what it follows there.
    """
    known = set(base)
    both = [item for item in theirs if item in known]
    stayed = both == [item for item in base if item in set(both)]
    first, second = (fresh, theirs) if stayed else (theirs, fresh)
    return _filled(first, second)


def _filled(first: Sequence[Item], second: Sequence[Item]) -> list[Item]:
    order = list(dict.fromkeys(first))
    placed = set(order)
    before: Item | None = None
    for item in dict.fromkeys(second):
        if item not in placed:
            order.insert(0 if before is None else order.index(before) + 1, item)
            placed.add(item)
        before = item
    return order
