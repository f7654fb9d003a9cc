"""Two workbooks of one organisation, the later seen from the earlier: which row is which, and what either keeps out.

A row of the earlier one stands in the later one as a row of the same sheet, or among its earlier rounds, to which
``renew`` moves what is closed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from smreport.blueprint.publication import Rows, mark_of, marked_also, secret_rows, withheld_rows
from smreport.blueprint.tables import Row, Table, Tables
from smreport.blueprint.values import normalised

EARLIER = "earlier"
"""The sheet that keeps what earlier rounds left behind."""

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
    """The rows that went to today's earlier rounds since, each with the newest row there of its name.

    A row that is still in its sheet may have left last round's figures there, too.
    """
    if EARLIER not in now:
        return {}
    known = {*pairs.get(EARLIER, {}).values()}
    places = _Places.of(now[EARLIER])
    left: dict[str, dict[int, int]] = {}
    for key, table in then.items():
        for at, row in table.rows.items() if key != EARLIER and not table.sheet.is_form else ():
            every = places.of_row(table, at, row)
            new = [place for place in every if place not in known]
            if new or (every and at not in pairs.get(key, {})):
                left.setdefault(key, {})[at] = max(new or every)
    return left


@dataclass(frozen=True)
class _Places:
    """The rows of earlier rounds, by the title of their sheet ("" where nobody says) and their name."""

    table: Table
    by_name: Mapping[tuple[str, str], Sequence[int]]

    @classmethod
    def of(cls, table: Table) -> _Places:
        by_name: dict[tuple[str, str], list[int]] = defaultdict(list)
        for at, row in table.rows.items():
            by_name[normalised(row["was_in"]), normalised(row["name"])].append(at)
        return cls(table, by_name)

    def of_row(self, table: Table, at: int, row: Row) -> list[int]:
        """The rows that a row of another sheet may have become."""
        name = normalised(table.name_of(at))
        titles = {normalised(table.sheet.title), normalised(table.title), ""} if name else ()
        every = (place for title in titles for place in self.by_name.get((title, name), ()))
        return [place for place in every if _is_of(row, self.table.rows[place])]


def _is_of(row: Row, earlier: Row) -> bool:
    """Whether two rows are of the same project, as far as both say so."""
    project = row.get("project")
    return project is None or earlier["project"] is None or normalised(project) == normalised(earlier["project"])


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
