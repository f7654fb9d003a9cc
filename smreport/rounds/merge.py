"""Many returned workbooks into one: each row with all its copies, and what only the facilitator can decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint, Sheet
from smreport.blueprint.publication import REASONS, is_secret, is_secret_row, mark_of, names_its_row, withholds_rows
from smreport.blueprint.tables import Origin, Table, Tables, sent_heading
from smreport.blueprint.values import normalised
from smreport.findings import cells_in_words
from smreport.frozen import Frozen, replace
from smreport.rounds import decisions as deciding
from smreport.rounds import register as registering
from smreport.rounds.addressee import Mark, Share, read_mark
from smreport.rounds.alike import Alike, Renaming, names_alike
from smreport.rounds.decisions import Decisions, Matter, Option, Question, question_rows
from smreport.rounds.pairing import Identity, pair_rows
from smreport.rounds.register import Register, Sent
from smreport.rounds.rows import (
    Cells,
    cells_of,
    compared,
    filled_sheets,
    heading_of,
    identity,
    name_of,
    origin_columns,
    place_of,
    tables_of,
    text_of,
    with_columns,
    with_notes,
)
from smreport.rounds.split import Splitting
from smreport.words import joining, say

_Comparable = Callable[[str, object], str]  # how the value of a column, given by its key, is told from another


class Return(Frozen):
    """A workbook that came back: its file's name, what is in it, and what was sent (None: nobody was sent it)."""

    file: str
    tables: Tables
    sent: Sent | None = None


class Removed(Frozen):
    """A row that was sent and is not in a return; ``kept`` says whether it is in the combined workbook all the same."""

    file: str
    sheet: str
    row: str
    sent_as: Origin
    kept: bool


class Added(Frozen):
    """A row of a return that was not sent; ``known`` is false where nobody can tell how it came into being."""

    file: str
    sheet: str
    row: str
    at: Origin
    known: bool


class Merged(Frozen):
    """The combined workbook, and all that there is to say about it.

    added     each row of each return that was not sent to it
    new_rows  how many rows of the combined workbook nobody was sent, each once
    """

    tables: Tables
    questions: tuple[Question, ...]
    removed: tuple[Removed, ...]
    added: tuple[Added, ...]
    new_rows: int

    @property
    def open(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.chosen is None)


def merge(register: Register | None, returns: Sequence[Return], decided: Decisions, file: str) -> Merged:
    """One workbook out of returns, the same for the same returns in any order.

    Rows that were sent and did not come back stand as they were sent. ``file`` is the combined workbook's name.
    """
    returns = sorted(returns, key=lambda returned: returned.file)
    base = register.tables if register else None
    everything = [*([base] if base else []), *(returned.tables for returned in returns)]
    about_names, renaming = _settled_names(base, everything, returns, decided)
    blueprint = _with_all_choices(everything)
    splitting, renamed_base = (Splitting(base), renaming.applied(base)) if base else (None, None)
    renamed = [replace(returned, tables=renaming.applied(returned.tables)) for returned in returns]
    sheets = [_SheetMerge(sheet, splitting, renamed_base, renamed, decided) for sheet in filled_sheets(blueprint)]
    for sheet in sheets:
        sheet.run()
    questions = (*about_names, *chain.from_iterable(sheet.questions for sheet in sheets))
    tables = _combined(blueprint, sheets, file, _own_sheets(everything, returns))
    return Merged(
        _with_questions(tables, questions, decided) if questions else tables,
        questions,
        tuple(chain.from_iterable(sheet.removed for sheet in sheets)),
        tuple(chain.from_iterable(sheet.added for sheet in sheets)),
        sum(map(_SheetMerge.count_new, sheets)),
    )


def _settled_names(
    base: Tables | None, everything: Sequence[Tables], returns: Sequence[Return], decided: Decisions
) -> tuple[list[Question], Renaming]:
    """The questions about names that are nearly alike, and the names that change by what is decided."""
    proposed = names_alike(base, [returned.tables for returned in returns])
    questions = [_about_names(alike, everything[0].blueprint, returns, decided) for alike in proposed]
    same = (alike for alike, question in zip(proposed, questions, strict=True) if question.chosen is not None)
    return questions, Renaming(same, everything)


