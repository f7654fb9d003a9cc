"""Workbook files opened as grids of cells, within the limits of what a file may take."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from html import unescape
from pathlib import Path

from smreport.errors import InvalidValue, UnreadableFile, said_by
from smreport.file_names import passing_kind
from smreport.limits import Limits, read_bytes
from smreport.package.trees import is_unsafe_xml
from smreport.package.zipped import zipped
from smreport.words import say
from smreport.workbook.packages import ODS_CONTENT, damaged, is_ods, is_xml, locked, parts_of
from smreport.workbook.read.for_calamine import as_calamine_reads
from smreport.workbook.read.grids import Book, Damaged, Grid, Locked, TooMuch, plainly_harmless, read_apart

ROWS_TO_SEARCH = 40
"""How far down a sheet the stamp and the headings are looked for."""

_NEVER_READ = ("docProps/", "customXml/", "xl/theme/", "xl/tables/", "xl/drawings/", "xl/worksheets/_rels/")
STAMP = re.compile(r"smreport template: (?P<name>.+), version (?P<version>[^\s,]+)(?:, language (?P<language>\S+))?")
_PROPERTIES = ("docProps/custom.xml", "meta.xml")  # of an Excel file, and of an OpenDocument file
_FORM = re.compile(rb'name="smreport template form"[^>]*>(?:\s*<[\w:]*lpwstr>)?([^<]+)<')


@dataclass(frozen=True)
class Stamp:
    """Which template, in which version, a file says that it was made from.

    form  which form of it (see ``blueprint.forms``); "" where the file does not say
    language  in which it is, "" for the template's own
    """

    name: str
    version: str
    form: str = ""
    language: str = ""


LIST_NAMES = "list_"
"""How the defined names of choice lists begin. Their sheet is wide and long, and rarely asked for."""

# what stands within a tag is short: a file that is made to be slow has long ones
_IN_EXCEL = re.compile(rb"""<definedName\b[^<>]{0,300}?\bname="(\w+)"[^<>]{0,300}>'?([^<>!]{1,300}?)'?!""")
_IN_ODS = re.compile(
    rb"""<table:named-range\b[^<>]{0,300}?\btable:name="(\w+)"[^<>]{0,300}?\btable:cell-range-address="\$?'?([^<>"]{1,300}?)'?\.\$"""
)


def titled_by(parts: Mapping[str, bytes], is_ours: Callable[[str], bool]) -> str:
    """The sheet to which the first of some defined names points, by the parts of a file; "" where none does."""
    pattern, book = (_IN_ODS, ODS_CONTENT) if is_ods(parts) else (_IN_EXCEL, "xl/workbook.xml")
    names = (match.groups() for match in pattern.finditer(parts.get(book, b"")))
    place = next((place for name, place in names if is_ours(name.decode())), b"")
    return unescape(place.decode("utf-8", "replace")).replace("''", "'")


class Workbook:
    """A workbook file, opened but not yet read against a template.

    path     where it is
    content  its bytes
    parts    what is packed in it, by name; parts that are never read are left out where they are not sound

    Raises UnreadableFile, with one clear line, where the file is not an Excel or ODS workbook, or takes more
    than the limits say.
    """

    def __init__(self, path: Path, limits: Limits | None = None) -> None:
        self.path = path
        if kind := passing_kind(path.name):
            raise UnreadableFile(say(f"terminal.gather.only.{kind}", file=str(path)))
        self._limits = limits or Limits.from_environment()
        self.content = read_bytes(path, self._limits)
        self._grids: dict[str, Grid] = {}
        self._apart: Callable[..., Mapping[str, Grid | None]] | None = None
        try:
            parts = parts_of(self.content, self._limits)
            self.parts = {name: part for name, part in parts.items() if not (is_xml(name) and is_unsafe_xml(part))}
            self._open(all_sound=len(parts) == len(self.parts))
        except (InvalidValue, Locked, Damaged, TooMuch) as problem:
            raise self._refusal(problem) from problem

    def grid(self, title: str) -> Grid:
        """The cells of a sheet from A1 on."""
        if title not in self._grids:
            try:
                self._grids[title] = self._one_sheet(title)
            except (Damaged, TooMuch) as problem:
                raise self._refusal(problem) from problem
        return self._grids[title]

    def stamp(self) -> Stamp:
        """The template stamp, wherever in the workbook it stands.

        Raises UnreadableFile where there is none.
        """
        for title in self.titles:
            for row in self.grid(title)[:ROWS_TO_SEARCH]:
                match = next(filter(None, (STAMP.fullmatch(str(cell).strip()) for cell in row[:3])), None)
                if match:
                    return Stamp(match["name"], match["version"], self._form(), match["language"] or "")
        raise UnreadableFile(say("findings.file.not_ours", path=str(self.path)))

    def _form(self) -> str:
        """The form in the file's properties, which some programs drop."""
        matches = (_FORM.search(self.parts.get(name, b"")) for name in _PROPERTIES)
        return next((match[1].decode(errors="replace").strip() for match in matches if match), "")

    def _open(self, all_sound: bool) -> None:
        """Sheets one by one where the file is plainly harmless, else all at once in a process with limits."""
        limits, parts = self._limits, as_calamine_reads(self.parts)
        xml = [name for name in parts if is_xml(name) and not name.startswith(_NEVER_READ)]
        if not is_ods(parts) and plainly_harmless([parts[name] for name in xml]):
            self._book = Book(zipped({name: parts[name] for name in xml}, level=0), limits.cells)
            self.titles = self._book.titles
            if self._book.is_harmless:
                return
        as_it_came = all_sound and parts is self.parts
        self._open_apart(self.content if as_it_came else zipped(parts, level=1))

    def _open_apart(self, content: bytes) -> None:
        limits = self._limits
        self._apart = partial(read_apart, content, cells=limits.cells, seconds=limits.seconds, memory=limits.memory)
        read = self._apart(but=titled_by(self.parts, lambda name: name.startswith(LIST_NAMES)))
        self._grids, self.titles = {title: grid for title, grid in read.items() if grid is not None}, list(read)

    def _one_sheet(self, title: str) -> Grid:
        """A sheet that was not read yet."""
        return (self._apart(only=title)[title] or ()) if self._apart else self._book.grid(title)

    def _refusal(self, problem: Exception) -> UnreadableFile:
        """What is wrong with the file, as the user is told."""
        match problem:
            case Locked():
                what = str(locked())
            case Damaged():
                what = said_by(damaged(problem))
            case TooMuch():
                what = said_by(self._limits.exceeded(str(problem)))
            case _:
                what = said_by(problem)
        return UnreadableFile(say("terminal.about", place=str(self.path), problem=what))
