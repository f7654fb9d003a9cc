"""Workbook files opened as grids of cells, within the limits of what a file may take."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from functools import partial
from html import unescape
from pathlib import Path

from smreport.blueprint.workings import KINDS
from smreport.errors import InvalidValue, UnreadableFile, said_by
from smreport.file_names import passing_kind
from smreport.frozen import Frozen
from smreport.limits import Limits, read_bytes
from smreport.package.trees import is_unsafe_xml
from smreport.package.zipped import zipped
from smreport.words import say
from smreport.workbook.packages import ODS_CONTENT, damaged, is_ods, is_read, is_xml, locked, parts_of
from smreport.workbook.read.for_calamine import Trouble, as_calamine_reads
from smreport.workbook.read.grids import (
    Book,
    Damaged,
    Grid,
    Locked,
    TooMuch,
    has_unusual_cells,
    plainly_harmless,
    read_apart,
)
from smreport.workbook.read.sheet_parts import parts_of_sheets

ROWS_TO_SEARCH = 40
"""How far down a sheet the stamp and the headings are looked for."""

_NEVER_READ = ("docProps/", "customXml/", "xl/theme/", "xl/tables/", "xl/drawings/", "xl/worksheets/_rels/")
STAMP = re.compile(r"smreport template: (?P<name>.+), version (?P<version>[^\s,]+)(?:, language (?P<language>\S+))?")
_PROPERTIES = ("docProps/custom.xml", "meta.xml")  # of an Excel file, and of an OpenDocument file
_FORM = re.compile(rb'name="smreport template form"[^>]*>(?:\s*<[\w:]*lpwstr>)?([^<]+)<')


class Stamp(Frozen):
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
_WORKING_NAMES = tuple(f"{kind}_" for kind in KINDS)

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


def _names_a_list(name: str) -> bool:
    return name.startswith(LIST_NAMES)


def _names_a_working(name: str) -> bool:
    return name.startswith(_WORKING_NAMES)


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
        try:
            parts = parts_of(self.content, self._limits)
            unread = [name for name in parts if is_xml(name) and not is_read(name)]
            unsound = {name for name in unread if is_unsafe_xml(parts[name])}
            self.parts = {name: part for name, part in parts.items() if name not in unsound}
            self._open(all_sound=not unsound)
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

    def trouble_in(self, titles: Collection[str]) -> Trouble | None:
        """Which of the parts of these sheets trouble calamine, None where they were not all looked at."""
        return self._trouble if self._passed_over.isdisjoint(titles) else None

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
        """Sheets one by one where the file is plainly harmless, else all at once in a process with limits.

        That of the workings is passed over: calamine does not get its part before somebody asks.
        """
        lists, workings = (titled_by(self.parts, begins) for begins in (_names_a_list, _names_a_working))
        self._passed_over = frozenset({workings} - {""})
        left = parts_of_sheets(self.parts, self._passed_over) if workings else frozenset()
        asked = {name: part for name, part in self.parts.items() if name not in left} if left else self.parts
        self._trouble = Trouble() if is_ods(asked) else Trouble.within(asked)
        parts = as_calamine_reads(asked, self._trouble)
        self._book = self._opened_here(parts, self._limits.cells, self._trouble)
        if self._book:
            self.titles = self._book.titles
            return
        apart = self._read_apart(parts, as_it_came=all_sound and parts is asked)
        read = apart(but={lists, workings})
        self._grids, self.titles = {title: grid for title, grid in read.items() if grid is not None}, list(read)

    def _opened_here(self, parts: Mapping[str, bytes], cells: int, trouble: Trouble) -> Book | None:
        """The parts as a workbook that is read sheet by sheet, None where it could do harm."""
        xml = [name for name in parts if is_xml(name) and not name.startswith(_NEVER_READ)]
        cut = trouble.far.intersection(xml)
        unusual = not (trouble.unusual - cut).isdisjoint(xml) or any(has_unusual_cells(parts[name]) for name in cut)
        if is_ods(parts) or not plainly_harmless([parts[name] for name in xml], unusual):
            return None
        book = Book(zipped({name: parts[name] for name in xml}, level=0), cells)
        return book if book.is_harmless else None

    def _read_apart(self, parts: Mapping[str, bytes], as_it_came: bool) -> Callable[..., Mapping[str, Grid | None]]:
        content, limits = self.content if as_it_came else zipped(parts, level=1), self._limits
        return partial(read_apart, content, cells=limits.cells, seconds=limits.seconds, memory=limits.memory)

    def _one_sheet(self, title: str) -> Grid:
        """A sheet that was not read yet."""
        if self._book and title not in self._passed_over:
            return self._book.grid(title)
        trouble = Trouble() if is_ods(self.parts) else Trouble.within(self.parts)
        whole = as_calamine_reads(self.parts, trouble)
        if self._book and (book := self._opened_here(whole, self._book.left, trouble)):
            return book.grid(title)
        return self._read_apart(whole, as_it_came=False)(only=title)[title] or ()

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
