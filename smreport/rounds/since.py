"""Two workbooks of one organisation, the later seen from the earlier: which row is which, and what either keeps out.

A row of the earlier one stands in the later one as a row of the same sheet, or among its earlier rounds, to which
``renew`` moves what is closed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from smreport.blueprint.publication import Rows, mark_of, marked_also, secret_rows, withheld_rows
from smreport.blueprint.tables import Table, Tables
from smreport.blueprint.values import normalised
from smreport.frozen import Frozen, field
from smreport.rounds.earlier_rows import EARLIER

Pairs = Mapping[str, Mapping[int, int]]
"""By sheet key, which row of the later workbook each row of the earlier one is."""
Kept = Mapping[str, Mapping[int, tuple[int, ...]]]
"""By sheet key, the rows of earlier rounds that keep what a row was, a round each, the newest last."""


class Rounds(Frozen):
    """What the later workbook's sheet of earlier rounds keeps of the time since the earlier workbook.

    of_then  of rows of the earlier workbook
    of_new   of rows of the later one that the earlier workbook has not
    passed   the same of what came after the earlier workbook and was gone before the later one, by sheet key
    """

    of_then: Kept = field(default_factory=dict)
    of_new: Kept = field(default_factory=dict)
    passed: Mapping[str, tuple[tuple[int, ...], ...]] = field(default_factory=dict)


class Since(Frozen):
    """Two workbooks and their rows; there may be several rounds between them.

    then, now  the tables of the earlier and of the later workbook; what either withholds is marked in both
    pairs      the rows that stand in the same sheet of both
    rounds     what the later one keeps of the rounds between them
    """

    then: Tables
    now: Tables
    pairs: Pairs
    rounds: Rounds

    @property
    def left(self) -> Pairs:
        """The rows of the earlier workbook that stand among the later one's earlier rounds: their newest rows there."""
        return {
            key: {row: places[-1] for row, places in of_sheet.items()} for key, of_sheet in self.rounds.of_then.items()
        }

    @classmethod
    def of(cls, then: Tables, now: Tables, pairs: Pairs) -> Since:
        """The two workbooks, with whatever is kept out of publication in one of them marked in both."""
        pairs = _without_those_that_left(then, now, pairs)
        rounds = _rounds(then, now, pairs)
        while True:
            marked_then, marked_now = _marked_in_both(then, now, pairs, rounds)
            if (marked_then, marked_now) == (None, None):
                return cls(then, now, pairs, rounds)
            then, now = marked_then or then, marked_now or now


def _without_those_that_left(then: Tables, now: Tables, pairs: Pairs) -> Pairs:
    """The pairs without rows of another name that are only like one which left: a new project made from a closed one.

    A row with a status goes to the earlier rounds once it is closed, and stands there by its name.
    """
    if EARLIER not in now:
        return pairs
    places = _Places.of(now[EARLIER], frozenset(pairs.get(EARLIER, {}).values()))
    return {
        key: {old: new for old, new in same.items() if not _has_left(places, then[key], old, now[key].name_of(new))}
        for key, same in pairs.items()
    }


def _has_left(places: _Places, table: Table, at: int, name: str) -> bool:
    """Whether a row that may be called otherwise now stands closed among the earlier rounds."""
    if "status" not in table.sheet.by_key or normalised(table.name_of(at)) == normalised(name):
        return False
    new = (place for place in places.called(table, at) if place not in places.known)
    return any(places.table.row(place)["standing"] is not None for place in new)


def _rounds(then: Tables, now: Tables, pairs: Pairs) -> Rounds:
    """What today's earlier rounds keep. A row that is still in its sheet may have left figures there, too."""
    if EARLIER not in now:
        return Rounds()
    places = _Places.of(now[EARLIER], frozenset(pairs.get(EARLIER, {}).values()))
    both = {key: (then[key], now[key], pairs.get(key, {})) for key in now if key != EARLIER}
    of_then = {key: places.kept_of(old, frozenset(same)) for key, (old, _, same) in both.items()}
    known = {place for old, *_ in both.values() for at in old.numbers for place in places.called(old, at)}
    others = places.without(known)
    of_new = {
        key: others.kept_of(new.without(frozenset(same.values())), frozenset(new.numbers))
        for key, (_, new, same) in both.items()
    }
    known |= {place for _, new, _ in both.values() for at in new.numbers for place in places.called(new, at)}
    return Rounds(_filled(of_then), _filled(of_new), places.without(known).passed(now))


def _filled(kept: Kept) -> Kept:
    return {key: rows for key, rows in kept.items() if rows}


