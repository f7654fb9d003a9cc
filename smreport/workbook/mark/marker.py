"""A sender's own workbook given back with its findings: notes and shading in the cells, and a sheet "To fix".

Only the parts of the file that must change are changed; charts, pictures, shapes, formulas and extensions
keep their bytes. Marks of an earlier run go first, so that marking twice is marking once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml import etree

from smreport.blueprint.addresses import sheet_name
from smreport.blueprint.formulas import SIGNED
from smreport.errors import InvalidValue
from smreport.findings import Finding, Level, cell_ranges, in_check
from smreport.frozen import Frozen
from smreport.package.parts import Package
from smreport.package.trees import Element
from smreport.words import joining, say
from smreport.workbook.mark.added_styles import Stylesheet
from smreport.workbook.mark.comment_boxes import SHEET_ORDER, is_cell
from smreport.workbook.mark.comment_parts import add_notes, remove_notes
from smreport.workbook.mark.made_from import MARKER, SOURCE
from smreport.workbook.mark.to_fix import HEADER_ROW, SHADES, add_sheet
from smreport.workbook.packages import package_of
from smreport.workbook.spreadsheet_xml import MAIN, OFFICE, REL_ID, child, insert_in_order, local, pointing, sml

_SHADED = re.compile(r'LEN\(\s*"smreport"\s*\)')
_TRUE = ("1", "true")
_LONGEST_TITLE = 31
_US = "smreport"
_BOOK_ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames",
)  # fmt: skip
_PROPERTIES = f"{OFFICE}/extended-properties"
_VARIANTS = "{http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes}"


def mark(content: bytes, findings: Sequence[Finding], title: str = "", source: str = "", more: str = "") -> bytes:
    """The workbook with a note in each faulty cell, errors and gaps shaded, and a first sheet that lists them all.

    content   an .xlsx or .xlsm file, marked before or not
    findings  what the check found in it; their sheets and cells are those of the file
    title     what the first sheet is called, if not "To fix"; a person's sheet of that name keeps it
    source    a digest of what people have put into it, which tells later whether the copy was filled in
    more      what else there is to say, in a sentence

    The same input gives the same bytes. Raises InvalidValue where the file is of another kind or damaged.
    """
    book = _Book(package_of(content))
    book.remove_marks()
    styles = Stylesheet(book.package, book.part)
    for sheet in book.sheets():
        here = [finding for finding in findings if finding.sheet == sheet.title and is_cell(finding.cell)]
        if here and sheet.holds_cells:
            add_notes(book.package, sheet.part, _notes(here))
            _shade(book.package.root(sheet.part), here, styles)
    book.put_first(title or say("workbook.to_fix"), findings, styles, more)
    if source:
        book.name(SOURCE, f'"{source}"', hidden=1)
    return book.package.to_bytes()


def marked_titles(content: bytes) -> frozenset[str]:
    """The titles of the sheets that an earlier run put into a file: none where it cannot be marked at all."""
    try:
        book = _Book(package_of(content))
    except InvalidValue:
        return frozenset()
    return frozenset(book.entries[position].get("name") for position in book.marked())


def _notes(findings: Iterable[Finding]) -> dict[str, str]:
    """One note for each cell: its findings, errors first, each once."""
    order = list(Level)
    notes: dict[str, list[str]] = {}
    for finding in sorted(findings, key=lambda finding: order.index(finding.level)):
        words = in_check(finding.level, joining.sentences((finding.what, finding.fix)))
        notes.setdefault(finding.cell, []).append(" ".join(words.split()))
    return {cell: "\n".join(dict.fromkeys(lines)) for cell, lines in notes.items()}


# --- shading ---


def _shade(sheet: Element, findings: Iterable[Finding], styles: Stylesheet) -> None:
    """Shade faulty cells by conditional formats, so that the cells' own formats stay. A cell's worst level counts."""
    levels: dict[str, set[Level]] = {}
    for finding in findings:
        levels.setdefault(finding.cell, set()).add(finding.level)
    worst = {cell: next(level for level in Level if level in cell_levels) for cell, cell_levels in levels.items()}
    rules = [int(rule.get("priority", 0)) for rule in sheet.iter("{*}cfRule")]
    priority = max(rules, default=0)
    for level, colour in SHADES.items():
        cells = [cell for cell, worst_level in worst.items() if worst_level is level]
        if cells:
            priority += 1
            rule = sml("cfRule", sml("formula", SIGNED.spelled), type="expression")
            rule.set("dxfId", str(styles.shade(colour)))
            rule.set("priority", str(priority))
            insert_in_order(sheet, sml("conditionalFormatting", rule, sqref=" ".join(cell_ranges(cells))), SHEET_ORDER)


def _remove_shading(sheet: Element) -> None:
    for block in sheet.findall(f"{{{MAIN}}}conditionalFormatting"):
        ours = [rule for rule in block if any(map(_SHADED.search, rule.itertext()))]
        for rule in ours:
            block.remove(rule)
        if ours and not len(block):
            sheet.remove(block)


# --- the book ---


class _Sheet(Frozen):
    """A sheet of the workbook, and the part it is in."""

    entry: Element
    part: str
    holds_cells: bool

    @property
    def title(self) -> str:
        return str(self.entry.get("name"))


class _Book:
    """The workbook part: which sheets there are, in which order, and what counts them."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.part = package.target("", f"{OFFICE}/officeDocument")
        if not self.part.endswith(".xml"):
            raise InvalidValue(say("findings.file.not_marked"))
        self.root = package.root(self.part)
        if self.root.tag != f"{{{MAIN}}}workbook":
            raise InvalidValue(say("findings.file.not_marked_strict"))
        self.entries = child(self.root, "sheets")

    def sheets(self) -> list[_Sheet]:
        parts = self.package.targets(self.part)
        cells = self.package.targets(self.part, f"{OFFICE}/worksheet")
        entries = [(entry, entry.get(REL_ID)) for entry in self.entries]
        return [
            _Sheet(entry, parts[key], key in cells) for entry, key in entries if self.package.has(parts.get(key, ""))
        ]

    def names(self) -> list[Element]:
        names = child(self.root, "definedNames")
        return [] if names is None else list(names)

    def marked(self) -> set[int]:
        """The positions of sheets that an earlier run put in, counted from 0."""
        ours = {int(name.get("localSheetId", -1)) for name in self.names() if name.get("name") == MARKER}
        return ours & set(range(len(self.entries)))

    # --- taking marks out ---

    def remove_marks(self) -> None:
        """Take out what an earlier run put in: our sheet, our lines in notes, our shading."""
        for position in sorted(self.marked(), reverse=True):
            self._remove_sheet(position)
        names = child(self.root, "definedNames")
        if names is not None and not len(names):
            self.root.remove(names)
        for sheet in self.sheets():
            if sheet.holds_cells and b"smreport" in self.package.raw(sheet.part):
                _remove_shading(self.package.root(sheet.part))
            if sheet.holds_cells:
                remove_notes(self.package, sheet.part)

    def _remove_sheet(self, position: int) -> None:
        entry = self.entries[position]
        part = self.package.targets(self.part).get(entry.get(REL_ID))
        if part is None:
            title = entry.get("name")
            raise InvalidValue(say("findings.file.sheet_gone", sheet=str(title)))
        if self.package.root(part).find(f".//{{{MAIN}}}f") is not None:
            self._drop_calculation_order()
        self.entries.remove(entry)
        self.package.unrelate(self.part, part)
        for name in self.names():
            if name.get("localSheetId") == str(position):
                name.getparent().remove(name)
        self._renumber(position, -1)
        self._list_title(entry.get("name"), -1)

    def _drop_calculation_order(self) -> None:
        """Formulas that a person wrote in our sheet are in it; Excel makes it afresh."""
        order = self.package.target(self.part, f"{OFFICE}/calcChain")
        if order:
            self.package.unrelate(self.part, order)

    def _renumber(self, first: int, step: int) -> None:
        """Defined names count sheets from 0."""
        for name in self.names():
            position = int(name.get("localSheetId", -1))
            if position >= first:
                name.set("localSheetId", str(position + step))

    # --- putting our sheet first ---

    def put_first(self, title: str, findings: Sequence[Finding], styles: Stylesheet, more: str) -> None:
        titles = [sheet.title for sheet in self.sheets()]
        title = _free_title(title, titles)
        part = add_sheet(self.package, title, findings, titles, styles, more)
        number = 1 + max(int(entry.get("sheetId")) for entry in self.entries)
        relationship = self.package.relate(self.part, f"{OFFICE}/worksheet", part)
        self._select_none()
        self.entries.insert(0, pointing("sheet", relationship, name=title, sheetId=number))
        self._renumber(0, 1)
        self.name(MARKER, f"{sheet_name(title)}!$A$1", hidden=1)
        if findings:
            self.name("_xlnm.Print_Titles", f"{sheet_name(title)}!${HEADER_ROW}:${HEADER_ROW}")
        self._list_title(title, 1)

    def _select_none(self) -> None:
        """No other sheet is in front or selected: what is typed goes into every selected sheet."""
        for view in self.root.iter(f"{{{MAIN}}}workbookView"):
            view.attrib.pop("activeTab", None)
            view.attrib.pop("firstSheet", None)
        for sheet in self.sheets():
            if b"tabSelected" in self.package.raw(sheet.part):
                views = self.package.root(sheet.part).iter(f"{{{MAIN}}}sheetView")
                for view in (view for view in views if view.get("tabSelected") in _TRUE):
                    del view.attrib["tabSelected"]

    def name(self, name: str, target: str, **attributes: int) -> None:
        """A defined name of our sheet, which is the first."""
        names = child(self.root, "definedNames")
        if names is None:
            names = insert_in_order(self.root, sml("definedNames"), _BOOK_ORDER)
        names.append(sml("definedName", target, name=name, localSheetId=0, **attributes))

    def _list_title(self, title: str, step: int) -> None:
        """Keep the titles in the file's properties right: worksheets come first in them."""
        part = self.package.target("", _PROPERTIES)
        root = self.package.root(part) if self.package.is_sound(part) else None
        vectors = [] if root is None else [vector for vector in root.iter(f"{_VARIANTS}vector") if len(vector)]
        if [local(vector.getparent()) for vector in vectors] != ["HeadingPairs", "TitlesOfParts"]:
            return
        count, titles = vectors[0].find(f".//{_VARIANTS}i4"), vectors[1]
        listed = [entry for entry in titles if entry.text == title]
        if step > 0:
            entry = etree.Element(f"{_VARIANTS}lpstr")
            entry.text = title
            titles.insert(0, entry)
        elif listed:
            titles.remove(listed[0])
        else:
            return
        count.text = str(int(count.text) + step)
        titles.set("size", str(len(titles)))


def _free_title(title: str, taken: Iterable[str]) -> str:
    """The title, or where a person's sheet has it, one that says whose it is."""
    others = {other.casefold() for other in taken}
    endings = ["", f" ({_US})", *(f" ({_US} {number})" for number in range(2, len(others) + 3))]
    names = (f"{title[: _LONGEST_TITLE - len(ending)]}{ending}" for ending in endings)
    return next(name for name in names if name.casefold() not in others)
