"""One workbook into many: each service's own rows, with the shared ones that they need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Literal

from smreport.blueprint.answers import placed
from smreport.blueprint.publication import names_its_row, secret_rows, unnamed, withheld_rows
from smreport.blueprint.rules.base import parts_of
from smreport.blueprint.tables import Origin, Tables, added_headings, sent_heading
from smreport.blueprint.values import normalised
from smreport.errors import InvalidValue
from smreport.frozen import Frozen, replace
from smreport.rounds.addressee import Share, mark_of, own_start
from smreport.rounds.ownership import EVERYBODY, Owners, Place, owners, references
from smreport.rounds.rows import (
    Cells,
    cells_of,
    compared,
    filled_sheets,
    origin_columns,
    tables_of,
    with_columns,
    with_notes,
)
from smreport.words import joining, say

By = Literal["area", "group"]


class Part(Frozen):
    """Whom one workbook is for.

    name   the area's label, or the group's name
    areas  the labels of its areas
    lead   who leads them, "" where nobody is named
    """

    name: str
    areas: tuple[str, ...]
    lead: str = ""

    @cached_property
    def known_areas(self) -> frozenset[str]:
        return frozenset(map(normalised, self.areas))

    def share_in(self, row_owners: Owners) -> Share:
        """Whether a row is this part's alone, its own and others', or not its own."""
        mine = row_owners & self.known_areas
        if not mine:
            return Share.SHARED
        return Share.OWN if mine == row_owners else Share.JOINT


def parts_of_workbook(tables: Tables, by: By = "area") -> tuple[Part, ...]:
    """Whom to send a workbook: each area, or each group of areas; an area without a group stands by itself.

    Raises InvalidValue where no area is named, or where the template's areas have no groups.
    """
    if by == "group" and "group" not in tables.blueprint.sheets["areas"].by_key:
        raise InvalidValue(say("terminal.split.no_groups", column="group"))
    members: dict[str, list[dict[str, object]]] = defaultdict(list)
    for row in tables["areas"].rows.values():
        if row["label"] is not None:
            name = row["label"] if by == "area" else row["group"] or row["label"]
            members[normalised(name)].append({**row, "": name})
    if not members:
        sheet = tables["areas"].title
        raise InvalidValue(say("terminal.split.no_areas", file=tables.file, sheet=sheet))
    return tuple(
        Part(str(rows[0][""]), tuple(dict.fromkeys(str(row["label"]) for row in rows)), _leads(rows))
        for rows in members.values()
    )


def _leads(rows: Iterable[Mapping[str, object]]) -> str:
    return joining.apart(dict.fromkeys(str(row["lead"]) for row in rows if row.get("lead") is not None))


def prepared(tables: Tables) -> Tables:
    """The workbook to split: laid out afresh, with columns that say where each row comes from."""
    added = added_headings()
    columns = {
        key: {heading: values for heading, values in own.items() if heading not in added}
        for key, own in tables.extras.columns.items()
    }
    origins = {
        sheet.key: origin_columns(
            {number: table.origins.get(number, Origin(tables.file, number)) for number in table.rows}
        )
        for sheet in filled_sheets(tables.blueprint)
        if not sheet.is_form and (table := tables[sheet.key]).rows
    }
    cleared = replace(tables, extras=replace(tables.extras, columns=columns))
    return placed(with_notes(with_columns(cleared, origins), tables.extras.notes))


class Splitting:
    """A prepared workbook on its way into parts."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.cells = {sheet.key: cells_of(tables, sheet.key) for sheet in filled_sheets(tables.blueprint)}
        self.owners = owners(tables)
        self._secret = {key: secret_rows(tables[key]) for key in self.cells}
        self.withheld = withheld_rows(tables)
        self._unnamed = unnamed(tables, self.withheld)
        self._references = references(tables)
        self._rows: dict[Part, dict[str, set[int]]] = {}
        self._by_area: dict[str, list[Place]] = defaultdict(list)
        for key in self.cells:
            for number, row_owners in self.owners[key].items():
                for area in row_owners:
                    self._by_area[area].append((key, number))

    def rows_of(self, part: Part) -> Mapping[str, set[int]]:
        """The rows of a part's workbook by sheet key: its own, everybody's, and all that these refer to."""
        if part not in self._rows:
            rows: dict[str, set[int]] = defaultdict(set)
            for key, row in self._places(part):
                rows[key].add(row)
            self._rows[part] = dict(rows)
        return self._rows[part]

    def _places(self, part: Part) -> set[Place]:
        waiting = [place for area in part.known_areas | EVERYBODY for place in self._by_area.get(area, ())]
        places: set[Place] = set()
        while waiting:
            place = waiting.pop()
            if place not in places and not self._is_kept_back(part, place):
                places.add(place)
                waiting += (other for other in self._references[place] if other[0] in self.cells)
        return places

    def _is_kept_back(self, part: Part, place: Place) -> bool:
        """Whether a row is not for publication as a whole, and not the part's alone."""
        key, row = place
        return row in self.withheld[key] and part.share_in(self.owners[key][row]) is not Share.OWN

    def kept_back(self, sheet: str, row: int) -> Cells:
        """The cells of a row as they are sent where they would name a row that is not for publication as a whole."""
        return self._unnamed.get((sheet, row), {})

    def with_names(self, sheet: str, row: int, cells: Cells) -> Cells:
        """A returned row with the names that were left out of it when it was sent, beside what is typed now."""
        of_sheet, whole = self.tables.blueprint.sheets[sheet], dict(cells)
        for key, as_sent in self.kept_back(sheet, row).items():
            was, now = self.cells[sheet][row][key], cells.get(key)
            hidden = [part for part in parts_of(was) if part not in parts_of(as_sent)]
            is_as_sent = compared(of_sheet, key, now) == compared(of_sheet, key, as_sent)
            whole[key] = was if is_as_sent else tuple(dict.fromkeys([*parts_of(now), *hidden]))
        return whole

    def share(self, part: Part, sheet: str, row: int) -> Share:
        """Whose a row is; figures that are not for publication go to nobody but its only owner."""
        share = part.share_in(self.owners[sheet][row])
        return Share.WITHHELD if share is not Share.OWN and self.figures(sheet, row) else share

    def figures(self, sheet: str, row: int) -> frozenset[str]:
        """The cells of a row that are filled in and not for publication, by their keys."""
        if row not in self._secret[sheet]:
            return frozenset()
        of_sheet = self.tables.blueprint.sheets[sheet]
        named = {column.key for column in of_sheet.columns if names_its_row(of_sheet, column)}
        return frozenset(key for key, value in self.cells[sheet][row].items() if value is not None and key not in named)

    def kept_from(self, part: Part) -> dict[str, frozenset[int]]:
        """The rows whose figures, or all of them, are not for publication and not the part's alone, by sheet key."""
        marked = {key: rows | self.withheld[key] for key, rows in self._secret.items()}
        return {
            key: frozenset(row for row in rows if part.share_in(self.owners[key][row]) is not Share.OWN)
            for key, rows in marked.items()
        }

    def workbook(self, part: Part) -> Tables:
        """The answers of a part's workbook; a column beside each sheet, and a fill, say which rows are whose."""
        sent = self.rows_of(part)
        shares = {
            key: {row: self.share(part, key, row) for row in cells if row in sent.get(key, ())}
            for key, cells in self.cells.items()
        }
        rows = {
            key: {row: self._cells(key, row, share) for row, share in of_rows.items()}
            for key, of_rows in shares.items()
        }
        blueprint = own_start(self.tables.blueprint, part.name)
        made = with_columns(tables_of(blueprint, rows, self.tables.file), self._marks(shares))
        noted = with_notes(made, self._notes(shares))
        given = {key: [row for row, share in of_rows.items() if share.is_given] for key, of_rows in shares.items()}
        return replace(noted, extras=replace(noted.extras, given=given))

    def _cells(self, sheet: str, row: int, share: Share) -> dict[str, object]:
        """What a part is sent of a row."""
        left_out = self.figures(sheet, row) if share is Share.WITHHELD else frozenset()
        cells = {**self.cells[sheet][row], **self.kept_back(sheet, row)}
        return {key: value for key, value in cells.items() if key not in left_out}

    def _marks(self, shares: Mapping[str, Mapping[int, Share]]) -> dict[str, dict[str, dict[int, str]]]:
        """The column beside each table that says which row is whose, and which row of the register it is."""
        return {
            key: {sent_heading(): {row: mark_of(share, row) for row, share in of_rows.items()}}
            for key, of_rows in shares.items()
            if of_rows and not self.tables.blueprint.sheets[key].is_form
        }

    def _notes(self, shares: Mapping[str, Mapping[int, Share]]) -> dict[str, dict[tuple[str, int], str]]:
        """The notes on the rows that a part is sent; people write figures into them too."""
        return {
            key: {
                (column, row): text
                for (column, row), text in notes.items()
                if shares[key].get(row, Share.WITHHELD) is not Share.WITHHELD
            }
            for key, notes in self.tables.extras.notes.items()
            if key in self.cells
        }
