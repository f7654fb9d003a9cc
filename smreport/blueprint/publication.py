"""What is not for publication: the one place that decides whose figures or rows stay out, and what counts as a figure.

A row says it by its mark, the answer in the column that the template gives a ``withholds``: of some rows the figures
stay out, of others the whole row, its name too. Nobody who meant to hide something may find it printed, so a mark that
cannot be read hides it too, and so does a name that may be that of a hidden row. Without a mark, a ground for it hides
a row, and so do such words beside a figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import chain

from smreport.blueprint.columns import Choice, Label, Ref, YesNo
from smreport.blueprint.likely import words_of
from smreport.blueprint.model import Column, Sheet
from smreport.blueprint.naming import Names
from smreport.blueprint.tables import NO_EXTRAS, Table, Tables, cells_without, labels
from smreport.blueprint.values import Unreadable, normalised
from smreport.blueprint.withheld import WITHHELD, Withheld
from smreport.frozen import replace
from smreport.words import say
from smreport.words.languages import in_every_language

REASONS = ("exempt_ground", "public_interest")
"""The keys of why a row stays out, which the law asks to be told; one alone says that it does."""
_DOUBTFUL = {Unreadable, Withheld}
_MARK = "not_public"  # what templates called the mark before they said what it withholds

Rows = Mapping[str, frozenset[int]]
"""Excel rows by sheet key."""


def mark_of(sheet: Sheet) -> str:
    """The key of the column by which a sheet's rows are kept out of publication, "" where it has none."""
    marks = (column.key for column in sheet.columns if column.withholds)
    return next(marks, _MARK if _MARK in sheet.by_key else "")


def withholds_rows(sheet: Sheet) -> bool:
    """Whether a marked row of a sheet stays out as a whole, its name too."""
    return any(column.withholds == "row" for column in sheet.columns)


def is_secret(mark: object) -> bool:
    """Whether a mark keeps its row out: all do but a blank and a plain No."""
    return mark is not None and mark is not False


def secret_rows(table: Table) -> frozenset[int]:
    """The Excel rows whose figures stay out at least, see ``is_secret_row``; none where the sheet has no such mark."""
    mark = mark_of(table.sheet)
    if mark not in table.columns:
        return frozenset()
    hiding: list[tuple[list[object], Callable[[object], bool]]] = [(table.columns[mark], is_secret)]
    hiding += [(table.columns[key], is_filled) for key in REASONS if key in table.columns]
    rows = (zip(table.numbers, map(says_so, values), strict=False) for values, says_so in hiding)
    beside = {row for _, row in told_secret(table)}
    return frozenset(beside | {row for row, is_hidden in chain.from_iterable(rows) if is_hidden})


def told_secret(table: Table) -> Iterator[tuple[str, int]]:
    """The cells of which ``is_told_secret`` holds, by column key and Excel row."""
    for key, values in table.columns.items():
        if _DOUBTFUL & set(map(type, values)):
            rows = zip(table.numbers, values, strict=False)
            yield from ((key, row) for row, answer in rows if is_told_secret(answer))


def is_secret_row(sheet: Sheet, answers: Mapping[str, object]) -> bool:
    """Whether a row says that it is not for publication: by its mark, a ground, or words where it asks for none."""
    mark = mark_of(sheet)
    if not mark:
        return False
    reasons = (answers.get(key) for key in REASONS)
    return is_secret(answers.get(mark)) or any(map(is_filled, reasons)) or any(map(is_told_secret, answers.values()))


def is_filled(answer: object) -> bool:
    return answer is not None


def is_told_secret(answer: object) -> bool:
    """Whether an answer that cannot be read has words of what is not for publication: "£4,073 (confidential)"."""
    return isinstance(answer, Withheld) or (isinstance(answer, Unreadable) and says_secret(answer))


def says_public(text: str) -> bool:
    """Whether a text is about what is public, so that Yes below such a heading may mean the opposite of a mark."""
    return _has_word(text, _of_the_public(say("findings.secrecy.public")))


def says_secret(text: str) -> bool:
    """Whether a text has a word of what is, or is not, for publication, in any language that can be spoken."""
    return says_public(text) or _has_word(text, _of_secrets(say("findings.secrecy.secret")))


