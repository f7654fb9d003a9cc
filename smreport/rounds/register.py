"""The register of a split: the workbook as it was sent, with a sheet that says who was sent which part of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from smreport.blueprint.tables import Layout, Tables, sent_to_heading
from smreport.blueprint.values import normalised
from smreport.errors import UnreadableFile
from smreport.frozen import Frozen, replace
from smreport.rounds.ownership import EVERYBODY, Owners
from smreport.rounds.rows import filled_sheets, with_columns
from smreport.rounds.split import Part, Splitting
from smreport.words import joining, say

_COLUMNS = ("workbook", "part", "areas", "lead", "rows", "fingerprint")
_LAYOUT = Layout(header=0, widths=(42, 36, 36, 36, 16, 70))


def title() -> str:
    """What the sheet of workbooks is called."""
    return say("workbook.register.title")


def _headings() -> tuple[str, ...]:
    return tuple(say(f"workbook.register.heading.{name}") for name in _COLUMNS)


class Sent(Frozen):
    """A workbook that was sent.

    file         its name
    part         whom it is for
    rows         how many rows of it are its own
    fingerprint  SHA-256 of the file as it was sent, in hexadecimal digits
    """

    file: str
    part: Part
    rows: int
    fingerprint: str


class Register(Frozen):
    """What was sent: all rows, and the workbooks in the order of the areas."""

    tables: Tables
    sent: tuple[Sent, ...]

    def part_called(self, name: str, file: str) -> Sent | None:
        """The workbook for somebody of this name, else the one of this file name."""
        by_name = (sent for sent in self.sent if name and normalised(sent.part.name) == normalised(name))
        by_file = (sent for sent in self.sent if not name and normalised(sent.file) == normalised(file))
        return next(by_name, None) or next(by_file, None)


def register_tables(splitting: Splitting, sent: Sequence[Sent]) -> Tables:
    """The register as answers to be saved: every row says to whom it went."""
    tables = splitting.tables
    to = {
        sheet.key: {
            sent_to_heading(): {row: _to_whom(owners, sent) for row, owners in splitting.owners[sheet.key].items()}
        }
        for sheet in filled_sheets(tables.blueprint)
        if not sheet.is_form and splitting.owners[sheet.key]
    }
    marked = with_columns(tables, to)
    ours = title()
    sheets = {name: rows for name, rows in tables.extras.sheets.items() if name != ours}
    sheets = {ours: tuple(_rows(sent)), **sheets}
    return replace(marked, extras=replace(marked.extras, sheets=sheets, layouts={ours: _LAYOUT}))


def _to_whom(owners: Owners, sent: Sequence[Sent]) -> str:
    if owners == EVERYBODY:
        return say("workbook.register.everybody")
    files = joining.apart(workbook.file for workbook in sent if owners & workbook.part.known_areas)
    return files or say("workbook.register.nobody")


def _rows(sent: Sequence[Sent]) -> Iterator[tuple[object, ...]]:
    yield _headings()
    for workbook in sent:
        part = workbook.part
        yield workbook.file, part.name, "\n".join(part.areas), part.lead, float(workbook.rows), workbook.fingerprint


def read_register(tables: Tables) -> Register:
    """The register from its own workbook. Raises UnreadableFile where its sheet of workbooks is not as it was."""
    rows = tables.extras.sheets.get(title(), ((),))
    headings = [str(cell).strip() for cell in rows[0]]
    missing = [heading for heading in _headings() if heading not in headings]
    if missing:
        quoted = joining.all_quoted(missing)
        raise UnreadableFile(say("terminal.register.lacks", file=tables.file, sheet=title(), headings=quoted))
    places = [headings.index(heading) for heading in _headings()]
    records = (dict(zip(_COLUMNS, (row[place] for place in places), strict=True)) for row in rows[1:])
    return Register(tables, tuple(_sent(row) for row in records if str(row["workbook"]).strip()))


def _sent(row: Mapping[str, object]) -> Sent:
    texts = {column: str(value).strip() for column, value in row.items()}
    part = Part(texts["part"], tuple(filter(None, texts["areas"].split("\n"))), texts["lead"])
    rows = row["rows"]
    return Sent(
        texts["workbook"], part, int(rows) if isinstance(rows, int | float) else 0, texts["fingerprint"],
    )  # fmt: skip
