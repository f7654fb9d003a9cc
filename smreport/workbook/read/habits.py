"""What people write in tables without meaning it as an answer: "ditto", "tbc", bullets, totals, titles, headings again.

What is plain is understood, and what stood there is kept beside it, so that a note can say so. In a mark of secrecy
nothing is: any words there hide their row.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import compress

from smreport.blueprint.columns import Choice, Date, Figure, Number, Ref, Text, YesNo
from smreport.blueprint.model import Column, Sheet
from smreport.blueprint.no_answers import NO_FIGURE, NOT_COUNTED, begins_to_come, is_to_come, means_above, plainly
from smreport.blueprint.publication import REASONS, mark_of, names_its_row, secret_rows
from smreport.blueprint.tables import Aside, Table, Why, table_of
from smreport.blueprint.times import When
from smreport.blueprint.values import BULLETS, ReadAs, Unreadable, normalised
from smreport.frozen import replace
from smreport.workbook.read.cell_features import Oddities

_TOTAL = re.compile(
    r"(?:(?:grand|overall|running|column|sum|budget|sub)[ -]?)?totals?(?: ?[=£:]+)?(?: ?\(.*\))?|sum"
    r"|total (?:20)?\d\d/\d\d"
)
_ALSO_TOTAL = re.compile(r"total .+|(?:overall|average|mean|count|sums?)(?: of .+)?")  # where figures stand beside it

_NOTE = re.compile(r"(?:notes?|nb)[.:] ?.*|nb .*", re.DOTALL)

_BULLET = re.compile(rf"[{BULLETS}]\s*(?=\S)|\*\s*(?=[^\s*])|[-–—·o]\s+(?=[^\W\d])")
_BULLET_ALONE = re.compile(rf"[{BULLETS}]\s*(?=\S)")
_FEWEST_HEADINGS = 3  # that make a row the head of another table


def said_in(value: object) -> str:
    """The text of a value that was read, "" where it is no text."""
    if isinstance(value, tuple):
        return value[0] if len(value) == 1 else ""
    if isinstance(value, When):
        return value.text
    return value if isinstance(value, str) else ""


def understood(
    tables: Mapping[str, Table], read_sheets: Collection[str], oddities: Mapping[str, Oddities] | None
) -> dict[str, Table]:
    """The tables with all habits understood; what stood in the cells is in their ``typed`` and ``set_aside``.

    read_sheets  the keys of the sheets that were found and read
    """
    headings = _known_headings(tables.values())
    by_sheet = dict(tables)
    for key in read_sheets:
        table = tables[key]
        if not table.sheet.rows_from and table.numbers:
            odd, texts = (oddities or {}).get(table.title), _texts_in(table)
            answers = table if table.sheet.is_form else _without_odd_rows(table, texts, headings, odd)
            by_sheet[key] = _answers(answers, texts)
    return by_sheet


_Texts = Mapping[str, Mapping[object, tuple[str, str]]]
"""By column key and value, what a value says, and what that is as comparisons with habits see it."""


def _texts_in(table: Table) -> _Texts:
    """All that the values of a table say; what stands in many cells is looked at once."""
    values = {column.key: set(table.columns[column.key]) for column in table.sheet.asked_columns}
    return {
        key: {value: (said, plainly(said)) for value in different if (said := said_in(value))}
        for key, different in values.items()
    }


# --- cells ---


def _answers(table: Table, texts: _Texts) -> Table:
    """A table whose cells are filled from above, blank or without their bullets where they say so."""
    columns, typed, mark = dict(table.columns), dict(table.typed), mark_of(table.sheet)
    for column in table.sheet.asked_columns:
        values = table.columns[column.key]
        of_column = texts[column.key] if column.key != mark else {}
        odd = {value for value, (said, words) in of_column.items() if _is_odd(column, table.sheet, said, words)}
        odd = odd and odd.intersection(values)
        if odd:
            columns[column.key] = list(_understood(column, table, odd))
            pairs = zip(table.numbers, values, strict=True)
            typed[column.key] = {row: value for row, value in pairs if value in odd and value is not None}
    if len(typed) == len(table.typed):
        return table
    read = _with(table, columns, table.numbers, typed)
    return read if table.sheet.is_form else _without(read, _blank_rows(read), table)


def _blank_rows(table: Table) -> dict[int, Why]:
    """The rows in which no answer is left."""
    asked = (table.columns[column.key] for column in table.sheet.asked_columns)
    is_blank = [values.count(None) == len(values) for values in zip(*asked, strict=True)]
    return dict.fromkeys(compress(table.numbers, is_blank), "blank")


def _with(
    table: Table,
    columns: Mapping[str, Sequence[object]],
    numbers: Sequence[int],
    typed: Mapping[str, Mapping[int, object]],
) -> Table:
    """The table with other answers; the names of its rows are worked out anew."""
    made = table_of(table.sheet, columns, numbers, table.title, table.places)
    of_file = replace(made, answer_column=table.answer_column, origins=table.origins)
    return replace(of_file, typed=typed, set_aside=table.set_aside)


def _without(table: Table, why: Mapping[int, Why], before: Table) -> Table:
    """The table without some rows, which are set aside as they stood ``before``."""
    if not why:
        return table
    aside = {**table.set_aside, **{row: Aside(reason, before.rows[row]) for row, reason in why.items()}}
    kept = [row not in why for row in table.numbers]
    columns = {key: list(compress(values, kept)) for key, values in table.columns.items()}
    typed = {key: {row: was for row, was in cells.items() if row not in why} for key, cells in table.typed.items()}
    left = replace(table, set_aside=dict(sorted(aside.items())))
    return _with(left, columns, list(compress(table.numbers, kept)), typed)


def _is_odd(column: Column, sheet: Sheet, said: str, words: str) -> bool:
    return (
        _repeats(column, said, words) or _is_nothing(column, sheet, said, words) or without_bullet(column, said) != said
    )


def _repeats(column: Column, said: str, words: str) -> bool:
    """Whether it stands for the row above; an arrow that is another word for a choice does not."""
    kind = column.type
    return means_above(words) and not (isinstance(kind, Choice) and kind.choices.known.meant_by(said))


def _understood(column: Column, table: Table, odd: Collection[object]) -> Iterator[object]:
    """The answers of a column, from top to bottom. A secret figure is not copied into a row that is none."""
    above: object = None
    above_is_secret, secret = False, secret_rows(table)
    is_figure = not names_its_row(table.sheet, column)
    for row, value in zip(table.numbers, table.columns[column.key], strict=True):
        now, said = value, said_in(value)
        if value in odd and _repeats(column, said, plainly(said)):
            hides = above_is_secret and row not in secret and is_figure
            now = None if hides or table.sheet.is_form else above
        elif value in odd:
            stripped = without_bullet(column, said)
            now = None if is_nothing(column, table.sheet, stripped) else column.type.parse(stripped)
        yield now
        above, above_is_secret = now, row in secret


def is_nothing(column: Column, sheet: Sheet, said: str) -> bool:
    """Whether it stands for an answer that is still to come. What names a row is left as it is."""
    return _is_nothing(column, sheet, said, plainly(said))


def _is_nothing(column: Column, sheet: Sheet, said: str, words: str) -> bool:
    mark = mark_of(sheet)
    if mark and column.key in REASONS:
        return False  # whatever stands there says that the row is not for publication
    kind, is_expected = column.type, is_to_come(words)
    if is_expected and not any(map(str.isalpha, words)):
        return column.key != mark
    if not (is_expected or _is_no_figure(column, words)):
        return False
    if column.key in (mark, sheet.name_key) or isinstance(kind, Ref):
        return False
    choices = kind.choices if isinstance(kind, Choice) else None
    return not (choices and (not choices.open or normalised(said) in choices.spelling))


def _is_no_figure(column: Column, words: str) -> bool:
    """Whether words stand for a figure, a time or Yes or No that is not known, where one is asked for."""
    if isinstance(column.type, Number) and words in NOT_COUNTED:
        return True
    is_asked = isinstance(column.type, Number | Date | YesNo | Figure)
    return is_asked and (words in NO_FIGURE or begins_to_come(words))


def without_bullet(column: Column, said: str) -> str:
    """The words without a bullet before them; several lines are left as they are."""
    if "\n" in said:
        return said
    bullet = _BULLET if isinstance(column.type, Text | Choice | Ref) else _BULLET_ALONE
    return bullet.sub("", said, count=1) if bullet.match(said) else said


# --- rows ---


def _known_headings(tables: Collection[Table]) -> frozenset[str]:
    sheets = [table.sheet for table in tables if not table.sheet.is_form]
    return frozenset(normalised(heading) for sheet in sheets for heading in sheet.headings)


def _without_odd_rows(table: Table, texts: _Texts, headings: frozenset[str], odd: Oddities | None) -> Table:
    """The table without rows that are no answers: headings again, totals, titles, and another table below."""
    again, others = _headings_in(table, texts, headings)
    end = min(others, default=table.numbers[-1] + 1)
    why: dict[int, Why] = {row: "headings" for row in again if row < end}
    why |= {row: "table" for row in table.numbers if row >= end}
    for row, reason in _totals_and_titles(table, texts, odd):
        why.setdefault(row, reason)
    return _without(table, why, table)


def _headings_in(table: Table, texts: _Texts, headings: frozenset[str]) -> tuple[set[int], set[int]]:
    """The rows that hold the table's own headings again, each in its column, and those with others."""
    own, any_heading = Counter[int](), Counter[int]()
    for column in table.sheet.asked_columns:
        own_heading, of_column = frozenset({normalised(column.heading)}), texts[column.key]
        any_heading.update(_rows_of(table, column, _saying(of_column, headings)))
        own.update(_rows_of(table, column, _saying(of_column, own_heading)))
    again = {row for row, hits in own.items() if hits > 1}
    many = {row: hits for row, hits in any_heading.items() if hits >= _FEWEST_HEADINGS and row not in again}
    return again, {row for row, hits in many.items() if 2 * hits > len(_answers_in(table, row))}