def _has_word(text: str, beginnings: tuple[str, ...]) -> bool:
    """Whether a word of a text begins in one of these ways."""
    return any(word.startswith(beginnings) for word in words_of(text))


@cache
def _of_the_public(spoken: str) -> tuple[str, ...]:
    """How such words begin in the language that is ``spoken``, and in all others."""
    return _all_of({spoken, *in_every_language(lambda: say("findings.secrecy.public"))})


@cache
def _of_secrets(spoken: str) -> tuple[str, ...]:
    return _all_of({spoken, *in_every_language(lambda: say("findings.secrecy.secret"))})


def _all_of(lists: Iterable[str]) -> tuple[str, ...]:
    return tuple(chain.from_iterable(words.split() for words in lists))


def withheld_rows(tables: Tables, known: Rows | None = None) -> Rows:
    """The rows that stay out as a whole, by sheet key: those marked so, and those that belong to one of them.

    A row belongs to another where it names it in a column for one name: a KPI of a project that is withheld is, too.

    known  rows that stay out as a whole for another reason
    """
    other = known or {}
    withheld = {
        key: (secret_rows(table) if withholds_rows(table.sheet) else frozenset()) | other.get(key, frozenset())
        for key, table in tables.items()
    }
    while any(withheld.values()):
        more = {key: withheld[key] | _belonging(table, tables, withheld) for key, table in tables.items()}
        if more == withheld:
            break
        withheld = more
    return withheld


def published(tables: Tables) -> Tables:
    """The tables as the public may know them: without the rows that stay out as a whole, and without their names.

    Figures of rows that stay are still in it.
    """
    withheld = withheld_rows(tables)
    if not any(withheld.values()):
        return tables
    kept = {key: _without(table, withheld, tables) for key, table in tables.items()}
    gone = {(table.title, row) for key, table in tables.items() for row in withheld[key]}
    doubts = tuple(doubt for doubt in tables.doubts if (doubt.sheet, doubt.row) not in gone)
    return replace(tables, tables=kept, doubts=doubts)


def sealed(tables: Tables) -> Tables:
    """The tables with nothing in their marked rows but what may be told; see :mod:`smreport.blueprint.withheld`.

    A blank stays one. What people added beside the tables, and words of cells that were understood, are not in it.
    """
    return replace(
        tables, tables={key: _sealed(table, secret_rows(table)) for key, table in tables.items()}, extras=NO_EXTRAS
    )


def _sealed(table: Table, secret: frozenset[int]) -> Table:
    if not secret:
        return table
    columns = {key: list(values) for key, values in table.columns.items()}
    for column in table.sheet.columns:
        if column.key in columns and column.key not in REASONS:
            pairs = zip(table.numbers, columns[column.key], strict=True)
            columns[column.key] = [_seal(table, column, value) if row in secret else value for row, value in pairs]
    by_cell = {name: cells_without(getattr(table, name), secret) for name in ("unsaid", "typed")}
    return replace(table, columns=columns, set_aside={}, **by_cell)  # type: ignore[arg-type]


def _seal(table: Table, column: Column, value: object) -> object:
    public = told_of_secret(table.sheet, column, value)
    return WITHHELD if public is None and value is not None else public


def marked_also(tables: Tables, rows: Rows) -> Tables:
    """The tables with these rows marked too, by sheet key; sheets without a mark stay as they are."""
    marked = {}
    for key, more in rows.items():
        table, mark = tables[key], mark_of(tables[key].sheet)
        if mark in table.columns:
            marks = [True if row in more else mark_there for row, mark_there in _marks(table, mark)]
            marked[key] = replace(table, columns={**table.columns, mark: marks})
    return replace(tables, tables={**tables.tables, **marked})


def _marks(table: Table, mark: str) -> Iterator[tuple[int, object]]:
    return zip(table.numbers, table.columns[mark], strict=True)


def withheld_names(tables: Tables, withheld: Rows) -> frozenset[str]:
    """What rows that stay out as a whole are called, as comparisons see it."""
    every = (normalised(tables[key].name_of(row)) for key, rows in withheld.items() for row in rows)
    return frozenset(filter(None, every))


