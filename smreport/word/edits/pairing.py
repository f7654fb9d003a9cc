"""Which piece of the last build is which of the new one, where its name did not stay.

A name follows how a sentence begins or what a row is about. Where people renamed a project in the workbook, the pieces
are the same all the same: those that say the same, rows that share most of their cells, and those that stand alone
between the same neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from smreport.word.edits.piece_names import is_of_row
from smreport.word.edits.record import Entry, Record

_Alike = Callable[[str, str], bool]


def renamed(known: Record, written: Record) -> dict[str, str]:
    """New names by old ones, for the pieces that are called otherwise now."""
    pairs: dict[str, str] = {}
    for section in known.sections:
        before, now = known.blocks(section), written.blocks(section)
        pairs |= dict(_paired(before, now, _alike_blocks(known, written)))
    for table in {entry.table for entry in known.entries.values() if entry.table}:
        before, now = known.rows(table), written.rows(pairs.get(table, table))
        pairs |= dict(_paired(before, now, _alike_rows(known, written)))
    return pairs


def _paired(before: Sequence[str], now: Sequence[str], alike: _Alike) -> Iterator[tuple[str, str]]:
    both = set(before) & set(now)
    pairs = _alike_pairs(
        [name for name in before if name not in both], [name for name in now if name not in both], alike
    )
    yield from pairs.items()
    old, new = _between(before, both | set(pairs)), _between(now, both | set(pairs.values()))
    for anchor, names in old.items():
        others = new.get(pairs.get(anchor, anchor), [])
        if len(names) == len(others):
            yield from filter(_are_of_one_kind, zip(names, others, strict=True))


def _alike_pairs(lost: Sequence[str], candidates: Sequence[str], alike: _Alike) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for name in lost:
        match = next((other for other in candidates if other not in pairs.values() and alike(name, other)), "")
        if match:
            pairs[name] = match
    return pairs


def _between(names: Sequence[str], anchors: set[str]) -> dict[str, list[str]]:
    """The names that follow each anchor, up to the next."""
    groups: dict[str, list[str]] = {}
    anchor = ""
    for name in names:
        if name in anchors:
            anchor = name
        else:
            groups.setdefault(anchor, []).append(name)
    return groups


def _are_of_one_kind(names: tuple[str, str]) -> bool:
    return is_of_row(names[0]) == is_of_row(names[1])


def _alike_blocks(known: Record, written: Record) -> _Alike:
    def alike(name: str, other: str) -> bool:
        return _are_of_one_kind((name, other)) and known.entries[name].digests == written.entries[other].digests

    return alike


def _alike_rows(known: Record, written: Record) -> _Alike:
    return lambda name, other: _share_most(known.entries[name], written.entries[other])


def _share_most(entry: Entry, other: Entry) -> bool:
    if len(entry.digests) != len(other.digests):
        return False
    same = sum(mine == theirs for mine, theirs in zip(entry.digests, other.digests, strict=True))
    return 2 * same > len(entry.digests)


def with_names(record: Record, pairs: dict[str, str]) -> Record:
    """The record with new names for old ones."""
    entries = {}
    for entry in record.entries.values():
        name, table = pairs.get(entry.name, entry.name), pairs.get(entry.table, entry.table)
        entries[name] = Entry(name, entry.section, entry.digests, table, entry.comment)
    return Record(entries, record.is_exempt, record.whole)