def _with_questions(tables: Tables, questions: Sequence[Question], decided: Decisions) -> Tables:
    """The combined workbook with the sheet To decide before all that people added."""
    title = deciding.title()
    sheets = {title: question_rows(questions, decided), **tables.extras.sheets}
    return replace(tables, extras=replace(tables.extras, sheets=sheets, layouts={title: deciding.LAYOUT}))


def _with_all_choices(everything: Sequence[Tables]) -> Blueprint:
    """The first workbook's template with the choices that people added to open lists anywhere."""
    blueprint = everything[0].blueprint
    for tables in everything[1:]:
        for key, choices in tables.blueprint.lists.items():
            known = blueprint.lists[key]
            new = [item for item in choices.items if normalised(item.text) not in known.spelling]
            if new:
                blueprint = blueprint.with_list(key, (*known.items, *new))
    return blueprint


def _about_names(alike: Alike, blueprint: Blueprint, returns: Sequence[Return], decided: Decisions) -> Question:
    sheet = blueprint.sheets[alike.sheet]
    places = (
        joining.in_a_row(
            (returned.file, table.title, cells_in_words(table.cell(alike.column, number) for number in numbers))
        )
        for returned in returns
        for table in [returned.tables[alike.sheet]]
        if (numbers := [at for at, row in table.rows.items() if normalised(row[alike.column]) == normalised(alike.old)])
    )
    key = ("names", alike.sheet, alike.column, normalised(alike.old), *alike.meaning)
    question = Question(
        Matter.NAMES, key, sheet.title, alike.old, sheet.by_key[alike.column].heading,
        (Option(alike.new, tuple(places)),),
    )  # fmt: skip
    return replace(question, chosen=decided.chosen(question))


# --- the rows of one sheet ---


class _Copy(Frozen):
    """A row as it came back.

    sent   whether it is a row that was sent in that workbook
    share  whose it is
    """

    file: str
    table: Table
    row: int
    cells: Cells
    sent: bool
    share: Share

    def place(self, key: str) -> str:
        return joining.in_a_row((self.file, self.table.title, place_of(self.table, key, self.row)))


@dataclass
class _Entry:
    """A row with all its copies; ``base`` is the row as it was sent, by its row in the register."""

    base: tuple[int, Cells] | None = None
    copies: list[_Copy] = field(default_factory=list)
    missing: list[Return] = field(default_factory=list)

    @property
    def cells(self) -> Cells:
        """The row as sent, else the first copy."""
        return self.base[1] if self.base else self.copies[0].cells

    @property
    def versions(self) -> list[Cells]:
        """The row as sent, and all copies."""
        return [*([self.base[1]] if self.base else []), *(copy.cells for copy in self.copies)]

    @property
    def keys(self) -> Iterator[str]:
        return iter(dict.fromkeys(key for cells in self.versions for key in cells))

    def is_secret(self, sheet: Sheet) -> bool:
        """Whether any copy says that the row is not for publication."""
        return any(is_secret_row(sheet, cells) for cells in self.versions)


