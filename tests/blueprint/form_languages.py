"""The small form in other languages, with what its answers are in them, and what of its answers the public may know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from blueprint.form_names import understood
from workbooks import workbook

from smreport.blueprint.columns import Ref
from smreport.blueprint.model import Blueprint, Sheet
from smreport.blueprint.publication import (
    is_secret_row,
    marked_also,
    names_its_row,
    published,
    sealed,
    secret_rows,
    told_of_secret,
    told_secret,
    unnamed,
    withheld_names,
    withheld_rows,
)
from smreport.blueprint.retelling import retold
from smreport.blueprint.tables import Tables
from smreport.blueprint.templates import load
from smreport.blueprint.times import When
from smreport.blueprint.understanding import as_excel_reads
from smreport.blueprint.withheld import WITHHELD
from smreport.words import speaking

SOME = ("settings", "areas", "tools", "days")
LANGUAGES = ("cy", "en+cy", "cy+en-US", "en-US")
TYPED = """
| settings | council        | ground       | home      |
|          | Ours / Eiddom  | Posts / ŵPosts | All areas |
| areas    | name           | kind     | state | lead      |
|          | Parks / Parciau | ŵService | Open  | A / B / C |
|          | Roads          | task     | Shut  | / Bob     |
| needs    | need           | area               | role  |
|          | Walks / Tro    | Parks              | Ann / ŵAnn |
|          | Signs          | ŵAll areas         |       |
|          | More           | Roads (Activity)   |       |
| projects | title          | areas                            | impact |
|          | One / Un       | Parciau; ŵAll areas; Roads       | ŵHigh  |
"""


def in_languages(folder: Path) -> str:
    """The form in each of them; then answers in it, and those that were typed in it told in English and in Welsh."""
    lines: list[str] = []
    english, answers = load(folder), (folder / "answers.md").read_text(encoding="utf-8")
    answered = workbook(english, answers)
    for language in LANGUAGES:
        form = load(folder, language)
        with speaking(form.tongue):
            lines += [f"=== {language}", *_form(form)]
            lines += ["--- what was answered in English", *_rows(retold(answered, form), answered)]
            typed = workbook(form, TYPED)
            lines += ["--- what was typed in it", *_rows(typed, workbook(form, ""))]
        for other in ("", "cy"):
            lines += [f"--- told in {other or 'English'}", *_rows(retold(typed, load(folder, other)), typed)]
    return "\n".join(lines) + "\n"


def _form(form: Blueprint) -> Iterator[str]:
    yield f"{form.title}, {form.language}, {form.date_order}, {form.start}, {form.lists_words}, {form.starter}"
    for choices in form.lists.values():
        yield f"{choices.key} {choices.heading!r}: {[(item.text, item.also, item.written) for item in choices.items]}"
    for sheet in map(form.sheets.__getitem__, SOME):
        yield f"{sheet.key}: {sheet.title!r} or {sheet.aliases}, {sheet.headline!r}, {sheet.row_name!r}"
        yield from (f"| {line}" for line in sheet.above)
        for column in sheet.columns:
            words = f"{column.heading!r} or {column.aliases}, {column.width:g}, {column.help!r}, {column.help_beside!r}"
            yield f"    {column.key}: {words}{f', {column.type.to}' if isinstance(column.type, Ref) else ''}"
        yield from (f"    {rule.code(sheet)}: {' / '.join(rule.words(sheet))}" for rule in sheet.rules if rule.in_sheet)


def _rows(tables: Tables, before: Tables) -> Iterator[str]:
    """The cells of some answers that are not as they were before, and the rows that are gone."""
    yield f"{tables.blueprint.language}, typed in {tables.typed_in!r}"
    for key, table in tables.items():
        old = before[key].rows
        yield from (f"{key} {number} is gone" for number in old if number not in table.rows)
        for number, row in table.rows.items():
            were = {column: _value(value) for column, value in old.get(number, {}).items()}
            cells = {column: _value(value) for column, value in row.items()}
            new = "; ".join(f"{column} {cell}" for column, cell in cells.items() if cell != were.get(column, "None"))
            if new:
                yield f"{key} {number} {table.title!r}: {new}"


def _value(value: object) -> str:
    if value is None:
        return "None"
    if value is WITHHELD:
        return "withheld"
    if isinstance(value, When):
        return f"{value.text!r} {value.first} to {value.last}"
    typed = f" typed {value.typed!r}" if hasattr(value, "typed") and not isinstance(value, str) else ""
    return f"{understood(value)}{typed}{'' if isinstance(value, str | tuple) else f' {type(value).__name__}'}"


# --- what is not for publication ---


def in_public(folder: Path) -> str:
    """What of the answers stays out, what may be told, and what becomes of the tables."""
    tables = workbook(load(folder), (folder / "answers.md").read_text(encoding="utf-8"))
    more = {"areas": frozenset({9}), "roles": frozenset({5})}
    lines = [
        f"{key}: secret {sorted(secret_rows(table))}, told {[*told_secret(table)]}" for key, table in tables.items()
    ]
    for known in (None, more):
        withheld = withheld_rows(tables, known)
        lines += [f"=== withheld with {known}: {_sorted(withheld)}, {sorted(withheld_names(tables, withheld))}"]
        lines += [f"{place}: {answers}" for place, answers in unnamed(tables, withheld).items()]
    lines += ["=== published", *_rows(published(tables), tables), "=== sealed", *_rows(sealed(tables), tables)]
    also = marked_also(tables, {"projects": frozenset({5}), "tools": frozenset({6, 7}), "areas": frozenset({5})})
    lines += [
        "=== marked also",
        *_rows(also, tables),
        "=== as Excel reads them",
        *_rows(as_excel_reads(tables), tables),
    ]
    lines += [line for table in tables.values() for line in _told(table.sheet, table.rows)]
    return "\n".join(lines) + "\n"


def _sorted(rows: Mapping[str, frozenset[int]]) -> dict[str, list[int]]:
    return {key: sorted(numbers) for key, numbers in rows.items() if numbers}


def _told(sheet: Sheet, rows: Mapping[int, Mapping[str, object]]) -> Iterator[str]:
    """Which columns name a row, and what may be told of each answer, were it secret."""
    yield f"{sheet.key}: rows are named by {[column.key for column in sheet.columns if names_its_row(sheet, column)]}"
    for number, row in rows.items():
        told = {key: told_of_secret(sheet, sheet.by_key[key], value) for key, value in row.items()}
        known = {key: str(value) for key, value in told.items() if value is not None}
        yield f"{sheet.key} {number}, secret {is_secret_row(sheet, row)}: {known}"
