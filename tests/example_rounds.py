"""The illustrative example over two more rounds: what was typed in each year, and what the commands make of it.

``examples/illustrative/rounds`` holds a file for each year. An entry changes one row, which it names by ``row``: the
row's own name, or some of its answers. ``new`` adds a row, ``gone`` takes one out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from golden import text_of_docx
from workbooks import EXAMPLES

import smreport
from smreport.blueprint.answers import Answers, placed, read_answers
from smreport.blueprint.model import Sheet
from smreport.blueprint.tables import Row, Table, Tables, table_of
from smreport.blueprint.understanding import make_tables
from smreport.blueprint.values import normalised
from smreport.commands.making import workbook_bytes
from smreport.commands.reading import read_workbook
from smreport.decision.check import check
from smreport.findings import as_text, summary
from smreport.frozen import replace

FOLDER = EXAMPLES / "illustrative"
YEARS = ("2028", "2029")
CHECKED = "golden/check-renewed.txt"
FILES = (
    *(f"rounds/{year}.toml" for year in YEARS), *(f"review-{year}.docx" for year in YEARS),
    *(f"golden/review-{year}.md" for year in YEARS), CHECKED,
)  # fmt: skip
"""All that the example's folder has of these rounds."""
_HOW = ("row", "new", "gone")


@dataclass(frozen=True)
class Years:
    """The workbooks: of the plan, a year later, of the second round as ``renew`` makes it, and a year after that.

    reviews  review.docx of each year
    renewal  what ``renew`` gave
    """

    first: Path
    later: Path
    renewed: Path
    latest: Path
    reviews: Mapping[str, bytes]
    renewal: smreport.NextRound

    def made(self) -> dict[str, bytes]:
        """What is committed of all this, by its path in the example's folder."""
        documents = {f"review-{year}.docx": content for year, content in self.reviews.items()}
        texts = {f"golden/review-{year}.md": text_of_docx(content) for year, content in self.reviews.items()}
        texts[CHECKED] = checked(self.renewed)
        return {**documents, **{path: text.encode() for path, text in texts.items()}}


def two_more_rounds(folder: Path) -> Years:
    """The rounds with their workbooks and documents in a folder."""
    first, later = FOLDER / "illustrative.xlsx", folder / "a year later.xlsx"
    renewed, latest = folder / "second round.xlsx", folder / "two years later.xlsx"
    save_changed(first, later, FOLDER / "rounds" / "2028.toml")
    renewal = smreport.renew(later, renewed)
    save_changed(renewed, latest, FOLDER / "rounds" / "2029.toml")
    pairs = {"2028": (later, first), "2029": (latest, later)}
    reviews = {
        year: smreport.review(now, since, folder / f"review-{year}").documents[0].read_bytes()
        for year, (now, since) in pairs.items()
    }
    return Years(first, later, renewed, latest, reviews, renewal)


def checked(path: Path) -> str:
    """What the check finds in a workbook."""
    findings = check(read_workbook(path))
    return f"{as_text(findings)}\n\n{path.name}: {summary(findings)}.\n".lstrip()


def save_changed(path: Path, target: Path, changes: Path) -> None:
    """A workbook after a year's changes. Raises AssertionError as :func:`changed` does."""
    tables = changed(read_workbook(path), read_answers(changes))
    target.write_bytes(workbook_bytes(replace(tables, file=target.name), strict=False))


def changed(tables: Tables, changes: Answers) -> Tables:
    """The answers after some changes. Raises AssertionError for a sheet, row or column that is not there."""
    unknown = set(changes) - set(tables)
    assert not unknown, f"There is no sheet {unknown}."
    laid_out = placed(tables)
    after = {key: _changed_table(table, changes[key]) if key in changes else table for key, table in laid_out.items()}
    extras = laid_out.extras
    columns = {
        sheet: {
            heading: {row: value for row, value in values.items() if row in after[sheet].numbers}
            for heading, values in by_heading.items()
        }
        for sheet, by_heading in extras.columns.items()
    }
    read = make_tables(tables.blueprint, after, tables.file)
    return replace(read, extras=replace(extras, columns=columns))


def _changed_table(table: Table, entries: Any) -> Table:
    rows = dict(table.rows)
    for entry in [{"row": ""} | entries] if table.sheet.is_form else entries:
        at = _place(table, rows, entry)
        if entry.get("gone"):
            del rows[at]
        else:
            rows[at] = {**rows.get(at, {}), **_parsed(table.sheet, entry)}
    keys = [column.key for column in table.sheet.asked_columns]
    return table_of(table.sheet, {key: [row.get(key) for row in rows.values()] for key in keys}, list(rows))


def _place(table: Table, rows: Mapping[int, Row], entry: Mapping[str, Any]) -> int:
    """The one row that an entry means, or a new one below the last."""
    if table.sheet.is_form:
        return 0
    if entry.get("new"):
        return max(rows, default=table.sheet.first_row - 1) + 1
    meant = entry["row"] if isinstance(entry["row"], dict) else {table.sheet.asked_columns[0].key: entry["row"]}
    wanted = {key: normalised(value) for key, value in meant.items()}
    places = [at for at, row in rows.items() if all(normalised(row[key]) == value for key, value in wanted.items())]
    assert len(places) == 1, f"{table.title}: {len(places)} rows are {meant}."
    return places[0]


def _parsed(sheet: Sheet, entry: Mapping[str, Any]) -> Row:
    """The new answers of a row as the reader gives them."""
    asked = {column.key: column.type for column in sheet.asked_columns}
    answers = {key: value for key, value in entry.items() if key not in _HOW}
    assert set(answers) <= set(asked), f"{sheet.title} has no column {set(answers) - set(asked)}."
    return {key: asked[key].parse(value) for key, value in answers.items()}
