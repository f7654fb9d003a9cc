"""Which row of a return is which row that was sent, however people have sorted and renamed them."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping

from smreport.rounds.addressee import Mark

Identity = tuple[str, ...]
"""What makes a row this row and no other."""


def pair_rows(
    sent: Mapping[int, Identity], called: Mapping[int, Identity], marks: Mapping[int, Mark]
) -> dict[int, int]:
    """Which row of a return is which row that was sent, by the identities of both.

    By the mark beside it, where the row is still called the same; else by what it is called; else by the mark
    alone. So rows may be sorted, marks and all or without them, and they may be renamed.
    """
    pairs: dict[int, int] = {}
    waiting = dict.fromkeys(sent)
    by_name: dict[Identity, deque[int]] = defaultdict(deque)

    def pair(number: int, base: int) -> None:
        pairs[number] = base
        del waiting[base]

    for number, mark in marks.items():
        if mark.row in waiting and sent[mark.row] == called[number]:
            pair(number, mark.row)
    for base in waiting:
        by_name[sent[base]].append(base)
    for number, name in called.items():
        if number not in pairs and by_name.get(name):
            pair(number, by_name[name].popleft())
    for number, mark in marks.items():
        if number not in pairs and mark.row in waiting:
            pair(number, mark.row)
    return pairs