class _SheetMerge:
    """One sheet of all returns, on its way into the combined workbook.

    rows     the combined rows, each with where it came from (None in a form)
    notes    people's notes on these rows, by the position of the row and the column's key
    """

    def __init__(
        self, sheet: Sheet, splitting: Splitting | None, base: Tables | None, returns: Sequence[Return],
        decided: Decisions,
    ) -> None:  # fmt: skip
        self.sheet, self.splitting, self.base, self.returns, self.decided = sheet, splitting, base, returns, decided
        self.rows: list[tuple[Cells, Origin | None]] = []
        self.notes: dict[tuple[str, int], list[str]] = {}
        everything = [*([("", base)] if base else []), *((returned.file, returned.tables) for returned in returns)]
        self.noted = {file: _notes_on(tables, sheet.key) for file, tables in everything}
        self.questions: list[Question] = []
        self.removed: list[Removed] = []
        self.added: list[Added] = []
        sent = cells_of(base, sheet.key) if base else {}
        self.entries = {number: _Entry((number, cells)) for number, cells in sent.items()}
        self.new: list[_Entry] = []
        self.sent_as = {number: identity(sheet, cells) for number, cells in sent.items()}
        self.by_identity: dict[Identity, _Entry] = {}
        for number, entry in self.entries.items():
            self.by_identity.setdefault(self.sent_as[number], entry)

    def count_new(self) -> int:
        """How many rows nobody was sent."""
        return 0 if self.sheet.is_form else len(self.new)

    def run(self) -> None:
        for returned in self.returns:
            self.take(returned)
        for entry in (*self.entries.values(), *self.new):
            if not self.is_out(entry):
                self.put(entry)

    def take(self, returned: Return) -> None:
        """Put the rows of a return beside the rows that they are copies of."""
        rows = cells_of(returned.tables, self.sheet.key)
        marks = self.marks(returned, rows)
        sent = self.sent_rows(returned)
        called = {number: identity(self.sheet, cells) for number, cells in rows.items()}
        pairs = pair_rows({number: self.sent_as[number] for number in sent}, called, marks)
        table = returned.tables[self.sheet.key]
        for number, cells in rows.items():
            base = pairs.get(number)
            share = self.share(returned, base)
            if base is not None and self.splitting:
                cells = self.splitting.with_names(self.sheet.key, base, cells)
            if share is Share.WITHHELD and base is not None:
                cells = self.with_figures(base, cells)
            copy = _Copy(returned.file, table, number, cells, base is not None, share)
            if base is not None:
                self.entries[base].copies.append(copy)
            else:
                self.take_new(returned, copy, called[number], marks.get(number))
        for number in sent - set(pairs.values()):
            self.entries[number].missing.append(returned)

    def take_new(self, returned: Return, copy: _Copy, key: Identity, mark: Mark | None) -> None:
        """A row that was not sent: a copy of a row with the same identity, or a new one."""
        if key not in self.by_identity:
            self.by_identity[key] = _Entry()
            self.new.append(self.by_identity[key])
        self.by_identity[key].copies.append(copy)
        if not self.sheet.is_form:
            name, at = self.name(self.by_identity[key]), Origin(returned.file, copy.row)
            known = returned.sent is not None and mark is None
            self.added.append(Added(returned.file, self.sheet.title, name, at, known))

    def marks(self, returned: Return, numbers: Iterable[int]) -> dict[int, Mark]:
        cells = returned.tables.extras.columns.get(self.sheet.key, {}).get(sent_heading(), {})
        read = {number: read_mark(cells.get(number)) for number in numbers}
        return {number: mark for number, mark in read.items() if mark}

    def sent_rows(self, returned: Return) -> set[int]:
        """The rows, by their row in the register, that this return was sent."""
        if returned.sent is None or self.splitting is None:
            return set()
        return self.splitting.rows_of(returned.sent.part).get(self.sheet.key, set())

    def share(self, returned: Return, base: int | None) -> Share:
        if base is None or returned.sent is None or self.splitting is None:
            return Share.OWN
        return self.splitting.share(returned.sent.part, self.sheet.key, base)

    def with_figures(self, base: int, cells: Cells) -> Cells:
        """A row with the figures that were left out of it when it was sent, where nobody has typed others."""
        assert self.splitting
        sent = self.entries[base].cells
        left_out = self.splitting.figures(self.sheet.key, base)
        return {**cells, **{key: sent[key] for key in left_out if cells.get(key) is None}}

    # --- what becomes of a row ---

    def is_held(self, entry: _Entry, number: int) -> bool:
        """Whether somebody still has the row, or nobody who left it out has seen what it holds."""
        withheld = any(self.share(returned, number) is Share.WITHHELD for returned in entry.missing)
        return withheld or any(not copy.share.is_given for copy in entry.copies)

    def is_out(self, entry: _Entry) -> bool:
        """Whether a row falls away: all whose it is have sent their workbooks back without it."""
        if not entry.missing or entry.base is None or self.splitting is None:
            return False
        number = entry.base[0]
        assert self.base
        owners = self.splitting.owners[self.sheet.key][number]
        parts = [returned.sent.part for returned in entry.missing if returned.sent]
        without = frozenset[str]().union(*(part.known_areas for part in parts))
        out = not self.is_held(entry, number) and bool(owners) and owners <= without
        sent_as = self.base[self.sheet.key].origins.get(number, Origin(self.base.file, number))
        for returned in entry.missing:
            self.removed.append(Removed(returned.file, self.sheet.title, self.name(entry), sent_as, not out))
        return out

    def put(self, entry: _Entry) -> None:
        """The row as the combined workbook shows it."""
        if entry.base and all(copy.sent and copy.cells == entry.base[1] for copy in entry.copies):
            cells = entry.base[1]
        else:
            settled = {key: self.settle(entry, key) for key in entry.keys}
            cells = {key: value for key, value in settled.items() if value is not None}
        self.note(entry, len(self.rows))
        self.rows.append((cells, self.origin(entry)))

    def note(self, entry: _Entry, at: int) -> None:
        """People's notes on all copies of a row, each text once."""
        sources = [("", entry.base[0])] if entry.base else []
        for file, row in [*sources, *((copy.file, copy.row) for copy in entry.copies)]:
            for key, text in self.noted.get(file, {}).get(row, {}).items():
                texts = self.notes.setdefault((key, at), [])
                if text not in texts:
                    texts.append(text)

    def origin(self, entry: _Entry) -> Origin | None:
        """Where a row came from: whoever changed it, else whose it is, else what was sent."""
        if self.sheet.is_form:
            return None
        owned = [copy for copy in entry.copies if not copy.share.is_given]
        changed = (copy for copy in owned if entry.base and self.differs(entry.base[1], copy))
        copy = next(changed, None) or next(iter(owned), None)
        if copy:
            return Origin(copy.file, copy.row)
        assert self.base
        assert entry.base
        return self.base[self.sheet.key].origins.get(entry.base[0], Origin(self.base.file, entry.base[0]))

    def differs(self, base: Cells, copy: _Copy) -> bool:
        return copy.cells != base and any(
            self.comparable(key, base.get(key)) != self.comparable(key, copy.cells.get(key))
            for key in (base | copy.cells)
        )

    def comparable(self, key: str, value: object) -> str:
        return compared(self.sheet, key, value)

    def settle(self, entry: _Entry, key: str) -> object:
        """The value of a cell. Where copies differ it is a question; until that is answered, what was sent stands."""
        values = _Values(entry, key, self.comparable, mark_of(self.sheet))
        if len(values.rival) < 2:
            return values.standing
        options = tuple(self.option(entry, key, value) for value in values.rival)
        about = (self.sheet.key, *identity(self.sheet, entry.cells), key)
        name = self.sheet.title if self.sheet.is_form else self.name(entry)
        question = Question(
            values.matter, about, self.sheet.title, name, heading_of(self.sheet, key), options,
            secret=self.is_figure(key) and (entry.is_secret(self.sheet) or self.is_withheld(entry)),
        )  # fmt: skip
        question = replace(question, chosen=self.decided.chosen(question))
        self.questions.append(question)
        texts = [option.text for option in options]
        return values.standing if question.chosen is None else values.rival[texts.index(question.chosen)]

    def is_withheld(self, entry: _Entry) -> bool:
        """Whether not even the name of a row may be told."""
        of_sent = self.splitting.withheld[self.sheet.key] if self.splitting else frozenset()
        by_mark = withholds_rows(self.sheet) and entry.is_secret(self.sheet)
        return by_mark or (entry.base is not None and entry.base[0] in of_sent)

    def name(self, entry: _Entry) -> str:
        """What a row is called, as it may be told outside the workbook."""
        return say("findings.withheld.name") if self.is_withheld(entry) else name_of(self.sheet, entry.cells)

    def is_figure(self, key: str) -> bool:
        column = self.sheet.by_key.get(key)
        return column is None or not names_its_row(self.sheet, column)

    def option(self, entry: _Entry, key: str, value: object) -> Option:
        text = self.comparable(key, value)
        as_sent = entry.base is not None and self.comparable(key, entry.base[1].get(key)) == text
        places = [copy.place(key) for copy in entry.copies if self.comparable(key, copy.cells.get(key)) == text]
        if as_sent:
            assert self.base
            assert entry.base
            cell = place_of(self.base[self.sheet.key], key, entry.base[0])
            places = [say("workbook.decide.as_sent", file=self.base.file, cell=cell)]
        return Option(text_of(self.sheet, key, value), tuple(places))