def _saying(of_column: Mapping[object, tuple[str, str]], texts: frozenset[str]) -> set[object]:
    """The values of a column that say one of some texts, without case and special signs."""
    return {value for value, (said, _) in of_column.items() if normalised(said) in texts}


def _rows_of(table: Table, column: Column, values: Collection[object]) -> list[int]:
    """The rows in which a column has one of some values."""
    pairs = zip(table.numbers, table.columns[column.key], strict=True) if values else ()
    return [row for row, value in pairs if value in values]


def _totals_and_titles(table: Table, texts: _Texts, odd: Oddities | None) -> Iterator[tuple[int, Why]]:
    """Rows of totals, and titles and notes within the table or below it."""
    sums = frozenset(_rows_of_sums(table))
    totals = sums | _rows_for(table, texts, lambda said, words: _says_total(words))
    titles = _rows_for(table, texts, lambda said, words: said.rstrip().endswith(":") or bool(_NOTE.fullmatch(words)))
    for row in sorted(totals):
        if row in sums or _is_total(_answers_in(table, row)):
            yield row, "total"
    merged = {first[0] for first, last in odd.merged if last[1] > first[1] and first[0] == last[0]} if odd else set()
    for row in sorted(titles | (merged & set(table.numbers))):
        answers = _answers_in(table, row)
        if len(answers) == 1 and said_in(answers[0]):
            yield row, "title"


