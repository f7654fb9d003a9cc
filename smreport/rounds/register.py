"""The register of a split: the workbook as it was sent, with a sheet that says who was sent which part of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from smreport.blueprint.tables import Layout, Tables, sent_to_heading
from smreport.blueprint.values import normalised
from smreport.errors import UnreadableFile
from smreport.rounds.ownership import EVERYBODY, Owners
from smreport.rounds.rows import filled_sheets, with_columns
from smreport.rounds.split import Part, Splitting

TITLE = "Register"
_HEADINGS = ("Workbook", "For", "Areas", "Lead", "Rows of its own", "Fingerprint of the file as sent")
_LAYOUT = Layout(header=0, widths=(42, 36, 36, 36, 16, 70))
_TO_ALL, _TO_NOBODY = "Everybody", "Nobody: it names no area"


@dataclass(frozen=True)
class Sent:
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


@dataclass(frozen=True)
class Register:
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
    sheets = {title: rows for title, rows in tables.extras.sheets.items() if title != TITLE}
    sheets = {TITLE: tuple(_rows(sent)), **sheets}
    return replace(marked, extras=replace(marked.extras, sheets=sheets, layouts={TITLE: _LAYOUT}))


def _to_whom(owners: Owners, sent: Sequence[Sent]) -> str:
    if owners == EVERYBODY:
        return _TO_ALL
    return "; ".join(workbook.file for workbook in sent if owners & workbook.part.known_areas) or _TO_NOBODY


def _rows(sent: Sequence[Sent]) -> Iterator[tuple[object, ...]]:
    yield _HEADINGS
    for workbook in sent:
        part = workbook.part
        yield workbook.file, part.name, "\n".join(part.areas), part.lead, float(workbook.rows), workbook.fingerprint


def read_register(tables: Tables) -> Register:
    """The register from its own workbook. Raises UnreadableFile where its sheet of workbooks is not as it was."""
    rows = tables.extras.sheets.get(TITLE, ((),))
    headings = [str(cell).strip() for cell in rows[0]]
    missing = [heading for heading in _HEADINGS if heading not in headings]
    if missing:
        raise UnreadableFile(
            f"{tables.file}: the sheet “{TITLE}” lacks {', '.join(f'“{heading}”' for heading in missing)}. "
            "Split the workbook again, or put back the register as it was."
        )
    places = [headings.index(heading) for heading in _HEADINGS]
    records = (dict(zip(_HEADINGS, (row[place] for place in places), strict=True)) for row in rows[1:])
    return Register(tables, tuple(_sent(row) for row in records if str(row["Workbook"]).strip()))


def _sent(row: Mapping[str, object]) -> Sent:
    texts = {heading: str(value).strip() for heading, value in row.items()}
    part = Part(texts["For"], tuple(filter(None, texts["Areas"].split("\n"))), texts["Lead"])
    rows = row["Rows of its own"]
    return Sent(
        texts["Workbook"], part, int(rows) if isinstance(rows, int | float) else 0, texts[_HEADINGS[-1]],
    )  # fmt: skip