class _Values:
    """The values of one cell in all copies of its row.

    standing  what stands while nothing is decided
    rival     the values to choose from, if more than one
    """

    def __init__(self, entry: _Entry, key: str, comparable: _Comparable, mark: str) -> None:
        base = entry.base[1].get(key) if entry.base else None
        owners, others = _changed(entry, key, base, comparable)
        new = (copy.cells.get(key) for copy in entry.copies if not copy.sent)
        claims = _distinct(key, (value for value in new if value is not None), comparable)
        self.matter = Matter.SHARED if others and not owners and not claims else Matter.CONFLICT
        agreed = _agreed(base, owners, others, claims)
        self.rival = _distinct(key, (agreed, *owners, *others, *claims), comparable)
        hides = key in (mark, *REASONS)  # until it is decided, figures stay out
        secret = filter(is_secret, self.rival) if hides else iter(())
        self.standing = next(secret, agreed)


def _changed(entry: _Entry, key: str, base: object, comparable: _Comparable) -> tuple[list[object], list[object]]:
    """What those whose row it is made of a cell that they were sent, and what others made of it."""
    sent = [(copy.share, copy.cells.get(key)) for copy in entry.copies if copy.sent]
    changed = [(share, value) for share, value in sent if comparable(key, value) != comparable(key, base)]
    owners = (value for share, value in changed if not share.is_given)
    others = (value for share, value in changed if share.is_given)
    return _distinct(key, owners, comparable), _distinct(key, others, comparable)