def _rows_for(table: Table, texts: _Texts, fits: Callable[[str, str], bool]) -> set[int]:
    """The rows in which what a value says fits."""
    return {
        row
        for column in table.sheet.asked_columns
        for row in _rows_of(table, column, {value for value, said in texts[column.key].items() if fits(*said)})
    }


def _answers_in(table: Table, row: int) -> list[object]:
    answers = table.row(row)
    return [answers[column.key] for column in table.sheet.asked_columns if answers[column.key] is not None]


def _says_total(words: str) -> bool:
    return bool(_TOTAL.fullmatch(words) or _ALSO_TOTAL.fullmatch(words))


def _is_total(answers: Sequence[object]) -> bool:
    """Whether a row holds figures under one name, and that says total."""
    names = [value for value in answers if not _is_number(value)]
    said = plainly(said_in(names[0])) if len(names) == 1 else ""
    return bool(_TOTAL.fullmatch(said) or (_ALSO_TOTAL.fullmatch(said) and len(answers) > 1))


def _rows_of_sums(table: Table) -> Iterator[int]:
    """Rows without any words in which each number is the sum of all the others in its column."""
    kinds = {column.key: column.type for column in table.sheet.asked_columns}
    columns = [table.columns[key] for key, kind in kinds.items() if isinstance(kind, Number)]
    sums = [_sum_in(values) for values in columns]
    for row, *values in zip(table.numbers, *columns, strict=True):
        is_sum = [_is_sum(value, *others) for value, others in zip(values, sums, strict=True) if value is not None]
        if is_sum and all(is_sum) and len(_answers_in(table, row)) == len(is_sum):
            yield row


def _sum_in(values: Sequence[object]) -> tuple[float, int]:
    """The sum of a column's numbers, and how many there are."""
    numbers = [value for value in values if isinstance(value, float)]
    return math.fsum(numbers), len(numbers)


def _is_sum(value: object, total: float, count: int) -> bool:
    """Whether a number is the sum of the others of its column, two of them at least."""
    return isinstance(value, float) and value != 0 and count > 2 and math.isclose(2 * value, total)


def _is_number(value: object) -> bool:
    if isinstance(value, str) and not isinstance(value, Unreadable):
        return value[:1].lstrip("£-").isdigit() or value[1:2].isdigit()
    return isinstance(value, float | ReadAs)
