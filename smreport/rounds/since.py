"""Two workbooks of one organisation, the later seen from the earlier: which row is which, and what either keeps out.

A row of the earlier one stands in the later one as a row of the same sheet, or among its earlier rounds, to which
``renew`` moves what is closed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from smreport.blueprint.publication import Rows, mark_of, marked_also, secret_rows, withheld_rows
from smreport.blueprint.tables import Table, Tables
from smreport.blueprint.values import normalised
from smreport.rounds.earlier_rows import EARLIER

Pairs = Mapping[str, Mapping[int, int]]
"""By sheet key, which row of the later workbook each row of the earlier one is."""


@dataclass(frozen=True)
class Since:
    """Two workbooks and their rows.

    then, now  the tables of the earlier and of the later workbook; what either withholds is marked in both
    pairs      the rows that stand in the same sheet of both
    left       rows of the earlier workbook that stand among the later one's earlier rounds: their rows there
    """

    then: Tables
    now: Tables
    pairs: Pairs
    left: Pairs

    @classmethod
    def of(cls, then: Tables, now: Tables, pairs: Pairs) -> Since:
        """The two workbooks, with whatever is kept out of publication in one of them marked in both."""
        left = _left(then, now, pairs)
        while True:
            marked_then, marked_now = _marked_in_both(then, now, pairs, left)
            if (marked_then, marked_now) == (None, None):
                return cls(then, now, pairs, left)
            then, now = marked_then or then, marked_now or now


def _left(then: Tables, now: Tables, pairs: Pairs) -> Pairs:
    """The rows that went to today's earlier rounds since, each with the newest row there of its name and project.

    A row that is still in its sheet may have left last round's figures there, too. Rows that are called alike are
    taken in their order where there are as many there, else none of them: nobody can tell which is which.
    """
    if EARLIER not in now:
        return {}
    places = _Places.of(now[EARLIER], frozenset(pairs.get(EARLIER, {}).values()))
    left: dict[str, dict[int, int]] = {}
    for key, table in then.items():
        stay = pairs.get(key, {})
        for rows in _called_alike(table).values() if key != EARLIER else ():
            candidates = places.of_row(table, rows[0], may_be_old=rows[0] not in stay)
            chosen = [max(candidates)] if candidates and len(rows) == 1 else candidates
            if len(chosen) == len(rows):
                left.setdefault(key, {}).update(zip(rows, chosen, strict=True))
    return left


def _called_alike(table: Table) -> Mapping[tuple[str, str], Sequence[int]]:
    """The rows that have a name, those of one name and project together."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, row in table.rows.items() if not table.sheet.is_form else ():
        if name := normalised(table.name_of(at)):
            groups[name, normalised(row.get("project"))].append(at)
    return groups


@dataclass(frozen=True)
class _Places:
    """The rows of earlier rounds, by the title of their sheet ("" where nobody says) and their name.

    known  those that the earlier workbook has among its earlier rounds already
    """

    table: Table
    known: frozenset[int]
    by_name: Mapping[tuple[str, str], Sequence[int]]

    @classmethod
    def of(cls, table: Table, known: frozenset[int]) -> _Places:
        by_name: dict[tuple[str, str], list[int]] = defaultdict(list)
        for at, row in table.rows.items():
            by_name[normalised(row["was_in"]), normalised(row["name"])].append(at)
        return cls(table, known, by_name)

    def of_row(self, table: Table, at: int, may_be_old: bool) -> list[int]:
        """The rows that a row of another sheet may have become: new ones that tell how it stood.

        may_be_old  of a row that is nowhere else: others too, where there is none of these
        """
        every = self._called(table, at)
        telling = [place for place in every if place not in self.known and self._tells(place)]
        return telling or (every if may_be_old else [])

    def _called(self, table: Table, at: int) -> list[int]:
        """The rows of the same name and project, else those of the name that say no project."""
        name, project = normalised(table.name_of(at)), normalised(table.row(at).get("project"))
        titles = {normalised(table.sheet.title), normalised(table.title), ""}
        every = sorted(place for title in titles for place in self.by_name.get((title, name), ()))
        projects = {place: self.table.row(place)["project"] for place in every}
        own = [place for place in every if normalised(projects[place]) == project]
        return own or [place for place in every if projects[place] is None]

    def _tells(self, place: int) -> bool:
        """Whether a row says more than that there was one: renew may need several for long answers."""
        row = self.table.row(place)
        return any(row.get(key) is not None for key in _TELLING)


_TELLING = ("standing", "baseline", "target", "actual", "spent", "lessons")


# --- what is kept out ---


def _marked_in_both(then: Tables, now: Tables, pairs: Pairs, left: Pairs) -> tuple[Tables | None, Tables | None]:
    """Each workbook with more marks, None where it needs none."""
    secret_then, secret_now = _secret(then), _secret(now)
    for_then: dict[str, set[int]] = defaultdict(set)
    for_now: dict[str, set[int]] = defaultdict(set)
    for key, same in pairs.items():
        for_then[key] |= {old for old, new in same.items() if new in secret_now.get(key, ())}
        for_now[key] |= {new for old, new in same.items() if old in secret_then.get(key, ())}
    for key, moved in left.items():
        for_then[key] |= {old for old, new in moved.items() if new in secret_now.get(EARLIER, ())}
        for_now[EARLIER] |= {new for old, new in moved.items() if old in secret_then.get(key, ())}
    names = _hidden_projects(then, secret_then) | _hidden_projects(now, secret_now)
    for tables, rows in ((then, for_then), (now, for_now)):
        rows[EARLIER] |= _of_projects(tables, names)
    return _with_marks(then, for_then, secret_then), _with_marks(now, for_now, secret_now)


def _secret(tables: Tables) -> Rows:
    whole = withheld_rows(tables)
    return {key: whole[key] | secret_rows(table) for key, table in tables.items()}


def _hidden_projects(tables: Tables, secret: Rows) -> set[str]:
    names = {normalised(tables["portfolio"].name_of(row)) for row in secret["portfolio"]}
    return names - {""}


def _of_projects(tables: Tables, names: Collection[str]) -> set[int]:
    """The rows of earlier rounds that are, or are of, projects of these names."""
    if not names or EARLIER not in tables:
        return set()
    rows = tables[EARLIER].rows.items()
    return {at for at, row in rows if normalised(row["project"]) in names or normalised(row["name"]) in names}


def _with_marks(tables: Tables, wanted: Mapping[str, Collection[int]], secret: Rows) -> Tables | None:
    more = {
        key: rows
        for key, every in wanted.items()
        if key in tables and _has_mark(tables[key]) and (rows := frozenset(every) - secret[key])
    }
    return marked_also(tables, more) if more else None


def _has_mark(table: Table) -> bool:
    return mark_of(table.sheet) in table.columns
