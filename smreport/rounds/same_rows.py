"""Which row of one workbook is which of another, whatever its number: by what it is called, else by what it holds."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from smreport.frozen import Frozen
from smreport.rounds.pairing import Identity

Key = TypeVar("Key", bound=Hashable)
Comparable = Mapping[str, str]
"""The filled cells of a row by the key of their column, as comparisons see them."""
_ENOUGH = 2  # clues for the same row: one that says much, or two that say little
_MUCH, _LITTLE = 2, 1
_MOST = 0.5  # of the other cells are the same
_ALIKE = 0.8  # of the letters of two names, in order
_MOST_TRIED = 2_500  # pairs of names in a group


class Sheetful(Frozen):
    """The rows of one sheet: what each is called, and its cells."""

    called: Mapping[int, Identity]
    cells: Mapping[int, Comparable]


class Clues(Frozen):
    """What the columns of a sheet say of whether two rows are one.

    name   the key of the column that names rows, "" where none does
    parts  the columns that make a row this row and no other
    words  columns for free words, and for names and figures: a value that no other row has tells a row
    """

    name: str = ""
    parts: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    values: frozenset[str] = frozenset()

    def weight(self, key: str, text: str) -> int:
        """How much it says that two rows alone have the same value."""
        if key == self.name or (key in self.words and " " in text):
            return _MUCH
        return _LITTLE if key in self.words or key in self.values else 0


def same_rows(old: Sheetful, new: Sheetful, clues: Clues) -> dict[int, int]:
    """The rows of an old sheet that are in a new one, with their numbers there.

    Rows of one identity are paired first, equal ones before others, else in their order. A row of another name is the
    same only where most of its other cells are, and no other row is as near.
    """
    pairs = dict(_of_one_identity(old, new))
    if len(pairs) < min(len(old.cells), len(new.cells)):
        pairs |= _Renamed(old, new, clues, pairs).pairs()
    return pairs


def _of_one_identity(old: Sheetful, new: Sheetful) -> Iterator[tuple[int, int]]:
    waiting = _grouped((called, number) for number, called in new.called.items())
    for called, numbers in _grouped((called, number) for number, called in old.called.items()).items():
        rivals = waiting.get(called, [])
        if len(numbers) == len(rivals) == 1:
            yield numbers[0], rivals[0]
        elif rivals:
            yield from _nearest_then_in_order(numbers, rivals, old, new)


def _nearest_then_in_order(
    numbers: Sequence[int], rivals: Sequence[int], old: Sheetful, new: Sheetful
) -> Iterator[tuple[int, int]]:
    equal = _grouped((frozenset(new.cells[number].items()), number) for number in rivals)
    left, free = dict.fromkeys(numbers), dict.fromkeys(rivals)
    for number in numbers:
        same = equal.get(frozenset(old.cells[number].items()))
        if same:
            yield number, (rival := same.pop(0))
            del left[number], free[rival]
    if len(left) * len(free) <= _MOST_TRIED:
        cells = {(number, rival): (old.cells[number], new.cells[rival]) for number in left for rival in free}
        for number, rival in sorted(cells, key=lambda pair: -_equal_cells(*cells[pair])):  # equally near: in order
            if number in left and rival in free:
                yield number, rival
                del left[number], free[rival]
    yield from zip(left, free, strict=False)


def _equal_cells(cells: Comparable, others: Comparable) -> int:
    return len(cells.items() & others.items())


def _grouped(pairs: Iterable[tuple[Key, int]]) -> dict[Key, list[int]]:
    groups: dict[Key, list[int]] = defaultdict(list)
    for key, number in pairs:
        groups[key].append(number)
    return groups


class _Renamed:
    """Rows that are called otherwise, among those that have no partner yet."""

    def __init__(self, old: Sheetful, new: Sheetful, clues: Clues, pairs: Mapping[int, int]) -> None:
        self.old, self.new, self.clues = old.cells, new.cells, clues
        taken = set(pairs.values())
        self.left = [number for number in old.cells if number not in pairs]
        self.free = [number for number in new.cells if number not in taken]

    def pairs(self) -> dict[int, int]:
        """The rows that are plainly the same: first those that differ in their name alone."""
        spelt = _clearly_best(self.spelt_nearly_alike())
        by_clues = {(at, to): near for (at, to), near in self.by_clues().items() if at not in spelt}
        taken = set(spelt.values())
        known = spelt | _clearly_best({pair: near for pair, near in by_clues.items() if pair[1] not in taken})
        return known | self.only_candidates(known)

    def only_candidates(self, known: Mapping[int, int]) -> dict[int, int]:
        """The last row without a partner on either side, where all that stands in them beside their names is equal."""
        taken = set(known.values())
        left = [number for number in self.left if number not in known and self.old[number]]
        free = [number for number in self.free if number not in taken and self.new[number]]
        if len(left) == len(free) == 1 and self.differ_in_name_alone(self.old[left[0]], self.new[free[0]]):
            return {left[0]: free[0]}
        return {}

    def differ_in_name_alone(self, here: Comparable, other: Comparable) -> bool:
        """Whether two rows have names with the same numbers, and all that stands beside them is equal."""
        names = here.get(self.clues.name, ""), other.get(self.clues.name, "")
        if not all(names) or _numbers(names[0]) != _numbers(names[1]):
            return False
        return bool(self.rest(here)) and self.rest(here) == self.rest(other)

    def by_clues(self) -> dict[tuple[int, int], float]:
        """Pairs of rows that share what no other row has, by how near they are: most of their other cells are equal."""
        clues: Counter[tuple[int, int]] = Counter()
        free, left = set(self.free), set(self.left)
        rivals = _alone(self.new)
        for cell, number in _alone(self.old).items():
            rival = rivals.get(cell)
            if rival in free and number in left:
                clues[number, rival] += self.clues.weight(*cell)
        near = {pair: self.nearness(*pair) for pair, weight in clues.items() if weight >= _ENOUGH}
        return {pair: share for pair, share in near.items() if share > _MOST}

    def nearness(self, number: int, rival: int) -> float:
        """The share of cells filled in either row that are equal, without those of the identity that differ."""
        here, other = self.old[number], self.new[rival]
        others = [key for key in {**here, **other} if here.get(key) == other.get(key) or key not in self.clues.parts]
        equal = sum(here.get(key) == other.get(key) for key in others)
        return equal / len(others) if others else 0.0

    def spelt_nearly_alike(self) -> dict[tuple[int, int], float]:
        """Pairs of rows with equal cells but for a name that is nearly the same, by how near the names are."""
        name, near = self.clues.name, {}
        waiting = _grouped((self.rest(self.new[number]), number) for number in self.free if self.new[number].get(name))
        for rest, numbers in _grouped((self.rest(self.old[number]), number) for number in self.left).items():
            rivals = waiting.get(rest, [])
            for number in numbers if len(numbers) * len(rivals) <= _MOST_TRIED else ():
                for rival in rivals:
                    alike = _alike(self.old[number].get(name, ""), self.new[rival][name])
                    if alike >= _ALIKE:
                        near[number, rival] = alike
        return near

    def rest(self, cells: Comparable) -> frozenset[tuple[str, str]]:
        return frozenset((key, text) for key, text in cells.items() if key != self.clues.name)


def _alone(rows: Mapping[int, Comparable]) -> dict[tuple[str, str], int]:
    """The values that stand in one row alone, by column, and in which."""
    every = _grouped((cell, number) for number, cells in rows.items() for cell in cells.items())
    return {cell: numbers[0] for cell, numbers in every.items() if len(numbers) == 1}


def _numbers(name: str) -> list[str]:
    return re.findall(r"\d+", name)


def _alike(name: str, other: str) -> float:
    """How near two names are: not at all where their numbers differ, as of Phase 1 and Phase 2."""
    name, other = name.lower(), other.lower()
    if _numbers(name) != _numbers(other):
        return 0.0
    return max(SequenceMatcher(None, *pair, autojunk=False).ratio() for pair in ((name, other), (other, name)))


def _clearly_best(near: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """Pairs that are nearer than any other pair of either row."""
    of_row: dict[tuple[str, int], list[float]] = defaultdict(list)
    for (number, rival), how_near in near.items():
        of_row["old", number].append(how_near)
        of_row["new", rival].append(how_near)
    best = {row: max(values) for row, values in of_row.items() if values.count(max(values)) == 1}
    return {
        number: rival
        for (number, rival), how_near in near.items()
        if best.get(("old", number)) == how_near == best.get(("new", rival))
    }
