"""Workbook files opened as grids of cells; the only module that knows python-calamine."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import python_calamine

from smreport.errors import UnreadableFile

Grid = Sequence[Sequence[object]]
ROWS_TO_SEARCH = 40
"""How far down a sheet the stamp and the headings are looked for."""

STAMP = re.compile(r"smreport template: (?P<name>.+), version (?P<version>\S+)")
_OLD_FORMAT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LARGEST_UNPACKED = 600 * 1024 * 1024


@dataclass(frozen=True)
class Stamp:
    """Which template, in which version, a file says that it was made from."""

    name: str
    version: str


class Workbook:
    """A workbook file, opened but not yet read against a template.

    Raises UnreadableFile, with one clear line, where the file is not an Excel or ODS workbook.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._book = _opened(path)
        self._grids: dict[str, Grid] = {}

    @property
    def titles(self) -> list[str]:
        return list(self._book.sheet_names)

    def grid(self, title: str) -> Grid:
        """The cells of a sheet from A1 on."""
        if title not in self._grids:
            try:
                self._grids[title] = self._book.get_sheet_by_name(title).to_python(skip_empty_area=False)
            except Exception as problem:
                raise _damaged(self.path, problem) from problem
        return self._grids[title]

    def stamp(self) -> Stamp:
        """The template stamp, wherever in the workbook it stands.

        Raises UnreadableFile where there is none.
        """
        for title in self.titles:
            for row in self.grid(title)[:ROWS_TO_SEARCH]:
                found = next(filter(None, (STAMP.fullmatch(str(cell).strip()) for cell in row[:3])), None)
                if found:
                    return Stamp(found["name"], found["version"])
        raise UnreadableFile(
            f"{self.path}: this is not a workbook made by smreport (the line “smreport template: …” is not in it). "
            "Make one with: smreport new -o FILE"
        )


def _opened(path: Path) -> python_calamine.CalamineWorkbook:
    try:
        content = path.read_bytes()
    except IsADirectoryError:
        raise UnreadableFile(f"{path}: this is a folder, not a workbook.") from None
    except OSError as problem:
        raise UnreadableFile(f"{path}: cannot be read ({problem.strerror}).") from problem
    _refuse_by_content(path, content)
    try:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(_as_calamine_reads(content)))
    except python_calamine.PasswordError:
        raise UnreadableFile(_LOCKED.format(path=path)) from None
    except Exception as problem:
        raise _damaged(path, problem) from problem


_BREAKS = {b"<text:tab/>": b"\t", b"<text:line-break/>": b"\n"}
_TRUTH = re.compile(rb'<table:table-cell[^>]* table:formula="of:=(TRUE|FALSE)\(\)"[^>]*>')


def _as_calamine_reads(content: bytes) -> bytes:
    """The file; in an .ods file, what calamine would lose is put in another way.

    Tabs and line breaks inside texts become characters. TRUE and FALSE that came from Excel, which
    LibreOffice saves as 1 and 0 with a formula, become truth values.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        if "content.xml" not in parts.namelist():
            return content
        saved = parts.read("content.xml")
        plain = _TRUTH.sub(_truth, saved)
        for mark, character in _BREAKS.items():
            plain = plain.replace(mark, character)
        if plain == saved:
            return content
        changed = io.BytesIO()
        with zipfile.ZipFile(changed, "w") as copy:
            for part in parts.infolist():
                copy.writestr(part, plain if part.filename == "content.xml" else parts.read(part))
    return changed.getvalue()


def _truth(cell: re.Match[bytes]) -> bytes:
    typed = cell[0].replace(b'office:value-type="float"', b'office:value-type="boolean"')
    return re.sub(rb'office:value="[01]"', b'office:boolean-value="%s"' % cell[1].lower(), typed)


def _damaged(path: Path, problem: Exception) -> UnreadableFile:
    """What calamine's many kinds of errors on damaged files mean to the user."""
    return UnreadableFile(
        f"{path}: this is not a workbook that can be read ({problem}). Save it again as .xlsx and send that file."
    )


_LOCKED = "{path}: the workbook is protected with a password. Take the password off in Excel and save it again."


def _refuse_by_content(path: Path, content: bytes) -> None:
    if not content:
        raise UnreadableFile(f"{path}: the file is empty.")
    if content.startswith(_OLD_FORMAT):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise UnreadableFile(_LOCKED.format(path=path))
        raise UnreadableFile(
            f"{path}: this is a file in the old Excel format (.xls). Open it in Excel and save it as .xlsx."
        )
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise UnreadableFile(f"{path}: this is not an Excel workbook. Save the workbook as .xlsx and send that file.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as problem:
        raise UnreadableFile(f"{path}: the file is damaged ({problem}). Ask for it again.") from problem
    if unpacked > _LARGEST_UNPACKED:
        raise UnreadableFile(f"{path}: the file unpacks to {unpacked:,} bytes, more than a workbook should.")
