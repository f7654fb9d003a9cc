"""Rows as the sheet of earlier rounds keeps them: what has a column there, and all else that stood in them in lines."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from smreport.blueprint.columns import LONGEST_CELL, Choice, Number, Percent, Text, as_typed
from smreport.blueprint.model import Column, Sheet
from smreport.blueprint.naming import InWords
from smreport.blueprint.publication import is_secret, mark_of
from smreport.blueprint.tables import OWN, Row, Table, Tables, added_headings
from smreport.blueprint.times import When
from smreport.blueprint.typed_before import note_of
from smreport.blueprint.values import ReadAs
from smreport.frozen import Frozen, field
from smreport.rounds.ownership import Place
from smreport.rounds.rows import name_of, text_of
from smreport.words import joining, say
from smreport.words.locales import figure

EARLIER = "earlier"
"""The sheet that keeps what earlier rounds left behind."""
_OF_ALL = ("name", "round", "was_in", "project")
_NOT_COPIED = frozenset({"name", "round", "was_in", "standing", "answers", "not_public"})
NEEDS = tuple(f"{EARLIER}.{key}" for key in (*_NOT_COPIED, "project"))
"""The columns without which nothing can be kept there."""


def kept_answers(answers: object, heading: str) -> Iterator[str]:
    """What stands below a heading among the other answers of a row of earlier rounds, in words."""
    begin = say("workbook.earlier.answer", heading=heading, answer="").rstrip()
    lines = [] if answers is None else str(answers).splitlines()
    return (line.removeprefix(begin).strip() for line in lines if line.startswith(begin))


class EarlierRow(Frozen):
    """A row of the sheet of earlier rounds: its answers, and notes on its cells, by the keys of its columns."""

    cells: Row
    notes: Mapping[str, str] = field(default_factory=dict)


class Keeping:
    """What a workbook's rows become in the sheet of earlier rounds.

    round      what the round is called
    secret     the rows that are not for publication, or name one that is not
    standings  how measures stood, by their Excel row
    """

    def __init__(
        self, tables: Tables, round_name: str, secret: Collection[Place], standings: Mapping[int, str]
    ) -> None:
        self.tables, self.round, self.secret, self.standings = tables, round_name, secret, standings
        self.sheet = tables.blueprint.sheets[EARLIER]

    def kept(self, sheet: str, row: int, keys: Collection[str] | None = None) -> tuple[EarlierRow, ...]:
        """A row with all that stands in it, or with the answers in some columns alone; more rows where it is long."""
        return tuple(self._parts(_Kept(self, self.tables[sheet], row, keys)))

    def _parts(self, kept: _Kept) -> Iterator[EarlierRow]:
        texts = list(_texts(kept.lines))
        yield EarlierRow({**kept.cells, "answers": texts[0] if texts else None}, kept.notes)
        for text in texts[1:]:
            yield EarlierRow({key: kept.cells.get(key) for key in (*_OF_ALL, "not_public")} | {"answers": text})

    def takes(self, column: Column) -> bool:
        """Whether the sheet has a column for the same, so that an answer stands there as it is."""
        mine = self.sheet.by_key.get(column.key) if column.key not in _NOT_COPIED else None
        if mine is None:
            return False
        if isinstance(mine.type, Choice):
            return isinstance(column.type, Choice) and column.type.choices.key == mine.type.choices.key
        return isinstance(mine.type, Text) or type(mine.type) is type(column.type)


class _Kept:
    """One row on its way there.

    cells  the answers that have a column
    lines  all other ones, a line or more each
    notes  people's notes on cells that have a column
    """

    def __init__(self, keeping: Keeping, table: Table, number: int, keys: Collection[str] | None) -> None:
        self.keeping, self.table, self.number, self.sheet = keeping, table, number, table.sheet
        self.row, self.keys = table.row(number), keys
        self.noted = self.notes_of_row(keys)
        self.notes: dict[str, str] = {}
        self.lines: list[str] = []
        self.cells: Row = {
            "name": self.name,
            "round": keeping.round or None,
            "was_in": self.sheet.title,
            "not_public": (self.sheet.key, number) in keeping.secret or None,
        }
        if self.sheet.key == "kpis":
            self.cells["standing"] = keeping.standings.get(number)
        for column in self.sheet.asked_columns:
            if keys is None or column.key in keys:
                self.take(column)
        if keys is None:
            self.take_own()

    @property
    def name(self) -> str:
        """What the row is called, in a form its questions; what a row of its sheet is, where it has no name."""
        if self.sheet.is_form:
            return joining.apart(self.sheet.by_key[key].heading for key in self.keys or ())
        return name_of(self.sheet, dict(self.row)) or self.sheet.row_name

    def notes_of_row(self, keys: Collection[str] | None) -> dict[str, str]:
        every = self.keeping.tables.extras.notes.get(self.sheet.key, {})
        return {key: text for (key, at), text in every.items() if at == self.number and (keys is None or key in keys)}

    def take(self, column: Column) -> None:
        """One answer, with what was typed where it was understood, and the note on it, which may say the same."""
        value = self.row[column.key]
        place = self.place_of(column, value)
        if place:
            self.put(place, value)
        note = self.noted.get(column.key, "")
        for words in self.words(column, value, bool(place)):
            self.lines.append(say("workbook.earlier.answer", heading=column.heading, answer=words))
            if isinstance(value, InWords):
                note = "\n".join(line for line in note.splitlines() if line != note_of(value.typed))
        if note and place:
            self.notes[place] = note
        elif note:
            self.lines.append(say("workbook.earlier.note", heading=column.heading, note=note))

    def place_of(self, column: Column, value: object) -> str:
        """The key of the column where an answer stands as it is, "" where it becomes a line."""
        if value is None:
            return ""
        if column.key == self.sheet.name_key:
            return "name"
        if column.key == "status":
            return "standing"
        if column.key == mark_of(self.sheet):
            is_hidden = bool(self.cells["not_public"]) or is_secret(value)
            return "not_public" if is_hidden is value else ""
        return column.key if self.keeping.takes(column) else ""

    def put(self, place: str, value: object) -> None:
        if place != "name":
            is_text = isinstance(self.keeping.sheet.by_key[place].type, Text)
            self.cells[place] = self.text(place, value) if is_text else value

    def text(self, place: str, value: object) -> str:
        key = next((key for key in (place, "status") if key in self.sheet.by_key), "")
        return text_of(self.sheet, key, str(value) if isinstance(value, InWords) else value)

    def words(self, column: Column, value: object, is_put: bool) -> Iterator[str]:
        """What a line says of an answer: what was typed for it, where that says more or is all that there is."""
        if value is None:
            return
        typed = value.typed if isinstance(value, InWords) and value.says_more else ""
        if typed and not (is_put and self.keeping.takes(column)):
            yield typed if is_put else say("workbook.earlier.typed", answer=str(value), words=typed)
        elif not is_put:
            yield shown(self.sheet, column, value)

    def take_own(self) -> None:
        """People's own columns, and notes on them and on the check."""
        for heading, values in self.keeping.tables.extras.columns.get(self.sheet.key, {}).items():
            if heading not in added_headings() and as_typed(values.get(self.number, "")):
                answer = as_typed(values[self.number])
                self.lines.append(say("workbook.earlier.answer", heading=heading, answer=answer))
        for key, note in self.noted.items():
            if key.startswith(OWN):
                heading = key.removeprefix(OWN)
                self.lines.append(say("workbook.earlier.note", heading=heading, note=note))


def shown(sheet: Sheet, column: Column, value: object) -> str:
    """An answer as people read it, nothing of it rounded."""
    if isinstance(value, When):
        return str(value)
    if isinstance(column.type, Number) and isinstance(value, float) and not isinstance(column.type, Percent):
        return value.typed if isinstance(value, ReadAs) else figure(value, 15)
    return text_of(sheet, column.key, value)


def _texts(lines: list[str]) -> Iterator[str]:
    """The lines in as few texts as cells can hold."""
    text = "\n".join(lines)
    while len(text) > LONGEST_CELL:
        end = text.rfind("\n", 1, LONGEST_CELL)
        end = end if end > 0 else LONGEST_CELL
        yield text[:end].strip()
        text = text[end:].strip()
    if text:
        yield text
