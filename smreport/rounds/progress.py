"""How far each returned workbook is, and who has yet to send one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import Enum

from smreport.blueprint.rules import Required
from smreport.blueprint.tables import Tables, sent_heading
from smreport.findings import Finding
from smreport.frozen import Frozen
from smreport.rounds.addressee import read_mark
from smreport.rounds.register import Register, Sent
from smreport.rounds.rows import filled_sheets
from smreport.words import say


class Standing(Enum):
    """Where a workbook is, as data have it."""

    RETURNED = "Returned"
    AS_SENT = "Still as it was sent"
    MISSING = "Not returned"
    UNREADABLE = "Cannot be read"
    UNKNOWN = "Not in the register"

    @property
    def word(self) -> str:
        """The same in the language of the terminal."""
        return say(f"terminal.standing.{self.name.lower()}")


class Called(Frozen):
    """One workbook of the register, and the files that came back of it."""

    sent: Sent
    standing: Standing
    files: tuple[str, ...] = ()

    @property
    def to_chase(self) -> bool:
        return self.standing is not Standing.RETURNED


def standing_of(sent: Sent | None, fingerprint: str, readable: bool) -> Standing:
    """Where a file that is there stands; ``sent`` is None where the register does not know it."""
    if not readable:
        return Standing.UNREADABLE
    if sent is None:
        return Standing.UNKNOWN
    return Standing.AS_SENT if fingerprint == sent.fingerprint else Standing.RETURNED


def roll_call(register: Register | None, files: Mapping[str, tuple[Sent | None, Standing]]) -> tuple[Called, ...]:
    """The register's workbooks in its order, each with its files; the best of these counts."""
    called = []
    for sent in register.sent if register else ():
        mine = {name: standing for name, (to, standing) in files.items() if to == sent}
        best = next((standing for standing in Standing if standing in mine.values()), Standing.MISSING)
        called.append(Called(sent, best, tuple(mine)))
    return tuple(called)


class Completeness(Frozen):
    """How many of the cells that must be filled are."""

    filled: int
    asked: int

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where nothing has to be filled in."""
        return self.filled / self.asked if self.asked else None


NOTHING_ASKED = Completeness(0, 0)


def is_split(tables: Tables) -> bool:
    """Whether a workbook was split off for a service; then Settings are the facilitator's."""
    return any(sent_heading() in columns for columns in tables.extras.columns.values())


def own_rows(tables: Tables) -> dict[str, Collection[int]]:
    """The rows, by sheet key, that are for this workbook's people to fill in: not those set by the facilitator."""
    own: dict[str, Collection[int]] = {}
    for sheet in filled_sheets(tables.blueprint):
        marks = tables.extras.columns.get(sheet.key, {}).get(sent_heading(), {})
        shared = {row for row, cell in marks.items() if (mark := read_mark(cell)) and mark.share.is_given}
        rows = tables[sheet.key].rows
        own[sheet.key] = () if sheet.is_form and is_split(tables) else [row for row in rows if row not in shared]
    return own


def completeness(tables: Tables, own: Mapping[str, Collection[int]]) -> Completeness:
    """The cells that must be filled, by the template's own rules, in these rows."""
    filled = [
        tables[sheet.key].rows[row][rule.column] is not None
        for sheet in filled_sheets(tables.blueprint)
        for rule in sheet.rules
        if isinstance(rule, Required)
        for row in own[sheet.key]
        if rule.when is None or rule.when.holds(tables[sheet.key].rows[row])
    ]
    return Completeness(sum(filled), len(filled))


def own_findings(findings: Sequence[Finding], tables: Tables, own: Mapping[str, Collection[int]]) -> list[Finding]:
    """The findings about these rows."""
    keys = {table.title: key for key, table in tables.items()}
    return [finding for finding in findings if _is_own(finding, keys.get(finding.sheet), tables, own)]


def _is_own(finding: Finding, key: str | None, tables: Tables, own: Mapping[str, Collection[int]]) -> bool:
    if key is None:
        return True
    rows, table = own.get(key, ()), tables[key]
    return bool(rows) if table.sheet.is_form else finding.row in rows or finding.row not in table.rows