def _agreed(base: object, owners: Sequence[object], others: Sequence[object], claims: Sequence[object]) -> object:
    """What stands by itself: what the owners agree on, else what was sent, else the first that somebody claims."""
    if len(owners) == 1:
        return owners[0]
    unclaimed = owners or others or base is not None or not claims
    return base if unclaimed else claims[0]


def _distinct(key: str, values: Iterable[object], comparable: _Comparable) -> list[object]:
    """The values that differ, each as it is met first."""
    distinct: dict[str, object] = {}
    for value in values:
        distinct.setdefault(comparable(key, value), value)
    return list(distinct.values())


def _notes_on(tables: Tables, sheet: str) -> dict[int, dict[str, str]]:
    notes: dict[int, dict[str, str]] = {}
    for (key, row), text in tables.extras.notes.get(sheet, {}).items():
        notes.setdefault(row, {})[key] = text
    return notes


# --- the combined workbook ---


def _combined(
    blueprint: Blueprint, merged: Sequence[_SheetMerge], file: str, sheets: Mapping[str, tuple[tuple[object, ...], ...]]
) -> Tables:
    rows: dict[str, dict[int, Cells]] = {
        sheet.key: cells_of(tables_from(blueprint, {}, file), sheet.key) for sheet in blueprint if sheet.rows_from
    }
    columns, notes = {}, {}
    for sheet_merge in merged:
        first = 0 if sheet_merge.sheet.is_form else sheet_merge.sheet.first_row
        rows[sheet_merge.sheet.key] = {first + at: cells for at, (cells, _) in enumerate(sheet_merge.rows)}
        origins = {first + at: origin for at, (_, origin) in enumerate(sheet_merge.rows) if origin}
        if origins:
            columns[sheet_merge.sheet.key] = origin_columns(origins)
        notes[sheet_merge.sheet.key] = {
            (key, first + at): "\n".join(texts) for (key, at), texts in sheet_merge.notes.items()
        }
    made = with_columns(tables_of(blueprint, rows, file), columns)
    return with_notes(replace(made, extras=replace(made.extras, sheets=sheets)), notes)


def _own_sheets(everything: Sequence[Tables], returns: Sequence[Return]) -> dict[str, tuple[tuple[object, ...], ...]]:
    """The sheets that people added; one that is not the same everywhere says whose it is."""
    sheets: dict[str, tuple[tuple[object, ...], ...]] = {}
    ours = {deciding.title(), registering.title()}
    names = [*([""] if len(everything) > len(returns) else []), *(returned.file for returned in returns)]
    for name, tables in zip(names, everything, strict=True):
        for title, rows in tables.extras.sheets.items():
            if title in ours or sheets.get(title) == rows:
                continue
            sheets[title if title not in sheets else joining.bracketed(title, name)] = rows
    return sheets