def unnamed(tables: Tables, withheld: Rows) -> dict[tuple[str, int], dict[str, object]]:
    """Answers that name withheld rows among others, without those names: by sheet key and row, then by column key."""
    answers: dict[tuple[str, int], dict[str, object]] = {}
    for sheet, table in tables.items():
        for column, names in _references(table.sheet, tables, withheld):
            for row, value in zip(table.numbers, table.columns[column.key], strict=True):
                if row not in withheld[sheet] and (remaining := _unnamed(value, names)) != value:
                    answers.setdefault((sheet, row), {})[column.key] = remaining
    return answers


def _belonging(table: Table, tables: Tables, withheld: Rows) -> frozenset[int]:
    """The rows that name one of the withheld rows; a form stays, without the name."""
    if table.sheet.is_form:
        return frozenset()
    rows: set[int] = set()
    for column, hidden in _references(table.sheet, tables, withheld):
        if not column.type.many:  # type: ignore[attr-defined]
            pairs = zip(table.numbers, table.columns[column.key], strict=True)
            rows |= {number for number, value in pairs if value is not None and hidden.has(str(value))}
    return frozenset(rows)


def _references(sheet: Sheet, tables: Tables, withheld: Rows) -> Iterator[tuple[Column, _Hidden]]:
    """The columns that may name withheld rows, with the names of these."""
    for column in sheet.references:
        assert isinstance(column.type, Ref)
        to = column.type.to
        if withheld[to.sheet]:
            target = tables[to.sheet]
            pairs = zip(target.numbers, target.columns[to.column], strict=True)
            names = {normalised(name) for row, name in pairs if row in withheld[to.sheet] and name is not None}
            yield column, _Hidden(frozenset(names), tables.known(to))


class _Hidden:
    """Names of withheld rows among all that a column may hold."""

    def __init__(self, names: frozenset[str], known: Names) -> None:
        self._names, self._known = names, known
        self._words = list(filter(None, (frozenset(words_of(name)) for name in names)))

    def has(self, typed: str) -> bool:
        """Whether a text is, or may be, the name of a withheld row, or has all words of one."""
        if normalised(typed) in self._known.spelling:
            return normalised(typed) in self._names
        near, said = (*self._known.meant_by(typed), self._known.nearest(typed)), frozenset(words_of(typed))
        return any(normalised(name) in self._names for name in near) or any(words <= said for words in self._words)


def _without(table: Table, withheld: Rows, tables: Tables) -> Table:
    """A table without its withheld rows, and without the names of other sheets' ones."""
    public = table.without(withheld[table.sheet.key])
    columns = dict(public.columns)
    for column, names in _references(table.sheet, tables, withheld):
        columns[column.key] = [_unnamed(value, names) for value in columns[column.key]]
    for column in table.sheet.columns:
        if isinstance(column.type, Label):
            columns[column.key] = labels(column.type, columns)
    return replace(public, columns=columns, set_aside={})


def _unnamed(value: object, hidden: _Hidden) -> object:
    """A cell without the names of withheld rows."""
    if not isinstance(value, tuple):
        return None if value is not None and hidden.has(str(value)) else value
    return tuple(part for part in value if not hidden.has(part)) or None


def names_its_row(sheet: Sheet, column: Column) -> bool:
    """Whether a column says what a row is about, by names and choices, and so holds no figure of it.

    Where a marked row stays out as a whole nothing in it may be told.
    """
    if withholds_rows(sheet):
        return False
    return column.key == sheet.name_key or isinstance(column.type, Label | Ref | Choice | YesNo)


def told_of_secret(sheet: Sheet, column: Column, value: object) -> object:
    """What may be told of an answer in a secret row: names, and choices that are listed; else None.

    Of words that cannot be read as Yes or No only that they stand there.
    """
    kind = column.type
    if withholds_rows(sheet):
        return None
    if isinstance(kind, YesNo):
        return Unreadable(say("findings.withheld.unreadable")) if isinstance(value, Unreadable) else value
    if isinstance(kind, Choice):
        return value if normalised(value) in kind.choices.spelling else None
    return value if names_its_row(sheet, column) else None