def _called_alike(table: Table) -> Mapping[tuple[str, str], Sequence[int]]:
    """The rows that have a name, those of one name and project together."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, row in table.rows.items() if not table.sheet.is_form else ():
        if name := normalised(table.name_of(at)):
            groups[name, normalised(row.get("project"))].append(at)
    return groups


class _Places(Frozen):
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

    def without(self, rows: Collection[int]) -> _Places:
        return _Places.of(self.table.without(frozenset(rows)), self.known)

    def kept_of(self, table: Table, stay: Collection[int]) -> dict[int, tuple[int, ...]]:
        """For rows of another sheet those that keep them, a round each.

        Rows that are called alike are taken in their order where each round has as many of them, else none: nobody
        can tell which is which.

        stay  the rows that are in their sheet still; others may also be what was known already
        """
        kept: dict[int, tuple[int, ...]] = {}
        for rows in _called_alike(table).values():
            places = self._telling(table, rows[0])
            if not places and rows[0] not in stay:
                places = self.called(table, rows[0])[-len(rows) :]
            rounds = self._by_round(places, len(rows))
            if rounds:
                kept |= dict(zip(rows, zip(*rounds, strict=True), strict=True))
        return kept

    def _by_round(self, places: Sequence[int], count: int) -> list[Sequence[int]]:
        """Rows of earlier rounds, so many of each; none where rounds have more or fewer of them.

        Of a row that is alone in being called so the newest, where two of its rows are of rounds of one name.
        """
        rounds = [places[at : at + count] for at in range(0, len(places), count)]
        names = [{normalised(self.table.row(place)["round"]) for place in of_round} for of_round in rounds]
        are_apart = len(set(map(frozenset, names))) == len(names) and all(len(name) == 1 for name in names)
        if are_apart and len(places) % count == 0:
            return rounds
        return rounds[-1:] if count == 1 else []

    def _telling(self, table: Table, at: int) -> list[int]:
        """The rows that a row of another sheet may have become: new ones that tell how it stood."""
        return [place for place in self.called(table, at) if self._is_new(place)]

    def called(self, table: Table, at: int) -> list[int]:
        """The rows of the same name and project, else those of the name that say no project."""
        name, project = normalised(table.name_of(at)), normalised(table.row(at).get("project"))
        titles = {normalised(table.sheet.title), normalised(table.title), ""}
        every = sorted(place for title in titles for place in self.by_name.get((title, name), ()))
        projects = {place: self.table.row(place)["project"] for place in every}
        own = [place for place in every if normalised(projects[place]) == project]
        return own or [place for place in every if projects[place] is None]

    def passed(self, tables: Tables) -> dict[str, tuple[tuple[int, ...], ...]]:
        """By sheet key, the new rows that tell how something stood, those of one name and project together."""
        keys = {normalised(title): key for key, table in tables.items() for title in (table.sheet.title, table.title)}
        alike: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for at, row in self.table.rows.items():
            key = keys.get(normalised(row["was_in"]), "")
            if key and self._is_new(at):
                alike[key, normalised(row["name"]), normalised(row["project"])].append(at)
        passed: dict[str, tuple[tuple[int, ...], ...]] = {}
        for (key, *_), rows in alike.items():
            passed[key] = (*passed.get(key, ()), tuple(rows))
        return passed

    def _is_new(self, place: int) -> bool:
        """Whether a row is new, and says more than that there was one: renew may need several for long answers."""
        row = self.table.row(place)
        return place not in self.known and any(row.get(key) is not None for key in _TELLING)


_TELLING = ("standing", "baseline", "target", "actual", "spent", "lessons")


# --- what is kept out ---


def _marked_in_both(then: Tables, now: Tables, pairs: Pairs, rounds: Rounds) -> tuple[Tables | None, Tables | None]:
    """Each workbook with more marks, None where it needs none."""
    secret_then, secret_now = _secret(then), _secret(now)
    for_then: dict[str, set[int]] = defaultdict(set)
    for_now: dict[str, set[int]] = defaultdict(set)
    for key, same in pairs.items():
        for_then[key] |= {old for old, new in same.items() if new in secret_now.get(key, ())}
        for_now[key] |= {new for old, new in same.items() if old in secret_then.get(key, ())}
    for kept, secret, more in ((rounds.of_then, secret_then, for_then), (rounds.of_new, secret_now, for_now)):
        _mark_kept(kept, secret, secret_now[EARLIER] if kept else frozenset(), more, for_now[EARLIER])
    names = _hidden_projects(then, secret_then) | _hidden_projects(now, secret_now)
    for tables, rows in ((then, for_then), (now, for_now)):
        rows[EARLIER] |= _of_projects(tables, names)
    return _with_marks(then, for_then, secret_then), _with_marks(now, for_now, secret_now)


def _mark_kept(
    kept: Kept, secret: Rows, secret_places: frozenset[int], rows: dict[str, set[int]], places: set[int]
) -> None:
    """Marks rows of which earlier rounds keep something marked, and what these keep of marked rows."""
    for key, of_sheet in kept.items():
        for row, its in of_sheet.items():
            if not secret_places.isdisjoint(its):
                rows[key].add(row)
            if row in secret[key]:
                places |= {*its}


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
